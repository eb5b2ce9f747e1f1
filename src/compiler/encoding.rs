//! Encodings of sources (PEP 263): the declaration, the names, and decoding to UTF-8.
//!
//! UTF-8, Latin-1 and ASCII are decoded here, the rest by `encoding_rs`, whose tables are the web's: where these define a byte
//! that Python's codec of the name leaves undefined, it is refused here. Encodings that neither knows are `unknown`: for those the runtime asks
//! its `codecs`, which Python code can extend, before it comes here.

use encoding_rs::DecoderResult;

/// PEP 263: a comment in the first or (if the first holds nothing else) second line matching `coding[:=]\s*([-\w.]+)`.
/// Returns the name and the 1-based line.
pub(crate) fn declared(bytes: &[u8]) -> Option<(String, u32)> {
    for (line, number) in bytes.split(|&byte| byte == b'\n' || byte == b'\r').take(2).zip(1..) {
        let content = line.trim_ascii_start();
        let Some(comment) = content.strip_prefix(b"#") else {
            if content.is_empty() {
                continue;
            }
            return None;
        };
        let mut rest = comment;
        while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
            let after = &rest[at + 6..];
            if let Some(value) = after.strip_prefix(b":").or_else(|| after.strip_prefix(b"=")) {
                let value = value.trim_ascii_start();
                let end = value
                    .iter()
                    .position(|&byte| !(byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)))
                    .unwrap_or(value.len());
                if end > 0 {
                    return Some((String::from_utf8_lossy(&value[..end]).into_owned(), number));
                }
            }
            rest = after;
        }
    }
    None
}

/// The name as messages show it: the two that the tokenizer knows itself in one spelling.
pub(crate) fn canonical(name: &str) -> String {
    let plain = normal(name);
    let starts =
        |with: &str| plain == with || plain.strip_prefix(with).is_some_and(|rest| rest.starts_with('-'));
    if starts("utf-8") {
        "utf-8".to_owned()
    } else if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(starts) {
        "iso-8859-1".to_owned()
    } else {
        name.to_owned()
    }
}

pub(crate) fn is_utf8(name: &str) -> bool {
    canonical(name) == "utf-8"
        || matches!(normal(name).as_str(), "utf8" | "u8" | "utf" | "cp65001" | "utf-8-sig")
}

fn normal(name: &str) -> String {
    name.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// Decodes the bytes of a source.
///
/// # Errors
/// The message of the codec, or that there is none.
pub(crate) fn decode(bytes: &[u8], name: &str) -> Result<String, String> {
    let plain = normal(name);
    let plain = plain.as_str();
    if canonical(name) == "iso-8859-1"
        || matches!(plain, "latin1" | "iso8859-1" | "8859" | "cp819" | "latin" | "l1")
    {
        return Ok(bytes.iter().map(|&byte| char::from(byte)).collect());
    }
    if matches!(plain, "ascii" | "us-ascii" | "646") {
        return match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Some(at) => Err(format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes[at]
            )),
        };
    }
    if matches!(
        plain,
        "rot13"
            | "rot-13"
            | "hex"
            | "hex-codec"
            | "base64"
            | "base-64"
            | "bz2"
            | "zip"
            | "zlib"
            | "uu"
            | "quopri"
    ) {
        return Err(format!(
            "'{name}' is not a text encoding; use codecs.decode() to handle arbitrary codecs"
        ));
    }
    if let Some((label, family)) = single_byte(plain) {
        return decode_single_bytes(bytes, label, family, name);
    }
    match multi_byte(plain) {
        Some((label, codec)) => decode_multi_bytes(bytes, label, codec, name),
        None => Err(unknown(name)),
    }
}

/// Whether [`decode`] knows an encoding, be it that it refuses it.
pub(crate) fn is_known(name: &str) -> bool {
    decode(b"", name) != Err(unknown(name))
}

fn unknown(name: &str) -> String {
    format!("unknown encoding: {name}")
}

/// What lies between ASCII and 0xA0 in a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Characters; a control character of the table is undefined in Python.
    Vendor,
    /// Control characters.
    Iso,
}

/// `encoding_rs`'s label of Python's name.
fn single_byte(name: &str) -> Option<(String, Family)> {
    let number = |prefixes: &[&str]| {
        prefixes
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty())
    };
    if let Some(number) = number(&["windows-", "cp"])
        && (1250..=1258).contains(&number.parse().unwrap_or(0))
    {
        return Some((format!("windows-{number}"), Family::Vendor));
    }
    if let Some(number) = number(&["iso-8859-", "iso8859-", "8859-"]) {
        let label = match number {
            "9" => "windows-1254".to_owned(),
            "2" | "3" | "4" | "5" | "6" | "7" | "8" | "10" | "13" | "14" | "15" | "16" => {
                format!("iso-8859-{number}")
            }
            _ => return None,
        };
        return Some((label, Family::Iso));
    }
    let (label, family) = match name {
        "latin2" | "l2" => ("iso-8859-2", Family::Iso),
        "latin5" | "l5" => ("windows-1254", Family::Iso),
        "latin9" | "l9" => ("iso-8859-15", Family::Iso),
        "cyrillic" => ("iso-8859-5", Family::Iso),
        "greek" => ("iso-8859-7", Family::Iso),
        "koi8-r" => ("koi8-r", Family::Vendor),
        "koi8-u" => ("koi8-u", Family::Vendor),
        "cp866" | "866" | "ibm866" => ("ibm866", Family::Vendor),
        "mac-roman" | "macroman" | "macintosh" => ("macintosh", Family::Vendor),
        _ => return None,
    };
    Some((label.to_owned(), family))
}

fn decode_single_bytes(bytes: &[u8], label: String, family: Family, name: &str) -> Result<String, String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown(name))?;
    let mut out = String::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii() || (family == Family::Iso && byte < 0xa0) {
            out.push(char::from(byte));
            continue;
        }
        let one = [byte];
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&one);
        match decoded.as_deref().and_then(|text| text.chars().next()) {
            Some(c) if !(family == Family::Vendor && c.is_control()) => out.push(c),
            _ => {
                return Err(format!(
                    "'charmap' codec can't decode byte 0x{byte:02x} in position {at}: character maps to <undefined>"
                ));
            }
        }
    }
    Ok(out)
}

/// `encoding_rs`'s label and the name in Python's messages.
fn multi_byte(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "big5" | "big5-tw" => ("big5", "big5"),
        "gbk" | "cp936" | "936" | "ms936" => ("gbk", "gbk"),
        "gb2312" | "euc-cn" | "euccn" => ("gbk", "gb2312"),
        "gb18030" | "gb18030-2000" => ("gb18030", "gb18030"),
        "euc-jp" | "eucjp" | "ujis" => ("euc-jp", "euc_jp"),
        "shift-jis" | "sjis" | "shiftjis" | "s-jis" => ("shift_jis", "shift_jis"),
        "cp932" | "932" | "ms932" | "mskanji" | "ms-kanji" => ("shift_jis", "cp932"),
        "euc-kr" | "euckr" | "ksx1001" => ("euc-kr", "euc_kr"),
        "cp949" | "949" | "ms949" | "uhc" => ("euc-kr", "cp949"),
        "iso-2022-jp" | "iso2022-jp" | "csiso2022jp" => ("iso-2022-jp", "iso2022_jp"),
        _ => return None,
    })
}

fn decode_multi_bytes(bytes: &[u8], label: &str, codec: &str, name: &str) -> Result<String, String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown(name))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(bytes.len() * 2 + 16);
    let mut at = 0;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut out, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return Ok(out),
            DecoderResult::OutputFull => out.reserve(bytes.len() + 16),
            DecoderResult::Malformed(length, extra) => {
                let start = at.saturating_sub(usize::from(length) + usize::from(extra));
                let byte = bytes.get(start).copied().unwrap_or(0);
                return Err(format!(
                    "'{codec}' codec can't decode byte 0x{byte:02x} in position {start}: illegal multibyte sequence"
                ));
            }
        }
    }
}
