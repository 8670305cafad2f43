//! Whether one rating lies above the other more often than chance would have it.

/// The probability of a split at least as uneven as this, were both directions equally likely (exact sign test, two
/// sided). Pairs with the same level twice say nothing of it. 1 where there are none.
#[must_use]
pub fn sign_test(higher: u64, lower: u64) -> f64 {
    let (fewer, all) = (higher.min(lower), higher.saturating_add(lower));
    if fewer == higher.max(lower) {
        return 1.0;
    }
    // The terms grow up to the last, so they are added from it down until they no longer count.
    let largest = log_binomial(all, fewer) - as_float(all) * std::f64::consts::LN_2;
    let (mut term, mut sum) = (1.0_f64, 0.0_f64);
    let mut successes = fewer;
    loop {
        sum += term;
        if successes == 0 || term < f64::EPSILON * f64::EPSILON {
            break;
        }
        term *= as_float(successes) / as_float(all - successes + 1);
        successes -= 1;
    }
    (2.0 * sum * largest.exp()).min(1.0)
}

/// The probabilities of a family of tests, each raised so that the chance of *any* false finding stays below the level
/// it is compared with (Holm 1979); in the order given.
#[must_use]
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = probabilities.iter().copied().enumerate().collect();
    order.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let mut raised = vec![1.0; probabilities.len()];
    let mut floor = 0.0_f64;
    for (rank, (position, probability)) in order.iter().enumerate() {
        let tests = u32::try_from(probabilities.len() - rank).unwrap_or(u32::MAX);
        floor = floor.max((probability * f64::from(tests)).min(1.0));
        if let Some(slot) = raised.get_mut(*position) {
            *slot = floor;
        }
    }
    raised
}

/// The logarithm of how many ways there are to choose.
fn log_binomial(all: u64, chosen: u64) -> f64 {
    log_factorial(all) - log_factorial(chosen) - log_factorial(all - chosen)
}

fn log_factorial(number: u64) -> f64 {
    if number < 256 {
        return (2..=number).map(|factor| as_float(factor).ln()).sum();
    }
    // Stirling's series; the first term left out is below 1e-17 from 256 on.
    let x = as_float(number);
    let inverse = 1.0 / x;
    let series = inverse * (1.0 / 12.0 - inverse * inverse * (1.0 / 360.0 - inverse * inverse / 1260.0));
    (x + 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
const fn as_float(count: u64) -> f64 {
    count as f64
}
