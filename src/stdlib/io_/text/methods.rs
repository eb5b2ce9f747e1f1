//! The type: construction, reconfiguration, end.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::unraisable;
use typhon_vm::names;
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, codecs, exceptions};

use super::super::base;
use super::super::buffered;
use super::super::calls::{self, method, unsupported};
use super::super::newline::Mode;
use super::write::optional_truth;
use super::{
    DETACHED, FINALIZING, HAS_READ1, LAYOUT, LINE_BUFFERING, READS, READY, SEEKABLE, State, TELLING,
    WRITE_THROUGH, WRITES, buffer_of, codec, enter, forward, is_closed, place, read, this, write,
};

pub(in super::super) static TEXT_TYPE: NativeType = NativeType::new(&TEXT);

static INIT: MethodDef = MethodDef::function(
    "TextIOWrapper($self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, \
     write_through=False)",
    "",
    |cx, args| init(cx, args).map(|()| Value::NONE),
);

/// A str argument; `None` or absent is nothing.
fn text_argument(cx: &Cx, value: Value, function: &str, name: &str) -> R<Option<Obj<Str>>> {
    match value.bound().filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => match value.cast::<Str>() {
            Some(text) if text.units().points().any(|point| point == 0) => {
                Err(cx.value_error("embedded null character"))
            }
            Some(text) => {
                // Lone surrogates are part of no name.
                codecs::encode_native(cx, text, codecs::Native::Utf8, None)?;
                Ok(Some(text))
            }
            None => {
                let shown = cx.type_name(value);
                Err(cx.type_error(format!("{function}() argument '{name}' must be str or None, not {shown}")))
            }
        },
    }
}

fn mode_argument(cx: &Cx, newline: Option<Obj<Str>>) -> R<Mode> {
    let newline = newline.map(|newline| newline.to_string_lossy());
    Mode::of(newline.as_deref())
        .ok_or_else(|| cx.value_error(&format!("illegal newline value: {}", newline.unwrap_or_default())))
}

/// The encoding that a name means: the locale's for none and for "locale". `LookupError` for one that is not known, or not of text.
fn encoding_argument(cx: &Cx, encoding: Option<Obj<Str>>) -> R<Value> {
    let Some(encoding) = encoding.filter(|encoding| !encoding.equals_str("locale")) else {
        return str_::from_str(cx, crate::locale_::text_encoding());
    };
    let name = encoding.to_string_lossy();
    if super::native_codec(&name).is_none() {
        codecs::lookup_text(cx, &name, None)?;
    }
    Ok(encoding.value())
}

fn init(cx: &Cx, args: &[Value]) -> R<()> {
    let &[this_value, buffer, encoding, errors, newline, line_buffering, write_through] = args else {
        return Err(cx.system_error("TextIOWrapper arguments"));
    };
    let this = this(cx, this_value)?;
    this.bits.set(READY | DETACHED, false);
    let encoding = text_argument(cx, encoding, "TextIOWrapper", "encoding")?;
    let errors = text_argument(cx, errors, "TextIOWrapper", "errors")?;
    let newline = text_argument(cx, newline, "TextIOWrapper", "newline")?;
    let mode = mode_argument(cx, newline)?;
    let truth = |value: Value| value.bound().map_or(Ok(false), |value| protocol::is_true(cx, value));
    let (line_buffering, write_through) = (truth(line_buffering)?, truth(write_through)?);
    let encoding = encoding_argument(cx, encoding)?;
    let errors = errors.map_or_else(|| cx.intern("strict"), |errors| Ok(errors.value()))?;
    let inside = enter(cx, &this)?;
    let object = this.object();
    cx.store(object, &this.encoding, encoding);
    cx.store(object, &this.errors, errors);
    cx.store(object, &this.decoded, Value::NONE);
    cx.store(object, &this.snapshot, Value::NONE);
    inside.with(|state| *state = State { mode, ..State::default() });
    this.bits.set(LINE_BUFFERING, line_buffering);
    this.bits.set(WRITE_THROUGH, write_through);
    let reads = calls::asks(cx, buffer, "readable")?;
    this.bits.set(READS, reads);
    let writes = calls::asks(cx, buffer, "writable")?;
    this.bits.set(WRITES, writes);
    codec::choose(cx, this, &inside)?;
    // Initialised again, it lets the former buffer go.
    buffered::set_owned(this.buffer.get(), false);
    cx.store(object, &this.buffer, buffer);
    let seekable = calls::asks(cx, buffer, "seekable")?;
    this.bits.set(SEEKABLE | TELLING, seekable);
    let has_read1 = calls::optional(cx, buffer, "read1")?.is_some();
    this.bits.set(HAS_READ1, has_read1);
    buffered::set_owned(buffer, true);
    if seekable && writes && !this.encoder.get().is_none() {
        // In the middle of a file no mark is written.
        let at = method(cx, buffer, "tell", &[])?;
        if !protocol::equal(cx, at, Value::small_int_unchecked(0))? {
            codec::reset_encoder(cx, this, false)?;
        }
    }
    this.bits.set(READY, true);
    Ok(())
}

fn reconfigure(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[this_value, encoding, errors, newline, line_buffering, write_through] = args else {
        return Err(cx.system_error("reconfigure arguments"));
    };
    let this = this(cx, this_value)?;
    buffer_of(cx, this)?;
    let encoding = text_argument(cx, encoding, "reconfigure", "encoding")?;
    let errors = text_argument(cx, errors, "reconfigure", "errors")?;
    let new_mode = match newline.bound() {
        None => None,
        Some(newline) => {
            let newline = match newline.cast::<Str>() {
                Some(newline) => Some(newline),
                None if newline.is_none() => None,
                None => {
                    let shown = cx.type_name(newline);
                    let text = format!("reconfigure() argument 'newline' must be str or None, not {shown}");
                    return Err(cx.type_error(text));
                }
            };
            Some(mode_argument(cx, newline)?)
        }
    };
    if !this.decoded.get().is_none() && (encoding.is_some() || errors.is_some() || new_mode.is_some()) {
        let text = "It is not possible to set the encoding or newline of stream after the first read";
        return Err(unsupported(cx, text));
    }
    let line_buffering = optional_truth(cx, line_buffering)?;
    let write_through = optional_truth(cx, write_through)?;
    method(cx, this_value, "flush", &[])?;
    let inside = enter(cx, &this)?;
    if encoding.is_some() || errors.is_some() || new_mode.is_some() {
        let name = match encoding {
            Some(_) => encoding_argument(cx, encoding)?,
            None => this.encoding.get(),
        };
        let errors = match (errors, encoding) {
            (Some(errors), _) => errors.value(),
            (None, Some(_)) => cx.intern("strict")?,
            (None, None) => this.errors.get(),
        };
        cx.store(this.object(), &this.encoding, name);
        cx.store(this.object(), &this.errors, errors);
        inside.with(|state| {
            state.ratio = 0.0;
            state.mode = new_mode.unwrap_or(state.mode);
        });
        codec::choose(cx, this, &inside)?;
        if this.bits.has(SEEKABLE) && !this.encoder.get().is_none() {
            let at = method(cx, this.buffer.get(), "tell", &[])?;
            let at_start = protocol::equal(cx, at, Value::small_int_unchecked(0))?;
            if !at_start {
                codec::reset_encoder(cx, this, false)?;
            }
        }
    }
    if let Some(on) = line_buffering {
        this.bits.set(LINE_BUFFERING, on);
    }
    if let Some(on) = write_through {
        this.bits.set(WRITE_THROUGH, on);
    }
    Ok(Value::NONE)
}

fn detach(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    buffer_of(cx, this)?;
    method(cx, args[0], "flush", &[])?;
    let buffer = this.buffer.get();
    cx.store(this.object(), &this.buffer, Value::NONE);
    this.bits.set(READY, false);
    this.bits.set(DETACHED, true);
    buffered::set_owned(buffer, false);
    Ok(buffer)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let buffer = buffer_of(cx, this)?;
    let closed = calls::flag(cx, args[0], "closed")?;
    // Asking may have detached it.
    if closed || !this.bits.has(READY) {
        return Ok(Value::NONE);
    }
    if this.bits.has(FINALIZING)
        && let Ok(Some(warn)) = calls::optional(cx, buffer, "_dealloc_warn")
        && let Err(raised) = call::call_values(cx, warn, &[args[0]])
    {
        unraisable::report(cx, raised, "Exception ignored while finalizing file", args[0]);
    }
    let flushed = method(cx, args[0], "flush", &[]);
    let closed = method(cx, buffer, "close", &[]);
    buffered::chained(cx, flushed, closed)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    if !this.bits.has(READY | DETACHED) {
        return Err(cx.value_error("I/O operation on uninitialized object"));
    }
    let shown = protocol::without_recursion(cx, value, || {
        let mut shown = format!("<{}", cx.type_name(value));
        let name = match calls::optional(cx, value, "name") {
            Err(raised) if cx.matches(raised, exceptions::VALUE_ERROR) => None,
            other => other?,
        };
        if let Some(name) = name {
            shown += &format!(" name={}", protocol::repr_string(cx, name)?);
        }
        if let Some(mode) = calls::optional(cx, value, "mode")? {
            shown += &format!(" mode={}", protocol::repr_string(cx, mode)?);
        }
        shown += &format!(" encoding={}>", protocol::repr_string(cx, this.encoding.get())?);
        Ok(shown)
    })?;
    match shown {
        Some(shown) => str_::from_string(cx, shown),
        None => {
            let text = format!("reentrant call inside {}.__repr__", cx.type_name(value));
            Err(cx.error(exceptions::RUNTIME_ERROR, text))
        }
    }
}

fn set_chunk_size(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    let Some(new) = new else {
        return Err(cx.error(exceptions::ATTRIBUTE_ERROR, "cannot delete attribute".into()));
    };
    let index = protocol::index::to_value(cx, new)?;
    let Some(size) = typhon_vm::types::int::to_i64(index) else {
        let shown = cx.type_name(new);
        return Err(cx.value_error(&format!("cannot fit '{shown}' into an index-sized integer")));
    };
    let Some(size) = usize::try_from(size).ok().filter(|&size| size > 0) else {
        return Err(cx.value_error("a strictly positive integer is required"));
    };
    enter(cx, &this)?.with(|state| state.chunk = size);
    Ok(())
}

static NEW: MethodDef = MethodDef::any_new(super::super::new);

static TEXT: TypeDef = TypeDef {
    name: "TextIOWrapper",
    parameters: Some(
        "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    ),
    module: "_io",
    base: Some(base::TEXT_BASE_DEF),
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable {
        repr: Some(repr),
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &INIT, args)),
        next: Some(read::next),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "reconfigure($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
            "Reconfigure the text stream with new parameters.",
            reconfigure,
        ),
        MethodDef::new("detach($self, /)", "", detach),
        MethodDef::new("write($self, text, /)", "", write::write),
        MethodDef::new("read($self, size=-1, /)", "", read::read),
        MethodDef::new("readline($self, size=-1, /)", "", read::readline),
        MethodDef::new("flush($self, /)", "", write::flush),
        MethodDef::new("close($self, /)", "", close),
        MethodDef::new("fileno($self, /)", "", |cx, args| forward(cx, args, "fileno")),
        MethodDef::new("seekable($self, /)", "", |cx, args| forward(cx, args, "seekable")),
        MethodDef::new("readable($self, /)", "", |cx, args| forward(cx, args, "readable")),
        MethodDef::new("writable($self, /)", "", |cx, args| forward(cx, args, "writable")),
        MethodDef::new("isatty($self, /)", "", |cx, args| forward(cx, args, "isatty")),
        MethodDef::new(
            "seek($self, cookie, whence=os.SEEK_SET, /)",
            "Set the stream position, and return the new stream position.",
            place::seek,
        ),
        MethodDef::new("tell($self, /)", "Return the stream position as an opaque number.", place::tell),
        MethodDef::new("truncate($self, pos=None, /)", "", write::truncate),
        MethodDef::new("__getstate__($self, /)", "", calls::no_state),
    ],
    getset: &[
        GetSetDef {
            name: "encoding",
            doc: "",
            get: |cx, value| Ok(this(cx, value)?.encoding.get()),
            set: None,
        },
        GetSetDef { name: "buffer", doc: "", get: |cx, value| buffer_of(cx, this(cx, value)?), set: None },
        GetSetDef {
            name: "line_buffering",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.bits.has(LINE_BUFFERING))),
            set: None,
        },
        GetSetDef {
            name: "write_through",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.bits.has(WRITE_THROUGH))),
            set: None,
        },
        GetSetDef {
            name: "_finalizing",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.bits.has(FINALIZING))),
            set: Some(|cx, value, new| {
                let on = calls::bool_attribute(cx, new)?;
                this(cx, value)?.bits.set(FINALIZING, on);
                Ok(())
            }),
        },
        GetSetDef {
            name: "name",
            doc: "",
            get: |cx, value| attr::get(cx, buffer_of(cx, this(cx, value)?)?, names::get(names::NAME)),
            set: None,
        },
        GetSetDef {
            name: "closed",
            doc: "",
            get: |cx, value| is_closed(cx, buffer_of(cx, this(cx, value)?)?).map(Value::from_bool),
            set: None,
        },
        GetSetDef {
            name: "newlines",
            doc: "",
            get: |cx, value| {
                let this = this(cx, value)?;
                buffer_of(cx, this)?;
                codec::newlines(cx, this, &enter(cx, &this)?)
            },
            set: None,
        },
        GetSetDef {
            name: "errors",
            doc: "",
            get: |cx, value| {
                let this = this(cx, value)?;
                if !this.bits.has(READY | DETACHED) {
                    buffer_of(cx, this)?;
                }
                Ok(this.errors.get())
            },
            set: None,
        },
        GetSetDef {
            name: "_CHUNK_SIZE",
            doc: "",
            get: |cx, value| {
                let this = this(cx, value)?;
                buffer_of(cx, this)?;
                Ok(codecs::place(enter(cx, &this)?.with(|state| state.chunk)))
            },
            set: Some(set_chunk_size),
        },
    ],
    ..TypeDef::DEFAULT
};
