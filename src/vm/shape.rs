//! Shapes: what one 32-bit word in an object's header says about it — its class, its layout, where its attributes lie.
//!
//! A shape is an immutable heap object. Shapes of one class and inline capacity form a tree: the root has no attributes, a child adds
//! one name at the next slot index. An object's shape only ever moves down its tree, or to the tree of mirrored twins, or once and for good to
//! *dictionary mode* (attribute deleted, too many attributes, or an order that differs from the predicted one), where names are never cached.
//!
//! # Protocol
//! *Finding* a child is lock-free: the list of children is an immutable block replaced as a whole. *Adding* one happens under the parent shape's
//! object lock. *Publishing*: a writer stores the attribute's slot, then the shape id (release); who saw the id (acquire) sees the
//! slot. A slot index belongs to one name for the object's whole life, so a reader that saw an older or newer shape of the same
//! object can never read another name's value.
//! *Mirroring*: once an object has a `__dict__` that shows its slots it carries its shape's *mirrored* twin: the same names in the same slots, so
//! sites go on to cache them; what that asks of dict and instance is argued in [`crate::instance`].
//! *Prediction*: new instances may start in the deepest shape that earlier ones reached, with unbound slots; slots are bound in
//! order (a store to an unbound slot whose predecessor is unbound takes the slow path), so that bound slots are always a prefix and attribute order
//! is insertion order.
//!
//! The id table is one reserved array indexed by id, so `Shape::of` is two loads. Ids of builtin types' own shapes are the types' numbers
//! in the ordered list; other ids are given in order and are not used again (2^24 of them; after that every class falls back to
//! dictionary mode). The table does not keep shapes alive: tracing an object marks its shape.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use typhon_gc::{CollectionKind, Header, Marked, ObjRef, Slot, Tracer};
use typhon_os::memory::Reservation;

use crate::context::{Cx, R};
use crate::object::{Obj, Payload, lock_object, size_of_payload};
use crate::sync::Mutex;
use crate::typedef::{ATTRIBUTE_WORDS, Layout};
use crate::types::dict;
use crate::types::tuple::Array;
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

/// Ids below this belong to builtin types and internal layouts.
pub const FIRST_DYNAMIC_ID: u32 = 512;
const MAX_IDS: u32 = 1 << 24;
/// Variable layouts that Python classes may derive from: attribute words follow what the object's own words account for.
static DERIVABLE: [&Layout; 3] =
    [&crate::types::str_::LAYOUT, &crate::types::tuple::LAYOUT, &crate::types::bytes::LAYOUT];
/// In the table of sizes: a class derived from a variable layout, whose number is in the lowest two bits below the number of words that follow.
const DERIVED: u32 = 1 << 31;
/// Children of one shape beyond which objects go to dictionary mode.
const MAX_CHILDREN: usize = 128;

/// Class, layout and attribute slots shared by all objects that carry its id.
#[repr(C)]
pub struct Shape {
    header: Header,
    id: u32,
    /// Number of attributes; the newest one's slot index is one less.
    count: u16,
    /// Inline attribute slots of every object in this tree.
    capacity: u16,
    /// Words behind the inline slots: one for each name in `__slots__` of the class and its bases.
    members: u16,
    layout: &'static Layout,
    class: Slot,
    parent: Slot,
    /// Interned name of the newest attribute.
    name: Slot,
    /// `Array` of child shapes, or unbound.
    children: Slot,
    /// Of a shape without a dictionary its mirrored twin, and the other way round; unbound until first needed.
    twin: Slot,
    /// Of a mirrored shape: the table that a new dict of such an object starts with.
    table: Slot,
    /// Bytes of an instance, 0 where its own words say (variable layouts).
    instance_bytes: u32,
    mode: Mode,
    /// Whether the class has `__del__`: new instances are watched. Once there are instances it turns true inside a stop only.
    finalizes: AtomicBool,
    /// Whether instances have attribute words behind their layout's own fields.
    attributes: bool,
}

/// Where the attributes of objects of a shape are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Mode {
    /// In slots that the shape alone determines.
    Slots,
    /// In these slots, and a dict shows them.
    Mirrored,
    /// Only the object's dict knows.
    Dictionary,
}

// SAFETY: repr(C), header first, layout below traces all slots; `children`, `twin` and `table` are the only fields written after publication.
unsafe impl Payload for Shape {
    const LAYOUT: &'static Layout = &SHAPE_LAYOUT;
}

/// Layout of shapes themselves.
pub static SHAPE_LAYOUT: Layout = Layout::fixed("shape", size_of::<Shape>(), trace_shape);

unsafe fn trace_shape(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for objects of this layout only.
    let shape = unsafe { Obj::<Shape>::cast_unchecked(object) };
    tracer.slot(&shape.class);
    tracer.slot(&shape.parent);
    tracer.slot(&shape.name);
    tracer.slot(&shape.children);
    tracer.slot(&shape.twin);
    tracer.slot(&shape.table);
}

struct Table {
    base: *const AtomicU64,
    _reservation: Reservation,
}
// SAFETY: the array is only accessed through atomics, and the reservation lives as long as the process.
unsafe impl Send for Table {}
// SAFETY: as above.
unsafe impl Sync for Table {}

static TABLE: OnceLock<Table> = OnceLock::new();
static BASE: AtomicU64 = AtomicU64::new(0);
static SIZES: AtomicU64 = AtomicU64::new(0);
static NEXT_ID: AtomicU32 = AtomicU32::new(FIRST_DYNAMIC_ID);
/// The ids of shapes made since the last collection: all that a young one can find dead.
static FRESH_IDS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Reserves the id table. Called once, before the first shape.
pub(crate) fn reserve_table() -> std::io::Result<()> {
    let reservation = typhon_os::memory::reserve(MAX_IDS as usize * (8 + 4), None)?;
    let table = TABLE
        .get_or_init(|| Table { base: reservation.address() as *const AtomicU64, _reservation: reservation });
    BASE.store(table.base as u64, Ordering::Release);
    SIZES.store(table.base as u64 + u64::from(MAX_IDS) * 8, Ordering::Release);
    Ok(())
}

#[inline(always)]
fn entry(id: u32) -> &'static AtomicU64 {
    debug_assert!(id < MAX_IDS);
    // SAFETY: the table is reserved before the first shape exists and covers every id below MAX_IDS; ids come from headers that this
    // module's callers wrote.
    unsafe { &*(BASE.load(Ordering::Relaxed) as *const AtomicU64).add(id as usize) }
}

/// Bytes of an instance by shape id, which stay known when the shape itself is dead: the collector asks for dead objects too.
fn size_entry(id: u32) -> &'static AtomicU32 {
    debug_assert!(id < MAX_IDS);
    // SAFETY: as in `entry`; the sizes follow the addresses in the same reservation.
    unsafe { &*(SIZES.load(Ordering::Relaxed) as *const AtomicU32).add(id as usize) }
}

/// Size of an object as allocated. Works for dead objects whose shape is dead.
///
/// # Safety
/// The object's memory has not been swept.
pub(crate) unsafe fn object_bytes(object: ObjRef) -> usize {
    let id = object.header().shape.load(Ordering::Acquire);
    match size_entry(id).load(Ordering::Relaxed) {
        // Builtin shapes of variable layouts never die.
        0 => match Shape::by_id(id).layout.variable_bytes {
            // SAFETY: the object is of that layout.
            Some(bytes) => unsafe { bytes(object) },
            None => 16,
        },
        derived if derived & DERIVED != 0 => {
            let (number, words) = ((derived & 3) as usize, (derived & !DERIVED) as usize >> 2);
            let own = DERIVABLE[number].variable_bytes;
            // SAFETY: the table's entry was written for objects of that layout.
            own.map_or(16, |bytes| unsafe { bytes(object) }) + (words * 8).next_multiple_of(16)
        }
        bytes => bytes as usize,
    }
}

/// What adding an attribute to a shape leads to.
pub enum Growth {
    Child(Obj<Shape>),
    DictionaryMode,
}

impl Shape {
    /// The shape of an object.
    #[inline(always)]
    pub fn of(object: ObjRef) -> Obj<Shape> {
        Shape::by_id(object.header().shape.load(Ordering::Acquire))
    }

    /// The shape with an id found in a live object's header.
    #[inline(always)]
    pub fn by_id(id: u32) -> Obj<Shape> {
        // SAFETY: ids in headers name live shapes: tracing an object marks its shape, and entries are cleared only for dead ones.
        unsafe {
            Obj::cast_unchecked(crate::object::object_at(entry(id).load(Ordering::Acquire) as *mut Header))
        }
    }

    #[inline(always)]
    pub fn id(&self) -> u32 {
        self.id
    }
    #[inline(always)]
    pub fn layout(&self) -> &'static Layout {
        self.layout
    }
    #[inline(always)]
    pub fn has_layout(&self, layout: &'static Layout) -> bool {
        std::ptr::eq(self.layout, layout)
    }
    /// Number of attributes.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.count as usize
    }
    /// Inline attribute slots of every object of this shape.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity as usize
    }
    /// Words for the names in `__slots__`.
    #[inline(always)]
    pub fn members(&self) -> usize {
        self.members as usize
    }
    /// Whether only the object's dict knows its attributes.
    #[inline(always)]
    pub fn is_dictionary_mode(&self) -> bool {
        self.mode == Mode::Dictionary
    }
    #[inline(always)]
    pub fn is_mirrored(&self) -> bool {
        self.mode == Mode::Mirrored
    }
    /// Whether objects of this shape have a dict.
    #[inline(always)]
    pub fn has_dictionary(&self) -> bool {
        self.mode != Mode::Slots
    }
    #[inline(always)]
    pub fn has_attributes(&self) -> bool {
        self.attributes
    }
    /// Has instances watched from their creation; of a shape that no object has had yet.
    pub(crate) fn set_finalizes(&self) {
        self.finalizes.store(true, Ordering::Relaxed);
    }

    /// Whether instances are watched from their creation, because their class has `__del__`.
    #[inline(always)]
    pub fn finalizes(&self) -> bool {
        self.finalizes.load(Ordering::Relaxed)
    }
    /// Word offset of the overflow word in objects of a fixed layout; the dictionary word and the inline slots follow.
    #[inline(always)]
    pub fn attribute_words(&self) -> usize {
        self.layout.fixed_bytes / 8
    }
    /// As [`Shape::attribute_words`], for an object of the shape, whatever its layout. Objects of variable layouts have no inline slots.
    pub fn attribute_words_of(&self, object: ObjRef) -> usize {
        match self.layout.variable_bytes {
            None => self.attribute_words(),
            // SAFETY: the object is of the shape's layout.
            Some(bytes) => unsafe { bytes(object) / 8 },
        }
    }
    /// Bytes behind what an object's layout accounts for: attribute words and members.
    pub fn extra_bytes(&self) -> usize {
        if self.attributes { (ATTRIBUTE_WORDS + self.capacity() + self.members()) * 8 } else { 0 }
    }
    /// Bytes of an instance; 0 for variable layouts.
    #[inline(always)]
    pub fn instance_bytes(&self) -> usize {
        self.instance_bytes as usize
    }

    /// The class of every object of this shape.
    #[inline(always)]
    pub fn class(&self) -> Obj<Type> {
        let class = Value::from_bits(self.class.load());
        // SAFETY: every shape but the internal layouts' has a class from its creation on, and `class` is asked only of shapes of
        // Python-visible objects. Internal shapes carry the class `object`.
        unsafe { Obj::of_value_unchecked(class) }
    }

    /// The slot index of an interned name. Walks the chain: caches make this rare.
    pub fn find(&self, name: Value) -> Option<usize> {
        if self.count == 0 {
            return None;
        }
        if self.name.get() == name {
            return Some(self.count as usize - 1);
        }
        let mut shape = self.parent()?;
        while shape.count > 0 {
            if shape.name.get() == name {
                return Some(shape.count as usize - 1);
            }
            shape = shape.parent()?;
        }
        None
    }

    fn parent(&self) -> Option<Obj<Shape>> {
        self.parent.get().as_object().map(|parent| {
            // SAFETY: a shape's parent is a shape.
            unsafe { Obj::cast_unchecked(parent) }
        })
    }

    /// Calls `each` with `(slot index, name)` in order.
    pub fn for_each_name(&self, each: &mut dyn FnMut(usize, Value)) {
        if let Some(parent) = self.parent() {
            parent.for_each_name(each);
        }
        if self.count > 0 {
            each(self.count as usize - 1, self.name.get());
        }
    }

    /// Creates a shape with a given id.
    fn create(cx: &Cx, id: u32, mut shape: Shape) -> R<Obj<Shape>> {
        shape.id = id;
        let shape = cx.alloc(shape)?;
        size_entry(id).store(shape.size_word(), Ordering::Relaxed);
        entry(id).store(shape.value().bits(), Ordering::Release);
        FRESH_IDS.lock().push(id);
        Ok(shape)
    }

    /// What the table of sizes holds for the shape.
    fn size_word(&self) -> u32 {
        let derivable = DERIVABLE.iter().position(|&layout| self.has_layout(layout));
        match derivable.filter(|_| self.id >= FIRST_DYNAMIC_ID) {
            Some(number) => DERIVED | (self.extra_bytes() as u32 / 8) << 2 | number as u32,
            None => self.instance_bytes,
        }
    }

    fn fresh_id() -> Option<u32> {
        NEXT_ID.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |id| (id < MAX_IDS).then_some(id + 1)).ok()
    }

    /// The root shape of a builtin type, under the type's own number. Its class is set once it exists.
    pub(crate) fn builtin(cx: &Cx, id: u32, layout: &'static Layout) -> R<Obj<Shape>> {
        Shape::create(cx, id, Shape::root(layout, Value::UNBOUND, 0, Mode::Slots, layout.attributes))
    }

    /// Completes [`Shape::builtin`].
    pub(crate) fn set_class(this: Obj<Shape>, cx: &Cx, class: Obj<Type>) {
        cx.store(this.object(), &this.class, class.value());
    }

    /// A shape for a layout that Python code never sees (blocks, cache entries).
    pub(crate) fn internal(cx: &Cx, id: u32, layout: &'static Layout) -> R<Obj<Shape>> {
        Shape::create(cx, id, Shape::root(layout, Value::UNBOUND, 0, Mode::Slots, false))
    }

    fn root(layout: &'static Layout, class: Value, capacity: usize, mode: Mode, attributes: bool) -> Shape {
        let members = class.cast::<Type>().map_or(0, |class| class.members());
        let bytes = if attributes && layout.variable_bytes.is_none() {
            layout.bytes_with_attributes(capacity + members)
        } else {
            layout.plain_bytes()
        };
        Shape {
            header: Header::new(shape_shape_id(), 0),
            id: 0,
            count: 0,
            capacity: capacity as u16,
            members: members as u16,
            layout,
            class: Slot::of(class),
            parent: Slot::of(Value::UNBOUND),
            name: Slot::of(Value::UNBOUND),
            children: Slot::of(Value::UNBOUND),
            twin: Slot::of(Value::UNBOUND),
            table: Slot::of(Value::UNBOUND),
            instance_bytes: bytes as u32,
            mode,
            finalizes: AtomicBool::new(class.cast::<Type>().is_some_and(|class| class.finalizes())),
            attributes,
        }
    }

    /// A root (or dictionary-mode) shape of a class whose instances have `capacity` inline slots.
    pub fn new_root(
        cx: &Cx,
        class: Obj<Type>,
        layout: &'static Layout,
        capacity: usize,
        mode: Mode,
    ) -> R<Obj<Shape>> {
        let id = Shape::fresh_id().ok_or_else(|| cx.memory_error())?;
        Shape::create(
            cx,
            id,
            Shape::root(layout, class.value(), capacity, mode, class.instances_have_attributes()),
        )
    }

    fn known_child(&self, name: Value) -> Option<Obj<Shape>> {
        let children = self.children.get().cast::<Array>()?;
        children.items().iter().find_map(|child| {
            // SAFETY: the array holds shapes only.
            let child: Obj<Shape> = unsafe { Obj::cast_unchecked(child.get().as_object()?) };
            (child.name.get() == name).then_some(child)
        })
    }

    /// A shape without names for objects of the same class and room.
    fn related(&self) -> Shape {
        Shape {
            header: Header::new(shape_shape_id(), 0),
            id: 0,
            count: 0,
            capacity: self.capacity,
            members: self.members,
            layout: self.layout,
            class: Slot::of(self.class.get()),
            parent: Slot::of(Value::UNBOUND),
            name: Slot::of(Value::UNBOUND),
            children: Slot::of(Value::UNBOUND),
            twin: Slot::of(Value::UNBOUND),
            table: Slot::of(Value::UNBOUND),
            instance_bytes: self.instance_bytes,
            mode: Mode::Slots,
            finalizes: AtomicBool::new(self.finalizes()),
            attributes: self.attributes,
        }
    }

    /// The shape without a dictionary whose twin a mirrored one is, and the other way round, if it has been made.
    pub fn twin(&self) -> Option<Obj<Shape>> {
        self.twin.get().as_object().map(|twin| {
            // SAFETY: a shape's twin is a shape.
            unsafe { Obj::cast_unchecked(twin) }
        })
    }

    /// Of a mirrored shape: the table that a new dict of such an object starts with, made on first use.
    pub(crate) fn dict_table(this: Obj<Shape>, cx: &Cx) -> R<Obj<dict::Table>> {
        if let Some(known) = this.table.get().cast::<dict::Table>() {
            return Ok(known);
        }
        let table = dict::mirror_table(cx, this)?;
        cx.store(this.object(), &this.table, table.value());
        Ok(table)
    }

    /// The mirrored twin of a shape whose attributes all have inline slots, made on first use; `None` where shapes have run out.
    pub fn mirrored(this: Obj<Shape>, cx: &Cx) -> R<Option<Obj<Shape>>> {
        if let Some(twin) = this.twin() {
            return Ok(Some(twin));
        }
        let Some(id) = Shape::fresh_id() else { return Ok(None) };
        let twin = Shape {
            count: this.count,
            parent: Slot::of(this.parent.get()),
            name: Slot::of(this.name.get()),
            twin: Slot::of(this.value()),
            mode: Mode::Mirrored,
            ..this.related()
        };
        let twin = Shape::create(cx, id, twin)?;
        let _guard = lock_object(cx, this.object());
        if let Some(other) = this.twin() {
            return Ok(Some(other));
        }
        cx.store(this.object(), &this.twin, twin.value());
        Ok(Some(twin))
    }

    /// The shape with one more attribute, made on first use.
    pub fn child(this: Obj<Shape>, cx: &Cx, name: Value) -> R<Growth> {
        if let Some(child) = this.known_child(name) {
            return Ok(Growth::Child(child));
        }
        if this.count as usize >= u16::MAX as usize - 1 {
            return Ok(Growth::DictionaryMode);
        }
        // Allocated before the lock, dropped if another thread was faster.
        let known = this.children.get().cast::<Array>().map_or(0, |children| children.len());
        if known >= MAX_CHILDREN {
            return Ok(Growth::DictionaryMode);
        }
        let Some(id) = Shape::fresh_id() else { return Ok(Growth::DictionaryMode) };
        let child = Shape {
            count: this.count + 1,
            parent: Slot::of(this.value()),
            name: Slot::of(name),
            ..this.related()
        };
        let child = Shape::create(cx, id, child)?;
        loop {
            let seen = this.children.get();
            let wanted = seen.cast::<Array>().map_or(0, |children| children.len()) + 1;
            let block = Array::new(cx, wanted)?;
            let _guard = lock_object(cx, this.object());
            if this.children.get() != seen {
                if let Some(other) = this.known_child(name) {
                    return Ok(Growth::Child(other));
                }
                continue;
            }
            if let Some(children) = seen.cast::<Array>() {
                for (to, from) in block.items().iter().zip(children.items()) {
                    cx.store(block.object(), to, from.get());
                }
            }
            cx.store(block.object(), &block.items()[wanted - 1], child.value());
            cx.store(this.object(), &this.children, block.value());
            return Ok(Growth::Child(child));
        }
    }
}

/// The id of shapes' own shape.
pub const fn shape_shape_id() -> u32 {
    crate::types::internal::SHAPE
}

/// Has new instances of a class watched. Inside a stop.
pub(crate) fn set_finalizes(class: Obj<Type>) {
    for id in FIRST_DYNAMIC_ID..NEXT_ID.load(Ordering::Acquire) {
        if let Some(shape) = Value::from_bits(entry(id).load(Ordering::Relaxed)).cast::<Shape>()
            && shape.class.get() == class.value()
        {
            shape.finalizes.store(true, Ordering::Relaxed);
        }
    }
}

/// Forgets the ids of shapes that a collection found dead. Inside a stop, before the sweep.
pub(crate) fn after_mark(marked: &Marked<'_>) {
    let forget = |id: u32| {
        let word = entry(id).load(Ordering::Relaxed);
        if let Some(shape) = Value::from_bits(word).as_object()
            && !marked.is_marked(shape)
        {
            entry(id).store(0, Ordering::Relaxed);
        }
    };
    let fresh = std::mem::take(&mut *FRESH_IDS.lock());
    match marked.kind() {
        CollectionKind::Full => {
            (FIRST_DYNAMIC_ID..NEXT_ID.load(Ordering::Acquire)).for_each(forget);
        }
        CollectionKind::Young => fresh.into_iter().filter(|&id| id >= FIRST_DYNAMIC_ID).for_each(forget),
    }
}

/// Every builtin shape, for the collector's roots.
pub(crate) fn for_each_builtin(each: &mut dyn FnMut(u64)) {
    for id in 0..FIRST_DYNAMIC_ID {
        let word = entry(id).load(Ordering::Relaxed);
        if word != 0 {
            each(word);
        }
    }
}

const _: () = assert!(size_of_payload::<Shape>() <= 112);
