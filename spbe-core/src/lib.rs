//! Exact scores of Indonesia's digital-government maturity indices: SPBE 2018 (PermenPANRB 5/2018), SPBE 2020
//! (59/2020), Pemdi 2026 (8/2026), and any instrument like them.
//!
//! ```
//! use spbe_core::assessment::{Assessment, Subject};
//! use spbe_core::exact::Ratio;
//! use spbe_core::instrument::Instrument;
//! use spbe_core::score::{ScoreOptions, score};
//!
//! let instrument = Instrument::builtin("spbe-2020")?;
//! let subject = Subject { institution: "Kota Contoh".to_owned(), year: Some(2024), ..Subject::default() };
//! let levels = instrument.items().iter().map(|item| (item.code(), Ratio::whole(3)));
//! let assessment = Assessment::new(&instrument, subject, levels)?;
//!
//! let score = score(&instrument, &assessment, &ScoreOptions::default())?;
//! assert_eq!(score.index.exact(), Some(Ratio::whole(3)));
//! assert_eq!(score.index.published().map(|index| index.to_string()).as_deref(), Some("3.00"));
//! let predicate = score.predicate.determined().map(|position| &instrument.predicates()[position].name.id);
//! assert_eq!(predicate.map(String::as_str), Some("Baik"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The way of the data
//!
//! | stage | module | main types |
//! |---|---|---|
//! | what is measured | [`instrument`] | [`Instrument`](instrument::Instrument) |
//! | what was found | [`assessment`] | [`Assessment`](assessment::Assessment), [`PublishedResult`](assessment::PublishedResult) |
//! | what it is worth | [`score`] | [`Score`](score::Score), [`Value`](score::Value) |
//! | many at once | [`batch`] | [`Kernel`](batch::Kernel), [`Batch`](batch::Batch) |
//! | many together | [`cohort`] | [`Cohort`](cohort::Cohort), [`Scores`](cohort::Scores) |
//! | whether prints can be right | [`audit`] | [`Audit`](audit::Audit), [`RowAudit`](audit::RowAudit) |
//! | how far ratings agree | [`agreement`] | [`ShiftTable`](agreement::ShiftTable), [`Kappa`](agreement::Kappa) |
//! | what many scores say as a whole | [`statistics`] | [`Influence`](statistics::Influence) |
//! | whom to learn from | [`peers`] | [`Profiles`](peers::Profiles), [`Visits`](peers::Visits) |
//! | places among many | [`rank`] | [`Ranking`](rank::Ranking), [`Ties`](rank::Ties) |
//! | data frames in and out | `frame`, with the feature `arrow` | `Frame`, `Scorer` |
//! | from one to another | [`trend`] | [`Comparison`](trend::Comparison), [`Track`](trend::Track) |
//! | what if it were otherwise | [`what_if`] | [`Change`](what_if::Change), [`WhatIf`](what_if::WhatIf) |
//! | the cheapest way to a target | [`plan`] | [`PlanStudy`](plan::PlanStudy), [`Frontier`](plan::Frontier) |
//! | how likely each predicate is | [`forecast`] | [`Belief`](forecast::Belief), [`Forecast`](forecast::Forecast) |
//! | how firm ranks are | [`robustness`] | [`RobustnessStudy`](robustness::RobustnessStudy) |
//! | which uncertainty matters | [`sensitivity`] | [`SensitivityStudy`](sensitivity::SensitivityStudy) |
//! | what bindings hand on | [`record`] | [`ScoreRecord`](record::ScoreRecord), [`AuditRecord`](record::AuditRecord) |
//! | JSON in, JSON out | [`request`] | [`Answerer`](request::Answerer), [`Reply`](request::Reply) |
//!
//! A module uses only what stands above it, [`exact`] numbers, [`issue`] reports, for loops as wide as the processor
//! `wide`, and for work on several threads `threads`.
//!
//! # What is held, and what is refused
//!
//! - No float on the way to an index, no rounding between nodes: a value is an exact [`Ratio`](exact::Ratio), and
//!   its published form is made once, at the end, by the instrument's rule.
//! - An arithmetic overflow is an error, in release builds too.
//! - A missing answer is never filled in silently: the caller picks a
//!   [`MissingPolicy`](instrument::MissingPolicy), and the result names it.
//! - No input makes the library panic. A file with problems is refused with all of them, each with its place.
//! - No files, no clock, no global state: callers bring bytes and get values.
//!
//! # Terms
//!
//! | official term | here |
//! |---|---|
//! | instrumen | [`Instrument`](instrument::Instrument) |
//! | domain, aspek | [`Node`](instrument::Node) |
//! | indikator | [`Indicator`](instrument::Indicator), scored through its [`Item`](instrument::Item)s |
//! | bobot | [`Node::parts`](instrument::Node::parts), [`Node::weight`](instrument::Node::weight) |
//! | tingkat kematangan | an answer: [`Assessment::answers`](assessment::Assessment::answers) |
//! | kriteria, data dukung | [`Criterion`](instrument::Criterion) |
//! | penilaian | [`Assessment`](assessment::Assessment) |
//! | instansi | [`Subject`](assessment::Subject) |
//! | indeks, nilai | [`Value`](score::Value) |
//! | predikat | [`Predicate`](instrument::Predicate), [`PredicateRange`](score::PredicateRange) |
//!
//! # Sources
//!
//! Every value taken from a regulation stands in an instrument file with its source and its confidence; facts on
//! which sources disagree are listed in [`Document::contested`](instrument::Document::contested).

pub mod agreement;
pub mod assessment;
pub mod audit;
pub mod batch;
pub mod cohort;
#[cfg(feature = "data")]
pub mod data;
mod error;
pub mod exact;
pub mod forecast;
#[cfg(feature = "arrow")]
pub mod frame;
pub mod instrument;
pub mod issue;
pub mod peers;
pub mod plan;
pub mod rank;
pub mod record;
pub mod request;
pub mod robustness;
pub mod score;
pub mod sensitivity;
pub mod statistics;
mod threads;
pub mod trend;
pub mod what_if;
mod wide;

pub use error::{Error, IssueRecord};

/// The Rust code of the project's README, compiled and run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
