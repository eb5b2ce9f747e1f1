//! Words that must not stand in the source, and words that must not stand alone.

use crate::Finding;
use crate::source::{Source, has_word};

/// Text, where it is allowed, and what to do instead.
const BANNED: &[Ban] = &[
    Ban {
        text: "thread_local!",
        allowed: &[],
        instead: "a fiber may resume on another OS thread: keep it in the fiber's or worker's context",
    },
    Ban {
        text: "Vec<Value>",
        allowed: &[],
        instead: "the collector does not see malloc memory: use window scratch, a list or an Array",
    },
    Ban {
        text: "Box<[Value]>",
        allowed: &[],
        instead: "the collector does not see malloc memory: use window scratch, a tuple or an Array",
    },
    Ban { text: "todo!", allowed: &[], instead: "build it or leave it absent" },
    Ban {
        text: "unimplemented!",
        allowed: &[],
        instead: "build it, leave it absent, or raise NotImplementedError",
    },
    Ban { text: "dbg!", allowed: &[], instead: "remove it" },
    Ban { text: "println!", allowed: PRINTERS, instead: "go through the command line's writer" },
    Ban { text: "eprintln!", allowed: PRINTERS, instead: "go through the command line's writer" },
    Ban { text: "print!", allowed: PRINTERS, instead: "go through the command line's writer" },
    Ban { text: "eprint!", allowed: PRINTERS, instead: "go through the command line's writer" },
    Ban { text: "std::sync::Mutex", allowed: SYNC, instead: "use the crate's sync.rs" },
    Ban { text: "std::sync::RwLock", allowed: SYNC, instead: "use the crate's sync.rs" },
    Ban { text: "std::sync::Condvar", allowed: SYNC, instead: "use the crate's sync.rs" },
];

/// Where printing is the purpose: what a build script says to cargo. Tests, benches and stress are not looked at.
const PRINTERS: &[&str] = &["/build.rs"];
/// Where a crate's own locks are made of the system's.
const SYNC: &[&str] = &["sync.rs"];

struct Ban {
    text: &'static str,
    /// Ends of the paths where it may stand.
    allowed: &'static [&'static str],
    instead: &'static str,
}

/// Banned names outside tests.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in source.production() {
        // Without blanks, so that `Vec < Value >` is found too.
        let code: String = line.code.split_whitespace().collect();
        for ban in BANNED {
            let found = if ban.text.ends_with('!') {
                line.code.contains(ban.text) && has_word(&line.code, &ban.text[..ban.text.len() - 1])
            } else {
                code.contains(ban.text)
            };
            if found && !ban.allowed.iter().any(|end| source.path.ends_with(end)) {
                findings.push(Finding::new(&source.path, number, format!("`{}`: {}", ban.text, ban.instead)));
            }
        }
        if maps_values(&code) {
            let message = "a map of values: the collector does not see malloc memory, use a dict or a side table of addresses";
            findings.push(Finding::new(&source.path, number, message));
        }
        if imports_std_lock(&code) && !source.path.ends_with("sync.rs") {
            findings.push(Finding::new(&source.path, number, "a lock of std: use the crate's sync.rs"));
        }
    }
    findings
}

/// `HashMap<K, Value>`, `HashSet<Value>` and the like.
fn maps_values(code: &str) -> bool {
    ["HashMap<", "HashSet<", "BTreeMap<", "VecDeque<"].iter().any(|map| {
        code.match_indices(map).any(|(at, _)| {
            let arguments = &code[at + map.len()..];
            let mut depth = 1;
            let end = arguments.find(|char| {
                depth += i32::from(char == '<') - i32::from(char == '>');
                depth == 0
            });
            has_word(&arguments[..end.unwrap_or(arguments.len())], "Value")
        })
    })
}

/// `use std::sync::{…, Mutex}`.
fn imports_std_lock(code: &str) -> bool {
    let Some(names) = code.strip_prefix("use").and_then(|code| code.strip_prefix("std::sync::{")) else {
        return false;
    };
    ["Mutex", "RwLock", "Condvar"].iter().any(|lock| has_word(names, lock))
}

/// How far above a use its comment may begin.
const NEARBY_LINES: usize = 8;

/// Every `SeqCst` has a comment nearby, which names its partner.
pub(crate) fn check_orderings(source: &Source) -> Vec<Finding> {
    let bare = source.production().filter(|&(number, line)| {
        let from = number.saturating_sub(1 + NEARBY_LINES);
        has_word(&line.code, "SeqCst")
            && source.lines[from..number].iter().all(|line| line.comment.is_empty())
    });
    bare.map(|(number, _)| {
        Finding::new(
            &source.path,
            number,
            "`SeqCst` without a comment: say which other access is its partner",
        )
    })
    .collect()
}

/// Text that only makes sense on one machine or in one working copy.
pub(crate) fn check_places(path: &str, text: &str) -> Vec<Finding> {
    // Written so that this file does not find itself.
    let outside =
        [concat!("..", "/shared"), concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for place in outside.iter().filter(|place| line.contains(**place)) {
            let message = format!(
                "`{place}` is not in the repository: name the thing, or take the path as an argument"
            );
            findings.push(Finding::new(path, index + 1, message));
        }
    }
    findings
}
