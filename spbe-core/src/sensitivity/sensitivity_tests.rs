#![expect(clippy::float_arithmetic, reason = "analytic test functions")]

use super::model::{Model, rounded, rounded_short, short};
use super::output::Output;
use super::{NoIndices, Runs, SobolIndices, indices};
use crate::exact::Rounding;
use crate::instrument::Instrument;
use crate::robustness::{Field, Noise, Purpose, Scratch, Stream, Weights, official_ranks};

/// Runs of a function of three numbers from 0 to 1.
fn runs(count: usize, seed: u64, model: impl Fn([f64; 3]) -> f64) -> Runs {
    let sample = |variant: u32| -> Vec<[f64; 3]> {
        (0..count)
            .map(|row| {
                let mut stream = Stream::new(seed, u32::try_from(row).unwrap(), Purpose::Weights, variant);
                let words = stream.words();
                [0, 1, 2].map(|place| (f64::from(words[place]) + 0.5) / f64::from(u32::MAX))
            })
            .collect()
    };
    let (first, second) = (sample(0), sample(1));
    let mixed = |factor: usize| -> Vec<f64> {
        let mix = |(first, second): (&[f64; 3], &[f64; 3])| {
            let mut row = *first;
            row[factor] = second[factor];
            model(row)
        };
        first.iter().zip(&second).map(mix).collect()
    };
    Runs {
        first: first.iter().copied().map(&model).collect(),
        second: second.iter().copied().map(&model).collect(),
        mixed: (0..3).map(mixed).collect(),
    }
}

fn near(found: &[SobolIndices], expected: [(f64, f64); 3], within: f64) {
    for (found, (first, total)) in found.iter().zip(expected) {
        assert!((found.first.value - first).abs() < within, "{found:?} {first}");
        assert!((found.total.value - total).abs() < within, "{found:?} {total}");
    }
}

#[test]
fn the_indices_of_ishigami_are_the_analytic_ones() {
    let pi = std::f64::consts::PI;
    let model = |row: [f64; 3]| {
        let [x, y, z] = row.map(|unit| (2.0 * unit - 1.0) * pi);
        libm::sin(x) + 7.0 * libm::sin(y).powi(2) + 0.1 * z.powi(4) * libm::sin(x)
    };
    let found = indices(&runs(16_000, 0, model), 0).unwrap();
    near(&found, [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)], 0.04);
}

#[test]
fn a_sum_shares_its_variance_by_squares() {
    // A large constant: without centring it would drown everything.
    let found = indices(&runs(16_000, 0, |[x, y, z]| 1e6 + 3.0 * x + 2.0 * y + z), 0).unwrap();
    near(&found, [(9.0 / 14.0, 9.0 / 14.0), (4.0 / 14.0, 4.0 / 14.0), (1.0 / 14.0, 1.0 / 14.0)], 0.04);
}

#[test]
fn results_without_variance_or_that_are_no_numbers_are_refused() {
    assert_eq!(indices(&runs(100, 0, |_| 3.0), 0), Err(NoIndices::NoVariance));
    assert_eq!(indices(&runs(100, 0, |[x, ..]| if x > 0.99 { f64::NAN } else { x }), 0), Err(NoIndices::NotANumber));
    assert_eq!(indices(&Runs::default(), 0), Err(NoIndices::NoVariance));
    let one = indices(&runs(64, 0, |[x, ..]| x), 0).unwrap();
    assert_ne!(one, indices(&runs(64, 1, |[x, ..]| x), 1).unwrap());
    assert_eq!(one, indices(&runs(64, 0, |[x, ..]| x), 0).unwrap());
}

#[test]
fn intervals_cover_the_truth_about_as_often_as_they_say() {
    let truth = [16.0 / 21.0, 4.0 / 21.0, 1.0 / 21.0];
    let (mut covered, mut all) = (0, 0);
    for seed in 0..60 {
        let found = indices(&runs(300, seed, |[x, y, z]| 4.0 * x + 2.0 * y + z), seed).unwrap();
        for (found, truth) in found.iter().zip(truth) {
            for estimate in [found.first, found.total] {
                covered += u32::from(estimate.low <= truth && truth <= estimate.high);
                all += 1;
            }
        }
    }
    assert!(covered * 100 >= all * 90, "{covered} of {all}");
}

#[test]
fn doubles_round_as_whole_numbers_do() {
    let mut stream = Stream::new(5, 0, Purpose::Choice, 0);
    for case in 0..20_000 {
        let words = stream.words();
        let total = 1 + words[0] % if case % 2 == 0 { 20 } else { 1 << 22 };
        // Halves and whole numbers, and what is next to them.
        let near = u64::from(total) * u64::from(words[1] % 1000) / 2 + u64::from(words[2] % 3);
        for score in [near.saturating_sub(1), u64::from(words[3])] {
            for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Truncate] {
                let expected = rounded(score, total.into(), 1, rounding);
                let found = rounded_short(super::model::float(score), total.into(), rounding);
                assert_eq!(u64::from(found), expected, "{score} / {total} {rounding:?}");
            }
        }
        let (whole, part) = (words[4] >> 8, f64::from(words[5]) / f64::from(u32::MAX) * 0.999);
        assert_eq!([short(f64::from(whole)), short(f64::from(whole) + part)], [whole; 2]);
    }
}

#[test]
fn every_way_of_running_finds_the_same() {
    let mut stream = Stream::new(9, 0, Purpose::Choice, 0);
    let weights: Vec<u32> = (0..9).map(|_| [26, 50, 30, 55, 60][(stream.words()[0] % 5) as usize]).collect();
    let values: Vec<u32> = (0..40 * 9).map(|_| 1 + stream.words()[0] % 5).collect();
    let falls = values.iter().map(|value| u32::from(*value > 1)).collect();
    let rises = values.iter().map(|value| u32::from(*value < 5)).collect();
    let field = Field { weights, values, falls, rises, cutoffs: Vec::new() };
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let outputs = [(Output::Index, 3), (Output::Rank, 5), (Output::RankShift, 0), (Output::PredicateChange, 0)];
    for (side, cutoffs) in [(0, vec![1.8, 2.6, 3.5, 4.2]), (4000, vec![2.6])] {
        let noise = Noise { sides: vec![side; 9] };
        let (weights, ranks) = (Weights::of(None, None), official_ranks(&field));
        let model = Model::new(&field, &noise, &weights, &instrument, 1, cutoffs, outputs.to_vec(), ranks);
        let model = model.vary(vec![Some(0); 9], [(side > 0).then_some(3), Some(1), Some(2)]);
        let others = [model.clone().otherwise(true), model.clone().otherwise(false)];
        for block in 0..4 {
            let run = |model: &Model<'_>| model.block(7, block, &|factor| factor == 2, &mut Scratch::default());
            assert_eq!(run(&model), run(&others[0]));
            assert_eq!(run(&model), run(&others[1]));
        }
    }
}
