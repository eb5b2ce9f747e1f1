//! `_sysconfig`: what the interpreter was built with. Thread-safety: nothing is kept.

use typhon_vm::Value;
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict;

/// The module.
pub static SYSCONFIG: ModuleDef = ModuleDef {
    name: "_sysconfig",
    doc: "A helper for the sysconfig module.",
    functions: &[MethodDef::function(
        "config_vars()",
        "Returns a dictionary containing all build variables intended to be exposed by sysconfig.",
        |cx, _| {
            let all = dict::new(cx)?;
            for (name, value) in [("Py_GIL_DISABLED", 1), ("Py_DEBUG", 0)] {
                dict::set(cx, all, cx.intern(name)?, Value::small_int_unchecked(value))?;
            }
            Ok(all.value())
        },
    )],
    init: |_, _| Ok(()),
};
