//! The control-flow graph of one code object while it is being generated: blocks of instructions in layout order.
//!
//! A block falls through to the next one in the order unless its last instruction ends it. Every block has at most one
//! handler, so generation begins a new block where the handler changes; the exception table falls out of the layout.

use ruff_text_size::{TextRange, TextSize};
use typhon_bytecode::Op;

/// A register number.
pub(crate) type Reg = u16;

/// A block of the graph; jumps name their target by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) struct Label(pub(crate) u32);

impl Label {
    pub(crate) const NONE: Label = Label(u32::MAX);
}

/// Where exceptions of a block go: the handler's block and the register that receives the exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Handler {
    pub(crate) label: Label,
    pub(crate) register: Reg,
}

/// The range of instructions that come from no line: what a handler begins and ends with, a return that nobody wrote. Tracing does not see them.
pub(crate) const NOWHERE: TextRange = TextRange::new(TextSize::new(u32::MAX), TextSize::new(u32::MAX));

/// One instruction before encoding. `wide` is a 24- or 32-bit operand, `target` that of a jump (whose sense is in `d`). A plain jump's `wide` is the
/// line that nothing else shows, or 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instr {
    pub(crate) op: Op,
    pub(crate) d: u8,
    pub(crate) a: Reg,
    pub(crate) b: u16,
    pub(crate) c: u16,
    pub(crate) wide: u32,
    pub(crate) target: Label,
    pub(crate) range: TextRange,
}

#[derive(Default, Debug)]
pub(crate) struct Block {
    pub(crate) instrs: Vec<Instr>,
    pub(crate) handler: Option<Handler>,
}

impl Block {
    /// Whether control cannot run off its end.
    pub(crate) fn ends(&self) -> bool {
        self.instrs.last().is_some_and(|instr| instr.op.row().flags.ends_block())
    }
}

/// Blocks by label, and the order in which they are laid out.
#[derive(Default, Debug)]
pub(crate) struct Graph {
    pub(crate) blocks: Vec<Block>,
    pub(crate) order: Vec<Label>,
}

impl Graph {
    /// A label that is not placed yet.
    pub(crate) fn label(&mut self) -> Label {
        self.blocks.push(Block::default());
        Label(self.blocks.len() as u32 - 1)
    }

    pub(crate) fn block(&self, label: Label) -> &Block {
        &self.blocks[label.0 as usize]
    }

    pub(crate) fn block_mut(&mut self, label: Label) -> &mut Block {
        &mut self.blocks[label.0 as usize]
    }

    /// Makes a label's block the next one in the layout.
    pub(crate) fn place(&mut self, label: Label, handler: Option<Handler>) {
        self.block_mut(label).handler = handler;
        self.order.push(label);
    }
}
