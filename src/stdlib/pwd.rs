//! `pwd`: the system's users. Thread-safety: nothing is kept; the table is the system's.

use typhon_os::users::{self, User};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::struct_sequence::StructSequence;
use typhon_vm::types::{dict, list};

use crate::system;

static PASSWD: StructSequence = StructSequence::new(
    ("pwd", "struct_passwd"),
    "pwd.struct_passwd: Results from getpw*() routines.\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\n\
     or via the object attributes as named in the above tuple.",
    &[
        ("pw_name", "user name"),
        ("pw_passwd", "password"),
        ("pw_uid", "user id"),
        ("pw_gid", "group id"),
        ("pw_gecos", "real name"),
        ("pw_dir", "home directory"),
        ("pw_shell", "shell program"),
    ],
    7,
);

fn value_of(cx: &Cx, user: &User) -> R<Value> {
    let text = |text: &[u8]| system::decode(cx, text);
    PASSWD.instance(
        cx,
        &[
            text(&user.name)?,
            text(&user.password)?,
            system::id_value(user.user),
            system::id_value(user.group),
            text(&user.comment)?,
            text(&user.home)?,
            text(&user.shell)?,
        ],
    )
}

fn getpwuid(cx: &Cx, args: &[Value]) -> R<Value> {
    let not_found = |shown: String| {
        let text = typhon_vm::types::str_::from_string(cx, format!("getpwuid(): uid not found{shown}"))?;
        Err(cx.key_error(text))
    };
    let id = match system::id_of(cx, args[0], "uid") {
        Ok(id) => id,
        Err(raised) if cx.matches(raised, typhon_vm::exceptions::OVERFLOW_ERROR) => {
            return not_found(String::new());
        }
        Err(raised) => return Err(raised),
    };
    match system::call(cx, || users::user_by_id(id))? {
        Some(user) => value_of(cx, &user),
        None => not_found(format!(": {id}")),
    }
}

fn getpwnam(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::text_of(cx, args[0], "getpwnam() argument")?;
    match system::call(cx, || users::user_by_name(&name))? {
        Some(user) => value_of(cx, &user),
        None => {
            let shown = protocol::repr_string(cx, args[0])?;
            let text =
                typhon_vm::types::str_::from_string(cx, format!("getpwnam(): name not found: {shown}"))?;
            Err(cx.key_error(text))
        }
    }
}

fn getpwall(cx: &Cx, _: &[Value]) -> R<Value> {
    let all = list::new(cx)?;
    for user in cx.blocking(users::all_users) {
        list::append(cx, all, value_of(cx, &user)?)?;
    }
    Ok(all.value())
}

/// The module.
pub static PWD: ModuleDef = ModuleDef {
    name: "pwd",
    doc: "This module provides access to the Unix password database.\n\
          It is available on all Unix versions.\n\n\
          Password database entries are reported as 7-tuples containing the following\n\
          items from the password database (see `<pwd.h>'), in order:\n\
          pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell.\n\
          The uid and gid items are integers, all others are strings. An\n\
          exception is raised if the entry asked for cannot be found.",
    functions: &[
        MethodDef::function(
            "getpwuid(uidobj, /)",
            "Return the password database entry for the given numeric user ID.",
            getpwuid,
        ),
        MethodDef::function(
            "getpwnam(name, /)",
            "Return the password database entry for the given user name.",
            getpwnam,
        ),
        MethodDef::function(
            "getpwall()",
            "Return a list of all available password database entries, in arbitrary order.",
            getpwall,
        ),
    ],
    init: |cx, namespace| dict::set(cx, namespace, cx.intern("struct_passwd")?, PASSWD.class(cx)?.value()),
};
