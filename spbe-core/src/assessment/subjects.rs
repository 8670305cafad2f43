//! Which subjects a file has had already.

use std::collections::HashMap;

use super::cells::folded;
use super::error::AssessmentError;
use super::model::Subject;
use crate::issue::Place;

/// What tells two subjects apart: institution (in any case and spacing), year, stage.
type Key = (String, Option<u16>, Option<String>);

/// The subjects seen so far, each with where it was first (a row, or the number of an entry).
#[derive(Debug, Default)]
pub(super) struct Subjects(HashMap<Key, u64>);

pub(super) fn key(subject: &Subject) -> Key {
    (folded(&subject.institution), subject.year, subject.stage.as_deref().map(folded))
}

impl Subjects {
    /// Remembers a subject, or says where it was before: `place` turns the number into a place.
    pub(super) fn add(
        &mut self,
        subject: &Subject,
        at: u64,
        place: impl Fn(u64) -> Place,
    ) -> Result<(), AssessmentError> {
        let first = *self.0.entry(key(subject)).or_insert(at);
        if first == at {
            return Ok(());
        }
        let (institution, first) = (subject.institution.trim().to_owned(), place(first));
        Err(AssessmentError::InstitutionDuplicate { institution, first: Box::new(first) })
    }
}
