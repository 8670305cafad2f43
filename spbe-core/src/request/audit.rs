//! `audit`: whether printed results can be right, as `spbe audit --format json` prints it.

use super::call::{Call, Outcome};
use super::operation::Operation;
use super::reply::Body;
use super::score_batch::{ENTRY_LIMIT, entry_path};
use crate::assessment::json;
use crate::issue::Place;
use crate::record::AuditRecord;

pub(super) const OPERATION: Operation =
    Operation { name: "audit", fields: &["instrument", "checksum", "year", "stage", "results"], answer };

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let instrument = call.instrument();
    let year = call.year("year");
    let stage = call.optional_text("stage");
    let list = call.list("results", ENTRY_LIMIT);
    let results = instrument.as_deref().zip(list).and_then(|(instrument, list)| {
        call.with_entries(instrument, year, stage, |reader| {
            let read = (1_u64..).zip(list).map(|(number, value)| {
                let object = json::object(value, &entry_path("results", number), reader.issues())?;
                reader.result(object, number)
            });
            read.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()
        })
    });
    let (instrument, results) = call.finish(instrument.zip(results))?;
    let audit = crate::audit::audit(&instrument, &results).map_err(|issues| {
        issues.map(|place, error| {
            let path = place.row.map(|number| Place::path(entry_path("results", number)));
            (path.unwrap_or(place), error.into())
        })
    })?;
    Ok(Body::of(&AuditRecord::new(&instrument, &audit)))
}
