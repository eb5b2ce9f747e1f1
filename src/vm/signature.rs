//! Signature text: the one declaration of a native function's parameters, e.g. `"sort($self, /, *, key=None, reverse=False)"`.
//!
//! The grammar is that of a Python parameter list; `$self`, `$type`, `$module` mark the implicit first parameter. Binding gives the function one
//! value per parameter in order, `UNBOUND` for what was not given (the function knows its defaults; the text shows them to people).
//! Error texts are CPython's for Argument Clinic functions.

use std::sync::{Arc, LazyLock, OnceLock};

use arc_swap::ArcSwap;
use rustc_hash::FxHashMap;

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::exceptions::suggestions;
use crate::typedef::MethodDef;
use crate::types::str_::Str;
use crate::types::{dict, tuple};
use crate::value::Value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    PositionalOnly,
    Standard,
    VarPositional,
    KeywordOnly,
    VarKeyword,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    /// Text of the default; `None` for a required parameter.
    pub default: Option<&'static str>,
}

/// A parsed signature; the implicit first parameter is included as positional-only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    pub name: &'static str,
    /// Whether the first parameter is implicit (`$self`, `$type`): messages do not count it.
    pub implicit_first: bool,
    pub parameters: Vec<Parameter>,
    positional: usize,
    required_positional: usize,
    /// Some parameter must be given by name.
    wants_names: bool,
    wording: Wording,
}

/// The function's name: the text before the parenthesis.
pub const fn name_of(signature: &'static str) -> &'static str {
    let bytes = signature.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'(' {
        end += 1;
    }
    signature.split_at(end).0
}

/// Fewest and most arguments of a signature whose parameters are all positional-only (`… , /)`), else `None`. Defaults must not
/// hold commas outside quotes or brackets.
pub const fn plain_arity(signature: &'static str) -> Option<(u8, u8)> {
    arity(signature, true)
}

/// Fewest and most positional arguments of a signature without `*`, whatever its parameters may be called by; for calls without keywords.
pub const fn positional_arity(signature: &'static str) -> Option<(u8, u8)> {
    arity(signature, false)
}

const fn arity(signature: &'static str, only_positional: bool) -> Option<(u8, u8)> {
    let bytes = signature.as_bytes();
    let (mut index, mut most, mut fewest) = (0, 0u8, 0u8);
    while index < bytes.len() && bytes[index] != b'(' {
        index += 1;
    }
    index += 1;
    let (mut depth, mut quoted, mut in_parameter, mut has_default, mut slash) =
        (0i32, false, false, false, false);
    while index < bytes.len() {
        let byte = bytes[index];
        if byte == b'\'' {
            quoted = !quoted;
        } else if quoted {
            // Part of a default's text.
        } else if byte == b'(' || byte == b'[' {
            depth += 1;
        } else if depth > 0 && (byte == b')' || byte == b']') {
            depth -= 1;
        } else if depth == 0 && (byte == b',' || byte == b')') {
            if in_parameter {
                if slash && only_positional {
                    return None; // parameters after the slash
                }
                most += 1;
                if !has_default {
                    fewest = most;
                }
            }
            (in_parameter, has_default) = (false, false);
            if byte == b')' {
                return if slash || most == 0 || !only_positional { Some((fewest, most)) } else { None };
            }
        } else if depth == 0 && byte == b'/' && !has_default {
            slash = true;
        } else if byte == b'*' && !in_parameter {
            return None;
        } else if byte == b'=' {
            has_default = true;
        } else if byte != b' ' {
            in_parameter = true;
        }
        index += 1;
    }
    None
}

/// Parsed signatures by definition: read at every keyword call, written once per definition.
static PARSED: LazyLock<ArcSwap<FxHashMap<usize, &'static Signature>>> = LazyLock::new(ArcSwap::default);

/// The same for the first definition that came to each place: most are found here, in a few instructions.
static FIRST_PARSED: [OnceLock<(usize, &Signature)>; 1 << FIRST_BITS] =
    [const { OnceLock::new() }; 1 << FIRST_BITS];
const FIRST_BITS: u32 = 10;

/// A definition's parsed signature.
#[inline]
pub(crate) fn parsed(def: &'static MethodDef) -> &'static Signature {
    let key = std::ptr::from_ref(def) as usize;
    let first = &FIRST_PARSED[key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (usize::BITS - FIRST_BITS)];
    match first.get() {
        Some(&(known, signature)) if known == key => signature,
        _ => {
            let signature = parsed_slow(def, key);
            // If it is another's already, it stays that.
            let _ = first.set((key, signature));
            signature
        }
    }
}

#[cold]
fn parsed_slow(def: &'static MethodDef, key: usize) -> &'static Signature {
    if let Some(known) = PARSED.load().get(&key) {
        return known;
    }
    let fresh: &'static Signature =
        Box::leak(Box::new(Signature { wording: def.wording, ..Signature::parse(def.signature) }));
    PARSED.rcu(|table| {
        let mut table = FxHashMap::clone(table);
        table.entry(key).or_insert(fresh);
        Arc::new(table)
    });
    fresh
}

/// How the messages about a function's arguments differ from those that CPython's Argument Clinic writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wording {
    /// Not at all.
    Usual,
    /// Where no names are given, arguments are counted as for a plain function.
    CountedFirst,
    /// The first argument is unpacked alone, however many may follow.
    FirstAlone,
    /// All arguments are unpacked, be there none or one.
    Unpacked,
    /// They are unpacked, and the function is shown as this.
    UnpackedAs(&'static str),
    /// The function of this name, to which keywords are handed on, refuses those it does not know.
    HandsOn(&'static str),
    /// What is said where arguments are missing.
    Missing(&'static str),
    /// Arguments without names count as positional ones, as where a format describes them.
    Formatted,
    /// The function has no name where it refuses a keyword.
    Nameless,
    /// Which keyword it does not know is not said.
    Reticent,
}

/// Whether an argument can be given by a parameter's name.
fn has_name(parameter: &Parameter) -> bool {
    matches!(parameter.kind, Kind::Standard | Kind::KeywordOnly)
}

impl Signature {
    /// Parses the text. Panics on malformed text: it is a constant of the program, and a test parses every one.
    pub fn parse(text: &'static str) -> Signature {
        let name = name_of(text);
        let inside = text[name.len()..]
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .expect("signature(…)");
        let mut signature = Signature {
            name,
            implicit_first: false,
            parameters: Vec::new(),
            positional: 0,
            required_positional: 0,
            wants_names: false,
            wording: Wording::Usual,
        };
        let mut keyword_only = false;
        for part in split_parameters(inside) {
            let (part, default) = match part.split_once('=') {
                Some((part, default)) => (part.trim(), Some(default.trim())),
                None => (part.trim(), None),
            };
            match part {
                "" => {}
                "/" => signature
                    .parameters
                    .iter_mut()
                    .for_each(|parameter| parameter.kind = Kind::PositionalOnly),
                "*" => keyword_only = true,
                _ => {
                    let (name, kind) = if let Some(name) = part.strip_prefix("**") {
                        (name, Kind::VarKeyword)
                    } else if let Some(name) = part.strip_prefix('*') {
                        keyword_only = true;
                        (name, Kind::VarPositional)
                    } else if let Some(name) = part.strip_prefix('$') {
                        signature.implicit_first = true;
                        (name, Kind::PositionalOnly)
                    } else if keyword_only {
                        (part, Kind::KeywordOnly)
                    } else {
                        (part, Kind::Standard)
                    };
                    signature.parameters.push(Parameter { name, kind, default });
                }
            }
        }
        let positional =
            |parameter: &&Parameter| matches!(parameter.kind, Kind::PositionalOnly | Kind::Standard);
        signature.positional = signature.parameters.iter().take_while(positional).count();
        signature.required_positional =
            signature.parameters.iter().take_while(|p| positional(p) && p.default.is_none()).count();
        signature.wants_names =
            signature.parameters.iter().any(|p| p.kind == Kind::KeywordOnly && p.default.is_none());
        signature
    }

    /// Binds a call's arguments: one value per parameter into `bound` (which has that length).
    pub fn bind(&self, cx: &Cx, args: &CallArgs<'_>, bound: &mut [Value]) -> R<()> {
        bound.fill(Value::UNBOUND);
        let given = args.positional();
        let taken = given.len().min(self.positional);
        bound[..taken].copy_from_slice(&given[..taken]);
        let mut rest = self.positional;
        if self.parameters.get(rest).is_some_and(|parameter| parameter.kind == Kind::VarPositional) {
            bound[rest] = tuple::from_slice(cx, &given[taken..])?.value();
            rest += 1;
        } else if given.len() > self.positional {
            return Err(self.too_many(cx, given.len(), args.keyword_count()));
        }
        let catch_all = self.parameters.last().filter(|parameter| parameter.kind == Kind::VarKeyword);
        if catch_all.is_some() {
            bound[self.parameters.len() - 1] = dict::new(cx)?.value();
        }
        if args.keyword_count() == 0 && given.len() >= self.required_positional && !self.wants_names {
            return Ok(());
        }
        if let Some(text) = self.beyond(given.len(), args.keyword_count()) {
            return Err(cx.type_error(text));
        }
        let nameless =
            self.parameters.iter().take_while(|p| p.kind == Kind::PositionalOnly && p.default.is_none());
        let takes_names = self.parameters.iter().any(|p| has_name(p) || p.kind == Kind::VarKeyword);
        if given.len() < nameless.count() && takes_names {
            return Err(self.missing(cx, given.len(), given.len()));
        }
        for (name, value) in args.keywords() {
            let text = name.cast::<Str>();
            let found = self.parameters.iter().position(|parameter| {
                has_name(parameter) && text.is_some_and(|text| text.equals_str(parameter.name))
            });
            match found {
                Some(index) if !bound[index].is_unbound() => {
                    return Err(cx.type_error(format!(
                        "argument for {}() given by name ('{}') and position ({})",
                        self.name,
                        self.parameters[index].name,
                        index + 1 - usize::from(self.implicit_first)
                    )));
                }
                Some(index) => bound[index] = value,
                None if catch_all.is_some() => {
                    if let Some(all) = bound[self.parameters.len() - 1].cast::<dict::Dict>() {
                        dict::set_private(cx, all, name, value)?;
                    }
                }
                None if !self.parameters.iter().any(has_name) => {
                    return Err(cx.type_error(format!("{}() takes no keyword arguments", self.name)));
                }
                None => {
                    let shown = text.map_or_else(String::new, |text| text.to_string_lossy());
                    let known: Vec<&str> =
                        self.parameters.iter().filter(|p| has_name(p)).map(|p| p.name).collect();
                    let function = match self.wording {
                        Wording::HandsOn(other) => format!("{other}()"),
                        Wording::Nameless => "this function".to_owned(),
                        _ => format!("{}()", self.name),
                    };
                    if self.wording == Wording::Reticent {
                        return Err(cx.type_error(format!("{function} got an unexpected keyword argument")));
                    }
                    return Err(cx.type_error(suggestions::unexpected_keyword(
                        &function,
                        &shown,
                        known.into_iter(),
                    )));
                }
            }
        }
        let _ = rest;
        for (index, parameter) in self.parameters.iter().enumerate() {
            let required = parameter.default.is_none()
                && matches!(parameter.kind, Kind::PositionalOnly | Kind::Standard | Kind::KeywordOnly);
            if required && bound[index].is_unbound() {
                return Err(self.missing(cx, given.len(), index));
            }
        }
        Ok(())
    }

    /// CPython's text for a wrong number of positional-only arguments of the function, which is shown as `name`.
    pub(crate) fn arity_text(&self, name: &str, fewest: usize, most: usize, given: usize) -> String {
        match self.wording {
            Wording::Unpacked | Wording::UnpackedAs(_) => self.unpack_text(name, fewest, most, given),
            _ => arity_text(name, fewest, most, given),
        }
    }

    fn unpack_text(&self, name: &str, fewest: usize, most: usize, given: usize) -> String {
        let name = if let Wording::UnpackedAs(shown) = self.wording { shown } else { name };
        unpack_text(name, fewest, most, given)
    }

    /// What is said of more arguments than there are parameters, however they are given.
    fn beyond(&self, given: usize, keywords: usize) -> Option<String> {
        let hidden = usize::from(self.implicit_first);
        let (all, most) = (given.saturating_sub(hidden) + keywords, self.parameters.len() - hidden);
        let is_open =
            self.parameters.iter().any(|p| matches!(p.kind, Kind::VarPositional | Kind::VarKeyword));
        let has_names = self.parameters.iter().any(has_name);
        if is_open
            || !has_names
            || all <= most
            || self.is_unpacked()
            || (keywords == 0 && self.wording == Wording::CountedFirst)
        {
            return None;
        }
        let by_name = if given <= hidden { "keyword " } else { "" };
        let plural = if most == 1 { "" } else { "s" };
        Some(format!("{}() takes at most {most} {by_name}argument{plural} ({all} given)", self.name))
    }

    fn too_many(&self, cx: &Cx, given: usize, keywords: usize) -> crate::context::Raised {
        let hidden = usize::from(self.implicit_first);
        if let Some(text) = self.beyond(given, keywords) {
            return cx.type_error(text);
        }
        let (most, fewest) = (self.positional - hidden, self.required_positional.saturating_sub(hidden));
        let given = given - hidden;
        let only_positional = self.is_unpacked() || (keywords == 0 && self.wording == Wording::CountedFirst);
        cx.type_error(if only_positional {
            self.unpack_text(self.name, fewest, most, given)
        } else {
            let is_exact = fewest == most && self.wording != Wording::Formatted;
            let least = if is_exact { "exactly" } else { "at most" };
            let plural = if most == 1 { "" } else { "s" };
            let positional =
                if self.parameters.iter().any(|p| p.kind == Kind::KeywordOnly) { "positional " } else { "" };
            if most == 0 {
                format!("{}() takes no positional arguments", self.name)
            } else {
                format!("{}() takes {least} {most} {positional}argument{plural} ({given} given)", self.name)
            }
        })
    }

    /// Whether positional arguments are counted as for a plain function: none can be given by keyword.
    fn is_unpacked(&self) -> bool {
        let hands_on = matches!(self.wording, Wording::HandsOn(_));
        self.parameters
            .iter()
            .all(|p| p.kind == Kind::PositionalOnly || hands_on && p.kind == Kind::KeywordOnly)
            && self.wording != Wording::Formatted
            && self.positional > usize::from(self.implicit_first)
    }

    fn missing(&self, cx: &Cx, given: usize, index: usize) -> crate::context::Raised {
        if let Wording::Missing(text) = self.wording {
            return cx.type_error(text.to_owned());
        }
        let hidden = usize::from(self.implicit_first);
        let parameter = &self.parameters[index];
        if parameter.kind == Kind::PositionalOnly {
            if given < hidden {
                return cx.type_error(format!("unbound method {}() needs an argument", self.name));
            }
            let (most, fewest) = (self.positional - hidden, self.required_positional.saturating_sub(hidden));
            let given = given - hidden;
            let is_open = self.parameters.iter().any(|p| p.kind == Kind::VarPositional);
            let has_names =
                self.parameters.iter().any(has_name) && !matches!(self.wording, Wording::HandsOn(_));
            if self.wording == Wording::Formatted || has_names && !is_open {
                let nameless = |p: &&Parameter| p.kind == Kind::PositionalOnly && p.default.is_none();
                let wanted = self.parameters.iter().filter(nameless).count() - hidden;
                let least = if wanted < most { "at least" } else { "exactly" };
                let plural = if wanted == 1 { "" } else { "s" };
                return cx.type_error(format!(
                    "{}() takes {least} {wanted} positional argument{plural} ({given} given)",
                    self.name
                ));
            }
            let most = if is_open && self.wording != Wording::FirstAlone { usize::MAX } else { most };
            return cx.type_error(self.unpack_text(self.name, fewest, most, given));
        }
        let place = if parameter.kind == Kind::KeywordOnly {
            String::new()
        } else {
            format!(" (pos {})", index + 1 - hidden)
        };
        cx.type_error(format!("{}() missing required argument '{}'{place}", self.name, parameter.name))
    }
}

/// CPython's text for a wrong number of positional-only arguments.
pub fn arity_text(name: &str, fewest: usize, most: usize, given: usize) -> String {
    if fewest == most {
        return match most {
            0 => format!("{name}() takes no arguments ({given} given)"),
            1 => format!("{name}() takes exactly one argument ({given} given)"),
            _ => unpack_text(name, fewest, most, given),
        };
    }
    unpack_text(name, fewest, most, given)
}

/// The text of CPython's `PyArg_UnpackTuple`.
fn unpack_text(name: &str, fewest: usize, most: usize, given: usize) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    if fewest == most {
        return format!("{name} expected {most} argument{}, got {given}", plural(most));
    }
    if given < fewest {
        format!("{name} expected at least {fewest} argument{}, got {given}", plural(fewest))
    } else {
        format!("{name} expected at most {most} argument{}, got {given}", plural(most))
    }
}

fn split_parameters(text: &'static str) -> Vec<&'static str> {
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0i32, false);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'(' | b'[' if !quoted => depth += 1,
            b')' | b']' if !quoted => depth -= 1,
            b',' if depth == 0 && !quoted => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_arity_agrees_with_the_parser() {
        for (text, expected) in [
            ("append($self, object, /)", Some((2, 2))),
            ("pop($self, index=-1, /)", Some((1, 2))),
            ("split($self, /, sep=None, maxsplit=-1)", None),
            ("print(*args, sep=' ', end='\\n', file=None, flush=False)", None),
            ("clear($self, /)", Some((1, 1))),
            ("f()", Some((0, 0))),
            ("get($self, key, default=(1, 2), /)", Some((2, 3))),
            ("join($self, iterable=', ', /)", Some((1, 2))),
        ] {
            assert_eq!(plain_arity(text), expected, "{text}");
            let parsed = Signature::parse(text);
            if let Some((fewest, most)) = expected {
                assert_eq!(
                    (parsed.required_positional, parsed.positional),
                    (fewest.into(), most.into()),
                    "{text}"
                );
                assert_eq!(parsed.parameters.len(), usize::from(most));
                assert_eq!(positional_arity(text), expected, "{text}");
            }
        }
        assert_eq!(positional_arity("split($self, /, sep=None, maxsplit=-1)"), Some((1, 3)));
        assert_eq!(positional_arity("acquire($self, /, blocking=True, timeout=-1)"), Some((1, 3)));
        assert_eq!(positional_arity("f(a, /, b, *, c=1)"), None);
        assert_eq!(positional_arity("f(a, *rest)"), None);
        assert_eq!(positional_arity("f(a, **rest)"), None);
    }
}
