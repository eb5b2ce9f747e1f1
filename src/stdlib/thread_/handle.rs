//! `_ThreadHandle`: a thread from before its start to after its end, to be joined any number of times.
//!
//! Thread-safety: `state` only rises, by compare-and-swap or swap. The parking lock is held from the moment the handle is given to
//! a thread until that has ended, so who waits for it waits for the end; whoever raises `state` to `DONE` frees it, once. In the child of a `fork` the
//! handles of the parent's threads say by their generation that these are over: nobody frees their locks, and nobody asks for them.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::gc::Header;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::scheduler::RawLock;
use typhon_vm::threads;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::{int, str_};
use typhon_vm::{Value, exceptions, protocol, signals};

use super::timeout;

const NOT_STARTED: u32 = 0;
const STARTING: u32 = 1;
const RUNNING: u32 = 2;
const DONE: u32 = 3;

/// A thread's handle.
#[repr(C)]
pub(super) struct Handle {
    header: Header,
    alive: RawLock,
    ident: AtomicU64,
    state: AtomicU32,
    /// The process in which the thread was started ([`threads::generation`]).
    generation: AtomicU32,
    /// Whether the end of the program waits for the thread.
    awaited: AtomicBool,
}

static LAYOUT: Layout = Layout::fixed("thread handle", size_of::<Handle>(), trace_nothing);

// SAFETY: repr(C), header first, no references, the rest is atomic.
unsafe impl Payload for Handle {
    const LAYOUT: &'static Layout = &LAYOUT;
}

pub(super) static HANDLE_TYPE: NativeType = NativeType::new(&HANDLE);

/// A handle without a thread.
pub(super) fn new(cx: &Cx) -> R<Obj<Handle>> {
    let header = Header::new(HANDLE_TYPE.shape_id(cx)?, 0);
    cx.alloc(Handle {
        header,
        alive: RawLock::new(),
        ident: AtomicU64::new(0),
        state: AtomicU32::new(NOT_STARTED),
        generation: AtomicU32::new(threads::generation()),
        awaited: AtomicBool::new(false),
    })
}

/// A handle of a thread that runs and was not started by it.
pub(super) fn of_running(cx: &Cx, ident: u64) -> R<Obj<Handle>> {
    let handle = new(cx)?;
    handle.alive.try_lock();
    handle.ident.store(ident, Ordering::Relaxed);
    handle.state.store(RUNNING, Ordering::Release);
    Ok(handle)
}

impl Handle {
    /// Gives the handle to a thread about to be started; false: it has one.
    pub(super) fn begin(&self, awaited: bool) -> bool {
        let exchanged =
            self.state.compare_exchange(NOT_STARTED, STARTING, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        if exchanged {
            self.generation.store(threads::generation(), Ordering::Relaxed);
            self.awaited.store(awaited, Ordering::Relaxed);
            self.alive.try_lock();
        }
        exchanged
    }

    /// The thread exists, and has not run.
    pub(super) fn started(&self, ident: u64) {
        self.ident.store(ident, Ordering::Relaxed);
        self.state.store(RUNNING, Ordering::Release);
    }

    /// No thread could be started.
    pub(super) fn failed(&self) {
        self.alive.unlock();
        self.state.store(NOT_STARTED, Ordering::Release);
    }

    /// The thread has ended, or counts as if.
    pub(super) fn finish(&self) {
        if self.state.swap(DONE, Ordering::AcqRel) != DONE {
            self.alive.unlock();
        }
    }

    /// Whether the thread has ended, or was left behind in a parent of this process.
    fn is_over(&self) -> bool {
        match self.state.load(Ordering::Acquire) {
            DONE => true,
            RUNNING => {
                self.generation.load(Ordering::Relaxed) != threads::generation()
                    && signals::main_thread().map(threads::ident) != Some(self.ident())
            }
            _ => false,
        }
    }

    /// Whether the end of the program waits for the thread.
    pub(super) fn is_awaited(&self) -> bool {
        self.awaited.load(Ordering::Relaxed)
    }

    pub(super) fn ident(&self) -> u64 {
        self.ident.load(Ordering::Relaxed)
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Handle>> {
    value
        .cast::<Handle>()
        .ok_or_else(|| cx.type_error(format!("expected _ThreadHandle, got '{}'", cx.type_name(value))))
}

fn started(cx: &Cx, handle: Obj<Handle>) -> R<()> {
    // As in CPython a thread that is about to be started counts as not started.
    if handle.state.load(Ordering::Acquire) < RUNNING {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "thread not started".into()));
    }
    Ok(())
}

fn join(cx: &Cx, args: &[Value]) -> R<Value> {
    let handle = this(cx, args[0])?;
    let limit = timeout::of_join(cx, args[1])?;
    started(cx, handle)?;
    if handle.is_over() {
        return Ok(Value::NONE);
    }
    if handle.ident() == threads::ident(cx.fiber().reference()) {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "Cannot join current thread".into()));
    }
    // Nobody waits for the others any more: who joined one now could wait for ever.
    runtime::refuse_at_end(cx, "cannot join thread at interpreter shutdown")?;
    let taken = match limit {
        timeout::Limit::Try => handle.alive.try_lock(),
        _ => cx.lock_for(&handle.alive, limit.deadline(cx), "thread", handle.value(), &handle.ident)?,
    };
    if taken {
        // The next one who waits is let through in turn.
        handle.alive.unlock();
    }
    Ok(Value::NONE)
}

fn is_done(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.is_over()))
}

fn set_done(cx: &Cx, args: &[Value]) -> R<Value> {
    let handle = this(cx, args[0])?;
    started(cx, handle)?;
    handle.finish();
    Ok(Value::NONE)
}

fn get_ident(cx: &Cx, value: Value) -> R<Value> {
    int::from_u64(cx, this(cx, value)?.ident())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    str_::from_string(cx, format!("<_thread._ThreadHandle object: ident={}>", this(cx, value)?.ident()))
}

/// `_make_thread_handle(ident)`.
pub(super) fn make(cx: &Cx, args: &[Value]) -> R<Value> {
    let ident = protocol::index::to_i64(cx, args[0])?;
    Ok(of_running(cx, ident as u64)?.value())
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, /)", "Make a handle without a thread.", |cx, _| Ok(new(cx)?.value()));

static HANDLE: TypeDef = TypeDef {
    name: "_ThreadHandle",
    module: "_thread",
    doc: "",
    layout: &LAYOUT,
    slots: SlotTable { repr: Some(repr), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("join($self, timeout=None, /)", "Wait for the thread's end.", join),
        MethodDef::new("is_done($self, /)", "Whether the thread has ended.", is_done),
        MethodDef::new("_set_done($self, /)", "Count the thread as ended.", set_done),
    ],
    getset: &[GetSetDef { name: "ident", doc: "", get: get_ident, set: None }],
    ..TypeDef::DEFAULT
};
