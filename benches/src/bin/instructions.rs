//! Fixed work for an instruction counter: `instructions MODE CALLS` scores 16,384 assessments of 59/2020 a call, or one, or
//! finds the five nearest better ones of each of 600, or draws the ranks of 600 once, or
//! finds the distribution of the index of one, or the plans or the least costs of 60.
//!
//! Two numbers of calls differ by the cost of the calls alone; `tests/instructions.rs` runs this under valgrind and compares.

use std::hint::black_box;
use std::process::ExitCode;

use spbe_benches::{Places, Random, columns, field, levels, profiles};
use spbe_core::batch::{Batch, Kernel, Rows};
use spbe_core::exact::Ratio;
use spbe_core::forecast::Convolution;
use spbe_core::instrument::Instrument;
use spbe_core::issue::Place;
use spbe_core::plan::{LeastCosts, StepCost};
use spbe_core::robustness::{Drawing, Noise, Weights};

/// The rows of a call: the outputs and inputs of four blocks.
const ROWS: usize = 16_384;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let (Some(mode), Some(calls)) = (arguments.get(1), arguments.get(2).and_then(|calls| calls.parse::<u32>().ok()))
    else {
        eprintln!("usage: instructions MODE CALLS");
        return ExitCode::from(2);
    };
    let instrument = Instrument::builtin("spbe-2020").expect("a built-in");
    let kernel = Kernel::compile(&instrument).expect("a kernel");
    if mode == "single" {
        return single(&kernel, calls);
    }
    if mode == "nearest" {
        return nearest(&instrument, calls);
    }
    if mode == "draw" || mode == "draw-levels" {
        return draw(&instrument, calls, mode == "draw-levels");
    }
    if mode == "forecast" {
        return forecast(&instrument, calls);
    }
    if mode == "plan" || mode == "plan-frontier" {
        return plan(&instrument, calls, mode == "plan-frontier");
    }
    let cells = levels(kernel.items() * ROWS);
    let columns = columns(&cells, ROWS);
    let mut places = Places::new(&kernel, ROWS);
    let mut batch = Batch::new(&kernel);
    if mode.ends_with("-portable") {
        batch = batch.portable();
    } else if !batch.is_wide() {
        println!("no AVX2");
        return ExitCode::SUCCESS;
    }
    for _ in 0..calls {
        let found = match mode.trim_end_matches("-portable") {
            "columns" => batch.columns(&columns, places.outputs()),
            "rows" => batch.rows(Rows::new(&cells, ROWS, kernel.items()), places.outputs()),
            _ => return ExitCode::from(2),
        };
        assert!(found.is_ok_and(|found| found.rows == ROWS), "every row is scored");
    }
    black_box(places.index());
    ExitCode::SUCCESS
}

/// Scores as many single assessments.
fn single(kernel: &Kernel, calls: u32) -> ExitCode {
    let cells = levels(kernel.items());
    let mut one = kernel.one();
    let mut sum = 0;
    for _ in 0..calls {
        match kernel.score_one(black_box(&cells), &mut one) {
            Ok(score) => sum += black_box(score.index().published),
            Err(_) => return ExitCode::from(1),
        }
    }
    black_box(sum);
    ExitCode::SUCCESS
}

/// The five nearest better ones of each of 600 units.
fn nearest(instrument: &Instrument, calls: u32) -> ExitCode {
    let profiles = profiles(instrument, 600);
    let mut found = 0;
    for _ in 0..calls {
        found += (0..profiles.len()).map(|unit| profiles.nearest_better(black_box(unit), 5).len()).sum::<usize>();
    }
    black_box(found);
    ExitCode::SUCCESS
}

/// Draws of the ranks of 600 units: weights up to a quarter higher or lower, levels one off in one case of ten.
fn draw(instrument: &Instrument, calls: u32, with_levels: bool) -> ExitCode {
    let field = field(instrument, 600);
    let side = if with_levels { u16::MAX / 20 } else { 0 };
    let noise = Noise { sides: vec![side; field.parts()] };
    let weights = Weights::of(None, None);
    let counts = Drawing::new(&field, &weights, &noise, &[]).count(0, calls, 1);
    assert_eq!(counts.draws, calls, "every draw is counted");
    black_box(counts.ranks);
    ExitCode::SUCCESS
}

/// As many distributions of the index, for chances of five levels of every item.
fn forecast(instrument: &Instrument, calls: u32) -> ExitCode {
    let mut convolution = Convolution::new(instrument).expect("levels, and not too many sums");
    let mut random = Random(20);
    let chances: Vec<Vec<f64>> = instrument
        .items()
        .iter()
        .map(|_| {
            let weights = [(); 5].map(|()| f64::from(random.level()));
            weights.map(|weight| weight / weights.iter().sum::<f64>()).to_vec()
        })
        .collect();
    let mut states = 0;
    for _ in 0..calls {
        states += convolution.distribution(black_box(&chances)).expect("a list for each item").chances().len();
    }
    black_box(states);
    ExitCode::SUCCESS
}

/// The cheapest plans of 60 institutions to an index of 3.50, or their least costs of every sum: levels from 1 to 3, costs
/// of 5 to 399 a step.
fn plan(instrument: &Instrument, calls: u32, frontier: bool) -> ExitCode {
    let mut random = Random(20);
    let mut costs = Vec::new();
    for item in instrument.items() {
        for level in 2..=5 {
            costs.push(StepCost {
                indicator: Some(item.code().to_owned()),
                level: Some(Ratio::whole(level)),
                cost: Ratio::whole(5 + i64::try_from(random.bits() % 395).expect("small")),
                duration: None,
                unit: None,
                place: Place::whole(),
            });
        }
    }
    let mut least = LeastCosts::new(instrument, &costs).expect("sound costs").expect("whole levels");
    let needed = Ratio::new(350, 100).expect("not 0");
    let institutions: Vec<Vec<i64>> = (0..60)
        .map(|_| instrument.items().iter().map(|_| 1 + i64::try_from(random.bits() % 3).expect("small")).collect())
        .collect();
    let mut found = 0;
    for _ in 0..calls {
        for levels in &institutions {
            let levels = black_box(levels.as_slice());
            found += if frontier {
                least.cells(levels).map_or(0, |(costs, _)| costs.len())
            } else {
                least.to(levels, needed).expect("small numbers").map_or(0, |plan| plan.answers.len())
            };
        }
    }
    black_box(found);
    ExitCode::SUCCESS
}
