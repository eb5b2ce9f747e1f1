//! `AST`: the class that all nodes derive from. Construction binds fields and says what is missing; nodes pickle, copy and show themselves.
//!
//! Thread-safety: a node is an instance with attributes, like any other.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Tracer};
use typhon_vm::instance;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::union_;
use typhon_vm::{Value, exceptions};

use super::{Classes, is_node};

/// A node: nothing but attributes.
#[repr(C)]
struct AstNode {
    header: Header,
}

static LAYOUT: Layout = Layout::with_attributes("AST", size_of::<AstNode>(), trace);

/// # Safety
/// Always safe: the attribute words are traced by their shape.
unsafe fn trace(_: ObjRef, _: &mut Tracer<'_>) {}

// SAFETY: repr(C), header first, no references of its own.
unsafe impl Payload for AstNode {
    const LAYOUT: &'static Layout = &LAYOUT;
}

pub(super) static AST_TYPE: NativeType = NativeType::new(&AST);

/// A node of a class, without attributes.
pub(super) fn allocate(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    Ok(cx.alloc_instance(shape, AstNode { header })?.value())
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => allocate(cx, class),
        None => Err(cx.type_error("AST.__new__(X): X is not a type object".into())),
    }
}

/// The name of a node's class, as CPython's messages have it: that of `AST` itself with its module.
fn shown_class(cx: &Cx, node: Value) -> String {
    let class = cx.type_of(node);
    if class.is_heap() { class.name_text() } else { format!("ast.{}", class.name_text()) }
}

/// A tuple that the class has under a name, or an empty one.
fn names_of(cx: &Cx, node: Value, name: &str) -> R<Obj<Tuple>> {
    match attr::get_optional(cx, cx.type_of(node).value(), cx.intern(name)?)? {
        Some(found) => tuple::from_iterable(cx, found),
        None => tuple::from_slice(cx, &[]),
    }
}

fn text(value: Value) -> String {
    str_::to_rust(value).unwrap_or_default()
}

fn deprecated(cx: &Cx, message: &str) -> R<()> {
    exceptions::warn(cx, exceptions::DEPRECATION_WARNING, message, 1)
}

fn node_init(cx: &Cx, node: Value, args: &CallArgs<'_>) -> R<()> {
    let field_names = names_of(cx, node, "_fields")?;
    let fields = field_names.values();
    let class = cx.type_of(node);
    let positional = args.positional();
    if positional.len() > fields.len() {
        let (name, count) = (class.name_text(), fields.len());
        let plural = if count == 1 { "" } else { "s" };
        return Err(
            cx.type_error(format!("{name} constructor takes at most {count} positional argument{plural}"))
        );
    }
    let mut is_given = vec![false; fields.len()];
    for (index, &value) in positional.iter().enumerate() {
        attr::set(cx, node, fields[index], Some(value))?;
        is_given[index] = true;
    }
    for (name, value) in args.keywords() {
        let wanted = text(name);
        match fields.iter().position(|&field| text(field) == wanted) {
            Some(index) if is_given[index] => {
                let (class, shown) = (class.name_text(), protocol::repr_string(cx, name)?);
                return Err(cx.type_error(format!("{class} got multiple values for argument {shown}")));
            }
            Some(index) => is_given[index] = true,
            None => {
                let attributes = names_of(cx, node, "_attributes")?;
                if !attributes.values().iter().any(|&attribute| text(attribute) == wanted) {
                    let (class, shown) = (shown_class(cx, node), protocol::repr_string(cx, name)?);
                    deprecated(
                        cx,
                        &format!(
                            "{class}.__init__ got an unexpected keyword argument {shown}. Support for arbitrary keyword \
                             arguments is deprecated and will be removed in Python 3.15."
                        ),
                    )?;
                }
            }
        }
        attr::set(cx, node, name, Some(value))?;
    }
    let types = attr::get_optional(cx, class.value(), cx.intern("_field_types")?)?;
    let Some(types) = types.and_then(|types| types.cast::<Dict>()) else { return Ok(()) };
    for (&field, _) in fields.iter().zip(&is_given).filter(|&(_, &given)| !given) {
        default_of(cx, node, types, field)?;
    }
    Ok(())
}

/// What a field that was not given gets.
fn default_of(cx: &Cx, node: Value, types: Obj<Dict>, field: Value) -> R<()> {
    let (class, shown) = (shown_class(cx, node), protocol::repr_string(cx, field)?);
    let Some(held) = dict::get(cx, types, field)? else {
        return deprecated(
            cx,
            &format!(
                "Field {shown} is missing from {class}._field_types. This will become an error in Python 3.15."
            ),
        );
    };
    if union_::args(held).is_some() {
        // Optional: the class has `None` for it.
        return Ok(());
    }
    if cx.type_of(held) == runtime::builtin_type(typhon_vm::types::number::GENERIC_ALIAS) {
        return attr::set(cx, node, field, Some(list::new(cx)?.value()));
    }
    let classes = Classes::get(cx)?;
    if held == classes.sum(typhon_compiler::tree::Sum::ExprContext) {
        return attr::set(cx, node, field, Some(classes.mark(typhon_compiler::tree::Kind::Load)));
    }
    deprecated(
        cx,
        &format!(
            "{class}.__init__ missing 1 required positional argument: {shown}. This will become an error in Python 3.15."
        ),
    )
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let node = args[0];
    let class = cx.type_of(node).value();
    let Some(object) = node.as_object() else { return Err(cx.system_error("node expected")) };
    let state = instance::snapshot(cx, object)?;
    let mut nones = 0;
    for &field in names_of(cx, node, "_fields")?.values() {
        if dict::get(cx, state, field)?.is_none() {
            break;
        }
        nones += 1;
    }
    let arguments = tuple::with_len(cx, nones)?;
    for slot in arguments.items() {
        cx.store(arguments.object(), slot, Value::NONE);
    }
    Ok(tuple::from_slice(cx, &[class, arguments.value(), state.value()])?.value())
}

fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let node = args[0];
    if args[1].cast::<Tuple>().is_some_and(|given| !given.is_empty()) {
        return Err(cx.type_error("__replace__() takes no positional arguments".into()));
    }
    let class = cx.type_of(node);
    let Some(object) = node.as_object() else { return Err(cx.system_error("node expected")) };
    let (field_names, attribute_names) = (names_of(cx, node, "_fields")?, names_of(cx, node, "_attributes")?);
    let (fields, attributes) = (field_names.values(), attribute_names.values());
    let own = instance::snapshot(cx, object)?;
    let payload = dict::new(cx)?;
    let mut missing = Vec::new();
    let changes = args[2].cast::<Dict>();
    if let Some(changes) = changes {
        let mut at = 0;
        while let Some((next, name, _)) = changes.next_from(at) {
            at = next;
            let wanted = text(name);
            if !fields.iter().chain(attributes).any(|&known| text(known) == wanted) {
                let (class, shown) = (shown_class(cx, node), protocol::repr_string(cx, name)?);
                return Err(
                    cx.type_error(format!("{class}.__replace__ got an unexpected keyword argument {shown}."))
                );
            }
        }
    }
    let types =
        attr::get_optional(cx, class.value(), cx.intern("_field_types")?)?.and_then(|t| t.cast::<Dict>());
    for (index, &name) in fields.iter().chain(attributes).enumerate() {
        let change = match changes {
            Some(changes) => dict::get(cx, changes, name)?,
            None => None,
        };
        let known = match change {
            Some(change) => Some(change),
            None => dict::get(cx, own, name)?,
        };
        if let Some(known) = known {
            dict::set(cx, payload, name, known)?;
            continue;
        }
        let held = match types {
            Some(types) if index < fields.len() => dict::get(cx, types, name)?,
            _ => None,
        };
        if index < fields.len() && held.is_none_or(|held| union_::args(held).is_none()) {
            missing.push(protocol::repr_string(cx, name)?);
        }
    }
    if !missing.is_empty() {
        missing.sort();
        let plural = if missing.len() == 1 { "" } else { "s" };
        let (class, count) = (shown_class(cx, node), missing.len());
        let names = missing.join(", ");
        return Err(
            cx.type_error(format!("{class}.__replace__ missing {count} keyword argument{plural}: {names}."))
        );
    }
    let (mut names, mut values) = (Vec::new(), cx.scratch(payload.len())?);
    let mut at = 0;
    while let Some((next, name, value)) = payload.next_from(at) {
        at = next;
        values.as_mut_slice()[names.len()] = value;
        names.push(text(name));
    }
    let keywords = tuple::with_len(cx, names.len())?;
    for (slot, name) in keywords.items().iter().zip(&names) {
        let name = cx.intern(name)?;
        cx.store(keywords.object(), slot, name);
    }
    call::call(cx, class.value(), &CallArgs::with_keywords(values.as_slice(), Some(keywords)))
}

/// Levels of nodes that `repr` shows.
const SHOWN_DEPTH: u32 = 3;

fn node_repr(cx: &Cx, node: Value) -> R<Value> {
    str_::from_string(cx, shown(cx, node, SHOWN_DEPTH)?)
}

fn shown(cx: &Cx, node: Value, depth: u32) -> R<String> {
    let name = shown_class(cx, node);
    if depth == 0 {
        return Ok(format!("{name}(...)"));
    }
    let body = || -> R<String> {
        let mut parts = Vec::new();
        for &field in names_of(cx, node, "_fields")?.values() {
            let value = attr::get(cx, node, field)?;
            parts.push(format!("{}={}", text(field), shown_value(cx, value, depth)?));
        }
        Ok(parts.join(", "))
    };
    match protocol::without_recursion(cx, node, body)? {
        Some(body) => Ok(format!("{name}({body})")),
        None => Ok(format!("{name}(...)")),
    }
}

fn shown_value(cx: &Cx, value: Value, depth: u32) -> R<String> {
    let (items, open, close) = if let Some(list) = value.cast::<List>() {
        (list::to_tuple(cx, list)?, "[", "]")
    } else if let Some(tuple) = value.cast::<Tuple>() {
        (tuple, "(", ")")
    } else if is_node(cx, value) {
        return shown(cx, value, depth - 1);
    } else {
        let text = protocol::repr_string(cx, value)?;
        let is_text =
            value.cast::<Str>().is_some() || value.cast::<typhon_vm::types::bytes::Bytes>().is_some();
        let is_long = is_text && text.chars().count() > 200;
        return Ok(if is_long { text.chars().take(197).collect::<String>() + "..." } else { text });
    };
    // The first and the last only.
    let ends = match items.values() {
        [] => String::new(),
        [one] => shown_item(cx, *one, depth)?,
        [first, middle @ .., last] => {
            let between = if middle.is_empty() { ", " } else { ", ..., " };
            format!("{}{between}{}", shown_item(cx, *first, depth)?, shown_item(cx, *last, depth)?)
        }
    };
    Ok(format!("{open}{ends}{close}"))
}

fn shown_item(cx: &Cx, value: Value, depth: u32) -> R<String> {
    if is_node(cx, value) { shown(cx, value, depth - 1) } else { protocol::repr_string(cx, value) }
}

static NEW: MethodDef = MethodDef::any_new(new);

static AST: TypeDef = TypeDef {
    name: "AST",
    module: "ast",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable { repr: Some(node_repr), init: Some(node_init), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("__reduce__($self, /)", "", reduce),
        MethodDef::new(
            "__replace__($self, /, *args, **fields)",
            "Return a copy of the AST node with new values for the specified fields.",
            replace,
        ),
    ],
    getset: &[GetSetDef {
        name: "__dict__",
        doc: "",
        get: instance::dictionary,
        set: Some(instance::set_dictionary),
    }],
    ..TypeDef::DEFAULT
};
