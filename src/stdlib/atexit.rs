//! `atexit`: functions that are called when the program ends, the last registered first.
//!
//! Thread-safety: the functions lie in one Python list of tuples; each step on it is one step of that list.

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::{Obj, Value, call, exceptions, runtime};

/// The registered functions; made on first use.
fn registered(cx: &Cx) -> R<Obj<List>> {
    let known = runtime::at_exit();
    if let Some(known) = known.cast::<List>() {
        return Ok(known);
    }
    let made = list::new(cx)?;
    runtime::set_at_exit(made.value());
    Ok(made)
}

fn register(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[function, arguments, keywords] = args else { return Err(cx.system_error("register arguments")) };
    if cx.type_of(function).slots().call.is_none() {
        return Err(cx.type_error("the first argument must be callable".into()));
    }
    let entry = tuple::from_slice(cx, &[function, arguments, keywords])?;
    list::append(cx, registered(cx)?, entry.value())?;
    Ok(function)
}

fn unregister(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = registered(cx)?;
    // Comparing may register and unregister.
    let mut index = 0;
    while let Some(entry) = list::get(list, index) {
        let function = entry.cast::<Tuple>().map_or(Value::NONE, |entry| entry.get(0));
        if protocol::equal(cx, function, args[0])? && list::get(list, index) == Some(entry) {
            list::pop(cx, list, index as i64);
        } else {
            index += 1;
        }
    }
    Ok(Value::NONE)
}

/// Calls the registered functions. What they raise is reported and ends nothing.
pub fn run(cx: &Cx) {
    let Ok(list) = registered(cx) else { return };
    while let Some(entry) = list::pop(cx, list, -1) {
        let Some(&[function, arguments, keywords]) =
            entry.cast::<Tuple>().as_ref().map(|entry| entry.values())
        else {
            continue;
        };
        let called = match (arguments.cast::<Tuple>(), keywords.cast::<Dict>()) {
            (Some(arguments), Some(keywords)) => call_with(cx, function, arguments, keywords),
            _ => Ok(Value::NONE),
        };
        if let Err(raised) = called {
            report(cx, raised, function);
        }
    }
}

fn report(cx: &Cx, raised: Raised, function: Value) {
    exceptions::unraisable::report(cx, raised, "Exception ignored in atexit callback", function);
}

/// Calls with a tuple of positional and a dict of keyword arguments.
pub(crate) fn call_with(cx: &Cx, function: Value, arguments: Obj<Tuple>, keywords: Obj<Dict>) -> R<Value> {
    let count = arguments.len();
    let names = tuple::with_len(cx, keywords.len())?;
    let mut room = cx.scratch(count + names.len())?;
    room.as_mut_slice()[..count].copy_from_slice(arguments.values());
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.next_from(position) {
        if index == names.len() {
            break;
        }
        position = next;
        cx.store(names.object(), &names.items()[index], key);
        room.as_mut_slice()[count + index] = value;
        index += 1;
    }
    call::call(cx, function, &call::CallArgs::with_keywords(room.as_slice(), Some(names)))
}

/// The module.
pub static ATEXIT: ModuleDef = ModuleDef {
    name: "atexit",
    doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.",
    functions: &[
        MethodDef::function(
            "register(func, /, *args, **kwargs)",
            "Register a function to be called at exit.",
            register,
        ),
        MethodDef::function("unregister(func, /)", "Unregister a function registered before.", unregister),
        MethodDef::function("_clear()", "Forget all registered functions.", |cx, _| {
            list::clear(cx, registered(cx)?);
            Ok(Value::NONE)
        }),
        MethodDef::function("_run_exitfuncs()", "Run all registered functions.", |cx, _| {
            run(cx);
            Ok(Value::NONE)
        }),
        MethodDef::function("_ncallbacks()", "Number of registered functions.", |cx, _| {
            Ok(Value::small_int_unchecked(registered(cx)?.len() as i64))
        }),
    ],
    init: |_: &Cx, _: Obj<dict::Dict>| Ok(()),
};
