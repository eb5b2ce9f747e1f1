//! Runs the programs of `programs/` on the built `typhon` for a bounded time, each from a new seed every round.
//!
//! ```text
//! cargo build --release --workspace && target/release/typhon-stress --seconds 600
//! ```
//!
//! A round is one process: by default two workers in zeal mode, where every safepoint collects, freed memory is poisoned
//! and every collection is verified by the naive second tracer. A program is called with a seed and a size, hammers one
//! guarantee from several threads, checks its invariants, and prints `ok` with its counts as its last line. Anything else
//! (another last line, a complaint of the verifier, a crash, a hang) fails the run with the seed and how to replay it.
//! Sizes grow and shrink so that a round takes about [`ROUND`].
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its output is what it is for")]

mod command_line;
mod options;
mod process;
mod round;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use options::Options;
use round::{Outcome, Program};

/// What a round should take.
const ROUND: Duration = Duration::from_secs(3);
const MAX_SIZE: u64 = 1 << 20;

fn main() -> ExitCode {
    let options = Options::from_arguments(std::env::args().skip(1));
    command_line::exit_code(options.and_then(|options| run(&options)))
}

/// Rounds until the time is over; the number of failed ones.
fn run(options: &Options) -> Result<u64, String> {
    let mut programs = round::programs(options)?;
    println!(
        "{} programs on {}, {} workers, {}, {} seconds, first seed {}",
        programs.len(),
        options.typhon.display(),
        options.workers,
        if options.zeal { "zeal" } else { "no zeal" },
        options.seconds,
        options.seed
    );
    let begun = Instant::now();
    let (mut rounds, mut failures) = (0, 0);
    while rounds < options.rounds && begun.elapsed().as_secs() < options.seconds {
        let index = usize::try_from(rounds).unwrap_or(0) % programs.len();
        let seed = options.seed + rounds;
        rounds += 1;
        let program = &mut programs[index];
        let (outcome, time) = round::run(options, program, seed);
        match outcome {
            Outcome::Good(counts) => println!(
                "{:>5.0} s  round {rounds:<5} {:<12} seed {seed:<8} size {:<6} {:>6.2} s  {counts}",
                begun.elapsed().as_secs_f64(),
                program.name,
                program.size,
                time.as_secs_f64(),
            ),
            Outcome::Bad(what) => {
                failures += 1;
                println!("FAILED {} with seed {seed}, size {}\n{what}", program.name, program.size);
                println!("replay: {}", round::replay(options, program, seed));
                if !options.keep_going {
                    break;
                }
            }
        }
        if options.size.is_none() {
            adapt(program, time);
        }
    }
    println!("{rounds} rounds in {:.0} s, {failures} failed", begun.elapsed().as_secs_f64());
    Ok(failures)
}

/// Brings the next round of the program nearer to the wanted time.
fn adapt(program: &mut Program, time: Duration) {
    if time < ROUND / 2 {
        program.size = (program.size * 2).min(MAX_SIZE);
    } else if time > ROUND * 2 {
        program.size = (program.size / 2).max(1);
    }
}
