//! `itertools`: iterators made of iterators, one file per family.
//!
//! Thread-safety: every kind is a [`Stateful`] (`groupby` and `tee` have layouts of their own): over the runtime's own iterators each `next` is
//! one step, so threads sharing one get each result once. Over sources or with functions written in Python, words change one by one:
//! nothing breaks, and how results interleave is as open as in CPython.

mod chaining;
mod combinatoric;
mod counting;
mod grouping;
mod selecting;
mod tee;

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::add_types;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, NextFn, TypeDef};
use typhon_vm::types::iterators::iterator_slots;
use typhon_vm::types::iterators::stateful::Stateful;
use typhon_vm::{Value, exceptions};

/// What every iterator type of the module has in common.
const fn iterator_type(
    name: &'static str,
    doc: &'static str,
    new: &'static MethodDef,
    next: NextFn,
) -> TypeDef {
    TypeDef {
        name,
        module: "itertools",
        doc,
        layout: Stateful::LAYOUT,
        subclassable: true,
        slots: iterator_slots(next),
        new: Some(new),
        ..TypeDef::DEFAULT
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Stateful>> {
    value.cast::<Stateful>().ok_or_else(|| cx.system_error("iterator expected"))
}

/// An argument that counts something: an integer in the range of `isize`.
fn size(cx: &Cx, value: Value) -> R<i64> {
    let number = typhon_vm::protocol::index::to_value(cx, value)?;
    typhon_vm::types::int::to_i64(number).ok_or_else(|| {
        cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t".into())
    })
}

static TYPES: &[&NativeType] = &[
    &chaining::ACCUMULATE_TYPE,
    &chaining::BATCHED_TYPE,
    &chaining::CHAIN_TYPE,
    &combinatoric::COMBINATIONS_TYPE,
    &combinatoric::WITH_REPLACEMENT_TYPE,
    &selecting::COMPRESS_TYPE,
    &counting::COUNT_TYPE,
    &counting::CYCLE_TYPE,
    &selecting::DROP_WHILE_TYPE,
    &selecting::FILTER_FALSE_TYPE,
    &grouping::GROUP_BY_TYPE,
    &grouping::GROUPER_TYPE,
    &selecting::ISLICE_TYPE,
    &chaining::PAIRWISE_TYPE,
    &combinatoric::PERMUTATIONS_TYPE,
    &combinatoric::PRODUCT_TYPE,
    &counting::REPEAT_TYPE,
    &selecting::STAR_MAP_TYPE,
    &selecting::TAKE_WHILE_TYPE,
    &tee::TEE_TYPE,
    &tee::NODE_TYPE,
    &chaining::ZIP_LONGEST_TYPE,
];

/// The module.
pub static ITERTOOLS: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: &[MethodDef::function(
        "tee(iterable, n=2, /)",
        "Returns a tuple of n independent iterators.",
        tee::tee,
    )],
    init: |cx, namespace| add_types(cx, namespace, TYPES),
};
