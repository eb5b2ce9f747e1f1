//! `FileIO`: a descriptor as a raw stream.
//!
//! Thread-safety: every field is one atomic; the system orders what several threads do with one descriptor. A call that waits blocks neither
//! worker nor collector; reading what can be waited for (terminals, pipes, sockets) parks the fiber, so that an interrupt ends the wait.

use std::ffi::CString;
use std::io;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};

use typhon_os::room;
use typhon_os::stream::{self as descriptor, errno, flags};
use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::unraisable;
use typhon_vm::gc::Header;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::bytes;
use typhon_vm::types::int;
use typhon_vm::types::str_;
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, codecs, exceptions, finalization, instance, runtime};

use super::base;
use super::bits::Bits;
use super::buffers::Room;
use super::calls::{self, closed, unsupported};
use crate::ready;

const CREATED: u32 = 1;
const READABLE: u32 = 2;
const WRITABLE: u32 = 4;
const APPENDING: u32 = 8;
const CLOSE_DESCRIPTOR: u32 = 16;
const FINALIZING: u32 = 32;
/// A stream around this one closes it.
const OWNED: u32 = 64;
/// Reads may wait for another process.
const MAY_WAIT: u32 = 128;
/// Whether it is seekable is known; whether it is.
const SEEK_KNOWN: u32 = 256;
const SEEKABLE: u32 = 512;
const MODE_BITS: u32 = CREATED | READABLE | WRITABLE | APPENDING;

/// A raw stream of a descriptor.
#[repr(C)]
pub(super) struct FileIo {
    header: Header,
    /// -1: closed.
    descriptor: AtomicI32,
    bits: Bits,
    block_size: AtomicI64,
}

pub(super) static LAYOUT: Layout = Layout::with_attributes("_io.FileIO", size_of::<FileIo>(), trace_nothing);

// SAFETY: repr(C), header first, no references, the rest is atomic.
unsafe impl Payload for FileIo {
    const LAYOUT: &'static Layout = &LAYOUT;
}

pub(super) static FILE_TYPE: NativeType = NativeType::new(&FILE);

impl FileIo {
    pub(super) fn descriptor(&self) -> i32 {
        self.descriptor.load(Ordering::Acquire)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.descriptor() < 0
    }

    pub(super) fn set_owned(&self, owned: bool) {
        self.bits.set(OWNED, owned);
    }

    pub(super) fn is_owned(&self) -> bool {
        self.bits.has(OWNED)
    }

    pub(super) fn block_size(&self) -> i64 {
        self.block_size.load(Ordering::Relaxed)
    }
}

/// Makes a closed instance of a class with this layout.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let file = FileIo {
        header,
        descriptor: AtomicI32::new(-1),
        bits: Bits::new(CLOSE_DESCRIPTOR),
        block_size: AtomicI64::new(super::DEFAULT_BUFFER_SIZE as i64),
    };
    let file = cx.alloc_instance(shape, file)?;
    finalization::watch_new(cx, file.object());
    Ok(file.value())
}

/// The stream of an exact `FileIO`, whose methods nobody has replaced.
pub(super) fn exact(cx: &Cx, value: Value) -> Option<Obj<FileIo>> {
    let file = value.cast::<FileIo>()?;
    (FILE_TYPE.class(cx).ok()? == cx.type_of(value)).then_some(file)
}

fn this(cx: &Cx, value: Value) -> R<Obj<FileIo>> {
    value
        .cast::<FileIo>()
        .ok_or_else(|| cx.type_error(format!("expected FileIO, got '{}'", cx.type_name(value))))
}

fn open_file(cx: &Cx, value: Value) -> R<Obj<FileIo>> {
    let file = this(cx, value)?;
    if file.is_closed() { Err(closed(cx)) } else { Ok(file) }
}

/// The mode text as bits of this file and flags of the system.
fn parse_mode(cx: &Cx, mode: &str) -> R<(u32, i32)> {
    let (mut bits, mut system, mut main, mut plus) = (0, flags::CLOSE_ON_EXEC, false, false);
    let malformed =
        || cx.value_error("Must have exactly one of create/read/write/append mode and at most one plus");
    for c in mode.chars() {
        if "xrwa".contains(c) && std::mem::replace(&mut main, true) {
            return Err(malformed());
        }
        match c {
            'x' => {
                bits |= CREATED | WRITABLE;
                system |= flags::EXCLUSIVE | flags::CREATE;
            }
            'r' => bits |= READABLE,
            'w' => {
                bits |= WRITABLE;
                system |= flags::CREATE | flags::TRUNCATE;
            }
            'a' => {
                bits |= WRITABLE | APPENDING;
                system |= flags::APPEND | flags::CREATE;
            }
            'b' => {}
            '+' => {
                if std::mem::replace(&mut plus, true) {
                    return Err(malformed());
                }
                bits |= READABLE | WRITABLE;
            }
            _ => return Err(cx.value_error(&format!("invalid mode: {mode}"))),
        }
    }
    if !main {
        return Err(malformed());
    }
    system |= match bits & (READABLE | WRITABLE) {
        READABLE => flags::READ,
        WRITABLE => flags::WRITE,
        _ => flags::BOTH,
    };
    Ok((bits, system))
}

static INIT: MethodDef =
    MethodDef::function("FileIO($self, /, file, mode='r', closefd=True, opener=None)", "", |cx, args| {
        init(cx, args).map(|()| Value::NONE)
    });

fn init(cx: &Cx, args: &[Value]) -> R<()> {
    let &[this_value, name, mode, close_descriptor, opener] = args else {
        return Err(cx.system_error("FileIO arguments"));
    };
    let file = this(cx, this_value)?;
    if !file.is_closed() {
        // Opened before: what it had is closed as if by `close`.
        if file.bits.has(CLOSE_DESCRIPTOR) {
            close_descriptor_of(cx, file)?;
        } else {
            file.descriptor.store(-1, Ordering::Release);
        }
    }
    let mode = match mode.bound() {
        None => "r".to_string(),
        Some(mode) => str_::to_rust(mode).ok_or_else(|| {
            cx.type_error(format!("FileIO() argument 'mode' must be str, not {}", cx.type_name(mode)))
        })?,
    };
    let owns = close_descriptor.bound().map_or(Ok(true), |value| protocol::is_true(cx, value))?;
    if name.is_bool() {
        let text = "bool is used as a file descriptor";
        exceptions::warn(cx, exceptions::RUNTIME_WARNING, text, 1)?;
    }
    let given = if int::is_int(name) || name.is_bool() {
        let index = protocol::index::to_value(cx, name)?;
        let given = int::to_i64(index).and_then(|given| i32::try_from(given).ok());
        let Some(given) = given else {
            let text = "Python int too large to convert to C int";
            return Err(cx.error(exceptions::OVERFLOW_ERROR, text.into()));
        };
        if given < 0 {
            return Err(cx.value_error("negative file descriptor"));
        }
        Some(given)
    } else {
        None
    };
    let path = if given.is_none() { Some(crate::system::fsencode(cx, name)?) } else { None };
    let (bits, system) = parse_mode(cx, &mode)?;
    let opened = match (given, path) {
        (Some(given), _) => given,
        (None, Some(path)) => {
            if !owns {
                return Err(cx.value_error("Cannot use closefd=False with file name"));
            }
            match opener.bound().filter(|opener| !opener.is_none()) {
                None => open_path(cx, &path, system, name)?,
                Some(opener) => {
                    let opened =
                        call::call_values(cx, opener, &[name, Value::small_int_unchecked(system.into())])?;
                    if !int::is_int(opened) {
                        return Err(cx.type_error("expected integer from opener".into()));
                    }
                    let opened =
                        int::to_i64(opened).and_then(|opened| i32::try_from(opened).ok()).unwrap_or(-1);
                    if opened < 0 {
                        return Err(cx.value_error(&format!("opener returned {opened}")));
                    }
                    // Best effort: not every descriptor has flags to set.
                    let _ = descriptor::set_inheritable(opened, false);
                    opened
                }
            }
        }
        (None, None) => return Err(cx.system_error("FileIO without a name")),
    };
    let finish = || -> R<()> {
        let (mut may_wait, mut block_size) = (0, super::DEFAULT_BUFFER_SIZE as i64);
        match cx.blocking(|| descriptor::nature(opened)) {
            Ok(nature) if nature.is_directory => {
                return Err(calls::os_error(
                    cx,
                    &io::Error::from_raw_os_error(errno::IS_DIRECTORY),
                    Some(name),
                ));
            }
            Ok(nature) => {
                may_wait = if nature.is_storage { 0 } else { MAY_WAIT };
                if nature.block_size > 1 {
                    block_size = nature.block_size;
                }
            }
            Err(error) if error.raw_os_error() == Some(errno::BAD_DESCRIPTOR) => {
                return Err(calls::os_error(cx, &error, None));
            }
            Err(_) => {}
        }
        file.block_size.store(block_size, Ordering::Relaxed);
        let owned = file.bits.get() & OWNED;
        let close = if owns { CLOSE_DESCRIPTOR } else { 0 };
        file.bits.replace(bits | may_wait | close | owned);
        file.descriptor.store(opened, Ordering::Release);
        calls::set_attribute(cx, this_value, "name", name)?;
        if bits & APPENDING != 0
            && let Err(error) = cx.blocking(|| descriptor::seek(opened, 0, 2))
            && error.raw_os_error() != Some(errno::ILLEGAL_SEEK)
        {
            return Err(calls::os_error(cx, &error, None));
        }
        Ok(())
    };
    finish().inspect_err(|_| {
        file.descriptor.store(-1, Ordering::Release);
        if given.is_none() {
            // The first error is the one to report.
            let _ = descriptor::close(opened);
        }
    })
}

/// Opens a path. Where too many are open, those that are garbage are closed first.
fn open_path(cx: &Cx, path: &CString, system: i32, name: Value) -> R<i32> {
    let mut attempts = 0;
    loop {
        match calls::system(cx, || descriptor::open(path, system, 0o666))? {
            Ok(opened) => return Ok(opened),
            Err(error)
                if attempts == 0
                    && matches!(error.raw_os_error(), Some(errno::TOO_MANY_OPEN | errno::TABLE_FULL)) =>
            {
                attempts += 1;
                runtime::collect(cx);
                finalization::run_due(cx);
            }
            Err(error) => return Err(calls::os_error(cx, &error, Some(name))),
        }
    }
}

fn close_descriptor_of(cx: &Cx, file: Obj<FileIo>) -> R<()> {
    let opened = file.descriptor.swap(-1, Ordering::AcqRel);
    if opened < 0 {
        return Ok(());
    }
    // A descriptor is gone whatever `close` answers; calling it again would close another's.
    match cx.blocking(|| descriptor::close(opened)) {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(calls::os_error(cx, &error, None)),
        _ => Ok(()),
    }
}

fn warn_unclosed(cx: &Cx, file: Obj<FileIo>, source: Value) -> R<()> {
    if file.is_closed() || !file.bits.has(CLOSE_DESCRIPTOR) {
        return Ok(());
    }
    let shown = protocol::repr_string(cx, source)?;
    super::warn_resource(cx, &format!("unclosed file {shown}"), source)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = this(cx, args[0])?;
    let result = base::close(cx, args[0]);
    if !file.bits.has(CLOSE_DESCRIPTOR) {
        file.descriptor.store(-1, Ordering::Release);
        return result.map(|()| Value::NONE);
    }
    if file.bits.has(FINALIZING)
        && let Err(raised) = warn_unclosed(cx, file, args[0])
    {
        unraisable::report(cx, raised, "Exception ignored while finalizing file", args[0]);
    }
    let closed = close_descriptor_of(cx, file);
    result.and(closed).map(|()| Value::NONE)
}

/// Closes an exact file without looking its methods up.
pub(super) fn close_exact(cx: &Cx, file: Obj<FileIo>) -> R<()> {
    close(cx, &[file.value()]).map(|_| ())
}

// --- reading ----------------------------------------------------------------------------------------------------

/// Appends at most `size` bytes of a descriptor to `data`: how many, or nothing where none are there yet.
pub(super) fn read_into(cx: &Cx, file: Obj<FileIo>, data: &mut Vec<u8>, size: usize) -> R<Option<usize>> {
    if data.try_reserve(size).is_err() {
        return Err(cx.memory_error());
    }
    let count = read_once(cx, file, &room::Room::uninitialised(&mut data.spare_capacity_mut()[..size]))?;
    // SAFETY: the system has written so many bytes behind the former end.
    unsafe { data.set_len(data.len() + count.unwrap_or(0)) };
    Ok(count)
}

/// The same into lent memory, from an offset on.
pub(super) fn read_to(cx: &Cx, file: Obj<FileIo>, room: &Room<'_>, offset: usize) -> R<Option<usize>> {
    let (address, len) = room.rest(offset);
    // SAFETY: lent bytes stay where they are until `room` is dropped; what the system does to them is as if another process did it
    // (`typhon_vm::buffer`).
    read_once(cx, file, &unsafe { room::Room::shared(address, len) })
}

fn read_once(cx: &Cx, file: Obj<FileIo>, room: &room::Room<'_>) -> R<Option<usize>> {
    let opened = file.descriptor();
    if opened < 0 {
        return Err(closed(cx));
    }
    if file.bits.has(MAY_WAIT) {
        // Where it takes another process's doing.
        ready::wait_if_blocking(cx, opened, Direction::Read)?;
    }
    match calls::system(cx, || descriptor::read(opened, room))? {
        Ok(count) => Ok(Some(count)),
        Err(error) if error.raw_os_error() == Some(errno::AGAIN) => Ok(None),
        Err(error) => Err(calls::os_error(cx, &error, None)),
    }
}

fn check_readable(cx: &Cx, value: Value) -> R<Obj<FileIo>> {
    let file = open_file(cx, value)?;
    if file.bits.has(READABLE) { Ok(file) } else { Err(unsupported(cx, "File not open for reading")) }
}

fn check_writable(cx: &Cx, value: Value) -> R<Obj<FileIo>> {
    let file = open_file(cx, value)?;
    if file.bits.has(WRITABLE) { Ok(file) } else { Err(unsupported(cx, "File not open for writing")) }
}

fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = check_readable(cx, args[0])?;
    let size = calls::size(cx, args[1])?.unwrap_or(-1);
    let Ok(size) = usize::try_from(size) else { return readall(cx, args) };
    let size = size.min(0x7fff_f000);
    cx.check_room(size)?;
    let mut data = Vec::new();
    match read_into(cx, file, &mut data, size)? {
        Some(_) => bytes::from_slice(cx, &data),
        None => Ok(Value::NONE),
    }
}

/// Everything from here on; nothing where none is there yet.
pub(super) fn read_rest(cx: &Cx, file: Obj<FileIo>) -> R<Option<Vec<u8>>> {
    let opened = file.descriptor();
    let (size, at) = cx.blocking(|| {
        let size = descriptor::nature(opened).map_or(0, |nature| nature.size);
        (size, if size > 65536 { descriptor::seek(opened, 0, 1).unwrap_or(0) } else { 0 })
    });
    let mut data = Vec::new();
    // One more, so that the end is seen without growing.
    let expected = usize::try_from(size - at).unwrap_or(0).saturating_add(1);
    cx.check_room(expected)?;
    let mut step = expected.max(super::DEFAULT_BUFFER_SIZE / 16);
    loop {
        match read_into(cx, file, &mut data, step)? {
            None if data.is_empty() => return Ok(None),
            None | Some(0) => return Ok(Some(data)),
            Some(_) => {}
        }
        step =
            if data.len() < expected { expected - data.len() } else { (data.len() / 2).clamp(8192, 1 << 24) };
        cx.poll()?;
    }
}

fn readall(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = check_readable(cx, args[0])?;
    match read_rest(cx, file)? {
        Some(data) => bytes::from_slice(cx, &data),
        None => Ok(Value::NONE),
    }
}

fn readinto(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = check_readable(cx, args[0])?;
    let room = Room::of(cx, args[1])?;
    Ok(read_to(cx, file, &room, 0)?.map_or(Value::NONE, codecs::place))
}

// --- writing and the rest -----------------------------------------------------------------------------------------

/// Writes once: how many bytes went, or nothing where none can yet.
pub(super) fn write_from(cx: &Cx, file: Obj<FileIo>, data: &[u8]) -> R<Option<usize>> {
    let opened = file.descriptor();
    if opened < 0 {
        return Err(closed(cx));
    }
    match calls::system(cx, || descriptor::write(opened, data))? {
        Ok(count) => Ok(Some(count)),
        Err(error) if error.raw_os_error() == Some(errno::AGAIN) => Ok(None),
        Err(error) => Err(calls::os_error(cx, &error, None)),
    }
}

fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = check_writable(cx, args[0])?;
    let data = calls::readable(cx, args[1])?;
    Ok(write_from(cx, file, data.as_slice())?.map_or(Value::NONE, codecs::place))
}

/// `lseek`.
pub(super) fn seek_to(cx: &Cx, file: Obj<FileIo>, offset: i64, whence: i32) -> R<i64> {
    let opened = file.descriptor();
    if opened < 0 {
        return Err(closed(cx));
    }
    let moved = calls::system(cx, || descriptor::seek(opened, offset, whence))?;
    if !file.bits.has(SEEK_KNOWN) {
        file.bits.set(SEEKABLE, moved.is_ok());
        file.bits.set(SEEK_KNOWN, true);
    }
    moved.map_err(|error| calls::os_error(cx, &error, None))
}

fn seek(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = open_file(cx, args[0])?;
    let whence = args[2].bound().map_or(Ok(0), |whence| protocol::index::to_i64(cx, whence))?;
    let offset = calls::position(cx, args[1])?;
    int::from_i64(cx, seek_to(cx, file, offset, i32::try_from(whence).unwrap_or(-1))?)
}

fn tell(cx: &Cx, args: &[Value]) -> R<Value> {
    int::from_i64(cx, seek_to(cx, open_file(cx, args[0])?, 0, 1)?)
}

pub(super) fn is_seekable(cx: &Cx, file: Obj<FileIo>) -> R<bool> {
    if file.is_closed() {
        return Err(closed(cx));
    }
    if !file.bits.has(SEEK_KNOWN) {
        let opened = file.descriptor();
        let moved = cx.blocking(|| descriptor::seek(opened, 0, 1));
        file.bits.set(SEEKABLE, moved.is_ok());
        file.bits.set(SEEK_KNOWN, true);
    }
    Ok(file.bits.has(SEEKABLE))
}

fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = check_writable(cx, args[0])?;
    let (size, answer) = match args[1].bound().filter(|size| !size.is_none()) {
        Some(size) => (calls::position(cx, size)?, size),
        None => {
            let at = seek_to(cx, file, 0, 1)?;
            (at, int::from_i64(cx, at)?)
        }
    };
    let opened = file.descriptor();
    calls::system(cx, || descriptor::truncate(opened, size))?
        .map_err(|error| calls::os_error(cx, &error, None))?;
    Ok(answer)
}

fn isatty(cx: &Cx, args: &[Value]) -> R<Value> {
    let opened = open_file(cx, args[0])?.descriptor();
    Ok(Value::from_bool(cx.blocking(|| descriptor::is_terminal(opened))))
}

/// A file that is seekable is no terminal.
fn isatty_open_only(cx: &Cx, args: &[Value]) -> R<Value> {
    let file = open_file(cx, args[0])?;
    if !file.bits.has(MAY_WAIT) { Ok(Value::FALSE) } else { isatty(cx, args) }
}

fn mode_text(file: Obj<FileIo>) -> &'static str {
    match file.bits.get() & MODE_BITS {
        bits if bits & CREATED != 0 => {
            if bits & READABLE != 0 {
                "xb+"
            } else {
                "xb"
            }
        }
        bits if bits & APPENDING != 0 => {
            if bits & READABLE != 0 {
                "ab+"
            } else {
                "ab"
            }
        }
        bits if bits & READABLE != 0 => {
            if bits & WRITABLE != 0 {
                "rb+"
            } else {
                "rb"
            }
        }
        _ => "wb",
    }
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let file = this(cx, value)?;
    let class = cx.type_name(value);
    if file.is_closed() {
        return str_::from_string(cx, format!("<{class} [closed]>"));
    }
    let owns = if file.bits.has(CLOSE_DESCRIPTOR) { "True" } else { "False" };
    let rest = format!(" mode='{}' closefd={owns}", mode_text(file));
    if calls::optional(cx, value, "name")?.is_none() {
        return str_::from_string(cx, format!("<{class} fd={}{rest}>", file.descriptor()));
    }
    base::repr_with_name(cx, value, &rest)
}

fn asks(cx: &Cx, value: Value, bit: u32) -> R<Value> {
    Ok(Value::from_bool(open_file(cx, value)?.bits.has(bit)))
}

static NEW: MethodDef = MethodDef::any_new(super::new);

static FILE: TypeDef = TypeDef {
    name: "FileIO",
    parameters: Some("(file, mode='r', closefd=True, opener=None)"),
    module: "_io",
    base: Some(base::RAW_BASE_DEF),
    doc: "Open a file.\n\nThe mode can be 'r', 'w', 'x' or 'a' for reading (default), writing, exclusive creation or \
          appending, with '+' for both.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable {
        repr: Some(repr),
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &INIT, args)),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("read($self, size=-1, /)", "Read at most size bytes, returned as bytes.", read),
        MethodDef::new("readall($self, /)", "Read all data from the file, returned as bytes.", readall),
        MethodDef::new("readinto($self, buffer, /)", "Same as RawIOBase.readinto().", readinto),
        MethodDef::new(
            "write($self, b, /)",
            "Write buffer b to file, return number of bytes written.",
            write,
        ),
        MethodDef::new("seek($self, pos, whence=0, /)", "Move to new file position and return it.", seek),
        MethodDef::new("tell($self, /)", "Current file position.", tell),
        MethodDef::new("truncate($self, size=None, /)", "Truncate the file to at most size bytes.", truncate),
        MethodDef::new("close($self, /)", "Close the file.", close),
        MethodDef::new("seekable($self, /)", "True if file supports random-access.", |cx, args| {
            is_seekable(cx, this(cx, args[0])?).map(Value::from_bool)
        }),
        MethodDef::new("readable($self, /)", "True if file was opened in a read mode.", |cx, args| {
            asks(cx, args[0], READABLE)
        }),
        MethodDef::new("writable($self, /)", "True if file was opened in a write mode.", |cx, args| {
            asks(cx, args[0], WRITABLE)
        }),
        MethodDef::new(
            "fileno($self, /)",
            "Return the underlying file descriptor (an integer).",
            |cx, args| int::from_i64(cx, open_file(cx, args[0])?.descriptor().into()),
        ),
        MethodDef::new("isatty($self, /)", "True if the file is connected to a TTY device.", isatty),
        MethodDef::new("_isatty_open_only($self, /)", "", isatty_open_only),
        MethodDef::new("_dealloc_warn($self, object, /)", "", |cx, args| {
            warn_unclosed(cx, this(cx, args[0])?, args[1]).map(|()| Value::NONE)
        }),
        MethodDef::new("__getstate__($self, /)", "", calls::no_state),
    ],
    getset: &[
        GetSetDef {
            name: "closed",
            doc: "True if the file is closed",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.is_closed())),
            set: None,
        },
        GetSetDef {
            name: "closefd",
            doc: "True if the file descriptor will be closed by close().",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.bits.has(CLOSE_DESCRIPTOR))),
            set: None,
        },
        GetSetDef {
            name: "mode",
            doc: "String giving the file mode",
            get: |cx, value| cx.intern(mode_text(this(cx, value)?)),
            set: None,
        },
        GetSetDef {
            name: "_blksize",
            doc: "Stat st_blksize if available",
            get: |cx, value| int::from_i64(cx, this(cx, value)?.block_size()),
            set: None,
        },
        GetSetDef {
            name: "_finalizing",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.bits.has(FINALIZING))),
            set: Some(|cx, value, new| {
                let on = calls::bool_attribute(cx, new)?;
                this(cx, value)?.bits.set(FINALIZING, on);
                Ok(())
            }),
        },
    ],
    ..TypeDef::DEFAULT
};
