//! `_typhon`: what Typhon lets be seen of its own inside.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::add_types;
use typhon_vm::dump;
use typhon_vm::import::ModuleDef;
use typhon_vm::kept::Kept;
use typhon_vm::object::Obj;
use typhon_vm::scheduler::Counts;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{int, list, str_, tuple};

use crate::pickle_buffer::PICKLE_BUFFER_TYPE;

fn counts(cx: &Cx, counts: Counts) -> R<Obj<Dict>> {
    let result = dict::new(cx)?;
    for (name, count) in counts.fields() {
        dict::set(cx, result, cx.intern(name)?, int::from_u64(cx, count)?)?;
    }
    Ok(result)
}

fn scheduler_counts(cx: &Cx, _: &[Value]) -> R<Value> {
    let scheduler = cx.fiber().scheduler();
    let result = counts(cx, scheduler.counts())?;
    dict::set(cx, result, cx.intern("os_threads")?, int::from_u64(cx, scheduler.threads() as u64)?)?;
    Ok(result.value())
}

fn worker_counts(cx: &Cx, _: &[Value]) -> R<Value> {
    let result = list::new(cx)?;
    for worker in cx.fiber().scheduler().workers() {
        list::append(cx, result, counts(cx, worker.counts())?.value())?;
    }
    Ok(result.value())
}

fn resident_bytes(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_u64(cx, typhon_os::memory::resident_bytes() as u64)
}

fn thread_dump(cx: &Cx, _: &[Value]) -> R<Value> {
    str_::from_string(cx, dump::all_threads(cx, true))
}

/// What the scheduler has counted, for people.
pub fn scheduler_report(cx: &Cx) -> String {
    let scheduler = cx.fiber().scheduler();
    let mut rows: Vec<Vec<String>> = vec![vec!["worker".to_string()]];
    rows[0].extend(Counts::default().fields().iter().map(|(name, _)| name.to_string()));
    let row = |title: String, counts: Counts| {
        std::iter::once(title).chain(counts.fields().iter().map(|(_, count)| count.to_string())).collect()
    };
    rows.extend(scheduler.workers().iter().map(|worker| row(worker.index().to_string(), worker.counts())));
    rows.push(row("all".to_string(), scheduler.counts()));
    let columns = rows[0].len();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(&widths) {
            text += &format!("{cell:>width$} ");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// The tuple of the code given by `-c` and its text.
static COMMAND: Kept = Kept::new();

fn command() -> Value {
    COMMAND.get().unwrap_or(Value::NONE)
}

/// Names the code that the command line gives, so that tracebacks show its lines.
pub fn set_command(cx: &Cx, code: Value, text: &str) -> R<()> {
    COMMAND
        .get_or_make(cx, || Ok(tuple::from_slice(cx, &[code, str_::from_str(cx, text)?])?.value()))
        .map(|_| ())
}

/// The module.
pub static TYPHON: ModuleDef = ModuleDef {
    name: "_typhon",
    doc: "What Typhon lets be seen of its own inside.",
    functions: &[
        MethodDef::function(
            "scheduler_counts()",
            "What the scheduler has counted: a dict.",
            scheduler_counts,
        ),
        MethodDef::function("worker_counts()", "The same of each worker: a list of dicts.", worker_counts),
        MethodDef::function("resident_bytes()", "Memory of the process that is resident.", resident_bytes),
        MethodDef::function("thread_dump()", "What every thread does: a text.", thread_dump),
        MethodDef::function("command()", "The code given by -c and its text, or None.", |_, _| Ok(command())),
    ],
    init: |cx, namespace| add_types(cx, namespace, &[&PICKLE_BUFFER_TYPE]),
};
