//! The tree of module `ast` as the parser crate's tree: statements and patterns. Expressions: [`super::import_expressions`].
//!
//! The nodes' ranges are not of a text: their ends are numbers of points, given in the order of a walk, whose places and values a
//! [`Source`] of its own kind knows. So ranges nest and follow each other as those of a text do. The tree has been validated.

use ruff_python_ast::name::Name;
use ruff_python_ast::{self as ast, AtomicNodeIndex, Expr, Identifier, Mod, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashMap;
use typhon_bytecode::Constant;

use super::{Field, Kind, Node};
use crate::source::Source;

/// A module or lone expression, and what its ranges mean.
pub(crate) fn import(root: &Node) -> (Mod, Source) {
    let mut importer = Importer { points: Vec::new(), constants: FxHashMap::default() };
    let start = importer.point(1, 0);
    let tree = match root.kind {
        Kind::Expression => {
            let body = Box::new(importer.expr(child(root, 0)));
            Mod::Expression(ast::ModExpression {
                node_index: AtomicNodeIndex::NONE,
                range: importer.since(start),
                body,
            })
        }
        _ => {
            let body = importer.body(&root.fields[0]);
            Mod::Module(ast::ModModule {
                node_index: AtomicNodeIndex::NONE,
                range: importer.since(start),
                body,
            })
        }
    };
    (tree, Source::made_up(importer.points, importer.constants))
}

pub(super) struct Importer {
    /// Line and column of each point.
    points: Vec<(i32, i32)>,
    /// Values by the point that their range begins with.
    pub(super) constants: FxHashMap<u32, Constant>,
}

/// The node in a field that is not optional.
pub(super) fn child(node: &Node, index: usize) -> &Node {
    optional_child(node, index).unwrap_or(node)
}

pub(super) fn optional_child(node: &Node, index: usize) -> Option<&Node> {
    match node.fields.get(index) {
        Some(Field::Node(child)) => Some(child),
        _ => None,
    }
}

/// The nodes in a list.
pub(super) fn children(node: &Node, index: usize) -> impl Iterator<Item = &Node> {
    optional_children(node, index).flatten()
}

pub(super) fn optional_children(node: &Node, index: usize) -> impl Iterator<Item = Option<&Node>> {
    let list = match node.fields.get(index) {
        Some(Field::Nodes(list)) => list.as_slice(),
        _ => &[],
    };
    list.iter().map(Option::as_ref)
}

/// An identifier.
pub(super) fn text(node: &Node, index: usize) -> &str {
    match node.fields.get(index) {
        Some(Field::Name(name)) => name,
        _ => "",
    }
}

pub(super) fn number(node: &Node, index: usize) -> i32 {
    match node.fields.get(index) {
        Some(Field::Number(number)) => *number,
        _ => 0,
    }
}

fn names(node: &Node, index: usize) -> &[String] {
    match node.fields.get(index) {
        Some(Field::Names(names)) => names,
        _ => &[],
    }
}

impl Importer {
    pub(super) fn point(&mut self, line: i32, column: i32) -> TextSize {
        self.points.push((line, column));
        TextSize::from(self.points.len() as u32 - 1)
    }

    /// The point where a node begins.
    pub(super) fn begin(&mut self, node: &Node) -> TextSize {
        self.point(node.place.line, node.place.column)
    }

    /// The range of a node from where it began to here.
    pub(super) fn end(&mut self, node: &Node, start: TextSize) -> TextRange {
        let end = self.point(node.place.end_line, node.place.end_column);
        TextRange::new(start, end)
    }

    /// The range of what has no place of its own.
    pub(super) fn since(&mut self, start: TextSize) -> TextRange {
        let (line, column) = self.points[start.to_usize()];
        TextRange::new(start, self.point(line, column))
    }

    pub(super) fn identifier(&self, name: &str, at: TextSize) -> Identifier {
        Identifier { id: Name::new(name), range: TextRange::empty(at), node_index: AtomicNodeIndex::NONE }
    }

    fn optional_identifier(&self, node: &Node, index: usize, at: TextSize) -> Option<Identifier> {
        match node.fields.get(index) {
            Some(Field::Name(name)) => Some(self.identifier(name, at)),
            _ => None,
        }
    }

    fn body(&mut self, field: &Field) -> Vec<Stmt> {
        match field {
            Field::Nodes(list) => list.iter().flatten().map(|stmt| self.stmt(stmt)).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn boxed(&mut self, node: &Node, index: usize) -> Box<Expr> {
        Box::new(self.expr(child(node, index)))
    }

    pub(super) fn optional_boxed(&mut self, node: &Node, index: usize) -> Option<Box<Expr>> {
        optional_child(node, index).map(|expr| Box::new(self.expr(expr)))
    }

    pub(super) fn exprs(&mut self, node: &Node, index: usize) -> Vec<Expr> {
        children(node, index).map(|expr| self.expr(expr)).collect()
    }

    /// Decorators, and the point where what they decorate begins: right behind the last of them, where [`Source::definition`] looks.
    fn decorated(&mut self, node: &Node, index: usize) -> (TextSize, Vec<ast::Decorator>) {
        let Some(first) = children(node, index).next() else { return (self.begin(node), Vec::new()) };
        let whole = self.begin(first);
        let decorators = children(node, index)
            .map(|expr| {
                let expression = self.expr(expr);
                let range = expression.range();
                ast::Decorator { range, node_index: AtomicNodeIndex::NONE, expression }
            })
            .collect();
        self.begin(node);
        (whole, decorators)
    }

    #[expect(clippy::too_many_lines, reason = "one arm a kind of statement")]
    fn stmt(&mut self, node: &Node) -> Stmt {
        let node_index = AtomicNodeIndex::NONE;
        let (start, decorator_list) = match node.kind {
            Kind::FunctionDef | Kind::AsyncFunctionDef => self.decorated(node, 3),
            Kind::ClassDef => self.decorated(node, 4),
            _ => (self.begin(node), Vec::new()),
        };
        let fields = &node.fields;
        match node.kind {
            Kind::FunctionDef | Kind::AsyncFunctionDef => {
                let name = self.identifier(text(node, 0), start);
                let type_params = self.type_params(node, 6);
                let parameters = Box::new(self.parameters(child(node, 1)));
                let returns = self.optional_boxed(node, 4);
                let body = self.body(&fields[2]);
                let is_async = node.kind == Kind::AsyncFunctionDef;
                let range = self.end(node, start);
                Stmt::FunctionDef(ast::StmtFunctionDef {
                    node_index,
                    range,
                    is_async,
                    decorator_list,
                    name,
                    type_params,
                    parameters,
                    returns,
                    body,
                })
            }
            Kind::ClassDef => {
                let name = self.identifier(text(node, 0), start);
                let type_params = self.type_params(node, 5);
                let arguments = self.arguments(node, 1, 2);
                let is_bare = arguments.args.is_empty() && arguments.keywords.is_empty();
                let arguments = (!is_bare).then(|| Box::new(arguments));
                let body = self.body(&fields[3]);
                let range = self.end(node, start);
                Stmt::ClassDef(ast::StmtClassDef {
                    node_index,
                    range,
                    decorator_list,
                    name,
                    type_params,
                    arguments,
                    body,
                })
            }
            Kind::Return => {
                let value = self.optional_boxed(node, 0);
                Stmt::Return(ast::StmtReturn { node_index, range: self.end(node, start), value })
            }
            Kind::Delete => {
                let targets = self.exprs(node, 0);
                Stmt::Delete(ast::StmtDelete { node_index, range: self.end(node, start), targets })
            }
            Kind::Assign => {
                let targets = self.exprs(node, 0);
                let value = self.boxed(node, 1);
                Stmt::Assign(ast::StmtAssign { node_index, range: self.end(node, start), targets, value })
            }
            Kind::TypeAlias => {
                let name = self.boxed(node, 0);
                let type_params = self.type_params(node, 1);
                let value = self.boxed(node, 2);
                let range = self.end(node, start);
                Stmt::TypeAlias(ast::StmtTypeAlias { node_index, range, name, type_params, value })
            }
            Kind::AugAssign => {
                let target = self.boxed(node, 0);
                let op = super::import_expressions::operator(child(node, 1).kind);
                let value = self.boxed(node, 2);
                Stmt::AugAssign(ast::StmtAugAssign {
                    node_index,
                    range: self.end(node, start),
                    target,
                    op,
                    value,
                })
            }
            Kind::AnnAssign => {
                let target = self.boxed(node, 0);
                let annotation = self.boxed(node, 1);
                let value = self.optional_boxed(node, 2);
                let (simple, range) = (number(node, 3) != 0, self.end(node, start));
                Stmt::AnnAssign(ast::StmtAnnAssign { node_index, range, target, annotation, value, simple })
            }
            Kind::For | Kind::AsyncFor => {
                let is_async = node.kind == Kind::AsyncFor;
                let target = self.boxed(node, 0);
                let iter = self.boxed(node, 1);
                let (body, orelse) = (self.body(&fields[2]), self.body(&fields[3]));
                let range = self.end(node, start);
                Stmt::For(ast::StmtFor { node_index, range, is_async, target, iter, body, orelse })
            }
            Kind::While => {
                let test = self.boxed(node, 0);
                let (body, orelse) = (self.body(&fields[1]), self.body(&fields[2]));
                Stmt::While(ast::StmtWhile { node_index, range: self.end(node, start), test, body, orelse })
            }
            Kind::If => {
                let test = self.boxed(node, 0);
                let body = self.body(&fields[1]);
                let elif_else_clauses = self.clauses(&fields[2]);
                Stmt::If(ast::StmtIf {
                    node_index,
                    range: self.end(node, start),
                    test,
                    body,
                    elif_else_clauses,
                })
            }
            Kind::With | Kind::AsyncWith => {
                let is_async = node.kind == Kind::AsyncWith;
                let items = children(node, 0).map(|item| {
                    let context_expr = self.expr(child(item, 0));
                    let optional_vars = self.optional_boxed(item, 1);
                    let node_index = AtomicNodeIndex::NONE;
                    ast::WithItem { range: context_expr.range(), node_index, context_expr, optional_vars }
                });
                let items = items.collect();
                let body = self.body(&fields[1]);
                Stmt::With(ast::StmtWith { node_index, range: self.end(node, start), is_async, items, body })
            }
            Kind::Match => {
                let subject = self.boxed(node, 0);
                let cases = children(node, 1).map(|case| {
                    let pattern = self.pattern(child(case, 0));
                    let guard = self.optional_boxed(case, 1);
                    let body = self.body(&case.fields[2]);
                    let range = TextRange::new(pattern.range().start(), self.last());
                    ast::MatchCase { range, node_index: AtomicNodeIndex::NONE, pattern, guard, body }
                });
                let cases = cases.collect();
                Stmt::Match(ast::StmtMatch { node_index, range: self.end(node, start), subject, cases })
            }
            Kind::Raise => {
                let (exc, cause) = (self.optional_boxed(node, 0), self.optional_boxed(node, 1));
                Stmt::Raise(ast::StmtRaise { node_index, range: self.end(node, start), exc, cause })
            }
            Kind::Try | Kind::TryStar => {
                let body = self.body(&fields[0]);
                let handlers = children(node, 1).map(|handler| self.handler(handler)).collect();
                let (orelse, finalbody) = (self.body(&fields[2]), self.body(&fields[3]));
                let (is_star, range) = (node.kind == Kind::TryStar, self.end(node, start));
                Stmt::Try(ast::StmtTry { node_index, range, body, handlers, orelse, finalbody, is_star })
            }
            Kind::Assert => {
                let (test, msg) = (self.boxed(node, 0), self.optional_boxed(node, 1));
                Stmt::Assert(ast::StmtAssert { node_index, range: self.end(node, start), test, msg })
            }
            Kind::Import => {
                let names = self.aliases(node, 0);
                let range = self.end(node, start);
                Stmt::Import(ast::StmtImport { node_index, range, names, is_lazy: false })
            }
            Kind::ImportFrom => {
                let module = self.optional_identifier(node, 0, start).filter(|name| !name.is_empty());
                let names = self.aliases(node, 1);
                let (level, range) = (number(node, 2).max(0) as u32, self.end(node, start));
                Stmt::ImportFrom(ast::StmtImportFrom {
                    node_index,
                    range,
                    module,
                    names,
                    level,
                    is_lazy: false,
                })
            }
            Kind::Global => {
                let names = names(node, 0).iter().map(|name| self.identifier(name, start)).collect();
                Stmt::Global(ast::StmtGlobal { node_index, range: self.end(node, start), names })
            }
            Kind::Nonlocal => {
                let names = names(node, 0).iter().map(|name| self.identifier(name, start)).collect();
                Stmt::Nonlocal(ast::StmtNonlocal { node_index, range: self.end(node, start), names })
            }
            Kind::Expr => {
                let value = self.boxed(node, 0);
                Stmt::Expr(ast::StmtExpr { node_index, range: self.end(node, start), value })
            }
            Kind::Break => Stmt::Break(ast::StmtBreak { node_index, range: self.end(node, start) }),
            Kind::Continue => Stmt::Continue(ast::StmtContinue { node_index, range: self.end(node, start) }),
            _ => Stmt::Pass(ast::StmtPass { node_index, range: self.end(node, start) }),
        }
    }

    fn last(&self) -> TextSize {
        TextSize::from(self.points.len() as u32 - 1)
    }

    /// What stands behind `else`. A lone `if` there is an `elif`, as far as code goes, if nothing tells them apart.
    fn clauses(&mut self, orelse: &Field) -> Vec<ast::ElifElseClause> {
        let mut clauses = Vec::new();
        let mut orelse = orelse;
        while let Field::Nodes(list) = orelse {
            let clause = match list.as_slice() {
                [] => break,
                [Some(only)] if only.kind == Kind::If => {
                    let start = self.begin(only);
                    let test = Some(self.expr(child(only, 0)));
                    let body = self.body(&only.fields[1]);
                    orelse = &only.fields[2];
                    let range = TextRange::new(start, self.last());
                    clauses.push(ast::ElifElseClause {
                        range,
                        node_index: AtomicNodeIndex::NONE,
                        test,
                        body,
                    });
                    continue;
                }
                _ => self.body(orelse),
            };
            let range = match (clause.first(), clause.last()) {
                (Some(first), Some(last)) => TextRange::new(first.start(), last.end()),
                _ => TextRange::empty(self.last()),
            };
            let node_index = AtomicNodeIndex::NONE;
            clauses.push(ast::ElifElseClause { range, node_index, test: None, body: clause });
            break;
        }
        clauses
    }

    fn handler(&mut self, node: &Node) -> ast::ExceptHandler {
        let start = self.begin(node);
        let type_ = self.optional_boxed(node, 0);
        let name = self.optional_identifier(node, 1, start);
        let body = self.body(&node.fields[2]);
        ast::ExceptHandler::ExceptHandler(ast::ExceptHandlerExceptHandler {
            range: self.end(node, start),
            node_index: AtomicNodeIndex::NONE,
            type_,
            name,
            body,
        })
    }

    fn aliases(&mut self, node: &Node, index: usize) -> Vec<ast::Alias> {
        let aliases = children(node, index).map(|alias| {
            let start = self.begin(alias);
            let name = self.identifier(text(alias, 0), start);
            let asname = self.optional_identifier(alias, 1, start);
            ast::Alias { range: self.end(alias, start), node_index: AtomicNodeIndex::NONE, name, asname }
        });
        aliases.collect()
    }

    fn type_params(&mut self, node: &Node, index: usize) -> Option<Box<ast::TypeParams>> {
        children(node, index).next()?;
        let start = self.begin(node);
        let params = children(node, index).map(|param| {
            let node_index = AtomicNodeIndex::NONE;
            let start = self.begin(param);
            let name = self.identifier(text(param, 0), start);
            match param.kind {
                Kind::TypeVar => {
                    let (bound, default) = (self.optional_boxed(param, 1), self.optional_boxed(param, 2));
                    let range = self.end(param, start);
                    ast::TypeParam::TypeVar(ast::TypeParamTypeVar { node_index, range, name, bound, default })
                }
                Kind::ParamSpec => {
                    let default = self.optional_boxed(param, 1);
                    let range = self.end(param, start);
                    ast::TypeParam::ParamSpec(ast::TypeParamParamSpec { node_index, range, name, default })
                }
                _ => {
                    let default = self.optional_boxed(param, 1);
                    let range = self.end(param, start);
                    ast::TypeParam::TypeVarTuple(ast::TypeParamTypeVarTuple {
                        node_index,
                        range,
                        name,
                        default,
                    })
                }
            }
        });
        let type_params = params.collect();
        let range = self.since(start);
        Some(Box::new(ast::TypeParams { range, node_index: AtomicNodeIndex::NONE, type_params }))
    }

    pub(super) fn parameters(&mut self, node: &Node) -> ast::Parameters {
        let start = self.last();
        let positional: Vec<&Node> = children(node, 0).chain(children(node, 1)).collect();
        let positional_only = children(node, 0).count();
        let defaults: Vec<&Node> = children(node, 6).collect();
        let without = positional.len().saturating_sub(defaults.len());
        let mut all = Vec::new();
        for (index, parameter) in positional.into_iter().enumerate() {
            let default = index.checked_sub(without).and_then(|index| defaults.get(index).copied());
            all.push(self.parameter_with_default(parameter, default));
        }
        let args = all.split_off(positional_only);
        let vararg = optional_child(node, 2).map(|parameter| Box::new(self.parameter(parameter)));
        let keyword_only: Vec<_> = children(node, 3).zip(optional_children(node, 4)).collect();
        let kwonlyargs = keyword_only
            .into_iter()
            .map(|(parameter, default)| self.parameter_with_default(parameter, default))
            .collect();
        let kwarg = optional_child(node, 5).map(|parameter| Box::new(self.parameter(parameter)));
        ast::Parameters {
            range: TextRange::new(start, self.last()),
            node_index: AtomicNodeIndex::NONE,
            posonlyargs: all,
            args,
            vararg,
            kwonlyargs,
            kwarg,
        }
    }

    fn parameter(&mut self, node: &Node) -> ast::Parameter {
        let start = self.begin(node);
        let name = self.identifier(text(node, 0), start);
        let annotation = self.optional_boxed(node, 1);
        ast::Parameter { range: self.end(node, start), node_index: AtomicNodeIndex::NONE, name, annotation }
    }

    fn parameter_with_default(&mut self, node: &Node, default: Option<&Node>) -> ast::ParameterWithDefault {
        let parameter = self.parameter(node);
        let default = default.map(|default| Box::new(self.expr(default)));
        let range = TextRange::new(parameter.range.start(), self.last());
        ast::ParameterWithDefault { range, node_index: AtomicNodeIndex::NONE, parameter, default }
    }

    /// The arguments of a call or class.
    pub(super) fn arguments(&mut self, node: &Node, positional: usize, keywords: usize) -> ast::Arguments {
        let start = self.last();
        let args = self.exprs(node, positional).into();
        let keywords = children(node, keywords).map(|keyword| {
            let start = self.begin(keyword);
            let arg = self.optional_identifier(keyword, 0, start);
            let value = self.expr(child(keyword, 1));
            let range = self.end(keyword, start);
            ast::Keyword { range, node_index: AtomicNodeIndex::NONE, arg, value }
        });
        let keywords = keywords.collect();
        let range = TextRange::new(start, self.last());
        ast::Arguments { range, node_index: AtomicNodeIndex::NONE, args, keywords }
    }

    fn patterns(&mut self, node: &Node, index: usize) -> Vec<Pattern> {
        children(node, index).map(|pattern| self.pattern(pattern)).collect()
    }

    fn pattern(&mut self, node: &Node) -> Pattern {
        let node_index = AtomicNodeIndex::NONE;
        let start = self.begin(node);
        match node.kind {
            Kind::MatchValue => {
                let value = self.boxed(node, 0);
                Pattern::MatchValue(ast::PatternMatchValue {
                    node_index,
                    range: self.end(node, start),
                    value,
                })
            }
            Kind::MatchSingleton => {
                let value = match node.fields.first() {
                    Some(Field::Constant(Constant::Bool(true))) => ast::Singleton::True,
                    Some(Field::Constant(Constant::Bool(false))) => ast::Singleton::False,
                    _ => ast::Singleton::None,
                };
                let range = self.end(node, start);
                Pattern::MatchSingleton(ast::PatternMatchSingleton { node_index, range, value })
            }
            Kind::MatchSequence => {
                let patterns = self.patterns(node, 0);
                let range = self.end(node, start);
                Pattern::MatchSequence(ast::PatternMatchSequence { node_index, range, patterns })
            }
            Kind::MatchMapping => {
                let (keys, patterns) = (self.exprs(node, 0), self.patterns(node, 1));
                let rest = self.optional_identifier(node, 2, start);
                let range = self.end(node, start);
                Pattern::MatchMapping(ast::PatternMatchMapping { node_index, range, keys, patterns, rest })
            }
            Kind::MatchClass => {
                let cls = self.boxed(node, 0);
                let patterns = self.patterns(node, 1);
                let attributes = names(node, 2).iter().zip(children(node, 3));
                let keywords = attributes.map(|(attribute, pattern)| {
                    let pattern = self.pattern(pattern);
                    let range = pattern.range();
                    let attr = self.identifier(attribute, range.start());
                    ast::PatternKeyword { range, node_index: AtomicNodeIndex::NONE, attr, pattern }
                });
                let keywords = keywords.collect();
                let range = self.end(node, start);
                let arguments =
                    ast::PatternArguments { range, node_index: AtomicNodeIndex::NONE, patterns, keywords };
                Pattern::MatchClass(ast::PatternMatchClass { node_index, range, cls, arguments })
            }
            Kind::MatchStar => {
                let name = self.optional_identifier(node, 0, start);
                Pattern::MatchStar(ast::PatternMatchStar { node_index, range: self.end(node, start), name })
            }
            Kind::MatchOr => {
                let patterns = self.patterns(node, 0);
                Pattern::MatchOr(ast::PatternMatchOr { node_index, range: self.end(node, start), patterns })
            }
            _ => {
                let pattern = optional_child(node, 0).map(|pattern| Box::new(self.pattern(pattern)));
                let name = self.optional_identifier(node, 1, start);
                let range = self.end(node, start);
                Pattern::MatchAs(ast::PatternMatchAs { node_index, range, pattern, name })
            }
        }
    }
}
