//! Prints the disassembly of Python files (`cargo run -p typhon-compiler --example dis FILE…`), or with `--check` compiles and
//! verifies every file below the given folders and prints counts, kinds of errors and speed, or with `--summary` prints names and flags of every
//! code object, to be compared with CPython's, or with `--literal` prints code objects as Python literals.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use typhon_bytecode::{Code, Constant, Insn, Local};
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

/// One line for each code object: what `symtable` and code objects of another Python can be compared with.
fn summary(code: &Code, out: &mut impl Write) -> std::io::Result<()> {
    let names = |wanted: &dyn Fn(&Local) -> bool| {
        let names: Vec<String> = code
            .locals
            .iter()
            .filter(|local| wanted(local))
            .map(|local| local.name.to_string_lossy())
            .collect();
        names.join(" ")
    };
    writeln!(
        out,
        "{}|{}|{}|{}|{}|{}|{}|{:x}|{}|{}|{}",
        code.filename.to_string_lossy(),
        code.qualname.to_string_lossy(),
        code.name.to_string_lossy(),
        code.first_line,
        code.arg_count,
        code.positional_only,
        code.keyword_only,
        code.flags.0,
        names(&|local| !local.is_free && (!local.is_cell || local.is_parameter)),
        names(&|local| local.is_cell && !local.is_free),
        names(&|local| local.is_free),
    )?;
    for constant in &code.constants {
        if let Constant::Code(inner) = constant {
            summary(inner, out)?;
        }
    }
    Ok(())
}

/// A code object as a Python literal, for running it by an emulator.
fn literal(code: &Code) -> String {
    let text = |text: &typhon_bytecode::Text| {
        let points: Vec<String> = text.code_points().map(|point| format!("\\U{point:08x}")).collect();
        format!("'{}'", points.concat())
    };
    let mut instructions = Vec::new();
    let mut offset = 0;
    while let Some(&word) = code.words.get(offset) {
        let insn = Insn(word);
        let op = insn.op().expect("own code");
        instructions.push(format!(
            "{offset}:('{}',{},{},{},{},{},{},{},{},{},{},{})",
            op.row().name,
            insn.a(),
            insn.b(),
            insn.c(),
            insn.d(),
            insn.bc(),
            insn.signed_bc(),
            insn.cd(),
            insn.signed_cd(),
            insn.branch_displacement(),
            op.words(),
            code.position(offset as u32).line,
        ));
        offset += op.words();
    }
    let names: Vec<String> = code.names.iter().map(text).collect();
    let locals: Vec<String> = code
        .locals
        .iter()
        .map(|l| format!("({},{},{})", text(&l.name), u8::from(l.is_cell), u8::from(l.is_free)))
        .collect();
    let exceptions: Vec<String> = code
        .exceptions
        .iter()
        .map(|e| format!("({},{},{},{})", e.start, e.end, e.handler, e.register))
        .collect();
    let constants: Vec<String> = code.constants.iter().map(constant).collect();
    format!(
        "Code(name={},qualname={},flags={},arg_count={},positional_only={},keyword_only={},registers={},first_line={},\
         locals=[{}],names=[{}],exceptions=[{}],constants=[{}],code={{{}}})",
        text(&code.name),
        text(&code.qualname),
        code.flags.0,
        code.arg_count,
        code.positional_only,
        code.keyword_only,
        code.registers,
        code.first_line,
        locals.join(","),
        names.join(","),
        exceptions.join(","),
        constants.join(","),
        instructions.join(","),
    )
}

fn constant(constant_: &Constant) -> String {
    let sequence = |items: &[Constant]| items.iter().map(|item| constant(item) + ",").collect::<String>();
    match constant_ {
        Constant::None => "None".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt { negative, magnitude } => {
            let digits: String = magnitude.iter().rev().map(|byte| format!("{byte:02x}")).collect();
            format!("{}0x{digits}", if *negative { "-" } else { "" })
        }
        Constant::Float(value) => format!("float('{value:?}')"),
        Constant::Complex { real, imag } => format!("complex(float('{real:?}'),float('{imag:?}'))"),
        Constant::Str(text) => {
            let points: Vec<String> = text.code_points().map(|point| format!("\\U{point:08x}")).collect();
            format!("'{}'", points.concat())
        }
        Constant::Bytes(bytes) => format!("bytes({bytes:?})"),
        Constant::Tuple(items) => format!("({})", sequence(items)),
        Constant::FrozenSet(items) => format!("frozenset(({}))", sequence(items)),
        Constant::Slice(parts) => format!("slice({})", sequence(&parts[..])),
        Constant::Code(code) => literal(code),
    }
}

fn run() {
    let mut out = std::io::stdout();
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "--check") {
        arguments.remove(0);
        check(&arguments, &mut out).expect("output");
        return;
    }
    let summarise = arguments.first().is_some_and(|argument| argument == "--summary");
    if summarise {
        arguments.remove(0);
        let mut found = Vec::new();
        arguments.iter().for_each(|folder| files(Path::new(folder), &mut found));
        for path in found {
            let source = std::fs::read(&path).expect("readable file");
            if let Ok(code) = compile(&source, &path.to_string_lossy(), Mode::Exec, &Options::default()) {
                summary(&code, &mut out).expect("output");
            }
        }
        return;
    }
    let as_literal = arguments.first().is_some_and(|argument| argument == "--literal");
    if as_literal {
        arguments.remove(0);
    }
    for path in arguments {
        let source = std::fs::read(&path).expect("readable file");
        let text = match compile(&source, &path, Mode::Exec, &Options::default()) {
            Ok(code) if as_literal => literal(&code) + "\n",
            Ok(code) => typhon_bytecode::dis::disassemble(&code),
            Err(error) => format!("{path}: {error}\n"),
        };
        out.write_all(text.as_bytes()).expect("output");
    }
}

fn main() {
    std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("thread").join().expect("no panic");
}
