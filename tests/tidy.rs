//! The house rules of `layout.md` as tests: layers, files, text.
//!
//! Each rule is a function from what it looks at to findings, `path:line: what is wrong and what to do`; the tests here
//! run the rules over the tree and fail with all findings at once. Every rule is also tried on a planted violation
//! (`tidy/planted.rs`), since a rule that can find nothing proves nothing.
//! What clippy and rustc already hold (documented unsafe functions, reachable `pub`) is not repeated, except where
//! they do not look: code behind a `cfg` that is off.

#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/planted.rs"]
mod planted;
#[path = "tidy/scripts.rs"]
mod scripts;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/text.rs"]
mod text;
#[path = "tidy/unsafe_code.rs"]
mod unsafe_code;

use std::fmt;
use std::path::{Path, PathBuf};

/// A broken rule. `line` counts from 1; 0 means the file as a whole.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` that is ours, relative to the root, sorted. Build output and dot folders are not.
fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the repository can be read") {
            let entry = entry.expect("a folder of the repository can be read");
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("target") || name == "__pycache__" || (name.starts_with('.') && name != ".ci")
            {
                continue;
            }
            match entry.file_type().expect("a file has a type") {
                kind if kind.is_dir() => pending.push(entry.path()),
                kind if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// `path` as findings and lists name it.
fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

fn rust_sources() -> Vec<source::Source> {
    tree(root())
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("source is UTF-8");
            source::Source::new(&relative(&path), &text)
        })
        .collect()
}

#[track_caller]
fn assert_none(mut findings: Vec<Finding>) {
    findings.sort();
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{} findings\n{}", lines.len(), lines.join("\n"));
}

fn check_sources(rule: impl Fn(&source::Source) -> Vec<Finding>) {
    let sources = rust_sources();
    assert!(sources.len() > 100, "only {} sources found: is the root right?", sources.len());
    assert_none(sources.iter().flat_map(rule).collect());
}

#[test]
fn crates_keep_their_layers() {
    assert_none(layers::check(&layers::metadata()));
}

#[test]
fn manifests_share_lints_and_turn_off_what_cargo_guesses() {
    let manifests = tree(root()).into_iter().filter(|path| path.ends_with("Cargo.toml"));
    assert_none(
        manifests
            .flat_map(|path| {
                let text = std::fs::read_to_string(&path).expect("a manifest is UTF-8");
                layers::check_manifest(&relative(&path), &text)
            })
            .collect(),
    );
}

#[test]
fn files_are_named_headed_and_short() {
    check_sources(files::check);
}

#[test]
fn banned_text_is_absent() {
    check_sources(text::check);
}

#[test]
fn orderings_name_their_partner() {
    check_sources(text::check_orderings);
}

#[test]
fn nothing_points_out_of_the_repository() {
    let files = tree(root()).into_iter().filter(|path| files::is_text(path));
    assert_none(
        files
            .flat_map(|path| {
                let text = std::fs::read_to_string(&path).expect("text is UTF-8");
                text::check_places(&relative(&path), &text)
            })
            .collect(),
    );
}

#[test]
fn unsafe_code_stays_in_listed_modules() {
    let sources = rust_sources();
    assert_none(unsafe_code::check_list(&sources));
    assert_none(sources.iter().flat_map(unsafe_code::check_module).collect());
}

#[test]
fn unsafe_blocks_say_why_they_are_sound() {
    check_sources(unsafe_code::check_reasons);
}

#[test]
fn crates_without_unsafe_code_forbid_it() {
    assert_none(unsafe_code::check_forbidden(&rust_sources()));
}

#[test]
fn scripts_say_what_they_print() {
    let scripts = tree(&root().join("tests"));
    assert!(scripts.iter().any(|path| path.extension().is_some_and(|extension| extension == "py")));
    assert_none(scripts::check(&scripts));
}
