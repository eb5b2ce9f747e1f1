//! `float` as a type: slots, methods, attributes.

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::protocol;
use crate::runtime;
use crate::typedef::{BinaryOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use crate::types::float::arithmetic::{self, calculate, divide};
use crate::types::float::{self, LAYOUT, hex, parse, power, round};
use crate::types::int::division::zero_division;
use crate::types::int::new::checked_class;
use crate::types::int::{self, Int};
use crate::types::str_::{self, Str};
use crate::types::{number, tuple};
use crate::value::Value;

/// The receiver's number.
fn this(cx: &Cx, value: Value) -> R<f64> {
    float::of(value).ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.type_error(format!("descriptor requires a 'float' object but received a '{shown}'"))
    })
}

fn float_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], number::FLOAT, "float")?;
    let number = match args[1].bound() {
        None => 0.0,
        Some(value) => from_any(cx, value)?,
    };
    if class == runtime::builtin_type(number::FLOAT) {
        Ok(Value::from_float(number))
    } else {
        float::new_instance(cx, class, number)
    }
}

/// `float(value)`: text, or any real number.
fn from_any(cx: &Cx, value: Value) -> R<f64> {
    if let Some(number) = value.as_float() {
        return Ok(number);
    }
    if let Some(number) = parse::parse_value(cx, value)? {
        return Ok(number);
    }
    float::convert(cx, value, |cx, value| {
        let shown = cx.type_name(value);
        cx.type_error(format!("float() argument must be a string or a real number, not '{shown}'"))
    })
}

/// A class method's result: the number itself for `float`, else the class called with it.
fn of_class(cx: &Cx, class: Value, number: f64) -> R<Value> {
    let plain = Value::from_float(number);
    if class == runtime::builtin_type(number::FLOAT).value() {
        Ok(plain)
    } else {
        call::call_values(cx, class, &[plain])
    }
}

fn from_number(cx: &Cx, args: &[Value]) -> R<Value> {
    of_class(cx, args[0], float::to_f64(cx, args[1])?)
}

fn from_hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(text) = args[1].cast::<Str>() else {
        return Err(cx.type_error("bad argument type for built-in operation".into()));
    };
    let parsed = text.as_ascii().map_or(Err(hex::Malformed::Syntax), |text| hex::from_hex(text.as_bytes()));
    match parsed {
        Ok(number) => of_class(cx, args[0], number),
        Err(hex::Malformed::Syntax) => Err(cx.value_error("invalid hexadecimal floating-point string")),
        Err(hex::Malformed::TooLarge) => Err(cx
            .error(exceptions::OVERFLOW_ERROR, "hexadecimal value too large to represent as a float".into())),
    }
}

fn as_integer_ratio(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = this(cx, args[0])?;
    if number.is_nan() {
        return Err(cx.value_error("cannot convert NaN to integer ratio"));
    }
    if number.is_infinite() {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "cannot convert Infinity to integer ratio".into()));
    }
    let (mantissa, exponent) = float::decompose(number.abs());
    if mantissa == 0 {
        return Ok(
            tuple::from_slice(cx, &[Value::small_int_unchecked(0), Value::small_int_unchecked(1)])?.value()
        );
    }
    let zeros = i64::from(mantissa.trailing_zeros());
    let (odd, exponent) = ((mantissa >> zeros) as i64, exponent + zeros);
    let odd = Int::Word(if number < 0.0 { -odd } else { odd });
    let shifted = |number: Int, count: i64| int::arithmetic::shift_left(cx, number, Int::Word(count.max(0)));
    let (numerator, denominator) = (shifted(odd, exponent)?, shifted(Int::Word(1), -exponent)?);
    Ok(tuple::from_slice(cx, &[numerator, denominator])?.value())
}

fn float_round(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = this(cx, args[0])?;
    let Some(places) = args[1].bound().filter(|places| !places.is_none()) else {
        return int::from_float(cx, number.round_ties_even());
    };
    let places = protocol::index::to_isize_clipped(cx, places)? as i64;
    let rounded = round::round_at(number, places);
    if rounded.is_infinite() && number.is_finite() {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "rounded value too large to represent".into()));
    }
    Ok(Value::from_float(rounded))
}

fn divmod(cx: &Cx, left: Value, right: Value) -> R<Value> {
    match arithmetic::operands(cx, left, right)? {
        None => Ok(Value::NOT_IMPLEMENTED),
        Some((_, 0.0)) => Err(zero_division(cx)),
        Some((left, right)) => {
            let (quotient, rest) = arithmetic::divmod(left, right);
            Ok(tuple::from_slice(cx, &[Value::from_float(quotient), Value::from_float(rest)])?.value())
        }
    }
}

fn pow_mod(cx: &Cx, _: Value, _: Value, _: Value) -> R<Value> {
    Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers".into()))
}

fn float_format(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = this(cx, args[0])?;
    let Some(spec) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("__format__() argument must be str, not {shown}")));
    };
    if spec.is_empty() {
        return protocol::str(cx, args[0]);
    }
    float::format::format(cx, number, spec.units(), &|| cx.type_name(args[0]))
}

fn get_format(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(text) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("__getformat__() argument must be str, not {shown}")));
    };
    if text.equals_str("double") || text.equals_str("float") {
        return str_::from_str(
            cx,
            if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" },
        );
    }
    Err(cx.value_error("__getformat__() argument 1 must be 'double' or 'float'"))
}

/// The number itself, as a plain float.
fn itself(cx: &Cx, value: Value) -> R<Value> {
    Ok(Value::from_float(this(cx, value)?))
}

fn float_hash(cx: &Cx, value: Value) -> R<i64> {
    let number = this(cx, value)?;
    Ok(if number.is_nan() { protocol::identity_hash(value) } else { float::hash(number) })
}

static NEW: MethodDef = MethodDef::function("float($type, x=0, /)", "", float_new);

static METHODS: &[MethodDef] = &[
    MethodDef::class("from_number($type, number, /)", "The float nearest to a real number.", from_number),
    MethodDef::new("conjugate($self, /)", "The number itself: floats are real.", |cx, args| {
        itself(cx, args[0])
    }),
    MethodDef::new("__trunc__($self, /)", "The number without its fraction, as an int.", |cx, args| {
        int::from_float(cx, this(cx, args[0])?)
    }),
    MethodDef::new("__floor__($self, /)", "The largest int that is not greater.", |cx, args| {
        int::from_float(cx, this(cx, args[0])?.floor())
    }),
    MethodDef::new("__ceil__($self, /)", "The smallest int that is not less.", |cx, args| {
        int::from_float(cx, this(cx, args[0])?.ceil())
    }),
    MethodDef::new(
        "__round__($self, ndigits=None, /)",
        "The nearest int, or with ndigits the nearest multiple of 10 ** -ndigits; half to even.",
        float_round,
    ),
    MethodDef::new(
        "as_integer_ratio($self, /)",
        "The number as a ratio of two ints without common divisor, the second one positive.\n\nRaises OverflowError for infinities and \
         ValueError for NaNs.\n\n>>> (-.25).as_integer_ratio()\n(-1, 4)",
        as_integer_ratio,
    ),
    MethodDef::class(
        "fromhex($type, string, /)",
        "The float that a hexadecimal text spells.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375",
        from_hex,
    ),
    MethodDef::new(
        "hex($self, /)",
        "The number as hexadecimal text.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'",
        |cx, args| str_::from_string(cx, hex::to_hex(this(cx, args[0])?)),
    ),
    MethodDef::new("is_integer($self, /)", "Whether the number has no fraction.", |cx, args| {
        let number = this(cx, args[0])?;
        Ok(Value::from_bool(number.is_finite() && number.fract() == 0.0))
    }),
    MethodDef::new("__getnewargs__($self, /)", "", |cx, args| {
        Ok(tuple::from_slice(cx, &[itself(cx, args[0])?])?.value())
    }),
    MethodDef::class(
        "__getformat__($type, typestr, /)",
        "How C's 'double' or 'float' is laid out in memory. For Python's own tests.",
        get_format,
    ),
    MethodDef::new(
        "__format__($self, format_spec, /)",
        "The number as text, laid out as format_spec says.",
        float_format,
    ),
    MethodDef::new("__divmod__($self, value, /)", "Return divmod(self, value).", |cx, args| {
        divmod(cx, args[0], args[1])
    }),
    MethodDef::new("__rdivmod__($self, value, /)", "Return divmod(value, self).", |cx, args| {
        divmod(cx, args[1], args[0])
    }),
];

/// The type.
pub static FLOAT: TypeDef = TypeDef {
    name: "float",
    doc: "Convert a string or number to a floating-point number, if possible.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(|cx, value| Ok(str_::from_ascii(cx, float::repr(this(cx, value)?).as_bytes())?.value())),
        hash: Some(float_hash),
        compare: Some(arithmetic::compare),
        bool: Some(|cx, value| Ok(this(cx, value)? != 0.0)),
        int: Some(|cx, value| int::from_float(cx, this(cx, value)?)),
        float: Some(itself),
        neg: Some(|cx, value| Ok(Value::from_float(-this(cx, value)?))),
        pos: Some(itself),
        abs: Some(|cx, value| Ok(Value::from_float(this(cx, value)?.abs()))),
        power: Some(pow_mod),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, |cx, left, right| calculate(cx, left, right, |left, right| left + right)),
            (BinaryOp::Sub, |cx, left, right| calculate(cx, left, right, |left, right| left - right)),
            (BinaryOp::Mul, |cx, left, right| calculate(cx, left, right, |left, right| left * right)),
            (BinaryOp::TrueDiv, |cx, left, right| divide(cx, left, right, |left, right| left / right)),
            (BinaryOp::FloorDiv, |cx, left, right| divide(cx, left, right, arithmetic::floor_divide)),
            (BinaryOp::Mod, |cx, left, right| divide(cx, left, right, arithmetic::modulo)),
            (BinaryOp::Pow, power::slot),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        GetSetDef { name: "real", doc: "the real part of a complex number", get: itself, set: None },
        GetSetDef {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |_, _| Ok(Value::from_float(0.0)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
