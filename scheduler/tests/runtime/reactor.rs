//! Fibers that wait for sockets and pipes park, whatever the number of workers.

use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use typhon_scheduler::{Direction, Fiber, Waited, Watched, interrupt, sleep_until};

use super::embedder::{run, spawn};

/// A stream that parks its fiber.
struct Stream {
    watched: Watched,
    stream: UnixStream,
}

impl Stream {
    fn new(fiber: &Fiber, stream: UnixStream) -> Self {
        stream.set_nonblocking(true).unwrap();
        Self { watched: Watched::new(fiber.scheduler(), stream.as_raw_fd()).unwrap(), stream }
    }

    fn read(&self, fiber: &Fiber, bytes: &mut [u8]) -> io::Result<usize> {
        self.watched.complete(fiber, Direction::Read, None, || (&self.stream).read(bytes))
    }

    fn write_all(&self, fiber: &Fiber, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let written =
                self.watched.complete(fiber, Direction::Write, None, || (&self.stream).write(bytes)).unwrap();
            bytes = &bytes[written..];
        }
    }
}

fn pair(fiber: &Fiber) -> (Stream, Stream) {
    let (here, there) = UnixStream::pair().unwrap();
    (Stream::new(fiber, here), Stream::new(fiber, there))
}

#[test]
fn a_hundred_connections_echo() {
    const ROUNDS: u32 = 200;
    for workers in [1, 2] {
        run(workers, |fiber| {
            let handles: Vec<_> = (0..100)
                .flat_map(|_| {
                    let (client, server) = pair(fiber);
                    let echo = spawn(fiber, move |fiber| {
                        let mut bytes = [0; 64];
                        loop {
                            match server.read(fiber, &mut bytes).unwrap() {
                                0 => return,
                                count => server.write_all(fiber, &bytes[..count]),
                            }
                        }
                    });
                    let asker = spawn(fiber, move |fiber| {
                        for round in 0..ROUNDS {
                            client.write_all(fiber, &round.to_le_bytes());
                            let mut answer = [0; 4];
                            let mut have = 0;
                            while have < 4 {
                                have += client.read(fiber, &mut answer[have..]).unwrap();
                            }
                            assert_eq!(u32::from_le_bytes(answer), round);
                        }
                    });
                    [echo, asker]
                })
                .collect();
            handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
        });
    }
}

#[test]
fn a_full_pipe_parks_its_writer() {
    run(2, |fiber| {
        let (reader, writer) = pair(fiber);
        let sent = 4 << 20;
        let writing = spawn(fiber, move |fiber| {
            writer.write_all(fiber, &vec![7; sent]);
        });
        let mut bytes = vec![0; 10_000];
        let mut received = 0;
        loop {
            let count = reader.read(fiber, &mut bytes).unwrap();
            if count == 0 {
                break;
            }
            assert!(bytes[..count].iter().all(|&byte| byte == 7));
            received += count;
        }
        assert_eq!(received, sent);
        assert_eq!(writing.join(fiber), None);
    });
}

#[test]
fn waits_end_by_deadline_interrupt_and_readiness() {
    run(2, |fiber| {
        let (reader, writer) = pair(fiber);
        let now = fiber.scheduler().now();
        let outcome = reader
            .watched
            .complete(fiber, Direction::Read, Some(now + 5_000_000), || (&reader.stream).read(&mut [0]));
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!(fiber.scheduler().now() >= now + 5_000_000);
        let reader = Arc::new(reader);
        let theirs = Arc::clone(&reader);
        let interrupted = spawn(fiber, move |fiber| {
            let error = theirs.read(fiber, &mut [0]).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::Interrupted);
            assert!(fiber.take_interrupt());
        });
        assert!(sleep_until(fiber, fiber.scheduler().now() + 5_000_000));
        interrupt(interrupted.fiber);
        assert_eq!(interrupted.join(fiber), None);
        // Several wait for one descriptor: each is told.
        let got = Arc::new(AtomicU64::new(0));
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let (reader, got) = (Arc::clone(&reader), Arc::clone(&got));
                spawn(fiber, move |fiber| {
                    assert_eq!(reader.read(fiber, &mut [0]).unwrap(), 1);
                    got.fetch_add(1, Ordering::Relaxed);
                })
            })
            .collect();
        assert!(sleep_until(fiber, fiber.scheduler().now() + 5_000_000));
        writer.write_all(fiber, &[1, 2, 3, 4]);
        readers.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
        assert_eq!(got.load(Ordering::Relaxed), 4);
        let seen = reader.watched.look(Direction::Read);
        drop(writer);
        let waited = reader.watched.wait(fiber, Direction::Read, seen, None);
        assert_eq!(waited, Waited::Ready, "the end of the stream");
        assert_eq!(reader.read(fiber, &mut [0]).unwrap(), 0);
    });
}

#[test]
fn descriptors_come_and_go() {
    run(2, |fiber| {
        for round in 0..500_u32 {
            let (reader, writer) = pair(fiber);
            let reading = spawn(fiber, move |fiber| {
                let mut bytes = [0; 4];
                assert_eq!(reader.read(fiber, &mut bytes).unwrap(), 4);
                assert_eq!(u32::from_le_bytes(bytes), round);
            });
            writer.write_all(fiber, &round.to_le_bytes());
            assert_eq!(reading.join(fiber), None);
        }
        let file = std::fs::File::open("/proc/self/exe").unwrap();
        assert!(Watched::new(fiber.scheduler(), file.as_raw_fd()).is_err(), "a regular file");
    });
}

#[test]
fn a_number_that_means_another_file_is_watched_anew() {
    run(2, |fiber| {
        let scheduler = fiber.scheduler();
        let (old, peer) = UnixStream::pair().unwrap();
        old.set_nonblocking(true).unwrap();
        let number = old.as_raw_fd();
        let late = Arc::new(Watched::new(scheduler, number).unwrap());
        let waiting = Arc::clone(&late);
        let waiter = spawn(fiber, move |fiber| {
            let seen = waiting.look(Direction::Read);
            // What `old` was registered with has it ready for writing only.
            let deadline = fiber.scheduler().now() + 100_000_000;
            assert_eq!(waiting.wait(fiber, Direction::Read, seen, Some(deadline)), Waited::TimedOut);
        });
        assert!(sleep_until(fiber, scheduler.now() + 5_000_000));
        let (other, other_peer) = UnixStream::pair().unwrap();
        other.set_nonblocking(true).unwrap();
        // SAFETY: `number` is `old`'s, which from here on owns the other file by it; nobody else uses it.
        assert_eq!(unsafe { libc::dup2(other.as_raw_fd(), number) }, number);
        let watched = Watched::new(scheduler, number).unwrap();
        // Whoever waited for the closed file ends after the new registration.
        assert_eq!(waiter.join(fiber), None);
        drop(late);
        let reader = spawn(fiber, move |fiber| {
            let read = watched.complete(fiber, Direction::Read, None, || (&old).read(&mut [0]));
            assert_eq!(read.unwrap(), 1);
        });
        assert!(sleep_until(fiber, scheduler.now() + 5_000_000));
        (&other_peer).write_all(&[1]).unwrap();
        assert_eq!(reader.join(fiber), None);
        drop((peer, other));
    });
}

#[test]
fn a_number_that_means_its_first_file_again_wakes_all_who_wait() {
    run(2, |fiber| {
        let scheduler = fiber.scheduler();
        let (first, first_peer) = UnixStream::pair().unwrap();
        let (other, other_peer) = UnixStream::pair().unwrap();
        let kept = first.try_clone().unwrap();
        let number = first.as_raw_fd();
        let first = Arc::new(first);
        let got = Arc::new(AtomicU64::new(0));
        // Everybody reads one byte by the number, whatever it means.
        let read_one = || {
            first.set_nonblocking(true).unwrap();
            let watched = Watched::new(scheduler, number).unwrap();
            let (first, got) = (Arc::clone(&first), Arc::clone(&got));
            let reader = spawn(fiber, move |fiber| {
                let deadline = Some(fiber.scheduler().now() + 10_000_000_000);
                let read = watched.complete(fiber, Direction::Read, deadline, || (&*first).read(&mut [0]));
                assert_eq!(read.unwrap(), 1);
                got.fetch_add(1, Ordering::Relaxed);
            });
            assert!(sleep_until(fiber, scheduler.now() + 5_000_000));
            reader
        };
        let mean = |file: &UnixStream| {
            // SAFETY: `number` is `first`'s, which from here on owns the other file by it; nobody else uses it.
            assert_eq!(unsafe { libc::dup2(file.as_raw_fd(), number) }, number);
        };
        let before = read_one();
        mean(&other);
        let between = read_one();
        (&other_peer).write_all(&[1]).unwrap();
        while got.load(Ordering::Relaxed) == 0 {
            assert!(sleep_until(fiber, scheduler.now() + 1_000_000));
        }
        mean(&kept);
        let after = read_one();
        (&first_peer).write_all(&[2, 3]).unwrap();
        for reader in [before, between, after] {
            assert_eq!(reader.join(fiber), None);
        }
    });
}
