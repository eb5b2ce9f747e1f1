//! `FrameLocalsProxy`: a function's variables as a mapping that writes through (PEP 667).
//!
//! Reading takes a snapshot each time; writing stores one variable. Thread-safety: as of frames; the proxy itself is immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict};
use crate::types::frame_::{self, PyFrame};
use crate::types::number;
use crate::value::{SlotExt, Value};

/// The variables of one frame.
#[repr(C)]
pub(super) struct LocalsProxy {
    header: Header,
    frame: Slot,
}

/// Layout of proxies.
static LAYOUT: Layout = Layout::fixed("frame locals", size_of::<LocalsProxy>(), trace);

// SAFETY: repr(C), header first, the slot is traced; immutable.
unsafe impl Payload for LocalsProxy {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for proxies only.
    tracer.slot(&unsafe { Obj::<LocalsProxy>::cast_unchecked(object) }.frame);
}

/// A proxy of a frame.
pub(super) fn new(cx: &Cx, frame: Value) -> R<Value> {
    let header = Header::new(number::LOCALS_PROXY, 0);
    Ok(cx.alloc(LocalsProxy { header, frame: Slot::of(frame) })?.value())
}

fn frame(cx: &Cx, value: Value) -> R<Obj<PyFrame>> {
    let frame = value.cast::<LocalsProxy>().and_then(|this| this.frame.get().cast::<PyFrame>());
    frame.ok_or_else(|| cx.type_error("expected FrameLocalsProxy".into()))
}

/// The variables as they are now.
fn snapshot(cx: &Cx, value: Value) -> R<Obj<Dict>> {
    let locals = frame_::locals(cx, frame(cx, value)?)?;
    locals.cast::<Dict>().ok_or_else(|| cx.system_error("dict expected"))
}

fn getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    match dict::get(cx, snapshot(cx, value)?, key)? {
        Some(found) => Ok(found),
        None => {
            let shown = protocol::repr_string(cx, key)?;
            let text =
                crate::types::str_::from_string(cx, format!("local variable '{shown}' is not defined"))?;
            Err(cx.key_error(text))
        }
    }
}

fn setitem(cx: &Cx, value: Value, key: Value, new: Option<Value>) -> R<()> {
    let frame = frame(cx, value)?;
    match new {
        Some(new) => frame_::set_local(cx, frame, key, new),
        None => match frame_::delete_local(cx, frame, key)? {
            Some(true) => Ok(()),
            Some(false) => Err(cx.value_error("cannot remove local variables from FrameLocalsProxy")),
            None => Err(cx.key_error(key)),
        },
    }
}

fn update(cx: &Cx, value: Value, source: Value) -> R<()> {
    let flat = dict::new(cx)?;
    dict::update(cx, flat, source)?;
    let mut position = 0;
    while let Some((next, key, new)) = flat.next_from(position) {
        position = next;
        setitem(cx, value, key, Some(new))?;
    }
    Ok(())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    // Each look makes a new proxy, so the frame is what tells recursion.
    let frame = frame(cx, value)?.value();
    match protocol::without_recursion(cx, frame, || protocol::repr(cx, snapshot(cx, value)?.value()))? {
        Some(text) => Ok(text),
        None => crate::types::str_::from_str(cx, "{...}"),
    }
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let other = match right.cast::<LocalsProxy>() {
        Some(_) => snapshot(cx, right)?.value(),
        None if right.cast::<Dict>().is_some() => right,
        None => return Ok(Value::NOT_IMPLEMENTED),
    };
    let equal = protocol::equal(cx, snapshot(cx, left)?.value(), other)?;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn or(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let is_mapping = |value: Value| value.cast::<Dict>().is_some() || value.cast::<LocalsProxy>().is_some();
    if !is_mapping(left) || !is_mapping(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let plain = |value: Value| match value.cast::<LocalsProxy>() {
        Some(_) => snapshot(cx, value).map(Obj::value),
        None => Ok(value),
    };
    protocol::binary::binary_op(cx, BinaryOp::Or, plain(left)?, plain(right)?)
}

/// Calls a method of the snapshot.
fn delegate(cx: &Cx, args: &[Value], name: &str) -> R<Value> {
    let locals = snapshot(cx, args[0])?.value();
    let method = protocol::attr::get(cx, locals, cx.intern(name)?)?;
    let given = args[1..].iter().position(|value| value.is_unbound()).unwrap_or(args.len() - 1);
    crate::call::call_values(cx, method, &args[1..=given])
}

fn set_default(cx: &Cx, args: &[Value]) -> R<Value> {
    if let Some(known) = dict::get(cx, snapshot(cx, args[0])?, args[1])? {
        return Ok(known);
    }
    let default = args[2].bound().unwrap_or(Value::NONE);
    setitem(cx, args[0], args[1], Some(default))?;
    Ok(default)
}

fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    let frame = frame(cx, args[0])?;
    let Some(value) = dict::get(cx, snapshot(cx, args[0])?, args[1])? else {
        return args[2].bound().ok_or_else(|| cx.key_error(args[1]));
    };
    match frame_::delete_local(cx, frame, args[1])? {
        Some(true) => Ok(value),
        Some(false) => Err(cx.value_error("cannot remove local variables from FrameLocalsProxy")),
        None => args[2].bound().ok_or_else(|| cx.key_error(args[1])),
    }
}

fn update_in_place(cx: &Cx, left: Value, right: Value) -> R<Value> {
    if right.cast::<Dict>().is_none() && right.cast::<LocalsProxy>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    update(cx, left, right)?;
    Ok(left)
}

static NEW: MethodDef = MethodDef::given_new(|cx, args| match *args.positional() {
    [_, frame] if frame.cast::<PyFrame>().is_some() => new(cx, frame),
    [_, other] => Err(cx.type_error(format!("expect frame, not {}", cx.type_name(other)))),
    ref all => {
        Err(cx
            .type_error(format!("FrameLocalsProxy expected 1 argument, got {}", all.len().saturating_sub(1))))
    }
});

static METHODS: [MethodDef; 9] = [
    MethodDef::new("keys($self, /)", "The names.", |cx, args| delegate(cx, args, "keys")),
    MethodDef::new("values($self, /)", "The values.", |cx, args| delegate(cx, args, "values")),
    MethodDef::new("items($self, /)", "Names and values.", |cx, args| delegate(cx, args, "items")),
    MethodDef::new("copy($self, /)", "A dict of the variables.", |cx, args| {
        Ok(snapshot(cx, args[0])?.value())
    }),
    MethodDef::new(
        "get($self, key, default=<unrepresentable>, /)",
        "A variable, or the default.",
        |cx, args| delegate(cx, args, "get"),
    ),
    MethodDef::new("update($self, other, /)", "Set several variables.", |cx, args| {
        update(cx, args[0], args[1]).map(|()| Value::NONE)
    }),
    MethodDef::new(
        "setdefault($self, key, default=None, /)",
        "A variable, set first if it is not.",
        set_default,
    ),
    MethodDef::new(
        "pop($self, key, default=<unrepresentable>, /)",
        "Take out a name that is no variable of the code.",
        pop,
    ),
    MethodDef::new("__reversed__($self, /)", "The names, backwards.", |cx, args| {
        delegate(cx, args, "__reversed__")
    }),
];

/// The type.
pub static LOCALS_PROXY: TypeDef = TypeDef {
    name: "FrameLocalsProxy",
    layout: &LAYOUT,
    unhashable: true,
    collection: Some(crate::typedef::Collection::Mapping),
    slots: SlotTable {
        repr: Some(repr),
        compare: Some(compare),
        len: Some(|cx, value| Ok(snapshot(cx, value)?.len())),
        iter: Some(|cx, value| protocol::iter::get(cx, snapshot(cx, value)?.value())),
        contains: Some(|cx, value, key| Ok(dict::get(cx, snapshot(cx, value)?, key)?.is_some())),
        getitem: Some(getitem),
        setitem: Some(setitem),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, or)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Or, update_in_place)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &METHODS,
    ..TypeDef::DEFAULT
};
