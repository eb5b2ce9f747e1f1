//! Exception classes of native modules: classes as a `class` statement makes them, made on first use and kept for ever.

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::{self, Class};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::{dict, number, str_, tuple};
use typhon_vm::{Value, call, runtime};

/// One class.
pub(crate) struct ExceptionClass {
    module: &'static str,
    name: &'static str,
    base: Class,
    class: AtomicU64,
}

impl ExceptionClass {
    pub(crate) const fn new(module: &'static str, name: &'static str, base: Class) -> ExceptionClass {
        ExceptionClass { module, name, base, class: AtomicU64::new(0) }
    }

    /// The class. Of two threads that make it at once one has made it for nothing.
    pub(crate) fn value(&self, cx: &Cx) -> R<Value> {
        let known = self.class.load(Ordering::Acquire);
        if known != 0 {
            return Ok(Value::from_bits(known));
        }
        let namespace = dict::new(cx)?;
        dict::set(cx, namespace, cx.intern("__module__")?, cx.intern(self.module)?)?;
        let bases = tuple::from_slice(cx, &[exceptions::class_value(self.base)])?.value();
        let metaclass = runtime::builtin_type(number::TYPE).value();
        let name = str_::from_str(cx, self.name)?;
        let class = call::call_values(cx, metaclass, &[name, bases, namespace.value()])?;
        if let Some(kept) = runtime::kept().cast::<List>() {
            list::append(cx, kept, class)?;
        }
        match self.class.compare_exchange(0, class.bits(), Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Ok(class),
            Err(known) => Ok(Value::from_bits(known)),
        }
    }
}
