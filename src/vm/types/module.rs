//! `module`: a namespace with a name. Its dict is the module's globals and never replaced.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::import;
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryFn, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict};
use crate::types::function;
use crate::types::str_::{self, Str};
use crate::types::{list, number, type_};
use crate::value::{SlotExt, Value};

/// A module.
#[repr(C)]
pub struct Module {
    header: Header,
    dict: Slot,
}

/// Layout of modules.
pub static LAYOUT: Layout = Layout::fixed("module", size_of::<Module>(), trace);

// SAFETY: repr(C), header first, the slot is traced and never replaced.
unsafe impl Payload for Module {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for modules only.
    tracer.slot(&unsafe { Obj::<Module>::cast_unchecked(object) }.dict);
}

/// An empty module with the attributes every module has.
pub fn new(cx: &Cx, name: Value, doc: Value) -> R<Obj<Module>> {
    let dict = dict::new(cx)?;
    name_all(cx, dict, name, doc)?;
    cx.alloc(Module { header: Header::new(number::MODULE, 0), dict: Slot::of(dict.value()) })
}

fn name_all(cx: &Cx, dict: Obj<Dict>, name: Value, doc: Value) -> R<()> {
    for (attribute, value) in [
        (names::__NAME__, name),
        (names::__DOC__, doc),
        (names::__PACKAGE__, Value::NONE),
        (names::__SPEC__, Value::NONE),
    ] {
        dict::set(cx, dict, names::get(attribute), value)?;
    }
    Ok(())
}

impl Module {
    /// The module's globals.
    pub fn dict(&self) -> Obj<Dict> {
        // SAFETY: set at creation to a dict and never replaced.
        unsafe { Obj::of_value_unchecked(self.dict.get()) }
    }

    pub fn name_text(&self) -> Option<String> {
        self.dict().get_str(names::get(names::__NAME__)).and_then(str_::to_rust)
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Module>> {
    value
        .cast::<Module>()
        .ok_or_else(|| cx.type_error(format!("expected module, got '{}'", cx.type_name(value))))
}

fn module_getattr(cx: &Cx, value: Value, name: Value) -> R<Value> {
    let module = this(cx, value)?;
    match getattr_optional(cx, module, name)? {
        Some(found) => Ok(found),
        None => {
            let message = import::missing_attribute(cx, module, name)?;
            Err(cx.attribute_error(message, value, name))
        }
    }
}

/// An attribute of a module, without an exception for one that is missing.
pub(crate) fn getattr_optional(cx: &Cx, module: Obj<Module>, name: Value) -> R<Option<Value>> {
    if let Some(found) = module.dict().get_str(name) {
        return Ok(Some(found));
    }
    if let Some(found) = protocol::attr::generic_get_optional(cx, module.value(), name)? {
        return Ok(Some(found));
    }
    match module.dict().get_str(names::get(names::__GETATTR__)) {
        Some(hook) => call::call_values(cx, hook, &[name]).map(Some),
        None => Ok(None),
    }
}

/// Whether a class's `getattr` slot is the one of modules.
pub(crate) fn is_getattr(slot: BinaryFn) -> bool {
    std::ptr::fn_addr_eq(slot, module_getattr as BinaryFn)
}

fn module_repr(cx: &Cx, value: Value) -> R<Value> {
    let module = this(cx, value)?;
    let name = match module.dict().get_str(names::get(names::__NAME__)) {
        Some(name) => crate::protocol::repr_string(cx, name)?,
        None => "'?'".into(),
    };
    let text = match module.dict().get_str(names::get(names::__FILE__)).and_then(str_::to_rust) {
        Some(file) => format!("<module {name} from '{file}'>"),
        None if module.dict().get_str(names::get(names::__SPEC__)).is_some_and(|spec| !spec.is_none()) => {
            format!("<module {name} (built-in)>")
        }
        None => format!("<module {name}>"),
    };
    str_::from_string(cx, text)
}

fn module_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<type_::Type>() else {
        return Err(cx.type_error("module.__new__(X): X is not a type object".into()));
    };
    let (shape, header) = instance::start(class);
    let dict = Slot::of(dict::new(cx)?.value());
    Ok(cx.alloc_instance(shape, Module { header, dict })?.value())
}

static INIT: MethodDef = MethodDef::new("module($self, /, name, doc=None)", "", |_, _| Ok(Value::NONE));

fn module_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    call::bind_init(cx, &INIT, value, args, |bound| {
        if bound[1].cast::<Str>().is_none() {
            let shown = cx.type_name(bound[1]);
            return Err(cx.type_error(format!("module() argument 'name' must be str, not {shown}")));
        }
        let dict = this(cx, value)?.dict();
        name_all(cx, dict, bound[1], bound[2].bound().unwrap_or(Value::NONE))?;
        dict::set(cx, dict, cx.intern("__loader__")?, Value::NONE)
    })
}

/// Names in the module, or what its own `__dir__` says.
fn dir(cx: &Cx, args: &[Value]) -> R<Value> {
    let declared = protocol::attr::get(cx, args[0], names::get(names::__DICT__))?;
    let Some(namespace) = declared.cast::<Dict>() else {
        return Err(cx.type_error("<module>.__dict__ is not a dictionary".into()));
    };
    match namespace.get_str(cx.intern("__dir__")?) {
        Some(hook) => call::call_values(cx, hook, &[]),
        None => Ok(list::from_iterable(cx, declared)?.value()),
    }
}

/// The annotations of a module that has none in its namespace yet: what its `__annotate__` answers, made once.
fn get_annotations(cx: &Cx, value: Value) -> R<Value> {
    let module = this(cx, value)?;
    let name = cx.intern("__annotations__")?;
    if let Some(known) = module.dict().get_str(name) {
        return Ok(known);
    }
    let annotate = module.dict().get_str(names::get(names::__ANNOTATE__));
    let annotations = function::annotations_by(cx, annotate.unwrap_or(Value::NONE))?;
    dict::set(cx, module.dict(), name, annotations)?;
    Ok(annotations)
}

fn set_annotations(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let module = this(cx, value)?;
    let name = cx.intern("__annotations__")?;
    match new {
        Some(new) => dict::set(cx, module.dict(), name, new)?,
        None if dict::remove(cx, module.dict(), name)?.is_some() => {}
        None => return Err(protocol::attr::missing(cx, value, name)),
    }
    dict::set(cx, module.dict(), names::get(names::__ANNOTATE__), Value::NONE)
}

fn get_annotate(cx: &Cx, value: Value) -> R<Value> {
    let module = this(cx, value)?;
    let found = module.dict().get_str(names::get(names::__ANNOTATE__));
    Ok(found.unwrap_or(Value::NONE))
}

fn set_annotate(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let new = function::checked_annotate(cx, new, "cannot delete __annotate__ attribute")?;
    let module = this(cx, value)?;
    dict::set(cx, module.dict(), names::get(names::__ANNOTATE__), new)?;
    if !new.is_none() {
        dict::remove(cx, module.dict(), cx.intern("__annotations__")?)?;
    }
    Ok(())
}

static NEW: MethodDef = MethodDef::any_new(module_new);

/// The type.
pub static MODULE: TypeDef = TypeDef {
    name: "module",
    doc: "A module: a name and a namespace.",
    layout: &LAYOUT,
    parameters: Some("(name, doc=None)"),
    weak: true,
    subclassable: true,
    slots: SlotTable {
        getattr: Some(module_getattr),
        setattr: Some(protocol::attr::generic_set),
        repr: Some(module_repr),
        init: Some(module_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[MethodDef::new(
        "__dir__($self, /)",
        "__dir__() -> list\nspecialized dir() implementation",
        dir,
    )],
    getset: &[
        GetSetDef { name: "__annotations__", doc: "", get: get_annotations, set: Some(set_annotations) },
        GetSetDef { name: "__annotate__", doc: "", get: get_annotate, set: Some(set_annotate) },
    ],
    members: &[GetSetDef {
        name: "__dict__",
        doc: "",
        get: |cx, v| Ok(this(cx, v)?.dict().value()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};
