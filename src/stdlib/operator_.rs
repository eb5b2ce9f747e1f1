//! `_operator`: the operators of the language as functions, and getters for items, attributes and methods ([`getters`]).
//!
//! Thread-safety: functions keep nothing; the getters are immutable.

mod getters;

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::add_types;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol::binary::{self, UnaryOp};
use typhon_vm::protocol::{self, index, item, iter};
use typhon_vm::typedef::{BinaryOp, CompareOp, MethodDef, UnaryFn};
use typhon_vm::types::dict::Dict;
use typhon_vm::types::int;
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::{Value, buffer, call, exceptions};

/// The module's functions. Those of comparisons, binary and in-place operators differ only in the operator.
macro_rules! operators {
    (compare $($compare:literal $compare_op:ident)* ; binary $($binary:literal $binary_op:ident)* ; inplace $($inplace:literal $inplace_op:ident)* ; others $($other:expr,)*) => {
        &[
            $($other,)*
            $(MethodDef::function(concat!($compare, "(a, b, /)"), concat!("Same as the comparison ", $compare, "."), |cx, args| {
                protocol::compare(cx, args[0], args[1], CompareOp::$compare_op)
            }),)*
            $(MethodDef::function(concat!($binary, "(a, b, /)"), concat!("Same as the operator ", $binary, "."), |cx, args| {
                binary::binary_op(cx, BinaryOp::$binary_op, args[0], args[1])
            }),)*
            $(MethodDef::function(concat!($inplace, "(a, b, /)"), concat!("Same as the operator ", $inplace, "."), |cx, args| {
                binary::inplace_op(cx, BinaryOp::$inplace_op, args[0], args[1])
            }),)*
        ]
    };
}

fn invert(cx: &Cx, args: &[Value]) -> R<Value> {
    binary::unary(cx, UnaryOp::Invert, args[0])
}

fn absolute(cx: &Cx, args: &[Value]) -> R<Value> {
    let slot: Option<UnaryFn> = cx.type_of(args[0]).slots().abs;
    match slot {
        Some(slot) => slot(cx, args[0]),
        None => Err(cx.type_error(format!("bad operand type for abs(): '{}'", cx.type_name(args[0])))),
    }
}

/// `+` of two sequences.
fn concatenate(cx: &Cx, args: &[Value], inplace: bool) -> R<Value> {
    let class = cx.type_of(args[0]);
    let is_mapping = std::ptr::eq(class.layout(), &typhon_vm::types::dict::LAYOUT);
    let refuse = || Err(cx.type_error(format!("'{}' object can't be concatenated", cx.type_name(args[0]))));
    if class.slots().getitem.is_none() || is_mapping {
        return refuse();
    }
    if inplace {
        return binary::inplace_op(cx, BinaryOp::Add, args[0], args[1]);
    }
    if class.slots().binary[BinaryOp::Add as usize].is_none() {
        return refuse();
    }
    binary::binary_op(cx, BinaryOp::Add, args[0], args[1])
}

fn refuse_uniterable(cx: &Cx, value: Value) -> R<Value> {
    iter::get(cx, value).map_err(|raised| {
        if !cx.matches(raised, exceptions::TYPE_ERROR) {
            return raised;
        }
        cx.type_error(format!("argument of type '{}' is not iterable", cx.type_name(value)))
    })
}

fn count_of(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterator = refuse_uniterable(cx, args[0])?;
    let mut count = 0;
    while let Some(found) = iter::next(cx, iterator)? {
        count += i64::from(protocol::equal(cx, found, args[1])?);
        cx.poll()?;
    }
    int::from_i64(cx, count)
}

fn index_of(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterator = refuse_uniterable(cx, args[0])?;
    let mut position = 0;
    while let Some(found) = iter::next(cx, iterator)? {
        if protocol::equal(cx, found, args[1])? {
            return int::from_i64(cx, position);
        }
        position += 1;
        cx.poll()?;
    }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}

fn length_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let default = match args[1].bound() {
        None => Value::small_int_unchecked(0),
        Some(default) if int::is_int(default) => default,
        Some(default) => {
            let shown = cx.type_name(default);
            return Err(cx.type_error(format!("'{shown}' object cannot be interpreted as an integer")));
        }
    };
    match iter::length_hint(cx, args[0])? {
        Some(hint) => int::from_i64(cx, hint as i64),
        None => Ok(default),
    }
}

fn call_(cx: &Cx, args: &[Value]) -> R<Value> {
    let rest = args[1].cast::<Tuple>();
    let positional = rest.as_ref().map_or(&[][..], |rest| rest.values());
    call::call_with_dict(cx, args[0], positional, args[2])
}

/// Compares in a time that does not depend on where the operands differ.
fn compare_digest(cx: &Cx, args: &[Value]) -> R<Value> {
    let same = |one: &[u8], other: &[u8]| {
        let differences = one.iter().zip(other).fold(0, |all, (one, other)| all | (one ^ other));
        Value::from_bool(std::hint::black_box(differences) == 0 && one.len() == other.len())
    };
    if let (Some(one), Some(other)) = (args[0].cast::<Str>(), args[1].cast::<Str>()) {
        return match (one.as_ascii(), other.as_ascii()) {
            (Some(one), Some(other)) => Ok(same(one.as_bytes(), other.as_bytes())),
            _ => Err(cx.type_error("comparing strings with non-ASCII characters is not supported".into())),
        };
    }
    let is_text = |value: Value| value.cast::<Str>().is_some();
    for &value in args {
        if !is_text(value) && !buffer::is_provider(cx, value) {
            return Err(cx.type_error(format!(
                "unsupported operand types(s) or combination of types: '{}' and '{}'",
                cx.type_name(args[0]),
                cx.type_name(args[1])
            )));
        }
    }
    let (one, other) = (buffer::bytes_like(cx, args[0])?, buffer::bytes_like(cx, args[1])?);
    Ok(same(one.as_slice(), other.as_slice()))
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    add_types(cx, namespace, &[&getters::ITEM_GETTER, &getters::ATTRIBUTE_GETTER, &getters::METHOD_CALLER])
}

/// The module.
pub static OPERATOR: ModuleDef = ModuleDef {
    name: "_operator",
    doc: "The operators of the language as functions.",
    functions: operators! {
        compare "lt" Lt "le" Le "eq" Eq "ne" Ne "gt" Gt "ge" Ge;
        binary "add" Add "sub" Sub "mul" Mul "truediv" TrueDiv "floordiv" FloorDiv "mod" Mod "pow" Pow "matmul" MatMul
            "lshift" LShift "rshift" RShift "and_" And "or_" Or "xor" Xor;
        inplace "iadd" Add "isub" Sub "imul" Mul "itruediv" TrueDiv "ifloordiv" FloorDiv "imod" Mod "ipow" Pow "imatmul" MatMul
            "ilshift" LShift "irshift" RShift "iand" And "ior" Or "ixor" Xor;
        others

        MethodDef::function("truth(a, /)", "Whether a counts as true.", |cx, args| {
            protocol::is_true(cx, args[0]).map(Value::from_bool)
        }),
        MethodDef::function("not_(a, /)", "Same as not a.", |cx, args| {
            Ok(Value::from_bool(!protocol::is_true(cx, args[0])?))
        }),
        MethodDef::function("is_(a, b, /)", "Same as a is b.", |_, args| {
            Ok(Value::from_bool(protocol::is(args[0], args[1])))
        }),
        MethodDef::function("is_not(a, b, /)", "Same as a is not b.", |_, args| {
            Ok(Value::from_bool(!protocol::is(args[0], args[1])))
        }),
        MethodDef::function("is_none(a, /)", "Same as a is None.", |_, args| {
            Ok(Value::from_bool(args[0].is_none()))
        }),
        MethodDef::function("is_not_none(a, /)", "Same as a is not None.", |_, args| {
            Ok(Value::from_bool(!args[0].is_none()))
        }),
        MethodDef::function("neg(a, /)", "Same as -a.", |cx, args| binary::unary(cx, UnaryOp::Neg, args[0])),
        MethodDef::function("pos(a, /)", "Same as +a.", |cx, args| binary::unary(cx, UnaryOp::Pos, args[0])),
        MethodDef::function("inv(a, /)", "Same as ~a.", invert),
        MethodDef::function("invert(a, /)", "Same as ~a.", invert),
        MethodDef::function("abs(a, /)", "Same as abs(a).", absolute),
        MethodDef::function("index(a, /)", "Same as a.__index__().", |cx, args| index::to_value(cx, args[0])),
        MethodDef::function("concat(a, b, /)", "Same as a + b, for sequences.", |cx, args| {
            concatenate(cx, args, false)
        }),
        MethodDef::function("iconcat(a, b, /)", "Same as a += b, for sequences.", |cx, args| {
            concatenate(cx, args, true)
        }),
        MethodDef::function("contains(a, b, /)", "Same as b in a (note reversed operands).", |cx, args| {
            item::contains(cx, args[0], args[1]).map(Value::from_bool)
        }),
        MethodDef::function("countOf(a, b, /)", "How many items of a are, or equal, b.", count_of),
        MethodDef::function("indexOf(a, b, /)", "The first index of b in a.", index_of),
        MethodDef::function("getitem(a, b, /)", "Same as a[b].", |cx, args| item::get(cx, args[0], args[1])),
        MethodDef::function("setitem(a, b, c, /)", "Same as a[b] = c.", |cx, args| {
            item::set(cx, args[0], args[1], args[2]).map(|()| Value::NONE)
        }),
        MethodDef::function("delitem(a, b, /)", "Same as del a[b].", |cx, args| {
            item::delete(cx, args[0], args[1]).map(|()| Value::NONE)
        }),
        MethodDef::function("length_hint(obj, default=0, /)", "An estimate of the number of items.", length_hint),
        MethodDef::function("call(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs).", call_),
        MethodDef::function("_compare_digest(a, b, /)", "Whether a == b, in constant time.", compare_digest),
    },
    init,
};
