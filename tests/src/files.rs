//! Data loading. Everything comes from the repository; a missing file ends the test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use spbe_core::assessment::{Assessment, PublishedResult, Subject};
use spbe_core::exact::{Decimal, Ratio};
use spbe_core::instrument::Instrument;

/// A path below the top folder of the repository.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// The text of a file of the repository.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A JSON file of `tests/vectors`.
///
/// # Panics
/// If it is not JSON.
#[must_use]
pub fn vector(name: &str) -> Value {
    serde_json::from_str(&text(&format!("tests/vectors/{name}.json"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of all vector files, without extension, sorted.
///
/// # Panics
/// If the folder cannot be read.
#[must_use]
pub fn vector_names() -> Vec<String> {
    let folder = std::fs::read_dir(path("tests/vectors")).expect("the folder of vectors");
    let mut names: Vec<String> = folder
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .filter_map(|path| path.file_stem().and_then(|stem| stem.to_str()).map(ToOwned::to_owned))
        .collect();
    names.sort();
    names
}

/// A built-in instrument.
///
/// # Panics
/// If it does not load.
#[must_use]
pub fn builtin(id: &str) -> Instrument {
    Instrument::builtin(id).unwrap_or_else(|issues| panic!("{id}: {issues}"))
}

/// The file of a built-in instrument, as TOML text.
#[must_use]
pub fn builtin_toml(id: &str) -> String {
    text(&format!("spbe-core/instruments/{id}.toml"))
}

/// The file of a built-in instrument as plain data, read without the project's loader.
///
/// # Panics
/// If it is not TOML.
#[must_use]
pub fn builtin_data(id: &str) -> Value {
    toml::from_str(&builtin_toml(id)).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// An exact number.
///
/// # Panics
/// If the text is no number.
#[must_use]
pub fn ratio(text: &str) -> Ratio {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A printed number.
///
/// # Panics
/// If the text is no decimal.
#[must_use]
pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// An exact number from a JSON number or text; a JSON number counts as the decimal that it prints.
///
/// # Panics
/// If it is neither.
#[must_use]
pub fn json_ratio(value: &Value) -> Ratio {
    match value {
        Value::String(text) => ratio(text),
        Value::Number(number) => ratio(&number.to_string()),
        other => panic!("no number: {other}"),
    }
}

/// The entries of a JSON object, by key; none where the value is absent.
#[must_use]
pub fn entries(value: &Value) -> Vec<(&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect()
}

/// A subject with a name and a year.
#[must_use]
pub fn subject(institution: &str, year: Option<u16>) -> Subject {
    Subject { institution: institution.to_owned(), year, ..Subject::default() }
}

/// The subject of a vector file.
#[must_use]
pub fn subject_of(vector: &Value) -> Subject {
    let year = vector["year"].as_u64().and_then(|year| u16::try_from(year).ok());
    subject(vector["institution"].as_str().unwrap_or("-"), year)
}

/// An assessment from a JSON object of answers by code.
///
/// # Panics
/// If an answer does not fit the instrument.
#[must_use]
pub fn assessment(instrument: &Instrument, subject: Subject, answers: &Value) -> Assessment {
    let answers = entries(answers).into_iter().map(|(code, value)| (code, json_ratio(value)));
    Assessment::new(instrument, subject, answers).unwrap_or_else(|issues| panic!("{issues}"))
}

/// The position of a node, by tier and code.
///
/// # Panics
/// If there is no such node.
#[must_use]
pub fn node_position(instrument: &Instrument, tier: &str, code: &str) -> usize {
    let found = instrument.nodes().iter().position(|node| node.tier() == tier && node.code() == code);
    found.unwrap_or_else(|| panic!("no {tier} {code}"))
}

/// The position of a predicate by its official name.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn predicate_position(instrument: &Instrument, name: &str) -> usize {
    let found = instrument.predicates().iter().position(|predicate| predicate.name.id == name);
    found.unwrap_or_else(|| panic!("no predicate {name}"))
}

/// A printed result: nodes as (tier, code, text), index and predicate as printed.
#[must_use]
pub fn printed(
    instrument: &Instrument,
    subject: Subject,
    nodes: &[(&str, &str, &str)],
    index: Option<&str>,
    predicate: Option<&str>,
) -> PublishedResult {
    let mut values = vec![None; instrument.nodes().len()];
    for (tier, code, value) in nodes {
        values[node_position(instrument, tier, code)] = Some(decimal(value));
    }
    PublishedResult {
        subject,
        index: index.map(decimal),
        predicate: predicate.map(|name| predicate_position(instrument, name)),
        nodes: values,
        row: None,
    }
}

/// A row of `data/official-2023-2024.csv`.
#[derive(Clone, Debug)]
pub struct OfficialRow {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: u16,
    /// The four domains, as printed.
    pub domains: [String; 4],
    /// The index, as printed.
    pub index: String,
    /// The predicate, as printed.
    pub predicate: String,
    /// The sums of levels of indicators 1-10, 11-20 and 21-31 that the table gives.
    pub sums: [i64; 3],
    /// The pairs of sums of indicators 32-41 and 42-47.
    pub service_sums: Vec<(i64, i64)>,
    /// The exact indices.
    pub exact_index: Vec<Ratio>,
    /// What was repaired.
    pub note: String,
}

impl OfficialRow {
    /// Institution and year.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.institution, self.year)
    }

    /// The row as a printed result.
    #[must_use]
    pub fn result(&self, instrument: &Instrument) -> PublishedResult {
        let nodes: Vec<(&str, &str, &str)> =
            ["1", "2", "3", "4"].into_iter().zip(&self.domains).map(|(code, text)| ("domain", code, &**text)).collect();
        let subject = subject(&self.institution, Some(self.year));
        printed(instrument, subject, &nodes, Some(&self.index), Some(&self.predicate))
    }
}

/// The official results of 2023 and 2024.
///
/// # Panics
/// If the table is not as `data/README.md` says.
#[must_use]
pub fn official() -> Vec<OfficialRow> {
    let mut reader = csv::Reader::from_path(path("data/official-2023-2024.csv")).expect("the official table");
    let whole = |text: &str| text.parse::<i64>().unwrap_or_else(|error| panic!("{text}: {error}"));
    let rows = reader.deserialize().map(|row| {
        let row: BTreeMap<String, String> = row.expect("a row of text");
        let pair = |text: &str| {
            let (left, right) = text.split_once('+').expect("a pair of sums");
            (whole(left), whole(right))
        };
        OfficialRow {
            institution: row["institution"].clone(),
            year: row["year"].parse().expect("a year"),
            domains: ["domain_1", "domain_2", "domain_3", "domain_4"].map(|column| row[column].clone()),
            index: row["index"].clone(),
            predicate: row["predicate"].clone(),
            sums: ["sum_1_10", "sum_11_20", "sum_21_31"].map(|column| whole(&row[column])),
            service_sums: row["sums_32_41_and_42_47"].split('|').map(pair).collect(),
            exact_index: row["exact_index"].split('|').map(ratio).collect(),
            note: row["note"].clone(),
        }
    });
    rows.collect()
}
