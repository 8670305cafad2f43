//! The choices of a caller as numbers.

use spbe_core::exact::DecimalComma;
use spbe_core::instrument::{MissingPolicy, PredicateBasis};
use spbe_core::score::ScoreOptions;

use crate::error::BoundaryError;

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

/// A comma in a number of a file separates decimals where it can mean nothing else; `1,260` is an error that asks.
pub const SPBE_COMMA_WHEN_UNAMBIGUOUS: u32 = 0;
/// A comma always separates decimals.
pub const SPBE_COMMA_ALWAYS: u32 = 1;
/// A comma in a number is an error.
pub const SPBE_COMMA_NEVER: u32 = 2;

/// The year, or 0 where it is not known.
pub(crate) fn year(number: u16) -> Result<Option<u16>, BoundaryError> {
    match number {
        0 => Ok(None),
        1900..=2999 => Ok(Some(number)),
        found => {
            Err(BoundaryError::InvalidEnum { argument: "year", expected: "0 or 1900 to 2999", found: found.into() })
        }
    }
}

pub(crate) fn score_options(missing_policy: u32, predicate_basis: u32) -> Result<ScoreOptions, BoundaryError> {
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

/// The number of a policy: they count from 1 in the order of the core, which a test holds.
pub(crate) fn number_of_policy(policy: MissingPolicy) -> u32 {
    (1..).zip(MissingPolicy::ALL).find(|(_, own)| *own == policy).map_or(SPBE_MISSING_INSTRUMENT, |(number, _)| number)
}

/// The number of a basis: likewise.
pub(crate) fn number_of_basis(basis: PredicateBasis) -> u32 {
    (1..)
        .zip(PredicateBasis::ALL)
        .find(|(_, own)| *own == basis)
        .map_or(SPBE_PREDICATE_INSTRUMENT, |(number, _)| number)
}

pub(crate) const fn decimal_comma(number: u32) -> Result<DecimalComma, BoundaryError> {
    match number {
        SPBE_COMMA_WHEN_UNAMBIGUOUS => Ok(DecimalComma::WhenUnambiguous),
        SPBE_COMMA_ALWAYS => Ok(DecimalComma::Always),
        SPBE_COMMA_NEVER => Ok(DecimalComma::Never),
        found => Err(BoundaryError::InvalidEnum { argument: "decimal_comma", expected: "0 to 2", found }),
    }
}

#[cfg(test)]
mod tests {
    use spbe_core::instrument::Instrument;

    use super::*;

    #[test]
    fn every_policy_and_basis_of_the_core_has_a_number() {
        let instrument = Instrument::builtin("spbe-2020").unwrap();
        let policies: Vec<_> =
            (1..=5).map(|number| score_options(number, 0).unwrap().missing_on(&instrument)).collect();
        assert_eq!(policies, MissingPolicy::ALL);
        assert!((1..=5).zip(MissingPolicy::ALL).all(|(number, policy)| number_of_policy(policy) == number));
        let bases: Vec<_> =
            (1..=2).map(|number| score_options(0, number).unwrap().basis_on(&instrument, None)).collect();
        assert_eq!(bases, PredicateBasis::ALL);
        assert!((1..=2).zip(PredicateBasis::ALL).all(|(number, basis)| number_of_basis(basis) == number));
        assert_eq!(score_options(0, 0), Ok(ScoreOptions::default()));
        assert_eq!(decimal_comma(0), Ok(DecimalComma::default()));
    }

    #[test]
    fn numbers_without_a_meaning_are_refused() {
        let wrong = |argument, expected, found| BoundaryError::InvalidEnum { argument, expected, found };
        assert_eq!(score_options(6, 0), Err(wrong("missing_policy", "0 to 5", 6)));
        assert_eq!(score_options(0, 3), Err(wrong("predicate_basis", "0 to 2", 3)));
        assert_eq!(decimal_comma(3), Err(wrong("decimal_comma", "0 to 2", 3)));
    }
}
