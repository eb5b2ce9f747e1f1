//! `RLock`: a lock that its holder may take again, and only its holder may release.
//!
//! Thread-safety: as for `lock`; `count` belongs to the holder, whoever else reads it sees a number that was right at some moment.

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::Header;
use typhon_vm::instance;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::RawLock;
use typhon_vm::threads;
use typhon_vm::typedef::{Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{int, str_};
use typhon_vm::{Value, exceptions, protocol};

use super::timeout::{self, Limit};

/// A re-entrant lock.
#[repr(C)]
pub(super) struct RLock {
    header: Header,
    raw: RawLock,
    /// Identifier of the holder; 0: free.
    holder: AtomicU64,
    count: AtomicU64,
}

static LAYOUT: Layout = Layout::fixed("RLock", size_of::<RLock>(), trace_nothing);

// SAFETY: repr(C), header first, no references, the rest is atomic.
unsafe impl Payload for RLock {
    const LAYOUT: &'static Layout = &LAYOUT;
}

pub(super) static RLOCK_TYPE: NativeType = NativeType::new(&RLOCK);

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("RLock needs a class".into())) };
    let (shape, header) = instance::start(class);
    let lock = RLock { header, raw: RawLock::new(), holder: AtomicU64::new(0), count: AtomicU64::new(0) };
    Ok(cx.alloc_instance(shape, lock)?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<RLock>> {
    value
        .cast::<RLock>()
        .ok_or_else(|| cx.type_error(format!("expected RLock, got '{}'", cx.type_name(value))))
}

fn own_ident(cx: &Cx) -> u64 {
    threads::ident(cx.fiber().reference())
}

impl RLock {
    /// Nobody else writes the calling thread's identifier, so the answer about oneself is exact.
    fn is_own(&self, cx: &Cx) -> bool {
        self.holder.load(Ordering::Relaxed) == own_ident(cx)
    }
}

fn take(cx: &Cx, lock: Obj<RLock>, limit: Limit) -> R<bool> {
    cx.poll()?;
    if lock.is_own(cx) {
        lock.count.store(lock.count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        return Ok(true);
    }
    let taken = match limit {
        Limit::Try => lock.raw.try_lock(),
        _ => cx.lock_for(&lock.raw, limit.deadline(cx), "RLock", lock.value(), &lock.holder)?,
    };
    if taken {
        lock.holder.store(own_ident(cx), Ordering::Relaxed);
        lock.count.store(1, Ordering::Relaxed);
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

fn not_acquired(cx: &Cx) -> Raised {
    cx.error(exceptions::RUNTIME_ERROR, "cannot release un-acquired lock".into())
}

fn release(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    if !lock.is_own(cx) {
        return Err(not_acquired(cx));
    }
    let count = lock.count.load(Ordering::Relaxed) - 1;
    lock.count.store(count, Ordering::Relaxed);
    if count == 0 {
        lock.holder.store(0, Ordering::Relaxed);
        lock.raw.unlock();
    }
    Ok(Value::NONE)
}

/// Frees the lock however often it was taken; what `_acquire_restore` needs to take it again.
fn release_save(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    if !lock.is_own(cx) {
        return Err(not_acquired(cx));
    }
    let (count, holder) =
        (int::from_u64(cx, lock.count.load(Ordering::Relaxed))?, int::from_u64(cx, own_ident(cx))?);
    let state = tuple::from_slice(cx, &[count, holder])?.value();
    lock.count.store(0, Ordering::Relaxed);
    lock.holder.store(0, Ordering::Relaxed);
    lock.raw.unlock();
    Ok(state)
}

fn acquire_restore(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    let Some(state) = args[1].cast::<Tuple>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("_acquire_restore() argument 1 must be 2-item tuple, not {shown}")));
    };
    let &[count, holder] = state.values() else {
        return Err(cx.type_error(format!(
            "_acquire_restore() argument 1 must be tuple of length 2, not {}",
            state.len()
        )));
    };
    let (count, holder) = (protocol::index::to_i64(cx, count)?, protocol::index::to_i64(cx, holder)?);
    while !take(cx, lock, Limit::Forever)? {}
    lock.count.store(count.max(1) as u64, Ordering::Relaxed);
    lock.holder.store(holder as u64, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn is_owned(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.is_own(cx)))
}

fn recursion_count(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    int::from_u64(cx, if lock.is_own(cx) { lock.count.load(Ordering::Relaxed) } else { 0 })
}

fn locked(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.holder.load(Ordering::Relaxed) != 0))
}

fn at_fork_reinit(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    lock.count.store(0, Ordering::Relaxed);
    if lock.holder.swap(0, Ordering::Relaxed) != 0 {
        lock.raw.unlock();
    }
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let lock = this(cx, value)?;
    let (holder, count) = (lock.holder.load(Ordering::Relaxed), lock.count.load(Ordering::Relaxed));
    let state = if holder != 0 { "locked" } else { "unlocked" };
    let name = cx.type_name(value);
    let at = value.bits();
    str_::from_string(cx, format!("<{state} {name} object owner={holder} count={count} at {at:#x}>"))
}

static NEW: MethodDef = MethodDef::any_new(new);

static RLOCK: TypeDef = TypeDef {
    name: "RLock",
    module: "_thread",
    doc: "A lock that the thread that holds it may take again; it is free when it was released as often.",
    layout: &LAYOUT,
    weak: true,
    subclassable: true,
    slots: SlotTable { repr: Some(repr), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "acquire($self, /, blocking=True, timeout=-1)",
            "Take the lock once more; whether it was taken.",
            acquire,
        ),
        MethodDef::new("release($self, /)", "Give the lock back once.", release),
        MethodDef::new("locked($self, /)", "Whether some thread holds the lock.", locked),
        MethodDef::new("_is_owned($self, /)", "Whether the calling thread holds the lock.", is_owned),
        MethodDef::new(
            "_recursion_count($self, /)",
            "How often the calling thread has taken the lock.",
            recursion_count,
        ),
        MethodDef::new("_release_save($self, /)", "Free the lock; answers its state.", release_save),
        MethodDef::new(
            "_acquire_restore($self, state, /)",
            "Take the lock and give it the state.",
            acquire_restore,
        ),
        MethodDef::new("_at_fork_reinit($self, /)", "Free the lock in a new process.", at_fork_reinit),
        MethodDef::new("__enter__($self, /)", "Take the lock.", enter),
        MethodDef::new("__exit__($self, /, *exc_info)", "Give the lock back.", release),
    ],
    ..TypeDef::DEFAULT
};
