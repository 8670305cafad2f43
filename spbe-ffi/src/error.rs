//! The status, the error object, and the problems of the boundary itself.

use std::ffi::{CString, c_char};

use spbe_core::batch::BatchError;
use spbe_core::issue::{Catalogued, Code, Issues, Language, Place};
use spbe_core::request::RequestError;
use spbe_core::score::ScoreError;
use spbe_core::{Error, IssueRecord};

use crate::guard::{guard, guard_value};
use crate::handle::{self, Handle, borrowed};
use crate::text::TextOutput;

/// How a call ended. Later versions may add a status: whatever is not `SPBE_OK` is a failure.
// The variants repeat `Spbe` because they become SPBE_OK and so on: C has one space of names.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpbeStatus {
    /// Done; the outputs are written.
    SpbeOk = 0,
    /// The call itself is wrong: NULL, text that is not UTF-8, an unknown number.
    SpbeInvalidArgument = 1,
    /// The data are wrong; the error lists every problem.
    SpbeFailed = 2,
    /// A defect of this library. The handles remain usable.
    SpbePanic = 3,
}

/// Messages in English.
pub const SPBE_LANGUAGE_ENGLISH: u32 = 0;
/// Messages in Bahasa Indonesia.
pub const SPBE_LANGUAGE_INDONESIAN: u32 = 1;

/// A problem of the boundary: catalogue block 9xx. Numbers never change meaning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BoundaryError {
    #[error("`{argument}` is NULL")]
    NullPointer { argument: &'static str },
    #[error("`{argument}` is not UTF-8 text (first at offset {offset})")]
    InvalidUtf8 { argument: &'static str, offset: usize },
    #[error("expected {expected} for `{argument}`, found {found}")]
    InvalidEnum { argument: &'static str, expected: &'static str, found: u32 },
    #[error("defect of the library: {reason}")]
    Panic { reason: String },
    #[error("`{argument}` cannot have the length {found}")]
    LengthTooLarge { argument: &'static str, found: usize },
    #[error("out of memory")]
    OutOfMemory,
    #[error("the result has no JSON form: {reason}")]
    Json { reason: String },
    #[error("`{argument}` says it has {found} bytes, expected {expected}")]
    StructSize { argument: &'static str, expected: usize, found: usize },
    #[error("`{argument}` is not aligned to {expected} bytes")]
    Misaligned { argument: &'static str, expected: usize },
    #[error("there is no node {found}: the instrument has {count}, counted from 0")]
    UnknownNode { found: u32, count: usize },
    #[error("`{argument}` is no live handle of its kind: it was freed, or another function made it")]
    InvalidHandle { argument: &'static str },
    #[error("`{argument}` {found} is out of range: there are {count}, counted from 0")]
    UnknownPosition { argument: &'static str, found: usize, count: usize },
    #[error("`{argument}` has room for {found}, expected {expected}")]
    WrongCount { argument: &'static str, found: usize, expected: usize },
    #[error("the Arrow data cannot be used: {reason}")]
    Arrow { reason: String },
}

impl Catalogued for BoundaryError {
    fn code(&self) -> Code {
        let (number, name) = match self {
            Self::NullPointer { .. } => (901, "ffi.null_pointer"),
            Self::InvalidUtf8 { .. } => (902, "ffi.invalid_utf8"),
            Self::InvalidEnum { .. } => (903, "ffi.invalid_enum"),
            Self::Panic { .. } => (904, "ffi.panic"),
            Self::LengthTooLarge { .. } => (905, "ffi.length_too_large"),
            Self::OutOfMemory => (906, "ffi.out_of_memory"),
            Self::Json { .. } => (907, "ffi.json"),
            Self::StructSize { .. } => (908, "ffi.struct_size"),
            Self::Misaligned { .. } => (909, "ffi.misaligned"),
            Self::UnknownNode { .. } => (910, "ffi.unknown_node"),
            Self::InvalidHandle { .. } => (911, "ffi.invalid_handle"),
            Self::UnknownPosition { .. } => (912, "ffi.unknown_position"),
            Self::WrongCount { .. } => (913, "ffi.wrong_count"),
            Self::Arrow { .. } => (914, "ffi.arrow"),
        };
        Code { number, name }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::NullPointer { argument } => format!("`{argument}` bernilai NULL"),
            Self::InvalidUtf8 { argument, offset } => {
                format!("`{argument}` bukan teks UTF-8 (pertama pada posisi {offset})")
            }
            Self::InvalidEnum { argument, expected, found } => {
                format!("seharusnya {expected} untuk `{argument}`, ditemukan {found}")
            }
            Self::Panic { reason } => format!("cacat pustaka: {reason}"),
            Self::LengthTooLarge { argument, found } => format!("`{argument}` tidak mungkin sepanjang {found}"),
            Self::OutOfMemory => "memori habis".to_owned(),
            Self::Json { reason } => format!("hasil tidak mempunyai bentuk JSON: {reason}"),
            Self::StructSize { argument, expected, found } => {
                format!("`{argument}` menyatakan {found} bita, seharusnya {expected}")
            }
            Self::Misaligned { argument, expected } => {
                format!("`{argument}` tidak terletak pada kelipatan {expected} bita")
            }
            Self::UnknownNode { found, count } => {
                format!("tidak ada simpul {found}: instrumen mempunyai {count}, dihitung dari 0")
            }
            Self::InvalidHandle { argument } => {
                format!("`{argument}` bukan handle hidup dari jenisnya: sudah dibebaskan, atau dibuat oleh fungsi lain")
            }
            Self::UnknownPosition { argument, found, count } => {
                format!("`{argument}` {found} di luar jangkauan: ada {count}, dihitung dari 0")
            }
            Self::WrongCount { argument, found, expected } => {
                format!("`{argument}` memuat {found}, seharusnya {expected}")
            }
            Self::Arrow { reason } => format!("data Arrow tidak dapat dipakai: {reason}"),
        }
    }
}

/// Why a call failed.
#[derive(Debug)]
pub(crate) enum Failure {
    Boundary(BoundaryError),
    Core(Error),
    Batch(BatchError),
    Request(Box<RequestError>),
}

impl From<BoundaryError> for Failure {
    fn from(error: BoundaryError) -> Self {
        Self::Boundary(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<ScoreError> for Failure {
    fn from(error: ScoreError) -> Self {
        Self::Core(Issues::one(error).into())
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        Self::Batch(error)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(Box::new(error))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Boundary(BoundaryError::Json { reason: error.to_string() })
    }
}

impl Failure {
    pub(crate) const fn status(&self) -> SpbeStatus {
        match self {
            Self::Boundary(BoundaryError::Panic { .. }) => SpbeStatus::SpbePanic,
            Self::Core(_)
            | Self::Batch(_)
            | Self::Request(_)
            | Self::Boundary(BoundaryError::OutOfMemory | BoundaryError::Json { .. } | BoundaryError::Arrow { .. }) => {
                SpbeStatus::SpbeFailed
            }
            Self::Boundary(
                BoundaryError::NullPointer { .. }
                | BoundaryError::InvalidUtf8 { .. }
                | BoundaryError::InvalidEnum { .. }
                | BoundaryError::LengthTooLarge { .. }
                | BoundaryError::StructSize { .. }
                | BoundaryError::Misaligned { .. }
                | BoundaryError::UnknownNode { .. }
                | BoundaryError::InvalidHandle { .. }
                | BoundaryError::UnknownPosition { .. }
                | BoundaryError::WrongCount { .. },
            ) => SpbeStatus::SpbeInvalidArgument,
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::Boundary(error) => error.code(),
            Self::Core(error) => error.code(),
            Self::Batch(error) => error.code(),
            Self::Request(error) => error.code(),
        }
    }

    fn total(&self) -> usize {
        match self {
            Self::Boundary(_) | Self::Batch(_) | Self::Request(_) => 1,
            Self::Core(error) => error.total(),
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Boundary(error) => error.message(language),
            Self::Core(error) => error.describe(language),
            Self::Batch(error) => error.message(language),
            Self::Request(error) => error.message(language),
        }
    }

    fn records(&self, language: Language) -> Vec<IssueRecord> {
        match self {
            Self::Boundary(error) => whole(error, language),
            Self::Batch(error) => whole(error, language),
            Self::Request(error) => whole(error.as_ref(), language),
            Self::Core(error) => error.records(language),
        }
    }
}

/// A problem of the whole input.
fn whole(error: &impl Catalogued, language: Language) -> Vec<IssueRecord> {
    let Code { number, name } = error.code();
    let message = error.message(language);
    vec![IssueRecord { number, code: name, place: Place::whole(), at: String::new(), message }]
}

/// Why a call failed: one problem or many. Immutable.
#[derive(Debug)]
pub struct SpbeError {
    failure: Failure,
    name: CString,
}

impl Handle for SpbeError {
    const MARK: u64 = u64::from_le_bytes(*b"spbeerro");
}

impl SpbeError {
    pub(crate) fn new(failure: Failure) -> Self {
        let name = CString::new(failure.code().name).unwrap_or_default();
        Self { failure, name }
    }
}

pub(crate) fn language(number: u32) -> Result<Language, BoundaryError> {
    match number {
        SPBE_LANGUAGE_ENGLISH => Ok(Language::English),
        SPBE_LANGUAGE_INDONESIAN => Ok(Language::Indonesian),
        found => Err(BoundaryError::InvalidEnum { argument: "language", expected: "0 or 1", found }),
    }
}

/// The catalogue number of the first problem, such as 226; 0 for NULL. Numbers never change meaning.
///
/// # Safety
/// `error` is NULL or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_error_number(error: *const SpbeError) -> u32 {
    // SAFETY: NULL or live, by the caller's promise.
    guard_value(0, || unsafe { borrowed(error, "error") }.map_or(0, |error| error.failure.code().number.into()))
}

/// The catalogue name of the first problem, such as `instrument.unknown_builtin`; NULL for NULL.
///
/// The text is borrowed: it lives as long as the error, and is not freed on its own.
///
/// # Safety
/// `error` is NULL or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_error_name(error: *const SpbeError) -> *const c_char {
    // SAFETY: NULL or live, by the caller's promise.
    let found = || unsafe { borrowed(error, "error") }.map_or(std::ptr::null(), |error| error.name.as_ptr());
    guard_value(std::ptr::null(), found)
}

/// How many problems there are; 0 for NULL. At most 100 of them are listed in the message and in the JSON.
///
/// # Safety
/// `error` is NULL or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_error_total(error: *const SpbeError) -> usize {
    // SAFETY: NULL or live, by the caller's promise.
    guard_value(0, || unsafe { borrowed(error, "error") }.map_or(0, |error| error.failure.total()))
}

/// The message: each problem with its place, one a line.
///
/// `language` is a `SPBE_LANGUAGE_` number. `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `error` is NULL or live; `out` and `out_length` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_error_message(
    error: *const SpbeError,
    language: u32,
    out: *mut *mut c_char,
    out_length: *mut usize,
) -> SpbeStatus {
    // SAFETY: the caller's promise covers every pointer.
    unsafe { error_text(error, language, out, out_length, |failure, language| Ok(failure.message(language))) }
}

/// The problems as a JSON list of objects: `number`, `code`, `place` (`row`, `column`, `path`, each where known), `at`
/// (the place in words), `message`.
///
/// `language` is a `SPBE_LANGUAGE_` number. `out_length` may be NULL. Free the text with `spbe_text_free`.
///
/// # Safety
/// `error` is NULL or live; `out` and `out_length` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_error_issues_json(
    error: *const SpbeError,
    language: u32,
    out: *mut *mut c_char,
    out_length: *mut usize,
) -> SpbeStatus {
    // SAFETY: the caller's promise covers every pointer.
    unsafe {
        error_text(error, language, out, out_length, |failure, language| {
            Ok(serde_json::to_string(&failure.records(language))?)
        })
    }
}

/// # Safety
/// As for its two callers.
unsafe fn error_text(
    error: *const SpbeError,
    number: u32,
    out: *mut *mut c_char,
    out_length: *mut usize,
    form: impl FnOnce(&Failure, Language) -> Result<String, Failure>,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (error, out) = unsafe { (borrowed(error, "error")?, TextOutput::new(out, out_length, "out")?) };
        Ok(out.write(&form(&error.failure, language(number)?)?)?)
    };
    // SAFETY: an error about an error is reported by status alone.
    unsafe { guard(std::ptr::null_mut(), body) }
}

/// Frees an error. NULL is allowed.
///
/// # Safety
/// `error` is NULL or live, and not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_error_free(error: *mut SpbeError) {
    // SAFETY: the caller's promise is that of `free`.
    guard_value((), || unsafe { handle::free(error) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_of_the_boundary_are_the_catalogue() {
        let argument = "x";
        let errors = [
            BoundaryError::NullPointer { argument },
            BoundaryError::InvalidUtf8 { argument, offset: 0 },
            BoundaryError::InvalidEnum { argument, expected: "0", found: 1 },
            BoundaryError::Panic { reason: String::new() },
            BoundaryError::LengthTooLarge { argument, found: 0 },
            BoundaryError::OutOfMemory,
            BoundaryError::Json { reason: String::new() },
            BoundaryError::StructSize { argument, expected: 8, found: 0 },
            BoundaryError::Misaligned { argument, expected: 2 },
            BoundaryError::UnknownNode { found: 12, count: 12 },
            BoundaryError::InvalidHandle { argument },
            BoundaryError::UnknownPosition { argument, found: 47, count: 47 },
            BoundaryError::WrongCount { argument, found: 11, expected: 12 },
            BoundaryError::Arrow { reason: String::new() },
        ];
        let found: Vec<_> = errors.iter().map(|error| (error.code().number, error.code().name)).collect();
        let expected = [
            (901, "ffi.null_pointer"),
            (902, "ffi.invalid_utf8"),
            (903, "ffi.invalid_enum"),
            (904, "ffi.panic"),
            (905, "ffi.length_too_large"),
            (906, "ffi.out_of_memory"),
            (907, "ffi.json"),
            (908, "ffi.struct_size"),
            (909, "ffi.misaligned"),
            (910, "ffi.unknown_node"),
            (911, "ffi.invalid_handle"),
            (912, "ffi.unknown_position"),
            (913, "ffi.wrong_count"),
            (914, "ffi.arrow"),
        ];
        assert_eq!(found, expected);
        for error in errors {
            assert_ne!(error.message(Language::English), error.message(Language::Indonesian));
            assert_eq!(SpbeError::new(error.clone().into()).name.to_str(), Ok(error.code().name));
        }
    }
}
