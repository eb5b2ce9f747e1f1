//! The methods and attributes of `memoryview`, and its type.

use crate::buffer::{self, Buffer, request};
use crate::codecs;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{Collection, CompareOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use crate::types::bytes::HexForm;
use crate::types::memory_view::dims::{Dims, MAX_DIMS};
use crate::types::memory_view::{
    self, Held, LAYOUT, MemoryView, Window, any, format, item, lend, live, python, unrestricted,
};
use crate::types::slice::sequence;
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::types::{bytes, int, list};
use crate::value::Value;

fn number(number: isize) -> Value {
    Value::small_int_unchecked(number as i64)
}

fn numbers(cx: &Cx, numbers: &[isize]) -> R<Value> {
    let values = tuple::with_len(cx, numbers.len())?;
    for (slot, &item) in values.items().iter().zip(numbers) {
        slot.init(number(item).bits());
    }
    Ok(values.value())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let state = if any(cx, value)?.is_released() { "released memory" } else { "memory" };
    str_::from_string(cx, format!("<{state} at {:#x}>", value.bits()))
}

fn len(cx: &Cx, value: Value) -> R<usize> {
    let view = live(cx, value)?;
    match view.dims().shape().first() {
        Some(&count) => Ok(count as usize),
        None => Err(cx.type_error("0-dim memory has no length".into())),
    }
}

// --- comparison ------------------------------------------------------------------------------------------------------

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let answer = |equal: bool| Ok(Value::from_bool(equal == (op == CompareOp::Eq)));
    let one = any(cx, left)?;
    if one.is_released() {
        return answer(left == right);
    }
    if let Some(other) = right.cast::<MemoryView>() {
        if other.is_released() {
            return answer(left == right);
        }
    } else if !buffer::is_provider(cx, right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let other = match buffer::acquire(cx, right, request::FULL_RO) {
        Ok(other) => other,
        Err(_) => return Ok(Value::NOT_IMPLEMENTED),
    };
    // Lending may have run anything.
    let equal = if one.is_released() { Ok(false) } else { equal_items(cx, one, &other) };
    other.release(cx);
    answer(equal?)
}

fn equal_items(cx: &Cx, one: Obj<MemoryView>, other: &Buffer) -> R<bool> {
    let (left, right) = (one.window(), Window::of_buffer(other));
    if left.dims.shape() != right.dims.shape() {
        return Ok(false);
    }
    let formats = [left.format, right.format].map(buffer::format_text);
    let codes = [format::native(&formats[0]), format::native(&formats[1])];
    let bytes = [item::gather(cx, one, &left, false)?, item::gather_buffer(cx, other)?];
    if let [Some((code, size)), Some((other_code, _))] = codes
        && code == other_code
    {
        if matches!(code, b'e' | b'f' | b'd') {
            for (one, other) in bytes[0].chunks_exact(size).zip(bytes[1].chunks_exact(size)) {
                let (one, other) = (format::unpack(cx, code, one)?, format::unpack(cx, code, other)?);
                if !protocol::compare_bool(cx, one, other, CompareOp::Eq)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        if code == b'?' {
            return Ok(bytes[0].iter().zip(&bytes[1]).all(|(one, other)| (*one != 0) == (*other != 0)));
        }
        return Ok(bytes[0] == bytes[1]);
    }
    match by_struct(cx, &formats, &bytes, [left.itemsize, right.itemsize]) {
        Err(raised)
            if cx.matches(raised, exceptions::MEMORY_ERROR)
                || cx.matches(raised, exceptions::IMPORT_ERROR) =>
        {
            Err(raised)
        }
        // What `struct` does not understand is not equal to anything.
        Err(_) => Ok(false),
        equal => equal,
    }
}

/// Compares items of any formats that `struct` understands.
fn by_struct(cx: &Cx, formats: &[String; 2], bytes: &[Vec<u8>; 2], sizes: [usize; 2]) -> R<bool> {
    let module = crate::import::import_absolute(cx, "_struct")?;
    let class = protocol::attr::get(cx, module, cx.intern("Struct")?)?;
    let unpack = |at: usize| {
        let made = crate::call::call_values(cx, class, &[str_::from_str(cx, &formats[at])?])?;
        let size = protocol::attr::get(cx, made, cx.intern("size")?)?;
        if int::to_i64(size) != Some(sizes[at] as i64) {
            return Err(cx.value_error("the format's size is another"));
        }
        protocol::attr::get(cx, made, cx.intern("unpack")?)
    };
    let unpackers = [unpack(0)?, unpack(1)?];
    let items = |at: usize| bytes[at].chunks_exact(sizes[at].max(1));
    for (one, other) in items(0).zip(items(1)) {
        let one = crate::call::call_values(cx, unpackers[0], &[bytes::from_slice(cx, one)?])?;
        let other = crate::call::call_values(cx, unpackers[1], &[bytes::from_slice(cx, other)?])?;
        if !protocol::compare_bool(cx, one, other, CompareOp::Eq)? {
            return Ok(false);
        }
    }
    Ok(true)
}

// --- methods -----------------------------------------------------------------------------------------------------------

fn memory_new(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(memory_view::new(cx, args[1])?.value())
}

fn from_flags(cx: &Cx, args: &[Value]) -> R<Value> {
    let flags = protocol::index::to_i64(cx, args[2])?;
    Ok(memory_view::with_flags(cx, args[1], flags as u32)?.value())
}

fn to_bytes(cx: &Cx, args: &[Value]) -> R<Value> {
    let view = live(cx, args[0])?;
    let order = match args[1].bound().filter(|order| !order.is_none()) {
        None => "C".to_string(),
        Some(order) => str_::to_rust(order).ok_or_else(|| {
            let shown = cx.type_name(order);
            cx.type_error(format!("tobytes() argument 'order' must be str or None, not {shown}"))
        })?,
    };
    let window = view.window();
    let first_fastest = match &*order {
        "C" => false,
        "F" => true,
        "A" => window.dims.is_f_contiguous(window.itemsize) && !window.dims.is_c_contiguous(window.itemsize),
        _ => return Err(cx.value_error("order must be 'C', 'F' or 'A'")),
    };
    bytes::from_slice(cx, &item::gather(cx, view, &window, first_fastest)?)
}

fn hex(cx: &Cx, args: &[Value]) -> R<Value> {
    live(cx, args[0])?;
    let (form, view) = HexForm::parse(cx, args[1], args[2], || Held::new(cx, args[0]))?;
    form.text(cx, &item::gather(cx, view.view(), &view.view().window(), false)?)
}

fn to_readonly(cx: &Cx, args: &[Value]) -> R<Value> {
    let view = live(cx, args[0])?;
    unrestricted(cx, view)?;
    let window = Window { readonly: true, ..view.window() };
    Ok(memory_view::sub_view(cx, view, &window)?.value())
}

fn cast(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(format) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("cast() argument 'format' must be str, not {shown}")));
    };
    let view = live(cx, args[0])?;
    unrestricted(cx, view)?;
    let window = view.window();
    let shape = args[2].bound();
    if !window.dims.is_c_contiguous(window.itemsize) {
        return Err(cx.type_error("memoryview: casts are restricted to C-contiguous views".into()));
    }
    if (shape.is_some() || view.ndim != 1) && window.dims.shape().contains(&0) {
        return Err(cx.type_error("memoryview: cannot cast view with zeros in shape or strides".into()));
    }
    let shape = shape.map(|shape| shape_values(cx, shape)).transpose()?;
    if let Some(shape) = shape {
        if shape.len() > MAX_DIMS {
            return Err(
                cx.value_error(&format!("memoryview: number of dimensions must not exceed {MAX_DIMS}"))
            );
        }
        if view.ndim != 1 && shape.len() != 1 {
            return Err(cx.type_error("memoryview: cast must be 1D -> ND or ND -> 1D".into()));
        }
    }
    let must_be = |which: &str| {
        cx.value_error(&format!(
            "memoryview: {which} format must be a native single character format prefixed with an optional '@'"
        ))
    };
    let (from, _) = format::native(&view.format_text()).ok_or_else(|| must_be("source"))?;
    let text = format.to_string_lossy();
    if !format.is_ascii() {
        codecs::encode(cx, format, "ascii", None)?;
    }
    let (to, itemsize) = format::native(&text).ok_or_else(|| must_be("destination"))?;
    let is_bytes = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !is_bytes(from) && !is_bytes(to) {
        return Err(cx.type_error("memoryview: cannot cast between two non-byte formats".into()));
    }
    if view.len % itemsize != 0 {
        return Err(cx.type_error("memoryview: length is not a multiple of itemsize".into()));
    }
    let dims = match shape {
        None => Dims::flat(view.len / itemsize, itemsize),
        Some(shape) => cast_shape(cx, shape, view.len, itemsize)?,
    };
    let window = Window { format: str_::from_str(cx, &text)?, itemsize, dims, ..window };
    Ok(memory_view::sub_view(cx, live(cx, args[0])?, &window)?.value())
}

fn shape_values(cx: &Cx, shape: Value) -> R<Obj<Tuple>> {
    if let Some(shape) = shape.cast::<Tuple>() {
        return Ok(shape);
    }
    match shape.cast::<list::List>() {
        Some(shape) => list::to_tuple(cx, shape),
        None => Err(cx.type_error("shape must be a list or a tuple".into())),
    }
}

fn cast_shape(cx: &Cx, shape: Obj<Tuple>, len: usize, itemsize: usize) -> R<Dims> {
    let mut counts = Vec::with_capacity(shape.len());
    let mut total = itemsize as isize;
    for &count in shape.values() {
        if !int::is_int(count) {
            return Err(cx.type_error("memoryview.cast(): elements of shape must be integers".into()));
        }
        let count = protocol::index::to_i64(cx, count)? as isize;
        if count <= 0 {
            return Err(cx.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        }
        total = total
            .checked_mul(count)
            .ok_or_else(|| cx.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"))?;
        counts.push(count);
    }
    if total as usize != len {
        return Err(cx.type_error("memoryview: product(shape) * itemsize != buffer size".into()));
    }
    Dims::contiguous(cx, &counts, itemsize)
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut found = 0;
    protocol::iter::for_each(cx, args[0], &mut |cx, item| {
        found += isize::from(protocol::equal(cx, item, args[1])?);
        Ok(())
    })?;
    Ok(number(found))
}

fn index(cx: &Cx, args: &[Value]) -> R<Value> {
    let start = sequence::bound(cx, args[2], 0, false)?;
    let stop = sequence::bound(cx, args[3], isize::MAX, false)?;
    let view = live(cx, args[0])?;
    match view.ndim {
        0 => return Err(cx.type_error("invalid lookup on 0-dim memory".into())),
        1 => {}
        _ => {
            let text = "multi-dimensional lookup is not implemented";
            return Err(cx.error(exceptions::NOT_IMPLEMENTED_ERROR, text.into()));
        }
    }
    let (start, stop) = sequence::fit_bounds(start, stop, view.shape as usize);
    for position in start..stop {
        let item = item::value_at(cx, live(cx, args[0])?, position as isize * view.stride)?;
        if protocol::equal(cx, item, args[1])? {
            return Ok(number(position as isize));
        }
    }
    Err(cx.value_error("memoryview.index(x): x not found"))
}

fn release(cx: &Cx, args: &[Value]) -> R<Value> {
    memory_view::release(cx, any(cx, args[0])?)?;
    Ok(Value::NONE)
}

/// An attribute of views that are not released.
macro_rules! attribute {
    ($name:literal, $doc:literal, $get:expr) => {
        GetSetDef {
            name: $name,
            doc: $doc,
            get: |cx, value| {
                let get: fn(&Cx, Obj<MemoryView>) -> R<Value> = $get;
                get(cx, live(cx, value)?)
            },
            set: None,
        }
    };
}

fn truth(value: bool) -> R<Value> {
    Ok(Value::from_bool(value))
}

static NEW: MethodDef = MethodDef::function(
    "memoryview($type, /, object)",
    "Create a new memoryview object which references the given object.",
    memory_new,
);

/// The type.
pub static MEMORY_VIEW: TypeDef = TypeDef {
    name: "memoryview",
    doc: "Create a new memoryview object which references the given object.",
    layout: &LAYOUT,
    weak: true,
    generic: true,
    collection: Some(Collection::Sequence),
    slots: SlotTable {
        repr: Some(repr),
        hash: Some(item::hash),
        compare: Some(compare),
        len: Some(len),
        iter: Some(item::iter),
        getitem: Some(item::getitem),
        setitem: Some(item::setitem),
        buffer: Some(lend),
        release_buffer: Some(python::release_native),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "release($self, /)",
            "Release the underlying buffer exposed by the memoryview object.",
            release,
        ),
        MethodDef::new(
            "tobytes($self, /, order='C')",
            "Return the data in the buffer as a byte string.",
            to_bytes,
        ),
        MethodDef::new(
            "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
            "Return the data in the buffer as a str of hexadecimal numbers.",
            hex,
        ),
        MethodDef::new(
            "tolist($self, /)",
            "Return the data in the buffer as a list of elements.",
            |cx, args| item::to_list(cx, args[0]),
        ),
        MethodDef::new(
            "cast($self, /, format, shape=<unrepresentable>)",
            "Cast a memoryview to a new format or shape.",
            cast,
        ),
        MethodDef::new("toreadonly($self, /)", "Return a readonly version of the memoryview.", to_readonly),
        MethodDef::class(
            "_from_flags($type, /, object, flags)",
            "Create a new memoryview object which references the given object.",
            from_flags,
        ),
        MethodDef::new("count($self, value, /)", "Count the number of occurrences of a value.", count),
        MethodDef::new(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Return the index of the first occurrence of a value.\n\nRaises ValueError if the value is not present.",
            index,
        ),
        MethodDef::new("__enter__($self, /)", "Enter the context: the view itself.", |cx, args| {
            live(cx, args[0]).map(Obj::value)
        }),
        MethodDef::new("__exit__($self, /, *exc_info)", "Release the view.", release),
    ],
    getset: &[
        attribute!("obj", "The underlying object of the memoryview.", |_, view| Ok(view.exporter())),
        attribute!(
            "nbytes",
            "The amount of space in bytes that the array would use in a contiguous representation.",
            |_, view| { Ok(number(view.len as isize)) }
        ),
        attribute!("itemsize", "The size in bytes of each element of the memoryview.", |_, view| {
            Ok(number(view.itemsize as isize))
        }),
        attribute!(
            "format",
            "A string containing the format (in struct module style) for each element in the view.",
            |_, view| { Ok(memory_view::format_value(&view)) }
        ),
        attribute!("readonly", "A bool indicating whether the memory is read only.", |_, view| truth(
            view.readonly
        )),
        attribute!(
            "ndim",
            "An integer indicating how many dimensions of a multi-dimensional array the memory represents.",
            |_, view| { Ok(number(view.ndim as isize)) }
        ),
        attribute!(
            "shape",
            "A tuple of ndim integers giving the shape of the memory as an N-dimensional array.",
            |cx, view| { numbers(cx, view.dims().shape()) }
        ),
        attribute!(
            "strides",
            "A tuple of ndim integers giving the size in bytes to access each element for each dimension.",
            |cx, view| { numbers(cx, view.dims().strides()) }
        ),
        attribute!("suboffsets", "A tuple of integers used internally for PIL-style arrays.", |cx, _| {
            numbers(cx, &[])
        }),
        attribute!("c_contiguous", "A bool indicating whether the memory is C contiguous.", |_, view| {
            truth(view.dims().is_c_contiguous(view.itemsize))
        }),
        attribute!(
            "f_contiguous",
            "A bool indicating whether the memory is Fortran contiguous.",
            |_, view| { truth(view.dims().is_f_contiguous(view.itemsize)) }
        ),
        attribute!("contiguous", "A bool indicating whether the memory is contiguous.", |_, view| {
            let dims = view.dims();
            truth(dims.is_c_contiguous(view.itemsize) || dims.is_f_contiguous(view.itemsize))
        }),
    ],
    ..TypeDef::DEFAULT
};
