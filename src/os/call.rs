//! [`calls!`](crate::call::calls): thin functions over system calls that take plain numbers and zero-terminated strings, declared one line each.

use std::ffi::{CStr, c_char};
use std::io;

/// What stands for a Rust argument in a call.
pub(crate) trait Raw {
    type Raw;
    fn raw(self) -> Self::Raw;
}

macro_rules! plain {
    ($($number:ty)*) => { $(impl Raw for $number {
        type Raw = $number;
        fn raw(self) -> $number {
            self
        }
    })* };
}
plain!(i32 u32 i64 u64 usize);

impl Raw for &CStr {
    type Raw = *const c_char;
    fn raw(self) -> *const c_char {
        self.as_ptr()
    }
}

/// A call's answer: -1 means that it failed.
pub(crate) fn checked(answer: i64) -> io::Result<i64> {
    if answer == -1 { Err(io::Error::last_os_error()) } else { Ok(answer) }
}

/// Declares functions of the same name as in the C library (or the one behind `as`), each answering the call's non-negative answer or
/// its error. Only for calls whose arguments cannot break memory.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),* $(,)?) as $call:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name($($argument: $type),*) -> std::io::Result<i64> {
            // SAFETY: numbers, and strings that end with a zero and are valid for the call; the call writes no memory of ours.
            $crate::call::checked(i64::from(unsafe { libc::$call($($crate::call::Raw::raw($argument)),*) }))
        }
    )* };
}
pub(crate) use calls;
