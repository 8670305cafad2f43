//! What readers are asked, and what they give.

use super::model::{Assessment, PublishedResult};
use crate::exact::DecimalComma;
use crate::issue::ISSUE_LIMIT;

/// How a file is read; [`Default`] suits most files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    comma: DecimalComma,
    year: Option<u16>,
    issue_limit: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { comma: DecimalComma::default(), year: None, issue_limit: ISSUE_LIMIT }
    }
}

impl ReadOptions {
    /// What a comma in a number means. Where `;` or a tab separates the cells, a comma is a decimal comma unless
    /// [`DecimalComma::Never`] is asked for.
    #[must_use]
    pub fn comma(mut self, comma: DecimalComma) -> Self {
        self.comma = comma;
        self
    }

    /// The year. It is the year of every record that gives none; of the records with a year, only those of this year
    /// are read.
    #[must_use]
    pub fn year(mut self, year: impl Into<Option<u16>>) -> Self {
        self.year = year.into();
        self
    }

    /// How many problems are listed at most, at least one; 100 unless set. All are counted.
    #[must_use]
    pub fn issue_limit(mut self, limit: usize) -> Self {
        self.issue_limit = limit;
        self
    }

    pub(crate) const fn limit(&self) -> usize {
        self.issue_limit
    }

    pub(crate) const fn comma_rule(&self) -> DecimalComma {
        self.comma
    }

    pub(crate) const fn asked_year(&self) -> Option<u16> {
        self.year
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Records {
    /// Answers to indicators.
    Assessments(Vec<Assessment>),
    /// Results as the ministry printed them.
    Results(Vec<PublishedResult>),
}

/// A file that was read without a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// The instrument the file belongs to, as a position among the candidates (without any: among the built-in ones).
    pub instrument: usize,
    /// What it holds, in the order of the file.
    pub records: Records,
}
