//! Printed rows of 59/2020 against every sum of levels, in whole numbers.
//!
//! Indicators 1-10 weigh 26 parts of 2,000, 11-20 weigh 50, 21-31 weigh 30, 32-41 weigh 55 and 42-47 weigh 60 (the
//! annex of regulation 59/2020: 1.3, 2.5, 1.5, 2.75 and 3 %). A row of four domains, index and predicate can be
//! right if some sums of levels give all six. This module tries them all, and knows nothing of `spbe-core`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Parts of 2,000 of one indicator of each group.
const PARTS: [i64; 5] = [26, 50, 30, 55, 60];
/// Indicators of each group.
const COUNTS: [i64; 5] = [10, 10, 11, 10, 6];
/// Parts of each domain.
const DOMAINS: [i64; 4] = [260, 500, 330, 910];
/// Lower bounds of the predicates in hundredths, from the second.
const BOUNDS: [i64; 4] = [180, 260, 350, 420];

/// How a fraction becomes hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounds {
    /// Half up.
    HalfUp,
    /// Half to the even digit.
    HalfEven,
    /// Cut off.
    Truncate,
}

/// A rule under which a row may have come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatticeRule {
    /// How values are rounded.
    pub rounds: Rounds,
    /// Whether the index comes from the printed domains.
    pub chained: bool,
    /// Whether an indicator may count as 0.
    pub zero: bool,
    /// Whether the predicate is read from the printed index.
    pub published: bool,
}

impl LatticeRule {
    /// The instrument's rule of a year, as observed: half up, exact sums, the printed index in 2023.
    #[must_use]
    pub const fn of(year: u16) -> Self {
        Self { rounds: Rounds::HalfUp, chained: false, zero: false, published: year == 2023 }
    }

    /// Every rule.
    pub fn all() -> impl Iterator<Item = Self> {
        [Rounds::HalfUp, Rounds::HalfEven, Rounds::Truncate].into_iter().flat_map(|rounds| {
            (0..8).map(move |bits| Self {
                rounds,
                chained: bits & 1 == 1,
                zero: bits & 2 == 2,
                published: bits & 4 == 4,
            })
        })
    }
}

/// A printed row in hundredths, with the position of the predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedRow {
    /// The four domains.
    pub domains: [i64; 4],
    /// The index.
    pub index: i64,
    /// The predicate, 0 for Kurang.
    pub predicate: usize,
}

/// A number with two decimals in hundredths.
///
/// # Panics
/// If it is written otherwise.
#[must_use]
pub fn hundredths(text: &str) -> i64 {
    let (before, after) = text.split_once('.').expect("two decimals");
    assert_eq!(after.len(), 2, "{text} has two decimals");
    format!("{before}{after}").parse().expect("digits")
}

/// Hundredths as printed.
#[must_use]
pub fn as_printed(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// `numerator / denominator` in hundredths.
fn rounded(numerator: i64, denominator: i64, rounds: Rounds) -> i64 {
    let (below, rest) = (100 * numerator / denominator, 100 * numerator % denominator);
    let up = match rounds {
        Rounds::HalfUp => 2 * rest >= denominator,
        Rounds::HalfEven => 2 * rest > denominator || (2 * rest == denominator && below % 2 == 1),
        Rounds::Truncate => false,
    };
    below + i64::from(up)
}

/// The predicate of `numerator / denominator`.
fn predicate(numerator: i64, denominator: i64) -> usize {
    BOUNDS.iter().filter(|bound| 100 * numerator >= **bound * denominator).count()
}

fn sums(group: usize, zero: bool) -> std::ops::RangeInclusive<i64> {
    let lowest = if zero { 0 } else { COUNTS[group] };
    lowest..=5 * COUNTS[group]
}

/// The parts (sums of levels times weights) behind each printed value of a domain.
type Table = HashMap<i64, Vec<i64>>;

/// A table for each domain, rounding and zero: every sum of levels, tried once.
static TABLES: LazyLock<HashMap<(usize, Rounds, bool), Table>> = LazyLock::new(|| {
    let mut tables: HashMap<(usize, Rounds, bool), Table> = HashMap::new();
    for domain in 0..4 {
        for zero in [false, true] {
            let mut all: Vec<i64> = if domain < 3 {
                sums(domain, zero).map(|sum| sum * PARTS[domain]).collect()
            } else {
                let pairs = sums(3, zero).flat_map(|left| sums(4, zero).map(move |right| (left, right)));
                pairs.map(|(left, right)| left * PARTS[3] + right * PARTS[4]).collect()
            };
            all.sort_unstable();
            all.dedup();
            for rounds in [Rounds::HalfUp, Rounds::HalfEven, Rounds::Truncate] {
                let table = tables.entry((domain, rounds, zero)).or_default();
                for parts in &all {
                    table.entry(rounded(*parts, DOMAINS[domain], rounds)).or_default().push(*parts);
                }
            }
        }
    }
    tables
});

/// The parts that a printed domain allows.
fn domain_parts(row: &PrintedRow, domain: usize, rule: LatticeRule) -> &'static [i64] {
    TABLES[&(domain, rule.rounds, rule.zero)].get(&row.domains[domain]).map_or(&[], Vec::as_slice)
}

/// The whole parts of every index that the four domains and the printed index allow under a rule; the predicate is not
/// asked.
#[must_use]
pub fn index_parts(row: &PrintedRow, rule: LatticeRule) -> Vec<i64> {
    let domains = [0, 1, 2, 3].map(|domain| domain_parts(row, domain, rule));
    let mut found = Vec::new();
    for first in domains[0] {
        for second in domains[1] {
            for third in domains[2] {
                for fourth in domains[3] {
                    let parts = first + second + third + fourth;
                    if index_fits(row, parts, rule) {
                        found.push(parts);
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The index under a rule as a fraction: of the whole parts, or of the printed domains.
fn index_of(row: &PrintedRow, parts: i64, rule: LatticeRule) -> (i64, i64) {
    if rule.chained {
        (row.domains.iter().zip(DOMAINS).map(|(value, weight)| value * weight).sum(), 200_000)
    } else {
        (parts, 2_000)
    }
}

fn index_fits(row: &PrintedRow, parts: i64, rule: LatticeRule) -> bool {
    let (numerator, denominator) = index_of(row, parts, rule);
    rounded(numerator, denominator, rule.rounds) == row.index
}

fn predicate_fits(row: &PrintedRow, parts: i64, rule: LatticeRule) -> bool {
    let (numerator, denominator) = if rule.published { (row.index, 100) } else { index_of(row, parts, rule) };
    predicate(numerator, denominator) == row.predicate
}

/// Whether some levels explain the row, the predicate with it, under a rule.
#[must_use]
pub fn fits(row: &PrintedRow, rule: LatticeRule) -> bool {
    index_parts(row, rule).into_iter().any(|parts| predicate_fits(row, parts, rule))
}

/// The pairs of sums of indicators 32-41 and 42-47 that explain domain 4 and, with the other domains, the index.
#[must_use]
pub fn service_sums(row: &PrintedRow, rule: LatticeRule) -> Vec<(i64, i64)> {
    let before = [0, 1, 2].map(|domain| domain_parts(row, domain, rule));
    let mut found = Vec::new();
    for left in sums(3, rule.zero) {
        for right in sums(4, rule.zero) {
            let own = left * PARTS[3] + right * PARTS[4];
            let rests = before[0].iter().flat_map(|a| before[1].iter().map(move |b| a + b));
            let mut totals = rests.flat_map(|rest| before[2].iter().map(move |c| rest + c + own));
            let printed = rounded(own, DOMAINS[3], rule.rounds) == row.domains[3];
            if printed && totals.any(|parts| index_fits(row, parts, rule)) {
                found.push((left, right));
            }
        }
    }
    found
}
