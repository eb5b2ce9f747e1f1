//! Pickling of arrays, also between machines.

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::codecs;
use typhon_vm::context::{Cx, R};
use typhon_vm::import;
use typhon_vm::instance;
use typhon_vm::protocol;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::list;
use typhon_vm::types::str_::Str;
use typhon_vm::types::type_::Type;
use typhon_vm::types::{int, str_, tuple};

use super::item::{self, Code, Kind};
use super::{ARRAY_TYPE, Items, make};

/// `array.__reduce_ex__(protocol)`.
pub(super) fn reduce_ex(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    if !int::is_int(args[1]) {
        return Err(cx.type_error("__reduce_ex__ argument should be an integer".into()));
    }
    let protocol = protocol::index::to_i64(cx, args[1])?;
    let class = cx.type_of(args[0]);
    let state = match args[0].as_object().filter(|_| class.instances_have_dict()) {
        Some(object) => instance::snapshot(cx, object)?.value(),
        None => Value::NONE,
    };
    let code = str_::of_latin1(items.code.character()).value();
    if protocol < 3 {
        let list = super::methods::to_list(cx, items)?;
        let arguments = tuple::from_slice(cx, &[code, list])?.value();
        return Ok(tuple::from_slice(cx, &[class.value(), arguments, state])?.value());
    }
    let module = import::import_absolute(cx, "array")?;
    let function = protocol::attr::get(cx, module, cx.intern("_array_reconstructor")?)?;
    let content = bytes::from_slice(cx, &items.bytes(cx))?;
    let format = Value::small_int_unchecked(items.code.machine_format());
    let arguments = tuple::from_slice(cx, &[class.value(), code, format, content])?.value();
    Ok(tuple::from_slice(cx, &[function, arguments, state])?.value())
}

/// `_array_reconstructor(arraytype, typecode, mformat_code, items)`.
pub(super) fn reconstruct(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("first argument must be a type object, not {shown}")));
    };
    if !class.is_subclass_of(ARRAY_TYPE.class(cx)?) {
        return Err(cx.type_error(format!("{} is not a subtype of array.array", class.name_text())));
    }
    let character = args[1].cast::<Str>().filter(|text| text.len() == 1).map(|text| text.code_point(0));
    let Some(code) = character.and_then(Code::of) else {
        return Err(cx.value_error("second argument must be a valid type code"));
    };
    let number = protocol::index::to_i64(cx, args[2])?;
    let Some(machine) = item::machine(number) else {
        return Err(cx.value_error("third argument must be a valid machine format code."));
    };
    let Some(content) = args[3].cast::<Bytes>() else {
        let shown = cx.type_name(args[3]);
        return Err(cx.type_error(format!("fourth argument should be bytes, not {shown}")));
    };
    if number == code.machine_format() {
        let content = content.as_slice();
        if !content.len().is_multiple_of(code.size()) {
            return Err(cx.value_error("bytes length not a multiple of item size"));
        }
        return make(cx, class, code, content);
    }
    if !content.len().is_multiple_of(machine.size) {
        return Err(cx.value_error("string length not a multiple of item size"));
    }
    if matches!(machine.kind, Kind::Utf16 | Kind::Utf32) {
        let width = if machine.kind == Kind::Utf16 { 16 } else { 32 };
        let order = if machine.big { "be" } else { "le" };
        let text = codecs::decode(cx, content, &format!("utf-{width}-{order}"), None)?;
        return call::call_values(cx, class.value(), &[args[1], text]);
    }
    // The items' own type where there is one.
    let fitting = item::ALL.bytes().rev().filter_map(|code| Code::of(code.into())).find(|code| {
        let format = code.machine_format() & !1;
        !matches!(machine.kind, Kind::Float)
            && format == number & !1
            && (number > 1 || code.machine_format() == number)
    });
    let target = fitting.map_or(args[1], |code| str_::of_latin1(code.character()).value());
    let values = list::with_capacity(cx, content.len() / machine.size)?;
    for chunk in content.as_slice().chunks_exact(machine.size) {
        let fold = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
        let word = if machine.big { chunk.iter().fold(0, fold) } else { chunk.iter().rev().fold(0, fold) };
        let unused = 64 - 8 * machine.size as u32;
        let value = match (machine.kind, machine.size) {
            (Kind::Float, 4) => Value::from_float(f32::from_bits(word as u32).into()),
            (Kind::Float, _) => Value::from_float(f64::from_bits(word)),
            (Kind::Signed, _) => int::from_i64(cx, (word << unused) as i64 >> unused)?,
            _ => int::from_u64(cx, word)?,
        };
        list::append(cx, values, value)?;
    }
    call::call_values(cx, class.value(), &[target, values.value()])
}
