//! The type `socket`.
//!
//! Thread-safety: descriptor, family, kind, protocol and timeout are one atomic word each; the kernel orders what threads do to the socket itself.
//! Whoever swaps -1 into the descriptor closes it. A socket that dies closes it, too.
//!
//! As in CPython a socket with a timeout does not block in the kernel, one without does, and other processes see that. Here neither blocks a
//! worker: operations are tried without blocking (`MSG_DONTWAIT`) and waited for by parking the fiber.

use std::io;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};

use typhon_os::descriptor::{self, Owned};
use typhon_os::libc;
use typhon_os::room::Room;
use typhon_os::socket as calls;
use typhon_vm::buffer::Writable;
use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{bytes, int, str_, tuple};
use typhon_vm::{Value, exceptions, instance, protocol};

use super::{DEFAULT_TIMEOUT, FOREVER, address, messages, plain_error, timeout_of, timeout_value};
use crate::{ready, system};

#[repr(C)]
pub(super) struct Socket {
    header: Header,
    descriptor: AtomicI32,
    family: AtomicI32,
    kind: AtomicI32,
    protocol: AtomicI32,
    /// Nanoseconds; 0: never waits, -1: waits for ever.
    timeout: AtomicI64,
}

static LAYOUT: Layout =
    Layout { take: Some(take), ..Layout::fixed("socket", size_of::<Socket>(), trace_nothing) };

// SAFETY: repr(C), header first, no references, the rest atomic.
unsafe impl Payload for Socket {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for sockets only.
    let this = unsafe { Obj::<Socket>::cast_unchecked(object) };
    Box::new(Owned::new(this.descriptor.swap(-1, Ordering::AcqRel)))
}

static TYPE: NativeType = NativeType::new(&SOCKET);

pub(super) fn class(cx: &Cx) -> R<Value> {
    Ok(TYPE.class(cx)?.value())
}

fn make(cx: &Cx, class: Obj<Type>) -> R<Obj<Socket>> {
    let (shape, header) = instance::start(class);
    let made = cx.alloc_instance(
        shape,
        Socket {
            header,
            descriptor: AtomicI32::new(-1),
            family: AtomicI32::new(-1),
            kind: AtomicI32::new(-1),
            protocol: AtomicI32::new(-1),
            timeout: AtomicI64::new(FOREVER),
        },
    )?;
    payloads::watch(cx, made.object(), 256);
    Ok(made)
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => Ok(make(cx, class)?.value()),
        None => Err(cx.type_error("socket.__new__(X): X is not a type object".into())),
    }
}

pub(super) fn this(cx: &Cx, value: Value) -> R<Obj<Socket>> {
    value
        .cast::<Socket>()
        .ok_or_else(|| cx.type_error(format!("expected _socket.socket, got '{}'", cx.type_name(value))))
}

impl Socket {
    pub(super) fn descriptor(&self) -> i32 {
        self.descriptor.load(Ordering::Acquire)
    }

    pub(super) fn family(&self) -> i32 {
        self.family.load(Ordering::Relaxed)
    }

    fn timeout(&self) -> i64 {
        self.timeout.load(Ordering::Relaxed)
    }
}

/// Fills in a socket that was opened: it owns the descriptor from now on.
fn complete(cx: &Cx, this: Obj<Socket>, descriptor: i32, family: i32, kind: i32, protocol: i32) -> R<()> {
    let timeout = if kind & libc::SOCK_NONBLOCK != 0 { 0 } else { DEFAULT_TIMEOUT.load(Ordering::Relaxed) };
    this.family.store(family, Ordering::Relaxed);
    this.kind.store(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC), Ordering::Relaxed);
    this.protocol.store(protocol, Ordering::Relaxed);
    this.timeout.store(timeout, Ordering::Relaxed);
    this.descriptor.store(descriptor, Ordering::Release);
    if timeout >= 0 {
        system::call(cx, || descriptor::set_blocking(descriptor, false))?;
    }
    Ok(())
}

static INIT: MethodDef =
    MethodDef::function("socket($self, /, family=-1, type=-1, proto=-1, fileno=None)", "", init);

fn init(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let mut family = system::int_or(cx, args[1], -1)?;
    let mut kind = system::int_or(cx, args[2], -1)?;
    let mut protocol = system::int_or(cx, args[3], -1)?;
    let Some(given) = args[4].bound().filter(|given| !given.is_none()) else {
        family = if family == -1 { libc::AF_INET } else { family };
        kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
        protocol = if protocol == -1 { 0 } else { protocol };
        let opened = system::call(cx, || calls::open(family, kind | libc::SOCK_CLOEXEC, protocol))? as i32;
        complete(cx, this, opened, family, kind, protocol)?;
        return Ok(Value::NONE);
    };
    let descriptor = system::int_of(cx, given)?;
    if descriptor < 0 {
        return Err(cx.value_error("negative file descriptor"));
    }
    match calls::own_address(descriptor) {
        Ok(address) if family == -1 => family = address.family(),
        Ok(_) => {}
        Err(error) => {
            let fatal = matches!(error.raw_os_error(), Some(libc::EBADF | libc::ENOTSOCK));
            if family == -1 || fatal {
                return Err(system::fail(cx, &error));
            }
        }
    }
    if kind == -1 {
        kind = system::call(cx, || calls::number_option(descriptor, libc::SOL_SOCKET, libc::SO_TYPE))?;
    }
    if protocol == -1 {
        protocol =
            system::call(cx, || calls::number_option(descriptor, libc::SOL_SOCKET, libc::SO_PROTOCOL))?;
    }
    complete(cx, this, descriptor, family, kind, protocol)?;
    Ok(Value::NONE)
}

fn init_slot(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    typhon_vm::call::with_first(cx, value, args, |args| typhon_vm::call::call_native(cx, &INIT, args))?;
    Ok(())
}

/// `_socket.socketpair`.
pub(super) fn pair(cx: &Cx, args: &[Value]) -> R<Value> {
    let family = system::int_or(cx, args[0], libc::AF_UNIX)?;
    let kind = system::int_or(cx, args[1], libc::SOCK_STREAM)?;
    let protocol = system::int_or(cx, args[2], 0)?;
    let ends = system::call(cx, || calls::pair(family, kind | libc::SOCK_CLOEXEC, protocol))?.map(Owned::new);
    let class = TYPE.class(cx)?;
    let mut sockets = [Value::NONE; 2];
    for (socket, end) in sockets.iter_mut().zip(ends) {
        let made = make(cx, class)?;
        complete(cx, made, end.release(), family, kind, protocol)?;
        *socket = made.value();
    }
    Ok(tuple::from_slice(cx, &sockets)?.value())
}

// --- operations --------------------------------------------------------------------------------------------------------

#[cold]
fn timed_out(cx: &Cx) -> Raised {
    cx.error(exceptions::TIMEOUT_ERROR, "timed out".into())
}

/// When an operation that begins now is given up.
pub(super) fn deadline_of(cx: &Cx, this: Obj<Socket>) -> Option<u64> {
    match this.timeout() {
        timeout if timeout > 0 => Some(cx.now().saturating_add(timeout as u64)),
        _ => None,
    }
}

/// Whether an operation waits, with the flags that the caller gave: as in CPython `MSG_DONTWAIT` does not count where there is a time limit.
fn is_patient(this: Obj<Socket>, flags: i32) -> bool {
    match this.timeout() {
        0 => false,
        FOREVER => flags & libc::MSG_DONTWAIT == 0,
        _ => true,
    }
}

/// Tries an operation until it does not answer that it would block, waiting in between as the socket's timeout says. It never blocks in the
/// kernel, but for the one of [`accept`], which is a blocking section.
pub(super) fn complete_by<T>(
    cx: &Cx,
    this: Obj<Socket>,
    (direction, flags): (Direction, i32),
    deadline: Option<u64>,
    mut operation: impl FnMut(i32) -> io::Result<T>,
) -> R<T> {
    let outcome = loop {
        match operation(this.descriptor()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                cx.serve_interrupt()?;
                cx.poll()?;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && is_patient(this, flags) => {
                let again = || operation(this.descriptor());
                match ready::operate(cx, this.descriptor(), direction, deadline, again)? {
                    Some(outcome) => break outcome,
                    None => return Err(timed_out(cx)),
                }
            }
            outcome => break outcome,
        }
    };
    cx.poll()?;
    outcome.map_err(|error| system::fail(cx, &error))
}

/// The same with a deadline by the socket's timeout.
pub(super) fn operate<T>(
    cx: &Cx,
    this: Obj<Socket>,
    direction: (Direction, i32),
    operation: impl FnMut(i32) -> io::Result<T>,
) -> R<T> {
    complete_by(cx, this, direction, deadline_of(cx, this), operation)
}

fn accept(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let deadline = deadline_of(cx, this);
    // A blocking socket's queue may be emptied by another thread between the wait and the call, and there is no flag for not waiting; then
    // the call blocks its OS thread, but no worker.
    if this.timeout() != 0 && !ready::wait(cx, this.descriptor(), Direction::Read, deadline)? {
        return Err(timed_out(cx));
    }
    let (accepted, peer) = complete_by(cx, this, (Direction::Read, 0), deadline, |descriptor| {
        cx.blocking(|| calls::accept(descriptor, libc::SOCK_CLOEXEC))
    })?;
    let accepted = Owned::new(accepted);
    let peer = address::to_value(cx, &peer)?;
    let answer = system::pair(cx, Value::small_int_unchecked(accepted.number().into()), peer)?;
    accepted.release();
    Ok(answer)
}

fn bind(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let address = address::from_value(cx, args[1], this.family(), "bind")?;
    system::call(cx, || calls::bind(this.descriptor(), &address))?;
    Ok(Value::NONE)
}

/// Connects; the inner error is the system's.
fn connect_to(cx: &Cx, this: Obj<Socket>, given: Value, function: &str) -> R<io::Result<()>> {
    let address = address::from_value(cx, given, this.family(), function)?;
    let descriptor = this.descriptor();
    let (timeout, deadline) = (this.timeout(), deadline_of(cx, this));
    let outcome = if timeout < 0 {
        // For a moment it does not block, so that what waits is the fiber.
        if let Err(error) = descriptor::set_blocking(descriptor, false) {
            return Ok(Err(error));
        }
        let outcome = calls::connect(descriptor, &address);
        // What cannot be undone the next operation will tell.
        let _ = descriptor::set_blocking(descriptor, true);
        match outcome {
            // A full queue of a Unix socket: only the kernel can wait for that.
            Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => {
                system::attempt(cx, || calls::connect(descriptor, &address))?
            }
            other => other,
        }
    } else {
        calls::connect(descriptor, &address)
    };
    match outcome {
        Ok(_) => Ok(Ok(())),
        Err(error) if timeout == 0 => Ok(Err(error)),
        Err(error) if matches!(error.raw_os_error(), Some(libc::EINPROGRESS | libc::EINTR)) => {
            if !ready::wait(cx, descriptor, Direction::Write, deadline)? {
                return Ok(Err(io::ErrorKind::TimedOut.into()));
            }
            Ok(match calls::number_option(descriptor, libc::SOL_SOCKET, libc::SO_ERROR) {
                Ok(0) => Ok(()),
                Ok(code) => Err(io::Error::from_raw_os_error(code)),
                Err(error) => Err(error),
            })
        }
        Err(error) => Ok(Err(error)),
    }
}

fn connect(cx: &Cx, args: &[Value]) -> R<Value> {
    match connect_to(cx, this(cx, args[0])?, args[1], "connect")? {
        Ok(()) => Ok(Value::NONE),
        Err(error) if error.raw_os_error().is_none() => Err(timed_out(cx)),
        Err(error) => Err(system::fail(cx, &error)),
    }
}

fn connect_ex(cx: &Cx, args: &[Value]) -> R<Value> {
    let code = match connect_to(cx, this(cx, args[0])?, args[1], "connect_ex")? {
        Ok(()) => 0,
        Err(error) => error.raw_os_error().unwrap_or(libc::EAGAIN),
    };
    Ok(Value::small_int_unchecked(code.into()))
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = this(cx, args[0])?.descriptor.swap(-1, Ordering::AcqRel);
    if descriptor < 0 {
        return Ok(Value::NONE);
    }
    match cx.blocking(|| descriptor::close(descriptor)) {
        Err(error) if !matches!(error.raw_os_error(), Some(libc::ECONNRESET | libc::EINTR)) => {
            Err(system::fail(cx, &error))
        }
        _ => Ok(Value::NONE),
    }
}

fn set_timeout(cx: &Cx, this: Obj<Socket>, timeout: i64) -> R<Value> {
    this.timeout.store(timeout, Ordering::Relaxed);
    let descriptor = this.descriptor();
    system::call(cx, || descriptor::set_blocking(descriptor, timeout < 0))?;
    Ok(Value::NONE)
}

fn setblocking(cx: &Cx, args: &[Value]) -> R<Value> {
    let blocking = protocol::is_true(cx, args[1])?;
    set_timeout(cx, this(cx, args[0])?, if blocking { FOREVER } else { 0 })
}

fn settimeout(cx: &Cx, args: &[Value]) -> R<Value> {
    let timeout = timeout_of(cx, args[1])?;
    set_timeout(cx, this(cx, args[0])?, timeout)
}

fn getsockopt(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let (level, name) = (system::int_of(cx, args[1])?, system::int_of(cx, args[2])?);
    let length = system::int_or(cx, args[3], 0)?;
    if length == 0 {
        let answer = system::call(cx, || calls::number_option(this.descriptor(), level, name))?;
        return Ok(Value::small_int_unchecked(answer.into()));
    }
    if !(1..=1024).contains(&length) {
        return Err(plain_error(cx, "getsockopt buflen out of range"));
    }
    let mut room = vec![0; length as usize];
    let len = system::call(cx, || calls::option(this.descriptor(), level, name, &mut room))?;
    bytes::from_slice(cx, &room[..len.min(room.len())])
}

fn setsockopt(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let given = 2 + args[3..].iter().filter(|arg| !arg.is_unbound()).count();
    let (level, name) = (system::int_of(cx, args[1])?, system::int_of(cx, args[2])?);
    let descriptor = this.descriptor();
    let value = args[3];
    let wrong_count =
        || Err(cx.type_error(format!("setsockopt() takes exactly 3 arguments ({given} given)")));
    if value.is_unbound() {
        return wrong_count();
    }
    match args[4].bound() {
        Some(length) if value.is_none() => {
            let length = system::bits_of(cx, length)?;
            system::call(cx, || calls::set_option_length(descriptor, level, name, length))?;
        }
        Some(_) => return wrong_count(),
        None if int::is_int(value) || cx.type_of(value).slots().index.is_some() => {
            let number = system::int_of(cx, value)?;
            system::call(cx, || calls::set_option(descriptor, level, name, &number.to_ne_bytes()))?;
        }
        None => {
            let value = system::bytes_of(cx, value)?;
            system::call(cx, || calls::set_option(descriptor, level, name, value.as_slice()))?;
        }
    }
    Ok(Value::NONE)
}

fn listen(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let backlog = system::int_or(cx, args[1], 128)?.max(0);
    system::call(cx, || calls::listen(this.descriptor(), backlog))?;
    Ok(Value::NONE)
}

/// So much room, and the flags, for receiving.
fn room_of(cx: &Cx, size: Value, flags: Value, message: &str) -> R<(Vec<u8>, i32)> {
    let size = system::long_of(cx, size)?;
    if size < 0 {
        return Err(cx.value_error(message));
    }
    let flags = system::int_or(cx, flags, 0)?;
    cx.check_room(size as usize)?;
    Ok((vec![0; size as usize], flags))
}

/// Receives into `len` bytes of room, `operation` behind what is filled already: how much has come, and what else the last call answered.
///
/// With `MSG_WAITALL` until all has come, as far as the kernel does so: in a stream whose calls may block, up to an answer after which `is_last` has it stop.
pub(super) fn receive<T>(
    cx: &Cx,
    this: Obj<Socket>,
    (flags, len): (i32, usize),
    mut operation: impl FnMut(i32, usize, i32) -> io::Result<(usize, T)>,
    is_last: impl Fn(&T) -> bool,
) -> R<(usize, T)> {
    let whole = flags & (libc::MSG_WAITALL | libc::MSG_PEEK | libc::MSG_DONTWAIT) == libc::MSG_WAITALL
        && this.timeout() == FOREVER
        && this.kind.load(Ordering::Relaxed) & 0xf == libc::SOCK_STREAM;
    let once = flags | libc::MSG_DONTWAIT;
    let (mut filled, mut answer) =
        operate(cx, this, (Direction::Read, flags), |descriptor| operation(descriptor, 0, once))?;
    while whole && filled < len && filled > 0 && !is_last(&answer) {
        let next = operate(cx, this, (Direction::Read, flags), |descriptor| {
            match operation(descriptor, filled, once) {
                // What has come is not lost to an error; the kernel does the same.
                Err(error)
                    if !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) =>
                {
                    Ok(None)
                }
                outcome => outcome.map(Some),
            }
        })?;
        match next {
            Some((count, next)) if count > 0 => (filled, answer) = (filled + count, next),
            _ => break,
        }
    }
    Ok((filled, answer))
}

fn receive_bytes(cx: &Cx, this: Obj<Socket>, mut room: Room<'_>, flags: i32) -> R<usize> {
    let len = room.len();
    let once = |descriptor: i32, filled: usize, flags: i32| {
        calls::receive(descriptor, room.behind(filled), flags).map(|count| (count, ()))
    };
    Ok(receive(cx, this, (flags, len), once, |()| false)?.0)
}

fn receive_from(cx: &Cx, this: Obj<Socket>, mut room: Room<'_>, flags: i32) -> R<(usize, Value)> {
    let len = room.len();
    let once = |descriptor: i32, filled: usize, flags: i32| {
        calls::receive_from(descriptor, room.behind(filled), flags)
    };
    let (count, from) = receive(cx, this, (flags, len), once, |_| false)?;
    Ok((count, address::to_value(cx, &from)?))
}

fn recv(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let (mut room, flags) = room_of(cx, args[1], args[2], "negative buffersize in recv")?;
    let count = receive_bytes(cx, this, Room::of(&mut room), flags)?;
    bytes::from_slice(cx, &room[..count])
}

fn recvfrom(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let (mut room, flags) = room_of(cx, args[1], args[2], "negative buffersize in recvfrom")?;
    let (count, from) = receive_from(cx, this, Room::of(&mut room), flags)?;
    system::pair(cx, bytes::from_slice(cx, &room[..count])?, from)
}

/// How much of a buffer is to be filled.
fn part_of(cx: &Cx, value: Value, len: usize, function: &str) -> R<usize> {
    let wanted = value.bound().map_or(Ok(0), |value| system::long_of(cx, value))?;
    match usize::try_from(wanted) {
        Err(_) => Err(cx.value_error(&format!("negative buffersize in {function}"))),
        Ok(0) => Ok(len),
        Ok(wanted) if wanted <= len => Ok(wanted),
        Ok(_) if function == "recvfrom_into" => {
            Err(cx.value_error("nbytes is greater than the length of the buffer"))
        }
        Ok(_) => Err(cx.value_error("buffer too small for requested bytes")),
    }
}

/// The first bytes of a lent buffer.
fn lent<'a>(target: &'a Writable<'_>, size: usize) -> Room<'a> {
    // SAFETY: lent bytes stay where they are until `target` is dropped; what the system does to them is as if another process did it
    // (`typhon_vm::buffer`).
    unsafe { Room::shared(target.address(), size.min(target.len())) }
}

fn recv_into(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let target = system::writable(cx, args[1], "recv_into() argument 1")?;
    let size = part_of(cx, args[2], target.len(), "recv_into")?;
    let flags = system::int_or(cx, args[3], 0)?;
    let count = receive_bytes(cx, this, lent(&target, size), flags)?;
    system::number(cx, count as i64)
}

fn recvfrom_into(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let target = system::writable(cx, args[1], "recvfrom_into() argument 1")?;
    let size = part_of(cx, args[2], target.len(), "recvfrom_into")?;
    let flags = system::int_or(cx, args[3], 0)?;
    let (count, from) = receive_from(cx, this, lent(&target, size), flags)?;
    system::pair(cx, system::number(cx, count as i64)?, from)
}

/// A reader that is gone is an error here, not a signal.
const SEND_FLAGS: i32 = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;

fn send(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let data = system::bytes_of(cx, args[1])?;
    let flags = system::int_or(cx, args[2], 0)?;
    let count = operate(cx, this, (Direction::Write, flags), |descriptor| {
        calls::send(descriptor, data.as_slice(), flags | SEND_FLAGS)
    })?;
    system::number(cx, count as i64)
}

fn sendall(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let data = system::bytes_of(cx, args[1])?;
    let flags = system::int_or(cx, args[2], 0)?;
    // One deadline for all of it.
    let deadline = deadline_of(cx, this);
    let mut rest = data.as_slice();
    while !rest.is_empty() {
        let count = complete_by(cx, this, (Direction::Write, flags), deadline, |descriptor| {
            calls::send(descriptor, rest, flags | SEND_FLAGS)
        })?;
        rest = &rest[count..];
    }
    Ok(Value::NONE)
}

fn sendto(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let Some(given) = args[1].cast::<tuple::Tuple>() else { return Err(cx.system_error("arguments")) };
    let (data, flags, target) = match *given.values() {
        [data, target] => (data, 0, target),
        [data, flags, target] => (data, system::int_of(cx, flags)?, target),
        _ => {
            let count = given.len();
            return Err(cx.type_error(format!("sendto() takes 2 or 3 arguments ({count} given)")));
        }
    };
    let data = system::bytes_of(cx, data)?;
    let address = address::from_value(cx, target, this.family(), "sendto")?;
    let count = operate(cx, this, (Direction::Write, flags), |descriptor| {
        calls::send_to(descriptor, data.as_slice(), flags | SEND_FLAGS, &address)
    })?;
    system::number(cx, count as i64)
}

fn shutdown(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, how) = (this(cx, args[0])?, system::int_of(cx, args[1])?);
    system::call(cx, || calls::shutdown(this.descriptor(), how))?;
    Ok(Value::NONE)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let load = |word: &AtomicI32| word.load(Ordering::Relaxed);
    str_::from_string(
        cx,
        format!(
            "<socket object, fd={}, family={}, type={}, proto={}>",
            load(&this.descriptor),
            load(&this.family),
            load(&this.kind),
            load(&this.protocol)
        ),
    )
}

fn number_of(cx: &Cx, value: Value, word: fn(&Socket) -> &AtomicI32) -> R<Value> {
    let this = this(cx, value)?;
    Ok(Value::small_int_unchecked(word(&this).load(Ordering::Relaxed).into()))
}

static NEW: MethodDef = MethodDef::any_new(new);

static SOCKET: TypeDef = TypeDef {
    name: "socket",
    module: "_socket",
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n\
          socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\n\
          Open a socket of the given type.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable { repr: Some(repr), init: Some(init_slot), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("_accept($self, /)", "Wait for an incoming connection.", accept),
        MethodDef::new("bind($self, object, /)", "Bind the socket to a local address.", bind),
        MethodDef::new("close($self, /)", "Close the socket.", close),
        MethodDef::new("connect($self, object, /)", "Connect the socket to a remote address.", connect),
        MethodDef::new(
            "connect_ex($self, object, /)",
            "Like connect(address), but answers an error number.",
            connect_ex,
        ),
        MethodDef::new(
            "detach($self, /)",
            "Close the socket object without closing the underlying file descriptor.",
            |cx, args| {
                let descriptor = this(cx, args[0])?.descriptor.swap(-1, Ordering::AcqRel);
                Ok(Value::small_int_unchecked(descriptor.into()))
            },
        ),
        MethodDef::new(
            "fileno($self, /)",
            "Return the integer file descriptor of the socket.",
            |cx, args| Ok(Value::small_int_unchecked(this(cx, args[0])?.descriptor().into())),
        ),
        MethodDef::new("getpeername($self, /)", "Return the address of the remote endpoint.", |cx, args| {
            let this = this(cx, args[0])?;
            let address = system::call(cx, || calls::peer_address(this.descriptor()))?;
            address::to_value(cx, &address)
        }),
        MethodDef::new("getsockname($self, /)", "Return the address of the local endpoint.", |cx, args| {
            let this = this(cx, args[0])?;
            let address = system::call(cx, || calls::own_address(this.descriptor()))?;
            address::to_value(cx, &address)
        }),
        MethodDef::new(
            "getsockopt($self, level, option, buffersize=<unrepresentable>, /)",
            "Get a socket option.",
            getsockopt,
        ),
        MethodDef::new(
            "setsockopt($self, level, option, value=<unrepresentable>, optlen=<unrepresentable>, /)",
            "Set a socket option.",
            setsockopt,
        ),
        MethodDef::new(
            "listen($self, backlog=<unrepresentable>, /)",
            "Enable a server to accept connections.",
            listen,
        ),
        MethodDef::new(
            "recv($self, buffersize, flags=0, /)",
            "Receive up to buffersize bytes from the socket.",
            recv,
        ),
        MethodDef::new(
            "recv_into($self, /, buffer, nbytes=0, flags=0)",
            "A version of recv() that stores its data into a buffer.",
            recv_into,
        ),
        MethodDef::new(
            "recvfrom($self, buffersize, flags=0, /)",
            "Like recv(buffersize, flags) but also return the sender's address info.",
            recvfrom,
        ),
        MethodDef::new(
            "recvfrom_into($self, /, buffer, nbytes=0, flags=0)",
            "Like recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info.",
            recvfrom_into,
        ),
        MethodDef::new("send($self, data, flags=0, /)", "Send a data string to the socket.", send),
        MethodDef::new(
            "sendall($self, data, flags=0, /)",
            "Send a data string to the socket until all of it is sent.",
            sendall,
        ),
        MethodDef::new(
            "sendto($self, /, *args)",
            "Like send(data, flags) but allows specifying the destination address.",
            sendto,
        ),
        MethodDef::new(
            "sendmsg($self, buffers, ancdata=(), flags=0, address=None, /)",
            "Send normal and ancillary data to the socket.",
            messages::send,
        ),
        MethodDef::new(
            "recvmsg($self, bufsize, ancbufsize=0, flags=0, /)",
            "Receive normal data and ancillary data from the socket.",
            messages::receive,
        ),
        MethodDef::new(
            "recvmsg_into($self, buffers, ancbufsize=0, flags=0, /)",
            "Receive normal data and ancillary data, scattering the former into buffers.",
            messages::receive_into,
        ),
        MethodDef::new(
            "setblocking($self, object, /)",
            "Set the socket to blocking (flag is true) or non-blocking (false).",
            setblocking,
        ),
        MethodDef::new(
            "getblocking($self, /)",
            "Returns True if socket is in blocking mode, or False if it is in non-blocking mode.",
            |cx, args| Ok(Value::from_bool(this(cx, args[0])?.timeout() != 0)),
        ),
        MethodDef::new("settimeout($self, object, /)", "Set a timeout on socket operations.", settimeout),
        MethodDef::new(
            "gettimeout($self, /)",
            "Returns the timeout in seconds (float) associated with socket operations.",
            |cx, args| Ok(timeout_value(this(cx, args[0])?.timeout())),
        ),
        MethodDef::new(
            "shutdown($self, object, /)",
            "Shut down the reading side of the socket, the writing side, or both.",
            shutdown,
        ),
    ],
    getset: &[
        GetSetDef {
            name: "family",
            doc: "the socket family",
            get: |cx, v| number_of(cx, v, |socket| &socket.family),
            set: None,
        },
        GetSetDef {
            name: "type",
            doc: "the socket type",
            get: |cx, v| number_of(cx, v, |socket| &socket.kind),
            set: None,
        },
        GetSetDef {
            name: "proto",
            doc: "the socket protocol",
            get: |cx, v| number_of(cx, v, |socket| &socket.protocol),
            set: None,
        },
        GetSetDef {
            name: "timeout",
            doc: "the socket timeout",
            get: |cx, v| Ok(timeout_value(this(cx, v)?.timeout())),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
