//! `StringIO`: text in memory as a text stream.
//!
//! Thread-safety: contents, position and mode lie behind the object's own lock, which every method takes for its work once, when its arguments are
//! converted, so each is atomic; an earlier look only chooses the error.

use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions;
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::int;
use typhon_vm::types::str_::{self, Builder, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, codecs, instance};

use super::base;
use super::bytes_io::{attributes_of, set_attributes};
use super::calls::{self, closed};
use super::guarded::{Entered, Guarded};
use super::newline::{Lines, Mode, replace_newlines};

const PLAIN: Mode = Mode { universal: false, translate: false, ending: super::newline::Ending::Lf };

struct State {
    /// `None`: closed.
    text: Option<Builder>,
    at: usize,
    mode: Mode,
    lines: Lines,
    ready: bool,
}

impl Default for State {
    fn default() -> State {
        State { text: None, at: 0, mode: PLAIN, lines: Lines::default(), ready: false }
    }
}

impl State {
    /// Of an empty open stream.
    fn of(mode: Mode) -> State {
        State { text: Some(Builder::new()), mode, lines: Lines::new(mode.translate), ready: true, at: 0 }
    }
}

/// Text as a stream.
#[repr(C)]
pub(super) struct StringIo {
    header: Header,
    guarded: Guarded<State>,
}

pub(super) static LAYOUT: Layout = Layout {
    take: Some(take),
    ..Layout::with_attributes("_io.StringIO", size_of::<StringIo>(), trace_nothing)
};

// SAFETY: repr(C), header first, no references; what changes is guarded.
unsafe impl Payload for StringIo {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead objects of this layout, which nobody else reaches.
    Box::new(unsafe { Obj::<StringIo>::cast_unchecked(object).guarded.take_unsync() }.text)
}

pub(super) static STRING_IO_TYPE: NativeType = NativeType::new(&STRING_IO);

/// Makes an instance that `__init__` has not seen.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let state = State { text: Some(Builder::new()), ..State::default() };
    let made = cx.alloc_instance(shape, StringIo { header, guarded: Guarded::new(state) })?;
    payloads::watch(cx, made.object(), 64);
    Ok(made.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<StringIo>> {
    value
        .cast::<StringIo>()
        .ok_or_else(|| cx.type_error(format!("expected StringIO, got '{}'", cx.type_name(value))))
}

#[cold]
fn uninitialized(cx: &Cx) -> Raised {
    cx.value_error("I/O operation on uninitialized object")
}

/// Runs `body` on the open stream's text and state.
fn with<T>(cx: &Cx, value: Value, body: impl FnOnce(&mut Builder, &mut State) -> T) -> R<T> {
    let this = this(cx, value)?;
    inside(cx, &this.guarded.enter(cx, value)?, body)
}

/// The same for a holder of the lock.
fn inside<T>(
    cx: &Cx,
    entered: &Entered<'_, State>,
    body: impl FnOnce(&mut Builder, &mut State) -> T,
) -> R<T> {
    entered.with(|state| {
        if !state.ready {
            return Err(uninitialized(cx));
        }
        let Some(mut text) = state.text.take() else { return Err(closed(cx)) };
        let result = body(&mut text, state);
        state.text = Some(text);
        Ok(result)
    })
}

/// `ValueError` where the stream is not open, before arguments are looked at.
fn check_open(cx: &Cx, value: Value) -> R<()> {
    with(cx, value, |_, _| ())
}

static INIT: MethodDef =
    MethodDef::function("StringIO($self, /, initial_value='', newline='\\n')", "", |cx, args| {
        init(cx, args[0], args[1], args[2]).map(|()| Value::NONE)
    });

fn init(cx: &Cx, value: Value, initial: Value, newline: Value) -> R<()> {
    let this = this(cx, value)?;
    let mode = mode_of(cx, newline)?;
    let text_of = |initial: Value| {
        initial.cast::<Str>().ok_or_else(|| {
            let shown = cx.type_name(initial);
            cx.type_error(format!("initial_value must be str or None, not {shown}"))
        })
    };
    let initial = initial.bound().filter(|initial| !initial.is_none()).map(text_of).transpose()?;
    let entered = this.guarded.enter(cx, value)?;
    entered.with(|state| *state = State::of(mode));
    if let Some(initial) = initial {
        put(cx, &entered, initial)?;
        entered.with(|state| state.at = 0);
    }
    Ok(())
}

/// What the argument `newline` asks for.
fn mode_of(cx: &Cx, newline: Value) -> R<Mode> {
    let newline = match newline.bound() {
        None => Some("\n".to_string()),
        Some(newline) if newline.is_none() => None,
        Some(newline) => match newline.cast::<Str>() {
            Some(text) => Some(text.to_string_lossy()),
            None => {
                let shown = cx.type_name(newline);
                return Err(cx.type_error(format!("newline must be str or None, not {shown}")));
            }
        },
    };
    let Some(mode) = Mode::of(newline.as_deref()) else {
        let shown = str_::from_string(cx, newline.unwrap_or_default())?;
        let shown = protocol::repr_string(cx, shown)?;
        return Err(cx.value_error(&format!("illegal newline value: {shown}")));
    };
    Ok(mode)
}

/// Writes text at the position, translated as the mode says.
fn put(cx: &Cx, entered: &Entered<'_, State>, text: Obj<Str>) -> R<()> {
    let (mode, mut lines, at) = inside(cx, entered, |_, state| (state.mode, state.lines, state.at))?;
    let mut text = text;
    if mode.universal {
        text = super::newline::as_text(cx, lines.process(cx, text, true)?)?;
    }
    if let Some(by) = mode.written() {
        text = replace_newlines(cx, text, by)?;
    }
    if text.is_empty() {
        return inside(cx, entered, |_, state| state.lines = lines);
    }
    cx.check_room(at.saturating_add(text.len()))?;
    let grown = inside(cx, entered, |contents, state| {
        state.lines = lines;
        let before = contents.len();
        contents.overwrite(at, text.units());
        state.at = at + text.len();
        contents.len() - before
    })?;
    if grown > 256 {
        cx.mutator().count_external(grown);
    }
    Ok(())
}

fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    check_open(cx, args[0])?;
    let Some(text) = args[1].cast::<Str>() else {
        return Err(cx.type_error(format!("string argument expected, got '{}'", cx.type_name(args[1]))));
    };
    let this = this(cx, args[0])?;
    put(cx, &this.guarded.enter(cx, args[0])?, text)?;
    Ok(codecs::place(text.len()))
}

/// Gives out `start..end` of the text.
fn part(cx: &Cx, text: &Builder, start: usize, end: usize) -> R<Value> {
    text.units().part(start, end).to_text(cx).map(Obj::value)
}

fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = calls::size(cx, args[1])?.and_then(|size| usize::try_from(size).ok());
    with(cx, args[0], |text, state| {
        let start = state.at.min(text.len());
        let rest = text.len() - start;
        let count = size.unwrap_or(rest).min(rest);
        state.at = state.at.max(start + count);
        part(cx, text, start, start + count)
    })?
}

fn line(cx: &Cx, value: Value, limit: Option<usize>) -> R<Value> {
    with(cx, value, |text, state| {
        let start = state.at;
        if start >= text.len() {
            return Ok(str_::empty().value());
        }
        let end = text.len().min(start.saturating_add(limit.unwrap_or(usize::MAX)));
        let end = state.mode.ending.find(text.units(), start, end).unwrap_or(end);
        state.at = end;
        part(cx, text, start, end)
    })?
}

fn readline(cx: &Cx, args: &[Value]) -> R<Value> {
    let limit = calls::size(cx, args[1])?.and_then(|limit| usize::try_from(limit).ok());
    line(cx, args[0], limit)
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let line = if STRING_IO_TYPE.class(cx)? == cx.type_of(value) {
        line(cx, value, None)?
    } else {
        let line = calls::method(cx, value, "readline", &[])?;
        if line.cast::<Str>().is_none() {
            let text = format!("readline() should have returned a str object, not '{}'", cx.type_name(line));
            return Err(cx.error(exceptions::OS_ERROR, text));
        }
        line
    };
    Ok(if protocol::len(cx, line)? == 0 { None } else { Some(line) })
}

fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    check_open(cx, args[0])?;
    let size = match calls::size(cx, args[1])? {
        Some(size) if size < 0 => return Err(cx.value_error(&format!("Negative size value {size}"))),
        size => size.map(|size| size as usize),
    };
    let size = with(cx, args[0], |text, state| {
        let size = size.unwrap_or(state.at);
        text.truncate(size);
        size
    })?;
    int::from_i64(cx, size as i64)
}

fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    check_open(cx, args[0])?;
    let offset = calls::position(cx, args[1])?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    if !(0..=2).contains(&whence) {
        return Err(cx.value_error(&format!("Invalid whence ({whence}, should be 0, 1 or 2)")));
    }
    if whence == 0 && offset < 0 {
        return Err(cx.value_error(&format!("Negative seek position {offset}")));
    }
    if whence != 0 && offset != 0 {
        return Err(cx.error(exceptions::OS_ERROR, "Can't do nonzero cur-relative seeks".into()));
    }
    let at = with(cx, args[0], |text, state| {
        state.at = match whence {
            0 => offset as usize,
            1 => state.at,
            _ => text.len(),
        };
        state.at
    })?;
    int::from_i64(cx, at as i64)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let dropped = this.guarded.enter(cx, args[0])?.with(|state| state.text.take());
    drop(dropped);
    Ok(Value::NONE)
}

fn getvalue(cx: &Cx, args: &[Value]) -> R<Value> {
    with(cx, args[0], |text, _| part(cx, text, 0, text.len()))?
}

fn newline_of(cx: &Cx, mode: Mode) -> R<Value> {
    match mode {
        Mode { translate: true, .. } => Ok(Value::NONE),
        Mode { universal: true, .. } => str_::from_str(cx, ""),
        _ => str_::from_str(cx, mode.written().unwrap_or("\n")),
    }
}

fn getstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let (text, at, mode) =
        with(cx, args[0], |text, state| (part(cx, text, 0, text.len()), state.at, state.mode))?;
    let text = text?;
    let attributes = attributes_of(cx, args[0])?;
    let at = int::from_i64(cx, at as i64)?;
    Ok(tuple::from_slice(cx, &[text, newline_of(cx, mode)?, at, attributes])?.value())
}

fn setstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(state) = args[1].cast::<Tuple>().filter(|state| state.len() >= 4) else {
        let shown = cx.type_name(args[1]);
        return Err(
            cx.type_error(format!("_io.StringIO.__setstate__ argument should be 4-tuple, got {shown}"))
        );
    };
    let this = this(cx, args[0])?;
    if this.guarded.enter(cx, args[0])?.with(|state| state.text.is_none()) {
        return Err(cx.value_error("__setstate__ on closed file"));
    }
    let mode = mode_of(cx, state.get(1))?;
    let text = match state.get(0) {
        Value::NONE => str_::empty(),
        text => super::newline::as_text(cx, text)?,
    };
    if !int::is_int(state.get(2)) {
        let shown = cx.type_name(state.get(2));
        return Err(cx.type_error(format!("third item of state must be an integer, got {shown}")));
    }
    let Ok(at) = usize::try_from(protocol::index::to_i64(cx, state.get(2))?) else {
        return Err(cx.value_error("position value cannot be negative"));
    };
    this.guarded.enter(cx, args[0])?.with(|state| {
        // As it was: what `__init__` would translate has been translated.
        let mut contents = Builder::new();
        contents.push_text(text);
        *state = State { text: Some(contents), at, ..State::of(mode) };
    });
    set_attributes(cx, args[0], state.get(3), "fourth")?;
    Ok(Value::NONE)
}

fn answer(cx: &Cx, value: Value, answer: Value) -> R<Value> {
    with(cx, value, |_, _| answer)
}

static NEW: MethodDef = MethodDef::any_new(super::new);

static STRING_IO: TypeDef = TypeDef {
    name: "StringIO",
    parameters: Some("(initial_value='', newline='\\n')"),
    module: "_io",
    base: Some(base::TEXT_BASE_DEF),
    doc: "Text I/O implementation using an in-memory buffer.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable {
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &INIT, args)),
        next: Some(next),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("close($self, /)", "Close the IO object.", close),
        MethodDef::new("getvalue($self, /)", "Retrieve the entire contents of the object.", getvalue),
        MethodDef::new(
            "read($self, size=-1, /)",
            "Read at most size characters, returned as a string.",
            read,
        ),
        MethodDef::new("readline($self, size=-1, /)", "Read until newline or EOF.", readline),
        MethodDef::new("tell($self, /)", "Tell the current file position.", |cx, args| {
            int::from_i64(cx, with(cx, args[0], |_, state| state.at)? as i64)
        }),
        MethodDef::new("truncate($self, pos=None, /)", "Truncate size to pos.", truncate),
        MethodDef::new("seek($self, pos, whence=0, /)", "Change stream position.", seek),
        MethodDef::new("write($self, s, /)", "Write string to file.", write),
        MethodDef::new("seekable($self, /)", "Returns True if the IO object can be seeked.", |cx, args| {
            answer(cx, args[0], Value::TRUE)
        }),
        MethodDef::new("readable($self, /)", "Returns True if the IO object can be read.", |cx, args| {
            answer(cx, args[0], Value::TRUE)
        }),
        MethodDef::new("writable($self, /)", "Returns True if the IO object can be written.", |cx, args| {
            answer(cx, args[0], Value::TRUE)
        }),
        MethodDef::new("__getstate__($self, /)", "", getstate),
        MethodDef::new("__setstate__($self, state, /)", "", setstate),
    ],
    getset: &[
        GetSetDef {
            name: "closed",
            doc: "",
            get: |cx, value| {
                let this = this(cx, value)?;
                let (ready, closed) =
                    this.guarded.enter(cx, value)?.with(|state| (state.ready, state.text.is_none()));
                if ready { Ok(Value::from_bool(closed)) } else { Err(uninitialized(cx)) }
            },
            set: None,
        },
        GetSetDef {
            name: "newlines",
            doc: "",
            get: |cx, value| {
                let (universal, lines) = with(cx, value, |_, state| (state.mode.universal, state.lines))?;
                if universal { lines.seen(cx) } else { Ok(Value::NONE) }
            },
            set: None,
        },
        GetSetDef {
            name: "line_buffering",
            doc: "",
            get: |cx, value| answer(cx, value, Value::FALSE),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
