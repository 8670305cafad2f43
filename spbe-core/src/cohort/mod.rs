//! Many assessments at once, in columns: institutions of several years, stages and instruments.
//!
//! A [`CohortBuilder`] takes the records of files and the columns of programs, and makes a [`Cohort`] or says what
//! stands against it. [`Scores`] are its numbers: exact where a unit has answers, as printed where it has not, and
//! always with their [`Basis`]. Units are grouped and selected by any label ([`Cohort::group`], [`Cohort::select`]).
//!
//! ```
//! use spbe_core::assessment::{ReadOptions, read};
//! use spbe_core::cohort::{Cohort, GroupKey, NodeName, Scores};
//! use spbe_core::instrument::Instrument;
//! use spbe_core::score::ScoreOptions;
//!
//! let table = "nama_instansi;tahun;provinsi;indeks;d1;d2;d3;d4\n\
//!     Kota A;2024;Lampung;2,60;3,00;2,50;1,64;2,80\n\
//!     Kota B;2024;Lampung;;3,00;2,50;1,64;2,80";
//! let instruments = [Instrument::builtin("spbe-2020")?];
//! let file = read(table.as_bytes(), &instruments, &ReadOptions::default())?;
//! let cohort = Cohort::from_records(&instruments[0], &file.records)?;
//!
//! let scores = Scores::new(&cohort, &ScoreOptions::default())?;
//! assert_eq!(scores.index().value(0), Some("2.6".parse()?));
//! assert_eq!(scores.index().value(1), None); // no index is printed, and none is made of rounded domains
//! let services = scores.column(&cohort.node("d4")?)?;
//! assert_eq!(services.value(1), Some("2.8".parse()?));
//! assert_eq!(cohort.group(&[GroupKey::from("province")])?.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod error;
mod find;
mod group;
mod labels;
mod node;
mod scores;
mod sheet;
mod tier;
mod unit;

#[cfg(test)]
mod cohort_tests;
#[cfg(test)]
mod find_tests;

pub use build::{CohortBuilder, UnitColumns};
pub use error::CohortError;
pub use group::{GroupKey, Grouping};
pub use labels::LabelColumn;
pub use node::NodeName;
pub use scores::{NoValue, NodeColumn, Scores};
pub use sheet::{Answers, NO_ANSWER, NO_LEVEL, Sheet};
pub(crate) use tier::{TierValues, scaled};
pub use unit::{Basis, Cohort, Unit};
