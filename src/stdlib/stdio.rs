//! What the runtime itself writes to standard output and error: through `sys.stdout` and `sys.stderr` where they are, and to the descriptors where
//! they are missing or raise, so that the last words of a program are not lost.

use typhon_vm::codecs::{Errors, errors, utf8};
use typhon_vm::context::{Cx, R};
use typhon_vm::names;
use typhon_vm::protocol::attr;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::{Value, call, finalization};

use crate::io_::standard;

/// The stream that the program has for descriptor 1 or 2.
fn stream(cx: &Cx, descriptor: i32) -> Option<Value> {
    let name = if descriptor == 1 { "stdout" } else { "stderr" };
    crate::sys::attribute(cx, name).ok().flatten()
}

fn write_to(cx: &Cx, stream: Value, text: Value, flush: bool) -> R<()> {
    let write = attr::get(cx, stream, names::get(names::WRITE))?;
    call::call_values(cx, write, &[text])?;
    if flush { standard::flush(cx, stream) } else { Ok(()) }
}

/// Writes UTF-8 text, to standard error at once. Where the program has set the stream to `None` nobody wants to know.
pub fn write(cx: &Cx, descriptor: i32, text: &[u8]) -> R<()> {
    if let Some(stream) = stream(cx, descriptor) {
        if stream.is_none() {
            return Ok(());
        }
        let value = str_::from_str(cx, &String::from_utf8_lossy(text))?;
        if write_to(cx, stream, value, descriptor == 2).is_ok() {
            return Ok(());
        }
    }
    cx.blocking(|| typhon_os::output::write_all(descriptor, text)).map_err(|error| cx.os_error(&error, None))
}

/// Writes out what is buffered by the program's stream for descriptor 1 or 2.
pub fn flush(cx: &Cx, descriptor: i32) -> R<()> {
    stream(cx, descriptor).map_or(Ok(()), |stream| standard::flush(cx, stream))
}

/// Appends a str as UTF-8. Raises `UnicodeEncodeError` for a lone surrogate.
pub fn encode(cx: &Cx, out: &mut Vec<u8>, text: typhon_vm::Obj<Str>) -> R<()> {
    utf8::encode_into(cx, text, &mut Errors::of(errors::Kind::Strict), out)
}

/// Sets `sys.stdin`, `sys.stdout` and `sys.stderr`.
pub fn install(cx: &Cx) -> R<()> {
    for (name, descriptor) in [("stdin", 0), ("stdout", 1), ("stderr", 2)] {
        let stream = finalization::without_note(|| standard::stream(cx, descriptor))?;
        for name in [name.to_string(), format!("__{name}__")] {
            attr::set(cx, typhon_vm::runtime::sys(), cx.intern(&name)?, Some(stream))?;
        }
    }
    Ok(())
}
