#![expect(clippy::float_arithmetic, reason = "analytic test functions")]

use super::{NoIndices, Runs, SobolIndices, indices};
use crate::robustness::{Purpose, Stream};

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
