//! Makes the library image: every file of the pure-Python library, compiled by our own compiler where it is a module.
//!
//! The file's form is described at the head of `lib.rs`, which reads it. Built anew only where the compiler, the bytecode, the library or
//! an override has changed, because this crate depends on nothing else.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

#[path = "../overrides/edits.rs"]
mod edits;
#[path = "../overrides/mended.rs"]
mod mended;

/// Folders of the library that are left out: tests, programs, what only Windows or a graphical demonstration needs.
const LEFT_OUT: &[&str] = &["__pycache__", "idlelib", "test", "tests", "turtledemo", "nt", "macholib"];

/// Files of the crate that are no part of CPython's library.
const NOT_THE_LIBRARY: &[&str] =
    &["README.md", "_pycodecs.py", "_dummy_os.py", "_dummy_thread.py", "dummy_threading.py"];

/// Native stack of a compilation (`typhon_compiler::compile`).
const STACK_BYTES: usize = 64 << 20;

/// Bytes of a record of the index, as `lib.rs` reads it.
const RECORD_WORDS: usize = 8;

/// Offset and sizes of one packed piece.
#[derive(Default)]
struct Piece {
    packed: Vec<u8>,
    length: usize,
}

struct Packed {
    contents: Piece,
    code: Piece,
}

fn main() {
    // As cargo says it now: a target folder may have come from another checkout.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let overrides = Path::new(&here).join("../overrides");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", overrides.display());
    println!("cargo::rerun-if-changed={}", rustpython_pylib::LIB_PATH);
    let library = Path::new(rustpython_pylib::LIB_PATH);
    let mut files = BTreeMap::new();
    collect(library, library, &mut files);
    for name in NOT_THE_LIBRARY {
        files.remove(*name);
    }
    for edit in edits::EDITS.iter().chain(mended::EDITS) {
        let contents = files.get_mut(edit.file).unwrap_or_else(|| panic!("no {} to edit", edit.file));
        let text = std::str::from_utf8(contents).expect("the library is UTF-8");
        assert!(text.contains(edit.from), "{}: {:?} is not there: {}", edit.file, edit.from, edit.reason);
        *contents = text.replace(edit.from, edit.to).into_bytes();
    }
    collect(&overrides, &overrides, &mut files);
    files.remove("edits.rs");
    files.remove("mended.rs");
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build().expect("threads");
    let files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
    let packed: Vec<Packed> =
        pool.install(|| files.par_iter().map(|(path, contents)| pack(path, contents)).collect());
    let target = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("library.img");
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    std::fs::write(&target, assemble(&paths, &packed)).expect("the image can be written");
}

/// Every file below a folder, by its path with slashes.
fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the library can be read") {
        let path = entry.expect("a folder of the library can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !LEFT_OUT.contains(&name.as_str()) {
                collect(root, &path, files);
            }
        } else if !name.ends_with(".pyc") && !name.ends_with(".exe") {
            let relative = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            files.insert(relative, std::fs::read(&path).expect("a file of the library can be read"));
        }
    }
}

fn pack(path: &str, contents: &[u8]) -> Packed {
    let code = if path.ends_with(".py") { compile(path, contents) } else { Vec::new() };
    Packed {
        contents: Piece {
            packed: miniz_oxide::deflate::compress_to_vec(contents, 8),
            length: contents.len(),
        },
        code: Piece { packed: lz4_flex::compress(&code), length: code.len() },
    }
}

/// The encoded module; empty where the file is no Python (some tests of the library are made so), which its import will tell.
fn compile(path: &str, source: &[u8]) -> Vec<u8> {
    let options = typhon_compiler::Options::default();
    match typhon_compiler::compile(source, path, typhon_compiler::Mode::Exec, &options) {
        Ok(code) => typhon_bytecode::pyc::encode(&code),
        Err(error) => {
            println!("cargo::warning={path}:{}: {}", error.line, error.message);
            Vec::new()
        }
    }
}

/// Count, records, paths, pieces.
fn assemble(paths: &[&str], packed: &[Packed]) -> Vec<u8> {
    let mut names = Vec::new();
    let mut pieces = Vec::new();
    let mut records: Vec<u32> = Vec::new();
    let number = |value: usize| u32::try_from(value).expect("an image is smaller than 4 GiB");
    let names_start = 4 + paths.len() * RECORD_WORDS * 4;
    let pieces_start = names_start + paths.iter().map(|path| path.len()).sum::<usize>();
    for (path, packed) in paths.iter().zip(packed) {
        records.extend([number(names_start + names.len()), number(path.len())]);
        names.extend_from_slice(path.as_bytes());
        for piece in [&packed.contents, &packed.code] {
            records.extend([
                number(pieces_start + pieces.len()),
                number(piece.packed.len()),
                number(piece.length),
            ]);
            pieces.extend_from_slice(&piece.packed);
        }
    }
    let mut image = number(paths.len()).to_le_bytes().to_vec();
    image.extend(records.iter().flat_map(|word| word.to_le_bytes()));
    image.extend(names);
    image.extend(pieces);
    image
}
