//! Definite assignment: removes the `CheckBound`s whose local is bound on every path to them.
//!
//! A forward analysis over the graph: a local is bound after an instruction that writes it (or that checked it), unbound
//! after `Unbind`; where paths meet, bound means bound on all of them. A handler is reached from before every instruction
//! of its blocks that may raise. Only locals that are checked anywhere take part.

use typhon_bytecode::{Local, Op, ops::Role};

use crate::assemble::jump_target;
use crate::graph::{Graph, Instr, Label, Reg};

type Set = Vec<u64>;

pub(crate) fn remove_proven_checks(graph: &mut Graph, locals: &[Local]) {
    let mut tracked = vec![u32::MAX; locals.len()];
    let mut count = 0u32;
    for &label in &graph.order {
        for instr in &graph.block(label).instrs {
            if instr.op == Op::CheckBound
                && let Some(slot) = tracked.get_mut(instr.a as usize)
                && *slot == u32::MAX
            {
                *slot = count;
                count += 1;
            }
        }
    }
    if count == 0 {
        return;
    }
    let width = (count as usize).div_ceil(64);
    let mut analysis = Analysis {
        tracked,
        width,
        entry: vec![None; graph.blocks.len()],
        position: vec![usize::MAX; graph.blocks.len()],
        work: Vec::new(),
    };
    for (index, label) in graph.order.iter().enumerate() {
        analysis.position[label.0 as usize] = index;
    }
    let mut start = vec![0; width];
    for (register, local) in locals.iter().enumerate() {
        if local.is_parameter && analysis.tracked[register] != u32::MAX {
            set(&mut start, analysis.tracked[register], true);
        }
    }
    if let Some(&first) = graph.order.first() {
        analysis.flow(first, &start);
    }
    while let Some(label) = analysis.work.pop() {
        analysis.visit(graph, label);
    }
    for &label in &graph.order.clone() {
        let Some(mut state) = analysis.entry[label.0 as usize].clone() else { continue };
        let block = graph.block_mut(label);
        block.instrs.retain(|instr| {
            if instr.op == Op::CheckBound && has(&state, analysis.tracked[instr.a as usize]) {
                return false;
            }
            analysis.apply(instr, &mut state);
            true
        });
    }
}

struct Analysis {
    /// Per named register its index in the sets.
    tracked: Vec<u32>,
    width: usize,
    /// Bound locals at each block's entry; none where not reached yet.
    entry: Vec<Option<Set>>,
    position: Vec<usize>,
    work: Vec<Label>,
}

impl Analysis {
    fn flow(&mut self, to: Label, state: &Set) {
        let entry = &mut self.entry[to.0 as usize];
        let changed = match entry {
            None => {
                *entry = Some(state.clone());
                true
            }
            Some(entry) => {
                let mut changed = false;
                for (word, other) in entry.iter_mut().zip(state) {
                    let met = *word & other;
                    changed |= met != *word;
                    *word = met;
                }
                changed
            }
        };
        if changed {
            self.work.push(to);
        }
    }

    fn visit(&mut self, graph: &Graph, label: Label) {
        let Some(mut state) = self.entry[label.0 as usize].clone() else { return };
        let block = graph.block(label);
        // Meet of the states before every instruction that may raise.
        let mut at_handler: Option<Set> = None;
        for instr in &block.instrs {
            if block.handler.is_some() && instr.op.row().flags.raises() {
                match &mut at_handler {
                    None => at_handler = Some(state.clone()),
                    Some(met) => met.iter_mut().zip(&state).for_each(|(word, other)| *word &= other),
                }
            }
            let before_jump = jump_target(instr).filter(|_| instr.op != Op::ForIter);
            if let Some(target) = before_jump {
                self.flow(target, &state);
            }
            if instr.op == Op::ForIter {
                // The item is bound only where the iteration goes on.
                let mut taken = state.clone();
                self.apply(instr, &mut taken);
                self.flow(instr.target, &taken);
                continue;
            }
            self.apply(instr, &mut state);
        }
        if let (Some(handler), Some(state)) = (block.handler, &at_handler) {
            self.flow(handler.label, state);
        }
        if !block.ends()
            && let Some(&next) = graph.order.get(self.position[label.0 as usize] + 1)
        {
            self.flow(next, &state);
        }
        debug_assert_eq!(state.len(), self.width);
    }

    fn apply(&self, instr: &Instr, state: &mut Set) {
        let mut mark = |register: Reg, binds: bool| {
            if let Some(&index) = self.tracked.get(register as usize)
                && index != u32::MAX
            {
                set(state, index, binds);
            }
        };
        match instr.op {
            Op::Unbind => mark(instr.a, false),
            Op::CheckBound => mark(instr.a, true),
            Op::ForIter => mark(instr.b, true),
            Op::UnpackSequence => (0..instr.c).for_each(|offset| mark(instr.a.saturating_add(offset), true)),
            Op::UnpackEx => {
                let count = instr.c.saturating_add(u16::from(instr.d));
                (0..=count).for_each(|offset| mark(instr.a.saturating_add(offset), true));
            }
            // No other run is ever named.
            op if op.row().a == Role::Write => mark(instr.a, true),
            _ => {}
        }
    }
}

fn set(state: &mut Set, index: u32, value: bool) {
    let bit = 1 << (index % 64);
    if value {
        state[index as usize / 64] |= bit;
    } else {
        state[index as usize / 64] &= !bit;
    }
}

fn has(state: &Set, index: u32) -> bool {
    index != u32::MAX && state[index as usize / 64] & 1 << (index % 64) != 0
}
