//! Scores as JSON.

use std::ffi::c_char;

use spbe_core::Error;
use spbe_core::assessment::{Assessment, Subject};
use spbe_core::exact::Ratio;
use spbe_core::instrument::{MissingPolicy, PredicateBasis};
use spbe_core::record::ScoreRecord;
use spbe_core::score::{ScoreOptions, score};

use crate::error::{BoundaryError, SpbeError, SpbeStatus};
use crate::guard::{borrowed, bytes, guard};
use crate::instrument::SpbeInstrument;
use crate::text::TextOutput;

/// Stands for a missing level.
pub const SPBE_LEVEL_MISSING: u8 = 255;

/// Missing levels: as the instrument says.
pub const SPBE_MISSING_INSTRUMENT: u32 = 0;
/// Missing levels are an error that lists them.
pub const SPBE_MISSING_REJECT: u32 = 1;
/// Missing levels count as the lowest level.
pub const SPBE_MISSING_MINIMUM: u32 = 2;
/// Missing levels count as 0.
pub const SPBE_MISSING_ZERO: u32 = 3;
/// Missing levels are left out; the result is not the official index.
pub const SPBE_MISSING_EXCLUDE: u32 = 4;
/// Missing levels leave a range from the lowest to the highest index possible.
pub const SPBE_MISSING_INTERVAL: u32 = 5;

/// The predicate is read from the index that the instrument names for the year.
pub const SPBE_PREDICATE_INSTRUMENT: u32 = 0;
/// The predicate is read from the exact index.
pub const SPBE_PREDICATE_EXACT: u32 = 1;
/// The predicate is read from the published (rounded) index.
pub const SPBE_PREDICATE_PUBLISHED: u32 = 2;

fn options(missing_policy: u32, predicate_basis: u32) -> Result<ScoreOptions, BoundaryError> {
    let asked = ScoreOptions::default();
    let asked = match missing_policy {
        SPBE_MISSING_INSTRUMENT => asked,
        SPBE_MISSING_REJECT => asked.missing(MissingPolicy::Reject),
        SPBE_MISSING_MINIMUM => asked.missing(MissingPolicy::Minimum),
        SPBE_MISSING_ZERO => asked.missing(MissingPolicy::Zero),
        SPBE_MISSING_EXCLUDE => asked.missing(MissingPolicy::Exclude),
        SPBE_MISSING_INTERVAL => asked.missing(MissingPolicy::Interval),
        found => {
            return Err(BoundaryError::InvalidEnum { argument: "missing_policy", expected: "0 to 5", found });
        }
    };
    match predicate_basis {
        SPBE_PREDICATE_INSTRUMENT => Ok(asked),
        SPBE_PREDICATE_EXACT => Ok(asked.predicate_basis(PredicateBasis::Exact)),
        SPBE_PREDICATE_PUBLISHED => Ok(asked.predicate_basis(PredicateBasis::Published)),
        found => Err(BoundaryError::InvalidEnum { argument: "predicate_basis", expected: "0 to 2", found }),
    }
}

/// Scores the levels of one institution, in the order of the instrument's items.
///
/// `levels` holds as many levels as `spbe_instrument_item_count` says, `SPBE_LEVEL_MISSING` where there is none.
/// `year` is 0 where it is not known; the instrument may read the predicate differently by year. `missing_policy` is
/// a `SPBE_MISSING_` number, `predicate_basis` a `SPBE_PREDICATE_` number.
///
/// The JSON is one object: `index` (number, as published), `index_exact` (text), `predicate`, `domains` and `aspects`
/// by code, `contributions`, `next` (the way to the next predicate), and what was assumed. `json_length` may be NULL.
/// Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `levels` is NULL or has `count` bytes; `json_out`, `json_length` and `error` are NULL
/// or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_score_levels(
    instrument: *const SpbeInstrument,
    levels: *const u8,
    count: usize,
    year: u16,
    missing_policy: u32,
    predicate_basis: u32,
    json_out: *mut *mut c_char,
    json_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, levels, out) = unsafe {
            (
                borrowed(instrument, "instrument")?,
                bytes(levels, count, "levels")?,
                TextOutput::new(json_out, json_length, "json_out")?,
            )
        };
        let options = options(missing_policy, predicate_basis)?;
        let instrument = handle.instrument();
        let answer = |level: &u8| (*level != SPBE_LEVEL_MISSING).then(|| Ratio::whole(i64::from(*level)));
        let subject = Subject { year: (year != 0).then_some(year), ..Subject::default() };
        let assessment = Assessment::from_positions(instrument, subject, levels.iter().map(answer).collect())
            .map_err(Error::from)?;
        let score = score(instrument, &assessment, &options)?;
        Ok(out.write(&serde_json::to_string(&ScoreRecord::new(instrument, &score))?)?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_and_basis_of_the_core_has_a_number() {
        let instrument = spbe_core::instrument::Instrument::builtin("spbe-2020").unwrap();
        let policies: Vec<_> = (1..=5).map(|number| options(number, 0).unwrap().missing_on(&instrument)).collect();
        assert_eq!(policies, MissingPolicy::ALL);
        let bases: Vec<_> = (1..=2).map(|number| options(0, number).unwrap().basis_on(&instrument, None)).collect();
        assert_eq!(bases, PredicateBasis::ALL);
        assert_eq!(options(0, 0), Ok(ScoreOptions::default()));
    }

    #[test]
    fn numbers_without_a_meaning_are_refused() {
        assert_eq!(
            options(6, 0),
            Err(BoundaryError::InvalidEnum { argument: "missing_policy", expected: "0 to 5", found: 6 })
        );
        assert_eq!(
            options(0, 3),
            Err(BoundaryError::InvalidEnum { argument: "predicate_basis", expected: "0 to 2", found: 3 })
        );
    }
}
