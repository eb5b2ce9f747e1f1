//! `generator`, `coroutine` and the frame part of `async_generator`: a suspended frame as a heap object.
//!
//! The object keeps what the frame's window holds while it is suspended: the named registers and then the temporaries that are
//! live at the suspending instruction, packed, in [`Generator::words`]. Resuming copies them into the fiber's window above the
//! caller's (`interp::resume`), suspending copies them back; so a running generator's frame is like any other frame, its calls
//! evaluate their arguments in place, and only its fiber's roots hold its words. (Copying the ten or so words costs less than
//! moving the arguments of every call out of a window in the heap would.)
//!
//! # Protocol
//! *Protects*: words, offset, `handled` and `frame` of one generator, which only the thread that runs it may touch. *Participants*: any
//! threads that resume, throw into, close or inspect it; the collector. *States* (`state`): [`CREATED`] and [`SUSPENDED`], in which the
//! words stand still and belong to nobody; [`RUNNING`], in which they belong to the claiming thread; [`CLOSED`], final, in which there are none.
//! *Transitions*, all here: claim (`CREATED | SUSPENDED → RUNNING`, compare-exchange, acquire), release (`RUNNING → SUSPENDED | CREATED |
//! CLOSED`, store, release). *Pairs*: a claim's acquire with the release before it, so the claimer sees the words as they were left. Two
//! claimers: one compare-exchange fails and its thread raises `ValueError`. While one Python thread runs a plain load and store
//! do ([`crate::bias`]). *Stops*: no safepoint lies
//! within a copy; the collector sees `saved` words, all of them copied, or none. Suspending is one store for the barrier.
//! *Fork, shutdown*: a generator whose thread is gone stays `RUNNING`; entering it raises. *Checked by* the model in
//! `tests/models/generator.rs` over [`GeneratorState`] and by `tests/race/test_generator.py`.

mod coroutine;
pub(crate) mod methods;
mod state;

use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::interp::executable::Executable;
use crate::object::{Obj, Payload};
use crate::typedef::Layout;
use crate::types::function::Function;
use crate::types::number;
use crate::value::{SlotExt, Value};

pub use coroutine::{COROUTINE, COROUTINE_WRAPPER};
pub use methods::{GENERATOR, push_builtin_next, thrown_of_parts, warn_of_parts};
pub use state::{CLOSED, CREATED, Claim, GeneratorState, RUNNING, SUSPENDED};

/// A generator, coroutine or asynchronous generator. `capacity` words follow.
#[repr(C)]
pub struct Generator {
    header: Header,
    pub(crate) state: GeneratorState,
    /// An asynchronous generator: a step of it is under way; its closing has begun; its hooks have been called.
    pub(crate) async_running: std::sync::atomic::AtomicBool,
    pub(crate) async_closed: std::sync::atomic::AtomicBool,
    pub(crate) hooks_called: std::sync::atomic::AtomicBool,
    /// Word offset of the instruction that suspended the frame.
    offset: AtomicU32,
    /// Words that are valid.
    saved: AtomicU16,
    /// Where among them that is which a suspended frame delegates to, plus one; 0 where it does not, or where that is a variable.
    link: AtomicU16,
    /// Words there is room for. Verified code has no more registers.
    capacity: u16,
    pub(crate) executable: Slot,
    /// The exception that the body was handling when it was suspended, or unbound.
    pub(crate) handled: Slot,
    /// The frame object, once something asked for it, or unbound.
    pub(crate) frame: Slot,
    pub(crate) name: Slot,
    pub(crate) qualname: Slot,
    /// A coroutine's `cr_origin`, an asynchronous generator's finalizer hook; `None` where there is none.
    pub(crate) origin: Slot,
}

/// Layout of generators of all kinds.
pub static LAYOUT: Layout = Layout::variable("generator", generator_bytes, trace);

// SAFETY: repr(C), header first, every slot and the valid words are traced, the rest is atomic or immutable.
unsafe impl Payload for Generator {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn generator_bytes(object: ObjRef) -> usize {
    // SAFETY: called for generators only.
    let this = unsafe { Obj::<Generator>::cast_unchecked(object) };
    (size_of::<Generator>() + this.capacity as usize * 8).next_multiple_of(16)
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for generators only.
    let this = unsafe { Obj::<Generator>::cast_unchecked(object) };
    for slot in [&this.executable, &this.handled, &this.frame, &this.name, &this.qualname, &this.origin] {
        tracer.slot(slot);
    }
    tracer.slots(&this.words()[..this.saved.load(Ordering::Acquire) as usize]);
}

/// A generator of a kind (a type's number) for code that runs in a frame of `function`. It has no words yet and is being run by
/// the calling thread.
pub(crate) fn new(cx: &Cx, kind: u32, executable: Obj<Executable>, function: Value) -> R<Obj<Generator>> {
    // One at least, for the barrier of suspending.
    let capacity = executable.suspended_words().max(1);
    let names = function.cast::<Function>().map(|function| (function.name(), function.qualname()));
    let (name, qualname) = match names {
        Some(names) => names,
        None => (code_text(cx, &executable.data().name)?, code_text(cx, &executable.data().qualname)?),
    };
    let head = Generator {
        header: Header::new(kind, 0),
        state: GeneratorState::running(),
        async_running: false.into(),
        async_closed: false.into(),
        hooks_called: false.into(),
        offset: AtomicU32::new(0),
        saved: AtomicU16::new(0),
        link: AtomicU16::new(0),
        capacity: capacity as u16,
        executable: Slot::of(executable.value()),
        handled: Slot::of(Value::UNBOUND),
        frame: Slot::of(Value::UNBOUND),
        name: Slot::of(name),
        qualname: Slot::of(qualname),
        origin: Slot::of(Value::NONE),
    };
    cx.alloc_variable(size_of::<Generator>() + capacity as usize * 8, head, |_| {})
}

fn code_text(cx: &Cx, text: &typhon_bytecode::Text) -> R<Value> {
    Ok(crate::intern::intern(crate::types::str_::from_text(cx, text)?).value())
}

impl Generator {
    #[inline(always)]
    pub(crate) fn executable(&self) -> Obj<Executable> {
        // SAFETY: set at creation to an executable and never changed.
        unsafe { Obj::of_value_unchecked(self.executable.get()) }
    }

    /// Room for the words of a suspended frame; the first [`Generator::saved`] are valid. Touched by who runs the generator only.
    #[inline(always)]
    pub(crate) fn words(&self) -> &[Slot] {
        // SAFETY: `capacity` words were allocated behind the struct.
        unsafe {
            std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Slot>(), self.capacity as usize)
        }
    }

    /// Word offset of the instruction that suspended the frame.
    #[inline(always)]
    pub(crate) fn offset(&self) -> u32 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Which of the words a suspended frame delegates to. It may be anything that can be iterated over.
    #[inline(always)]
    pub(crate) fn link(&self) -> Option<usize> {
        (self.link.load(Ordering::Relaxed) as usize).checked_sub(1)
    }

    /// Notes that the first `count` words hold the frame suspended at `offset`, and which of them it delegates to.
    #[inline(always)]
    pub(crate) fn note_suspended(&self, offset: u32, count: usize, link: Option<usize>) {
        self.offset.store(offset, Ordering::Relaxed);
        self.link.store(link.map_or(0, |link| link + 1) as u16, Ordering::Relaxed);
        self.saved.store(count as u16, Ordering::Release);
    }

    /// Notes that the words have been moved into a window, or are no longer wanted.
    #[inline(always)]
    pub(crate) fn note_resumed(&self) {
        self.saved.store(0, Ordering::Relaxed);
    }

    /// Whether it is a coroutine.
    pub(crate) fn is_coroutine(this: Obj<Generator>) -> bool {
        crate::object::shape_id(this.object()) == number::COROUTINE
    }

    /// Whether awaiting it is allowed: a coroutine, or a generator marked as one (`types.coroutine`).
    pub(crate) fn is_awaitable(this: Obj<Generator>) -> bool {
        let flags = this.executable().data().flags;
        Generator::is_coroutine(this) || flags.has(typhon_bytecode::CodeFlags::ITERABLE_COROUTINE)
    }
}

/// Number of the type that code with these flags makes.
pub(crate) fn kind_of(flags: typhon_bytecode::CodeFlags) -> u32 {
    use typhon_bytecode::CodeFlags;
    if flags.has(CodeFlags::ASYNC_GENERATOR) {
        number::ASYNC_GENERATOR
    } else if flags.has(CodeFlags::COROUTINE) {
        number::COROUTINE
    } else {
        number::GENERATOR
    }
}

/// The words "generator", "coroutine" or "async generator" of messages.
pub(crate) fn kind_text(this: Obj<Generator>) -> &'static str {
    match crate::object::shape_id(this.object()) {
        number::COROUTINE => "coroutine",
        number::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}
