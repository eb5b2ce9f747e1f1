//! A child goes on whatever the parent's other threads were in the middle of.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use typhon_scheduler::{Fiber, sleep_until};

use super::embedder::{run, spawn, spawn_sized};

const FORKS: u32 = 200;
const SIZES: [usize; 3] = [64 << 10, 128 << 10, 512 << 10];

/// What a program that goes on after a fork needs: a fiber of each size, a timer.
fn go_on(fiber: &Fiber) {
    let scheduler = fiber.scheduler();
    scheduler.after_fork_in_child(fiber).unwrap();
    let sized = SIZES.map(|bytes| spawn_sized(scheduler, Some(bytes), |_| {}));
    sized.iter().chain([&spawn(fiber, |_| {})]).for_each(|handle| assert_eq!(handle.join(fiber), None));
    assert!(sleep_until(fiber, scheduler.now() + 1_000));
}

#[test]
fn a_child_finds_no_lock_held() {
    run(2, |fiber| {
        let scheduler = fiber.scheduler();
        let end = Arc::new(AtomicBool::new(false));
        // Threads that are no worker's, which no stop holds: they take the pool's locks, put fibers into the global queue, wake sleepers.
        let noise = [0, 1].map(|_| {
            let end = Arc::clone(&end);
            thread::spawn(move || {
                while !end.load(Ordering::Relaxed) {
                    let left = Arc::new(AtomicUsize::new(SIZES.len()));
                    for bytes in SIZES {
                        let left = Arc::clone(&left);
                        let count_down = move |_: &Fiber| {
                            left.fetch_sub(1, Ordering::Relaxed);
                        };
                        drop(spawn_sized(scheduler, Some(bytes), count_down));
                    }
                    while left.load(Ordering::Relaxed) > 0 {
                        scheduler.for_each_fiber(&mut |_| {});
                    }
                }
            })
        });
        for round in 0..FORKS {
            // SAFETY: the child runs this thread alone, and ends itself.
            let child = scheduler.forking(|| unsafe { libc::fork() });
            assert!(child >= 0);
            if child == 0 {
                // SAFETY: has the kernel end a child that hangs, and one that is through; nothing of the parent's is run down.
                unsafe {
                    libc::alarm(10);
                    go_on(fiber);
                    libc::_exit(0);
                }
            }
            let mut status = -1;
            // SAFETY: a child of this process, and a place for its status.
            assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
            assert_eq!(status, 0, "child {round}");
        }
        end.store(true, Ordering::Relaxed);
        noise.into_iter().for_each(|thread| thread.join().unwrap());
    });
}
