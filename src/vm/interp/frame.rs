//! Frame records and windows: the execution stack of a Python thread.
//!
//! ```text
//! frame records:  [ g | f | main | base ]            64 bytes each, contiguous, growing down
//! window words:   [ main's registers ............ ]
//!                          [ f's registers ... ]      begins inside main's: its arguments were evaluated there
//!                                  [ g's ... ]
//! ```
//! A callee's window begins at its first argument, so a Python-to-Python call copies nothing and does not recurse natively. Each record carries
//! a *return action*: what to do with the result in the caller (store it, yield the new instance instead, test it and
//! jump, ...), so that special methods written in Python run as frames too.
//!
//! Invariant: `pc` of every record but the innermost is the instruction that called; the innermost's is valid whenever anything can look
//! (before each call-out and at polls). Named registers always hold valid words; temporaries are valid where liveness says so.

use crate::context::{Cx, R};
use crate::interp::bind;
use crate::interp::executable::Executable;
use crate::monitoring::hook::FRESH;
use crate::object::Obj;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::{list, str_, tuple};
use crate::value::Value;

/// What happens in the caller when a frame returns a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Action {
    /// Store it in `destination`.
    Store,
    /// Leave the interpreter: native code waits for it.
    Exit,
    /// `__init__` has run: it must be `None`; store `extra`, the instance.
    Init,
    /// Drop it (`__setattr__`, `__setitem__`, property setters).
    Discard,
    /// The result of a binary operator's method; `NotImplemented` means try what `extra` says next.
    Binary,
    /// The same of a comparison; the calling instruction stores or jumps.
    Compare,
    /// The result of `__bool__`: it must be a bool; the calling instruction goes on with it.
    Truth,
    /// The result of `__contains__`: its truth, negated where the instruction says so.
    Contains,
    /// The item from `__next__`; `StopIteration` ends the loop.
    Next,
    /// The result of `__iter__`: it must be an iterator; the calling instruction stores it.
    Iter,
    /// A module body has run; drop the result, the import goes on natively.
    Body,
    /// A generator was resumed by a call (`next(g)`, `g.send(x)`): store what it yields; its end raises `StopIteration`.
    Resume,
    /// A generator was resumed by `Send` or `Throw`: what it yields is passed on, its end finishes the delegation.
    Delegate,
    /// The same, where the frame that delegates has done nothing else since it was resumed: what its generator saved is what it has.
    Through,
    /// The same of the step of an asynchronous generator that `Send` or `Throw` drives.
    AsyncStep,
    /// As `Exit`, but what the generator yields is first offered to the innermost [`Taker`](crate::interp::resume::Taker): it goes on at once with
    /// what that takes.
    Feed,
}

/// Whose frame it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// A call's.
    Call,
    /// A resumed generator's.
    Generator,
    /// That of a resumed generator which has only passed on what was sent to it, to what it delegates to: it never is the innermost one while Python
    /// code runs, its words are still in the generator, and its window is not filled ([`crate::interp::resume`]).
    Waiting,
}

/// One active call.
#[repr(C, align(64))]
pub struct Frame {
    /// Null in the base record.
    pub(crate) executable: *const Executable,
    pub(crate) pc: *const u64,
    pub(crate) base: *mut Value,
    /// The function, or unbound for module and class bodies run directly; the generator, where one has been resumed.
    pub(crate) function: Value,
    /// Namespace of a module or class body; unbound where it is the globals, or for functions.
    pub(crate) namespace: Value,
    /// The frame object, once something asked for it.
    pub(crate) object: Value,
    /// Operand of the action; for a resumed generator the exception that its caller handles.
    pub(crate) extra: Value,
    pub(crate) destination: u16,
    pub(crate) action: Action,
    /// Words of the calling instruction, where the caller goes on.
    pub(crate) words: u8,
    /// Whether `object` is bound: leaving the frame must detach it.
    pub(crate) has_object: bool,
    pub(crate) kind: Kind,
    /// The last watched instruction, for `monitoring`.
    pub(crate) came_from: u16,
}

const _: () = assert!(size_of::<Frame>() == 64);

impl Frame {
    /// The record below the first call.
    pub(crate) fn base(window: *mut Value) -> Frame {
        Frame {
            executable: std::ptr::null(),
            pc: std::ptr::null(),
            base: window,
            function: Value::UNBOUND,
            namespace: Value::UNBOUND,
            object: Value::UNBOUND,
            extra: Value::UNBOUND,
            destination: 0,
            action: Action::Exit,
            words: 0,
            has_object: false,
            kind: Kind::Call,
            came_from: FRESH,
        }
    }

    /// Where the record of a call made here lies: records grow down. Past the limit it must not be used.
    #[inline(always)]
    pub(crate) fn callee(record: *mut Frame) -> *mut Frame {
        record.wrapping_sub(1)
    }

    /// The record of the call that this one was made by; meaningless for the base record.
    #[inline(always)]
    pub(crate) fn caller(record: *mut Frame) -> *mut Frame {
        record.wrapping_add(1)
    }

    /// The code that runs here; `None` in the base record.
    pub(crate) fn executable(&self) -> Option<Obj<Executable>> {
        // SAFETY: a record's executable is live: the collector scans the record.
        (!self.executable.is_null()).then(|| unsafe {
            Obj::cast_unchecked(crate::object::object_at(self.executable.cast_mut().cast()))
        })
    }

    /// Whether the frame is a resumed generator's.
    #[inline(always)]
    pub(crate) fn is_generator(&self) -> bool {
        self.kind != Kind::Call
    }

    /// One past the window.
    pub(crate) fn window_end(&self) -> *mut Value {
        match self.executable() {
            // SAFETY: the window has that many words.
            Some(executable) => unsafe { self.base.add(executable.registers as usize) },
            None => self.base,
        }
    }
}

/// The innermost frame's record.
#[inline(always)]
#[allow(
    clippy::mut_from_ref,
    reason = "the record belongs to the calling fiber alone, as the SAFETY line argues"
)]
pub(crate) fn innermost(cx: &Cx) -> &mut Frame {
    // SAFETY: `cx.frame` points to an initialised record of this fiber, and only this fiber (or a collector that has stopped it)
    // touches its records; no two references to a record are used at once.
    unsafe { &mut *cx.frame.get() }
}

/// Globals of the innermost Python frame.
pub fn current_globals(cx: &Cx) -> Option<Obj<Dict>> {
    innermost(cx).executable().map(|executable| executable.globals())
}

/// `co_flags` of the code in the innermost Python frame; 0 where there is none.
pub fn current_flags(cx: &Cx) -> u32 {
    innermost(cx).executable().map_or(0, |executable| executable.data().flags.0)
}

/// The frame object of the call so many levels up; `None` beyond the outermost one.
pub fn frame_object(cx: &Cx, depth: usize) -> R<Option<Value>> {
    if depth >= cx.depth() {
        return Ok(None);
    }
    // SAFETY: `depth` is less than the number of active records beside the base.
    let record = unsafe { &mut *cx.frame.get().add(depth) };
    Ok(Some(crate::types::frame_::of_record(cx, record)?.value()))
}

/// `(file, line, name)` of so many frames, from the one `skipped` levels up.
pub(crate) fn places(cx: &Cx, skipped: usize, count: usize) -> R<Value> {
    let found = list::new(cx)?;
    for depth in (skipped..cx.depth()).take(count) {
        // SAFETY: `depth` is less than the number of active records beside the base; they grow down, so callers lie above.
        let record = unsafe { &*cx.frame.get().add(depth) };
        let Some(executable) = record.executable() else { continue };
        let data = executable.data();
        let line = data.position(executable.offset_of(record.pc)).line;
        let file = str_::from_text(cx, &data.filename)?.value();
        let name = str_::from_text(cx, &data.name)?.value();
        let place = tuple::from_slice(cx, &[file, Value::small_int_unchecked(line.into()), name])?;
        list::append(cx, found, place.value())?;
    }
    Ok(list::to_tuple(cx, found)?.value())
}

/// The frame object of a generator that runs on this thread; `None` where it does not.
pub(crate) fn object_of_generator(cx: &Cx, generator: Value) -> R<Value> {
    let mut record = cx.frame.get();
    loop {
        // SAFETY: from the innermost record down to the base all records are initialised, and they are this fiber's.
        let frame = unsafe { &mut *record };
        if frame.executable().is_none() {
            return Ok(Value::NONE);
        }
        if frame.is_generator() && frame.function == generator {
            return Ok(crate::types::frame_::of_record(cx, frame)?.value());
        }
        record = Frame::caller(record);
    }
}

/// `locals()` of the innermost Python frame.
pub fn current_locals(cx: &Cx) -> R<Value> {
    let record = innermost(cx);
    if record.executable().is_none() {
        return Err(cx.system_error("frame does not exist"));
    }
    let frame = crate::types::frame_::of_record(cx, record)?;
    crate::types::frame_::locals(cx, frame)
}

/// Pushes a frame over a window whose arguments are in place. All named registers behind them are made unbound.
///
/// # Safety
/// `base..base+arguments` are initialised words of this fiber's window, bound as the code's first named registers.
#[inline(always)]
pub(crate) unsafe fn push(
    cx: &Cx,
    executable: Obj<Executable>,
    function: Value,
    base: *mut Value,
    arguments: usize,
    action: Action,
    destination: u16,
) -> R<()> {
    // SAFETY: the next record lies in the frame area if it is below the limit; the window is checked against its end.
    unsafe {
        let frame = Frame::callee(cx.frame.get());
        let end = base.add(executable.registers as usize);
        if frame <= cx.frame_limit.get() || end > cx.window_end {
            return Err(overflow(cx));
        }
        for index in arguments..executable.named as usize {
            base.add(index).write(Value::UNBOUND);
        }
        frame.write(Frame {
            executable: executable.as_ptr(),
            pc: executable.first(),
            base,
            function,
            namespace: Value::UNBOUND,
            object: Value::UNBOUND,
            extra: Value::UNBOUND,
            destination,
            action,
            words: 2,
            has_object: false,
            kind: Kind::Call,
            came_from: FRESH,
        });
        cx.frame.set(frame);
        cx.top.set(end);
    }
    Ok(())
}

#[cold]
#[inline(never)]
pub(crate) fn overflow(cx: &Cx) -> crate::context::Raised {
    cx.error(crate::exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into())
}

/// Pushes a frame for a function whose arguments lie at `base`, positional and then keyword ones. Plain calls take the
/// first lines; everything else binds by name.
///
/// # Safety
/// `base..base+count` are initialised words of this fiber's window, and nothing above them is in use.
#[inline(always)]
pub(crate) unsafe fn push_call(
    cx: &Cx,
    function: Obj<Function>,
    base: *mut Value,
    count: usize,
    names: Value,
    action: Action,
    destination: u16,
) -> R<()> {
    let executable = function.executable();
    if executable.plain_arity as usize != count || !names.is_unbound() {
        // SAFETY: as the caller promises.
        unsafe { bind::bind(cx, function, executable, base, count, names)? };
        // SAFETY: binding has filled every parameter.
        return unsafe {
            push(
                cx,
                executable,
                function.value(),
                base,
                executable.data().parameter_count() as usize,
                action,
                destination,
            )
        };
    }
    // SAFETY: exactly the parameters are there.
    unsafe { push(cx, executable, function.value(), base, count, action, destination) }
}

/// Drops the innermost frame.
#[inline(always)]
pub(crate) fn pop(cx: &Cx) {
    // SAFETY: never called on the base record; the caller's is initialised.
    unsafe {
        let caller = Frame::caller(cx.frame.get());
        cx.frame.set(caller);
        cx.top.set((*caller).window_end());
    }
}
