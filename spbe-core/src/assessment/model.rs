//! One institution, one year, one stage: what was found, checked against its instrument.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::AssessmentError;
use crate::exact::{Decimal, Ratio};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

/// Who was assessed, when, and at which stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The institution's name as the file gives it.
    pub institution: String,
    /// The year, where the file or the caller gives one.
    pub year: Option<u16>,
    /// The stage (`mandiri`, `dokumen`, `interviu`, `visitasi`, `akhir`), where the file gives one.
    pub stage: Option<String>,
    /// Everything else the file says of the institution: `province`, `type`, and columns unknown to us, unchanged.
    pub labels: BTreeMap<String, String>,
}

/// The answers of one subject, each within the range of its instrument; an answer may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    subject: Subject,
    instrument: String,
    checksum: String,
    /// Readers let records with the same few answers share them.
    answers: Arc<[Option<Ratio>]>,
    row: Option<u64>,
}

impl Assessment {
    /// Answers by position, in the order of [`Instrument::items`]; `None` is a missing answer.
    ///
    /// # Errors
    /// A wrong number of answers, and every answer outside the instrument's range.
    pub fn from_positions(
        instrument: &Instrument,
        subject: Subject,
        answers: Vec<Option<Ratio>>,
    ) -> Result<Self, Issues<AssessmentError>> {
        let expected = instrument.items().len();
        if answers.len() != expected {
            return Err(Issues::one(AssessmentError::AnswerCount { found: answers.len(), expected }));
        }
        let mut issues = Collector::new(ISSUE_LIMIT);
        for (item, answer) in instrument.items().iter().zip(&answers) {
            if let Some(Err(error)) = answer.map(|answer| check_answer(instrument, answer)) {
                issues.add(Place::whole().column(item.code()), error);
            }
        }
        issues.finish(Self::from_checked(instrument, subject, answers, None))
    }

    /// For readers that have checked each answer at its cell.
    pub(crate) fn from_checked(
        instrument: &Instrument,
        subject: Subject,
        answers: impl Into<Arc<[Option<Ratio>]>>,
        row: Option<u64>,
    ) -> Self {
        Self {
            subject,
            instrument: instrument.id().to_owned(),
            checksum: instrument.checksum().to_owned(),
            answers: answers.into(),
            row,
        }
    }

    /// Who, when, at which stage.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The same answers in another year.
    #[must_use]
    pub fn in_year(&self, year: u16) -> Self {
        let subject = Subject { year: Some(year), ..self.subject.clone() };
        Self { subject, ..self.clone() }
    }

    /// The id of the instrument it was checked against.
    #[must_use]
    pub fn instrument(&self) -> &str {
        &self.instrument
    }

    /// The checksum of the instrument it was checked against.
    pub(super) fn checksum(&self) -> &str {
        &self.checksum
    }

    /// Whether it was checked against this very instrument: same id, same content.
    #[must_use]
    pub fn belongs_to(&self, instrument: &Instrument) -> bool {
        self.checksum == instrument.checksum()
    }

    /// The answers in the order of [`Instrument::items`]; `None` is a missing answer.
    #[must_use]
    pub fn answers(&self) -> &[Option<Ratio>] {
        &self.answers
    }

    /// The row of the file it was read from, where there is one.
    #[must_use]
    pub const fn row(&self) -> Option<u64> {
        self.row
    }
}

/// Whether `answer` may be given on this instrument.
pub(crate) fn check_answer(instrument: &Instrument, answer: Ratio) -> Result<(), AssessmentError> {
    let (lowest, highest) = (instrument.lowest_answer(), instrument.highest_answer());
    if answer < lowest || answer > highest {
        let (lowest, highest) = (lowest.to_string(), highest.to_string());
        return Err(AssessmentError::LevelOutOfRange { found: answer.to_string(), lowest, highest });
    }
    if instrument.has_levels() && !answer.is_whole() {
        return Err(AssessmentError::LevelNotWhole { found: answer.to_string() });
    }
    Ok(())
}

/// A result as the ministry printed it: rounded values of some nodes, the index, the predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedResult {
    /// Who, when, at which stage.
    pub subject: Subject,
    /// The printed index.
    pub index: Option<Decimal>,
    /// The printed predicate, as a position in [`Instrument::predicates`].
    pub predicate: Option<usize>,
    /// The printed value of each node, in the order of [`Instrument::nodes`].
    pub nodes: Vec<Option<Decimal>>,
    /// The row of the file it was read from, where there is one.
    pub row: Option<u64>,
}

impl PublishedResult {
    /// Whether neither an index nor a node value is printed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.index.is_none() && self.nodes.iter().all(Option::is_none)
    }
}
