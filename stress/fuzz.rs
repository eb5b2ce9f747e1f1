//! Hostile sources and damaged code for a bounded time: the compiler and the `.pyc` decoder must not panic, and what they let
//! through must verify.
//!
//! ```text
//! cargo run --release -p typhon-stress --bin typhon-fuzz -- --seconds 600 [--seed N] [DIRECTORY...]
//! cargo run --release -p typhon-stress --bin typhon-fuzz -- --speed DIRECTORY...
//! ```
//!
//! Inputs are pieces of the Python files in the directories (default: this repository's), mutated by bytes and by tokens
//! or joined, and plain noise. An input that panics, does not verify or takes longer than [`PATIENCE`] is written to
//! `target/fuzz/` and reported; a native stack overflow kills the process, and the seed printed at its start replays it.
//! With `--speed`, every file is compiled as it is, and the time of it all is shown, for comparison with another compiler.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its output is what it is for")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use typhon_bytecode::pyc::{decode_body, encode};
use typhon_bytecode::verify::verify;
use typhon_compiler::{Mode, Options, compile};

/// What one input may take.
const PATIENCE: Duration = Duration::from_secs(5);
const STACK_BYTES: usize = 64 << 20;
/// Bytes of a source that one input is made of.
const PIECE: usize = 3000;
const TOKENS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "=",
    "==",
    ":=",
    ".",
    "...",
    "*",
    "**",
    "@",
    "->",
    "\\\n",
    "\n",
    "\n    ",
    "\n\t",
    " ",
    "x",
    "self",
    "0",
    "1_0",
    "1e5",
    "0x1f",
    "1j",
    "'s'",
    "b'b'",
    "f'{x}'",
    "f'{",
    "t'{x!r:>{y}}'",
    "'''",
    "\"",
    "'",
    "#",
    "if ",
    "else ",
    "elif ",
    "for ",
    "in ",
    "while ",
    "def f():",
    "class C:",
    "lambda ",
    "yield ",
    "await ",
    "async ",
    "return ",
    "try:",
    "except ",
    "except* ",
    "finally:",
    "with ",
    "as ",
    "import ",
    "from ",
    "global x",
    "nonlocal x",
    "del ",
    "assert ",
    "raise ",
    "match ",
    "case ",
    "type ",
    "not ",
    "and ",
    "or ",
    "is ",
    "None",
    "True",
    "print ",
    "pass",
    "break",
    "continue",
    "\\N{BULLET}",
    "\\x",
    "\u{e9}",
    "\u{20ac}",
    "\u{feff}",
    "\0",
    "\x0c",
    "{{",
    "}}",
    "!r",
    "from __future__ import annotations\n",
];

/// xorshift64*: fast, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

fn main() -> ExitCode {
    let mut seconds = 60;
    let mut seed = std::time::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_nanos() as u64) | 1;
    let mut speed = false;
    let mut directories = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|value| value.parse().ok());
        match argument.as_str() {
            "--seconds" => seconds = number().unwrap_or(seconds),
            "--seed" => seed = number().unwrap_or(seed) | 1,
            "--speed" => speed = true,
            path => directories.push(PathBuf::from(path)),
        }
    }
    if directories.is_empty() {
        directories.push(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    }
    let mut sources = Vec::new();
    directories.iter().for_each(|directory| collect(directory, &mut sources));
    let run = move || if speed { measure(&sources) } else { fuzz(&sources, seconds, seed) };
    match std::thread::Builder::new().stack_size(STACK_BYTES).spawn(run).map(std::thread::JoinHandle::join) {
        Ok(Ok(0)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn collect(directory: &Path, sources: &mut Vec<Vec<u8>>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            let is_output = path.file_name().is_some_and(|name| name == "target" || name == ".git");
            if !is_output && !path.is_symlink() {
                collect(&path, sources);
            }
        } else if path.extension().is_some_and(|extension| extension == "py") {
            sources.extend(std::fs::read(&path));
        }
    }
}

fn measure(sources: &[Vec<u8>]) -> u64 {
    let begun = Instant::now();
    let (mut accepted, mut bytes) = (0, 0);
    for source in sources {
        bytes += source.len();
        accepted += u64::from(compile(source, "<speed>", Mode::Exec, &Options::default()).is_ok());
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("{} files, {accepted} compiled, {:.1} MB in {seconds:.2} s", sources.len(), bytes as f64 / 1e6);
    0
}

fn fuzz(sources: &[Vec<u8>], seconds: u64, seed: u64) -> u64 {
    println!("{} files, {seconds} seconds, seed {seed}", sources.len());
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let mut random = Random(seed);
    let begun = Instant::now();
    let (mut inputs, mut accepted, mut decoded, mut failures) = (0u64, 0u64, 0u64, 0u64);
    while begun.elapsed().as_secs() < seconds {
        let input = input(sources, &mut random);
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| one(&input, &mut random)));
        let complaint = match outcome {
            Ok(Ok((was_accepted, were_decoded))) => {
                accepted += u64::from(was_accepted);
                decoded += were_decoded;
                (start.elapsed() > PATIENCE).then(|| format!("took {:?}", start.elapsed()))
            }
            Ok(Err(complaint)) => Some(complaint),
            Err(_) => Some("panicked".to_owned()),
        };
        inputs += 1;
        if let Some(complaint) = complaint {
            failures += 1;
            let folder = Path::new("target/fuzz");
            let file = folder.join(format!("{seed}-{inputs}.py"));
            let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, &input));
            eprintln!("{complaint}: {} ({written:?})", file.display());
        }
    }
    println!("{inputs} inputs, {accepted} accepted, {decoded} damaged codes decoded, {failures} failures");
    failures
}

/// Compiles an input; what is accepted must verify, survive the round trip, and may be damaged. Returns whether it was
/// accepted and how many damaged forms of its code still decoded.
fn one(input: &[u8], random: &mut Random) -> Result<(bool, u64), String> {
    let mode = if random.below(8) == 0 { Mode::Eval } else { Mode::Exec };
    let options = Options { ignore_cookie: random.below(2) == 0, ..Options::default() };
    let Ok(code) = compile(input, "<fuzz>", mode, &options) else { return Ok((false, 0)) };
    verify(&code).map_err(|flaw| format!("does not verify: {flaw}"))?;
    let encoded = encode(&code);
    let body = &encoded[..encoded.len() - 8];
    decode_body(body).map_err(|error| format!("does not survive the round trip: {error}"))?;
    let mut decoded = 0;
    for _ in 0..4 {
        let mut damaged = body.to_vec();
        for _ in 0..1 + random.below(3) {
            let at = random.below(damaged.len());
            match random.below(4) {
                0 => damaged[at] = random.next() as u8,
                1 => damaged[at] ^= 1 << random.below(8),
                2 => damaged.truncate(at.max(1)),
                _ => damaged.insert(at, random.next() as u8),
            }
        }
        decoded += u64::from(decode_body(&damaged).is_ok());
    }
    Ok((true, decoded))
}

fn input(sources: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    match random.below(10) {
        0 => (0..random.below(200)).map(|_| random.next() as u8).collect(),
        1 => (0..random.below(60))
            .flat_map(|_| TOKENS[random.below(TOKENS.len())].as_bytes())
            .copied()
            .collect(),
        _ => {
            let mut source = piece(sources, random);
            for _ in 0..random.below(4) {
                mutate(&mut source, sources, random);
            }
            source
        }
    }
}

/// Whole statements from a random place of a random source, as far as indentation tells.
fn piece(sources: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let Some(source) = sources.get(random.below(sources.len())) else { return Vec::new() };
    let is_start = |at: usize| {
        at == 0 || (source[at - 1] == b'\n' && !source.get(at).is_some_and(u8::is_ascii_whitespace))
    };
    let from = random.below(source.len());
    let start = (0..=from).rev().find(|&at| is_start(at)).unwrap_or(0);
    let end = (start + 1 + random.below(PIECE)).min(source.len());
    let end = (end..source.len()).find(|&at| is_start(at)).unwrap_or(source.len());
    source[start..end.min(start + 4 * PIECE)].to_vec()
}

fn mutate(source: &mut Vec<u8>, sources: &[Vec<u8>], random: &mut Random) {
    let at = random.below(source.len() + 1);
    match random.below(8) {
        0 => source.truncate(at),
        1 => source.splice(at..at, [random.next() as u8]).for_each(drop),
        2 | 3 => {
            let token = TOKENS[random.below(TOKENS.len())];
            source.splice(at..at, token.bytes()).for_each(drop);
        }
        4 => {
            let end = (at + random.below(12)).min(source.len());
            source.drain(at..end);
        }
        5 => {
            let end = (at + random.below(80)).min(source.len());
            let copy = source[at..end].to_vec();
            let to = random.below(source.len() + 1);
            let times = if random.below(50) == 0 { random.below(300) } else { 1 };
            source.splice(to..to, copy.repeat(times)).for_each(drop);
        }
        6 => {
            let other = piece(sources, random);
            let end = random.below(other.len() + 1);
            source.splice(at..at, other[..end].iter().copied()).for_each(drop);
        }
        _ => {
            let token = TOKENS[random.below(TOKENS.len())];
            let times = if random.below(20) == 0 { random.below(400) } else { 1 + random.below(3) };
            source.splice(at..at, token.repeat(times).bytes()).for_each(drop);
        }
    }
}
