//! `_symtable`: the compiler's symbol tables, for module `symtable`.
//!
//! Thread-safety: an entry does not change once it is made; what it hands out are lists and dicts.

use typhon_compiler::{FLAGS, PLACES, SCOPE_OFFSET, Table, TableKind};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::receiver;
use typhon_vm::gc::{Header, Slot};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef, UnaryFn};
use typhon_vm::types::dict;
use typhon_vm::types::int;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use crate::builtins::source_bytes;
use crate::compile::{self, Mode, Options};
use crate::system;

object_struct! {
    /// The table of a scope.
    struct Entry: "symtable entry", fixed {
        slots {
            name,
            /// Dict of the names' flags.
            symbols,
            /// List of the parameters.
            parameters,
            /// List of the inner scopes' entries.
            children,
        }
        fields {
            kind: TableKind,
            nested: bool,
            line: u32,
        }
    }
}

fn of(cx: &Cx, value: Value) -> R<Obj<Entry>> {
    receiver(cx, value)
}

fn number(number: u32) -> Value {
    Value::small_int_unchecked(number.into())
}

/// An entry without children so far.
fn entry(cx: &Cx, table: &Table) -> R<Value> {
    let name = str_::from_str(cx, &table.name)?;
    let symbols = dict::new(cx)?;
    for (name, flags) in &table.symbols {
        dict::set(cx, symbols, cx.intern(name)?, number(*flags))?;
    }
    let parameters = list::new(cx)?;
    for name in &table.parameters {
        list::append(cx, parameters, cx.intern(name)?)?;
    }
    let made = Entry {
        header: Header::new(ENTRY_TYPE.shape_id(cx)?, 0),
        name: Slot::of(name),
        symbols: Slot::of(symbols.value()),
        parameters: Slot::of(parameters.value()),
        children: Slot::of(list::new(cx)?.value()),
        kind: table.kind,
        nested: table.nested,
        line: table.line,
    };
    Ok(cx.alloc(made)?.value())
}

/// `symtable(source, filename, startstr)`.
fn symtable(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::fspath(cx, args[1])?;
    let filename = match path.cast::<Str>() {
        Some(text) => text.to_string_lossy(),
        None => String::from_utf8_lossy(&system::raw_of(cx, path)?.unwrap_or_default()).into_owned(),
    };
    if filename.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    let Some(start) = args[2].cast::<Str>() else {
        let shown = cx.type_name(args[2]);
        return Err(cx.type_error(format!("symtable() argument 3 must be str, not {shown}")));
    };
    let source = source_bytes(cx, "symtable", args[0], "string or bytes object")?;
    let mode = match start.to_string_lossy().as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => return Err(cx.value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'")),
    };
    let options = Options { ignore_cookie: args[0].cast::<Str>().is_some(), ..Options::default() };
    let tables = compile::symbol_tables(cx, &source, &filename, mode, &options)?;
    let entries = list::with_capacity(cx, tables.len())?;
    for table in &tables {
        list::append(cx, entries, entry(cx, table)?)?;
    }
    for (index, table) in tables.iter().enumerate() {
        let parent = list::get(entries, index).and_then(|entry| entry.cast::<Entry>());
        let Some(inner) = parent.and_then(|parent| parent.children.get().cast::<List>()) else { break };
        for &child in &table.children {
            if let Some(child) = list::get(entries, child) {
                list::append(cx, inner, child)?;
            }
        }
    }
    list::get(entries, 0).ok_or_else(|| cx.system_error("a module without symbol table"))
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = of(cx, value)?;
    let name = this.name.get().cast::<Str>().map(|name| name.to_string_lossy()).unwrap_or_default();
    str_::from_str(cx, &format!("<symtable entry {name}({}), line {}>", value.bits(), this.line))
}

fn read_only(cx: &Cx, _: Value, _: Option<Value>) -> R<()> {
    Err(cx.error(exceptions::ATTRIBUTE_ERROR, "readonly attribute".into()))
}

const fn attribute(name: &'static str, get: UnaryFn) -> GetSetDef {
    GetSetDef { name, doc: "", get, set: Some(read_only) }
}

static ENTRY: TypeDef = TypeDef {
    name: "symtable entry",
    layout: Entry::LAYOUT,
    slots: SlotTable { repr: Some(repr), ..SlotTable::NONE },
    getset: &[
        attribute("id", |cx, value| int::from_u64(cx, value.bits())),
        attribute("name", |cx, value| Ok(of(cx, value)?.name.get())),
        attribute("symbols", |cx, value| Ok(of(cx, value)?.symbols.get())),
        attribute("varnames", |cx, value| Ok(of(cx, value)?.parameters.get())),
        attribute("children", |cx, value| Ok(of(cx, value)?.children.get())),
        attribute("nested", |cx, value| Ok(number(of(cx, value)?.nested.into()))),
        attribute("type", |cx, value| Ok(number(of(cx, value)?.kind as u32))),
        attribute("lineno", |cx, value| Ok(number(of(cx, value)?.line))),
    ],
    ..TypeDef::DEFAULT
};

static ENTRY_TYPE: NativeType = NativeType::new(&ENTRY);

const KINDS: [(&str, TableKind); 7] = [
    ("TYPE_FUNCTION", TableKind::Function),
    ("TYPE_CLASS", TableKind::Class),
    ("TYPE_MODULE", TableKind::Module),
    ("TYPE_ANNOTATION", TableKind::Annotation),
    ("TYPE_TYPE_ALIAS", TableKind::TypeAlias),
    ("TYPE_TYPE_PARAMETERS", TableKind::TypeParameters),
    ("TYPE_TYPE_VARIABLE", TableKind::TypeVariable),
];

/// The module.
pub static SYMTABLE: ModuleDef = ModuleDef {
    name: "_symtable",
    doc: "",
    functions: &[MethodDef::function(
        "symtable(source, filename, startstr, /)",
        "Return symbol and scope dictionaries used internally by compiler.",
        symtable,
    )],
    init: |cx, namespace| {
        let kinds = KINDS.map(|(name, kind)| (name, kind as u32));
        let shape = [("SCOPE_OFF", SCOPE_OFFSET), ("SCOPE_MASK", 15)];
        for (name, value) in FLAGS.into_iter().chain(kinds).chain(PLACES).chain(shape) {
            dict::set(cx, namespace, cx.intern(name)?, number(value))?;
        }
        Ok(())
    },
};
