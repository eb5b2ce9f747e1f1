//! Signals from outside the process: Ctrl-C wherever the main thread is, and while every worker is busy.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Trial;

use crate::{run, trial};

/// What the main thread is doing when it is interrupted, after it has printed a line.
const WAITS: [(&str, &str); 4] = [
    ("sleep", "print('ready', flush=True)\ntime.sleep(60)"),
    ("lock", "lock = _thread.allocate_lock()\nlock.acquire()\nprint('ready', flush=True)\nlock.acquire()"),
    (
        "join",
        "thread = _thread.start_joinable_thread(lambda: time.sleep(60))\nprint('ready', flush=True)\nthread.join()",
    ),
    ("loop", "print('ready', flush=True)\nwhile True:\n    pass"),
];

/// Threads that never make way by themselves.
const BUSY: &str = "def spin():
    while True:
        pass
for _ in range(8):
    _thread.start_new_thread(spin, ())
";

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, wait) in WAITS {
        for workers in [1, 2] {
            trials.push(trial(format!("interrupts/{name}-{workers}"), move || unhandled("", wait, workers)));
            trials.push(trial(format!("interrupts/{name}-beside-loops-{workers}"), move || {
                unhandled(BUSY, wait, workers)
            }));
        }
    }
    trials.push(trial("interrupts/sleepers-wake-beside-loops".to_owned(), sleepers_wake));
    trials
}

/// An interrupt that nobody handles ends the process by the signal, after its traceback.
fn unhandled(before: &str, wait: &str, workers: usize) -> Result<(), String> {
    let program = format!("import _thread, time\n{before}{wait}\nprint('not reached')\n");
    let mut command = run::command(Path::new("/"), workers);
    command.args(["-c", &program]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let mut stdout = BufReader::new(child.stdout.take().ok_or("a pipe")?);
    let mut line = String::new();
    stdout.read_line(&mut line).map_err(|error| error.to_string())?;
    std::thread::sleep(Duration::from_millis(20));
    let sent = Instant::now();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    if !kill.is_ok_and(|status| status.success()) {
        return Err("kill failed".into());
    }
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break status,
            None if sent.elapsed() > Duration::from_secs(20) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("no end within 20 s of Ctrl-C".into());
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).map_err(|error| error.to_string())?;
    let mut errors = String::new();
    child.stderr.take().ok_or("a pipe")?.read_to_string(&mut errors).map_err(|error| error.to_string())?;
    if status.signal() != Some(2) || !rest.is_empty() || !errors.ends_with("KeyboardInterrupt\n") {
        return Err(format!("{status}, stdout {line:?} {rest:?}, stderr:\n{errors}"));
    }
    Ok(())
}

/// A tight loop on every worker, and still whoever sleeps wakes soon. The bound is 20 ms; the machine is shared, so the median of
/// many sleeps must keep it, and the worst stay far from what no preemption would give.
fn sleepers_wake() -> Result<(), String> {
    let program = format!(
        "import _thread, time\n{}late = []
for _ in range(50):
    before = time.monotonic()
    time.sleep(0.001)
    late.append(time.monotonic() - before - 0.001)
late.sort()
print(late[25] < 0.02, late[-1] < 2, late[25], late[-1])
",
        BUSY.replace("range(8)", "range(2)")
    );
    let mut command = run::command(Path::new("/"), 2);
    command.args(["-c", &program]);
    let outcome = run::run(command)?;
    outcome.expect_code(0)?;
    if outcome.stdout.starts_with("True True") { Ok(()) } else { Err(outcome.stdout) }
}
