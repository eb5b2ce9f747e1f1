//! Reading through the buffer.

use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::{Value, call, codecs, protocol};

use super::super::buffers::Room;
use super::super::calls::{self, method};
use super::super::file;
use super::{
    Buffered, Inside, State, WRITABLE, check_closed, enter, fill, plain, raw_of, raw_read, raw_read_to, this,
    write,
};

/// What must go out before anything comes in.
fn write_first(cx: &Cx, this: Obj<Buffered>, raw: Value, inside: &Inside<'_>) -> R<()> {
    if this.bits.has(WRITABLE) { write::flush(cx, raw, inside) } else { Ok(()) }
}

/// At most `size` bytes, as many reads as that takes; nothing where none are there yet.
fn read_exactly(
    cx: &Cx,
    this: Obj<Buffered>,
    raw: Value,
    inside: &Inside<'_>,
    size: usize,
) -> R<Option<Vec<u8>>> {
    if inside.with(|state| state.ahead()) >= size {
        return Ok(Some(inside.with(|state| state.give(size).to_vec())));
    }
    cx.check_room(size)?;
    write_first(cx, this, raw, inside)?;
    let mut data = inside.with(|state| {
        let data = state.give(usize::MAX).to_vec();
        state.forget_ahead();
        data
    });
    let block = this.size();
    // Whole blocks go past the buffer.
    while size - data.len() >= block {
        let wanted = (size - data.len()) / block * block;
        match raw_read(cx, raw, inside, &mut data, wanted)? {
            Some(count) if count > 0 => {}
            None if data.is_empty() => return Ok(None),
            _ => return Ok(Some(data)),
        }
        cx.poll()?;
    }
    while data.len() < size {
        match fill(cx, this, raw, inside)? {
            Some(count) if count > 0 => {
                let rest = size - data.len();
                inside.with(|state| data.extend_from_slice(state.give(rest)));
            }
            None if data.is_empty() => return Ok(None),
            _ => break,
        }
        cx.poll()?;
    }
    Ok(Some(data))
}

/// Everything, by the raw stream's `readall` or `read`.
fn read_all(cx: &Cx, this: Obj<Buffered>, raw: Value, inside: &Inside<'_>) -> R<Value> {
    write_first(cx, this, raw, inside)?;
    let mut data = inside.with(|state| {
        let data = state.give(usize::MAX).to_vec();
        state.forget_ahead();
        state.raw_at = -1;
        data
    });
    if let Some(file) = plain(cx, raw) {
        return match file::read_rest(cx, file)? {
            None if data.is_empty() => Ok(Value::NONE),
            None => bytes::from_slice(cx, &data),
            Some(rest) if data.is_empty() => bytes::from_slice(cx, &rest),
            Some(rest) => {
                data.extend_from_slice(&rest);
                bytes::from_slice(cx, &data)
            }
        };
    }
    if let Some(readall) = calls::optional(cx, raw, "readall")? {
        let rest = call::call_values(cx, readall, &[])?;
        if rest.is_none() {
            return if data.is_empty() { Ok(rest) } else { bytes::from_slice(cx, &data) };
        }
        let Some(rest) = rest.cast::<Bytes>() else {
            return Err(cx.type_error("readall() should return bytes".into()));
        };
        data.extend_from_slice(rest.as_slice());
        return bytes::from_slice(cx, &data);
    }
    loop {
        let piece = method(cx, raw, "read", &[])?;
        let bytes_piece = piece.cast::<Bytes>();
        if !piece.is_none() && bytes_piece.is_none() {
            return Err(cx.type_error("read() should return bytes".into()));
        }
        match bytes_piece.filter(|piece| !piece.is_empty()) {
            Some(piece) => data.extend_from_slice(piece.as_slice()),
            None if data.is_empty() => return Ok(piece),
            None => return bytes::from_slice(cx, &data),
        }
        cx.poll()?;
    }
}

pub(super) fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    let size = calls::size(cx, args[1])?.unwrap_or(-1);
    if size < -1 {
        return Err(cx.value_error("read length must be non-negative or -1"));
    }
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "read of closed file")?;
    match usize::try_from(size) {
        Err(_) => read_all(cx, this, raw, &inside),
        Ok(size) => match read_exactly(cx, this, raw, &inside, size)? {
            Some(data) => bytes::from_slice(cx, &data),
            None => Ok(Value::NONE),
        },
    }
}

/// At most `size` bytes with at most one read.
pub(in super::super) fn read_once(cx: &Cx, this: Obj<Buffered>, size: usize) -> R<Vec<u8>> {
    let raw = raw_of(cx, this)?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "read of closed file")?;
    if size == 0 {
        return Ok(Vec::new());
    }
    if inside.with(|state| state.ahead()) > 0 {
        return Ok(inside.with(|state| state.give(size).to_vec()));
    }
    cx.check_room(size)?;
    write_first(cx, this, raw, &inside)?;
    inside.with(State::forget_ahead);
    let mut data = Vec::new();
    raw_read(cx, raw, &inside, &mut data, size)?;
    Ok(data)
}

pub(super) fn read1(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    raw_of(cx, this)?;
    let size = args[1].bound().map_or(Ok(-1), |size| protocol::index::to_i64(cx, size))?;
    let size = usize::try_from(size).unwrap_or(this.size());
    bytes::from_slice(cx, &read_once(cx, this, size)?)
}

pub(super) fn peek(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    args[1].bound().map_or(Ok(0), |size| protocol::index::to_i64(cx, size))?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "peek of closed file")?;
    write_first(cx, this, raw, &inside)?;
    if inside.with(|state| state.ahead()) == 0 {
        inside.with(State::forget_ahead);
        fill(cx, this, raw, &inside)?;
    }
    let data = inside.with(|state| state.read[state.read_at..].to_vec());
    bytes::from_slice(cx, &data)
}

/// `readinto` and `readinto1`, which reads at most once.
pub(super) fn readinto(cx: &Cx, args: &[Value], once: bool) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    let room = Room::of(cx, args[1])?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "readinto of closed file")?;
    let size = room.len();
    // What is there is copied out first: whoever waits for the memory's lock has not borrowed the state.
    let put = |offset: usize| {
        let data = inside.with(|state| state.give(size - offset).to_vec());
        room.put_at(offset, &data);
        data.len()
    };
    let mut done = put(0);
    if done < size {
        write_first(cx, this, raw, &inside)?;
        inside.with(State::forget_ahead);
    }
    while done < size {
        let came = if size - done > this.size() {
            let came = raw_read_to(cx, raw, &inside, &room, done)?;
            done += came.unwrap_or(0);
            came
        } else if once && done > 0 {
            Some(0)
        } else {
            let came = fill(cx, this, raw, &inside)?;
            done += put(done);
            came
        };
        match came {
            None if done == 0 => return Ok(Value::NONE),
            None | Some(0) => break,
            Some(_) if once => break,
            Some(_) => cx.poll()?,
        }
    }
    Ok(codecs::place(done))
}

/// A line of at most `limit` bytes.
fn line(cx: &Cx, this: Obj<Buffered>, limit: Option<usize>) -> R<Vec<u8>> {
    let raw = raw_of(cx, this)?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "readline of closed file")?;
    let mut line = Vec::new();
    write_first(cx, this, raw, &inside)?;
    loop {
        let rest = limit.map_or(usize::MAX, |limit| limit - line.len());
        let ended = inside.with(|state| {
            let ahead = &state.read[state.read_at..];
            let ahead = &ahead[..ahead.len().min(rest)];
            let found = memchr::memchr(b'\n', ahead);
            let count = found.map_or(ahead.len(), |found| found + 1);
            line.extend_from_slice(state.give(count));
            found.is_some() || count == rest
        });
        if ended {
            return Ok(line);
        }
        inside.with(State::forget_ahead);
        match fill(cx, this, raw, &inside)? {
            None | Some(0) => return Ok(line),
            Some(_) => cx.poll()?,
        }
    }
}

pub(super) fn readline(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    raw_of(cx, this)?;
    let limit = calls::size(cx, args[1])?.and_then(|limit| usize::try_from(limit).ok());
    bytes::from_slice(cx, &line(cx, this, limit)?)
}

pub(super) fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let line = if super::methods::is_exact(cx, value) {
        bytes::from_slice(cx, &line(cx, this, None)?)?
    } else {
        let line = method(cx, value, "readline", &[])?;
        if line.cast::<Bytes>().is_none() {
            let shown = cx.type_name(line);
            let text = format!("readline() should have returned a bytes object, not '{shown}'");
            return Err(cx.error(typhon_vm::exceptions::OS_ERROR, text));
        }
        line
    };
    Ok(if protocol::len(cx, line)? == 0 { None } else { Some(line) })
}
