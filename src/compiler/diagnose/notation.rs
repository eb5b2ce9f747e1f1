//! Reads `python.peg` into tables. The notation is explained at the head of that file; it is read once per process, at the
//! first refused source, so that a mistake in it fails every test that refuses one.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexer::TokenKind;
use super::tree::Kind;

pub(crate) type RuleId = u16;
pub(crate) type ExprId = u16;

/// What an item of an alternative asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expr {
    Token(TokenKind),
    /// A keyword, operator or delimiter, by number.
    Literal(u16),
    Soft(&'static str),
    AnySoft,
    Rule(RuleId),
    Optional(ExprId),
    Many {
        of: ExprId,
        at_least_one: bool,
    },
    Gather {
        separator: ExprId,
        of: ExprId,
    },
    Ahead(ExprId),
    NotAhead(ExprId),
    Commit,
    Forced(u16),
}

/// Where an error stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    At,
    Range,
    From,
    Here,
    Next,
    Clauses,
    Ends,
    Last,
    Key,
}

/// What an alternative yields. Slots number the named items of the alternative.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The only item that is not a look ahead, else a node without children.
    Default,
    Take(u8),
    Make(Kind, Vec<u8>),
    Do(&'static str, Vec<u8>, &'static str),
    Error {
        is_indentation: bool,
        place: Place,
        slots: Vec<u8>,
        text: &'static str,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) expr: ExprId,
    pub(crate) slot: Option<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub(crate) items: Vec<Item>,
    pub(crate) action: Action,
    /// Nothing but a rule of errors: tried only where errors are looked for.
    pub(crate) only_errors: bool,
    /// The first version (of Python 3) that has it, and what it is called where an older one is asked for.
    pub(crate) since: Option<(u8, &'static str)>,
    /// The names of the slots, for messages.
    pub(crate) names: Vec<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Memory {
    None,
    Remembered,
    LeftRecursive,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) memory: Memory,
    pub(crate) alternatives: Vec<Alternative>,
    /// Rules below this one look for no errors.
    pub(crate) without_errors: bool,
}

pub(crate) struct Grammar {
    pub(crate) rules: Vec<Rule>,
    pub(crate) exprs: Vec<Expr>,
    pub(crate) literals: HashMap<&'static str, u16>,
    pub(crate) literal_texts: Vec<&'static str>,
    by_name: HashMap<&'static str, RuleId>,
}

pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::read(include_str!("python.peg")));

/// Names that are keywords in some places only.
pub(crate) const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

impl Grammar {
    pub(crate) fn rule(&self, name: &str) -> Option<RuleId> {
        self.by_name.get(name).copied()
    }

    fn read(text: &'static str) -> Grammar {
        let mut grammar = Grammar {
            rules: Vec::new(),
            exprs: Vec::new(),
            literals: HashMap::new(),
            literal_texts: Vec::new(),
            by_name: HashMap::new(),
        };
        let chunks = chunks(text);
        for (head, _) in &chunks {
            let name = head.trim_end_matches(['!', '@']);
            let memory = match &head[name.len()..] {
                "!" => Memory::Remembered,
                "@" => Memory::LeftRecursive,
                _ => Memory::None,
            };
            grammar.by_name.insert(name, grammar.rules.len() as RuleId);
            let without_errors = name.ends_with("_without_invalid");
            grammar.rules.push(Rule { name, memory, alternatives: Vec::new(), without_errors });
        }
        for (number, (_, body)) in chunks.iter().enumerate() {
            let mut reader = Reader { grammar: &mut grammar, words: words(body), at: 0 };
            let alternatives = reader.alternatives();
            grammar.rules[number].alternatives = alternatives;
        }
        grammar
    }
}

/// Heads and bodies of the rules: a rule begins in the first column.
fn chunks(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(text.len());
    starts
        .windows(2)
        .map(|pair| {
            let chunk = &text[pair[0]..pair[1]];
            let (head, body) = chunk.split_once(':').unwrap_or((chunk, ""));
            (head.trim_end(), body)
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Word {
    Name(&'static str),
    Literal(&'static str),
    Quoted(&'static str),
    Sign(&'static str),
}

fn words(body: &'static str) -> Vec<Word> {
    const SIGNS: [&str; 14] = ["=>", "&&", "|", "?", "*", "+", ".", "&", "!", "~", "(", ")", ":", ","];
    let mut words = Vec::new();
    let mut rest = body.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => {
                let end = rest[1..].find('\'').unwrap_or(0);
                words.push(Word::Literal(&rest[1..=end]));
                end + 2
            }
            '"' => {
                let bytes = rest.as_bytes();
                let end =
                    (1..bytes.len()).find(|&at| bytes[at] == b'"' && bytes[at - 1] != b'\\').unwrap_or(1);
                words.push(Word::Quoted(&rest[1..end]));
                end + 1
            }
            c if c.is_ascii_alphabetic() => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                words.push(Word::Name(&rest[..end]));
                end
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign)).unwrap_or("");
                words.push(Word::Sign(sign));
                sign.len().max(1)
            }
        };
        rest = rest[length..].trim_start();
    }
    words
}

struct Reader<'g> {
    grammar: &'g mut Grammar,
    words: Vec<Word>,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<Word> {
        self.words.get(self.at).copied()
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Word::Sign(found)) if found == sign);
        self.at += usize::from(found);
        found
    }

    fn name(&mut self) -> &'static str {
        match self.peek() {
            Some(Word::Name(name)) => {
                self.at += 1;
                name
            }
            _ => "",
        }
    }

    fn alternatives(&mut self) -> Vec<Alternative> {
        let mut alternatives = vec![self.alternative()];
        while self.take("|") {
            alternatives.push(self.alternative());
        }
        alternatives
    }

    fn alternative(&mut self) -> Alternative {
        let mut items = Vec::new();
        let mut names = Vec::new();
        loop {
            match self.peek() {
                None | Some(Word::Sign("|" | ")" | "=>") | Word::Name("since")) => break,
                _ => {}
            }
            let mut slot = None;
            if let (Some(Word::Name(name)), Some(Word::Sign(":"))) =
                (self.peek(), self.words.get(self.at + 1).copied())
            {
                self.at += 2;
                slot = Some(names.len() as u8);
                names.push(name);
            }
            let expr = self.expr();
            items.push(Item { expr, slot });
        }
        let since = self.since();
        let action = if self.take("=>") { self.action(&names) } else { Action::Default };
        let only_errors = match &items[..] {
            [Item { expr, .. }] => match self.grammar.exprs[usize::from(*expr)] {
                Expr::Rule(rule) => self.grammar.rules[usize::from(rule)].name.starts_with("bad_"),
                _ => false,
            },
            _ => false,
        };
        Alternative { items, action, only_errors, since, names }
    }

    fn since(&mut self) -> Option<(u8, &'static str)> {
        if self.peek() != Some(Word::Name("since")) {
            return None;
        }
        self.at += 1;
        let (minor, what) = self.quoted().split_once(' ')?;
        Some((minor.parse().ok()?, what))
    }

    fn push(&mut self, expr: Expr) -> ExprId {
        self.grammar.exprs.push(expr);
        self.grammar.exprs.len() as ExprId - 1
    }

    fn expr(&mut self) -> ExprId {
        if self.take("~") {
            return self.push(Expr::Commit);
        }
        if self.take("&&") {
            let of = self.atom();
            let forced = match self.grammar.exprs[usize::from(of)] {
                Expr::Literal(literal) => Expr::Forced(literal),
                other => other,
            };
            return self.push(forced);
        }
        if self.take("&") {
            let of = self.atom();
            return self.push(Expr::Ahead(of));
        }
        if self.take("!") {
            let of = self.atom();
            return self.push(Expr::NotAhead(of));
        }
        let of = self.atom();
        if self.take(".") {
            let element = self.atom();
            self.take("+");
            return self.push(Expr::Gather { separator: of, of: element });
        }
        if self.take("?") {
            return self.push(Expr::Optional(of));
        }
        if self.take("*") {
            return self.push(Expr::Many { of, at_least_one: false });
        }
        if self.take("+") {
            return self.push(Expr::Many { of, at_least_one: true });
        }
        of
    }

    fn atom(&mut self) -> ExprId {
        if self.take("(") {
            let alternatives = self.alternatives();
            self.take(")");
            let rule = self.grammar.rules.len() as RuleId;
            self.grammar.rules.push(Rule {
                name: "(group)",
                memory: Memory::None,
                alternatives,
                without_errors: false,
            });
            return self.push(Expr::Rule(rule));
        }
        let word = self.peek();
        self.at += 1;
        let expr = match word {
            Some(Word::Literal(text)) => {
                let next = self.grammar.literal_texts.len() as u16;
                let literal = *self.grammar.literals.entry(text).or_insert(next);
                if literal == next {
                    self.grammar.literal_texts.push(text);
                }
                Expr::Literal(literal)
            }
            Some(Word::Quoted(text)) => Expr::Soft(text),
            Some(Word::Name("SOFTKEYWORD")) => Expr::AnySoft,
            Some(Word::Name(name)) => match (token_kind(name), self.grammar.by_name.get(name)) {
                (Some(kind), _) => Expr::Token(kind),
                (None, Some(&rule)) => Expr::Rule(rule),
                (None, None) => unreachable!("no rule {name} in python.peg"),
            },
            other => unreachable!("{other:?} in python.peg"),
        };
        self.push(expr)
    }

    fn slots(&mut self, names: &[&'static str]) -> Vec<u8> {
        let mut slots = Vec::new();
        while let Some(Word::Name(name)) = self.peek()
            && let Some(slot) = names.iter().position(|&known| known == name)
        {
            slots.push(slot as u8);
            self.at += 1;
        }
        slots
    }

    fn action(&mut self, names: &[&'static str]) -> Action {
        let word = self.name();
        match word {
            "error" | "indentation" => {
                let place = match word {
                    "indentation" => Place::Here,
                    _ => match self.name() {
                        "at" => Place::At,
                        "range" => Place::Range,
                        "from" => Place::From,
                        "next" => Place::Next,
                        "clauses" => Place::Clauses,
                        "ends" => Place::Ends,
                        "last" => Place::Last,
                        "key" => Place::Key,
                        _ => Place::Here,
                    },
                };
                let slots = self.slots(names);
                let text = self.quoted();
                Action::Error { is_indentation: word == "indentation", place, slots, text }
            }
            "do" => {
                let function = self.name();
                self.take("(");
                let slots = self.slots(names);
                let text = self.quoted();
                self.take(")");
                Action::Do(function, slots, text)
            }
            name => match names.iter().position(|&known| known == name) {
                Some(slot) => Action::Take(slot as u8),
                None => {
                    let kind = Kind::named(name);
                    self.take("(");
                    let slots = self.slots(names);
                    self.take(")");
                    Action::Make(kind, slots)
                }
            },
        }
    }

    fn quoted(&mut self) -> &'static str {
        match self.peek() {
            Some(Word::Quoted(text)) => {
                self.at += 1;
                text
            }
            _ => "",
        }
    }
}

fn token_kind(name: &str) -> Option<TokenKind> {
    Some(match name {
        "NAME" => TokenKind::Name,
        "NUMBER" => TokenKind::Number,
        "STRING" => TokenKind::String,
        "FSTART" => TokenKind::FStart,
        "FMIDDLE" => TokenKind::FMiddle,
        "FEND" => TokenKind::FEnd,
        "TSTART" => TokenKind::TStart,
        "TMIDDLE" => TokenKind::TMiddle,
        "TEND" => TokenKind::TEnd,
        "TYPECOMMENT" => TokenKind::TypeComment,
        "NEWLINE" => TokenKind::Newline,
        "INDENT" => TokenKind::Indent,
        "DEDENT" => TokenKind::Dedent,
        "END" => TokenKind::End,
        _ => return None,
    })
}
