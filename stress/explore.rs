//! Runs a script under many seeds of the deterministic scheduler, until one fails.
//!
//! ```text
//! target/release/typhon-explore --seeds 1000 script.py
//! target/release/typhon-explore --schedule pct:3 script.py
//! ```
//!
//! A run fails when it, or one of its threads, ends by an exception nobody caught: an assertion, a deadlock (which raises, `-X
//! deadlock=raise`, or is found because no thread can run). The failing seed is run again with a trace, to see that it replays, and the
//! command that does so is printed. The exit code is 1 when a failure was found, 0 when none was, 2 for wrong usage.
//!
//! PCT needs to know how many steps the program takes; where the schedule does not say, the first run counts them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its output is what it is for")]

mod command_line;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

use command_line::{interpreter, number, tail};

const USAGE: &str = "usage: typhon-explore [option]... SCRIPT [ARGUMENT]...
  --seeds N        how many seeds to try (1000)
  --first N        the first of them (0)
  --schedule HOW   random, or pct[:DEPTH[:STEPS]] (random)
  --all            go on after a failure, and count
  --typhon PATH    the interpreter (typhon beside this binary)";
/// Lines of a failed run's output that are shown.
const SHOWN_LINES: usize = 20;

struct Options {
    typhon: PathBuf,
    first: u64,
    seeds: u64,
    schedule: String,
    all: bool,
    /// The script and its arguments.
    program: Vec<String>,
}

fn main() -> ExitCode {
    let options = Options::from_arguments(std::env::args().skip(1));
    command_line::exit_code(options.and_then(|options| explore(&options)))
}

impl Options {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            typhon: interpreter(),
            first: 0,
            seeds: 1000,
            schedule: "random".to_owned(),
            all: false,
            program: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
            match argument.as_str() {
                "--seeds" => options.seeds = number(&value()?, USAGE)?,
                "--first" => options.first = number(&value()?, USAGE)?,
                "--schedule" => options.schedule = value()?,
                "--typhon" => options.typhon = PathBuf::from(value()?),
                "--all" => options.all = true,
                option if option.starts_with("--") => return Err(USAGE.to_owned()),
                _ => {
                    options.program = std::iter::once(argument).chain(arguments.by_ref()).collect();
                }
            }
        }
        if options.program.is_empty() {
            return Err(USAGE.to_owned());
        }
        Ok(options)
    }

    /// The interpreter's arguments for one seed.
    fn arguments(&self, seed: u64) -> Vec<String> {
        let mut arguments = vec!["-X".to_owned(), format!("seed={seed}")];
        arguments.extend(["-X".to_owned(), format!("schedule={}", self.schedule)]);
        arguments.extend(["-X".to_owned(), "deadlock=raise".to_owned()]);
        arguments.extend(self.program.iter().cloned());
        arguments
    }

    fn run(&self, seed: u64, trace: Option<&Path>) -> Result<Output, String> {
        let mut command = Command::new(&self.typhon);
        if let Some(trace) = trace {
            command.arg("-X").arg(format!("trace={}", trace.display()));
        }
        command.args(self.arguments(seed)).stdin(Stdio::null());
        command.output().map_err(|error| format!("{}: {error}", self.typhon.display()))
    }
}

/// Tries the seeds; how many failed.
fn explore(options: &Options) -> Result<u64, String> {
    let counted = count_steps(options)?;
    let options = counted.as_ref().unwrap_or(options);
    let mut failures = 0;
    for seed in options.first..options.first.saturating_add(options.seeds) {
        let output = options.run(seed, None)?;
        if !failed(&output) {
            continue;
        }
        failures += 1;
        println!("FAILED with seed {seed}, after {} seeds: {}", seed - options.first + 1, output.status);
        print!(
            "--- stdout\n{}--- stderr\n{}",
            tail(&output.stdout, SHOWN_LINES),
            tail(&output.stderr, SHOWN_LINES)
        );
        println!("{}", if replays(options, seed, &output)? { "it replays" } else { "IT DOES NOT REPLAY" });
        println!("replay: {} {}", options.typhon.display(), options.arguments(seed).join(" "));
        if !options.all {
            return Ok(failures);
        }
    }
    println!("{} seeds by {}, {failures} failed", options.seeds, options.schedule);
    Ok(failures)
}

/// Whether the program, or a thread of it, has ended by an exception nobody caught.
fn failed(output: &Output) -> bool {
    let said = String::from_utf8_lossy(&output.stderr);
    !output.status.success() || said.contains("Traceback (most recent call last)")
}

/// For PCT without a number of steps: the options with the number that the program took once.
fn count_steps(options: &Options) -> Result<Option<Options>, String> {
    let mut parts = options.schedule.split(':');
    let (Some("pct"), depth, None) = (parts.next(), parts.next().unwrap_or("3"), parts.next()) else {
        return Ok(None);
    };
    let trace = trace_file("steps");
    let counting = Options { schedule: "random".to_owned(), ..copy(options) };
    counting.run(options.first, Some(&trace))?;
    let steps = std::fs::read_to_string(&trace).map_or(0, |text| text.lines().count());
    // What cannot be removed is the system's to clean.
    let _ = std::fs::remove_file(&trace);
    Ok(Some(Options { schedule: format!("pct:{depth}:{}", steps.max(1)), ..copy(options) }))
}

fn copy(options: &Options) -> Options {
    Options {
        typhon: options.typhon.clone(),
        schedule: options.schedule.clone(),
        program: options.program.clone(),
        ..*options
    }
}

fn trace_file(what: &str) -> PathBuf {
    std::env::temp_dir().join(format!("typhon-explore-{}-{what}", std::process::id()))
}

/// Whether two more runs of the seed print the same and make the same choices.
fn replays(options: &Options, seed: u64, first: &Output) -> Result<bool, String> {
    let mut runs = Vec::new();
    for what in ["one", "two"] {
        let trace = trace_file(what);
        let output = options.run(seed, Some(&trace))?;
        let written = std::fs::read(&trace).map_err(|error| error.to_string())?;
        // As above.
        let _ = std::fs::remove_file(&trace);
        // The option that asks for the trace is one more object in the heap: addresses that are shown are others than without it.
        if output.status != first.status
            || without_addresses(&output.stdout) != without_addresses(&first.stdout)
            || without_addresses(&output.stderr) != without_addresses(&first.stderr)
        {
            return Ok(false);
        }
        runs.push((output.stdout, output.stderr, written));
    }
    Ok(runs[0] == runs[1])
}

/// Output with nothing behind each `0x`.
fn without_addresses(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let mut parts = text.split("0x");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str("0x");
        kept.push_str(part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit()));
    }
    kept
}
