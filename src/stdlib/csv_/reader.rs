//! `reader`: rows from lines.
//!
//! Thread-safety: a row is read with state of its own; the count of lines is one atomic word.

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::object_struct;
use typhon_vm::protocol::iter;
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{GetSetDef, TypeDef};
use typhon_vm::types::iterators::iterator_slots;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{int, number};
use typhon_vm::value::SlotExt;

use super::dialect::{self, Dialect, Quoting};
use super::{ERROR, FIELD_LIMIT};

object_struct! {
    /// Lines and how to read them.
    struct Reader: "_csv.reader", fixed {
        slots {
            lines,
            dialect,
        }
        fields {
            line_count: AtomicI64,
        }
    }
}

/// `csv.reader`.
pub(super) fn make(cx: &Cx, args: &[Value]) -> R<Value> {
    let lines = iter::get(cx, args[0])?;
    let dialect = dialect::from_arguments(cx, args[1], args[2])?;
    let made = new_instance(cx, READER_TYPE.class(cx)?, |header| Reader {
        header,
        lines: Slot::of(lines),
        dialect: Slot::of(dialect),
        line_count: AtomicI64::new(0),
    })?;
    Ok(made.value())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    EatLineEnd,
    AfterEscapedLineEnd,
}

/// A row being read.
struct Row<'a> {
    cx: &'a Cx,
    dialect: Obj<Dialect>,
    fields: Obj<List>,
    field: Vec<u32>,
    unquoted: bool,
    state: State,
    limit: usize,
}

const LINE_FEED: u32 = '\n' as u32;

fn is_line_end(point: Option<u32>) -> bool {
    matches!(point, None | Some(0x0a | 0x0d))
}

impl Row<'_> {
    fn save(&mut self) -> R<()> {
        let quoting = self.dialect.quoting;
        let bare = self.unquoted;
        let value = if bare && self.field.is_empty() && matches!(quoting, Quoting::NotNull | Quoting::Strings)
        {
            Value::NONE
        } else {
            let text = str_::from_points(self.cx, &self.field)?.value();
            if bare && !self.field.is_empty() && matches!(quoting, Quoting::NonNumeric | Quoting::Strings) {
                call::call_values(self.cx, runtime::builtin_type(number::FLOAT).value(), &[text])?
            } else {
                text
            }
        };
        self.field.clear();
        list::append(self.cx, self.fields, value)
    }

    fn add(&mut self, point: u32) -> R<()> {
        if self.field.len() >= self.limit {
            let limit = FIELD_LIMIT.load(Ordering::Relaxed);
            return Err(ERROR.error(self.cx, &format!("field larger than field limit ({limit})")));
        }
        self.field.push(point);
        Ok(())
    }

    /// The field is complete, and so is the row where the line has ended.
    fn end_field(&mut self, point: Option<u32>) -> R<()> {
        self.save()?;
        self.state = if point.is_none() { State::StartRecord } else { State::EatLineEnd };
        Ok(())
    }

    /// One character; nothing at the end of a line.
    fn take(&mut self, point: Option<u32>) -> R<()> {
        let dialect = self.dialect;
        let quotes = dialect.quoting != Quoting::Never;
        let is_quote = point.is_some() && point == dialect.quote && quotes;
        let is_escape = point.is_some() && point == dialect.escape;
        let is_delimiter = point == Some(dialect.delimiter);
        match self.state {
            State::StartRecord if point.is_none() => return Ok(()),
            State::StartRecord if is_line_end(point) => self.state = State::EatLineEnd,
            State::StartRecord | State::StartField => {
                self.unquoted = true;
                match point {
                    _ if is_line_end(point) => return self.end_field(point),
                    _ if is_quote => {
                        self.unquoted = false;
                        self.state = State::InQuoted;
                    }
                    _ if is_escape => self.state = State::Escaped,
                    Some(0x20) if dialect.skip_initial_space => self.state = State::StartField,
                    _ if is_delimiter => {
                        self.save()?;
                        self.state = State::StartField;
                    }
                    Some(point) => {
                        self.add(point)?;
                        self.state = State::InField;
                    }
                    None => {}
                }
            }
            State::Escaped => match point {
                Some(end) if is_line_end(point) => {
                    self.add(end)?;
                    self.state = State::AfterEscapedLineEnd;
                }
                _ => {
                    self.add(point.unwrap_or(LINE_FEED))?;
                    self.state = State::InField;
                }
            },
            State::AfterEscapedLineEnd if point.is_none() => return Ok(()),
            State::AfterEscapedLineEnd | State::InField => match point {
                _ if is_line_end(point) => return self.end_field(point),
                _ if is_escape => self.state = State::Escaped,
                _ if is_delimiter => {
                    self.save()?;
                    self.state = State::StartField;
                }
                Some(point) => {
                    self.add(point)?;
                    self.state = State::InField;
                }
                None => {}
            },
            State::InQuoted => match point {
                None => {}
                _ if is_escape => self.state = State::EscapedInQuoted,
                _ if is_quote => {
                    self.state = if dialect.double_quote { State::QuoteInQuoted } else { State::InField };
                }
                Some(point) => self.add(point)?,
            },
            State::EscapedInQuoted => {
                self.add(point.unwrap_or(LINE_FEED))?;
                self.state = State::InQuoted;
            }
            State::QuoteInQuoted => match point {
                Some(point) if is_quote => {
                    self.add(point)?;
                    self.state = State::InQuoted;
                }
                _ if is_delimiter => {
                    self.save()?;
                    self.state = State::StartField;
                }
                _ if is_line_end(point) => return self.end_field(point),
                Some(point) if !dialect.strict => {
                    self.add(point)?;
                    self.state = State::InField;
                }
                _ => {
                    let shown = |point: u32| char::from_u32(point).unwrap_or('\u{fffd}');
                    let (delimiter, quote) = (shown(dialect.delimiter), shown(dialect.quote.unwrap_or(0)));
                    return Err(ERROR.error(self.cx, &format!("'{delimiter}' expected after '{quote}'")));
                }
            },
            State::EatLineEnd => match point {
                None => self.state = State::StartRecord,
                _ if is_line_end(point) => {}
                _ => {
                    let text = "new-line character seen in unquoted field - do you need to open the file with newline=''?";
                    return Err(ERROR.error(self.cx, text));
                }
            },
        }
        Ok(())
    }
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = receiver::<Reader>(cx, value)?;
    let limit = usize::try_from(FIELD_LIMIT.load(Ordering::Relaxed)).unwrap_or(0);
    let mut row = Row {
        cx,
        dialect: dialect::of(cx, this.dialect.get())?,
        fields: list::new(cx)?,
        field: Vec::new(),
        unquoted: false,
        state: State::StartRecord,
        limit,
    };
    loop {
        let Some(line) = iter::next(cx, this.lines.get())? else {
            if row.field.is_empty() && row.state != State::InQuoted {
                return Ok(None);
            }
            if row.dialect.strict {
                return Err(ERROR.error(cx, "unexpected end of data"));
            }
            row.save()?;
            break;
        };
        let Some(text) = line.cast::<Str>() else {
            let shown = cx.type_name(line);
            let text = format!(
                "iterator should return strings, not {shown} (the file should be opened in text mode)"
            );
            return Err(ERROR.error(cx, &text));
        };
        this.line_count.fetch_add(1, Ordering::Relaxed);
        for point in text.units().points() {
            row.take(Some(point))?;
        }
        row.take(None)?;
        if row.state == State::StartRecord {
            break;
        }
        cx.poll()?;
    }
    Ok(Some(row.fields.value()))
}

static READER: TypeDef = TypeDef {
    name: "reader",
    module: "_csv",
    doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.",
    layout: Reader::LAYOUT,
    slots: iterator_slots(next),
    getset: &[
        GetSetDef {
            name: "dialect",
            doc: "",
            get: |cx, value| Ok(receiver::<Reader>(cx, value)?.dialect.get()),
            set: None,
        },
        GetSetDef {
            name: "line_num",
            doc: "",
            get: |cx, value| {
                int::from_i64(cx, receiver::<Reader>(cx, value)?.line_count.load(Ordering::Relaxed))
            },
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

pub(super) static READER_TYPE: NativeType = NativeType::new(&READER);
