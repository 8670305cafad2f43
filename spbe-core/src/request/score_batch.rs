//! `score_batch`: many assessments of one instrument, each as `score` answers one.

use serde::Serialize;

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::operation::Operation;
use super::reply::Body;
use crate::assessment::{Assessment, Subject, json};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Place};
use crate::record::WrittenScore;
use crate::score::Score;

pub(super) const OPERATION: Operation = Operation {
    name: "score_batch",
    fields: &[
        "instrument",
        "checksum",
        "missing",
        "predicate_basis",
        "year",
        "stage",
        "assessments",
        "levels",
        "institutions",
    ],
    answer,
};

/// The most assessments of a request: a reply of about 25 MB. Whoever has more asks again, or uses the batch kernel.
pub(super) const ENTRY_LIMIT: usize = 10_000;

/// The records of `spbe score`, under one name.
#[derive(Serialize)]
pub(super) struct Scores<'instrument> {
    instrument: &'instrument str,
    checksum: &'instrument str,
    scores: Vec<WrittenScore<'instrument>>,
}

impl<'instrument> Scores<'instrument> {
    pub(super) fn new(instrument: &'instrument Instrument, scores: &'instrument [Score]) -> Self {
        Self {
            instrument: instrument.id(),
            checksum: instrument.checksum(),
            scores: scores.iter().map(|score| WrittenScore::new(instrument, score)).collect(),
        }
    }
}

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let instrument = call.instrument();
    let options = call.score_options();
    let year = call.year("year");
    let stage = call.optional_text("stage");
    let name = if call.has("levels") && !call.has("assessments") { "levels" } else { "assessments" };
    let assessments = if name == "levels" {
        rows(call, instrument.as_deref(), year, stage.as_deref())
    } else {
        call.refuse_beside("levels", name);
        call.refuse_beside("institutions", name);
        entries(call, instrument.as_deref(), year, stage)
    };
    let (instrument, assessments) = call.finish(instrument.zip(assessments))?;
    let mut issues = Collector::new(ISSUE_LIMIT);
    let mut scores = Vec::with_capacity(assessments.len());
    for (number, assessment) in (1_u64..).zip(&assessments) {
        match crate::score::score(&instrument, assessment, &options) {
            Ok(score) => scores.push(score),
            Err(error) => issues.add(Place::path(entry_path(name, number)), RequestError::Score(error)),
        }
    }
    let scores = issues.finish(scores)?;
    Ok(Body::of(&Scores::new(&instrument, &scores)))
}

/// The path of an entry, counted from one as in files.
pub(super) fn entry_path(list: &str, number: u64) -> String {
    format!("{list}[{number}]")
}

/// Assessments as objects.
fn entries(
    call: &mut Call<'_, '_>,
    instrument: Option<&Instrument>,
    year: Option<u16>,
    stage: Option<String>,
) -> Option<Vec<Assessment>> {
    let list = call.list("assessments", ENTRY_LIMIT)?;
    call.with_entries(instrument?, year, stage, |reader| {
        let read = (1_u64..).zip(list).map(|(number, value)| {
            let object = json::object(value, &entry_path("assessments", number), reader.issues())?;
            reader.assessment(object, false)
        });
        // All are read before the first that cannot be decides, so that every problem is reported.
        read.collect::<Vec<_>>().into_iter().collect()
    })
}

/// Assessments as rows of levels, with the institutions beside them or without.
fn rows(
    call: &mut Call<'_, '_>,
    instrument: Option<&Instrument>,
    year: Option<u16>,
    stage: Option<&str>,
) -> Option<Vec<Assessment>> {
    let list = call.list("levels", ENTRY_LIMIT)?;
    let named = call.has("institutions");
    let institutions = if named { call.list("institutions", ENTRY_LIMIT)? } else { Vec::new() };
    if named && institutions.len() != list.len() {
        let (found, expected) = (institutions.len(), list.len());
        let error = RequestError::ListLength { found, expected, of: "levels".to_owned() };
        call.add(Place::path("institutions"), error);
        return None;
    }
    call.with_entries(instrument?, None, None, |reader| {
        let mut names = (1_u64..).zip(institutions);
        let read = (1_u64..).zip(list).map(|(number, value)| {
            let name = names.next().map(|(number, name)| reader.institution(name, &entry_path("institutions", number)));
            let subject = Subject {
                institution: name.unwrap_or_default(),
                year,
                stage: stage.map(str::to_owned),
                ..Subject::default()
            };
            reader.answers_of(subject, value, &entry_path("levels", number))
        });
        Some(read.collect())
    })
}
