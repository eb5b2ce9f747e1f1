//! A pattern's code words, checked, with what matching wants to know of them.
//!
//! Words come from Python code, which may give anything: [`Program::new`] walks them once by the structure the compiler emits, and refuses what does
//! not fit, so that the engine may follow every skip, mark and set without looking again.

use memchr::memmem::Finder;

use super::bitmap::Bitmap;
use super::chars::{
    Fold, is_either_case, is_in_category, lower_ascii, lower_unicode, upper_ascii, upper_unicode,
};
use super::opcodes::{at, info, op};

/// The operations that compare one character with their operand.
macro_rules! compared {
    () => {
        op::LITERAL
            | op::NOT_LITERAL
            | op::LITERAL_IGNORE
            | op::NOT_LITERAL_IGNORE
            | op::LITERAL_UNI_IGNORE
            | op::NOT_LITERAL_UNI_IGNORE
            | op::LITERAL_LOC_IGNORE
            | op::NOT_LITERAL_LOC_IGNORE
    };
}

/// The operations that look for one character in a set.
macro_rules! looked_up {
    () => {
        op::IN | op::IN_IGNORE | op::IN_UNI_IGNORE | op::IN_LOC_IGNORE
    };
}

/// A set of characters: a bitmap of the first 256, folding applied, and where its words begin for the others.
pub(super) struct Set {
    low: Bitmap,
    words: usize,
    fold: Fold,
}

/// How a search may find where a match can begin.
pub(super) enum Hint {
    None,
    /// Every match begins with these characters.
    Prefix(Box<Prefix>),
    /// Every match begins with a character of the set with this number.
    Set(usize),
    /// Every match begins with one of these characters, or with one beyond the first 256.
    First(Box<[bool; 256]>),
    /// Every match has this character among its first, with at most so many before it.
    Near(u32, usize),
}

/// Characters that every match begins with.
pub(super) struct Prefix {
    pub(super) points: Vec<u32>,
    /// What finds them in units of one byte, made once; nothing where one of them needs more, or where there is but one.
    pub(super) finder: Option<Finder<'static>>,
    /// So many of them are the first operations of the pattern, which then need not be done again.
    pub(super) literals: usize,
}

impl Prefix {
    fn new(points: &[u32]) -> Prefix {
        let bytes: Option<Vec<u8>> = points.iter().map(|&point| u8::try_from(point).ok()).collect();
        let bytes = bytes.filter(|bytes| bytes.len() > 1);
        let finder = bytes.map(|bytes| Finder::new(&bytes).into_owned());
        Prefix { points: points.to_vec(), finder, literals: 0 }
    }
}

/// What is known of how the matches of a sequence begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// With one of the characters noted.
    Noted,
    /// So, or they are empty and what follows decides.
    MayBeEmpty,
    Unknown,
}

/// Checked code.
pub(super) struct Program {
    pub(super) code: Vec<u32>,
    /// For the word behind an `IN`, the number of its set.
    set_numbers: Vec<u32>,
    sets: Vec<Set>,
    pub(super) groups: usize,
    /// Where the pattern proper begins.
    pub(super) start: usize,
    /// Fewest characters of a match.
    pub(super) min_width: usize,
    pub(super) hint: Hint,
    /// Whether there are operations that may leave something on the stack of a match.
    pub(super) has_choices: bool,
}

/// The code is not what the compiler emits.
pub(super) struct Invalid;

type Checked<T> = Result<T, Invalid>;

const MAX_DEPTH: usize = 500;

/// As many characters before one that every match has as make looking for it worth while.
const MAX_REACH: usize = 8;

impl Program {
    pub(super) fn new(code: Vec<u32>, groups: usize) -> Checked<Program> {
        let mut program = Program {
            set_numbers: vec![0; code.len()],
            code,
            sets: Vec::new(),
            groups,
            start: 0,
            min_width: 0,
            hint: Hint::None,
            has_choices: false,
        };
        let len = program.code.len();
        if len == 0 || program.word(len - 1)? != op::SUCCESS {
            return Err(Invalid);
        }
        if program.word(0)? == op::INFO {
            program.start = program.read_info()?;
        }
        let start = program.start;
        program.check(start, len - 1, 0)?;
        program.refine_hint(start, len - 1);
        Ok(program)
    }

    /// Looks for a better hint than the compiler has given, or more to know of it.
    fn refine_hint(&mut self, start: usize, end: usize) {
        match &mut self.hint {
            Hint::Prefix(prefix) => {
                let same = prefix.points.iter().zip(self.code[start..].chunks_exact(2));
                prefix.literals =
                    same.take_while(|&(&point, operation)| operation == [op::LITERAL, point]).count();
                return;
            }
            Hint::None => {
                let mut first = Bitmap::EMPTY;
                if self.note_first(start, end, &mut first) == Beginning::Noted && !first.is_wide() {
                    self.hint = Hint::First(Box::new(std::array::from_fn(|point| first.has(point as u32))));
                    return;
                }
            }
            &mut Hint::Set(number) if !self.sets[number].low.is_wide() => return,
            _ => {}
        }
        if let Some((point, before)) = self.note_near(start, end) {
            self.hint = Hint::Near(point, before);
        }
    }

    /// A character that every match of checked operations has among its first, and how many at most come before it.
    fn note_near(&self, mut at: usize, end: usize) -> Option<(u32, usize)> {
        let mut before = 0;
        while at < end && before <= MAX_REACH {
            match self.code[at] {
                op::LITERAL => return Some((self.code[at + 1], before)),
                op::BRANCH => {
                    let (mut skip, mut widest) = (at + 1, 0);
                    while self.code[skip] != 0 {
                        let next = skip + self.code[skip] as usize;
                        widest = widest.max(self.plain_width(skip + 1, next - 2)?);
                        skip = next;
                    }
                    before += widest;
                    at = skip + 1;
                }
                _ => {
                    let (width, next) = self.plain_step(at)?;
                    before += width;
                    at = next;
                }
            }
        }
        None
    }

    /// How many characters operations take of which each takes one or none.
    fn plain_width(&self, mut at: usize, end: usize) -> Option<usize> {
        let mut all = 0;
        while at < end {
            let (width, next) = self.plain_step(at)?;
            all += width;
            at = next;
        }
        Some(all)
    }

    /// How many characters one such operation takes, and the place behind it.
    fn plain_step(&self, at: usize) -> Option<(usize, usize)> {
        Some(match self.code[at] {
            op::MARK | op::AT => (0, at + 2),
            op::ANY | op::ANY_ALL => (1, at + 1),
            looked_up!() => (1, at + 1 + self.code[at + 1] as usize),
            compared!() | op::CATEGORY => (1, at + 2),
            _ => return None,
        })
    }

    /// Notes the characters that matches of checked operations may begin with; all of those, and perhaps more.
    fn note_first(&self, mut at: usize, end: usize, first: &mut Bitmap) -> Beginning {
        while at < end {
            let target = |at: usize| at + self.code[at] as usize;
            match self.code[at] {
                op::MARK | op::AT => at += 2,
                // They take no characters; what they refuse may be noted too much.
                op::ASSERT | op::ASSERT_NOT => at = target(at + 1),
                op::ANY
                | op::ANY_ALL
                | op::IN
                | op::IN_IGNORE
                | op::IN_UNI_IGNORE
                | op::LITERAL
                | op::NOT_LITERAL
                | op::LITERAL_IGNORE
                | op::NOT_LITERAL_IGNORE
                | op::LITERAL_UNI_IGNORE
                | op::NOT_LITERAL_UNI_IGNORE
                | op::CATEGORY => {
                    *first = first.or(self.taken(at));
                    return Beginning::Noted;
                }
                op::REPEAT_ONE | op::MIN_REPEAT_ONE | op::POSSESSIVE_REPEAT_ONE => {
                    if self.note_first(at + 4, target(at + 1) - 1, first) != Beginning::Noted {
                        return Beginning::Unknown;
                    }
                    if self.code[at + 2] > 0 {
                        return Beginning::Noted;
                    }
                    at = target(at + 1);
                }
                op::REPEAT | op::POSSESSIVE_REPEAT => {
                    let next = target(at + 1);
                    match self.note_first(at + 4, next, first) {
                        Beginning::Noted if self.code[at + 2] > 0 => return Beginning::Noted,
                        Beginning::Unknown => return Beginning::Unknown,
                        _ => at = next + 1,
                    }
                }
                op::ATOMIC_GROUP => {
                    let next = target(at + 1);
                    match self.note_first(at + 2, next - 1, first) {
                        Beginning::MayBeEmpty => at = next,
                        known => return known,
                    }
                }
                op::BRANCH => {
                    let (mut skip, mut may_be_empty) = (at + 1, false);
                    while self.code[skip] != 0 {
                        let next = target(skip);
                        match self.note_first(skip + 1, next - 2, first) {
                            Beginning::Noted => {}
                            Beginning::MayBeEmpty => may_be_empty = true,
                            Beginning::Unknown => return Beginning::Unknown,
                        }
                        skip = next;
                    }
                    if !may_be_empty {
                        return Beginning::Noted;
                    }
                    at = skip + 1;
                }
                _ => return Beginning::Unknown,
            }
        }
        Beginning::MayBeEmpty
    }

    /// Whether the operation at `pc`, which takes one character, takes this one.
    #[inline(always)]
    pub(super) fn takes(&self, pc: usize, point: u32) -> bool {
        let operand = self.code[pc + 1];
        match self.code[pc] {
            op::ANY => point != '\n' as u32,
            op::ANY_ALL => true,
            op::LITERAL => point == operand,
            op::NOT_LITERAL => point != operand,
            looked_up!() => self.is_in_set(self.set_at(pc + 1), point),
            op::CATEGORY => is_in_category(operand, point),
            op::LITERAL_IGNORE => lower_ascii(point) == operand,
            op::NOT_LITERAL_IGNORE => lower_ascii(point) != operand,
            op::LITERAL_UNI_IGNORE => lower_unicode(point) == operand,
            op::NOT_LITERAL_UNI_IGNORE => lower_unicode(point) != operand,
            op::LITERAL_LOC_IGNORE => is_either_case(point, operand),
            op::NOT_LITERAL_LOC_IGNORE => !is_either_case(point, operand),
            _ => false,
        }
    }

    /// The characters among the first 256 that the operation at `pc` takes, which takes one.
    fn taken(&self, pc: usize) -> Bitmap {
        let operand = self.code[pc + 1];
        let taken = match self.code[pc] {
            op::ANY => Bitmap::ALL.without(Bitmap::single('\n' as u32)),
            op::ANY_ALL => Bitmap::ALL,
            op::LITERAL => Bitmap::single(operand),
            op::NOT_LITERAL => Bitmap::ALL.without(Bitmap::single(operand)),
            looked_up!() => self.set_at(pc + 1).low,
            op::CATEGORY => Bitmap::category(operand),
            op::LITERAL_IGNORE => Bitmap::single(operand).folded_ascii(),
            op::LITERAL_UNI_IGNORE => Bitmap::single(operand).folded_unicode(),
            _ => Bitmap::of(|point| self.takes(pc, point)),
        };
        debug_assert!(taken == Bitmap::of(|point| self.takes(pc, point)));
        taken
    }

    fn word(&self, at: usize) -> Checked<u32> {
        self.code.get(at).copied().ok_or(Invalid)
    }

    /// The place a skip word leads to, which must not lie beyond `end`.
    fn target(&self, at: usize, end: usize) -> Checked<usize> {
        let target = at.checked_add(self.word(at)? as usize).ok_or(Invalid)?;
        if target > at && target <= end { Ok(target) } else { Err(Invalid) }
    }

    /// Reads the block in front of the pattern; where the pattern begins.
    fn read_info(&mut self) -> Checked<usize> {
        let end = self.target(1, self.code.len() - 1)?;
        if end < 5 {
            return Err(Invalid);
        }
        let flags = self.word(2)?;
        self.min_width = self.word(3)? as usize;
        if flags & info::PREFIX != 0 {
            let count = self.word(5)? as usize;
            let prefix = self.code.get(7..7usize.checked_add(count).ok_or(Invalid)?).ok_or(Invalid)?;
            if 7 + 2 * count > end {
                return Err(Invalid);
            }
            self.hint = Hint::Prefix(Box::new(Prefix::new(prefix)));
        } else if flags & info::CHARSET != 0 {
            self.check_set(5, end)?;
            self.hint = Hint::Set(self.add_set(5, Fold::None));
        }
        Ok(end)
    }

    fn add_set(&mut self, words: usize, fold: Fold) -> usize {
        let set = Set { low: self.low_of_words(words, fold), words, fold };
        debug_assert!(set.low == Bitmap::of(|point| self.is_in_words(&set, point)));
        self.sets.push(set);
        self.sets.len() - 1
    }

    /// What [`Program::is_in_words`] says of the first 256 characters, of all of them at once.
    fn low_of_words(&self, mut at: usize, fold: Fold) -> Bitmap {
        let code = &self.code;
        let (mut set, mut undecided, mut found) = (Bitmap::EMPTY, Bitmap::ALL, true);
        loop {
            let operation = code[at];
            at += 1;
            let (named, operands) = match operation {
                op::FAILURE => {
                    if !found {
                        set = set.or(undecided);
                    }
                    break;
                }
                op::NEGATE => {
                    found = !found;
                    continue;
                }
                op::LITERAL => (Bitmap::single(code[at]), 1),
                op::CATEGORY => (Bitmap::category(code[at]), 1),
                op::RANGE => (Bitmap::range(code[at], code[at + 1]), 2),
                op::RANGE_UNI_IGNORE => {
                    let range = code[at]..=code[at + 1];
                    let is_named = |point| range.contains(&point) || range.contains(&upper_unicode(point));
                    (Bitmap::of(is_named), 2)
                }
                op::CHARSET => (Bitmap::from_words(&code[at..at + 8]), 8),
                op::BIGCHARSET => {
                    // The block of the lowest characters.
                    let block = (code[at + 1] & 255) as usize;
                    let words = at + 65 + block * 8;
                    (Bitmap::from_words(&code[words..words + 8]), 65 + code[at] as usize * 8)
                }
                _ => break,
            };
            at += operands;
            let named = if fold == Fold::Locale { named.either_case() } else { named };
            if found {
                set = set.or(named.and(undecided));
            }
            undecided = undecided.without(named);
        }
        match fold {
            Fold::None | Fold::Locale => set,
            Fold::Ascii => set.folded_ascii(),
            Fold::Unicode => set.folded_unicode(),
        }
    }

    /// Checks the words of a set up to its `FAILURE`, which must stand before `end`.
    fn check_set(&self, mut at: usize, end: usize) -> Checked<()> {
        loop {
            let operands = match self.word(at)? {
                op::FAILURE if at < end => return Ok(()),
                op::NEGATE => 0,
                op::LITERAL | op::CATEGORY => 1,
                op::RANGE | op::RANGE_UNI_IGNORE => 2,
                op::CHARSET => 8,
                op::BIGCHARSET => {
                    let blocks = self.word(at + 1)? as usize;
                    let map = self.code.get(at + 2..at + 66).ok_or(Invalid)?;
                    let all_known = map
                        .iter()
                        .flat_map(|word| word.to_le_bytes())
                        .all(|block| usize::from(block) < blocks);
                    if blocks > 256 || !all_known {
                        return Err(Invalid);
                    }
                    65 + blocks * 8
                }
                _ => return Err(Invalid),
            };
            at += 1 + operands;
            if at >= end {
                return Err(Invalid);
            }
        }
    }

    /// Checks the operations from `at` to `end`, where the sequence ends.
    fn check(&mut self, mut at: usize, end: usize, depth: usize) -> Checked<()> {
        if depth > MAX_DEPTH {
            return Err(Invalid);
        }
        while at < end {
            let operation = self.word(at)?;
            at += 1;
            self.has_choices |= matches!(
                operation,
                op::BRANCH
                    | op::REPEAT_ONE
                    | op::MIN_REPEAT_ONE
                    | op::REPEAT
                    | op::POSSESSIVE_REPEAT
                    | op::ATOMIC_GROUP
                    | op::ASSERT
                    | op::ASSERT_NOT
            );
            match operation {
                op::FAILURE | op::SUCCESS | op::ANY | op::ANY_ALL => {}
                compared!() | op::CATEGORY => at += 1,
                op::AT => {
                    if self.word(at)? > at::UNI_NON_BOUNDARY {
                        return Err(Invalid);
                    }
                    at += 1;
                }
                op::MARK => {
                    if self.word(at)? as usize >= self.groups * 2 {
                        return Err(Invalid);
                    }
                    at += 1;
                }
                op::GROUPREF | op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE | op::GROUPREF_UNI_IGNORE => {
                    self.check_group(at)?;
                    at += 1;
                }
                looked_up!() => {
                    let next = self.target(at, end)?;
                    self.check_set(at + 1, next)?;
                    let fold = match operation {
                        op::IN => Fold::None,
                        op::IN_IGNORE => Fold::Ascii,
                        op::IN_UNI_IGNORE => Fold::Unicode,
                        _ => Fold::Locale,
                    };
                    self.set_numbers[at] = self.add_set(at + 1, fold) as u32;
                    at = next;
                }
                op::INFO => at = self.target(at, end)?,
                op::BRANCH => at = self.check_branch(at, end, depth)?,
                op::REPEAT_ONE | op::MIN_REPEAT_ONE | op::POSSESSIVE_REPEAT_ONE => {
                    let next = self.target(at, end)?;
                    self.check_counts(at)?;
                    if !self.is_single(at + 3, next)? {
                        return Err(Invalid);
                    }
                    self.check(at + 3, next - 1, depth + 1)?;
                    at = next;
                }
                op::POSSESSIVE_REPEAT => {
                    let next = self.target(at, end)?;
                    self.check_counts(at)?;
                    self.check(at + 3, next, depth + 1)?;
                    if next >= end || self.word(next)? != op::SUCCESS {
                        return Err(Invalid);
                    }
                    at = next + 1;
                }
                op::REPEAT => {
                    let next = self.target(at, end)?;
                    self.check_counts(at)?;
                    self.check(at + 3, next, depth + 1)?;
                    if next >= end || !matches!(self.word(next)?, op::MAX_UNTIL | op::MIN_UNTIL) {
                        return Err(Invalid);
                    }
                    at = next + 1;
                }
                op::ATOMIC_GROUP => {
                    let next = self.target(at, end)?;
                    self.check_ending(at + 1, next, depth)?;
                    at = next;
                }
                op::ASSERT | op::ASSERT_NOT => {
                    let next = self.target(at, end)?;
                    self.check_ending(at + 2, next, depth)?;
                    at = next;
                }
                op::GROUPREF_EXISTS => at = self.check_conditional(at, end, depth)?,
                _ => return Err(Invalid),
            }
            if at > end {
                return Err(Invalid);
            }
        }
        if at == end { Ok(()) } else { Err(Invalid) }
    }

    fn check_group(&self, at: usize) -> Checked<()> {
        if (self.word(at)? as usize) < self.groups { Ok(()) } else { Err(Invalid) }
    }

    fn check_counts(&self, at: usize) -> Checked<()> {
        if self.word(at + 1)? <= self.word(at + 2)? { Ok(()) } else { Err(Invalid) }
    }

    /// A sequence with its own `SUCCESS` at the end.
    fn check_ending(&mut self, start: usize, end: usize, depth: usize) -> Checked<()> {
        if start >= end || self.word(end - 1)? != op::SUCCESS {
            return Err(Invalid);
        }
        self.check(start, end - 1, depth + 1)
    }

    /// Whether a sequence is one operation that takes one character, and `SUCCESS`.
    fn is_single(&self, start: usize, end: usize) -> Checked<bool> {
        if start >= end || self.word(end - 1)? != op::SUCCESS {
            return Ok(false);
        }
        let len = match self.word(start)? {
            op::ANY | op::ANY_ALL => 1,
            looked_up!() => self.target(start + 1, end - 1)? - start,
            compared!() | op::CATEGORY => 2,
            // An empty set.
            op::FAILURE => 1,
            _ => return Ok(false),
        };
        Ok(start + len == end - 1)
    }

    /// Alternatives: each a skip to the next, a sequence, and a jump to the common end; then a zero.
    fn check_branch(&mut self, mut at: usize, end: usize, depth: usize) -> Checked<usize> {
        let mut common = None;
        while self.word(at)? != 0 {
            let next = self.target(at, end)?;
            if next < at + 3 || self.word(next - 2)? != op::JUMP {
                return Err(Invalid);
            }
            self.check(at + 1, next - 2, depth + 1)?;
            let target = self.target(next - 1, end)?;
            if common.is_some_and(|common| common != target) {
                return Err(Invalid);
            }
            common = Some(target);
            at = next;
        }
        match common {
            Some(common) if common == at + 1 => Ok(common),
            None => Ok(at + 1),
            Some(_) => Err(Invalid),
        }
    }

    /// A group, a skip over the sequence for where it has matched, and where that ends in a jump, the sequence for where it has not.
    fn check_conditional(&mut self, at: usize, end: usize, depth: usize) -> Checked<usize> {
        self.check_group(at)?;
        let no = at
            .checked_add(self.word(at + 1)? as usize)
            .filter(|&no| no >= at + 2 && no <= end)
            .ok_or(Invalid)?;
        // Only a jump that belongs to this one leads further than to its own end.
        if no >= at + 4 && self.word(no - 2)? == op::JUMP && self.word(no - 1)? > 1 {
            let after = self.target(no - 1, end)?;
            if self.check(at + 2, no - 2, depth + 1).is_ok() {
                self.check(no, after, depth + 1)?;
                return Ok(after);
            }
        }
        self.check(at + 2, no, depth + 1)?;
        Ok(no)
    }

    /// Whether a character is in the set behind an `IN` at `at` (the place of its skip word).
    #[inline(always)]
    pub(super) fn set_at(&self, at: usize) -> &Set {
        &self.sets[self.set_numbers[at] as usize]
    }

    pub(super) fn set(&self, number: usize) -> &Set {
        &self.sets[number]
    }

    #[inline(always)]
    pub(super) fn is_in_set(&self, set: &Set, point: u32) -> bool {
        if point < 256 {
            return set.low.has(point);
        }
        self.is_in_words(set, point)
    }

    fn is_in_words(&self, set: &Set, point: u32) -> bool {
        let lower = set.fold.lower(point);
        self.is_listed(set.words, lower, if set.fold == Fold::Locale { upper_ascii(point) } else { lower })
    }

    /// Whether the words of a set name a character, which may be the one or the other: what one word says holds for both before the next is
    /// looked at, as a negation may follow.
    fn is_listed(&self, mut at: usize, point: u32, other: u32) -> bool {
        let either = |names: &dyn Fn(u32) -> bool| names(point) || (other != point && names(other));
        let code = &self.code;
        let mut found = true;
        loop {
            let operation = code[at];
            at += 1;
            match operation {
                op::FAILURE => return !found,
                op::NEGATE => found = !found,
                op::LITERAL => {
                    if either(&|point| point == code[at]) {
                        return found;
                    }
                    at += 1;
                }
                op::CATEGORY => {
                    if either(&|point| is_in_category(code[at], point)) {
                        return found;
                    }
                    at += 1;
                }
                op::RANGE => {
                    if either(&|point| code[at] <= point && point <= code[at + 1]) {
                        return found;
                    }
                    at += 2;
                }
                op::RANGE_UNI_IGNORE => {
                    let range = code[at]..=code[at + 1];
                    if either(&|point| range.contains(&point) || range.contains(&upper_unicode(point))) {
                        return found;
                    }
                    at += 2;
                }
                op::CHARSET => {
                    if either(&|point| {
                        point < 256 && code[at + (point >> 5) as usize] >> (point & 31) & 1 != 0
                    }) {
                        return found;
                    }
                    at += 8;
                }
                op::BIGCHARSET => {
                    let blocks = code[at] as usize;
                    let is_mapped = |point: u32| {
                        let high = (point >> 8) as usize;
                        let block = usize::from(code[at + 1 + high / 4].to_le_bytes()[high % 4]);
                        let low = point & 255;
                        code[at + 65 + block * 8 + (low >> 5) as usize] >> (low & 31) & 1 != 0
                    };
                    if either(&|point| point < 65536 && is_mapped(point)) {
                        return found;
                    }
                    at += 65 + blocks * 8;
                }
                _ => return false,
            }
        }
    }
}
