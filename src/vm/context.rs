//! [`Cx`]: the context of one Python thread (fiber). Every function of the machine takes it first.
//!
//! It lies at the start of the fiber's area, between the frame records and the window stack, and survives migration: what belongs to
//! the worker (mutator, poll word) is written anew by the scheduler's `resumed` hook each time the fiber is switched in, and read anew
//! here at each use. Only the fiber itself, or a collector that has stopped it, touches it; so its fields are `Cell`s.
//!
//! ```text
//! [ ◀── frame records | Fiber | Cx | window words ──▶ ]      native stack of the fiber: elsewhere, growing down
//! ```
//!
//! The first records and the first words share a page with the context: a shallow thread takes that page and one of native stack.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

use typhon_gc::{Mutator, ObjRef, Slot};
use typhon_scheduler::{Fiber, POLL_EMBEDDER_SHIFT, POLL_EXPLORE, POLL_INTERRUPT, POLL_PREEMPT};

use crate::exceptions;
use crate::interp::frame::Frame;
use crate::interp::resume::Departure;
use crate::object::{Obj, Payload, size_of_payload};
use crate::runtime::Runtime;
use crate::shape::Shape;
use crate::value::Value;
use crate::waits::Wait;

/// A raised Python exception on its way up: the exception object.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Raised(pub Value);

/// What can raise.
pub type R<T> = Result<T, Raised>;

/// Poll bit: the collector wants this worker at a safepoint.
pub const POLL_COLLECTOR: u32 = 1 << POLL_EMBEDDER_SHIFT;
/// Poll bit: this thread seems to run alone, and may leave out locks ([`crate::bias`]).
pub const POLL_BIAS: u32 = POLL_COLLECTOR << 1;

/// Work that a native function leaves to whoever called it, answering [`Value::DEFERRED`]; its answer is the function's.
pub type Deferred = fn(&Cx) -> R<Value>;

/// The context of one Python thread.
#[repr(C)]
pub struct Cx {
    /// The innermost frame; the base record (no code) where no Python code runs.
    pub(crate) frame: Cell<*mut Frame>,
    /// First frame record (records grow down) that may not be used: the recursion limit.
    pub(crate) frame_limit: Cell<*mut Frame>,
    /// First window word above the innermost frame's window and native scratch space.
    pub(crate) top: Cell<*mut Value>,
    pub(crate) window_end: *mut Value,
    mutator: Cell<*const Mutator>,
    poll: Cell<*const AtomicU32>,
    fiber: *const Fiber,
    /// The exception being handled (`sys.exception()`), or `None`.
    pub(crate) handled: Cell<Value>,
    /// The Python thread's function and arguments while it has not begun, and what its end is told (`threads.rs`).
    pub(crate) start: [Cell<Value>; 5],
    pub(crate) frames: *mut Frame,
    pub(crate) window: *mut Value,
    frames_end: *mut Frame,
    stack_limit: usize,
    /// Recursion limit in frames that `frame_limit` was derived from.
    recursion_limit: Cell<usize>,
    /// Native stack from here up may hold live values when the interpreter stands between two instructions: what lies below belongs to its
    /// loop, which keeps none then. 0 where the interpreter does not run.
    pub(crate) floor: Cell<usize>,
    /// The fiber's safepoint lies between two instructions of the innermost frame.
    pub(crate) at_instruction: Cell<bool>,
    /// The fiber is in a worker's list of those that ran since they were last scanned.
    pub(crate) listed: Cell<bool>,
    /// Misses of inline caches ([`crate::interp::cache::is_due`]).
    pub(crate) misses: Cell<u32>,
    /// What a native function wants done once its own native frames are gone.
    pub(crate) deferred: Cell<Option<Deferred>>,
    /// The arguments of a deferred call, and its function: see [`crate::buffer::settled`].
    pub(crate) deferred_args: Cell<Value>,
    pub(crate) deferred_call: Cell<Option<crate::buffer::SettledCall>>,
    /// Deferred work runs between two instructions, and not under a native function that called the one that deferred it.
    pub(crate) deferred_at_instruction: Cell<bool>,
    /// How the generator's frame that returned last to native code was left.
    pub(crate) left: Cell<Departure>,
    /// Who takes what the innermost generator that runs for native code yields ([`crate::interp::resume::feed`]).
    pub(crate) taker: Cell<*mut crate::interp::resume::Taker<'static>>,
    /// `sys.set_asyncgen_hooks`: called at an asynchronous generator's first use, and when it becomes garbage; `None` where not set.
    pub async_first_iteration: Cell<Value>,
    pub async_finalizer: Cell<Value>,
    /// The current `contextvars.Context`; unbound until one is asked for.
    pub context: Cell<Value>,
    /// The event loop that runs on this thread, and the task whose step it runs; unbound where there is none.
    pub running_loop: Cell<Value>,
    pub running_task: Cell<Value>,
    /// Set by `Reraise` for the unwinding that follows at once.
    pub(crate) reraising: Cell<bool>,
    /// Object locks that are held, in development builds.
    guards: Cell<i32>,
    /// Containers whose `repr` is running on this thread, innermost first: a chain of stack nodes.
    pub(crate) repr_chain: Cell<*const crate::protocol::ReprNode>,
    /// `sys.settrace` and `sys.setprofile` of this thread; `None` where not set.
    pub(crate) trace_function: Cell<Value>,
    pub(crate) profile_function: Cell<Value>,
    /// Callbacks that run, during which no events are told; the event they are told of, and the traced frame's record.
    pub(crate) unwatched: Cell<u32>,
    pub(crate) event: Cell<u32>,
    pub(crate) event_record: Cell<*mut Frame>,
    /// Frames that a new coroutine's `cr_origin` names.
    pub(crate) origin_depth: Cell<u32>,
    pub(crate) ident: u64,
    /// Changes of classes' orders that this thread has made: [`crate::types::type_`].
    pub(crate) order_changes: Cell<u64>,
    /// What the thread waits for while it is parked.
    pub(crate) wait: Cell<Option<Wait>>,
    /// Whether it is in a blocking call.
    pub(crate) blocked: Cell<bool>,
}

impl Cx {
    /// Lays a context into a fiber's area.
    ///
    /// # Safety
    /// `fiber` is new and its area is used by nothing else; the returned reference is valid until the fiber has finished.
    pub(crate) unsafe fn create<'a>(fiber: &Fiber) -> &'a Cx {
        let (area, bytes) = fiber.area();
        let (records, record_bytes) = fiber.area_below();
        let frames = (records as usize - size_of::<Frame>()) as *mut Frame;
        // One record at least stays unused, for what looks at the next one.
        let frames_end = (records as usize - record_bytes + size_of::<Frame>()) as *mut Frame;
        let window = (area as usize + size_of::<Cx>()).next_multiple_of(64) as *mut Value;
        let end = (area as usize + bytes - 64) as *mut Value;
        let cx = Cx {
            frame: Cell::new(frames),
            frame_limit: Cell::new(frames_end),
            top: Cell::new(window),
            window_end: end,
            mutator: Cell::new(std::ptr::null()),
            poll: Cell::new(std::ptr::null()),
            fiber,
            handled: Cell::new(Value::NONE),
            start: [const { Cell::new(Value::UNBOUND) }; 5],
            frames,
            window,
            frames_end,
            stack_limit: fiber.stack_limit() + STACK_RESERVE,
            recursion_limit: Cell::new(0),
            floor: Cell::new(0),
            at_instruction: Cell::new(false),
            listed: Cell::new(false),
            misses: Cell::new(0),
            deferred: Cell::new(None),
            deferred_args: Cell::new(Value::UNBOUND),
            deferred_call: Cell::new(None),
            deferred_at_instruction: Cell::new(false),
            order_changes: Cell::new(0),
            left: Cell::new(Departure::Returned),
            taker: Cell::new(std::ptr::null_mut()),
            async_first_iteration: Cell::new(Value::NONE),
            async_finalizer: Cell::new(Value::NONE),
            context: Cell::new(Value::UNBOUND),
            running_loop: Cell::new(Value::UNBOUND),
            running_task: Cell::new(Value::UNBOUND),
            reraising: Cell::new(false),
            guards: Cell::new(0),
            repr_chain: Cell::new(std::ptr::null()),
            trace_function: Cell::new(Value::NONE),
            profile_function: Cell::new(Value::NONE),
            unwatched: Cell::new(0),
            event: Cell::new(0),
            event_record: Cell::new(std::ptr::null_mut()),
            origin_depth: Cell::new(0),
            ident: fiber.id(),
            wait: Cell::new(None),
            blocked: Cell::new(false),
        };
        // SAFETY: the areas are the fiber's own, large enough and aligned to 64 bytes.
        unsafe {
            area.cast::<Cx>().write(cx);
            frames.write(Frame::base(window));
            let cx = &*area.cast::<Cx>();
            cx.set_recursion_limit(crate::runtime::recursion_limit());
            cx
        }
    }

    /// The context in a fiber's area.
    ///
    /// # Safety
    /// [`Cx::create`] has run for this fiber.
    pub(crate) unsafe fn of_fiber(fiber: &Fiber) -> &Cx {
        // SAFETY: as the caller promises.
        unsafe { &*fiber.area().0.cast::<Cx>() }
    }

    /// The fiber this context belongs to.
    #[inline(always)]
    pub fn fiber(&self) -> &Fiber {
        // SAFETY: the fiber's control block outlives its area.
        unsafe { &*self.fiber }
    }

    /// The worker's mutator; valid until the next call that may suspend.
    #[inline(always)]
    pub fn mutator(&self) -> &Mutator {
        // SAFETY: set by `resumed` before the fiber runs; mutators live as long as their workers.
        unsafe { &*self.mutator.get() }
    }

    /// Called by the scheduler's hook whenever the fiber is switched in.
    pub(crate) fn set_worker(&self, mutator: *const Mutator, poll: *const AtomicU32) {
        self.mutator.set(mutator);
        self.poll.set(poll);
    }

    /// The exception that is being handled, or `None`.
    pub fn handled_exception(&self) -> Value {
        self.handled.get()
    }

    /// Sets how many frames a new coroutine remembers of where it was made.
    pub fn set_origin_depth(&self, depth: u32) {
        self.origin_depth.set(depth);
    }

    pub fn origin_depth(&self) -> u32 {
        self.origin_depth.get()
    }

    // --- limits ----------------------------------------------------------------------------------------------------

    /// Sets the number of nested Python calls after which `RecursionError` is raised.
    pub fn set_recursion_limit(&self, limit: usize) {
        self.recursion_limit.set(limit);
        // SAFETY: pointer arithmetic inside the frame area, bounded by its end.
        let wanted = unsafe {
            self.frames.sub(limit.min((self.frames as usize - self.frames_end as usize) / size_of::<Frame>()))
        };
        self.frame_limit.set(wanted);
    }

    pub fn recursion_limit(&self) -> usize {
        self.recursion_limit.get()
    }

    /// Number of Python frames that are active.
    pub fn depth(&self) -> usize {
        (self.frames as usize - self.frame.get() as usize) / size_of::<Frame>()
    }

    /// Raises `RecursionError` where the native stack is nearly used up. Every entry from native code into Python code, and every
    /// native recursion over Python data, begins with it.
    #[inline(always)]
    pub fn check_stack(&self) -> R<()> {
        let here = 0u8;
        if (std::ptr::from_ref(&here) as usize) < self.stack_limit {
            Err(self.stack_overflow())
        } else {
            Ok(())
        }
    }

    #[cold]
    #[inline(never)]
    fn stack_overflow(&self) -> Raised {
        self.error(exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into())
    }

    // --- safepoints --------------------------------------------------------------------------------------------------

    /// Counts object locks that are held, or left out as they would be, in development builds.
    #[inline(always)]
    pub(crate) fn count_guards(&self, more: i32) {
        if cfg!(debug_assertions) {
            self.guards.set(self.guards.get() + more);
        }
    }

    /// No safepoint lies under an object lock.
    #[inline(always)]
    fn assert_no_guards(&self) {
        debug_assert_eq!(self.guards.get(), 0, "a safepoint under an object lock");
    }

    /// Whether something waits for this thread to pass a safepoint.
    #[inline(always)]
    pub fn poll_pending(&self) -> bool {
        // SAFETY: the poll word belongs to the worker the fiber runs on.
        unsafe { (*self.poll.get()).load(Ordering::Relaxed) != 0 }
    }

    /// A safepoint for native loops: everything the collector must find is on this stack, in the window or in the heap. May
    /// suspend (preemption) and so migrate the fiber.
    #[inline(always)]
    pub fn poll(&self) -> R<()> {
        self.assert_no_guards();
        if self.poll_pending() { self.poll_slow() } else { Ok(()) }
    }

    /// The safepoint itself.
    #[cold]
    #[inline(never)]
    pub fn poll_slow(&self) -> R<()> {
        if self.pass_safepoint() & POLL_INTERRUPT == 0 {
            return Ok(());
        }
        // The handler's native frames are alive.
        self.at_instruction.set(false);
        self.serve_interrupt()
    }

    /// As [`Cx::poll`], where no Python code may run: an interrupt is left to the next poll.
    #[inline]
    pub fn poll_quietly(&self) {
        self.assert_no_guards();
        if self.poll_pending() {
            self.pass_safepoint();
        }
    }

    /// Collects or is preempted where that is asked for; answers what was asked for.
    #[cold]
    #[inline(never)]
    fn pass_safepoint(&self) -> u32 {
        self.assert_no_guards();
        // SAFETY: as in `poll_pending`.
        let bits = unsafe { (*self.poll.get()).load(Ordering::Acquire) };
        if bits & POLL_COLLECTOR != 0 && self.at_safepoint(Mutator::safepoint) {
            crate::finalization::after_collection(self, self.at_instruction.get());
        }
        if bits & POLL_BIAS != 0 {
            crate::host::take_bias(self);
        }
        if bits & POLL_PREEMPT != 0 {
            typhon_scheduler::yield_now(self.fiber());
        } else if bits & POLL_EXPLORE != 0 {
            typhon_scheduler::scheduling_point(self.fiber());
        }
        bits
    }

    /// The safepoint between two instructions: what is alive lies in the window and in native frames below the interpreter's.
    pub(crate) fn poll_at_instruction(&self) -> R<()> {
        self.at_instruction.set(true);
        let result = self.poll_slow();
        self.at_instruction.set(false);
        result
    }

    /// Has `work` done when the calling native function has returned: at once between two instructions where the interpreter called it, so
    /// that nothing of it is left on the native stack.
    pub fn defer(&self, work: Deferred) -> Value {
        self.deferred.set(Some(work));
        Value::DEFERRED
    }

    /// Does what was deferred.
    #[cold]
    #[inline(never)]
    pub(crate) fn run_deferred(&self, at_instruction: bool) -> R<Value> {
        let Some(work) = self.deferred.take() else {
            return Err(self.system_error("nothing was deferred"));
        };
        let outer = self.deferred_at_instruction.replace(at_instruction);
        let result = work(self);
        self.deferred_at_instruction.set(outer);
        result
    }

    /// A safepoint of deferred work that holds no values of its own.
    pub(crate) fn at_deferred_safepoint<T>(&self, body: impl FnOnce(&Mutator) -> T) -> T {
        self.at_instruction.set(self.deferred_at_instruction.get());
        let result = self.at_safepoint(body);
        self.at_instruction.set(false);
        result
    }

    /// Runs `body` with every register spilled and the stack pointer noted, so that a collector sees all of this fiber.
    #[inline(never)]
    pub(crate) fn at_safepoint<T>(&self, body: impl FnOnce(&Mutator) -> T) -> T {
        typhon_os::stack::with_spilled_registers(|sp| {
            self.fiber().set_saved_sp(sp);
            body(self.mutator())
        })
    }

    /// Waits on the OS thread, for a few instructions of another's, in a state in which collections do not wait for it. The body
    /// touches no object. The fiber keeps its worker: this is for waits that must not migrate, such as for an object's lock.
    pub fn while_safe<T>(&self, body: impl FnOnce() -> T) -> T {
        self.at_safepoint(|mutator| {
            mutator.enter_safe();
            let result = body();
            mutator.leave_safe();
            result
        })
    }

    /// Runs a call that may block the OS thread for any time; collections do not wait for it. If it lasts and others wait, another
    /// OS thread goes on with the worker, and this fiber with any worker afterwards. The body touches no object.
    pub fn blocking<T>(&self, body: impl FnOnce() -> T) -> T {
        self.assert_no_guards();
        self.at_safepoint(|mutator| {
            self.blocked.set(true);
            mutator.enter_safe();
            let worker = self.fiber().worker();
            let thread = worker.os_thread();
            let section = worker.begin_blocking();
            let result = crate::signals::in_call(self, thread, body);
            if worker.end_blocking(section) {
                mutator.leave_safe();
                Runtime::bias().enter(self.fiber().id(), |revoke| mutator.stop_world(revoke));
            } else {
                // Worker and mutator are another thread's; the `resumed` hook gives this fiber its new ones.
                typhon_scheduler::rejoin(self.fiber());
            }
            self.blocked.set(false);
            result
        })
    }

    // --- memory ------------------------------------------------------------------------------------------------------

    /// Allocates an object of exactly `T`'s size. The payload brings its header.
    #[inline(always)]
    pub fn alloc<T: Payload>(&self, payload: T) -> R<Obj<T>> {
        let Ok(memory) = self.mutator().alloc(size_of_payload::<T>()) else {
            return Err(self.memory_error());
        };
        // SAFETY: fresh memory of sufficient size and 16-byte alignment, written whole before any safepoint.
        unsafe {
            let memory = memory.as_ptr().cast::<T>();
            memory.write(payload);
            Ok(Obj::cast_unchecked(crate::object::object_at(memory.cast())))
        }
    }

    /// Allocates an instance with attribute words behind its payload; they start unbound. The payload's header carries the shape.
    #[inline(always)]
    pub fn alloc_instance<T: Payload>(&self, shape: Obj<Shape>, payload: T) -> R<Obj<T>> {
        let bytes = shape.instance_bytes();
        let Ok(memory) = self.mutator().alloc(bytes) else { return Err(self.memory_error()) };
        // SAFETY: as in `alloc`; the words behind the payload up to `bytes` are the attribute words.
        unsafe {
            let memory = memory.as_ptr();
            memory.cast::<T>().write(payload);
            let mut word = memory.add(size_of::<T>()).cast::<u64>();
            let end = memory.add(bytes).cast::<u64>();
            while word < end {
                word.write(Value::UNBOUND.bits());
                word = word.add(1);
            }
            let object = crate::object::object_at(memory.cast());
            if shape.finalizes() {
                crate::finalization::watch(self, object);
            }
            Ok(Obj::cast_unchecked(object))
        }
    }

    /// Allocates an object of a variable layout: `head` and then room up to `bytes`, which `fill` completes.
    #[inline(always)]
    pub fn alloc_variable<T: Payload>(&self, bytes: usize, head: T, fill: impl FnOnce(*mut u8)) -> R<Obj<T>> {
        let bytes = bytes.next_multiple_of(16);
        let Ok(memory) = self.mutator().alloc(bytes) else { return Err(self.memory_error()) };
        // SAFETY: as in `alloc`; `fill` gets the address just behind the head and writes what the layout traces before any
        // safepoint.
        unsafe {
            let memory = memory.as_ptr();
            memory.cast::<T>().write(head);
            fill(memory.add(size_of::<T>()));
            Ok(Obj::cast_unchecked(crate::object::object_at(memory.cast())))
        }
    }

    /// Allocates an instance of a class derived from a variable layout: `head`, room up to `bytes`, which `fill` completes, and attribute words,
    /// which start unbound. `bytes` is what the layout will find the object's size to be.
    pub fn alloc_variable_instance<T: Payload>(
        &self,
        shape: Obj<Shape>,
        bytes: usize,
        head: T,
        fill: impl FnOnce(*mut u8),
    ) -> R<Obj<T>> {
        let own = bytes.next_multiple_of(16);
        let end = own + shape.extra_bytes();
        let made = self.alloc_variable(end, head, |room| {
            fill(room);
            for offset in (own..end).step_by(8) {
                // SAFETY: `room` lies behind the head in an allocation of `end` bytes, whose last words are these.
                unsafe { room.sub(size_of::<T>()).add(offset).cast::<u64>().write(Value::UNBOUND.bits()) };
            }
        })?;
        if shape.finalizes() {
            crate::finalization::watch(self, made.object());
        }
        Ok(made)
    }

    /// Stores a value into an object's slot, through the write barrier.
    #[inline(always)]
    pub fn store(&self, object: ObjRef, slot: &Slot, value: Value) {
        self.mutator().store(object, slot, value.bits());
    }

    /// Raises `MemoryError` where a result of about so many bytes could not be held. To be asked before memory outside the heap is taken whose size the
    /// program chooses (a width, a count): the standard library ends the process where that memory cannot be had.
    pub fn check_room(&self, bytes: usize) -> R<()> {
        const SMALL: usize = 1 << 20;
        if bytes <= SMALL {
            return Ok(());
        }
        let limit = Runtime::heap().limit_bytes().unwrap_or(usize::MAX);
        // Intermediate results may take as much again.
        let wanted = bytes.saturating_mul(2);
        if bytes > limit || Vec::<u8>::new().try_reserve_exact(wanted).is_err() {
            return Err(self.memory_error());
        }
        Ok(())
    }

    // --- window ------------------------------------------------------------------------------------------------------

    /// Room for native code's values above the innermost window, freed when the guard is dropped; the collector scans it.
    pub fn scratch(&self, count: usize) -> R<Scratch<'_>> {
        let start = self.top.get();
        if (self.window_end as usize).saturating_sub(start as usize) / 8 < count {
            return Err(self.stack_overflow());
        }
        // SAFETY: the words up to `window_end` are this fiber's window.
        unsafe {
            for index in 0..count {
                start.add(index).write(Value::UNBOUND);
            }
            self.top.set(start.add(count));
        }
        Ok(Scratch { cx: self, start, count })
    }
}

/// Native stack kept free for code that runs without a check.
const STACK_RESERVE: usize = 48 * 1024;

/// Values of native code in the window.
pub struct Scratch<'a> {
    cx: &'a Cx,
    start: *mut Value,
    count: usize,
}

impl Scratch<'_> {
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: `count` initialised words of the window that only this guard hands out.
        unsafe { std::slice::from_raw_parts(self.start, self.count) }
    }

    pub fn as_mut_slice(&mut self) -> &mut [Value] {
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.start, self.count) }
    }
}

impl Drop for Scratch<'_> {
    fn drop(&mut self) {
        self.cx.top.set(self.start);
    }
}
