//! `coroutine`, and the iterator that its `__await__` answers.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::interp::resume::Outcome;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::generator::methods::{self, CLOSE, NAME, QUALNAME, SEND, THROW};
use crate::types::generator::{Generator, LAYOUT};
use crate::types::{iterators, number};
use crate::value::{SlotExt, Value};

/// `coroutine_wrapper`: drives a coroutine as an iterator. Immutable.
#[repr(C)]
struct Wrapper {
    header: Header,
    coroutine: Slot,
}

/// Layout of wrappers.
static WRAPPER_LAYOUT: Layout = Layout::fixed("coroutine_wrapper", size_of::<Wrapper>(), trace);

// SAFETY: repr(C), header first, the slot is traced; immutable.
unsafe impl Payload for Wrapper {
    const LAYOUT: &'static Layout = &WRAPPER_LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for wrappers only.
    tracer.slot(&unsafe { Obj::<Wrapper>::cast_unchecked(object) }.coroutine);
}

fn wrap(cx: &Cx, args: &[Value]) -> R<Value> {
    let header = Header::new(number::COROUTINE_WRAPPER, 0);
    Ok(cx.alloc(Wrapper { header, coroutine: Slot::of(args[0]) })?.value())
}

fn wrapped(cx: &Cx, value: Value) -> R<Obj<Generator>> {
    let coroutine = value.cast::<Wrapper>().map_or(value, |wrapper| wrapper.coroutine.get());
    methods::this(cx, coroutine)
}

fn wrapper_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    match methods::send_native(cx, wrapped(cx, value)?, Value::NONE)? {
        Outcome::Yielded(item) | Outcome::Item(item) => Ok(Some(item)),
        Outcome::Returned(result) => Err(cx.stop_iteration(result)),
    }
}

fn wrapper_send(cx: &Cx, args: &[Value]) -> R<Value> {
    let outcome = methods::send_native(cx, wrapped(cx, args[0])?, args[1])?;
    methods::answer(cx, outcome)
}

fn wrapper_throw(cx: &Cx, args: &[Value]) -> R<Value> {
    methods::warn_of_parts(cx, "throw", args[2])?;
    let exception = methods::thrown(cx, args[1], args[2], args[3])?;
    let outcome = methods::throw_native(cx, wrapped(cx, args[0])?, exception)?;
    methods::answer(cx, outcome)
}

fn wrapper_close(cx: &Cx, args: &[Value]) -> R<Value> {
    methods::close_generator(cx, wrapped(cx, args[0])?)
}

static COROUTINE_METHODS: [MethodDef; 4] = [
    SEND,
    THROW,
    CLOSE,
    MethodDef::new("__await__($self, /)", "An iterator that drives the coroutine.", wrap),
];

/// The type.
pub static COROUTINE: TypeDef = TypeDef {
    generic: true,
    name: "coroutine",
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable {
        repr: Some(methods::describe),
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        ..SlotTable::NONE
    },
    methods: &COROUTINE_METHODS,
    getset: &[
        NAME,
        QUALNAME,
        GetSetDef {
            name: "cr_await",
            doc: "object being awaited on, or None",
            get: methods::delegate_of,
            set: None,
        },
        GetSetDef { name: "cr_frame", doc: "", get: methods::frame_of, set: None },
        GetSetDef { name: "cr_running", doc: "", get: methods::is_running, set: None },
        GetSetDef { name: "cr_suspended", doc: "", get: methods::is_suspended, set: None },
        GetSetDef { name: "cr_code", doc: "", get: methods::code_of, set: None },
    ],
    members: &[GetSetDef {
        name: "cr_origin",
        doc: "",
        get: |cx, v| Ok(methods::this(cx, v)?.origin.get()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

static WRAPPER_METHODS: [MethodDef; 3] = [
    MethodDef::new("send($self, object, /)", "Resume the coroutine with a value.", wrapper_send),
    MethodDef::new(
        "throw($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)",
        "Raise an exception where the coroutine is suspended.",
        wrapper_throw,
    ),
    MethodDef::new("close($self, /)", "Close the coroutine.", wrapper_close),
];

/// The iterator's type.
pub static COROUTINE_WRAPPER: TypeDef = TypeDef {
    name: "coroutine_wrapper",
    doc: "Drives a coroutine as an iterator.",
    layout: &WRAPPER_LAYOUT,
    slots: SlotTable { iter: Some(iterators::iter_self), next: Some(wrapper_next), ..SlotTable::NONE },
    methods: &WRAPPER_METHODS,
    ..TypeDef::DEFAULT
};
