//! Annotations: `__annotate__` functions that evaluate them on demand (PEP 649, PEP 749), or their text where
//! `from __future__ import annotations` asks for it.

use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use typhon_bytecode::{Code, Constant, Op, Text};

use crate::error::Result;
use crate::generate::{Generator, Shape};
use crate::graph::Reg;
use crate::names::NameId;
use crate::scope::{ScopeId, ScopeKind};
use crate::tree::export::Exporter;
use crate::tree::unparse;

/// An annotation and the name it stands under. With a condition it counts only if that number was entered into the set
/// `__conditional_annotations__` when its statement ran.
struct Annotated<'a> {
    name: NameId,
    value: &'a Expr,
    condition: Option<u32>,
}

/// An annotation among the statements of a module or class.
pub(crate) struct Found<'a> {
    identifier: &'a str,
    value: &'a Expr,
    condition: Option<u32>,
}

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
                let name = self.name(&parameter.name);
                annotations.push(Annotated { name, value: annotation, condition: None });
            }
        }
        if let Some(returns) = &def.returns {
            let name = self.names.intern("return");
            annotations.push(Annotated { name, value: returns, condition: None });
        }
        if annotations.is_empty() {
            return Ok(false);
        }
        let scope = ScopeId::of(&def.node_index);
        let Some(scope) = self.scopes[scope].annotations else { return Ok(false) };
        let qualname = self.nested_qualname("__annotate__");
        let code = self.annotate_code(scope, qualname, self.here, &annotations)?;
        self.annotate_closure(self.here, code, scope);
        Ok(true)
    }

    /// Makes the function of an annotation scope on top.
    pub(super) fn annotate_closure(&mut self, range: TextRange, code: Code, scope: ScopeId) -> Reg {
        let function = self.unit.push();
        self.make_function(range, function, code, scope, 0, function);
        self.unit.depth = u32::from(function) + 1;
        function
    }

    /// Pushes the text of an annotation.
    fn annotation_text(&mut self, annotation: &'a Expr) -> Reg {
        let value = self.unit.push();
        let tree = Exporter::new(self.source, None).expr(annotation);
        let text = Constant::Str(Text::from(unparse(&tree)));
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
            this.refuse_other_formats(range);
            let dict = this.unit.push();
            this.unit.op(range, Op::BuildDict, dict, dict, 0, 0);
            for annotated in annotations {
                this.annotation_entry(annotated, dict)?;
            }
            this.unit.op(range, Op::Return, dict, 0, 0, 0);
            Ok(Shape { arg_count: 1, positional_only: 1, ..Shape::default() })
        })
    }

    /// Raises `NotImplementedError` unless the format that the first parameter names is supported.
    pub(super) fn refuse_other_formats(&mut self, range: TextRange) {
        let supported = self.unit.label();
        self.unit.branch(range, Op::JumpIfGtImmediate, 0, 2, false, supported);
        let error = self.unit.push();
        self.unit.op(range, Op::LoadNotImplementedError, error, 0, 0, 0);
        self.unit.op(range, Op::Raise, error, 0, 0, 0);
        self.unit.depth -= 1;
        self.unit.start(supported);
    }

    /// Enters one annotation into the dict, if its condition holds.
    fn annotation_entry(&mut self, annotated: &Annotated<'a>, dict: Reg) -> Result<()> {
        let range = annotated.value.range();
        let depth = self.unit.depth;
        let absent = self.unit.label();
        if let Some(number) = annotated.condition {
            let number_register = self.unit.push();
            self.load_constant(range, Constant::Int(i64::from(number)), number_register);
            let set = self.unit.push();
            self.load_conditional_annotations(range, set);
            self.unit.op(range, Op::Contains, set, number_register, set, 0);
            self.unit.branch(range, Op::JumpIfFalse, set, 0, false, absent);
            self.unit.depth = depth;
        }
        let text = Constant::Str(Text::from(self.names.text(annotated.name)));
        let key = self.unit.push();
        self.load_constant(range, text, key);
        let value = if self.future_annotations {
            self.annotation_text(annotated.value)
        } else {
            self.annotation_value(annotated.value)?
        };
        self.unit.op(range, Op::DictInsert, dict, key, value, 0);
        self.unit.depth = depth;
        self.unit.start(absent);
        Ok(())
    }

    /// Loads the set of annotations whose statements ran: a cell in and below classes, else a global.
    fn load_conditional_annotations(&mut self, range: TextRange, dst: Reg) {
        let name = self.names.intern(CONDITIONAL_ANNOTATIONS);
        let scope = &self.scopes[self.unit.scope];
        if let Some(cell) = scope.class_cell(name).or_else(|| scope.free_register(name)) {
            self.unit.op(range, Op::LoadCell, dst, cell, 0, 0);
            return;
        }
        let load = if scope.kind == ScopeKind::Module { Op::LoadName } else { Op::LoadGlobal };
        let index = self.unit.name_index(name);
        self.unit.wide(range, load, dst, 0, index);
    }

    /// `*args: *Ts` is the one value that `Ts` unpacks to.
    pub(super) fn annotation_value(&mut self, annotation: &'a Expr) -> Result<Reg> {
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

    /// What a module's or class's body does about its annotations before everything else.
    pub(super) fn begin_annotations(&mut self, body: &'a [Stmt]) -> Result<()> {
        let mut found = Vec::new();
        collect(body, self.scope_kind() == ScopeKind::Module, &mut found);
        if found.is_empty() {
            return Ok(());
        }
        let range = self.here;
        let register = self.unit.top();
        self.unit.touch(register);
        if self.future_annotations {
            self.unit.op(range, Op::BuildDict, register, register, 0, 0);
            return self.store_own(range, "__annotations__", register);
        }
        let mut conditions = 0;
        for (_, found) in &mut found {
            if let Some(condition) = &mut found.condition {
                *condition = conditions;
                conditions += 1;
            }
        }
        self.unit.annotations = found;
        if self.scope_kind() == ScopeKind::Module {
            self.store_annotate_function("__annotate__")?;
        }
        if conditions > 0 {
            let name = self.names.intern(CONDITIONAL_ANNOTATIONS);
            self.unit.op(range, Op::BuildSet, register, register, 0, 0);
            match self.scopes[self.unit.scope].class_cell(name) {
                Some(cell) => self.unit.op(range, Op::StoreCell, cell, register, 0, 0),
                None => self.store_name(range, name, register),
            }
        }
        Ok(())
    }

    /// What a class's body does about its annotations at its end.
    pub(super) fn end_annotations(&mut self) -> Result<()> {
        if self.unit.annotations.is_empty() {
            Ok(())
        } else {
            self.store_annotate_function("__annotate_func__")
        }
    }

    fn store_annotate_function(&mut self, name: &str) -> Result<()> {
        let range = self.here;
        let Some(scope) = self.scopes[self.unit.scope].annotations else { return Ok(()) };
        let mut annotations: Vec<Annotated<'a>> = Vec::new();
        for index in 0..self.unit.annotations.len() {
            let (_, Found { identifier, value, condition }) = self.unit.annotations[index];
            annotations.push(Annotated { name: self.name(identifier), value, condition });
        }
        let qualname = self.nested_qualname("__annotate__");
        let code = self.annotate_code(scope, qualname, range, &annotations)?;
        let function = self.annotate_closure(range, code, scope);
        self.store_own(range, name, function)?;
        self.unit.depth -= 1;
        Ok(())
    }

    /// Notes that a conditional annotation's statement runs.
    fn note_annotation(&mut self, stmt: &ast::StmtAnnAssign) {
        let found = self.unit.annotations.binary_search_by_key(&stmt.range.start(), |&(start, _)| start);
        let condition = found.ok().and_then(|index| self.unit.annotations[index].1.condition);
        if let Some(number) = condition {
            let set = self.unit.push();
            self.load_conditional_annotations(stmt.range, set);
            let number_register = self.unit.push();
            self.load_constant(stmt.range, Constant::Int(i64::from(number)), number_register);
            self.unit.op(stmt.range, Op::SetAdd, set, number_register, 0, 0);
        }
    }

    pub(super) fn annotated_assignment(&mut self, stmt: &'a ast::StmtAnnAssign) -> Result<()> {
        if let Some(value) = &stmt.value {
            if let Some(register) = self.target_register(&stmt.target) {
                self.expr_to(value, register)?;
                self.unit.mark_bound(register);
            } else {
                let value = self.any(value)?;
                self.store(&stmt.target, value)?;
            }
        }
        match &*stmt.target {
            Expr::Name(target) => {
                let name = self.name(&target.id);
                let is_kept = stmt.simple
                    && self.future_annotations
                    && !self.scopes[self.unit.scope].is_function_like();
                if stmt.simple && !self.future_annotations {
                    self.note_annotation(stmt);
                }
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

/// Name of the set that conditional annotations are noted in.
pub(crate) const CONDITIONAL_ANNOTATIONS: &str = "__conditional_annotations__";

/// The simple annotations of a module's or class's own statements, in order, with the start of each statement. Conditions get
/// their numbers later.
fn collect<'a>(body: &'a [Stmt], conditional: bool, found: &mut Vec<(TextSize, Found<'a>)>) {
    for stmt in body {
        match stmt {
            Stmt::AnnAssign(stmt) if stmt.simple => {
                if let Expr::Name(target) = &*stmt.target {
                    let condition = conditional.then_some(0);
                    let annotation =
                        Found { identifier: target.id.as_str(), value: &stmt.annotation, condition };
                    found.push((stmt.range.start(), annotation));
                }
            }
            Stmt::If(stmt) => {
                collect(&stmt.body, true, found);
                stmt.elif_else_clauses.iter().for_each(|clause| collect(&clause.body, true, found));
            }
            Stmt::For(stmt) => {
                collect(&stmt.body, true, found);
                collect(&stmt.orelse, true, found);
            }
            Stmt::While(stmt) => {
                collect(&stmt.body, true, found);
                collect(&stmt.orelse, true, found);
            }
            Stmt::With(stmt) => collect(&stmt.body, true, found),
            Stmt::Match(stmt) => stmt.cases.iter().for_each(|case| collect(&case.body, true, found)),
            Stmt::Try(stmt) => {
                collect(&stmt.body, true, found);
                for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
                    collect(&handler.body, true, found);
                }
                collect(&stmt.orelse, true, found);
                collect(&stmt.finalbody, true, found);
            }
            _ => {}
        }
    }
}
