//! [`Code`]: the body of a module, class, function or comprehension as immutable plain data.
//!
//! Registers: `0..locals.len()` are named (parameters first, then other locals, then cells that are no parameter, then
//! free variables), the rest up to `registers` are temporaries. Named registers hold `UNBOUND` until bound and stay live
//! until rebound, deleted or the frame ends; temporaries are live as [`crate::ops`]'s roles say.

use std::sync::Arc;

use crate::positions::Positions;
use crate::text::Text;

/// `co_flags`, with CPython's numbers (Include/cpython/code.h).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    pub const METHOD: u32 = 0x800_0000;

    pub const fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }
}

/// One named register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Local {
    pub name: Text,
    /// The register holds a cell (a captured parameter becomes one in the prologue).
    pub is_cell: bool,
    /// The register holds a cell of an enclosing function, copied from the closure in the prologue.
    pub is_free: bool,
    /// Bound before the first instruction (a parameter).
    pub is_parameter: bool,
}

/// Where an instruction comes from, 1-based lines, 0-based UTF-8 byte columns as in `co_positions`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// An instruction in `start..end` (word offsets) that raises continues at `handler` with the exception in `register`.
/// Entries are ordered so that the first match is the innermost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExceptionEntry {
    pub start: u32,
    pub end: u32,
    pub handler: u32,
    pub register: u16,
}

/// A constant as plain data; the virtual machine makes (and for strings interns) the object once per code object.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    /// Magnitude in base 2^8, little endian, for ints outside `i64`.
    BigInt {
        negative: bool,
        magnitude: Box<[u8]>,
    },
    Float(f64),
    Complex {
        real: f64,
        imag: f64,
    },
    Str(Text),
    Bytes(Box<[u8]>),
    Tuple(Box<[Constant]>),
    FrozenSet(Box<[Constant]>),
    Slice(Box<[Constant; 3]>),
    Code(Arc<Code>),
}

/// A compiled body. Immutable after construction.
#[derive(Clone, PartialEq, Debug)]
pub struct Code {
    pub name: Text,
    pub qualname: Text,
    pub filename: Text,
    pub first_line: u32,
    pub flags: CodeFlags,
    /// Positional parameters, positional-only ones included.
    pub arg_count: u32,
    pub positional_only: u32,
    pub keyword_only: u32,
    /// Named registers: parameters (positional, keyword-only, `*args`, `**kwargs`), other locals, cells, free variables.
    pub locals: Box<[Local]>,
    /// Size of the window in words.
    pub registers: u32,
    /// Instruction words and their (zero) cache words.
    pub words: Box<[u64]>,
    pub constants: Box<[Constant]>,
    /// Names of globals, attributes and imports.
    pub names: Box<[Text]>,
    pub exceptions: Box<[ExceptionEntry]>,
    /// `(first word it holds for, position)`, ascending.
    pub positions: Positions,
}

impl Code {
    /// Position of the instruction at a word offset.
    pub fn position(&self, offset: u32) -> Position {
        let after = self.positions.partition_point(|&(start, _)| start <= offset);
        after.checked_sub(1).map_or(Position::default(), |index| self.positions[index].1)
    }

    /// The innermost handler that covers a word offset.
    pub fn handler(&self, offset: u32) -> Option<ExceptionEntry> {
        self.exceptions.iter().find(|entry| entry.start <= offset && offset < entry.end).copied()
    }

    /// Whether calling the code makes a generator, a coroutine or an asynchronous generator.
    pub fn is_resumable(&self) -> bool {
        self.flags.has(CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR)
    }

    /// How many variables a function of this code takes from around it.
    pub fn free_count(&self) -> usize {
        self.locals.iter().filter(|local| local.is_free).count()
    }

    /// Number of parameters of all kinds, `*args` and `**kwargs` included.
    pub fn parameter_count(&self) -> u64 {
        u64::from(self.arg_count)
            + u64::from(self.keyword_only)
            + u64::from(self.flags.has(CodeFlags::VARARGS))
            + u64::from(self.flags.has(CodeFlags::VARKEYWORDS))
    }
}
