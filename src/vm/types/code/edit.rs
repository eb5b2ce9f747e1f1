//! Code objects from parts: `code(…)`, `replace`. What comes out is checked as a `.pyc` file is, so no part can do harm.

use std::sync::Arc;

use typhon_bytecode::verify::verify;
use typhon_bytecode::{Code, CodeFlags, Constant, Local, Positions, Text, tables};

use super::{PyCode, names_where, new};
use crate::context::{Cx, R};
use crate::declare::receiver;
use crate::exceptions;
use crate::object::{Obj, Payload};
use crate::protocol::index;
use crate::types::bytes::Bytes;
use crate::types::dict::Dict;
use crate::types::int::Int;
use crate::types::set::{self, Set};
use crate::types::slice::Slice;
use crate::types::str_::{self, Str};
use crate::types::tuple::Tuple;
use crate::types::{complex, int, number};
use crate::value::Value;

/// The parts by the names of `replace`, in the order of the constructor.
const PARTS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

/// How a part is named in messages.
#[derive(Clone, Copy)]
enum Caller {
    Constructor,
    Replace,
}

impl Caller {
    fn argument(self, index: usize) -> String {
        match self {
            Caller::Constructor => format!("code() argument {}", index + 1),
            Caller::Replace => format!("replace() argument '{}'", PARTS[index]),
        }
    }
}

/// Values for some of the parts; `UNBOUND` where the code object keeps its own.
struct Parts<'a> {
    caller: Caller,
    values: &'a [Value],
}

impl Parts<'_> {
    fn given(&self, name: &str) -> Option<(usize, Value)> {
        let index = PARTS.iter().position(|part| *part == name)?;
        Some((index, self.values.get(index)?.bound()?))
    }

    fn checked<T: Payload>(&self, cx: &Cx, name: &str, kind: &str) -> R<Option<Obj<T>>> {
        let Some((index, value)) = self.given(name) else { return Ok(None) };
        match value.cast::<T>() {
            Some(part) => Ok(Some(part)),
            None => {
                let (argument, shown) = (self.caller.argument(index), cx.type_name(value));
                Err(cx.type_error(format!("{argument} must be {kind}, not {shown}")))
            }
        }
    }

    /// In the order of the parts, whatever is wrong with their values.
    fn check_types(&self, cx: &Cx) -> R<()> {
        for name in PARTS {
            match name {
                "co_code" | "co_linetable" | "co_exceptiontable" => {
                    self.bytes(cx, name)?;
                }
                "co_consts" | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" => {
                    self.checked::<Tuple>(cx, name, "tuple")?;
                }
                "co_filename" | "co_name" | "co_qualname" => {
                    self.checked::<Str>(cx, name, "str")?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn number(&self, cx: &Cx, name: &str, own: u32) -> R<u32> {
        let Some((_, value)) = self.given(name) else { return Ok(own) };
        let number = index::to_i64(cx, value)?;
        let too_large = "Python int too large to convert to C int";
        let number =
            i32::try_from(number).map_err(|_| cx.error(exceptions::OVERFLOW_ERROR, too_large.into()))?;
        u32::try_from(number).map_err(|_| match self.caller {
            Caller::Constructor => {
                cx.value_error(&format!("code: {} must not be negative", name.trim_start_matches("co_")))
            }
            Caller::Replace => cx.value_error(&format!("{name} must be a positive integer")),
        })
    }

    fn text(&self, cx: &Cx, name: &str, own: &Text) -> R<Text> {
        Ok(self.checked::<Str>(cx, name, "str")?.map_or_else(|| own.clone(), str_::to_text))
    }

    fn bytes(&self, cx: &Cx, name: &str) -> R<Option<Obj<Bytes>>> {
        self.checked::<Bytes>(cx, name, "bytes")
    }

    fn names(&self, cx: &Cx, name: &str, own: Vec<Text>) -> R<Vec<Text>> {
        let Some(tuple) = self.checked::<Tuple>(cx, name, "tuple")? else { return Ok(own) };
        let texts = tuple.values().iter().map(|value| value.cast::<Str>().map(str_::to_text));
        texts.collect::<Option<_>>().ok_or_else(|| cx.system_error("non-string found in code slot"))
    }
}

/// `code(…)`.
pub(super) fn code_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let empty = Code {
        name: Text::default(),
        qualname: Text::default(),
        filename: Text::default(),
        first_line: 0,
        flags: CodeFlags::default(),
        arg_count: 0,
        positional_only: 0,
        keyword_only: 0,
        locals: Box::new([]),
        registers: 0,
        words: Box::new([]),
        constants: Box::new([]),
        names: Box::new([]),
        exceptions: Box::new([]),
        positions: Positions::default(),
    };
    build(cx, &empty, &Parts { caller: Caller::Constructor, values: &args[1..] })
}

/// `code.replace(**changes)`.
pub(super) fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let code = receiver::<PyCode>(cx, args[0])?;
    let mut values = cx.scratch(PARTS.len())?;
    if let Some(changes) = args[1].cast::<Dict>() {
        let mut at = 0;
        while let Some((next, name, value)) = changes.next_from(at) {
            at = next;
            let name = crate::types::str_::to_rust(name).unwrap_or_default();
            match PARTS.iter().position(|part| *part == name) {
                Some(index) => values.as_mut_slice()[index] = value,
                None => {
                    let message = format!("replace() got an unexpected keyword argument '{name}'");
                    return Err(cx.type_error(message));
                }
            }
        }
    }
    build(cx, code.data(), &Parts { caller: Caller::Replace, values: values.as_slice() })
}

fn build(cx: &Cx, own: &Code, parts: &Parts<'_>) -> R<Value> {
    parts.check_types(cx)?;
    let own_names = |wanted| names_where(own, wanted);
    let malformed = |part: &str| cx.value_error(&format!("code: {part} is malformed"));
    let mut code = Code {
        name: parts.text(cx, "co_name", &own.name)?,
        qualname: parts.text(cx, "co_qualname", &own.qualname)?,
        filename: parts.text(cx, "co_filename", &own.filename)?,
        arg_count: parts.number(cx, "co_argcount", own.arg_count)?,
        positional_only: parts.number(cx, "co_posonlyargcount", own.positional_only)?,
        keyword_only: parts.number(cx, "co_kwonlyargcount", own.keyword_only)?,
        flags: CodeFlags(parts.number(cx, "co_flags", own.flags.0)?),
        first_line: parts.number(cx, "co_firstlineno", own.first_line)?,
        ..own.clone()
    };
    let variables = parts.names(cx, "co_varnames", own_names(super::is_variable))?;
    let cells = parts.names(cx, "co_cellvars", own_names(super::is_cell))?;
    let free = parts.names(cx, "co_freevars", own_names(super::is_free))?;
    let count = parts.number(cx, "co_nlocals", variables.len() as u32)?;
    let parameters = code.parameter_count();
    if code.positional_only > code.arg_count || (variables.len() as u64) < parameters {
        return Err(cx.value_error("code: co_varnames is too small"));
    }
    if count as usize != variables.len() {
        return Err(cx.value_error("code: co_nlocals != len(co_varnames)"));
    }
    let own_temporaries = own.registers - own.locals.len() as u32;
    let temporaries = parts.number(cx, "co_stacksize", own_temporaries)?;
    code.locals = locals(own, variables, cells, free, parameters);
    code.registers = code.locals.len() as u32 + temporaries;
    code.names = parts.names(cx, "co_names", own.names.to_vec())?.into();
    if let Some(bytes) = parts.bytes(cx, "co_code")? {
        let (words, rest) = bytes.as_slice().as_chunks::<8>();
        if !rest.is_empty() {
            return Err(malformed("co_code"));
        }
        code.words = words.iter().map(|word| u64::from_le_bytes(*word)).collect();
    }
    if let Some(bytes) = parts.bytes(cx, "co_linetable")? {
        let positions = tables::positions(bytes.as_slice(), code.first_line);
        code.positions = positions.ok_or_else(|| malformed("co_linetable"))?.into();
    } else if code.first_line != own.first_line {
        // As in CPython the table counts from the first line.
        let moved = i64::from(code.first_line) - i64::from(own.first_line);
        let mut positions = code.positions.to_vec();
        for (_, position) in &mut positions {
            if position.line != 0 {
                position.line = (i64::from(position.line) + moved).clamp(0, u32::MAX.into()) as u32;
                position.end_line = (i64::from(position.end_line) + moved).clamp(0, u32::MAX.into()) as u32;
            }
        }
        code.positions = positions.into();
    }
    if let Some(bytes) = parts.bytes(cx, "co_exceptiontable")? {
        let entries = tables::exception_entries(bytes.as_slice());
        code.exceptions = entries.ok_or_else(|| malformed("co_exceptiontable"))?.into();
    }
    if let Some(constants) = parts.checked::<Tuple>(cx, "co_consts", "tuple")? {
        code.constants =
            constants.values().iter().map(|&value| constant(cx, value)).collect::<R<Vec<_>>>()?.into();
    }
    if let Err(flaw) = verify(&code) {
        return Err(cx.value_error(&format!("code: {flaw}")));
    }
    Ok(new(cx, &Arc::new(code))?.value())
}

/// Named registers: renamed where their numbers are the old ones, else in the order in which the compiler lays them out.
fn locals(
    own: &Code,
    variables: Vec<Text>,
    cells: Vec<Text>,
    free: Vec<Text>,
    parameters: u64,
) -> Box<[Local]> {
    let count = |wanted: fn(&Local) -> bool| own.locals.iter().filter(|local| wanted(local)).count();
    let is_same_layout = count(super::is_variable) == variables.len()
        && count(super::is_cell) == cells.len()
        && count(super::is_free) == free.len()
        && own.parameter_count() == parameters;
    if is_same_layout {
        let (mut variables, mut cells, mut free) =
            (variables.into_iter(), cells.into_iter(), free.into_iter());
        let rename = |local: &Local| {
            let mut names = [
                super::is_variable(local).then(|| variables.next()),
                super::is_cell(local).then(|| cells.next()),
            ];
            let free = super::is_free(local).then(|| free.next());
            let name = names.iter_mut().find_map(|name| name.take().flatten()).or(free.flatten());
            Local { name: name.unwrap_or_else(|| local.name.clone()), ..local.clone() }
        };
        return own.locals.iter().map(rename).collect();
    }
    let mut locals: Vec<Local> = Vec::new();
    for (index, name) in variables.into_iter().enumerate() {
        let is_cell = cells.contains(&name);
        locals.push(Local { name, is_cell, is_free: false, is_parameter: (index as u64) < parameters });
    }
    for name in cells {
        if !locals.iter().any(|local| local.name == name) {
            locals.push(Local { name, is_cell: true, is_free: false, is_parameter: false });
        }
    }
    locals.extend(free.into_iter().map(|name| Local {
        name,
        is_cell: true,
        is_free: true,
        is_parameter: false,
    }));
    locals.into()
}

/// A value as a constant.
pub fn constant(cx: &Cx, value: Value) -> R<Constant> {
    cx.check_stack()?;
    let all = |values: &[Value]| values.iter().map(|&value| constant(cx, value)).collect::<R<Vec<_>>>();
    if value.is_none() {
        return Ok(Constant::None);
    }
    if value == Value::ELLIPSIS {
        return Ok(Constant::Ellipsis);
    }
    if value.is_bool() {
        return Ok(Constant::Bool(value == Value::TRUE));
    }
    if let Some(number) = value.as_float() {
        return Ok(Constant::Float(number));
    }
    if int::is_exact_int(value) {
        if let Some(number) = int::to_i64(value) {
            return Ok(Constant::Int(number));
        }
        if let Some(Int::Big(big)) = Int::of(value) {
            let magnitude = int::magnitude_bytes(value).into();
            return Ok(Constant::BigInt { negative: big.is_negative(), magnitude });
        }
    }
    let class = cx.type_of(value);
    let is_exact = |number| class == crate::runtime::builtin_type(number);
    if is_exact(number::STR)
        && let Some(text) = value.cast::<Str>()
    {
        return Ok(Constant::Str(str_::to_text(text)));
    }
    if is_exact(number::BYTES)
        && let Some(bytes) = value.cast::<Bytes>()
    {
        return Ok(Constant::Bytes(bytes.as_slice().into()));
    }
    if is_exact(number::TUPLE)
        && let Some(tuple) = value.cast::<Tuple>()
    {
        return Ok(Constant::Tuple(all(tuple.values())?.into()));
    }
    if is_exact(number::FROZENSET)
        && let Some(frozen) = value.cast::<Set>()
    {
        return Ok(Constant::FrozenSet(all(set::to_tuple(cx, frozen)?.values())?.into()));
    }
    if is_exact(number::COMPLEX)
        && let Some((real, imag)) = complex::of(value)
    {
        return Ok(Constant::Complex { real, imag });
    }
    if let Some(slice) = value.cast::<Slice>() {
        let parts = all(&[slice.start(), slice.stop(), slice.step()])?;
        if let Ok(parts) = <[Constant; 3]>::try_from(parts) {
            return Ok(Constant::Slice(Box::new(parts)));
        }
    }
    if let Some(code) = value.cast::<super::PyCode>() {
        return Ok(Constant::Code(code.shared().code_arc()));
    }
    Err(cx.type_error(format!("a code object cannot have a constant of type {}", cx.type_name(value))))
}
