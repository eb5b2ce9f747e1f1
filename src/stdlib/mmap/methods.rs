//! The methods and operators of mappings, and their type.

use std::sync::atomic::Ordering;

use memchr::memmem;

use typhon_os::memory::page_size;
use typhon_os::stream::errno;
use typhon_os::{descriptor, mapping};
use typhon_vm::Value;
use typhon_vm::buffer::{self, bytes_like};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::memory_view::python;
use typhon_vm::types::slice::sequence::{self, index_error};
use typhon_vm::types::slice::{self, Slice};
use typhon_vm::types::str_;
use typhon_vm::types::{bytes, int};

use super::{Access, LAYOUT, Map, any, closed, lend, locked, new, with_bytes};

fn number(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

/// `TypeError` for a mapping that may not be written to.
fn writable(cx: &Cx, value: Value) -> R<()> {
    if any(cx, value)?.access == Access::Read {
        return Err(cx.type_error("mmap can't modify a readonly memory map.".into()));
    }
    Ok(())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = any(cx, value)?;
    let state =
        locked(cx, this, |inside| inside.mapping.as_ref().map(|mapping| (mapping.len(), inside.position)));
    let text = match state {
        None => "<mmap.mmap closed=True>".to_string(),
        Some((len, position)) => {
            let access = match this.access {
                Access::Default => "ACCESS_DEFAULT",
                Access::Read => "ACCESS_READ",
                Access::Write => "ACCESS_WRITE",
                Access::Copy => "ACCESS_COPY",
            };
            let offset = this.offset;
            format!(
                "<mmap.mmap closed=False, access={access}, length={len}, pos={position}, offset={offset}>"
            )
        }
    };
    str_::from_string(cx, text)
}

/// An index subscript.
fn index_of(cx: &Cx, key: Value) -> R<i64> {
    if !key.is_int() && cx.type_of(key).slots().index.is_none() {
        return Err(cx.type_error("mmap indices must be integers".into()));
    }
    protocol::index::to_index(cx, key)
}

fn getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        let chosen: Vec<u8> = with_bytes(cx, value, |all, _| {
            let selection = bounds.fit(all.len());
            (0..selection.count).map(|n| all[selection.position(n)]).collect()
        })?;
        return bytes::from_slice(cx, &chosen);
    }
    let index = index_of(cx, key)?;
    let byte =
        with_bytes(cx, value, |all, _| sequence::position(index, all.len()).map(|position| all[position]))?;
    match byte {
        Some(byte) => Ok(Value::small_int_unchecked(byte.into())),
        None => Err(index_error(cx, "mmap index out of range")),
    }
}

/// Items are bytes of length 1 for those who go through them, and numbers for those who name one.
fn item(cx: &Cx, value: Value, index: i64) -> R<Value> {
    let byte =
        with_bytes(cx, value, |all, _| usize::try_from(index).ok().and_then(|at| all.get(at).copied()))?;
    match byte {
        Some(byte) => bytes::from_slice(cx, &[byte]),
        None => Err(index_error(cx, "mmap index out of range")),
    }
}

fn contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    with_bytes(cx, value, |_, _| ())?;
    let Some(item) = buffer::bytes_like_optional(cx, item)? else { return Ok(false) };
    let &[wanted] = item.as_slice() else { return Ok(false) };
    with_bytes(cx, value, |all, _| all.contains(&wanted))
}

fn setitem(cx: &Cx, value: Value, key: Value, item: Option<Value>) -> R<()> {
    with_bytes(cx, value, |_, _| ())?;
    writable(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        let Some(item) = item else {
            return Err(cx.type_error("mmap object doesn't support slice deletion".into()));
        };
        let content = bytes_like(cx, item)?.to_vec();
        let fits = with_bytes(cx, value, |all, _| {
            let selection = bounds.fit(all.len());
            if selection.count != content.len() {
                return false;
            }
            content.iter().enumerate().for_each(|(n, &byte)| all[selection.position(n)] = byte);
            true
        })?;
        return if fits { Ok(()) } else { Err(index_error(cx, "mmap slice assignment is wrong size")) };
    }
    let index = index_of(cx, key)?;
    let out_of_range = || index_error(cx, "mmap index out of range");
    if with_bytes(cx, value, |all, _| sequence::position(index, all.len()))?.is_none() {
        return Err(out_of_range());
    }
    let Some(item) = item else {
        return Err(cx.type_error("mmap doesn't support item deletion".into()));
    };
    if !item.is_int() && cx.type_of(item).slots().index.is_none() {
        return Err(cx.type_error("mmap item value must be an int".into()));
    }
    let item = int::to_i64(protocol::index::to_value(cx, item)?).and_then(|item| u8::try_from(item).ok());
    let Some(item) = item else {
        return Err(cx.value_error("mmap item value must be in range(0, 256)"));
    };
    let stored = with_bytes(cx, value, |all, _| {
        sequence::position(index, all.len()).map(|position| all[position] = item)
    })?;
    stored.ok_or_else(out_of_range)
}

// --- reading and writing ------------------------------------------------------------------------------------------

fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let most = match args[1].bound().filter(|count| !count.is_none()) {
        None => usize::MAX,
        Some(count) => usize::try_from(protocol::index::to_i64(cx, count)?).unwrap_or(usize::MAX),
    };
    let part = with_bytes(cx, args[0], |all, position| {
        let start = (*position).min(all.len());
        let end = start.saturating_add(most).min(all.len());
        *position = end;
        all[start..end].to_vec()
    })?;
    bytes::from_slice(cx, &part)
}

fn read_byte(cx: &Cx, args: &[Value]) -> R<Value> {
    let byte = with_bytes(cx, args[0], |all, position| {
        let byte = all.get(*position).copied()?;
        *position += 1;
        Some(byte)
    })?;
    match byte {
        Some(byte) => Ok(Value::small_int_unchecked(byte.into())),
        None => Err(cx.value_error("read byte out of range")),
    }
}

fn read_line(cx: &Cx, args: &[Value]) -> R<Value> {
    let line = with_bytes(cx, args[0], |all, position| {
        let rest = &all[(*position).min(all.len())..];
        let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        *position += len;
        rest[..len].to_vec()
    })?;
    bytes::from_slice(cx, &line)
}

fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    with_bytes(cx, args[0], |_, _| ())?;
    let content = bytes_like(cx, args[1])?.to_vec();
    writable(cx, args[0])?;
    let done = with_bytes(cx, args[0], |all, position| {
        let target = all.get_mut(*position..)?.get_mut(..content.len())?;
        target.copy_from_slice(&content);
        *position += content.len();
        Some(())
    })?;
    match done {
        Some(()) => Ok(number(content.len())),
        None => Err(cx.value_error("data out of range")),
    }
}

fn write_byte(cx: &Cx, args: &[Value]) -> R<Value> {
    let byte = protocol::index::to_i64(cx, args[1])?;
    let range =
        |which: &str| cx.error(exceptions::OVERFLOW_ERROR, format!("unsigned byte integer is {which}"));
    let byte = u8::try_from(byte)
        .map_err(|_| range(if byte < 0 { "less than minimum" } else { "greater than maximum" }))?;
    with_bytes(cx, args[0], |_, _| ())?;
    writable(cx, args[0])?;
    let done = with_bytes(cx, args[0], |all, position| {
        *all.get_mut(*position)? = byte;
        *position += 1;
        Some(())
    })?;
    done.map(|()| Value::NONE).ok_or_else(|| cx.value_error("write byte out of range"))
}

fn search(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let start = args[2].bound().filter(|start| !start.is_none());
    let start = start.map(|start| sequence::bound(cx, start, 0, false)).transpose()?;
    let stop = args[3].bound().filter(|stop| !stop.is_none());
    let stop = stop.map_or(Ok(isize::MAX), |stop| sequence::bound(cx, stop, 0, false))?;
    let needle = bytes_like(cx, args[1])?.to_vec();
    let found = with_bytes(cx, args[0], |all, position| {
        let start = start.unwrap_or(*position as isize);
        let (start, stop) = sequence::fit_bounds(start, stop, all.len());
        let part = all.get(start..stop)?;
        let at = if from_end { memmem::rfind(part, &needle) } else { memmem::find(part, &needle) };
        at.map(|at| at + start)
    })?;
    Ok(found.map_or(Value::small_int_unchecked(-1), number))
}

fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    let distance = protocol::index::to_i64(cx, args[1])?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    let place = with_bytes(cx, args[0], |all, position| {
        let base = match whence {
            0 => 0,
            1 => *position as i64,
            2 => all.len() as i64,
            _ => return Err("unknown seek type"),
        };
        let place = base.checked_add(distance).and_then(|place| usize::try_from(place).ok());
        let place = place.filter(|&place| place <= all.len()).ok_or("seek out of range")?;
        *position = place;
        Ok(place)
    })?;
    place.map(number).map_err(|text| cx.value_error(text))
}

fn move_bytes(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut places = [0; 3];
    for (place, &value) in places.iter_mut().zip(&args[1..]) {
        *place = protocol::index::to_i64(cx, value)?;
    }
    with_bytes(cx, args[0], |_, _| ())?;
    writable(cx, args[0])?;
    let done = with_bytes(cx, args[0], |all, _| {
        let [to, from, count] = places.map(usize::try_from);
        let (to, from, count) = (to.ok()?, from.ok()?, count.ok()?);
        let fits = |start: usize| start.checked_add(count).is_some_and(|end| end <= all.len());
        if !fits(to) || !fits(from) {
            return None;
        }
        all.copy_within(from..from + count, to);
        Some(())
    })?;
    done.map(|()| Value::NONE).ok_or_else(|| cx.value_error("source, destination, or count out of range"))
}

// --- the mapping itself ---------------------------------------------------------------------------------------------

/// Waits for collections to give back what garbage has borrowed; whether anything is lent still.
fn is_lent(cx: &Cx, this: Obj<Map>) -> bool {
    buffer::settle_exports(cx, &|| has_exports(this.value()))
}

/// A method that moves or frees the bytes.
macro_rules! settled {
    ($method:ident) => {
        |cx, args| buffer::settled(cx, args, has_exports, $method)
    };
}

fn has_exports(value: Value) -> bool {
    value.cast::<Map>().is_some_and(|this| this.exports.load(Ordering::Acquire) > 0)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = any(cx, args[0])?;
    let refusal = || buffer::buffer_error(cx, "cannot close exported pointers exist");
    if is_lent(cx, this) {
        return Err(refusal());
    }
    let owned = locked(cx, this, |inside| {
        let free = this.exports.load(Ordering::Acquire) == 0;
        free.then(|| (inside.mapping.take(), inside.file.take()))
    });
    owned.map(|_| Value::NONE).ok_or_else(refusal)
}

fn system(cx: &Cx, result: std::io::Result<()>) -> R<Value> {
    result.map(|()| Value::NONE).map_err(|error| cx.os_error(&error, None))
}

fn resize(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = any(cx, args[0])?;
    let size = protocol::index::to_i64(cx, args[1])?;
    with_bytes(cx, args[0], |_, _| ())?;
    if is_lent(cx, this) {
        return Err(buffer::buffer_error(cx, "mmap can't resize with extant buffers exported."));
    }
    if matches!(this.access, Access::Read | Access::Copy) {
        return Err(cx.type_error("mmap can't resize a readonly or copy-on-write memory map.".into()));
    }
    if size < 0 || size.checked_add(this.offset).is_none() {
        return Err(cx.value_error("new size out of range"));
    }
    enum Trouble {
        Closed,
        Lent,
        Anonymous,
        Untracked,
        System(std::io::Error),
    }
    let result = locked(cx, this, |inside| {
        let mapping = inside.mapping.as_mut().ok_or(Trouble::Closed)?;
        if this.exports.load(Ordering::Acquire) > 0 {
            return Err(Trouble::Lent);
        }
        let anonymous = this.flags & mapping::MAP_ANONYMOUS != 0;
        if anonymous && this.flags & mapping::MAP_PRIVATE == 0 && size as usize > mapping.len() {
            return Err(Trouble::Anonymous);
        }
        match &inside.file {
            Some(file) => {
                descriptor::truncate(file.number(), this.offset + size).map_err(Trouble::System)?;
            }
            None if !anonymous => return Err(Trouble::Untracked),
            None => {}
        }
        mapping.resize(size as usize).map_err(Trouble::System)
    });
    match result {
        Ok(()) => Ok(Value::NONE),
        Err(Trouble::Closed) => Err(closed(cx)),
        Err(Trouble::Lent) => {
            Err(buffer::buffer_error(cx, "mmap can't resize with extant buffers exported."))
        }
        Err(Trouble::Anonymous) => Err(cx.value_error("mmap: can't expand a shared anonymous mapping")),
        Err(Trouble::Untracked) => Err(cx.value_error("mmap can't resize with trackfd=False.")),
        Err(Trouble::System(error)) => Err(cx.os_error(&error, None)),
    }
}

/// A part of the mapping from optional arguments; `None` where it lies outside.
fn part(cx: &Cx, offset: Value, size: Value, len: usize) -> R<(i64, i64)> {
    let offset = offset.bound().map_or(Ok(0), |offset| protocol::index::to_i64(cx, offset))?;
    let size = size
        .bound()
        .filter(|size| !size.is_none())
        .map_or(Ok(len as i64 - offset), |size| protocol::index::to_i64(cx, size))?;
    Ok((offset, size))
}

fn length(cx: &Cx, value: Value) -> R<usize> {
    with_bytes(cx, value, |all, _| all.len())
}

fn flush(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = any(cx, args[0])?;
    let len = length(cx, args[0])?;
    let (offset, size) = part(cx, args[1], args[2], len)?;
    if size < 0 || offset < 0 || (len as i64) - offset < size || offset % page_size() as i64 != 0 {
        return Err(cx.value_error("flush values out of range"));
    }
    if matches!(this.access, Access::Read | Access::Copy) {
        return Ok(Value::NONE);
    }
    let result = locked(cx, this, |inside| {
        inside.mapping.as_ref().map_or(Ok(()), |mapping| mapping.flush(offset as usize, size as usize))
    });
    system(cx, result)
}

fn advise(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = any(cx, args[0])?;
    let option = protocol::index::to_i64(cx, args[1])? as i32;
    let len = length(cx, args[0])? as i64;
    let start = args[2].bound().map_or(Ok(0), |start| protocol::index::to_i64(cx, start))?;
    let size = args[3].bound().map_or(Ok(len), |size| protocol::index::to_i64(cx, size))?;
    if start < 0 || start >= len {
        return Err(cx.value_error("madvise start out of bounds"));
    }
    if size < 0 {
        return Err(cx.value_error("madvise length invalid"));
    }
    if start.checked_add(size).is_none() {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "madvise length too large".into()));
    }
    let size = size.min(len - start);
    let result = locked(cx, this, |inside| {
        inside
            .mapping
            .as_ref()
            .map_or(Ok(()), |mapping| mapping.advise(option, start as usize, size as usize))
    });
    system(cx, result)
}

/// The size of the file, or of the mapping where there is none.
fn size(cx: &Cx, args: &[Value]) -> R<Value> {
    let len = length(cx, args[0])?;
    let this = any(cx, args[0])?;
    let result = locked(cx, this, |inside| match &inside.file {
        Some(file) => mapping::file_size(file.number()).map(|size| size.unwrap_or(0)),
        None if this.flags & mapping::MAP_ANONYMOUS != 0 => Ok(len as i64),
        None => Ok(-1),
    });
    match result {
        // The descriptor that is not kept is -1, which the system refuses.
        Ok(-1) => Err(cx.os_error(&std::io::Error::from_raw_os_error(errno::BAD_DESCRIPTOR), None)),
        Ok(size) => Ok(Value::small_int_unchecked(size)),
        Err(error) => Err(cx.os_error(&error, None)),
    }
}

fn is_closed(cx: &Cx, value: Value) -> R<Value> {
    Ok(Value::from_bool(locked(cx, any(cx, value)?, |inside| inside.mapping.is_none())))
}

static NEW: MethodDef = MethodDef::function(
    "mmap($type, fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)",
    "Create and return a new object.",
    new::new,
);

/// The type.
pub(super) static MAP: TypeDef = TypeDef {
    name: "mmap",
    module: "mmap",
    doc: "mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])\n\nMaps length bytes from the file specified by the file descriptor fileno,\n\
          and returns a mmap object.  If length is 0, the maximum length of the map\nwill be the current size of the file when mmap is called.\n\n\
          To map anonymous memory, pass -1 as the fileno.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable {
        repr: Some(repr),
        len: Some(length),
        getitem: Some(getitem),
        item: Some(item),
        setitem: Some(setitem),
        contains: Some(contains),
        buffer: Some(lend),
        release_buffer: Some(python::release_native),
        init: Some(|_, _, _| Ok(())),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("close($self, /)", "", settled!(close)),
        MethodDef::new("find($self, view, start=None, end=None, /)", "", |cx, args| search(cx, args, false)),
        MethodDef::new("rfind($self, view, start=None, end=None, /)", "", |cx, args| search(cx, args, true)),
        MethodDef::new("flush($self, offset=0, size=-1, /)", "", flush),
        MethodDef::new("madvise($self, option, start=0, length=None, /)", "", advise),
        MethodDef::new("move($self, dest, src, count, /)", "", move_bytes),
        MethodDef::new("read($self, n=None, /)", "", read),
        MethodDef::new("read_byte($self, /)", "", read_byte),
        MethodDef::new("readline($self, /)", "", read_line),
        MethodDef::new("resize($self, newsize, /)", "", settled!(resize)),
        MethodDef::new("seek($self, pos, whence=0, /)", "", seek),
        MethodDef::new("seekable($self, /)", "", |_, _| Ok(Value::TRUE)),
        MethodDef::new("size($self, /)", "", size),
        MethodDef::new("tell($self, /)", "", |cx, args| {
            Ok(number(with_bytes(cx, args[0], |_, position| *position)?))
        }),
        MethodDef::new("write($self, bytes, /)", "", write),
        MethodDef::new("write_byte($self, byte, /)", "", write_byte),
        MethodDef::new("__enter__($self, /)", "", |cx, args| {
            with_bytes(cx, args[0], |_, _| ())?;
            Ok(args[0])
        }),
        MethodDef::new("__exit__($self, exc_type, exc_value, traceback, /)", "", settled!(close)),
        MethodDef::new("__sizeof__($self, /)", "", |_, _| Ok(number(size_of::<Map>()))),
    ],
    getset: &[GetSetDef { name: "closed", doc: "", get: is_closed, set: None }],
    ..TypeDef::DEFAULT
};
