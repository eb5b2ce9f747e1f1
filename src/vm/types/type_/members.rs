//! `__slots__`: what a class declares, and `member_descriptor`, through which a slot's word, or a field of a builtin type's instances, is reached.
//!
//! A member is one word behind an instance's inline attribute slots, the same in every instance of the class and of those derived from it,
//! counted from the last inline slot. Thread-safety: one word, loaded and stored atomically; unbound where not set.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R, Raised};
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload};
use crate::shape::Shape;
use crate::typedef::{ATTRIBUTE_WORDS, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict};
use crate::types::list;
use crate::types::object_::reduce::by_getattr;
use crate::types::str_::{self, Str};
use crate::types::struct_sequence;
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::types::{bytes, code, getset, int, memory_view, module, number, tuple};
use crate::value::{SlotExt, Value};

/// What a class statement says about its instances' words.
pub(super) struct Declared {
    /// Names of the members, mangled and sorted.
    pub(super) names: Obj<Tuple>,
    pub(super) has_attributes: bool,
    pub(super) has_dict: bool,
    pub(super) is_weak: bool,
}

/// Reads `__slots__` of a class in the making.
pub(super) fn declared(
    cx: &Cx,
    class_name: Value,
    base: Obj<Type>,
    bases: &[Value],
    namespace: Obj<Dict>,
) -> R<Declared> {
    // Attributes of classes live in their namespaces, those of modules in the modules' own dicts: classes derived from these add no words for them.
    let has_own_dict =
        [&super::LAYOUT, &module::LAYOUT].iter().any(|&layout| std::ptr::eq(base.layout(), layout));
    let names = list::new(cx)?;
    let Some(slots) = namespace.get_str(names::get(names::__SLOTS__)) else {
        let is_weak = !has_items(base) || base.instances_can_be_weak();
        return Ok(Declared {
            names: list::to_tuple(cx, names)?,
            has_attributes: !has_own_dict || base.members() > 0,
            has_dict: true,
            is_weak,
        });
    };
    let any =
        |has: fn(&Type) -> bool| bases.iter().filter_map(|base| base.cast::<Type>()).any(|base| has(&base));
    let base_dict = any(Type::instances_have_dict);
    let base_weak = any(Type::instances_can_be_weak);
    let (mut has_dict, mut is_weak) = (base_dict, base_weak);
    let given = list::new(cx)?;
    if slots.cast::<Str>().is_some() {
        list::append(cx, given, slots)?;
    } else {
        list::extend(cx, given, slots)?;
    }
    let given = list::to_tuple(cx, given)?;
    if !given.is_empty() && has_items(base) {
        let shown = base.name_text();
        return Err(cx.type_error(format!("nonempty __slots__ not supported for subtype of '{shown}'")));
    }
    let class_text = str_::to_rust(class_name).unwrap_or_default();
    for &slot in given.values() {
        let Some(text) = slot.cast::<Str>() else {
            let shown = cx.type_name(slot);
            return Err(cx.type_error(format!("__slots__ items must be strings, not '{shown}'")));
        };
        let text = text.to_string_lossy();
        let mut characters = text.chars();
        let is_identifier = characters.next().is_some_and(|c| c == '_' || c.is_alphabetic())
            && characters.all(|c| c == '_' || c.is_alphanumeric());
        if !is_identifier {
            return Err(cx.type_error("__slots__ must be identifiers".into()));
        }
        match text.as_str() {
            "__dict__" if has_dict => {
                return Err(cx.type_error("__dict__ slot disallowed: we already got one".into()));
            }
            "__dict__" => has_dict = true,
            "__weakref__" if is_weak => {
                return Err(cx.type_error("__weakref__ slot disallowed: we already got one".into()));
            }
            "__weakref__" => is_weak = true,
            _ => {
                let shown = mangled(&class_text, &text);
                let mangled = cx.intern(&shown)?;
                // Those that the compiler puts into each class's body.
                let is_own = ["__classcell__", "__qualname__"].contains(&text.as_str());
                if !is_own && namespace.get_str(mangled).is_some() {
                    return Err(
                        cx.value_error(&format!("'{shown}' in __slots__ conflicts with class variable"))
                    );
                }
                list::append(cx, names, mangled)?;
            }
        }
    }
    // Classes that name the same members look the same, in whichever order.
    list::sort(cx, names, Value::NONE, false)?;
    let names = list::to_tuple(cx, names)?;
    let has_attributes = !names.is_empty()
        || base.members() > 0
        || (!has_own_dict && (has_dict || base.instances_have_attributes()));
    Ok(Declared { names, has_attributes, has_dict, is_weak })
}

/// Whether instances vary in size in CPython, where they then can have neither members nor weak references.
pub(crate) fn has_items(class: Obj<Type>) -> bool {
    let sized =
        [&int::LAYOUT, &tuple::LAYOUT, &bytes::LAYOUT, &super::LAYOUT, &code::LAYOUT, &memory_view::LAYOUT];
    sized.iter().any(|&layout| std::ptr::eq(layout, class.layout()))
}

/// `__x` is private to its class.
fn mangled(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || class.is_empty() {
        return name.to_string();
    }
    format!("_{class}{name}")
}

/// Puts a descriptor for each member into the class's namespace, except where the class has a value of that name by itself (`__module__`).
pub(super) fn define(cx: &Cx, class: Obj<Type>, first: usize, names: Obj<Tuple>) -> R<()> {
    for (index, &name) in names.values().iter().enumerate() {
        if class.namespace().get_str(name).is_some() {
            continue;
        }
        let member = new(cx, class, name, Place::Word(first + index))?;
        dict::set(cx, class.namespace(), name, member.value())?;
    }
    Ok(())
}

fn new(cx: &Cx, class: Obj<Type>, name: Value, place: Place) -> R<Obj<Member>> {
    let (name, class) = (Slot::of(name), Slot::of(class.value()));
    cx.alloc(Member { header: Header::new(number::MEMBER, 0), name, class, place })
}

/// Puts a descriptor for a field of tuples with named fields into their class's namespace.
pub(crate) fn define_field(
    cx: &Cx,
    class: Obj<Type>,
    name: &'static str,
    index: usize,
    doc: &'static str,
) -> R<()> {
    let name = cx.intern(name)?;
    let member = new(cx, class, name, Place::Field(index, doc))?;
    dict::set(cx, class.namespace(), name, member.value())
}

/// The descriptor of a field of a builtin type's instances.
pub(super) fn new_field(cx: &Cx, class: Obj<Type>, def: &'static GetSetDef) -> R<Obj<Member>> {
    new(cx, class, cx.intern(def.name)?, Place::Native(def))
}

/// Where an instance holds a member's value.
#[derive(Clone, Copy)]
enum Place {
    /// In a word behind its attributes.
    Word(usize),
    /// In a tuple with named fields: never changes. What the field is.
    Field(usize, &'static str),
    /// Where a builtin type's own functions find it.
    Native(&'static GetSetDef),
}

/// The attribute of a name in `__slots__`, or of a field. Immutable.
#[repr(C)]
pub(crate) struct Member {
    header: Header,
    name: Slot,
    class: Slot,
    place: Place,
}

/// Layout of members.
static LAYOUT: Layout = Layout::fixed("member", size_of::<Member>(), trace);

// SAFETY: repr(C), header first, both slots traced; immutable.
unsafe impl Payload for Member {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for members only.
    let this = unsafe { Obj::<Member>::cast_unchecked(object) };
    tracer.slot(&this.name);
    tracer.slot(&this.class);
}

impl Member {
    fn doc(&self) -> &'static str {
        match self.place {
            Place::Word(_) => "",
            Place::Field(_, doc) => doc,
            Place::Native(def) => def.doc,
        }
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Member>> {
    value.cast::<Member>().ok_or_else(|| cx.type_error("expected member_descriptor".into()))
}

/// The instance, of the member's class.
fn owner(cx: &Cx, this: Obj<Member>, instance: Value) -> R<ObjRef> {
    let class = this.class.get().cast::<Type>();
    let found = instance
        .as_object()
        .filter(|_| class.is_some_and(|class| cx.type_of(instance).is_subclass_of(class)));
    found.ok_or_else(|| foreign(cx, this, instance))
}

#[cold]
fn foreign(cx: &Cx, this: Obj<Member>, instance: Value) -> Raised {
    match this.class.get().cast::<Type>() {
        Some(class) => getset::inapplicable(cx, &name_text(this), class, instance),
        None => cx.system_error("member without a class"),
    }
}

fn name_text(this: Obj<Member>) -> String {
    str_::to_rust(this.name.get()).unwrap_or_default()
}

/// The instance and the word of the member in it.
fn word<'a>(cx: &Cx, this: Obj<Member>, instance: Value, index: usize) -> R<(ObjRef, &'a Slot)> {
    let object = owner(cx, this, instance)?;
    match instance::member(object, index) {
        Some(slot) => Ok((object, slot)),
        None => Err(foreign(cx, this, instance)),
    }
}

/// Where in the instance, in words from its start, a descriptor found on its class has its value: the same for all instances of its shape. `None` where
/// it is not a member's word, or instances vary in size.
pub(crate) fn word_offset(found: Value, instance: Value) -> Option<usize> {
    let this = found.cast::<Member>()?;
    let Place::Word(index) = this.place else { return None };
    let shape = Shape::of(instance.as_object()?);
    let is_owner = shape.class().is_subclass_of(this.class.get().cast::<Type>()?);
    let is_fixed = shape.layout().variable_bytes.is_none() && shape.has_attributes();
    (is_owner && is_fixed && index < shape.members())
        .then(|| shape.attribute_words() + ATTRIBUTE_WORDS + shape.capacity() + index)
}

/// Whether what was found on a class is a member's descriptor.
pub(crate) fn is_member(found: Value) -> bool {
    found.cast::<Member>().is_some()
}

/// `AttributeError` for a member that is not set.
#[cold]
fn unset(cx: &Cx, this: Obj<Member>, instance: Value) -> Raised {
    let class = crate::protocol::type_display_name(cx, cx.type_of(instance));
    let class = class.strip_prefix("__main__.").unwrap_or(&class);
    let name = name_text(this);
    cx.attribute_error(format!("'{class}' object has no attribute '{name}'"), instance, this.name.get())
}

fn get(cx: &Cx, value: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    let Some(instance) = instance else { return Ok(value) };
    let this = this(cx, value)?;
    let index = match this.place {
        Place::Word(index) => index,
        Place::Field(index, _) => {
            owner(cx, this, instance)?;
            return struct_sequence::field(instance, index).ok_or_else(|| foreign(cx, this, instance));
        }
        Place::Native(def) => {
            owner(cx, this, instance)?;
            return (def.get)(cx, instance);
        }
    };
    let (_, slot) = word(cx, this, instance, index)?;
    match slot.get().bound() {
        Some(found) => Ok(found),
        None => Err(unset(cx, this, instance)),
    }
}

fn set(cx: &Cx, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    if let Place::Native(GetSetDef { set: Some(set), .. }) = this.place {
        owner(cx, this, instance)?;
        return set(cx, instance, new);
    }
    let Place::Word(index) = this.place else {
        owner(cx, this, instance)?;
        return Err(cx.error(crate::exceptions::ATTRIBUTE_ERROR, "readonly attribute".into()));
    };
    let (object, slot) = word(cx, this, instance, index)?;
    if new.is_none() && slot.get().is_unbound() {
        return Err(cx.error_value(crate::exceptions::ATTRIBUTE_ERROR, this.name.get()));
    }
    cx.store(object, slot, new.unwrap_or(Value::UNBOUND));
    Ok(())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let class = this.class.get().cast::<Type>().map_or_else(String::new, |class| cx.class_name(class));
    let name = name_text(this);
    str_::from_string(cx, format!("<member '{name}' of '{class}' objects>"))
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    by_getattr(cx, this.class.get(), this.name.get())
}

/// The type.
pub static MEMBER: TypeDef = TypeDef {
    name: "member_descriptor",
    layout: &LAYOUT,
    slots: SlotTable { repr: Some(repr), descr_get: Some(get), descr_set: Some(set), ..SlotTable::NONE },
    methods: &[MethodDef::new("__reduce__($self, /)", "", reduce)],
    getset: &[
        GetSetDef {
            name: "__qualname__",
            doc: "",
            get: |cx, v| {
                let this = this(cx, v)?;
                let class = this.class.get().cast::<Type>();
                let class = class.ok_or_else(|| cx.system_error("member without a class"))?;
                str_::from_string(cx, class.qualified(&name_text(this)))
            },
            set: None,
        },
        GetSetDef {
            name: "__doc__",
            doc: "",
            get: |cx, v| match this(cx, v)?.doc() {
                "" => Ok(Value::NONE),
                doc => str_::from_str(cx, doc),
            },
            set: None,
        },
    ],
    members: &[
        GetSetDef { name: "__name__", doc: "", get: |cx, v| Ok(this(cx, v)?.name.get()), set: None },
        GetSetDef { name: "__objclass__", doc: "", get: |cx, v| Ok(this(cx, v)?.class.get()), set: None },
    ],
    ..TypeDef::DEFAULT
};
