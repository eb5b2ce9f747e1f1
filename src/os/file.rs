//! Whole files: reading, asking about, replacing atomically; making directories.
//!
//! Paths are `std::path::Path`, that is the system's own bytes. Every call blocks the OS thread.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What kind of thing a path names, symbolic links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A device, socket or pipe.
    Other,
}

/// The metadata a module finder needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// What the path names.
    pub kind: Kind,
    /// Size in bytes.
    pub size: u64,
    /// Last modification: whole seconds since the epoch.
    pub modified_seconds: i64,
    /// Last modification: nanoseconds within the second.
    pub modified_nanos: u32,
    /// Permission bits (`st_mode & 0o7777`).
    pub permissions: u32,
}

/// Reads a whole file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Asks about a path, following symbolic links.
pub fn stat(path: &Path) -> io::Result<Stat> {
    let metadata = fs::metadata(path)?;
    let kind = if metadata.is_file() {
        Kind::File
    } else if metadata.is_dir() {
        Kind::Directory
    } else {
        Kind::Other
    };
    Ok(Stat {
        kind,
        size: metadata.size(),
        modified_seconds: metadata.mtime(),
        modified_nanos: u32::try_from(metadata.mtime_nsec()).unwrap_or(0),
        permissions: metadata.mode() & 0o7777,
    })
}

/// Replaces a file's contents so that a reader sees the old ones or the new ones, never a part.
///
/// Writes a temporary file beside `path`, readable as `permissions` says (less the process's mask), and renames
/// it over `path`. On an error the temporary file is removed and `path` is as it was.
pub fn write_atomically(path: &Path, contents: &[u8], permissions: u32) -> io::Result<()> {
    let (mut file, temporary) = create_beside(path, permissions)?;
    let outcome = file.write_all(contents).and_then(|()| {
        drop(file);
        fs::rename(&temporary, path)
    });
    if outcome.is_err() {
        // The first error is the one worth reporting.
        let _ = fs::remove_file(&temporary);
    }
    outcome
}

/// Creates a new file next to `path` under a name no other writer uses.
fn create_beside(path: &Path, permissions: u32) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut stamp = crate::time::monotonic_nanos();
    loop {
        let mut temporary_name = name.to_os_string();
        temporary_name.push(format!(".{}.{stamp}", std::process::id()));
        let temporary = path.with_file_name(temporary_name);
        match OpenOptions::new().write(true).create_new(true).mode(permissions).open(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => stamp += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Makes one directory with the given permissions; one that is there already is no error.
pub fn make_directory(path: &Path, permissions: u32) -> io::Result<()> {
    match fs::DirBuilder::new().mode(permissions).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        outcome => outcome,
    }
}
