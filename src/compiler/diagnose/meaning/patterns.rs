//! Patterns of `match`: names bound once, alternatives that bind the same, nothing unreachable.

use ruff_python_ast::{self as ast, Expr, Pattern};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashSet;

use super::expressions::first_repeated;
use super::{LOCAL, Walk};
use crate::error::Result;

/// What a pattern's parts are judged by.
#[derive(Default)]
struct Bindings<'a> {
    /// The names bound so far.
    names: FxHashSet<&'a str>,
    /// Whether a pattern that always matches may stand here.
    may_always_match: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn cases(&mut self, cases: &'a [ast::MatchCase]) -> Result<()> {
        for (index, case) in cases.iter().enumerate() {
            self.pattern_names(&case.pattern)?;
            let mut bindings = Bindings {
                names: FxHashSet::default(),
                may_always_match: case.guard.is_some() || index + 1 == cases.len(),
            };
            self.pattern(&case.pattern, &mut bindings);
            self.optional(case.guard.as_deref())?;
            self.body(&case.body)?;
        }
        Ok(())
    }

    /// The parser crate overlooks missing commas between patterns.
    fn doubt_commas(&mut self, patterns: &[Pattern]) {
        self.doubts |= patterns.windows(2).any(|pair| {
            let between = TextRange::new(pair[0].end(), pair[1].start().max(pair[0].end()));
            !self.source.slice(between).contains(',')
        });
    }

    /// The names and expressions in a pattern.
    fn pattern_names(&mut self, pattern: &'a Pattern) -> Result<()> {
        match pattern {
            Pattern::MatchValue(p) => {
                // Of operators there are only those of complex numbers.
                self.doubts |= p
                    .value
                    .as_bin_op_expr()
                    .is_some_and(|e| !matches!(e.op, ast::Operator::Add | ast::Operator::Sub));
                self.expr(&p.value)
            }
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(p) => {
                self.doubt_commas(&p.patterns);
                p.patterns.iter().try_for_each(|p| self.pattern_names(p))
            }
            Pattern::MatchMapping(p) => {
                self.exprs(&p.keys)?;
                p.patterns.iter().try_for_each(|p| self.pattern_names(p))?;
                self.doubts |= p.rest.as_ref().is_some_and(|rest| rest.as_str() == "_");
                p.rest.as_ref().map_or(Ok(()), |rest| self.occurs(rest, LOCAL, p.range))
            }
            Pattern::MatchClass(p) => {
                self.expr(&p.cls)?;
                self.doubt_commas(&p.arguments.patterns);
                p.arguments.patterns.iter().try_for_each(|p| self.pattern_names(p))?;
                p.arguments.keywords.iter().try_for_each(|keyword| {
                    if keyword.attr.as_str() == "__debug__" {
                        return Err(crate::error::Fault::syntax(
                            keyword.pattern.range(),
                            "cannot assign to __debug__",
                        ));
                    }
                    self.pattern_names(&keyword.pattern)
                })
            }
            Pattern::MatchStar(p) => p.name.as_ref().map_or(Ok(()), |name| self.occurs(name, LOCAL, p.range)),
            Pattern::MatchAs(p) => {
                if let Some(inner) = &p.pattern {
                    // `as _`.
                    self.doubts |= p.name.is_none();
                    self.doubts |= p.name.as_ref().is_some_and(|name| name.as_str() == "_");
                    self.pattern_names(inner)?;
                }
                p.name.as_ref().map_or(Ok(()), |name| self.occurs(name, LOCAL, p.range))
            }
            Pattern::MatchOr(p) => p.patterns.iter().try_for_each(|p| self.pattern_names(p)),
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern, bindings: &mut Bindings<'a>) {
        self.steps += 1;
        match pattern {
            Pattern::MatchValue(p) => {
                if matches!(&*p.value, Expr::FString(_) | Expr::TString(_)) {
                    self.code_error(p.range, "patterns may only match literals and attribute lookups");
                }
            }
            Pattern::MatchSingleton(_) => {}
            Pattern::MatchSequence(p) => {
                if p.patterns.iter().filter(|p| p.is_match_star()).count() > 1 {
                    self.code_error(p.range, "multiple starred names in sequence pattern");
                }
                self.parts(p.patterns.iter(), bindings);
            }
            Pattern::MatchMapping(p) => {
                self.mapping_keys(p);
                self.parts(p.patterns.iter(), bindings);
                if let Some(rest) = &p.rest {
                    self.binds(rest, p.range, bindings);
                }
            }
            Pattern::MatchClass(p) => {
                let keywords = &p.arguments.keywords;
                let names = keywords.iter().map(|keyword| (keyword.attr.as_str(), keyword));
                if let Some((name, again)) = first_repeated(names) {
                    let message = format!("attribute name repeated in class pattern: {name}");
                    self.code_error(again.pattern.range(), message);
                }
                let named = keywords.iter().map(|keyword| &keyword.pattern);
                self.parts(p.arguments.patterns.iter().chain(named), bindings);
            }
            Pattern::MatchStar(p) => {
                if let Some(name) = &p.name {
                    self.binds(name, p.range, bindings);
                }
            }
            Pattern::MatchAs(p) => {
                match &p.pattern {
                    Some(inner) => self.pattern(inner, bindings),
                    None if !bindings.may_always_match => {
                        let message = match &p.name {
                            Some(name) => {
                                format!("name capture '{name}' makes remaining patterns unreachable")
                            }
                            None => "wildcard makes remaining patterns unreachable".to_owned(),
                        };
                        self.code_error(p.range, message);
                    }
                    None => {}
                }
                if let Some(name) = &p.name {
                    self.binds(name, p.range, bindings);
                }
            }
            Pattern::MatchOr(p) => self.alternatives(p, bindings),
        }
    }

    fn parts(&mut self, parts: impl Iterator<Item = &'a Pattern>, bindings: &mut Bindings<'a>) {
        let outer = std::mem::replace(&mut bindings.may_always_match, true);
        for part in parts {
            self.pattern(part, bindings);
        }
        bindings.may_always_match = outer;
    }

    fn alternatives(&mut self, p: &'a ast::PatternMatchOr, bindings: &mut Bindings<'a>) {
        let mut first: Option<FxHashSet<&'a str>> = None;
        for (index, alternative) in p.patterns.iter().enumerate() {
            let is_last = index + 1 == p.patterns.len();
            let mut own = Bindings {
                names: FxHashSet::default(),
                may_always_match: is_last && bindings.may_always_match,
            };
            self.pattern(alternative, &mut own);
            match &first {
                None => first = Some(own.names),
                Some(first) => {
                    let same = *first == own.names;
                    if !same {
                        self.steps += 1;
                        self.code_error(p.range, "alternative patterns bind different names");
                    }
                }
            }
        }
        for name in first.unwrap_or_default() {
            self.steps += 1;
            self.binds(name, p.range, bindings);
        }
    }

    fn binds(&mut self, name: &'a str, range: TextRange, bindings: &mut Bindings<'a>) {
        if !bindings.names.insert(name) {
            self.code_error(range, format!("multiple assignments to name '{name}' in pattern"));
        }
    }

    fn mapping_keys(&mut self, p: &'a ast::PatternMatchMapping) {
        let mut seen = FxHashSet::default();
        for key in &p.keys {
            self.steps += 1;
            match key {
                Expr::FString(_) | Expr::TString(_) => {
                    let message = "mapping pattern keys may only match literals and attribute lookups";
                    self.code_error(p.range, message);
                }
                Expr::Attribute(_) => {}
                key => {
                    let Some(value) = super::suspicion::shown_constant(key) else { continue };
                    let (value, shown) = value;
                    if !seen.insert(value.identity()) {
                        self.code_error(p.range, format!("mapping pattern checks duplicate key ({shown})"));
                    }
                }
            }
        }
    }
}
