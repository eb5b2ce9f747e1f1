//! What happens to exceptions that nobody catches: `sys.excepthook`, and what it does by default.
//!
//! The library's `traceback` prints where it can be imported, the runtime's own printer ([`super::display`]) where not.

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Exception, display, unraisable};
use crate::import;
use crate::names;
use crate::protocol::attr;
use crate::runtime;
use crate::types::dict;
use crate::types::module::Module;
use crate::types::str_;
use crate::types::traceback::Traceback;
use crate::value::{SlotExt, Value};

/// An attribute of `sys`.
fn of_sys(cx: &Cx, name: &str) -> R<Option<Value>> {
    let name = cx.intern(name)?;
    Ok(runtime::sys().cast::<Module>().and_then(|sys| sys.dict().get_str(name)))
}

fn flush(cx: &Cx, stream: &str) -> R<()> {
    let Some(stream) = of_sys(cx, stream)?.filter(|stream| !stream.is_none()) else { return Ok(()) };
    match attr::get_optional(cx, stream, names::get(names::FLUSH))? {
        Some(flush) => call::call_values(cx, flush, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// Writes text to `sys.stderr`, whatever that is; to the descriptor where it is missing or does not work.
pub fn write_error(cx: &Cx, text: &str) {
    let write = || -> R<()> {
        let Some(stream) = of_sys(cx, "stderr")? else {
            return Err(cx.error(exceptions::RUNTIME_ERROR, "lost sys.stderr".into()));
        };
        if stream.is_none() {
            return Ok(());
        }
        let write = attr::get(cx, stream, names::get(names::WRITE))?;
        call::call_values(cx, write, &[str_::from_str(cx, text)?])?;
        flush(cx, "stderr")
    };
    if write().is_err() {
        unraisable::output(cx, text.as_bytes());
    }
}

/// Prints an exception with its traceback, causes and contexts to `sys.stderr`.
pub fn display(cx: &Cx, exception: Value) {
    // Where standard output cannot be flushed, that is told when the program ends.
    let _ = flush(cx, "stdout");
    if error_stream_is_none(cx) {
        return;
    }
    if exception.cast::<Exception>().is_none() {
        let shown = cx.type_name(exception);
        let text = format!("TypeError: print_exception(): Exception expected for value, {shown} found\n");
        return write_error(cx, &text);
    }
    if by_library(cx, exception).is_err() {
        write_error(cx, &display::text(cx, Raised(exception)));
    }
}

/// Prints an exception where `sys.stderr` is `None`: a line before it to a file that is known otherwise, and the exception, as in CPython, to
/// `sys.__stderr__`.
pub fn display_to(cx: &Cx, file: Value, heading: &str, exception: Value) -> R<()> {
    let write = attr::get(cx, file, names::get(names::WRITE))?;
    call::call_values(cx, write, &[str_::from_str(cx, heading)?])?;
    by_library(cx, exception)?;
    match attr::get_optional(cx, file, names::get(names::FLUSH))? {
        Some(flush) => call::call_values(cx, flush, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// Whether `sys.stderr` is there and `None`.
pub fn error_stream_is_none(cx: &Cx) -> bool {
    of_sys(cx, "stderr").ok().flatten().is_some_and(Value::is_none)
}

/// Prints by the library's `traceback`.
fn by_library(cx: &Cx, exception: Value) -> R<()> {
    // What is wrong with the native stack or the memory would be wrong with the library too.
    cx.check_stack()?;
    let module = import::import_absolute(cx, "traceback")?;
    let print = attr::get(cx, module, cx.intern("_print_exception_bltin")?)?;
    call::call_values(cx, print, &[exception]).map(|_| ())
}

/// `sys.excepthook(exctype, value, traceback, /)`.
pub fn default_hook(cx: &Cx, args: &[Value]) -> R<Value> {
    if let Some(this) = args[1].cast::<Exception>()
        && args[2].cast::<Traceback>().is_some()
        && this.traceback.get().is_none()
    {
        exceptions::set_traceback(cx, args[1], args[2]);
    }
    display(cx, args[1]);
    Ok(Value::NONE)
}

/// Hands an exception that has left the program to `sys.excepthook`.
pub fn handle(cx: &Cx, raised: Raised) {
    let exception = raised.0;
    let parts = [cx.type_of(exception).value(), exception, exceptions::traceback_of(exception)];
    let _ = remember(cx, parts);
    let hook = match of_sys(cx, "excepthook") {
        Ok(Some(hook)) => hook,
        _ => {
            write_error(cx, "sys.excepthook is missing\n");
            return display(cx, exception);
        }
    };
    if let Err(again) = call::call_values(cx, hook, &parts) {
        let _ = flush(cx, "stdout");
        write_error(cx, "Error in sys.excepthook:\n");
        display(cx, again.0);
        write_error(cx, "\nOriginal exception was:\n");
        display(cx, exception);
    }
}

/// Sets `sys.last_exc` and its older forms.
fn remember(cx: &Cx, [class, exception, traceback]: [Value; 3]) -> R<()> {
    let Some(sys) = runtime::sys().cast::<Module>() else { return Ok(()) };
    let named = [
        ("last_exc", exception),
        ("last_type", class),
        ("last_value", exception),
        ("last_traceback", traceback),
    ];
    for (name, value) in named {
        dict::set(cx, sys.dict(), cx.intern(name)?, value)?;
    }
    Ok(())
}
