//! Error handlers: what a conversion does with what it cannot convert.
//!
//! A handler is a name. The builtin ones are computed here without making an exception; any other is looked up and called with one, which is
//! kept and changed for the next error of the same conversion, as in CPython. The builtin ones are Python functions as well.

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::unicode::{self, Failure, Parts};
use crate::exceptions::{self, Exception};
use crate::object::Obj;
use crate::runtime;
use crate::typedef::MethodDef;
use crate::types::bytes::{self, Bytes};
use crate::types::dict::{self, Dict};
use crate::types::str_::{self, Builder, Str};
use crate::types::tuple::{self, Tuple};
use crate::value::Value;

/// A handler that needs no look-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    NameReplace,
    SurrogateEscape,
    SurrogatePass,
}

/// A builtin handler as Python sees it.
pub struct Handler {
    pub name: &'static str,
    pub kind: Kind,
    pub function: MethodDef,
}

macro_rules! handlers {
    ($($name:literal $kind:ident $signature:literal $doc:literal;)*) => {
        &[$(Handler {
            name: $name,
            kind: Kind::$kind,
            function: MethodDef::function($signature, $doc, |cx, args| handle_exception(cx, Kind::$kind, args[0])),
        },)*]
    };
}

/// Every builtin handler.
pub static BUILTIN: &[Handler] = handlers! {
    "strict" Strict "strict_errors(exception, /)"
        "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.";
    "ignore" Ignore "ignore_errors(exception, /)"
        "Implements the 'ignore' error handling, which ignores malformed data and continues.";
    "replace" Replace "replace_errors(exception, /)"
        "Implements the 'replace' error handling, which replaces malformed data with a replacement marker.";
    "xmlcharrefreplace" XmlCharRefReplace "xmlcharrefreplace_errors(exception, /)"
        "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with an XML character reference.";
    "backslashreplace" BackslashReplace "backslashreplace_errors(exception, /)"
        "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.";
    "namereplace" NameReplace "namereplace_errors(exception, /)"
        "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.";
    "surrogatepass" SurrogatePass "surrogatepass(exception, /)" "";
    "surrogateescape" SurrogateEscape "surrogateescape(exception, /)" "";
};

impl Kind {
    /// The builtin handler of a name.
    pub fn named(name: &str) -> Option<Kind> {
        BUILTIN.iter().find(|handler| handler.name == name).map(|handler| handler.kind)
    }
}

fn registry(cx: &Cx) -> R<Obj<Dict>> {
    runtime::codec_errors().cast::<Dict>().ok_or_else(|| cx.system_error("no codec registry"))
}

/// `codecs.register_error`.
pub fn register(cx: &Cx, name: Value, handler: Value) -> R<()> {
    if cx.type_of(handler).slots().call.is_none() {
        return Err(cx.type_error("handler must be callable".into()));
    }
    dict::set(cx, registry(cx)?, name, handler)
}

/// `codecs._unregister_error`; whether there was one. Builtin ones stay.
pub fn unregister(cx: &Cx, name: Value) -> R<bool> {
    let text = str_::to_rust(name).unwrap_or_default();
    if Kind::named(&text).is_some() {
        return Err(cx.value_error(&format!("cannot un-register built-in error handler '{text}'")));
    }
    Ok(dict::remove(cx, registry(cx)?, name)?.is_some())
}

/// `codecs.lookup_error`.
pub fn lookup(cx: &Cx, name: Value) -> R<Value> {
    match dict::get(cx, registry(cx)?, name)? {
        Some(found) => Ok(found),
        None => {
            let text = str_::to_rust(name).unwrap_or_default();
            Err(cx.error(exceptions::LOOKUP_ERROR, format!("unknown error handler name '{text}'")))
        }
    }
}

/// What stands in for what could not be encoded.
pub enum Fix {
    /// Characters below 128, to be encoded by the codec.
    Ascii(String),
    /// Text of a registered handler, to be encoded by the codec.
    Text(Obj<Str>),
    /// Bytes that are the codec's own.
    Bytes(Vec<u8>),
}

/// The handler of one conversion.
pub struct Errors {
    name: Option<Value>,
    kind: Option<Kind>,
    /// The registered handler, once it is looked up, and the exception that it gets.
    handler: Option<Value>,
    exception: Option<Value>,
}

impl Errors {
    /// By name; `None` is "strict".
    pub fn new(_: &Cx, name: Option<Value>) -> Errors {
        let kind = match name.and_then(|name| name.cast::<Str>()) {
            None => Some(Kind::Strict),
            Some(text) => match text.as_ascii() {
                Some(text) => Kind::named(text),
                None => None,
            },
        };
        Errors { name, kind, handler: None, exception: None }
    }

    pub const fn of(kind: Kind) -> Errors {
        Errors { name: None, kind: Some(kind), handler: None, exception: None }
    }

    /// The handler, where it is builtin.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    #[cold]
    fn raise(
        &self,
        cx: &Cx,
        failure: Failure,
        encoding: &str,
        object: Value,
        places: (usize, usize),
        reason: &str,
    ) -> Raised {
        unicode::error(cx, failure, encoding, object, places, reason)
    }

    fn call_handler(
        &mut self,
        cx: &Cx,
        failure: Failure,
        encoding: &str,
        object: Value,
        places: (usize, usize),
        reason: &str,
    ) -> R<Value> {
        let handler = match self.handler {
            Some(handler) => handler,
            None => {
                let name = self.name.ok_or_else(|| cx.system_error("handler without a name"))?;
                *self.handler.insert(lookup(cx, name)?)
            }
        };
        let exception = match self.exception {
            Some(exception) => {
                unicode::update(cx, exception, places, reason)?;
                exception
            }
            None => *self.exception.insert(unicode::new(cx, failure, encoding, object, places, reason)?),
        };
        call::call_values(cx, handler, &[exception])
    }

    /// Deals with the code points `places` of a text that cannot be encoded: what stands in for them, and where to go on.
    pub fn encode(
        &mut self,
        cx: &Cx,
        text: Obj<Str>,
        encoding: &str,
        places: (usize, usize),
        reason: &str,
    ) -> R<(Fix, usize)> {
        match self.kind {
            Some(Kind::Strict) => {
                return Err(self.raise(cx, Failure::Encode, encoding, text.value(), places, reason));
            }
            Some(kind) => {
                return match fix_encoding(kind, encoding, text, places) {
                    Some(fix) => Ok((fix, places.1)),
                    None => Err(self.raise(cx, Failure::Encode, encoding, text.value(), places, reason)),
                };
            }
            None => {}
        }
        let answer = self.call_handler(cx, Failure::Encode, encoding, text.value(), places, reason)?;
        let pair = answer.cast::<Tuple>().filter(|pair| pair.len() == 2);
        let Some((fix, at)) = pair.map(|pair| (pair.get(0), pair.get(1))) else {
            return Err(cx.type_error("encoding error handler must return (str/bytes, int) tuple".into()));
        };
        let fix = if let Some(text) = fix.cast::<Str>() {
            Fix::Text(text)
        } else if let Some(bytes) = fix.cast::<Bytes>() {
            Fix::Bytes(bytes.as_slice().to_vec())
        } else {
            return Err(cx.type_error("encoding error handler must return (str/bytes, int) tuple".into()));
        };
        Ok((fix, super::place_from(cx, at, text.len())?))
    }

    /// What a codec raises when the handler's text cannot be encoded either.
    #[cold]
    pub fn refuse(
        &self,
        cx: &Cx,
        text: Obj<Str>,
        encoding: &str,
        places: (usize, usize),
        reason: &str,
    ) -> Raised {
        match self.exception {
            Some(exception) => match unicode::update(cx, exception, places, reason) {
                Ok(()) => exceptions::raise(cx, exception),
                Err(raised) => raised,
            },
            None => self.raise(cx, Failure::Encode, encoding, text.value(), places, reason),
        }
    }

    /// Deals with the bytes `places` that cannot be decoded: appends what stands in for them; where to go on. A registered handler may replace
    /// the input.
    pub fn decode(
        &mut self,
        cx: &Cx,
        source: &mut Obj<Bytes>,
        encoding: &str,
        places: (usize, usize),
        reason: &str,
        text: &mut Builder,
    ) -> R<usize> {
        match self.kind {
            Some(Kind::Strict) => {
                return Err(self.raise(cx, Failure::Decode, encoding, source.value(), places, reason));
            }
            Some(Kind::XmlCharRefReplace | Kind::NameReplace) => {
                let text = "don't know how to handle UnicodeDecodeError in error callback";
                return Err(cx.type_error(text.into()));
            }
            Some(kind) => {
                return match fix_decoding(kind, encoding, source.as_slice(), places, text) {
                    Some(at) => Ok(at),
                    None => Err(self.raise(cx, Failure::Decode, encoding, source.value(), places, reason)),
                };
            }
            None => {}
        }
        let answer = self.call_handler(cx, Failure::Decode, encoding, source.value(), places, reason)?;
        let pair = answer.cast::<Tuple>().filter(|pair| pair.len() == 2);
        let fix = pair.and_then(|pair| Some((pair.get(0).cast::<Str>()?, pair.get(1))));
        let Some((fix, at)) = fix else {
            return Err(cx.type_error("decoding error handler must return (str, int) tuple".into()));
        };
        if let Some(exception) = self.exception {
            *source = unicode::object_of(exception)
                .cast::<Bytes>()
                .ok_or_else(|| cx.type_error("exception attribute object must be bytes".into()))?;
        }
        let at = super::place_from(cx, at, source.len())?;
        text.push_text(fix);
        Ok(at)
    }

    /// Deals with the code points `places` of a text that a table maps to nothing.
    pub fn translate(
        &mut self,
        cx: &Cx,
        source: Obj<Str>,
        places: (usize, usize),
        reason: &str,
        text: &mut Builder,
    ) -> R<usize> {
        match self.kind {
            Some(Kind::Strict) => Err(self.raise(cx, Failure::Translate, "", source.value(), places, reason)),
            Some(Kind::Ignore) => Ok(places.1),
            _ => {
                let answer = self.call_handler(cx, Failure::Translate, "", source.value(), places, reason)?;
                let pair = answer.cast::<Tuple>().filter(|pair| pair.len() == 2);
                let fix = pair.and_then(|pair| Some((pair.get(0).cast::<Str>()?, pair.get(1))));
                let Some((fix, at)) = fix else {
                    let text = "translating error handler must return (str, int) tuple";
                    return Err(cx.type_error(text.into()));
                };
                text.push_text(fix);
                super::place_from(cx, at, source.len())
            }
        }
    }
}

/// How an encoding stores a surrogate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Surrogates {
    Utf8,
    Two { big: bool },
    Four { big: bool },
}

fn surrogates_of(encoding: &str) -> Option<Surrogates> {
    let name = super::normalized(encoding);
    let rest = name.strip_prefix("utf").map(|rest| rest.strip_prefix('_').unwrap_or(rest));
    let native_big = cfg!(target_endian = "big");
    match rest {
        Some("8") => Some(Surrogates::Utf8),
        Some("16") => Some(Surrogates::Two { big: native_big }),
        Some("16le" | "16_le") => Some(Surrogates::Two { big: false }),
        Some("16be" | "16_be") => Some(Surrogates::Two { big: true }),
        Some("32") => Some(Surrogates::Four { big: native_big }),
        Some("32le" | "32_le") => Some(Surrogates::Four { big: false }),
        Some("32be" | "32_be") => Some(Surrogates::Four { big: true }),
        _ if name == "cp_utf8" => Some(Surrogates::Utf8),
        _ => None,
    }
}

/// A code point as `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub fn push_escape(out: &mut String, point: u32) {
    match point {
        0..=0xff => out.push_str(&format!("\\x{point:02x}")),
        0x100..=0xffff => out.push_str(&format!("\\u{point:04x}")),
        _ => out.push_str(&format!("\\U{point:08x}")),
    }
}

/// What a builtin handler puts for code points; nothing where it must raise.
fn fix_encoding(kind: Kind, encoding: &str, text: Obj<Str>, (start, end): (usize, usize)) -> Option<Fix> {
    let points = || (start..end).map(|at| text.code_point(at));
    let mut out = String::new();
    match kind {
        Kind::Strict => return None,
        Kind::Ignore => {}
        Kind::Replace => out.extend(std::iter::repeat_n('?', end - start)),
        Kind::BackslashReplace => points().for_each(|point| push_escape(&mut out, point)),
        Kind::XmlCharRefReplace => points().for_each(|point| out.push_str(&format!("&#{point};"))),
        Kind::NameReplace => {
            for point in points() {
                match char::from_u32(point).and_then(unicode_names2::name) {
                    Some(name) => out.push_str(&format!("\\N{{{name}}}")),
                    None => push_escape(&mut out, point),
                }
            }
        }
        Kind::SurrogateEscape => {
            let mut bytes = Vec::with_capacity(end - start);
            for point in points() {
                match point {
                    0xdc80..=0xdcff => bytes.push((point - 0xdc00) as u8),
                    _ => return None,
                }
            }
            return Some(Fix::Bytes(bytes));
        }
        Kind::SurrogatePass => {
            let form = surrogates_of(encoding)?;
            let mut bytes = Vec::new();
            for point in points() {
                if !(0xd800..=0xdfff).contains(&point) {
                    return None;
                }
                match form {
                    Surrogates::Utf8 => bytes.extend([
                        0xe0 | (point >> 12) as u8,
                        0x80 | (point >> 6 & 0x3f) as u8,
                        0x80 | (point & 0x3f) as u8,
                    ]),
                    Surrogates::Two { big: false } => bytes.extend((point as u16).to_le_bytes()),
                    Surrogates::Two { big: true } => bytes.extend((point as u16).to_be_bytes()),
                    Surrogates::Four { big: false } => bytes.extend(point.to_le_bytes()),
                    Surrogates::Four { big: true } => bytes.extend(point.to_be_bytes()),
                }
            }
            return Some(Fix::Bytes(bytes));
        }
    }
    Some(Fix::Ascii(out))
}

/// Appends what a builtin handler puts for bytes, and answers where to go on; nothing where it must raise.
fn fix_decoding(
    kind: Kind,
    encoding: &str,
    data: &[u8],
    (start, end): (usize, usize),
    text: &mut Builder,
) -> Option<usize> {
    match kind {
        Kind::Strict | Kind::XmlCharRefReplace | Kind::NameReplace => None,
        Kind::Ignore => Some(end),
        Kind::Replace => {
            text.push_point(0xfffd);
            Some(end)
        }
        Kind::BackslashReplace => {
            data[start..end].iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
            Some(end)
        }
        Kind::SurrogateEscape => {
            // At most four bytes, and none that could be a character by itself.
            let high = data[start..end].iter().take(4).take_while(|byte| **byte >= 0x80).count();
            data[start..start + high].iter().for_each(|&byte| text.push_point(0xdc00 + u32::from(byte)));
            (high > 0).then_some(start + high)
        }
        Kind::SurrogatePass => {
            let rest = &data[start..];
            let (point, len) = match surrogates_of(encoding)? {
                Surrogates::Utf8 => match rest {
                    &[first, second, third, ..]
                        if first & 0xf0 == 0xe0 && second & 0xc0 == 0x80 && third & 0xc0 == 0x80 =>
                    {
                        let bits = |byte: u8| u32::from(byte & 0x3f);
                        (u32::from(first & 0xf) << 12 | bits(second) << 6 | bits(third), 3)
                    }
                    _ => return None,
                },
                Surrogates::Two { big } => {
                    let unit = [*rest.first()?, *rest.get(1)?];
                    let unit = if big { u16::from_be_bytes(unit) } else { u16::from_le_bytes(unit) };
                    (unit.into(), 2)
                }
                Surrogates::Four { big } => {
                    let unit: [u8; 4] = rest.get(..4)?.try_into().ok()?;
                    (if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) }, 4)
                }
            };
            if !(0xd800..=0xdfff).contains(&point) {
                return None;
            }
            text.push_point(point);
            Some(start + len)
        }
    }
}

#[cold]
fn cannot_handle(cx: &Cx, value: Value) -> Raised {
    cx.type_error(format!("don't know how to handle {} in error callback", cx.type_name(value)))
}

/// A builtin handler called from Python, with an exception.
fn handle_exception(cx: &Cx, kind: Kind, exception: Value) -> R<Value> {
    if kind == Kind::Strict {
        return Err(match exception.cast::<Exception>() {
            Some(_) => exceptions::raise(cx, exception),
            None => cx.type_error("codec must pass exception instance".into()),
        });
    }
    let failure = unicode::failure_of(cx, exception).ok_or_else(|| cannot_handle(cx, exception))?;
    let wanted = match kind {
        Kind::XmlCharRefReplace | Kind::NameReplace => failure == Failure::Encode,
        Kind::SurrogateEscape | Kind::SurrogatePass => failure != Failure::Translate,
        _ => true,
    };
    if !wanted {
        return Err(cannot_handle(cx, exception));
    }
    let Parts { encoding, object, start, end, .. } = unicode::parts(cx, exception, failure)?;
    let places = (start, end);
    let answer = |text: Value, at: usize| Ok(tuple::from_slice(cx, &[text, super::place(at)])?.value());
    if failure == Failure::Decode {
        let source = object.cast::<Bytes>().ok_or_else(|| cx.type_error("bytes expected".into()))?;
        let mut text = Builder::new();
        return match fix_decoding(kind, &encoding, source.as_slice(), places, &mut text) {
            Some(at) => answer(text.finish(cx)?, at),
            None => Err(exceptions::raise(cx, exception)),
        };
    }
    let text = object.cast::<Str>().ok_or_else(|| cx.type_error("str expected".into()))?;
    if failure == Failure::Translate && kind == Kind::Replace {
        let mut replaced = Builder::new();
        replaced.push_repeated(0xfffd, end - start);
        return answer(replaced.finish(cx)?, end);
    }
    match fix_encoding(kind, &encoding, text, places) {
        Some(Fix::Ascii(fixed)) => answer(str_::from_string(cx, fixed)?, end),
        Some(Fix::Bytes(fixed)) => answer(bytes::from_slice(cx, &fixed)?, end),
        Some(Fix::Text(fixed)) => answer(fixed.value(), end),
        None => Err(exceptions::raise(cx, exception)),
    }
}
