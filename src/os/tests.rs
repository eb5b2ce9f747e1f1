//! Tests of the layer against the running kernel.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::{cpu, fence, file, futex, memory, output, stack, time};

#[test]
fn reserved_memory_is_zero_lazy_and_returned() {
    let bytes = 256 << 20;
    let before = memory::resident_bytes();
    let range = memory::reserve(bytes, None).unwrap();
    assert_eq!(range.len(), bytes);
    // SAFETY: inside the reservation, private to this test.
    unsafe { memory::no_huge_pages(range.address(), range.len()).unwrap() };
    assert!(memory::resident_bytes() < before + (64 << 20), "reserving must not commit");
    let word = range.address() as *mut u64;
    // SAFETY: the word lies in the reservation, which this test alone uses.
    unsafe {
        assert_eq!(word.read_volatile(), 0);
        word.write_volatile(7);
        memory::discard(range.address(), memory::page_size()).unwrap();
        assert_eq!(word.read_volatile(), 0, "a discarded page reads zero");
        word.write_volatile(9);
        memory::free_lazily(range.address(), memory::page_size()).unwrap();
    }
}

#[test]
fn a_fixed_reservation_never_replaces_another() {
    let first = memory::reserve(1 << 20, None).unwrap();
    let error = memory::reserve(1 << 20, Some(first.address())).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(libc::EEXIST));
    let address = first.address();
    drop(first);
    let again = memory::reserve(1 << 20, Some(address)).unwrap();
    assert_eq!(again.address(), address);
}

#[test]
fn an_installed_guard_faults() {
    let range = memory::reserve(1 << 20, None).unwrap();
    // SAFETY: private to this test.
    if unsafe { memory::install_guard(range.address(), memory::page_size()) }.is_err() {
        return; // The kernel lacks guards, as the call reports.
    }
    // The kernel reports a bad address instead of a signal when it is the one to touch the page.
    let mut pipe = [0; 2];
    // SAFETY: `pipe` has room for two descriptors; `write` reads one byte of the guarded page, in the kernel.
    let (touched, error) = unsafe {
        assert_eq!(libc::pipe(pipe.as_mut_ptr()), 0);
        let touched = libc::write(pipe[1], range.address() as *const _, 1);
        let error = std::io::Error::last_os_error();
        libc::close(pipe[0]);
        libc::close(pipe[1]);
        (touched, error)
    };
    assert_eq!((touched, error.raw_os_error()), (-1, Some(libc::EFAULT)));
}

#[test]
fn a_futex_wakes_its_sleeper_and_times_out() {
    let word = Arc::new(AtomicU32::new(0));
    let start = Instant::now();
    assert!(!futex::wait(&word, 0, Some(Duration::from_millis(20))));
    assert!(start.elapsed() >= Duration::from_millis(20));
    assert!(futex::wait(&word, 1, None), "a different value returns at once");
    let sleeper = Arc::clone(&word);
    let thread = std::thread::spawn(move || {
        while sleeper.load(Ordering::Acquire) == 0 {
            futex::wait(&sleeper, 0, None);
        }
    });
    std::thread::sleep(Duration::from_millis(10));
    word.store(1, Ordering::Release);
    futex::wake(&word, 1);
    thread.join().unwrap();
}

/// Holds `secret` in registers or frames only, and looks for it on the stack from below.
#[inline(never)]
fn finds_on_stack(secret: usize, base: usize) -> bool {
    let mixed = std::hint::black_box(secret.wrapping_mul(3));
    let found = stack::with_spilled_registers(|sp| {
        assert!(sp < base);
        (sp..base).step_by(8).any(|at| {
            // SAFETY: the words between the noted stack pointer and a live caller's frame are this thread's.
            let word = unsafe { (at as *const usize).read_volatile() };
            word == mixed
        })
    });
    // Used afterwards: so it is live across the call.
    found && std::hint::black_box(mixed) == secret.wrapping_mul(3)
}

#[test]
fn spilled_registers_show_live_words() {
    let anchor = [0_usize; 4];
    let base = std::hint::black_box(&anchor).as_ptr() as usize;
    for round in 1..100_usize {
        assert!(finds_on_stack(round.wrapping_mul(0x9e37_79b9_7f4a_7c15), base));
    }
}

#[test]
fn processors_follow_quota() {
    assert!(cpu::available() >= 1 && cpu::available() <= cpu::affinity());
    assert_eq!(cpu::parse_v2("max 100000\n"), None);
    assert_eq!(cpu::parse_v2("150000 100000\n"), Some(2));
    assert_eq!(cpu::parse_v2("50000 100000\n"), Some(1));
    assert_eq!(cpu::processors("-1", "100000"), None);
    assert_eq!(cpu::processors("400000", "100000"), Some(4));
}

#[test]
fn clocks_advance() {
    let first = time::monotonic_nanos();
    std::thread::sleep(Duration::from_millis(2));
    assert!(time::monotonic_nanos() - first >= 2_000_000);
    assert!(time::realtime_nanos() > 1_600_000_000_000_000_000);
}

#[test]
fn files_are_replaced_whole() {
    let directory: PathBuf = std::env::temp_dir().join(format!("typhon-os-{}", std::process::id()));
    file::make_directory(&directory, 0o755).unwrap();
    file::make_directory(&directory, 0o755).unwrap();
    let path = directory.join("contents");
    file::write_atomically(&path, b"first", 0o644).unwrap();
    file::write_atomically(&path, b"second", 0o600).unwrap();
    assert_eq!(file::read(&path).unwrap(), b"second");
    let stat = file::stat(&path).unwrap();
    assert_eq!((stat.kind, stat.size, stat.permissions), (file::Kind::File, 6, 0o600));
    assert!(stat.modified_seconds > 1_600_000_000);
    assert_eq!(file::stat(&directory).unwrap().kind, file::Kind::Directory);
    assert!(file::write_atomically(&directory.join("missing/contents"), b"", 0o600).is_err());
    assert!(file::make_directory(&path, 0o755).is_err(), "a file in the way is an error");
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1, "no temporary file stays behind");
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn output_is_written_whole() {
    let mut pipe = [0; 2];
    // SAFETY: `pipe` has room for the two descriptors.
    assert_eq!(unsafe { libc::pipe2(pipe.as_mut_ptr(), libc::O_NONBLOCK) }, 0);
    let (reader, writer) = (pipe[0], pipe[1]);
    let sent = vec![b'x'; 1 << 20]; // more than a pipe holds
    let length = sent.len();
    let thread = std::thread::spawn(move || output::write_all(writer, &sent).unwrap());
    let mut received = 0;
    let mut chunk = [0_u8; 4096];
    while received < length {
        // SAFETY: `chunk` is writable for its length.
        let count = unsafe { libc::read(reader, chunk.as_mut_ptr().cast(), chunk.len()) };
        match usize::try_from(count) {
            Ok(count) => received += count,
            Err(_) => std::thread::yield_now(),
        }
    }
    thread.join().unwrap();
    assert_eq!(received, length);
    // SAFETY: both descriptors are this test's.
    unsafe {
        libc::close(reader);
        libc::close(writer);
    }
}

#[test]
fn the_seldom_fence_is_there_once_it_is_registered() {
    let known = fence::register();
    assert_eq!(fence::register(), known, "registering twice is allowed");
    assert_eq!(fence::heavy(), known);
}
