//! How long a wait may last, as Python code says it.

use typhon_vm::context::{Cx, R};
use typhon_vm::protocol;
use typhon_vm::types::{float, int};
use typhon_vm::{Value, exceptions};

/// Longest wait that can be asked for, in seconds.
pub(crate) const MAX_SECONDS: f64 = 9_223_372_036.0;

/// How long to wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    Forever,
    /// Not at all.
    Try,
    /// Nanoseconds.
    For(u64),
}

impl Limit {
    /// The deadline of a wait that begins now; nothing: none.
    pub(crate) fn deadline(self, cx: &Cx) -> Option<u64> {
        match self {
            Limit::Forever => None,
            Limit::Try => Some(0),
            Limit::For(nanos) => Some(cx.now() + nanos),
        }
    }
}

/// A number of seconds. Raises for what is no number, NaN, and what no clock counts.
pub(crate) fn seconds(cx: &Cx, value: Value) -> R<f64> {
    let seconds = match (int::to_i64(value), value.as_float()) {
        (Some(seconds), _) => seconds as f64,
        (None, Some(seconds)) => seconds,
        (None, None) => {
            let slots = cx.type_of(value).slots();
            if slots.float.is_none() && slots.index.is_none() {
                let shown = cx.type_name(value);
                return Err(
                    cx.type_error(format!("'{shown}' object cannot be interpreted as an integer or float"))
                );
            }
            float::to_f64(cx, value)?
        }
    };
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() >= 9_223_372_036.854_775 {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "timestamp out of range for C PyTime_t".into()));
    }
    Ok(seconds)
}

/// The arguments `blocking` and `timeout` of a lock's `acquire`.
pub(crate) fn of_acquire(cx: &Cx, blocking: Value, timeout: Value) -> R<Limit> {
    let blocking = match blocking.bound() {
        Some(blocking) => protocol::is_true(cx, blocking)?,
        None => true,
    };
    let timeout = match timeout.bound() {
        Some(timeout) => seconds(cx, timeout)?,
        None => -1.0,
    };
    if !blocking && timeout != -1.0 {
        return Err(cx.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(cx.value_error("timeout value must be a non-negative number"));
    }
    if timeout > MAX_SECONDS {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "timeout value is too large".into()));
    }
    Ok(match timeout {
        _ if !blocking => Limit::Try,
        0.0 => Limit::Try,
        -1.0 => Limit::Forever,
        _ => Limit::For((timeout * 1e9) as u64),
    })
}

/// The argument of a `join`: `None` and negative numbers mean for ever.
pub(crate) fn of_join(cx: &Cx, timeout: Value) -> R<Limit> {
    match timeout.bound().filter(|timeout| !timeout.is_none()) {
        None => Ok(Limit::Forever),
        Some(timeout) => Ok(match seconds(cx, timeout)? {
            negative if negative < 0.0 => Limit::Forever,
            0.0 => Limit::Try,
            positive => Limit::For((positive * 1e9) as u64),
        }),
    }
}
