//! Symbol tables: which names a scope binds and where every other name is found (local, cell, free, global).
//!
//! | file | does |
//! | --- | --- |
//! | [`build`] | walks the tree once, makes a scope for each module, class, function and comprehension, records bindings and uses |
//! | [`resolve`] | decides every symbol's [`Place`] |
//! | [`layout`] | numbers the named registers of each code object |
//! | [`table`] | shows scopes and symbols as module `symtable` does |
//!
//! Comprehensions have a scope of their own but no code object (PEP 709): their variables get registers of the code
//! object around them, never shared with that object's own variable of the same name, so nothing is saved and restored.

use std::rc::Rc;

use ruff_python_ast::{AtomicNodeIndex, NodeIndex};
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::FxHashMap;

use crate::graph::Reg;
use crate::names::NameId;

pub(crate) mod build;
pub(crate) mod layout;
pub(crate) mod resolve;
pub(crate) mod table;

/// Index of a scope. The tree's nodes carry it in their `node_index`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct ScopeId(pub(crate) u32);

impl ScopeId {
    pub(crate) const MODULE: ScopeId = ScopeId(0);

    pub(crate) fn attach(self, node: &AtomicNodeIndex) {
        node.set(NodeIndex::from(self.0));
    }

    /// The scope of a node that the symbol pass has visited.
    pub(crate) fn of(node: &AtomicNodeIndex) -> ScopeId {
        ScopeId(node.load().as_u32().unwrap_or(0))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension,
    /// A generator expression: a code object of its own.
    Generator,
    /// The type parameters of a definition, which lies inside (PEP 695).
    TypeParams,
    /// The body of an `__annotate__` function (PEP 649).
    Annotations,
    /// The annotations of a function's variables, which nobody evaluates: their own names count for nothing.
    Unevaluated,
    /// The value of a type alias.
    TypeAlias,
    /// The bound or default of a type parameter.
    TypeVariable,
}

/// Where a name is found from inside its scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Unresolved,
    /// A named register, or in modules and classes an entry of the namespace.
    Local,
    /// Bound here and captured by an inner function.
    Cell,
    /// A cell of an enclosing function.
    Free,
    GlobalExplicit,
    GlobalImplicit,
    /// A comprehension's use of a name that the scope around it resolves.
    Enclosing,
}

/// How a name occurs in a scope. None at all: it is the scope's only on the way from where it is found to a scope inside.
///
/// Where module `symtable` knows the use, the bit is the one that it shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Uses(u16);

impl Uses {
    pub(crate) const GLOBAL: Uses = Uses(1);
    pub(crate) const BOUND: Uses = Uses(2);
    pub(crate) const PARAMETER: Uses = Uses(4);
    pub(crate) const NONLOCAL: Uses = Uses(8);
    pub(crate) const READ: Uses = Uses(16);
    pub(crate) const IMPORTED: Uses = Uses(128);
    pub(crate) const ANNOTATED: Uses = Uses(256);
    /// Bound by the `for` of a comprehension.
    pub(crate) const ITERATION: Uses = Uses(512);
    pub(crate) const TYPE_PARAMETER: Uses = Uses(1024);
    /// Unbound by `del` or at the end of `except … as`.
    pub(crate) const UNBOUND: Uses = Uses(1 << 15);

    /// All that make a name the scope's own, unless it is declared otherwise.
    pub(crate) const BINDING: Uses = Uses::BOUND.and(Uses::PARAMETER).and(Uses::IMPORTED);

    pub(crate) const fn and(self, other: Uses) -> Uses {
        Uses(self.0 | other.0)
    }

    pub(crate) const fn has(self, other: Uses) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn are_none(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn add(&mut self, other: Uses) {
        *self = self.and(other);
    }

    /// What module `symtable` shows of it.
    pub(crate) const fn shown(self) -> u32 {
        (self.0 & !Uses::UNBOUND.0) as u32
    }
}

#[derive(Debug)]
pub(crate) struct Symbol {
    pub(crate) name: NameId,
    pub(crate) uses: Uses,
    pub(crate) place: Place,
    /// Register of a local, cell or free variable in its code object; valid after [`layout`].
    pub(crate) register: Reg,
    /// Where `global` or `nonlocal` declared it, else where it first occurred.
    pub(crate) range: TextRange,
}

#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    /// What it is the scope of: a definition's name, else a word for its kind.
    pub(crate) name: NameId,
    /// Where it begins.
    pub(crate) start: TextSize,
    pub(crate) parent: Option<ScopeId>,
    /// The class whose name mangles private identifiers here.
    pub(crate) class: Option<NameId>,
    /// Around a class: the identifiers that alone are mangled, its type parameters; what else its header names is not.
    pub(crate) mangled: Option<Rc<[String]>>,
    /// In the order in which CPython's symbol tables see them.
    pub(crate) symbols: Vec<Symbol>,
    /// Runs of symbols whose two parts are executed the other way round: where each begins, where its second part does, where it ends.
    pub(crate) swapped: Vec<[usize; 3]>,
    index: FxHashMap<NameId, u32>,
    /// Parameters in the order of `Code::locals`.
    pub(crate) parameters: Vec<NameId>,
    /// Comprehensions whose variables live in this scope's code object, outermost first.
    pub(crate) comprehensions: Vec<ScopeId>,
    /// Free variables of this code object in closure order, with the register that receives each.
    pub(crate) free: Vec<(NameId, Reg)>,
    /// A class's cells, which exist beside its namespace: `__class__` and `__classdict__`.
    pub(crate) class_cells: Vec<(NameId, Reg)>,
    /// Whether the scope lies inside a function.
    pub(crate) nested: bool,
    /// A class: whether methods refer to `__class__`.
    pub(crate) needs_class_cell: bool,
    /// A class: whether annotation functions look names up in its namespace.
    pub(crate) needs_namespace_cell: bool,
    /// A class: whether one of its annotations counts only if its statement runs.
    pub(crate) has_conditional_annotations: bool,
    /// The scope of the `__annotate__` function that belongs to this function, class or module.
    pub(crate) annotations: Option<ScopeId>,
    /// A function: the scope of its variables' annotations.
    pub(crate) unevaluated: Option<ScopeId>,
    /// A class: attributes its methods store on their first parameter (`__static_attributes__`), in order of appearance.
    pub(crate) static_attributes: Vec<NameId>,
    /// A function, lambda or generator expression: whether it yields; whether it is a coroutine (`async def`, or a generator expression
    /// that awaits).
    pub(crate) yields: bool,
    pub(crate) is_async: bool,
    /// A function, class or module: whether a name of it may be rebound inside an expression.
    pub(crate) has_walrus: bool,
}

impl Scope {
    /// Whether a local may be rebound inside an expression: by `:=`, or from outside while the code is suspended.
    pub(crate) fn may_rebind_inside(&self) -> bool {
        self.has_walrus || self.yields || self.is_async
    }

    /// The class whose name mangles an identifier here.
    pub(crate) fn class_for(&self, identifier: &str) -> Option<NameId> {
        let is_meant = |only: &Rc<[String]>| only.iter().any(|one| one == identifier);
        self.class.filter(|_| self.mangled.as_ref().is_none_or(is_meant))
    }

    pub(crate) fn get(&self, name: NameId) -> Option<&Symbol> {
        self.index.get(&name).map(|&index| &self.symbols[index as usize])
    }

    pub(crate) fn get_mut(&mut self, name: NameId) -> Option<&mut Symbol> {
        self.index.get(&name).map(|&index| &mut self.symbols[index as usize])
    }

    /// The symbol of a name, made if it is new.
    pub(crate) fn entry(&mut self, name: NameId, range: TextRange) -> &mut Symbol {
        let next = self.symbols.len() as u32;
        let index = *self.index.entry(name).or_insert(next);
        if index == next {
            self.symbols.push(Symbol {
                name,
                uses: Uses::default(),
                place: Place::Unresolved,
                register: 0,
                range,
            });
        }
        &mut self.symbols[index as usize]
    }

    /// Register of a free variable of this code object.
    pub(crate) fn free_register(&self, name: NameId) -> Option<Reg> {
        self.free.iter().find(|&&(free, _)| free == name).map(|&(_, register)| register)
    }

    /// Register of one of a class's own cells.
    pub(crate) fn class_cell(&self, name: NameId) -> Option<Reg> {
        self.class_cells.iter().find(|&&(cell, _)| cell == name).map(|&(_, register)| register)
    }

    /// Whether names are also looked up in the class around (annotations and type parameters).
    pub(crate) fn is_annotation_like(&self) -> bool {
        use ScopeKind::{Annotations, TypeAlias, TypeParams, TypeVariable, Unevaluated};
        matches!(self.kind, Annotations | Unevaluated | TypeAlias | TypeVariable | TypeParams)
    }

    /// Whether names bound here live in registers and are visible to inner functions.
    pub(crate) fn is_function_like(&self) -> bool {
        !matches!(self.kind, ScopeKind::Module | ScopeKind::Class)
    }
}

/// All scopes of one compilation, parents before children.
#[derive(Default, Debug)]
pub(crate) struct Scopes {
    list: Vec<Scope>,
}

impl Scopes {
    pub(crate) fn push(
        &mut self,
        kind: ScopeKind,
        (name, start): (NameId, TextSize),
        parent: Option<ScopeId>,
        class: Option<NameId>,
    ) -> ScopeId {
        let nested = parent.is_some_and(|parent| {
            let parent = &self[parent];
            parent.nested || parent.is_function_like()
        });
        self.list.push(Scope {
            kind,
            name,
            start,
            parent,
            class,
            mangled: None,
            symbols: Vec::new(),
            swapped: Vec::new(),
            index: FxHashMap::default(),
            parameters: Vec::new(),
            comprehensions: Vec::new(),
            free: Vec::new(),
            class_cells: Vec::new(),
            nested,
            needs_class_cell: false,
            needs_namespace_cell: false,
            has_conditional_annotations: false,
            annotations: None,
            unevaluated: None,
            static_attributes: Vec::new(),
            yields: false,
            is_async: false,
            has_walrus: false,
        });
        ScopeId(self.list.len() as u32 - 1)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..self.list.len() as u32).map(ScopeId)
    }

    /// The scope whose code object runs a scope's code: itself unless it is a comprehension.
    pub(crate) fn host(&self, mut id: ScopeId) -> ScopeId {
        while self[id].kind == ScopeKind::Comprehension {
            match self[id].parent {
                Some(parent) => id = parent,
                None => break,
            }
        }
        id
    }
}

impl std::ops::Index<ScopeId> for Scopes {
    type Output = Scope;

    fn index(&self, id: ScopeId) -> &Scope {
        &self.list[id.0 as usize]
    }
}

impl std::ops::IndexMut<ScopeId> for Scopes {
    fn index_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.list[id.0 as usize]
    }
}
