//! `describe`: the whole of one instrument, so that an application can fill its own tables from it.

use serde::Serialize;

use super::call::{Call, Outcome};
use super::operation::Operation;
use super::reply::Body;
use crate::instrument::Document;
use crate::record::InstrumentSummary;

pub(super) const OPERATION: Operation = Operation { name: "describe", fields: &["instrument", "checksum"], answer };

#[derive(Serialize)]
struct Description<'instrument> {
    instrument: &'instrument str,
    checksum: &'instrument str,
    summary: InstrumentSummary,
    /// What is scored, in the order of answers by position.
    items: Vec<ItemRecord<'instrument>>,
    document: &'instrument Document,
}

#[derive(Serialize)]
struct ItemRecord<'instrument> {
    code: &'instrument str,
    indicator: &'instrument str,
    parts: i64,
}

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let instrument = call.instrument();
    let instrument = call.finish(instrument)?;
    let indicator = |position: usize| instrument.indicators().get(position).map_or("", |indicator| indicator.code());
    let items = instrument.items().iter().map(|item| ItemRecord {
        code: item.code(),
        indicator: indicator(item.indicator()),
        parts: item.parts(),
    });
    Ok(Body::of(&Description {
        instrument: instrument.id(),
        checksum: instrument.checksum(),
        summary: InstrumentSummary::new(&instrument),
        items: items.collect(),
        document: instrument.document(),
    }))
}
