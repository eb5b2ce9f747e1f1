//! The abstract streams: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`, and what they do with the methods that derived classes give.
//!
//! Thread-safety: they hold nothing but attributes.

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions::{self, unraisable};
use typhon_vm::gc::Header;
use typhon_vm::instance;
use typhon_vm::names;
use typhon_vm::object::Payload;
use typhon_vm::protocol::{self, attr, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::list;
use typhon_vm::types::{int, str_};

use super::buffers;
use super::calls::{self, method, unsupported};

/// An instance without state of its own.
#[repr(C)]
pub(super) struct Base {
    header: Header,
}

pub(super) static LAYOUT: Layout = Layout::with_attributes("_io._IOBase", size_of::<Base>(), trace_nothing);

// SAFETY: repr(C), header first, nothing else.
unsafe impl Payload for Base {
    const LAYOUT: &'static Layout = &LAYOUT;
}

pub(super) static IO_BASE_TYPE: NativeType = NativeType::new(&IO_BASE);
pub(super) static RAW_BASE_TYPE: NativeType = NativeType::new(&RAW_BASE);
pub(super) static BUFFERED_BASE_TYPE: NativeType = NativeType::new(&BUFFERED_BASE);
pub(super) static TEXT_BASE_TYPE: NativeType = NativeType::new(&TEXT_BASE);

/// Makes an instance of any class that derives from this one without a layout of its own.
pub(super) fn make(cx: &Cx, class: typhon_vm::Obj<typhon_vm::types::type_::Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    Ok(cx.alloc_instance(shape, Base { header })?.value())
}

// --- _IOBase ----------------------------------------------------------------------------------------------------

const CLOSED: &str = "__IOBase_closed";

/// Whether `_IOBase.close` has been called.
fn is_marked(cx: &Cx, this: Value) -> R<bool> {
    Ok(calls::optional(cx, this, CLOSED)?.is_some())
}

/// `ValueError` of a closed stream, as all but files and `StringIO` say it.
#[cold]
pub(super) fn closed_error(cx: &Cx) -> Raised {
    cx.value_error("I/O operation on closed file.")
}

/// Raises unless `this.closed` is false.
pub(super) fn check_closed(cx: &Cx, this: Value) -> R<()> {
    match calls::optional(cx, this, "closed")? {
        Some(closed) if protocol::is_true(cx, closed)? => Err(closed_error(cx)),
        _ => Ok(()),
    }
}

/// Raises unless the object's method `question` answers true.
fn check(cx: &Cx, this: Value, question: &str, refusal: &str) -> R<()> {
    let answer = method(cx, this, question, &[])?;
    if answer == Value::TRUE { Ok(()) } else { Err(unsupported(cx, refusal)) }
}

pub(super) fn check_readable(cx: &Cx, this: Value) -> R<()> {
    check(cx, this, "readable", "File or stream is not readable.")
}

pub(super) fn check_writable(cx: &Cx, this: Value) -> R<()> {
    check(cx, this, "writable", "File or stream is not writable.")
}

pub(super) fn check_seekable(cx: &Cx, this: Value) -> R<()> {
    check(cx, this, "seekable", "File or stream is not seekable.")
}

/// `_IOBase.close`: flushes, and is closed even where that fails.
pub(super) fn close(cx: &Cx, this: Value) -> R<()> {
    if is_marked(cx, this)? {
        return Ok(());
    }
    let flushed = method(cx, this, "flush", &[]);
    let marked = calls::set_attribute(cx, this, CLOSED, Value::TRUE);
    match flushed {
        Err(raised) => Err(raised),
        Ok(_) => marked,
    }
}

fn flush(cx: &Cx, args: &[Value]) -> R<Value> {
    if is_marked(cx, args[0])? { Err(closed_error(cx)) } else { Ok(Value::NONE) }
}

/// Called when the object is garbage: closes it unless it is closed or belongs to a stream around it, which closes it.
fn finalize(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = args[0];
    if super::is_owned(this) {
        return Ok(Value::NONE);
    }
    // Where that cannot be told the object is in no state to be closed.
    let Ok(Some(closed)) = calls::optional(cx, this, "closed") else { return Ok(Value::NONE) };
    if protocol::is_true(cx, closed).unwrap_or(true) {
        return Ok(Value::NONE);
    }
    // Tells `close` why it is called; an object that cannot be told is closed all the same.
    let _ = calls::set_attribute(cx, this, "_finalizing", Value::TRUE);
    if let Err(raised) = method(cx, this, "close", &[]) {
        unraisable::report(cx, raised, "Exception ignored while finalizing file", this);
    }
    Ok(Value::NONE)
}

fn enter(cx: &Cx, args: &[Value]) -> R<Value> {
    check_closed(cx, args[0])?;
    Ok(args[0])
}

fn exit(cx: &Cx, args: &[Value]) -> R<Value> {
    method(cx, args[0], "close", &[])
}

fn iterate(cx: &Cx, this: Value) -> R<Value> {
    check_closed(cx, this)?;
    Ok(this)
}

fn next(cx: &Cx, this: Value) -> R<Option<Value>> {
    let line = method(cx, this, "readline", &[])?;
    Ok(if protocol::len(cx, line)? == 0 { None } else { Some(line) })
}

/// How many bytes `readline` may read at once: as many as `peek` shows up to a line's end.
fn ahead(cx: &Cx, this: Value, limit: Option<usize>) -> R<usize> {
    let Some(peek) = calls::optional(cx, this, "peek")? else { return Ok(1) };
    let shown = call::call_values(cx, peek, &[Value::small_int_unchecked(1)])?;
    let Some(shown) = shown.cast::<Bytes>() else {
        let name = cx.type_name(shown);
        let message = format!("peek() should have returned a bytes object, not '{name}'");
        return Err(cx.error(exceptions::OS_ERROR, message));
    };
    let data = shown.as_slice();
    let data = &data[..data.len().min(limit.unwrap_or(usize::MAX))];
    Ok(match data.iter().position(|&byte| byte == b'\n') {
        Some(at) => at + 1,
        None => data.len().max(1),
    })
}

fn readline(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = args[0];
    let limit = calls::size(cx, args[1])?.and_then(|limit| usize::try_from(limit).ok());
    let mut line: Vec<u8> = Vec::new();
    while limit.is_none_or(|limit| line.len() < limit) {
        let rest = limit.map(|limit| limit - line.len());
        let wanted = ahead(cx, this, rest)?.min(rest.unwrap_or(usize::MAX));
        let piece = method(cx, this, "read", &[Value::small_int_unchecked(wanted as i64)])?;
        let Some(piece) = piece.cast::<Bytes>() else {
            let name = cx.type_name(piece);
            let message = format!("read() should have returned a bytes object, not '{name}'");
            return Err(cx.error(exceptions::OS_ERROR, message));
        };
        if piece.is_empty() {
            break;
        }
        line.extend_from_slice(piece.as_slice());
        if line.last() == Some(&b'\n') {
            break;
        }
        cx.poll()?;
    }
    bytes::from_slice(cx, &line)
}

fn readlines(cx: &Cx, args: &[Value]) -> R<Value> {
    let lines = list::new(cx)?;
    let hint = calls::size(cx, args[1])?.filter(|&hint| hint > 0);
    let mut length = 0;
    let iterator = iter::get(cx, args[0])?;
    while let Some(line) = iter::next(cx, iterator)? {
        list::append(cx, lines, line)?;
        if let Some(hint) = hint {
            length = i64::saturating_add(length, protocol::len(cx, line)? as i64);
            if length > hint {
                break;
            }
        }
        cx.poll()?;
    }
    Ok(lines.value())
}

fn writelines(cx: &Cx, args: &[Value]) -> R<Value> {
    check_closed(cx, args[0])?;
    let write = names::get(names::WRITE);
    iter::for_each(cx, args[1], &mut |cx, line| {
        let write = attr::get(cx, args[0], write)?;
        call::call_values(cx, write, &[line]).map(|_| ())
    })?;
    Ok(Value::NONE)
}

fn tell(cx: &Cx, args: &[Value]) -> R<Value> {
    method(cx, args[0], "seek", &[Value::small_int_unchecked(0), Value::small_int_unchecked(1)])
}

static NEW: MethodDef = MethodDef::any_new(super::new);

static IO_BASE: TypeDef = TypeDef {
    name: "_IOBase",
    module: "_io",
    doc: "The abstract base class for all I/O classes.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable { iter: Some(iterate), next: Some(next), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "seek($self, offset, whence=os.SEEK_SET, /)",
            "Change the stream position to the given byte offset.",
            |cx, _| Err(unsupported(cx, "seek")),
        ),
        MethodDef::new("tell($self, /)", "Return current stream position.", tell),
        MethodDef::new("truncate($self, size=None, /)", "Truncate file to size bytes.", |cx, _| {
            Err(unsupported(cx, "truncate"))
        }),
        MethodDef::new("flush($self, /)", "Flush write buffers, if applicable.", flush),
        MethodDef::new("close($self, /)", "Flush and close the IO object.", |cx, args| {
            close(cx, args[0]).map(|()| Value::NONE)
        }),
        MethodDef::new("seekable($self, /)", "Return whether object supports random access.", |_, _| {
            Ok(Value::FALSE)
        }),
        MethodDef::new("readable($self, /)", "Return whether object was opened for reading.", |_, _| {
            Ok(Value::FALSE)
        }),
        MethodDef::new("writable($self, /)", "Return whether object was opened for writing.", |_, _| {
            Ok(Value::FALSE)
        }),
        MethodDef::new("_checkClosed($self, /)", "", |cx, args| {
            check_closed(cx, args[0]).map(|()| Value::NONE)
        }),
        MethodDef::new("_checkSeekable($self, /)", "", |cx, args| {
            check_seekable(cx, args[0]).map(|()| Value::TRUE)
        }),
        MethodDef::new("_checkReadable($self, /)", "", |cx, args| {
            check_readable(cx, args[0]).map(|()| Value::TRUE)
        }),
        MethodDef::new("_checkWritable($self, /)", "", |cx, args| {
            check_writable(cx, args[0]).map(|()| Value::TRUE)
        }),
        MethodDef::new("fileno($self, /)", "Return underlying file descriptor if one exists.", |cx, _| {
            Err(unsupported(cx, "fileno"))
        }),
        MethodDef::new("isatty($self, /)", "Return whether this is an 'interactive' stream.", |cx, args| {
            check_closed(cx, args[0]).map(|()| Value::FALSE)
        }),
        MethodDef::new("__enter__($self, /)", "", enter),
        MethodDef::new("__exit__($self, /, *args)", "", exit),
        MethodDef::new("__del__($self, /)", "Called when the instance is about to be destroyed.", finalize),
        MethodDef::new("readline($self, size=-1, /)", "Read and return a line from the stream.", readline),
        MethodDef::new("readlines($self, hint=-1, /)", "Return a list of lines from the stream.", readlines),
        MethodDef::new("writelines($self, lines, /)", "Write a list of lines to stream.", writelines),
    ],
    getset: &[GetSetDef {
        name: "closed",
        doc: "",
        get: |cx, this| is_marked(cx, this).map(Value::from_bool),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

// --- _RawIOBase -------------------------------------------------------------------------------------------------

fn raw_read(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = match args[1].bound() {
        None => -1,
        Some(size) => protocol::index::to_i64(cx, size)?,
    };
    if size < 0 {
        return method(cx, args[0], "readall", &[]);
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    cx.check_room(size)?;
    match buffers::read_from(cx, args[0], size, buffers::Reader::Raw)? {
        None => Ok(Value::NONE),
        Some(data) => bytes::from_slice(cx, &data),
    }
}

/// Reads until the end, by `read`; `None` where nothing is there yet.
fn raw_readall(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut all: Vec<u8> = Vec::new();
    loop {
        let size = Value::small_int_unchecked(super::DEFAULT_BUFFER_SIZE as i64);
        let piece = method(cx, args[0], "read", &[size])?;
        if piece.is_none() {
            if all.is_empty() {
                return Ok(piece);
            }
            break;
        }
        let Some(piece) = piece.cast::<Bytes>() else {
            return Err(cx.type_error("read() should return bytes".into()));
        };
        if piece.is_empty() {
            break;
        }
        all.extend_from_slice(piece.as_slice());
        cx.poll()?;
    }
    bytes::from_slice(cx, &all)
}

fn not_implemented(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.error_values(exceptions::NOT_IMPLEMENTED_ERROR, &[]))
}

static RAW_BASE: TypeDef = TypeDef {
    name: "_RawIOBase",
    module: "_io",
    base: Some(&IO_BASE),
    doc: "Base class for raw binary I/O.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    new: Some(&NEW),
    methods: &[
        MethodDef::new("read($self, size=-1, /)", "", raw_read),
        MethodDef::new("readall($self, /)", "Read until EOF, using multiple read() call.", raw_readall),
        MethodDef::new("readinto($self, /, *args, **kwargs)", "", not_implemented),
        MethodDef::new("write($self, /, *args, **kwargs)", "", not_implemented),
    ],
    ..TypeDef::DEFAULT
};

// --- _BufferedIOBase --------------------------------------------------------------------------------------------

/// `readinto` by `read` or `read1`.
fn readinto(cx: &Cx, args: &[Value], by: &str) -> R<Value> {
    let room = buffers::Room::of(cx, args[1])?;
    let data = method(cx, args[0], by, &[int::from_i64(cx, room.len() as i64)?])?;
    let Some(data) = data.cast::<Bytes>() else {
        return Err(cx.type_error(format!("{by}() should return bytes")));
    };
    if data.len() > room.len() {
        let (wanted, got) = (room.len(), data.len());
        return Err(cx.value_error(&format!(
            "read() returned too much data: {wanted} bytes requested, {got} returned"
        )));
    }
    room.put(data.as_slice());
    int::from_i64(cx, data.len() as i64)
}

static BUFFERED_BASE: TypeDef = TypeDef {
    name: "_BufferedIOBase",
    module: "_io",
    base: Some(&IO_BASE),
    doc: "Base class for buffered IO objects.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "detach($self, /)",
            "Disconnect this buffer from its underlying raw stream and return it.",
            |cx, _| Err(unsupported(cx, "detach")),
        ),
        MethodDef::new("read($self, size=-1, /)", "Read and return up to n bytes.", |cx, _| {
            Err(unsupported(cx, "read"))
        }),
        MethodDef::new(
            "read1($self, size=-1, /)",
            "Read and return up to size bytes, with at most one read() call.",
            |cx, _| Err(unsupported(cx, "read1")),
        ),
        MethodDef::new("readinto($self, buffer, /)", "", |cx, args| readinto(cx, args, "read")),
        MethodDef::new("readinto1($self, buffer, /)", "", |cx, args| readinto(cx, args, "read1")),
        MethodDef::new("write($self, b, /)", "Write buffer b to the IO stream.", |cx, _| {
            Err(unsupported(cx, "write"))
        }),
    ],
    ..TypeDef::DEFAULT
};

// --- _TextIOBase ------------------------------------------------------------------------------------------------

fn none(_: &Cx, _: Value) -> R<Value> {
    Ok(Value::NONE)
}

static TEXT_BASE: TypeDef = TypeDef {
    name: "_TextIOBase",
    module: "_io",
    base: Some(&IO_BASE),
    doc: "Base class for text I/O.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "detach($self, /)",
            "Separate the underlying buffer from the TextIOBase and return it.",
            |cx, _| Err(unsupported(cx, "detach")),
        ),
        MethodDef::new("read($self, size=-1, /)", "Read at most size characters from stream.", |cx, _| {
            Err(unsupported(cx, "read"))
        }),
        MethodDef::new("readline($self, size=-1, /)", "Read until newline or EOF.", |cx, _| {
            Err(unsupported(cx, "readline"))
        }),
        MethodDef::new("write($self, s, /)", "Write string s to stream.", |cx, _| {
            Err(unsupported(cx, "write"))
        }),
    ],
    getset: &[
        GetSetDef { name: "encoding", doc: "Encoding of the text stream.", get: none, set: None },
        GetSetDef { name: "newlines", doc: "Line endings translated so far.", get: none, set: None },
        GetSetDef {
            name: "errors",
            doc: "The error setting of the decoder or encoder.",
            get: none,
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

/// The definitions that derived native types name as their base.
pub(super) static RAW_BASE_DEF: &TypeDef = &RAW_BASE;
pub(super) static BUFFERED_BASE_DEF: &TypeDef = &BUFFERED_BASE;
pub(super) static TEXT_BASE_DEF: &TypeDef = &TEXT_BASE;

/// `<class name=…>` for streams that show their name.
pub(super) fn repr_with_name(cx: &Cx, this: Value, rest: &str) -> R<Value> {
    let class = cx.type_name(this);
    let name = match calls::optional(cx, this, "name") {
        Ok(name) => name,
        Err(raised) if cx.matches(raised, exceptions::VALUE_ERROR) => None,
        Err(raised) => return Err(raised),
    };
    let Some(name) = name else { return str_::from_string(cx, format!("<{class}{rest}>")) };
    let shown = protocol::without_recursion(cx, this, || protocol::repr_string(cx, name))?;
    match shown {
        Some(shown) => str_::from_string(cx, format!("<{class} name={shown}{rest}>")),
        None => Err(cx.error(exceptions::RUNTIME_ERROR, format!("reentrant call inside {class}.__repr__"))),
    }
}
