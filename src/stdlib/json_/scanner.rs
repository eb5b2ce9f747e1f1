//! `make_scanner`: reads one value from a text. Immutable.

use std::cell::Cell;

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr, index};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::str_::{self, Str, Units};
use typhon_vm::types::{int, list, number, tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::strings::{self, Unit, decode_error};

object_struct! {
    /// How values are made.
    struct Scanner: "_json.Scanner", fixed {
        slots {
            object_hook,
            object_pairs_hook,
            parse_float,
            parse_int,
            parse_constant,
        }
        fields {
            strict: bool,
        }
    }
}

/// One call's work.
struct Scan<'a, U> {
    cx: &'a Cx,
    scanner: Obj<Scanner>,
    text: Obj<Str>,
    units: &'a [U],
    keys: Keys,
    /// Whether floats and ints are made by the builtin types.
    plain_float: bool,
    plain_int: bool,
}

/// Places for keys that are found without a dict.
const KEY_PLACES: usize = 64;

/// Keys seen in one call: equal ones become one object. Lies in the frame of the call, where the collector sees what it holds.
struct Keys {
    /// Each at the place that its text says; `UNBOUND` where there has been none for it. What lies there stays.
    places: [Cell<Value>; KEY_PLACES],
    /// A dict of those whose place was taken, once there is one.
    others: Cell<Value>,
}

impl Keys {
    fn new() -> Keys {
        Keys { places: [const { Cell::new(Value::UNBOUND) }; KEY_PLACES], others: Cell::new(Value::UNBOUND) }
    }

    /// The place of a text that is not empty, by some of its characters.
    fn place<U: Unit>(&self, text: &[U]) -> &Cell<Value> {
        let len = text.len();
        let point = |at: usize| -> u32 { text[at].into() };
        let mixed = (point(0) ^ (point(len - 1) << 8) ^ (point(len / 2) << 16) ^ (len as u32) << 24)
            .wrapping_mul(0x9e37_79b1);
        &self.places[mixed as usize >> 26]
    }

    /// The key of a text of these units, if there has been one; otherwise `make` makes it.
    fn of<U: Unit>(&self, cx: &Cx, text: &[U], make: impl FnOnce() -> R<Value>) -> R<Value> {
        if text.is_empty() {
            return make();
        }
        let place = self.place(text);
        match place.get().cast::<Str>() {
            Some(known) if U::is_same(text, &known) => Ok(known.value()),
            Some(_) => {
                let key = make()?;
                let others = match self.others.get().cast::<Dict>() {
                    Some(others) => others,
                    None => {
                        let others = dict::new(cx)?;
                        self.others.set(others.value());
                        others
                    }
                };
                dict::set_default(cx, others, key, key)
            }
            None => {
                let key = make()?;
                place.set(key);
                Ok(key)
            }
        }
    }
}

/// A value cannot begin here.
enum Failed {
    /// No value begins at this place.
    Stop(usize),
    Raised(Raised),
}

impl From<Raised> for Failed {
    fn from(raised: Raised) -> Failed {
        Failed::Raised(raised)
    }
}

type Scanned<T> = Result<T, Failed>;

impl<U: Unit> Scan<'_, U> {
    /// The character at a place; 0, which means nothing in JSON, for one that is no byte and at the end.
    #[inline(always)]
    fn at(&self, at: usize) -> u8 {
        self.units.get(at).map_or(0, |&unit| u8::try_from(unit.into()).unwrap_or(0))
    }

    #[inline(always)]
    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.at(at), b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
        }
        at
    }

    fn fail<T>(&self, message: &str, at: usize) -> Scanned<T> {
        Err(Failed::Raised(decode_error(self.cx, message, self.text, at)))
    }

    fn is_next(&self, at: usize, word: &str) -> bool {
        word.bytes().enumerate().all(|(offset, wanted)| self.at(at + offset) == wanted)
    }

    /// The value that begins at `at`, and the place behind it.
    fn value(&self, at: usize) -> Scanned<(Value, usize)> {
        match self.at(at) {
            b'"' => Ok(strings::scan_units(self.cx, self.text, self.units, at + 1, self.scanner.strict)?),
            b'{' => {
                self.check_depth("object")?;
                self.object(at + 1)
            }
            b'[' => {
                self.check_depth("array")?;
                self.array(at + 1)
            }
            b'n' if self.is_next(at, "null") => Ok((Value::NONE, at + 4)),
            b't' if self.is_next(at, "true") => Ok((Value::TRUE, at + 4)),
            b'f' if self.is_next(at, "false") => Ok((Value::FALSE, at + 5)),
            b'N' if self.is_next(at, "NaN") => self.constant("NaN", at),
            b'I' if self.is_next(at, "Infinity") => self.constant("Infinity", at),
            b'-' if self.is_next(at, "-Infinity") => self.constant("-Infinity", at),
            _ => self.number(at),
        }
    }

    fn check_depth(&self, what: &str) -> Scanned<()> {
        self.cx.check_stack().map_err(|_| {
            let text = format!(
                "maximum recursion depth exceeded while decoding a JSON {what} from a unicode string"
            );
            Failed::Raised(self.cx.error(exceptions::RECURSION_ERROR, text))
        })
    }

    /// The value expected at `at` inside an array or object.
    fn inner(&self, at: usize) -> Scanned<(Value, usize)> {
        match self.value(at) {
            Err(Failed::Stop(at)) => self.fail("Expecting value", at),
            result => result,
        }
    }

    fn constant(&self, name: &str, at: usize) -> Scanned<(Value, usize)> {
        let text = self.cx.intern(name)?;
        let value = call::call_values(self.cx, self.scanner.parse_constant.get(), &[text])?;
        Ok((value, at + name.len()))
    }

    fn number(&self, start: usize) -> Scanned<(Value, usize)> {
        let stop = Failed::Stop(start);
        let digits = |mut at: usize| {
            while self.at(at).is_ascii_digit() {
                at += 1;
            }
            at
        };
        let mut at = start;
        if self.at(at) == b'-' {
            at += 1;
        }
        at = match self.at(at) {
            b'0' => at + 1,
            b'1'..=b'9' => digits(at),
            _ => return Err(stop),
        };
        let mut is_float = false;
        if self.at(at) == b'.' && self.at(at + 1).is_ascii_digit() {
            is_float = true;
            at = digits(at + 2);
        }
        if matches!(self.at(at), b'e' | b'E') {
            let sign = usize::from(matches!(self.at(at + 1), b'+' | b'-'));
            if self.at(at + 1 + sign).is_ascii_digit() {
                is_float = true;
                at = digits(at + 1 + sign);
            }
        }
        let cx = self.cx;
        if is_float && self.plain_float {
            return Ok((Value::from_float(self.float(start, at)), at));
        }
        if !is_float && self.plain_int && at - start <= 18 {
            let is_negative = self.at(start) == b'-';
            let digits = start + usize::from(is_negative)..at;
            let number = digits.fold(0, |number, at| number * 10 + i64::from(self.at(at) - b'0'));
            return Ok((int::from_i64(cx, if is_negative { -number } else { number })?, at));
        }
        let parse = if is_float { self.scanner.parse_float.get() } else { self.scanner.parse_int.get() };
        let text = str_::substring(cx, self.text, start, at)?.value();
        Ok((call::call_values(cx, parse, &[text])?, at))
    }

    /// The float written between two places.
    fn float(&self, start: usize, end: usize) -> f64 {
        // Checked before to be what Rust reads, which rounds correctly.
        let read =
            |text: &[u8]| str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
        let mut short = [0; 32];
        match short.get_mut(..end - start) {
            Some(text) => {
                text.iter_mut().zip(start..end).for_each(|(byte, at)| *byte = self.at(at));
                read(text)
            }
            None => read(&(start..end).map(|at| self.at(at)).collect::<Vec<u8>>()),
        }
    }

    /// The key whose first character (behind the quote) is at `begin`, and the place behind its closing quote.
    fn key(&self, begin: usize) -> R<(Value, usize)> {
        let rest = self.units.get(begin..).unwrap_or_default();
        let len = U::plain(rest);
        if self.at(begin + len) == b'"' {
            let make = || Ok(str_::substring(self.cx, self.text, begin, begin + len)?.value());
            return Ok((self.keys.of(self.cx, &rest[..len], make)?, begin + len + 1));
        }
        let (key, end) = strings::scan_units(self.cx, self.text, self.units, begin, self.scanner.strict)?;
        let same = || Ok(key);
        let known = match key.cast::<Str>().as_ref().map(|text| text.units()) {
            Some(Units::One(text)) => self.keys.of(self.cx, text, same)?,
            Some(Units::Two(text)) => self.keys.of(self.cx, text, same)?,
            Some(Units::Four(text)) => self.keys.of(self.cx, text, same)?,
            None => key,
        };
        Ok((known, end))
    }

    fn array(&self, at: usize) -> Scanned<(Value, usize)> {
        let cx = self.cx;
        let items = list::new(cx)?;
        let mut at = self.skip_space(at);
        if self.at(at) == b']' {
            return Ok((items.value(), at + 1));
        }
        loop {
            let (item, end) = self.inner(at)?;
            list::append_private(cx, items, item)?;
            at = self.skip_space(end);
            match self.at(at) {
                b']' => return Ok((items.value(), at + 1)),
                b',' => {}
                _ => return self.fail("Expecting ',' delimiter", at),
            }
            let comma = at;
            at = self.skip_space(at + 1);
            if self.at(at) == b']' {
                return self.fail("Illegal trailing comma before end of array", comma);
            }
            cx.poll()?;
        }
    }

    fn object(&self, at: usize) -> Scanned<(Value, usize)> {
        let cx = self.cx;
        let pairs_hook = self.scanner.object_pairs_hook.get();
        let wants_pairs = !pairs_hook.is_none();
        // What the hook for pairs gets, or the object.
        let (pairs, object) =
            if wants_pairs { (Some(list::new(cx)?), None) } else { (None, Some(dict::new(cx)?)) };
        let mut at = self.skip_space(at);
        if self.at(at) != b'}' {
            loop {
                if self.at(at) != b'"' {
                    return self.fail("Expecting property name enclosed in double quotes", at);
                }
                let (key, end) = self.key(at + 1)?;
                at = self.skip_space(end);
                if self.at(at) != b':' {
                    return self.fail("Expecting ':' delimiter", at);
                }
                let (value, end) = self.inner(self.skip_space(at + 1))?;
                if let Some(pairs) = pairs {
                    list::append_private(cx, pairs, tuple::from_slice(cx, &[key, value])?.value())?;
                }
                if let Some(object) = object {
                    dict::set(cx, object, key, value)?;
                }
                at = self.skip_space(end);
                match self.at(at) {
                    b'}' => break,
                    b',' => {}
                    _ => return self.fail("Expecting ',' delimiter", at),
                }
                let comma = at;
                at = self.skip_space(at + 1);
                if self.at(at) == b'}' {
                    return self.fail("Illegal trailing comma before end of object", comma);
                }
                cx.poll()?;
            }
        }
        let hook = self.scanner.object_hook.get();
        let made = match (pairs, object) {
            (Some(pairs), _) => call::call_values(cx, pairs_hook, &[pairs.value()])?,
            (None, Some(object)) if hook.is_none() => object.value(),
            (None, object) => {
                call::call_values(cx, hook, &[object.map_or(Value::NONE, |object| object.value())])?
            }
        };
        Ok((made, at + 1))
    }
}

static CALL: MethodDef = MethodDef::new("scan_once($self, string, idx)", "", |cx, args| {
    let scanner = receiver::<Scanner>(cx, args[0])?;
    let Some(text) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("first argument must be a string, not {shown}")));
    };
    let start = index::to_i64(cx, args[2])?;
    let Ok(start) = usize::try_from(start) else { return Err(cx.value_error("idx cannot be negative")) };
    match text.units() {
        Units::One(units) => scan_once(cx, scanner, text, units, start),
        Units::Two(units) => scan_once(cx, scanner, text, units, start),
        Units::Four(units) => scan_once(cx, scanner, text, units, start),
    }
});

fn scan_once<U: Unit>(cx: &Cx, scanner: Obj<Scanner>, text: Obj<Str>, units: &[U], start: usize) -> R<Value> {
    let is_builtin = |value: Value, number: u32| value == runtime::builtin_type(number).value();
    let scan = Scan {
        cx,
        scanner,
        text,
        units,
        keys: Keys::new(),
        plain_float: is_builtin(scanner.parse_float.get(), number::FLOAT),
        plain_int: is_builtin(scanner.parse_int.get(), number::INT),
    };
    match scan.value(start) {
        Ok((value, end)) => Ok(tuple::from_slice(cx, &[value, int::from_i64(cx, end as i64)?])?.value()),
        Err(Failed::Stop(at)) => Err(cx.stop_iteration(int::from_i64(cx, at as i64)?)),
        Err(Failed::Raised(raised)) => Err(raised),
    }
}

/// `scanstring`.
pub(super) fn scan_string(cx: &Cx, args: &[Value]) -> R<Value> {
    let strict = args[2].bound().map_or(Ok(true), |strict| protocol::is_true(cx, strict))?;
    let begin = index::to_i64(cx, args[1])?;
    let Some(text) = args[0].cast::<Str>() else {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("first argument must be a string, not {shown}")));
    };
    let Some(begin) = usize::try_from(begin).ok().filter(|&begin| begin > 0 && begin <= text.len()) else {
        return Err(cx.value_error("end is out of bounds"));
    };
    let (found, end) = strings::scan(cx, text, begin, strict)?;
    Ok(tuple::from_slice(cx, &[found, int::from_i64(cx, end as i64)?])?.value())
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let context = args[1];
    let part = |name: &str| -> R<Value> { attr::get(cx, context, cx.intern(name)?) };
    let strict = protocol::is_true(cx, part("strict")?)?;
    let (object_hook, object_pairs_hook) = (part("object_hook")?, part("object_pairs_hook")?);
    let (parse_float, parse_int) = (part("parse_float")?, part("parse_int")?);
    let parse_constant = part("parse_constant")?;
    let made = instance_of(cx, args[0], |header| Scanner {
        header,
        object_hook: Slot::of(object_hook),
        object_pairs_hook: Slot::of(object_pairs_hook),
        parse_float: Slot::of(parse_float),
        parse_int: Slot::of(parse_int),
        parse_constant: Slot::of(parse_constant),
        strict,
    })?;
    Ok(made.value())
}

fn call_scanner(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    call::with_first(cx, this, args, |args| call::call_native(cx, &CALL, args))
}

/// An attribute that shows one of the parts.
macro_rules! part {
    ($name:literal $slot:ident) => {
        GetSetDef {
            name: $name,
            doc: $name,
            get: |cx, value| Ok(receiver::<Scanner>(cx, value)?.$slot.get()),
            set: None,
        }
    };
}

static NEW: MethodDef = MethodDef::function("make_scanner($type, context)", "", new);

static SCANNER: TypeDef = TypeDef {
    name: "Scanner",
    module: "_json",
    doc: "JSON scanner object",
    layout: Scanner::LAYOUT,
    slots: SlotTable { call: Some(call_scanner), ..SlotTable::NONE },
    new: Some(&NEW),
    getset: &[
        GetSetDef {
            name: "strict",
            doc: "strict",
            get: |cx, value| Ok(Value::from_bool(receiver::<Scanner>(cx, value)?.strict)),
            set: None,
        },
        part!("object_hook" object_hook),
        part!("object_pairs_hook" object_pairs_hook),
        part!("parse_float" parse_float),
        part!("parse_int" parse_int),
        part!("parse_constant" parse_constant),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static SCANNER_TYPE: NativeType = NativeType::new(&SCANNER);
