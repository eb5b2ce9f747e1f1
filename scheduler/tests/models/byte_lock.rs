//! The byte lock: exclusion (loom checks the guarded cell), no lost wake-up (a deadlock for loom), bytes that share a bucket.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::AtomicU8;
use loom::thread;
use typhon_scheduler::byte_lock::{ByteLockFault, WaitingRoom};

struct Guarded {
    byte: AtomicU8,
    value: UnsafeCell<u32>,
}

struct World<const N: usize> {
    room: WaitingRoom,
    objects: [Guarded; N],
}

impl<const N: usize> World<N> {
    fn with_fault(fault: ByteLockFault) -> Arc<Self> {
        World::with_room(WaitingRoom::of(false, fault))
    }

    fn with_room(room: WaitingRoom) -> Arc<Self> {
        let objects = std::array::from_fn(|_| Guarded { byte: AtomicU8::new(0), value: UnsafeCell::new(0) });
        Arc::new(Self { room, objects })
    }

    fn lock(&self, object: usize) {
        let byte = &self.objects[object].byte;
        if !WaitingRoom::try_lock(byte) {
            self.room.lock_slow(byte, |turn| turn.wait());
        }
    }

    fn add_and_unlock(&self, object: usize) {
        let Guarded { byte, value } = &self.objects[object];
        // SAFETY: the byte is held; that this suffices is what the model checks.
        value.with_mut(|value| unsafe { *value += 1 });
        self.room.unlock(byte);
    }

    fn lock_and_add(&self, object: usize) {
        self.lock(object);
        self.add_and_unlock(object);
    }

    fn spawn(world: &Arc<Self>, object: usize) -> thread::JoinHandle<()> {
        let world = Arc::clone(world);
        thread::spawn(move || world.lock_and_add(object))
    }

    /// What was counted. The byte must be free: a model thread would sleep for ever otherwise.
    fn value(&self, object: usize) -> u32 {
        self.lock(object);
        // SAFETY: the byte is held.
        let value = self.objects[object].value.with(|value| unsafe { *value });
        self.room.unlock(&self.objects[object].byte);
        value
    }
}

fn bounded(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.max_branches = 20_000;
    builder.check(model);
}

/// One holder and one that comes: every interleaving, without a bound.
#[test]
fn a_holder_and_a_waiter() {
    holder_and_waiter(ByteLockFault::None);
}

/// The same where the kernel has no fence for the seldom side.
#[test]
fn a_holder_and_a_waiter_with_full_fences() {
    with_full_fences(ByteLockFault::None);
}

pub(super) fn with_full_fences(fault: ByteLockFault) {
    hand_over(move || World::with_room(WaitingRoom::of(true, fault)));
}

pub(super) fn holder_and_waiter(fault: ByteLockFault) {
    hand_over(move || World::with_fault(fault));
}

fn hand_over(world: impl Fn() -> Arc<World<1>> + Sync + Send + 'static) {
    loom::model(move || {
        let world = world();
        world.lock(0);
        let waiter = World::spawn(&world, 0);
        world.add_and_unlock(0);
        waiter.join().unwrap();
        assert_eq!(world.value(0), 2);
    });
}

/// A holder, two that come, and the holder once more past those that sleep.
#[test]
fn a_barging_holder_and_two_waiters() {
    bounded(3, || {
        let world = World::<1>::with_fault(ByteLockFault::None);
        world.lock(0);
        let waiters = [World::spawn(&world, 0), World::spawn(&world, 0)];
        world.add_and_unlock(0);
        world.lock_and_add(0);
        waiters.into_iter().for_each(|waiter| waiter.join().unwrap());
        assert_eq!(world.value(0), 4);
    });
}

/// Two bytes of one bucket, both held: freeing the one must reach its sleeper though another's sleeps there too.
#[test]
fn two_bytes_share_a_bucket() {
    shared_bucket(ByteLockFault::None);
}

pub(super) fn shared_bucket(fault: ByteLockFault) {
    bounded(3, move || {
        let world = World::<2>::with_fault(fault);
        world.lock(0);
        world.lock(1);
        let (first, second) = (World::spawn(&world, 0), World::spawn(&world, 1));
        world.add_and_unlock(0);
        first.join().unwrap();
        world.add_and_unlock(1);
        second.join().unwrap();
        assert_eq!((world.value(0), world.value(1)), (2, 2));
    });
}
