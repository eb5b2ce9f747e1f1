//! Running the program: `__main__`, its source, its end.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use typhon_bytecode::Code;
use typhon_stdlib::compile::{self, Mode};
use typhon_stdlib::{signal_, stdio, sys};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::types::module::Module;
use typhon_vm::types::{code, dict, module, str_};
use typhon_vm::{Value, exceptions, finalization, import, interp, names, protocol, runtime};

use super::options::{Command, Options};

/// The status of a program that a `KeyboardInterrupt` has ended: the process then ends by the signal.
pub(crate) const INTERRUPTED: i32 = 130;

/// Writes to a descriptor outside of any Python thread. What the reader does not take is lost.
pub(crate) fn put(descriptor: i32, text: &str) {
    let _ = typhon_os::output::write_all(descriptor, text.as_bytes());
}

/// How long finalizers may run at the end of the program.
const FINALIZING: std::time::Duration = std::time::Duration::from_secs(5);

/// The main Python thread: answers the exit code.
pub(crate) fn main(cx: &Cx, options: &Options) -> i32 {
    let result = start(cx, options).and_then(|()| run(cx, options));
    let mut status = match result {
        Ok(()) => 0,
        Err(raised) => report(cx, raised),
    };
    end_threads(cx);
    let deadline = std::time::Instant::now() + FINALIZING;
    finalization::finish(cx, &|| std::time::Instant::now() < deadline);
    for descriptor in [1, 2] {
        if stdio::flush(cx, descriptor).is_err() && status == 0 {
            // CPython's exit code where the last output could not be written.
            status = 120;
        }
    }
    if options.scheduler_stats {
        put(2, &typhon_stdlib::typhon_::scheduler_report(cx));
    }
    if options.gc_stats {
        put(2, &format!("{:#?}\n", runtime::Runtime::heap().stats()));
    }
    status
}

/// Waits for the threads that are no daemons, as `threading` does it; without that module nobody is waited for.
fn end_threads(cx: &Cx) {
    let threading = cx.intern("threading").map(import::loaded);
    let Ok(Some(threading)) = threading else { return };
    let ended = cx
        .intern("_shutdown")
        .and_then(|name| protocol::attr::get(cx, threading, name))
        .and_then(|shutdown| typhon_vm::call::call_values(cx, shutdown, &[]));
    if let Err(raised) = ended {
        let text = exceptions::display::text(cx, raised);
        // Where standard error is gone nobody can be told.
        let _ = stdio::write(cx, 2, format!("Exception ignored on threading shutdown:\n{text}").as_bytes());
    }
}

fn start(cx: &Cx, options: &Options) -> R<()> {
    runtime::make_types(cx)?;
    let directory = match &options.command {
        Command::Script(path) => {
            let parent = Path::new(path)
                .parent()
                .map(|parent| parent.to_string_lossy().into_owned())
                .unwrap_or_default();
            let parent = if parent.is_empty() { ".".to_string() } else { parent };
            std::fs::canonicalize(&parent).map_or(parent, |full| full.to_string_lossy().into_owned())
        }
        Command::Code(_) | Command::Input => String::new(),
    };
    let mut path = vec![directory];
    if let Ok(extra) = std::env::var("PYTHONPATH") {
        path.extend(extra.split(':').filter(|entry| !entry.is_empty()).map(str::to_string));
    }
    sys::configure(sys::Config {
        argv: options.argv.clone(),
        path,
        executable: std::env::current_exe().map_or(String::new(), |path| path.to_string_lossy().into_owned()),
        dont_write_bytecode: options.dont_write_bytecode,
    });
    exceptions::unraisable::set_error_output(|cx, text| {
        // Where standard error is gone nobody can be told.
        let _ = stdio::write(cx, 2, text);
    });
    let builtins = import::import_absolute(cx, "builtins")?;
    if let Some(builtins) = builtins.cast::<Module>() {
        runtime::set_builtins(builtins.dict().value());
    }
    let sys = import::import_absolute(cx, "sys")?;
    runtime::set_sys(sys);
    signal_::start(cx)
}

fn source(cx: &Cx, command: &Command) -> R<(Vec<u8>, String)> {
    match command {
        Command::Code(text) => Ok((text.clone().into_bytes(), "<string>".into())),
        Command::Script(path) => {
            let bytes = typhon_os::file::read(Path::new(path)).map_err(|error| {
                let number = error.raw_os_error().unwrap_or(0);
                let text = error.to_string();
                let text = text.split(" (os error").next().unwrap_or_default().to_string();
                put(2, &format!("typhon: can't open file '{path}': [Errno {number}] {text}\n"));
                cx.error_value(exceptions::SYSTEM_EXIT, Value::small_int_unchecked(2))
            })?;
            Ok((bytes, path.clone()))
        }
        Command::Input => {
            let mut bytes = Vec::new();
            cx.blocking(|| std::io::stdin().read_to_end(&mut bytes))
                .map_err(|error| cx.os_error(&error, None))?;
            Ok((bytes, "<stdin>".into()))
        }
    }
}

fn run(cx: &Cx, options: &Options) -> R<()> {
    let (bytes, filename) = source(cx, &options.command)?;
    let compiled = compile::compile(cx, &bytes, &filename, Mode::Exec)?;
    if options.dis {
        return disassemble(cx, &compiled);
    }
    let main = module::new(cx, names::get(names::__MAIN__), Value::NONE)?;
    let namespace = main.dict();
    dict::set(cx, namespace, names::get(names::__BUILTINS__), import::import_absolute(cx, "builtins")?)?;
    if matches!(options.command, Command::Script(_)) {
        dict::set(cx, namespace, names::get(names::__FILE__), str_::from_str(cx, &filename)?)?;
        dict::set(cx, namespace, names::get(names::__CACHED__), Value::NONE)?;
    }
    runtime::add_module(cx, names::get(names::__MAIN__), main.value())?;
    let code = code::new(cx, &compiled)?;
    interp::run_code(cx, code, namespace, None).map(|_| ())
}

fn disassemble(cx: &Cx, code: &Arc<Code>) -> R<()> {
    stdio::write(cx, 1, typhon_bytecode::dis::disassemble(code).as_bytes())
}

/// What an exception that left the program means: prints it, answers the exit code.
fn report(cx: &Cx, raised: Raised) -> i32 {
    let _ = stdio::flush(cx, 1);
    if !cx.matches(raised, exceptions::SYSTEM_EXIT) {
        exceptions::uncaught::handle(cx, raised);
        return if cx.matches(raised, exceptions::KEYBOARD_INTERRUPT) { INTERRUPTED } else { 1 };
    }
    let status = exceptions::exit_status(raised);
    if status.is_none() {
        return 0;
    }
    if let Some(code) = typhon_vm::types::int::to_i64(status) {
        return (code & 0xff) as i32;
    }
    if typhon_vm::types::int::is_int(status) {
        return 255;
    }
    if let Ok(text) = protocol::str_string(cx, status) {
        let _ = stdio::write(cx, 2, format!("{text}\n").as_bytes());
    }
    1
}
