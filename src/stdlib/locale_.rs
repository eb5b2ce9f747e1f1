//! `_locale`: the C library's locale.
//!
//! Thread-safety: the locale is the process's; the C library and `typhon_os::locale` guard it.

use std::ffi::{CStr, CString};
use std::sync::OnceLock;

use typhon_os::locale;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::list;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::{Value, codecs, exceptions, protocol};

// --- what text is encoded in --------------------------------------------------------------------------------------

static UTF8_MODE: OnceLock<bool> = OnceLock::new();

/// Says whether UTF-8 is used whatever the locale says (`-X utf8`). Once, at start-up.
pub fn set_utf8_mode(on: bool) {
    let _ = UTF8_MODE.set(on);
}

/// Whether UTF-8 is used whatever the locale says.
pub fn is_utf8_mode() -> bool {
    *UTF8_MODE.get_or_init(|| match std::env::var("PYTHONUTF8") {
        Ok(value) if value == "1" => true,
        Ok(value) if value == "0" => false,
        _ => is_c_locale(),
    })
}

/// The locale that the environment asks for.
pub fn wanted() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default()
}

/// The "C" or "POSIX" locale, which says nothing about text.
pub fn is_c_locale() -> bool {
    matches!(wanted().as_str(), "" | "C" | "POSIX")
}

static CODESET: OnceLock<String> = OnceLock::new();

/// The locale's encoding, asked for once.
pub fn codeset() -> &'static str {
    CODESET.get_or_init(|| {
        locale::set(locale::LC_CTYPE, Some(c""));
        match locale::langinfo(locale::CODESET).to_str() {
            Ok("") | Err(_) => "UTF-8".into(),
            Ok(name) => name.into(),
        }
    })
}

/// What text files are in by default.
pub fn text_encoding() -> &'static str {
    if is_utf8_mode() { "utf-8" } else { codeset() }
}

// --- the module ---------------------------------------------------------------------------------------------------

/// `locale.Error`.
static ERROR: Declared = Declared::new("locale", "Error", &[exceptions::EXCEPTION], "");

/// Text in the locale's encoding, as UTF-8 with surrogates for what is none.
fn from_locale(cx: &Cx, text: &CStr) -> R<Value> {
    let bytes = typhon_vm::types::bytes::from_slice(cx, text.to_bytes())?;
    let handler = cx.intern("surrogateescape")?;
    let native = codecs::Native::named(codeset()).unwrap_or(codecs::Native::Utf8);
    codecs::decode_native(cx, codecs::bytes_like(cx, bytes)?, native, Some(handler))
}

fn to_locale(cx: &Cx, value: Value, function: &str, argument: &str) -> R<CString> {
    let Some(text) = value.cast::<Str>() else {
        let shown = if value.is_none() { "None".into() } else { cx.type_name(value) };
        return Err(cx.type_error(format!("{function}() {argument} must be str, not {shown}")));
    };
    let handler = cx.intern("surrogateescape")?;
    let encoded = codecs::encode_native(cx, text, codecs::Native::Utf8, Some(handler))?;
    let encoded = encoded.cast::<Bytes>().map(|bytes| bytes.as_slice().to_vec()).unwrap_or_default();
    CString::new(encoded).map_err(|_| cx.value_error("embedded null character"))
}

fn optional(cx: &Cx, value: Value, function: &str, argument: &str) -> R<Option<CString>> {
    match value.bound().filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => to_locale(cx, value, function, argument).map(Some),
    }
}

fn category(cx: &Cx, value: Value) -> R<i32> {
    let number = protocol::index::to_i64(cx, value)?;
    i32::try_from(number)
        .map_err(|_| cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into()))
}

fn setlocale(cx: &Cx, args: &[Value]) -> R<Value> {
    let category = category(cx, args[0])?;
    let name = optional(cx, args[1], "setlocale", "argument 2")?;
    match locale::set(category, name.as_deref()) {
        Some(answer) => from_locale(cx, &answer),
        None => Err(ERROR
            .error(cx, if name.is_some() { "unsupported locale setting" } else { "locale query failed" })),
    }
}

fn localeconv(cx: &Cx, _: &[Value]) -> R<Value> {
    let all = locale::conventions();
    let result = dict::new(cx)?;
    for (name, text) in &all.texts {
        dict::set(cx, result, cx.intern(name)?, from_locale(cx, text)?)?;
    }
    for (name, groups) in &all.groupings {
        let sizes = list::new(cx)?;
        for &size in groups {
            list::append(cx, sizes, Value::small_int_unchecked(size.into()))?;
            if size == i8::MAX as u8 {
                break;
            }
        }
        if !groups.is_empty() && groups.last() != Some(&(i8::MAX as u8)) {
            list::append(cx, sizes, Value::small_int_unchecked(0))?;
        }
        dict::set(cx, result, cx.intern(name)?, sizes.value())?;
    }
    for (name, number) in &all.numbers {
        dict::set(cx, result, cx.intern(name)?, int::from_i64(cx, (*number).into())?)?;
    }
    Ok(result.value())
}

fn strcoll(cx: &Cx, args: &[Value]) -> R<Value> {
    let left = to_locale(cx, args[0], "strcoll", "argument 1")?;
    let right = to_locale(cx, args[1], "strcoll", "argument 2")?;
    int::from_i64(cx, locale::compare(&left, &right).into())
}

fn strxfrm(cx: &Cx, args: &[Value]) -> R<Value> {
    let text = to_locale(cx, args[0], "strxfrm", "argument")?;
    // The key's bytes as code points keep their order.
    Ok(str_::from_latin1(cx, &locale::sort_key(&text))?.value())
}

fn nl_langinfo(cx: &Cx, args: &[Value]) -> R<Value> {
    let item = category(cx, args[0])?;
    let known = locale::CONSTANTS.iter().any(|(name, number)| *number == item && !name.starts_with("LC_"));
    if !known {
        return Err(cx.value_error("unsupported langinfo constant"));
    }
    from_locale(cx, &locale::langinfo(item))
}

fn gettext(cx: &Cx, args: &[Value]) -> R<Value> {
    let text = to_locale(cx, args[0], "gettext", "argument")?;
    from_locale(cx, &locale::message(None, &text, None))
}

fn dgettext(cx: &Cx, args: &[Value]) -> R<Value> {
    let domain = optional(cx, args[0], "dgettext", "argument 1")?;
    let text = to_locale(cx, args[1], "dgettext", "argument 2")?;
    from_locale(cx, &locale::message(domain.as_deref(), &text, None))
}

fn dcgettext(cx: &Cx, args: &[Value]) -> R<Value> {
    let domain = optional(cx, args[0], "dcgettext", "argument 1")?;
    let text = to_locale(cx, args[1], "dcgettext", "argument 2")?;
    from_locale(cx, &locale::message(domain.as_deref(), &text, Some(category(cx, args[2])?)))
}

fn textdomain(cx: &Cx, args: &[Value]) -> R<Value> {
    let domain = optional(cx, args[0], "textdomain", "argument")?;
    match locale::text_domain(domain.as_deref()) {
        Some(answer) => from_locale(cx, &answer),
        None => Err(cx.os_error(&std::io::Error::last_os_error(), None)),
    }
}

fn bindtextdomain(cx: &Cx, args: &[Value]) -> R<Value> {
    let domain = to_locale(cx, args[0], "bindtextdomain", "argument 1")?;
    if domain.is_empty() {
        return Err(ERROR.error(cx, "domain must be a non-empty string"));
    }
    let directory = optional(cx, args[1], "bindtextdomain", "argument 2")?;
    match locale::bind_domain(&domain, directory.as_deref()) {
        Some(answer) => from_locale(cx, &answer),
        None => Err(cx.os_error(&std::io::Error::last_os_error(), None)),
    }
}

fn bind_textdomain_codeset(cx: &Cx, args: &[Value]) -> R<Value> {
    let domain = to_locale(cx, args[0], "bind_textdomain_codeset", "argument 1")?;
    let codeset = optional(cx, args[1], "bind_textdomain_codeset", "argument 2")?;
    locale::bind_codeset(&domain, codeset.as_deref())
        .map_or(Ok(Value::NONE), |answer| from_locale(cx, &answer))
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    codeset();
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for &(name, number) in locale::CONSTANTS {
        put(name, int::from_i64(cx, number.into())?)?;
    }
    put("Error", ERROR.class(cx)?)
}

/// The module.
pub static LOCALE: ModuleDef = ModuleDef {
    name: "_locale",
    doc: "Support for POSIX locales.",
    functions: &[
        MethodDef::function(
            "setlocale(category, locale=None, /)",
            "Activates/queries locale processing.",
            setlocale,
        ),
        MethodDef::function(
            "localeconv()",
            "Returns numeric and monetary locale-specific parameters.",
            localeconv,
        ),
        MethodDef::function("strcoll(os1, os2, /)", "Compares two strings according to the locale.", strcoll),
        MethodDef::function(
            "strxfrm(string, /)",
            "Return a string that can be used as a key for locale-aware comparisons.",
            strxfrm,
        ),
        MethodDef::function(
            "nl_langinfo(key, /)",
            "Return the value for the locale information associated with key.",
            nl_langinfo,
        ),
        MethodDef::function("gettext(msg, /)", "Return translation of msg.", gettext),
        MethodDef::function("dgettext(domain, msg, /)", "Return translation of msg in domain.", dgettext),
        MethodDef::function(
            "dcgettext(domain, msg, category, /)",
            "Return translation of msg in domain and category.",
            dcgettext,
        ),
        MethodDef::function(
            "textdomain(domain, /)",
            "Set the C library's textdmain to domain, returning the new domain.",
            textdomain,
        ),
        MethodDef::function(
            "bindtextdomain(domain, dir, /)",
            "Bind the C library's domain to dir.",
            bindtextdomain,
        ),
        MethodDef::function(
            "bind_textdomain_codeset(domain, codeset, /)",
            "Bind the C library's domain to codeset.",
            bind_textdomain_codeset,
        ),
        MethodDef::function("getencoding()", "Get the current locale encoding.", |cx, _| {
            str_::from_str(cx, codeset())
        }),
    ],
    init,
};
