//! Python threads: starting one, what it does at its end, who waits for whom.
//!
//! A thread is a fiber with a context, whose function and arguments wait as roots in the context until it runs. Threads that are no
//! daemons are counted; the end of the program waits for the count to fall to zero.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use typhon_scheduler::{Fiber, FiberRef};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::Obj;
use crate::runtime::Runtime;
use crate::sync::Mutex;
use crate::types::dict::Dict;
use crate::types::tuple::{self, Tuple};
use crate::value::Value;

/// Python threads that have been started and have not ended, the main one excepted.
static ALIVE: AtomicUsize = AtomicUsize::new(0);
/// Bytes of native stack of new threads; 0: the usual size.
static STACK_BYTES: AtomicUsize = AtomicUsize::new(0);
/// Counts the forks that have led to this process.
static GENERATION: AtomicU32 = AtomicU32::new(0);
static NON_DAEMONS: Mutex<NonDaemons> = Mutex::new(NonDaemons { count: 0, waiter: None });

/// Threads that the end of the program waits for, and who waits.
struct NonDaemons {
    count: usize,
    waiter: Option<FiberRef>,
}

/// Number of Python threads besides the main one.
pub fn alive() -> usize {
    ALIVE.load(Ordering::Acquire)
}

/// Bytes of native stack that new threads get; 0: the usual size.
pub fn stack_bytes() -> usize {
    STACK_BYTES.load(Ordering::Relaxed)
}

/// Sets what [`stack_bytes`] answers.
pub fn set_stack_bytes(bytes: usize) {
    STACK_BYTES.store(bytes, Ordering::Relaxed);
}

/// The number by which Python code knows a thread; never zero, never given again.
pub fn ident(fiber: FiberRef) -> u64 {
    fiber.id() + 1
}

/// Called on the new thread with its two tokens and how its function ended. It calls [`left`] before it tells anybody that the
/// thread has ended.
pub type EndFn = fn(&Cx, [Value; 2], Result<Value, Raised>);

/// A thread to be started: `function(*args, **keywords)`. `tokens` are kept alive for `ended`.
pub struct Start {
    pub function: Value,
    /// Nothing: no arguments.
    pub args: Option<Obj<Tuple>>,
    pub keywords: Option<Obj<Dict>>,
    pub tokens: [Value; 2],
    pub ended: EndFn,
}

/// Makes a Python thread; it does not run before [`submit`]. Raises `RuntimeError` where none can be made.
pub fn create(cx: &Cx, start: &Start) -> R<FiberRef> {
    let packed = match (start.args, start.keywords) {
        (None, None) => Value::NONE,
        (args, keywords) => {
            let args = args.map_or(Value::NONE, Obj::value);
            tuple::from_slice(cx, &[args, keywords.map_or(Value::NONE, Obj::value)])?.value()
        }
    };
    Runtime::set_shared();
    let stack_bytes = Some(stack_bytes()).filter(|&bytes| bytes != 0);
    let fiber = cx
        .fiber()
        .scheduler()
        .create(entry, stack_bytes)
        .map_err(|_| cx.error(exceptions::RUNTIME_ERROR, "can't start new thread".into()))?;
    // SAFETY: the fiber is new, its area belongs to nobody, and no safepoint lies between its creation and this.
    let context = unsafe { Cx::create(fiber.fiber()) };
    context.start[0].set(start.function);
    context.start[1].set(packed);
    context.start[2].set(start.tokens[0]);
    context.start[3].set(start.tokens[1]);
    // A function pointer is no address in the heap range.
    context.start[4].set(Value::from_bits(start.ended as usize as u64));
    crate::host::note_new(cx, context);
    Ok(fiber)
}

/// Lets a created thread run.
pub fn submit(cx: &Cx, fiber: FiberRef) {
    ALIVE.fetch_add(1, Ordering::AcqRel);
    cx.fiber().scheduler().submit(Some(cx.fiber().worker()), fiber);
}

/// Whether there is a thread of this number.
pub fn exists(cx: &Cx, ident: u64) -> bool {
    let scheduler = cx.fiber().scheduler();
    let mut found = false;
    scheduler.for_each_fiber(&mut |fiber| found |= fiber.id() + 1 == ident && !scheduler.is_orphan(fiber));
    found
}

/// Which process this is among a `fork`'s parents and children: threads that were started in another one are not here, but for the main one.
pub fn generation() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

/// In the child of a `fork` the calling thread is the only one, and the main one.
pub(crate) fn after_fork_in_child() {
    ALIVE.store(0, Ordering::Release);
    GENERATION.fetch_add(1, Ordering::Relaxed);
    *NON_DAEMONS.lock() = NonDaemons { count: 0, waiter: None };
}

/// The calling thread does not count as alive any more.
pub fn left() {
    ALIVE.fetch_sub(1, Ordering::AcqRel);
}

fn entry(fiber: &Fiber) {
    // SAFETY: `create` made the context before the fiber was submitted.
    let cx = unsafe { Cx::of_fiber(fiber) };
    let result = run(cx);
    crate::monitoring::legacy::thread_ends(cx);
    let tokens = [cx.start[2].get(), cx.start[3].get()];
    let ended = cx.start[4].get().bits() as usize;
    // SAFETY: `create` put an `EndFn` there.
    let ended: EndFn = unsafe { std::mem::transmute::<usize, EndFn>(ended) };
    ended(cx, tokens, result);
    if typhon_os::spawn::is_forked() && crate::signals::is_main(cx) {
        // It was the main thread of a child, whose OS threads nobody waits for. Its Python threads go on, as in CPython, where such a process lasts as
        // long as any thread does.
        let _ = await_non_daemons(cx);
        typhon_os::process::exit_now(0);
    }
}

/// The function's call. Separate, so that nothing of it stays on the stack while `ended` runs.
#[inline(never)]
fn run(cx: &Cx) -> R<Value> {
    let function = cx.start[0].replace(Value::UNBOUND);
    let packed = cx.start[1].replace(Value::UNBOUND);
    let (args, keywords) = match packed.cast::<Tuple>() {
        None => return call::call(cx, function, &CallArgs::new(&[])),
        Some(packed) => (packed.get(0).cast::<Tuple>(), packed.get(1).cast::<Dict>()),
    };
    let args: &[Value] = args.as_ref().map_or(&[], |args| args.values());
    let Some(keywords) = keywords.filter(|keywords| !keywords.is_empty()) else {
        return call::call(cx, function, &CallArgs::new(args));
    };
    let count = keywords.len();
    let names = tuple::with_len(cx, count)?;
    let mut room = cx.scratch(args.len() + count)?;
    room.as_mut_slice()[..args.len()].copy_from_slice(args);
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.next_from(position) {
        position = next;
        if index < count {
            cx.store(names.object(), &names.items()[index], key);
            room.as_mut_slice()[args.len() + index] = value;
        }
        index += 1;
    }
    call::call(cx, function, &CallArgs::with_keywords(room.as_slice(), Some(names)))
}

/// Names the calling thread, for reports. The name is kept where its function was.
pub fn set_name(cx: &Cx, name: Value) {
    cx.start[0].set(name);
}

/// The calling thread's name, if it was given one.
pub fn name(cx: &Cx) -> Option<Value> {
    cx.start[0].get().bound()
}

/// A thread that the end of the program waits for is about to start.
pub fn enter_non_daemon() {
    NON_DAEMONS.lock().count += 1;
}

/// It has ended, or was not started after all.
pub fn leave_non_daemon() {
    let waiter = {
        let mut non_daemons = NON_DAEMONS.lock();
        non_daemons.count -= 1;
        if non_daemons.count == 0 { non_daemons.waiter.take() } else { None }
    };
    if let Some(waiter) = waiter {
        typhon_scheduler::unpark(waiter);
    }
}

/// Waits until all of them have ended. Raises what an interrupt's handler raises.
pub fn await_non_daemons(cx: &Cx) -> R<()> {
    loop {
        {
            let mut non_daemons = NON_DAEMONS.lock();
            if non_daemons.count == 0 {
                return Ok(());
            }
            non_daemons.waiter = Some(cx.fiber().reference());
        }
        if cx.fiber().is_interrupted() {
            cx.serve_interrupt()?;
        } else {
            // Woken by the last one's end or by an interrupt; anything else is looked at again.
            typhon_scheduler::park(cx.fiber());
        }
    }
}
