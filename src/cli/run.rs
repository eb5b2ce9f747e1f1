//! What is run: a script, a module, a directory or zip file, code, standard input, the prompt.

use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Read, Seek, SeekFrom};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use typhon_stdlib::compile::{self, Mode};
use typhon_stdlib::sys;
use typhon_stdlib::sys::config::text_of_os;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::protocol::attr;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::module::Module;
use typhon_vm::types::{code, str_};
use typhon_vm::{Obj, Value, call, exceptions, import, interp, names};

use super::options::{Command, Options, variable};
use super::program::{self, put};

/// Runs what the command line asks for.
pub(super) fn run(cx: &Cx, options: &Options) -> R<()> {
    if let Some(every) = options.runtime.zeal {
        cx.mutator().begin_zeal(every);
    }
    match &options.command {
        Command::Code(text) => {
            prepend(cx, options, OsStr::new(""))?;
            let text = dedent(text.as_bytes());
            execute(cx, options, &text, OsStr::new("<string>"))
        }
        Command::Module(name) => {
            let here = std::env::current_dir().unwrap_or_default();
            prepend(cx, options, here.as_os_str())?;
            run_module(cx, name, true)
        }
        Command::Script(path) => script(cx, options, path),
        Command::Input => {
            prepend(cx, options, OsStr::new(""))?;
            if std::io::stdin().is_terminal() || options.flags.interactive != 0 {
                return startup_file(cx, options).and_then(|()| converse(cx, options, true));
            }
            let mut bytes = Vec::new();
            cx.blocking(|| std::io::stdin().read_to_end(&mut bytes))
                .map_err(|error| cx.os_error(&error, None))?;
            let name = OsStr::new("<stdin>");
            set_file(cx, name)?;
            execute(cx, options, &bytes, name)
        }
    }
}

/// Puts the program's own directory in front of `sys.path`, unless that is thought unsafe.
fn prepend(cx: &Cx, options: &Options, directory: &OsStr) -> R<()> {
    if options.flags.safe_path {
        return Ok(());
    }
    import::set_first_path(text_of_os(directory).to_string_lossy());
    insert(cx, directory)
}

fn insert(cx: &Cx, entry: &OsStr) -> R<()> {
    let entry = str_::from_text(cx, &text_of_os(entry))?.value();
    match sys::attribute(cx, "path")?.and_then(|path| path.cast::<List>()) {
        Some(path) => list::insert(cx, path, 0, entry),
        None => Err(cx.error(exceptions::RUNTIME_ERROR, "unable to get sys.path".into())),
    }
}

fn main_namespace(cx: &Cx) -> R<Obj<Dict>> {
    let main = import::loaded(names::get(names::__MAIN__)).and_then(|main| main.cast::<Module>());
    main.map(|main| main.dict()).ok_or_else(|| cx.error(exceptions::RUNTIME_ERROR, "no __main__".into()))
}

fn set_file(cx: &Cx, name: &OsStr) -> R<()> {
    let namespace = main_namespace(cx)?;
    let name = str_::from_text(cx, &text_of_os(name))?.value();
    dict::set(cx, namespace, names::get(names::__FILE__), name)?;
    dict::set(cx, namespace, names::get(names::__CACHED__), Value::NONE)
}

/// Code given on the command line may be indented as a whole.
fn dedent(text: &[u8]) -> Vec<u8> {
    let blank = |line: &[u8]| line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | 0x0c));
    let lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    let mut common: Option<&[u8]> = None;
    for line in lines.iter().filter(|line| !blank(line)) {
        let indent = &line[..line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()];
        common = Some(match common {
            None => indent,
            Some(known) => &known[..known.iter().zip(indent).take_while(|(one, other)| one == other).count()],
        });
    }
    let common = common.map_or(0, <[u8]>::len);
    if common == 0 {
        return text.to_vec();
    }
    let cut = |line: &&[u8]| if blank(line) { Vec::new() } else { line[common..].to_vec() };
    lines.iter().map(cut).collect::<Vec<_>>().join(&b'\n')
}

/// Compiles and runs a source as `__main__`.
fn execute(cx: &Cx, options: &Options, source: &[u8], name: &OsStr) -> R<()> {
    let filename = text_of_os(name);
    let compiled = compile::compile(cx, source, &filename.to_string_lossy(), Mode::Exec)?;
    if options.dis {
        let text = typhon_bytecode::dis::disassemble(&compiled);
        return cx
            .blocking(|| typhon_os::output::write_all(1, text.as_bytes()))
            .map_err(|error| cx.os_error(&error, None));
    }
    let code = code::new(cx, &compiled)?;
    if let (Command::Code(_), Ok(text)) = (&options.command, std::str::from_utf8(source)) {
        typhon_stdlib::typhon_::set_command(cx, code.value(), text)?;
    }
    interp::run_code(cx, code, main_namespace(cx)?, None, Value::NONE).map(|_| ())
}

/// `runpy._run_module_as_main`, which knows modules, packages, directories and zip files.
fn run_module(cx: &Cx, name: &OsStr, alter_argv: bool) -> R<()> {
    let runpy = import::import_absolute(cx, "runpy")?;
    let run = attr::get(cx, runpy, cx.intern("_run_module_as_main")?)?;
    let name = str_::from_text(cx, &text_of_os(name))?.value();
    call::call_values(cx, run, &[name, Value::from_bool(alter_argv)]).map(|_| ())
}

/// Whether a path is a directory or seems to be a zip file: something with a `__main__` in it.
fn is_container(path: &Path) -> bool {
    // What is no plain file may be read once only.
    let Ok(metadata) = std::fs::metadata(path) else { return false };
    if !metadata.is_file() {
        return metadata.is_dir();
    }
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    // The last record of a zip file: 22 bytes, then a comment.
    const RECORD: u64 = 22;
    let wanted = metadata.len().min(RECORD + 0xffff);
    let mut tail = Vec::new();
    file.seek(SeekFrom::End(-(wanted as i64))).is_ok()
        && file.read_to_end(&mut tail).is_ok()
        && tail.windows(4).any(|window| window == b"PK\x05\x06")
}

fn exit_with(cx: &Cx, status: i64) -> Raised {
    cx.error_value(exceptions::SYSTEM_EXIT, Value::small_int_unchecked(status))
}

fn script(cx: &Cx, options: &Options, path: &OsString) -> R<()> {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.into());
    if cx.blocking(|| is_container(Path::new(path))) && has_importer(cx, &full)? {
        insert(cx, full.as_os_str())?;
        return run_module(cx, OsStr::new("__main__"), false);
    }
    // Links are followed: what lies beside the real script is imported.
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| full.clone());
    let directory = real.parent().unwrap_or(Path::new("/"));
    prepend(cx, options, directory.as_os_str())?;
    let called = std::env::args_os().next().unwrap_or_default();
    let bytes = match cx.blocking(|| typhon_os::file::read(&full)) {
        Ok(bytes) => bytes,
        Err(_) if full.is_dir() => {
            let (called, shown) = (called.to_string_lossy(), full.to_string_lossy());
            put(2, &format!("{called}: '{shown}' is a directory, cannot continue\n"));
            return Err(exit_with(cx, 1));
        }
        Err(error) => {
            let number = error.raw_os_error().unwrap_or(0);
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_string();
            let (called, shown) = (called.to_string_lossy(), full.to_string_lossy());
            put(2, &format!("{called}: can't open file '{shown}': [Errno {number}] {text}\n"));
            return Err(exit_with(cx, 2));
        }
    };
    set_file(cx, full.as_os_str())?;
    let is_compiled = full.extension().is_some_and(|extension| extension == "pyc")
        || bytes.starts_with(&typhon_bytecode::pyc::MAGIC);
    set_loader(cx, &full, is_compiled)?;
    if is_compiled {
        return compiled_script(cx, &bytes);
    }
    let bytes = match options.skip_first_line {
        true => bytes.iter().position(|&byte| byte == b'\n').map_or(Vec::new(), |end| bytes[end..].to_vec()),
        false => bytes,
    };
    execute(cx, options, &bytes, full.as_os_str())
}

/// Whether some path hook takes a path.
fn has_importer(cx: &Cx, path: &Path) -> R<bool> {
    let Some(hooks) = sys::attribute(cx, "path_hooks")?.and_then(|hooks| hooks.cast::<List>()) else {
        return Ok(false);
    };
    let path = str_::from_text(cx, &text_of_os(path.as_os_str()))?.value();
    let mut index = 0;
    while let Some(hook) = list::get(hooks, index) {
        index += 1;
        match call::call_values(cx, hook, &[path]) {
            Ok(importer) if !importer.is_none() => return Ok(true),
            Err(raised) if !cx.matches(raised, exceptions::IMPORT_ERROR) => return Err(raised),
            _ => {}
        }
    }
    Ok(false)
}

fn set_loader(cx: &Cx, path: &Path, is_compiled: bool) -> R<()> {
    let external = import::import_absolute(cx, "_frozen_importlib_external")?;
    let class = if is_compiled { "SourcelessFileLoader" } else { "SourceFileLoader" };
    let class = attr::get(cx, external, cx.intern(class)?)?;
    let path = str_::from_text(cx, &text_of_os(path.as_os_str()))?.value();
    let loader = call::call_values(cx, class, &[names::get(names::__MAIN__), path])?;
    dict::set(cx, main_namespace(cx)?, cx.intern("__loader__")?, loader)
}

fn compiled_script(cx: &Cx, bytes: &[u8]) -> R<()> {
    let body = match typhon_bytecode::pyc::Header::split(bytes) {
        Ok((_, body)) => body,
        Err(_) => return Err(cx.error(exceptions::RUNTIME_ERROR, "Bad magic number in .pyc file".into())),
    };
    let made = typhon_stdlib::marshal::loads_slice(cx, body)?;
    match made.cast::<code::PyCode>() {
        Some(code) => interp::run_code(cx, code, main_namespace(cx)?, None, Value::NONE).map(|_| ()),
        None => Err(cx.error(exceptions::RUNTIME_ERROR, "Bad code object in .pyc file".into())),
    }
}

/// `PYTHONSTARTUP`.
fn startup_file(cx: &Cx, options: &Options) -> R<()> {
    let Some(file) = variable(&options.flags, "PYTHONSTARTUP") else { return Ok(()) };
    let bytes = match typhon_os::file::read(Path::new(&file)) {
        Ok(bytes) => bytes,
        Err(error) => {
            put(2, &format!("Could not open PYTHONSTARTUP\n{error}\n"));
            return Ok(());
        }
    };
    if let Err(raised) = execute(cx, options, &bytes, &file) {
        program::report(cx, raised);
    }
    Ok(())
}

/// Whether a prompt follows what was run.
pub(super) fn wants_prompt(options: &Options) -> bool {
    options.flags.inspect != 0
        && options.command != Command::Input
        && (std::io::stdin().is_terminal() || options.flags.interactive != 0)
}

/// The prompt after a program.
pub(super) fn prompt(cx: &Cx, options: &Options) -> R<()> {
    converse(cx, options, false)
}

/// Reads, runs and shows statements until the input ends.
fn converse(cx: &Cx, options: &Options, greets: bool) -> R<()> {
    if let Some(hook) = sys::attribute(cx, "__interactivehook__")? {
        match call::call_values(cx, hook, &[]) {
            Err(raised) if cx.matches(raised, exceptions::EXCEPTION) => {
                sys::hooks::put(cx, "Failed calling sys.__interactivehook__\n");
                program::report(cx, raised);
            }
            called => {
                called?;
            }
        }
    }
    let banner = match greets && !options.flags.quiet {
        true => format!(
            "Python {} on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.",
            sys::version_text()
        ),
        false => String::new(),
    };
    let module = import::import_absolute(cx, "code")?;
    let interact = attr::get(cx, module, cx.intern("interact")?)?;
    let namespace = main_namespace(cx)?.value();
    let arguments = [str_::from_string(cx, banner)?, Value::NONE, namespace, cx.intern("")?];
    call::call_values(cx, interact, &arguments).map(|_| ())
}
