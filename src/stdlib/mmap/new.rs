//! `mmap(fileno, length, flags, prot, access, offset, trackfd)`.

use std::cell::UnsafeCell;
use std::sync::atomic::AtomicUsize;

use typhon_os::descriptor::Owned;
use typhon_os::mapping::{self, MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, Mapping, PROT_READ, PROT_WRITE};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::instance;
use typhon_vm::payloads;
use typhon_vm::protocol;
use typhon_vm::types::type_::Type;

use super::{Access, Inside, Map};

fn int(cx: &Cx, value: Value, default: i32) -> R<i32> {
    let Some(value) = value.bound() else { return Ok(default) };
    i32::try_from(protocol::index::to_i64(cx, value)?)
        .map_err(|_| cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into()))
}

pub(super) fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("mmap.__new__(X): X is not a type object".into()));
    };
    let file = int(cx, args[1], -1)?;
    let size = protocol::index::to_i64(cx, args[2])?;
    let mut flags = int(cx, args[3], MAP_SHARED)?;
    let mut protection = int(cx, args[4], PROT_READ | PROT_WRITE)?;
    let access = int(cx, args[5], 0)?;
    let offset = args[6].bound().map_or(Ok(0), |offset| protocol::index::to_i64(cx, offset))?;
    let track = args[7].bound().map_or(Ok(true), |track| protocol::is_true(cx, track))?;
    let overflow = |text: &str| cx.error(exceptions::OVERFLOW_ERROR, text.into());
    if size < 0 {
        return Err(overflow("memory mapped length must be positive"));
    }
    if offset < 0 {
        return Err(overflow("memory mapped offset must be positive"));
    }
    if access != 0 && (flags != MAP_SHARED || protection != PROT_READ | PROT_WRITE) {
        return Err(cx.value_error("mmap can't specify both access and flags, prot."));
    }
    let access = match access {
        0 if protection & PROT_READ != 0 && protection & PROT_WRITE == 0 => Access::Read,
        0 if protection & PROT_WRITE != 0 && protection & PROT_READ == 0 => Access::Write,
        0 => Access::Default,
        1 => {
            (flags, protection) = (MAP_SHARED, PROT_READ);
            Access::Read
        }
        2 => {
            (flags, protection) = (MAP_SHARED, PROT_READ | PROT_WRITE);
            Access::Write
        }
        3 => {
            (flags, protection) = (MAP_PRIVATE, PROT_READ | PROT_WRITE);
            Access::Copy
        }
        _ => return Err(cx.value_error("mmap invalid access parameter.")),
    };
    let mut len = size as usize;
    let system = |error: std::io::Error| cx.os_error(&error, None);
    if file != -1
        && let Some(total) = mapping::file_size(file).map_err(system)?
    {
        if len == 0 {
            if total == 0 {
                return Err(cx.value_error("cannot mmap an empty file"));
            }
            if offset >= total {
                return Err(cx.value_error("mmap offset is greater than file size"));
            }
            len = (total - offset) as usize;
        } else if offset > total || total - offset < size {
            return Err(cx.value_error("mmap length is greater than file size"));
        }
    }
    let kept = if file == -1 || !track { None } else { Some(Owned::duplicate(file).map_err(system)?) };
    let source = if file == -1 {
        flags |= MAP_ANONYMOUS;
        None
    } else {
        Some(file)
    };
    let mapping = Mapping::new(source, len, protection, flags, offset).map_err(system)?;
    let (shape, header) = instance::start(class);
    let map = Map {
        header,
        access,
        offset,
        flags,
        exports: AtomicUsize::new(0),
        inside: UnsafeCell::new(Inside { mapping: Some(mapping), file: kept, position: 0 }),
    };
    let map = cx.alloc_instance(shape, map)?;
    payloads::watch(cx, map.object(), 0);
    Ok(map.value())
}
