//! `generic_alias_iterator`: `*alias`, which is one item, the starred alias. Thread-safety: one flag, which one thread's `next` sets.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::typedef::{Layout, SlotTable, TypeDef};
use crate::types::generic_alias::starred;
use crate::types::iterators::reduce_method;
use crate::types::object_::reduce::{builtin, remade};
use crate::types::{number, tuple};
use crate::value::{SlotExt, Value};

/// An iterator over an alias.
#[repr(C)]
struct AliasIterator {
    header: Header,
    alias: Slot,
    is_exhausted: AtomicBool,
}

static LAYOUT: Layout = Layout::fixed("generic alias iterator", size_of::<AliasIterator>(), trace);

// SAFETY: repr(C), header first, the slot is traced; the flag is atomic.
unsafe impl Payload for AliasIterator {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these iterators only.
    tracer.slot(&unsafe { Obj::<AliasIterator>::cast_unchecked(object) }.alias);
}

/// `iter(alias)`.
pub(super) fn new(cx: &Cx, alias: Value) -> R<Value> {
    let header = Header::new(number::GENERIC_ALIAS_ITERATOR, 0);
    let iterator = AliasIterator { header, alias: Slot::of(alias), is_exhausted: AtomicBool::new(false) };
    Ok(cx.alloc(iterator)?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<AliasIterator>> {
    value.cast::<AliasIterator>().ok_or_else(|| cx.type_error("expected generic_alias_iterator".into()))
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    if this.is_exhausted.swap(true, Ordering::Relaxed) {
        return Ok(None);
    }
    starred(cx, this.alias.get()).map(Some)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let over = match this.is_exhausted.load(Ordering::Relaxed) {
        true => tuple::from_slice(cx, &[])?.value(),
        false => this.alias.get(),
    };
    remade(cx, builtin(cx, "iter")?, &[over], None)
}

/// The type.
pub static GENERIC_ALIAS_ITERATOR: TypeDef = TypeDef {
    name: "generic_alias_iterator",
    layout: &LAYOUT,
    slots: SlotTable { iter: Some(|_, value| Ok(value)), next: Some(next), ..SlotTable::NONE },
    methods: &[reduce_method(reduce)],
    ..TypeDef::DEFAULT
};
