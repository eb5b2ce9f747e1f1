//! `_sre.SRE_Scanner`: one match after the other, and the iterator of `finditer` over them.
//!
//! Thread-safety: where to go on and whether an empty match is allowed there are one word, moved by compare-exchange: who is overtaken looks
//! again, so each match is given once.

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::Payload;
use typhon_vm::object_struct;
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{GetSetDef, MethodDef, TypeDef};
use typhon_vm::types::iterators::iterator_slots;
use typhon_vm::types::number;
use typhon_vm::value::SlotExt;

use super::found;
use super::pattern::{Mode, Pattern, Range, run};

object_struct! {
    /// A pattern, its text, and how far it has got.
    struct Scanner: "_sre.SRE_Scanner", fixed {
        slots {
            pattern,
            string,
            /// The string, or a copy of the bytes of what may change.
            text,
            /// A `memoryview` of what may change, which keeps it from being resized.
            hold,
        }
        fields {
            start: usize,
            end: usize,
            /// The place to go on from, shifted left by one, over whether a match there must not be empty; [`OVER`] after a failure.
            state: AtomicU64,
        }
    }
}

const OVER: u64 = u64::MAX;

fn start(cx: &Cx, native: &NativeType, args: &[Value]) -> R<Value> {
    let pattern = receiver::<Pattern>(cx, args[0])?;
    let subject = pattern.subject(cx, args[1])?;
    let range = Range::of(cx, args[2], args[3], subject.len())?;
    let text = subject.value();
    let hold = if text == args[1] {
        Value::NONE
    } else {
        call::call_values(cx, runtime::builtin_type(number::MEMORY_VIEW).value(), &[args[1]])?
    };
    let made = new_instance(cx, native.class(cx)?, |header| Scanner {
        header,
        pattern: Slot::of(args[0]),
        string: Slot::of(args[1]),
        text: Slot::of(text),
        hold: Slot::of(hold),
        start: range.start,
        end: range.end,
        state: AtomicU64::new((range.start as u64) << 1),
    })?;
    Ok(made.value())
}

/// `pattern.scanner(…)`.
pub(super) fn make(cx: &Cx, args: &[Value]) -> R<Value> {
    start(cx, &SCANNER_TYPE, args)
}

/// `pattern.finditer(…)`.
pub(super) fn iterate(cx: &Cx, args: &[Value]) -> R<Value> {
    start(cx, &ITERATOR_TYPE, args)
}

fn next(cx: &Cx, value: Value, mode: Mode) -> R<Option<Value>> {
    let this = receiver::<Scanner>(cx, value)?;
    let pattern = receiver::<Pattern>(cx, this.pattern.get())?;
    let subject = pattern.subject(cx, this.text.get())?;
    loop {
        let state = this.state.load(Ordering::Acquire);
        if state == OVER {
            return Ok(None);
        }
        let range = Range { start: (state >> 1) as usize, end: this.end.min(subject.len()) };
        let found = run(cx, pattern, subject, range, mode, state & 1 == 1)?;
        let after = match &found {
            Some(place) => (place.end as u64) << 1 | u64::from(place.start == place.end),
            None => OVER,
        };
        if this.state.compare_exchange(state, after, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            let whole = Range { start: this.start, end: this.end };
            return found.map(|place| found::make(cx, pattern, this.string.get(), whole, &place)).transpose();
        }
    }
}

fn method(cx: &Cx, args: &[Value], mode: Mode) -> R<Value> {
    Ok(next(cx, args[0], mode)?.unwrap_or(Value::NONE))
}

static SCANNER: TypeDef = TypeDef {
    name: "SRE_Scanner",
    module: "_sre",
    layout: Scanner::LAYOUT,
    methods: &[
        MethodDef::new("match($self, /)", "", |cx, args| method(cx, args, Mode::Match)),
        MethodDef::new("search($self, /)", "", |cx, args| method(cx, args, Mode::Search)),
    ],
    getset: &[GetSetDef {
        name: "pattern",
        doc: "",
        get: |cx, value| Ok(receiver::<Scanner>(cx, value)?.pattern.get()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

pub(super) static SCANNER_TYPE: NativeType = NativeType::new(&SCANNER);

/// CPython's is a `callable_iterator` over a scanner's `search`.
static ITERATOR: TypeDef = TypeDef {
    name: "callable_iterator",
    layout: Scanner::LAYOUT,
    slots: iterator_slots(|cx, value| next(cx, value, Mode::Search)),
    ..TypeDef::DEFAULT
};

pub(super) static ITERATOR_TYPE: NativeType = NativeType::new(&ITERATOR);
