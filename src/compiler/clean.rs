//! Passes that shrink the graph without changing what it does: unreachable blocks, jumps to jumps, jumps to the next
//! instruction, `Nop`s.

use ruff_text_size::TextRange;
use typhon_bytecode::Op;

use crate::assemble::{is_jump, jump_target};
use crate::graph::{Graph, Instr, Label, NOWHERE};
use crate::source::Source;

/// Drops blocks that no path from the entry reaches. A handler is reached from a block that may raise.
pub(crate) fn remove_unreachable(graph: &mut Graph) {
    let mut position = vec![usize::MAX; graph.blocks.len()];
    for (index, label) in graph.order.iter().enumerate() {
        position[label.0 as usize] = index;
    }
    let mut reached = vec![false; graph.blocks.len()];
    let mut work: Vec<Label> = graph.order.first().copied().into_iter().collect();
    while let Some(label) = work.pop() {
        if std::mem::replace(&mut reached[label.0 as usize], true) {
            continue;
        }
        let block = graph.block(label);
        work.extend(block.instrs.iter().filter_map(jump_target));
        if let Some(handler) = block.handler
            && block.instrs.iter().any(|instr| instr.op.row().flags.raises())
        {
            work.push(handler.label);
        }
        if !block.ends()
            && let Some(&next) = graph.order.get(position[label.0 as usize] + 1)
        {
            work.push(next);
        }
    }
    graph.order.retain(|label| reached[label.0 as usize]);
}

/// Threads jumps, inverts conditional jumps over jumps, and drops what then does nothing.
pub(crate) fn simplify_jumps(graph: &mut Graph, source: &Source) {
    move_cold_blocks(graph);
    // Each round may expose more; real code settles in two or three.
    for _ in 0..4 {
        let mut changed = thread(graph, source);
        changed |= invert_over_jump(graph, source);
        changed |= drop_jumps_to_next(graph);
        if !changed {
            break;
        }
        remove_unreachable(graph);
    }
}

/// Jumps that nobody wrote are placed where what is before them is. One that is alone in its block is reached from there only: what jumps to it has
/// been made to jump on.
pub(crate) fn place_jumps(graph: &mut Graph) {
    let mut before = NOWHERE;
    for &label in &graph.order.clone() {
        for instr in &mut graph.block_mut(label).instrs {
            if is_jump(instr) && instr.range == NOWHERE {
                instr.range = before;
            }
            before = instr.range;
        }
    }
}

/// Moves what only exceptions reach behind everything else, so that the usual path falls through. Keeps the order otherwise.
fn move_cold_blocks(graph: &mut Graph) {
    let next = successors(graph);
    let mut warm = vec![false; graph.blocks.len()];
    let mut work: Vec<Label> = graph.order.first().copied().into_iter().collect();
    while let Some(label) = work.pop() {
        if std::mem::replace(&mut warm[label.0 as usize], true) {
            continue;
        }
        let block = graph.block(label);
        work.extend(block.instrs.iter().filter_map(jump_target));
        let following = next[label.0 as usize];
        if !block.ends() && following != Label::NONE {
            work.push(following);
        }
    }
    let (mut order, cold): (Vec<Label>, Vec<Label>) =
        graph.order.iter().partition(|label| warm[label.0 as usize]);
    if cold.is_empty() {
        return;
    }
    order.extend(cold);
    graph.order = order;
    let moved = successors(graph);
    for &label in &graph.order.clone() {
        let following = next[label.0 as usize];
        if following == Label::NONE || following == moved[label.0 as usize] || graph.block(label).ends() {
            continue;
        }
        let range = graph.block(label).instrs.last().map_or_else(TextRange::default, |instr| instr.range);
        let jump = Instr { op: Op::Jump, d: 0, a: 0, b: 0, c: 0, wide: 0, target: following, range };
        graph.block_mut(label).instrs.push(jump);
    }
}

/// Drops the `Nop`s whose lines the instructions around them show as well: tracing sees a line through an instruction that comes from it. What
/// comes from nowhere takes the line of a `Nop` before it.
pub(crate) fn remove_nops(graph: &mut Graph, source: &Source) {
    let line = |range: TextRange| line(source, range);
    // Where the instruction that follows comes from, backwards through the order of the blocks.
    let mut following = NOWHERE;
    for &label in graph.order.clone().iter().rev() {
        let block = graph.block_mut(label);
        if block.ends() {
            following = NOWHERE;
        }
        if block.instrs.iter().all(|instr| instr.op != Op::Nop) {
            following = block.instrs.first().map_or(following, shown_by);
            continue;
        }
        let mut kept: Vec<Instr> = Vec::with_capacity(block.instrs.len());
        for (index, instr) in block.instrs.iter().enumerate().rev() {
            if instr.op == Op::Nop {
                let own = line(instr.range);
                let before = index.checked_sub(1).map_or(0, |before| line(block.instrs[before].range));
                if own == line(following) || own == before {
                    continue;
                }
                match kept.last_mut() {
                    Some(jump) if is_jump(jump) && jump.range == NOWHERE => {
                        jump.range = instr.range;
                        jump.wide = own;
                        following = instr.range;
                        continue;
                    }
                    Some(next) if next.range == NOWHERE => {
                        next.range = instr.range;
                        following = instr.range;
                        continue;
                    }
                    _ => {}
                }
            }
            following = shown_by(instr);
            kept.push(*instr);
        }
        kept.reverse();
        block.instrs = kept;
    }
}

/// The line of a range, 0 of none.
fn line(source: &Source, range: TextRange) -> u32 {
    if range == NOWHERE { 0 } else { source.line(range.start()) }
}

/// The range whose line an instruction is sure to show: a jump may vanish.
fn shown_by(instr: &Instr) -> TextRange {
    if is_jump(instr) && instr.wide == 0 { NOWHERE } else { instr.range }
}

/// Whether what comes from a line may do without a jump: without one that has no line of its own to show (in `wide`), or shows the same.
fn may_vanish(jump: &Instr, from: u32) -> bool {
    jump.wide == 0 || jump.wide == from
}

/// The label where control really arrives when it goes from a line to `label`: past empty blocks and through plain jumps.
fn destination(graph: &Graph, next: &[Label], label: Label, from: u32) -> Label {
    let mut at = label;
    // Bounded, because a loop of jumps has no destination.
    for _ in 0..16 {
        let block = graph.block(at);
        match block.instrs.first() {
            None if next[at.0 as usize] != Label::NONE => at = next[at.0 as usize],
            Some(jump) if is_jump(jump) && may_vanish(jump, from) => at = jump.target,
            _ => break,
        }
    }
    at
}

fn successors(graph: &Graph) -> Vec<Label> {
    let mut next = vec![Label::NONE; graph.blocks.len()];
    for pair in graph.order.windows(2) {
        next[pair[0].0 as usize] = pair[1];
    }
    next
}

fn thread(graph: &mut Graph, source: &Source) -> bool {
    let next = successors(graph);
    let mut changed = false;
    for index in 0..graph.order.len() {
        let label = graph.order[index];
        for at in 0..graph.block(label).instrs.len() {
            let instr = graph.block(label).instrs[at];
            if let Some(target) = jump_target(&instr) {
                let final_target = destination(graph, &next, target, line(source, instr.range));
                if final_target != target {
                    graph.block_mut(label).instrs[at].target = final_target;
                    changed = true;
                }
            }
        }
    }
    changed
}

/// `if t goto A; goto B; A:` becomes `if not t goto B; A:`. The plain jump may stand in a block of its own to which nothing
/// jumps (threading has seen to that); then that block is emptied.
fn invert_over_jump(graph: &mut Graph, source: &Source) -> bool {
    let next = successors(graph);
    let mut targeted = vec![false; graph.blocks.len()];
    for &label in &graph.order {
        let block = graph.block(label);
        let handler = block.handler.map(|handler| handler.label);
        for target in block.instrs.iter().filter_map(jump_target).chain(handler) {
            targeted[target.0 as usize] = true;
        }
    }
    let mut changed = false;
    for index in 0..graph.order.len() {
        let label = graph.order[index];
        let (branch, jumper) = match &*graph.block(label).instrs {
            [.., branch, jump] if is_jump(jump) => (*branch, label),
            [.., branch] => {
                let mut after = next[label.0 as usize];
                let mut entered = false;
                while after != Label::NONE && graph.block(after).instrs.is_empty() {
                    entered |= targeted[after.0 as usize];
                    after = next[after.0 as usize];
                }
                if after == Label::NONE || entered || targeted[after.0 as usize] {
                    continue;
                }
                (*branch, after)
            }
            [] => continue,
        };
        let jump = match &*graph.block(jumper).instrs {
            [jump] if jumper != label && is_jump(jump) => *jump,
            [.., jump] if jumper == label => *jump,
            _ => continue,
        };
        let following = next[jumper.0 as usize];
        let from = line(source, branch.range);
        if jump_target(&branch).is_none()
            || !may_vanish(&jump, from)
            || is_jump(&branch)
            || following == Label::NONE
            || destination(graph, &next, branch.target, from) != destination(graph, &next, following, from)
        {
            continue;
        }
        let Some(inverted) = inverted(&branch, jump.target) else { continue };
        graph.block_mut(jumper).instrs.pop();
        if let Some(last) = graph.block_mut(label).instrs.last_mut() {
            *last = inverted;
        }
        changed = true;
    }
    changed
}

/// The branch that jumps where another falls through. What jumps at the end of something, such as of a loop or of what an `await` waits for, has
/// no opposite.
fn inverted(branch: &Instr, target: Label) -> Option<Instr> {
    let op = match branch.op {
        Op::JumpIfTrue => Op::JumpIfFalse,
        Op::JumpIfFalse => Op::JumpIfTrue,
        Op::JumpIfNone => Op::JumpIfNotNone,
        Op::JumpIfNotNone => Op::JumpIfNone,
        op if (Op::JumpIfLt as u8..=Op::JumpIfIs as u8).contains(&(op as u8)) => op,
        _ => return None,
    };
    Some(Instr { op, d: branch.d ^ 1, target, ..*branch })
}

fn drop_jumps_to_next(graph: &mut Graph) -> bool {
    let next = successors(graph);
    let mut changed = false;
    for index in 0..graph.order.len() {
        let label = graph.order[index];
        let Some(&last) = graph.block(label).instrs.last() else { continue };
        let following = next[label.0 as usize];
        if is_jump(&last)
            && following != Label::NONE
            && destination_without_jumps(graph, &next, last.target)
                == destination_without_jumps(graph, &next, following)
        {
            let instrs = &mut graph.block_mut(label).instrs;
            instrs.pop();
            if last.wide != 0 {
                instrs.push(Instr { op: Op::Nop, wide: 0, target: Label::NONE, ..last });
            }
            changed = true;
        }
    }
    changed
}

/// Past empty blocks only.
fn destination_without_jumps(graph: &Graph, next: &[Label], mut label: Label) -> Label {
    while graph.block(label).instrs.is_empty() && next[label.0 as usize] != Label::NONE {
        label = next[label.0 as usize];
    }
    label
}
