//! Native functions: `builtin_function_or_method` (functions of modules, bound native methods), `method_descriptor` (native methods of
//! types) and `classmethod_descriptor`. Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, NativeFn, SlotTable, TypeDef};
use crate::types::int::avoid_minus_one;
use crate::types::module::Module;
use crate::types::object_::reduce::by_getattr;
use crate::types::type_::Type;
use crate::types::{getset, number, str_};
use crate::value::{SlotExt, Value};

/// What a call without keywords needs of a definition, copied beside the object's other words. No number of arguments fits where more than
/// that is needed.
#[derive(Clone, Copy)]
struct Entry {
    function: NativeFn,
    /// As many as the most where that is more than [`MOST_FILLED`].
    fewest: u8,
    most: u8,
}

/// Most parameters of a function whose absent arguments are filled in on the native stack.
const MOST_FILLED: usize = 4;

impl Entry {
    fn of(def: &'static MethodDef) -> Entry {
        let arity = def.positional_arity().filter(|_| def.pushes().is_none());
        let (fewest, most) = arity.unwrap_or((1, 0));
        let fewest = if usize::from(most) <= MOST_FILLED { fewest } else { most };
        Entry { function: def.function, fewest, most }
    }

    /// Whether so many positional arguments need nothing but the function.
    #[inline(always)]
    fn fits(&self, count: usize) -> bool {
        (usize::from(self.fewest)..=usize::from(self.most)).contains(&count)
    }

    /// Calls the function with as many arguments as fit.
    #[inline(always)]
    fn call(&self, cx: &Cx, values: &[Value]) -> R<Value> {
        if values.len() == usize::from(self.most) {
            return (self.function)(cx, values);
        }
        self.call_filled(cx, values)
    }

    /// The same where some are absent. Apart, so that the usual call needs no room on the stack.
    #[inline(never)]
    fn call_filled(&self, cx: &Cx, values: &[Value]) -> R<Value> {
        let mut room = [Value::UNBOUND; MOST_FILLED];
        for (index, place) in room.iter_mut().enumerate() {
            if let Some(&value) = values.get(index) {
                *place = value;
            }
        }
        (self.function)(cx, &room[..usize::from(self.most)])
    }
}

/// A native function, bound to `receiver` unless that is `None` or a module. A builtin type's static method has its type for a module.
#[repr(C)]
pub struct NativeFunction {
    header: Header,
    entry: Entry,
    def: &'static MethodDef,
    receiver: Slot,
    module: Slot,
    /// Whether `receiver` is passed as first argument.
    bound: bool,
    /// A builtin type's `__new__`, whose first argument must be a class made by it; the type is `receiver`.
    constructor: bool,
}

/// A native method of a type.
#[repr(C)]
pub struct NativeMethod {
    header: Header,
    entry: Entry,
    def: &'static MethodDef,
    class: Slot,
}

/// Layout of native functions.
pub static FUNCTION_LAYOUT: Layout =
    Layout::fixed("native function", size_of::<NativeFunction>(), trace_function);
/// Layout of native methods.
pub static METHOD_LAYOUT: Layout = Layout::fixed("native method", size_of::<NativeMethod>(), trace_method);

// SAFETY: repr(C), header first, both slots traced; immutable.
unsafe impl Payload for NativeFunction {
    const LAYOUT: &'static Layout = &FUNCTION_LAYOUT;
}
// SAFETY: repr(C), header first, the slot is traced; immutable.
unsafe impl Payload for NativeMethod {
    const LAYOUT: &'static Layout = &METHOD_LAYOUT;
}

unsafe fn trace_function(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for native functions only.
    let function = unsafe { Obj::<NativeFunction>::cast_unchecked(object) };
    tracer.slot(&function.receiver);
    tracer.slot(&function.module);
}

unsafe fn trace_method(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for native methods only.
    tracer.slot(&unsafe { Obj::<NativeMethod>::cast_unchecked(object) }.class);
}

fn create(
    cx: &Cx,
    def: &'static MethodDef,
    receiver: Value,
    module: Value,
    bound: bool,
) -> R<Obj<NativeFunction>> {
    create_as(cx, def, receiver, module, bound, false)
}

fn create_as(
    cx: &Cx,
    def: &'static MethodDef,
    receiver: Value,
    module: Value,
    bound: bool,
    constructor: bool,
) -> R<Obj<NativeFunction>> {
    let header = Header::new(number::NATIVE_FUNCTION, 0);
    let (receiver, module) = (Slot::of(receiver), Slot::of(module));
    // A constructor looks at its class first.
    let entry = if constructor { Entry { fewest: 1, most: 0, ..Entry::of(def) } } else { Entry::of(def) };
    cx.alloc(NativeFunction { header, entry, def, receiver, module, bound, constructor })
}

/// A builtin type's `__new__`.
pub fn new_constructor(cx: &Cx, def: &'static MethodDef, class: Obj<Type>) -> R<Obj<NativeFunction>> {
    create_as(cx, def, class.value(), Value::NONE, false, true)
}

/// A function whose implicit first argument, if it has one, is given by the caller; `owner` is what `__self__` shows.
pub fn new(cx: &Cx, def: &'static MethodDef, owner: Value, module: Value) -> R<Obj<NativeFunction>> {
    create(cx, def, owner, module, false)
}

/// A native method bound to a receiver.
pub fn new_bound(cx: &Cx, def: &'static MethodDef, receiver: Value) -> R<Obj<NativeFunction>> {
    create(cx, def, receiver, Value::NONE, true)
}

/// A method of a builtin type.
pub fn new_method(cx: &Cx, def: &'static MethodDef, class: Obj<Type>) -> R<Obj<NativeMethod>> {
    cx.alloc(NativeMethod {
        header: Header::new(number::NATIVE_METHOD, 0),
        entry: Entry::of(def),
        def,
        class: Slot::of(class.value()),
    })
}

/// A class method of a builtin type.
pub fn new_class_method(cx: &Cx, def: &'static MethodDef, class: Obj<Type>) -> R<Obj<NativeMethod>> {
    cx.alloc(NativeMethod {
        header: Header::new(number::NATIVE_CLASS_METHOD, 0),
        entry: Entry::of(def),
        def,
        class: Slot::of(class.value()),
    })
}

impl NativeMethod {
    /// Whether arguments, the receiver first, are right in number and the receiver in class.
    pub(crate) fn accepts(&self, cx: &Cx, values: &[Value]) -> bool {
        let class = self.class.get().cast::<Type>();
        self.def.takes(values.len())
            && values.first().is_some_and(|&first| class.is_some_and(|class| cx.type_of(first) == class))
    }

    /// Whether positional arguments, the receiver first, need no closer look.
    #[inline(always)]
    pub(crate) fn fits(&self, cx: &Cx, values: &[Value]) -> bool {
        self.entry.fits(values.len())
            && values.first().is_some_and(|&first| cx.type_of(first) == self.class())
    }

    /// Calls with positional arguments that fit.
    #[inline(always)]
    pub(crate) fn call_fitting(&self, cx: &Cx, values: &[Value]) -> R<Value> {
        self.entry.call(cx, values)
    }
}

impl NativeFunction {
    #[inline(always)]
    pub fn def(&self) -> &'static MethodDef {
        self.def
    }

    /// The type whose static method it is.
    fn static_of(&self) -> Option<Value> {
        Some(self.module.get()).filter(|owner| owner.cast::<Type>().is_some())
    }

    /// Whether it is a function of a module.
    fn is_of_module(&self) -> bool {
        let receiver = self.receiver.get();
        !self.bound
            && self.static_of().is_none()
            && (receiver.cast::<Module>().is_some() || !self.module.get().is_none())
    }

    /// Whether the receiver is passed as first argument.
    #[inline(always)]
    pub fn is_bound(&self) -> bool {
        self.bound
    }

    #[inline(always)]
    pub fn receiver(&self) -> Value {
        self.receiver.get()
    }

    /// By the entry that may push a frame, with positional arguments; `None` where the function has none, or it leaves the call to the other.
    pub(crate) fn push(&self, cx: &Cx, values: &[Value], destination: u16) -> R<Option<Value>> {
        let Some(push) = self.def.pushes() else { return Ok(None) };
        if !self.bound {
            return if self.def.takes(values.len()) { push(cx, values, destination) } else { Ok(None) };
        }
        let count = values.len() + 1;
        if count > MOST_FILLED || !self.def.takes(count) {
            return Ok(None);
        }
        let mut room = [self.receiver.get(); MOST_FILLED];
        room[1..count].copy_from_slice(values);
        push(cx, &room[..count], destination)
    }

    /// Whether positional arguments need no closer look.
    #[inline(always)]
    pub(crate) fn fits(&self, values: &[Value]) -> bool {
        let count = values.len() + usize::from(self.bound);
        self.entry.fits(count) && (!self.bound || count <= MOST_FILLED)
    }

    /// Calls with positional arguments that fit.
    #[inline(always)]
    pub(crate) fn call_fitting(&self, cx: &Cx, values: &[Value]) -> R<Value> {
        if self.bound { self.call_bound(cx, values) } else { self.entry.call(cx, values) }
    }

    #[inline(never)]
    fn call_bound(&self, cx: &Cx, values: &[Value]) -> R<Value> {
        let mut room = [self.receiver.get(); MOST_FILLED];
        for (index, place) in room[1..].iter_mut().enumerate() {
            *place = values.get(index).copied().unwrap_or(Value::UNBOUND);
        }
        (self.entry.function)(cx, &room[..usize::from(self.entry.most)])
    }

    #[inline]
    pub fn call(&self, cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
        if self.bound {
            call::with_first(cx, self.receiver.get(), args, |args| {
                call::call_native_of(cx, self.def, Some(self), args)
            })
        } else {
            if self.constructor {
                self.check_constructed(cx, args)?;
                if self.def.leaves_arguments() {
                    return (self.def.function)(cx, &[args.values()[0], Value::UNBOUND, Value::UNBOUND]);
                }
                if args.keyword_count() > 0 && self.def.plain_arity().is_some() && self.leaves_keywords(args)
                {
                    return call::call_native(cx, self.def, &CallArgs::new(args.positional()));
                }
            }
            call::call_native_of(cx, self.def, Some(self), args)
        }
    }

    /// The name of the module whose function it is.
    pub(crate) fn module_text(&self) -> Option<String> {
        let module = self.module.get();
        if self.is_of_module() { str_::to_rust(module) } else { None }
    }

    /// Whether keywords are for the `__init__` of a derived class.
    fn leaves_keywords(&self, args: &CallArgs<'_>) -> bool {
        let class = args.positional().first().and_then(|class| class.cast::<Type>());
        let init = |class: Obj<Type>| Type::lookup(class, names::get(names::__INIT__));
        match (class, self.receiver.get().cast::<Type>()) {
            (Some(class), Some(owner)) => init(class) != init(owner),
            _ => false,
        }
    }

    /// Refuses classes whose instances are laid out otherwise than the type makes them.
    fn check_constructed(&self, cx: &Cx, args: &CallArgs<'_>) -> R<()> {
        let Some(owner) = self.receiver.get().cast::<Type>() else { return Ok(()) };
        let Some(&class) = args.positional().first() else {
            let name = cx.class_name(owner);
            return Err(cx.type_error(format!("{name}.__new__(): not enough arguments")));
        };
        let Some(class) = class.cast::<Type>() else {
            let (name, shown) = (cx.class_name(owner), cx.type_name(class));
            return Err(cx.type_error(format!("{name}.__new__(X): X is not a type object ({shown})")));
        };
        if class.mro().is_none() {
            // Its first order is being asked for.
            return Err(cx.type_error(format!("cannot create '{}' instances", class.name_text())));
        }
        // A Python class derived from the type directly is made by nobody else.
        if class == owner || (class.is_heap() && class.base() == Some(owner)) {
            return Ok(());
        }
        if !class.is_subclass_of(owner) {
            let (name, shown) = (cx.class_name(owner), cx.class_name(class));
            return Err(cx.type_error(format!("{name}.__new__({shown}): {shown} is not a subtype of {name}")));
        }
        // The nearest class in the chain of bases that is made natively, and the builtin type that makes it.
        let made_by_python = |class: Obj<Type>| {
            let new = Type::lookup(class, names::get(names::__NEW__));
            class.is_heap() && new.is_some_and(|new| new.cast::<NativeFunction>().is_none())
        };
        let chain = |class: Obj<Type>| std::iter::successors(Some(class), |class| class.base());
        let Some(maker) = chain(class).find(|&class| !made_by_python(class)) else { return Ok(()) };
        let mut def = chain(maker).find_map(|class| class.def());
        while let Some(heir) = def.filter(|def| def.new.is_none()) {
            def = heir.base;
        }
        if def.and_then(|def| def.new).is_none_or(|new| std::ptr::eq(new, self.def)) {
            return Ok(());
        }
        let (name, shown, right) = (cx.class_name(owner), cx.class_name(class), cx.class_name(maker));
        Err(cx.type_error(format!("{name}.__new__({shown}) is not safe, use {right}.__new__()")))
    }
}

impl NativeMethod {
    #[inline(always)]
    pub fn def(&self) -> &'static MethodDef {
        self.def
    }

    #[inline(always)]
    pub fn class(&self) -> Obj<Type> {
        // SAFETY: set to a class at creation.
        unsafe { Obj::of_value_unchecked(self.class.get()) }
    }

    /// Calls with the receiver among the arguments, which must be an instance of the method's class.
    #[inline]
    pub fn call(&self, cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
        self.check_receiver(cx, args)?;
        call::call_native(cx, self.def, args)
    }

    /// Refuses a call without a receiver of the right class.
    #[inline]
    pub fn check_receiver(&self, cx: &Cx, args: &CallArgs<'_>) -> R<()> {
        let class = self.class();
        match args.positional().first() {
            Some(&receiver) if cx.type_of(receiver).is_subclass_of(class) => Ok(()),
            Some(&receiver) => Err(getset::inapplicable(cx, self.def.name, class, receiver)),
            None => Err(cx.type_error(format!(
                "unbound method {}.{}() needs an argument",
                class.name_text(),
                self.def.name
            ))),
        }
    }
}

fn def_of(value: Value) -> Option<&'static MethodDef> {
    let function = value.cast::<NativeFunction>().map(|function| function.def);
    function.or_else(|| value.cast::<NativeMethod>().map(|method| method.def))
}

fn function_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    match callee.cast::<NativeFunction>() {
        Some(function) => call::waited(cx, function.call(cx, args)),
        None => Err(cx.system_error("native function expected")),
    }
}

fn function_repr(cx: &Cx, value: Value) -> R<Value> {
    let Some(function) = value.cast::<NativeFunction>() else {
        return Err(cx.system_error("native function expected"));
    };
    let receiver = function.static_of().unwrap_or(function.receiver.get());
    let name = name_of(value);
    if receiver.is_none() || receiver.cast::<Module>().is_some() {
        return str_::from_string(cx, format!("<built-in function {name}>"));
    }
    let address = receiver.bits();
    str_::from_string(
        cx,
        format!("<built-in method {name} of {} object at {address:#x}>", cx.type_name(receiver)),
    )
}

fn method_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    match callee.cast::<NativeMethod>() {
        Some(method) => call::waited(cx, method.call(cx, args)),
        None => Err(cx.system_error("native method expected")),
    }
}

fn method_get(cx: &Cx, this: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    match (instance, this.cast::<NativeMethod>()) {
        (Some(instance), Some(method)) => {
            method.check_receiver(cx, &CallArgs::new(&[instance]))?;
            Ok(new_bound(cx, method.def, instance)?.value())
        }
        _ => Ok(this),
    }
}

fn class_method_get(cx: &Cx, this: Value, _: Option<Value>, class: Obj<Type>) -> R<Value> {
    match this.cast::<NativeMethod>() {
        Some(method) => {
            check_class(cx, &method, class)?;
            Ok(new_bound(cx, method.def, class.value())?.value())
        }
        None => Ok(this),
    }
}

/// A class method is one of its class and those derived from it.
fn check_class(cx: &Cx, method: &NativeMethod, class: Obj<Type>) -> R<()> {
    match method.class.get().cast::<Type>().filter(|&owner| !class.is_subclass_of(owner)) {
        Some(owner) => Err(cx.type_error(format!(
            "descriptor '{}' requires a subtype of '{}' but received '{}'",
            method.def.name,
            cx.class_name(owner),
            cx.class_name(class)
        ))),
        None => Ok(()),
    }
}

fn class_method_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    let Some(method) = callee.cast::<NativeMethod>() else {
        return Err(cx.system_error("native method expected"));
    };
    let (name, owner) = (method.def.name, || cx.class_name(method.class()));
    let Some(&class) = args.values().first() else {
        let owner = owner();
        return Err(cx.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    let Some(class) = class.cast::<Type>() else {
        let (owner, shown) = (owner(), cx.type_name(class));
        let text = format!("descriptor '{name}' for type '{owner}' needs a type, not a '{shown}' as arg 2");
        return Err(cx.type_error(text));
    };
    check_class(cx, &method, class)?;
    call::waited(cx, call::call_native(cx, method.def, args))
}

fn method_repr(cx: &Cx, value: Value) -> R<Value> {
    let Some(method) = value.cast::<NativeMethod>() else {
        return Err(cx.system_error("native method expected"));
    };
    str_::from_string(
        cx,
        format!("<method '{}' of '{}' objects>", method.def.name, cx.class_name(method.class())),
    )
}

fn name_of(value: Value) -> &'static str {
    match value.cast::<NativeFunction>() {
        Some(function) if function.constructor => "__new__",
        _ => def_of(value).map_or("?", |def| def.name),
    }
}

fn get_name(cx: &Cx, value: Value) -> R<Value> {
    cx.intern(name_of(value))
}

fn get_qualname(cx: &Cx, value: Value) -> R<Value> {
    let name = name_of(value);
    if let Some(method) = value.cast::<NativeMethod>() {
        return str_::from_string(cx, method.class().qualified(name));
    }
    let receiver = value
        .cast::<NativeFunction>()
        .map_or(Value::NONE, |function| function.static_of().unwrap_or(function.receiver.get()));
    if receiver.is_none() || receiver.cast::<Module>().is_some() {
        return cx.intern(name);
    }
    let class = receiver.cast::<Type>().unwrap_or_else(|| cx.type_of(receiver));
    str_::from_string(cx, class.qualified(name))
}

fn get_doc(cx: &Cx, value: Value) -> R<Value> {
    if value.cast::<NativeFunction>().is_some_and(|function| function.constructor) {
        return str_::from_str(cx, "Create and return a new object.  See help(type) for accurate signature.");
    }
    match def_of(value) {
        Some(def) if !def.doc.is_empty() => str_::from_str(cx, def.doc),
        _ => Ok(Value::NONE),
    }
}

/// `__text_signature__`: the declaration without the name, with the module as hidden first parameter of a module's function. A
/// constructor shows none of its own: the class does.
fn get_signature(cx: &Cx, value: Value) -> R<Value> {
    let Some(def) = def_of(value) else { return Ok(Value::NONE) };
    let declared = &def.signature[crate::signature::name_of(def.signature).len()..];
    match value.cast::<NativeFunction>() {
        Some(function) if function.constructor => cx.intern("($type, *args, **kwargs)"),
        Some(function) if function.is_of_module() => {
            let rest = declared.trim_start_matches('(');
            let text = match rest {
                ")" => "($module, /)".to_string(),
                _ if rest.split(", ").any(|part| part.trim_end_matches(')') == "/") => {
                    format!("($module, {rest}")
                }
                _ => format!("($module, /, {rest}"),
            };
            str_::from_string(cx, text)
        }
        _ => str_::from_str(cx, declared),
    }
}

fn get_module(_: &Cx, value: Value) -> R<Value> {
    let function = value.cast::<NativeFunction>().filter(|function| function.static_of().is_none());
    Ok(function.map_or(Value::NONE, |function| function.module.get()))
}

fn get_self(_: &Cx, value: Value) -> R<Value> {
    Ok(value.cast::<NativeFunction>().map_or(Value::NONE, |function| function.receiver.get()))
}

/// A function of a module by its name, a method by what it is a method of.
fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = get_name(cx, args[0])?;
    if let Some(method) = args[0].cast::<NativeMethod>() {
        return by_getattr(cx, method.class().value(), name);
    }
    let owner = args[0].cast::<NativeFunction>().and_then(|function| function.static_of());
    let receiver = match owner {
        Some(owner) => owner,
        None => get_self(cx, args[0])?,
    };
    if receiver.is_none() || receiver.cast::<Module>().is_some() {
        return Ok(name);
    }
    by_getattr(cx, receiver, name)
}

const REDUCE: MethodDef =
    MethodDef::new("__reduce__($self, /)", "How to find the function, for pickling.", reduce);

fn get_class(_: &Cx, value: Value) -> R<Value> {
    Ok(value.cast::<NativeMethod>().map_or(Value::NONE, |method| method.class().value()))
}

fn function_hash(_: &Cx, value: Value) -> R<i64> {
    let Some(function) = value.cast::<NativeFunction>() else { return Ok(protocol::identity_hash(value)) };
    let def = std::ptr::from_ref(function.def).addr() as i64;
    Ok(avoid_minus_one(protocol::identity_hash(function.receiver.get()) ^ def.rotate_right(4)))
}

/// Two bound methods are equal where they are the same method of the same object.
fn function_compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<NativeFunction>(), right.cast::<NativeFunction>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = one.receiver.get() == other.receiver.get() && std::ptr::eq(one.def, other.def);
    match op {
        CompareOp::Eq => Ok(Value::from_bool(same)),
        CompareOp::Ne => Ok(Value::from_bool(!same)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `builtin_function_or_method`.
pub static NATIVE_FUNCTION: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    layout: &FUNCTION_LAYOUT,
    weak: true,
    slots: SlotTable {
        call: Some(function_call),
        repr: Some(function_repr),
        hash: Some(function_hash),
        compare: Some(function_compare),
        ..SlotTable::NONE
    },
    methods: &[REDUCE],
    getset: &[
        GetSetDef { name: "__name__", doc: "", get: get_name, set: None },
        GetSetDef { name: "__qualname__", doc: "", get: get_qualname, set: None },
        GetSetDef { name: "__doc__", doc: "", get: get_doc, set: None },
        GetSetDef { name: "__self__", doc: "", get: get_self, set: None },
        GetSetDef { name: "__text_signature__", doc: "", get: get_signature, set: None },
    ],
    members: &[GetSetDef { name: "__module__", doc: "", get: get_module, set: None }],
    ..TypeDef::DEFAULT
};

/// `method_descriptor`.
pub static NATIVE_METHOD: TypeDef = TypeDef {
    name: "method_descriptor",
    layout: &METHOD_LAYOUT,
    slots: SlotTable {
        call: Some(method_call),
        repr: Some(method_repr),
        descr_get: Some(method_get),
        ..SlotTable::NONE
    },
    methods: &[REDUCE],
    getset: &[
        GetSetDef { name: "__qualname__", doc: "", get: get_qualname, set: None },
        GetSetDef { name: "__doc__", doc: "", get: get_doc, set: None },
        GetSetDef { name: "__text_signature__", doc: "", get: get_signature, set: None },
    ],
    members: &[
        GetSetDef { name: "__name__", doc: "", get: get_name, set: None },
        GetSetDef { name: "__objclass__", doc: "", get: get_class, set: None },
    ],
    ..TypeDef::DEFAULT
};

/// `classmethod_descriptor`.
pub static NATIVE_CLASS_METHOD: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    layout: &METHOD_LAYOUT,
    slots: SlotTable {
        call: Some(class_method_call),
        repr: Some(method_repr),
        descr_get: Some(class_method_get),
        ..SlotTable::NONE
    },
    getset: &[
        GetSetDef { name: "__qualname__", doc: "", get: get_qualname, set: None },
        GetSetDef { name: "__doc__", doc: "", get: get_doc, set: None },
        GetSetDef { name: "__text_signature__", doc: "", get: get_signature, set: None },
    ],
    members: &[
        GetSetDef { name: "__name__", doc: "", get: get_name, set: None },
        GetSetDef { name: "__objclass__", doc: "", get: get_class, set: None },
    ],
    ..TypeDef::DEFAULT
};
