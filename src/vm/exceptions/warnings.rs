//! Warnings that the runtime itself issues.

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions::{self, Class, uncaught};
use crate::import;
use crate::protocol::attr;
use crate::types::str_;
use crate::value::Value;

/// Issues a warning of a category about the frame so many levels up (1: the innermost). Raises where the filters make it an error.
pub fn warn(cx: &Cx, category: Class, message: &str, level: i64) -> R<()> {
    let module =
        import::import_absolute(cx, "_warnings").or_else(|_| import::import_absolute(cx, "warnings"));
    let category = exceptions::class_value(category);
    let Ok(module) = module else {
        let name = crate::protocol::attr::get(cx, category, crate::names::get(crate::names::__NAME__))?;
        uncaught::write_error(cx, &format!("{}: {message}\n", str_::to_rust(name).unwrap_or_default()));
        return Ok(());
    };
    let warn = attr::get(cx, module, cx.intern("warn")?)?;
    let values = [str_::from_str(cx, message)?, category, Value::small_int_unchecked(level)];
    call::call_values(cx, warn, &values).map(|_| ())
}
