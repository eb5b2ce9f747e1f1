//! C3 linearisation (Barrett et al., OOPSLA 1996), as in CPython's `mro_implementation`.

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;

/// The method resolution order of a class with the given bases.
pub(crate) fn linearize(cx: &Cx, class: Obj<Type>, bases: Obj<Tuple>) -> R<Obj<Tuple>> {
    let mut sequences: Vec<Vec<Obj<Type>>> = Vec::new();
    let mut direct = Vec::new();
    for base in bases.values() {
        let Some(base) = base.cast::<Type>() else { return Err(cx.type_error("bases must be types".into())) };
        if direct.contains(&base) {
            return Err(cx.type_error(format!("duplicate base class {}", base.name_text())));
        }
        sequences.push(base.ancestors().collect());
        direct.push(base);
    }
    sequences.push(direct);
    let mut order = vec![class];
    loop {
        sequences.retain(|sequence| !sequence.is_empty());
        if sequences.is_empty() {
            break;
        }
        let candidate = sequences
            .iter()
            .map(|sequence| sequence[0])
            .find(|head| !sequences.iter().any(|sequence| sequence[1..].contains(head)));
        let Some(head) = candidate else { return Err(inconsistent(cx, &sequences)) };
        order.push(head);
        for sequence in &mut sequences {
            if sequence[0] == head {
                sequence.remove(0);
            }
        }
    }
    let tuple = tuple::with_len(cx, order.len())?;
    for (slot, class) in tuple.items().iter().zip(&order) {
        cx.store(tuple.object(), slot, class.value());
    }
    Ok(tuple)
}

fn inconsistent(cx: &Cx, sequences: &[Vec<Obj<Type>>]) -> crate::context::Raised {
    let mut names: Vec<String> = Vec::new();
    for (index, sequence) in sequences.iter().enumerate() {
        if !sequences[..index].iter().any(|earlier| earlier[0] == sequence[0]) {
            names.push(sequence[0].name_text());
        }
    }
    cx.type_error(format!(
        "Cannot create a consistent method resolution order (MRO) for bases {}",
        names.join(", ")
    ))
}
