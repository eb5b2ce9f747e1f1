//! How a builtin type is declared: one [`TypeDef`] at the end of its file, one line in the ordered list of [`crate::types`].
//!
//! A `TypeDef` is plain static data: name, base, layout, slots, methods with signature text and doc, attributes. Type objects, argument
//! binding, `help` and `inspect.signature` derive from it; there is no second list of parameters anywhere.

use typhon_gc::{ObjRef, Tracer};

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::signature::{Signature, Wording};
use crate::types::type_::Type;
use crate::value::Value;

/// How objects of a layout are sized and traced.
pub struct Layout {
    pub name: &'static str,
    /// Bytes of the fixed part, before attribute words; multiple of 8.
    pub fixed_bytes: usize,
    /// Bytes of an object whose own words say so (never changing after allocation); `None`: `fixed_bytes`.
    pub variable_bytes: Option<unsafe fn(ObjRef) -> usize>,
    /// Visits every reference of the fixed or variable part. Runs on several collector threads at once, inside a stop; every
    /// intermediate state of a locked section must be traceable.
    pub trace: unsafe fn(ObjRef, &mut Tracer<'_>),
    /// Whether instances of the builtin type itself have attribute words (and so a `__dict__`).
    pub attributes: bool,
    /// Takes what a dead object owns outside the heap; for objects watched by [`crate::payloads`].
    pub take: Option<unsafe fn(ObjRef) -> crate::payloads::Taken>,
    /// Whether `__del__` of the builtin type has anything to do for a dead object; absent: it always has.
    pub needs_del: Option<unsafe fn(ObjRef) -> bool>,
}

impl Layout {
    /// A layout of one struct, without attributes.
    pub const fn fixed(
        name: &'static str,
        bytes: usize,
        trace: unsafe fn(ObjRef, &mut Tracer<'_>),
    ) -> Layout {
        Layout {
            name,
            fixed_bytes: bytes.next_multiple_of(8),
            variable_bytes: None,
            trace,
            attributes: false,
            take: None,
            needs_del: None,
        }
    }

    /// A layout of one struct whose instances have a `__dict__`.
    pub const fn with_attributes(
        name: &'static str,
        bytes: usize,
        trace: unsafe fn(ObjRef, &mut Tracer<'_>),
    ) -> Layout {
        Layout { attributes: true, ..Layout::fixed(name, bytes, trace) }
    }

    /// A layout whose objects say their own size.
    pub const fn variable(
        name: &'static str,
        size: unsafe fn(ObjRef) -> usize,
        trace: unsafe fn(ObjRef, &mut Tracer<'_>),
    ) -> Layout {
        Layout { fixed_bytes: 0, variable_bytes: Some(size), ..Layout::fixed(name, 0, trace) }
    }

    /// Bytes of an instance without attribute words; 0 for variable layouts.
    pub const fn plain_bytes(&self) -> usize {
        if self.variable_bytes.is_some() { 0 } else { self.fixed_bytes.next_multiple_of(16) }
    }

    /// Bytes of an instance with attribute words and `capacity` inline slots.
    pub const fn bytes_with_attributes(&self, capacity: usize) -> usize {
        (self.fixed_bytes + ATTRIBUTE_WORDS * 8 + capacity * 8).next_multiple_of(16)
    }
}

/// Words before the inline attribute slots: the overflow array and the dictionary.
pub const ATTRIBUTE_WORDS: usize = 2;

/// Traces nothing: for layouts without references.
///
/// # Safety
/// Always safe; unsafe only to have the type of a trace function.
pub unsafe fn trace_nothing(_: ObjRef, _: &mut Tracer<'_>) {}

/// Which of `count` strides from an address on a tracer wants: all, or those that touch the part of a large object it is at.
pub fn wanted_strides(
    tracer: &Tracer<'_>,
    first: usize,
    stride: usize,
    count: usize,
) -> std::ops::Range<usize> {
    match tracer.window() {
        None => 0..count,
        Some(window) => {
            let start = (window.start.saturating_sub(first) / stride).min(count);
            let end = window.end.saturating_sub(first).div_ceil(stride).min(count);
            start..end.max(start)
        }
    }
}

pub type UnaryFn = fn(&Cx, Value) -> R<Value>;
pub type BinaryFn = fn(&Cx, Value, Value) -> R<Value>;
pub type ItemFn = fn(&Cx, Value, i64) -> R<Value>;
pub type PowerFn = fn(&Cx, Value, Value, Value) -> R<Value>;
pub type HashFn = fn(&Cx, Value) -> R<i64>;
pub type TruthFn = fn(&Cx, Value) -> R<bool>;
pub type LengthFn = fn(&Cx, Value) -> R<usize>;
pub type ContainsFn = fn(&Cx, Value, Value) -> R<bool>;
pub type NextFn = fn(&Cx, Value) -> R<Option<Value>>;
/// What `await` and `yield from` ask an iterator: its answer to a value that is sent.
pub type SendFn = fn(&Cx, Value, Value) -> R<Sent>;
pub type CompareFn = fn(&Cx, Value, Value, CompareOp) -> R<Value>;
pub type StoreFn = fn(&Cx, Value, Value, Option<Value>) -> R<()>;
/// Sets an attribute; `None` for the value means deletion.
pub type SetFn = fn(&Cx, Value, Option<Value>) -> R<()>;
pub type CallFn = fn(&Cx, Value, &CallArgs<'_>) -> R<Value>;
pub type InitFn = fn(&Cx, Value, &CallArgs<'_>) -> R<()>;
pub type DescrGetFn = fn(&Cx, Value, Option<Value>, Obj<Type>) -> R<Value>;

/// What an iterator answers to a value that is sent to it, or to an exception thrown into it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sent {
    /// It yields.
    Item(Value),
    /// It has come to its end, with a result.
    Result(Value),
}

/// The rich comparisons, numbered as in bytecode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    Lt = 0,
    Le = 1,
    Eq = 2,
    Ne = 3,
    Gt = 4,
    Ge = 5,
}

impl CompareOp {
    pub const ALL: [CompareOp; 6] =
        [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge];

    /// The operation with its operands exchanged.
    pub const fn reflected(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// What the operation says about an order of two operands.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => order.is_lt(),
            CompareOp::Le => order.is_le(),
            CompareOp::Eq => order.is_eq(),
            CompareOp::Ne => order.is_ne(),
            CompareOp::Gt => order.is_gt(),
            CompareOp::Ge => order.is_ge(),
        }
    }
}

/// The binary operators, in the order of their opcodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

pub const BINARY_OPS: usize = 13;

impl BinaryOp {
    pub const ALL: [BinaryOp; BINARY_OPS] = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::TrueDiv,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::Pow,
        BinaryOp::MatMul,
        BinaryOp::LShift,
        BinaryOp::RShift,
        BinaryOp::And,
        BinaryOp::Or,
        BinaryOp::Xor,
    ];

    pub const fn symbol(self) -> &'static str {
        ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"][self as usize]
    }
}

/// What a type does for the operations of the language. An absent slot means the operation is not supported.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct SlotTable {
    pub repr: Option<UnaryFn>,
    pub str: Option<UnaryFn>,
    pub hash: Option<HashFn>,
    pub compare: Option<CompareFn>,
    pub call: Option<CallFn>,
    pub getattr: Option<BinaryFn>,
    pub setattr: Option<StoreFn>,
    pub iter: Option<UnaryFn>,
    pub next: Option<NextFn>,
    /// Answers what is sent without an exception for a result. Of types that nothing derives from: no special method stands for it.
    pub send: Option<SendFn>,
    pub len: Option<LengthFn>,
    pub bool: Option<TruthFn>,
    pub getitem: Option<BinaryFn>,
    pub setitem: Option<StoreFn>,
    pub contains: Option<ContainsFn>,
    pub index: Option<UnaryFn>,
    pub int: Option<UnaryFn>,
    pub float: Option<UnaryFn>,
    pub neg: Option<UnaryFn>,
    pub pos: Option<UnaryFn>,
    pub invert: Option<UnaryFn>,
    pub abs: Option<UnaryFn>,
    /// Called with the operands in source order, whichever has the slot; `NotImplemented` where the pair is none of its business.
    pub binary: [Option<BinaryFn>; BINARY_OPS],
    pub inplace: [Option<BinaryFn>; BINARY_OPS],
    /// A power with a modulus, as `pow` calls it: operands in source order too.
    pub power: Option<PowerFn>,
    pub descr_get: Option<DescrGetFn>,
    pub descr_set: Option<StoreFn>,
    pub init: Option<InitFn>,
    pub buffer: Option<crate::buffer::BufferFn>,
    /// `__release_buffer__` as a method; native types give back by their count.
    pub release_buffer: Option<crate::buffer::ReleaseFn>,
    /// The item by number that those get who go through all, where it is another than `getitem` answers. Python classes do not inherit it: there
    /// everybody gets what the method answers, as in CPython.
    pub item: Option<ItemFn>,
}

impl SlotTable {
    pub const NONE: SlotTable = SlotTable {
        repr: None,
        str: None,
        hash: None,
        compare: None,
        call: None,
        getattr: None,
        setattr: None,
        iter: None,
        next: None,
        send: None,
        len: None,
        bool: None,
        getitem: None,
        setitem: None,
        contains: None,
        index: None,
        int: None,
        float: None,
        neg: None,
        pos: None,
        invert: None,
        abs: None,
        binary: [None; BINARY_OPS],
        inplace: [None; BINARY_OPS],
        power: None,
        descr_get: None,
        descr_set: None,
        init: None,
        buffer: None,
        release_buffer: None,
        item: None,
    };

    /// The table's binary slots with some filled in.
    pub const fn binary_slots(filled: &[(BinaryOp, BinaryFn)]) -> [Option<BinaryFn>; BINARY_OPS] {
        let mut slots = [None; BINARY_OPS];
        let mut index = 0;
        while index < filled.len() {
            slots[filled[index].0 as usize] = Some(filled[index].1);
            index += 1;
        }
        slots
    }
}

/// A native function: gets one value per parameter of its signature (a tuple for `*args`, a dict for `**kwargs`), `UNBOUND` for
/// parameters that were not given.
pub type NativeFn = for<'a> fn(&'a Cx, &'a [Value]) -> R<Value>;

/// An entry that gets the arguments as given and the register that the result goes to: answers the result, or `PUSHED` after pushing a
/// frame, or `None` where the native function is to be called.
pub type PushFn = for<'a> fn(&'a Cx, &'a [Value], u16) -> R<Option<Value>>;

/// An entry that gets the arguments as given, the receiver first: for functions that only pass them on.
pub type GivenFn = for<'a> fn(&'a Cx, &'a CallArgs<'a>) -> R<Value>;

/// What a method's first parameter is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// The instance.
    Method,
    /// The class.
    Class,
    /// Nothing.
    Static,
}

/// One native function or method.
#[derive(Clone, Copy)]
pub struct MethodDef {
    pub name: &'static str,
    /// `"index($self, value, start=0, stop=maxsize, /)"`: the declaration that argument binding derives from.
    pub signature: &'static str,
    pub doc: &'static str,
    pub binding: Binding,
    pub function: NativeFn,
    /// Fewest and most positional arguments (`$self` included) where all parameters are positional-only, which needs no
    /// parsed signature.
    plain: Option<(u8, u8)>,
    /// The same where parameters may also be given by keyword, for calls that give none so.
    positional: Option<(u8, u8)>,
    pushes: Option<PushFn>,
    /// The entry that is called with so many positional arguments or more.
    given: Option<(u8, GivenFn)>,
    leaves_arguments: bool,
    pub(crate) wording: Wording,
}

impl MethodDef {
    /// A method of instances.
    pub const fn new(signature: &'static str, doc: &'static str, function: NativeFn) -> MethodDef {
        let name = crate::signature::name_of(signature);
        let plain = crate::signature::plain_arity(signature);
        let positional = crate::signature::positional_arity(signature);
        MethodDef {
            name,
            signature,
            doc,
            binding: Binding::Method,
            function,
            plain,
            positional,
            pushes: None,
            given: None,
            leaves_arguments: false,
            wording: Wording::Usual,
        }
    }

    /// A class method.
    pub const fn class(signature: &'static str, doc: &'static str, function: NativeFn) -> MethodDef {
        let mut def = MethodDef::new(signature, doc, function);
        def.binding = Binding::Class;
        def
    }

    /// A static method, a module's function or a type's `__new__`.
    pub const fn function(signature: &'static str, doc: &'static str, function: NativeFn) -> MethodDef {
        let mut def = MethodDef::new(signature, doc, function);
        def.binding = Binding::Static;
        def
    }

    /// A type's `__new__` that takes whatever arguments there are and leaves them to `__init__`: it gets none but the class. What is shown as the
    /// documentation of such functions is the same for all, as of those below.
    pub const fn any_new(function: NativeFn) -> MethodDef {
        let mut def = MethodDef::bound_new(function);
        def.leaves_arguments = true;
        def
    }

    /// A type's `__new__` that takes whatever arguments there are, as they are given: nothing is made to hold them.
    pub const fn given_new(entry: GivenFn) -> MethodDef {
        // Without the class, a call is refused before.
        MethodDef::bound_new(|cx, _| Err(cx.system_error("a type is expected"))).taking_given(1, entry)
    }

    /// A type's `__new__` that takes whatever arguments there are, in a tuple and a dict.
    pub const fn bound_new(function: NativeFn) -> MethodDef {
        MethodDef::function("__new__($type, /, *args, **kwargs)", "", function)
    }

    /// The same function with another entry for the interpreter, which may push a frame instead of calling natively.
    pub const fn pushing(mut self, pushes: PushFn) -> MethodDef {
        self.pushes = Some(pushes);
        self
    }

    /// The same function with another entry, for calls with so many positional arguments or more: they need not be bound.
    pub const fn taking_given(mut self, fewest: u8, entry: GivenFn) -> MethodDef {
        self.given = Some((fewest, entry));
        self
    }

    /// The entry for arguments as given.
    #[inline(always)]
    pub(crate) fn given(&self, args: &CallArgs<'_>) -> Option<GivenFn> {
        let (fewest, entry) = self.given?;
        (args.positional().len() >= usize::from(fewest)).then_some(entry)
    }

    /// The same function with other words about its arguments.
    pub const fn worded(mut self, wording: Wording) -> MethodDef {
        self.wording = wording;
        self
    }

    /// Whether it is a `__new__` that gets no arguments but the class.
    pub(crate) fn leaves_arguments(&self) -> bool {
        self.leaves_arguments
    }

    /// The entry that may push a frame.
    #[inline(always)]
    pub fn pushes(&self) -> Option<PushFn> {
        self.pushes
    }

    /// Whether so many positional arguments are right for a function whose parameters are all positional-only.
    pub fn takes(&self, count: usize) -> bool {
        self.plain.is_some_and(|(fewest, most)| (usize::from(fewest)..=usize::from(most)).contains(&count))
    }

    /// Fewest and most arguments where all parameters are positional-only.
    #[inline(always)]
    pub fn plain_arity(&self) -> Option<(u8, u8)> {
        self.plain
    }

    /// Fewest and most arguments of a call without keywords, where the signature has no `*`.
    #[inline(always)]
    pub fn positional_arity(&self) -> Option<(u8, u8)> {
        self.positional
    }

    /// The parsed signature; parsed on first use and kept, because definitions are static.
    pub fn parsed(&'static self) -> &'static Signature {
        crate::signature::parsed(self)
    }
}

/// How many functions there are in several tables.
pub const fn count(tables: &[&[MethodDef]]) -> usize {
    let (mut total, mut index) = (0, 0);
    while index < tables.len() {
        total += tables[index].len();
        index += 1;
    }
    total
}

/// Several tables of functions as one, for a module of several files; `N` is their [`count`].
pub const fn join<const N: usize>(tables: &[&[MethodDef]]) -> [MethodDef; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut to) = (0, 0);
    while table < tables.len() {
        let mut from = 0;
        while from < tables[table].len() {
            all[to] = tables[table][from];
            from += 1;
            to += 1;
        }
        table += 1;
    }
    all
}

/// A computed attribute of instances.
pub struct GetSetDef {
    pub name: &'static str,
    pub doc: &'static str,
    pub get: UnaryFn,
    pub set: Option<SetFn>,
}

/// What `match` takes an object for (PEP 634).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    Sequence,
    Mapping,
}

/// A name in a class's namespace and what makes its value.
pub type ClassValue = (&'static str, fn(&Cx) -> R<Value>);

/// A builtin type.
pub struct TypeDef {
    pub name: &'static str,
    pub module: &'static str,
    pub base: Option<&'static TypeDef>,
    /// Parameters of a call, where `__new__`'s declaration does not tell them.
    pub parameters: Option<&'static str>,
    /// A further base of the same layout.
    pub second_base: Option<&'static TypeDef>,
    pub doc: &'static str,
    pub layout: &'static Layout,
    /// Words of instances besides the layout's, which only the type's own file reaches, by number ([`crate::instance::hidden`]).
    pub hidden_words: usize,
    /// Instances have a `__dict__` although the layout's own type has none.
    pub adds_dict: bool,
    /// Whether instances hold more than those of the base, though the layout is the same.
    pub solid: bool,
    /// Whether Python classes may derive from it.
    pub subclassable: bool,
    /// Whether instances of the type itself can be referred to weakly.
    pub weak: bool,
    /// What its instances, and those of classes derived from it, count as in patterns.
    pub collection: Option<Collection>,
    /// `class[item]` makes a `types.GenericAlias`.
    pub generic: bool,
    /// Further values in the class's namespace, made when the class is.
    pub class_values: &'static [ClassValue],
    /// `__hash__` is `None` (mutable containers).
    pub unhashable: bool,
    /// Of dicts: what an iterator says of one that has been changed; absent: that its size has.
    pub changed: Option<&'static str>,
    pub slots: SlotTable,
    pub new: Option<&'static MethodDef>,
    pub methods: &'static [MethodDef],
    pub getset: &'static [GetSetDef],
    /// Attributes that are a field of the instance: `member_descriptor`s, in CPython's terms.
    pub members: &'static [GetSetDef],
}

impl TypeDef {
    /// What most types start from.
    pub const DEFAULT: TypeDef = TypeDef {
        name: "",
        module: "builtins",
        base: Some(&crate::types::object_::OBJECT),
        parameters: None,
        second_base: None,
        doc: "",
        layout: &crate::types::object_::LAYOUT,
        hidden_words: 0,
        adds_dict: false,
        solid: false,
        subclassable: false,
        weak: false,
        collection: None,
        generic: false,
        class_values: &[],
        unhashable: false,
        changed: None,
        slots: SlotTable::NONE,
        new: None,
        methods: &[],
        getset: &[],
        members: &[],
    };
}
