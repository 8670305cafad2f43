//! `score_file` and `audit_file`: the content of a file, as an application has it from an upload.

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::operation::Operation;
use super::reply::{Body, Found};
use super::score_batch::Scores;
use crate::assessment::{ReadFile, ReadOptions, Records, read};
use crate::audit::audit_records;
use crate::instrument::Instrument;
use crate::issue::Issues;
use crate::record::AuditRecord;
use crate::score::score_records;

pub(super) const SCORE: Operation = Operation {
    name: "score_file",
    fields: &["content", "instrument", "year", "missing", "predicate_basis", "decimal_comma"],
    answer: score_file,
};

pub(super) const AUDIT: Operation =
    Operation { name: "audit_file", fields: &["content", "instrument", "year", "decimal_comma"], answer: audit_file };

fn score_file(call: &mut Call<'_, '_>) -> Outcome {
    let options = call.score_options();
    let (instrument, records) = read_content(call)?;
    let scores = score_records(&instrument, &records, &options).map_err(of_file)?;
    Ok(Body::of(&Scores::new(&instrument, &scores)))
}

fn audit_file(call: &mut Call<'_, '_>) -> Outcome {
    let (instrument, records) = read_content(call)?;
    let audit = audit_records(&instrument, &records).map_err(of_file)?;
    Ok(Body::of(&AuditRecord::new(&instrument, &audit)))
}

/// The records of `content`, and the instrument they belong to.
fn read_content(call: &mut Call<'_, '_>) -> Result<(Instrument, Records), Issues<RequestError>> {
    let content = call.required("content").and_then(|value| call.text_of(value, "content"));
    let candidates = call.candidates();
    let options = ReadOptions::default().year(call.year("year")).comma(call.decimal_comma());
    let (content, candidates) = call.finish(content.zip(candidates))?;
    let ReadFile { instrument, records } = read(content.as_bytes(), &candidates, &options).map_err(of_file)?;
    // The reader gives a position among the candidates.
    let chosen = call.finish(candidates.get(instrument).cloned())?;
    call.found = Some(Found::new(&chosen));
    Ok((chosen, records))
}

/// Problems of the file keep its rows and columns.
fn of_file<E>(issues: Issues<E>) -> Issues<RequestError>
where
    RequestError: From<E>,
{
    issues.map(|place, error| (place, error.into()))
}
