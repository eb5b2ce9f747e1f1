//! `_ast`: the classes of the abstract syntax tree, made from the compiler's table of the grammar, and the tree as objects.
//!
//! | file | does |
//! | --- | --- |
//! | [`node`] | `AST`: construction, `__reduce__`, `__replace__`, `repr` |
//! | [`to_objects`], [`from_objects`] | plain tree to objects and back |
//!
//! The classes are made once, when the module is first imported (under the import lock), and kept for ever. Thread-safety: nodes are plain
//! instances; reading a tree that another thread changes gives some mixture of both, or an error.

mod from_objects;
mod node;
mod to_objects;

use std::sync::OnceLock;

use typhon_compiler::tree::table::{FieldDef, Kind, Quantity, Sum, Type as Holds};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::{self, ModuleDef};
use typhon_vm::instance;
use typhon_vm::object::Obj;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{generic_alias, number, str_, tuple, union_};
use typhon_vm::{Value, call, runtime};

use crate::compile::flags;

pub(crate) use from_objects::tree_of;
pub(crate) use to_objects::objects_of;

/// Attributes of nodes that have a place.
const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// Everything made once. The values are kept by the runtime's list.
struct Classes {
    ast: u64,
    sums: Vec<u64>,
    kinds: Vec<u64>,
    /// The one instance of each kind without fields or place.
    marks: Vec<u64>,
    /// Interned names of the kinds' fields.
    names: Vec<Vec<u64>>,
    place: [u64; 4],
}

static CLASSES: OnceLock<Classes> = OnceLock::new();

impl Classes {
    /// The classes, made if need be.
    fn get(cx: &Cx) -> R<&'static Classes> {
        if CLASSES.get().is_none() {
            import::import_absolute(cx, "_ast")?;
        }
        CLASSES.get().ok_or_else(|| cx.system_error("_ast has no classes"))
    }

    fn ast(&self) -> Value {
        Value::from_bits(self.ast)
    }

    fn sum(&self, sum: Sum) -> Value {
        Value::from_bits(self.sums[sum as usize])
    }

    fn kind(&self, kind: Kind) -> Value {
        Value::from_bits(self.kinds[kind as usize])
    }

    fn mark(&self, kind: Kind) -> Value {
        Value::from_bits(self.marks[kind as usize])
    }
}

/// Whether a value is a node.
pub(crate) fn is_node(cx: &Cx, value: Value) -> bool {
    let ast = CLASSES.get().and_then(|classes| classes.ast().cast::<Type>());
    ast.is_some_and(|ast| cx.type_of(value).is_subclass_of(ast))
}

/// Keeps a value for ever.
fn keep(cx: &Cx, value: Value) -> R<u64> {
    if let Some(kept) = runtime::kept().cast::<List>() {
        list::append(cx, kept, value)?;
    }
    Ok(value.bits())
}

fn texts(cx: &Cx, texts: impl IntoIterator<Item = &'static str>) -> R<Value> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let made = tuple::with_len(cx, texts.len())?;
    for (slot, text) in made.items().iter().zip(texts) {
        let text = cx.intern(text)?;
        cx.store(made.object(), slot, text);
    }
    Ok(made.value())
}

/// A class of the tree: `type(name, (base,), {…})`.
fn make_class(
    cx: &Cx,
    name: &str,
    base: Value,
    doc: &str,
    attributes: Option<&[&'static str]>,
    fields: &'static [FieldDef],
) -> R<Value> {
    let namespace = dict::new(cx)?;
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    let names = texts(cx, fields.iter().map(|field| field.name))?;
    put("_fields", names)?;
    put("__match_args__", names)?;
    put("__module__", cx.intern("ast")?)?;
    put("__doc__", str_::from_str(cx, doc)?)?;
    if let Some(attributes) = attributes {
        put("_attributes", texts(cx, attributes.iter().copied())?)?;
        for attribute in attributes.iter().filter(|attribute| attribute.starts_with("end_")) {
            put(attribute, Value::NONE)?;
        }
    }
    for field in fields.iter().filter(|field| field.quantity == Quantity::Optional) {
        put(field.name, Value::NONE)?;
    }
    let bases = tuple::from_slice(cx, &[base])?;
    let class = runtime::builtin_type(number::TYPE).value();
    call::call_values(cx, class, &[cx.intern(name)?, bases.value(), namespace.value()])
}

/// What `_field_types` says of a field.
fn field_type(cx: &Cx, classes: &Classes, field: &FieldDef) -> R<Value> {
    let held = match field.holds {
        Holds::Identifier | Holds::Text => runtime::builtin_type(number::STR).value(),
        Holds::Int => runtime::builtin_type(number::INT).value(),
        Holds::Constant => runtime::builtin_type(number::OBJECT).value(),
        Holds::Node(sum) => classes.sum(sum),
    };
    match field.quantity {
        Quantity::One => Ok(held),
        Quantity::Optional => union_::or(cx, held, Value::NONE),
        Quantity::Many | Quantity::ManyOptional => {
            let args = tuple::from_slice(cx, &[held])?;
            generic_alias::new(cx, runtime::builtin_type(number::LIST).value(), args.value())
        }
    }
}

fn make_classes(cx: &Cx) -> R<Classes> {
    let ast = node::AST_TYPE.class(cx)?.value();
    for name in ["_fields", "__match_args__", "_attributes"] {
        if let Some(class) = ast.cast::<Type>() {
            Type::change(class, cx, cx.intern(name)?, Some(texts(cx, [])?))?;
        }
    }
    let mut classes = Classes {
        ast: keep(cx, ast)?,
        sums: Vec::new(),
        kinds: Vec::new(),
        marks: Vec::new(),
        names: Vec::new(),
        place: [0; 4],
    };
    for (slot, name) in classes.place.iter_mut().zip(PLACE) {
        *slot = keep(cx, cx.intern(name)?)?;
    }
    for &sum in Sum::ALL {
        let attributes: &[&'static str] = if sum.has_place() { &PLACE } else { &[] };
        if sum.is_product() {
            let kind = sum.kinds()[0];
            let doc = kind.row().declaration();
            let class = make_class(cx, sum.name(), ast, &doc, Some(attributes), kind.fields())?;
            classes.sums.push(keep(cx, class)?);
            classes.kinds.push(class.bits());
            continue;
        }
        let class = make_class(cx, sum.name(), ast, &sum.declaration(), Some(attributes), &[])?;
        classes.sums.push(keep(cx, class)?);
        for kind in sum.kinds() {
            let row = kind.row();
            let made = make_class(cx, row.name, class, &row.declaration(), None, kind.fields())?;
            classes.kinds.push(keep(cx, made)?);
        }
    }
    for &kind in Kind::ALL {
        let mut names = Vec::new();
        for field in kind.fields() {
            names.push(keep(cx, cx.intern(field.name)?)?);
        }
        classes.names.push(names);
        let Some(class) = classes.kind(kind).cast::<Type>() else { continue };
        let is_mark = kind.fields().is_empty() && !kind.row().sum.has_place();
        let mark = if is_mark { node::allocate(cx, class)? } else { Value::NONE };
        classes.marks.push(keep(cx, mark)?);
        let types = dict::new(cx)?;
        for field in kind.fields() {
            dict::set(cx, types, cx.intern(field.name)?, field_type(cx, &classes, field)?)?;
        }
        Type::change(class, cx, cx.intern("_field_types")?, Some(types.value()))?;
        Type::change(class, cx, cx.intern("__annotations__")?, Some(types.value()))?;
    }
    Ok(classes)
}

/// Sets an attribute of a new node.
fn set(cx: &Cx, node: Value, name: u64, value: Value) -> R<()> {
    if let Some(object) = node.as_object() {
        instance::set(cx, object, Value::from_bits(name), value)?;
    }
    Ok(())
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let classes = match CLASSES.get() {
        Some(classes) => classes,
        None => {
            let made = make_classes(cx)?;
            CLASSES.get_or_init(|| made)
        }
    };
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("AST", classes.ast())?;
    for &sum in Sum::ALL {
        put(sum.name(), classes.sum(sum))?;
        for &kind in sum.kinds().iter().filter(|_| !sum.is_product()) {
            put(kind.row().name, classes.kind(kind))?;
        }
    }
    for (name, flag) in [
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", flags::ALLOW_TOP_LEVEL_AWAIT),
        ("PyCF_ONLY_AST", flags::ONLY_AST),
        ("PyCF_OPTIMIZED_AST", flags::OPTIMIZED_AST),
        ("PyCF_TYPE_COMMENTS", flags::TYPE_COMMENTS),
    ] {
        put(name, Value::small_int_unchecked(flag.into()))?;
    }
    Ok(())
}

/// The module.
pub static AST: ModuleDef =
    ModuleDef { name: "_ast", doc: "The classes of the abstract syntax tree.", functions: &[], init };
