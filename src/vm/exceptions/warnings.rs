//! Warnings that native code issues, through the module that Python code uses too.

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions::{self, Class, uncaught};
use crate::import;
use crate::protocol::attr;
use crate::types::str_;
use crate::value::Value;

/// Issues a warning of a category about the frame so many levels up (1: the innermost). Raises where the filters make it an error.
pub fn warn(cx: &Cx, category: Class, message: &str, level: i64) -> R<()> {
    issue(cx, category, message, level, None)
}

/// Warns of a result that is of a strict subclass of what a special method should return, as CPython does. `what` says which: "`__int__ returned
/// non-int`".
pub(crate) fn warn_of_strict_subclass(cx: &Cx, what: &str, result: Value, wanted: &str) -> R<()> {
    let shown = cx.type_name(result);
    let message = format!(
        "{what} (type {shown}).  The ability to return an instance of a strict subclass of {wanted} is deprecated, and may be removed in a future version \
         of Python."
    );
    warn(cx, exceptions::DEPRECATION_WARNING, &message, 1)
}

/// Issues a warning about an object, which the warning names as its source.
pub fn warn_about(cx: &Cx, category: Class, message: &str, source: Value) -> R<()> {
    issue(cx, category, message, 1, Some(source))
}

fn issue(cx: &Cx, category: Class, message: &str, level: i64, source: Option<Value>) -> R<()> {
    let category = exceptions::class_value(category);
    let module = match import::import_absolute(cx, "_warnings") {
        Ok(module) => module,
        Err(raised) if cx.matches(raised, exceptions::IMPORT_ERROR) => {
            // Nobody filters them.
            let name = attr::get(cx, category, crate::names::get(crate::names::__NAME__))?;
            uncaught::write_error(cx, &format!("{}: {message}\n", str_::to_rust(name).unwrap_or_default()));
            return Ok(());
        }
        Err(raised) => return Err(raised),
    };
    let warn = attr::get(cx, module, cx.intern("warn")?)?;
    let values = [
        str_::from_str(cx, message)?,
        category,
        Value::small_int_unchecked(level),
        source.unwrap_or(Value::NONE),
    ];
    call::call_values(cx, warn, &values).map(|_| ())
}
