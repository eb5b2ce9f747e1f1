//! Modules of CPython's own test suite on the built `typhon`, against the results that are expected of them.
//!
//! The suite's directory (which holds the package `test`) is given by `TYPHON_CPYTHON_TESTS`, or is that of an installed
//! `libpython3.14-testsuite`; without either a note says so and nothing is tested. `cpython/expected.txt` names the modules and how many of
//! their methods pass at least, and the methods that are exempt, with reasons. Each module runs in a process of its own, at
//! most [`LIMIT`] long. `TYPHON=path` tests another binary.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};

/// How long a module may take.
const LIMIT: Duration = Duration::from_secs(300);

/// Where Debian's package puts the suite.
const INSTALLED: &str = "/usr/lib/python3.14";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = match suite() {
        Some(suite) => expected()
            .into_iter()
            .map(|(module, wanted)| {
                let suite = suite.clone();
                Trial::test(module.clone(), move || run(&suite, &module, &wanted))
            })
            .collect(),
        None => {
            let note = "set TYPHON_CPYTHON_TESTS or install libpython3.14-testsuite";
            vec![Trial::test(note, || Ok(())).with_ignored_flag(true)]
        }
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn suite() -> Option<PathBuf> {
    let given = std::env::var_os("TYPHON_CPYTHON_TESTS").map(PathBuf::from);
    let candidate = given.unwrap_or_else(|| PathBuf::from(INSTALLED));
    candidate.join("test/support/__init__.py").is_file().then_some(candidate)
}

/// What is expected of a module.
#[derive(Default)]
struct Expected {
    passed: usize,
    exempt: Vec<String>,
}

/// The committed list: `MODULE PASSED`, and `MODULE exempt METHOD: reason`.
fn expected() -> BTreeMap<String, Expected> {
    let text = include_str!("cpython/expected.txt");
    let mut all: BTreeMap<String, Expected> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (module, rest) = line.split_once(' ').expect("a module and what is expected of it");
        let entry = all.entry(module.to_string()).or_default();
        match rest.strip_prefix("exempt ") {
            Some(exempt) => {
                let (method, _) = exempt.split_once(": ").expect("an exempt method has a reason");
                entry.exempt.push(method.to_string());
            }
            None => entry.passed = rest.parse().expect("a number of methods"),
        }
    }
    all
}

fn typhon() -> PathBuf {
    std::env::var_os("TYPHON").map_or_else(|| env!("CARGO_BIN_EXE_typhon").into(), PathBuf::from)
}

fn run(suite: &Path, module: &str, wanted: &Expected) -> Result<(), Failed> {
    let child = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpython/child.py");
    let mut process = Command::new(typhon())
        .arg(child)
        .arg(module)
        .args(&wanted.exempt)
        .env("PYTHONPATH", suite)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut output = process.stdout.take().expect("standard output is a pipe");
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        // What was read before the module was ended counts.
        let _ = output.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    });
    let begun = Instant::now();
    let mut timed_out = false;
    let status = loop {
        if let Some(status) = process.try_wait()? {
            break status;
        }
        if begun.elapsed() > LIMIT {
            timed_out = true;
            process.kill()?;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let text = reader.join().unwrap_or_default();
    let passed = text.lines().filter(|line| line.starts_with("pass ")).count();
    if passed >= wanted.passed && !timed_out {
        return Ok(());
    }
    let failed: Vec<&str> = text.lines().filter(|line| !line.starts_with("pass ")).take(40).collect();
    let ended = if timed_out { "took too long".to_string() } else { format!("ended with {status}") };
    let (wanted, failed) = (wanted.passed, failed.join("\n"));
    Err(format!("{module}: {passed} passed, {wanted} expected, {ended}\n{failed}").into())
}
