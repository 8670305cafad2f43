//! The catalogue of errors: one of each, its number, its name, its message in both languages.

use std::collections::BTreeMap;

use spbe_core::assessment::AssessmentError as A;
use spbe_core::audit::AuditError as U;
use spbe_core::cohort::CohortError as C;
use spbe_core::exact::NumberError as N;
use spbe_core::forecast::ForecastError as F;
use spbe_core::instrument::{InstrumentError as I, Reference};
use spbe_core::issue::{Catalogued, Issues, Language, Place, ValueKind as V};
use spbe_core::plan::PlanError as P;
use spbe_core::request::RequestError as R;
use spbe_core::robustness::RobustnessError as B;
use spbe_core::score::ScoreError as S;
use spbe_core::what_if::WhatIfError as W;
use spbe_core::{Error, IssueRecord};
use spbe_tests::files::path;

fn t(text: &str) -> String {
    text.to_owned()
}

fn numbers() -> Vec<N> {
    vec![
        N::NotANumber(t("dua")),
        N::AmbiguousComma(t("1,260")),
        N::TooManyDigits { text: t("1234567890123456789012345678901") },
        N::Overflow,
        N::DivisionByZero,
    ]
}

fn instruments() -> Vec<I> {
    vec![
        I::Syntax { format: "TOML", reason: t("expected `=`") },
        I::Field { expected: V::Text, found: V::Number },
        I::Schema { expected: "spbe-instrument/1", found: t("spbe-instrument/2") },
        I::CodeInvalid { code: t("kode é") },
        I::CodeDuplicate { code: t("1") },
        I::ReferenceUnknown { kind: Reference::Parent, code: t("9") },
        I::TierCount { found: 7 },
        I::NodeEmpty,
        I::Number(N::NotANumber(t("x"))),
        I::WeightNotPositive { found: t("-1") },
        I::WeightSum { count: 6, sum: t("21"), expected: t("18") },
        I::WeightsTooFine { limit: 1_000_000_000_000 },
        I::AnswerRange { lowest: t("5"), highest: t("1") },
        I::LevelNotWhole { found: t("1.5") },
        I::LevelOutOfRange { level: 6, lowest: 1, highest: 5 },
        I::LevelOrder { before: 2, found: 4 },
        I::LevelsIncomplete { found: 4, highest: 5 },
        I::LevelRequirement { level: 2, required: 3 },
        I::RangeGap { from: t("1.8"), to: t("1.9") },
        I::RangeOverlap { from: t("1.7"), to: t("1.8") },
        I::RangeEmpty { from: t("2"), to: t("2") },
        I::ListEmpty,
        I::Decimals { limit: 10, found: 11 },
        I::Year { found: t("24") },
        I::BandWithoutValue,
        I::UnknownBuiltin { id: t("spbe-2021"), known: t("spbe-2018, spbe-2020, pemdi-2026") },
        I::MeasurementOutOfRange { score: t("101"), from: t("0"), to: t("100") },
        I::MeasurementIsEvidence { code: t("ikasandi") },
        I::LevelValueOrder { level: 0, value: t("2") },
        I::CodeReserved { code: t("range"), field: t("ranges") },
        I::ValueOutOfRange { value: t("6"), lowest: t("1"), highest: t("5") },
        I::BandLevelOrder { before: 2, found: 1 },
        I::BandValueOrder { from: t("2"), to: t("1") },
        I::BandValueJump { expected: t("2"), found: t("2.5") },
        I::FieldMissing { field: t("weight") },
        I::FieldUnknown { field: t("wieght"), known: t("code, weight, name") },
        I::FieldDuplicate { field: t("weight") },
        I::FieldRange { lowest: 0, highest: 255, found: t("300") },
        I::NameUnknown { found: t("half_down"), known: t("half_up, half_even, truncate") },
        I::FieldOfOtherAnswers { field: "level_values", kind: "level" },
        I::FieldUnreadable,
        I::TooManyLevels { lowest: t("0"), highest: t("1001"), limit: 1_000 },
        I::AnswerTooLarge { found: t("1000001"), limit: 1_000_000 },
    ]
}

/// Messages that share their code with one above.
fn further() -> Vec<I> {
    let kind = |expected, found| I::Field { expected, found };
    let refer = |kind| I::ReferenceUnknown { kind, code: t("9") };
    vec![
        kind(V::Text, V::Date),
        kind(V::WholeNumber, V::Number),
        kind(V::Truth, V::Text),
        kind(V::List, V::Table),
        kind(V::Table, V::Null),
        refer(Reference::Tier),
        refer(Reference::Scale),
        refer(Reference::Measurement),
    ]
}

fn assessments() -> Vec<A> {
    vec![
        A::Syntax { format: "JSON", reason: t("trailing comma"), position: Some((3, 1)) },
        A::Encoding { offset: 12 },
        A::HeadingNotFound { examples: vec![t("1"), t("35-3")] },
        A::ColumnMissing { column: t("institution") },
        A::ColumnDuplicate { column: t("I01"), first: t("1") },
        A::CodeUnknown { code: t("48"), instrument: t("spbe-2020") },
        A::InstrumentMismatch { instrument: t("spbe-2018"), fits: t("spbe-2020") },
        A::InstrumentUndetermined { known: t("spbe-2018, spbe-2020, pemdi-2026") },
        A::ChecksumMismatch { instrument: t("spbe-2020"), found: t("0123abcd") },
        A::InstitutionMissing,
        A::InstitutionDuplicate { institution: t("Kota Bandar Lampung"), first: Place::path("assessments[1]").into() },
        A::YearInvalid { found: t("dua ribu") },
        A::YearNotFound { year: 2024 },
        A::Number(N::AmbiguousComma(t("1,260"))),
        A::LevelNotWhole { found: t("2.5") },
        A::LevelOutOfRange { found: t("6"), lowest: t("1"), highest: t("5") },
        A::AnswerDuplicate { code: t("7"), first_row: Some(3) },
        A::AnswerCount { found: 46, expected: 47 },
        A::ControlCharacter { text: t("Kota\u{0}") },
        A::TextTooLong { found: 1_000_000, limit: 1_000 },
        A::RowLength { found: 50, expected: 49 },
        A::TooManyColumns { found: 1_000_000, limit: 10_000 },
        A::NoRows,
        A::PredicateUnknown { predicate: t("Bagus"), instrument: t("spbe-2020") },
        A::Field { expected: V::Object, found: V::List },
        A::CodeIsSplit { code: t("35"), items: t("35-1, 35-2, 35-3") },
        A::NodeUnknown { code: t("d5"), instrument: t("spbe-2020") },
        A::TooManyAnswers { found: 12_000_000, limit: 10_000_000 },
        A::FieldMissing { field: t("levels") },
        A::FieldUnknown { field: t("colour") },
        A::FieldDuplicate { field: t("institution") },
        A::FieldConflict { field: t("values"), other: t("levels") },
        A::Schema { expected: "spbe-assessments/1", found: t("spbe-assessments/2") },
        A::DocumentUnknown,
        A::NoRecords,
        A::QuoteOpen,
        A::QuoteContinued,
        A::DocumentInstrument { named: t("abc"), asked: t("spbe-2020") },
        A::InstrumentUnknown { named: t("abc"), known: t("spbe-2018, spbe-2020, pemdi-2026") },
        A::WrongInstrument { found: t("spbe-2018"), instrument: t("spbe-2020") },
        A::WrongEdition { instrument: t("spbe-2020"), found: t("0123abcd") },
        A::NotAnswers,
        A::ColumnType { found: t("Boolean") },
        A::ColumnReserved { column: t("predicate") },
        A::FloatComputed { found: t("0.30000000000000004"), limit: 15 },
        A::ResultColumnUnknown { column: t("aspek_9"), known: t("index, index_exact, predicate") },
        A::FormulaWithoutValue { formula: t("=B1+1") },
        A::SheetsSeveral { sheets: vec![t("2022"), t("2023")] },
        A::TotalRow { text: t("Rata-rata") },
        A::RowWithoutValues,
        A::YearContradicts { heading: 2024, year: 2023 },
        A::YearsUnread,
        A::ValuesUnread { example: t("domain_1") },
        A::AnswersUnread { example: t("7") },
        A::PredicatesUnread,
        A::Empty,
        A::OwnScores,
        A::NoTable,
    ]
}

fn scores() -> Vec<S> {
    vec![
        S::AnswersMissing { subject: t("Kota Bandar Lampung 2023"), codes: vec![t("7"), t("12")] },
        S::NothingAnswered { subject: t("Kota Bandar Lampung 2023") },
        S::WrongInstrument { found: t("spbe-2018"), instrument: t("spbe-2020") },
        S::NothingPrinted { subject: t("Kota Bandar Lampung 2023") },
        S::PrintedImpossible { subject: t("Kabupaten Banyuasin 2023"), with_zero: true },
        S::TooFine { instrument: t("small") },
        S::Number(N::Overflow),
    ]
}

fn audits() -> Vec<U> {
    vec![
        U::NothingPrinted { subject: t("Kota Bandar Lampung 2023") },
        U::NotResults,
        U::Score(S::TooFine { instrument: t("small") }),
        U::Number(N::Overflow),
    ]
}

fn cohorts() -> Vec<C> {
    let first = || Place::row(12);
    vec![
        C::Duplicate { subject: t("Kota Metro 2024"), first: first().in_file(Some("a.csv")).into() },
        C::Clash { subject: t("Kota Metro 2024"), first: first().into(), node: t("7"), found: t("3"), before: t("2") },
        C::PrintedClash {
            subject: t("Kota Metro 2024"),
            node: t("domain:4"),
            printed: t("2.60"),
            computed: t("2.59"),
            other: first().into(),
        },
        C::InstrumentEditions { instrument: t("spbe-2020") },
        C::ColumnLength { found: 2, expected: 3 },
        C::ColumnCount { found: 46, expected: 47 },
        C::LabelUnknown { label: t("region"), known: t("province, type") },
        C::ValueUnknown { key: t("province"), value: t("Lampng") },
        C::NodeUnknown { node: t("d5"), instruments: t("spbe-2020") },
        C::NodeAcrossInstruments { node: t("domain:3") },
        C::SubjectUnknown { subject: t("Kota Metro 2024") },
        C::SubjectAmbiguous { subject: t("Kota Metro"), choices: t("Kota Metro 2023, Kota Metro 2024") },
        C::ValueUnknownAt { subject: t("Kota Metro 2024"), node: t("index") },
        C::Assessment(A::LevelOutOfRange { found: t("6"), lowest: t("1"), highest: t("5") }),
        C::Score(S::NothingAnswered { subject: t("Kota Metro 2024") }),
        C::Number(N::Overflow),
        C::OneRating { key: "stage".to_owned() },
        C::OnlyPrinted { subject: t("Kota Metro 2024") },
        C::LabelClash {
            subject: t("Kota Metro 2024"),
            first: first().into(),
            label: t("province"),
            found: t("Jambi"),
            before: t("Lampung"),
        },
        C::LabelTwice { label: t("region") },
        C::RatingKey { found: t("province") },
        C::NoPairs { first: t("mandiri"), second: t("akhir") },
        C::ValueOutOfRange { subject: t("Kota Metro 2024"), found: t("9"), lowest: t("1"), highest: t("5") },
        C::ValueTwice { subject: t("Kota Metro 2024") },
        C::TierUnknown { found: t("domains"), known: t("domain, aspect, indicator") },
        C::NotCompared { node: t("indicator:12"), tier: t("domain"), compared: t("domain:1, domain:2") },
        C::ReachNotPositive { found: t("-1") },
    ]
}

fn what_ifs() -> Vec<W> {
    vec![
        W::ChangeTwice { code: t("7"), first: Place::row(3).into() },
        W::DateUnreadable { found: t("2026-13") },
        W::UnitUnknown { unit: t("Setda"), known: t("Dinas Kominfo") },
        W::NotAdditive { subject: t("Kota Metro 2024"), policy: "interval" },
    ]
}

fn plans() -> Vec<P> {
    vec![
        P::NoTarget { subject: t("Kota Metro 2024") },
        P::TargetOutOfRange { found: t("5.5"), lowest: t("1"), highest: t("5") },
        P::PredicateUnknown { found: t("Bagus"), known: t("Kurang, Cukup, Baik") },
        P::OutOfReach { node: t("index"), target: t("4.2"), reachable: t("3.9") },
        P::Impossible,
        P::Undecided { nodes: 20_000 },
        P::OverBudget { budget: t("12.5") },
        P::LevelUnknown { code: t("7"), found: t("6"), known: t("1, 2, 3, 4, 5") },
        P::CostMissing { code: t("7"), level: t("3") },
        P::CostTwice { first: Place::row(3).into() },
        P::BelowZero { found: t("-1") },
        P::RuleCycle { cycle: t("7≥3 → 8≥2 → 7≥3") },
        P::FloorAboveCap { code: t("7"), floor: t("4"), cap: t("3") },
        P::UnitUnknown { unit: t("Setda"), known: t("Dinas Kominfo") },
        P::AnswersMissing { subject: t("Kota Metro 2024"), policy: "interval" },
        P::OnlyPrinted { subject: t("Kota Metro 2024") },
        P::TooManyWays { code: t("7"), found: 300, limit: 256 },
        P::GridUnusable { found: t("0") },
        P::GridUnwanted { found: t("0.25"), instrument: t("spbe-2020") },
        P::Defect { reason: t("steps cost 3") },
    ]
}

fn forecasts() -> Vec<F> {
    vec![
        F::Probability { found: t("1.2") },
        F::Sum { of: t("7"), sum: t("0.9") },
        F::GivenTwice { of: t("7 = 3"), first: Place::row(3).into() },
        F::BeliefIncomplete,
        F::TwoWays { code: t("7") },
        F::TwoModels,
        F::ScenarioUnknown { scenario: t("strict"), known: t("usual") },
        F::Undetermined { code: t("7") },
        F::TooFine,
        F::NothingLearnt { first: t("mandiri"), second: t("akhir") },
        F::NoLevels { instrument: t("pemdi-2026") },
        F::Target { found: t("Bagus"), known: t("Kurang, Cukup, Baik") },
        F::Shape { items: 47, levels: 5 },
        F::Pairs { of: "smoothing", found: t("0") },
    ]
}

fn robustness() -> Vec<B> {
    vec![
        B::SeveralGroups { choices: t("spbe-2020 mandiri, spbe-2020 akhir") },
        B::NobodyKnown,
        B::Reach { found: t("1.5") },
        B::Concentration { found: t("0"), least: t("1"), most: t("1000000") },
        B::Confidence { found: t("1.5") },
        B::PartUnknown { part: t("99"), known: t("indicator:1, indicator:2") },
        B::LevelsUnknown { tier: t("aspect") },
        B::Draws { found: t("5"), least: 32, most: 1_000_000 },
        B::Coverage { found: t("1") },
        B::NotRanked { subject: t("Kota Metro 2024") },
        B::NoFactor,
        B::NoVariance { output: t("rank") },
        B::NotANumber { output: t("index") },
        B::NoInstitution,
        B::TooMany { found: 20_001, most: 20_000 },
        B::Stopped,
    ]
}

fn requests() -> Vec<R> {
    vec![
        R::Syntax { reason: t("trailing comma"), line: 1, column: 14 },
        R::Encoding { offset: 12 },
        R::TooLong { limit: 67_108_864 },
        R::Field { expected: V::TextOrObject, found: V::Number },
        R::FieldMissing { field: t("instrument") },
        R::FieldUnknown { field: t("level"), known: t("op, id, language, instrument, levels") },
        R::FieldDuplicate { field: t("levels") },
        R::FieldConflict { field: t("levels"), other: t("assessments") },
        R::OperationUnknown { found: t("scores"), known: t("version, score") },
        R::ChoiceUnknown { found: t("refuse"), known: t("reject, minimum") },
        R::InstrumentUnknown { found: t("spbe-2021"), known: t("spbe-2018, spbe-2020, pemdi-2026") },
        R::InstrumentTaken { id: t("spbe-2020") },
        R::ListLength { found: 2, expected: 3, of: t("levels") },
        R::TooManyEntries { found: 20_000, limit: 10_000 },
        R::Defect { reason: t("index out of range") },
        R::Id { reason: t("lone leading surrogate in hex escape at line 1 column 7") },
    ]
}

/// Requests that hold what another stage refuses, and messages that share their code with one above.
fn further_requests() -> Vec<R> {
    vec![
        R::Field { expected: V::ObjectOrList, found: V::Text },
        R::FieldUnknown { field: t("level"), known: String::new() },
    ]
}

fn each<E: Catalogued>(errors: Vec<E>) -> Vec<Error>
where
    Error: From<Issues<E>>,
{
    errors.into_iter().map(|error| Issues::one(error).into()).collect()
}

/// Each number once, as the record that bindings hand on, in both languages.
fn catalogue() -> Vec<(&'static str, IssueRecord, IssueRecord)> {
    let mut all = each(numbers());
    all.extend(each(instruments()));
    all.extend(each(assessments()));
    all.extend(each(scores()));
    all.extend(each(audits()));
    all.extend(each(cohorts()));
    all.extend(each(what_ifs()));
    all.extend(each(plans()));
    all.extend(each(forecasts()));
    all.extend(each(robustness()));
    let mut all = records(&all);
    all.extend(requests().iter().map(of_request));
    all
}

/// The record of a problem that only replies hold.
fn of_request(error: &R) -> (&'static str, IssueRecord, IssueRecord) {
    let one = |language| {
        let (code, message) = (error.code(), error.message(language));
        IssueRecord { number: code.number, code: code.name, place: Place::whole(), at: String::new(), message }
    };
    ("request", one(Language::English), one(Language::Indonesian))
}

/// Each message, also those that share a number.
fn messages() -> Vec<(&'static str, IssueRecord, IssueRecord)> {
    let mut all = catalogue();
    all.extend(records(&each(further())));
    all.extend(further_requests().iter().map(of_request));
    all.sort_by_key(|(_, english, _)| english.number);
    all
}

fn records(errors: &[Error]) -> Vec<(&'static str, IssueRecord, IssueRecord)> {
    let records = errors.iter().map(|error| {
        let one = |language| error.records(language).into_iter().next().expect("one problem");
        assert_eq!((error.total(), error.code().number), (1, one(Language::English).number));
        (error.stage(), one(Language::English), one(Language::Indonesian))
    });
    records.collect()
}

/// The catalogue as the source has it: number and name of every `Code::new`.
fn in_the_source() -> BTreeMap<u16, String> {
    let mut found = BTreeMap::new();
    for module in [
        "exact/mod",
        "instrument/error",
        "assessment/error",
        "score/error",
        "audit/error",
        "request/error",
        "cohort/error",
        "what_if/error",
        "plan/error",
        "forecast/error",
        "robustness/error",
    ] {
        let text = std::fs::read_to_string(path(&format!("spbe-core/src/{module}.rs"))).expect("a source file");
        for (place, opening) in text.match_indices("Code::new(") {
            let inside = text[place + opening.len()..].split(')').next().expect("a closing bracket");
            let (number, name) = inside.split_once(", ").expect("two arguments");
            let before = found.insert(number.parse().expect("a number"), name.trim_matches('"').to_owned());
            assert_eq!(before, None, "{number} is used once");
        }
    }
    found
}

#[test]
fn one_of_each_error_is_in_this_test() {
    let here: BTreeMap<u16, String> =
        catalogue().into_iter().map(|(_, english, _)| (english.number, english.code.to_owned())).collect();
    assert_eq!(here, in_the_source());
    assert_eq!(here.len(), catalogue().len(), "each number once");
}

#[test]
fn numbers_and_names_are_unique_and_in_the_block_of_their_stage() {
    let mut names = std::collections::BTreeSet::new();
    for (stage, english, indonesian) in catalogue() {
        let blocks = [
            (1, "number"),
            (2, "instrument"),
            (3, "assessment"),
            (4, "score"),
            (5, "audit"),
            (7, "request"),
            (8, "cohort"),
            (10, "what_if"),
            (10, "plan"),
            (10, "forecast"),
            (10, "robustness"),
        ];
        assert!(blocks.contains(&(english.number / 100, stage)), "{}", english.code);
        let (before, after) = english.code.split_once('.').expect("a dotted name");
        assert_eq!(before, stage);
        assert!(after.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", english.code);
        assert!(names.insert(english.code), "{} is used once", english.code);
        assert_eq!((english.number, english.code), (indonesian.number, indonesian.code));
    }
}

#[test]
fn a_request_keeps_the_code_and_the_words_of_the_stage_that_refuses_it() {
    fn kept<E: Catalogued>(errors: Vec<E>)
    where
        R: From<E>,
    {
        for error in errors {
            let words = [Language::English, Language::Indonesian].map(|language| error.message(language));
            let (code, shown) = (error.code(), error.to_string());
            let request = R::from(error);
            assert_eq!((request.code(), request.to_string()), (code, shown));
            assert_eq!([Language::English, Language::Indonesian].map(|language| request.message(language)), words);
        }
    }
    kept(instruments());
    kept(assessments());
    kept(scores());
    kept(audits());
}

#[test]
fn every_message_is_one_plain_line_in_both_languages() {
    for (_, english, indonesian) in messages() {
        for message in [&english.message, &indonesian.message] {
            let name = english.code;
            assert!(!message.trim().is_empty() && message.trim() == message, "{name}: {message:?}");
            assert!(!message.chars().any(char::is_control), "{name}: {message:?}");
            assert!(!message.ends_with('.'), "{name}: {message}");
            for rust in
                ["::", "Some(", "None", "Error {", "{ ", "i64", "i128", "u16", "Ratio", "Decimal", "usize", "&str"]
            {
                assert!(!message.contains(rust), "{name}: `{rust}` in {message}");
            }
        }
    }
}

#[test]
fn the_two_languages_differ_but_echo_the_same_input() {
    for (_, english, indonesian) in messages() {
        assert_ne!(english.message, indonesian.message, "{}", english.code);
        let echoed = |message: &str| {
            let mut parts: Vec<String> = message.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect();
            parts.sort();
            parts
        };
        assert_eq!(echoed(&english.message), echoed(&indonesian.message), "{}", english.code);
    }
}

#[test]
fn messages_are_as_committed() {
    let lines: Vec<String> = messages()
        .into_iter()
        .map(|(_, english, indonesian)| {
            format!("{} {}\n  en: {}\n  id: {}", english.number, english.code, english.message, indonesian.message)
        })
        .collect();
    insta::assert_snapshot!("messages", lines.join("\n"));
}

#[test]
fn a_place_stands_before_its_message_and_the_limit_is_told() {
    let place = Place::row(12).column("35-1");
    assert_eq!(place.describe(Language::English), "row 12, column `35-1`");
    assert_eq!(place.describe(Language::Indonesian), "baris 12, kolom `35-1`");
    assert_eq!(Place::path("indicators.3").at_line(Some(7)).describe(Language::English), "line 7, indicators.3");
    assert_eq!(Place::path("indicators.3").at_row(Some(7)).describe(Language::English), "row 7, indicators.3");
    assert_eq!(Place::line(2).describe(Language::English), "line 2");
    assert_eq!(Place::line(2).describe(Language::Indonesian), "baris 2");
    assert_eq!(Place::line(2).at_line(None).row, Some(2));
    assert_eq!(Place::whole().describe(Language::English), "");

    let instrument = spbe_tests::files::builtin("spbe-2020");
    let answers = (0..150).map(|number| format!("x{number}")).collect::<Vec<_>>();
    let answers = answers.iter().map(|code| (code.as_str(), spbe_core::exact::Ratio::ONE));
    let issues = spbe_core::assessment::Assessment::new(&instrument, spbe_tests::files::subject("-", None), answers)
        .expect_err("unknown codes");
    assert_eq!((issues.listed().len(), issues.total()), (100, 150));
    assert!(issues.to_string().ends_with("\n... and 50 more"));
    assert!(issues.describe(Language::Indonesian).ends_with("\n... dan 50 lagi"));
}
