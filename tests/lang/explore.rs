//! Deterministic runs: equal seeds print the same and choose the same; planted bugs are found and found again. Deadlocks are
//! reported, and every thread's state is printed on demand.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Trial;

use crate::run::{self, Outcome};
use crate::trial;

const SEEDS: u32 = 1000;
const STRATEGIES: [&str; 2] = ["random", "pct:3:60"];

/// What uses everything that could differ from run to run: time, identities, hashes, sets, collections, locks, sleeps.
const PROGRAM: &str = "import _thread, time, gc
log = []
lock = _thread.allocate_lock()
def work(number):
    for turn in range(20):
        with lock:
            log.append((number, turn))
        time.sleep(0.001 * number)
        log.append(str(time.monotonic()))
        if turn % 7 == 0:
            log.append(len({id(object()) for _ in range(50)}))
            gc.collect()
threads = [_thread.start_joinable_thread(lambda n=n: work(n)) for n in range(5)]
for thread in threads:
    thread.join()
print(log, time.time(), id(log), hash('text'), {object(): 1 for _ in range(3)}, {'a', 'b', 'c', 'd', 3, None})
";

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("explore/equal-seeds".to_owned(), equal_seeds),
        trial("explore/deadlock-raise".to_owned(), || deadlock("raise")),
        trial("explore/deadlock-report".to_owned(), || deadlock("report")),
        trial("explore/dump".to_owned(), dump),
        trial("explore/scheduler-stats".to_owned(), stats),
    ];
    for bug in ["lost_update", "lock_order", "lost_wakeup"] {
        for strategy in STRATEGIES {
            trials.push(trial(format!("explore/{bug} {strategy}"), move || planted(bug, strategy)));
        }
    }
    trials
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!(
        "typhon-explore-{}-{}",
        std::process::id(),
        name.replace(['/', ' ', ':'], "-")
    ))
}

/// One run under a seed, and its trace.
fn explore(seed: u32, strategy: &str, program: &[&str], name: &str) -> Result<(Outcome, Vec<u8>), String> {
    let trace = scratch(name);
    let mut command = run::command(Path::new("/"), 2);
    command.args(["-X", &format!("seed={seed}"), "-X", &format!("schedule={strategy}")]);
    command.args(["-X", &format!("trace={}", trace.display()), "-X", "deadlock=raise"]).args(program);
    let outcome = run::run(command)?;
    let choices = std::fs::read(&trace).map_err(|error| error.to_string())?;
    // What cannot be removed is the system's to clean.
    let _ = std::fs::remove_file(&trace);
    Ok((outcome, choices))
}

fn equal_seeds() -> Result<(), String> {
    for strategy in STRATEGIES {
        let run = |seed| explore(seed, strategy, &["-c", PROGRAM], &format!("equal-{strategy}"));
        let (first, first_trace) = run(7)?;
        first.expect_code(0)?;
        if first_trace.is_empty() {
            return Err("an empty trace".into());
        }
        for _ in 0..3 {
            let (again, trace) = run(7)?;
            run::compare("standard output", &first.stdout, &again.stdout)?;
            if trace != first_trace {
                return Err(format!("{strategy}: equal seeds, different traces"));
            }
        }
        if run(8)?.1 == first_trace {
            return Err(format!("{strategy}: different seeds, equal traces"));
        }
    }
    Ok(())
}

fn planted(bug: &str, strategy: &str) -> Result<(), String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("stress/programs/planted/{bug}.py"));
    let script = script.to_string_lossy().into_owned();
    let run = |seed| explore(seed, strategy, &[&script], &format!("{bug}-{strategy}"));
    for seed in 0..SEEDS {
        let (outcome, trace) = run(seed)?;
        if outcome.status.success() && outcome.stderr.is_empty() {
            continue;
        }
        let wanted = if bug == "lost_update" { "an update was lost" } else { "deadlock: " };
        if !outcome.stderr.contains(wanted) {
            return Err(format!("seed {seed} fails otherwise:\n{}", outcome.stderr));
        }
        let (again, same) = run(seed)?;
        run::compare("standard error", &outcome.stderr, &again.stderr)?;
        return if trace == same { Ok(()) } else { Err(format!("seed {seed} does not replay")) };
    }
    Err(format!("not found within {SEEDS} seeds"))
}

const CIRCLE: &str = "import _thread, time
a, b = _thread.allocate_lock(), _thread.RLock()
ready = []
def one():
    _thread.set_name('one')
    with a:
        ready.append(1)
        while len(ready) < 2:
            time.sleep(0.001)
        try:
            b.acquire(timeout=30) if False else b.acquire()
            b.release()
        except RuntimeError as error:
            said.append(str(error))
said = []
thread = _thread.start_joinable_thread(one)
with b:
    ready.append(2)
    while len(ready) < 2:
        time.sleep(0.001)
    try:
        a.acquire(timeout=LIMIT)
    except RuntimeError as error:
        said.append(str(error))
print(len(said), said[0].startswith('deadlock: thread '), said[0].count(' held by thread '))
";

fn deadlock(how: &str) -> Result<(), String> {
    // Two threads for ever, of which one raises; or one that reports and a main thread that is told by a signal.
    let program = match how {
        "raise" => CIRCLE.replace("timeout=LIMIT", ""),
        _ => "import _thread, _signal
lock = _thread.allocate_lock()
lock.acquire()
_signal.alarm(1)
def stop(number, frame):
    raise SystemExit(3)
_signal.signal(_signal.SIGALRM, stop)
lock.acquire()
"
        .to_owned(),
    };
    let mut command = run::command(Path::new("/"), 2);
    command.args(["-X", &format!("deadlock={how}"), "-c", &program]);
    let outcome = run::run(command)?;
    if how == "raise" {
        outcome.expect_code(0)?;
        return run::compare("standard output", "1 True 2\n", &outcome.stdout);
    }
    outcome.expect_code(3)?;
    let said = &outcome.stderr;
    let parts = [
        "typhon: deadlock: thread ",
        "waits for lock at 0x",
        "(most recent call first):",
        "line 8 in <module>",
    ];
    match parts.iter().find(|part| !said.contains(**part)) {
        None => Ok(()),
        Some(missing) => Err(format!("the report lacks {missing:?}:\n{said}")),
    }
}

/// SIGQUIT prints every thread, and the program goes on.
fn dump() -> Result<(), String> {
    let program = "import _thread, time
lock = _thread.allocate_lock()
lock.acquire()
def waiter():
    _thread.set_name('waiter')
    lock.acquire()
def spinner():
    while not done:
        pass
done = []
thread = _thread.start_joinable_thread(waiter)
_thread.start_joinable_thread(spinner)
time.sleep(0.05)
print('ready', flush=True)
time.sleep(1)
done.append(1)
lock.release()
thread.join()
print('end')
";
    let mut command = run::command(Path::new("/"), 2);
    command.args(["-X", "dump", "-c", program]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let mut stdout = BufReader::new(child.stdout.take().ok_or("a pipe")?);
    let mut line = String::new();
    stdout.read_line(&mut line).map_err(|error| error.to_string())?;
    let sent = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
    if !sent.is_ok_and(|status| status.success()) {
        return Err("kill failed".into());
    }
    let begun = Instant::now();
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        if begun.elapsed() > Duration::from_secs(30) {
            let _ = child.kill();
            let _ = child.wait();
            return Err("no end".into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let (mut rest, mut said) = (String::new(), String::new());
    stdout.read_to_string(&mut rest).map_err(|error| error.to_string())?;
    child.stderr.take().ok_or("a pipe")?.read_to_string(&mut said).map_err(|error| error.to_string())?;
    let parts = [
        "[MainThread], ",
        "[waiter], waiting for lock at 0x",
        " held by thread ",
        "line 6 in waiter",
        "in spinner",
        "in <module>",
    ];
    match parts.iter().find(|part| !said.contains(**part)) {
        None if rest == "end\n" => Ok(()),
        missing => Err(format!("missing {missing:?}, stdout {rest:?}, stderr:\n{said}")),
    }
}

fn stats() -> Result<(), String> {
    let program = "import _typhon, _thread
thread = _thread.start_joinable_thread(lambda: None)
thread.join()
counts = _typhon.scheduler_counts()
print(counts['created'] >= 1, counts['switches'] >= 2, counts['os_threads'] >= 2)
print(len(_typhon.worker_counts()), 'handoffs' in counts, '[MainThread], running' in _typhon.thread_dump())
";
    let mut command = run::command(Path::new("/"), 2);
    command.args(["-X", "scheduler=stats", "-c", program]);
    let outcome = run::run(command)?;
    outcome.expect_code(0)?;
    run::compare("standard output", "True True True\n2 True True\n", &outcome.stdout)?;
    if outcome.stderr.starts_with("worker") && outcome.stderr.lines().count() == 4 {
        Ok(())
    } else {
        Err(outcome.stderr)
    }
}
