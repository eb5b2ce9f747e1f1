//! A Rust file as lines of code and comment, told apart.
//!
//! The scanner knows comments (nested too), strings (raw and byte ones too), characters and lifetimes; nothing else of
//! the language. In `code` the insides of strings are blanks, so that a rule about code never trips over a message.

/// One line.
#[derive(Default, Debug)]
pub(crate) struct Line {
    /// The line without comments and without the insides of strings.
    pub(crate) code: String,
    /// What is written in comments, markers included.
    pub(crate) comment: String,
    /// Part of a test module: after a line `#[cfg(test)] mod tests {`.
    pub(crate) in_tests: bool,
}

/// One file.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) lines: Vec<Line>,
}

enum State {
    Code,
    LineComment,
    BlockComment { depth: usize },
    Text { hashes: Option<usize> },
}

impl Source {
    /// `path` is relative to the root, with `/`.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let mut source = Self { path: path.to_owned(), lines: scan(text) };
        source.note_tests();
        source
    }

    /// Whether the whole file serves tests, benches or stress only.
    pub(crate) fn is_test(&self) -> bool {
        let is_folder = |name: &str| self.path.split('/').rev().skip(1).any(|part| part == name);
        self.path.ends_with("tests.rs")
            || ["tests", "benches", "stress", "examples"].into_iter().any(is_folder)
    }

    /// The lines outside tests, numbered from 1.
    pub(crate) fn production(&self) -> impl Iterator<Item = (usize, &Line)> {
        let skip = self.is_test();
        self.numbered().filter(move |(_, line)| !skip && !line.in_tests)
    }

    /// All lines, numbered from 1.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Marks inline test modules: from `#[cfg(… test …)]` followed by `mod name {` to the brace that closes it.
    fn note_tests(&mut self) {
        let mut index = 0;
        while index + 1 < self.lines.len() {
            let attribute = self.lines[index].code.trim();
            let opens = attribute.starts_with("#[cfg(")
                && has_word(attribute, "test")
                && !attribute.contains("not(test");
            let module = self.lines[index + 1].code.trim_start();
            index += 1;
            if !opens || !module.starts_with("mod ") || !module.contains('{') {
                continue;
            }
            let mut depth = 0_isize;
            while index < self.lines.len() {
                let line = &mut self.lines[index];
                line.in_tests = true;
                let count = |brace: char| line.code.matches(brace).count().cast_signed();
                depth += count('{') - count('}');
                index += 1;
                if depth == 0 {
                    break;
                }
            }
        }
    }
}

/// Whether `word` stands in `code` as a word of its own.
pub(crate) fn has_word(code: &str, word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    code.match_indices(word).any(|(at, _)| {
        let before = at.checked_sub(1).map(|index| code.as_bytes()[index]);
        let after = code.as_bytes().get(at + word.len());
        !before.is_some_and(is_part) && !after.is_some_and(|&byte| is_part(byte))
    })
}

fn scan(text: &str) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut state = State::Code;
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let (here, next) = (chars[at], chars.get(at + 1).copied());
        if here == '\n' {
            if matches!(state, State::LineComment) {
                state = State::Code;
            }
            lines.push(Line::default());
            at += 1;
            continue;
        }
        let line = lines.last_mut().expect("there is always a line");
        let mut taken = 1;
        match state {
            State::LineComment => line.comment.push(here),
            State::BlockComment { depth } => {
                line.comment.push(here);
                match (here, next) {
                    ('/', Some('*')) => (state, taken) = (State::BlockComment { depth: depth + 1 }, 2),
                    ('*', Some('/')) if depth == 1 => (state, taken) = (State::Code, 2),
                    ('*', Some('/')) => (state, taken) = (State::BlockComment { depth: depth - 1 }, 2),
                    _ => {}
                }
            }
            State::Text { hashes: None } => match here {
                '\\' if next != Some('\n') => taken = 2,
                '"' => {
                    line.code.push('"');
                    state = State::Code;
                }
                _ => line.code.push(' '),
            },
            State::Text { hashes: Some(count) } => {
                let closes =
                    here == '"' && chars[at + 1..].iter().take_while(|&&char| char == '#').count() >= count;
                line.code.push(if closes { '"' } else { ' ' });
                if closes {
                    (state, taken) = (State::Code, 1 + count);
                }
            }
            State::Code => match (here, next) {
                ('/', Some('/')) => {
                    line.comment.push_str("//");
                    (state, taken) = (State::LineComment, 2);
                }
                ('/', Some('*')) => {
                    line.comment.push_str("/*");
                    (state, taken) = (State::BlockComment { depth: 1 }, 2);
                }
                ('"', _) => {
                    line.code.push('"');
                    state = State::Text { hashes: raw_hashes(&line.code) };
                }
                ('\'', _) => {
                    taken = char_literal(&chars[at..]);
                    line.code.push('\'');
                    line.code.extend(std::iter::repeat_n(' ', taken - 1));
                }
                _ => line.code.push(here),
            },
        }
        at += taken;
    }
    lines
}

/// The number of hashes if the quote at the end of `code` opens a raw string.
fn raw_hashes(code: &str) -> Option<usize> {
    let before = &code[..code.len() - 1];
    let stripped = before.trim_end_matches('#');
    let prefix = stripped.strip_suffix('r')?;
    let prefix = prefix.strip_suffix(['b', 'c']).unwrap_or(prefix);
    let stands_alone = !prefix.ends_with(|char: char| char.is_alphanumeric() || char == '_');
    stands_alone.then_some(before.len() - stripped.len())
}

/// The length of the character literal that begins here; 1 for the quote of a lifetime.
fn char_literal(chars: &[char]) -> usize {
    match (chars.get(1), chars.get(2)) {
        (Some('\\'), _) => chars.iter().skip(3).position(|&char| char == '\'').map_or(1, |index| index + 4),
        (Some(_), Some('\'')) => 3,
        _ => 1,
    }
}
