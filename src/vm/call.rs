//! Calls between native and Python code: arguments, binding to native functions, calling any object.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::interp;
use crate::names;
use crate::object::Obj;
use crate::protocol::attr;
use crate::typedef::{Binding, MethodDef};
use crate::types;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::method::BoundMethod;
use crate::types::native_function::{NativeFunction, NativeMethod};
use crate::types::slot_wrapper::SlotWrapper;
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::value::Value;

/// The arguments of one call: positional values, then the keyword values, with the keywords' names alongside.
#[derive(Clone, Copy)]
pub struct CallArgs<'a> {
    values: &'a [Value],
    names: Option<Obj<Tuple>>,
}

impl<'a> CallArgs<'a> {
    /// Positional arguments only.
    pub fn new(values: &'a [Value]) -> CallArgs<'a> {
        CallArgs { values, names: None }
    }

    /// The last `names.len()` values are keyword arguments. `values` is at least as long.
    pub fn with_keywords(values: &'a [Value], names: Option<Obj<Tuple>>) -> CallArgs<'a> {
        CallArgs { values, names: names.filter(|names| !names.is_empty()) }
    }

    pub fn positional(&self) -> &'a [Value] {
        &self.values[..self.values.len() - self.keyword_count()]
    }

    pub fn keyword_count(&self) -> usize {
        self.names.map_or(0, |names| names.len())
    }

    /// All values, keyword values last.
    pub fn values(&self) -> &'a [Value] {
        self.values
    }

    pub fn names(&self) -> Option<Obj<Tuple>> {
        self.names
    }

    /// `(name, value)` of each keyword argument.
    pub fn keywords(&self) -> impl Iterator<Item = (Value, Value)> + 'a {
        let first = self.values.len() - self.keyword_count();
        let values = self.values;
        let names = self.names;
        (0..self.keyword_count()).filter_map(move |index| Some((names?.get(index), values[first + index])))
    }

    /// Refuses keyword arguments for a callable that takes none.
    pub fn no_keywords(&self, cx: &Cx, name: &str) -> R<()> {
        if self.names.is_some() {
            Err(cx.type_error(format!("{name}() takes no keyword arguments")))
        } else {
            Ok(())
        }
    }
}

/// Calls a native function with arguments that already begin with its implicit first parameter, if it has one.
#[inline(always)]
pub fn call_native(cx: &Cx, def: &'static MethodDef, args: &CallArgs<'_>) -> R<Value> {
    call_native_of(cx, def, None, args)
}

/// The same on behalf of the function's object, which messages name.
#[inline(always)]
pub(crate) fn call_native_of(
    cx: &Cx,
    def: &'static MethodDef,
    function: Option<&NativeFunction>,
    args: &CallArgs<'_>,
) -> R<Value> {
    if let Some((fewest, most)) = def.positional_arity()
        && args.names.is_none()
    {
        let given = args.values.len();
        if given == most as usize {
            return (def.function)(cx, args.values);
        }
        if given >= fewest as usize && given < most as usize {
            return call_with_absent(cx, def, args.values, most as usize);
        }
    }
    call_native_slow(cx, def, function, args)
}

#[inline(never)]
fn call_with_absent(cx: &Cx, def: &'static MethodDef, values: &[Value], count: usize) -> R<Value> {
    let mut room = cx.scratch(count)?;
    room.as_mut_slice()[..values.len()].copy_from_slice(values);
    (def.function)(cx, room.as_slice())
}

#[cold]
#[inline(never)]
fn call_native_slow(
    cx: &Cx,
    def: &'static MethodDef,
    function: Option<&NativeFunction>,
    args: &CallArgs<'_>,
) -> R<Value> {
    if let Some(entry) = def.given(args) {
        return entry(cx, args);
    }
    let signature = def.parsed();
    if def.plain_arity().is_some() && args.names.is_some() {
        let name = qualified_name(cx, def, function, args);
        return Err(cx.type_error(format!("{name}() takes no keyword arguments")));
    }
    if let Some((fewest, most)) = def.plain_arity() {
        let hidden = usize::from(signature.implicit_first);
        let given = args.values.len().saturating_sub(hidden);
        return Err(cx.type_error(signature.arity_text(
            &shown_name(cx, def, function, args),
            fewest as usize - hidden,
            most as usize - hidden,
            given,
        )));
    }
    let mut room = cx.scratch(signature.parameters.len())?;
    signature.bind(cx, args, room.as_mut_slice())?;
    (def.function)(cx, room.as_slice())
}

/// A native function's name: with that of its module, of the class of what it is bound to, or of the builtin type it is a method of.
fn qualified_name(
    cx: &Cx,
    def: &'static MethodDef,
    function: Option<&NativeFunction>,
    args: &CallArgs<'_>,
) -> String {
    if let Some(module) = function.and_then(NativeFunction::module_text) {
        return if module == "builtins" { def.name.to_string() } else { format!("{module}.{}", def.name) };
    }
    if (def.binding == Binding::Class || function.is_some_and(NativeFunction::is_bound))
        && let Some(&receiver) = args.values.first()
    {
        return receiver.cast::<Type>().unwrap_or_else(|| cx.type_of(receiver)).qualified(def.name);
    }
    let owner = args.values.first().and_then(|&receiver| {
        let class = receiver.cast::<Type>().unwrap_or_else(|| cx.type_of(receiver));
        let mut builtin = class.ancestors().filter_map(|ancestor| ancestor.def());
        builtin.find(|builtin| builtin.methods.iter().any(|method| std::ptr::eq(method, def)))
    });
    match owner {
        Some(owner) => format!("{}.{}", owner.name, def.name),
        None => def.name.to_string(),
    }
}

/// The name that messages about the number of arguments show: qualified for no and for exactly one argument, as in CPython.
fn shown_name(
    cx: &Cx,
    def: &'static MethodDef,
    function: Option<&NativeFunction>,
    args: &CallArgs<'_>,
) -> String {
    let hidden = u8::from(def.parsed().implicit_first);
    match def.plain_arity() {
        Some((fewest, most)) if fewest == most && most - hidden <= 1 => {
            qualified_name(cx, def, function, args)
        }
        _ => def.name.to_string(),
    }
}

/// What a native function has answered to native code: deferred work is done at once.
#[inline(always)]
pub(crate) fn waited(cx: &Cx, result: R<Value>) -> R<Value> {
    match result {
        Ok(Value::DEFERRED) => cx.run_deferred(false),
        result => result,
    }
}

/// Calls any object from native code and waits for its result.
pub fn call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    if let Some(function) = callee.cast_exact::<Function>(types::number::FUNCTION) {
        return interp::run_function(cx, function, args);
    }
    waited(cx, call_unwaited(cx, callee, args))
}

/// The same for the interpreter: the answer may be [`Value::DEFERRED`].
pub(crate) fn call_unwaited(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    if let Some(function) = callee.cast_exact::<Function>(types::number::FUNCTION) {
        return interp::run_function(cx, function, args);
    }
    if let Some(native) = callee.cast_exact::<NativeFunction>(types::number::NATIVE_FUNCTION) {
        return native.call(cx, args);
    }
    if let Some(method) = callee.cast_exact::<BoundMethod>(types::number::BOUND_METHOD) {
        return with_first(cx, method.receiver(), args, |args| call_unwaited(cx, method.function(), args));
    }
    if let Some(native) = callee.cast_exact::<NativeMethod>(types::number::NATIVE_METHOD) {
        return native.call(cx, args);
    }
    match cx.type_of(callee).slots().call {
        Some(slot) => {
            cx.check_stack()?;
            slot(cx, callee, args)
        }
        None => Err(cx.type_error(format!("'{}' object is not callable", cx.type_name(callee)))),
    }
}

/// Calls with positional arguments.
pub fn call_values(cx: &Cx, callee: Value, values: &[Value]) -> R<Value> {
    call(cx, callee, &CallArgs::new(values))
}

/// Calls with positional arguments and a dict of keyword arguments; anything but a dict means none.
pub fn call_with_dict(cx: &Cx, callee: Value, positional: &[Value], keywords: Value) -> R<Value> {
    let Some(keywords) = keywords.cast::<Dict>().filter(|keywords| !keywords.is_empty()) else {
        return call_values(cx, callee, positional);
    };
    let names = types::tuple::from_iterable(cx, keywords.value())?;
    let mut room = cx.scratch(positional.len() + names.len())?;
    let values = room.as_mut_slice();
    values[..positional.len()].copy_from_slice(positional);
    for (value, &name) in values[positional.len()..].iter_mut().zip(names.values()) {
        *value = keywords.get_str(name).unwrap_or(Value::NONE);
    }
    call(cx, callee, &CallArgs::with_keywords(room.as_slice(), Some(names)))
}

/// Puts one more positional argument in front.
pub fn with_first<T>(
    cx: &Cx,
    first: Value,
    args: &CallArgs<'_>,
    then: impl FnOnce(&CallArgs<'_>) -> R<T>,
) -> R<T> {
    let mut room = cx.scratch(args.values.len() + 1)?;
    let values = room.as_mut_slice();
    values[0] = first;
    values[1..].copy_from_slice(args.values);
    then(&CallArgs { values: room.as_slice(), names: args.names })
}

/// Binds the arguments of an `__init__` by the declaration `def`, whose first parameter is the receiver.
pub fn bind_init<T>(
    cx: &Cx,
    def: &'static MethodDef,
    receiver: Value,
    args: &CallArgs<'_>,
    then: impl FnOnce(&[Value]) -> R<T>,
) -> R<T> {
    let signature = def.parsed();
    let mut room = cx.scratch(signature.parameters.len())?;
    with_first(cx, receiver, args, |args| signature.bind(cx, args, room.as_mut_slice()))?;
    then(room.as_slice())
}

/// Looks a special method up on the type of `receiver`, bypassing the instance, and calls it; `None` where the type has none.
pub fn call_special(cx: &Cx, receiver: Value, name: Value, values: &[Value]) -> R<Option<Value>> {
    let class = cx.type_of(receiver);
    let Some(attribute) = interp::cache::lookup(cx, class, name) else { return Ok(None) };
    call_bound(cx, receiver, class, attribute, values).map(Some)
}

/// As [`call_special`]; `None` also where what was found has no method for the receiver, as [`call_bound_optional`] says.
pub fn call_special_optional(cx: &Cx, receiver: Value, name: Value, values: &[Value]) -> R<Option<Value>> {
    let class = cx.type_of(receiver);
    match interp::cache::lookup(cx, class, name) {
        Some(attribute) => call_bound_optional(cx, receiver, class, attribute, values),
        None => Ok(None),
    }
}

/// Calls a special method of the asynchronous protocols; `None` where the class has none.
pub fn call_async_special(cx: &Cx, receiver: Value, name: names::Name) -> R<Option<Value>> {
    let class = cx.type_of(receiver);
    let Some(method) = interp::cache::lookup(cx, class, names::get(name)) else { return Ok(None) };
    match call_bound_optional(cx, receiver, class, method, &[])? {
        Some(result) => Ok(Some(result)),
        None => {
            let (shown, name) = (cx.type_name(receiver), names::text(name));
            let message = format!("object {shown} does not have {name} method");
            Err(cx.error(exceptions::ATTRIBUTE_ERROR, message))
        }
    }
}

/// Calls a method of an object as `receiver.name(...)` does, without making a bound method where nothing could tell.
pub fn call_method(cx: &Cx, receiver: Value, name: Value, args: &CallArgs<'_>) -> R<Value> {
    if let Some(method) = interp::ops::attr::plain_method(cx, receiver, name)? {
        return with_first(cx, receiver, args, |args| call(cx, method, args));
    }
    let method = attr::get_method(cx, receiver, name)?;
    call(cx, method, args)
}

/// Whether the type of `receiver` has a special method.
pub fn has_special(cx: &Cx, receiver: Value, name: Value) -> bool {
    interp::cache::lookup(cx, cx.type_of(receiver), name).is_some()
}

/// Calls what was found on a class as a method of `receiver`.
pub fn call_bound(
    cx: &Cx,
    receiver: Value,
    class: Obj<Type>,
    attribute: Value,
    values: &[Value],
) -> R<Value> {
    let args = CallArgs::new(values);
    if takes_receiver(attribute) {
        return with_first(cx, receiver, &args, |args| call(cx, attribute, args));
    }
    let bound = attr::bind(cx, attribute, receiver, class)?;
    call(cx, bound, &args)
}

/// The same for the special methods that an object can do without: one whose descriptor raises an `AttributeError` counts as missing (`None`).
pub fn call_bound_optional(
    cx: &Cx,
    receiver: Value,
    class: Obj<Type>,
    attribute: Value,
    values: &[Value],
) -> R<Option<Value>> {
    if takes_receiver(attribute) {
        return call_bound(cx, receiver, class, attribute, values).map(Some);
    }
    match attr::bind(cx, attribute, receiver, class) {
        Ok(bound) => call_values(cx, bound, values).map(Some),
        Err(raised) if cx.matches(raised, exceptions::ATTRIBUTE_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// Whether getting the attribute from an instance would only put the instance in front of the arguments.
#[inline(always)]
pub fn is_method_like(attribute: Value) -> bool {
    attribute.as_object().is_some_and(|object| {
        let shape = crate::object::shape_id(object);
        shape == types::number::FUNCTION
            || shape == types::number::NATIVE_METHOD
            // One that has attributes.
            || attribute.cast::<Function>().is_some()
    })
}

/// As [`is_method_like`], for a call that happens at once: also a builtin class's slot, which checks what it is called on.
pub(crate) fn takes_receiver(attribute: Value) -> bool {
    is_method_like(attribute) || attribute.cast::<SlotWrapper>().is_some_and(|slot| slot.is_unbound())
}

impl Cx {
    /// Raises `TypeError`.
    #[cold]
    pub fn type_error(&self, message: String) -> crate::context::Raised {
        self.error(exceptions::TYPE_ERROR, message)
    }

    /// Raises `ValueError`.
    #[cold]
    pub fn value_error(&self, message: &str) -> crate::context::Raised {
        self.error(exceptions::VALUE_ERROR, message.to_string())
    }

    /// The class of any value.
    #[inline(always)]
    pub fn type_of(&self, value: Value) -> Obj<Type> {
        crate::runtime::type_of(value)
    }

    /// The name of a value's class, for messages.
    pub fn type_name(&self, value: Value) -> String {
        self.class_name(self.type_of(value))
    }

    /// What a message about a wrong argument shows: the name of its class, and `None` as such.
    pub fn shown_argument(&self, value: Value) -> String {
        if value.is_none() { "None".into() } else { self.type_name(value) }
    }

    /// The name of a value's class with its module's, where that is neither the program's own nor `builtins`; for messages.
    pub fn full_type_name(&self, value: Value) -> R<String> {
        let class = self.type_of(value);
        let module = attr::get_optional(self, class.value(), names::get(names::__MODULE__))?;
        let name = class.qualname_text();
        Ok(match module.and_then(types::str_::to_rust).as_deref() {
            None | Some("builtins" | "__main__") => name,
            Some(module) => format!("{module}.{name}"),
        })
    }

    /// The name of a class, for messages.
    pub fn class_name(&self, class: Obj<Type>) -> String {
        match class.def() {
            Some(def) if def.module != "builtins" => format!("{}.{}", def.module, def.name),
            _ => class.name_text(),
        }
    }

    /// Interned text.
    pub fn intern(&self, text: &str) -> R<Value> {
        crate::intern::intern_str(self, text)
    }
}
