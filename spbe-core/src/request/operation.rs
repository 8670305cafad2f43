//! What an operation is.

use super::call::{Call, Outcome};

/// What a request may ask for.
pub(super) struct Operation {
    /// The value of `op`.
    pub(super) name: &'static str,
    /// The fields of the request beside `op`, `id` and `language`.
    pub(super) fields: &'static [&'static str],
    /// Answers the request: the JSON object whose fields make the reply.
    pub(super) answer: fn(&mut Call<'_, '_>) -> Outcome,
}
