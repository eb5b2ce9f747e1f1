//! Reading text.

use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::bytes;
use typhon_vm::types::str_::{self, Builder, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, codecs, exceptions, protocol};

use super::super::buffered;
use super::super::calls::{self, method, unsupported};
use super::super::newline::Ending;
use super::{
    HAS_READ1, Inside, READS, SEEKABLE, TELLING, Text, codec, enter, exact, forget_snapshot, open,
    set_decoded, take_decoded, this, write,
};

fn check_readable(cx: &Cx, this: Obj<Text>) -> R<()> {
    if this.bits.has(READS) { Ok(()) } else { Err(unsupported(cx, "not readable")) }
}

/// Reads and decodes one more chunk; whether there was any.
pub(super) fn read_chunk(
    cx: &Cx,
    this: Obj<Text>,
    buffer: Value,
    inside: &Inside<'_>,
    hint: usize,
) -> R<bool> {
    check_readable(cx, this)?;
    let telling = this.bits.has(TELLING);
    let (held, flags) = if telling {
        let (held, flags) = codec::decoder_state(cx, this, inside)?;
        (Some(held), flags)
    } else {
        (None, 0)
    };
    let (chunk, ratio) = inside.with(|state| (state.chunk, state.ratio));
    let wanted = if hint > 0 { (ratio.max(1.0) * hint as f64) as usize } else { 0 };
    let size = chunk.max(wanted.min(isize::MAX as usize / 2));
    let input = match buffered::exact_reader(cx, buffer) {
        Some(plain) => {
            let data = buffered::read_once(cx, plain, size)?;
            codecs::bytes_like(cx, bytes::from_slice(cx, &data)?)?
        }
        None => {
            let name = if this.bits.has(HAS_READ1) { "read1" } else { "read" };
            let answer = method(cx, buffer, name, &[codecs::place(size)])?;
            codec::bytes_of(cx, answer, name)?
        }
    };
    let is_end = input.is_empty();
    let text = codec::decode(cx, this, inside, input, is_end)?;
    set_decoded(cx, this, inside, Some(text));
    let characters = text.len();
    inside.with(|state| {
        state.ratio = if characters > 0 { input.len() as f64 / characters as f64 } else { 0.0 };
    });
    if let Some(held) = held {
        let bytes = if held.is_empty() {
            input.value()
        } else {
            bytes::from_slice(cx, &[held.as_slice(), input.as_slice()].concat())?
        };
        cx.store(this.object(), &this.snapshot, bytes);
        inside.with(|state| state.snapshot_flags = flags);
    }
    Ok(!is_end || characters > 0)
}

pub(super) fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    super::buffer_of(cx, this)?;
    let size = calls::size(cx, args[1])?;
    let buffer = open(cx, this)?;
    check_readable(cx, this)?;
    let inside = enter(cx, &this)?;
    write::write_out(cx, buffer, &inside)?;
    let Some(size) = size.and_then(|size| usize::try_from(size).ok()) else {
        let answer = method(cx, buffer, "read", &[])?;
        if answer.is_none() {
            return Err(cx.error(exceptions::BLOCKING_IO_ERROR, "Read returned None.".into()));
        }
        let input = codec::bytes_of(cx, answer, "read")?;
        let rest = codec::decode(cx, this, &inside, input, true)?;
        let result = match take_decoded(cx, this, &inside, None)?.filter(|text| !text.is_empty()) {
            None => rest.value(),
            Some(first) => str_::concat(cx, first.value(), rest.value())?,
        };
        if !this.snapshot.get().is_none() {
            set_decoded(cx, this, &inside, None);
            forget_snapshot(cx, this);
        }
        return Ok(result);
    };
    let first = take_decoded(cx, this, &inside, Some(size))?;
    let mut count = first.map_or(0, |first| first.len());
    if count == size {
        return Ok(first.unwrap_or_else(str_::empty).value());
    }
    let mut text = Builder::new();
    if let Some(first) = first {
        text.push_text(first);
    }
    while count < size {
        match read_chunk(cx, this, buffer, &inside, size - count) {
            Ok(true) => {}
            Ok(false) => break,
            Err(raised) => return Err(raised),
        }
        if let Some(piece) = take_decoded(cx, this, &inside, Some(size - count))? {
            count += piece.len();
            text.push_text(piece);
        }
        cx.poll()?;
    }
    text.finish(cx)
}

/// A line of at most `limit` characters.
pub(super) fn line(cx: &Cx, this: Obj<Text>, limit: Option<usize>) -> R<Value> {
    let buffer = open(cx, this)?;
    let inside = enter(cx, &this)?;
    write::write_out(cx, buffer, &inside)?;
    let ending = inside.with(|state| state.mode.ending);
    // Pieces of a line that spans chunks.
    let mut pieces: Option<Builder> = None;
    loop {
        let decoded = this.decoded.get().cast::<Str>();
        let at = inside.with(|state| state.decoded_at);
        let Some(text) = decoded.filter(|text| at < text.len()) else {
            if read_chunk(cx, this, buffer, &inside, 0)? {
                cx.poll()?;
                continue;
            }
            set_decoded(cx, this, &inside, None);
            forget_snapshot(cx, this);
            return match pieces {
                Some(pieces) => pieces.finish(cx),
                None => Ok(str_::empty().value()),
            };
        };
        let units = text.units();
        let have = pieces.as_ref().map_or(0, Builder::len);
        let room = limit.map_or(usize::MAX, |limit| limit - have);
        let end = units.len().min(at.saturating_add(room));
        // A two-character line end may lie across two chunks.
        let split = ending == Ending::CrLf
            && units.at(at) == 10
            && end > at
            && pieces.as_ref().is_some_and(|pieces| have > 0 && pieces.units().at(have - 1) == 13);
        let found = if split { Some(at + 1) } else { ending.find(units, at, end) };
        let stop = found.unwrap_or(end);
        inside.with(|state| state.decoded_at = stop);
        let complete = found.is_some() || stop - at == room;
        match (&mut pieces, complete) {
            (None, true) => return units.part(at, stop).to_text(cx).map(Obj::value),
            (None, false) => {
                let mut first = Builder::new();
                first.push_units(units.part(at, stop));
                pieces = Some(first);
            }
            (Some(pieces), _) => pieces.push_units(units.part(at, stop)),
        }
        if complete {
            return pieces.unwrap_or_default().finish(cx);
        }
    }
}

pub(super) fn readline(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    super::buffer_of(cx, this)?;
    let limit = args[1].bound().map_or(Ok(-1), |limit| protocol::index::to_i64(cx, limit))?;
    line(cx, this, usize::try_from(limit).ok())
}

pub(super) fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    super::buffer_of(cx, this)?;
    this.bits.set(TELLING, false);
    let line = if exact(cx, value).is_some() {
        line(cx, this, None)?
    } else {
        let line = method(cx, value, "readline", &[])?;
        if line.cast::<Str>().is_none() {
            let text = format!("readline() should have returned a str object, not '{}'", cx.type_name(line));
            return Err(cx.error(exceptions::OS_ERROR, text));
        }
        line
    };
    if protocol::len(cx, line)? > 0 {
        return Ok(Some(line));
    }
    forget_snapshot(cx, this);
    this.bits.set(TELLING, this.bits.has(SEEKABLE));
    Ok(None)
}
