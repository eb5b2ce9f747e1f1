//! `weakref.ReferenceType`, `weakref.ProxyType`, `weakref.CallableProxyType`.
//!
//! Thread-safety: the referent's slot is read without a lock and emptied only inside a stop; the argument is [`crate::weak_table`]'s. The callback is
//! called at most once, whoever comes first. The hash is computed once and kept; two threads that compute it store the same.

mod proxy;

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::runtime;
use crate::signature::Wording;
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::type_::Type;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};
use crate::weak_table::{self, Sharing};

pub(crate) use proxy::is_proxy;
pub use proxy::{CALLABLE_PROXY, PROXY, new_proxy};

/// A weak reference or proxy.
#[repr(C)]
pub struct WeakRef {
    header: Header,
    /// Not traced. Unbound once the referent is dead.
    referent: Slot,
    callback: Slot,
    /// The referent's, -1 until asked for.
    hash: AtomicI64,
}

/// Layout of weak references and proxies.
pub static LAYOUT: Layout = Layout::fixed("weakref", size_of::<WeakRef>(), trace);

// SAFETY: repr(C), header first; `referent` is weak by the protocol of `weak_table`, the other slot is traced, the hash is atomic.
unsafe impl Payload for WeakRef {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for weak references only.
    tracer.slot(&unsafe { Obj::<WeakRef>::cast_unchecked(object) }.callback);
}

impl WeakRef {
    /// The referent, while it is alive.
    pub fn get(&self) -> Option<Value> {
        self.referent.get().bound()
    }

    /// Inside a stop: the referent is dead.
    pub(crate) fn clear(&self) {
        self.referent.init(Value::UNBOUND.bits());
    }

    pub(crate) fn has_callback(&self) -> bool {
        !self.callback.get().is_none()
    }

    /// The callback, for the one who is to call it.
    pub(crate) fn take_callback(&self, _: &Cx) -> Option<Value> {
        loop {
            let callback = self.callback.get();
            if callback.is_none() {
                return None;
            }
            // No barrier: nothing is stored that the collector would have to find.
            if self.callback.compare_exchange(callback.bits(), Value::NONE.bits()).is_ok() {
                return Some(callback);
            }
        }
    }
}

/// Refuses objects that cannot be referred to weakly.
fn checked(cx: &Cx, referent: Value) -> R<ObjRef> {
    match referent.as_object().filter(|_| cx.type_of(referent).instances_can_be_weak()) {
        Some(object) => Ok(object),
        None => {
            Err(cx.type_error(format!("cannot create weak reference to '{}' object", cx.type_name(referent))))
        }
    }
}

fn create(cx: &Cx, class: Obj<Type>, referent: Value, callback: Option<Value>, sharing: Sharing) -> R<Value> {
    let object = checked(cx, referent)?;
    // No use that finalization notes: nobody is promised a callback at the program's end.
    let callback = callback.filter(|callback| !callback.is_none());
    let sharing = if callback.is_some() { Sharing::None } else { sharing };
    if let Some(known) = weak_table::shared(object, sharing) {
        return Ok(known);
    }
    let (shape, header) = instance::start(class);
    let made = WeakRef {
        header,
        referent: Slot::of(referent),
        callback: Slot::of(callback.unwrap_or(Value::NONE)),
        hash: AtomicI64::new(-1),
    };
    let made = cx.alloc_instance(shape, made)?.value();
    Ok(weak_table::enter(object, made, sharing))
}

/// `weakref.ref(referent)`: the shared plain reference.
pub fn plain(cx: &Cx, referent: Value) -> R<Value> {
    create(cx, runtime::builtin_type(number::WEAKREF), referent, None, Sharing::Reference)
}

/// What a weak reference refers to; `None` where it is dead or no weak reference.
pub fn referent_of(value: Value) -> Option<Value> {
    value.cast::<WeakRef>().and_then(|weak| weak.get())
}

fn this(cx: &Cx, value: Value) -> R<Obj<WeakRef>> {
    value
        .cast::<WeakRef>()
        .ok_or_else(|| cx.type_error(format!("expected weakref, got '{}'", cx.type_name(value))))
}

/// `__weakref__`: the first weak reference to the object, or `None`.
pub static REFERENCES: GetSetDef = GetSetDef {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |_, value| {
        let mut first = None;
        if let Some(object) = value.as_object() {
            weak_table::for_each(object, &mut |reference| first = first.or(Some(reference)));
        }
        Ok(first.unwrap_or(Value::NONE))
    },
    set: None,
};

fn ref_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("type expected".into())) };
    let exact = class == runtime::builtin_type(number::WEAKREF);
    create(cx, class, args[1], args[2].bound(), if exact { Sharing::Reference } else { Sharing::None })
}

fn ref_call(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    if !args.values().is_empty() {
        let given = args.values().len();
        return Err(cx.type_error(if args.names().is_some() {
            "weakref() takes no keyword arguments".into()
        } else {
            format!("weakref expected 0 arguments, got {given}")
        }));
    }
    Ok(this(cx, value)?.get().unwrap_or(Value::NONE))
}

fn ref_hash(cx: &Cx, value: Value) -> R<i64> {
    let weak = this(cx, value)?;
    let known = weak.hash.load(Ordering::Relaxed);
    if known != -1 {
        return Ok(known);
    }
    let Some(referent) = weak.get() else { return Err(cx.type_error("weak object has gone away".into())) };
    let hash = protocol::hash(cx, referent)?;
    weak.hash.store(hash, Ordering::Relaxed);
    Ok(hash)
}

/// Equal while both referents are alive and equal, else by identity.
fn ref_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<WeakRef>(), right.cast::<WeakRef>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match (one.get(), other.get()) {
        (Some(one), Some(other)) => protocol::compare(cx, one, other, op),
        _ => Ok(Value::from_bool((left == right) == (op == CompareOp::Eq))),
    }
}

/// `<weakref at 0x…; to 'C' at 0x… (name)>` or `<weakref at 0x…; dead>`.
fn ref_repr(cx: &Cx, value: Value) -> R<Value> {
    let address = value.bits();
    let Some(referent) = this(cx, value)?.get() else {
        return str_::from_string(cx, format!("<weakref at {address:#x}; dead>"));
    };
    let name = protocol::attr::get_optional(cx, referent, names::get(names::__NAME__))?;
    let name = name.and_then(str_::to_rust).map_or(String::new(), |name| format!(" ({name})"));
    let class = cx.type_name(referent);
    str_::from_string(cx, format!("<weakref at {address:#x}; to '{class}' at {:#x}{name}>", referent.bits()))
}

fn get_callback(cx: &Cx, value: Value) -> R<Value> {
    Ok(this(cx, value)?.callback.get())
}

static NEW: MethodDef =
    MethodDef::function("ref($type, ob, callback=None, /)", "A weak reference to an object.", ref_new)
        .worded(Wording::UnpackedAs("__new__"));

/// `weakref.ReferenceType`, also called `weakref.ref`.
pub static WEAKREF: TypeDef = TypeDef {
    name: "ReferenceType",
    module: "weakref",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(ref_repr),
        hash: Some(ref_hash),
        compare: Some(ref_compare),
        call: Some(ref_call),
        init: Some(|_, _, _| Ok(())),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    generic: true,
    members: &[GetSetDef { name: "__callback__", doc: "", get: get_callback, set: None }],
    ..TypeDef::DEFAULT
};
