//! Published data that comes with the library, under the feature `data`: the official tables of 2023 and 2024, values
//! of other years, national figures. Columns, sources and known contradictions: docs/data.md.

use crate::assessment::{PublishedResult, ReadOptions, Records, read};
use crate::cohort::Cohort;
use crate::error::Error;
use crate::instrument::Instrument;

/// The files by name, as CSV text.
pub const FILES: [(&str, &str); 5] = [
    ("official-2023-2024", include_str!("../data/official-2023-2024.csv")),
    ("history-news", include_str!("../data/history-news.csv")),
    ("national", include_str!("../data/national.csv")),
    ("crosswalk-2018-2020", include_str!("../data/crosswalk-2018-2020.csv")),
    ("crosswalk-2020-2026", include_str!("../data/crosswalk-2020-2026.csv")),
];

/// The text of a file.
#[must_use]
pub fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// The official results of a year, 2023 or 2024, or of both, as printed.
///
/// # Errors
/// [`AssessmentError::YearNotFound`](crate::assessment::AssessmentError::YearNotFound) for another year.
pub fn official(year: Option<u16>) -> Result<Vec<PublishedResult>, Error> {
    let instruments = [Instrument::builtin("spbe-2020")?];
    let text = file("official-2023-2024").unwrap_or_default();
    match read(text.as_bytes(), &instruments, &ReadOptions::default().year(year))?.records {
        Records::Results(results) => Ok(results),
        Records::Assessments(_) => Ok(Vec::new()),
    }
}

/// The same as a cohort.
///
/// # Errors
/// As [`official`].
pub fn official_cohort(year: Option<u16>) -> Result<Cohort, Error> {
    let instrument = Instrument::builtin("spbe-2020")?;
    Ok(Cohort::from_records(&instrument, &Records::Results(official(year)?))?)
}

/// One national figure as a report prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalFigure {
    /// The year.
    pub year: u16,
    /// The group: `nasional`, `kementerian`, `provinsi`, `kabupaten`, ...
    pub scope: String,
    /// What it is: `mean_index`, `mean_domain1`, `count_Baik`, `target_index`, ...
    pub metric: String,
    /// The number as printed; text for ranks and some shares.
    pub value: String,
    /// The report and its table, or the news source.
    pub source: String,
    /// What contradicts it.
    pub note: String,
}

/// The national figures, 2018 to 2025, in the order of the file.
#[must_use]
pub fn national() -> Vec<NationalFigure> {
    let text = file("national").unwrap_or_default();
    let row = |record: csv::StringRecord| {
        let [year, scope, metric, value, source, note] =
            [0, 1, 2, 3, 4, 5].map(|column| record.get(column).unwrap_or_default().to_owned());
        Some(NationalFigure { year: year.parse().ok()?, scope, metric, value, source, note })
    };
    csv::Reader::from_reader(text.as_bytes()).records().filter_map(Result::ok).filter_map(row).collect()
}
