//! [`Stateful`]: what the iterators of `itertools` keep, under one class per kind.
//!
//! Thread-safety: slots and numbers are single atomic words. An iterator over sources that run no Python code takes every step in one
//! [`Turn`], so its words change together; over others each word is stored only with what it was computed from, or by compare-exchange.

use std::sync::atomic::AtomicI64;

use typhon_gc::{Header, Slot};

use crate::context::{Cx, R};
use crate::declare::instance_of;
use crate::object::Obj;
use crate::object_struct;
use crate::types::iterators::turn::Turn;
use crate::value::{SlotExt, Value};

object_struct! {
    /// An iterator's sources and state; what each word is for is the kind's own affair.
    pub struct Stateful: "itertools iterator", fixed {
        slots {
            pub source,
            pub function,
            pub state,
            pub extra,
        }
        fields {
            pub numbers: [AtomicI64; 4],
            pub turn: Turn,
        }
    }
}

/// What a [`Stateful`] starts with.
pub struct Start {
    pub source: Value,
    pub function: Value,
    pub state: Value,
    pub extra: Value,
    pub numbers: [i64; 4],
    pub turn: Turn,
}

impl Start {
    /// Unbound slots, zeros, and turns where these sources run no Python code.
    pub fn over(sources: &[Value]) -> Start {
        let unbound = Value::UNBOUND;
        Start {
            source: unbound,
            function: unbound,
            state: unbound,
            extra: unbound,
            numbers: [0; 4],
            turn: Turn::of(sources),
        }
    }

    /// The same without turns: each step may run Python code.
    pub fn without_turns() -> Start {
        Start::over(&[Value::NONE])
    }

    /// An iterator of a class.
    pub fn make(self, cx: &Cx, class: Value) -> R<Value> {
        let make = |header: Header| Stateful {
            header,
            source: Slot::of(self.source),
            function: Slot::of(self.function),
            state: Slot::of(self.state),
            extra: Slot::of(self.extra),
            numbers: self.numbers.map(AtomicI64::new),
            turn: self.turn,
        };
        Ok(instance_of(cx, class, make)?.value())
    }
}

/// Stores into a slot of the iterator.
pub fn store(cx: &Cx, this: Obj<Stateful>, slot: fn(&Stateful) -> &Slot, value: Value) {
    cx.store(this.object(), slot(&this), value);
}
