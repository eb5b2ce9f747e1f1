//! Bytecode: what the compiler writes, the virtual machine runs and `.pyc` files keep.
//!
//! | module | owns |
//! | --- | --- |
//! | [`ops`] | the one opcode table: number, operands, cache word, effect on control flow, doc |
//! | [`insn`] | the 64-bit instruction word |
//! | [`code`] | [`Code`]: a function, class or module body as plain data |
//! | [`dis`] | code as text |
//! | [`liveness`] | which temporaries a frame still needs, for the collector |
//! | [`verify`] | proves that code from outside is safe to run |
//! | [`positions`] | where instructions come from |
//! | [`pyc`] | `.pyc` files: headers, encoded code objects |
//! | [`tables`] | the tables of CPython's code objects, and when two code objects are equal |
//! | [`text`] | [`Text`]: Python text as WTF-8, because literals may hold lone surrogates |
//!
//! Nothing here knows a Python value, the heap or an interpreter: constants are plain data, so the same
//! `Code` serves compiler, cache files, several heaps and any number of threads (it is immutable and `Sync`).
#![forbid(unsafe_code)]

pub mod code;
pub mod dis;
pub mod insn;
pub mod liveness;
pub mod ops;
pub mod positions;
pub mod pyc;
pub mod tables;
pub mod text;
pub mod verify;

pub use code::{Code, CodeFlags, Constant, ExceptionEntry, Local, Position};
pub use insn::Insn;
pub use ops::{LAST_USE, Op};
pub use positions::Positions;
pub use text::Text;
