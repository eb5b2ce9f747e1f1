//! Runs the scripts of `tests/race/` again and again: on several workers, where each round interleaves as it comes, and under the
//! deterministic scheduler, a seed a round.
//!
//! ```text
//! target/release/typhon-races --rounds 1000 --seeds 1000
//! target/release/typhon-races --rounds 0 --seeds 5000 --schedule pct:3:2000 dict list
//! ```
//!
//! A round is one process with the script's short arguments (`# zeal-args:`), as what it does often matters less than how often it begins. It
//! is good when it ends with 0 and prints what lies beside the script. What is not is shown with the command that runs it again; a seed
//! replays. The exit code is 1 when a round was bad, 0 when none was, 2 for wrong usage.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its output is what it is for")]

mod command_line;
mod process;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use command_line::{interpreter, number, tail};

const USAGE: &str = "usage: typhon-races [option]... [FILTER]...
  --rounds N       on several workers (1000)
  --workers N      how many (2)
  --seeds N        under the deterministic scheduler (1000)
  --first N        the first seed (0)
  --schedule HOW   random, or pct:DEPTH:STEPS (random)
  --all            go on with a script that has failed, and count
  --typhon PATH    the interpreter (typhon beside this binary)
  FILTER           only scripts whose names contain one of these";
/// A round that takes longer has hung: long, as these runs may be of the lowest priority.
const HUNG_AFTER: Duration = Duration::from_secs(300);
/// Lines of a bad round's output that are shown.
const SHOWN_LINES: usize = 20;

struct Options {
    typhon: PathBuf,
    rounds: u64,
    workers: u64,
    first: u64,
    seeds: u64,
    schedule: String,
    all: bool,
    filters: Vec<String>,
    /// Where the scripts run, and leave what they write.
    folder: PathBuf,
}

/// A script and what a round of it is.
struct Script {
    name: String,
    path: PathBuf,
    arguments: Vec<String>,
    /// What it prints.
    expected: Vec<u8>,
}

fn main() -> ExitCode {
    let options = Options::from_arguments(std::env::args().skip(1));
    command_line::exit_code(options.and_then(|options| run(&options)))
}

impl Options {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            typhon: interpreter(),
            rounds: 1000,
            workers: 2,
            first: 0,
            seeds: 1000,
            schedule: "random".to_owned(),
            all: false,
            filters: Vec::new(),
            folder: std::env::temp_dir().join(format!("typhon-races-{}", std::process::id())),
        };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
            match argument.as_str() {
                "--rounds" => options.rounds = number(&value()?, USAGE)?,
                "--workers" => options.workers = number(&value()?, USAGE)?,
                "--seeds" => options.seeds = number(&value()?, USAGE)?,
                "--first" => options.first = number(&value()?, USAGE)?,
                "--schedule" => options.schedule = value()?,
                "--typhon" => options.typhon = absolute(&value()?),
                "--all" => options.all = true,
                option if option.starts_with('-') => return Err(USAGE.to_owned()),
                _ => options.filters.push(argument),
            }
        }
        Ok(options)
    }

    fn scripts(&self) -> Result<Vec<Script>, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/race");
        let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut found = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let is_wanted =
                self.filters.is_empty() || self.filters.iter().any(|filter| name.contains(filter.as_str()));
            if is_wanted && path.extension().is_some_and(|extension| extension == "py") {
                found.push(Script::read(name, path)?);
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        if found.is_empty() { Err(format!("no such scripts in {}", folder.display())) } else { Ok(found) }
    }
}

impl Script {
    fn read(name: String, path: PathBuf) -> Result<Self, String> {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let head = text.lines().take_while(|line| line.starts_with('#'));
        let given = head.filter_map(|line| line.strip_prefix("# zeal-args:")).next().unwrap_or_default();
        let arguments = given.split(" - ").next().unwrap_or_default();
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        let beside = path.with_extension("out");
        let expected = std::fs::read(&beside).map_err(|error| format!("{}: {error}", beside.display()))?;
        Ok(Self { name, path, arguments, expected })
    }

    fn command(&self, options: &Options, seed: Option<u64>) -> Vec<String> {
        let mut words = Vec::new();
        let settings = match seed {
            None => vec![format!("workers={}", options.workers)],
            Some(seed) => {
                vec![
                    format!("seed={seed}"),
                    format!("schedule={}", options.schedule),
                    "deadlock=raise".to_owned(),
                ]
            }
        };
        for setting in settings {
            words.extend(["-X".to_owned(), setting]);
        }
        words.push(self.path.to_string_lossy().into_owned());
        words.extend(self.arguments.iter().cloned());
        words
    }

    /// One round; what is wrong with it.
    fn round(&self, options: &Options, seed: Option<u64>) -> Result<Option<String>, String> {
        let mut command = Command::new(&options.typhon);
        command
            .args(self.command(options, seed))
            .env("PYTHONWARNINGS", "ignore")
            .current_dir(&options.folder);
        let ended = process::run(command, HUNG_AFTER)
            .map_err(|error| format!("{}: {error}", options.typhon.display()))?;
        let Some(status) = ended.status else { return Ok(Some(format!("no end after {HUNG_AFTER:?}"))) };
        if status.success() && ended.stdout == self.expected {
            return Ok(None);
        }
        let (stdout, stderr) = (tail(&ended.stdout, SHOWN_LINES), tail(&ended.stderr, SHOWN_LINES));
        Ok(Some(format!("{status}\n--- stdout\n{stdout}--- stderr\n{stderr}")))
    }

    /// All rounds of it; how many were bad.
    fn rounds(&self, options: &Options) -> Result<u64, String> {
        let begun = Instant::now();
        let free = (0..options.rounds).map(|_| None);
        let seeded = (options.first..options.first.saturating_add(options.seeds)).map(Some);
        let (mut made, mut bad) = (0, 0);
        for seed in free.chain(seeded) {
            made += 1;
            let Some(what) = self.round(options, seed)? else { continue };
            bad += 1;
            println!("FAILED {}, round {made}: {what}", self.name);
            println!("again: {} {}", options.typhon.display(), self.command(options, seed).join(" "));
            if !options.all {
                break;
            }
        }
        let time = begun.elapsed().as_secs_f64();
        println!(
            "{:<24} {made} of {} rounds in {time:.0} s, {bad} bad",
            self.name,
            options.rounds + options.seeds
        );
        Ok(bad)
    }
}

fn run(options: &Options) -> Result<u64, String> {
    let mut bad = 0;
    let scripts = options.scripts()?;
    std::fs::create_dir_all(&options.folder)
        .map_err(|error| format!("{}: {error}", options.folder.display()))?;
    for script in scripts {
        bad += script.rounds(options)?;
    }
    // What cannot be removed is the system's to clean.
    let _ = std::fs::remove_dir_all(&options.folder);
    println!("{bad} bad rounds in all");
    Ok(bad)
}

fn absolute(path: &str) -> PathBuf {
    Path::new(path).canonicalize().unwrap_or_else(|_| PathBuf::from(path))
}
