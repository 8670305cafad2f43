//! What the tests share: the files they read, and the slow, independent computations they compare with.
//!
//! - [`files`]: the instruments, the official table and the vectors, loaded from the repository.
//! - [`oracle`]: the regulation's nested formulas on big rationals, read from the instrument file itself.
//! - [`lattice`]: which printed rows of 59/2020 some levels explain, by trying every sum of levels.
//! - [`generate`]: instruments of any shape for property tests.
//! - [`requests`]: requests that every way in must answer alike.
//!
//! Nothing in `oracle` and `lattice` calls the arithmetic of `spbe-core`.

pub mod files;
pub mod generate;
pub mod lattice;
pub mod oracle;
pub mod requests;
