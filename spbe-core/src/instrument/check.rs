//! From a [`Document`] to an [`Instrument`]: every rule of a sound instrument, every breach reported.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{
    AnswerKind, Answers, Band, Document, IndicatorEntry, LevelValue, Measurement, MeasurementRole, SCHEMA,
};
use super::error::{InstrumentError, Reference};
use super::model::{Cutoff, Indicator, Instrument, Item, Node};
use super::read::{self, Read, Source, Spot};
use crate::exact::{NumberError, Ratio};
use crate::issue::{Collector, ISSUE_LIMIT, Issues};

/// The most parts an instrument may have; keeps every sum far inside 128 bits.
const PARTS_LIMIT: i64 = 1_000_000_000_000;
/// The most tiers.
const TIERS_LIMIT: usize = 6;
/// How far the highest level may be above the lowest: levels are gone through one by one.
const LEVELS_LIMIT: i64 = 1_000;
/// How far from 0 an answer, and what a level counts as, may lie: keeps published units far inside 64 bits.
const ANSWER_LIMIT: i64 = 1_000_000;
/// The most decimals published.
const DECIMALS_LIMIT: u8 = 10;
/// The fields that every score has of its own. The results of an upper tier stand beside them, under its code with
/// `s` or `s_exact` behind it.
const SCORE_FIELDS: [&str; 20] = [
    "institution",
    "year",
    "stage",
    "labels",
    "instrument",
    "checksum",
    "source",
    "index",
    "index_exact",
    "predicate",
    "predicates_possible",
    "predicate_basis",
    "missing_policy",
    "missing",
    "official_rule",
    "indicators",
    "contributions",
    "contributions_published",
    "ranges",
    "next",
];

impl Instrument {
    /// Reads an instrument from TOML text.
    ///
    /// # Errors
    /// Every problem of the file, with path and line.
    pub fn from_toml(text: &str) -> Result<Self, Issues<InstrumentError>> {
        instrument(read::toml(text, ISSUE_LIMIT))
    }

    /// Reads an instrument from its JSON form.
    ///
    /// # Errors
    /// Every problem of the document, with its path.
    pub fn from_json(text: &str) -> Result<Self, Issues<InstrumentError>> {
        instrument(read::json(text, ISSUE_LIMIT))
    }
}

/// Checks a document that was read whole or in part and builds the instrument.
fn instrument(read: Read) -> Result<Instrument, Issues<InstrumentError>> {
    let Read { source, document, issues } = read;
    let (Some(source), Some(document)) = (source, document) else {
        return Err(issues.into_issues().unwrap_or_else(|| Issues::one(InstrumentError::ListEmpty)));
    };
    // A list entry that could not be read is an issue already; sums over the rest would only add noise.
    let complete = issues.is_empty();
    let mut checker = Checker { source, issues };
    let built = checker.check(document, complete);
    match (built, checker.issues.into_issues()) {
        (Some(instrument), None) => Ok(instrument),
        (_, Some(issues)) => Err(issues),
        (None, None) => Err(Issues::one(InstrumentError::ListEmpty)),
    }
}

struct Checker {
    source: Source,
    issues: Collector<InstrumentError>,
}

/// The lowest and highest answer.
type Limits = (Ratio, Ratio);

/// Weights of the tree as exact numbers, in the order of the document.
struct Weights {
    total: Ratio,
    nodes: Vec<Ratio>,
    indicators: Vec<Ratio>,
    items: Vec<Vec<Ratio>>,
}

impl Checker {
    fn add(&mut self, spot: Spot<'_>, error: InstrumentError) {
        self.issues.add(self.source.place(spot), error);
    }

    fn refer(&mut self, spot: Spot<'_>, kind: Reference, code: &str) {
        self.add(spot, InstrumentError::ReferenceUnknown { kind, code: code.to_owned() });
    }

    fn check(&mut self, document: Document, complete: bool) -> Option<Instrument> {
        if document.schema != SCHEMA {
            let found = document.schema.clone();
            self.add(Spot::section("schema"), InstrumentError::Schema { expected: SCHEMA, found });
        }
        self.code(Spot::section("id"), &document.id);
        self.tiers(&document);
        self.codes(&document);
        let range = self.answers(&document);
        let cutoffs = range.and_then(|range| self.predicates(&document, range));
        self.publication(&document);
        if let Some(range) = range {
            self.levels(&document, range);
        }
        self.measurements(&document, range);
        let parents = self.parents(&document);
        let weights = self.weights(&document);
        if complete && let (Some(parents), Some(weights)) = (&parents, &weights) {
            self.sums(&document, parents, weights);
        }
        let parts = self.parts(weights.as_ref()?)?;
        if !self.issues.is_empty() {
            return None;
        }
        let (lowest, highest) = range?;
        Some(build(document, &parents?, &parts, cutoffs?, lowest, highest))
    }

    fn code(&mut self, spot: Spot<'_>, code: &str) {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if code.is_empty() || !code.bytes().all(sound) {
            self.add(spot, InstrumentError::CodeInvalid { code: code.to_owned() });
        }
    }

    fn tiers(&mut self, document: &Document) {
        let found = document.tiers.len();
        if self.source.is_whole("tiers") && (found == 0 || found > TIERS_LIMIT) {
            self.add(Spot::section("tiers"), InstrumentError::TierCount { found });
        }
        let Some((_, upper)) = document.tiers.split_last() else { return };
        for (position, tier) in upper.iter().enumerate() {
            let own = [format!("{}s", tier.code), format!("{}s_exact", tier.code)];
            if let Some(field) = own.into_iter().find(|field| SCORE_FIELDS.contains(&field.as_str())) {
                let code = tier.code.clone();
                self.add(Spot::coded("tiers", position, &tier.code), InstrumentError::CodeReserved { code, field });
            }
        }
    }

    /// Codes are sound, and unique where they are looked up.
    fn codes(&mut self, document: &Document) {
        self.unique(coded("tiers", &document.tiers, |tier| &tier.code));
        self.unique(coded("scales", &document.scales, |scale| &scale.code));
        self.unique(coded("measurements", &document.measurements, |measurement| &measurement.code));
        self.unique(coded("sources", &document.sources, |source| &source.code));
        let mut by_tier: BTreeMap<&str, Vec<(Spot<'_>, &str)>> = BTreeMap::new();
        for (position, node) in document.nodes.iter().enumerate() {
            by_tier.entry(&node.tier).or_default().push((Spot::node(position, node), &node.code));
        }
        for nodes in by_tier.into_values() {
            self.unique(nodes);
        }
        // Items share one space with indicators: an answer names either.
        let mut answered = coded("indicators", &document.indicators, |indicator| &indicator.code);
        for (position, indicator) in document.indicators.iter().enumerate() {
            let spot = Spot::indicator(position, indicator).field("items");
            let items = indicator.items.iter().enumerate();
            answered.extend(items.map(|(number, item)| (spot.nth(number), item.code.as_str())));
        }
        self.unique(answered);
    }

    /// Sound codes, each once.
    fn unique(&mut self, entries: Vec<(Spot<'_>, &str)>) {
        let mut seen = BTreeSet::new();
        for (spot, code) in entries {
            self.code(spot, code);
            if !seen.insert(code) {
                self.add(spot, InstrumentError::CodeDuplicate { code: code.to_owned() });
            }
        }
    }

    fn number(&mut self, spot: Spot<'_>, text: &str) -> Option<Ratio> {
        match text.parse() {
            Ok(number) => Some(number),
            Err(error) => {
                self.add(spot, InstrumentError::Number(error));
                None
            }
        }
    }

    /// The lowest and highest answer.
    fn answers(&mut self, document: &Document) -> Option<Limits> {
        let answers = &document.answers;
        let section = Spot::section("answers");
        let lowest = self.number(section.field("lowest"), &answers.lowest);
        let highest = self.number(section.field("highest"), &answers.highest);
        for (field, number) in [("lowest", lowest), ("highest", highest)] {
            number.into_iter().for_each(|number| self.answer_size(section.field(field), number));
        }
        let limits = self.limits(answers, lowest?, highest?)?;
        self.level_values(answers, limits);
        self.completed_levels(answers, limits);
        Some(limits)
    }

    fn limits(&mut self, answers: &Answers, lowest: Ratio, highest: Ratio) -> Option<Limits> {
        let section = Spot::section("answers");
        if lowest >= highest {
            let (lowest, highest) = (answers.lowest.clone(), answers.highest.clone());
            self.add(section, InstrumentError::AnswerRange { lowest, highest });
            return None;
        }
        if answers.kind == AnswerKind::Level {
            for (field, number) in [("lowest", lowest), ("highest", highest)] {
                if !number.is_whole() {
                    self.add(section.field(field), InstrumentError::LevelNotWhole { found: number.to_string() });
                    return None;
                }
            }
            let span = highest.checked_sub(lowest);
            if span.is_err() || span.is_ok_and(|span| span > Ratio::whole(LEVELS_LIMIT)) {
                let (lowest, highest) = (answers.lowest.clone(), answers.highest.clone());
                self.add(section, InstrumentError::TooManyLevels { lowest, highest, limit: LEVELS_LIMIT });
                return None;
            }
        }
        Some((lowest, highest))
    }

    fn answer_size(&mut self, spot: Spot<'_>, answer: Ratio) {
        if answer > Ratio::whole(ANSWER_LIMIT) || answer < Ratio::whole(-ANSWER_LIMIT) {
            self.add(spot, InstrumentError::AnswerTooLarge { found: answer.to_string(), limit: ANSWER_LIMIT });
        }
    }

    /// Levels inside the range, each once, with their values: sorted by level, with the position in the list.
    fn values_by_level(
        &mut self,
        field: &'static str,
        list: &[LevelValue],
        limits: Limits,
    ) -> BTreeMap<i64, (usize, Ratio)> {
        let spot = Spot::section("answers").field(field);
        let mut values = BTreeMap::new();
        for (position, LevelValue { level, value }) in list.iter().enumerate() {
            let spot = spot.nth(position);
            self.level_in_range(spot, *level, limits);
            let Some(value) = self.number(spot, value) else { continue };
            self.answer_size(spot, value);
            if values.contains_key(level) {
                self.add(spot, InstrumentError::CodeDuplicate { code: level.to_string() });
            } else {
                values.insert(*level, (position, value));
            }
        }
        values
    }

    /// A higher level never counts for less: otherwise the lowest and highest answer would not bound an index.
    fn level_values(&mut self, answers: &Answers, limits: Limits) {
        let field = "level_values";
        self.of_kind(answers, AnswerKind::Level, field, &answers.level_values);
        let values = self.values_by_level(field, &answers.level_values, limits);
        let (lowest, highest) = limits;
        // A level that is not listed counts as itself; only beside a listed one can the order break.
        let value_of = |level: i64| values.get(&level).map_or(Ratio::whole(level), |(_, value)| *value);
        let inside = |level: i64| Ratio::whole(level) >= lowest && Ratio::whole(level) <= highest;
        for (level, (position, value)) in &values {
            let (below, above) = (level.saturating_sub(1), level.saturating_add(1));
            let falls = (inside(below) && value_of(below) > *value) || (inside(above) && value_of(above) < *value);
            if falls {
                let error = InstrumentError::LevelValueOrder { level: *level, value: value.to_string() };
                self.add(Spot::section("answers").field(field).nth(*position), error);
            }
        }
    }

    /// The value of a completed level is an answer, and a higher level never has a lower one.
    fn completed_levels(&mut self, answers: &Answers, limits: Limits) {
        let field = "completed_levels";
        self.of_kind(answers, AnswerKind::Value, field, &answers.completed_levels);
        let values = self.values_by_level(field, &answers.completed_levels, limits);
        let mut reached = None;
        for (level, (position, value)) in values {
            let spot = Spot::section("answers").field(field).nth(position);
            self.value_in_range(spot, value, limits);
            if reached.is_some_and(|reached| value < reached) {
                self.add(spot, InstrumentError::LevelValueOrder { level, value: value.to_string() });
            }
            reached = reached.max(Some(value));
        }
    }

    fn of_kind(&mut self, answers: &Answers, kind: AnswerKind, field: &'static str, list: &[LevelValue]) {
        if answers.kind != kind && !list.is_empty() {
            let problem = InstrumentError::FieldOfOtherAnswers { field, kind: kind.name() };
            self.add(Spot::section("answers").field(field), problem);
        }
    }

    fn level_in_range(&mut self, spot: Spot<'_>, level: i64, (lowest, highest): Limits) {
        if Ratio::whole(level) < lowest || Ratio::whole(level) > highest {
            let (lowest, highest) = (lowest.ceiling(), highest.floor());
            self.add(spot, InstrumentError::LevelOutOfRange { level, lowest, highest });
        }
    }

    fn value_in_range(&mut self, spot: Spot<'_>, value: Ratio, (lowest, highest): Limits) {
        if value < lowest || value > highest {
            let (value, lowest, highest) = (value.to_string(), lowest.to_string(), highest.to_string());
            self.add(spot, InstrumentError::ValueOutOfRange { value, lowest, highest });
        }
    }

    /// Scales and criteria rise by one and end at the highest level.
    fn levels(&mut self, document: &Document, range: Limits) {
        for (position, scale) in document.scales.iter().enumerate() {
            let spot = Spot::coded("scales", position, &scale.code).field("levels");
            let levels: Vec<i64> = scale.levels.iter().map(|level| level.level).collect();
            if levels.is_empty() {
                self.add(spot, InstrumentError::ListEmpty);
            }
            self.ladder(spot, &levels, range);
        }
        let known: BTreeSet<&str> = document.scales.iter().map(|scale| scale.code.as_str()).collect();
        for (position, indicator) in document.indicators.iter().enumerate() {
            let own = Spot::indicator(position, indicator);
            if let Some(scale) = &indicator.scale
                && !known.contains(scale.as_str())
                && self.source.is_whole("scales")
            {
                self.refer(own.field("scale"), Reference::Scale, scale);
            }
            let spot = own.field("levels");
            let levels: Vec<i64> = indicator.levels.iter().map(|level| level.level).collect();
            self.ladder(spot, &levels, range);
            for (number, level) in indicator.levels.iter().enumerate() {
                if let Some(required) = level.requires_level
                    && required >= level.level
                {
                    let error = InstrumentError::LevelRequirement { level: level.level, required };
                    self.add(spot.nth(number), error);
                }
                for value in &level.evidence_values {
                    self.number(spot.nth(number), value);
                }
            }
        }
    }

    fn ladder(&mut self, spot: Spot<'_>, levels: &[i64], range: Limits) {
        for (position, level) in levels.iter().enumerate() {
            self.level_in_range(spot.nth(position), *level, range);
        }
        for (position, pair) in levels.windows(2).enumerate() {
            if let [before, found] = *pair
                && found != before.saturating_add(1)
            {
                self.add(spot.nth(position + 1), InstrumentError::LevelOrder { before, found });
            }
        }
        if let Some(found) = levels.last().copied()
            && i128::from(found) < range.1.floor()
        {
            self.add(spot, InstrumentError::LevelsIncomplete { found, highest: range.1.floor() });
        }
    }

    /// Predicates cover every possible index once, and their names differ.
    fn predicates(&mut self, document: &Document, (lowest, highest): Limits) -> Option<Vec<Cutoff>> {
        if !self.source.is_whole("predicates") {
            return None;
        }
        if document.predicates.is_empty() {
            self.add(Spot::section("predicates"), InstrumentError::ListEmpty);
            return None;
        }
        let mut names = BTreeSet::new();
        let mut ranges = Vec::new();
        let mut readable = true;
        for (position, predicate) in document.predicates.iter().enumerate() {
            let spot = Spot::entry("predicates", position);
            if !names.insert(predicate.name.id.as_str()) {
                self.add(spot, InstrumentError::CodeDuplicate { code: predicate.name.id.clone() });
            }
            let from = predicate.from.as_ref().and_then(|from| self.number(spot.field("from"), from));
            if predicate.from.is_none() && position > 0 {
                self.add(spot, InstrumentError::FieldMissing { field: "from".to_owned() });
            }
            readable &= from.is_some() == (predicate.from.is_some() || position > 0);
            match self.number(spot.field("to"), &predicate.to) {
                Some(to) => ranges.push((spot, from, to)),
                None => readable = false,
            }
        }
        if !readable {
            return None;
        }
        let (start, end) = self.values_at_ends(document, lowest, highest)?;
        self.cover(&ranges, start, end);
        Some(ranges.into_iter().map(|(_, from, _)| Cutoff { from }).collect())
    }

    /// The lowest and highest value that can enter an index.
    fn values_at_ends(&mut self, document: &Document, lowest: Ratio, highest: Ratio) -> Option<(Ratio, Ratio)> {
        let replaced = &document.answers.level_values;
        let mut values = Vec::new();
        for end in [lowest, highest] {
            let replacement = replaced.iter().find(|entry| Ratio::whole(entry.level) == end);
            values.push(match replacement {
                Some(entry) => entry.value.parse().ok()?,
                None => end,
            });
        }
        match *values.as_slice() {
            [low, high] => Some((low, high)),
            _ => None,
        }
    }

    /// Half-open ranges follow each other from at most `start` to at least `end`.
    fn cover(&mut self, ranges: &[(Spot<'_>, Option<Ratio>, Ratio)], start: Ratio, end: Ratio) {
        let mut reached = start;
        for (position, (spot, from, to)) in ranges.iter().enumerate() {
            let from = from.unwrap_or(start.min(*to));
            if from >= *to {
                self.add(*spot, InstrumentError::RangeEmpty { from: from.to_string(), to: to.to_string() });
            } else if from > reached {
                self.add(*spot, InstrumentError::RangeGap { from: reached.to_string(), to: from.to_string() });
            } else if position > 0 && from < reached {
                self.add(*spot, InstrumentError::RangeOverlap { from: from.to_string(), to: reached.to_string() });
            }
            reached = reached.max(*to);
        }
        if reached < end
            && let Some((spot, _, _)) = ranges.last()
        {
            self.add(*spot, InstrumentError::RangeGap { from: reached.to_string(), to: end.to_string() });
        }
    }

    fn publication(&mut self, document: &Document) {
        let publication = &document.publication;
        if publication.decimals > DECIMALS_LIMIT {
            let error = InstrumentError::Decimals { limit: DECIMALS_LIMIT, found: publication.decimals };
            self.add(Spot::section("publication").field("decimals"), error);
        }
        for year in publication.predicate_basis_by_year.keys() {
            if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
                let spot = Spot::section("publication").field("predicate_basis_by_year");
                self.add(spot, InstrumentError::Year { found: year.clone() });
            }
        }
    }

    fn measurements(&mut self, document: &Document, range: Option<Limits>) {
        for (position, measurement) in document.measurements.iter().enumerate() {
            let spot = Spot::coded("measurements", position, &measurement.code).field("bands");
            if measurement.bands.is_empty() {
                self.add(spot, InstrumentError::ListEmpty);
            }
            let mut ranges = Vec::new();
            for (number, band) in measurement.bands.iter().enumerate() {
                let spot = spot.nth(number);
                if let (Some(from), Some(to)) = (self.number(spot, &band.from), self.number(spot, &band.to)) {
                    ranges.push((spot, Some(from), to));
                }
            }
            if let (Some((_, Some(start), _)), Some((_, _, end))) = (ranges.first(), ranges.last()) {
                self.cover(&ranges, *start, *end);
            }
            self.band_levels(spot, &measurement.bands, range);
            self.band_values(spot, measurement, range);
        }
        let known: BTreeSet<&str> = document.measurements.iter().map(|entry| entry.code.as_str()).collect();
        for (position, indicator) in document.indicators.iter().enumerate() {
            if let Some(code) = &indicator.measurement
                && !known.contains(code.as_str())
                && self.source.is_whole("measurements")
            {
                self.refer(Spot::indicator(position, indicator).field("measurement"), Reference::Measurement, code);
            }
        }
    }

    /// A higher score never stands for a lower level.
    fn band_levels(&mut self, spot: Spot<'_>, bands: &[Band], range: Option<Limits>) {
        let mut before = None;
        for (number, Band { level, .. }) in bands.iter().enumerate() {
            if let Some(range) = range {
                self.level_in_range(spot.nth(number), *level, range);
            }
            if let Some(before) = before
                && *level < before
            {
                self.add(spot.nth(number), InstrumentError::BandLevelOrder { before, found: *level });
            }
            before = Some(*level);
        }
    }

    /// Values are answers that rise, without a jump where one band ends and the next begins.
    fn band_values(&mut self, spot: Spot<'_>, measurement: &Measurement, range: Option<Limits>) {
        let mut reached: Option<Ratio> = None;
        for (number, band) in measurement.bands.iter().enumerate() {
            let spot = spot.nth(number);
            let both = band.value_from.is_some() && band.value_to.is_some();
            if measurement.role == MeasurementRole::Value && !both {
                self.add(spot, InstrumentError::BandWithoutValue);
            }
            let mut value = |text: &Option<String>| {
                let value = text.as_ref().and_then(|text| self.number(spot, text));
                if let (Some(value), Some(range)) = (value, range) {
                    self.value_in_range(spot, value, range);
                }
                value
            };
            let (from, to) = (value(&band.value_from), value(&band.value_to));
            if let (Some(from), Some(to)) = (from, to)
                && from > to
            {
                let (from, to) = (from.to_string(), to.to_string());
                self.add(spot, InstrumentError::BandValueOrder { from, to });
            }
            if let (Some(reached), Some(from), MeasurementRole::Value) = (reached, from, measurement.role)
                && reached != from
            {
                let (expected, found) = (reached.to_string(), from.to_string());
                self.add(spot, InstrumentError::BandValueJump { expected, found });
            }
            reached = to;
        }
    }

    /// The position of each node's and each indicator's parent among the nodes.
    fn parents(&mut self, document: &Document) -> Option<Parents> {
        let (leaf_tier, upper) = document.tiers.split_last()?;
        let tier_of: BTreeMap<&str, usize> =
            upper.iter().enumerate().map(|(position, tier)| (tier.code.as_str(), position)).collect();
        let place_of: BTreeMap<(usize, &str), usize> = document
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(position, node)| Some(((*tier_of.get(node.tier.as_str())?, node.code.as_str()), position)))
            .collect();
        let mut children = vec![0_usize; document.nodes.len()];
        let mut sound = true;
        let nodes_known = self.source.is_whole("nodes") && self.source.is_whole("tiers");
        let mut parent_of = |checker: &mut Self, spot: Spot<'_>, tier: usize, parent: Option<&String>| {
            let found = match (tier.checked_sub(1), parent) {
                (None, None) => return None,
                (Some(above), Some(parent)) => place_of.get(&(above, parent.as_str())).copied(),
                _ => None,
            };
            match found.and_then(|position| children.get_mut(position).map(|count| (position, count))) {
                Some((position, count)) => {
                    *count += 1;
                    Some(position)
                }
                None => {
                    sound = false;
                    match parent {
                        Some(code) if nodes_known => checker.refer(spot.field("parent"), Reference::Parent, code),
                        Some(_) => {}
                        None => {
                            let problem = InstrumentError::FieldMissing { field: "parent".to_owned() };
                            checker.add(spot, problem);
                        }
                    }
                    None
                }
            }
        };
        let mut parents = Parents { tiers: Vec::new(), nodes: Vec::new(), indicators: Vec::new() };
        let mut tiers_known = true;
        for (position, node) in document.nodes.iter().enumerate() {
            let spot = Spot::node(position, node);
            let Some(tier) = tier_of.get(node.tier.as_str()) else {
                tiers_known = false;
                if self.source.is_whole("tiers") {
                    self.refer(spot.field("tier"), Reference::Tier, &node.tier);
                }
                continue;
            };
            parents.tiers.push(*tier);
            parents.nodes.push(parent_of(self, spot, *tier, node.parent.as_ref()));
        }
        for (position, indicator) in document.indicators.iter().enumerate() {
            let spot = Spot::indicator(position, indicator);
            parents.indicators.push(parent_of(self, spot, upper.len(), indicator.parent.as_ref()));
        }
        if document.indicators.is_empty() {
            sound = false;
            if self.source.is_whole("indicators") {
                self.add(Spot::section("indicators"), InstrumentError::ListEmpty);
            }
        }
        if !nodes_known || !self.source.is_whole("indicators") {
            return None;
        }
        for (position, (node, count)) in document.nodes.iter().zip(&children).enumerate() {
            if *count == 0 && node.tier != leaf_tier.code {
                self.add(Spot::node(position, node), InstrumentError::NodeEmpty);
            }
        }
        (sound && tiers_known).then_some(parents)
    }

    fn weight(&mut self, spot: Spot<'_>, text: &str) -> Option<Ratio> {
        let weight = self.number(spot, text)?;
        if weight <= Ratio::ZERO {
            self.add(spot, InstrumentError::WeightNotPositive { found: text.to_owned() });
            return None;
        }
        Some(weight)
    }

    fn weights(&mut self, document: &Document) -> Option<Weights> {
        let total = self.weight(Spot::section("total_weight"), &document.total_weight);
        let mut nodes = Vec::new();
        for (position, node) in document.nodes.iter().enumerate() {
            nodes.push(self.weight(Spot::node(position, node).field("weight"), &node.weight));
        }
        let (mut indicators, mut items) = (Vec::new(), Vec::new());
        for (position, indicator) in document.indicators.iter().enumerate() {
            let spot = Spot::indicator(position, indicator);
            let weight = self.weight(spot.field("weight"), &indicator.weight);
            indicators.push(weight);
            items.push(if indicator.items.is_empty() {
                weight.map(|weight| vec![weight])
            } else {
                let each = indicator.items.iter().enumerate();
                // Read all before giving up on one, so that every bad weight is reported.
                let read: Vec<_> =
                    each.map(|(number, item)| self.weight(spot.field("items").nth(number), &item.weight)).collect();
                read.into_iter().collect()
            });
        }
        Some(Weights {
            total: total?,
            nodes: nodes.into_iter().collect::<Option<_>>()?,
            indicators: indicators.into_iter().collect::<Option<_>>()?,
            items: items.into_iter().collect::<Option<_>>()?,
        })
    }

    /// The weights of the children of each node, of the top tier and of each indicator's items add up.
    fn sums(&mut self, document: &Document, parents: &Parents, weights: &Weights) {
        let mut children: Vec<Vec<Ratio>> = vec![Vec::new(); document.nodes.len()];
        let mut top = Vec::new();
        let families =
            parents.nodes.iter().zip(&weights.nodes).chain(parents.indicators.iter().zip(&weights.indicators));
        for (parent, weight) in families {
            match parent.and_then(|parent| children.get_mut(parent)) {
                Some(family) => family.push(*weight),
                None => top.push(*weight),
            }
        }
        self.sum(Spot::section("total_weight"), &top, weights.total);
        for (position, ((node, family), expected)) in
            document.nodes.iter().zip(&children).zip(&weights.nodes).enumerate()
        {
            if !family.is_empty() {
                self.sum(Spot::node(position, node), family, *expected);
            }
        }
        let indicators = document.indicators.iter().zip(&weights.items).zip(&weights.indicators);
        for (position, ((indicator, items), expected)) in indicators.enumerate() {
            self.sum(Spot::indicator(position, indicator), items, *expected);
        }
    }

    fn sum(&mut self, spot: Spot<'_>, children: &[Ratio], expected: Ratio) {
        match children.iter().try_fold(Ratio::ZERO, |sum, weight| sum.checked_add(*weight)) {
            Ok(sum) if sum == expected => {}
            Ok(sum) => {
                let (sum, expected) = (sum.to_string(), expected.to_string());
                self.add(spot, InstrumentError::WeightSum { count: children.len(), sum, expected });
            }
            Err(error) => self.add(spot, InstrumentError::Number(error)),
        }
    }

    /// Every weight as a whole number of parts of the total.
    fn parts(&mut self, weights: &Weights) -> Option<Parts> {
        let convert = || -> Result<Parts, NumberError> {
            let all = || weights.items.iter().flatten().chain([&weights.total]);
            let denominator = all()
                .try_fold(1_i128, |common, weight| crate::exact::least_common_multiple(common, weight.denominator()))?;
            let scaled = |weight: &Ratio| Ok(weight.checked_mul(Ratio::new(denominator, 1)?)?.numerator());
            // Dividing by what all share keeps the numbers as small as they can be.
            let shared = all().try_fold(0_i128, |shared, weight| {
                Ok::<_, NumberError>(crate::exact::greatest_common_divisor(shared, scaled(weight)?))
            })?;
            let whole = |weight: &Ratio| i64::try_from(scaled(weight)? / shared).map_err(|_| NumberError::Overflow);
            let items = weights
                .items
                .iter()
                .map(|items| items.iter().map(whole).collect())
                .collect::<Result<Vec<Vec<i64>>, NumberError>>()?;
            Ok(Parts { total: whole(&weights.total)?, items })
        };
        match convert() {
            Ok(parts) if parts.total <= PARTS_LIMIT => Some(parts),
            _ => {
                self.add(Spot::section("total_weight"), InstrumentError::WeightsTooFine { limit: PARTS_LIMIT });
                None
            }
        }
    }
}

/// The entries of a list section with their codes.
fn coded<'document, T>(
    section: &'static str,
    entries: &'document [T],
    code: impl Fn(&'document T) -> &'document str,
) -> Vec<(Spot<'document>, &'document str)> {
    let entries = entries.iter().map(code).enumerate();
    entries.map(|(position, code)| (Spot::coded(section, position, code), code)).collect()
}

struct Parents {
    tiers: Vec<usize>,
    nodes: Vec<Option<usize>>,
    indicators: Vec<Option<usize>>,
}

struct Parts {
    total: i64,
    items: Vec<Vec<i64>>,
}

fn build(
    document: Document,
    parents: &Parents,
    parts: &Parts,
    cutoffs: Vec<Cutoff>,
    lowest: Ratio,
    highest: Ratio,
) -> Instrument {
    let mut nodes: Vec<Node> = document
        .nodes
        .iter()
        .zip(parents.tiers.iter().zip(&parents.nodes))
        .map(|(entry, (tier, parent))| Node::new(entry.clone(), *tier, *parent))
        .collect();
    let mut items = Vec::new();
    let mut indicators = Vec::new();
    for (position, (entry, item_parts)) in document.indicators.iter().zip(&parts.items).enumerate() {
        let parent = parents.indicators.get(position).copied().flatten();
        let first = items.len();
        for (code, parts) in item_codes(entry).into_iter().zip(item_parts) {
            items.push(Item::new(code, position, *parts));
        }
        let own = first..items.len();
        let mut above = parent;
        while let Some(node) = above.and_then(|position| nodes.get_mut(position)) {
            node.take_items(own.clone(), item_parts.iter().sum());
            above = node.parent();
        }
        indicators.push(Indicator::new(entry.clone(), parent, own, item_parts.iter().sum()));
    }
    Instrument::new(document, nodes, indicators, items, parts.total, cutoffs, lowest, highest)
}

fn item_codes(indicator: &IndicatorEntry) -> Vec<String> {
    if indicator.items.is_empty() {
        vec![indicator.code.clone()]
    } else {
        indicator.items.iter().map(|item| item.code.clone()).collect()
    }
}
