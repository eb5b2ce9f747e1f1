//! The methods and operators of `str`, and its type. What they do is in the sibling files; here arguments are checked.

use crate::buffer;
use crate::codecs;
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::protocol;
use crate::signature::Wording;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::dict::Dict;
use crate::types::int::new::checked_class;
use crate::types::iterators;
use crate::types::list;
use crate::types::number;
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Bounds, Slice};
use crate::types::str_::split::{self, Ends};
use crate::types::str_::unicode;
use crate::types::str_::{
    self, LAYOUT, Str, case, compose, format, percent, repr, search, substring, translate,
};
use crate::types::tuple::{self, Tuple};
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<Str>> {
    value.cast::<Str>().ok_or_else(|| cx.system_error("str expected"))
}

/// A str argument of a method, by its place.
fn argument(cx: &Cx, value: Value, method: &str, place: usize) -> R<Obj<Str>> {
    value.cast::<Str>().ok_or_else(|| {
        cx.type_error(format!("{method}() argument {place} must be str, not {}", cx.shown_argument(value)))
    })
}

fn text(text: R<Obj<Str>>) -> R<Value> {
    text.map(Obj::value)
}

fn int(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

// --- creation and slots -----------------------------------------------------------------------------------------

fn str_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], number::STR, "str")?;
    let made = converted(cx, args)?;
    match made.cast::<Str>() {
        Some(plain) if class != crate::runtime::builtin_type(number::STR) => {
            text(str_::new_instance(cx, class, plain))
        }
        _ => Ok(made),
    }
}

/// The text that the arguments of `str()` stand for; a result of `__str__` is passed as it is.
fn converted(cx: &Cx, args: &[Value]) -> R<Value> {
    let (encoding, errors) = (args[2].bound(), args[3].bound());
    let Some(object) = args[1].bound() else { return Ok(str_::empty().value()) };
    if encoding.is_none() && errors.is_none() {
        return protocol::str(cx, object);
    }
    let encoding = codecs::name_argument(cx, args[2], "str", "encoding")?;
    let errors = codecs::name_argument(cx, args[3], "str", "errors")?;
    if object.cast::<Str>().is_some() {
        return Err(cx.type_error("decoding str is not supported".into()));
    }
    match buffer::is_provider(cx, object).then(|| codecs::bytes_like(cx, object)).transpose()? {
        Some(bytes) => codecs::decode(cx, bytes, &codecs::encoding_text(encoding), errors),
        None => Err(cx.type_error(format!(
            "decoding to str: need a bytes-like object, {} found",
            cx.type_name(object)
        ))),
    }
}

fn str_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Str>(), right.cast::<Str>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let _ = cx;
    Ok(Value::from_bool(match op {
        CompareOp::Eq => str_::same_text(one, other),
        CompareOp::Ne => !str_::same_text(one, other),
        _ => op.holds(compose::order(&one, &other)),
    }))
}

/// The characters that a slice selects.
pub(crate) fn sliced(cx: &Cx, this: Obj<Str>, bounds: Bounds) -> R<Value> {
    let selection = bounds.fit(this.len());
    if selection.step == 1 {
        let start = selection.start as usize;
        return text(substring(cx, this, start, start + selection.count));
    }
    let units = this.units();
    let mut picked = str_::Builder::new();
    for n in 0..selection.count {
        picked.push_point(units.at(selection.position(n)));
    }
    picked.finish(cx)
}

fn str_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let this = this(cx, value)?;
    if let Some(index) = key.as_small_int() {
        return match sequence::position(index, this.len()) {
            Some(position) => str_::of_point(cx, this.code_point(position)),
            None => Err(index_error(cx, "string index out of range")),
        };
    }
    if let Some(slice) = key.cast::<Slice>() {
        return sliced(cx, this, slice::unpack(cx, slice)?);
    }
    if cx.type_of(key).slots().index.is_none() {
        return Err(cx.type_error(format!("string indices must be integers, not '{}'", cx.type_name(key))));
    }
    let index = protocol::index::to_index(cx, key)?;
    match sequence::position(index, this.len()) {
        Some(position) => str_::of_point(cx, this.code_point(position)),
        None => Err(index_error(cx, "string index out of range")),
    }
}

fn str_contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    let Some(needle) = item.cast::<Str>() else {
        let shown = cx.type_name(item);
        return Err(cx.type_error(format!("'in <string>' requires string as left operand, not {shown}")));
    };
    Ok(search::find(this(cx, value)?.units(), needle.units()).is_some())
}

fn str_add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    if left.cast::<Str>().is_none()
        || right.cast::<Str>().is_none() && sequence::may_reflect(cx, right, BinaryOp::Add)
    {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    str_::concat(cx, left, right)
}

fn str_mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (this, count) = match left.cast::<Str>() {
        Some(this) => (this, right),
        None => (this(cx, right)?, left),
    };
    match sequence::repeat_count(cx, count)? {
        Some(count) => text(str_::repeat(cx, this, count)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn str_mod(cx: &Cx, left: Value, right: Value) -> R<Value> {
    match left.cast::<Str>() {
        Some(this) => {
            let formatted = percent::format(cx, this, right)?;
            let as_is = !this.is_exact()
                && !this.is_empty()
                && this.code_points().all(|point| point != u32::from(b'%'));
            Ok(if as_is { left } else { formatted })
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

// --- searching --------------------------------------------------------------------------------------------------

/// A search's text, needle and bounds; `None` where the bounds leave no room.
#[allow(clippy::type_complexity, reason = "a tuple used in one place")]
fn search_arguments(
    cx: &Cx,
    args: &[Value],
    method: &str,
) -> R<(Obj<Str>, Obj<Str>, Option<(usize, usize)>)> {
    let (text, needle) = (this(cx, args[0])?, argument(cx, args[1], method, 1)?);
    let (start, stop) = sequence::search_bounds(cx, args[2], args[3], text.len())?;
    Ok((text, needle, (start <= stop).then_some((start, stop))))
}

fn find_with(cx: &Cx, args: &[Value], method: &str, from_end: bool) -> R<Option<usize>> {
    let (text, needle, bounds) = search_arguments(cx, args, method)?;
    let Some((start, stop)) = bounds else { return Ok(None) };
    let part = text.units().part(start, stop);
    let found =
        if from_end { search::rfind(part, needle.units()) } else { search::find(part, needle.units()) };
    Ok(found.map(|at| at + start))
}

fn find(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(find_with(cx, args, "find", false)?.map_or(Value::small_int_unchecked(-1), int))
}

fn rfind(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(find_with(cx, args, "rfind", true)?.map_or(Value::small_int_unchecked(-1), int))
}

fn index(cx: &Cx, args: &[Value]) -> R<Value> {
    find_with(cx, args, "index", false)?.map(int).ok_or_else(|| cx.value_error("substring not found"))
}

fn rindex(cx: &Cx, args: &[Value]) -> R<Value> {
    find_with(cx, args, "rindex", true)?.map(int).ok_or_else(|| cx.value_error("substring not found"))
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let (text, needle, bounds) = search_arguments(cx, args, "count")?;
    let Some((start, stop)) = bounds else { return Ok(int(0)) };
    Ok(int(search::count(text.units().part(start, stop), needle.units())))
}

fn affix(cx: &Cx, args: &[Value], method: &str, at_end: bool) -> R<Value> {
    let text = this(cx, args[0])?;
    let (start, stop) = sequence::search_bounds(cx, args[2], args[3], text.len())?;
    let matches = |affix: Obj<Str>| {
        if start > stop || affix.len() > stop - start {
            return false;
        }
        search::is_at(text.units(), affix.units(), if at_end { stop - affix.len() } else { start })
    };
    if let Some(affix) = args[1].cast::<Str>() {
        return Ok(Value::from_bool(matches(affix)));
    }
    let Some(several) = args[1].cast::<Tuple>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("{method} first arg must be str or a tuple of str, not {shown}")));
    };
    for &affix in several.values() {
        let Some(affix) = affix.cast::<Str>() else {
            let shown = cx.type_name(affix);
            return Err(cx.type_error(format!("tuple for {method} must only contain str, not {shown}")));
        };
        if matches(affix) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn remove_prefix(cx: &Cx, args: &[Value]) -> R<Value> {
    let text_ = this(cx, args[0])?;
    let Some(prefix) = args[1].cast::<Str>() else {
        return Err(
            cx.type_error(format!("removeprefix() argument must be str, not {}", cx.shown_argument(args[1])))
        );
    };
    let found = prefix.len() <= text_.len() && search::is_at(text_.units(), prefix.units(), 0);
    text(substring(cx, text_, if found { prefix.len() } else { 0 }, text_.len()))
}

fn remove_suffix(cx: &Cx, args: &[Value]) -> R<Value> {
    let text_ = this(cx, args[0])?;
    let Some(suffix) = args[1].cast::<Str>() else {
        return Err(
            cx.type_error(format!("removesuffix() argument must be str, not {}", cx.shown_argument(args[1])))
        );
    };
    let (len, cut) = (text_.len(), suffix.len());
    let found = cut <= len && search::is_at(text_.units(), suffix.units(), len - cut);
    text(substring(cx, text_, 0, if found { len - cut } else { len }))
}

// --- taking apart, putting together -----------------------------------------------------------------------------

fn split_method(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let text = this(cx, args[0])?;
    let most = split::limit(cx, args[2])?;
    let parts = match (split::separator(cx, args[1])?, from_end) {
        (None, false) => split::split_spaces(cx, text, most)?,
        (None, true) => split::rsplit_spaces(cx, text, most)?,
        // What cannot contain the separator is given as it is, its class included.
        (Some(separator), _)
            if !separator.is_empty()
                && (text.len() < separator.len() || text.width() < separator.width()) =>
        {
            list::from_slice(cx, &[text.value()])?
        }
        (Some(separator), false) => split::split_at(cx, text, separator, most)?,
        (Some(separator), true) => split::rsplit_at(cx, text, separator, most)?,
    };
    Ok(parts.value())
}

fn split_lines(cx: &Cx, args: &[Value]) -> R<Value> {
    let keep_ends = args[1].bound().map_or(Ok(false), |flag| protocol::is_true(cx, flag))?;
    Ok(split::split_lines(cx, this(cx, args[0])?, keep_ends)?.value())
}

fn partition_method(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let Some(separator) = args[1].cast::<Str>() else {
        return Err(cx.type_error(format!("must be str, not {}", cx.type_name(args[1]))));
    };
    Ok(split::partition(cx, this(cx, args[0])?, separator, from_end)?.value())
}

fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let old = argument(cx, args[1], "replace", 1)?;
    let new = argument(cx, args[2], "replace", 2)?;
    let most = split::limit(cx, args[3])?;
    text(split::replace(cx, this(cx, args[0])?, old, new, most))
}

fn strip_method(cx: &Cx, args: &[Value], method: &str, ends: Ends) -> R<Value> {
    let this = this(cx, args[0])?;
    let Some(characters) = args[1].bound().filter(|characters| !characters.is_none()) else {
        return text(split::strip(cx, this, ends, &unicode::is_space));
    };
    let Some(characters) = characters.cast::<Str>() else {
        return Err(cx.type_error(format!("{method} arg must be None or str")));
    };
    let units = characters.units();
    text(split::strip(cx, this, ends, &|point| split::contains(units, point)))
}

/// Width and fill character of `center` and its kin.
fn padding(cx: &Cx, args: &[Value]) -> R<(usize, u32)> {
    let width = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    let fill = match args[2].bound() {
        None => 0x20,
        Some(fill) => match fill.cast::<Str>() {
            Some(fill) if fill.len() == 1 => fill.code_point(0),
            Some(_) => {
                return Err(cx.type_error("The fill character must be exactly one character long".into()));
            }
            None => {
                let shown = cx.type_name(fill);
                return Err(
                    cx.type_error(format!("The fill character must be a unicode character, not {shown}"))
                );
            }
        },
    };
    Ok((width, fill))
}

fn center(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, (width, fill)) = (this(cx, args[0])?, padding(cx, args)?);
    let missing = width.saturating_sub(this.len());
    // As CPython: an odd rest goes to the left where the width is odd.
    let before = missing / 2 + (missing & width & 1);
    split::pad(cx, this, before, missing - before, fill)
}

fn left_justify(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, (width, fill)) = (this(cx, args[0])?, padding(cx, args)?);
    split::pad(cx, this, 0, width.saturating_sub(this.len()), fill)
}

fn right_justify(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, (width, fill)) = (this(cx, args[0])?, padding(cx, args)?);
    split::pad(cx, this, width.saturating_sub(this.len()), 0, fill)
}

fn zero_fill(cx: &Cx, args: &[Value]) -> R<Value> {
    let width = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    split::zero_fill(cx, this(cx, args[0])?, width)
}

fn expand_tabs(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = args[1].bound().map_or(Ok(8), |size| protocol::index::to_i64(cx, size))?;
    let Ok(size) = i32::try_from(size) else {
        let text = "Python int too large to convert to C int";
        return Err(cx.error(crate::exceptions::OVERFLOW_ERROR, text.into()));
    };
    split::expand_tabs(cx, this(cx, args[0])?, size.into())
}

fn join(cx: &Cx, args: &[Value]) -> R<Value> {
    split::join(cx, this(cx, args[0])?, args[1])
}

// --- formatting and codecs --------------------------------------------------------------------------------------

fn format_method(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(positional) = args[1].cast::<Tuple>() else { return Err(cx.system_error("format arguments")) };
    let text = this(cx, args[0])?;
    if !text.is_empty() && !text.is_exact() && text.code_points().all(|point| !is_brace(point)) {
        return Ok(args[0]);
    }
    format::format(cx, text, format::Source::Arguments(positional, args[2].cast::<Dict>()))
}

fn is_brace(point: u32) -> bool {
    point == u32::from(b'{') || point == u32::from(b'}')
}

fn format_map(cx: &Cx, args: &[Value]) -> R<Value> {
    format::format(cx, this(cx, args[0])?, format::Source::Mapping(args[1]))
}

fn format_self(cx: &Cx, args: &[Value]) -> R<Value> {
    let text = this(cx, args[0])?;
    let Some(spec) = args[1].cast::<Str>() else {
        let shown = cx.shown_argument(args[1]);
        return Err(cx.type_error(format!("__format__() argument must be str, not {shown}")));
    };
    if spec.is_empty() {
        protocol::str(cx, args[0])
    } else {
        crate::types::format_spec::format_text(cx, text, spec.units())
    }
}

fn encode(cx: &Cx, args: &[Value]) -> R<Value> {
    let encoding = codecs::name_argument(cx, args[1], "encode", "encoding")?;
    let errors = codecs::name_argument(cx, args[2], "encode", "errors")?;
    codecs::encode(cx, this(cx, args[0])?, &codecs::encoding_text(encoding), errors)
}

fn make_translation(cx: &Cx, args: &[Value]) -> R<Value> {
    translate::make_table(cx, args[0], args[1].bound(), args[2].bound())
}

fn translate_method(cx: &Cx, args: &[Value]) -> R<Value> {
    translate::translate(cx, this(cx, args[0])?, args[1])
}

// --- properties -------------------------------------------------------------------------------------------------

fn all(cx: &Cx, args: &[Value], holds: fn(u32) -> bool) -> R<Value> {
    let text = this(cx, args[0])?;
    Ok(Value::from_bool(!text.is_empty() && text.units().points().all(holds)))
}

fn is_ascii(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.is_ascii()))
}

fn is_printable(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.units().points().all(unicode::is_printable)))
}

fn is_identifier(cx: &Cx, args: &[Value]) -> R<Value> {
    let text = this(cx, args[0])?;
    let mut points = text.units().points();
    let start = points.next().is_some_and(unicode::is_identifier_start);
    Ok(Value::from_bool(start && points.all(unicode::is_identifier_continue)))
}

fn is_lower(cx: &Cx, args: &[Value]) -> R<Value> {
    let refused = |point| unicode::is_upper(point) || unicode::is_title(point);
    Ok(Value::from_bool(case::all_cased(this(cx, args[0])?, unicode::is_lower, refused)))
}

fn is_upper(cx: &Cx, args: &[Value]) -> R<Value> {
    let refused = |point| unicode::is_lower(point) || unicode::is_title(point);
    Ok(Value::from_bool(case::all_cased(this(cx, args[0])?, unicode::is_upper, refused)))
}

fn is_title(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(case::is_title(this(cx, args[0])?)))
}

fn get_new_args(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(tuple::from_slice(cx, &[this(cx, args[0])?.to_exact(cx)?.value()])?.value())
}

fn memory_size(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    Ok(int((size_of::<Str>() + this.len() * this.width()).next_multiple_of(16)))
}

static NEW: MethodDef = MethodDef::function(
    "str($type, object='', encoding='utf-8', errors='strict')",
    "Create and return a new object.",
    str_new,
)
.worded(Wording::CountedFirst);

/// The type.
pub static STR: TypeDef = TypeDef {
    name: "str",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n\
          Create a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\n\
          that will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\n\
          or repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(|cx, value| repr::repr(cx, this(cx, value)?)),
        str: Some(|cx, value| text(this(cx, value)?.to_exact(cx))),
        hash: Some(|cx, value| Ok(this(cx, value)?.hash())),
        compare: Some(str_compare),
        iter: Some(|cx, value| iterators::str(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(str_getitem),
        contains: Some(str_contains),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, str_add),
            (BinaryOp::Mul, str_mul),
            (BinaryOp::Mod, str_mod),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "capitalize($self, /)",
            "Return a version with the first character in title case and the rest in lower case.",
            |cx, args| text(case::capitalize(cx, this(cx, args[0])?)),
        ),
        MethodDef::new(
            "casefold($self, /)",
            "Return a version of the string suitable for caseless comparisons.",
            |cx, args| text(case::fold(cx, this(cx, args[0])?)),
        ),
        MethodDef::new(
            "center($self, width, fillchar=' ', /)",
            "Return a centered string of length width.\n\nPadding is done using the specified fill character (default is a space).",
            center,
        ),
        MethodDef::new(
            "count($self, sub, start=None, end=None, /)",
            "Return the number of non-overlapping occurrences of substring sub in string S[start:end].",
            count,
        ),
        MethodDef::new(
            "encode($self, /, encoding='utf-8', errors='strict')",
            "Encode the string using the codec registered for encoding.\n\nerrors says what to do with characters that \
             cannot be encoded:\n'strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace',\n\
             'surrogateescape' or 'surrogatepass'.",
            encode,
        ),
        MethodDef::new(
            "endswith($self, suffix, start=None, end=None, /)",
            "Return True if the string ends with the specified suffix (or one of a tuple of them), False otherwise.",
            |cx, args| affix(cx, args, "endswith", true),
        ),
        MethodDef::new(
            "expandtabs($self, /, tabsize=8)",
            "Return a copy where all tab characters are expanded using spaces.",
            expand_tabs,
        ),
        MethodDef::new(
            "find($self, sub, start=None, end=None, /)",
            "Return the lowest index in S[start:end] where substring sub is found, or -1.",
            find,
        ),
        MethodDef::new(
            "format($self, /, *args, **kwargs)",
            "Return a formatted version of the string: fields in braces ('{' and '}')\nare replaced by args and kwargs.",
            format_method,
        ),
        MethodDef::new(
            "format_map($self, mapping, /)",
            "Return a formatted version of the string: fields in braces ('{' and '}')\nare replaced by items of mapping.",
            format_map,
        ),
        MethodDef::new(
            "index($self, sub, start=None, end=None, /)",
            "Return the lowest index in S[start:end] where substring sub is found.\n\nRaises ValueError when the substring is \
             not found.",
            index,
        ),
        MethodDef::new(
            "isalnum($self, /)",
            "Return True if all characters are letters or numbers and there is one.",
            |cx, args| all(cx, args, unicode::is_alphanumeric),
        ),
        MethodDef::new(
            "isalpha($self, /)",
            "Return True if all characters are letters and there is one.",
            |cx, args| all(cx, args, unicode::is_alphabetic),
        ),
        MethodDef::new(
            "isascii($self, /)",
            "Return True if all characters in the string are ASCII, False otherwise.",
            is_ascii,
        ),
        MethodDef::new(
            "isdecimal($self, /)",
            "Return True if all characters are decimal digits and there is one.",
            |cx, args| all(cx, args, unicode::is_decimal),
        ),
        MethodDef::new(
            "isdigit($self, /)",
            "Return True if all characters are digits and there is one.",
            |cx, args| all(cx, args, unicode::is_digit),
        ),
        MethodDef::new(
            "isidentifier($self, /)",
            "Return True if the string is a valid Python identifier, False otherwise.\n\nKeywords count as identifiers: \
             see keyword.iskeyword.",
            is_identifier,
        ),
        MethodDef::new(
            "islower($self, /)",
            "Return True if all cased characters are lower case and there is one.",
            is_lower,
        ),
        MethodDef::new(
            "isnumeric($self, /)",
            "Return True if all characters are numeric and there is one.",
            |cx, args| all(cx, args, unicode::is_numeric),
        ),
        MethodDef::new(
            "isprintable($self, /)",
            "Return True if repr() would show all characters as they are.",
            is_printable,
        ),
        MethodDef::new(
            "isspace($self, /)",
            "Return True if all characters are white space and there is one.",
            |cx, args| all(cx, args, unicode::is_space),
        ),
        MethodDef::new(
            "istitle($self, /)",
            "Return True if upper- and title-case characters only begin words and lower-case ones only continue them.",
            is_title,
        ),
        MethodDef::new(
            "isupper($self, /)",
            "Return True if all cased characters are upper case and there is one.",
            is_upper,
        ),
        MethodDef::new(
            "join($self, iterable, /)",
            "Concatenate any number of strings, with this one in between.\n\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'",
            join,
        ),
        MethodDef::new(
            "ljust($self, width, fillchar=' ', /)",
            "Return a left-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).",
            left_justify,
        ),
        MethodDef::new(
            "lower($self, /)",
            "Return a copy of the string converted to lowercase.",
            |cx, args| text(case::lower(cx, this(cx, args[0])?)),
        ),
        MethodDef::new(
            "lstrip($self, chars=None, /)",
            "Return a copy of the string with leading whitespace, or characters in chars, removed.",
            |cx, args| strip_method(cx, args, "lstrip", Ends::Left),
        ),
        MethodDef::function(
            "maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)",
            "Return a translation table usable for str.translate().\n\nOne argument: a dict from code points or characters. Two: \
             strings of equal length, character by character;\na third names characters to delete.",
            make_translation,
        ),
        MethodDef::new(
            "partition($self, sep, /)",
            "Split at the first occurrence of sep: the part before it, sep, the part after it;\nthe string and two empty ones where \
             it is not found.",
            |cx, args| partition_method(cx, args, false),
        ),
        MethodDef::new(
            "removeprefix($self, prefix, /)",
            "Return a str with the given prefix string removed if present.",
            remove_prefix,
        ),
        MethodDef::new(
            "removesuffix($self, suffix, /)",
            "Return a str with the given suffix string removed if present.",
            remove_suffix,
        ),
        MethodDef::new(
            "replace($self, old, new, /, count=-1)",
            "Return a copy with all occurrences of substring old replaced by new, at most count where that is not negative.",
            replace,
        ),
        MethodDef::new(
            "rfind($self, sub, start=None, end=None, /)",
            "Return the highest index in S[start:end] where substring sub is found, or -1.",
            rfind,
        ),
        MethodDef::new(
            "rindex($self, sub, start=None, end=None, /)",
            "Return the highest index in S[start:end] where substring sub is found.\n\nRaises ValueError when the substring is not \
             found.",
            rindex,
        ),
        MethodDef::new(
            "rjust($self, width, fillchar=' ', /)",
            "Return a right-justified string of length width.\n\nPadding is done using the specified fill character (default is a \
             space).",
            right_justify,
        ),
        MethodDef::new(
            "rpartition($self, sep, /)",
            "Split at the last occurrence of sep: the part before it, sep, the part after it;\ntwo empty strings and the string \
             where it is not found.",
            |cx, args| partition_method(cx, args, true),
        ),
        MethodDef::new(
            "rsplit($self, /, sep=None, maxsplit=-1)",
            "Return a list of the substrings in the string, using sep (or white space) as the separator,\nfrom the end.",
            |cx, args| split_method(cx, args, true),
        ),
        MethodDef::new(
            "rstrip($self, chars=None, /)",
            "Return a copy of the string with trailing whitespace, or characters in chars, removed.",
            |cx, args| strip_method(cx, args, "rstrip", Ends::Right),
        ),
        MethodDef::new(
            "split($self, /, sep=None, maxsplit=-1)",
            "Return a list of the substrings in the string, using sep (or white space) as the separator.",
            |cx, args| split_method(cx, args, false),
        ),
        MethodDef::new(
            "splitlines($self, /, keepends=False)",
            "Return a list of the lines in the string, breaking at line boundaries.\n\nLine breaks are kept only where keepends is \
             true.",
            split_lines,
        ),
        MethodDef::new(
            "startswith($self, prefix, start=None, end=None, /)",
            "Return True if the string starts with the specified prefix (or one of a tuple of them), False otherwise.",
            |cx, args| affix(cx, args, "startswith", false),
        ),
        MethodDef::new(
            "strip($self, chars=None, /)",
            "Return a copy of the string with leading and trailing whitespace, or characters in chars, removed.",
            |cx, args| strip_method(cx, args, "strip", Ends::Both),
        ),
        MethodDef::new(
            "swapcase($self, /)",
            "Convert uppercase characters to lowercase and lowercase characters to uppercase.",
            |cx, args| text(case::swap_case(cx, this(cx, args[0])?)),
        ),
        MethodDef::new(
            "title($self, /)",
            "Return a version of the string where each word is titlecased.",
            |cx, args| text(case::title(cx, this(cx, args[0])?)),
        ),
        MethodDef::new(
            "translate($self, table, /)",
            "Replace each character in the string by what table (a mapping or sequence, indexed by code point) gives for it;\nNone \
             deletes it, LookupError leaves it.",
            translate_method,
        ),
        MethodDef::new(
            "upper($self, /)",
            "Return a copy of the string converted to uppercase.",
            |cx, args| text(case::upper(cx, this(cx, args[0])?)),
        ),
        MethodDef::new(
            "zfill($self, width, /)",
            "Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe string is never truncated.",
            zero_fill,
        ),
        MethodDef::new(
            "__format__($self, format_spec, /)",
            "Return a formatted version of the string as described by format_spec.",
            format_self,
        ),
        MethodDef::new("__getnewargs__($self, /)", "", get_new_args),
        MethodDef::new(
            "__sizeof__($self, /)",
            "Return the size of the string in memory, in bytes.",
            memory_size,
        ),
    ],
    ..TypeDef::DEFAULT
};
