//! Expressions.

use ruff_python_ast::{self as ast, Expr, ExprContext, InterpolatedStringElement};
use ruff_text_size::TextRange;
use rustc_hash::FxHashMap;

use super::{Block, GENERATOR, GLOBAL, ITERATION, LOCAL, NONLOCAL, PARAMETER, USED, Walk};
use crate::error::{Fault, Result};
use crate::names::Names;

impl<'a> Walk<'a> {
    pub(super) fn optional(&mut self, expr: Option<&'a Expr>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub(super) fn exprs(&mut self, exprs: &'a [Expr]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &'a Expr) -> Result<()> {
        self.steps += 1;
        match expr {
            Expr::Name(e) => {
                let flags = if e.ctx == ExprContext::Load { USED } else { LOCAL };
                if e.ctx == ExprContext::Del && e.id.as_str() == "__debug__" {
                    return Err(Fault::syntax(e.range, "cannot delete __debug__"));
                }
                self.occurs(&e.id, flags, e.range)
            }
            Expr::Attribute(e) => {
                if e.attr.as_str() == "__debug__" && e.ctx != ExprContext::Load {
                    let verb = if e.ctx == ExprContext::Del { "delete" } else { "assign to" };
                    return Err(Fault::syntax(e.range, format!("cannot {verb} __debug__")));
                }
                self.expr(&e.value)
            }
            Expr::Call(e) => {
                self.suspect_call(e);
                self.expr(&e.func)?;
                self.arguments(&e.arguments)
            }
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::Named(e) => self.named(e),
            Expr::BinOp(e) => {
                self.expr(&e.left)?;
                self.expr(&e.right)
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                if let Some(parameters) = &e.parameters {
                    self.defaults(parameters)?;
                }
                self.within(Block::Lambda, |walk| {
                    if let Some(parameters) = &e.parameters {
                        walk.parameters(parameters)?;
                    }
                    walk.expr(&e.body)
                })
            }
            Expr::If(e) => {
                self.expr(&e.test)?;
                self.expr(&e.body)?;
                self.expr(&e.orelse)
            }
            Expr::Dict(e) => e.items.iter().try_for_each(|item| {
                self.optional(item.key.as_ref())?;
                self.expr(&item.value)
            }),
            Expr::Set(e) => self.elements(&e.elts),
            Expr::ListComp(e) => {
                self.comprehension("list comprehension", e.range, &e.generators, [None, Some(&e.elt)])
            }
            Expr::SetComp(e) => {
                self.comprehension("set comprehension", e.range, &e.generators, [None, Some(&e.elt)])
            }
            Expr::DictComp(e) => self.comprehension(
                "dict comprehension",
                e.range,
                &e.generators,
                [Some(&e.value), Some(&e.key)],
            ),
            Expr::Generator(e) => self.comprehension(GENERATOR, e.range, &e.generators, [None, Some(&e.elt)]),
            Expr::Await(e) => self.awaits(e),
            Expr::Yield(e) => {
                self.doubts |= e.value.is_none() && !self.ends_yield(e.range);
                self.yields("yield", e.range)?;
                self.optional(e.value.as_deref())?;
                self.forbid_yield(e.range)
            }
            Expr::YieldFrom(e) => {
                self.yields("yield from", e.range)?;
                if self.block() == (Block::Function { is_async: true }) {
                    self.code_error(e.range, "'yield from' inside async function");
                }
                self.expr(&e.value)?;
                self.forbid_yield(e.range)
            }
            Expr::Compare(e) => {
                self.suspect_comparison(e);
                self.expr(&e.left)?;
                self.exprs(&e.comparators)
            }
            Expr::FString(e) => e.value.elements().try_for_each(|element| self.piece(element)),
            Expr::TString(e) => e.value.elements().try_for_each(|element| self.piece(element)),
            Expr::Subscript(e) => {
                self.suspect_subscript(e);
                self.expr(&e.value)?;
                self.expr(&e.slice)
            }
            Expr::Starred(e) => {
                let message = match e.ctx {
                    ExprContext::Store => "starred assignment target must be in a list or tuple",
                    _ => "can't use starred expression here",
                };
                self.code_error(e.range, message);
                self.element(expr)
            }
            Expr::List(e) => {
                self.check_targets(&e.elts, e.ctx, e.range);
                self.elements(&e.elts)
            }
            Expr::Tuple(e) => {
                self.check_targets(&e.elts, e.ctx, e.range);
                self.elements(&e.elts)
            }
            Expr::Slice(e) => {
                self.optional(e.lower.as_deref())?;
                self.optional(e.upper.as_deref())?;
                self.optional(e.step.as_deref())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Ok(()),
        }
    }

    /// Expressions where stars may stand before some.
    fn elements(&mut self, exprs: &'a [Expr]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.element(expr))
    }

    fn element(&mut self, expr: &'a Expr) -> Result<()> {
        // A yield needs parentheses here, which the parser crate does not ask for.
        self.doubts |= matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_));
        match expr {
            Expr::Starred(e) => {
                self.doubts |= e.value.is_starred_expr();
                self.expr(&e.value)
            }
            expr => self.expr(expr),
        }
    }

    fn check_targets(&mut self, targets: &[Expr], ctx: ExprContext, range: TextRange) {
        if ctx == ExprContext::Store && targets.iter().filter(|target| target.is_starred_expr()).count() > 1 {
            self.code_error(range, "multiple starred expressions in assignment");
        }
    }

    fn piece(&mut self, element: &'a InterpolatedStringElement) -> Result<()> {
        let InterpolatedStringElement::Interpolation(element) = element else { return Ok(()) };
        self.expr(&element.expression)?;
        match &element.format_spec {
            Some(spec) => spec.elements.iter().try_for_each(|element| self.piece(element)),
            None => Ok(()),
        }
    }

    pub(super) fn arguments(&mut self, arguments: &'a ast::Arguments) -> Result<()> {
        let names =
            arguments.keywords.iter().filter_map(|keyword| Some((keyword.arg.as_ref()?.as_str(), keyword)));
        if let Some((name, again)) = first_repeated(names) {
            self.code_error(again.range, format!("keyword argument repeated: {name}"));
        }
        self.elements(&arguments.args)?;
        arguments.keywords.iter().try_for_each(|keyword| {
            if keyword.arg.as_ref().is_some_and(|name| name.as_str() == "__debug__") {
                return Err(Fault::syntax(keyword.range, "cannot assign to __debug__"));
            }
            self.expr(&keyword.value)
        })
    }

    pub(super) fn defaults(&mut self, parameters: &'a ast::Parameters) -> Result<()> {
        let defaults = parameters.iter_non_variadic_params().filter_map(|parameter| parameter.default());
        defaults.into_iter().try_for_each(|default| self.expr(default))
    }

    pub(super) fn parameters(&mut self, parameters: &'a ast::Parameters) -> Result<()> {
        let named = parameters.iter_non_variadic_params().map(|parameter| &parameter.parameter);
        let variadic = [parameters.vararg.as_deref(), parameters.kwarg.as_deref()];
        let mut private = Vec::new();
        for parameter in named.chain(variadic.into_iter().flatten()) {
            // The stars are not the parameter's.
            let range = TextRange::new(parameter.name.range.start(), parameter.range.end());
            self.occurs(&parameter.name, PARAMETER | LOCAL, range)?;
            // A private name may be another one spelled out.
            if let Some(class) = self.classes.last()
                && parameter.name.starts_with('_')
            {
                let mut names = Names::default();
                let class = names.intern(class);
                let mangled = names.mangle(Some(class), &parameter.name);
                let mangled = names.text(mangled).to_owned();
                if private.contains(&mangled) {
                    let message = format!("duplicate argument '{mangled}' in function definition");
                    return Err(Fault::syntax(range, message));
                }
                private.push(mangled);
            }
        }
        Ok(())
    }

    fn named(&mut self, named: &'a ast::ExprNamed) -> Result<()> {
        self.forbid_here("named expression", named.range)?;
        if self.scope().iterables > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(Fault::syntax(named.range, message));
        }
        if matches!(self.block(), Block::Comprehension(_))
            && let Some(target) = super::as_name(&named.target)
        {
            self.names_outside(target)?;
        }
        self.expr(&named.value)?;
        match self.block() {
            Block::Comprehension(_) => Ok(()),
            _ => self.expr(&named.target),
        }
    }

    /// `:=` in a comprehension binds in the scope around it.
    fn names_outside(&mut self, target: &'a ast::ExprName) -> Result<()> {
        let name = target.id.as_str();
        if name == "__debug__" {
            return Err(Fault::syntax(target.range, "cannot assign to __debug__"));
        }
        let mut inner = Vec::new();
        for at in (0..self.scopes.len()).rev() {
            let scope = &mut self.scopes[at];
            match scope.block {
                Block::Comprehension(_) => {
                    if scope.symbols.get(name).is_some_and(|symbol| symbol.flags & ITERATION != 0) {
                        let message = format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        );
                        return Err(Fault::syntax(target.range, message));
                    }
                    inner.push(at);
                }
                Block::Class => {
                    let message =
                        "assignment expression within a comprehension cannot be used in a class body";
                    return Err(Fault::syntax(target.range, message));
                }
                Block::Restricted("an annotation") => {}
                Block::Restricted(place) => {
                    let message =
                        format!("assignment expression within a comprehension cannot be used in {place}");
                    return Err(Fault::syntax(target.range, message));
                }
                Block::Generic => {
                    let message = "assignment expression within a comprehension cannot be used within the definition of a generic";
                    return Err(Fault::syntax(target.range, message));
                }
                Block::Function { .. } | Block::Lambda | Block::Module => {
                    let is_module = scope.block == Block::Module;
                    let symbol = scope.symbols.entry(name).or_default();
                    let flag = if is_module || symbol.flags & GLOBAL != 0 { GLOBAL } else { NONLOCAL };
                    symbol.flags |= if is_module { 0 } else { LOCAL };
                    if let Some(&at) = inner.first() {
                        self.scopes[at].symbols.entry(name).or_default().flags |= flag;
                    }
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Whether what follows a bare `yield` may follow one.
    fn ends_yield(&self, range: TextRange) -> bool {
        let after = self.source.text().get(range.end().to_usize()..).unwrap_or_default();
        let next = after.trim_start_matches([' ', '\t']).bytes().next();
        next.is_none_or(|next| b")]}\n;#=:!\\".contains(&next))
    }

    fn yields(&mut self, word: &str, range: TextRange) -> Result<()> {
        self.forbid_here("yield expression", range)?;
        self.scope().has_yield = true;
        if matches!(self.block(), Block::Module | Block::Class) {
            self.code_error(range, format!("'{word}' outside function"));
        }
        Ok(())
    }

    /// Comprehensions cannot yield.
    fn forbid_yield(&self, range: TextRange) -> Result<()> {
        match self.block() {
            Block::Comprehension(kind) => Err(Fault::syntax(range, format!("'yield' inside {kind}"))),
            _ => Ok(()),
        }
    }

    fn awaits(&mut self, e: &'a ast::ExprAwait) -> Result<()> {
        self.forbid_here("await expression", e.range)?;
        match self.block() {
            Block::Function { is_async: true } => {}
            Block::Module if self.top_level_await => {}
            Block::Comprehension(_) => self.scope().is_async = true,
            Block::Function { .. } | Block::Lambda => {
                return Err(Fault::syntax(e.range, "'await' outside async function"));
            }
            _ => return Err(Fault::syntax(e.range, "'await' outside function")),
        }
        self.expr(&e.value)
    }

    fn comprehension(
        &mut self,
        kind: &'static str,
        range: TextRange,
        generators: &'a [ast::Comprehension],
        results: [Option<&'a Expr>; 2],
    ) -> Result<()> {
        let Some((first, others)) = generators.split_first() else { return Ok(()) };
        self.iterable(&first.iter)?;
        let mut is_async = false;
        self.within(Block::Comprehension(kind), |walk| {
            walk.target(first)?;
            for generator in others {
                walk.target_of(&generator.target)?;
                walk.iterable(&generator.iter)?;
                walk.exprs(&generator.ifs)?;
            }
            results.into_iter().flatten().try_for_each(|result| walk.expr(result))?;
            is_async = walk.scope().is_async || generators.iter().any(|generator| generator.is_async);
            Ok(())
        })?;
        if !is_async || kind == GENERATOR {
            return Ok(());
        }
        match self.block() {
            Block::Comprehension(_) => self.scope().is_async = true,
            Block::Function { is_async: true } => {}
            Block::Module if self.top_level_await => {}
            _ => {
                let message = "asynchronous comprehension outside of an asynchronous function";
                return Err(Fault::syntax(range, message));
            }
        }
        Ok(())
    }

    fn target(&mut self, generator: &'a ast::Comprehension) -> Result<()> {
        self.target_of(&generator.target)?;
        self.exprs(&generator.ifs)
    }

    fn target_of(&mut self, target: &'a Expr) -> Result<()> {
        self.scope().in_target = true;
        let result = self.expr(target);
        self.scope().in_target = false;
        result
    }

    fn iterable(&mut self, iterable: &'a Expr) -> Result<()> {
        self.scope().iterables += 1;
        let result = self.expr(iterable);
        self.scope().iterables -= 1;
        result
    }
}

/// Of the names that occur again, the one that came first, with its second occurrence.
pub(super) fn first_repeated<'a, T>(items: impl Iterator<Item = (&'a str, T)>) -> Option<(&'a str, T)> {
    let mut first = FxHashMap::default();
    let mut repeated: Option<(usize, &'a str, T)> = None;
    for (index, (name, item)) in items.enumerate() {
        let earlier = *first.entry(name).or_insert(index);
        if earlier != index && repeated.as_ref().is_none_or(|&(best, _, _)| earlier < best) {
            repeated = Some((earlier, name, item));
        }
    }
    repeated.map(|(_, name, item)| (name, item))
}
