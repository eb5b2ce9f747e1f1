//! `grp`: the system's groups of users. Thread-safety: nothing is kept; the table is the system's.

use typhon_os::users::{self, Group};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::struct_sequence::StructSequence;
use typhon_vm::types::{dict, list, str_};

use crate::system;

static GROUP: StructSequence = StructSequence::new(
    ("grp", "struct_group"),
    "grp.struct_group: Results from getgr*() routines.\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (gr_name,gr_passwd,gr_gid,gr_mem)\n\
     or via the object attributes as named in the above tuple.\n",
    &[
        ("gr_name", "group name"),
        ("gr_passwd", "password"),
        ("gr_gid", "group id"),
        ("gr_mem", "group members"),
    ],
    4,
);

fn value_of(cx: &Cx, group: &Group) -> R<Value> {
    let members = list::new(cx)?;
    for member in &group.members {
        list::append(cx, members, system::decode(cx, member)?)?;
    }
    let (name, password) = (system::decode(cx, &group.name)?, system::decode(cx, &group.password)?);
    GROUP.instance(cx, &[name, password, system::id_value(group.group), members.value()])
}

fn getgrgid(cx: &Cx, args: &[Value]) -> R<Value> {
    let not_found = |shown: String| {
        let text = str_::from_string(cx, format!("getgrgid(): gid not found{shown}"))?;
        Err(cx.key_error(text))
    };
    let id = match system::id_of(cx, args[0], "gid") {
        Ok(id) => id,
        Err(raised) if cx.matches(raised, typhon_vm::exceptions::OVERFLOW_ERROR) => {
            return not_found(String::new());
        }
        Err(raised) => return Err(raised),
    };
    match system::call(cx, || users::group_by_id(id))? {
        Some(group) => value_of(cx, &group),
        None => not_found(format!(": {id}")),
    }
}

fn getgrnam(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::text_of(cx, args[0], "getgrnam() argument 'name'")?;
    match system::call(cx, || users::group_by_name(&name))? {
        Some(group) => value_of(cx, &group),
        None => {
            let shown = protocol::repr_string(cx, args[0])?;
            let text = str_::from_string(cx, format!("getgrnam(): name not found: {shown}"))?;
            Err(cx.key_error(text))
        }
    }
}

fn getgrall(cx: &Cx, _: &[Value]) -> R<Value> {
    let all = list::new(cx)?;
    for group in cx.blocking(users::all_groups) {
        list::append(cx, all, value_of(cx, &group)?)?;
    }
    Ok(all.value())
}

/// The module.
pub static GRP: ModuleDef = ModuleDef {
    name: "grp",
    doc: "Access to the Unix group database.",
    functions: &[
        MethodDef::function(
            "getgrgid(id)",
            "Return the group database entry for the given numeric group ID.",
            getgrgid,
        ),
        MethodDef::function(
            "getgrnam(name)",
            "Return the group database entry for the given group name.",
            getgrnam,
        ),
        MethodDef::function(
            "getgrall()",
            "Return a list of all available group entries, in arbitrary order.",
            getgrall,
        ),
    ],
    init: |cx, namespace| dict::set(cx, namespace, cx.intern("struct_group")?, GROUP.class(cx)?.value()),
};
