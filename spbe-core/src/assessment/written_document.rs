//! Assessments as our JSON document.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::document::SCHEMA;
use super::error::AssessmentError;
use super::model::Assessment;
use crate::exact::Ratio;
use crate::instrument::{Instrument, Item};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

/// Writes assessments as our JSON document, with the instrument's checksum; [`read`](super::read()) reads it back to
/// equal assessments as long as each has an institution of its own and no control characters in its texts.
///
/// Answers are named by the codes of `instrument`: assessments that do not
/// [belong to it](Assessment::belongs_to) have none there.
///
/// # Errors
/// [`AssessmentError::WrongInstrument`] for each assessment of another instrument, [`AssessmentError::WrongEdition`]
/// for each of another edition.
pub fn write_json(instrument: &Instrument, assessments: &[Assessment]) -> Result<String, Issues<AssessmentError>> {
    let mut issues = Collector::new(ISSUE_LIMIT);
    for (position, assessment) in assessments.iter().enumerate() {
        if !assessment.belongs_to(instrument) {
            let place = Place::path(format!("assessments[{}]", position + 1));
            let (instrument, found) = (instrument.id().to_owned(), assessment.instrument().to_owned());
            issues.add(
                place,
                if instrument == found {
                    AssessmentError::WrongEdition { instrument, found: assessment.checksum().to_owned() }
                } else {
                    AssessmentError::WrongInstrument { found, instrument }
                },
            );
        }
    }
    let entries = assessments.iter().map(|assessment| {
        let answers = Answers { instrument, answers: assessment.answers() };
        let (levels, values) = if instrument.has_levels() { (Some(answers), None) } else { (None, Some(answers)) };
        let subject = assessment.subject();
        Entry {
            institution: &subject.institution,
            year: subject.year,
            stage: subject.stage.as_deref(),
            labels: &subject.labels,
            levels,
            values,
        }
    });
    let document = Written {
        schema: SCHEMA,
        instrument: instrument.id(),
        checksum: instrument.checksum(),
        assessments: entries.collect(),
    };
    // Plain data with text keys always has a JSON form.
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    issues.finish(text)
}

#[derive(Serialize)]
struct Written<'data> {
    schema: &'static str,
    instrument: &'data str,
    checksum: &'data str,
    assessments: Vec<Entry<'data>>,
}

#[derive(Serialize)]
struct Entry<'data> {
    institution: &'data str,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'data str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    labels: &'data BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Answers<'data>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Answers<'data>>,
}

/// Answers by code: whole levels as numbers, everything else as text, so that no reader makes a float of it.
struct Answers<'data> {
    instrument: &'data Instrument,
    answers: &'data [Option<Ratio>],
}

impl Serialize for Answers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Answer {
            Missing,
            Level(i64),
            Text(String),
        }

        let has_levels = self.instrument.has_levels();
        let written = |answer: Ratio| match i64::try_from(answer.numerator()) {
            Ok(level) if has_levels && answer.is_whole() => Answer::Level(level),
            _ => Answer::Text(answer.to_string()),
        };
        let answers = self.answers.iter().map(|answer| answer.map_or(Answer::Missing, written));
        serializer.collect_map(self.instrument.items().iter().map(Item::code).zip(answers))
    }
}
