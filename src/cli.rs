//! The command line: options, running scripts and code, exit codes, what is printed when a program ends.

mod options;
mod program;

use std::process::ExitCode;

use options::{Command, Options, Outcome};

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    match options::parse(&arguments) {
        Ok(Outcome::Run(options)) => run_program(&options),
        Ok(Outcome::Print(text)) => {
            program::put(1, &text);
            ExitCode::SUCCESS
        }
        Err(message) => {
            program::put(2, &format!("{message}\nTry `typhon -h' for more information.\n"));
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

/// What is to be run, for messages.
impl std::fmt::Display for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Command::Script(path) => write!(f, "{path}"),
            Command::Code(_) => f.write_str("-c"),
            Command::Input => f.write_str("<stdin>"),
        }
    }
}
