//! The tables against what they were made from.

use super::*;

fn code_with(positions: &[(u32, Position)], exceptions: &[ExceptionEntry], words: usize) -> Code {
    Code {
        name: Default::default(),
        qualname: Default::default(),
        filename: Default::default(),
        first_line: 7,
        flags: Default::default(),
        arg_count: 0,
        positional_only: 0,
        keyword_only: 0,
        locals: Box::new([]),
        registers: 0,
        words: vec![0; words].into(),
        constants: Box::new([]),
        names: Box::new([]),
        exceptions: exceptions.into(),
        positions: positions.to_vec().into(),
    }
}

#[test]
fn tables_survive_the_round_trip() {
    let at = |line, column, end_line, end_column| Position { line, end_line, column, end_column };
    let positions_in = [
        (0, at(7, 0, 9, 300)),
        (3, at(6, 1000, 6, 70_000)),
        (20, Position::default()),
        (21, at(5_000_000, 2, 5_000_001, 3)),
    ];
    let exceptions = [
        ExceptionEntry { start: 0, end: 5, handler: 70_000, register: 9 },
        ExceptionEntry { start: 1_000_000, end: 1_000_001, handler: 2, register: 65_535 },
    ];
    let code = code_with(&positions_in, &exceptions, 30);
    assert_eq!(positions(&line_table(&code), 7).as_deref(), Some(&positions_in[..]));
    assert_eq!(exception_entries(&exception_table(&code)).as_deref(), Some(&exceptions[..]));
    assert!(equal(&code, &code.clone()));
}

#[test]
fn malformed_tables_are_refused() {
    assert_eq!(positions(&[0x00], 1), None);
    assert_eq!(positions(&[0xf0, 0x40], 1), None);
    assert_eq!(exception_entries(&[0x80, 0x40]), None);
}
