//! What a file is called, how it begins, how long it is.

use std::path::Path;

use crate::Finding;
use crate::source::Source;

/// A file longer than this is two files.
const MAX_LINES: usize = 1000;
/// Tables that only grow in rows.
const MAY_BE_LONG: &[&str] = &["src/bytecode/ops.rs"];
/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["util", "utils", "misc", "common", "helper", "helpers", "global", "globals"];

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let path = source.path.as_str();
    let stem =
        Path::new(path).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    if stem == "mod" {
        findings.push(Finding::new(
            path,
            0,
            "name the file after its folder (`foo.rs` beside `foo/`), never mod.rs",
        ));
    }
    if EMPTY_NAMES.contains(&stem.as_str()) {
        findings.push(Finding::new(
            path,
            0,
            format!("`{stem}` says nothing: name the file after what it owns"),
        ));
    }
    if !source.lines.first().is_some_and(|line| line.comment.starts_with("//! ")) {
        findings.push(Finding::new(
            path,
            1,
            "begin with `//!`: what the file owns, its invariants, what it does not know",
        ));
    }
    let count =
        source.lines.len() - usize::from(source.lines.last().is_some_and(|line| line.code.is_empty()));
    if count > MAX_LINES && !MAY_BE_LONG.contains(&path) {
        findings.push(Finding::new(
            path,
            MAX_LINES + 1,
            format!("{count} lines: split the file, {MAX_LINES} is the end"),
        ));
    }
    findings
}

/// Whether a file of the repository is text that people write.
pub(crate) fn is_text(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let extension =
        path.extension().map_or_else(String::new, |extension| extension.to_string_lossy().into_owned());
    let without = ["run", "expect", "compare", "LICENSE"];
    ["rs", "py", "toml", "md", "sh", "out", "err"].contains(&extension.as_str())
        || without.contains(&name.as_str())
}
