//! Many fibers alive at once, alone in its process so that memory can be measured.
//!
//! `TYPHON_FIBERS=1000000 cargo test --release -p typhon-scheduler --test density` for other numbers by hand.
#![cfg(not(loom))]

#[path = "runtime/embedder.rs"]
mod embedder;

use typhon_os::memory::resident_bytes;
use typhon_scheduler::{State, park, unpark, yield_now};

use embedder::{run, spawn};

const FIBERS: usize = 100_000;

fn fibers() -> usize {
    std::env::var("TYPHON_FIBERS").ok().and_then(|number| number.parse().ok()).unwrap_or(FIBERS)
}

#[test]
fn parked_fibers_take_two_pages_each_and_give_them_back() {
    let count = fibers();
    run(2, move |fiber| {
        let before = resident_bytes();
        let handles: Vec<_> = (0..count).map(|_| spawn(fiber, park)).collect();
        // SAFETY: alive until woken below.
        while handles.iter().any(|handle| unsafe { handle.fiber.fiber() }.state() != State::Parked) {
            yield_now(fiber);
        }
        let each = (resident_bytes() - before) / count;
        println!("{each} bytes resident per parked fiber");
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let tables = status.lines().find(|line| line.starts_with("VmPTE")).unwrap_or_default();
        println!("page tables: {tables}");
        assert!(each <= 9 << 10, "{each} bytes each");
        for handle in &handles {
            unpark(handle.fiber);
        }
        for handle in &handles {
            assert_eq!(handle.join(fiber), None);
        }
        drop(handles);
        // The pool gives idle stacks back by itself.
        let give_up = typhon_os::time::monotonic_nanos() + 10_000_000_000;
        while resident_bytes() > before + (count * each) / 10 {
            assert!(typhon_os::time::monotonic_nanos() < give_up, "the stacks stay resident");
            typhon_scheduler::park_until(fiber, typhon_os::time::monotonic_nanos() + 20_000_000);
        }
    });
}
