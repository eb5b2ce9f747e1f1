//! Which crate may use which: the edge list of `layout.md` against `cargo metadata`.

use std::process::Command;

use serde_json::Value;

use crate::{Finding, root};

/// A crate and what it may use of ours in production. `*` may use everything.
const EDGES: &[(&str, &[&str])] = &[
    ("typhon", &["*"]),
    ("typhon-benches", &["*"]),
    ("typhon-bytecode", &[]),
    ("typhon-compiler", &["typhon-bytecode"]),
    ("typhon-gc", &["typhon-os"]),
    ("typhon-image", &[]),
    ("typhon-os", &[]),
    ("typhon-scheduler", &["typhon-os"]),
    ("typhon-stdlib", &["typhon-bytecode", "typhon-compiler", "typhon-image", "typhon-os", "typhon-vm"]),
    ("typhon-stress", &["*"]),
    ("typhon-vm", &["typhon-bytecode", "typhon-gc", "typhon-os", "typhon-scheduler"]),
];

/// Crates from elsewhere that belong to one layer, and which.
const RESERVED: &[(&str, &str)] = &[
    ("libc", "typhon-os"),
    ("ruff_python_ast", "typhon-compiler"),
    ("ruff_python_parser", "typhon-compiler"),
    ("corosensei", "typhon-scheduler"),
];

/// What cargo knows of the workspace's own packages.
pub(crate) fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

/// Holds the packages' dependencies against the edge list.
pub(crate) fn check(metadata: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().expect("metadata lists packages") {
        let name = package["name"].as_str().expect("a package has a name");
        let manifest = package["manifest_path"].as_str().expect("a package has a manifest");
        let path = crate::relative(manifest.as_ref());
        let Some(&(_, allowed)) = EDGES.iter().find(|(crate_name, _)| *crate_name == name) else {
            findings.push(Finding::new(
                &path,
                0,
                format!("add `{name}` to the edge list in tests/tidy/layers.rs"),
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().expect("a package lists dependencies") {
            let used = dependency["name"].as_str().expect("a dependency has a name");
            let requirement = dependency["req"].as_str().expect("a dependency has a version");
            if requirement.starts_with('=') {
                findings.push(Finding::new(
                    &path,
                    0,
                    format!("`{used}` is named with `=`: give a floor, Cargo.lock pins it"),
                ));
            }
            if !dependency["kind"].is_null() {
                continue;
            }
            let is_ours = EDGES.iter().any(|(crate_name, _)| *crate_name == used);
            if is_ours && !allowed.contains(&used) && !allowed.contains(&"*") {
                findings.push(Finding::new(
                    &path,
                    0,
                    format!("`{name}` must not use `{used}`: the layers allow it {allowed:?}; reach it through a trait or hook"),
                ));
            }
            let owner = RESERVED.iter().find(|(reserved, _)| *reserved == used);
            if let Some((_, owner)) = owner.filter(|(_, owner)| *owner != name) {
                findings.push(Finding::new(
                    &path,
                    0,
                    format!("`{used}` belongs to `{owner}`: call that crate instead"),
                ));
            }
        }
    }
    findings
}

/// Holds one manifest against what every crate of ours declares.
pub(crate) fn check_manifest(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    if !lines.windows(2).any(|pair| pair == ["[lints]", "workspace = true"]) {
        findings.push(Finding::new(path, 0, "add `[lints]` with `workspace = true`"));
    }
    let nested = path != "Cargo.toml";
    let off: &[&str] = if nested {
        &["build = ", "autotests = false", "autobenches = false"]
    } else {
        &["autobenches = false"]
    };
    for key in off.iter().filter(|key| !lines.iter().any(|line| line.starts_with(**key))) {
        findings.push(Finding::new(path, 0, format!("say `{key}…`: cargo guesses targets from file names")));
    }
    findings
}
