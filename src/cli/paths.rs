//! Where this Python lies: its executable, its prefixes, its library, the first `sys.path` (as CPython's `getpath` finds them).
//!
//! The library is in the binary; the directory that it pretends to lie in need not exist. `PYTHONHOME` and `-X stdlib=DIR` name a real
//! one instead. A virtual environment is known by its `pyvenv.cfg` beside the executable or one directory up.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use typhon_bytecode::Text;
use typhon_stdlib::sys::config::text_of_os;

/// What was found.
pub(super) struct Paths {
    pub(super) executable: Text,
    pub(super) base_executable: Text,
    pub(super) prefix: Text,
    pub(super) exec_prefix: Text,
    pub(super) base_prefix: Text,
    pub(super) base_exec_prefix: Text,
    pub(super) home: Option<Text>,
    /// The library's directory.
    pub(super) library: PathBuf,
    /// Whether the library is the one in the binary.
    pub(super) is_image: bool,
}

/// Folder of the library below a prefix.
const LIBRARY: &str = "lib/typhon3.14";

/// What command line and environment say about it.
pub(super) struct Wishes<'a> {
    /// `argv[0]`.
    pub(super) program: &'a OsStr,
    /// `PYTHONHOME`, unless the environment is ignored.
    pub(super) home: Option<OsString>,
    /// `-X stdlib=DIR`.
    pub(super) library: Option<PathBuf>,
}

pub(super) fn find(wishes: &Wishes<'_>) -> Paths {
    let executable = executable(wishes.program);
    let directory = executable.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let environment = virtual_environment(&directory);
    let base_executable = match &environment {
        Some((_, base)) => {
            let name = executable.file_name().unwrap_or(OsStr::new("typhon"));
            // The name that the environment gives its link need not be there.
            let same = base.join(name);
            if same.exists() { same } else { real(&executable) }
        }
        None => executable.clone(),
    };
    let own = real(&executable);
    let own_directory = own.parent().unwrap_or(Path::new("/"));
    let mut base = match own_directory.file_name() {
        Some(name) if name == "bin" => own_directory.parent().unwrap_or(own_directory).to_path_buf(),
        _ => own_directory.to_path_buf(),
    };
    let mut exec_base = base.clone();
    if let Some(home) = &wishes.home {
        let home = home.as_bytes();
        let mut parts = home.splitn(2, |&byte| byte == b':');
        base = PathBuf::from(OsStr::from_bytes(parts.next().unwrap_or(home)));
        exec_base = parts.next().map_or_else(|| base.clone(), |part| PathBuf::from(OsStr::from_bytes(part)));
    }
    let (library, is_image) = match (&wishes.library, &wishes.home) {
        (Some(library), _) => (absolute(library), false),
        (None, Some(_)) => {
            let names = [LIBRARY, "lib/python3.14"].map(|name| base.join(name));
            let found = names.iter().find(|directory| directory.join("os.py").is_file());
            (found.unwrap_or(&names[1]).clone(), false)
        }
        (None, None) => (base.join(LIBRARY), true),
    };
    let prefix = environment.as_ref().map_or_else(|| base.clone(), |(prefix, _)| prefix.clone());
    let exec_prefix = environment.as_ref().map_or_else(|| exec_base.clone(), |(prefix, _)| prefix.clone());
    let text = |path: &Path| text_of_os(path.as_os_str());
    Paths {
        executable: text(&executable),
        base_executable: text(&base_executable),
        prefix: text(&prefix),
        exec_prefix: text(&exec_prefix),
        base_prefix: text(&base),
        base_exec_prefix: text(&exec_base),
        home: wishes.home.as_deref().map(text_of_os),
        library,
        is_image,
    }
}

/// The path of this program as it was called, links not followed.
fn executable(program: &OsStr) -> PathBuf {
    let called = Path::new(program);
    if called.components().count() > 1 {
        return absolute(called);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(called)).find(|file| file.is_file());
    match found {
        Some(found) => absolute(&found),
        None => std::env::current_exe().unwrap_or_default(),
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A virtual environment's directory, and where the Python is that it was made with.
fn virtual_environment(directory: &Path) -> Option<(PathBuf, PathBuf)> {
    let candidates = [Some(directory), directory.parent()];
    for folder in candidates.into_iter().flatten() {
        let Ok(contents) = std::fs::read(folder.join("pyvenv.cfg")) else { continue };
        let prefix = directory.parent().unwrap_or(directory).to_path_buf();
        for line in contents.split(|&byte| byte == b'\n') {
            let Some(equals) = line.iter().position(|&byte| byte == b'=') else { continue };
            let (key, value) = (line[..equals].trim_ascii(), line[equals + 1..].trim_ascii());
            if key.eq_ignore_ascii_case(b"home") {
                return Some((prefix, PathBuf::from(OsString::from_vec(value.to_vec()))));
            }
        }
    }
    None
}
