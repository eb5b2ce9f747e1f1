//! Tables of the system's constants: `constants![A B C]` names those of the C library, one line each module.

pub(crate) use typhon_os::libc;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;

/// Names and numbers.
pub(crate) type Constants = &'static [(&'static str, i64)];

/// A table of constants that the C library has under the same name.
macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), $crate::constants::libc::$name as i64),)*] };
}
pub(crate) use constants;

/// Puts constants into a namespace.
pub(crate) fn put(cx: &Cx, namespace: Obj<Dict>, constants: Constants) -> R<()> {
    for &(name, number) in constants {
        dict::set(cx, namespace, cx.intern(name)?, int::from_i64(cx, number)?)?;
    }
    Ok(())
}
