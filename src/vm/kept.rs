//! [`Kept`]: an object that a native module makes once and keeps for ever.
//!
//! Thread-safety: one atomic word, set once. Of two threads that make the object at once, one has made it for nothing; what was made lies in the list of
//! what the runtime keeps before anybody sees it.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::context::{Cx, R};
use crate::runtime;
use crate::types::list::{self, List};
use crate::value::Value;

/// The object's place.
pub struct Kept(AtomicU64);

impl Kept {
    pub const fn new() -> Kept {
        Kept(AtomicU64::new(Value::UNBOUND.bits()))
    }

    /// The object, where it has been made.
    #[inline]
    pub fn get(&self) -> Option<Value> {
        Value::from_bits(self.0.load(Ordering::Acquire)).bound()
    }

    /// The object; it is made where there is none.
    pub fn get_or_make(&self, cx: &Cx, make: impl FnOnce() -> R<Value>) -> R<Value> {
        if let Some(known) = self.get() {
            return Ok(known);
        }
        let made = make()?;
        if let Some(kept) = runtime::kept().cast::<List>() {
            list::append(cx, kept, made)?;
        }
        let unmade = Value::UNBOUND.bits();
        match self.0.compare_exchange(unmade, made.bits(), Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Ok(made),
            Err(known) => Ok(Value::from_bits(known)),
        }
    }
}

impl Default for Kept {
    fn default() -> Kept {
        Kept::new()
    }
}
