//! `_io`: files and streams in memory, as raw, buffered and text streams.
//!
//! | module | owns |
//! | --- | --- |
//! | `base` | the abstract streams |
//! | `file`, `bytes_io`, `string_io` | descriptors, bytes and text as streams |
//! | `buffered`, `pair`, `text`, `newline` | layers over other streams |
//! | `guarded`, `calls`, `buffers` | state behind a parking lock; what streams ask of other objects |
//! | `standard` | `sys.stdin`, `sys.stdout`, `sys.stderr` |
//!
//! A stream that becomes garbage is closed. Of a file's layers the outermost does it: it *owns* the one below, whose finalizer does nothing.

mod base;
mod bits;
mod buffered;
mod buffers;
mod bytes_io;
mod calls;
mod file;
mod guarded;
mod newline;
mod pair;
pub mod standard;
mod string_io;
mod text;

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::native_function;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, exceptions};

/// `DEFAULT_BUFFER_SIZE`.
const DEFAULT_BUFFER_SIZE: usize = 128 * 1024;
/// The largest buffer that a file system's block size asks for.
const MAX_BLOCK: i64 = 8 * 1024 * 1024;

static UNSUPPORTED: Declared =
    Declared::new("io", "UnsupportedOperation", &[exceptions::OS_ERROR, exceptions::VALUE_ERROR], "");

/// Makes an instance of a class by the layout of its instances, whichever base's `__new__` was found.
fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = calls::class_argument(cx, args[0])?;
    let layout = class.layout();
    let is = |known: &'static typhon_vm::typedef::Layout| std::ptr::eq(layout, known);
    if is(&base::LAYOUT) {
        base::make(cx, class)
    } else if is(&file::LAYOUT) {
        file::make(cx, class)
    } else if is(&bytes_io::LAYOUT) {
        bytes_io::make(cx, class)
    } else if is(&string_io::LAYOUT) {
        string_io::make(cx, class)
    } else if is(&buffered::LAYOUT) {
        buffered::make(cx, class)
    } else if is(&text::LAYOUT) {
        text::make(cx, class)
    } else if is(&pair::LAYOUT) {
        pair::make(cx, class)
    } else if is(&newline::LAYOUT) {
        newline::make(cx, class)
    } else {
        Err(cx.type_error(format!("object.__new__({0}): {0} is no stream", cx.class_name(class))))
    }
}

/// Whether a stream around this one closes it.
fn is_owned(value: Value) -> bool {
    match value.cast::<file::FileIo>() {
        Some(file) => file.is_owned(),
        None => buffered::is_owned_value(value) || text::is_kept_open(value),
    }
}

/// Issues a `ResourceWarning` about an object.
fn warn_resource(cx: &Cx, message: &str, source: Value) -> R<()> {
    exceptions::warn_about(cx, exceptions::RESOURCE_WARNING, message, source)
}

// --- open -------------------------------------------------------------------------------------------------------

#[derive(Default)]
struct OpenMode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

impl OpenMode {
    fn parse(cx: &Cx, mode: &str) -> R<OpenMode> {
        let mut parsed = OpenMode::default();
        for c in mode.chars() {
            let flag = match c {
                'x' => &mut parsed.creating,
                'r' => &mut parsed.reading,
                'w' => &mut parsed.writing,
                'a' => &mut parsed.appending,
                '+' => &mut parsed.updating,
                't' => &mut parsed.text,
                'b' => &mut parsed.binary,
                _ => return Err(cx.value_error(&format!("invalid mode: '{mode}'"))),
            };
            if std::mem::replace(flag, true) {
                return Err(cx.value_error(&format!("invalid mode: '{mode}'")));
            }
        }
        if parsed.text && parsed.binary {
            return Err(cx.value_error("can't have text and binary mode at once"));
        }
        let main = [parsed.creating, parsed.reading, parsed.writing, parsed.appending];
        if main.iter().filter(|&&on| on).count() > 1 {
            return Err(cx.value_error("must have exactly one of create/read/write/append mode"));
        }
        Ok(parsed)
    }

    /// The mode of the raw stream.
    fn raw(&self) -> String {
        [
            (self.creating, 'x'),
            (self.reading, 'r'),
            (self.writing, 'w'),
            (self.appending, 'a'),
            (self.updating, '+'),
        ]
        .iter()
        .filter_map(|&(on, c)| on.then_some(c))
        .collect()
    }
}

fn is_given(value: Value) -> bool {
    value.bound().is_some_and(|value| !value.is_none())
}

fn open(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[name, mode, buffering, encoding, errors, newline, close_descriptor, opener] = args else {
        return Err(cx.system_error("open arguments"));
    };
    let argument_text = |value: Value, what: &str, optional: bool| match value.bound() {
        None => Ok(()),
        Some(value) if optional && value.is_none() => Ok(()),
        Some(value) if value.cast::<Str>().is_some() => Ok(()),
        Some(value) => {
            let wanted = if optional { "str or None" } else { "str" };
            Err(cx.type_error(format!(
                "open() argument '{what}' must be {wanted}, not {}",
                cx.type_name(value)
            )))
        }
    };
    argument_text(mode, "mode", false)?;
    argument_text(encoding, "encoding", true)?;
    argument_text(errors, "errors", true)?;
    argument_text(newline, "newline", true)?;
    let mode_text = mode.bound().and_then(str_::to_rust).unwrap_or_else(|| "r".into());
    let buffering = buffering.bound().map_or(Ok(-1), |value| protocol::index::to_i64(cx, value))?;
    let path = if int::is_int(name) || name.is_bool() { name } else { crate::system::fspath(cx, name)? };
    let parsed = OpenMode::parse(cx, &mode_text)?;
    if parsed.binary {
        for (value, what) in [(encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")] {
            if is_given(value) {
                return Err(cx.value_error(&format!("binary mode doesn't take {what} argument")));
            }
        }
        if buffering == 1 {
            let text = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            exceptions::warn(cx, exceptions::RUNTIME_WARNING, text, 1)?;
        }
    }
    let raw_mode = str_::from_string(cx, parsed.raw())?;
    let raw = make(
        cx,
        &file::FILE_TYPE,
        &[
            path,
            raw_mode,
            close_descriptor.bound().unwrap_or(Value::TRUE),
            opener.bound().unwrap_or(Value::NONE),
        ],
    )?;
    let mut outermost = raw;
    let mut finish = || -> R<Value> {
        let raw_file = raw.cast::<file::FileIo>().ok_or_else(|| cx.system_error("FileIO expected"))?;
        let mut size = buffering;
        let mut line_buffering = false;
        if size < 0 {
            let tty = calls::method(cx, raw, "_isatty_open_only", &[])?;
            line_buffering = protocol::is_true(cx, tty)?;
        }
        if size == 1 && !parsed.binary {
            line_buffering = true;
        }
        if size < 0 || size == 1 {
            size = raw_file.block_size().min(MAX_BLOCK).max(DEFAULT_BUFFER_SIZE as i64);
        }
        if size == 0 {
            if !parsed.binary {
                return Err(cx.value_error("can't have unbuffered text I/O"));
            }
            return Ok(raw);
        }
        let class = if parsed.updating {
            &buffered::RANDOM_TYPE
        } else if parsed.creating || parsed.writing || parsed.appending {
            &buffered::WRITER_TYPE
        } else if parsed.reading {
            &buffered::READER_TYPE
        } else {
            return Err(cx.value_error(&format!("unknown mode: '{mode_text}'")));
        };
        let buffer = make(cx, class, &[raw, int::from_i64(cx, size)?])?;
        outermost = buffer;
        if parsed.binary {
            return Ok(buffer);
        }
        let none = |value: Value| value.bound().unwrap_or(Value::NONE);
        let args = [buffer, none(encoding), none(errors), none(newline), Value::from_bool(line_buffering)];
        let text = make(cx, &text::TEXT_TYPE, &args)?;
        outermost = text;
        let mode = str_::from_str(cx, &mode_text)?;
        calls::set_attribute(cx, text, "mode", mode)?;
        Ok(text)
    };
    let result = finish();
    match result {
        Ok(stream) => Ok(stream),
        Err(raised) => {
            let closed = calls::method(cx, outermost, "close", &[]);
            buffered::chained(cx, Err(raised), closed)
        }
    }
}

/// Calls one of the module's classes.
fn make(cx: &Cx, class: &NativeType, args: &[Value]) -> R<Value> {
    call::call(cx, class.class(cx)?.value(), &CallArgs::new(args))
}

fn open_code(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].cast::<Str>().is_none() {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("open_code() argument 'path' must be str, not {shown}")));
    }
    let mut all = [Value::UNBOUND; 8];
    all[0] = args[0];
    all[1] = cx.intern("rb")?;
    open(cx, &all)
}

fn text_encoding(cx: &Cx, args: &[Value]) -> R<Value> {
    if is_given(args[0]) {
        return Ok(args[0]);
    }
    args[1].bound().map_or(Ok(2), |level| protocol::index::to_i64(cx, level))?;
    cx.intern(if crate::locale_::is_utf8_mode() { "utf-8" } else { "locale" })
}

/// The function `open`, which is among the builtins too.
pub(crate) static OPEN: MethodDef = MethodDef::function(
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    "Open file and return a stream.  Raise OSError upon failure.",
    open,
);

/// The builtin `open`, or one of the module's own where there are no builtins yet.
fn open_function(cx: &Cx) -> R<Value> {
    let name = cx.intern("open")?;
    match runtime::builtins().cast::<Dict>().and_then(|builtins| builtins.get_str(name)) {
        Some(known) => Ok(known),
        None => Ok(native_function::new(cx, &OPEN, Value::NONE, cx.intern("_io")?)?.value()),
    }
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("DEFAULT_BUFFER_SIZE", int::from_i64(cx, DEFAULT_BUFFER_SIZE as i64)?)?;
    put("open", open_function(cx)?)?;
    put("UnsupportedOperation", UNSUPPORTED.class(cx)?)?;
    put("BlockingIOError", exceptions::class_value(exceptions::BLOCKING_IO_ERROR))?;
    for class in classes(cx)? {
        put(&class.name_text(), class.value())?;
    }
    Ok(())
}

/// Makes every class, bases first.
fn classes(cx: &Cx) -> R<[Obj<Type>; 13]> {
    Ok([
        base::IO_BASE_TYPE.class(cx)?,
        base::RAW_BASE_TYPE.class(cx)?,
        base::BUFFERED_BASE_TYPE.class(cx)?,
        base::TEXT_BASE_TYPE.class(cx)?,
        file::FILE_TYPE.class(cx)?,
        bytes_io::BYTES_IO_TYPE.class(cx)?,
        string_io::STRING_IO_TYPE.class(cx)?,
        buffered::READER_TYPE.class(cx)?,
        buffered::WRITER_TYPE.class(cx)?,
        buffered::RANDOM_TYPE.class(cx)?,
        pair::PAIR_TYPE.class(cx)?,
        text::TEXT_TYPE.class(cx)?,
        newline::DECODER_TYPE.class(cx)?,
    ])
}

/// The module.
pub static IO: ModuleDef = ModuleDef {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: &[
        MethodDef::function(
            "open_code(path)",
            "Opens the provided file with the intent to import the contents.",
            open_code,
        ),
        MethodDef::function(
            "text_encoding(encoding, stacklevel=2, /)",
            "A helper function to choose the text encoding.",
            text_encoding,
        ),
    ],
    init,
};
