//! The compiled cache of imported modules: written, used, rewritten when damaged or out of date, done without when the
//! folder cannot be written.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use libtest_mimic::Trial;

use crate::{run, trial};

const MAIN: &str = "import greeting\nprint(greeting.text(3))\n";
const MODULE: &str = "def text(count):\n    return 'hello ' * count + str(count)\n";

/// One test on a program of its own.
type Case = fn(&Program) -> Result<(), String>;

pub(crate) fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 7] = [
        ("written_once_and_used", written_once_and_used),
        ("used_in_place_of_the_source", used_in_place_of_the_source),
        ("rewritten_when_the_source_changed", rewritten_when_the_source_changed),
        ("rewritten_when_damaged", rewritten_when_damaged),
        ("done_without_in_a_read_only_folder", done_without_in_a_read_only_folder),
        ("not_made_for_the_script_itself", not_made_for_the_script_itself),
        ("written_by_many_processes_at_once", written_by_many_processes_at_once),
    ];
    let with_folder = |(name, case): (&'static str, Case)| {
        trial(format!("pyc/{name}"), move || {
            let program = Program::new(name)?;
            case(&program)
        })
    };
    cases.into_iter().map(with_folder).collect()
}

/// A script and a module it imports, in a folder of its own.
struct Program {
    folder: run::Folder,
}

impl Program {
    fn new(name: &str) -> Result<Self, String> {
        let program = Self { folder: run::Folder::new(name)? };
        program.write("main.py", MAIN)?;
        program.write("greeting.py", MODULE)?;
        Ok(program)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), String> {
        fs::write(self.folder.path().join(name), text).map_err(|error| error.to_string())
    }

    fn run(&self) -> Result<String, String> {
        let mut command = run::command(self.folder.path(), 2);
        command.arg("main.py");
        let outcome = run::run(command)?;
        outcome.expect_code(0)?;
        Ok(outcome.stdout)
    }

    fn expect(&self, text: &str) -> Result<(), String> {
        run::compare("standard output", text, &self.run()?)
    }

    /// The files of `__pycache__`.
    fn caches(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path().join("__pycache__")).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }

    /// The only cache file, with its contents.
    fn cache(&self) -> Result<(PathBuf, Vec<u8>), String> {
        let caches = self.caches();
        let [path] = caches.as_slice() else {
            return Err(format!("expected one cache file, found {caches:?}"));
        };
        let bytes = fs::read(path).map_err(|error| error.to_string())?;
        Ok((path.clone(), bytes))
    }
}

fn ensure(holds: bool, message: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message.to_owned()) }
}

fn modified(path: &Path) -> Result<SystemTime, String> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).map_err(|error| error.to_string())
}

fn set_modified(path: &Path, time: SystemTime) -> Result<(), String> {
    fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.set_modified(time))
        .map_err(|error| error.to_string())
}

fn written_once_and_used(program: &Program) -> Result<(), String> {
    program.expect("hello hello hello 3\n")?;
    let (path, _) = program.cache()?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ensure(
        name.starts_with("greeting.typhon") && name.ends_with(".pyc"),
        &format!("the cache is called {name}"),
    )?;
    // A time that no write of this test would give it.
    let long_ago = SystemTime::now() - Duration::from_secs(100_000);
    set_modified(&path, long_ago)?;
    program.expect("hello hello hello 3\n")?;
    ensure(modified(&path)? == long_ago, "the second start wrote the cache again")
}

/// The source changes but keeps its size and time, which is all that the cache's head records: the old code must run.
fn used_in_place_of_the_source(program: &Program) -> Result<(), String> {
    program.expect("hello hello hello 3\n")?;
    let source = program.folder.path().join("greeting.py");
    let time = modified(&source)?;
    program.write("greeting.py", &MODULE.replace("hello", "HELLO"))?;
    set_modified(&source, time)?;
    program.expect("hello hello hello 3\n")
}

fn rewritten_when_the_source_changed(program: &Program) -> Result<(), String> {
    program.expect("hello hello hello 3\n")?;
    let (_, before) = program.cache()?;
    program.write("greeting.py", &MODULE.replace("hello", "good day"))?;
    program.expect("good day good day good day 3\n")?;
    let (_, after) = program.cache()?;
    ensure(before != after, "the cache was not written again")
}

/// Cut short, emptied, or with any byte changed: never anything but the right output, and a cache as before.
fn rewritten_when_damaged(program: &Program) -> Result<(), String> {
    program.expect("hello hello hello 3\n")?;
    let (path, good) = program.cache()?;
    let mut damages: Vec<Vec<u8>> =
        vec![Vec::new(), good[..good.len() / 2].to_vec(), vec![0; good.len()], good.repeat(2)];
    let step = good.len() / 20 + 1;
    for at in (0..good.len()).step_by(step) {
        let mut damaged = good.clone();
        damaged[at] ^= 0x41;
        damages.push(damaged);
    }
    for (number, damaged) in damages.iter().enumerate() {
        fs::write(&path, damaged).map_err(|error| error.to_string())?;
        program.expect("hello hello hello 3\n").map_err(|error| format!("damage {number}: {error}"))?;
        let (_, now) = program.cache()?;
        ensure(now == good, &format!("damage {number}: the cache was not put right"))?;
    }
    Ok(())
}

fn done_without_in_a_read_only_folder(program: &Program) -> Result<(), String> {
    // A file where the folder should be stops root too, whom permissions do not.
    program.write("__pycache__", "")?;
    fs::set_permissions(program.folder.path(), fs::Permissions::from_mode(0o555))
        .map_err(|error| error.to_string())?;
    program.expect("hello hello hello 3\n")?;
    program.expect("hello hello hello 3\n")
}

fn not_made_for_the_script_itself(program: &Program) -> Result<(), String> {
    program.write("main.py", "print(1)\n")?;
    program.expect("1\n")?;
    ensure(program.caches().is_empty(), "a cache was made for the script")
}

fn written_by_many_processes_at_once(program: &Program) -> Result<(), String> {
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| program.expect("hello hello hello 3\n"))).collect();
        runs.into_iter().try_for_each(|run| run.join().map_err(|_| "a run panicked".to_owned())?)
    })?;
    program.cache()?;
    program.expect("hello hello hello 3\n")
}
