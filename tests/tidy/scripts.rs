//! Test scripts: each says what it prints.
//!
//! A folder called `lib` holds modules that the scripts beside it import; they are no tests.

use std::path::{Path, PathBuf};

use crate::{Finding, relative, root};

pub(crate) fn check(files: &[PathBuf]) -> Vec<Finding> {
    let scripts = ["tests/lang", "tests/race"].map(|folder| root().join(folder));
    let is_script = |path: &Path| scripts.iter().any(|folder| path.starts_with(folder)) && !is_module(path);
    let mut findings = Vec::new();
    for path in files.iter().filter(|path| is_script(path)) {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("py") => {
                let text = std::fs::read_to_string(path).expect("a script is UTF-8");
                findings.extend(check_script(&relative(path), &text, path.with_extension("out").exists()));
            }
            Some("out" | "err") if !path.with_extension("py").exists() => {
                findings.push(Finding::new(
                    &relative(path),
                    0,
                    "expected output without a script: remove it",
                ));
            }
            _ => {}
        }
    }
    findings
}

fn is_module(path: &Path) -> bool {
    path.parent().is_some_and(|parent| parent.components().any(|part| part.as_os_str() == "lib"))
}

/// `text` is the script's; `has_output` whether expected output lies beside it.
pub(crate) fn check_script(path: &str, text: &str, has_output: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let has_comments = text.lines().any(|line| line.contains("# out:"));
    if !has_output && !has_comments {
        findings.push(Finding::new(path, 0, "run tests/lang/expect on it, or add `# out:` lines"));
    }
    if has_output && has_comments {
        findings.push(Finding::new(path, 0, "`# out:` lines and a .out file: keep one of them"));
    }
    for (index, line) in text.lines().enumerate().take_while(|(_, line)| line.starts_with('#')) {
        for directive in ["# modes:", "# workers:", "# zeal:"] {
            if line.strip_prefix(directive).is_some_and(|rest| !rest.contains(" - ")) {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("`{directive}` without a reason: add ` - why`"),
                ));
            }
        }
    }
    findings
}
