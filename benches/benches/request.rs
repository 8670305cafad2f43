//! Wall times of requests: JSON text in, JSON text out, as C, PHP and Python ask.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spbe_benches::levels;
use spbe_core::instrument::Instrument;
use spbe_core::request::{Answerer, answer};

/// The levels of one assessment as a JSON object and as a list.
fn forms(instrument: &Instrument) -> [(&'static str, String); 2] {
    let levels = levels(instrument.items().len());
    let fields = instrument.items().iter().zip(&levels).map(|(item, level)| format!("\"{}\":{level}", item.code()));
    let list = levels.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    [("by code", format!("{{{}}}", fields.collect::<Vec<_>>().join(","))), ("by position", format!("[{list}]"))]
}

fn request(criterion: &mut Criterion) {
    let answerer = Answerer::new();
    for id in ["spbe-2018", "spbe-2020"] {
        let instrument = Instrument::builtin(id).expect("a built-in");
        for (form, levels) in forms(&instrument) {
            let text = format!(r#"{{"op":"score","instrument":"{id}","year":2024,"levels":{levels}}}"#);
            assert!(!answerer.answer(&text).is_error());
            criterion.bench_function(&format!("score {id}, {form}"), |bencher| {
                bencher.iter(|| answerer.answer(black_box(&text)));
            });
        }
        let rows = vec![forms(&instrument)[1].1.clone(); 1_000].join(",");
        let text = format!(r#"{{"op":"score_batch","instrument":"{id}","year":2024,"levels":[{rows}]}}"#);
        let mut group = criterion.benchmark_group("score_batch");
        group.throughput(Throughput::Elements(1_000));
        group.bench_function(id, |bencher| bencher.iter(|| answerer.answer(black_box(&text))));
        group.finish();
    }
    criterion.bench_function("score without an answerer", |bencher| {
        let levels = &forms(&Instrument::builtin("spbe-2020").expect("a built-in"))[1].1;
        let text = format!(r#"{{"op":"score","instrument":"spbe-2020","year":2024,"levels":{levels}}}"#);
        bencher.iter(|| answer(black_box(&text)));
    });
}

criterion_group!(benches, request);
criterion_main!(benches);
