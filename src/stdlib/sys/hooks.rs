//! What `sys` lets a program replace: showing values, and entering the debugger.

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::names;
use typhon_vm::protocol::{self, attr};
use typhon_vm::types::dict::Dict;
use typhon_vm::types::str_;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::{Value, call, import};

use super::attribute;

/// Writes a text on a stream of Python's.
pub(super) fn write(cx: &Cx, stream: Value, text: Value) -> R<()> {
    call::call_values(cx, attr::get(cx, stream, names::get(names::WRITE))?, &[text]).map(|_| ())
}

/// Writes a value's text; what the stream's encoding has not is escaped.
fn write_escaped(cx: &Cx, stream: Value, text: Value) -> R<()> {
    match write(cx, stream, text) {
        Err(raised) if cx.matches(raised, exceptions::UNICODE_ENCODE_ERROR) => {
            let encoding = attr::get(cx, stream, cx.intern("encoding")?)?;
            let encode = attr::get(cx, text, cx.intern("encode")?)?;
            let bytes = call::call_values(cx, encode, &[encoding, cx.intern("backslashreplace")?])?;
            if let Some(buffer) = attr::get_optional(cx, stream, cx.intern("buffer")?)? {
                return write(cx, buffer, bytes);
            }
            let decode = attr::get(cx, bytes, cx.intern("decode")?)?;
            write(cx, stream, call::call_values(cx, decode, &[encoding, cx.intern("strict")?])?)
        }
        result => result,
    }
}

pub(super) fn display(cx: &Cx, args: &[Value]) -> R<Value> {
    let builtins = import::loaded(names::get(names::BUILTINS));
    let Some(builtins) = builtins else {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "lost builtins module".into()));
    };
    if args[0].is_none() {
        return Ok(Value::NONE);
    }
    let name = cx.intern("_")?;
    // A repr that shows values itself does not show this one.
    attr::set(cx, builtins, name, Some(Value::NONE))?;
    let stdout = match attribute(cx, "stdout")? {
        Some(stdout) if !stdout.is_none() => stdout,
        _ => return Err(cx.error(exceptions::RUNTIME_ERROR, "lost sys.stdout".into())),
    };
    write_escaped(cx, stdout, protocol::repr(cx, args[0])?)?;
    write(cx, stdout, str_::from_str(cx, "\n")?)?;
    attr::set(cx, builtins, name, Some(args[0]))?;
    Ok(Value::NONE)
}

/// `sys.__breakpointhook__(*args, **kws)`: what `PYTHONBREAKPOINT` names, `pdb.set_trace` by default.
pub(super) fn breakpoint(cx: &Cx, args: &[Value]) -> R<Value> {
    let ignored = super::config::config().flags.ignore_environment;
    let named = if ignored { None } else { std::env::var("PYTHONBREAKPOINT").ok() };
    let named = named.filter(|name| !name.is_empty()).unwrap_or_else(|| "pdb.set_trace".into());
    if named == "0" {
        return Ok(Value::NONE);
    }
    let (module, name) = named.rsplit_once('.').unwrap_or(("builtins", &named));
    let found = match import::import_absolute(cx, module) {
        Ok(module) => attr::get_optional(cx, module, cx.intern(name)?)?,
        Err(raised) if cx.matches(raised, exceptions::IMPORT_ERROR) => None,
        Err(raised) => return Err(raised),
    };
    let Some(found) = found else {
        let text = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{named}\"");
        exceptions::warn(cx, exceptions::RUNTIME_WARNING, &text, 1)?;
        return Ok(Value::NONE);
    };
    match (args[0].cast::<Tuple>(), args[1].cast::<Dict>()) {
        (Some(arguments), Some(keywords)) => crate::atexit::call_with(cx, found, arguments, keywords),
        _ => Err(cx.system_error("breakpointhook arguments")),
    }
}

/// Writes to `sys.stderr`, or to the descriptor where that does not work. `None` there means that nobody wants to be told.
pub fn put(cx: &Cx, text: &str) {
    let stderr = attribute(cx, "stderr").ok().flatten();
    if stderr.is_some_and(Value::is_none) {
        return;
    }
    let written = stderr.is_some_and(|stderr| {
        str_::from_str(cx, text).and_then(|text| write_escaped(cx, stderr, text)).is_ok()
    });
    if !written {
        // There is nobody else to tell.
        let _ = cx.blocking(|| typhon_os::output::write_all(2, text.as_bytes()));
    }
}
