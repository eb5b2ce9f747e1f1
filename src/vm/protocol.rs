//! The operations of the language on any object: the one complete implementation of each, which caches and fast paths are shortcuts to.

pub mod attr;
pub mod binary;
pub mod class;
pub mod index;
pub mod item;
pub mod iter;

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::names;
use crate::object::{Obj, shape_id};
use crate::shape::Shape;
use crate::typedef::CompareOp;
use crate::types::function::Function;
use crate::types::int::Int;
use crate::types::str_::{self, Str, Units};
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::types::{float, format_spec, int, native_function, number};
use crate::value::Value;

/// `left is right`: identity of words.
#[inline(always)]
pub fn is(left: Value, right: Value) -> bool {
    left == right
}

/// A hash from identity.
pub fn identity_hash(value: Value) -> i64 {
    value.bits().rotate_right(4) as i64
}

/// The hash of a plain key, an exact str or a small int: containers compare those without Python code.
#[inline(always)]
pub(crate) fn plain_hash(key: Value) -> Option<i64> {
    match key.cast_exact::<Str>(number::STR) {
        Some(text) => Some(text.hash()),
        None => key.as_small_int().map(int::hash_of_small),
    }
}

/// A hash that is there without asking anybody.
#[inline(always)]
pub(crate) fn known_hash(value: Value) -> Option<i64> {
    plain_hash(value).or_else(|| value.cast_exact::<Tuple>(number::TUPLE)?.known_hash())
}

/// `hash(value)`.
#[inline]
pub fn hash(cx: &Cx, value: Value) -> R<i64> {
    match known_hash(value) {
        Some(hash) => Ok(hash),
        None => hash_slow(cx, value),
    }
}

#[inline(never)]
fn hash_slow(cx: &Cx, value: Value) -> R<i64> {
    if let Some(number) = value.as_float() {
        return Ok(float::hash(number));
    }
    match cx.type_of(value).slots().hash {
        Some(slot) => slot(cx, value),
        None => Ok(identity_hash(value)),
    }
}

/// `TypeError` for something that cannot be hashed.
#[cold]
pub fn unhashable(cx: &Cx, value: Value) -> Raised {
    cx.type_error(format!("unhashable type: '{}'", cx.type_name(value)))
}

/// `left == right` as containers mean it: identical objects are equal.
#[inline]
pub fn equal(cx: &Cx, left: Value, right: Value) -> R<bool> {
    if left == right {
        return Ok(true);
    }
    compare_bool(cx, left, right, CompareOp::Eq)
}

/// The truth of a comparison.
pub fn compare_bool(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<bool> {
    if left.both_ints(right) {
        return Ok(op.holds(left.int_order_key().cmp(&right.int_order_key())));
    }
    if let (Some(one), Some(other)) =
        (left.cast_exact::<Str>(number::STR), right.cast_exact::<Str>(number::STR))
    {
        match op {
            CompareOp::Eq => return Ok(str_::same_text(one, other)),
            CompareOp::Ne => return Ok(!str_::same_text(one, other)),
            _ => {}
        }
    }
    if matches!(op, CompareOp::Eq | CompareOp::Ne)
        && let Some((one, other)) = alike_tuples(left, right)
    {
        return Ok(equal_tuples(cx, &one, &other)? == (op == CompareOp::Eq));
    }
    let result = compare(cx, left, right, op)?;
    is_true(cx, result)
}

/// Two tuples of one class, which compares as tuples do.
#[inline(always)]
fn alike_tuples(left: Value, right: Value) -> Option<(Obj<Tuple>, Obj<Tuple>)> {
    let shape = shape_id(left.as_object()?);
    if shape != shape_id(right.as_object()?) {
        return None;
    }
    let compares_items = || Shape::by_id(shape).class().slots().compare.is_some_and(tuple::compares_items);
    if shape != number::TUPLE && !compares_items() {
        return None;
    }
    Some((left.cast::<Tuple>()?, right.cast::<Tuple>()?))
}

/// Whether two tuples have equal items, as many of both.
fn equal_tuples(cx: &Cx, one: &Tuple, other: &Tuple) -> R<bool> {
    cx.check_stack()?;
    for (&left, &right) in one.values().iter().zip(other.values()) {
        if !equal(cx, left, right)? {
            return Ok(false);
        }
    }
    Ok(one.len() == other.len())
}

/// The truth of a comparison that needs no Python code, no memory and no safepoint: of two ints, two floats or small ints, two strings, and of tuples of
/// such; nothing for other operands. For who holds an object's lock.
pub fn compare_plain(left: Value, right: Value, op: CompareOp) -> Option<bool> {
    plain_order(left, right, op, PLAIN_DEPTH)
}

/// `left == right` as containers mean it, as [`compare_plain`] answers it.
pub fn equal_plain(left: Value, right: Value) -> Option<bool> {
    if left == right { Some(true) } else { compare_plain(left, right, CompareOp::Eq) }
}

/// How deep tuples in tuples are looked into.
const PLAIN_DEPTH: usize = 3;

fn plain_order(left: Value, right: Value, op: CompareOp, depth: usize) -> Option<bool> {
    if left.both_ints(right) {
        return Some(op.holds(left.int_order_key().cmp(&right.int_order_key())));
    }
    // Small ints are floats exactly.
    let number = |value: Value| value.as_float().or_else(|| value.as_small_int().map(|number| number as f64));
    if let (Some(one), Some(other)) = (number(left), number(right)) {
        // Of NaN nothing holds but that it differs.
        return Some(one.partial_cmp(&other).map_or(op == CompareOp::Ne, |order| op.holds(order)));
    }
    if let (Some(one), Some(other)) =
        (left.cast_exact::<Str>(number::STR), right.cast_exact::<Str>(number::STR))
    {
        return Some(match op {
            CompareOp::Eq => str_::same_text(one, other),
            CompareOp::Ne => !str_::same_text(one, other),
            _ => op.holds(str_::order(&one, &other)),
        });
    }
    if let (Some(one), Some(other)) = (Int::of_plain(left), Int::of_plain(right)) {
        return Some(op.holds(one.cmp(&other)));
    }
    let (one, other) = (left.cast_exact::<Tuple>(number::TUPLE)?, right.cast_exact::<Tuple>(number::TUPLE)?);
    for (&left, &right) in one.values().iter().zip(other.values()) {
        let depth = depth.checked_sub(1)?;
        if left != right && !plain_order(left, right, CompareOp::Eq, depth)? {
            return match op {
                CompareOp::Eq => Some(false),
                CompareOp::Ne => Some(true),
                _ => plain_order(left, right, op, depth),
            };
        }
    }
    Some(op.holds(one.len().cmp(&other.len())))
}

/// A rich comparison.
pub fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    // What compares by what it holds comes through here again for that.
    cx.check_stack()?;
    let (left_class, right_class) = (cx.type_of(left), cx.type_of(right));
    let reflected_first = left_class != right_class && right_class.is_subclass_of(left_class);
    if reflected_first && let Some(slot) = right_class.slots().compare {
        let result = slot(cx, right, left, op.reflected())?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    if let Some(slot) = left_class.slots().compare {
        let result = slot(cx, left, right, op)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    if !reflected_first {
        return compare_after_left(cx, left, right, op);
    }
    default_compare(cx, left, right, op)
}

/// Goes on after the left operand's method has declined.
pub fn compare_after_left(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if let Some(slot) = cx.type_of(right).slots().compare {
        let result = slot(cx, right, left, op.reflected())?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    default_compare(cx, left, right, op)
}

fn default_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    match op {
        CompareOp::Eq => Ok(Value::from_bool(is(left, right))),
        CompareOp::Ne => Ok(Value::from_bool(!is(left, right))),
        _ => Err(cx.type_error(format!(
            "'{}' not supported between instances of '{}' and '{}'",
            op.symbol(),
            cx.type_name(left),
            cx.type_name(right)
        ))),
    }
}

/// Truth where it needs no call.
#[inline(always)]
pub fn quick_truth(value: Value) -> Option<bool> {
    if value.is_bool() {
        return Some(value == Value::TRUE);
    }
    if value.is_int() {
        return Some(value.as_int_unchecked() != 0);
    }
    if value.is_none() { Some(false) } else { None }
}

/// `bool(value)`.
pub fn is_true(cx: &Cx, value: Value) -> R<bool> {
    if let Some(truth) = quick_truth(value) {
        return Ok(truth);
    }
    let slots = cx.type_of(value).slots();
    match (slots.bool, slots.len) {
        (Some(slot), _) => slot(cx, value),
        (None, Some(slot)) => crate::dunder::is_longer_than_nothing(cx, value, slot),
        (None, None) => Ok(true),
    }
}

/// What `__bool__` returned.
pub fn truth_of_bool_result(cx: &Cx, result: Value) -> R<bool> {
    if result.is_bool() {
        return Ok(result == Value::TRUE);
    }
    Err(cx.type_error(format!("__bool__ should return bool, returned {}", cx.type_name(result))))
}

/// `len(value)`.
pub fn len(cx: &Cx, value: Value) -> R<usize> {
    match cx.type_of(value).slots().len {
        Some(slot) => slot(cx, value),
        None => Err(cx.type_error(format!("object of type '{}' has no len()", cx.type_name(value)))),
    }
}

/// `repr(value)`.
pub fn repr(cx: &Cx, value: Value) -> R<Value> {
    cx.check_stack()?;
    let slot = cx.type_of(value).slots().repr.unwrap_or(crate::types::object_::object_repr);
    let text = slot(cx, value)?;
    if text.cast::<Str>().is_none() {
        return Err(cx.type_error(format!("__repr__ returned non-string (type {})", cx.type_name(text))));
    }
    Ok(text)
}

/// `repr(value)` as Rust text.
pub fn repr_string(cx: &Cx, value: Value) -> R<String> {
    let text = repr(cx, value)?;
    Ok(str_::to_rust(text).unwrap_or_default())
}

/// `str(value)`.
pub fn str(cx: &Cx, value: Value) -> R<Value> {
    if value.cast_exact::<Str>(number::STR).is_some() {
        return Ok(value);
    }
    cx.check_stack()?;
    // The inherited `__str__` hands on what the `__repr__` answers, whatever it is.
    let slots = cx.type_of(value).slots();
    let slot = slots.str.or(slots.repr).unwrap_or(crate::types::object_::object_repr);
    let text = slot(cx, value)?;
    if text.cast::<Str>().is_none() {
        return Err(cx.type_error(format!("__str__ returned non-string (type {})", cx.type_name(text))));
    }
    Ok(text)
}

/// `str(value)` as Rust text.
pub fn str_string(cx: &Cx, value: Value) -> R<String> {
    let text = str(cx, value)?;
    Ok(str_::to_rust(text).unwrap_or_default())
}

/// `ascii(value)`.
pub fn ascii(cx: &Cx, value: Value) -> R<Value> {
    let text = repr(cx, value)?;
    let Some(text) = text.cast::<Str>().filter(|text| !text.is_ascii()) else { return Ok(text) };
    let mut escaped = String::new();
    for point in text.code_points() {
        match point {
            0..=0x7f => escaped.push(point as u8 as char),
            0x80..=0xff => escaped += &format!("\\x{point:02x}"),
            0x100..=0xffff => escaped += &format!("\\u{point:04x}"),
            _ => escaped += &format!("\\U{point:08x}"),
        }
    }
    str_::from_string(cx, escaped)
}

/// `format(value, specification)`.
pub fn format(cx: &Cx, value: Value, specification: Value) -> R<Value> {
    if let Some(text) = specification.cast_exact::<Str>(number::STR)
        && let Some(result) = format_exact(cx, value, text.units())?
    {
        return Ok(result);
    }
    let result = match call::call_special(cx, value, names::get(names::__FORMAT__), &[specification])? {
        Some(result) => result,
        None => {
            return Err(cx.type_error(format!("Type {} doesn't define __format__", cx.type_name(value))));
        }
    };
    if result.cast::<Str>().is_none() {
        return Err(cx.type_error(format!("__format__ must return a str, not {}", cx.type_name(result))));
    }
    Ok(result)
}

/// [`format`] of an int, float or str that is no instance of a subclass, whose `__format__` nobody can change; `None` for other values.
pub(crate) fn format_exact(cx: &Cx, value: Value, specification: Units<'_>) -> R<Option<Value>> {
    let class_name = || cx.type_name(value);
    let text = value.cast_exact::<Str>(number::STR);
    let is_number = int::is_exact_int(value) || value.as_float().is_some();
    Ok(if specification.is_empty() && (is_number || text.is_some()) {
        Some(str(cx, value)?)
    } else if let Some(text) = text {
        Some(format_spec::format_text(cx, text, specification)?)
    } else if let Some(number) = value.as_float() {
        Some(float::format::format(cx, number, specification, &class_name)?)
    } else if let Some(number) = Int::of(value).filter(|_| is_number) {
        Some(int::format::format(cx, number, specification, &class_name)?)
    } else {
        None
    })
}

/// A class's name as `repr` shows it: with its module unless that is `builtins`.
pub fn type_display_name(_: &Cx, class: Obj<Type>) -> String {
    if let Some(def) = class.def() {
        return if def.module == "builtins" {
            def.name.to_string()
        } else {
            format!("{}.{}", def.module, def.name)
        };
    }
    let namespace = class.namespace();
    let own = |name| namespace.get_str(names::get(name)).and_then(str_::to_rust);
    let qualname = str_::to_rust(class.qualname()).unwrap_or_else(|| class.name_text());
    match own(names::__MODULE__) {
        Some(module) if module != "builtins" => format!("{module}.{qualname}"),
        _ => qualname,
    }
}

/// A callee as messages about its arguments show it: `module.name()`.
pub fn callee_text(cx: &Cx, callee: Value) -> R<String> {
    if let Some(function) = callee.cast::<Function>() {
        let module = attr::get_optional(cx, callee, names::get(names::__MODULE__))?.and_then(str_::to_rust);
        let name = function.qualname_text();
        return Ok(match module {
            Some(module) if module != "builtins" => format!("{module}.{name}()"),
            _ => format!("{name}()"),
        });
    }
    if let Some(native) = callee.cast::<native_function::NativeFunction>() {
        return Ok(format!("{}()", native.def().name));
    }
    if let Some(class) = callee.cast::<Type>() {
        return Ok(format!("{}()", type_display_name(cx, class)));
    }
    let Some(name) = attr::get_optional(cx, callee, names::get(names::__QUALNAME__))? else {
        return str_string(cx, callee);
    };
    let name = str_string(cx, name)?;
    match attr::get_optional(cx, callee, names::get(names::__MODULE__))?.filter(|module| !module.is_none()) {
        Some(module) => match str_string(cx, module)?.as_str() {
            "builtins" => Ok(format!("{name}()")),
            module => Ok(format!("{module}.{name}()")),
        },
        None => Ok(format!("{name}()")),
    }
}

/// A container whose `repr` is running.
pub struct ReprNode {
    container: Value,
    outer: *const ReprNode,
    depth: usize,
}

/// Nested containers whose `repr` may run at once: the search for recursion is linear in it. CPython's native stack bears about as many.
const MAX_REPR_DEPTH: usize = 10_000;

/// Runs `body` unless the `repr` of the same container is running on this thread already; `None` then.
pub fn without_recursion<T>(cx: &Cx, container: Value, body: impl FnOnce() -> R<T>) -> R<Option<T>> {
    let outer = cx.repr_chain.get();
    let mut node = outer;
    // SAFETY: the chain's nodes lie in native frames below this one, each of which unlinks itself before it returns.
    let depth = unsafe { outer.as_ref() }.map_or(0, |outer| outer.depth + 1);
    if depth > MAX_REPR_DEPTH {
        return Err(cx.error(
            crate::exceptions::RECURSION_ERROR,
            "maximum recursion depth exceeded while getting the repr of an object".into(),
        ));
    }
    // SAFETY: as above.
    while let Some(known) = unsafe { node.as_ref() } {
        if known.container == container {
            return Ok(None);
        }
        node = known.outer;
    }
    let here = ReprNode { container, outer, depth };
    cx.repr_chain.set(&here);
    let result = body();
    cx.repr_chain.set(here.outer);
    result.map(Some)
}

/// The metaclass's `__instancecheck__` or `__subclasscheck__`, where it has one of its own.
pub fn class_hook(cx: &Cx, class: Value, name: &str, argument: Value) -> R<Option<bool>> {
    if !cx.type_of(class).is_heap() {
        return Ok(None);
    }
    match crate::call::call_special(cx, class, cx.intern(name)?, &[argument])? {
        Some(result) => is_true(cx, result).map(Some),
        None => Ok(None),
    }
}

/// `isinstance(value, class)` for one class, with `__instancecheck__` and `__class__`.
pub fn is_instance_by_hook(cx: &Cx, value: Value, class: Obj<Type>) -> R<bool> {
    if cx.type_of(value) == class {
        return Ok(true);
    }
    if let Some(answer) = class_hook(cx, class.value(), "__instancecheck__", value)? {
        return Ok(answer);
    }
    if is_instance(cx, value, class) {
        return Ok(true);
    }
    if attr::has_plain_class(cx, value) {
        return Ok(false);
    }
    let name = crate::names::get(crate::names::__CLASS__);
    let declared = attr::get_optional(cx, value, name)?.and_then(|class| class.cast::<Type>());
    Ok(declared.is_some_and(|declared| declared.is_subclass_of(class)))
}

/// `issubclass(derived, class)` for two classes, with `__subclasscheck__`.
pub fn is_subclass(cx: &Cx, derived: Value, class: Value) -> R<bool> {
    if let Some(answer) = class_hook(cx, class, "__subclasscheck__", derived)? {
        return Ok(answer);
    }
    Ok(derived.cast::<Type>().zip(class.cast::<Type>()).is_some_and(|(one, other)| one.is_subclass_of(other)))
}

/// Whether a value is an instance of a class (no `__instancecheck__`).
pub fn is_instance(cx: &Cx, value: Value, class: Obj<Type>) -> bool {
    cx.type_of(value).is_subclass_of(class)
}
