//! `_tokenize`: the tokens of a text, for module `tokenize`.
//!
//! Thread-safety: the tokens are found when the iterator is made; a position that only grows says which comes next, as with all cursors.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_compiler::tokens::{TokenInfo, tokenize};
use typhon_compiler::{CompileError, ErrorKind};
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::dict;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, exceptions, protocol};

use crate::compile;

/// An iterator over tokens.
#[repr(C)]
struct TokenizerIter {
    header: Header,
    /// List of tuples.
    tokens: Slot,
    /// The exception that ends the iteration, or `None`.
    error: Slot,
    next: AtomicUsize,
}

static LAYOUT: Layout = Layout::fixed("TokenizerIter", size_of::<TokenizerIter>(), trace);

// SAFETY: repr(C), header first, both slots traced, the position is atomic.
unsafe impl Payload for TokenizerIter {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these iterators only.
    let this = unsafe { Obj::<TokenizerIter>::cast_unchecked(object) };
    tracer.slot(&this.tokens);
    tracer.slot(&this.error);
}

static TYPE: NativeType = NativeType::new(&TOKENIZER_ITER);

/// All that `readline` gives.
fn read_all(cx: &Cx, readline: Value, is_bytes: bool) -> R<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let line = match call::call_values(cx, readline, &[]) {
            Ok(line) => line,
            Err(raised) if cx.matches(raised, exceptions::STOP_ITERATION) => return Ok(bytes),
            Err(raised) => return Err(raised),
        };
        let before = bytes.len();
        if is_bytes {
            let Some(line) = line.cast::<Bytes>() else {
                return Err(cx.type_error("readline() returned a non-bytes object".into()));
            };
            bytes.extend_from_slice(line.as_slice());
        } else {
            let Some(line) = line.cast::<Str>() else {
                return Err(cx.type_error("readline() returned a non-string object".into()));
            };
            crate::stdio::encode(cx, &mut bytes, line)?;
        }
        if bytes.len() == before {
            return Ok(bytes);
        }
    }
}

fn token_tuple(cx: &Cx, token: &TokenInfo) -> R<Value> {
    let place = |(line, column): (u32, i32)| -> R<Value> {
        let parts = [i64::from(line), i64::from(column)].map(Value::small_int_unchecked);
        Ok(tuple::from_slice(cx, &parts)?.value())
    };
    let parts = [
        Value::small_int_unchecked(token.kind.into()),
        str_::from_str(cx, &token.text)?,
        place(token.start)?,
        place(token.end)?,
        str_::from_str(cx, &token.line)?,
    ];
    Ok(tuple::from_slice(cx, &parts)?.value())
}

/// The exception for what ends the tokens. One about an indentation has no end, and its line no line break.
fn raised(cx: &Cx, error: &CompileError) -> R<Value> {
    let class = match error.kind {
        ErrorKind::Indentation => exceptions::INDENTATION_ERROR,
        ErrorKind::Tab => exceptions::TAB_ERROR,
        _ => return Ok(compile::raise(cx, error, "<string>").0),
    };
    let line = error.text.as_deref().unwrap_or_default().trim_end_matches('\n');
    let details = [
        str_::from_str(cx, "<string>")?,
        Value::small_int_unchecked(error.line.into()),
        Value::small_int_unchecked(error.column.into()),
        str_::from_str(cx, line)?,
        Value::NONE,
        Value::NONE,
    ];
    let parts = [str_::from_str(cx, &error.message)?, tuple::from_slice(cx, &details)?.value()];
    call::call_values(cx, exceptions::class_value(class), &parts)
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let encoding = args[2].bound().and_then(|name| name.cast::<Str>()).map(|name| name.to_string_lossy());
    let extra = match args[3].bound() {
        Some(extra) => protocol::is_true(cx, extra)?,
        None => return Err(cx.type_error("TokenizerIter() missing required argument 'extra_tokens'".into())),
    };
    let bytes = read_all(cx, args[1], encoding.is_some())?;
    let (found, error) =
        compile::on_its_stack(cx, "<string>", |_| Ok(tokenize(&bytes, encoding.as_deref(), extra)))?;
    let tokens = list::with_capacity(cx, found.len())?;
    for token in &found {
        list::append(cx, tokens, token_tuple(cx, token)?)?;
    }
    let error = match error {
        Some(error) => raised(cx, &error)?,
        None => Value::NONE,
    };
    let header = Header::new(TYPE.shape_id(cx)?, 0);
    let made = TokenizerIter {
        header,
        tokens: Slot::of(tokens.value()),
        error: Slot::of(error),
        next: AtomicUsize::new(0),
    };
    Ok(cx.alloc(made)?.value())
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let Some(this) = value.cast::<TokenizerIter>() else {
        return Err(cx.system_error("TokenizerIter expected"));
    };
    let Some(tokens) = this.tokens.get().cast::<List>() else { return Ok(None) };
    if let Some(token) = list::get(tokens, this.next.fetch_add(1, Ordering::Relaxed)) {
        return Ok(Some(token));
    }
    let error = this.error.get();
    if error.is_none() {
        return Ok(None);
    }
    cx.store(this.object(), &this.error, Value::NONE);
    Err(exceptions::raise(cx, error))
}

static NEW: MethodDef = MethodDef::function(
    "__new__($type, readline, /, *, encoding=None, extra_tokens=<unrepresentable>)",
    "Divide the text that readline gives.",
    new,
);

static TOKENIZER_ITER: TypeDef = TypeDef {
    name: "TokenizerIter",
    module: "_tokenize",
    doc: "An iterator over the tokens of a text.",
    layout: &LAYOUT,
    new: Some(&NEW),
    slots: SlotTable {
        iter: Some(|_, value| Ok(value)),
        next: Some(next),
        init: Some(|_, _, _| Ok(())),
        ..SlotTable::NONE
    },
    ..TypeDef::DEFAULT
};

/// The module.
pub static TOKENIZE: ModuleDef = ModuleDef {
    name: "_tokenize",
    doc: "The tokens of Python's grammar.",
    functions: &[],
    init: |cx, namespace| dict::set(cx, namespace, cx.intern("TokenizerIter")?, TYPE.class(cx)?.value()),
};
