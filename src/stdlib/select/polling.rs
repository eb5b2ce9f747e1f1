//! `select.poll` objects: descriptors registered once, asked about often.
//!
//! Thread-safety: the registrations are a Python dict, locked as every dict is; a `poll()` in progress is marked by one atomic flag, and a second one
//! meanwhile is refused, as in CPython.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use typhon_os::libc;
use typhon_os::poll::Asked;
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{Layout, MethodDef, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, protocol};

use crate::system;

#[repr(C)]
struct Poll {
    header: Header,
    /// Events by descriptor: a dict.
    registered: Slot,
    running: AtomicBool,
}

static LAYOUT: Layout = Layout::fixed("poll object", size_of::<Poll>(), trace);

// SAFETY: repr(C), header first, the slot traced and never replaced, the rest atomic.
unsafe impl Payload for Poll {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for poll objects only.
    tracer.slot(&unsafe { Obj::<Poll>::cast_unchecked(object) }.registered);
}

static TYPE: NativeType = NativeType::new(&POLL);

pub(super) fn new(cx: &Cx, _: &[Value]) -> R<Value> {
    let header = Header::new(TYPE.shape_id(cx)?, 0);
    let registered = Slot::of(dict::new(cx)?.value());
    Ok(cx.alloc(Poll { header, registered, running: AtomicBool::new(false) })?.value())
}

fn this(cx: &Cx, value: Value) -> R<(Obj<Poll>, Obj<Dict>)> {
    let found = value.cast::<Poll>().and_then(|this| Some((this, this.registered.get().cast::<Dict>()?)));
    found.ok_or_else(|| cx.type_error("expected select.poll".into()))
}

/// An event mask: a C `unsigned short`.
fn mask_of(cx: &Cx, value: Value) -> R<Value> {
    let index = protocol::index::to_value(cx, value)?;
    if int::is_negative(index) {
        return Err(cx.value_error("Cannot convert negative int"));
    }
    match int::to_i64(index) {
        Some(mask) if mask <= 0xffff => Ok(Value::small_int_unchecked(mask)),
        Some(mask) if mask <= i64::from(u32::MAX) => {
            Err(system::overflow(cx, "Python int too large for C unsigned short"))
        }
        _ => Err(system::overflow(cx, "Python int too large to convert to C unsigned long")),
    }
}

fn register(cx: &Cx, args: &[Value]) -> R<Value> {
    let (_, registered) = this(cx, args[0])?;
    let descriptor = system::descriptor_of(cx, args[1])?;
    let mask = match args[2].bound() {
        Some(mask) => mask_of(cx, mask)?,
        None => Value::small_int_unchecked((libc::POLLIN | libc::POLLPRI | libc::POLLOUT).into()),
    };
    dict::set(cx, registered, Value::small_int_unchecked(descriptor.into()), mask)?;
    Ok(Value::NONE)
}

fn modify(cx: &Cx, args: &[Value]) -> R<Value> {
    let (_, registered) = this(cx, args[0])?;
    let key = Value::small_int_unchecked(system::descriptor_of(cx, args[1])?.into());
    let mask = mask_of(cx, args[2])?;
    if dict::get(cx, registered, key)?.is_none() {
        return Err(system::fail(cx, &io::Error::from_raw_os_error(libc::ENOENT)));
    }
    dict::set(cx, registered, key, mask)?;
    Ok(Value::NONE)
}

fn unregister(cx: &Cx, args: &[Value]) -> R<Value> {
    let (_, registered) = this(cx, args[0])?;
    let key = Value::small_int_unchecked(system::descriptor_of(cx, args[1])?.into());
    match dict::remove(cx, registered, key)? {
        Some(_) => Ok(Value::NONE),
        None => Err(cx.key_error(key)),
    }
}

/// Marks that a wait is over.
struct Running<'a>(&'a AtomicBool);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

fn poll(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, registered) = this(cx, args[0])?;
    let nanos = match args[1].bound().filter(|timeout| !timeout.is_none()) {
        None => None,
        Some(timeout) => {
            let nanos = super::nanos_of(cx, timeout, 1e6, "timeout must be an integer or None")?;
            if nanos.is_some_and(|nanos| nanos / 1_000_000 > i32::MAX as u64) {
                return Err(system::overflow(cx, "timeout is too large"));
            }
            nanos
        }
    };
    if this.running.swap(true, Ordering::Acquire) {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "concurrent poll() invocation".into()));
    }
    let _running = Running(&this.running);
    let mut asked = Vec::new();
    let mut position = 0;
    while let Some((next, key, mask)) = registered.next_from(position) {
        position = next;
        if let (Some(descriptor), Some(mask)) = (key.as_small_int(), mask.as_small_int()) {
            asked.push(Asked { fd: descriptor as i32, events: mask as u16 as i16, revents: 0 });
        }
    }
    super::wait(cx, &mut asked, super::deadline(cx, nanos))?;
    let ready = asked.iter().filter(|entry| entry.revents != 0);
    super::pairs(cx, ready.map(|entry| (entry.fd, u32::from(entry.revents as u16))))
}

static POLL: TypeDef = TypeDef {
    name: "poll",
    module: "select",
    layout: &LAYOUT,
    methods: &[
        MethodDef::new(
            "register($self, fd, eventmask=<unrepresentable>, /)",
            "Register a file descriptor with the polling object.",
            register,
        ),
        MethodDef::new(
            "modify($self, fd, eventmask, /)",
            "Modify an already registered file descriptor.",
            modify,
        ),
        MethodDef::new(
            "unregister($self, fd, /)",
            "Remove a file descriptor being tracked by the polling object.",
            unregister,
        ),
        MethodDef::new("poll($self, timeout=None, /)", "Polls the set of registered file descriptors.", poll),
    ],
    ..TypeDef::DEFAULT
};
