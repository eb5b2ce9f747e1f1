//! `_json`: what the library's `json` reads ([`scanner`]) and writes ([`encoder`]) with.
//!
//! Thread-safety: scanners and encoders are immutable; a scanner remembers keys for one call only, so threads may share one.

mod encoder;
mod scanner;
mod strings;

use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict;

/// The module.
pub static JSON: ModuleDef = ModuleDef {
    name: "_json",
    doc: "json speedups",
    functions: &[
        MethodDef::function(
            "encode_basestring_ascii(object, /)",
            "Return an ASCII-only JSON representation of a Python string",
            |cx, args| strings::encode_value(cx, args[0], true),
        ),
        MethodDef::function(
            "encode_basestring(object, /)",
            "Return a JSON representation of a Python string",
            |cx, args| strings::encode_value(cx, args[0], false),
        ),
        MethodDef::function(
            "scanstring(string, end, strict=True, /)",
            "Scan the string s for a JSON string; answers it and the index behind its end.",
            scanner::scan_string,
        ),
    ],
    init: |cx, namespace| {
        dict::set(cx, namespace, cx.intern("make_scanner")?, scanner::SCANNER_TYPE.class(cx)?.value())?;
        dict::set(cx, namespace, cx.intern("make_encoder")?, encoder::ENCODER_TYPE.class(cx)?.value())
    },
};
