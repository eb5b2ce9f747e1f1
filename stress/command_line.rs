//! What the command lines of this folder's programs share: the interpreter they drive, their values, how they end and what they show.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The `typhon` that lies beside this binary.
pub(crate) fn interpreter() -> PathBuf {
    std::env::current_exe().ok().as_deref().and_then(Path::parent).unwrap_or(Path::new(".")).join("typhon")
}

/// An option's value as a number; else what is wrong with it.
pub(crate) fn number<N: std::str::FromStr>(text: &str, usage: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("{text} is no number\n{usage}"))
}

/// 0 where nothing has failed, 1 where something has, 2 with a message where nothing could be run.
pub(crate) fn exit_code(failures: Result<u64, String>) -> ExitCode {
    match failures {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// The last lines of an output.
pub(crate) fn tail(output: &[u8], count: usize) -> String {
    let text = String::from_utf8_lossy(output);
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].iter().map(|line| format!("{line}\n")).collect()
}
