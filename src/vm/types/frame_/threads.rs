//! What all threads do at one moment: their frames for `sys._current_frames`, the exceptions they handle.
//!
//! Words are copied while every thread stands still, into an array made before, since nothing is allocated then; frame objects are made of them
//! afterwards. Those of other threads are as detached ones: they tell what was, whatever the thread does meanwhile.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use typhon_gc::{Header, Slot};
use typhon_scheduler::{Fiber, State};

use crate::context::{Cx, R};
use crate::host;
use crate::interp::frame::{self, Frame};
use crate::interp::resume;
use crate::object::Obj;
use crate::threads;
use crate::types::dict::{self, Dict};
use crate::types::frame_::PyFrame;
use crate::types::tuple::Array;
use crate::types::{int, number};
use crate::value::{SlotExt, Value};

/// Words noted per frame beside its variables: code, namespace, offset, number of variables.
const PER_FRAME: usize = 4;
/// Words of the first array; most programs need fewer.
const FIRST_ROOM: usize = 1 << 10;

/// Fills an array front to back, and counts on where it is full.
struct Notes<'a> {
    words: &'a [Slot],
    count: usize,
}

impl Notes<'_> {
    fn put(&mut self, value: Value) {
        if let Some(slot) = self.words.get(self.count) {
            slot.init(value.bits());
        }
        self.count += 1;
    }
}

/// What `note` notes of every Python thread while all stand still.
fn noted(cx: &Cx, note: &dyn Fn(&mut Notes<'_>, &Fiber, &Cx)) -> R<(Obj<Array>, usize)> {
    let scheduler = cx.fiber().scheduler();
    let mut room = FIRST_ROOM;
    loop {
        let array = Array::new(cx, room)?;
        let count = cx.at_safepoint(|mutator| {
            mutator.stop_world(|| {
                let mut notes = Notes { words: array.items(), count: 0 };
                scheduler.for_each_fiber(&mut |fiber| {
                    let is_gone = matches!(fiber.state(), State::Free | State::Finished);
                    if !is_gone
                        && !scheduler.is_orphan(fiber)
                        && let Some(other) = host::context_of(fiber)
                    {
                        note(&mut notes, fiber, other);
                    }
                });
                notes.count
            })
        });
        // No safepoint has passed since the others went on.
        cx.mutator().log_range(array.object(), array.items());
        if count <= room {
            return Ok((array, count));
        }
        room = count * 2;
    }
}

/// Notes a thread's number, how many frames it has from a record on, and these, innermost first; nothing where there are none.
fn note_frames(notes: &mut Notes<'_>, fiber: &Fiber, cx: &Cx, first: *mut Frame) {
    let mut depth = 0;
    each_record(cx, first, &mut |_| depth += 1);
    if depth == 0 {
        return;
    }
    notes.put(Value::small_int_unchecked(threads::ident(fiber.reference()) as i64));
    notes.put(Value::small_int_unchecked(depth));
    each_record(cx, first, &mut |record| {
        let Some(executable) = record.executable() else { return };
        notes.put(executable.value());
        notes.put(record.namespace);
        notes.put(Value::small_int_unchecked(executable.offset_of(record.pc).into()));
        notes.put(Value::small_int_unchecked(executable.named.into()));
        match resume::waiting(record) {
            Some(generator) => {
                let words = &generator.words()[..executable.named as usize];
                words.iter().for_each(|word| notes.put(word.get()));
            }
            None => {
                for index in 0..executable.named as usize {
                    // SAFETY: named registers are initialised words of the record's window, and its thread stands still.
                    notes.put(unsafe { *record.base.add(index) });
                }
            }
        }
    });
}

/// Calls `each` with the records of a thread that stands still, from an active one on to the outermost.
fn each_record(cx: &Cx, first: *mut Frame, each: &mut dyn FnMut(&Frame)) {
    let mut record = first;
    while record != cx.frames {
        // SAFETY: records from an active one to the base are initialised, and their fiber stands still.
        each(unsafe { &*record });
        record = Frame::caller(record);
    }
}

/// The innermost frame of every thread that runs Python code, by the threads' numbers.
pub fn current_frames(cx: &Cx) -> R<Obj<Dict>> {
    let note = |notes: &mut Notes<'_>, fiber: &Fiber, cx: &Cx| note_frames(notes, fiber, cx, cx.frame.get());
    let (notes, count) = noted(cx, &note)?;
    let result = dict::new(cx)?;
    let small = |at: usize| notes.get(at).as_small_int().unwrap_or(0) as usize;
    let mut at = 0;
    while at < count {
        let (ident, depth) = (small(at) as u64, small(at + 1));
        let mut ends = at + 2;
        for _ in 0..depth {
            ends += PER_FRAME + small(ends + 3);
        }
        let innermost = if ident == threads::ident(cx.fiber().reference()) {
            frame::frame_object(cx, 0)?.unwrap_or(Value::NONE)
        } else {
            frame_of_notes(cx, notes, at + 2, depth, ident)?
        };
        dict::set(cx, result, int::from_u64(cx, ident)?, innermost)?;
        at = ends;
    }
    Ok(result)
}

/// A frame object with its callers', of `depth` frames noted from an index on.
fn frame_of_notes(cx: &Cx, notes: Obj<Array>, first: usize, depth: usize, ident: u64) -> R<Value> {
    let small = |at: usize| notes.get(at).as_small_int().unwrap_or(0);
    // Callers are noted behind their callees and made before them.
    let starts = Array::new(cx, depth)?;
    let mut at = first;
    for slot in starts.items() {
        slot.init(Value::small_int_unchecked(at as i64).bits());
        at += PER_FRAME + small(at + 3) as usize;
    }
    let mut back = Value::UNBOUND;
    for index in (0..depth).rev() {
        let at = starts.get(index).as_small_int().unwrap_or(0) as usize;
        let named = small(at + 3) as usize;
        let locals = Array::with_items(cx, &notes.items()[at + PER_FRAME..at + PER_FRAME + named], named)?;
        let made = cx.alloc(PyFrame {
            header: Header::new(number::FRAME, 0),
            executable: Slot::of(notes.get(at)),
            namespace: Slot::of(notes.get(at + 1)),
            back: Slot::of(back),
            locals: Slot::of(locals.value()),
            record: AtomicUsize::new(0),
            offset: AtomicU32::new(small(at + 2) as u32),
            thread: AtomicU64::new(ident - 1),
            generator: Slot::of(Value::UNBOUND),
            extra: Slot::of(Value::UNBOUND),
            trace: Slot::of(Value::UNBOUND),
            trace_lines: AtomicBool::new(true),
            trace_opcodes: AtomicBool::new(false),
        })?;
        back = made.value();
    }
    Ok(back)
}

/// The frame that has called one of another thread, as it is now; `None` where nothing has, or the call is over.
pub(super) fn caller_elsewhere(cx: &Cx, frame: Obj<PyFrame>) -> R<Value> {
    let (notes, count) = noted(cx, &|notes, fiber, other| {
        let address = frame.record.load(Ordering::Acquire);
        if other.ident != frame.thread.load(Ordering::Relaxed) || address == 0 {
            return;
        }
        let mut record = other.frame.get();
        while record as usize != address && record != other.frames {
            record = Frame::caller(record);
        }
        if record != other.frames {
            note_frames(notes, fiber, other, Frame::caller(record));
        }
    })?;
    match count {
        0 => Ok(Value::NONE),
        _ => {
            let depth = notes.get(1).as_small_int().unwrap_or(0) as usize;
            frame_of_notes(cx, notes, 2, depth, frame.thread.load(Ordering::Relaxed) + 1)
        }
    }
}

/// The exception that each thread handles, or `None`, by the threads' numbers.
pub fn current_exceptions(cx: &Cx) -> R<Obj<Dict>> {
    let (notes, count) = noted(cx, &|notes, fiber, cx| {
        if cx.frame.get() != cx.frames {
            notes.put(Value::small_int_unchecked(threads::ident(fiber.reference()) as i64));
            notes.put(cx.handled.get());
        }
    })?;
    let result = dict::new(cx)?;
    for at in (0..count).step_by(2) {
        dict::set(cx, result, notes.get(at), notes.get(at + 1))?;
    }
    Ok(result)
}
