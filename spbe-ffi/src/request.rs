//! Requests: JSON in, JSON out.

use std::ffi::c_char;

use spbe_core::request::{Answerer, answer};

use crate::error::{SpbeError, SpbeStatus};
use crate::guard::{guard, guard_value};
use crate::handle::{self, Handle, borrowed};
use crate::instrument::SpbeInstrument;
use crate::lent::{full_list, output, text};
use crate::text::TextOutput;

/// Answers requests; holds the instruments that they may name. Immutable.
#[derive(Debug)]
pub struct SpbeAnswerer(Answerer);

impl Handle for SpbeAnswerer {
    const MARK: u64 = u64::from_le_bytes(*b"spbeansw");
}

/// What answers requests about the built-in instruments, and about `count` more from `instruments`, each with an id of
/// its own.
///
/// Reading the built-in instruments takes longer than thousands of answers: keep the handle. The instruments are
/// copied. Free the handle with `spbe_answerer_free`.
///
/// # Safety
/// `instruments` is NULL or has `count` pointers, each NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_answerer_create(
    instruments: *const *const SpbeInstrument,
    count: usize,
    out: *mut *mut SpbeAnswerer,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handles, out) = unsafe { (full_list(instruments, count, "instruments")?, output(out, "out")?) };
        let mut answerer = Answerer::new();
        for instrument in handles {
            // SAFETY: NULL or live, by the caller's promise.
            let instrument = unsafe { borrowed(*instrument, "instruments")? }.instrument();
            answerer = answerer.with(instrument.clone())?;
        }
        out.write(handle::new(SpbeAnswerer(answerer)));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Frees an answerer. NULL is allowed.
///
/// # Safety
/// `answerer` is NULL or live, and neither used afterwards nor now in use on another thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_answerer_free(answerer: *mut SpbeAnswerer) {
    // SAFETY: NULL or live, and freed once, by the caller's promise.
    guard_value((), || unsafe { handle::free(answerer) });
}

/// Answers one request: JSON in UTF-8 in, one line of JSON out.
///
/// A request that cannot be answered is a success here: the reply says why, in its field `error`. The status tells only
/// of misuse: NULL, text that is not UTF-8, no memory. `docs/json.md` has the requests and replies. `reply_length` may
/// be NULL. Free the reply with `spbe_text_free`.
///
/// # Safety
/// `answerer` is NULL or live; `request` is NULL or has `request_length` bytes; `reply`, `reply_length` and `error` are
/// NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_answerer_request(
    answerer: *const SpbeAnswerer,
    request: *const c_char,
    request_length: usize,
    reply: *mut *mut c_char,
    reply_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (answerer, request, out) = unsafe {
            (
                borrowed(answerer, "answerer")?,
                text(request, request_length, "request")?,
                TextOutput::new(reply, reply_length, "reply")?,
            )
        };
        Ok(out.write(answerer.0.answer(request).text())?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Answers one request as `spbe_answerer_request` does, without a handle. The built-in instrument that the request names
/// is read for it alone, which takes a millisecond or two: for programs that ask once.
///
/// # Safety
/// `request` is NULL or has `request_length` bytes; `reply`, `reply_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_request(
    request: *const c_char,
    request_length: usize,
    reply: *mut *mut c_char,
    reply_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (request, out) =
            unsafe { (text(request, request_length, "request")?, TextOutput::new(reply, reply_length, "reply")?) };
        Ok(out.write(answer(request).text())?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}
