//! Which temporaries of a frame hold a value that will still be read, at every instruction where the collector may look.
//!
//! Named registers are always live (they hold `UNBOUND` before they are bound); this module is about the temporaries above
//! them, whose words are stale garbage while they are dead. The analysis is the usual backward one over basic blocks, made
//! exact for exceptions: an instruction that may raise also leads to its handler, where the register that receives the
//! exception is written on entry, and where the instruction's own outputs have *not* been written.
//!
//! Three sets describe a safepoint instruction:
//! - *during*: what it reads, and what is read later. Right while it calls out natively with its operands in place.
//! - *across*: what is read later, its outputs excluded. Right while it waits for a callee whose window begins in its run.
//! - *after*: what is read later, its outputs included. Right once its outputs are stored.

use std::collections::HashMap;

use crate::code::Code;
use crate::dis::{jump_target, run_length};
use crate::insn::Insn;
use crate::ops::{Op, Role};

/// Live temporaries of one code object. Immutable; computing it takes time linear in the code (times small loops).
#[derive(Debug)]
pub struct Liveness {
    first_temporary: u32,
    /// Words per set.
    width: usize,
    /// Distinct sets, one after another.
    sets: Vec<u64>,
    /// Safepoint instructions and block starts by ascending offset.
    points: Vec<Point>,
}

#[derive(Clone, Copy, Debug)]
struct Point {
    offset: u32,
    during: u32,
    across: u32,
    after: u32,
}

/// A set of temporaries of a frame; iterates their register numbers in ascending order.
#[derive(Clone, Debug)]
pub struct Temporaries<'l> {
    words: &'l [u64],
    first: u32,
    index: usize,
    rest: u64,
}

impl Iterator for Temporaries<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        while self.rest == 0 {
            self.index += 1;
            self.rest = *self.words.get(self.index)?;
        }
        let bit = self.rest.trailing_zeros();
        self.rest &= self.rest - 1;
        Some((self.first + self.index as u32 * 64 + bit) as u16)
    }
}

impl Temporaries<'_> {
    /// Whether a register is in the set.
    pub fn contains(&self, register: u16) -> bool {
        let Some(index) = u32::from(register).checked_sub(self.first) else { return false };
        self.words.get(index as usize / 64).is_some_and(|word| word & 1 << (index % 64) != 0)
    }
}

impl Liveness {
    /// Analyses a code object. The code must have passed [`crate::verify`] or come from the compiler.
    pub fn of(code: &Code) -> Liveness {
        let first_temporary = code.locals.len() as u32;
        let width = (code.registers.saturating_sub(first_temporary) as usize).div_ceil(64);
        let graph = Blocks::of(code);
        let mut points = graph.safepoints();
        // Three sets of `width` words for each safepoint.
        let mut words = vec![0u64; points.len() * 3 * width];
        for column in 0..width {
            let column_of = Column::of(&graph, first_temporary, column);
            let entry = column_of.solve();
            let mut point = 0;
            column_of.visit_safepoints(&entry, |sets| {
                for (kind, set) in sets.into_iter().enumerate() {
                    words[(point * 3 + kind) * width + column] = set;
                }
                point += 1;
            });
        }
        let mut known: HashMap<&[u64], u32> = HashMap::new();
        let mut sets = Vec::new();
        let mut intern = |set: usize| {
            let set = &words[set * width..][..width];
            let next = known.len() as u32;
            *known.entry(set).or_insert_with(|| {
                sets.extend_from_slice(set);
                next
            })
        };
        for (index, point) in points.iter_mut().enumerate() {
            point.during = intern(index * 3);
            point.across = intern(index * 3 + 1);
            point.after = intern(index * 3 + 2);
        }
        Liveness { first_temporary, width, sets, points }
    }

    /// Temporaries that are read by the instruction at a word offset or later. Empty where it is neither a safepoint nor
    /// the target of a jump.
    pub fn live_temporaries(&self, offset: u32) -> Temporaries<'_> {
        self.set(self.point(offset).map(|point| point.during))
    }

    /// Temporaries that are read after the instruction at a word offset, except those it writes itself.
    pub fn live_across(&self, offset: u32) -> Temporaries<'_> {
        self.set(self.point(offset).map(|point| point.across))
    }

    /// Temporaries that are read after the instruction at a word offset.
    pub fn live_after(&self, offset: u32) -> Temporaries<'_> {
        self.set(self.point(offset).map(|point| point.after))
    }

    /// Whether it is known what is live at a word offset: the instruction there is a safepoint or the target of a jump.
    pub fn is_known(&self, offset: u32) -> bool {
        self.point(offset).is_some()
    }

    fn point(&self, offset: u32) -> Option<Point> {
        let index = self.points.binary_search_by_key(&offset, |point| point.offset).ok()?;
        Some(self.points[index])
    }

    fn set(&self, set: Option<u32>) -> Temporaries<'_> {
        let words = match set {
            Some(set) => &self.sets[set as usize * self.width..][..self.width],
            None => &[],
        };
        Temporaries {
            words,
            first: self.first_temporary,
            index: 0,
            rest: words.first().copied().unwrap_or(0),
        }
    }
}

/// One decoded instruction.
#[derive(Clone, Copy)]
struct Instruction {
    offset: u32,
    insn: Insn,
    op: Op,
}

/// A run of instructions with one entry, one handler and one exit.
struct Block {
    /// Indices into the instructions.
    start: usize,
    end: usize,
    /// Block that is jumped to, block that is fallen into, block of the handler with its register.
    target: Option<usize>,
    next: Option<usize>,
    handler: Option<(usize, u16)>,
}

struct Blocks {
    instructions: Vec<Instruction>,
    blocks: Vec<Block>,
}

impl Blocks {
    fn of(code: &Code) -> Blocks {
        let length = code.words.len();
        let mut instructions = Vec::with_capacity(length);
        // For each offset whether a block begins there; later the number of that block.
        const NO_BLOCK: u32 = u32::MAX;
        const LEADS: u32 = u32::MAX - 1;
        let mut block_at = vec![NO_BLOCK; length + 1];
        let mut lead = |offset: usize| {
            if let Some(mark) = block_at.get_mut(offset) {
                *mark = LEADS;
            }
        };
        let mut offset = 0;
        while offset < length {
            let insn = Insn(code.words[offset]);
            let Some(op) = insn.op() else { break };
            instructions.push(Instruction { offset: offset as u32, insn, op });
            let target = jump_target(insn, op, offset);
            offset += op.words();
            if let Some(target) = target {
                lead(target as usize);
            }
            // A frame that is resumed is looked at before its first instruction, the one behind the `Yield`.
            if target.is_some() || op.row().flags.ends_block() || op == Op::Yield {
                lead(offset);
            }
        }
        for entry in &code.exceptions {
            for edge in [entry.start, entry.end, entry.handler] {
                lead(edge as usize);
            }
        }
        let mut blocks: Vec<Block> = Vec::new();
        for (index, instruction) in instructions.iter().enumerate() {
            let mark = &mut block_at[instruction.offset as usize];
            if index == 0 || *mark == LEADS {
                *mark = blocks.len() as u32;
                blocks.push(Block { start: index, end: index, target: None, next: None, handler: None });
            }
            if let Some(block) = blocks.last_mut() {
                block.end = index + 1;
            }
        }
        let count = blocks.len();
        let at = |offset: u32| {
            block_at.get(offset as usize).map(|&block| block as usize).filter(|&block| block < count)
        };
        for (index, block) in blocks.iter_mut().enumerate() {
            let last = instructions[block.end - 1];
            block.target = jump_target(last.insn, last.op, last.offset as usize).and_then(at);
            block.next = (!last.op.row().flags.ends_block() && index + 1 < count).then_some(index + 1);
            block.handler = code
                .handler(instructions[block.start].offset)
                .and_then(|entry| Some((at(entry.handler)?, entry.register)));
        }
        Blocks { instructions, blocks }
    }

    /// Where the collector may look: at safepoint instructions, and at the start of every block, because a poll after a jump stands
    /// at the jump's target, and one after a call that resumes a generator stands where that goes on.
    fn safepoints(&self) -> Vec<Point> {
        let mut points = Vec::new();
        for block in &self.blocks {
            for at in block.start..block.end {
                if self.is_point(block, at) {
                    points.push(Point {
                        offset: self.instructions[at].offset,
                        during: 0,
                        across: 0,
                        after: 0,
                    });
                }
            }
        }
        points
    }

    fn is_point(&self, block: &Block, at: usize) -> bool {
        at == block.start || self.instructions[at].op.row().flags.safepoint()
    }
}

/// What one instruction does to 64 temporaries.
#[derive(Clone, Copy)]
struct Effect {
    reads: u64,
    writes: u64,
    raises: bool,
}

/// The effect of a whole block on what is live: `gen | out & pass | handler & caught`.
#[derive(Clone, Copy)]
struct Transfer {
    gen_: u64,
    pass: u64,
    caught: u64,
    /// The handler's register as a mask.
    exception: u64,
    /// What the jump at the end writes only where it is taken (`ForIter`'s item).
    on_jump: u64,
}

/// The analysis for 64 temporaries: they do not influence each other, so each column of words is a problem of its own.
struct Column<'g> {
    graph: &'g Blocks,
    effects: Vec<Effect>,
    transfers: Vec<Transfer>,
}

impl<'g> Column<'g> {
    fn of(graph: &'g Blocks, first_temporary: u32, column: usize) -> Column<'g> {
        let base = first_temporary + column as u32 * 64;
        let effects: Vec<Effect> =
            graph.instructions.iter().map(|instruction| effect(instruction, base)).collect();
        let transfers = graph
            .blocks
            .iter()
            .map(|block| {
                let mut transfer = Transfer {
                    gen_: 0,
                    pass: u64::MAX,
                    caught: 0,
                    exception: block.handler.map_or(0, |(_, register)| mask(u32::from(register), 1, base)),
                    on_jump: item_on_jump(&graph.instructions[block.end - 1], base),
                };
                for effect in effects[block.start..block.end].iter().rev() {
                    let caught = if effect.raises { u64::MAX } else { 0 };
                    transfer.gen_ = transfer.gen_ & !effect.writes | effect.reads;
                    transfer.pass &= !effect.writes;
                    transfer.caught = transfer.caught & !effect.writes | caught;
                }
                transfer
            })
            .collect();
        Column { graph, effects, transfers }
    }

    /// What is live at the exit of a block, and in its handler.
    fn exits(&self, index: usize, entry: &[u64]) -> (u64, u64) {
        let (block, transfer) = (&self.graph.blocks[index], &self.transfers[index]);
        let next = block.next.map_or(0, |next| entry[next]);
        let taken = block.target.map_or(0, |target| entry[target] & !transfer.on_jump);
        let handler = block.handler.map_or(0, |(handler, _)| entry[handler] & !transfer.exception);
        (next | taken, handler)
    }

    /// Live temporaries at the entry of every block, as the least fixed point.
    fn solve(&self) -> Vec<u64> {
        let mut entry = vec![0u64; self.graph.blocks.len()];
        // Backwards, a round carries everything but what loops bring back.
        loop {
            let mut changed = false;
            for index in (0..entry.len()).rev() {
                let transfer = &self.transfers[index];
                let (out, handler) = self.exits(index, &entry);
                let live = transfer.gen_ | out & transfer.pass | handler & transfer.caught;
                changed |= live != entry[index];
                entry[index] = live;
            }
            if !changed {
                return entry;
            }
        }
    }

    /// Calls `visit` with the sets *during*, *across*, *after* of every safepoint in the order of offsets.
    fn visit_safepoints(&self, entry: &[u64], mut visit: impl FnMut([u64; 3])) {
        let mut found = Vec::new();
        for (index, block) in self.graph.blocks.iter().enumerate() {
            let (mut live, handler) = self.exits(index, entry);
            for at in (block.start..block.end).rev() {
                let (instruction, effect) = (&self.graph.instructions[at], self.effects[at]);
                let after = match block.target {
                    // Only the jump is a safepoint, and there the item has been written.
                    Some(target) if instruction.op == Op::ForIter => live | entry[target],
                    _ => live,
                };
                live &= !effect.writes;
                if effect.raises {
                    live |= handler;
                }
                let across = live;
                live |= effect.reads;
                if self.graph.is_point(block, at) {
                    found.push([live, across, after]);
                }
            }
            found.drain(..).rev().for_each(&mut visit);
        }
    }

    /// What is live right before the instruction at an offset; nothing where there is none.
    fn before(&self, entry: &[u64], offset: u32) -> u64 {
        let Ok(wanted) = self.graph.instructions.binary_search_by_key(&offset, |known| known.offset) else {
            return 0;
        };
        let index = self.graph.blocks.partition_point(|block| block.end <= wanted);
        let (mut live, handler) = self.exits(index, entry);
        for at in (wanted..self.graph.blocks[index].end).rev() {
            let effect = self.effects[at];
            live &= !effect.writes;
            if effect.raises {
                live |= handler;
            }
            live |= effect.reads;
        }
        live
    }
}

/// The registers of a run as bits, counted from `base`.
fn mask(register: u32, length: u32, base: u32) -> u64 {
    let low = register.max(base);
    let high = (register + length).min(base + 64);
    if low >= high {
        return 0;
    }
    u64::MAX >> (64 - (high - low)) << (low - base)
}

fn effect(instruction: &Instruction, base: u32) -> Effect {
    let row = instruction.op.row();
    let insn = instruction.insn;
    let (mut reads, mut writes) = (0, 0);
    for (role, register) in [(row.a, insn.a()), (row.b, insn.b()), (row.c, insn.c())] {
        let register = u32::from(register);
        match role {
            Role::Read => reads |= mask(register, 1, base),
            Role::Write => writes |= mask(register, 1, base),
            Role::ReadRun(length) => reads |= mask(register, run_length(insn, length), base),
            Role::WriteRun(length) => writes |= mask(register, run_length(insn, length), base),
            Role::Update => {
                reads |= mask(register, 1, base);
                writes |= mask(register, 1, base);
            }
            Role::UpdateRun(length) => {
                reads |= mask(register, run_length(insn, length), base);
                writes |= mask(register, run_length(insn, length), base);
            }
            _ => {}
        }
    }
    // Where `ForIter` does not jump it leaves its item alone.
    writes &= !item_on_jump(instruction, base);
    Effect { reads, writes, raises: row.flags.raises() }
}

fn item_on_jump(instruction: &Instruction, base: u32) -> u64 {
    if instruction.op == Op::ForIter { mask(u32::from(instruction.insn.b()), 1, base) } else { 0 }
}

/// Whether an instruction reads or writes a register.
pub fn touches(insn: Insn, op: Op, register: u16) -> bool {
    let effect = effect(&Instruction { offset: 0, insn, op }, u32::from(register));
    (effect.reads | effect.writes) & 1 != 0
}

/// The temporaries that are live right before the instruction at a word offset, whichever it is, in ascending order. Analyses the whole code at each
/// call, which must have passed [`crate::verify`] or come from the compiler.
pub fn live_before(code: &Code, offset: u32) -> Vec<u16> {
    let first = code.locals.len() as u32;
    let width = (code.registers.saturating_sub(first) as usize).div_ceil(64);
    let graph = Blocks::of(code);
    let mut found = Vec::new();
    for column in 0..width {
        let column_of = Column::of(&graph, first, column);
        let live = column_of.before(&column_of.solve(), offset);
        found.extend(
            (0..64).filter(|bit| live >> bit & 1 != 0).map(|bit| (first + column as u32 * 64 + bit) as u16),
        );
    }
    found
}

/// Whether some path from the entry reads a temporary before anything wrote it. The compiler writes no such code.
pub(crate) fn reads_unwritten_temporaries(code: &Code) -> bool {
    let first = code.locals.len() as u32;
    let width = (code.registers.saturating_sub(first) as usize).div_ceil(64);
    let graph = Blocks::of(code);
    (0..width).any(|column| Column::of(&graph, first, column).solve().first().is_some_and(|&live| live != 0))
}

#[cfg(test)]
mod tests;
