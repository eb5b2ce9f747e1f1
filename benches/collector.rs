//! The collector through its public API: allocation with its share of young collections, the barrier, collections by size.
//! For comparison on one machine only.

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use typhon_benches::graph::{Graph, ROOTS, Worker};
use typhon_gc::{CollectionKind, Config};

/// Everything dies at once; every hundredth is kept for a while, in a ring of roots.
fn allocate(worker: &Worker<'_>, bytes: usize, count: u64, keep_every: u64) {
    for index in 0..count {
        let node = black_box(worker.node(bytes));
        if index % keep_every == 0 {
            worker.keep((index / keep_every) as usize % ROOTS, node);
        }
        worker.safepoint();
    }
}

fn allocation(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("allocation, young collections included");
    for bytes in [32, 64, 256, 4096, 32 << 10] {
        let graph = Graph::new(Config::default());
        let worker = graph.worker();
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("nothing survives", bytes), |bencher| {
            bencher.iter_custom(|count| timed(|| allocate(&worker, bytes, count, u64::MAX)));
        });
        group.bench_function(BenchmarkId::new("one in a hundred survives", bytes), |bencher| {
            bencher.iter_custom(|count| timed(|| allocate(&worker, bytes, count, 100)));
        });
    }
    group.finish();
}

fn timed(work: impl FnOnce()) -> std::time::Duration {
    let begun = std::time::Instant::now();
    work();
    begun.elapsed()
}

fn barrier(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a store through the barrier");
    let graph = Graph::new(Config { young_trigger_bytes: 1 << 30, ..Config::default() });
    let worker = graph.worker();
    let old = worker.node(32);
    worker.keep(0, old);
    worker.collect(CollectionKind::Full);
    let new = worker.node(32);
    worker.keep(1, new);
    group.bench_function("into a new object", |bencher| bencher.iter(|| worker.link(black_box(new), 0, old)));
    group.bench_function("into an old one, logged once", |bencher| {
        bencher.iter(|| worker.link(black_box(old), 0, new))
    });
    group.finish();
}

fn collections(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one collection");
    group.sample_size(20);
    for depth in [13, 16, 18] {
        let graph = Graph::new(Config { young_trigger_bytes: 1 << 30, ..Config::default() });
        let worker = graph.worker();
        let live = worker.tree(0, depth);
        worker.collect(CollectionKind::Full);
        group.throughput(Throughput::Elements(live as u64));
        group.bench_function(BenchmarkId::new("full, live objects", live), |bencher| {
            bencher.iter(|| worker.collect(CollectionKind::Full));
        });
        // The cost of a young one must follow what is young, not what is live.
        group.throughput(Throughput::Elements(1023));
        group.bench_function(BenchmarkId::new("young with 1023 survivors, live objects", live), |bencher| {
            bencher.iter_batched(
                || worker.tree(1, 9),
                |_| worker.collect(CollectionKind::Young),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, allocation, barrier, collections);
criterion_main!(benches);
