#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use super::table_tests::{all, problems, read_any, read_as, results};
use super::{PublishedResult, ReadOptions, read};

const RECORD: &str = r#"{"kode": "K01", "tahun": 2023, "nama_instansi": "Kementerian A", "kategori": "kementerian",
    "daerah": null, "extra": {"deep": [1]},
    "nilai": {"D2001": "3.4000000000", "D2002": 2.70, "A2008": "1.1800000000", "A2001": null, "indeks": "3.0100000000"}}"#;

fn printed(result: &PublishedResult) -> Vec<String> {
    result.nodes.iter().flatten().chain(&result.index).map(ToString::to_string).collect()
}

#[test]
fn a_record_a_list_and_a_wrapped_list_are_read() {
    let list = format!("[{RECORD}, {}]", RECORD.replace("Kementerian A", "Kementerian B"));
    for (text, count) in [
        (RECORD.to_owned(), 1),
        (list.clone(), 2),
        (format!("{{\"status\": true, \"data\": {list}}}"), 2),
        (format!("{{\"data\": {RECORD}}}"), 1),
    ] {
        let read = read_any(&text);
        assert_eq!(read.as_ref().unwrap().instrument, 1);
        let list = results(read);
        assert_eq!(list.len(), count);
        assert_eq!(printed(&list[0]), ["3.40", "2.70", "1.18", "3.01"], "padding is no precision");
        assert_eq!((list[0].subject.institution.as_str(), list[0].subject.year), ("Kementerian A", Some(2023)));
        let labels: Vec<String> = list[0].subject.labels.iter().map(|(name, text)| format!("{name}={text}")).collect();
        assert_eq!(labels, ["code=K01", "type=kementerian"]);
    }
}

#[test]
fn a_record_with_more_digits_was_not_rounded_anywhere() {
    let text = RECORD.replace("1.1800000000", "1.1818000000");
    assert_eq!(printed(&results(read_any(&text))[0]), ["3.4000", "2.7000", "1.1818", "3.0100"]);
}

#[test]
fn the_year_in_the_keys_decides_the_instrument() {
    let text = RECORD.replace("D20", "D18").replace("A20", "A18").replace("A1808", "A1807").replace("2023", "2019");
    assert_eq!(read_any(&text).unwrap().instrument, 0);
    assert_eq!(
        problems(read_as("spbe-2020", &text)),
        ["the codes in the file do not fit `spbe-2020`; they fit `spbe-2018`"]
    );
    let both = format!("[{RECORD}, {text}]");
    assert!(problems(read_any(&both))[0].contains("cannot tell the instrument"));
    let one = read(both.as_bytes(), all(), &ReadOptions::default().year(2019)).unwrap();
    assert_eq!(one.instrument, 0);
}

#[test]
fn every_problem_of_every_record_is_named() {
    let bad = RECORD
        .replace("3.4000000000", "NaN")
        .replace("2.70", "1e309")
        .replace("\"A2001\": null", "\"A2009\": \"1\", \"indeks\": \"6\"")
        .replace("Kementerian A", " ");
    let text = format!("[{RECORD}, {bad}, {RECORD}, 7, {{\"tahun\": \"x\", \"nama_instansi\": \"C\"}}]");
    assert_eq!(
        problems(read_as("spbe-2020", &text)),
        [
            "[2].nama_instansi: the institution is missing",
            "[2].nilai.indeks: the field `indeks` is there twice",
            "[2].nilai.D2001: expected a plain decimal number, found `NaN`",
            "[2].nilai.D2002: expected a plain decimal number, found `1e309`",
            "[2].nilai.A2009: the instrument `spbe-2020` has no node `A2009`",
            "[3]: `Kementerian A` is there already for this year and stage ([1])",
            "[4]: expected an object, found a number",
            "[5].tahun: expected a year such as 2024, found `x`",
            "[5].nilai: the field `nilai` is missing",
        ]
    );
}
