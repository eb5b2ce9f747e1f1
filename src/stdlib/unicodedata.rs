//! `unicodedata`: the Unicode character database, version 16.0.0, and 3.2.0 as `ucd_3_2_0`.
//!
//! Properties and decompositions come from `data.bin`, aliases and named sequences from `names.txt`, both made by `generate.py`; other names
//! from `unicode_names2`, which holds 16.0 too. Everything is constant.

mod data;
mod names;
mod normalize;

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::{Value, exceptions, object_struct};

use data::Version;
use normalize::Form;

object_struct! {
    /// A version of the database as an object.
    struct Ucd: "unicodedata.UCD", fixed {
        slots {}
        fields {
            version: Version,
        }
    }
}

/// The character in an argument; `number` says where in the messages.
fn character(cx: &Cx, function: &str, number: &str, value: Value) -> R<u32> {
    let Some(text) = value.cast::<Str>() else {
        let shown = cx.type_name(value);
        return Err(
            cx.type_error(format!("{function}() argument{number} must be a unicode character, not {shown}"))
        );
    };
    if text.len() != 1 {
        let len = text.len();
        return Err(cx.type_error(format!(
            "{function}(): argument{number} must be a unicode character, not a string of length {len}"
        )));
    }
    Ok(text.code_point(0))
}

/// What was found, else the argument `default`, else `ValueError`.
fn or_default(cx: &Cx, found: Option<Value>, default: Value, complaint: &str) -> R<Value> {
    found.or(default.bound()).ok_or_else(|| cx.value_error(complaint))
}

fn small(number: u8) -> Value {
    Value::small_int_unchecked(number.into())
}

fn decimal(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let found = data::record(version, character(cx, "decimal", " 1", args[0])?).decimal();
    or_default(cx, found.map(small), args[1], "not a decimal")
}

fn digit(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let found = data::record(version, character(cx, "digit", " 1", args[0])?).digit();
    or_default(cx, found.map(small), args[1], "not a digit")
}

fn numeric(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let found = data::record(version, character(cx, "numeric", " 1", args[0])?).numeric();
    or_default(cx, found.map(Value::from_float), args[1], "not a numeric character")
}

fn category(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    cx.intern(data::record(version, character(cx, "category", "", args[0])?).category())
}

fn bidirectional(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    cx.intern(data::record(version, character(cx, "bidirectional", "", args[0])?).bidirectional())
}

fn combining(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    Ok(small(data::record(version, character(cx, "combining", "", args[0])?).combining()))
}

fn mirrored(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    Ok(small(data::record(version, character(cx, "mirrored", "", args[0])?).mirrored().into()))
}

fn east_asian_width(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    cx.intern(data::record(version, character(cx, "east_asian_width", "", args[0])?).east_asian_width())
}

fn decomposition(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let point = character(cx, "decomposition", "", args[0])?;
    if !data::is_assigned(version, point) {
        return cx.intern("");
    }
    if let Some(letters) = normalize::hangul_letters(point) {
        let letters: Vec<String> = letters.map(|letter| format!("{letter:04X}")).collect();
        return str_::from_string(cx, letters.join(" "));
    }
    str_::from_string(cx, data::listed_decomposition(point))
}

fn name(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let point = character(cx, "name", " 1", args[0])?;
    let found = if data::is_assigned(version, point) { names::of(point) } else { None };
    let found = found.map(|name| str_::from_string(cx, name)).transpose()?;
    or_default(cx, found, args[1], "no such name")
}

fn lookup(cx: &Cx, _: Version, args: &[Value]) -> R<Value> {
    let Some(text) = args[0].cast::<Str>() else {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("a bytes-like object is required, not '{shown}'")));
    };
    let text = text.to_string_lossy();
    let key_error = |text: String| -> R<Value> {
        let text = str_::from_string(cx, text)?;
        Err(cx.error_value(exceptions::KEY_ERROR, text))
    };
    if text.len() > 256 {
        return key_error("name too long".into());
    }
    match names::lookup(&text) {
        Some(points) => Ok(str_::from_points(cx, &points)?.value()),
        None => key_error(format!("undefined character name '{text}'")),
    }
}

/// The form and the text of a normalization's arguments.
fn form_and_text(cx: &Cx, function: &str, args: &[Value]) -> R<(Form, Obj<Str>)> {
    let mut texts = [str_::empty(); 2];
    for (index, &value) in args[..2].iter().enumerate() {
        texts[index] = value.cast::<Str>().ok_or_else(|| -> Raised {
            let (number, shown) = (index + 1, cx.type_name(value));
            cx.type_error(format!("{function}() argument {number} must be str, not {shown}"))
        })?;
    }
    let form = Form::named(&texts[0].to_string_lossy());
    match form {
        Some(form) => Ok((form, texts[1])),
        None => Err(cx.value_error("invalid normalization form")),
    }
}

fn normalized(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let (form, text) = form_and_text(cx, "normalize", args)?;
    match normalize::normalize(cx, version, form, text)? {
        Some(points) => Ok(str_::from_points(cx, &points)?.value()),
        None => Ok(text.to_exact(cx)?.value()),
    }
}

fn is_normalized(cx: &Cx, version: Version, args: &[Value]) -> R<Value> {
    let (form, text) = form_and_text(cx, "is_normalized", args)?;
    Ok(Value::from_bool(normalize::normalize(cx, version, form, text)?.is_none()))
}

/// The same functions of the module and of the database's objects.
macro_rules! functions {
    ($($name:literal $parameters:literal $doc:literal $function:ident)*) => {
        static FUNCTIONS: &[MethodDef] = &[
            $(MethodDef::function(concat!($name, "(", $parameters, ", /)"), $doc, |cx, args| {
                $function(cx, Version::New, args)
            }),)*
        ];
        static METHODS: &[MethodDef] = &[
            $(MethodDef::new(concat!($name, "($self, ", $parameters, ", /)"), $doc, |cx, args| {
                $function(cx, receiver::<Ucd>(cx, args[0])?.version, &args[1..])
            }),)*
        ];
    };
}

functions! {
    "decimal" "chr, default=<unrepresentable>" "Converts a Unicode character into its equivalent decimal value." decimal
    "digit" "chr, default=<unrepresentable>" "Converts a Unicode character into its equivalent digit value." digit
    "numeric" "chr, default=<unrepresentable>" "Converts a Unicode character into its equivalent numeric value." numeric
    "category" "chr" "Returns the general category assigned to the character chr as string." category
    "bidirectional" "chr" "Returns the bidirectional class assigned to the character chr as string." bidirectional
    "combining" "chr" "Returns the canonical combining class assigned to the character chr as integer." combining
    "mirrored" "chr" "Returns the mirrored property assigned to the character chr as integer." mirrored
    "east_asian_width" "chr" "Returns the east asian width assigned to the character chr as string." east_asian_width
    "decomposition" "chr" "Returns the character decomposition mapping assigned to the character chr as string." decomposition
    "name" "chr, default=<unrepresentable>" "Returns the name assigned to the character chr as a string." name
    "lookup" "name" "Look up character by name." lookup
    "normalize" "form, unistr" "Return the normal form 'form' for the Unicode string unistr." normalized
    "is_normalized" "form, unistr" "Return whether the Unicode string unistr is in the normal form 'form'." is_normalized
}

static UCD: TypeDef = TypeDef {
    name: "UCD",
    module: "unicodedata",
    layout: Ucd::LAYOUT,
    methods: METHODS,
    getset: &[GetSetDef {
        name: "unidata_version",
        doc: "",
        get: |cx, value| cx.intern(receiver::<Ucd>(cx, value)?.version.number()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

static UCD_TYPE: NativeType = NativeType::new(&UCD);

fn init(cx: &Cx, module: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, module, cx.intern(name)?, value);
    let class = UCD_TYPE.class(cx)?;
    put("UCD", class.value())?;
    put("unidata_version", cx.intern(Version::New.number())?)?;
    let old = new_instance(cx, class, |header| Ucd { header, version: Version::Old })?;
    put("ucd_3_2_0", old.value())
}

/// The module.
pub static UNICODEDATA: ModuleDef = ModuleDef {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database.",
    functions: FUNCTIONS,
    init,
};
