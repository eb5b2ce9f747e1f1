//! Matching: a backtracking machine over code units of any width, with its own stack, so that patterns and texts of any size need no native one.
//!
//! The stack holds, in order of time, *choices* (where to go on after a failure) and *undo* records (what was changed since the choice below
//! them). A failure pops: undo records are applied, the first choice is taken. So whatever has been tried in vain has left no trace.
//!
//! A *barrier* marks where an assertion, an atomic group or a round of a possessive repeat began. When its sequence succeeds, the choices above
//! the barrier are dropped (it matches in one way only) and the undo records kept, for what lies below; a failure that reaches the
//! barrier is the sequence's. A negative assertion that succeeds undoes all of it and fails.
//!
//! Repeats of more than one character keep a counter each, in order of their beginning; the current one is that of the innermost
//! repeat around the position in the pattern. Counters change under undo records like everything else.
//!
//! Long matches pass safepoints: the stack holds numbers only, and the text is kept alive by the caller's frame.

use std::num::NonZeroUsize;

use memchr::memmem::Finder;
use typhon_vm::context::{Cx, R};

use super::chars::{Fold, is_word};
use super::opcodes::{MAX_REPEAT, at, op};
use super::program::{Hint, Program};

/// A code unit.
pub(super) trait Unit: Copy + Eq + Into<u32> + 'static {
    /// The character as a unit; `None` where it needs a wider one.
    fn of(point: u32) -> Option<Self>;
    /// The first place of a unit.
    fn find(text: &[Self], unit: Self) -> Option<usize> {
        text.iter().position(|&found| found == unit)
    }
    /// The first place of a run of units; `finder` looks for the same.
    fn find_run(text: &[Self], run: &[Self], _finder: Option<&Finder<'_>>) -> Option<usize> {
        let (&first, rest) = run.split_first()?;
        let mut at = 0;
        loop {
            at += Self::find(&text[at..], first)?;
            if text[at + 1..].starts_with(rest) {
                return Some(at);
            }
            at += 1;
        }
    }
}

impl Unit for u8 {
    fn of(point: u32) -> Option<u8> {
        u8::try_from(point).ok()
    }
    fn find(text: &[u8], unit: u8) -> Option<usize> {
        memchr::memchr(unit, text)
    }
    fn find_run(text: &[u8], run: &[u8], finder: Option<&Finder<'_>>) -> Option<usize> {
        // Often it is the next place, where a call costs more than a look.
        match (run, finder) {
            _ if text.starts_with(run) => Some(0),
            (&[unit], _) => memchr::memchr(unit, text),
            (_, Some(finder)) => finder.find(text),
            _ => memchr::memmem::find(text, run),
        }
    }
}

impl Unit for u16 {
    fn of(point: u32) -> Option<u16> {
        u16::try_from(point).ok()
    }
}

impl Unit for u32 {
    fn of(point: u32) -> Option<u32> {
        Some(point)
    }
}

/// Where to go on in the program, which is never its very beginning, and in the text. With nothing to go on it is two machine words; an
/// `Option` of two plain numbers went through memory and cost half of the time.
type Step = (NonZeroUsize, usize);

#[inline(always)]
fn step(pc: usize, position: usize) -> Option<Step> {
    Some((NonZeroUsize::new(pc)?, position))
}

/// Place of a mark or position that is not there.
pub(super) const NONE: usize = usize::MAX;
const NO_COUNTER: u32 = u32::MAX;

/// What a barrier stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sequence {
    Assert,
    AssertNot,
    Atomic,
    /// A round of a possessive repeat, the so many-th.
    Round(u32),
}

#[derive(Clone, Copy)]
enum Record {
    // Choices.
    /// The alternative whose skip word is at `pc`.
    Branch {
        pc: u32,
        position: usize,
    },
    /// A greedy repeat of single characters at `pc` (its skip word) that has taken up to `position`.
    Greedy {
        pc: u32,
        position: usize,
        least: usize,
    },
    /// A lazy one that has taken `count`.
    Lazy {
        pc: u32,
        position: usize,
        count: u32,
    },
    /// What follows a greedy repeat whose `UNTIL` is in front of `pc`.
    Tail {
        pc: u32,
        position: usize,
        counter: u32,
    },
    /// One more round of a lazy repeat.
    More {
        position: usize,
        counter: u32,
    },
    /// A sequence began at `position`; `pc` is the skip word of its operation, `outer` the barrier around it.
    Barrier {
        sequence: Sequence,
        pc: u32,
        position: usize,
        outer: u32,
    },
    // Undo records.
    Mark {
        index: u32,
        last_index: u32,
        place: usize,
    },
    Current {
        counter: u32,
        count: u32,
    },
    Counter {
        counter: u32,
        count: u32,
        last: usize,
    },
}

impl Record {
    fn is_undo(self) -> bool {
        matches!(self, Record::Mark { .. } | Record::Current { .. } | Record::Counter { .. })
    }
}

/// How often a repeat has matched, and where its last round began.
#[derive(Clone, Copy)]
struct Counter {
    /// Place of the repeat's skip word.
    pc: u32,
    outer: u32,
    /// Rounds begun; the one that enters the repeat makes it 0.
    count: u32,
    last: usize,
}

/// One text with the state of a match in it.
pub(super) struct Matcher<'a, U> {
    program: &'a Program,
    text: &'a [U],
    stack: Vec<Record>,
    counters: Vec<Counter>,
    /// The counter of the innermost repeat.
    current: u32,
    /// Index plus one of the innermost barrier; 0: none.
    barrier: u32,
    /// Start and end of each group.
    pub(super) marks: Vec<usize>,
    /// Marks from this one on have not been set since they were last cleared.
    marks_used: usize,
    /// The group that was closed last, plus one would be ambiguous: 0 is none.
    pub(super) last_index: u32,
    /// The match must end where the text does.
    pub(super) whole: bool,
    /// The match must not be empty.
    pub(super) not_empty: bool,
    fuel: u32,
}

/// Steps between two polls.
const FUEL: u32 = 1 << 13;
/// Characters that are looked at in a row in the time of a step.
const SCANNED_PER_STEP: usize = 64;
/// Records that there is room for before the stack grows.
const FIRST_RECORDS: usize = 32;
/// Most records: 3 GiB of them.
const MAX_RECORDS: usize = 1 << 27;

/// How many units at the beginning are wanted.
fn run<U: Unit>(units: &[U], wanted: impl Fn(U) -> bool) -> usize {
    units.iter().position(|&unit| !wanted(unit)).unwrap_or(units.len())
}

impl<'a, U: Unit> Matcher<'a, U> {
    /// `text` ends where the match must.
    pub(super) fn new(program: &'a Program, text: &'a [U]) -> Matcher<'a, U> {
        Matcher {
            program,
            text,
            stack: Vec::with_capacity(if program.has_choices { FIRST_RECORDS } else { 0 }),
            counters: Vec::new(),
            current: NO_COUNTER,
            barrier: 0,
            marks: vec![NONE; program.groups * 2],
            marks_used: 0,
            last_index: 0,
            whole: false,
            not_empty: false,
            fuel: FUEL,
        }
    }

    fn reset(&mut self) {
        self.stack.clear();
        self.counters.clear();
        (self.current, self.barrier, self.last_index) = (NO_COUNTER, 0, 0);
        // Most attempts fail before they set any.
        if self.marks_used > 0 {
            self.marks[..self.marks_used].fill(NONE);
            self.marks_used = 0;
        }
    }

    #[inline(always)]
    fn word(&self, pc: usize) -> u32 {
        self.program.code[pc]
    }

    #[inline(always)]
    fn point(&self, position: usize) -> Option<u32> {
        self.text.get(position).map(|&unit| unit.into())
    }

    // --- searching -------------------------------------------------------------------------------------------------

    /// The first match that begins at `start` or behind: its start and end.
    pub(super) fn search(&mut self, cx: &Cx, start: usize) -> R<Option<(usize, usize)>> {
        let (program, text) = (self.program, self.text);
        let mut at = start;
        // The prefix in units, what else finds it, and how much of it need not be matched again.
        let prefix: Option<(Vec<U>, Option<&Finder<'_>>, usize)> = match &program.hint {
            Hint::Prefix(prefix) => {
                match prefix.points.iter().map(|&point| U::of(point)).collect() {
                    Some(units) => Some((units, prefix.finder.as_ref(), prefix.literals)),
                    // The text has no character as wide.
                    None => return Ok(None),
                }
            }
            _ => None,
        };
        let anchored = program.code.get(program.start) == Some(&op::AT)
            && matches!(self.word(program.start + 1), at::BEGINNING | at::BEGINNING_STRING);
        loop {
            if text.len() < at || text.len() - at < program.min_width {
                return Ok(None);
            }
            match (&prefix, &program.hint) {
                // There is one place to try.
                _ if anchored => {}
                (Some((units, finder, _)), _) => match U::find_run(&text[at..], units, *finder) {
                    Some(skipped) => {
                        self.spend(skipped);
                        at += skipped;
                    }
                    None => return Ok(None),
                },
                (None, &Hint::Set(number)) => {
                    let set = program.set(number);
                    match text[at..].iter().position(|&unit| program.is_in_set(set, unit.into())) {
                        Some(skipped) => {
                            self.spend(skipped);
                            at += skipped;
                        }
                        None => return Ok(None),
                    }
                }
                (None, &Hint::Near(point, before)) => {
                    let unit = U::of(point);
                    match unit.and_then(|unit| U::find(&text[at..], unit)) {
                        Some(found) => {
                            let skipped = found.saturating_sub(before);
                            self.spend(skipped);
                            at += skipped;
                        }
                        None => return Ok(None),
                    }
                }
                (None, Hint::First(first)) => {
                    let begins = |&unit: &U| first.get(unit.into() as usize).copied().unwrap_or(true);
                    match text[at..].iter().position(begins) {
                        Some(skipped) => {
                            self.spend(skipped);
                            at += skipped;
                        }
                        None => return Ok(None),
                    }
                }
                _ => {}
            }
            // Only the first place tried is where the match before ended.
            self.not_empty &= at == start;
            let found = match &prefix {
                Some((.., literals)) if !anchored => self.match_behind(cx, at, *literals)?,
                _ => self.match_at(cx, at)?,
            };
            if let Some(end) = found {
                return Ok(Some((at, end)));
            }
            if anchored || at >= text.len() {
                return Ok(None);
            }
            at += 1;
            self.tick(cx)?;
        }
    }

    #[inline(always)]
    fn tick(&mut self, cx: &Cx) -> R<()> {
        self.fuel -= 1;
        if self.fuel == 0 {
            self.fuel = FUEL;
            if self.stack.len() > MAX_RECORDS {
                return Err(cx.memory_error());
            }
            cx.poll()?;
        }
        Ok(())
    }

    /// Pays for characters that one step has looked at; the next [tick](Self::tick) polls where too many were.
    #[inline(always)]
    fn spend(&mut self, looked_at: usize) {
        let steps = u32::try_from(looked_at / SCANNED_PER_STEP).unwrap_or(u32::MAX);
        self.fuel = self.fuel.saturating_sub(steps).max(1);
    }

    // --- changes under undo records ----------------------------------------------------------------------------------

    fn mark(&mut self, index: usize, position: usize) {
        if !self.stack.is_empty() {
            let (place, last_index) = (self.marks[index], self.last_index);
            self.stack.push(Record::Mark { index: index as u32, last_index, place });
        }
        if index & 1 == 1 {
            self.last_index = (index / 2 + 1) as u32;
        }
        self.marks[index] = position;
        self.marks_used = self.marks_used.max(index + 1);
    }

    fn set_current(&mut self, counter: u32) {
        self.stack.push(Record::Current { counter: self.current, count: self.counters.len() as u32 });
        self.current = counter;
    }

    fn set_counter(&mut self, counter: u32, count: u32, last: usize) {
        let known = self.counters[counter as usize];
        self.stack.push(Record::Counter { counter, count: known.count, last: known.last });
        let counter = &mut self.counters[counter as usize];
        (counter.count, counter.last) = (count, last);
    }

    fn undo(&mut self, record: Record) {
        match record {
            Record::Mark { index, last_index, place } => {
                self.marks[index as usize] = place;
                self.last_index = last_index;
            }
            Record::Current { counter, count } => {
                self.current = counter;
                self.counters.truncate(count as usize);
            }
            Record::Counter { counter, count, last } => {
                if let Some(counter) = self.counters.get_mut(counter as usize) {
                    (counter.count, counter.last) = (count, last);
                }
            }
            _ => {}
        }
    }

    // --- single characters -------------------------------------------------------------------------------------------

    /// How many characters from `position` on the operation at `pc` takes, up to `most`.
    fn count(&self, pc: usize, position: usize, most: u32) -> usize {
        let rest = &self.text[position..];
        let rest = if most == MAX_REPEAT { rest } else { &rest[..rest.len().min(most as usize)] };
        match self.word(pc) {
            op::ANY_ALL => rest.len(),
            op::ANY => U::of('\n' as u32).and_then(|unit| U::find(rest, unit)).unwrap_or(rest.len()),
            op::LITERAL => match U::of(self.word(pc + 1)) {
                Some(unit) => run(rest, |found| found == unit),
                None => 0,
            },
            op::NOT_LITERAL => match U::of(self.word(pc + 1)) {
                Some(unit) => U::find(rest, unit).unwrap_or(rest.len()),
                None => rest.len(),
            },
            op::IN => {
                let (program, set) = (self.program, self.program.set_at(pc + 1));
                run(rest, |unit| program.is_in_set(set, unit.into()))
            }
            _ => run(rest, |unit| self.program.takes(pc, unit.into())),
        }
    }

    fn is_at(&self, place: u32, position: usize) -> bool {
        let line_break = |position: usize| self.point(position) == Some('\n' as u32);
        let end = self.text.len();
        let is_boundary = |by_unicode: bool| {
            let before =
                position > 0 && self.point(position - 1).is_some_and(|point| is_word(point, by_unicode));
            before != self.point(position).is_some_and(|point| is_word(point, by_unicode))
        };
        match place {
            at::BEGINNING | at::BEGINNING_STRING => position == 0,
            at::BEGINNING_LINE => position == 0 || line_break(position - 1),
            at::END => position == end || (position + 1 == end && line_break(position)),
            at::END_LINE => position == end || line_break(position),
            at::END_STRING => position == end,
            at::BOUNDARY | at::LOC_BOUNDARY => is_boundary(false),
            at::NON_BOUNDARY | at::LOC_NON_BOUNDARY => !is_boundary(false),
            at::UNI_BOUNDARY => is_boundary(true),
            _ => !is_boundary(true),
        }
    }

    /// The end of what a group has matched, repeated at `position`.
    fn repeated_group(&self, group: usize, position: usize, fold: Fold) -> Option<usize> {
        let (start, end) = self.group(group)?;
        let len = end - start;
        let here = self.text.get(position..)?.get(..len)?;
        let there = &self.text[start..end];
        let same = match fold {
            Fold::None => here == there,
            _ => here
                .iter()
                .zip(there)
                .all(|(&one, &other)| fold.lower(one.into()) == fold.lower(other.into())),
        };
        same.then_some(position + len)
    }

    /// Start and end of a group that has matched.
    pub(super) fn group(&self, group: usize) -> Option<(usize, usize)> {
        let (start, end) = (self.marks[group * 2], self.marks[group * 2 + 1]);
        (start != NONE && end != NONE && start <= end).then_some((start, end))
    }

    // --- the machine -------------------------------------------------------------------------------------------------

    /// The end of the match that begins at `start`.
    pub(super) fn match_at(&mut self, cx: &Cx, start: usize) -> R<Option<usize>> {
        self.match_behind(cx, start, 0)
    }

    /// The same, where the text has been found to begin with the pattern's first `literals` operations.
    fn match_behind(&mut self, cx: &Cx, start: usize, literals: usize) -> R<Option<usize>> {
        self.reset();
        let (code, text) = (&self.program.code[..], self.text);
        let point = |position: usize| text.get(position).map(|&unit| -> u32 { unit.into() });
        let mut pc = self.program.start + 2 * literals;
        let mut position = start + literals;
        loop {
            self.tick(cx)?;
            let operation = code[pc];
            let goes_on = match operation {
                // No guards: with them the operation is looked up twice.
                op::SUCCESS => {
                    if self.barrier != 0 {
                        self.sequence_succeeds(position)
                    } else if (self.whole && position != text.len()) || (self.not_empty && position == start)
                    {
                        None
                    } else {
                        return Ok(Some(position));
                    }
                }
                op::FAILURE => None,
                op::LITERAL => {
                    if point(position) == Some(code[pc + 1]) {
                        step(pc + 2, position + 1)
                    } else {
                        None
                    }
                }
                op::ANY | op::ANY_ALL => {
                    self.single(pc, position).and_then(|position| step(pc + 1, position))
                }
                op::IN | op::IN_IGNORE | op::IN_UNI_IGNORE | op::IN_LOC_IGNORE => {
                    let next = pc + 1 + code[pc + 1] as usize;
                    self.single(pc, position).and_then(|position| step(next, position))
                }
                op::NOT_LITERAL
                | op::CATEGORY
                | op::LITERAL_IGNORE
                | op::NOT_LITERAL_IGNORE
                | op::LITERAL_UNI_IGNORE
                | op::NOT_LITERAL_UNI_IGNORE
                | op::LITERAL_LOC_IGNORE
                | op::NOT_LITERAL_LOC_IGNORE => {
                    self.single(pc, position).and_then(|position| step(pc + 2, position))
                }
                op::MARK => {
                    self.mark(code[pc + 1] as usize, position);
                    step(pc + 2, position)
                }
                op::AT => {
                    if self.is_at(code[pc + 1], position) {
                        step(pc + 2, position)
                    } else {
                        None
                    }
                }
                op::JUMP => step(pc + 1 + code[pc + 1] as usize, position),
                op::INFO => step(pc + 1 + code[pc + 1] as usize, position),
                op::BRANCH => self.branch(pc + 1, position),
                op::REPEAT_ONE => self.repeat_one(pc + 1, position),
                op::MIN_REPEAT_ONE => self.min_repeat_one(pc + 1, position),
                op::POSSESSIVE_REPEAT_ONE => {
                    let (least, most) = (code[pc + 2] as usize, code[pc + 3]);
                    let count = self.count(pc + 4, position, most);
                    self.spend(count);
                    if count >= least { step(pc + 1 + code[pc + 1] as usize, position + count) } else { None }
                }
                op::REPEAT => {
                    let counter =
                        Counter { pc: pc as u32 + 1, outer: self.current, count: u32::MAX, last: NONE };
                    let number = self.counters.len() as u32;
                    self.set_current(number);
                    self.counters.push(counter);
                    step(pc + 1 + code[pc + 1] as usize, position)
                }
                op::MAX_UNTIL => self.max_until(pc, position),
                op::MIN_UNTIL => self.min_until(pc, position),
                op::ASSERT | op::ASSERT_NOT => {
                    let back = code[pc + 2] as usize;
                    let is_negative = operation == op::ASSERT_NOT;
                    if position < back {
                        // There is not so much text in front.
                        if is_negative { step(pc + 1 + code[pc + 1] as usize, position) } else { None }
                    } else {
                        let sequence = if is_negative { Sequence::AssertNot } else { Sequence::Assert };
                        self.begin(sequence, pc + 1, position);
                        step(pc + 3, position - back)
                    }
                }
                op::ATOMIC_GROUP => {
                    self.begin(Sequence::Atomic, pc + 1, position);
                    step(pc + 2, position)
                }
                op::POSSESSIVE_REPEAT => self.next_round(pc + 1, position, 0),
                op::GROUPREF | op::GROUPREF_IGNORE | op::GROUPREF_UNI_IGNORE | op::GROUPREF_LOC_IGNORE => {
                    let fold = match operation {
                        op::GROUPREF => Fold::None,
                        op::GROUPREF_IGNORE => Fold::Ascii,
                        op::GROUPREF_UNI_IGNORE => Fold::Unicode,
                        _ => Fold::Locale,
                    };
                    let end = self.repeated_group(code[pc + 1] as usize, position, fold);
                    end.and_then(|end| step(pc + 2, end))
                }
                op::GROUPREF_EXISTS => match self.group(code[pc + 1] as usize) {
                    Some(_) => step(pc + 3, position),
                    None => step(pc + 1 + code[pc + 2] as usize, position),
                },
                _ => None,
            };
            match goes_on.or_else(|| self.backtrack()) {
                Some((next, place)) => (pc, position) = (next.get(), place),
                None => return Ok(None),
            }
        }
    }

    #[inline(always)]
    fn single(&self, pc: usize, position: usize) -> Option<usize> {
        match self.point(position) {
            Some(point) if self.program.takes(pc, point) => Some(position + 1),
            _ => None,
        }
    }

    /// Takes the newest choice: where to go on.
    fn backtrack(&mut self) -> Option<Step> {
        while let Some(record) = self.stack.pop() {
            match record {
                Record::Branch { pc, position } => {
                    if let Some(found) = self.branch(pc as usize, position) {
                        return Some(found);
                    }
                }
                Record::Greedy { pc, position, least } => {
                    if let Some(found) = self.give_back(pc as usize, position, least) {
                        return Some(found);
                    }
                }
                Record::Lazy { pc, position, count } => {
                    if let Some(found) = self.take_one_more(pc as usize, position, count) {
                        return Some(found);
                    }
                }
                Record::Tail { pc, position, counter } => {
                    self.set_current(self.counters[counter as usize].outer);
                    return step(pc as usize, position);
                }
                Record::More { position, counter } => {
                    if let Some(found) = self.one_more_round(position, counter) {
                        return Some(found);
                    }
                }
                Record::Barrier { sequence, pc, position, outer } => {
                    self.barrier = outer;
                    let pc = pc as usize;
                    match sequence {
                        Sequence::AssertNot => return step(pc + self.word(pc) as usize, position),
                        Sequence::Round(count) if count >= self.word(pc + 1) => {
                            return step(pc + self.word(pc) as usize + 1, position);
                        }
                        _ => {}
                    }
                }
                undo => self.undo(undo),
            }
        }
        None
    }

    /// The first alternative from the one whose skip word is at `pc` that may match.
    fn branch(&mut self, mut pc: usize, position: usize) -> Option<Step> {
        loop {
            let skip = self.word(pc) as usize;
            if skip == 0 {
                return None;
            }
            let (body, next) = (pc + 1, pc + skip);
            pc = next;
            // One character at the beginning is matched here.
            let found = match self.word(body) {
                op::LITERAL if self.point(position) == Some(self.word(body + 1)) => {
                    step(body + 2, position + 1)
                }
                op::LITERAL => None,
                op::IN if self.single(body, position).is_some() => {
                    step(body + 1 + self.word(body + 1) as usize, position + 1)
                }
                op::IN => None,
                _ if self.is_hopeless(body, position) => None,
                _ => step(body, position),
            };
            if found.is_some() {
                if self.word(next) != 0 {
                    self.stack.push(Record::Branch { pc: next as u32, position });
                }
                return found;
            }
        }
    }

    /// Where an operation is that something depends on: beginnings and ends of groups are nothing to be tried.
    #[inline(always)]
    fn behind_marks(&self, mut pc: usize) -> usize {
        while self.word(pc) == op::MARK {
            pc += 2;
        }
        pc
    }

    /// Whether the first thing that the operations at `pc` ask for is not at `position`.
    #[inline(always)]
    fn is_hopeless(&self, pc: usize, position: usize) -> bool {
        let pc = self.behind_marks(pc);
        match self.word(pc) {
            op::LITERAL => self.point(position) != Some(self.word(pc + 1)),
            op::IN => self.single(pc, position).is_none(),
            op::AT => !self.is_at(self.word(pc + 1), position),
            _ => false,
        }
    }

    fn repeat_one(&mut self, pc: usize, position: usize) -> Option<Step> {
        let (least, most) = (self.word(pc + 1) as usize, self.word(pc + 2));
        if self.text.len() - position < least {
            return None;
        }
        let count = self.count(pc + 3, position, most);
        self.spend(count);
        if count < least {
            return None;
        }
        // As if it had just taken one too many.
        self.give_back(pc, position + count + 1, position + least)
    }

    /// The longest way on of a greedy repeat that is shorter than up to `position`.
    fn give_back(&mut self, pc: usize, position: usize, least: usize) -> Option<Step> {
        let tail = pc + self.word(pc) as usize;
        let mut position = position;
        if position <= least {
            return None;
        }
        position -= 1;
        let wanted = self.behind_marks(tail);
        if matches!(self.word(wanted), op::LITERAL | op::IN) {
            // Only where the next character is right.
            let last = position.min(self.text.len().checked_sub(1)?);
            if last < least {
                return None;
            }
            let places = &self.text[least..=last];
            let found = if self.word(wanted) == op::LITERAL {
                let wanted = U::of(self.word(wanted + 1))?;
                places.iter().rposition(|&unit| unit == wanted)
            } else {
                let (program, set) = (self.program, self.program.set_at(wanted + 1));
                places.iter().rposition(|&unit| program.is_in_set(set, unit.into()))
            };
            self.spend(last - least - found.unwrap_or(0));
            position = least + found?;
        }
        if position > least {
            self.stack.push(Record::Greedy { pc: pc as u32, position, least });
        }
        step(tail, position)
    }

    fn min_repeat_one(&mut self, pc: usize, position: usize) -> Option<Step> {
        let (least, most) = (self.word(pc + 1), self.word(pc + 2));
        let mut end = position;
        if least > 0 {
            let count = self.count(pc + 3, position, least);
            self.spend(count);
            if count < least as usize {
                return None;
            }
            end += count;
        }
        let tail = pc + self.word(pc) as usize;
        let may_take_more = most == MAX_REPEAT || least < most;
        if self.is_hopeless(tail, end) {
            return if may_take_more { self.take_one_more(pc, end, least) } else { None };
        }
        if may_take_more {
            self.stack.push(Record::Lazy { pc: pc as u32, position: end, count: least });
        }
        step(tail, end)
    }

    fn take_one_more(&mut self, pc: usize, position: usize, count: u32) -> Option<Step> {
        let most = self.word(pc + 2);
        let tail = pc + self.word(pc) as usize;
        let (start, mut position, mut count) = (position, position, count);
        loop {
            let Some(next) = self.single(pc + 3, position) else {
                self.spend(position - start);
                return None;
            };
            position = next;
            count = count.saturating_add(1);
            let may_take_more = most == MAX_REPEAT || count < most;
            // Where the tail begins with another character there is no need to try it.
            let hopeless = self.is_hopeless(tail, position);
            if hopeless && may_take_more {
                continue;
            }
            self.spend(position - start);
            if hopeless {
                return None;
            }
            if may_take_more {
                self.stack.push(Record::Lazy { pc: pc as u32, position, count });
            }
            return step(tail, position);
        }
    }

    // --- repeats of sequences ------------------------------------------------------------------------------------------

    fn body(&self, counter: u32) -> usize {
        self.counters[counter as usize].pc as usize + 3
    }

    fn max_until(&mut self, pc: usize, position: usize) -> Option<Step> {
        let number = self.current;
        let counter = *self.counters.get(number as usize)?;
        let (least, most) = (self.word(counter.pc as usize + 1), self.word(counter.pc as usize + 2));
        let count = counter.count.wrapping_add(1);
        if count < least {
            self.set_counter(number, count, counter.last);
            return step(self.body(number), position);
        }
        if (count < most || most == MAX_REPEAT) && position != counter.last {
            self.stack.push(Record::Tail { pc: pc as u32 + 1, position, counter: number });
            self.set_counter(number, count, position);
            return step(self.body(number), position);
        }
        self.set_current(counter.outer);
        step(pc + 1, position)
    }

    fn min_until(&mut self, pc: usize, position: usize) -> Option<Step> {
        let number = self.current;
        let counter = *self.counters.get(number as usize)?;
        let count = counter.count.wrapping_add(1);
        if count < self.word(counter.pc as usize + 1) {
            self.set_counter(number, count, counter.last);
            return step(self.body(number), position);
        }
        self.stack.push(Record::More { position, counter: number });
        self.set_current(counter.outer);
        step(pc + 1, position)
    }

    fn one_more_round(&mut self, position: usize, number: u32) -> Option<Step> {
        let counter = *self.counters.get(number as usize)?;
        let (count, most) = (counter.count.wrapping_add(1), self.word(counter.pc as usize + 2));
        if (count >= most && most != MAX_REPEAT) || position == counter.last {
            return None;
        }
        self.set_counter(number, count, position);
        step(self.body(number), position)
    }

    // --- sequences that match in one way ---------------------------------------------------------------------------------

    fn begin(&mut self, sequence: Sequence, pc: usize, position: usize) {
        self.stack.push(Record::Barrier { sequence, pc: pc as u32, position, outer: self.barrier });
        self.barrier = self.stack.len() as u32;
    }

    /// Begins another round of the possessive repeat whose skip word is at `pc`, or goes on behind it.
    fn next_round(&mut self, pc: usize, position: usize, count: u32) -> Option<Step> {
        let most = self.word(pc + 2);
        if count >= most && most != MAX_REPEAT {
            return step(pc + self.word(pc) as usize + 1, position);
        }
        self.begin(Sequence::Round(count), pc, position);
        step(pc + 3, position)
    }

    /// The sequence behind the innermost barrier has matched up to `position`.
    fn sequence_succeeds(&mut self, position: usize) -> Option<Step> {
        let index = self.barrier as usize - 1;
        let Record::Barrier { sequence, pc, position: start, outer } = self.stack[index] else { return None };
        self.barrier = outer;
        let pc = pc as usize;
        if sequence == Sequence::AssertNot {
            while self.stack.len() > index + 1 {
                if let Some(record) = self.stack.pop() {
                    self.undo(record);
                }
            }
            self.stack.pop();
            return None;
        }
        let mut kept = index;
        for at in index + 1..self.stack.len() {
            if self.stack[at].is_undo() {
                self.stack[kept] = self.stack[at];
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        let behind = pc + self.word(pc) as usize;
        match sequence {
            Sequence::Assert => step(behind, start),
            // An empty round would repeat itself for ever.
            Sequence::Round(count) if position == start && count >= self.word(pc + 1) => {
                step(behind + 1, position)
            }
            Sequence::Round(count) => self.next_round(pc, position, count.saturating_add(1)),
            _ => step(behind, position),
        }
    }
}
