//! The opcode table. One row declares an opcode completely: number, the role of each operand, cache words, flags, doc.
//! The enum, the encoder's checks, disassembly, verifier, liveness and the interpreter's dispatch derive from it; an
//! opcode without a handler does not compile, because dispatch matches on [`Op`] exhaustively.
//!
//! Numbers are part of the `.pyc` format: changing one means changing the magic number there.

/// How an operand field is used. `Read*`/`Write*` fields name registers and drive liveness.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Unused,
    /// A register that is read.
    Read,
    /// A register that is written.
    Write,
    /// A register that is read and written.
    Update,
    /// The first of a run of registers that is read.
    ReadRun(Len),
    /// The first of a run of registers that is written.
    WriteRun(Len),
    /// The first of a run of registers that is read and written.
    UpdateRun(Len),
    /// Index into the constants, 32 bits over `b` and `c`.
    Const32,
    /// Index into the names, 32 bits over `b` and `c`.
    Name32,
    /// Index into the names, 24 bits over `c` and `d`.
    Name24,
    /// Signed jump displacement from the end of the instruction, 32 bits over `b` and `c`.
    Jump32,
    /// Signed jump displacement, 24 bits over `c` and `d`.
    Jump24,
    /// Signed jump displacement, 23 bits over `c` and `d`; the lowest bit of `d` is the sense.
    Branch,
    /// Signed number.
    Imm,
    /// Signed number, 32 bits over `b` and `c`.
    Imm32,
    /// Register number beyond 65535, 32 bits over `b` and `c`; always a named register.
    Far,
    /// Unsigned number.
    Count,
    /// Bits or a small enumeration, explained in the row's doc.
    Flags,
    /// The upper part of a wide operand.
    High,
}

/// Length of a run of registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Len {
    Fixed(u8),
    /// Operand `c` plus so many.
    C(u8),
    /// Twice operand `c`.
    TwiceC,
    /// Operand `d` plus so many.
    D(u8),
    /// Operands `c` and `d` plus so many.
    CPlusD(u8),
    /// The number of bits set in `d` plus so many.
    BitsOfD(u8),
}

/// What executing an opcode may do besides its operands' effects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flags(u8);

impl Flags {
    const NONE: Flags = Flags(0);
    /// May raise.
    const RAISES: Flags = Flags(1);
    /// May reach a safepoint (a poll or a call): the frame must be describable here. Implies that it may raise.
    const SAFEPOINT: Flags = Flags(1 | 2);
    /// As `SAFEPOINT`; control never falls through to the next instruction.
    const SAFEPOINT_ENDS: Flags = Flags(1 | 2 | 4);

    pub const fn raises(self) -> bool {
        self.0 & 1 != 0
    }
    pub const fn safepoint(self) -> bool {
        self.0 & 2 != 0
    }
    pub const fn ends_block(self) -> bool {
        self.0 & 4 != 0
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    pub doc: &'static str,
    pub a: Role,
    pub b: Role,
    pub c: Role,
    pub d: Role,
    /// Cache words that follow the instruction word: 0 or 1.
    pub cache_words: usize,
    pub flags: Flags,
}

macro_rules! ops {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal ($a:expr, $b:expr, $c:expr, $d:expr) cache $cache:literal $flags:ident;)*) => {
        /// An opcode; its row stands in [`Op::row`].
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op {
            $($(#[doc = $doc])* $name = $number,)*
        }

        impl Op {
            /// Every opcode in table order.
            pub const ALL: &'static [Op] = &[$(Op::$name,)*];

            /// The opcode of a number; `None` where the table has none.
            pub const fn from_number(number: u8) -> Option<Op> {
                match number {
                    $($number => Some(Op::$name),)*
                    _ => None,
                }
            }

            /// This opcode's row.
            pub const fn row(self) -> Row {
                ROWS[self as usize]
            }
        }

        /// Rows by number; the gaps are never asked for.
        static ROWS: [Row; 256] = {
            let gap = Row {
                name: "",
                doc: "",
                a: Role::Unused,
                b: Role::Unused,
                c: Role::Unused,
                d: Role::Unused,
                cache_words: 0,
                flags: Flags::NONE,
            };
            let mut rows = [gap; 256];
            $(rows[$number] = Row {
                name: stringify!($name),
                doc: concat!($($doc, "\n",)*),
                a: $a, b: $b, c: $c, d: $d,
                cache_words: $cache,
                flags: Flags::$flags,
            };)*
            rows
        };
    };
}

use Len::{BitsOfD, C, CPlusD, D, Fixed, TwiceC};
use Role::{
    Branch, Const32, Count, Far, Flags as Bits, High, Imm, Imm32, Jump24, Jump32, Name24, Name32, Read,
    ReadRun, Unused, Update, UpdateRun, Write, WriteRun,
};

/// Flag of `UnpackSequence`: `b` is read by nothing else, so that what stands there need not be made if its parts are known.
pub const LAST_USE: u8 = 1;

ops! {
    /// Does nothing.
    Nop = 0 (Unused, Unused, Unused, Unused) cache 0 NONE;
    /// `a = b`.
    Move = 1 (Write, Read, Unused, Unused) cache 0 NONE;
    /// `a = constants[bc]`.
    LoadConst = 2 (Write, Const32, High, Unused) cache 0 NONE;
    /// `a = bc` as an int.
    LoadInt = 3 (Write, Imm32, High, Unused) cache 0 NONE;
    /// `a = register bc`, for named registers beyond 65535.
    LoadFar = 4 (Write, Far, High, Unused) cache 0 NONE;
    /// `register bc = a`, for named registers beyond 65535.
    StoreFar = 5 (Read, Far, High, Unused) cache 0 NONE;
    /// Raises `UnboundLocalError` where the variable `a` is unbound.
    CheckBound = 6 (Read, Unused, Unused, Unused) cache 0 RAISES;
    /// `a` becomes unbound (`del` of a local; the exception name after `except … as`).
    Unbind = 7 (Write, Unused, Unused, Unused) cache 0 NONE;

    /// `a` = a new cell holding `a`'s value (a captured parameter) or nothing.
    MakeCell = 8 (Update, Unused, Unused, Unused) cache 0 RAISES;
    /// Copies the running function's closure, `b` cells, to `a..`.
    CopyFree = 9 (WriteRun(Len::C(0)), Unused, Count, Unused) cache 0 NONE;
    /// `a` = contents of cell `b`; raises where empty: `UnboundLocalError` if the frame owns the cell, else `NameError`.
    LoadCell = 10 (Write, Read, Unused, Unused) cache 0 RAISES;
    /// Contents of cell `a` = `b`.
    StoreCell = 11 (Read, Read, Unused, Unused) cache 0 NONE;
    /// Empties cell `a`; raises where it is empty already.
    DeleteCell = 12 (Read, Unused, Unused, Unused) cache 0 RAISES;
    /// `a` = what the class namespace has under the name of cell `b`, else the cell's contents (a free name in a class body).
    LoadNameOrCell = 13 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;

    /// `a` = global, else builtin, `names[bc]`.
    LoadGlobal = 14 (Write, Name32, High, Unused) cache 1 SAFEPOINT;
    /// Global `names[bc]` = `a`.
    StoreGlobal = 15 (Read, Name32, High, Unused) cache 1 RAISES;
    /// Deletes global `names[bc]`.
    DeleteGlobal = 16 (Unused, Name32, High, Unused) cache 0 RAISES;
    /// `a` = `names[bc]` of the frame's namespace, else global, else builtin (module and class bodies).
    LoadName = 17 (Write, Name32, High, Unused) cache 1 SAFEPOINT;
    /// `names[bc]` of the frame's namespace = `a`.
    StoreName = 18 (Read, Name32, High, Unused) cache 1 SAFEPOINT;
    /// Deletes `names[bc]` of the frame's namespace.
    DeleteName = 19 (Unused, Name32, High, Unused) cache 0 SAFEPOINT;
    /// `a` = the function that `class` statements call: `builtins.__build_class__`.
    LoadBuildClass = 20 (Write, Unused, Unused, Unused) cache 0 RAISES;

    /// `a = b.names[cd]`.
    LoadAttr = 21 (Write, Read, Name24, High) cache 1 SAFEPOINT;
    /// `a.names[cd] = b`.
    StoreAttr = 22 (Read, Read, Name24, High) cache 1 SAFEPOINT;
    /// Deletes `a.names[cd]`.
    DeleteAttr = 23 (Read, Unused, Name24, High) cache 0 SAFEPOINT;
    /// Prepares the method call `b.names[cd](…)`: `a` = the function and `a+1` = `b`, or `a` = the attribute and `a+1` unbound.
    LoadMethod = 24 (WriteRun(Fixed(2)), Read, Name24, High) cache 1 SAFEPOINT;
    /// `a = b[c]`.
    LoadItem = 25 (Write, Read, Read, Unused) cache 1 SAFEPOINT;
    /// `a[b] = c`.
    StoreItem = 26 (Read, Read, Read, Unused) cache 1 SAFEPOINT;
    /// `del a[b]`.
    DeleteItem = 27 (Read, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = b[c:c+1]`.
    LoadSlice = 160 (Write, Read, ReadRun(Fixed(2)), Unused) cache 0 SAFEPOINT;
    /// The first instruction of a function that has no other in front of its body: the place of its `def`, for tools. Calls begin behind it.
    Begin = 161 (Unused, Unused, Unused, Unused) cache 0 NONE;
    /// Stands, in executables only, for an instruction that tools watch; the code holds the original, whose operands this one has.
    Instrumented = 29 (Unused, Unused, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = slice(b, b+1[, b+2])`; `d` is 2 or 3.
    BuildSlice = 28 (Write, ReadRun(D(0)), Unused, Count) cache 0 RAISES;

    /// `a = b + c`. For this row to `Xor`: `d` = 1 for the augmented form.
    Add = 30 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b - c`.
    Sub = 31 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b * c`.
    Mul = 32 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b / c`.
    TrueDiv = 33 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b // c`.
    FloorDiv = 34 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b % c`.
    Mod = 35 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b ** c`.
    Pow = 36 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b @ c`.
    MatMul = 37 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b << c`.
    LShift = 38 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b >> c`.
    RShift = 39 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b & c`.
    And = 40 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b | c`.
    Or = 41 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b ^ c`.
    Xor = 42 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b + imm c`. For this row to `RShiftImmediate`: `c` is an int, `d` = 1 for the augmented form.
    AddImmediate = 43 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b - imm c`.
    SubImmediate = 44 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b * imm c`.
    MulImmediate = 45 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b // imm c`.
    FloorDivImmediate = 46 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b % imm c`.
    ModImmediate = 47 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b & imm c`.
    AndImmediate = 48 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b << imm c`.
    LShiftImmediate = 49 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = b >> imm c`.
    RShiftImmediate = 50 (Write, Read, Imm, Bits) cache 1 SAFEPOINT;
    /// `a = -b`.
    Neg = 51 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = +b`.
    Pos = 52 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = ~b`.
    Invert = 53 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = not b`.
    Not = 54 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = bool(b)`.
    ToBool = 55 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a = b <d> c`; `d`: 0 `<`, 1 `<=`, 2 `==`, 3 `!=`, 4 `>`, 5 `>=`.
    Compare = 56 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// `a = b is c`; negated where `d` is 1.
    Is = 57 (Write, Read, Read, Bits) cache 0 NONE;
    /// `a = b in c`; negated where `d` is 1.
    Contains = 58 (Write, Read, Read, Bits) cache 1 SAFEPOINT;

    /// Jumps by `bc`. A jump backwards (any opcode's) is a safepoint.
    Jump = 60 (Unused, Jump32, High, Unused) cache 0 SAFEPOINT_ENDS;
    /// Jumps where `bool(a)`.
    JumpIfTrue = 61 (Read, Jump32, High, Unused) cache 0 SAFEPOINT;
    /// Jumps where not `bool(a)`.
    JumpIfFalse = 62 (Read, Jump32, High, Unused) cache 0 SAFEPOINT;
    /// Jumps where `a is None`.
    JumpIfNone = 63 (Read, Jump32, High, Unused) cache 0 SAFEPOINT;
    /// Jumps where `a is not None`.
    JumpIfNotNone = 64 (Read, Jump32, High, Unused) cache 0 SAFEPOINT;
    /// Jumps where `bool(a < b)` equals the sense; so do the rows up to `JumpIfNe`.
    JumpIfLt = 65 (Read, Read, Branch, High) cache 1 SAFEPOINT;
    JumpIfLe = 66 (Read, Read, Branch, High) cache 1 SAFEPOINT;
    JumpIfEq = 67 (Read, Read, Branch, High) cache 1 SAFEPOINT;
    JumpIfNe = 68 (Read, Read, Branch, High) cache 1 SAFEPOINT;
    JumpIfGt = 69 (Read, Read, Branch, High) cache 1 SAFEPOINT;
    JumpIfGe = 70 (Read, Read, Branch, High) cache 1 SAFEPOINT;
    /// Jumps where `bool(a < imm b)` equals the sense; so do the rows up to `JumpIfGeImmediate`.
    JumpIfLtImmediate = 71 (Read, Imm, Branch, High) cache 1 SAFEPOINT;
    JumpIfLeImmediate = 72 (Read, Imm, Branch, High) cache 1 SAFEPOINT;
    JumpIfEqImmediate = 73 (Read, Imm, Branch, High) cache 1 SAFEPOINT;
    JumpIfNeImmediate = 74 (Read, Imm, Branch, High) cache 1 SAFEPOINT;
    JumpIfGtImmediate = 75 (Read, Imm, Branch, High) cache 1 SAFEPOINT;
    JumpIfGeImmediate = 76 (Read, Imm, Branch, High) cache 1 SAFEPOINT;
    /// Jumps where `a is b` equals the sense.
    JumpIfIs = 77 (Read, Read, Branch, High) cache 0 SAFEPOINT;

    /// Begins iterating `b`; `a..a+3` is the iteration's state, private to this frame: an iterator and unbound words,
    /// or, for exact builtin sources no other code can reach the iterator of, the source and its position.
    GetIter = 80 (WriteRun(Fixed(3)), Read, Unused, Unused) cache 0 SAFEPOINT;
    /// Next item of the iteration `a..a+3`: `b` = item and jump, or fall through at the end.
    ForIter = 81 (UpdateRun(Fixed(3)), Write, Jump24, High) cache 1 SAFEPOINT;
    /// Unpacks `b` into exactly `c` registers `a..`, which may be named: all are written, or on an error none. `d` is [`LAST_USE`] where nothing reads
    /// `b` behind it.
    UnpackSequence = 82 (WriteRun(C(0)), Read, Count, Bits) cache 0 SAFEPOINT;
    /// Unpacks `b` into `c` registers, a list, and `d` registers, from `a` on; all or none.
    UnpackEx = 83 (WriteRun(CPlusD(1)), Read, Count, Count) cache 0 SAFEPOINT;

    /// `a = b(b+1, … c arguments)`.
    Call = 85 (Write, ReadRun(C(1)), Count, Unused) cache 1 SAFEPOINT;
    /// Calls what `LoadMethod` left in `b` and `b+1` with the `c` arguments from `b+2`; result in `a`.
    CallMethod = 86 (Write, ReadRun(C(2)), Count, Unused) cache 1 SAFEPOINT;
    /// `Call` whose last arguments are keywords: `c` counts all arguments; the register after them holds the tuple of names.
    CallKw = 87 (Write, ReadRun(C(2)), Count, Unused) cache 1 SAFEPOINT;
    /// `CallMethod` whose last arguments are keywords, as in `CallKw`.
    CallMethodKw = 88 (Write, ReadRun(C(3)), Count, Unused) cache 1 SAFEPOINT;
    /// `a = b(*(b+1), **(b+2))`: `b+1` is any iterable, `b+2` a dict where `d` is 1 and absent where it is 0.
    CallEx = 89 (Write, ReadRun(D(2)), Unused, Bits) cache 0 SAFEPOINT;
    /// Leaves the frame with `a`.
    Return = 90 (Read, Unused, Unused, Unused) cache 0 SAFEPOINT_ENDS;

    /// `a` = tuple of the `c` registers from `b`.
    BuildTuple = 92 (Write, ReadRun(C(0)), Count, Unused) cache 0 RAISES;
    /// `a` = list of the `c` registers from `b`.
    BuildList = 93 (Write, ReadRun(C(0)), Count, Unused) cache 0 RAISES;
    /// `a` = set of the `c` registers from `b`.
    BuildSet = 94 (Write, ReadRun(C(0)), Count, Unused) cache 0 SAFEPOINT;
    /// `a` = dict of the `c` pairs of registers from `b`.
    BuildDict = 95 (Write, ReadRun(TwiceC), Count, Unused) cache 0 SAFEPOINT;
    /// `a` = the `c` strings from `b`, joined.
    BuildString = 96 (Write, ReadRun(C(0)), Count, Unused) cache 0 RAISES;
    /// `a = format(b, c)` after conversion `d & 3` (0 none, 1 str, 2 repr, 3 ascii); no specification (`c` unused, equal to `b`) unless `d & 4`.
    FormatValue = 97 (Write, Read, Read, Bits) cache 0 SAFEPOINT;
    /// Appends `b` to list `a`, which no other code has seen.
    ListAppend = 98 (Read, Read, Unused, Unused) cache 0 RAISES;
    /// Adds `b` to set `a`.
    SetAdd = 99 (Read, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a[b] = c` for a dict being displayed or comprehended.
    DictInsert = 100 (Read, Read, Read, Unused) cache 0 SAFEPOINT;
    /// Appends the items of `b` to list `a`; `d` = 1: `b` stands behind `*` in a call, which words the error.
    ListExtend = 101 (Read, Read, Unused, Bits) cache 0 SAFEPOINT;
    /// Adds the items of `b` to set `a`.
    SetUpdate = 102 (Read, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// Merges mapping `b` into dict `a` (`{**b}`).
    DictUpdate = 103 (Read, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// Merges mapping `b` into dict `a` of keyword arguments for callee `c`, or makes `a` a copy of it; a key twice is an error.
    DictMerge = 104 (Update, Read, Read, Unused) cache 0 SAFEPOINT;
    /// `a` = tuple of list `b`'s items.
    ListToTuple = 105 (Write, Read, Unused, Unused) cache 0 RAISES;

    /// `a` = function of code `b`, followed by what `d` says, in this order: 1 tuple of defaults, 2 dict of keyword defaults,
    /// 4 `__annotate__` function, 8 closure tuple.
    MakeFunction = 110 (Write, ReadRun(BitsOfD(1)), Unused, Bits) cache 0 RAISES;
    /// `a` = module `names[cd]`; `b` = level, `b+1` = names imported from it, or `None`.
    ImportName = 111 (Write, ReadRun(Fixed(2)), Name24, High) cache 0 SAFEPOINT;
    /// `a` = `names[cd]` of module `b`.
    ImportFrom = 112 (Write, Read, Name24, High) cache 0 SAFEPOINT;
    /// Binds every public name of module `a`.
    ImportStar = 113 (Read, Unused, Unused, Unused) cache 0 SAFEPOINT;

    /// Raises `a`.
    Raise = 120 (Read, Unused, Unused, Unused) cache 0 SAFEPOINT_ENDS;
    /// Raises `a` from `b`.
    RaiseFrom = 121 (Read, Read, Unused, Unused) cache 0 SAFEPOINT_ENDS;
    /// Raises the exception being handled again (`raise` alone).
    RaiseAgain = 122 (Unused, Unused, Unused, Unused) cache 0 SAFEPOINT_ENDS;
    /// Goes on raising `a` (end of a handler that did not match, of `finally`): no context, no new traceback entry for this frame. `d` = 1: a debugger
    /// sees the frame left where `a` was raised (end of `with`).
    Reraise = 123 (Read, Unused, Unused, Bits) cache 0 SAFEPOINT_ENDS;
    /// Entering a handler: `a` = the exception handled so far (or `None`), the one being handled becomes `b`. `d` = 1: the outermost
    /// handler of a generator's body, whose caller may change meanwhile, so `a` becomes unbound.
    EnterHandler = 124 (Write, Read, Unused, Bits) cache 0 NONE;
    /// Leaving a handler: the exception being handled becomes `a`; where that is unbound, what the generator's caller handles.
    LeaveHandler = 125 (Read, Unused, Unused, Unused) cache 0 NONE;
    /// `a` = whether exception `b` matches `c`, a class or tuple of classes.
    MatchException = 126 (Write, Read, Read, Unused) cache 0 SAFEPOINT;
    /// Prepares the call of a special method of `b`'s type as `LoadMethod` does; `d`: 0 `__enter__`, 1 `__exit__`, 2 `__aenter__`, 3 `__aexit__`.
    LoadSpecial = 127 (WriteRun(Fixed(2)), Read, Unused, Bits) cache 0 SAFEPOINT;
    /// `a` = result of calling the `__exit__` in `b`, `b+1` with exception `c`'s type, itself and traceback.
    CallExit = 128 (Write, ReadRun(Fixed(2)), Read, Unused) cache 0 SAFEPOINT;
    /// `a` = the class `AssertionError`, whatever the name is bound to.
    LoadAssertionError = 129 (Write, Unused, Unused, Unused) cache 0 NONE;
    /// `a` = the class `NotImplementedError`, whatever the name is bound to (an `__annotate__` function's other formats).
    LoadNotImplementedError = 130 (Write, Unused, Unused, Unused) cache 0 NONE;

    /// `a` = the frame's namespace itself (a class body gives it to its annotation functions as `__classdict__`).
    LoadNamespace = 132 (Write, Unused, Unused, Unused) cache 0 RAISES;
    /// `a` = mapping `b`'s `names[cd]`, else global, else builtin (an annotation inside a class).
    LoadNameIn = 133 (Write, Read, Name24, High) cache 0 SAFEPOINT;
    /// `a` holds a mapping and becomes what it has under the name of cell `b`, else the cell's contents (an annotation inside a class).
    LoadCellIn = 134 (Update, Read, Unused, Unused) cache 0 SAFEPOINT;

    /// Makes the generator, coroutine or asynchronous generator whose body the rest of the code is, and returns it to the caller;
    /// the frame goes on behind this instruction when it is first resumed.
    MakeGenerator = 135 (Unused, Unused, Unused, Unused) cache 0 SAFEPOINT;
    /// Suspends the frame with value `b`; `a` = what is sent in when it is resumed. `d`: 1 inside a handler, whose exception is the
    /// frame's own; 2 for `c`, the iterator that the value came from (`c` is equal to `b` otherwise); 4 an asynchronous generator's own `yield`.
    Yield = 136 (Write, Read, Read, Bits) cache 1 SAFEPOINT;
    /// Sends `a` into iterator `b`: `a` = what it yields and falls through, or `a` = its result and jumps.
    Send = 137 (Update, Read, Jump24, High) cache 0 SAFEPOINT;
    /// Throws exception `a` into iterator `b`; goes on as `Send`.
    Throw = 138 (Update, Read, Jump24, High) cache 0 SAFEPOINT;
    /// `a` = the iterator that `yield from b` delegates to.
    GetYieldFrom = 139 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a` = the iterator that awaiting `b` delegates to; `d` says for the message what `b` is: 0 anything, 1 result of `__aenter__`, 2 of `__aexit__`.
    GetAwaitable = 140 (Write, Read, Unused, Bits) cache 0 SAFEPOINT;
    /// `a` = the asynchronous iterator of `b`.
    GetAiter = 141 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a` = the iterator that awaiting the next item of asynchronous iterator `b` delegates to.
    GetAnext = 142 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a` = whether exception `b` ends an `async for`: a `StopAsyncIteration`.
    IsStopAsync = 143 (Write, Read, Unused, Unused) cache 0 NONE;
    /// `a` = an iterator over `b`, as an object (the outermost iterable of a generator expression).
    GetIterObject = 144 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;

    /// `a` = whether `b` counts as a sequence (`d` = 0) or mapping (`d` = 1) for patterns.
    MatchKind = 145 (Write, Read, Unused, Bits) cache 0 NONE;
    /// `a = len(b)`.
    GetLen = 146 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// `a` = tuple of mapping `b`'s values for the tuple of keys in `b+1`, or `None` where one is missing.
    MatchKeys = 147 (Write, ReadRun(Fixed(2)), Unused, Unused) cache 0 SAFEPOINT;
    /// `a` = dict of what mapping `b` holds beside the tuple of keys in `b+1`.
    MatchRest = 148 (Write, ReadRun(Fixed(2)), Unused, Unused) cache 0 SAFEPOINT;
    /// `a` = tuple of the attributes that a class pattern looks at, or `None` where `b` is no instance of class `b+1` or lacks one: `c` by
    /// position, and those that the tuple in `b+2` names.
    MatchClass = 149 (Write, ReadRun(Fixed(3)), Count, Unused) cache 0 SAFEPOINT;

    /// `a` = interpolation of a template string: value `b`, text of its expression `b+1`, and format specification `b+2` where `d & 4`;
    /// `d & 3` is the conversion as in `FormatValue`.
    BuildInterpolation = 150 (Write, ReadRun(Fixed(3)), Unused, Bits) cache 0 RAISES;
    /// `a` = template of the tuples of strings `b` and of interpolations `b+1`.
    BuildTemplate = 151 (Write, ReadRun(Fixed(2)), Unused, Unused) cache 0 RAISES;

    /// `except*`: `a` = the part of exception `b` that matches `c`, which becomes the one being handled, or `None`; `a+1` = the rest.
    MatchStar = 152 (WriteRun(Fixed(2)), Read, Read, Unused) cache 0 SAFEPOINT;
    /// `a` = what is to be raised after all `except*` clauses for exception `b`, of the list `c` of what they raised and left; or `None`.
    AfterStar = 153 (Write, Read, Read, Unused) cache 0 SAFEPOINT;

    /// `a` = type parameter named `b`; `d`: 0 a type variable, 1 with the bound or 2 the constraints that function `b+1` evaluates,
    /// 3 a parameter specification, 4 a type variable tuple.
    MakeTypeParam = 154 (Write, ReadRun(Fixed(2)), Unused, Bits) cache 0 RAISES;
    /// The default of type parameter `a` is what function `b` evaluates.
    SetTypeParamDefault = 155 (Read, Read, Unused, Unused) cache 0 NONE;
    /// `a` = type alias named `b` with the tuple of type parameters `b+1`, or `None`, and the value that function `b+2` evaluates.
    MakeTypeAlias = 156 (Write, ReadRun(Fixed(3)), Unused, Unused) cache 0 RAISES;
    /// `a = Generic[*b]`: the base that a generic class gets.
    SubscriptGeneric = 157 (Write, Read, Unused, Unused) cache 0 SAFEPOINT;
    /// Function `a`'s `__type_params__` = tuple `b`.
    SetTypeParams = 158 (Read, Read, Unused, Unused) cache 0 NONE;

    /// Shows `a` as an interactive session does: calls `sys.displayhook`.
    ShowValue = 159 (Read, Unused, Unused, Unused) cache 0 SAFEPOINT;
}

impl Op {
    /// Words that one instruction occupies, its cache word included.
    pub const fn words(self) -> usize {
        1 + self.row().cache_words
    }
}
