//! Instruments as handles.

use std::ffi::c_char;

use spbe_core::Error;
use spbe_core::instrument::Instrument;
use spbe_core::record::InstrumentSummary;

use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::guard::{guard, guard_value};
use crate::handle::{self, Handle, borrowed};
use crate::lent::{output, text};
use crate::text::TextOutput;

/// The text is TOML.
pub const SPBE_FORMAT_TOML: u32 = 1;
/// The text is JSON.
pub const SPBE_FORMAT_JSON: u32 = 2;

/// One regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole. Immutable.
#[derive(Debug)]
pub struct SpbeInstrument(Instrument);

impl Handle for SpbeInstrument {
    const MARK: u64 = u64::from_le_bytes(*b"spbeinst");
}

impl SpbeInstrument {
    pub(crate) const fn instrument(&self) -> &Instrument {
        &self.0
    }
}

/// Every built-in instrument, oldest regulation first.
pub(crate) fn builtins() -> Result<Vec<Instrument>, Failure> {
    Ok(Instrument::builtin_ids().map(Instrument::builtin).collect::<Result<_, _>>().map_err(Error::from)?)
}

/// The built-in instruments as a JSON list, oldest regulation first: `id`, titles, `basis`, `years`, counts, `checksum`.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instruments_json(
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or may be written, by the caller's promise.
        let out = unsafe { TextOutput::new(out, out_length, "out") }?;
        let summaries: Vec<InstrumentSummary> = builtins()?.iter().map(InstrumentSummary::new).collect();
        Ok(out.write(&serde_json::to_string(&summaries)?)?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
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
        out.write(handle::new(SpbeInstrument(Instrument::builtin(id).map_err(Error::from)?)));
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
        let (text, out) = unsafe { (crate::lent::text(text, length, "text")?, output(out, "out")?) };
        let instrument = match format {
            SPBE_FORMAT_TOML => Instrument::from_toml(text),
            SPBE_FORMAT_JSON => Instrument::from_json(text),
            found => {
                return Err(BoundaryError::InvalidEnum { argument: "format", expected: "1 or 2", found }.into());
            }
        };
        out.write(handle::new(SpbeInstrument(instrument.map_err(Error::from)?)));
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
    // SAFETY: the caller's promise is that of `free`.
    guard_value((), || unsafe { handle::free(instrument) });
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
    text: impl FnOnce(&Instrument) -> Result<String, Failure>,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(instrument, "instrument")?, TextOutput::new(out, out_length, "out")?) };
        Ok(out.write(&text(handle.instrument())?)?)
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
    unsafe { text_of(instrument, out, out_length, error, |instrument| Ok(instrument.to_json())) }
}

/// The whole instrument as TOML, as a person edits it. `spbe_instrument_parse` reads it back.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_toml(
    instrument: *const SpbeInstrument,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, |instrument| Ok(instrument.to_toml())) }
}

/// The instrument as `spbe_instruments_json` lists it: one JSON object.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_summary_json(
    instrument: *const SpbeInstrument,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let summary = |instrument: &Instrument| -> Result<String, Failure> {
        Ok(serde_json::to_string(&InstrumentSummary::new(instrument))?)
    };
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, summary) }
}

/// The code of an item by its position from 0: `1` to `47` for `spbe-2020`. Levels are given in this order.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_item_code(
    instrument: *const SpbeInstrument,
    position: usize,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let code = |instrument: &Instrument| {
        let items = instrument.items();
        let item = items.get(position).ok_or_else(|| no_such("item", position, items.len()))?;
        Ok(item.code().to_owned())
    };
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, code) }
}

/// Tier and code of a node by its position from 0, such as `aspect:3`. Node values come in this order.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_node_code(
    instrument: *const SpbeInstrument,
    position: usize,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let code = |instrument: &Instrument| {
        let nodes = instrument.nodes();
        let node = nodes.get(position).ok_or_else(|| no_such("node", position, nodes.len()))?;
        Ok(format!("{}:{}", node.tier(), node.code()))
    };
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, code) }
}

/// The name of a node by its position from 0, in English where `language` is `SPBE_LANGUAGE_ENGLISH` and the
/// instrument has one, else the official name.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_node_name(
    instrument: *const SpbeInstrument,
    position: usize,
    language: u32,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let name = |instrument: &Instrument| {
        let (nodes, language) = (instrument.nodes(), crate::error::language(language)?);
        let node = nodes.get(position).ok_or_else(|| no_such("node", position, nodes.len()))?;
        Ok(node.name().in_language(language).to_owned())
    };
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, name) }
}

/// The name of a predicate by its position from 0, lowest first: as `spbe_instrument_node_name`.
///
/// `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_predicate_name(
    instrument: *const SpbeInstrument,
    position: usize,
    language: u32,
    out: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let name = |instrument: &Instrument| {
        let (predicates, language) = (instrument.predicates(), crate::error::language(language)?);
        let predicate = predicates.get(position).ok_or_else(|| no_such("predicate", position, predicates.len()))?;
        Ok(predicate.name.in_language(language).to_owned())
    };
    // SAFETY: the caller's promise is that of `text_of`.
    unsafe { text_of(instrument, out, out_length, error, name) }
}

fn no_such(argument: &'static str, found: usize, count: usize) -> BoundaryError {
    BoundaryError::UnknownPosition { argument, found, count }
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
    unsafe { text_of(instrument, out, out_length, error, |instrument| Ok(instrument.checksum().to_owned())) }
}

/// Writes a count that an instrument has.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
unsafe fn count_of(
    instrument: *const SpbeInstrument,
    out: *mut usize,
    error: *mut *mut SpbeError,
    count: impl FnOnce(&Instrument) -> usize,
) -> SpbeStatus {
    let body = || -> Result<(), Failure> {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(instrument, "instrument")?, output(out, "out")?) };
        out.write(count(handle.instrument()));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// How many levels `spbe_score_levels` takes: 37 for `spbe-2018`, 47 for `spbe-2020`, 20 for `pemdi-2026`.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_item_count(
    instrument: *const SpbeInstrument,
    out: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise is that of `count_of`.
    unsafe { count_of(instrument, out, error, |instrument| instrument.items().len()) }
}

/// How many nodes stand between the index and the indicators: 12 for `spbe-2020`, 4 domains and 8 aspects.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_node_count(
    instrument: *const SpbeInstrument,
    out: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise is that of `count_of`.
    unsafe { count_of(instrument, out, error, |instrument| instrument.nodes().len()) }
}

/// How many predicates there are: 5 in the built-in instruments.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_instrument_predicate_count(
    instrument: *const SpbeInstrument,
    out: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise is that of `count_of`.
    unsafe { count_of(instrument, out, error, |instrument| instrument.predicates().len()) }
}
