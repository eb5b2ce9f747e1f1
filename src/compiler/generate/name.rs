//! Loading, storing and deleting names of every kind of place.

use ruff_text_size::TextRange;
use typhon_bytecode::{Constant, Op};

use crate::error::Result;
use crate::generate::Generator;
use crate::graph::Reg;
use crate::names::NameId;
use crate::scope::{Place, ScopeKind, Uses};

/// What accessing a name means at the current position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Binding {
    /// A local in a register.
    Register(Reg),
    /// A cell in a register.
    Cell(Reg),
    Global,
    /// The namespace of a module or class.
    Name,
    /// A class body's use of a variable of the function around it.
    NameOrCell(Reg),
    /// An annotation inside a class: the namespace behind `__classdict__`, then a global or a cell.
    Annotation {
        namespace: Reg,
        cell: Option<Reg>,
    },
}

impl<'a> Generator<'a> {
    /// The name an identifier means here, private names mangled.
    pub(super) fn name(&mut self, identifier: &str) -> NameId {
        let class = self.scopes[self.unit.inner].class_for(identifier);
        self.names.mangle(class, identifier)
    }

    pub(super) fn binding(&self, name: NameId) -> Binding {
        let mut id = self.unit.inner;
        loop {
            let scope = &self.scopes[id];
            let symbol = scope.get(name);
            let place = symbol.map_or(Place::GlobalImplicit, |symbol| symbol.place);
            let register = symbol.map_or(0, |symbol| symbol.register);
            let in_class_annotation = |cell| {
                let namespace =
                    scope.free.iter().find(|&&(free, _)| self.names.text(free) == "__classdict__")?;
                scope.is_annotation_like().then_some(Binding::Annotation { namespace: namespace.1, cell })
            };
            return match place {
                Place::Enclosing => match scope.parent {
                    Some(parent) => {
                        id = parent;
                        continue;
                    }
                    None => Binding::Global,
                },
                Place::Local if scope.is_function_like() => Binding::Register(register),
                Place::Local => Binding::Name,
                Place::Cell => Binding::Cell(register),
                Place::Free if scope.kind == ScopeKind::Class => Binding::NameOrCell(register),
                Place::Free => in_class_annotation(Some(register)).unwrap_or(Binding::Cell(register)),
                Place::GlobalExplicit => Binding::Global,
                Place::GlobalImplicit | Place::Unresolved => match scope.kind {
                    ScopeKind::Module | ScopeKind::Class => Binding::Name,
                    _ => in_class_annotation(None).unwrap_or(Binding::Global),
                },
            };
        }
    }

    /// The register of a name that is a plain local.
    pub(super) fn local_register(&self, name: NameId) -> Option<Reg> {
        match self.binding(name) {
            Binding::Register(register) => Some(register),
            _ => None,
        }
    }

    /// Whether a local can be read without asking whether it is bound: a parameter that nothing unbinds.
    fn is_always_bound(&self, register: Reg, name: NameId) -> bool {
        let scope = &self.scopes[self.unit.scope];
        self.unit.locals.get(register as usize).is_some_and(|local| local.is_parameter)
            && scope.get(name).is_some_and(|symbol| !symbol.uses.has(Uses::UNBOUND))
    }

    /// Emits the check that a local is bound, unless it is known to be. The graph's analysis removes what it can prove.
    pub(super) fn check_bound(&mut self, range: TextRange, register: Reg, name: NameId) {
        if self.unit.is_bound(register) || self.is_always_bound(register, name) {
            return;
        }
        self.unit.op(range, Op::CheckBound, register, 0, 0, 0);
        self.unit.mark_bound(register);
    }

    pub(super) fn load_name_to(&mut self, range: TextRange, name: NameId, dst: Reg) {
        self.unit.touch_if_scratch(dst);
        match self.binding(name) {
            Binding::Register(register) => {
                self.check_bound(range, register, name);
                self.unit.op(range, Op::Move, dst, register, 0, 0);
            }
            Binding::Cell(cell) => self.unit.op(range, Op::LoadCell, dst, cell, 0, 0),
            Binding::Global => {
                let index = self.unit.name_index(name);
                self.unit.wide(range, Op::LoadGlobal, dst, 0, index);
            }
            Binding::Name => {
                let index = self.unit.name_index(name);
                self.unit.wide(range, Op::LoadName, dst, 0, index);
            }
            Binding::NameOrCell(cell) => self.unit.op(range, Op::LoadNameOrCell, dst, cell, 0, 0),
            Binding::Annotation { namespace, cell } => {
                let mapping = self.unit.top();
                self.unit.touch(mapping);
                self.unit.op(range, Op::LoadCell, mapping, namespace, 0, 0);
                match cell {
                    None => {
                        let index = self.unit.name_index(name);
                        self.unit.wide(range, Op::LoadNameIn, dst, mapping, index);
                    }
                    Some(cell) => {
                        self.unit.op(range, Op::LoadCellIn, mapping, cell, 0, 0);
                        if mapping != dst {
                            self.unit.op(range, Op::Move, dst, mapping, 0, 0);
                        }
                    }
                }
            }
        }
    }

    pub(super) fn store_name(&mut self, range: TextRange, name: NameId, value: Reg) {
        match self.binding(name) {
            Binding::Register(register) => {
                if register != value {
                    self.unit.op(range, Op::Move, register, value, 0, 0);
                }
                self.unit.mark_bound(register);
            }
            Binding::Cell(cell)
            | Binding::NameOrCell(cell)
            | Binding::Annotation { cell: Some(cell), .. } => {
                self.unit.op(range, Op::StoreCell, cell, value, 0, 0);
            }
            Binding::Global | Binding::Annotation { cell: None, .. } => {
                let index = self.unit.name_index(name);
                self.unit.wide(range, Op::StoreGlobal, value, 0, index);
            }
            Binding::Name => {
                let index = self.unit.name_index(name);
                self.unit.wide(range, Op::StoreName, value, 0, index);
            }
        }
    }

    pub(super) fn delete_name(&mut self, range: TextRange, name: NameId) {
        match self.binding(name) {
            Binding::Register(register) => {
                self.check_bound(range, register, name);
                self.unit.op(range, Op::Unbind, register, 0, 0, 0);
                self.unit.mark_unbound(register);
            }
            Binding::Cell(cell)
            | Binding::NameOrCell(cell)
            | Binding::Annotation { cell: Some(cell), .. } => {
                self.unit.op(range, Op::DeleteCell, cell, 0, 0, 0);
            }
            Binding::Global | Binding::Annotation { cell: None, .. } => {
                let index = self.unit.name_index(name);
                self.unit.wide(range, Op::DeleteGlobal, 0, 0, index);
            }
            Binding::Name => {
                let index = self.unit.name_index(name);
                self.unit.wide(range, Op::DeleteName, 0, 0, index);
            }
        }
    }

    /// Ends the life of an exception variable, bound or not.
    pub(super) fn forget_name(&mut self, range: TextRange, name: NameId) {
        if let Binding::Register(register) = self.binding(name) {
            self.unit.op(range, Op::Unbind, register, 0, 0, 0);
            self.unit.mark_unbound(register);
            return;
        }
        let none = self.unit.top();
        self.unit.touch(none);
        self.load_constant(range, Constant::None, none);
        self.store_name(range, name, none);
        self.delete_name(range, name);
    }

    /// Stores under a name that the compiler itself defines (`__doc__`, `__qualname__` …).
    pub(super) fn store_own(&mut self, range: TextRange, identifier: &str, value: Reg) -> Result<()> {
        let name = self.names.intern(identifier);
        self.store_name(range, name, value);
        Ok(())
    }

    /// The register that holds the cell of a variable, for building a closure.
    pub(super) fn closure_register(&self, name: NameId) -> Reg {
        let mut id = self.unit.inner;
        loop {
            let scope = &self.scopes[id];
            if scope.kind == ScopeKind::Comprehension {
                match scope.get(name) {
                    Some(symbol) if symbol.place == Place::Cell => return symbol.register,
                    _ => {}
                }
                match scope.parent {
                    Some(parent) => id = parent,
                    None => return 0,
                }
                continue;
            }
            if let Some(symbol) = scope.get(name)
                && symbol.place == Place::Cell
            {
                return symbol.register;
            }
            return scope.class_cell(name).or_else(|| scope.free_register(name)).unwrap_or(0);
        }
    }
}
