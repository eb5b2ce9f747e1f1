//! A map from variables to values that never changes: setting makes a new one that shares all but the path to the new value (Bagwell's hash array
//! mapped trie). Keys are compared by identity; their hashes are their addresses, mixed by a bijection, so two keys never agree in all bits.
//!
//! A node is an array: a bitmap of the branches that exist, then their contents in order. A branch is a node or a leaf, a pair of variable and
//! value. Nothing is written after publication, so any thread may read any map.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::tuple::{self, Array, Tuple};

/// Bits of the hash that one node tells apart.
const BITS: u32 = 5;

/// A map; the empty one has no root.
#[derive(Clone, Copy)]
pub(super) struct Map(Option<Obj<Array>>);

fn mixed(key: Value) -> u64 {
    let mut bits = key.bits();
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn branch_bit(hash: u64, shift: u32) -> u32 {
    1 << (hash.checked_shr(shift).unwrap_or(0) & ((1 << BITS) - 1))
}

fn bitmap(node: Obj<Array>) -> u32 {
    node.get(0).as_small_int().unwrap_or(0) as u32
}

/// Where in a node the content of a branch lies, or would lie.
fn place(bitmap: u32, bit: u32) -> usize {
    1 + (bitmap & (bit - 1)).count_ones() as usize
}

/// A node like another, with `count` contents from `at` on replaced by `new` ones.
fn edited(cx: &Cx, node: Obj<Array>, bitmap: u32, at: usize, count: usize, new: &[Value]) -> R<Obj<Array>> {
    let rest = at + count;
    let mut room = cx.scratch(node.len() - count + new.len())?;
    let values = room.as_mut_slice();
    values[0] = Value::small_int_unchecked(bitmap.into());
    for (index, value) in values.iter_mut().enumerate().skip(1) {
        *value = if index < at {
            node.get(index)
        } else if index < at + new.len() {
            new[index - at]
        } else {
            node.get(index - at - new.len() + rest)
        };
    }
    Array::from_slice(cx, room.as_slice())
}

fn leaf_key(content: Value) -> Option<Value> {
    content.cast::<Tuple>().map(|leaf| leaf.get(0))
}

fn inserted(cx: &Cx, node: Option<Obj<Array>>, shift: u32, hash: u64, leaf: Value) -> R<Obj<Array>> {
    let bit = branch_bit(hash, shift);
    let Some(node) = node else {
        return Array::from_slice(cx, &[Value::small_int_unchecked(bit.into()), leaf]);
    };
    let bitmap = bitmap(node);
    let at = place(bitmap, bit);
    if bitmap & bit == 0 {
        return edited(cx, node, bitmap | bit, at, 0, &[leaf]);
    }
    let content = node.get(at);
    let new = match leaf_key(content) {
        Some(key) if Some(key) == leaf_key(leaf) => leaf,
        Some(key) => {
            let below = inserted(cx, None, shift + BITS, mixed(key), content)?;
            inserted(cx, Some(below), shift + BITS, hash, leaf)?.value()
        }
        None => inserted(cx, content.cast::<Array>(), shift + BITS, hash, leaf)?.value(),
    };
    edited(cx, node, bitmap, at, 1, &[new])
}

/// The node without a key; `None` where nothing is left.
fn removed(cx: &Cx, node: Obj<Array>, shift: u32, hash: u64, key: Value) -> R<Option<Obj<Array>>> {
    let bit = branch_bit(hash, shift);
    let bitmap = bitmap(node);
    let at = place(bitmap, bit);
    if bitmap & bit == 0 {
        return Ok(Some(node));
    }
    let content = node.get(at);
    let left = match (leaf_key(content), content.cast::<Array>()) {
        (Some(found), _) if found != key => return Ok(Some(node)),
        (None, Some(below)) => removed(cx, below, shift + BITS, hash, key)?,
        _ => None,
    };
    match left {
        Some(below) => edited(cx, node, bitmap, at, 1, &[below.value()]).map(Some),
        None if bitmap == bit => Ok(None),
        None => edited(cx, node, bitmap & !bit, at, 1, &[]).map(Some),
    }
}

impl Map {
    /// The map in a slot that [`Map::value`] was stored to.
    pub(super) fn of(value: Value) -> Map {
        Map(value.cast::<Array>())
    }

    pub(super) fn value(self) -> Value {
        self.0.map_or(Value::NONE, Obj::value)
    }

    pub(super) fn get(self, key: Value) -> Option<Value> {
        let (mut node, hash, mut shift) = (self.0?, mixed(key), 0);
        loop {
            let bit = branch_bit(hash, shift);
            let bitmap = bitmap(node);
            if bitmap & bit == 0 {
                return None;
            }
            let content = node.get(place(bitmap, bit));
            if let Some(leaf) = content.cast::<Tuple>() {
                return (leaf.get(0) == key).then(|| leaf.get(1));
            }
            node = content.cast::<Array>()?;
            shift += BITS;
        }
    }

    pub(super) fn with(self, cx: &Cx, key: Value, value: Value) -> R<Map> {
        let leaf = tuple::from_slice(cx, &[key, value])?.value();
        inserted(cx, self.0, 0, mixed(key), leaf).map(|root| Map(Some(root)))
    }

    pub(super) fn without(self, cx: &Cx, key: Value) -> R<Map> {
        match self.0 {
            Some(root) => removed(cx, root, 0, mixed(key), key).map(Map),
            None => Ok(self),
        }
    }

    /// Calls `each` with every pair of variable and value.
    pub(super) fn for_each(self, each: &mut dyn FnMut(Obj<Tuple>) -> R<()>) -> R<()> {
        let Some(root) = self.0 else { return Ok(()) };
        for slot in 1..root.len() {
            let content = root.get(slot);
            match content.cast::<Tuple>() {
                Some(leaf) => each(leaf)?,
                None => Map(content.cast::<Array>()).for_each(each)?,
            }
        }
        Ok(())
    }

    pub(super) fn len(self) -> usize {
        let Some(root) = self.0 else { return 0 };
        let contents = (1..root.len()).map(|slot| root.get(slot));
        contents.map(|content| content.cast::<Array>().map_or(1, |below| Map(Some(below)).len())).sum()
    }
}
