//! Files: the bytes of a table or a document, scored or audited as a whole.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::offset_of;

use serde::Serialize;
use spbe_core::Error;
use spbe_core::assessment::{ReadFile, ReadOptions, Records, read};
use spbe_core::audit::{AuditError, audit_records};
use spbe_core::instrument::Instrument;
use spbe_core::issue::Issues;
use spbe_core::record::{AuditRecord, ScoreRecord};
use spbe_core::score::score_records;

use crate::choice::{decimal_comma, score_options, year as known_year};
use crate::error::{Failure, SpbeError, SpbeStatus};
use crate::guard::guard;
use crate::handle::borrowed;
use crate::instrument::{SpbeInstrument, builtins};
use crate::lent::{Extensible, bytes, full_list, read_sized};
use crate::text::TextOutput;

/// How a file is read and scored. Set it to zero, then `size`, then what is wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct SpbeFileOptions {
    /// `sizeof(SpbeFileOptions)`.
    pub size: usize,
    /// A `SPBE_MISSING_` number; an audit has no use for it.
    pub missing_policy: u32,
    /// A `SPBE_PREDICATE_` number; an audit has no use for it.
    pub predicate_basis: u32,
    /// A `SPBE_COMMA_` number.
    pub decimal_comma: u32,
    /// The year of records that give none, and the only one read of records that do; 0 for all.
    pub year: u16,
}

// SAFETY: `repr(C)`, begins with its size, and all zeros are a value of it.
unsafe impl Extensible for SpbeFileOptions {
    const FIRST: usize = offset_of!(SpbeFileOptions, year) + size_of::<u16>();
}

impl SpbeFileOptions {
    fn reading(&self) -> Result<ReadOptions, Failure> {
        Ok(ReadOptions::default().comma(decimal_comma(self.decimal_comma)?).year(known_year(self.year)?))
    }
}

/// Reads a file against its candidates and hands out what `work` makes of it.
///
/// # Safety
/// Each pointer is NULL or as `spbe_score_file` says.
#[expect(clippy::too_many_arguments, reason = "those of the entry points, handed through")]
unsafe fn with_file<T: Serialize>(
    instruments: *const *const SpbeInstrument,
    instrument_count: usize,
    content: *const u8,
    length: usize,
    options: *const SpbeFileOptions,
    json_out: *mut *mut c_char,
    json_length: *mut usize,
    error: *mut *mut SpbeError,
    work: impl FnOnce(&Instrument, &Records, &SpbeFileOptions) -> Result<T, Failure>,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (candidates, content, options, out) = unsafe {
            (
                candidates(instruments, instrument_count)?,
                bytes(content, length, "content")?,
                if options.is_null() { SpbeFileOptions::default() } else { read_sized(options, "options")? },
                TextOutput::new(json_out, json_length, "json_out")?,
            )
        };
        let ReadFile { instrument, records } = read(content, &candidates, &options.reading()?).map_err(Error::from)?;
        // The reader names one of the candidates.
        let instrument = candidates.get(instrument).ok_or_else(not_results)?;
        Ok(out.write(&serde_json::to_string(&work(instrument, &records, &options)?)?)?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// The instruments of the caller, without a copy where there is only one; the built-in ones where there is none.
///
/// # Safety
/// `instruments` is NULL or has `count` pointers, each NULL or live.
pub(crate) unsafe fn candidates<'call>(
    instruments: *const *const SpbeInstrument,
    count: usize,
) -> Result<Cow<'call, [Instrument]>, Failure> {
    // SAFETY: the caller's promise is that of `full_list`.
    let handles = unsafe { full_list(instruments, count, "instruments") }?;
    // SAFETY: each is NULL or live, by the caller's promise.
    let one = |handle: &*const SpbeInstrument| unsafe { borrowed(*handle, "instruments[]") };
    let handles = handles.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    Ok(match handles.as_slice() {
        [] => Cow::Owned(builtins()?),
        [handle] => Cow::Borrowed(std::slice::from_ref(handle.instrument())),
        handles => Cow::Owned(handles.iter().map(|handle| handle.instrument().clone()).collect()),
    })
}

fn not_results() -> Failure {
    Failure::Core(Issues::one(AuditError::NotResults).into())
}

/// Scores a file: CSV, wide or long, the ministry's table, our JSON document, or the answer of the official API.
///
/// `instruments` are the instruments that the file may belong to; with none (`instrument_count` 0) the built-in ones.
/// With several, the file decides. `options` may be NULL.
///
/// The JSON is a list with an object for each assessment or printed result, in the order of the file; the objects are
/// as `spbe_score_levels` gives them. A file with any problem is not scored: the error lists all problems, each with
/// its row and column. `json_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `instruments` is NULL or has `instrument_count` pointers, each NULL or live; `content` is NULL or has `length`
/// bytes; `options` is NULL or begins with its size; `json_out`, `json_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_score_file(
    instruments: *const *const SpbeInstrument,
    instrument_count: usize,
    content: *const u8,
    length: usize,
    options: *const SpbeFileOptions,
    json_out: *mut *mut c_char,
    json_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let work = |instrument: &Instrument, records: &Records, options: &SpbeFileOptions| {
        let options = score_options(options.missing_policy, options.predicate_basis)?;
        let scores = score_records(instrument, records, &options).map_err(Error::from)?;
        Ok(scores.iter().map(|score| ScoreRecord::new(instrument, score)).collect::<Vec<_>>())
    };
    // SAFETY: the caller's promise is that of `with_file`.
    unsafe { with_file(instruments, instrument_count, content, length, options, json_out, json_length, error, work) }
}

/// Tells of each printed result of a file whether it can be right: the ministry's table, or the answer of the official
/// API.
///
/// The JSON is one object: `summary`, and `results` with a verdict and its reasons for each row. A result that cannot
/// be right is a finding, not a failure; a file of levels is a failure. All else is as for `spbe_score_file`.
///
/// # Safety
/// As for `spbe_score_file`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_audit_file(
    instruments: *const *const SpbeInstrument,
    instrument_count: usize,
    content: *const u8,
    length: usize,
    options: *const SpbeFileOptions,
    json_out: *mut *mut c_char,
    json_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let work = |instrument: &Instrument, records: &Records, _: &SpbeFileOptions| {
        Ok(AuditRecord::new(instrument, &audit_records(instrument, records).map_err(Error::from)?))
    };
    // SAFETY: the caller's promise is that of `with_file`.
    unsafe { with_file(instruments, instrument_count, content, length, options, json_out, json_length, error, work) }
}
