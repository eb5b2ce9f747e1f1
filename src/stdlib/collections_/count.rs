//! `_count_elements`: what `Counter` counts with.
//!
//! Thread-safety: in a plain dict each count is raised by compare-and-set, so threads counting into one counter lose nothing.

use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::protocol::binary::binary_op;
use typhon_vm::protocol::{self, attr, item, iter};
use typhon_vm::runtime;
use typhon_vm::typedef::BinaryOp;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::number;
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, names};

const ONE: Value = Value::small_int_unchecked(1);

/// The mapping as a dict, where its class has left `get` and `__setitem__` as they are.
fn plain(cx: &Cx, mapping: Value) -> R<Option<Obj<Dict>>> {
    let Some(dict) = mapping.cast::<Dict>() else { return Ok(None) };
    let (class, base) = (cx.type_of(mapping), runtime::builtin_type(number::DICT));
    let same = |name: Value| Type::lookup(class, name) == Type::lookup(base, name);
    Ok((same(names::get(names::GET)) && same(names::get(names::__SETITEM__))).then_some(dict))
}

fn raise(cx: &Cx, counts: Obj<Dict>, key: Value) -> R<()> {
    let hash = protocol::hash(cx, key)?;
    loop {
        let old = dict::get_hashed(cx, counts, key, hash)?;
        let new = match old {
            None => ONE,
            Some(old) => match old.int_add(ONE) {
                Some(new) if old.is_int() => new,
                _ => binary_op(cx, BinaryOp::Add, old, ONE)?,
            },
        };
        if dict::compare_and_set(cx, counts, key, hash, old, new)? {
            return Ok(());
        }
    }
}

/// `_count_elements(mapping, iterable)`.
pub(super) fn count_elements(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterator = iter::get(cx, args[1])?;
    if let Some(counts) = plain(cx, args[0])? {
        while let Some(key) = iter::next(cx, iterator)? {
            raise(cx, counts, key)?;
            cx.poll()?;
        }
        return Ok(Value::NONE);
    }
    let get = attr::get(cx, args[0], names::get(names::GET))?;
    while let Some(key) = iter::next(cx, iterator)? {
        let old = call::call_values(cx, get, &[key, Value::small_int_unchecked(0)])?;
        item::set(cx, args[0], key, binary_op(cx, BinaryOp::Add, old, ONE)?)?;
        cx.poll()?;
    }
    Ok(Value::NONE)
}
