//! What is a set's own in its tables ([`crate::types::hashed`]).

use std::sync::atomic::Ordering;

use typhon_gc::Slot;

use crate::context::{Cx, R};
use crate::protocol;
use crate::typedef::Layout;
use crate::types::hashed::steps::{Probe, Words};
use crate::types::hashed::{self, EmptyTable, Kind};
use crate::types::str_::{self, Str};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

/// The table of a set.
pub(crate) type Table = hashed::Table<()>;

/// Layout of tables.
pub static TABLE_LAYOUT: Layout = hashed::layout::<()>("set table");

static EMPTY: EmptyTable<()> = EmptyTable::new(());

impl Kind for () {
    const NUMBER: u32 = internal::SET_TABLE;
    const LAYOUT: &'static Layout = &TABLE_LAYOUT;
    type Owner = ();

    fn nobody() {}

    fn owner_slot((): &()) -> Option<&Slot> {
        None
    }

    fn empty() -> &'static EmptyTable<()> {
        &EMPTY
    }
}

/// Two keys can only be compared by running Python code.
pub(super) struct NeedsPython;

impl Table {
    /// Finds a key as far as no Python code is needed; `Err` where it would be.
    #[inline]
    pub(super) fn find_plain(&self, key: Value, hash: i64) -> Result<Probe, NeedsPython> {
        self.probe(hash, |entry| {
            let other = entry.key.get();
            match other == key {
                true => Ok(true),
                false if entry.hash.load(Ordering::Relaxed) != hash => Ok(false),
                false => equal_plain(other, key),
            }
        })
    }

    /// Whether the table has a key, as far as no Python code is needed to see that, or else what `append` answers, which gets the place for it.
    #[inline(always)]
    pub(super) fn has_or(&self, key: Value, hash: i64, append: impl FnOnce(usize) -> bool) -> bool {
        match self.find_plain(key, hash) {
            Ok(Probe::Found(_)) => true,
            Ok(Probe::Absent(place)) => append(place),
            Err(NeedsPython) => false,
        }
    }

    /// Finds any key; `==` may run Python code, so the caller validates what it does with the answer.
    #[inline(always)]
    pub(super) fn find_any(&self, cx: &Cx, key: Value, hash: i64) -> R<Probe> {
        self.find_any_unknown(cx, key, hash, 0)
    }

    /// The same where it is known that none of the first `known` entries is the key.
    #[inline(always)]
    pub(super) fn find_any_unknown(&self, cx: &Cx, key: Value, hash: i64, known: usize) -> R<Probe> {
        self.probe(hash, |entry| {
            let other = entry.key.get();
            match other == key {
                true => Ok(true),
                false if entry.hash.load(Ordering::Relaxed) != hash => Ok(false),
                false => Ok(!self.is_known(entry, known) && equal(cx, other, key)?),
            }
        })
    }
}

/// As [`equal_plain`], with Python code where it is needed.
#[inline(never)]
fn equal(cx: &Cx, found: Value, key: Value) -> R<bool> {
    equal_plain(found, key).or_else(|NeedsPython| protocol::equal(cx, found, key))
}

/// Whether keys of one hash, the first one of an entry that may be dead, are equal, as far as no Python code is needed.
#[inline(never)]
fn equal_plain(found: Value, key: Value) -> Result<bool, NeedsPython> {
    if found == Value::TOMBSTONE || found.is_int() && key.is_int() {
        return Ok(false);
    }
    match (found.cast_exact::<Str>(number::STR), key.cast_exact::<Str>(number::STR)) {
        (Some(one), Some(other)) => Ok(str_::same_text(one, other)),
        (Some(_), None) if key.is_int() => Ok(false),
        (None, Some(_)) if found.is_int() => Ok(false),
        _ => Err(NeedsPython),
    }
}
