//! Annotations: `__annotate__` functions that evaluate them on demand (PEP 649, PEP 749), or their text where
//! `from __future__ import annotations` asks for it.

use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Code, Constant, Op, Text};

use crate::error::Result;
use crate::generate::{Generator, Shape};
use crate::graph::Reg;
use crate::names::NameId;
use crate::scope::{ScopeId, ScopeKind};

/// An annotation and the name it stands under.
type Annotated<'a> = (NameId, &'a Expr);

impl<'a> Generator<'a> {
    /// Leaves a function's `__annotate__` function on top; false if it has no annotations.
    pub(super) fn annotate_function(&mut self, def: &'a ast::StmtFunctionDef) -> Result<bool> {
        let mut annotations: Vec<Annotated<'a>> = Vec::new();
        let parameters = &def.parameters;
        let before = parameters.posonlyargs.iter().chain(&parameters.args).map(|p| &p.parameter);
        let after = parameters.kwonlyargs.iter().map(|p| &p.parameter);
        let all = before.chain(parameters.vararg.as_deref()).chain(after).chain(parameters.kwarg.as_deref());
        for parameter in all {
            if let Some(annotation) = parameter.annotation() {
                annotations.push((self.name(&parameter.name), annotation));
            }
        }
        if let Some(returns) = &def.returns {
            annotations.push((self.names.intern("return"), returns));
        }
        if annotations.is_empty() {
            return Ok(false);
        }
        let scope = ScopeId::of(&def.node_index);
        let Some(scope) = self.scopes[scope].annotations else { return Ok(false) };
        let qualname = self.nested_qualname("__annotate__");
        let code = self.annotate_code(scope, qualname, def.name.range, &annotations)?;
        self.annotate_closure(def.name.range, code, scope);
        Ok(true)
    }

    /// Makes the function of an annotation scope on top.
    fn annotate_closure(&mut self, range: TextRange, code: Code, scope: ScopeId) -> Reg {
        let function = self.unit.push();
        self.make_function(range, function, code, scope, 0, function);
        self.unit.depth = u32::from(function) + 1;
        function
    }

    /// Pushes the text of an annotation.
    fn annotation_text(&mut self, annotation: &'a Expr) -> Reg {
        let value = self.unit.push();
        let text = Constant::Str(Text::from(super::unparse::unparse(self.source, annotation)));
        self.load_constant(annotation.range(), text, value);
        value
    }

    /// The code of `__annotate__(format, /)`: a dict for format 1 (and 2), `NotImplementedError` for the others.
    fn annotate_code(
        &mut self,
        scope: ScopeId,
        qualname: String,
        range: TextRange,
        annotations: &[Annotated<'a>],
    ) -> Result<Code> {
        self.nested(scope, "__annotate__", qualname, range, |this| {
            this.prologue();
            let supported = this.unit.label();
            this.unit.branch(range, Op::JumpIfGtImmediate, 0, 2, false, supported);
            let error = this.unit.push();
            this.unit.op(range, Op::LoadNotImplementedError, error, 0, 0, 0);
            this.unit.op(range, Op::Raise, error, 0, 0, 0);
            this.unit.depth -= 1;
            this.unit.start(supported);
            let dict = this.unit.push();
            this.unit.op(range, Op::BuildDict, dict, dict, 0, 0);
            for (name, annotation) in annotations {
                let depth = this.unit.depth;
                let text = Constant::Str(Text::from(this.names.text(*name)));
                let key = this.unit.push();
                this.load_constant(annotation.range(), text, key);
                let value = if this.future_annotations {
                    this.annotation_text(annotation)
                } else {
                    this.annotation_value(annotation)?
                };
                this.unit.op(annotation.range(), Op::DictInsert, dict, key, value, 0);
                this.unit.depth = depth;
            }
            this.unit.op(range, Op::Return, dict, 0, 0, 0);
            Ok(Shape { arg_count: 1, positional_only: 1, ..Shape::default() })
        })
    }

    /// `*args: *Ts` is the one value that `Ts` unpacks to.
    fn annotation_value(&mut self, annotation: &'a Expr) -> Result<Reg> {
        match annotation {
            Expr::Starred(starred) => {
                let value = self.next(&starred.value)?;
                let item = self.unit.push();
                self.unit.op(starred.range, Op::UnpackSequence, item, value, 1, 0);
                Ok(item)
            }
            annotation => self.any(annotation),
        }
    }

    /// Defines `__annotate__` of the current module (`__annotate_func__` of a class), if it has annotations.
    pub(super) fn store_annotate_function(&mut self, body: &'a [Stmt]) -> Result<()> {
        let mut found = Vec::new();
        collect(body, &mut found);
        if found.is_empty() {
            return Ok(());
        }
        let range = self.here;
        if self.future_annotations {
            let dict = self.unit.top();
            self.unit.touch(dict);
            self.unit.op(range, Op::BuildDict, dict, dict, 0, 0);
            return self.store_own(range, "__annotations__", dict);
        }
        let Some(scope) = self.scopes[self.unit.scope].annotations else { return Ok(()) };
        let annotations: Vec<Annotated<'a>> =
            found.into_iter().map(|(name, annotation)| (self.name(name), annotation)).collect();
        let qualname = self.nested_qualname("__annotate__");
        let code = self.annotate_code(scope, qualname, range, &annotations)?;
        let function = self.annotate_closure(range, code, scope);
        let name = if self.scope_kind() == ScopeKind::Class { "__annotate_func__" } else { "__annotate__" };
        self.store_own(range, name, function)?;
        self.unit.depth -= 1;
        Ok(())
    }

    pub(super) fn annotated_assignment(&mut self, stmt: &'a ast::StmtAnnAssign) -> Result<()> {
        if let Some(value) = &stmt.value {
            if let Some(register) = self.target_register(&stmt.target)? {
                self.expr_to(value, register)?;
                self.unit.mark_bound(register);
            } else {
                let value = self.any(value)?;
                self.store(&stmt.target, value)?;
            }
        }
        match &*stmt.target {
            Expr::Name(target) => {
                let name = self.checked_target(target)?;
                let is_kept = stmt.simple
                    && self.future_annotations
                    && !self.scopes[self.unit.scope].is_function_like();
                if is_kept {
                    let dict = self.unit.push();
                    let annotations = self.names.intern("__annotations__");
                    self.load_name_to(stmt.range, annotations, dict);
                    let key = self.unit.push();
                    let text = Constant::Str(Text::from(self.names.text(name)));
                    self.load_constant(stmt.range, text, key);
                    let value = self.annotation_text(&stmt.annotation);
                    self.unit.op(stmt.range, Op::StoreItem, dict, key, value, 0);
                }
            }
            // Without a value the target's own expressions are evaluated still.
            Expr::Attribute(target) if stmt.value.is_none() => self.effect(&target.value)?,
            Expr::Subscript(target) if stmt.value.is_none() => {
                self.effect(&target.value)?;
                self.effect(&target.slice)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// The simple annotations of a module's or class's own statements, in order.
fn collect<'a>(body: &'a [Stmt], found: &mut Vec<(&'a str, &'a Expr)>) {
    for stmt in body {
        match stmt {
            Stmt::AnnAssign(stmt) if stmt.simple => {
                if let Expr::Name(target) = &*stmt.target {
                    found.push((target.id.as_str(), &stmt.annotation));
                }
            }
            Stmt::If(stmt) => {
                collect(&stmt.body, found);
                stmt.elif_else_clauses.iter().for_each(|clause| collect(&clause.body, found));
            }
            Stmt::For(stmt) => {
                collect(&stmt.body, found);
                collect(&stmt.orelse, found);
            }
            Stmt::While(stmt) => {
                collect(&stmt.body, found);
                collect(&stmt.orelse, found);
            }
            Stmt::With(stmt) => collect(&stmt.body, found),
            Stmt::Try(stmt) => {
                collect(&stmt.body, found);
                for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
                    collect(&handler.body, found);
                }
                collect(&stmt.orelse, found);
                collect(&stmt.finalbody, found);
            }
            _ => {}
        }
    }
}
