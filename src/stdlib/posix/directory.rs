//! Directories: `listdir`, `scandir`, `DirEntry`.
//!
//! A directory is read whole when it is opened, so an iterator holds no descriptor. Thread-safety: entries are immutable but for the
//! remembered answers of `stat`, each one slot; the iterator's place is one atomic number, so each entry is given once.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_os::libc;
use typhon_os::path::{self, Directory, Entry, HERE};
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{bytes, int, list};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, exceptions, protocol};

use super::stat;
use crate::system::{self, Path};

fn read(cx: &Cx, path: &Path) -> R<Vec<Entry>> {
    let (file, descriptor) = match path.descriptor {
        // As in CPython an error about a descriptor names no file.
        Some(descriptor) => (Value::NONE, Some(descriptor)),
        None => (path.given, None),
    };
    system::call_about(cx, file, || {
        let mut directory = match descriptor {
            Some(descriptor) => Directory::open_descriptor(descriptor)?,
            None => Directory::open(path.as_c())?,
        };
        let mut entries = Vec::new();
        while let Some(entry) = directory.read()? {
            entries.push(entry);
        }
        Ok(entries)
    })
}

fn listdir(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "listdir", "path", system::ANY)?;
    let names = list::new(cx)?;
    for entry in read(cx, &path)? {
        list::append(cx, names, path.name_value(cx, entry.name.as_bytes())?)?;
    }
    Ok(names.value())
}

/// One name of a directory.
#[repr(C)]
struct DirEntry {
    header: Header,
    name: Slot,
    path: Slot,
    /// What `stat` and `lstat` answered before; unbound where they were not asked.
    stat: Slot,
    lstat: Slot,
    inode: u64,
    /// The descriptor that the name is relative to.
    directory: i32,
    kind: u8,
}

static LAYOUT: Layout = Layout::fixed("directory entry", size_of::<DirEntry>(), trace);

// SAFETY: repr(C), header first, every slot traced, the rest immutable.
unsafe impl Payload for DirEntry {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for entries only.
    let this = unsafe { Obj::<DirEntry>::cast_unchecked(object) };
    for slot in [&this.name, &this.path, &this.stat, &this.lstat] {
        tracer.slot(slot);
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<DirEntry>> {
    value.cast::<DirEntry>().ok_or_else(|| cx.type_error("expected posix.DirEntry".into()))
}

/// What the entry's file is, by its own path.
fn ask(cx: &Cx, this: Obj<DirEntry>, follow: bool) -> R<libc::stat> {
    let name = if this.directory == HERE { this.path.get() } else { this.name.get() };
    let path = system::path_of(cx, name, "DirEntry", "path", system::NAME)?;
    let (directory, flags) = (this.directory, if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW });
    system::call_about(cx, this.path.get(), || path::stat(directory, path.as_c(), flags))
}

fn is_link(cx: &Cx, this: Obj<DirEntry>) -> R<bool> {
    match this.kind {
        libc::DT_UNKNOWN => Ok(ask(cx, this, false)?.st_mode & libc::S_IFMT == libc::S_IFLNK),
        kind => Ok(kind == libc::DT_LNK),
    }
}

/// The remembered answer of `stat` or `lstat`, asked for now where there is none.
fn answer(cx: &Cx, this: Obj<DirEntry>, follow: bool) -> R<Value> {
    // What is no link is the same either way.
    let follow = follow && is_link(cx, this)?;
    let slot = if follow { &this.stat } else { &this.lstat };
    if let Some(known) = slot.get().bound() {
        return Ok(known);
    }
    let fresh = stat::result_of(cx, &ask(cx, this, follow)?)?;
    cx.store(this.object(), slot, fresh);
    Ok(fresh)
}

/// Whether the file is of a kind; a file that is gone is of none.
fn is_kind(cx: &Cx, value: Value, follow: Value, kind: (u8, u32)) -> R<Value> {
    let this = this(cx, value)?;
    let follow = system::flag_of(cx, follow, true)?;
    let known = match this.kind {
        libc::DT_UNKNOWN => None,
        libc::DT_LNK if follow => None,
        known => Some(known == kind.0),
    };
    if let Some(known) = known {
        return Ok(Value::from_bool(known));
    }
    let mode = match answer(cx, this, follow) {
        Ok(answer) => int::to_i64(protocol::item::get(cx, answer, Value::small_int_unchecked(0))?),
        Err(raised) if cx.matches(raised, exceptions::FILE_NOT_FOUND_ERROR) => None,
        Err(raised) => return Err(raised),
    };
    let is_kind = mode.is_some_and(|mode| mode as u32 & libc::S_IFMT == kind.1);
    Ok(Value::from_bool(is_kind))
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let name = protocol::repr_string(cx, this(cx, value)?.name.get())?;
    str_::from_string(cx, format!("<DirEntry {name}>"))
}

static ENTRY_TYPE: NativeType = NativeType::new(&ENTRY);

static ENTRY: TypeDef = TypeDef {
    name: "DirEntry",
    module: "posix",
    generic: true,
    layout: &LAYOUT,
    slots: SlotTable { repr: Some(repr), ..SlotTable::NONE },
    methods: &[
        MethodDef::new(
            "is_dir($self, /, *, follow_symlinks=True)",
            "Return True if the entry is a directory; cached per entry.",
            |cx, args| is_kind(cx, args[0], args[1], (libc::DT_DIR, libc::S_IFDIR)),
        ),
        MethodDef::new(
            "is_file($self, /, *, follow_symlinks=True)",
            "Return True if the entry is a file; cached per entry.",
            |cx, args| is_kind(cx, args[0], args[1], (libc::DT_REG, libc::S_IFREG)),
        ),
        MethodDef::new(
            "is_symlink($self, /)",
            "Return True if the entry is a symbolic link; cached per entry.",
            |cx, args| Ok(Value::from_bool(is_link(cx, this(cx, args[0])?)?)),
        ),
        MethodDef::new(
            "is_junction($self, /)",
            "Return True if the entry is a junction; cached per entry.",
            |_, _| Ok(Value::FALSE),
        ),
        MethodDef::new(
            "stat($self, /, *, follow_symlinks=True)",
            "Return stat_result object for the entry; cached per entry.",
            |cx, args| answer(cx, this(cx, args[0])?, system::flag_of(cx, args[1], true)?),
        ),
        MethodDef::new("inode($self, /)", "Return inode of the entry; cached per entry.", |cx, args| {
            int::from_u64(cx, this(cx, args[0])?.inode)
        }),
        MethodDef::new("__fspath__($self, /)", "Return the path for the entry.", |cx, args| {
            Ok(this(cx, args[0])?.path.get())
        }),
    ],
    getset: &[
        GetSetDef {
            name: "name",
            doc: "the entry's base filename, relative to scandir() \"path\" argument",
            get: |cx, value| Ok(this(cx, value)?.name.get()),
            set: None,
        },
        GetSetDef {
            name: "path",
            doc: "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
            get: |cx, value| Ok(this(cx, value)?.path.get()),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

/// The entries of a directory, one after the other.
#[repr(C)]
struct Iterator {
    header: Header,
    /// A tuple.
    entries: Slot,
    next: AtomicUsize,
}

static ITERATOR_LAYOUT: Layout = Layout::fixed("directory iterator", size_of::<Iterator>(), trace_iterator);

// SAFETY: repr(C), header first, the slot is traced, the rest is atomic.
unsafe impl Payload for Iterator {
    const LAYOUT: &'static Layout = &ITERATOR_LAYOUT;
}

unsafe fn trace_iterator(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for iterators only.
    tracer.slot(&unsafe { Obj::<Iterator>::cast_unchecked(object) }.entries);
}

static ITERATOR_TYPE: NativeType = NativeType::new(&ITERATOR);

fn next(_: &Cx, value: Value) -> R<Option<Value>> {
    let Some(this) = value.cast::<Iterator>() else { return Ok(None) };
    let Some(entries) = this.entries.get().cast::<Tuple>() else { return Ok(None) };
    let taken = this
        .next
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| (next < entries.len()).then(|| next + 1));
    Ok(taken.ok().map(|index| entries.get(index)))
}

fn close(_: &Cx, args: &[Value]) -> R<Value> {
    if let Some(this) = args[0].cast::<Iterator>() {
        this.next.store(usize::MAX, Ordering::Relaxed);
    }
    Ok(Value::NONE)
}

static ITERATOR: TypeDef = TypeDef {
    name: "ScandirIterator",
    module: "posix",
    layout: &ITERATOR_LAYOUT,
    slots: SlotTable { iter: Some(|_, value| Ok(value)), next: Some(next), ..SlotTable::NONE },
    methods: &[
        MethodDef::new("__enter__($self, /)", "", |_, args| Ok(args[0])),
        MethodDef::new("__exit__($self, /, *args)", "", close),
        MethodDef::new("close($self, /)", "", close),
    ],
    ..TypeDef::DEFAULT
};

fn scandir(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "scandir", "path", system::ANY)?;
    let entries = list::new(cx)?;
    let shape = ENTRY_TYPE.shape_id(cx)?;
    for entry in read(cx, &path)? {
        let name = path.name_value(cx, entry.name.as_bytes())?;
        let full = match path.descriptor {
            Some(_) => name,
            None => {
                let mut full = path.name.as_bytes().to_vec();
                if full.last().is_some_and(|&last| last != b'/') {
                    full.push(b'/');
                }
                full.extend_from_slice(entry.name.as_bytes());
                path.name_value(cx, &full)?
            }
        };
        let made = cx.alloc(DirEntry {
            header: Header::new(shape, 0),
            name: Slot::of(name),
            path: Slot::of(full),
            stat: Slot::of(Value::UNBOUND),
            lstat: Slot::of(Value::UNBOUND),
            inode: entry.inode,
            directory: path.descriptor.unwrap_or(HERE),
            kind: entry.kind,
        })?;
        list::append(cx, entries, made.value())?;
    }
    let entries = list::to_tuple(cx, entries)?;
    let header = Header::new(ITERATOR_TYPE.shape_id(cx)?, 0);
    let entries = Slot::of(entries.value());
    Ok(cx.alloc(Iterator { header, entries, next: AtomicUsize::new(0) })?.value())
}

/// The class of entries.
pub(super) fn entry_class(cx: &Cx) -> R<Value> {
    Ok(ENTRY_TYPE.class(cx)?.value())
}

/// What the library joins and normalizes most: `os.path.normpath`.
fn normalize(cx: &Cx, args: &[Value]) -> R<Value> {
    let (raw, is_bytes) = plain(cx, args[0], "_path_normpath", "path")?;
    let name = |name: &[u8]| rebuilt(cx, name, is_bytes);
    if raw.is_empty() {
        return name(b".");
    }
    let root = root_len(&raw);
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in raw[root..].split(|&byte| byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." if root > 0 && parts.is_empty() => {}
            b".." if parts.last().is_some_and(|&last| last != b"..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut normal = raw[..root.min(2)].to_vec();
    // Three and more slashes mean one.
    normal.truncate(if root > 2 { 1 } else { root });
    normal.extend_from_slice(&parts.join(&b'/'));
    name(if normal.is_empty() { b"." } else { &normal })
}

/// Bytes of the slashes that a path begins with: two are a root of their own, more are as one.
fn root_len(raw: &[u8]) -> usize {
    raw.iter().take_while(|&&byte| byte == b'/').count()
}

/// `os.path.splitroot`.
fn split_root(cx: &Cx, args: &[Value]) -> R<Value> {
    let (raw, is_bytes) = plain(cx, args[0], "_path_splitroot_ex", "path")?;
    let name = |name: &[u8]| rebuilt(cx, name, is_bytes);
    let root = match root_len(&raw) {
        2 => 2,
        slashes => slashes.min(1),
    };
    let parts = [name(b"")?, name(&raw[..root])?, name(&raw[root..])?];
    Ok(tuple::from_slice(cx, &parts)?.value())
}

/// A path that may hold anything, as bytes: whether bytes were given.
fn plain(cx: &Cx, value: Value, function: &str, argument: &str) -> R<(Vec<u8>, bool)> {
    let as_raw = |path: Value| match path.cast::<Str>() {
        Some(text) => Ok(Some((system::encode_with(cx, text, "surrogatepass")?, false))),
        None => Ok(bytes::as_bytes(path).map(|path| (path.as_slice().to_vec(), true))),
    };
    if let Some(raw) = as_raw(value)? {
        return Ok(raw);
    }
    if call::has_special(cx, value, cx.intern("__fspath__")?)
        && let Some(raw) = as_raw(system::fspath(cx, value)?)?
    {
        return Ok(raw);
    }
    let shown = cx.type_name(value);
    Err(cx.type_error(format!("{function}: {argument} should be string, bytes or os.PathLike, not {shown}")))
}

/// Bytes or text again.
fn rebuilt(cx: &Cx, name: &[u8], is_bytes: bool) -> R<Value> {
    if is_bytes { bytes::from_slice(cx, name) } else { system::decode_with(cx, name, "surrogatepass") }
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "listdir(path=None)",
        "Return a list containing the names of the files in the directory.",
        listdir,
    ),
    MethodDef::function(
        "scandir(path=None)",
        "Return an iterator of DirEntry objects for given path.",
        scandir,
    ),
    MethodDef::function(
        "_path_normpath(path)",
        "Normalize path, eliminating double slashes, etc.",
        normalize,
    ),
    MethodDef::function("_path_splitroot_ex(p)", "Split a pathname into drive, root and tail.", split_root),
];
