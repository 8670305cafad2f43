use super::draw::{LANES, Row, philox};
use super::network;
use super::pairs::Pairs;
use super::sides::{Pair, Sides, sides};
use super::{Cutoff, Drawing, Field, Noise, Weights, class_radii, standings};
use crate::exact::Ratio;
use crate::wide::Wide;
use std::cmp::Reverse;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 20) % u64::from(limit)).unwrap()
    }
}

pub(super) fn levels(units: usize, parts: usize) -> Field {
    let mut random = Random(88);
    let weights: Vec<u32> = (0..parts).map(|_| [26, 50, 30, 55, 60][random.below(5) as usize]).collect();
    let mut values = Vec::new();
    for _ in 0..units {
        let able = 1 + random.below(4);
        values.extend((0..parts).map(|_| (able + random.below(3)).clamp(1, 5)));
    }
    let cutoffs = [18, 26, 35, 42].map(|tenths| Cutoff { at: Ratio::new(tenths, 10).unwrap(), included: true });
    Field {
        falls: values.iter().map(|value| u32::from(*value > 1)).collect(),
        rises: values.iter().map(|value| u32::from(*value < 5)).collect(),
        weights,
        values,
        cutoffs: cutoffs.to_vec(),
    }
}

fn tenths(numerator: i128) -> Ratio {
    Ratio::new(numerator, 10).unwrap()
}

#[test]
fn philox_is_that_of_its_authors() {
    // The known answers of Random123.
    assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    assert_eq!(
        philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

#[test]
fn columns_of_any_length_are_sorted() {
    let mut random = Random(5);
    for count in (0..70).chain([127, 128, 129, 255, 256, 300, 511, 512, 513, 600, 1000, 1023, 1024]) {
        let limit = if count % 2 == 0 { 20 } else { 1 << 30 };
        let mut rows: Vec<Row> = (0..count).map(|_| [0; LANES].map(|_: u32| random.below(limit))).collect();
        let before = rows.clone();
        network::sort(&mut rows);
        for lane in 0..LANES {
            let mut column: Vec<u32> = before.iter().map(|row| row[lane]).collect();
            column.sort_unstable();
            assert_eq!(rows.iter().map(|row| row[lane]).collect::<Vec<_>>(), column, "{count} rows");
        }
    }
}

#[test]
fn every_path_counts_the_same() {
    for (units, parts) in [(1, 3), (7, 5), (40, 47), (130, 47), (33, 12)] {
        let field = levels(units, parts);
        let last = u32::try_from(units).unwrap() - 1;
        let pairs = [(0, last), (last, 0), (last / 2, 0)];
        for weights in [Weights::Official, Weights::Uniform(tenths(3)), Weights::Dirichlet(Ratio::whole(60))] {
            for chance in [0, 700, 20_000, 32_768] {
                let noise = Noise { sides: vec![chance; parts] };
                let drawing = Drawing::new(&field, &weights, &noise, &pairs);
                for draws in [1, 32, 75, 1000] {
                    let counts = drawing.count(0, draws, 1);
                    assert_eq!(counts.draws, draws);
                    assert_eq!(counts, drawing.clone().portable().count(0, draws, 3));
                    assert_eq!(
                        counts,
                        drawing.clone().without_tables().count(0, draws, 2),
                        "{units} {weights:?} {chance}"
                    );
                    assert!(
                        draws < 1000
                            || counts != drawing.count(1, draws, 1)
                            || units < 3
                            || (weights == Weights::Official && chance == 0)
                    );
                }
            }
        }
    }
}

#[test]
fn pairs_side_by_side_are_those_found_one_by_one() {
    for (units, parts) in [(0, 3), (1, 3), (31, 4), (32, 4), (33, 2), (64, 47), (97, 3), (130, 12)] {
        let field = levels(units, parts);
        let mut order: Vec<(usize, u64)> = (0..units).map(|unit| (unit, field.score(unit))).collect();
        order.sort_by_key(|(_, score)| Reverse(*score));
        for reach in [(0, 1), (1, 4), (7, 50), (1, 1)] {
            let one_by_one = sides(&field, &order, reach);
            let pairs = Pairs::new(&field, &order, reach).unwrap();
            for wide in [None, Wide::detect(false), Wide::detect(true)] {
                let found = pairs.sides(wide);
                let radii = |pairs: &[Pair]| -> Vec<_> { pairs.iter().map(|pair| pair.rival(&order)).collect() };
                assert_eq!(radii(&found.above), radii(&one_by_one.above), "{units} {parts}");
                assert_eq!(radii(&found.below), radii(&one_by_one.below), "{units} {parts}");
                let counts = |own: &Sides| [&own.passed, &own.passing, &own.dominates, &own.dominated].map(Vec::clone);
                assert_eq!(counts(&found), counts(&one_by_one), "{units} {parts} {reach:?}");
            }
        }
    }
}

/// By the definition, a pair at a time.
#[test]
fn standings_are_those_of_the_definition() {
    for (units, parts) in [(1, 2), (2, 1), (9, 3), (70, 5), (64, 47)] {
        let mut field = levels(units, parts);
        for wide in [false, true] {
            if wide {
                // Too large for 16 bits.
                field.values.iter_mut().for_each(|value| *value *= 1000);
            }
            for reach in [Ratio::ZERO, tenths(1), tenths(3), Ratio::ONE] {
                let standings = standings(&field, reach);
                for (unit, own) in standings.iter().enumerate() {
                    let score = |unit: usize| i128::from(field.score(unit));
                    let distance = |other: usize| -> i128 {
                        let terms = field.row(unit).iter().zip(field.row(other)).zip(&field.weights);
                        terms.map(|((a, b), w)| i128::from(a.abs_diff(*b)) * i128::from(*w)).sum()
                    };
                    let others = || (0..units).filter(|other| *other != unit);
                    let gap = |other: usize| score(other) - score(unit);
                    let above = others().filter(|other| gap(*other) > 0).count();
                    assert_eq!(own.rank as usize, above + 1);
                    let reached =
                        |other: usize| reach.numerator() * distance(other) - gap(other).abs() * reach.denominator();
                    let surely = others().filter(|other| gap(*other) > 0 && reached(*other) < 0).count();
                    assert_eq!(own.best as usize, surely + 1);
                    let maybe = others().filter(|other| gap(*other) > 0 || reached(*other) > 0).count();
                    assert_eq!(own.worst as usize, maybe + 1, "{units} {parts} {reach} {unit}");
                    let radius = |other: usize| Ratio::new(gap(other).abs(), distance(other)).unwrap();
                    let differ = || others().filter(|other| distance(*other) > 0);
                    let least = |side: i128| differ().filter(|other| gap(*other) * side >= 0).map(radius).min();
                    assert_eq!(own.above.map(|rival| rival.radius), least(1));
                    assert_eq!(own.below.map(|rival| rival.radius), least(-1));
                    assert!(own.above.is_none_or(|rival| radius(rival.unit) == rival.radius));
                    let all = |a: usize, b: usize| field.row(a).iter().zip(field.row(b)).all(|(a, b)| a >= b);
                    assert_eq!(own.dominates as usize, differ().filter(|other| all(unit, *other)).count());
                    assert_eq!(own.dominated as usize, differ().filter(|other| all(*other, unit)).count());
                }
            }
        }
    }
}

#[test]
fn draws_stay_within_what_weights_allow() {
    let field = levels(120, 47);
    let reach = tenths(2);
    let noise = Noise::default();
    let counts = Drawing::new(&field, &Weights::Uniform(reach), &noise, &[]).count(3, 5000, 1);
    for (unit, own) in standings(&field, reach).iter().enumerate() {
        let (best, worst) = counts.rank_ranges[unit];
        assert!(own.best <= best + 1 && worst < own.worst, "{own:?} {best} {worst}");
        let radii = class_radii(&field, unit);
        let class = field.class(field.score(unit), field.total());
        let at_least = |number: usize| counts.at_least[unit * 4 + number];
        assert!(class == 4 || radii.up.is_none_or(|up| up > reach) <= (at_least(class) == 0));
        assert!(class == 0 || radii.down.is_none_or(|down| down > reach) <= (at_least(class - 1) == counts.draws));
    }
}
