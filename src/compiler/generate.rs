//! Code generation: the tree and its symbols to a graph of register instructions, one [`Unit`] per code object.
//!
//! Conventions of the files below this one:
//! - Temporaries are a stack above the named registers. `expr_to(e, dst)` leaves the value in `dst`; a `dst` that is not
//!   allocated (at or above the top) may be used as scratch on the way, any other — a local above all — is written only by
//!   the last instruction that can raise, so that a handler finds the old value.
//! - `next(e)` evaluates into a fresh temporary on top; runs of registers (arguments, displays) are made of it.
//! - `any(e)` yields the local's own register for a plain local, else is `next`. A caller whose later operands may rebind
//!   that local (`:=`) uses `any_before`.
//! - Everything live across a call lies below the call's run, because the callee's window begins there.
//!
//! A construct that is not translated yet is rejected by the symbol pass, so nothing here meets it.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashMap;
use typhon_bytecode::{Code, CodeFlags, Constant, Op, Text};

use crate::Options;
use crate::assemble;
use crate::error::{ErrorKind, Fault, Result};
use crate::flags;
use crate::fold::Folder;
use crate::graph::{NOWHERE, Reg};
use crate::names::{NameId, Names};
use crate::scope::layout::named_registers;
use crate::scope::{ScopeId, ScopeKind, Scopes};
use crate::source::Source;
use crate::unit::Unit;

pub(crate) mod annotation;
mod assign;
mod call;
mod class;
mod comprehension;
mod condition;
mod exception;
mod expr;
mod fstring;
mod function;
mod generator;
mod import;
mod name;
mod pattern;
mod statement;
mod template;
mod type_params;

/// CPython's limit on statically nested blocks of one function.
const MAX_BLOCKS: u32 = 21;

/// Code objects nest at most so deeply, which keeps within what [`typhon_bytecode::verify`] admits.
const MAX_NESTING: usize = 250;

/// Everything code generation reads, and the unit it writes.
pub(crate) struct Generator<'a> {
    pub(crate) source: &'a Source,
    pub(crate) scopes: &'a mut Scopes,
    pub(crate) names: &'a mut Names,
    pub(crate) options: &'a Options,
    pub(crate) filename: Text,
    /// Flags of `__future__` that hold.
    pub(crate) features: u32,
    pub(crate) future_annotations: bool,
    unit: Unit<'a>,
    /// Number of code objects around the unit.
    nesting: usize,
    /// The values of a module's expression statements are shown (`single`).
    pub(crate) interactive: bool,
    /// Generator expressions without parentheses of their own, by their start: those of the call are theirs.
    call_parentheses: FxHashMap<TextSize, TextRange>,
    /// Position for instructions that belong to no expression of their own.
    here: TextRange,
}

/// What the finished code object needs beside its unit.
#[derive(Default)]
struct Shape {
    flags: u32,
    arg_count: u32,
    positional_only: u32,
    keyword_only: u32,
}

impl<'a> Generator<'a> {
    pub(crate) fn new(
        source: &'a Source,
        scopes: &'a mut Scopes,
        names: &'a mut Names,
        options: &'a Options,
        filename: Text,
        features: u32,
    ) -> Generator<'a> {
        let locals = named_registers(scopes, ScopeId::MODULE, names);
        let unit = Unit::new(ScopeId::MODULE, Text::from("<module>"), "<module>".to_owned(), 1, locals);
        let here = TextRange::default();
        Generator {
            source,
            scopes,
            names,
            options,
            filename,
            features,
            future_annotations: features & flags::ANNOTATIONS != 0,
            unit,
            nesting: 0,
            interactive: false,
            call_parentheses: FxHashMap::default(),
            here,
        }
    }

    /// The code of a module.
    pub(crate) fn module(mut self, body: &'a [Stmt]) -> Result<Code> {
        self.prologue();
        if let Some(first) = body.first() {
            self.here = first.range();
        }
        self.begin_annotations(body)?;
        // A prompt shows a string alone on its line as any other value.
        let body = if self.interactive { body } else { self.docstring_of_namespace(body)? };
        self.statements(body)?;
        self.return_none();
        self.finish(Shape::default())
    }

    /// The code of a lone expression (`eval`).
    pub(crate) fn expression(mut self, body: &'a Expr) -> Result<Code> {
        self.prologue();
        self.here = body.range();
        let value = self.any(body)?;
        self.unit.op(body.range(), Op::Return, value, 0, 0, 0);
        self.finish(Shape::default())
    }

    fn scope_kind(&self) -> ScopeKind {
        self.scopes[self.unit.scope].kind
    }

    fn folder(&self) -> Folder<'a> {
        Folder { source: self.source, debug: self.options.optimize == 0 }
    }

    fn return_none(&mut self) {
        let register = self.unit.top();
        self.unit.touch(register);
        self.load_constant(NOWHERE, Constant::None, register);
        self.unit.op(NOWHERE, Op::Return, register, 0, 0, 0);
    }

    fn load_constant(&mut self, range: TextRange, constant: Constant, dst: Reg) {
        if self.unit.dead {
            return;
        }
        self.unit.touch_if_scratch(dst);
        match constant {
            Constant::Int(value) if i32::try_from(value).is_ok() => {
                self.unit.wide(range, Op::LoadInt, dst, 0, value as i32 as u32);
            }
            constant => {
                let index = self.unit.constant(constant);
                self.unit.wide(range, Op::LoadConst, dst, 0, index);
            }
        }
    }

    /// Makes cells and copies the closure at the start of a code object.
    fn prologue(&mut self) {
        let range = self.here;
        let comprehension_cells = self.comprehension_cells();
        for register in 0..self.unit.locals.len().min(Reg::MAX as usize) {
            let local = &self.unit.locals[register];
            if local.is_cell && !local.is_free && !comprehension_cells.contains(&(register as Reg)) {
                self.unit.op(range, Op::MakeCell, register as Reg, 0, 0, 0);
            }
        }
        let free = &self.scopes[self.unit.scope].free;
        if let Some(&(_, first)) = free.first() {
            let count = free.len().min(usize::from(u16::MAX)) as u16;
            self.unit.op(range, Op::CopyFree, first, 0, count, 0);
        }
        if self.is_resumable() {
            self.unit.op(range, Op::MakeGenerator, 0, 0, 0, 0);
        } else if self.unit.is_empty()
            && matches!(self.scopes[self.unit.scope].kind, ScopeKind::Function | ScopeKind::Lambda)
        {
            self.unit.op(range, Op::Begin, 0, 0, 0, 0);
        }
    }

    /// Whether the code object under construction is a generator's, a coroutine's or an asynchronous generator's.
    fn is_resumable(&self) -> bool {
        let scope = &self.scopes[self.unit.scope];
        scope.yields || scope.is_async
    }

    fn comprehension_cells(&self) -> Vec<Reg> {
        let mut registers = Vec::new();
        for &comprehension in &self.scopes[self.unit.scope].comprehensions {
            let cells = self.scopes[comprehension].symbols.iter();
            registers.extend(
                cells
                    .filter(|symbol| symbol.place == crate::scope::Place::Cell)
                    .map(|symbol| symbol.register),
            );
        }
        registers
    }

    /// Generates a nested code object: switches to a fresh unit for `scope`, runs `body`, and switches back.
    fn nested(
        &mut self,
        scope: ScopeId,
        name: &str,
        qualname: String,
        range: TextRange,
        body: impl FnOnce(&mut Generator<'a>) -> Result<Shape>,
    ) -> Result<Code> {
        if self.nesting >= MAX_NESTING {
            let message = "maximum recursion depth exceeded during compilation".to_owned();
            return Err(Box::new(Fault { kind: ErrorKind::Recursion, message, range }));
        }
        self.nesting += 1;
        let locals = named_registers(self.scopes, scope, self.names);
        let prefix = self.prefix_in(scope, &qualname);
        let mut unit = Unit::new(scope, Text::from(name), qualname, self.source.line(range.start()), locals);
        unit.prefix = prefix;
        let outer = std::mem::replace(&mut self.unit, unit);
        let here = std::mem::replace(&mut self.here, range);
        let result = body(self).and_then(|shape| self.finish_unit(shape));
        self.unit = outer;
        self.here = here;
        self.nesting -= 1;
        result
    }

    fn finish(mut self, shape: Shape) -> Result<Code> {
        self.finish_unit(shape)
    }

    fn finish_unit(&mut self, shape: Shape) -> Result<Code> {
        if self.unit.registers > u32::from(Reg::MAX) {
            return Err(Fault::too_large(
                self.here,
                "too many local variables and temporaries in one function",
            ));
        }
        let scope = &self.scopes[self.unit.scope];
        let mut flags = shape.flags;
        flags |= match (scope.is_async, scope.yields) {
            (false, false) => 0,
            (false, true) => CodeFlags::GENERATOR,
            (true, false) => CodeFlags::COROUTINE,
            (true, true) => CodeFlags::ASYNC_GENERATOR,
        };
        if scope.nested && scope.is_function_like() {
            flags |= CodeFlags::NESTED;
        }
        if scope.is_function_like() {
            flags |= CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
        }
        flags |= self.features;
        let frame = assemble::Frame {
            filename: self.filename.clone(),
            flags: CodeFlags(flags),
            arg_count: shape.arg_count,
            positional_only: shape.positional_only,
            keyword_only: shape.keyword_only,
        };
        let placeholder = Unit::new(ScopeId::MODULE, Text::default(), String::new(), 1, Vec::new());
        let unit = std::mem::replace(&mut self.unit, placeholder);
        assemble::assemble(unit, frame, self.source, self.names)
    }

    /// Qualified name of something defined in the current scope; `text` is its name as written, not mangled.
    fn qualname_of(&self, name: NameId, text: &str) -> String {
        if matches!(self.binding(name), name::Binding::Global) && self.is_declared_global(name) {
            return text.to_owned();
        }
        self.nested_qualname(text)
    }

    /// What stands before the names of what is defined in a scope, which lies in the current unit.
    fn prefix_in(&self, scope: ScopeId, qualname: &str) -> String {
        let of = |kind: ScopeKind, qualname: &str| match kind {
            ScopeKind::Module => String::new(),
            ScopeKind::Function | ScopeKind::Lambda => format!("{qualname}.<locals>."),
            _ => format!("{qualname}."),
        };
        match self.scopes[scope].kind {
            // As if it lay in what these lie in.
            ScopeKind::TypeParams
            | ScopeKind::TypeAlias
            | ScopeKind::TypeVariable
            | ScopeKind::Annotations
            | ScopeKind::Unevaluated => of(self.scope_kind(), &self.unit.qualname),
            kind => of(kind, qualname),
        }
    }

    fn is_declared_global(&self, name: NameId) -> bool {
        self.scopes[self.unit.scope]
            .get(name)
            .is_some_and(|symbol| symbol.place == crate::scope::Place::GlobalExplicit)
    }
}
