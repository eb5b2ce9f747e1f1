//! Line ends: which were seen, their translation piece by piece, finding them; and `IncrementalNewlineDecoder`, which does so around any decoder.
//!
//! Thread-safety: the type's state lies behind its own lock, which is not held while the inner decoder runs.

use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::bytes;
use typhon_vm::types::str_::{self, Builder, Str, Units};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{int, object_};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, instance};

use super::calls::{self, method};
use super::guarded::Guarded;

const SEEN_CR: u8 = 1;
const SEEN_LF: u8 = 2;
const SEEN_CRLF: u8 = 4;

const CR: u32 = 13;
const LF: u32 = 10;

/// What has been seen of a text that comes in pieces.
#[derive(Clone, Copy, Default)]
pub(super) struct Lines {
    /// All line ends become `\n`.
    pub(super) translate: bool,
    /// The last piece ended in a `\r` that is kept back: a `\n` may follow.
    pub(super) pending: bool,
    seen: u8,
}

impl Lines {
    pub(super) const fn new(translate: bool) -> Lines {
        Lines { translate, pending: false, seen: 0 }
    }

    pub(super) fn reset(&mut self) {
        self.pending = false;
        self.seen = 0;
    }

    /// Takes a piece of text and gives it on, translated.
    pub(super) fn process(&mut self, cx: &Cx, text: Obj<Str>, is_final: bool) -> R<Value> {
        let units = text.units();
        let had_pending = self.pending && (is_final || !units.is_empty());
        if !had_pending && !contains(units, CR) {
            if self.seen & SEEN_LF == 0 && contains(units, LF) {
                self.seen |= SEEN_LF;
            }
            return Ok(text.value());
        }
        let mut out = Builder::new();
        let mut at = 0;
        let len = units.len();
        // A `\r` that was kept back stands before the first unit.
        let mut open = had_pending;
        self.pending = false;
        loop {
            if open {
                let crlf = at < len && units.at(at) == LF;
                at += usize::from(crlf);
                self.seen |= if crlf { SEEN_CRLF } else { SEEN_CR };
                if self.translate {
                    out.push_point(LF);
                } else {
                    out.push_point(CR);
                    if crlf {
                        out.push_point(LF);
                    }
                }
            }
            let start = at;
            while at < len && units.at(at) != CR {
                if units.at(at) == LF {
                    self.seen |= SEEN_LF;
                }
                at += 1;
            }
            out.push_units(units.part(start, at));
            if at == len {
                break;
            }
            at += 1;
            if at == len && !is_final {
                self.pending = true;
                break;
            }
            open = true;
        }
        out.finish(cx)
    }

    /// The attribute `newlines`.
    pub(super) fn seen(&self, cx: &Cx) -> R<Value> {
        let kinds: &[&str] = match self.seen {
            SEEN_CR => &["\r"],
            SEEN_LF => &["\n"],
            SEEN_CRLF => &["\r\n"],
            3 => &["\r", "\n"],
            5 => &["\r", "\r\n"],
            6 => &["\n", "\r\n"],
            7 => &["\r", "\n", "\r\n"],
            _ => return Ok(Value::NONE),
        };
        if let [kind] = kinds {
            return str_::from_str(cx, kind);
        }
        let mut values = [Value::NONE; 3];
        for (value, kind) in values.iter_mut().zip(kinds) {
            *value = str_::from_str(cx, kind)?;
        }
        Ok(tuple::from_slice(cx, &values[..kinds.len()])?.value())
    }
}

/// Whether a code point below 256 occurs.
pub(super) fn contains(units: Units<'_>, point: u32) -> bool {
    find_point(units, 0, units.len(), point).is_some()
}

fn find_point(units: Units<'_>, start: usize, end: usize, point: u32) -> Option<usize> {
    match units {
        Units::One(units) => memchr::memchr(point as u8, &units[start..end]).map(|at| start + at),
        Units::Two(units) => {
            units[start..end].iter().position(|&unit| u32::from(unit) == point).map(|at| start + at)
        }
        Units::Four(units) => units[start..end].iter().position(|&unit| unit == point).map(|at| start + at),
    }
}

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// `\n` alone: the text is translated, or only that counts.
    Lf,
    Cr,
    CrLf,
    /// Any of the three, as they are.
    Any,
}

impl Ending {
    /// The end of the first line in `start..end`: the place behind its line end.
    pub(super) fn find(self, units: Units<'_>, start: usize, end: usize) -> Option<usize> {
        match self {
            Ending::Lf => find_point(units, start, end, LF).map(|at| at + 1),
            Ending::Cr => find_point(units, start, end, CR).map(|at| at + 1),
            Ending::CrLf => {
                let mut from = start;
                loop {
                    let at = find_point(units, from, end, CR)?;
                    if at + 1 < end && units.at(at + 1) == LF {
                        return Some(at + 2);
                    }
                    from = at + 1;
                }
            }
            Ending::Any => {
                let lf = find_point(units, start, end, LF).unwrap_or(end);
                match find_point(units, start, lf, CR) {
                    Some(cr) if cr + 1 == lf && lf < end => Some(lf + 1),
                    Some(cr) => Some(cr + 1),
                    None if lf < end => Some(lf + 1),
                    None => None,
                }
            }
        }
    }
}

/// How a stream reads and writes line ends, by its argument `newline`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mode {
    pub(super) universal: bool,
    pub(super) translate: bool,
    pub(super) ending: Ending,
}

impl Mode {
    /// `None` for an argument that is no line end.
    pub(super) fn of(newline: Option<&str>) -> Option<Mode> {
        let (universal, translate, ending) = match newline {
            None => (true, true, Ending::Lf),
            Some("") => (true, false, Ending::Any),
            Some("\n") => (false, false, Ending::Lf),
            Some("\r") => (false, false, Ending::Cr),
            Some("\r\n") => (false, false, Ending::CrLf),
            Some(_) => return None,
        };
        Some(Mode { universal, translate, ending })
    }

    /// What a written `\n` becomes, where it becomes anything else.
    pub(super) fn written(self) -> Option<&'static str> {
        match self.ending {
            Ending::Cr => Some("\r"),
            Ending::CrLf => Some("\r\n"),
            Ending::Lf | Ending::Any => None,
        }
    }
}

/// A text with every `\n` replaced.
pub(super) fn replace_newlines(cx: &Cx, text: Obj<Str>, by: &str) -> R<Obj<Str>> {
    let units = text.units();
    if !contains(units, LF) {
        return Ok(text);
    }
    let mut out = Builder::new();
    let mut start = 0;
    while let Some(at) = find_point(units, start, units.len(), LF) {
        out.push_units(units.part(start, at));
        out.push_str(by);
        start = at + 1;
    }
    out.push_units(units.part(start, units.len()));
    as_text(cx, out.finish(cx)?)
}

/// A value that is a str.
pub(super) fn as_text(cx: &Cx, value: Value) -> R<Obj<Str>> {
    value.cast::<Str>().ok_or_else(|| cx.type_error(format!("str expected, not {}", cx.type_name(value))))
}

/// What a decoder has answered.
pub(super) fn decoded_text(cx: &Cx, value: Value) -> R<Obj<Str>> {
    value.cast::<Str>().ok_or_else(|| {
        cx.type_error(format!("decoder should return a string result, not '{}'", cx.type_name(value)))
    })
}

// --- IncrementalNewlineDecoder ----------------------------------------------------------------------------------

/// A decoder around a decoder.
#[repr(C)]
struct NewlineDecoder {
    header: Header,
    /// The inner decoder, `None` for text; unbound before `__init__`.
    decoder: Slot,
    guarded: Guarded<Lines>,
}

pub(super) static LAYOUT: Layout =
    Layout::fixed("_io.IncrementalNewlineDecoder", size_of::<NewlineDecoder>(), trace);

// SAFETY: repr(C), header first, the slot is traced, the rest is guarded.
unsafe impl Payload for NewlineDecoder {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these decoders only.
    tracer.slot(&unsafe { Obj::<NewlineDecoder>::cast_unchecked(object) }.decoder);
}

pub(super) static DECODER_TYPE: NativeType = NativeType::new(&DECODER);

pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let made =
        NewlineDecoder { header, decoder: Slot::of(Value::UNBOUND), guarded: Guarded::new(Lines::default()) };
    Ok(cx.alloc_instance(shape, made)?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<NewlineDecoder>> {
    value.cast::<NewlineDecoder>().ok_or_else(|| {
        cx.type_error(format!("expected IncrementalNewlineDecoder, got '{}'", cx.type_name(value)))
    })
}

fn inner(cx: &Cx, this: Obj<NewlineDecoder>) -> R<Option<Value>> {
    match this.decoder.get().bound() {
        Some(decoder) => Ok(Some(decoder).filter(|decoder| !decoder.is_none())),
        None => Err(cx.value_error("IncrementalNewlineDecoder.__init__() not called")),
    }
}

static INIT: MethodDef = MethodDef::function(
    "IncrementalNewlineDecoder($self, /, decoder, translate, errors='strict')",
    "",
    |cx, args| {
        let this = this(cx, args[0])?;
        let translate = protocol::is_true(cx, args[2])?;
        this.guarded.enter(cx, args[0])?.with(|lines| *lines = Lines::new(translate));
        cx.store(this.object(), &this.decoder, args[1]);
        Ok(Value::NONE)
    },
);

fn decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let is_final = args[2].bound().map_or(Ok(false), |value| protocol::is_true(cx, value))?;
    let decoded = match inner(cx, this)? {
        Some(decoder) => method(cx, decoder, "decode", &[args[1], Value::from_bool(is_final)])?,
        None => args[1],
    };
    let text = decoded_text(cx, decoded)?;
    this.guarded.enter(cx, args[0])?.with(|lines| lines.process(cx, text, is_final))
}

#[cold]
fn illegal_state(cx: &Cx) -> Raised {
    cx.type_error("illegal decoder state".into())
}

/// The two parts of a decoder's state.
pub(super) fn state_parts(cx: &Cx, state: Value) -> R<(Value, Value)> {
    match state.cast::<Tuple>() {
        Some(state) if state.len() == 2 => Ok((state.get(0), state.get(1))),
        Some(_) | None => Err(illegal_state(cx)),
    }
}

fn getstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let (buffer, flags) = match inner(cx, this)? {
        Some(decoder) => {
            let (buffer, flags) = state_parts(cx, method(cx, decoder, "getstate", &[])?)?;
            (buffer, protocol::index::to_i64(cx, flags)?)
        }
        None => (bytes::from_slice(cx, &[])?, 0),
    };
    let pending = this.guarded.enter(cx, args[0])?.with(|lines| lines.pending);
    let flags = int::from_i64(cx, flags << 1 | i64::from(pending))?;
    Ok(tuple::from_slice(cx, &[buffer, flags])?.value())
}

fn setstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let decoder = inner(cx, this)?;
    let Some(state) = args[1].cast::<Tuple>() else {
        return Err(cx.type_error("state argument must be a tuple".into()));
    };
    let &[buffer, flags] = state.values() else {
        return Err(cx.type_error("setstate(): illegal state argument".into()));
    };
    let flags = protocol::index::to_i64(cx, flags)?;
    this.guarded.enter(cx, args[0])?.with(|lines| lines.pending = flags & 1 != 0);
    match decoder {
        Some(decoder) => {
            let inner = tuple::from_slice(cx, &[buffer, int::from_i64(cx, flags >> 1)?])?;
            method(cx, decoder, "setstate", &[inner.value()])
        }
        None => Ok(Value::NONE),
    }
}

fn reset(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let decoder = inner(cx, this)?;
    this.guarded.enter(cx, args[0])?.with(Lines::reset);
    match decoder {
        Some(decoder) => method(cx, decoder, "reset", &[]),
        None => Ok(Value::NONE),
    }
}

static NEW: MethodDef = MethodDef::any_new(super::new);

static DECODER: TypeDef = TypeDef {
    name: "IncrementalNewlineDecoder",
    parameters: Some("(decoder, translate, errors='strict')"),
    module: "_io",
    base: Some(&object_::OBJECT),
    doc: "Codec used when reading a file in universal newlines mode.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &INIT, args)),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("decode($self, /, input, final=False)", "", decode),
        MethodDef::new("getstate($self, /)", "", getstate),
        MethodDef::new("setstate($self, state, /)", "", setstate),
        MethodDef::new("reset($self, /)", "", reset),
    ],
    getset: &[GetSetDef {
        name: "newlines",
        doc: "",
        get: |cx, value| {
            let this = this(cx, value)?;
            inner(cx, this)?;
            this.guarded.enter(cx, value)?.with(|lines| *lines).seen(cx)
        },
        set: None,
    }],
    ..TypeDef::DEFAULT
};
