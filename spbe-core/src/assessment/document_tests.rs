#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::table_tests::{all, assessments, builtin, problems, read_any, read_as};
use super::{Assessment, ReadOptions, Subject, read, write_json};
use crate::exact::Ratio;
use crate::instrument::Instrument;
use crate::issue::Catalogued;

fn document(entries: &str) -> String {
    format!(r#"{{"schema": "spbe-assessments/1", "instrument": "spbe-2020", "assessments": [{entries}]}}"#)
}

#[test]
fn a_document_is_read_exactly() {
    let text = document(
        r#"{"institution": "Kota A", "year": 2023, "stage": "akhir", "labels": {"province": "Bali"},
            "levels": {"1": 3, "i02": "4", "3": null, "4": 3.0, "5": "-"}}, {"institution": "Kota B", "levels": {}}"#,
    );
    let read = read_any(&text);
    assert_eq!(read.as_ref().unwrap().instrument, 1);
    let list = assessments(read);
    let answers: Vec<_> = list[0].answers().iter().take(5).copied().collect();
    let whole = |level| Some(Ratio::whole(level));
    assert_eq!(answers, [whole(3), whole(4), None, whole(3), None]);
    assert_eq!(list[0].subject().labels["province"], "Bali");
    assert_eq!((list.len(), list[1].subject().year), (2, None));
    assert!(assessments(read_any(&document(""))).is_empty());
}

#[test]
fn one_assessment_may_stand_alone_and_without_a_name() {
    let text = r#" {"instrument": "pemdi-2026", "values": {"1": "10/3", "1.2": 2.718281828459045235360287}}"#;
    let list = assessments(read_any(text));
    assert_eq!(list[0].answers()[0], Some(Ratio::new(10, 3).unwrap()));
    assert_eq!(list[0].answers()[1].unwrap().to_string(), "2.718281828459045235360287", "no float in between");
    let list = assessments(read_as("spbe-2018", r#"{"levels": {"35-1": 0}}"#));
    assert_eq!(list[0].answers()[34], Some(Ratio::ZERO));
}

#[test]
fn every_problem_of_every_entry_is_named() {
    let text = r#"{"schema": "spbe-assessments/2", "instrument": "spbe-2020", "checksum": "00", "colour": 1, "assessments": [
        {"institution": "A", "levels": {"1": 1e309, "2": 5.0000001, "3": -1, "4": 2.5, "5": true, "48": 1, "6": 3, "i06": 3}},
        {"institution": "a ", "levels": {"1": "NaN", "35\u0000": 1}, "level": {}},
        {"year": 23, "levels": [], "labels": {"x": 1, "x": "y"}},
        {"institution": "B\u0000", "levels": {}, "values": {}},
        {"institution": "C", "institution": "D"},
        null]}"#;
    assert_eq!(
        problems(read_any(text)),
        [
            "schema: expected the schema `spbe-assessments/1`, found `spbe-assessments/2`",
            "colour: the field `colour` is unknown",
            "checksum: the document was written for another edition of `spbe-2020` (checksum `00`)",
            "assessments[1].levels.1: expected a plain decimal number, found `1e309`",
            "assessments[1].levels.2: 5.0000001 is outside 1 to 5",
            "assessments[1].levels.3: -1 is outside 1 to 5",
            "assessments[1].levels.4: levels are whole numbers, found 2.5",
            "assessments[1].levels.5: expected a text, a number or `null`, found `true` or `false`",
            "assessments[1].levels.48: the instrument `spbe-2020` has no indicator `48`",
            "assessments[1].levels.i06: the indicator `i06` is answered already",
            "assessments[2].levels.1: expected a plain decimal number, found `NaN`",
            "assessments[2].levels.35\u{fffd}: `35\\0` holds a control character",
            "assessments[2].level: the field `level` is unknown",
            "assessments[2]: `a` is there already for this year and stage (assessments[1])",
            "assessments[3].year: expected a year such as 2024, found `23`",
            "assessments[3].institution: the institution is missing",
            "assessments[3].labels.x: the field `x` is there twice",
            "assessments[3].labels.x: expected a text, found a number",
            "assessments[3].levels: expected an object, found a list",
            "assessments[4].institution: `B\\0` holds a control character",
            "assessments[4].values: the field `values` cannot stand beside `levels`",
            "assessments[5].institution: the field `institution` is there twice",
            "assessments[5]: the field `levels` is missing",
            "assessments[6]: expected an object, found `null`",
        ]
    );
}

#[test]
fn the_instrument_of_a_document_must_be_a_candidate() {
    assert_eq!(
        problems(read_as("spbe-2018", &document(""))),
        ["instrument: the document names the instrument `spbe-2020`, but `spbe-2018` was asked for"]
    );
    let unknown = document("").replace("spbe-2020", "spbe-2030");
    assert_eq!(
        problems(read_any(&unknown)),
        [
            "instrument: the document names the instrument `spbe-2030`, which is none of: spbe-2018, spbe-2020, pemdi-2026"
        ]
    );
}

#[test]
fn broken_json_names_its_line() {
    let found = problems(read_any("{\n\"schema\": \"spbe-assessments/1\",\n]"));
    assert_eq!(found, ["not readable as JSON: key must be a string (line 3, column 1)"]);
    assert!(problems(read_any("{}"))[0].starts_with("expected `assessments`"));
    assert!(problems(read_any("[]"))[0].contains("empty"));
}

#[test]
fn the_year_asked_for_selects_entries() {
    let text = document(
        r#"{"institution": "A", "year": 2022, "levels": {"1": 9}}, {"institution": "A", "year": "2023", "levels": {}}"#,
    );
    let read_year = |year| read(text.as_bytes(), all(), &ReadOptions::default().year(year));
    assert_eq!(assessments(read_year(2023)).len(), 1);
    assert_eq!(problems(read_year(2021)), ["no row is of the year 2021"]);
}

/// A text that a document may hold as a name.
fn name() -> impl Strategy<Value = String> {
    "[ -~à-ÿ一-三\"\\\\]{0,12}[a-zA-Z]"
}

fn records() -> impl Strategy<Value = (Instrument, Vec<Assessment>)> {
    let record = (name(), proptest::option::of(1900_u16..3000), proptest::option::of(name()));
    let labels = proptest::collection::btree_map(name(), "[ -~\n\t]{0,12}", 0..3);
    let answers = proptest::collection::vec(proptest::option::of((1_i64..=5, 0_i64..100, 1_i64..12)), 47);
    (0_usize..3, proptest::collection::vec((record, labels, answers), 0..4)).prop_map(|(instrument, records)| {
        let instrument = all()[instrument].clone();
        let mut list = Vec::new();
        for (number, ((institution, year, stage), labels, answers)) in records.into_iter().enumerate() {
            let subject = Subject { institution: format!("{number} {institution}"), year, stage, labels };
            list.push(assessment(&instrument, subject, &answers));
        }
        (instrument, list)
    })
}

fn assessment(instrument: &Instrument, subject: Subject, answers: &[Option<(i64, i64, i64)>]) -> Assessment {
    let answer = |(level, part, parts): (i64, i64, i64)| {
        let exact = Ratio::whole(level).checked_add(Ratio::new(part.into(), parts.into()).unwrap()).unwrap();
        let sound = !instrument.has_levels() && exact <= instrument.highest_answer();
        if sound { exact } else { Ratio::whole(level) }
    };
    let answers = answers.iter().map(|given| given.map(answer)).chain([None; 47]).take(instrument.items().len());
    Assessment::from_positions(instrument, subject, answers.collect()).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back((instrument, list) in records()) {
        let text = write_json(&instrument, &list).unwrap();
        let back = assessments(read(text.as_bytes(), all(), &ReadOptions::default()));
        prop_assert_eq!(&back, &list);
        prop_assert_eq!(write_json(&instrument, &back).unwrap(), text);
    }
}

#[test]
fn whole_levels_are_written_as_numbers_and_values_as_text() {
    let subject = Subject { institution: "A".to_owned(), labels: BTreeMap::new(), ..Subject::default() };
    let level = Assessment::new(&builtin("spbe-2020"), subject.clone(), [("1", Ratio::whole(3))]).unwrap();
    assert!(
        write_json(&builtin("spbe-2020"), &[level])
            .unwrap()
            .contains("\"levels\": {\n        \"1\": 3,\n        \"2\": null,")
    );
    let third = Assessment::new(&builtin("pemdi-2026"), subject, [("1", Ratio::new(10, 3).unwrap())]).unwrap();
    let text = write_json(&builtin("pemdi-2026"), &[third]).unwrap();
    assert!(text.contains("\"values\": {\n        \"1\": \"10/3\",\n        \"2\": null,"), "{text}");
}

#[test]
fn answers_as_texts_are_the_answers_they_spell() {
    let instrument = builtin("pemdi-2026");
    let texts = [("2", "1.26"), ("1", " 3 "), ("3", "-"), ("4", ""), ("5", "2,5")];
    let assessment = Assessment::from_texts(&instrument, Subject::default(), texts).unwrap();
    let found: Vec<Option<String>> = assessment.answers().iter().take(5).map(|a| a.map(|a| a.to_string())).collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(found, [text("3"), text("1.26"), None, None, text("2.5")]);

    let wrong = [("1", "6"), ("1", ""), ("99", "x"), ("2", "x"), ("3", "1,260")];
    let issues = Assessment::from_texts(&instrument, Subject::default(), wrong).unwrap_err();
    let codes: Vec<u16> = issues.listed().iter().map(|issue| issue.error.code().number).collect();
    assert_eq!(codes, [316, 317, 306, 314, 314]);
}
