//! `time`: the clocks and `sleep`. The calendar functions come with the library's other modules.

use std::time::Duration;

use typhon_os::time::realtime_nanos;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::scheduler;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::{float, int};
use typhon_vm::{Value, exceptions};

fn seconds(nanos: i64) -> Value {
    Value::from_float(nanos as f64 / 1e9)
}

fn nanos(cx: &Cx, nanos: i64) -> R<Value> {
    int::from_i64(cx, nanos)
}

/// A duration in seconds given by Python code. Raises as CPython does for NaN, negative and too large ones.
fn duration(cx: &Cx, value: Value) -> R<Duration> {
    let number = match int::to_i64(value) {
        Some(number) => number as f64,
        None => float::to_f64(cx, value)?,
    };
    if number.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if number < 0.0 {
        return Err(cx.value_error("sleep length must be non-negative"));
    }
    Duration::try_from_secs_f64(number).ok().filter(|duration| duration.as_secs() < 1 << 33).ok_or_else(
        || cx.error(exceptions::OVERFLOW_ERROR, "timestamp too large to convert to C PyTime_t".into()),
    )
}

fn sleep(cx: &Cx, args: &[Value]) -> R<Value> {
    let wait = duration(cx, args[0])?;
    if wait.is_zero() {
        scheduler::yield_now(cx.fiber());
        return Ok(Value::NONE);
    }
    cx.sleep_until(cx.now().saturating_add(wait.as_nanos() as u64))?;
    Ok(Value::NONE)
}

/// The wall clock of a deterministic run begins here: 2026-01-01.
const VIRTUAL_EPOCH_NANOS: i64 = 1_767_225_600_000_000_000;

/// Nanoseconds since the epoch.
fn wall_nanos(cx: &Cx) -> i64 {
    if cx.fiber().scheduler().is_deterministic() {
        VIRTUAL_EPOCH_NANOS + cx.now() as i64
    } else {
        realtime_nanos()
    }
}

/// The module.
pub static TIME: ModuleDef = ModuleDef {
    name: "time",
    doc: "Clocks, and waiting for them.",
    functions: &[
        MethodDef::function("time()", "Seconds since the epoch.", |cx, _| Ok(seconds(wall_nanos(cx)))),
        MethodDef::function("time_ns()", "Nanoseconds since the epoch.", |cx, _| nanos(cx, wall_nanos(cx))),
        MethodDef::function("monotonic()", "Seconds of a clock that never goes back.", |cx, _| {
            Ok(seconds(cx.now() as i64))
        }),
        MethodDef::function("monotonic_ns()", "Nanoseconds of a clock that never goes back.", |cx, _| {
            nanos(cx, cx.now() as i64)
        }),
        MethodDef::function("perf_counter()", "Seconds of the clock for measuring.", |cx, _| {
            Ok(seconds(cx.now() as i64))
        }),
        MethodDef::function("perf_counter_ns()", "Nanoseconds of the clock for measuring.", |cx, _| {
            nanos(cx, cx.now() as i64)
        }),
        MethodDef::function("sleep(seconds, /)", "Suspend the calling thread.", sleep),
    ],
    init: |_, _| Ok(()),
};
