//! Binding arguments to a Python function's parameters: defaults, keywords, `*args`, `**kwargs`, and CPython's messages when it fails.

use typhon_bytecode::{Code, CodeFlags};

use crate::context::{Cx, R, Raised};
use crate::exceptions::suggestions;
use crate::interp::executable::Executable;
use crate::object::Obj;
use crate::types::code::PyCode;
use crate::types::dict::{self, Dict};
use crate::types::function::Function;
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::value::{SlotExt, Value};

/// Rearranges `count` arguments at `base` (the last ones named by the tuple `names`, unless unbound) into the function's parameters.
///
/// # Safety
/// `base..base+count` are initialised words of this fiber's window and nothing above them is in use.
#[cold]
#[inline(never)]
pub(crate) unsafe fn bind(
    cx: &Cx,
    function: Obj<Function>,
    executable: Obj<Executable>,
    base: *mut Value,
    count: usize,
    names: Value,
) -> R<()> {
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
    // The arguments are moved out of the way: parameters take their place.
    // SAFETY: as the caller promises, and the window has the room that was checked above.
    let (given, bound) = unsafe {
        let saved = base.add(parameters.max(count));
        std::ptr::copy(base, saved, count);
        cx.top.set(saved.add(count));
        (std::slice::from_raw_parts(saved, count), std::slice::from_raw_parts_mut(base, parameters))
    };
    bound.fill(Value::UNBOUND);
    let arg_count = code.arg_count as usize;
    let named = arg_count + code.keyword_only as usize;
    let taken = positional.min(arg_count);
    bound[..taken].copy_from_slice(&given[..taken]);
    if code.flags.has(CodeFlags::VARARGS) {
        bound[named] = tuple::from_slice(cx, &given[taken..positional])?.value();
    }
    let catch_all = if code.flags.has(CodeFlags::VARKEYWORDS) { Some(dict::new(cx)?) } else { None };
    if let Some(all) = catch_all {
        bound[parameters - 1] = all.value();
    }
    if let Some(names) = names.filter(|names| !names.is_empty()) {
        bind_keywords(
            cx,
            function,
            executable,
            (names, &given[positional..]),
            catch_all,
            &mut bound[..named],
        )?;
    }
    if positional > arg_count && !code.flags.has(CodeFlags::VARARGS) {
        return Err(too_many(cx, function, code, positional, &bound[..named]));
    }
    let defaults = function.defaults.get().cast::<Tuple>();
    let default_count = defaults.map_or(0, |defaults| defaults.len());
    let first_default = arg_count.saturating_sub(default_count);
    for (index, parameter) in bound.iter_mut().enumerate().take(arg_count).skip(first_default) {
        if let (true, Some(defaults)) = (parameter.is_unbound(), defaults) {
            *parameter = defaults.get(index + default_count - arg_count);
        }
    }
    missing_positional(cx, function, code, &bound[..arg_count])?;
    if named == arg_count {
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
    missing_keywords(cx, function, code, &bound[..named])
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
            (None, Some(all)) => dict::set(cx, all, name, value)?,
            (None, None) => return Err(unexpected_keyword(cx, function, code, names, text)),
        }
    }
    Ok(())
}

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

fn missing_positional(cx: &Cx, function: Obj<Function>, code: &Code, bound: &[Value]) -> R<()> {
    missing(cx, function, code, bound, 0, "positional")
}

fn missing_keywords(cx: &Cx, function: Obj<Function>, code: &Code, bound: &[Value]) -> R<()> {
    missing(cx, function, code, bound, code.arg_count as usize, "keyword-only")
}

fn missing(cx: &Cx, function: Obj<Function>, code: &Code, bound: &[Value], from: usize, kind: &str) -> R<()> {
    if !bound[from..].iter().any(|value| value.is_unbound()) {
        return Ok(());
    }
    let absent: Vec<String> = (from..bound.len())
        .filter(|&index| bound[index].is_unbound())
        .map(|index| format!("'{}'", code.locals[index].name.to_string_lossy()))
        .collect();
    let list = match absent.as_slice() {
        [] => return Ok(()),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    };
    let plural = if absent.len() == 1 { "" } else { "s" };
    Err(cx.type_error(format!(
        "{}() missing {} required {kind} argument{plural}: {list}",
        function.qualname_text(),
        absent.len()
    )))
}
