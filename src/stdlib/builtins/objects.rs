//! The builtins that work with code and classes: `exec`, `eval`, `locals`, `__build_class__`. `compile` has [a file](super::compile_) of its own.

use typhon_vm::buffer;
use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::interp;
use typhon_vm::names;
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, attr};
use typhon_vm::types::cell::Cell;
use typhon_vm::types::code::{self, PyCode};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::function::Function;
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{list, number};
use typhon_vm::{Value, runtime};

use crate::compile::{self, Mode, Options, flags};

/// `locals()` of the calling frame.
pub(super) fn locals(cx: &Cx, _: &[Value]) -> R<Value> {
    interp::frame::current_locals(cx)
}

/// The bytes of a source text; `function` and `wanted` are for the words of the error.
pub(crate) fn source_bytes(cx: &Cx, function: &str, source: Value, wanted: &str) -> R<Vec<u8>> {
    if let Some(text) = source.cast::<Str>() {
        let mut bytes = Vec::new();
        crate::stdio::encode(cx, &mut bytes, text)?;
        return Ok(bytes);
    }
    match buffer::bytes_like_optional(cx, source)? {
        Some(content) => Ok(content.as_slice().to_vec()),
        None => Err(cx.type_error(format!("{function}() arg 1 must be a {wanted}"))),
    }
}

fn run(cx: &Cx, function: &str, mode: Mode, args: &[Value]) -> R<Value> {
    let given =
        |index: usize| args.get(index).and_then(|value| value.bound()).filter(|value| !value.is_none());
    let dict_of = |globals: Value| {
        globals.cast::<Dict>().ok_or_else(|| {
            let shown = cx.type_name(globals);
            cx.type_error(match mode {
                Mode::Eval => "globals must be a dict".to_owned(),
                _ => format!("{function}() globals must be a dict, not {shown}"),
            })
        })
    };
    let globals = given(1).map(dict_of).transpose()?;
    if let Some(locals) = given(2)
        && cx.type_of(locals).slots().getitem.is_none()
    {
        let shown = cx.type_name(locals);
        return Err(cx.type_error(match mode {
            Mode::Eval => "locals must be a mapping".to_owned(),
            _ => format!("locals must be a mapping or None, not {shown}"),
        }));
    }
    let (globals, namespace) = match (globals, given(2)) {
        (Some(globals), None) => (globals, None),
        (Some(globals), Some(namespace)) => (globals, Some(namespace)),
        (None, namespace) => {
            let Some(current) = interp::frame::current_globals(cx) else {
                return Err(cx.system_error("globals and locals cannot be NULL"));
            };
            let namespace = match namespace {
                Some(namespace) => namespace,
                None => interp::frame::current_locals(cx)?,
            };
            (current, Some(namespace))
        }
    };
    let namespace = namespace.filter(|&namespace| namespace != globals.value());
    let code = match args[0].cast::<PyCode>() {
        Some(code) => code,
        None => {
            let mut bytes = source_bytes(cx, function, args[0], "string, bytes or code object")?;
            if mode == Mode::Eval {
                let blanks = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                bytes.drain(..blanks);
            }
            let options = Options {
                ignore_cookie: args[0].cast::<Str>().is_some(),
                flags: interp::frame::current_flags(cx) & flags::FEATURES,
                optimize: runtime::optimize(),
                ..Options::default()
            };
            code::new(cx, &compile::compile_with(cx, &bytes, "<string>", mode, &options)?)?
        }
    };
    let closure = closure_for(cx, function, code, given(3), args[0].cast::<PyCode>().is_some())?;
    interp::run_code(cx, code, globals, namespace, closure)
}

/// The closure that the code runs with (`None` where it has no free variables), checked.
fn closure_for(
    cx: &Cx,
    function: &str,
    code: Obj<PyCode>,
    closure: Option<Value>,
    is_code: bool,
) -> R<Value> {
    let free = code.free_count();
    let refuse = |text: String| Err(cx.type_error(text));
    match (free, closure) {
        (0, None) => Ok(Value::NONE),
        (_, Some(_)) if !is_code => refuse("closure can only be used when source is a code object".into()),
        (0, Some(_)) => refuse("cannot use a closure with this code object".into()),
        (_, None) if function == "eval" => {
            refuse("code object passed to eval() may not contain free variables".into())
        }
        (_, closure) => {
            let cells = closure.and_then(|closure| closure.cast::<Tuple>()).filter(|cells| cells.is_exact());
            match cells.filter(|cells| cells.values().iter().all(|cell| cell.cast::<Cell>().is_some())) {
                Some(cells) if cells.len() == free => Ok(cells.value()),
                _ => refuse(format!("code object requires a closure of exactly length {free}")),
            }
        }
    }
}

pub(super) fn exec(cx: &Cx, args: &[Value]) -> R<Value> {
    run(cx, "exec", Mode::Exec, args)?;
    Ok(Value::NONE)
}

pub(super) fn eval(cx: &Cx, args: &[Value]) -> R<Value> {
    run(cx, "eval", Mode::Eval, args)
}

/// Replaces bases that are not classes by what their `__mro_entries__` says (PEP 560).
fn resolve_bases(cx: &Cx, bases: Obj<Tuple>) -> R<Obj<Tuple>> {
    if bases.values().iter().all(|base| base.cast::<Type>().is_some()) {
        return Ok(bases);
    }
    let resolved = list::new(cx)?;
    for &base in bases.values() {
        let hook = match base.cast::<Type>() {
            Some(_) => None,
            None => attr::get_optional(cx, base, names::get(names::__MRO_ENTRIES__))?,
        };
        let Some(hook) = hook else {
            list::append(cx, resolved, base)?;
            continue;
        };
        let entries = call::call_values(cx, hook, &[bases.value()])?;
        if entries.cast::<Tuple>().is_none() {
            return Err(cx.type_error("__mro_entries__ must return a tuple".into()));
        }
        list::extend(cx, resolved, entries)?;
    }
    list::to_tuple(cx, resolved)
}

/// What a `class` statement does: metaclass, namespace, body, class.
pub(super) fn build_class(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[body, name, bases, metaclass, keywords] = args else {
        return Err(cx.system_error("__build_class__ arguments"));
    };
    let Some(body) = body.cast::<Function>() else {
        return Err(cx.type_error("__build_class__: func must be a function".into()));
    };
    if name.cast::<Str>().is_none() {
        return Err(cx.type_error("__build_class__: name is not a string".into()));
    }
    let (Some(original), Some(keywords)) = (bases.cast::<Tuple>(), keywords.cast::<Dict>()) else {
        return Err(cx.system_error("__build_class__ arguments"));
    };
    let bases = resolve_bases(cx, original)?;
    let mut meta = match metaclass.bound() {
        Some(metaclass) => metaclass,
        None => bases
            .values()
            .first()
            .map_or(runtime::builtin_type(number::TYPE), |&base| cx.type_of(base))
            .value(),
    };
    if let Some(mut winner) = meta.cast::<Type>() {
        for &base in bases.values() {
            let other = cx.type_of(base);
            if winner.is_subclass_of(other) {
                continue;
            }
            if !other.is_subclass_of(winner) {
                return Err(cx.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
                        .into(),
                ));
            }
            winner = other;
        }
        meta = winner.value();
    }
    let names_tuple = tuple::with_len(cx, keywords.len())?;
    let mut room = cx.scratch(keywords.len() + 3)?;
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.next_from(position) {
        position = next;
        cx.store(names_tuple.object(), &names_tuple.items()[index], key);
        room.as_mut_slice()[3 + index] = value;
        index += 1;
    }
    room.as_mut_slice()[1] = name;
    room.as_mut_slice()[2] = bases.value();
    let prepare = attr::get_optional(cx, meta, names::get(names::__PREPARE__))?;
    let namespace = match prepare {
        Some(prepare) => {
            call::call(cx, prepare, &CallArgs::with_keywords(&room.as_slice()[1..], Some(names_tuple)))?
        }
        None => dict::new(cx)?.value(),
    };
    if cx.type_of(namespace).slots().getitem.is_none() {
        let maker = match meta.cast::<Type>() {
            Some(meta) => cx.class_name(meta),
            None => "<metaclass>".into(),
        };
        let shown = cx.type_name(namespace);
        return Err(cx.type_error(format!("{maker}.__prepare__() must return a mapping, not {shown}")));
    }
    let cell = interp::run_class_body(cx, body, namespace)?;
    if bases != original {
        protocol::item::set(cx, namespace, names::get(names::__ORIG_BASES__), original.value())?;
    }
    room.as_mut_slice()[0] = name;
    room.as_mut_slice()[1] = bases.value();
    room.as_mut_slice()[2] = namespace;
    let class = call::call(cx, meta, &CallArgs::with_keywords(room.as_slice(), Some(names_tuple)))?;
    if let (Some(cell), Some(_)) = (cell.cast::<Cell>(), class.cast::<Type>()) {
        let contents = cell.get();
        if contents.is_unbound() {
            let text = format!(
                "__class__ not set defining {} as {}. Was __classcell__ propagated to type.__new__?",
                protocol::repr_string(cx, name)?,
                protocol::repr_string(cx, class)?
            );
            return Err(cx.error(exceptions::RUNTIME_ERROR, text));
        }
        if contents != class {
            let text = format!(
                "__class__ set to {} defining {} as {}",
                protocol::repr_string(cx, contents)?,
                protocol::repr_string(cx, name)?,
                protocol::repr_string(cx, class)?
            );
            return Err(cx.type_error(text));
        }
    }
    Ok(class)
}
