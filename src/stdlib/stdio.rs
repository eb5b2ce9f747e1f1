//! Standard output and error before the library's `io` takes over: text streams over descriptors 1 and 2.
//!
//! Standard output is buffered (by lines where it is a terminal), standard error is not. *Thread-safety*: one parking lock per stream
//! guards its buffer and orders the writes to its descriptor; it parks the fiber, so holding it across a blocking write stops nobody
//! else's worker. What one `write` or `print` gives is appended whole and never torn.

use std::cell::UnsafeCell;
use std::io::IsTerminal;

use typhon_vm::context::{Cx, R};
use typhon_vm::gc::Header;
use typhon_vm::object::Payload;
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::RawLock;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, TypeDef, trace_nothing};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::{Value, exceptions};

struct Buffer {
    lock: RawLock,
    bytes: UnsafeCell<Vec<u8>>,
}

// SAFETY: `bytes` is only touched by the holder of `lock` (`with`).
unsafe impl Sync for Buffer {}

static BUFFERS: [Buffer; 2] =
    [const { Buffer { lock: RawLock::new(), bytes: UnsafeCell::new(Vec::new()) } }; 2];

/// Bytes after which standard output is written out.
const BUFFER_BYTES: usize = 8192;

impl Buffer {
    /// Runs `body` as the lock's holder.
    fn with<T>(&self, cx: &Cx, body: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        self.lock.lock(cx.fiber());
        // SAFETY: the lock is held, and `body` does not come back here.
        let result = body(unsafe { &mut *self.bytes.get() });
        self.lock.unlock();
        result
    }
}

fn write_out(cx: &Cx, descriptor: i32, bytes: &mut Vec<u8>) -> R<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let taken = std::mem::take(bytes);
    cx.blocking(|| typhon_os::output::write_all(descriptor, &taken))
        .map_err(|error| cx.os_error(&error, None))
}

/// Writes text to descriptor 1 or 2. Raises `OSError` where the system refuses it and `UnicodeEncodeError` for a lone surrogate.
pub fn write(cx: &Cx, descriptor: i32, text: &[u8]) -> R<()> {
    let buffer = &BUFFERS[(descriptor - 1) as usize];
    buffer.with(cx, |bytes| {
        bytes.extend_from_slice(text);
        let by_lines = descriptor == 2 || (text.contains(&b'\n') && std::io::stdout().is_terminal());
        if by_lines || bytes.len() >= BUFFER_BYTES { write_out(cx, descriptor, bytes) } else { Ok(()) }
    })
}

/// Writes out what is buffered for descriptor 1 or 2.
pub fn flush(cx: &Cx, descriptor: i32) -> R<()> {
    BUFFERS[(descriptor - 1) as usize].with(cx, |bytes| write_out(cx, descriptor, bytes))
}

/// Appends a str as UTF-8.
pub fn encode(cx: &Cx, out: &mut Vec<u8>, text: typhon_vm::Obj<Str>) -> R<()> {
    if let Some(ascii) = text.as_ascii() {
        out.extend_from_slice(ascii.as_bytes());
        return Ok(());
    }
    for (index, point) in text.code_points().enumerate() {
        let Some(character) = char::from_u32(point) else {
            let message = format!(
                "'utf-8' codec can't encode character '\\u{point:04x}' in position {index}: surrogates not allowed"
            );
            return Err(cx.error(exceptions::UNICODE_ENCODE_ERROR, message));
        };
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(())
}

/// A standard stream as Python sees it.
#[repr(C)]
pub struct Stream {
    header: Header,
    descriptor: i32,
}

static LAYOUT: Layout = Layout::fixed("standard stream", size_of::<Stream>(), trace_nothing);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for Stream {
    const LAYOUT: &'static Layout = &LAYOUT;
}

static STREAM_TYPE: NativeType = NativeType::new(&STREAM);

/// The stream object of descriptor 1 or 2.
pub fn stream(cx: &Cx, descriptor: i32) -> R<Value> {
    let header = Header::new(STREAM_TYPE.shape_id(cx)?, 0);
    Ok(cx.alloc(Stream { header, descriptor })?.value())
}

/// The descriptor, where the value is one of our streams.
pub fn descriptor_of(value: Value) -> Option<i32> {
    value.cast::<Stream>().map(|stream| stream.descriptor)
}

fn this(cx: &Cx, value: Value) -> R<i32> {
    descriptor_of(value)
        .ok_or_else(|| cx.type_error(format!("expected a stream, got '{}'", cx.type_name(value))))
}

fn write_method(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = this(cx, args[0])?;
    let Some(text) = args[1].cast::<Str>() else {
        return Err(cx.type_error(format!("write() argument must be str, not {}", cx.type_name(args[1]))));
    };
    let mut bytes = Vec::new();
    encode(cx, &mut bytes, text)?;
    write(cx, descriptor, &bytes)?;
    Ok(Value::small_int_unchecked(text.len() as i64))
}

fn writelines(cx: &Cx, args: &[Value]) -> R<Value> {
    protocol::iter::for_each(cx, args[1], &mut |cx, line| write_method(cx, &[args[0], line]).map(|_| ()))?;
    Ok(Value::NONE)
}

fn flush_method(cx: &Cx, args: &[Value]) -> R<Value> {
    flush(cx, this(cx, args[0])?)?;
    Ok(Value::NONE)
}

fn fileno(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::small_int_unchecked(this(cx, args[0])?.into()))
}

fn isatty(cx: &Cx, args: &[Value]) -> R<Value> {
    let terminal = if this(cx, args[0])? == 1 {
        std::io::stdout().is_terminal()
    } else {
        std::io::stderr().is_terminal()
    };
    Ok(Value::from_bool(terminal))
}

fn always(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::TRUE)
}

fn name(cx: &Cx, value: Value) -> R<Value> {
    cx.intern(if this(cx, value)? == 1 { "<stdout>" } else { "<stderr>" })
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let name = if this(cx, value)? == 1 { "<stdout>" } else { "<stderr>" };
    str_::from_string(cx, format!("<_typhon.Stream name='{name}' mode='w' encoding='utf-8'>"))
}

static STREAM: TypeDef = TypeDef {
    name: "Stream",
    module: "_typhon",
    doc: "A standard stream: text written to a descriptor as UTF-8.",
    layout: &LAYOUT,
    slots: typhon_vm::typedef::SlotTable { repr: Some(repr), ..typhon_vm::typedef::SlotTable::NONE },
    methods: &[
        MethodDef::new("write($self, text, /)", "Write text; answers its length.", write_method),
        MethodDef::new("writelines($self, lines, /)", "Write each text of an iterable.", writelines),
        MethodDef::new("flush($self, /)", "Write out what is buffered.", flush_method),
        MethodDef::new("fileno($self, /)", "The descriptor.", fileno),
        MethodDef::new("isatty($self, /)", "Whether the descriptor is a terminal.", isatty),
        MethodDef::new("writable($self, /)", "Always true.", always),
    ],
    getset: &[
        GetSetDef { name: "name", doc: "the stream's name", get: name, set: None },
        GetSetDef { name: "encoding", doc: "always utf-8", get: |cx, _| cx.intern("utf-8"), set: None },
        GetSetDef { name: "mode", doc: "always w", get: |cx, _| cx.intern("w"), set: None },
    ],
    ..TypeDef::DEFAULT
};
