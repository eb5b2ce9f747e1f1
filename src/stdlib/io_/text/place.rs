//! `tell` and `seek`. A position is a number that holds where in bytes a decoder can begin, its flags there, how many bytes to feed it, how many
//! characters of what it gives to skip, and whether it then has to be told of the end; the encoding into a number is CPython's.

use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::int;
use typhon_vm::types::str_::Str;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, codecs, exceptions, protocol};

use super::super::calls::{self, method, unsupported};
use super::{
    Inside, READS, SEEKABLE, TELLING, Text, codec, enter, forget_snapshot, open, set_decoded, this, write,
};

#[derive(Clone, Copy, Default)]
struct Cookie {
    start: i64,
    flags: i32,
    feed: i32,
    skip: i32,
    need_end: bool,
}

const COOKIE_BYTES: usize = 21;

impl Cookie {
    fn value(self, cx: &Cx) -> R<Value> {
        let mut bytes = [0; COOKIE_BYTES];
        bytes[..8].copy_from_slice(&self.start.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.flags.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.feed.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.skip.to_le_bytes());
        bytes[20] = u8::from(self.need_end);
        int::from_magnitude(cx, false, &bytes)
    }

    fn of(cx: &Cx, value: Value) -> R<Cookie> {
        let index = protocol::index::to_value(cx, value)?;
        let (len, order) = (codecs::place(COOKIE_BYTES), cx.intern("little")?);
        let encoded = method(cx, index, "to_bytes", &[len, order])?;
        let encoded = encoded.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"))?;
        let data = encoded.as_slice();
        let word = |at: usize| {
            data.get(at..at + 4).and_then(|word| word.try_into().ok()).map_or(0, i32::from_le_bytes)
        };
        let start = data.get(..8).and_then(|word| word.try_into().ok()).map_or(0, i64::from_le_bytes);
        Ok(Cookie {
            start,
            flags: word(8),
            feed: word(12),
            skip: word(16),
            need_end: data.get(20).is_some_and(|&byte| byte != 0),
        })
    }
}

/// Puts the decoder where a cookie says, before any bytes are fed.
fn restore_decoder(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>, cookie: Cookie) -> R<()> {
    if cookie.start == 0 && cookie.flags == 0 {
        return codec::reset_decoder(cx, this, inside);
    }
    let none = codecs::bytes_like(cx, bytes::from_slice(cx, &[])?)?;
    codec::set_decoder_state(cx, this, inside, none, cookie.flags.into())
}

#[cold]
fn not_seekable(cx: &Cx) -> typhon_vm::Raised {
    unsupported(cx, "underlying stream is not seekable")
}

pub(super) fn tell(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let buffer = open(cx, this)?;
    if !this.bits.has(SEEKABLE) {
        return Err(not_seekable(cx));
    }
    if !this.bits.has(TELLING) {
        let text = "telling position disabled by next() call";
        return Err(cx.error(exceptions::OS_ERROR, text.into()));
    }
    let inside = enter(cx, &this)?;
    write::write_out(cx, buffer, &inside)?;
    method(cx, args[0], "flush", &[])?;
    let answer = method(cx, buffer, "tell", &[])?;
    let snapshot = this.snapshot.get().cast::<Bytes>().filter(|_| this.bits.has(READS));
    let Some(input) = snapshot else { return Ok(answer) };
    let (used, flags, ratio) = inside.with(|state| (state.decoded_at, state.snapshot_flags, state.ratio));
    let start = calls::position(cx, answer)?.saturating_sub(input.len() as i64);
    let cookie = Cookie { start, flags: flags as i32, ..Cookie::default() };
    if used == 0 || this.decoded.get().is_none() {
        return cookie.value(cx);
    }
    let (held, saved) = codec::decoder_state(cx, this, &inside)?;
    let found = find_start(cx, this, &inside, input, cookie, used, ratio);
    let restored = codec::set_decoder_state(cx, this, &inside, held, saved);
    let cookie = found?;
    restored?;
    cookie.value(cx)
}

/// How many characters a decoder makes of a piece.
fn count_decoded(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>, piece: &[u8], end: bool) -> R<usize> {
    let piece = codecs::bytes_like(cx, bytes::from_slice(cx, piece)?)?;
    Ok(codec::decode(cx, this, inside, piece, end)?.len())
}

/// The last place before `used` characters of the input's text from which a decoder can begin.
fn find_start(
    cx: &Cx,
    this: Obj<Text>,
    inside: &Inside<'_>,
    input: Obj<Bytes>,
    cookie: Cookie,
    used: usize,
    ratio: f64,
) -> R<Cookie> {
    let mut cookie = cookie;
    let data = input.as_slice();
    let mut to_skip = used;
    // A guess by the ratio of bytes to characters, corrected until the decoder holds nothing there.
    let mut guess = ((ratio * used as f64) as usize).min(data.len());
    let mut back = 1;
    while guess > 0 {
        restore_decoder(cx, this, inside, cookie)?;
        let count = count_decoded(cx, this, inside, &data[..guess], false)?;
        if count <= to_skip {
            let (held, flags) = codec::decoder_state(cx, this, inside)?;
            if held.is_empty() {
                cookie.flags = flags as i32;
                to_skip -= count;
                break;
            }
            guess = guess.saturating_sub(held.len());
            back = 1;
        } else {
            guess = guess.saturating_sub(back);
            back *= 2;
        }
        cx.poll()?;
    }
    if guess == 0 {
        restore_decoder(cx, this, inside, cookie)?;
    }
    cookie.start += guess as i64;
    cookie.skip = to_skip as i32;
    if to_skip == 0 {
        return Ok(cookie);
    }
    // From there byte by byte, noting each place at which the decoder holds nothing.
    let mut count = 0;
    let mut at = guess;
    while at < data.len() {
        count += count_decoded(cx, this, inside, &data[at..at + 1], false)?;
        at += 1;
        cookie.feed += 1;
        let (held, flags) = codec::decoder_state(cx, this, inside)?;
        if held.is_empty() && count <= to_skip {
            cookie.start += i64::from(cookie.feed);
            to_skip -= count;
            cookie.flags = flags as i32;
            cookie.feed = 0;
            count = 0;
        }
        if count >= to_skip {
            cookie.skip = to_skip as i32;
            return Ok(cookie);
        }
        cx.poll()?;
    }
    count += count_decoded(cx, this, inside, &[], true)?;
    cookie.need_end = true;
    cookie.skip = to_skip as i32;
    if count < to_skip {
        let text = "can't reconstruct logical file position";
        return Err(cx.error(exceptions::OS_ERROR, text.into()));
    }
    Ok(cookie)
}

pub(super) fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let buffer = open(cx, this)?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    if !this.bits.has(SEEKABLE) {
        return Err(not_seekable(cx));
    }
    let inside = enter(cx, &this)?;
    let mut target = args[1];
    let is_zero = |value: Value| protocol::equal(cx, value, Value::small_int_unchecked(0));
    match whence {
        0 => {}
        1 => {
            if !is_zero(target)? {
                return Err(unsupported(cx, "can't do nonzero cur-relative seeks"));
            }
            // To the place where reading is, which the buffer is past.
            target = method(cx, args[0], "tell", &[])?;
        }
        2 => {
            if !is_zero(target)? {
                return Err(unsupported(cx, "can't do nonzero end-relative seeks"));
            }
            method(cx, args[0], "flush", &[])?;
            set_decoded(cx, this, &inside, None);
            forget_snapshot(cx, this);
            codec::reset_decoder(cx, this, &inside)?;
            let reached =
                method(cx, buffer, "seek", &[Value::small_int_unchecked(0), Value::small_int_unchecked(2)])?;
            codec::reset_encoder(cx, this, is_zero(reached)?)?;
            return Ok(reached);
        }
        _ => {
            return Err(cx.value_error(&format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    }
    let number = protocol::index::to_value(cx, target)?;
    if int::is_negative(number) {
        let shown = protocol::repr_string(cx, number)?;
        return Err(cx.value_error(&format!("negative seek position {shown}")));
    }
    method(cx, args[0], "flush", &[])?;
    let cookie = Cookie::of(cx, number)?;
    method(cx, buffer, "seek", &[int::from_i64(cx, cookie.start)?])?;
    set_decoded(cx, this, &inside, None);
    forget_snapshot(cx, this);
    if this.bits.has(READS) {
        restore_decoder(cx, this, &inside, cookie)?;
    }
    let mut input = bytes::from_slice(cx, &[])?;
    if cookie.skip != 0 {
        let answer = method(cx, buffer, "read", &[codecs::place(cookie.feed.max(0) as usize)])?;
        let Some(piece) = answer.cast::<Bytes>() else {
            let shown = cx.type_name(answer);
            return Err(cx.type_error(format!(
                "underlying read() should have returned a bytes object, not '{shown}'"
            )));
        };
        input = answer;
        let decoded: Obj<Str> = codec::decode(cx, this, &inside, piece, cookie.need_end)?;
        let skip = cookie.skip.max(0) as usize;
        set_decoded(cx, this, &inside, Some(decoded));
        if decoded.len() < skip {
            let text = "can't restore logical file position";
            return Err(cx.error(exceptions::OS_ERROR, text.into()));
        }
        inside.with(|state| state.decoded_at = skip);
    }
    cx.store(this.object(), &this.snapshot, input);
    inside.with(|state| state.snapshot_flags = cookie.flags.into());
    codec::reset_encoder(cx, this, cookie.start == 0 && cookie.flags == 0)?;
    Ok(number)
}
