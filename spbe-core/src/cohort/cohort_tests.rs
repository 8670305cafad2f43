//! Cohorts from records and columns; what is refused; what units are worth.

use super::*;
use crate::assessment::{Assessment, PublishedResult, Records, Subject};
use crate::exact::Ratio;
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::issue::{Catalogued, Issues, Language};
use crate::score::{ScoreOptions, score};

fn instrument() -> Instrument {
    Instrument::builtin("spbe-2020").unwrap()
}

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn subject(institution: &str, year: u16, province: &str) -> Subject {
    let labels = [("province".to_owned(), province.to_owned())].into();
    Subject { institution: institution.to_owned(), year: Some(year), labels, ..Subject::default() }
}

fn assessment(institution: &str, year: u16, level: i64, missing: &[usize]) -> Assessment {
    let instrument = instrument();
    let answers = (0..47).map(|item| (!missing.contains(&item)).then(|| Ratio::whole(level))).collect();
    Assessment::from_positions(&instrument, subject(institution, year, "Lampung"), answers).unwrap()
}

fn printed(institution: &str, year: u16, index: &str) -> PublishedResult {
    PublishedResult {
        subject: subject(institution, year, "Lampung"),
        index: index.parse().ok(),
        predicate: None,
        nodes: vec![None; 12],
        row: Some(7),
    }
}

fn problems(issues: &Issues<CohortError>) -> Vec<String> {
    issues.listed().iter().map(|issue| issue.describe(Language::English)).collect()
}

fn codes(issues: &Issues<CohortError>) -> Vec<u16> {
    issues.listed().iter().map(|issue| issue.error.code().number).collect()
}

#[test]
fn every_unit_has_the_score_it_has_alone() {
    let instrument = instrument();
    let options = ScoreOptions::default().missing(MissingPolicy::Interval);
    let mut assessments: Vec<Assessment> =
        (1..=5).map(|level| assessment(&format!("A{level}"), 2023, level, &[])).collect();
    assessments.push(assessment("B", 2024, 3, &[0, 46]));
    let cohort = Cohort::from_records(&instrument, &Records::Assessments(assessments.clone())).unwrap();
    let scores = Scores::new(&cohort, &options).unwrap();
    let names = ["index", "domain:1", "d4", "aspect:7", "12", "indicator:1"].map(|name| cohort.node(name).unwrap());
    for name in &names {
        let column = scores.column(name).unwrap();
        for (unit, assessment) in assessments.iter().enumerate() {
            let alone = score(&instrument, assessment, &options).unwrap();
            let expected = match name {
                NodeName::Index => Some(alone.index),
                NodeName::Node { tier, code } => {
                    let at = |node: &crate::instrument::Node| node.tier() == tier && node.code() == code;
                    alone.nodes[instrument.nodes().iter().position(at).unwrap()].value
                }
                NodeName::Indicator { code } => {
                    alone.indicators[instrument.indicators().iter().position(|own| own.code() == code).unwrap()].value
                }
            };
            assert_eq!(column.value(unit), expected.and_then(|value| value.exact()), "{name} of {unit}");
            assert_eq!(scores.predicate(unit), alone.predicate.determined());
            assert_eq!(scores.score(unit).unwrap(), Some(alone));
        }
    }
    assert_eq!(scores.missing_items(5), [0, 46]);
    assert!(matches!(scores.why_none(5, &NodeName::Index), NoValue::Undetermined { .. }));
}

#[test]
fn missing_answers_are_refused_by_default_with_their_places() {
    let records = Records::Assessments(vec![assessment("A", 2023, 3, &[]), assessment("B", 2023, 3, &[1])]);
    let cohort = Cohort::from_records(&instrument(), &records).unwrap();
    let issues = Scores::new(&cohort, &ScoreOptions::default()).unwrap_err();
    assert_eq!(problems(&issues), ["B 2023: 1 indicator is without an answer: 2"]);
    let nothing: Vec<usize> = (0..47).collect();
    let records = Records::Assessments(vec![assessment("A", 2023, 3, &nothing)]);
    let cohort = Cohort::from_records(&instrument(), &records).unwrap();
    let exclude = ScoreOptions::default().missing(MissingPolicy::Exclude);
    let scores = Scores::new(&cohort, &exclude).unwrap();
    assert_eq!((scores.index().value(0), scores.why_none(0, &NodeName::Index)), (None, NoValue::NotAnswered));
}

#[test]
fn decimal_answers_are_scored_over_one_denominator() {
    let instrument = Instrument::builtin("pemdi-2026").unwrap();
    let units: Vec<Assessment> = ["1.26", "4.5", "3.333"]
        .iter()
        .map(|value| {
            let answers = vec![Some(ratio(value)); instrument.items().len()];
            Assessment::from_positions(&instrument, subject(value, 2026, "Jambi"), answers).unwrap()
        })
        .collect();
    let cohort = Cohort::from_records(&instrument, &Records::Assessments(units)).unwrap();
    assert!(matches!(cohort.sheets()[0].answers(), Answers::Scaled { denominator: 1_000, .. }));
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    for (unit, value) in ["1.26", "4.5", "3.333"].iter().enumerate() {
        assert_eq!(scores.index().value(unit), Some(ratio(value)));
        assert_eq!(scores.column(&cohort.node("a3").unwrap()).unwrap().value(unit), Some(ratio(value)));
    }
    // Thirds to the 29th digit have no small denominator.
    let fine = format!("1.{}", "3".repeat(29));
    let answers = vec![Some(ratio(&fine)); instrument.items().len()];
    let unit = Assessment::from_positions(&instrument, subject("fine", 2026, "Jambi"), answers).unwrap();
    let cohort = Cohort::from_records(&instrument, &Records::Assessments(vec![unit])).unwrap();
    assert!(matches!(cohort.sheets()[0].answers(), Answers::Exact(_)));
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    assert_eq!(scores.index().value(0), Some(ratio(&fine)));
    assert!(scores.index().common().is_none());
    assert_eq!(scores.index().keys().as_ref(), [0]);
}

#[test]
fn answers_and_prints_of_one_subject_are_one_unit_if_they_agree() {
    let instrument = instrument();
    let mut builder = CohortBuilder::new();
    builder.add_results(
        &instrument,
        &[printed("Kota A", 2023, "3.00"), printed("Kota B", 2023, "2.50")],
        Some("p.csv"),
    );
    builder.add_assessments(&instrument, &[assessment("kota  a", 2023, 3, &[])], Some("a.csv"));
    let cohort = builder.finish().unwrap();
    assert_eq!(cohort.len(), 2);
    let unit = cohort.unit(0).unwrap();
    assert_eq!(
        (unit.basis(), unit.printed_index(), unit.label("province")),
        (Basis::Answers, "3.00".parse().ok(), Some("Lampung"))
    );
    assert_eq!(cohort.unit(1).unwrap().basis(), Basis::Printed);
    assert_eq!((cohort.sheets()[0].answered(), cohort.sheets()[0].published()), (&[0_u32][..], &[0, 1][..]));
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    assert_eq!((scores.index().value(0), scores.index().value(1)), (Some(ratio("3")), Some(ratio("2.5"))));
}

#[test]
fn duplicates_and_clashes_are_told_all_at_once() {
    let instrument = instrument();
    let mut builder = CohortBuilder::new();
    let first = [assessment("A", 2023, 3, &[]), assessment("B", 2023, 3, &[]), assessment("C", 2023, 3, &[])];
    let other = [assessment("A", 2023, 3, &[]), assessment("B", 2023, 3, &[4]), assessment("B", 2024, 3, &[])];
    builder.add_assessments(&instrument, &first, Some("one.csv"));
    builder.add_assessments(&instrument, &other, Some("two.csv"));
    builder.add_results(&instrument, &[printed("C", 2023, "3.01"), printed("D", 2023, "2.00")], Some("p.csv"));
    builder.add_results(&instrument, &[printed("D", 2023, "2.10")], Some("q.csv"));
    let issues = builder.finish().unwrap_err();
    assert_eq!(
        problems(&issues),
        [
            "two.csv: `A 2023` is there already (one.csv)",
            "two.csv: `B 2023` is there already with other numbers (one.csv): `5` is - here and 3 there",
            "p.csv, row 7: the answers of `C 2023` give 3.00 for `index`, but 3.01 is printed (one.csv)",
            "q.csv, row 7: `D 2023` is there already with other numbers (p.csv, row 7): `index` is 2.10 here and 2.00 there",
        ]
    );
    assert_eq!(codes(&issues), [801, 802, 803, 802]);
}

#[test]
fn columns_of_a_program_are_checked_and_appended() {
    let instrument = instrument();
    let columns = |names: &[&str], level: u8| UnitColumns {
        institution: LabelColumn::from_texts(names.iter().copied().map(Some)),
        year: vec![Some(2024); names.len()],
        stage: None,
        labels: vec![(
            "type".to_owned(),
            LabelColumn::from_codes(&vec![1; names.len()], &["kota".to_owned(), "kabupaten".to_owned()]),
        )],
        answers: Answers::Levels(vec![vec![level; names.len()]; 47]),
    };
    let mut builder = CohortBuilder::new();
    builder.add_columns(&instrument, columns(&["A", "B"], 2), None).add_columns(&instrument, columns(&["C"], 4), None);
    builder.add_assessments(&instrument, &[assessment("D", 2024, 1, &[])], None);
    let cohort = builder.finish().unwrap();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let values: Vec<_> = (0..4).map(|unit| scores.index().value(unit).unwrap()).collect();
    assert_eq!(values, ["2", "2", "4", "1"].map(ratio));
    assert_eq!(scores.index().common().map(|(_, numerators)| numerators.len()), Some(4));
    let kinds: Vec<_> = cohort.units().map(|unit| unit.label("type").map(ToOwned::to_owned)).collect();
    assert_eq!(
        kinds,
        [Some("kabupaten"), Some("kabupaten"), Some("kabupaten"), None].map(|own| own.map(str::to_owned))
    );

    let mut builder = CohortBuilder::new();
    let mut wrong = columns(&["A", "B"], 6);
    wrong.year.pop();
    builder.add_columns(&instrument, wrong, None);
    let issues = builder.finish().unwrap_err();
    assert_eq!(issues.total(), 1 + 94);
    assert_eq!(
        problems(&issues)[..2],
        ["column `year`: the column has 1 rows, expected 2", "row 1, column `1`: 6 is outside 1 to 5"]
    );
    let mut builder = CohortBuilder::new();
    builder.add_columns(
        &instrument,
        UnitColumns { answers: Answers::Levels(vec![vec![1]; 46]), ..columns(&["A"], 1) },
        None,
    );
    assert_eq!(codes(&builder.finish().unwrap_err()), [806]);
}

#[test]
fn another_edition_or_instrument_is_refused() {
    let instrument = instrument();
    let other = Instrument::from_toml(&instrument.to_toml().replace("edition = 1", "edition = 2")).unwrap();
    let mut builder = CohortBuilder::new();
    builder.add_assessments(&instrument, &[assessment("A", 2024, 3, &[])], None);
    builder.add_assessments(&other, &[], None);
    builder.add_assessments(&Instrument::builtin("spbe-2018").unwrap(), &[assessment("B", 2024, 3, &[])], None);
    assert_eq!(codes(&builder.finish().unwrap_err()), [804, 815]);
}

#[test]
fn printed_units_have_the_printed_predicate_or_the_only_one_possible() {
    let instrument = instrument();
    let with = |index: &str, predicate: Option<usize>| PublishedResult { predicate, ..printed(index, 2025, index) };
    let mut beside_nodes = with("2.60", None);
    beside_nodes.subject.institution = "with domains".to_owned();
    for (node, value) in ["3.00", "2.50", "2.00", "2.76"].into_iter().enumerate() {
        beside_nodes.nodes[node] = value.parse().ok();
    }
    let results = vec![
        with("2.59", None),
        with("2.60", None),
        with("2.61", None),
        with("1.80", Some(0)),
        with("2.595", None),
        with("2.5950", None),
        with("2.59500001", None),
        beside_nodes,
    ];
    let cohort = Cohort::from_records(&instrument, &Records::Results(results)).unwrap();
    let of = |options: ScoreOptions| {
        let scores = Scores::new(&cohort, &options).unwrap();
        (0..8).map(|unit| scores.predicate(unit)).collect::<Vec<_>>()
    };
    // On the exact index a printed 2.60 may be 2.595, which is below the bound of 2.6; 2.59500001 is no index at all.
    let exact = [Some(1), None, Some(2), Some(0), Some(1), Some(1), None, Some(2)];
    assert_eq!(of(ScoreOptions::default()), exact);
    let published = ScoreOptions::default().predicate_basis(PredicateBasis::Published);
    // Published, 2.595 with three decimals may be 2.5945, which becomes 2.59.
    assert_eq!(of(published), [Some(1), Some(2), Some(2), Some(0), None, Some(2), None, Some(2)]);
}

#[test]
fn groups_and_selections_do_not_depend_on_the_order_of_the_units() {
    let mut results = vec![printed("A", 2023, "2.00"), printed("B", 2024, "2.00"), printed("C", 2023, "3.00")];
    results[1].subject.labels.clear();
    let group = |results: &[PublishedResult], keys: &[&str]| {
        let cohort = Cohort::from_records(&instrument(), &Records::Results(results.to_vec())).unwrap();
        let keys: Vec<GroupKey> = keys.iter().map(|key| GroupKey::from(*key)).collect();
        let grouping = cohort.group(&keys).unwrap();
        let mut of: Vec<_> =
            cohort.units().map(|unit| (unit.institution().to_owned(), grouping.group(unit.position()))).collect();
        of.sort();
        (of, (0..grouping.len()).map(|group| grouping.values(group).to_vec()).collect::<Vec<_>>())
    };
    for keys in [&[][..], &["year"], &["province", "year"], &["stage", "instrument", "institution"]] {
        let forwards = group(&results, keys);
        results.reverse();
        assert_eq!(group(&results, keys), forwards, "{keys:?}");
    }
    let (of, groups) = group(&results, &["province", "year"]);
    assert_eq!(of, [("A", Some(0)), ("B", None), ("C", Some(0))].map(|(name, group)| (name.to_owned(), group)));
    assert_eq!(groups, [["Lampung", "2023"].map(|text| Some(text.to_owned()))]);

    let cohort = Cohort::from_records(&instrument(), &Records::Results(results)).unwrap();
    let chosen = |key: &str, value: &str| cohort.select(&[(key.into(), vec![value.to_owned()])]);
    assert_eq!(chosen("year", "2023").unwrap().len(), 2);
    assert_eq!(chosen("year", "2025").unwrap_err().code().number, 808);
    assert_eq!(chosen("region", "x").unwrap_err().to_string(), "nothing is labelled `region`; labels here: province");
    assert_eq!(cohort.of_institution(" a"), [0]);
    assert_eq!(cohort.node("d9").unwrap_err().code().number, 809);
}

#[test]
fn columns_of_bytes_never_hold_the_answers_of_others() {
    // Decimal answers behind whole ones: 3/2 is no 3, 63/50 is no 63.
    let instrument = Instrument::builtin("pemdi-2026").unwrap();
    let items = instrument.items().len();
    let columns = |answers: Answers| UnitColumns {
        institution: LabelColumn::from_texts([Some("whole")]),
        year: vec![Some(2026)],
        stage: None,
        labels: Vec::new(),
        answers,
    };
    let decimals = ["1.5", "1.26"].map(|value| {
        let answers = vec![Some(ratio(value)); items];
        Assessment::from_positions(&instrument, subject(value, 2026, "Jambi"), answers).unwrap()
    });
    for whole in [
        Answers::Levels(vec![vec![2]; items]),
        Answers::Scaled { denominator: 2, columns: vec![vec![4]; items] },
        Answers::Exact(vec![vec![Some(ratio("2"))]; items]),
    ] {
        let mut builder = CohortBuilder::new();
        builder.add_columns(&instrument, columns(whole), None).add_assessments(&instrument, &decimals, None);
        let cohort = builder.finish().unwrap();
        assert!(matches!(cohort.sheets()[0].answers(), Answers::Scaled { denominator: 50, .. }));
        let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
        let values: Vec<_> = (0..3).map(|unit| scores.index().value(unit).unwrap()).collect();
        assert_eq!(values, ["2", "1.5", "1.26"].map(ratio));
    }
    // Levels come as bytes wherever the instrument takes them.
    let mut builder = CohortBuilder::new();
    let levels = Answers::Scaled { denominator: 3, columns: vec![vec![9]; 47] };
    builder.add_columns(&self::instrument(), UnitColumns { year: vec![None], ..columns(levels) }, None);
    assert_eq!(builder.finish().unwrap().sheets()[0].answers(), &Answers::Levels(vec![vec![3]; 47]));
    let mut builder = CohortBuilder::new();
    builder.add_columns(&instrument, columns(Answers::Scaled { denominator: 0, columns: vec![vec![4]; items] }), None);
    assert_eq!(codes(&builder.finish().unwrap_err()), [816]);
}

#[test]
fn labels_that_contradict_each_other_are_told_and_what_speaks_of_a_row_is_left_out() {
    let instrument = instrument();
    let with = |mut subject: Subject, labels: &[(&str, &str)]| {
        subject.labels = labels.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        subject
    };
    let join = |answers: &[(&str, &str)], prints: &[(&str, &str)]| {
        let levels = vec![Some(ratio("3")); 47];
        let found =
            Assessment::from_positions(&instrument, with(subject("Kota A", 2023, ""), answers), levels).unwrap();
        let print = printed("Kota A", 2023, "3.00");
        let print = PublishedResult { subject: with(print.subject.clone(), prints), ..print };
        let mut builder = CohortBuilder::new();
        builder.add_assessments(&instrument, &[found], Some("a.csv"));
        builder.add_results(&instrument, &[print], Some("p.csv"));
        builder.finish()
    };
    let own = [("No", "1"), ("province", "Jawa Barat"), ("note", "yes"), ("code", "K1")];
    let cohort = join(&own, &[("No", "7"), ("province", "JAWA  BARAT"), ("type", "kota"), ("code", "k1")]).unwrap();
    let labels: Vec<_> = cohort.unit(0).unwrap().labels().collect();
    assert_eq!(labels, [("code", "K1"), ("note", "yes"), ("province", "Jawa Barat"), ("type", "kota")]);
    let told = join(&[("province", "Bali"), ("type", "kota")], &[("province", "Lampung"), ("type", "provinsi")]);
    let issues = told.unwrap_err();
    assert_eq!(
        problems(&issues),
        [
            "p.csv, row 7, column `province`: `Kota A 2023` is there already with another `province` (a.csv): `Lampung` \
             here and `Bali` there",
            "p.csv, row 7, column `type`: `Kota A 2023` is there already with another `type` (a.csv): `provinsi` here and \
             `kota` there",
        ]
    );

    let label = |text: &str| ("region".to_owned(), LabelColumn::from_texts([Some(text)]));
    let mut builder = CohortBuilder::new();
    let columns = UnitColumns {
        institution: LabelColumn::from_texts([Some("A")]),
        year: vec![None],
        stage: None,
        labels: vec![label("Sumatra"), label("Jawa")],
        answers: Answers::Levels(vec![vec![1]; 47]),
    };
    builder.add_columns(&instrument, columns, None);
    let issues = builder.finish().unwrap_err();
    assert_eq!(problems(&issues), ["column `region`: there are two columns of labels `region`"]);
}
