//! `Dialect`: how fields are separated, quoted and escaped. Immutable.

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::NativeType;
use typhon_vm::signature::Wording;
use typhon_vm::typedef::{GetSetDef, MethodDef, TypeDef};

use typhon_vm::types::int;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::{Raised, Value, call, object_struct};

/// When fields are quoted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quoting {
    Minimal,
    All,
    NonNumeric,
    Never,
    Strings,
    NotNull,
}

pub(super) const QUOTINGS: &[(&str, i64)] = &[
    ("QUOTE_MINIMAL", 0),
    ("QUOTE_ALL", 1),
    ("QUOTE_NONNUMERIC", 2),
    ("QUOTE_NONE", 3),
    ("QUOTE_STRINGS", 4),
    ("QUOTE_NOTNULL", 5),
];

const KINDS: [Quoting; 6] =
    [Quoting::Minimal, Quoting::All, Quoting::NonNumeric, Quoting::Never, Quoting::Strings, Quoting::NotNull];

object_struct! {
    /// A dialect.
    pub(super) struct Dialect: "_csv.Dialect", fixed {
        slots {
            line_terminator,
        }
        fields {
            pub(super) delimiter: u32,
            pub(super) quote: Option<u32>,
            pub(super) escape: Option<u32>,
            pub(super) double_quote: bool,
            pub(super) skip_initial_space: bool,
            pub(super) strict: bool,
            pub(super) quoting: Quoting,
        }
    }
}

impl Dialect {
    pub(super) fn line_terminator(&self) -> Option<Obj<Str>> {
        self.line_terminator.get().cast::<Str>()
    }
}

const PARAMETERS: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

fn character(cx: &Cx, name: &str, value: Value, or_none: bool) -> R<Option<u32>> {
    if or_none && value.is_none() {
        return Ok(None);
    }
    let wanted = if or_none { "a unicode character or None" } else { "a unicode character" };
    let Some(text) = value.cast::<Str>() else {
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("\"{name}\" must be {wanted}, not {shown}")));
    };
    if text.len() != 1 {
        let len = text.len();
        return Err(cx.type_error(format!("\"{name}\" must be {wanted}, not a string of length {len}")));
    }
    Ok(Some(text.code_point(0)))
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut source = args[1].bound().filter(|source| !source.is_none());
    if let Some(name) = source.filter(|source| source.cast::<Str>().is_some()) {
        source = Some(super::registered(cx, name)?);
    }
    if let Some(source) = source
        && source.cast::<Dialect>().is_some()
        && args[2..].iter().all(|parameter| parameter.is_unbound())
    {
        return Ok(source);
    }
    let mut given = [Value::UNBOUND; 8];
    for (index, name) in PARAMETERS.iter().enumerate() {
        given[index] = args[index + 2];
        if let (true, Some(source)) = (given[index].is_unbound(), source) {
            given[index] = attr::get_optional(cx, source, cx.intern(name)?)?.unwrap_or(Value::UNBOUND);
        }
    }
    let [delimiter, double_quote, escape, line_terminator, quote, quoting, skip_initial_space, strict] =
        given;
    let truth =
        |value: Value, default: bool| value.bound().map_or(Ok(default), |value| protocol::is_true(cx, value));
    let delimiter = match delimiter.bound() {
        None => ',' as u32,
        Some(value) => character(cx, "delimiter", value, false)?.unwrap_or(','.into()),
    };
    let double_quote = truth(double_quote, true)?;
    let escape = escape.bound().map_or(Ok(None), |value| character(cx, "escapechar", value, true))?;
    let line_terminator = match line_terminator.bound() {
        None => str_::from_str(cx, "\r\n")?,
        Some(value) if value.cast::<Str>().is_some() => value,
        Some(value) => {
            let shown = cx.type_name(value);
            return Err(cx.type_error(format!("\"lineterminator\" must be a string, not {shown}")));
        }
    };
    let no_quote = quote.is_none();
    let quote =
        quote.bound().map_or(Ok(Some('"' as u32)), |value| character(cx, "quotechar", value, true))?;
    let quoting = match quoting.bound() {
        None if no_quote => Quoting::Never,
        None => Quoting::Minimal,
        Some(value) if !int::is_int(value) => {
            let shown = cx.type_name(value);
            return Err(cx.type_error(format!("\"quoting\" must be an integer, not {shown}")));
        }
        Some(value) => {
            let kind = int::to_i64(value).and_then(|number| usize::try_from(number).ok());
            let kind = kind.and_then(|number| KINDS.get(number).copied());
            kind.ok_or_else(|| cx.type_error("bad \"quoting\" value".into()))?
        }
    };
    let skip_initial_space = truth(skip_initial_space, false)?;
    let strict = truth(strict, false)?;
    if quoting != Quoting::Never && quote.is_none() {
        return Err(cx.type_error("quotechar must be set if quoting enabled".into()));
    }
    check_characters(cx, delimiter, escape, quote, skip_initial_space, line_terminator)?;
    let made = instance_of(cx, args[0], |header| Dialect {
        header,
        line_terminator: Slot::of(line_terminator),
        delimiter,
        quote,
        escape,
        double_quote,
        skip_initial_space,
        strict,
        quoting,
    })?;
    Ok(made.value())
}

fn check_characters(
    cx: &Cx,
    delimiter: u32,
    escape: Option<u32>,
    quote: Option<u32>,
    skip_initial_space: bool,
    line_terminator: Value,
) -> R<()> {
    let bad = |what: &str| -> Raised { cx.value_error(&format!("bad {what} value")) };
    let terminator = line_terminator.cast::<Str>();
    let check = |name: &str, point: Option<u32>, allow_space: bool| -> R<()> {
        let Some(point) = point else { return Ok(()) };
        if point == '\n' as u32 || point == '\r' as u32 || (point == ' ' as u32 && !allow_space) {
            return Err(bad(name));
        }
        if terminator.is_some_and(|text| text.code_points().any(|found| found == point)) {
            return Err(bad(&format!("{name} or lineterminator")));
        }
        Ok(())
    };
    check("delimiter", Some(delimiter), true)?;
    check("escapechar", escape, !skip_initial_space)?;
    check("quotechar", quote, !skip_initial_space)?;
    let same = |one: Option<u32>, other: Option<u32>| one.is_some() && one == other;
    if same(Some(delimiter), escape) {
        return Err(bad("delimiter or escapechar"));
    }
    if same(Some(delimiter), quote) {
        return Err(bad("delimiter or quotechar"));
    }
    if same(escape, quote) {
        return Err(bad("escapechar or quotechar"));
    }
    Ok(())
}

/// The dialect that the arguments `dialect` and `**fmtparams` of a function say.
pub(super) fn from_arguments(cx: &Cx, dialect: Value, parameters: Value) -> R<Value> {
    let class = DIALECT_TYPE.class(cx)?.value();
    let dialect = dialect.bound();
    let positional = dialect.as_slice();
    call::call_with_dict(cx, class, positional, parameters)
}

/// The dialect in a value that [`from_arguments`] answered.
pub(super) fn of(cx: &Cx, value: Value) -> R<Obj<Dialect>> {
    receiver::<Dialect>(cx, value)
}

fn shown(cx: &Cx, point: Option<u32>) -> R<Value> {
    point.map_or(Ok(Value::NONE), |point| str_::of_point(cx, point))
}

/// An attribute that shows a flag.
macro_rules! flag {
    ($name:literal $field:ident) => {
        GetSetDef {
            name: $name,
            doc: "",
            get: |cx, value| Ok(Value::from_bool(of(cx, value)?.$field)),
            set: None,
        }
    };
}

fn not_pickled(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.type_error("cannot pickle 'Dialect' instances".into()))
}

static NEW: MethodDef = MethodDef::function(
    "__new__($type, dialect=None, delimiter=',', doublequote=True, escapechar=None, lineterminator='\\r\\n', quotechar='\"', quoting=0, \
     skipinitialspace=False, strict=False)",
    "",
    new,
)
.worded(Wording::Nameless);

static DIALECT: TypeDef = TypeDef {
    name: "Dialect",
    module: "_csv",
    doc: "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    layout: Dialect::LAYOUT,
    subclassable: true,
    new: Some(&NEW),
    methods: &[
        MethodDef::new("__reduce__($self, /)", "raises an exception to avoid pickling", not_pickled),
        MethodDef::new(
            "__reduce_ex__($self, protocol=0, /)",
            "raises an exception to avoid pickling",
            not_pickled,
        ),
    ],
    getset: &[
        GetSetDef {
            name: "delimiter",
            doc: "",
            get: |cx, value| shown(cx, Some(of(cx, value)?.delimiter)),
            set: None,
        },
        GetSetDef {
            name: "escapechar",
            doc: "",
            get: |cx, value| shown(cx, of(cx, value)?.escape),
            set: None,
        },
        GetSetDef { name: "quotechar", doc: "", get: |cx, value| shown(cx, of(cx, value)?.quote), set: None },
        GetSetDef {
            name: "lineterminator",
            doc: "",
            get: |cx, value| Ok(of(cx, value)?.line_terminator.get()),
            set: None,
        },
        GetSetDef {
            name: "quoting",
            doc: "",
            get: |cx, value| Ok(Value::small_int_unchecked(of(cx, value)?.quoting as i64)),
            set: None,
        },
        flag!("doublequote" double_quote),
        flag!("skipinitialspace" skip_initial_space),
        flag!("strict" strict),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static DIALECT_TYPE: NativeType = NativeType::new(&DIALECT);
