//! Flags of `compile`, with CPython's numbers: features of `__future__` (which code objects carry in `co_flags`) and `PyCF_*`.

/// Obsolete: what `PyCF_MASK_OBSOLETE` admits.
pub const NESTED_SCOPES: u32 = 0x10;
pub const DIVISION: u32 = 0x2_0000;
pub const ABSOLUTE_IMPORT: u32 = 0x4_0000;
pub const WITH_STATEMENT: u32 = 0x8_0000;
pub const PRINT_FUNCTION: u32 = 0x10_0000;
pub const UNICODE_LITERALS: u32 = 0x20_0000;
pub const BARRY_AS_BDFL: u32 = 0x40_0000;
pub const GENERATOR_STOP: u32 = 0x80_0000;
pub const ANNOTATIONS: u32 = 0x100_0000;

/// Features of `__future__` that change a code object's flags.
pub const FEATURES: u32 = DIVISION
    | ABSOLUTE_IMPORT
    | WITH_STATEMENT
    | PRINT_FUNCTION
    | UNICODE_LITERALS
    | BARRY_AS_BDFL
    | GENERATOR_STOP
    | ANNOTATIONS;

/// The end of an interactive statement does not close its blocks.
pub const DONT_IMPLY_DEDENT: u32 = 0x200;
/// The answer is a tree.
pub const ONLY_AST: u32 = 0x400;
pub const TYPE_COMMENTS: u32 = 0x1000;
/// `await` may stand outside functions; the code object is then a coroutine's.
pub const ALLOW_TOP_LEVEL_AWAIT: u32 = 0x2000;
/// A source that is refused at its end raises `_IncompleteInputError`.
pub const ALLOW_INCOMPLETE_INPUT: u32 = 0x4000;
/// With `ONLY_AST`: the tree as the compiler's first pass leaves it.
pub const OPTIMIZED_AST: u32 = 0x8000 | ONLY_AST;

/// All that `compile` accepts.
pub const KNOWN: u32 = FEATURES
    | NESTED_SCOPES
    | DONT_IMPLY_DEDENT
    | TYPE_COMMENTS
    | ALLOW_TOP_LEVEL_AWAIT
    | ALLOW_INCOMPLETE_INPUT
    | OPTIMIZED_AST;
