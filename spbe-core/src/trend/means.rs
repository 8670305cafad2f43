//! The mean index of a year, and beside it the ministry's.

use std::collections::BTreeMap;

use crate::cohort::{CohortError, GroupKey, Scores};
use crate::exact::{NumberError, Ratio};

/// The plain mean of the indices of one year, stage and instrument: of all units, or of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearMean {
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The id of the instrument.
    pub instrument: String,
    /// The value of each key that was grouped by.
    pub group: Vec<Option<String>>,
    /// How many units have an index.
    pub count: usize,
    /// How many have none, and are not in the mean.
    pub without: usize,
    /// The exact mean of the indices as they are known: exact ones of answers, printed ones as printed.
    pub mean: Option<Ratio>,
}

/// The plain means of some units by year, stage and instrument, and within groups by further keys; in ascending order.
///
/// # Errors
/// [`CohortError::LabelUnknown`], or a number that does not fit.
pub fn means(scores: &Scores<'_>, units: &[usize], within: &[GroupKey]) -> Result<Vec<YearMean>, CohortError> {
    let mut keys = vec![GroupKey::Year, GroupKey::Stage, GroupKey::Instrument];
    keys.extend(within.iter().cloned());
    let grouping = scores.cohort().group(&keys)?;
    let mut sums: BTreeMap<usize, (Ratio, usize, usize, Option<u16>)> = BTreeMap::new();
    for unit in units {
        let Some(group) = grouping.group(*unit) else { continue };
        let year = scores.cohort().unit(*unit).and_then(|unit| unit.year());
        let own = sums.entry(group).or_insert((Ratio::ZERO, 0, 0, year));
        match scores.index().value(*unit) {
            Some(index) => {
                own.0 = own.0.checked_add(index)?;
                own.1 += 1;
            }
            None => own.2 += 1,
        }
    }
    let mean = |(group, (sum, count, without, year)): (usize, (Ratio, usize, usize, Option<u16>))| {
        let values = grouping.values(group);
        let value = |position: usize| values.get(position).cloned().flatten();
        let divisor = i128::try_from(count).map_err(|_| NumberError::Overflow)?;
        let mean = if count == 0 { None } else { Some(sum.checked_div(Ratio::new(divisor, 1)?)?) };
        Ok(YearMean {
            year,
            stage: value(1),
            instrument: value(2).unwrap_or_default(),
            group: values.get(3..).unwrap_or_default().to_vec(),
            count,
            without,
            mean,
        })
    };
    sums.into_iter().map(mean).collect()
}

/// A mean index as a report prints it, to stand beside the plain mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedMean {
    /// The year.
    pub year: u16,
    /// The nation (`nasional`), or the kind of institution.
    pub scope: String,
    /// The number as printed.
    pub value: String,
    /// The report and its table.
    pub source: String,
}

/// The mean indices that the ministry printed, of the nation and of its groups; from `data/national.csv`.
#[must_use]
pub fn printed_means() -> Vec<PrintedMean> {
    let text = include_str!("../../data/national.csv");
    let mean = |record: csv::StringRecord| {
        let [year, scope, metric, value, source] =
            [0, 1, 2, 3, 4].map(|column| record.get(column).unwrap_or_default().to_owned());
        (metric == "mean_index").then_some(PrintedMean { year: year.parse().ok()?, scope, value, source })
    };
    csv::Reader::from_reader(text.as_bytes()).records().filter_map(Result::ok).filter_map(mean).collect()
}
