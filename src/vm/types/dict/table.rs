//! What is a dict's own in its tables ([`crate::types::hashed`]): values that lie elsewhere, in cells or in an instance.

use std::sync::atomic::Ordering;

use typhon_gc::Slot;

use crate::context::{Cx, R};
use crate::instance;
use crate::object::Obj;
use crate::typedef::Layout;
use crate::types::cell::Cell;
use crate::types::hashed::steps::Words;
use crate::types::hashed::{self, EmptyTable, Kind};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

/// The table of a dict.
pub(crate) type Table = hashed::Table<Slot>;

/// Header flag of a table whose values are cells.
const CELLS: u16 = 0x100;

/// Layout of tables.
pub static TABLE_LAYOUT: Layout = hashed::layout::<Slot>("dict table");

static EMPTY: EmptyTable<Slot> = EmptyTable::new(Slot::new(Value::UNBOUND.bits()));

impl Kind for Slot {
    const NUMBER: u32 = internal::DICT_TABLE;
    const LAYOUT: &'static Layout = &TABLE_LAYOUT;
    /// The instance whose attributes the dict holds: values that are markers stand for its inline slots. Else unbound.
    type Owner = Slot;

    fn nobody() -> Slot {
        Slot::of(Value::UNBOUND)
    }

    fn owner_slot(owner: &Slot) -> Option<&Slot> {
        Some(owner)
    }

    fn empty() -> &'static EmptyTable<Slot> {
        &EMPTY
    }
}

impl Table {
    /// An empty table of a size, with cells for values or not.
    pub(super) fn sized(cx: &Cx, log_size: u32, cells: bool) -> R<Obj<Table>> {
        Table::new(cx, log_size, if cells { CELLS } else { 0 })
    }

    #[inline(always)]
    pub(super) fn is_of_cells(&self) -> bool {
        self.header.flags.load(Ordering::Relaxed) & CELLS != 0
    }

    /// The value of an entry, through its cell where the table has cells.
    #[inline(always)]
    pub(super) fn value_at(&self, index: usize) -> Value {
        let value = self.entry(index).value.get();
        if self.is_of_cells() {
            return value.cast_exact::<Cell>(number::CELL).map_or(Value::UNBOUND, Obj::get);
        }
        match value.as_inline_marker() {
            Some(slot) => self.owner_slot(slot).map_or(Value::UNBOUND, SlotExt::get),
            None => value,
        }
    }

    /// Whether all values lie in the table itself.
    #[inline(always)]
    pub(super) fn is_plain(&self) -> bool {
        !self.is_of_cells() && !self.owner.get().is_object()
    }

    /// The inline slot of the owner, by its number, that an entry stands for, if it stands for one and that is unbound.
    pub(super) fn absent_slot(&self, index: usize) -> Option<usize> {
        let slot = self.entry(index).value.get().as_inline_marker()?;
        self.owner_slot(slot)?.get().is_unbound().then_some(slot)
    }

    /// The inline slot of the owner that a marker stands for.
    pub(super) fn owner_slot(&self, slot: usize) -> Option<&Slot> {
        instance::inline_slot(self.owner.get().as_object()?, slot)
    }
}
