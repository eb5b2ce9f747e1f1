//! What a heap holds on to, and how its pauses grow: fragmentation, memory after a peak, young collections beside old heaps of several sizes, full
//! marking, and the longest stop beside live small objects.
//!
//! `cargo bench -p typhon-benches --bench footprint [-- MEBIBYTES]` (default 1024; the fragmentation uses twice that). For comparison on one machine
//! only; Linux (`/proc/self/statm`).
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use typhon_benches::graph::{Graph, ROOTS, Worker};
use typhon_gc::{CollectionKind, Config};

const MIB: usize = 1 << 20;

fn main() {
    let mebibytes: usize = std::env::args().skip(1).find_map(|text| text.parse().ok()).unwrap_or(1024);
    young_by_heap_size(mebibytes * 2);
    stop_beside(mebibytes);
    fragmentation(mebibytes * 2);
}

/// Resident bytes of this process.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn mib(bytes: usize) -> f64 {
    bytes as f64 / MIB as f64
}

/// A young collection with 1023 survivors beside 10 MiB, 100 MiB ... of old objects, and the rate of full marking.
fn young_by_heap_size(most: usize) {
    println!("young collection with 1023 survivors, and full collection, by the size of the old heap");
    let graph = Graph::new(Config { young_trigger_bytes: 1 << 40, ..Config::default() });
    let worker = graph.worker();
    let (mut made, mut root) = (0, 1);
    for wanted in [10, 100, 500, 1000, 2000].into_iter().filter(|&size| size <= most) {
        while made * 32 < wanted * MIB {
            made += worker.tree(root, 12);
            root += 1;
        }
        worker.collect(CollectionKind::Full);
        let full = (0..3).map(|_| worker.collect(CollectionKind::Full)).min_by_key(|report| report.pause);
        let full = full.expect("three reports");
        let young = (0..50).map(|_| {
            worker.tree(0, 9);
            worker.collect(CollectionKind::Young).pause
        });
        let mut young: Vec<Duration> = young.collect();
        young.sort_unstable();
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let rate = (made * 32) as f64 / full.marking.as_secs_f64() / (1 << 30) as f64;
        println!(
            "  {wanted:>5} MiB   young: median {:>9.1?} least {:>9.1?}   full: {:>9.1?}, marking {rate:.2} GiB/s",
            young[young.len() / 2],
            young[0],
            full.pause
        );
    }
}

/// One thread makes cyclic garbage beside that much live small objects.
fn stop_beside(mebibytes: usize) {
    let graph = Graph::new(Config::default());
    let worker = graph.worker();
    let (mut made, mut root) = (0, 1);
    while made * 32 < mebibytes * MIB {
        made += worker.tree(root, 12);
        root += 1;
        worker.safepoint();
    }
    let begun = Instant::now();
    let mut gap = Duration::ZERO;
    let mut last = begun;
    while begun.elapsed() < Duration::from_secs(5) {
        let (one, other) = (worker.node(32), worker.node(32));
        worker.link(one, 0, other);
        worker.link(other, 0, one);
        worker.safepoint();
        let now = Instant::now();
        gap = gap.max(now - last);
        last = now;
    }
    let full = worker.collect(CollectionKind::Full);
    let stats = graph.heap().stats();
    println!(
        "cyclic garbage beside {mebibytes} MiB of live small objects: longest gap {gap:.1?}, {} young collections (longest pause {:.1?}), {} full \
         (longest pause {:.1?}); a full one now stops for {:.1?}",
        stats.young.collections,
        stats.young.longest_pause,
        stats.full.collections,
        stats.full.longest_pause,
        full.pause
    );
    // All of it dies: what stays resident?
    let peak = resident();
    for index in 0..ROOTS {
        worker.keep(index, worker.node(16));
    }
    for _ in 0..3 {
        worker.collect(CollectionKind::Full);
    }
    println!(
        "  when all of it has died: {:.0} MiB resident of {:.0} at the peak",
        mib(resident()),
        mib(peak)
    );
}

/// Bytes of an object: mostly small, some medium, few large.
fn size(random: &mut SmallRng) -> usize {
    let bytes = match random.random_range(0..100) {
        0..75 => random.random_range(32..256),
        75..95 => random.random_range(256..4096),
        95..99 => random.random_range(4096..32 << 10),
        _ => random.random_range(32 << 10..256 << 10),
    };
    bytes / 16 * 16
}

/// Slots of a bucket: objects hang in buckets, one per root.
const BUCKET: usize = 30;

/// Fills with mixed sizes, then ten times frees a random half and fills up again.
fn fragmentation(mebibytes: usize) {
    let graph = Graph::new(Config::default());
    let worker = graph.worker();
    let mut random = SmallRng::seed_from_u64(1);
    let before = resident();
    for root in 0..ROOTS {
        worker.keep(root, worker.node((BUCKET + 2) * 8));
    }
    let mut live = vec![0_u32; ROOTS * BUCKET];
    let mut total = 0;
    println!("{mebibytes} MiB of mixed sizes, random halves freed and filled up again");
    for round in 0..=10 {
        fill(&worker, &mut random, &mut live, &mut total, mebibytes * MIB);
        if round % 5 == 0 {
            worker.collect(CollectionKind::Full);
            report(&graph, round, total, before);
        }
        if round < 10 {
            for (index, bytes) in live.iter_mut().enumerate().filter(|(_, bytes)| **bytes != 0) {
                if random.random_bool(0.5) {
                    total -= *bytes as usize;
                    *bytes = 0;
                    worker.clear(worker.kept(index / BUCKET).expect("a bucket"), index % BUCKET);
                }
            }
        }
    }
}

fn fill(worker: &Worker<'_>, random: &mut SmallRng, live: &mut [u32], total: &mut usize, wanted: usize) {
    let mut index = random.random_range(0..live.len());
    while *total < wanted {
        index = (index + 1) % live.len();
        if live[index] == 0 {
            let bytes = size(random);
            worker.link(worker.kept(index / BUCKET).expect("a bucket"), index % BUCKET, worker.node(bytes));
            live[index] = u32::try_from(bytes).expect("small enough");
            *total += bytes;
            worker.safepoint();
        }
    }
}

fn report(graph: &Graph, round: usize, live: usize, before: usize) {
    let (resident, stats) = (resident() - before, graph.heap().stats());
    #[expect(clippy::cast_precision_loss, reason = "a ratio")]
    let ratio = resident as f64 / live as f64;
    println!(
        "  after {round:>2} halves: {:>6.0} MiB live, {:>6.0} resident ({ratio:.2} x), {:>6.0} in lines and pages, {:.0} in blocks, {:.0} free; {} young, {} full collections",
        mib(live),
        mib(resident),
        mib(stats.used_bytes),
        mib(stats.blocks_in_use * typhon_gc::BLOCK_BYTES),
        mib(stats.free_blocks * typhon_gc::BLOCK_BYTES + stats.free_large_bytes),
        stats.young.collections,
        stats.full.collections
    );
}
