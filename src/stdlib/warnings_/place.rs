//! The place in the program that a warning is about: some frames up from the call.

use typhon_vm::context::{Cx, R};
use typhon_vm::interp::frame;
use typhon_vm::protocol::attr;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::module::Module;
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::{Obj, Value, names, runtime};

pub(super) struct Place {
    pub(super) filename: Value,
    pub(super) line: i64,
    pub(super) module: Value,
    pub(super) registry: Value,
}

/// The file name of a frame.
fn filename(cx: &Cx, frame: Value) -> R<Value> {
    let code = attr::get(cx, frame, cx.intern("f_code")?)?;
    attr::get(cx, code, cx.intern("co_filename")?)
}

/// Frames of the import system are passed over.
fn is_internal(cx: &Cx, frame: Value) -> R<bool> {
    let name = filename(cx, frame)?;
    Ok(name.cast::<Str>().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.contains("importlib") && name.contains("_bootstrap")
    }))
}

fn is_skipped(cx: &Cx, frame: Value, skipped: Option<Obj<Tuple>>) -> R<bool> {
    let Some(skipped) = skipped.filter(|skipped| !skipped.is_empty()) else { return Ok(false) };
    let name = filename(cx, frame)?.cast::<Str>().map_or(String::new(), |name| name.to_string_lossy());
    for prefix in skipped.values() {
        match prefix.cast::<Str>() {
            Some(prefix) if name.starts_with(&prefix.to_string_lossy()) => return Ok(true),
            Some(_) => {}
            None => {
                return Err(cx.type_error("Found non-str in skip_file_prefixes.".into()));
            }
        }
    }
    Ok(false)
}

/// The place `level` frames up; beyond the outermost one it is `sys`.
pub(super) fn of_level(cx: &Cx, level: i64, skipped: Option<Obj<Tuple>>) -> R<Place> {
    let mut depth = 0;
    let mut current = frame::frame_object(cx, depth)?;
    let plain = match current {
        Some(frame) => level <= 0 || is_internal(cx, frame)?,
        None => true,
    };
    let mut level = level;
    while current.is_some() {
        level = level.saturating_sub(1);
        if level <= 0 {
            break;
        }
        loop {
            depth += 1;
            current = frame::frame_object(cx, depth)?;
            let Some(next) = current else { break };
            if plain || !(is_internal(cx, next)? || is_skipped(cx, next, skipped)?) {
                break;
            }
        }
    }
    let globals = match current {
        Some(frame) => attr::get(cx, frame, cx.intern("f_globals")?)?.cast::<Dict>(),
        None => runtime::sys().cast::<Module>().map(|sys| sys.dict()),
    };
    let (name, line) = match current {
        Some(frame) => {
            let line = attr::get(cx, frame, cx.intern("f_lineno")?)?;
            (filename(cx, frame)?, typhon_vm::types::int::to_i64(line).unwrap_or(0))
        }
        None => (cx.intern("<sys>")?, 0),
    };
    let Some(globals) = globals else {
        let module = cx.intern("<string>")?;
        return Ok(Place { filename: name, line, module, registry: Value::NONE });
    };
    let key = cx.intern("__warningregistry__")?;
    let registry = match globals.get_str(key) {
        Some(registry) => registry,
        None => dict::set_default(cx, globals, key, dict::new(cx)?.value())?,
    };
    let module = globals.get_str(names::get(names::__NAME__)).filter(|name| name.cast::<Str>().is_some());
    let module = module.map_or_else(|| cx.intern("<string>"), Ok)?;
    Ok(Place { filename: name, line, module, registry })
}
