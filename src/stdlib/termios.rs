//! `termios`: settings of terminals. Thread-safety: nothing is kept; the settings are the terminal's.

use typhon_os::{libc, terminal};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::{bytes, int, tuple};
use typhon_vm::{Value, exceptions};

use crate::constants::{self, Constants, constants};
use crate::system;

/// Numbers that the C library has.
const OF_LIBRARY: Constants = constants![
    BRKINT BS0 CR0 CRTSCTS CS5 ECHO FF0 FIOASYNC FIOCLEX FIONBIO FIONCLEX FIONREAD IBSHIFT ICRNL IGNBRK
    IGNCR IGNPAR IMAXBEL INLCR INPCK ISTRIP IUCLC IUTF8 IXANY NL0 NL1 OCRNL OFDEL OFILL ONLRET ONOCR
    OPOST PARMRK TAB0 TCFLSH TCGETS TCIFLUSH TCIOFF TCIOFLUSH TCION TCOFLUSH TCOOFF TCOON TCSBRK TCSBRKP
    TCSETS TCSETSF TCSETSW TCXONC TIOCCONS TIOCEXCL TIOCGETD TIOCGICOUNT TIOCGLCKTRMIOS TIOCGPGRP
    TIOCGSERIAL TIOCGSOFTCAR TIOCGWINSZ TIOCINQ TIOCLINUX TIOCMBIC TIOCMBIS TIOCMGET TIOCMIWAIT TIOCMSET
    TIOCM_CAR TIOCM_CD TIOCM_CTS TIOCM_DSR TIOCM_DTR TIOCM_LE TIOCM_RI TIOCM_RNG TIOCM_RTS TIOCM_SR
    TIOCM_ST TIOCNOTTY TIOCNXCL TIOCOUTQ TIOCPKT TIOCSCTTY TIOCSERCONFIG TIOCSERGETLSR TIOCSERGETMULTI
    TIOCSERGSTRUCT TIOCSERGWILD TIOCSERSETMULTI TIOCSERSWILD TIOCSETD TIOCSLCKTRMIOS TIOCSPGRP
    TIOCSSERIAL TIOCSSOFTCAR TIOCSTI TIOCSWINSZ VERASE VINTR VKILL VLNEXT VQUIT VT0 XCASE _POSIX_VDISABLE
];

/// The others: the kernel's.
const OTHERS: Constants = &[
    ("B0", 0),
    ("B1000000", 0xf4240),
    ("B110", 110),
    ("B115200", 0x1c200),
    ("B1152000", 0x119400),
    ("B1200", 0x4b0),
    ("B134", 134),
    ("B14400", 0x3840),
    ("B150", 150),
    ("B1500000", 0x16e360),
    ("B1800", 0x708),
    ("B19200", 0x4b00),
    ("B200", 200),
    ("B2000000", 0x1e8480),
    ("B230400", 0x38400),
    ("B2400", 0x960),
    ("B2500000", 0x2625a0),
    ("B28800", 0x7080),
    ("B300", 0x12c),
    ("B3000000", 0x2dc6c0),
    ("B3500000", 0x3567e0),
    ("B38400", 0x9600),
    ("B4000000", 0x3d0900),
    ("B460800", 0x70800),
    ("B4800", 0x12c0),
    ("B50", 50),
    ("B500000", 0x7a120),
    ("B57600", 0xe100),
    ("B576000", 0x8ca00),
    ("B600", 0x258),
    ("B7200", 0x1c20),
    ("B75", 75),
    ("B76800", 0x12c00),
    ("B921600", 0xe1000),
    ("B9600", 0x2580),
    ("BS1", 0x2000),
    ("BSDLY", 0x2000),
    ("CBAUD", 0x100f),
    ("CBAUDEX", 0x1000),
    ("CDSUSP", 25),
    ("CEOF", 4),
    ("CEOL", 0),
    ("CEOT", 4),
    ("CERASE", 127),
    ("CFLUSH", 15),
    ("CIBAUD", 0x100f0000),
    ("CINTR", 3),
    ("CKILL", 21),
    ("CLNEXT", 22),
    ("CLOCAL", 0x800),
    ("CQUIT", 28),
    ("CR1", 0x200),
    ("CR2", 0x400),
    ("CR3", 0x600),
    ("CRDLY", 0x600),
    ("CREAD", 128),
    ("CRPRNT", 18),
    ("CS6", 16),
    ("CS7", 32),
    ("CS8", 48),
    ("CSIZE", 48),
    ("CSTART", 17),
    ("CSTOP", 19),
    ("CSTOPB", 64),
    ("CSUSP", 26),
    ("CWERASE", 23),
    ("ECHOCTL", 0x200),
    ("ECHOE", 16),
    ("ECHOK", 32),
    ("ECHOKE", 0x800),
    ("ECHONL", 64),
    ("ECHOPRT", 0x400),
    ("EXTA", 0x4b00),
    ("EXTB", 0x9600),
    ("EXTPROC", 0x10000),
    ("FF1", 0x8000),
    ("FFDLY", 0x8000),
    ("FLUSHO", 0x1000),
    ("HUPCL", 0x400),
    ("ICANON", 2),
    ("IEXTEN", 0x8000),
    ("IOCSIZE_MASK", 0x3fff0000),
    ("IOCSIZE_SHIFT", 16),
    ("ISIG", 1),
    ("IXOFF", 0x1000),
    ("IXON", 0x400),
    ("NCCS", 32),
    ("NLDLY", 0x100),
    ("NOFLSH", 128),
    ("N_MOUSE", 2),
    ("N_PPP", 3),
    ("N_SLIP", 1),
    ("N_STRIP", 4),
    ("N_TTY", 0),
    ("OLCUC", 2),
    ("ONLCR", 4),
    ("PARENB", 0x100),
    ("PARODD", 0x200),
    ("PENDIN", 0x4000),
    ("TAB1", 0x800),
    ("TAB2", 0x1000),
    ("TAB3", 0x1800),
    ("TABDLY", 0x1800),
    ("TCSADRAIN", 1),
    ("TCSAFLUSH", 2),
    ("TCSANOW", 0),
    ("TIOCPKT_DATA", 0),
    ("TIOCPKT_DOSTOP", 32),
    ("TIOCPKT_FLUSHREAD", 1),
    ("TIOCPKT_FLUSHWRITE", 2),
    ("TIOCPKT_NOSTOP", 16),
    ("TIOCPKT_START", 8),
    ("TIOCPKT_STOP", 4),
    ("TIOCSER_TEMT", 1),
    ("TOSTOP", 0x100),
    ("VDISCARD", 13),
    ("VEOF", 4),
    ("VEOL", 11),
    ("VEOL2", 16),
    ("VMIN", 6),
    ("VREPRINT", 12),
    ("VSTART", 8),
    ("VSTOP", 9),
    ("VSUSP", 10),
    ("VSWTC", 7),
    ("VSWTCH", 7),
    ("VT1", 0x4000),
    ("VTDLY", 0x4000),
    ("VTIME", 5),
    ("VWERASE", 14),
    ("XTABS", 0x1800),
];

static ERROR: Declared = Declared::new("termios", "error", &[exceptions::EXCEPTION], "");

#[cold]
fn fail(cx: &Cx, error: &std::io::Error) -> Raised {
    let errno = error.raw_os_error().unwrap_or(0);
    ERROR.with_errno(cx, errno, system::error_text(errno))
}

/// A call about a terminal.
fn perform<T>(cx: &Cx, body: impl FnMut() -> std::io::Result<T>) -> R<T> {
    system::attempt(cx, body)?.map_err(|error| fail(cx, &error))
}

fn plain(cx: &Cx, body: impl FnMut() -> std::io::Result<i64>) -> R<Value> {
    perform(cx, body)?;
    Ok(Value::NONE)
}

/// Which of the special characters are counts where input is not by lines.
const COUNTS: [usize; 2] = [libc::VMIN, libc::VTIME];

fn tcgetattr(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let settings = perform(cx, || terminal::settings(descriptor))?;
    let by_lines = settings.modes[3] & libc::ICANON != 0;
    let characters = list::new(cx)?;
    for (index, &character) in settings.characters.iter().enumerate() {
        let value = if !by_lines && COUNTS.contains(&index) {
            Value::small_int_unchecked(character.into())
        } else {
            bytes::from_slice(cx, &[character])?
        };
        list::append(cx, characters, value)?;
    }
    let all = list::new(cx)?;
    for number in settings.modes.into_iter().chain([settings.input_speed, settings.output_speed]) {
        list::append(cx, all, int::from_i64(cx, number.into())?)?;
    }
    list::append(cx, all, characters.value())?;
    Ok(all.value())
}

fn items(value: Value, count: usize) -> Option<Obj<List>> {
    value.cast::<List>().filter(|list| list.len() == count)
}

fn tcsetattr(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, when) = (system::descriptor_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let Some(given) = items(args[2], 7) else {
        return Err(cx.type_error("tcsetattr, arg 3: must be 7 element list".into()));
    };
    let given = list::to_tuple(cx, given)?;
    let mut settings = perform(cx, || terminal::settings(descriptor))?;
    for (mode, &value) in settings.modes.iter_mut().zip(given.values()) {
        *mode = system::bits_of(cx, value)?;
    }
    settings.input_speed = system::bits_of(cx, given.get(4))?;
    settings.output_speed = system::bits_of(cx, given.get(5))?;
    let Some(characters) = items(given.get(6), settings.characters.len()) else {
        let count = settings.characters.len();
        return Err(cx.type_error(format!("tcsetattr: attributes[6] must be {count} element list")));
    };
    let characters = list::to_tuple(cx, characters)?;
    for (character, &value) in settings.characters.iter_mut().zip(characters.values()) {
        *character = if let Some(one) = bytes::as_bytes(value).filter(|value| value.len() == 1) {
            one.as_slice()[0]
        } else if int::is_int(value) {
            system::int_of(cx, value)? as u8
        } else {
            return Err(
                cx.type_error("tcsetattr: elements of attributes must be characters or integers".into())
            );
        };
    }
    perform(cx, || terminal::set_settings(descriptor, when, &settings))?;
    Ok(Value::NONE)
}

fn two_numbers(cx: &Cx, args: &[Value], body: fn(i32, i32) -> std::io::Result<i64>) -> R<Value> {
    let (descriptor, number) = (system::descriptor_of(cx, args[0])?, system::int_of(cx, args[1])?);
    plain(cx, || body(descriptor, number))
}

fn tcgetwinsize(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let [rows, columns, ..] = perform(cx, || terminal::window(descriptor))?;
    let number = |count: u16| Value::small_int_unchecked(count.into());
    system::pair(cx, number(rows), number(columns))
}

fn tcsetwinsize(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let is_sequence = args[1].cast::<Tuple>().is_some() || args[1].cast::<List>().is_some();
    let given = if is_sequence { Some(tuple::from_iterable(cx, args[1])?) } else { None };
    let Some(&[rows, columns]) = given.as_ref().map(|given| given.values()) else {
        return Err(cx.type_error("tcsetwinsize, arg 2: must be a two-item sequence".into()));
    };
    let (rows, columns) = (system::long_of(cx, rows)?, system::long_of(cx, columns)?);
    let (Ok(rows), Ok(columns)) = (u16::try_from(rows), u16::try_from(columns)) else {
        return Err(system::overflow(cx, "winsize value(s) out of range."));
    };
    let [_, _, width, height] = perform(cx, || terminal::window(descriptor))?;
    perform(cx, || terminal::set_window(descriptor, [rows, columns, width, height]))?;
    Ok(Value::NONE)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    constants::put(cx, namespace, OF_LIBRARY)?;
    constants::put(cx, namespace, OTHERS)?;
    dict::set(cx, namespace, cx.intern("error")?, ERROR.class(cx)?)
}

/// The module.
pub static TERMIOS: ModuleDef = ModuleDef {
    name: "termios",
    doc: "This module provides an interface to the Posix calls for tty I/O control.",
    functions: &[
        MethodDef::function("tcgetattr(fd, /)", "Get the tty attributes for file descriptor fd.", tcgetattr),
        MethodDef::function(
            "tcsetattr(fd, when, attributes, /)",
            "Set the tty attributes for file descriptor fd.",
            tcsetattr,
        ),
        MethodDef::function(
            "tcsendbreak(fd, duration, /)",
            "Send a break on file descriptor fd.",
            |cx, args| two_numbers(cx, args, terminal::send_break),
        ),
        MethodDef::function(
            "tcdrain(fd, /)",
            "Wait until all output written to file descriptor fd has been transmitted.",
            |cx, args| {
                let descriptor = system::descriptor_of(cx, args[0])?;
                plain(cx, || terminal::drain(descriptor))
            },
        ),
        MethodDef::function(
            "tcflush(fd, queue, /)",
            "Discard queued data on file descriptor fd.",
            |cx, args| two_numbers(cx, args, terminal::flush),
        ),
        MethodDef::function(
            "tcflow(fd, action, /)",
            "Suspend or resume input or output on file descriptor fd.",
            |cx, args| two_numbers(cx, args, terminal::flow),
        ),
        MethodDef::function(
            "tcgetwinsize(fd, /)",
            "Get the tty winsize for file descriptor fd.",
            tcgetwinsize,
        ),
        MethodDef::function(
            "tcsetwinsize(fd, winsize, /)",
            "Set the tty winsize for file descriptor fd.",
            tcsetwinsize,
        ),
    ],
    init,
};
