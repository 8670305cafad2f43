//! The text of a reply.

use serde::Serialize;
use serde_json::value::RawValue;

use super::error::RequestError;
use crate::error::{IssueRecord, records};
use crate::instrument::Instrument;
use crate::issue::{Issues, Language};

/// The answer to one request: one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    text: String,
    is_error: bool,
}

impl Reply {
    /// The reply to a request of which nothing is known but that it cannot be answered.
    #[must_use]
    pub fn refusal(error: RequestError) -> Self {
        Self::problems(&Head::default(), &Issues::one(error), Language::default())
    }

    /// The JSON text, an object without a line break.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The JSON text, owned.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// Whether the request could not be answered; the reply then has the field `error`.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        self.is_error
    }

    pub(super) fn answer(head: &Head<'_>, body: &Body) -> Self {
        Self { text: head.before(&body.0), is_error: false }
    }

    pub(super) fn problems(head: &Head<'_>, issues: &Issues<RequestError>, language: Language) -> Self {
        #[derive(Serialize)]
        struct Refused<'found> {
            #[serde(flatten)]
            instrument: Option<&'found Found>,
            error: Problems,
        }
        #[derive(Serialize)]
        struct Problems {
            number: u16,
            code: &'static str,
            message: String,
            total: usize,
            issues: Vec<IssueRecord>,
        }
        let code = issues.first_code();
        let error = Problems {
            number: code.number,
            code: code.name,
            message: issues.describe(language),
            total: issues.total(),
            issues: records(issues, language),
        };
        Self {
            text: head.before(&Body::of(&Refused { instrument: head.instrument.as_ref(), error }).0),
            is_error: true,
        }
    }
}

/// The fields of a reply that belong to its operation, as the JSON text of an object.
pub(super) struct Body(String);

impl Body {
    pub(super) fn of(record: &impl Serialize) -> Self {
        // Records are plain data with text keys and finite numbers: they always have a JSON form.
        Self(serde_json::to_string(record).unwrap_or_default())
    }
}

/// What every reply begins with.
#[derive(Default)]
pub(super) struct Head<'text> {
    /// The operation asked for, known or not.
    pub(super) operation: Option<String>,
    /// What the caller wants back.
    pub(super) id: Option<&'text RawValue>,
    /// The instrument of a request that is refused for something else.
    pub(super) instrument: Option<Found>,
}

/// Which instrument a request is about.
#[derive(Serialize)]
pub(super) struct Found {
    instrument: String,
    checksum: String,
}

impl Found {
    pub(super) fn new(instrument: &Instrument) -> Self {
        Self { instrument: instrument.id().to_owned(), checksum: instrument.checksum().to_owned() }
    }
}

impl Head<'_> {
    /// One object of the head's fields and those of `body`.
    fn before(&self, body: &str) -> String {
        let mut text = String::with_capacity(body.len() + 64);
        text.push_str("{\"op\":");
        text.push_str(&self.operation.as_ref().map_or_else(|| "null".to_owned(), |name| Body::of(name).0));
        if let Some(id) = self.id {
            text.push_str(",\"id\":");
            push_compact(&mut text, id.get());
        }
        match body.strip_prefix('{') {
            None | Some("" | "}") => text.push('}'),
            Some(fields) => {
                text.push(',');
                text.push_str(fields);
            }
        }
        text
    }
}

/// JSON without the white space between its parts: a reply is one line.
fn push_compact(text: &mut String, json: &str) {
    let (mut inside, mut escaped) = (false, false);
    for character in json.chars() {
        if inside || !character.is_ascii_whitespace() {
            text.push(character);
        }
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
}
