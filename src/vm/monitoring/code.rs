//! What is watched in one code object, and patching its executables.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use typhon_bytecode::{Code, Insn, Op};

use crate::interp::executable::Executable;
use crate::monitoring::{self, LOCAL_EVENTS, RESTARTS, TOOLS, USER_TOOLS, event};
use crate::object::Obj;

/// The tools' interest in one code object. Outside the heap; freed with the code object.
pub(crate) struct Watch {
    pub(crate) local: [AtomicU32; TOOLS],
    disabled: OnceLock<Box<[AtomicU64]>>,
    /// `RESTARTS` when `disabled` was last emptied.
    restarts: AtomicU32,
}

impl Watch {
    pub(crate) fn new() -> Watch {
        Watch {
            local: [const { AtomicU32::new(0) }; TOOLS],
            disabled: OnceLock::new(),
            restarts: AtomicU32::new(RESTARTS.load(Ordering::Acquire)),
        }
    }

    /// The word of a place, with everything enabled again that `restart_events` enables.
    fn place(&self, code: &Code, offset: u32) -> Option<&AtomicU64> {
        let words = self.disabled.get_or_init(|| code.words.iter().map(|_| AtomicU64::new(0)).collect());
        let restarts = RESTARTS.load(Ordering::Acquire);
        if self.restarts.load(Ordering::Relaxed) != restarts
            && self.restarts.swap(restarts, Ordering::AcqRel) != restarts
        {
            for word in words {
                word.store(0, Ordering::Relaxed);
            }
        }
        words.get(offset as usize)
    }

    /// Whether a tool has disabled an event at a place.
    pub(crate) fn is_disabled(&self, code: &Code, offset: u32, tool: usize, event: usize) -> bool {
        self.disabled.get().is_some()
            && self
                .place(code, offset)
                .is_some_and(|word| word.load(Ordering::Relaxed) & bit(tool, event) != 0)
    }

    /// Disables an event at a place for a tool.
    pub(crate) fn disable(&self, code: &Code, offset: u32, tool: usize, event: usize) {
        if let Some(word) = self.place(code, offset) {
            word.fetch_or(bit(tool, event), Ordering::Relaxed);
        }
    }
}

/// The bit of a tool and a local event. `PY_START` and `PY_RESUME` never happen at the same place and share one.
fn bit(tool: usize, event: usize) -> u64 {
    const _: () = assert!((LOCAL_EVENTS - 1) * USER_TOOLS <= 64);
    1 << ((event.max(1) - 1) * USER_TOOLS + tool)
}

/// Instructions that are patched.
mod site {
    /// Every one.
    pub(super) const ALL: u32 = 1;
    /// Where the body begins.
    pub(super) const START: u32 = 2;
    /// Behind each `Yield`.
    pub(super) const RESUME: u32 = 4;
    pub(super) const RETURN: u32 = 8;
    pub(super) const YIELD: u32 = 16;
    pub(super) const CALL: u32 = 32;
}

fn sites(events: u32) -> u32 {
    const EVERYWHERE: u32 =
        event::LINE | event::INSTRUCTION | event::JUMP | event::BRANCH_LEFT | event::BRANCH_RIGHT;
    let pairs = [
        (EVERYWHERE, site::ALL),
        (event::PY_START, site::START),
        (event::PY_RESUME, site::RESUME),
        (event::PY_RETURN, site::RETURN),
        (event::PY_YIELD, site::YIELD),
        (event::CALL | event::C_RETURN | event::C_RAISE, site::CALL),
    ];
    let wanted = pairs.iter().filter(|(wanted, _)| events & wanted != 0);
    wanted.fold(0, |sites, (_, site)| sites | site)
}

/// Whether an instruction only prepares the frame: it lies in front of the body, and nothing happens at it.
pub(crate) fn is_prologue(op: Op) -> bool {
    matches!(op, Op::Begin | Op::MakeCell | Op::CopyFree | Op::MakeGenerator)
}

pub(crate) fn is_call(op: Op) -> bool {
    matches!(op, Op::Call | Op::CallMethod | Op::CallKw | Op::CallMethodKw | Op::CallEx)
}

/// Makes an executable's words fit what the tools want to know of it. The caller holds the lock of changes.
pub(crate) fn patch(executable: Obj<Executable>) {
    let events = monitoring::code_events(executable.code());
    let wanted = sites(events);
    if executable.sites.swap(wanted, Ordering::AcqRel) == wanted {
        return;
    }
    let words = &executable.data().words;
    let (mut offset, mut in_prologue, mut is_start, mut after_yield) = (0, true, false, false);
    while let Some(&word) = words.get(offset) {
        let Some(op) = Insn(word).op() else { break };
        if in_prologue && !is_prologue(op) {
            (in_prologue, is_start) = (false, true);
        }
        let is_wanted = !in_prologue
            && (wanted & site::ALL != 0
                || wanted & site::START != 0 && is_start
                || wanted & site::RESUME != 0 && after_yield
                || wanted & site::RETURN != 0 && op == Op::Return
                || wanted & site::YIELD != 0 && op == Op::Yield
                || wanted & site::CALL != 0 && is_call(op));
        let patched = if is_wanted { word & !0xff | Op::Instrumented as u64 } else { word };
        executable.cache(offset).store(patched, Ordering::Relaxed);
        (is_start, after_yield) = (false, op == Op::Yield);
        offset += Op::words(op);
    }
}

/// Where an instruction that jumps leads to when it does.
pub(crate) fn jump_target(insn: Insn, offset: u32) -> Option<u32> {
    let op = insn.op()?;
    let displacement = match op {
        Op::Jump | Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone => insn.signed_bc(),
        Op::ForIter => insn.signed_cd(),
        _ if is_two_way(op) => insn.branch_displacement(),
        _ => return None,
    };
    u32::try_from(i64::from(offset) + Op::words(op) as i64 + i64::from(displacement)).ok()
}

/// A conditional jump on two operands.
fn is_two_way(op: Op) -> bool {
    (Op::JumpIfLt as u8..=Op::JumpIfIs as u8).contains(&(op as u8))
}

/// Whether an instruction goes one of two ways.
pub(crate) fn is_branch(op: Op) -> bool {
    is_two_way(op)
        || matches!(op, Op::ForIter | Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone)
}
