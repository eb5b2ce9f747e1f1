//! `tuple`, and [`Array`], the untyped run of slots that other objects keep their contents in.
//!
//! Thread-safety: a tuple is immutable once published, but for its hash, one word that is filled in late. An `Array`'s slots are written one atomic word at a time by whoever owns the
//! protocol of the object it belongs to.

mod methods;

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload, flag};
use crate::protocol;
use crate::typedef::Layout;
use crate::types::list::{self, List};
use crate::types::type_::Type;
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

pub use methods::{TUPLE, hash_of};
pub(crate) use methods::{compares_items, sliced};

/// A run of slots; its length never changes.
#[repr(C)]
pub struct Array {
    header: Header,
    len: usize,
}

/// Layout of arrays.
pub static ARRAY_LAYOUT: Layout = Layout::variable("array of values", array_bytes, trace_array);

// SAFETY: repr(C), header first; the slots behind it are atomic.
unsafe impl Payload for Array {
    const LAYOUT: &'static Layout = &ARRAY_LAYOUT;
}

/// # Safety
/// `object` is an `Array`.
unsafe fn array_bytes(object: ObjRef) -> usize {
    // SAFETY: as the caller promises.
    let array = unsafe { Obj::<Array>::cast_unchecked(object) };
    (size_of::<Array>() + array.len * 8).next_multiple_of(16)
}

/// # Safety
/// As for `array_bytes`.
unsafe fn trace_array(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: as the caller promises.
    let array = unsafe { Obj::<Array>::cast_unchecked(object) };
    tracer.slots(array.items());
}

/// Longest run of slots that can be asked for.
pub const MAX_LEN: usize = 1 << 44;

impl Array {
    /// An array of `len` unbound slots.
    pub fn new(cx: &Cx, len: usize) -> R<Obj<Array>> {
        if len > MAX_LEN {
            return Err(cx.memory_error());
        }
        let head = Array { header: Header::new(internal::ARRAY, 0), len };
        cx.alloc_variable(size_of::<Array>() + len * 8, head, |items| {
            let items = items.cast::<u64>();
            for index in 0..len {
                // SAFETY: room for `len` words was allocated.
                unsafe { items.add(index).write(Value::UNBOUND.bits()) };
            }
        })
    }

    /// An array of the given values.
    pub fn from_slice(cx: &Cx, items: &[Value]) -> R<Obj<Array>> {
        if items.len() > MAX_LEN {
            return Err(cx.memory_error());
        }
        let head = Array { header: Header::new(internal::ARRAY, 0), len: items.len() };
        cx.alloc_variable(size_of::<Array>() + items.len() * 8, head, |room| {
            // SAFETY: room for `len` words was allocated; nobody else sees the array yet, and no safepoint has passed.
            unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), room.cast::<Value>(), items.len()) };
        })
    }

    /// An array of `len` slots that begins with the given ones' words; the rest is unbound.
    pub fn with_items(cx: &Cx, items: &[Slot], len: usize) -> R<Obj<Array>> {
        if len > MAX_LEN {
            return Err(cx.memory_error());
        }
        let head = Array { header: Header::new(internal::ARRAY, 0), len };
        cx.alloc_variable(size_of::<Array>() + len * 8, head, |room| {
            let room = room.cast::<u64>();
            for index in 0..len {
                let word = items.get(index).map_or(Value::UNBOUND.bits(), |slot| slot.load_relaxed());
                // SAFETY: room for `len` words was allocated.
                unsafe { room.add(index).write(word) };
            }
        })
    }

    /// The one array without slots, outside the heap.
    #[inline(always)]
    pub fn empty() -> Obj<Array> {
        // SAFETY: a static array of this layout; nothing is ever stored into it because it has no slots.
        unsafe {
            Obj::cast_unchecked(crate::object::object_at((&raw const EMPTY).cast_mut().cast::<Header>()))
        }
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline(always)]
    pub fn items(&self) -> &[Slot] {
        // SAFETY: `len` slots follow the struct in the same object.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Slot>(), self.len) }
    }

    #[inline(always)]
    pub fn get(&self, index: usize) -> Value {
        self.items()[index].get()
    }
}

#[repr(C, align(16))]
struct Aligned(Array);

static EMPTY: Aligned = Aligned(Array { header: Header::immortal(internal::ARRAY, 0), len: 0 });

/// A Python tuple.
#[repr(C)]
pub struct Tuple {
    header: Header,
    len: usize,
    /// The hash once it was asked for, else 0; the same whoever computes it. Nested tuples as keys would else be walked at each look-up.
    hash: AtomicI64,
}

/// Layout of tuples.
pub static LAYOUT: Layout = Layout::variable("tuple", tuple_bytes, trace_tuple);

/// # Safety
/// `object` is a `Tuple`.
unsafe fn tuple_bytes(object: ObjRef) -> usize {
    // SAFETY: as the caller promises.
    let tuple = unsafe { Obj::<Tuple>::cast_unchecked(object) };
    (size_of::<Tuple>() + (tuple.len + usize::from(tuple.has_hidden_fields())) * 8).next_multiple_of(16)
}

/// # Safety
/// As for `tuple_bytes`.
unsafe fn trace_tuple(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: as the caller promises.
    let tuple = unsafe { Obj::<Tuple>::cast_unchecked(object) };
    tracer.slots(tuple.items());
    if let Some(slot) = tuple.hidden_slot() {
        tracer.slot(slot);
    }
}

// SAFETY: repr(C), header first; the slots behind it are never written after publication.
unsafe impl Payload for Tuple {
    const LAYOUT: &'static Layout = &LAYOUT;
}

impl Tuple {
    fn head(header: Header, len: usize) -> Tuple {
        Tuple { header, len, hash: AtomicI64::new(0) }
    }

    /// The hash, if it is known.
    #[inline(always)]
    pub(crate) fn known_hash(&self) -> Option<i64> {
        Some(self.hash.load(Ordering::Relaxed)).filter(|&hash| hash != 0)
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline(always)]
    pub fn items(&self) -> &[Slot] {
        // SAFETY: `len` slots follow the struct in the same object.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Slot>(), self.len) }
    }

    /// The items as values: a published tuple never changes.
    #[inline(always)]
    pub fn values(&self) -> &[Value] {
        // SAFETY: `len` words follow the struct; they are never written after publication, so plain reads do not race.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Value>(), self.len) }
    }

    /// The item at an index below `len`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Value {
        self.values()[index]
    }

    fn has_hidden_fields(&self) -> bool {
        self.header.flags.load(Ordering::Relaxed) & flag::HIDDEN_FIELDS != 0
    }

    /// The slot behind the items, where there is one.
    fn hidden_slot(&self) -> Option<&Slot> {
        // SAFETY: an object with the flag was allocated with one slot more than it has items.
        self.has_hidden_fields()
            .then(|| unsafe { &*std::ptr::from_ref(self).add(1).cast::<Slot>().add(self.len) })
    }

    /// The fields that are no items.
    pub(crate) fn hidden_fields(&self) -> Option<Obj<Array>> {
        self.hidden_slot()?.get().cast::<Array>()
    }
}

/// An instance of a class of tuples with named fields, which has `shape`; `hidden` are the fields that are no items.
pub(crate) fn with_fields(cx: &Cx, shape: u32, items: &[Value], hidden: Option<Obj<Array>>) -> R<Obj<Tuple>> {
    let (flags, extra) = if hidden.is_some() { (flag::HIDDEN_FIELDS, 1) } else { (0, 0) };
    let head = Tuple::head(Header::new(shape, flags), items.len());
    cx.alloc_variable(size_of::<Tuple>() + (items.len() + extra) * 8, head, |room| {
        let room = room.cast::<Value>();
        // SAFETY: room for the items and `extra` more words was allocated; nobody else sees the tuple yet, and no safepoint has passed.
        unsafe {
            std::ptr::copy_nonoverlapping(items.as_ptr(), room, items.len());
            if let Some(hidden) = hidden {
                room.add(items.len()).write(hidden.value());
            }
        }
    })
}

/// A tuple of the given items.
pub fn from_slice(cx: &Cx, items: &[Value]) -> R<Obj<Tuple>> {
    let head = Tuple::head(Header::new(number::TUPLE, 0), items.len());
    if items.len() > MAX_LEN {
        return Err(cx.memory_error());
    }
    cx.alloc_variable(size_of::<Tuple>() + items.len() * 8, head, |room| {
        // SAFETY: room for `len` words was allocated; nobody else sees the tuple yet, and no safepoint has passed.
        unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), room.cast::<Value>(), items.len()) };
    })
}

/// An instance of a class derived from `tuple`, with the given items.
pub(crate) fn new_instance(cx: &Cx, class: Obj<Type>, items: &[Value]) -> R<Obj<Tuple>> {
    if class == crate::runtime::builtin_type(number::TUPLE) {
        return from_slice(cx, items);
    }
    if items.len() > MAX_LEN {
        return Err(cx.memory_error());
    }
    let (shape, header) = instance::start(class);
    let bytes = size_of::<Tuple>() + items.len() * 8;
    cx.alloc_variable_instance(shape, bytes, Tuple::head(header, items.len()), |room| {
        // SAFETY: room for `len` words was allocated; nobody else sees the tuple yet, and no safepoint has passed.
        unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), room.cast::<Value>(), items.len()) };
    })
}

impl Obj<Tuple> {
    /// Whether the class is `tuple` itself.
    pub fn is_exact(self) -> bool {
        crate::object::shape_id(self.object()) == number::TUPLE
    }

    /// The same items as an exact tuple.
    pub fn to_exact(self, cx: &Cx) -> R<Obj<Tuple>> {
        if self.is_exact() { Ok(self) } else { from_slice(cx, self.values()) }
    }
}

/// A tuple of `len` unbound items, to be filled through [`Tuple::items`] before anyone else sees it.
pub fn with_len(cx: &Cx, len: usize) -> R<Obj<Tuple>> {
    if len > MAX_LEN {
        return Err(cx.memory_error());
    }
    let head = Tuple::head(Header::new(number::TUPLE, 0), len);
    cx.alloc_variable(size_of::<Tuple>() + len * 8, head, |room| {
        for index in 0..len {
            // SAFETY: room for `len` words was allocated.
            unsafe { room.cast::<Value>().add(index).write(Value::UNBOUND) };
        }
    })
}

/// A tuple of the items of any iterable; an exact tuple is its own.
pub fn from_iterable(cx: &Cx, iterable: Value) -> R<Obj<Tuple>> {
    if let Some(tuple) = iterable.cast_exact::<Tuple>(number::TUPLE) {
        return Ok(tuple);
    }
    if let Some(list) = iterable.cast_exact::<List>(number::LIST) {
        return list::to_tuple(cx, list);
    }
    if let Some(items) = list::snapshot(cx, iterable)? {
        return Ok(items);
    }
    let items = list::new(cx)?;
    list::extend_unasked(cx, items, protocol::iter::get(cx, iterable)?)?;
    list::to_tuple(cx, items)
}
