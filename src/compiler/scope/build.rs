//! The symbol pass's walk: makes the scopes and records every binding and use, in CPython's order of visits.
//!
//! Errors of names that need no resolution have been found before, by `diagnose::meaning`.

use ruff_python_ast::{self as ast, Expr, ExprContext, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{Fault, Result};
use crate::generate::annotation::CONDITIONAL_ANNOTATIONS;
use crate::names::{NameId, Names};
use crate::scope::{ScopeId, ScopeKind, Scopes, Uses};
use crate::source::Source;

/// What bears on scopes beside the tree.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// Annotations are kept as text.
    pub(crate) future_annotations: bool,
    /// A module may be a coroutine.
    pub(crate) top_level_await: bool,
}

/// Builds the scopes of a module body. The tree's nodes remember their scopes.
pub(crate) fn module(body: &[Stmt], source: &Source, names: &mut Names, manner: Manner) -> Result<Scopes> {
    let mut builder = Builder::new(source, names, manner);
    builder.statements(body)?;
    Ok(builder.scopes)
}

/// Builds the scopes of a lone expression.
pub(crate) fn expression(body: &Expr, source: &Source, names: &mut Names, manner: Manner) -> Result<Scopes> {
    let mut builder = Builder::new(source, names, manner);
    builder.expr(body)?;
    Ok(builder.scopes)
}

struct Builder<'n> {
    source: &'n Source,
    names: &'n mut Names,
    scopes: Scopes,
    current: ScopeId,
    manner: Manner,
    /// Depth of conditional blocks around the current statement of a module or class.
    conditions: u32,
    /// The comprehension in one of whose targets the walk is.
    target_of: Option<ScopeId>,
}

impl<'n> Builder<'n> {
    fn new(source: &'n Source, names: &'n mut Names, manner: Manner) -> Builder<'n> {
        let mut scopes = Scopes::default();
        let name = names.intern("top");
        let current = scopes.push(ScopeKind::Module, (name, TextSize::default()), None, None);
        Builder { source, names, scopes, current, manner, conditions: 0, target_of: None }
    }

    fn mangle(&mut self, identifier: &str) -> NameId {
        self.names.mangle(self.scopes[self.current].class_for(identifier), identifier)
    }

    fn record(&mut self, identifier: &str, uses: Uses, range: TextRange) {
        let name = self.mangle(identifier);
        let is_target = self.target_of == Some(self.current);
        let uses = if is_target { uses.and(Uses::ITERATION) } else { uses };
        self.scopes[self.current].entry(name, range).uses.add(uses);
    }

    /// Enters a new scope. `name` and `start` are what it is known by. Returns it, and the scope to go back to.
    fn enter(&mut self, kind: ScopeKind, name: &str, start: TextSize) -> (ScopeId, ScopeId) {
        let name = self.names.intern(name);
        let class = if kind == ScopeKind::Class { Some(name) } else { self.scopes[self.current].class };
        let outer = self.current;
        self.current = self.scopes.push(kind, (name, start), Some(outer), class);
        if kind != ScopeKind::Class {
            self.scopes[self.current].mangled = self.scopes[outer].mangled.clone();
        }
        (self.current, outer)
    }

    /// Visits what CPython's symbol tables see in another order than it is executed in. The scope of a function, whose registers go by the order
    /// of execution, notes which names that concerns.
    fn later_first(
        &mut self,
        later: impl FnOnce(&mut Self) -> Result<()>,
        sooner: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let start = self.scopes[self.current].symbols.len();
        later(self)?;
        let middle = self.scopes[self.current].symbols.len();
        sooner(self)?;
        let scope = &mut self.scopes[self.current];
        let end = scope.symbols.len();
        if scope.is_function_like() && start < middle && middle < end {
            scope.swapped.push([start, middle, end]);
        }
        Ok(())
    }

    fn statements(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result<()> {
        let is_block = matches!(
            stmt,
            Stmt::For(_) | Stmt::While(_) | Stmt::If(_) | Stmt::With(_) | Stmt::Try(_) | Stmt::Match(_)
        );
        self.conditions += u32::from(is_block);
        let result = self.stmt_of_kind(stmt);
        self.conditions -= u32::from(is_block);
        result
    }

    fn stmt_of_kind(&mut self, stmt: &Stmt) -> Result<()> {
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::Return(ret) => self.optional(ret.value.as_deref()),
            Stmt::Delete(del) => self.exprs(&del.targets),
            Stmt::Assign(assign) => {
                self.later_first(|this| this.exprs(&assign.targets), |this| this.expr(&assign.value))
            }
            Stmt::AugAssign(assign) => {
                self.expr(&assign.target)?;
                self.expr(&assign.value)
            }
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::For(stmt) => {
                if stmt.is_async {
                    self.asynchronous();
                }
                self.later_first(|this| this.expr(&stmt.target), |this| this.expr(&stmt.iter))?;
                self.statements(&stmt.body)?;
                self.statements(&stmt.orelse)
            }
            Stmt::While(stmt) => {
                self.expr(&stmt.test)?;
                self.statements(&stmt.body)?;
                self.statements(&stmt.orelse)
            }
            Stmt::If(stmt) => {
                self.expr(&stmt.test)?;
                self.statements(&stmt.body)?;
                for clause in &stmt.elif_else_clauses {
                    self.optional(clause.test.as_ref())?;
                    self.statements(&clause.body)?;
                }
                Ok(())
            }
            Stmt::With(stmt) => {
                if stmt.is_async {
                    self.asynchronous();
                }
                for item in &stmt.items {
                    self.expr(&item.context_expr)?;
                    self.optional(item.optional_vars.as_deref())?;
                }
                self.statements(&stmt.body)
            }
            Stmt::Raise(stmt) => {
                self.optional(stmt.exc.as_deref())?;
                self.optional(stmt.cause.as_deref())
            }
            Stmt::Try(stmt) => self.try_statement(stmt),
            Stmt::Assert(stmt) => {
                self.expr(&stmt.test)?;
                self.optional(stmt.msg.as_deref())
            }
            Stmt::Import(stmt) => {
                for alias in &stmt.names {
                    let bound = match &alias.asname {
                        Some(name) => name.as_str(),
                        None => alias.name.split('.').next().unwrap_or_default(),
                    };
                    self.record(bound, Uses::IMPORTED, alias.range);
                }
                Ok(())
            }
            Stmt::ImportFrom(stmt) => self.import_from(stmt),
            Stmt::Global(stmt) => self.declare(&stmt.names, Uses::GLOBAL, stmt.range),
            Stmt::Nonlocal(stmt) => self.declare(&stmt.names, Uses::NONLOCAL, stmt.range),
            Stmt::Expr(stmt) => self.expr(&stmt.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
            Stmt::Match(stmt) => {
                self.expr(&stmt.subject)?;
                for case in &stmt.cases {
                    self.pattern(&case.pattern)?;
                    self.optional(case.guard.as_deref())?;
                    self.statements(&case.body)?;
                }
                Ok(())
            }
            Stmt::TypeAlias(stmt) => {
                self.expr(&stmt.name)?;
                let name = stmt.name.as_name_expr().map_or("", |name| name.id.as_str());
                let start = stmt.range.start();
                let outer = self.type_params(stmt.type_params.as_deref(), (name, start), &[], None)?;
                self.evaluator(ScopeKind::TypeAlias, (name, start), &stmt.node_index, &stmt.value)?;
                self.current = outer;
                Ok(())
            }
            Stmt::IpyEscapeCommand(stmt) => Err(Fault::syntax(stmt.range, "invalid syntax")),
        }
    }

    /// Records the names that a pattern captures and the expressions in it.
    fn pattern(&mut self, pattern: &Pattern) -> Result<()> {
        match pattern {
            Pattern::MatchValue(p) => self.expr(&p.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(p) => p.patterns.iter().try_for_each(|pattern| self.pattern(pattern)),
            Pattern::MatchMapping(p) => {
                self.exprs(&p.keys)?;
                p.patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                self.capture(p.rest.as_ref());
                Ok(())
            }
            Pattern::MatchClass(p) => {
                self.expr(&p.cls)?;
                p.arguments.patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                p.arguments.keywords.iter().try_for_each(|keyword| self.pattern(&keyword.pattern))
            }
            Pattern::MatchStar(p) => {
                self.capture(p.name.as_ref());
                Ok(())
            }
            Pattern::MatchAs(p) => {
                if let Some(pattern) = &p.pattern {
                    self.pattern(pattern)?;
                }
                self.capture(p.name.as_ref());
                Ok(())
            }
            Pattern::MatchOr(p) => p.patterns.iter().try_for_each(|pattern| self.pattern(pattern)),
        }
    }

    fn capture(&mut self, name: Option<&ast::Identifier>) {
        if let Some(name) = name {
            self.record(name, Uses::BOUND, name.range);
        }
    }

    fn try_statement(&mut self, stmt: &ast::StmtTry) -> Result<()> {
        self.statements(&stmt.body)?;
        for ast::ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
            self.optional(handler.type_.as_deref())?;
            if let Some(name) = &handler.name {
                self.record(name, Uses::BOUND.and(Uses::UNBOUND), name.range);
            }
            self.statements(&handler.body)?;
        }
        self.statements(&stmt.orelse)?;
        self.statements(&stmt.finalbody)
    }

    fn import_from(&mut self, stmt: &ast::StmtImportFrom) -> Result<()> {
        for alias in &stmt.names {
            if alias.name.as_str() == "*" {
                continue;
            }
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.record(bound, Uses::IMPORTED, alias.range);
        }
        Ok(())
    }

    /// `global` and `nonlocal`. That the names have not occurred before is checked by `diagnose::meaning`.
    fn declare(
        &mut self,
        identifiers: &[ast::Identifier],
        declaration: Uses,
        range: TextRange,
    ) -> Result<()> {
        if declaration == Uses::NONLOCAL && self.scopes[self.current].kind == ScopeKind::Module {
            return Err(Fault::syntax(range, "nonlocal declaration not allowed at module level"));
        }
        for identifier in identifiers {
            let name = self.mangle(identifier);
            self.declare_name(name, declaration, range);
            self.scopes[self.current].entry(name, range).range = range;
        }
        Ok(())
    }

    /// What any scope declares `global` is so for the module's own code too, which matters where its namespace is not the globals (`exec` with
    /// two dicts).
    fn declare_name(&mut self, name: NameId, declaration: Uses, range: TextRange) {
        self.scopes[self.current].entry(name, range).uses.add(declaration);
        if declaration == Uses::GLOBAL {
            self.scopes[ScopeId::MODULE].entry(name, range).uses.add(declaration);
        }
    }

    fn annotated(&mut self, assign: &ast::StmtAnnAssign) -> Result<()> {
        if let Expr::Name(target) = &*assign.target {
            if assign.simple {
                self.record(&target.id, Uses::ANNOTATED.and(Uses::BOUND), target.range);
            } else if assign.value.is_some() {
                self.record(&target.id, Uses::BOUND, target.range);
            }
        } else {
            self.expr(&assign.target)?;
        }
        self.annotation(assign)?;
        self.optional(assign.value.as_deref())
    }

    fn annotation(&mut self, assign: &ast::StmtAnnAssign) -> Result<()> {
        let annotation = &*assign.annotation;
        let owner = self.current;
        let kind = self.scopes[owner].kind;
        // A module may end early, so none of its annotations is certain.
        if kind == ScopeKind::Module || (kind == ScopeKind::Class && self.conditions > 0) {
            self.record(CONDITIONAL_ANNOTATIONS, Uses::READ, annotation.range());
            self.scopes[owner].has_conditional_annotations |= assign.simple;
        }
        self.see_namespace();
        if self.manner.future_annotations {
            return Ok(());
        }
        self.current = self.annotation_scope(annotation.range().start());
        let result = self.expr(annotation);
        self.current = owner;
        result
    }

    /// An annotation may look names up in the namespace of the class that is around here, with nothing but type parameters between: CPython has
    /// such a class keep its namespace in a cell whether or not one does.
    fn see_namespace(&mut self) {
        let mut at = self.current;
        while self.scopes[at].kind == ScopeKind::TypeParams
            && let Some(parent) = self.scopes[at].parent
        {
            at = parent;
        }
        self.scopes[at].needs_namespace_cell |= self.scopes[at].kind == ScopeKind::Class;
    }

    /// The scope of annotations in the body of the current scope, made at the first of them.
    fn annotation_scope(&mut self, start: TextSize) -> ScopeId {
        let owner = self.current;
        let is_evaluated = !self.scopes[owner].is_function_like();
        let present =
            if is_evaluated { self.scopes[owner].annotations } else { self.scopes[owner].unevaluated };
        if let Some(scope) = present {
            return scope;
        }
        let kind = if is_evaluated { ScopeKind::Annotations } else { ScopeKind::Unevaluated };
        let (scope, _) = self.enter(kind, "__annotate__", start);
        self.format_parameter();
        self.current = owner;
        if is_evaluated {
            self.scopes[owner].annotations = Some(scope);
        } else {
            self.scopes[owner].unevaluated = Some(scope);
        }
        scope
    }

    fn format_parameter(&mut self) {
        // The hidden spelling keeps annotations from seeing the parameter.
        let hidden = self.names.intern(".format");
        let scope = &mut self.scopes[self.current];
        scope.entry(hidden, TextRange::default()).uses.add(Uses::PARAMETER.and(Uses::READ));
        scope.parameters.push(hidden);
    }

    /// Enters the scope of type parameters, if there are any, and records them. `hidden` are parameters of its function. Returns the scope
    /// to go back to.
    fn type_params(
        &mut self,
        params: Option<&ast::TypeParams>,
        (name, start): (&str, TextSize),
        hidden: &[Option<&str>],
        of_class: Option<&ast::StmtClassDef>,
    ) -> Result<ScopeId> {
        let Some(params) = params else { return Ok(self.current) };
        let (scope, outer) = self.enter(ScopeKind::TypeParams, name, start);
        if let Some(class) = of_class {
            let tuple = self.names.intern(".type_params");
            let made = &mut self.scopes[scope];
            made.entry(tuple, class.name.range).uses.add(Uses::BOUND.and(Uses::READ));
            made.class = Some(made.name);
            made.mangled = Some(params.type_params.iter().map(|param| param.name().to_string()).collect());
        }
        scope.attach(&params.node_index);
        for name in hidden.iter().flatten() {
            let name = self.names.intern(name);
            self.scopes[scope].entry(name, TextRange::default()).uses.add(Uses::PARAMETER);
            self.scopes[scope].parameters.push(name);
        }
        for param in &params.type_params {
            let name = param.name();
            self.record(name, Uses::BOUND.and(Uses::TYPE_PARAMETER), name.range);
            let kind = ScopeKind::TypeVariable;
            if let ast::TypeParam::TypeVar(variable) = param
                && let Some(bound) = &variable.bound
            {
                self.evaluator(kind, (name, bound.range().start()), &variable.node_index, bound)?;
            }
            if let Some(default) = param.default() {
                self.evaluator(kind, (name, default.range().start()), &name.node_index, default)?;
            }
        }
        Ok(outer)
    }

    /// The scope of a function that evaluates an expression on demand.
    fn evaluator(
        &mut self,
        kind: ScopeKind,
        (name, start): (&str, TextSize),
        node: &ast::AtomicNodeIndex,
        value: &Expr,
    ) -> Result<()> {
        let (scope, outer) = self.enter(kind, name, start);
        scope.attach(node);
        self.format_parameter();
        match value {
            Expr::Starred(starred) => self.expr(&starred.value)?,
            value => self.expr(value)?,
        }
        self.current = outer;
        Ok(())
    }

    fn function(&mut self, def: &ast::StmtFunctionDef) -> Result<()> {
        self.record(&def.name, Uses::BOUND, def.name.range);
        self.defaults(&def.parameters)?;
        for decorator in &def.decorator_list {
            self.expr(&decorator.expression)?;
        }
        let keyword_defaults = def.parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_some());
        let mut positional = def.parameters.posonlyargs.iter().chain(&def.parameters.args);
        let hidden = [
            positional.any(|parameter| parameter.default.is_some()).then_some(".defaults"),
            keyword_defaults.then_some(".kwdefaults"),
        ];
        let start = self.source.definition(def.range, &def.decorator_list).start();
        let around = self.type_params(def.type_params.as_deref(), (&def.name, start), &hidden, None)?;
        self.see_namespace();
        let annotations = self.function_annotations(def, start)?;
        let (scope, _) = self.enter(ScopeKind::Function, &def.name, start);
        scope.attach(&def.node_index);
        self.scopes[scope].annotations = annotations;
        self.scopes[scope].is_async = def.is_async;
        self.parameters(&def.parameters)?;
        let conditions = std::mem::take(&mut self.conditions);
        self.statements(&def.body)?;
        self.conditions = conditions;
        self.current = around;
        Ok(())
    }

    fn function_annotations(
        &mut self,
        def: &ast::StmtFunctionDef,
        start: TextSize,
    ) -> Result<Option<ScopeId>> {
        let parameters = &def.parameters;
        let positional = parameters.posonlyargs.iter().chain(&parameters.args).map(|p| &p.parameter);
        let variadic = [parameters.vararg.as_deref(), parameters.kwarg.as_deref()];
        let named = parameters.kwonlyargs.iter().map(|p| &p.parameter);
        let all = positional.chain(variadic.into_iter().flatten()).chain(named);
        let annotations = all.filter_map(|parameter| parameter.annotation());
        let mut annotations = annotations.chain(def.returns.as_deref()).peekable();
        if annotations.peek().is_none() {
            return Ok(None);
        }
        let (scope, outer) = self.enter(ScopeKind::Annotations, "__annotate__", start);
        self.format_parameter();
        let kept_as_text = self.manner.future_annotations;
        for annotation in annotations.filter(|_| !kept_as_text) {
            match annotation {
                // `*args: *Ts` unpacks to exactly one value.
                Expr::Starred(starred) => self.expr(&starred.value)?,
                annotation => self.expr(annotation)?,
            }
        }
        self.current = outer;
        Ok(Some(scope))
    }

    fn defaults(&mut self, parameters: &ast::Parameters) -> Result<()> {
        for parameter in parameters.iter_non_variadic_params() {
            self.optional(parameter.default())?;
        }
        Ok(())
    }

    /// Declares parameters in the order of registers: positional, keyword-only, `*args`, `**kwargs`.
    fn parameters(&mut self, parameters: &ast::Parameters) -> Result<()> {
        let named = parameters.iter_non_variadic_params().map(|parameter| &parameter.parameter);
        let variadic = [parameters.vararg.as_deref(), parameters.kwarg.as_deref()];
        for parameter in named.chain(variadic.into_iter().flatten()) {
            let name = self.mangle(&parameter.name);
            let scope = &mut self.scopes[self.current];
            let symbol = scope.entry(name, parameter.name.range);
            symbol.uses.add(Uses::PARAMETER);
            scope.parameters.push(name);
        }
        Ok(())
    }

    fn class(&mut self, def: &ast::StmtClassDef) -> Result<()> {
        self.record(&def.name, Uses::BOUND, def.name.range);
        for decorator in &def.decorator_list {
            self.expr(&decorator.expression)?;
        }
        let start = self.source.definition(def.range, &def.decorator_list).start();
        let around = self.type_params(def.type_params.as_deref(), (&def.name, start), &[], Some(def))?;
        if let Some(arguments) = &def.arguments {
            self.arguments(arguments)?;
        }
        let (scope, _) = self.enter(ScopeKind::Class, &def.name, start);
        scope.attach(&def.node_index);
        if def.type_params.is_some() {
            self.record("__type_params__", Uses::BOUND, def.name.range);
            self.record(".type_params", Uses::READ, def.name.range);
        }
        let conditions = std::mem::take(&mut self.conditions);
        self.statements(&def.body)?;
        self.conditions = conditions;
        self.current = around;
        Ok(())
    }

    fn arguments(&mut self, arguments: &ast::Arguments) -> Result<()> {
        match &*arguments.args {
            // It begins where the parentheses of the call do.
            [Expr::Generator(only)] if !only.parenthesized => {
                self.generator_expression(only, arguments.range.start())?;
            }
            all => self.exprs(all)?,
        }
        arguments.keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
    }

    fn optional(&mut self, expr: Option<&Expr>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    fn expr(&mut self, expr: &Expr) -> Result<()> {
        match expr {
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::Named(e) => self.walrus(e),
            Expr::BinOp(e) => {
                self.expr(&e.left)?;
                self.expr(&e.right)
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => self.lambda(e),
            Expr::If(e) => {
                self.expr(&e.test)?;
                self.expr(&e.body)?;
                self.expr(&e.orelse)
            }
            Expr::Dict(e) => {
                e.items.iter().try_for_each(|item| self.optional(item.key.as_ref()))?;
                e.items.iter().try_for_each(|item| self.expr(&item.value))
            }
            Expr::Set(e) => self.exprs(&e.elts),
            Expr::ListComp(e) => {
                self.comprehension(("listcomp", e.range), &e.node_index, &e.generators, &[&e.elt])
            }
            Expr::SetComp(e) => {
                self.comprehension(("setcomp", e.range), &e.node_index, &e.generators, &[&e.elt])
            }
            Expr::DictComp(e) => {
                let results = [&*e.value, &*e.key];
                self.comprehension(("dictcomp", e.range), &e.node_index, &e.generators, &results)
            }
            Expr::Generator(e) => self.generator_expression(e, e.range.start()),
            Expr::Await(e) => {
                self.asynchronous();
                self.expr(&e.value)
            }
            Expr::Yield(e) => {
                self.yields();
                self.optional(e.value.as_deref())
            }
            Expr::YieldFrom(e) => {
                self.yields();
                self.expr(&e.value)
            }
            Expr::Compare(e) => {
                self.expr(&e.left)?;
                self.exprs(&e.comparators)
            }
            Expr::Call(e) => {
                self.expr(&e.func)?;
                self.arguments(&e.arguments)
            }
            Expr::FString(e) => self.f_string(e),
            Expr::TString(e) => {
                e.value.as_slice().iter().try_for_each(|part| self.f_string_elements(&part.elements))
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => Ok(()),
            Expr::Attribute(e) => {
                self.static_attribute(e);
                self.expr(&e.value)
            }
            Expr::Subscript(e) => {
                self.expr(&e.value)?;
                self.expr(&e.slice)
            }
            Expr::Starred(e) => self.expr(&e.value),
            Expr::Name(e) => {
                self.name(e);
                Ok(())
            }
            Expr::List(e) => self.exprs(&e.elts),
            Expr::Tuple(e) => self.exprs(&e.elts),
            Expr::Slice(e) => {
                self.optional(e.lower.as_deref())?;
                self.optional(e.upper.as_deref())?;
                self.optional(e.step.as_deref())
            }
            // A constant of a tree that Python code made.
            Expr::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn name(&mut self, name: &ast::ExprName) {
        if self.scopes[self.current].kind == ScopeKind::Unevaluated {
            return;
        }
        let uses = match name.ctx {
            ExprContext::Load | ExprContext::Invalid => Uses::READ,
            ExprContext::Store => Uses::BOUND,
            ExprContext::Del => Uses::BOUND.and(Uses::UNBOUND),
        };
        self.record(&name.id, uses, name.range);
        // `super()` without arguments finds its class through the cell.
        if uses == Uses::READ && name.id == "super" && self.scopes[self.current].is_function_like() {
            self.record("__class__", Uses::READ, name.range);
        }
    }

    /// `self.x = …` anywhere inside a class: `x` is one of the class's static attributes.
    fn static_attribute(&mut self, attribute: &ast::ExprAttribute) {
        let on_self = matches!(&*attribute.value, Expr::Name(object) if object.id == "self");
        if attribute.ctx != ExprContext::Store || !on_self {
            return;
        }
        let mut at = Some(self.current);
        while let Some(id) = at {
            if self.scopes[id].kind == ScopeKind::Class {
                let name = self.names.intern(&attribute.attr);
                let attributes = &mut self.scopes[id].static_attributes;
                if !attributes.contains(&name) {
                    attributes.push(name);
                }
                return;
            }
            at = self.scopes[id].parent;
        }
    }

    fn f_string(&mut self, string: &ast::ExprFString) -> Result<()> {
        for part in string.value.as_slice() {
            if let ast::FStringPart::FString(part) = part {
                self.f_string_elements(&part.elements)?;
            }
        }
        Ok(())
    }

    fn f_string_elements(&mut self, elements: &[ast::InterpolatedStringElement]) -> Result<()> {
        for element in elements {
            if let ast::InterpolatedStringElement::Interpolation(element) = element {
                self.expr(&element.expression)?;
                if let Some(spec) = &element.format_spec {
                    self.f_string_elements(&spec.elements)?;
                }
            }
        }
        Ok(())
    }

    fn lambda(&mut self, lambda: &ast::ExprLambda) -> Result<()> {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters)?;
        }
        let (scope, outer) = self.enter(ScopeKind::Lambda, "lambda", lambda.range.start());
        scope.attach(&lambda.node_index);
        if let Some(parameters) = &lambda.parameters {
            self.parameters(parameters)?;
        }
        self.expr(&lambda.body)?;
        self.current = outer;
        Ok(())
    }

    fn walrus(&mut self, named: &ast::ExprNamed) -> Result<()> {
        let Expr::Name(target) = &*named.target else {
            return Err(Fault::syntax(named.range, "cannot use assignment expressions with this target"));
        };
        let mut owner = self.current;
        // A comprehension rebinds the name of the scope around it, also where an annotation is between.
        while self.passes_binding_on(owner) {
            let Some(parent) = self.scopes[owner].parent else { break };
            owner = parent;
        }
        if owner != self.current {
            let name = self.mangle(&target.id);
            let scope = &self.scopes[owner];
            let is_module = scope.kind == ScopeKind::Module;
            let is_global = is_module || scope.get(name).is_some_and(|symbol| symbol.uses.has(Uses::GLOBAL));
            self.declare_name(name, if is_global { Uses::GLOBAL } else { Uses::NONLOCAL }, target.range);
            if !is_module {
                self.scopes[owner].entry(name, target.range).uses.add(Uses::BOUND);
            }
        }
        self.scopes[owner].has_walrus = true;
        self.expr(&named.value)?;
        self.name(target);
        Ok(())
    }

    /// Whether a name that `:=` binds in a comprehension belongs to the scope around this one.
    fn passes_binding_on(&self, id: ScopeId) -> bool {
        use ScopeKind::{Annotations, Comprehension, Generator, Unevaluated};
        matches!(self.scopes[id].kind, Comprehension | Generator | Annotations | Unevaluated)
    }

    fn comprehension(
        &mut self,
        (name, range): (&str, TextRange),
        node: &ast::AtomicNodeIndex,
        generators: &[ast::Comprehension],
        results: &[&Expr],
    ) -> Result<()> {
        if generators.iter().any(|generator| generator.is_async) {
            self.asynchronous();
        }
        let Some((first, others)) = generators.split_first() else { return Ok(()) };
        self.expr(&first.iter)?;
        let (scope, outer) = self.enter(ScopeKind::Comprehension, name, range.start());
        scope.attach(node);
        let host = self.scopes.host(outer);
        self.scopes[host].comprehensions.push(scope);
        self.clauses(first, others)?;
        results.iter().try_for_each(|result| self.expr(result))?;
        self.current = outer;
        Ok(())
    }

    /// A generator expression: its outermost iterable belongs to the scope around it, the rest is a function of that iterable.
    fn generator_expression(&mut self, e: &ast::ExprGenerator, start: TextSize) -> Result<()> {
        let Some((first, others)) = e.generators.split_first() else { return Ok(()) };
        self.expr(&first.iter)?;
        let (scope, outer) = self.enter(ScopeKind::Generator, "genexpr", start);
        scope.attach(&e.node_index);
        let iterable = self.names.intern(".0");
        self.scopes[scope].entry(iterable, TextRange::default()).uses.add(Uses::PARAMETER);
        self.scopes[scope].parameters.push(iterable);
        self.scopes[scope].yields = true;
        self.scopes[scope].is_async = e.generators.iter().any(|generator| generator.is_async);
        self.clauses(first, others)?;
        self.expr(&e.elt)?;
        self.current = outer;
        Ok(())
    }

    /// The clauses of a comprehension but for the outermost iterable.
    fn clauses(&mut self, first: &ast::Comprehension, others: &[ast::Comprehension]) -> Result<()> {
        self.iteration_target(&first.target)?;
        self.exprs(&first.ifs)?;
        for generator in others {
            self.iteration_target(&generator.target)?;
            self.expr(&generator.iter)?;
            self.exprs(&generator.ifs)?;
        }
        Ok(())
    }

    /// All names of a comprehension's target that are the comprehension's own, those in its subscripts included, count as bound by `for`.
    fn iteration_target(&mut self, target: &Expr) -> Result<()> {
        let outer = self.target_of.replace(self.current);
        self.expr(target)?;
        self.target_of = outer;
        Ok(())
    }

    /// `yield` here: the function becomes a generator.
    fn yields(&mut self) {
        let scope = &mut self.scopes[self.current];
        scope.yields |= matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda);
    }

    /// `await` and its kin: a generator expression becomes asynchronous by it.
    fn asynchronous(&mut self) {
        let host = self.scopes.host(self.current);
        let host = &mut self.scopes[host];
        host.is_async |= host.kind == ScopeKind::Generator
            || (host.kind == ScopeKind::Module && self.manner.top_level_await);
    }
}
