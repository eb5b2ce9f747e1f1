//! `type`: classes — namespace, method resolution order, slots, the shapes of their instances.
//!
//! # Protocol
//! A class's slots, bases and order are immutable blocks replaced as a whole (readers load one pointer). Its *version* is what caches of things found,
//! or not found, on classes compare: a writer sets it to `CHANGING`, changes the namespace, then sets a fresh number, for every subclass too;
//! nobody fills a cache at `CHANGING`. Slots are computed from the namespaces without a lock and published under `CHANGES`, where they still stand
//! only if no other change that bears on slots was made since ([`SLOT_CHANGES`]). Orders and lists of subclasses: [`links`].

pub mod build;
mod facts;
mod links;
pub(crate) mod members;
mod methods;
mod mro;
mod rebase;
mod version;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::dunder;
use crate::names::{self, Name};
use crate::object::{Obj, Payload};
use crate::runtime::Runtime;
use crate::shape::{Mode, Shape};
use crate::sync::Mutex;
use crate::typedef::{Collection, Layout, SlotTable, TypeDef, trace_nothing};
use crate::types::dict::{self, Dict};
use crate::types::internal;
use crate::types::str_;
use crate::types::tuple::{Array, Tuple};
use crate::value::{SlotExt, Value};

pub(crate) use facts::merge_class;
pub use members::MEMBER;
pub(crate) use members::has_items;
pub use methods::TYPE;
pub(crate) use methods::{abstract_error, can_be_made, getattr_optional, uses_object_new};
pub(crate) use version::{CHANGING, ClassVersion};

/// A Python class.
#[repr(C)]
pub struct Type {
    header: Header,
    /// The definition of a builtin type.
    def: Option<&'static TypeDef>,
    /// Layout of the instances.
    layout: &'static Layout,
    /// Changes with everything a look-up on the class could see; 0 while changing.
    version: ClassVersion,
    flags: AtomicU32,
    /// Words of instances for the names in `__slots__`, bases' included.
    members: u32,
    /// Inline slots that new instances reserve.
    capacity: AtomicU32,
    /// When the order was asked for ([`links`]). Under `CHANGES`.
    asked: AtomicU64,
    /// When the order became another. Under `CHANGES`.
    ordered: AtomicU64,
    name: Slot,
    /// The dotted name of a heap class.
    qualname: Slot,
    bases: Slot,
    /// Tuple of classes, the class itself first.
    mro: Slot,
    /// The class whose layout this one extends, or `None`.
    base: Slot,
    namespace: Slot,
    slots: Slot,
    /// Shape without attributes, for the current capacity.
    root_shape: Slot,
    /// Shape in which new instances start.
    start_shape: Slot,
    /// `Array` of dictionary-mode shapes, by capacity.
    dictionary_shapes: Slot,
    /// `Array` of direct subclasses: builtin ones, and weak references to others.
    subclasses: Slot,
    /// Tuple of the names in the class's own `__slots__` that are members, mangled and sorted; unbound for a builtin class.
    slot_names: Slot,
}

/// Layout of classes.
pub static LAYOUT: Layout = Layout::fixed("type", size_of::<Type>(), trace_type);

// SAFETY: repr(C), header first, every slot traced, mutable fields atomic.
unsafe impl Payload for Type {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace_type(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for classes only.
    let class = unsafe { Obj::<Type>::cast_unchecked(object) };
    for slot in [
        &class.name,
        &class.qualname,
        &class.bases,
        &class.mro,
        &class.base,
        &class.namespace,
        &class.slots,
        &class.root_shape,
        &class.start_shape,
        &class.dictionary_shapes,
        &class.subclasses,
        &class.slot_names,
    ] {
        tracer.slot(slot);
    }
}

#[repr(C)]
struct SlotsBlock {
    header: Header,
    table: SlotTable,
}

/// Layout of slot tables in the heap.
pub static SLOTS_LAYOUT: Layout = Layout::fixed("slot table", size_of::<SlotsBlock>(), trace_nothing);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for SlotsBlock {
    const LAYOUT: &'static Layout = &SLOTS_LAYOUT;
}

/// A class's slot table as it was when it was asked for; a table that is replaced lives on as long as this.
#[derive(Clone, Copy)]
pub struct Slots(Obj<SlotsBlock>);

impl std::ops::Deref for Slots {
    type Target = SlotTable;
    #[inline(always)]
    fn deref(&self) -> &SlotTable {
        &self.0.table
    }
}

const HEAP: u32 = 1;
const INSTANCES_HAVE_ATTRIBUTES: u32 = 2;
const SUBCLASSABLE: u32 = 4;
/// What instances count as in patterns; inherited by looking.
const SEQUENCE: u32 = 1 << 16;
const MAPPING: u32 = 1 << 17;
/// Some class attribute intercepts attribute access on instances: `__getattribute__`, `__getattr__`, `__setattr__`, `__delattr__`.
const INTERCEPTS: u32 = 8;
/// Instances can be referred to weakly.
const WEAK: u32 = 16;
/// A heap class whose instances have no `__dict__` (`__slots__`).
const NO_DICT: u32 = 64;
/// Some class in the order defines, or once defined, `__del__`.
const FINALIZES: u32 = 32;
/// A heap class with abstract methods: it has no instances.
const ABSTRACT: u32 = 128;

/// A site has once cached where instances have an attribute.
const CACHED_SLOTS: u32 = 256;
/// A heap class whose builtin base has a `__dict__` of its own kind.
const BUILTIN_DICT: u32 = 512;

static NEXT_VERSION: AtomicU64 = AtomicU64::new(1);
/// Held while words that belong together are published; nothing is allocated and no Python code runs under it.
static CHANGES: Mutex<()> = Mutex::new(());
/// Number of changes so far that bear on slots, of any class. Raised after the change and before its slots are computed.
static SLOT_CHANGES: AtomicU64 = AtomicU64::new(0);

/// Inline slots of the first instances of a class.
const FIRST_CAPACITY: u32 = 3;
/// Inline slots that a class learns to reserve at most.
const MAX_CAPACITY: u32 = 61;

/// What a new class is made of.
pub struct NewType<'a> {
    pub metaclass: Obj<Type>,
    pub name: Value,
    pub qualname: Value,
    pub bases: &'a [Value],
    pub base: Obj<Type>,
    pub namespace: Obj<Dict>,
    /// Whether instances have attribute words: a dict, or members.
    pub has_attributes: bool,
    /// Whether instances have a dict.
    pub has_dict: bool,
    /// Whether instances can be referred to weakly.
    pub is_weak: bool,
    /// The names in `__slots__` that are members, mangled and sorted.
    pub slot_names: Obj<Tuple>,
}

impl NewType<'_> {
    fn flags(&self) -> u32 {
        let bases = || self.bases.iter().filter_map(|base| base.cast::<Type>());
        // Told to the shape, which is made before the order is known; what the order adds comes with the slots.
        let finalizes = self.namespace.get_str(names::get(names::__DEL__)).is_some()
            || bases().any(|base| base.finalizes());
        let builtin_dict = if self.base.is_heap() {
            self.base.has_builtin_dict()
        } else {
            Type::lookup(self.base, names::get(names::__DICT__)).is_some()
        };
        let set = |flag: u32, is_set: bool| if is_set { flag } else { 0 };
        HEAP | SUBCLASSABLE
            | set(WEAK, self.is_weak)
            | set(NO_DICT, !self.has_dict)
            | set(INSTANCES_HAVE_ATTRIBUTES, self.has_attributes)
            | set(FINALIZES, finalizes)
            | set(BUILTIN_DICT, builtin_dict)
    }
}

impl Type {
    /// The definition of a builtin type.
    pub fn def(&self) -> Option<&'static TypeDef> {
        self.def
    }
    pub fn is_heap(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & HEAP != 0
    }
    pub fn is_subclassable(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & SUBCLASSABLE != 0
    }
    /// What instances count as in patterns: what the first class in the order says that says anything.
    pub fn collection(this: Obj<Type>) -> Option<Collection> {
        this.ancestors().find_map(|ancestor| match ancestor.flags.load(Ordering::Relaxed) {
            flags if flags & SEQUENCE != 0 => Some(Collection::Sequence),
            flags if flags & MAPPING != 0 => Some(Collection::Mapping),
            _ => None,
        })
    }

    /// Makes a class's instances count as a sequence or mapping (`abc`: a registered or marked class).
    pub fn set_collection(&self, collection: Collection) {
        // Builtin classes are what they are: text counts as no sequence, whoever registers it.
        if !self.is_heap() {
            return;
        }
        let (set, other) = match collection {
            Collection::Sequence => (SEQUENCE, MAPPING),
            Collection::Mapping => (MAPPING, SEQUENCE),
        };
        self.flags.fetch_and(!other, Ordering::Relaxed);
        self.flags.fetch_or(set, Ordering::Relaxed);
    }

    pub fn instances_have_attributes(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & INSTANCES_HAVE_ATTRIBUTES != 0
    }
    /// Whether instances have a `__dict__`.
    pub fn instances_have_dict(&self) -> bool {
        self.instances_have_attributes() && self.flags.load(Ordering::Relaxed) & NO_DICT == 0
    }
    /// Words of instances for the names in `__slots__`.
    pub fn members(&self) -> usize {
        self.members as usize
    }
    pub fn instances_can_be_weak(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & WEAK != 0
    }
    /// Whether a builtin base has a `__dict__`, which then is the one that instances have.
    pub(crate) fn has_builtin_dict(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & BUILTIN_DICT != 0
    }
    /// The members that the class itself adds to a heap class's instances.
    pub(crate) fn slot_names(&self) -> &[Value] {
        // SAFETY: set at creation and never replaced, so that the tuple lives as long as the class.
        self.slot_names
            .get()
            .cast::<Tuple>()
            .map_or(&[], |names| unsafe { &*std::ptr::from_ref(names.values()) })
    }
    /// Whether instances are finalized.
    pub fn finalizes(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & FINALIZES != 0
    }
    /// Whether the class has abstract methods, and so no instances.
    pub fn is_abstract(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & ABSTRACT != 0
    }
    fn set_abstract(&self, is_abstract: bool) {
        if is_abstract {
            self.flags.fetch_or(ABSTRACT, Ordering::Relaxed);
        } else {
            self.flags.fetch_and(!ABSTRACT, Ordering::Relaxed);
        }
    }
    /// Whether attribute access on instances goes through Python hooks.
    #[inline(always)]
    pub fn intercepts(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & INTERCEPTS != 0
    }
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }
    /// As [`ClassVersion::observed`].
    #[inline]
    pub fn observed<T>(&self, look_up: impl FnOnce() -> T) -> (T, Option<u64>) {
        self.version.observed(look_up)
    }

    /// The version that caches compare; [`CHANGING`] never matches.
    #[inline(always)]
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    #[inline(always)]
    pub fn slots(&self) -> Slots {
        let block = Value::from_bits(self.slots.load());
        // SAFETY: a class has a slot table from its creation on.
        Slots(unsafe { Obj::of_value_unchecked(block) })
    }

    #[inline(always)]
    pub fn namespace(&self) -> Obj<Dict> {
        // SAFETY: set at creation to a dict and never replaced.
        unsafe { Obj::of_value_unchecked(self.namespace.get()) }
    }

    pub fn name(&self) -> Value {
        self.name.get()
    }
    pub fn name_text(&self) -> String {
        str_::to_rust(self.name.get()).unwrap_or_default()
    }
    /// The dotted name; of a builtin class its name.
    pub fn qualname(&self) -> Value {
        if self.is_heap() { self.qualname.get() } else { self.name.get() }
    }
    pub fn qualname_text(&self) -> String {
        str_::to_rust(self.qualname()).unwrap_or_default()
    }
    /// The dotted name of an attribute.
    pub(crate) fn qualified(&self, name: &str) -> String {
        format!("{}.{name}", self.qualname_text())
    }
    pub fn set_qualname(this: Obj<Type>, cx: &Cx, name: Value) {
        cx.store(this.object(), &this.qualname, name);
    }
    pub fn set_name(this: Obj<Type>, cx: &Cx, name: Value) {
        cx.store(this.object(), &this.name, name);
    }
    pub fn bases(&self) -> Value {
        self.bases.get()
    }
    pub fn base(&self) -> Option<Obj<Type>> {
        self.base.get().cast::<Type>()
    }
    pub fn mro(&self) -> Option<Obj<Tuple>> {
        self.mro.get().cast::<Tuple>()
    }
    pub fn mro_value(&self) -> Value {
        self.mro.get()
    }

    /// The classes of the method resolution order.
    pub fn ancestors(&self) -> impl Iterator<Item = Obj<Type>> + '_ {
        let mro = self.mro();
        (0..mro.map_or(0, |mro| mro.len())).filter_map(move |index| mro?.get(index).cast::<Type>())
    }

    /// Finds a name along the method resolution order. Runs no Python code.
    pub fn lookup(class: Obj<Type>, name: Value) -> Option<Value> {
        class.ancestors().find_map(|ancestor| ancestor.namespace().get_str(name))
    }

    pub fn is_subclass_of(self: &Type, other: Obj<Type>) -> bool {
        if std::ptr::eq(self, &*other) {
            return true;
        }
        if let Some(mro) = self.mro() {
            return mro.values().contains(&other.value());
        }
        // In the making: the order is not known yet.
        let mut at = self.base();
        while let Some(base) = at.filter(|&base| base != other) {
            at = base.base();
        }
        at.is_some()
    }

    /// Shape in which a new instance starts.
    #[inline(always)]
    pub fn start_shape(&self) -> Obj<Shape> {
        // SAFETY: set at creation to a shape and only ever replaced by another.
        unsafe { Obj::of_value_unchecked(self.start_shape.get()) }
    }

    /// The class as created for a builtin type; its namespace is filled by [`build::fill_builtin`].
    pub(crate) fn create_builtin(cx: &Cx, def: &'static TypeDef, namespace: Obj<Dict>) -> R<Obj<Type>> {
        let slots =
            cx.alloc(SlotsBlock { header: Header::new(internal::SLOT_TABLE, 0), table: def.slots })?;
        let counts_as = match def.collection {
            Some(Collection::Sequence) => SEQUENCE,
            Some(Collection::Mapping) => MAPPING,
            None => 0,
        };
        let flags = counts_as
            | if def.subclassable { SUBCLASSABLE } else { 0 }
            | match (def.layout.attributes || def.adds_dict, def.hidden_words) {
                (true, _) => INSTANCES_HAVE_ATTRIBUTES,
                (false, 0) => 0,
                (false, _) => INSTANCES_HAVE_ATTRIBUTES | NO_DICT,
            }
            | if def.weak { WEAK } else { 0 };
        cx.alloc(Type {
            header: Header::new(crate::types::number::TYPE, 0),
            def: Some(def),
            layout: def.layout,
            version: ClassVersion::new(NEXT_VERSION.fetch_add(1, Ordering::Relaxed)),
            flags: AtomicU32::new(flags),
            members: def.hidden_words as u32,
            capacity: AtomicU32::new(0),
            asked: AtomicU64::new(0),
            ordered: AtomicU64::new(0),
            name: Slot::of(Value::NONE),
            qualname: Slot::of(Value::NONE),
            bases: Slot::of(Value::NONE),
            mro: Slot::of(Value::NONE),
            base: Slot::of(Value::NONE),
            namespace: Slot::of(namespace.value()),
            slots: Slot::of(slots.value()),
            root_shape: Slot::of(Value::UNBOUND),
            start_shape: Slot::of(Value::UNBOUND),
            dictionary_shapes: Slot::of(Value::UNBOUND),
            subclasses: Slot::of(Value::UNBOUND),
            slot_names: Slot::of(Value::UNBOUND),
        })
    }

    /// Completes a builtin class once shapes, strings and tuples exist.
    pub(crate) fn complete_builtin(
        this: Obj<Type>,
        cx: &Cx,
        shape: Obj<Shape>,
        name: Value,
        bases: &[Obj<Type>],
    ) -> R<()> {
        let object = this.object();
        cx.store(object, &this.root_shape, shape.value());
        cx.store(object, &this.start_shape, shape.value());
        cx.store(object, &this.name, name);
        let base_values = cx_values(cx, bases)?;
        cx.store(object, &this.bases, base_values.value());
        let seen = links::order_new(cx, this, false)?;
        if let Some(base) = bases.first() {
            cx.store(object, &this.base, base.value());
        }
        links::enter_new(cx, this, false, seen)?;
        Type::refresh_slots(this, cx)
    }

    /// A heap class. The caller has checked bases, layout and metaclass.
    pub(crate) fn create(cx: &Cx, new: &NewType<'_>) -> R<Obj<Type>> {
        let bases = crate::types::tuple::from_slice(cx, new.bases)?;
        let slots =
            cx.alloc(SlotsBlock { header: Header::new(internal::SLOT_TABLE, 0), table: SlotTable::NONE })?;
        let meta_shape = new.metaclass.start_shape();
        let base_shape = new.base.start_shape().value();
        let class = cx.alloc(Type {
            header: Header::new(meta_shape.id(), 0),
            def: None,
            layout: new.base.layout,
            version: ClassVersion::new(NEXT_VERSION.fetch_add(1, Ordering::Relaxed)),
            flags: AtomicU32::new(new.flags()),
            members: (new.base.members() + new.slot_names.len()) as u32,
            capacity: AtomicU32::new(if new.has_dict { FIRST_CAPACITY } else { 0 }),
            asked: AtomicU64::new(0),
            ordered: AtomicU64::new(0),
            name: Slot::of(new.name),
            qualname: Slot::of(new.qualname),
            bases: Slot::of(bases.value()),
            mro: Slot::of(Value::NONE),
            base: Slot::of(new.base.value()),
            namespace: Slot::of(new.namespace.value()),
            slots: Slot::of(slots.value()),
            // Until it has its own, for whom the collector shows the class.
            root_shape: Slot::of(base_shape),
            start_shape: Slot::of(base_shape),
            dictionary_shapes: Slot::of(Value::UNBOUND),
            subclasses: Slot::of(Value::UNBOUND),
            slot_names: Slot::of(new.slot_names.value()),
        })?;
        let inline = new.has_attributes && new.has_dict && new.base.layout.variable_bytes.is_none();
        // Before a metaclass's `mro` sees the class. Without an order it has no instances.
        Type::new_root_shape(class, cx, if inline { FIRST_CAPACITY as usize } else { 0 })?;
        let custom = mro::is_custom(cx, class);
        let seen = links::order_new(cx, class, custom)?;
        if Type::lookup(class, names::get(names::__DEL__)).is_some() {
            // There are no instances yet to look for.
            class.flags.fetch_or(FINALIZES, Ordering::Relaxed);
            class.start_shape().set_finalizes();
        }
        if Runtime::is_shared() {
            // Complete before another thread can find it among the subclasses of a base.
            Type::refresh_slots(class, cx)?;
        }
        links::enter_new(cx, class, custom, seen)?;
        Type::refresh_slots(class, cx)?;
        Ok(class)
    }

    fn new_root_shape(this: Obj<Type>, cx: &Cx, capacity: usize) -> R<()> {
        let root = Shape::new_root(cx, this, this.layout, capacity, Mode::Slots)?;
        cx.store(this.object(), &this.root_shape, root.value());
        cx.store(this.object(), &this.start_shape, root.value());
        Ok(())
    }

    /// Lets new instances start where one has arrived.
    pub(crate) fn learn_shape(this: Obj<Type>, cx: &Cx, reached: Obj<Shape>) {
        let start = this.start_shape();
        if reached.capacity() == start.capacity()
            && reached.count() > start.count()
            && reached.count() <= reached.capacity()
        {
            cx.store(this.object(), &this.start_shape, reached.value());
        }
    }

    /// Gives new instances more inline slots, because one has overflowed its own.
    pub(crate) fn learn_capacity(this: Obj<Type>, cx: &Cx, overflowed: usize) -> R<()> {
        let known = this.capacity.load(Ordering::Relaxed);
        let fixed = this.layout.variable_bytes.is_none();
        if !fixed || !this.is_heap() || overflowed < known as usize || known >= MAX_CAPACITY {
            return Ok(());
        }
        // 24 bytes of head words: 2n+1 keeps instances a multiple of 16 bytes.
        let wanted = (known * 2 + 1).min(MAX_CAPACITY);
        if this.capacity.compare_exchange(known, wanted, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            Type::new_root_shape(this, cx, wanted as usize)?;
        }
        Ok(())
    }

    /// The class no longer predicts: new instances start without attributes.
    pub(crate) fn forget_prediction(this: Obj<Type>, cx: &Cx) {
        cx.store(this.object(), &this.start_shape, this.root_shape.get());
    }

    /// The dictionary-mode shape of instances with a given capacity.
    pub(crate) fn dictionary_shape(this: Obj<Type>, cx: &Cx, capacity: usize) -> R<Obj<Shape>> {
        let known = this.dictionary_shapes.get().cast::<Array>();
        if let Some(known) = known {
            for slot in known.items() {
                if let Some(shape) = slot.get().cast::<Shape>()
                    && shape.capacity() == capacity
                {
                    return Ok(shape);
                }
            }
        }
        let shape = Shape::new_root(cx, this, this.layout, capacity, Mode::Dictionary)?;
        Type::push(this, cx, &this.dictionary_shapes, shape.value())?;
        Ok(shape)
    }

    /// Appends to one of the class's arrays by replacing it.
    fn push(this: Obj<Type>, cx: &Cx, slot: &Slot, item: Value) -> R<()> {
        loop {
            let seen = slot.get();
            let old = seen.cast::<Array>();
            let items = || old.iter().flat_map(|old| old.items()).map(|slot| slot.get());
            let array = Array::new(cx, items().count() + 1)?;
            for (slot, entry) in array.items().iter().zip(items().chain(std::iter::once(item))) {
                cx.store(array.object(), slot, entry);
            }
            let _changes = CHANGES.lock();
            if slot.get() == seen {
                cx.store(this.object(), slot, array.value());
                return Ok(());
            }
        }
    }

    /// Direct subclasses, as they are at this moment.
    pub fn subclasses(&self) -> impl Iterator<Item = Obj<Type>> {
        links::subclasses_in(self.subclasses.get())
    }

    /// Computes the slots from the namespaces along the order: the first class that defines a special method decides.
    pub(crate) fn refresh_slots(this: Obj<Type>, cx: &Cx) -> R<()> {
        loop {
            let seen = SLOT_CHANGES.load(Ordering::Acquire);
            let (table, intercepts) = Type::computed_slots(this);
            let block = cx.alloc(SlotsBlock { header: Header::new(internal::SLOT_TABLE, 0), table })?;
            let _changes = CHANGES.lock();
            if SLOT_CHANGES.load(Ordering::Acquire) != seen {
                continue;
            }
            cx.store(this.object(), &this.slots, block.value());
            if intercepts {
                this.flags.fetch_or(INTERCEPTS, Ordering::Release);
            }
            break;
        }
        if this.is_heap() && !this.finalizes() && Type::lookup(this, names::get(names::__DEL__)).is_some() {
            this.flags.fetch_or(FINALIZES, Ordering::Relaxed);
            crate::finalization::watch_instances(cx, this);
        }
        Ok(())
    }

    /// The slots as the namespaces are now, and whether attribute access is intercepted. Allocates nothing.
    fn computed_slots(this: Obj<Type>) -> (SlotTable, bool) {
        let mut table = SlotTable::NONE;
        let mut intercepts = false;
        let ancestors: Vec<Obj<Type>> = this.ancestors().collect();
        for row in dunder::all() {
            for ancestor in &ancestors {
                if let Some(def) = ancestor.def {
                    if (row.present)(&def.slots) {
                        if !(row.present)(&table) {
                            (row.inherit)(&mut table, &def.slots);
                        }
                        break;
                    }
                    continue;
                }
                let Some(found) = ancestor.namespace().get_str(names::get(row.name)) else { continue };
                // `__radd__` must not replace a trampoline that `__add__` set, but it may follow an inherited slot.
                (row.trampoline)(&mut table);
                if row.name == names::__HASH__ && found.is_none() {
                    table.hash = Some(|cx, value| Err(crate::protocol::unhashable(cx, value)));
                }
                intercepts |= ACCESS_HOOKS.contains(&row.name);
                break;
            }
        }
        table.item = this.def.and_then(|def| def.slots.item);
        table.send = this.def.and_then(|def| def.slots.send);
        if let Some(hash) = unhashable_slot(&ancestors) {
            table.hash = Some(hash);
        }
        (table, intercepts)
    }

    /// Notes that a site caches where instances have an attribute.
    pub(crate) fn note_cached_slot(&self) {
        if self.flags.load(Ordering::Relaxed) & CACHED_SLOTS == 0 {
            self.flags.fetch_or(CACHED_SLOTS, Ordering::Relaxed);
        }
    }

    /// Whether sites may have cached where instances of a class or of one that derives from it have an attribute; asked after a change, when
    /// all have new versions. `family` are those there were before it.
    fn may_have_cached_slots(this: Obj<Type>, cx: &Cx, family: Obj<Tuple>) -> bool {
        let noted = |class: Obj<Type>| class.flags.load(Ordering::Relaxed) & CACHED_SLOTS != 0;
        if !Runtime::is_shared() {
            return links::members(&family).any(noted);
        }
        // Who enters a class in the list of subclasses after this finds what was changed.
        drop(CHANGES.lock());
        // Partner: the fence in `cache::fill_slot`.
        fence(Ordering::SeqCst);
        links::family(cx, this).map_or(true, |family| links::members(&family).any(noted))
    }

    /// Sets or deletes an interned name in the class's namespace and lets every cache know. Answers whether a deleted name was there.
    pub fn change(this: Obj<Type>, cx: &Cx, name: Value, value: Option<Value>) -> R<bool> {
        let family = links::family(cx, this)?;
        links::suspend(family);
        // Sites know where members are by the shape alone.
        let hides_member =
            links::members(&family).any(|class| Type::lookup(class, name).is_some_and(members::is_member));
        let result = match value {
            Some(value) => dict::set(cx, this.namespace(), name, value).map(|()| true),
            None => dict::remove(cx, this.namespace(), name).map(|old| old.is_some()),
        };
        let special = bears_on_slots(name);
        if special {
            SLOT_CHANGES.fetch_add(1, Ordering::AcqRel);
        }
        let renewed = links::renew_all(cx, this, family, special);
        let intercepting = is_among(name, ACCESS_HOOKS.into_iter())
            || value.is_some_and(|value| this.intercepts() || cx.type_of(value).slots().descr_set.is_some());
        let may_mislead = intercepting || hides_member;
        if makes_descriptor(name) || may_mislead && Type::may_have_cached_slots(this, cx, family) {
            crate::interp::cache::forget_attribute_caches(cx);
        }
        let result = result?;
        renewed.map(|()| result)
    }
}

/// The names in a class's namespace that decide how attributes of its instances are reached.
const ACCESS_HOOKS: [Name; 4] =
    [names::__GETATTRIBUTE__, names::__GETATTR__, names::__SETATTR__, names::__DELATTR__];

/// Whether an interned name is one of some.
fn is_among(name: Value, mut some: impl Iterator<Item = Name>) -> bool {
    some.any(|one| name == names::get(one))
}

/// Whether an interned name in a class's namespace decides how attributes are reached that are its instances.
fn makes_descriptor(name: Value) -> bool {
    is_among(name, [names::__GET__, names::__SET__, names::__DELETE__].into_iter())
}

/// Whether classes' slots, or how their instances are made an end of, depend on an interned name in a namespace.
fn bears_on_slots(name: Value) -> bool {
    is_among(name, dunder::all().map(|row| row.name).chain([names::__DEL__]))
}

/// The refusing hash slot where the nearest definition of equality or hash is an unhashable builtin's.
fn unhashable_slot(ancestors: &[Obj<Type>]) -> Option<crate::typedef::HashFn> {
    for ancestor in ancestors {
        if let Some(def) = ancestor.def {
            if def.unhashable {
                return Some(|cx, value| Err(crate::protocol::unhashable(cx, value)));
            }
            if def.slots.hash.is_some() {
                return None;
            }
        } else if ancestor.namespace().get_str(names::get(names::__HASH__)).is_some() {
            return None;
        }
    }
    None
}

fn cx_values(cx: &Cx, classes: &[Obj<Type>]) -> R<Obj<Tuple>> {
    let tuple = crate::types::tuple::with_len(cx, classes.len())?;
    for (slot, class) in tuple.items().iter().zip(classes) {
        cx.store(tuple.object(), slot, class.value());
    }
    Ok(tuple)
}
