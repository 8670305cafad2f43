//! Wall times of the batch kernel. The roof of the memory is measured by `roof`, the gate counts instructions.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use spbe_benches::{Places, columns, levels};
use spbe_core::batch::{Batch, Kernel, Rows};
use spbe_core::instrument::Instrument;

fn batch(criterion: &mut Criterion) {
    let kernel = Kernel::compile(&Instrument::builtin("spbe-2020").expect("a built-in")).expect("a kernel");
    for rows in [1_000, 100_000, 1_000_000] {
        let cells = levels(kernel.items() * rows);
        let by_column = columns(&cells, rows);
        let mut places = Places::new(&kernel, rows);
        let mut group = criterion.benchmark_group(format!("batch of {rows}"));
        group.throughput(Throughput::Elements(rows as u64));
        for (path, mut batch) in [("wide", Batch::new(&kernel)), ("portable", Batch::new(&kernel).portable())] {
            group.bench_function(format!("columns, {path}"), |bencher| {
                bencher.iter(|| batch.columns(&by_column, places.outputs()).expect("columns"));
            });
            group.bench_function(format!("rows, {path}"), |bencher| {
                bencher.iter(|| batch.rows(Rows::new(&cells, rows, kernel.items()), places.outputs()).expect("rows"));
            });
        }
        group.finish();
    }
}

fn single(criterion: &mut Criterion) {
    let kernel = Kernel::compile(&Instrument::builtin("spbe-2020").expect("a built-in")).expect("a kernel");
    let cells = levels(kernel.items());
    criterion.bench_function("one assessment", |bencher| {
        bencher.iter_batched_ref(
            || kernel.one(),
            |one| black_box(kernel.score_one(black_box(&cells), one).expect("a score").index()),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, batch, single);
criterion_main!(benches);
