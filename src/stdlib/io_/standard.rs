//! `sys.stdin`, `sys.stdout`, `sys.stderr`: text streams over descriptors 0, 1 and 2.
//!
//! Nobody closes them but the program: their finalizers do nothing, and they are flushed at its end.

use std::sync::OnceLock;

use typhon_os::stream as descriptor;
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::types::str_;

use super::{buffered, calls, file, make, text};

/// What the command line says about the streams.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `-u`: nothing is buffered.
    pub unbuffered: bool,
    /// `PYTHONIOENCODING`: encoding, and errors behind a colon.
    pub encoding: Option<String>,
}

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// Sets what the command line says, before `sys` is made. Without it the environment is asked.
pub fn configure(settings: Settings) {
    let _ = SETTINGS.set(settings);
}

fn settings() -> &'static Settings {
    SETTINGS.get_or_init(|| Settings {
        unbuffered: std::env::var_os("PYTHONUNBUFFERED").is_some_and(|value| !value.is_empty()),
        encoding: std::env::var("PYTHONIOENCODING").ok(),
    })
}

/// Encoding and errors of standard input and output.
fn codec() -> (String, String) {
    // Locales that say nothing of the text's language say nothing of its encoding either.
    let neutral = matches!(crate::locale_::wanted().as_str(), "C.UTF-8" | "C.utf8" | "UTF-8");
    let default = if neutral || crate::locale_::is_c_locale() || crate::locale_::is_utf8_mode() {
        "surrogateescape"
    } else {
        "strict"
    };
    let encoding = crate::locale_::text_encoding().to_lowercase();
    match settings().encoding.as_deref().filter(|given| !given.is_empty()) {
        None => (encoding, default.into()),
        Some(given) => {
            let (name, errors) = given.split_once(':').unwrap_or((given, ""));
            let errors = if !errors.is_empty() {
                errors
            } else if name.is_empty() {
                default
            } else {
                "strict"
            };
            (if name.is_empty() { encoding } else { name.into() }, errors.into())
        }
    }
}

/// The stream of descriptor 0, 1 or 2; `None` where that is not open.
pub fn stream(cx: &Cx, number: i32) -> R<Value> {
    if descriptor::nature(number).is_err() {
        return Ok(Value::NONE);
    }
    // Bases before the classes derived from them, whoever asks first.
    super::classes(cx)?;
    let writes = number > 0;
    let unbuffered = settings().unbuffered && writes;
    let (encoding, errors) = codec();
    let errors = if number == 2 { "backslashreplace".to_string() } else { errors };
    let (raw_mode, mode) = if writes { ("wb", "w") } else { ("rb", "r") };
    let raw = make(
        cx,
        &file::FILE_TYPE,
        &[Value::small_int_unchecked(number.into()), cx.intern(raw_mode)?, Value::FALSE],
    )?;
    let name = cx.intern(["<stdin>", "<stdout>", "<stderr>"][number.clamp(0, 2) as usize])?;
    calls::set_attribute(cx, raw, "name", name)?;
    let terminal = descriptor::is_terminal(number);
    let buffer = if unbuffered {
        raw
    } else {
        make(cx, if writes { &buffered::WRITER_TYPE } else { &buffered::READER_TYPE }, &[raw])?
    };
    let line_buffering = !unbuffered && (terminal || number == 2);
    let stream = make(
        cx,
        &text::TEXT_TYPE,
        &[
            buffer,
            str_::from_string(cx, encoding)?,
            str_::from_string(cx, errors)?,
            cx.intern("\n")?,
            Value::from_bool(line_buffering),
            Value::from_bool(unbuffered),
        ],
    )?;
    calls::set_attribute(cx, stream, "mode", cx.intern(mode)?)?;
    text::keep_open(stream);
    Ok(stream)
}

/// Writes a text to a stream of the plain type at once; whether it is one.
pub fn write(cx: &Cx, stream: Value, pieces: typhon_vm::types::str_::Builder) -> R<bool> {
    let Some(stream) = text::exact(cx, stream) else { return Ok(false) };
    let value = pieces.finish(cx)?;
    if let Some(text) = value.cast::<typhon_vm::types::str_::Str>() {
        text::write_text(cx, stream, text)?;
    }
    Ok(true)
}

/// Whether a stream is of the plain type, to which [`write`] can write.
pub fn is_plain(cx: &Cx, stream: Value) -> bool {
    text::exact(cx, stream).is_some()
}

/// Flushes a stream that is not closed.
pub fn flush(cx: &Cx, stream: Value) -> R<()> {
    if stream.is_none() {
        return Ok(());
    }
    if let Some(closed) = calls::optional(cx, stream, "closed")?
        && typhon_vm::protocol::is_true(cx, closed)?
    {
        return Ok(());
    }
    calls::method(cx, stream, "flush", &[]).map(|_| ())
}
