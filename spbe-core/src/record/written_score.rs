//! The JSON form of a [`ScoreRecord`](super::ScoreRecord), written from the score itself.
//!
//! A record owns some three hundred texts, and making them takes longer than the score. Replies, which nobody looks
//! into here, are written without. A test holds the two forms together.

use std::fmt::Display;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::score::{NextRecord, ranges, source, upper_tiers};
use crate::exact::Decimal;
use crate::instrument::{Indicator, Instrument, Item};
use crate::score::{Score, Value};

/// A score that is written as its record would be.
#[derive(Debug)]
pub struct WrittenScore<'score> {
    instrument: &'score Instrument,
    score: &'score Score,
}

impl<'score> WrittenScore<'score> {
    /// The score, on its instrument.
    #[must_use]
    pub const fn new(instrument: &'score Instrument, score: &'score Score) -> Self {
        Self { instrument, score }
    }

    /// The nodes of a tier, with their values.
    fn nodes<'tier>(
        &self,
        tier: &'tier str,
    ) -> impl Iterator<Item = (&'score str, Option<Value>)> + use<'tier, 'score> {
        let nodes = self.instrument.nodes().iter().zip(&self.score.nodes);
        nodes.filter(move |(node, _)| node.tier() == tier).map(|(node, own)| (node.code(), own.value))
    }
}

/// A map of what an iterator gives.
struct Map<F>(F);

impl<F, I, K, V> Serialize for Map<F>
where
    F: Fn() -> I,
    I: IntoIterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

/// A number as text.
struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

fn published(value: Option<Value>) -> Option<f64> {
    value.and_then(|value| value.published()).map(Decimal::to_f64)
}

fn exact(value: Option<Value>) -> Option<Text<impl Display>> {
    value.and_then(|value| value.exact()).map(Text)
}

impl Serialize for WrittenScore<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { instrument, score } = *self;
        let name = |position: usize| instrument.predicates().get(position).map_or("", |predicate| &predicate.name.id);
        let missing = || score.missing_items.iter().filter_map(|position| instrument.items().get(*position));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("institution", &score.subject.institution)?;
        map.serialize_entry("year", &score.subject.year)?;
        map.serialize_entry("stage", &score.subject.stage)?;
        map.serialize_entry("labels", &score.subject.labels)?;
        map.serialize_entry("instrument", &score.instrument)?;
        map.serialize_entry("checksum", instrument.checksum())?;
        map.serialize_entry("source", source(score))?;
        map.serialize_entry("index", &published(Some(score.index)))?;
        map.serialize_entry("index_exact", &exact(Some(score.index)))?;
        map.serialize_entry("predicate", &score.predicate.determined().map(name))?;
        let possible: Vec<&str> = (score.predicate.lowest..=score.predicate.highest).map(name).collect();
        map.serialize_entry("predicates_possible", &possible)?;
        map.serialize_entry("predicate_basis", score.predicate_basis.name())?;
        map.serialize_entry("missing_policy", score.missing_policy.name())?;
        map.serialize_entry("missing", &missing().map(Item::code).collect::<Vec<_>>())?;
        map.serialize_entry("official_rule", &score.is_official_rule())?;
        let tiers = upper_tiers(instrument);
        for tier in &tiers {
            let nodes = || self.nodes(tier).map(|(code, value)| (code, published(value)));
            map.serialize_entry(&format!("{tier}s"), &Map(nodes))?;
        }
        for tier in &tiers {
            let nodes = || self.nodes(tier).map(|(code, value)| (code, exact(value)));
            map.serialize_entry(&format!("{tier}s_exact"), &Map(nodes))?;
        }
        let indicators = || instrument.indicators().iter().map(Indicator::code).zip(&score.indicators);
        map.serialize_entry("indicators", &Map(|| indicators().map(|(code, own)| (code, exact(own.value)))))?;
        let contributions = || indicators().map(|(code, own)| (code, own.contribution));
        map.serialize_entry("contributions", &Map(|| contributions().map(|(code, value)| (code, published(value)))))?;
        map.serialize_entry("contributions_exact", &Map(|| contributions().map(|(code, value)| (code, exact(value)))))?;
        map.serialize_entry("ranges", &ranges(instrument, score))?;
        let next = score.next.map(|next| NextRecord::new(&next, name(next.predicate).to_owned()));
        map.serialize_entry("next", &next)?;
        map.end()
    }
}
