//! C3 linearisation (Barrett et al., OOPSLA 1996), as in CPython's `mro_implementation`.

use crate::context::{Cx, R, Raised};
use crate::object::Obj;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::Value;

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
