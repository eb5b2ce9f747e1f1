//! Type comments (PEP 484) of a source that asks for them: where they stand, so that the nodes whose grammar has a place for one find theirs. That
//! each stands in such a place the grammar of [`crate::diagnose`] has seen to.

use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashMap;

use crate::diagnose::lexer::{Lexer, TokenKind};
use crate::source::Source;
use crate::tree::{Field, Kind, Node, Place};

/// Gives the nodes of a tree that was made anew from another one that one's type comments: a statement or parameter has its place still.
pub(crate) fn carry_over(from: &Node, into: &mut Node) {
    let mut known: FxHashMap<(Kind, Place), &Field> = FxHashMap::default();
    let mut pending = vec![from];
    while let Some(node) = pending.pop() {
        for (field, def) in node.fields.iter().zip(node.kind.fields()) {
            match field {
                Field::Text(_) if def.name == "type_comment" => {
                    known.insert((node.kind, node.place), field);
                }
                Field::Node(child) => pending.push(child),
                Field::Nodes(children) => pending.extend(children.iter().flatten()),
                _ => {}
            }
        }
    }
    if known.is_empty() && from.kind != Kind::Module {
        return;
    }
    let mut pending = vec![&mut *into];
    while let Some(node) = pending.pop() {
        let (kind, place) = (node.kind, node.place);
        for (field, def) in node.fields.iter_mut().zip(kind.fields()) {
            match field {
                Field::Absent if def.name == "type_comment" => {
                    if let Some(&comment) = known.get(&(kind, place)) {
                        *field = comment.clone();
                    }
                }
                Field::Node(child) => pending.push(child),
                Field::Nodes(children) => pending.extend(children.iter_mut().flatten()),
                _ => {}
            }
        }
    }
    let ignores = |node: &Node| node.kind.fields().iter().position(|def| def.name == "type_ignores");
    if let (Some(at), Some(to)) = (ignores(from), ignores(into))
        && let (Some(field), Some(place)) = (from.fields.get(at), into.fields.get_mut(to))
    {
        *place = field.clone();
    }
}

#[derive(Debug, Default)]
pub(crate) struct TypeComments {
    /// What stands behind the colon, in order.
    found: Vec<TextRange>,
    /// Lines of `# type: ignore`, and what follows that word.
    pub(crate) ignored: Vec<(u32, String)>,
}

impl TypeComments {
    pub(crate) fn read(source: &Source) -> TypeComments {
        // A module ends with a newline, written or not.
        let text = format!("{}\n", source.text().strip_suffix('\n').unwrap_or(source.text()));
        let mut lexer = Lexer::new(&text);
        lexer.type_comments = true;
        let mut comments = TypeComments::default();
        loop {
            let token = lexer.next_token();
            let range = TextRange::new(
                TextSize::from(token.start as u32),
                TextSize::from(token.end.max(token.start) as u32),
            );
            match token.kind {
                TokenKind::End | TokenKind::Error => return comments,
                TokenKind::TypeComment => comments.found.push(range),
                TokenKind::TypeIgnore => {
                    comments.ignored.push((source.line(range.start()), text[range].to_owned()));
                }
                _ => {}
            }
        }
    }

    /// The first comment behind `from`.
    fn after(&self, from: TextSize) -> Option<TextRange> {
        let index = self.found.partition_point(|range| range.start() < from);
        self.found.get(index).copied()
    }

    /// The comment between two places.
    pub(crate) fn between(&self, from: TextSize, to: TextSize) -> Option<TextRange> {
        self.after(from).filter(|comment| comment.start() < to)
    }

    /// The comment that ends the line of a statement.
    pub(crate) fn behind(&self, source: &Source, stmt: &impl Ranged) -> Option<TextRange> {
        let comment = self.after(stmt.end())?;
        let (gap, sign) = source.slice(TextRange::new(stmt.end(), comment.start())).split_once('#')?;
        (!sign.contains('\n') && gap.replace("\\\n", " ").chars().all(|c| matches!(c, ' ' | '\t' | '\x0c')))
            .then_some(comment)
    }
}
