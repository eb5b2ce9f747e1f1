//! Objects to a plain tree, with CPython's complaints about their types (Python-ast.c).

use typhon_bytecode::Constant;
use typhon_compiler::Mode;
use typhon_compiler::tree::table::{FieldDef, Kind, Quantity, Sum, Type as Holds};
use typhon_compiler::tree::{Field, Node, Place};
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, attr};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::type_::Type;
use typhon_vm::types::{code, int};
use typhon_vm::{Value, exceptions};

use super::Classes;

/// The tree of a module, expression or statement, as the mode wants it.
pub(crate) fn tree_of(cx: &Cx, value: Value, mode: Mode) -> R<Node> {
    let classes = Classes::get(cx)?;
    let wanted = match mode {
        Mode::Exec => Kind::Module,
        Mode::Eval => Kind::Expression,
        Mode::Single => Kind::Interactive,
        Mode::FunctionType => Kind::FunctionType,
    };
    if !is_instance(cx, value, classes.kind(wanted)) {
        let (wanted, shown) = (wanted.row().name, cx.type_name(value));
        return Err(cx.type_error(format!("expected {wanted} node, got {shown}")));
    }
    node(cx, classes, value, Sum::Mod)
}

fn is_instance(cx: &Cx, value: Value, class: Value) -> bool {
    class.cast::<Type>().is_some_and(|class| cx.type_of(value).is_subclass_of(class))
}

fn too_deep(cx: &Cx, sum: Sum) -> typhon_vm::Raised {
    let message = format!("maximum recursion depth exceeded while traversing '{}' node", sum.name());
    cx.error(exceptions::RECURSION_ERROR, message)
}

fn node(cx: &Cx, classes: &Classes, value: Value, sum: Sum) -> R<Node> {
    cx.check_stack().map_err(|_| too_deep(cx, sum))?;
    // As in CPython the place comes first, whatever the object is; with products last.
    let has_place_first = sum.has_place() && !sum.is_product();
    let first = if has_place_first { Some(place(cx, classes, value, sum)?) } else { None };
    let kind = match sum.is_product() {
        true => Some(sum.kinds()[0]),
        false => sum.kinds().iter().copied().find(|&kind| is_instance(cx, value, classes.kind(kind))),
    };
    let Some(kind) = kind else {
        let shown = protocol::repr_string(cx, value)?;
        return Err(cx.type_error(format!("expected some sort of {}, but got {shown}", sum.name())));
    };
    let mut fields = Vec::with_capacity(kind.fields().len());
    for (field, &name) in kind.fields().iter().zip(&classes.names[kind as usize]) {
        let found = attr::get_optional(cx, value, Value::from_bits(name))?;
        fields.push(convert(cx, classes, kind, field, found)?);
    }
    let place = match first {
        Some(place) => place,
        None if sum.has_place() => place(cx, classes, value, sum)?,
        None => Place::default(),
    };
    Ok(Node { kind, fields, place })
}

fn place(cx: &Cx, classes: &Classes, value: Value, sum: Sum) -> R<Place> {
    let mut numbers = [0; 4];
    for (index, name) in classes.place.iter().enumerate() {
        let found = attr::get_optional(cx, value, Value::from_bits(*name))?;
        numbers[index] = match found {
            Some(found) if index < 2 || !found.is_none() => number(cx, found)?,
            // The end is the beginning where it is not given.
            _ if index >= 2 => numbers[index - 2],
            _ => {
                let (attribute, sum) = (super::PLACE[index], sum.name());
                return Err(cx.type_error(format!("required field \"{attribute}\" missing from {sum}")));
            }
        };
    }
    let [line, column, end_line, end_column] = numbers;
    Ok(Place { line, column, end_line, end_column })
}

fn number(cx: &Cx, value: Value) -> R<i32> {
    if !int::is_int(value) {
        let shown = protocol::repr_string(cx, value)?;
        return Err(cx.value_error(&format!("invalid integer value: {shown}")));
    }
    int::to_i64(value).and_then(|number| i32::try_from(number).ok()).ok_or_else(|| {
        cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into())
    })
}

fn convert(cx: &Cx, classes: &Classes, kind: Kind, field: &FieldDef, found: Option<Value>) -> R<Field> {
    let name = kind.row().name;
    match field.quantity {
        Quantity::Many | Quantity::ManyOptional => {
            let empty = match field.holds {
                Holds::Identifier => Field::Names(Vec::new()),
                _ => Field::Nodes(Vec::new()),
            };
            let Some(found) = found else { return Ok(empty) };
            let Some(list) = found.cast::<List>() else {
                let shown = cx.type_name(found);
                let message = format!("{name} field \"{}\" must be a list, not a {shown}", field.name);
                return Err(cx.type_error(message));
            };
            items(cx, classes, kind, field, list)
        }
        Quantity::One | Quantity::Optional => {
            let is_optional = field.quantity == Quantity::Optional;
            let Some(found) = found.filter(|found| !(is_optional && found.is_none())) else {
                if is_optional {
                    // A level that is absent is none.
                    return Ok(if field.holds == Holds::Int { Field::Number(0) } else { Field::Absent });
                }
                let message = format!("required field \"{}\" missing from {name}", field.name);
                return Err(cx.type_error(message));
            };
            match field.holds {
                Holds::Identifier => identifier(cx, found).map(Field::Name),
                Holds::Text => match found.cast::<Str>() {
                    Some(text) => Ok(Field::Text(str_::to_text(text))),
                    None => Err(cx.type_error("AST string must be of type str".into())),
                },
                Holds::Int => number(cx, found).map(Field::Number),
                Holds::Constant => constant(cx, found).map(Field::Constant),
                // A node that is `None` is refused later, as what it is.
                Holds::Node(_) if found.is_none() => {
                    let message = format!("field \"{}\" is required for {name}", field.name);
                    Err(cx.value_error(&message))
                }
                Holds::Node(sum) => Ok(Field::Node(Box::new(node(cx, classes, found, sum)?))),
            }
        }
    }
}

fn items(cx: &Cx, classes: &Classes, kind: Kind, field: &FieldDef, list: Obj<List>) -> R<Field> {
    let count = list.len();
    let changed = || {
        let message = format!("{} field \"{}\" changed size during iteration", kind.row().name, field.name);
        cx.error(exceptions::RUNTIME_ERROR, message)
    };
    let (mut nodes, mut names) = (Vec::new(), Vec::new());
    for index in 0..count {
        let Some(item) = list::get(list, index) else { return Err(changed()) };
        match field.holds {
            Holds::Node(_) if item.is_none() => nodes.push(None),
            Holds::Node(sum) => nodes.push(Some(node(cx, classes, item, sum)?)),
            _ => names.push(identifier(cx, item)?),
        }
        if list.len() != count {
            return Err(changed());
        }
    }
    Ok(if field.holds == Holds::Identifier { Field::Names(names) } else { Field::Nodes(nodes) })
}

fn identifier(cx: &Cx, value: Value) -> R<String> {
    match value.cast::<Str>() {
        Some(text) => Ok(text.to_string_lossy()),
        None => Err(cx.type_error("AST identifier must be of type str".into())),
    }
}

fn constant(cx: &Cx, value: Value) -> R<Constant> {
    let invalid = |class: &str| cx.type_error(format!("got an invalid type in Constant: {class}"));
    match code::constant(cx, value) {
        Ok(Constant::Code(_) | Constant::Slice(_)) => Err(invalid(&cx.type_name(value))),
        Ok(constant) => Ok(constant),
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => Err(invalid(&culprit(cx, value)?)),
        Err(raised) => Err(raised),
    }
}

/// The type of the first value inside that can be no constant.
fn culprit(cx: &Cx, value: Value) -> R<String> {
    if let Some(items) = value.cast::<Tuple>() {
        for &item in items.values() {
            if code::constant(cx, item).is_err() {
                return culprit(cx, item);
            }
        }
    }
    Ok(cx.type_name(value))
}
