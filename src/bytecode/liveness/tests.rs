//! Liveness over small hand-written bodies.

use super::*;
use crate::code::{CodeFlags, ExceptionEntry, Local};
use crate::text::Text;

fn code(locals: usize, registers: u32, insns: &[Insn], exceptions: &[ExceptionEntry]) -> Code {
    let mut words = Vec::new();
    for insn in insns {
        words.push(insn.0);
        let op = insn.op().expect("known opcode");
        words.extend(std::iter::repeat_n(0, op.words() - 1));
    }
    let local = Local { name: Text::from("x"), is_cell: false, is_free: false, is_parameter: true };
    Code {
        name: Text::from("f"),
        qualname: Text::from("f"),
        filename: Text::from("f.py"),
        first_line: 1,
        flags: CodeFlags(0),
        arg_count: locals as u32,
        positional_only: 0,
        keyword_only: 0,
        locals: vec![local; locals].into(),
        registers,
        words: words.into(),
        constants: Box::new([]),
        names: Box::new([]),
        exceptions: exceptions.into(),
        positions: crate::Positions::default(),
    }
}

fn check(set: Temporaries<'_>, expected: &[u16]) {
    assert_eq!(set.collect::<Vec<_>>(), expected);
}

#[test]
fn a_call_needs_its_run_only_while_it_starts() {
    // t1 = 1; t2 = 2; t3 = 3; t2 = t2(t3); return t1 + t2
    let body = code(
        1,
        4,
        &[
            Insn::wide(Op::LoadInt, 1, 1),
            Insn::wide(Op::LoadInt, 2, 2),
            Insn::wide(Op::LoadInt, 3, 3),
            Insn::new(Op::Call, 2, 2, 1, 0),
            Insn::new(Op::Add, 1, 1, 2, 0),
            Insn::new(Op::Return, 1, 0, 0, 0),
        ],
        &[],
    );
    let liveness = Liveness::of(&body);
    check(liveness.live_temporaries(3), &[1, 2, 3]);
    check(liveness.live_across(3), &[1]);
    check(liveness.live_after(3), &[1, 2]);
    check(liveness.live_after(5), &[1]);
    assert!(liveness.live_temporaries(3).contains(3));
    assert!(!liveness.live_across(3).contains(3));
    assert!(!reads_unwritten_temporaries(&body));
}

#[test]
fn a_loop_keeps_its_iteration_alive_in_the_body() {
    // t1.. = iter(x); while next: x = t4; t4 = t4()
    let body = code(
        1,
        5,
        &[
            Insn::new(Op::GetIter, 1, 0, 0, 0),
            Insn::wide(Op::Jump, 0, 2),
            Insn::new(Op::Call, 4, 4, 0, 0),
            Insn::name24(Op::ForIter, 1, 4, (-4i32 as u32) & 0xff_ffff),
            Insn::new(Op::Return, 0, 0, 0, 0),
        ],
        &[],
    );
    let liveness = Liveness::of(&body);
    check(liveness.live_after(0), &[1, 2, 3]);
    check(liveness.live_temporaries(2), &[1, 2, 3, 4]);
    check(liveness.live_after(2), &[1, 2, 3]);
    // The item is written only where the loop goes on.
    check(liveness.live_temporaries(4), &[1, 2, 3]);
    check(liveness.live_after(4), &[1, 2, 3, 4]);
    check(liveness.live_temporaries(6), &[]);
}

#[test]
fn a_handler_keeps_what_it_reads_alive_in_its_region() {
    // t1 = 1; try: x = x() ; handler (exception in t2): return t1 + t2
    let body = code(
        1,
        3,
        &[
            Insn::wide(Op::LoadInt, 1, 1),
            Insn::new(Op::Call, 0, 0, 0, 0),
            Insn::new(Op::Return, 0, 0, 0, 0),
            Insn::new(Op::Add, 1, 1, 2, 0),
            Insn::new(Op::Return, 1, 0, 0, 0),
        ],
        &[ExceptionEntry { start: 1, end: 3, handler: 4, register: 2 }],
    );
    let liveness = Liveness::of(&body);
    check(liveness.live_temporaries(1), &[1]);
    check(liveness.live_across(1), &[1]);
    check(liveness.live_temporaries(3), &[]);
    check(liveness.live_temporaries(4), &[1, 2]);
    assert!(!reads_unwritten_temporaries(&body));
}

#[test]
fn an_output_is_not_live_where_its_instruction_raises_into_a_handler_that_reads_the_old_value() {
    // t1 = 1; try: t1 = x() ; return t1; handler: return t1
    let body = code(
        1,
        3,
        &[
            Insn::wide(Op::LoadInt, 1, 1),
            Insn::new(Op::Call, 1, 0, 0, 0),
            Insn::new(Op::Return, 1, 0, 0, 0),
            Insn::new(Op::Return, 1, 0, 0, 0),
        ],
        &[ExceptionEntry { start: 1, end: 3, handler: 4, register: 2 }],
    );
    check(Liveness::of(&body).live_across(1), &[1]);
}

#[test]
fn reading_an_unwritten_temporary_is_seen() {
    let body = code(0, 2, &[Insn::new(Op::Return, 1, 0, 0, 0)], &[]);
    assert!(reads_unwritten_temporaries(&body));
}

#[test]
fn wide_windows_are_analysed_by_columns() {
    // t[k] = k for all; sum of the last two after a call that keeps them.
    let mut insns: Vec<Insn> = (0..200).map(|register| Insn::wide(Op::LoadInt, register, 1)).collect();
    insns.push(Insn::new(Op::Call, 199, 199, 0, 0));
    insns.push(Insn::new(Op::BuildTuple, 0, 60, 10, 0));
    insns.push(Insn::new(Op::Add, 0, 0, 130, 0));
    insns.push(Insn::new(Op::Return, 0, 0, 0, 0));
    let body = code(0, 200, &insns, &[]);
    let liveness = Liveness::of(&body);
    let expected: Vec<u16> = (60..70).chain([130]).collect();
    check(liveness.live_across(200), &expected);
    assert!(liveness.live_temporaries(200).contains(199));
    assert!(!reads_unwritten_temporaries(&body));
}

#[test]
fn a_resumed_frame_is_looked_at_behind_its_yield() {
    // t1 = 7; t2 = yield t2; t1 = [t1, t2]; return t1
    let body = code(
        1,
        3,
        &[
            Insn::wide(Op::LoadInt, 1, 7),
            Insn::wide(Op::LoadInt, 2, 1),
            Insn::new(Op::Yield, 2, 2, 2, 0),
            Insn::new(Op::BuildList, 1, 1, 2, 0),
            Insn::new(Op::Return, 1, 0, 0, 0),
        ],
        &[],
    );
    let liveness = Liveness::of(&body);
    check(liveness.live_across(2), &[1]);
    check(liveness.live_temporaries(4), &[1, 2]);
}
