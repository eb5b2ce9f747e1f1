//! Attributes: cached loads, stores and method look-ups; everything else by `protocol::attr`.

use std::sync::atomic::Ordering;

use typhon_bytecode::{Insn, Op};
use typhon_gc::{ObjRef, Slot};

use crate::context::{Cx, R, Raised};
use crate::instance::{self, Found};
use crate::interp::cache::{self, CacheEntry, EntryKind};
use crate::interp::executable::Executable;
use crate::interp::frame::{self, Action};
use crate::interp::machine::{self, Machine};
use crate::interp::returns;
use crate::object::{Obj, shape_id};
use crate::protocol;
use crate::runtime;
use crate::shape::Shape;
use crate::typedef::StoreFn;
use crate::types::cell::Cell;
use crate::types::function::Function;
use crate::types::module::Module;
use crate::types::type_::{Type, members};
use crate::types::{descriptor, dict, method, number, super_};
use crate::value::{SlotExt, Value};

/// The slot at a word offset of an object.
///
/// # Safety
/// The object has that many words, and this one is a slot.
#[inline(always)]
unsafe fn slot_at<'a>(object: ObjRef, offset: usize) -> &'a Slot {
    // SAFETY: as the caller promises.
    unsafe { &*object.as_ptr().cast::<Slot>().add(offset) }
}

#[inline(always)]
pub(crate) fn load(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if let Some(object) = m.get(i.b()).as_object() {
        let word = m.cache().load(Ordering::Acquire);
        if let Some(offset) = cache::slot_of(word, shape_id(object)) {
            // SAFETY: the offset was cached for this shape.
            let value = unsafe { slot_at(object, offset) }.get();
            if !value.is_unbound() {
                m.set(i.a(), value);
                return Ok(m.next(2));
            }
        }
        if cache::is_place(word)
            && let Some(value) = load_shared(cx, m, i, object)
        {
            m.set(i.a(), value);
            return Ok(m.next(2));
        }
    }
    m.finish(cx, i.a(), 2, load_class_cached(cx, m, i))
}

/// What the slot holds that the shared table says, where the site knows that of another shape.
#[inline(never)]
fn load_shared(cx: &Cx, m: Machine, i: Insn, object: ObjRef) -> Option<Value> {
    let offset = shared_slot(cx, m, i, object)?;
    // SAFETY: the offset was noted for this shape.
    unsafe { slot_at(object, offset) }.get().bound()
}

/// The word offset of the slot that the instruction's attribute lies in, as the shared table says.
#[inline(always)]
fn shared_slot(cx: &Cx, m: Machine, i: Insn, object: ObjRef) -> Option<usize> {
    let executable = machine::current(cx);
    let entry = cache::shared(shape_id(object), executable.name(i.cd() as usize))?;
    let offset = (entry.kind == EntryKind::Slot).then(|| entry.slot())??;
    cache::refresh(cx, m.cache(), executable, entry);
    Some(offset)
}

/// The second tier: places in overflow arrays, and entries for what was found on classes and modules.
#[inline(never)]
fn load_class_cached(cx: &Cx, m: Machine, i: Insn) -> R<Value> {
    let receiver = m.get(i.b());
    let word = m.cache().load(Ordering::Acquire);
    if let Some(object) = receiver.as_object()
        && let Some(index) = cache::overflow_of(word, shape_id(object))
        && let Some(value) = instance::overflowed(object, index)
    {
        return Ok(value);
    }
    if let Some(entry) = cache::entry_of(word) {
        if let Some(value) = of_receiver(entry, receiver) {
            return Ok(value);
        }
        if entry.kind != EntryKind::OnModule
            && entry.holds(runtime::shape_number(receiver))
            && let Some(result) = by_entry(cx, m, i, receiver, entry)
        {
            return result;
        }
    }
    let executable = machine::current(cx);
    let name = executable.name(i.cd() as usize);
    if let Some(entry) = cache::shared(runtime::shape_number(receiver), name) {
        cache::refresh(cx, m.cache(), executable, entry);
        if let Some(result) = by_entry(cx, m, i, receiver, entry) {
            return result;
        }
    }
    m.save(cx);
    load_slow(cx, m, i, receiver).map_err(|raised| about(cx, raised, i, receiver))
}

/// What an entry says of the very module or class that the receiver is.
#[inline(always)]
fn of_receiver(entry: Obj<CacheEntry>, receiver: Value) -> Option<Value> {
    if entry.class.get() != receiver {
        return None;
    }
    match entry.kind {
        EntryKind::OnModule => {
            entry.value.get().cast_exact::<Cell>(number::CELL).and_then(|cell| cell.get().bound())
        }
        EntryKind::OnClass if entry.holds(runtime::shape_number(receiver)) => Some(entry.value.get()),
        _ => None,
    }
}

#[cold]
fn about(cx: &Cx, raised: Raised, i: Insn, receiver: Value) -> Raised {
    // A method that is called at once is looked up in CPython without the step that says what the error is about.
    if i.op() == Some(Op::LoadMethod)
        && cx.type_of(receiver).slots().getattr.is_none_or(protocol::attr::is_generic)
    {
        return raised;
    }
    protocol::attr::about(cx, raised, receiver, machine::current(cx).name(i.cd() as usize))
}

/// An exception has left a frame whose result would have been stored: that of a getter, where an attribute is being loaded.
#[cold]
pub(crate) fn left_getter(cx: &Cx, raised: Raised) -> Raised {
    let record = frame::innermost(cx);
    let Some(i) = record.executable().map(|executable| executable.original(record.pc)) else { return raised };
    if !matches!(i.op(), Some(Op::LoadAttr | Op::LoadMethod)) {
        return raised;
    }
    // SAFETY: verified code names registers of its window.
    match unsafe { *record.base.add(i.b() as usize) } {
        receiver if receiver.is_unbound() => raised,
        receiver => about(cx, raised, i, receiver),
    }
}

/// What an entry that holds for the receiver says its attribute is; `None` where it does not say.
#[inline(always)]
fn by_entry(cx: &Cx, m: Machine, i: Insn, receiver: Value, entry: Obj<CacheEntry>) -> Option<R<Value>> {
    match entry.kind {
        EntryKind::Value => Some(Ok(entry.value.get())),
        EntryKind::Method => {
            let found = entry.value.get();
            // A native method binds to an object of its own kind.
            let is_function = found.cast::<Function>().is_some();
            Some(if is_function {
                method::new(cx, found, receiver).map(Obj::value)
            } else {
                protocol::attr::bind(cx, found, receiver, cx.type_of(receiver))
            })
        }
        EntryKind::Getter => {
            let getter = entry.value.get().cast::<Function>()?;
            m.save(cx);
            Some(returns::push(cx, getter, &[receiver], Action::Store, i.a()))
        }
        EntryKind::Slot => {
            // SAFETY: the offset was noted for this shape.
            let slot = unsafe { slot_at(receiver.as_object()?, entry.slot()?) };
            slot.get().bound().map(Ok)
        }
        _ => None,
    }
}

fn load_slow(cx: &Cx, m: Machine, i: Insn, receiver: Value) -> R<Value> {
    let executable = machine::current(cx);
    let name = executable.name(i.cd() as usize);
    let class = cx.type_of(receiver);
    let version = class.version();
    let Some(getattr) = class.slots().getattr else { return protocol::attr::generic_get(cx, receiver, name) };
    let is_generic = protocol::attr::is_generic(getattr);
    let falls_back = !is_generic && crate::dunder::only_falls_back(cx, class, getattr);
    if !is_generic && !falls_back {
        if let Some(function) = returns::python_method(cx, receiver, crate::names::__GETATTRIBUTE__)
            && cache::lookup(cx, class, crate::names::get(crate::names::__GETATTR__)).is_none()
        {
            return returns::push(cx, function, &[receiver, name], Action::Store, i.a());
        }
        if cache::is_due(cx, m.cache()) {
            cache_special_receiver(cx, m, executable, receiver, name)?;
        }
        return getattr(cx, receiver, name);
    }
    let shape = runtime::shape_number(receiver);
    let on_class = cache::lookup(cx, class, name);
    let may_raise =
        |found: Value| cx.type_of(found).slots().descr_get.is_some() && !crate::call::is_method_like(found);
    if falls_back && on_class.is_some_and(may_raise) {
        // `__getattr__` is asked, too, where a getter says that there is no such attribute.
        return getattr(cx, receiver, name);
    }
    let fill = |kind: EntryKind, value: Value| {
        let found = cache::Found { shape, kind, class, version, value };
        if m.cache().load(Ordering::Relaxed) != 0 {
            cache::share(cx, name, found)?;
        }
        cache::fill_entry(cx, m.cache(), executable, found)
    };
    let note =
        |offset: usize, is_plain: bool| note_slot(cx, m, name, (shape, offset), (class, version), is_plain);
    if let Some(found) = on_class {
        let slots = cx.type_of(found).slots();
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            if let Some(getter) = descriptor::python_getter(found, get) {
                fill(EntryKind::Getter, getter.value())?;
                return returns::push(cx, getter, &[receiver], Action::Store, i.a());
            }
            if let Some(offset) = members::word_offset(found, receiver) {
                note(offset, stores_plainly(class))?;
            }
            return get(cx, found, Some(receiver), class);
        }
    }
    let cacheable = match receiver.as_object() {
        None => true,
        Some(object) => match instance::find(object, name) {
            Found::Inline(value, offset) => {
                let intercepted = on_class.is_some_and(|found| cx.type_of(found).slots().descr_set.is_some());
                note(offset, stores_plainly(class) && !intercepted)?;
                return Ok(value);
            }
            Found::Overflow(value, index) => {
                cache::fill_overflow(cx, m.cache(), shape, index, class, version);
                return Ok(value);
            }
            Found::Elsewhere(value) => return Ok(value),
            Found::Absent => is_absent_by_shape(object, name),
        },
    };
    let Some(found) = on_class else {
        return match returns::python_method(cx, receiver, crate::names::__GETATTR__) {
            Some(function) if falls_back => {
                returns::push(cx, function, &[receiver, name], Action::Store, i.a())
            }
            _ if falls_back => getattr(cx, receiver, name),
            _ => Err(protocol::attr::missing(cx, receiver, name)),
        };
    };
    if cacheable {
        if crate::call::is_method_like(found) {
            fill(EntryKind::Method, found)?;
        } else if cx.type_of(found).slots().descr_get.is_none() {
            fill(EntryKind::Value, found)?;
        }
    }
    protocol::attr::bind(cx, found, receiver, class)
}

/// Notes the slot of an attribute at the site, and in the shared table where `is_plain`: the class leaves loads and stores of it to the slot.
fn note_slot(
    cx: &Cx,
    m: Machine,
    name: Value,
    (shape, offset): (u32, usize),
    (class, version): (Obj<Type>, u64),
    is_plain: bool,
) -> R<()> {
    if is_plain {
        cache::share_slot(cx, m.cache(), name, (shape, offset), class, version)?;
    }
    cache::fill_slot(cx, m.cache(), shape, offset, class, version);
    Ok(())
}

/// Whether the object's shape alone says that it has no such attribute.
fn is_absent_by_shape(object: ObjRef, name: Value) -> bool {
    let shape = Shape::of(object);
    !shape.has_attributes() || (!shape.is_dictionary_mode() && shape.find(name).is_none())
}

/// What is cached of a method found on the receiver's class, where all receivers of its shape have it.
fn to_cache(cx: &Cx, receiver: Value, name: Value, found: Value) -> Option<cache::Found> {
    let class = cx.type_of(receiver);
    let version = class.version();
    let is_absent = receiver.as_object().is_none_or(|object| is_absent_by_shape(object, name));
    let found = cache::Found {
        shape: runtime::shape_number(receiver),
        kind: EntryKind::Method,
        class,
        version,
        value: found,
    };
    (is_absent && cache::lookup(cx, class, name) == Some(found.value)).then_some(found)
}

/// The method-like special method that the receiver's class has under an interned name, by the table that all sites share.
pub(super) fn special_method(cx: &Cx, receiver: Value, name: Value) -> R<Option<Value>> {
    if let Some(method) = cache::shared_method(runtime::shape_number(receiver), name) {
        return Ok(Some(method));
    }
    let class = cx.type_of(receiver);
    let Some(found) = cache::lookup(cx, class, name).filter(|&found| crate::call::is_method_like(found))
    else {
        return Ok(None);
    };
    // The table is that of attributes, too.
    if class.slots().getattr.is_some_and(protocol::attr::is_generic)
        && let Some(entry) = to_cache(cx, receiver, name, found)
    {
        cache::share(cx, name, entry)?;
    }
    Ok(Some(found))
}

/// The method-like attribute that `receiver.name` would bind, if it is one, by the table that all sites share.
pub(crate) fn plain_method(cx: &Cx, receiver: Value, name: Value) -> R<Option<Value>> {
    if let Some(method) = cache::shared_method(runtime::shape_number(receiver), name) {
        return Ok(Some(method));
    }
    let class = cx.type_of(receiver);
    if !class.slots().getattr.is_some_and(protocol::attr::is_generic) {
        return Ok(None);
    }
    let Some(found) = cache::lookup(cx, class, name).filter(|&found| crate::call::is_method_like(found))
    else {
        return Ok(None);
    };
    if let Some(entry) = to_cache(cx, receiver, name, found) {
        cache::share(cx, name, entry)?;
        return Ok(Some(found));
    }
    let is_own = receiver.as_object().is_some_and(|object| instance::get(object, name).is_some());
    Ok((!is_own).then_some(found))
}

/// Caches attributes of modules (their globals' cells) and of classes whose metaclass is `type`, at a site that is due.
fn cache_special_receiver(
    cx: &Cx,
    m: Machine,
    owner: Obj<Executable>,
    receiver: Value,
    name: Value,
) -> R<()> {
    if let Some(module) = receiver.cast_exact::<Module>(number::MODULE) {
        let dict = module.dict();
        if dict.get_str(name).is_some() {
            let cell = dict::cell_of(cx, dict, name)?;
            let class = cx.type_of(receiver);
            let found = cache::Found {
                shape: number::MODULE,
                kind: EntryKind::OnModule,
                class,
                version: class.version(),
                value: cell.value(),
            };
            return cache::fill_entry_for(cx, m.cache(), owner, found, receiver);
        }
        return Ok(());
    }
    let Some(class) = receiver.cast_exact::<Type>(number::TYPE) else { return Ok(()) };
    let version = class.version();
    let (on_class, on_meta) = (cache::lookup(cx, class, name), cache::lookup(cx, cx.type_of(receiver), name));
    if let (Some(found), None) = (on_class, on_meta) {
        let plain = cx.type_of(found).slots().descr_get.is_none() || found.cast::<Function>().is_some();
        if plain {
            let found =
                cache::Found { shape: number::TYPE, kind: EntryKind::OnClass, class, version, value: found };
            return cache::fill_entry_for(cx, m.cache(), owner, found, class.value());
        }
    }
    Ok(())
}

#[inline(always)]
pub(crate) fn load_method(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let receiver = m.get(i.b());
    if let Some(object) = receiver.as_object()
        && let Some(entry) = cache::entry_of(m.cache().load(Ordering::Acquire))
        && entry.kind == EntryKind::Method
        && let Some(method) = if entry.holds(shape_id(object)) {
            Some(entry.value.get())
        } else {
            load_shared_method(cx, m, i, object)
        }
    {
        m.set(i.a() + 1, receiver);
        m.set(i.a(), method);
        return Ok(m.next(2));
    }
    load_method_slow(cx, m, i)
}

/// The method that the shared table has for the receiver, where the site knows that of another shape.
#[inline(never)]
fn load_shared_method(cx: &Cx, m: Machine, i: Insn, object: ObjRef) -> Option<Value> {
    shared_method(cx, m, i, shape_id(object))
}

/// The method that the shared table has for receivers of a shape.
#[inline(always)]
fn shared_method(cx: &Cx, m: Machine, i: Insn, shape: u32) -> Option<Value> {
    let executable = machine::current(cx);
    // What a `super` finds depends on more than its shape.
    let entry = cache::shared(shape, executable.name(i.cd() as usize))
        .filter(|entry| entry.kind == EntryKind::Method && shape != number::SUPER)?;
    cache::refresh(cx, m.cache(), executable, entry);
    Some(entry.value.get())
}

#[inline(never)]
fn load_method_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let receiver = m.get(i.b());
    let word = m.cache().load(Ordering::Acquire);
    if let Some(entry) = cache::entry_of(word) {
        if entry.kind == EntryKind::Method && entry.holds(runtime::shape_number(receiver)) {
            m.set(i.a() + 1, receiver);
            m.set(i.a(), entry.value.get());
            return Ok(m.next(2));
        }
        if let Some(value) = of_receiver(entry, receiver) {
            return Ok(load_function(m, i, value));
        }
    } else if let Some(object) = receiver.as_object()
        && let Some(offset) = cache::slot_of(word, shape_id(object))
        // SAFETY: the offset was cached for this shape.
        && let Some(value) = unsafe { slot_at(object, offset) }.get().bound()
    {
        return Ok(load_function(m, i, value));
    }
    if let Some(method) = shared_method(cx, m, i, runtime::shape_number(receiver)) {
        m.set(i.a() + 1, receiver);
        m.set(i.a(), method);
        return Ok(m.next(2));
    }
    let executable = machine::current(cx);
    let name = executable.name(i.cd() as usize);
    m.save(cx);
    if let Some((class, object, start)) = super_::instance_parts(receiver)
        && let Some(method) = method_behind(cx, m, i, class, start)?
    {
        m.set(i.a() + 1, object);
        m.set(i.a(), method);
        return Ok(m.next(2));
    }
    let class = cx.type_of(receiver);
    let is_read_generically =
        |getattr| protocol::attr::is_generic(getattr) || crate::dunder::only_falls_back(cx, class, getattr);
    if class.slots().getattr.is_some_and(is_read_generically)
        && let Some(found) =
            cache::lookup(cx, class, name).filter(|&found| crate::call::is_method_like(found))
    {
        let cacheable = to_cache(cx, receiver, name, found);
        if let Some(entry) = cacheable {
            cache::fill_entry(cx, m.cache(), executable, entry)?;
            cache::share(cx, name, entry)?;
        }
        if cacheable.is_some()
            || receiver.as_object().is_none_or(|object| instance::get(object, name).is_none())
        {
            m.set(i.a() + 1, receiver);
            m.set(i.a(), found);
            return Ok(m.next(2));
        }
    }
    // Whatever else the attribute is, it is called without a receiver. `finish` stores it; the second register is set first, so that
    // a pushed getter's result finds it ready.
    let result = load_class_cached(cx, m, i);
    if result.is_ok() {
        m.set(i.a() + 1, Value::UNBOUND);
    }
    m.finish(cx, i.a(), 2, result)
}

/// What is called is an attribute without a receiver.
fn load_function(m: Machine, i: Insn, value: Value) -> Machine {
    m.set(i.a() + 1, Value::UNBOUND);
    m.set(i.a(), value);
    m.next(2)
}

/// The method-like attribute that a `super` finds behind `class` in the order of `start`.
fn method_behind(cx: &Cx, m: Machine, i: Insn, class: Obj<Type>, start: Obj<Type>) -> R<Option<Value>> {
    if let Some(method) = cache::super_method(m.cache().load(Ordering::Acquire), start, class) {
        return Ok(Some(method));
    }
    let executable = machine::current(cx);
    let version = start.version();
    let found = super_::find_behind(start, class, executable.name(i.cd() as usize));
    let Some(value) = found.filter(|&found| crate::call::is_method_like(found)) else { return Ok(None) };
    let found = cache::Found { shape: number::SUPER, kind: EntryKind::Super, class: start, version, value };
    cache::fill_super(cx, m.cache(), executable, found, class)?;
    Ok(Some(value))
}

#[inline(always)]
pub(crate) fn store(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if let Some(object) = m.get(i.a()).as_object() {
        let word = m.cache().load(Ordering::Acquire);
        if let Some(offset) = cache::slot_of(word, shape_id(object)) {
            // SAFETY: the offset was cached for this shape.
            let slot = unsafe { slot_at(object, offset) };
            // An unbound slot may be filled only in order: its predecessor is bound, or is the dictionary word of slot 0.
            // SAFETY: attribute slots have two words before them.
            if !slot.get().is_unbound() || fills_in_order(object, offset) {
                cx.store(object, slot, m.get(i.b()));
                return Ok(m.next(2));
            }
        } else if cache::is_place(word) && store_shared(cx, m, i, object) {
            return Ok(m.next(2));
        }
    }
    store_slow(cx, m, i)
}

/// Stores into the slot that the shared table says, where the site knows that of another shape; says whether it did.
#[inline(never)]
fn store_shared(cx: &Cx, m: Machine, i: Insn, object: ObjRef) -> bool {
    let Some(offset) = shared_slot(cx, m, i, object) else { return false };
    // SAFETY: the offset was noted for this shape.
    let slot = unsafe { slot_at(object, offset) };
    let is_due = !slot.get().is_unbound() || fills_in_order(object, offset);
    if is_due {
        cx.store(object, slot, m.get(i.b()));
    }
    is_due
}

/// Whether the slot before an unbound one is bound (or the slot is the first, or a member's, whose order does not matter). Where a dict mirrors the
/// slots it is told of each that is bound.
#[inline(always)]
fn fills_in_order(object: ObjRef, offset: usize) -> bool {
    let shape = Shape::of(object);
    let first = shape.attribute_words() + crate::typedef::ATTRIBUTE_WORDS;
    let is_next = || {
        // SAFETY: the word before an attribute slot belongs to the object.
        offset == first || !unsafe { slot_at(object, offset - 1) }.get().is_unbound()
    };
    offset >= first + shape.capacity() || (!shape.has_dictionary() && is_next())
}

#[inline(never)]
fn store_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (receiver, value) = (m.get(i.a()), m.get(i.b()));
    let name = machine::current(cx).name(i.cd() as usize);
    let class = cx.type_of(receiver);
    let version = class.version();
    // A module's attributes lie in its namespace.
    let generic = stores_plainly(class) && receiver.cast::<Module>().is_none();
    if !generic {
        if let Some(function) = returns::python_method(cx, receiver, crate::names::__SETATTR__) {
            returns::push(cx, function, &[receiver, name, value], Action::Discard, 0)?;
            return m.entered(cx, 2);
        }
        protocol::attr::set(cx, receiver, name, Some(value))?;
        return Ok(m.next(2));
    }
    let found = cache::lookup(cx, class, name);
    let is_plain = class.slots().getattr.is_some_and(protocol::attr::is_generic);
    let note =
        |shape: u32, offset: usize| note_slot(cx, m, name, (shape, offset), (class, version), is_plain);
    if let Some(offset) = found.and_then(|found| members::word_offset(found, receiver)) {
        note(runtime::shape_number(receiver), offset)?;
    }
    let intercepted = found.is_some_and(|found| cx.type_of(found).slots().descr_set.is_some());
    let holder = receiver.as_object().filter(|&object| {
        let shape = Shape::of(object);
        shape.has_attributes() && shape.class().instances_have_dict()
    });
    match holder {
        Some(holder) if !intercepted => {
            let shape = shape_id(holder);
            if let Some(offset) = instance::set(cx, holder, name, value)?
                && shape == shape_id(holder)
            {
                note(shape, offset)?;
            }
        }
        _ => protocol::attr::generic_set(cx, receiver, name, Some(value))?,
    }
    Ok(m.next(2))
}

/// Whether a class sets attributes of its instances as `object` does.
fn stores_plainly(class: Obj<Type>) -> bool {
    let generic = protocol::attr::generic_set as StoreFn;
    class.slots().setattr.is_none_or(|slot| std::ptr::fn_addr_eq(slot, generic))
}

#[inline(never)]
pub(crate) fn delete(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let name = machine::current(cx).name(i.cd() as usize);
    protocol::attr::set(cx, m.get(i.a()), name, None)?;
    Ok(m.next(1))
}
