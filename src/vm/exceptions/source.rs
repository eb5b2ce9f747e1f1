//! Where lines of source come from for tracebacks and warnings: files, and the library inside the binary.

use std::path::Path;
use std::sync::OnceLock;

/// The contents of a file that pretends to exist.
pub type Library = fn(&str) -> Option<Vec<u8>>;

static LIBRARY: OnceLock<Library> = OnceLock::new();

/// Sets where the library's own source comes from.
pub fn set_library(library: Library) {
    let _ = LIBRARY.set(library);
}

/// The contents of a source file; empty where there is none.
pub fn read(file: &str) -> Vec<u8> {
    let library = LIBRARY.get().and_then(|library| library(file));
    library.unwrap_or_else(|| typhon_os::file::read(Path::new(file)).unwrap_or_default())
}

/// One line of a file, counted from 1.
pub fn line(file: &str, number: i64) -> Option<String> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    String::from_utf8_lossy(&read(file)).lines().nth(index).map(str::to_string)
}
