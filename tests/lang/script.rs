//! A test script: how it steers its runs, and what it must print.
//!
//! Comment lines at the script's beginning steer it:
//!
//! | line | meaning |
//! | --- | --- |
//! | `# modes: normal - why` | only in these modes (`normal`, `zeal`) |
//! | `# workers: 1 - why` | only with these numbers of workers |
//! | `# options: -X memory=64M` | options before the script |
//! | `# args: a b` | arguments; `# zeal-args: a b` instead of them in zeal mode |
//! | `# zeal: 20 - why` | in zeal mode one in so many safepoints collects, not every one |
//! | `# exit: 3` | the exit code, else 0 |
//! | `# err: text` | text that standard error contains; any number of lines |
//!
//! Without `# err:` lines standard error is what `NAME.err` says, or empty. In `.err` files `$DIR` stands for the script's
//! folder. It runs in an empty folder of its own. The marks under a traceback's source lines (`^^^^`) are not compared: CPython makes them with the library's
//! `traceback` module, and Typhon will from when it has that.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use crate::run;

/// How a script may be run. Zeal collects at every safepoint, poisons what it frees and verifies every collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    Normal,
    Zeal,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Mode::Normal => "normal",
            Mode::Zeal => "zeal",
        }
    }
}

/// Modes and numbers of workers.
pub(crate) type Runs = &'static [(Mode, usize)];
/// Every script of `lang/`.
pub(crate) const LANG: Runs = &[(Mode::Normal, 1), (Mode::Normal, 4), (Mode::Zeal, 1), (Mode::Zeal, 4)];
/// Every script of `race/`.
pub(crate) const RACE: Runs = &[(Mode::Normal, 1), (Mode::Normal, 2), (Mode::Normal, 4), (Mode::Zeal, 2)];

struct Script {
    path: PathBuf,
    text: String,
}

impl Script {
    /// The words of the lines `# name: …` at the beginning, without a reason (` - why`).
    fn directive(&self, name: &str) -> Vec<&str> {
        let start = format!("# {name}:");
        let head = self.text.lines().take_while(|line| line.starts_with('#'));
        head.filter_map(|line| line.strip_prefix(&start))
            .map(|rest| rest.split(" - ").next().unwrap_or("").trim())
            .collect()
    }

    fn is_wanted(&self, (mode, workers): (Mode, usize)) -> bool {
        let allows = |name: &str, value: &str| {
            let lines = self.directive(name);
            lines.is_empty() || lines.iter().any(|line| line.split([' ', ',']).any(|word| word == value))
        };
        allows("modes", mode.name()) && allows("workers", &workers.to_string())
    }

    fn arguments(&self, mode: Mode) -> Vec<&str> {
        let plain = self.directive("args");
        let zeal = if mode == Mode::Zeal { self.directive("zeal-args") } else { Vec::new() };
        let chosen = if zeal.is_empty() { plain } else { zeal };
        chosen.into_iter().flat_map(str::split_whitespace).collect()
    }

    /// What it prints: from the file beside it, or from its own comments.
    fn output(&self) -> Result<String, String> {
        let beside = self.path.with_extension("out");
        if let Ok(text) = std::fs::read_to_string(&beside) {
            return Ok(text);
        }
        let comments = self.text.lines().filter_map(|line| line.split_once("# out:"));
        let lines: String =
            comments.map(|(_, text)| format!("{}\n", text.strip_prefix(' ').unwrap_or(text))).collect();
        if lines.is_empty() {
            Err(format!("no {} and no `# out:` lines", beside.display()))
        } else {
            Ok(lines)
        }
    }

    fn check_errors(&self, stderr: &str) -> Result<(), String> {
        let parts = self.directive("err");
        if let Some(missing) = parts.iter().find(|part| !stderr.contains(**part)) {
            return Err(format!("standard error does not contain {missing:?}:\n{stderr}"));
        }
        if !parts.is_empty() {
            return Ok(());
        }
        let expected = std::fs::read_to_string(self.path.with_extension("err")).unwrap_or_default();
        let folder = self.path.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
        run::compare(
            "standard error",
            &without_marks(&expected),
            &without_marks(&stderr.replace(&folder, "$DIR")),
        )
    }

    fn run(&self, mode: Mode, workers: usize) -> Result<(), String> {
        let folder = run::Folder::new("script")?;
        let mut command = run::command(folder.path(), workers);
        let options = self.directive("options").into_iter().flat_map(str::split_whitespace);
        if mode == Mode::Zeal {
            let every = self.directive("zeal").first().copied().unwrap_or("1");
            // Without `site`: each of the collections marks what it has imported.
            command.args(["-S", "-X", &format!("zeal={every}")]);
        }
        command.args(options).arg(&self.path).args(self.arguments(mode));
        let expected = self.output()?;
        let code = match self.directive("exit").first() {
            Some(code) => code.parse().map_err(|_| format!("`# exit: {code}` is no number"))?,
            None => 0,
        };
        let outcome = run::run(command)?;
        let printed = run::compare("standard output", &expected, &outcome.stdout);
        // Output that breaks off is explained by how the run ended.
        outcome.expect_code(code).map_err(|end| {
            format!("{}{end}", printed.clone().err().map_or(String::new(), |diff| diff + "\n"))
        })?;
        printed?;
        self.check_errors(&outcome.stderr)
    }
}

/// The text without lines of `^` and `~` only.
fn without_marks(text: &str) -> String {
    let is_mark = |line: &&str| !line.trim().is_empty() && line.chars().all(|char| " ^~".contains(char));
    text.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect()
}

/// The runs of one script.
pub(crate) fn trials(tests: &Path, path: &Path, runs: Runs) -> Vec<Trial> {
    let name = path.strip_prefix(tests).unwrap_or(path).with_extension("");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let script = Script { path: path.to_path_buf(), text };
    let wanted: Vec<_> = runs.iter().copied().filter(|&run| script.is_wanted(run)).collect();
    let script = std::sync::Arc::new(script);
    let trial = |(mode, workers): (Mode, usize)| {
        let script = std::sync::Arc::clone(&script);
        let name = format!("{} {}-{workers}", name.display(), mode.name());
        crate::trial(name, move || script.run(mode, workers))
    };
    wanted.into_iter().map(trial).collect()
}
