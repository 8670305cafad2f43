//! A million assessments: cohort, ranks within groups, means of groups. `cargo run --release -p spbe-benches --bin cohort`.

use std::time::Instant;

use spbe_core::cohort::{Answers, Cohort, CohortBuilder, GroupKey, LabelColumn, Scores, UnitColumns};
use spbe_core::instrument::Instrument;
use spbe_core::rank::{RankOptions, rank};
use spbe_core::score::ScoreOptions;
use spbe_core::trend::means;

const UNITS: u32 = 1_000_000;

/// A number that looks random, the same at each run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn cohort(instrument: &Instrument) -> Cohort {
    let mut state = 1;
    let mut levels = || (0..UNITS).map(|_| 1 + u8::try_from(next(&mut state) % 5).unwrap_or(0)).collect::<Vec<u8>>();
    let columns: Vec<Vec<u8>> = (0..47).map(|_| levels()).collect();
    let names: Vec<String> = (0..UNITS).map(|unit| format!("Instansi {unit:07}")).collect();
    let codes: Vec<u32> = (0..UNITS).collect();
    let provinces: Vec<String> = (0..38).map(|province| format!("Provinsi {province}")).collect();
    let province: Vec<u32> = (0..UNITS).map(|unit| unit % 38).collect();
    let start = Instant::now();
    let mut builder = CohortBuilder::new();
    let columns = UnitColumns {
        institution: LabelColumn::from_codes(&codes, &names),
        year: vec![Some(2024); names.len()],
        stage: None,
        labels: vec![("province".to_owned(), LabelColumn::from_codes(&province, &provinces))],
        answers: Answers::Levels(columns),
    };
    builder.add_columns(instrument, columns, None);
    let cohort = builder.finish().expect("no name twice");
    println!("{:>8.0} ms  {UNITS} units become a cohort, their names and levels checked", since(start));
    cohort
}

fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn main() {
    let instrument = Instrument::builtin("spbe-2020").expect("built in");
    let cohort = cohort(&instrument);
    let all: Vec<usize> = (0..cohort.len()).collect();
    let start = Instant::now();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).expect("complete");
    println!("{:>8.0} ms  index and predicate of each", since(start));
    let mut total = since(start);
    for (name, within) in [("all", vec![]), ("each of 38 provinces", vec![GroupKey::from("province")])] {
        let start = Instant::now();
        let ranking = rank(&scores, &RankOptions::default().within(within)).expect("a label");
        let places = ranking.places().len();
        println!("{:>8.0} ms  {places} places within {name}", since(start));
        total += since(start);
    }
    let start = Instant::now();
    let groups = means(&scores, &all, &[GroupKey::from("province")]).expect("a label").len();
    println!("{:>8.0} ms  means of {groups} groups", since(start));
    total += since(start);
    println!("{total:>8.0} ms  together, without the cohort itself");
}
