//! From graph to [`Code`]: cleans the graph up, lays it out, encodes instructions, builds exception table and positions.

use typhon_bytecode::ops::Role;
use typhon_bytecode::{Code, CodeFlags, ExceptionEntry, Insn, Op, Position, Text};

use crate::error::{Fault, Result};
use crate::graph::{Graph, Instr, Label, NOWHERE};
use crate::names::Names;
use crate::source::Source;
use crate::unit::Unit;
use crate::{bound, clean};

/// What a code object says about itself beside its body.
pub(crate) struct Frame {
    pub(crate) filename: Text,
    pub(crate) flags: CodeFlags,
    pub(crate) arg_count: u32,
    pub(crate) positional_only: u32,
    pub(crate) keyword_only: u32,
}

pub(crate) fn assemble(unit: Unit<'_>, frame: Frame, source: &Source, names: &Names) -> Result<Code> {
    let mut graph = unit.graph;
    clean::remove_unreachable(&mut graph);
    bound::remove_proven_checks(&mut graph, &unit.locals);
    clean::remove_nops(&mut graph, source);
    clean::simplify_jumps(&mut graph, source);
    clean::place_unwritten(&mut graph);
    let offsets = offsets(&graph);
    let mut words = Vec::new();
    let mut positions: Vec<(u32, Position)> = Vec::new();
    let mut hint = 0;
    for &label in &graph.order {
        for instr in &graph.block(label).instrs {
            let position = if instr.range == NOWHERE {
                Position::default()
            } else {
                source.position(instr.range, &mut hint)
            };
            if positions.last().is_none_or(|&(_, last)| last != position) {
                positions.push((words.len() as u32, position));
            }
            encode(instr, &offsets, &mut words)?;
        }
    }
    let exceptions = exception_table(&graph, &offsets, words.len() as u32);
    Ok(Code {
        name: unit.name,
        qualname: Text::from(unit.qualname),
        filename: frame.filename,
        first_line: unit.first_line,
        flags: frame.flags,
        arg_count: frame.arg_count,
        positional_only: frame.positional_only,
        keyword_only: frame.keyword_only,
        locals: unit.locals.into(),
        registers: unit.registers,
        words: words.into(),
        constants: unit.constants.into(),
        names: unit.names.iter().map(|&name| Text::from(names.text(name))).collect(),
        exceptions: exceptions.into(),
        positions: positions.into(),
    })
}

/// Word offset of each block; unplaced blocks have none.
fn offsets(graph: &Graph) -> Vec<u32> {
    let mut offsets = vec![u32::MAX; graph.blocks.len()];
    let mut offset = 0u32;
    for &label in &graph.order {
        offsets[label.0 as usize] = offset;
        for instr in &graph.block(label).instrs {
            offset = offset.saturating_add(instr.op.words() as u32);
        }
    }
    offsets
}

fn encode(instr: &Instr, offsets: &[u32], words: &mut Vec<u64>) -> Result<()> {
    let row = instr.op.row();
    let end = words.len() + instr.op.words();
    let displacement = || -> Result<i64> {
        let target = offsets.get(instr.target.0 as usize).copied().unwrap_or(u32::MAX);
        if target == u32::MAX {
            return Err(Fault::too_large(instr.range, "a jump has lost its target"));
        }
        Ok(i64::from(target) - end as i64)
    };
    let too_far = || Fault::too_large(instr.range, "a jump is too long for the bytecode format");
    let word = if row.b == Role::Jump32 {
        let displacement = i32::try_from(displacement()?).map_err(|_| too_far())?;
        Insn::wide(instr.op, instr.a, displacement as u32)
    } else if row.c == Role::Jump24 {
        let displacement = displacement()?;
        if !(-(1 << 23)..1 << 23).contains(&displacement) {
            return Err(too_far());
        }
        Insn::name24(instr.op, instr.a, instr.b, displacement as u32 & 0xff_ffff)
    } else if row.c == Role::Branch {
        let displacement = displacement()?;
        if !(-(1 << 22)..1 << 22).contains(&displacement) {
            return Err(too_far());
        }
        Insn::branch(instr.op, instr.a, instr.b, displacement as i32, instr.d & 1 != 0)
    } else if row.c == Role::Name24 {
        if instr.wide >= 1 << 24 {
            return Err(Fault::too_large(instr.range, "too many names in one code object"));
        }
        Insn::name24(instr.op, instr.a, instr.b, instr.wide)
    } else if row.c == Role::High {
        Insn::wide(instr.op, instr.a, instr.wide)
    } else {
        Insn::new(instr.op, instr.a, instr.b, instr.c, instr.d)
    };
    words.push(word.0);
    words.extend(std::iter::repeat_n(0, row.cache_words));
    Ok(())
}

/// One entry for each maximal stretch of blocks with the same handler.
fn exception_table(graph: &Graph, offsets: &[u32], length: u32) -> Vec<ExceptionEntry> {
    let mut table: Vec<ExceptionEntry> = Vec::new();
    for (index, &label) in graph.order.iter().enumerate() {
        let start = offsets[label.0 as usize];
        let end = graph.order.get(index + 1).map_or(length, |next| offsets[next.0 as usize]);
        let Some(handler) = graph.block(label).handler else { continue };
        let raises = graph.block(label).instrs.iter().any(|instr| instr.op.row().flags.raises());
        if !raises {
            continue;
        }
        let handler_offset = offsets[handler.label.0 as usize];
        match table.last_mut() {
            Some(last)
                if last.end == start
                    && last.handler == handler_offset
                    && last.register == handler.register =>
            {
                last.end = end;
            }
            _ => {
                table.push(ExceptionEntry { start, end, handler: handler_offset, register: handler.register })
            }
        }
    }
    table
}

/// The targets control may reach from an instruction beside the next one.
pub(crate) fn jump_target(instr: &Instr) -> Option<Label> {
    (instr.target != Label::NONE).then_some(instr.target)
}

/// Whether an instruction is an unconditional jump.
pub(crate) fn is_jump(instr: &Instr) -> bool {
    instr.op == Op::Jump
}
