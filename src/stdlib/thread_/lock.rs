//! `lock`: one thread holds it, any thread may release it.
//!
//! Thread-safety: one parking lock in the object, and the word that Python code sees: the holder's identifier, set after the lock is
//! taken and cleared before it is freed.

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::Header;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::RawLock;
use typhon_vm::signature::Wording;
use typhon_vm::threads;
use typhon_vm::typedef::{Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::str_;
use typhon_vm::{Value, exceptions};

use super::timeout::{self, Limit};

/// A lock that any thread may release.
#[repr(C)]
pub(super) struct Lock {
    header: Header,
    raw: RawLock,
    /// Identifier of the thread that took the lock; 0: it is free, or on its way to somebody.
    holder: AtomicU64,
}

static LAYOUT: Layout = Layout::fixed("lock", size_of::<Lock>(), trace_nothing);

// SAFETY: repr(C), header first, no references, the rest is atomic.
unsafe impl Payload for Lock {
    const LAYOUT: &'static Layout = &LAYOUT;
}

pub(super) static LOCK_TYPE: NativeType = NativeType::new(&LOCK);

pub(super) fn new(cx: &Cx, _: &[Value]) -> R<Value> {
    let header = Header::new(LOCK_TYPE.shape_id(cx)?, 0);
    Ok(cx.alloc(Lock { header, raw: RawLock::new(), holder: AtomicU64::new(0) })?.value())
}

#[inline(always)]
fn this(cx: &Cx, value: Value) -> R<Obj<Lock>> {
    #[cold]
    fn refuse(cx: &Cx, value: Value) -> Raised {
        cx.type_error(format!("expected lock, got '{}'", cx.type_name(value)))
    }
    value.cast::<Lock>().ok_or_else(|| refuse(cx, value))
}

fn take(cx: &Cx, lock: Obj<Lock>, limit: Limit) -> R<bool> {
    cx.poll()?;
    let taken = lock.raw.try_lock()
        || limit != Limit::Try
            && cx.lock_for(&lock.raw, limit.deadline(cx), "lock", lock.value(), &lock.holder)?;
    if taken {
        lock.holder.store(threads::ident(cx.fiber().reference()), Ordering::Relaxed);
    }
    Ok(taken)
}

fn acquire(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    take(cx, lock, timeout::of_acquire(cx, args[1], args[2])?).map(Value::from_bool)
}

fn enter(cx: &Cx, args: &[Value]) -> R<Value> {
    take(cx, this(cx, args[0])?, Limit::Forever).map(Value::from_bool)
}

fn release(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    // Whoever clears the word releases: of two releasers of one acquisition the second gets the error.
    if lock.holder.swap(0, Ordering::Relaxed) == 0 {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "release unlocked lock".into()));
    }
    lock.raw.unlock();
    Ok(Value::NONE)
}

fn is_held(lock: Obj<Lock>) -> bool {
    lock.holder.load(Ordering::Relaxed) != 0
}

fn locked(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(is_held(this(cx, args[0])?)))
}

/// What a child process does with a lock of the parent's: free, whoever held it.
fn at_fork_reinit(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    if lock.holder.swap(0, Ordering::Relaxed) != 0 {
        lock.raw.unlock();
    }
    Ok(Value::NONE)
}

fn lock_repr(cx: &Cx, value: Value) -> R<Value> {
    let state = if is_held(this(cx, value)?) { "locked" } else { "unlocked" };
    str_::from_string(cx, format!("<{state} _thread.lock object at {:#x}>", value.bits()))
}

static NEW: MethodDef =
    MethodDef::function("lock($type, /)", "Make an unlocked lock.", new).worded(Wording::Unpacked);

static LOCK: TypeDef = TypeDef {
    name: "lock",
    parameters: Some("()"),
    module: "_thread",
    doc: "A lock: one thread holds it, others wait in order. Any thread may release it.",
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable { repr: Some(lock_repr), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "acquire($self, /, blocking=True, timeout=-1)",
            "Take the lock; whether it was taken.",
            acquire,
        ),
        MethodDef::new(
            "acquire_lock($self, /, blocking=True, timeout=-1)",
            "Another name of acquire.",
            acquire,
        ),
        MethodDef::new("release($self, /)", "Give the lock back.", release),
        MethodDef::new("release_lock($self, /)", "Another name of release.", release),
        MethodDef::new("locked($self, /)", "Whether some thread holds the lock.", locked),
        MethodDef::new("locked_lock($self, /)", "Another name of locked.", locked),
        MethodDef::new("_at_fork_reinit($self, /)", "Free the lock in a new process.", at_fork_reinit),
        MethodDef::new("__enter__($self, /)", "Take the lock.", enter),
        MethodDef::new("__exit__($self, /, *exc_info)", "Give the lock back.", release),
    ],
    ..TypeDef::DEFAULT
};
