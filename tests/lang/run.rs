//! Running `typhon` once, bounded in time, and comparing text.

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A run that takes longer has hung.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A diff shows at most this many lines.
const MAX_DIFF_LINES: usize = 60;

/// The interpreter under test.
pub(crate) fn typhon() -> PathBuf {
    std::env::var_os("TYPHON").unwrap_or_else(|| OsString::from(env!("CARGO_BIN_EXE_typhon"))).into()
}

/// A command for it in `folder`, with an environment of its own.
pub(crate) fn command(folder: &Path, workers: usize) -> Command {
    let mut command = Command::new(typhon());
    command.current_dir(folder).env_clear();
    for name in ["PATH", "HOME", "RUST_BACKTRACE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("LANG", "C.UTF-8").env("PYTHONWARNINGS", "ignore").env("TYPHON_WORKERS", workers.to_string());
    command
}

/// A folder for the files of one run, which goes when this is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Result<Self, String> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("typhon-{}-{number}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clean.
        let _ = std::fs::set_permissions(&self.0, std::fs::Permissions::from_mode(0o755));
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a finished run left.
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// How it ended, in words.
    pub(crate) fn ending(&self) -> String {
        match (self.status.code(), self.status.signal()) {
            (Some(code), _) => format!("exit code {code}"),
            (None, Some(signal)) => format!("killed by signal {signal}"),
            (None, None) => "ended strangely".to_owned(),
        }
    }

    /// Fails unless it ended with `code`.
    pub(crate) fn expect_code(&self, code: i32) -> Result<(), String> {
        if self.status.code() == Some(code) {
            return Ok(());
        }
        Err(format!(
            "{}, expected exit code {code}\n--- stdout\n{}--- stderr\n{}",
            self.ending(),
            tail(&self.stdout),
            tail(&self.stderr)
        ))
    }
}

/// Runs a command to its end, or kills it after the time that every run has.
pub(crate) fn run(mut command: Command) -> Result<Outcome, String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{}: {error}", typhon().display()))?;
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let status = wait(&mut child);
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
    };
    let (stdout, stderr) = (text(stdout), text(stderr));
    match status {
        Some(status) => Ok(Outcome { status, stdout, stderr }),
        None => Err(format!(
            "no end after {TIMEOUT:?}\n--- stdout\n{}--- stderr\n{}",
            tail(&stdout),
            tail(&stderr)
        )),
    }
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that breaks ends the text; the exit status tells why.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        bytes
    })
}

/// The child's status, or nothing if it had to be killed.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(1);
    while begun.elapsed() < TIMEOUT {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => thread::sleep(pause),
            Err(_) => break,
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
    // It may have ended meanwhile; either way it is reaped.
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// The last lines of a long text.
fn tail(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(MAX_DIFF_LINES)..].iter().map(|line| format!("{line}\n")).collect()
}

/// Fails with a diff unless the texts are equal.
pub(crate) fn compare(what: &str, expected: &str, actual: &str) -> Result<(), String> {
    if expected == actual {
        return Ok(());
    }
    let (expected, actual): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    if expected == actual {
        return Err(format!("{what}: one of the texts lacks its last newline"));
    }
    let mut diff = diff(&expected, &actual);
    if diff.len() > MAX_DIFF_LINES {
        diff.truncate(MAX_DIFF_LINES);
        diff.push("…".to_owned());
    }
    Err(format!("{what} differs (- expected, + actual):\n{}", diff.join("\n")))
}

/// Changed lines with their numbers, by the longest common subsequence of what lies between the common ends.
fn diff(expected: &[&str], actual: &[&str]) -> Vec<String> {
    let head = expected.iter().zip(actual).take_while(|(a, b)| a == b).count();
    let (old, new) = (&expected[head..], &actual[head..]);
    let foot = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - foot], &new[..new.len() - foot]);
    let mut lines = Vec::new();
    if head > 0 {
        lines.push(format!("{:>5}   {}", head, expected[head - 1]));
    }
    // Long differences are cut anyway; a table for them would be large.
    let (old, new) = (&old[..old.len().min(500)], &new[..new.len().min(500)]);
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for row in (0..old.len()).rev() {
        for column in (0..new.len()).rev() {
            common[row * width + column] = if old[row] == new[column] {
                common[(row + 1) * width + column + 1] + 1
            } else {
                common[(row + 1) * width + column].max(common[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < old.len() || column < new.len() {
        if row < old.len() && column < new.len() && old[row] == new[column] {
            (row, column) = (row + 1, column + 1);
        } else if column == new.len()
            || (row < old.len() && common[(row + 1) * width + column] >= common[row * width + column + 1])
        {
            lines.push(format!("{:>5} - {}", head + row + 1, old[row]));
            row += 1;
        } else {
            lines.push(format!("{:>5} + {}", head + column + 1, new[column]));
            column += 1;
        }
    }
    lines
}
