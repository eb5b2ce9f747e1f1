//! `traceback`: one entry per frame that an exception has left, outermost first. Immutable but for `tb_next`.

use typhon_bytecode::tables::WORD_BYTES;
use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::exceptions;
use crate::interp::frame::Frame;
use crate::object::{Obj, Payload};
use crate::protocol::index;
use crate::typedef::{GetSetDef, Layout, MethodDef, TypeDef};
use crate::types::frame_::{self, PyFrame};
use crate::types::{list, number};
use crate::value::{SlotExt, Value};

/// A traceback entry.
#[repr(C)]
pub struct Traceback {
    header: Header,
    next: Slot,
    frame: Slot,
    /// Bytes from the code's beginning, as in `f_lasti`; what Python code has given may lie outside.
    last: i32,
    /// -1 where none is known.
    line: i32,
}

/// Layout of traceback entries.
pub static LAYOUT: Layout = Layout::fixed("traceback", size_of::<Traceback>(), trace);

// SAFETY: repr(C), header first, both slots traced.
unsafe impl Payload for Traceback {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for traceback entries only.
    let this = unsafe { Obj::<Traceback>::cast_unchecked(object) };
    tracer.slot(&this.next);
    tracer.slot(&this.frame);
}

/// An entry for a frame at a word offset, in front of `next`.
pub(crate) fn new(cx: &Cx, next: Value, record: &mut Frame, offset: u32) -> R<Value> {
    let frame = frame_::of_record(cx, record)?;
    let line = frame.executable().map_or(0, |executable| {
        let line = |offset| executable.data().position(offset).line;
        // What comes from no line is shown at the line before it.
        match line(offset) {
            0 => crate::monitoring::hook::line_before(record).map_or(0, line),
            line => line,
        }
    });
    let header = Header::new(number::TRACEBACK, 0);
    Ok(cx
        .alloc(Traceback {
            header,
            next: Slot::of(next),
            frame: Slot::of(frame.value()),
            last: (offset * WORD_BYTES) as i32,
            line: known_line(line),
        })?
        .value())
}

/// A line of code as entries have it: code of no line has line 0.
fn known_line(line: u32) -> i32 {
    if line == 0 { -1 } else { line as i32 }
}

impl Traceback {
    /// The entry of the frame that this one called.
    pub fn next(&self) -> Option<Obj<Traceback>> {
        self.next.get().cast::<Traceback>()
    }
    pub fn line(&self) -> u32 {
        self.line.try_into().unwrap_or(0)
    }
    /// Word offset of the instruction.
    pub fn offset(&self) -> u32 {
        u32::try_from(self.last).unwrap_or(0) / WORD_BYTES
    }
    pub fn frame(&self) -> Option<Obj<PyFrame>> {
        self.frame.get().cast::<PyFrame>()
    }
}

/// Makes `next` the entry after another. The caller knows that no loop arises.
pub(crate) fn link(cx: &Cx, entry: Obj<Traceback>, next: Option<Obj<Traceback>>) {
    cx.store(entry.object(), &entry.next, next.map_or(Value::NONE, Obj::value));
}

fn this(cx: &Cx, value: Value) -> R<Obj<Traceback>> {
    value
        .cast::<Traceback>()
        .ok_or_else(|| cx.type_error(format!("expected traceback, got '{}'", cx.type_name(value))))
}

fn set_next(cx: &Cx, value: Value, next: Option<Value>) -> R<()> {
    let entry = this(cx, value)?;
    let next = next.ok_or_else(|| cx.type_error("can't delete tb_next attribute".into()))?;
    if !next.is_none() && next.cast::<Traceback>().is_none() {
        return Err(cx.type_error(format!("expected traceback object, got '{}'", cx.type_name(next))));
    }
    let mut link = next.cast::<Traceback>();
    while let Some(other) = link {
        if other == entry {
            return Err(cx.value_error("traceback loop detected"));
        }
        link = other.next();
    }
    cx.store(entry.object(), &entry.next, next);
    Ok(())
}

/// `traceback(tb_next, tb_frame, tb_lasti, tb_lineno)`.
fn make(cx: &Cx, args: &[Value]) -> R<Value> {
    let next = args[1];
    if !next.is_none() && next.cast::<Traceback>().is_none() {
        return Err(cx.type_error(format!("expected traceback object or None, got '{}'", cx.type_name(next))));
    }
    let Some(frame) = args[2].cast::<PyFrame>() else {
        let shown = cx.type_name(args[2]);
        return Err(cx.type_error(format!("traceback() argument 'tb_frame' must be frame, not {shown}")));
    };
    let number = |value: Value| -> R<i32> {
        i32::try_from(index::to_i64(cx, value)?).map_err(|_| {
            cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into())
        })
    };
    let (last, given) = (number(args[3])?, number(args[4])?);
    let mut made = Traceback {
        header: Header::new(number::TRACEBACK, 0),
        next: Slot::of(next),
        frame: Slot::of(frame.value()),
        last,
        line: given,
    };
    if given == -1
        && let Some(executable) = frame.executable()
    {
        let data = executable.data();
        made.line = match (last, made.offset() as usize) {
            (..0, _) => data.first_line as i32,
            (_, offset) if offset < data.words.len() => known_line(data.position(offset as u32).line),
            _ => -1,
        };
    }
    Ok(cx.alloc(made)?.value())
}

static NEW: MethodDef = MethodDef::function(
    "traceback($type, tb_next, tb_frame, tb_lasti, tb_lineno)",
    "Create a new traceback object.",
    make,
);

/// The type.
pub static TRACEBACK: TypeDef = TypeDef {
    name: "traceback",
    doc: "Create a new traceback object.",
    new: Some(&NEW),
    methods: &[MethodDef::new("__dir__($self, /)", "The names of the attributes.", |cx, _| {
        let names = list::new(cx)?;
        for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
            list::append(cx, names, cx.intern(name)?)?;
        }
        Ok(names.value())
    })],
    layout: &LAYOUT,
    getset: &[
        GetSetDef { name: "tb_next", doc: "", get: |cx, v| Ok(this(cx, v)?.next.get()), set: Some(set_next) },
        GetSetDef {
            name: "tb_lineno",
            doc: "",
            get: |cx, v| match this(cx, v)?.line {
                -1 => Ok(Value::NONE),
                line => Ok(Value::small_int_unchecked(line.into())),
            },
            set: None,
        },
    ],
    members: &[
        GetSetDef { name: "tb_frame", doc: "", get: |cx, v| Ok(this(cx, v)?.frame.get()), set: None },
        GetSetDef {
            name: "tb_lasti",
            doc: "",
            get: |cx, v| Ok(Value::small_int_unchecked(this(cx, v)?.last.into())),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
