//! `_blake2`: BLAKE2b and BLAKE2s with all their parameters.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{ClassValue, MethodDef, TypeDef};
use typhon_vm::types::{dict, int};

use crate::hash::{self, Kind, State};

/// A whole number up to a bound, with CPython's complaints.
fn natural(cx: &Cx, value: Value, default: u64, most: u64, too_large: &str) -> R<u64> {
    let Some(value) = value.bound() else { return Ok(default) };
    let number = protocol::index::to_value(cx, value)?;
    if int::is_negative(number) {
        return Err(cx.value_error("Cannot convert negative int"));
    }
    let number = int::to_i128(number).and_then(|number| u64::try_from(number).ok());
    number
        .filter(|&number| number <= most)
        .ok_or_else(|| cx.error(exceptions::OVERFLOW_ERROR, too_large.into()))
}

fn within(cx: &Cx, value: Value, default: i64, bounds: std::ops::RangeInclusive<i64>, text: &str) -> R<i64> {
    let number = value.bound().map_or(Ok(default), |value| protocol::index::to_i64(cx, value))?;
    if bounds.contains(&number) {
        Ok(number)
    } else {
        Err(cx.value_error(&text.replace("{}", &number.to_string())))
    }
}

/// An optional argument's bytes, at most so many.
fn limited(cx: &Cx, value: Value, most: usize, what: &str) -> R<Vec<u8>> {
    let Some(value) = value.bound() else { return Ok(Vec::new()) };
    let bytes = typhon_vm::buffer::bytes_like(cx, value)?.to_vec();
    if bytes.len() > most {
        return Err(cx.value_error(&format!("maximum {what} length is {most} bytes")));
    }
    Ok(bytes)
}

macro_rules! blake2 {
    ($crate_name:ident $state:ident $new_function:ident $new:ident $class:ident $native:ident $kind:ident $values:ident
     $name:literal $shown:literal $block:literal $digest:literal $salt:literal $offset:expr) => {
        #[derive(Clone)]
        struct $state {
            state: $crate_name::State,
            digest_size: usize,
        }

        impl State for $state {
            fn update(&mut self, bytes: &[u8]) {
                self.state.update(bytes);
            }

            fn digest(&self) -> Vec<u8> {
                self.state.finalize().as_bytes().to_vec()
            }

            fn copy(&self) -> Box<dyn State> {
                Box::new(self.clone())
            }

            fn digest_size(&self) -> usize {
                self.digest_size
            }
        }

        fn $new_function(cx: &Cx, args: &[Value]) -> R<Value> {
            let size_text = concat!("digest_size for ", $shown, " must be between 1 and ", $digest, " bytes, here it is {}");
            let digest_size = within(cx, args[2], $digest, 1..=$digest, size_text)? as usize;
            let salt = limited(cx, args[4], $salt, "salt")?;
            let person = limited(cx, args[5], $salt, "person")?;
            let fanout = within(cx, args[6], 1, 0..=255, "fanout must be between 0 and 255")?;
            let depth = within(cx, args[7], 1, 1..=255, "depth must be between 1 and 255")?;
            let leaf_size = natural(cx, args[8], 0, u32::MAX.into(), "leaf_size is too large")?;
            let node_offset = natural(cx, args[9], 0, $offset, "node_offset is too large")?;
            let node_depth = within(cx, args[10], 0, 0..=255, "node_depth must be between 0 and 255")?;
            let inner_text = concat!("inner_size must be between 0 and is ", $digest);
            let inner_size = within(cx, args[11], 0, 0..=$digest, inner_text)?;
            let last_node = args[12].bound().map_or(Ok(false), |flag| protocol::is_true(cx, flag))?;
            let key = limited(cx, args[3], $digest, "key")?;
            let mut params = $crate_name::Params::new();
            params
                .hash_length(digest_size)
                .key(&key)
                .salt(&salt)
                .personal(&person)
                .fanout(fanout as u8)
                .max_depth(depth as u8)
                .max_leaf_length(leaf_size as u32)
                .node_offset(node_offset)
                .node_depth(node_depth as u8)
                .inner_hash_length(inner_size as usize)
                .last_node(last_node);
            let state = Box::new($state { state: params.to_state(), digest_size });
            hash::start(cx, &$kind, state, args[1], args[14])
        }

        static $new: MethodDef = MethodDef::function(
            concat!($name, "($type, data=b'', *, digest_size=", $digest, ", key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)"),
            concat!("Return a new ", $shown, " hash object."),
            $new_function,
        );
        static $values: &[ClassValue] = &[
            ("SALT_SIZE", |_| Ok(Value::small_int_unchecked($salt))),
            ("PERSON_SIZE", |_| Ok(Value::small_int_unchecked($salt))),
            ("MAX_KEY_SIZE", |_| Ok(Value::small_int_unchecked($digest))),
            ("MAX_DIGEST_SIZE", |_| Ok(Value::small_int_unchecked($digest))),
        ];
        static $class: TypeDef = TypeDef {
            name: $name,
            module: "_blake2",
            doc: concat!("The hash ", $name, " of what is put in."),
            new: Some(&$new),
            class_values: $values,
            ..hash::TYPE
        };
        static $native: NativeType = NativeType::new(&$class);
        static $kind: Kind = Kind {
            name: $name,
            block_size: $block,
            class: &$native,
            make: || Box::new($state { state: $crate_name::State::new(), digest_size: $digest }),
        };
    };
}

blake2!(blake2b_simd StateB new_b NEW_B CLASS_B TYPE_B KIND_B VALUES_B "blake2b" "Blake2b" 128 64 16 u64::MAX);
blake2!(blake2s_simd StateS new_s NEW_S CLASS_S TYPE_S KIND_S VALUES_S "blake2s" "Blake2s" 64 32 8 (1 << 48) - 1);

/// The module.
pub static BLAKE2: ModuleDef = ModuleDef {
    name: "_blake2",
    doc: "BLAKE2 hashes.",
    functions: &[],
    init: |cx, namespace| {
        let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
        put("blake2b", TYPE_B.class(cx)?.value())?;
        put("blake2s", TYPE_S.class(cx)?.value())?;
        for (name, number) in [
            ("BLAKE2B_SALT_SIZE", 16),
            ("BLAKE2B_PERSON_SIZE", 16),
            ("BLAKE2B_MAX_KEY_SIZE", 64),
            ("BLAKE2B_MAX_DIGEST_SIZE", 64),
            ("BLAKE2S_SALT_SIZE", 8),
            ("BLAKE2S_PERSON_SIZE", 8),
            ("BLAKE2S_MAX_KEY_SIZE", 32),
            ("BLAKE2S_MAX_DIGEST_SIZE", 32),
            ("_GIL_MINSIZE", 2048),
        ] {
            put(name, Value::small_int_unchecked(number))?;
        }
        Ok(())
    },
};
