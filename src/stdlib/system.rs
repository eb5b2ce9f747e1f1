//! What Python values mean to system calls, and what becomes of their answers: numbers, descriptors, paths, bytes; `OSError`.
//!
//! Calls that may block run in [`call`] (`Cx::blocking`), which begins again after a signal's handler has run (PEP 475).

use std::ffi::{CStr, CString};
use std::io;

use typhon_os::libc;
use typhon_os::path::HERE;
use typhon_vm::buffer::{self, BytesLike, Writable};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{bytes, int, tuple};
use typhon_vm::{Value, call as calling, codecs, exceptions};

// --- calls ------------------------------------------------------------------------------------------------------------

/// Makes a call that may block, again and again while signals interrupt it. Raises what a signal's handler raises.
pub fn attempt<T>(cx: &Cx, mut body: impl FnMut() -> io::Result<T>) -> R<io::Result<T>> {
    loop {
        match cx.blocking(&mut body) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                cx.serve_interrupt()?;
                cx.poll()?;
            }
            outcome => return Ok(outcome),
        }
    }
}

/// The same, an error being raised without a file's name.
pub fn call<T>(cx: &Cx, body: impl FnMut() -> io::Result<T>) -> R<T> {
    attempt(cx, body)?.map_err(|error| fail(cx, &error))
}

/// The same for a call about a file.
pub fn call_about<T>(cx: &Cx, file: Value, body: impl FnMut() -> io::Result<T>) -> R<T> {
    attempt(cx, body)?.map_err(|error| fail_about(cx, &error, file))
}

/// The exception for an error of the system.
#[cold]
pub fn fail(cx: &Cx, error: &io::Error) -> Raised {
    fail_about_two(cx, error, Value::NONE, Value::NONE)
}

/// The exception for an error about a file.
#[cold]
pub fn fail_about(cx: &Cx, error: &io::Error, file: Value) -> Raised {
    fail_about_two(cx, error, file, Value::NONE)
}

/// The exception for an error about two files.
#[cold]
pub fn fail_about_two(cx: &Cx, error: &io::Error, file: Value, second: Value) -> Raised {
    let errno = match error.raw_os_error() {
        Some(errno) => errno,
        None if error.kind() == io::ErrorKind::TimedOut => libc::ETIMEDOUT,
        None => return cx.error(exceptions::OS_ERROR, error.to_string()),
    };
    let make = || {
        let text = str_::from_string(cx, error_text(errno))?;
        let all = [Value::small_int_unchecked(errno.into()), text, file, Value::NONE, second];
        let count = if !second.is_none() {
            5
        } else if !file.is_none() {
            3
        } else {
            2
        };
        let class = exceptions::class_value(exceptions::class_for_errno(errno));
        calling::call_values(cx, class, &all[..count])
    };
    match make() {
        Ok(exception) => exceptions::raise(cx, exception),
        Err(raised) => raised,
    }
}

/// What the system calls an error.
pub fn error_text(errno: i32) -> String {
    let text = io::Error::from_raw_os_error(errno).to_string();
    // Rust appends the number.
    text.split(" (os error").next().unwrap_or(&text).to_string()
}

// --- numbers -----------------------------------------------------------------------------------------------------------

/// A C `int`.
pub fn int_of(cx: &Cx, value: Value) -> R<i32> {
    let index = protocol::index::to_value(cx, value)?;
    int::to_i64(index).and_then(|number| i32::try_from(number).ok()).ok_or_else(|| too_large(cx, "int"))
}

/// A C `int`, or what stands for it where it was not given.
pub fn int_or(cx: &Cx, value: Value, default: i32) -> R<i32> {
    value.bound().map_or(Ok(default), |value| int_of(cx, value))
}

/// A C `long` or `off_t`.
pub fn long_of(cx: &Cx, value: Value) -> R<i64> {
    let index = protocol::index::to_value(cx, value)?;
    int::to_i64(index).ok_or_else(|| too_large(cx, "long"))
}

#[cold]
fn too_large(cx: &Cx, what: &str) -> Raised {
    overflow(cx, &format!("Python int too large to convert to C {what}"))
}

/// `OverflowError`.
#[cold]
pub fn overflow(cx: &Cx, text: &str) -> Raised {
    cx.error(exceptions::OVERFLOW_ERROR, text.into())
}

/// The bits of a C `unsigned int`.
pub fn bits_of(cx: &Cx, value: Value) -> R<u32> {
    let index = protocol::index::to_value(cx, value)?;
    match int::to_i64(index) {
        Some(number) => Ok(number as u32),
        None => Err(too_large(cx, "unsigned long")),
    }
}

/// An argument that counts as true or false.
pub fn flag_of(cx: &Cx, value: Value, default: bool) -> R<bool> {
    value.bound().map_or(Ok(default), |value| protocol::is_true(cx, value))
}

/// An answer of the system as an int.
pub fn number(cx: &Cx, answer: i64) -> R<Value> {
    int::from_i64(cx, answer)
}

/// Two answers as a tuple.
pub fn pair(cx: &Cx, one: Value, other: Value) -> R<Value> {
    Ok(tuple::from_slice(cx, &[one, other])?.value())
}

/// A user's or group's number; -1 means "leave it".
pub fn id_of(cx: &Cx, value: Value, what: &str) -> R<u32> {
    if !int::is_int(value) && cx.type_of(value).slots().index.is_none() {
        return Err(cx.type_error(format!("{what} should be integer, not {}", cx.type_name(value))));
    }
    let index = protocol::index::to_value(cx, value)?;
    match int::to_i64(index) {
        Some(-1) => Ok(u32::MAX),
        Some(number) if number < 0 => Err(overflow(cx, &format!("{what} is less than minimum"))),
        Some(number) => u32::try_from(number)
            .ok()
            .filter(|&id| id != u32::MAX)
            .ok_or_else(|| overflow(cx, &format!("{what} is greater than maximum"))),
        None if int::is_negative(index) => Err(overflow(cx, &format!("{what} is less than minimum"))),
        None => Err(overflow(cx, &format!("{what} is greater than maximum"))),
    }
}

/// A user's or group's number as Python code sees it.
pub fn id_value(id: u32) -> Value {
    Value::small_int_unchecked(if id == u32::MAX { -1 } else { id.into() })
}

// --- descriptors ---------------------------------------------------------------------------------------------------------

/// An integer, or the answer of an object's `fileno()`.
pub fn descriptor_of(cx: &Cx, value: Value) -> R<i32> {
    let number = if int::is_int(value) {
        value
    } else {
        let Some(method) = protocol::attr::get_optional(cx, value, cx.intern("fileno")?)? else {
            return Err(cx.type_error("argument must be an int, or have a fileno() method.".into()));
        };
        let answer = calling::call_values(cx, method, &[])?;
        if !int::is_int(answer) {
            return Err(cx.type_error("fileno() returned a non-integer".into()));
        }
        answer
    };
    match int_of(cx, number)? {
        descriptor if descriptor < 0 => {
            Err(cx.value_error(&format!("file descriptor cannot be a negative integer ({descriptor})")))
        }
        descriptor => Ok(descriptor),
    }
}

fn descriptor_number(cx: &Cx, value: Value) -> R<i32> {
    let index = protocol::index::to_value(cx, value)?;
    match int::to_i64(index) {
        Some(number) if number > i64::from(i32::MAX) => Err(overflow(cx, "fd is greater than maximum")),
        Some(number) if number < i64::from(i32::MIN) => Err(overflow(cx, "fd is less than minimum")),
        Some(number) => Ok(number as i32),
        None if int::is_negative(index) => Err(overflow(cx, "fd is less than minimum")),
        None => Err(overflow(cx, "fd is greater than maximum")),
    }
}

/// A `dir_fd` argument.
pub fn directory_of(cx: &Cx, value: Value) -> R<i32> {
    match value.bound().filter(|value| !value.is_none()) {
        None => Ok(HERE),
        Some(value) if int::is_int(value) || cx.type_of(value).slots().index.is_some() => {
            descriptor_number(cx, value)
        }
        Some(value) => {
            let shown = cx.type_name(value);
            Err(cx.type_error(format!("argument should be integer or None, not {shown}")))
        }
    }
}

// --- text, bytes, paths --------------------------------------------------------------------------------------------------

/// The bytes of a bytes-like object, lent for a call.
pub fn bytes_of(cx: &Cx, value: Value) -> R<BytesLike<'_>> {
    buffer::bytes_like(cx, value)
}

/// An argument whose bytes are written to; `what` names it.
pub fn writable<'a>(cx: &'a Cx, value: Value, what: &str) -> R<Writable<'a>> {
    buffer::writable_argument(cx, value, what)
}

/// A str argument for the system; `what` names it.
pub fn text_of(cx: &Cx, value: Value, what: &str) -> R<CString> {
    let Some(text) = value.cast::<Str>() else {
        return Err(cx.type_error(format!("{what} must be str, not {}", cx.type_name(value))));
    };
    CString::new(encode(cx, text)?).map_err(|_| cx.value_error("embedded null character"))
}

/// Text as the system has it: UTF-8 with `surrogateescape`.
pub fn encode(cx: &Cx, text: Obj<Str>) -> R<Vec<u8>> {
    encode_with(cx, text, "surrogateescape")
}

/// Text as UTF-8, with a handler of errors.
pub fn encode_with(cx: &Cx, text: Obj<Str>, errors: &str) -> R<Vec<u8>> {
    if let Some(ascii) = text.as_ascii() {
        return Ok(ascii.as_bytes().to_vec());
    }
    let encoded = codecs::encode(cx, text, "utf-8", Some(cx.intern(errors)?))?;
    Ok(bytes::as_bytes(encoded).map_or_else(Vec::new, |encoded| encoded.as_slice().to_vec()))
}

/// What the system calls something, as text.
pub fn decode(cx: &Cx, name: &[u8]) -> R<Value> {
    decode_with(cx, name, "surrogateescape")
}

/// UTF-8 as text, with a handler of errors.
pub fn decode_with(cx: &Cx, name: &[u8], errors: &str) -> R<Value> {
    match std::str::from_utf8(name) {
        Ok(text) => str_::from_str(cx, text),
        Err(_) => match bytes::as_bytes(bytes::from_slice(cx, name)?) {
            Some(name) => codecs::decode(cx, name, "utf-8", Some(cx.intern(errors)?)),
            None => Err(cx.system_error("bytes expected")),
        },
    }
}

/// `os.fspath`.
pub fn fspath(cx: &Cx, value: Value) -> R<Value> {
    match path_like(cx, value)? {
        Some(path) => Ok(path),
        None => Err(
            cx.type_error(format!("expected str, bytes or os.PathLike object, not {}", cx.type_name(value)))
        ),
    }
}

/// The str or bytes of a path; `None` where the value is none.
fn path_like(cx: &Cx, value: Value) -> R<Option<Value>> {
    if value.cast::<Str>().is_some() || bytes::as_bytes(value).is_some() {
        return Ok(Some(value));
    }
    let class = cx.type_of(value);
    let Some(method) = Type::lookup(class, cx.intern("__fspath__")?) else { return Ok(None) };
    // Whatever the method's descriptor raises, the value counts as one without it.
    let Ok(method) = protocol::attr::bind(cx, method, value, class) else { return Ok(None) };
    let path = calling::call_values(cx, method, &[])?;
    if path.cast::<Str>().is_some() || bytes::as_bytes(path).is_some() {
        return Ok(Some(path));
    }
    Err(cx.type_error(format!(
        "expected {}.__fspath__() to return str or bytes, not {}",
        cx.type_name(value),
        cx.type_name(path)
    )))
}

/// The system's bytes of a str or bytes object.
pub fn raw_of(cx: &Cx, value: Value) -> R<Option<Vec<u8>>> {
    if let Some(text) = value.cast::<Str>() {
        return encode(cx, text).map(Some);
    }
    Ok(bytes::as_bytes(value).map(|bytes| bytes.as_slice().to_vec()))
}

/// `os.fsencode` with a zero behind it.
pub fn fsencode(cx: &Cx, value: Value) -> R<CString> {
    let path = fspath(cx, value)?;
    let raw = raw_of(cx, path)?.unwrap_or_default();
    CString::new(raw).map_err(|_| cx.value_error("embedded null byte"))
}

/// A path argument.
pub struct Path {
    /// Empty where a descriptor was given; `.` for `None`.
    pub name: CString,
    pub descriptor: Option<i32>,
    /// What error messages and results refer to.
    pub given: Value,
    pub is_bytes: bool,
}

impl Path {
    pub fn as_c(&self) -> &CStr {
        &self.name
    }

    /// A name of the same kind as the path: bytes or text.
    pub fn name_value(&self, cx: &Cx, name: &[u8]) -> R<Value> {
        if self.is_bytes { bytes::from_slice(cx, name) } else { decode(cx, name) }
    }
}

/// What a path argument may be.
#[derive(Clone, Copy)]
pub struct Allowed {
    pub descriptor: bool,
    pub none: bool,
}

/// Only a name.
pub const NAME: Allowed = Allowed { descriptor: false, none: false };
/// A name or a descriptor.
pub const NAME_OR_DESCRIPTOR: Allowed = Allowed { descriptor: true, none: false };
/// A name, a descriptor, or nothing for the current directory.
pub const ANY: Allowed = Allowed { descriptor: true, none: true };

/// A path argument of a function.
pub fn path_of(cx: &Cx, value: Value, function: &str, argument: &str, allowed: Allowed) -> R<Path> {
    if allowed.none && (value.is_none() || value.is_unbound()) {
        return Ok(Path { name: c".".into(), descriptor: None, given: Value::NONE, is_bytes: false });
    }
    if allowed.descriptor && (int::is_int(value) || cx.type_of(value).slots().index.is_some()) {
        let descriptor = Some(descriptor_number(cx, value)?);
        return Ok(Path { name: CString::default(), descriptor, given: value, is_bytes: false });
    }
    let Some(path) = path_like(cx, value)? else {
        let kinds = match (allowed.descriptor, allowed.none) {
            (true, true) => "string, bytes, os.PathLike, integer or None",
            (true, false) => "string, bytes, os.PathLike or integer",
            (false, true) => "string, bytes, os.PathLike or None",
            (false, false) => "string, bytes or os.PathLike",
        };
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("{function}: {argument} should be {kinds}, not {shown}")));
    };
    let is_bytes = path.cast::<Str>().is_none();
    let raw = raw_of(cx, path)?.unwrap_or_default();
    match CString::new(raw) {
        Ok(name) => Ok(Path { name, descriptor: None, given: path, is_bytes }),
        Err(_) => Err(cx.value_error(&format!("{function}: embedded null character in {argument}"))),
    }
}
