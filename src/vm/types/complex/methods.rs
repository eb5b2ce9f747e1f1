//! `complex` as a type: slots, methods, attributes.

use crate::context::{Cx, R};
use crate::protocol;
use crate::typedef::{BinaryOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use crate::types::complex::{self, LAYOUT, Parts, arithmetic, format, new};
use crate::types::format_spec::{self, Defaults};
use crate::types::str_::{self, Str};
use crate::types::{number, tuple};
use crate::value::Value;

/// The receiver's parts.
fn this(cx: &Cx, value: Value) -> R<Parts> {
    complex::of(value).ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.type_error(format!("descriptor requires a 'complex' object but received a '{shown}'"))
    })
}

/// The number itself, as a plain complex.
fn itself(cx: &Cx, value: Value) -> R<Value> {
    if value.cast_exact::<complex::Complex>(number::COMPLEX).is_some() {
        return Ok(value);
    }
    let (real, imag) = this(cx, value)?;
    complex::new(cx, real, imag)
}

fn complex_format(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = this(cx, args[0])?;
    let Some(spec) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("__format__() argument must be str, not {shown}")));
    };
    if spec.is_empty() {
        return protocol::str(cx, args[0]);
    }
    let class_name = || cx.type_name(args[0]);
    let spec = format_spec::parse(cx, spec.units(), &class_name, Defaults::FLOAT)?;
    format::format(cx, number, &spec, &class_name)
}

fn pow_mod(cx: &Cx, _: Value, _: Value, _: Value) -> R<Value> {
    Err(cx.value_error("complex modulo"))
}

static NEW: MethodDef = MethodDef::function("complex($type, /, real=0, imag=0)", "", new::complex_new);

static METHODS: &[MethodDef] = &[
    MethodDef::class(
        "from_number($type, number, /)",
        "The complex number equal to any number.",
        new::from_number,
    ),
    MethodDef::new("conjugate($self, /)", "The number with its imaginary part negated.", |cx, args| {
        let (real, imag) = this(cx, args[0])?;
        complex::new(cx, real, -imag)
    }),
    MethodDef::new("__complex__($self, /)", "The number as a plain complex.", |cx, args| itself(cx, args[0])),
    MethodDef::new("__getnewargs__($self, /)", "", |cx, args| {
        let (real, imag) = this(cx, args[0])?;
        Ok(tuple::from_slice(cx, &[Value::from_float(real), Value::from_float(imag)])?.value())
    }),
    MethodDef::new(
        "__format__($self, format_spec, /)",
        "The number as text, laid out as format_spec says.",
        complex_format,
    ),
];

/// The type.
pub static COMPLEX: TypeDef = TypeDef {
    name: "complex",
    doc: "Create a complex number from a string or numbers.\n\nA string is read as a complex number; a single number is converted to one.\n\
          With 'real' or 'imag', the number has those parts.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(|cx, value| str_::from_string(cx, complex::repr(this(cx, value)?))),
        hash: Some(|cx, value| this(cx, value).map(|(real, imag)| complex::hash(real, imag))),
        compare: Some(arithmetic::compare),
        bool: Some(|cx, value| Ok(this(cx, value)? != (0.0, 0.0))),
        neg: Some(|cx, value| {
            let (real, imag) = this(cx, value)?;
            complex::new(cx, -real, -imag)
        }),
        pos: Some(itself),
        abs: Some(|cx, value| arithmetic::abs(cx, this(cx, value)?)),
        power: Some(pow_mod),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, arithmetic::add),
            (BinaryOp::Sub, arithmetic::sub),
            (BinaryOp::Mul, arithmetic::mul),
            (BinaryOp::TrueDiv, arithmetic::div),
            (BinaryOp::Pow, arithmetic::pow),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: METHODS,
    members: &[
        GetSetDef {
            name: "real",
            doc: "the real part of a complex number",
            get: |cx, value| Ok(Value::from_float(this(cx, value)?.0)),
            set: None,
        },
        GetSetDef {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |cx, value| Ok(Value::from_float(this(cx, value)?.1)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
