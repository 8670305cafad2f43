#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use std::sync::LazyLock;

use super::{Assessment, AssessmentError, PublishedResult, ReadFile, ReadOptions, Records, read};
use crate::exact::{DecimalComma, Ratio};
use crate::instrument::Instrument;
use crate::issue::{Issues, Language};

/// Read once: a build without optimisation takes its time over them.
static BUILTIN: LazyLock<Vec<Instrument>> =
    LazyLock::new(|| Instrument::builtin_ids().map(|id| Instrument::builtin(id).unwrap()).collect());

pub(super) fn builtin(id: &str) -> Instrument {
    all().iter().find(|instrument| instrument.id() == id).unwrap().clone()
}

pub(super) fn all() -> &'static [Instrument] {
    &BUILTIN
}

pub(super) fn read_as(id: &str, text: &str) -> Result<ReadFile, Issues<AssessmentError>> {
    read(text.as_bytes(), &[builtin(id)], &ReadOptions::default())
}

pub(super) fn read_any(text: &str) -> Result<ReadFile, Issues<AssessmentError>> {
    read(text.as_bytes(), all(), &ReadOptions::default())
}

pub(super) fn assessments(read: Result<ReadFile, Issues<AssessmentError>>) -> Vec<Assessment> {
    match read {
        Ok(ReadFile { records: Records::Assessments(list), .. }) => list,
        other => panic!("expected assessments, found {other:#?}"),
    }
}

pub(super) fn results(read: Result<ReadFile, Issues<AssessmentError>>) -> Vec<PublishedResult> {
    match read {
        Ok(ReadFile { records: Records::Results(list), .. }) => list,
        other => panic!("expected results, found {other:#?}"),
    }
}

/// The problems, one a line.
pub(super) fn problems(read: Result<ReadFile, Issues<AssessmentError>>) -> Vec<String> {
    let issues = read.unwrap_err();
    // Every message has an Indonesian form on one line as well.
    assert!(issues.listed().iter().all(|issue| !issue.describe(Language::Indonesian).contains('\n')));
    issues.describe(Language::English).lines().map(str::to_owned).collect()
}

pub(super) fn levels(assessment: &Assessment) -> Vec<String> {
    assessment.answers().iter().map(|answer| answer.map_or_else(|| "-".to_owned(), |level| level.to_string())).collect()
}

/// A heading and one row with the same answer to every item.
fn full(codes: impl IntoIterator<Item = String>, answer: &str) -> String {
    let codes: Vec<String> = codes.into_iter().collect();
    let answers = vec![answer; codes.len()].join(",");
    format!("institution,{}\nKota A,{answers}\n", codes.join(","))
}

fn codes(instrument: &Instrument) -> impl Iterator<Item = String> {
    instrument.items().iter().map(|item| item.code().to_owned())
}

#[test]
fn a_wide_table_gives_one_assessment_a_row() {
    let text = "institution,year,stage,1,2,47,provinsi,Catatan\n\
                Kota A,2023,mandiri,3,-,5,Bali,\n\
                \"Kab. B\",2023,,1,,2,,ada\n";
    let list = assessments(read_as("spbe-2020", text));
    assert_eq!(list.len(), 2);
    let subject = list[0].subject();
    assert_eq!(
        (subject.institution.as_str(), subject.year, subject.stage.as_deref()),
        ("Kota A", Some(2023), Some("mandiri"))
    );
    assert_eq!(
        subject.labels.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>(),
        ["province=Bali"]
    );
    assert_eq!(list[0].answers()[0], Some(Ratio::whole(3)));
    assert_eq!(list[0].answers()[1], None);
    assert_eq!(list[0].answers()[46], Some(Ratio::whole(5)));
    assert_eq!((list[0].row(), list[1].row()), (Some(2), Some(3)));
    assert_eq!(list[1].subject().labels["Catatan"], "ada");
    assert!(list[1].belongs_to(&builtin("spbe-2020")));
}

#[test]
fn codes_may_be_spelt_in_every_way_seen_in_files() {
    let text =
        "Nama Instansi,i1,I02,i-3,indikator_4,Indikator 5,indicator_6,INDIKATOR-07,08,i_9\nA,1,2,3,4,5,1,2,3,4\n";
    let list = assessments(read_as("spbe-2020", text));
    assert_eq!(levels(&list[0])[..10], ["1", "2", "3", "4", "5", "1", "2", "3", "4", "-"]);
    let text = "instansi,35-1,i35_2,Indikator 35-3\nA,0,1,2\n";
    let list = assessments(read_as("spbe-2018", text));
    assert_eq!(levels(&list[0])[34..], ["0", "1", "2"]);
    let text = "instansi,1.1,I1.2,Indikator 3\nA,1.26,2,4.5\n";
    let list = assessments(read_as("pemdi-2026", text));
    assert_eq!(levels(&list[0])[..3], ["1.26", "2", "4.5"]);
}

#[test]
fn codes_of_an_own_instrument_need_no_digits() {
    let mut text = builtin("pemdi-2026").to_toml();
    text = text.replacen("code = \"20\"", "code = \"gov.1\"", 1).replacen("id = \"pemdi-2026\"", "id = \"own\"", 1);
    let own = Instrument::from_toml(&text).unwrap();
    let list = assessments(read(b"institution,GOV.1\nA,2.5\n", &[own], &ReadOptions::default()));
    assert_eq!(levels(&list[0])[19], "2.5");
}

#[test]
fn the_heading_may_stand_below_titles_and_blank_rows() {
    let text = "\u{feff}Hasil Penilaian SPBE, Tahun 2023\r\n\r\n;;;\r\n\r\nNo;Instansi;Tahun;1;2;\r\n\r\n1;Kota A;2023;3;9;\r\n;;;;;\r\n";
    assert_eq!(problems(read_as("spbe-2020", text)), ["row 7, column `2`: 9 is outside 1 to 5"]);
    let list = assessments(read_as("spbe-2020", &text.replace('9', "4")));
    assert_eq!(list[0].row(), Some(7));
    assert_eq!(list[0].subject().labels["No"], "1");
}

#[test]
fn tabs_and_semicolons_separate_and_free_the_comma() {
    let list = assessments(read_as("pemdi-2026", "institution;1;2\nA;1,260;3,5\n"));
    assert_eq!(levels(&list[0])[..2], ["1.26", "3.5"]);
    let list = assessments(read_as("spbe-2020", "institution\t1\t2\nA\t3,0\t3.00\n"));
    assert_eq!(levels(&list[0])[..2], ["3", "3"]);
    let never = ReadOptions::default().comma(DecimalComma::Never);
    let read = read(b"institution;1\nA;3,5\n", &[builtin("pemdi-2026")], &never);
    assert_eq!(problems(read), ["row 2, column `1`: expected a plain decimal number, found `3,5`"]);
}

#[test]
fn a_quoted_decimal_comma_is_read_where_it_is_clear() {
    let list = assessments(read_as("pemdi-2026", "institution,1\nA,\"1,26\"\n"));
    assert_eq!(levels(&list[0])[0], "1.26");
    let text = "institution,1\nA,\"1,260\"\n";
    let found = problems(read_as("pemdi-2026", text));
    assert!(found[0].starts_with("row 2, column `1`: `1,260` is ambiguous"), "{found:?}");
    let always = ReadOptions::default().comma(DecimalComma::Always);
    assert_eq!(levels(&assessments(read(text.as_bytes(), &[builtin("pemdi-2026")], &always))[0])[0], "1.26");
}

#[test]
fn the_year_asked_for_selects_rows_or_fills_the_gap() {
    let text = "institution,year,1\nA,2022,99\nA,2023,3\n";
    let candidates = [builtin("spbe-2020")];
    let list = assessments(read(text.as_bytes(), &candidates, &ReadOptions::default().year(2023)));
    assert_eq!((list.len(), list[0].subject().year), (1, Some(2023)));
    let read_2024 = read(text.as_bytes(), &candidates, &ReadOptions::default().year(2024));
    assert_eq!(problems(read_2024), ["no row is of the year 2024"]);
    let list = assessments(read(b"institution,1\nA,3\n", &candidates, &ReadOptions::default().year(Some(2024))));
    assert_eq!(list[0].subject().year, Some(2024));
}

#[test]
fn a_long_table_gathers_the_answers_of_each_subject() {
    let text = "Tahun;Instansi;Kode Indikator;Tingkat Kematangan;Provinsi;Nama Indikator\n\
                2023;Kota A;1;3;Bali;Kebijakan\n\
                2023;Kota B;1;-;;Kebijakan\n\
                2023;kota  a;I02;4;Bali;Peta\n";
    let list = assessments(read_any(text));
    assert_eq!(list.len(), 2);
    assert_eq!(levels(&list[0])[..3], ["3", "4", "-"]);
    assert_eq!(
        list[0].subject().labels.keys().collect::<Vec<_>>(),
        ["province"],
        "what varies is no label of the subject"
    );
    assert_eq!((list[0].row(), list[1].row()), (Some(2), Some(3)));
}

#[test]
fn a_long_table_names_repeated_and_unknown_indicators() {
    let text = "institution,indicator,level\nA,1,3\nA,i01,3\nA,48,3\nA,,3\nA,2,6\n,3,3\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 3, column `indicator`: the indicator `i01` is answered already (row 2)",
            "row 4, column `indicator`: the instrument `spbe-2020` has no indicator `48`",
            "row 5, column `indicator`: the instrument `spbe-2020` has no indicator ``",
            "row 6, column `level`: 6 is outside 1 to 5",
            "row 7, column `institution`: the institution is missing",
        ]
    );
}

#[test]
fn the_official_table_is_read_as_results() {
    let text = "institution,type,province,year,domain_1,domain_2,domain_3,domain_4,index,predicate,sum_1_10,sum_11_20,sum_21_31,sums_32_41_and_42_47,exact_index,document,note\n\
        \"Kementerian Koordinator Bidang Politik, Hukum dan Keamanan\",kementerian,,2023,3.40,2.70,1.18,3.74,3.01,Baik,34,27,13,39+21|40+20,3.0120|3.0145,Laporan Pelaksanaan Evaluasi SPBE 2023 (KepmenPANRB 13/2024),\n\
        Kabupaten Contoh,kabupaten,Bali,2023,3.3,,2,4.32,3.72,very good,33,34,32,42+27,3.7240,,\n";
    let read = read_any(text);
    assert_eq!(read.as_ref().unwrap().instrument, 1);
    let list = results(read);
    let printed = |value: Option<crate::exact::Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    let nodes: Vec<String> = list[0].nodes.iter().map(|value| printed(*value)).collect();
    assert_eq!(nodes[..5], ["3.40", "2.70", "1.18", "3.74", ""]);
    assert_eq!((printed(list[0].index).as_str(), list[0].predicate, list[0].row), ("3.01", Some(2), Some(2)));
    let labels: Vec<&str> = list[0].subject.labels.keys().map(String::as_str).collect();
    assert_eq!(
        labels,
        ["document", "exact_index", "sum_11_20", "sum_1_10", "sum_21_31", "sums_32_41_and_42_47", "type"]
    );
    let nodes: Vec<String> = list[1].nodes.iter().map(|value| printed(*value)).collect();
    assert_eq!(nodes[..4], ["3.30", "", "2.00", "4.32"], "a spreadsheet shows 3.30 as 3.3");
    assert_eq!(list[1].predicate, Some(3));
}

#[test]
fn the_ministrys_own_headings_are_read() {
    let text = "nama_instansi;indeks;d1;D2;d3;d4;a1;a2;Aspek 3;aspect-4;a5;a6;a7;a8\nA;2,61;1;2;3;4;1;2;3;4;5;1;2;3\n";
    let list = results(read_any(text));
    let nodes: Vec<String> = list[0].nodes.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(nodes, ["1.00", "2.00", "3.00", "4.00", "1.00", "2.00", "3.00", "4.00", "5.00", "1.00", "2.00", "3.00"]);
}

#[test]
fn printed_values_are_checked() {
    let text = "instansi,indeks,d1,predikat\nA,-1,5.01,Bagus\nB,,x,\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 2, column `indeks`: -1 is outside 0 to 5",
            "row 2, column `predikat`: the instrument `spbe-2020` has no predicate `Bagus`",
            "row 3, column `d1`: expected a plain decimal number, found `x`",
        ]
    );
    let text = "instansi,indeks,d1,d5\nA,1,1,1\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        ["row 1, column `d5`: the instrument `spbe-2020` has no node `d5`"]
    );
}

#[test]
fn the_codes_decide_between_candidates() {
    for (position, instrument) in all().iter().enumerate() {
        let text = full(codes(instrument), "3");
        assert_eq!(read_any(&text).unwrap().instrument, position, "{}", instrument.id());
    }
    assert_eq!(
        problems(read_any("institution,1,2\nA,3,3\n")),
        ["row 1: cannot tell the instrument from the codes in the file; name one of: spbe-2018, spbe-2020, pemdi-2026"]
    );
    // The first indicators of several instruments: the year tells them apart.
    for (year, position) in [(2019, 0), (2023, 1), (2026, 2)] {
        let text = format!("institution,year,1,2\nA,{year},3,3\n");
        assert_eq!(read_any(&text).unwrap().instrument, position);
    }
    // All twenty codes of Pemdi, but in a year of 59/2020: one of the two is a mistake.
    let text = full(["year".to_owned()].into_iter().chain((1..=20).map(|code| code.to_string())), "3");
    let text = text.replacen("Kota A,3", "Kota A,2023", 1);
    assert!(problems(read_any(&text))[0].contains("cannot tell the instrument"));
    let text = "nama_instansi,indeks,d1,d2,d3,a1,a2,a3,a4,a5,a6,a7\nA,1,1,1,1,1,1,1,1,1,1,1\n";
    assert_eq!(read_any(text).unwrap().instrument, 0);
    assert!(read_any("nama_instansi,indeks\nA,1\n").is_err());
    assert_eq!(read_any("nama_instansi,tahun,indeks\nA,2020,1\n").unwrap().instrument, 0);
}

#[test]
fn another_instruments_codes_are_one_problem() {
    let spbe_2020 = full(codes(&builtin("spbe-2020")), "3");
    assert_eq!(
        problems(read_as("spbe-2018", &spbe_2020)),
        ["row 1: the codes in the file do not fit `spbe-2018`; they fit `spbe-2020`"]
    );
    let long = "institution,indicator,level\nA,35-1,3\nA,35-2,3\nA,1,2\n";
    assert!(problems(read_as("spbe-2020", long))[0].contains("they fit `spbe-2018`"));
    let results = "institution,d1,a8\nA,3,3\n";
    assert!(problems(read_as("pemdi-2026", results))[0].contains("they fit `spbe-2020`"));
    // One stray code is no other instrument.
    let stray = full(codes(&builtin("spbe-2020")).chain(["48".to_owned()]), "3");
    assert_eq!(
        problems(read_as("spbe-2020", &stray)),
        ["row 1, column `48`: the instrument `spbe-2020` has no indicator `48`"]
    );
}

#[test]
fn indicator_35_of_2018_is_answered_three_times() {
    let text = full((1..=35).map(|code| code.to_string()), "3");
    let expected =
        ["row 1, column `35`: the indicator `35` is scored as 35-1, 35-2, 35-3; answer each of them".to_owned()];
    assert_eq!(problems(read_as("spbe-2018", &text)), expected);
    assert_eq!(problems(read_any(&text)), expected);
}

#[test]
fn columns_that_mean_the_same_are_refused_and_notes_are_kept() {
    let text = "institution,instansi,1,i01,Catatan,Catatan,\nA,B,1,2,x,y,z\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 1, column `instansi`: the column `instansi` repeats the column `institution`",
            "row 1, column `i01`: the column `i01` repeats the column `1`",
            "row 2: the row has 7 cells, the heading has 6",
        ]
    );
    let list = assessments(read_as("spbe-2020", "institution,1,,Catatan,Catatan\nA,1,w,x,\"y\nz\"\n"));
    let labels: Vec<String> = list[0].subject().labels.iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(labels, ["Catatan=x", "Catatan (column 5)=y\nz", "column 3=w"]);
}
