//! The functions of `sys` about tracing, profiling and the origin of coroutines.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::monitoring::legacy::{self, Kind};
use typhon_vm::names;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::native_function;
use typhon_vm::types::tuple::Tuple;

fn call_tracing(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(arguments) = args[1].cast::<Tuple>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("call_tracing() argument 2 must be tuple, not {shown}")));
    };
    legacy::call_tracing(cx, args[0], arguments.values())
}

fn set_origin_depth(cx: &Cx, args: &[Value]) -> R<Value> {
    let depth = protocol::index::to_i64(cx, args[0])?;
    match u32::try_from(depth) {
        Ok(depth) => {
            cx.set_origin_depth(depth);
            Ok(Value::NONE)
        }
        Err(_) => Err(cx.value_error("depth must be >= 0")),
    }
}

static FUNCTIONS: [MethodDef; 9] = [
    MethodDef::function(
        "settrace(function, /)",
        "Set the global debug tracing function.\n\nIt will be called on each function call.  See the debugger chapter\nin the library manual.",
        |cx, args| {
            legacy::set_function(cx, Kind::Trace, args[0]);
            Ok(Value::NONE)
        },
    ),
    MethodDef::function(
        "gettrace()",
        "Return the global debug tracing function set with sys.settrace.\n\nSee the debugger chapter in the library manual.",
        |cx, _| Ok(legacy::function(cx, Kind::Trace)),
    ),
    MethodDef::function(
        "setprofile(function, /)",
        "Set the profiling function.\n\nIt will be called on each function call and return.  See the profiler\nchapter in the library manual.",
        |cx, args| {
            legacy::set_function(cx, Kind::Profile, args[0]);
            Ok(Value::NONE)
        },
    ),
    MethodDef::function(
        "getprofile()",
        "Return the profiling function set with sys.setprofile.\n\nSee the profiler chapter in the library manual.",
        |cx, _| Ok(legacy::function(cx, Kind::Profile)),
    ),
    MethodDef::function(
        "_settraceallthreads(function, /)",
        "Set the global debug tracing function in all running threads belonging to the current interpreter.\n\nIt will be called on each function call. See the debugger chapter\nin the library manual.",
        |cx, args| {
            legacy::set_function_of_all(cx, Kind::Trace, args[0]);
            Ok(Value::NONE)
        },
    ),
    MethodDef::function(
        "_setprofileallthreads(function, /)",
        "Set the profiling function in all running threads belonging to the current interpreter.\n\nIt will be called on each function call and return.  See the profiler\nchapter in the library manual.",
        |cx, args| {
            legacy::set_function_of_all(cx, Kind::Profile, args[0]);
            Ok(Value::NONE)
        },
    ),
    MethodDef::function(
        "call_tracing(func, args, /)",
        "Call func(*args), while tracing is enabled.\n\nThe tracing state is saved, and restored afterwards.  This is intended\nto be called from a debugger from a checkpoint, to recursively debug\nsome other code.",
        call_tracing,
    ),
    MethodDef::function(
        "set_coroutine_origin_tracking_depth(depth)",
        "Enable or disable origin tracking for coroutine objects in this thread.\n\nCoroutine objects will track 'depth' frames of traceback information\nabout where they came from, available in their cr_origin attribute.\n\nSet a depth of 0 to disable.",
        set_origin_depth,
    ),
    MethodDef::function(
        "get_coroutine_origin_tracking_depth()",
        "Check status of origin tracking for coroutine objects in this thread.",
        |cx, _| Ok(Value::small_int_unchecked(cx.origin_depth().into())),
    ),
];

/// Puts the functions into `sys`.
pub(crate) fn add(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let module = names::get(names::SYS);
    for function in &FUNCTIONS {
        let made = native_function::new(cx, function, Value::NONE, module)?;
        dict::set(cx, namespace, cx.intern(function.name)?, made.value())?;
    }
    Ok(())
}
