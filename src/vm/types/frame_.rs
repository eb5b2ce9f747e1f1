//! `frame`: what Python code sees of an active call. Made when something asks for it (a traceback, `sys._getframe`).
//!
//! Until the call ends the object refers to its record; leaving the frame detaches it: the locals are copied into the object. Only the
//! owning thread reads through the record; others see a running frame's code, globals and callers, not its locals. The object of a generator's frame
//! lives through all its suspensions and then reads from the generator, which it claims for that moment.

mod clear;
mod locals_proxy;
mod threads;
mod tracing;

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use typhon_bytecode::tables::WORD_BYTES;
use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::interp::executable::Executable;
use crate::interp::frame::Frame;
use crate::interp::resume;
use crate::monitoring::{event, hook};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{GetSetDef, Layout, SlotTable, TypeDef};
use crate::types::cell::Cell;
use crate::types::dict::{self, Dict};
use crate::types::generator::{Claim, Generator};
use crate::types::tuple::Array;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};

pub use locals_proxy::LOCALS_PROXY;
pub use threads::{current_exceptions, current_frames};

/// A Python frame.
#[repr(C)]
pub struct PyFrame {
    header: Header,
    executable: Slot,
    namespace: Slot,
    back: Slot,
    /// Named registers at the end of the call.
    locals: Slot,
    /// Address of the record while the call is active, else 0.
    record: AtomicUsize,
    /// Word offset of the current instruction.
    offset: AtomicU32,
    /// The thread that runs the call.
    thread: AtomicU64,
    /// The generator whose frame it is, or unbound.
    generator: Slot,
    /// Dict of names that were set through `f_locals` and are no variables of the code, or unbound.
    extra: Slot,
    /// `f_trace`, or unbound.
    trace: Slot,
    /// `f_trace_lines`, `f_trace_opcodes`.
    trace_lines: AtomicBool,
    trace_opcodes: AtomicBool,
}

/// Layout of frames.
pub static LAYOUT: Layout = Layout::fixed("frame", size_of::<PyFrame>(), trace);

// SAFETY: repr(C), header first, every slot traced, the rest atomic or immutable.
unsafe impl Payload for PyFrame {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for frames only.
    let this = unsafe { Obj::<PyFrame>::cast_unchecked(object) };
    for slot in [&this.executable, &this.namespace, &this.back, &this.locals, &this.generator] {
        tracer.slot(slot);
    }
    tracer.slot(&this.extra);
    tracer.slot(&this.trace);
}

/// The frame object of a record, made on first use.
pub(crate) fn of_record(cx: &Cx, record: &mut Frame) -> R<Obj<PyFrame>> {
    if let Some(known) = record.object.cast::<PyFrame>() {
        return Ok(known);
    }
    let Some(executable) = record.executable() else {
        return Err(cx.system_error("frame object of the base record"));
    };
    resume::fill(record);
    let made = cx.alloc(PyFrame {
        header: Header::new(number::FRAME, 0),
        executable: Slot::of(executable.value()),
        namespace: Slot::of(record.namespace),
        back: Slot::of(Value::UNBOUND),
        locals: Slot::of(Value::UNBOUND),
        record: AtomicUsize::new(std::ptr::from_ref(record) as usize),
        offset: AtomicU32::new(executable.offset_of(record.pc)),
        thread: AtomicU64::new(cx.ident),
        generator: Slot::of(if record.is_generator() { record.function } else { Value::UNBOUND }),
        extra: Slot::of(Value::UNBOUND),
        trace: Slot::of(Value::UNBOUND),
        trace_lines: AtomicBool::new(true),
        trace_opcodes: AtomicBool::new(false),
    })?;
    record.object = made.value();
    record.has_object = true;
    Ok(made)
}

/// The frame object of a suspended generator that the caller has claimed. The caller stores it in the generator.
pub(crate) fn of_suspended(cx: &Cx, generator: Obj<Generator>) -> R<Value> {
    Ok(cx
        .alloc(PyFrame {
            header: Header::new(number::FRAME, 0),
            executable: Slot::of(generator.executable().value()),
            namespace: Slot::of(Value::UNBOUND),
            back: Slot::of(Value::UNBOUND),
            locals: Slot::of(Value::UNBOUND),
            record: AtomicUsize::new(0),
            offset: AtomicU32::new(generator.offset()),
            thread: AtomicU64::new(cx.ident),
            generator: Slot::of(generator.value()),
            extra: Slot::of(Value::UNBOUND),
            trace: Slot::of(Value::UNBOUND),
            trace_lines: AtomicBool::new(true),
            trace_opcodes: AtomicBool::new(false),
        })?
        .value())
}

/// The object of a generator's frame goes with the generator while that is suspended.
pub(crate) fn suspend(cx: &Cx, record: &mut Frame, generator: Obj<Generator>, offset: u32) {
    let Some(frame) = record.object.cast::<PyFrame>() else { return };
    frame.offset.store(offset, Ordering::Relaxed);
    frame.record.store(0, Ordering::Release);
    cx.store(generator.object(), &generator.frame, record.object);
}

/// The object of a generator's frame refers to the record again.
pub(crate) fn resume(cx: &Cx, record: &mut Frame) {
    let Some(frame) = record.object.cast::<PyFrame>() else { return };
    frame.thread.store(cx.ident, Ordering::Relaxed);
    frame.record.store(std::ptr::from_ref(record) as usize, Ordering::Release);
}

/// Ends the frame object's view of its record. Where memory is short the locals are lost.
pub(crate) fn detach(cx: &Cx, record: &mut Frame) {
    let (Some(frame), Some(executable)) = (record.object.cast::<PyFrame>(), record.executable()) else {
        return;
    };
    frame.offset.store(executable.offset_of(record.pc), Ordering::Relaxed);
    let back = back_of(cx, frame).unwrap_or(Value::NONE);
    cx.store(frame.object(), &frame.back, back);
    if let Ok(locals) = Array::new(cx, executable.named as usize) {
        for (index, slot) in locals.items().iter().enumerate() {
            // SAFETY: named registers are initialised words of the record's window.
            cx.store(locals.object(), slot, unsafe { *record.base.add(index) });
        }
        cx.store(frame.object(), &frame.locals, locals.value());
    }
    cx.store(frame.object(), &frame.generator, Value::UNBOUND);
    frame.record.store(0, Ordering::Release);
}

impl PyFrame {
    pub(crate) fn executable(&self) -> Option<Obj<Executable>> {
        self.executable.get().cast::<Executable>()
    }

    /// The record, where this thread may read it.
    fn record(&self, cx: &Cx) -> Option<&Frame> {
        let address = self.record.load(Ordering::Acquire);
        // SAFETY: a non-zero address is that of an active record of thread `thread`, which is the calling one: records become
        // inactive only through `detach`, on the same thread.
        (address != 0 && self.thread.load(Ordering::Relaxed) == cx.ident)
            .then(|| unsafe { &*(address as *const Frame) })
    }

    /// Whether the call is still going on, on any thread.
    fn is_active(&self) -> bool {
        self.record.load(Ordering::Acquire) != 0
    }

    /// Word offset of the current instruction.
    pub(crate) fn current_offset(&self, cx: &Cx) -> u32 {
        match (self.record(cx), self.executable()) {
            (Some(record), Some(executable)) => executable.offset_of(record.pc),
            _ => self.offset.load(Ordering::Relaxed),
        }
    }

    /// Which of the events whose place is another than the frame's is being told of.
    fn event_elsewhere(&self, cx: &Cx) -> Option<u32> {
        let is_told = self.record(cx).is_some_and(|record| std::ptr::eq(record, cx.event_record.get()));
        Some(cx.event.get())
            .filter(|&event| is_told && (event == event::PY_START || event == event::PY_RESUME))
    }

    /// The offset that tools are shown: a call is at the first instruction, a generator that goes on at its `yield`, and code that comes from no line at
    /// what has led there.
    fn shown_offset(&self, cx: &Cx) -> u32 {
        let offset = self.current_offset(cx);
        match (self.event_elsewhere(cx), self.executable(), self.record(cx)) {
            (Some(event::PY_START), ..) => 0,
            (Some(_), ..) => offset.saturating_sub(2),
            (None, Some(executable), Some(record)) if executable.data().position(offset).line == 0 => {
                hook::line_before(record).unwrap_or(offset)
            }
            _ => offset,
        }
    }

    /// The line that is running.
    pub(crate) fn line(&self, cx: &Cx) -> u32 {
        let Some(executable) = self.executable() else { return 0 };
        match self.event_elsewhere(cx) {
            Some(event::PY_START) => executable.data().first_line,
            _ => executable.data().position(self.shown_offset(cx)).line,
        }
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<PyFrame>> {
    value
        .cast::<PyFrame>()
        .ok_or_else(|| cx.type_error(format!("expected frame, got '{}'", cx.type_name(value))))
}

fn back_of(cx: &Cx, frame: Obj<PyFrame>) -> R<Value> {
    let address = frame.record.load(Ordering::Acquire);
    if address == 0 {
        return Ok(frame.back.get().bound().unwrap_or(Value::NONE));
    }
    if frame.thread.load(Ordering::Relaxed) != cx.ident {
        return threads::caller_elsewhere(cx, frame);
    }
    // SAFETY: as in `record`; an active record's caller is active or the base.
    let below = unsafe { &mut *Frame::caller(address as *mut Frame) };
    if below.executable().is_none() { Ok(Value::NONE) } else { Ok(of_record(cx, below)?.value()) }
}

/// Cells that exist beside the namespace of a class or module.
const CLASS_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

/// Whether a frame's locals are variables in registers: those of a function, and of a comprehension that a module or class body is in.
fn has_variables(cx: &Cx, frame: Obj<PyFrame>, executable: Obj<Executable>) -> bool {
    if executable.data().flags.has(typhon_bytecode::CodeFlags::OPTIMIZED) {
        return true;
    }
    let Some(record) = frame.record(cx) else { return false };
    let is_own = |local: &typhon_bytecode::Local| {
        !local.is_free && local.name.as_str().is_none_or(|name| !CLASS_CELLS.contains(&name))
    };
    executable.data().locals.iter().enumerate().filter(|(_, local)| is_own(local)).any(|(index, _)| {
        // SAFETY: named registers are initialised words of the record's window.
        let word = unsafe { *record.base.add(index) };
        !word.cast::<Cell>().map_or(word, Obj::<Cell>::get).is_unbound()
    })
}

/// The locals as a dict: the namespace of module and class bodies, a fresh snapshot of variables.
pub(crate) fn locals(cx: &Cx, frame: Obj<PyFrame>) -> R<Value> {
    let Some(executable) = frame.executable() else { return Ok(dict::new(cx)?.value()) };
    if !has_variables(cx, frame, executable) {
        return Ok(frame.namespace.get().bound().unwrap_or_else(|| executable.globals().value()));
    }
    let result = dict::new(cx)?;
    // A suspended generator is claimed while its words are read.
    let suspended = frame.generator.get().cast::<Generator>().filter(|_| frame.record(cx).is_none());
    let mut room = cx.scratch(executable.named as usize)?;
    if let Some(generator) = suspended
        && let Claim::Claimed(former) = crate::interp::resume::claim(generator)
    {
        for (value, word) in room.as_mut_slice().iter_mut().zip(generator.words()) {
            *value = word.get();
        }
        generator.state.release(former);
    }
    let is_class = frame.namespace.get().bound().is_some();
    for (index, local) in executable.data().locals.iter().enumerate() {
        // A class's own cells are none of the comprehension in it.
        if is_class && local.name.as_str().is_some_and(|name| CLASS_CELLS.contains(&name)) {
            continue;
        }
        let mut value = match frame.record(cx) {
            // SAFETY: named registers are initialised words of the record's window.
            Some(record) => unsafe { *record.base.add(index) },
            None if suspended.is_some() => room.as_slice()[index],
            None => frame.locals.get().cast::<Array>().map_or(Value::UNBOUND, |locals| locals.get(index)),
        };
        if local.is_cell || local.is_free {
            value = value.cast::<Cell>().map_or(value, Obj::<Cell>::get);
        }
        if !value.is_unbound() {
            let name = crate::intern::of_text(cx, &local.name)?;
            dict::set(cx, result, name.value(), value)?;
        }
    }
    if let Some(extra) = frame.extra.get().cast::<Dict>() {
        dict::update(cx, result, extra.value())?;
    }
    Ok(result.value())
}

/// `f_locals`: the namespace of module and class bodies, a proxy that reads and writes variables (PEP 667).
fn get_locals(cx: &Cx, value: Value) -> R<Value> {
    let frame = this(cx, value)?;
    match frame.executable() {
        Some(executable) if has_variables(cx, frame, executable) => locals_proxy::new(cx, value),
        _ => locals(cx, frame),
    }
}

/// Sets a variable of a function's frame, or a further name. Variables of a frame that another thread runs cannot be set.
pub(crate) fn set_local(cx: &Cx, frame: Obj<PyFrame>, name: Value, value: Value) -> R<()> {
    let text = str_::to_rust(name).unwrap_or_default();
    let locals = frame.executable().map_or(&[][..], |executable| {
        // The code lives as long as the frame, which the caller holds.
        let locals: *const [typhon_bytecode::Local] = &raw const *executable.data().locals;
        // SAFETY: as just said.
        unsafe { &*locals }
    });
    let Some(index) = locals.iter().position(|local| local.name.as_str() == Some(&text)) else {
        let extra = match frame.extra.get().cast::<Dict>() {
            Some(extra) => extra,
            None => {
                let extra = dict::new(cx)?;
                cx.store(frame.object(), &frame.extra, extra.value());
                extra
            }
        };
        return dict::set(cx, extra, name, value);
    };
    let in_cell = locals[index].is_cell || locals[index].is_free;
    if let Some(record) = frame.record(cx) {
        // SAFETY: named registers are initialised words of the record's window, which this thread's own record describes.
        let word = unsafe { &mut *record.base.add(index) };
        match word.cast::<Cell>().filter(|_| in_cell) {
            Some(cell) => cell.set(cx, value),
            None => *word = value,
        }
        return Ok(());
    }
    if let Some(generator) = frame.generator.get().cast::<Generator>()
        && let Claim::Claimed(former) = crate::interp::resume::claim(generator)
    {
        if let Some(word) = generator.words().get(index) {
            match word.get().cast::<Cell>().filter(|_| in_cell) {
                Some(cell) => cell.set(cx, value),
                None => cx.store(generator.object(), word, value),
            }
        }
        generator.state.release(former);
        return Ok(());
    }
    match frame.locals.get().cast::<Array>() {
        Some(locals) => {
            let slot = &locals.items()[index];
            match slot.get().cast::<Cell>().filter(|_| in_cell) {
                Some(cell) => cell.set(cx, value),
                None => cx.store(locals.object(), slot, value),
            }
            Ok(())
        }
        None => {
            let text = "cannot set a variable of a frame that another thread runs";
            Err(cx.error(crate::exceptions::RUNTIME_ERROR, text.into()))
        }
    }
}

/// Forgets a name that is no variable of the code; false where it is one, `None` where it is not there.
pub(crate) fn delete_local(cx: &Cx, frame: Obj<PyFrame>, name: Value) -> R<Option<bool>> {
    let text = str_::to_rust(name).unwrap_or_default();
    let is_variable = frame.executable().is_some_and(|executable| {
        executable.data().locals.iter().any(|local| local.name.as_str() == Some(&text))
    });
    if is_variable {
        return Ok(Some(false));
    }
    match frame.extra.get().cast::<Dict>() {
        Some(extra) => Ok(dict::remove(cx, extra, name)?.map(|_| true)),
        None => Ok(None),
    }
}

fn frame_repr(cx: &Cx, value: Value) -> R<Value> {
    let frame = this(cx, value)?;
    let Some(executable) = frame.executable() else { return str_::from_str(cx, "<frame>") };
    let (file, name) =
        (executable.data().filename.to_string_lossy(), executable.data().name.to_string_lossy());
    let text = format!("<frame at {:#x}, file '{file}', line {}, code {name}>", value.bits(), frame.line(cx));
    str_::from_string(cx, text)
}

/// The type.
pub static FRAME: TypeDef = TypeDef {
    name: "frame",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(frame_repr),
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        ..SlotTable::NONE
    },
    methods: &clear::METHODS,
    getset: &[
        GetSetDef {
            name: "f_code",
            doc: "The code that the frame runs.",
            get: |cx, v| Ok(this(cx, v)?.executable().map_or(Value::NONE, |e| e.code().value())),
            set: None,
        },
        GetSetDef {
            name: "f_globals",
            doc: "The global variables that the code sees.",
            get: |cx, v| Ok(this(cx, v)?.executable().map_or(Value::NONE, |e| e.globals().value())),
            set: None,
        },
        GetSetDef {
            name: "f_builtins",
            doc: "The built-in names that the code sees.",
            get: |cx, v| Ok(this(cx, v)?.executable().map_or(Value::NONE, |e| e.builtins.get())),
            set: None,
        },
        GetSetDef {
            name: "f_locals",
            doc: "The local variables, as a mapping; for a function one that writes through.",
            get: get_locals,
            set: None,
        },
        GetSetDef {
            name: "f_generator",
            doc: "The generator or coroutine whose frame this is, or None.",
            get: |cx, v| Ok(this(cx, v)?.generator.get().bound().unwrap_or(Value::NONE)),
            set: None,
        },
        GetSetDef { name: "f_back", doc: "", get: |cx, v| back_of(cx, this(cx, v)?), set: None },
        tracing::LINE,
        GetSetDef {
            name: "f_lasti",
            doc: "The offset in the bytecode of the last instruction that was begun.",
            get: |cx, v| Ok(Value::small_int_unchecked((this(cx, v)?.shown_offset(cx) * WORD_BYTES).into())),
            set: None,
        },
        tracing::FUNCTION,
        tracing::LINES,
        tracing::OPCODES,
    ],
    ..TypeDef::DEFAULT
};
