//! What order of resolution a class has: C3 linearisation (Barrett et al., OOPSLA 1996), as in CPython's `mro_implementation`, or what its
//! metaclass's `mro` answers. That is Python code, which may do anything meanwhile, also to the orders: [`super::links`].

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::types::number;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::{Type, build, links};
use crate::value::Value;

/// Whether a class's metaclass has a `mro` of its own.
pub(super) fn is_custom(cx: &Cx, class: Obj<Type>) -> bool {
    let (metaclass, own) = (cx.type_of(class.value()), crate::runtime::builtin_type(number::TYPE));
    if metaclass == own {
        return false;
    }
    let name = names::get(names::MRO);
    Type::lookup(metaclass, name) != own.namespace().get_str(name)
}

/// The order that a class has by its present bases and their present orders, or by its metaclass's `mro`.
pub(super) fn order_of(cx: &Cx, class: Obj<Type>) -> R<Obj<Tuple>> {
    order_by(cx, class, is_custom(cx, class))
}

/// The same where it is known whether the metaclass has a `mro` of its own.
pub(super) fn order_by(cx: &Cx, class: Obj<Type>, custom: bool) -> R<Obj<Tuple>> {
    if custom { self::custom(cx, class) } else { native(cx, class) }
}

/// `type.mro`.
pub(super) fn native(cx: &Cx, class: Obj<Type>) -> R<Obj<Tuple>> {
    loop {
        let seen = links::changes_of_others(cx);
        let Some(bases) = class.bases().cast::<Tuple>() else {
            return Err(cx.system_error("class without bases"));
        };
        match linearize(cx, class, bases, |base| base.mro()) {
            // What was seen in the midst of another thread's change is no reason to refuse.
            Err(_) if links::has_changed_since(cx, seen) => {}
            result => return result,
        }
    }
}

/// What the metaclass's `mro` answers, checked: instances must look as all the classes in it expect.
fn custom(cx: &Cx, class: Obj<Type>) -> R<Obj<Tuple>> {
    let name = names::get(names::MRO);
    let Some(answer) = call::call_special(cx, class.value(), name, &[])? else {
        return Err(protocol::attr::missing(cx, class.value(), name));
    };
    let order = tuple::from_iterable(cx, answer)?;
    if order.is_empty() {
        return Err(cx.type_error("type MRO must not be empty".into()));
    }
    let solid = build::solid(class);
    for &item in order.values() {
        let Some(base) = item.cast::<Type>() else {
            return Err(cx.type_error(format!("mro() returned a non-class ('{}')", cx.type_name(item))));
        };
        if !solid.is_subclass_of(build::solid(base)) {
            let shown = cx.class_name(base);
            return Err(cx.type_error(format!("mro() returned base with unsuitable layout ('{shown}')")));
        }
    }
    Ok(order)
}

/// The method resolution order of a class with the given bases, whose own orders `order_of` tells.
pub(super) fn linearize(
    cx: &Cx,
    class: Obj<Type>,
    bases: Obj<Tuple>,
    order_of: impl Fn(Obj<Type>) -> Option<Obj<Tuple>>,
) -> R<Obj<Tuple>> {
    let count = bases.len();
    // In the window, because another thread may give a base another order meanwhile: the orders to merge.
    let mut orders = cx.scratch(count + 1)?;
    let mut longest = 1;
    for (index, &value) in bases.values().iter().enumerate() {
        let Some(base) = value.cast::<Type>() else {
            return Err(cx.type_error("bases must be types".into()));
        };
        if bases.values()[..index].contains(&value) {
            return Err(cx.type_error(format!("duplicate base class {}", base.name_text())));
        }
        let Some(order) = order_of(base) else {
            let name = base.name_text();
            return Err(cx.type_error(format!("Cannot extend an incomplete type '{name}'")));
        };
        longest += order.len();
        orders.as_mut_slice()[index] = order.value();
    }
    orders.as_mut_slice()[count] = bases.value();
    let orders: Vec<Obj<Tuple>> =
        orders.as_slice().iter().filter_map(|order| order.cast::<Tuple>()).collect();
    let mut rests: Vec<&[Value]> = orders.iter().map(|order| order.values()).collect();

    let mut merged = cx.scratch(longest)?;
    merged.as_mut_slice()[0] = class.value();
    let mut next = 1;
    loop {
        rests.retain(|rest| !rest.is_empty());
        if rests.is_empty() {
            return tuple::from_slice(cx, &merged.as_slice()[..next]);
        }
        let heads = rests.iter().map(|rest| rest[0]);
        let Some(head) = heads.into_iter().find(|head| !rests.iter().any(|rest| rest[1..].contains(head)))
        else {
            return Err(inconsistent(cx, &rests));
        };
        merged.as_mut_slice()[next] = head;
        next += 1;
        for rest in &mut rests {
            if rest[0] == head {
                *rest = &rest[1..];
            }
        }
    }
}

fn inconsistent(cx: &Cx, rests: &[&[Value]]) -> Raised {
    let mut names: Vec<String> = Vec::new();
    for (index, rest) in rests.iter().enumerate() {
        if !rests[..index].iter().any(|earlier| earlier[0] == rest[0]) {
            names.push(rest[0].cast::<Type>().map_or_else(String::new, |class| class.name_text()));
        }
    }
    cx.type_error(format!(
        "Cannot create a consistent method resolution order (MRO) for bases {}",
        names.join(", ")
    ))
}
