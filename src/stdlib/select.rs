//! `select`: which of several descriptors are ready.
//!
//! Waiting parks the fiber: the descriptors are gathered in a set of the kernel's (`epoll`), which can itself be waited for like a descriptor
//! (`ready.rs`). Thread-safety: a `poll` object's table is a Python dict, locked as every dict is; the state of an `epoll` object is its
//! descriptor, one atomic word, the rest is the kernel's.

use std::io;

use typhon_os::descriptor::Owned;
use typhon_os::libc;
use typhon_os::poll::{self, Asked, Change};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{float, int};
use typhon_vm::{Value, exceptions};

use crate::constants::{self, Constants, constants};
use crate::{ready, system};

mod epoll;
mod polling;

const CONSTANTS: Constants = constants![
    EPOLLERR EPOLLEXCLUSIVE EPOLLHUP EPOLLIN EPOLLMSG EPOLLONESHOT EPOLLOUT EPOLLPRI EPOLLRDBAND EPOLLRDHUP
    EPOLLRDNORM EPOLLWAKEUP EPOLLWRBAND EPOLLWRNORM EPOLL_CLOEXEC PIPE_BUF POLLERR POLLHUP POLLIN POLLNVAL POLLOUT POLLPRI
    POLLRDBAND POLLRDHUP POLLRDNORM POLLWRBAND POLLWRNORM
];

/// Most descriptors that `select` itself takes.
const SET_SIZE: i32 = 1024;

/// When a wait ends: `None` for never. Negative times are refused by the caller or mean never.
fn deadline(cx: &Cx, nanos: Option<u64>) -> Option<u64> {
    nanos.map(|nanos| cx.now().saturating_add(nanos))
}

/// A time as nanoseconds, rounded up; `None` where it is negative. `scale`: nanoseconds of its unit.
fn nanos_of(cx: &Cx, value: Value, scale: f64, message: &str) -> R<Option<u64>> {
    let number = match float::of(value) {
        Some(number) => number,
        None if int::is_int(value) || cx.type_of(value).slots().index.is_some() => {
            match int::to_i64(protocol::index::to_value(cx, value)?) {
                Some(number) => number as f64,
                None => return Err(system::overflow(cx, "timestamp too large to convert to C PyTime_t")),
            }
        }
        None => return Err(cx.type_error(message.into())),
    };
    if number.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if number * scale >= 9.22e18 {
        return Err(system::overflow(cx, "timestamp too large to convert to C PyTime_t"));
    }
    Ok((number >= 0.0).then(|| (number * scale).ceil() as u64))
}

/// Waits until some descriptor is ready as asked, or until the deadline; fills in the answers. How many are ready.
fn wait(cx: &Cx, asked: &mut [Asked], deadline: Option<u64>) -> R<usize> {
    let ready = poll::poll_now(asked).map_err(|error| system::fail(cx, &error))?;
    if ready > 0 || deadline.is_some_and(|deadline| deadline <= cx.now()) {
        // Other threads get their turn where a program polls.
        cx.poll()?;
        return Ok(ready);
    }
    let set = gather(asked).map_err(|error| system::fail(cx, &error))?;
    let again = || match poll::poll_now(asked)? {
        0 => Err(io::ErrorKind::WouldBlock.into()),
        ready => Ok(ready),
    };
    match ready::operate(cx, set.number(), Direction::Read, deadline, again)? {
        Some(outcome) => outcome.map_err(|error| system::fail(cx, &error)),
        None => Ok(0),
    }
}

/// A set of the kernel's that is ready when one of the descriptors is.
fn gather(asked: &[Asked]) -> io::Result<Owned> {
    let set = Owned::new(poll::new_set(libc::EPOLL_CLOEXEC)? as i32);
    for (index, entry) in asked.iter().enumerate() {
        if entry.fd < 0 {
            continue;
        }
        // The bits of `poll` are those of `epoll`.
        let outcome = match poll::change(set.number(), Change::Add, entry.fd, entry.events as u16 as u32) {
            // Asked about before: for something else, too.
            Err(error) if error.raw_os_error() == Some(libc::EEXIST) => {
                let same = asked[..=index].iter().filter(|other| other.fd == entry.fd);
                let events = same.fold(0, |events, other| events | other.events);
                poll::change(set.number(), Change::Modify, entry.fd, events as u16 as u32)
            }
            other => other,
        };
        match outcome {
            // What the system cannot watch was ready already, if that was asked.
            Err(error) if !matches!(error.raw_os_error(), Some(libc::EPERM | libc::EBADF)) => {
                return Err(error);
            }
            _ => {}
        }
    }
    Ok(set)
}

fn select(cx: &Cx, args: &[Value]) -> R<Value> {
    let nanos = match args[3].bound().filter(|timeout| !timeout.is_none()) {
        None => None,
        Some(timeout) => match nanos_of(cx, timeout, 1e9, "timeout must be a float or None")? {
            Some(nanos) => Some(nanos),
            None => return Err(cx.value_error("timeout must be non-negative")),
        },
    };
    let mut asked: Vec<Asked> = Vec::new();
    let mut counts = [0; 3];
    let lists: [Obj<Tuple>; 3] = {
        let sequence = |value: Value| match tuple::from_iterable(cx, value) {
            Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {
                Err(cx.type_error("arguments 1-3 must be sequences".into()))
            }
            outcome => outcome,
        };
        [sequence(args[0])?, sequence(args[1])?, sequence(args[2])?]
    };
    for ((list, count), events) in
        lists.iter().zip(&mut counts).zip([libc::POLLIN, libc::POLLOUT, libc::POLLPRI])
    {
        for &item in list.values() {
            let descriptor = system::descriptor_of(cx, item)?;
            if descriptor >= SET_SIZE {
                return Err(cx.value_error("filedescriptor out of range in select()"));
            }
            if *count >= SET_SIZE {
                return Err(cx.value_error("too many file descriptors in select()"));
            }
            *count += 1;
            asked.push(Asked { fd: descriptor, events, revents: 0 });
        }
    }
    wait(cx, &mut asked, deadline(cx, nanos))?;
    if asked.iter().any(|entry| entry.revents & libc::POLLNVAL != 0) {
        return Err(system::fail(cx, &io::Error::from_raw_os_error(libc::EBADF)));
    }
    let mut entries = asked.iter();
    let mut results = [Value::NONE; 3];
    let bits = [libc::POLLIN | libc::POLLHUP | libc::POLLERR, libc::POLLOUT | libc::POLLERR, libc::POLLPRI];
    for ((list, result), bits) in lists.iter().zip(&mut results).zip(bits) {
        let ready = list::new(cx)?;
        for (&item, entry) in list.values().iter().zip(entries.by_ref()) {
            if entry.revents & bits != 0 {
                list::append(cx, ready, item)?;
            }
        }
        *result = ready.value();
    }
    Ok(tuple::from_slice(cx, &results)?.value())
}

/// Descriptors and what they are ready for, as a list of pairs.
fn pairs(cx: &Cx, ready: impl Iterator<Item = (i32, u32)>) -> R<Value> {
    let all: Obj<List> = list::new(cx)?;
    for (descriptor, events) in ready {
        let number = |number: i64| Value::small_int_unchecked(number);
        list::append(cx, all, system::pair(cx, number(descriptor.into()), number(events.into()))?)?;
    }
    Ok(all.value())
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    constants::put(cx, namespace, CONSTANTS)?;
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("POLLMSG", Value::small_int_unchecked(0x400))?;
    // A negative number in the C library's type.
    put("EPOLLET", Value::small_int_unchecked(1 << 31))?;
    put("error", exceptions::class_value(exceptions::OS_ERROR))?;
    put("epoll", epoll::class(cx)?)
}

/// The module.
pub static SELECT: ModuleDef = ModuleDef {
    name: "select",
    doc: "This module supports asynchronous I/O on multiple file descriptors.",
    functions: &[
        MethodDef::function(
            "select(rlist, wlist, xlist, timeout=None, /)",
            "Wait until one or more file descriptors are ready for some kind of I/O.",
            select,
        ),
        MethodDef::function("poll()", "Returns a polling object.", polling::new),
    ],
    init,
};
