//! Terminals: their settings, and pairs of them.

use std::io;

use crate::call::{calls, checked};

calls! {
    /// Sends zeros for a while.
    send_break(descriptor: i32, duration: i32) as tcsendbreak;
    /// Waits until all has been sent.
    drain(descriptor: i32) as tcdrain;
    /// Discards what is queued.
    flush(descriptor: i32, queue: i32) as tcflush;
    /// Suspends or goes on.
    flow(descriptor: i32, action: i32) as tcflow;
    /// Makes a pseudo-terminal.
    open_master(flags: i32) as posix_openpt;
    /// Gives the slave of a pseudo-terminal to its user.
    grant(descriptor: i32) as grantpt;
    /// Lets the slave of a pseudo-terminal be opened.
    unlock(descriptor: i32) as unlockpt;
    /// Makes a terminal the controlling one and standard input and output.
    log_in(descriptor: i32) as login_tty;
}

/// A terminal's settings: input, output, control and local modes, speeds, special characters.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub modes: [u32; 4],
    pub input_speed: u32,
    pub output_speed: u32,
    pub characters: [u8; 32],
}

/// A terminal's settings.
pub fn settings(descriptor: i32) -> io::Result<Settings> {
    // SAFETY: all zero is a valid `termios`, and a place for the answer.
    unsafe {
        let mut raw: libc::termios = std::mem::zeroed();
        checked(libc::tcgetattr(descriptor, &mut raw).into())?;
        Ok(Settings {
            modes: [raw.c_iflag, raw.c_oflag, raw.c_cflag, raw.c_lflag],
            input_speed: libc::cfgetispeed(&raw),
            output_speed: libc::cfgetospeed(&raw),
            characters: raw.c_cc,
        })
    }
}

/// Changes a terminal's settings, at the moment that `when` says.
pub fn set_settings(descriptor: i32, when: i32, settings: &Settings) -> io::Result<()> {
    // SAFETY: all zero is a valid `termios`; what is not set here is taken from the terminal.
    unsafe {
        let mut raw: libc::termios = std::mem::zeroed();
        checked(libc::tcgetattr(descriptor, &mut raw).into())?;
        [raw.c_iflag, raw.c_oflag, raw.c_cflag, raw.c_lflag] = settings.modes;
        raw.c_cc = settings.characters;
        checked(libc::cfsetispeed(&mut raw, settings.input_speed).into())?;
        checked(libc::cfsetospeed(&mut raw, settings.output_speed).into())?;
        checked(libc::tcsetattr(descriptor, when, &raw).into()).map(|_| ())
    }
}

/// A terminal's size: rows, columns, and both in pixels.
pub fn window(descriptor: i32) -> io::Result<[u16; 4]> {
    // SAFETY: all zero is a valid `winsize`, and a place for the answer.
    unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        checked(libc::ioctl(descriptor, libc::TIOCGWINSZ, &mut size).into())?;
        Ok([size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel])
    }
}

/// Sets a terminal's size.
pub fn set_window(descriptor: i32, [rows, columns, width, height]: [u16; 4]) -> io::Result<()> {
    let size = libc::winsize { ws_row: rows, ws_col: columns, ws_xpixel: width, ws_ypixel: height };
    // SAFETY: a valid size.
    checked(unsafe { libc::ioctl(descriptor, libc::TIOCSWINSZ, &raw const size) }.into()).map(|_| ())
}

/// A pseudo-terminal: master and slave.
pub fn pair() -> io::Result<[i32; 2]> {
    let (mut master, mut slave) = (0, 0);
    // SAFETY: two places for numbers; name, settings and size are not asked for.
    let answer = unsafe {
        libc::openpty(&mut master, &mut slave, std::ptr::null_mut(), std::ptr::null(), std::ptr::null())
    };
    checked(answer.into())?;
    for descriptor in [master, slave] {
        crate::descriptor::set_inheritable(descriptor, false)?;
    }
    Ok([master, slave])
}

/// The name of a terminal.
pub fn name(descriptor: i32) -> io::Result<Vec<u8>> {
    name_by(|room, len| {
        // SAFETY: the room is writable for its length.
        unsafe { libc::ttyname_r(descriptor, room, len) }
    })
}

/// The name of a pseudo-terminal's slave.
pub fn slave_name(descriptor: i32) -> io::Result<Vec<u8>> {
    name_by(|room, len| {
        // SAFETY: the room is writable for its length.
        unsafe { libc::ptsname_r(descriptor, room, len) }
    })
}

fn name_by(ask: impl Fn(*mut libc::c_char, usize) -> i32) -> io::Result<Vec<u8>> {
    let mut room = vec![0u8; 4096];
    match ask(room.as_mut_ptr().cast(), room.len()) {
        0 => Ok(room.split(|&byte| byte == 0).next().unwrap_or_default().to_vec()),
        // Some answer -1 and set the error number.
        -1 => Err(io::Error::last_os_error()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}
