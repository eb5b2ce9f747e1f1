//! `_sre`: regular expressions. The library's `re` parses and compiles patterns to code words; here they are checked ([`program`]) and run
//! ([`engine`]) over units of one, two or four bytes.
//!
//! Thread-safety: patterns, matches and templates are immutable; a scanner's position moves by compare-exchange. Each search has its own
//! stack.

mod bitmap;
mod chars;
mod engine;
mod found;
mod opcodes;
mod pattern;
mod program;
mod replace;
mod scanner;
mod subject;
mod template;

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol::index;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::str_::{self, unicode};

fn point(cx: &Cx, value: Value) -> R<u32> {
    let number = index::to_i64(cx, value)?;
    u32::try_from(number).map_err(|_| cx.value_error("character out of range"))
}

fn unicode_is_cased(point: u32) -> bool {
    unicode::to_lower(point).as_slice() != [point] || unicode::to_upper(point).as_slice() != [point]
}

fn init(cx: &Cx, module: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, module, cx.intern(name)?, value);
    put("MAGIC", int::from_i64(cx, opcodes::MAGIC)?)?;
    put("CODESIZE", int::from_i64(cx, opcodes::CODE_SIZE)?)?;
    put("MAXREPEAT", int::from_i64(cx, opcodes::MAX_REPEAT.into())?)?;
    put("MAXGROUPS", int::from_i64(cx, opcodes::MAX_GROUPS)?)?;
    put("copyright", str_::from_str(cx, " SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ")?)?;
    let types: [&NativeType; 5] = [
        &pattern::PATTERN_TYPE,
        &found::MATCH_TYPE,
        &scanner::SCANNER_TYPE,
        &template::TEMPLATE_TYPE,
        &scanner::ITERATOR_TYPE,
    ];
    for native in types {
        native.class(cx)?;
    }
    Ok(())
}

/// The module.
pub static SRE: ModuleDef = ModuleDef {
    name: "_sre",
    doc: "Support for regular expressions.",
    functions: &[
        MethodDef::function(
            "compile(pattern, flags, code, groups, groupindex, indexgroup)",
            "Make a pattern of compiled code.",
            pattern::compile,
        ),
        MethodDef::function(
            "template(pattern, template, /)",
            "Make a replacement of parsed text.",
            template::make,
        ),
        MethodDef::function("getcodesize()", "Bytes of a code word.", |cx, _| {
            int::from_i64(cx, opcodes::CODE_SIZE)
        }),
        MethodDef::function("ascii_iscased(character, /)", "", |cx, args| {
            let point = point(cx, args[0])?;
            Ok(Value::from_bool(u8::try_from(point).is_ok_and(|byte| byte.is_ascii_alphabetic())))
        }),
        MethodDef::function("unicode_iscased(character, /)", "", |cx, args| {
            Ok(Value::from_bool(unicode_is_cased(point(cx, args[0])?)))
        }),
        MethodDef::function("ascii_tolower(character, /)", "", |cx, args| {
            int::from_i64(cx, chars::lower_ascii(point(cx, args[0])?).into())
        }),
        MethodDef::function("unicode_tolower(character, /)", "", |cx, args| {
            int::from_i64(cx, chars::lower_unicode(point(cx, args[0])?).into())
        }),
    ],
    init,
};
