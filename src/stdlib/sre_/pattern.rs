//! `re.Pattern`: compiled code and what can be asked of it. Immutable; its program lies outside the heap.

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{Owned, new_owner, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, index};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{CompareOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::Dict;
use typhon_vm::types::list;
use typhon_vm::types::str_::{self, Str, Units};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{int, mapping_proxy};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::engine::{Matcher, Unit};
use super::opcodes::flag;
use super::program::Program;
use super::subject::Subject;
use super::{found, replace, scanner};

object_struct! {
    /// A pattern.
    pub(super) struct Pattern: "re.Pattern", fixed {
        slots {
            /// The text it was compiled from, or `None`.
            pattern,
            group_index,
            /// Tuple of the groups' names.
            index_group,
        }
        fields {
            flags: i64,
        }
        owns { pub(super) program: Program }
    }
}

fn words(cx: &Cx, list: Value) -> R<Vec<u32>> {
    let items = tuple::from_iterable(cx, list)?;
    let mut code = Vec::with_capacity(items.len());
    for &item in items.values() {
        let number = index::to_value(cx, item)?;
        match int::to_i64(number).map(u32::try_from) {
            Some(Ok(word)) => code.push(word),
            _ => {
                let text = "regular expression code size limit exceeded";
                return Err(cx.error(exceptions::OVERFLOW_ERROR, text.into()));
            }
        }
    }
    Ok(code)
}

/// `_sre.compile`.
pub(super) fn compile(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[pattern, flags, code, groups, group_index, index_group] = args else {
        return Err(cx.system_error("_sre.compile arguments"));
    };
    let flags = index::to_i64(cx, flags)?;
    let code = words(cx, code)?;
    let groups = index::to_i64(cx, groups)?;
    if group_index.cast::<Dict>().is_none() {
        let shown = cx.type_name(group_index);
        return Err(cx.type_error(format!("compile() argument 'groupindex' must be dict, not {shown}")));
    }
    if index_group.cast::<Tuple>().is_none() {
        let shown = cx.type_name(index_group);
        return Err(cx.type_error(format!("compile() argument 'indexgroup' must be tuple, not {shown}")));
    }
    if !pattern.is_none() {
        Subject::of(cx, pattern)?;
    }
    let invalid = || cx.error(exceptions::RUNTIME_ERROR, "invalid SRE code".into());
    let groups = usize::try_from(groups).ok().filter(|&groups| groups <= code.len()).ok_or_else(invalid)?;
    let bytes = code.len() * 16;
    let program = Program::new(code, groups).map_err(|_| invalid())?;
    let made = new_owner(cx, PATTERN_TYPE.class(cx)?, bytes, |header| Pattern {
        header,
        pattern: Slot::of(pattern),
        group_index: Slot::of(group_index),
        index_group: Slot::of(index_group),
        flags,
        program: Owned::new(program),
    })?;
    Ok(made.value())
}

impl Pattern {
    /// Whether the pattern is for bytes; nothing where it has no text.
    fn is_bytes(&self) -> Option<bool> {
        let pattern = self.pattern.get();
        (!pattern.is_none()).then(|| pattern.cast::<Str>().is_none())
    }

    pub(super) fn groups(&self) -> usize {
        self.program.groups
    }

    /// The number of a group given by name or number; `None` where there is none.
    pub(super) fn group_number(&self, cx: &Cx, group: Value) -> R<Option<usize>> {
        let number = if cx.type_of(group).slots().index.is_some() {
            Some(index::to_value(cx, group)?)
        } else {
            match self.group_index.get().cast::<Dict>() {
                Some(names) => match typhon_vm::types::dict::get(cx, names, group) {
                    Ok(number) => number,
                    // What cannot be hashed is no name.
                    Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => None,
                    Err(raised) => return Err(raised),
                },
                None => None,
            }
        };
        let number = number.and_then(int::to_i64).and_then(|number| usize::try_from(number).ok());
        Ok(number.filter(|&number| number <= self.groups()))
    }

    pub(super) fn group_names(&self) -> Option<Obj<Dict>> {
        self.group_index.get().cast::<Dict>()
    }

    pub(super) fn group_name(&self, number: usize) -> Value {
        let names = self.index_group.get().cast::<Tuple>();
        names.and_then(|names| names.values().get(number).copied()).unwrap_or(Value::NONE)
    }

    /// The text of a value, if it is of the pattern's kind.
    pub(super) fn subject(&self, cx: &Cx, value: Value) -> R<Subject> {
        let subject = Subject::of(cx, value)?;
        match self.is_bytes() {
            Some(true) if !subject.is_bytes() => {
                Err(cx.type_error("cannot use a bytes pattern on a string-like object".into()))
            }
            Some(false) if subject.is_bytes() => {
                Err(cx.type_error("cannot use a string pattern on a bytes-like object".into()))
            }
            _ => Ok(subject),
        }
    }
}

/// How a match must lie in its text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Search,
    /// From the start.
    Match,
    /// From the start to the end.
    Full,
}

/// A match: its place, its groups' places, and the group closed last.
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) marks: Vec<usize>,
    pub(super) last_index: u32,
}

/// Start and end of a search.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Range {
    /// From the arguments `pos` and `endpos`, fitted to the text.
    pub(super) fn of(cx: &Cx, start: Value, end: Value, len: usize) -> R<Range> {
        let fit = |value: Value, absent: usize| -> R<usize> {
            let Some(value) = value.bound() else { return Ok(absent) };
            let number = index::to_isize_clipped(cx, value)?;
            Ok(usize::try_from(number).unwrap_or(0).min(len))
        };
        Ok(Range { start: fit(start, 0)?, end: fit(end, len)? })
    }
}

/// Runs a pattern once. `not_empty`: a match at the start must have a character.
pub(super) fn run(
    cx: &Cx,
    this: Obj<Pattern>,
    subject: Subject,
    range: Range,
    mode: Mode,
    not_empty: bool,
) -> R<Option<Place>> {
    if range.start > range.end {
        return Ok(None);
    }
    match subject.units() {
        Units::One(units) => run_over(cx, this, &units[..range.end], range.start, mode, not_empty),
        Units::Two(units) => run_over(cx, this, &units[..range.end], range.start, mode, not_empty),
        Units::Four(units) => run_over(cx, this, &units[..range.end], range.start, mode, not_empty),
    }
}

fn run_over<U: Unit>(
    cx: &Cx,
    this: Obj<Pattern>,
    text: &[U],
    start: usize,
    mode: Mode,
    not_empty: bool,
) -> R<Option<Place>> {
    let mut matcher = Matcher::new(&this.program, text);
    (matcher.whole, matcher.not_empty) = (mode == Mode::Full, not_empty);
    let found = match mode {
        Mode::Search => matcher.search(cx, start)?,
        _ => matcher.match_at(cx, start)?.map(|end| (start, end)),
    };
    Ok(found.map(|(start, end)| Place { start, end, marks: matcher.marks, last_index: matcher.last_index }))
}

/// Calls `each` with every match that does not overlap the one before; stops where it answers `false`.
pub(super) fn for_each_match(
    cx: &Cx,
    this: Obj<Pattern>,
    subject: Subject,
    range: Range,
    each: &mut dyn FnMut(&Place) -> R<bool>,
) -> R<()> {
    if range.start > range.end {
        return Ok(());
    }
    match subject.units() {
        Units::One(units) => each_over(cx, this, &units[..range.end], range.start, each),
        Units::Two(units) => each_over(cx, this, &units[..range.end], range.start, each),
        Units::Four(units) => each_over(cx, this, &units[..range.end], range.start, each),
    }
}

fn each_over<U: Unit>(
    cx: &Cx,
    this: Obj<Pattern>,
    text: &[U],
    mut start: usize,
    each: &mut dyn FnMut(&Place) -> R<bool>,
) -> R<()> {
    let mut matcher = Matcher::new(&this.program, text);
    loop {
        let Some((found, end)) = matcher.search(cx, start)? else { return Ok(()) };
        let place = Place {
            start: found,
            end,
            marks: std::mem::take(&mut matcher.marks),
            last_index: matcher.last_index,
        };
        if !each(&place)? {
            return Ok(());
        }
        matcher.marks = place.marks;
        matcher.not_empty = end == found;
        start = end;
        cx.poll()?;
    }
}

fn one(cx: &Cx, args: &[Value], mode: Mode) -> R<Value> {
    let this = receiver::<Pattern>(cx, args[0])?;
    let subject = this.subject(cx, args[1])?;
    let range = Range::of(cx, args[2], args[3], subject.len())?;
    match run(cx, this, subject, range, mode, false)? {
        Some(place) => found::make(cx, this, args[1], range, &place),
        None => Ok(Value::NONE),
    }
}

/// What `findall` and `split` give of a group; `absent` where it has not matched.
fn group_part(cx: &Cx, subject: Subject, place: &Place, group: usize, absent: Value) -> R<Value> {
    match found::group_place(place, group) {
        Some((start, end)) => subject.part(cx, start, end),
        None => Ok(absent),
    }
}

fn find_all(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Pattern>(cx, args[0])?;
    let subject = this.subject(cx, args[1])?;
    let range = Range::of(cx, args[2], args[3], subject.len())?;
    let (all, empty, groups) = (list::new(cx)?, subject.empty(cx)?, this.groups());
    for_each_match(cx, this, subject, range, &mut |place| {
        let item = match groups {
            0 | 1 => group_part(cx, subject, place, groups, empty)?,
            _ => {
                let row = tuple::with_len(cx, groups)?;
                for (index, slot) in row.items().iter().enumerate() {
                    cx.store(row.object(), slot, group_part(cx, subject, place, index + 1, empty)?);
                }
                row.value()
            }
        };
        list::append_private(cx, all, item)?;
        Ok(true)
    })?;
    Ok(all.value())
}

fn split(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Pattern>(cx, args[0])?;
    let subject = this.subject(cx, args[1])?;
    let most = args[2].bound().map_or(Ok(0), |most| index::to_i64(cx, most))?;
    let parts = list::new(cx)?;
    let (mut last, mut count) = (0, 0);
    let whole = Range { start: 0, end: subject.len() };
    let mut each = |place: &Place| {
        list::append_private(cx, parts, subject.part(cx, last, place.start)?)?;
        for group in 1..=this.groups() {
            list::append_private(cx, parts, group_part(cx, subject, place, group, Value::NONE)?)?;
        }
        last = place.end;
        count += 1;
        Ok(count != most)
    };
    if most >= 0 {
        for_each_match(cx, this, subject, whole, &mut each)?;
    }
    list::append_private(cx, parts, subject.part(cx, last, subject.len())?)?;
    Ok(parts.value())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<Pattern>(cx, value)?;
    let mut flags = this.flags;
    if this.is_bytes() == Some(false) && flags & flag::TYPES == flag::UNICODE {
        flags &= !flag::UNICODE;
    }
    let mut names = Vec::new();
    for &(name, bit) in flag::NAMES {
        if flags & bit != 0 {
            names.push(name.to_string());
            flags &= !bit;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let pattern: String = protocol::repr_string(cx, this.pattern.get())?.chars().take(200).collect();
    let flags = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
    str_::from_string(cx, format!("re.compile({pattern}{flags})"))
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Pattern>(), right.cast::<Pattern>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = one == other
        || (one.flags == other.flags
            && one.is_bytes() == other.is_bytes()
            && one.program.code == other.program.code
            && protocol::equal(cx, one.pattern.get(), other.pattern.get())?);
    Ok(Value::from_bool(same == (op == CompareOp::Eq)))
}

fn hash(cx: &Cx, value: Value) -> R<i64> {
    let this = receiver::<Pattern>(cx, value)?;
    let code: Vec<u8> = this.program.code.iter().flat_map(|word| word.to_le_bytes()).collect();
    let pattern = protocol::hash(cx, this.pattern.get())?;
    let hash = str_::hash_bytes(&code) ^ pattern ^ this.flags ^ this.groups() as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

fn get_group_index(cx: &Cx, value: Value) -> R<Value> {
    mapping_proxy::new(cx, receiver::<Pattern>(cx, value)?.group_index.get())
}

static PATTERN: TypeDef = TypeDef {
    name: "Pattern",
    module: "re",
    doc: "Compiled regular expression object.",
    layout: Pattern::LAYOUT,
    weak: true,
    generic: true,
    slots: SlotTable { repr: Some(repr), compare: Some(compare), hash: Some(hash), ..SlotTable::NONE },
    methods: &[
        MethodDef::new(
            "match($self, /, string, pos=0, endpos=sys.maxsize)",
            "Matches zero or more characters at the beginning of the string.",
            |cx, args| one(cx, args, Mode::Match),
        ),
        MethodDef::new(
            "fullmatch($self, /, string, pos=0, endpos=sys.maxsize)",
            "Matches against all of the string.",
            |cx, args| one(cx, args, Mode::Full),
        ),
        MethodDef::new(
            "search($self, /, string, pos=0, endpos=sys.maxsize)",
            "Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the \
             string matches.",
            |cx, args| one(cx, args, Mode::Search),
        ),
        MethodDef::new(
            "sub($self, /, repl, string, count=0)",
            "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
            |cx, args| Ok(replace::replace(cx, args)?.0),
        ),
        MethodDef::new(
            "subn($self, /, repl, string, count=0)",
            "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with \
             the replacement repl.",
            |cx, args| {
                let (text, count) = replace::replace(cx, args)?;
                Ok(tuple::from_slice(cx, &[text, int::from_i64(cx, count)?])?.value())
            },
        ),
        MethodDef::new(
            "findall($self, /, string, pos=0, endpos=sys.maxsize)",
            "Return a list of all non-overlapping matches of pattern in string.",
            find_all,
        ),
        MethodDef::new(
            "split($self, /, string, maxsplit=0)",
            "Split string by the occurrences of pattern.",
            split,
        ),
        MethodDef::new(
            "finditer($self, /, string, pos=0, endpos=sys.maxsize)",
            "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match \
             object.",
            scanner::iterate,
        ),
        MethodDef::new("scanner($self, /, string, pos=0, endpos=sys.maxsize)", "", scanner::make),
        MethodDef::new("__copy__($self, /)", "", |_, args| Ok(args[0])),
        MethodDef::new("__deepcopy__($self, memo, /)", "", |_, args| Ok(args[0])),
    ],
    getset: &[
        GetSetDef {
            name: "pattern",
            doc: "The pattern string from which the RE object was compiled.",
            get: |cx, value| Ok(receiver::<Pattern>(cx, value)?.pattern.get()),
            set: None,
        },
        GetSetDef {
            name: "flags",
            doc: "The regex matching flags.",
            get: |cx, value| int::from_i64(cx, receiver::<Pattern>(cx, value)?.flags),
            set: None,
        },
        GetSetDef {
            name: "groups",
            doc: "The number of capturing groups in the pattern.",
            get: |cx, value| int::from_i64(cx, receiver::<Pattern>(cx, value)?.groups() as i64),
            set: None,
        },
        GetSetDef {
            name: "groupindex",
            doc: "A dictionary mapping group names to group numbers.",
            get: get_group_index,
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

pub(super) static PATTERN_TYPE: NativeType = NativeType::new(&PATTERN);
