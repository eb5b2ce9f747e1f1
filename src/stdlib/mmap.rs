//! `mmap`: files and memory mapped into the process, as bytes that can be written.
//!
//! Thread-safety: mapping, position and file are touched under the object's lock, and so are the mapped bytes, also by those they were lent to; another process may
//! change them at any time. While bytes are lent the mapping is neither closed nor resized.

mod methods;
mod new;

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_os::descriptor::Owned;
use typhon_os::mapping::{self, Mapping};
use typhon_os::memory::page_size;
use typhon_vm::Value;
use typhon_vm::buffer::Buffer;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::payloads::Taken;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{Layout, trace_nothing};
use typhon_vm::types::dict::{self, Dict};

/// What may be done with the bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Access {
    Default = 0,
    Read = 1,
    Write = 2,
    Copy = 3,
}

/// What a mapping object owns and changes.
struct Inside {
    mapping: Option<Mapping>,
    file: Option<Owned>,
    position: usize,
}

/// A Python mapping.
#[repr(C)]
struct Map {
    header: Header,
    access: Access,
    /// Where in the file the mapping begins.
    offset: i64,
    /// Flags that the system was given.
    flags: i32,
    exports: AtomicUsize,
    inside: UnsafeCell<Inside>,
}

static LAYOUT: Layout = Layout { take: Some(take), ..Layout::fixed("mmap", size_of::<Map>(), trace_nothing) };

// SAFETY: repr(C), header first, no references; what changes is atomic or touched under the object's lock.
unsafe impl Payload for Map {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead mappings only, which nobody else can reach.
    let inside = unsafe { &mut *Obj::<Map>::cast_unchecked(object).inside.get() };
    Box::new((inside.mapping.take(), inside.file.take()))
}

static MAP_TYPE: NativeType = NativeType::new(&methods::MAP);

/// Runs `body`, which runs no Python code and allocates no object, on what the mapping owns.
fn locked<T>(cx: &Cx, this: Obj<Map>, body: impl FnOnce(&mut Inside) -> T) -> T {
    let _guard = lock_object(cx, this.object());
    // SAFETY: the object's lock is held by whoever touches it, and the body does not come here again.
    body(unsafe { &mut *this.inside.get() })
}

/// The mapping in a value.
fn any(cx: &Cx, value: Value) -> R<Obj<Map>> {
    value.cast::<Map>().ok_or_else(|| cx.system_error("mmap expected"))
}

/// Runs `body` on the mapped bytes and the position; `ValueError` where the mapping is closed.
fn with_bytes<T>(cx: &Cx, value: Value, body: impl FnOnce(&mut [u8], &mut usize) -> T) -> R<T> {
    let result = locked(cx, any(cx, value)?, |inside| {
        let Inside { mapping, position, .. } = inside;
        let mapping = mapping.as_mut()?;
        // SAFETY: the memory is mapped for as long as the lock is held; everyone in this process who touches it holds the lock.
        let bytes = unsafe { std::slice::from_raw_parts_mut(mapping.address(), mapping.len()) };
        Some(body(bytes, position))
    });
    result.ok_or_else(|| closed(cx))
}

#[cold]
fn closed(cx: &Cx) -> typhon_vm::Raised {
    cx.value_error("mmap closed or invalid")
}

fn lend(cx: &Cx, value: Value, _: u32) -> R<Buffer> {
    let this = any(cx, value)?;
    let place = locked(cx, this, |inside| {
        let mapping = inside.mapping.as_ref()?;
        this.exports.fetch_add(1, Ordering::Relaxed);
        Some((mapping.address(), mapping.len()))
    });
    let place = place.ok_or_else(|| closed(cx))?;
    Ok(Buffer::flat(value, place, this.access == Access::Read).counted(&this.exports))
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for &(name, number) in mapping::NUMBERS {
        put(name, Value::small_int_unchecked(number.into()))?;
    }
    for (name, access) in [
        ("ACCESS_DEFAULT", Access::Default),
        ("ACCESS_READ", Access::Read),
        ("ACCESS_WRITE", Access::Write),
        ("ACCESS_COPY", Access::Copy),
    ] {
        put(name, Value::small_int_unchecked(access as i64))?;
    }
    let page = Value::small_int_unchecked(page_size() as i64);
    put("PAGESIZE", page)?;
    put("ALLOCATIONGRANULARITY", page)?;
    put("mmap", MAP_TYPE.class(cx)?.value())?;
    put("error", exceptions::class_value(exceptions::OS_ERROR))
}

/// The module.
pub static MMAP: ModuleDef = ModuleDef { name: "mmap", doc: "Memory-mapped files.", functions: &[], init };
