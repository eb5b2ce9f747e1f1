//! Starting Python threads: a fiber with a context, whose function and arguments wait as roots in the context until it runs.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_scheduler::{Fiber, FiberRef};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::Obj;
use crate::runtime::Runtime;
use crate::types::dict::Dict;
use crate::types::tuple::{self, Tuple};
use crate::value::Value;

/// Python threads that have been started and have not ended, the main one excepted.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// Number of Python threads besides the main one.
pub fn alive() -> usize {
    ALIVE.load(Ordering::Acquire)
}

/// Called on the new thread with how its function ended, before it counts as ended.
pub type EndFn = fn(&Cx, Value, Result<Value, Raised>);

/// Starts a Python thread that calls `function(*args, **keywords)`; `ended` is told how that ended. `token` is kept for it.
/// Raises `RuntimeError` where no thread can be made.
pub fn start(
    cx: &Cx,
    function: Value,
    args: Obj<Tuple>,
    keywords: Option<Obj<Dict>>,
    token: Value,
    ended: EndFn,
) -> R<FiberRef> {
    let packed = tuple::from_slice(cx, &[function, args.value(), keywords.map_or(Value::NONE, Obj::value)])?;
    Runtime::set_shared();
    let scheduler = cx.fiber().scheduler();
    let fiber = scheduler
        .create(entry, None)
        .map_err(|_| cx.error(exceptions::RUNTIME_ERROR, "can't start new thread".into()))?;
    // SAFETY: the fiber is new, its area belongs to nobody, and no safepoint lies between its creation and this.
    let context = unsafe { Cx::create(fiber.fiber()) };
    context.start[0].set(packed.value());
    context.start[1].set(token);
    // A function pointer is no address in the heap range.
    context.start[2].set(Value::from_bits(ended as usize as u64));
    crate::host::note_new(cx, context);
    ALIVE.fetch_add(1, Ordering::AcqRel);
    scheduler.submit(Some(cx.fiber().worker()), fiber);
    Ok(fiber)
}

fn entry(fiber: &Fiber) {
    // SAFETY: `start` made the context before the fiber was submitted.
    let cx = unsafe { Cx::of_fiber(fiber) };
    let result = run(cx);
    let token = cx.start[1].get();
    let ended = cx.start[2].get().bits() as usize;
    // SAFETY: `start` put an `EndFn` there.
    let ended: EndFn = unsafe { std::mem::transmute::<usize, EndFn>(ended) };
    ended(cx, token, result);
    ALIVE.fetch_sub(1, Ordering::AcqRel);
}

/// The function's call. Separate, so that nothing of it stays on the stack while `ended` runs.
#[inline(never)]
fn run(cx: &Cx) -> R<Value> {
    let packed = cx.start[0].replace(Value::UNBOUND);
    let Some(packed) = packed.cast::<Tuple>() else {
        return Err(cx.system_error("thread without a function"));
    };
    let &[function, args, keywords] = packed.values() else {
        return Err(cx.system_error("thread without arguments"));
    };
    let Some(args) = args.cast::<Tuple>() else { return Err(cx.system_error("thread arguments")) };
    let keywords = keywords.cast::<Dict>();
    let count = keywords.map_or(0, |keywords| keywords.len());
    let names = tuple::with_len(cx, count)?;
    let mut room = cx.scratch(args.len() + count)?;
    room.as_mut_slice()[..args.len()].copy_from_slice(args.values());
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.and_then(|keywords| keywords.next_from(position)) {
        position = next;
        if index < count {
            cx.store(names.object(), &names.items()[index], key);
            room.as_mut_slice()[args.len() + index] = value;
        }
        index += 1;
    }
    call::call(cx, function, &CallArgs::with_keywords(room.as_slice(), Some(names)))
}
