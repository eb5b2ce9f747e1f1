//! `_typing`: the types that the language itself makes for annotations and type parameters.

use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::runtime;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::number;

const TYPES: &[u32] = &[
    number::TYPE_VAR,
    number::PARAM_SPEC,
    number::TYPE_VAR_TUPLE,
    number::PARAM_SPEC_ARGS,
    number::PARAM_SPEC_KWARGS,
    number::TYPE_ALIAS,
    number::GENERIC,
    number::UNION,
];

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    for &number in TYPES {
        let class = runtime::builtin_type(number);
        dict::set(cx, namespace, class.name(), class.value())?;
    }
    dict::set(cx, namespace, cx.intern("NoDefault")?, runtime::no_default())
}

/// The module.
pub static TYPING: ModuleDef = ModuleDef {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.",
    functions: &[MethodDef::function("_idfunc(x, /)", "", |_, args| Ok(args[0]))],
    init,
};
