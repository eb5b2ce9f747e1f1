//! `function`: a Python function. Its executable, defaults and closure are single slots; assignment replaces one word, and
//! calls in progress go on with what they loaded.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::interp;
use crate::interp::executable::Executable;
use crate::names;
use crate::object::{Obj, Payload, flag};
use crate::protocol;
use crate::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::cell::Cell;
use crate::types::code::PyCode;
use crate::types::dict::{self, Dict};
use crate::types::str_::{self, Str};
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::types::{getset, method, number};
use crate::value::{SlotExt, Value};

/// A Python function.
#[repr(C)]
pub struct Function {
    header: Header,
    pub(crate) executable: Slot,
    /// Tuple of cells, or `None`.
    pub(crate) closure: Slot,
    /// Tuple of positional defaults, or `None`.
    pub(crate) defaults: Slot,
    /// Dict of keyword-only defaults, or `None`.
    pub(crate) keyword_defaults: Slot,
    name: Slot,
    qualname: Slot,
    doc: Slot,
    module: Slot,
    annotate: Slot,
    annotations: Slot,
    pub(crate) type_params: Slot,
}

/// Layout of functions; they have a `__dict__`.
pub static LAYOUT: Layout = Layout::with_attributes("function", size_of::<Function>(), trace);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for Function {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for functions only.
    let this = unsafe { Obj::<Function>::cast_unchecked(object) };
    for slot in [
        &this.executable,
        &this.closure,
        &this.defaults,
        &this.keyword_defaults,
        &this.name,
        &this.qualname,
        &this.doc,
        &this.module,
        &this.annotate,
        &this.annotations,
        &this.type_params,
    ] {
        tracer.slot(slot);
    }
}

/// What `MakeFunction` was given besides the code; `None` where absent.
#[derive(Clone, Copy)]
pub struct Parts {
    pub defaults: Value,
    pub keyword_defaults: Value,
    pub annotate: Value,
    pub closure: Value,
}

/// A function of a code object, with the globals of the running frame.
pub fn new(cx: &Cx, code: Obj<PyCode>, globals: Obj<Dict>, parts: Parts) -> R<Obj<Function>> {
    let executable = PyCode::executable(code, cx, globals)?;
    let data = code.data();
    let titles = PyCode::titles(code, cx)?;
    let doc = if data.flags.has(typhon_bytecode::CodeFlags::HAS_DOCSTRING) && !code.constants().is_empty() {
        code.constants().get(0)
    } else {
        Value::NONE
    };
    let module = globals.get_str(names::get(names::__NAME__)).unwrap_or(Value::NONE);
    let shape = crate::shape::Shape::by_id(number::FUNCTION);
    let function = cx.alloc_instance(
        shape,
        Function {
            header: Header::new(number::FUNCTION, flag::HAS_ATTRIBUTES),
            executable: Slot::of(executable.value()),
            closure: Slot::of(parts.closure),
            defaults: Slot::of(parts.defaults),
            keyword_defaults: Slot::of(parts.keyword_defaults),
            name: Slot::of(titles.get(0)),
            qualname: Slot::of(titles.get(1)),
            doc: Slot::of(doc),
            module: Slot::of(module),
            annotate: Slot::of(parts.annotate),
            annotations: Slot::of(Value::UNBOUND),
            type_params: Slot::of(Value::UNBOUND),
        },
    )?;
    if let Some(annotate) = parts.annotate.cast::<Function>() {
        // The name of its code does not tell the function: CPython gh-137814.
        let suffix = str_::from_str(cx, ".__annotate__")?;
        cx.store(annotate.object(), &annotate.qualname, str_::concat(cx, function.qualname(), suffix)?);
    }
    Ok(function)
}

impl Function {
    #[inline(always)]
    pub(crate) fn executable(&self) -> Obj<Executable> {
        // SAFETY: set at creation to an executable and only ever replaced by another.
        unsafe { Obj::of_value_unchecked(self.executable.get()) }
    }

    pub fn code(&self) -> Obj<PyCode> {
        self.executable().code()
    }

    pub fn globals(&self) -> Obj<Dict> {
        self.executable().globals()
    }

    /// `__name__`.
    pub fn name(&self) -> Value {
        self.name.get()
    }

    /// `__qualname__`.
    pub fn qualname(&self) -> Value {
        self.qualname.get()
    }

    pub fn name_text(&self) -> String {
        str_::to_rust(self.name.get()).unwrap_or_default()
    }

    /// The qualified name, as messages show it.
    pub fn qualname_text(&self) -> String {
        str_::to_rust(self.qualname.get()).unwrap_or_default()
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Function>> {
    value
        .cast::<Function>()
        .ok_or_else(|| cx.type_error(format!("expected function, got '{}'", cx.type_name(value))))
}

fn function_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    interp::run_function(cx, this(cx, callee)?, args)
}

fn function_repr(cx: &Cx, value: Value) -> R<Value> {
    let name = this(cx, value)?.qualname_text();
    str_::from_string(cx, format!("<function {name} at {:#x}>", value.bits()))
}

fn function_get(cx: &Cx, function: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    match instance {
        Some(instance) => Ok(method::new(cx, function, instance)?.value()),
        None => Ok(function),
    }
}

fn function_hash(_: &Cx, value: Value) -> R<i64> {
    Ok(protocol::identity_hash(value))
}

fn set_text(cx: &Cx, value: Value, slot: fn(&Function) -> &Slot, name: &str, new: Option<Value>) -> R<()> {
    let function = this(cx, value)?;
    match new.filter(|text| text.cast::<Str>().is_some()) {
        Some(text) => {
            cx.store(function.object(), slot(&function), text);
            Ok(())
        }
        None => Err(cx.type_error(format!("{name} must be set to a string object"))),
    }
}

fn set_checked<T: Payload>(
    cx: &Cx,
    value: Value,
    slot: fn(&Function) -> &Slot,
    message: &str,
    new: Option<Value>,
) -> R<()> {
    let function = this(cx, value)?;
    let new = new.unwrap_or(Value::NONE);
    if !new.is_none() && new.cast::<T>().is_none() {
        return Err(cx.type_error(message.into()));
    }
    cx.store(function.object(), slot(&function), new);
    Ok(())
}

fn set_code(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let function = this(cx, value)?;
    let Some(code) = new.and_then(|code| code.cast::<PyCode>()) else {
        return Err(cx.type_error("__code__ must be set to a code object".into()));
    };
    let (has, wants) = (function.code().free_count(), code.free_count());
    if has != wants {
        let name = function.name_text();
        return Err(
            cx.value_error(&format!("{name}() requires a code object with {has} free vars, not {wants}"))
        );
    }
    let executable = PyCode::executable(code, cx, function.globals())?;
    cx.store(function.object(), &function.executable, executable.value());
    Ok(())
}

/// The annotations that an `__annotate__` function answers; none where there is no such function.
pub(crate) fn annotations_by(cx: &Cx, annotate: Value) -> R<Value> {
    if annotate.is_none() {
        return Ok(dict::new(cx)?.value());
    }
    // 1 is annotationlib's Format.VALUE.
    let annotations = crate::call::call_values(cx, annotate, &[Value::small_int_unchecked(1)])?;
    if annotations.cast::<Dict>().is_none() {
        let shown = cx.type_name(annotations);
        return Err(cx.type_error(format!("__annotate__ returned non-dict of type '{shown}'")));
    }
    Ok(annotations)
}

/// A value for `__annotate__`: a callable or `None`.
pub(crate) fn checked_annotate(cx: &Cx, new: Option<Value>, deleted: &str) -> R<Value> {
    let Some(new) = new else { return Err(cx.type_error(deleted.into())) };
    if !new.is_none() && cx.type_of(new).slots().call.is_none() {
        return Err(cx.type_error("__annotate__ must be callable or None".into()));
    }
    Ok(new)
}

fn get_annotations(cx: &Cx, value: Value) -> R<Value> {
    let function = this(cx, value)?;
    if let Some(known) = function.annotations.get().bound() {
        return Ok(known);
    }
    let annotations = annotations_by(cx, function.annotate.get())?;
    cx.store(function.object(), &function.annotations, annotations);
    Ok(annotations)
}

fn set_annotations(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let new = match new {
        Some(new) if !new.is_none() => new,
        _ => dict::new(cx)?.value(),
    };
    set_checked::<Dict>(
        cx,
        value,
        |f| &f.annotations,
        "__annotations__ must be set to a dict object",
        Some(new),
    )?;
    let function = this(cx, value)?;
    cx.store(function.object(), &function.annotate, Value::NONE);
    Ok(())
}

/// `types.FunctionType(code, globals, …)`.
fn function_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = |index: usize| args[index].bound().unwrap_or(Value::NONE);
    let wrong = |name: &str, wanted: &str, found: Value| {
        let shown = cx.shown_argument(found);
        cx.type_error(format!("function() argument '{name}' must be {wanted}, not {shown}"))
    };
    let code = args[1].cast::<PyCode>().ok_or_else(|| wrong("code", "code", args[1]))?;
    let globals = args[2].cast::<Dict>().ok_or_else(|| wrong("globals", "dict", args[2]))?;
    let [name, defaults, closure, keyword_defaults] = [3, 4, 5, 6].map(given);
    if !name.is_none() && name.cast::<Str>().is_none() {
        return Err(cx.type_error("arg 3 (name) must be None or string".into()));
    }
    if !defaults.is_none() && defaults.cast::<Tuple>().is_none() {
        return Err(cx.type_error("arg 4 (defaults) must be None or tuple".into()));
    }
    let free = code.free_count();
    let cells = closure.cast::<Tuple>();
    if cells.is_none() && (free > 0 || !closure.is_none()) {
        let wanted = if closure.is_none() { "tuple" } else { "None or tuple" };
        return Err(cx.type_error(format!("arg 5 (closure) must be {wanted}")));
    }
    if !keyword_defaults.is_none() && keyword_defaults.cast::<Dict>().is_none() {
        return Err(cx.type_error("arg 6 (kwdefaults) must be None or dict".into()));
    }
    let count = cells.map_or(0, |cells| cells.len());
    if count != free {
        let shown = code.data().name.to_string_lossy();
        return Err(cx.value_error(&format!("{shown} requires closure of length {free}, not {count}")));
    }
    let foreign = cells.and_then(|cells| {
        (0..cells.len()).map(|index| cells.get(index)).find(|item| item.cast::<Cell>().is_none())
    });
    if let Some(item) = foreign {
        let shown = cx.type_name(item);
        return Err(cx.type_error(format!("arg 5 (closure) expected cell, found {shown}")));
    }
    let parts = Parts { defaults, keyword_defaults, annotate: Value::NONE, closure };
    let made = new(cx, code, globals, parts)?;
    if !name.is_none() {
        cx.store(made.object(), &made.name, name);
    }
    Ok(made.value())
}

static NEW: MethodDef = MethodDef::function(
    "function($type, /, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    "",
    function_new,
);

/// The type.
pub static FUNCTION: TypeDef = TypeDef {
    name: "function",
    doc: "A Python function.",
    layout: &LAYOUT,
    weak: true,
    new: Some(&NEW),
    slots: SlotTable {
        call: Some(function_call),
        repr: Some(function_repr),
        hash: Some(function_hash),
        descr_get: Some(function_get),
        ..SlotTable::NONE
    },
    getset: &[
        GetSetDef {
            name: "__name__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.name.get()),
            set: Some(|cx, v, new| set_text(cx, v, |f| &f.name, "__name__", new)),
        },
        GetSetDef {
            name: "__qualname__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.qualname.get()),
            set: Some(|cx, v, new| set_text(cx, v, |f| &f.qualname, "__qualname__", new)),
        },
        GetSetDef {
            name: "__code__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.code().value()),
            set: Some(set_code),
        },
        GetSetDef {
            name: "__defaults__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.defaults.get()),
            set: Some(|cx, v, new| {
                set_checked::<Tuple>(
                    cx,
                    v,
                    |f| &f.defaults,
                    "__defaults__ must be set to a tuple object",
                    new,
                )
            }),
        },
        GetSetDef {
            name: "__kwdefaults__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.keyword_defaults.get()),
            set: Some(|cx, v, new| {
                set_checked::<Dict>(
                    cx,
                    v,
                    |f| &f.keyword_defaults,
                    "__kwdefaults__ must be set to a dict object",
                    new,
                )
            }),
        },
        GetSetDef {
            name: "__type_params__",
            doc: "The type parameters that the function declares.",
            get: |cx, v| match this(cx, v)?.type_params.get().bound() {
                Some(parameters) => Ok(parameters),
                None => Ok(crate::types::tuple::from_slice(cx, &[])?.value()),
            },
            set: Some(|cx, v, new| {
                let Some(new) = new.filter(|new| new.cast::<Tuple>().is_some()) else {
                    return Err(cx.type_error("__type_params__ must be set to a tuple".into()));
                };
                let function = this(cx, v)?;
                cx.store(function.object(), &function.type_params, new);
                Ok(())
            }),
        },
        GetSetDef {
            name: "__annotations__",
            doc: "The annotations of parameters and result, by name.",
            get: get_annotations,
            set: Some(set_annotations),
        },
        GetSetDef {
            name: "__annotate__",
            doc: "The function that evaluates the annotations, or None.",
            get: |cx, v| Ok(this(cx, v)?.annotate.get()),
            set: Some(|cx, v, new| {
                let new = checked_annotate(cx, new, "__annotate__ cannot be deleted")?;
                let function = this(cx, v)?;
                cx.store(function.object(), &function.annotate, new);
                if !new.is_none() {
                    cx.store(function.object(), &function.annotations, Value::UNBOUND);
                }
                Ok(())
            }),
        },
    ],
    members: &[
        GetSetDef {
            name: "__doc__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.doc.get()),
            set: Some(|cx, v, new| {
                let function = this(cx, v)?;
                getset::set_or_none(cx, function.object(), &function.doc, new)
            }),
        },
        GetSetDef {
            name: "__module__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.module.get()),
            set: Some(|cx, v, new| {
                let function = this(cx, v)?;
                getset::set_or_none(cx, function.object(), &function.module, new)
            }),
        },
        GetSetDef { name: "__closure__", doc: "", get: |cx, v| Ok(this(cx, v)?.closure.get()), set: None },
        GetSetDef {
            name: "__globals__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.globals().value()),
            set: None,
        },
        GetSetDef {
            name: "__builtins__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.executable().builtins.get()),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
