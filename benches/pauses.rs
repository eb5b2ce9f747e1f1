//! How long mutators stand still: two threads allocate beside live data and look at the clock at every safepoint.
//!
//! `cargo bench -p typhon-benches --bench pauses [-- MEBIBYTES]` prints a histogram of the gaps between two safepoints
//! (what allocation itself takes included), and the collector's own figures. For comparison on one machine only; on a
//! machine whose cores are shared the tail is the other processes' share.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::time::{Duration, Instant};

use typhon_benches::graph::Graph;
use typhon_gc::{CollectionKind, Config};

const MUTATORS: usize = 2;
const RUN: Duration = Duration::from_secs(3);
/// Bucket `i` counts gaps from 2^i up to 2^(i+1) nanoseconds.
const BUCKETS: usize = 40;

fn main() {
    let mebibytes: usize = std::env::args().skip(1).find_map(|text| text.parse().ok()).unwrap_or(128);
    let graph = Graph::new(Config::default());
    let live = fill(&graph, mebibytes << 20);
    println!("{live} live objects, {mebibytes} MiB; {MUTATORS} mutators for {RUN:?}");
    let histograms: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..MUTATORS).map(|_| scope.spawn(|| mutate(&graph))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a mutator ends well")).collect()
    });
    let total: Vec<u64> = (0..BUCKETS).map(|bucket| histograms.iter().map(|one| one[bucket]).sum()).collect();
    print_histogram(&total);
    let stats = graph.heap().stats();
    println!(
        "{} young and {} full collections, longest pause {:?}, longest time to stop {:?}, all pauses {:?}",
        stats.young.collections,
        stats.full.collections,
        stats.longest_pause,
        stats.young.longest_time_to_stop.max(stats.full.longest_time_to_stop),
        stats.young.total_pause + stats.full.total_pause
    );
}

/// Makes old live data of that size; the number of objects.
fn fill(graph: &Graph, bytes: usize) -> usize {
    let worker = graph.worker();
    let (mut made, mut root) = (0, 0);
    while made * 32 < bytes {
        made += worker.tree(root, 12);
        root += 1;
        worker.safepoint();
    }
    worker.collect(CollectionKind::Full);
    made
}

fn mutate(graph: &Graph) -> [u64; BUCKETS] {
    let worker = graph.worker();
    let mut histogram = [0; BUCKETS];
    let begun = Instant::now();
    let mut last = begun;
    let mut index = 0;
    while last - begun < RUN {
        let node = worker.node(32);
        if index % 64 == 0 {
            worker.keep(index / 64 % 4096, node);
        }
        index += 1;
        worker.safepoint();
        let now = Instant::now();
        let gap = u64::try_from((now - last).as_nanos()).unwrap_or(u64::MAX).max(1);
        histogram[(gap.ilog2() as usize).min(BUCKETS - 1)] += 1;
        last = now;
    }
    histogram
}

fn print_histogram(counts: &[u64]) {
    let total: u64 = counts.iter().sum();
    let mut seen = 0;
    for (bucket, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        seen += count;
        let bar = "#".repeat((f64::log2(count as f64) as usize).max(1));
        let upper = Duration::from_nanos(1 << (bucket + 1));
        println!("under {upper:>11?} {count:>12} {:>10.5} %  {bar}", seen as f64 / total as f64 * 100.0);
    }
}
