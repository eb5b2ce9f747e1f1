//! The command line.

use std::path::PathBuf;

use crate::command_line::{interpreter, number};

const USAGE: &str = "usage: typhon-stress [option]...
  --seconds N      stop after this time (60)
  --rounds N       stop after this many rounds
  --program NAME   only this program of stress/programs (repeatable)
  --seed N         seed of the first round (from the clock)
  --size N         size of every round (adapted to the time it takes)
  --workers N      worker threads (2)
  --no-zeal        neither collect at every safepoint nor verify
  --keep-going     go on after a failure
  --typhon PATH    the interpreter (typhon beside this binary)";

/// What to run, and for how long.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) typhon: PathBuf,
    pub(crate) seconds: u64,
    pub(crate) rounds: u64,
    /// Names; all programs where empty.
    pub(crate) programs: Vec<String>,
    pub(crate) seed: u64,
    pub(crate) size: Option<u64>,
    pub(crate) workers: usize,
    pub(crate) zeal: bool,
    pub(crate) keep_going: bool,
}

impl Options {
    /// Reads the arguments after the program's name; says what is wrong with them.
    pub(crate) fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            typhon: interpreter(),
            seconds: 60,
            rounds: u64::MAX,
            programs: Vec::new(),
            seed: seed_from_clock(),
            size: None,
            workers: 2,
            zeal: true,
            keep_going: false,
        };
        while let Some(option) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{option} needs a value\n{USAGE}"));
            match option.as_str() {
                "--seconds" => options.seconds = number(&value()?, USAGE)?,
                "--rounds" => (options.rounds, options.seconds) = (number(&value()?, USAGE)?, u64::MAX),
                "--program" => options.programs.push(value()?),
                "--seed" => options.seed = number(&value()?, USAGE)?,
                "--size" => options.size = Some(number(&value()?, USAGE)?),
                "--workers" => options.workers = number(&value()?, USAGE)?,
                "--typhon" => options.typhon = PathBuf::from(value()?),
                "--no-zeal" => options.zeal = false,
                "--keep-going" => options.keep_going = true,
                _ => return Err(USAGE.to_owned()),
            }
        }
        if options.typhon.is_file() {
            return Ok(options);
        }
        Err(format!(
            "no typhon at {}: build it (cargo build --release) or name it with --typhon",
            options.typhon.display()
        ))
    }
}

fn seed_from_clock() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |time| u64::from(time.subsec_micros()))
}
