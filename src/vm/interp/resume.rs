//! Resuming and suspending generators: their words move between the heap object and a window above the caller's.
//!
//! A resumed generator is a frame like any other, whose record's `function` is the generator and whose `extra` is the exception that
//! the caller handles: a body outside its own handlers sees that one, and the caller finds it again when the body suspends or ends.
//! What a frame suspended at an instruction keeps are its named registers and the temporaries that liveness says are live across it;
//! a `Yield` remembers the latter in its cache word, so that suspending looks nothing up.
//!
//! A chain of `yield from` or `await` is walked here, without an instruction in between ([`enter`]): a generator that stands at its delegating `yield`
//! and delegates to another one gets a record only ([`Kind::Waiting`]). Its words stay where they are, so that there is nothing to save when what the
//! last one yields passes up ([`ascend`]). Whoever else comes to such a frame fills its window first ([`fill`]): when what it delegates to returns or
//! raises, or when somebody asks for its frame object.
//!
//! The claim that makes this the only thread to touch the words is argued in [`crate::types::generator`].

use std::sync::atomic::Ordering;

use typhon_bytecode::{Insn, Op};
use typhon_gc::Slot;

use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Exception};
use crate::interp::executable::Executable;
use crate::interp::frame::{self, Action, Frame, Kind};
use crate::interp::machine::{DecodeUnchecked, Machine, insn_at};
use crate::interp::ops::call::Left;
use crate::interp::{run_resumed, unwind};
use crate::monitoring::hook::{self, RESUMED};
use crate::monitoring::{self, event, fire};
use crate::object::{Obj, flag};
use crate::protocol::iter;
use crate::runtime::Runtime;
use crate::types::generator::{self, CLOSED, CREATED, Claim, Generator, SUSPENDED};
use crate::types::{async_generator, frame_, number};
use crate::value::{SlotExt, Value};

/// How a resumed frame came back to native code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// It has yielded, or passed on what the iterator it delegates to has yielded.
    Yielded(Value),
    /// An asynchronous generator's own `yield`.
    Item(Value),
    /// It has returned.
    Returned(Value),
}

/// Which [`Outcome`] the innermost generator's frame had that returned to native code; kept in the context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Departure {
    Yielded,
    Item,
    Returned,
}

/// What a `Yield` knows of itself, in its cache word.
#[derive(Clone, Copy)]
struct Notes(u64);

impl Notes {
    /// Bit of a filled word; it also keeps the word from looking like an address.
    const FILLED: u64 = 1 << 63;
    /// Bit of an instruction within a handler's reach: closing the generator there runs code.
    const GUARDED: u64 = 1 << 62;
    /// Bit of an instruction across which more temporaries are live than there are bits for.
    const MANY: u64 = 1 << 61;
    /// Bits for temporaries, from the first one on.
    const TEMPORARIES: u64 = Notes::MANY - 1;

    /// Those of the instruction at `offset`.
    #[inline(always)]
    fn of(executable: &Executable, offset: u32) -> Notes {
        let word = executable.cache(offset as usize + 1).load(Ordering::Relaxed);
        if word & Notes::FILLED != 0 { Notes(word) } else { Notes::find(executable, offset) }
    }

    #[cold]
    #[inline(never)]
    fn find(executable: &Executable, offset: u32) -> Notes {
        let mut notes = Notes::FILLED;
        for register in executable.code().liveness().live_across(offset) {
            let bit = 1u64.checked_shl(u32::from(register) - executable.named);
            notes |= bit.filter(|bit| bit & Notes::TEMPORARIES != 0).unwrap_or(Notes::MANY);
        }
        if executable.data().handler(offset).is_some() {
            notes |= Notes::GUARDED;
        }
        executable.cache(offset as usize + 1).store(notes, Ordering::Relaxed);
        Notes(notes)
    }

    fn is_guarded(self) -> bool {
        self.0 & Notes::GUARDED != 0
    }

    /// The temporaries that a frame suspended there keeps, as bits; `None` where they are too many.
    #[inline(always)]
    fn temporaries(self) -> Option<u64> {
        (self.0 & Notes::MANY == 0).then_some(self.0 & Notes::TEMPORARIES)
    }
}

/// Calls `each` with the place of every word that a frame suspended at a `Yield` keeps beside its named registers: its register.
#[inline(always)]
fn for_each_kept(executable: &Executable, offset: u32, mut each: impl FnMut(usize)) {
    match Notes::of(executable, offset).temporaries() {
        Some(mut bits) => {
            while bits != 0 {
                each(executable.named as usize + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
        None => {
            for register in executable.code().liveness().live_across(offset) {
                each(register as usize);
            }
        }
    }
}

/// Copies a frame's words into its generator and lets the generator go. The frame's record is popped by the caller.
#[inline(always)]
fn suspend(cx: &Cx, record: &mut Frame, this: Obj<Generator>, i: Insn, state: u8) {
    // SAFETY: the record is a running frame's, so its executable is live.
    let executable = unsafe { &*record.executable };
    let offset = executable.offset_of(record.pc);
    let words = this.words();
    let (mut count, mut link) = (executable.named as usize, None);
    for (index, word) in words[..count].iter().enumerate() {
        // SAFETY: named registers are initialised words of the record's window.
        word.init(unsafe { (*record.base.add(index)).bits() });
    }
    if i.op_unchecked() == Op::Yield {
        for_each_kept(executable, offset, |register| {
            // SAFETY: a live temporary is an initialised word of the window.
            words[count].init(unsafe { (*record.base.add(register)).bits() });
            if i.d() & 2 != 0 && register == i.c() as usize {
                link = Some(count);
            }
            count += 1;
        });
        let own = if i.d() & 1 != 0 { cx.handled.get() } else { Value::UNBOUND };
        this.handled.init(own.bits());
        if !own.is_unbound() {
            cx.mutator().barrier(this.object(), &this.handled);
        }
        cx.handled.set(record.extra);
    }
    this.note_suspended(offset, count, link);
    if state == SUSPENDED
        && Notes::of(executable, offset).is_guarded()
        && this.object().header().flags.load(Ordering::Relaxed) & flag::CLOSES == 0
    {
        crate::finalization::watch_generator(cx, this);
    }
    if record.has_object {
        frame_::suspend(cx, record, this, offset);
    }
    // At least one, so that the object is logged.
    cx.mutator().log_range(this.object(), &words[..count.max(1)]);
    this.state.release(state);
}

/// Copies a suspended frame's words from its generator back into a window: the named registers and, where it stands `at_yield`, the temporaries that
/// it keeps.
///
/// # Safety
/// The caller has claimed the generator; `base` begins a window of this fiber with room for the registers of its code.
#[inline(always)]
unsafe fn restore(this: Obj<Generator>, base: *mut Value, at_yield: bool) {
    let (executable, words) = (this.executable(), this.words());
    let mut next = executable.named as usize;
    for (index, word) in words[..next].iter().enumerate() {
        // SAFETY: named registers come first in the window; the words were copied from one of the same code.
        unsafe { base.add(index).write(Value::from_bits(word.load_relaxed())) };
    }
    if at_yield {
        for_each_kept(&executable, this.offset(), |register| {
            // SAFETY: liveness names registers of the code only.
            unsafe { base.add(register).write(Value::from_bits(words[next].load_relaxed())) };
            next += 1;
        });
    }
}

/// The caller handles from now on what the generator was handling when it was suspended.
#[inline(always)]
fn handle_own(cx: &Cx, this: Obj<Generator>) {
    let own = this.handled.get();
    if !own.is_unbound() {
        cx.handled.set(own);
    }
}

/// Claims a generator for the calling thread.
#[inline(always)]
pub(crate) fn claim(this: Obj<Generator>) -> Claim {
    this.state.claim(Runtime::is_contended())
}

/// Pushes the frame of a generator that this thread has claimed; `former` is the state it had. Its `yield` has the value `sent`, unbound where an
/// exception is to be raised there.
#[inline(always)]
pub(crate) fn push(
    cx: &Cx,
    this: Obj<Generator>,
    former: u8,
    sent: Value,
    action: Action,
    destination: u16,
) -> R<()> {
    let executable = this.executable();
    let (named, offset) = (executable.named as usize, this.offset());
    // SAFETY: the next record lies in the frame area if it is below the limit, and the window below its end; the generator's words
    // were copied from a window of the same code.
    unsafe {
        let record = Frame::callee(cx.frame.get());
        let base = cx.top.get();
        let end = base.add(executable.registers as usize);
        if record <= cx.frame_limit.get() || end > cx.window_end {
            this.state.release(former);
            return Err(frame::overflow(cx));
        }
        let at = executable.entry().add(offset as usize);
        // Its operands are those of the original also where it is instrumented.
        let i = insn_at(at);
        let mut pc = at;
        restore(this, base, former == SUSPENDED);
        if former == SUSPENDED {
            // What is thrown in leaves the variable that waits for a value as it was.
            if !sent.is_unbound() || i.a() as usize >= named {
                base.add(i.a() as usize).write(sent.bound().unwrap_or(Value::NONE));
            }
            pc = at.add(2);
        } else {
            pc = pc.add(1);
        }
        let object = this.frame.get();
        record.write(Frame {
            executable: executable.as_ptr(),
            pc,
            base,
            function: this.value(),
            namespace: Value::UNBOUND,
            object,
            extra: cx.handled.get(),
            destination,
            action,
            words: 2,
            has_object: !object.is_unbound(),
            kind: Kind::Generator,
            came_from: RESUMED,
        });
        cx.frame.set(record);
        cx.top.set(end);
        if !object.is_unbound() {
            frame_::resume(cx, &mut *record);
        }
    }
    handle_own(cx, this);
    this.note_resumed();
    Ok(())
}

/// Pushes the frame of a claimed generator so that `exception` is raised where it stands. The answer is what to unwind with.
pub(crate) fn push_throw(
    cx: &Cx,
    this: Obj<Generator>,
    former: u8,
    exception: Value,
    action: Action,
    destination: u16,
) -> R<Raised> {
    push(cx, this, former, Value::UNBOUND, action, destination)?;
    let record = frame::innermost(cx);
    // SAFETY: the offset is that of the instruction the frame was suspended at.
    record.pc = unsafe { this.executable().entry().add(this.offset() as usize) };
    // SAFETY: as above.
    let i = unsafe { insn_at(record.pc) };
    if former == SUSPENDED && i.d() & 2 != 0 {
        // The frame it delegates to comes first; this one is passed on the way back.
        unwind::mark_reraise(cx);
        return Ok(Raised(exception));
    }
    let thrown = hook::raised(cx, event::PY_THROW, Raised(exception));
    if thrown.0 != exception {
        return Ok(thrown);
    }
    Ok(if cx.handled.get() == record.extra { Raised(exception) } else { exceptions::raise(cx, exception) })
}

/// Native code that wants all that a generator yields: `take` answers whether it has taken an item.
///
/// While it takes, the generator's frame is not suspended: the generator is running, for other threads too, as it is within its body. So
/// `take` calls no Python code and waits for nothing but an object's lock, and refuses what it could not take otherwise.
pub(crate) struct Taker<'a> {
    take: &'a mut dyn FnMut(Value) -> bool,
    /// Whether the last item was offered, and refused.
    refused: bool,
}

/// Runs a generator as long as `take` takes what it yields. The answer is an item that it refused, behind which the generator is suspended; `None` at
/// the end.
pub(crate) fn feed(cx: &Cx, this: Obj<Generator>, take: &mut dyn FnMut(Value) -> bool) -> R<Option<Value>> {
    let mut taker = Taker { take, refused: false };
    while let Some(former) = generator::methods::claim_to_send(cx, this, Value::NONE)? {
        taker.refused = false;
        let outer = cx.taker.replace((&raw mut taker).cast());
        let outcome = run_claimed(cx, this, former, |cx| {
            enter(cx, this, former, Value::NONE, Action::Feed, 0).map(|()| None)
        });
        cx.taker.set(outer);
        match outcome? {
            Outcome::Returned(_) => return Ok(None),
            Outcome::Yielded(item) | Outcome::Item(item) => {
                // A delegate's item, or that of watched code, has not been offered.
                if taker.refused || !(taker.take)(item) {
                    return Ok(Some(item));
                }
                cx.poll()?;
            }
        }
    }
    Ok(None)
}

/// Offers what the innermost frame yields to who runs it. A watched frame is left, so that its events are told.
#[inline(never)]
fn offer(cx: &Cx, record: &Frame, value: Value) -> bool {
    // SAFETY: the record is a running frame's, so its executable is live.
    if unsafe { &*record.executable }.sites.load(Ordering::Relaxed) != 0 {
        return false;
    }
    // SAFETY: a frame with `Action::Feed` runs on top of the `feed` that has pushed it, whose taker is set until its frame is gone: those of inner
    // calls are taken back before they return. No other reference to it is in use meanwhile.
    let taker = unsafe { &mut *cx.taker.get() };
    taker.refused = !(taker.take)(value);
    !taker.refused
}

/// Resumes a claimed generator from native code.
pub(crate) fn resume(cx: &Cx, this: Obj<Generator>, former: u8, sent: Value) -> R<Outcome> {
    run_claimed(cx, this, former, |cx| enter(cx, this, former, sent, Action::Exit, 0).map(|()| None))
}

/// Throws into a claimed generator from native code.
pub(crate) fn throw(cx: &Cx, this: Obj<Generator>, former: u8, exception: Value) -> R<Outcome> {
    run_claimed(cx, this, former, |cx| push_throw(cx, this, former, exception, Action::Exit, 0).map(Some))
}

fn run_claimed(
    cx: &Cx,
    this: Obj<Generator>,
    former: u8,
    push: impl FnOnce(&Cx) -> R<Option<Raised>>,
) -> R<Outcome> {
    if let Err(raised) = cx.check_stack() {
        this.state.release(former);
        return Err(raised);
    }
    let base = cx.top.get();
    let raised = push(cx)?;
    let result = run_resumed(cx, raised);
    cx.top.set(base);
    let value = result?;
    Ok(match cx.left.get() {
        Departure::Yielded => Outcome::Yielded(value),
        Departure::Item => Outcome::Item(value),
        Departure::Returned => Outcome::Returned(value),
    })
}

/// The generator of a resumed frame.
#[inline(always)]
fn generator_of(record: &Frame) -> Obj<Generator> {
    // SAFETY: the record of a resumed frame has its generator there (`push`).
    unsafe { Obj::of_value_unchecked(record.function) }
}

/// Makes the generator of the running frame, whose prologue has run, and returns it to the caller.
pub(crate) fn make(cx: &Cx, m: Machine) -> R<Value> {
    m.save(cx);
    let record = frame::innermost(cx);
    let executable = crate::interp::machine::current(cx);
    let kind = generator::kind_of(executable.data().flags);
    let this = generator::new(cx, kind, executable, record.function)?;
    if kind == number::COROUTINE {
        note_coroutine(cx, this)?;
    }
    // SAFETY: the program counter stands at the running instruction.
    suspend_new(cx, record, this, Insn(unsafe { *m.pc() }));
    Ok(this.value())
}

/// A new coroutine is told of where nobody ever awaits it, and knows who made it.
fn note_coroutine(cx: &Cx, this: Obj<Generator>) -> R<()> {
    crate::finalization::watch_generator(cx, this);
    let depth = cx.origin_depth();
    if depth > 0 {
        let origin = frame::places(cx, 1, depth as usize)?;
        cx.store(this.object(), &this.origin, origin);
    }
    Ok(())
}

#[inline(never)]
fn suspend_new(cx: &Cx, record: &mut Frame, this: Obj<Generator>, i: Insn) {
    // The frame object of the call that made it, if there is one, ends with the call.
    let has_object = std::mem::replace(&mut record.has_object, false);
    suspend(cx, record, this, i, CREATED);
    record.has_object = has_object;
}

/// `Yield`: suspends the innermost frame and goes on where it was resumed.
#[inline(always)]
pub(crate) fn yield_(cx: &Cx, m: Machine, i: Insn) -> R<Left> {
    let value = m.get(i.b());
    m.save(cx);
    let record = frame::innermost(cx);
    if !record.is_generator() {
        return Err(cx.system_error("a frame that is no generator's yields"));
    }
    if record.action == Action::Feed && offer(cx, record, value) {
        m.set(i.a(), Value::NONE);
        return Ok(Left::Frame(m.next(2)));
    }
    suspend(cx, record, generator_of(record), i, SUSPENDED);
    let (action, destination, words) = (record.action, record.destination, record.words);
    frame::pop(cx);
    if action == Action::Next {
        let caller = Machine::reload(cx);
        // SAFETY: the caller stands at the `ForIter` that resumed the frame.
        let for_iter = unsafe { insn_at(caller.pc()) };
        caller.set(destination, value);
        return caller.jump(cx, 2, for_iter.signed_cd()).map(Left::Frame);
    }
    yield_to(cx, i, action, destination, words, value)
}

#[inline(never)]
fn yield_to(cx: &Cx, i: Insn, action: Action, destination: u16, words: u8, value: Value) -> R<Left> {
    let is_item = i.d() & 4 != 0;
    match action {
        Action::Exit | Action::Feed => {
            cx.left.set(if is_item { Departure::Item } else { Departure::Yielded });
            Ok(Left::Native(value))
        }
        Action::AsyncStep if is_item => {
            async_generator::step::ended(cx);
            hook::stopped(cx, value)?;
            Ok(Left::Frame(delegation_done(cx, value)))
        }
        Action::Delegate | Action::AsyncStep => {
            let caller = Machine::reload(cx);
            caller.set(destination, value);
            Ok(Left::Frame(caller.next(1)))
        }
        Action::Through => ascend(cx, value),
        _ => {
            let caller = Machine::reload(cx);
            caller.set(destination, value);
            Ok(Left::Frame(caller.next(words.into())))
        }
    }
}

/// Resumes a generator that this thread has claimed: pushes its frame as [`push`] does, or, where it delegates to others, a record for each and the frame
/// of the last. The action is none whose instruction sets `words`.
pub(crate) fn enter(
    cx: &Cx,
    mut this: Obj<Generator>,
    mut former: u8,
    sent: Value,
    mut action: Action,
    mut destination: u16,
) -> R<()> {
    while former == SUSPENDED
        && let Some(link) = Link::of(cx, this)
        && let Claim::Claimed(next) = claim(link.delegate)
    {
        if next != SUSPENDED {
            link.delegate.state.release(next);
            break;
        }
        push_waiting(cx, this, &link, action, destination);
        (this, former, action, destination) = (link.delegate, next, Action::Through, link.destination);
    }
    push(cx, this, former, sent, action, destination)
}

/// Where a suspended generator waits for another one.
struct Link {
    /// Its `Send`, which it would come to at once.
    at: *const u64,
    /// Where that puts what the other one yields.
    destination: u16,
    delegate: Obj<Generator>,
}

impl Link {
    /// `None` where anything but a generator follows, where instructions are watched, or where there is no room left. The caller has claimed `this`, and
    /// it is suspended.
    #[inline(always)]
    fn of(cx: &Cx, this: Obj<Generator>) -> Option<Link> {
        let delegate = iter::resumable(this.words().get(this.link()?)?.get())?;
        let (executable, offset) = (this.executable(), this.offset());
        // SAFETY: the offset is that of the instruction the frame was suspended at, whose cache word another one follows; jumps of verified code land on
        // instructions.
        let (i, jump, at) = unsafe {
            let yield_ = executable.entry().add(offset as usize);
            let jump = insn_at(yield_.add(2));
            (insn_at(yield_), jump, yield_.add(3).offset(jump.signed_bc() as isize))
        };
        if i.op_unchecked() != Op::Yield || jump.op_unchecked() != Op::Jump {
            return None;
        }
        // SAFETY: as above.
        let send = unsafe { insn_at(at) };
        if send.op_unchecked() != Op::Send || send.a() != i.a() || !this.frame.get().is_unbound() {
            return None;
        }
        let registers = (executable.registers + delegate.executable().registers) as usize;
        let callee = Frame::callee(Frame::callee(cx.frame.get()));
        let fits = callee > cx.frame_limit.get() && cx.top.get().wrapping_add(registers) <= cx.window_end;
        fits.then_some(Link { at, destination: send.a(), delegate })
    }
}

/// Pushes the record of a claimed generator that waits at a link, which has seen to it that there is room.
#[inline(always)]
fn push_waiting(cx: &Cx, this: Obj<Generator>, link: &Link, action: Action, destination: u16) {
    let (executable, record, base) = (this.executable(), Frame::callee(cx.frame.get()), cx.top.get());
    // SAFETY: `Link::of` has compared record and window with their limits.
    unsafe {
        record.write(Frame {
            executable: executable.as_ptr(),
            pc: link.at,
            base,
            function: this.value(),
            namespace: Value::UNBOUND,
            object: Value::UNBOUND,
            extra: cx.handled.get(),
            destination,
            action,
            words: 2,
            has_object: false,
            kind: Kind::Waiting,
            came_from: RESUMED,
        });
        cx.frame.set(record);
        cx.top.set(base.add(executable.registers as usize));
    }
    handle_own(cx, this);
}

/// The generator of a frame that waits, which still has the frame's words: named registers first.
pub(crate) fn waiting(record: &Frame) -> Option<Obj<Generator>> {
    (record.kind == Kind::Waiting).then(|| generator_of(record))
}

/// Moves a frame's words into its window if it has only waited so far: it stands at its `Send` then.
pub(crate) fn fill(record: &mut Frame) {
    let Some(this) = waiting(record) else { return };
    // SAFETY: the window was reserved when the record was pushed; the generator has been suspended at a `Yield`, and its `Send` is an instruction of the
    // same code.
    unsafe {
        restore(this, record.base, true);
        record.base.add(insn_at(record.pc).a() as usize).write(Value::NONE);
    }
    this.note_resumed();
    record.kind = Kind::Generator;
}

/// Passes what a delegate has yielded up, through frames that have only waited for it.
fn ascend(cx: &Cx, value: Value) -> R<Left> {
    loop {
        let record = frame::innermost(cx);
        let Some(this) = waiting(record) else { break };
        // SAFETY: the offset is that of the instruction the frame was suspended at.
        let i = unsafe { insn_at(this.executable().entry().add(this.offset() as usize)) };
        if i.op_unchecked() != Op::Yield {
            // It is watched by now.
            fill(record);
            break;
        }
        cx.handled.set(record.extra);
        this.state.release(SUSPENDED);
        let (action, destination, words) = (record.action, record.destination, record.words);
        frame::pop(cx);
        match action {
            Action::Through => {}
            Action::Next => {
                let caller = Machine::reload(cx);
                // SAFETY: the caller stands at the `ForIter` that resumed the frame.
                let for_iter = unsafe { insn_at(caller.pc()) };
                caller.set(destination, value);
                return caller.jump(cx, 2, for_iter.signed_cd()).map(Left::Frame);
            }
            _ => return yield_to(cx, i, action, destination, words, value),
        }
    }
    // A frame that somebody has seen meanwhile goes on with its instructions.
    let m = Machine::reload(cx);
    // SAFETY: what delegates with `Through` stands at its `Send`, an instruction of live code.
    let send = unsafe { insn_at(m.pc()) };
    m.set(send.a(), value);
    Ok(Left::Frame(m.next(1)))
}

/// Finishes the innermost frame's `Send` or `Throw` with the result of what it delegated to.
fn delegation_done(cx: &Cx, value: Value) -> Machine {
    let caller = Machine::reload(cx);
    // SAFETY: the caller stands at the `Send` or `Throw` that resumed the frame.
    let i = unsafe { insn_at(caller.pc()) };
    caller.set(i.a(), value);
    // SAFETY: jumps of verified code land on instructions; these lead forwards or are polled at the next call.
    unsafe { caller.moved(1 + i.signed_cd() as isize) }
}

/// Ends a generator whose frame is about to be popped.
fn close(cx: &Cx, record: &mut Frame, this: Obj<Generator>) {
    if record.has_object {
        frame_::detach(cx, record);
    }
    cx.handled.set(record.extra);
    this.note_resumed();
    cx.store(this.object(), &this.handled, Value::UNBOUND);
    cx.store(this.object(), &this.frame, Value::UNBOUND);
    this.state.release(CLOSED);
}

/// A resumed frame returns `value`.
#[inline(never)]
pub(crate) fn returned(cx: &Cx, value: Value) -> R<Left> {
    let record = frame::innermost(cx);
    close(cx, record, generator_of(record));
    let (action, words) = (record.action, record.words);
    frame::pop(cx);
    if action == Action::Through {
        fill(frame::innermost(cx));
    }
    if monitoring::wanted_anywhere(event::STOP_ITERATION)
        && matches!(action, Action::Next | Action::Delegate | Action::Through)
    {
        let stop = cx.stop_iteration(value);
        fire::fire_here(cx, event::STOP_ITERATION, &[stop.0])?;
    }
    match action {
        Action::Exit | Action::Feed => {
            cx.left.set(Departure::Returned);
            Ok(Left::Native(value))
        }
        Action::Next => Ok(Left::Frame(Machine::reload(cx).next(words.into()))),
        Action::Delegate | Action::Through => Ok(Left::Frame(delegation_done(cx, value))),
        Action::AsyncStep => {
            async_generator::step::ended(cx);
            Err(cx.error_values(exceptions::STOP_ASYNC_ITERATION, &[]))
        }
        _ => Err(cx.stop_iteration(value)),
    }
}

/// A resumed frame is left by an exception: what goes on upwards.
pub(crate) fn failed(cx: &Cx, record: &mut Frame, raised: Raised) -> Raised {
    let this = generator_of(record);
    let is_async = crate::object::shape_id(this.object()) == crate::types::number::ASYNC_GENERATOR;
    let what = generator::kind_text(this);
    let at = record.executable().and_then(|executable| executable.original(record.pc).op());
    close(cx, record, this);
    if at == Some(Op::MakeGenerator) {
        // Thrown into a body that has not begun, which so has raised nothing.
        return raised;
    }
    let message = if cx.matches(raised, exceptions::STOP_ITERATION) {
        format!("{what} raised StopIteration")
    } else if is_async && cx.matches(raised, exceptions::STOP_ASYNC_ITERATION) {
        format!("{what} raised StopAsyncIteration")
    } else {
        return raised;
    };
    let converted = cx.error(exceptions::RUNTIME_ERROR, message);
    if let Some(exception) = converted.0.cast::<Exception>() {
        exceptions::set_cause(cx, converted.0, raised.0);
        cx.store(exception.object(), &exception.context, raised.0);
    }
    converted
}

/// The register a suspended frame's `yield from` or `await` delegates to; `None` where it does not delegate. The caller has claimed it.
pub(crate) fn delegate_of(this: Obj<Generator>, former: u8) -> Option<Value> {
    if former != SUSPENDED {
        return None;
    }
    let executable = this.executable();
    let offset = this.offset();
    // SAFETY: the offset is that of the instruction the frame was suspended at.
    let i = unsafe { insn_at(executable.entry().add(offset as usize)) };
    if i.d() & 2 == 0 {
        return None;
    }
    let (wanted, named) = (i.c() as usize, executable.named as usize);
    let word = |index: usize| this.words().get(index).map(Slot::get);
    if wanted < named {
        return word(wanted);
    }
    let (mut next, mut found) = (named, None);
    for_each_kept(&executable, offset, |register| {
        if register == wanted {
            found = word(next);
        }
        next += 1;
    });
    found
}
