//! `sendmsg` and `recvmsg`: messages in parts, with what the system passes along (descriptors, credentials).

use typhon_os::libc;
use typhon_os::room::Room;
use typhon_os::socket::{self as calls, Ancillary, Message};
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{bytes, int};
use typhon_vm::{Value, exceptions, protocol};

use super::object::{self, Socket, operate, this};
use super::{address, plain_error};
use crate::system;

/// The items of an iterable argument.
fn items(cx: &Cx, value: Value, message: &str) -> R<Obj<Tuple>> {
    match tuple::from_iterable(cx, value) {
        Err(raised)
            if cx.matches(raised, exceptions::TYPE_ERROR)
                && protocol::iter::get_optional(cx, value)?.is_none() =>
        {
            Err(cx.type_error(message.into()))
        }
        outcome => outcome,
    }
}

/// Most parts of one message.
const MOST_PARTS: usize = 1024;

/// What goes along.
fn ancillary_of(cx: &Cx, value: Value) -> R<Vec<Ancillary>> {
    let Some(value) = value.bound() else { return Ok(Vec::new()) };
    let given = items(cx, value, "sendmsg() argument 2 must be an iterable")?;
    let mut all = Vec::with_capacity(given.len());
    for &item in given.values() {
        let Some(item) = item.cast::<Tuple>().filter(|item| item.len() == 3) else {
            let shown = cx.type_name(item);
            return Err(cx.type_error(format!(
                "[sendmsg() ancillary data items]() argument must be 3-item tuple, not {shown}"
            )));
        };
        let (level, kind) = (system::int_of(cx, item.get(0))?, system::int_of(cx, item.get(1))?);
        let data = system::bytes_of(cx, item.get(2))?.as_slice().to_vec();
        if data.len() > i32::MAX as usize / 2 {
            return Err(plain_error(cx, "ancillary data item too large"));
        }
        all.push((level, kind, data));
    }
    Ok(all)
}

pub(super) fn send(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let given = items(cx, args[1], "sendmsg() argument 1 must be an iterable")?;
    let mut parts = Vec::with_capacity(given.len());
    for &part in given.values() {
        parts.push(system::bytes_of(cx, part)?.as_slice().to_vec());
    }
    if parts.len() > MOST_PARTS {
        return Err(plain_error(cx, "sendmsg() argument 1 is too long"));
    }
    let ancillary = ancillary_of(cx, args[2])?;
    let flags = system::int_or(cx, args[3], 0)?;
    let target = match args[4].bound().filter(|target| !target.is_none()) {
        Some(target) => Some(address::from_value(cx, target, this.family(), "sendmsg")?),
        None => None,
    };
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let count = operate(cx, this, (Direction::Write, flags), |descriptor| {
        calls::send_message(
            descriptor,
            &parts,
            &ancillary,
            flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL,
            target.as_ref(),
        )
    })?;
    system::number(cx, count as i64)
}

/// Receives into rooms; the ancillary data, flags and sender as Python code sees them.
fn receive_rooms(
    cx: &Cx,
    this: Obj<Socket>,
    rooms: &mut [Vec<u8>],
    (ancillary, flags): (Value, Value),
) -> R<(usize, [Value; 3])> {
    let bytes = ancillary.bound().map_or(Ok(0), |bytes| system::long_of(cx, bytes))?;
    if !(0..=i64::from(u32::MAX >> 1)).contains(&bytes) {
        return Err(cx.value_error("invalid ancillary data buffer length"));
    }
    cx.check_room(bytes as usize)?;
    let flags = system::int_or(cx, flags, 0)?;
    let size = rooms.iter().map(Vec::len).sum();
    let once = |descriptor: i32, filled: usize, flags: i32| {
        let mut before = filled;
        let left = rooms.iter_mut().map(|room| {
            let skipped = before.min(room.len());
            before -= skipped;
            Room::of(&mut room[skipped..])
        });
        let message = calls::receive_message(descriptor, &left.collect::<Vec<_>>(), bytes as usize, flags)?;
        Ok((message.len, message))
    };
    // As in the kernel nothing is added to a message that something came along with.
    let is_last = |message: &Message| !message.ancillary.is_empty() || message.flags & libc::MSG_CTRUNC != 0;
    let (len, message) = object::receive(cx, this, (flags, size), once, is_last)?;
    let all: Obj<List> = list::new(cx)?;
    for (level, kind, data) in &message.ancillary {
        let number = |number: i32| Value::small_int_unchecked(number.into());
        let item = [number(*level), number(*kind), bytes::from_slice(cx, data)?];
        list::append(cx, all, tuple::from_slice(cx, &item)?.value())?;
    }
    let flags = Value::small_int_unchecked((message.flags & !libc::MSG_CMSG_CLOEXEC).into());
    Ok((len, [all.value(), flags, address::to_value(cx, &message.address)?]))
}

pub(super) fn receive(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let size = system::long_of(cx, args[1])?;
    if size < 0 {
        return Err(cx.value_error("negative buffer size in recvmsg()"));
    }
    cx.check_room(size as usize)?;
    let mut rooms = [vec![0; size as usize]];
    let (len, [ancillary, flags, from]) = receive_rooms(cx, this, &mut rooms, (args[2], args[3]))?;
    let data = bytes::from_slice(cx, &rooms[0][..len.min(rooms[0].len())])?;
    Ok(tuple::from_slice(cx, &[data, ancillary, flags, from])?.value())
}

pub(super) fn receive_into(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let given = items(cx, args[1], "recvmsg_into() argument 1 must be an iterable")?;
    if given.len() > MOST_PARTS {
        return Err(plain_error(cx, "recvmsg_into() argument 1 is too long"));
    }
    let mut rooms = Vec::with_capacity(given.len());
    for &target in given.values() {
        let len = match system::writable(cx, target, "recvmsg_into() argument 1") {
            Ok(target) => target.len(),
            Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {
                return Err(cx.type_error(
                    "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers"
                        .into(),
                ));
            }
            Err(raised) => return Err(raised),
        };
        rooms.push(vec![0; len]);
    }
    let (len, [ancillary, flags, from]) = receive_rooms(cx, this, &mut rooms, (args[2], args[3]))?;
    let mut rest = len;
    for (&target, room) in given.values().iter().zip(&rooms) {
        let count = rest.min(room.len());
        if count == 0 {
            break;
        }
        system::writable(cx, target, "recvmsg_into() argument 1")?.write(0, &room[..count]);
        rest -= count;
    }
    Ok(tuple::from_slice(cx, &[int::from_i64(cx, len as i64)?, ancillary, flags, from])?.value())
}

fn ancillary_size(cx: &Cx, value: Value, function: &str, size: fn(u32) -> usize) -> R<Value> {
    let index = protocol::index::to_i64(cx, value)?;
    match u32::try_from(index).ok().filter(|&len| len <= i32::MAX as u32 - 64) {
        Some(len) => system::number(cx, size(len) as i64),
        None => Err(system::overflow(cx, &format!("{function}() argument out of range"))),
    }
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "CMSG_LEN(length, /)",
        "Return the total length of an ancillary data item, without trailing padding.",
        |cx, args| ancillary_size(cx, args[0], "CMSG_LEN", calls::ancillary_len),
    ),
    MethodDef::function(
        "CMSG_SPACE(length, /)",
        "Return the buffer size needed for recvmsg() to receive an ancillary data item.",
        |cx, args| ancillary_size(cx, args[0], "CMSG_SPACE", calls::ancillary_space),
    ),
];
