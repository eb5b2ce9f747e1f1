//! `match`: patterns as tests that jump to the next case where they fail.
//!
//! Captures are kept in temporaries until the whole pattern of a case has matched, and are then bound all at once; so a pattern that
//! fails half-way has bound nothing. The temporaries that hold the subject and its parts stay allocated until the case ends.

use ruff_python_ast::{self as ast, Pattern, Singleton};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;
use typhon_bytecode::{Constant, Op, Text};

use crate::error::{Fault, Result};
use crate::generate::Generator;
use crate::graph::{Label, NOWHERE, Reg};

/// A name that a pattern captures, where the pattern stands, and the temporary that holds the value.
type Capture<'a> = (&'a ast::Identifier, TextRange, Reg);

impl<'a> Generator<'a> {
    pub(super) fn match_statement(&mut self, stmt: &'a ast::StmtMatch) -> Result<()> {
        let end = self.unit.label();
        let subject = self.next(&stmt.subject)?;
        let depth = self.unit.depth;
        for case in &stmt.cases {
            let next = self.unit.label();
            let mut captures = Vec::new();
            self.here = case.pattern.range();
            self.pattern(&case.pattern, subject, next, &mut captures)?;
            if is_wildcard(&case.pattern) {
                self.unit.op(case.pattern.range(), Op::Nop, 0, 0, 0, 0);
            }
            for &(name, range, register) in &captures {
                let id = self.name(name);
                self.store_name(range, id, register);
            }
            if let Some(guard) = &case.guard {
                self.jump_unless(guard, next)?;
            }
            self.unit.depth = depth;
            self.statements(&case.body)?;
            self.unit.jump(NOWHERE, end);
            self.unit.start(next);
        }
        self.unit.start(end);
        Ok(())
    }

    /// Tests the value in a register against a pattern; jumps to `fail` where it does not match.
    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: Reg,
        fail: Label,
        captures: &mut Vec<Capture<'a>>,
    ) -> Result<()> {
        match pattern {
            Pattern::MatchValue(p) => {
                let depth = self.unit.depth;
                let value = self.any(&p.value)?;
                self.unit.branch(p.range, Op::JumpIfEq, subject, value, false, fail);
                self.unit.depth = depth;
                Ok(())
            }
            Pattern::MatchSingleton(p) => {
                let constant = match p.value {
                    Singleton::None => Constant::None,
                    Singleton::True => Constant::Bool(true),
                    Singleton::False => Constant::Bool(false),
                };
                let value = self.unit.top();
                self.unit.touch(value);
                self.load_constant(p.range, constant, value);
                self.unit.branch(p.range, Op::JumpIfIs, subject, value, false, fail);
                Ok(())
            }
            Pattern::MatchSequence(p) => self.sequence_pattern(p, subject, fail, captures),
            Pattern::MatchMapping(p) => self.mapping_pattern(p, subject, fail, captures),
            Pattern::MatchClass(p) => self.class_pattern(p, subject, fail, captures),
            // Only inside a sequence, which has unpacked the items already.
            Pattern::MatchStar(p) => {
                captures.extend(p.name.iter().map(|name| (name, p.range, subject)));
                Ok(())
            }
            Pattern::MatchAs(p) => {
                if let Some(inner) = &p.pattern {
                    self.pattern(inner, subject, fail, captures)?;
                }
                captures.extend(p.name.iter().map(|name| (name, p.range, subject)));
                Ok(())
            }
            Pattern::MatchOr(p) => self.or_pattern(p, subject, fail, captures),
        }
    }

    fn kind_test(&mut self, range: TextRange, subject: Reg, kind: u8, fail: Label) {
        let outcome = self.unit.top();
        self.unit.touch(outcome);
        self.unit.op(range, Op::MatchKind, outcome, subject, 0, kind);
        self.unit.branch(range, Op::JumpIfFalse, outcome, 0, false, fail);
    }

    /// Leaves the subject's length on top and compares it: jumps to `fail` where `length <op> number` does not hold.
    fn length_test(
        &mut self,
        range: TextRange,
        subject: Reg,
        op: Op,
        number: usize,
        fail: Label,
    ) -> Result<()> {
        let Ok(number) = i16::try_from(number) else {
            return Err(Fault::too_large(range, "too many sub-patterns in a pattern"));
        };
        let length = self.unit.top();
        self.unit.touch(length);
        self.unit.op(range, Op::GetLen, length, subject, 0, 0);
        self.unit.branch(range, op, length, number as u16, false, fail);
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        p: &'a ast::PatternMatchSequence,
        subject: Reg,
        fail: Label,
        captures: &mut Vec<Capture<'a>>,
    ) -> Result<()> {
        let count = p.patterns.len();
        let star = p.patterns.iter().position(Pattern::is_match_star);
        self.kind_test(p.range, subject, 0, fail);
        match star {
            None => self.length_test(p.range, subject, Op::JumpIfEqImmediate, count, fail)?,
            Some(_) if count > 1 => {
                self.length_test(p.range, subject, Op::JumpIfGeImmediate, count - 1, fail)?;
            }
            Some(_) => {}
        }
        if p.patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        if let Some(star) = star
            && is_wildcard(&p.patterns[star])
        {
            return self.sequence_by_index(p, star, subject, fail, captures);
        }
        let first = self.unit.top();
        for _ in 0..count {
            self.unit.push();
        }
        match star {
            None => self.unit.op(p.range, Op::UnpackSequence, first, subject, count as u16, 0),
            Some(before) => {
                let Ok(after) = u8::try_from(count - before - 1) else {
                    return Err(Fault::too_large(
                        p.range,
                        "too many expressions after the starred one in a pattern",
                    ));
                };
                self.unit.op(p.range, Op::UnpackEx, first, subject, before as u16, after);
            }
        }
        for (index, pattern) in p.patterns.iter().enumerate() {
            self.pattern(pattern, first + index as Reg, fail, captures)?;
        }
        Ok(())
    }

    /// A sequence whose star captures nothing: the other items are looked up one by one.
    fn sequence_by_index(
        &mut self,
        p: &'a ast::PatternMatchSequence,
        star: usize,
        subject: Reg,
        fail: Label,
        captures: &mut Vec<Capture<'a>>,
    ) -> Result<()> {
        let count = p.patterns.len();
        for (index, pattern) in p.patterns.iter().enumerate() {
            if is_wildcard(pattern) {
                continue;
            }
            let item = self.unit.push();
            if index < star {
                self.load_constant(p.range, Constant::Int(index as i64), item);
            } else {
                self.unit.op(p.range, Op::GetLen, item, subject, 0, 0);
                self.unit.op(p.range, Op::SubImmediate, item, item, (count - index) as u16, 0);
            }
            self.unit.op(p.range, Op::LoadItem, item, subject, item, 0);
            self.pattern(pattern, item, fail, captures)?;
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        p: &'a ast::PatternMatchMapping,
        subject: Reg,
        fail: Label,
        captures: &mut Vec<Capture<'a>>,
    ) -> Result<()> {
        let count = p.keys.len();
        self.kind_test(p.range, subject, 1, fail);
        if count == 0 && p.rest.is_none() {
            return Ok(());
        }
        if count > 0 {
            self.length_test(p.range, subject, Op::JumpIfGeImmediate, count, fail)?;
        }
        // The mapping and the tuple of its keys, side by side.
        let pair = self.unit.push();
        let keys = self.unit.top();
        for key in &p.keys {
            self.next(key)?;
        }
        self.unit.touch(keys);
        self.unit.op(p.range, Op::BuildTuple, keys, keys, count as u16, 0);
        self.unit.depth = u32::from(keys) + 1;
        self.unit.op(p.range, Op::Move, pair, subject, 0, 0);
        let first = self.unit.top();
        for _ in 0..count.max(1) {
            self.unit.push();
        }
        self.unit.op(p.range, Op::MatchKeys, first, pair, 0, 0);
        self.unit.branch(p.range, Op::JumpIfNone, first, 0, true, fail);
        self.unit.op(p.range, Op::UnpackSequence, first, first, count as u16, 0);
        if let Some(rest) = &p.rest {
            let register = self.unit.push();
            self.unit.op(p.range, Op::MatchRest, register, pair, 0, 0);
            captures.push((rest, p.range, register));
        }
        for (index, pattern) in p.patterns.iter().enumerate() {
            self.pattern(pattern, first + index as Reg, fail, captures)?;
        }
        Ok(())
    }

    fn class_pattern(
        &mut self,
        p: &'a ast::PatternMatchClass,
        subject: Reg,
        fail: Label,
        captures: &mut Vec<Capture<'a>>,
    ) -> Result<()> {
        let arguments = &p.arguments;
        let mut names: Vec<Constant> = Vec::with_capacity(arguments.keywords.len());
        for keyword in &arguments.keywords {
            // As it is written: no name that is private to a class.
            names.push(Constant::Str(Text::from(keyword.attr.as_str())));
        }
        let count = arguments.patterns.len() + arguments.keywords.len();
        let triple = self.unit.push();
        self.next(&p.cls)?;
        let tuple = self.unit.push();
        self.load_constant(p.range, Constant::Tuple(names.into()), tuple);
        self.unit.op(p.range, Op::Move, triple, subject, 0, 0);
        self.unit.depth = u32::from(triple);
        let first = self.unit.top();
        for _ in 0..count.max(1) {
            self.unit.push();
        }
        self.unit.op(p.range, Op::MatchClass, first, triple, arguments.patterns.len() as u16, 0);
        self.unit.branch(p.range, Op::JumpIfNone, first, 0, true, fail);
        self.unit.op(p.range, Op::UnpackSequence, first, first, count as u16, 0);
        let keywords = arguments.keywords.iter().map(|keyword| &keyword.pattern);
        for (index, pattern) in arguments.patterns.iter().chain(keywords).enumerate() {
            self.pattern(pattern, first + index as Reg, fail, captures)?;
        }
        Ok(())
    }

    /// The alternatives capture the same names, each into the same temporaries.
    fn or_pattern(
        &mut self,
        p: &'a ast::PatternMatchOr,
        subject: Reg,
        fail: Label,
        captures: &mut Vec<Capture<'a>>,
    ) -> Result<()> {
        let matched = self.unit.label();
        let mut shared: Vec<Capture<'a>> = Vec::new();
        let mut names = Vec::new();
        collect_names(&p.patterns[0], &mut names);
        for name in names {
            shared.push((name, p.range, self.unit.push()));
        }
        let depth = self.unit.depth;
        for (index, pattern) in p.patterns.iter().enumerate() {
            let is_last = index + 1 == p.patterns.len();
            let next = if is_last { fail } else { self.unit.label() };
            let mut own = Vec::new();
            self.pattern(pattern, subject, next, &mut own)?;
            let own: FxHashMap<&str, Reg> =
                own.iter().map(|&(name, _, register)| (name.as_str(), register)).collect();
            for &(name, _, target) in &shared {
                let Some(&register) = own.get(name.as_str()) else {
                    return Err(Fault::refused_before(p.range));
                };
                self.unit.op(p.range, Op::Move, target, register, 0, 0);
            }
            self.unit.depth = depth;
            if !is_last {
                self.unit.jump(p.range, matched);
                self.unit.start(next);
            }
        }
        self.unit.start(matched);
        captures.extend(shared);
        Ok(())
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchStar(p) => p.name.is_none(),
        Pattern::MatchAs(p) => p.name.is_none() && p.pattern.is_none(),
        _ => false,
    }
}

/// The names a pattern captures, in source order.
fn collect_names<'a>(pattern: &'a Pattern, names: &mut Vec<&'a ast::Identifier>) {
    match pattern {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        Pattern::MatchSequence(p) => p.patterns.iter().for_each(|pattern| collect_names(pattern, names)),
        Pattern::MatchMapping(p) => {
            p.patterns.iter().for_each(|pattern| collect_names(pattern, names));
            names.extend(&p.rest);
        }
        Pattern::MatchClass(p) => {
            p.arguments.patterns.iter().for_each(|pattern| collect_names(pattern, names));
            p.arguments.keywords.iter().for_each(|keyword| collect_names(&keyword.pattern, names));
        }
        Pattern::MatchStar(p) => names.extend(&p.name),
        Pattern::MatchAs(p) => {
            if let Some(inner) = &p.pattern {
                collect_names(inner, names);
            }
            names.extend(&p.name);
        }
        // All alternatives capture the same names.
        Pattern::MatchOr(p) => collect_names(&p.patterns[0], names),
    }
}
