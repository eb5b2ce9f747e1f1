//! Disassembly: code objects as text for people and golden tests.
//!
//! One instruction a line: source line where it changes, word offset (with `>` where a jump or handler arrives), opcode,
//! operands by role. Registers are `name` for named ones and `t0`, `t1` … for temporaries. Nothing is trusted: operands out
//! of range are shown as such, so that damaged code can be looked at.

use std::fmt::Write;

use crate::code::{Code, Constant};
use crate::insn::Insn;
use crate::ops::{Len, Op, Role};

/// The code object and all code objects among its constants, each after the one that holds it.
pub fn disassemble(code: &Code) -> String {
    let mut out = String::new();
    write_code(code, &mut out);
    out
}

fn write_code(code: &Code, out: &mut String) {
    header(code, out);
    let targets = targets(code);
    let mut line = 0;
    let mut offset = 0;
    while offset < code.words.len() {
        let position = code.position(offset as u32);
        let shown = if position.line == line { String::new() } else { position.line.to_string() };
        line = position.line;
        let mark = if targets.contains(&(offset as u32)) { '>' } else { ' ' };
        let insn = Insn(code.words[offset]);
        match insn.op() {
            Some(op) => {
                let text = operands(code, insn, op, offset);
                let padded = format!("{shown:>5} {mark} {offset:>4}  {:<20} {text}", op.row().name);
                let _ = writeln!(out, "{}", padded.trim_end());
                offset += op.words();
            }
            None => {
                let _ = writeln!(out, "{shown:>5} {mark} {offset:>4}  invalid opcode {}", insn.opcode());
                offset += 1;
            }
        }
    }
    for entry in &code.exceptions {
        let register = register(code, u32::from(entry.register));
        let _ = writeln!(out, "  {}..{} -> {} in {register}", entry.start, entry.end, entry.handler);
    }
    for constant in &code.constants {
        if let Constant::Code(inner) = constant {
            out.push('\n');
            write_code(inner, out);
        }
    }
}

fn header(code: &Code, out: &mut String) {
    let temporaries = (code.registers as usize).saturating_sub(code.locals.len());
    let _ = write!(out, "code {} (line {})", code.qualname.to_string_lossy(), code.first_line);
    if code.arg_count + code.keyword_only > 0 {
        let _ = write!(out, " parameters {}+{}", code.arg_count, code.keyword_only);
        if code.positional_only > 0 {
            let _ = write!(out, " ({} positional-only)", code.positional_only);
        }
    }
    let _ = write!(out, " flags {:#x} temporaries {temporaries}", code.flags.0);
    if !code.locals.is_empty() {
        out.push_str(" locals");
        for local in &code.locals {
            let kind = if local.is_free {
                "^"
            } else if local.is_cell {
                "@"
            } else {
                ""
            };
            let _ = write!(out, " {}{kind}", local.name.to_string_lossy());
        }
    }
    out.push('\n');
}

/// Offsets where a jump or an exception arrives.
fn targets(code: &Code) -> Vec<u32> {
    let mut targets: Vec<u32> = code.exceptions.iter().map(|entry| entry.handler).collect();
    let mut offset = 0;
    while offset < code.words.len() {
        let insn = Insn(code.words[offset]);
        let Some(op) = insn.op() else {
            offset += 1;
            continue;
        };
        targets.extend(jump_target(insn, op, offset));
        offset += op.words();
    }
    targets
}

/// Where the jump at a word offset goes, if the instruction is one and the target is a possible offset.
pub fn jump_target(insn: Insn, op: Op, offset: usize) -> Option<u32> {
    let row = op.row();
    let displacement = if row.b == Role::Jump32 {
        insn.signed_bc()
    } else if row.c == Role::Jump24 {
        insn.signed_cd()
    } else if row.c == Role::Branch {
        insn.branch_displacement()
    } else {
        return None;
    };
    let target = (offset + op.words()) as i64 + i64::from(displacement);
    u32::try_from(target).ok()
}

/// The first instruction at or after a word offset that may go on in two places: its offset, that of the next one, the jump's.
pub fn branch_targets(code: &Code, from: u32) -> Option<[u32; 3]> {
    let mut offset = from as usize;
    while offset < code.words.len() {
        let insn = Insn(code.words[offset]);
        let Some(op) = insn.op() else {
            offset += 1;
            continue;
        };
        let next = offset + op.words();
        if op != Op::Jump
            && let Some(target) = jump_target(insn, op, offset)
        {
            return Some([offset as u32, next as u32, target]);
        }
        offset = next;
    }
    None
}

/// Number of registers in a run.
pub(crate) fn run_length(insn: Insn, length: Len) -> u32 {
    match length {
        Len::Fixed(count) => u32::from(count),
        Len::C(more) => u32::from(insn.c()) + u32::from(more),
        Len::TwiceC => u32::from(insn.c()) * 2,
        Len::D(more) => u32::from(insn.d()) + u32::from(more),
        Len::CPlusD(more) => u32::from(insn.c()) + u32::from(insn.d()) + u32::from(more),
        Len::BitsOfD(more) => insn.d().count_ones() + u32::from(more),
    }
}

/// The operands of an instruction as text.
pub fn operands(code: &Code, insn: Insn, op: Op, offset: usize) -> String {
    let row = op.row();
    let mut parts: Vec<String> = Vec::new();
    let fields = [(row.a, insn.a()), (row.b, insn.b()), (row.c, insn.c()), (row.d, u16::from(insn.d()))];
    for (role, value) in fields {
        match role {
            Role::Unused | Role::High => {}
            Role::Read | Role::Write | Role::Update => parts.push(register(code, u32::from(value))),
            Role::ReadRun(length) | Role::WriteRun(length) | Role::UpdateRun(length) => {
                let first = u32::from(value);
                match run_length(insn, length) {
                    0 => parts.push("-".to_owned()),
                    1 => parts.push(register(code, first)),
                    count => {
                        let last = register(code, first + count - 1);
                        parts.push(format!("{}..{last}", register(code, first)));
                    }
                }
            }
            Role::Const32 => parts.push(match code.constants.get(insn.bc() as usize) {
                Some(constant) => show_constant(constant),
                None => format!("constant {} out of range", insn.bc()),
            }),
            Role::Name32 => parts.push(name(code, insn.bc())),
            Role::Name24 => parts.push(name(code, insn.cd())),
            Role::Jump32 | Role::Jump24 | Role::Branch => {
                if role == Role::Branch {
                    parts.push(if insn.sense() { "if" } else { "unless" }.to_owned());
                }
                parts.push(match jump_target(insn, op, offset) {
                    Some(target) => format!("to {target}"),
                    None => "to nowhere".to_owned(),
                });
            }
            Role::Imm => parts.push((value as i16).to_string()),
            Role::Imm32 => parts.push(insn.signed_bc().to_string()),
            Role::Far => parts.push(register(code, insn.bc())),
            Role::Count => parts.push(format!("#{value}")),
            Role::Flags => {
                if value != 0 {
                    parts.push(format!("[{value}]"));
                }
            }
        }
    }
    parts.join(" ")
}

fn register(code: &Code, number: u32) -> String {
    match code.locals.get(number as usize) {
        Some(local) => local.name.to_string_lossy(),
        None => format!("t{}", number as usize - code.locals.len()),
    }
}

fn name(code: &Code, index: u32) -> String {
    match code.names.get(index as usize) {
        Some(name) => format!("'{}'", name.to_string_lossy()),
        None => format!("name {index} out of range"),
    }
}

fn show_constant(constant: &Constant) -> String {
    let sequence = |items: &[Constant]| items.iter().map(show_constant).collect::<Vec<_>>().join(", ");
    match constant {
        Constant::None => "None".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt { negative, magnitude } => {
            let digits: String = magnitude.iter().rev().map(|byte| format!("{byte:02x}")).collect();
            format!("{}0x{digits}", if *negative { "-" } else { "" })
        }
        Constant::Float(value) => format!("{value:?}"),
        Constant::Complex { real, imag } => format!("({real:?}, {imag:?}j)"),
        Constant::Str(text) => format!("{text:?}"),
        Constant::Bytes(bytes) => format!("b{:?}", String::from_utf8_lossy(bytes)),
        Constant::Tuple(items) => format!("({})", sequence(items)),
        Constant::FrozenSet(items) => format!("frozenset({})", sequence(items)),
        Constant::Slice(parts) => format!("slice({})", sequence(&parts[..])),
        Constant::Code(code) => format!("<code {}>", code.qualname.to_string_lossy()),
    }
}
