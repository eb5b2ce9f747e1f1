//! Where the instructions of a code object come from: a table that tracebacks, tracing and `co_positions` ask for, and hardly anything else. Code
//! that a program brings along keeps it as the bytes it was written as until then, so that loading it does not pay for it.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::code::Position;

/// `(first word it holds for, position)`, ascending. Safe to ask from many threads: the first one decodes.
#[derive(Default)]
pub struct Positions {
    table: OnceLock<Box<[(u32, Position)]>>,
    /// What the table is decoded from, if it is not there yet.
    encoded: Box<[u8]>,
}

impl Positions {
    /// A table that is decoded when it is first asked for. Bytes that are none are an empty table.
    pub(crate) fn encoded(bytes: &[u8]) -> Positions {
        Positions { table: OnceLock::new(), encoded: bytes.into() }
    }
}

impl Deref for Positions {
    type Target = [(u32, Position)];

    fn deref(&self) -> &[(u32, Position)] {
        self.table.get_or_init(|| crate::pyc::decode_positions(&self.encoded).unwrap_or_default())
    }
}

impl From<Vec<(u32, Position)>> for Positions {
    fn from(table: Vec<(u32, Position)>) -> Positions {
        Positions { table: OnceLock::from(table.into_boxed_slice()), encoded: Box::default() }
    }
}

impl Clone for Positions {
    fn clone(&self) -> Positions {
        Positions { table: self.table.clone(), encoded: self.encoded.clone() }
    }
}

impl PartialEq for Positions {
    fn eq(&self, other: &Positions) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
