//! What a column may hold, whatever the table.

/// A column that means the same in every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Known {
    Institution,
    Year,
    Stage,
    Index,
    Predicate,
    Indicator,
    Level,
}
