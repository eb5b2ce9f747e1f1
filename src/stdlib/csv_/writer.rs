//! `writer`: lines from rows. Immutable: a row is put together by the call that writes it.

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::names;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, TypeDef};
use typhon_vm::types::str_::{Builder, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, exceptions, object_struct};

use super::ERROR;
use super::dialect::{self, Dialect, Quoting};

object_struct! {
    /// Where lines go, and how they are written.
    struct Writer: "_csv.writer", fixed {
        slots {
            write,
            dialect,
        }
        fields {}
    }
}

/// `csv.writer`.
pub(super) fn make(cx: &Cx, args: &[Value]) -> R<Value> {
    let dialect = dialect::from_arguments(cx, args[1], args[2])?;
    let write = attr::get_optional(cx, args[0], names::get(names::WRITE))?;
    let Some(write) = write.filter(|&write| cx.type_of(write).slots().call.is_some()) else {
        return Err(cx.type_error("argument 1 must have a \"write\" method".into()));
    };
    let made = new_instance(cx, WRITER_TYPE.class(cx)?, |header| Writer {
        header,
        write: Slot::of(write),
        dialect: Slot::of(dialect),
    })?;
    Ok(made.value())
}

/// A line being put together.
struct Line<'a> {
    cx: &'a Cx,
    dialect: Obj<Dialect>,
    text: Builder,
    fields: usize,
}

impl Line<'_> {
    /// Appends a field; nothing for `None`.
    fn append(&mut self, field: Option<Obj<Str>>, quoted: bool) -> R<()> {
        let dialect = self.dialect;
        let mut quoted = quoted;
        let len = field.map_or(0, |field| field.len());
        if len == 0 && dialect.delimiter == ' ' as u32 && dialect.skip_initial_space {
            let is_null = field.is_none() && matches!(dialect.quoting, Quoting::Strings | Quoting::NotNull);
            if dialect.quoting == Quoting::Never || is_null {
                let text = "empty field must be quoted if delimiter is a space and skipinitialspace is true";
                return Err(ERROR.error(self.cx, text));
            }
            quoted = true;
        }
        if self.fields > 0 {
            self.text.push_point(dialect.delimiter);
        }
        let terminator = dialect.line_terminator();
        let is_special = |point: u32| {
            point == dialect.delimiter
                || Some(point) == dialect.escape
                || Some(point) == dialect.quote
                || matches!(point, 0x0a | 0x0d)
                || terminator.is_some_and(|text| text.code_points().any(|found| found == point))
        };
        let quote = |quoted: bool| dialect.quote.filter(|_| quoted);
        let Some(field) = field.filter(|field| field.units().points().any(is_special)) else {
            // Nothing to look at twice.
            quote(quoted).into_iter().for_each(|quote| self.text.push_point(quote));
            field.into_iter().for_each(|field| self.text.push_text(field));
            quote(quoted).into_iter().for_each(|quote| self.text.push_point(quote));
            self.fields += 1;
            return Ok(());
        };
        let mut body = Vec::with_capacity(len);
        for point in field.units().points() {
            if is_special(point) {
                let mut escapes = dialect.quoting == Quoting::Never;
                if !escapes {
                    if Some(point) == dialect.quote {
                        if dialect.double_quote {
                            body.push(point);
                        } else {
                            escapes = true;
                        }
                    } else if Some(point) == dialect.escape {
                        escapes = true;
                    }
                    quoted |= !escapes;
                }
                if escapes {
                    let Some(escape) = dialect.escape else {
                        return Err(ERROR.error(self.cx, "need to escape, but no escapechar set"));
                    };
                    body.push(escape);
                }
            }
            body.push(point);
        }
        let quote = quote(quoted);
        for point in quote.into_iter().chain(body).chain(quote) {
            self.text.push_point(point);
        }
        self.fields += 1;
        Ok(())
    }
}

fn is_number(cx: &Cx, value: Value) -> bool {
    let slots = cx.type_of(value).slots();
    slots.index.is_some() || slots.int.is_some() || slots.float.is_some()
}

fn write_row(cx: &Cx, this: Obj<Writer>, row: Value) -> R<Value> {
    let dialect = dialect::of(cx, this.dialect.get())?;
    let fields = match iter::get(cx, row) {
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {
            let shown = cx.type_name(row);
            return Err(ERROR.error(cx, &format!("iterable expected, not {shown}")));
        }
        fields => fields?,
    };
    let mut line = Line { cx, dialect, text: Builder::new(), fields: 0 };
    let mut is_null = false;
    while let Some(field) = iter::next(cx, fields)? {
        is_null = field.is_none();
        let text = field.cast::<Str>();
        let quoted = match dialect.quoting {
            Quoting::NonNumeric => !is_number(cx, field),
            Quoting::All => true,
            Quoting::Strings => text.is_some(),
            Quoting::NotNull => !is_null,
            Quoting::Minimal | Quoting::Never => false,
        };
        let text = match text {
            None if !is_null => protocol::str(cx, field)?.cast::<Str>(),
            text => text,
        };
        line.append(text, quoted)?;
        cx.poll()?;
    }
    if line.fields > 0 && line.text.is_empty() {
        let is_null = is_null && matches!(dialect.quoting, Quoting::Strings | Quoting::NotNull);
        if dialect.quoting == Quoting::Never || is_null {
            return Err(ERROR.error(cx, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        line.append(None, true)?;
    }
    if let Some(terminator) = dialect.line_terminator() {
        line.text.push_text(terminator);
    }
    let text = line.text.finish(cx)?;
    call::call_values(cx, this.write.get(), &[text])
}

fn write_rows(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Writer>(cx, args[0])?;
    iter::for_each(cx, args[1], &mut |cx, row| write_row(cx, this, row).map(|_| ()))?;
    Ok(Value::NONE)
}

static WRITER: TypeDef = TypeDef {
    name: "writer",
    module: "_csv",
    doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.",
    layout: Writer::LAYOUT,
    methods: &[
        MethodDef::new(
            "writerow($self, row, /)",
            "Construct and write a CSV record from an iterable of fields.\n\nNon-string elements will be converted to string.",
            |cx, args| write_row(cx, receiver::<Writer>(cx, args[0])?, args[1]),
        ),
        MethodDef::new(
            "writerows($self, rows, /)",
            "Construct and write a series of iterables to a csv file.\n\nNon-string elements will be converted to string.",
            write_rows,
        ),
    ],
    getset: &[GetSetDef {
        name: "dialect",
        doc: "",
        get: |cx, value| Ok(receiver::<Writer>(cx, value)?.dialect.get()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

pub(super) static WRITER_TYPE: NativeType = NativeType::new(&WRITER);
