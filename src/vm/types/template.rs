//! `string.templatelib.Template` and `Interpolation`: what a t-string evaluates to (PEP 750). Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::Dict;
use crate::types::iterators::iter_self;
use crate::types::list::{self, List};
use crate::types::number;
use crate::types::object_::reduce::remade;
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::value::{SlotExt, Value};

/// Literal pieces and what stands between them: one string more than interpolations.
#[repr(C)]
pub struct Template {
    header: Header,
    strings: Slot,
    interpolations: Slot,
}

/// A value with the text of its expression, its conversion and its format specification.
#[repr(C)]
pub struct Interpolation {
    header: Header,
    value: Slot,
    expression: Slot,
    conversion: Slot,
    format_spec: Slot,
}

/// Layout of templates.
static TEMPLATE_LAYOUT: Layout = Layout::fixed("template", size_of::<Template>(), trace_template);
/// Layout of interpolations.
static INTERPOLATION_LAYOUT: Layout =
    Layout::fixed("interpolation", size_of::<Interpolation>(), trace_interpolation);

// SAFETY: repr(C), header first, both slots traced; immutable.
unsafe impl Payload for Template {
    const LAYOUT: &'static Layout = &TEMPLATE_LAYOUT;
}
// SAFETY: repr(C), header first, every slot traced; immutable.
unsafe impl Payload for Interpolation {
    const LAYOUT: &'static Layout = &INTERPOLATION_LAYOUT;
}

unsafe fn trace_template(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for templates only.
    let this = unsafe { Obj::<Template>::cast_unchecked(object) };
    tracer.slot(&this.strings);
    tracer.slot(&this.interpolations);
}

unsafe fn trace_interpolation(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for interpolations only.
    let this = unsafe { Obj::<Interpolation>::cast_unchecked(object) };
    for slot in [&this.value, &this.expression, &this.conversion, &this.format_spec] {
        tracer.slot(slot);
    }
}

/// A template of a tuple of strings and a tuple of interpolations.
pub fn new(cx: &Cx, strings: Value, interpolations: Value) -> R<Value> {
    let header = Header::new(number::TEMPLATE, 0);
    Ok(cx
        .alloc(Template { header, strings: Slot::of(strings), interpolations: Slot::of(interpolations) })?
        .value())
}

/// An interpolation; `conversion` is `None`, `"s"`, `"r"` or `"a"`.
pub fn interpolation(
    cx: &Cx,
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
) -> R<Value> {
    let header = Header::new(number::INTERPOLATION, 0);
    let [value, expression, conversion, format_spec] =
        [value, expression, conversion, format_spec].map(Slot::of);
    Ok(cx.alloc(Interpolation { header, value, expression, conversion, format_spec })?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<Template>> {
    value.cast::<Template>().ok_or_else(|| cx.type_error("expected Template".into()))
}

fn items(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    value.cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected"))
}

fn interpolation_of(cx: &Cx, value: Value) -> R<Obj<Interpolation>> {
    value.cast::<Interpolation>().ok_or_else(|| cx.type_error("expected Interpolation".into()))
}

/// Gathers strings and interpolations so that they alternate: neighbouring strings are joined.
struct Pieces {
    strings: Obj<List>,
    interpolations: Obj<List>,
    pending: Value,
}

impl Pieces {
    fn new(cx: &Cx) -> R<Pieces> {
        Ok(Pieces {
            strings: list::new(cx)?,
            interpolations: list::new(cx)?,
            pending: str_::from_str(cx, "")?,
        })
    }

    fn text(&mut self, cx: &Cx, text: Value) -> R<()> {
        self.pending = str_::join(cx, &[self.pending, text])?;
        Ok(())
    }

    fn interpolation(&mut self, cx: &Cx, interpolation: Value) -> R<()> {
        list::append(cx, self.strings, self.pending)?;
        self.pending = str_::from_str(cx, "")?;
        list::append(cx, self.interpolations, interpolation)
    }

    fn finish(self, cx: &Cx) -> R<Value> {
        list::append(cx, self.strings, self.pending)?;
        let strings = list::to_tuple(cx, self.strings)?;
        let interpolations = list::to_tuple(cx, self.interpolations)?;
        new(cx, strings.value(), interpolations.value())
    }

    fn template(&mut self, cx: &Cx, template: Obj<Template>) -> R<()> {
        let (strings, interpolations) =
            (items(cx, template.strings.get())?, items(cx, template.interpolations.get())?);
        for (index, &text) in strings.values().iter().enumerate() {
            self.text(cx, text)?;
            if let Some(&interpolation) = interpolations.values().get(index) {
                self.interpolation(cx, interpolation)?;
            }
        }
        Ok(())
    }
}

fn template_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let (given, keywords) = (items(cx, args[1])?, args[2].cast::<Dict>());
    if keywords.is_some_and(|keywords| !keywords.is_empty()) {
        return Err(cx.type_error("Template.__new__ only accepts *args arguments".into()));
    }
    let mut pieces = Pieces::new(cx)?;
    for &piece in given.values() {
        if piece.cast::<Str>().is_some() {
            pieces.text(cx, piece)?;
        } else if piece.cast::<Interpolation>().is_some() {
            pieces.interpolation(cx, piece)?;
        } else {
            let shown = cx.type_name(piece);
            return Err(cx.type_error(format!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {shown}"
            )));
        }
    }
    pieces.finish(cx)
}

fn template_add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Template>(), right.cast::<Template>()) else {
        if left.cast::<Template>().is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let shown = cx.type_name(right);
        return Err(cx.type_error(format!(
            "can only concatenate string.templatelib.Template (not \"{shown}\") to string.templatelib.Template"
        )));
    };
    let mut pieces = Pieces::new(cx)?;
    pieces.template(cx, one)?;
    pieces.template(cx, other)?;
    pieces.finish(cx)
}

fn template_repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let strings = protocol::repr_string(cx, this.strings.get())?;
    let interpolations = protocol::repr_string(cx, this.interpolations.get())?;
    str_::from_string(cx, format!("Template(strings={strings}, interpolations={interpolations})"))
}

/// Strings that are not empty and interpolations, in order: through a list's iterator.
fn template_iter(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let (strings, interpolations) = (items(cx, this.strings.get())?, items(cx, this.interpolations.get())?);
    let parts = list::new(cx)?;
    for (index, &text) in strings.values().iter().enumerate() {
        if protocol::len(cx, text)? > 0 {
            list::append(cx, parts, text)?;
        }
        if let Some(&interpolation) = interpolations.values().get(index) {
            list::append(cx, parts, interpolation)?;
        }
    }
    let inner = protocol::iter::get(cx, parts.value())?;
    let header = Header::new(number::TEMPLATE_ITERATOR, 0);
    Ok(cx
        .alloc(Template { header, strings: Slot::of(inner), interpolations: Slot::of(Value::NONE) })?
        .value())
}

fn iterator_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    protocol::iter::next(cx, this(cx, value)?.strings.get())
}

fn values(cx: &Cx, value: Value) -> R<Value> {
    let interpolations = items(cx, this(cx, value)?.interpolations.get())?;
    let values = list::new(cx)?;
    for &interpolation in interpolations.values() {
        list::append(cx, values, interpolation_of(cx, interpolation)?.value.get())?;
    }
    Ok(list::to_tuple(cx, values)?.value())
}

static TEMPLATE_NEW: MethodDef = MethodDef::function("__new__($type, *args, **kwargs)", "", template_new);

/// A template by a function of the library's, which takes its parts.
fn template_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let module = crate::import::import_absolute(cx, "string.templatelib")?;
    let remake = protocol::attr::get(cx, module, cx.intern("_template_unpickle")?)?;
    remade(cx, remake, &[this.strings.get(), this.interpolations.get()], None)
}

fn interpolation_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = interpolation_of(cx, args[0])?;
    let parts = [&this.value, &this.expression, &this.conversion, &this.format_spec].map(|part| part.get());
    remade(cx, cx.type_of(args[0]).value(), &parts, None)
}

/// `Template`.
pub static TEMPLATE: TypeDef = TypeDef {
    name: "Template",
    module: "string.templatelib",
    doc: "Template object",
    layout: &TEMPLATE_LAYOUT,
    slots: SlotTable {
        repr: Some(template_repr),
        iter: Some(template_iter),
        binary: SlotTable::binary_slots(&[(BinaryOp::Add, template_add)]),
        ..SlotTable::NONE
    },
    new: Some(&TEMPLATE_NEW),
    generic: true,
    members: &[
        GetSetDef { name: "strings", doc: "Strings", get: |cx, v| Ok(this(cx, v)?.strings.get()), set: None },
        GetSetDef {
            name: "interpolations",
            doc: "Interpolations",
            get: |cx, v| Ok(this(cx, v)?.interpolations.get()),
            set: None,
        },
    ],
    methods: &[MethodDef::new("__reduce__($self, /)", "", template_reduce)],
    getset: &[GetSetDef { name: "values", doc: "Values of interpolations", get: values, set: None }],
    ..TypeDef::DEFAULT
};

/// A template's iterator.
pub static TEMPLATE_ITERATOR: TypeDef = TypeDef {
    name: "TemplateIter",
    module: "string.templatelib",
    layout: &TEMPLATE_LAYOUT,
    slots: SlotTable { iter: Some(iter_self), next: Some(iterator_next), ..SlotTable::NONE },
    ..TypeDef::DEFAULT
};

fn interpolation_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let text = |value: Value, name: &str| match value.bound() {
        None => str_::from_str(cx, ""),
        Some(value) if value.cast::<Str>().is_some() => Ok(value),
        Some(value) => {
            let shown = if value.is_none() { "None".to_owned() } else { cx.type_name(value) };
            Err(cx.type_error(format!("Interpolation() argument '{name}' must be str, not {shown}")))
        }
    };
    let expression = text(args[2], "expression")?;
    let conversion = args[3].bound().unwrap_or(Value::NONE);
    if !conversion.is_none() {
        match str_::to_rust(conversion).as_deref() {
            Some("s" | "r" | "a") => {}
            Some(_) => {
                return Err(
                    cx.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
                );
            }
            None => {
                let shown = cx.type_name(conversion);
                return Err(
                    cx.type_error(format!("Interpolation() argument 'conversion' must be str, not {shown}"))
                );
            }
        }
    }
    let format_spec = text(args[4], "format_spec")?;
    interpolation(cx, args[1], expression, conversion, format_spec)
}

fn interpolation_repr(cx: &Cx, value: Value) -> R<Value> {
    let this = interpolation_of(cx, value)?;
    let shown = |slot: &Slot| protocol::repr_string(cx, slot.get());
    let text = format!(
        "Interpolation({}, {}, {}, {})",
        shown(&this.value)?,
        shown(&this.expression)?,
        shown(&this.conversion)?,
        shown(&this.format_spec)?
    );
    str_::from_string(cx, text)
}

/// The names that a class pattern takes by position.
fn match_args(cx: &Cx) -> R<Value> {
    let mut room = cx.scratch(4)?;
    for (place, name) in
        room.as_mut_slice().iter_mut().zip(["value", "expression", "conversion", "format_spec"])
    {
        *place = cx.intern(name)?;
    }
    Ok(tuple::from_slice(cx, room.as_slice())?.value())
}

static INTERPOLATION_NEW: MethodDef = MethodDef::function(
    "Interpolation($type, value, expression='', conversion=None, format_spec='')",
    "",
    interpolation_new,
);

/// `Interpolation`.
pub static INTERPOLATION: TypeDef = TypeDef {
    name: "Interpolation",
    module: "string.templatelib",
    doc: "Interpolation object",
    layout: &INTERPOLATION_LAYOUT,
    slots: SlotTable { repr: Some(interpolation_repr), ..SlotTable::NONE },
    new: Some(&INTERPOLATION_NEW),
    generic: true,
    class_values: &[("__match_args__", match_args)],
    methods: &[MethodDef::new("__reduce__($self, /)", "", interpolation_reduce)],
    members: &[
        GetSetDef {
            name: "value",
            doc: "Value",
            get: |cx, v| Ok(interpolation_of(cx, v)?.value.get()),
            set: None,
        },
        GetSetDef {
            name: "expression",
            doc: "Expression",
            get: |cx, v| Ok(interpolation_of(cx, v)?.expression.get()),
            set: None,
        },
        GetSetDef {
            name: "conversion",
            doc: "Conversion",
            get: |cx, v| Ok(interpolation_of(cx, v)?.conversion.get()),
            set: None,
        },
        GetSetDef {
            name: "format_spec",
            doc: "Format specifier",
            get: |cx, v| Ok(interpolation_of(cx, v)?.format_spec.get()),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
