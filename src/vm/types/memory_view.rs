//! `memoryview`: a window on the bytes that another object lends.
//!
//! Three objects: the exporter; one [`Managed`] per buffer that was acquired from it; any number of [`MemoryView`]s (slices, casts) over that.
//!
//! # Protocol
//! *Protects* the exporter's count of what it has lent. *A view* that is released, by `release()` or the end of `with`, is so once (a swap decides); it
//! refuses to be released while it has lent its bytes on (`exports`): releasing and lending hold the view's object lock from their look to their change, so
//! a view that has lent is not released. The last view of a managed buffer to be released gives the buffer back. A released view no
//! longer refers to the managed buffer.
//! *Garbage*: views that die unreleased take their managed buffer with them, whose death gives the buffer back (inside the stop, before the exporter can be
//! swept: the managed buffer refers to it). So a lent bytearray can be resized after the next collection, and asks for one.
//! *Bytes* are read and written by the rules of [`crate::buffer`]. Everything else about a view never changes after it was made, but for the cached hash, one
//! atomic word.

pub mod dims;
pub mod format;
pub mod item;
mod methods;
pub mod python;

use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::buffer::{self, Buffer, buffer_error, request};
use crate::context::{Cx, R, Raised};
use crate::object::{Obj, Payload, lock_object};
use crate::payloads::{self, Taken};
use crate::typedef::Layout;
use crate::types::memory_view::dims::{Dims, Extents};
use crate::types::str_;
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

pub use item::MEMORY_ITERATOR;
pub use methods::MEMORY_VIEW;
pub use python::BUFFER_WRAPPER;

/// One buffer that was acquired for views.
#[repr(C)]
pub struct Managed {
    header: Header,
    exporter: Slot,
    owner: Slot,
    /// Address of the exporter's count, or 0.
    counter: usize,
    /// Views that are not released.
    views: AtomicUsize,
    returned: AtomicBool,
}

/// Layout of managed buffers.
pub static MANAGED_LAYOUT: Layout = Layout {
    take: Some(take_managed),
    ..Layout::fixed("managed buffer", size_of::<Managed>(), trace_managed)
};

// SAFETY: repr(C), header first, both slots traced and never written after publication, the rest atomic or constant.
unsafe impl Payload for Managed {
    const LAYOUT: &'static Layout = &MANAGED_LAYOUT;
}

unsafe fn trace_managed(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for managed buffers only.
    let managed = unsafe { Obj::<Managed>::cast_unchecked(object) };
    tracer.slot(&managed.exporter);
    tracer.slot(&managed.owner);
}

unsafe fn take_managed(object: ObjRef) -> Taken {
    // SAFETY: called for managed buffers only, dead and not swept.
    unsafe { Obj::<Managed>::cast_unchecked(object) }.give_back();
    Box::new(())
}

impl Managed {
    /// Lowers the exporter's count, once.
    fn give_back(&self) -> bool {
        if self.returned.swap(true, Ordering::AcqRel) {
            return false;
        }
        if let Some(counter) = NonNull::new(self.counter as *mut AtomicUsize) {
            // SAFETY: the count lies in an object that the exporter keeps alive, and this object the exporter; where both are dead, the exporter is
            // not swept yet.
            unsafe { counter.as_ref() }.fetch_sub(1, Ordering::Release);
        }
        true
    }
}

/// A Python memoryview.
#[repr(C)]
pub struct MemoryView {
    header: Header,
    /// [`Managed`]; `UNBOUND` once the view is released.
    managed: Slot,
    /// [`Extents`] where there is not exactly one dimension.
    extents: Slot,
    /// A str; `UNBOUND` stands for `B`.
    format: Slot,
    address: usize,
    len: usize,
    itemsize: usize,
    ndim: usize,
    shape: isize,
    stride: isize,
    readonly: bool,
    /// May not be lent on: it is only for `__release_buffer__` to look at.
    restricted: bool,
    released: AtomicBool,
    exports: AtomicUsize,
    /// 0 until computed.
    hash: AtomicI64,
}

/// Layout of views.
pub static LAYOUT: Layout = Layout::fixed("memoryview", size_of::<MemoryView>(), trace);

// SAFETY: repr(C), header first, the slots traced and never written after publication but for `managed`, which whoever releases the view clears
// through the barrier; what else changes is atomic.
unsafe impl Payload for MemoryView {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for views only.
    let view = unsafe { Obj::<MemoryView>::cast_unchecked(object) };
    tracer.slot(&view.managed);
    tracer.slot(&view.extents);
    tracer.slot(&view.format);
}

/// What a view shows of its managed buffer.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) address: usize,
    pub(crate) itemsize: usize,
    pub(crate) format: Value,
    pub(crate) dims: Dims,
    pub(crate) readonly: bool,
}

impl Window {
    pub(crate) fn of_buffer(buffer: &Buffer) -> Window {
        Window {
            address: buffer.address as usize,
            itemsize: buffer.itemsize,
            format: buffer.format,
            dims: buffer.dims,
            readonly: buffer.readonly,
        }
    }
}

impl MemoryView {
    pub(crate) fn window(&self) -> Window {
        Window {
            address: self.address,
            itemsize: self.itemsize,
            format: self.format.get(),
            dims: self.dims(),
            readonly: self.readonly,
        }
    }

    pub(crate) fn dims(&self) -> Dims {
        let extents = self.extents.get().cast::<Extents>();
        Dims { ndim: self.ndim, shape: self.shape, stride: self.stride, extents }
    }

    fn managed(&self) -> Option<Obj<Managed>> {
        self.managed.get().cast::<Managed>()
    }

    /// The object whose lock guards the bytes.
    pub(crate) fn owner(&self) -> Value {
        self.managed().map_or(Value::NONE, |managed| managed.owner.get())
    }

    pub(crate) fn exporter(&self) -> Value {
        self.managed().map_or(Value::NONE, |managed| managed.exporter.get())
    }

    pub(crate) fn is_released(&self) -> bool {
        self.released.load(Ordering::Acquire)
            || self.managed().is_none_or(|managed| managed.returned.load(Ordering::Acquire))
    }

    pub(crate) fn format_text(&self) -> String {
        buffer::format_text(self.format.get())
    }
}

/// The view in a value, whatever its state.
pub(crate) fn any(cx: &Cx, value: Value) -> R<Obj<MemoryView>> {
    value.cast::<MemoryView>().ok_or_else(|| cx.system_error("memoryview expected"))
}

/// `ValueError` for a view that is released.
#[cold]
pub(super) fn released(cx: &Cx) -> Raised {
    cx.value_error("operation forbidden on released memoryview object")
}

/// The view in a value; `ValueError` where it is released.
pub(crate) fn live(cx: &Cx, value: Value) -> R<Obj<MemoryView>> {
    let view = any(cx, value)?;
    if view.is_released() { Err(released(cx)) } else { Ok(view) }
}

/// A view that nobody can release until this is dropped, as if it had lent its bytes. Lives on the native stack only.
pub(super) struct Held(Obj<MemoryView>);

impl Held {
    /// `ValueError` where the view is released.
    pub(super) fn new(cx: &Cx, value: Value) -> R<Held> {
        let view = live(cx, value)?;
        count_export(cx, view)?;
        Ok(Held(view))
    }

    pub(super) fn view(&self) -> Obj<MemoryView> {
        self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.exports.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Counts one more export of a view, which keeps it from being released.
fn count_export(cx: &Cx, view: Obj<MemoryView>) -> R<()> {
    let guard = lock_object(cx, view.object());
    if view.is_released() {
        drop(guard);
        return Err(released(cx));
    }
    view.exports.fetch_add(1, Ordering::AcqRel);
    Ok(())
}

/// `ValueError` for a view that may not be lent on.
pub(crate) fn unrestricted(cx: &Cx, view: Obj<MemoryView>) -> R<()> {
    if view.restricted {
        return Err(cx.value_error("cannot create new view on restricted memoryview"));
    }
    Ok(())
}

/// Takes over an acquired buffer.
pub(crate) fn manage(cx: &Cx, buffer: &Buffer) -> R<Obj<Managed>> {
    let managed = cx.alloc(Managed {
        header: Header::new(internal::MANAGED_BUFFER, 0),
        exporter: Slot::of(buffer.exporter),
        owner: Slot::of(buffer.owner),
        counter: buffer.counter.map_or(0, |counter| counter.as_ptr() as usize),
        views: AtomicUsize::new(0),
        returned: AtomicBool::new(false),
    });
    match managed {
        Ok(managed) => {
            payloads::watch(cx, managed.object(), 0);
            Ok(managed)
        }
        Err(raised) => {
            buffer.release(cx);
            Err(raised)
        }
    }
}

/// A view on a part of a managed buffer.
pub(crate) fn add_view(
    cx: &Cx,
    managed: Obj<Managed>,
    window: &Window,
    restricted: bool,
) -> R<Obj<MemoryView>> {
    let dims = window.dims;
    let view = cx.alloc(MemoryView {
        header: Header::new(number::MEMORY_VIEW, 0),
        managed: Slot::of(managed.value()),
        extents: Slot::of(dims.extents.map_or(Value::UNBOUND, Obj::value)),
        format: Slot::of(window.format),
        address: window.address,
        len: dims.count() * window.itemsize,
        itemsize: window.itemsize,
        ndim: dims.ndim,
        shape: dims.shape,
        stride: dims.stride,
        readonly: window.readonly,
        restricted,
        released: AtomicBool::new(false),
        exports: AtomicUsize::new(0),
        hash: AtomicI64::new(0),
    })?;
    managed.views.fetch_add(1, Ordering::Relaxed);
    Ok(view)
}

/// Another view on what a view shows, or on a part of it.
pub(crate) fn sub_view(cx: &Cx, view: Obj<MemoryView>, window: &Window) -> R<Obj<MemoryView>> {
    match view.managed() {
        Some(managed) => add_view(cx, managed, window, false),
        None => Err(released(cx)),
    }
}

/// A view on an acquired buffer, which it takes over.
pub fn from_buffer(cx: &Cx, buffer: &Buffer) -> R<Obj<MemoryView>> {
    add_view(cx, manage(cx, buffer)?, &Window::of_buffer(buffer), false)
}

/// `memoryview(object)`.
pub fn new(cx: &Cx, object: Value) -> R<Obj<MemoryView>> {
    if object.cast::<MemoryView>().is_some() {
        let view = live(cx, object)?;
        unrestricted(cx, view)?;
        return sub_view(cx, view, &view.window());
    }
    with_flags(cx, object, request::FULL_RO)
}

/// A view on what an object lends for certain flags.
pub(crate) fn with_flags(cx: &Cx, object: Value, flags: u32) -> R<Obj<MemoryView>> {
    if !buffer::is_provider(cx, object) {
        let shown = cx.type_name(object);
        return Err(cx.type_error(format!("memoryview: a bytes-like object is required, not '{shown}'")));
    }
    let buffer = buffer::acquire(cx, object, flags)?;
    from_buffer(cx, &buffer)
}

/// Releases a view, once. Errors: `BufferError` where its bytes are lent on.
pub fn release(cx: &Cx, view: Obj<MemoryView>) -> R<()> {
    if view.is_released() {
        return Ok(());
    }
    let exports = {
        let _guard = lock_object(cx, view.object());
        let exports = view.exports.load(Ordering::Acquire);
        if exports == 0 && view.released.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        exports
    };
    if exports > 0 {
        let plural = if exports == 1 { "" } else { "s" };
        return Err(buffer_error(cx, &format!("memoryview has {exports} exported buffer{plural}")));
    }
    let Some(managed) = view.managed() else { return Ok(()) };
    // The other views may be garbage, with which the buffer is to die.
    cx.store(view.object(), &view.managed, Value::UNBOUND);
    if managed.views.fetch_sub(1, Ordering::AcqRel) == 1 && managed.give_back() {
        python::after_release(cx, managed.exporter.get());
    }
    Ok(())
}

/// Lends a view's bytes on: CPython's `memory_getbuf`.
pub(crate) fn lend(cx: &Cx, value: Value, flags: u32) -> R<Buffer> {
    let view = live(cx, value)?;
    unrestricted(cx, view)?;
    let dims = view.dims();
    let asks = |wanted: u32| flags & wanted == wanted;
    let c_contiguous = dims.is_c_contiguous(view.itemsize);
    let refuse = |text: &str| Err(buffer_error(cx, &format!("memoryview: underlying buffer is not {text}")));
    if asks(request::WRITABLE) && view.readonly {
        return refuse("writable");
    }
    if asks(request::C_CONTIGUOUS) && !c_contiguous {
        return refuse("C-contiguous");
    }
    if asks(request::F_CONTIGUOUS) && !dims.is_f_contiguous(view.itemsize) {
        return refuse("Fortran contiguous");
    }
    if asks(request::ANY_CONTIGUOUS) && !c_contiguous && !dims.is_f_contiguous(view.itemsize) {
        return refuse("contiguous");
    }
    if !asks(request::STRIDES) && !c_contiguous {
        return refuse("C-contiguous");
    }
    let format = if asks(request::FORMAT) { view.format.get() } else { Value::UNBOUND };
    let mut dims = dims;
    if !asks(request::ND) {
        if asks(request::FORMAT) {
            return Err(buffer_error(
                cx,
                "memoryview: cannot cast to unsigned bytes if the format flag is present",
            ));
        }
        dims = Dims::flat(view.len, 1);
    }
    let flat = !asks(request::ND);
    count_export(cx, view)?;
    Ok(Buffer {
        exporter: value,
        owner: view.owner(),
        address: view.address as *mut u8,
        len: view.len,
        readonly: view.readonly,
        itemsize: if flat { 1 } else { view.itemsize },
        format,
        dims,
        counter: Some(NonNull::from(&view.exports)),
    })
}

/// A format as a str.
pub(crate) fn format_value(view: &MemoryView) -> Value {
    view.format.get().bound().unwrap_or_else(|| str_::of_latin1(b'B').value())
}
