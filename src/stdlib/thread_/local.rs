//! `_local`: an object whose attributes each thread has of its own.
//!
//! The object refers to a table of `(thread, dict)`. A thread's values are reachable for the collector only through the object *and* while
//! the thread lives: tracing skips the dicts of threads that have ended, and the next growth of the table drops them.
//!
//! # Thread-safety
//! Entries are added under the object's lock and never change; a table is replaced by a larger one with all living entries.
//! An entry is published by its `id` (release). A thread looks only for its own entry, which it added itself, so it finds it in
//! whatever table it loads: every table published later was copied, under the lock, from one that had it. The dict of a dead
//! thread is never loaded: ids are not given again.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::interp::cache;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::protocol::attr;
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::FiberRef;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef, wanted_strides};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, instance, names};

/// A thread-local object.
#[repr(C)]
pub(super) struct Local {
    header: Header,
    table: Slot,
    /// What each thread's first use passes to `__init__`: a tuple, and a dict or `None`.
    args: Slot,
    keywords: Slot,
}

static LAYOUT: Layout = Layout::fixed("_local", size_of::<Local>(), trace_local);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for Local {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace_local(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these objects only.
    let local = unsafe { Obj::<Local>::cast_unchecked(object) };
    for slot in [&local.table, &local.args, &local.keywords] {
        tracer.slot(slot);
    }
}

/// The table's head; entries follow.
#[repr(C)]
struct Table {
    header: Header,
    capacity: usize,
    /// Entries in use; only grows.
    used: AtomicUsize,
}

/// One thread's dict.
#[repr(C)]
struct Entry {
    /// The thread's number; 0: free.
    id: AtomicU64,
    /// The other word of the thread's reference.
    fiber: AtomicU64,
    dict: Slot,
}

static TABLE_LAYOUT: Layout = Layout::variable("_localdummy", table_bytes, trace_table);

// SAFETY: repr(C), header first; entries are traced as far as they may be read.
unsafe impl Payload for Table {
    const LAYOUT: &'static Layout = &TABLE_LAYOUT;
}

const MIN_CAPACITY: usize = 8;

fn bytes_for(capacity: usize) -> usize {
    (size_of::<Table>() + capacity * size_of::<Entry>()).next_multiple_of(16)
}

unsafe fn table_bytes(object: ObjRef) -> usize {
    // SAFETY: called for tables only.
    bytes_for(unsafe { Obj::<Table>::cast_unchecked(object) }.capacity)
}

unsafe fn trace_table(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for tables only.
    let table = unsafe { Obj::<Table>::cast_unchecked(object) };
    let entries = table.entries();
    let first = entries.as_ptr() as usize;
    for entry in &entries[wanted_strides(tracer, first, size_of::<Entry>(), entries.len())] {
        if entry.is_alive() {
            tracer.slot(&entry.dict);
        }
    }
}

impl Entry {
    fn is_alive(&self) -> bool {
        let id = self.id.load(Ordering::Acquire);
        // SAFETY: both words of a used entry come from `FiberRef::to_words`.
        id != 0 && unsafe { FiberRef::from_words([self.fiber.load(Ordering::Relaxed), id]) }.is_alive()
    }
}

/// Where the search for a thread begins.
fn place_of(id: u64, capacity: usize) -> usize {
    (id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (capacity - 1)
}

impl Table {
    fn new(cx: &Cx, capacity: usize) -> R<Obj<Table>> {
        let header = Header::new(TABLE_TYPE.shape_id(cx)?, 0);
        cx.alloc_variable(
            bytes_for(capacity),
            Table { header, capacity, used: AtomicUsize::new(0) },
            |entries| {
                for index in 0..capacity {
                    let entry = Entry {
                        id: AtomicU64::new(0),
                        fiber: AtomicU64::new(0),
                        dict: Slot::of(Value::NONE),
                    };
                    // SAFETY: room for `capacity` entries was allocated behind the head.
                    unsafe { entries.cast::<Entry>().add(index).write(entry) };
                }
            },
        )
    }

    fn entries(&self) -> &[Entry] {
        // SAFETY: `capacity` initialised entries follow the head; the object is kept alive by the caller's reference.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Entry>(), self.capacity) }
    }

    fn find(&self, id: u64) -> Option<Obj<Dict>> {
        let entries = self.entries();
        let mut place = place_of(id, entries.len());
        loop {
            match entries[place].id.load(Ordering::Acquire) {
                0 => return None,
                found if found == id => return entries[place].dict.get().cast::<Dict>(),
                _ => place = (place + 1) & (entries.len() - 1),
            }
        }
    }

    fn is_full(&self) -> bool {
        2 * (self.used.load(Ordering::Relaxed) + 1) > self.capacity
    }

    /// Adds an entry; there is room, and the caller holds the object's lock or is the only one to know the table.
    fn add(this: Obj<Table>, cx: &Cx, [fiber, id]: [u64; 2], dict: Value) {
        let entries = this.entries();
        let mut place = place_of(id, entries.len());
        while entries[place].id.load(Ordering::Relaxed) != 0 {
            place = (place + 1) & (entries.len() - 1);
        }
        entries[place].fiber.store(fiber, Ordering::Relaxed);
        cx.store(this.object(), &entries[place].dict, dict);
        entries[place].id.store(id, Ordering::Release);
        this.used.fetch_add(1, Ordering::Relaxed);
    }
}

pub(super) static LOCAL_TYPE: NativeType = NativeType::new(&LOCAL);
static TABLE_TYPE: NativeType = NativeType::new(&TABLE);

fn this(cx: &Cx, value: Value) -> R<Obj<Local>> {
    value
        .cast::<Local>()
        .ok_or_else(|| cx.type_error(format!("expected _local, got '{}'", cx.type_name(value))))
}

fn table_of(local: Obj<Local>) -> Option<Obj<Table>> {
    local.table.get().cast::<Table>()
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("_local needs a class".into()));
    };
    let given = args[1].cast::<Tuple>().map_or(0, |rest| rest.len())
        + args[2].cast::<Dict>().map_or(0, |rest| rest.len());
    let init = names::get(names::__INIT__);
    let object = typhon_vm::runtime::builtin_type(typhon_vm::types::number::OBJECT);
    if given > 0 && Type::lookup(class, init) == object.namespace().get_str(init) {
        return Err(cx.type_error("Initialization arguments are not supported".into()));
    }
    let (shape, header) = instance::start(class);
    let table = Table::new(cx, MIN_CAPACITY)?;
    let local = Local {
        header,
        table: Slot::of(table.value()),
        args: Slot::of(args[1].bound().unwrap_or(Value::NONE)),
        keywords: Slot::of(args[2].bound().unwrap_or(Value::NONE)),
    };
    let local = cx.alloc_instance(shape, local)?;
    // The making thread's `__init__` is called by the class.
    add_dict(cx, local)?;
    Ok(local.value())
}

/// Gives the calling thread, which has none, its dict.
fn add_dict(cx: &Cx, local: Obj<Local>) -> R<Obj<Dict>> {
    let made = dict::new(cx)?;
    let words = cx.fiber().reference().to_words();
    loop {
        let Some(table) = table_of(local) else { return Err(cx.system_error("_local without a table")) };
        let room = if table.is_full() {
            let living = table.entries().iter().filter(|entry| entry.is_alive()).count();
            Some(Table::new(cx, (4 * (living + 1)).next_power_of_two().max(MIN_CAPACITY))?)
        } else {
            None
        };
        let _guard = lock_object(cx, local.object());
        if table_of(local) != Some(table) || (room.is_none() && table.is_full()) {
            continue;
        }
        let target = match room {
            None => table,
            Some(room) => {
                for entry in table.entries().iter().filter(|entry| entry.is_alive()) {
                    if room.is_full() {
                        break;
                    }
                    let words = [entry.fiber.load(Ordering::Relaxed), entry.id.load(Ordering::Relaxed)];
                    Table::add(room, cx, words, entry.dict.get());
                }
                if room.is_full() {
                    // More have come between the count and the lock.
                    continue;
                }
                cx.store(local.object(), &local.table, room.value());
                room
            }
        };
        Table::add(target, cx, words, made.value());
        return Ok(made);
    }
}

/// The calling thread's dict, made at its first use, when a class's `__init__` is called for the thread.
fn dict_of(cx: &Cx, local: Obj<Local>) -> R<Obj<Dict>> {
    let id = cx.fiber().reference().id();
    if let Some(found) = table_of(local).and_then(|table| table.find(id)) {
        return Ok(found);
    }
    let made = add_dict(cx, local)?;
    let class = cx.type_of(local.value());
    if let Some(init) = class.slots().init {
        let args = local.args.get().cast::<Tuple>();
        let args: &[Value] = args.as_ref().map_or(&[], |args| args.values());
        let called = match local.keywords.get().cast::<Dict>().filter(|keywords| !keywords.is_empty()) {
            None => init(cx, local.value(), &CallArgs::new(args)),
            Some(keywords) => with_keywords(cx, local.value(), init, args, keywords),
        };
        if let Err(raised) = called {
            // As if the thread had never come: its next use begins anew.
            dict::clear(cx, made)?;
            return Err(raised);
        }
    }
    Ok(made)
}

fn with_keywords(
    cx: &Cx,
    local: Value,
    init: typhon_vm::typedef::InitFn,
    args: &[Value],
    keywords: Obj<Dict>,
) -> R<()> {
    let count = keywords.len();
    let names = tuple::with_len(cx, count)?;
    let mut room = cx.scratch(args.len() + count)?;
    room.as_mut_slice()[..args.len()].copy_from_slice(args);
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.next_from(position) {
        position = next;
        if index < count {
            cx.store(names.object(), &names.items()[index], key);
            room.as_mut_slice()[args.len() + index] = value;
        }
        index += 1;
    }
    init(cx, local, &CallArgs::with_keywords(room.as_slice(), Some(names)))
}

fn is_dict_name(name: Value) -> bool {
    name == names::get(names::__DICT__)
}

fn getattr(cx: &Cx, value: Value, name: Value) -> R<Value> {
    let own = dict_of(cx, this(cx, value)?)?;
    if is_dict_name(name) {
        return Ok(own.value());
    }
    let class = cx.type_of(value);
    let on_class = cache::lookup(cx, class, name);
    if let Some(found) = on_class {
        let slots = cx.type_of(found).slots();
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            return get(cx, found, Some(value), class);
        }
    }
    if let Some(found) = own.get_str(name) {
        return Ok(found);
    }
    match on_class {
        Some(found) => attr::bind(cx, found, value, class),
        None => Err(attr::missing(cx, value, name)),
    }
}

fn setattr(cx: &Cx, value: Value, name: Value, new: Option<Value>) -> R<()> {
    let own = dict_of(cx, this(cx, value)?)?;
    let class = cx.type_of(value);
    if is_dict_name(name) {
        let message = format!(
            "'{}' object attribute '__dict__' is read-only",
            typhon_vm::protocol::type_display_name(cx, class).rsplit("__main__.").next().unwrap_or_default()
        );
        return Err(cx.attribute_error(message, value, name));
    }
    if let Some(found) = cache::lookup(cx, class, name)
        && let Some(set) = cx.type_of(found).slots().descr_set
    {
        return set(cx, found, value, new);
    }
    match new {
        Some(new) => dict::set(cx, own, name, new),
        None if dict::remove(cx, own, name)?.is_some() => Ok(()),
        None => Err(attr::missing(cx, value, name)),
    }
}

fn get_dict(cx: &Cx, value: Value) -> R<Value> {
    Ok(dict_of(cx, this(cx, value)?)?.value())
}

static NEW: MethodDef = MethodDef::bound_new(new);

static LOCAL: TypeDef = TypeDef {
    name: "_local",
    parameters: Some("()"),
    module: "_thread",
    doc: "Thread-local data",
    layout: &LAYOUT,
    weak: true,
    subclassable: true,
    slots: SlotTable { getattr: Some(getattr), setattr: Some(setattr), ..SlotTable::NONE },
    new: Some(&NEW),
    getset: &[GetSetDef {
        name: "__dict__",
        doc: "the calling thread's attributes",
        get: get_dict,
        set: None,
    }],
    ..TypeDef::DEFAULT
};

static TABLE: TypeDef = TypeDef {
    name: "_localdummy",
    module: "_thread",
    doc: "Thread-local dummy",
    layout: &TABLE_LAYOUT,
    ..TypeDef::DEFAULT
};
