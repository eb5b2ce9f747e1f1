//! What runs because objects died: `__del__` (PEP 442, each object at most once) and the callbacks of weak references.
//!
//! # Protocol
//! *Protects*: that everything found due is run once, on a thread that may run Python code, and that nobody waits for it in a stop.
//! *Queues* ([`Due`], one lock, rank `FINALIZATION`, never held across a safepoint): filled inside a stop; emptied by whoever runs finalizers, one item at
//! a time. What lies in them is a root, and so is the item being run, by the runner's stack.
//! *Who runs them*: `gc.collect()` in its caller, before it returns. After an automatic collection: in a program with one Python thread that thread, between two
//! instructions, as in CPython; otherwise a fiber of the runtime, which holds none of the program's locks ([`summon`]). The fiber ends when the
//! queues are empty: it clears `SUMMONED`, looks once more, and goes on if something came meanwhile and nobody else has set the flag. Whoever
//! fills the queues summons afterwards; so either that look sees the item, or the summoner sees the flag cleared.
//! *Order*: finalizers before callbacks; of what was found dead at once, owners before what they own, else in the order of registration. One
//! runner at a time (`SUMMONED`), so that a collection inside a finalizer does not begin with the next; only `gc.collect()` does not
//! wait for another runner. An object whose finalizer runs is still whole, and weak references to it are dead already.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};

use typhon_gc::{ObjRef, Watch};
use typhon_scheduler::Fiber;

use crate::call;
use crate::context::Cx;
use crate::exceptions::unraisable;
use crate::names;
use crate::object::{Obj, flag, shape_id};
use crate::runtime::Runtime;
use crate::shape::Shape;
use crate::sync::Mutex;
use crate::types::generator::{CREATED, Generator, SUSPENDED, methods};
use crate::types::number;
use crate::types::type_::Type;
use crate::types::weakref::WeakRef;
use crate::value::{SlotExt, Value};

/// What waits to be run, as words.
struct Due {
    finalize: VecDeque<u64>,
    callbacks: VecDeque<u64>,
}

static DUE: Mutex<Due> = Mutex::new(Due { finalize: VecDeque::new(), callbacks: VecDeque::new() });
/// Whether something may be due: saves the lock at safepoints.
static ANY: AtomicBool = AtomicBool::new(false);
/// The program has ever made something that this file must run code for: saves the last collection of programs that have not.
static USED: AtomicBool = AtomicBool::new(false);
/// Somebody runs what is due.
static SUMMONED: AtomicBool = AtomicBool::new(false);

/// Has `__del__` called when the new object dies.
pub(crate) fn watch(cx: &Cx, object: ObjRef) {
    note_use();
    cx.mutator().watch(object, Watch::Finalize);
}

/// Notes that the program has made something that will be due one day.
fn note_use() {
    if !USED.load(Ordering::Relaxed) {
        USED.store(true, Ordering::Relaxed);
    }
}

/// Runs start-up code whose objects need no last collection: what they wait for is done at the end of the program anyway.
pub fn without_note<T>(make: impl FnOnce() -> T) -> T {
    let used = USED.load(Ordering::Relaxed);
    let made = make();
    USED.store(used, Ordering::Relaxed);
    made
}

/// Has a generator closed when it dies, which was suspended where closing it runs code.
#[cold]
pub(crate) fn watch_generator(cx: &Cx, generator: Obj<Generator>) {
    generator.object().header().flags.fetch_or(flag::CLOSES, Ordering::Relaxed);
    // Most of them end long before the program; what is suspended still is closed in its last step, dead or alive.
    cx.mutator().watch(generator.object(), Watch::Finalize);
}

/// Whether anything is to be run for a dead object that is watched. Inside a stop.
pub(crate) fn is_wanted(object: ObjRef) -> bool {
    if let Some(generator) = Value::from_object(object).cast::<Generator>() {
        return match generator.state.peek() {
            SUSPENDED => true,
            CREATED => Generator::is_coroutine(generator),
            _ => false,
        };
    }
    let shape = Shape::of(object);
    match shape.layout().needs_del {
        // A derived class may have a `__del__` of its own.
        // SAFETY: the object is of the layout, and not swept yet.
        Some(needs_del) => shape.class().is_heap() || unsafe { needs_del(object) },
        None => true,
    }
}

/// Has `__del__` called on every present instance of a class that has just got it, and on new ones.
pub(crate) fn watch_instances(cx: &Cx, class: Obj<Type>) {
    let present = cx.at_safepoint(|mutator| {
        mutator.inspect(|inspector| {
            crate::shape::set_finalizes(class);
            let mut present = Vec::new();
            inspector.for_each_object(&mut |object| {
                let shape = Shape::of(object);
                if shape.finalizes() && shape.class() == class {
                    present.push(object);
                }
            });
            present
        })
    });
    // No safepoint has passed: they are alive still.
    present.into_iter().for_each(|object| watch(cx, object));
}

/// Objects found due. Inside a stop.
pub(crate) fn enqueue(objects: &[ObjRef]) {
    DUE.lock().finalize.extend(objects.iter().map(|object| object.address() as u64));
    ANY.store(true, Ordering::Release);
}

/// A weak reference whose referent died. Inside a stop.
pub(crate) fn enqueue_callback(weak: Obj<WeakRef>) {
    DUE.lock().callbacks.push_back(weak.value().bits());
    ANY.store(true, Ordering::Release);
}

/// Every word in the queues: roots.
pub(crate) fn for_each_root(each: &mut dyn FnMut(u64)) {
    let due = DUE.lock();
    due.finalize.iter().chain(&due.callbacks).for_each(|&word| each(word));
}

/// Runs everything that is due and answers how much that was.
pub fn run_due(cx: &Cx) -> usize {
    if SUMMONED.swap(true, Ordering::SeqCst) { run_due_while(cx, &|| true) } else { serve(cx) }
}

/// The same for who has set `SUMMONED`: until nothing is due and it is taken back. Nobody else begins meanwhile, so that the order holds also
/// where collections come in between.
fn serve(cx: &Cx) -> usize {
    let mut count = 0;
    loop {
        count += run_due_while(cx, &|| true);
        SUMMONED.store(false, Ordering::SeqCst);
        // Partner: the swap of whoever comes after a filled queue.
        if !ANY.load(Ordering::SeqCst) || SUMMONED.swap(true, Ordering::SeqCst) {
            return count;
        }
    }
}

fn run_due_while(cx: &Cx, go_on: &dyn Fn() -> bool) -> usize {
    let mut count = 0;
    while go_on() {
        let next = {
            let mut due = DUE.lock();
            let next = due.finalize.pop_front().map(|word| (word, true));
            let next = next.or_else(|| due.callbacks.pop_front().map(|word| (word, false)));
            if next.is_none() {
                ANY.store(false, Ordering::Release);
            }
            next
        };
        let Some((word, finalize)) = next else { return count };
        count += 1;
        let value = Value::from_bits(word);
        // What was being handled belongs to the interrupted code.
        let handled = cx.handled.replace(Value::NONE);
        if finalize {
            finalize_object(cx, value)
        } else {
            call_back(cx, value)
        }
        cx.handled.set(handled);
    }
    count
}

#[inline(never)]
fn finalize_object(cx: &Cx, value: Value) {
    if let Some(generator) = value.cast::<Generator>() {
        return close(cx, generator);
    }
    let class = cx.type_of(value);
    let Some(method) = Type::lookup(class, names::get(names::__DEL__)) else { return };
    if let Some(object) = value.as_object() {
        object.header().flags.fetch_or(flag::FINALIZED, Ordering::Relaxed);
    }
    if let Err(raised) = call::call_bound(cx, value, class, method, &[]) {
        unraisable::report(cx, raised, "Exception ignored while calling deallocator", method);
    }
}

/// Closes a generator or coroutine; an asynchronous generator is handed to its loop's hook, if it has one.
fn close(cx: &Cx, generator: Obj<Generator>) {
    if generator.state.peek() == CREATED {
        return methods::warn_never_awaited(cx, generator);
    }
    let is_async = shape_id(generator.object()) == number::ASYNC_GENERATOR;
    let hook = generator.origin.get();
    let (result, doing) = if is_async && !hook.is_none() {
        (
            call::call_values(cx, hook, &[generator.value()]),
            "Exception ignored while finalizing async generator",
        )
    } else {
        (methods::close_generator(cx, generator), "Exception ignored while closing generator")
    };
    if let Err(raised) = result {
        unraisable::report(cx, raised, doing, generator.value());
    }
}

#[inline(never)]
fn call_back(cx: &Cx, value: Value) {
    let Some(callback) = value.cast::<WeakRef>().and_then(|weak| weak.take_callback(cx)) else { return };
    if let Err(raised) = call::call_values(cx, callback, &[value]) {
        unraisable::report(cx, raised, "Exception ignored while calling weakref callback", callback);
    }
}

/// After an automatic collection, at a safepoint between two instructions (`between`) or inside native code.
pub(crate) fn after_collection(cx: &Cx, between: bool) {
    if !ANY.load(Ordering::Acquire) {
        return;
    }
    if Runtime::is_shared() {
        summon(cx);
    } else if between && !SUMMONED.swap(true, Ordering::AcqRel) {
        // From here on native frames hold values.
        cx.at_instruction.set(false);
        serve(cx);
        cx.at_instruction.set(true);
    }
}

/// Starts the runtime's fiber unless it runs.
fn summon(cx: &Cx) {
    if SUMMONED.swap(true, Ordering::AcqRel) {
        return;
    }
    let scheduler = cx.fiber().scheduler();
    match scheduler.create(serve_summons, None) {
        Ok(fiber) => {
            // SAFETY: the fiber is new, its area belongs to nobody, and no safepoint lies between its creation and this.
            let context = unsafe { Cx::create(fiber.fiber()) };
            crate::host::note_new(cx, context);
            scheduler.submit(Some(cx.fiber().worker()), fiber);
        }
        // No memory for a stack now: the next collection tries again.
        Err(_) => SUMMONED.store(false, Ordering::Release),
    }
}

fn serve_summons(fiber: &Fiber) {
    // SAFETY: `summon` made the context before the fiber was submitted.
    let cx = unsafe { Cx::of_fiber(fiber) };
    serve(cx);
}

/// In the child of a `fork`: whoever else ran what is due is not there.
pub(crate) fn after_fork_in_child() {
    SUMMONED.store(false, Ordering::SeqCst);
}

/// At the end of the program: finalizes what is due, then whatever else waits for it, alive or not, owners first. `go_on` is asked
/// before each step, so that a program that never ends finalizing ends nevertheless.
pub fn finish(cx: &Cx, go_on: &dyn Fn() -> bool) {
    SUMMONED.store(true, Ordering::SeqCst);
    if USED.load(Ordering::Relaxed) {
        crate::runtime::collect(cx);
        run_due_while(cx, go_on);
    }
    cx.at_safepoint(|mutator| mutator.take_finalizable(|all| enqueue(&all)));
    run_due_while(cx, go_on);
}

/// Has `__del__` called when a new instance of a native type dies; classes derived from the type watch theirs themselves.
pub fn watch_new(cx: &Cx, object: ObjRef) {
    if !Shape::of(object).finalizes() {
        watch(cx, object);
    }
}
