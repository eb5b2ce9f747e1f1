//! `make_encoder`: writes a value as text in one piece. Immutable; what is being written is remembered in the caller's `markers`.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::names;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr, index};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int::{self, Int};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::native_function::NativeFunction;
use typhon_vm::types::str_::{self, Builder, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{float, number};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, object_struct};

use super::strings;

object_struct! {
    /// How values are written.
    struct Encoder: "_json.Encoder", fixed {
        slots {
            /// Dict of what is being written, by identity, or `None`.
            markers,
            default,
            encoder,
            indent,
            key_separator,
            item_separator,
        }
        fields {
            sort_keys: bool,
            skip_keys: bool,
            allow_nan: bool,
            /// How strings are written: by this module, as ASCII or not, or by calling `encoder`.
            quoting: Quoting,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    Ascii,
    Unicode,
    Call,
}

/// One call's work.
struct Writer<'a> {
    cx: &'a Cx,
    this: Obj<Encoder>,
    out: Builder,
    /// The indentation's text, where there is one.
    indent: Option<Obj<Str>>,
    /// What is being written innermost, where it is not yet among the markers. Nobody can tell before something is called or written inside,
    /// and most of what is written is done by then.
    unmarked: Option<Unmarked>,
}

/// A value with its key among the markers.
struct Unmarked {
    value: Value,
    id: Value,
    hash: i64,
}

impl Writer<'_> {
    fn push(&mut self, text: Value) {
        if let Some(text) = text.cast::<Str>() {
            self.out.push_text(text);
        }
    }

    fn string(&mut self, value: Value) -> R<()> {
        match self.this.quoting {
            Quoting::Call => {
                self.mark()?;
                let text = call::call_values(self.cx, self.this.encoder.get(), &[value])?;
                if text.cast::<Str>().is_none() {
                    let shown = self.cx.type_name(text);
                    return Err(self.cx.type_error(format!("encoder() must return a string, not {shown}")));
                }
                self.push(text);
            }
            quoting => {
                if let Some(text) = value.cast::<Str>() {
                    strings::push_quoted(&mut self.out, text, quoting == Quoting::Ascii);
                }
            }
        }
        Ok(())
    }

    /// The text of a number, `None` for other values. Subclasses may show themselves otherwise; JSON shows the number.
    fn number(&self, value: Value) -> R<Option<String>> {
        let cx = self.cx;
        if int::is_int(value) {
            let exact = int::to_exact(cx, value)?;
            return protocol::repr_string(cx, exact).map(Some);
        }
        if !cx.type_of(value).is_subclass_of(runtime::builtin_type(number::FLOAT)) {
            return Ok(None);
        }
        let number = float::to_f64(cx, value)?;
        if number.is_finite() {
            return protocol::repr_string(cx, Value::from_float(number)).map(Some);
        }
        let text = if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        if !self.this.allow_nan {
            let shown = protocol::repr_string(cx, value)?;
            let text = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(cx.value_error(&text));
        }
        Ok(Some(text.into()))
    }

    fn value(&mut self, value: Value, level: usize) -> R<()> {
        if let Some(number) = value.as_small_int() {
            self.out.push_str(&int::decimal(self.cx, Int::Word(number))?);
        } else if let Some(number) = value.as_float().filter(|number| number.is_finite()) {
            self.out.push_str(&float::repr(number));
        } else if value.is_none() {
            self.out.push_str("null");
        } else if value == Value::TRUE {
            self.out.push_str("true");
        } else if value == Value::FALSE {
            self.out.push_str("false");
        } else if value.cast::<Str>().is_some() {
            self.string(value)?;
        } else if let Some(text) = self.number(value)? {
            self.out.push_str(&text);
        } else if value.cast::<List>().is_some() || value.cast::<Tuple>().is_some() {
            self.guarded(value, |writer| writer.list(value, level))?;
        } else if value.cast::<Dict>().is_some() {
            self.guarded(value, |writer| writer.dict(value, level))?;
        } else {
            self.guarded(value, |writer| {
                writer.mark()?;
                let other = call::call_values(writer.cx, writer.this.default.get(), &[value])?;
                writer.value(other, level).map_err(|raised| {
                    let name = writer.cx.type_name(value);
                    writer.noted(raised, &format!("when serializing {name} object"))
                })
            })?;
        }
        Ok(())
    }

    /// Runs `body` with the value among those being written.
    fn guarded(&mut self, value: Value, body: impl FnOnce(&mut Self) -> R<()>) -> R<()> {
        let cx = self.cx;
        cx.check_stack().map_err(|_| {
            let text = "maximum recursion depth exceeded while encoding a JSON object";
            cx.error(typhon_vm::exceptions::RECURSION_ERROR, text.into())
        })?;
        let Some(markers) = self.this.markers.get().cast::<Dict>() else { return body(self) };
        self.mark()?;
        let id = int::from_i64(cx, value.bits() as i64)?;
        let hash = protocol::hash(cx, id)?;
        if dict::get_hashed(cx, markers, id, hash)?.is_some() {
            return Err(cx.value_error("Circular reference detected"));
        }
        self.unmarked = Some(Unmarked { value, id, hash });
        body(self)?;
        if self.unmarked.take().is_none() {
            dict::remove_if_hashed(cx, markers, id, hash, |_| true)?;
        }
        Ok(())
    }

    /// Notes what is being written innermost; to be called before anything is that may look.
    fn mark(&mut self) -> R<()> {
        if let Some(Unmarked { value, id, hash }) = self.unmarked.take()
            && let Some(markers) = self.this.markers.get().cast::<Dict>()
        {
            dict::set_hashed(self.cx, markers, id, hash, value)?;
        }
        Ok(())
    }

    /// The exception with a note on where it happened.
    fn noted(&self, raised: Raised, note: &str) -> Raised {
        let cx = self.cx;
        let add = || {
            let method = attr::get(cx, raised.0, cx.intern("add_note")?)?;
            call::call_values(cx, method, &[str_::from_str(cx, note)?])
        };
        match add() {
            Ok(_) => raised,
            Err(other) => other,
        }
    }

    fn new_line(&mut self, level: usize) {
        if let Some(indent) = self.indent {
            self.out.push_point('\n' as u32);
            for _ in 0..level {
                self.out.push_text(indent);
            }
        }
    }

    fn list(&mut self, value: Value, level: usize) -> R<()> {
        // A list is written as it is then, though what is called for its items may change it.
        if let Some(list) = value.cast_exact::<List>(number::LIST) {
            return self.sequence(value, level, |index| list::get(list, index));
        }
        self.mark()?;
        let items = tuple::from_iterable(self.cx, value)?;
        self.sequence(value, level, |index| items.values().get(index).copied())
    }

    /// The items that `get` answers.
    fn sequence(&mut self, value: Value, level: usize, get: impl Fn(usize) -> Option<Value>) -> R<()> {
        let Some(mut item) = get(0) else {
            self.out.push_str("[]");
            return Ok(());
        };
        let mut index = 0;
        self.out.push_str("[");
        loop {
            self.new_line(level + 1);
            self.value(item, level + 1).map_err(|raised| {
                let name = self.cx.type_name(value);
                self.noted(raised, &format!("when serializing {name} item {index}"))
            })?;
            self.cx.poll()?;
            index += 1;
            let Some(next) = get(index) else { break };
            item = next;
            self.push(self.this.item_separator.get());
        }
        self.new_line(level);
        self.out.push_str("]");
        Ok(())
    }

    fn key(&mut self, key: Value) -> R<bool> {
        if key.cast::<Str>().is_some() {
            self.string(key)?;
            return Ok(true);
        }
        let text = if key.is_none() {
            Some("null".to_string())
        } else if key.is_bool() {
            Some(if key == Value::TRUE { "true" } else { "false" }.to_string())
        } else {
            self.number(key)?
        };
        match text {
            Some(text) => {
                let text = str_::from_str(self.cx, &text)?;
                self.string(text)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn is_key(&self, key: Value) -> bool {
        key.cast::<Str>().is_some()
            || key.is_none()
            || int::is_int(key)
            || self.cx.type_of(key).is_subclass_of(runtime::builtin_type(number::FLOAT))
    }

    fn dict(&mut self, value: Value, level: usize) -> R<()> {
        let cx = self.cx;
        let plain = value.cast_exact::<Dict>(number::DICT);
        let is_empty = match plain {
            Some(dict) => dict.is_empty(),
            None => {
                self.mark()?;
                protocol::len(cx, value)? == 0
            }
        };
        if is_empty {
            self.out.push_str("{}");
            return Ok(());
        }
        self.out.push_str("{");
        let mut first = true;
        match plain {
            // As it is then, though what is called for its values may change it.
            Some(dict) if !self.this.sort_keys => {
                let mut position = 0;
                while let Some((next, key, item)) = dict.next_from(position) {
                    position = next;
                    self.item(value, key, item, &mut first, level)?;
                }
            }
            _ => {
                for &item in self.items(value)?.values() {
                    let pair = item.cast::<Tuple>().filter(|pair| pair.len() == 2);
                    let pair = pair.ok_or_else(|| cx.value_error("items must return 2-tuples"))?;
                    self.item(value, pair.get(0), pair.get(1), &mut first, level)?;
                }
            }
        }
        if !first {
            self.new_line(level);
        }
        self.out.push_str("}");
        Ok(())
    }

    /// What a mapping's `items` answers, sorted where that is wanted.
    fn items(&mut self, value: Value) -> R<Obj<Tuple>> {
        let cx = self.cx;
        self.mark()?;
        let items = call::call_values(cx, attr::get(cx, value, names::get(names::ITEMS))?, &[])?;
        if !self.this.sort_keys {
            return tuple::from_iterable(cx, items);
        }
        let items = list::from_iterable(cx, items)?;
        list::sort(cx, items, Value::NONE, false)?;
        list::to_tuple(cx, items)
    }

    /// One item of a dict, unless it is to be skipped; `first` says that there has been none.
    fn item(&mut self, dict: Value, key: Value, item: Value, first: &mut bool, level: usize) -> R<()> {
        let cx = self.cx;
        if !self.is_key(key) {
            if self.this.skip_keys {
                return Ok(());
            }
            let shown = cx.type_name(key);
            return Err(cx.type_error(format!("keys must be str, int, float, bool or None, not {shown}")));
        }
        if !*first {
            self.push(self.this.item_separator.get());
        }
        *first = false;
        self.new_line(level + 1);
        self.key(key)?;
        self.push(self.this.key_separator.get());
        if let Err(raised) = self.value(item, level + 1) {
            let shown = protocol::repr_string(cx, key)?;
            let name = cx.type_name(dict);
            return Err(self.noted(raised, &format!("when serializing {name} item {shown}")));
        }
        cx.poll()
    }
}

static CALL: MethodDef = MethodDef::new("_iterencode($self, obj, _current_indent_level)", "", |cx, args| {
    let this = receiver::<Encoder>(cx, args[0])?;
    let level = usize::try_from(index::to_i64(cx, args[2])?).unwrap_or(0);
    let indent = this.indent.get().cast::<Str>();
    let mut writer = Writer { cx, this, out: Builder::new(), indent, unmarked: None };
    writer.value(args[1], level)?;
    let text = writer.out.finish(cx)?;
    Ok(tuple::from_slice(cx, &[text])?.value())
});

fn call_encoder(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    call::with_first(cx, this, args, |args| call::call_native(cx, &CALL, args))
}

/// Whether an encoder is one of this module's functions.
fn quoting(encoder: Value) -> Quoting {
    match encoder.cast::<NativeFunction>().map(|function| function.def()) {
        Some(def) if std::ptr::eq(def, &raw const super::JSON.functions[0]) => Quoting::Ascii,
        Some(def) if std::ptr::eq(def, &raw const super::JSON.functions[1]) => Quoting::Unicode,
        _ => Quoting::Call,
    }
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[
        class,
        markers,
        default,
        encoder,
        indent,
        key_separator,
        item_separator,
        sort_keys,
        skip_keys,
        allow_nan,
    ] = args
    else {
        return Err(cx.system_error("make_encoder arguments"));
    };
    if !markers.is_none() && markers.cast::<Dict>().is_none() {
        let shown = cx.type_name(markers);
        return Err(cx.type_error(format!("make_encoder() argument 1 must be dict or None, not {shown}")));
    }
    for (number, text) in [(5, key_separator), (6, item_separator)] {
        if text.cast::<Str>().is_none() {
            let shown = cx.type_name(text);
            return Err(cx.type_error(format!("make_encoder() argument {number} must be str, not {shown}")));
        }
    }
    let (sort_keys, skip_keys) = (protocol::is_true(cx, sort_keys)?, protocol::is_true(cx, skip_keys)?);
    let allow_nan = protocol::is_true(cx, allow_nan)?;
    let made = instance_of(cx, class, |header| Encoder {
        header,
        markers: Slot::of(markers),
        default: Slot::of(default),
        encoder: Slot::of(encoder),
        indent: Slot::of(indent),
        key_separator: Slot::of(key_separator),
        item_separator: Slot::of(item_separator),
        sort_keys,
        skip_keys,
        allow_nan,
        quoting: quoting(encoder),
    })?;
    Ok(made.value())
}

/// An attribute that shows one of the parts.
macro_rules! part {
    ($name:literal $slot:ident) => {
        GetSetDef {
            name: $name,
            doc: $name,
            get: |cx, value| Ok(receiver::<Encoder>(cx, value)?.$slot.get()),
            set: None,
        }
    };
    ($name:literal flag $flag:ident) => {
        GetSetDef {
            name: $name,
            doc: $name,
            get: |cx, value| Ok(Value::from_bool(receiver::<Encoder>(cx, value)?.$flag)),
            set: None,
        }
    };
}

static NEW: MethodDef = MethodDef::function(
    "make_encoder($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    "",
    new,
);

static ENCODER: TypeDef = TypeDef {
    name: "Encoder",
    module: "_json",
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    layout: Encoder::LAYOUT,
    slots: SlotTable { call: Some(call_encoder), ..SlotTable::NONE },
    new: Some(&NEW),
    getset: &[
        part!("markers" markers),
        part!("default" default),
        part!("encoder" encoder),
        part!("indent" indent),
        part!("key_separator" key_separator),
        part!("item_separator" item_separator),
        part!("sort_keys" flag sort_keys),
        part!("skipkeys" flag skip_keys),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static ENCODER_TYPE: NativeType = NativeType::new(&ENCODER);
