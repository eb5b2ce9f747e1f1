//! Warnings issued by native code, through the module that Python code uses too.

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::{self, Class};
use typhon_vm::types::{str_, tuple};
use typhon_vm::{Value, call, import, protocol};

/// Issues a warning of a builtin category; raises where the program's filters say so. Without the module `_warnings` nobody is told.
pub fn warn(cx: &Cx, category: Class, message: &str, stack_level: i64) -> R<()> {
    let module = match import::import_absolute(cx, "_warnings") {
        Ok(module) => module,
        Err(raised) if cx.matches(raised, exceptions::IMPORT_ERROR) => return Ok(()),
        Err(raised) => return Err(raised),
    };
    let function = protocol::attr::get(cx, module, cx.intern("warn")?)?;
    let level = Value::small_int_unchecked(stack_level);
    let args = [str_::from_str(cx, message)?, exceptions::class_value(category), level];
    call::call_values(cx, function, &args).map(|_| ())
}

/// Issues a warning about an object, which the warning names as its source.
pub fn warn_about(cx: &Cx, category: Class, message: &str, source: Value) -> R<()> {
    let module = match import::import_absolute(cx, "_warnings") {
        Ok(module) => module,
        Err(raised) if cx.matches(raised, exceptions::IMPORT_ERROR) => return Ok(()),
        Err(raised) => return Err(raised),
    };
    let function = protocol::attr::get(cx, module, cx.intern("warn")?)?;
    let names = tuple::from_slice(cx, &[cx.intern("source")?])?;
    let level = Value::small_int_unchecked(1);
    let args = [str_::from_str(cx, message)?, exceptions::class_value(category), level, source];
    call::call(cx, function, &call::CallArgs::with_keywords(&args, Some(names))).map(|_| ())
}
