//! `gc`: asking for a collection. The rest of the module comes with the generational collector.

use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::{Value, runtime};

fn collect(cx: &Cx, _: &[Value]) -> R<Value> {
    runtime::collect(cx);
    Ok(Value::small_int_unchecked(0))
}

/// The module.
pub static GC: ModuleDef = ModuleDef {
    name: "gc",
    doc: "The garbage collector.",
    functions: &[MethodDef::function("collect(generation=2)", "Collect now.", collect)],
    init: |_, _| Ok(()),
};
