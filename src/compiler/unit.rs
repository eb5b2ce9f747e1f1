//! The code object under construction: graph, registers, constants, names and the frames of statements that leaving
//! jumps must unwind. Emission of single instructions lives here; what to emit is [`crate::generate`]'s business.

use ruff_python_ast::{Identifier, Stmt};
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::FxHashMap;
use typhon_bytecode::{Code, Constant, Local, Op, Text};

use crate::generate::annotation::Found;
use crate::graph::{Graph, Handler, Instr, Label, Reg};
use crate::names::NameId;
use crate::scope::ScopeId;

/// A statement being inside of which `return`, `break` and `continue` have something to do.
#[derive(Clone, Copy)]
pub(crate) enum Frame<'a> {
    Loop {
        on_break: Label,
        on_continue: Label,
        depth: u32,
    },
    /// The body of `try` with handlers: leaving does nothing.
    Try {
        outer: Option<Handler>,
    },
    /// A region whose leaving runs `finally`.
    Finally {
        outer: Option<Handler>,
        body: &'a [Stmt],
        depth: u32,
    },
    /// A handler's body (or that of `finally` after an exception): leaving restores the exception handled before.
    Handling {
        outer: Option<Handler>,
        saved: Reg,
        name: Option<&'a Identifier>,
        /// An `except*` block, which nothing may leave by a jump.
        is_star: bool,
    },
    /// The body of `with`; the bound `__exit__` is in `exit` and the register after it.
    With {
        outer: Option<Handler>,
        exit: Reg,
        range: TextRange,
        is_async: bool,
    },
}

/// One code object while its body is generated.
pub(crate) struct Unit<'a> {
    /// The scope whose code object this is.
    pub(crate) scope: ScopeId,
    /// The scope names are looked up in: `scope`, or the comprehension being inlined.
    pub(crate) inner: ScopeId,
    pub(crate) name: Text,
    pub(crate) qualname: String,
    /// What stands before the names of what is defined in it.
    pub(crate) prefix: String,
    pub(crate) first_line: u32,
    pub(crate) locals: Vec<Local>,
    pub(crate) graph: Graph,
    pub(crate) current: Label,
    /// Whether the current position cannot be reached, so that nothing needs to be emitted.
    pub(crate) dead: bool,
    pub(crate) handler: Option<Handler>,
    pub(crate) frames: Vec<Frame<'a>>,
    /// A module's or class's annotations by the start of their statements.
    pub(crate) annotations: Vec<(TextSize, Found<'a>)>,
    /// Number of statically nested blocks, for CPython's limit.
    pub(crate) blocks: u32,
    /// The next free temporary.
    pub(crate) depth: u32,
    /// Size of the window so far.
    pub(crate) registers: u32,
    pub(crate) constants: Vec<Constant>,
    constant_index: FxHashMap<Vec<u8>, u32>,
    pub(crate) names: Vec<NameId>,
    name_index: FxHashMap<NameId, u32>,
    /// Per named register: the stretch of straight code in which it was last seen bound.
    bound_in: Vec<u32>,
    stretch: u32,
}

impl<'a> Unit<'a> {
    pub(crate) fn new(
        scope: ScopeId,
        name: Text,
        qualname: String,
        first_line: u32,
        locals: Vec<Local>,
    ) -> Unit<'a> {
        let count = locals.len() as u32;
        let mut unit = Unit {
            scope,
            inner: scope,
            name,
            qualname,
            prefix: String::new(),
            first_line,
            graph: Graph::default(),
            current: Label::NONE,
            dead: false,
            handler: None,
            frames: Vec::new(),
            annotations: Vec::new(),
            blocks: 0,
            depth: count,
            registers: count,
            constants: Vec::new(),
            constant_index: FxHashMap::default(),
            names: Vec::new(),
            name_index: FxHashMap::default(),
            bound_in: vec![0; locals.len()],
            stretch: 0,
            locals,
        };
        let entry = unit.graph.label();
        unit.start(entry);
        unit
    }

    pub(crate) fn label(&mut self) -> Label {
        self.graph.label()
    }

    /// Continues at a label, which the code before falls into.
    pub(crate) fn start(&mut self, label: Label) {
        self.graph.place(label, self.handler);
        self.current = label;
        self.dead = false;
        self.stretch += 1;
    }

    /// Changes where exceptions of the following instructions go.
    pub(crate) fn set_handler(&mut self, handler: Option<Handler>) {
        if self.handler == handler {
            return;
        }
        self.handler = handler;
        if !self.dead {
            let stretch = self.stretch;
            let label = self.label();
            self.start(label);
            // Straight code goes on: what was bound still is.
            self.stretch = stretch;
        }
    }

    pub(crate) fn emit(&mut self, instr: Instr) {
        if self.dead {
            return;
        }
        self.dead = instr.op.row().flags.ends_block();
        self.graph.block_mut(self.current).instrs.push(instr);
    }

    /// Whether the current block has no instruction yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.graph.block(self.current).instrs.is_empty()
    }

    pub(crate) fn op(&mut self, range: TextRange, op: Op, a: Reg, b: u16, c: u16, d: u8) {
        self.emit(Instr { op, d, a, b, c, wide: 0, target: Label::NONE, range });
    }

    /// An instruction with a 32-bit operand, or a 24-bit one after `b`.
    pub(crate) fn wide(&mut self, range: TextRange, op: Op, a: Reg, b: u16, wide: u32) {
        self.emit(Instr { op, d: 0, a, b, c: 0, wide, target: Label::NONE, range });
    }

    pub(crate) fn jump(&mut self, range: TextRange, target: Label) {
        self.emit(Instr { op: Op::Jump, d: 0, a: 0, b: 0, c: 0, wide: 0, target, range });
    }

    /// A conditional jump on `a` (and `b`); `sense` only matters to the opcodes that have one.
    pub(crate) fn branch(&mut self, range: TextRange, op: Op, a: Reg, b: u16, sense: bool, target: Label) {
        self.emit(Instr { op, d: u8::from(sense), a, b, c: 0, wide: 0, target, range });
        // What follows is reached only from here, so knowledge about bound names stays valid.
    }

    /// A fresh temporary on top.
    pub(crate) fn push(&mut self) -> Reg {
        let register = self.top();
        self.depth += 1;
        self.registers = self.registers.max(self.depth);
        register
    }

    /// The register that [`push`](Unit::push) would return.
    pub(crate) fn top(&self) -> Reg {
        self.depth.min(u32::from(Reg::MAX)) as Reg
    }

    /// Whether a register may serve as scratch: a temporary that nothing holds.
    pub(crate) fn is_scratch(&self, register: Reg) -> bool {
        u32::from(register) >= self.depth
    }

    /// Counts a destination as part of the window if it is a scratch register.
    pub(crate) fn touch_if_scratch(&mut self, register: Reg) {
        if self.is_scratch(register) {
            self.touch(register);
        }
    }

    /// Counts a scratch register as part of the window.
    pub(crate) fn touch(&mut self, register: Reg) {
        self.registers = self.registers.max(u32::from(register) + 1);
    }

    pub(crate) fn constant(&mut self, constant: Constant) -> u32 {
        let mut key = Vec::new();
        if !constant_key(&constant, &mut key) {
            self.constants.push(constant);
            return self.constants.len() as u32 - 1;
        }
        let next = self.constants.len() as u32;
        let index = *self.constant_index.entry(key).or_insert(next);
        if index == next {
            self.constants.push(constant);
        }
        index
    }

    pub(crate) fn name_index(&mut self, name: NameId) -> u32 {
        let next = self.names.len() as u32;
        let index = *self.name_index.entry(name).or_insert(next);
        if index == next {
            self.names.push(name);
        }
        index
    }

    pub(crate) fn mark_bound(&mut self, register: Reg) {
        if let Some(stretch) = self.bound_in.get_mut(register as usize) {
            *stretch = self.stretch;
        }
    }

    pub(crate) fn mark_unbound(&mut self, register: Reg) {
        if let Some(stretch) = self.bound_in.get_mut(register as usize) {
            *stretch = 0;
        }
    }

    /// Whether a named register was bound or checked since the last label.
    pub(crate) fn is_bound(&self, register: Reg) -> bool {
        self.bound_in.get(register as usize).is_none_or(|&stretch| stretch == self.stretch)
    }
}

/// Bytes that are equal for constants of equal type and value (`0.0` and `-0.0` differ); false for code objects.
fn constant_key(constant: &Constant, key: &mut Vec<u8>) -> bool {
    let mut sized = |tag: u8, bytes: &[u8]| {
        key.push(tag);
        key.extend((bytes.len() as u64).to_le_bytes());
        key.extend(bytes);
    };
    match constant {
        Constant::None => sized(0, &[]),
        Constant::Ellipsis => sized(1, &[]),
        Constant::Bool(value) => sized(2, &[u8::from(*value)]),
        Constant::Int(value) => sized(3, &value.to_le_bytes()),
        Constant::BigInt { negative, magnitude } => sized(4 + u8::from(*negative), magnitude),
        Constant::Float(value) => sized(6, &value.to_bits().to_le_bytes()),
        Constant::Complex { real, imag } => {
            sized(7, &real.to_bits().to_le_bytes());
            sized(7, &imag.to_bits().to_le_bytes());
        }
        Constant::Str(text) => sized(8, text.as_bytes()),
        Constant::Bytes(bytes) => sized(9, bytes),
        Constant::Tuple(items) => {
            sized(10, &(items.len() as u64).to_le_bytes());
            return items.iter().all(|item| constant_key(item, key));
        }
        Constant::FrozenSet(items) => {
            sized(11, &(items.len() as u64).to_le_bytes());
            return items.iter().all(|item| constant_key(item, key));
        }
        Constant::Slice(parts) => {
            sized(12, &[]);
            return parts.iter().all(|part| constant_key(part, key));
        }
        Constant::Code(_) => return false,
    }
    true
}

/// A finished code object as a constant.
pub(crate) fn code_constant(code: Code) -> Constant {
    Constant::Code(std::sync::Arc::new(code))
}
