//! One line about an instrument.

use serde::Serialize;

use super::Ordered;
use crate::instrument::Instrument;

/// What `spbe instruments` lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstrumentSummary {
    /// The id.
    pub id: String,
    /// The title in Indonesian.
    pub title: String,
    /// The title in English, where there is one.
    pub title_en: Option<String>,
    /// The regulation.
    pub basis: String,
    /// The years in which assessments used it.
    pub years: Vec<u16>,
    /// How many nodes each tier has, from the top down.
    pub tiers: Ordered<usize>,
    /// How many items are scored.
    pub items: usize,
    /// The parts of the whole index.
    pub total_parts: i64,
    /// The edition of the data.
    pub edition: u32,
    /// The checksum of the canonical form.
    pub checksum: String,
}

impl InstrumentSummary {
    /// The summary of an instrument.
    #[must_use]
    pub fn new(instrument: &Instrument) -> Self {
        let count = |code: &str| instrument.nodes().iter().filter(|node| node.tier() == code).count();
        let leaves = instrument.indicators().len();
        let last = instrument.tiers().len().saturating_sub(1);
        Self {
            id: instrument.id().to_owned(),
            title: instrument.title().id.clone(),
            title_en: instrument.title().en.clone(),
            basis: instrument.legal().basis.clone(),
            years: instrument.legal().used_years.clone(),
            tiers: instrument
                .tiers()
                .iter()
                .enumerate()
                .map(|(position, tier)| (tier.code.clone(), if position == last { leaves } else { count(&tier.code) }))
                .collect(),
            items: instrument.items().len(),
            total_parts: instrument.total_parts(),
            edition: instrument.edition(),
            checksum: instrument.checksum().to_owned(),
        }
    }
}
