//! `BytesIO`: bytes in memory as a buffered stream.
//!
//! Thread-safety: contents and position lie behind the object's own lock ([`Guarded`]), which every method takes once, so each is atomic.
//! Exports forbid every change of size and hold the lock's protection off for nobody: they read and write through the same methods.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::protocol::{self, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::bytes;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::list;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, codecs, exceptions, instance, names};

use super::base;
use super::buffers::Room;
use super::calls;
use super::guarded::Guarded;

#[derive(Default)]
pub(super) struct State {
    /// `None`: closed.
    data: Option<Vec<u8>>,
    at: usize,
}

/// Bytes as a stream.
#[repr(C)]
pub(super) struct BytesIo {
    header: Header,
    guarded: Guarded<State>,
    /// Views of the contents that are alive.
    exports: AtomicUsize,
}

pub(super) static LAYOUT: Layout = Layout {
    take: Some(take),
    ..Layout::with_attributes("_io.BytesIO", size_of::<BytesIo>(), trace_nothing)
};

// SAFETY: repr(C), header first, no references; what changes is guarded or atomic.
unsafe impl Payload for BytesIo {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead objects of this layout, which nobody else reaches.
    Box::new(unsafe { Obj::<BytesIo>::cast_unchecked(object).guarded.take_unsync() })
}

pub(super) static BYTES_IO_TYPE: NativeType = NativeType::new(&BYTES_IO);

/// Makes an empty instance of a class with this layout.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let state = State { data: Some(Vec::new()), at: 0 };
    let made = BytesIo { header, guarded: Guarded::new(state), exports: AtomicUsize::new(0) };
    let made = cx.alloc_instance(shape, made)?;
    payloads::watch(cx, made.object(), 64);
    Ok(made.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<BytesIo>> {
    value
        .cast::<BytesIo>()
        .ok_or_else(|| cx.type_error(format!("expected BytesIO, got '{}'", cx.type_name(value))))
}

#[cold]
fn closed(cx: &Cx) -> Raised {
    cx.value_error("I/O operation on closed file.")
}

/// Runs `body` on contents and position; raises where the stream is closed.
fn with<T>(cx: &Cx, value: Value, body: impl FnOnce(&mut Vec<u8>, &mut usize) -> T) -> R<T> {
    let this = this(cx, value)?;
    let entered = this.guarded.enter(cx, value)?;
    let result = entered.with(|State { data, at }| data.as_mut().map(|data| body(data, at)));
    result.ok_or_else(|| closed(cx))
}

fn check_exports(cx: &Cx, value: Value) -> R<()> {
    if this(cx, value)?.exports.load(Ordering::Acquire) == 0 {
        return Ok(());
    }
    let text = "Existing exports of data: object cannot be re-sized";
    Err(cx.error(exceptions::BUFFER_ERROR, text.into()))
}

static INIT: MethodDef = MethodDef::function("BytesIO($self, /, initial_bytes=b'')", "", |cx, args| {
    check_exports(cx, args[0])?;
    let initial = match args[1].bound().filter(|initial| !initial.is_none()) {
        Some(initial) => calls::readable(cx, initial)?.as_slice().to_vec(),
        None => Vec::new(),
    };
    replace(cx, args[0], initial, 0)?;
    Ok(Value::NONE)
});

fn replace(cx: &Cx, value: Value, contents: Vec<u8>, position: usize) -> R<()> {
    let this = this(cx, value)?;
    cx.mutator().count_external(contents.len());
    let entered = this.guarded.enter(cx, value)?;
    entered.with(|State { data, at }| {
        *data = Some(contents);
        *at = position;
    });
    Ok(())
}

/// What a read of so many bytes gives.
fn taken(data: &[u8], at: &mut usize, size: Option<usize>) -> std::ops::Range<usize> {
    let start = (*at).min(data.len());
    let rest = data.len() - start;
    let count = size.unwrap_or(rest).min(rest);
    if count > 0 {
        *at = start + count;
    }
    start..start + count
}

fn size_argument(cx: &Cx, value: Value) -> R<Option<usize>> {
    Ok(calls::size(cx, value)?.and_then(|size| usize::try_from(size).ok()))
}

fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = size_argument(cx, args[1])?;
    let data = with(cx, args[0], |data, at| data[taken(data, at, size)].to_vec())?;
    bytes::from_slice(cx, &data)
}

fn line_range(data: &[u8], at: &mut usize, limit: Option<usize>) -> std::ops::Range<usize> {
    let start = (*at).min(data.len());
    let rest = &data[start..];
    let rest = &rest[..rest.len().min(limit.unwrap_or(usize::MAX))];
    let count = memchr::memchr(b'\n', rest).map_or(rest.len(), |found| found + 1);
    *at = (*at).max(start + count);
    start..start + count
}

fn read_line(cx: &Cx, value: Value, limit: Option<usize>) -> R<Vec<u8>> {
    with(cx, value, |data, at| data[line_range(data, at, limit)].to_vec())
}

fn readline(cx: &Cx, args: &[Value]) -> R<Value> {
    let limit = size_argument(cx, args[1])?;
    bytes::from_slice(cx, &read_line(cx, args[0], limit)?)
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let line = read_line(cx, value, None)?;
    if line.is_empty() { Ok(None) } else { bytes::from_slice(cx, &line).map(Some) }
}

fn readlines(cx: &Cx, args: &[Value]) -> R<Value> {
    let most = calls::size(cx, args[1])?.unwrap_or(0);
    let lines = list::new(cx)?;
    let mut total = 0;
    loop {
        let line = read_line(cx, args[0], None)?;
        if line.is_empty() {
            return Ok(lines.value());
        }
        list::append(cx, lines, bytes::from_slice(cx, &line)?)?;
        total += line.len() as i64;
        if most > 0 && total >= most {
            return Ok(lines.value());
        }
        cx.poll()?;
    }
}

fn readinto(cx: &Cx, args: &[Value]) -> R<Value> {
    let room = Room::of(cx, args[1])?;
    let data = with(cx, args[0], |data, at| data[taken(data, at, Some(room.len()))].to_vec())?;
    room.put(cx, &data)?;
    Ok(codecs::place(data.len()))
}

/// Writes over what stands at the position, zeros before it where it lies beyond the end. Nothing where memory is short.
fn put(data: &mut Vec<u8>, at: &mut usize, new: &[u8]) -> Option<()> {
    let end = at.checked_add(new.len()).filter(|&end| end < isize::MAX as usize)?;
    if end > data.len() {
        data.try_reserve(end - data.len()).ok()?;
        if *at > data.len() {
            data.resize(*at, 0);
        }
    }
    let overlap = (data.len() - *at).min(new.len());
    data[*at..*at + overlap].copy_from_slice(&new[..overlap]);
    data.extend_from_slice(&new[overlap..]);
    *at = end;
    Some(())
}

fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    if this.guarded.enter(cx, args[0])?.with(|state| state.data.is_none()) {
        return Err(closed(cx));
    }
    check_exports(cx, args[0])?;
    let new = calls::readable(cx, args[1])?;
    if new.is_empty() {
        return Ok(codecs::place(0));
    }
    let grown = with(cx, args[0], |data, at| {
        let before = data.capacity();
        put(data, at, new.as_slice()).map(|()| data.capacity() - before)
    })?;
    match grown {
        Some(grown) => {
            if grown > 0 {
                cx.mutator().count_external(grown);
            }
            Ok(codecs::place(new.len()))
        }
        None => Err(cx.memory_error()),
    }
}

fn writelines(cx: &Cx, args: &[Value]) -> R<Value> {
    with(cx, args[0], |_, _| ())?;
    iter::for_each(cx, args[1], &mut |cx, line| write(cx, &[args[0], line]).map(|_| ()))?;
    Ok(Value::NONE)
}

fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    let offset = calls::position(cx, args[1])?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    if offset < 0 && whence == 0 {
        return Err(cx.value_error(&format!("negative seek value {offset}")));
    }
    let moved = with(cx, args[0], |data, at| {
        let from = match whence {
            0 => 0,
            1 => *at as i64,
            2 => data.len() as i64,
            _ => return Err(false),
        };
        let target = from.checked_add(offset).ok_or(true)?.max(0);
        *at = target as usize;
        Ok(target)
    })?;
    match moved {
        Ok(target) => int::from_i64(cx, target),
        Err(true) => Err(cx.error(exceptions::OVERFLOW_ERROR, "new position too large".into())),
        Err(false) => Err(cx.value_error(&format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
}

fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    with(cx, args[0], |_, _| ())?;
    check_exports(cx, args[0])?;
    let size = match calls::size(cx, args[1])? {
        Some(size) if size < 0 => return Err(cx.value_error(&format!("negative size value {size}"))),
        Some(size) => size as usize,
        None => with(cx, args[0], |_, at| *at)?,
    };
    with(cx, args[0], |data, _| {
        data.truncate(size);
        data.shrink_to(size);
    })?;
    Ok(codecs::place(size))
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    check_exports(cx, args[0])?;
    let this = this(cx, args[0])?;
    let entered = this.guarded.enter(cx, args[0])?;
    let dropped = entered.with(|state| state.data.take());
    drop(entered);
    drop(dropped);
    Ok(Value::NONE)
}

fn getvalue(cx: &Cx, args: &[Value]) -> R<Value> {
    let data = with(cx, args[0], |data, _| data.clone())?;
    bytes::from_slice(cx, &data)
}

fn getstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let (data, at) = with(cx, args[0], |data, at| (data.clone(), *at))?;
    let attributes = attributes_of(cx, args[0])?;
    Ok(tuple::from_slice(cx, &[bytes::from_slice(cx, &data)?, codecs::place(at), attributes])?.value())
}

/// A copy of an instance's `__dict__`, `None` where it is empty.
pub(super) fn attributes_of(cx: &Cx, value: Value) -> R<Value> {
    let Some(object) = value.as_object() else { return Ok(Value::NONE) };
    let copy = instance::snapshot(cx, object)?;
    Ok(if copy.is_empty() { Value::NONE } else { copy.value() })
}

/// Adds a state's attributes to an instance; `which` is the state's item in words.
pub(super) fn set_attributes(cx: &Cx, value: Value, attributes: Value, which: &str) -> R<()> {
    if attributes.is_none() {
        return Ok(());
    }
    let Some(attributes) = attributes.cast::<Dict>() else {
        let shown = cx.type_name(attributes);
        return Err(cx.type_error(format!("{which} item of state should be a dict, got a {shown}")));
    };
    let own = protocol::attr::get(cx, value, names::get(names::__DICT__))?;
    match own.cast::<Dict>() {
        Some(own) => dict::update(cx, own, attributes.value()),
        None => Ok(()),
    }
}

fn setstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(state) = args[1].cast::<Tuple>().filter(|state| state.len() >= 3) else {
        let shown = cx.type_name(args[1]);
        return Err(
            cx.type_error(format!("_io.BytesIO.__setstate__ argument should be 3-tuple, got {shown}"))
        );
    };
    check_exports(cx, args[0])?;
    let contents = calls::readable(cx, state.get(0))?.as_slice().to_vec();
    if !int::is_int(state.get(1)) {
        let shown = cx.type_name(state.get(1));
        return Err(cx.type_error(format!("second item of state must be an integer, not {shown}")));
    }
    let Ok(at) = usize::try_from(protocol::index::to_i64(cx, state.get(1))?) else {
        return Err(cx.value_error("position value cannot be negative"));
    };
    replace(cx, args[0], contents, at)?;
    set_attributes(cx, args[0], state.get(2), "third")?;
    Ok(Value::NONE)
}

fn answer(cx: &Cx, value: Value, answer: Value) -> R<Value> {
    with(cx, value, |_, _| answer)
}

static NEW: MethodDef = MethodDef::function("__new__($type, /, *args, **kwargs)", "", super::new);

static BYTES_IO: TypeDef = TypeDef {
    name: "BytesIO",
    module: "_io",
    base: Some(base::BUFFERED_BASE_DEF),
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable {
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &INIT, args)),
        iter: Some(|_, value| Ok(value)),
        next: Some(next),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("readable($self, /)", "Returns True if the IO object can be read.", |cx, args| {
            answer(cx, args[0], Value::TRUE)
        }),
        MethodDef::new("seekable($self, /)", "Returns True if the IO object can be seeked.", |cx, args| {
            answer(cx, args[0], Value::TRUE)
        }),
        MethodDef::new("writable($self, /)", "Returns True if the IO object can be written.", |cx, args| {
            answer(cx, args[0], Value::TRUE)
        }),
        MethodDef::new("isatty($self, /)", "Always returns False.", |cx, args| {
            answer(cx, args[0], Value::FALSE)
        }),
        MethodDef::new("flush($self, /)", "Does nothing.", |cx, args| answer(cx, args[0], Value::NONE)),
        MethodDef::new("tell($self, /)", "Current file position, an integer.", |cx, args| {
            let at = with(cx, args[0], |_, at| *at)?;
            Ok(codecs::place(at))
        }),
        MethodDef::new("close($self, /)", "Disable all I/O operations.", close),
        MethodDef::new(
            "read($self, size=-1, /)",
            "Read at most size bytes, returned as a bytes object.",
            read,
        ),
        MethodDef::new(
            "read1($self, size=-1, /)",
            "Read at most size bytes, returned as a bytes object.",
            read,
        ),
        MethodDef::new(
            "readline($self, size=-1, /)",
            "Next line from the file, as a bytes object.",
            readline,
        ),
        MethodDef::new(
            "readlines($self, size=None, /)",
            "List of bytes objects, each a line from the file.",
            readlines,
        ),
        MethodDef::new("readinto($self, buffer, /)", "Read bytes into buffer.", readinto),
        MethodDef::new("truncate($self, size=None, /)", "Truncate the file to at most size bytes.", truncate),
        MethodDef::new("seek($self, pos, whence=0, /)", "Change stream position.", seek),
        MethodDef::new("write($self, b, /)", "Write bytes to file.", write),
        MethodDef::new("writelines($self, lines, /)", "Write lines to the file.", writelines),
        MethodDef::new("getvalue($self, /)", "Retrieve the entire contents of the BytesIO object.", getvalue),
        MethodDef::new("__getstate__($self, /)", "", getstate),
        MethodDef::new("__setstate__($self, object, /)", "", setstate),
        MethodDef::new("__sizeof__($self, /)", "", |cx, args| {
            let this = this(cx, args[0])?;
            let held =
                this.guarded.enter(cx, args[0])?.with(|state| state.data.as_ref().map_or(0, Vec::capacity));
            Ok(codecs::place(size_of::<BytesIo>() + held))
        }),
    ],
    getset: &[GetSetDef {
        name: "closed",
        doc: "True if the file is closed.",
        get: |cx, value| {
            let this = this(cx, value)?;
            let closed = this.guarded.enter(cx, value)?.with(|state| state.data.is_none());
            Ok(Value::from_bool(closed))
        },
        set: None,
    }],
    ..TypeDef::DEFAULT
};
