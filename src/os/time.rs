//! Clocks, in nanoseconds, and the calendar of the C library.

use std::ffi::CStr;
use std::io;

use crate::call::checked;

/// Nanoseconds of the monotonic clock (`CLOCK_MONOTONIC`); only differences mean something.
#[inline]
pub fn monotonic_nanos() -> u64 {
    u64::try_from(read(libc::CLOCK_MONOTONIC)).unwrap_or(0)
}

/// Nanoseconds since the epoch by the wall clock (`CLOCK_REALTIME`); may jump, may be negative.
#[inline]
pub fn realtime_nanos() -> i64 {
    read(libc::CLOCK_REALTIME)
}

#[inline]
fn read(clock: libc::clockid_t) -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place for the answer; both clocks exist on every supported system.
    unsafe { libc::clock_gettime(clock, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

/// Nanoseconds of any of the system's clocks.
pub fn clock(clock: i32) -> io::Result<i128> {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place for the answer.
    checked(unsafe { libc::clock_gettime(clock, &mut now) }.into())?;
    Ok(nanos(now))
}

/// Sets a clock.
pub fn set_clock(clock: i32, seconds: i64, nanos: i64) -> io::Result<()> {
    let time = libc::timespec { tv_sec: seconds, tv_nsec: nanos };
    // SAFETY: a valid time.
    checked(unsafe { libc::clock_settime(clock, &time) }.into()).map(|_| ())
}

/// How fine a clock is, in nanoseconds.
pub fn resolution(clock: i32) -> io::Result<i128> {
    let mut step = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a valid place for the answer.
    checked(unsafe { libc::clock_getres(clock, &mut step) }.into())?;
    Ok(nanos(step))
}

fn nanos(time: libc::timespec) -> i128 {
    i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec)
}

/// A date and time of day, fields as in C's `struct tm`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calendar {
    pub year: i32,
    pub month: i32,
    pub day: i32,
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
    pub weekday: i32,
    pub yearday: i32,
    pub summer: i32,
    /// Seconds east of Greenwich.
    pub offset: i64,
}

impl Calendar {
    fn of(tm: &libc::tm) -> Self {
        Self {
            year: tm.tm_year,
            month: tm.tm_mon,
            day: tm.tm_mday,
            hour: tm.tm_hour,
            minute: tm.tm_min,
            second: tm.tm_sec,
            weekday: tm.tm_wday,
            yearday: tm.tm_yday,
            summer: tm.tm_isdst,
            offset: tm.tm_gmtoff,
        }
    }

    fn to_tm(self) -> libc::tm {
        // SAFETY: all zero is a valid `tm`.
        let mut tm: libc::tm = unsafe { std::mem::zeroed() };
        (tm.tm_year, tm.tm_mon, tm.tm_mday) = (self.year, self.month, self.day);
        (tm.tm_hour, tm.tm_min, tm.tm_sec) = (self.hour, self.minute, self.second);
        (tm.tm_wday, tm.tm_yday, tm.tm_isdst) = (self.weekday, self.yearday, self.summer);
        tm.tm_gmtoff = self.offset;
        tm
    }
}

/// Seconds since the epoch as a calendar has them, with the zone's name.
pub fn break_down(seconds: i64, local: bool) -> io::Result<(Calendar, Vec<u8>)> {
    // SAFETY: all zero is a valid `tm`, a place for the answer; a zone's name ends with a zero, and the C library keeps it.
    unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        let answer =
            if local { libc::localtime_r(&seconds, &mut tm) } else { libc::gmtime_r(&seconds, &mut tm) };
        if answer.is_null() {
            return Err(io::Error::last_os_error());
        }
        let zone =
            if tm.tm_zone.is_null() { Vec::new() } else { CStr::from_ptr(tm.tm_zone).to_bytes().to_vec() };
        Ok((Calendar::of(&tm), zone))
    }
}

/// The seconds since the epoch of a local time; nothing where there are none.
pub fn put_together(calendar: Calendar) -> Option<i64> {
    let mut tm = calendar.to_tm();
    // A failed call leaves the weekday alone.
    tm.tm_wday = -1;
    // SAFETY: a valid `tm`.
    let seconds = unsafe { libc::mktime(&mut tm) };
    (seconds != -1 || tm.tm_wday != -1).then_some(seconds)
}

unsafe extern "C" {
    fn tzset();
}

/// Takes the time zone from the environment anew.
pub fn reset_zone() {
    // SAFETY: changes the C library's own state, which it locks.
    unsafe { tzset() };
}

/// What `strftime` makes of one directive; nothing where that is nothing, or too much.
pub fn format(directive: &CStr, calendar: Calendar, zone: Option<&CStr>) -> Vec<u8> {
    let mut tm = calendar.to_tm();
    if let Some(zone) = zone {
        tm.tm_zone = zone.as_ptr();
    }
    let mut room = vec![0u8; 256];
    loop {
        // SAFETY: the room is writable for its length, the strings end with a zero.
        let len = unsafe { libc::strftime(room.as_mut_ptr().cast(), room.len(), directive.as_ptr(), &tm) };
        if len > 0 || room.len() > 1 << 16 {
            room.truncate(len);
            return room;
        }
        // An empty answer (`%p`, `%Z`) and too little room look alike.
        if directive.to_bytes().len() < 4 {
            return Vec::new();
        }
        room.resize(room.len() * 16, 0);
    }
}

/// The clock of a thread's processor time. The thread is named as the C library does.
pub fn thread_clock(thread: u64) -> io::Result<i32> {
    let mut clock = 0;
    // SAFETY: a place for the answer; the C library looks at its record of the thread, which the caller says is alive.
    match unsafe { libc::pthread_getcpuclockid(thread as libc::pthread_t, &mut clock) } {
        0 => Ok(clock),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// The calling OS thread's name in the C library.
pub fn own_thread() -> u64 {
    // SAFETY: asks who calls.
    unsafe { libc::pthread_self() as u64 }
}
