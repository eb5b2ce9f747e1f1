//! Changing a bytearray's bytes and their number.

use std::sync::atomic::Ordering;

use crate::buffer::{self, buffer_error};
use crate::context::{Cx, R};
use crate::object::{Obj, ObjectGuard, lock_object};
use crate::types::byte_array::{ByteArray, ByteBlock, MAX_LEN};
use crate::value::Value;

/// Why a change could not be made under the lock.
enum Refusal {
    /// The bytes are lent.
    Exported,
    /// So much room is needed.
    Room(usize),
}

/// Runs `change` until it succeeds: with a new block where there is no room, and after collections where the bytes are lent, perhaps to garbage.
#[inline(never)]
fn settle<T>(
    cx: &Cx,
    array: Obj<ByteArray>,
    change: &mut dyn FnMut(Option<Obj<ByteBlock>>) -> Result<T, Refusal>,
) -> R<T> {
    loop {
        if let Some(done) = attempt(cx, change)? {
            return Ok(done);
        }
        if buffer::settle_exports(cx, &|| array.is_lent()) {
            return Err(buffer_error(cx, "Existing exports of data: object cannot be re-sized"));
        }
    }
}

/// `None` where the bytes are lent.
#[inline(never)]
fn attempt<T>(cx: &Cx, change: &mut dyn FnMut(Option<Obj<ByteBlock>>) -> Result<T, Refusal>) -> R<Option<T>> {
    let mut room = None;
    loop {
        match change(room) {
            Ok(done) => return Ok(Some(done)),
            Err(Refusal::Room(wanted)) => room = Some(ByteBlock::new(cx, wanted)?),
            Err(Refusal::Exported) => return Ok(None),
        }
    }
}

/// To be called where an assignment to items of an object whose bytes may be lent begins, before its own frames are made: what earlier calls have left
/// on the native stack is not to look like references to views that are garbage by now.
#[inline(always)]
pub(super) fn begin(value: Value) {
    if value.cast::<ByteArray>().is_some_and(|array| array.exports() > 0) {
        buffer::scrub();
    }
}

/// What takes the place of other bytes. It lies outside the bytearray.
#[derive(Clone, Copy)]
enum New<'a> {
    Bytes(&'a [u8]),
    Zeros(usize),
}

impl New<'_> {
    const NOTHING: New<'static> = New::Zeros(0);

    fn len(self) -> usize {
        match self {
            New::Bytes(bytes) => bytes.len(),
            New::Zeros(count) => count,
        }
    }

    /// Writes the bytes.
    ///
    /// # Safety
    /// There is room for them, which nobody else touches.
    unsafe fn write_to(self, to: *mut u8) {
        // SAFETY: as the caller promises.
        unsafe {
            match self {
                New::Bytes(bytes) => std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()),
                New::Zeros(count) => std::ptr::write_bytes(to, 0, count),
            }
        }
    }
}

/// Replaces a run of bytes, given by start and count, while the lock is held.
fn splice(
    cx: &Cx,
    array: Obj<ByteArray>,
    guard: &mut ObjectGuard<'_>,
    (start, removed): (usize, usize),
    new: New<'_>,
    room: Option<Obj<ByteBlock>>,
) -> Result<(), Refusal> {
    let (len, count) = (array.len(), new.len());
    if count == removed {
        let target = &mut array.bytes(guard)[start..start + count];
        // SAFETY: the target has this length; the lock excludes everyone else.
        unsafe { new.write_to(target.as_mut_ptr()) };
        return Ok(());
    }
    if array.exports() > 0 {
        return Err(Refusal::Exported);
    }
    let Some(grown) = (len - removed).checked_add(count).filter(|&grown| grown <= MAX_LEN) else {
        return Err(Refusal::Room(usize::MAX));
    };
    let (capacity, offset) = (array.capacity(), array.offset());
    let fits = offset + grown <= capacity;
    // SAFETY: all addresses lie in the old block's bytes in use, or in the room checked for; the lock excludes everyone else. `new` lies in
    // neither, or is not moved by then.
    unsafe {
        let from = array.address();
        let tail = len - start - removed;
        if fits && start == 0 && count == 0 {
            array.offset.store(if grown == 0 { 0 } else { offset + removed }, Ordering::Relaxed);
        } else if fits {
            std::ptr::copy(from.add(start + removed), from.add(start + count), tail);
            new.write_to(from.add(start));
        } else if grown <= capacity / 2 {
            // Back to the front of the block: at least half of it is unused.
            let base = from.sub(offset);
            let kept = array.bytes(guard).to_vec();
            std::ptr::copy_nonoverlapping(kept.as_ptr(), base, start);
            new.write_to(base.add(start));
            std::ptr::copy_nonoverlapping(kept.as_ptr().add(start + removed), base.add(start + count), tail);
            array.offset.store(0, Ordering::Relaxed);
        } else {
            let Some(room) = room.filter(|room| room.capacity() >= grown) else {
                let spare = if grown > len { (grown >> 3) + if grown < 9 { 3 } else { 6 } } else { 0 };
                return Err(Refusal::Room(grown + spare));
            };
            let base = room.address();
            std::ptr::copy_nonoverlapping(from, base, start);
            // A new block is all zeros.
            if matches!(new, New::Bytes(_)) {
                new.write_to(base.add(start));
            }
            std::ptr::copy_nonoverlapping(from.add(start + removed), base.add(start + count), tail);
            array.offset.store(0, Ordering::Relaxed);
            cx.store(array.object(), &array.block, room.value());
        }
    }
    array.len.store(grown, Ordering::Release);
    Ok(())
}

/// Replaces a run of bytes, which `place` finds from the length, as start and count; `false` where it finds none. `new` lies outside the
/// bytearray.
pub fn replace(
    cx: &Cx,
    array: Obj<ByteArray>,
    new: &[u8],
    place: impl Fn(usize) -> Option<(usize, usize)>,
) -> R<bool> {
    replace_by(cx, array, New::Bytes(new), place)
}

fn replace_by(
    cx: &Cx,
    array: Obj<ByteArray>,
    new: New<'_>,
    place: impl Fn(usize) -> Option<(usize, usize)>,
) -> R<bool> {
    let done = settle(cx, array, &mut |room| {
        let mut guard = lock_object(cx, array.object());
        let Some((start, removed)) = place(array.len()) else { return Ok(false) };
        splice(cx, array, &mut guard, (start, removed), new, room).map(|()| true)
    })?;
    if array.capacity() >= 1024 && array.len() < array.capacity() / 8 {
        trim(cx, array);
    }
    Ok(done)
}

/// Gives up a block that is mostly unused. Where there is no memory for a smaller one it stays.
#[cold]
fn trim(cx: &Cx, array: Obj<ByteArray>) {
    let Ok(room) = ByteBlock::new(cx, array.len() * 2) else { return };
    let _guard = lock_object(cx, array.object());
    let len = array.len();
    if array.exports() > 0 || len > room.capacity() {
        return;
    }
    // SAFETY: the bytes fit into the new block, which nobody else has seen; the lock excludes other writers of the old one.
    unsafe { std::ptr::copy_nonoverlapping(array.address(), room.address(), len) };
    array.offset.store(0, Ordering::Relaxed);
    cx.store(array.object(), &array.block, room.value());
}

/// Appends a byte.
pub fn append(cx: &Cx, array: Obj<ByteArray>, byte: u8) -> R<()> {
    replace(cx, array, &[byte], |len| Some((len, 0))).map(|_| ())
}

/// Appends bytes that lie outside the bytearray.
pub fn extend_slice(cx: &Cx, array: Obj<ByteArray>, bytes: &[u8]) -> R<()> {
    replace(cx, array, bytes, |len| Some((len, 0))).map(|_| ())
}

/// Removes one byte and answers it; `place` finds it from the length.
pub(super) fn take(cx: &Cx, array: Obj<ByteArray>, place: impl Fn(usize) -> Option<usize>) -> R<Option<u8>> {
    settle(cx, array, &mut |room| {
        let mut guard = lock_object(cx, array.object());
        let Some(at) = place(array.len()) else { return Ok(None) };
        let byte = array.bytes(&mut guard)[at];
        splice(cx, array, &mut guard, (at, 1), New::NOTHING, room).map(|()| Some(byte))
    })
}

/// Removes the first byte with a value; `false` where there is none.
pub(super) fn remove_value(cx: &Cx, array: Obj<ByteArray>, byte: u8) -> R<bool> {
    settle(cx, array, &mut |room| {
        let mut guard = lock_object(cx, array.object());
        let Some(at) = memchr::memchr(byte, array.bytes(&mut guard)) else { return Ok(false) };
        splice(cx, array, &mut guard, (at, 1), New::NOTHING, room).map(|()| true)
    })
}

/// Sets the number of bytes; new ones are zero.
pub fn resize(cx: &Cx, array: Obj<ByteArray>, len: usize) -> R<()> {
    loop {
        let now = array.len();
        let missing = len.saturating_sub(now);
        cx.check_room(missing)?;
        let place = |len_now: usize| (len_now == now).then_some((now.min(len), now.saturating_sub(len)));
        if replace_by(cx, array, New::Zeros(missing), place)? {
            return Ok(());
        }
    }
}

/// Repeats the bytes in place.
pub(super) fn repeat(cx: &Cx, array: Obj<ByteArray>, count: usize) -> R<()> {
    loop {
        let content = super::with_bytes(cx, array, |bytes| bytes.to_vec());
        cx.check_room(content.len().saturating_mul(count))?;
        let repeated = content.repeat(count);
        let done = replace(cx, array, &repeated, |len| (len == content.len()).then_some((0, len)))?;
        if done {
            return Ok(());
        }
    }
}

/// Deletes every `step`-th byte from `start` on, `count` of them.
pub(super) fn delete_strided(
    cx: &Cx,
    array: Obj<ByteArray>,
    selection: impl Fn(usize) -> crate::types::slice::Selection,
) -> R<()> {
    settle(cx, array, &mut |room| {
        let mut guard = lock_object(cx, array.object());
        let chosen = selection(array.len()).ascending();
        if chosen.count == 0 {
            return Ok(());
        }
        if array.exports() > 0 {
            return Err(Refusal::Exported);
        }
        let bytes = array.bytes(&mut guard);
        let (len, first) = (bytes.len(), chosen.position(0));
        let mut to = first;
        let mut next = 0;
        for from in first..len {
            if next < chosen.count && from == chosen.position(next) {
                next += 1;
            } else {
                bytes[to] = bytes[from];
                to += 1;
            }
        }
        splice(cx, array, &mut guard, (len - chosen.count, chosen.count), New::NOTHING, room)
    })
}

/// Removes a run of bytes, which `place` finds from the length, and answers it.
pub fn take_run(
    cx: &Cx,
    array: Obj<ByteArray>,
    place: impl Fn(usize) -> Option<(usize, usize)>,
) -> R<Option<Vec<u8>>> {
    settle(cx, array, &mut |room| {
        let mut guard = lock_object(cx, array.object());
        let Some((start, count)) = place(array.len()) else { return Ok(None) };
        let taken = array.bytes(&mut guard)[start..start + count].to_vec();
        splice(cx, array, &mut guard, (start, count), New::NOTHING, room).map(|()| Some(taken))
    })
}

/// Replaces all bytes by what `make`, which runs no Python code, makes of them.
pub fn rewrite(cx: &Cx, array: Obj<ByteArray>, make: impl Fn(&[u8]) -> Vec<u8>) -> R<()> {
    settle(cx, array, &mut |room| {
        let mut guard = lock_object(cx, array.object());
        let made = make(array.bytes(&mut guard));
        splice(cx, array, &mut guard, (0, array.len()), New::Bytes(&made), room)
    })
}
