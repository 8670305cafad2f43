//! What prints allow, against every assessment there is of a small instrument.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::possible::{Constraint, Downwards, Possible, Space};
use super::{ScoreError, ScoreOptions, score};
use crate::assessment::{Assessment, Subject};
use crate::exact::{Decimal, Range, Ratio, Rounding};
use crate::instrument::{Instrument, MissingPolicy};

fn small(lowest: &str) -> Instrument {
    let page = include_str!("../../../docs/instruments.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let text = rest.split_once("```").unwrap().0;
    Instrument::from_toml(&text.replace("lowest = \"0\"", &format!("lowest = \"{lowest}\""))).unwrap()
}

/// The exact values of every node and of the index, for every assessment, unanswered indicators as 0 if asked for.
fn every_outcome(instrument: &Instrument, lowest: i64, zero: bool) -> Vec<(Vec<Ratio>, Ratio)> {
    let mut answers: Vec<Option<i64>> = (lowest..=4).map(Some).collect();
    if zero {
        answers.push(None);
    }
    let mut all: Vec<Vec<Option<i64>>> = vec![Vec::new()];
    for _ in 0..4 {
        all = all.iter().flat_map(|own| answers.iter().map(|next| [own.as_slice(), &[*next]].concat())).collect();
    }
    let options = ScoreOptions::default().missing(MissingPolicy::Zero);
    all.into_iter()
        .map(|answers| {
            let answers = answers.into_iter().map(|answer| answer.map(Ratio::whole)).collect();
            let assessment = Assessment::from_positions(instrument, Subject::default(), answers).unwrap();
            let score = score(instrument, &assessment, &options).unwrap();
            let nodes = score.nodes.iter().map(|node| node.value.unwrap().exact().unwrap()).collect();
            (nodes, score.index.exact().unwrap())
        })
        .collect()
}

fn values(space: &Space<'_>, possible: &Possible, node: Option<usize>) -> BTreeSet<Ratio> {
    match possible {
        Possible::Sums(sums) => sums.iter().map(|sum| space.value(sum, space.parts(node)).unwrap()).collect(),
        Possible::Range(_) => panic!("levels leave sums"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn exactly_what_some_assessment_explains_is_possible(
        lowest in prop_oneof![Just(0_i64), Just(-2)],
        zero: bool,
        pick in any::<prop::sample::Index>(),
        print in prop::array::uniform3(prop::option::of(-1_i128..=1)),
        rounding in prop::sample::select(&Rounding::ALL[..]),
    ) {
        let instrument = small(&lowest.to_string());
        let outcomes = every_outcome(&instrument, lowest, zero);
        // What some assessment prints, now and then a hundredth beside it.
        let (nodes, index) = pick.get(&outcomes);
        let printed = |value: Ratio, change: Option<i128>| change.map(|change| {
            let printed = rounding.publish(value, 2).unwrap();
            Decimal::new(printed.units() + change, 2).unwrap()
        });
        let cells = [printed(nodes[0], print[0]), printed(nodes[1], print[1])];
        let index_cell = printed(*index, print[2]);

        let agrees = |value: Ratio, cell: Option<Decimal>| {
            cell.is_none_or(|cell| rounding.publish(value, 2).unwrap() == cell)
        };
        let explained: Vec<_> = outcomes
            .iter()
            .filter(|(nodes, index)| {
                agrees(nodes[0], cells[0]) && agrees(nodes[1], cells[1]) && agrees(*index, index_cell)
            })
            .collect();

        let space = Space::new(&instrument, zero).unwrap();
        let constraint = Constraint::new(&cells, index_cell, rounding).unwrap();
        let narrowed = space.narrow(&constraint, Downwards::All).unwrap();
        prop_assert_eq!(narrowed.is_impossible(), explained.is_empty());
        if !explained.is_empty() {
            let expected: BTreeSet<Ratio> = explained.iter().map(|(_, index)| *index).collect();
            prop_assert_eq!(values(&space, &narrowed.index, None), expected);
            for node in 0..2 {
                let expected: BTreeSet<Ratio> = explained.iter().map(|(nodes, _)| nodes[node]).collect();
                prop_assert_eq!(values(&space, &narrowed.nodes[node], Some(node)), expected);
            }
        }
    }
}

#[test]
fn ranges_narrow_downwards_too() {
    let instrument = Instrument::builtin("pemdi-2026").unwrap();
    let space = Space::new(&instrument, false).unwrap();
    let printed = Some("5.00".parse().unwrap());
    let constraint = Constraint::new(&[None; 7], printed, Rounding::HalfUp).unwrap();
    let narrowed = space.narrow(&constraint, Downwards::All).unwrap();
    // An index of at least 4.995 leaves aspect 1 (10 %) no less than 5 - 0.005 / 0.1.
    let low = "4.95".parse().unwrap();
    let high = Ratio::whole(5);
    let expected = Range { low, low_included: true, high, high_included: true };
    assert_eq!(narrowed.nodes[0], Possible::Range(Some(expected)));
}

#[test]
fn what_would_take_too_long_is_refused() {
    let mut text = small("0").to_toml();
    text = text.replace("highest = \"4\"", "highest = \"1000\"").replace("to = \"4\"", "to = \"1000\"");
    let start = text.find("[[indicators]]").unwrap();
    text.truncate(start);
    for (parent, parts) in [("1", 62_500), ("2", 37_500)] {
        for number in 0..200 {
            let weight = f_text(parts, number);
            text.push_str(&format!(
                "[[indicators]]\ncode = \"{parent}-{number}\"\nparent = \"{parent}\"\nweight = \"{weight}\"\nname = {{ id = \"x\" }}\n"
            ));
        }
    }
    let instrument = Instrument::from_toml(&text).unwrap();
    assert!(matches!(Space::new(&instrument, false), Err(ScoreError::TooFine { .. })));
}

/// The weight of one of 200 indicators that add up to `parts` thousandths.
fn f_text(parts: i64, number: i64) -> String {
    let even = parts / 200;
    let rest = if number == 0 { parts - even * 200 } else { 0 };
    Ratio::new(i128::from(even + rest), 1000).unwrap().to_string()
}
