//! Setting `f_lineno` in a trace function: the frame goes on elsewhere.
//!
//! A place can be jumped to if every temporary that is live there is live where the frame stands, and of the same kind: so nobody gets
//! into a loop, a `with` block or a handler without what these keep. The words and the order of the tests are CPython's.

use std::collections::HashMap;

use typhon_bytecode::dis::jump_target;
use typhon_bytecode::liveness::{live_before, touches};
use typhon_bytecode::ops::Role;
use typhon_bytecode::{Code, Insn, Op};

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::executable::Executable;
use crate::interp::frame::Frame;
use crate::monitoring::code::is_prologue;
use crate::monitoring::{event, hook};
use crate::object::Obj;
use crate::types::frame_::PyFrame;
use crate::types::int;
use crate::value::Value;

/// What a temporary holds between statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// The state of a loop.
    Iterator,
    /// An exception, or the one that was handled before.
    Exception,
    /// What is about to be called.
    Callee,
    /// Anything else.
    Object,
}

fn may_jump(cx: &Cx, event: u32) -> R<()> {
    let text = match event {
        event::LINE | event::PY_YIELD | event::JUMP | event::BRANCH_LEFT | event::BRANCH_RIGHT => {
            return Ok(());
        }
        event::PY_START | event::PY_RESUME | event::PY_THROW => {
            "can't jump from the 'call' trace event of a new frame"
        }
        event::CALL | event::C_RETURN | event::C_RAISE => "can't jump during a call",
        0 => "f_lineno can only be set in a trace function",
        _ => "can only jump from a 'line' trace event",
    };
    Err(cx.value_error(text))
}

/// `frame.f_lineno = line`. `record` is the frame's, where it is active on the calling thread.
pub(crate) fn set_line(cx: &Cx, frame: Obj<PyFrame>, record: Option<*mut Frame>, line: Value) -> R<()> {
    let Some(wanted) = line.as_small_int().filter(|_| int::is_int(line)) else {
        return Err(cx.value_error("lineno must be an integer"));
    };
    may_jump(cx, cx.event.get())?;
    let (Some(record), Some(executable)) = (record, frame.executable()) else {
        return Err(cx.value_error("can only jump from a 'line' trace event"));
    };
    if cx.event_record.get() != record {
        return Err(cx.value_error("can only jump from a 'line' trace event"));
    }
    // SAFETY: the record is active and the calling thread's own.
    let record = unsafe { &mut *record };
    let from = executable.offset_of(record.pc);
    let target = target(cx, executable, from, wanted)?;
    fill_unbound(cx, record, executable)?;
    leave_handlers(cx, record, executable, from, target);
    // SAFETY: the target is an instruction of the executable.
    record.pc = unsafe { executable.entry().add(target as usize) };
    record.came_from = hook::JUMPED;
    Ok(())
}

/// `(first instruction, line)` of each run of instructions of one line.
fn line_starts(code: &Code) -> impl Iterator<Item = (u32, i64)> + '_ {
    let mut before = 0;
    code.positions.iter().filter_map(move |&(offset, position)| {
        let starts = position.line != before;
        before = position.line;
        let op = code.words.get(offset as usize).and_then(|&word| Insn(word).op())?;
        (starts && position.line != 0 && !is_prologue(op)).then_some((offset, i64::from(position.line)))
    })
}

fn target(cx: &Cx, executable: Obj<Executable>, from: u32, wanted: i64) -> R<u32> {
    let code = executable.data();
    if wanted < i64::from(code.first_line) {
        return Err(cx.value_error(&format!("line {wanted} comes before the current code block")));
    }
    let Some(line) = line_starts(code).map(|(_, line)| line).filter(|&line| line >= wanted).min() else {
        return Err(cx.value_error(&format!("line {wanted} comes after the current code block")));
    };
    let here = temporaries(executable, from);
    let mut best: Option<(u32, usize)> = None;
    let mut refused = None;
    for (offset, _) in line_starts(code).filter(|&(_, start)| start == line) {
        let there = temporaries(executable, offset);
        match there.iter().find(|known| !here.contains(known)) {
            Some(&(_, kind)) => refused = Some(kind),
            None if best.is_none_or(|(_, depth)| there.len() > depth) => best = Some((offset, there.len())),
            None => {}
        }
    }
    match best {
        Some((offset, _)) => Ok(offset),
        None => Err(incompatible(cx, refused)),
    }
}

fn incompatible(cx: &Cx, kind: Option<Kind>) -> Raised {
    cx.value_error(match kind {
        Some(Kind::Iterator) => "can't jump into the body of a for loop",
        Some(Kind::Exception) => "can't jump into an 'except' block as there's no exception",
        _ => "incompatible stacks",
    })
}

/// The temporaries that are live right before an instruction, with their kinds.
fn temporaries(executable: Obj<Executable>, offset: u32) -> Vec<(u16, Kind)> {
    let code = executable.data();
    let kinds = kinds(code, offset);
    let kind = |register: u16| match kinds.get(&register) {
        Some(&kind) if kind != Kind::Object => kind,
        _ if is_called(code, register, offset) => Kind::Callee,
        _ => Kind::Object,
    };
    live_before(code, offset).into_iter().map(|register| (register, kind(register))).collect()
}

/// What the temporaries hold that have been written when control arrives at an instruction: a walk from the code's beginning, by the first way found,
/// since all of them leave the same in what is live.
fn kinds(code: &Code, wanted: u32) -> HashMap<u16, Kind> {
    let mut seen = vec![false; code.words.len()];
    let mut work = vec![(0, HashMap::new())];
    while let Some((mut offset, mut known)) = work.pop() {
        while let Some(insn) = code.words.get(offset as usize).map(|&word| Insn(word))
            && let Some(op) = insn.op()
        {
            if offset == wanted {
                return known;
            }
            if std::mem::replace(&mut seen[offset as usize], true) {
                break;
            }
            if let Some(handler) = code.handler(offset).filter(|entry| !seen[entry.handler as usize]) {
                let mut caught = known.clone();
                caught.insert(handler.register, Kind::Exception);
                work.push((handler.handler, caught));
            }
            note(&mut known, insn, op);
            if let Some(target) =
                jump_target(insn, op, offset as usize).filter(|&target| !seen[target as usize])
            {
                work.push((target, known.clone()));
            }
            if op.row().flags.ends_block() {
                break;
            }
            offset += Op::words(op) as u32;
        }
    }
    HashMap::new()
}

/// Notes what an instruction writes.
fn note(known: &mut HashMap<u16, Kind>, insn: Insn, op: Op) {
    let first = insn.a();
    match op {
        Op::GetIter => {
            known.extend((first..first.saturating_add(3)).map(|register| (register, Kind::Iterator)))
        }
        Op::GetAiter | Op::GetIterObject => drop(known.insert(first, Kind::Iterator)),
        Op::EnterHandler => drop(known.insert(first, Kind::Exception)),
        Op::LoadSpecial => {
            known.extend([first, first.saturating_add(1)].map(|register| (register, Kind::Object)))
        }
        _ if op.row().a == Role::Write => drop(known.insert(first, Kind::Object)),
        _ => {}
    }
}

/// Whether a temporary waits to be called: what uses it next, in the order of the code, calls it.
fn is_called(code: &Code, register: u16, from: u32) -> bool {
    let mut offset = from;
    while let Some(insn) = code.words.get(offset as usize).map(|&word| Insn(word))
        && let Some(op) = insn.op()
    {
        if touches(insn, op, register) {
            return match op {
                Op::Call | Op::CallKw | Op::CallEx => register == insn.b(),
                Op::CallMethod | Op::CallMethodKw => register.wrapping_sub(insn.b()) < 2,
                _ => false,
            };
        }
        offset += Op::words(op) as u32;
    }
    false
}

/// Leaves the handlers around the old place that are not around the new one.
fn leave_handlers(cx: &Cx, record: &Frame, executable: Obj<Executable>, from: u32, target: u32) {
    let there = temporaries(executable, target);
    let code = executable.data();
    let left = temporaries(executable, from).into_iter().filter(|&(register, kind)| {
        kind == Kind::Exception && !there.contains(&(register, kind)) && is_saved(code, register)
    });
    // The outermost handler's register is the lowest.
    if let Some((register, _)) = left.min_by_key(|&(register, _)| register) {
        // SAFETY: a live temporary is an initialised word of the window.
        let saved = unsafe { *record.base.add(register as usize) };
        cx.handled.set(if saved.is_unbound() { record.extra } else { saved });
    }
}

/// Whether a register keeps the exception that was handled before a handler was entered.
fn is_saved(code: &Code, register: u16) -> bool {
    let mut offset = 0;
    while let Some(insn) = code.words.get(offset).map(|&word| Insn(word)) {
        let Some(op) = insn.op() else { break };
        if op == Op::EnterHandler && insn.a() == register {
            return true;
        }
        offset += Op::words(op);
    }
    false
}

/// Variables that have no value yet get `None`, since the code behind the jump may rely on one.
fn fill_unbound(cx: &Cx, record: &Frame, executable: Obj<Executable>) -> R<()> {
    let plain = |local: &typhon_bytecode::Local| !local.is_cell && !local.is_free;
    let locals = &executable.data().locals;
    let unbound = locals.iter().enumerate().filter(|&(index, local)| {
        // SAFETY: named registers are initialised words of the window.
        plain(local) && unsafe { *record.base.add(index) }.is_unbound()
    });
    let unbound: Vec<usize> = unbound.map(|(index, _)| index).collect();
    if unbound.is_empty() {
        return Ok(());
    }
    let (count, plural) = (unbound.len(), if unbound.len() == 1 { "" } else { "s" });
    let text = format!("assigning None to {count} unbound local{plural}");
    exceptions::warn(cx, exceptions::RUNTIME_WARNING, &text, 1)?;
    for index in unbound {
        // SAFETY: as above.
        unsafe { *record.base.add(index) = Value::NONE };
    }
    Ok(())
}
