//! The `typhon` command: the application layer over compiler and machine.
#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
