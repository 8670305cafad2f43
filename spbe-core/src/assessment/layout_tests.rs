#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use super::table_tests::{all, assessments, builtin, levels, problems, read_any, read_as, results};
use super::{Assessment, AssessmentError, ReadFile, ReadOptions, Subject, read, write_json};
use crate::exact::Ratio;
use crate::instrument::Instrument;
use crate::issue::{Issues, Language};

/// An instrument of one tier above its indicators, all of the same weight.
pub(super) fn own(codes: &[&str], answers: &str) -> Instrument {
    let indicators: String = codes
        .iter()
        .map(|code| {
            format!("[[indicators]]\ncode = \"{code}\"\nparent = \"1\"\nweight = \"1\"\nname = {{ id = \"{code}\" }}\n")
        })
        .collect();
    let total = codes.len();
    let text = format!(
        r#"
        schema = "spbe-instrument/1"
        id = "own"
        edition = 1
        title = {{ id = "Indeks" }}
        total_weight = "{total}"
        [legal]
        basis = "-"
        used_years = [2025]
        text_seen = true
        [answers]
        kind = "level"
        {answers}
        [publication]
        decimals = 2
        rounding = "half_up"
        predicate_basis = "exact"
        [[tiers]]
        code = "aspect"
        name = {{ id = "Aspek" }}
        [[tiers]]
        code = "indicator"
        name = {{ id = "Indikator" }}
        [[predicates]]
        name = {{ id = "Rendah" }}
        to = "2"
        [[predicates]]
        name = {{ id = "Tinggi" }}
        from = "2"
        to = "10"
        [[nodes]]
        tier = "aspect"
        code = "1"
        weight = "{total}"
        name = {{ id = "Aspek" }}
        {indicators}"#
    );
    Instrument::from_toml(&text).unwrap_or_else(|issues| panic!("{issues}"))
}

fn read_own(instrument: &Instrument, text: &str) -> Result<ReadFile, Issues<AssessmentError>> {
    read(text.as_bytes(), std::slice::from_ref(instrument), &ReadOptions::default())
}

const ZERO_TO_FOUR: &str = "lowest = \"0\"\nhighest = \"4\"";

#[test]
fn own_codes_mean_their_items_whatever_they_mean_elsewhere() {
    let instrument = own(&["value", "stage", "3", "4"], ZERO_TO_FOUR);
    let list = assessments(read_own(&instrument, "institution,Value,STAGE,3,4\nA,1,2,3,4\n"));
    assert_eq!(levels(&list[0]), ["1", "2", "3", "4"]);
    assert_eq!((list[0].subject().institution.as_str(), list[0].subject().stage.as_deref()), ("A", None));
    // No other code gives the form away.
    let instrument = own(&["indikator", "nilai", "tahun"], ZERO_TO_FOUR);
    let list = assessments(read_own(&instrument, "instansi,indikator,nilai,tahun\nA,1,2,3\n"));
    assert_eq!((levels(&list[0]), list[0].subject().year), (vec!["1".into(), "2".into(), "3".into()], None));
    // Its codes in the cells are those of a long table all the same.
    let list = assessments(read_own(&instrument, "instansi,indikator,nilai\nA,nilai,2\nA,tahun,3\n"));
    assert_eq!(levels(&list[0]), ["-", "2", "3"]);
    // A column of institutions is never an item.
    let instrument = own(&["institution", "2"], ZERO_TO_FOUR);
    assert_eq!(levels(&assessments(read_own(&instrument, "institution,2\n3,4\n"))[0]), ["-", "4"]);
}

#[test]
fn an_instrument_with_such_a_code_leaves_the_files_of_others_alone() {
    let mut candidates = all().to_vec();
    candidates.push(own(&["stage", "level", "index"], ZERO_TO_FOUR));
    let options = ReadOptions::default();
    let head: Vec<String> = (1..=47).map(|code| code.to_string()).collect();
    let wide = format!("institution,stage,{}\nA,akhir,{}\n", head.join(","), vec!["3"; 47].join(","));
    let file = read(wide.as_bytes(), &candidates, &options).unwrap();
    assert_eq!(file.instrument, 1);
    assert_eq!(assessments(Ok(file))[0].subject().stage.as_deref(), Some("akhir"));
    let long = "institution,year,indicator,level\nA,2023,1,3\nA,2023,47,3\n";
    assert_eq!(read(long.as_bytes(), &candidates, &options).unwrap().instrument, 1);
    let file = read(b"institution,stage,level,index\nA,1,2,3\n", &candidates, &options).unwrap();
    assert_eq!(file.instrument, 3);
}

#[test]
fn a_blank_year_is_the_year_asked_for() {
    let text = "institution,year,1\nA,,3\nB,-,4\nC,2023,5\nD,2022,9\n";
    let list = assessments(read(text.as_bytes(), &[builtin("spbe-2020")], &ReadOptions::default().year(2023)));
    assert_eq!(list.iter().map(|one| one.subject().year).collect::<Vec<_>>(), [Some(2023); 3]);
    assert_eq!(
        problems(read_as("spbe-2020", "institution,year,1\nA,,3\n")),
        ["row 2, column `year`: expected a year such as 2024, found ``"]
    );
    // It counts for the instrument as well.
    let text = "institution,year,indicator,level\nA,,1,3\nA,,2,3\n";
    assert_eq!(read(text.as_bytes(), all(), &ReadOptions::default().year(2023)).unwrap().instrument, 1);
}

#[test]
fn a_table_of_institution_codes_and_values_is_one_of_results() {
    for text in [
        "kode,nama_instansi,tahun,nilai\n1,Kota A,2023,3\n2,Kota B,2023,4\n",
        "kode,nama_instansi,tahun,nilai\nK01,Kota A,2023,3\nK01,Kota A,2023,4\n"
            .replace("A,2023,4", "B,2023,4")
            .as_str(),
        "nama_instansi;tahun;nilai\nKota A;2023;3\nKota B;2023;4,0\n",
        "Nama Instansi/Pemda;Tahun;Nilai Indeks\nKota A;2023;3\nKota B;2023;4,00\n",
    ] {
        let list = results(read_as("spbe-2020", text));
        let printed: Vec<String> = list.iter().filter_map(|one| one.index).map(|index| index.to_string()).collect();
        assert_eq!(printed, ["3.00", "4.00"], "{text}");
    }
    let list = results(read_as("spbe-2020", "instansi,nilai,indeks\nA,x,3\n"));
    assert_eq!(list[0].subject.labels["nilai"], "x", "where there is an index, nothing else is one");
}

#[test]
fn a_table_of_indicator_codes_and_values_is_one_of_answers() {
    for text in [
        "kode,nama_instansi,tahun,nilai\n1,Kota A,2023,3\n2,Kota A,2023,4\n",
        "nama,kode,nilai\nKota A,1,3\nKota A,2,4\n",
        "nama,indikator,level\nKota A,1,3\nKota A,2,4\n",
    ] {
        let list = assessments(read_as("spbe-2020", text));
        assert_eq!((list.len(), list[0].subject().institution.as_str()), (1, "Kota A"), "{text}");
        assert_eq!(levels(&list[0])[..3], ["3", "4", "-"]);
    }
}

#[test]
fn columns_of_institutions_have_many_names() {
    for name in [
        "institution",
        "Instansi",
        "Nama Instansi",
        "Kabupaten/Kota",
        "Kabupaten / Kota",
        "Nama Instansi/Pemda",
        "Instansi/Pemda",
        "Pemda",
        "Nama Pemda",
        "nama_pemda",
        "Pemerintah Daerah",
        "K/L/PD",
        "Nama",
    ] {
        let list = assessments(read_as("spbe-2020", &format!("No;{name};1\n1;Kota A;3\n2;Kota B;3\n")));
        assert_eq!(list[1].subject().institution, "Kota B", "{name}");
    }
    let list = assessments(read_as("spbe-2020", "Nama,Pemda,Nama Instansi,1\nx,y,Kota A,3\n"));
    assert_eq!(list[0].subject().institution, "Kota A", "the surest name wins");
    assert_eq!((&list[0].subject().labels["Nama"], &list[0].subject().labels["Pemda"]), (&"x".into(), &"y".into()));
    let list = assessments(read_as("spbe-2020", "Nama,Pemda,1\nx,Kota A,3\n"));
    assert_eq!(list[0].subject().institution, "Kota A");
}

#[test]
fn one_subject_needs_no_column_of_institutions() {
    let head: Vec<String> = (1..=47).map(|code| code.to_string()).collect();
    let wide = format!("{}\n{}\n", head.join(","), vec!["3"; 47].join(","));
    let list = assessments(read_any(&wide));
    assert_eq!((list.len(), list[0].subject().institution.as_str(), list[0].row()), (1, "", Some(2)));
    assert_eq!(levels(&list[0]), ["3"; 47]);
    for long in [
        "indikator;level\n1;3\n2;4\n",
        "Kode;Nama;Nilai\n1;Kebijakan;3\n2;Peta Rencana;4\n",
        "Kode Indikator;Nama;Tingkat\n1;Kebijakan;3\n2;Peta Rencana;4\n",
    ] {
        let list = assessments(read_as("spbe-2020", long));
        assert_eq!((list.len(), list[0].subject().institution.as_str()), (1, ""), "{long}");
        assert_eq!(levels(&list[0])[..3], ["3", "4", "-"]);
    }
    let years = assessments(read_as("spbe-2020", "tahun,indikator,level\n2022,1,3\n2023,1,4\n"));
    assert_eq!(years.iter().map(|one| one.subject().year).collect::<Vec<_>>(), [Some(2022), Some(2023)]);
    assert_eq!(
        problems(read_as("spbe-2020", "indikator,level\n1,3\n1,4\n")),
        ["row 3, column `indikator`: the indicator `1` is answered already (row 2)"]
    );
}

#[test]
fn several_subjects_need_a_column_of_institutions() {
    let missing = ["row 1: there is no column `institution`"];
    assert_eq!(problems(read_as("spbe-2020", "1,2,3\n1,2,3\n1,2,3\n")), missing);
    assert_eq!(problems(read_as("spbe-2020", "OPD,1,2,3\nA,1,2,3\nB,1,2,3\n")), missing);
    assert_eq!(problems(read_as("spbe-2020", "kode,nilai\nK01,3\nK02,4\n")), missing);
    // Answers under a heading that is unknown to us are no codes.
    for text in ["foo,bar\n3,4\n2,5\n", "foo,bar\n3,4\n"] {
        assert!(problems(read_as("spbe-2020", text))[0].starts_with("no heading row found"), "{text}");
    }
    for text in ["hello\n3\n4\n", "3\n4\n"] {
        let no_table = "this is no table: no row has more than one cell; give CSV, XLSX or JSON";
        assert_eq!(problems(read_as("spbe-2020", text)), [no_table]);
    }
    // Nor are the numbers of columns above a heading with institutions.
    let list = assessments(read_as("spbe-2020", "1,2,3\ninstitution,1,2\nA,3,4\n"));
    assert_eq!((list.len(), list[0].subject().institution.as_str()), (1, "A"));
}

#[test]
fn printed_values_are_not_below_the_values_of_the_levels() {
    let negative = own(&["a", "b"], "lowest = \"-2\"\nhighest = \"4\"\nlevel_values = [{ level = 4, value = \"6\" }]");
    let list = results(read_own(&negative, "instansi,indeks\nA,-2\nB,6\n"));
    assert_eq!(list[0].index.unwrap().to_string(), "-2.00");
    assert_eq!(
        problems(read_own(&negative, "instansi,indeks\nA,-2.01\nB,6.01\n")),
        ["row 2, column `indeks`: -2.01 is outside -2 to 6"]
    );
    // Level 0 of 5/2018 counts as 1, but a missing answer as 0.
    assert_eq!(results(read_as("spbe-2018", "instansi,indeks\nA,0\n"))[0].index.unwrap().to_string(), "0.00");
}

#[test]
fn no_candidates_are_the_built_in_ones() {
    let read_none = |text: &str| read::<Instrument>(text.as_bytes(), &[], &ReadOptions::default());
    assert_eq!(read_none("institution,year,1,2\nA,2023,3,3\n").unwrap().instrument, 1);
    let found = problems(read_none("institution,1,2\nA,3,3\n"));
    assert!(found[0].ends_with("name one of: spbe-2018, spbe-2020, pemdi-2026"), "{found:?}");
}

#[test]
fn writing_tells_another_instrument_from_another_edition() {
    let instrument = builtin("spbe-2020");
    let one = Assessment::new(&instrument, Subject::default(), [("1", Ratio::ONE)]).unwrap();
    let other = write_json(&builtin("spbe-2018"), std::slice::from_ref(&one)).unwrap_err();
    assert_eq!(
        other.to_string(),
        "assessments[1]: the assessment belongs to the instrument `spbe-2020`, not to `spbe-2018`"
    );
    let edition = Instrument::from_toml(&instrument.to_toml().replacen("edition = 1", "edition = 2", 1)).unwrap();
    let other = write_json(&edition, &[one]).unwrap_err().to_string();
    assert!(other.contains("checked against another edition of `spbe-2020` (checksum `"), "{other}");
}

#[test]
fn indonesian_readers_get_indonesian() {
    let told = |text: &str| read_any(text).unwrap_err().describe(Language::Indonesian);
    assert_eq!(
        told("x,y\n"),
        "baris judul tidak ditemukan: seharusnya ada kolom `institution`, `instansi`, atau `nama_instansi`, dan kode \
         indikator seperti `1` atau `35-3`"
    );
    assert_eq!(
        told("institution,1\nA,\"3\n"),
        "baris 2: tidak terbaca sebagai CSV: tanda petik dibuka dan tidak pernah ditutup"
    );
    assert_eq!(told("{\"assessments\": {}, \"schema\": 1}").lines().count(), 2);
    assert!(told("{\"assessments\": {}, \"schema\": 1}").contains("schema: seharusnya teks, ditemukan bilangan"));
    assert!(told("{\n\n]").ends_with("(baris 3, kolom 1)"));
}

#[test]
fn a_great_many_answers_are_placed_in_linear_time() {
    let codes: Vec<String> = (0..100_000).map(|code| format!("c{code}")).collect();
    let names: Vec<&str> = codes.iter().map(String::as_str).collect();
    let instrument = own(&names, ZERO_TO_FOUR);
    let answers = names.iter().rev().map(|code| (*code, Ratio::ONE));
    let one = Assessment::new(&instrument, Subject::default(), answers).unwrap();
    assert!(one.answers().iter().all(|answer| *answer == Some(Ratio::ONE)));
    // In quadratic time this would not come to an end.
    let twice = Assessment::new(&instrument, Subject::default(), vec![("c7", Ratio::ONE); 100]).unwrap_err();
    assert_eq!(twice.total(), 99);
}
