//! Exception classes that native modules define: made on first use and kept for ever.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Class};
use crate::runtime;
use crate::types::list::{self, List};
use crate::types::type_::Type;
use crate::types::{dict, str_, tuple};
use crate::value::Value;

/// A class derived from builtin exceptions.
pub struct Declared {
    module: &'static str,
    name: &'static str,
    bases: &'static [Class],
    doc: &'static str,
    class: AtomicU64,
}

impl Declared {
    pub const fn new(
        module: &'static str,
        name: &'static str,
        bases: &'static [Class],
        doc: &'static str,
    ) -> Declared {
        Declared { module, name, bases, doc, class: AtomicU64::new(0) }
    }

    /// The class. Native modules are initialised once, under the import lock, which is where it is made.
    pub fn class(&self, cx: &Cx) -> R<Value> {
        let known = Value::from_bits(self.class.load(Ordering::Acquire));
        if known.cast::<Type>().is_some() {
            return Ok(known);
        }
        let bases = tuple::with_len(cx, self.bases.len())?;
        for (slot, &base) in bases.items().iter().zip(self.bases) {
            cx.store(bases.object(), slot, exceptions::class_value(base));
        }
        let namespace = dict::new(cx)?;
        dict::set(cx, namespace, cx.intern("__module__")?, cx.intern(self.module)?)?;
        if !self.doc.is_empty() {
            dict::set(cx, namespace, cx.intern("__doc__")?, str_::from_str(cx, self.doc)?)?;
        }
        let metaclass = runtime::builtin_type(crate::types::number::TYPE).value();
        let class =
            call::call_values(cx, metaclass, &[cx.intern(self.name)?, bases.value(), namespace.value()])?;
        if let Some(kept) = runtime::kept().cast::<List>() {
            list::append(cx, kept, class)?;
        }
        self.class.store(class.bits(), Ordering::Release);
        Ok(class)
    }

    /// Raises it with a message.
    #[cold]
    pub fn error(&self, cx: &Cx, text: &str) -> Raised {
        let made =
            self.class(cx).and_then(|class| call::call_values(cx, class, &[str_::from_str(cx, text)?]));
        match made {
            Ok(exception) => exceptions::raise(cx, exception),
            Err(raised) => raised,
        }
    }
}
