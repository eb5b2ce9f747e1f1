//! `select.epoll` objects: sets of the kernel's.
//!
//! Thread-safety: the object is one descriptor in an atomic word, -1 once it is closed; whoever swaps that in closes it. An object that dies
//! closes it, too.

use std::io;
use std::sync::atomic::{AtomicI32, Ordering};

use typhon_os::descriptor::{self, Owned};
use typhon_os::libc;
use typhon_os::poll::{self, Change};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, TypeDef, trace_nothing};

use crate::{ready, system};

#[repr(C)]
struct Epoll {
    header: Header,
    descriptor: AtomicI32,
}

static LAYOUT: Layout =
    Layout { take: Some(take), ..Layout::fixed("epoll object", size_of::<Epoll>(), trace_nothing) };

// SAFETY: repr(C), header first, no references, the rest atomic.
unsafe impl Payload for Epoll {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for epoll objects only.
    let this = unsafe { Obj::<Epoll>::cast_unchecked(object) };
    Box::new(Owned::new(this.descriptor.swap(-1, Ordering::AcqRel)))
}

static TYPE: NativeType = NativeType::new(&EPOLL);

pub(super) fn class(cx: &Cx) -> R<Value> {
    Ok(TYPE.class(cx)?.value())
}

fn of_descriptor(cx: &Cx, descriptor: i32) -> R<Value> {
    let header = Header::new(TYPE.shape_id(cx)?, 0);
    let made = cx.alloc(Epoll { header, descriptor: AtomicI32::new(descriptor) })?;
    payloads::watch(cx, made.object(), 64);
    Ok(made.value())
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = system::int_or(cx, args[1], -1)?;
    if size < -1 || size == 0 {
        return Err(cx.value_error("negative sizehint"));
    }
    let flags = system::int_or(cx, args[2], 0)?;
    if flags & !libc::EPOLL_CLOEXEC != 0 {
        return Err(cx.error(typhon_vm::exceptions::OS_ERROR, "invalid flags".into()));
    }
    let set = Owned::new(system::call(cx, || poll::new_set(libc::EPOLL_CLOEXEC))? as i32);
    let made = of_descriptor(cx, set.number())?;
    set.release();
    Ok(made)
}

fn this(cx: &Cx, value: Value) -> R<Obj<Epoll>> {
    value.cast::<Epoll>().ok_or_else(|| cx.type_error("expected select.epoll".into()))
}

fn open(cx: &Cx, value: Value) -> R<i32> {
    match this(cx, value)?.descriptor.load(Ordering::Acquire) {
        -1 => Err(cx.value_error("I/O operation on closed epoll object")),
        descriptor => Ok(descriptor),
    }
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = this(cx, args[0])?.descriptor.swap(-1, Ordering::AcqRel);
    if descriptor >= 0 {
        system::call(cx, || descriptor::close(descriptor))?;
    }
    Ok(Value::NONE)
}

fn change(cx: &Cx, args: &[Value], change: Change, events: u32) -> R<Value> {
    let set = open(cx, args[0])?;
    let descriptor = system::descriptor_of(cx, args[1])?;
    system::call(cx, || poll::change(set, change, descriptor, events))?;
    Ok(Value::NONE)
}

fn register(cx: &Cx, args: &[Value]) -> R<Value> {
    let default = libc::EPOLLIN | libc::EPOLLPRI | libc::EPOLLOUT;
    let events = args[2].bound().map_or(Ok(default as u32), |events| system::bits_of(cx, events))?;
    change(cx, args, Change::Add, events)
}

fn modify(cx: &Cx, args: &[Value]) -> R<Value> {
    let events = system::bits_of(cx, args[2])?;
    change(cx, args, Change::Modify, events)
}

/// Events asked for at once where the caller sets no bound.
const BATCH: i32 = 1023;

fn poll(cx: &Cx, args: &[Value]) -> R<Value> {
    let set = open(cx, args[0])?;
    let nanos = match args[1].bound().filter(|timeout| !timeout.is_none()) {
        None => None,
        Some(timeout) => {
            let nanos = super::nanos_of(cx, timeout, 1e9, "timeout must be an integer or None")?;
            if nanos.is_some_and(|nanos| nanos / 1_000_000 > i32::MAX as u64) {
                return Err(system::overflow(cx, "timeout is too large"));
            }
            nanos
        }
    };
    let most = match system::int_or(cx, args[2], -1)? {
        -1 => BATCH,
        most if most < 1 => {
            return Err(cx.value_error(&format!("maxevents must be greater than 0, got {most}")));
        }
        most => most.min(1 << 16),
    };
    let deadline = super::deadline(cx, nanos);
    let mut ready = poll::ready_of(set, most as usize).map_err(|error| system::fail(cx, &error))?;
    if ready.is_empty() && deadline.is_none_or(|deadline| deadline > cx.now()) {
        let this = this(cx, args[0])?;
        // Nothing where it has been closed meanwhile.
        let again = || match this.descriptor.load(Ordering::Acquire) {
            -1 => Ok(None),
            set => match poll::ready_of(set, most as usize)? {
                ready if ready.is_empty() => Err(io::ErrorKind::WouldBlock.into()),
                ready => Ok(Some(ready)),
            },
        };
        ready = match ready::operate(cx, set, Direction::Read, deadline, again)? {
            Some(Ok(Some(found))) => found,
            Some(Ok(None)) => return open(cx, args[0]).map(|_| Value::NONE),
            Some(Err(error)) => return Err(system::fail(cx, &error)),
            None => Vec::new(),
        };
    }
    cx.poll()?;
    super::pairs(cx, ready.into_iter())
}

static NEW: MethodDef =
    MethodDef::function("epoll($type, /, sizehint=-1, flags=0)", "Returns an epolling object.", new);

static EPOLL: TypeDef = TypeDef {
    name: "epoll",
    module: "select",
    doc: "Returns an epolling object.\n\n  sizehint\n    The expected number of events to be registered.  It must be positive,\n    \
          or -1 to use the default.  It is only used on older systems where\n    epoll_create1() is not available; otherwise it has no effect (though its\n    \
          value is still checked).\n  flags\n    Deprecated and completely ignored.  However, when supplied, its value\n    must be 0 or select.EPOLL_CLOEXEC, otherwise OSError is raised.",
    layout: &LAYOUT,
    new: Some(&NEW),
    methods: &[
        MethodDef::class(
            "fromfd($type, fd, /)",
            "Create an epoll object from a given control fd.",
            |cx, args| of_descriptor(cx, system::int_of(cx, args[1])?),
        ),
        MethodDef::new("close($self, /)", "Close the epoll control file descriptor.", close),
        MethodDef::new("fileno($self, /)", "Return the epoll control file descriptor.", |cx, args| {
            Ok(Value::small_int_unchecked(open(cx, args[0])?.into()))
        }),
        MethodDef::new(
            "register($self, /, fd, eventmask=<unrepresentable>)",
            "Registers a new fd or raises an OSError if the fd is already registered.",
            register,
        ),
        MethodDef::new(
            "modify($self, /, fd, eventmask)",
            "Modify event mask for a registered file descriptor.",
            modify,
        ),
        MethodDef::new(
            "unregister($self, /, fd)",
            "Remove a registered file descriptor from the epoll object.",
            |cx, args| change(cx, args, Change::Remove, 0),
        ),
        MethodDef::new(
            "poll($self, /, timeout=None, maxevents=-1)",
            "Wait for events on the epoll file descriptor.",
            poll,
        ),
        MethodDef::new("__enter__($self, /)", "", |cx, args| {
            open(cx, args[0])?;
            Ok(args[0])
        }),
        MethodDef::new("__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)", "", close),
    ],
    getset: &[GetSetDef {
        name: "closed",
        doc: "True if the epoll handler is closed",
        get: |cx, value| Ok(Value::from_bool(this(cx, value)?.descriptor.load(Ordering::Acquire) < 0)),
        set: None,
    }],
    ..TypeDef::DEFAULT
};
