//! `_csv`: rows of fields from and to lines of text.
//!
//! Thread-safety: dialects are immutable, the registry is a dict; a reader keeps only the number of lines it has seen, a writer nothing, so
//! threads sharing one get whole rows.

mod dialect;
mod reader;
mod writer;

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::add_types;
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::kept::Kept;
use typhon_vm::object::Obj;
use typhon_vm::protocol::index;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::list;
use typhon_vm::types::str_::Str;
use typhon_vm::{Value, exceptions};

/// Longest field that a reader accepts.
static FIELD_LIMIT: AtomicI64 = AtomicI64::new(128 * 1024);
/// `_csv.Error`.
static ERROR: Declared = Declared::new("_csv", "Error", &[exceptions::EXCEPTION], "");
/// The registered dialects.
static DIALECTS: Kept = Kept::new();

fn dialects(cx: &Cx) -> R<Obj<Dict>> {
    let dialects = DIALECTS.get_or_make(cx, || Ok(dict::new(cx)?.value()))?;
    dialects.cast::<Dict>().ok_or_else(|| cx.system_error("dialects are no dict"))
}

fn registered(cx: &Cx, name: Value) -> R<Value> {
    dict::get(cx, dialects(cx)?, name)?.ok_or_else(|| ERROR.error(cx, "unknown dialect"))
}

fn register_dialect(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].cast::<Str>().is_none() {
        return Err(cx.type_error("dialect name must be a string".into()));
    }
    let dialect = dialect::from_arguments(cx, args[1], args[2])?;
    dict::set(cx, dialects(cx)?, args[0], dialect)?;
    Ok(Value::NONE)
}

fn unregister_dialect(cx: &Cx, args: &[Value]) -> R<Value> {
    match dict::remove(cx, dialects(cx)?, args[0])? {
        Some(_) => Ok(Value::NONE),
        None => Err(ERROR.error(cx, "unknown dialect")),
    }
}

fn field_size_limit(cx: &Cx, args: &[Value]) -> R<Value> {
    let old = FIELD_LIMIT.load(Ordering::Relaxed);
    if let Some(limit) = args[0].bound() {
        if !int::is_int(limit) {
            return Err(cx.type_error("limit must be an integer".into()));
        }
        FIELD_LIMIT.store(index::to_i64(cx, limit)?, Ordering::Relaxed);
    }
    int::from_i64(cx, old)
}

fn init(cx: &Cx, module: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, module, cx.intern(name)?, value);
    put("Error", ERROR.class(cx)?)?;
    put("_dialects", dialects(cx)?.value())?;
    for (name, number) in dialect::QUOTINGS {
        put(name, Value::small_int_unchecked(*number))?;
    }
    add_types(cx, module, &[&dialect::DIALECT_TYPE])?;
    reader::READER_TYPE.class(cx)?;
    writer::WRITER_TYPE.class(cx)?;
    // The functions `reader` and `writer` have the names of the types, which are reached through their objects.
    Ok(())
}

/// The module.
pub static CSV: ModuleDef = ModuleDef {
    name: "_csv",
    doc: "CSV parsing and writing.",
    functions: &[
        MethodDef::function(
            "reader(iterable, /, dialect='excel', **fmtparams)",
            "Return a reader object that will process lines from the given iterable.",
            reader::make,
        ),
        MethodDef::function(
            "writer(fileobj, /, dialect='excel', **fmtparams)",
            "Return a writer object that will write user data on the given file object.",
            writer::make,
        ),
        MethodDef::function("list_dialects()", "Return a list of all known dialect names.", |cx, _| {
            Ok(list::from_iterable(cx, dialects(cx)?.value())?.value())
        }),
        MethodDef::function(
            "register_dialect(name, /, dialect='excel', **fmtparams)",
            "Create a mapping from a string name to a CVS dialect.",
            register_dialect,
        ),
        MethodDef::function(
            "unregister_dialect(name)",
            "Delete the name/dialect mapping associated with a string name.",
            unregister_dialect,
        ),
        MethodDef::function(
            "get_dialect(name)",
            "Return the dialect instance associated with name.",
            |cx, args| registered(cx, args[0]),
        ),
        MethodDef::function(
            "field_size_limit(new_limit=<unrepresentable>)",
            "Sets an upper limit on parsed fields.\n\nReturns old limit. If limit is not given, no new limit is set and\nthe old limit is \
             returned",
            field_size_limit,
        ),
    ],
    init,
};
