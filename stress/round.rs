//! One round: one process, bounded in time, judged by its last line.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command_line::tail;
use crate::options::Options;
use crate::process::{self, Ended};

/// A round that takes longer has hung.
const HUNG_AFTER: Duration = Duration::from_secs(180);
const FIRST_SIZE: u64 = 4;
/// How much of a failed round's output is shown.
const SHOWN_LINES: usize = 40;

/// A program and the size of its next round.
pub(crate) struct Program {
    pub(crate) name: String,
    path: PathBuf,
    pub(crate) size: u64,
}

/// How a round ended.
pub(crate) enum Outcome {
    /// With its last line's counts.
    Good(String),
    /// With what was wrong.
    Bad(String),
}

/// The programs that the options name, or all.
pub(crate) fn programs(options: &Options) -> Result<Vec<Program>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_program = path.extension().is_some_and(|extension| extension == "py");
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if is_program && (options.programs.is_empty() || options.programs.contains(&name)) {
            found.push(Program { name, path, size: options.size.unwrap_or(FIRST_SIZE) });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    match options.programs.iter().find(|name| !found.iter().any(|program| program.name == **name)) {
        Some(name) => Err(format!("no program {name} in {}", folder.display())),
        None if found.is_empty() => Err(format!("no programs in {}", folder.display())),
        None => Ok(found),
    }
}

fn arguments(options: &Options, program: &Program, seed: u64) -> Vec<String> {
    let mut arguments = Vec::new();
    if options.zeal {
        arguments.extend(["-X".to_owned(), "zeal".to_owned()]);
    }
    arguments.extend([
        program.path.to_string_lossy().into_owned(),
        seed.to_string(),
        program.size.to_string(),
    ]);
    arguments
}

/// The command that runs this round again. Interleavings differ from run to run; `--rounds` repeats it with further seeds.
pub(crate) fn replay(options: &Options, program: &Program, seed: u64) -> String {
    let arguments = arguments(options, program, seed).join(" ");
    format!("TYPHON_WORKERS={} {} {arguments}", options.workers, options.typhon.display())
}

/// Runs a round and judges it; also what it took.
pub(crate) fn run(options: &Options, program: &Program, seed: u64) -> (Outcome, Duration) {
    let begun = Instant::now();
    let mut command = Command::new(&options.typhon);
    command.args(arguments(options, program, seed)).env("TYPHON_WORKERS", options.workers.to_string());
    let outcome = finish(command);
    (outcome, begun.elapsed())
}

fn finish(command: Command) -> Outcome {
    let Ended { status, stdout, stderr } = match process::run(command, HUNG_AFTER) {
        Ok(ended) => ended,
        Err(error) => return Outcome::Bad(error.to_string()),
    };
    let last = String::from_utf8_lossy(&stdout).lines().last().map(str::to_owned).unwrap_or_default();
    let ending = match status {
        None => format!("no end after {HUNG_AFTER:?}"),
        Some(status) if !status.success() => match status.signal() {
            Some(signal) => format!("killed by signal {signal}"),
            None => format!("exit code {}", status.code().unwrap_or(-1)),
        },
        Some(_) if !stderr.is_empty() => "something on standard error".to_owned(),
        Some(_) => match last.strip_prefix("ok ") {
            Some(counts) => return Outcome::Good(counts.to_owned()),
            None => "its last line is not `ok …`".to_owned(),
        },
    };
    let (stdout, stderr) = (tail(&stdout, SHOWN_LINES), tail(&stderr, SHOWN_LINES));
    Outcome::Bad(format!("{ending}\n--- stdout\n{stdout}--- stderr\n{stderr}"))
}
