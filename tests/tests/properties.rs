//! Scores against the regulation's nested formulas, for the built-in instruments and for instruments of any shape.

use std::collections::BTreeMap;

use num_traits::Zero;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use spbe_core::assessment::Assessment;
use spbe_core::instrument::{Instrument, MissingPolicy, PredicateBasis};
use spbe_core::score::{Score, ScoreError, ScoreOptions, Value, score};
use spbe_tests::files::{builtin, builtin_data, ratio, subject};
use spbe_tests::generate::{ROUNDINGS, Recipe, published_units};
use spbe_tests::oracle::{BigRational, Oracle, Unanswered, Worked, big, big_of};

const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/regressions/properties.txt");

fn config(cases: u32) -> ProptestConfig {
    let persistence = FileFailurePersistence::Direct(REGRESSIONS);
    ProptestConfig { cases, failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::default() }
}

/// An instrument with what the oracle needs of it.
struct Subjected {
    instrument: Instrument,
    oracle: Oracle,
    bounds: Vec<BigRational>,
    publication: (u8, &'static str),
}

type Answers = BTreeMap<String, String>;

fn generated(recipe: &Recipe) -> Subjected {
    let data = recipe.data();
    let instrument = Instrument::from_json(&data.to_string()).unwrap_or_else(|issues| panic!("{issues}\n{data}"));
    let publication = (recipe.publication.0, ROUNDINGS[usize::from(recipe.publication.1)]);
    Subjected { instrument, oracle: Oracle::new(data), bounds: recipe.bounds(), publication }
}

fn official(id: &str) -> Subjected {
    let data = builtin_data(id);
    let bounds = data["predicates"].as_array().into_iter().flatten();
    let bounds = bounds.skip(1).filter_map(|predicate| predicate["from"].as_str()).map(big).collect();
    Subjected { instrument: builtin(id), oracle: Oracle::new(data), bounds, publication: (2, "half_up") }
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let weights = prop::collection::vec(prop::collection::vec(1_u16..=40, 1..=3), 1..=20);
    let shape = (1_usize..=6, prop::collection::vec(any::<u16>(), 1..40), weights);
    let numbers = (prop::sample::select(vec![1_u16, 3, 7, 10, 11, 100]), any::<bool>(), -2_i64..=2, 1_u8..=7);
    let publication = (any::<bool>(), 1_u8..=6, (0_u8..=4, 0_u8..=2));
    (shape, numbers, publication).prop_map(|((tiers, picks, weights), numbers, publication)| {
        let (denominator, levels, lowest, span) = numbers;
        let (lifted, predicates, publication) = publication;
        Recipe { tiers, picks, weights, denominator, levels, lowest, span, lifted, predicates, publication }
    })
}

/// Drawn answers; about one in eight is missing.
fn draws() -> impl Strategy<Value = Vec<Option<u16>>> {
    prop::collection::vec(prop::option::weighted(0.875, any::<u16>()), 1..60)
}

fn builtin_answers(id: &str, drawn: &[Option<u16>]) -> (Subjected, Answers) {
    let subjected = official(id);
    let lowest = i64::from(id != "spbe-2018");
    let recipe = Recipe {
        levels: subjected.instrument.has_levels(),
        lowest,
        span: if lowest == 0 { 5 } else { 4 },
        ..Recipe {
            tiers: 1,
            picks: Vec::new(),
            weights: Vec::new(),
            denominator: 1,
            levels: true,
            lowest,
            span: 4,
            lifted: false,
            predicates: 1,
            publication: (2, 0),
        }
    };
    let answers = recipe.answers_from(&subjected.oracle.item_codes(), drawn);
    (subjected, answers)
}

fn assessed(instrument: &Instrument, answers: &Answers) -> Assessment {
    let answers = answers.iter().map(|(code, answer)| (code.as_str(), ratio(answer)));
    Assessment::new(instrument, subject("-", None), answers).unwrap_or_else(|issues| panic!("{issues}"))
}

fn scored(instrument: &Instrument, answers: &Answers, policy: MissingPolicy) -> Result<Score, ScoreError> {
    score(instrument, &assessed(instrument, answers), &ScoreOptions::default().missing(policy))
}

fn work(oracle: &Oracle, answers: &Answers, unanswered: &Unanswered) -> Worked {
    let answers = answers.iter().map(|(code, answer)| (code.clone(), big(answer))).collect();
    oracle.work(&answers, unanswered)
}

/// A value of the core against the lowest and highest of the oracle, exact and as published.
fn same(subjected: &Subjected, value: Option<&Value>, low: Option<&BigRational>, high: Option<&BigRational>) {
    assert_eq!(value.map(|value| big_of(value.lowest())).as_ref(), low);
    assert_eq!(value.map(|value| big_of(value.highest())).as_ref(), high);
    let (decimals, rounding) = subjected.publication;
    if let (Some(value), Some(low), Some(high)) = (value, low, high)
        && *low >= BigRational::zero()
    {
        for (printed, exact) in [(value.published_lowest(), low), (value.published_highest(), high)] {
            assert_eq!(printed.decimals(), decimals);
            assert_eq!(printed.units().to_string(), published_units(exact, decimals, rounding).to_string());
        }
    }
}

/// Every number of a score against the oracle.
fn compare(subjected: &Subjected, score: &Score, low: &Worked, high: &Worked) {
    same(subjected, Some(&score.index), low.index.as_ref(), high.index.as_ref());
    for (node, own) in subjected.instrument.nodes().iter().zip(&score.nodes) {
        let key = (node.tier().to_owned(), node.code().to_owned());
        same(subjected, own.value.as_ref(), low.nodes[&key].as_ref(), high.nodes[&key].as_ref());
    }
    for (indicator, own) in subjected.instrument.indicators().iter().zip(&score.indicators) {
        let (low, high) = (&low.indicators[indicator.code()], &high.indicators[indicator.code()]);
        same(subjected, own.value.as_ref(), low.as_ref(), high.as_ref());
    }
    assert_eq!(score.nodes.len(), low.nodes.len());
    assert_eq!(score.indicators.len(), low.indicators.len());
    let position = |value: &BigRational| subjected.bounds.iter().filter(|bound| value >= bound).count();
    let ends = (low.index.as_ref().map(position), high.index.as_ref().map(position));
    assert_eq!((Some(score.predicate.lowest), Some(score.predicate.highest)), ends);
    assert_eq!(score.predicate_basis, PredicateBasis::Exact);
}

/// A score under every policy against the oracle.
fn agrees_under_every_policy(subjected: &Subjected, answers: &Answers) {
    let Subjected { instrument, oracle, .. } = subjected;
    let missing = instrument.items().iter().filter(|item| !answers.contains_key(item.code())).count();
    for policy in MissingPolicy::ALL {
        let found = scored(instrument, answers, policy);
        let value = |value| work(oracle, answers, &Unanswered::Value(value));
        let (low, high) = match policy {
            MissingPolicy::Reject if missing > 0 => {
                let Err(ScoreError::AnswersMissing { codes, .. }) = found else { panic!("{found:?}") };
                assert_eq!(codes.len(), missing);
                continue;
            }
            MissingPolicy::Exclude if answers.is_empty() => {
                assert!(matches!(found, Err(ScoreError::NothingAnswered { .. })), "{found:?}");
                continue;
            }
            MissingPolicy::Exclude => {
                let left = work(oracle, answers, &Unanswered::LeftOut);
                (left.clone(), left)
            }
            MissingPolicy::Zero => (value(BigRational::zero()), value(BigRational::zero())),
            MissingPolicy::Interval => (value(oracle.end("lowest")), value(oracle.end("highest"))),
            // Nothing is missing under `reject` here.
            _ => (value(oracle.end("lowest")), value(oracle.end("lowest"))),
        };
        let score = found.unwrap_or_else(|error| panic!("{}: {error}", policy.name()));
        assert_eq!((score.missing_items.len(), score.missing_policy), (missing, policy));
        compare(subjected, &score, &low, &high);
    }
}

/// What the indicators add to the index, and the way to the next predicate.
fn adds_up(subjected: &Subjected, answers: &Answers) {
    for policy in [MissingPolicy::Minimum, MissingPolicy::Zero, MissingPolicy::Exclude] {
        let Ok(score) = scored(&subjected.instrument, answers, policy) else { continue };
        let parts = score.indicators.iter().filter_map(|own| own.contribution);
        let sum = parts.map(|part| big_of(part.exact().expect("one value"))).sum::<BigRational>();
        assert_eq!(sum, big_of(score.index.exact().expect("one value")), "{}", policy.name());
        if let Some(next) = score.next {
            let bound = subjected.instrument.predicate_from(next.predicate).expect("a bound");
            assert_eq!(next.index, bound, "the basis is the exact index");
            assert_eq!(big_of(next.gap), big_of(bound) - sum);
            assert!(next.gap > spbe_core::exact::Ratio::ZERO);
        }
    }
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn the_score_of_any_instrument_follows_the_nested_formulas(recipe in recipes(), drawn in draws()) {
        let subjected = generated(&recipe);
        let answers = recipe.answers_from(&subjected.oracle.item_codes(), &drawn);
        agrees_under_every_policy(&subjected, &answers);
        adds_up(&subjected, &answers);
    }

    #[test]
    fn no_index_and_no_node_falls_when_a_level_rises(recipe in recipes(), drawn in draws(), which in any::<u16>()) {
        let subjected = generated(&recipe);
        let answers = recipe.answers_from(&subjected.oracle.item_codes(), &drawn);
        let Some((code, answer)) = answers.iter().nth(usize::from(which) % answers.len().max(1)) else { return Ok(()) };
        let raised = ratio(answer).checked_add(spbe_core::exact::Ratio::ONE).unwrap().min(subjected.instrument.highest_answer());
        let mut more = answers.clone();
        more.insert(code.clone(), raised.to_string());
        for policy in [MissingPolicy::Minimum, MissingPolicy::Zero, MissingPolicy::Exclude, MissingPolicy::Interval] {
            let before = scored(&subjected.instrument, &answers, policy).unwrap();
            let after = scored(&subjected.instrument, &more, policy).unwrap();
            prop_assert!(after.index.lowest() >= before.index.lowest() && after.index.highest() >= before.index.highest());
            for (before, after) in before.nodes.iter().zip(&after.nodes) {
                prop_assert!(after.value.map(|value| value.lowest()) >= before.value.map(|value| value.lowest()));
            }
            prop_assert!(after.predicate.lowest >= before.predicate.lowest);
        }
    }

    #[test]
    fn the_interval_holds_every_completion(recipe in recipes(), drawn in draws(), rest in prop::collection::vec(any::<u16>(), 1..60)) {
        let subjected = generated(&recipe);
        let codes = subjected.oracle.item_codes();
        let answers = recipe.answers_from(&codes, &drawn);
        let rest: Vec<Option<u16>> = rest.into_iter().map(Some).collect();
        let mut whole = recipe.answers_from(&codes, &rest);
        whole.extend(answers.clone());
        let range = scored(&subjected.instrument, &answers, MissingPolicy::Interval).unwrap();
        let one = scored(&subjected.instrument, &whole, MissingPolicy::Reject).unwrap();
        let inside = |range: &Value, one: &Value| range.lowest() <= one.lowest() && one.highest() <= range.highest();
        prop_assert!(inside(&range.index, &one.index));
        for (range, one) in range.nodes.iter().zip(&one.nodes) {
            prop_assert!(inside(&range.value.unwrap(), &one.value.unwrap()));
        }
        prop_assert!(range.predicate.lowest <= one.predicate.lowest && one.predicate.highest <= range.predicate.highest);
        prop_assert!(one.index.exact().is_some() && one.is_official_rule());
    }

    #[test]
    fn the_order_of_answers_does_not_matter(recipe in recipes(), drawn in draws(), order in any::<u64>()) {
        let subjected = generated(&recipe);
        let answers = recipe.answers_from(&subjected.oracle.item_codes(), &drawn);
        let mut shuffled: Vec<(&str, spbe_core::exact::Ratio)> =
            answers.iter().map(|(code, answer)| (code.as_str(), ratio(answer))).collect();
        let length = shuffled.len().max(1);
        shuffled.rotate_left(usize::try_from(order % 97).unwrap() % length);
        if order % 2 == 0 {
            shuffled.reverse();
        }
        let other = Assessment::new(&subjected.instrument, subject("-", None), shuffled).unwrap();
        prop_assert_eq!(other, assessed(&subjected.instrument, &answers));
    }

    #[test]
    fn an_instrument_survives_both_of_its_forms(recipe in recipes()) {
        survives(&generated(&recipe).instrument);
    }
}

fn survives(instrument: &Instrument) {
    let through_toml = Instrument::from_toml(&instrument.to_toml()).unwrap_or_else(|issues| panic!("{issues}"));
    let through_both = Instrument::from_json(&through_toml.to_json()).unwrap_or_else(|issues| panic!("{issues}"));
    for other in [&through_toml, &through_both] {
        assert_eq!(other, instrument);
        assert_eq!(other.checksum(), instrument.checksum());
        assert_eq!((other.to_toml(), other.to_json()), (instrument.to_toml(), instrument.to_json()));
    }
}

#[test]
fn the_built_in_instruments_survive_both_of_their_forms() {
    for id in Instrument::builtin_ids() {
        survives(&builtin(id));
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn the_score_of_each_built_in_instrument_follows_the_nested_formulas(drawn in draws()) {
        for id in Instrument::builtin_ids() {
            let (subjected, answers) = builtin_answers(id, &drawn);
            agrees_under_every_policy(&subjected, &answers);
            adds_up(&subjected, &answers);
            let whole: Vec<Option<u16>> = drawn.iter().map(|number| Some(number.unwrap_or(3))).collect();
            let (subjected, answers) = builtin_answers(id, &whole);
            agrees_under_every_policy(&subjected, &answers);
        }
    }
}
