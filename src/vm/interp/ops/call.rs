//! Calls and returns.
//!
//! The callee lies in a register and its arguments behind it, which is where the callee's window begins. A Python function's frame is pushed
//! over them; calling a plain Python class pushes the frame of its `__init__`; everything else is called natively.

use std::sync::atomic::Ordering;

use typhon_bytecode::Insn;
use typhon_gc::Header;

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::interp::cache::{self, EntryKind};
use crate::interp::frame::{self, Action};
use crate::interp::machine::{self, Machine};
use crate::interp::resume;
use crate::interp::returns;
use crate::names;
use crate::object::{Obj, flag, shape_id};
use crate::protocol;
use crate::runtime;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::list::{self, List};
use crate::types::method::BoundMethod;
use crate::types::native_function::{NativeFunction, NativeMethod};
use crate::types::number;
use crate::types::object_::{self, Instance};
use crate::types::str_::Str;
use crate::types::super_;
use crate::types::tuple::Tuple;
use crate::types::type_::{self, Type};
use crate::value::{SlotExt, Value};

#[inline(always)]
pub(crate) fn call(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let callee = m.get(i.b());
    if let Some(function) = callee.cast_exact::<Function>(number::FUNCTION) {
        return enter(cx, m, function, i.b() as usize + 1, i.c() as usize, i.a());
    }
    m.finish(cx, i.a(), 2, call_natively(cx, m, i))
}

/// A call of a native function with the positional arguments it wants; else the general way.
#[inline(never)]
fn call_natively(cx: &Cx, m: Machine, i: Insn) -> R<Value> {
    let values = m.run(i.b() + 1, i.c() as usize);
    if let Some(native) = m.get(i.b()).cast_exact::<NativeFunction>(number::NATIVE_FUNCTION)
        && native.fits(values)
    {
        m.save(cx);
        return native.call_fitting(cx, values);
    }
    call_slow(cx, m, i, i.b(), i.c() as usize, Value::UNBOUND)
}

/// Pushes a Python function's frame over its arguments and goes on there.
#[inline(always)]
fn enter(
    cx: &Cx,
    m: Machine,
    function: Obj<Function>,
    first: usize,
    count: usize,
    destination: u16,
) -> R<Machine> {
    m.save(cx);
    // SAFETY: the arguments are initialised registers of a run that verification has checked, and what lies above is free.
    unsafe {
        frame::push_call(cx, function, m.register(first), count, Value::UNBOUND, Action::Store, destination)?
    };
    m.entered(cx, 2)
}

#[inline(always)]
pub(crate) fn call_method(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let callee = m.get(i.b());
    // With a receiver the arguments begin at it, without one behind it.
    let absent = usize::from(m.get(i.b() + 1).is_unbound());
    let (first, count) = (i.b() as usize + 1 + absent, i.c() as usize + 1 - absent);
    if let Some(function) = callee.cast_exact::<Function>(number::FUNCTION) {
        return enter(cx, m, function, first, count, i.a());
    }
    m.finish(cx, i.a(), 2, call_method_natively(cx, m, i, first, count))
}

/// A call of a native method with the positional arguments it wants; else the general way.
#[inline(never)]
fn call_method_natively(cx: &Cx, m: Machine, i: Insn, first: usize, count: usize) -> R<Value> {
    let values = m.run(first as u16, count);
    if let Some(native) = m.get(i.b()).cast_exact::<NativeMethod>(number::NATIVE_METHOD)
        && native.fits(cx, values)
    {
        m.save(cx);
        return native.call_fitting(cx, values);
    }
    call_method_slow(cx, m, i, first, count, Value::UNBOUND)
}

#[inline(never)]
fn call_method_slow(cx: &Cx, m: Machine, i: Insn, first: usize, count: usize, keywords: Value) -> R<Value> {
    let callee = m.get(i.b());
    if let Some(native) = callee.cast_exact::<NativeMethod>(number::NATIVE_METHOD) {
        m.save(cx);
        if let (Some(push), true) = (native.def().pushes(), keywords.is_unbound())
            && native.accepts(cx, m.run(first as u16, count))
            && let Some(pushed) = push(cx, m.run(first as u16, count), i.a())?
        {
            return Ok(pushed);
        }
        let args = CallArgs::with_keywords(m.run(first as u16, count), keywords.cast::<Tuple>());
        return native.call(cx, &args);
    }
    if let Some(function) = callee.cast::<Function>() {
        return push_python(cx, m, function, first, count, keywords, i.a());
    }
    if m.get(i.b() + 1).is_unbound() {
        // The callee moves next to its arguments.
        m.set(i.b() + 1, callee);
        return call_slow(cx, m, i, i.b() + 1, count, keywords);
    }
    m.save(cx);
    let args = CallArgs::with_keywords(m.run(first as u16, count), keywords.cast::<Tuple>());
    call::call_unwaited(cx, callee, &args)
}

#[inline(always)]
pub(crate) fn call_kw(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let keywords = m.get(i.b() + 1 + i.c());
    m.finish(cx, i.a(), 2, call_slow(cx, m, i, i.b(), i.c() as usize, keywords))
}

#[inline(always)]
pub(crate) fn call_method_kw(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let keywords = m.get(i.b() + 2 + i.c());
    let absent = usize::from(m.get(i.b() + 1).is_unbound());
    let (first, count) = (i.b() as usize + 1 + absent, i.c() as usize + 1 - absent);
    if let Some(function) = m.get(i.b()).cast::<Function>() {
        return m.finish(cx, i.a(), 2, push_python(cx, m, function, first, count, keywords, i.a()));
    }
    m.finish(cx, i.a(), 2, call_method_slow(cx, m, i, first, count, keywords))
}

#[inline(never)]
fn push_python(
    cx: &Cx,
    m: Machine,
    function: Obj<Function>,
    first: usize,
    count: usize,
    keywords: Value,
    destination: u16,
) -> R<Value> {
    m.save(cx);
    // SAFETY: as in `enter`.
    unsafe {
        frame::push_call(cx, function, m.register(first), count, keywords, Action::Store, destination)?
    };
    Ok(Value::PUSHED)
}

/// Any callee in register `callee`, its `count` arguments behind it, keyword arguments last and named by a tuple.
#[inline(never)]
fn call_slow(cx: &Cx, m: Machine, i: Insn, register: u16, count: usize, keywords: Value) -> R<Value> {
    let callee = m.get(register);
    let first = register as usize + 1;
    m.save(cx);
    let args = CallArgs::with_keywords(m.run(first as u16, count), keywords.cast::<Tuple>());
    let shape = callee.as_object().map_or(0, shape_id);
    match shape {
        number::NATIVE_FUNCTION => {
            if let Some(native) = callee.cast_exact::<NativeFunction>(number::NATIVE_FUNCTION) {
                if keywords.is_unbound()
                    && let Some(pushed) = native.push(cx, args.values(), i.a())?
                {
                    return Ok(pushed);
                }
                return native.call(cx, &args);
            }
        }
        number::TYPE => {
            if count == 0 && callee == runtime::builtin_type(number::SUPER).value() {
                return super_::of_caller(cx);
            }
            if count == 1 && keywords.is_unbound() && callee == runtime::builtin_type(number::TYPE).value() {
                return Ok(cx.type_of(args.values()[0]).value());
            }
            if let Some(class) = callee.cast_exact::<Type>(number::TYPE)
                && let Some(result) = instantiate(cx, m, i, class, &args)?
            {
                return Ok(result);
            }
        }
        number::BOUND_METHOD => {
            if let Some(method) = callee.cast_exact::<BoundMethod>(number::BOUND_METHOD)
                && let Some(function) = method.function().cast::<Function>()
            {
                return push_with_first(cx, function, method.receiver(), &args, Action::Store, i.a());
            }
        }
        _ => {
            // One that has attributes is not of its type's first shape.
            if let Some(function) = callee.cast::<Function>() {
                return push_python(cx, m, function, first, count, keywords, i.a());
            }
            if let Some(function) = returns::python_method(cx, callee, names::__CALL__) {
                return push_with_first(cx, function, callee, &args, Action::Store, i.a());
            }
        }
    }
    call::call_unwaited(cx, callee, &args)
}

/// Pushes a call with one more positional argument in front.
fn push_with_first(
    cx: &Cx,
    function: Obj<Function>,
    first: Value,
    args: &CallArgs<'_>,
    action: Action,
    destination: u16,
) -> R<Value> {
    let base = cx.top.get();
    let values = args.values();
    if (cx.window_end as usize).saturating_sub(base as usize) / 8 <= values.len() + 1 {
        return Err(cx.error(crate::exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into()));
    }
    let names = args.names().map_or(Value::UNBOUND, Obj::value);
    // SAFETY: the words from `top` on are free, and there is room.
    let pushed = unsafe {
        base.write(first);
        std::ptr::copy(values.as_ptr(), base.add(1), values.len());
        frame::push_call(cx, function, base, values.len() + 1, names, action, destination)
    };
    if let Err(raised) = pushed {
        cx.top.set(base);
        return Err(raised);
    }
    Ok(Value::PUSHED)
}

/// Calling a plain Python class: a new instance, then the frame of its `__init__`. `None` where the general way is needed.
fn instantiate(cx: &Cx, m: Machine, i: Insn, class: Obj<Type>, args: &CallArgs<'_>) -> R<Option<Value>> {
    if let Some(entry) = cache::entry_of(m.cache().load(Ordering::Acquire))
        && entry.kind == EntryKind::Init
        && entry.class.get() == class.value()
        && entry.holds(number::TYPE)
        && let Some(init) = entry.value.get().cast::<Function>()
    {
        return push_init(cx, class, init, args, i.a()).map(Some);
    }
    // Before the class is asked anything: what has changed since is another version.
    let version = class.version();
    if !class.is_heap() || !std::ptr::eq(class.layout(), &object_::LAYOUT) || !type_::uses_object_new(class) {
        return Ok(None);
    }
    let Some(init) = cache::lookup(cx, class, names::get(names::__INIT__)) else { return Ok(None) };
    let Some(init) = init.cast::<Function>() else { return Ok(None) };
    let found =
        cache::Found { shape: number::TYPE, kind: EntryKind::Init, class, version, value: init.value() };
    cache::fill_entry(cx, m.cache(), machine::current(cx), found)?;
    push_init(cx, class, init, args, i.a()).map(Some)
}

fn push_init(
    cx: &Cx,
    class: Obj<Type>,
    init: Obj<Function>,
    args: &CallArgs<'_>,
    destination: u16,
) -> R<Value> {
    let instance = new_instance(cx, class)?;
    push_with_first(cx, init, instance.value(), args, Action::Init, destination)?;
    frame::innermost(cx).extra = instance.value();
    Ok(Value::PUSHED)
}

/// A plain instance in its class's starting shape.
#[inline]
pub(crate) fn new_instance(cx: &Cx, class: Obj<Type>) -> R<Obj<Instance>> {
    let shape = class.start_shape();
    cx.alloc_instance(shape, Instance::new(Header::new(shape.id(), flag::HAS_ATTRIBUTES)))
}

#[inline(never)]
pub(crate) fn call_ex(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let callee = m.get(i.b());
    let sequence = m.get(i.b() + 1);
    let positional = match sequence.cast_exact::<List>(number::LIST) {
        Some(list) => list::to_tuple(cx, list)?,
        None => match sequence.cast_exact::<Tuple>(number::TUPLE) {
            Some(tuple) => tuple,
            None => unpack_positional(cx, callee, sequence)?,
        },
    };
    let keywords = if i.d() == 1 { m.get(i.b() + 2).cast::<Dict>() } else { None };
    let keyword_count = keywords.map_or(0, |keywords| keywords.len());
    let names = match keyword_count {
        0 => None,
        _ => Some(crate::types::tuple::with_len(cx, keyword_count)?),
    };
    let mut room = cx.scratch(positional.len() + keyword_count)?;
    room.as_mut_slice()[..positional.len()].copy_from_slice(positional.values());
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.and_then(|keywords| keywords.next_from(position)) {
        position = next;
        if key.cast::<Str>().is_none() {
            return Err(cx.type_error("keywords must be strings".into()));
        }
        if let Some(names) = names.filter(|_| index < keyword_count) {
            cx.store(names.object(), &names.items()[index], key);
            room.as_mut_slice()[positional.len() + index] = value;
        }
        index += 1;
    }
    let args = CallArgs::with_keywords(room.as_slice(), names);
    let result = match callee.cast::<Function>() {
        // The arguments are copied above the scratch room, which the frame outlives; popping restores `top`.
        Some(function) => push_values(cx, function, &args, i.a()),
        None => call::call(cx, callee, &args),
    };
    if matches!(result, Ok(Value::PUSHED)) {
        std::mem::forget(room);
    }
    m.finish(cx, i.a(), 1, result)
}

/// The items of the one starred argument of a call.
fn unpack_positional(cx: &Cx, callee: Value, source: Value) -> R<Obj<Tuple>> {
    let Some(iterator) = protocol::iter::get_optional(cx, source)? else {
        let (callee, shown) = (protocol::callee_text(cx, callee)?, cx.type_name(source));
        return Err(cx.type_error(format!("{callee} argument after * must be an iterable, not {shown}")));
    };
    let items = list::new(cx)?;
    list::extend_unasked(cx, items, iterator)?;
    list::to_tuple(cx, items)
}

fn push_values(cx: &Cx, function: Obj<Function>, args: &CallArgs<'_>, destination: u16) -> R<Value> {
    let base = cx.top.get();
    let values = args.values();
    if (cx.window_end as usize).saturating_sub(base as usize) / 8 <= values.len() {
        return Err(cx.error(crate::exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into()));
    }
    let names = args.names().map_or(Value::UNBOUND, Obj::value);
    // SAFETY: the words from `top` on are free, and there is room.
    unsafe {
        std::ptr::copy(values.as_ptr(), base, values.len());
        if let Err(raised) =
            frame::push_call(cx, function, base, values.len(), names, Action::Store, destination)
        {
            cx.top.set(base);
            return Err(raised);
        }
    }
    Ok(Value::PUSHED)
}

/// Where a return leads.
pub(crate) enum Left {
    Frame(Machine),
    Native(Value),
}

#[inline(always)]
pub(crate) fn return_(cx: &Cx, m: Machine, i: Insn) -> R<Left> {
    m.save(cx);
    return_value(cx, m.get(i.a()))
}

/// Leaves the innermost frame with a value.
#[inline(always)]
pub(crate) fn return_value(cx: &Cx, value: Value) -> R<Left> {
    let frame = frame::innermost(cx);
    if frame.action == Action::Store && !frame.has_object {
        let (destination, words) = (frame.destination, frame.words);
        frame::pop(cx);
        let caller = Machine::reload(cx);
        caller.set(destination, value);
        return Ok(Left::Frame(caller.next(words.into())));
    }
    return_slow(cx, value)
}

#[inline(never)]
fn return_slow(cx: &Cx, value: Value) -> R<Left> {
    let frame = frame::innermost(cx);
    if frame.is_generator() {
        return resume::returned(cx, value);
    }
    if frame.has_object {
        crate::types::frame_::detach(cx, frame);
    }
    let (action, destination, words, extra) = (frame.action, frame.destination, frame.words, frame.extra);
    frame::pop(cx);
    if action == Action::Exit {
        return Ok(Left::Native(value));
    }
    returns::complete(cx, action, destination, words, extra, value).map(Left::Frame)
}
