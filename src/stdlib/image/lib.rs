//! The library image: the pure-Python library inside the binary, one entry a file, unpacked one by one when asked for.
//!
//! Form, numbers being 32-bit little endian: count of entries; one record each, ordered by path: offset and length of the path, then
//! for contents (deflate) and code (LZ4, empty for what is no module) offset, packed length, length; the paths; the packed pieces.
//! Made by `build.rs`. Knows neither values nor bytecode: what code is, is the caller's business. Immutable, so any thread may read.
#![forbid(unsafe_code)]

static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.img"));

/// The library's licence.
pub const LICENCE: &str = "PSF-LICENSE";

/// Bytes of the count, and of a record.
const COUNT_BYTES: usize = 4;
const RECORD_BYTES: usize = 32;

/// A file of the library.
#[derive(Clone, Copy, Debug)]
pub struct File {
    index: usize,
}

fn number(offset: usize) -> usize {
    let bytes = IMAGE.get(offset..).and_then(|rest| rest.first_chunk::<4>());
    bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
}

fn piece(start: usize, length: usize) -> &'static [u8] {
    IMAGE.get(start..start.saturating_add(length)).unwrap_or_default()
}

/// Number of files.
pub fn count() -> usize {
    number(0)
}

/// Every file, ordered by path.
pub fn files() -> impl Iterator<Item = File> {
    (0..count()).map(|index| File { index })
}

/// First entry whose path is not smaller.
fn position(path: &str) -> usize {
    let (mut low, mut high) = (0, count());
    while low < high {
        let middle = (low + high) / 2;
        if (File { index: middle }).path() < path {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The file of a path such as `json/decoder.py`.
pub fn file(path: &str) -> Option<File> {
    let found = File { index: position(path) };
    (found.index < count() && found.path() == path).then_some(found)
}

/// The file of a module, and whether it is a package.
pub fn module(name: &str) -> Option<(File, bool)> {
    let path = name.replace('.', "/");
    if let Some(package) = file(&format!("{path}/__init__.py")) {
        return Some((package, true));
    }
    file(&format!("{path}.py")).map(|file| (file, false))
}

/// Whether files lie below a folder; the empty path is the library's own.
pub fn is_folder(path: &str) -> bool {
    path.is_empty() || {
        let first = File { index: position(&format!("{path}/")) };
        first.index < count() && first.path().strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Names of files and folders right below a folder, ordered, each once.
pub fn names(folder: &str) -> Vec<&'static str> {
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let below = (position(&prefix)..count()).map(|index| File { index }.path());
    let mut names: Vec<&'static str> = below
        .map_while(|path| path.strip_prefix(prefix.as_str()))
        .map(|rest| rest.split('/').next().unwrap_or(rest))
        .collect();
    names.dedup();
    names
}

impl File {
    fn word(self, index: usize) -> usize {
        number(COUNT_BYTES + self.index * RECORD_BYTES + index * 4)
    }

    /// The path, with slashes, relative to the library.
    pub fn path(self) -> &'static str {
        std::str::from_utf8(piece(self.word(0), self.word(1))).unwrap_or_default()
    }

    /// Size of the contents.
    pub fn size(self) -> usize {
        self.word(4)
    }

    /// The contents.
    pub fn contents(self) -> Vec<u8> {
        let packed = piece(self.word(2), self.word(3));
        miniz_oxide::inflate::decompress_to_vec_with_limit(packed, self.size()).unwrap_or_default()
    }

    /// Whether the file is a module that compiles.
    pub fn has_code(self) -> bool {
        self.word(7) != 0
    }

    /// The encoded code of a module; `None` for other files.
    pub fn code(self) -> Option<Vec<u8>> {
        let (start, packed, length) = (self.word(5), self.word(6), self.word(7));
        if !self.has_code() {
            return None;
        }
        lz4_flex::decompress(piece(start, packed), length).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_unpacks_and_is_found_again() {
        assert!(count() > 500);
        for entry in files() {
            assert_eq!(entry.contents().len(), entry.size(), "{}", entry.path());
            assert_eq!(file(entry.path()).map(|found| found.index), Some(entry.index));
            assert_eq!(entry.path().ends_with(".py"), entry.code().is_some(), "{}", entry.path());
        }
    }

    #[test]
    fn modules_and_folders() {
        assert_eq!(
            module("json").map(|(file, package)| (file.path(), package)),
            Some(("json/__init__.py", true))
        );
        assert_eq!(module("json.decoder").map(|(_, package)| package), Some(false));
        assert!(module("nowhere").is_none() && is_folder("json") && !is_folder("jso"));
        assert!(names("json").contains(&"decoder.py") && names("").contains(&"json"));
    }
}
