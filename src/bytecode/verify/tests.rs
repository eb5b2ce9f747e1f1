//! Each kind of damage is refused.

use super::*;
use crate::code::{ExceptionEntry, Local};
use crate::text::Text;

/// `def f(x): return x + 1` by hand.
fn sound() -> Code {
    let local = Local { name: Text::from("x"), is_cell: false, is_free: false, is_parameter: true };
    let words = [
        Insn::new(Op::AddImmediate, 1, 0, 1, 0).0,
        0,
        Insn::branch(Op::JumpIfLtImmediate, 1, 5, 1, true).0,
        0,
        Insn::new(Op::Return, 1, 0, 0, 0).0,
        Insn::new(Op::Return, 1, 0, 0, 0).0,
    ];
    Code {
        name: Text::from("f"),
        qualname: Text::from("f"),
        filename: Text::from("f.py"),
        first_line: 1,
        flags: CodeFlags(3),
        arg_count: 1,
        positional_only: 0,
        keyword_only: 0,
        locals: Box::new([local]),
        registers: 3,
        words: words.into(),
        constants: Box::new([]),
        names: Box::new([]),
        exceptions: Box::new([ExceptionEntry { start: 0, end: 6, handler: 4, register: 1 }]),
        positions: crate::Positions::default(),
    }
}

fn check(what: &str, damage: impl FnOnce(&mut Code)) {
    let mut code = sound();
    damage(&mut code);
    assert_eq!(verify(&code).expect_err("damage is seen").what, what);
}

#[test]
fn sound_code_passes() {
    assert_eq!(verify(&sound()), Ok(()));
}

#[test]
fn damage_is_refused() {
    check("unknown opcode", |code| code.words[4] = 0xff);
    check("cache word is not zero", |code| code.words[1] = 7);
    check("register out of range", |code| code.words[4] = Insn::new(Op::Return, 3, 0, 0, 0).0);
    check("register out of range", |code| code.registers = 1);
    check("unused operand is not zero", |code| code.words[4] = Insn::new(Op::Return, 1, 1, 0, 0).0);
    check("jump to no instruction", |code| {
        code.words[2] = Insn::branch(Op::JumpIfLtImmediate, 1, 5, -3, true).0
    });
    check("jump to no instruction", |code| {
        code.words[2] = Insn::branch(Op::JumpIfLtImmediate, 1, 5, 2, true).0
    });
    check("control runs off the end", |code| code.words[5] = Insn::new(Op::Nop, 0, 0, 0, 0).0);
    check("constant out of range", |code| code.words[4] = Insn::wide(Op::LoadConst, 1, 0).0);
    check("name out of range", |code| code.words[4] = Insn::wide(Op::DeleteGlobal, 0, 0).0);
    check("flags out of range", |code| code.words[0] = Insn::new(Op::AddImmediate, 1, 0, 1, 2).0);
    check("run of registers out of range", |code| code.words[4] = Insn::new(Op::BuildTuple, 1, 1, 3, 0).0);
    check("cell in a register that is none", |code| code.words[4] = Insn::new(Op::MakeCell, 0, 0, 0, 0).0);
    check("handler of an exception entry", |code| code.exceptions[0].handler = 1);
    check("range of an exception entry", |code| code.exceptions[0].end = 1);
    check("register of an exception entry", |code| code.exceptions[0].register = 0);
    check("parameters are not the first registers", |code| code.arg_count = 0);
    check("a temporary is read before it is written", |code| {
        code.words[0] = Insn::new(Op::AddImmediate, 1, 2, 1, 0).0;
    });
    check("number of registers", |code| code.registers = 0);
}
