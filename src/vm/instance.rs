//! Attributes of instances: inline slots, the overflow array, dictionary mode.
//!
//! ```text
//! instance: [ header | layout's own fields | overflow | dictionary | slot 0 | slot 1 | ... | members: one word per name in `__slots__` ]
//! ```
//! Objects of variable layouts (`str`, `tuple`, `bytes`) have the same words behind their own contents, without inline slots: where they lie depends
//! on the object, so no cache could name them by shape. The protocol (what is published when, why a racing reader never sees another name's value) is argued in [`crate::shape`]; this file is its
//! writer. All changes of shape but one (*growing*, below) happen under the object's lock.
//!
//! # Objects with a dict
//! The dictionary word holds a dict of all names. Attributes with inline slots keep them and have a marker as value there: whether such an attribute
//! is there, and its value, is what the slot says, for the dict's readers as for the instance's, so both see one store at once. The dict has a
//! marker for each name of the object's shape when it is made, also for predicted ones that are unbound: a store that found the shape from before
//! and binds one of them late is seen by all. A deleted slot stays unbound, its item is buried, and it is never used again: a late store there came
//! before the deletion.
//!
//! In *dictionary mode* later attributes live in the dict itself, and the shape says nothing. *Mirrored* objects (those that were asked for their
//! `__dict__` while all their attributes had slots) keep a shape, so that sites cache places and what is absent. What holds for them: the names of the
//! dict are those of the shape, bound slots are a prefix. So every change of the dict that this does not survive (a deletion, an order that was not
//! predicted, a key that is no name, no slot left, another dict, a dict that becomes a namespace with cells) first has the object leave to dictionary
//! mode, for good ([`leave_mirror`]), which is right for any dict; then the change is made, under the dict's lock, as for dictionary mode.
//!
//! Two changes keep the mirror, both under the dict's lock. *Binding* the next predicted name stores its slot ([`bind_next`]). *Growing*
//! ([`plan_growth`]) adds a name: the dict's item with its marker first, invisible while the slot is unbound; then the shape with the name, by
//! compare-and-swap, because the dict's lock is not the object's; then the slot, by which the attribute appears for all. Where the swap fails, the object has left to
//! dictionary mode or another class meanwhile, and the marker is right all the same. The slot is unused until then: only names of the object's
//! shapes have had slots, growing needs a shape whose names are all bound, and nobody else grows it, for the dict's lock is held and the shape is
//! looked at again under it.
//!
//! Checked by `tests/models/mirror.rs` over the steps in `mirror`, and by `tests/race/test_instance_dicts.py`. Not promised: `obj.__dict__.copy()` and iteration see each attribute as it is when they come to it, not all at one moment, beside stores to attributes.

pub(crate) mod mirror;

use std::sync::atomic::Ordering;

use typhon_gc::{Header, ObjRef, Slot};

use crate::context::{Cx, R, Raised};
use crate::interp::cache;
use crate::names;
use crate::object::{Obj, flag, lock_object, slots_at};
use crate::shape::{Growth, Shape};
use crate::typedef::{ATTRIBUTE_WORDS, GetSetDef};
use crate::types::dict::{self, Dict};
use crate::types::number;
use crate::types::str_::Str;
use crate::types::tuple::Array;
use crate::types::type_::{Type, build};
use crate::value::{SlotExt, Value};

/// Shape and header of a new instance of a class, for [`Cx::alloc_instance`].
pub fn start(class: Obj<Type>) -> (Obj<Shape>, Header) {
    let shape = class.start_shape();
    let flags = if class.instances_have_attributes() { flag::HAS_ATTRIBUTES } else { 0 };
    (shape, Header::new(shape.id(), flags))
}

/// The attribute words of an object, members last, and the number of inline slots.
#[derive(Clone, Copy)]
struct Words<'a>(&'a [Slot], usize);

impl<'a> Words<'a> {
    fn of(object: ObjRef, shape: Obj<Shape>) -> Option<Words<'a>> {
        // SAFETY: shapes with attributes describe objects that were allocated with these words.
        shape.has_attributes().then(|| unsafe {
            let count = ATTRIBUTE_WORDS + shape.capacity() + shape.members();
            Words(slots_at(object, shape.attribute_words_of(object) * 8, count), shape.capacity())
        })
    }

    fn overflow(self) -> &'a Slot {
        &self.0[0]
    }

    fn dictionary(self) -> Option<Obj<Dict>> {
        self.0[1].get().cast::<Dict>()
    }

    /// The slot of an attribute index, inline or in the overflow array.
    fn slot(self, index: usize) -> Option<(&'a Slot, Option<Obj<Array>>)> {
        let inline = self.1;
        if index < inline {
            return Some((&self.0[ATTRIBUTE_WORDS + index], None));
        }
        let array = self.overflow().get().cast::<Array>()?;
        let slot = array.items().get(index - inline)?;
        // SAFETY: the slot lives in the array, which the returned reference keeps alive.
        Some((unsafe { &*std::ptr::from_ref(slot) }, Some(array)))
    }

    fn value(self, index: usize) -> Value {
        self.slot(index).map_or(Value::UNBOUND, |(slot, _)| slot.get())
    }
}

/// Traces the attribute words of an object that has them.
///
/// # Safety
/// The object is of the shape and fully initialised.
pub(crate) unsafe fn attribute_slots<'a>(object: ObjRef, shape: Obj<Shape>) -> &'a [Slot] {
    Words::of(object, shape).map_or(&[], |words| words.0)
}

/// Where an attribute was found.
pub enum Found {
    /// In an inline slot that the shape alone determines: cacheable, with its word offset from the object's start.
    Inline(Value, usize),
    /// In the overflow array, at an index that the shape alone determines.
    Overflow(Value, usize),
    Elsewhere(Value),
    Absent,
}

/// Looks an attribute up on the instance alone.
pub fn find(object: ObjRef, name: Value) -> Found {
    let shape = Shape::of(object);
    let Some(words) = Words::of(object, shape) else { return Found::Absent };
    if shape.is_dictionary_mode() {
        let Some(value) = words.dictionary().and_then(|dict| dict.get_str(name)) else {
            return Found::Absent;
        };
        return Found::Elsewhere(value);
    }
    let Some(index) = shape.find(name) else { return Found::Absent };
    match words.value(index).bound() {
        None => Found::Absent,
        Some(value) if index < shape.capacity() => Found::Inline(value, slot_offset(shape, index)),
        Some(value) => Found::Overflow(value, index - shape.capacity()),
    }
}

/// The word offset of an inline slot from the object's start.
fn slot_offset(shape: Obj<Shape>, index: usize) -> usize {
    shape.attribute_words() + ATTRIBUTE_WORDS + index
}

/// The attribute at an index of an object's overflow array; `None` where none is bound there.
pub fn overflowed(object: ObjRef, index: usize) -> Option<Value> {
    let array = Words::of(object, Shape::of(object))?.overflow().get().cast::<Array>()?;
    array.items().get(index)?.get().bound()
}

/// The attribute of the instance alone.
pub fn get(object: ObjRef, name: Value) -> Option<Value> {
    match find(object, name) {
        Found::Inline(value, _) | Found::Overflow(value, _) | Found::Elsewhere(value) => Some(value),
        Found::Absent => None,
    }
}

/// Sets an attribute on the instance alone. Answers the word offset where the store hit an inline slot that the shape alone determines, so
/// that the site may cache it. The object must have attribute words.
pub fn set(cx: &Cx, object: ObjRef, name: Value, value: Value) -> R<Option<usize>> {
    loop {
        let shape = Shape::of(object);
        let Some(words) = Words::of(object, shape) else { return Ok(None) };
        let known = if shape.is_dictionary_mode() { None } else { shape.find(name) };
        if shape.has_dictionary() && known.is_none_or(|index| words.value(index).is_unbound()) {
            let Some(dictionary) = words.dictionary() else {
                return Err(cx.system_error("dictionary mode without a dictionary"));
            };
            dict::set(cx, dictionary, name, value)?;
            return Ok(None);
        }
        if let Some(index) = known {
            if words.value(index).is_unbound() && index > 0 && words.value(index - 1).is_unbound() {
                leave_prediction(cx, object, shape)?;
                continue;
            }
            let _guard = lock_object(cx, object);
            if Shape::of(object) != shape {
                continue;
            }
            store_slot(cx, object, words, index, value);
            let inline = index < shape.capacity();
            return Ok(inline.then(|| slot_offset(shape, index)));
        }
        let count = shape.count();
        if count > 0 && words.value(count - 1).is_unbound() {
            leave_prediction(cx, object, shape)?;
            continue;
        }
        let Growth::Child(child) = Shape::child(shape, cx, name)? else {
            to_dictionary_mode(cx, object, shape)?;
            continue;
        };
        let grown = if count >= shape.capacity() {
            grown_overflow(cx, words, count - shape.capacity())?
        } else {
            None
        };
        {
            let _guard = lock_object(cx, object);
            if Shape::of(object) != shape {
                continue;
            }
            if let Some(array) = grown {
                // The old array is complete under the lock: stores to overflow slots take it.
                if let Some(old) = words.overflow().get().cast::<Array>() {
                    for (to, from) in array.items().iter().zip(old.items()) {
                        cx.store(array.object(), to, from.get());
                    }
                }
                cx.store(object, words.overflow(), array.value());
            }
            store_slot(cx, object, words, count, value);
            publish(cx, object, child);
        }
        let class = shape.class();
        if class.is_heap() {
            if count >= shape.capacity() {
                Type::learn_capacity(class, cx, shape.capacity())?;
            } else {
                Type::learn_shape(class, cx, child);
            }
        }
        return Ok(None);
    }
}

fn store_slot(cx: &Cx, object: ObjRef, words: Words<'_>, index: usize, value: Value) {
    if let Some((slot, array)) = words.slot(index) {
        cx.store(array.map_or(object, Obj::object), slot, value);
    }
}

/// Makes a new shape visible. The object is logged, because its header now refers to the shape.
fn publish(cx: &Cx, object: ObjRef, shape: Obj<Shape>) {
    object.header().shape.store(shape.id(), Ordering::Release);
    log_shape(cx, object);
}

fn log_shape(cx: &Cx, object: ObjRef) {
    // SAFETY: every object has a word behind its header; only its address is used.
    cx.mutator().log_range(object, unsafe { slots_at(object, 8, 1) });
}

/// An overflow array with room for one more, where the present one is full.
fn grown_overflow(cx: &Cx, words: Words<'_>, needed: usize) -> R<Option<Obj<Array>>> {
    let have = words.overflow().get().cast::<Array>().map_or(0, |array| array.len());
    if needed < have { Ok(None) } else { Array::new(cx, (needed + 1).next_power_of_two().max(4)).map(Some) }
}

/// The object binds its attributes in another order than its class predicted.
fn leave_prediction(cx: &Cx, object: ObjRef, shape: Obj<Shape>) -> R<()> {
    forget_prediction(cx, shape.class());
    to_dictionary_mode(cx, object, shape)
}

fn forget_prediction(cx: &Cx, class: Obj<Type>) {
    if class.is_heap() {
        Type::forget_prediction(class, cx);
    }
}

fn to_dictionary_mode(cx: &Cx, object: ObjRef, shape: Obj<Shape>) -> R<()> {
    let dictionary_shape = Type::dictionary_shape(shape.class(), cx, shape.capacity())?;
    let dictionary = dict::for_instance(cx, object, shape.count() + 1)?;
    let Some(words) = Words::of(object, shape) else { return Ok(()) };
    let _guard = lock_object(cx, object);
    if Shape::of(object) != shape {
        return Ok(());
    }
    shape.for_each_name(&mut |index, name| {
        let value = words.value(index);
        if index < shape.capacity() {
            dict::add_attribute(cx, dictionary, name, Value::inline_marker(index), !value.is_unbound());
        } else if !value.is_unbound() {
            dict::add_attribute(cx, dictionary, name, value, true);
        }
    });
    cx.store(object, &words.0[1], dictionary.value());
    publish(cx, object, dictionary_shape);
    Ok(())
}

/// Gives an object without a dict one: a mirror of its slots where they hold all its attributes.
fn make_dictionary(cx: &Cx, object: ObjRef, shape: Obj<Shape>) -> R<()> {
    let has_slots = shape.capacity() > 0 && shape.count() <= shape.capacity();
    let Some(mirrored) = (if has_slots { Shape::mirrored(shape, cx)? } else { None }) else {
        return to_dictionary_mode(cx, object, shape);
    };
    let dictionary = dict::mirror(cx, object, mirrored)?;
    let Some(words) = Words::of(object, shape) else { return Ok(()) };
    let _guard = lock_object(cx, object);
    if Shape::of(object) == shape {
        let bound = (0..shape.count()).rev().find(|&index| !words.value(index).is_unbound());
        dict::set_bound(dictionary, bound.map_or(0, |last| last + 1));
        cx.store(object, &words.0[1], dictionary.value());
        publish(cx, object, mirrored);
    }
    Ok(())
}

/// Has a mirrored object leave to dictionary mode, before its dict changes in a way that a mirror does not survive.
pub(crate) fn leave_mirror(cx: &Cx, object: ObjRef) -> R<()> {
    loop {
        let shape = Shape::of(object);
        if !shape.is_mirrored() {
            return Ok(());
        }
        let target = Type::dictionary_shape(shape.class(), cx, shape.capacity())?;
        let _guard = lock_object(cx, object);
        let now = Shape::of(object);
        // It may have grown, also since this look: that does not take the object's lock.
        if now.is_mirrored() && now.class() == shape.class() {
            publish(cx, object, target);
            return Ok(());
        }
    }
}

/// As [`leave_mirror`], because attributes are bound in another order than the class predicted.
pub(crate) fn leave_predicted_mirror(cx: &Cx, object: ObjRef) -> R<()> {
    forget_prediction(cx, Shape::of(object).class());
    leave_mirror(cx, object)
}

/// Binds a predicted attribute of a mirrored object whose slot is unbound, if it is the next one; whether it did. The caller has the lock of the
/// object's dict.
pub(crate) fn bind_next(cx: &Cx, object: ObjRef, index: usize, value: Value) -> bool {
    let shape = Shape::of(object);
    let Some(words) = Words::of(object, shape).filter(|_| shape.is_mirrored()) else { return false };
    let is_next = index == 0 || !words.value(index - 1).is_unbound();
    if is_next {
        store_slot(cx, object, words, index, value);
    }
    is_next
}

/// How a mirrored object gets one more attribute.
pub(crate) struct Growing {
    seen: Obj<Shape>,
    grown: Obj<Shape>,
}

/// Plans the addition of a name to the dict of an object, before the dict is locked. Where the mirror does not survive it, or there is none, the
/// answer is `None` and the object is in dictionary mode.
pub(crate) fn plan_growth(cx: &Cx, object: ObjRef, name: Value) -> R<Option<Growing>> {
    let shape = Shape::of(object);
    let Some(words) = Words::of(object, shape).filter(|_| shape.is_mirrored()) else { return Ok(None) };
    let count = shape.count();
    let is_name = name.cast_exact::<Str>(number::STR).is_some_and(|name| name.is_interned());
    let is_complete = count == 0 || !words.value(count - 1).is_unbound();
    if !is_complete {
        leave_predicted_mirror(cx, object)?;
        return Ok(None);
    }
    if count >= shape.capacity() {
        Type::learn_capacity(shape.class(), cx, shape.capacity())?;
    } else if is_name
        && let Some(plain) = shape.twin()
        && let Growth::Child(child) = Shape::child(plain, cx, name)?
        && let Some(grown) = Shape::mirrored(child, cx)?
    {
        return Ok(Some(Growing { seen: shape, grown }));
    }
    leave_mirror(cx, object)?;
    Ok(None)
}

/// Whether what was planned for an object no longer fits it. The caller has the lock of its dict.
pub(crate) fn is_outdated(object: ObjRef, plan: Option<&Growing>) -> bool {
    let shape = Shape::of(object);
    plan.map_or(shape.is_mirrored(), |plan| plan.seen != shape)
}

impl Growing {
    /// What the dict holds for the new attribute.
    pub(crate) fn marker(&self) -> Value {
        Value::inline_marker(self.seen.count())
    }

    /// Shows the attribute, whose marker the dict has now. The caller still has the dict's lock.
    pub(crate) fn complete(self, cx: &Cx, object: ObjRef, value: Value) {
        let store = || {
            if let Some(words) = Words::of(object, self.seen) {
                store_slot(cx, object, words, self.seen.count(), value);
            }
        };
        if mirror::appear(&object.header().shape, self.seen.id(), self.grown.id(), store) {
            log_shape(cx, object);
        }
        let class = self.seen.class();
        if class.is_heap()
            && let Some(plain) = self.grown.twin()
        {
            Type::learn_shape(class, cx, plain);
        }
    }
}

/// Deletes an attribute of the instance alone; whether it was there.
pub fn delete(cx: &Cx, object: ObjRef, name: Value) -> R<bool> {
    loop {
        let shape = Shape::of(object);
        let Some(words) = Words::of(object, shape) else { return Ok(false) };
        if !shape.has_dictionary() {
            if get(object, name).is_none() {
                return Ok(false);
            }
            to_dictionary_mode(cx, object, shape)?;
            continue;
        }
        let Some(dictionary) = words.dictionary() else { return Ok(false) };
        return Ok(dict::remove(cx, dictionary, name)?.is_some());
    }
}

/// The inline slot of an object by number; for its dict.
pub(crate) fn inline_slot<'a>(object: ObjRef, index: usize) -> Option<&'a Slot> {
    Words::of(object, Shape::of(object))?.0.get(ATTRIBUTE_WORDS + index)
}

/// The word of a member (`__slots__`) of an object, by number.
pub(crate) fn member<'a>(object: ObjRef, index: usize) -> Option<&'a Slot> {
    let words = Words::of(object, Shape::of(object))?;
    words.0.get(ATTRIBUTE_WORDS + words.1 + index)
}

/// A word that a builtin type declared besides its layout ([`crate::typedef::TypeDef::hidden_words`]), by number.
pub fn hidden<'a>(object: ObjRef, index: usize) -> Option<&'a Slot> {
    member(object, index)
}

/// `object.__dict__`: a dict that works on the object's own storage, the same one each time.
pub fn dictionary(cx: &Cx, value: Value) -> R<Value> {
    let Some(object) = value.as_object().filter(|&object| Shape::of(object).has_attributes()) else {
        return Err(crate::protocol::attr::missing(cx, value, crate::names::get(crate::names::__DICT__)));
    };
    loop {
        let shape = Shape::of(object);
        if !shape.has_dictionary() {
            make_dictionary(cx, object, shape)?;
            continue;
        }
        let dictionary = Words::of(object, shape).and_then(|words| words.dictionary());
        return dictionary
            .map(Obj::value)
            .ok_or_else(|| cx.system_error("dictionary mode without a dictionary"));
    }
}

/// `object.__dict__ = dict`; the old dict keeps the old attributes. Without a dict the object loses all its attributes.
pub fn set_dictionary(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let new = match new {
        None => dict::new(cx)?,
        Some(new) => new.cast::<Dict>().ok_or_else(|| {
            cx.type_error(format!("__dict__ must be set to a dictionary, not a '{}'", cx.type_name(new)))
        })?,
    };
    dictionary(cx, value)?;
    if let Some(object) = value.as_object()
        && let Some(words) = Words::of(object, Shape::of(object))
    {
        leave_mirror(cx, object)?;
        let _guard = lock_object(cx, object);
        cx.store(object, &words.0[1], new.value());
    }
    Ok(())
}

/// `__dict__` of builtin types whose instances have attributes.
pub static DICTIONARY: GetSetDef = GetSetDef {
    name: "__dict__",
    doc: "the object's attributes",
    get: dictionary,
    set: Some(|cx, value, new| match new {
        Some(_) => set_dictionary(cx, value, new),
        None => Err(cx.type_error("cannot delete __dict__".into())),
    }),
};

/// `__dict__` of Python classes. Where a builtin base has a `__dict__` of its own kind (classes, modules), that is what counts.
pub static HEAP_DICTIONARY: GetSetDef = GetSetDef {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |cx, value| match builtin_dictionary(cx, value) {
        Some(found) => match cx.type_of(found).slots().descr_get {
            Some(get) => get(cx, found, Some(value), cx.type_of(value)),
            None => Err(unsupported_dictionary(cx, value)),
        },
        None => dictionary(cx, value),
    },
    set: Some(|cx, value, new| match builtin_dictionary(cx, value) {
        Some(found) => match cx.type_of(found).slots().descr_set {
            Some(set) => set(cx, found, value, new),
            None => Err(unsupported_dictionary(cx, value)),
        },
        None => set_dictionary(cx, value, new),
    }),
};

/// The `__dict__` attribute of the nearest builtin base.
fn builtin_dictionary(cx: &Cx, value: Value) -> Option<Value> {
    let mut base = cx.type_of(value);
    if base.is_heap() && !base.has_builtin_dict() {
        return None;
    }
    while base.is_heap() {
        base = base.base()?;
    }
    cache::lookup(cx, base, names::get(names::__DICT__))
}

#[cold]
fn unsupported_dictionary(cx: &Cx, value: Value) -> Raised {
    let shown = cx.type_name(value);
    cx.type_error(format!("this __dict__ descriptor does not support '{shown}' objects"))
}

/// `object.__class__ = class`: the object goes to dictionary mode, whose shape then is the new class's. A racing reader sees the old class or
/// the new one; the slots are the same for both.
pub fn set_class(cx: &Cx, value: Value, new: Obj<Type>) -> R<()> {
    let old = cx.type_of(value);
    let mutable =
        |class: Obj<Type>| class.is_heap() || std::ptr::eq(class.layout(), &crate::types::module::LAYOUT);
    let Some(object) = value.as_object().filter(|_| mutable(old) && mutable(new)) else {
        let text = "__class__ assignment only supported for mutable types or ModuleType subclasses";
        return Err(cx.type_error(text.into()));
    };
    // A class without an order is in the making.
    if new.mro().is_none()
        || !build::same_instances(old, new)
        || old.instances_have_dict() != new.instances_have_dict()
        || old.instances_can_be_weak() != new.instances_can_be_weak()
        || old.instances_have_attributes() != new.instances_have_attributes()
    {
        let (to, from) = (cx.class_name(new), cx.class_name(old));
        return Err(
            cx.type_error(format!("__class__ assignment: '{to}' object layout differs from '{from}'"))
        );
    }
    loop {
        let shape = Shape::of(object);
        if shape.class() == new {
            return Ok(());
        }
        let target = if !shape.has_attributes() {
            new.start_shape()
        } else if shape.has_dictionary() {
            Type::dictionary_shape(new, cx, shape.capacity())?
        } else {
            to_dictionary_mode(cx, object, shape)?;
            continue;
        };
        let published = {
            let _guard = lock_object(cx, object);
            let stands = Shape::of(object) == shape;
            if stands {
                publish(cx, object, target);
            }
            stands
        };
        if published {
            let is_descriptor =
                |class: Obj<Type>| class.slots().descr_get.is_some() || class.slots().descr_set.is_some();
            if is_descriptor(old) || is_descriptor(new) {
                cache::forget_attribute_caches(cx);
            }
            return Ok(());
        }
    }
}

/// Whether the instance works with a dict.
pub fn has_dictionary(object: ObjRef) -> bool {
    let shape = Shape::of(object);
    shape.has_attributes() && shape.has_dictionary()
}

/// Whether no attribute of the instance is bound.
pub fn is_empty(object: ObjRef) -> bool {
    let shape = Shape::of(object);
    let Some(words) = Words::of(object, shape) else { return true };
    if shape.has_dictionary() {
        return words.dictionary().is_none_or(|dict| dict.is_empty());
    }
    (0..shape.count()).all(|index| words.value(index).is_unbound())
}

/// The attributes as pickling wants them: the object's `__dict__` where it works with one already, else a copy, because merely looking must not slow
/// the object down.
pub fn state(cx: &Cx, object: ObjRef) -> R<Value> {
    let shape = Shape::of(object);
    let dictionary = Words::of(object, shape).filter(|_| shape.has_dictionary());
    match dictionary.and_then(Words::dictionary) {
        Some(dictionary) => Ok(dictionary.value()),
        None => Ok(snapshot(cx, object)?.value()),
    }
}

/// A copy of the instance's attributes, in order.
pub fn snapshot(cx: &Cx, object: ObjRef) -> R<Obj<Dict>> {
    let copy = dict::new(cx)?;
    let shape = Shape::of(object);
    let Some(words) = Words::of(object, shape) else { return Ok(copy) };
    if shape.has_dictionary() {
        let mut position = 0;
        while let Some((next, key, value)) = words.dictionary().and_then(|dict| dict.next_from(position)) {
            position = next;
            dict::set(cx, copy, key, value)?;
        }
        return Ok(copy);
    }
    let mut result = Ok(());
    shape.for_each_name(&mut |index, name| {
        if let (Ok(()), Some(value)) = (&result, words.value(index).bound()) {
            result = dict::set(cx, copy, name, value);
        }
    });
    result.map(|()| copy)
}
