//! `cell`: the box of a captured variable, of a module global, of a builtin name.
//!
//! Thread-safety: one slot; loads and stores are single atomic words.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::typedef::{GetSetDef, Layout, MethodDef, TypeDef};
use crate::types::number;
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
    contents.bound().ok_or_else(|| cx.value_error("cell is empty"))
}

fn set_contents(cx: &Cx, this: Value, value: Option<Value>) -> R<()> {
    if let Some(cell) = this.cast::<Cell>() {
        cell.set(cx, value.unwrap_or(Value::UNBOUND));
    }
    Ok(())
}

static NEW: MethodDef = MethodDef::function("__new__($type, contents=<unrepresentable>, /)", "", cell_new);

/// The type.
pub static CELL: TypeDef = TypeDef {
    name: "cell",
    doc: "The box of a captured variable.",
    layout: &LAYOUT,
    new: Some(&NEW),
    getset: &[GetSetDef { name: "cell_contents", doc: "", get: get_contents, set: Some(set_contents) }],
    ..TypeDef::DEFAULT
};
