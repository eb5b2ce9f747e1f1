//! Every script of `lang/` and `race/` on the built `typhon`, in every mode that applies.
//!
//! A script's expected output lies beside it (`NAME.out`, and `NAME.err` for what goes to standard error) or stands in its
//! own comments, `# out: text`, one line each. Files are written by `tests/lang/expect`, which asks CPython 3.14; nothing
//! here writes them. How a script steers its runs, what a mode is: `lang/script.rs`. What cannot be written as a script
//! (the compiled cache, programs too large to keep, signals from outside) is in `lang/pyc.rs`, `lang/large.rs`, `lang/interrupts.rs`;
//! deterministic runs, deadlocks and dumps in `lang/explore.rs`;
//! a hundred thousand threads in `lang/many.rs`.
//!
//! `TYPHON=path` tests another binary than the one cargo built; a filter and `--list` are libtest's.

#[path = "lang/explore.rs"]
mod explore;
#[path = "lang/interrupts.rs"]
mod interrupts;
#[path = "lang/large.rs"]
mod large;
#[path = "lang/many.rs"]
mod many;
#[path = "lang/pyc.rs"]
mod pyc;
#[path = "lang/run.rs"]
mod run;
#[path = "lang/script.rs"]
mod script;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut trials = Vec::new();
    for script in scripts(&tests.join("lang")) {
        trials.extend(script::trials(&tests, &script, script::LANG));
    }
    for script in scripts(&tests.join("race")) {
        trials.extend(script::trials(&tests, &script, script::RACE));
    }
    trials.extend(pyc::trials());
    trials.extend(large::trials());
    trials.extend(interrupts::trials());
    trials.extend(explore::trials());
    trials.extend(many::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The scripts below a folder, without the modules they import (folders called `lib`).
fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is = |name: &str| path.file_name().is_some_and(|file| file == name);
            if path.is_dir() && !is("lib") && !is("__pycache__") {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A trial by name.
fn trial(name: String, test: impl FnOnce() -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(name, move || test().map_err(Into::into))
}
