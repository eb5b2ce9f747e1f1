//! `posix_spawn` and `posix_spawnp`.
//!
//! Thread-safety: nothing is kept.

use typhon_os::environment;
use typhon_os::posix_spawn::{Action, Attributes, spawn};
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::{Value, protocol};

use super::process::{SCHED_PARAM, arguments_of, environment_of, sequence};
use crate::system;

fn actions_of(cx: &Cx, value: Value, function: &str) -> R<Vec<Action>> {
    let Some(value) = value.bound().filter(|value| !value.is_none()) else { return Ok(Vec::new()) };
    let given = sequence(cx, value, "file_actions must be a sequence or None")?;
    let mut actions = Vec::with_capacity(given.len());
    for &item in given.values() {
        let Some(item) = item.cast::<Tuple>().filter(|item| !item.is_empty()) else {
            return Err(cx.type_error("Each file_actions element must be a non-empty tuple".into()));
        };
        let parts = item.values();
        let bad = |text: &str| cx.type_error(text.into());
        actions.push(match system::int_of(cx, parts[0])? {
            0 => {
                let &[_, to, path, flags, mode] = parts else {
                    return Err(bad("A open file_action tuple must have 5 elements"));
                };
                let path = system::path_of(cx, path, function, "path", system::NAME)?;
                Action::Open {
                    to: system::int_of(cx, to)?,
                    path: path.name,
                    flags: system::int_of(cx, flags)?,
                    mode: system::bits_of(cx, mode)?,
                }
            }
            1 => {
                let &[_, descriptor] = parts else {
                    return Err(bad("A close file_action tuple must have 2 elements"));
                };
                Action::Close(system::int_of(cx, descriptor)?)
            }
            2 => {
                let &[_, from, to] = parts else {
                    return Err(bad("A dup2 file_action tuple must have 3 elements"));
                };
                Action::Duplicate(system::int_of(cx, from)?, system::int_of(cx, to)?)
            }
            3 => {
                let &[_, from] = parts else {
                    return Err(bad("A closefrom file_action tuple must have 2 elements"));
                };
                Action::CloseFrom(system::int_of(cx, from)?)
            }
            _ => return Err(bad("Unknown file_actions identifier")),
        });
    }
    Ok(actions)
}

fn signals_of(cx: &Cx, value: Value) -> R<Option<Vec<i32>>> {
    let Some(value) = value.bound() else { return Ok(None) };
    let given = tuple::from_iterable(cx, value)?;
    let mut signals = Vec::with_capacity(given.len());
    for &item in given.values() {
        let signal = protocol::index::to_i64(cx, item)?;
        if !(1..i64::from(typhon_os::signal::COUNT)).contains(&signal) {
            let most = typhon_os::signal::COUNT - 1;
            return Err(cx.value_error(&format!("signal number {signal} out of range [1; {most}]")));
        }
        signals.push(signal as i32);
    }
    Ok(Some(signals))
}

fn spawn_as(cx: &Cx, function: &str, args: &[Value], search: bool) -> R<Value> {
    let path = system::path_of(cx, args[0], function, "path", system::NAME)?;
    if args[1].cast::<Tuple>().is_none() && args[1].cast::<typhon_vm::types::list::List>().is_none() {
        return Err(cx.type_error(format!("{function}: argv must be a tuple or list")));
    }
    if protocol::len(cx, args[1])? == 0 {
        return Err(cx.value_error(&format!("{function}: argv must not be empty")));
    }
    let arguments = arguments_of(cx, args[1], function)?;
    let environment = if args[2].is_none() {
        environment::pairs()
    } else {
        if cx.type_of(args[2]).slots().getitem.is_none() {
            return Err(cx.type_error(format!("{function}: environment must be a mapping object or None")));
        }
        environment_of(cx, args[2], function)?
    };
    let actions = actions_of(cx, args[3], function)?;
    let group = match args[4].bound().filter(|group| !group.is_none()) {
        Some(group) => Some(system::int_of(cx, group)?),
        None => None,
    };
    let scheduling = match args[9].bound().filter(|scheduler| !scheduler.is_none()) {
        None => None,
        Some(scheduler) => {
            let pair: Obj<Tuple> = match scheduler.cast::<Tuple>().filter(|pair| pair.len() == 2) {
                Some(pair) => pair,
                None => return Err(cx.type_error("A scheduler tuple must have two elements".into())),
            };
            let policy = if pair.get(0).is_none() { None } else { Some(system::int_of(cx, pair.get(0))?) };
            if cx.type_of(pair.get(1)) != SCHED_PARAM.class(cx)? {
                return Err(cx.type_error("must have a sched_param object".into()));
            }
            let priority = protocol::item::get(cx, pair.get(1), Value::small_int_unchecked(0))?;
            Some((policy, system::int_of(cx, priority)?))
        }
    };
    let attributes = Attributes {
        group,
        reset_ids: system::flag_of(cx, args[5], false)?,
        new_session: system::flag_of(cx, args[6], false)?,
        mask: signals_of(cx, args[7])?,
        defaults: signals_of(cx, args[8])?,
        scheduling,
    };
    let outcome = cx.blocking(|| spawn(path.as_c(), search, &arguments, &environment, &actions, &attributes));
    match outcome {
        Ok(child) => Ok(Value::small_int_unchecked(child.into())),
        Err(error) => Err(system::fail_about(cx, &error, path.given)),
    }
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), \
         setsigdef=(), scheduler=None)",
        "Execute the program specified by path in a new process.",
        |cx, args| spawn_as(cx, "posix_spawn", args, false),
    ),
    MethodDef::function(
        "posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), \
         setsigdef=(), scheduler=None)",
        "Execute the program specified by path in a new process.",
        |cx, args| spawn_as(cx, "posix_spawnp", args, true),
    ),
];
