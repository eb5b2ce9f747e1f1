//! The program's life: starting the runtime's modules, running what is to be run, ending.

use typhon_stdlib::io_::standard;
use typhon_stdlib::sys::config::{self, Config, text_of_bytes, text_of_os};
use typhon_stdlib::sys::hooks;
use typhon_stdlib::{atexit, library, signal_, start, stdio, sys};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::protocol::attr;
use typhon_vm::types::module::{self, Module};
use typhon_vm::types::{dict, str_};
use typhon_vm::{Value, call, exceptions, finalization, import, names, protocol, runtime};

use super::options::{Options, variable};
use super::paths::{self, Paths, Wishes};
use super::run;

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
    let result = start(cx, options).and_then(|()| {
        runtime::end_start(cx);
        run::run(cx, options)
    });
    let mut status = match result {
        Ok(()) => 0,
        Err(raised) => report(cx, raised),
    };
    if run::wants_prompt(options) {
        status = run::prompt(cx, options).map_or_else(|raised| report(cx, raised), |()| 0);
    }
    end_threads(cx);
    atexit::run(cx);
    if !flush_streams(cx) && status == 0 {
        // CPython's exit code where the last output could not be written.
        status = 120;
    }
    runtime::set_finalizing();
    let deadline = std::time::Instant::now() + FINALIZING;
    finalization::finish(cx, &|| std::time::Instant::now() < deadline);
    if !flush_streams(cx) && status == 0 {
        status = 120;
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
        .and_then(|name| attr::get(cx, threading, name))
        .and_then(|shutdown| call::call_values(cx, shutdown, &[]));
    if let Err(raised) = ended {
        let text = exceptions::display::text(cx, raised);
        hooks::put(cx, &format!("Exception ignored on threading shutdown:\n{text}"));
    }
}

/// Writes out what `sys.stdout` and `sys.stderr` hold; false where the former could not be.
pub(super) fn flush_streams(cx: &Cx) -> bool {
    let mut written = true;
    for name in ["stdout", "stderr"] {
        let stream = sys::attribute(cx, name).ok().flatten().filter(|stream| !stream.is_none());
        let Some(stream) = stream else { continue };
        let flushed = || -> R<()> {
            let closed = attr::get_optional(cx, stream, cx.intern("closed")?)?;
            if closed.is_some_and(|closed| protocol::is_true(cx, closed).unwrap_or(false)) {
                return Ok(());
            }
            call::call_values(cx, attr::get(cx, stream, names::get(names::FLUSH))?, &[]).map(|_| ())
        };
        if let Err(raised) = flushed()
            && name == "stdout"
        {
            exceptions::unraisable::report(cx, raised, "Exception ignored while flushing sys.stdout", stream);
            written = false;
        }
    }
    written
}

/// The parts of `PYTHONHASHSEED`, or random ones.
fn seed_hashes(options: &Options) -> R<()> {
    let fixed = options.runtime.exploration.is_some();
    let given = variable(&options.flags, "PYTHONHASHSEED").filter(|seed| seed != "random");
    let key = match given.and_then(|seed| seed.to_str().and_then(|seed| seed.parse::<u32>().ok())) {
        Some(0) => return Ok(()),
        Some(seed) => key_of_seed(seed),
        None if fixed => return Ok(()),
        None => {
            use std::hash::{BuildHasher, RandomState};
            let random = RandomState::new();
            (random.hash_one(1), random.hash_one(2))
        }
    };
    str_::set_hash_key(key);
    Ok(())
}

/// The key that CPython makes of a seed: 16 bytes of a linear congruential generator.
fn key_of_seed(seed: u32) -> (u64, u64) {
    let mut state = seed;
    let mut word = || {
        let mut bytes = [0; 8];
        for byte in &mut bytes {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            *byte = (state >> 16) as u8;
        }
        u64::from_le_bytes(bytes)
    };
    (word(), word())
}

/// `sys.warnoptions`, weakest first.
fn warning_options(options: &Options) -> Vec<typhon_bytecode::Text> {
    let mut all = Vec::new();
    if options.flags.dev_mode {
        all.push(text_of_bytes(b"default"));
    }
    if let Some(given) = variable(&options.flags, "PYTHONWARNINGS") {
        let text = text_of_os(&given);
        all.extend(
            text.as_bytes().split(|&byte| byte == b',').filter(|part| !part.is_empty()).map(text_of_bytes),
        );
    }
    all.extend(options.warnings.iter().cloned());
    match options.flags.bytes_warning {
        0 => {}
        1 => all.push(text_of_bytes(b"default::BytesWarning")),
        _ => all.push(text_of_bytes(b"error::BytesWarning")),
    }
    all
}

fn configure(options: &Options) -> Paths {
    let orig: Vec<_> = std::env::args_os().collect();
    let program = orig.first().cloned().unwrap_or_default();
    let found = paths::find(&Wishes {
        program: &program,
        home: variable(&options.flags, "PYTHONHOME"),
        library: options.library.clone(),
    });
    let mut path = Vec::new();
    if let Some(extra) = variable(&options.flags, "PYTHONPATH") {
        for entry in std::env::split_paths(&extra) {
            let entry = if entry.as_os_str().is_empty() { std::env::current_dir().ok() } else { Some(entry) };
            let full = entry.and_then(|entry| std::path::absolute(entry).ok());
            path.extend(full.map(|full| text_of_os(full.as_os_str())));
        }
    }
    path.push(text_of_os(found.library.as_os_str()));
    sys::configure(Config {
        argv: options.argv.iter().map(|argument| text_of_os(argument)).collect(),
        orig_argv: orig.iter().map(|argument| text_of_os(argument)).collect(),
        path,
        executable: found.executable.clone(),
        base_executable: found.base_executable.clone(),
        prefix: found.prefix.clone(),
        exec_prefix: found.exec_prefix.clone(),
        base_prefix: found.base_prefix.clone(),
        base_exec_prefix: found.base_exec_prefix.clone(),
        stdlib_dir: text_of_os(found.library.as_os_str()),
        home: found.home.clone(),
        pycache_prefix: options.pycache_prefix.clone(),
        xoptions: options.xoptions.clone(),
        warnoptions: warning_options(options),
        flags: options.flags.clone(),
        check_hash_based_pycs: options.check_hash_based_pycs,
        cpu_count: options.cpu_count,
    });
    found
}

fn start(cx: &Cx, options: &Options) -> R<()> {
    seed_hashes(options)?;
    runtime::make_types(cx)?;
    let found = configure(options);
    if found.is_image {
        library::set_directory(found.library.to_string_lossy().into_owned());
    }
    exceptions::source::set_library(library::source_of);
    exceptions::unraisable::set_error_output(|cx, text| {
        hooks::put(cx, &String::from_utf8_lossy(text));
    });
    let builtins = import::load_native(cx, "builtins")?;
    if let Some(builtins) = builtins.cast::<Module>() {
        runtime::set_builtins(builtins.dict().value());
    }
    runtime::set_sys(import::load_native(cx, "sys")?);
    standard::configure(standard::Settings {
        unbuffered: options.unbuffered,
        encoding: variable(&options.flags, "PYTHONIOENCODING")
            .map(|given| given.to_string_lossy().into_owned()),
    });
    stdio::install(cx)?;
    start::importlib(cx)?;
    start::path_hooks(cx)?;
    make_main(cx)?;
    signal_::start(cx)?;
    if !config::config().warnoptions.is_empty() {
        import::import_absolute(cx, "warnings")?;
    }
    // Without the library's `io` there is no `os`, and so no `site`.
    if !options.flags.no_site && import::native("_io").is_some() {
        finalization::without_note(|| {
            let site = import::import_absolute(cx, "site")?;
            call::call_values(cx, attr::get(cx, site, cx.intern("main")?)?, &[])
        })?;
    }
    Ok(())
}

/// The module `__main__`, which is there before `site` runs.
fn make_main(cx: &Cx) -> R<()> {
    let main = module::new(cx, names::get(names::__MAIN__), Value::NONE)?;
    let namespace = main.dict();
    let builtins = import::load_native(cx, "builtins")?;
    dict::set(cx, namespace, names::get(names::__BUILTINS__), builtins)?;
    let loader = attr::get(cx, runtime::importlib(), cx.intern("BuiltinImporter")?)?;
    dict::set(cx, namespace, cx.intern("__loader__")?, loader)?;
    runtime::add_module(cx, names::get(names::__MAIN__), main.value())
}

/// What an exception that left the program means: prints it, answers the exit code.
pub(super) fn report(cx: &Cx, raised: Raised) -> i32 {
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
    flush_streams(cx);
    if let Ok(text) = protocol::str_string(cx, status) {
        hooks::put(cx, &format!("{text}\n"));
    }
    1
}
