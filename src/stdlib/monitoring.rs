//! `sys.monitoring` (PEP 669): tools and the events they want to be told of.

use typhon_vm::context::{Cx, R};
use typhon_vm::monitoring::{self, EVENTS, LOCAL_EVENTS, TOOLS, USER_TOOLS, event};
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::code::PyCode;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::str_::Str;
use typhon_vm::types::{module, native_function};
use typhon_vm::{Value, call, import, runtime};

/// Events that come with calls, and cannot be had without them.
const CALL_ENDS: u32 = event::C_RETURN | event::C_RAISE;
const EITHER_BRANCH: u32 = event::BRANCH_LEFT | event::BRANCH_RIGHT;

fn tool(cx: &Cx, value: Value) -> R<usize> {
    let number = protocol::index::to_i64(cx, value)?;
    match usize::try_from(number) {
        Ok(tool) if tool < USER_TOOLS => Ok(tool),
        _ => Err(cx.value_error(&format!("invalid tool {number} (must be between 0 and 5)"))),
    }
}

fn tool_in_use(cx: &Cx, value: Value) -> R<usize> {
    let tool = tool(cx, value)?;
    if monitoring::tool_name(tool).is_none() {
        return Err(cx.value_error(&format!("tool {tool} is not in use")));
    }
    Ok(tool)
}

fn code(cx: &Cx, value: Value) -> R<Obj<PyCode>> {
    value.cast::<PyCode>().ok_or_else(|| cx.type_error("code must be a code object".into()))
}

fn use_tool(cx: &Cx, args: &[Value]) -> R<Value> {
    let tool = tool(cx, args[0])?;
    if args[1].cast::<Str>().is_none() {
        return Err(cx.value_error("tool name must be a str"));
    }
    if monitoring::tool_name(tool).is_some() {
        return Err(cx.value_error(&format!("tool {tool} is already in use")));
    }
    monitoring::set_tool_name(cx, tool, Some(args[1]))?;
    Ok(Value::NONE)
}

fn clear_tool(cx: &Cx, args: &[Value]) -> R<Value> {
    let tool = tool(cx, args[0])?;
    if monitoring::tool_name(tool).is_some() {
        monitoring::clear_tool(cx, tool)?;
    }
    Ok(Value::NONE)
}

fn free_tool(cx: &Cx, args: &[Value]) -> R<Value> {
    clear_tool(cx, args)?;
    monitoring::set_tool_name(cx, tool(cx, args[0])?, None)?;
    Ok(Value::NONE)
}

fn get_tool(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(monitoring::tool_name(tool(cx, args[0])?).unwrap_or(Value::NONE))
}

fn register(cx: &Cx, args: &[Value]) -> R<Value> {
    let tool = tool(cx, args[0])?;
    let event = protocol::index::to_i64(cx, args[1])?;
    if event <= 0 || event & (event - 1) != 0 {
        return Err(cx.value_error("The callback can only be set for one event at a time"));
    }
    let number = event.trailing_zeros() as usize;
    if number >= EVENTS {
        return Err(cx.value_error(&format!("invalid event {event}")));
    }
    let before = monitoring::callback(tool, number);
    monitoring::set_callback(cx, tool, number, Some(args[2]).filter(|callback| !callback.is_none()))?;
    Ok(before.unwrap_or(Value::NONE))
}

/// A set of events as given; those of calls' ends are implied by calls and left out.
fn event_set(cx: &Cx, value: Value) -> R<i64> {
    let set = protocol::index::to_i64(cx, value)?;
    let ends = i64::from(CALL_ENDS);
    if (0..1 << EVENTS).contains(&set) && set & ends != 0 {
        let all = ends | i64::from(event::CALL);
        if set & all != all {
            return Err(cx.value_error("cannot set C_RETURN or C_RAISE events independently"));
        }
        return Ok(set & !ends);
    }
    Ok(set)
}

fn expanded(set: i64) -> u32 {
    let set = set as u32;
    if set & event::BRANCH != 0 { set & !event::BRANCH | EITHER_BRANCH } else { set }
}

fn set_events(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = tool(cx, args[0])?;
    let given = protocol::index::to_i64(cx, args[1])?;
    if !(0..1 << EVENTS).contains(&given) {
        return Err(cx.value_error(&format!("invalid event set 0x{:x}", given as u32)));
    }
    let set = event_set(cx, args[1])?;
    tool_in_use(cx, args[0])?;
    monitoring::set_global_events(number, expanded(set));
    Ok(Value::NONE)
}

fn get_events(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::small_int_unchecked(monitoring::global_events(tool(cx, args[0])?).into()))
}

fn set_local_events(cx: &Cx, args: &[Value]) -> R<Value> {
    let (number, code) = (tool(cx, args[0])?, code(cx, args[1])?);
    let set = event_set(cx, args[2])?;
    if set < 0 || expanded(set) >= 1 << LOCAL_EVENTS || set >= 1 << EVENTS {
        return Err(cx.value_error(&format!("invalid local event set 0x{:x}", set as u32)));
    }
    tool_in_use(cx, args[0])?;
    monitoring::set_local_events(number, code, expanded(set));
    Ok(Value::NONE)
}

fn get_local_events(cx: &Cx, args: &[Value]) -> R<Value> {
    let (tool, code) = (tool(cx, args[0])?, code(cx, args[1])?);
    Ok(Value::small_int_unchecked(monitoring::local_events(tool, code).into()))
}

fn all_events(cx: &Cx, _: &[Value]) -> R<Value> {
    let found = dict::new(cx)?;
    for (number, name) in event::NAMES.iter().enumerate() {
        let wanting = (0..TOOLS).filter(|&tool| monitoring::global_events(tool) & 1 << number != 0);
        let tools = wanting.fold(0, |tools, tool| tools | 1 << tool);
        if tools != 0 {
            dict::set(cx, found, cx.intern(name)?, Value::small_int_unchecked(tools))?;
        }
    }
    Ok(found.value())
}

static FUNCTIONS: [MethodDef; 11] = [
    MethodDef::function("use_tool_id(tool_id, name, /)", "", use_tool),
    MethodDef::function("clear_tool_id(tool_id, /)", "", clear_tool),
    MethodDef::function("free_tool_id(tool_id, /)", "", free_tool),
    MethodDef::function("get_tool(tool_id, /)", "", get_tool),
    MethodDef::function("register_callback(tool_id, event, func, /)", "", register),
    MethodDef::function("get_events(tool_id, /)", "", get_events),
    MethodDef::function("set_events(tool_id, event_set, /)", "", set_events),
    MethodDef::function("get_local_events(tool_id, code, /)", "", get_local_events),
    MethodDef::function("set_local_events(tool_id, code, event_set, /)", "", set_local_events),
    MethodDef::function("restart_events()", "", |_, _| {
        monitoring::restart_events();
        Ok(Value::NONE)
    }),
    MethodDef::function("_all_events()", "", all_events),
];

const TOOL_IDS: [(&str, i64); 4] =
    [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

/// A fresh object that is nothing but itself.
fn sentinel(cx: &Cx) -> R<Value> {
    call::call_values(cx, runtime::builtin_type(typhon_vm::types::number::OBJECT).value(), &[])
}

/// The names of the events with their numbers.
fn events(cx: &Cx) -> R<Value> {
    let namespace = if import::native_names().any(|name| name == "_types") {
        let types = import::import_absolute(cx, "_types")?;
        let class = protocol::attr::get(cx, types, cx.intern("SimpleNamespace")?)?;
        call::call_values(cx, class, &[])?
    } else {
        module::new(cx, cx.intern("sys.monitoring.events")?, Value::NONE)?.value()
    };
    let numbered = event::NAMES.iter().enumerate().map(|(number, name)| (*name, 1 << number));
    for (name, bits) in numbered.chain([("NO_EVENTS", 0)]) {
        protocol::attr::set(cx, namespace, cx.intern(name)?, Some(Value::small_int_unchecked(bits)))?;
    }
    Ok(namespace)
}

/// Makes the module and puts it into `sys`.
pub(crate) fn add(cx: &Cx, sys: Obj<Dict>) -> R<()> {
    let name = cx.intern("sys.monitoring")?;
    let made = module::new(cx, name, Value::NONE)?;
    let namespace = made.dict();
    for function in &FUNCTIONS {
        let function_value = native_function::new(cx, function, made.value(), name)?;
        dict::set(cx, namespace, cx.intern(function.name)?, function_value.value())?;
    }
    for (name, number) in TOOL_IDS {
        dict::set(cx, namespace, cx.intern(name)?, Value::small_int_unchecked(number))?;
    }
    let (disable, missing) = (sentinel(cx)?, sentinel(cx)?);
    runtime::set_monitoring_disable(disable);
    runtime::set_monitoring_missing(missing);
    dict::set(cx, namespace, cx.intern("DISABLE")?, disable)?;
    dict::set(cx, namespace, cx.intern("MISSING")?, missing)?;
    dict::set(cx, namespace, cx.intern("events")?, events(cx)?)?;
    dict::set(cx, sys, cx.intern("monitoring")?, made.value())?;
    runtime::add_module(cx, name, made.value())
}
