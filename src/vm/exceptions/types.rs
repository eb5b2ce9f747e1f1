//! The exception types' definitions, made from the table: `BaseException` in full, and what single classes add to it.

use std::sync::OnceLock;

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::exceptions::{self, Class, Exception, FIRST_NUMBER, LAYOUT, TABLE, group, unicode};
use crate::instance;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{GetSetDef, InitFn, MethodDef, SlotTable, TypeDef, UnaryFn};
use crate::types::list::{self, List};
use crate::types::str_::{self, Str};
use crate::types::traceback::Traceback;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

/// Definitions by position in the table; made once, at start-up.
static TABLE_DEFS: OnceLock<Vec<&'static TypeDef>> = OnceLock::new();

/// What single classes have besides their base's.
fn extras(class: Class) -> (Option<UnaryFn>, Option<InitFn>, &'static [GetSetDef]) {
    match class {
        exceptions::BASE_EXCEPTION => (Some(exception_str), Some(exception_init), BASE_ATTRIBUTES),
        exceptions::BASE_EXCEPTION_GROUP => {
            (Some(group::group_str), Some(group::group_init), group::GROUP_ATTRIBUTES)
        }
        exceptions::KEY_ERROR => (Some(key_error_str), None, &[]),
        exceptions::STOP_ITERATION => (None, None, STOP_ATTRIBUTES),
        exceptions::SYSTEM_EXIT => (None, None, EXIT_ATTRIBUTES),
        exceptions::IMPORT_ERROR => (Some(import_error_str), Some(import_error_init), &[]),
        exceptions::ATTRIBUTE_ERROR => (None, Some(attribute_error_init), &[]),
        exceptions::NAME_ERROR => (None, Some(name_error_init), &[]),
        exceptions::OS_ERROR => (Some(os_error_str), Some(os_error_init), &[]),
        exceptions::SYNTAX_ERROR => (Some(syntax_error_str), Some(syntax_error_init), &[]),
        exceptions::UNICODE_ENCODE_ERROR | exceptions::UNICODE_DECODE_ERROR => {
            (Some(unicode::show), Some(unicode::init), unicode::ATTRIBUTES)
        }
        exceptions::UNICODE_TRANSLATE_ERROR => {
            (Some(unicode::show), Some(unicode::init), unicode::translate_attributes())
        }
        _ => (None, None, &[]),
    }
}

/// Makes the definitions. Bases come first in the table, so each finds its own already made.
pub fn make_defs() -> &'static [&'static TypeDef] {
    TABLE_DEFS.get_or_init(|| {
        let mut defs: Vec<&'static TypeDef> = Vec::with_capacity(TABLE.len());
        for (index, row) in TABLE.iter().enumerate() {
            let class = Class(FIRST_NUMBER + index as u32);
            let (str, init, getset) = extras(class);
            let base_slots = SlotTable { repr: Some(exception_repr), ..SlotTable::NONE };
            let is_root = class == exceptions::BASE_EXCEPTION;
            let def = TypeDef {
                name: row.name,
                base: if is_root {
                    TypeDef::DEFAULT.base
                } else {
                    Some(defs[(row.base.0 - FIRST_NUMBER) as usize])
                },
                doc: row.doc,
                layout: &LAYOUT,
                subclassable: true,
                slots: SlotTable { str, init, ..if is_root { base_slots } else { SlotTable::NONE } },
                second_base: (class == exceptions::EXCEPTION_GROUP)
                    .then(|| defs[(exceptions::EXCEPTION.0 - FIRST_NUMBER) as usize]),
                generic: class == exceptions::BASE_EXCEPTION_GROUP,
                new: Some(match class {
                    exceptions::OS_ERROR => &OS_ERROR_NEW,
                    exceptions::BASE_EXCEPTION_GROUP | exceptions::EXCEPTION_GROUP => &group::GROUP_NEW,
                    _ => &NEW,
                }),
                methods: match class {
                    exceptions::BASE_EXCEPTION => BASE_METHODS,
                    exceptions::BASE_EXCEPTION_GROUP => group::GROUP_METHODS,
                    _ => &[],
                },
                getset,
                ..TypeDef::DEFAULT
            };
            defs.push(Box::leak(Box::new(def)));
        }
        defs
    })
}

fn this(cx: &Cx, value: Value) -> R<Obj<Exception>> {
    value
        .cast::<Exception>()
        .ok_or_else(|| cx.type_error(format!("exception expected, not '{}'", cx.type_name(value))))
}

fn args_of(this: Obj<Exception>) -> Option<Obj<Tuple>> {
    this.args.get().cast::<Tuple>()
}

fn exception_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("BaseException.__new__(X): X is not a type object".into()));
    };
    let Some(rest) = args[1].cast::<Tuple>() else { return Err(cx.system_error("exception arguments")) };
    Ok(exceptions::new_of(cx, class, rest)?.value())
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, /, *args, **kwargs)", "Make an exception.", exception_new);
static OS_ERROR_NEW: MethodDef = MethodDef::function(
    "__new__($type, /, *args, **kwargs)",
    "Make an OSError of the class its errno asks for.",
    os_error_new,
);

pub(super) fn exception_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    if args.keyword_count() > 0 {
        return Err(cx.type_error(format!("{}() takes no keyword arguments", cx.type_name(value))));
    }
    set_args(cx, value, args.positional())
}

fn set_args(cx: &Cx, value: Value, positional: &[Value]) -> R<()> {
    let this = this(cx, value)?;
    let tuple = tuple::from_slice(cx, positional)?;
    cx.store(this.object(), &this.args, tuple.value());
    let detail = exceptions::detail_of(cx.type_of(value), tuple);
    cx.store(this.object(), &this.detail, detail);
    Ok(())
}

fn exception_str(cx: &Cx, value: Value) -> R<Value> {
    let Some(args) = args_of(this(cx, value)?) else { return str_::from_str(cx, "") };
    match args.values() {
        [] => str_::from_str(cx, ""),
        [one] => protocol::str(cx, *one),
        _ => protocol::str(cx, args.value()),
    }
}

fn key_error_str(cx: &Cx, value: Value) -> R<Value> {
    match args_of(this(cx, value)?) {
        Some(args) if args.len() == 1 => protocol::repr(cx, args.get(0)),
        _ => exception_str(cx, value),
    }
}

fn exception_repr(cx: &Cx, value: Value) -> R<Value> {
    let name = cx.type_name(value);
    let text = match args_of(this(cx, value)?) {
        Some(args) if args.len() == 1 => format!("{name}({})", protocol::repr_string(cx, args.get(0))?),
        Some(args) => format!("{name}{}", protocol::repr_string(cx, args.value())?),
        None => format!("{name}()"),
    };
    str_::from_string(cx, text)
}

fn set_attribute(cx: &Cx, value: Value, name: &str, attribute: Value) -> R<()> {
    let name = cx.intern(name)?;
    match value.as_object() {
        Some(object) => instance::set(cx, object, name, attribute).map(|_| ()),
        None => Ok(()),
    }
}

fn attribute(cx: &Cx, value: Value, name: &str) -> R<Value> {
    let name = cx.intern(name)?;
    Ok(value.as_object().and_then(|object| instance::get(object, name)).unwrap_or(Value::NONE))
}

/// Takes the keywords an exception knows and refuses others.
fn init_with_keywords(cx: &Cx, value: Value, args: &CallArgs<'_>, known: &[&str]) -> R<()> {
    set_args(cx, value, args.positional())?;
    for name in known {
        set_attribute(cx, value, name, Value::NONE)?;
    }
    for (name, given) in args.keywords() {
        let text = str_::to_rust(name).unwrap_or_default();
        if !known.contains(&text.as_str()) {
            return Err(cx.type_error(format!(
                "{}() got an unexpected keyword argument '{text}'",
                cx.type_name(value)
            )));
        }
        set_attribute(cx, value, &text, given)?;
    }
    Ok(())
}

fn import_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    init_with_keywords(cx, value, args, &["name", "path", "name_from"])?;
    let message = if let [message] = args.positional() { *message } else { Value::NONE };
    set_attribute(cx, value, "msg", message)
}

fn import_error_str(cx: &Cx, value: Value) -> R<Value> {
    let message = attribute(cx, value, "msg")?;
    if message.cast::<Str>().is_some() { Ok(message) } else { exception_str(cx, value) }
}

fn attribute_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    init_with_keywords(cx, value, args, &["name", "obj"])
}

fn name_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    init_with_keywords(cx, value, args, &["name"])
}

/// The subclass of `OSError` for an error number (PEP 3151).
pub fn class_for_errno(errno: i32) -> Class {
    match errno {
        libc_errno::EAGAIN | libc_errno::EALREADY | libc_errno::EINPROGRESS => exceptions::BLOCKING_IO_ERROR,
        libc_errno::ECHILD => exceptions::CHILD_PROCESS_ERROR,
        libc_errno::EPIPE | libc_errno::ESHUTDOWN => exceptions::BROKEN_PIPE_ERROR,
        libc_errno::ECONNABORTED => exceptions::CONNECTION_ABORTED_ERROR,
        libc_errno::ECONNREFUSED => exceptions::CONNECTION_REFUSED_ERROR,
        libc_errno::ECONNRESET => exceptions::CONNECTION_RESET_ERROR,
        libc_errno::EEXIST => exceptions::FILE_EXISTS_ERROR,
        libc_errno::ENOENT => exceptions::FILE_NOT_FOUND_ERROR,
        libc_errno::EINTR => exceptions::INTERRUPTED_ERROR,
        libc_errno::EISDIR => exceptions::IS_A_DIRECTORY_ERROR,
        libc_errno::ENOTDIR => exceptions::NOT_A_DIRECTORY_ERROR,
        libc_errno::EACCES | libc_errno::EPERM => exceptions::PERMISSION_ERROR,
        libc_errno::ESRCH => exceptions::PROCESS_LOOKUP_ERROR,
        libc_errno::ETIMEDOUT => exceptions::TIMEOUT_ERROR,
        _ => exceptions::OS_ERROR,
    }
}

/// Linux error numbers, which are the same on every architecture we run on.
mod libc_errno {
    pub(super) const EPERM: i32 = 1;
    pub(super) const ENOENT: i32 = 2;
    pub(super) const ESRCH: i32 = 3;
    pub(super) const EINTR: i32 = 4;
    pub(super) const ECHILD: i32 = 10;
    pub(super) const EAGAIN: i32 = 11;
    pub(super) const EACCES: i32 = 13;
    pub(super) const EEXIST: i32 = 17;
    pub(super) const ENOTDIR: i32 = 20;
    pub(super) const EISDIR: i32 = 21;
    pub(super) const EPIPE: i32 = 32;
    pub(super) const ECONNABORTED: i32 = 103;
    pub(super) const ECONNRESET: i32 = 104;
    pub(super) const ESHUTDOWN: i32 = 108;
    pub(super) const ETIMEDOUT: i32 = 110;
    pub(super) const ECONNREFUSED: i32 = 111;
    pub(super) const EALREADY: i32 = 114;
    pub(super) const EINPROGRESS: i32 = 115;
}

fn os_error_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let base = crate::runtime::builtin_type(exceptions::OS_ERROR.0);
    if let (Some(class), Some(rest)) = (args[0].cast::<Type>(), args[1].cast::<Tuple>())
        && class == base
        && rest.len() >= 2
        && let Some(errno) = rest.get(0).as_small_int()
    {
        let wanted = class_for_errno(i32::try_from(errno).unwrap_or(0));
        let class = crate::runtime::builtin_type(wanted.0);
        return Ok(exceptions::new_of(cx, class, rest)?.value());
    }
    exception_new(cx, args)
}

fn os_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    if args.keyword_count() > 0 {
        return Err(cx.type_error(format!("{}() takes no keyword arguments", cx.type_name(value))));
    }
    let positional = args.positional();
    let given = |index: usize| positional.get(index).copied().unwrap_or(Value::NONE);
    let counted = (2..=5).contains(&positional.len());
    set_args(cx, value, if counted { &positional[..2] } else { positional })?;
    let pick = |index: usize| if counted { given(index) } else { Value::NONE };
    set_attribute(cx, value, "errno", pick(0))?;
    set_attribute(cx, value, "strerror", pick(1))?;
    let blocking = crate::runtime::builtin_type(exceptions::BLOCKING_IO_ERROR.0);
    if positional.len() == 3
        && crate::types::int::is_int(positional[2])
        && cx.type_of(value).is_subclass_of(blocking)
    {
        // The third argument says how much was written before the operation would have had to wait.
        set_args(cx, value, positional)?;
        set_attribute(cx, value, "filename", Value::NONE)?;
        return set_attribute(cx, value, "characters_written", positional[2]);
    }
    set_attribute(cx, value, "filename", pick(2))?;
    set_attribute(cx, value, "filename2", pick(4))
}

fn os_error_str(cx: &Cx, value: Value) -> R<Value> {
    let (errno, text) = (attribute(cx, value, "errno")?, attribute(cx, value, "strerror")?);
    if errno.is_none() && text.is_none() {
        return exception_str(cx, value);
    }
    let mut shown =
        format!("[Errno {}] {}", protocol::str_string(cx, errno)?, protocol::str_string(cx, text)?);
    let (filename, second) = (attribute(cx, value, "filename")?, attribute(cx, value, "filename2")?);
    if !filename.is_none() {
        shown += &format!(": {}", protocol::repr_string(cx, filename)?);
        if !second.is_none() {
            shown += &format!(" -> {}", protocol::repr_string(cx, second)?);
        }
    }
    str_::from_string(cx, shown)
}

const SYNTAX_DETAILS: [&str; 6] = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];

fn syntax_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    exception_init(cx, value, args)?;
    let positional = args.positional();
    set_attribute(cx, value, "msg", positional.first().copied().unwrap_or(Value::NONE))?;
    for name in SYNTAX_DETAILS.iter().chain(&["print_file_and_line"]) {
        set_attribute(cx, value, name, Value::NONE)?;
    }
    let Some(&details) = positional.get(1) else { return Ok(()) };
    let list = list::new(cx)?;
    list::extend(cx, list, details)?;
    let count = list.len();
    if !(4..=6).contains(&count) {
        return Err(cx.type_error(format!(
            "function takes {} {count} given)",
            if count < 4 { "at least 4 arguments (" } else { "at most 7 arguments (" }
        )));
    }
    for (index, name) in SYNTAX_DETAILS.iter().enumerate().take(count) {
        let detail = list::get_index_fast(list, index as i64).unwrap_or(Value::NONE);
        set_attribute(cx, value, name, detail)?;
    }
    Ok(())
}

fn syntax_error_str(cx: &Cx, value: Value) -> R<Value> {
    let message = protocol::str_string(cx, attribute(cx, value, "msg")?)?;
    let file = attribute(cx, value, "filename")?;
    let file = str_::to_rust(file).map(|path| path.rsplit('/').next().unwrap_or_default().to_string());
    let line = attribute(cx, value, "lineno")?.as_small_int();
    let text = match (file, line) {
        (Some(file), Some(line)) => format!("{message} ({file}, line {line})"),
        (Some(file), None) => format!("{message} ({file})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    };
    str_::from_string(cx, text)
}

fn with_traceback(cx: &Cx, args: &[Value]) -> R<Value> {
    set_traceback(cx, args[0], Some(args[1]))?;
    Ok(args[0])
}

fn add_note(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[1].cast::<Str>().is_none() {
        return Err(cx.type_error(format!("add_note() argument must be str, not {}", cx.type_name(args[1]))));
    }
    let name = cx.intern("__notes__")?;
    let notes = match protocol::attr::get_optional(cx, args[0], name)? {
        Some(notes) => notes,
        None => {
            let notes = list::new(cx)?.value();
            protocol::attr::set(cx, args[0], name, Some(notes))?;
            notes
        }
    };
    match notes.cast::<List>() {
        Some(notes) => list::append(cx, notes, args[1])?,
        None => return Err(cx.type_error("Cannot add note: __notes__ is not a list".into())),
    }
    Ok(Value::NONE)
}

fn set_traceback(cx: &Cx, value: Value, traceback: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    match traceback {
        None => Err(cx.type_error("__traceback__ may not be deleted".into())),
        Some(traceback) if traceback.is_none() || traceback.cast::<Traceback>().is_some() => {
            cx.store(this.object(), &this.traceback, traceback);
            Ok(())
        }
        Some(_) => Err(cx.type_error("__traceback__ must be a traceback or None".into())),
    }
}

fn set_chained(cx: &Cx, value: Value, name: &str, chained: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    match chained {
        None => Err(cx.type_error(format!("__{name}__ may not be deleted"))),
        Some(other) if other.is_none() || other.cast::<Exception>().is_some() => {
            if name == "cause" {
                exceptions::set_cause(cx, value, other);
            } else {
                cx.store(this.object(), &this.context, other);
            }
            Ok(())
        }
        Some(_) => Err(cx.type_error(format!("exception {name} must be None or derive from BaseException"))),
    }
}

static BASE_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "with_traceback($self, object, /)",
        "Set self.__traceback__ and answer self.",
        with_traceback,
    ),
    MethodDef::new("add_note($self, object, /)", "Add a line that is shown below the exception.", add_note),
];

static BASE_ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef {
        name: "args",
        doc: "",
        get: |cx, value| Ok(this(cx, value)?.args.get()),
        set: Some(|cx, value, new| {
            let Some(new) = new else { return Err(cx.type_error("args may not be deleted".into())) };
            let items = list::new(cx)?;
            list::extend(cx, items, new)?;
            let (this, tuple) = (this(cx, value)?, list::to_tuple(cx, items)?);
            cx.store(this.object(), &this.args, tuple.value());
            Ok(())
        }),
    },
    GetSetDef {
        name: "__traceback__",
        doc: "",
        get: |cx, value| Ok(this(cx, value)?.traceback.get()),
        set: Some(set_traceback),
    },
    GetSetDef {
        name: "__cause__",
        doc: "",
        get: |cx, value| Ok(this(cx, value)?.cause.get()),
        set: Some(|cx, value, new| set_chained(cx, value, "cause", new)),
    },
    GetSetDef {
        name: "__context__",
        doc: "",
        get: |cx, value| Ok(this(cx, value)?.context.get()),
        set: Some(|cx, value, new| set_chained(cx, value, "context", new)),
    },
    GetSetDef {
        name: "__suppress_context__",
        doc: "",
        get: |cx, value| Ok(this(cx, value)?.suppress.get()),
        set: Some(|cx, value, new| {
            let truth = protocol::is_true(cx, new.unwrap_or(Value::FALSE))?;
            let this = this(cx, value)?;
            cx.store(this.object(), &this.suppress, Value::from_bool(truth));
            Ok(())
        }),
    },
];

fn get_detail(cx: &Cx, value: Value) -> R<Value> {
    Ok(this(cx, value)?.detail.get())
}

fn set_detail(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    cx.store(this.object(), &this.detail, new.unwrap_or(Value::NONE));
    Ok(())
}

static STOP_ATTRIBUTES: &[GetSetDef] =
    &[GetSetDef { name: "value", doc: "generator return value", get: get_detail, set: Some(set_detail) }];
static EXIT_ATTRIBUTES: &[GetSetDef] =
    &[GetSetDef { name: "code", doc: "exception code", get: get_detail, set: Some(set_detail) }];
