//! The C interface of `spbe`: exact scores of Indonesia's digital-government maturity indices.
//!
//! Callers read `include/spbe.h`, which is generated from this crate; `cbindgen.toml` holds its opening text with the
//! rules of ownership and threading. Nothing is computed here: an entry point checks its arguments, calls `spbe-core`,
//! and hands on the core's own records as JSON, or lets the core write into the caller's memory.
//!
//! - `abi.rs`, `version.rs`: the number of the binary interface, and which library is in use.
//! - `guard.rs`: the one way in. Catches panics, maps failures to a status and an error object.
//! - `handle.rs`: opaque handles, with a mark that tells a live one.
//! - `lent.rs`: what callers lend: bytes, text, lists, places, structs that begin with their size.
//! - `text.rs`: text that the caller owns.
//! - `error.rs`: the error object, and the problems of the boundary itself (catalogue block 9xx).
//! - `choice.rs`: policies and other choices as numbers.
//! - `instrument.rs`, `score.rs`, `kernel.rs`, `file.rs`, `arrow.rs`, `rank.rs`, `request.rs`: the entry points.
//!
//! `bin/spbe-json.rs` answers requests on its standard input, for hosts that may not load a library.

#![deny(clippy::undocumented_unsafe_blocks)]

pub mod abi;
pub mod arrow;
pub mod choice;
pub mod error;
pub mod file;
mod guard;
mod handle;
pub mod instrument;
pub mod kernel;
pub mod lent;
pub mod rank;
pub mod request;
pub mod score;
pub mod text;
pub mod version;
