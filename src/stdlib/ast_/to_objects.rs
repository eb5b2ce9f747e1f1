//! Plain tree to objects.

use typhon_compiler::tree::{Field, Node};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::types::code;
use typhon_vm::types::type_::Type;
use typhon_vm::types::{list, str_};

use super::{Classes, node, set};

/// The objects of a tree.
pub(crate) fn objects_of(cx: &Cx, root: &Node) -> R<Value> {
    convert(cx, Classes::get(cx)?, root)
}

fn convert(cx: &Cx, classes: &Classes, plain: &Node) -> R<Value> {
    cx.check_stack()?;
    let has_place = plain.kind.row().sum.has_place();
    if plain.fields.is_empty() && !has_place {
        let mark = classes.mark(plain.kind);
        if !mark.is_none() {
            return Ok(mark);
        }
    }
    let Some(class) = classes.kind(plain.kind).cast::<Type>() else {
        return Err(cx.system_error("a class of _ast is none"));
    };
    let made = node::allocate(cx, class)?;
    for (&name, field) in classes.names[plain.kind as usize].iter().zip(&plain.fields) {
        let value = match field {
            Field::Absent => Value::NONE,
            Field::Node(inner) => convert(cx, classes, inner)?,
            Field::Nodes(nodes) => {
                let list = list::with_capacity(cx, nodes.len())?;
                for inner in nodes {
                    let value = match inner {
                        Some(inner) => convert(cx, classes, inner)?,
                        None => Value::NONE,
                    };
                    list::append(cx, list, value)?;
                }
                list.value()
            }
            Field::Name(name) => cx.intern(name)?,
            Field::Names(names) => {
                let list = list::with_capacity(cx, names.len())?;
                for name in names {
                    list::append(cx, list, cx.intern(name)?)?;
                }
                list.value()
            }
            Field::Text(text) => str_::from_text(cx, text)?.value(),
            Field::Number(number) => Value::small_int_unchecked((*number).into()),
            Field::Constant(constant) => code::constant_value(cx, constant)?,
        };
        set(cx, made, name, value)?;
    }
    if has_place {
        let place = plain.place;
        let numbers = [place.line, place.column, place.end_line, place.end_column];
        for (name, number) in classes.place.iter().zip(numbers) {
            set(cx, made, *name, Value::small_int_unchecked(number.into()))?;
        }
    }
    Ok(made)
}
