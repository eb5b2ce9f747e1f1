//! Changing arrays: the edits of their bytearrays, in whole items, with the arrays' own messages.

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::types::byte_array;
use typhon_vm::types::slice::Bounds;

use super::Items;

/// The message of arrays instead of the bytearray's.
fn named<T>(cx: &Cx, result: R<T>) -> R<T> {
    match result {
        Err(raised) if cx.matches(raised, exceptions::BUFFER_ERROR) => {
            Err(cx.error(exceptions::BUFFER_ERROR, "cannot resize an array that is exporting buffers".into()))
        }
        result => result,
    }
}

/// Replaces items, which `place` finds from the number of items, as start and count.
pub(super) fn replace(
    cx: &Cx,
    items: Items,
    new: &[u8],
    place: impl Fn(usize) -> Option<(usize, usize)>,
) -> R<bool> {
    let size = items.size;
    let result = byte_array::replace(cx, items.store, new, |len| {
        place(len / size).map(|(start, count)| (start * size, count * size))
    });
    named(cx, result)
}

/// Appends items.
pub(super) fn append(cx: &Cx, items: Items, new: &[u8]) -> R<()> {
    replace(cx, items, new, |len| Some((len, 0))).map(|_| ())
}

/// Removes an item and answers its bytes.
pub(super) fn take(cx: &Cx, items: Items, place: impl Fn(usize) -> Option<usize>) -> R<Option<Vec<u8>>> {
    let size = items.size;
    let result = byte_array::take_run(cx, items.store, |len| place(len / size).map(|at| (at * size, size)));
    named(cx, result)
}

/// Deletes what a slice selects.
pub(super) fn delete(cx: &Cx, items: Items, bounds: Bounds) -> R<()> {
    if bounds.step == 1 {
        return replace(cx, items, &[], |len| {
            let selection = bounds.fit(len);
            Some((selection.start as usize, selection.count))
        })
        .map(|_| ());
    }
    let size = items.size;
    let result = byte_array::rewrite(cx, items.store, |bytes| {
        let chosen = bounds.fit(bytes.len() / size).ascending();
        let mut next = 0;
        let kept = bytes.chunks_exact(size).enumerate().filter(|(position, _)| {
            let selected = next < chosen.count && *position == chosen.position(next);
            next += usize::from(selected);
            !selected
        });
        kept.flat_map(|(_, item)| item).copied().collect()
    });
    named(cx, result)
}

/// Repeats all items in place.
pub(super) fn repeat(cx: &Cx, items: Items, count: usize) -> R<()> {
    cx.check_room(items.store.len().saturating_mul(count))?;
    named(cx, byte_array::rewrite(cx, items.store, |bytes| bytes.repeat(count)))
}
