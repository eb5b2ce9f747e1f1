//! The exception types' definitions, made from the table: `BaseException` in full, and what single classes add to it.

use std::sync::OnceLock;

use crate::call::CallArgs;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{
    self, Class, Exception, FIRST_NUMBER, LAYOUT, TABLE, fields, group, suggestions, unicode,
};
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{GetSetDef, InitFn, MethodDef, SlotTable, TypeDef, UnaryFn};
use crate::types::list::{self, List};
use crate::types::native_function::NativeFunction;
use crate::types::str_::{self, Str};
use crate::types::traceback::Traceback;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::types::{getset, number};
use crate::value::{SlotExt, Value};

/// Definitions by position in the table; made once, at start-up.
static TABLE_DEFS: OnceLock<Vec<&'static TypeDef>> = OnceLock::new();

/// What single classes have besides their base's.
fn extras(class: Class) -> (Option<UnaryFn>, Option<InitFn>, &'static [GetSetDef]) {
    match class {
        exceptions::BASE_EXCEPTION => (Some(exception_str), Some(exception_init), BASE_ATTRIBUTES),
        exceptions::BASE_EXCEPTION_GROUP => (Some(group::group_str), Some(group::group_init), &[]),
        exceptions::KEY_ERROR => (Some(key_error_str), None, &[]),
        exceptions::STOP_ITERATION => (None, Some(exception_init), STOP_ATTRIBUTES),
        exceptions::SYSTEM_EXIT => (None, Some(exception_init), EXIT_ATTRIBUTES),
        exceptions::IMPORT_ERROR => {
            (Some(import_error_str), Some(import_error_init), fields::IMPORT_ATTRIBUTES)
        }
        exceptions::ATTRIBUTE_ERROR => (None, Some(attribute_error_init), fields::ATTRIBUTE_ATTRIBUTES),
        exceptions::NAME_ERROR => (None, Some(name_error_init), fields::NAME_ATTRIBUTES),
        exceptions::OS_ERROR => (Some(os_error_str), Some(os_error_init), fields::OS_ATTRIBUTES),
        exceptions::SYNTAX_ERROR => {
            (Some(syntax_error_str), Some(syntax_error_init), fields::SYNTAX_ATTRIBUTES)
        }
        exceptions::UNICODE_ENCODE_ERROR | exceptions::UNICODE_DECODE_ERROR => {
            (Some(unicode::show), Some(unicode::init), unicode::ATTRIBUTES)
        }
        exceptions::UNICODE_TRANSLATE_ERROR => {
            (Some(unicode::show), Some(unicode::init), unicode::ATTRIBUTES)
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
            let (str, init, attributes) = extras(class);
            let (getset, members) = match class {
                exceptions::BASE_EXCEPTION_GROUP => (attributes, group::GROUP_ATTRIBUTES),
                exceptions::BASE_EXCEPTION => (attributes, &[][..]),
                exceptions::OS_ERROR => (fields::OS_GETTERS, attributes),
                _ => (&[][..], attributes),
            };
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
                slots: match class {
                    exceptions::BASE_EXCEPTION_GROUP => {
                        SlotTable { repr: Some(group::group_repr), str, init, ..SlotTable::NONE }
                    }
                    _ => SlotTable { str, init, ..if is_root { base_slots } else { SlotTable::NONE } },
                },
                second_base: (class == exceptions::EXCEPTION_GROUP)
                    .then(|| defs[(exceptions::EXCEPTION.0 - FIRST_NUMBER) as usize]),
                // No class can derive from two whose instances hold more than those of their base.
                solid: !(is_root || getset.is_empty() && members.is_empty()),
                generic: class == exceptions::BASE_EXCEPTION_GROUP,
                new: Some(match class {
                    class if is_os_error(class) => &OS_ERROR_NEW,
                    exceptions::MEMORY_ERROR => &MEMORY_ERROR_NEW,
                    exceptions::BASE_EXCEPTION_GROUP | exceptions::EXCEPTION_GROUP => &group::GROUP_NEW,
                    _ => &NEW,
                }),
                methods: match class {
                    exceptions::BASE_EXCEPTION => BASE_METHODS,
                    exceptions::BASE_EXCEPTION_GROUP => group::GROUP_METHODS,
                    exceptions::OS_ERROR => fields::OS_METHODS,
                    exceptions::IMPORT_ERROR => fields::IMPORT_METHODS,
                    exceptions::ATTRIBUTE_ERROR => fields::ATTRIBUTE_METHODS,
                    _ => &[],
                },
                getset,
                members,
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

fn exception_new(cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
    let [class, rest @ ..] = args.positional() else { return Err(cx.system_error("exception arguments")) };
    let Some(class) = class.cast::<Type>() else {
        return Err(cx.type_error("BaseException.__new__(X): X is not a type object".into()));
    };
    Ok(exceptions::new_of(cx, class, tuple::from_slice(cx, rest)?)?.value())
}

static NEW: MethodDef = MethodDef::given_new(exception_new);
/// One of its own, as in CPython: `BaseException.__new__` does not make a `MemoryError`.
static MEMORY_ERROR_NEW: MethodDef = MethodDef::given_new(exception_new);
static OS_ERROR_NEW: MethodDef = MethodDef::given_new(os_error_new);

/// Refuses keywords in the words of a class's `__new__` or `__init__`.
pub(super) fn refuse_keywords(cx: &Cx, class: Obj<Type>, args: &CallArgs<'_>) -> R<()> {
    // The name is made for the error alone.
    if args.keyword_count() == 0 { Ok(()) } else { args.no_keywords(cx, &cx.class_name(class)) }
}

pub(super) fn exception_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    refuse_keywords(cx, cx.type_of(value), args)?;
    set_args(cx, value, args.positional())
}

fn set_args(cx: &Cx, value: Value, positional: &[Value]) -> R<()> {
    let this = this(cx, value)?;
    // Most often `__new__` has been given the same.
    let known =
        this.args.get().cast_exact::<Tuple>(number::TUPLE).filter(|known| known.values() == positional);
    let tuple = match known {
        Some(known) => known,
        None => tuple::from_slice(cx, positional)?,
    };
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

/// Takes the keywords an exception knows, by the place of its fields, and refuses others.
fn init_with_keywords(cx: &Cx, value: Value, args: &CallArgs<'_>, known: &[(&str, usize)]) -> R<()> {
    set_args(cx, value, args.positional())?;
    for &(_, index) in known {
        fields::set(cx, value, index, Value::UNBOUND)?;
    }
    for (name, given) in args.keywords() {
        let text = str_::to_rust(name).unwrap_or_default();
        let Some(&(_, index)) = known.iter().find(|(known, _)| *known == text) else {
            let class = cx.type_name(value);
            let known = known.iter().map(|&(known, _)| known);
            return Err(cx.type_error(suggestions::unexpected_keyword(&format!("{class}()"), &text, known)));
        };
        fields::set(cx, value, index, given)?;
    }
    Ok(())
}

fn import_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let known = [("name", fields::NAME), ("path", fields::PATH), ("name_from", fields::NAME_FROM)];
    init_with_keywords(cx, value, args, &known)?;
    let message = if let [message] = args.positional() { *message } else { Value::UNBOUND };
    fields::set(cx, value, fields::IMPORT_MSG, message)
}

fn import_error_str(cx: &Cx, value: Value) -> R<Value> {
    let message = fields::get(value, fields::IMPORT_MSG);
    let exact = message.cast::<Str>().filter(|message| message.is_exact());
    if exact.is_some() { Ok(message) } else { exception_str(cx, value) }
}

fn attribute_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    init_with_keywords(cx, value, args, &[("name", fields::NAME), ("obj", fields::OBJ)])
}

fn name_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    init_with_keywords(cx, value, args, &[("name", fields::NAME)])
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

/// Whether a class of the table is `OSError` or derived from it.
fn is_os_error(class: Class) -> bool {
    let base = |class: Class| TABLE[(class.0 - FIRST_NUMBER) as usize].base;
    std::iter::successors(Some(class), |&class| (class != exceptions::BASE_EXCEPTION).then(|| base(class)))
        .any(|class| class == exceptions::OS_ERROR)
}

/// Whether a class leaves its arguments to `__init__`: it has one of its own and the `__new__` of `OSError`. All others have their arguments
/// taken apart by `__new__`, as the number decides which class the exception is of.
fn uses_init(class: Obj<Type>) -> bool {
    let has_own = class.slots().init.is_none_or(|init| !std::ptr::fn_addr_eq(init, os_error_init as InitFn));
    let new = || Type::lookup(class, names::get(names::__NEW__))?.cast::<NativeFunction>();
    has_own && new().is_some_and(|new| std::ptr::eq(new.def(), &OS_ERROR_NEW))
}

fn os_error_new(cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
    let [class, given @ ..] = args.positional() else { return Err(cx.system_error("exception arguments")) };
    let Some(mut class) = class.cast::<Type>() else {
        return Err(cx.type_error("OSError.__new__(X): X is not a type object".into()));
    };
    if uses_init(class) {
        return Ok(exceptions::new_of(cx, class, tuple::from_slice(cx, &[])?)?.value());
    }
    refuse_keywords(cx, class, args)?;
    if class == crate::runtime::builtin_type(exceptions::OS_ERROR.0)
        && (2..=5).contains(&given.len())
        && let Some(errno) = given[0].as_small_int()
    {
        let wanted = class_for_errno(i32::try_from(errno).unwrap_or(0));
        class = crate::runtime::builtin_type(wanted.0);
    }
    let value = exceptions::new_of(cx, class, tuple::from_slice(cx, given)?)?.value();
    fill_os_error(cx, value, given)?;
    Ok(value)
}

fn os_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let class = cx.type_of(value);
    if !uses_init(class) {
        return Ok(());
    }
    refuse_keywords(cx, class, args)?;
    fill_os_error(cx, value, args.positional())
}

/// Takes the arguments of an `OSError` apart.
fn fill_os_error(cx: &Cx, value: Value, positional: &[Value]) -> R<()> {
    let given = |index: usize| positional.get(index).copied().unwrap_or(Value::UNBOUND);
    if !(2..=5).contains(&positional.len()) {
        return set_args(cx, value, positional);
    }
    let mut filename = given(2);
    let mut kept = 2;
    let blocking = crate::runtime::builtin_type(exceptions::BLOCKING_IO_ERROR.0);
    let mut written = Value::UNBOUND;
    if cx.type_of(value) == blocking && !filename.is_unbound() && cx.type_of(filename).slots().index.is_some()
    {
        // The third argument of a BlockingIOError is how much was written, and stays an argument.
        written = protocol::index::to_value(cx, filename)?;
        (filename, kept) = (Value::UNBOUND, positional.len());
    }
    // Without a file name nothing is taken from the arguments.
    let named = filename.bound().is_some_and(|filename| !filename.is_none());
    set_args(cx, value, if named { &positional[..kept] } else { positional })?;
    fields::set(cx, value, fields::ERRNO, given(0))?;
    fields::set(cx, value, fields::STRERROR, given(1))?;
    if named {
        fields::set(cx, value, fields::FILENAME, filename)?;
        if !given(4).is_none() {
            fields::set(cx, value, fields::FILENAME2, given(4))?;
        }
    }
    fields::set(cx, value, fields::WRITTEN, written)
}

fn os_error_str(cx: &Cx, value: Value) -> R<Value> {
    let field = |index: usize| fields::get(value, index);
    let (errno, text) = (field(fields::ERRNO), field(fields::STRERROR));
    let filename = field(fields::FILENAME).bound();
    if filename.is_none() && (errno.is_unbound() || text.is_unbound()) {
        return exception_str(cx, value);
    }
    let shown = |part: Value| protocol::str_string(cx, part.bound().unwrap_or(Value::NONE));
    let mut shown = format!("[Errno {}] {}", shown(errno)?, shown(text)?);
    if let Some(filename) = filename {
        shown += &format!(": {}", protocol::repr_string(cx, filename)?);
        if let Some(second) = field(fields::FILENAME2).bound() {
            shown += &format!(" -> {}", protocol::repr_string(cx, second)?);
        }
    }
    str_::from_string(cx, shown)
}

fn syntax_error_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    exception_init(cx, value, args)?;
    let positional = args.positional();
    if let Some(&message) = positional.first() {
        fields::set(cx, value, fields::MSG, message)?;
    }
    let &[_, details] = positional else { return Ok(()) };
    let list = list::new(cx)?;
    list::extend(cx, list, details)?;
    let count = list.len();
    if !(4..=7).contains(&count) {
        let limit = if count < 4 { "at least 4" } else { "at most 7" };
        return Err(cx.type_error(format!("function takes {limit} arguments ({count} given)")));
    }
    for index in 0..7 {
        let detail = list::get_index_fast(list, index as i64).unwrap_or(Value::UNBOUND);
        fields::set(cx, value, fields::SOURCE + index, detail)?;
    }
    if count == 5 {
        let message = "end_offset must be provided when end_lineno is provided";
        return Err(cx.type_error(message.into()));
    }
    Ok(())
}

fn syntax_error_str(cx: &Cx, value: Value) -> R<Value> {
    let message = protocol::str_string(cx, fields::get_or_none(value, fields::MSG))?;
    let file = str_::to_rust(fields::get(value, fields::SOURCE));
    let file = file.map(|path| path.rsplit('/').next().unwrap_or_default().to_string());
    let line = crate::types::int::to_i64(fields::get(value, fields::LINENO));
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
        return Err(
            cx.type_error(format!("add_note() argument must be str, not {}", cx.shown_argument(args[1])))
        );
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

/// The exception with a line added below it.
pub(crate) fn with_note(cx: &Cx, raised: Raised, text: String) -> Raised {
    let noted = str_::from_string(cx, text).and_then(|text| add_note(cx, &[raised.0, text]));
    match noted {
        Ok(_) => raised,
        Err(other) => other,
    }
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
    MethodDef::new("with_traceback($self, tb, /)", "Set self.__traceback__ and answer self.", with_traceback),
    MethodDef::new("add_note($self, note, /)", "Add a line that is shown below the exception.", add_note),
    fields::REDUCE,
    fields::SET_STATE,
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
            let this = this(cx, value)?;
            match new {
                Some(new @ (Value::TRUE | Value::FALSE)) => {
                    cx.store(this.object(), &this.suppress, new);
                    Ok(())
                }
                Some(_) => Err(cx.type_error("attribute value type must be bool".into())),
                None => Err(cx.type_error("can't delete numeric/char attribute".into())),
            }
        }),
    },
];

fn get_detail(cx: &Cx, value: Value) -> R<Value> {
    Ok(this(cx, value)?.detail.get())
}

fn set_detail(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    getset::set_or_none(cx, this.object(), &this.detail, new)
}

static STOP_ATTRIBUTES: &[GetSetDef] =
    &[GetSetDef { name: "value", doc: "generator return value", get: get_detail, set: Some(set_detail) }];
static EXIT_ATTRIBUTES: &[GetSetDef] =
    &[GetSetDef { name: "code", doc: "exception code", get: get_detail, set: Some(set_detail) }];
