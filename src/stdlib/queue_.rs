//! `_queue`: `SimpleQueue`, which has no limit and may be put into from anywhere, and `Empty`.
//!
//! # Thread-safety
//! *Protects* the items and the list of waiters, each a ring ([`crate::collections_::deque`]), both under the items' object lock. *Participants*: threads that
//! put, and threads that get. *Getting*: an item, if there is one; else, under the same lock, the thread adds a waiter of its own, whose lock
//! is taken, and waits for that lock. *Putting*: the item is added and the oldest waiter removed under the lock; then its lock is freed.
//! *No wake-up is lost*: a waiter is in the list before the lock that found the queue empty is given back, so the next put sees it. A
//! waiter that gives up (time, interrupt) removes itself; if it is no longer in the list it has been woken, and hands that on if it
//! leaves items behind. *Ends*: a woken thread looks again, because another may have been faster.

use std::sync::atomic::AtomicU64;

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{add_types, instance_of, new_instance, receiver};
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::gc::Slot;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::RawLock;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::dict;
use typhon_vm::types::int;
use typhon_vm::types::tuple::Array;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use crate::collections_::deque::{self, DEQUE_TYPE, Deque, End};
use crate::thread_::timeout;

object_struct! {
    /// Items, and who waits for some.
    struct SimpleQueue: "_queue.SimpleQueue", fixed {
        slots {
            items,
            waiters,
        }
        fields {}
    }
}

object_struct! {
    /// One thread's wait; its lock is taken until the thread is woken.
    struct Waiter: "_queue waiter", fixed {
        slots {}
        fields {
            lock: RawLock,
            /// Nobody in particular can end the wait.
            holder: AtomicU64,
        }
    }
}

fn rings(cx: &Cx, value: Value) -> R<(Obj<Deque>, Obj<Deque>)> {
    let this = receiver::<SimpleQueue>(cx, value)?;
    Ok((receiver::<Deque>(cx, this.items.get())?, receiver::<Deque>(cx, this.waiters.get())?))
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let ring = || deque::new(cx, DEQUE_TYPE.class(cx)?.value(), None);
    let (items, waiters) = (ring()?.value(), ring()?.value());
    let make = |header| SimpleQueue { header, items: Slot::of(items), waiters: Slot::of(waiters) };
    Ok(instance_of(cx, args[0], make)?.value())
}

fn put(cx: &Cx, args: &[Value]) -> R<Value> {
    let (items, waiters) = rings(cx, args[0])?;
    let waiter = {
        let _guard = deque::lock_with_room(cx, items, 1)?;
        items.push_within(cx, End::Right, args[1]);
        waiters.pop_within(End::Left)
    };
    wake(waiter);
    Ok(Value::NONE)
}

fn wake(waiter: Option<Value>) {
    if let Some(waiter) = waiter.and_then(|waiter| waiter.cast::<Waiter>()) {
        waiter.lock.unlock();
    }
}

/// Takes the oldest item, or enters `waiter` into the list.
fn take_or_enter(cx: &Cx, items: Obj<Deque>, waiters: Obj<Deque>, waiter: Obj<Waiter>) -> R<Option<Value>> {
    let mut block = None;
    loop {
        let wanted = {
            // Of the items: it guards the waiters too, whose own lock nobody takes.
            let _guard = lock_object(cx, items.object());
            if let Some(item) = items.pop_within(End::Left) {
                return Ok(Some(item));
            }
            let wanted = waiters.len() + 1;
            if !waiters.has_room()
                && let Some(block) = block.filter(|block: &Obj<Array>| block.len() >= wanted)
            {
                deque::move_to(cx, waiters, block);
            }
            if waiters.has_room() {
                waiters.push_within(cx, End::Right, waiter.value());
                return Ok(None);
            }
            wanted
        };
        // Blocks are made while nothing is locked.
        block = Some(deque::block_for(cx, wanted)?);
    }
}

/// Removes a waiter that gives up. If another thread has woken it already, that is handed on to the next one while there are items.
fn leave(cx: &Cx, items: Obj<Deque>, waiters: Obj<Deque>, waiter: Obj<Waiter>) {
    let next = {
        let _guard = lock_object(cx, items.object());
        if waiters.remove_identical(cx, waiter.value()) || items.len() == 0 {
            None
        } else {
            waiters.pop_within(End::Left)
        }
    };
    wake(next);
}

fn take(cx: &Cx, value: Value, blocking: bool, deadline: Option<u64>) -> R<Value> {
    let (items, waiters) = rings(cx, value)?;
    cx.poll()?;
    let taken = {
        let _guard = lock_object(cx, items.object());
        items.pop_within(End::Left)
    };
    if let Some(item) = taken {
        return Ok(item);
    }
    if !blocking {
        return Err(EMPTY.plain(cx));
    }
    loop {
        let waiter = new_instance(cx, WAITER_TYPE.class(cx)?, |header| Waiter {
            header,
            lock: RawLock::new(),
            holder: AtomicU64::new(0),
        })?;
        waiter.lock.try_lock();
        if let Some(item) = take_or_enter(cx, items, waiters, waiter)? {
            return Ok(item);
        }
        let woken = cx.lock_for(&waiter.lock, deadline, "queue", value, &waiter.holder);
        match woken {
            Ok(true) => {}
            Ok(false) => {
                leave(cx, items, waiters, waiter);
                let last = {
                    let _guard = lock_object(cx, items.object());
                    items.pop_within(End::Left)
                };
                return match last {
                    Some(item) => Ok(item),
                    None => Err(EMPTY.plain(cx)),
                };
            }
            Err(raised) => {
                leave(cx, items, waiters, waiter);
                return Err(raised);
            }
        }
    }
}

fn get(cx: &Cx, args: &[Value]) -> R<Value> {
    let blocking = args[1].bound().map_or(Ok(true), |blocking| protocol::is_true(cx, blocking))?;
    let mut deadline = None;
    if blocking && let Some(timeout) = args[2].bound().filter(|timeout| !timeout.is_none()) {
        let seconds = timeout::seconds(cx, timeout)?;
        if seconds < 0.0 {
            return Err(cx.value_error("'timeout' must be a non-negative number"));
        }
        if seconds > timeout::MAX_SECONDS {
            return Err(cx.error(exceptions::OVERFLOW_ERROR, "timeout value is too large".into()));
        }
        deadline = Some(cx.now() + (seconds * 1e9) as u64);
    }
    take(cx, args[0], blocking, deadline)
}

static EMPTY: Declared = Declared::new(
    "_queue",
    "Empty",
    &[exceptions::EXCEPTION],
    "Raised where a queue has nothing to give and shall not be waited for.",
);

static NEW: MethodDef = MethodDef::function("SimpleQueue($type, /)", "", new);

static SIMPLE_QUEUE: TypeDef = TypeDef {
    name: "SimpleQueue",
    parameters: Some("()"),
    module: "_queue",
    doc: "Simple, unbounded, reentrant FIFO queue.",
    layout: SimpleQueue::LAYOUT,
    subclassable: true,
    weak: true,
    generic: true,
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "empty($self, /)",
            "Return True if the queue is empty, False otherwise (not reliable!).",
            |cx, args| Ok(Value::from_bool(rings(cx, args[0])?.0.len() == 0)),
        ),
        MethodDef::new(
            "get($self, /, block=True, timeout=None)",
            "Remove and return an item from the queue.\n\nIf optional args 'block' is true and 'timeout' is None (the default),\nblock if \
             necessary until an item is available. If 'timeout' is\na non-negative number, it blocks at most 'timeout' seconds and \
             raises\nthe Empty exception if no item was available within that time.\nOtherwise ('block' is false), return an item if one \
             is immediately\navailable, else raise the Empty exception ('timeout' is ignored\nin that case).",
            get,
        ),
        MethodDef::new(
            "get_nowait($self, /)",
            "Remove and return an item from the queue without blocking.\n\nOnly get an item if one is immediately available. Otherwise\nraise \
             the Empty exception.",
            |cx, args| take(cx, args[0], false, None),
        ),
        MethodDef::new(
            "put($self, /, item, block=True, timeout=None)",
            "Put the item on the queue.\n\nThe optional 'block' and 'timeout' arguments are ignored, as this method\nnever blocks.  They are \
             provided for compatibility with the Queue class.",
            put,
        ),
        MethodDef::new(
            "put_nowait($self, /, item)",
            "Put an item into the queue without blocking.\n\nThis is exactly equivalent to `put(item)` and is only provided\nfor \
             compatibility with the Queue class.",
            put,
        ),
        MethodDef::new(
            "qsize($self, /)",
            "Return the approximate size of the queue (not reliable!).",
            |cx, args| int::from_i64(cx, rings(cx, args[0])?.0.len() as i64),
        ),
    ],
    ..TypeDef::DEFAULT
};

static SIMPLE_QUEUE_TYPE: NativeType = NativeType::new(&SIMPLE_QUEUE);

static WAITER: TypeDef =
    TypeDef { name: "_waiter", module: "_queue", layout: Waiter::LAYOUT, ..TypeDef::DEFAULT };
static WAITER_TYPE: NativeType = NativeType::new(&WAITER);

/// The module.
pub static QUEUE: ModuleDef = ModuleDef {
    name: "_queue",
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    functions: &[],
    init: |cx, namespace| {
        add_types(cx, namespace, &[&SIMPLE_QUEUE_TYPE])?;
        WAITER_TYPE.class(cx)?;
        DEQUE_TYPE.class(cx)?;
        dict::set(cx, namespace, cx.intern("Empty")?, EMPTY.class(cx)?)
    },
};
