//! What changes or uses the order of items: taking the newest or oldest one, moving one to an end (`OrderedDict`).
//!
//! *Moving* (locked): the item is appended once more, then its old entry is buried, so a reader finds it all the time; an iterator may see it
//! twice, and notices by the count of moves. To the front, or where there is no room, the items are copied to a new table in their new order.

use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::{Obj, lock_object};
use crate::types::dict::{self, Change, Dict, Table};
use crate::types::hashed::Compared;
use crate::types::hashed::steps::{Probe, Sight, Words};
use crate::types::number;
use crate::types::str_::Str;
use crate::value::{SlotExt, Value};

/// Removes the newest item and answers it.
pub fn pop_last(cx: &Cx, dict: Obj<Dict>) -> R<Option<(Value, Value)>> {
    dict::leave_mirror(cx, dict.table())?;
    let _guard = lock_object(cx, dict.object());
    let table = dict.table();
    for index in (0..table.tail.load(Ordering::Relaxed) as usize).rev() {
        let key = table.entry(index).key.get();
        if key != Value::TOMBSTONE
            && let Some(value) = dict::change_found(cx, dict, table, index, Change::Remove)
        {
            if !table.is_of_cells() {
                table.tail.store(index as u32, Ordering::Relaxed);
            }
            return Ok(Some((key, value)));
        }
    }
    Ok(None)
}

/// Removes the oldest item and answers it.
pub fn pop_first(cx: &Cx, dict: Obj<Dict>) -> R<Option<(Value, Value)>> {
    dict::leave_mirror(cx, dict.table())?;
    let _guard = lock_object(cx, dict.object());
    let table = dict.table();
    for index in (table.head.load(Ordering::Relaxed) as usize)..table.written() {
        let key = table.entry(index).key.get();
        if key != Value::TOMBSTONE
            && let Some(value) = dict::change_found(cx, dict, table, index, Change::Remove)
        {
            return Ok(Some((key, value)));
        }
    }
    Ok(None)
}

/// Moves an item to the end, or to the front; whether it is there.
pub fn move_to_end(cx: &Cx, dict: Obj<Dict>, key: Value, last: bool) -> R<bool> {
    let hash = dict::hash_of(cx, key)?;
    let mut compared = Compared::none();
    loop {
        let table = dict.table();
        let sight = Sight::take(&*table);
        let text = key.cast_exact::<Str>(number::STR);
        let mut probe = text.map_or(Probe::Absent(0), |text| table.find_str(key, text, hash));
        if matches!(probe, Probe::Absent(_)) && (text.is_none() || dict::has_foreign_keys(dict)) {
            probe = table.find_unknown(cx, key, hash, compared.known(table))?;
        }
        let room = if !last || table.is_full() {
            Some(Table::sized(cx, dict::grown_log_size(dict, table), table.is_of_cells())?)
        } else {
            None
        };
        let _guard = lock_object(cx, dict.object());
        if !sight.stands(&*table, &*dict.table(), &probe) {
            compared.note(table, &sight, &probe);
            continue;
        }
        let Probe::Found(moved) = probe else { return Ok(false) };
        // Others may have added items since there was room for all.
        if room.map_or(table.is_full(), |room| dict::kept(dict, table) > room.capacity()) {
            continue;
        }
        let is_buried = |index: usize| table.entry(index).key.get() == Value::TOMBSTONE;
        let mut others = if last {
            moved + 1..table.tail.load(Ordering::Relaxed) as usize
        } else {
            (table.head.load(Ordering::Relaxed) as usize).min(moved)..moved
        };
        if others.all(is_buried) {
            return Ok(true);
        }
        let parts = |index: usize| {
            let entry = table.entry(index);
            (entry.hash.load(Ordering::Relaxed), entry.key.get(), entry.value.get())
        };
        let (hash, key, value) = parts(moved);
        // First, so that an iterator that comes to the item's new place sees that it was moved.
        dict.moves.fetch_add(1, Ordering::Release);
        match room {
            None => {
                Table::append(table, cx, hash, key, value);
                table.bury(moved);
            }
            Some(room) => {
                cx.store(room.object(), &room.owner, table.owner.get());
                if !last {
                    Table::append(room, cx, hash, key, value);
                }
                for index in (0..table.written()).filter(|&index| index != moved) {
                    let (hash, key, value) = parts(index);
                    if key != Value::TOMBSTONE {
                        Table::append(room, cx, hash, key, value);
                    }
                }
                if last {
                    Table::append(room, cx, hash, key, value);
                }
                cx.store(dict.object(), &dict.table, room.value());
            }
        }
        return Ok(true);
    }
}
