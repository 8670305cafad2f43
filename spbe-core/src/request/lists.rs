//! Lists that go with a question: in the request as JSON, or as the text of a table.

use super::call::Call;
use super::error::RequestError;
use crate::assessment::Listed;

/// A list that may be left out.
pub(super) fn list<L: Listed>(call: &mut Call<'_, '_>, name: &str) -> Vec<L>
where
    RequestError: From<L::Error>,
{
    let Some(value) = call.take(name).filter(|value| value.get() != "null") else { return Vec::new() };
    let read = if value.get().starts_with('"') {
        let Some(text) = call.text_of(value, name) else { return Vec::new() };
        let read = L::of_file(text.as_bytes());
        read.map(|list| list.into_iter().map(|entry| entry.read_from(name)).collect())
            .map_err(|issues| issues.in_file(name))
    } else {
        L::of_json(value, name)
    };
    read.map_err(|issues| call.absorb(issues, |place, error| (place, error.into()))).unwrap_or_default()
}
