//! Subscripts of memoryviews: items, slices, assignment, iteration; and the bytes of strided views in a row.

use std::sync::atomic::Ordering;

use crate::buffer::{self, Buffer, request};
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::{Obj, lock_object};
use crate::protocol;
use crate::typedef::TypeDef;
use crate::types::iterators::{Cursor, END, ITERATOR, cursor, iterator_slots};
use crate::types::memory_view::dims::{Dims, MAX_DIMS};
use crate::types::memory_view::{self, Held, MemoryView, Window, format, live};
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Slice};
use crate::types::tuple::Tuple;
use crate::types::{list, number};
use crate::value::Value;

fn not_implemented(cx: &Cx, text: &str) -> Raised {
    cx.error(exceptions::NOT_IMPLEMENTED_ERROR, text.into())
}

/// Runs `body`, which runs no Python code and allocates no object, under the lock that guards the bytes; `ValueError` where the view is released by
/// then: waiting for the lock lets others in. A view that is found alive may be released while `body` runs, but its bytes stay until the lock is given
/// back, because whoever moves or frees them takes it.
fn locked<T>(cx: &Cx, view: Obj<MemoryView>, body: impl FnOnce() -> T) -> R<T> {
    let guard = view.owner().as_object().map(|owner| lock_object(cx, owner));
    if view.is_released() {
        drop(guard);
        return Err(memory_view::released(cx));
    }
    Ok(body())
}

/// An item's bytes.
fn read(cx: &Cx, view: Obj<MemoryView>, offset: isize, itemsize: usize) -> R<[u8; format::MAX_ITEM]> {
    let mut item = [0; format::MAX_ITEM];
    locked(cx, view, || {
        // SAFETY: the offset was made from positions inside the view, which is not released; writers, and who would move the bytes, hold the lock.
        unsafe {
            let from = (view.address as *const u8).offset(offset);
            std::ptr::copy_nonoverlapping(from, item.as_mut_ptr(), itemsize);
        }
    })?;
    Ok(item)
}

fn write(cx: &Cx, view: Obj<MemoryView>, offset: isize, item: &[u8]) -> R<()> {
    locked(cx, view, || {
        // SAFETY: as in `read`; the view is not read-only.
        unsafe {
            let to = (view.address as *mut u8).offset(offset);
            std::ptr::copy_nonoverlapping(item.as_ptr(), to, item.len());
        }
    })
}

/// The item at a byte offset as a value.
pub(super) fn value_at(cx: &Cx, view: Obj<MemoryView>, offset: isize) -> R<Value> {
    let (code, size) = format::native_or_refuse(cx, view.window().format)?;
    format::unpack(cx, code, &read(cx, view, offset, size)?[..size])
}

/// Copying the bytes of a window into a row. What needs memory is got before the lock is taken.
struct Gathering<'a> {
    window: &'a Window,
    one_piece: bool,
    /// Of all items, where there are several dimensions with gaps.
    offsets: Vec<isize>,
    bytes: Vec<u8>,
}

impl Gathering<'_> {
    /// The last dimension runs fastest, or the first.
    fn start<'a>(cx: &Cx, window: &'a Window, first_fastest: bool) -> R<Gathering<'a>> {
        let (dims, itemsize) = (window.dims, window.itemsize);
        let len = dims.count() * itemsize;
        cx.check_room(len)?;
        let one_piece =
            if first_fastest { dims.is_f_contiguous(itemsize) } else { dims.is_c_contiguous(itemsize) };
        let spread = !one_piece && dims.ndim > 1 && len > 0;
        let offsets = if spread { dims.offsets(first_fastest) } else { Vec::new() };
        Ok(Gathering { window, one_piece, offsets, bytes: Vec::with_capacity(len) })
    }

    /// Copies.
    ///
    /// # Safety
    /// The window's bytes are lent, and the caller holds their owner's lock.
    unsafe fn run_unsync(&mut self) {
        let (dims, itemsize) = (self.window.dims, self.window.itemsize);
        let base = self.window.address as *const u8;
        let len = dims.count() * itemsize;
        if len == 0 {
            return;
        }
        let mut item = |offset: isize| {
            // SAFETY: the offset of an item, so inside the lent bytes; writers hold the lock.
            self.bytes
                .extend_from_slice(unsafe { std::slice::from_raw_parts(base.offset(offset), itemsize) });
        };
        if self.one_piece {
            // SAFETY: all the lent bytes, in one piece; writers hold the lock.
            self.bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(base, len) });
        } else if dims.ndim == 1 {
            (0..dims.shape).for_each(|index| item(index * dims.stride));
        } else {
            self.offsets.iter().for_each(|&offset| item(offset));
        }
    }
}

/// All bytes in a row of what a view shows.
pub(super) fn gather(cx: &Cx, view: Obj<MemoryView>, window: &Window, first_fastest: bool) -> R<Vec<u8>> {
    let mut gathering = Gathering::start(cx, window, first_fastest)?;
    // SAFETY: the view is not released and the lock is held.
    locked(cx, view, || unsafe { gathering.run_unsync() })?;
    Ok(gathering.bytes)
}

/// The bytes of a buffer in a row.
pub(crate) fn gather_buffer(cx: &Cx, buffer: &Buffer) -> R<Vec<u8>> {
    let window = Window::of_buffer(buffer);
    let mut gathering = Gathering::start(cx, &window, false)?;
    let _guard = buffer.owner.as_object().map(|owner| lock_object(cx, owner));
    // SAFETY: the buffer is held by the caller, so its bytes are lent; the lock is held.
    unsafe { gathering.run_unsync() };
    Ok(gathering.bytes)
}

// --- positions -----------------------------------------------------------------------------------------------------

fn is_index(cx: &Cx, value: Value) -> bool {
    value.is_int() || cx.type_of(value).slots().index.is_some()
}

/// The byte offset that an index adds in a dimension.
fn offset_in(cx: &Cx, dims: &Dims, dimension: usize, index: i64) -> R<isize> {
    match sequence::position(index, dims.shape()[dimension] as usize) {
        Some(position) => Ok(position as isize * dims.strides()[dimension]),
        None => Err(index_error(cx, &format!("index out of bounds on dimension {}", dimension + 1))),
    }
}

/// The byte offset of a tuple of indices.
fn offset_of_tuple(cx: &Cx, dims: &Dims, indices: &[Value]) -> R<isize> {
    if indices.len() > dims.ndim {
        let (ndim, given) = (dims.ndim, indices.len());
        return Err(cx.type_error(format!("cannot index {ndim}-dimension view with {given}-element tuple")));
    }
    let mut offset = 0;
    for (dimension, &index) in indices.iter().enumerate() {
        offset += offset_in(cx, dims, dimension, protocol::index::to_index(cx, index)?)?;
    }
    Ok(offset)
}

/// What a subscript of a memoryview means.
enum Key {
    /// All of a view without dimensions.
    Scalar,
    /// The view without dimensions itself (`...`).
    Whole,
    Index(i64),
    Slice(slice::Bounds),
    Indices(Obj<Tuple>),
    Slices,
}

fn classify(cx: &Cx, ndim: usize, key: Value) -> R<Key> {
    let several = key.cast::<Tuple>();
    if ndim == 0 {
        return match several {
            Some(several) if several.is_empty() => Ok(Key::Scalar),
            _ if key == Value::ELLIPSIS => Ok(Key::Whole),
            _ => Err(cx.type_error("invalid indexing of 0-dim memory".into())),
        };
    }
    if is_index(cx, key) {
        return protocol::index::to_index(cx, key).map(Key::Index);
    }
    if let Some(slice) = key.cast::<Slice>() {
        return slice::unpack(cx, slice).map(Key::Slice);
    }
    if let Some(several) = several {
        if several.values().iter().all(|&key| is_index(cx, key)) {
            return Ok(Key::Indices(several));
        }
        if several.values().iter().all(|key| key.cast::<Slice>().is_some()) {
            return Ok(Key::Slices);
        }
    }
    Err(cx.type_error("memoryview: invalid slice key".into()))
}

/// A slice of the first dimension.
fn sliced(cx: &Cx, window: &Window, bounds: slice::Bounds) -> R<Window> {
    let dims = window.dims;
    let selection = bounds.fit(dims.shape()[0] as usize);
    let mut part = *window;
    part.address = window.address.wrapping_add_signed(selection.start * dims.strides()[0]);
    let (count, stride) = (selection.count as isize, dims.strides()[0].wrapping_mul(selection.step));
    part.dims = if dims.ndim == 1 {
        Dims::strided(count, stride)
    } else {
        let (mut shape, mut strides) = (dims.shape().to_vec(), dims.strides().to_vec());
        (shape[0], strides[0]) = (count, stride);
        Dims::new(cx, &shape, &strides)?
    };
    Ok(part)
}

pub(super) fn getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let view = live(cx, value)?;
    let dims = view.dims();
    match classify(cx, dims.ndim, key)? {
        Key::Whole => Ok(value),
        Key::Scalar => value_at(cx, view, 0),
        Key::Index(index) => {
            let view = live(cx, value)?;
            format::native_or_refuse(cx, view.window().format)?;
            if dims.ndim != 1 {
                return Err(not_implemented(cx, "multi-dimensional sub-views are not implemented"));
            }
            value_at(cx, view, offset_in(cx, &dims, 0, index)?)
        }
        Key::Slice(bounds) => {
            let view = live(cx, value)?;
            Ok(memory_view::sub_view(cx, view, &sliced(cx, &view.window(), bounds)?)?.value())
        }
        Key::Indices(indices) => {
            format::native_or_refuse(cx, view.window().format)?;
            if indices.len() < dims.ndim {
                return Err(not_implemented(cx, "sub-views are not implemented"));
            }
            let offset = offset_of_tuple(cx, &dims, indices.values())?;
            value_at(cx, live(cx, value)?, offset)
        }
        Key::Slices => Err(not_implemented(cx, "multi-dimensional slicing is not implemented")),
    }
}

pub(super) fn setitem(cx: &Cx, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let view = live(cx, value)?;
    let (code, size) = format::native_or_refuse(cx, view.window().format)?;
    if view.readonly {
        return Err(cx.type_error("cannot modify read-only memory".into()));
    }
    let Some(item) = item else { return Err(cx.type_error("cannot delete memory".into())) };
    let dims = view.dims();
    let store = |offset: isize| {
        let packed = format::pack(cx, code, &view.format_text(), item)?;
        // The conversion may have run anything.
        write(cx, live(cx, value)?, offset, &packed[..size])
    };
    match classify(cx, dims.ndim, key)? {
        Key::Scalar | Key::Whole => store(0),
        Key::Index(_) if dims.ndim > 1 => Err(not_implemented(cx, "sub-views are not implemented")),
        Key::Index(index) => store(offset_in(cx, &dims, 0, index)?),
        Key::Slice(bounds) if dims.ndim == 1 => assign_slice(cx, value, bounds, item),
        Key::Indices(indices) if indices.len() < dims.ndim => {
            Err(not_implemented(cx, "sub-views are not implemented"))
        }
        Key::Indices(indices) => store(offset_of_tuple(cx, &dims, indices.values())?),
        Key::Slice(_) | Key::Slices => {
            Err(not_implemented(cx, "memoryview slice assignments are currently restricted to ndim = 1"))
        }
    }
}

/// `view[slice] = object`: the object lends as many items of the same format.
fn assign_slice(cx: &Cx, value: Value, bounds: slice::Bounds, item: Value) -> R<()> {
    let source = buffer::acquire(cx, item, request::FULL_RO)?;
    let copied = (|| {
        let view = live(cx, value)?;
        let target = sliced(cx, &view.window(), bounds)?;
        let plain = |format: Value| {
            let text = buffer::format_text(format);
            text.strip_prefix('@').map(str::to_string).unwrap_or(text)
        };
        let same = plain(source.format) == plain(target.format)
            && source.itemsize == target.itemsize
            && source.dims.shape() == target.dims.shape();
        if !same {
            return Err(cx.value_error("memoryview assignment: lvalue and rvalue have different structures"));
        }
        let bytes = gather_buffer(cx, &source)?;
        let (to, stride) = (target.address as *mut u8, target.dims.stride);
        locked(cx, view, || {
            if stride == target.itemsize as isize {
                // SAFETY: as many bytes in one piece are lent, and are not read-only; others who touch or would move them hold the lock.
                unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
                return;
            }
            for (index, item) in bytes.chunks_exact(target.itemsize).enumerate() {
                // SAFETY: the offset of an item of the view; as above.
                unsafe {
                    let to = to.offset(index as isize * stride);
                    std::ptr::copy_nonoverlapping(item.as_ptr(), to, item.len());
                }
            }
        })
    })();
    source.release(cx);
    copied
}

/// `view.tolist()`: nested lists.
pub(super) fn to_list(cx: &Cx, value: Value) -> R<Value> {
    let view = live(cx, value)?;
    let window = view.window();
    let (code, size) = format::native_or_refuse(cx, window.format)?;
    let bytes = gather(cx, view, &window, false)?;
    let mut items = bytes.chunks_exact(size);
    nested(cx, window.dims.shape(), &mut |cx| {
        // As many items as the shape says.
        format::unpack(cx, code, items.next().unwrap_or(&[0; format::MAX_ITEM]))
    })
}

fn nested(cx: &Cx, shape: &[isize], next: &mut dyn FnMut(&Cx) -> R<Value>) -> R<Value> {
    debug_assert!(shape.len() <= MAX_DIMS);
    let Some((&count, inner)) = shape.split_first() else { return next(cx) };
    let result = list::with_capacity(cx, count as usize)?;
    for _ in 0..count {
        list::append_private(cx, result, nested(cx, inner, next)?)?;
    }
    Ok(result.value())
}

// --- iteration -------------------------------------------------------------------------------------------------------

pub(super) fn iter(cx: &Cx, value: Value) -> R<Value> {
    let view = live(cx, value)?;
    match view.ndim {
        0 => return Err(cx.type_error("invalid indexing of 0-dim memory".into())),
        1 => {}
        _ => return Err(not_implemented(cx, "multi-dimensional sub-views are not implemented")),
    }
    format::native_or_refuse(cx, view.window().format)?;
    Cursor::create(cx, number::MEMORY_ITERATOR, value, 0, 0)
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let cursor = cursor(cx, value)?;
    loop {
        let at = cursor.position();
        let source = cursor.source_value();
        if at == END || source.cast::<MemoryView>().is_none() {
            return Ok(None);
        }
        let view = live(cx, source)?;
        if at >= view.shape as i64 {
            Cursor::finish(cursor, cx);
            return Ok(None);
        }
        if cursor.advance(at, at + 1) {
            return value_at(cx, view, at as isize * view.stride).map(Some);
        }
    }
}

/// `memory_iterator`.
pub static MEMORY_ITERATOR: TypeDef =
    TypeDef { name: "memory_iterator", slots: iterator_slots(next), ..ITERATOR };

/// The hash of a read-only view of bytes, kept once computed.
pub(super) fn hash(cx: &Cx, value: Value) -> R<i64> {
    let view = memory_view::any(cx, value)?;
    let known = view.hash.load(Ordering::Relaxed);
    if known != 0 {
        return Ok(known);
    }
    let view = live(cx, value)?;
    if !view.readonly {
        return Err(cx.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(format::native(&view.format_text()), Some((b'B' | b'b' | b'c', _))) {
        return Err(cx.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // What the bytes belong to must be hashable too.
    let held = Held::new(cx, value)?;
    protocol::hash(cx, view.exporter())?;
    let view = held.view();
    let hash = crate::types::str_::hash_bytes(&gather(cx, view, &view.window(), false)?);
    view.hash.store(hash, Ordering::Relaxed);
    Ok(hash)
}
