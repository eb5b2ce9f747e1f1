//! `make_scanner`: reads one value from a text. Immutable.

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

use super::strings::{self, decode_error};

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
struct Scan<'a> {
    cx: &'a Cx,
    scanner: Obj<Scanner>,
    text: Obj<Str>,
    units: Units<'a>,
    /// Keys seen in this call: equal ones become one object.
    memo: Obj<Dict>,
    /// Whether floats and ints are made by the builtin types.
    plain_float: bool,
    plain_int: bool,
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

impl Scan<'_> {
    fn at(&self, at: usize) -> Option<char> {
        if at < self.units.len() {
            Some(char::from_u32(self.units.at(at)).unwrap_or('\u{fffd}'))
        } else {
            None
        }
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.at(at), Some(' ' | '\t' | '\n' | '\r')) {
            at += 1;
        }
        at
    }

    fn fail<T>(&self, message: &str, at: usize) -> Scanned<T> {
        Err(Failed::Raised(decode_error(self.cx, message, self.text, at)))
    }

    fn is_next(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, wanted)| self.at(at + offset) == Some(wanted))
    }

    /// The value that begins at `at`, and the place behind it.
    fn value(&self, at: usize) -> Scanned<(Value, usize)> {
        match self.at(at) {
            Some('"') => Ok(strings::scan(self.cx, self.text, at + 1, self.scanner.strict)?),
            Some('{') => {
                self.check_depth("object")?;
                self.object(at + 1)
            }
            Some('[') => {
                self.check_depth("array")?;
                self.array(at + 1)
            }
            Some('n') if self.is_next(at, "null") => Ok((Value::NONE, at + 4)),
            Some('t') if self.is_next(at, "true") => Ok((Value::TRUE, at + 4)),
            Some('f') if self.is_next(at, "false") => Ok((Value::FALSE, at + 5)),
            Some('N') if self.is_next(at, "NaN") => self.constant("NaN", at),
            Some('I') if self.is_next(at, "Infinity") => self.constant("Infinity", at),
            Some('-') if self.is_next(at, "-Infinity") => self.constant("-Infinity", at),
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
            while matches!(self.at(at), Some('0'..='9')) {
                at += 1;
            }
            at
        };
        let mut at = start;
        if self.at(at) == Some('-') {
            at += 1;
        }
        at = match self.at(at) {
            Some('0') => at + 1,
            Some('1'..='9') => digits(at),
            _ => return Err(stop),
        };
        let mut is_float = false;
        if self.at(at) == Some('.') && matches!(self.at(at + 1), Some('0'..='9')) {
            is_float = true;
            at = digits(at + 2);
        }
        if matches!(self.at(at), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.at(at + 1), Some('+' | '-')));
            if matches!(self.at(at + 1 + sign), Some('0'..='9')) {
                is_float = true;
                at = digits(at + 1 + sign);
            }
        }
        let cx = self.cx;
        let text = || -> String { (start..at).filter_map(|at| self.at(at)).collect() };
        if is_float && self.plain_float {
            // Checked above to be what Rust reads, which rounds correctly.
            return Ok((Value::from_float(text().parse().unwrap_or(f64::NAN)), at));
        }
        if !is_float && self.plain_int && at - start <= 18 {
            return Ok((int::from_i64(cx, text().parse().unwrap_or(0))?, at));
        }
        let parse = if is_float { self.scanner.parse_float.get() } else { self.scanner.parse_int.get() };
        let text = str_::substring(cx, self.text, start, at)?.value();
        Ok((call::call_values(cx, parse, &[text])?, at))
    }

    fn array(&self, at: usize) -> Scanned<(Value, usize)> {
        let cx = self.cx;
        let items = list::new(cx)?;
        let mut at = self.skip_space(at);
        if self.at(at) == Some(']') {
            return Ok((items.value(), at + 1));
        }
        loop {
            let (item, end) = self.inner(at)?;
            list::append_private(cx, items, item)?;
            at = self.skip_space(end);
            match self.at(at) {
                Some(']') => return Ok((items.value(), at + 1)),
                Some(',') => {}
                _ => return self.fail("Expecting ',' delimiter", at),
            }
            let comma = at;
            at = self.skip_space(at + 1);
            if self.at(at) == Some(']') {
                return self.fail("Illegal trailing comma before end of array", comma);
            }
            cx.poll()?;
        }
    }

    fn object(&self, at: usize) -> Scanned<(Value, usize)> {
        let cx = self.cx;
        let pairs_hook = self.scanner.object_pairs_hook.get();
        let wants_pairs = !pairs_hook.is_none();
        let (pairs, object) = (list::new(cx)?, dict::new(cx)?);
        let mut at = self.skip_space(at);
        if self.at(at) != Some('}') {
            loop {
                if self.at(at) != Some('"') {
                    return self.fail("Expecting property name enclosed in double quotes", at);
                }
                let (key, end) = strings::scan(cx, self.text, at + 1, self.scanner.strict)?;
                let key = dict::set_default(cx, self.memo, key, key)?;
                at = self.skip_space(end);
                if self.at(at) != Some(':') {
                    return self.fail("Expecting ':' delimiter", at);
                }
                let (value, end) = self.inner(self.skip_space(at + 1))?;
                if wants_pairs {
                    list::append_private(cx, pairs, tuple::from_slice(cx, &[key, value])?.value())?;
                } else {
                    dict::set(cx, object, key, value)?;
                }
                at = self.skip_space(end);
                match self.at(at) {
                    Some('}') => break,
                    Some(',') => {}
                    _ => return self.fail("Expecting ',' delimiter", at),
                }
                let comma = at;
                at = self.skip_space(at + 1);
                if self.at(at) == Some('}') {
                    return self.fail("Illegal trailing comma before end of object", comma);
                }
                cx.poll()?;
            }
        }
        let hook = self.scanner.object_hook.get();
        let made = if wants_pairs {
            call::call_values(cx, pairs_hook, &[pairs.value()])?
        } else if hook.is_none() {
            object.value()
        } else {
            call::call_values(cx, hook, &[object.value()])?
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
    let is_builtin = |value: Value, number: u32| value == runtime::builtin_type(number).value();
    let scan = Scan {
        cx,
        scanner,
        text,
        units: text.units(),
        memo: dict::new(cx)?,
        plain_float: is_builtin(scanner.parse_float.get(), number::FLOAT),
        plain_int: is_builtin(scanner.parse_int.get(), number::INT),
    };
    match scan.value(start) {
        Ok((value, end)) => Ok(tuple::from_slice(cx, &[value, int::from_i64(cx, end as i64)?])?.value()),
        Err(Failed::Stop(at)) => Err(cx.stop_iteration(int::from_i64(cx, at as i64)?)),
        Err(Failed::Raised(raised)) => Err(raised),
    }
});

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
