//! `_collections`: `deque`, `defaultdict`, `OrderedDict`, `_tuplegetter`, `_count_elements`, one file each.

mod count;
mod defaultdict;
pub(crate) mod deque;
mod ordered;
mod tuple_getter;

use typhon_vm::declare::add_types;
use typhon_vm::import::ModuleDef;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::MethodDef;

static TYPES: &[&NativeType] = &[
    &deque::DEQUE_TYPE,
    &deque::ITERATOR_TYPE,
    &deque::REVERSE_ITERATOR_TYPE,
    &defaultdict::DEFAULT_DICT_TYPE,
    &ordered::ORDERED_DICT_TYPE,
    &tuple_getter::TUPLE_GETTER_TYPE,
];

/// The module.
pub static COLLECTIONS: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "High performance data structures.",
    functions: &[MethodDef::function(
        "_count_elements(mapping, iterable, /)",
        "Count elements in the iterable, updating the mapping.",
        count::count_elements,
    )],
    init: |cx, namespace| add_types(cx, namespace, TYPES),
};
