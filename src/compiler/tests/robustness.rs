//! Hostile sources: deep, long, truncated, scrambled. The outcome is code that verifies, or an error, never a crash.

use super::compiled;
use crate::{ErrorKind, Mode};
use typhon_bytecode::verify::verify;

fn survives(source: &str) -> Option<ErrorKind> {
    match compiled(source.as_bytes(), Mode::Exec) {
        Ok(code) => {
            assert_eq!(verify(&code), Ok(()));
            None
        }
        Err(error) => Some(error.kind),
    }
}

#[test]
fn long_chains_compile_or_are_refused() {
    assert_eq!(survives(&format!("x{}", "+x".repeat(5_000))), None);
    assert_eq!(survives(&format!("x{}", ".x".repeat(5_000))), None);
    assert_eq!(survives(&format!("x{}", "()".repeat(5_000))), None);
    for chain in ["+x", ".x", "()", "[0]", "-x", " and x", "**x", " if x else x", "<x"] {
        survives(&format!("y = x{}", chain.repeat(9_900)));
        survives(&format!("y = x{}", chain.repeat(50_000)));
    }
    for prefix in
        ["not ", "-", "~", "lambda: ", "lambda x=1, y=2: ", "x if x else ", "x**", "await ", "yield ", "*"]
    {
        survives(&format!("y = {}x", prefix.repeat(1_900)));
        let outcome = survives(&format!("y = {}x", prefix.repeat(20_000)));
        assert!(outcome.is_some(), "{prefix}");
    }
}

#[test]
fn long_lists_compile() {
    let items: String = (0..70_000).map(|item| format!("{item},")).collect();
    assert_eq!(survives(&format!("x = [{items}]")), None);
    let items: String = (0..70_000).map(|item| format!("f({item}),")).collect();
    assert_eq!(survives(&format!("x = [{items}]\ny = ({items})\nz = {{{items}}}\nf({items})")), None);
    let items: String = (0..70_000).map(|item| format!("k{item}=v,")).collect();
    assert_eq!(survives(&format!("x = f({items})\nd = dict({items})")), None);
    let items: String = (0..70_000).map(|item| format!("{item}: x{item},")).collect();
    assert_eq!(survives(&format!("x = {{{items}}}")), None);
    let items: String = (0..3_000).map(|_| "x if y else lambda: z,").collect();
    assert_eq!(survives(&format!("x = [{items}]")), None);
    let pieces = "{x}-".repeat(5_000);
    assert_eq!(survives(&format!("x = f'{pieces}'")), None);
}

#[test]
fn large_functions_compile_or_are_refused() {
    let body: String = (0..60_000).map(|item| format!(" x{item} = {item}\n")).collect();
    assert_eq!(survives(&format!("def f():\n{body}")), None);
    let body: String = (0..70_000).map(|item| format!(" x{item} = {item}\n")).collect();
    assert_eq!(survives(&format!("def f():\n{body}")), Some(ErrorKind::TooLarge));
    assert_eq!(survives(&body.replace(" x", "x")), None);
    let branches: String = (0..30_000).map(|item| format!("elif x == {item}: y()\n")).collect();
    assert_eq!(survives(&format!("if x: pass\n{branches}")), None);
}

#[test]
fn nested_finally_blocks_stay_bounded() {
    let mut source = String::from("def f():\n");
    for depth in 0..10 {
        let indent = " ".repeat(depth + 1);
        source += &format!("{indent}try: g()\n{indent}finally:\n");
    }
    source += &format!("{}g()\n", " ".repeat(12));
    assert_eq!(survives(&source), None);
}

#[test]
fn scrambled_sources_never_panic() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut sources: Vec<Vec<u8>> = Vec::new();
    for entry in std::fs::read_dir(folder).expect("folder of goldens") {
        let path = entry.expect("entry").path();
        if path.extension().is_some_and(|extension| extension == "py") {
            sources.push(std::fs::read(path).expect("readable program"));
        }
    }
    let run = move || {
        for _ in 0..3_000 {
            let mut source = sources[random(sources.len())].clone();
            for _ in 0..1 + random(6) {
                let at = random(source.len());
                match random(5) {
                    0 => source.truncate(at.max(1)),
                    1 => source[at] = b" \n:()[]{}=,.*'\"\\@#%&|^~<>+-/;x0\t"[random(32)],
                    2 => {
                        source.remove(at);
                        source.push(b'\n');
                    }
                    3 => {
                        let end = at + random(source.len() - at);
                        let piece = source[at..end].to_vec();
                        let to = random(source.len());
                        source.splice(to..to, piece);
                    }
                    _ => source.insert(at, random(256) as u8),
                }
            }
            if let Ok(code) = crate::compile(&source, "<test>", Mode::Exec, &crate::Options::default()) {
                assert_eq!(verify(&code), Ok(()), "{}", String::from_utf8_lossy(&source));
            }
        }
    };
    std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("thread").join().expect("no panic");
}
