//! The instruments that a request may name.

use std::borrow::Cow;

use super::error::RequestError;
use crate::instrument::Instrument;

/// The built-in instruments.
pub(super) fn builtins() -> Vec<Instrument> {
    Instrument::builtin_ids().filter_map(|id| Instrument::builtin(id).ok()).collect()
}

/// The instruments that a request may name.
pub(super) enum Known<'known> {
    /// Those of an [`Answerer`].
    Held(&'known [Instrument]),
    /// The built-in ones, each read when it is asked for.
    BuiltIn,
}

impl<'known> Known<'known> {
    pub(super) fn all(&self) -> Cow<'known, [Instrument]> {
        match self {
            Self::Held(instruments) => Cow::Borrowed(instruments),
            Self::BuiltIn => Cow::Owned(builtins()),
        }
    }

    pub(super) fn named(&self, id: &str) -> Result<Cow<'known, Instrument>, RequestError> {
        let unknown =
            |known: Vec<&str>| RequestError::InstrumentUnknown { found: id.to_owned(), known: known.join(", ") };
        match self {
            Self::Held(instruments) => {
                let found = instruments.iter().find(|instrument| instrument.id() == id).map(Cow::Borrowed);
                found.ok_or_else(|| unknown(instruments.iter().map(Instrument::id).collect()))
            }
            Self::BuiltIn => {
                let found = Instrument::builtin(id).ok().map(Cow::Owned);
                found.ok_or_else(|| unknown(Instrument::builtin_ids().collect()))
            }
        }
    }
}
