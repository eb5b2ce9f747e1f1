//! What an instrumented instruction does before the original one.

use typhon_bytecode::{Insn, Op};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::executable::Executable;
use crate::interp::frame;
use crate::interp::machine::{Machine, insn_at};
use crate::monitoring::code::{is_branch, is_call, is_prologue, jump_target};
use crate::monitoring::fire::{Place, fire, fire_here};
use crate::monitoring::{self, event, legacy};
use crate::object::Obj;
use crate::runtime;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::list::{self, List};
use crate::types::method::BoundMethod;
use crate::types::number;
use crate::types::traceback::Traceback;
use crate::types::tuple::Tuple;
use crate::value::Value;

/// `Frame::came_from`: the frame has just been made.
pub(crate) const FRESH: u16 = u16::MAX;
/// `Frame::came_from`: the generator has just been resumed.
pub(crate) const RESUMED: u16 = u16::MAX - 1;
/// `Frame::came_from`: `f_lineno` was set.
pub(crate) const JUMPED: u16 = u16::MAX - 2;

/// Where to go on, and with which instruction.
pub(crate) struct Next {
    pub(crate) machine: Machine,
    pub(crate) insn: Insn,
}

/// The low bits of an offset, as a frame keeps them.
fn kept(offset: u32) -> u16 {
    (offset % u32::from(JUMPED)) as u16
}

/// The offset nearest to `here` whose low bits a frame has kept, in a code of so many words.
fn restored(came_from: u16, here: u32, words: usize) -> u32 {
    let period = u32::from(JUMPED);
    let base = here / period * period + u32::from(came_from);
    let candidates = [Some(base), base.checked_sub(period), base.checked_add(period)];
    let inside = candidates.into_iter().flatten().filter(|&candidate| (candidate as usize) < words);
    inside.min_by_key(|candidate| candidate.abs_diff(here)).unwrap_or(here)
}

/// Where a frame came from; for one that ran already when it began to be watched, what lies before it in the code.
fn begun(place: Place, came_from: u16) -> u16 {
    if came_from != FRESH && came_from != RESUMED {
        return came_from;
    }
    let words = &place.executable.data().words;
    let (mut offset, mut before, mut in_prologue) = (0, None, true);
    while offset < place.offset as usize {
        let Some(op) = Insn(words[offset]).op() else { break };
        in_prologue &= is_prologue(op);
        before = Some((offset as u32, op));
        offset += Op::words(op);
    }
    match before {
        Some((_, Op::Yield)) if came_from == RESUMED => came_from,
        Some((offset, _)) if !in_prologue => kept(offset),
        _ => came_from,
    }
}

/// The instruction of the line that a frame is at where its own comes from none.
pub(crate) fn line_before(record: &frame::Frame) -> Option<u32> {
    let executable = record.executable()?;
    let here = executable.offset_of(record.pc);
    if record.came_from < JUMPED {
        let before = restored(record.came_from, here, executable.data().words.len());
        if executable.data().position(before).line != 0 {
            return Some(before);
        }
    }
    let positions = &executable.data().positions;
    positions
        .iter()
        .rev()
        .find(|(offset, position)| *offset <= here && position.line != 0)
        .map(|found| found.0)
}

/// Tells of everything that happens at the innermost frame's instruction, and answers what to execute.
#[cold]
#[inline(never)]
pub(crate) fn instrumented(cx: &Cx, m: Machine) -> R<Next> {
    m.save(cx);
    let record = frame::innermost(cx);
    let Some(place) = Place::of(record) else { return Err(cx.system_error("instrumented base frame")) };
    let insn = Insn(place.executable.data().words[place.offset as usize]);
    let Some(op) = insn.op() else { return Err(cx.system_error("instruction without an opcode")) };
    let came_from = begun(place, record.came_from);
    if !is_prologue(op) {
        // What comes from no line leaves the frame at the line before it.
        if place.line() != 0 {
            record.came_from = kept(place.offset);
        } else if came_from < JUMPED {
            record.came_from = came_from;
        }
        if cx.unwatched.get() == 0
            && let Some(next) = events(cx, m, place, (insn, op), came_from)?
        {
            return Ok(next);
        }
    }
    Ok(Next { machine: m, insn })
}

/// Tells of the events; the answer is where to go on where that is not here.
fn events(cx: &Cx, m: Machine, place: Place, (insn, op): (Insn, Op), came_from: u16) -> R<Option<Next>> {
    let wanted = monitoring::code_events(place.executable.code());
    let before = match came_from {
        FRESH | JUMPED => None,
        RESUMED => place.offset.checked_sub(2),
        kept => Some(restored(kept, place.offset, place.executable.data().words.len())),
    };
    let words = &place.executable.data().words;
    let came_by = before.and_then(|offset| Insn(*words.get(offset as usize)?).op());
    if came_from == FRESH || came_from == RESUMED {
        let is_new = came_from == FRESH || came_by != Some(Op::Yield);
        fire(cx, if is_new { event::PY_START } else { event::PY_RESUME }, place, &[])?;
    } else if let (Some(from), Some(by)) = (before, came_by)
        && wanted & (event::JUMP | event::BRANCH_LEFT | event::BRANCH_RIGHT | event::LINE) != 0
    {
        arrived(cx, place, from, by)?;
        if let Some(next) = moved(cx, m) {
            return Ok(Some(next));
        }
    }
    if wanted & event::LINE != 0 {
        let line = place.line();
        let is_same = match (came_from, before) {
            // A generator begins behind its prologue, whose line is another.
            (RESUMED, _) if came_by != Some(Op::Yield) => false,
            (_, Some(from)) if has_left(place, from, came_by) && line_left(place, from) == line => true,
            (_, Some(from)) => place.executable.data().position(from).line == line,
            _ => false,
        };
        if let (Op::ForIter, Some(from)) = (op, before)
            && jump_target(insn, place.offset).is_some_and(|body| (body..=place.offset).contains(&from))
        {
            // The round has ended here; what jumps back in the text of the code begins the next one.
            legacy::jumped_back(cx, Place { offset: from, ..place }, place)?;
        }
        if line != 0 && !is_same {
            let has_begun = came_from == FRESH || came_from == RESUMED && came_by != Some(Op::Yield);
            if has_begun && is_line_of_begin(place, line) {
                // `PY_START` tells of it; only a trace function is told of the line as well.
                legacy::line(cx, place)?;
            } else {
                fire(cx, event::LINE, place, &[])?;
            }
            if let Some(next) = moved(cx, m) {
                return Ok(Some(next));
            }
        }
    }
    if wanted & event::INSTRUCTION != 0 {
        fire(cx, event::INSTRUCTION, place, &[])?;
        if let Some(next) = moved(cx, m) {
            return Ok(Some(next));
        }
    }
    match op {
        Op::Return => fire(cx, event::PY_RETURN, place, &[m.get(insn.a())])?,
        Op::Yield => {
            fire(cx, event::PY_YIELD, place, &[m.get(insn.b())])?;
            return Ok(moved(cx, m));
        }
        _ if is_call(op) && wanted & event::CALL != 0 => return call(cx, m, place, (insn, op)),
        _ => {}
    }
    Ok(None)
}

/// Whether a line is that of the code's beginning: of the `def`, `class` or `lambda`, as modules have none.
fn is_line_of_begin(place: Place, line: u32) -> bool {
    let data = place.executable.data();
    line == data.first_line && data.name.as_str() != Some("<module>")
}

/// Whether a loop that ended has led here.
fn has_left(place: Place, from: u32, by: Option<Op>) -> bool {
    by == Some(Op::ForIter) && place.offset == from + Op::words(Op::ForIter) as u32
}

/// The line that a loop is left from, when its iterator has ended: what lies before it in the code, but for loops inside, begins the next round
/// there.
fn line_left(place: Place, from: u32) -> u32 {
    let data = place.executable.data();
    let (mut offset, mut line) = (0, 0);
    while offset < from
        && let Some(op) = data.words.get(offset as usize).and_then(|&word| Insn(word).op())
    {
        let here = data.position(offset).line;
        if op != Op::ForIter && here != 0 {
            line = here;
        }
        offset += Op::words(op) as u32;
    }
    line
}

/// Where `f_lineno` was set to, if a callback has set it.
fn moved(cx: &Cx, m: Machine) -> Option<Next> {
    let record = frame::innermost(cx);
    if std::ptr::eq(record.pc, m.pc()) {
        return None;
    }
    // The instruction there is instrumented too, so that its line is told.
    // SAFETY: a jump leads to an instruction of the same executable.
    let insn = unsafe { insn_at(record.pc) };
    Some(Next { machine: Machine::reload(cx), insn })
}

/// Tells of the jump or branch that has led here.
fn arrived(cx: &Cx, place: Place, from: u32, by: Op) -> R<()> {
    let insn = Insn(place.executable.data().words[from as usize]);
    let Some(target) = jump_target(insn, from) else { return Ok(()) };
    let taken = target == place.offset;
    if !taken && place.offset != from + Op::words(by) as u32 {
        // An exception has led here.
        return Ok(());
    }
    if by == Op::Jump && Insn(place.executable.data().words[target as usize]).op() == Some(Op::Send) {
        // A delegation goes on, which nobody sees as a loop.
        return Ok(());
    }
    let there = Place { offset: from, ..place };
    let to = [Place::bytes(place.offset)];
    if is_branch(by) {
        let is_left = taken == (by == Op::ForIter);
        fire(cx, if is_left { event::BRANCH_LEFT } else { event::BRANCH_RIGHT }, there, &to)?;
    } else {
        fire(cx, event::JUMP, there, &to)?;
    }
    if taken && target <= from && by != Op::ForIter {
        legacy::jumped_back(cx, there, place)?;
    }
    Ok(())
}

/// What a call instruction is about to call.
struct Callee<'a> {
    function: Value,
    args: CallArgs<'a>,
}

fn callee(m: Machine, insn: Insn, op: Op) -> Option<Callee<'static>> {
    let (first, count) = (insn.b(), insn.c() as usize);
    let keywords = match op {
        Op::CallKw => m.get(first + 1 + insn.c()).cast::<Tuple>(),
        Op::CallMethodKw => m.get(first + 2 + insn.c()).cast::<Tuple>(),
        _ => None,
    };
    let (start, count) = match op {
        Op::Call | Op::CallKw => (first + 1, count),
        Op::CallMethod | Op::CallMethodKw => {
            let absent = u16::from(m.get(first + 1).is_unbound());
            (first + 1 + absent, count + 1 - absent as usize)
        }
        _ => return None,
    };
    Some(Callee { function: m.get(first), args: CallArgs::with_keywords(m.run(start, count), keywords) })
}

/// The arguments of a call with `*` and `**`, keyword values last, and the keywords' names; nothing where `*` stands before something that
/// must be iterated over first.
fn starred(cx: &Cx, m: Machine, insn: Insn) -> R<Option<(Obj<Tuple>, Obj<Tuple>)>> {
    let sequence = m.get(insn.b() + 1);
    let is_plain = sequence.cast_exact::<List>(number::LIST).is_some()
        || sequence.cast_exact::<Tuple>(number::TUPLE).is_some();
    if !is_plain {
        return Ok(None);
    }
    let (values, names) = (list::new(cx)?, list::new(cx)?);
    list::extend(cx, values, sequence)?;
    let keywords = if insn.d() == 1 { m.get(insn.b() + 2).cast::<Dict>() } else { None };
    let mut position = 0;
    while let Some((next, key, value)) = keywords.and_then(|keywords| keywords.next_from(position)) {
        position = next;
        list::append(cx, names, key)?;
        list::append(cx, values, value)?;
    }
    Ok(Some((list::to_tuple(cx, values)?, list::to_tuple(cx, names)?)))
}

fn is_python(function: Value) -> bool {
    let function = match function.cast_exact::<BoundMethod>(number::BOUND_METHOD) {
        Some(method) => method.function(),
        None => function,
    };
    function.cast::<Function>().is_some()
}

/// Tells of a call. A native callee is called here, so that its end can be told of.
fn call(cx: &Cx, m: Machine, place: Place, (insn, op): (Insn, Op)) -> R<Option<Next>> {
    let missing = runtime::monitoring_missing();
    let starred = if op == Op::CallEx { starred(cx, m, insn)? } else { None };
    let callee = match &starred {
        Some((values, names)) => {
            let args = CallArgs::with_keywords(values.values(), Some(*names));
            Some(Callee { function: m.get(insn.b()), args })
        }
        None => callee(m, insn, op),
    };
    let Some(callee) = callee else {
        fire(cx, event::CALL, place, &[m.get(insn.b()), missing])?;
        return Ok(None);
    };
    let function = callee.function;
    let first = callee.args.values().first().copied().unwrap_or(missing);
    fire(cx, event::CALL, place, &[function, first])?;
    if is_python(function) {
        return Ok(None);
    }
    match call::call(cx, function, &callee.args) {
        Ok(value) => {
            m.set(insn.a(), value);
            fire_here(cx, event::C_RETURN, &[function, first])?;
        }
        Err(raised) => {
            fire_here(cx, event::C_RAISE, &[function, first])?;
            return Err(raised);
        }
    }
    let m = m.next(Op::words(op));
    // SAFETY: verified code does not run off its end.
    let insn = unsafe { insn_at(m.pc()) };
    Ok(Some(Next { machine: m, insn }))
}

/// Tells of an exception in the innermost frame; what goes on is what a callback has raised instead, if it has.
pub(crate) fn raised(cx: &Cx, event: u32, raised: Raised) -> Raised {
    if !monitoring::wanted_anywhere(event) || cx.unwatched.get() != 0 {
        return raised;
    }
    match fire_here(cx, event, &[raised.0]) {
        Ok(()) => raised,
        Err(other) => other,
    }
}

/// Tells that what the innermost frame awaits, which is no generator, has answered by a `StopIteration` of a value.
#[inline]
pub(crate) fn stopped(cx: &Cx, value: Value) -> R<()> {
    if !monitoring::wanted_anywhere(event::RAISE) || cx.unwatched.get() != 0 {
        return Ok(());
    }
    let stop = cx.stop_iteration(value);
    fire_here(cx, event::RAISE, &[stop.0])
}

/// Puts a frame that an exception leaves by a `Reraise` which says so, or has no place, to where the exception was raised in it: there its frame object
/// shows it from now on.
pub(crate) fn show_where_raised(record: &mut frame::Frame, executable: Obj<Executable>, raised: Raised) {
    let insn = executable.original(record.pc);
    if insn.op() != Some(Op::Reraise) {
        return;
    }
    let has_place = executable.data().position(executable.offset_of(record.pc)).line != 0;
    if has_place && insn.d() == 0 {
        return;
    }
    if !has_place && record.came_from < JUMPED {
        // A tool watches, and has been told of what led here.
        return;
    }
    let entry = exceptions::traceback_of(raised.0).cast::<Traceback>();
    let own = entry.filter(|entry| record.has_object && entry.frame().map(Obj::value) == Some(record.object));
    // Entries that Python code has made may have any offset.
    let offset =
        own.map(|entry| entry.offset() as usize).filter(|&offset| offset < executable.data().words.len());
    if let Some(offset) = offset {
        // SAFETY: the offset is inside the code.
        record.pc = unsafe { executable.entry().add(offset) };
    }
}

/// Notes that a watched frame is about to leave an instruction for a handler.
pub(crate) fn leave(record: &mut frame::Frame, executable: &Executable, offset: u32) {
    if monitoring::wanted_anywhere(u32::MAX) && executable.data().position(offset).line != 0 {
        record.came_from = kept(offset);
    }
}

/// Tells that a handler at an offset of the innermost frame takes an exception.
pub(crate) fn handled(cx: &Cx, offset: u32, raised: Raised) -> R<()> {
    if !monitoring::wanted_anywhere(event::EXCEPTION_HANDLED) {
        return Ok(());
    }
    match Place::of(frame::innermost(cx)) {
        Some(place) => fire(cx, event::EXCEPTION_HANDLED, Place { offset, ..place }, &[raised.0]),
        None => Ok(()),
    }
}
