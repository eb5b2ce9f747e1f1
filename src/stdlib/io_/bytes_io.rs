//! `BytesIO`: bytes in memory as a buffered stream.
//!
//! The contents are a bytearray, which counts the views that `getbuffer` gives out and refuses to be resized while there are any.
//!
//! Thread-safety: the position lies behind the object's own lock ([`Guarded`]), which a method holds from its first look at the contents to its
//! last, so each is atomic. The bytearray is one slot and guards itself.

use typhon_vm::buffer;
use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::byte_array::{self, ByteArray};
use typhon_vm::types::bytes;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::list;
use typhon_vm::types::memory_view;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, codecs, exceptions, instance, names};

use super::base;
use super::buffers::Room;
use super::calls;
use super::guarded::Guarded;

/// Bytes as a stream.
#[repr(C)]
pub(super) struct BytesIo {
    header: Header,
    /// A bytearray; `None` when closed.
    data: Slot,
    position: Guarded<usize>,
}

pub(super) static LAYOUT: Layout = Layout::with_attributes("_io.BytesIO", size_of::<BytesIo>(), trace);

// SAFETY: repr(C), header first, the slot is traced; what changes is guarded.
unsafe impl Payload for BytesIo {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for objects of this layout only.
    tracer.slot(&unsafe { Obj::<BytesIo>::cast_unchecked(object) }.data);
}

pub(super) static BYTES_IO_TYPE: NativeType = NativeType::new(&BYTES_IO);

/// Makes an empty instance of a class with this layout.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let data = byte_array::from_slice(cx, &[])?;
    let (shape, header) = instance::start(class);
    let made = BytesIo { header, data: Slot::of(data), position: Guarded::new(0) };
    Ok(cx.alloc_instance(shape, made)?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<BytesIo>> {
    value
        .cast::<BytesIo>()
        .ok_or_else(|| cx.type_error(format!("expected BytesIO, got '{}'", cx.type_name(value))))
}

/// Runs `body` on contents and position; raises where the stream is closed.
fn with<T>(cx: &Cx, value: Value, body: impl FnOnce(Obj<ByteArray>, &mut usize) -> R<T>) -> R<T> {
    let this = this(cx, value)?;
    let entered = this.position.enter(cx, value)?;
    let Some(data) = this.data.get().cast::<ByteArray>() else { return Err(base::closed_error(cx)) };
    let mut at = entered.with(|at| *at);
    let result = body(data, &mut at);
    entered.with(|position| *position = at);
    result
}

/// Copies out what `choose` finds in the contents.
fn copy_part(
    cx: &Cx,
    value: Value,
    choose: impl FnOnce(&[u8], &mut usize) -> std::ops::Range<usize>,
) -> R<Vec<u8>> {
    with(cx, value, |data, at| {
        Ok(byte_array::with_bytes(cx, data, |bytes| {
            let range = choose(bytes, at);
            bytes[range].to_vec()
        }))
    })
}

/// `BufferError` where views of the contents are alive, and not only garbage.
fn check_exports(cx: &Cx, value: Value) -> R<()> {
    match this(cx, value)?.data.get().cast::<ByteArray>() {
        Some(data) if buffer::settle_exports(cx, &|| data.is_lent()) => {
            let text = "Existing exports of data: object cannot be re-sized";
            Err(cx.error(exceptions::BUFFER_ERROR, text.into()))
        }
        _ => Ok(()),
    }
}

static INIT: MethodDef = MethodDef::function("BytesIO($self, /, initial_bytes=b'')", "", |cx, args| {
    check_exports(cx, args[0])?;
    let initial = match args[1].bound().filter(|initial| !initial.is_none()) {
        Some(initial) => byte_array::from_slice(cx, calls::readable(cx, initial)?.as_slice())?,
        None => byte_array::from_slice(cx, &[])?,
    };
    replace(cx, args[0], initial, 0)?;
    Ok(Value::NONE)
});

fn replace(cx: &Cx, value: Value, contents: Value, position: usize) -> R<()> {
    let this = this(cx, value)?;
    let entered = this.position.enter(cx, value)?;
    cx.store(this.object(), &this.data, contents);
    entered.with(|at| *at = position);
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
    bytes::from_slice(cx, &copy_part(cx, args[0], |data, at| taken(data, at, size))?)
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
    copy_part(cx, value, |data, at| line_range(data, at, limit))
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
    let data = copy_part(cx, args[0], |data, at| taken(data, at, Some(room.len())))?;
    room.put(&data);
    Ok(codecs::place(data.len()))
}

fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    with(cx, args[0], |_, _| Ok(()))?;
    check_exports(cx, args[0])?;
    let new = calls::readable(cx, args[1])?;
    if new.is_empty() {
        return Ok(codecs::place(0));
    }
    with(cx, args[0], |data, at| {
        let start = *at;
        let end = start.checked_add(new.len()).filter(|&end| end <= isize::MAX as usize);
        let Some(end) = end else {
            return Err(cx.error(exceptions::OVERFLOW_ERROR, "new position too large".into()));
        };
        // Zeros up to a position beyond the end.
        if start > data.len() {
            byte_array::resize(cx, data, start)?;
        }
        byte_array::replace(cx, data, new.as_slice(), |len| {
            Some((start.min(len), new.len().min(len - start.min(len))))
        })?;
        *at = end;
        Ok(codecs::place(new.len()))
    })
}

fn writelines(cx: &Cx, args: &[Value]) -> R<Value> {
    with(cx, args[0], |_, _| Ok(()))?;
    iter::for_each(cx, args[1], &mut |cx, line| write(cx, &[args[0], line]).map(|_| ()))?;
    Ok(Value::NONE)
}

fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    let offset = calls::position(cx, args[1])?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    if offset < 0 && whence == 0 {
        return Err(cx.value_error(&format!("negative seek value {offset}")));
    }
    with(cx, args[0], |data, at| {
        let from = match whence {
            0 => 0,
            1 => *at as i64,
            2 => data.len() as i64,
            _ => {
                let text = format!("invalid whence ({whence}, should be 0, 1 or 2)");
                return Err(cx.value_error(&text));
            }
        };
        let Some(target) = from.checked_add(offset) else {
            return Err(cx.error(exceptions::OVERFLOW_ERROR, "new position too large".into()));
        };
        *at = target.max(0) as usize;
        int::from_i64(cx, target.max(0))
    })
}

fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    with(cx, args[0], |_, _| Ok(()))?;
    check_exports(cx, args[0])?;
    let size = match calls::size(cx, args[1])? {
        Some(size) if size < 0 => return Err(cx.value_error(&format!("negative size value {size}"))),
        Some(size) => size as usize,
        None => with(cx, args[0], |_, at| Ok(*at))?,
    };
    with(cx, args[0], |data, _| if size < data.len() { byte_array::resize(cx, data, size) } else { Ok(()) })?;
    int::from_i64(cx, size as i64)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    check_exports(cx, args[0])?;
    replace(cx, args[0], Value::NONE, 0)?;
    Ok(Value::NONE)
}

fn getvalue(cx: &Cx, args: &[Value]) -> R<Value> {
    bytes::from_slice(cx, &copy_part(cx, args[0], |data, _| 0..data.len())?)
}

fn getbuffer(cx: &Cx, args: &[Value]) -> R<Value> {
    let data = with(cx, args[0], |data, _| Ok(data))?;
    memory_view::new(cx, data.value()).map(Obj::value)
}

fn getstate(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = getvalue(cx, args)?;
    let at = with(cx, args[0], |_, at| int::from_i64(cx, *at as i64))?;
    let attributes = attributes_of(cx, args[0])?;
    Ok(tuple::from_slice(cx, &[value, at, attributes])?.value())
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
    with(cx, args[0], |_, _| Ok(()))?;
    check_exports(cx, args[0])?;
    let contents = byte_array::from_slice(cx, calls::readable(cx, state.get(0))?.as_slice())?;
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
    with(cx, value, |_, _| Ok(answer))
}

/// A method that may change the number of bytes.
macro_rules! settled {
    ($method:ident) => {
        |cx, args| buffer::settled(cx, args, is_lent, $method)
    };
}

fn is_lent(value: Value) -> bool {
    let data = value.cast::<BytesIo>().and_then(|this| this.data.get().cast::<ByteArray>());
    data.is_some_and(|data| data.is_lent())
}

static NEW: MethodDef = MethodDef::any_new(super::new);

static BYTES_IO: TypeDef = TypeDef {
    name: "BytesIO",
    parameters: Some("(initial_bytes=b'')"),
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
            with(cx, args[0], |_, at| int::from_i64(cx, *at as i64))
        }),
        MethodDef::new("close($self, /)", "Disable all I/O operations.", settled!(close)),
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
        MethodDef::new(
            "truncate($self, size=None, /)",
            "Truncate the file to at most size bytes.",
            settled!(truncate),
        ),
        MethodDef::new("seek($self, pos, whence=0, /)", "Change stream position.", seek),
        MethodDef::new("write($self, b, /)", "Write bytes to file.", settled!(write)),
        MethodDef::new("writelines($self, lines, /)", "Write lines to the file.", settled!(writelines)),
        MethodDef::new(
            "getbuffer($self, /)",
            "Get a read-write view over the contents of the BytesIO object.",
            getbuffer,
        ),
        MethodDef::new("getvalue($self, /)", "Retrieve the entire contents of the BytesIO object.", getvalue),
        MethodDef::new("__getstate__($self, /)", "", getstate),
        MethodDef::new("__setstate__($self, object, /)", "", settled!(setstate)),
        MethodDef::new("__sizeof__($self, /)", "", |cx, args| {
            let held = this(cx, args[0])?.data.get().cast::<ByteArray>().map_or(0, |data| data.len());
            Ok(codecs::place(size_of::<BytesIo>() + held))
        }),
    ],
    getset: &[GetSetDef {
        name: "closed",
        doc: "True if the file is closed.",
        get: |cx, value| Ok(Value::from_bool(this(cx, value)?.data.get().is_none())),
        set: None,
    }],
    ..TypeDef::DEFAULT
};
