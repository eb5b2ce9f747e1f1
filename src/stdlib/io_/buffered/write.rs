//! Writing through the buffer.

use typhon_vm::Value;
use typhon_vm::codecs;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;

use super::super::calls;
use super::{Buffered, Inside, READABLE, check_closed, enter, is_blocking, raw_of, raw_write, rewind, this};

/// Writes out what is buffered. What does not go stays.
pub(super) fn flush(cx: &Cx, raw: Value, inside: &Inside<'_>) -> R<()> {
    let mut pending = inside.with(|state| std::mem::take(&mut state.write));
    let mut done = 0;
    let result = loop {
        if done == pending.len() {
            break Ok(());
        }
        match raw_write(cx, raw, inside, &pending[done..]) {
            Ok(Some(count)) => done += count,
            Ok(None) => break Err(calls::would_block(cx, 0)),
            Err(raised) => break Err(raised),
        }
        if let Err(raised) = cx.poll() {
            break Err(raised);
        }
    };
    pending.drain(..done);
    inside.with(|state| state.write = pending);
    result
}

/// Writes out what is buffered, and gives back what was read ahead.
pub(super) fn flush_and_rewind(cx: &Cx, this: Obj<Buffered>, raw: Value, inside: &Inside<'_>) -> R<()> {
    flush(cx, raw, inside)?;
    if this.bits.has(READABLE) { rewind(cx, raw, inside) } else { Ok(()) }
}

/// `write(data)` for bytes at hand.
pub(in super::super) fn write_slice(cx: &Cx, this: Obj<Buffered>, data: &[u8]) -> R<()> {
    let raw = raw_of(cx, this)?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "write to closed file")?;
    if this.bits.has(READABLE) {
        rewind(cx, raw, &inside)?;
    }
    let size = this.size();
    let fits = inside.with(|state| {
        let fits = data.len() <= size.saturating_sub(state.write.len());
        if fits {
            state.write.extend_from_slice(data);
        }
        fits
    });
    if fits {
        return Ok(());
    }
    if let Err(raised) = flush(cx, raw, &inside) {
        if !is_blocking(cx, raised) {
            return Err(raised);
        }
        let taken = inside.with(|state| {
            let room = size.saturating_sub(state.write.len()).min(data.len());
            state.write.extend_from_slice(&data[..room]);
            room
        });
        return if taken == data.len() { Ok(()) } else { Err(calls::would_block(cx, taken)) };
    }
    let mut done = 0;
    while data.len() - done > size {
        match raw_write(cx, raw, &inside, &data[done..])? {
            Some(count) => done += count,
            None if data.len() - done > size => {
                inside.with(|state| state.write.extend_from_slice(&data[done..done + size]));
                return Err(calls::would_block(cx, done + size));
            }
            None => break,
        }
        cx.poll()?;
    }
    inside.with(|state| state.write.extend_from_slice(&data[done..]));
    Ok(())
}

pub(super) fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    raw_of(cx, this)?;
    let data = calls::readable(cx, args[1])?;
    write_slice(cx, this, data.as_slice())?;
    Ok(codecs::place(data.len()))
}
