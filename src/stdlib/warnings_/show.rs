//! Showing a warning: by the library's `warnings`, or plainly where that is not imported.

use typhon_vm::context::{Cx, R};
use typhon_vm::names;
use typhon_vm::protocol::{self, attr};
use typhon_vm::types::str_;
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, call};

use super::decide::Warning;
use super::of_library;
use crate::sys;

pub(super) fn show(cx: &Cx, warning: &Warning, message: Value, text: Value, line: Value) -> R<()> {
    let Some(hook) = of_library(cx, "_showwarnmsg", !warning.source.is_none())? else {
        return plainly(cx, warning, text);
    };
    if cx.type_of(hook).slots().call.is_none() {
        return Err(cx.type_error("warnings._showwarnmsg() must be set to a callable".into()));
    }
    let Some(class) = of_library(cx, "WarningMessage", false)? else {
        let text = "unable to get warnings.WarningMessage";
        return Err(cx.error(typhon_vm::exceptions::RUNTIME_ERROR, text.into()));
    };
    let source_line = warning.source_line;
    let details =
        [message, warning.category, warning.filename, line, Value::NONE, source_line, warning.source];
    let made = call::call_values(cx, class, &details)?;
    call::call_values(cx, hook, &[made]).map(|_| ())
}

fn plainly(cx: &Cx, warning: &Warning, text: Value) -> R<()> {
    let Some(stderr) = sys::attribute(cx, "stderr")?.filter(|stderr| !stderr.is_none()) else {
        return Ok(());
    };
    let category = warning.category.cast::<Type>().map_or(String::new(), |class| class.name_text());
    let filename = protocol::str_string(cx, warning.filename)?;
    let mut out = format!("{filename}:{}: {category}: {}\n", warning.line, protocol::str_string(cx, text)?);
    let source_line = match str_::to_rust(warning.source_line) {
        Some(line) => Some(line),
        None => cx.blocking(|| typhon_vm::exceptions::source::line(&filename, warning.line)),
    };
    if let Some(line) = source_line.filter(|line| !line.trim().is_empty()) {
        out += &format!("  {}\n", line.trim());
    }
    let write = attr::get(cx, stderr, names::get(names::WRITE))?;
    call::call_values(cx, write, &[str_::from_string(cx, out)?]).map(|_| ())
}
