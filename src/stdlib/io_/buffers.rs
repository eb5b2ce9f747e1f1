//! Memory that streams are asked to fill, and reading from raw streams of any class into memory of ours.

use typhon_vm::Value;
use typhon_vm::buffer::{self, Writable};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::protocol;
use typhon_vm::types::byte_array::{self, ByteArray};

use super::calls::method;

/// A writable buffer given by Python code, held until dropped.
pub(super) struct Room<'a>(Writable<'a>);

impl Room<'_> {
    /// `TypeError` for what cannot be written.
    pub(super) fn of(cx: &Cx, target: Value) -> R<Room<'_>> {
        buffer::writable_argument(cx, target, "readinto() argument").map(Room)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Writes at the buffer's beginning, as far as there is room.
    pub(super) fn put(&self, data: &[u8]) {
        self.put_at(0, data);
    }

    /// The same from an offset on.
    pub(super) fn put_at(&self, offset: usize, data: &[u8]) {
        self.0.write(offset, data);
    }

    /// Where the bytes from an offset on lie, and how many they are, for the operating system.
    pub(super) fn rest(&self, offset: usize) -> (*mut u8, usize) {
        let offset = offset.min(self.len());
        (self.0.address().wrapping_add(offset), self.len() - offset)
    }
}

/// Who reads, which decides what is raised where the raw stream answers nonsense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reader {
    /// `_RawIOBase.read`.
    Raw,
    /// A buffer around the raw stream.
    Buffer,
}

/// Reads at most `size` bytes from a raw stream by its `readinto`; nothing where none are there yet.
pub(super) fn read_from(cx: &Cx, raw: Value, size: usize, by: Reader) -> R<Option<Vec<u8>>> {
    cx.check_room(size)?;
    let room = byte_array::zeroed(cx, size)?;
    let answer = method(cx, raw, "readinto", &[room])?;
    if answer.is_none() {
        return Ok(None);
    }
    let count = protocol::index::to_i64(cx, answer).map_err(|cause| match by {
        Reader::Buffer => {
            let raised = cx.error(exceptions::OS_ERROR, "raw readinto() failed".into());
            exceptions::set_cause(cx, raised.0, cause.0);
            raised
        }
        Reader::Raw => cause,
    })?;
    let Some(count) = usize::try_from(count).ok().filter(|&count| count <= size) else {
        return Err(match by {
            Reader::Buffer => {
                let range = format!("(should have been between 0 and {size})");
                let message = format!("raw readinto() returned invalid length {count} {range}");
                cx.error(exceptions::OS_ERROR, message)
            }
            Reader::Raw => cx.value_error(&format!("readinto returned {count} outside buffer size {size}")),
        });
    };
    let array = room.cast::<ByteArray>().ok_or_else(|| cx.system_error("bytearray expected"))?;
    Ok(Some(byte_array::with_bytes(cx, array, |bytes| bytes[..count.min(bytes.len())].to_vec())))
}
