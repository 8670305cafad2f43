//! The instruments that come with the library, read by the loader that reads a user's file.

use super::error::InstrumentError;
use super::model::Instrument;
use crate::issue::Issues;

/// The built-in instruments: id and TOML text, oldest regulation first.
const FILES: [(&str, &str); 3] = [
    ("spbe-2018", include_str!("../../instruments/spbe-2018.toml")),
    ("spbe-2020", include_str!("../../instruments/spbe-2020.toml")),
    ("pemdi-2026", include_str!("../../instruments/pemdi-2026.toml")),
];

impl Instrument {
    /// The ids of the built-in instruments, oldest regulation first.
    pub fn builtin_ids() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(id, _)| *id)
    }

    /// A built-in instrument: `spbe-2018`, `spbe-2020` or `pemdi-2026`.
    ///
    /// Reads the embedded file anew at each call; keep the instrument where it is used often.
    ///
    /// # Errors
    /// [`InstrumentError::UnknownBuiltin`] for another id.
    pub fn builtin(id: &str) -> Result<Self, Issues<InstrumentError>> {
        match FILES.iter().find(|(known, _)| *known == id) {
            Some((_, text)) => Self::from_toml(text),
            None => Err(Issues::one(InstrumentError::UnknownBuiltin {
                id: id.to_owned(),
                known: Self::builtin_ids().collect::<Vec<_>>().join(", "),
            })),
        }
    }
}
