//! Forecasts in small, where every case can be counted, and what is refused.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::lattice::{Lattice, Work};
use super::*;
use crate::assessment::{Assessment, Records, Subject};
use crate::cohort::{Cohort, CohortBuilder, Scores};
use crate::exact::{Decimal, Ratio};
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::score::ScoreOptions;
use crate::what_if::Change;
use crate::wide::Wide;

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(|| Instrument::builtin("spbe-2020").unwrap());

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn chance(text: &str) -> Probability {
    text.parse().unwrap()
}

fn unit(name: &str, stage: Option<&str>, levels: &[i64]) -> Assessment {
    let stage = stage.map(ToOwned::to_owned);
    let subject = Subject { institution: name.to_owned(), year: Some(2024), stage, ..Subject::default() };
    // A level of 0 stands for a missing answer.
    let answers = levels.iter().map(|level| (*level > 0).then_some(Ratio::whole(*level))).collect();
    Assessment::from_positions(&INSTRUMENT, subject, answers).unwrap()
}

fn cohort(levels: &[i64]) -> Cohort {
    Cohort::from_records(&INSTRUMENT, &Records::Assessments(vec![unit("A", None, levels)])).unwrap()
}

fn ask(levels: &[i64], options: &ForecastOptions) -> Forecast {
    let cohort = cohort(levels);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    Forecast::new(&scores, 0, options).unwrap()
}

fn refused(options: &ForecastOptions) -> Vec<(Option<u64>, u16)> {
    let cohort = cohort(&[2; 47]);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let issues = Forecast::new(&scores, 0, options).unwrap_err();
    use crate::issue::Catalogued;
    issues.listed().iter().map(|issue| (issue.place.row, issue.error.code().number)).collect()
}

fn beliefs(csv: &str) -> ForecastOptions {
    ForecastOptions::default().beliefs(Belief::read(csv.as_bytes()).unwrap())
}

#[expect(clippy::float_arithmetic, reason = "chances are compared within a rounding")]
fn near(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-14
}

#[test]
fn without_doubt_the_index_is_what_it_is() {
    let forecast = ask(&[3; 47], &ForecastOptions::default());
    let now = &forecast.now;
    assert_eq!((now.distribution.chances(), now.expected_exact), (&[1.0][..], Some(ratio("3"))));
    assert_eq!((now.deviation, forecast.uncertain, now.claimed), (0.0, 0, ratio("3")));
    assert_eq!(now.predicates, [0.0, 0.0, 1.0, 0.0, 0.0]);
    assert_eq!((now.reach, forecast.target.unwrap().predicate), (Some(0.0), Some(3)));
}

#[test]
fn two_indicators_make_four_cases() {
    // Indicator 1 weighs 26 parts of 2,000, indicator 47 weighs 60.
    let csv = "indikator;tingkat;peluang\n1;3;0,25\n1;4;75%\n47;3;1/2\n47;5;0,5\n";
    let forecast = ask(&[3; 47], &beliefs(csv).target(Some("3.05".to_owned())));
    let now = &forecast.now;
    let positive: Vec<(String, f64)> = now
        .distribution
        .chances()
        .iter()
        .enumerate()
        .filter(|(_, chance)| **chance > 0.0)
        .map(|(position, chance)| (now.distribution.index(position).unwrap().to_string(), *chance))
        .collect();
    let expected = [("3", 0.125), ("3.013", 0.375), ("3.06", 0.125), ("3.073", 0.375)];
    assert_eq!(positive, expected.map(|(index, chance)| (index.to_owned(), chance)));
    assert_eq!(now.expected_exact, Some(ratio("3.03975")));
    assert_eq!(
        now.quantiles.iter().map(|(_, index)| *index).collect::<Vec<_>>(),
        ["3", "3.013", "3.013", "3.073", "3.073"].map(ratio)
    );
    assert_eq!(now.reach, Some(0.5));
    let variance = (0.013_f64).powi(2) * 0.1875 + (0.06_f64).powi(2) * 0.25;
    assert!(near(now.deviation, variance.sqrt()));
    let [heavy, light] = forecast.drivers.as_slice() else { panic!("two drivers") };
    assert_eq!((heavy.item, light.item, heavy.swing, light.swing), (46, 0, Some(1.0), Some(0.0)));
    assert!(near(heavy.variance_share, 0.0036 * 0.25 / variance));
    assert_eq!(
        light.levels.iter().map(|level| (level.chance, level.reach)).collect::<Vec<_>>(),
        [(0.25, Some(0.5)), (0.75, Some(0.5))]
    );
    assert_eq!(now.distribution.range().unwrap(), (ratio("3"), ratio("3.073")));
}

#[test]
fn confidence_spreads_to_the_neighbours() {
    let options = ForecastOptions::default().confidence(Some(chance("0.8"))).downward(Some(chance("0.75")));
    let mut levels = vec![3; 47];
    (levels[0], levels[1]) = (1, 5);
    let forecast = ask(&levels, &options);
    let of = |item: usize| {
        let driver = forecast.drivers.iter().find(|driver| driver.item == item).unwrap();
        let level = |level: &DriverLevel| (level.answer.unwrap().to_string(), (level.chance * 1e6).round() / 1e6);
        driver.levels.iter().map(level).collect::<Vec<_>>()
    };
    let table =
        |rows: &[(&str, f64)]| rows.iter().map(|(level, chance)| ((*level).to_owned(), *chance)).collect::<Vec<_>>();
    assert_eq!(of(2), table(&[("2", 0.15), ("3", 0.8), ("4", 0.05)]));
    assert_eq!(of(0), table(&[("1", 0.8), ("2", 0.2)]));
    assert_eq!(of(1), table(&[("4", 0.2), ("5", 0.8)]));
    // One level down weighs twice what one up does, in all 45 others: -0.1 a level.
    let claimed = forecast.now.claimed;
    let rest = ratio("-0.1").checked_mul(ratio("0.974")).unwrap();
    let own = ratio("0.2").checked_mul(ratio("0.013")).unwrap();
    let expected = claimed.checked_add(rest).unwrap().checked_add(own).unwrap().checked_sub(own).unwrap();
    assert_eq!(forecast.now.expected_exact, Some(expected));
    assert!((forecast.now.distribution.chances().iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn a_common_mood_widens_and_keeps_each_indicator_as_it_was() {
    let options = |common: &str| {
        ForecastOptions::default()
            .confidence(Some(chance("0.7")))
            .common(chance(common))
            .target(Some("3.05".to_owned()))
    };
    let (alone, mixed, one) =
        (ask(&[3; 47], &options("0")), ask(&[3; 47], &options("0.5")), ask(&[3; 47], &options("1")));
    assert!(alone.now.deviation < mixed.now.deviation && mixed.now.deviation < one.now.deviation);
    for forecast in [&mixed, &one] {
        assert_eq!(forecast.now.expected_exact, alone.now.expected_exact);
        for (driver, other) in forecast.drivers.iter().zip(&alone.drivers) {
            for (level, other) in driver.levels.iter().zip(&other.levels) {
                assert!(near(level.chance, other.chance), "{level:?} {other:?}");
            }
        }
    }
    // All follow one mood of 50 values: seven down, seven up, and two of which half go and half stay.
    let spread = one.now.deviation.powi(2);
    assert!((0.29..0.2905).contains(&spread), "{spread}");
}

#[test]
fn scenarios_are_mixed_by_their_probabilities() {
    let csv = "scenario,indicator,level,probability\nstrict,47,1,1\nusual,47,3,0.9\nusual,47,4,0.1\n";
    let scenarios = vec![("strict".to_owned(), chance("0.25")), ("usual".to_owned(), chance("0.75"))];
    let forecast = ask(&[3; 47], &beliefs(csv).scenarios(scenarios));
    let expected = ratio("3").checked_add(ratio("-0.015")).unwrap().checked_add(ratio("0.00225")).unwrap();
    assert_eq!(forecast.now.expected_exact, Some(expected));
    let driver = &forecast.drivers[0];
    let chances: Vec<f64> = driver.levels.iter().map(|level| level.chance).collect();
    assert!(chances.iter().zip([0.25, 0.675, 0.075]).all(|(found, wanted)| near(*found, wanted)), "{chances:?}");
}

#[test]
fn a_plan_changes_the_chance() {
    let changes = Change::read(b"scenario,indicator,to\nfirst,47,5\nsecond,1,4\n").unwrap();
    let csv = "indicator,level,probability\n47,2,0.5\n47,3,0.5\n";
    let forecast = ask(&[3; 47], &beliefs(csv).changes(changes).target(Some("3.01".to_owned())));
    let reach: Vec<_> =
        forecast.planned.iter().map(|plan| (plan.name.clone().unwrap(), plan.reach, plan.claimed)).collect();
    // The plan's level replaces what was given for the answer before.
    assert_eq!(
        reach,
        [("first".to_owned(), Some(1.0), ratio("3.06")), ("second".to_owned(), Some(0.5), ratio("3.013"))]
    );
    assert_eq!(forecast.now.reach, Some(0.0));
}

#[test]
fn targets_are_predicates_or_indices_under_the_basis() {
    let cohort = cohort(&[3; 47]);
    let target = |text: &str, basis| {
        let scores = Scores::new(&cohort, &ScoreOptions::default().predicate_basis(basis)).unwrap();
        Forecast::new(&scores, 0, &ForecastOptions::default().target(Some(text.to_owned()))).unwrap().target.unwrap()
    };
    let baik = target("sangat  BAIK", PredicateBasis::Published);
    assert_eq!((baik.predicate, baik.index, baik.index_included), (Some(3), ratio("3.495"), true));
    assert_eq!(target("3,5", PredicateBasis::Exact).index, ratio("3.5"));
    assert_eq!(target("3.5", PredicateBasis::Published).index, ratio("3.495"));
}

#[test]
fn pairs_teach_with_their_number_told() {
    let stages = |name: &str, first: &[i64], second: &[i64]| {
        [unit(name, Some("mandiri"), first), unit(name, Some("akhir"), second)]
    };
    let mut builder = CohortBuilder::new();
    let (threes, twos) = ([3; 47], [2; 47]);
    builder.add_assessments(&INSTRUMENT, &[unit("A", Some("mandiri"), &threes)], None);
    for pair in [stages("B", &threes, &twos), stages("C", &threes, &threes)] {
        builder.add_assessments(&INSTRUMENT, &pair, None);
    }
    let cohort = builder.finish().unwrap();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let forecast = |learn: LearnOptions| Forecast::new(&scores, 0, &ForecastOptions::default().learn(Some(learn)));
    let found = forecast(LearnOptions::default()).unwrap();
    let learnt = found.learnt.as_ref().unwrap();
    assert_eq!((learnt.institutions, learnt.pooled.pairs(), learnt.pairs_from(ratio("3"))), (2, 94, 94));
    assert_eq!(learnt.pairs_from(ratio("4")), 0);
    // Pooled: (47 + 1/5) / 95 for levels 2 and 3, (1/5) / 95 for the others; then (1 + 10 pooled) / 12.
    let of = |level: &DriverLevel| (level.answer.unwrap(), level.chance);
    let chances: Vec<_> = found.drivers[0].levels.iter().map(of).collect();
    let pooled = |count: f64| (count + 0.2) / 95.0;
    for (level, found) in chances {
        let (own, all) = if level == ratio("2") || level == ratio("3") { (1.0, 47.0) } else { (0.0, 0.0) };
        assert!(near(found, (own + 10.0 * pooled(all)) / 12.0), "{level}: {found}");
    }
    assert!(found.now.expected_exact.is_some());
    let number = |learn| forecast(learn).unwrap_err().first_code().number;
    assert_eq!(number(LearnOptions::default().between("mandiri", "visitasi")), 1070);
    // Its own pairs are not learnt from.
    let own = Forecast::new(&scores, 1, &ForecastOptions::default().learn(Some(LearnOptions::default()))).unwrap();
    assert_eq!(own.learnt.unwrap().institutions, 1);
}

#[test]
fn missing_answers_need_a_policy_or_a_belief() {
    let mut levels = vec![3; 47];
    levels[0] = 0;
    let cohort = cohort(&levels);
    let ask = |policy, options: &ForecastOptions| {
        let scores = Scores::new(&cohort, &ScoreOptions::default().missing(policy)).unwrap();
        Forecast::new(&scores, 0, options).map(|forecast| forecast.now.expected_exact.unwrap())
    };
    let certain = ForecastOptions::default();
    assert_eq!(ask(MissingPolicy::Minimum, &certain).unwrap(), ratio("2.974"));
    assert_eq!(ask(MissingPolicy::Zero, &certain).unwrap(), ratio("2.961"));
    assert_eq!(ask(MissingPolicy::Exclude, &certain).unwrap_err().first_code().number, 1068);
    let believed = beliefs("indicator,level,probability\n1,2,0.5\n1,4,0.5\n");
    assert_eq!(ask(MissingPolicy::Exclude, &believed).unwrap(), ratio("3"));
}

#[test]
fn probabilities_are_refused_with_their_places() {
    let read = |csv: &str| {
        use crate::issue::Catalogued;
        let issues = Belief::read(csv.as_bytes()).unwrap_err();
        issues.listed().iter().map(|issue| (issue.place.row, issue.error.code().number)).collect::<Vec<_>>()
    };
    let csv =
        "indicator,level,probability,confidence\n1,2,-0.1,\n1,3,1.1,\n2,3,NaN,\n3,3,,\n3,3,0.5,0.5\n4,,inf,\n5,,,2/3\n";
    let at = |row| (Some(row), 1061);
    assert_eq!(read(csv), [at(2), at(3), at(4), (Some(5), 1064), (Some(6), 1064), at(7)]);
    let csv = "indicator,level,probability,confidence\n1,2,0.5,\n1,3,0.4,\n2,3,0.5,\n2,3,0.5,\n3,3,1,\n3,,,0.5\n48,,,0.5\n4,6,1,\n";
    // The codes and levels as they are found, then what does not add up.
    assert_eq!(
        refused(&beliefs(csv)),
        [(Some(5), 1063), (Some(7), 1065), (Some(8), 306), (Some(9), 316), (Some(2), 1062), (Some(4), 1062)]
    );
    assert_eq!(refused(&beliefs("scenario,indicator,confidence\nx,1,0.5\n")), [(Some(2), 1067)]);
    let half = vec![("x".to_owned(), chance("0.5"))];
    assert_eq!(refused(&ForecastOptions::default().scenarios(half)), [(None, 1062)]);
    let both = ForecastOptions::default().learn(Some(LearnOptions::default())).confidence(Some(chance("0.5")));
    assert_eq!(refused(&both), [(None, 1066), (None, 1070)]);
    assert_eq!(refused(&ForecastOptions::default().target(Some("Bagus".to_owned()))), [(None, 1072)]);
    for wrong in [f64::NAN, f64::INFINITY, -0.1, 1.000_000_1] {
        assert!(Probability::new(wrong).is_err());
    }
    // Thirds of a program are 1 but for a rounding.
    let third = Probability::new(1.0 / 3.0).unwrap();
    let level = |level: i128| Belief::new("47", Believed::Level(Decimal::new(level, 0).unwrap(), third));
    let forecast = ask(&[3; 47], &ForecastOptions::default().beliefs([2, 3, 4].map(level).to_vec()));
    assert_eq!(forecast.now.expected_exact, Some(ratio("3")));
}

/// One list of chances after the other, each sum by itself.
#[expect(clippy::float_arithmetic, reason = "chances that are whole numbers")]
fn added_up(summands: &[Vec<i64>], chances: &[Vec<f64>]) -> BTreeMap<i64, f64> {
    let mut sums = BTreeMap::from([(0, 1.0)]);
    for (states, chances) in summands.iter().zip(chances) {
        let mut next = BTreeMap::new();
        for (sum, before) in &sums {
            for (state, chance) in states.iter().zip(chances) {
                *next.entry(sum + state).or_insert(0.0) += before * chance;
            }
        }
        sums = next;
    }
    sums
}

#[test]
fn sums_of_any_steps_are_those_of_one_after_the_other() {
    // So many of each step: one class, those of 59/2020, rests up to thirteen, a step far above the length of a chunk, and
    // states that are not in order, that leave gaps, that are equal, or of which there is only one.
    const LEVELS: &[i64] = &[1, 2, 3, 4, 5];
    const ODD: &[i64] = &[3, 0, 3, 7];
    type Case = (&'static [(i64, usize)], &'static [i64]);
    let cases: [Case; 9] = [
        (&[(7, 9)], LEVELS),
        (&[(26, 2), (50, 2), (30, 2), (55, 2), (60, 1)], LEVELS),
        (&[(13, 3), (9, 3)], LEVELS),
        (&[(2, 1), (3, 9)], LEVELS),
        (&[(4, 2), (7, 5)], LEVELS),
        (&[(300, 2), (1, 7)], LEVELS),
        (&[(1000, 1), (999, 2)], LEVELS),
        (&[(5, 3), (6, 3), (11, 2)], ODD),
        (&[(1, 3), (2, 1)], &[4]),
    ];
    for (steps, states) in cases {
        let weights = steps.iter().flat_map(|(step, count)| std::iter::repeat_n(*step, *count));
        let summands: Vec<Vec<i64>> = weights.map(|step| states.iter().map(|state| state * step).collect()).collect();
        // Whole numbers, of which doubles hold every sum exactly; a state that is the only one is certain.
        let chance = |place: usize| if states.len() == 1 { 1.0 } else { [2.0, 0.0, 1.0, 3.0, 5.0][place % 5] };
        let chances: Vec<Vec<f64>> =
            (0..summands.len()).map(|item| (0..states.len()).map(|state| chance(item + state)).collect()).collect();
        let expected = added_up(&summands, &chances);
        let lattice = Lattice::new(&summands).unwrap();
        let mut work = Work::default();
        for wide in [None, Wide::detect(false), Wide::detect(true), None] {
            let found = lattice.distribution(&chances, wide, &mut work);
            let unit = usize::try_from(lattice.unit()).unwrap();
            let sums = (lattice.base()..).step_by(unit).zip(&found).filter(|(_, chance)| **chance != 0.0);
            let sums: Vec<(i64, f64)> = sums.map(|(sum, chance)| (sum, *chance)).collect();
            let expected = expected.iter().filter(|(_, chance)| **chance != 0.0);
            assert_eq!(sums, expected.map(|(sum, chance)| (*sum, *chance)).collect::<Vec<_>>(), "{steps:?}");
        }
    }
}

#[test]
fn too_many_sums_are_refused() {
    let far = vec![0, 1, 1 << 30];
    assert!(Lattice::new(std::slice::from_ref(&far)).is_none());
    assert!(Lattice::new(&[far, vec![0, 1 << 31]]).is_none());
}
