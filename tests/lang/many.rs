//! A hundred thousand Python threads alive at once, and what each takes of memory.
//!
//! A million by hand, with the figures: `typhon benches/programs/threads.py 1000000`.

use std::path::Path;

use libtest_mimic::Trial;

use crate::{run, trial};

/// What a waiting thread may take.
const MAX_BYTES_EACH: u64 = 12 << 10;

const PROGRAM: &str = "import _thread, _typhon, sys, time
count = int(sys.argv[1])
gate = _thread.allocate_lock()
gate.acquire()
begun = 0
def wait():
    gate.acquire()
    gate.release()
before = _typhon.resident_bytes()
threads = [_thread.start_joinable_thread(wait) for _ in range(count)]
while _typhon.scheduler_counts()['parks'] < count:
    time.sleep(0.01)
each = (_typhon.resident_bytes() - before) // count
print(_thread._count() == count)
gate.release()
for thread in threads:
    thread.join()
print(_thread._count(), all([thread.is_done() for thread in threads]))
print(each)
";

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("many_threads".to_owned(), many_threads)]
}

fn many_threads() -> Result<(), String> {
    let mut command = run::command(Path::new("/"), 2);
    command.args(["-c", PROGRAM, "100000"]);
    let outcome = run::run(command)?;
    outcome.expect_code(0)?;
    let each = outcome.stdout.strip_prefix("True\n0 True\n").and_then(|text| text.trim().parse::<u64>().ok());
    match each {
        Some(each) if each <= MAX_BYTES_EACH => Ok(()),
        Some(each) => Err(format!("{each} bytes each")),
        None => Err(outcome.stdout),
    }
}
