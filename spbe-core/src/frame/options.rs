//! How a frame is scored, and which columns the result has.

use crate::assessment::{AssessmentError, ReadOptions};
use crate::exact::Decimal;
use crate::instrument::{Instrument, MissingPolicy, Node};
use crate::issue::{Collector, Place};
use crate::score::{Score, ScoreOptions, Value};

/// How a frame is read and scored; [`Default`] gives the default columns on one thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameOptions {
    reading: ReadOptions,
    scoring: ScoreOptions,
    columns: Option<Vec<String>>,
    threads: usize,
}

impl Default for FrameOptions {
    fn default() -> Self {
        Self { reading: ReadOptions::default(), scoring: ScoreOptions::default(), columns: None, threads: 1 }
    }
}

impl FrameOptions {
    /// How cells are read: the year of rows that give none (of rows with a year, only those of this year are scored),
    /// what a comma in a text means, how many problems are listed.
    #[must_use]
    pub fn reading(mut self, reading: ReadOptions) -> Self {
        self.reading = reading;
        self
    }

    /// What happens to missing answers, and which index the predicate is read from.
    #[must_use]
    pub const fn scoring(mut self, scoring: ScoreOptions) -> Self {
        self.scoring = scoring;
        self
    }

    /// The columns of the result behind the labels, by name and in this order: `index`, `index_exact`, `predicate`,
    /// `missing` (how many answers are), the lowest and highest possible `index_lowest`, `index_highest`,
    /// `predicate_lowest`, `predicate_highest`, and each node by tier and code, published (`aspect_8`) or exact
    /// (`aspect_8_exact`).
    ///
    /// Unless asked for: `index`, `index_exact`, `predicate` and the published nodes; `missing` as well where the
    /// policy is another than `reject`, and the lowest and highest under `interval`.
    #[must_use]
    pub fn columns(mut self, columns: impl Into<Option<Vec<String>>>) -> Self {
        self.columns = columns.into();
        self
    }

    /// At most so many threads, and only those that have enough rows. The numbers are the same.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    pub(super) const fn read_options(&self) -> &ReadOptions {
        &self.reading
    }

    pub(super) const fn score_options(&self) -> &ScoreOptions {
        &self.scoring
    }

    pub(super) const fn most_threads(&self) -> usize {
        self.threads
    }

    /// The columns of the result on an instrument; unknown names are issues.
    pub(super) fn result_columns(
        &self,
        instrument: &Instrument,
        issues: &mut Collector<AssessmentError>,
    ) -> Vec<ResultColumn> {
        let nodes = instrument.nodes().len();
        let policy = self.scoring.missing_on(instrument);
        let Some(wanted) = &self.columns else {
            let mut columns = vec![ResultColumn::Index, ResultColumn::IndexExact, ResultColumn::Predicate];
            columns.extend((0..nodes).map(ResultColumn::Node));
            if policy != MissingPolicy::Reject {
                columns.push(ResultColumn::Missing);
            }
            if policy == MissingPolicy::Interval {
                columns.extend(ResultColumn::RANGE);
            }
            return columns;
        };
        let all = || {
            let fixed = [ResultColumn::Index, ResultColumn::IndexExact, ResultColumn::Predicate, ResultColumn::Missing];
            let nodes = (0..nodes).flat_map(|node| [ResultColumn::Node(node), ResultColumn::NodeExact(node)]);
            fixed.into_iter().chain(ResultColumn::RANGE).chain(nodes)
        };
        let mut columns = Vec::with_capacity(wanted.len());
        for name in wanted {
            let place = || Place::whole().column(crate::issue::brief(name));
            match all().find(|column| column.name(instrument) == *name) {
                None => {
                    let known = all().map(|column| column.name(instrument)).collect::<Vec<_>>().join(", ");
                    issues.add(place(), AssessmentError::ResultColumnUnknown { column: name.clone(), known });
                }
                Some(column) if columns.contains(&column) => {
                    let (column, first) = (name.clone(), name.clone());
                    issues.add(place(), AssessmentError::ColumnDuplicate { column, first });
                }
                Some(column) => columns.push(column),
            }
        }
        columns
    }
}

/// A column that a result can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResultColumn {
    Index,
    IndexExact,
    Predicate,
    Missing,
    IndexLowest,
    IndexHighest,
    PredicateLowest,
    PredicateHighest,
    Node(usize),
    NodeExact(usize),
}

/// What stands in a column of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResultType {
    Published,
    Exact,
    Predicate,
    Count,
}

impl ResultColumn {
    const RANGE: [Self; 4] = [Self::IndexLowest, Self::IndexHighest, Self::PredicateLowest, Self::PredicateHighest];

    pub(super) fn name(self, instrument: &Instrument) -> String {
        let node = |position: usize| {
            instrument.nodes().get(position).map(|node: &Node| format!("{}_{}", node.tier(), node.code()))
        };
        match self {
            Self::Index => "index".to_owned(),
            Self::IndexExact => "index_exact".to_owned(),
            Self::Predicate => "predicate".to_owned(),
            Self::Missing => "missing".to_owned(),
            Self::IndexLowest => "index_lowest".to_owned(),
            Self::IndexHighest => "index_highest".to_owned(),
            Self::PredicateLowest => "predicate_lowest".to_owned(),
            Self::PredicateHighest => "predicate_highest".to_owned(),
            Self::Node(position) => node(position).unwrap_or_default(),
            Self::NodeExact(position) => node(position).unwrap_or_default() + "_exact",
        }
    }

    pub(super) const fn kind(self) -> ResultType {
        match self {
            Self::Index | Self::IndexLowest | Self::IndexHighest | Self::Node(_) => ResultType::Published,
            Self::IndexExact | Self::NodeExact(_) => ResultType::Exact,
            Self::Predicate | Self::PredicateLowest | Self::PredicateHighest => ResultType::Predicate,
            Self::Missing => ResultType::Count,
        }
    }

    /// The node of a value, or the index.
    pub(super) const fn node(self) -> Option<usize> {
        match self {
            Self::Node(node) | Self::NodeExact(node) => Some(node),
            _ => None,
        }
    }

    /// The published number of a score in this column.
    pub(super) fn published(self, score: &Score) -> Option<Decimal> {
        match self {
            Self::IndexLowest => Some(score.index.published_lowest()),
            Self::IndexHighest => Some(score.index.published_highest()),
            _ => self.value(score).and_then(|value| value.published()),
        }
    }

    /// The value of a score in this column.
    pub(super) fn value(self, score: &Score) -> Option<Value> {
        match self.node() {
            Some(node) => score.nodes.get(node).and_then(|node| node.value),
            None => Some(score.index),
        }
    }

    /// The predicate of a score in this column.
    pub(super) fn predicate(self, score: &Score) -> Option<usize> {
        match self {
            Self::PredicateLowest => Some(score.predicate.lowest),
            Self::PredicateHighest => Some(score.predicate.highest),
            _ => score.predicate.determined(),
        }
    }
}
