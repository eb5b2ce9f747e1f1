//! `_sha3`: SHA-3 and the extendable SHAKE.

use digest::{ExtendableOutput, Update, XofReader};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, TypeDef};
use typhon_vm::types::{bytes, dict, str_};

use crate::hash::{self, Fixed, Kind, State};

/// A hash whose digest is as long as wanted.
#[derive(Clone)]
struct Extendable<D>(D);

impl<D: ExtendableOutput + Update + Clone + Send + 'static> State for Extendable<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn digest(&self) -> Vec<u8> {
        Vec::new()
    }

    fn digest_of(&self, len: usize) -> Vec<u8> {
        let mut digest = vec![0; len];
        self.0.clone().finalize_xof().read(&mut digest);
        digest
    }

    fn copy(&self) -> Box<dyn State> {
        Box::new(Extendable(self.0.clone()))
    }

    fn digest_size(&self) -> usize {
        0
    }
}

fn rate_bits(cx: &Cx, value: Value) -> R<i64> {
    Ok(hash::kind_of(cx, value)?.block_size as i64 * 8)
}

fn suffix(cx: &Cx, value: Value) -> R<Value> {
    let extendable = hash::kind_of(cx, value)?.name.starts_with("shake");
    bytes::from_slice(cx, if extendable { b"\x1f" } else { b"\x06" })
}

static GETSET: [GetSetDef; 6] = {
    let [block_size, digest_size, name] = hash::ATTRIBUTES;
    [
        block_size,
        digest_size,
        name,
        GetSetDef {
            name: "_capacity_bits",
            doc: "",
            get: |cx, value| Ok(Value::small_int_unchecked(1600 - rate_bits(cx, value)?)),
            set: None,
        },
        GetSetDef {
            name: "_rate_bits",
            doc: "",
            get: |cx, value| Ok(Value::small_int_unchecked(rate_bits(cx, value)?)),
            set: None,
        },
        GetSetDef { name: "_suffix", doc: "", get: suffix, set: None },
    ]
};

macro_rules! types {
    ($($kind:ident $class:ident $native:ident $new:ident $name:literal $block:literal $methods:ident $make:expr;)*) => {
        $(static $new: MethodDef = MethodDef::function(
            concat!($name, "($type, data=b'', *, usedforsecurity=True, string=None)"),
            concat!("Return a new ", $name, " hash object."),
            |cx, args| hash::simple(cx, &$kind, &args[1..]),
        );
        static $class: TypeDef = TypeDef {
            name: $name,
            module: "_sha3",
            doc: concat!("The hash ", $name, " of what is put in."),
            new: Some(&$new),
            methods: &hash::$methods,
            getset: &GETSET,
            ..hash::TYPE
        };
        static $native: NativeType = NativeType::new(&$class);
        static $kind: Kind = Kind { name: $name, block_size: $block, class: &$native, make: || Box::new($make) };)*

        /// The module.
        pub static SHA3: ModuleDef = ModuleDef {
            name: "_sha3",
            doc: "SHA-3 hashes.",
            functions: &[],
            init: |cx, namespace| {
                $(dict::set(cx, namespace, cx.intern($name)?, $native.class(cx)?.value())?;)*
                dict::set(cx, namespace, cx.intern("implementation")?, str_::from_str(cx, "RustCrypto")?)?;
                dict::set(cx, namespace, cx.intern("_GIL_MINSIZE")?, Value::small_int_unchecked(2048))
            },
        };
    };
}

types! {
    KIND_224 CLASS_224 TYPE_224 NEW_224 "sha3_224" 144 METHODS Fixed(sha3::Sha3_224::default());
    KIND_256 CLASS_256 TYPE_256 NEW_256 "sha3_256" 136 METHODS Fixed(sha3::Sha3_256::default());
    KIND_384 CLASS_384 TYPE_384 NEW_384 "sha3_384" 104 METHODS Fixed(sha3::Sha3_384::default());
    KIND_512 CLASS_512 TYPE_512 NEW_512 "sha3_512" 72 METHODS Fixed(sha3::Sha3_512::default());
    KIND_SHAKE_128 CLASS_SHAKE_128 TYPE_SHAKE_128 NEW_SHAKE_128 "shake_128" 168 LONG_METHODS Extendable(sha3::Shake128::default());
    KIND_SHAKE_256 CLASS_SHAKE_256 TYPE_SHAKE_256 NEW_SHAKE_256 "shake_256" 136 LONG_METHODS Extendable(sha3::Shake256::default());
}
