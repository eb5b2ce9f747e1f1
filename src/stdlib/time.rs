//! `time`: clocks, waiting for them, and the calendar.
//!
//! The calendar is the C library's, which knows the time zones. Thread-safety: nothing is kept here; the zone belongs to the process.

use std::ffi::CString;
use std::time::Duration;

use typhon_os::libc;
use typhon_os::time::{self as clocks, Calendar, realtime_nanos};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::scheduler;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::struct_sequence::{self, StructSequence};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{float, int};
use typhon_vm::{Value, protocol, threads};

use crate::constants::{self, Constants, constants};
use crate::system;

/// A date and time of day.
pub(crate) static STRUCT_TIME: StructSequence = StructSequence::new(
    ("time", "struct_time"),
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n\
     \x20accepted by asctime(), mktime() and strftime().  May be considered as a\n\
     \x20sequence of 9 integers.\n\n\
     \x20Note that several fields' values are not the same as those defined by\n\
     \x20the C language standard for struct tm.  For example, the value of the\n\
     \x20field tm_year is the actual year, not year - 1900.  See individual\n\
     \x20fields' descriptions for details.",
    &[
        ("tm_year", "year, for example, 1993"),
        ("tm_mon", "month of year, range [1, 12]"),
        ("tm_mday", "day of month, range [1, 31]"),
        ("tm_hour", "hours, range [0, 23]"),
        ("tm_min", "minutes, range [0, 59]"),
        ("tm_sec", "seconds, range [0, 61])"),
        ("tm_wday", "day of week, range [0, 6], Monday is 0"),
        ("tm_yday", "day of year, range [1, 366]"),
        ("tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"),
        ("tm_zone", "abbreviation of timezone name"),
        ("tm_gmtoff", "offset from UTC in seconds"),
    ],
    9,
);

const CLOCKS: Constants = constants![
    CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_TAI
    CLOCK_THREAD_CPUTIME_ID
];

const SECOND: i128 = 1_000_000_000;

// --- clocks ------------------------------------------------------------------------------------------------------------

fn seconds(nanos: i128) -> Value {
    // The whole seconds and the rest apart, as CPython rounds.
    if nanos % SECOND == 0 {
        return Value::from_float((nanos / SECOND) as f64);
    }
    Value::from_float(nanos as f64 / 1e9)
}

/// A duration in seconds given by Python code. Raises as CPython does for NaN, negative and too large ones.
fn duration(cx: &Cx, value: Value) -> R<Duration> {
    let number = match int::to_i64(value) {
        Some(number) => number as f64,
        None => match float::of(value) {
            Some(number) => number,
            None if cx.type_of(value).slots().index.is_some() => protocol::index::to_i64(cx, value)? as f64,
            None => {
                let shown = cx.type_name(value);
                return Err(
                    cx.type_error(format!("'{shown}' object cannot be interpreted as an integer or float"))
                );
            }
        },
    };
    if number.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if number < 0.0 {
        return Err(cx.value_error("sleep length must be non-negative"));
    }
    Duration::try_from_secs_f64(number)
        .ok()
        .filter(|duration| duration.as_secs() < 1 << 33)
        .ok_or_else(|| system::overflow(cx, "timestamp too large to convert to C PyTime_t"))
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
fn wall_nanos(cx: &Cx) -> i128 {
    if cx.fiber().scheduler().is_deterministic() {
        i128::from(VIRTUAL_EPOCH_NANOS) + i128::from(cx.now())
    } else {
        realtime_nanos().into()
    }
}

fn monotonic_nanos(cx: &Cx) -> i128 {
    cx.now().into()
}

fn processor_nanos(clock: i32) -> i128 {
    clocks::clock(clock).unwrap_or(0)
}

/// Nanoseconds of processor time that the calling Python thread has used. Until somebody asks only OS threads are measured; the only Python thread
/// counts as having used what its OS thread has.
pub(crate) fn thread_nanos(cx: &Cx) -> u64 {
    cx.fiber().processor_nanos(|of_os_thread| if threads::alive() == 0 { of_os_thread } else { 0 })
}

fn nanos(cx: &Cx, nanos: i128) -> R<Value> {
    int::from_i128(cx, nanos)
}

fn clock_of(cx: &Cx, value: Value) -> R<i32> {
    if !int::is_int(value) && cx.type_of(value).slots().index.is_none() {
        return Err(cx.type_error(format!("clk_id should be integer, not {}", cx.type_name(value))));
    }
    system::int_of(cx, value)
}

fn read_clock(cx: &Cx, value: Value) -> R<i128> {
    let clock = clock_of(cx, value)?;
    system::call(cx, || clocks::clock(clock))
}

fn clock_getres(cx: &Cx, args: &[Value]) -> R<Value> {
    let clock = clock_of(cx, args[0])?;
    Ok(seconds(system::call(cx, || clocks::resolution(clock))?))
}

fn set_clock(cx: &Cx, clock: i32, nanos: i128) -> R<Value> {
    let (seconds, rest) = (nanos.div_euclid(SECOND), nanos.rem_euclid(SECOND));
    system::call(cx, || clocks::set_clock(clock, seconds as i64, rest as i64))?;
    Ok(Value::NONE)
}

fn clock_settime(cx: &Cx, args: &[Value]) -> R<Value> {
    let clock = clock_of(cx, args[0])?;
    let time = match float::of(args[1]) {
        Some(time) if time.is_nan() => return Err(cx.value_error("Invalid value NaN (not a number)")),
        Some(time) if time.abs() < 9.2e9 => (time * 1e9).floor() as i128,
        Some(_) => return Err(system::overflow(cx, "timestamp out of range for platform time_t")),
        None => i128::from(protocol::index::to_i64(cx, args[1])?) * SECOND,
    };
    set_clock(cx, clock, time)
}

fn clock_settime_ns(cx: &Cx, args: &[Value]) -> R<Value> {
    let clock = clock_of(cx, args[0])?;
    if !int::is_int(args[1]) {
        return Err(cx.type_error(format!("expect int, got {}", cx.type_name(args[1]))));
    }
    let time = system::long_of(cx, args[1])?;
    set_clock(cx, clock, time.into())
}

fn pthread_getcpuclockid(cx: &Cx, args: &[Value]) -> R<Value> {
    let thread = protocol::index::to_i64(cx, args[0])?;
    // Python threads have no OS thread of their own: only the caller's can be meant.
    let own = i64::try_from(typhon_vm::threads::ident(cx.fiber().reference())).unwrap_or(-1);
    if thread != own {
        return Err(system::fail(cx, &std::io::Error::from_raw_os_error(libc::ESRCH)));
    }
    let clock = system::call(cx, || clocks::thread_clock(clocks::own_thread()))?;
    Ok(Value::small_int_unchecked(clock.into()))
}

/// Clocks by name: whether they go on steadily and can be set, what they are made of.
const KNOWN: &[(&str, (bool, bool), &str, i32)] = &[
    ("time", (false, true), "clock_gettime(CLOCK_REALTIME)", libc::CLOCK_REALTIME),
    ("monotonic", (true, false), "clock_gettime(CLOCK_MONOTONIC)", libc::CLOCK_MONOTONIC),
    ("perf_counter", (true, false), "clock_gettime(CLOCK_MONOTONIC)", libc::CLOCK_MONOTONIC),
    (
        "process_time",
        (true, false),
        "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)",
        libc::CLOCK_PROCESS_CPUTIME_ID,
    ),
    ("thread_time", (true, false), "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", libc::CLOCK_THREAD_CPUTIME_ID),
];

fn get_clock_info(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(name) = args[0].cast::<Str>() else {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("get_clock_info() argument 1 must be str, not {shown}")));
    };
    let Some(&(_, (monotonic, adjustable), made_of, clock)) =
        KNOWN.iter().find(|(known, ..)| name.equals_str(known))
    else {
        return Err(cx.value_error("unknown clock"));
    };
    let resolution = clocks::resolution(clock).unwrap_or(1);
    let types = typhon_vm::import::import_absolute(cx, "types")?;
    let class = protocol::attr::get(cx, types, cx.intern("SimpleNamespace")?)?;
    let made = typhon_vm::call::call_values(cx, class, &[])?;
    for (name, value) in [
        ("implementation", str_::from_str(cx, made_of)?),
        ("monotonic", Value::from_bool(monotonic)),
        ("adjustable", Value::from_bool(adjustable)),
        ("resolution", Value::from_float(resolution as f64 / 1e9)),
    ] {
        protocol::attr::set(cx, made, cx.intern(name)?, Some(value))?;
    }
    Ok(made)
}

// --- calendar ----------------------------------------------------------------------------------------------------------

fn small(number: impl Into<i64>) -> Value {
    Value::small_int_unchecked(number.into())
}

fn calendar_value(cx: &Cx, calendar: &Calendar, zone: &[u8]) -> R<Value> {
    let zone = system::decode(cx, zone)?;
    STRUCT_TIME.instance(
        cx,
        &[
            small(i64::from(calendar.year) + 1900),
            small(calendar.month + 1),
            small(calendar.day),
            small(calendar.hour),
            small(calendar.minute),
            small(calendar.second),
            small((calendar.weekday + 6) % 7),
            small(calendar.yearday + 1),
            small(calendar.summer),
            zone,
            small(calendar.offset),
        ],
    )
}

/// Seconds since the epoch; now, where none are given.
fn seconds_of(cx: &Cx, value: Value) -> R<i64> {
    let Some(value) = value.bound().filter(|value| !value.is_none()) else {
        return Ok(wall_nanos(cx).div_euclid(SECOND) as i64);
    };
    let out_of_range = || system::overflow(cx, "timestamp out of range for platform time_t");
    if let Some(number) = float::of(value) {
        if number.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        let whole = number.floor();
        if (-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&whole) {
            return Ok(whole as i64);
        }
        return Err(out_of_range());
    }
    int::to_i64(protocol::index::to_value(cx, value)?).ok_or_else(out_of_range)
}

fn broken_down(cx: &Cx, value: Value, local: bool) -> R<(Calendar, Vec<u8>)> {
    let seconds = seconds_of(cx, value)?;
    system::call(cx, || clocks::break_down(seconds, local))
}

fn gmtime(cx: &Cx, args: &[Value]) -> R<Value> {
    let (calendar, zone) = broken_down(cx, args[0], false)?;
    calendar_value(cx, &calendar, &zone)
}

fn localtime(cx: &Cx, args: &[Value]) -> R<Value> {
    let (calendar, zone) = broken_down(cx, args[0], true)?;
    calendar_value(cx, &calendar, &zone)
}

/// The fields of a tuple or `struct_time`, and the zone's name that it brings.
fn calendar_of(cx: &Cx, value: Value, function: &str) -> R<(Calendar, Option<CString>)> {
    let Some(given) = value.cast::<Tuple>() else {
        return Err(cx.type_error("Tuple or struct_time argument required".into()));
    };
    if given.len() != 9 {
        return Err(cx.type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut fields = [0; 9];
    for (field, &item) in fields.iter_mut().zip(given.values()) {
        let number = system::long_of(cx, item)?;
        *field = i32::try_from(number).map_err(|_| {
            let end = if number < 0 { "less than minimum" } else { "greater than maximum" };
            system::overflow(cx, &format!("signed integer is {end}"))
        })?;
    }
    let [year, month, day, hour, minute, second, weekday, yearday, summer] = fields;
    let Some(year) = year.checked_sub(1900) else {
        return Err(system::overflow(cx, "year out of range"));
    };
    let mut calendar = Calendar {
        year,
        month: month.wrapping_sub(1),
        day,
        hour,
        minute,
        second,
        weekday: weekday.wrapping_add(1) % 7,
        yearday: yearday.wrapping_sub(1),
        summer,
        offset: 0,
    };
    let mut zone = None;
    if cx.type_of(value) == STRUCT_TIME.class(cx)? {
        if let Some(name) = struct_sequence::field(value, 9).filter(|name| !name.is_none())
            && let Some(name) = name.cast::<Str>()
        {
            zone = CString::new(system::encode(cx, name)?).ok();
        }
        if let Some(offset) = struct_sequence::field(value, 10).filter(|offset| !offset.is_none()) {
            calendar.offset = system::long_of(cx, offset)?;
        }
    }
    Ok((calendar, zone))
}

/// Zero stands for the first of what counts from one; what is out of range is refused.
fn checked(cx: &Cx, mut calendar: Calendar) -> R<Calendar> {
    if calendar.month == -1 {
        calendar.month = 0;
    }
    if calendar.day == 0 {
        calendar.day = 1;
    }
    if calendar.yearday == -1 {
        calendar.yearday = 0;
    }
    for (field, range, text) in [
        (calendar.month, 0..=11, "month"),
        (calendar.day, 1..=31, "day of month"),
        (calendar.hour, 0..=23, "hour"),
        (calendar.minute, 0..=59, "minute"),
        (calendar.second, 0..=61, "seconds"),
        (calendar.weekday, 0..=6, "day of week"),
        (calendar.yearday, 0..=365, "day of year"),
    ] {
        if !range.contains(&field) {
            return Err(cx.value_error(&format!("{text} out of range")));
        }
    }
    calendar.summer = calendar.summer.clamp(-1, 1);
    Ok(calendar)
}

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn as_text(cx: &Cx, calendar: &Calendar) -> R<Value> {
    let Calendar { year, month, day, hour, minute, second, weekday, .. } = *calendar;
    let (weekday, month) = (DAYS[weekday as usize % 7], MONTHS[month as usize % 12]);
    let year = i64::from(year) + 1900;
    str_::from_string(cx, format!("{weekday} {month}{day:3} {hour:02}:{minute:02}:{second:02} {year}"))
}

fn asctime(cx: &Cx, args: &[Value]) -> R<Value> {
    let calendar = match args[0].bound() {
        None => broken_down(cx, Value::NONE, true)?.0,
        Some(given) => checked(cx, calendar_of(cx, given, "asctime")?.0)?,
    };
    as_text(cx, &calendar)
}

fn ctime(cx: &Cx, args: &[Value]) -> R<Value> {
    as_text(cx, &broken_down(cx, args[0], true)?.0)
}

fn mktime(cx: &Cx, args: &[Value]) -> R<Value> {
    let (calendar, _) = calendar_of(cx, args[0], "mktime")?;
    match cx.blocking(|| clocks::put_together(calendar)) {
        Some(seconds) => Ok(Value::from_float(seconds as f64)),
        None => Err(system::overflow(cx, "mktime argument out of range")),
    }
}

/// The end of the directive that begins at `start`, where a `%` stands: flags, width, modifier, letter.
fn directive_end(format: &[u8], start: usize) -> usize {
    let mut end = start + 1;
    while format.get(end).is_some_and(|byte| b"_-0^#+".contains(byte)) {
        end += 1;
    }
    while format.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    if format.get(end).is_some_and(|byte| b"EO:".contains(byte)) {
        end += 1;
    }
    (end + 1).min(format.len())
}

fn strftime(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(format) = args[0].cast::<Str>() else {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("strftime() argument 1 must be str, not {shown}")));
    };
    let (calendar, zone) = match args[1].bound() {
        None => {
            let (calendar, zone) = broken_down(cx, Value::NONE, true)?;
            (calendar, CString::new(zone).ok())
        }
        Some(given) => {
            let (calendar, zone) = calendar_of(cx, given, "strftime")?;
            (checked(cx, calendar)?, zone)
        }
    };
    let raw = system::encode_with(cx, format, "surrogatepass")?;
    let mut text = Vec::with_capacity(raw.len() * 2);
    let mut at = 0;
    while at < raw.len() {
        if raw[at] != b'%' {
            text.push(raw[at]);
            at += 1;
            continue;
        }
        let end = directive_end(&raw, at);
        let directive = &raw[at..end];
        at = end;
        // A lone percent sign at the end, or something that no letter follows: as it is.
        match CString::new(directive) {
            Ok(known) if directive.len() > 1 && directive.is_ascii() => {
                text.extend_from_slice(&clocks::format(&known, calendar, zone.as_deref()));
            }
            _ => text.extend_from_slice(directive),
        }
        cx.check_room(text.len())?;
    }
    system::decode_with(cx, &text, "surrogatepass")
}

fn strptime(cx: &Cx, args: &[Value]) -> R<Value> {
    let module = typhon_vm::import::import_absolute(cx, "_strptime")?;
    let function = protocol::attr::get(cx, module, cx.intern("_strptime_time")?)?;
    match args[1].bound() {
        Some(format) => typhon_vm::call::call_values(cx, function, &[args[0], format]),
        None => typhon_vm::call::call_values(cx, function, &[args[0]]),
    }
}

// --- the zone ------------------------------------------------------------------------------------------------------------

/// The average year, by which January and July are found.
const YEAR: i64 = (365 * 24 + 6) * 3600;

/// Puts the zone's offsets and names into the module.
fn put_zone(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let january = realtime_nanos() / 1_000_000_000 / YEAR * YEAR;
    let (winter, winter_name) = system::call(cx, || clocks::break_down(january, true))?;
    let (summer, summer_name) = system::call(cx, || clocks::break_down(january + YEAR / 2, true))?;
    let (one, other) = (-winter.offset, -summer.offset);
    // In the south summer is in January.
    let ((zone, zone_name), (alternative, alternative_name)) = if one < other {
        ((other, summer_name), (one, winter_name))
    } else {
        ((one, winter_name), (other, summer_name))
    };
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("timezone", small(zone))?;
    put("altzone", small(alternative))?;
    put("daylight", small(i64::from(zone != alternative)))?;
    let names = [system::decode(cx, &zone_name)?, system::decode(cx, &alternative_name)?];
    put("tzname", tuple::from_slice(cx, &names)?.value())
}

fn tzset(cx: &Cx, _: &[Value]) -> R<Value> {
    cx.blocking(clocks::reset_zone);
    if let Some(module) = typhon_vm::import::loaded(cx.intern("time")?)
        && let Some(module) = module.cast::<typhon_vm::types::module::Module>()
    {
        put_zone(cx, module.dict())?;
    }
    Ok(Value::NONE)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    constants::put(cx, namespace, CLOCKS)?;
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("_STRUCT_TM_ITEMS", small(11))?;
    put("struct_time", STRUCT_TIME.class(cx)?.value())?;
    clocks::reset_zone();
    put_zone(cx, namespace)
}

/// The module.
pub static TIME: ModuleDef = ModuleDef {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: &[
        MethodDef::function("time()", "Return the current time in seconds since the Epoch.", |cx, _| {
            Ok(seconds(wall_nanos(cx)))
        }),
        MethodDef::function(
            "time_ns()",
            "Return the current time in nanoseconds since the Epoch.",
            |cx, _| nanos(cx, wall_nanos(cx)),
        ),
        MethodDef::function("monotonic()", "Monotonic clock, cannot go backward.", |cx, _| {
            Ok(seconds(monotonic_nanos(cx)))
        }),
        MethodDef::function(
            "monotonic_ns()",
            "Monotonic clock, cannot go backward, as nanoseconds.",
            |cx, _| nanos(cx, monotonic_nanos(cx)),
        ),
        MethodDef::function("perf_counter()", "Performance counter for benchmarking.", |cx, _| {
            Ok(seconds(monotonic_nanos(cx)))
        }),
        MethodDef::function(
            "perf_counter_ns()",
            "Performance counter for benchmarking as nanoseconds.",
            |cx, _| nanos(cx, monotonic_nanos(cx)),
        ),
        MethodDef::function(
            "process_time()",
            "Process time for profiling: sum of the kernel and user-space CPU time.",
            |_, _| Ok(seconds(processor_nanos(libc::CLOCK_PROCESS_CPUTIME_ID))),
        ),
        MethodDef::function("process_time_ns()", "Process time for profiling as nanoseconds.", |cx, _| {
            nanos(cx, processor_nanos(libc::CLOCK_PROCESS_CPUTIME_ID))
        }),
        MethodDef::function(
            "thread_time()",
            "Thread time for profiling: sum of the kernel and user-space CPU time.",
            |cx, _| Ok(seconds(thread_nanos(cx).into())),
        ),
        MethodDef::function("thread_time_ns()", "Thread time for profiling as nanoseconds.", |cx, _| {
            nanos(cx, thread_nanos(cx).into())
        }),
        MethodDef::function(
            "clock_gettime(clk_id, /)",
            "Return the time of the specified clock.",
            |cx, args| Ok(seconds(read_clock(cx, args[0])?)),
        ),
        MethodDef::function(
            "clock_gettime_ns(clk_id, /)",
            "Return the time of the specified clock as nanoseconds.",
            |cx, args| nanos(cx, read_clock(cx, args[0])?),
        ),
        MethodDef::function(
            "clock_settime(clk_id, time, /)",
            "Set the time of the specified clock.",
            clock_settime,
        ),
        MethodDef::function(
            "clock_settime_ns(clk_id, time, /)",
            "Set the time of the specified clock, in nanoseconds.",
            clock_settime_ns,
        ),
        MethodDef::function(
            "clock_getres(clk_id, /)",
            "Return the resolution of the specified clock.",
            clock_getres,
        ),
        MethodDef::function(
            "pthread_getcpuclockid(thread_id, /)",
            "Return the clk_id of a thread's CPU time clock.",
            pthread_getcpuclockid,
        ),
        MethodDef::function(
            "get_clock_info(name, /)",
            "Get information of the specified clock.",
            get_clock_info,
        ),
        MethodDef::function("sleep(seconds, /)", "Delay execution for a given number of seconds.", sleep),
        MethodDef::function(
            "gmtime(seconds=None, /)",
            "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).",
            gmtime,
        ),
        MethodDef::function(
            "localtime(seconds=None, /)",
            "Convert seconds since the Epoch to a time tuple expressing local time.",
            localtime,
        ),
        MethodDef::function(
            "asctime(tuple=<unrepresentable>, /)",
            "Convert a time tuple to a string.",
            asctime,
        ),
        MethodDef::function(
            "ctime(seconds=None, /)",
            "Convert a time in seconds since the Epoch to a string in local time.",
            ctime,
        ),
        MethodDef::function(
            "mktime(tuple, /)",
            "Convert a time tuple in local time to seconds since the Epoch.",
            mktime,
        ),
        MethodDef::function(
            "strftime(format, tuple=<unrepresentable>, /)",
            "Convert a time tuple to a string according to a format specification.",
            strftime,
        ),
        MethodDef::function(
            "strptime(string, format=<unrepresentable>, /)",
            "Parse a string to a time tuple according to a format specification.",
            strptime,
        ),
        MethodDef::function("tzset()", "Initialize, or reinitialize, the local timezone.", tzset),
    ],
    init,
};
