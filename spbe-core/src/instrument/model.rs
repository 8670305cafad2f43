//! The checked instrument: a tree of nodes over scored items, with whole parts for weights.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::document::{
    AnswerKind, Answers, Document, IndicatorEntry, Legal, MissingPolicy, NodeEntry, Predicate, PredicateBasis,
    Publication, Scale, Text, Tier,
};
use crate::exact::{Decimal, NumberError, Ratio, Rounding};
use crate::issue::Language;

/// A regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole.
///
/// Built by [`Instrument::builtin`], [`Instrument::from_toml`] or [`Instrument::from_json`]; immutable. Weights are
/// whole parts of [`Instrument::total_parts`] (2,000 for 59/2020: 1.3 % is 26 parts), so that every score is an exact
/// fraction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    document: Document,
    nodes: Vec<Node>,
    indicators: Vec<Indicator>,
    items: Vec<Item>,
    /// The position of each item by its code: files have many rows, and rows many codes.
    item_positions: BTreeMap<String, usize>,
    total_parts: i64,
    cutoffs: Vec<Cutoff>,
    lowest: Ratio,
    highest: Ratio,
    level_values: Vec<(Ratio, Ratio)>,
    checksum: String,
}

/// The lower bound of a predicate as an exact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cutoff {
    pub(super) from: Option<Ratio>,
}

/// A node above the indicators: a domain or an aspect in the built-in instruments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    entry: NodeEntry,
    tier: usize,
    parent: Option<usize>,
    parts: i64,
    items: Vec<usize>,
}

/// An indicator and the items that are scored for it: itself, or several (5/2018, indicator 35).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    entry: IndicatorEntry,
    parent: Option<usize>,
    items: Range<usize>,
    parts: i64,
}

/// What one answer is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    code: String,
    indicator: usize,
    parts: i64,
}

impl Node {
    pub(super) fn new(entry: NodeEntry, tier: usize, parent: Option<usize>) -> Self {
        Self { entry, tier, parent, parts: 0, items: Vec::new() }
    }

    pub(super) fn take_items(&mut self, items: Range<usize>, parts: i64) {
        self.items.extend(items);
        self.parts += parts;
    }

    /// The node's code, unique in its tier.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.entry.code
    }

    /// The code of its tier.
    #[must_use]
    pub fn tier(&self) -> &str {
        &self.entry.tier
    }

    /// The position of its tier, 0 for the top.
    #[must_use]
    pub const fn tier_position(&self) -> usize {
        self.tier
    }

    /// The official name.
    #[must_use]
    pub const fn name(&self) -> &Text {
        &self.entry.name
    }

    /// The weight as the regulation prints it.
    #[must_use]
    pub fn weight(&self) -> &str {
        &self.entry.weight
    }

    /// The weight in parts of the instrument's total.
    #[must_use]
    pub const fn parts(&self) -> i64 {
        self.parts
    }

    /// The position of the parent among the nodes; `None` in the top tier.
    #[must_use]
    pub const fn parent(&self) -> Option<usize> {
        self.parent
    }

    /// The positions of the items below it.
    #[must_use]
    pub fn items(&self) -> &[usize] {
        &self.items
    }

    /// Everything the file says of the node.
    #[must_use]
    pub const fn entry(&self) -> &NodeEntry {
        &self.entry
    }
}

impl Indicator {
    pub(super) const fn new(entry: IndicatorEntry, parent: Option<usize>, items: Range<usize>, parts: i64) -> Self {
        Self { entry, parent, items, parts }
    }

    /// The indicator's code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.entry.code
    }

    /// The official name.
    #[must_use]
    pub const fn name(&self) -> &Text {
        &self.entry.name
    }

    /// The short name where there is one, else the official name.
    #[must_use]
    pub fn short_name(&self, language: Language) -> &str {
        match (&self.entry.short_name, language, &self.entry.name.en) {
            (Some(short), Language::Indonesian, _) => &short.id,
            (Some(Text { en: Some(english), .. }), Language::English, _) => english,
            _ => self.entry.name.in_language(language),
        }
    }

    /// The weight as the regulation prints it.
    #[must_use]
    pub fn weight(&self) -> &str {
        &self.entry.weight
    }

    /// The weight in parts of the instrument's total.
    #[must_use]
    pub const fn parts(&self) -> i64 {
        self.parts
    }

    /// The position of the parent among the nodes; `None` where indicators are the only tier.
    #[must_use]
    pub const fn parent(&self) -> Option<usize> {
        self.parent
    }

    /// The positions of its items.
    #[must_use]
    pub fn items(&self) -> Range<usize> {
        self.items.clone()
    }

    /// Everything the file says of the indicator: criteria, evidence, notes, variants.
    #[must_use]
    pub const fn entry(&self) -> &IndicatorEntry {
        &self.entry
    }
}

impl Item {
    pub(super) const fn new(code: String, indicator: usize, parts: i64) -> Self {
        Self { code, indicator, parts }
    }

    /// The item's code: the indicator's own, or such as `35-1`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The position of its indicator.
    #[must_use]
    pub const fn indicator(&self) -> usize {
        self.indicator
    }

    /// The weight in parts of the instrument's total.
    #[must_use]
    pub const fn parts(&self) -> i64 {
        self.parts
    }
}

impl Instrument {
    #[expect(clippy::too_many_arguments, reason = "called once, by the checker that has just computed each part")]
    pub(super) fn new(
        document: Document,
        nodes: Vec<Node>,
        indicators: Vec<Indicator>,
        items: Vec<Item>,
        total_parts: i64,
        cutoffs: Vec<Cutoff>,
        lowest: Ratio,
        highest: Ratio,
    ) -> Self {
        let level_values = document
            .answers
            .level_values
            .iter()
            .filter_map(|entry| Some((Ratio::whole(entry.level), entry.value.parse().ok()?)))
            .collect();
        let item_positions = items.iter().enumerate().map(|(position, item)| (item.code.clone(), position)).collect();
        let checksum = hex(&Sha256::digest(json_text(&document)));
        Self {
            document,
            nodes,
            indicators,
            items,
            item_positions,
            total_parts,
            cutoffs,
            lowest,
            highest,
            level_values,
            checksum,
        }
    }

    /// The instrument as TOML text that [`Instrument::from_toml`] reads back to an equal instrument.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // Every field is text, a number, a list or a table: nothing that TOML cannot hold.
        toml::to_string_pretty(&self.document).unwrap_or_default()
    }

    /// The instrument as JSON, in the canonical form that the checksum is taken of: fields in a fixed order, no
    /// white space, absent fields left out.
    #[must_use]
    pub fn to_json(&self) -> String {
        json_text(&self.document)
    }

    /// SHA-256 of the canonical JSON form, as 64 hexadecimal digits. Equal for the TOML and JSON form of the same
    /// instrument; different once any name, weight or rule differs.
    #[must_use]
    pub fn checksum(&self) -> &str {
        &self.checksum
    }

    /// The name for programs, such as `spbe-2020`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// The edition of the data.
    #[must_use]
    pub const fn edition(&self) -> u32 {
        self.document.edition
    }

    /// The title.
    #[must_use]
    pub const fn title(&self) -> &Text {
        &self.document.title
    }

    /// The legal basis.
    #[must_use]
    pub const fn legal(&self) -> &Legal {
        &self.document.legal
    }

    /// What an answer is.
    #[must_use]
    pub const fn answers(&self) -> &Answers {
        &self.document.answers
    }

    /// How results are published.
    #[must_use]
    pub const fn publication(&self) -> &Publication {
        &self.document.publication
    }

    /// Everything the file holds.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The tiers from the top down; the last is the tier of the indicators.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.document.tiers
    }

    /// The nodes above the indicators, in the order of the file.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The indicators, in the order of the file.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The scored items, in the order of their indicators.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How many parts the whole index has.
    #[must_use]
    pub const fn total_parts(&self) -> i64 {
        self.total_parts
    }

    /// The predicates, lowest first.
    #[must_use]
    pub fn predicates(&self) -> &[Predicate] {
        &self.document.predicates
    }

    /// The scale with this code.
    #[must_use]
    pub fn scale(&self, code: &str) -> Option<&Scale> {
        self.document.scales.iter().find(|scale| scale.code == code)
    }

    /// The position of the item with this code.
    #[must_use]
    pub fn item_position(&self, code: &str) -> Option<usize> {
        self.item_positions.get(code).copied()
    }

    /// The node with this tier and code.
    #[must_use]
    pub fn node(&self, tier: &str, code: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.tier() == tier && node.code() == code)
    }

    /// The indicator with this code.
    #[must_use]
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.code() == code)
    }

    /// The lowest answer.
    #[must_use]
    pub const fn lowest_answer(&self) -> Ratio {
        self.lowest
    }

    /// The highest answer.
    #[must_use]
    pub const fn highest_answer(&self) -> Ratio {
        self.highest
    }

    /// Whether answers are whole levels.
    #[must_use]
    pub fn has_levels(&self) -> bool {
        self.document.answers.kind == AnswerKind::Level
    }

    /// The value with which an answer enters the sum: itself, unless the instrument says otherwise (5/2018: level 0
    /// counts as 1).
    #[must_use]
    pub fn value_of(&self, answer: Ratio) -> Ratio {
        self.level_values.iter().find(|(level, _)| *level == answer).map_or(answer, |(_, value)| *value)
    }

    /// Whether one level more is never worth more than 1.
    pub(crate) fn level_steps_are_at_most_one(&self) -> bool {
        self.level_values.iter().all(|(level, value)| {
            let near = |step: i64| {
                let other = level.checked_add(Ratio::whole(step)).ok()?;
                let inside = other >= self.lowest && other <= self.highest;
                inside.then(|| self.value_of(other))
            };
            let rise = |low: Ratio, high: Ratio| high.checked_sub(low).is_ok_and(|rise| rise <= Ratio::ONE);
            near(1).is_none_or(|above| rise(*value, above)) && near(-1).is_none_or(|below| rise(below, *value))
        })
    }

    /// The policy for missing answers unless the caller says otherwise.
    #[must_use]
    pub const fn missing_policy(&self) -> MissingPolicy {
        self.document.answers.missing
    }

    /// Which index the predicate is read from in `year`; the instrument's default for years not listed or unknown.
    #[must_use]
    pub fn predicate_basis(&self, year: Option<u16>) -> PredicateBasis {
        let publication = &self.document.publication;
        year.and_then(|year| publication.predicate_basis_by_year.get(&year.to_string()))
            .copied()
            .unwrap_or(publication.predicate_basis)
    }

    /// The value as it is printed.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] if the scaled value does not fit.
    pub fn publish(&self, value: Ratio) -> Result<Decimal, NumberError> {
        self.rounding().publish(value, self.document.publication.decimals)
    }

    /// The rounding rule of printed values.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        self.document.publication.rounding
    }

    /// The position of the predicate of `index`, which is exact or published as the basis asks. An index below the
    /// lowest bound (missing answers counted as 0) has the lowest predicate.
    #[must_use]
    pub fn predicate_position(&self, index: Ratio) -> usize {
        self.cutoffs.iter().rposition(|cutoff| cutoff.from.is_some_and(|from| index >= from)).unwrap_or(0)
    }

    /// The lower bound of a predicate; `None` for one without, or for a position past the last.
    #[must_use]
    pub fn predicate_from(&self, position: usize) -> Option<Ratio> {
        self.cutoffs.get(position).and_then(|cutoff| cutoff.from)
    }
}

fn json_text(document: &Document) -> String {
    // Plain data with text keys always has a JSON form.
    serde_json::to_string(document).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
