//! `int` as a type: slots, methods, attributes.

use crate::context::{Cx, R};
use crate::protocol;
use crate::signature::Wording;
use crate::typedef::{BinaryOp, CompareOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use crate::types::int::{self, Int, LAYOUT, arithmetic, bytes, division, format, new, power};
use crate::types::str_::{self, Str};
use crate::types::tuple;
use crate::value::Value;

/// The receiver's number. The argument binding of methods guarantees an int; `TypeError` otherwise.
pub(super) fn this(cx: &Cx, value: Value) -> R<Int> {
    Int::of(value).ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.type_error(format!("descriptor requires a 'int' object but received a '{shown}'"))
    })
}

/// A binary operator: `NotImplemented` unless both operands are ints.
macro_rules! operator {
    ($function:path) => {
        |cx, left, right| match (Int::of(left), Int::of(right)) {
            (Some(left), Some(right)) => $function(cx, left, right),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    };
}

pub(super) fn int_repr(cx: &Cx, value: Value) -> R<Value> {
    if let Some(small) = value.as_small_int() {
        return Ok(str_::from_ascii(cx, itoa::Buffer::new().format(small).as_bytes())?.value());
    }
    Ok(str_::from_ascii(cx, format::decimal(cx, this(cx, value)?)?.as_bytes())?.value())
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let _ = cx;
    match (Int::of(left), Int::of(right)) {
        (Some(left), Some(right)) => Ok(Value::from_bool(op.holds(left.cmp(&right)))),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn to_float(cx: &Cx, value: Value) -> R<Value> {
    Ok(Value::from_float(int::to_float(cx, this(cx, value)?)?))
}

fn divmod(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (Some(left), Some(right)) = (Int::of(left), Int::of(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (quotient, rest) = int::divmod(cx, left, right)?;
    Ok(tuple::from_slice(cx, &[quotient, rest])?.value())
}

fn pow_mod(cx: &Cx, base: Value, exponent: Value, modulus: Value) -> R<Value> {
    match (Int::of(base), Int::of(exponent), Int::of(modulus)) {
        (Some(base), Some(exponent), Some(modulus)) => power::pow_mod(cx, base, exponent, modulus),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn int_format(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = this(cx, args[0])?;
    let Some(spec) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("__format__() argument must be str, not {shown}")));
    };
    if spec.is_empty() {
        return protocol::str(cx, args[0]);
    }
    format::format(cx, number, spec.units(), &|| cx.type_name(args[0]))
}

fn bit_count(cx: &Cx, args: &[Value]) -> R<Value> {
    let ones =
        this(cx, args[0])?.with_limbs(|_, limbs| limbs.iter().map(|limb| i64::from(limb.count_ones())).sum());
    int::from_i64(cx, ones)
}

fn bit_length(cx: &Cx, args: &[Value]) -> R<Value> {
    int::from_u64(cx, this(cx, args[0])?.bit_length())
}

fn size_of(cx: &Cx, args: &[Value]) -> R<Value> {
    int::from_u64(
        cx,
        match this(cx, args[0])? {
            Int::Word(_) if args[0].as_object().is_none() => 8,
            Int::Word(_) => 16,
            Int::Big(big) => (16 + big.limbs().len() as u64 * 8).next_multiple_of(16),
        },
    )
}

/// The number itself, as a plain int.
fn itself(cx: &Cx, args: &[Value]) -> R<Value> {
    int::to_exact(cx, args[0])
}

const ZERO: Value = Value::small_int_unchecked(0);
const ONE: Value = Value::small_int_unchecked(1);

static NEW: MethodDef =
    MethodDef::function("int($type, x=0, /, base=10)", "", new::int_new).worded(Wording::CountedFirst);

static METHODS: &[MethodDef] = &[
    MethodDef::new("conjugate($self, /)", "The number itself: ints are real.", itself),
    MethodDef::new(
        "bit_length($self, /)",
        "Number of bits of the absolute value, without sign and leading zeros.\n\n>>> (37).bit_length()\n6",
        bit_length,
    ),
    MethodDef::new(
        "bit_count($self, /)",
        "Number of ones in the binary form of the absolute value.\n\n>>> (13).bit_count()\n3",
        bit_count,
    ),
    MethodDef::new(
        "to_bytes($self, /, length=1, byteorder='big', *, signed=False)",
        "The number as an array of bytes.\n\n  length\n    How many bytes; OverflowError where the number needs more.\n  byteorder\n    \
         'big': most significant byte first; 'little': last.\n  signed\n    Whether negative numbers are written, in two's complement.",
        bytes::to_bytes,
    ),
    MethodDef::class(
        "from_bytes($type, /, bytes, byteorder='big', *, signed=False)",
        "The number that an array of bytes represents.\n\n  bytes\n    A bytes-like object or an iterable of ints below 256.\n  byteorder\n    \
         'big': most significant byte first; 'little': last.\n  signed\n    Whether the bytes are two's complement.",
        bytes::from_bytes,
    ),
    MethodDef::new(
        "as_integer_ratio($self, /)",
        "The number as a ratio of two ints: itself and 1.",
        |cx, args| Ok(tuple::from_slice(cx, &[int::to_exact(cx, args[0])?, ONE])?.value()),
    ),
    MethodDef::new("is_integer($self, /)", "True: as float.is_integer for every int.", |_, _| {
        Ok(Value::TRUE)
    }),
    MethodDef::new("__trunc__($self, /)", "The number itself.", itself),
    MethodDef::new("__floor__($self, /)", "The number itself.", itself),
    MethodDef::new("__ceil__($self, /)", "The number itself.", itself),
    MethodDef::new(
        "__round__($self, ndigits=None, /)",
        "The number itself, or rounded half to even at a digit left of the point where ndigits is negative.",
        |cx, args| new::round(cx, this(cx, args[0])?, args[1].bound()),
    ),
    MethodDef::new("__getnewargs__($self, /)", "", |cx, args| {
        Ok(tuple::from_slice(cx, &[int::to_exact(cx, args[0])?])?.value())
    }),
    MethodDef::new(
        "__format__($self, format_spec, /)",
        "The number as text, laid out as format_spec says.",
        int_format,
    ),
    MethodDef::new("__sizeof__($self, /)", "Bytes that the number takes in memory.", size_of),
    MethodDef::new("__divmod__($self, value, /)", "Return divmod(self, value).", |cx, args| {
        divmod(cx, args[0], args[1])
    }),
    MethodDef::new("__rdivmod__($self, value, /)", "Return divmod(value, self).", |cx, args| {
        divmod(cx, args[1], args[0])
    }),
];

/// The type.
pub static INT: TypeDef = TypeDef {
    name: "int",
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nThe whole number that x stands for; 0 without arguments. A number is asked for \
          its __int__,\nwhich cuts floats off towards zero.\n\nWith a base, and where x is no number, x is a str, bytes or bytearray that \
          spells an int\nin that base, with a sign and white space around it allowed. Bases are 2 to 36; 0 lets\nthe text tell its base as \
          in source code.\n>>> int('0b100', base=0)\n4",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(int_repr),
        hash: Some(|cx, value| Ok(int::hash_number(this(cx, value)?))),
        compare: Some(compare),
        bool: Some(|cx, value| Ok(!this(cx, value)?.is_zero())),
        index: Some(int::to_exact),
        int: Some(int::to_exact),
        float: Some(to_float),
        neg: Some(|cx, value| arithmetic::neg(cx, this(cx, value)?)),
        pos: Some(int::to_exact),
        invert: Some(|cx, value| arithmetic::invert(cx, this(cx, value)?)),
        abs: Some(|cx, value| arithmetic::abs(cx, this(cx, value)?)),
        power: Some(pow_mod),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, operator!(arithmetic::add)),
            (BinaryOp::Sub, operator!(arithmetic::sub)),
            (BinaryOp::Mul, operator!(arithmetic::mul)),
            (BinaryOp::TrueDiv, operator!(division::true_divide)),
            (BinaryOp::FloorDiv, operator!(division::floor_divide)),
            (BinaryOp::Mod, operator!(division::modulo)),
            (BinaryOp::Pow, operator!(power::pow)),
            (BinaryOp::LShift, operator!(arithmetic::shift_left)),
            (BinaryOp::RShift, operator!(arithmetic::shift_right)),
            (BinaryOp::And, operator!(arithmetic::and)),
            (BinaryOp::Or, operator!(arithmetic::or)),
            (BinaryOp::Xor, operator!(arithmetic::xor)),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        GetSetDef { name: "real", doc: "the real part of a complex number", get: int::to_exact, set: None },
        GetSetDef {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |_, _| Ok(ZERO),
            set: None,
        },
        GetSetDef {
            name: "numerator",
            doc: "the numerator of a rational number in lowest terms",
            get: int::to_exact,
            set: None,
        },
        GetSetDef {
            name: "denominator",
            doc: "the denominator of a rational number in lowest terms",
            get: |_, _| Ok(ONE),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
