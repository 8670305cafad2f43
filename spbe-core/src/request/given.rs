//! The institutions of a request: the content of files, assessments, or printed results, as one cohort.

use std::borrow::Cow;

use serde::Serialize;

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::reply::{Body, Found};
use super::score_batch::{ENTRY_LIMIT, entry_path};
use crate::assessment::{Assessment, ReadOptions, Records, json, read};
use crate::cohort::{Cohort, CohortBuilder, CohortError, GroupKey, NodeName, Scores};
use crate::instrument::Instrument;
use crate::issue::{Issues, Place};
use crate::score::ScoreOptions;

/// What a request gives to make a cohort of.
pub(super) struct Given<'known> {
    /// The year asked for; that of entries which give none.
    pub(super) year: Option<u16>,
    /// The same of the stage.
    pub(super) stage: Option<String>,
    source: Option<Source<'known>>,
}

enum Source<'known> {
    Files(Vec<String>, ReadOptions, Cow<'known, [Instrument]>),
    /// Under the name of the list.
    Entries(&'static str, Records, Box<Cow<'known, Instrument>>),
}

/// A cohort, and where its units stand in the request.
pub(super) struct Asked {
    pub(super) cohort: Cohort,
    list: Option<&'static str>,
    year: Option<u16>,
    stage: Option<String>,
}

/// Reads `content`, `assessments` or `results` of a request.
pub(super) fn given<'known>(call: &mut Call<'_, 'known>) -> Given<'known> {
    let year = call.year("year");
    let stage = call.optional_text("stage");
    let list = ["assessments", "results"].into_iter().find(|name| call.has(name));
    let source = if let Some(name) = list {
        for other in ["results", "content", "decimal_comma"].into_iter().filter(|other| *other != name) {
            call.refuse_beside(other, name);
        }
        entries(call, name, year, stage.as_deref())
    } else {
        call.refuse_beside("checksum", "content");
        let options = ReadOptions::default().year(year).comma(call.decimal_comma());
        let files = call.contents();
        files.zip(call.candidates()).map(|(files, candidates)| Source::Files(files, options, candidates))
    };
    Given { year, stage, source }
}

fn entries<'known>(
    call: &mut Call<'_, 'known>,
    name: &'static str,
    year: Option<u16>,
    stage: Option<&str>,
) -> Option<Source<'known>> {
    let instrument = call.instrument();
    let list = call.list(name, ENTRY_LIMIT);
    let (instrument, list) = instrument.zip(list)?;
    let records = call.with_entries(&instrument, year, stage.map(str::to_owned), |reader| {
        let numbered = (1_u64..).zip(list);
        // All are read before the first that cannot be decides, so that every problem is reported.
        if name == "assessments" {
            let read = numbered.map(|(number, value)| {
                let object = json::object(value, &entry_path(name, number), reader.issues())?;
                let own = reader.assessment(object, false)?;
                let answers = own.answers().to_vec();
                Some(Assessment::from_checked(&instrument, own.subject().clone(), answers, Some(number)))
            });
            let all: Vec<_> = read.collect();
            return all.into_iter().collect::<Option<_>>().map(Records::Assessments);
        }
        let read = numbered.map(|(number, value)| {
            let object = json::object(value, &entry_path(name, number), reader.issues())?;
            reader.result(object, number)
        });
        let all: Vec<_> = read.collect();
        all.into_iter().collect::<Option<_>>().map(Records::Results)
    });
    Some(Source::Entries(name, records?, Box::new(instrument)))
}

impl Given<'_> {
    /// The cohort, once the request has no other problem.
    pub(super) fn cohort(self, call: &mut Call<'_, '_>) -> Result<Asked, Issues<RequestError>> {
        let mut builder = CohortBuilder::new();
        let list = match call.finish(self.source)? {
            Source::Files(files, options, candidates) => {
                let several = files.len() > 1;
                for (number, content) in (1_u64..).zip(&files) {
                    let name = several.then(|| entry_path("content", number));
                    let file = read(content.as_bytes(), &candidates, &options)
                        .map_err(|issues| issues.map(|place, error| (place.in_file(name.as_deref()), error.into())))?;
                    // The reader gives a position among the candidates.
                    if let Some(instrument) = candidates.get(file.instrument) {
                        if !several {
                            call.found = Some(Found::new(instrument));
                        }
                        builder.add(instrument, &file.records, name.as_deref());
                    }
                }
                None
            }
            Source::Entries(name, records, instrument) => {
                builder.add(&instrument, &records, None);
                Some(name)
            }
        };
        let cohort = builder.finish().map_err(|issues| placed(list, issues))?;
        Ok(Asked { cohort, list, year: self.year, stage: self.stage })
    }
}

impl Asked {
    /// What its units are worth.
    pub(super) fn scores(&self, options: &ScoreOptions) -> Result<Scores<'_>, Issues<RequestError>> {
        Scores::new(&self.cohort, options).map_err(|issues| placed(self.list, issues))
    }

    /// The unit of an institution, of the year and stage that were asked for.
    pub(super) fn unit(&self, institution: &str) -> Result<usize, CohortError> {
        self.cohort.find(institution, self.year, self.stage.as_deref())
    }

    /// Nodes by the names in the request.
    pub(super) fn nodes(&self, names: &[String]) -> Result<Vec<NodeName>, CohortError> {
        names.iter().map(|name| self.cohort.node(name)).collect()
    }
}

/// Problems keep the row of their file, or have the path of their entry.
fn placed(list: Option<&'static str>, issues: Issues<CohortError>) -> Issues<RequestError> {
    issues.map(|place, error| {
        let path = list.zip(place.row).map(|(list, number)| Place::path(entry_path(list, number)));
        (path.unwrap_or(place), error.into())
    })
}

/// What a cohort was asked, answered.
pub(super) fn answered(record: Result<impl Serialize, CohortError>) -> Outcome {
    record.map(|record| Body::of(&record)).map_err(|error| Issues::one(error.into()))
}

pub(super) fn keys(names: &[String]) -> Vec<GroupKey> {
    names.iter().map(|name| GroupKey::from(name.as_str())).collect()
}
