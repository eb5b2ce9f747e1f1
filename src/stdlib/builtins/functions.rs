//! The builtin functions on any values: iteration, numbers, text, attributes.

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::interp::cache;
use typhon_vm::interp::frame;
use typhon_vm::names;
use typhon_vm::protocol::iter::Feed;
use typhon_vm::protocol::{self, attr, iter};
use typhon_vm::signature::Wording;
use typhon_vm::typedef::{BinaryOp, CompareOp, MethodDef};
use typhon_vm::types::byte_array::ByteArray;
use typhon_vm::types::dict::Dict;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::type_::Type;
use typhon_vm::types::{async_generator, generator, generic_alias, list, union_};
use typhon_vm::types::{bytes, int, iterators};

use super::{compile_, objects};
use crate::io_::standard;

fn print(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[values, separator, end, file, flush] = args else { return Err(cx.system_error("print arguments")) };
    let text_of = |value: Value, name: &str, default: &str| -> R<Value> {
        match value.bound() {
            None => str_::from_str(cx, default),
            Some(value) if value.is_none() => str_::from_str(cx, default),
            Some(value) if value.cast::<Str>().is_some() => Ok(value),
            Some(value) => {
                Err(cx.type_error(format!("{name} must be None or a string, not {}", cx.type_name(value))))
            }
        }
    };
    let (separator, end) = (text_of(separator, "sep", " ")?, text_of(end, "end", "\n")?);
    let file = match file.bound().filter(|file| !file.is_none()) {
        Some(file) => file,
        None => match crate::sys::attribute(cx, "stdout")? {
            Some(file) if !file.is_none() => file,
            Some(_) => return Ok(Value::NONE),
            None => return Err(cx.error(exceptions::RUNTIME_ERROR, "lost sys.stdout".into())),
        },
    };
    let Some(values) = values.cast::<Tuple>() else { return Err(cx.system_error("print values")) };
    let flush = match flush.bound() {
        Some(flush) => protocol::is_true(cx, flush)?,
        None => false,
    };
    if standard::is_plain(cx, file) {
        // One write, so that what another thread prints does not come between.
        let mut line = str_::Builder::new();
        for (index, &value) in values.values().iter().enumerate() {
            if index > 0 {
                line.push_value(separator);
            }
            line.push_value(protocol::str(cx, value)?);
        }
        line.push_value(end);
        standard::write(cx, file, line)?;
    } else {
        let write = |text: Value| {
            let method = attr::get(cx, file, names::get(names::WRITE))?;
            call::call_values(cx, method, &[text]).map(|_| ())
        };
        for (index, &value) in values.values().iter().enumerate() {
            if index > 0 {
                write(separator)?;
            }
            write(protocol::str(cx, value)?)?;
        }
        write(end)?;
    }
    if flush {
        let method = attr::get(cx, file, names::get(names::FLUSH))?;
        call::call_values(cx, method, &[])?;
    }
    Ok(Value::NONE)
}

/// A standard stream of the program, which `input` needs.
fn needed_stream(cx: &Cx, name: &str) -> R<Value> {
    match crate::sys::attribute(cx, name)? {
        Some(stream) if !stream.is_none() => Ok(stream),
        _ => Err(cx.error(exceptions::RUNTIME_ERROR, format!("lost sys.{name}"))),
    }
}

fn input(cx: &Cx, args: &[Value]) -> R<Value> {
    let (stdin, stdout) = (needed_stream(cx, "stdin")?, needed_stream(cx, "stdout")?);
    let stderr = needed_stream(cx, "stderr")?;
    let call_method = |object: Value, name: &str, values: &[Value]| {
        let method = attr::get(cx, object, cx.intern(name)?)?;
        call::call_values(cx, method, values)
    };
    // What cannot be flushed is no reason not to ask.
    let _ = call_method(stderr, "flush", &[]);
    if let Some(prompt) = args[0].bound() {
        let prompt = protocol::str(cx, prompt)?;
        call_method(stdout, "write", &[prompt])?;
    }
    let _ = call_method(stdout, "flush", &[]);
    let line = call_method(stdin, "readline", &[])?;
    let Some(line) = line.cast::<Str>() else {
        return Err(cx.type_error("object.readline() returned non-string".into()));
    };
    let units = line.units();
    match units.len() {
        0 => Err(cx.error(exceptions::EOF_ERROR, "EOF when reading a line".into())),
        len if units.at(len - 1) == 10 => units.part(0, len - 1).to_text(cx).map(typhon_vm::Obj::value),
        _ => Ok(line.value()),
    }
}

fn len(cx: &Cx, args: &[Value]) -> R<Value> {
    typhon_vm::types::int::from_u64(cx, protocol::len(cx, args[0])? as u64)
}

fn repr(cx: &Cx, args: &[Value]) -> R<Value> {
    protocol::repr(cx, args[0])
}

fn ascii(cx: &Cx, args: &[Value]) -> R<Value> {
    protocol::ascii(cx, args[0])
}

fn hash(cx: &Cx, args: &[Value]) -> R<Value> {
    int::from_i64(cx, protocol::hash(cx, args[0])?)
}

fn id(cx: &Cx, args: &[Value]) -> R<Value> {
    int::from_u64(cx, args[0].bits())
}

fn callable(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(cx.type_of(args[0]).slots().call.is_some()))
}

fn format(cx: &Cx, args: &[Value]) -> R<Value> {
    let specification = match args[1].bound() {
        Some(specification) => specification,
        None => str_::from_str(cx, "")?,
    };
    if specification.cast::<Str>().is_none() {
        let shown = cx.shown_argument(specification);
        return Err(cx.type_error(format!("format() argument 2 must be str, not {shown}")));
    }
    protocol::format(cx, args[0], specification)
}

fn get_attribute(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = attr::checked_name(cx, args[1])?;
    match args[2].bound() {
        None => attr::get(cx, args[0], name),
        Some(default) => Ok(attr::get_optional(cx, args[0], name)?.unwrap_or(default)),
    }
}

fn has_attribute(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = attr::checked_name(cx, args[1])?;
    Ok(Value::from_bool(attr::get_optional(cx, args[0], name)?.is_some()))
}

fn set_attribute(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = attr::checked_name(cx, args[1])?;
    attr::set(cx, args[0], name, Some(args[2]))?;
    Ok(Value::NONE)
}

fn delete_attribute(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = attr::checked_name(cx, args[1])?;
    attr::set(cx, args[0], name, None)?;
    Ok(Value::NONE)
}

/// Whether `check` holds for a class or any class of a nested tuple.
fn any_class(
    cx: &Cx,
    classes: Value,
    function: &str,
    check: &mut dyn FnMut(Value) -> R<Option<bool>>,
) -> R<bool> {
    if let Some(tuple) = classes.cast::<Tuple>() {
        cx.check_stack()?;
        for &class in tuple.values() {
            if any_class(cx, class, function, check)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(members) = union_::args(classes) {
        for &member in members.values() {
            if any_class(cx, member, function, check)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if classes.cast::<generic_alias::GenericAlias>().is_some() {
        return Err(cx.type_error(format!("{function}() argument 2 cannot be a parameterized generic")));
    }
    match check(classes)? {
        Some(found) => Ok(found),
        None if function == "issubclass" => {
            Err(cx.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union".into()))
        }
        None => {
            Err(cx.type_error(format!("{function}() arg 2 must be a type, a tuple of types, or a union")))
        }
    }
}

fn is_instance(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = args[0];
    if args[1] == cx.type_of(value).value() {
        return Ok(Value::TRUE);
    }
    if let Some(class) = args[1].cast::<Type>() {
        return Ok(Value::from_bool(protocol::is_instance_by_hook(cx, value, class)?));
    }
    let found = any_class(cx, args[1], "isinstance", &mut |class| match class.cast::<Type>() {
        Some(class) => protocol::is_instance_by_hook(cx, value, class).map(Some),
        None => match protocol::class_hook(cx, class, "__instancecheck__", value)? {
            Some(answer) => Ok(Some(answer)),
            None => protocol::class::has_instance(cx, value, class),
        },
    })?;
    Ok(Value::from_bool(found))
}

fn is_subclass(cx: &Cx, args: &[Value]) -> R<Value> {
    let found = any_class(cx, args[1], "issubclass", &mut |class| match protocol::class_hook(
        cx,
        class,
        "__subclasscheck__",
        args[0],
    )? {
        Some(answer) => Ok(Some(answer)),
        None => protocol::class::derives(cx, args[0], class),
    })?;
    Ok(Value::from_bool(found))
}

fn iter_(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[1].bound() {
        None => iter::get(cx, args[0]),
        Some(sentinel) => {
            if cx.type_of(args[0]).slots().call.is_none() {
                return Err(cx.type_error("iter(v, w): v must be callable".into()));
            }
            iterators::callable(cx, args[0], sentinel)
        }
    }
}

fn next(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = cx.type_of(args[0]);
    // Read once: another thread may delete it.
    let Some(slot) = class.slots().next else {
        return Err(cx.type_error(format!("'{}' object is not an iterator", cx.type_name(args[0]))));
    };
    // A Python `__next__` is called as such, because its `StopIteration` may carry a value.
    if class.is_heap()
        && let Some(method) = cache::lookup(cx, class, names::get(names::__NEXT__))
    {
        return match (call::call_bound(cx, args[0], class, method, &[]), args[1].bound()) {
            (Err(raised), Some(default)) if cx.matches(raised, exceptions::STOP_ITERATION) => Ok(default),
            (result, _) => result,
        };
    }
    match (slot(cx, args[0]), args[1].bound()) {
        (Ok(Some(item)), _) => Ok(item),
        (Ok(None), Some(default)) => Ok(default),
        (Ok(None), None) => Err(cx.stop_iteration(Value::NONE)),
        (Err(raised), Some(default)) if cx.matches(raised, exceptions::STOP_ITERATION) => Ok(default),
        (Err(raised), _) => Err(raised),
    }
}

fn aiter(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(iterator) = call::call_async_special(cx, args[0], names::__AITER__)? else {
        return Err(cx.type_error(format!("'{}' object is not an async iterable", cx.type_name(args[0]))));
    };
    if !call::has_special(cx, iterator, names::get(names::__ANEXT__)) {
        let shown = cx.type_name(iterator);
        return Err(cx.type_error(format!("aiter() returned not an async iterator of type '{shown}'")));
    }
    Ok(iterator)
}

fn anext(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(awaitable) = call::call_async_special(cx, args[0], names::__ANEXT__)? else {
        return Err(cx.type_error(format!("'{}' object is not an async iterator", cx.type_name(args[0]))));
    };
    match args[1].bound() {
        Some(default) => async_generator::anext_with_default(cx, awaitable, default),
        None => Ok(awaitable),
    }
}

fn any(cx: &Cx, args: &[Value]) -> R<Value> {
    search(cx, args[0], true)
}

fn all(cx: &Cx, args: &[Value]) -> R<Value> {
    search(cx, args[0], false)
}

/// Whether an item's truth equals `wanted`, as `any` and `all` (inverted) want it.
fn search(cx: &Cx, iterable: Value, wanted: bool) -> R<Value> {
    let mut items = Feed::of(cx, iterable)?;
    let mut passes = |item| protocol::quick_truth(item) == Some(!wanted);
    while let Some(item) = items.until(cx, &mut passes)? {
        if protocol::is_true(cx, item)? == wanted {
            return Ok(Value::from_bool(wanted));
        }
        cx.poll()?;
    }
    Ok(Value::from_bool(!wanted))
}

/// `breakpoint(*args, **kws)` goes by way of `sys.breakpointhook`.
fn breakpoint(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(hook) = crate::sys::attribute(cx, "breakpointhook")? else {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "lost sys.breakpointhook".into()));
    };
    crate::sys::audit::audit(cx, "builtins.breakpoint", &[hook])?;
    match (args[0].cast::<Tuple>(), args[1].cast::<Dict>()) {
        (Some(positional), Some(keywords)) => crate::atexit::call_with(cx, hook, positional, keywords),
        _ => Err(cx.system_error("breakpoint arguments")),
    }
}

fn sum(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut total = args[1].bound().unwrap_or(Value::small_int_unchecked(0));
    if total.cast::<Str>().is_some() {
        return Err(cx.type_error("sum() can't sum strings [use ''.join(seq) instead]".into()));
    }
    if total.cast::<bytes::Bytes>().is_some() || total.cast::<ByteArray>().is_some() {
        let what = if total.cast::<ByteArray>().is_some() { "bytearray" } else { "bytes" };
        return Err(cx.type_error(format!("sum() can't sum {what} [use b''.join(seq) instead]")));
    }
    let mut items = Feed::of(cx, args[0])?;
    loop {
        let mut add = |item: Value| match total.both_ints(item).then(|| total.int_add(item)).flatten() {
            Some(sum) => {
                total = sum;
                true
            }
            None => false,
        };
        let Some(item) = items.until(cx, &mut add)? else { return Ok(total) };
        if total.as_float().is_some() && item.as_float().is_some() {
            return float_sum(cx, total, item, items);
        }
        total = protocol::binary::binary_op(cx, BinaryOp::Add, total, item)?;
        cx.poll()?;
    }
}

/// Floats are summed with Neumaier's compensation, as CPython does since 3.12.
fn float_sum(cx: &Cx, total: Value, first: Value, mut items: Feed) -> R<Value> {
    let (mut high, mut low) = (total.as_float_unchecked(), 0.0);
    let mut add = |number: f64, high: &mut f64| {
        let sum = *high + number;
        low += if high.abs() >= number.abs() { (*high - sum) + number } else { (number - sum) + *high };
        *high = sum;
    };
    add(first.as_float_unchecked(), &mut high);
    let mut odd = items.until(cx, &mut |item| {
        let number = item.as_float().or_else(|| item.as_small_int().map(|int| int as f64));
        number.inspect(|&number| add(number, &mut high)).is_some()
    })?;
    let result = if low != 0.0 && low.is_finite() { high + low } else { high };
    let mut total = Value::from_float(result);
    while let Some(item) = odd {
        total = protocol::binary::binary_op(cx, BinaryOp::Add, total, item)?;
        odd = items.next(cx)?;
        cx.poll()?;
    }
    Ok(total)
}

fn max(cx: &Cx, args: &[Value]) -> R<Value> {
    extreme(cx, args, "max", CompareOp::Gt)
}

fn min(cx: &Cx, args: &[Value]) -> R<Value> {
    extreme(cx, args, "min", CompareOp::Lt)
}

fn extreme(cx: &Cx, args: &[Value], name: &str, better: CompareOp) -> R<Value> {
    let &[values, key, default] = args else { return Err(cx.system_error("min or max arguments")) };
    let Some(values) = values.cast::<Tuple>() else { return Err(cx.system_error("min or max values")) };
    let single = match values.values() {
        [] => return Err(cx.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [one] => Some(*one),
        _ => None,
    };
    if single.is_none() && default.bound().is_some() {
        return Err(cx.type_error(format!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        )));
    }
    let mut items = Feed::of(cx, single.unwrap_or(values.value()))?;
    let key = key.bound().filter(|key| !key.is_none());
    let mut best: Option<(Value, Value)> = None;
    loop {
        let mut compare = |item: Value| {
            let (None, Some((known, _))) = (key, best) else { return false };
            let Some(wins) = protocol::compare_plain(item, known, better) else { return false };
            if wins {
                best = Some((item, item));
            }
            true
        };
        let Some(item) = items.until(cx, &mut compare)? else { break };
        let rank = match key {
            Some(key) => call::call_values(cx, key, &[item])?,
            None => item,
        };
        let wins = match best {
            Some((_, known)) => protocol::compare_bool(cx, rank, known, better)?,
            None => true,
        };
        if wins {
            best = Some((item, rank));
        }
        cx.poll()?;
    }
    match (best, default.bound()) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(cx.value_error(&format!("{name}() iterable argument is empty"))),
    }
}

fn sorted(cx: &Cx, args: &[Value]) -> R<Value> {
    let result = list::from_iterable(cx, args[0])?;
    let reverse = match args[2].bound() {
        Some(reverse) => protocol::is_true(cx, reverse)?,
        None => false,
    };
    list::sort(cx, result, args[1].bound().unwrap_or(Value::NONE), reverse)?;
    Ok(result.value())
}

fn abs(cx: &Cx, args: &[Value]) -> R<Value> {
    match cx.type_of(args[0]).slots().abs {
        Some(slot) => slot(cx, args[0]),
        None => Err(cx.type_error(format!("bad operand type for abs(): '{}'", cx.type_name(args[0])))),
    }
}

fn round(cx: &Cx, args: &[Value]) -> R<Value> {
    let digits = args[1].bound().filter(|digits| !digits.is_none());
    let name = names::get(names::__ROUND__);
    let result = match digits {
        Some(digits) => call::call_special_optional(cx, args[0], name, &[digits])?,
        None => call::call_special_optional(cx, args[0], name, &[])?,
    };
    result.ok_or_else(|| {
        cx.type_error(format!("type {} doesn't define __round__ method", cx.type_name(args[0])))
    })
}

fn pow(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[2].bound().filter(|modulus| !modulus.is_none()) {
        None => protocol::binary::binary_op(cx, BinaryOp::Pow, args[0], args[1]),
        Some(modulus) => protocol::binary::power(cx, args[0], args[1], modulus),
    }
}

fn divmod(cx: &Cx, args: &[Value]) -> R<Value> {
    let (left, right) = (args[0], args[1]);
    for (receiver, other, name) in [(left, right, "__divmod__"), (right, left, "__rdivmod__")] {
        if let Some(result) = call::call_special_optional(cx, receiver, cx.intern(name)?, &[other])?
            && result != Value::NOT_IMPLEMENTED
        {
            return Ok(result);
        }
    }
    let (left, right) = (cx.type_name(left), cx.type_name(right));
    Err(cx.type_error(format!("unsupported operand type(s) for divmod(): '{left}' and '{right}'")))
}

fn chr(cx: &Cx, args: &[Value]) -> R<Value> {
    let index = protocol::index::to_value(cx, args[0])?;
    match int::to_i64(index).and_then(|point| u32::try_from(point).ok()).filter(|&point| point < 0x11_0000) {
        Some(point) => Ok(str_::from_points(cx, &[point])?.value()),
        None => Err(cx.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(cx: &Cx, args: &[Value]) -> R<Value> {
    let len = if let Some(text) = args[0].cast::<Str>() {
        if text.len() == 1 {
            return Ok(Value::small_int_unchecked(text.code_point(0).into()));
        }
        text.len()
    } else if let Some(content) = args[0].cast::<bytes::Bytes>() {
        if let [byte] = content.as_slice() {
            return Ok(Value::small_int_unchecked((*byte).into()));
        }
        content.as_slice().len()
    } else if args[0].cast::<ByteArray>().is_some() {
        let content = typhon_vm::buffer::gathered(cx, args[0])?;
        if let [byte] = content.as_slice() {
            return Ok(Value::small_int_unchecked((*byte).into()));
        }
        content.len()
    } else {
        return Err(
            cx.type_error(format!("ord() expected string of length 1, but {} found", cx.type_name(args[0])))
        );
    };
    Err(cx.type_error(format!("ord() expected a character, but string of length {len} found")))
}

/// `hex`, `oct` and `bin` by the number's own formatting.
fn in_base(cx: &Cx, value: Value, specification: &str) -> R<Value> {
    let index = protocol::index::to_value(cx, value)?;
    protocol::format(cx, index, str_::from_str(cx, specification)?)
}

fn vars(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].bound() {
        None => objects::locals(cx, &[]),
        Some(object) => match attr::get_optional(cx, object, names::get(names::__DICT__))? {
            Some(dict) => Ok(dict),
            None => Err(cx.type_error("vars() argument must have __dict__ attribute".into())),
        },
    }
}

fn dir(cx: &Cx, args: &[Value]) -> R<Value> {
    let names_list = match args[0].bound() {
        None => {
            let namespace = objects::locals(cx, &[])?;
            list::from_iterable(cx, namespace)?.value()
        }
        Some(object) => match call::call_special(cx, object, cx.intern("__dir__")?, &[])? {
            Some(found) => list::from_iterable(cx, found)?.value(),
            None => return Err(cx.type_error("object does not provide __dir__".into())),
        },
    };
    sorted(cx, &[names_list, Value::UNBOUND, Value::UNBOUND])
}

fn import(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = |index: usize| args[index].bound().unwrap_or(Value::NONE);
    let level = match args[4].bound() {
        Some(level) => protocol::index::to_i64(cx, level)?,
        None => 0,
    };
    typhon_vm::import::import(cx, given(0), args[1], given(3), level)
}

fn globals(cx: &Cx, _: &[Value]) -> R<Value> {
    match frame::current_globals(cx) {
        Some(globals) => Ok(globals.value()),
        None => Err(cx.system_error("globals(): no current frame")),
    }
}

/// The functions.
pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "print(*args, sep=' ', end='\\n', file=None, flush=False)",
        "Write values to a stream as text.",
        print,
    ),
    MethodDef::function("input(prompt='', /)", "Read a line from standard input.", input),
    MethodDef::function("len(obj, /)", "Number of items in a container.", len),
    MethodDef::function("repr(obj, /)", "The object as text for programmers.", repr),
    MethodDef::function("ascii(obj, /)", "repr() with what is not ASCII escaped.", ascii),
    MethodDef::function("hash(obj, /)", "Hash of an object; equal objects have equal ones.", hash),
    MethodDef::function("id(obj, /)", "Identity of an object, unique while it lives.", id),
    MethodDef::function("callable(obj, /)", "Whether the object can be called.", callable),
    MethodDef::function("format(value, format_spec='', /)", "The value as text by a specification.", format),
    MethodDef::function("getattr(object, name, default=None, /)", "An attribute by name.", get_attribute),
    MethodDef::function("hasattr(obj, name, /)", "Whether there is such an attribute.", has_attribute),
    MethodDef::function("setattr(obj, name, value, /)", "Set an attribute by name.", set_attribute),
    MethodDef::function("delattr(obj, name, /)", "Delete an attribute by name.", delete_attribute),
    MethodDef::function(
        "isinstance(obj, class_or_tuple, /)",
        "Whether the object is an instance of the class.",
        is_instance,
    ),
    MethodDef::function(
        "issubclass(cls, class_or_tuple, /)",
        "Whether the class derives from the other.",
        is_subclass,
    ),
    MethodDef::function(
        "iter(object, sentinel=None, /)",
        "An iterator over an object, or over calls until a sentinel.",
        iter_,
    ),
    MethodDef::function("next(iterator, default=None, /)", "The next item of an iterator.", next)
        .pushing(generator::push_builtin_next),
    MethodDef::function("aiter(async_iterable, /)", "An asynchronous iterator over the object.", aiter),
    MethodDef::function(
        "anext(aiterator, default=<unrepresentable>, /)",
        "An awaitable for the next item of an asynchronous iterator.",
        anext,
    ),
    MethodDef::function("any(iterable, /)", "Whether an item is true.", any),
    MethodDef::function("all(iterable, /)", "Whether every item is true.", all),
    MethodDef::function("sum(iterable, /, start=0)", "The sum of numbers.", sum),
    MethodDef::function("max(*args, key=None, default=None)", "The largest item.", max),
    MethodDef::function("min(*args, key=None, default=None)", "The smallest item.", min),
    MethodDef::function(
        "sorted(iterable, /, *, key=None, reverse=False)",
        "A sorted list of the items.",
        sorted,
    )
    .worded(Wording::HandsOn("sort")),
    MethodDef::function("breakpoint(*args, **kws)", "Call sys.breakpointhook(*args, **kws).", breakpoint),
    MethodDef::function("abs(x, /)", "The absolute value.", abs),
    MethodDef::function("round(number, ndigits=None)", "The number rounded.", round),
    MethodDef::function("pow(base, exp, mod=None)", "base ** exp, or that modulo mod.", pow),
    MethodDef::function("divmod(x, y, /)", "Quotient and remainder.", divmod),
    MethodDef::function("chr(i, /)", "The character of a code point.", chr),
    MethodDef::function("ord(character, /)", "The code point of a character.", ord),
    MethodDef::function("hex(number, /)", "The integer in base 16.", |cx, args| in_base(cx, args[0], "#x")),
    MethodDef::function("oct(number, /)", "The integer in base 8.", |cx, args| in_base(cx, args[0], "#o")),
    MethodDef::function("bin(number, /)", "The integer in base 2.", |cx, args| in_base(cx, args[0], "#b")),
    MethodDef::function("vars(object=None, /)", "The attributes of an object, or the local names.", vars),
    MethodDef::function("dir(object=None, /)", "Names of attributes, or the local names.", dir),
    MethodDef::function("globals()", "The module's namespace.", globals),
    MethodDef::function("locals()", "The local namespace.", objects::locals),
    MethodDef::function(
        "exec(source, /, globals=None, locals=None, *, closure=None)",
        "Run code.",
        objects::exec,
    ),
    MethodDef::function(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        "A code object of source text.",
        compile_::compile_source,
    ),
    MethodDef::function(
        "eval(source, /, globals=None, locals=None)",
        "Evaluate an expression.",
        objects::eval,
    ),
    MethodDef::function(
        "__import__(name, globals=None, locals=None, fromlist=(), level=0)",
        "Import a module.",
        import,
    ),
    MethodDef::function(
        "__build_class__(func, name, /, *bases, metaclass=None, **kwds)",
        "Make a class from its body.",
        objects::build_class,
    )
    .worded(Wording::Missing("__build_class__: not enough arguments")),
];
