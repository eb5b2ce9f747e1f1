//! Quoted-printable text (RFC 1521). Pure functions.

/// Longest line of encoded text, the soft line break included.
const MAX_LINE: usize = 76;

pub(super) fn decode(text: &[u8], header: bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'=' {
            bytes.push(if header && text[at] == b'_' { b' ' } else { text[at] });
            at += 1;
            continue;
        }
        at += 1;
        match text.get(at) {
            None => break,
            // A soft line break: everything up to the end of the line goes.
            Some(b'\n' | b'\r') => {
                at += text[at..].iter().take_while(|&&byte| byte != b'\n').count();
                at += usize::from(at < text.len());
            }
            Some(b'=') => {
                bytes.push(b'=');
                at += 1;
            }
            Some(_) => match (digit(at), digit(at + 1)) {
                (Some(high), Some(low)) => {
                    bytes.push((high << 4 | low) as u8);
                    at += 2;
                }
                _ => bytes.push(b'='),
            },
        }
    }
    bytes
}

fn push_quoted(text: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.extend([b'=', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

pub(super) fn encode(bytes: &[u8], quote_tabs: bool, is_text: bool, header: bool) -> Vec<u8> {
    // Lines end as the first one does.
    let crlf = matches!(memchr::memchr(b'\n', bytes), Some(at) if at > 0 && bytes[at - 1] == b'\r');
    let line_end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    let (mut at, mut line) = (0, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        let next = bytes.get(at + 1).copied();
        let is_blank = matches!(byte, b'\t' | b' ');
        let quoted = byte > 126
            || byte == b'='
            || (header && byte == b'_')
            || (byte == b'.' && line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)))
            || (!is_text && matches!(byte, b'\r' | b'\n'))
            || (is_blank && next.is_none())
            || (byte < 33 && !matches!(byte, b'\r' | b'\n') && (quote_tabs || !is_blank));
        if quoted {
            if line + 3 >= MAX_LINE {
                text.push(b'=');
                text.extend_from_slice(line_end);
                line = 0;
            }
            push_quoted(&mut text, byte);
            at += 1;
            line += 3;
            continue;
        }
        if is_text && (byte == b'\n' || (byte == b'\r' && next == Some(b'\n'))) {
            line = 0;
            // White space at the end of a line would be lost.
            if let Some(&last @ (b' ' | b'\t')) = text.last() {
                text.pop();
                push_quoted(&mut text, last);
            }
            text.extend_from_slice(line_end);
            at += if byte == b'\r' { 2 } else { 1 };
            continue;
        }
        if next.is_some_and(|next| next != b'\n') && line + 1 >= MAX_LINE {
            text.push(b'=');
            text.extend_from_slice(line_end);
            line = 0;
        }
        line += 1;
        text.push(if header && byte == b' ' { b'_' } else { byte });
        at += 1;
    }
    text
}
