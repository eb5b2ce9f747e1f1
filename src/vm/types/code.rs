//! `code`: a compiled body with its constants as objects. Immutable, but for the list of its executables and the name of its file.
//!
//! The plain data (`bytecode::Code`) is shared with the code objects of nested functions, lies outside the heap, and is freed when the last of them
//! has died.

mod edit;
mod iterate;

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, OnceLock};

use typhon_bytecode::liveness::Liveness;
use typhon_bytecode::{Code, Constant, Insn, Local, Op, Text, tables};
use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::exceptions;
use crate::intern;
use crate::interp::executable::Executable;
use crate::monitoring::code::Watch;
use crate::object::{Obj, Payload, lock_object};
use crate::payloads::{self, Taken};
use crate::protocol;
use crate::sync::Mutex;
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::Dict;
use crate::types::tuple::{self, Array};
use crate::types::{bytes, complex, int, number, set, slice, str_};
use crate::value::{SlotExt, Value};

pub use edit::constant;
pub use iterate::{LINE_ITERATOR, POSITIONS_ITERATOR};

/// Bytes outside the heap for each instruction word: the word, its position, its share of names and constants.
const WORD_COST: usize = 32;

/// Facts about a code object that are computed once.
struct Shared {
    /// The compiled data, from `Arc::into_raw`. No count that was ever here is given up before this is dropped.
    code: AtomicPtr<Code>,
    /// The data there was before the file was named anew: other threads may still look at it.
    before: Mutex<Vec<Arc<Code>>>,
    liveness: OnceLock<Liveness>,
    cache_offsets: OnceLock<Box<[u32]>>,
    watch: OnceLock<Box<Watch>>,
}

/// A Python code object.
#[repr(C)]
pub struct PyCode {
    header: Header,
    /// Made by `Box::into_raw`, never replaced, freed after the collection that found the object dead.
    shared: AtomicPtr<Shared>,
    constants: Slot,
    names: Slot,
    /// `Array` of the interned names of the parameters that can be passed by name or must be; made when a call first needs it.
    parameters: Slot,
    /// `Array` of name and qualified name, likewise for the first function.
    titles: Slot,
    /// `Array` of executables, one per globals dict.
    executables: Slot,
}

/// Layout of code objects.
pub static LAYOUT: Layout = Layout { take: Some(take), ..Layout::fixed("code", size_of::<PyCode>(), trace) };

/// # Safety
/// The object is a dead code object.
unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: as the caller promises; nobody will follow the pointer again.
    unsafe { Box::from_raw(Obj::<PyCode>::cast_unchecked(object).shared.load(Ordering::Acquire)) }
}

// SAFETY: repr(C), header first, every slot traced; the shared part is immutable.
unsafe impl Payload for PyCode {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for code objects only.
    let code = unsafe { Obj::<PyCode>::cast_unchecked(object) };
    tracer.slot(&code.constants);
    tracer.slot(&code.names);
    tracer.slot(&code.parameters);
    tracer.slot(&code.titles);
    tracer.slot(&code.executables);
}

impl Shared {
    fn new(code: Arc<Code>) -> Shared {
        Shared {
            code: AtomicPtr::new(Arc::into_raw(code).cast_mut()),
            before: Mutex::new(Vec::new()),
            liveness: OnceLock::new(),
            cache_offsets: OnceLock::new(),
            watch: OnceLock::new(),
        }
    }

    fn code(&self) -> &Code {
        // SAFETY: from `Arc::into_raw`, and alive as long as this (see the field).
        unsafe { &*self.code.load(Ordering::Acquire) }
    }

    fn code_arc(&self) -> Arc<Code> {
        let code = self.code.load(Ordering::Acquire);
        // SAFETY: from `Arc::into_raw`, and alive as long as this (see the field).
        unsafe { Arc::increment_strong_count(code) };
        // SAFETY: of the count that was just added.
        unsafe { Arc::from_raw(code) }
    }

    fn replace(&self, code: Arc<Code>) {
        let old = self.code.swap(Arc::into_raw(code).cast_mut(), Ordering::AcqRel);
        // SAFETY: from `Arc::into_raw`, and nobody else takes it out.
        self.before.lock().push(unsafe { Arc::from_raw(old) });
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: from `Arc::into_raw`; the last one is in no list.
        drop(unsafe { Arc::from_raw(*self.code.get_mut()) });
    }
}

impl PyCode {
    fn shared(&self) -> &Shared {
        // SAFETY: freed only when the object is dead.
        unsafe { &*self.shared.load(Ordering::Acquire) }
    }

    pub fn data(&self) -> &Code {
        self.shared().code()
    }

    /// How many cells its functions take from around them.
    pub fn free_count(&self) -> usize {
        self.data().free_count()
    }

    /// Which temporaries are live where.
    pub(crate) fn liveness(&self) -> &Liveness {
        self.shared().liveness.get_or_init(|| Liveness::of(self.data()))
    }

    /// Word offsets of the cache words.
    pub(crate) fn cache_offsets(&self) -> &[u32] {
        self.shared().cache_offsets.get_or_init(|| {
            let words = &self.data().words;
            let (mut offset, mut found) = (0, Vec::new());
            while offset < words.len() {
                let Some(op) = Insn(words[offset]).op() else { break };
                if op.row().cache_words == 1 {
                    found.push(offset as u32 + 1);
                }
                offset += Op::words(op);
            }
            found.into()
        })
    }

    /// What tools want to know of this code in particular; `None` where no tool ever did.
    pub(crate) fn watch(&self) -> Option<&Watch> {
        self.shared().watch.get().map(|watch| &**watch)
    }

    /// The same, made on first use.
    pub(crate) fn watch_or_new(&self) -> &Watch {
        self.shared().watch.get_or_init(|| Box::new(Watch::new()))
    }

    pub(crate) fn constants(&self) -> Obj<Array> {
        // SAFETY: set at creation.
        unsafe { Obj::of_value_unchecked(self.constants.get()) }
    }

    pub(crate) fn names(&self) -> Obj<Array> {
        // SAFETY: set at creation.
        unsafe { Obj::of_value_unchecked(self.names.get()) }
    }

    /// The interned names of the parameters but `*` and `**`, in the order of their registers.
    pub(crate) fn parameters(this: Obj<PyCode>, cx: &Cx) -> R<Obj<Array>> {
        let code = this.data();
        let named = &code.locals[..(code.arg_count + code.keyword_only) as usize];
        let names = named.iter().map(|local| &local.name);
        PyCode::interned(this, cx, &this.parameters, names)
    }

    /// The interned name and qualified name.
    pub(crate) fn titles(this: Obj<PyCode>, cx: &Cx) -> R<Obj<Array>> {
        let code = this.data();
        PyCode::interned(this, cx, &this.titles, [&code.name, &code.qualname].into_iter())
    }

    /// Texts as interned strings, made once. Threads that make them at the same time make the same.
    fn interned<'a>(
        this: Obj<PyCode>,
        cx: &Cx,
        slot: &Slot,
        texts: impl ExactSizeIterator<Item = &'a Text>,
    ) -> R<Obj<Array>> {
        if let Some(known) = slot.get().cast::<Array>() {
            return Ok(known);
        }
        let made = Array::new(cx, texts.len())?;
        for (item, text) in made.items().iter().zip(texts) {
            cx.store(made.object(), item, intern::of_text(cx, text)?.value());
        }
        cx.store(this.object(), slot, made.value());
        Ok(made)
    }

    /// The executable for a globals dict, made on first use.
    pub fn executable(this: Obj<PyCode>, cx: &Cx, globals: Obj<Dict>) -> R<Obj<Executable>> {
        loop {
            let seen = this.executables.get();
            let known = seen.cast::<Array>();
            for slot in known.iter().flat_map(|known| known.items()) {
                if let Some(executable) = slot.get().cast::<Executable>()
                    && executable.globals() == globals
                {
                    return Ok(executable);
                }
            }
            let builtins = crate::runtime::builtins_of(cx, globals)?;
            let fresh = Executable::new(cx, this, globals, builtins)?;
            let count = known.map_or(0, |known| known.len());
            let array = Array::new(cx, count + 1)?;
            for index in 0..count {
                if let Some(known) = known {
                    cx.store(array.object(), &array.items()[index], known.get(index));
                }
            }
            cx.store(array.object(), &array.items()[count], fresh.value());
            let _guard = lock_object(cx, this.object());
            if this.executables.get() == seen {
                cx.store(this.object(), &this.executables, array.value());
                return Ok(fresh);
            }
        }
    }
}

/// A code object of compiled data, with its constants made.
pub fn new(cx: &Cx, code: &Arc<Code>) -> R<Obj<PyCode>> {
    let constants = Array::new(cx, code.constants.len())?;
    for (slot, constant) in constants.items().iter().zip(&code.constants) {
        let value = constant_value(cx, constant)?;
        cx.store(constants.object(), slot, value);
    }
    let names = Array::new(cx, code.names.len())?;
    for (slot, name) in names.items().iter().zip(&code.names) {
        let name = intern::of_text(cx, name)?;
        cx.store(names.object(), slot, name.value());
    }
    let shared = Box::into_raw(Box::new(Shared::new(code.clone())));
    let made = cx.alloc(PyCode {
        header: Header::new(number::CODE, 0),
        shared: AtomicPtr::new(shared),
        constants: Slot::of(constants.value()),
        names: Slot::of(names.value()),
        parameters: Slot::of(Value::UNBOUND),
        titles: Slot::of(Value::UNBOUND),
        executables: Slot::of(Value::UNBOUND),
    });
    match made {
        Ok(made) => {
            payloads::watch(cx, made.object(), code.words.len() * WORD_COST);
            Ok(made)
        }
        Err(raised) => {
            // SAFETY: just made, and in no object.
            drop(unsafe { Box::from_raw(shared) });
            Err(raised)
        }
    }
}

/// Sets the file name of a code object and of those in its constants, as importing does where a cache has moved with its source. The
/// positions of running frames stay right, because nothing else changes.
pub fn set_filename(cx: &Cx, this: Obj<PyCode>, filename: &Text) {
    let guard = lock_object(cx, this.object());
    let code = Code { filename: filename.clone(), ..this.data().clone() };
    this.shared().replace(Arc::new(code));
    drop(guard);
    for slot in this.constants().items() {
        if let Some(nested) = slot.get().cast::<PyCode>() {
            set_filename(cx, nested, filename);
        }
    }
}

/// The object of a constant.
pub fn constant_value(cx: &Cx, constant: &Constant) -> R<Value> {
    Ok(match constant {
        Constant::None => Value::NONE,
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Bool(truth) => Value::from_bool(*truth),
        Constant::Int(number) => int::from_i64(cx, *number)?,
        Constant::BigInt { negative, magnitude } => int::from_magnitude(cx, *negative, magnitude)?,
        Constant::Float(number) => Value::from_float(*number),
        Constant::Complex { real, imag } => complex::new(cx, *real, *imag)?,
        Constant::Str(text) => {
            // Names and short words, as CPython interns them.
            let is_name = text
                .as_str()
                .is_some_and(|text| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
            let text = if is_name { intern::of_text(cx, text)? } else { str_::from_text(cx, text)? };
            text.value()
        }
        Constant::Bytes(content) => bytes::from_slice(cx, content)?,
        Constant::Tuple(items) => {
            let tuple = tuple::with_len(cx, items.len())?;
            for (slot, item) in tuple.items().iter().zip(items) {
                let item = constant_value(cx, item)?;
                cx.store(tuple.object(), slot, item);
            }
            tuple.value()
        }
        Constant::FrozenSet(items) => {
            let frozen = set::new_frozen(cx)?;
            for item in items {
                set::add(cx, frozen, constant_value(cx, item)?)?;
            }
            frozen.value()
        }
        Constant::Slice(parts) => {
            let [start, stop, step] = parts.as_ref();
            slice::new(cx, constant_value(cx, start)?, constant_value(cx, stop)?, constant_value(cx, step)?)?
        }
        Constant::Code(code) => new(cx, code)?.value(),
    })
}

fn data(cx: &Cx, value: Value) -> R<Arc<Code>> {
    match value.cast::<PyCode>() {
        Some(code) => Ok(code.shared().code_arc()),
        None => Err(cx.type_error(format!("expected code, got '{}'", cx.type_name(value)))),
    }
}

fn code_repr(cx: &Cx, value: Value) -> R<Value> {
    let code = data(cx, value)?;
    let (name, file, line) = (code.name.to_string_lossy(), code.filename.to_string_lossy(), code.first_line);
    str_::from_string(
        cx,
        format!("<code object {name} at {:#x}, file \"{file}\", line {line}>", value.bits()),
    )
}

fn code_hash(cx: &Cx, value: Value) -> R<i64> {
    let code = data(cx, value)?;
    let mut hasher = std::hash::DefaultHasher::new();
    (&code.name, code.first_line, code.flags.0, &code.words, &code.names).hash(&mut hasher);
    (code.arg_count, code.positional_only, code.keyword_only, code.constants.len()).hash(&mut hasher);
    Ok(int::avoid_minus_one(hasher.finish() as i64))
}

fn code_compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    match (left.cast::<PyCode>(), right.cast::<PyCode>()) {
        (Some(one), Some(other)) => {
            let equal = one == other || tables::equal(one.data(), other.data());
            Ok(Value::from_bool(equal == wanted))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// What `co_varnames` lists: parameters and locals that are no cells.
fn is_variable(local: &Local) -> bool {
    !local.is_free && (!local.is_cell || local.is_parameter)
}

fn is_cell(local: &Local) -> bool {
    local.is_cell && !local.is_free
}

fn is_free(local: &Local) -> bool {
    local.is_free
}

fn names_where(code: &Code, wanted: fn(&Local) -> bool) -> Vec<Text> {
    code.locals.iter().filter(|local| wanted(local)).map(|local| local.name.clone()).collect()
}

fn names_tuple(cx: &Cx, value: Value, wanted: fn(&Local) -> bool) -> R<Value> {
    let names = names_where(&*data(cx, value)?, wanted);
    let tuple = tuple::with_len(cx, names.len())?;
    for (slot, name) in tuple.items().iter().zip(names) {
        let name = intern::of_text(cx, &name)?;
        cx.store(tuple.object(), slot, name.value());
    }
    Ok(tuple.value())
}

fn code_bytes(cx: &Cx, value: Value) -> R<Value> {
    let words: Vec<u8> = data(cx, value)?.words.iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes::from_slice(cx, &words)
}

fn varname_from_oparg(cx: &Cx, args: &[Value]) -> R<Value> {
    let index = protocol::index::to_i64(cx, args[1])?;
    match usize::try_from(index).ok().and_then(|index| data(cx, args[0]).ok()?.locals.get(index).cloned()) {
        Some(local) => Ok(intern::of_text(cx, &local.name)?.value()),
        None => Err(cx.error(exceptions::INDEX_ERROR, "tuple index out of range".into())),
    }
}

fn number_of(count: u32) -> Value {
    Value::small_int_unchecked(count.into())
}

static NEW: MethodDef = MethodDef::function(
    "code($type, argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
    "Create a code object.",
    edit::code_new,
);

macro_rules! getters {
    ($($name:literal $doc:literal $get:expr;)*) => { &[$(GetSetDef { name: $name, doc: $doc, get: $get, set: None },)*] };
}

/// The type.
pub static CODE: TypeDef = TypeDef {
    name: "code",
    doc: "A compiled body: what a module, class or function runs. To be made by compile().",
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "co_lines($self, /)",
            "(start, end, line) of each stretch of instructions.",
            iterate::lines,
        ),
        MethodDef::new(
            "co_positions($self, /)",
            "Lines and columns of every two bytes of co_code.",
            iterate::positions,
        ),
        MethodDef::new(
            "co_branches($self, /)",
            "(branch, next, target) of each conditional jump.",
            iterate::branches,
        ),
        MethodDef::new(
            "replace($self, /, **changes)",
            "Return a copy of the code object with new values for the specified fields.",
            edit::replace,
        ),
        MethodDef::new("__replace__($self, /, **changes)", "The same as replace().", edit::replace),
        MethodDef::new(
            "_varname_from_oparg($self, /, oparg)",
            "(internal-only) Return the local variable name for the given oparg.",
            varname_from_oparg,
        ),
    ],
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable {
        repr: Some(code_repr),
        hash: Some(code_hash),
        compare: Some(code_compare),
        ..SlotTable::NONE
    },
    getset: getters! {
        "co_varnames" "" |cx, value| names_tuple(cx, value, is_variable);
        "co_cellvars" "" |cx, value| names_tuple(cx, value, is_cell);
        "co_freevars" "" |cx, value| names_tuple(cx, value, is_free);
        "co_code" "" code_bytes;
        "_co_code_adaptive" "" code_bytes;
        "co_lnotab" "" |cx, value| bytes::from_slice(cx, &iterate::line_differences(&*data(cx, value)?));
    },
    members: getters! {
        "co_name" "" |cx, value| Ok(str_::from_text(cx, &data(cx, value)?.name)?.value());
        "co_qualname" "" |cx, value| Ok(str_::from_text(cx, &data(cx, value)?.qualname)?.value());
        "co_filename" "" |cx, value| Ok(str_::from_text(cx, &data(cx, value)?.filename)?.value());
        "co_firstlineno" "" |cx, value| Ok(number_of(data(cx, value)?.first_line));
        "co_argcount" "" |cx, value| Ok(number_of(data(cx, value)?.arg_count));
        "co_posonlyargcount" "" |cx, value| Ok(number_of(data(cx, value)?.positional_only));
        "co_kwonlyargcount" "" |cx, value| Ok(number_of(data(cx, value)?.keyword_only));
        "co_flags" "" |cx, value| Ok(number_of(data(cx, value)?.flags.0));
        "co_nlocals" "" |cx, value| Ok(number_of(data(cx, value)?.locals.iter().filter(|local| is_variable(local)).count() as u32));
        "co_stacksize" "" |cx, value| {
            let code = data(cx, value)?;
            Ok(number_of(code.registers - code.locals.len() as u32))
        };
        "co_linetable" "" |cx, value| bytes::from_slice(cx, &tables::line_table(&*data(cx, value)?));
        "co_exceptiontable" "" |cx, value| bytes::from_slice(cx, &tables::exception_table(&*data(cx, value)?));
        "co_consts" "" |cx, value| {
            let Some(code) = value.cast::<PyCode>() else { return Ok(Value::NONE) };
            let constants = code.constants();
            let tuple = tuple::with_len(cx, constants.len())?;
            for (slot, constant) in tuple.items().iter().zip(constants.items()) {
                cx.store(tuple.object(), slot, constant.get());
            }
            Ok(tuple.value())
        };
        "co_names" "" |cx, value| {
            let Some(code) = value.cast::<PyCode>() else { return Ok(Value::NONE) };
            let names = code.names();
            let tuple = tuple::with_len(cx, names.len())?;
            for (slot, name) in tuple.items().iter().zip(names.items()) {
                cx.store(tuple.object(), slot, name.get());
            }
            Ok(tuple.value())
        };
    },
    ..TypeDef::DEFAULT
};
