//! Numbers the named registers of a code object, in the order that [`typhon_bytecode::Code::locals`] prescribes:
//! parameters, other locals, variables of inlined comprehensions, cells that are no parameter, free variables.

use typhon_bytecode::{Local, Text};

use crate::graph::Reg;
use crate::names::{NameId, Names};
use crate::scope::{Place, ScopeId, ScopeKind, Scopes, Uses};

/// Registers that a comprehension's variables may use; comprehensions that are not inside one another share them.
struct Slot {
    name: NameId,
    is_cell: bool,
    register: usize,
}

/// Assigns the registers of all symbols whose home is the code object of `id` and returns its named registers.
pub(crate) fn named_registers(scopes: &mut Scopes, id: ScopeId, names: &Names) -> Vec<Local> {
    let mut locals = Vec::new();
    let mut push = |name: NameId, is_cell: bool, is_free: bool, is_parameter: bool| -> Reg {
        let text = names.text(name);
        // Hidden parameters are spelled with a dot; the iterable of a generator expression keeps it.
        let name = Text::from(text.strip_prefix('.').filter(|&rest| rest != "0").unwrap_or(text));
        locals.push(Local { name, is_cell, is_free, is_parameter });
        (locals.len() - 1).min(Reg::MAX as usize) as Reg
    };

    let function_like = scopes[id].is_function_like();
    if function_like {
        let scope = &mut scopes[id];
        for name in scope.parameters.clone() {
            if let Some(symbol) = scope.get_mut(name) {
                symbol.register = push(name, symbol.place == Place::Cell, false, true);
            }
        }
        let mut executed: Vec<usize> = (0..scope.symbols.len()).collect();
        for &[start, middle, end] in &scope.swapped {
            executed[start..end].rotate_left(middle - start);
        }
        for index in executed {
            let symbol = &mut scope.symbols[index];
            if symbol.place == Place::Local && !symbol.uses.has(Uses::PARAMETER) {
                symbol.register = push(symbol.name, false, false, false);
            }
        }
    }

    let (slots, users) = comprehension_slots(scopes, id);
    let mut slot_registers = vec![0; slots.len()];
    for slot in slots.iter().filter(|slot| !slot.is_cell) {
        slot_registers[slot.register] = push(slot.name, false, false, false);
    }

    let by_text = |a: NameId, b: NameId| names.text(a).cmp(names.text(b));
    if function_like {
        let mut cells: Vec<NameId> = scopes[id]
            .symbols
            .iter()
            .filter(|symbol| symbol.place == Place::Cell && !symbol.uses.has(Uses::PARAMETER))
            .map(|symbol| symbol.name)
            .collect();
        cells.sort_by(|&a, &b| by_text(a, b));
        for name in cells {
            let register = push(name, true, false, false);
            if let Some(symbol) = scopes[id].get_mut(name) {
                symbol.register = register;
            }
        }
    }
    let scope = &mut scopes[id];
    if scope.kind == ScopeKind::Class {
        for index in 0..scope.class_cells.len() {
            scope.class_cells[index].1 = push(scope.class_cells[index].0, true, false, false);
        }
    }
    for slot in slots.iter().filter(|slot| slot.is_cell) {
        slot_registers[slot.register] = push(slot.name, true, false, false);
    }

    let scope = &mut scopes[id];
    scope.free.sort_by(|a, b| by_text(a.0, b.0));
    for index in 0..scope.free.len() {
        let name = scope.free[index].0;
        let register = push(name, true, true, false);
        scope.free[index].1 = register;
        if let Some(symbol) = scope.get_mut(name)
            && symbol.place == Place::Free
        {
            symbol.register = register;
        }
    }

    for (comprehension, name, slot) in users {
        if let Some(symbol) = scopes[comprehension].get_mut(name) {
            symbol.register = slot_registers[slot];
        }
    }
    // A comprehension in a class resolves free names on its own; their registers are the class's.
    for comprehension in scopes[id].comprehensions.clone() {
        for index in 0..scopes[comprehension].symbols.len() {
            let symbol = &scopes[comprehension].symbols[index];
            if symbol.place == Place::Free {
                let register = scopes[id].free_register(symbol.name).unwrap_or(0);
                scopes[comprehension].symbols[index].register = register;
            }
        }
    }
    locals
}

/// The slots that the comprehensions of a code object need, and which symbol uses which.
fn comprehension_slots(scopes: &Scopes, id: ScopeId) -> (Vec<Slot>, Vec<(ScopeId, NameId, usize)>) {
    let mut slots: Vec<Slot> = Vec::new();
    let mut users: Vec<(ScopeId, NameId, usize)> = Vec::new();
    for &comprehension in &scopes[id].comprehensions {
        let mut around = Vec::new();
        let mut at = scopes[comprehension].parent;
        while let Some(outer) = at.filter(|&outer| scopes[outer].kind == ScopeKind::Comprehension) {
            around.push(outer);
            at = scopes[outer].parent;
        }
        for symbol in &scopes[comprehension].symbols {
            let is_cell = match symbol.place {
                Place::Local => false,
                Place::Cell => true,
                _ => continue,
            };
            let is_taken = |slot: usize| {
                !around.is_empty()
                    && users.iter().any(|&(user, name, used)| {
                        used == slot && name == symbol.name && around.contains(&user)
                    })
            };
            let found = slots.iter().position(|slot| {
                slot.name == symbol.name && slot.is_cell == is_cell && !is_taken(slot.register)
            });
            let slot = found.unwrap_or_else(|| {
                slots.push(Slot { name: symbol.name, is_cell, register: slots.len() });
                slots.len() - 1
            });
            users.push((comprehension, symbol.name, slot));
        }
    }
    (slots, users)
}
