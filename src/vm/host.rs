//! Where collector and scheduler meet: the two traits that list their only upcalls.
//!
//! Per worker there is one mutator; the worker's embedder pointer leads to it. A worker is *running* for the collector from `worker_started` and
//! `idle_leave` on, *safe* while idle, in blocking sections, and at the safepoint itself. Roots of a fiber: its context, its
//! frame records, its windows (named registers always, temporaries by liveness, scratch words), its native stack from the saved
//! stack pointer to the base, conservatively; where it stands between two instructions, from the interpreter's caller on.

use std::cell::UnsafeCell;
use std::sync::atomic::Ordering;

use typhon_gc::{CollectionKind, Host, Marked, Mutator, MutatorId, ObjRef, Roots, Tracer};
use typhon_scheduler::{Fiber, FiberRef, Hooks, PanicPayload, State, Worker};

use crate::context::{Cx, POLL_BIAS, POLL_COLLECTOR};
use crate::interp::cache;
use crate::interp::executable::Executable;
use crate::interp::frame::{Frame, Kind};
use crate::object::{Obj, shape_id};
use crate::runtime::{self, Runtime};
use crate::shape::{self, FIRST_DYNAMIC_ID, Shape};
use crate::sync::Mutex;
use crate::types::function::Function;
use crate::types::module::Module;
use crate::types::type_::Type;
use crate::value::Value;
use crate::{finalization, instance, intern, payloads, weak_list, weak_table};

/// The collector's side.
pub(crate) struct VmHost;

/// The scheduler's side.
pub(crate) struct VmHooks;

struct WorkerState {
    mutator: Box<Mutator>,
    /// Fibers that ran on this worker and were clean before. The worker's while its mutator runs, the collector's inside a stop.
    ran: UnsafeCell<Vec<FiberRef>>,
}

impl WorkerState {
    /// Notes a fiber whose stack and window change from now on.
    fn note(&self, cx: &Cx) {
        if !cx.listed.replace(true) {
            // SAFETY: called by the worker, whose mutator runs.
            unsafe { (*self.ran.get()).push(cx.fiber().reference()) };
        }
    }
}

/// Mutators and the workers they belong to.
static WORKERS: Mutex<Vec<(MutatorId, WorkerRef)>> = Mutex::new(Vec::new());

#[derive(Clone, Copy)]
struct WorkerRef(*const Worker);
// SAFETY: workers live as long as the scheduler, which never ends before its threads; `Worker` is shared by design.
unsafe impl Send for WorkerRef {}

fn with_worker(id: MutatorId, act: impl FnOnce(&Worker)) {
    let workers = WORKERS.lock();
    if let Some((_, worker)) = workers.iter().find(|(known, _)| *known == id) {
        // SAFETY: entries are removed in `worker_stopping`, before the worker goes.
        act(unsafe { &*worker.0 });
    }
}

fn state(worker: &Worker) -> &WorkerState {
    // SAFETY: set in `worker_started` to a box that lives until `worker_stopping`.
    unsafe { &*worker.embedder().cast::<WorkerState>() }
}

/// Lets a context that was made on its own running fiber know its worker.
pub(crate) fn attach(cx: &Cx) {
    let worker = cx.fiber().worker();
    cx.set_worker(&raw const *state(worker).mutator, worker.poll());
    state(worker).note(cx);
}

/// Notes a new fiber, whose context holds what it is to call. On the creating thread, before its next safepoint.
pub(crate) fn note_new(cx: &Cx, new: &Cx) {
    state(cx.fiber().worker()).note(new);
}

impl Hooks for VmHooks {
    fn worker_started(&self, worker: &Worker) {
        let state =
            Box::new(WorkerState { mutator: Runtime::heap().register_mutator(), ran: UnsafeCell::default() });
        let (id, state) = (state.mutator.id(), Box::into_raw(state));
        // Before a collection can find the worker in the list: it looks at the state.
        worker.set_embedder(state.cast());
        WORKERS.lock().push((id, WorkerRef(worker)));
        self::state(worker).mutator.leave_safe();
    }

    fn worker_stopping(&self, worker: &Worker) {
        let id = state(worker).mutator.id();
        // SAFETY: its mutator runs still. Fibers that are alive go on being scanned.
        ORPHANS.lock().append(unsafe { &mut *state(worker).ran.get() });
        state(worker).mutator.enter_safe();
        WORKERS.lock().retain(|(known, _)| *known != id);
        // SAFETY: made by `Box::into_raw` in `worker_started`; nothing uses it any more.
        drop(unsafe { Box::from_raw(worker.embedder().cast::<WorkerState>()) });
        worker.set_embedder(std::ptr::null_mut());
    }

    fn taken_over(&self, worker: &Worker) {
        // `Cx::blocking` had made the worker safe on the thread that is stuck.
        state(worker).mutator.leave_safe();
    }

    fn rung(&self) -> bool {
        crate::signals::rung()
    }

    fn stuck(&self, _: &Worker) {
        crate::dump::stuck();
    }

    fn idle_enter(&self, worker: &Worker) {
        state(worker).mutator.enter_safe();
    }

    fn idle_leave(&self, worker: &Worker) {
        state(worker).mutator.leave_safe();
    }

    fn worker_poll(&self, worker: &Worker) {
        let bits = worker.poll().load(Ordering::Acquire);
        if bits & POLL_BIAS != 0 {
            // Meant for a fiber that runs on and on.
            worker.clear_poll(POLL_BIAS);
        }
        if bits & POLL_COLLECTOR != 0 {
            state(worker).mutator.safepoint();
        }
    }

    fn alone(&self, worker: &Worker) {
        if Runtime::is_contended() {
            worker.request_poll(POLL_BIAS);
        }
    }

    fn resumed(&self, worker: &Worker, fiber: &Fiber) {
        Runtime::bias().enter(fiber.id(), |revoke| state(worker).mutator.stop_world(revoke));
        if let Some(cx) = context_of(fiber) {
            cx.set_worker(&raw const *state(worker).mutator, worker.poll());
            state(worker).note(cx);
        }
    }

    fn finished(&self, _: &Worker, fiber: &Fiber, panic: Option<PanicPayload>) {
        if let Some(payload) = panic {
            let text = payload
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| payload.downcast_ref::<&str>().copied())
                .unwrap_or("unknown cause");
            let message = format!("typhon: internal error in thread {}: {text}\n", fiber.id());
            // Nothing can be done where standard error is gone.
            let _ = typhon_os::output::write_all(2, message.as_bytes());
        }
    }
}

/// Makes the running fiber the biased one if no other runs. A safepoint.
#[cold]
pub(crate) fn take_bias(cx: &Cx) {
    let (fiber, worker) = (cx.fiber(), cx.fiber().worker());
    worker.clear_poll(POLL_BIAS);
    cx.at_safepoint(|mutator| {
        mutator.stop_world(|| {
            let is_alone = WORKERS.lock().iter().all(|(_, other)| {
                // SAFETY: entries are removed in `worker_stopping`, before the worker goes.
                let other = unsafe { &*other.0 };
                std::ptr::eq(other, worker) || other.current_fiber().is_none() || other.is_blocked()
            });
            if is_alone {
                Runtime::bias().grant(fiber.id());
            }
        });
    });
}

/// The context in a fiber's area; `None` before it was made.
pub(crate) fn context_of(fiber: &Fiber) -> Option<&Cx> {
    let (area, _) = fiber.area();
    // SAFETY: the area is at least a context long; fresh areas are zero, and a context's first word, the frame pointer, is not.
    let first = unsafe { *area.cast::<u64>() };
    // SAFETY: a non-zero first word means that `Cx::create` has run for this fiber: recycled areas are zeroed there.
    (first != 0).then(|| unsafe { Cx::of_fiber(fiber) })
}

impl Host for VmHost {
    unsafe fn size_of(&self, object: ObjRef) -> usize {
        // SAFETY: as the collector promises.
        unsafe { shape::object_bytes(object) }
    }

    unsafe fn trace(&self, object: ObjRef, tracer: &mut Tracer<'_>) {
        let id = shape_id(object);
        let shape = Shape::by_id(id);
        // Those of builtin types are roots.
        if id >= FIRST_DYNAMIC_ID {
            tracer.word(shape.value().bits());
        }
        // SAFETY: the shape's layout describes the object.
        unsafe { (shape.layout().trace)(object, tracer) };
        if shape.has_attributes() {
            // SAFETY: the object is live and of this shape.
            tracer.slots(unsafe { instance::attribute_slots(object, shape) });
        }
    }

    fn request_poll(&self, mutator: MutatorId) {
        with_worker(mutator, |worker| worker.request_poll(POLL_COLLECTOR));
    }

    fn clear_poll(&self, mutator: MutatorId) {
        with_worker(mutator, |worker| worker.clear_poll(POLL_COLLECTOR));
    }

    fn scan_roots(&self, kind: CollectionKind, roots: &mut Roots<'_>) {
        runtime::for_each_root(&mut |word| roots.word(word));
        cache::scan_shared(kind, roots);
        let mut orphans = ORPHANS.lock();
        let workers = WORKERS.lock();
        if kind == CollectionKind::Full
            && let Some((_, worker)) = workers.first()
        {
            // SAFETY: as in `with_worker`.
            unsafe { &*worker.0 }.scheduler().for_each_fiber(&mut |fiber| scan_fiber(fiber, roots));
            return;
        }
        scan_ran(&mut orphans, roots);
        for (_, worker) in workers.iter() {
            // SAFETY: as in `with_worker`; inside a stop the list is the collector's.
            scan_ran(unsafe { &mut *state(&*worker.0).ran.get() }, roots);
        }
    }

    fn after_strong_mark(&self, marked: &Marked<'_>) {
        weak_table::clear_dead(marked);
        forget_scanned();
    }

    fn needs_finalizing(&self, object: ObjRef) -> bool {
        finalization::is_wanted(object)
    }

    fn is_common(&self, object: ObjRef) -> bool {
        let value = Value::from_object(object);
        value.cast::<Type>().is_some()
            || value.cast::<Function>().is_some()
            || value.cast::<Module>().is_some()
    }

    fn finalize(&self, due: &[ObjRef]) {
        finalization::enqueue(due);
    }

    unsafe fn take_payload(&self, object: ObjRef) {
        // SAFETY: passed on.
        unsafe { payloads::take(object) };
    }

    fn after_release(&self) {
        payloads::drop_taken();
    }

    fn after_mark(&self, marked: &Marked<'_>) {
        weak_table::forget_dead(marked);
        weak_list::forget_dead(marked);
        intern::after_mark(marked);
        forget_dead_entries(marked);
        shape::after_mark(marked);
    }

    fn describe(&self, object: ObjRef) -> String {
        format!("{} at {:#x}", Shape::of(object).layout().name, object.address())
    }
}

/// Lists of fibers that ran, from workers that have gone.
static ORPHANS: Mutex<Vec<FiberRef>> = Mutex::new(Vec::new());

/// Scans the fibers of a list. A parked fiber that has not run since it was scanned refers to old objects only, which a young collection
/// does not free; nobody else writes into its stack or window, and a wake-up carries no value.
fn scan_ran(list: &mut [FiberRef], roots: &mut Roots<'_>) {
    for fiber in list {
        if fiber.is_alive() {
            // SAFETY: it is alive, and inside a stop no fiber finishes.
            scan_fiber(unsafe { fiber.fiber() }, roots);
        }
    }
}

/// After the roots have been scanned for the last time in a collection: fibers that are switched out are clean until they run again.
fn forget_scanned() {
    let mut orphans = ORPHANS.lock();
    let workers = WORKERS.lock();
    let lists = workers.iter().map(|(_, worker)| {
        // SAFETY: as in `scan_roots`.
        unsafe { &mut *state(&*worker.0).ran.get() }
    });
    for list in lists.chain(std::iter::once(&mut *orphans)) {
        list.retain(|fiber| {
            if !fiber.is_alive() {
                return false;
            }
            // SAFETY: as in `scan_ran`.
            let fiber = unsafe { fiber.fiber() };
            let runs = fiber.state() == State::Running;
            if let Some(cx) = context_of(fiber) {
                cx.listed.set(runs);
            }
            runs
        });
    }
}

fn scan_fiber(fiber: &Fiber, roots: &mut Roots<'_>) {
    let between = context_of(fiber).filter(|cx| cx.at_instruction.get()).map(|cx| cx.floor.get());
    if let Some(sp) = between.or(fiber.saved_sp()) {
        // SAFETY: the fiber is suspended or stopped at a safepoint, so its stack from the saved pointer up stands still.
        unsafe { roots.range(sp, fiber.stack_base()) };
    }
    let Some(cx) = context_of(fiber) else { return };
    let own = [&cx.handled, &cx.context, &cx.async_first_iteration, &cx.async_finalizer];
    let asynchronous = [&cx.running_loop, &cx.running_task];
    let calls = [&cx.trace_function, &cx.profile_function, &cx.deferred_args];
    for value in own.into_iter().chain(asynchronous).chain(calls) {
        roots.word(value.get().bits());
    }
    for value in &cx.start {
        roots.word(value.get().bits());
    }
    let mut record = cx.frames;
    let mut end = cx.window;
    loop {
        // SAFETY: records from the base to the innermost are initialised, and their fiber stands still.
        let frame = unsafe { &*record };
        // Words between a caller's window and its callee's: native code's scratch values. A window may end below that of a frame further down, whose
        // words from there on are dead while it waits; so they are the scratch values of whoever the upper one calls.
        // SAFETY: both ends lie in this fiber's window.
        unsafe { scan_words(end, frame.base, roots) };
        end = scan_frame(frame, roots);
        if record == cx.frame.get() {
            break;
        }
        record = Frame::callee(record);
    }
    // SAFETY: words up to `top` are initialised.
    unsafe { scan_words(end, cx.top.get(), roots) };
}

/// # Safety
/// `low..high` (nothing where `high` is below) are initialised words of a window that stands still.
unsafe fn scan_words(low: *mut Value, high: *mut Value, roots: &mut Roots<'_>) {
    let mut word = low;
    while word < high {
        // SAFETY: as the caller promises.
        unsafe {
            roots.word((*word).bits());
            word = word.add(1);
        }
    }
}

/// Reports a record and its window; answers the window's end.
fn scan_frame(frame: &Frame, roots: &mut Roots<'_>) -> *mut Value {
    let Some(executable) = frame.executable() else { return frame.base };
    for word in [executable.value(), frame.function, frame.namespace, frame.object, frame.extra] {
        roots.word(word.bits());
    }
    if frame.kind == Kind::Waiting {
        // Its words are in the generator.
        return frame.window_end();
    }
    // SAFETY: named registers are always initialised.
    unsafe { scan_words(frame.base, frame.base.add(executable.named as usize), roots) };
    let offset = executable.offset_of(frame.pc);
    let code = executable.code();
    let liveness = code.liveness();
    if !liveness.is_known(offset) {
        // A tool is told of an instruction that is no safepoint otherwise: every temporary may be live, and what is not is no reference to be trusted.
        // SAFETY: temporaries lie in the window, which is mapped and stands still.
        unsafe { roots.range(frame.base.add(executable.named as usize).addr(), frame.window_end().addr()) };
        return frame.window_end();
    }
    for register in liveness.live_temporaries(offset) {
        // SAFETY: a live temporary is an initialised word of the window.
        roots.word(unsafe { (*frame.base.add(register as usize)).bits() });
    }
    frame.window_end()
}

/// Calls `each` with every generator that runs and each object that its frame refers to. Inside a stop.
pub(crate) fn for_each_running_reference(cx: &Cx, each: &mut dyn FnMut(ObjRef, ObjRef)) {
    cx.fiber().scheduler().for_each_fiber(&mut |fiber| {
        let Some(other) = context_of(fiber) else { return };
        let mut record = other.frame.get();
        while record != other.frames {
            // SAFETY: records from the innermost to the base are initialised, and their fiber stands still.
            let frame = unsafe { &*record };
            record = Frame::caller(record);
            // What one that waits refers to is in the generator.
            let (Kind::Generator, Some(generator), Some(executable)) =
                (frame.kind, frame.function.as_object(), frame.executable())
            else {
                continue;
            };
            let offset = executable.offset_of(frame.pc);
            let code = executable.code();
            let temporaries = code.liveness().live_temporaries(offset).map(usize::from);
            for register in (0..executable.named as usize).chain(temporaries) {
                // SAFETY: as in `scan_frame`: named registers and live temporaries are initialised words of the window.
                if let Some(referent) = unsafe { *frame.base.add(register) }.as_object() {
                    each(generator, referent);
                }
            }
        }
    });
}

/// Every executable that exists: weak, cleared of the dead after each collection.
static EXECUTABLES: Mutex<Executables> = Mutex::new(Executables { words: Vec::new(), old: 0 });

struct Executables {
    words: Vec<u64>,
    /// So many of them have survived a collection.
    old: usize,
}

/// Notes a new executable, so that class changes can clear its caches.
pub(crate) fn register_executable(executable: Obj<Executable>) {
    EXECUTABLES.lock().words.push(executable.value().bits());
}

/// Calls `body` with all executables. It reaches no safepoint.
pub(crate) fn with_executables<T>(body: impl FnOnce(&mut dyn Iterator<Item = Obj<Executable>>) -> T) -> T {
    let words = EXECUTABLES.lock();
    body(&mut words.words.iter().filter_map(|&word| Value::from_bits(word).cast::<Executable>()))
}

/// Calls `each` with the contexts of all threads while they stand still.
pub(crate) fn for_each_context(cx: &Cx, each: &mut dyn FnMut(&Cx)) {
    cx.at_safepoint(|mutator| {
        mutator.stop_world(|| {
            cx.fiber().scheduler().for_each_fiber(&mut |fiber| {
                if let Some(other) = context_of(fiber) {
                    each(other);
                    // What it refers to now may be younger than its last scan.
                    state(cx.fiber().worker()).note(other);
                }
            });
        });
    });
}

/// Executables whose sites have got entries since the last collection, as words: the only ones a young collection can find dead entries in.
static FILLED: Mutex<Vec<u64>> = Mutex::new(Vec::new());

/// Notes that a site of an executable has been filled with an entry. No safepoint lies between the two steps, so a collection finds both done.
pub(crate) fn note_filled(executable: Obj<Executable>) {
    if !executable.was_filled.swap(true, Ordering::Relaxed) {
        FILLED.lock().push(executable.value().bits());
    }
}

/// Forgets dead executables, and empties the sites of live ones whose entries have died. Inside a stop, when the marks are final.
fn forget_dead_entries(marked: &Marked<'_>) {
    cache::forget_dead_shared(marked);
    let filled = std::mem::take(&mut *FILLED.lock());
    let executable = |word: u64| {
        // SAFETY: only executables are noted in the lists, and none has been swept since.
        Value::from_bits(word).as_object().map(|object| unsafe { Obj::<Executable>::cast_unchecked(object) })
    };
    for filled in filled.iter().filter_map(|&word| executable(word)) {
        filled.was_filled.store(false, Ordering::Relaxed);
    }
    let is_full = marked.kind() == CollectionKind::Full;
    let mut all = EXECUTABLES.lock();
    let first = if is_full { 0 } else { all.old };
    let survivors: Vec<u64> = all
        .words
        .drain(first..)
        .filter(|&word| {
            let live = executable(word).filter(|executable| marked.is_marked(executable.object()));
            if let Some(live) = live.filter(|_| is_full) {
                cache::forget_dead_entries(live, marked);
            }
            live.is_some()
        })
        .collect();
    all.words.extend(survivors);
    all.old = all.words.len();
    drop(all);
    if is_full {
        return;
    }
    for executable in filled.into_iter().filter_map(executable) {
        if marked.is_marked(executable.object()) {
            cache::forget_dead_entries(executable, marked);
        }
    }
}

/// Empties every site of every executable while all workers stand still.
pub(crate) fn forget_attribute_caches(cx: &Cx) {
    cx.at_safepoint(|mutator| {
        mutator.stop_world(|| {
            cache::clear_shared();
            for &word in EXECUTABLES.lock().words.iter() {
                if let Some(executable) = Value::from_bits(word).cast::<Executable>() {
                    cache::clear_sites(executable);
                }
            }
        });
    });
}
