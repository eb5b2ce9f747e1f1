//! Addresses as Python code has them: a pair for version 4, up to four items for version 6, a path for Unix sockets.

use std::ffi::CString;

use typhon_os::libc;
use typhon_os::socket::{self, Address, Place};
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::byte_array::ByteArray;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{bytes, int};
use typhon_vm::{Value, codecs, protocol};

use super::{plain_error, unresolved};
use crate::system;

/// A host's name for the resolver: text outside ASCII by `idna`.
pub(super) fn host_text(cx: &Cx, value: Value) -> R<Option<CString>> {
    let raw = if let Some(text) = value.cast::<Str>() {
        match text.as_ascii() {
            Some(ascii) => ascii.as_bytes().to_vec(),
            None => {
                let encoded = codecs::encode(cx, text, "idna", None)?;
                bytes::as_bytes(encoded).map_or_else(Vec::new, |encoded| encoded.as_slice().to_vec())
            }
        }
    } else if bytes::as_bytes(value).is_some() || value.cast::<ByteArray>().is_some() {
        system::bytes_of(cx, value)?.as_slice().to_vec()
    } else {
        return Ok(None);
    };
    match CString::new(raw) {
        Ok(name) => Ok(Some(name)),
        Err(_) => Err(cx.type_error("host name must not contain null character".into())),
    }
}

/// A host's name that must be given.
pub(super) fn host_of(cx: &Cx, value: Value) -> R<CString> {
    match host_text(cx, value)? {
        Some(name) => Ok(name),
        None => {
            let shown = cx.type_name(value);
            Err(cx.type_error(format!("str, bytes or bytearray expected, not {shown}")))
        }
    }
}

/// The first address of a host: numbers as they are, names by the resolver.
pub(super) fn host_address(cx: &Cx, name: &CString, family: i32) -> R<Place> {
    let text = name.as_bytes();
    if text == b"<broadcast>" || text == b"255.255.255.255" {
        if family != libc::AF_INET && family != libc::AF_UNSPEC {
            return Err(plain_error(cx, "address family mismatched"));
        }
        return Ok(Place::V4 { host: [255; 4], port: 0 });
    }
    if text.is_empty() {
        let service = c"0";
        let hints = (family, libc::SOCK_DGRAM, 0, libc::AI_PASSIVE);
        let all = cx.blocking(|| socket::resolve(None, Some(service), hints));
        let all = all.map_err(|error| unresolved(cx, error))?;
        return match &all[..] {
            [one] => Ok(one.address.place()),
            _ => Err(plain_error(cx, "wildcard resolved to multiple address")),
        };
    }
    if family != libc::AF_INET6
        && let Ok(Some(host)) = socket::parse(libc::AF_INET, name)
    {
        return Ok(Place::V4 { host: [host[0], host[1], host[2], host[3]], port: 0 });
    }
    if family != libc::AF_INET
        && !text.contains(&b'%')
        && let Ok(Some(raw)) = socket::parse(libc::AF_INET6, name)
    {
        let mut host = [0; 16];
        host.copy_from_slice(&raw);
        return Ok(Place::V6 { host, port: 0, flow: 0, scope: 0 });
    }
    let all = cx.blocking(|| socket::resolve(Some(name), None, (family, 0, 0, 0)));
    let all = all.map_err(|error| unresolved(cx, error))?;
    all.first().map(|first| first.address.place()).ok_or_else(|| plain_error(cx, "no address"))
}

fn port_of(cx: &Cx, value: Value, function: &str) -> R<u16> {
    let port = match int::to_i64(protocol::index::to_value(cx, value)?) {
        Some(port) => u16::try_from(port).ok(),
        None => None,
    };
    port.ok_or_else(|| system::overflow(cx, &format!("{function}(): port must be 0-65535.")))
}

fn tuple_of(cx: &Cx, value: Value, function: &str, family: &str) -> R<Obj<Tuple>> {
    value.cast::<Tuple>().ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.type_error(format!("{function}(): {family} address must be tuple, not {shown}"))
    })
}

fn interface_of(cx: &Cx, value: Value) -> R<i32> {
    let name = system::fsencode(cx, value)?;
    if name.as_bytes().is_empty() {
        return Ok(0);
    }
    match socket::interface_number(&name) {
        Some(number) => Ok(number as i32),
        None => Err(system::fail(cx, &std::io::Error::from_raw_os_error(libc::ENODEV))),
    }
}

/// An address that Python code gives to a socket of a family.
pub(super) fn from_value(cx: &Cx, value: Value, family: i32, function: &str) -> R<Address> {
    let place = match family {
        libc::AF_INET => {
            let given = tuple_of(cx, value, function, "AF_INET")?;
            let &[host, port] = given.values() else {
                return Err(cx.type_error("AF_INET address must be a pair (host, port)".into()));
            };
            let name = host_of(cx, host)?;
            let port = port_of(cx, port, function)?;
            match host_address(cx, &name, libc::AF_INET)? {
                Place::V4 { host, .. } => Place::V4 { host, port },
                other => other,
            }
        }
        libc::AF_INET6 => {
            let given = tuple_of(cx, value, function, "AF_INET6")?;
            if !(2..=4).contains(&given.len()) {
                return Err(cx.type_error(
                    "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])".into(),
                ));
            }
            let name = host_of(cx, given.get(0))?;
            let port = port_of(cx, given.get(1), function)?;
            let optional = |index: usize| match given.values().get(index) {
                Some(&value) => system::bits_of(cx, value),
                None => Ok(0),
            };
            let (flow, scope) = (optional(2)?, optional(3)?);
            if flow > 0xf_ffff {
                return Err(system::overflow(cx, &format!("{function}(): flowinfo must be 0-1048575.")));
            }
            match host_address(cx, &name, libc::AF_INET6)? {
                Place::V6 { host, scope: found, .. } => {
                    Place::V6 { host, port, flow, scope: if scope == 0 { found } else { scope } }
                }
                other => other,
            }
        }
        libc::AF_UNIX => {
            let path = match value.cast::<Str>() {
                Some(text) => system::encode(cx, text)?,
                None => system::bytes_of(cx, value)?.as_slice().to_vec(),
            };
            let place = Place::Unix(path);
            return Address::from_place(&place).ok_or_else(|| plain_error(cx, "AF_UNIX path too long"));
        }
        libc::AF_NETLINK => {
            let given = tuple_of(cx, value, function, "AF_NETLINK")?;
            let &[process, groups] = given.values() else {
                return Err(cx.type_error("AF_NETLINK address must be a pair (pid, groups)".into()));
            };
            Place::Netlink { process: system::bits_of(cx, process)?, groups: system::bits_of(cx, groups)? }
        }
        libc::AF_VSOCK => {
            let given = tuple_of(cx, value, function, "AF_VSOCK")?;
            let &[cid, port] = given.values() else {
                return Err(cx.type_error("AF_VSOCK address must be a pair (CID, port)".into()));
            };
            Place::Vsock { cid: system::bits_of(cx, cid)?, port: system::bits_of(cx, port)? }
        }
        libc::AF_CAN => {
            let given = tuple_of(cx, value, function, "AF_CAN")?;
            let Some(&interface) = given.values().first() else {
                return Err(cx.type_error("AF_CAN address must be a tuple (interface, )".into()));
            };
            Place::Can { interface: interface_of(cx, interface)? }
        }
        libc::AF_PACKET => {
            let given = tuple_of(cx, value, function, "AF_PACKET")?;
            if !(2..=5).contains(&given.len()) {
                return Err(cx.type_error("AF_PACKET address must be a tuple of two to five elements".into()));
            }
            let optional = |index: usize| match given.values().get(index) {
                Some(&value) => system::int_of(cx, value),
                None => Ok(0),
            };
            let protocol = system::int_of(cx, given.get(1))?;
            let Ok(protocol) = u16::try_from(protocol) else {
                return Err(system::overflow(cx, &format!("{function}(): proto must be 0-65535.")));
            };
            let address = match given.values().get(4) {
                Some(&raw) => system::bytes_of(cx, raw)?.as_slice().to_vec(),
                None => Vec::new(),
            };
            if address.len() > 8 {
                return Err(cx.value_error("Hardware address must be 8 bytes or less"));
            }
            Place::Packet {
                interface: interface_of(cx, given.get(0))?,
                protocol,
                kind: optional(2)? as u8,
                hardware: optional(3)? as u16,
                address,
            }
        }
        _ => return Err(plain_error(cx, &format!("{function}(): bad family"))),
    };
    Address::from_place(&place).ok_or_else(|| plain_error(cx, &format!("{function}(): bad family")))
}

/// An address as Python code sees it.
pub(super) fn to_value(cx: &Cx, address: &Address) -> R<Value> {
    let number = |number: i64| int::from_i64(cx, number);
    let host = |family: i32, host: &[u8]| match socket::show(family, host) {
        Ok(text) => system::decode(cx, &text),
        Err(error) => Err(system::fail(cx, &error)),
    };
    match address.place() {
        Place::None => Ok(Value::NONE),
        Place::V4 { host: raw, port } => system::pair(cx, host(libc::AF_INET, &raw)?, number(port.into())?),
        Place::V6 { host: raw, port, flow, scope } => {
            let items = [
                host(libc::AF_INET6, &raw)?,
                number(port.into())?,
                number(flow.into())?,
                number(scope.into())?,
            ];
            Ok(tuple::from_slice(cx, &items)?.value())
        }
        // A name without a file is bytes.
        Place::Unix(path) if path.first() == Some(&0) => bytes::from_slice(cx, &path),
        Place::Unix(path) => system::decode(cx, &path),
        Place::Netlink { process, groups } => {
            system::pair(cx, number(process.into())?, number(groups.into())?)
        }
        Place::Vsock { cid, port } => system::pair(cx, number(cid.into())?, number(port.into())?),
        Place::Can { interface } => {
            let name = if interface == 0 {
                Vec::new()
            } else {
                socket::interface_name(interface as u32).unwrap_or_default()
            };
            Ok(tuple::from_slice(cx, &[system::decode(cx, &name)?])?.value())
        }
        Place::Packet { interface, protocol, kind, hardware, address } => {
            let name = if interface == 0 {
                Vec::new()
            } else {
                socket::interface_name(interface as u32).unwrap_or_default()
            };
            let items = [
                str_::from_string(cx, String::from_utf8_lossy(&name).into_owned())?,
                number(protocol.into())?,
                number(kind.into())?,
                number(hardware.into())?,
                bytes::from_slice(cx, &address)?,
            ];
            Ok(tuple::from_slice(cx, &items)?.value())
        }
        Place::Other(family, raw) => system::pair(cx, number(family.into())?, bytes::from_slice(cx, &raw)?),
    }
}
