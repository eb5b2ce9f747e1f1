//! Where the carets under a running expression stand: at the operator of a binary operation, at the brackets of a subscript or call.
//!
//! Read off the text, because the machine knows no parser; the library's `traceback`, which prints whenever it can be
//! imported, asks the parser.

/// Where in a running expression's text the caret stands: the operator of a binary operation, the brackets of a subscript or call.
pub(super) fn anchors(segment: &str) -> Option<(usize, usize)> {
    // A statement is marked as a whole.
    let word = segment.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    if matches!(
        word,
        "raise"
            | "return"
            | "assert"
            | "del"
            | "import"
            | "from"
            | "with"
            | "for"
            | "if"
            | "while"
            | "not"
            | "lambda"
    ) {
        return None;
    }
    let bytes = segment.as_bytes();
    let (mut depth, mut quote, mut index) = (0usize, 0u8, 0);
    let (mut operator, mut bracket): (Option<(usize, usize)>, Option<usize>) = (None, None);
    let mut lowest = u8::MAX;
    while index < bytes.len() {
        let byte = bytes[index];
        if quote != 0 {
            index += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                quote = 0;
            }
            continue;
        }
        match byte {
            b'\'' | b'"' => quote = byte,
            b'(' | b'[' | b'{' => {
                if depth == 0 && byte != b'{' && index > 0 && is_operand_end(bytes, index) {
                    bracket = Some(index);
                }
                depth += 1;
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'<' | b'>'
                if depth == 0 && is_operand_end(bytes, index) =>
            {
                let double = bytes.get(index + 1) == Some(&byte) && matches!(byte, b'*' | b'/' | b'<' | b'>');
                let length = if double { 2 } else { 1 };
                if !double && matches!(byte, b'<' | b'>') || bytes.get(index + length) == Some(&b'=') {
                    return None;
                }
                let rank = precedence(byte, double);
                if rank <= lowest {
                    (lowest, operator) = (rank, Some((index, index + length)));
                }
                index += length;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    if operator.is_some() {
        return operator;
    }
    bracket.filter(|_| matches!(bytes.last(), Some(b')' | b']'))).map(|start| (start, segment.len()))
}

fn precedence(byte: u8, double: bool) -> u8 {
    match (byte, double) {
        (b'|', _) => 0,
        (b'^', _) => 1,
        (b'&', _) => 2,
        (b'<' | b'>', _) => 3,
        (b'+' | b'-', _) => 4,
        (b'*', true) => 6,
        _ => 5,
    }
}

/// Whether an operand ends before this place, so that an operator or bracket here is a binary one or a trailer.
fn is_operand_end(bytes: &[u8], index: usize) -> bool {
    let before = bytes[..index].iter().rev().find(|byte| **byte != b' ');
    before.is_some_and(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b')' | b']' | b'}' | b'\'' | b'"')
            || *byte >= 0x80
    })
}
