//! Passes that shrink the graph without changing what it does: unreachable blocks, jumps to jumps, jumps to the next
//! instruction, `Nop`s.

use ruff_text_size::TextRange;
use typhon_bytecode::Op;

use crate::assemble::{is_jump, jump_target};
use crate::graph::{Block, Graph, Handler, Instr, Label, NOWHERE};
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

/// Gives what nobody wrote a place, so that a debugger is somewhere at every step: that of the instruction control comes from, where there is only
/// one. An exit that several lead to, such as the return at a function's end, is copied for each of them. The algorithm is that of CPython's
/// `flowgraph.c` (`resolve_line_numbers`). What only an exception leads to stays without.
pub(crate) fn place_unwritten(graph: &mut Graph) {
    drop_empty_blocks(graph);
    pass_places_on(graph);
    if copy_exits(graph) {
        pass_places_on(graph);
    }
}

fn drop_empty_blocks(graph: &mut Graph) {
    let next = successors(graph);
    for &label in &graph.order.clone() {
        for at in 0..graph.block(label).instrs.len() {
            if let Some(target) = jump_target(&graph.block(label).instrs[at]) {
                graph.block_mut(label).instrs[at].target = destination_without_jumps(graph, &next, target);
            }
        }
        if let Some(handler) = graph.block(label).handler {
            let label_of_handler = destination_without_jumps(graph, &next, handler.label);
            graph.block_mut(label).handler = Some(Handler { label: label_of_handler, ..handler });
        }
    }
    let blocks = &graph.blocks;
    graph.order.retain(|label| !blocks[label.0 as usize].instrs.is_empty());
}

/// How many ways lead to each block. Exceptions come from many places.
fn entries(graph: &Graph) -> Vec<u32> {
    let next = successors(graph);
    let mut entries = vec![0; graph.blocks.len()];
    for &label in &graph.order {
        let block = graph.block(label);
        let following = next[label.0 as usize];
        let falls = !block.ends() && following != Label::NONE;
        for target in block.instrs.iter().filter_map(jump_target).chain(falls.then_some(following)) {
            entries[target.0 as usize] += 1;
        }
        if let Some(handler) = block.handler {
            entries[handler.label.0 as usize] += 2;
        }
    }
    entries
}

fn pass_places_on(graph: &mut Graph) {
    let (next, entries) = (successors(graph), entries(graph));
    // Where control comes from to each block; of none where it comes from several places.
    let mut from = vec![NOWHERE; graph.blocks.len()];
    let pass = |from: &mut [TextRange], target: Label, range| {
        if entries[target.0 as usize] == 1 {
            from[target.0 as usize] = range;
        }
    };
    // What is seldom executed lies behind all else, and may lead back to where nothing else does.
    let mut is_settled = false;
    while !is_settled {
        is_settled = true;
        for &label in &graph.order.clone() {
            let mut before = from[label.0 as usize];
            let block = graph.block_mut(label);
            for instr in &mut block.instrs {
                if instr.range == NOWHERE && before != NOWHERE {
                    instr.range = before;
                    is_settled = false;
                }
                before = instr.range;
                if let Some(target) = jump_target(instr) {
                    pass(&mut from, target, before);
                }
            }
            let following = next[label.0 as usize];
            if !block.ends() && following != Label::NONE {
                pass(&mut from, following, before);
            }
        }
    }
}

/// Copies each exit without a place for all that jump to it, but for one in front of it if nothing falls through to it; says whether there were any. A
/// plain jump becomes the exit itself where the same handler is in force. Nothing jumps backwards to an exit: that would look like a loop.
fn copy_exits(graph: &mut Graph) -> bool {
    let mut entries = entries(graph);
    let order = graph.order.clone();
    let Some(&last) = order.last() else { return false };
    let mut position = vec![0; graph.blocks.len()];
    for (index, label) in order.iter().enumerate() {
        position[label.0 as usize] = index;
    }
    // Copies, each with what it stands behind.
    let mut copies: Vec<(Label, Label)> = Vec::new();
    let mut has_copied = false;
    for &label in &order {
        for at in 0..graph.block(label).instrs.len() {
            let jump = graph.block(label).instrs[at];
            let Some(target) = jump_target(&jump) else { continue };
            let exit = graph.block(target);
            let is_placed = |instr: &Instr| instr.range != NOWHERE || jump_target(instr).is_some();
            let is_behind = position[target.0 as usize] > position[label.0 as usize];
            let is_alone = entries[target.0 as usize] < 2 && is_behind;
            if is_alone || !exit.ends() || exit.instrs.iter().any(is_placed) {
                continue;
            }
            entries[target.0 as usize] -= 1;
            has_copied = true;
            let (instrs, handler) = (exit.instrs.clone(), exit.handler);
            if is_jump(&jump) && handler == graph.block(label).handler {
                let block = graph.block_mut(label);
                block.instrs.pop();
                block.instrs.extend(instrs.iter().map(|instr| Instr { range: jump.range, ..*instr }));
                break;
            }
            let copy = graph.label();
            *graph.block_mut(copy) = Block { instrs, handler };
            graph.block_mut(label).instrs[at].target = copy;
            copies.push((if is_behind { target } else { last }, copy));
        }
    }
    if !copies.is_empty() {
        copies.sort_by_key(|&(before, copy)| (before.0, copy.0));
        let behind = |label: Label| {
            let first = copies.partition_point(|copy| copy.0.0 < label.0);
            copies[first..].iter().take_while(move |copy| copy.0 == label).map(|copy| copy.1)
        };
        graph.order = order.iter().flat_map(|&label| std::iter::once(label).chain(behind(label))).collect();
    }
    remove_unreachable(graph);
    has_copied
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
        let jump = Instr { op: Op::Jump, d: 0, a: 0, b: 0, c: 0, wide: 0, target: following, range: NOWHERE };
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
