//! Wall times of what is done once: an instrument is read, and compiled for batches.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use spbe_benches::large_instrument;
use spbe_core::batch::Kernel;
use spbe_core::instrument::Instrument;

fn load(criterion: &mut Criterion) {
    for id in ["spbe-2018", "spbe-2020", "pemdi-2026"] {
        let instrument = Instrument::builtin(id).expect("a built-in");
        let text = instrument.to_toml();
        criterion.bench_function(&format!("read {id}"), |bencher| {
            bencher.iter(|| Instrument::from_toml(black_box(&text)).expect("a sound instrument"));
        });
        criterion.bench_function(&format!("compile {id}"), |bencher| {
            bencher.iter(|| Kernel::compile(black_box(&instrument)).expect("a kernel"));
        });
    }
    let large = large_instrument(1_000);
    criterion.bench_function("compile 1,000 indicators", |bencher| {
        bencher.iter(|| Kernel::compile(black_box(&large)).expect("a kernel"));
    });
}

criterion_group!(benches, load);
criterion_main!(benches);
