//! `BaseExceptionGroup` and `ExceptionGroup`: making, splitting, and what `except*` does with them (PEP 654).
//!
//! A group is an exception whose `detail` holds its message, the tuple of its exceptions, which never change, and the text of these where they came in
//! an unusual sequence.

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::exceptions::{self, BASE_EXCEPTION, BASE_EXCEPTION_GROUP, EXCEPTION, EXCEPTION_GROUP, Exception};
use crate::interp::frame;
use crate::object::Obj;
use crate::protocol::{self, attr};
use crate::runtime;
use crate::typedef::{GetSetDef, MethodDef};
use crate::types::dict::Dict;
use crate::types::list::{self, List};
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

/// Whether a value is an exception group.
pub fn is_group(cx: &Cx, value: Value) -> bool {
    protocol::is_instance(cx, value, runtime::builtin_type(BASE_EXCEPTION_GROUP.0))
}

fn parts(value: Value) -> Option<(Value, Obj<Tuple>)> {
    let pair = value.cast::<Exception>()?.detail.get().cast::<Tuple>()?;
    Some((pair.get(0), pair.get(1).cast::<Tuple>()?))
}

/// The exceptions in a group.
pub fn members(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    match parts(value).filter(|_| is_group(cx, value)) {
        Some((_, members)) => Ok(members),
        None => Err(cx.type_error(format!("expected an exception group, not {}", cx.type_name(value)))),
    }
}

fn message(cx: &Cx, value: Value) -> R<Value> {
    parts(value)
        .map(|(message, _)| message)
        .ok_or_else(|| cx.type_error("expected an exception group".into()))
}

fn group_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let (Some(class), Some(given)) = (args[0].cast::<Type>(), args[1].cast::<Tuple>()) else {
        return Err(cx.system_error("exception group arguments"));
    };
    let &[text, source] = given.values() else {
        let count = given.len();
        return Err(
            cx.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"))
        );
    };
    if text.cast::<Str>().is_none() {
        let shown = cx.type_name(text);
        return Err(
            cx.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {shown}"))
        );
    }
    let slots = cx.type_of(source).slots();
    if slots.getitem.is_none() || slots.len.is_none() || source.cast::<Dict>().is_some() {
        return Err(cx.type_error("second argument (exceptions) must be a sequence".into()));
    }
    let items = list::new(cx)?;
    list::extend(cx, items, source)?;
    let members = list::to_tuple(cx, items)?;
    if members.is_empty() {
        return Err(cx.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut nests_base = false;
    for (index, &member) in members.values().iter().enumerate() {
        if !protocol::is_instance(cx, member, runtime::builtin_type(BASE_EXCEPTION.0)) {
            let text = format!("Item {index} of second argument (exceptions) is not an exception");
            return Err(cx.value_error(&text));
        }
        nests_base |= !protocol::is_instance(cx, member, runtime::builtin_type(EXCEPTION.0));
    }
    let mut class = class;
    if class == runtime::builtin_type(BASE_EXCEPTION_GROUP.0) {
        if !nests_base {
            class = runtime::builtin_type(EXCEPTION_GROUP.0);
        }
    } else if nests_base && class.is_subclass_of(runtime::builtin_type(EXCEPTION.0)) {
        return Err(cx.type_error(if class == runtime::builtin_type(EXCEPTION_GROUP.0) {
            "Cannot nest BaseExceptions in an ExceptionGroup".into()
        } else {
            format!("Cannot nest BaseExceptions in '{}'", class.name_text())
        }));
    }
    let made = exceptions::new_of(cx, class, given)?;
    // What is no list or tuple is shown as it was.
    let plain = source.cast::<List>().is_some() || source.cast::<Tuple>().is_some();
    let shown = if plain { Value::NONE } else { protocol::repr(cx, source)? };
    let pair = tuple::from_slice(cx, &[text, members.value(), shown])?;
    cx.store(made.object(), &made.detail, pair.value());
    Ok(made.value())
}

/// `BaseExceptionGroup.__init__`: the arguments are kept as given.
pub(super) fn group_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    super::types::refuse_keywords(cx, cx.type_of(value), args)?;
    if let Some(this) = value.cast::<Exception>() {
        let given = tuple::from_slice(cx, args.positional())?;
        cx.store(this.object(), &this.args, given.value());
    }
    Ok(())
}

pub(super) fn group_str(cx: &Cx, value: Value) -> R<Value> {
    let (text, count) = (protocol::str_string(cx, message(cx, value)?)?, members(cx, value)?.len());
    let plural = if count == 1 { "" } else { "s" };
    str_::from_string(cx, format!("{text} ({count} sub-exception{plural})"))
}

/// The message and the exceptions, in brackets as the sequence they were given in.
pub(super) fn group_repr(cx: &Cx, value: Value) -> R<Value> {
    let (text, members) = (protocol::repr_string(cx, message(cx, value)?)?, members(cx, value)?);
    let args = value.cast::<Exception>().and_then(|this| this.args.get().cast::<Tuple>());
    let given = args.filter(|args| args.len() == 2).map(|args| args.get(1));
    let shown = match given {
        Some(given) if given.cast::<List>().is_some() => list::from_slice(cx, members.values())?.value(),
        _ => members.value(),
    };
    let remembered = value.cast::<Exception>().and_then(|this| this.detail.get().cast::<Tuple>());
    let remembered = remembered.and_then(|parts| str_::to_rust(parts.get(2)));
    let shown = match remembered {
        Some(shown) => shown,
        None => protocol::repr_string(cx, shown)?,
    };
    str_::from_string(cx, format!("{}({text}, {shown})", cx.type_name(value)))
}

/// `BaseExceptionGroup(message, exceptions)` of the best fitting class.
fn make(cx: &Cx, message: Value, members: Value) -> R<Value> {
    call::call_values(cx, exceptions::class_value(BASE_EXCEPTION_GROUP), &[message, members])
}

fn derive(cx: &Cx, args: &[Value]) -> R<Value> {
    make(cx, message(cx, args[0])?, args[1])
}

/// Which exceptions a split is about.
#[derive(Clone, Copy)]
enum Matcher {
    /// Instances of a class or of one of a tuple of classes.
    Class(Value),
    /// What a callable says.
    Callable(Value),
    /// The leaves in a list, by identity.
    Leaves(Obj<List>),
}

fn matcher(cx: &Cx, wanted: Value) -> R<Matcher> {
    let base = runtime::builtin_type(BASE_EXCEPTION.0);
    let is_class = |value: Value| value.cast::<Type>().is_some_and(|class| class.is_subclass_of(base));
    if is_class(wanted)
        || wanted.cast::<Tuple>().is_some_and(|classes| classes.values().iter().all(|&class| is_class(class)))
    {
        return Ok(Matcher::Class(wanted));
    }
    if wanted.cast::<Type>().is_none() && cx.type_of(wanted).slots().call.is_some() {
        return Ok(Matcher::Callable(wanted));
    }
    Err(cx.type_error(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)".into(),
    ))
}

fn matches(cx: &Cx, exception: Value, matcher: Matcher) -> R<bool> {
    match matcher {
        Matcher::Class(class) => exceptions::matches_handler(cx, exception, class),
        Matcher::Callable(callable) => {
            let answer = call::call_values(cx, callable, &[exception])?;
            protocol::is_true(cx, answer)
        }
        Matcher::Leaves(leaves) => {
            let mut index = 0;
            while let Some(leaf) = list::get(leaves, index) {
                if leaf == exception {
                    return Ok(true);
                }
                index += 1;
            }
            Ok(false)
        }
    }
}

/// A group like `original` of other exceptions: `None` where there are none.
fn subset(cx: &Cx, original: Value, members: Obj<List>) -> R<Value> {
    if members.is_empty() {
        return Ok(Value::NONE);
    }
    let method = attr::get(cx, original, cx.intern("derive")?)?;
    let made = call::call_values(cx, method, &[members.value()])?;
    if !is_group(cx, made) {
        return Err(cx.type_error("derive must return an instance of BaseExceptionGroup".into()));
    }
    if let (Some(from), Some(to)) = (original.cast::<Exception>(), made.cast::<Exception>()) {
        let suppress = from.suppress.get();
        for (to_slot, from_slot) in
            [(&to.traceback, &from.traceback), (&to.context, &from.context), (&to.cause, &from.cause)]
        {
            cx.store(to.object(), to_slot, from_slot.get());
        }
        cx.store(to.object(), &to.suppress, suppress);
    }
    let name = cx.intern("__notes__")?;
    if let Some(notes) = attr::get_optional(cx, original, name)? {
        let copy = list::new(cx)?;
        if list::extend(cx, copy, notes).is_ok() {
            attr::set(cx, made, name, Some(copy.value()))?;
        }
    }
    Ok(made)
}

/// The part of an exception that matches and, where wanted, the part that does not; each `None` where empty.
fn split_by(cx: &Cx, exception: Value, matcher: Matcher, wants_rest: bool) -> R<(Value, Value)> {
    cx.check_stack()?;
    if matches(cx, exception, matcher)? {
        return Ok((exception, Value::NONE));
    }
    if !is_group(cx, exception) {
        return Ok((Value::NONE, if wants_rest { exception } else { Value::NONE }));
    }
    let (matching, rest) = (list::new(cx)?, list::new(cx)?);
    for &member in members(cx, exception)?.values() {
        let (one, other) = split_by(cx, member, matcher, wants_rest)?;
        if !one.is_none() {
            list::append(cx, matching, one)?;
        }
        if !other.is_none() {
            list::append(cx, rest, other)?;
        }
    }
    let matching = subset(cx, exception, matching)?;
    Ok((matching, if wants_rest { subset(cx, exception, rest)? } else { Value::NONE }))
}

fn split(cx: &Cx, args: &[Value]) -> R<Value> {
    let (one, other) = split_by(cx, args[0], matcher(cx, args[1])?, true)?;
    Ok(tuple::from_slice(cx, &[one, other])?.value())
}

fn subgroup(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(split_by(cx, args[0], matcher(cx, args[1])?, false)?.0)
}

/// What an `except*` clause catches of an exception, and what is left; each `None` where empty.
pub(crate) fn match_star(cx: &Cx, exception: Value, wanted: Value) -> R<(Value, Value)> {
    if exception.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    let groups = runtime::builtin_type(BASE_EXCEPTION_GROUP.0);
    let single = [wanted];
    let tuple = wanted.cast::<Tuple>();
    for class in tuple.as_ref().map_or(&single[..], |tuple| tuple.values()) {
        let base = runtime::builtin_type(BASE_EXCEPTION.0);
        match class.cast::<Type>().filter(|class| class.is_subclass_of(base)) {
            None => {
                let text = "catching classes that do not inherit from BaseException is not allowed";
                return Err(cx.type_error(text.into()));
            }
            Some(class) if class.is_subclass_of(groups) => {
                let text = "catching ExceptionGroup with except* is not allowed. Use except instead.";
                return Err(cx.type_error(text.into()));
            }
            Some(_) => {}
        }
    }
    if exceptions::matches_handler(cx, exception, wanted)? {
        if is_group(cx, exception) {
            return Ok((exception, Value::NONE));
        }
        // A naked exception is caught wrapped.
        let members = tuple::from_slice(cx, &[exception])?;
        let wrapped = make(cx, str_::from_str(cx, "")?, members.value())?;
        let record = frame::innermost(cx);
        if let Some(offset) = record.executable().map(|executable| executable.offset_of(record.pc)) {
            exceptions::add_traceback(cx, wrapped, record, offset);
        }
        return Ok((wrapped, Value::NONE));
    }
    if !is_group(cx, exception) {
        return Ok((Value::NONE, exception));
    }
    let class = cx.type_of(exception).name_text();
    let method = attr::get(cx, exception, cx.intern("split")?)?;
    let pair = call::call_values(cx, method, &[wanted])?;
    let Some(pair) = pair.cast::<Tuple>() else {
        let shown = cx.type_name(pair);
        return Err(cx.type_error(format!("{class}.split must return a tuple, not {shown}")));
    };
    if pair.len() < 2 {
        let size = pair.len();
        return Err(cx.type_error(format!("{class}.split must return a 2-tuple, got tuple of size {size}")));
    }
    Ok((pair.get(0), pair.get(1)))
}

/// Whether two exceptions carry the same notes, traceback, cause and context, so that one is a part of the other raised again.
fn same_metadata(cx: &Cx, one: Value, other: Value) -> R<bool> {
    let (Some(left), Some(right)) = (one.cast::<Exception>(), other.cast::<Exception>()) else {
        return Ok(false);
    };
    let name = cx.intern("__notes__")?;
    let notes = |value| attr::get_optional(cx, value, name);
    let (left_notes, right_notes) = (notes(one)?, notes(other)?);
    let equal_notes = match (left_notes, right_notes) {
        (Some(left), Some(right)) => left == right || protocol::equal(cx, left, right)?,
        (left, right) => left.is_none() && right.is_none(),
    };
    Ok(equal_notes
        && left.traceback.get() == right.traceback.get()
        && left.cause.get() == right.cause.get()
        && left.context.get() == right.context.get())
}

fn collect_leaves(cx: &Cx, exception: Value, leaves: Obj<List>) -> R<()> {
    cx.check_stack()?;
    if !is_group(cx, exception) {
        return list::append(cx, leaves, exception);
    }
    members(cx, exception)?.values().iter().try_for_each(|&member| collect_leaves(cx, member, leaves))
}

/// What is to be raised after all clauses of `except*`: `results` are the exceptions that clauses raised, parts of the original raised
/// again among them, and `None`s. `None` where everything was handled.
pub(crate) fn after_star(cx: &Cx, original: Value, results: Obj<List>) -> R<Value> {
    if !is_group(cx, original) {
        return Ok(list::get(results, 0).unwrap_or(Value::NONE));
    }
    let (raised, leaves) = (list::new(cx)?, list::new(cx)?);
    let mut index = 0;
    while let Some(result) = list::get(results, index) {
        index += 1;
        if result.is_none() {
            continue;
        }
        if is_group(cx, result) && same_metadata(cx, result, original)? {
            collect_leaves(cx, result, leaves)?;
        } else {
            list::append(cx, raised, result)?;
        }
    }
    let again = if leaves.is_empty() {
        Value::NONE
    } else {
        split_by(cx, original, Matcher::Leaves(leaves), false)?.0
    };
    if raised.is_empty() {
        return Ok(again);
    }
    if !again.is_none() {
        list::append(cx, raised, again)?;
    }
    match (raised.len(), list::get(raised, 0)) {
        (1, Some(only)) => Ok(only),
        _ => make(cx, str_::from_str(cx, "")?, raised.value()),
    }
}

pub(super) static GROUP_NEW: MethodDef = MethodDef::bound_new(group_new);

pub(super) static GROUP_METHODS: &[MethodDef] = &[
    MethodDef::new("derive($self, excs, /)", "A group of the same kind with other exceptions.", derive),
    MethodDef::new("split($self, matcher_value, /)", "The part that matches, and the rest.", split),
    MethodDef::new("subgroup($self, matcher_value, /)", "The part that matches.", subgroup),
];

pub(super) static GROUP_ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef { name: "message", doc: "exception message", get: message, set: None },
    GetSetDef {
        name: "exceptions",
        doc: "nested exceptions",
        get: |cx, value| Ok(members(cx, value)?.value()),
        set: None,
    },
];
