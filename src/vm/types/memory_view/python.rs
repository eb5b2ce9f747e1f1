//! Buffers of Python classes (PEP 688): `__buffer__` and `__release_buffer__`, both ways.
//!
//! `__buffer__` of a Python class answers a memoryview; what is lent is that view's buffer, under a [`BufferWrapper`] that remembers the object, so
//! that its `__release_buffer__` is called once the buffer is given back, or when the wrapper dies.
//! Thread-safety: a swap decides who finishes a wrapper; it alone drops the reference to the view.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::buffer::{self, Buffer};
use crate::call;
use crate::context::{Cx, R};
use crate::exceptions::{self, unraisable};
use crate::finalization;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{Layout, MethodDef, TypeDef};
use crate::types::memory_view::{self, MemoryView};
use crate::types::slot_wrapper::SlotWrapper;
use crate::types::type_::Type;
use crate::types::{int, number};
use crate::value::{SlotExt, Value};

/// What a Python object has lent.
#[repr(C)]
pub struct BufferWrapper {
    header: Header,
    view: Slot,
    object: Slot,
    finished: AtomicBool,
}

/// Layout of wrappers.
pub static LAYOUT: Layout = Layout::fixed("buffer wrapper", size_of::<BufferWrapper>(), trace);

// SAFETY: repr(C), header first, both slots traced; who finishes it alone drops the view, with an immediate value; the flag atomic.
unsafe impl Payload for BufferWrapper {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for wrappers only.
    let wrapper = unsafe { Obj::<BufferWrapper>::cast_unchecked(object) };
    tracer.slot(&wrapper.view);
    tracer.slot(&wrapper.object);
}

/// A class's own `__release_buffer__`, where a Python class in its order defines it.
fn release_method(class: Obj<Type>) -> Option<Value> {
    let method = Type::lookup(class, names::get(names::__RELEASE_BUFFER__))?;
    (class.is_heap() && method.cast::<SlotWrapper>().is_none()).then_some(method)
}

/// Puts what a view lends under the object it is lent by.
fn wrap(cx: &Cx, view: Obj<MemoryView>, object: Value, flags: u32) -> R<Buffer> {
    let mut buffer = memory_view::lend(cx, view.value(), flags)?;
    let wrapper = cx.alloc(BufferWrapper {
        header: Header::new(number::BUFFER_WRAPPER, 0),
        view: Slot::of(view.value()),
        object: Slot::of(object),
        finished: AtomicBool::new(false),
    });
    match wrapper {
        Ok(wrapper) => {
            finalization::watch(cx, wrapper.object());
            buffer.exporter = wrapper.value();
            // The wrapper gives it back.
            buffer.counter = None;
            Ok(buffer)
        }
        Err(raised) => {
            buffer.release(cx);
            Err(raised)
        }
    }
}

/// The slot of Python classes that define `__buffer__`.
pub(crate) fn trampoline(cx: &Cx, this: Value, flags: u32) -> R<Buffer> {
    cx.check_stack()?;
    let request = Value::small_int_unchecked(flags.into());
    let Some(view) = call::call_special(cx, this, names::get(names::__BUFFER__), &[request])? else {
        return Err(buffer::not_bytes_like(cx, this));
    };
    match view.cast::<MemoryView>() {
        Some(view) => wrap(cx, view, this, flags),
        None => Err(cx.type_error("__buffer__ returned non-memoryview object".into())),
    }
}

/// What an object of a Python class lends that inherits a native `__buffer__` but has a `__release_buffer__` of its own.
#[cold]
pub(crate) fn rewrapped(cx: &Cx, this: Value, buffer: Buffer, flags: u32) -> R<Buffer> {
    if release_method(cx.type_of(this)).is_none() {
        return Ok(buffer);
    }
    let view = memory_view::from_buffer(cx, &buffer)?;
    wrap(cx, view, this, flags)
}

/// The slot of Python classes that define `__release_buffer__`; only its presence matters.
pub(crate) fn trampoline_release(cx: &Cx, this: Value, view: Value) -> R<()> {
    call::call_special(cx, this, names::get(names::__RELEASE_BUFFER__), &[view]).map(|_| ())
}

/// After a buffer was given back: if it was a Python object's, its `__release_buffer__` is called.
pub(crate) fn after_release(cx: &Cx, exporter: Value) {
    let Some(wrapper) = exporter.cast::<BufferWrapper>() else { return };
    if wrapper.finished.swap(true, Ordering::AcqRel) {
        return;
    }
    let Some(view) = wrapper.view.get().cast::<MemoryView>() else { return };
    // A released view that refers to the wrapper is not to keep alive what was lent.
    wrapper.view.init(Value::NONE.bits());
    let managed = view.managed();
    view.exports.fetch_sub(1, Ordering::AcqRel);
    let object = wrapper.object.get();
    let class = cx.type_of(object);
    let Some(method) = release_method(class) else { return };
    let called = (|| {
        let Some(managed) = managed else { return Ok(()) };
        let shown = memory_view::add_view(cx, managed, &view.window(), true)?;
        let result = call::call_bound(cx, object, class, method, &[shown.value()]);
        memory_view::release(cx, shown)?;
        result.map(|_| ())
    })();
    if let Err(raised) = called {
        let doing = format!("Exception ignored in __release_buffer__ of {}", class.name_text());
        unraisable::report_text(cx, raised, &doing);
    }
    if view.exporter() == object {
        // The view was made only to be wrapped.
        let _ = memory_view::release(cx, view);
    }
}

/// `object.__buffer__(flags)` of a builtin type.
pub(crate) fn buffer_method(cx: &Cx, this: Value, flags: Value, slot: buffer::BufferFn) -> R<Value> {
    let number = protocol::index::to_value(cx, flags)?;
    let Some(flags) = int::to_i64(number).filter(|&flags| i32::try_from(flags).is_ok()) else {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "buffer flags out of range".into()));
    };
    let buffer = slot(cx, this, flags as u32)?;
    if flags & 1 != 0 && buffer.readonly {
        buffer.release(cx);
        return Err(buffer::buffer_error(cx, "Object is not writable."));
    }
    Ok(memory_view::from_buffer(cx, &buffer)?.value())
}

/// `object.__release_buffer__(view)` of a builtin type.
pub fn release_native(cx: &Cx, this: Value, view: Value) -> R<()> {
    let Some(view) = view.cast::<MemoryView>() else {
        return Err(cx.type_error("expected a memoryview object".into()));
    };
    if view.is_released() {
        return Err(cx.value_error("memoryview's buffer has already been released"));
    }
    if view.exporter() != this {
        return Err(cx.value_error("memoryview's buffer is not this object"));
    }
    memory_view::release(cx, view)
}

/// `_buffer_wrapper`.
pub static BUFFER_WRAPPER: TypeDef = TypeDef {
    name: "_buffer_wrapper",
    layout: &LAYOUT,
    methods: &[MethodDef::new("__del__($self, /)", "Call the object's __release_buffer__.", |cx, args| {
        after_release(cx, args[0]);
        Ok(Value::NONE)
    })],
    ..TypeDef::DEFAULT
};
