//! What is measured: a regulation's tree of nodes, weights, scales, predicates and rules.
//!
//! A text file ([`Document`]) is read, checked as a whole, and becomes an [`Instrument`]. The built-in instruments
//! and a user's own go the same way.

mod builtin;
mod check;
mod decode;
mod document;
mod error;
mod measurement;
mod model;
mod read;
mod value;

pub use document::{
    AnswerKind, Answers, Band, Contested, Criterion, Document, IndicatorEntry, ItemEntry, Legal, LevelValue,
    Measurement, MeasurementRole, MissingPolicy, NodeEntry, Predicate, PredicateBasis, Publication, Reading, SCHEMA,
    Scale, ScaleLevel, Source, Text, Tier, Variant,
};
pub use error::{InstrumentError, Reference};
pub use model::{Indicator, Instrument, Item, Node};

#[cfg(test)]
mod check_tests;
