//! `instruments`: what `spbe instruments` lists.

use serde::Serialize;

use super::call::{Call, Outcome};
use super::operation::Operation;
use super::reply::Body;
use crate::record::InstrumentSummary;

pub(super) const OPERATION: Operation = Operation { name: "instruments", fields: &[], answer };

#[derive(Serialize)]
struct Instruments {
    instruments: Vec<InstrumentSummary>,
}

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    call.finish(Some(()))?;
    let instruments = call.known_instruments().iter().map(InstrumentSummary::new).collect();
    Ok(Body::of(&Instruments { instruments }))
}
