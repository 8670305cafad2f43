//! Policies, the way to the next predicate, and ranges from printed values.

use super::{ScoreError, ScoreOptions, score, score_printed};
use crate::assessment::{Assessment, PublishedResult, Subject};
use crate::exact::Ratio;
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn small() -> Instrument {
    let page = include_str!("../../../docs/instruments.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    Instrument::from_toml(rest.split_once("```").unwrap().0).unwrap()
}

fn answers(instrument: &Instrument, answers: &[Option<i64>]) -> Assessment {
    let answers = answers.iter().map(|answer| answer.map(Ratio::whole)).collect();
    Assessment::from_positions(instrument, Subject::default(), answers).unwrap()
}

fn index(instrument: &Instrument, given: &[Option<i64>], policy: MissingPolicy) -> (String, String) {
    let score = score(instrument, &answers(instrument, given), &ScoreOptions::default().missing(policy)).unwrap();
    assert_eq!(score.missing_policy, policy);
    (score.index.lowest().to_string(), score.index.highest().to_string())
}

#[test]
fn the_worked_example_of_the_documentation_is_right() {
    let instrument = small();
    let score =
        score(&instrument, &answers(&instrument, &[Some(3), Some(2), Some(4), Some(1)]), &ScoreOptions::default())
            .unwrap();
    assert_eq!(score.index.exact(), Some(ratio("2.75")));
    let nodes: Vec<_> = score.nodes.iter().map(|node| node.value.unwrap().exact().unwrap().to_string()).collect();
    assert_eq!(nodes, ["2.6", "3"]);
    assert_eq!(score.predicate.determined(), Some(1));
}

#[test]
fn each_policy_does_what_it_says() {
    let instrument = small();
    let given = [Some(3), None, Some(4), None];
    let error = score(&instrument, &answers(&instrument, &given), &ScoreOptions::default()).unwrap_err();
    assert!(matches!(&error, ScoreError::AnswersMissing { codes, .. } if codes == &["2", "4"]), "{error}");
    // (3*3 + 2*4) / 8 = 2.125 with 0 for the missing, whose lowest level is 0 too; at most (9 + 8 + 8 + 4) / 8.
    assert_eq!(index(&instrument, &given, MissingPolicy::Zero), ("2.125".to_owned(), "2.125".to_owned()));
    assert_eq!(index(&instrument, &given, MissingPolicy::Minimum), ("2.125".to_owned(), "2.125".to_owned()));
    assert_eq!(index(&instrument, &given, MissingPolicy::Exclude), ("3.4".to_owned(), "3.4".to_owned()));
    assert_eq!(index(&instrument, &given, MissingPolicy::Interval), ("2.125".to_owned(), "3.625".to_owned()));

    let none = answers(&instrument, &[None; 4]);
    let exclude = ScoreOptions::default().missing(MissingPolicy::Exclude);
    assert!(matches!(score(&instrument, &none, &exclude), Err(ScoreError::NothingAnswered { .. })));
}

#[test]
fn level_0_of_5_2018_counts_as_1_and_an_unanswered_0_does_not() {
    let instrument = Instrument::builtin("spbe-2018").unwrap();
    let all_zero = vec![Some(0); 37];
    assert_eq!(index(&instrument, &all_zero, MissingPolicy::Reject).0, "1");
    assert_eq!(index(&instrument, &vec![None; 37], MissingPolicy::Minimum).0, "1");
    assert_eq!(index(&instrument, &vec![None; 37], MissingPolicy::Zero).0, "0");
}

#[test]
fn an_assessment_of_another_edition_is_refused() {
    let instrument = small();
    let other = Instrument::from_toml(&instrument.to_toml().replace("edition = 1", "edition = 2")).unwrap();
    let assessment = answers(&instrument, &[Some(1); 4]);
    let result = score(&other, &assessment, &ScoreOptions::default());
    assert!(matches!(result, Err(ScoreError::WrongInstrument { .. })));
}

/// Every assessment of the small instrument, as levels.
fn every_assessment() -> Vec<[i64; 4]> {
    let levels = 0..5_i64;
    let mut all = Vec::new();
    for code in 0..625_i64 {
        all.push([code % 5, code / 5 % 5, code / 25 % 5, code / 125 % 5]);
    }
    assert!(all.iter().flatten().all(|level| levels.contains(level)));
    all
}

#[test]
fn the_way_to_the_next_predicate_is_the_shortest() {
    let instrument = small();
    for basis in PredicateBasis::ALL {
        let options = ScoreOptions::default().predicate_basis(basis);
        let scored: Vec<_> = every_assessment()
            .into_iter()
            .map(|levels| (levels, score(&instrument, &answers(&instrument, &levels.map(Some)), &options).unwrap()))
            .collect();
        for (levels, own) in &scored {
            let predicate = own.predicate.determined().unwrap();
            let Some(next) = own.next else {
                assert_eq!(predicate, 2);
                continue;
            };
            assert_eq!(next.predicate, predicate + 1);
            assert_eq!(own.index.exact().unwrap().checked_add(next.gap).unwrap(), next.index);
            // Brute force: the fewest steps, and the least gain in parts, among all assessments above this one.
            let above = scored.iter().filter(|(other, score)| {
                score.predicate.determined() > Some(predicate)
                    && other.iter().zip(levels).all(|(high, low)| high >= low)
            });
            let steps = |other: &[i64; 4]| other.iter().sum::<i64>() - levels.iter().sum::<i64>();
            let (fewest, least) = above.fold((i64::MAX, i128::MAX), |(fewest, least), (other, score)| {
                let gain = score.index.exact().unwrap().checked_sub(own.index.exact().unwrap()).unwrap();
                let parts = gain.checked_mul(Ratio::whole(instrument.total_parts())).unwrap();
                (fewest.min(steps(other)), least.min(parts.numerator()))
            });
            assert_eq!(next.fewest_levels.map(i64::from), Some(fewest), "{levels:?} {basis:?}");
            assert!(next.parts <= least, "{levels:?} {basis:?}");
        }
    }
}

#[test]
fn the_published_basis_asks_for_half_a_hundredth_less() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let mut levels = vec![Some(2); 47];
    levels[0] = Some(1);
    let assessment = answers(&instrument, &levels);
    let needed = |basis| {
        let options = ScoreOptions::default().predicate_basis(basis);
        let next = score(&instrument, &assessment, &options).unwrap().next.unwrap();
        (next.index.to_string(), next.gap.to_string(), next.parts)
    };
    assert_eq!(needed(PredicateBasis::Exact), ("2.6".to_owned(), "0.613".to_owned(), 1226));
    assert_eq!(needed(PredicateBasis::Published), ("2.595".to_owned(), "0.608".to_owned(), 1216));
}

fn printed(instrument: &Instrument, tier: &str, values: &[&str]) -> PublishedResult {
    let mut nodes = vec![None; instrument.nodes().len()];
    for (number, value) in values.iter().enumerate() {
        let code = (number + 1).to_string();
        let position = instrument.nodes().iter().position(|node| node.tier() == tier && node.code() == code);
        nodes[position.unwrap()] = Some(value.parse().unwrap());
    }
    PublishedResult { subject: Subject::default(), index: None, predicate: None, nodes, row: None }
}

#[test]
fn printed_domains_leave_a_range_and_the_predicate_may_stay_open() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    // Kota Serang 2023: the domains allow 2.5985 and 2.601.
    let result = printed(&instrument, "domain", &["2.20", "1.80", "1.09", "3.70"]);
    let score = score_printed(&instrument, &result, &ScoreOptions::default()).unwrap();
    assert_eq!((score.index.lowest(), score.index.highest()), (ratio("2.5985"), ratio("2.601")));
    assert_eq!(score.index.published().map(|index| index.to_string()).as_deref(), Some("2.60"));
    assert_eq!(score.index.exact(), None);
    assert_eq!(score.predicate.determined(), None);
    let published = ScoreOptions::default().predicate_basis(PredicateBasis::Published);
    assert_eq!(score_printed(&instrument, &result, &published).unwrap().predicate.determined(), Some(2));
}

#[test]
fn printed_values_that_no_levels_give_have_no_score() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let result = printed(&instrument, "domain", &["2.40", "1.70", "1.09", "0.30"]);
    let refused = score_printed(&instrument, &result, &ScoreOptions::default());
    assert!(matches!(refused, Err(ScoreError::PrintedImpossible { with_zero: true, .. })));
    let zero = ScoreOptions::default().missing(MissingPolicy::Zero);
    assert_eq!(score_printed(&instrument, &result, &zero).unwrap().index.exact(), Some(ratio("1.0545")));
    let nothing = printed(&instrument, "domain", &[]);
    let refused = score_printed(&instrument, &nothing, &ScoreOptions::default());
    assert!(matches!(refused, Err(ScoreError::NothingPrinted { .. })));
}

#[test]
fn printed_aspects_of_decimal_answers_leave_an_open_range() {
    let instrument = Instrument::builtin("pemdi-2026").unwrap();
    let result = printed(&instrument, "aspect", &["2.00", "2.50", "2.00", "2.00", "2.00", "2.50", "3.50"]);
    let score = score_printed(&instrument, &result, &ScoreOptions::default()).unwrap();
    assert_eq!((score.index.lowest(), score.index.highest()), (ratio("2.495"), ratio("2.505")));
    assert!(!score.index.highest_included());
    assert_eq!(score.index.published_highest().to_string(), "2.50");
    assert_eq!((score.predicate.lowest, score.predicate.highest), (1, 2));
}

#[test]
fn an_open_end_on_a_cut_off_is_below_it() {
    let instrument = Instrument::builtin("pemdi-2026").unwrap();
    let result = printed(&instrument, "aspect", &["2.49"; 7]);
    // 2.485 to below 2.495: no Baik. One hundredth more, 2.495 to below 2.505, and both are possible.
    let score = score_printed(&instrument, &result, &ScoreOptions::default()).unwrap();
    assert_eq!(score.predicate.determined(), Some(1));
}

#[test]
fn the_widest_scale_with_uneven_weights_does_not_overflow() {
    let text = small()
        .to_toml()
        .replace("highest = \"4\"", "highest = \"1000\"")
        .replace("to = \"4\"", "to = \"1000\"")
        .replace("\"37.5\"", "\"37.500000001\"")
        .replace("\"62.5\"", "\"62.499999999\"")
        .replace("\"25\"", "\"24.999999998\"")
        .replace("\"12.5\"", "\"12.500000003\"");
    let Ok(instrument) = Instrument::from_toml(&text) else { panic!("{:?}", Instrument::from_toml(&text)) };
    let scored = score(&instrument, &answers(&instrument, &[Some(1000); 4]), &ScoreOptions::default()).unwrap();
    assert_eq!(scored.index.exact(), Some(Ratio::whole(1000)));
}

#[test]
fn printed_values_that_may_hold_zeros_are_not_under_the_official_rule() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let result = printed(&instrument, "domain", &["2.40", "1.70", "1.09", "0.30"]);
    let zero = ScoreOptions::default().missing(MissingPolicy::Zero);
    assert!(!score_printed(&instrument, &result, &zero).unwrap().is_official_rule());
}
