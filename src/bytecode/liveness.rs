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
    /// Safepoint instructions by ascending offset.
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
        let count = code.registers.saturating_sub(first_temporary) as usize;
        let graph = Blocks::of(code);
        let mut analysis =
            Analysis { code, graph: &graph, first: first_temporary, width: count.div_ceil(64) };
        let entry = analysis.solve();
        analysis.collect(&entry)
    }

    /// Temporaries that are read by the instruction at a word offset or later. Empty where it is no safepoint.
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
    /// For each block, the blocks that lead to it.
    before: Vec<Vec<usize>>,
}

impl Blocks {
    fn of(code: &Code) -> Blocks {
        let length = code.words.len();
        let mut instructions = Vec::new();
        let mut leads = vec![false; length + 1];
        let mut offset = 0;
        while offset < length {
            let insn = Insn(code.words[offset]);
            let Some(op) = insn.op() else { break };
            let target = jump_target(insn, op, offset);
            instructions.push(Instruction { offset: offset as u32, insn, op });
            offset += op.words();
            if let Some(target) = target
                && let Some(lead) = leads.get_mut(target as usize)
            {
                *lead = true;
            }
            if (target.is_some() || op.row().flags.ends_block())
                && let Some(lead) = leads.get_mut(offset)
            {
                *lead = true;
            }
        }
        for entry in &code.exceptions {
            for edge in [entry.start, entry.end, entry.handler] {
                if let Some(lead) = leads.get_mut(edge as usize) {
                    *lead = true;
                }
            }
        }
        let mut block_at = vec![usize::MAX; length + 1];
        let mut blocks: Vec<Block> = Vec::new();
        for (index, instruction) in instructions.iter().enumerate() {
            if index == 0 || leads[instruction.offset as usize] {
                block_at[instruction.offset as usize] = blocks.len();
                blocks.push(Block { start: index, end: index, target: None, next: None, handler: None });
            }
            if let Some(block) = blocks.last_mut() {
                block.end = index + 1;
            }
        }
        let at = |offset: u32| block_at.get(offset as usize).copied().filter(|&block| block != usize::MAX);
        let count = blocks.len();
        let mut before = vec![Vec::new(); count];
        for (index, block) in blocks.iter_mut().enumerate() {
            let last = instructions[block.end - 1];
            block.target = jump_target(last.insn, last.op, last.offset as usize).and_then(at);
            block.next = (!last.op.row().flags.ends_block() && index + 1 < count).then_some(index + 1);
            block.handler = code
                .handler(instructions[block.start].offset)
                .and_then(|entry| Some((at(entry.handler)?, entry.register)));
            let handler = block.handler.map(|(handler, _)| handler);
            for successor in [block.target, block.next, handler].into_iter().flatten() {
                before[successor].push(index);
            }
        }
        Blocks { instructions, blocks, before }
    }
}

struct Analysis<'c> {
    code: &'c Code,
    graph: &'c Blocks,
    first: u32,
    width: usize,
}

impl Analysis<'_> {
    /// Live temporaries at the entry of every block, as a fixed point.
    fn solve(&mut self) -> Vec<u64> {
        let count = self.graph.blocks.len();
        let mut entry = vec![0u64; count * self.width];
        let mut queued = vec![true; count];
        let mut work: Vec<usize> = (0..count).collect();
        let mut live = vec![0u64; self.width];
        while let Some(index) = work.pop() {
            queued[index] = false;
            self.walk(index, &entry, &mut live, |_, _, _| {});
            let old = &mut entry[index * self.width..][..self.width];
            if *old != live {
                old.copy_from_slice(&live);
                for &before in &self.graph.before[index] {
                    if !std::mem::replace(&mut queued[before], true) {
                        work.push(before);
                    }
                }
            }
        }
        entry
    }

    fn collect(&self, entry: &[u64]) -> Liveness {
        let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
        let mut sets = Vec::new();
        let mut intern = |set: &[u64]| {
            if let Some(&index) = known.get(set) {
                return index;
            }
            let index = known.len() as u32;
            known.insert(set.to_vec(), index);
            sets.extend_from_slice(set);
            index
        };
        let mut points = Vec::new();
        let mut live = vec![0u64; self.width];
        let mut after = vec![0u64; self.width];
        for index in 0..self.graph.blocks.len() {
            let mut found = Vec::new();
            self.walk(index, entry, &mut live, |instruction, stage, set| {
                if !instruction.op.row().flags.safepoint() {
                    return;
                }
                match stage {
                    Stage::After => after.copy_from_slice(set),
                    Stage::Across => {
                        let (after, across) = (intern(&after), intern(set));
                        found.push(Point { offset: instruction.offset, during: 0, across, after });
                    }
                    Stage::During => {
                        if let Some(point) = found.last_mut() {
                            point.during = intern(set);
                        }
                    }
                }
            });
            points.extend(found.into_iter().rev());
        }
        if sets.is_empty() && self.width > 0 {
            sets.resize(self.width, 0);
        }
        Liveness { first_temporary: self.first, width: self.width, sets, points }
    }

    /// Walks a block backwards from its exit, with `live` ending as the set at its entry.
    fn walk(
        &self,
        index: usize,
        entry: &[u64],
        live: &mut [u64],
        mut visit: impl FnMut(&Instruction, Stage, &[u64]),
    ) {
        let block = &self.graph.blocks[index];
        let at = |block: usize| &entry[block * self.width..][..self.width];
        live.fill(0);
        if let Some(next) = block.next {
            union(live, at(next));
        }
        if let Some(target) = block.target {
            let last = &self.graph.instructions[block.end - 1];
            let mut taken = at(target).to_vec();
            // `ForIter` writes its item only where it jumps.
            if last.op == Op::ForIter {
                self.remove(&mut taken, u32::from(last.insn.b()), 1);
            }
            union(live, &taken);
        }
        let in_handler = block.handler.map(|(handler, register)| {
            let mut set = at(handler).to_vec();
            self.remove(&mut set, u32::from(register), 1);
            set
        });
        for instruction in self.graph.instructions[block.start..block.end].iter().rev() {
            match block.target {
                // Only the jump is a safepoint, and there the item has been written.
                Some(target) if instruction.op == Op::ForIter => {
                    let mut after = live.to_vec();
                    union(&mut after, at(target));
                    visit(instruction, Stage::After, &after);
                }
                _ => visit(instruction, Stage::After, live),
            }
            self.apply(instruction, live, Direction::Writes);
            if let Some(set) = &in_handler
                && instruction.op.row().flags.raises()
            {
                union(live, set);
            }
            visit(instruction, Stage::Across, live);
            self.apply(instruction, live, Direction::Reads);
            visit(instruction, Stage::During, live);
        }
    }

    fn apply(&self, instruction: &Instruction, live: &mut [u64], direction: Direction) {
        let row = instruction.op.row();
        let insn = instruction.insn;
        let fields = [(row.a, insn.a()), (row.b, insn.b()), (row.c, insn.c())];
        for (role, register) in fields {
            let (length, reads, writes) = match role {
                Role::Read => (1, true, false),
                Role::Write => (1, false, true),
                Role::Update => (1, true, true),
                Role::ReadRun(length) => (run_length(insn, length), true, false),
                Role::WriteRun(length) => (run_length(insn, length), false, true),
                Role::UpdateRun(length) => (run_length(insn, length), true, true),
                _ => continue,
            };
            let register = u32::from(register);
            match direction {
                // Where `ForIter` does not jump it leaves its item alone; the jump's edge has removed it already.
                Direction::Writes if instruction.op == Op::ForIter && role == Role::Write => {}
                Direction::Writes if writes => self.remove(live, register, length),
                Direction::Reads if reads => self.insert(live, register, length),
                _ => {}
            }
        }
    }

    fn insert(&self, set: &mut [u64], register: u32, length: u32) {
        self.each(register, length, |index| {
            if let Some(word) = set.get_mut(index / 64) {
                *word |= 1 << (index % 64);
            }
        });
    }

    fn remove(&self, set: &mut [u64], register: u32, length: u32) {
        self.each(register, length, |index| {
            if let Some(word) = set.get_mut(index / 64) {
                *word &= !(1 << (index % 64));
            }
        });
    }

    /// Indices of the temporaries among a run of registers.
    fn each(&self, register: u32, length: u32, mut visit: impl FnMut(usize)) {
        let end = (register + length).min(self.code.registers);
        for number in register.max(self.first)..end {
            visit((number - self.first) as usize);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    After,
    Across,
    During,
}

#[derive(Clone, Copy)]
enum Direction {
    Reads,
    Writes,
}

fn union(set: &mut [u64], other: &[u64]) {
    for (word, other) in set.iter_mut().zip(other) {
        *word |= other;
    }
}

/// Temporaries that are read before anything wrote them on some path from the entry. The compiler leaves none.
pub(crate) fn live_at_entry(code: &Code) -> Vec<u16> {
    let first = code.locals.len() as u32;
    let count = code.registers.saturating_sub(first) as usize;
    let graph = Blocks::of(code);
    let mut analysis = Analysis { code, graph: &graph, first, width: count.div_ceil(64) };
    let entry = analysis.solve();
    let words = entry.get(..analysis.width).unwrap_or(&[]);
    Temporaries { words, first, index: 0, rest: words.first().copied().unwrap_or(0) }.collect()
}

#[cfg(test)]
mod tests;
