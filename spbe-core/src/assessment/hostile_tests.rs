#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use std::collections::HashSet;
use std::fmt::Write;

use proptest::prelude::*;

use super::room::ANSWER_LIMIT;
use super::table_tests::{all, assessments, builtin, problems, read_any, read_as};
use super::{ReadOptions, read};

// Sizes are such that quadratic time would not come to an end: no clock has to say so.

#[test]
fn a_million_columns_are_refused_soon() {
    let mut text = "institution".to_owned();
    for code in 1..1_000_000 {
        write!(text, ",{code}").unwrap();
    }
    assert_eq!(problems(read_any(&text)), ["row 1: the file has 1000000 columns; at most 5000 are read"]);
    let row = format!("institution,1\nA{}\n", ",3".repeat(1_000_000));
    assert_eq!(problems(read_as("spbe-2020", &row)), ["row 2: the row has 1000001 cells, the heading has 2"]);
    // Empty columns to the right are how a spreadsheet is saved.
    let empty = format!("institution,1{0}\nA,3{0}\n", ",".repeat(1_000_000));
    assert_eq!(assessments(read_as("spbe-2020", &empty)).len(), 1);
}

#[test]
fn a_field_of_a_megabyte_is_refused_soon() {
    let long = "x".repeat(1 << 20);
    let text = format!("institution,1,note\n{long},{long},{long}\n");
    let too_long = "the text is 1048576 characters long; at most 1000 are read";
    assert_eq!(
        problems(read_as("spbe-2020", &text)),
        [
            format!("row 2, column `institution`: {too_long}"),
            format!("row 2, column `note`: {too_long}"),
            format!("row 2, column `1`: {too_long}"),
        ]
    );
    let text = format!("institution,1,{long}\nA,1,1\n");
    let found = read_as("spbe-2020", &text).unwrap_err();
    assert!(found.listed()[0].place.column.as_ref().unwrap().len() < 100);
    assert!(found.to_string().len() < 200);
    let text = format!("institution,indicator,level\nA,{},1\n", "9".repeat(1 << 20));
    assert_eq!(problems(read_as("spbe-2020", &text)).len(), 1);
    let json = format!("{{\"levels\": {{\"{long}\": \"{long}\"}}, \"{long}\": 1}}");
    assert!(read_as("spbe-2020", &json).unwrap_err().to_string().len() < 1_000);
}

#[test]
fn many_rows_and_many_problems_take_linear_time() {
    let mut wide = "institution,1\n".to_owned();
    let mut long = "institution,indicator,level\n".to_owned();
    for row in 0..200_000 {
        writeln!(wide, "A,{row}").unwrap();
        writeln!(long, "A,x{row},x").unwrap();
    }
    let options = ReadOptions::default().issue_limit(3);
    let issues = read(wide.as_bytes(), &[builtin("spbe-2020")], &options).unwrap_err();
    assert_eq!((issues.listed().len(), issues.total()), (3, 199_999 + 199_995));
    let issues = read(long.as_bytes(), &[builtin("spbe-2020")], &options).unwrap_err();
    assert_eq!(issues.total(), 400_000);
    let codes = (0..200_000).map(|code| format!("\"x{code}\": 1")).collect::<Vec<_>>().join(",");
    let issues =
        read(format!("{{\"levels\": {{{codes}}}}}").as_bytes(), &[builtin("spbe-2020")], &options).unwrap_err();
    assert_eq!(issues.total(), 200_000);
}

#[test]
fn a_hundred_thousand_institutions_are_read() {
    let mut text = "institution".to_owned();
    for code in 1..=47 {
        write!(text, ",{code}").unwrap();
    }
    text.push('\n');
    for row in 0..100_000_usize {
        write!(text, "Kota {row}").unwrap();
        for code in 0..47 {
            write!(text, ",{}", (row + code) % 5 + 1).unwrap();
        }
        text.push('\n');
    }
    assert_eq!(assessments(read_as("spbe-2020", &text)).len(), 100_000);
}

#[test]
fn a_small_file_takes_no_room_for_what_it_does_not_answer() {
    let mut wide = "institution,1\n".to_owned();
    let mut long = "institution,indicator,level\n".to_owned();
    for row in 0..100_000 {
        writeln!(wide, "{row},{}", row % 5 + 1).unwrap();
        writeln!(long, "{row},1,{}", row % 5 + 1).unwrap();
    }
    for text in [wide, long] {
        let list = assessments(read_as("spbe-2020", &text));
        assert_eq!(list.len(), 100_000);
        let places: HashSet<_> = list.iter().map(|one| one.answers().as_ptr()).collect();
        assert_eq!(places.len(), 5, "the same answers are held once");
    }
}

#[test]
fn more_answers_than_there_is_room_for_are_refused() {
    let rows = ANSWER_LIMIT / 47 + 1;
    let found = rows * 47;
    let expected =
        format!("the file needs room for {found} answers (records times indicators); at most {ANSWER_LIMIT} are read");
    let mut wide = "institution,1\n".to_owned();
    let mut long = "institution,indicator,level\n".to_owned();
    let mut document = r#"{"schema": "spbe-assessments/1", "assessments": ["#.to_owned();
    for row in 0..rows {
        writeln!(wide, "{row},1").unwrap();
        writeln!(long, "{row},1,1").unwrap();
        write!(document, r#"{}{{"institution": "{row}", "levels": {{}}}}"#, if row == 0 { "" } else { "," }).unwrap();
    }
    document.push_str("]}");
    for text in [wide, long, document] {
        assert_eq!(problems(read_as("spbe-2020", &text)), [expected.as_str()]);
    }
}

#[test]
fn deep_nesting_is_no_danger() {
    for text in
        ["[".repeat(1 << 20), format!("{}{}", "[".repeat(1 << 20), "]".repeat(1 << 20)), "{\"data\":".repeat(1 << 18)]
    {
        assert!(read_any(&text).is_err());
    }
}

#[test]
fn every_wrong_answer_is_named_with_row_and_column() {
    let text = "institution,1,2,3,4,5,6,7,8,9\nA,NaN,1e309,-1,5.0000001,3\0,2.5,+3,\"1,234\",٣\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 2, column `1`: expected a plain decimal number, found `NaN`",
            "row 2, column `2`: expected a plain decimal number, found `1e309`",
            "row 2, column `3`: -1 is outside 1 to 5",
            "row 2, column `4`: 5.0000001 is outside 1 to 5",
            "row 2, column `5`: `3\\0` holds a control character",
            "row 2, column `6`: levels are whole numbers, found 2.5",
            "row 2, column `7`: expected a plain decimal number, found `+3`",
            "row 2, column `8`: `1,234` is ambiguous: the comma could separate decimals or thousands; say which",
            "row 2, column `9`: expected a plain decimal number, found `٣`",
        ]
    );
}

#[test]
fn repeated_rows_and_institutions_are_named() {
    let text = "institution,year,1\nKota A,2023,3\nKota A,2023,3\nKOTA  a,2023,4\nKota A,2024,3\n,2023,3\n-,x,3\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 3: `Kota A` is there already for this year and stage (row 2)",
            "row 4: `KOTA  a` is there already for this year and stage (row 2)",
            "row 6, column `institution`: the institution is missing",
            "row 7, column `year`: expected a year such as 2024, found `x`",
        ]
    );
}

#[test]
fn other_encodings_are_named_with_the_byte() {
    let encoding = |bytes: &[u8]| problems(read(bytes, all(), &ReadOptions::default()));
    let utf16: Vec<u8> = "\u{feff}institution,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(encoding(&utf16)[0].contains("not UTF-8 text (first at byte 1)"));
    assert!(encoding(b"institution,1\nKota \xC9,3\n")[0].contains("not UTF-8 text (first at byte 20)"));
    assert!(encoding(b"\xEF\xBB\xBF\xFF")[0].contains("first at byte 4"));
}

#[test]
fn a_quotation_mark_left_open_loses_no_rows() {
    let text = "institution,1,note\nA,3,\"x\nB,3,\"y\"\nC,3,z\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        ["row 2: not readable as CSV: a quoted cell goes on after its closing quotation mark"]
    );
    let text = "institution,1,note\nA,3,x\nB,3,\"y\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        ["row 3: not readable as CSV: a quotation mark is opened and never closed"]
    );
    assert_eq!(assessments(read_as("spbe-2020", "institution,1\n\"Kab. \"\"X\"\"\",3\nB 5\",3\n")).len(), 2);
}

#[test]
fn tables_without_what_they_need_are_refused() {
    assert_eq!(problems(read_as("spbe-2020", "")), ["there is nothing in it"]);
    assert!(problems(read_as("spbe-2020", "x,y,z\n1,2,3\n"))[0].ends_with("codes such as `1` or `47`"));
    assert_eq!(problems(read_as("spbe-2020", "institution,1\n,\n\n")), ["row 1: there are no rows below the heading"]);
    assert_eq!(
        problems(read_as("spbe-2020", "institution,1,2\nA,3\n")),
        ["row 2: the row has 2 cells, the heading has 3"]
    );
    assert!(read::<crate::instrument::Instrument>(b"institution,1\nA,1\n", &[], &ReadOptions::default()).is_err());
    let late = format!("{}institution,1\nA,3\n", "title\n".repeat(50));
    assert!(problems(read_as("spbe-2020", &late))[0].contains("no heading row found"));
}

#[test]
fn control_characters_are_refused_where_people_are_named() {
    let text = "institution,1,stage,no\u{7}te\nA\u{1}B,3,\"x\ny\",z\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 1, column `no\u{fffd}te`: `no\\u{7}te` holds a control character",
            "row 2, column `institution`: `A\\u{1}B` holds a control character",
            "row 2, column `stage`: `x\\ny` holds a control character",
        ]
    );
}

fn try_all(bytes: &[u8]) {
    let options = ReadOptions::default();
    let _ = read(bytes, all(), &options);
    let _ = read(bytes, &all()[..1], &options.year(2020).issue_limit(0));
}

proptest! {
    // A file that does not fit has all built-in instruments read, which takes its time without optimisation.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn no_table_panics(head in "(institution|tahun|35|i1|d1|a9|indeks|level|indikator|\"|[,;\t\r\n]){0,12}", rest in "[,;\t\r\n\"0-9.\\-eNA]{0,60}") {
        try_all(format!("institution,{head}\n{rest}").as_bytes());
    }

    #[test]
    fn no_document_panics(rest in "(\\{|\\}|\\[|\\]|:|,|\"levels\"|\"nilai\"|\"data\"|\"1\"|\"D2001\"|1e9|-|null|\"\\\\ud800\"){0,20}") {
        try_all(format!("[{{\"nilai\": {{\"1\": \"\\ud800\", {rest}").as_bytes());
        for start in ["", "{\"levels\":", "{\"nilai\":", "[{\"nilai\":{", "{\"schema\":\"spbe-assessments/1\",\"assessments\":["] {
            try_all(format!("{start}{rest}").as_bytes());
        }
    }
}
