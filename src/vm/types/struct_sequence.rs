//! Tuples with named fields: `os.stat_result`, `time.struct_time`, `sys.version_info` and their like, each declared by one table of fields.
//!
//! Such a type derives from `tuple`; the first fields are the tuple's items, further ones can only be reached by name and lie in an array of
//! their own. A field without a name is an item only. Thread-safety: instances are immutable once published, as all tuples.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::runtime::NativeType;
use crate::sync::Mutex;
use crate::typedef::{MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict};
use crate::types::list;
use crate::types::str_;
use crate::types::tuple::{self, Array, LAYOUT, TUPLE, Tuple};
use crate::types::type_::{Type, members};
use crate::value::Value;

/// A field's name (empty where it has none) and what it says.
pub type Field = (&'static str, &'static str);

/// What a type of such tuples is declared by.
pub struct StructSequence {
    /// The type's name.
    name: &'static str,
    /// Its module.
    module: &'static str,
    doc: &'static str,
    /// The fields in order, items first.
    fields: &'static [Field],
    /// How many of the fields are items.
    visible: usize,
    /// Whether Python code can make instances.
    constructible: bool,
    /// What an instance that Python code makes has in further fields that were not given: the index of the item to take it from.
    defaults: &'static [(usize, usize)],
    made: OnceLock<NativeType>,
    /// Whether the class has its fields' descriptors.
    complete: AtomicBool,
}

impl StructSequence {
    /// A declaration; the first `visible` fields are items.
    pub const fn new(
        (module, name): (&'static str, &'static str),
        doc: &'static str,
        fields: &'static [Field],
        visible: usize,
    ) -> StructSequence {
        StructSequence {
            name,
            module,
            doc,
            fields,
            visible,
            constructible: true,
            defaults: &[],
            made: OnceLock::new(),
            complete: AtomicBool::new(false),
        }
    }

    /// Only native code makes instances.
    pub const fn sealed(mut self) -> StructSequence {
        self.constructible = false;
        self
    }

    /// Sets from which items further fields are taken where Python code gives none.
    pub const fn with_defaults(mut self, defaults: &'static [(usize, usize)]) -> StructSequence {
        self.defaults = defaults;
        self
    }

    /// The class. First asked for when its module is made, under the import lock: then it is made.
    pub fn class(&'static self, cx: &Cx) -> R<Obj<Type>> {
        let made = self.made.get_or_init(|| NativeType::new(Box::leak(Box::new(self.definition()))));
        let class = made.class(cx)?;
        if !self.complete.load(Ordering::Acquire) {
            self.complete(cx, class)?;
            if !self.complete.swap(true, Ordering::AcqRel) {
                KNOWN.lock().push(self);
            }
        }
        Ok(class)
    }

    /// An instance of the given fields, one value each.
    pub fn instance(&'static self, cx: &Cx, fields: &[Value]) -> R<Value> {
        debug_assert_eq!(fields.len(), self.fields.len());
        self.class(cx)?;
        let shape = match self.made.get() {
            Some(made) => made.shape_id(cx)?,
            None => return Err(cx.system_error("a class that was not made")),
        };
        let (items, rest) = fields.split_at(self.visible);
        let hidden = if rest.is_empty() { None } else { Some(Array::from_slice(cx, rest)?) };
        Ok(tuple::with_fields(cx, shape, items, hidden)?.value())
    }

    fn definition(&self) -> TypeDef {
        TypeDef {
            name: self.name,
            module: self.module,
            base: Some(&TUPLE),
            doc: self.doc,
            layout: &LAYOUT,
            slots: SlotTable { repr: Some(repr), ..SlotTable::NONE },
            new: Some(if self.constructible { &NEW } else { &NO_NEW }),
            methods: METHODS,
            ..TypeDef::DEFAULT
        }
    }

    /// Puts the fields' descriptors and the constants about them into the class.
    fn complete(&self, cx: &Cx, class: Obj<Type>) -> R<()> {
        let mut names = Vec::new();
        for (index, &(name, doc)) in self.fields.iter().enumerate() {
            if name.is_empty() {
                continue;
            }
            members::define_field(cx, class, name, index, doc)?;
            if index < self.visible {
                names.push(name);
            }
        }
        let put = |name: &str, value: Value| dict::set(cx, class.namespace(), cx.intern(name)?, value);
        let count = |count: usize| Value::small_int_unchecked(count as i64);
        put("n_fields", count(self.fields.len()))?;
        put("n_sequence_fields", count(self.visible))?;
        put("n_unnamed_fields", count(self.unnamed()))?;
        let matched = list::new(cx)?;
        for name in names {
            list::append(cx, matched, cx.intern(name)?)?;
        }
        put("__match_args__", list::to_tuple(cx, matched)?.value())
    }

    fn unnamed(&self) -> usize {
        self.fields.iter().filter(|(name, _)| name.is_empty()).count()
    }

    fn named(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.fields.iter().map(|&(name, _)| name).filter(|name| !name.is_empty())
    }

    fn full_name(&self) -> String {
        format!("{}.{}", self.module, self.name)
    }
}

/// The declarations whose classes exist. Written when a class is made; locked for the look-up only.
static KNOWN: Mutex<Vec<&'static StructSequence>> = Mutex::new(Vec::new());

fn declaration(cx: &Cx, class: Obj<Type>) -> R<&'static StructSequence> {
    let def = class.def().map(std::ptr::from_ref);
    let known = KNOWN.lock().iter().copied().find(|known| {
        known.made.get().is_some_and(|made| def.is_some_and(|def| std::ptr::eq(def, made.def())))
    });
    known.ok_or_else(|| cx.type_error(format!("'{}' has no named fields", cx.class_name(class))))
}

/// The field at an index of a tuple with named fields.
pub fn field(instance: Value, index: usize) -> Option<Value> {
    let this = instance.cast::<Tuple>()?;
    match index.checked_sub(this.len()) {
        None => Some(this.get(index)),
        Some(index) => {
            this.hidden_fields().filter(|hidden| index < hidden.len()).map(|hidden| hidden.get(index))
        }
    }
}

fn parts(cx: &Cx, value: Value) -> R<(Obj<Tuple>, &'static StructSequence)> {
    let Some(this) = value.cast::<Tuple>() else { return Err(cx.system_error("tuple expected")) };
    Ok((this, declaration(cx, cx.type_of(value))?))
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("structseq.__new__(X): X is not a type object".into()));
    };
    let this = declaration(cx, class)?;
    let shown = this.full_name();
    let given = match tuple::from_iterable(cx, args[1]) {
        Ok(given) => given,
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {
            return Err(cx.type_error("constructor requires a sequence".into()));
        }
        Err(raised) => return Err(raised),
    };
    let named = match args[2].bound().filter(|named| !named.is_none()) {
        None => None,
        Some(named) => match named.cast::<Dict>() {
            Some(named) => Some(named),
            None => {
                return Err(cx.type_error(format!("{shown}() takes a dict as second arg, if any")));
            }
        },
    };
    let (len, least, most) = (given.len(), this.visible, this.fields.len());
    if len < least || len > most {
        let limit = match (least == most, len < least) {
            (true, _) => format!("a {least}"),
            (false, true) => format!("an at least {least}"),
            (false, false) => format!("an at most {most}"),
        };
        return Err(cx.type_error(format!("{shown}() takes {limit}-sequence ({len}-sequence given)")));
    }
    let all = list::from_slice(cx, given.values())?;
    let mut found = 0;
    for (name, _) in &this.fields[len..] {
        let value = match named {
            Some(named) => dict::get(cx, named, cx.intern(name)?)?,
            None => None,
        };
        found += usize::from(value.is_some());
        list::append(cx, all, value.unwrap_or(Value::NONE))?;
    }
    if named.is_some_and(|named| named.len() > found) {
        return Err(cx.type_error(format!("{shown}() got duplicate or unexpected field name(s)")));
    }
    let all = list::to_tuple(cx, all)?;
    for &(index, source) in this.defaults {
        if all.get(index).is_none() {
            all.items()[index].init(all.get(source).bits());
        }
    }
    this.instance(cx, all.values())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let (this, declared) = parts(cx, value)?;
    let mut text = str_::Builder::new();
    text.push_str(&declared.full_name());
    for (index, (name, &item)) in declared.named().zip(this.values()).enumerate() {
        text.push_str(if index == 0 { "(" } else { ", " });
        text.push_str(name);
        text.push_str("=");
        text.push_value(protocol::repr(cx, item)?);
    }
    text.push_str(")");
    text.finish(cx)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, declared) = parts(cx, args[0])?;
    let items = tuple::from_slice(cx, this.values())?;
    let rest = dict::new(cx)?;
    if let Some(hidden) = this.hidden_fields() {
        for (index, (name, _)) in declared.fields[declared.visible..].iter().enumerate() {
            dict::set(cx, rest, cx.intern(name)?, hidden.get(index))?;
        }
    }
    let state = tuple::from_slice(cx, &[items.value(), rest.value()])?;
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), state.value()])?.value())
}

fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let (_, declared) = parts(cx, args[0])?;
    let Some(changes) = args[1].cast::<Dict>() else { return Err(cx.system_error("changes")) };
    if declared.unnamed() > 0 {
        return Err(cx.type_error(format!(
            "__replace__() is not supported for {} because it has unnamed field(s)",
            declared.full_name()
        )));
    }
    let fields = list::new(cx)?;
    for (index, &(name, _)) in declared.fields.iter().enumerate() {
        let changed = dict::remove(cx, changes, cx.intern(name)?)?;
        let value = changed.or_else(|| field(args[0], index)).unwrap_or(Value::NONE);
        list::append(cx, fields, value)?;
    }
    if !changes.is_empty() {
        let names = protocol::repr_string(cx, list::from_iterable(cx, changes.value())?.value())?;
        return Err(cx.type_error(format!("Got unexpected field name(s): {names}")));
    }
    declared.instance(cx, list::to_tuple(cx, fields)?.values())
}

static NEW: MethodDef = MethodDef::function("structseq($type, /, sequence, dict=<unrepresentable>)", "", new);

static NO_NEW: MethodDef = MethodDef::any_new(|cx, args| {
    let shown =
        args[0].cast::<Type>().map_or_else(String::new, |class| protocol::type_display_name(cx, class));
    Err(cx.type_error(format!("cannot create '{shown}' instances")))
});

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__($self, /)", "", reduce),
    MethodDef::new(
        "__replace__($self, /, **changes)",
        "Return a copy of the structure with new values for the specified fields.",
        replace,
    ),
];
