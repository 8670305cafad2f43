//! Data frames against scores one by one: every policy, type, layout and way of cutting a frame into batches.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int16Type, Int32Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, Decimal64Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array, Int8Array,
    Int16Array, Int32Array, Int64Array, LargeStringArray, NullArray, RecordBatch, RecordBatchOptions, StringArray,
    StringViewArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use spbe_core::Error;
use spbe_core::assessment::{Assessment, ReadOptions, Records, Subject, read};
use spbe_core::audit::audit;
use spbe_core::exact::{Decimal, Ratio};
use spbe_core::frame::{self, Frame, FrameOptions, Scorer};
use spbe_core::instrument::{Instrument, MissingPolicy, PredicateBasis};
use spbe_core::issue::{Issues, Language};
use spbe_core::score::{Score, ScoreError, ScoreOptions, score, score_all};
use spbe_tests::files::{builtin, path, subject};
use spbe_tests::generate::Recipe;

const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/regressions/frames.txt");

fn config(cases: u32) -> ProptestConfig {
    let persistence = FileFailurePersistence::Direct(REGRESSIONS);
    ProptestConfig { cases, failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::default() }
}

/// The answers of a row, in the order of the items.
type Answers = Vec<Option<Ratio>>;

/// How many types a column of answers can have here.
const TYPES: usize = 19;

fn whole<T: TryFrom<i128>>(answers: &[Option<Ratio>]) -> Option<Vec<Option<T>>> {
    let whole = |answer: Ratio| if answer.is_whole() { T::try_from(answer.numerator()).ok() } else { None };
    answers.iter().map(|answer| answer.map_or(Some(None), |answer| whole(answer).map(Some))).collect()
}

fn hundredths(answers: &[Option<Ratio>], factor: i64) -> Vec<Option<i128>> {
    let units = |answer: Ratio| answer.checked_mul(Ratio::whole(factor)).expect("small").numerator();
    answers.iter().map(|answer| answer.map(units)).collect()
}

/// A column of answers of one of the types, or `None` if that type does not hold them.
fn column(kind: usize, answers: &[Option<Ratio>]) -> Option<ArrayRef> {
    let text = |answer: &Option<Ratio>| answer.map(|answer| answer.to_string());
    let texts = || answers.iter().map(text);
    // In a text a blank and a dash are missing too.
    let spelt = || texts().enumerate().map(|(row, text)| text.or_else(|| Some(["", " - "].get(row % 3)?.to_string())));
    let float = |answer: &Option<Ratio>| answer.map(Ratio::to_f64);
    Some(match kind {
        0..=3 => Arc::new(UInt8Array::from(whole(answers)?)),
        4 => Arc::new(UInt16Array::from(whole(answers)?)),
        5 => Arc::new(UInt32Array::from(whole(answers)?)),
        6 => Arc::new(UInt64Array::from(whole(answers)?)),
        7 => Arc::new(Int8Array::from(whole(answers)?)),
        8 => Arc::new(Int16Array::from(whole(answers)?)),
        9 => Arc::new(Int32Array::from(whole(answers)?)),
        10 => Arc::new(Int64Array::from(whole(answers)?)),
        11 => Arc::new(answers.iter().map(|answer| Some(float(answer).unwrap_or(f64::NAN))).collect::<Float64Array>()),
        12 => Arc::new(
            texts().map(|text| text.map(|text| text.parse::<f32>().expect("a number"))).collect::<Float32Array>(),
        ),
        13 => Arc::new(spelt().collect::<StringArray>()),
        14 => Arc::new(spelt().collect::<LargeStringArray>()),
        15 => Arc::new(spelt().collect::<StringViewArray>()),
        16 => {
            let texts: Vec<Option<String>> = texts().collect();
            Arc::new(texts.iter().map(Option::as_deref).collect::<DictionaryArray<Int16Type>>())
        }
        17 => Arc::new(
            hundredths(answers, 1_000).into_iter().collect::<Decimal128Array>().with_precision_and_scale(20, 3).ok()?,
        ),
        18 => {
            let units = hundredths(answers, 100)
                .into_iter()
                .map(|units| units.map(|units| i64::try_from(units).expect("small")));
            Arc::new(units.collect::<Decimal64Array>().with_precision_and_scale(18, 2).ok()?)
        }
        _ => Arc::new(answers.iter().map(float).collect::<Float64Array>()),
    })
}

/// A frame of answers, every item with a type of its own, cut into batches of which each begins inside its arrays.
fn frame(instrument: &Instrument, rows: &[Answers], years: Option<&[u16]>, types: &[usize], cuts: &[usize]) -> Frame {
    let labels: Vec<String> = (0..rows.len()).map(|row| format!("Kota {row}")).collect();
    let mut fields = vec![Field::new("nama_instansi", DataType::Utf8View, true)];
    let mut columns: Vec<ArrayRef> = vec![Arc::new(labels.iter().map(Some).collect::<StringViewArray>())];
    if let Some(years) = years {
        fields.push(Field::new("Tahun", DataType::Int64, true));
        columns.push(Arc::new(years.iter().map(|year| i64::from(*year)).collect::<Int64Array>()));
    }
    for (position, item) in instrument.items().iter().enumerate() {
        let answers: Vec<Option<Ratio>> = rows.iter().map(|row| row[position]).collect();
        let kind = types[position % types.len()];
        let array = (0..=TYPES).cycle().skip(kind).find_map(|kind| column(kind, &answers)).expect("some type holds it");
        fields.push(Field::new(item.code(), array.data_type().clone(), true));
        columns.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (rows.len() + 1)).chain([rows.len()]).collect();
    ends.sort_unstable();
    let mut start = 0;
    let mut batches = Vec::new();
    for end in ends {
        let columns = columns.iter().map(|column| column.slice(start, end - start)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(end - start));
        batches.push(RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options).expect("columns fit"));
        start = end;
    }
    Frame::new(schema, batches)
}

fn expected(
    instrument: &Instrument,
    rows: &[Answers],
    years: Option<&[u16]>,
    options: &ScoreOptions,
) -> Result<Vec<Score>, Issues<ScoreError>> {
    let assessed = |(row, answers): (usize, &Answers)| {
        let subject =
            Subject { institution: format!("Kota {row}"), year: years.map(|years| years[row]), ..Subject::default() };
        Assessment::from_positions(instrument, subject, answers.clone()).expect("inside the range")
    };
    let assessments: Vec<Assessment> = rows.iter().enumerate().map(assessed).collect();
    score_all(instrument, &assessments, options)
}

/// A column of a result, all batches of it.
fn texts(frame: &Frame, name: &str) -> Vec<Option<String>> {
    let of = |batch: &RecordBatch| -> Vec<Option<String>> {
        let column = batch.column_by_name(name).unwrap_or_else(|| panic!("{name}"));
        match column.data_type() {
            DataType::Float64 => column
                .as_primitive::<Float64Type>()
                .iter()
                .map(|cell| cell.map(|cell| cell.to_bits().to_string()))
                .collect(),
            DataType::Int32 => {
                column.as_primitive::<Int32Type>().iter().map(|cell| cell.map(|cell| cell.to_string())).collect()
            }
            DataType::Utf8 => column.as_string::<i32>().iter().map(|cell| cell.map(ToOwned::to_owned)).collect(),
            _ => {
                let names = column.as_dictionary::<Int16Type>().downcast_dict::<StringArray>().expect("names");
                names.into_iter().map(|cell| cell.map(ToOwned::to_owned)).collect()
            }
        }
    };
    frame.batches().iter().flat_map(of).collect()
}

/// Every column that a result can have, against the scores.
fn same(instrument: &Instrument, scored: &Frame, scores: &[Score]) {
    let column = |name: &str, of: &dyn Fn(&Score) -> Option<String>| {
        assert_eq!(texts(scored, name), scores.iter().map(of).collect::<Vec<_>>(), "{name}");
    };
    let bits = |published: Decimal| published.to_f64().to_bits().to_string();
    let predicate = |position: usize| instrument.predicates()[position].name.id.clone();
    column("index", &|score| score.index.published().map(bits));
    column("index_exact", &|score| score.index.exact().map(|exact| exact.to_string()));
    column("predicate", &|score| score.predicate.determined().map(predicate));
    column("missing", &|score| Some(score.missing_items.len().to_string()));
    column("index_lowest", &|score| Some(bits(score.index.published_lowest())));
    column("index_highest", &|score| Some(bits(score.index.published_highest())));
    column("predicate_lowest", &|score| Some(predicate(score.predicate.lowest)));
    column("predicate_highest", &|score| Some(predicate(score.predicate.highest)));
    for (position, node) in instrument.nodes().iter().enumerate() {
        let name = format!("{}_{}", node.tier(), node.code());
        column(&name, &|score| score.nodes[position].value?.published().map(bits));
        column(&(name + "_exact"), &|score| score.nodes[position].value?.exact().map(|exact| exact.to_string()));
    }
}

fn all_columns(instrument: &Instrument) -> Vec<String> {
    let nodes = instrument.nodes().iter().map(|node| format!("{}_{}", node.tier(), node.code()));
    let fixed = "index index_exact predicate missing index_lowest index_highest predicate_lowest predicate_highest";
    fixed.split(' ').map(ToOwned::to_owned).chain(nodes.flat_map(|name| [format!("{name}_exact"), name])).collect()
}

/// A frame under every policy against the scores of its rows.
fn agrees(
    instrument: &Instrument,
    frame: &Frame,
    rows: &[Answers],
    years: Option<&[u16]>,
    basis: Option<PredicateBasis>,
) {
    for policy in MissingPolicy::ALL {
        let mut scoring = ScoreOptions::default().missing(policy);
        if let Some(basis) = basis {
            scoring = scoring.predicate_basis(basis);
        }
        let options = FrameOptions::default().scoring(scoring).columns(all_columns(instrument));
        let found = frame::score(frame, std::slice::from_ref(instrument), &options);
        match expected(instrument, rows, years, &scoring) {
            Ok(scores) => {
                let found = found.unwrap_or_else(|error| panic!("{}: {error}", policy.name()));
                same(instrument, &found, &scores);
                let names = |frame: &Frame| {
                    frame
                        .batches()
                        .iter()
                        .flat_map(|batch| {
                            batch
                                .column(0)
                                .as_string_view()
                                .iter()
                                .map(|name| name.map(ToOwned::to_owned))
                                .collect::<Vec<_>>()
                        })
                        .collect::<Vec<_>>()
                };
                assert_eq!(names(&found), names(frame));
            }
            Err(issues) => {
                let Err(Error::Score(found)) = found else { panic!("{}: {found:?}", policy.name()) };
                assert_eq!(found.total(), issues.total());
                let errors = |issues: &Issues<ScoreError>| {
                    issues.listed().iter().map(|issue| issue.error.clone()).collect::<Vec<_>>()
                };
                assert_eq!(errors(&found), errors(&issues));
                let missing = rows.iter().zip(1_u64..).filter(|(row, _)| match policy {
                    MissingPolicy::Exclude => row.iter().all(Option::is_none),
                    _ => row.iter().any(Option::is_none),
                });
                let places: Vec<Option<u64>> = missing.map(|(_, number)| Some(number)).take(100).collect();
                assert_eq!(found.listed().iter().map(|issue| issue.place.row).collect::<Vec<_>>(), places);
            }
        }
    }
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let weights = prop::collection::vec(prop::collection::vec(1_u16..=40, 1..=2), 2..=12);
    let shape = (1_usize..=4, prop::collection::vec(any::<u16>(), 1..20), weights);
    let numbers = (prop::sample::select(vec![1_u16, 3, 10, 100]), any::<bool>(), -1_i64..=1, 1_u8..=7);
    let publication = (any::<bool>(), 1_u8..=6, (0_u8..=4, 0_u8..=2));
    (shape, numbers, publication).prop_map(|((tiers, picks, weights), numbers, publication)| {
        let (denominator, levels, lowest, span) = numbers;
        let (lifted, predicates, publication) = publication;
        Recipe { tiers, picks, weights, denominator, levels, lowest, span, lifted, predicates, publication }
    })
}

/// Drawn numbers for answers: rows with all of them, or with about one in ten missing, or few.
fn rows() -> impl Strategy<Value = Vec<Vec<Option<u16>>>> {
    let row = prop_oneof![
        4 => prop::collection::vec(any::<u16>().prop_map(Some), 47),
        2 => prop::collection::vec(prop::option::weighted(0.9, any::<u16>()), 47),
        1 => prop::collection::vec(prop::option::weighted(0.1, any::<u16>()), 47),
    ];
    prop::collection::vec(row, 1..40)
}

/// An answer within the range of an instrument: a level, or some hundredths.
fn answer(instrument: &Instrument, number: u16) -> Ratio {
    let (lowest, highest) = (instrument.lowest_answer(), instrument.highest_answer());
    let steps = if instrument.has_levels() { 1 } else { 100 };
    let span = (highest.numerator() - lowest.numerator()) * steps;
    Ratio::new(lowest.numerator() * steps + i128::from(number) % (span + 1), steps).expect("small")
}

fn drawn(instrument: &Instrument, rows: &[Vec<Option<u16>>]) -> Vec<Answers> {
    let items = instrument.items().len();
    let row = |row: &Vec<Option<u16>>| {
        row.iter().cycle().take(items).map(|number| number.map(|number| answer(instrument, number))).collect()
    };
    rows.iter().map(row).collect()
}

fn cutting() -> impl Strategy<Value = (Vec<usize>, Vec<usize>, Vec<u16>)> {
    let cuts = prop::collection::vec(any::<usize>(), 0..4);
    (prop::collection::vec(0_usize..=TYPES, 1..9), cuts, prop::collection::vec(2021_u16..=2025, 40))
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_frame_of_a_built_in_instrument_scores_as_its_rows_do((types, cuts, years) in cutting(), numbers in rows(), id in 0_usize..3, with_years in any::<bool>()) {
        let instrument = builtin(Instrument::builtin_ids().nth(id).expect("three"));
        let rows = drawn(&instrument, &numbers);
        let years = with_years.then_some(years.as_slice()).map(|years| &years[..rows.len()]);
        agrees(&instrument, &frame(&instrument, &rows, years, &types, &cuts), &rows, years, None);
    }

    #[test]
    fn a_frame_of_any_instrument_scores_as_its_rows_do(recipe in recipes(), (types, cuts, _) in cutting(), numbers in rows(), published in any::<bool>()) {
        let instrument = Instrument::from_json(&recipe.data().to_string()).unwrap_or_else(|issues| panic!("{issues}"));
        let rows = drawn(&instrument, &numbers);
        let basis = if published { PredicateBasis::Published } else { PredicateBasis::Exact };
        agrees(&instrument, &frame(&instrument, &rows, None, &types, &cuts), &rows, None, Some(basis));
    }
}

/// Rows of levels without a pattern that repeats soon.
fn many(rows: usize) -> Frame {
    let instrument = builtin("spbe-2020");
    let mut state = 1_u64;
    let columns = instrument.items().iter().map(|item| {
        let levels = (0..rows).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u8::try_from(1 + (state >> 33) % 5).expect("small")
        });
        (item.code(), Arc::new(levels.collect::<UInt8Array>()) as ArrayRef)
    });
    Frame::from(RecordBatch::try_from_iter(columns.collect::<Vec<_>>()).expect("columns fit"))
}

#[test]
fn threads_and_parts_change_no_number() {
    let instrument = builtin("spbe-2020");
    let frame = many(200_001);
    let one = frame::score::<Instrument>(&frame, &[], &FrameOptions::default()).expect("sound");
    assert_eq!((one.rows(), one.batches().len()), (200_001, 1));
    let three = frame::score::<Instrument>(&frame, &[], &FrameOptions::default().threads(3)).expect("sound");
    assert_eq!((three.rows(), three.batches().len()), (200_001, 3));
    for field in one.schema().fields() {
        assert_eq!(texts(&one, field.name()), texts(&three, field.name()), "{}", field.name());
    }
    let scorer =
        Scorer::new(Arc::new(instrument), frame.schema(), &FrameOptions::default()).expect("sound").expect("wide");
    let mut streamed = Vec::new();
    for start in (0..200_001).step_by(70_000) {
        let batch = frame.batches()[0].slice(start, 70_000.min(200_001 - start));
        streamed.extend(scorer.score_batch(&batch, 1).expect("sound"));
    }
    let streamed = Frame::new(Arc::clone(scorer.output()), streamed);
    assert_eq!(texts(&streamed, "index_exact"), texts(&one, "index_exact"));
    assert_eq!(texts(&streamed, "predicate"), texts(&one, "predicate"));
}

#[test]
fn label_columns_are_handed_on_as_they_are() {
    let instrument = builtin("spbe-2020");
    let names: ArrayRef = Arc::new(StringArray::from(vec!["Kota A", "Kota B"]));
    let times: ArrayRef = Arc::new(NullArray::new(2));
    let mut columns = vec![("Instansi", Arc::clone(&names)), ("catatan", Arc::clone(&times))];
    columns.extend(
        instrument.items().iter().map(|item| (item.code(), Arc::new(UInt8Array::from(vec![3, 4])) as ArrayRef)),
    );
    let frame = Frame::from(RecordBatch::try_from_iter(columns).expect("columns fit"));
    let scored = frame::score(&frame, &[instrument], &FrameOptions::default()).expect("sound");
    let batch = &scored.batches()[0];
    assert!(Arc::ptr_eq(batch.column(0), &names) && Arc::ptr_eq(batch.column(1), &times));
    assert_eq!(scored.schema().metadata()["spbe.instrument"], "spbe-2020");
    assert_eq!(scored.schema().metadata()["spbe.missing_policy"], "reject");
    assert_eq!(batch.num_columns(), 2 + 3 + 12);
}

fn problems(frame: &Frame, options: &FrameOptions) -> String {
    let error = frame::score(frame, &[builtin("spbe-2020")], options).expect_err("not sound");
    error.describe(Language::English)
}

fn altered(name: &str, column: ArrayRef) -> Frame {
    let instrument = builtin("spbe-2020");
    let rows = column.len();
    let mut columns: Vec<(String, ArrayRef)> = instrument
        .items()
        .iter()
        .map(|item| (item.code().to_owned(), Arc::new(UInt8Array::from(vec![3; rows])) as ArrayRef))
        .collect();
    columns.retain(|(own, _)| own != name);
    columns.insert(0, (name.to_owned(), column));
    columns.insert(0, ("institution".to_owned(), Arc::new(StringArray::from(vec!["Kota A"; rows])) as ArrayRef));
    Frame::from(RecordBatch::try_from_iter(columns).expect("columns fit"))
}

#[test]
fn every_problem_is_said_with_row_and_column() {
    let options = FrameOptions::default();
    let cases: Vec<(&str, ArrayRef, &str)> = vec![
        (
            "7",
            Arc::new(UInt8Array::from(vec![0, 3, 6])),
            "row 1, column `7`: 0 is outside 1 to 5\nrow 3, column `7`: 6 is outside 1 to 5",
        ),
        (
            "7",
            Arc::new(Int64Array::from(vec![3, -1, 1 << 40])),
            "row 2, column `7`: -1 is outside 1 to 5\nrow 3, column `7`: 1099511627776 is outside 1 to 5",
        ),
        (
            "7",
            Arc::new(Float64Array::from(vec![3.5, f64::INFINITY])),
            "row 1, column `7`: levels are whole numbers, found 3.5\nrow 2, column `7`: expected a plain decimal number, found `inf`",
        ),
        (
            "7",
            Arc::new(StringArray::from(vec!["3", "tiga"])),
            "row 2, column `7`: expected a plain decimal number, found `tiga`",
        ),
        ("7", Arc::new(UInt8Array::from(vec![Some(3), None])), "row 2: Kota A: 1 indicator is without an answer: 7"),
        (
            "7",
            Arc::new(Float64Array::from(vec![0.1 + 0.2])),
            "row 1, column `7`: the floating-point number 0.30000000000000004 has more than 15 digits, so that it was computed and not written; give it as a decimal or as text",
        ),
        (
            "7",
            Arc::new(arrow_array::BooleanArray::from(vec![true])),
            "column `7`: a column of type `Boolean` cannot be read here; give whole numbers, decimals or text",
        ),
        ("99", Arc::new(UInt8Array::from(vec![3])), "column `99`: the instrument `spbe-2020` has no indicator `99`"),
        ("i7", Arc::new(UInt8Array::from(vec![3])), "column `7`: the column `7` repeats the column `i7`"),
        (
            "tahun",
            Arc::new(Int32Array::from(vec![Some(2024), Some(24), None])),
            "row 2, column `tahun`: expected a year such as 2024, found `24`\nrow 3, column `tahun`: expected a year such as 2024, found ``",
        ),
        (
            "predicate",
            Arc::new(StringArray::from(vec!["Baik"])),
            "column `predicate`: the column `predicate` has the name of a column of the result; rename it or leave it out",
        ),
    ];
    for (name, column, expected) in cases {
        assert_eq!(problems(&altered(name, column), &options), expected);
    }
    let wanted = FrameOptions::default().columns(vec!["index".to_owned(), "aspek_9".to_owned(), "index".to_owned()]);
    let frame = altered("7", Arc::new(UInt8Array::from(vec![3])));
    assert!(
        problems(&frame, &wanted)
            .starts_with("column `aspek_9`: the result has no column `aspek_9`; it can have index, index_exact, ")
    );
    let empty = FrameOptions::default().columns(Vec::new());
    assert_eq!(frame::score::<Instrument>(&frame, &[], &empty).expect("sound").schema().fields().len(), 1);
    let limit = FrameOptions::default().reading(ReadOptions::default().issue_limit(2));
    let frame = altered("7", Arc::new(UInt8Array::from(vec![9; 5])));
    assert!(problems(&frame, &limit).ends_with("row 2, column `7`: 9 is outside 1 to 5\n... and 3 more"));
    let no_frame = Frame::from(
        RecordBatch::try_from_iter([("x", Arc::new(UInt8Array::from(vec![1])) as ArrayRef)]).expect("a batch"),
    );
    assert!(problems(&no_frame, &FrameOptions::default()).starts_with("no heading row found"));
}

#[test]
fn only_rows_of_the_year_asked_for_are_scored() {
    let years: ArrayRef = Arc::new(UInt32Array::from(vec![Some(2023), Some(2024), None, Some(2023), Some(2024)]));
    let frame = altered("tahun", years);
    let asked = |year: u16| FrameOptions::default().reading(ReadOptions::default().year(year));
    let scored = frame::score::<Instrument>(&frame, &[], &asked(2024)).expect("sound");
    let kept = scored.batches()[0]
        .column_by_name("tahun")
        .expect("years")
        .as_primitive::<UInt32Type>()
        .iter()
        .collect::<Vec<_>>();
    assert_eq!(kept, [Some(2024), None, Some(2024)]);
    let years: ArrayRef = Arc::new(UInt32Array::from(vec![2023, 2024]));
    assert_eq!(problems(&altered("tahun", years), &asked(2020)), "no row is of the year 2020");
}

/// The rows of a CSV file as columns of text.
fn text_frame(name: &str) -> Frame {
    let mut reader = csv::Reader::from_path(path(name)).expect("a table");
    let headings: Vec<String> = reader.headers().expect("a heading").iter().map(ToOwned::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let columns = headings.iter().enumerate().map(|(position, heading)| {
        let cells = rows.iter().map(|row| row.get(position).filter(|cell| !cell.is_empty()));
        (heading.as_str(), Arc::new(cells.collect::<StringArray>()) as ArrayRef)
    });
    Frame::from(
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
            .expect("columns fit"),
    )
}

#[test]
fn a_frame_of_printed_results_reads_as_the_file_does() {
    let name = "data/official-2023-2024.csv";
    let file = read::<Instrument>(&std::fs::read(path(name)).expect("the table"), &[], &ReadOptions::default())
        .expect("sound");
    let frame = text_frame(name);
    let framed = frame::read::<Instrument>(&frame, &[], &FrameOptions::default()).expect("sound");
    let (Records::Results(file), Records::Results(mut results)) = (file.records, framed.records) else {
        panic!("results")
    };
    for (result, other) in results.iter_mut().zip(&file) {
        // A file counts its heading as a row.
        assert_eq!(result.row.map(|row| row + 1), other.row);
        result.row = other.row;
    }
    assert_eq!(results, file);
    let instrument = builtin("spbe-2020");
    assert_eq!(audit(&instrument, &results).expect("an audit"), audit(&instrument, &file).expect("an audit"));
    // One result can only be explained by answers counted as 0.
    let options = FrameOptions::default().scoring(ScoreOptions::default().missing(MissingPolicy::Zero));
    let scored = frame::score::<Instrument>(&frame, &[], &options).expect("sound");
    assert_eq!(scored.rows(), 1_236);
}

#[test]
fn a_long_frame_gives_one_row_a_subject() {
    let instrument = builtin("spbe-2020");
    let items = instrument.items();
    let (mut names, mut codes, mut levels) = (Vec::new(), Vec::new(), Vec::new());
    for (city, level) in [("Kota B", 4_i64), ("Kota A", 2)] {
        for item in items {
            names.push(city);
            codes.push(item.code());
            levels.push(level);
        }
    }
    let frame = Frame::from(
        RecordBatch::try_from_iter([
            ("instansi", Arc::new(StringArray::from(names)) as ArrayRef),
            ("tahun", Arc::new(Int64Array::from(vec![2024; levels.len()])) as ArrayRef),
            ("indikator", Arc::new(StringArray::from(codes)) as ArrayRef),
            ("tingkat", Arc::new(Int64Array::from(levels)) as ArrayRef),
        ])
        .expect("columns fit"),
    );
    let scored = frame::score(&frame, &[instrument], &FrameOptions::default()).expect("sound");
    assert_eq!(texts(&scored, "institution"), [Some("Kota B".to_owned()), Some("Kota A".to_owned())]);
    assert_eq!(texts(&scored, "index_exact"), [Some("4".to_owned()), Some("2".to_owned())]);
}

#[test]
fn a_decimal_of_many_digits_is_scored_exactly() {
    let instrument = builtin("pemdi-2026");
    let value = "3.123456789";
    let columns = instrument
        .items()
        .iter()
        .map(|item| (item.code(), Arc::new(StringArray::from(vec![value, "3.5"])) as ArrayRef));
    let frame = Frame::from(RecordBatch::try_from_iter(columns.collect::<Vec<_>>()).expect("columns fit"));
    let scored = frame::score(&frame, std::slice::from_ref(&instrument), &FrameOptions::default()).expect("sound");
    assert_eq!(texts(&scored, "index_exact"), [Some(value.to_owned()), Some("3.5".to_owned())]);
    let answers = vec![Some(value.parse::<Ratio>().expect("a decimal")); instrument.items().len()];
    let assessment = Assessment::from_positions(&instrument, subject("-", None), answers).expect("inside the range");
    let one = score(&instrument, &assessment, &ScoreOptions::default()).expect("a score");
    assert_eq!(one.index.exact().map(|exact| exact.to_string()), Some(value.to_owned()));
}
