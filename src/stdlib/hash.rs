//! What the hash modules (`_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`) share: hash objects over the states of the RustCrypto and blake2_simd crates.
//!
//! Thread-safety: the state is [`Guarded`]; everything else about a hash object never changes.

use typhon_vm::buffer::{BytesLike, bytes_like, is_provider};
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, TypeDef, trace_nothing};
use typhon_vm::types::bytes::HexForm;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{bytes, int};
use typhon_vm::{Value, protocol};

use crate::guarded::Guarded;

/// A running hash.
pub(crate) trait State: Send {
    fn update(&mut self, bytes: &[u8]);
    /// The digest so far, of a hash with a fixed size.
    fn digest(&self) -> Vec<u8>;
    /// The digest so far, as long as wanted.
    fn digest_of(&self, _len: usize) -> Vec<u8> {
        self.digest()
    }
    fn copy(&self) -> Box<dyn State>;
    fn digest_size(&self) -> usize;
}

/// A hash of fixed size by a crate's type.
#[derive(Clone)]
pub(crate) struct Fixed<D>(pub(crate) D);

impl<D: digest::Digest + Clone + Send + 'static> State for Fixed<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn digest(&self) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }

    fn copy(&self) -> Box<dyn State> {
        Box::new(Fixed(self.0.clone()))
    }

    fn digest_size(&self) -> usize {
        <D as digest::Digest>::output_size()
    }
}

/// One algorithm as Python sees it.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) block_size: usize,
    pub(crate) class: &'static NativeType,
    pub(crate) make: fn() -> Box<dyn State>,
}

/// A hash object.
#[repr(C)]
pub(crate) struct Hash {
    header: Header,
    kind: &'static Kind,
    digest_size: usize,
    state: Guarded<Box<dyn State>>,
}

static LAYOUT: Layout =
    Layout { take: Some(take), ..Layout::fixed("hash", size_of::<Hash>(), trace_nothing) };

// SAFETY: repr(C), header first, no references; the state is guarded.
unsafe impl Payload for Hash {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead hash objects only, which nobody else can reach.
    Box::new(unsafe { Obj::<Hash>::cast_unchecked(object).state.take() })
}

/// Bytes from which on an update runs outside the interpreter's sight.
const LONG: usize = 2048;

fn this(cx: &Cx, value: Value) -> R<Obj<Hash>> {
    value.cast::<Hash>().ok_or_else(|| cx.system_error("hash object expected"))
}

/// An argument that is to be hashed.
pub(crate) fn hashed(cx: &Cx, value: Value) -> R<BytesLike<'_>> {
    if value.cast::<Str>().is_some() {
        return Err(cx.type_error("Strings must be encoded before hashing".into()));
    }
    if !is_provider(cx, value) {
        return Err(cx.type_error("object supporting the buffer API required".into()));
    }
    bytes_like(cx, value)
}

/// A hash object with a state.
pub(crate) fn with_state(cx: &Cx, kind: &'static Kind, state: Box<dyn State>) -> R<Obj<Hash>> {
    let header = Header::new(kind.class.shape_id(cx)?, 0);
    let digest_size = state.digest_size();
    let hash = Hash { header, kind, digest_size, state: Guarded::new(state) };
    let hash = cx.alloc(hash)?;
    payloads::watch(cx, hash.object(), 512);
    Ok(hash)
}

/// The object of a constructor's arguments `data` and `string`, which mean the same.
pub(crate) fn start(
    cx: &Cx,
    kind: &'static Kind,
    state: Box<dyn State>,
    data: Value,
    string: Value,
) -> R<Value> {
    if !data.is_unbound() && !string.is_unbound() {
        return Err(cx.type_error(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.".into(),
        ));
    }
    let first = data.bound().or(string.bound());
    let hash = with_state(cx, kind, state)?;
    if let Some(first) = first {
        feed(cx, hash, first)?;
    }
    Ok(hash.value())
}

/// `kind(data=b'', *, usedforsecurity=True, string=None)`, the arguments from `data` on.
pub(crate) fn simple(cx: &Cx, kind: &'static Kind, args: &[Value]) -> R<Value> {
    start(cx, kind, (kind.make)(), args[0], args[2])
}

fn feed(cx: &Cx, hash: Obj<Hash>, value: Value) -> R<()> {
    let content = hashed(cx, value)?;
    let bytes = content.as_slice();
    hash.state.with(cx, bytes.len() >= LONG, |state| state.update(bytes))
}

fn update(cx: &Cx, args: &[Value]) -> R<Value> {
    feed(cx, this(cx, args[0])?, args[1])?;
    Ok(Value::NONE)
}

fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let hash = this(cx, args[0])?;
    let state = hash.state.with(cx, false, |state| state.copy())?;
    Ok(with_state(cx, hash.kind, state)?.value())
}

fn digest(cx: &Cx, args: &[Value]) -> R<Value> {
    let digest = this(cx, args[0])?.state.with(cx, false, |state| state.digest())?;
    bytes::from_slice(cx, &digest)
}

fn hex_text(cx: &Cx, digest: &[u8]) -> R<Value> {
    HexForm::PLAIN.text(cx, digest)
}

fn hexdigest(cx: &Cx, args: &[Value]) -> R<Value> {
    let digest = this(cx, args[0])?.state.with(cx, false, |state| state.digest())?;
    hex_text(cx, &digest)
}

/// A digest of a given length.
fn long_digest(cx: &Cx, args: &[Value]) -> R<Vec<u8>> {
    let hash = this(cx, args[0])?;
    let len = protocol::index::to_value(cx, args[1])?;
    if int::is_negative(len) {
        return Err(cx.value_error("Cannot convert negative int"));
    }
    let len = int::to_i64(len).filter(|&len| len < 1 << 29);
    let Some(len) = len else { return Err(cx.value_error("length is too large")) };
    cx.check_room(len as usize)?;
    hash.state.with(cx, len as usize >= LONG, |state| state.digest_of(len as usize))
}

fn number(number: usize) -> R<Value> {
    Ok(Value::small_int_unchecked(number as i64))
}

const COPY: MethodDef = MethodDef::new("copy($self, /)", "Return a copy of the hash object.", copy);
const UPDATE: MethodDef = MethodDef::new(
    "update($self, obj, /)",
    "Update this hash object's state with the provided bytes-like object.",
    update,
);
pub(crate) const ATTRIBUTES: [GetSetDef; 3] = [
    GetSetDef {
        name: "block_size",
        doc: "",
        get: |cx, value| number(this(cx, value)?.kind.block_size),
        set: None,
    },
    GetSetDef {
        name: "digest_size",
        doc: "",
        get: |cx, value| number(this(cx, value)?.digest_size),
        set: None,
    },
    GetSetDef {
        name: "name",
        doc: "",
        get: |cx, value| str_::from_str(cx, this(cx, value)?.kind.name),
        set: None,
    },
];

/// The kind of a hash object, for further attributes.
pub(crate) fn kind_of(cx: &Cx, value: Value) -> R<&'static Kind> {
    Ok(this(cx, value)?.kind)
}

/// Methods of hashes with a fixed size.
pub(crate) static METHODS: [MethodDef; 4] = [
    COPY,
    MethodDef::new("digest($self, /)", "Return the digest value as a bytes object.", digest),
    MethodDef::new(
        "hexdigest($self, /)",
        "Return the digest value as a string of hexadecimal digits.",
        hexdigest,
    ),
    UPDATE,
];

/// Methods of hashes whose digest is as long as wanted.
pub(crate) static LONG_METHODS: [MethodDef; 4] = [
    COPY,
    MethodDef::new("digest($self, /, length)", "Return the digest value as a bytes object.", |cx, args| {
        bytes::from_slice(cx, &long_digest(cx, args)?)
    }),
    MethodDef::new(
        "hexdigest($self, /, length)",
        "Return the digest value as a string of hexadecimal digits.",
        |cx, args| hex_text(cx, &long_digest(cx, args)?),
    ),
    UPDATE,
];

/// Attributes of every hash.
pub(crate) static GETSET: [GetSetDef; 3] = ATTRIBUTES;

/// What every hash type starts from.
pub(crate) const TYPE: TypeDef =
    TypeDef { layout: &LAYOUT, methods: &METHODS, getset: &GETSET, ..TypeDef::DEFAULT };

/// A module of hashes that are made by functions only: types, kinds and functions from one table.
macro_rules! hash_module {
    ($(#[$doc:meta])* $module:ident $python:literal $about:literal: $($kind:ident $static_type:ident $class:ident $function:ident $class_name:literal $attribute:literal $block:literal $state:ty;)*) => {
        $(static $class: typhon_vm::typedef::TypeDef =
            typhon_vm::typedef::TypeDef { name: $class_name, module: $python, ..$crate::hash::TYPE };
        static $static_type: typhon_vm::runtime::NativeType = typhon_vm::runtime::NativeType::new(&$class);
        static $kind: $crate::hash::Kind = $crate::hash::Kind {
            name: stringify!($function),
            block_size: $block,
            class: &$static_type,
            make: || Box::new($crate::hash::Fixed(<$state>::default())),
        };)*

        $(#[$doc])*
        pub static $module: typhon_vm::import::ModuleDef = typhon_vm::import::ModuleDef {
            name: $python,
            doc: $about,
            functions: &[$(typhon_vm::typedef::MethodDef::function(
                concat!(stringify!($function), "(data=b'', *, usedforsecurity=True, string=None)"),
                concat!("Return a new ", stringify!($function), " hash object; optionally initialized with a string."),
                |cx, args| $crate::hash::simple(cx, &$kind, args),
            ),)*],
            init: |cx, namespace| {
                $(typhon_vm::types::dict::set(cx, namespace, cx.intern($attribute)?, $static_type.class(cx)?.value())?;)*
                typhon_vm::types::dict::set(cx, namespace, cx.intern("_GIL_MINSIZE")?, typhon_vm::Value::small_int_unchecked(2048))
            },
        };
    };
}
pub(crate) use hash_module;
