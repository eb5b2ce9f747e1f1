//! Exception classes that native modules define, as a `class` statement makes them: made on first use and kept for ever.

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Class};
use crate::kept::Kept;
use crate::names;
use crate::runtime;
use crate::types::{dict, str_, tuple};
use crate::value::Value;

/// A class derived from builtin exceptions.
pub struct Declared {
    module: &'static str,
    name: &'static str,
    bases: &'static [Class],
    doc: &'static str,
    class: Kept,
}

impl Declared {
    pub const fn new(
        module: &'static str,
        name: &'static str,
        bases: &'static [Class],
        doc: &'static str,
    ) -> Declared {
        Declared { module, name, bases, doc, class: Kept::new() }
    }

    /// The class.
    pub fn class(&self, cx: &Cx) -> R<Value> {
        self.class.get_or_make(cx, || self.make(cx))
    }

    fn make(&self, cx: &Cx) -> R<Value> {
        let bases = tuple::with_len(cx, self.bases.len())?;
        for (slot, &base) in bases.items().iter().zip(self.bases) {
            cx.store(bases.object(), slot, exceptions::class_value(base));
        }
        let namespace = dict::new(cx)?;
        dict::set(cx, namespace, names::get(names::__MODULE__), cx.intern(self.module)?)?;
        if !self.doc.is_empty() {
            dict::set(cx, namespace, names::get(names::__DOC__), str_::from_str(cx, self.doc)?)?;
        }
        let metaclass = runtime::builtin_type(crate::types::number::TYPE).value();
        call::call_values(cx, metaclass, &[cx.intern(self.name)?, bases.value(), namespace.value()])
    }

    /// Raises it with a message.
    #[cold]
    pub fn error(&self, cx: &Cx, text: &str) -> Raised {
        self.raise(cx, || Ok([str_::from_str(cx, text)?]))
    }

    /// Raises it without arguments.
    #[cold]
    pub fn plain(&self, cx: &Cx) -> Raised {
        self.raise(cx, || Ok([]))
    }

    /// Raises it with an error's number and what the number means.
    #[cold]
    pub fn with_errno(&self, cx: &Cx, code: i32, text: String) -> Raised {
        self.raise(cx, || Ok([Value::small_int_unchecked(code.into()), str_::from_string(cx, text)?]))
    }

    fn raise<const COUNT: usize>(&self, cx: &Cx, args: impl FnOnce() -> R<[Value; COUNT]>) -> Raised {
        let made = self.class(cx).and_then(|class| call::call_values(cx, class, &args()?));
        match made {
            Ok(exception) => exceptions::raise(cx, exception),
            Err(raised) => raised,
        }
    }
}
