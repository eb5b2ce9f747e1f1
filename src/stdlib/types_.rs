//! `_types`: the builtin types that have no name among the builtins, and `SimpleNamespace`.

pub(crate) mod namespace;

use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::TypeDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::number::*;

/// Names in the module, and the number of the type.
static NAMES: &[(&str, u32)] = &[
    ("AsyncGeneratorType", ASYNC_GENERATOR),
    ("BuiltinFunctionType", NATIVE_FUNCTION),
    ("BuiltinMethodType", NATIVE_FUNCTION),
    ("CellType", CELL),
    ("ClassMethodDescriptorType", NATIVE_CLASS_METHOD),
    ("CodeType", CODE),
    ("CoroutineType", COROUTINE),
    ("EllipsisType", ELLIPSIS_TYPE),
    ("FrameType", FRAME),
    ("FunctionType", FUNCTION),
    ("GeneratorType", GENERATOR),
    ("GenericAlias", GENERIC_ALIAS),
    ("GetSetDescriptorType", GETSET),
    ("LambdaType", FUNCTION),
    ("MappingProxyType", MAPPING_PROXY),
    ("MemberDescriptorType", MEMBER),
    ("MethodDescriptorType", NATIVE_METHOD),
    ("MethodType", BOUND_METHOD),
    ("MethodWrapperType", METHOD_WRAPPER),
    ("ModuleType", MODULE),
    ("NoneType", NONE_TYPE),
    ("NotImplementedType", NOT_IMPLEMENTED_TYPE),
    ("TracebackType", TRACEBACK),
    ("UnionType", UNION),
    ("WrapperDescriptorType", SLOT_WRAPPER),
];

/// Nothing makes capsules here; the type exists because CPython's does.
static CAPSULE: TypeDef = TypeDef {
    name: "PyCapsule",
    doc: "Capsule objects let you wrap a C \"void *\" pointer in a Python object.",
    ..TypeDef::DEFAULT
};
static CAPSULE_TYPE: NativeType = NativeType::new(&CAPSULE);

fn init(cx: &Cx, module: Obj<Dict>) -> R<()> {
    for &(name, number) in NAMES {
        dict::set(cx, module, cx.intern(name)?, runtime::builtin_type(number).value())?;
    }
    dict::set(cx, module, cx.intern("CapsuleType")?, CAPSULE_TYPE.class(cx)?.value())?;
    dict::set(cx, module, cx.intern("SimpleNamespace")?, namespace::NAMESPACE_TYPE.class(cx)?.value())
}

/// The module.
pub static TYPES: ModuleDef =
    ModuleDef { name: "_types", doc: "Define names for built-in types.", functions: &[], init };
