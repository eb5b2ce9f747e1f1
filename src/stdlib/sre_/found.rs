//! `re.Match`: where a pattern has matched, and in what. Immutable.

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::bytes;
use typhon_vm::types::dict;
use typhon_vm::types::int;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Raised, Value, buffer, exceptions, object_struct};

use super::engine::NONE;
use super::pattern::{Pattern, Place, Range};
use super::subject::Subject;
use super::template;

object_struct! {
    /// A match.
    pub(super) struct Match: "re.Match", fixed {
        slots {
            pattern,
            string,
            /// Tuple of small ints: start and end of the match and of each group, -1 where it has not matched.
            places,
        }
        fields {
            position: usize,
            end_position: usize,
            /// 0: none.
            last_index: u32,
        }
    }
}

/// Start and end of a group in a match; group 0 is the match.
pub(super) fn group_place(place: &Place, group: usize) -> Option<(usize, usize)> {
    if group == 0 {
        return Some((place.start, place.end));
    }
    let (start, end) = (*place.marks.get(group * 2 - 2)?, *place.marks.get(group * 2 - 1)?);
    (start != NONE && end != NONE && start <= end).then_some((start, end))
}

/// A match object.
pub(super) fn make(cx: &Cx, pattern: Obj<Pattern>, string: Value, range: Range, place: &Place) -> R<Value> {
    let places = tuple::with_len(cx, (pattern.groups() + 1) * 2)?;
    for (group, slots) in places.items().chunks_exact(2).enumerate() {
        let (start, end) = match group_place(place, group) {
            Some((start, end)) => (start as i64, end as i64),
            None => (-1, -1),
        };
        // Small ints need no barrier.
        slots[0].init(Value::small_int_unchecked(start).bits());
        slots[1].init(Value::small_int_unchecked(end).bits());
    }
    let made = new_instance(cx, MATCH_TYPE.class(cx)?, |header| Match {
        header,
        pattern: Slot::of(pattern.value()),
        string: Slot::of(string),
        places: Slot::of(places.value()),
        position: range.start,
        end_position: range.end,
        last_index: place.last_index,
    })?;
    Ok(made.value())
}

fn no_such_group(cx: &Cx) -> Raised {
    cx.error(exceptions::INDEX_ERROR, "no such group".into())
}

impl Match {
    pub(super) fn pattern(&self, cx: &Cx) -> R<Obj<Pattern>> {
        receiver::<Pattern>(cx, self.pattern.get())
    }

    pub(super) fn string(&self) -> Value {
        self.string.get()
    }

    /// Start and end of a group; -1 where it has not matched.
    fn span(&self, cx: &Cx, group: usize) -> R<(i64, i64)> {
        let places =
            self.places.get().cast::<Tuple>().ok_or_else(|| cx.system_error("match without places"))?;
        let at =
            |index: usize| places.values().get(index).and_then(|place| place.as_small_int()).unwrap_or(-1);
        Ok((at(group * 2), at(group * 2 + 1)))
    }

    fn number(&self, cx: &Cx, group: Value) -> R<usize> {
        self.pattern(cx)?.group_number(cx, group)?.ok_or_else(|| no_such_group(cx))
    }

    /// The text of a group; `absent` where it has not matched.
    pub(super) fn part(&self, cx: &Cx, group: usize, absent: Value) -> R<Value> {
        let (start, end) = self.span(cx, group)?;
        match (usize::try_from(start), usize::try_from(end)) {
            (Ok(start), Ok(end)) => {
                let string = self.string.get();
                if string.cast::<Str>().is_none() && bytes::as_bytes(string).is_none() {
                    let lent = buffer::bytes_like(cx, string)?;
                    let lent = lent.as_slice();
                    // It may have shrunk.
                    return bytes::from_slice(cx, lent.get(start..end.min(lent.len())).unwrap_or_default());
                }
                let subject = Subject::of(cx, string)?;
                subject.part(cx, start, end)
            }
            _ => Ok(absent),
        }
    }
}

fn group(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Match>(cx, args[0])?;
    let groups = args[1].cast::<Tuple>();
    match groups.as_ref().map_or(&[][..], |groups| groups.values()) {
        [] => this.part(cx, 0, Value::NONE),
        &[group] => this.part(cx, this.number(cx, group)?, Value::NONE),
        groups => {
            let parts = tuple::with_len(cx, groups.len())?;
            for (slot, &group) in parts.items().iter().zip(groups) {
                cx.store(parts.object(), slot, this.part(cx, this.number(cx, group)?, Value::NONE)?);
            }
            Ok(parts.value())
        }
    }
}

fn get_item(cx: &Cx, value: Value, group: Value) -> R<Value> {
    let this = receiver::<Match>(cx, value)?;
    this.part(cx, this.number(cx, group)?, Value::NONE)
}

fn groups(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Match>(cx, args[0])?;
    let absent = args[1].bound().unwrap_or(Value::NONE);
    let parts = tuple::with_len(cx, this.pattern(cx)?.groups())?;
    for (index, slot) in parts.items().iter().enumerate() {
        cx.store(parts.object(), slot, this.part(cx, index + 1, absent)?);
    }
    Ok(parts.value())
}

fn group_dict(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Match>(cx, args[0])?;
    let absent = args[1].bound().unwrap_or(Value::NONE);
    let result = dict::new(cx)?;
    let Some(names) = this.pattern(cx)?.group_names() else { return Ok(result.value()) };
    let mut position = 0;
    while let Some((next, name, group)) = names.next_from(position) {
        position = next;
        dict::set(cx, result, name, this.part(cx, this.number(cx, group)?, absent)?)?;
    }
    Ok(result.value())
}

fn span_of(cx: &Cx, args: &[Value]) -> R<(i64, i64)> {
    let this = receiver::<Match>(cx, args[0])?;
    let group = args[1].bound().map_or(Ok(0), |group| this.number(cx, group))?;
    this.span(cx, group)
}

fn pair(cx: &Cx, (start, end): (i64, i64)) -> R<Value> {
    Ok(tuple::from_slice(cx, &[int::from_i64(cx, start)?, int::from_i64(cx, end)?])?.value())
}

fn regs(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<Match>(cx, value)?;
    let all = tuple::with_len(cx, this.pattern(cx)?.groups() + 1)?;
    for (group, slot) in all.items().iter().enumerate() {
        cx.store(all.object(), slot, pair(cx, this.span(cx, group)?)?);
    }
    Ok(all.value())
}

fn expand(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Match>(cx, args[0])?;
    let template = template::compiled(cx, this.pattern(cx)?, args[1])?;
    template::expand(cx, template, this)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<Match>(cx, value)?;
    let (start, end) = this.span(cx, 0)?;
    let part: String = protocol::repr_string(cx, this.part(cx, 0, Value::NONE)?)?.chars().take(50).collect();
    str_::from_string(cx, format!("<re.Match object; span=({start}, {end}), match={part}>"))
}

fn last_index(cx: &Cx, value: Value) -> R<Value> {
    match receiver::<Match>(cx, value)?.last_index {
        0 => Ok(Value::NONE),
        index => int::from_i64(cx, index.into()),
    }
}

fn last_group(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<Match>(cx, value)?;
    match this.last_index {
        0 => Ok(Value::NONE),
        index => Ok(this.pattern(cx)?.group_name(index as usize)),
    }
}

static MATCH: TypeDef = TypeDef {
    name: "Match",
    module: "re",
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    layout: Match::LAYOUT,
    generic: true,
    slots: SlotTable { repr: Some(repr), getitem: Some(get_item), ..SlotTable::NONE },
    methods: &[
        MethodDef::new(
            "group($self, /, *groups)",
            "group([group1, ...]) -> str or tuple.\nReturns subgroup(s) of the match by indices or names.\nFor 0 returns the entire match.",
            group,
        ),
        MethodDef::new(
            "start($self, group=0, /)",
            "Return index of the start of the substring matched by group.",
            |cx, args| int::from_i64(cx, span_of(cx, args)?.0),
        ),
        MethodDef::new(
            "end($self, group=0, /)",
            "Return index of the end of the substring matched by group.",
            |cx, args| int::from_i64(cx, span_of(cx, args)?.1),
        ),
        MethodDef::new(
            "span($self, group=0, /)",
            "For match object m, return the 2-tuple (m.start(group), m.end(group)).",
            |cx, args| pair(cx, span_of(cx, args)?),
        ),
        MethodDef::new(
            "groups($self, /, default=None)",
            "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate \
             in the match.",
            groups,
        ),
        MethodDef::new(
            "groupdict($self, /, default=None)",
            "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for \
             groups that did not participate in the match.",
            group_dict,
        ),
        MethodDef::new(
            "expand($self, /, template)",
            "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
            expand,
        ),
        MethodDef::new("__copy__($self, /)", "", |_, args| Ok(args[0])),
        MethodDef::new("__deepcopy__($self, memo, /)", "", |_, args| Ok(args[0])),
    ],
    getset: &[
        GetSetDef {
            name: "string",
            doc: "The string passed to match() or search().",
            get: |cx, value| Ok(receiver::<Match>(cx, value)?.string.get()),
            set: None,
        },
        GetSetDef {
            name: "re",
            doc: "The regular expression object.",
            get: |cx, value| Ok(receiver::<Match>(cx, value)?.pattern.get()),
            set: None,
        },
        GetSetDef {
            name: "pos",
            doc: "The index into the string at which the RE engine started looking for a match.",
            get: |cx, value| int::from_i64(cx, receiver::<Match>(cx, value)?.position as i64),
            set: None,
        },
        GetSetDef {
            name: "endpos",
            doc: "The index into the string beyond which the RE engine will not go.",
            get: |cx, value| int::from_i64(cx, receiver::<Match>(cx, value)?.end_position as i64),
            set: None,
        },
        GetSetDef {
            name: "lastindex",
            doc: "The integer index of the last matched capturing group.",
            get: last_index,
            set: None,
        },
        GetSetDef {
            name: "lastgroup",
            doc: "The name of the last matched capturing group.",
            get: last_group,
            set: None,
        },
        GetSetDef { name: "regs", doc: "", get: regs, set: None },
    ],
    ..TypeDef::DEFAULT
};

pub(super) static MATCH_TYPE: NativeType = NativeType::new(&MATCH);
