//! Iterators over builtin containers and sequences.
//!
//! All but `range`'s are a [`Cursor`]: a source and a position, under one class per kind.
//!
//! # Protocol
//! *Protects* the position: two threads that share an iterator never get the same item twice, nor does one get lost.
//! *Step*: load the position (acquire), read the item there, then compare-exchange the position to the next one; who loses reads again.
//! *States*: a position is a count or [`END`] (or, over dicts and sets, what says that a change was seen); once at `END` it stays there, and the source is forgotten. A thread that finds the source
//! forgotten is at the end too. *Orders*: the exchange is acquire-release; the item itself is read by the source's own protocol.
//! While the program has one Python thread the exchange is a plain store.

pub mod adapters;
pub mod combine;
mod pickle;
mod sequences;
pub mod stateful;
mod tables;
mod turn;

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload, shape_id};
use crate::runtime::Runtime;
use crate::typedef::{Layout, MethodDef, SlotTable, TypeDef};
use crate::types::type_::Type;
use crate::types::{int, number};
use crate::value::{SlotExt, Value};

pub use adapters::{CALLABLE_ITERATOR, ENUMERATE, REVERSED, SEQUENCE_ITERATOR, callable, sequence_iterator};
pub use combine::{FILTER, MAP, ZIP};
pub(crate) use pickle::reduce_method;
pub(crate) use sequences::next_of_sequence;
pub use sequences::{
    BYTE_ARRAY_ITERATOR, BYTES_ITERATOR, LIST_ITERATOR, LIST_REVERSE_ITERATOR, LONG_RANGE_ITERATOR,
    RANGE_ITERATOR, STR_ASCII_ITERATOR, STR_ITERATOR, TUPLE_ITERATOR, byte_array, bytes, list, list_reversed,
    range, str, tuple,
};
pub use tables::{
    DICT_ITEM_ITERATOR, DICT_KEY_ITERATOR, DICT_REVERSE_ITEM_ITERATOR, DICT_REVERSE_KEY_ITERATOR,
    DICT_REVERSE_VALUE_ITERATOR, DICT_VALUE_ITERATOR, SET_ITERATOR, dict_items, dict_items_reversed,
    dict_keys, dict_keys_reversed, dict_values, dict_values_reversed, set,
};
pub(crate) use tables::{Step, bare, bare_plain_step, bare_step, gives_tuples};
pub use turn::{Turn, TurnGuard};

/// A source and a position in it.
#[repr(C)]
pub struct Cursor {
    header: Header,
    source: Slot,
    position: AtomicI64,
    /// What the kind needs besides: a container's size when iteration began.
    expected: usize,
}

/// Layout of cursors, shared by all kinds.
pub static LAYOUT: Layout = Layout::fixed("iterator", size_of::<Cursor>(), trace);

// SAFETY: repr(C), header first, the one slot is traced, the position is atomic, `expected` never changes.
unsafe impl Payload for Cursor {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for cursors only.
    tracer.slot(&unsafe { Obj::<Cursor>::cast_unchecked(object) }.source);
}

/// Position of a cursor that has nothing more to give.
pub(crate) const END: i64 = -1;

impl Cursor {
    /// A cursor of a kind (a type's number).
    pub(crate) fn create(cx: &Cx, kind: u32, source: Value, position: i64, expected: usize) -> R<Value> {
        let header = Header::new(kind, 0);
        Ok(cx
            .alloc(Cursor { header, source: Slot::of(source), position: AtomicI64::new(position), expected })?
            .value())
    }

    /// A cursor that is an instance of a class given by Python code, derived from one of the kinds.
    pub(crate) fn of_class(cx: &Cx, class: Value, source: Value, position: i64) -> R<Value> {
        let Some(class) = class.cast::<Type>() else {
            return Err(cx.type_error("a type is expected".into()));
        };
        let (shape, header) = instance::start(class);
        let (source, position) = (Slot::of(source), AtomicI64::new(position));
        Ok(cx.alloc_instance(shape, Cursor { header, source, position, expected: 0 })?.value())
    }

    pub(crate) fn position(&self) -> i64 {
        self.position.load(Ordering::Acquire)
    }

    /// The container, while there may be more to come.
    pub(crate) fn source<T: Payload>(&self) -> Option<Obj<T>> {
        self.source.get().cast::<T>()
    }

    /// What the cursor was made with besides.
    pub(crate) fn expected(&self) -> usize {
        self.expected
    }

    pub(crate) fn source_value(&self) -> Value {
        self.source.get()
    }

    /// Moves on from a position; `false` where another thread was faster.
    #[inline(always)]
    pub(crate) fn advance(&self, from: i64, to: i64) -> bool {
        if !Runtime::is_contended() {
            let is_there = self.position.load(Ordering::Relaxed) == from;
            if is_there {
                self.position.store(to, Ordering::Release);
            }
            return is_there;
        }
        self.position.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Ends the iteration for good.
    pub(crate) fn finish(this: Obj<Cursor>, cx: &Cx) {
        this.position.store(END, Ordering::Release);
        cx.store(this.object(), &this.source, Value::NONE);
    }
}

/// The cursor in a value.
pub(crate) fn cursor(cx: &Cx, value: Value) -> R<Obj<Cursor>> {
    value.cast::<Cursor>().ok_or_else(|| cx.system_error("iterator expected"))
}

/// Whether [`next_pair`] may know an iterator.
#[inline(always)]
pub(crate) fn gives_pairs(iterator: Value) -> bool {
    iterator.as_object().is_some_and(|object| matches!(shape_id(object), number::ENUMERATE | number::ZIP))
}

/// The next item of an iterator over pairs, in its two parts, so that no tuple need be made; `None` for other iterators.
pub(crate) fn next_pair(cx: &Cx, iterator: Value) -> Option<R<Option<(Value, Value)>>> {
    match iterator.as_object().map(shape_id)? {
        number::ENUMERATE => Some(adapters::enumerate_pair(cx, iterator.cast()?)),
        number::ZIP => combine::zip_pair(cx, iterator.cast()?),
        _ => None,
    }
}

/// `iter(iterator)` is the iterator.
pub fn iter_self(_: &Cx, value: Value) -> R<Value> {
    Ok(value)
}

/// The definition that every iterator type starts from.
pub(crate) const ITERATOR: TypeDef = TypeDef {
    layout: &LAYOUT,
    slots: SlotTable { iter: Some(iter_self), ..SlotTable::NONE },
    ..TypeDef::DEFAULT
};

/// The slots of an iterator type.
pub const fn iterator_slots(next: crate::typedef::NextFn) -> SlotTable {
    SlotTable { iter: Some(iter_self), next: Some(next), ..SlotTable::NONE }
}

/// `__length_hint__` of an iterator type.
pub const fn length_hint_method(function: crate::typedef::NativeFn) -> MethodDef {
    MethodDef::new(
        "__length_hint__($self, /)",
        "Private method returning an estimate of len(list(it)).",
        function,
    )
}

/// A count as a Python int.
pub(crate) fn count(cx: &Cx, number: i64) -> R<Value> {
    int::from_i64(cx, number.max(0))
}
