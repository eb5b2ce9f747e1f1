//! What a tree that Python code made must be, beyond its types: counts that agree, contexts, places, patterns. Messages are CPython's (Python/ast.c).

use typhon_bytecode::Constant;

use super::table::{Sum, Type};
use super::{Field, Kind, Node};

/// Why a tree is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// `ValueError`.
    Value(String),
    /// `TypeError`.
    Type(String),
    /// Too deep for the passes that follow: `RecursionError`.
    Depth,
}

/// Nodes inside nodes that the stack of a compilation bears.
const MAX_DEPTH: u32 = 6_000;

type Outcome = Result<(), Flaw>;

/// Checks a whole tree.
///
/// # Errors
/// The first flaw in the order of CPython's walk.
pub fn validate(root: &Node) -> Outcome {
    Validator { depth: 0 }.node(root, Kind::Load)
}

struct Validator {
    depth: u32,
}

fn value_error<T>(message: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw::Value(message.into()))
}

fn count(node: &Node, index: usize) -> usize {
    match node.fields.get(index) {
        Some(Field::Nodes(list)) => list.len(),
        Some(Field::Names(list)) => list.len(),
        _ => 0,
    }
}

fn child(node: &Node, index: usize) -> Option<&Node> {
    match node.fields.get(index) {
        Some(Field::Node(child)) => Some(child),
        _ => None,
    }
}

/// The context that expressions in a field must have.
fn wanted_context(kind: Kind, field: &str, own: Kind) -> Kind {
    match (kind, field) {
        (Kind::Delete, "targets") => Kind::Del,
        (Kind::Assign, "targets")
        | (
            Kind::AugAssign
            | Kind::AnnAssign
            | Kind::For
            | Kind::AsyncFor
            | Kind::Comprehension
            | Kind::NamedExpr,
            "target",
        )
        | (Kind::WithItem, "optional_vars")
        | (Kind::TypeAlias, "name") => Kind::Store,
        (Kind::List | Kind::Tuple, "elts") | (Kind::Starred, "value") => own,
        _ => Kind::Load,
    }
}

impl Validator {
    fn node(&mut self, node: &Node, context: Kind) -> Outcome {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Flaw::Depth);
        }
        let row = node.kind.row();
        if row.sum.has_place() {
            place(node)?;
        }
        match row.sum {
            Sum::Expr => check_context(node, context)?,
            Sum::Pattern => pattern(node, false)?,
            _ => {}
        }
        counts(node)?;
        for (field, value) in node.kind.fields().iter().zip(&node.fields) {
            let context = wanted_context(node.kind, field.name, context);
            match value {
                Field::Node(inner) => self.node(inner, context)?,
                Field::Nodes(list) => {
                    for (index, inner) in list.iter().enumerate() {
                        match inner {
                            Some(inner) if node.kind == Kind::MatchSequence => {
                                self.sequence_item(inner)?;
                            }
                            Some(inner) => self.node(inner, context)?,
                            None => allowed_gap(node, field.name, field.holds, index)?,
                        }
                    }
                }
                _ => {}
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// A pattern where a star may stand.
    fn sequence_item(&mut self, node: &Node) -> Outcome {
        if node.kind == Kind::MatchStar {
            place(node)?;
            return pattern(node, true);
        }
        self.node(node, Kind::Load)
    }
}

/// `None` in a list.
fn allowed_gap(node: &Node, field: &str, holds: Type, _: usize) -> Outcome {
    match (node.kind, field, holds) {
        (Kind::Dict, "keys", _) | (Kind::Arguments, "kw_defaults", _) => Ok(()),
        (_, _, Type::Node(Sum::Stmt)) => value_error("None disallowed in statement list"),
        _ => value_error("None disallowed in expression list"),
    }
}

fn place(node: &Node) -> Outcome {
    let place = node.place;
    if place.line > place.end_line {
        return value_error(format!("AST node line range ({}, {}) is not valid", place.line, place.end_line));
    }
    if (place.line < 0 && place.end_line != place.line)
        || (place.column < 0 && place.column != place.end_column)
    {
        return value_error(format!(
            "AST node column range ({}, {}) for line range ({}, {}) is not valid",
            place.column, place.end_column, place.line, place.end_line
        ));
    }
    if place.line == place.end_line && place.column > place.end_column {
        return value_error(format!(
            "line {}, column {}-{} is not a valid range",
            place.line, place.column, place.end_column
        ));
    }
    Ok(())
}

fn check_context(node: &Node, wanted: Kind) -> Outcome {
    let own = match node.kind {
        Kind::Attribute | Kind::Subscript => child(node, 2),
        Kind::Starred | Kind::Name | Kind::List | Kind::Tuple => child(node, 1),
        _ => None,
    };
    let wanted_name = wanted.row().name;
    match own {
        Some(own) if own.kind != wanted => {
            let has = own.kind.row().name;
            value_error(format!("expression must have {wanted_name} context but has {has} instead"))
        }
        None if wanted != Kind::Load => {
            value_error(format!("expression which can't be assigned to in {wanted_name} context"))
        }
        _ => Ok(()),
    }
}

fn identifier(name: &str) -> Outcome {
    if matches!(name, "None" | "True" | "False") {
        return value_error(format!("identifier field can't represent '{name}' constant"));
    }
    Ok(())
}

/// Lists that may not be empty, numbers of things that must agree, and the like.
fn counts(node: &Node) -> Outcome {
    let name = node.kind.row().name;
    for (index, field) in node.kind.fields().iter().enumerate() {
        let is_needed = match (node.kind, field.name) {
            (Kind::Module | Kind::Interactive | Kind::Lambda | Kind::IfExp, _) => false,
            (_, "body") => matches!(field.holds, Type::Node(Sum::Stmt)),
            (Kind::Delete | Kind::Assign, "targets")
            | (Kind::With | Kind::AsyncWith, "items")
            | (Kind::Match, "cases")
            | (Kind::Import | Kind::ImportFrom | Kind::Global | Kind::Nonlocal, "names") => true,
            _ => false,
        };
        if is_needed && count(node, index) == 0 {
            return value_error(format!("empty {} on {name}", field.name));
        }
    }
    match node.kind {
        Kind::Name => match node.fields.first() {
            Some(Field::Name(text)) => identifier(text),
            _ => Ok(()),
        },
        Kind::TypeVar | Kind::ParamSpec | Kind::TypeVarTuple => match node.fields.first() {
            Some(Field::Name(text)) => identifier(text),
            _ => Ok(()),
        },
        Kind::AnnAssign => {
            let is_simple = matches!(node.fields.get(3), Some(Field::Number(simple)) if *simple != 0);
            if is_simple && child(node, 0).is_some_and(|target| target.kind != Kind::Name) {
                return Err(Flaw::Type("AnnAssign with simple non-Name target".to_owned()));
            }
            Ok(())
        }
        Kind::NamedExpr if child(node, 0).is_some_and(|target| target.kind != Kind::Name) => {
            Err(Flaw::Type("NamedExpr target must be a Name".to_owned()))
        }
        Kind::TypeAlias if child(node, 0).is_some_and(|target| target.kind != Kind::Name) => {
            Err(Flaw::Type("TypeAlias with non-Name name".to_owned()))
        }
        Kind::Raise if child(node, 0).is_none() && child(node, 1).is_some() => {
            value_error("Raise with cause but no exception")
        }
        Kind::Try | Kind::TryStar => {
            if count(node, 1) == 0 && count(node, 3) == 0 {
                return value_error(format!("{name} has neither except handlers nor finalbody"));
            }
            if count(node, 1) == 0 && count(node, 2) > 0 {
                return value_error(format!("{name} has orelse but no except handlers"));
            }
            Ok(())
        }
        Kind::ImportFrom => match node.fields.get(2) {
            Some(Field::Number(level)) if *level < 0 => value_error("Negative ImportFrom level"),
            _ => Ok(()),
        },
        Kind::BoolOp if count(node, 1) < 2 => value_error("BoolOp with less than 2 values"),
        Kind::Dict if count(node, 0) != count(node, 1) => {
            value_error("Dict doesn't have the same number of keys as values")
        }
        Kind::ListComp | Kind::SetComp | Kind::GeneratorExp if count(node, 1) == 0 => {
            value_error("comprehension with no generators")
        }
        Kind::DictComp if count(node, 2) == 0 => value_error("comprehension with no generators"),
        Kind::Compare if count(node, 2) == 0 => value_error("Compare with no comparators"),
        Kind::Compare if count(node, 2) != count(node, 1) => {
            value_error("Compare has a different number of comparators and operands")
        }
        Kind::Arguments if count(node, 6) > count(node, 0) + count(node, 1) => {
            value_error("more positional defaults than args on arguments")
        }
        Kind::Arguments if count(node, 4) != count(node, 3) => {
            value_error("length of kwonlyargs is not the same as kw_defaults on arguments")
        }
        _ => Ok(()),
    }
}

fn capture(node: &Node, index: usize) -> Outcome {
    match node.fields.get(index) {
        Some(Field::Name(name)) if name == "_" => value_error("can't capture name '_' in patterns"),
        Some(Field::Name(name)) => identifier(name),
        _ => Ok(()),
    }
}

/// What a pattern must be itself; those inside are visited by the walk.
fn pattern(node: &Node, star_is_fine: bool) -> Outcome {
    match node.kind {
        Kind::MatchValue => child(node, 0).map_or(Ok(()), literal),
        Kind::MatchSingleton => match node.fields.first() {
            Some(Field::Constant(Constant::None | Constant::Bool(_))) => Ok(()),
            _ => value_error("MatchSingleton can only contain True, False and None"),
        },
        Kind::MatchMapping => {
            if count(node, 0) != count(node, 1) {
                return value_error("MatchMapping doesn't have the same number of keys as patterns");
            }
            capture(node, 2)?;
            let Some(Field::Nodes(keys)) = node.fields.first() else { return Ok(()) };
            keys.iter().flatten().try_for_each(|key| match key.fields.first() {
                Some(Field::Constant(Constant::None | Constant::Bool(_))) if key.kind == Kind::Constant => {
                    Ok(())
                }
                _ => literal(key),
            })
        }
        Kind::MatchClass => {
            if count(node, 2) != count(node, 3) {
                return value_error(
                    "MatchClass doesn't have the same number of keyword attributes as patterns",
                );
            }
            let mut class = child(node, 0);
            while let Some(part) = class {
                class = match part.kind {
                    Kind::Name => None,
                    Kind::Attribute => child(part, 0),
                    _ => {
                        return value_error("MatchClass cls field can only contain Name or Attribute nodes.");
                    }
                };
            }
            match node.fields.get(2) {
                Some(Field::Names(names)) => names.iter().try_for_each(|name| identifier(name)),
                _ => Ok(()),
            }
        }
        Kind::MatchStar if !star_is_fine => value_error("can't use MatchStar here"),
        Kind::MatchStar => capture(node, 0),
        Kind::MatchAs => {
            capture(node, 1)?;
            if child(node, 0).is_some() && !matches!(node.fields.get(1), Some(Field::Name(_))) {
                return value_error("MatchAs must specify a target name if a pattern is given");
            }
            Ok(())
        }
        Kind::MatchOr if count(node, 0) < 2 => value_error("MatchOr requires at least 2 patterns"),
        _ => Ok(()),
    }
}

/// An expression that a pattern compares with.
fn literal(node: &Node) -> Outcome {
    let is_number = |node: Option<&Node>, real: bool, imaginary: bool| {
        let value = node.filter(|node| node.kind == Kind::Constant).and_then(|node| node.fields.first());
        match value {
            Some(Field::Constant(Constant::Int(_) | Constant::BigInt { .. } | Constant::Float(_))) => real,
            Some(Field::Constant(Constant::Complex { .. })) => imaginary,
            _ => false,
        }
    };
    let is_negative = |node: Option<&Node>, imaginary: bool| {
        node.is_some_and(|node| {
            node.kind == Kind::UnaryOp
                && child(node, 0).is_some_and(|op| op.kind == Kind::USub)
                && is_number(child(node, 1), true, imaginary)
        })
    };
    let is_fine = match node.kind {
        Kind::Constant => match node.fields.first() {
            Some(Field::Constant(Constant::Str(_) | Constant::Bytes(_))) => true,
            _ if is_number(Some(node), true, true) => true,
            _ => return value_error("unexpected constant inside of a literal pattern"),
        },
        Kind::Attribute => {
            let mut part = Some(node);
            while let Some(Node { kind: Kind::Attribute, .. }) = part {
                part = part.and_then(|part| child(part, 0));
            }
            part.is_some_and(|part| part.kind == Kind::Name)
        }
        Kind::UnaryOp => is_negative(Some(node), true),
        Kind::BinOp => {
            let left = child(node, 0);
            child(node, 1).is_some_and(|op| matches!(op.kind, Kind::Add | Kind::Sub))
                && (is_number(left, true, false) || is_negative(left, false))
                && is_number(child(node, 2), false, true)
        }
        // Later stages refuse them.
        Kind::JoinedStr | Kind::TemplateStr => true,
        _ => false,
    };
    if is_fine { Ok(()) } else { value_error("patterns may only match literals and attribute lookups") }
}
