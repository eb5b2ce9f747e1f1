//! Scopes and symbols as CPython's module `symtable` shows them.
//!
//! Where a name is found has been decided by [`resolve`](super::resolve). What is different in CPython's tables is put together here, from the
//! innermost scope outwards: the names of its own machinery are symbols, a comprehension's symbols move to the scope that it is inlined in and
//! may make cells of namesakes there, a scope lists what its inner scopes take from further out.

use std::collections::hash_map::Entry::Vacant;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::generate::annotation::CONDITIONAL_ANNOTATIONS;
use crate::names::{NameId, Names};
use crate::scope::{Place, Scope, ScopeId, ScopeKind, Scopes, Uses};
use crate::source::Source;

/// What a table is of. The numbers are `symtable`'s.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableKind {
    Function = 0,
    Class = 1,
    Module = 2,
    Annotation = 3,
    TypeAlias = 4,
    TypeParameters = 5,
    TypeVariable = 6,
}

/// Bits of a symbol's flags, by their names in `_symtable`: how it occurs. Where it is found stands above them, at [`SCOPE_OFFSET`].
pub const FLAGS: [(&str, u32); 12] = [
    ("USE", Uses::READ.shown()),
    ("DEF_GLOBAL", Uses::GLOBAL.shown()),
    ("DEF_NONLOCAL", Uses::NONLOCAL.shown()),
    ("DEF_LOCAL", Uses::BOUND.shown()),
    ("DEF_PARAM", Uses::PARAMETER.shown()),
    ("DEF_TYPE_PARAM", Uses::TYPE_PARAMETER.shown()),
    ("DEF_FREE_CLASS", FREE_CLASS),
    ("DEF_IMPORT", Uses::IMPORTED.shown()),
    ("DEF_BOUND", Uses::BINDING.shown()),
    ("DEF_ANNOT", Uses::ANNOTATED.shown()),
    ("DEF_COMP_ITER", Uses::ITERATION.shown()),
    ("DEF_COMP_CELL", COMPREHENSION_CELL),
];

/// Where a symbol is found, by the names in `_symtable`.
pub const PLACES: [(&str, u32); 5] = [
    ("LOCAL", Found::Local as u32),
    ("GLOBAL_EXPLICIT", Found::GlobalExplicit as u32),
    ("GLOBAL_IMPLICIT", Found::GlobalImplicit as u32),
    ("FREE", Found::Free as u32),
    ("CELL", Found::Cell as u32),
];

/// The lowest bit of the place in a symbol's flags.
pub const SCOPE_OFFSET: u32 = 12;

/// Free in a method as well as known to the class.
const FREE_CLASS: u32 = 64;
/// A cell of an inlined comprehension.
const COMPREHENSION_CELL: u32 = 2048;

/// A scope as CPython shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    pub kind: TableKind,
    pub name: String,
    /// 0 for the module.
    pub line: u32,
    /// Whether it lies inside a function.
    pub nested: bool,
    /// Names with their flags.
    pub symbols: Vec<(String, u32)>,
    pub parameters: Vec<String>,
    /// Places of the inner tables in the list of all; each is greater than its own.
    pub children: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    Local = 1,
    GlobalExplicit = 2,
    GlobalImplicit = 3,
    Free = 4,
    Cell = 5,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    name: NameId,
    flags: u32,
    found: Found,
}

/// The symbols of a table under construction.
#[derive(Default)]
struct Symbols {
    list: Vec<Entry>,
    index: FxHashMap<NameId, usize>,
}

impl Symbols {
    fn get_mut(&mut self, name: NameId) -> Option<&mut Entry> {
        self.index.get(&name).map(|&index| &mut self.list[index])
    }

    /// Adds a symbol unless it is there.
    fn add(&mut self, name: NameId, uses: Uses, found: Found) {
        self.add_entry(Entry { name, flags: uses.shown(), found });
    }

    fn add_entry(&mut self, entry: Entry) {
        if let Vacant(place) = self.index.entry(entry.name) {
            place.insert(self.list.len());
            self.list.push(entry);
        }
    }
}

/// A table under construction.
struct Draft {
    kind: TableKind,
    name: NameId,
    line: u32,
    nested: bool,
    symbols: Vec<Entry>,
    parameters: Vec<NameId>,
    /// Inner tables, those of inlined comprehensions instead of these.
    children: Vec<usize>,
    /// What it and all inside it take from further out.
    free: Vec<NameId>,
    is_inlined: bool,
}

/// Names of CPython's own machinery.
struct Machinery {
    annotate: NameId,
    class_cell: NameId,
    conditional: NameId,
    defaults: NameId,
    format: NameId,
    generic_base: NameId,
    iterable: NameId,
    namespace: NameId,
    type_params: NameId,
}

impl Machinery {
    /// What functions inside a class find in cells of that class.
    fn of_class(&self) -> [NameId; 3] {
        [self.class_cell, self.namespace, self.conditional]
    }
}

/// The tables of a compilation whose scopes are resolved, the module's first.
pub(crate) fn tables(
    scopes: &Scopes,
    source: &Source,
    names: &mut Names,
    future_annotations: bool,
) -> Vec<Table> {
    let machinery = Machinery {
        annotate: names.intern("__annotate__"),
        class_cell: names.intern("__class__"),
        conditional: names.intern(CONDITIONAL_ANNOTATIONS),
        defaults: names.intern(".defaults"),
        format: names.intern(".format"),
        generic_base: names.intern(".generic_base"),
        iterable: names.intern(".0"),
        namespace: names.intern("__classdict__"),
        type_params: names.intern(".type_params"),
    };
    let count = scopes.ids().count();
    let mut drafter = Drafter {
        scopes,
        source,
        machinery,
        future_annotations,
        children: vec![Vec::new(); count],
        drafts: Vec::new(),
        of_scope: vec![0; count],
    };
    drafter.run();
    numbered(&drafter.drafts, names)
}

/// The tables that the last draft, which is the module's, leads to.
fn numbered(drafts: &[Draft], names: &Names) -> Vec<Table> {
    let text = |name: NameId| names.text(name).to_owned();
    let mut tables: Vec<Table> = Vec::new();
    let mut waiting: Vec<(usize, Option<usize>)> =
        drafts.len().checked_sub(1).map(|last| (last, None)).into_iter().collect();
    while let Some((index, parent)) = waiting.pop() {
        let draft = &drafts[index];
        let number = tables.len();
        if let Some(parent) = parent {
            tables[parent].children.push(number);
        }
        waiting.extend(draft.children.iter().rev().map(|&child| (child, Some(number))));
        let flags = |entry: &Entry| entry.flags | (entry.found as u32) << SCOPE_OFFSET;
        tables.push(Table {
            kind: draft.kind,
            name: text(draft.name),
            line: draft.line,
            nested: draft.nested,
            symbols: draft.symbols.iter().map(|entry| (text(entry.name), flags(entry))).collect(),
            parameters: draft.parameters.iter().map(|&name| text(name)).collect(),
            children: Vec::new(),
        });
    }
    tables
}

struct Drafter<'s> {
    scopes: &'s Scopes,
    source: &'s Source,
    machinery: Machinery,
    future_annotations: bool,
    /// Inner scopes of each scope.
    children: Vec<Vec<ScopeId>>,
    drafts: Vec<Draft>,
    /// The draft of each scope.
    of_scope: Vec<usize>,
}

impl Drafter<'_> {
    /// Drafts all tables, inner ones first.
    fn run(&mut self) {
        for id in self.scopes.ids() {
            let is_kept = !self.future_annotations
                || !matches!(self.scopes[id].kind, ScopeKind::Annotations | ScopeKind::Unevaluated);
            if let Some(parent) = self.scopes[id].parent.filter(|_| is_kept) {
                self.children[parent.0 as usize].push(id);
            }
        }
        let mut ids: Vec<ScopeId> = self.scopes.ids().collect();
        ids.reverse();
        for id in ids {
            let draft = self.draft(id);
            self.of_scope[id.0 as usize] = self.drafts.len();
            self.drafts.push(draft);
        }
    }

    fn draft(&mut self, id: ScopeId) -> Draft {
        let scope = &self.scopes[id];
        let sees_class = self.sees_class(id);
        let is_comprehension = scope.kind == ScopeKind::Comprehension;
        let is_inlined = is_comprehension && !scope.parent.is_some_and(|parent| self.sees_class(parent));
        let mut parameters = scope.parameters.clone();
        if is_comprehension && !is_inlined {
            parameters.push(self.machinery.iterable);
        } else if self.makes_function(id) && !parameters.contains(&self.machinery.defaults) {
            parameters.insert(0, self.machinery.defaults);
        }
        let mut symbols = self.own_symbols(id, &parameters, sees_class);
        let mut free: Vec<NameId> = Vec::new();
        free.extend(symbols.list.iter().filter(|entry| entry.found == Found::Free).map(|entry| entry.name));

        // What inner scopes take from here or from further out, and the cells of inlined comprehensions.
        let mut wanted: FxHashSet<NameId> = FxHashSet::default();
        let mut cells: FxHashSet<NameId> = FxHashSet::default();
        let mut children = Vec::new();
        for child in self.children[id.0 as usize].clone() {
            if self.scopes[child].kind == ScopeKind::Function
                && self.scopes[child].annotations.is_none()
                && !self.future_annotations
            {
                let in_class = sees_class || scope.kind == ScopeKind::Class;
                let draft = self.empty_annotations(&self.scopes[child], in_class);
                wanted.extend(&draft.free);
                children.push(self.drafts.len());
                self.drafts.push(draft);
            }
            let index = self.of_scope[child.0 as usize];
            if self.drafts[index].is_inlined {
                wanted.extend(self.inline(scope.kind, index, &mut symbols, &mut cells));
                children.extend_from_slice(&self.drafts[index].children);
            } else {
                wanted.extend(&self.drafts[index].free);
                children.push(index);
            }
        }

        if scope.is_function_like() {
            for entry in symbols.list.iter_mut().filter(|entry| entry.found == Found::Local) {
                if wanted.remove(&entry.name) | cells.contains(&entry.name) {
                    entry.found = Found::Cell;
                }
            }
        } else if scope.kind == ScopeKind::Class {
            for own in self.machinery.of_class() {
                wanted.remove(&own);
            }
        }
        for entry in &mut symbols.list {
            if cells.contains(&entry.name) {
                entry.flags |= COMPREHENSION_CELL;
            }
            if (sees_class || scope.kind == ScopeKind::Class) && wanted.contains(&entry.name) {
                entry.flags |= FREE_CLASS;
            }
        }
        let mut wanted: Vec<NameId> = wanted.into_iter().collect();
        wanted.sort_unstable();
        if scope.kind != ScopeKind::Module {
            for &name in &wanted {
                symbols.add(name, Uses::default(), Found::Free);
            }
        }
        free.extend(wanted);
        Draft {
            kind: kind_of(scope),
            name: scope.name,
            line: if id == ScopeId::MODULE { 0 } else { self.source.line(scope.start) },
            nested: scope.nested,
            symbols: symbols.list,
            parameters,
            children,
            free,
            is_inlined,
        }
    }

    /// The symbols that the scope itself binds and uses.
    fn own_symbols(&self, id: ScopeId, parameters: &[NameId], sees_class: bool) -> Symbols {
        let scope = &self.scopes[id];
        let machinery = &self.machinery;
        let is_type_params = scope.kind == ScopeKind::TypeParams;
        let mut symbols = Symbols::default();
        if is_type_params && sees_class {
            symbols.add(machinery.namespace, Uses::READ, Found::Free);
        }
        // Parameters come first among the names recorded; those that only CPython has are before them.
        for &name in parameters.iter().filter(|&&name| scope.get(name).is_none()) {
            symbols.add(name, Uses::PARAMETER, Found::Local);
        }
        for symbol in scope.symbols.iter().filter(|symbol| !symbol.uses.are_none()) {
            symbols.add(symbol.name, symbol.uses, self.found(id, symbol.name, symbol.place));
            if is_type_params && symbol.name == machinery.type_params {
                symbols.add(machinery.generic_base, Uses::BOUND.and(Uses::READ), Found::Local);
            }
            if sees_class && symbol.name == machinery.format {
                symbols.add(machinery.namespace, Uses::READ, Found::Free);
            }
        }
        symbols
    }

    /// Where CPython says that a name is found; cells become so later.
    fn found(&self, id: ScopeId, name: NameId, place: Place) -> Found {
        match place {
            Place::GlobalImplicit if name == self.machinery.conditional && self.is_inside_class(id) => {
                Found::Free
            }
            Place::Local | Place::Cell => Found::Local,
            Place::Free => Found::Free,
            Place::GlobalExplicit => Found::GlobalExplicit,
            Place::GlobalImplicit | Place::Unresolved => Found::GlobalImplicit,
            Place::Enclosing => self.found_around(id, name),
        }
    }

    /// Where a comprehension's name is found that is not its own.
    fn found_around(&self, id: ScopeId, name: NameId) -> Found {
        let mut at = self.scopes[id].parent;
        while let Some(outer) = at {
            let scope = &self.scopes[outer];
            match scope.get(name).map(|symbol| symbol.place) {
                Some(Place::Enclosing) => at = scope.parent,
                Some(Place::Local | Place::Cell) if scope.kind != ScopeKind::Module => return Found::Free,
                Some(Place::Free) => return Found::Free,
                _ => break,
            }
        }
        Found::GlobalImplicit
    }

    /// Moves the symbols of a comprehension into those of the scope around it, which is of the kind `outer`. Returns what the comprehension
    /// takes from further out or leaves to this scope to find.
    fn inline(
        &self,
        outer: ScopeKind,
        comprehension: usize,
        symbols: &mut Symbols,
        cells: &mut FxHashSet<NameId>,
    ) -> FxHashSet<NameId> {
        let comprehension = &self.drafts[comprehension];
        let in_class = outer == ScopeKind::Class;
        let mut free: FxHashSet<NameId> = comprehension.free.iter().copied().collect();
        for &entry in &comprehension.symbols {
            let Entry { name, flags, mut found } = entry;
            if found == Found::Cell || flags & COMPREHENSION_CELL != 0 {
                cells.insert(name);
            }
            // A class has no such variable of its own to give.
            if found == Found::Free && in_class && self.machinery.of_class().contains(&name) {
                found = Found::GlobalImplicit;
                free.remove(&name);
            }
            let Some(existing) = symbols.get_mut(name) else {
                symbols.add_entry(Entry { name, flags, found });
                continue;
            };
            if in_class {
                continue;
            }
            if found == Found::Free {
                existing.flags |= flags & Uses::READ.shown();
            }
            if existing.flags & Uses::BINDING.shown() != 0 && !self.is_free_inside(comprehension, name) {
                free.remove(&name);
            }
        }
        free
    }

    fn is_free_inside(&self, draft: &Draft, name: NameId) -> bool {
        draft.children.iter().any(|&child| {
            let mut symbols = self.drafts[child].symbols.iter();
            symbols.any(|entry| entry.name == name && entry.found == Found::Free)
        })
    }

    /// The table of `__annotate__` that CPython has for every function, for one without annotations.
    fn empty_annotations(&self, function: &Scope, in_class: bool) -> Draft {
        let machinery = &self.machinery;
        let mut symbols = Symbols::default();
        symbols.add(machinery.format, Uses::PARAMETER.and(Uses::READ), Found::Local);
        let mut free = Vec::new();
        if in_class {
            symbols.add(machinery.namespace, Uses::READ, Found::Free);
            free.push(machinery.namespace);
        }
        Draft {
            kind: TableKind::Annotation,
            name: machinery.annotate,
            line: self.source.line(function.start),
            nested: function.nested,
            symbols: symbols.list,
            parameters: vec![machinery.format],
            children: Vec::new(),
            free,
            is_inlined: false,
        }
    }

    /// Whether names are also looked up in the namespace of a class around.
    fn sees_class(&self, id: ScopeId) -> bool {
        let mut at = id;
        while self.scopes[at].is_annotation_like() {
            match self.scopes[at].parent {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        at != id && self.scopes[at].kind == ScopeKind::Class
    }

    fn is_inside_class(&self, id: ScopeId) -> bool {
        let parents = std::iter::successors(self.scopes[id].parent, |&at| self.scopes[at].parent);
        parents.into_iter().any(|at| self.scopes[at].kind == ScopeKind::Class)
    }

    /// Whether the scope is that of a function's type parameters.
    fn makes_function(&self, id: ScopeId) -> bool {
        let mut children = self.children[id.0 as usize].iter();
        self.scopes[id].kind == ScopeKind::TypeParams
            && children.any(|&child| self.scopes[child].kind == ScopeKind::Function)
    }
}

fn kind_of(scope: &Scope) -> TableKind {
    match scope.kind {
        ScopeKind::Module => TableKind::Module,
        ScopeKind::Class => TableKind::Class,
        ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Comprehension | ScopeKind::Generator => {
            TableKind::Function
        }
        ScopeKind::Annotations | ScopeKind::Unevaluated => TableKind::Annotation,
        ScopeKind::TypeAlias => TableKind::TypeAlias,
        ScopeKind::TypeVariable => TableKind::TypeVariable,
        ScopeKind::TypeParams => TableKind::TypeParameters,
    }
}
