//! Copying and pickling of any object: `object.__reduce__`, `__reduce_ex__` and `__getstate__`.
//!
//! From protocol 2 on an object is remade by its class's `__new__` (`copyreg.__newobj__`), with what `__getnewargs__` says, and then given
//! its state: its `__dict__` and its `__slots__`. Older protocols are `copyreg._reduce_ex`, in Python.

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::import;
use crate::instance;
use crate::interp::cache;
use crate::names::{self, Name};
use crate::object::Obj;
use crate::protocol::{attr, iter};
use crate::shape::Shape;
use crate::typedef::NativeFn;
use crate::types::dict::{self, Dict};
use crate::types::list::{self, List};
use crate::types::native_function::NativeFunction;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::{self, Type};
use crate::types::{int, number, object_};
use crate::value::Value;

fn copyreg(cx: &Cx, name: Name) -> R<Value> {
    let module = import::find_and_load(cx, names::get(names::COPYREG))?;
    attr::get(cx, module, names::get(name))
}

/// `object.__reduce__()`: protocol 0.
pub(super) fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    by_protocol(cx, args[0], 0)
}

/// `object.__reduce_ex__(protocol)`: a `__reduce__` that the class overrides, else by protocol.
pub(super) fn reduce_ex(cx: &Cx, args: &[Value]) -> R<Value> {
    let protocol = crate::protocol::index::to_value(cx, args[1])?;
    let protocol = int::to_i64(protocol).and_then(|protocol| i32::try_from(protocol).ok());
    let protocol = protocol.ok_or_else(|| {
        let message = "Python int too large to convert to C int";
        cx.error(crate::exceptions::OVERFLOW_ERROR, message.into())
    })?;
    let name = names::get(names::__REDUCE__);
    let objects = cache::lookup(cx, crate::runtime::builtin_type(number::OBJECT), name);
    let class = cx.type_of(args[0]);
    // Nobody notices that it was looked at.
    let is_plain =
        class.slots().getattr.is_some_and(attr::is_generic) && !cx.type_of(class.value()).is_heap();
    if is_plain && cache::lookup(cx, class, name) == objects {
        return by_protocol(cx, args[0], protocol);
    }
    if let Some(reduce) = attr::get_optional(cx, args[0], name)? {
        let of_class = attr::get(cx, class.value(), name)?;
        if Some(of_class) != objects {
            return call::call_values(cx, reduce, &[]);
        }
    }
    by_protocol(cx, args[0], protocol)
}

fn by_protocol(cx: &Cx, value: Value, protocol: i32) -> R<Value> {
    if protocol >= 2 {
        return by_new(cx, value);
    }
    let function = copyreg(cx, names::REDUCE_EX)?;
    call::call_values(cx, function, &[value, Value::small_int_unchecked(protocol.into())])
}

fn by_new(cx: &Cx, value: Value) -> R<Value> {
    let class = cx.type_of(value);
    if !type_::can_be_made(class) {
        return Err(cannot_pickle(cx, value));
    }
    let (args, keywords) = new_arguments(cx, value)?;
    let keywords = keywords.filter(|keywords| !keywords.is_empty());
    let given = args.as_ref().map_or(&[][..], |args| args.values());
    let (function, new_args) = match (keywords, args) {
        (None, _) => {
            let all = tuple::with_len(cx, given.len() + 1)?;
            for (slot, item) in all.items().iter().zip(std::iter::once(&class.value()).chain(given)) {
                cx.store(all.object(), slot, *item);
            }
            (copyreg(cx, names::NEWOBJ)?, all)
        }
        (Some(keywords), Some(args)) => {
            let all = tuple::from_slice(cx, &[class.value(), args.value(), keywords.value()])?;
            (copyreg(cx, names::NEWOBJ_EX)?, all)
        }
        (Some(_), None) => return Err(cx.system_error("keywords without arguments")),
    };
    let (is_list, is_dict) = (value.cast::<List>().is_some(), value.cast::<Dict>().is_some());
    let state = state_of(cx, value, !(args.is_some() || is_list || is_dict))?;
    let items = if is_list { iter::get(cx, value)? } else { Value::NONE };
    let pairs = match is_dict {
        true => {
            let items = attr::get(cx, value, names::get(names::ITEMS))?;
            iter::get(cx, call::call_values(cx, items, &[])?)?
        }
        false => Value::NONE,
    };
    Ok(tuple::from_slice(cx, &[function, new_args.value(), state, items, pairs])?.value())
}

type NewArguments = (Option<Obj<Tuple>>, Option<Obj<Dict>>);

/// What `__getnewargs_ex__` or `__getnewargs__` answers: arguments and keyword arguments.
fn new_arguments(cx: &Cx, value: Value) -> R<NewArguments> {
    let wrong = |text: String, found: Value| -> Raised {
        cx.type_error(format!("{text}, not '{}'", cx.type_name(found)))
    };
    if let Some(result) = call::call_special(cx, value, names::get(names::__GETNEWARGS_EX__), &[])? {
        let Some(pair) = result.cast::<Tuple>() else {
            return Err(wrong("__getnewargs_ex__ should return a tuple".into(), result));
        };
        let &[args, keywords] = pair.values() else {
            let len = pair.len();
            return Err(
                cx.value_error(&format!("__getnewargs_ex__ should return a tuple of length 2, not {len}"))
            );
        };
        let item =
            |place, what| format!("{place} item of the tuple returned by __getnewargs_ex__ must be a {what}");
        let args = args.cast::<Tuple>().ok_or_else(|| wrong(item("first", "tuple"), args))?;
        let keywords = keywords.cast::<Dict>().ok_or_else(|| wrong(item("second", "dict"), keywords))?;
        return Ok((Some(args), Some(keywords)));
    }
    match call::call_special(cx, value, names::get(names::__GETNEWARGS__), &[])? {
        None => Ok((None, None)),
        Some(args) => match args.cast::<Tuple>() {
            Some(args) => Ok((Some(args), None)),
            None => Err(wrong("__getnewargs__ should return a tuple".into(), args)),
        },
    }
}

fn cannot_pickle(cx: &Cx, value: Value) -> Raised {
    cx.type_error(format!("cannot pickle '{}' object", cx.type_name(value)))
}

/// The state that goes with the object: by its `__getstate__` where that is not `object`'s. `whole` says that nothing else tells how to remake
/// the object, so that it must have nothing but attributes.
fn state_of(cx: &Cx, value: Value, whole: bool) -> R<Value> {
    let name = names::get(names::__GETSTATE__);
    let method = attr::get(cx, value, name)?;
    let is_default = method.cast::<NativeFunction>().is_some_and(|native| {
        native.receiver() == value && std::ptr::fn_addr_eq(native.def().function, get_state as NativeFn)
    });
    if is_default { default_state(cx, value, whole) } else { call::call_values(cx, method, &[]) }
}

/// The state of an object that says itself how it is remade.
pub(crate) fn state(cx: &Cx, value: Value) -> R<Value> {
    state_of(cx, value, false)
}

/// `object.__getstate__()`.
pub(super) fn get_state(cx: &Cx, args: &[Value]) -> R<Value> {
    default_state(cx, args[0], false)
}

/// `None`, the attributes, or a pair of these and a dict of what is bound of `__slots__`.
fn default_state(cx: &Cx, value: Value, whole: bool) -> R<Value> {
    let class = cx.type_of(value);
    if whole && type_::has_items(class) {
        return Err(cx.type_error(format!("cannot pickle {} objects", cx.type_name(value))));
    }
    let holder = value.as_object().filter(|_| class.instances_have_dict());
    let attributes = holder.filter(|&object| !instance::is_empty(object));
    let state = match attributes {
        Some(object) => instance::state(cx, object)?,
        None => Value::NONE,
    };
    let slot_names = slot_names(cx, class)?;
    if whole && holds_more(value) {
        return Err(cannot_pickle(cx, value));
    }
    let Some(slot_names) = slot_names else { return Ok(state) };
    let slots = dict::new(cx)?;
    let mut index = 0;
    while let Some(name) = list::get(slot_names, index) {
        index += 1;
        if let Some(bound) = attr::get_optional(cx, value, name)? {
            dict::set(cx, slots, name, bound)?;
        }
    }
    match slots.len() {
        0 => Ok(state),
        _ => Ok(tuple::from_slice(cx, &[state, slots.value()])?.value()),
    }
}

/// Whether an object has words of its own besides its attributes.
fn holds_more(value: Value) -> bool {
    value.as_object().is_some_and(|object| !Shape::of(object).has_layout(&object_::LAYOUT))
        || value.as_object().is_none()
            && !value.is_none()
            && value != Value::ELLIPSIS
            && value != Value::NOT_IMPLEMENTED
}

/// The names in `__slots__` of a class and its bases, as `copyreg._slotnames` finds and remembers them.
fn slot_names(cx: &Cx, class: Obj<Type>) -> R<Option<Obj<List>>> {
    if !class.is_heap() {
        return Ok(None);
    }
    let known = class.namespace().get_str(names::get(names::__SLOTNAMES__));
    let names = match known {
        Some(known) => known,
        // Without members there is nothing to find.
        None if class.members() == 0 => return Ok(None),
        None => call::call_values(cx, copyreg(cx, names::SLOTNAMES)?, &[class.value()])?,
    };
    if names.is_none() {
        return Ok(None);
    }
    names.cast::<List>().map(Some).ok_or_else(|| {
        let (shown, found) = (class.name_text(), cx.type_name(names));
        cx.type_error(match known {
            Some(_) => format!("{shown}.__slotnames__ should be a list or None, not {found}"),
            None => "copyreg._slotnames didn't return a list or None".into(),
        })
    })
}

/// `(getattr, (owner, name))`: how methods are pickled.
pub(crate) fn by_getattr(cx: &Cx, owner: Value, name: Value) -> R<Value> {
    remade(cx, builtin(cx, "getattr")?, &[owner, name], None)
}

/// `(function, arguments)` or `(function, arguments, state)`.
pub(crate) fn remade(cx: &Cx, function: Value, arguments: &[Value], state: Option<Value>) -> R<Value> {
    let arguments = tuple::from_slice(cx, arguments)?.value();
    let made = match state {
        Some(state) => tuple::from_slice(cx, &[function, arguments, state])?,
        None => tuple::from_slice(cx, &[function, arguments])?,
    };
    Ok(made.value())
}

/// A function of `builtins`, as the module has it now.
pub(crate) fn builtin(cx: &Cx, name: &str) -> R<Value> {
    let module = import::import_absolute(cx, "builtins")?;
    attr::get(cx, module, cx.intern(name)?)
}
