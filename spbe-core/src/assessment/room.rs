//! The room that the records of a file may take: a row of one answer fills a list as long as the instrument.

use std::collections::HashSet;
use std::sync::Arc;

use super::error::AssessmentError;
use crate::exact::Ratio;
use crate::issue::{Collector, Place};

/// The most answers of a file, missing ones included: 200,000 institutions on the largest built-in instrument.
pub(super) const ANSWER_LIMIT: usize = 10_000_000;

/// Gives each record its list, and counts.
#[derive(Debug)]
pub(super) struct Room {
    /// How long each list is.
    width: usize,
    taken: usize,
    /// Lists that are mostly empty: many records have the same, and hold it together.
    sparse: HashSet<Arc<[Option<Ratio>]>>,
}

impl Room {
    pub(super) fn new(width: usize) -> Self {
        Self { width, taken: 0, sparse: HashSet::new() }
    }

    /// A list with nothing in it yet; past the limit one of no length.
    pub(super) fn list<T: Clone>(&mut self) -> Vec<Option<T>> {
        self.taken = self.taken.saturating_add(self.width);
        let width = if self.taken > ANSWER_LIMIT { 0 } else { self.width };
        vec![None; width]
    }

    /// The answers as they are kept.
    pub(super) fn keep(&mut self, answers: Vec<Option<Ratio>>) -> Arc<[Option<Ratio>]> {
        if answers.iter().flatten().count() >= self.width.div_ceil(2) {
            return answers.into();
        }
        if let Some(same) = self.sparse.get(answers.as_slice()) {
            return Arc::clone(same);
        }
        let answers: Arc<[Option<Ratio>]> = answers.into();
        self.sparse.insert(Arc::clone(&answers));
        answers
    }

    /// Reports a file with more records than there is room for.
    pub(super) fn check(&self, issues: &mut Collector<AssessmentError>) {
        if self.taken > ANSWER_LIMIT {
            issues.add(Place::whole(), AssessmentError::TooManyAnswers { found: self.taken, limit: ANSWER_LIMIT });
        }
    }
}
