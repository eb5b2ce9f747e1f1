//! What the grammar accepts and the language does not: one walk over the tree for the errors of CPython's symbol tables and
//! code generation, and for the warnings about what is hardly meant.
//!
//! | file | does |
//! | --- | --- |
//! | `statements`, `expressions`, `patterns` | the walk, in the order in which CPython's symbol tables see the tree |
//! | [`suspicion`] | warnings: literals called, indexed, compared by identity |
//!
//! CPython runs three passes (warnings about `finally`, symbol tables, code), so an error of names anywhere comes before an
//! error of code. Here one walk serves: an error of names ends it, the first error of code is kept until the end.
//! Names are followed only in sources whose tokens say that it can matter ([`Facts`]). Errors that need the resolved scopes
//! (`nonlocal` without a binding) are `scope`'s, errors that fall out of emitting code (stars, nested blocks) `generate`'s.

use ruff_python_ast::{self as ast, Expr, Mod};
use ruff_text_size::TextRange;
use rustc_hash::FxHashMap;

use crate::diagnose::Future;
use crate::error::{Fault, Result, Warning};
use crate::flags;
use crate::source::Source;

mod expressions;
mod patterns;
mod statements;
mod suspicion;

/// What the tokens told about a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Facts {
    /// It contains `global` or `nonlocal`.
    pub(crate) declares: bool,
    /// It contains `:=`.
    pub(crate) names_values: bool,
    /// It names the feature that makes `<>` the operator.
    pub(crate) names_flufl: bool,
}

/// The outcome of the walk where the names are in order.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// The first error of code.
    pub(crate) error: Option<Box<Fault>>,
    /// Warnings in the order in which CPython issues them.
    pub(crate) warnings: Vec<Warning>,
}

/// Walks over a tree; `future` are the `__future__` imports at its beginning. The first part of the outcome: something was seen that the
/// parser crate accepts and CPython's grammar may refuse.
///
/// # Errors
/// The first error of names.
pub(crate) fn check(
    source: &Source,
    tree: &Mod,
    facts: Facts,
    future: Future,
    flags: u32,
) -> (bool, Result<Findings>) {
    let mut walk = Walk {
        source,
        facts,
        scopes: vec![Scope::new(Block::Module)],
        error: None,
        steps: 0,
        early_warnings: Vec::new(),
        warnings: Vec::new(),
        finally: Vec::new(),
        doubts: false,
        future,
        top_level_await: flags & flags::ALLOW_TOP_LEVEL_AWAIT != 0,
        classes: Vec::new(),
    };
    let result = match tree {
        Mod::Module(module) => walk.body(&module.body),
        Mod::Expression(expression) => walk.expr(&expression.body),
    };
    let mut warnings = walk.early_warnings;
    warnings.append(&mut walk.warnings);
    let error = walk.error.map(|(_, fault)| fault);
    (walk.doubts, result.map(|()| Findings { error, warnings }))
}

/// Kinds of scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Block {
    Module,
    Class,
    Function {
        is_async: bool,
    },
    Lambda,
    /// The word for it in messages.
    Comprehension(&'static str),
    /// A place for one expression, where some are not allowed: the words for it.
    Restricted(&'static str),
    /// The scope of type parameters.
    Generic,
}

/// What surrounds a statement inside its scope, as far as `break`, `continue` and `return` ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Surrounding {
    Loop,
    GroupHandler,
}

/// How a name has occurred in a scope (CPython's flags of symbols).
const PARAMETER: u8 = 1;
const LOCAL: u8 = 2;
const USED: u8 = 4;
const ANNOTATED: u8 = 8;
const GLOBAL: u8 = 16;
const NONLOCAL: u8 = 32;
const ITERATION: u8 = 64;
const TYPE_PARAMETER: u8 = 128;

#[derive(Clone, Copy, Debug, Default)]
struct Symbol {
    flags: u8,
    /// The first declaration as global or nonlocal.
    declared: TextRange,
}

struct Scope<'a> {
    block: Block,
    symbols: FxHashMap<&'a str, Symbol>,
    surroundings: Vec<Surrounding>,
    /// Iterables of comprehensions around the current expression.
    iterables: u32,
    /// Inside the target of a comprehension.
    in_target: bool,
    has_yield: bool,
    /// A comprehension: it awaits.
    is_async: bool,
    /// An asynchronous function: the first `return` with a value.
    returns_value: Option<(u32, TextRange)>,
}

impl Scope<'_> {
    fn new(block: Block) -> Self {
        Scope {
            block,
            symbols: FxHashMap::default(),
            surroundings: Vec::new(),
            iterables: 0,
            in_target: false,
            has_yield: false,
            is_async: false,
            returns_value: None,
        }
    }
}

/// Where `return`, `break` and `continue` stand with regard to `finally` (PEP 765).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Exit {
    Finally,
    Function,
    Loop,
}

struct Walk<'a> {
    source: &'a Source,
    facts: Facts,
    scopes: Vec<Scope<'a>>,
    /// The first error of code and when it came.
    error: Option<(u32, Box<Fault>)>,
    steps: u32,
    early_warnings: Vec<Warning>,
    warnings: Vec<Warning>,
    finally: Vec<Exit>,
    doubts: bool,
    future: Future,
    /// The module may be a coroutine.
    top_level_await: bool,
    /// Names of the classes around the current place, whose private names are theirs.
    classes: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn scope(&mut self) -> &mut Scope<'a> {
        if self.scopes.is_empty() {
            self.scopes.push(Scope::new(Block::Module));
        }
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    fn block(&self) -> Block {
        self.scopes.last().map_or(Block::Module, |scope| scope.block)
    }

    /// Whether the current scope is a module that may be a coroutine.
    fn is_coroutine_module(&self) -> bool {
        self.top_level_await && self.block() == Block::Module
    }

    /// Runs in a new scope.
    fn within(&mut self, block: Block, run: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let outer = self.scopes.last();
        let inherited = match block {
            Block::Lambda | Block::Comprehension(_) => outer.is_some_and(|outer| outer.iterables > 0),
            _ => false,
        };
        let mut scope = Scope::new(block);
        scope.iterables = u32::from(inherited);
        self.scopes.push(scope);
        run(self)?;
        let scope = self.scopes.pop();
        if let Some(scope) = scope
            && scope.has_yield
            && let Some((step, range)) = scope.returns_value
        {
            self.code_error_at(step, range, "'return' with value in async generator");
        }
        Ok(())
    }

    fn code_error(&mut self, range: TextRange, message: impl Into<String>) {
        self.code_error_at(self.steps, range, message);
    }

    fn code_error_at(&mut self, step: u32, range: TextRange, message: impl Into<String>) {
        if self.error.as_ref().is_none_or(|(first, _)| step < *first) {
            self.error = Some((step, Fault::syntax(range, message)));
        }
    }

    fn warn(&mut self, range: TextRange, message: String) {
        self.warnings.push(self.warning(range, message));
    }

    fn warning(&self, range: TextRange, message: String) -> Warning {
        let (line, column) = self.source.byte_position(range.start());
        let (end_line, end_column) = self.source.byte_position(range.end());
        // CPython gives it no text: it is found in the file when it is shown.
        Warning { message, line, column, end_line, end_column, text: None }
    }

    /// Records an occurrence of a name in the current scope; `range` is the node that binds it.
    fn occurs(&mut self, name: &'a str, flags: u8, range: TextRange) -> Result<()> {
        if flags & !USED != 0 && name == "__debug__" {
            return Err(Fault::syntax(range, "cannot assign to __debug__"));
        }
        let facts = self.facts;
        let scope = self.scope();
        let is_comprehension = matches!(scope.block, Block::Comprehension(_));
        let matters = facts.declares || (facts.names_values && is_comprehension);
        if !matters && flags & (PARAMETER | TYPE_PARAMETER) == 0 {
            return Ok(());
        }
        let in_target = scope.in_target;
        let symbol = scope.symbols.entry(name).or_default();
        if flags & TYPE_PARAMETER != 0 && symbol.flags & TYPE_PARAMETER != 0 {
            return Err(Fault::syntax(range, format!("duplicate type parameter '{name}'")));
        }
        if flags & PARAMETER != 0 && symbol.flags & PARAMETER != 0 {
            return Err(Fault::syntax(range, format!("duplicate argument '{name}' in function definition")));
        }
        if in_target && flags & LOCAL != 0 {
            if symbol.flags & (GLOBAL | NONLOCAL) != 0 {
                let message =
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return Err(Fault::syntax(range, message));
            }
            symbol.flags |= ITERATION;
        }
        symbol.flags |= flags;
        Ok(())
    }

    /// `global` or `nonlocal`: the names must not have occurred before.
    fn declare(&mut self, names: &'a [ast::Identifier], flag: u8, range: TextRange) -> Result<()> {
        let word = if flag == GLOBAL { "global" } else { "nonlocal" };
        for name in names {
            let text = name.as_str();
            let is_type_parameter = flag == NONLOCAL && self.is_type_parameter(text);
            let symbol = self.scope().symbols.entry(text).or_default();
            let complaint = match symbol.flags {
                flags if flags & PARAMETER != 0 => Some(format!("name '{text}' is parameter and {word}")),
                flags if flags & USED != 0 => {
                    Some(format!("name '{text}' is used prior to {word} declaration"))
                }
                flags if flags & ANNOTATED != 0 => Some(format!("annotated name '{text}' can't be {word}")),
                flags if flags & LOCAL != 0 => {
                    Some(format!("name '{text}' is assigned to before {word} declaration"))
                }
                _ if is_type_parameter => {
                    Some(format!("nonlocal binding not allowed for type parameter '{text}'"))
                }
                _ => None,
            };
            if let Some(message) = complaint {
                return Err(Fault::syntax(range, message));
            }
            if symbol.flags & (GLOBAL | NONLOCAL) & !flag != 0 {
                return Err(Fault::syntax(symbol.declared, format!("name '{text}' is nonlocal and global")));
            }
            symbol.flags |= flag;
            if symbol.declared.is_empty() {
                symbol.declared = range;
            }
        }
        Ok(())
    }

    /// Whether a name belongs to type parameters around the current scope, as far as the walk has come.
    fn is_type_parameter(&self, name: &str) -> bool {
        for scope in self.scopes.iter().rev().skip(1) {
            let flags = scope.symbols.get(name).map_or(0, |symbol| symbol.flags);
            match scope.block {
                Block::Generic if flags & TYPE_PARAMETER != 0 => return true,
                Block::Function { .. } | Block::Lambda if flags & (LOCAL | PARAMETER) != 0 => return false,
                _ => {}
            }
        }
        false
    }

    /// Some expressions may not occur in annotations and the like.
    fn forbid_here(&self, what: &str, range: TextRange) -> Result<()> {
        let place = match self.block() {
            Block::Restricted(place) => place,
            Block::Generic => "the definition of a generic",
            _ => return Ok(()),
        };
        Err(Fault::syntax(range, format!("{what} cannot be used within {place}")))
    }
}

/// How messages call a generator expression, the only comprehension with a code object of its own.
const GENERATOR: &str = "generator expression";

/// The name that an expression is, if it is one.
fn as_name(expr: &Expr) -> Option<&ast::ExprName> {
    match expr {
        Expr::Name(name) => Some(name),
        _ => None,
    }
}
