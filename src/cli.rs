//! The command line: options, running scripts and code, exit codes, what is printed when a program ends.

mod options;
mod paths;
mod program;
mod run;

use std::ffi::OsString;
use std::process::ExitCode;

use options::{Options, Outcome};

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    match options::parse(&arguments) {
        Ok(Outcome::Run(options)) => run_program(&options),
        Ok(Outcome::Print(text)) => {
            program::put(1, &text);
            ExitCode::SUCCESS
        }
        Err(message) => {
            let called = arguments.first().map_or("typhon".into(), |called| called.to_string_lossy());
            let usage = format!("usage: {called} [option] ... [-c cmd | -m mod | file | -] [arg] ...");
            program::put(2, &format!("{message}\n{usage}\nTry `typhon -h' for more information.\n"));
            ExitCode::from(2)
        }
    }
}

fn run_program(options: &Options) -> ExitCode {
    typhon_vm::import::set_compiler(typhon_stdlib::compile::compile_module);
    typhon_vm::import::set_native_modules(typhon_stdlib::MODULES);
    match typhon_vm::runtime::run(&options.runtime, |cx| program::main(cx, options)) {
        Ok(code) => {
            if code == program::INTERRUPTED {
                typhon_os::signal::end_by(2);
            }
            ExitCode::from((code & 0xff) as u8)
        }
        Err(error) => {
            program::put(2, &format!("typhon: cannot start: {error}\n"));
            ExitCode::FAILURE
        }
    }
}
