//! From files to scores: the shipped tables, and tables written in other ways.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use spbe_core::assessment::{Assessment, PublishedResult, ReadOptions, Records, read, write_json};
use spbe_core::audit::audit;
use spbe_core::instrument::Instrument;
use spbe_core::score::{ScoreError, ScoreOptions, score, score_all};
use spbe_tests::files::{assessment, builtin, official, subject, subject_of, text, vector};

const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/regressions/reading.txt");

fn config(cases: u32) -> ProptestConfig {
    let persistence = FileFailurePersistence::Direct(REGRESSIONS);
    ProptestConfig { cases, failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::default() }
}

fn builtins() -> Vec<Instrument> {
    Instrument::builtin_ids().map(builtin).collect()
}

fn assessments(table: &str, candidates: &[Instrument]) -> (usize, Vec<Assessment>) {
    let file = read(table.as_bytes(), candidates, &ReadOptions::default()).unwrap_or_else(|issues| panic!("{issues}"));
    match file.records {
        Records::Assessments(assessments) => (file.instrument, assessments),
        other => panic!("no assessments: {other:?}"),
    }
}

fn results(table: &str, candidates: &[Instrument]) -> (usize, Vec<PublishedResult>) {
    let file = read(table.as_bytes(), candidates, &ReadOptions::default()).unwrap_or_else(|issues| panic!("{issues}"));
    match file.records {
        Records::Results(results) => (file.instrument, results),
        other => panic!("no results: {other:?}"),
    }
}

#[test]
fn the_levels_of_bandar_lampung_give_its_official_results_at_every_node() {
    let all = builtins();
    let (chosen, levels) = assessments(&text("data/bandar-lampung-2021-2023.csv"), &all);
    let instrument = &all[chosen];
    assert_eq!((instrument.id(), levels.len()), ("spbe-2020", 3));
    let (chosen, printed) = results(&text("data/bandar-lampung-official.csv"), &all);
    assert_eq!((all[chosen].id(), printed.len()), ("spbe-2020", 3));
    let scores = score_all(instrument, &levels, &ScoreOptions::default()).expect("scores");
    for (score, printed) in scores.iter().zip(&printed) {
        assert_eq!(score.subject.year, printed.subject.year);
        assert_eq!(score.index.published(), printed.index);
        assert_eq!(score.predicate.determined(), printed.predicate);
        for (own, printed) in score.nodes.iter().zip(&printed.nodes) {
            assert!(printed.is_some(), "twelve nodes are printed");
            assert_eq!(own.value.and_then(|value| value.published()), *printed);
        }
    }
    assert_eq!(audit(instrument, &printed).expect("an audit").consistent, 3);
}

#[test]
fn the_levels_of_bandar_lampung_are_those_of_the_vectors() {
    let all = builtins();
    let (chosen, levels) = assessments(&text("data/bandar-lampung-2021-2023.csv"), &all);
    for (read, year) in levels.iter().zip(2021..) {
        let data = vector(&format!("bandarlampung_{year}"));
        let by_hand = assessment(&all[chosen], subject_of(&data), &data["levels"]);
        assert_eq!((read.answers(), read.subject().year), (by_hand.answers(), Some(year)));
    }
}

#[test]
fn the_official_table_in_the_layout_of_the_ministry_is_read_and_consistent() {
    let mut table = "nama_instansi,tahun,indeks,predikat,d1,d2,d3,d4\n".to_owned();
    let rows = official();
    for row in &rows {
        table += &format!(
            "\"{}\",{},{},{},{}\n",
            row.institution,
            row.year,
            row.index,
            row.predicate,
            row.domains.join(",")
        );
    }
    let all = [builtin("spbe-2020")];
    let (_, results) = results(&table, &all);
    assert_eq!(results.len(), rows.len());
    for (read, row) in results.iter().zip(&rows) {
        let by_hand = row.result(&all[0]);
        assert_eq!((&read.nodes, read.index, read.predicate), (&by_hand.nodes, by_hand.index, by_hand.predicate));
    }
}

/// A wide table with its columns in some order.
fn wide(instrument: &Instrument, levels: &[Vec<u8>], order: &[usize], delimiter: &str) -> String {
    let items = instrument.items();
    let mut lines = Vec::new();
    let line = |first: String, cell: &dyn Fn(usize) -> String| {
        let mut cells: Vec<String> = order.iter().map(|position| cell(*position)).collect();
        cells.insert(order[0] % (cells.len() + 1), first);
        cells.join(delimiter)
    };
    lines.push(line("institution".to_owned(), &|position| items[position].code().to_owned()));
    for (row, levels) in levels.iter().enumerate() {
        lines.push(line(format!("Kota {row}"), &|position| levels[position].to_string()));
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn the_order_of_columns_and_the_delimiter_do_not_matter(
        numbers in prop::collection::vec(prop::collection::vec(1_u8..=5, 47), 1..4),
        order in Just((0..47_usize).collect::<Vec<_>>()).prop_shuffle(),
        semicolon in any::<bool>(),
    ) {
        let all = [builtin("spbe-2020")];
        let straight: Vec<usize> = (0..47).collect();
        let (_, expected) = assessments(&wide(&all[0], &numbers, &straight, ","), &all);
        let delimiter = if semicolon { ";" } else { "," };
        let (_, found) = assessments(&wide(&all[0], &numbers, &order, delimiter), &all);
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert_eq!(found.answers(), expected.answers());
            prop_assert_eq!(found.subject(), expected.subject());
        }
        prop_assert_eq!(found.len(), numbers.len());
    }

    #[test]
    fn our_document_gives_back_what_was_written(numbers in prop::collection::vec(prop::option::weighted(0.9, 0_u8..=5), 37)) {
        let all = builtins();
        let answers = numbers.iter().map(|level| level.map(|level| spbe_core::exact::Ratio::whole(level.into())));
        let mut who = subject("Kabupaten \"Uji\", Jawa", Some(2019));
        who.stage = Some("mandiri".to_owned());
        who.labels.insert("province".to_owned(), "Jawa Timur".to_owned());
        let written = Assessment::from_positions(&all[0], who, answers.collect()).unwrap();
        let (chosen, found) = assessments(&write_json(&all[0], std::slice::from_ref(&written)).expect("a document"), &all);
        prop_assert_eq!(chosen, 0);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!((found[0].answers(), found[0].subject()), (written.answers(), written.subject()));
        prop_assert!(found[0].belongs_to(&all[0]));
    }

    #[test]
    fn no_bytes_bring_the_readers_down(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[-a-z0-9,;\"\n{}\\[\\]:. ]{0,200}") {
        let all = [builtin("spbe-2018")];
        for input in [bytes.as_slice(), text.as_bytes()] {
            if let Err(issues) = read(input, &all, &ReadOptions::default()) {
                prop_assert!(issues.total() >= 1 && !issues.listed().is_empty());
            }
        }
    }
}

#[test]
fn a_message_stays_on_one_line_whatever_the_institution_is_called() {
    let instrument = builtin("spbe-2020");
    let mut who = subject("Kota\nUji\r\u{0}", Some(2024));
    who.stage = Some("akhir\u{85}".to_owned());
    let empty = Assessment::from_positions(&instrument, who, vec![None; 47]).expect("no answer is wrong");
    let error = score(&instrument, &empty, &ScoreOptions::default()).expect_err("nothing is answered");
    assert!(matches!(error, ScoreError::AnswersMissing { .. }));
    assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
}
