//! Decides where every name is found. Follows Python's rules: the nearest enclosing function that binds the name, class
//! bodies skipped; else the module. A name found in an enclosing function becomes a cell there and free on the way.

use crate::error::{Fault, Result};
use crate::generate::annotation::CONDITIONAL_ANNOTATIONS;
use crate::names::{NameId, Names};
use crate::scope::{Place, ScopeId, ScopeKind, Scopes, Uses};

/// Resolves all symbols of all scopes.
pub(crate) fn resolve(scopes: &mut Scopes, names: &mut Names) -> Result<()> {
    let mut resolver = Resolver {
        class_cell: names.intern("__class__"),
        namespace: names.intern("__classdict__"),
        conditional: names.intern(CONDITIONAL_ANNOTATIONS),
        scopes,
        names,
    };
    for id in resolver.scopes.ids() {
        resolver.bindings(id)?;
        if resolver.scopes[id].needs_namespace_cell {
            resolver.make_cell(id, resolver.namespace);
        }
    }
    resolver.comprehension_uses();
    for id in resolver.scopes.ids() {
        resolver.uses(id)?;
    }
    Ok(())
}

struct Resolver<'s> {
    scopes: &'s mut Scopes,
    names: &'s Names,
    class_cell: NameId,
    namespace: NameId,
    conditional: NameId,
}

impl Resolver<'_> {
    /// Symbols whose place follows from their own scope.
    fn bindings(&mut self, id: ScopeId) -> Result<()> {
        for symbol in &mut self.scopes[id].symbols {
            if symbol.uses.has(Uses::GLOBAL) {
                symbol.place = Place::GlobalExplicit;
            } else if symbol.uses.has(Uses::NONLOCAL) {
                symbol.place = Place::Unresolved;
            } else if symbol.uses.has(Uses::BINDING) {
                symbol.place = Place::Local;
            }
        }
        Ok(())
    }

    /// A name that a comprehension only uses is one of the function or module around it: inlined code sees its
    /// registers. Children come after parents, so going backwards carries uses through nested comprehensions.
    fn comprehension_uses(&mut self) {
        let mut ids: Vec<ScopeId> = self.scopes.ids().collect();
        ids.reverse();
        for id in ids {
            let scope = &self.scopes[id];
            let (ScopeKind::Comprehension, Some(parent)) = (scope.kind, scope.parent) else { continue };
            if self.scopes[parent].kind == ScopeKind::Class {
                continue;
            }
            // What looks names up in a class does so for itself only.
            let is_for_itself = self.class_seen(parent).is_some();
            let is_bound = |name| self.scopes[parent].get(name).is_some_and(|it| it.uses.has(Uses::BINDING));
            let used: Vec<_> = scope
                .symbols
                .iter()
                .filter(|symbol| symbol.place == Place::Unresolved)
                .filter(|symbol| !is_for_itself || is_bound(symbol.name))
                .map(|symbol| (symbol.name, symbol.range))
                .collect();
            for (name, range) in used {
                self.scopes[parent].entry(name, range);
                if let Some(symbol) = self.scopes[id].get_mut(name) {
                    symbol.place = Place::Enclosing;
                }
            }
        }
    }

    fn uses(&mut self, id: ScopeId) -> Result<()> {
        let class_seen = self.class_seen(id);
        let mut used_any = false;
        let mut index = 0;
        // The list grows while cells are passed through; what is added is resolved already.
        while index < self.scopes[id].symbols.len() {
            let symbol = &self.scopes[id].symbols[index];
            index += 1;
            if symbol.place != Place::Unresolved {
                continue;
            }
            let (name, uses, range) = (symbol.name, symbol.uses, symbol.range);
            used_any = true;
            let place = self.look_up(id, name);
            if uses.has(Uses::NONLOCAL) && place != Place::Free {
                let message = format!("no binding for nonlocal '{}' found", self.names.text(name));
                return Err(Fault::syntax(range, message));
            }
            if let Some(symbol) = self.scopes[id].get_mut(name) {
                symbol.place = place;
            }
        }
        if let Some(class) = class_seen
            && self.scopes[class].has_conditional_annotations
            && self.scopes[class].annotations == Some(id)
        {
            self.make_cell(class, self.conditional);
            self.pass_through(id, class, self.conditional);
        }
        if used_any && let Some(class) = class_seen {
            self.scopes[class].needs_namespace_cell = true;
            self.make_cell(class, self.namespace);
            self.pass_through(id, class, self.namespace);
        }
        Ok(())
    }

    /// The class whose namespace a scope's names are also looked up in: the one around, with nothing but scopes of its kind between.
    fn class_seen(&self, id: ScopeId) -> Option<ScopeId> {
        let mut at = id;
        while self.scopes[at].is_annotation_like() {
            at = self.scopes[at].parent?;
        }
        (at != id && self.scopes[at].kind == ScopeKind::Class).then_some(at)
    }

    /// Walks outwards from a scope that does not bind the name; marks the owner's cell and the scopes between.
    fn look_up(&mut self, id: ScopeId, name: NameId) -> Place {
        // What an annotation names and the class around it binds or declares is no variable of a function further out.
        let of_class = self.class_seen(id).and_then(|class| self.scopes[class].get(name));
        match of_class.map(|symbol| (symbol.uses.has(Uses::GLOBAL), symbol.place)) {
            Some((true, _)) => return Place::GlobalExplicit,
            Some((_, Place::Local)) => return Place::GlobalImplicit,
            _ => {}
        }
        // Inlined into a class, `__class__` and `__classdict__` mean globals: there is no function that could hold the cell.
        let in_class_comprehension = self.scopes[id].kind == ScopeKind::Comprehension
            && self.scopes[id].parent.is_some_and(|parent| self.scopes[parent].kind == ScopeKind::Class);
        let mut at = self.scopes[id].parent;
        while let Some(outer) = at {
            let scope = &self.scopes[outer];
            at = scope.parent;
            match scope.kind {
                ScopeKind::Module => break,
                ScopeKind::Class => {
                    if self.is_cell_of_class(name)
                        && !(in_class_comprehension && self.scopes[id].parent == Some(outer))
                    {
                        self.scopes[outer].needs_class_cell |= name == self.class_cell;
                        self.scopes[outer].needs_namespace_cell |= name == self.namespace;
                        self.make_cell(outer, name);
                        self.pass_through(id, outer, name);
                        return Place::Free;
                    }
                }
                _ => match scope.get(name).map(|symbol| symbol.place) {
                    Some(Place::Local | Place::Cell) => {
                        self.make_cell(outer, name);
                        self.pass_through(id, outer, name);
                        return Place::Free;
                    }
                    Some(Place::Free) => {
                        self.pass_through(id, outer, name);
                        return Place::Free;
                    }
                    Some(Place::GlobalExplicit) => return Place::GlobalImplicit,
                    _ => {}
                },
            }
        }
        Place::GlobalImplicit
    }

    /// Whether functions inside a class find the name in a cell that every class has.
    fn is_cell_of_class(&self, name: NameId) -> bool {
        name == self.class_cell || name == self.namespace
    }

    /// Marks the name as a cell of its owner; in a class it is an extra cell beside the namespace.
    fn make_cell(&mut self, owner: ScopeId, name: NameId) {
        let scope = &mut self.scopes[owner];
        if scope.kind == ScopeKind::Class {
            if scope.class_cell(name).is_none() {
                scope.class_cells.push((name, 0));
            }
            return;
        }
        if let Some(symbol) = scope.get_mut(name) {
            symbol.place = Place::Cell;
        }
    }

    /// Enters the name as free in the code objects from `id` out to, but not including, that of `owner`.
    fn pass_through(&mut self, id: ScopeId, owner: ScopeId, name: NameId) {
        let owner = self.scopes.host(owner);
        let mut at = self.scopes.host(id);
        while at != owner {
            let scope = &mut self.scopes[at];
            if !scope.free.iter().any(|&(free, _)| free == name) {
                scope.free.push((name, 0));
            }
            let Some(parent) = scope.parent else { break };
            at = self.scopes.host(parent);
        }
    }
}
