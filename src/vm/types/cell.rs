//! `cell`: the box of a captured variable, of a module global, of a builtin name.
//!
//! Thread-safety: one slot; loads and stores are single atomic words.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};

/// One variable. Unbound means that the variable is.
#[repr(C)]
pub struct Cell {
    header: Header,
    pub contents: Slot,
    /// For a global name that is unbound because a builtin is meant: the builtin's cell.
    pub(crate) fallback: Slot,
}

/// Layout of cells.
pub static LAYOUT: Layout = Layout::fixed("cell", size_of::<Cell>(), trace);

// SAFETY: repr(C), header first, both slots traced.
unsafe impl Payload for Cell {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for cells only.
    let cell = unsafe { Obj::<Cell>::cast_unchecked(object) };
    tracer.slot(&cell.contents);
    tracer.slot(&cell.fallback);
}

/// A new cell; `UNBOUND` for an empty one.
#[inline(always)]
pub fn new(cx: &Cx, contents: Value) -> R<Obj<Cell>> {
    cx.alloc(Cell {
        header: Header::new(number::CELL, 0),
        contents: Slot::of(contents),
        fallback: Slot::of(Value::UNBOUND),
    })
}

impl Obj<Cell> {
    #[inline(always)]
    pub fn get(self) -> Value {
        self.contents.get()
    }

    #[inline(always)]
    pub fn set(self, cx: &Cx, value: Value) {
        cx.store(self.object(), &self.contents, value);
    }
}

fn cell_new(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(new(cx, args[1])?.value())
}

fn get_contents(cx: &Cx, this: Value) -> R<Value> {
    let contents = this.cast::<Cell>().map_or(Value::UNBOUND, Obj::get);
    contents.bound().ok_or_else(|| cx.value_error("Cell is empty"))
}

fn set_contents(cx: &Cx, this: Value, value: Option<Value>) -> R<()> {
    if let Some(cell) = this.cast::<Cell>() {
        cell.set(cx, value.unwrap_or(Value::UNBOUND));
    }
    Ok(())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let contents = value.cast::<Cell>().map_or(Value::UNBOUND, Obj::get);
    let shown = match contents.bound() {
        Some(found) => format!("{} object at {:#x}", cx.type_name(found), found.bits()),
        None => "empty".into(),
    };
    str_::from_string(cx, format!("<cell at {:#x}: {shown}>", value.bits()))
}

/// By contents; an empty cell is less than any other.
fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Cell>(), right.cast::<Cell>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (one.get().bound(), other.get().bound()) {
        (Some(one), Some(other)) => protocol::compare(cx, one, other, op),
        (one, other) => Ok(Value::from_bool(op.holds(one.is_some().cmp(&other.is_some())))),
    }
}

static NEW: MethodDef = MethodDef::function("cell($type, contents=<unrepresentable>, /)", "", cell_new);

/// The type.
pub static CELL: TypeDef = TypeDef {
    name: "cell",
    doc: "The box of a captured variable.",
    layout: &LAYOUT,
    unhashable: true,
    slots: SlotTable { repr: Some(repr), compare: Some(compare), ..SlotTable::NONE },
    new: Some(&NEW),
    getset: &[GetSetDef { name: "cell_contents", doc: "", get: get_contents, set: Some(set_contents) }],
    ..TypeDef::DEFAULT
};
