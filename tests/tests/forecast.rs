//! The distribution of the index beside arithmetic with whole numbers of any size: every state, every instrument.
#![expect(clippy::cast_possible_truncation, reason = "chances below 2^40 units are whole numbers of them")]

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use spbe_core::assessment::{Assessment, Records, Subject};
use spbe_core::cohort::{Cohort, Scores};
use spbe_core::exact::{Decimal, Ratio};
use spbe_core::forecast::{Belief, Believed, Convolution, Distribution, Forecast, ForecastOptions, Probability};
use spbe_core::instrument::{Instrument, PredicateBasis};
use spbe_core::score::{ScoreOptions, smallest_index};
use spbe_tests::files::builtin;

/// A generator of repeatable numbers (splitmix64).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Chances of so many levels, from even to nearly certain: whole numbers of `2^-BITS`, which make 1.
    fn chances(&mut self, levels: usize) -> Vec<f64> {
        let sharp = 1 + self.bits() % 6;
        let weights: Vec<f64> =
            (0..levels).map(|_| ((1 + self.bits() % 1000) as f64).powi(i32::try_from(sharp).unwrap())).collect();
        let sum: f64 = weights.iter().sum();
        let mut units: Vec<i64> = weights.iter().map(|weight| ((weight / sum * UNIT) as i64).max(1)).collect();
        let rest = UNIT as i64 - units.iter().sum::<i64>();
        *units.iter_mut().max().unwrap() += rest;
        units.into_iter().map(|units| units as f64 / UNIT).collect()
    }
}

/// Chances are whole numbers over this power of two, so that doubles hold them exactly.
const BITS: u64 = 40;
const UNIT: f64 = (1_u64 << BITS) as f64;

/// The chance of every whole number, exactly: `2^-scale` times what the list holds from `base` on.
struct Oracle {
    base: i64,
    scale: u64,
    chances: Vec<BigInt>,
}

fn whole(chance: f64) -> BigInt {
    let units = chance * UNIT;
    assert!(units.fract() == 0.0 && units >= 1.0, "{chance} is a whole number of units");
    BigInt::from(units as i64)
}

impl Oracle {
    /// Summands with their numbers and chances, one after the other, nothing clever.
    fn new<'each>(summands: impl Iterator<Item = (Vec<i64>, &'each [f64])>) -> Self {
        let mut oracle = Self { base: 0, scale: 0, chances: vec![BigInt::one()] };
        for (numbers, chances) in summands {
            let lowest = *numbers.iter().min().unwrap();
            let reach = usize::try_from(numbers.iter().max().unwrap() - lowest).unwrap();
            let mut next = vec![BigInt::zero(); oracle.chances.len() + reach];
            for (number, chance) in numbers.iter().zip(chances) {
                let (shift, chance) = (usize::try_from(number - lowest).unwrap(), whole(*chance));
                for (slot, before) in next[shift..].iter_mut().zip(&oracle.chances) {
                    if !before.is_zero() {
                        *slot += before * &chance;
                    }
                }
            }
            oracle = Self { base: oracle.base + lowest, scale: oracle.scale + BITS, chances: next };
        }
        oracle
    }

    /// How far a double is from a sum of chances, relative to it, in units of the last place of 1.
    fn error(&self, found: f64, sum: &BigInt) -> f64 {
        // The mantissa and the exponent of the double, and so the double exactly, over the same power of two.
        let exponent = i64::try_from(found.to_bits() >> 52 & 0x7ff).unwrap() - 1075;
        let mantissa = found.to_bits() & ((1 << 52) - 1) | 1 << 52;
        let shift = i64::try_from(self.scale).unwrap() + exponent;
        assert!(found.is_normal() && shift >= 0, "{found}");
        let apart = (BigInt::from(mantissa) << shift) - sum;
        const MORE: u32 = 80;
        let relative = (apart.abs() << MORE) / sum;
        relative.to_f64().unwrap() / 2_f64.powi(80) / f64::EPSILON
    }
}

/// The distribution beside the oracle: the same states, each chance within 16 roundings.
fn compare(distribution: &Distribution, oracle: &Oracle, denominator: i64) -> f64 {
    let mut worst = 0.0_f64;
    let mut states = 0;
    for (position, chance) in distribution.chances().iter().enumerate() {
        let index = distribution.index(position).unwrap();
        let sum = index.checked_mul(Ratio::whole(denominator)).unwrap();
        assert!(sum.is_whole());
        let place = usize::try_from(i64::try_from(sum.numerator()).unwrap() - oracle.base).unwrap();
        let exact = &oracle.chances[place];
        if exact.is_zero() {
            assert!(*chance == 0.0, "{index} is impossible");
        } else {
            states += 1;
            worst = worst.max(oracle.error(*chance, exact));
        }
    }
    assert_eq!(states, oracle.chances.iter().filter(|chance| !chance.is_zero()).count(), "no state is left out");
    assert!(worst <= 16.0, "{worst} roundings");
    let total: f64 = distribution.chances().iter().sum();
    assert!((total - 1.0).abs() < 1e-12, "{total}");
    worst
}

fn one_unit(instrument: &Instrument, answers: Vec<Option<Ratio>>) -> Cohort {
    let subject = Subject { institution: "A".to_owned(), year: Some(2024), ..Subject::default() };
    let assessment = Assessment::from_positions(instrument, subject, answers).unwrap();
    Cohort::from_records(instrument, &Records::Assessments(vec![assessment])).unwrap()
}

/// An instrument whose weights are all different, and whose levels 1 and 2 count more than they say.
fn uneven() -> Instrument {
    let mut text = String::from(
        r#"
schema = "spbe-instrument/1"
id = "uneven"
edition = 1
title = { id = "Bobot Berbeda", en = "Uneven Weights" }
total_weight = "300"
[legal]
basis = "-"
used_years = [2024]
text_seen = true
[answers]
kind = "level"
lowest = "1"
highest = "5"
level_values = [{ level = 1, value = "1.5" }, { level = 2, value = "2.25" }]
[publication]
decimals = 2
rounding = "half_up"
predicate_basis = "exact"
[[tiers]]
code = "indicator"
name = { id = "Indikator", en = "Indicator" }
[[predicates]]
name = { id = "Rendah", en = "Low" }
to = "3"
[[predicates]]
name = { id = "Tinggi", en = "High" }
from = "3"
to = "5"
"#,
    );
    for number in 1..=24 {
        let entry = "[[indicators]]\ncode = \"N\"\nweight = \"N\"\nname = { id = \"Butir N\", en = \"Item N\" }\n";
        text.push_str(&entry.replace('N', &number.to_string()));
    }
    Instrument::from_toml(&text).unwrap()
}

#[test]
fn every_state_of_every_instrument_is_within_16_roundings() {
    let mut random = Random(7);
    for id in ["spbe-2018", "spbe-2020"] {
        let instrument = builtin(id);
        let mut convolution = Convolution::new(&instrument).unwrap();
        let mut portable = Convolution::new(&instrument).unwrap().portable();
        let (lowest, highest) = (instrument.lowest_answer(), instrument.highest_answer());
        let levels: Vec<Ratio> =
            (lowest.floor()..=highest.floor()).map(|level| Ratio::new(level, 1).unwrap()).collect();
        for _ in 0..2 {
            let chances: Vec<Vec<f64>> = instrument.items().iter().map(|_| random.chances(levels.len())).collect();
            let summands = instrument.items().iter().zip(&chances).map(|(item, chances)| {
                let number = |level: &Ratio| item.parts() * i64::try_from(instrument.value_of(*level).floor()).unwrap();
                (levels.iter().map(number).collect(), chances.as_slice())
            });
            let oracle = Oracle::new(summands);
            let distribution = convolution.distribution(&chances).unwrap();
            let worst = compare(&distribution, &oracle, instrument.total_parts());
            println!("{id}: {} states, at most {worst:.2} roundings", distribution.chances().len());
            // Wider instructions give the same bits.
            assert_eq!(distribution, portable.distribution(&chances).unwrap());
            cut_offs(&instrument, &distribution, &oracle);
        }
    }
}

/// The chance to reach each predicate, by either basis, from exact sums above the exact cut-off.
fn cut_offs(instrument: &Instrument, distribution: &Distribution, oracle: &Oracle) {
    let total = Ratio::whole(instrument.total_parts());
    for basis in PredicateBasis::ALL {
        for predicate in 1..instrument.predicates().len() {
            let from = instrument.predicate_from(predicate).unwrap();
            let (index, included) = smallest_index(instrument, from, basis).unwrap();
            let counts = |place: usize| {
                let sum = Ratio::whole(oracle.base + i64::try_from(place).unwrap());
                let value = sum.checked_div(total).unwrap();
                // As the scorer reads the predicate, by another way than the bound.
                let judged = match basis {
                    PredicateBasis::Exact => value,
                    PredicateBasis::Published => instrument.publish(value).unwrap().into(),
                };
                instrument.predicate_position(judged) >= predicate
            };
            let sum: BigInt =
                oracle.chances.iter().enumerate().filter(|(place, _)| counts(*place)).map(|(_, chance)| chance).sum();
            let error = oracle.error(distribution.at_least(index, included).unwrap(), &sum);
            assert!(error <= 32.0, "{error} roundings at {index} {basis:?}");
        }
    }
}

#[test]
fn decimals_and_own_weights_are_within_16_roundings_too() {
    let mut random = Random(11);
    let pemdi = builtin("pemdi-2026");
    let values = ["0.5", "1.25", "2", "2.75", "4.1"];
    for instrument in [&pemdi, &uneven()] {
        let middle = if instrument.has_levels() { Ratio::whole(3) } else { "2.5".parse().unwrap() };
        let cohort = one_unit(instrument, vec![Some(middle); instrument.items().len()]);
        let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
        let states: Vec<Decimal> = if instrument.has_levels() {
            (1..=5).map(|level| Decimal::new(level, 0).unwrap()).collect()
        } else {
            values
                .iter()
                .map(|value| value.parse().unwrap())
                .filter(|value| Ratio::from(*value) >= instrument.lowest_answer())
                .collect()
        };
        let chances: Vec<Vec<f64>> = instrument.items().iter().map(|_| random.chances(states.len())).collect();
        let believed = instrument.items().iter().zip(&chances).flat_map(|(item, chances)| {
            let belief = |(state, chance): (&Decimal, &f64)| {
                Belief::new(item.code(), Believed::Level(*state, Probability::new(*chance).unwrap()))
            };
            states.iter().zip(chances).map(belief).collect::<Vec<_>>()
        });
        let options = ForecastOptions::default().beliefs(believed.collect());
        let forecast = Forecast::new(&scores, 0, &options).unwrap();
        let scale = 100;
        let summands = instrument.items().iter().zip(&chances).map(|(item, chances)| {
            let number = |state: &Decimal| {
                let value =
                    instrument.value_of(Ratio::from(*state)).checked_mul(Ratio::whole(scale * item.parts())).unwrap();
                assert!(value.is_whole());
                i64::try_from(value.numerator()).unwrap()
            };
            (states.iter().map(number).collect(), chances.as_slice())
        });
        let oracle = Oracle::new(summands);
        compare(&forecast.now.distribution, &oracle, scale * instrument.total_parts());
        let sum: f64 = forecast.now.predicates.iter().sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}

#[test]
fn moments_are_those_of_the_distribution() {
    let instrument = builtin("spbe-2020");
    let cohort = one_unit(&instrument, vec![Some(Ratio::whole(3)); 47]);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let chance = |text: &str| text.parse::<Probability>().unwrap();
    for common in ["0", "0.3", "1"] {
        let options = ForecastOptions::default().confidence(Some(chance("0.6"))).common(chance(common));
        let now = Forecast::new(&scores, 0, &options.downward(Some(chance("0.9")))).unwrap().now;
        let index = |position| now.distribution.index(position).unwrap().to_f64();
        let states = || now.distribution.chances().iter().enumerate();
        let mean: f64 = states().map(|(position, chance)| chance * index(position)).sum();
        let variance: f64 = states().map(|(position, chance)| chance * (index(position) - mean).powi(2)).sum();
        assert!((mean - now.expected).abs() < 1e-12 && (now.expected - 2.68).abs() < 1e-12);
        assert!((variance.sqrt() - now.deviation).abs() < 1e-12);
    }
}
