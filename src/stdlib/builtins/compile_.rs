//! `compile`: source text and trees to code objects, source text to trees.

use typhon_compiler::tree::{Flaw, validate};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::interp;
use typhon_vm::protocol;
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::code;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::{Value, runtime};

use super::objects::source_bytes;
use crate::ast_;
use crate::compile::{self, Mode, Options, flags};

/// `compile(source, filename, mode, flags, dont_inherit, optimize)`.
pub(super) fn compile_source(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[source, filename, mode, flags, dont_inherit, optimize, feature_version] = args else {
        return Err(cx.system_error("compile arguments"));
    };
    let mut path = crate::system::fspath(cx, filename)?;
    if let Some(bytes) = path.cast::<Bytes>() {
        path = crate::system::decode(cx, bytes.as_slice())?;
    }
    let filename = str_::to_rust(path).unwrap_or_default();
    if filename.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    let Some(mode) = mode.cast::<Str>() else {
        let shown = cx.type_name(mode);
        return Err(cx.type_error(format!("compile() argument 'mode' must be str, not {shown}")));
    };
    let number = |value: Value, absent: i64| match value.bound() {
        Some(value) => protocol::index::to_i64(cx, value),
        None => Ok(absent),
    };
    let given = number(flags, 0)?;
    if given & !i64::from(flags::KNOWN) != 0 {
        return Err(cx.value_error("compile(): unrecognised flags"));
    }
    let optimize = match number(optimize, -1)? {
        -1 => runtime::optimize(),
        level @ 0..=2 => level as u8,
        _ => return Err(cx.value_error("compile(): invalid optimize value")),
    };
    let inherits = match dont_inherit.bound() {
        Some(value) => !protocol::is_true(cx, value)?,
        None => true,
    };
    let inherited = if inherits { interp::frame::current_flags(cx) & flags::FEATURES } else { 0 };
    let flags = given as u32 | inherited;
    let wants_tree = flags & flags::ONLY_AST != 0;
    let mode = match mode.to_string_lossy().as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        "func_type" if wants_tree => Mode::FunctionType,
        "func_type" => {
            return Err(cx.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ if wants_tree => {
            return Err(cx.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        _ => return Err(cx.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    // Of older versions there are only trees.
    let feature_version = number(feature_version, -1)?;
    let feature_version = if wants_tree { u8::try_from(feature_version.min(255)).ok() } else { None };
    let ignore_cookie = source.cast::<Str>().is_some();
    let options = Options { optimize, ignore_cookie, is_file: false, flags, feature_version };
    if ast_::is_node(cx, source) {
        let tree = ast_::tree_of(cx, source, mode)?;
        match validate(&tree) {
            Ok(()) => {}
            Err(Flaw::Value(message)) => return Err(cx.value_error(&message)),
            Err(Flaw::Type(message)) => return Err(cx.type_error(message)),
            Err(Flaw::Depth) => {
                let message = "maximum recursion depth exceeded during compilation";
                return Err(cx.error(exceptions::RECURSION_ERROR, message.into()));
            }
        }
        if flags & flags::OPTIMIZED_AST == flags::ONLY_AST || mode == Mode::FunctionType {
            return ast_::objects_of(cx, &tree);
        }
        if wants_tree {
            return ast_::objects_of(cx, &compile::optimized(cx, &tree, mode, &options)?);
        }
        return Ok(code::new(cx, &compile::compile_tree(cx, &tree, &filename, mode, &options)?)?.value());
    }
    let bytes = source_bytes(cx, "compile", source, "string, bytes or AST object")?;
    if wants_tree {
        return ast_::objects_of(cx, &compile::parse_with(cx, &bytes, &filename, mode, &options)?);
    }
    Ok(code::new(cx, &compile::compile_with(cx, &bytes, &filename, mode, &options)?)?.value())
}
