//! The predicate just below, at and just above every cut-off, on both bases.

use std::collections::BTreeSet;

use spbe_core::assessment::{Assessment, PublishedResult, Records};
use spbe_core::audit::{Verdict, audit};
use spbe_core::cohort::{Cohort, Scores};
use spbe_core::exact::{Decimal, Ratio};
use spbe_core::instrument::{Instrument, PredicateBasis};
use spbe_core::score::{Score, ScoreOptions, score, score_printed};
use spbe_tests::files::{builtin, ratio, subject};

/// Lower bounds from the regulations: 5/2018 and 59/2020 (Table 13), 8/2026 (Table 4).
const BOUNDS: [(&str, [&str; 4]); 3] = [
    ("spbe-2018", ["1.8", "2.6", "3.5", "4.2"]),
    ("spbe-2020", ["1.8", "2.6", "3.5", "4.2"]),
    ("pemdi-2026", ["1.5", "2.5", "3.5", "4.0"]),
];

const NAMES: [&str; 5] = ["Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan"];

fn scored(instrument: &Instrument, answers: Vec<Ratio>, basis: PredicateBasis) -> Score {
    let answers = answers.into_iter().map(Some).collect();
    let assessment = Assessment::from_positions(instrument, subject("-", None), answers).expect("answers in range");
    score(instrument, &assessment, &ScoreOptions::default().predicate_basis(basis)).expect("every item is answered")
}

/// Levels from 1 whose weighted sum is `target`, found by going through every reachable sum; `None` if there are none.
fn levels_with_sum(instrument: &Instrument, target: i64) -> Option<Vec<Ratio>> {
    let target = usize::try_from(target).ok()?;
    // For each item and sum, the level with which the sum can be reached.
    let mut chosen: Vec<Vec<Option<u8>>> = Vec::new();
    let mut reached = vec![false; target + 1];
    reached[0] = true;
    for item in instrument.items() {
        let parts = usize::try_from(item.parts()).ok()?;
        let mut own = vec![None; target + 1];
        for sum in (0..=target).filter(|sum| reached[*sum]) {
            for level in 1..=5_u8 {
                if let Some(slot) = own.get_mut(sum + parts * usize::from(level)) {
                    *slot = Some(level);
                }
            }
        }
        reached = own.iter().map(Option::is_some).collect();
        chosen.push(own);
    }
    let mut left = target;
    let mut levels = Vec::new();
    for (item, own) in instrument.items().iter().zip(&chosen).rev() {
        let level = own[left]?;
        left -= usize::try_from(item.parts()).ok()? * usize::from(level);
        levels.push(Ratio::whole(level.into()));
    }
    levels.reverse();
    Some(levels)
}

#[test]
fn the_bounds_are_those_of_the_regulations() {
    for (id, bounds) in BOUNDS {
        let instrument = builtin(id);
        let names: Vec<&str> = instrument.predicates().iter().map(|predicate| predicate.name.id.as_str()).collect();
        assert_eq!(names, NAMES, "{id}");
        for (position, bound) in (1..).zip(bounds) {
            assert_eq!(instrument.predicate_from(position), Some(ratio(bound)), "{id}");
        }
        assert_eq!(instrument.predicate_from(5), None);
    }
}

#[test]
fn one_part_below_a_bound_is_the_lower_predicate_and_the_bound_is_the_upper() {
    for (id, bounds) in &BOUNDS[..2] {
        let instrument = builtin(id);
        let total = instrument.total_parts();
        for (upper, bound) in (1..).zip(bounds) {
            let at = ratio(bound).checked_mul(Ratio::whole(total)).expect("a product");
            assert!(at.is_whole(), "{id}: the bound is a whole number of parts");
            let at = i64::try_from(at.numerator()).expect("small");
            for step in -1..=1 {
                let levels = levels_with_sum(&instrument, at + step).expect("levels with this sum");
                let exact = scored(&instrument, levels.clone(), PredicateBasis::Exact);
                let sum = Ratio::new((at + step).into(), total.into()).expect("a fraction");
                assert_eq!(exact.index.exact(), Some(sum), "{id} {bound} {step}");
                let expected = if step < 0 { upper - 1 } else { upper };
                assert_eq!(exact.predicate.determined(), Some(expected), "{id} {bound} {step}");
                // One part is less than half a hundredth: on the published index all three are at the bound.
                let published = scored(&instrument, levels, PredicateBasis::Published);
                assert_eq!(published.index.published().map(Ratio::from), Some(ratio(bound)), "{id} {bound} {step}");
                assert_eq!(published.predicate.determined(), Some(upper), "{id} {bound} {step}");
            }
        }
    }
}

#[test]
fn half_a_hundredth_below_a_bound_decides_on_the_published_index() {
    for (id, bounds) in &BOUNDS[..2] {
        let instrument = builtin(id);
        let total = instrument.total_parts();
        for (upper, bound) in (1..).zip(bounds) {
            // The first whole part whose index prints as the bound: 1.795 of 59/2020 is 3,590 parts.
            let tie = ratio(bound).checked_sub(ratio("0.005")).expect("a difference");
            let first =
                i64::try_from(tie.checked_mul(Ratio::whole(total)).expect("a product").ceiling()).expect("small");
            for (parts, expected) in [(first - 1, upper - 1), (first, upper), (first + 1, upper)] {
                let Some(levels) = levels_with_sum(&instrument, parts) else {
                    panic!("{id}: no levels give {parts} parts");
                };
                let published = scored(&instrument, levels.clone(), PredicateBasis::Published);
                assert_eq!(published.predicate.determined(), Some(expected), "{id} {bound} {parts}");
                let exact = scored(&instrument, levels, PredicateBasis::Exact);
                // In 5/2018, 540 of 300 parts are 1.8 already.
                let own =
                    upper - usize::from(Ratio::new(parts.into(), total.into()).expect("a fraction") < ratio(bound));
                assert_eq!(exact.predicate.determined(), Some(own), "{id} {bound} {parts}");
            }
        }
    }
}

#[test]
fn pemdi_values_a_ten_thousandth_and_one_part_away_decide() {
    let instrument = builtin("pemdi-2026");
    let position = instrument.item_position("20").expect("an indicator");
    let weight = instrument.items()[position].parts();
    let total = instrument.total_parts();
    for (upper, bound) in (1..).zip(BOUNDS[2].1) {
        let bound = ratio(bound);
        let part = Ratio::new(1, total.into()).expect("a fraction");
        for (size, same_print) in [(ratio("0.0001"), true), (ratio("0.0051"), false), (part, false)] {
            for (sign, expected) in [(-1, upper - 1), (0, upper), (1, upper)] {
                let moved = size.checked_mul(Ratio::whole(sign)).expect("a product");
                // Everything at the bound but one indicator, which carries the whole difference.
                let mut answers = vec![bound; instrument.items().len()];
                let own = moved.checked_mul(Ratio::new(total.into(), weight.into()).unwrap()).expect("a product");
                answers[position] = bound.checked_add(own).expect("a sum");
                let exact = scored(&instrument, answers.clone(), PredicateBasis::Exact);
                assert_eq!(exact.index.exact(), Some(bound.checked_add(moved).unwrap()), "{bound} {size} {sign}");
                assert_eq!(exact.predicate.determined(), Some(expected), "{bound} {size} {sign}");
                let published = scored(&instrument, answers, PredicateBasis::Published);
                let expected = if same_print { upper } else { expected };
                assert_eq!(published.predicate.determined(), Some(expected), "{bound} {size} {sign}");
            }
        }
    }
}

#[test]
fn the_half_hundredth_itself_prints_as_the_bound() {
    for (id, bounds) in BOUNDS {
        let instrument = builtin(id);
        let smallest = ratio("0.00000000000000000001");
        for (upper, bound) in (1..).zip(bounds) {
            let bound = ratio(bound);
            let tie = bound.checked_sub(ratio("0.005")).unwrap();
            let below = tie.checked_sub(smallest).unwrap();
            assert_eq!(instrument.publish(tie).map(Ratio::from), Ok(bound), "{id}");
            assert_eq!(instrument.predicate_position(instrument.publish(tie).unwrap().into()), upper, "{id}");
            assert_eq!(instrument.predicate_position(instrument.publish(below).unwrap().into()), upper - 1, "{id}");
            assert_eq!(instrument.predicate_position(tie), upper - 1, "{id}");
            assert_eq!(instrument.predicate_position(bound), upper, "{id}");
            assert_eq!(instrument.predicate_position(bound.checked_sub(smallest).unwrap()), upper - 1, "{id}");
            assert_eq!(instrument.predicate_position(bound.checked_add(smallest).unwrap()), upper, "{id}");
        }
    }
}

#[test]
fn the_ends_of_the_scale_have_the_first_and_the_last_predicate() {
    for (id, _) in BOUNDS {
        let instrument = builtin(id);
        for basis in PredicateBasis::ALL {
            for (answer, index, expected) in [(instrument.lowest_answer(), "1", 0), (ratio("5"), "5", NAMES.len() - 1)]
            {
                let scored = scored(&instrument, vec![answer; instrument.items().len()], basis);
                assert_eq!(scored.index.exact(), Some(ratio(index)), "{id}");
                assert_eq!(scored.predicate.determined(), Some(expected), "{id}");
                assert_eq!(scored.next.is_none(), expected == NAMES.len() - 1, "{id}");
            }
        }
    }
}

#[test]
fn the_next_predicate_begins_where_the_basis_says() {
    let instrument = builtin("spbe-2020");
    // Bandar Lampung 2023: 4,309 parts of 2,000.
    let levels = levels_with_sum(&instrument, 4_309).expect("levels");
    for (basis, index, gap, parts) in
        [(PredicateBasis::Exact, "2.6", "0.4455", 891), (PredicateBasis::Published, "2.595", "0.4405", 881)]
    {
        let next = scored(&instrument, levels.clone(), basis).next.expect("a next predicate");
        assert_eq!((next.predicate, next.index, next.gap, next.parts), (2, ratio(index), ratio(gap), parts));
        assert!(next.index_included);
    }
}

/// The predicates of every index of whole levels that prints so: each sum of parts and levels is gone through.
fn allowed(instrument: &Instrument, printed: Decimal, basis: PredicateBasis) -> BTreeSet<usize> {
    let total = instrument.total_parts();
    let indices = (total..=5 * total).map(|sum| Ratio::new(sum.into(), total.into()).expect("a fraction"));
    let same = indices.filter(|index| instrument.rounding().publish(*index, printed.decimals()) == Ok(printed));
    let judged = same.map(|index| match basis {
        PredicateBasis::Exact => index,
        PredicateBasis::Published => instrument.publish(index).expect("a print").into(),
    });
    judged.map(|index| instrument.predicate_position(index)).collect()
}

#[test]
fn a_printed_index_has_the_same_predicates_whoever_asks() {
    for (id, bounds) in BOUNDS {
        for basis in PredicateBasis::ALL {
            let text = builtin(id).to_toml();
            let text = text.replace("predicate_basis = \"exact\"", &format!("predicate_basis = \"{}\"", basis.name()));
            let instrument = Instrument::from_toml(&text).expect("an instrument");
            assert_eq!(instrument.predicate_basis(Some(2030)), basis, "{id}");
            let options = ScoreOptions::default();
            for bound in bounds {
                let tie = ratio(bound).checked_sub(ratio("0.005")).unwrap();
                let around = |at: Ratio, decimals: u8| {
                    let middle = instrument.rounding().publish(at, decimals).unwrap().units();
                    // A part of 59/2020 is 5 000 000 in units of the tenth decimal.
                    let steps = if decimals == 10 { vec![-5_000_000, -1, 0, 1, 5_000_000] } else { (-6..=6).collect() };
                    steps.into_iter().map(move |step| Decimal::new(middle + step, decimals).unwrap())
                };
                let prints = [2, 3, 10]
                    .into_iter()
                    .flat_map(|decimals| [tie, ratio(bound)].into_iter().flat_map(move |at| around(at, decimals)));
                for printed in prints {
                    let with = |predicate| PublishedResult {
                        subject: subject("A", Some(2030)),
                        index: Some(printed),
                        predicate,
                        nodes: vec![None; instrument.nodes().len()],
                        row: None,
                    };
                    let scored: BTreeSet<usize> = score_printed(&instrument, &with(None), &options)
                        .map(|score| (score.predicate.lowest..=score.predicate.highest).collect())
                        .unwrap_or_default();
                    let audited: BTreeSet<usize> = (0..NAMES.len())
                        .filter(|predicate| {
                            let audit = audit(&instrument, &[with(Some(*predicate))]).expect("an audit");
                            audit.rows[0].verdict == Verdict::Consistent
                        })
                        .collect();
                    let case = format!("{id} {} {printed}", basis.name());
                    assert_eq!(scored, audited, "{case}");
                    if instrument.has_levels() {
                        assert_eq!(scored, allowed(&instrument, printed, basis), "{case}");
                    }
                    let cohort = Cohort::from_records(&instrument, &Records::Results(vec![with(None)])).unwrap();
                    let ranked = Scores::new(&cohort, &options).unwrap().predicate(0);
                    let only = if scored.len() == 1 { scored.first().copied() } else { None };
                    assert_eq!(ranked, only, "{case}");
                }
            }
        }
    }
}
