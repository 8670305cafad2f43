//! From the text of a request to the text of its reply.

use super::call::Call;
use super::error::RequestError;
use super::known::{Known, builtins};
use super::operations;
use super::reply::{Head, Reply};
use crate::assessment::json::{self, Object};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Language, Place, shortened};

/// Answers requests; holds the instruments that they may name.
///
/// Immutable: any number of threads may ask one at the same time. It is made once, because reading the built-in
/// instruments takes longer than thousands of answers.
#[derive(Clone, Debug)]
pub struct Answerer {
    instruments: Vec<Instrument>,
}

impl Default for Answerer {
    fn default() -> Self {
        Self::new()
    }
}

impl Answerer {
    /// Knows the built-in instruments.
    #[must_use]
    pub fn new() -> Self {
        Self { instruments: builtins() }
    }

    /// Knows one instrument more.
    ///
    /// # Errors
    /// [`RequestError::InstrumentTaken`] if there is one of that id already: which one a request means must not
    /// depend on the order of loading.
    pub fn with(mut self, instrument: Instrument) -> Result<Self, RequestError> {
        if self.instruments.iter().any(|known| known.id() == instrument.id()) {
            return Err(RequestError::InstrumentTaken { id: instrument.id().to_owned() });
        }
        self.instruments.push(instrument);
        Ok(self)
    }

    /// Answers one request, JSON in UTF-8. Whatever the request is, the reply is JSON.
    #[must_use]
    pub fn answer(&self, request: impl AsRef<[u8]>) -> Reply {
        reply(request.as_ref(), &Known::Held(&self.instruments))
    }
}

/// Answers one request without an [`Answerer`]: the built-in instrument that it names is read for it alone.
#[must_use]
pub fn answer(request: impl AsRef<[u8]>) -> Reply {
    reply(request.as_ref(), &Known::BuiltIn)
}

fn reply(request: &[u8], known: &Known<'_>) -> Reply {
    let request = request.strip_prefix("\u{feff}".as_bytes()).unwrap_or(request);
    let text = match str::from_utf8(request) {
        Ok(text) => text,
        Err(error) => return Reply::refusal(RequestError::Encoding { offset: error.valid_up_to() + 1 }),
    };
    let value = match json::parse(text) {
        Ok(value) => value,
        Err(error) => return Reply::refusal(RequestError::in_request(error)),
    };
    let mut issues = Collector::new(ISSUE_LIMIT);
    let mut aside = Collector::new(ISSUE_LIMIT);
    let object = json::object(value, "", &mut aside);
    if let Some(found) = aside.into_issues() {
        issues.absorb(found, |place, error| (place, RequestError::in_request(error)));
    }
    let Some(object) = object else {
        // What is no object has named its problem.
        return issues.into_issues().map_or_else(
            || Reply::refusal(RequestError::field_missing("op")),
            |issues| Reply::problems(&Head::default(), &issues, Language::default()),
        );
    };
    of_object(object, issues, known)
}

fn of_object(mut object: Object<'_>, issues: Collector<RequestError>, known: &Known<'_>) -> Reply {
    let id = object.take("id").map(|id| (id, serde_json::from_str::<serde_json::Value>(id.get())));
    let language = object.take("language");
    let name = object.take("op");
    let mut call = Call::new(object, issues, known);
    let language = language.and_then(|value| {
        call.choice_of(value, "language", &[("id", Language::Indonesian), ("en", Language::English)])
    });
    let language = language.unwrap_or_default();
    let mut head = Head::default();
    match id {
        Some((id, Ok(_))) => head.id = Some(id),
        Some((_, Err(error))) => call.add(Place::path("id"), RequestError::Id { reason: error.to_string() }),
        None => {}
    }
    if name.is_none() {
        call.add(Place::whole(), RequestError::field_missing("op"));
    }
    head.operation = name.and_then(|value| call.text_of(value, "op"));
    let operation = head.operation.as_deref().and_then(|name| {
        let found = operations::named(name);
        if found.is_none() {
            let known = operations::ALL.iter().map(|operation| operation.name).collect::<Vec<_>>().join(", ");
            call.add(Place::path("op"), RequestError::OperationUnknown { found: name.to_owned(), known });
        }
        found
    });
    let outcome = match operation {
        Some(operation) => {
            call.refuse_all_but(operation.fields);
            (operation.answer)(&mut call)
        }
        // Which fields it may have is not known then.
        None => call.finish(None),
    };
    head.operation = head.operation.map(|name| shortened(&name));
    head.instrument = call.found;
    match outcome {
        Ok(body) => Reply::answer(&head, &body),
        Err(issues) => Reply::problems(&head, &issues, language),
    }
}
