//! `_socket`: sockets, and the names of what they lead to.
//!
//! | file | what it owns |
//! | --- | --- |
//! | `socket_/object.rs` | the type `socket` |
//! | `socket_/messages.rs` | its `sendmsg` and `recvmsg` |
//! | `socket_/address.rs` | addresses as Python code has them |
//! | `socket_/names.rs` | hosts, services, interfaces; forms of numbers |
//! | `socket_/constants.rs` | numbers |
//!
//! What waits parks the fiber (`ready.rs`); the resolver runs in a blocking section. Thread-safety: see each file; the exception classes and the
//! default timeout are one word each.

mod address;
mod constants;
mod messages;
mod names;
mod object;

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_os::socket::Unresolved;
use typhon_os::{descriptor, libc};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::typedef::{self, MethodDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{float, int, str_};
use typhon_vm::{Value, exceptions, protocol};

use crate::{constants as tables, system};

/// Errors of the resolver.
static GAI_ERROR: Declared = Declared::new("socket", "gaierror", &[exceptions::OS_ERROR], "");
static HOST_ERROR: Declared = Declared::new("socket", "herror", &[exceptions::OS_ERROR], "");

/// What new sockets wait, in nanoseconds; -1: for ever.
static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(FOREVER);

/// No limit to waiting.
const FOREVER: i64 = -1;

/// The exception for an error of the resolver.
fn unresolved(cx: &Cx, error: Unresolved) -> Raised {
    match error {
        Unresolved::System(error) => system::fail(cx, &error),
        Unresolved::Resolver(code) => GAI_ERROR.with_errno(cx, code, Unresolved::text(code)),
    }
}

/// `OSError` with a text of our own.
fn plain_error(cx: &Cx, text: &str) -> Raised {
    cx.error(exceptions::OS_ERROR, text.into())
}

/// Nanoseconds of a timeout that Python code gives: `None` means for ever.
fn timeout_of(cx: &Cx, value: Value) -> R<i64> {
    if value.is_none() {
        return Ok(FOREVER);
    }
    let too_large = || system::overflow(cx, "timestamp out of range for C PyTime_t");
    let nanos = if let Some(number) = float::of(value) {
        if number.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        let nanos = number * 1e9;
        if nanos.abs() >= 9.2e18 {
            return Err(too_large());
        }
        // Rounded away from zero: a short time is not no time.
        if nanos < 0.0 { nanos.floor() as i64 } else { nanos.ceil() as i64 }
    } else if int::is_int(value) || cx.type_of(value).slots().index.is_some() {
        let seconds = int::to_i64(protocol::index::to_value(cx, value)?);
        seconds.and_then(|seconds| seconds.checked_mul(1_000_000_000)).ok_or_else(too_large)?
    } else {
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("'{shown}' object cannot be interpreted as an integer or float")));
    };
    if nanos < 0 {
        return Err(cx.value_error("Timeout value out of range"));
    }
    Ok(nanos)
}

/// A timeout as Python code sees it.
fn timeout_value(nanos: i64) -> Value {
    if nanos < 0 { Value::NONE } else { Value::from_float(nanos as f64 / 1e9) }
}

fn setdefaulttimeout(cx: &Cx, args: &[Value]) -> R<Value> {
    DEFAULT_TIMEOUT.store(timeout_of(cx, args[0])?, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    match cx.blocking(|| descriptor::close(descriptor)) {
        Err(error) if !matches!(error.raw_os_error(), Some(libc::ECONNRESET | libc::EINTR)) => {
            Err(system::fail(cx, &error))
        }
        _ => Ok(Value::NONE),
    }
}

fn dup(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let new = system::call(cx, || descriptor::duplicate_least(descriptor, libc::F_DUPFD_CLOEXEC, 0))?;
    system::number(cx, new)
}

const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "close(object, /)",
        "close(integer) -> None\n\nClose an integer socket file descriptor.",
        close,
    ),
    MethodDef::function(
        "dup(object, /)",
        "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor.",
        dup,
    ),
    MethodDef::function(
        "socketpair(family=<unrepresentable>, type=<unrepresentable>, proto=<unrepresentable>, /)",
        "Create a pair of socket objects from the sockets returned by the platform.",
        object::pair,
    ),
    MethodDef::function(
        "getdefaulttimeout()",
        "Returns the default timeout in seconds (float) for new socket objects.",
        |_, _| Ok(timeout_value(DEFAULT_TIMEOUT.load(Ordering::Relaxed))),
    ),
    MethodDef::function(
        "setdefaulttimeout(object, /)",
        "Set the default timeout in seconds (float) for new socket objects.",
        setdefaulttimeout,
    ),
];

const PARTS: &[&[MethodDef]] = &[FUNCTIONS, names::FUNCTIONS, messages::FUNCTIONS];

static ALL: [MethodDef; typedef::count(PARTS)] = typedef::join(PARTS);

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    tables::put(cx, namespace, constants::OF_LIBRARY)?;
    tables::put(cx, namespace, constants::OTHERS)?;
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("has_ipv6", Value::TRUE)?;
    put("BDADDR_ANY", str_::from_str(cx, "00:00:00:00:00:00")?)?;
    put("BDADDR_LOCAL", str_::from_str(cx, "00:00:00:FF:FF:FF")?)?;
    put("error", exceptions::class_value(exceptions::OS_ERROR))?;
    put("timeout", exceptions::class_value(exceptions::TIMEOUT_ERROR))?;
    put("gaierror", GAI_ERROR.class(cx)?)?;
    put("herror", HOST_ERROR.class(cx)?)?;
    let class = object::class(cx)?;
    put("socket", class)?;
    put("SocketType", class)
}

/// The module.
pub static SOCKET: ModuleDef = ModuleDef {
    name: "_socket",
    doc: "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    functions: &ALL,
    init,
};
