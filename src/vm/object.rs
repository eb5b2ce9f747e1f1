//! Heap objects as Rust sees them: typed references, header flags, the object lock.
//!
//! An object is a `#[repr(C)]` struct that begins with [`Header`]; what other threads may write are [`Slot`]s and
//! atomics, so a shared reference to it is sound however many threads hold one. Nothing moves and the collector scans
//! native stacks conservatively, so [`Obj`] is a plain pointer.
//!
//! # The object lock
//! `header.lock` guards the multi-word state of one container (a list's length and block, a dict's table, an instance's shape) against other
//! writers; the protocol and its argument are `typhon_scheduler`'s `byte_lock`. Added here:
//! - *Safepoints*: none under the lock, so no Python code and no suspension (rule (f) of the container protocols; development builds check it). A waiter
//!   sleeps in a safe state, so a collection never waits for it, and the holder never waits for a collection.
//! - *Two objects* are locked in address order.
//! - *A thread that runs alone* skips the lock: in a program of one Python thread, and while all others wait ([`crate::bias`]).

use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering};

use typhon_gc::{Header, ObjRef, Slot};
use typhon_scheduler::WaitingRoom;

use crate::context::Cx;
use crate::runtime::Runtime;
use crate::shape::Shape;
use crate::typedef::Layout;
use crate::value::Value;

/// The object at an address.
///
/// # Safety
/// `header` is the header of a live object.
#[inline(always)]
pub(crate) unsafe fn object_at(header: *mut Header) -> ObjRef {
    // SAFETY: as the caller promises; a header's address is never null.
    unsafe { ObjRef::from_ptr(NonNull::new_unchecked(header)) }
}

/// Header flags (`Header::flags`).
pub mod flag {
    /// The object is a str whose equal-valued representative it is: equal interned strings are one word.
    pub const INTERNED: u16 = 1;
    /// The instance carries attribute words behind its layout's own fields.
    pub const HAS_ATTRIBUTES: u16 = 2;
    /// `__del__` has been called.
    pub const FINALIZED: u16 = 4;
    /// A generator that is closed when it dies: it has been suspended inside `try` or `with`.
    pub const CLOSES: u16 = 8;
    /// A tuple of fields: one slot behind its items holds the array of those fields that are no items.
    pub const HIDDEN_FIELDS: u16 = 16;
}

/// A struct that lies at the start of a heap object.
///
/// # Safety
/// `#[repr(C)]`, begins with a [`Header`], is described truthfully by `LAYOUT`, and every field that can change after
/// publication is atomic.
pub unsafe trait Payload: 'static {
    /// The layout whose instances begin with `Self`.
    const LAYOUT: &'static Layout;
}

/// A reference to a heap object whose layout is known. Keeps the object alive wherever the collector looks: on native stacks and in
/// registers, not in malloc memory.
pub struct Obj<T>(NonNull<T>, PhantomData<T>);

impl<T> Clone for Obj<T> {
    #[inline(always)]
    fn clone(&self) -> Obj<T> {
        *self
    }
}
impl<T> Copy for Obj<T> {}
impl<T> PartialEq for Obj<T> {
    fn eq(&self, other: &Obj<T>) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Obj<T> {}

impl<T> Deref for Obj<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: an `Obj` is made from a live object of this layout (`cast_unchecked`), which the collector keeps while the
        // pointer lies on a native stack or in a register; shared references suffice because mutable state is atomic.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Obj<T> {
    /// Views an object as `T`.
    ///
    /// # Safety
    /// The object's layout begins with `T`.
    #[inline(always)]
    pub unsafe fn cast_unchecked(object: ObjRef) -> Obj<T> {
        // SAFETY: an ObjRef is never null.
        Obj(unsafe { NonNull::new_unchecked(object.as_ptr().cast()) }, PhantomData)
    }

    /// The object that a value is known to be. (An `Option` in between leaves a comparison and a move in the code.)
    ///
    /// # Safety
    /// The value is an object whose layout begins with `T`.
    #[inline(always)]
    pub unsafe fn of_value_unchecked(value: Value) -> Obj<T> {
        debug_assert!(value.is_object());
        // SAFETY: an object's value is its address.
        Obj(unsafe { NonNull::new_unchecked(value.bits() as *mut T) }, PhantomData)
    }

    #[inline(always)]
    pub fn object(self) -> ObjRef {
        // SAFETY: the pointer is a live object's.
        unsafe { object_at(self.0.as_ptr().cast()) }
    }

    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_object(self.object())
    }

    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }
}

impl<T> From<Obj<T>> for Value {
    #[inline(always)]
    fn from(object: Obj<T>) -> Value {
        object.value()
    }
}

impl Value {
    /// The object as `T`, where its layout is `T`'s (instances of subclasses included).
    #[inline(always)]
    pub fn cast<T: Payload>(self) -> Option<Obj<T>> {
        let object = self.as_object()?;
        // SAFETY: the layout of an object's shape describes the object.
        Shape::of(object).has_layout(T::LAYOUT).then(|| unsafe { Obj::cast_unchecked(object) })
    }

    /// The object as `T`, where its shape is exactly `shape` (a builtin type's own, no subclass).
    #[inline(always)]
    pub fn cast_exact<T: Payload>(self, shape: u32) -> Option<Obj<T>> {
        let object = self.as_object()?;
        debug_assert!(std::ptr::eq(Shape::by_id(shape).layout(), T::LAYOUT));
        // SAFETY: an object with a builtin type's own shape has that type's layout.
        (object.header().shape.load(Ordering::Acquire) == shape)
            .then(|| unsafe { Obj::cast_unchecked(object) })
    }
}

/// The shape id in an object's header.
#[inline(always)]
pub fn shape_id(object: ObjRef) -> u32 {
    object.header().shape.load(Ordering::Acquire)
}

/// The slots of an object from a byte offset on.
///
/// # Safety
/// The object has `count` slots at `offset`.
#[inline(always)]
pub unsafe fn slots_at<'a>(object: ObjRef, offset: usize, count: usize) -> &'a [Slot] {
    // SAFETY: as the caller promises; slots are atomic, so sharing them is sound.
    unsafe { std::slice::from_raw_parts(object.as_ptr().cast::<u8>().add(offset).cast::<Slot>(), count) }
}

/// Where waiters for object locks sleep.
static WAITING_ROOM: WaitingRoom = WaitingRoom::new();

/// To be called before there is a second Python thread, and in a forked child, where there is none again.
pub(crate) fn prepare_locks() {
    WAITING_ROOM.prepare();
}

/// Holds an object's lock until dropped. Must not live across a safepoint, so across nothing that can run Python code or suspend.
pub struct ObjectGuard<'a> {
    lock: Option<&'a AtomicU8>,
    /// Who counts it, in development builds.
    #[cfg(debug_assertions)]
    cx: &'a Cx,
}

impl<'a> ObjectGuard<'a> {
    #[inline(always)]
    fn new(cx: &'a Cx, lock: Option<&'a AtomicU8>) -> ObjectGuard<'a> {
        cx.count_guards(1);
        ObjectGuard {
            lock,
            #[cfg(debug_assertions)]
            cx,
        }
    }
}

impl Drop for ObjectGuard<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        #[cfg(debug_assertions)]
        self.cx.count_guards(-1);
        if let Some(lock) = self.lock {
            WAITING_ROOM.unlock(lock);
        }
    }
}

/// Locks an object against other writers. Free of charge while one Python thread runs.
#[inline(always)]
pub fn lock_object(cx: &Cx, object: ObjRef) -> ObjectGuard<'_> {
    if !Runtime::is_contended() {
        return ObjectGuard::new(cx, None);
    }
    // SAFETY: the guard's lifetime is the context's, which outlives every native frame that can hold the guard; the object is
    // kept alive by the holder's reference on the same stack.
    let lock: &AtomicU8 = unsafe { &*std::ptr::from_ref(&object.header().lock) };
    if !WaitingRoom::try_lock(lock) {
        WAITING_ROOM.lock_slow(lock, |turn| cx.while_safe(|| turn.wait()));
    }
    ObjectGuard::new(cx, Some(lock))
}

/// Locks two objects in address order (once where they are the same).
pub fn lock_two(cx: &Cx, one: ObjRef, other: ObjRef) -> (ObjectGuard<'_>, ObjectGuard<'_>) {
    if one == other {
        return (lock_object(cx, one), ObjectGuard::new(cx, None));
    }
    let (first, second) = if one.address() < other.address() { (one, other) } else { (other, one) };
    (lock_object(cx, first), lock_object(cx, second))
}

/// Size of a live object as allocated.
pub fn bytes(object: ObjRef) -> usize {
    // SAFETY: whoever holds a reference keeps the object from being swept.
    unsafe { crate::shape::object_bytes(object) }
}

/// Size of a struct as allocated.
pub const fn size_of_payload<T>() -> usize {
    size_of::<T>().next_multiple_of(16)
}

const _: () = assert!(size_of::<Header>() == 8 && size_of::<Slot>() == 8);
