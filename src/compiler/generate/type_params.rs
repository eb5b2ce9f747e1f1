//! Type parameters and `type` statements (PEP 695, PEP 696).
//!
//! A definition with type parameters lies inside a function that makes them and is called at once, so that they are its variables.
//! Bounds, constraints, defaults and the values of aliases are functions, called when somebody asks.

use ruff_python_ast::{self as ast, Expr, TypeParam};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op, Text};

use crate::error::Result;
use crate::generate::function::DEFAULTS;
use crate::generate::{Generator, Shape};
use crate::graph::Reg;
use crate::scope::ScopeId;

impl<'a> Generator<'a> {
    /// Makes the parameters, binds their names, and leaves the tuple of them in a temporary on top.
    fn type_params_tuple(&mut self, params: &'a ast::TypeParams) -> Result<Reg> {
        let tuple = self.unit.top();
        for param in &params.type_params {
            let (kind, bound) = match param {
                TypeParam::TypeVar(variable) => match variable.bound.as_deref() {
                    None => (0, None),
                    Some(bound @ Expr::Tuple(_)) => (2, Some((&variable.node_index, bound))),
                    Some(bound) => (1, Some((&variable.node_index, bound))),
                },
                TypeParam::ParamSpec(_) => (3, None),
                TypeParam::TypeVarTuple(_) => (4, None),
            };
            let identifier = param.name();
            let range = param.range();
            let register = self.unit.push();
            let name = self.unit.push();
            self.load_constant(range, Constant::Str(Text::from(identifier.as_str())), name);
            match bound {
                Some((node, bound)) => {
                    self.evaluator(ScopeId::of(node), identifier.as_str(), bound)?;
                }
                None => {
                    let none = self.unit.push();
                    self.load_constant(range, Constant::None, none);
                }
            }
            self.unit.op(range, Op::MakeTypeParam, register, name, 0, kind);
            self.unit.depth = u32::from(register) + 1;
            if let Some(default) = param.default() {
                let evaluate =
                    self.evaluator(ScopeId::of(&identifier.node_index), identifier.as_str(), default)?;
                self.unit.op(range, Op::SetTypeParamDefault, register, evaluate, 0, 0);
                self.unit.depth = u32::from(register) + 1;
            }
            let id = self.name(identifier);
            self.store_name(range, id, register);
        }
        let ends = params.type_params.first().zip(params.type_params.last());
        let range = ends.map_or(params.range, |(first, last)| first.range().cover(last.range()));
        self.unit.op(range, Op::BuildTuple, tuple, tuple, params.type_params.len() as u16, 0);
        self.unit.depth = u32::from(tuple) + 1;
        Ok(tuple)
    }

    /// Leaves on top a function that evaluates an expression when it is called with a format.
    fn evaluator(&mut self, scope: ScopeId, name: &str, value: &'a Expr) -> Result<Reg> {
        let range = value.range();
        let qualname = self.nested_qualname(name);
        let code = self.nested(scope, name, qualname, range, |this| {
            this.prologue();
            this.refuse_other_formats(range);
            let value = this.annotation_value(value)?;
            this.unit.op(range, Op::Return, value, 0, 0, 0);
            Ok(Shape { arg_count: 1, positional_only: 1, ..Shape::default() })
        })?;
        // Called without a format it gives the value.
        let function = self.unit.push();
        let defaults = self.unit.push();
        self.load_constant(range, Constant::Tuple([Constant::Int(1)].into()), defaults);
        self.make_function(range, function, code, scope, DEFAULTS, function);
        self.unit.depth = u32::from(function) + 1;
        Ok(function)
    }

    /// Runs `body` in the function of a definition's type parameters, behind which its arguments lie, and calls it; what the register that
    /// `body` answers holds goes to `made`.
    fn with_type_params(
        &mut self,
        params: &'a ast::TypeParams,
        name: &str,
        whole: TextRange,
        (function, arguments): (Reg, u32),
        made: Reg,
        body: impl FnOnce(&mut Generator<'a>, Reg) -> Result<Reg>,
    ) -> Result<()> {
        let range = self.here;
        let scope = ScopeId::of(&params.node_index);
        let text = format!("<generic parameters of {name}>");
        let qualname = self.nested_qualname(&text);
        let code = self.nested(scope, &text, qualname, whole, |this| {
            this.here = range;
            this.prologue();
            let tuple = this.type_params_tuple(params)?;
            let result = body(this, tuple)?;
            this.unit.op(range, Op::Return, result, 0, 0, 0);
            Ok(Shape { arg_count: arguments, ..Shape::default() })
        })?;
        // Made above the arguments, because its closure lies behind its code.
        let maker = self.unit.push();
        self.make_function(range, maker, code, scope, 0, maker);
        self.unit.op(range, Op::Move, function, maker, 0, 0);
        self.unit.depth = u32::from(maker);
        self.unit.op(range, Op::Call, made, function, arguments as u16, 0);
        Ok(())
    }

    /// A function with type parameters. Its defaults lie behind `first` already and are handed on as arguments.
    pub(super) fn generic_function(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        params: &'a ast::TypeParams,
        qualname: String,
        whole: TextRange,
        (first, flags): (Reg, u8),
        made: Reg,
    ) -> Result<()> {
        let count = flags.count_ones();
        self.with_type_params(params, &def.name, whole, (first, count), made, |this, tuple| {
            let range = this.here;
            let function = this.unit.push();
            for index in 0..count {
                let register = this.unit.push();
                this.unit.op(range, Op::Move, register, index as u16, 0, 0);
            }
            this.function_parts(def, qualname, whole, function, flags, function)?;
            this.unit.op(range, Op::SetTypeParams, function, tuple, 0, 0);
            Ok(function)
        })
    }

    /// A class with type parameters, which derives from `Generic` of them as well.
    pub(super) fn generic_class(
        &mut self,
        def: &'a ast::StmtClassDef,
        params: &'a ast::TypeParams,
        qualname: String,
        ranges: (TextRange, TextRange),
        local: Option<Reg>,
    ) -> Result<Reg> {
        let callee = self.unit.push();
        let made = local.unwrap_or(callee);
        self.with_type_params(params, &def.name, ranges.1, (callee, 0), made, |this, tuple| {
            let range = this.here;
            let name = this.names.intern(".type_params");
            this.store_name(range, name, tuple);
            let base = this.unit.push();
            this.unit.op(range, Op::SubscriptGeneric, base, tuple, 0, 0);
            this.class_parts(def, qualname, ranges, Some(base), None)
        })?;
        Ok(made)
    }

    pub(super) fn type_alias_statement(&mut self, stmt: &'a ast::StmtTypeAlias) -> Result<()> {
        let Expr::Name(target) = &*stmt.name else { return Ok(()) };
        let callee = self.unit.push();
        match &stmt.type_params {
            None => {
                let alias = self.type_alias(stmt, target.id.as_str(), None)?;
                self.unit.op(stmt.range, Op::Move, callee, alias, 0, 0);
            }
            Some(params) => {
                let text = target.id.as_str();
                self.with_type_params(params, text, stmt.range, (callee, 0), callee, |this, tuple| {
                    this.type_alias(stmt, text, Some(tuple))
                })?;
            }
        }
        let name = self.name(&target.id);
        self.store_name(target.range, name, callee);
        Ok(())
    }

    /// Leaves the alias in a temporary on top.
    fn type_alias(&mut self, stmt: &'a ast::StmtTypeAlias, text: &str, params: Option<Reg>) -> Result<Reg> {
        let alias = self.unit.push();
        self.load_constant(stmt.range, Constant::Str(Text::from(text)), alias);
        let tuple = self.unit.push();
        match params {
            Some(params) => self.unit.op(stmt.range, Op::Move, tuple, params, 0, 0),
            None => self.load_constant(stmt.range, Constant::None, tuple),
        }
        self.evaluator(ScopeId::of(&stmt.node_index), text, &stmt.value)?;
        self.unit.op(stmt.range, Op::MakeTypeAlias, alias, alias, 0, 0);
        self.unit.depth = u32::from(alias) + 1;
        Ok(alias)
    }
}
