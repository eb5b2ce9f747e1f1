//! Prints the disassembly of Python files (`cargo run -p typhon-compiler --example dis FILE…`), or with `--check` compiles every
//! file below the given folders, verifies, encodes and decodes it, and prints counts, kinds of errors and speed.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use typhon_bytecode::liveness::Liveness;
use typhon_bytecode::{Code, Constant, Insn, Op};
use typhon_compiler::{ErrorKind, Mode, Options, compile};

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    // Broken links are no files.
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
            .expect("readable folder")
            .map(|entry| entry.expect("entry").path())
            .collect();
        entries.sort();
        entries.iter().for_each(|entry| files(entry, found));
    } else if path.exists() && path.extension().is_some_and(|extension| extension == "py") {
        found.push(path.to_owned());
    }
}

fn check(folders: &[String], out: &mut impl Write) -> std::io::Result<()> {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| files(Path::new(folder), &mut found));
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    let (mut bytes, mut time, mut compiled) = (0usize, Duration::ZERO, 0);
    let (mut cached, mut decoding, mut verifying) = (0usize, Duration::ZERO, Duration::ZERO);
    for path in &found {
        let source = std::fs::read(path)?;
        let begin = Instant::now();
        let result = compile(&source, &path.to_string_lossy(), Mode::Exec, &Options::default());
        let elapsed = begin.elapsed();
        match result {
            Ok(code) => {
                bytes += source.len();
                time += elapsed;
                compiled += 1;
                let begin = Instant::now();
                let verified = typhon_bytecode::verify::verify(&code);
                verifying += begin.elapsed();
                if let Err(flaw) = verified {
                    writeln!(out, "{}: {flaw}", path.display())?;
                }
                if !runs_are_on_top(&code) {
                    writeln!(out, "{}: something lives above a call's run", path.display())?;
                }
                let encoded = typhon_bytecode::pyc::encode(&code);
                let begin = Instant::now();
                let decoded = typhon_bytecode::pyc::decode(&encoded);
                decoding += begin.elapsed();
                cached += encoded.len();
                if decoded.as_ref() != Ok(&*code) {
                    writeln!(out, "{}: not the same after encoding", path.display())?;
                }
            }
            Err(error) => {
                let key = match error.kind {
                    ErrorKind::Unsupported => error.message.clone(),
                    _ => {
                        writeln!(out, "{}: {error}", path.display())?;
                        format!("{:?}", error.kind)
                    }
                };
                *outcomes.entry(key).or_default() += 1;
            }
        }
    }
    writeln!(out, "{} files, {compiled} compiled: {bytes} bytes in {time:?}", found.len())?;
    writeln!(out, "{:.1} MB/s", bytes as f64 / 1e6 / time.as_secs_f64())?;
    writeln!(out, "encoded {cached} bytes, decoded in {decoding:?}, of which {verifying:?} verifying")?;
    for (outcome, count) in outcomes {
        writeln!(out, "{count:>6} {outcome}")?;
    }
    Ok(())
}

/// A callee's window begins in its call's run: nothing from there on may be needed across the call.
fn runs_are_on_top(code: &Code) -> bool {
    let liveness = Liveness::of(code);
    let mut offset = 0;
    while let Some(&word) = code.words.get(offset) {
        let insn = Insn(word);
        let Some(op) = insn.op() else { return false };
        let is_call = matches!(op, Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx);
        if is_call && liveness.live_across(offset as u32).any(|register| register >= insn.b()) {
            return false;
        }
        offset += op.words();
    }
    code.constants.iter().all(|constant| match constant {
        Constant::Code(inner) => runs_are_on_top(inner),
        _ => true,
    })
}

fn run() {
    let mut out = std::io::stdout();
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "--check") {
        arguments.remove(0);
        check(&arguments, &mut out).expect("output");
        return;
    }
    for path in arguments {
        let source = std::fs::read(&path).expect("readable file");
        let text = match compile(&source, &path, Mode::Exec, &Options::default()) {
            Ok(code) => typhon_bytecode::dis::disassemble(&code),
            Err(error) => format!("{path}: {error}\n"),
        };
        out.write_all(text.as_bytes()).expect("output");
    }
}

fn main() {
    std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("thread").join().expect("no panic");
}
