//! Function and lambda definitions, decorators, closures.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Code, CodeFlags, Constant, Op, Text};

use crate::error::Result;
use crate::generate::{Generator, Shape};
use crate::graph::Reg;
use crate::scope::{ScopeId, ScopeKind};
use crate::unit::code_constant;

/// Bits of `MakeFunction`.
pub(super) const DEFAULTS: u8 = 1;
const KEYWORD_DEFAULTS: u8 = 2;
const ANNOTATE: u8 = 4;
const CLOSURE: u8 = 8;

impl<'a> Generator<'a> {
    pub(super) fn function_statement(&mut self, def: &'a ast::StmtFunctionDef) -> Result<()> {
        let decorators = self.decorators(&def.decorator_list)?;
        let first_line =
            def.decorator_list.first().map_or(def.range, |decorator| decorator.expression.range());
        let whole = TextRange::new(first_line.start(), def.range.end());

        self.here = self.source.definition(def.range, &def.decorator_list);
        let range = self.here;
        let function = self.unit.top();
        self.unit.push();
        let flags = self.defaults(&def.parameters)?;
        let name = self.name(&def.name);
        let qualname = self.qualname_of(name, &def.name);
        let local = self.local_register(name).filter(|_| decorators.is_empty());
        let made = local.unwrap_or(function);
        match &def.type_params {
            None => self.function_parts(def, qualname, whole, function, flags, made)?,
            Some(params) => self.generic_function(def, params, qualname, whole, (function, flags), made)?,
        }
        let result = self.apply_decorators(&def.decorator_list, &decorators).unwrap_or(made);
        self.store_name(range, name, result);
        Ok(())
    }

    /// Makes the function itself: its defaults lie behind `first`, the place reserved for its code.
    pub(super) fn function_parts(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        qualname: String,
        whole: TextRange,
        first: Reg,
        mut flags: u8,
        made: Reg,
    ) -> Result<()> {
        let range = self.here;
        if self.annotate_function(def)? {
            flags |= ANNOTATE;
        }
        let scope = ScopeId::of(&def.node_index);
        let text = def.name.as_str();
        let code =
            self.nested(scope, text, qualname, whole, |this| this.function_body(&def.parameters, &def.body))?;
        self.make_function(range, first, code, scope, flags, made);
        Ok(())
    }

    /// Evaluates decorators onto the stack, outermost first.
    pub(super) fn decorators(&mut self, decorators: &'a [ast::Decorator]) -> Result<Vec<Reg>> {
        decorators.iter().map(|decorator| self.next(&decorator.expression)).collect()
    }

    /// Calls the decorators from the innermost; each finds its argument in the register after it. Returns where the last
    /// result is, if there are any.
    pub(super) fn apply_decorators(
        &mut self,
        decorators: &'a [ast::Decorator],
        registers: &[Reg],
    ) -> Option<Reg> {
        for (decorator, &register) in decorators.iter().zip(registers).rev() {
            self.unit.op(decorator.expression.range(), Op::Call, register, register, 1, 0);
        }
        registers.first().copied()
    }

    /// Evaluates defaults behind the place reserved for the code; returns `MakeFunction`'s bits.
    fn defaults(&mut self, parameters: &'a ast::Parameters) -> Result<u8> {
        let mut flags = 0;
        let positional: Vec<&Expr> =
            parameters.posonlyargs.iter().chain(&parameters.args).filter_map(|p| p.default()).collect();
        if !positional.is_empty() {
            let tuple = self.unit.top();
            let folder = self.folder();
            let constants: Option<Box<[Constant]>> =
                positional.iter().map(|default| folder.constant(default)).collect();
            match constants {
                Some(constants) => self.load_constant(self.here, Constant::Tuple(constants), tuple),
                None => {
                    for default in &positional {
                        self.next(default)?;
                    }
                    self.unit.op(self.here, Op::BuildTuple, tuple, tuple, positional.len() as u16, 0);
                }
            }
            self.unit.depth = u32::from(tuple);
            self.unit.push();
            flags |= DEFAULTS;
        }
        let keyword_only: Vec<_> = parameters.kwonlyargs.iter().filter(|p| p.default.is_some()).collect();
        if !keyword_only.is_empty() {
            let dict = self.unit.top();
            for parameter in &keyword_only {
                let name = self.name(&parameter.parameter.name);
                let name = Constant::Str(Text::from(self.names.text(name)));
                let key = self.unit.push();
                self.load_constant(parameter.range, name, key);
                if let Some(default) = parameter.default() {
                    self.next(default)?;
                }
            }
            self.unit.op(self.here, Op::BuildDict, dict, dict, keyword_only.len() as u16, 0);
            self.unit.depth = u32::from(dict);
            self.unit.push();
            flags |= KEYWORD_DEFAULTS;
        }
        Ok(flags)
    }

    /// Makes a function whose optional parts (but the closure) lie behind `first`, the place reserved for its code.
    pub(super) fn make_function(
        &mut self,
        range: TextRange,
        first: Reg,
        code: Code,
        scope: ScopeId,
        mut flags: u8,
        dst: Reg,
    ) {
        if self.load_closure(range, scope) {
            flags |= CLOSURE;
        }
        self.load_constant(range, code_constant(code), first);
        self.unit.op(range, Op::MakeFunction, dst, first, 0, flags);
    }

    /// Builds the closure tuple of a nested code object on top, if it has free variables.
    fn load_closure(&mut self, range: TextRange, scope: ScopeId) -> bool {
        let free = self.scopes[scope].free.clone();
        if free.is_empty() {
            return false;
        }
        let tuple = self.unit.top();
        for &(name, _) in &free {
            let cell = self.closure_register(name);
            let register = self.unit.push();
            self.unit.op(range, Op::Move, register, cell, 0, 0);
        }
        self.unit.op(range, Op::BuildTuple, tuple, tuple, free.len() as u16, 0);
        self.unit.depth = u32::from(tuple) + 1;
        true
    }

    pub(super) fn lambda_to(&mut self, e: &'a ast::ExprLambda, dst: Reg) -> Result<()> {
        let function = self.unit.push();
        let flags = match &e.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => 0,
        };
        let scope = ScopeId::of(&e.node_index);
        let qualname = self.nested_qualname("<lambda>");
        let code = self.nested(scope, "<lambda>", qualname, e.range, |this| {
            this.prologue();
            let value = this.any(&e.body)?;
            this.unit.op(e.body.range(), Op::Return, value, 0, 0, 0);
            let mut shape = e.parameters.as_deref().map_or(Shape::default(), Shape::of_parameters);
            shape.flags |= this.method_flag();
            Ok(shape)
        })?;
        self.make_function(e.range, function, code, scope, flags, dst);
        Ok(())
    }

    /// Qualified name of something that has no binding of its own.
    pub(super) fn nested_qualname(&self, text: &str) -> String {
        format!("{}{text}", self.unit.prefix)
    }

    /// `CO_METHOD` for what is defined directly in a class.
    fn method_flag(&self) -> u32 {
        let mut parent = self.scopes[self.unit.scope].parent;
        while let Some(params) = parent.filter(|&parent| self.scopes[parent].kind == ScopeKind::TypeParams) {
            parent = self.scopes[params].parent;
        }
        let in_class = parent.is_some_and(|parent| self.scopes[parent].kind == ScopeKind::Class);
        if in_class { CodeFlags::METHOD } else { 0 }
    }

    fn function_body(&mut self, parameters: &'a ast::Parameters, body: &'a [Stmt]) -> Result<Shape> {
        let mut shape = Shape::of_parameters(parameters);
        shape.flags |= self.method_flag();
        let body = match self.docstring(body) {
            Some((docstring, rest)) => {
                if let Some(docstring) = docstring {
                    // By convention the first constant.
                    self.unit.constant(Constant::Str(docstring));
                    shape.flags |= CodeFlags::HAS_DOCSTRING;
                }
                rest
            }
            None => body,
        };
        self.prologue();
        self.statements(body)?;
        self.return_none();
        Ok(shape)
    }
}

impl Shape {
    pub(super) fn of_parameters(parameters: &ast::Parameters) -> Shape {
        let mut flags = 0;
        if parameters.vararg.is_some() {
            flags |= CodeFlags::VARARGS;
        }
        if parameters.kwarg.is_some() {
            flags |= CodeFlags::VARKEYWORDS;
        }
        Shape {
            flags,
            arg_count: (parameters.posonlyargs.len() + parameters.args.len()) as u32,
            positional_only: parameters.posonlyargs.len() as u32,
            keyword_only: parameters.kwonlyargs.len() as u32,
        }
    }
}
