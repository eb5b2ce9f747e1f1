//! Binding arguments to a Python function's parameters: defaults, keywords, `*args`, `**kwargs`, and CPython's messages when it fails.

use typhon_bytecode::{Code, CodeFlags};

use crate::context::{Cx, R, Raised};
use crate::exceptions::suggestions;
use crate::interp::executable::Executable;
use crate::object::Obj;
use crate::types::code::PyCode;
use crate::types::dict::{self, Dict};
use crate::types::function::Function;
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::value::{SlotExt, Value};

/// Rearranges `count` arguments at `base` (the last ones named by the tuple `names`, unless unbound) into the function's parameters.
///
/// # Safety
/// `base..base+count` are initialised words of this fiber's window and nothing above them is in use.
#[inline(never)]
pub(crate) unsafe fn bind(
    cx: &Cx,
    function: Obj<Function>,
    executable: Obj<Executable>,
    base: *mut Value,
    count: usize,
    names: Value,
) -> R<()> {
    // SAFETY: as the caller promises.
    if names.is_unbound() && unsafe { take_defaults(cx, function, executable, base, count) } {
        return Ok(());
    }
    let code = executable.data();
    let parameters = code.parameter_count() as usize;
    if (cx.window_end as usize).saturating_sub(base as usize) / 8
        < parameters.max(count) + executable.registers as usize
    {
        return Err(cx.error(crate::exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into()));
    }
    let names = names.cast::<Tuple>();
    let keyword_count = names.map_or(0, |names| names.len());
    let positional = count - keyword_count;
    // What parameters take by position lies in its place; the rest is moved out of the way.
    let arg_count = code.arg_count as usize;
    let named = arg_count + code.keyword_only as usize;
    let taken = positional.min(arg_count);
    // SAFETY: as the caller promises, and the window has the room that was checked above: for `saved`, which lies behind both the arguments and the
    // parameters, so that what is copied and the two slices do not overlap.
    let (rest, bound) = unsafe {
        let saved = base.add(parameters.max(count));
        std::ptr::copy_nonoverlapping(base.add(taken), saved, count - taken);
        cx.top.set(saved.add(count - taken));
        (std::slice::from_raw_parts(saved, count - taken), std::slice::from_raw_parts_mut(base, parameters))
    };
    bound[taken..].fill(Value::UNBOUND);
    let (surplus, by_name) = rest.split_at(positional - taken);
    if code.flags.has(CodeFlags::VARARGS) {
        bound[named] = tuple::from_slice(cx, surplus)?.value();
    }
    let catch_all = if code.flags.has(CodeFlags::VARKEYWORDS) { Some(dict::new(cx)?) } else { None };
    if let Some(all) = catch_all {
        bound[parameters - 1] = all.value();
    }
    if let Some(names) = names.filter(|names| !names.is_empty()) {
        bind_keywords(cx, function, executable, (names, by_name), catch_all, &mut bound[..named])?;
    }
    if positional > arg_count && !code.flags.has(CodeFlags::VARARGS) {
        return Err(too_many(cx, function, code, positional, &bound[..named]));
    }
    let is_complete = |bound: &[Value]| !bound.iter().any(|value| value.is_unbound());
    if let Some(defaults) = function.defaults.get().cast::<Tuple>() {
        // Those of the last parameters.
        let last = bound[..arg_count].iter_mut().rev().zip(defaults.values().iter().rev());
        last.filter(|(parameter, _)| parameter.is_unbound())
            .for_each(|(parameter, &default)| *parameter = default);
    }
    if !is_complete(&bound[taken..arg_count]) {
        return Err(missing(cx, function, code, &bound[..arg_count], 0, "positional"));
    }
    if is_complete(&bound[arg_count..named]) {
        return Ok(());
    }
    if let Some(defaults) = function.keyword_defaults.get().cast::<Dict>() {
        let parameters = PyCode::parameters(executable.code(), cx)?;
        for (index, parameter) in bound.iter_mut().enumerate().take(named).skip(arg_count) {
            if parameter.is_unbound() {
                *parameter = defaults.get_str(parameters.get(index)).unwrap_or(Value::UNBOUND);
            }
        }
    }
    if is_complete(&bound[arg_count..named]) {
        return Ok(());
    }
    Err(missing(cx, function, code, &bound[..named], arg_count, "keyword-only"))
}

/// Where the last parameters of a function without anything special are left out, and have defaults, these are written behind the `count`
/// arguments at `base`; else false.
///
/// # Safety
/// As for [`bind`].
#[inline(always)]
unsafe fn take_defaults(
    cx: &Cx,
    function: Obj<Function>,
    executable: Obj<Executable>,
    base: *mut Value,
    count: usize,
) -> bool {
    let arity = executable.plain_arity as usize;
    let Some(defaults) = function.defaults.get().cast_exact::<Tuple>(number::TUPLE) else { return false };
    if executable.plain_arity == u32::MAX || count > arity || arity - count > defaults.len() {
        return false;
    }
    let left_out = &defaults.values()[defaults.len() - (arity - count)..];
    // SAFETY: the window, which all parameters lie in, is looked at before it is written to.
    unsafe {
        if base.add(executable.registers as usize) > cx.window_end {
            return false;
        }
        std::ptr::copy_nonoverlapping(left_out.as_ptr(), base.add(count), left_out.len());
    }
    true
}

fn bind_keywords(
    cx: &Cx,
    function: Obj<Function>,
    executable: Obj<Executable>,
    (names, values): (Obj<Tuple>, &[Value]),
    catch_all: Option<Obj<Dict>>,
    bound: &mut [Value],
) -> R<()> {
    let qualname = || function.qualname_text();
    let code = executable.data();
    let parameters = PyCode::parameters(executable.code(), cx)?;
    let places = code.positional_only as usize..bound.len();
    for (index, &value) in values.iter().enumerate() {
        let name = names.get(index);
        let Some(text) = name.cast::<Str>() else {
            return Err(cx.type_error(format!("{}() keywords must be strings", qualname())));
        };
        // Names in calls are interned; those from a dict may not be.
        let is_it = |place: usize| parameters.get(place) == name;
        let equals = |place: usize| {
            parameters.get(place).cast::<Str>().is_some_and(|parameter| str_::same_text(parameter, text))
        };
        let found = places
            .clone()
            .find(|&place| is_it(place))
            .or_else(|| places.clone().find(|&place| equals(place)));
        match (found, catch_all) {
            (Some(place), _) if bound[place].is_unbound() => bound[place] = value,
            (Some(_), _) => {
                let shown = text.to_string_lossy();
                return Err(
                    cx.type_error(format!("{}() got multiple values for argument '{shown}'", qualname()))
                );
            }
            (None, Some(all)) => dict::set_private(cx, all, name, value)?,
            (None, None) => return Err(unexpected_keyword(cx, function, code, names, text)),
        }
    }
    Ok(())
}

#[cold]
fn unexpected_keyword(
    cx: &Cx,
    function: Obj<Function>,
    code: &Code,
    names: Obj<Tuple>,
    text: Obj<Str>,
) -> Raised {
    let positional_only: Vec<String> = code.locals[..code.positional_only as usize]
        .iter()
        .map(|local| local.name.to_string_lossy())
        .filter(|name| {
            names.values().iter().any(|given| given.cast::<Str>().is_some_and(|given| given.equals_str(name)))
        })
        .collect();
    let qualname = function.qualname_text();
    cx.type_error(if positional_only.is_empty() {
        let named = (code.arg_count + code.keyword_only) as usize;
        let known: Vec<String> = code.locals[code.positional_only as usize..named]
            .iter()
            .map(|local| local.name.to_string_lossy())
            .collect();
        suggestions::unexpected_keyword(
            &format!("{qualname}()"),
            &text.to_string_lossy(),
            known.iter().map(String::as_str),
        )
    } else {
        format!(
            "{qualname}() got some positional-only arguments passed as keyword arguments: '{}'",
            positional_only.join(", ")
        )
    })
}

#[cold]
fn too_many(cx: &Cx, function: Obj<Function>, code: &Code, given: usize, bound: &[Value]) -> Raised {
    let arg_count = code.arg_count as usize;
    let keyword_given = bound[arg_count..].iter().filter(|value| !value.is_unbound()).count();
    let defaults = function.defaults.get().cast::<Tuple>().map_or(0, |defaults| defaults.len());
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let (takes, takes_plural) = if defaults > 0 {
        (format!("from {} to {arg_count}", arg_count - defaults), true)
    } else {
        (arg_count.to_string(), arg_count != 1)
    };
    let given_text = if keyword_given > 0 {
        format!(
            "{given} positional argument{} (and {keyword_given} keyword-only argument{}) were",
            plural(given),
            plural(keyword_given)
        )
    } else {
        format!("{given} {}", if given == 1 { "was" } else { "were" })
    };
    let s = if takes_plural { "s" } else { "" };
    cx.type_error(format!(
        "{}() takes {takes} positional argument{s} but {given_text} given",
        function.qualname_text()
    ))
}

/// The error for a call that leaves one of the parameters from `from` on without a value.
#[cold]
fn missing(
    cx: &Cx,
    function: Obj<Function>,
    code: &Code,
    bound: &[Value],
    from: usize,
    kind: &str,
) -> Raised {
    let absent: Vec<String> = (from..bound.len())
        .filter(|&index| bound[index].is_unbound())
        .map(|index| format!("'{}'", code.locals[index].name.to_string_lossy()))
        .collect();
    let list = match absent.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
        [] => String::new(),
    };
    let plural = if absent.len() == 1 { "" } else { "s" };
    cx.type_error(format!(
        "{}() missing {} required {kind} argument{plural}: {list}",
        function.qualname_text(),
        absent.len()
    ))
}
