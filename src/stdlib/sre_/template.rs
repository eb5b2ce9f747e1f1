//! `_sre.SRE_Template`: a replacement as `re._parser` reads it, literals and group numbers in turn. Immutable.

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::declare::new_instance;
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::attr;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::TypeDef;
use typhon_vm::types::list::List;
use typhon_vm::types::str_;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::{bytes, int, list};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, exceptions, import, object_struct};

use super::found::Match;
use super::pattern::Pattern;
use super::subject::Subject;

object_struct! {
    /// A replacement.
    pub(super) struct Template: "_sre.SRE_Template", fixed {
        slots {
            /// Tuple: a literal, then group number and literal for each group.
            parts,
        }
        fields {}
    }
}

fn invalid(cx: &Cx) -> Raised {
    cx.type_error("invalid template".into())
}

/// `_sre.template`.
pub(super) fn make(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].cast::<Pattern>().is_none() {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("template() argument 1 must be re.Pattern, not {shown}")));
    }
    let Some(given) = args[1].cast::<List>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("template() argument 2 must be list, not {shown}")));
    };
    let parts = list::to_tuple(cx, given)?;
    if parts.len().is_multiple_of(2) {
        return Err(invalid(cx));
    }
    for &number in parts.values().iter().skip(1).step_by(2) {
        if int::to_i64(number).is_none_or(|number| number < 0) {
            return Err(invalid(cx));
        }
    }
    let make = |header| Template { header, parts: Slot::of(parts.value()) };
    Ok(new_instance(cx, TEMPLATE_TYPE.class(cx)?, make)?.value())
}

/// The template of a replacement, from `re._compile_template`, which remembers those it has parsed.
pub(super) fn compiled(cx: &Cx, pattern: Obj<Pattern>, replacement: Value) -> R<Obj<Template>> {
    let re = import::import_absolute(cx, "re")?;
    let compile = attr::get(cx, re, cx.intern("_compile_template")?)?;
    let result = match call::call_values(cx, compile, &[pattern.value(), replacement]) {
        // What cannot be hashed (a bytearray) is compiled as the bytes it holds.
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) && is_mutable_bytes(cx, replacement) => {
            let subject = Subject::of(cx, replacement)?;
            let fixed = subject.part(cx, 0, subject.len())?;
            call::call_values(cx, compile, &[pattern.value(), fixed])?
        }
        result => result?,
    };
    result.cast::<Template>().ok_or_else(|| {
        let shown = cx.type_name(result);
        cx.error(
            exceptions::RUNTIME_ERROR,
            format!("the result of compiling a replacement string is {shown}, not re._Template"),
        )
    })
}

fn is_mutable_bytes(cx: &Cx, value: Value) -> bool {
    value.cast::<str_::Str>().is_none() && bytes::as_bytes(value).is_none() && Subject::of(cx, value).is_ok()
}

impl Template {
    fn parts(&self, cx: &Cx) -> R<Obj<Tuple>> {
        self.parts.get().cast::<Tuple>().ok_or_else(|| invalid(cx))
    }

    /// The text of a template without groups.
    pub(super) fn literal(&self, cx: &Cx) -> R<Option<Value>> {
        let parts = self.parts(cx)?;
        Ok((parts.len() == 1).then(|| parts.get(0)))
    }
}

/// The pieces of a template's text for a match, one after the other.
pub(super) fn for_each_piece(
    cx: &Cx,
    this: Obj<Template>,
    matched: Obj<Match>,
    each: &mut dyn FnMut(Value) -> R<()>,
) -> R<()> {
    let parts = this.parts(cx)?;
    each(parts.get(0))?;
    for pair in parts.values()[1..].chunks_exact(2) {
        let group = usize::try_from(int::to_i64(pair[0]).unwrap_or(0)).unwrap_or(0);
        if group > matched.pattern(cx)?.groups() {
            return Err(cx.error(exceptions::INDEX_ERROR, "no such group".into()));
        }
        let part = matched.part(cx, group, Value::NONE)?;
        if !part.is_none() {
            each(part)?;
        }
        each(pair[1])?;
    }
    Ok(())
}

/// The template's text for a match.
pub(super) fn expand(cx: &Cx, this: Obj<Template>, matched: Obj<Match>) -> R<Value> {
    let pieces = list::new(cx)?;
    for_each_piece(cx, this, matched, &mut |piece| list::append(cx, pieces, piece))?;
    let subject = Subject::of(cx, matched.string())?;
    join(cx, subject, pieces)
}

/// The pieces as one text of the subject's kind.
pub(super) fn join(cx: &Cx, subject: Subject, pieces: Obj<List>) -> R<Value> {
    let empty = subject.empty(cx)?;
    let join = attr::get(cx, empty, cx.intern("join")?)?;
    call::call_values(cx, join, &[pieces.value()])
}

static TEMPLATE: TypeDef =
    TypeDef { name: "SRE_Template", module: "_sre", layout: Template::LAYOUT, ..TypeDef::DEFAULT };

pub(super) static TEMPLATE_TYPE: NativeType = NativeType::new(&TEMPLATE);
