//! Sockets: making and using them, addresses, options, messages with descriptors. Nothing here waits unless the socket does.

use std::ffi::CStr;
use std::io;
use std::mem::{size_of, zeroed};

use crate::call::{calls, checked};
use crate::room::Room;

calls! {
    /// Makes a socket.
    open(family: i32, kind: i32, protocol: i32) as socket;
    /// Lets others connect.
    listen(socket: i32, backlog: i32) as listen;
    /// Ends one or both directions.
    shutdown(socket: i32, how: i32) as shutdown;
}

/// A socket's address as the system has it.
#[derive(Clone, Copy)]
pub struct Address {
    storage: libc::sockaddr_storage,
    len: libc::socklen_t,
}

/// What an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// No address at all.
    None,
    V4 {
        host: [u8; 4],
        port: u16,
    },
    V6 {
        host: [u8; 16],
        port: u16,
        flow: u32,
        scope: u32,
    },
    /// A path, or a name that begins with a zero.
    Unix(Vec<u8>),
    Netlink {
        process: u32,
        groups: u32,
    },
    Packet {
        interface: i32,
        protocol: u16,
        kind: u8,
        hardware: u16,
        address: Vec<u8>,
    },
    Vsock {
        cid: u32,
        port: u32,
    },
    Can {
        interface: i32,
    },
    /// Of a family that is not known here: its number and the bytes.
    Other(i32, Vec<u8>),
}

impl Address {
    fn empty() -> Self {
        // SAFETY: all zero is a valid address of no family.
        Self { storage: unsafe { zeroed() }, len: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    fn of<T: Copy>(address: T) -> Self {
        let mut made = Self::empty();
        assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>());
        // SAFETY: the storage is large enough and aligned for every kind of address.
        unsafe { (&raw mut made.storage).cast::<T>().write(address) };
        made.len = size_of::<T>() as libc::socklen_t;
        made
    }

    fn view<T: Copy>(&self) -> T {
        assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>());
        // SAFETY: the storage is large enough and aligned for every kind of address, which are all plain numbers.
        unsafe { (&raw const self.storage).cast::<T>().read() }
    }

    fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    fn bytes(&self) -> &[u8] {
        let len = (self.len as usize).min(size_of::<libc::sockaddr_storage>());
        // SAFETY: so many bytes of the storage.
        unsafe { std::slice::from_raw_parts((&raw const self.storage).cast(), len) }
    }

    /// The family's number.
    pub fn family(&self) -> i32 {
        self.storage.ss_family.into()
    }

    /// The address of a place; nothing where a path is too long or a family unknown.
    pub fn from_place(place: &Place) -> Option<Self> {
        // SAFETY: all zero is a valid value of each of these structs.
        unsafe {
            match place {
                Place::V4 { host, port } => {
                    let mut address: libc::sockaddr_in = zeroed();
                    address.sin_family = libc::AF_INET as libc::sa_family_t;
                    address.sin_port = port.to_be();
                    address.sin_addr.s_addr = u32::from_ne_bytes(*host);
                    Some(Self::of(address))
                }
                Place::V6 { host, port, flow, scope } => {
                    let mut address: libc::sockaddr_in6 = zeroed();
                    address.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                    address.sin6_port = port.to_be();
                    address.sin6_flowinfo = flow.to_be();
                    address.sin6_addr.s6_addr = *host;
                    address.sin6_scope_id = *scope;
                    Some(Self::of(address))
                }
                Place::Unix(path) => {
                    let mut address: libc::sockaddr_un = zeroed();
                    address.sun_family = libc::AF_UNIX as libc::sa_family_t;
                    let is_path = path.first().is_some_and(|&first| first != 0);
                    // A path ends with a zero, a name without a file does not.
                    if path.len() + usize::from(is_path) > address.sun_path.len() {
                        return None;
                    }
                    for (to, &from) in address.sun_path.iter_mut().zip(path) {
                        *to = from as libc::c_char;
                    }
                    let mut made = Self::of(address);
                    let head = size_of::<libc::sa_family_t>();
                    made.len = (head + path.len() + usize::from(is_path)) as libc::socklen_t;
                    Some(made)
                }
                Place::Netlink { process, groups } => {
                    let mut address: libc::sockaddr_nl = zeroed();
                    address.nl_family = libc::AF_NETLINK as libc::sa_family_t;
                    address.nl_pid = *process;
                    address.nl_groups = *groups;
                    Some(Self::of(address))
                }
                Place::Packet { interface, protocol, kind, hardware, address: raw } => {
                    let mut address: libc::sockaddr_ll = zeroed();
                    if raw.len() > address.sll_addr.len() {
                        return None;
                    }
                    address.sll_family = libc::AF_PACKET as libc::sa_family_t;
                    address.sll_protocol = protocol.to_be();
                    address.sll_ifindex = *interface;
                    address.sll_pkttype = *kind;
                    address.sll_hatype = *hardware;
                    address.sll_halen = raw.len() as u8;
                    address.sll_addr[..raw.len()].copy_from_slice(raw);
                    Some(Self::of(address))
                }
                Place::Vsock { cid, port } => {
                    let mut address: libc::sockaddr_vm = zeroed();
                    address.svm_family = libc::AF_VSOCK as libc::sa_family_t;
                    address.svm_cid = *cid;
                    address.svm_port = *port;
                    Some(Self::of(address))
                }
                Place::Can { interface } => {
                    let mut address: libc::sockaddr_can = zeroed();
                    address.can_family = libc::AF_CAN as libc::sa_family_t;
                    address.can_ifindex = *interface;
                    Some(Self::of(address))
                }
                Place::None | Place::Other(..) => None,
            }
        }
    }

    /// What the address says.
    pub fn place(&self) -> Place {
        if self.len == 0 {
            return Place::None;
        }
        match self.family() {
            libc::AF_INET => {
                let address: libc::sockaddr_in = self.view();
                let host = address.sin_addr.s_addr.to_ne_bytes();
                Place::V4 { host, port: u16::from_be(address.sin_port) }
            }
            libc::AF_INET6 => {
                let address: libc::sockaddr_in6 = self.view();
                Place::V6 {
                    host: address.sin6_addr.s6_addr,
                    port: u16::from_be(address.sin6_port),
                    flow: u32::from_be(address.sin6_flowinfo),
                    scope: address.sin6_scope_id,
                }
            }
            libc::AF_UNIX => {
                let path = self.bytes().get(size_of::<libc::sa_family_t>()..).unwrap_or_default();
                let path = match path.first() {
                    None | Some(0) => path,
                    Some(_) => path.split(|&byte| byte == 0).next().unwrap_or_default(),
                };
                Place::Unix(path.to_vec())
            }
            libc::AF_NETLINK => {
                let address: libc::sockaddr_nl = self.view();
                Place::Netlink { process: address.nl_pid, groups: address.nl_groups }
            }
            libc::AF_PACKET => {
                let address: libc::sockaddr_ll = self.view();
                let len = usize::from(address.sll_halen).min(address.sll_addr.len());
                Place::Packet {
                    interface: address.sll_ifindex,
                    protocol: u16::from_be(address.sll_protocol),
                    kind: address.sll_pkttype,
                    hardware: address.sll_hatype,
                    address: address.sll_addr[..len].to_vec(),
                }
            }
            libc::AF_VSOCK => {
                let address: libc::sockaddr_vm = self.view();
                Place::Vsock { cid: address.svm_cid, port: address.svm_port }
            }
            libc::AF_CAN => {
                let address: libc::sockaddr_can = self.view();
                Place::Can { interface: address.can_ifindex }
            }
            family => {
                let head = size_of::<libc::sa_family_t>();
                Place::Other(family, self.bytes().get(head..).unwrap_or_default().to_vec())
            }
        }
    }

    /// An address that the resolver made.
    ///
    /// # Safety
    /// `len` bytes lie at `address`.
    unsafe fn copied(address: *const libc::sockaddr, len: libc::socklen_t) -> Self {
        let mut made = Self::empty();
        made.len = len.min(made.len);
        // SAFETY: as the caller promises, and the storage is large enough.
        unsafe {
            std::ptr::copy_nonoverlapping(
                address.cast::<u8>(),
                (&raw mut made.storage).cast(),
                made.len as usize,
            );
        }
        made
    }
}

/// Two sockets connected with each other.
pub fn pair(family: i32, kind: i32, protocol: i32) -> io::Result<[i32; 2]> {
    let mut ends = [0; 2];
    // SAFETY: room for two numbers.
    checked(unsafe { libc::socketpair(family, kind, protocol, ends.as_mut_ptr()) }.into()).map(|_| ends)
}

/// Gives a socket an address.
pub fn bind(socket: i32, address: &Address) -> io::Result<i64> {
    // SAFETY: a valid address.
    checked(unsafe { libc::bind(socket, address.as_ptr(), address.len) }.into())
}

/// Connects a socket.
pub fn connect(socket: i32, address: &Address) -> io::Result<i64> {
    // SAFETY: a valid address.
    checked(unsafe { libc::connect(socket, address.as_ptr(), address.len) }.into())
}

/// Takes a connection.
pub fn accept(socket: i32, flags: i32) -> io::Result<(i32, Address)> {
    let mut address = Address::empty();
    // SAFETY: room for any address.
    let accepted =
        unsafe { libc::accept4(socket, (&raw mut address.storage).cast(), &mut address.len, flags) };
    checked(accepted.into()).map(|accepted| (accepted as i32, address))
}

/// The socket's own address.
pub fn own_address(socket: i32) -> io::Result<Address> {
    let mut address = Address::empty();
    // SAFETY: room for any address.
    let answer = unsafe { libc::getsockname(socket, (&raw mut address.storage).cast(), &mut address.len) };
    checked(answer.into()).map(|_| address)
}

/// The address of what the socket is connected with.
pub fn peer_address(socket: i32) -> io::Result<Address> {
    let mut address = Address::empty();
    // SAFETY: room for any address.
    let answer = unsafe { libc::getpeername(socket, (&raw mut address.storage).cast(), &mut address.len) };
    checked(answer.into()).map(|_| address)
}

/// Receives at most as much as there is room for.
pub fn receive(socket: i32, room: Room<'_>, flags: i32) -> io::Result<usize> {
    // SAFETY: the room is writable for its length.
    let count = unsafe { libc::recv(socket, room.address(), room.len(), flags) };
    checked(count as i64).map(|count| count as usize)
}

/// The same with the sender's address.
pub fn receive_from(socket: i32, room: Room<'_>, flags: i32) -> io::Result<(usize, Address)> {
    let mut address = Address::empty();
    // SAFETY: the room is writable for its length; room for any address.
    let count = unsafe {
        libc::recvfrom(
            socket,
            room.address(),
            room.len(),
            flags,
            (&raw mut address.storage).cast(),
            &mut address.len,
        )
    };
    checked(count as i64).map(|count| (count as usize, address))
}

/// Sends at most all.
pub fn send(socket: i32, data: &[u8], flags: i32) -> io::Result<usize> {
    // SAFETY: the data are readable for their length.
    let count = unsafe { libc::send(socket, data.as_ptr().cast(), data.len(), flags) };
    checked(count as i64).map(|count| count as usize)
}

/// Sends to an address.
pub fn send_to(socket: i32, data: &[u8], flags: i32, address: &Address) -> io::Result<usize> {
    // SAFETY: the data are readable for their length; a valid address.
    let count = unsafe {
        libc::sendto(socket, data.as_ptr().cast(), data.len(), flags, address.as_ptr(), address.len)
    };
    checked(count as i64).map(|count| count as usize)
}

/// What goes with a message besides its data: level, kind, bytes.
pub type Ancillary = (i32, i32, Vec<u8>);

/// Room for so many bytes of one ancillary item, padding included.
pub fn ancillary_space(bytes: u32) -> usize {
    // SAFETY: arithmetic only.
    unsafe { libc::CMSG_SPACE(bytes) as usize }
}

/// Bytes of one ancillary item, without padding behind it.
pub fn ancillary_len(bytes: u32) -> usize {
    // SAFETY: arithmetic only.
    unsafe { libc::CMSG_LEN(bytes) as usize }
}

/// Sends a message of several parts, with ancillary data.
pub fn send_message(
    socket: i32,
    parts: &[&[u8]],
    ancillary: &[Ancillary],
    flags: i32,
    address: Option<&Address>,
) -> io::Result<usize> {
    let vectors: Vec<libc::iovec> = parts
        .iter()
        .map(|part| libc::iovec { iov_base: part.as_ptr().cast_mut().cast(), iov_len: part.len() })
        .collect();
    let bytes: usize = ancillary.iter().map(|(_, _, data)| ancillary_space(data.len() as u32)).sum();
    // Words, so that the items are aligned.
    let mut control = vec![0u64; bytes.div_ceil(8)];
    // SAFETY: all zero is a valid `msghdr`; the vectors and the control room are valid for the call; the items fit by construction.
    let count = unsafe {
        let mut message: libc::msghdr = zeroed();
        message.msg_iov = vectors.as_ptr().cast_mut();
        message.msg_iovlen = vectors.len() as _;
        if let Some(address) = address {
            message.msg_name = address.as_ptr().cast_mut().cast();
            message.msg_namelen = address.len;
        }
        if bytes > 0 {
            message.msg_control = control.as_mut_ptr().cast();
            message.msg_controllen = bytes as _;
            let mut item = libc::CMSG_FIRSTHDR(&message);
            for (level, kind, data) in ancillary {
                if item.is_null() {
                    return Err(io::Error::from_raw_os_error(libc::EINVAL));
                }
                (*item).cmsg_level = *level;
                (*item).cmsg_type = *kind;
                (*item).cmsg_len = ancillary_len(data.len() as u32) as _;
                std::ptr::copy_nonoverlapping(data.as_ptr(), libc::CMSG_DATA(item), data.len());
                item = libc::CMSG_NXTHDR(&message, item);
            }
        }
        libc::sendmsg(socket, &message, flags)
    };
    checked(count as i64).map(|count| count as usize)
}

/// A message that has come.
pub struct Message {
    pub len: usize,
    pub ancillary: Vec<Ancillary>,
    pub flags: i32,
    pub address: Address,
}

/// Receives a message into several rooms, with at most so many bytes of ancillary data.
pub fn receive_message(
    socket: i32,
    rooms: &[Room<'_>],
    ancillary_bytes: usize,
    flags: i32,
) -> io::Result<Message> {
    let mut vectors: Vec<libc::iovec> =
        rooms.iter().map(|room| libc::iovec { iov_base: room.address(), iov_len: room.len() }).collect();
    let mut control = vec![0u64; ancillary_bytes.div_ceil(8)];
    let mut address = Address::empty();
    // SAFETY: all zero is a valid `msghdr`; every room is valid for the call; the items are walked as the system says they lie.
    unsafe {
        let mut message: libc::msghdr = zeroed();
        message.msg_name = (&raw mut address.storage).cast();
        message.msg_namelen = address.len;
        message.msg_iov = vectors.as_mut_ptr();
        message.msg_iovlen = vectors.len() as _;
        if ancillary_bytes > 0 {
            message.msg_control = control.as_mut_ptr().cast();
            message.msg_controllen = ancillary_bytes as _;
        }
        let count = checked(libc::recvmsg(socket, &mut message, flags) as i64)?;
        address.len = message.msg_namelen;
        let mut ancillary = Vec::new();
        let end = control.as_ptr() as usize + message.msg_controllen as usize;
        let mut item = libc::CMSG_FIRSTHDR(&message);
        while !item.is_null() {
            let data = libc::CMSG_DATA(item);
            let wanted = ((*item).cmsg_len as usize).saturating_sub(ancillary_len(0));
            // A last item may have been cut off.
            let len = wanted.min(end.saturating_sub(data as usize));
            let data = std::slice::from_raw_parts(data, len).to_vec();
            ancillary.push(((*item).cmsg_level, (*item).cmsg_type, data));
            item = libc::CMSG_NXTHDR(&message, item);
        }
        Ok(Message { len: count as usize, ancillary, flags: message.msg_flags, address })
    }
}

/// An option's bytes, at most as many as there is room for.
pub fn option(socket: i32, level: i32, name: i32, room: &mut [u8]) -> io::Result<usize> {
    let mut len = room.len() as libc::socklen_t;
    // SAFETY: the room is writable for its length.
    checked(unsafe { libc::getsockopt(socket, level, name, room.as_mut_ptr().cast(), &mut len) }.into())?;
    Ok(len as usize)
}

/// An option that is a number.
pub fn number_option(socket: i32, level: i32, name: i32) -> io::Result<i32> {
    let mut room = [0; 4];
    option(socket, level, name, &mut room).map(|_| i32::from_ne_bytes(room))
}

/// Sets an option.
pub fn set_option(socket: i32, level: i32, name: i32, value: &[u8]) -> io::Result<i64> {
    // SAFETY: the value is readable for its length.
    let answer = unsafe {
        libc::setsockopt(socket, level, name, value.as_ptr().cast(), value.len() as libc::socklen_t)
    };
    checked(answer.into())
}

/// Sets an option to no value of a length.
pub fn set_option_length(socket: i32, level: i32, name: i32, len: u32) -> io::Result<i64> {
    // SAFETY: a null value is the caller's wish, which the system checks.
    checked(unsafe { libc::setsockopt(socket, level, name, std::ptr::null(), len) }.into())
}

// --- names -------------------------------------------------------------------------------------------------------------

/// What the resolver answers with an error number of its own (`EAI_…`), or the system's.
#[derive(Debug)]
pub enum Unresolved {
    Resolver(i32),
    System(io::Error),
}

impl Unresolved {
    fn of(code: i32) -> Self {
        if code == libc::EAI_SYSTEM { Self::System(io::Error::last_os_error()) } else { Self::Resolver(code) }
    }

    /// What the resolver calls an error of its own.
    pub fn text(code: i32) -> String {
        // SAFETY: answers a string that lives for ever.
        unsafe { CStr::from_ptr(libc::gai_strerror(code)) }.to_string_lossy().into_owned()
    }
}

/// One answer of the resolver.
pub struct Resolved {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub canonical: Vec<u8>,
    pub address: Address,
}

/// Asks the resolver. Blocks.
pub fn resolve(
    host: Option<&CStr>,
    service: Option<&CStr>,
    (family, kind, protocol, flags): (i32, i32, i32, i32),
) -> Result<Vec<Resolved>, Unresolved> {
    // SAFETY: all zero is a valid question; the strings end with a zero; the answers are read before they are freed.
    unsafe {
        let mut hints: libc::addrinfo = zeroed();
        (hints.ai_family, hints.ai_socktype) = (family, kind);
        (hints.ai_protocol, hints.ai_flags) = (protocol, flags);
        let mut first = std::ptr::null_mut();
        let string = |text: Option<&CStr>| text.map_or(std::ptr::null(), CStr::as_ptr);
        let code = libc::getaddrinfo(string(host), string(service), &hints, &mut first);
        if code != 0 {
            return Err(Unresolved::of(code));
        }
        let mut all = Vec::new();
        let mut at = first;
        while let Some(answer) = at.as_ref() {
            let canonical = match answer.ai_canonname {
                name if name.is_null() => Vec::new(),
                name => CStr::from_ptr(name).to_bytes().to_vec(),
            };
            all.push(Resolved {
                family: answer.ai_family,
                kind: answer.ai_socktype,
                protocol: answer.ai_protocol,
                canonical,
                address: Address::copied(answer.ai_addr, answer.ai_addrlen),
            });
            at = answer.ai_next;
        }
        libc::freeaddrinfo(first);
        Ok(all)
    }
}

/// The host and service of an address. Blocks.
pub fn name_of(address: &Address, flags: i32) -> Result<(Vec<u8>, Vec<u8>), Unresolved> {
    let (mut host, mut service) = (vec![0u8; 1025], vec![0u8; 32]);
    // SAFETY: a valid address; both rooms are writable for their lengths.
    let code = unsafe {
        libc::getnameinfo(
            address.as_ptr(),
            address.len,
            host.as_mut_ptr().cast(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr().cast(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(Unresolved::of(code));
    }
    let cut = |text: Vec<u8>| text.split(|&byte| byte == 0).next().unwrap_or_default().to_vec();
    Ok((cut(host), cut(service)))
}

unsafe extern "C" {
    fn inet_aton(text: *const libc::c_char, address: *mut libc::in_addr) -> libc::c_int;
    fn inet_pton(family: libc::c_int, text: *const libc::c_char, address: *mut libc::c_void) -> libc::c_int;
    fn inet_ntop(
        family: libc::c_int,
        address: *const libc::c_void,
        text: *mut libc::c_char,
        len: libc::socklen_t,
    ) -> *const libc::c_char;
    fn gethostbyname_r(
        name: *const libc::c_char,
        answer: *mut libc::hostent,
        room: *mut libc::c_char,
        len: usize,
        result: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
    fn gethostbyaddr_r(
        address: *const libc::c_void,
        len: libc::socklen_t,
        family: libc::c_int,
        answer: *mut libc::hostent,
        room: *mut libc::c_char,
        room_len: usize,
        result: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
    fn hstrerror(code: libc::c_int) -> *const libc::c_char;
    fn getservbyname_r(
        name: *const libc::c_char,
        protocol: *const libc::c_char,
        answer: *mut libc::servent,
        room: *mut libc::c_char,
        len: usize,
        result: *mut *mut libc::servent,
    ) -> libc::c_int;
    fn getservbyport_r(
        port: libc::c_int,
        protocol: *const libc::c_char,
        answer: *mut libc::servent,
        room: *mut libc::c_char,
        len: usize,
        result: *mut *mut libc::servent,
    ) -> libc::c_int;
    fn getprotobyname_r(
        name: *const libc::c_char,
        answer: *mut libc::protoent,
        room: *mut libc::c_char,
        len: usize,
        result: *mut *mut libc::protoent,
    ) -> libc::c_int;
}

/// A host's name, its other names, and its addresses.
pub type Host = (Vec<u8>, Vec<Vec<u8>>, Vec<Vec<u8>>);

/// # Safety
/// The entry's pointers are valid.
unsafe fn host_of(entry: &libc::hostent) -> Host {
    // SAFETY: as the caller promises: lists end with a null pointer, names with a zero.
    unsafe {
        let list = |mut at: *mut *mut libc::c_char, each: &dyn Fn(*mut libc::c_char) -> Vec<u8>| {
            let mut all = Vec::new();
            while !at.is_null() && !(*at).is_null() {
                all.push(each(*at));
                at = at.add(1);
            }
            all
        };
        let len = entry.h_length as usize;
        let name = CStr::from_ptr(entry.h_name).to_bytes().to_vec();
        let aliases = list(entry.h_aliases, &|alias| CStr::from_ptr(alias).to_bytes().to_vec());
        let addresses = list(entry.h_addr_list, &|address| {
            std::slice::from_raw_parts(address.cast::<u8>(), len).to_vec()
        });
        (name, aliases, addresses)
    }
}

/// Room that the answers to one question need, in bytes: tried in turn.
const ROOMS: [usize; 3] = [1 << 10, 1 << 14, 1 << 18];

/// A host by name, as `gethostbyname` knows it (version 4). The error is the resolver's own (`HOST_NOT_FOUND`…). Blocks.
pub fn host_by_name(name: &CStr) -> Result<Host, i32> {
    host(|entry, room, len, result, error| {
        // SAFETY: the room is writable for its length, the name ends with a zero, the rest are places for answers.
        unsafe { gethostbyname_r(name.as_ptr(), entry, room, len, result, error) }
    })
}

/// A host by address. Blocks.
pub fn host_by_address(family: i32, address: &[u8]) -> Result<Host, i32> {
    host(|entry, room, len, result, error| {
        let (at, bytes) = (address.as_ptr().cast(), address.len() as libc::socklen_t);
        // SAFETY: as above; the address is readable for its length.
        unsafe { gethostbyaddr_r(at, bytes, family, entry, room, len, result, error) }
    })
}

type AskHost<'a> =
    &'a dyn Fn(*mut libc::hostent, *mut libc::c_char, usize, *mut *mut libc::hostent, *mut i32) -> i32;

fn host(
    ask: impl Fn(*mut libc::hostent, *mut libc::c_char, usize, *mut *mut libc::hostent, *mut i32) -> i32,
) -> Result<Host, i32> {
    let ask: AskHost<'_> = &ask;
    let mut error = 0;
    for size in ROOMS {
        let mut room = vec![0u8; size];
        // SAFETY: all zero is a valid entry; what the answer points to lies in the room.
        unsafe {
            let mut entry: libc::hostent = zeroed();
            let mut result = std::ptr::null_mut();
            let code = ask(&mut entry, room.as_mut_ptr().cast(), room.len(), &mut result, &mut error);
            if code == libc::ERANGE {
                continue;
            }
            return if result.is_null() { Err(error) } else { Ok(host_of(&entry)) };
        }
    }
    Err(error)
}

/// What the resolver calls an error about a host.
pub fn host_error_text(code: i32) -> String {
    // SAFETY: answers a string that lives for ever.
    unsafe { CStr::from_ptr(hstrerror(code)) }.to_string_lossy().into_owned()
}

/// The port of a service.
pub fn service_port(name: &CStr, protocol: Option<&CStr>) -> Option<u16> {
    service(|entry, room, len, result| {
        let protocol = protocol.map_or(std::ptr::null(), CStr::as_ptr);
        // SAFETY: as in `host`.
        unsafe { getservbyname_r(name.as_ptr(), protocol, entry, room, len, result) }
    })
    .map(|(_, port)| port)
}

/// The service of a port.
pub fn service_name(port: u16, protocol: Option<&CStr>) -> Option<Vec<u8>> {
    service(|entry, room, len, result| {
        let protocol = protocol.map_or(std::ptr::null(), CStr::as_ptr);
        // SAFETY: as in `host`.
        unsafe { getservbyport_r(port.to_be().into(), protocol, entry, room, len, result) }
    })
    .map(|(name, _)| name)
}

fn service(
    ask: impl Fn(*mut libc::servent, *mut libc::c_char, usize, *mut *mut libc::servent) -> i32,
) -> Option<(Vec<u8>, u16)> {
    let mut room = vec![0u8; ROOMS[1]];
    // SAFETY: as in `host`.
    unsafe {
        let mut entry: libc::servent = zeroed();
        let mut result = std::ptr::null_mut();
        ask(&mut entry, room.as_mut_ptr().cast(), room.len(), &mut result);
        if result.is_null() {
            return None;
        }
        Some((CStr::from_ptr(entry.s_name).to_bytes().to_vec(), u16::from_be(entry.s_port as u16)))
    }
}

/// The number of a protocol.
pub fn protocol_number(name: &CStr) -> Option<i32> {
    let mut room = vec![0u8; ROOMS[1]];
    // SAFETY: as in `host`.
    unsafe {
        let mut entry: libc::protoent = zeroed();
        let mut result = std::ptr::null_mut();
        getprotobyname_r(name.as_ptr(), &mut entry, room.as_mut_ptr().cast(), room.len(), &mut result);
        if result.is_null() { None } else { Some(entry.p_proto) }
    }
}

/// An address of version 4 as people may write it: `127.1`, `0x7f000001`.
pub fn parse_loosely(text: &CStr) -> Option<[u8; 4]> {
    let mut address = libc::in_addr { s_addr: 0 };
    // SAFETY: the text ends with a zero; a place for the answer.
    (unsafe { inet_aton(text.as_ptr(), &mut address) } != 0).then(|| address.s_addr.to_ne_bytes())
}

/// An address in its strict form; `Err` for families without one.
pub fn parse(family: i32, text: &CStr) -> io::Result<Option<Vec<u8>>> {
    let mut address = [0u8; 16];
    // SAFETY: the text ends with a zero; room for the longest address.
    match unsafe { inet_pton(family, text.as_ptr(), address.as_mut_ptr().cast()) } {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(None),
        _ => Ok(Some(address[..if family == libc::AF_INET { 4 } else { 16 }].to_vec())),
    }
}

/// An address (4 or 16 bytes, as the family says) as text.
pub fn show(family: i32, address: &[u8]) -> io::Result<Vec<u8>> {
    let mut text = [0u8; 64];
    // SAFETY: the caller's bytes are as many as the family's addresses have; the room is writable for its length.
    let shown = unsafe {
        inet_ntop(family, address.as_ptr().cast(), text.as_mut_ptr().cast(), text.len() as libc::socklen_t)
    };
    if shown.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(text.split(|&byte| byte == 0).next().unwrap_or_default().to_vec())
}

/// The machine's name.
pub fn host_name() -> io::Result<Vec<u8>> {
    let mut name = [0u8; 256];
    // SAFETY: the room is writable for its length.
    checked(unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) }.into())?;
    Ok(name.split(|&byte| byte == 0).next().unwrap_or_default().to_vec())
}

/// Sets the machine's name.
pub fn set_host_name(name: &[u8]) -> io::Result<i64> {
    // SAFETY: the name is readable for its length.
    checked(unsafe { libc::sethostname(name.as_ptr().cast(), name.len()) }.into())
}

/// All network interfaces: number and name.
pub fn interfaces() -> io::Result<Vec<(u32, Vec<u8>)>> {
    // SAFETY: the list ends with an entry of number 0; it is read before it is freed.
    unsafe {
        let first = libc::if_nameindex();
        if first.is_null() {
            return Err(io::Error::last_os_error());
        }
        let mut all = Vec::new();
        let mut at = first;
        while (*at).if_index != 0 && !(*at).if_name.is_null() {
            all.push(((*at).if_index, CStr::from_ptr((*at).if_name).to_bytes().to_vec()));
            at = at.add(1);
        }
        libc::if_freenameindex(first);
        Ok(all)
    }
}

/// The number of a network interface.
pub fn interface_number(name: &CStr) -> Option<u32> {
    // SAFETY: the name ends with a zero.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => None,
        number => Some(number),
    }
}

/// The name of a network interface.
pub fn interface_name(number: u32) -> io::Result<Vec<u8>> {
    let mut name = [0u8; 16 + 1];
    // SAFETY: room for the longest name.
    if unsafe { libc::if_indextoname(number, name.as_mut_ptr().cast()) }.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(name.split(|&byte| byte == 0).next().unwrap_or_default().to_vec())
}
