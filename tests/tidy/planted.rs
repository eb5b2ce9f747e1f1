//! Planted violations: each rule finds what it is for, and nothing in text that only looks like it.

use serde_json::json;

use crate::source::{Source, has_word};
use crate::{Finding, files, layers, scripts, text, unsafe_code};

/// No lines.
const NONE: [usize; 0] = [];

/// The lines a rule finds in a file of that name and text.
fn lines(rule: impl Fn(&Source) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
    rule(&Source::new(path, text)).into_iter().map(|finding| finding.line).collect()
}

#[test]
fn scanner_tells_code_from_comment_and_text() {
    let text = r##"let a = "todo!() // no"; // todo! yes
/* one /* two */ still */ let b = 'x';
let c = r#"a "quoted" // word"#; let d: &'static str = "\"";
let e = '"'; let f = '\''; let g = b"unsafe";
let h = "first \
second"; end"##;
    let source = Source::new("src/vm/x.rs", text);
    let code: Vec<_> = source.lines.iter().map(|line| line.code.as_str()).collect();
    assert_eq!(code[0].split_whitespace().collect::<Vec<_>>(), ["let", "a", "=", "\"", "\";"]);
    assert_eq!(source.lines[0].comment, "// todo! yes");
    assert_eq!(code[1].trim(), "let b = '  ;");
    assert!(code[2].contains("let d: &'static str = \"\";"), "{}", code[2]);
    assert!(!code[2].contains("word"));
    assert!(!has_word(code[3], "unsafe") && code[3].ends_with(';'), "{}", code[3]);
    assert!(code[5].ends_with("; end"), "{}", code[5]);
}

#[test]
fn scanner_marks_test_modules() {
    let source = Source::new(
        "src/a.rs",
        "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}\n#[cfg(not(test))]\nmod d {\n}",
    );
    let numbers: Vec<_> = source.production().map(|(number, _)| number).collect();
    assert_eq!(numbers, [1, 2, 6, 7, 8, 9]);
    assert!(Source::new("gc/src/tests/mock.rs", "").is_test());
    assert!(Source::new("src/vm/list/tests.rs", "").is_test());
    assert!(!Source::new("src/vm/protests/a.rs", "").is_test());
}

#[test]
fn layers_refuse_an_edge_upwards() {
    let package = |name: &str, used: serde_json::Value| json!({ "packages": [{ "name": name, "manifest_path": "x/Cargo.toml", "dependencies": used }] });
    let edge = |name: &str, kind: Option<&str>| json!([{ "name": name, "req": "^1", "kind": kind }]);
    let count = |name: &str, used| layers::check(&package(name, used)).len();
    assert_eq!(count("typhon-gc", edge("typhon-scheduler", None)), 1);
    assert_eq!(count("typhon-gc", edge("typhon-os", None)), 0);
    assert_eq!(count("typhon-gc", edge("typhon-vm", Some("dev"))), 0);
    assert_eq!(count("typhon-vm", edge("libc", None)), 1);
    assert_eq!(count("typhon-stress", edge("typhon-vm", None)), 0);
    assert_eq!(count("typhon-new", edge("typhon-vm", None)), 1);
    assert_eq!(count("typhon-os", json!([{ "name": "libc", "req": "=1.0", "kind": null }])), 1);
}

#[test]
fn manifests_without_lints_are_found() {
    let good = "build = false\nautotests = false\nautobenches = false\n[lints]\nworkspace = true\n";
    assert_eq!(layers::check_manifest("gc/Cargo.toml", good), []);
    assert_eq!(layers::check_manifest("gc/Cargo.toml", &good.replace("[lints]", "[other]")).len(), 1);
    assert_eq!(layers::check_manifest("gc/Cargo.toml", &good.replace("autotests = false", "")).len(), 1);
    assert_eq!(
        layers::check_manifest("Cargo.toml", "autobenches = false\n[lints]\nworkspace = true").len(),
        0
    );
}

#[test]
fn files_with_bad_names_heads_or_lengths_are_found() {
    let count = |path: &str, text: &str| files::check(&Source::new(path, text)).len();
    assert_eq!(count("src/vm/a.rs", "//! Owns a.\n"), 0);
    assert_eq!(count("src/vm/mod.rs", "//! Owns a.\n"), 1);
    assert_eq!(count("src/vm/helpers.rs", "//! Owns a.\n"), 1);
    assert_eq!(count("src/vm/a.rs", "use b;\n"), 1);
    assert_eq!(count("src/vm/a.rs", &format!("//! Owns a.\n{}", "\n".repeat(999))), 0);
    assert_eq!(count("src/vm/a.rs", &format!("//! Owns a.\n{}", "\n".repeat(1000))), 1);
    assert_eq!(count("src/bytecode/ops.rs", &format!("//! Owns a.\n{}", "\n".repeat(1000))), 0);
}

#[test]
fn banned_words_are_found_in_code_only() {
    let find = |text: &str| lines(text::check, "src/vm/a.rs", text);
    assert_eq!(find("thread_local! {}"), [1]);
    assert_eq!(find("// thread_local! {}\nlet a = \"thread_local!\";"), NONE);
    assert_eq!(find("fn f(v: Vec<Value>) {}\nfn g(v: Box<[Value]>) {}"), [1, 2]);
    assert_eq!(find("let v: Vec < Value > = x;"), [1]);
    assert_eq!(find("fn f(v: Vec<Values>, w: &[Value]) {}"), NONE);
    assert_eq!(
        find("m: HashMap<u32, Value>,\nn: HashSet<Value>,\no: HashMap<u32, ValueKind>, p: Value"),
        [1, 2]
    );
    assert_eq!(find("println!();\neprintln!();\nprint!();"), [1, 2, 3]);
    assert_eq!(find("todo!()\nunimplemented!()\ndbg!(x)"), [1, 2, 3]);
    assert_eq!(find("use std::sync::{Arc, Mutex};\nstd::sync::Mutex::new(1)\nuse std::sync::Arc;"), [1, 2]);
    assert_eq!(lines(text::check, "gc/src/sync.rs", "use std::sync::{Arc, Mutex};"), NONE);
    assert_eq!(lines(text::check, "gc/src/tests/a.rs", "println!()"), NONE);
}

#[test]
fn orderings_without_a_comment_are_found() {
    let find = |text: &str| lines(text::check_orderings, "gc/src/a.rs", text);
    assert_eq!(find("x.load(SeqCst)"), [1]);
    assert_eq!(find("// Partner: y.\nx.load(SeqCst)"), NONE);
    assert_eq!(find(&format!("// Far away.\n{}x.load(SeqCst)", "\n".repeat(9))), [11]);
}

#[test]
fn foreign_places_are_found() {
    let outside = concat!("see ..", "/shared/design\nand src/shared/\n/wo", "rk/main");
    assert_eq!(text::check_places("README.md", outside).len(), 2);
}

#[test]
fn unsafe_code_outside_the_list_is_found() {
    let find = |path: &str, text: &str| lines(unsafe_code::check_module, path, text);
    assert_eq!(find("src/vm/import.rs", "// SAFETY: none.\nunsafe { f() }"), [2]);
    assert_eq!(find("src/vm/value.rs", "unsafe { f() }"), NONE);
    assert_eq!(find("src/vm/import.rs", "// unsafe\nlet a = \"unsafe\"; unsafe_push();"), NONE);
    assert_eq!(find("src/vm/import.rs", "unsafe impl Payload for A {"), NONE);
    assert_eq!(find("src/compiler/import.rs", "unsafe impl Payload for A {"), [1]);
    assert_eq!(find("src/vm/import.rs", "unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {"), NONE);
    assert_eq!(unsafe_code::check_forbidden(&[]).len(), 2);
    assert!(!unsafe_code::check_list(&[]).is_empty());
}

#[test]
fn unsafe_blocks_without_a_reason_are_found() {
    let find = |text: &str| lines(unsafe_code::check_reasons, "gc/src/a.rs", text);
    assert_eq!(find("unsafe { f() }"), [1]);
    assert_eq!(find("// SAFETY: f is harmless.\nunsafe { f() }"), NONE);
    assert_eq!(find("unsafe impl Send for A {}"), [1]);
    assert_eq!(find("pub unsafe fn f() {}"), NONE);
}

#[test]
fn scripts_without_output_or_reason_are_found() {
    let count = |text: &str, has_output| scripts::check_script("tests/lang/a.py", text, has_output).len();
    assert_eq!(count("print(1)", false), 1);
    assert_eq!(count("print(1)  # out: 1", false), 0);
    assert_eq!(count("print(1)", true), 0);
    assert_eq!(count("print(1)  # out: 1", true), 1);
    assert_eq!(count("# modes: normal\nprint(1)", true), 1);
    assert_eq!(count("# zeal: 20\nprint(1)", true), 1);
    assert_eq!(count("# modes: normal - takes minutes under zeal\nprint(1)", true), 0);
}
