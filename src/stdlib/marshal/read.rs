//! Bytes to values. Any bytes give a value or an exception.

use std::borrow::Cow;

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::dict;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::set::{self, Set};
use typhon_vm::types::str_;
use typhon_vm::types::{bytes, complex, float, int, slice};
use typhon_vm::{Obj, Value, call, exceptions, intern, runtime};

use super::{MAX_DEPTH, REFERENCED, tag};

/// Where the bytes come from.
enum Source<'a> {
    Slice(&'a [u8]),
    /// The bound method `read` of a file.
    File(Value),
}

pub(super) struct Reader<'a> {
    cx: &'a Cx,
    source: Source<'a>,
    allow_code: bool,
    depth: usize,
    /// Values that may be referred to, by number; `None` where one is still being read and cannot be.
    known: Obj<List>,
}

/// A value, or what stands for none.
type Found = Option<Value>;

impl<'a> Reader<'a> {
    pub(super) fn of_slice(cx: &'a Cx, source: &'a [u8], allow_code: bool) -> R<Reader<'a>> {
        Ok(Reader { cx, source: Source::Slice(source), allow_code, depth: 0, known: list::new(cx)? })
    }

    pub(super) fn of_file(cx: &'a Cx, read: Value, allow_code: bool) -> R<Reader<'a>> {
        Ok(Reader { cx, source: Source::File(read), allow_code, depth: 0, known: list::new(cx)? })
    }

    /// The value, behind which nothing stands.
    pub(super) fn only(mut self) -> R<Value> {
        let value = self.whole()?;
        match self.source {
            Source::Slice([]) => Ok(value),
            _ => Err(self.bad("something stands behind the value")),
        }
    }

    /// The value.
    pub(super) fn whole(&mut self) -> R<Value> {
        match self.value()? {
            Some(value) => Ok(value),
            None => Err(self.cx.type_error("NULL object in marshal data for object".into())),
        }
    }

    #[cold]
    fn bad(&self, what: &str) -> Raised {
        self.cx.value_error(&format!("bad marshal data ({what})"))
    }

    #[cold]
    fn short(&self) -> Raised {
        self.cx.error(exceptions::EOF_ERROR, "marshal data too short".into())
    }

    fn take(&mut self, count: usize) -> R<Cow<'a, [u8]>> {
        match &mut self.source {
            Source::Slice(rest) => match rest.split_at_checked(count) {
                Some((taken, after)) => {
                    *rest = after;
                    Ok(Cow::Borrowed(taken))
                }
                None => Err(self.short()),
            },
            &mut Source::File(read) => {
                if count == 0 {
                    return Ok(Cow::Borrowed(&[]));
                }
                let cx = self.cx;
                let got = call::call_values(cx, read, &[int::from_u64(cx, count as u64)?])?;
                let Some(got) = got.cast::<Bytes>() else {
                    let shown = cx.type_name(got);
                    return Err(cx.type_error(format!("file.read() returned not bytes but {shown}")));
                };
                match got.len() {
                    len if len == count => Ok(Cow::Owned(got.as_slice().to_vec())),
                    len if len > count => Err(cx.value_error(&format!(
                        "read() returned too much data: {count} bytes requested, {len} returned"
                    ))),
                    _ => Err(cx.error(exceptions::EOF_ERROR, "EOF read where not expected".into())),
                }
            }
        }
    }

    fn array<const N: usize>(&mut self) -> R<[u8; N]> {
        let bytes = self.take(N)?;
        bytes.first_chunk().copied().ok_or_else(|| self.short())
    }

    fn byte(&mut self) -> R<u8> {
        Ok(self.array::<1>()?[0])
    }

    fn size(&mut self, of: &str) -> R<usize> {
        let size = i32::from_le_bytes(self.array()?);
        usize::try_from(size).map_err(|_| self.bad(&format!("{of} size out of range")))
    }

    fn value(&mut self) -> R<Found> {
        let first = match self.byte() {
            Err(raised) if self.cx.matches(raised, exceptions::EOF_ERROR) => {
                return Err(self.cx.error(exceptions::EOF_ERROR, "EOF read where object expected".into()));
            }
            first => first?,
        };
        self.cx.check_stack()?;
        self.cx.poll()?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.bad("recursion limit exceeded"));
        }
        let referenced = first & REFERENCED != 0;
        let kind = first & !REFERENCED;
        let result = self.of_kind(kind, referenced);
        self.depth -= 1;
        result
    }

    fn item(&mut self, of: &str) -> R<Value> {
        match self.value()? {
            Some(value) => Ok(value),
            None => Err(self.cx.type_error(format!("NULL object in marshal data for {of}"))),
        }
    }

    /// Enters a finished value.
    fn enter(&mut self, value: Value, referenced: bool) -> R<Found> {
        if referenced {
            list::append(self.cx, self.known, value)?;
        }
        Ok(Some(value))
    }

    /// A place for a value that can only be made when its parts are read.
    fn reserve(&mut self, referenced: bool) -> R<Option<usize>> {
        if !referenced {
            return Ok(None);
        }
        list::append(self.cx, self.known, Value::NOT_IMPLEMENTED)?;
        Ok(Some(self.known.len() - 1))
    }

    fn fill(&mut self, place: Option<usize>, value: Value) -> Found {
        if let Some(place) = place {
            list::set_index_fast(self.cx, self.known, place as i64, value);
        }
        Some(value)
    }

    fn of_kind(&mut self, kind: u8, referenced: bool) -> R<Found> {
        let cx = self.cx;
        let value = match kind {
            tag::NULL => return Ok(None),
            tag::NONE => return Ok(Some(Value::NONE)),
            tag::FALSE => return Ok(Some(Value::FALSE)),
            tag::TRUE => return Ok(Some(Value::TRUE)),
            tag::ELLIPSIS => return Ok(Some(Value::ELLIPSIS)),
            tag::STOP_ITERATION => return Ok(Some(exceptions::class_value(exceptions::STOP_ITERATION))),
            tag::REFERENCE => return self.reference(),
            tag::INT => int::from_i64(cx, i32::from_le_bytes(self.array()?).into())?,
            tag::INT64 => int::from_i64(cx, i64::from_le_bytes(self.array()?))?,
            tag::LONG => self.long()?,
            tag::FLOAT => Value::from_float(self.float_text()?),
            tag::BINARY_FLOAT => Value::from_float(f64::from_le_bytes(self.array()?)),
            tag::COMPLEX => {
                let real = self.float_text()?;
                complex::new(cx, real, self.float_text()?)?
            }
            tag::BINARY_COMPLEX => {
                let real = f64::from_le_bytes(self.array()?);
                complex::new(cx, real, f64::from_le_bytes(self.array()?))?
            }
            tag::BYTES => {
                let size = self.size("bytes object")?;
                bytes::from_slice(cx, &self.take(size)?)?
            }
            tag::ASCII | tag::ASCII_INTERNED | tag::TEXT | tag::INTERNED => {
                let size = self.size("string")?;
                let content = self.take(size)?;
                self.text(kind, &content)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let size = self.byte()?;
                let content = self.take(size.into())?;
                self.text(kind, &content)?
            }
            tag::SMALL_TUPLE => {
                let size = self.byte()?;
                return self.tuple(size.into(), referenced);
            }
            tag::TUPLE => {
                let size = self.size("tuple")?;
                return self.tuple(size, referenced);
            }
            tag::LIST => return self.list(referenced),
            tag::DICT => return self.dict(referenced),
            tag::SET | tag::FROZEN_SET => return self.set(kind == tag::FROZEN_SET, referenced),
            tag::CODE => {
                if !self.allow_code {
                    return Err(cx.value_error("unmarshalling code objects is disallowed"));
                }
                let size = self.size("code object")?;
                super::decode_code(cx, &self.take(size)?)?
            }
            tag::SLICE => {
                let place = self.reserve(referenced)?;
                let (start, stop) = (self.item("slice")?, self.item("slice")?);
                let step = self.item("slice")?;
                let made = slice::new(cx, start, stop, step)?;
                return Ok(self.fill(place, made));
            }
            _ => return Err(self.bad("unknown type code")),
        };
        self.enter(value, referenced)
    }

    fn reference(&mut self) -> R<Found> {
        let number = u32::from_le_bytes(self.array()?);
        match list::get(self.known, number as usize) {
            Some(value) if value != Value::NOT_IMPLEMENTED => Ok(Some(value)),
            _ => Err(self.bad("invalid reference")),
        }
    }

    fn long(&mut self) -> R<Value> {
        let size = i32::from_le_bytes(self.array()?);
        if size == i32::MIN {
            return Err(self.bad("long size out of range"));
        }
        let count = size.unsigned_abs() as usize;
        let digits = self.take(count * 2)?;
        let (mut magnitude, mut bits, mut held) = (Vec::with_capacity(count * 2), 0u32, 0u64);
        let mut last = 1;
        for pair in digits.chunks_exact(2) {
            let digit = u16::from_le_bytes([pair[0], pair[1]]);
            if digit > 0x7fff {
                return Err(self.bad("digit out of range in long"));
            }
            last = digit;
            held |= u64::from(digit) << bits;
            bits += 15;
            while bits >= 8 {
                magnitude.push(held as u8);
                held >>= 8;
                bits -= 8;
            }
        }
        if last == 0 {
            return Err(self.bad("unnormalized long data"));
        }
        magnitude.push(held as u8);
        int::from_magnitude(self.cx, size < 0, &magnitude)
    }

    fn float_text(&mut self) -> R<f64> {
        let size = self.byte()?;
        let content = self.take(size.into())?;
        let text = str_::from_latin1(self.cx, &content)?.value();
        let class = runtime::builtin_type(typhon_vm::types::number::FLOAT);
        float::to_f64(self.cx, call::call_values(self.cx, class.value(), &[text])?)
    }

    fn text(&mut self, kind: u8, content: &[u8]) -> R<Value> {
        let text = match kind {
            tag::TEXT | tag::INTERNED => match typhon_bytecode::Text::from_bytes(content) {
                Some(text) => str_::from_text(self.cx, &text)?,
                // The codec says what is wrong.
                None => {
                    let bytes = bytes::from_slice(self.cx, content)?;
                    let Some(bytes) = bytes.cast::<Bytes>() else { return Err(self.bad("string")) };
                    let errors = self.cx.intern("surrogatepass")?;
                    return typhon_vm::codecs::decode(self.cx, bytes, "utf-8", Some(errors));
                }
            },
            _ => str_::from_latin1(self.cx, content)?,
        };
        Ok(match kind {
            tag::INTERNED | tag::ASCII_INTERNED | tag::SHORT_ASCII_INTERNED => intern::intern(text).value(),
            _ => text.value(),
        })
    }

    /// How many items to make room for at once: a size in damaged bytes is no reason to take memory.
    fn room(&self, size: usize) -> usize {
        match &self.source {
            Source::Slice(rest) => size.min(rest.len()),
            Source::File(_) => size.min(4096),
        }
    }

    fn tuple(&mut self, size: usize, referenced: bool) -> R<Found> {
        let cx = self.cx;
        let place = self.reserve(referenced)?;
        let items = list::with_capacity(cx, self.room(size))?;
        for _ in 0..size {
            let item = self.item("tuple")?;
            list::append(cx, items, item)?;
        }
        let made = list::to_tuple(cx, items)?.value();
        Ok(self.fill(place, made))
    }

    fn list(&mut self, referenced: bool) -> R<Found> {
        let cx = self.cx;
        let size = self.size("list")?;
        let items = list::with_capacity(cx, self.room(size))?;
        self.enter(items.value(), referenced)?;
        for _ in 0..size {
            let item = self.item("list")?;
            list::append(cx, items, item)?;
        }
        Ok(Some(items.value()))
    }

    fn dict(&mut self, referenced: bool) -> R<Found> {
        let cx = self.cx;
        let made = dict::new(cx)?;
        self.enter(made.value(), referenced)?;
        while let Some(key) = self.value()? {
            let Some(item) = self.value()? else { break };
            dict::set(cx, made, key, item)?;
        }
        Ok(Some(made.value()))
    }

    fn set(&mut self, frozen: bool, referenced: bool) -> R<Found> {
        let cx = self.cx;
        let size = self.size("set")?;
        let made: Obj<Set> = if frozen { set::new_frozen(cx)? } else { set::new(cx)? };
        let place = match frozen && size > 0 {
            // A frozen set is not there before all its elements are.
            true => self.reserve(referenced)?,
            false => {
                self.enter(made.value(), referenced)?;
                None
            }
        };
        for _ in 0..size {
            let item = self.item("set")?;
            set::add(cx, made, item)?;
        }
        Ok(self.fill(place, made.value()))
    }
}
