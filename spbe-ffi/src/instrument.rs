//! Instruments as handles.

use std::borrow::Cow;
use std::ffi::c_char;

use spbe_core::Error;
use spbe_core::instrument::Instrument;

use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::guard::{borrowed, guard, guard_value, output, text};
use crate::text::TextOutput;

/// The text is TOML.
pub const SPBE_FORMAT_TOML: u32 = 1;
/// The text is JSON.
pub const SPBE_FORMAT_JSON: u32 = 2;

/// One regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole. Immutable.
#[derive(Debug)]
pub struct SpbeInstrument(Instrument);

impl SpbeInstrument {
    pub(crate) const fn instrument(&self) -> &Instrument {
        &self.0
    }

    fn handle(instrument: Instrument) -> *mut Self {
        Box::into_raw(Box::new(Self(instrument)))
    }
}

/// A built-in instrument: `spbe-2018`, `spbe-2020` or `pemdi-2026`.
///
/// It is read anew at each call: keep the handle. Free it with `spbe_instrument_free`.
///
/// # Safety
/// `id` is NULL or has `id_length` bytes; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_builtin(
    id: *const c_char,
    id_length: usize,
    out: *mut *mut SpbeInstrument,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (id, out) = unsafe { (text(id, id_length, "id")?, output(out, "out")?) };
        out.write(SpbeInstrument::handle(Instrument::builtin(id).map_err(Error::from)?));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// An instrument from a text of the same schema as the built-in ones. A text that is not sound fails with every
/// problem, its path and, in TOML, its line.
///
/// `format` is a `SPBE_FORMAT_` number. Free the handle with `spbe_instrument_free`.
///
/// # Safety
/// `text` is NULL or has `length` bytes; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_parse(
    text: *const c_char,
    length: usize,
    format: u32,
    out: *mut *mut SpbeInstrument,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (text, out) = unsafe { (crate::guard::text(text, length, "text")?, output(out, "out")?) };
        let instrument = match format {
            SPBE_FORMAT_TOML => Instrument::from_toml(text),
            SPBE_FORMAT_JSON => Instrument::from_json(text),
            found => {
                return Err(BoundaryError::InvalidEnum { argument: "format", expected: "1 or 2", found }.into());
            }
        };
        out.write(SpbeInstrument::handle(instrument.map_err(Error::from)?));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Frees an instrument. NULL is allowed.
///
/// # Safety
/// `instrument` is NULL or live, and neither used afterwards nor now in use on another thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_free(instrument: *mut SpbeInstrument) {
    if !instrument.is_null() {
        // SAFETY: made by `SpbeInstrument::handle` and freed once, by the caller's promise.
        guard_value((), || drop(unsafe { Box::from_raw(instrument) }));
    }
}

/// Writes a text that an instrument has.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
unsafe fn text_of(
    instrument: *const SpbeInstrument,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
    text: impl FnOnce(&Instrument) -> Cow<'_, str>,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(instrument, "instrument")?, TextOutput::new(out, out_length, "out")?) };
        Ok(out.write(&text(handle.instrument()))?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// The whole instrument as JSON: names, weights, criteria, predicates, sources. `spbe_instrument_parse` reads it back.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_json(
    instrument: *const SpbeInstrument,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, |instrument| Cow::Owned(instrument.to_json())) }
}

/// SHA-256 of the instrument, 64 hexadecimal digits: different once any name, weight or rule differs.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_checksum(
    instrument: *const SpbeInstrument,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, |instrument| Cow::Borrowed(instrument.checksum())) }
}

/// How many levels `spbe_score_levels` takes: 37 for `spbe-2018`, 47 for `spbe-2020`.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_item_count(
    instrument: *const SpbeInstrument,
    out: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || -> Result<(), Failure> {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(instrument, "instrument")?, output(out, "out")?) };
        out.write(handle.instrument().items().len());
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}
