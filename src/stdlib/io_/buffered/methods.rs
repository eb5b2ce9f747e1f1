//! The three buffered types: construction, position, end, and their declarations.

use std::sync::atomic::Ordering;

use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::int;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, codecs, exceptions, protocol};

use super::super::base::{self, check_readable, check_seekable, check_writable};
use super::super::calls::{self, method, unsupported};
use super::super::file;
use super::{
    Buffered, DETACHED, ENDED, FINALIZING, LAYOUT, READABLE, READY, State, WRITABLE, check_closed, enter,
    plain, raw_is_closed, raw_of, raw_seek, raw_tell, read, set_owned, this, write,
};

pub(in super::super) static READER_TYPE: NativeType = NativeType::new(&READER);
pub(in super::super) static WRITER_TYPE: NativeType = NativeType::new(&WRITER);
pub(in super::super) static RANDOM_TYPE: NativeType = NativeType::new(&RANDOM);

/// Whether the value is of one of the three types and of no derived class.
pub(super) fn is_exact(cx: &Cx, value: Value) -> bool {
    let class = cx.type_of(value);
    [&READER_TYPE, &WRITER_TYPE, &RANDOM_TYPE]
        .iter()
        .any(|known| known.class(cx).is_ok_and(|known| known == class))
}

fn init(cx: &Cx, args: &[Value], bits: u32) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = args[1];
    this.bits.set(READY | DETACHED | ENDED, false);
    if bits == READABLE | WRITABLE {
        check_seekable(cx, raw)?;
    }
    if bits & READABLE != 0 {
        check_readable(cx, raw)?;
    }
    if bits & WRITABLE != 0 {
        check_writable(cx, raw)?;
    }
    let size = match args[2].bound() {
        None => super::super::DEFAULT_BUFFER_SIZE as i64,
        Some(size) => protocol::index::to_i64(cx, size)?,
    };
    let Some(size) = usize::try_from(size).ok().filter(|&size| size > 0) else {
        return Err(cx.value_error("buffer size must be strictly positive"));
    };
    cx.check_room(size)?;
    let inside = enter(cx, &this)?;
    inside.with(|state| *state = State { raw_at: -1, ..State::default() });
    this.size.store(size, Ordering::Relaxed);
    // Initialised again, it lets the former raw stream go.
    set_owned(this.raw.get(), false);
    cx.store(this.object(), &this.raw, raw);
    set_owned(raw, true);
    this.bits.set(bits, true);
    // Where the raw stream does not know its position, ours will be asked of it each time.
    if let Err(raised) = raw_tell(cx, raw, &inside)
        && !cx.matches(raised, exceptions::EXCEPTION)
    {
        return Err(raised);
    }
    this.bits.set(READY, true);
    Ok(Value::NONE)
}

macro_rules! init_def {
    ($constant:ident, $signature:literal, $bits:expr) => {
        static $constant: MethodDef = MethodDef::function($signature, "", |cx, args| init(cx, args, $bits));
    };
}
init_def!(READER_INIT, "BufferedReader($self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE)", READABLE);
init_def!(WRITER_INIT, "BufferedWriter($self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE)", WRITABLE);
init_def!(RANDOM_INIT, "BufferedRandom($self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE)", READABLE | WRITABLE);

/// Asks the raw stream.
fn forward(cx: &Cx, args: &[Value], name: &str) -> R<Value> {
    method(cx, raw_of(cx, this(cx, args[0])?)?, name, &[])
}

fn flush(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "flush of closed file")?;
    write::flush_and_rewind(cx, this, raw, &inside)?;
    Ok(Value::NONE)
}

fn tell(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    let inside = enter(cx, &this)?;
    let raw_at = raw_tell(cx, raw, &inside)?;
    let (ahead, pending) = inside.with(|state| (state.ahead() as i64, state.write.len() as i64));
    int::from_i64(cx, raw_at.saturating_sub(ahead).saturating_add(pending).max(0))
}

fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    if !(0..=4).contains(&whence) {
        return Err(cx.value_error(&format!("whence value {whence} unsupported")));
    }
    {
        let inside = enter(cx, &this)?;
        check_closed(cx, this, raw, &inside, "seek of closed file")?;
    }
    check_seekable(cx, raw)?;
    let mut target = calls::position(cx, args[1])?;
    let inside = enter(cx, &this)?;
    if whence < 2 && this.bits.has(READABLE) {
        // Within what was read ahead nothing need be read again.
        let known = inside.with(|state| state.raw_at);
        let raw_at = if known >= 0 { known } else { raw_tell(cx, raw, &inside)? };
        let moved = inside.with(|state| {
            let ahead = state.ahead() as i64;
            if ahead == 0 {
                return None;
            }
            let here = raw_at - ahead;
            let offset = if whence == 0 { target.checked_sub(here)? } else { target };
            let at = (state.read_at as i64).checked_add(offset)?;
            if !(0..=state.read.len() as i64).contains(&at) {
                return None;
            }
            state.read_at = at as usize;
            Some(here.saturating_add(offset))
        });
        if let Some(moved) = moved {
            // Streams that tell nothing true of their position have stood before their beginning.
            return int::from_i64(cx, moved.max(0));
        }
    }
    if this.bits.has(WRITABLE) {
        write::flush(cx, raw, &inside)?;
    }
    if whence == 1 {
        target = target.saturating_sub(inside.with(|state| state.ahead()) as i64);
    }
    let reached = raw_seek(cx, raw, &inside, target, whence)?;
    inside.with(State::forget_ahead);
    int::from_i64(cx, reached)
}

fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    let inside = enter(cx, &this)?;
    check_closed(cx, this, raw, &inside, "truncate of closed file")?;
    if !this.bits.has(WRITABLE) {
        return Err(unsupported(cx, "truncate"));
    }
    write::flush_and_rewind(cx, this, raw, &inside)?;
    let answer = method(cx, raw, "truncate", &[args[1].bound().unwrap_or(Value::NONE)])?;
    // Resets what is known of the position; a stream that does not tell it is no error here.
    let _ = raw_tell(cx, raw, &inside);
    Ok(answer)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    {
        let _inside = enter(cx, &this)?;
        if raw_is_closed(cx, raw)? {
            return Ok(Value::NONE);
        }
    }
    if this.bits.has(FINALIZING) {
        // A warning that is an error does not keep the file open.
        if let Some(warn) = calls::optional(cx, raw, "_dealloc_warn")?
            && let Err(raised) = typhon_vm::call::call_values(cx, warn, &[args[0]])
        {
            let doing = "Exception ignored while finalizing file";
            exceptions::unraisable::report(cx, raised, doing, args[0]);
        }
    }
    let flushed = method(cx, args[0], "flush", &[]);
    let inside = enter(cx, &this)?;
    let closed = match plain(cx, raw) {
        Some(file) => file::close_exact(cx, file).map(|()| Value::NONE),
        None => method(cx, raw, "close", &[]),
    };
    this.bits.set(ENDED, true);
    inside.with(|state| *state = State { raw_at: -1, ..State::default() });
    drop(inside);
    chained(cx, flushed, closed)
}

/// The outcome of two steps both of which are made: where both raise, the second exception has the first as its context.
pub(in super::super) fn chained(cx: &Cx, first: R<Value>, second: R<Value>) -> R<Value> {
    match (first, second) {
        (Ok(_), second) => second,
        (Err(raised), Ok(_)) => Err(raised),
        (Err(first), Err(second)) => {
            cx.annotate_context(second, first);
            Err(second)
        }
    }
}

fn detach(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let raw = raw_of(cx, this)?;
    method(cx, args[0], "flush", &[])?;
    let inside = enter(cx, &this)?;
    if this.bits.has(READABLE) && !this.bits.has(WRITABLE) {
        inside.with(State::forget_ahead);
    }
    this.bits.set(READY, false);
    this.bits.set(DETACHED, true);
    set_owned(raw, false);
    cx.store(this.object(), &this.raw, Value::NONE);
    Ok(raw)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    base::repr_with_name(cx, value, "")
}

fn raw_attribute(cx: &Cx, value: Value, name: &str) -> R<Value> {
    protocol::attr::get(cx, raw_of(cx, this(cx, value)?)?, cx.intern(name)?)
}

fn is_closed(cx: &Cx, this: Obj<Buffered>) -> R<bool> {
    raw_is_closed(cx, raw_of(cx, this)?)
}

fn size_of_object(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    Ok(codecs::place(size_of::<Buffered>() + this.size()))
}

static NEW: MethodDef = MethodDef::any_new(super::super::new);

macro_rules! methods {
    (; $($signature:literal => $function:expr;)*) => {
        &[
            $(MethodDef::new($signature, "", $function),)*
            MethodDef::new("detach($self, /)", "", detach),
            MethodDef::new("close($self, /)", "", close),
            MethodDef::new("seekable($self, /)", "", |cx, args| forward(cx, args, "seekable")),
            MethodDef::new("fileno($self, /)", "", |cx, args| forward(cx, args, "fileno")),
            MethodDef::new("isatty($self, /)", "", |cx, args| forward(cx, args, "isatty")),
            MethodDef::new("_dealloc_warn($self, source, /)", "", |cx, args| {
                let this = this(cx, args[0])?;
                if this.bits.has(READY) {
                    // Nobody is told where the raw stream cannot warn.
                    let _ = method(cx, this.raw.get(), "_dealloc_warn", &[args[1]]);
                }
                Ok(Value::NONE)
            }),
            MethodDef::new("seek($self, target, whence=0, /)", "", seek),
            MethodDef::new("tell($self, /)", "", tell),
            MethodDef::new("truncate($self, pos=None, /)", "", truncate),
            MethodDef::new("__sizeof__($self, /)", "", size_of_object),
            MethodDef::new("__getstate__($self, /)", "", calls::no_state),
        ]
    };
}

static ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef { name: "raw", doc: "", get: |cx, value| Ok(this(cx, value)?.raw.get()), set: None },
    GetSetDef {
        name: "closed",
        doc: "",
        get: |cx, value| is_closed(cx, this(cx, value)?).map(Value::from_bool),
        set: None,
    },
    GetSetDef { name: "name", doc: "", get: |cx, value| raw_attribute(cx, value, "name"), set: None },
    GetSetDef { name: "mode", doc: "", get: |cx, value| raw_attribute(cx, value, "mode"), set: None },
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
];

const TYPE: TypeDef = TypeDef {
    module: "_io",
    base: Some(base::BUFFERED_BASE_DEF),
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    new: Some(&NEW),
    getset: ATTRIBUTES,
    ..TypeDef::DEFAULT
};

static READER: TypeDef = TypeDef {
    name: "BufferedReader",
    parameters: Some("(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    doc: "Create a new buffered reader using the given readable raw IO object.",
    slots: SlotTable {
        repr: Some(repr),
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &READER_INIT, args)),
        next: Some(read::next),
        ..SlotTable::NONE
    },
    methods: methods! {
        ;
        "read($self, size=-1, /)" => read::read;
        "peek($self, size=0, /)" => read::peek;
        "read1($self, size=-1, /)" => read::read1;
        "readinto($self, buffer, /)" => |cx, args| read::readinto(cx, args, false);
        "readinto1($self, buffer, /)" => |cx, args| read::readinto(cx, args, true);
        "readline($self, size=-1, /)" => read::readline;
        "readable($self, /)" => |cx, args| forward(cx, args, "readable");
        "flush($self, /)" => |cx, args| forward(cx, args, "flush");
    },
    ..TYPE
};

static WRITER: TypeDef = TypeDef {
    name: "BufferedWriter",
    parameters: Some("(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    doc: "A buffer for a writeable sequential RawIO object.",
    slots: SlotTable {
        repr: Some(repr),
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &WRITER_INIT, args)),
        ..SlotTable::NONE
    },
    methods: methods! {
        ;
        "write($self, buffer, /)" => write::write;
        "writable($self, /)" => |cx, args| forward(cx, args, "writable");
        "flush($self, /)" => flush;
    },
    ..TYPE
};

static RANDOM: TypeDef = TypeDef {
    name: "BufferedRandom",
    parameters: Some("(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    doc: "A buffered interface to random access streams.",
    slots: SlotTable {
        repr: Some(repr),
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &RANDOM_INIT, args)),
        next: Some(read::next),
        ..SlotTable::NONE
    },
    methods: methods! {
        ;
        "read($self, size=-1, /)" => read::read;
        "peek($self, size=0, /)" => read::peek;
        "read1($self, size=-1, /)" => read::read1;
        "readinto($self, buffer, /)" => |cx, args| read::readinto(cx, args, false);
        "readinto1($self, buffer, /)" => |cx, args| read::readinto(cx, args, true);
        "readline($self, size=-1, /)" => read::readline;
        "write($self, buffer, /)" => write::write;
        "readable($self, /)" => |cx, args| forward(cx, args, "readable");
        "writable($self, /)" => |cx, args| forward(cx, args, "writable");
        "flush($self, /)" => flush;
    },
    ..TYPE
};
