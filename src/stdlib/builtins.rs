//! `builtins`: the functions and types every module sees.

mod compile_;
mod functions;
mod objects;

pub(crate) use objects::source_bytes;

use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{native_function, number};

use crate::io_;
use typhon_vm::{Value, exceptions, runtime};

/// Types that have a builtin name.
const TYPES: &[u32] = &[
    number::OBJECT,
    number::TYPE,
    number::INT,
    number::BOOL,
    number::FLOAT,
    number::COMPLEX,
    number::STR,
    number::BYTES,
    number::BYTE_ARRAY,
    number::MEMORY_VIEW,
    number::TUPLE,
    number::LIST,
    number::DICT,
    number::SET,
    number::FROZENSET,
    number::SLICE,
    number::RANGE,
    number::PROPERTY,
    number::STATIC_METHOD,
    number::CLASS_METHOD,
    number::SUPER,
    number::ENUMERATE,
    number::ZIP,
    number::MAP,
    number::FILTER,
    number::REVERSED,
];

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for &number in TYPES {
        let class = runtime::builtin_type(number);
        dict::set(cx, namespace, class.name(), class.value())?;
    }
    for index in 0..exceptions::TABLE.len() as u32 {
        let class = runtime::builtin_type(exceptions::FIRST_NUMBER + index);
        dict::set(cx, namespace, class.name(), class.value())?;
    }
    for alias in ["EnvironmentError", "IOError"] {
        put(alias, exceptions::class_value(exceptions::OS_ERROR))?;
    }
    put("None", Value::NONE)?;
    put("False", Value::FALSE)?;
    put("True", Value::TRUE)?;
    put("NotImplemented", Value::NOT_IMPLEMENTED)?;
    put("Ellipsis", Value::ELLIPSIS)?;
    // Made here: nothing can be imported before the builtins are there.
    put("open", native_function::new(cx, &io_::OPEN, Value::NONE, cx.intern("_io")?)?.value())?;
    put("__debug__", Value::from_bool(typhon_vm::runtime::optimize() == 0))
}

/// The module.
pub static BUILTINS: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "The functions, types and constants that every module sees.",
    functions: functions::FUNCTIONS,
    init,
};
