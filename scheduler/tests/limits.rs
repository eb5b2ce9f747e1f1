//! What happens at the edges of memory, each in a child process: this test binary once more, with the scenario's name
//! in the environment.
#![cfg(not(loom))]

#[path = "runtime/embedder.rs"]
mod embedder;

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};

use typhon_scheduler::{Fiber, SpawnError, park, unpark, yield_now};

use embedder::{run, spawn};

const CHOSEN: &str = "TYPHON_LIMIT_SCENARIO";

/// In the child: the chosen scenario. In the parent, where nothing is chosen: nothing.
#[test]
fn the_chosen_scenario() {
    match std::env::var(CHOSEN).as_deref() {
        Ok("overflow") => run_off_the_stack(),
        Ok("address space") => exhaust_address_space(),
        _ => {}
    }
}

fn in_child(scenario: &str) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args(["the_chosen_scenario", "--exact"])
        .env(CHOSEN, scenario)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
}

#[test]
fn running_off_the_stack_faults_instead_of_writing_into_the_area() {
    let status = in_child("overflow");
    assert!(matches!(status.signal(), Some(libc::SIGSEGV | libc::SIGABRT)), "{status:?}");
}

#[test]
fn address_space_runs_out_with_an_error() {
    assert!(in_child("address space").success());
}

#[inline(never)]
fn recurse(depth: usize) -> usize {
    let frame = std::hint::black_box([depth; 64]);
    if depth == 0 { 0 } else { recurse(depth - 1) + std::hint::black_box(frame)[depth % 64] }
}

fn run_off_the_stack() {
    run(1, |fiber| {
        // The area's end, next to the guard: no overflow may ever change it.
        let victim = spawn(fiber, |fiber| {
            let (area, bytes) = fiber.area();
            // SAFETY: the last word of this fiber's own area.
            unsafe { area.add(bytes - 8).cast::<u64>().write(0x5afe) };
            std::hint::black_box(recurse(1_000_000));
        });
        victim.join(fiber);
        std::process::exit(0);
    });
}

fn exhaust_address_space() {
    let page_count = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = page_count.split(' ').next().unwrap().parse().unwrap();
    let limit = libc::rlimit { rlim_cur: pages * 4096 + (256 << 20), rlim_max: libc::RLIM_INFINITY };
    // SAFETY: a valid limit, in a process of its own.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &limit) }, 0);
    run(2, |fiber| {
        let mut created = Vec::new();
        let error = loop {
            match fiber.scheduler().create(wait, None) {
                Ok(fiber) => created.push(fiber),
                Err(error) => break error,
            }
        };
        assert_eq!(error, SpawnError::NoAddressSpace);
        assert!(created.len() > 100, "{}", created.len());
        // What exists goes on working, and room given back is room again.
        for &waiting in &created {
            // SAFETY: not submitted; the test's embedder reads the first word at the end.
            unsafe { waiting.fiber().area().0.cast::<usize>().write(0) };
            fiber.scheduler().submit(None, waiting);
        }
        for &waiting in &created {
            unpark(waiting);
        }
        while created.iter().any(|waiting| waiting.is_alive()) {
            yield_now(fiber);
        }
        fiber.scheduler().discard(fiber.scheduler().create(wait, None).unwrap());
    });
}

fn wait(fiber: &Fiber) {
    park(fiber);
}
