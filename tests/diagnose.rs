//! The corpus of refused sources: type, text and place of every error, and every `SyntaxWarning`, against CPython 3.14.
//!
//! `diagnose/corpus.jsonl` is what CPython says (made by `diagnose/generate.py`); `diagnose/differences.txt` lists where this
//! compiler says something else, and why. A new difference fails, and so does a listed one that is gone. Wherever
//! something differs, `cargo test --test diagnose -- --nocapture` shows both.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use typhon_compiler::{ErrorKind, Mode, NOWHERE, Options, compile_with_warnings};

/// Share of the corpus that agrees in everything, in hundredths of a per cent. Raise it when it rises.
const RECORDED_SHARE: usize = 9960;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/diagnose")
}

/// What this compiler says, in the form of the corpus.
fn outcome(mode: &str, source: &str) -> (Value, Value) {
    let bytes: Vec<u8> = match mode {
        "bytes" => source.chars().map(|c| c as u8).collect(),
        _ => source.as_bytes().to_vec(),
    };
    let options = Options { ignore_cookie: mode != "bytes", ..Options::default() };
    let compile_mode = match mode {
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => Mode::Exec,
    };
    let mut warnings = Vec::new();
    let error = match compile_with_warnings(&bytes, "<corpus>", compile_mode, &options, &mut warnings) {
        Ok(_) => Value::Null,
        Err(error) => {
            let class = match error.kind {
                ErrorKind::Syntax => "SyntaxError",
                ErrorKind::Indentation => "IndentationError",
                ErrorKind::Tab => "TabError",
                ErrorKind::Incomplete => "_IncompleteInputError",
                ErrorKind::Recursion => "RecursionError",
                ErrorKind::TooLarge => "OverflowError",
                ErrorKind::Unsupported => "unsupported",
            };
            // Without a place, and with a line that is none.
            match (error.line, error.column) {
                (_, NOWHERE) => json!([class, error.message, null, null, null, null]),
                (0, -1) => json!([class, error.message, 0, -1, null, null]),
                _ => {
                    json!([class, error.message, error.line, error.column, error.end_line, error.end_column])
                }
            }
        }
    };
    let warnings = warnings.iter().map(|warning| json!([warning.line, warning.message])).collect();
    (error, Value::Array(warnings))
}

fn agrees(expected: &(Value, Value), actual: &(Value, Value)) -> bool {
    // What CPython warns of before it refuses a source depends on how far it got.
    expected.0 == actual.0 && (!expected.0.is_null() || expected.1 == actual.1)
}

#[test]
fn corpus() {
    let run = || {
        let other = std::env::var_os("TYPHON_CORPUS").map(PathBuf::from);
        let corpus = other.clone().unwrap_or_else(|| folder().join("corpus.jsonl"));
        let corpus = std::fs::read_to_string(corpus).expect("corpus");
        let listed = match other {
            Some(_) => String::new(),
            None => std::fs::read_to_string(folder().join("differences.txt")).unwrap_or_default(),
        };
        let mut listed: BTreeMap<&str, &str> = listed
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| line.split_once('\t').expect("a snippet, a tab and a reason"))
            .collect();
        let (mut total, mut same, mut problems) = (0, 0, String::new());
        for line in corpus.lines() {
            let record: Value = serde_json::from_str(line).expect("a record");
            let (mode, source) = (record[0].as_str().expect("mode"), record[1].as_str().expect("source"));
            let expected = (record[2].clone(), record[3].clone());
            let actual = outcome(mode, source);
            let key = json!([mode, source]).to_string();
            let reason = listed.remove(key.as_str());
            total += 1;
            match (agrees(&expected, &actual), reason) {
                (true, None) => same += 1,
                (true, Some(_)) => {
                    same += 1;
                    _ = writeln!(problems, "gone: {key}");
                }
                (false, Some(_)) => {}
                (false, None) => {
                    _ = writeln!(
                        problems,
                        "{key}\n  CPython {} {}\n  here    {} {}",
                        expected.0, expected.1, actual.0, actual.1
                    );
                }
            }
        }
        for key in listed.keys() {
            _ = writeln!(problems, "listed, but not in the corpus: {key}");
        }
        let share = same * 10_000 / total;
        println!("{same} of {total} snippets agree ({}.{:02} %)\n{problems}", share / 100, share % 100);
        assert!(share >= RECORDED_SHARE, "agreement fell to {share} hundredths of a per cent");
        assert!(problems.is_empty(), "differences that are not listed, or listed and gone");
    };
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("thread");
    thread.join().expect("agreement");
}
