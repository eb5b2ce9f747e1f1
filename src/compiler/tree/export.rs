//! The parser crate's tree as the tree of module `ast`: statements and patterns. Expressions: [`super::expressions`].

use std::cell::Cell;

use ruff_python_ast::{self as ast, Expr, Mod, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use typhon_bytecode::Constant;

use super::{Field, Kind, Node, Place};
use crate::Mode;
use crate::source::Source;
use crate::type_comments::TypeComments;

/// The tree of a whole source.
pub(crate) fn export(
    source: &Source,
    tree: &Mod,
    mode: Mode,
    optimizing: Option<u8>,
    comments: TypeComments,
) -> Node {
    Exporter { comments, ..Exporter::new(source, optimizing) }.module(tree, mode)
}

pub(crate) struct Exporter<'s> {
    pub(super) source: &'s Source,
    /// Line of the last place, which the next is likely near to.
    hint: Cell<usize>,
    /// What `__debug__` stands for, in trees that the compiler's first pass has seen.
    pub(super) debug: Option<bool>,
    strips_docstrings: bool,
    comments: TypeComments,
}

/// A node in a field.
pub(crate) fn node(node: Node) -> Field {
    Field::Node(Box::new(node))
}

pub(super) fn optional(found: Option<Node>) -> Field {
    found.map_or(Field::Absent, node)
}

pub(crate) fn all(nodes: impl IntoIterator<Item = Node>) -> Field {
    Field::Nodes(nodes.into_iter().map(Some).collect())
}

/// A node without fields or place: an operator or context.
pub(super) fn mark(kind: Kind) -> Field {
    node(Node { kind, fields: Vec::new(), place: Place::default() })
}

pub(super) fn name(identifier: &ast::Identifier) -> Field {
    Field::Name(identifier.as_str().to_owned())
}

fn optional_name(identifier: Option<&ast::Identifier>) -> Field {
    identifier.map_or(Field::Absent, name)
}

fn names(identifiers: &[ast::Identifier]) -> Field {
    Field::Names(identifiers.iter().map(|name| name.as_str().to_owned()).collect())
}

impl<'s> Exporter<'s> {
    pub(crate) fn new(source: &'s Source, optimizing: Option<u8>) -> Exporter<'s> {
        let strips_docstrings = optimizing.is_some_and(|level| level >= 2);
        Exporter {
            source,
            hint: Cell::new(0),
            debug: optimizing.map(|level| level == 0),
            strips_docstrings,
            comments: TypeComments::default(),
        }
    }

    pub(super) fn place(&self, range: TextRange) -> Place {
        let mut hint = self.hint.get();
        let position = self.source.position(range, &mut hint);
        self.hint.set(hint);
        Place {
            line: position.line as i32,
            column: position.column as i32,
            end_line: position.end_line as i32,
            end_column: position.end_column as i32,
        }
    }

    pub(crate) fn node(&self, kind: Kind, range: TextRange, fields: impl Into<Vec<Field>>) -> Node {
        Node { kind, fields: fields.into(), place: self.place(range) }
    }

    /// A node without a place.
    pub(crate) fn placeless(&self, kind: Kind, fields: impl Into<Vec<Field>>) -> Node {
        Node { kind, fields: fields.into(), place: Place::default() }
    }

    fn module(&self, tree: &Mod, mode: Mode) -> Node {
        match (tree, mode) {
            (Mod::Module(module), Mode::Single) => {
                self.placeless(Kind::Interactive, [self.body(&module.body)])
            }
            (Mod::Module(module), _) => {
                let ignored = all(self.comments.ignored.iter().map(|(line, tag)| {
                    let fields = [Field::Number(*line as i32), Field::Text(tag.as_str().into())];
                    self.placeless(Kind::TypeIgnore, fields)
                }));
                self.placeless(Kind::Module, [self.documented(&module.body), ignored])
            }
            (Mod::Expression(expression), _) => {
                self.placeless(Kind::Expression, [node(self.expr(&expression.body))])
            }
        }
    }

    /// A body that may begin with a docstring; without it a `pass` stands there if nothing else does.
    fn documented(&self, body: &[Stmt]) -> Field {
        match body {
            [Stmt::Expr(first), rest @ ..]
                if self.strips_docstrings && first.value.is_string_literal_expr() =>
            {
                if rest.is_empty() {
                    all([self.node(Kind::Pass, TextRange::at(first.range.start(), TextSize::of("pass")), [])])
                } else {
                    self.body(rest)
                }
            }
            _ => self.body(body),
        }
    }

    fn body(&self, body: &[Stmt]) -> Field {
        all(body.iter().map(|stmt| self.stmt(stmt)))
    }

    /// A compound statement reaches to the last token of its last line, which may be a semicolon.
    fn with_semicolon(&self, range: TextRange) -> TextRange {
        let rest = self.source.text().get(range.end().to_usize()..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len();
        if rest[blanks..].starts_with(';') {
            return TextRange::new(range.start(), range.end() + TextSize::from(blanks as u32 + 1));
        }
        range
    }

    fn stmt(&self, stmt: &Stmt) -> Node {
        let range = match stmt {
            Stmt::FunctionDef(def) => {
                self.with_semicolon(self.source.definition(def.range, &def.decorator_list))
            }
            Stmt::ClassDef(def) => {
                self.with_semicolon(self.source.definition(def.range, &def.decorator_list))
            }
            Stmt::For(_) | Stmt::While(_) | Stmt::If(_) | Stmt::With(_) | Stmt::Try(_) | Stmt::Match(_) => {
                self.with_semicolon(stmt.range())
            }
            Stmt::Assign(s) => match self.comments.behind(self.source, s) {
                Some(comment) => s.range.cover(comment),
                None => s.range,
            },
            stmt => stmt.range(),
        };
        let (kind, fields) = match stmt {
            Stmt::FunctionDef(s) => {
                let kind = if s.is_async { Kind::AsyncFunctionDef } else { Kind::FunctionDef };
                let fields = vec![
                    name(&s.name),
                    node(self.parameters(Some(&s.parameters))),
                    self.documented(&s.body),
                    all(s.decorator_list.iter().map(|decorator| self.expr(&decorator.expression))),
                    self.optional_expr(s.returns.as_deref()),
                    self.header_comment(s.returns.as_ref().map_or(s.parameters.end(), |e| e.end()), &s.body),
                    self.type_params(s.type_params.as_deref()),
                ];
                (kind, fields)
            }
            Stmt::ClassDef(s) => {
                let arguments = s.arguments.as_deref();
                let fields = vec![
                    name(&s.name),
                    all(arguments.iter().flat_map(|a| a.args.iter().map(|base| self.expr(base)))),
                    all(arguments.iter().flat_map(|a| a.keywords.iter().map(|k| self.keyword(k)))),
                    self.documented(&s.body),
                    all(s.decorator_list.iter().map(|decorator| self.expr(&decorator.expression))),
                    self.type_params(s.type_params.as_deref()),
                ];
                (Kind::ClassDef, fields)
            }
            Stmt::Return(s) => (Kind::Return, vec![self.optional_expr(s.value.as_deref())]),
            Stmt::Delete(s) => (Kind::Delete, vec![self.exprs(&s.targets)]),
            Stmt::TypeAlias(s) => {
                let params = self.type_params(s.type_params.as_deref());
                (Kind::TypeAlias, vec![node(self.expr(&s.name)), params, node(self.expr(&s.value))])
            }
            Stmt::Assign(s) => {
                let comment = self.type_comment(self.comments.behind(self.source, s));
                (Kind::Assign, vec![self.exprs(&s.targets), node(self.expr(&s.value)), comment])
            }
            Stmt::AugAssign(s) => {
                let op = mark(super::expressions::operator(s.op));
                (Kind::AugAssign, vec![node(self.expr(&s.target)), op, node(self.expr(&s.value))])
            }
            Stmt::AnnAssign(s) => {
                let fields = vec![
                    node(self.expr(&s.target)),
                    node(self.expr(&s.annotation)),
                    self.optional_expr(s.value.as_deref()),
                    Field::Number(s.simple.into()),
                ];
                (Kind::AnnAssign, fields)
            }
            Stmt::For(s) => {
                let kind = if s.is_async { Kind::AsyncFor } else { Kind::For };
                let fields = vec![
                    node(self.expr(&s.target)),
                    node(self.expr(&s.iter)),
                    self.body(&s.body),
                    self.body(&s.orelse),
                    self.header_comment(s.iter.end(), &s.body),
                ];
                (kind, fields)
            }
            Stmt::While(s) => {
                (Kind::While, vec![node(self.expr(&s.test)), self.body(&s.body), self.body(&s.orelse)])
            }
            Stmt::If(s) => {
                let orelse = self.clauses(&s.elif_else_clauses, range.end());
                (Kind::If, vec![node(self.expr(&s.test)), self.body(&s.body), orelse])
            }
            Stmt::With(s) => {
                let kind = if s.is_async { Kind::AsyncWith } else { Kind::With };
                let items = all(s.items.iter().map(|item| {
                    let variables = self.optional_expr(item.optional_vars.as_deref());
                    self.placeless(Kind::WithItem, [node(self.expr(&item.context_expr)), variables])
                }));
                let header = s.items.last().map_or(s.range.start(), Ranged::end);
                (kind, vec![items, self.body(&s.body), self.header_comment(header, &s.body)])
            }
            Stmt::Match(s) => {
                let cases = all(s.cases.iter().map(|case| {
                    let guard = self.optional_expr(case.guard.as_deref());
                    let pattern = node(self.pattern(&case.pattern));
                    self.placeless(Kind::MatchCase, [pattern, guard, self.body(&case.body)])
                }));
                (Kind::Match, vec![node(self.expr(&s.subject)), cases])
            }
            Stmt::Raise(s) => {
                let cause = self.optional_expr(s.cause.as_deref());
                (Kind::Raise, vec![self.optional_expr(s.exc.as_deref()), cause])
            }
            Stmt::Try(s) => {
                let kind = if s.is_star { Kind::TryStar } else { Kind::Try };
                let handlers = all(s.handlers.iter().map(|ast::ExceptHandler::ExceptHandler(handler)| {
                    let fields = [
                        self.optional_expr(handler.type_.as_deref()),
                        optional_name(handler.name.as_ref()),
                        self.body(&handler.body),
                    ];
                    self.node(Kind::ExceptHandler, self.with_semicolon(handler.range), fields)
                }));
                (kind, vec![self.body(&s.body), handlers, self.body(&s.orelse), self.body(&s.finalbody)])
            }
            Stmt::Assert(s) => {
                (Kind::Assert, vec![node(self.expr(&s.test)), self.optional_expr(s.msg.as_deref())])
            }
            Stmt::Import(s) => (Kind::Import, vec![self.aliases(&s.names)]),
            Stmt::ImportFrom(s) => {
                let module = optional_name(s.module.as_ref());
                (Kind::ImportFrom, vec![module, self.aliases(&s.names), Field::Number(s.level as i32)])
            }
            Stmt::Global(s) => (Kind::Global, vec![names(&s.names)]),
            Stmt::Nonlocal(s) => (Kind::Nonlocal, vec![names(&s.names)]),
            Stmt::Expr(s) => (Kind::Expr, vec![node(self.expr(&s.value))]),
            Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => (Kind::Pass, Vec::new()),
            Stmt::Break(_) => (Kind::Break, Vec::new()),
            Stmt::Continue(_) => (Kind::Continue, Vec::new()),
        };
        self.node(kind, range, fields)
    }

    fn type_comment(&self, comment: Option<TextRange>) -> Field {
        comment.map_or(Field::Absent, |comment| Field::Text(self.source.slice(comment).into()))
    }

    /// The type comment between a header, which ends behind `end`, and its body.
    fn header_comment(&self, end: TextSize, body: &[Stmt]) -> Field {
        let body = body.first().map_or(end, Ranged::start);
        self.type_comment(self.comments.between(end, body))
    }

    /// `elif` is an `if` in the `else` of the one before.
    fn clauses(&self, clauses: &[ast::ElifElseClause], end: TextSize) -> Field {
        let mut orelse = Field::Nodes(Vec::new());
        for clause in clauses.iter().rev() {
            let body = self.body(&clause.body);
            orelse = match &clause.test {
                None => body,
                Some(test) => {
                    let range = TextRange::new(clause.range.start(), end);
                    all([self.node(Kind::If, range, [node(self.expr(test)), body, orelse])])
                }
            };
        }
        orelse
    }

    fn aliases(&self, aliases: &[ast::Alias]) -> Field {
        all(aliases.iter().map(|alias| {
            let asname = optional_name(alias.asname.as_ref());
            self.node(Kind::Alias, alias.range, [name(&alias.name), asname])
        }))
    }

    fn type_params(&self, params: Option<&ast::TypeParams>) -> Field {
        let params = params.iter().flat_map(|params| &params.type_params);
        all(params.map(|param| match param {
            ast::TypeParam::TypeVar(p) => {
                let bound = self.optional_expr(p.bound.as_deref());
                let default = self.optional_expr(p.default.as_deref());
                self.node(Kind::TypeVar, p.range, [name(&p.name), bound, default])
            }
            ast::TypeParam::ParamSpec(p) => {
                let default = self.optional_expr(p.default.as_deref());
                self.node(Kind::ParamSpec, p.range, [name(&p.name), default])
            }
            ast::TypeParam::TypeVarTuple(p) => {
                let default = self.optional_expr(p.default.as_deref());
                self.node(Kind::TypeVarTuple, p.range, [name(&p.name), default])
            }
        }))
    }

    pub(super) fn parameters(&self, parameters: Option<&ast::Parameters>) -> Node {
        let Some(parameters) = parameters else {
            let none = || Field::Nodes(Vec::new());
            let fields = [none(), none(), Field::Absent, none(), none(), Field::Absent, none()];
            return self.placeless(Kind::Arguments, fields);
        };
        // A type comment stands between a parameter, its default and comma, and the next one.
        let mut starts: Vec<TextSize> = parameters.iter().map(|each| each.start()).collect();
        starts.sort_unstable();
        starts.push(parameters.end());
        let parameter = |parameter: &ast::Parameter, end: TextSize| {
            // The stars are not the parameter's.
            let range = TextRange::new(parameter.name.range.start(), parameter.range.end());
            let annotation = self.optional_expr(parameter.annotation.as_deref());
            let next = starts.get(starts.partition_point(|&start| start < end)).copied().unwrap_or(end);
            let comment = self.type_comment(self.comments.between(end, next));
            self.node(Kind::Arg, range, [name(&parameter.name), annotation, comment])
        };
        let alone = |each: &ast::Parameter| parameter(each, each.end());
        let several = |list: &[ast::ParameterWithDefault]| {
            all(list.iter().map(|each| parameter(&each.parameter, each.end())))
        };
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let keyword_defaults =
            parameters.kwonlyargs.iter().map(|each| each.default.as_deref().map(|value| self.expr(value)));
        let fields = [
            several(&parameters.posonlyargs),
            several(&parameters.args),
            optional(parameters.vararg.as_deref().map(alone)),
            several(&parameters.kwonlyargs),
            Field::Nodes(keyword_defaults.collect()),
            optional(parameters.kwarg.as_deref().map(alone)),
            all(positional.filter_map(|each| each.default.as_deref()).map(|value| self.expr(value))),
        ];
        self.placeless(Kind::Arguments, fields)
    }

    pub(super) fn keyword(&self, keyword: &ast::Keyword) -> Node {
        let value = node(self.expr(&keyword.value));
        self.node(Kind::Keyword, keyword.range, [optional_name(keyword.arg.as_ref()), value])
    }

    pub(super) fn optional_expr(&self, expr: Option<&Expr>) -> Field {
        optional(expr.map(|expr| self.expr(expr)))
    }

    pub(super) fn exprs(&self, exprs: &[Expr]) -> Field {
        all(exprs.iter().map(|expr| self.expr(expr)))
    }

    fn pattern(&self, pattern: &Pattern) -> Node {
        let patterns = |patterns: &[Pattern]| all(patterns.iter().map(|pattern| self.pattern(pattern)));
        let (kind, fields) = match pattern {
            Pattern::MatchValue(p) => (Kind::MatchValue, vec![node(self.expr(&p.value))]),
            Pattern::MatchSingleton(p) => {
                let value = match p.value {
                    ast::Singleton::None => Constant::None,
                    ast::Singleton::True => Constant::Bool(true),
                    ast::Singleton::False => Constant::Bool(false),
                };
                (Kind::MatchSingleton, vec![Field::Constant(value)])
            }
            Pattern::MatchSequence(p) => (Kind::MatchSequence, vec![patterns(&p.patterns)]),
            Pattern::MatchMapping(p) => {
                let rest = optional_name(p.rest.as_ref());
                (Kind::MatchMapping, vec![self.exprs(&p.keys), patterns(&p.patterns), rest])
            }
            Pattern::MatchClass(p) => {
                let keywords = &p.arguments.keywords;
                let attributes = keywords.iter().map(|keyword| keyword.attr.as_str().to_owned());
                let fields = vec![
                    node(self.expr(&p.cls)),
                    patterns(&p.arguments.patterns),
                    Field::Names(attributes.collect()),
                    all(keywords.iter().map(|keyword| self.pattern(&keyword.pattern))),
                ];
                (Kind::MatchClass, fields)
            }
            Pattern::MatchStar(p) => (Kind::MatchStar, vec![optional_name(p.name.as_ref())]),
            Pattern::MatchAs(p) => {
                let inner = optional(p.pattern.as_deref().map(|pattern| self.pattern(pattern)));
                (Kind::MatchAs, vec![inner, optional_name(p.name.as_ref())])
            }
            Pattern::MatchOr(p) => (Kind::MatchOr, vec![patterns(&p.patterns)]),
        };
        self.node(kind, pattern.range(), fields)
    }
}
