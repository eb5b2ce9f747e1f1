//! Resuming and suspending generators: their words move between the heap object and a window above the caller's.
//!
//! A resumed generator is a frame like any other, whose record's `function` is the generator and whose `extra` is the exception that
//! the caller handles: a body outside its own handlers sees that one, and the caller finds it again when the body suspends or ends.
//! What a frame suspended at an instruction keeps are its named registers and the temporaries that liveness says are live across it;
//! a `Yield` remembers the latter in its cache word, so that suspending looks nothing up.
//!
//! A chain of `yield from` or `await` is walked here, without an instruction in between: [`descend`] resumes generator after generator that
//! stands at its delegating `yield`, and what the last one yields passes up through frames that have nothing to save ([`Action::Through`]).
//!
//! The claim that makes this the only thread to touch the words is argued in [`crate::types::generator`].

use std::sync::atomic::Ordering;

use typhon_bytecode::{Insn, Op};
use typhon_gc::Slot;

use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Exception};
use crate::interp::executable::Executable;
use crate::interp::frame::{self, Action, Frame};
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

/// Bit that a filled cache word of `Yield` has; it also keeps the word from looking like an address.
const FILLED: u64 = 1 << 63;

/// The temporaries that a frame suspended at `offset` keeps, as bits from the first temporary on; `None` where they are too many.
#[inline(always)]
fn kept_temporaries(executable: &Executable, offset: u32) -> Option<u64> {
    let word = executable.cache(offset as usize + 1).load(Ordering::Relaxed);
    if word & FILLED != 0 { Some(word & !FILLED) } else { kept_temporaries_slow(executable, offset) }
}

#[cold]
#[inline(never)]
fn kept_temporaries_slow(executable: &Executable, offset: u32) -> Option<u64> {
    let mut bits = 0;
    for register in executable.code().liveness().live_across(offset) {
        let index = u32::from(register) - executable.named;
        if index >= 63 {
            return None;
        }
        bits |= 1 << index;
    }
    executable.cache(offset as usize + 1).store(bits | FILLED, Ordering::Relaxed);
    Some(bits)
}

/// Calls `each` with the place of every word that a frame suspended at a `Yield` keeps beside its named registers: its register.
#[inline(always)]
fn for_each_kept(executable: &Executable, offset: u32, mut each: impl FnMut(usize)) {
    match kept_temporaries(executable, offset) {
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
    let mut count = executable.named as usize;
    for (index, word) in words[..count].iter().enumerate() {
        // SAFETY: named registers are initialised words of the record's window.
        word.init(unsafe { (*record.base.add(index)).bits() });
    }
    if i.op_unchecked() == Op::Yield {
        for_each_kept(executable, offset, |register| {
            // SAFETY: a live temporary is an initialised word of the window.
            words[count].init(unsafe { (*record.base.add(register)).bits() });
            count += 1;
        });
        let own = if i.d() & 1 != 0 { cx.handled.get() } else { Value::UNBOUND };
        this.handled.init(own.bits());
        if !own.is_unbound() {
            cx.mutator().barrier(this.object(), &this.handled);
        }
        cx.handled.set(record.extra);
    }
    this.note_suspended(offset, count);
    if state == SUSPENDED
        && executable.data().handler(offset).is_some()
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

/// Claims a generator for the calling thread.
#[inline(always)]
pub(crate) fn claim(this: Obj<Generator>) -> Claim {
    this.state.claim(Runtime::is_shared())
}

/// Pushes the frame of a generator that this thread has claimed; `former` is the state it had. Its `yield` has the value `sent`.
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
        let words = this.words();
        for (index, word) in words[..named].iter().enumerate() {
            base.add(index).write(Value::from_bits(word.load_relaxed()));
        }
        let at = executable.entry().add(offset as usize);
        // Its operands are those of the original also where it is instrumented.
        let i = insn_at(at);
        let mut pc = at;
        if former == SUSPENDED {
            let mut next = named;
            for_each_kept(&executable, offset, |register| {
                base.add(register).write(Value::from_bits(words[next].load_relaxed()));
                next += 1;
            });
            base.add(i.a() as usize).write(sent);
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
            is_generator: true,
            came_from: RESUMED,
        });
        cx.frame.set(record);
        cx.top.set(end);
        if !object.is_unbound() {
            frame_::resume(cx, &mut *record);
        }
    }
    let own = this.handled.get();
    if !own.is_unbound() {
        cx.handled.set(own);
    }
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
    push(cx, this, former, Value::NONE, action, destination)?;
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
            push(cx, this, former, Value::NONE, Action::Feed, 0).map(|()| None)
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
    run_claimed(cx, this, former, |cx| push(cx, this, former, sent, Action::Exit, 0).map(|()| None))
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
    if !record.is_generator {
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
        Action::Through => ascend(cx, destination, value),
        _ => {
            let caller = Machine::reload(cx);
            caller.set(destination, value);
            Ok(Left::Frame(caller.next(words.into())))
        }
    }
}

/// Goes on down the chain: while the generator whose frame was just pushed stands at the `yield` of its own delegation, sends `sent` to what it
/// delegates to. Left to the instructions where anything but a generator that takes it follows, or a poll is due.
#[inline(never)]
pub(crate) fn descend(cx: &Cx, entered: Machine, sent: Value) -> R<Machine> {
    let mut m = entered;
    while !cx.poll_pending() {
        // SAFETY: the instruction behind the `Yield` and its cache word, where a resumed frame goes on.
        let jump = unsafe { insn_at(m.pc()) };
        if jump.op_unchecked() != Op::Jump {
            break;
        }
        // SAFETY: jumps of verified code land on instructions.
        let at_send = unsafe { m.moved(1 + jump.signed_bc() as isize) };
        // SAFETY: as above.
        let send = unsafe { insn_at(at_send.pc()) };
        if send.op_unchecked() != Op::Send || m.get(send.a()) != sent {
            break;
        }
        let Some(this) = iter::resumable(m.get(send.b())) else { break };
        let Claim::Claimed(former) = claim(this) else { break };
        if former != SUSPENDED {
            this.state.release(former);
            break;
        }
        m = at_send;
        m.save(cx);
        push(cx, this, former, sent, Action::Through, send.a())?;
        frame::innermost(cx).words = 1;
        m = Machine::reload(cx);
    }
    Ok(m)
}

/// Passes what a delegate has yielded up, through frames that have done nothing but delegate since they were resumed.
fn ascend(cx: &Cx, destination: u16, value: Value) -> R<Left> {
    let mut destination = destination;
    loop {
        let record = frame::innermost(cx);
        let m = Machine::reload(cx);
        m.set(destination, value);
        let m = m.next(1);
        // SAFETY: behind the `Send` stands an instruction of the same code.
        let i = unsafe { insn_at(m.pc()) };
        if i.op_unchecked() != Op::Yield || record.has_object || !pass_on(cx, record, i, m.pc()) {
            return Ok(Left::Frame(m));
        }
        let (action, words) = (record.action, record.words);
        destination = record.destination;
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
}

/// Suspends a frame at the delegating `Yield` at which it was resumed, with what its generator still has; false where the place is another.
#[inline(always)]
fn pass_on(cx: &Cx, record: &Frame, i: Insn, pc: *const u64) -> bool {
    let this = generator_of(record);
    // SAFETY: the record is a running frame's, so its executable is live.
    let executable = unsafe { &*record.executable };
    let offset = executable.offset_of(pc);
    let Some(kept) = kept_temporaries(executable, offset).filter(|_| this.offset() == offset) else {
        return false;
    };
    let count = executable.named as usize + kept.count_ones() as usize;
    if i.d() & 1 != 0 && this.handled.get() != cx.handled.get() {
        return false;
    }
    cx.handled.set(record.extra);
    this.note_suspended(offset, count);
    let words = this.words();
    cx.mutator().log_range(this.object(), &words[..count.max(1)]);
    this.state.release(SUSPENDED);
    true
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
