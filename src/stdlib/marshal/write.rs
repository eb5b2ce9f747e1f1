//! Values to bytes.

use std::collections::HashMap;

use typhon_bytecode::{Code, pyc};
use typhon_vm::context::{Cx, R};
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::code::PyCode;
use typhon_vm::types::dict::Dict;
use typhon_vm::types::int::Int;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::set::{self, Set};
use typhon_vm::types::slice::Slice;
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::{complex, number};
use typhon_vm::{Obj, Value, exceptions, protocol, runtime};

use super::{MAX_DEPTH, REFERENCED, tag, unmarshallable};

/// Bits of a digit of a long number.
const DIGIT_BITS: u32 = 15;

struct Writer<'a> {
    cx: &'a Cx,
    out: Vec<u8>,
    version: i64,
    allow_code: bool,
    depth: usize,
    /// Numbers of the values written so far, by identity; they lie in `kept`, so that no identity is given anew.
    known: HashMap<u64, u32>,
    kept: Obj<List>,
}

pub(super) fn dumps(cx: &Cx, value: Value, version: i64, allow_code: bool) -> R<Vec<u8>> {
    let kept = list::new(cx)?;
    let mut writer =
        Writer { cx, out: Vec::new(), version, allow_code, depth: 0, known: HashMap::new(), kept };
    writer.value(value)?;
    Ok(writer.out)
}

/// A code object behind its tag.
pub(super) fn code(out: &mut Vec<u8>, code: &Code) {
    let bytes = pyc::encode(code);
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

impl Writer<'_> {
    fn size(&mut self, size: usize) -> R<()> {
        let Ok(size) = i32::try_from(size) else { return Err(unmarshallable(self.cx)) };
        self.out.extend(size.to_le_bytes());
        Ok(())
    }

    fn sized(&mut self, bytes: &[u8]) -> R<()> {
        self.size(bytes.len())?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn value(&mut self, value: Value) -> R<()> {
        if self.depth >= MAX_DEPTH {
            return Err(self.cx.value_error("object too deeply nested to marshal"));
        }
        self.cx.check_stack()?;
        self.cx.poll()?;
        self.depth += 1;
        let result = self.any(value);
        self.depth -= 1;
        result
    }

    fn any(&mut self, value: Value) -> R<()> {
        let simple = if value.is_none() {
            tag::NONE
        } else if value == Value::TRUE {
            tag::TRUE
        } else if value == Value::FALSE {
            tag::FALSE
        } else if value == Value::ELLIPSIS {
            tag::ELLIPSIS
        } else if value == exceptions::class_value(exceptions::STOP_ITERATION) {
            tag::STOP_ITERATION
        } else {
            let flag = match self.reference(value)? {
                Some(flag) => flag,
                None => return Ok(()),
            };
            return self.complex(value, flag);
        };
        self.out.push(simple);
        Ok(())
    }

    /// Writes a reference to a value that was written before; otherwise the flag for its tag.
    fn reference(&mut self, value: Value) -> R<Option<u8>> {
        if self.version < 3 {
            return Ok(Some(0));
        }
        if let Some(&number) = self.known.get(&value.bits()) {
            self.out.push(tag::REFERENCE);
            self.out.extend(number.to_le_bytes());
            return Ok(None);
        }
        list::append(self.cx, self.kept, value)?;
        let number = self.known.len() as u32;
        self.known.insert(value.bits(), number);
        Ok(Some(REFERENCED))
    }

    fn complex(&mut self, value: Value, flag: u8) -> R<()> {
        let cx = self.cx;
        let class = cx.type_of(value);
        let is = |number: u32| class == runtime::builtin_type(number);
        if is(number::INT) {
            self.int(value, flag);
            return Ok(());
        }
        if let Some(float) = value.as_float().filter(|_| is(number::FLOAT)) {
            return self.float(float, flag);
        }
        if let Some((real, imag)) = complex::of(value).filter(|_| is(number::COMPLEX)) {
            return self.complex_number(real, imag, flag);
        }
        if is(number::BYTES)
            && let Some(bytes) = value.cast::<Bytes>()
        {
            self.out.push(tag::BYTES | flag);
            return self.sized(bytes.as_slice());
        }
        if is(number::STR)
            && let Some(text) = value.cast::<Str>()
        {
            return self.text(text, flag);
        }
        if is(number::TUPLE)
            && let Some(tuple) = value.cast::<Tuple>()
        {
            let short = u8::try_from(tuple.len()).ok().filter(|_| self.version >= 4);
            match short {
                Some(short) => self.out.extend([tag::SMALL_TUPLE | flag, short]),
                None => {
                    self.out.push(tag::TUPLE | flag);
                    self.size(tuple.len())?;
                }
            }
            return tuple.values().iter().try_for_each(|&item| self.value(item));
        }
        if is(number::LIST)
            && let Some(items) = value.cast::<List>()
        {
            self.out.push(tag::LIST | flag);
            let items = list::to_tuple(cx, items)?;
            self.size(items.len())?;
            return items.values().iter().try_for_each(|&item| self.value(item));
        }
        if is(number::DICT)
            && let Some(dict) = value.cast::<Dict>()
        {
            self.out.push(tag::DICT | flag);
            let mut position = 0;
            while let Some((next, key, item)) = dict.next_from(position) {
                position = next;
                self.value(key)?;
                self.value(item)?;
            }
            self.out.push(tag::NULL);
            return Ok(());
        }
        if is(number::SET) || is(number::FROZENSET) {
            let tag = if is(number::SET) { tag::SET } else { tag::FROZEN_SET };
            if let Some(set) = value.cast::<Set>() {
                self.out.push(tag | flag);
                return self.set(set);
            }
        }
        if let Some(code) = value.cast::<PyCode>() {
            if !self.allow_code {
                return Err(cx.value_error("marshalling code objects is disallowed"));
            }
            self.out.push(tag::CODE | flag);
            self::code(&mut self.out, code.data());
            return Ok(());
        }
        if self.version >= 5
            && let Some(slice) = value.cast::<Slice>()
        {
            self.out.push(tag::SLICE | flag);
            self.value(slice.start())?;
            self.value(slice.stop())?;
            return self.value(slice.step());
        }
        match typhon_vm::buffer::gathered(cx, value) {
            Ok(bytes) => {
                self.out.push(tag::BYTES | flag);
                self.sized(&bytes)
            }
            Err(_) => Err(unmarshallable(self.cx)),
        }
    }

    fn int(&mut self, value: Value, flag: u8) {
        let small = typhon_vm::types::int::to_i64(value);
        if let Some(small) = small.and_then(|small| i32::try_from(small).ok()) {
            self.out.push(tag::INT | flag);
            self.out.extend(small.to_le_bytes());
            return;
        }
        let (negative, limbs) = match Int::of(value) {
            Some(Int::Big(big)) => (big.is_negative(), big.limbs().to_vec()),
            _ => (small.unwrap_or(0) < 0, vec![small.unwrap_or(0).unsigned_abs()]),
        };
        let bits = limbs.len() as u64 * 64 - u64::from(limbs.last().map_or(0, |limb| limb.leading_zeros()));
        let count = bits.div_ceil(DIGIT_BITS.into());
        let digit = |index: u64| {
            let (limb, shift) = ((index * 15 / 64) as usize, index * 15 % 64);
            let low = limbs[limb] >> shift;
            let high =
                if shift > 49 { limbs.get(limb + 1).map_or(0, |next| next << (64 - shift)) } else { 0 };
            ((low | high) & 0x7fff) as u16
        };
        self.out.push(tag::LONG | flag);
        let signed = if negative { -(count as i32) } else { count as i32 };
        self.out.extend(signed.to_le_bytes());
        self.out.extend((0..count).flat_map(|index| digit(index).to_le_bytes()));
    }

    fn float(&mut self, float: f64, flag: u8) -> R<()> {
        if self.version > 1 {
            self.out.push(tag::BINARY_FLOAT | flag);
            self.out.extend(float.to_le_bytes());
            return Ok(());
        }
        self.out.push(tag::FLOAT | flag);
        self.float_text(float)
    }

    fn float_text(&mut self, float: f64) -> R<()> {
        let text = protocol::repr_string(self.cx, Value::from_float(float))?;
        self.out.push(text.len() as u8);
        self.out.extend(text.bytes());
        Ok(())
    }

    fn complex_number(&mut self, real: f64, imag: f64, flag: u8) -> R<()> {
        if self.version > 1 {
            self.out.push(tag::BINARY_COMPLEX | flag);
            self.out.extend(real.to_le_bytes());
            self.out.extend(imag.to_le_bytes());
            return Ok(());
        }
        self.out.push(tag::COMPLEX | flag);
        self.float_text(real)?;
        self.float_text(imag)
    }

    fn text(&mut self, text: Obj<Str>, flag: u8) -> R<()> {
        let interned = text.is_interned();
        if self.version >= 4
            && let Some(ascii) = text.as_ascii()
        {
            match (u8::try_from(ascii.len()), interned) {
                (Ok(short), true) => self.out.extend([tag::SHORT_ASCII_INTERNED | flag, short]),
                (Ok(short), false) => self.out.extend([tag::SHORT_ASCII | flag, short]),
                (Err(_), interned) => {
                    self.out.push(if interned { tag::ASCII_INTERNED } else { tag::ASCII } | flag);
                    self.size(ascii.len())?;
                }
            }
            self.out.extend_from_slice(ascii.as_bytes());
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(text.len());
        for point in text.code_points() {
            let _ = typhon_bytecode::Text::push_code_point(&mut bytes, point);
        }
        self.out.push(if self.version >= 3 && interned { tag::INTERNED } else { tag::TEXT } | flag);
        self.sized(&bytes)
    }

    /// Sets are written in the order of their elements' bytes, so that equal ones give the same file.
    fn set(&mut self, set: Obj<Set>) -> R<()> {
        let items = set::to_tuple(self.cx, set)?;
        self.size(items.len())?;
        let mut order = Vec::with_capacity(items.len());
        for (index, &item) in items.values().iter().enumerate() {
            order.push((dumps(self.cx, item, self.version, self.allow_code)?, index));
        }
        order.sort();
        order.iter().try_for_each(|&(_, index)| self.value(items.get(index)))
    }
}
