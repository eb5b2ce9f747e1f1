//! Checks a code object that comes from outside (a `.pyc` file, `marshal`): afterwards the interpreter may run it without
//! looking at operands again. What the compiler writes passes; that is how its tests use it.
//!
//! Guaranteed on success, for the code object and all code objects in its constants: every word decodes; every operand is in
//! range; cache words are zero; jumps, handlers and exception ranges lie on instruction boundaries; control cannot run off
//! the end; the named registers agree with the counts of parameters; no temporary is read before it is written; recursion
//! of nested code is bounded.

use std::fmt;

use crate::code::{Code, CodeFlags, Constant};
use crate::dis::{jump_target, run_length};
use crate::insn::Insn;
use crate::liveness::reads_unwritten_temporaries;
use crate::ops::{Op, Role};

/// Code objects nest at most so deeply (functions in functions); the compiler's indentation limit is below it.
pub const MAX_NESTING: usize = 256;

/// Why a code object is refused: where, and what is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// Word offset, where the flaw belongs to an instruction.
    pub offset: Option<u32>,
    pub what: &'static str,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.offset {
            Some(offset) => write!(f, "{} at word {offset}", self.what),
            None => f.write_str(self.what),
        }
    }
}

impl std::error::Error for Flaw {}

/// Checks a code object and all code objects among its constants.
///
/// # Errors
/// The first [`Flaw`] found.
pub fn verify(code: &Code) -> Result<(), Flaw> {
    verify_nested(code, 0)
}

fn flaw<T>(what: &'static str) -> Result<T, Flaw> {
    Err(Flaw { offset: None, what })
}

fn verify_nested(code: &Code, depth: usize) -> Result<(), Flaw> {
    if depth > MAX_NESTING {
        return flaw("code objects nest too deeply");
    }
    registers(code)?;
    let boundaries = instructions(code)?;
    exceptions(code, &boundaries)?;
    positions(code)?;
    if reads_unwritten_temporaries(code) {
        return flaw("a temporary is read before it is written");
    }
    for constant in &code.constants {
        if let Constant::Code(inner) = constant {
            verify_nested(inner, depth + 1)?;
        }
    }
    Ok(())
}

fn registers(code: &Code) -> Result<(), Flaw> {
    if (code.registers as usize) < code.locals.len() || code.registers > u32::from(u16::MAX) {
        return flaw("number of registers");
    }
    if code.positional_only > code.arg_count {
        return flaw("more positional-only than positional parameters");
    }
    let variadic =
        u64::from(code.flags.has(CodeFlags::VARARGS)) + u64::from(code.flags.has(CodeFlags::VARKEYWORDS));
    let parameters = u64::from(code.arg_count) + u64::from(code.keyword_only) + variadic;
    for (index, local) in code.locals.iter().enumerate() {
        if local.is_parameter != ((index as u64) < parameters) {
            return flaw("parameters are not the first registers");
        }
        if local.is_free && (!local.is_cell || local.is_parameter) {
            return flaw("a free variable that is no cell");
        }
    }
    if (code.locals.len() as u64) < parameters {
        return flaw("fewer registers than parameters");
    }
    // Free variables come last, and `CopyFree` fills exactly them.
    let free = code.locals.iter().rev().take_while(|local| local.is_free).count();
    if code.free_count() != free {
        return flaw("free variables are not the last named registers");
    }
    Ok(())
}

/// Checks every instruction; returns which word offsets are starts of instructions.
fn instructions(code: &Code) -> Result<Vec<bool>, Flaw> {
    let length = code.words.len();
    if length == 0 || length > i32::MAX as usize {
        return flaw("length of the code");
    }
    let mut boundaries = vec![false; length];
    let mut offset = 0;
    let mut last = None;
    while offset < length {
        let at = |what| Flaw { offset: Some(offset as u32), what };
        let insn = Insn(code.words[offset]);
        let Some(op) = insn.op() else { return Err(at("unknown opcode")) };
        if op == Op::Instrumented {
            return Err(at("opcode of executables only"));
        }
        boundaries[offset] = true;
        let end = offset + op.words();
        if end > length {
            return Err(at("missing cache word"));
        }
        if code.words[offset + 1..end].iter().any(|&word| word != 0) {
            return Err(at("cache word is not zero"));
        }
        operands(code, insn, op).map_err(at)?;
        last = Some(op);
        offset = end;
    }
    if !last.is_some_and(|op: Op| op.row().flags.ends_block()) {
        return flaw("control runs off the end");
    }
    offset = 0;
    while offset < length {
        let insn = Insn(code.words[offset]);
        let Some(op) = insn.op() else { break };
        let row = op.row();
        if row.b == Role::Jump32 || row.c == Role::Jump24 || row.c == Role::Branch {
            let target = jump_target(insn, op, offset).and_then(|target| boundaries.get(target as usize));
            if target != Some(&true) {
                return Err(Flaw { offset: Some(offset as u32), what: "jump to no instruction" });
            }
        }
        offset += op.words();
    }
    Ok(boundaries)
}

fn operands(code: &Code, insn: Insn, op: Op) -> Result<(), &'static str> {
    let row = op.row();
    let fields = [(row.a, insn.a()), (row.b, insn.b()), (row.c, insn.c()), (row.d, u16::from(insn.d()))];
    for (role, value) in fields {
        match role {
            Role::Unused => {
                if value != 0 {
                    return Err("unused operand is not zero");
                }
            }
            Role::Read | Role::Write | Role::Update => {
                if u32::from(value) >= code.registers {
                    return Err("register out of range");
                }
            }
            Role::ReadRun(length) | Role::WriteRun(length) | Role::UpdateRun(length) => {
                if u32::from(value) + run_length(insn, length) > code.registers {
                    return Err("run of registers out of range");
                }
            }
            Role::Const32 => {
                if insn.bc() as usize >= code.constants.len() {
                    return Err("constant out of range");
                }
            }
            Role::Name32 => {
                if insn.bc() as usize >= code.names.len() {
                    return Err("name out of range");
                }
            }
            Role::Name24 => {
                if insn.cd() as usize >= code.names.len() {
                    return Err("name out of range");
                }
            }
            Role::Far => {
                if insn.bc() as usize >= code.locals.len() {
                    return Err("far register out of range");
                }
            }
            Role::Flags => flags(op, value)?,
            Role::Jump32 | Role::Jump24 | Role::Branch => {}
            Role::Imm | Role::Imm32 | Role::Count | Role::High => {}
        }
    }
    special(code, insn, op)
}

/// Values of small enumerations.
fn flags(op: Op, value: u16) -> Result<(), &'static str> {
    let limit = match op {
        Op::Compare => 5,
        Op::FormatValue | Op::Yield | Op::BuildInterpolation => 7,
        Op::LoadSpecial => 3,
        Op::GetAwaitable => 2,
        Op::MakeTypeParam => 4,
        Op::MakeFunction => 15,
        _ => 1,
    };
    if value > limit { Err("flags out of range") } else { Ok(()) }
}

/// What single opcodes demand beyond ranges.
fn special(code: &Code, insn: Insn, op: Op) -> Result<(), &'static str> {
    let is_cell = |register: u16| code.locals.get(register as usize).is_some_and(|local| local.is_cell);
    match op {
        Op::BuildSlice if !matches!(insn.d(), 2 | 3) => Err("slice of neither two nor three parts"),
        Op::MakeCell if !is_cell(insn.a()) => Err("cell in a register that is none"),
        Op::LoadCell | Op::LoadNameOrCell | Op::LoadCellIn if !is_cell(insn.b()) => {
            Err("cell in a register that is none")
        }
        Op::StoreCell | Op::DeleteCell if !is_cell(insn.a()) => Err("cell in a register that is none"),
        Op::CopyFree => {
            let free = code.free_count();
            let first = code.locals.len() - free;
            if usize::from(insn.c()) == free && usize::from(insn.a()) == first {
                Ok(())
            } else {
                Err("closure copied elsewhere")
            }
        }
        Op::MakeGenerator | Op::Yield | Op::Send | Op::Throw if !code.is_resumable() => {
            Err("suspension in code that is no generator's")
        }
        _ => Ok(()),
    }
}

fn exceptions(code: &Code, boundaries: &[bool]) -> Result<(), Flaw> {
    let is_boundary = |offset: u32| boundaries.get(offset as usize) == Some(&true);
    for entry in &code.exceptions {
        let end_is_boundary = entry.end as usize == boundaries.len() || is_boundary(entry.end);
        if entry.start >= entry.end || !is_boundary(entry.start) || !end_is_boundary {
            return flaw("range of an exception entry");
        }
        if !is_boundary(entry.handler) {
            return flaw("handler of an exception entry");
        }
        let register = entry.register as usize;
        if register < code.locals.len() || register >= code.registers as usize {
            return flaw("register of an exception entry");
        }
    }
    Ok(())
}

fn positions(code: &Code) -> Result<(), Flaw> {
    if code.positions.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        return flaw("positions do not ascend");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
