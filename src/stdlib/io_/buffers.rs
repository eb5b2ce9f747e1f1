//! Memory that streams are asked to fill, and reading from raw streams of any class into memory of ours.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::types::bytes::Bytes;

use super::calls::method;

/// A writable buffer given by Python code.
pub(super) struct Room {
    target: Value,
    len: usize,
}

impl Room {
    /// `TypeError` for what cannot be written.
    pub(super) fn of(cx: &Cx, target: Value) -> R<Room> {
        if target.cast::<Bytes>().is_some() || cx.type_of(target).slots().setitem.is_none() {
            let shown = cx.type_name(target);
            return Err(cx.type_error(format!(
                "readinto() argument must be read-write bytes-like object, not {shown}"
            )));
        }
        Ok(Room { target, len: protocol::len(cx, target)? })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Writes at the buffer's beginning.
    pub(super) fn put(&self, cx: &Cx, data: &[u8]) -> R<()> {
        for (index, &byte) in data.iter().enumerate() {
            let (index, byte) =
                (Value::small_int_unchecked(index as i64), Value::small_int_unchecked(byte.into()));
            protocol::item::set(cx, self.target, index, byte)?;
        }
        Ok(())
    }
}

/// Reads at most `size` bytes from a raw stream by its `readinto`; nothing where none are there yet.
pub(super) fn read_from(cx: &Cx, raw: Value, size: usize) -> R<Option<Vec<u8>>> {
    let room = new_room(cx, size)?;
    let answer = method(cx, raw, "readinto", &[room])?;
    if answer.is_none() {
        return Ok(None);
    }
    let count = protocol::index::to_i64(cx, answer)?;
    let Some(count) = usize::try_from(count).ok().filter(|&count| count <= size) else {
        let message =
            format!("raw readinto() returned invalid length {count} (should have been between 0 and {size})");
        return Err(cx.error(exceptions::OS_ERROR, message));
    };
    let mut data = contents(cx, room)?.as_slice().to_vec();
    data.truncate(count);
    Ok(Some(data))
}

/// A writable object of `size` bytes.
fn new_room(cx: &Cx, size: usize) -> R<Value> {
    let class = typhon_vm::runtime::builtins()
        .cast::<typhon_vm::types::dict::Dict>()
        .and_then(|builtins| builtins.get_str(cx.intern("bytearray").ok()?));
    match class {
        Some(class) => typhon_vm::call::call_values(cx, class, &[typhon_vm::codecs::place(size)]),
        None => Err(cx.error(exceptions::NOT_IMPLEMENTED_ERROR, "bytearray".into())),
    }
}

fn contents(cx: &Cx, room: Value) -> R<Obj<Bytes>> {
    typhon_vm::codecs::bytes_like(cx, room)
}
