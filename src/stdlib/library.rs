//! `_library`: the library image as Python code reaches it, and the modules that are frozen into the binary.
//!
//! Names here are paths of the image (`json/decoder.py`). What makes importers of it is `overrides/_typhon_library.py`. Thread-safety: the
//! image is immutable; where the library pretends to lie is set once, before any thread can be started.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use typhon_bytecode::{Code, Text, pyc};
use typhon_image::File;
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{bytes, code, int, tuple};

use crate::{sys, system};

/// A module frozen into the binary: its name, the image's module it is, and the name it has as `__origname__`.
pub(crate) struct Frozen {
    pub(crate) name: &'static str,
    pub(crate) module: &'static str,
}

const fn frozen(name: &'static str, module: &'static str) -> Frozen {
    Frozen { name, module }
}

/// Every frozen module: the import system itself, and what CPython has for its tests.
pub(crate) static FROZEN: &[Frozen] = &[
    frozen("_frozen_importlib", "importlib._bootstrap"),
    frozen("_frozen_importlib_external", "importlib._bootstrap_external"),
    frozen("zipimport", "zipimport"),
    frozen("_typhon_library", "_typhon_library"),
    frozen("__hello__", "__hello__"),
    frozen("__hello_alias__", "__hello__"),
    frozen("__phello_alias__", "__hello__"),
    frozen("__phello_alias__.spam", "__hello__"),
    frozen("__phello__", "__phello__"),
    frozen("__phello__.__init__", "__phello__"),
    frozen("__phello__.spam", "__phello__.spam"),
    frozen("__hello_only__", "__hello__"),
];

impl Frozen {
    pub(crate) fn of(name: &str) -> Option<&'static Frozen> {
        FROZEN.iter().find(|frozen| frozen.name == name)
    }

    fn file(&self) -> Option<(File, bool)> {
        typhon_image::module(self.module)
    }

    /// Whether it is a package under its frozen name.
    pub(crate) fn is_package(&self) -> bool {
        self.name == "__phello_alias__"
            || (!self.name.ends_with(".__init__") && self.file().is_some_and(|(_, package)| package))
    }

    /// Where the module comes from: `None` for one that has no file in the library of its own.
    pub(crate) fn origin(&self) -> Option<String> {
        match self.name {
            "__hello_only__" => None,
            name if name.ends_with(".__init__") => Some(format!("<{}", self.module)),
            _ => Some(self.module.to_string()),
        }
    }

    /// Its code; the file name says that it is frozen.
    pub(crate) fn code(&self, cx: &Cx) -> R<Arc<Code>> {
        let Some((file, _)) = self.file() else { return Err(cx.system_error("a frozen module is missing")) };
        // CPython names the parts of importlib by where they come from.
        let shown = if self.name.starts_with("_frozen") { self.module } else { self.name };
        decode(cx, file, &format!("<frozen {shown}>"))
    }
}

fn decode(cx: &Cx, file: File, filename: &str) -> R<Arc<Code>> {
    let unpacked = cx.while_safe(|| {
        let code = file.code()?;
        let filename = Text::from_bytes(filename.as_bytes())?;
        pyc::decode_own(&code, filename).ok()
    });
    match unpacked {
        Some(code) => Ok(Arc::new(code)),
        None => Err(cx.system_error("the library image is damaged")),
    }
}

static DIRECTORY: OnceLock<String> = OnceLock::new();

/// Sets the directory that files of the image pretend to lie in.
pub fn set_directory(directory: String) {
    let _ = DIRECTORY.set(directory);
}

/// The directory that files of the image pretend to lie in.
pub fn directory() -> &'static str {
    DIRECTORY.get().map_or("", String::as_str)
}

/// The source of a file that pretends to lie in the library's directory, for tracebacks.
pub fn source_of(path: &str) -> Option<Vec<u8>> {
    let inside = path.strip_prefix(directory())?.strip_prefix('/')?;
    typhon_image::file(inside).map(File::contents)
}

fn text(cx: &Cx, value: Value) -> R<String> {
    match value.cast::<Str>() {
        Some(text) => Ok(text.to_string_lossy()),
        None => Err(cx.type_error(format!("expected str, not {}", cx.type_name(value)))),
    }
}

fn file_of(cx: &Cx, path: Value) -> R<Option<File>> {
    Ok(typhon_image::file(&text(cx, path)?))
}

/// `find(path)`: the file of a module named by its path without suffix, and whether it is a package.
fn find(cx: &Cx, args: &[Value]) -> R<Value> {
    match typhon_image::module(&text(cx, args[0])?) {
        Some((file, package)) => {
            let path = str_::from_str(cx, file.path())?;
            Ok(tuple::from_slice(cx, &[path, Value::from_bool(package)])?.value())
        }
        None => Ok(Value::NONE),
    }
}

fn get_code(cx: &Cx, args: &[Value]) -> R<Value> {
    let filename = text(cx, args[1])?;
    match file_of(cx, args[0])? {
        // A file without code is one that does not compile, which compiling it says.
        Some(file) if !file.has_code() => {
            let compiled = typhon_vm::import::compile(cx, &file.contents(), &filename)?;
            Ok(code::new(cx, &compiled)?.value())
        }
        Some(file) => Ok(code::new(cx, &decode(cx, file, &filename)?)?.value()),
        None => Ok(Value::NONE),
    }
}

fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    match file_of(cx, args[0])? {
        Some(file) => bytes::from_slice(cx, &cx.while_safe(|| file.contents())),
        None => Ok(Value::NONE),
    }
}

/// The contents of a file of the system.
fn read_file(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::fspath(cx, args[0])?;
    sys::audit::audit(cx, "open", &[path, cx.intern("rb")?, Value::small_int_unchecked(0)])?;
    let name = system::fsencode(cx, path)?;
    let name = Path::new(OsStr::from_bytes(name.as_bytes()));
    let contents = system::call_about(cx, path, || typhon_os::file::read(name))?;
    bytes::from_slice(cx, &contents)
}

/// What a cache file holds behind its head.
fn load_code(cx: &Cx, args: &[Value]) -> R<Value> {
    crate::marshal::loads_slice(cx, &typhon_vm::buffer::gathered(cx, args[0])?)
}

/// Writes all of a bytes-like object to a descriptor.
fn write_all(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let contents = typhon_vm::buffer::gathered(cx, args[1])?;
    system::call(cx, || typhon_os::output::write_all(descriptor, &contents))?;
    Ok(Value::NONE)
}

fn size(cx: &Cx, args: &[Value]) -> R<Value> {
    match file_of(cx, args[0])? {
        Some(file) => int::from_u64(cx, file.size() as u64),
        None => Ok(Value::NONE),
    }
}

fn is_folder(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(typhon_image::is_folder(&text(cx, args[0])?)))
}

fn names(cx: &Cx, args: &[Value]) -> R<Value> {
    let names = typhon_image::names(&text(cx, args[0])?);
    let result = tuple::with_len(cx, names.len())?;
    for (slot, name) in result.items().iter().zip(names) {
        let name = str_::from_str(cx, name)?;
        cx.store(result.object(), slot, name);
    }
    Ok(result.value())
}

/// The module.
pub static LIBRARY: ModuleDef = ModuleDef {
    name: "_library",
    doc: "The library inside the binary.",
    functions: &[
        MethodDef::function("find(path, /)", "Path and kind of the module of a path without suffix.", find),
        MethodDef::function("get_code(path, filename, /)", "The code of a module's file.", get_code),
        MethodDef::function("read(path, /)", "The contents of a file, or None.", read),
        MethodDef::function("read_file(path, /)", "The contents of a file of the system.", read_file),
        MethodDef::function("load_code(data, /)", "The value that the data of a cache holds.", load_code),
        MethodDef::function("write_all(fd, data, /)", "Write bytes to a descriptor.", write_all),
        MethodDef::function("size(path, /)", "The size of a file, or None.", size),
        MethodDef::function("is_folder(path, /)", "Whether files lie below a folder.", is_folder),
        MethodDef::function("names(path, /)", "Names of files and folders in a folder.", names),
        MethodDef::function("directory()", "Where the library pretends to lie.", |cx, _| {
            str_::from_str(cx, directory())
        }),
    ],
    init: |_, _| Ok(()),
};
