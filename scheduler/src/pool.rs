//! Free entries for fibers, by stack size.
//!
//! # What it protects
//! That an entry has one owner: the free lists, a fiber, or a worker's cache.
//!
//! Each stack size is a [`Class`] with its slabs and a list of free entries under one lock. Workers keep a small
//! cache of ordinary entries and exchange half of it with the class at once, so that creating and finishing
//! fibers takes no lock. Entries come back dirty and are used again last-in first-out, being warm. The monitor
//! calls [`Pool::trim`] now and then: what lay unused in the list for a whole period is discarded (its pages go
//! back to the system), and is the last to be used again.
//!
//! A free entry carries its generation outside its memory, so that ids stay unique after a discard.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::fiber::{Fiber, FiberRef};
use crate::slab::{AreaBytes, Geometry, Slab};
use crate::state::State;
use crate::sync::Mutex;

/// Entries moved between a worker's cache and its class at once.
const BATCH: usize = 32;
const FIRST_SLAB_ENTRIES: usize = 16;
const MAX_SLAB_ENTRIES: usize = 1024;
const MAX_SLAB_BYTES: usize = 4 << 30;
/// Bits of an id that number the entry; the rest is its generation.
const LOG_SERIALS: u32 = 24;
const MAX_GENERATION: u64 = (1 << 32) - 1;

/// Why a fiber could not be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpawnError {
    /// The system gives no address space for another stack.
    NoAddressSpace,
    /// More fibers than ids.
    TooMany,
}

impl std::fmt::Display for SpawnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoAddressSpace => "no address space for another stack",
            Self::TooMany => "too many fibers",
        })
    }
}

impl std::error::Error for SpawnError {}

/// An entry nobody uses.
#[derive(Clone, Copy)]
pub(crate) struct FreeEntry {
    slab: &'static Slab,
    index: u32,
    generation: u32,
    /// Never used or discarded since: all zero.
    fresh: bool,
}

/// Entries of one stack size.
pub(crate) struct Class {
    geometry: Geometry,
    max_entries: usize,
    inner: Mutex<ClassInner>,
}

#[derive(Default)]
struct ClassInner {
    slabs: Vec<&'static Slab>,
    /// Entries of the newest slab that were never handed out begin here.
    untouched: usize,
    used: Vec<FreeEntry>,
    discarded: Vec<FreeEntry>,
    /// The least length of `used` since the last trim.
    low_water: usize,
}

/// All classes of one scheduler.
pub(crate) struct Pool {
    ordinary: &'static Class,
    area: AreaBytes,
    others: Mutex<Vec<(usize, &'static Class)>>,
    serials: AtomicU64,
}

/// A worker's own free entries of the ordinary class.
#[derive(Default)]
pub(crate) struct Cache(Vec<FreeEntry>);

impl Pool {
    pub(crate) fn new(area: AreaBytes, stack_bytes: usize) -> Self {
        let ordinary = Class::leak(Geometry::new(area, stack_bytes), MAX_SLAB_ENTRIES);
        Self { ordinary, area, others: Mutex::default(), serials: AtomicU64::new(1) }
    }

    /// Takes an entry and makes a new fiber in it, which is not yet initialised beyond its place and id.
    /// `stack_bytes` of nothing means the ordinary size.
    pub(crate) fn create(
        &self,
        stack_bytes: Option<usize>,
        cache: Option<&mut Cache>,
    ) -> Result<FiberRef, SpawnError> {
        let (class, entry) = match (stack_bytes, cache) {
            (None, Some(cache)) => {
                if cache.0.is_empty() {
                    self.ordinary.take(&mut cache.0, BATCH / 2, &self.serials)?;
                }
                (self.ordinary, cache.0.pop())
            }
            (None, None) => (self.ordinary, self.ordinary.take_one(&self.serials)?),
            (Some(bytes), _) => {
                let class = self.class(bytes);
                (class, class.take_one(&self.serials)?)
            }
        };
        let entry = entry.ok_or(SpawnError::NoAddressSpace)?;
        let ordinary = std::ptr::eq(class, self.ordinary);
        Ok(entry.inhabit(class, ordinary))
    }

    /// Makes the one big fiber of the scheduler.
    pub(crate) fn create_main(&self, area: AreaBytes, stack_bytes: usize) -> Result<FiberRef, SpawnError> {
        let class = Class::leak(Geometry::new(area, stack_bytes), 1);
        self.others.lock().push((0, class));
        let entry = class.take_one(&self.serials)?.ok_or(SpawnError::NoAddressSpace)?;
        Ok(entry.inhabit(class, false))
    }

    /// The class of a size asked for, rounded up to a power of two so that there are few.
    fn class(&self, stack_bytes: usize) -> &'static Class {
        let size = stack_bytes.checked_next_power_of_two().unwrap_or(1 << 46).clamp(1 << 15, 1 << 46);
        let mut others = self.others.lock();
        if let Some(&(_, class)) = others.iter().find(|(known, _)| *known == size) {
            return class;
        }
        let class = Class::leak(Geometry::new(self.area, size), MAX_SLAB_ENTRIES);
        others.push((size, class));
        class
    }

    /// Takes back the entry of a fiber that has left it.
    pub(crate) fn release(&self, fiber: &Fiber, cache: Option<&mut Cache>) {
        let place = fiber.place();
        let entry = FreeEntry {
            slab: place.slab,
            index: place.index,
            generation: u32::try_from(fiber.id() >> LOG_SERIALS).expect("generations are bounded"),
            fresh: false,
        };
        place.slab.set_live(entry.index as usize, false);
        if u64::from(entry.generation) >= MAX_GENERATION {
            return; // Its ids are used up: the entry is retired.
        }
        match cache {
            Some(cache) if place.ordinary => {
                cache.0.push(entry);
                if cache.0.len() > BATCH {
                    let half = cache.0.len() - BATCH / 2;
                    self.ordinary.give(cache.0.drain(..half));
                }
            }
            _ => place.class.give(std::iter::once(entry)),
        }
    }

    /// Calls `f` for every fiber that is alive.
    pub(crate) fn for_each(&self, f: &mut dyn FnMut(&Fiber)) {
        self.for_each_class(&mut |class| class.for_each(f));
    }

    fn for_each_class(&self, f: &mut dyn FnMut(&Class)) {
        f(self.ordinary);
        // They only become more. The lock is free while `f` runs.
        let other = |index| self.others.lock().get(index).map(|&(_, class)| class);
        (0..).map_while(other).for_each(f);
    }

    /// Nobody else is inside one of the pool's locks until the answer is dropped.
    pub(crate) fn hold(&self) -> impl Sized {
        let others = self.others.lock();
        let all = std::iter::once(self.ordinary).chain(others.iter().map(|&(_, class)| class));
        let classes: Vec<_> = all.map(|class| class.inner.lock()).collect();
        (classes, others)
    }

    /// Discards what lay unused since the last call; returns how many entries.
    pub(crate) fn trim(&self) -> usize {
        let mut discarded = 0;
        self.for_each_class(&mut |class| discarded += class.trim());
        discarded
    }

    /// Gives all memory back; nothing runs on it any more.
    pub(crate) fn retire(&self) {
        self.for_each_class(&mut |class| class.slabs().for_each(Slab::retire));
    }
}

impl Class {
    /// A class lives as long as the process, as its fibers' entries do.
    fn leak(geometry: Geometry, max_entries: usize) -> &'static Self {
        Box::leak(Box::new(Self { geometry, max_entries, inner: Mutex::default() }))
    }

    /// They only become more. The lock is free between them.
    fn slabs(&self) -> impl Iterator<Item = &'static Slab> {
        (0..).map_while(|index| self.inner.lock().slabs.get(index).copied())
    }

    fn take_one(&self, serials: &AtomicU64) -> Result<Option<FreeEntry>, SpawnError> {
        let mut one = Vec::with_capacity(1);
        self.take(&mut one, 1, serials)?;
        Ok(one.pop())
    }

    /// Adds up to `count` free entries to `to`, at least one.
    fn take(&self, to: &mut Vec<FreeEntry>, count: usize, serials: &AtomicU64) -> Result<(), SpawnError> {
        let mut inner = self.inner.lock();
        for taken in 0..count {
            let next = inner.used.pop().or_else(|| inner.untouched()).or_else(|| inner.discarded.pop());
            let entry = match next {
                Some(entry) => entry,
                // A reservation is worth a system call only for a need, not for the cache.
                None if taken > 0 => break,
                None => {
                    self.grow(&mut inner, serials)?;
                    inner.untouched().ok_or(SpawnError::NoAddressSpace)?
                }
            };
            to.push(entry);
        }
        inner.low_water = inner.low_water.min(inner.used.len());
        Ok(())
    }

    fn give(&self, entries: impl Iterator<Item = FreeEntry>) {
        self.inner.lock().used.extend(entries);
    }

    /// Reserves another slab, each twice as large as the one before, smaller where the system refuses.
    fn grow(&self, inner: &mut ClassInner, serials: &AtomicU64) -> Result<(), SpawnError> {
        let stride = self.geometry.stride();
        let mut bytes = MAX_SLAB_BYTES;
        if let Some(limit) = typhon_os::memory::address_space_limit() {
            bytes = bytes.min(limit / 16);
        }
        let wanted = FIRST_SLAB_ENTRIES << inner.slabs.len().min(16);
        let mut entries = wanted.min(bytes / stride).min(self.max_entries).max(1);
        loop {
            let first_serial = serials.fetch_add(entries as u64, Ordering::Relaxed);
            if first_serial + entries as u64 >= 1 << LOG_SERIALS {
                return Err(SpawnError::TooMany);
            }
            match Slab::reserve(self.geometry, entries, first_serial) {
                Ok(slab) => {
                    inner.slabs.push(Box::leak(Box::new(slab)));
                    inner.untouched = 0;
                    return Ok(());
                }
                Err(_) if entries > 1 => entries /= 2,
                Err(_) => return Err(SpawnError::NoAddressSpace),
            }
        }
    }

    fn for_each(&self, f: &mut dyn FnMut(&Fiber)) {
        for slab in self.slabs() {
            for index in (0..slab.entries()).filter(|&index| slab.is_live(index)) {
                // SAFETY: a live entry holds an initialised control block; entries are never unmapped.
                let fiber = unsafe { slab.layout(index).fiber.as_ref() };
                if !matches!(fiber.state(), State::Free | State::Finished) {
                    f(fiber);
                }
            }
        }
    }

    fn trim(&self) -> usize {
        let mut idle: Vec<FreeEntry> = {
            let mut inner = self.inner.lock();
            let unused = inner.low_water.min(inner.used.len());
            // The oldest lie at the bottom of the stack.
            let idle = inner.used.drain(..unused).collect();
            inner.low_water = inner.used.len();
            idle
        };
        for entry in &mut idle {
            entry.slab.discard(entry.index as usize);
            entry.fresh = true;
        }
        let discarded = idle.len();
        self.inner.lock().discarded.append(&mut idle);
        discarded
    }
}

impl ClassInner {
    fn untouched(&mut self) -> Option<FreeEntry> {
        let slab = *self.slabs.last()?;
        let index = self.untouched;
        if index == slab.entries() {
            return None;
        }
        self.untouched += 1;
        slab.install_guard(index);
        Some(FreeEntry { slab, index: u32::try_from(index).ok()?, generation: 0, fresh: true })
    }
}

impl FreeEntry {
    fn inhabit(self, class: &'static Class, ordinary: bool) -> FiberRef {
        let layout = self.slab.layout(self.index as usize);
        let id = (u64::from(self.generation) + 1) << LOG_SERIALS | self.slab.serial(self.index as usize);
        let place = Place { slab: self.slab, class, index: self.index, ordinary };
        // SAFETY: the entry is ours alone; zeros or an earlier fiber's remains are a valid control block.
        let fiber = unsafe { layout.fiber.as_ref() };
        fiber.move_in(&layout, place, id, self.fresh);
        self.slab.set_live(self.index as usize, true);
        FiberRef::new(layout.fiber, id)
    }
}

/// Where a fiber's entry lies.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) slab: &'static Slab,
    pub(crate) class: &'static Class,
    pub(crate) index: u32,
    pub(crate) ordinary: bool,
}
