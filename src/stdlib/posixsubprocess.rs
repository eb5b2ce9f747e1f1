//! `_posixsubprocess`: starting programs for `subprocess`.
//!
//! The child's part is `typhon_os::spawn`. Thread-safety: nothing is kept.

use std::ffi::CString;

use typhon_os::spawn::{self, Program, Ready};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::list::List;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{bytes, int};
use typhon_vm::{Value, call, exceptions, protocol, runtime};

use crate::posix::fork;
use crate::system;

/// The items of `pass_fds`: ascending, none negative.
fn kept_of(cx: &Cx, value: Value) -> R<Vec<i32>> {
    let Some(given) = value.cast::<Tuple>() else {
        return Err(
            cx.type_error(format!("fork_exec() argument 4 must be tuple, not {}", cx.type_name(value)))
        );
    };
    let mut kept = Vec::with_capacity(given.len());
    for &item in given.values() {
        let descriptor = int::to_i64(item).and_then(|number| i32::try_from(number).ok());
        match descriptor {
            Some(descriptor) if descriptor >= 0 && kept.last().is_none_or(|&last| last < descriptor) => {
                kept.push(descriptor);
            }
            _ => return Err(cx.value_error("bad value(s) in fds_to_keep")),
        }
    }
    Ok(kept)
}

fn strings(cx: &Cx, value: Value) -> R<Vec<CString>> {
    let given = tuple::from_iterable(cx, value)?;
    let mut all = Vec::with_capacity(given.len());
    for &item in given.values() {
        all.push(system::fsencode(cx, item)?);
    }
    Ok(all)
}

/// What is bytes already, as `subprocess` prepares it.
fn raw_strings(cx: &Cx, value: Value) -> R<Vec<CString>> {
    let given = tuple::from_iterable(cx, value)?;
    let mut all = Vec::with_capacity(given.len());
    for &item in given.values() {
        let Some(raw) = bytes::as_bytes(item) else {
            return Err(cx.type_error(format!("expected bytes, {} found", cx.type_name(item))));
        };
        all.push(CString::new(raw.as_slice()).map_err(|_| cx.value_error("embedded null byte"))?);
    }
    Ok(all)
}

fn optional(value: Value) -> Option<Value> {
    value.bound().filter(|value| !value.is_none())
}

fn fork_exec(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[
        arguments,
        paths,
        close_fds,
        pass_fds,
        cwd,
        env,
        p2cread,
        p2cwrite,
        c2pread,
        c2pwrite,
        errread,
        errwrite,
        errpipe_read,
        errpipe_write,
        restore_signals,
        call_setsid,
        pgid,
        gid,
        extra_groups,
        uid,
        umask,
        preexec,
    ] = args
    else {
        return Err(cx.system_error("fork_exec arguments"));
    };
    let close_others = protocol::is_true(cx, close_fds)?;
    let kept = kept_of(cx, pass_fds)?;
    let number = |value: Value| system::int_of(cx, value);
    let report = number(errpipe_write)?;
    if close_others && report < 3 {
        return Err(cx.value_error("errpipe_write must be >= 3"));
    }
    if arguments.cast::<List>().is_none() && arguments.cast::<Tuple>().is_none() && !arguments.is_none() {
        return Err(cx.type_error("argv must be a tuple or list".into()));
    }
    let arguments = if arguments.is_none() { Vec::new() } else { strings(cx, arguments)? };
    let paths = raw_strings(cx, paths)?;
    let environment = optional(env).map(|env| raw_strings(cx, env)).transpose()?;
    let directory = optional(cwd).map(|cwd| system::fsencode(cx, cwd)).transpose()?;
    let groups = match optional(extra_groups) {
        None => None,
        Some(groups) => {
            let Some(given) = groups.cast::<List>() else {
                return Err(cx.type_error("setgroups argument must be a sequence".into()));
            };
            let given = typhon_vm::types::list::to_tuple(cx, given)?;
            if given.len() > 65_536 {
                return Err(cx.value_error("too many extra_groups"));
            }
            let mut groups = Vec::with_capacity(given.len());
            for &group in given.values() {
                if !int::is_int(group) {
                    return Err(cx.type_error("extra_groups must be integers".into()));
                }
                match system::id_of(cx, group, "gid") {
                    Ok(id) => groups.push(id),
                    Err(raised) if cx.matches(raised, exceptions::OVERFLOW_ERROR) => {
                        return Err(cx.value_error("invalid group id"));
                    }
                    Err(raised) => return Err(raised),
                }
            }
            Some(groups)
        }
    };
    let id = |value: Value, what: &str| match optional(value) {
        None => Ok(None),
        Some(value) => match system::id_of(cx, value, what) {
            Ok(id) => Ok(Some(id)),
            Err(raised) if cx.matches(raised, exceptions::OVERFLOW_ERROR) => {
                Err(cx.value_error(&format!("invalid {} id", if what == "uid" { "user" } else { "group" })))
            }
            Err(raised) => Err(raised),
        },
    };
    let program = Program {
        paths: &paths,
        arguments: &arguments,
        environment: environment.as_deref(),
        directory: directory.as_deref(),
        standard: [number(p2cread)?, number(c2pwrite)?, number(errwrite)?],
        parents: [number(p2cwrite)?, number(c2pread)?, number(errread)?, number(errpipe_read)?],
        report,
        close_others,
        kept: &kept,
        restore_signals: protocol::is_true(cx, restore_signals)?,
        new_session: protocol::is_true(cx, call_setsid)?,
        process_group: number(pgid)?,
        user: id(uid, "uid")?,
        group: id(gid, "gid")?,
        groups: groups.as_deref(),
        mask: number(umask)?,
    };
    let child = match optional(preexec) {
        None => cx.blocking(|| spawn::start(&program)).map_err(|error| system::fail(cx, &error))?,
        Some(function) => {
            runtime::refuse_at_end(cx, "preexec_fn not supported at interpreter shutdown")?;
            let ready = Ready::new(&program);
            let child = fork::forked(cx, spawn::fork, |&child| child)?;
            if child == 0 {
                spawn::continue_in_child(ready, &mut || call::call_values(cx, function, &[]).is_ok());
            }
            child
        }
    };
    Ok(Value::small_int_unchecked(child.into()))
}

/// The module.
pub static POSIX_SUBPROCESS: ModuleDef = ModuleDef {
    name: "_posixsubprocess",
    doc: "A POSIX helper for the subprocess module.",
    functions: &[MethodDef::function(
        "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, \
         errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, \
         child_umask, preexec_fn, /)",
        "Spawn a fresh new child process.",
        fork_exec,
    )],
    init: |_, _| Ok(()),
};
