//! Names of hosts, services, protocols, interfaces, and forms of addresses and numbers.

use std::ffi::CString;

use typhon_os::libc;
use typhon_os::socket::{self as calls, Place};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{bytes, int};
use typhon_vm::{Value, protocol};

use super::{HOST_ERROR, address, plain_error, unresolved};
use crate::system;

fn getaddrinfo(cx: &Cx, args: &[Value]) -> R<Value> {
    let host = if args[0].is_none() {
        None
    } else {
        match address::host_text(cx, args[0])? {
            Some(host) => Some(host),
            None => return Err(cx.type_error("getaddrinfo() argument 1 must be string or None".into())),
        }
    };
    let service = if args[1].is_none() {
        None
    } else if int::is_int(args[1]) {
        let port = int::to_i64(args[1])
            .ok_or_else(|| system::overflow(cx, "Python int too large to convert to C long"))?;
        Some(CString::new(port.to_string()).unwrap_or_default())
    } else if let Some(text) = args[1].cast::<Str>() {
        let raw = system::encode_with(cx, text, "strict")?;
        Some(CString::new(raw).map_err(|_| cx.value_error("embedded null character"))?)
    } else if let Some(raw) = bytes::as_bytes(args[1]) {
        Some(CString::new(raw.as_slice()).map_err(|_| cx.value_error("embedded null byte"))?)
    } else {
        return Err(plain_error(cx, "Int or String expected"));
    };
    let number = |index: usize| system::int_or(cx, args[index], 0);
    let hints = (number(2)?, number(3)?, number(4)?, number(5)?);
    let answers = cx.blocking(|| calls::resolve(host.as_deref(), service.as_deref(), hints));
    let answers = answers.map_err(|error| unresolved(cx, error))?;
    let all = list::new(cx)?;
    for answer in &answers {
        let number = |number: i32| Value::small_int_unchecked(number.into());
        let canonical = system::decode(cx, &answer.canonical)?;
        let items = [
            number(answer.family),
            number(answer.kind),
            number(answer.protocol),
            canonical,
            address::to_value(cx, &answer.address)?,
        ];
        list::append(cx, all, tuple::from_slice(cx, &items)?.value())?;
    }
    cx.poll()?;
    Ok(all.value())
}

fn getnameinfo(cx: &Cx, args: &[Value]) -> R<Value> {
    let flags = system::int_of(cx, args[1])?;
    let Some(given) = args[0].cast::<Tuple>() else {
        return Err(cx.type_error("getnameinfo() argument 1 must be a tuple".into()));
    };
    if !(2..=4).contains(&given.len()) || given.get(0).cast::<Str>().is_none() {
        return Err(cx.type_error("getnameinfo(): illegal sockaddr argument".into()));
    }
    let host = system::text_of(cx, given.get(0), "host")?;
    let port = system::int_of(cx, given.get(1))?;
    let optional = |index: usize| match given.values().get(index) {
        Some(&value) => system::bits_of(cx, value),
        None => Ok(0),
    };
    let (flow, scope) = (optional(2)?, optional(3)?);
    if flow > 0xf_ffff {
        return Err(system::overflow(cx, "getnameinfo(): flowinfo must be 0-1048575."));
    }
    let service = CString::new(port.to_string()).unwrap_or_default();
    let hints = (libc::AF_UNSPEC, libc::SOCK_DGRAM, 0, libc::AI_NUMERICHOST);
    let answers = cx.blocking(|| calls::resolve(Some(&host), Some(&service), hints));
    let answers = answers.map_err(|error| unresolved(cx, error))?;
    let [answer] = &answers[..] else {
        return Err(plain_error(cx, "sockaddr resolved to multiple addresses"));
    };
    let mut target = answer.address;
    match target.place() {
        Place::V4 { .. } if given.len() != 2 => {
            return Err(plain_error(cx, "IPv4 sockaddr must be 2 tuple"));
        }
        Place::V6 { host, port, .. } => {
            if let Some(made) = calls::Address::from_place(&Place::V6 { host, port, flow, scope }) {
                target = made;
            }
        }
        _ => {}
    }
    let (host, service) =
        cx.blocking(|| calls::name_of(&target, flags)).map_err(|error| unresolved(cx, error))?;
    system::pair(cx, system::decode(cx, &host)?, system::decode(cx, &service)?)
}

fn host_argument(cx: &Cx, value: Value, function: &str) -> R<CString> {
    match address::host_text(cx, value)? {
        Some(name) => Ok(name),
        None => {
            let shown = cx.type_name(value);
            Err(cx
                .type_error(format!("{function}() argument 1 must be str, bytes or bytearray, not {shown}")))
        }
    }
}

fn show(cx: &Cx, family: i32, host: &[u8]) -> R<Value> {
    let text = calls::show(family, host).map_err(|error| system::fail(cx, &error))?;
    system::decode(cx, &text)
}

fn gethostbyname(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = host_argument(cx, args[0], "gethostbyname")?;
    match address::host_address(cx, &name, libc::AF_INET)? {
        Place::V4 { host, .. } => show(cx, libc::AF_INET, &host),
        _ => Err(plain_error(cx, "unsupported address family")),
    }
}

#[cold]
fn host_error(cx: &Cx, code: i32) -> Raised {
    HOST_ERROR.with_errno(cx, code, calls::host_error_text(code))
}

fn host_value(cx: &Cx, family: i32, host: Result<calls::Host, i32>) -> R<Value> {
    let (name, aliases, addresses) = host.map_err(|code| host_error(cx, code))?;
    let (names, hosts): (Obj<List>, Obj<List>) = (list::new(cx)?, list::new(cx)?);
    for alias in &aliases {
        list::append(cx, names, system::decode(cx, alias)?)?;
    }
    for address in &addresses {
        list::append(cx, hosts, show(cx, family, address)?)?;
    }
    let items = [system::decode(cx, &name)?, names.value(), hosts.value()];
    Ok(tuple::from_slice(cx, &items)?.value())
}

fn gethostbyname_ex(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = host_argument(cx, args[0], "gethostbyname_ex")?;
    // The resolver's errors are those of `gethostbyname`.
    address::host_address(cx, &name, libc::AF_INET)?;
    let host = cx.blocking(|| calls::host_by_name(&name));
    host_value(cx, libc::AF_INET, host)
}

fn gethostbyaddr(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = host_argument(cx, args[0], "gethostbyaddr")?;
    let (family, raw) = match address::host_address(cx, &name, libc::AF_UNSPEC)? {
        Place::V4 { host, .. } => (libc::AF_INET, host.to_vec()),
        Place::V6 { host, .. } => (libc::AF_INET6, host.to_vec()),
        _ => return Err(plain_error(cx, "unsupported address family")),
    };
    let host = cx.blocking(|| calls::host_by_address(family, &raw));
    host_value(cx, family, host)
}

fn optional_text(cx: &Cx, value: Value, what: &str) -> R<Option<CString>> {
    value.bound().map(|value| system::text_of(cx, value, what)).transpose()
}

fn getservbyname(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::text_of(cx, args[0], "getservbyname() argument 1")?;
    let protocol = optional_text(cx, args[1], "getservbyname() argument 2")?;
    match cx.blocking(|| calls::service_port(&name, protocol.as_deref())) {
        Some(port) => Ok(Value::small_int_unchecked(port.into())),
        None => Err(plain_error(cx, "service/proto not found")),
    }
}

fn getservbyport(cx: &Cx, args: &[Value]) -> R<Value> {
    let port = system::int_of(cx, args[0])?;
    let protocol = optional_text(cx, args[1], "getservbyport() argument 2")?;
    let Ok(port) = u16::try_from(port) else {
        return Err(system::overflow(cx, "getservbyport: port must be 0-65535."));
    };
    match cx.blocking(|| calls::service_name(port, protocol.as_deref())) {
        Some(name) => system::decode(cx, &name),
        None => Err(plain_error(cx, "port/proto not found")),
    }
}

fn getprotobyname(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::text_of(cx, args[0], "getprotobyname() argument 1")?;
    match cx.blocking(|| calls::protocol_number(&name)) {
        Some(number) => Ok(Value::small_int_unchecked(number.into())),
        None => Err(plain_error(cx, "protocol not found")),
    }
}

/// An unsigned C number of so many bits.
fn unsigned(cx: &Cx, value: Value, bits: u32) -> R<u32> {
    let index = protocol::index::to_value(cx, value)?;
    if int::is_negative(index) {
        return Err(cx.value_error("Cannot convert negative int"));
    }
    match int::to_i64(index).filter(|number| number >> bits == 0) {
        Some(number) => Ok(number as u32),
        None => Err(system::overflow(cx, &format!("Python int too large for C uint{bits}_t"))),
    }
}

fn swap_short(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = unsigned(cx, args[0], 16)? as u16;
    Ok(Value::small_int_unchecked(number.to_be().into()))
}

fn swap_long(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = unsigned(cx, args[0], 32)?;
    Ok(Value::small_int_unchecked(number.to_be().into()))
}

fn inet_aton(cx: &Cx, args: &[Value]) -> R<Value> {
    let text = system::text_of(cx, args[0], "inet_aton() argument")?;
    match calls::parse_loosely(&text) {
        Some(host) => bytes::from_slice(cx, &host),
        None => Err(plain_error(cx, "illegal IP address string passed to inet_aton")),
    }
}

fn inet_ntoa(cx: &Cx, args: &[Value]) -> R<Value> {
    let packed = system::bytes_of(cx, args[0])?;
    if packed.as_slice().len() != 4 {
        return Err(plain_error(cx, "packed IP wrong length for inet_ntoa"));
    }
    show(cx, libc::AF_INET, packed.as_slice())
}

fn inet_pton(cx: &Cx, args: &[Value]) -> R<Value> {
    let family = system::int_of(cx, args[0])?;
    let text = system::text_of(cx, args[1], "inet_pton() argument 2")?;
    match calls::parse(family, &text) {
        Ok(Some(host)) => bytes::from_slice(cx, &host),
        Ok(None) => Err(plain_error(cx, "illegal IP address string passed to inet_pton")),
        Err(error) => Err(system::fail(cx, &error)),
    }
}

fn inet_ntop(cx: &Cx, args: &[Value]) -> R<Value> {
    let family = system::int_of(cx, args[0])?;
    let packed = system::bytes_of(cx, args[1])?;
    let wanted = match family {
        libc::AF_INET => 4,
        libc::AF_INET6 => 16,
        _ => return Err(cx.value_error(&format!("unknown address family {family}"))),
    };
    if packed.as_slice().len() != wanted {
        return Err(cx.value_error("invalid length of packed IP address string"));
    }
    show(cx, family, packed.as_slice())
}

fn gethostname(cx: &Cx, _: &[Value]) -> R<Value> {
    let name = system::call(cx, calls::host_name)?;
    system::decode(cx, &name)
}

fn sethostname(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::fsencode(cx, args[0])?;
    system::call(cx, || calls::set_host_name(name.as_bytes()))?;
    Ok(Value::NONE)
}

fn if_nameindex(cx: &Cx, _: &[Value]) -> R<Value> {
    let all = list::new(cx)?;
    for (number, name) in system::call(cx, calls::interfaces)? {
        let name = system::decode(cx, &name)?;
        list::append(cx, all, system::pair(cx, Value::small_int_unchecked(number.into()), name)?)?;
    }
    Ok(all.value())
}

fn if_nametoindex(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::fsencode(cx, args[0])?;
    match calls::interface_number(&name) {
        Some(number) => Ok(Value::small_int_unchecked(number.into())),
        None => Err(system::fail(cx, &std::io::Error::from_raw_os_error(libc::ENODEV))),
    }
}

fn if_indextoname(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = unsigned(cx, args[0], 32)?;
    let name = system::call(cx, || calls::interface_name(number))?;
    system::decode(cx, &name)
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)",
        "Resolve host and port into addrinfo struct.",
        getaddrinfo,
    ),
    MethodDef::function("getnameinfo(sockaddr, flags, /)", "Get host and port for a sockaddr.", getnameinfo),
    MethodDef::function("gethostname()", "Return the current host name.", gethostname),
    MethodDef::function("sethostname(name, /)", "Sets the hostname to name.", sethostname),
    MethodDef::function(
        "gethostbyname(host, /)",
        "Return the IP address (a string of the form '255.255.255.255') for a host.",
        gethostbyname,
    ),
    MethodDef::function(
        "gethostbyname_ex(host, /)",
        "Return the true host name, a list of aliases, and a list of IP addresses, for a host.",
        gethostbyname_ex,
    ),
    MethodDef::function(
        "gethostbyaddr(host, /)",
        "Return the true host name, a list of aliases, and a list of IP addresses, for a host.",
        gethostbyaddr,
    ),
    MethodDef::function(
        "getservbyname(servicename, protocolname=<unrepresentable>, /)",
        "Return a port number from a service name and protocol name.",
        getservbyname,
    ),
    MethodDef::function(
        "getservbyport(port, protocolname=<unrepresentable>, /)",
        "Return the service name from a port number and protocol name.",
        getservbyport,
    ),
    MethodDef::function(
        "getprotobyname(name, /)",
        "Return the protocol number for the named protocol.",
        getprotobyname,
    ),
    MethodDef::function(
        "ntohs(integer, /)",
        "Convert a 16-bit unsigned integer from network to host byte order.",
        swap_short,
    ),
    MethodDef::function(
        "htons(integer, /)",
        "Convert a 16-bit unsigned integer from host to network byte order.",
        swap_short,
    ),
    MethodDef::function(
        "ntohl(integer, /)",
        "Convert a 32-bit unsigned integer from network to host byte order.",
        swap_long,
    ),
    MethodDef::function(
        "htonl(integer, /)",
        "Convert a 32-bit unsigned integer from host to network byte order.",
        swap_long,
    ),
    MethodDef::function(
        "inet_aton(ip_addr, /)",
        "Convert an IP address in string format to the 32-bit packed binary format.",
        inet_aton,
    ),
    MethodDef::function(
        "inet_ntoa(packed_ip, /)",
        "Convert an IP address from 32-bit packed binary format to string format.",
        inet_ntoa,
    ),
    MethodDef::function(
        "inet_pton(af, ip, /)",
        "Convert an IP address from string format to a packed string suitable for use with low-level network functions.",
        inet_pton,
    ),
    MethodDef::function(
        "inet_ntop(af, packed_ip, /)",
        "Convert a packed IP address of the given family to string format.",
        inet_ntop,
    ),
    MethodDef::function(
        "if_nameindex()",
        "Returns a list of network interface information (index, name) tuples.",
        if_nameindex,
    ),
    MethodDef::function(
        "if_nametoindex(oname, /)",
        "Returns the interface index corresponding to the interface name.",
        if_nametoindex,
    ),
    MethodDef::function(
        "if_indextoname(if_index, /)",
        "Returns the interface name corresponding to the interface index.",
        if_indextoname,
    ),
];
