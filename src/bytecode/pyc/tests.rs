//! Round trips, damage, and CPython's hashes.

use std::sync::Arc;

use super::decode::decode_body;
use super::*;
use crate::code::{Code, CodeFlags, Constant, ExceptionEntry, Local, Position};
use crate::insn::Insn;
use crate::ops::Op;
use crate::text::Text;

fn sample(depth: usize) -> Code {
    let constants = vec![
        Constant::None,
        Constant::Ellipsis,
        Constant::Bool(true),
        Constant::Int(i64::MIN),
        Constant::Int(300),
        Constant::BigInt { negative: true, magnitude: Box::new([1, 2, 3, 4, 5, 6, 7, 8, 9]) },
        Constant::Float(-0.0),
        Constant::Complex { real: 1.5, imag: -2.0 },
        Constant::Str(Text::from_code_points([0x61, 0xd800, 0x1f600]).expect("code points")),
        Constant::Bytes(Box::new([0, 255])),
        Constant::Tuple(Box::new([Constant::Int(-1), Constant::FrozenSet(Box::new([Constant::Int(2)]))])),
        Constant::Slice(Box::new([Constant::None, Constant::Int(2), Constant::None])),
    ];
    let nested = (depth > 0).then(|| Constant::Code(Arc::new(sample(depth - 1))));
    Code {
        name: Text::from("f"),
        qualname: Text::from("C.f"),
        filename: Text::from("f.py"),
        first_line: 7,
        flags: CodeFlags(3),
        arg_count: 1,
        positional_only: 0,
        keyword_only: 0,
        locals: Box::new([Local {
            name: Text::from("x"),
            is_cell: false,
            is_free: false,
            is_parameter: true,
        }]),
        registers: 2,
        words: Box::new([
            Insn::new(Op::AddImmediate, 1, 0, 1, 0).0,
            0,
            Insn::wide(Op::LoadConst, 1, 3).0,
            Insn::new(Op::Return, 1, 0, 0, 0).0,
        ]),
        constants: constants.into_iter().chain(nested).collect(),
        names: Box::new([Text::from("x")]),
        exceptions: Box::new([ExceptionEntry { start: 0, end: 3, handler: 3, register: 1 }]),
        positions: vec![
            (0, Position { line: 7, end_line: 9, column: 4, end_column: 2 }),
            (3, Position { line: 3, end_line: 3, column: 0, end_column: 1 }),
        ]
        .into(),
    }
}

#[test]
fn code_survives_the_round_trip() {
    let code = sample(2);
    assert_eq!(decode(&encode(&code)), Ok(code));
}

#[test]
fn every_flipped_byte_is_noticed() {
    let bytes = encode(&sample(0));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        assert_eq!(decode(&damaged), Err(DecodeError::Checksum));
        assert!(decode(&bytes[..at]).is_err());
    }
}

#[test]
fn forged_bytes_never_panic() {
    let body = encode(&sample(1));
    let body = &body[..body.len() - 8];
    let mut state = 0x1234_5678_9abc_def1u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut accepted = 0;
    for _ in 0..20_000 {
        let mut forged = body.to_vec();
        for _ in 0..1 + random() % 4 {
            let at = random() as usize % forged.len();
            forged[at] = random() as u8;
        }
        forged.truncate(forged.len() - (random() % 3) as usize);
        accepted += usize::from(decode_body(&forged).is_ok());
    }
    // Changed texts and constants are as good as the originals.
    assert!(accepted > 0);
    for length in 0..200 {
        let noise: Vec<u8> = (0..length).map(|_| random() as u8).collect();
        assert!(decode_body(&noise).is_err());
    }
}

#[test]
fn deep_nesting_is_refused() {
    let mut constant = Constant::None;
    for _ in 0..10_000 {
        constant = Constant::Tuple(Box::new([constant]));
    }
    let mut code = sample(0);
    code.constants = Box::new([Constant::None, Constant::None, Constant::None, constant]);
    assert_eq!(decode(&encode(&code)), Err(DecodeError::Malformed("nesting")));
}

#[test]
fn headers_survive_the_round_trip() {
    let headers = [
        Header::Timestamp { mtime: 0x0102_0304, size: 99 },
        Header::Hash { hash: *b"abcdefgh", check_source: true },
        Header::Hash { hash: [0; 8], check_source: false },
    ];
    for header in headers {
        let mut file = header.to_bytes().to_vec();
        file.extend_from_slice(b"body");
        assert_eq!(Header::split(&file), Ok((header, &b"body"[..])));
        assert_eq!(Header::split(&file[..15]), Err(HeaderError::Truncated));
    }
    let mut foreign = headers[0].to_bytes();
    foreign[0] ^= 1;
    assert_eq!(Header::split(&foreign), Err(HeaderError::BadMagic));
    let mut flags = headers[0].to_bytes();
    flags[4] = 2;
    assert_eq!(Header::split(&flags), Err(HeaderError::BadFlags));
}

#[test]
fn source_hashes_are_those_of_cpython() {
    // `_imp.source_hash(key, data)` of CPython 3.14.
    assert_eq!(source_hash(3627, b""), HASH_EMPTY);
    assert_eq!(source_hash(3627, b"abc"), HASH_ABC);
    assert_eq!(source_hash(27_001, b"print('hello world')\n"), HASH_LONG);
}
const HASH_EMPTY: [u8; 8] = [0xac, 0x64, 0xf8, 0x51, 0x72, 0xd8, 0x16, 0x86];
const HASH_ABC: [u8; 8] = [0x3a, 0x0c, 0xc7, 0x4d, 0x28, 0xf6, 0x33, 0x74];
const HASH_LONG: [u8; 8] = [0x72, 0x47, 0xd2, 0x09, 0x2e, 0x14, 0x37, 0xf1];
