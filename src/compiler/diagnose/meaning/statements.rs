//! Statements.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{ANNOTATED, Block, Exit, GLOBAL, LOCAL, NONLOCAL, Surrounding, TYPE_PARAMETER, Walk};
use crate::diagnose::is_future;
use crate::error::{Fault, Result};

impl<'a> Walk<'a> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Result<()> {
        self.steps += 1;
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::Return(stmt) => {
                self.leaves_finally("return", stmt.range);
                self.check_return(stmt);
                self.optional(stmt.value.as_deref())
            }
            Stmt::Delete(stmt) => self.exprs(&stmt.targets),
            Stmt::Assign(stmt) => {
                self.expr(&stmt.value)?;
                self.exprs(&stmt.targets)
            }
            Stmt::AugAssign(stmt) => {
                self.expr(&stmt.target)?;
                self.expr(&stmt.value)
            }
            Stmt::AnnAssign(stmt) => self.annotated(stmt),
            Stmt::For(stmt) => {
                self.check_async(stmt.is_async, stmt.range, "'async for' outside async function")?;
                self.expr(&stmt.target)?;
                self.expr(&stmt.iter)?;
                self.loop_body(&stmt.body)?;
                self.body(&stmt.orelse)
            }
            Stmt::While(stmt) => {
                self.expr(&stmt.test)?;
                self.loop_body(&stmt.body)?;
                self.body(&stmt.orelse)
            }
            Stmt::If(stmt) => {
                self.expr(&stmt.test)?;
                self.body(&stmt.body)?;
                stmt.elif_else_clauses.iter().try_for_each(|clause| {
                    self.optional(clause.test.as_ref())?;
                    self.body(&clause.body)
                })
            }
            Stmt::With(stmt) => {
                self.check_async(stmt.is_async, stmt.range, "'async with' outside async function")?;
                for item in &stmt.items {
                    self.expr(&item.context_expr)?;
                    self.optional(item.optional_vars.as_deref())?;
                }
                self.body(&stmt.body)
            }
            Stmt::Match(stmt) => {
                self.expr(&stmt.subject)?;
                self.cases(&stmt.cases)
            }
            Stmt::Raise(stmt) => {
                self.optional(stmt.exc.as_deref())?;
                self.optional(stmt.cause.as_deref())
            }
            Stmt::Try(stmt) => self.try_statement(stmt),
            Stmt::Assert(stmt) => {
                if matches!(&*stmt.test, Expr::Tuple(tuple) if !tuple.elts.is_empty()) {
                    self.warn(stmt.range, "assertion is always true, perhaps remove parentheses?".to_owned());
                }
                self.expr(&stmt.test)?;
                self.optional(stmt.msg.as_deref())
            }
            Stmt::Import(stmt) => stmt.names.iter().try_for_each(|alias| {
                let bound = match &alias.asname {
                    Some(name) => name.as_str(),
                    None => alias.name.split('.').next().unwrap_or_default(),
                };
                self.imports(bound, alias.range)
            }),
            Stmt::ImportFrom(stmt) => self.import_from(stmt),
            Stmt::Global(stmt) => self.declare(&stmt.names, GLOBAL, stmt.range),
            Stmt::Nonlocal(stmt) => self.declare(&stmt.names, NONLOCAL, stmt.range),
            Stmt::TypeAlias(stmt) => self.type_alias(stmt),
            Stmt::Expr(stmt) => self.expr(&stmt.value),
            Stmt::Break(stmt) => {
                self.leaves_finally("break", stmt.range);
                self.check_loop_exit(stmt.range, "'break' outside loop");
                Ok(())
            }
            Stmt::Continue(stmt) => {
                self.leaves_finally("continue", stmt.range);
                self.check_loop_exit(stmt.range, "'continue' not properly in loop");
                Ok(())
            }
            Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn check_async(&self, is_async: bool, range: TextRange, message: &str) -> Result<()> {
        match self.block() {
            Block::Function { is_async: true } => Ok(()),
            _ if self.is_coroutine_module() => Ok(()),
            _ if is_async => Err(Fault::syntax(range, message)),
            _ => Ok(()),
        }
    }

    /// PEP 765.
    fn leaves_finally(&mut self, word: &str, range: TextRange) {
        if self.finally.last() == Some(&Exit::Finally) {
            let message = format!("'{word}' in a 'finally' block");
            self.early_warnings.push(self.warning(range, message));
        }
    }

    /// Runs with another place to exit to; only `return` leaves a loop in a `finally` block, and only what is not one
    /// leaves a loop.
    fn exiting<T>(&mut self, exit: Exit, run: impl FnOnce(&mut Self) -> T) -> T {
        self.finally.push(exit);
        let result = run(self);
        self.finally.pop();
        result
    }

    fn loop_body(&mut self, body: &'a [Stmt]) -> Result<()> {
        self.scope().surroundings.push(Surrounding::Loop);
        self.exiting(Exit::Loop, |walk| walk.body(body))?;
        self.scope().surroundings.pop();
        Ok(())
    }

    fn check_loop_exit(&mut self, range: TextRange, message: &str) {
        match self.scope().surroundings.last() {
            Some(Surrounding::Loop) => {}
            Some(Surrounding::GroupHandler) => self.leaves_group_handler(range),
            None => self.code_error(range, message),
        }
    }

    fn leaves_group_handler(&mut self, range: TextRange) {
        self.code_error(range, "'break', 'continue' and 'return' cannot appear in an except* block");
    }

    fn check_return(&mut self, stmt: &ast::StmtReturn) {
        let is_async = match self.block() {
            Block::Function { is_async } => is_async,
            _ => return self.code_error(stmt.range, "'return' outside function"),
        };
        let step = self.steps;
        if is_async && stmt.value.is_some() {
            self.scope().returns_value.get_or_insert((step, stmt.range));
        }
        if self.scope().surroundings.contains(&Surrounding::GroupHandler) {
            self.leaves_group_handler(stmt.range);
        }
    }

    fn try_statement(&mut self, stmt: &'a ast::StmtTry) -> Result<()> {
        self.doubts |= stmt.handlers.is_empty() && !stmt.orelse.is_empty();
        self.body(&stmt.body)?;
        for (index, ast::ExceptHandler::ExceptHandler(handler)) in stmt.handlers.iter().enumerate() {
            self.steps += 1;
            if handler.type_.is_none() && index + 1 < stmt.handlers.len() {
                self.code_error(handler.range, "default 'except:' must be last");
            }
            self.optional(handler.type_.as_deref())?;
            if let Some(name) = &handler.name {
                self.occurs(name, LOCAL, handler.range)?;
            }
            if stmt.is_star {
                self.scope().surroundings.push(Surrounding::GroupHandler);
            }
            self.body(&handler.body)?;
            if stmt.is_star {
                self.scope().surroundings.pop();
            }
        }
        self.body(&stmt.orelse)?;
        self.exiting(Exit::Finally, |walk| walk.body(&stmt.finalbody))
    }

    fn imports(&mut self, bound: &'a str, range: TextRange) -> Result<()> {
        // Imported names may be declared global afterwards.
        if bound == "__debug__" {
            return Err(Fault::syntax(range, "cannot assign to __debug__"));
        }
        Ok(())
    }

    fn import_from(&mut self, stmt: &'a ast::StmtImportFrom) -> Result<()> {
        for alias in &stmt.names {
            if alias.name.as_str() == "*" {
                self.doubts |= self.source.text_of(stmt).ends_with(')');
                if self.block() != Block::Module {
                    return Err(Fault::syntax(alias.range, "import * only allowed at module level"));
                }
                continue;
            }
            self.imports(alias.asname.as_ref().unwrap_or(&alias.name), alias.range)?;
        }
        if is_future(stmt) && self.future.is_before(self.source, stmt.range) {
            let message = "from __future__ imports must occur at the beginning of the file";
            return Err(Fault::syntax(stmt.range, message));
        }
        Ok(())
    }

    fn annotated(&mut self, stmt: &'a ast::StmtAnnAssign) -> Result<()> {
        match super::as_name(&stmt.target) {
            Some(target) if stmt.simple => {
                let is_module = self.block() == Block::Module;
                let flags = self.scope().symbols.get(target.id.as_str()).map_or(0, |symbol| symbol.flags);
                for (flag, word) in [(GLOBAL, "global"), (NONLOCAL, "nonlocal")] {
                    if flags & flag != 0 && !is_module {
                        let message = format!("annotated name '{}' can't be {word}", target.id);
                        return Err(Fault::syntax(stmt.range, message));
                    }
                }
                self.occurs(&target.id, ANNOTATED | LOCAL, target.range)?;
            }
            Some(target) if stmt.value.is_some() => self.occurs(&target.id, LOCAL, target.range)?,
            Some(_) => {}
            None => self.expr(&stmt.target)?,
        }
        self.annotation(&stmt.annotation)?;
        self.optional(stmt.value.as_deref())
    }

    fn annotation(&mut self, annotation: &'a Expr) -> Result<()> {
        self.within(Block::Restricted("an annotation"), |walk| walk.expr(annotation))
    }

    fn function(&mut self, def: &'a ast::StmtFunctionDef) -> Result<()> {
        let range = self.source.definition(def.range, &def.decorator_list);
        self.occurs(&def.name, LOCAL, range)?;
        self.defaults(&def.parameters)?;
        def.decorator_list.iter().try_for_each(|decorator| self.expr(&decorator.expression))?;
        self.generic(def.type_params.as_deref(), |walk| {
            let annotations =
                def.parameters.iter_source_order().filter_map(|parameter| parameter.annotation());
            for annotation in annotations.chain(def.returns.as_deref()) {
                match annotation {
                    // `*args: *Ts`; in a tree, any of them.
                    Expr::Starred(starred) => walk.annotation(&starred.value)?,
                    annotation => walk.annotation(annotation)?,
                }
            }
            walk.within(Block::Function { is_async: def.is_async }, |walk| {
                walk.parameters(&def.parameters)?;
                walk.exiting(Exit::Function, |walk| walk.body(&def.body))
            })
        })
    }

    fn class(&mut self, def: &'a ast::StmtClassDef) -> Result<()> {
        let range = self.source.definition(def.range, &def.decorator_list);
        self.occurs(&def.name, LOCAL, range)?;
        def.decorator_list.iter().try_for_each(|decorator| self.expr(&decorator.expression))?;
        self.generic(def.type_params.as_deref(), |walk| {
            if let Some(arguments) = &def.arguments {
                // A generator needs parentheses of its own here.
                walk.doubts |= arguments.args.iter().any(Expr::is_generator_expr);
                walk.arguments(arguments)?;
            }
            walk.classes.push(&def.name);
            walk.within(Block::Class, |walk| walk.body(&def.body))?;
            walk.classes.pop();
            Ok(())
        })
    }

    fn type_alias(&mut self, stmt: &'a ast::StmtTypeAlias) -> Result<()> {
        self.expr(&stmt.name)?;
        self.generic(stmt.type_params.as_deref(), |walk| {
            walk.within(Block::Restricted("a type alias"), |walk| walk.expr(&stmt.value))
        })
    }

    /// Runs within the scope of type parameters, where there are any.
    fn generic(
        &mut self,
        parameters: Option<&'a ast::TypeParams>,
        run: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let Some(parameters) = parameters else { return run(self) };
        self.within(Block::Generic, |walk| {
            let mut has_default = false;
            for parameter in &parameters.type_params {
                walk.type_parameter(parameter, &mut has_default)?;
            }
            run(walk)
        })
    }

    fn type_parameter(&mut self, parameter: &'a ast::TypeParam, has_default: &mut bool) -> Result<()> {
        let (name, default, words) = match parameter {
            ast::TypeParam::TypeVar(p) => (&p.name, &p.default, "a TypeVar default"),
            ast::TypeParam::TypeVarTuple(p) => (&p.name, &p.default, "a TypeVarTuple default"),
            ast::TypeParam::ParamSpec(p) => (&p.name, &p.default, "a ParamSpec default"),
        };
        if name.as_str() == "__classdict__" {
            let message = "reserved name '__classdict__' cannot be used for type parameter";
            return Err(Fault::syntax(parameter.range(), message));
        }
        self.occurs(name, TYPE_PARAMETER | LOCAL, parameter.range())?;
        if default.is_none() && *has_default {
            let message = format!("non-default type parameter '{name}' follows default type parameter");
            self.code_error(parameter.range(), message);
        }
        *has_default |= default.is_some();
        if let ast::TypeParam::TypeVar(variable) = parameter
            && let Some(bound) = &variable.bound
        {
            let words = if bound.is_tuple_expr() { "a TypeVar constraint" } else { "a TypeVar bound" };
            self.within(Block::Restricted(words), |walk| walk.expr(bound))?;
        }
        match default {
            Some(default) => self.within(Block::Restricted(words), |walk| match &**default {
                Expr::Starred(starred) => walk.expr(&starred.value),
                default => walk.expr(default),
            }),
            None => Ok(()),
        }
    }
}
