//! Goldens, errors, and inputs that must not panic.

use std::path::Path;

use super::*;
use typhon_bytecode::dis::disassemble;
use typhon_bytecode::verify::verify;

mod diagnostics;
mod robustness;
mod scopes;

/// Compiles on a stack as large as callers of [`compile`] promise.
pub(crate) fn compiled(source: &[u8], mode: Mode) -> Result<Arc<Code>, Box<CompileError>> {
    let source = source.to_vec();
    let run = move || compile(&source, "<test>", mode, &Options::default());
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("thread");
    thread.join().expect("no panic")
}

pub(crate) fn module(source: &str) -> Arc<Code> {
    let code = compiled(source.as_bytes(), Mode::Exec).expect("valid source");
    assert_eq!(verify(&code), Ok(()));
    code
}

/// Every program in `goldens/` with its disassembly beside it; `TYPHON_BLESS=1` rewrites the expectations.
#[test]
fn goldens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
    let mut programs = 0;
    for entry in std::fs::read_dir(&folder).expect("folder of goldens") {
        let program = entry.expect("entry").path();
        if program.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        programs += 1;
        let source = std::fs::read_to_string(&program).expect("readable program");
        let code = module(&source);
        windows_begin_above_what_lives(&code);
        let actual = disassemble(&code);
        let expectation = program.with_extension("dis");
        if std::env::var_os("TYPHON_BLESS").is_some() {
            std::fs::write(&expectation, &actual).expect("writable expectation");
        }
        let expected = std::fs::read_to_string(&expectation).unwrap_or_default();
        assert_eq!(actual, expected, "{} (TYPHON_BLESS=1 accepts)", program.display());
    }
    assert!(programs >= 12);
}

/// A callee's window begins in its call's run, so nothing from there on may be needed across the call.
fn windows_begin_above_what_lives(code: &Code) {
    use typhon_bytecode::{Constant, Insn, Op, liveness::Liveness};
    let liveness = Liveness::of(code);
    let mut offset = 0;
    while let Some(&word) = code.words.get(offset) {
        let insn = Insn(word);
        let op = insn.op().expect("known opcode");
        if matches!(op, Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx) {
            let above: Vec<u16> =
                liveness.live_across(offset as u32).filter(|&register| register >= insn.b()).collect();
            assert_eq!(above, [], "{:?} at {offset}", code.qualname);
        }
        offset += op.words();
    }
    for constant in &code.constants {
        if let Constant::Code(inner) = constant {
            windows_begin_above_what_lives(inner);
        }
    }
}

#[test]
fn options_change_what_is_generated() {
    let source = b"'doc'\nassert x\nif __debug__: y\ndef f():\n  'doc'\n";
    let constants = |optimize: u8| {
        let options = Options { optimize, ..Options::default() };
        let code = compile(source, "<test>", Mode::Exec, &options).expect("valid source");
        (code.names.len(), format!("{:?}", code.constants).matches("doc").count())
    };
    // Names: __doc__, x, y, f. As in CPython, names in dead code stay.
    assert_eq!(constants(0), (4, 2));
    assert_eq!(constants(1), (3, 2));
    assert_eq!(constants(2), (2, 0));
}

#[test]
fn an_expression_compiles_to_its_value() {
    let code = compiled(b"a + 1 ", Mode::Eval).expect("valid source");
    assert_eq!(disassemble(&code).lines().count(), 4);
    assert!(compiled(b"a = 1", Mode::Eval).is_err());
}

#[test]
fn positions_count_bytes() {
    let code = module("x = 'ä' + y\n");
    let offset = code
        .words
        .iter()
        .position(|&word| typhon_bytecode::Insn(word).op() == Some(typhon_bytecode::Op::Add));
    let position = code.position(offset.expect("an addition") as u32);
    assert_eq!((position.line, position.column, position.end_column), (1, 4, 12));
}

#[test]
fn encodings_and_newlines_are_understood() {
    let string = |source: &[u8]| {
        let code = compiled(source, Mode::Exec).expect("valid source");
        format!("{:?}", code.constants.first())
    };
    assert!(string(b"\xef\xbb\xbfx = 'a'").contains("\"a\""));
    assert!(string(b"# -*- coding: latin-1 -*-\r\nx = '\xe4'").contains("\"\u{e4}\""));
    assert!(
        string(b"#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\nx = '\xe4'").contains("\"\u{e4}\"")
    );
    assert!(string(b"x = '''a\r\nb\rc'''").contains("\"a\\nb\\nc\""));
    let error = |source: &[u8]| compiled(source, Mode::Exec).expect_err("an error").message;
    assert!(error(b"x = '\xe4'").starts_with("Non-UTF-8 code starting with '\\xe4'"));
    assert_eq!(error(b"# coding: klingon\n"), "unknown encoding: klingon");
    assert_eq!(error(b"\xef\xbb\xbf# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
    assert_eq!(error(b"x\0"), "source code string cannot contain null bytes");
}

#[test]
fn lone_surrogates_survive() {
    let code = module(
        r#"x = "\ud83d\ude00\x41\N{BULLET}\ufffd\q\101" "\
\U0000dfff"
y = f"\udc80{x}{{\ud800"
"#,
    );
    let texts: Vec<Vec<u32>> = code
        .constants
        .iter()
        .filter_map(|constant| match constant {
            typhon_bytecode::Constant::Str(text) => Some(text.code_points().collect()),
            _ => None,
        })
        .collect();
    let first = [0xd83d, 0xde00, 0x41, 0x2022, 0xfffd, 0x5c, 0x71, 0x41, 0xdfff];
    assert_eq!(texts, [&first[..], &[0xdc80], &[0x7b, 0xd800]]);
}
