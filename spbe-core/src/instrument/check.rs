//! From a [`Document`] to an [`Instrument`]: every rule of a sound instrument, every breach reported.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{AnswerKind, Answers, Document, IndicatorEntry, LevelValue, MeasurementRole, SCHEMA};
use super::error::InstrumentError;
use super::model::{Cutoff, Indicator, Instrument, Item, Node};
use super::read::{Lines, entry_path};
use crate::exact::{NumberError, Ratio};
use crate::issue::{Collector, Issues};

/// The most parts an instrument may have; keeps every sum far inside 128 bits.
const PARTS_LIMIT: i64 = 1_000_000_000_000;
/// The most tiers.
const TIERS_LIMIT: usize = 6;
/// The most decimals published.
const DECIMALS_LIMIT: u8 = 10;

/// Checks a document that was read whole or in part and builds the instrument.
pub(super) fn instrument(
    document: Option<Document>,
    lines: Lines,
    issues: Collector<InstrumentError>,
) -> Result<Instrument, Issues<InstrumentError>> {
    let mut checker = Checker { lines, issues };
    // A list entry that could not be read is an issue already; sums over the rest would only add noise.
    let complete = checker.issues.is_empty();
    let built = document.and_then(|document| checker.check(document, complete));
    match (built, checker.issues.into_issues()) {
        (Some(instrument), None) => Ok(instrument),
        (_, Some(issues)) => Err(issues),
        (None, None) => Err(Issues::one(InstrumentError::ListEmpty)),
    }
}

struct Checker {
    lines: Lines,
    issues: Collector<InstrumentError>,
}

/// Weights of the tree as exact numbers, in the order of the document.
struct Weights {
    total: Ratio,
    nodes: Vec<Ratio>,
    indicators: Vec<Ratio>,
    items: Vec<Vec<Ratio>>,
}

impl Checker {
    fn add(&mut self, path: &str, error: InstrumentError) {
        self.issues.add(self.lines.place(path), error);
    }

    fn check(&mut self, document: Document, complete: bool) -> Option<Instrument> {
        if document.schema != SCHEMA {
            let found = document.schema.clone();
            self.add("schema", InstrumentError::Schema { expected: SCHEMA, found });
        }
        self.code("id", &document.id);
        self.tiers(&document);
        self.codes(&document);
        let range = self.answers(&document);
        let cutoffs = range.and_then(|range| self.predicates(&document, range));
        self.publication(&document);
        if let Some(range) = range {
            self.levels(&document, range);
        }
        self.measurements(&document);
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

    fn code(&mut self, path: &str, code: &str) {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if code.is_empty() || !code.bytes().all(sound) {
            self.add(path, InstrumentError::CodeInvalid { code: code.to_owned() });
        }
    }

    fn tiers(&mut self, document: &Document) {
        if document.tiers.is_empty() || document.tiers.len() > TIERS_LIMIT {
            self.add("tiers", InstrumentError::TierCount { found: document.tiers.len() });
        }
    }

    /// Codes are sound, and unique where they are looked up.
    fn codes(&mut self, document: &Document) {
        let mut seen = BTreeSet::new();
        let mut entries: Vec<(String, String, &str)> = Vec::new();
        let mut entry = |list: &str, position, tier: Option<&str>, space: &str, code| {
            entries.push((entry_path(list, position, tier, Some(code)), space.to_owned(), code));
        };
        for (position, tier) in document.tiers.iter().enumerate() {
            entry("tiers", position, None, "tier", &tier.code);
        }
        for (position, scale) in document.scales.iter().enumerate() {
            entry("scales", position, None, "scale", &scale.code);
        }
        for (position, measurement) in document.measurements.iter().enumerate() {
            entry("measurements", position, None, "measurement", &measurement.code);
        }
        for (position, source) in document.sources.iter().enumerate() {
            entry("sources", position, None, "source", &source.code);
        }
        for (position, node) in document.nodes.iter().enumerate() {
            entry("nodes", position, Some(&node.tier), &format!("node {}", node.tier), &node.code);
        }
        for (position, indicator) in document.indicators.iter().enumerate() {
            entry("indicators", position, None, "indicator", &indicator.code);
            if indicator.items.is_empty() {
                entry("indicators", position, None, "item", &indicator.code);
            }
        }
        for (position, indicator) in document.indicators.iter().enumerate() {
            let path = format!("{}.items", entry_path("indicators", position, None, Some(&indicator.code)));
            entries.extend(indicator.items.iter().map(|item| (path.clone(), "item".to_owned(), item.code.as_str())));
        }
        let mut repeated_indicators = BTreeSet::new();
        for (path, space, code) in entries {
            // An indicator without items is its own item; its code was judged as an indicator's.
            let repeated = !seen.insert((space.clone(), code.to_owned()));
            if space != "item" || !path.ends_with(&format!(".{code}")) {
                self.code(&path, code);
            }
            if repeated && space == "indicator" {
                repeated_indicators.insert(code);
            }
            if repeated && (space != "item" || !repeated_indicators.contains(code)) {
                self.add(&path, InstrumentError::CodeDuplicate { code: code.to_owned() });
            }
        }
    }

    fn number(&mut self, path: &str, text: &str) -> Option<Ratio> {
        match text.parse() {
            Ok(number) => Some(number),
            Err(error) => {
                self.add(path, InstrumentError::Number(error));
                None
            }
        }
    }

    /// The lowest and highest answer.
    fn answers(&mut self, document: &Document) -> Option<(Ratio, Ratio)> {
        let answers = &document.answers;
        let lowest = self.number("answers.lowest", &answers.lowest)?;
        let highest = self.number("answers.highest", &answers.highest)?;
        if lowest >= highest {
            let (lowest, highest) = (answers.lowest.clone(), answers.highest.clone());
            self.add("answers", InstrumentError::AnswerRange { lowest, highest });
            return None;
        }
        if answers.kind == AnswerKind::Level {
            for (path, number) in [("answers.lowest", lowest), ("answers.highest", highest)] {
                if !number.is_whole() {
                    self.add(path, InstrumentError::LevelNotWhole { found: number.to_string() });
                    return None;
                }
            }
        }
        for (path, list) in
            [("answers.level_values", &answers.level_values), ("answers.completed_levels", &answers.completed_levels)]
        {
            for LevelValue { level, value } in list {
                self.level_in_range(path, *level, (lowest, highest));
                self.number(path, value);
            }
        }
        self.level_values(answers, (lowest, highest));
        Some((lowest, highest))
    }

    /// A higher level never counts for less: otherwise the lowest and highest answer would not bound an index.
    fn level_values(&mut self, answers: &Answers, (lowest, highest): (Ratio, Ratio)) {
        let path = "answers.level_values";
        if answers.kind != AnswerKind::Level && !answers.level_values.is_empty() {
            let reason = "`level_values` belong to answers of kind `level`".to_owned();
            self.add(path, InstrumentError::Field { reason });
        }
        let mut values = BTreeMap::new();
        for LevelValue { level, value } in &answers.level_values {
            let Ok(value) = value.parse::<Ratio>() else { continue };
            if values.insert(*level, value).is_some() {
                self.add(path, InstrumentError::CodeDuplicate { code: level.to_string() });
            }
        }
        let value_of = |level: i64| values.get(&level).copied().unwrap_or(Ratio::whole(level));
        let inside = |level: i64| Ratio::whole(level) >= lowest && Ratio::whole(level) <= highest;
        for (level, value) in &values {
            let (below, above) = (level.saturating_sub(1), level.saturating_add(1));
            let falls = (inside(below) && value_of(below) > *value) || (inside(above) && value_of(above) < *value);
            if falls {
                self.add(path, InstrumentError::LevelValueOrder { level: *level, value: value.to_string() });
            }
        }
    }

    fn level_in_range(&mut self, path: &str, level: i64, (lowest, highest): (Ratio, Ratio)) {
        let (Ok(lowest), Ok(highest)) = (i64::try_from(lowest.ceiling()), i64::try_from(highest.floor())) else {
            return;
        };
        if level < lowest || level > highest {
            self.add(path, InstrumentError::LevelOutOfRange { level, lowest, highest });
        }
    }

    /// Scales and criteria rise by one and end at the highest level.
    fn levels(&mut self, document: &Document, range: (Ratio, Ratio)) {
        for (position, scale) in document.scales.iter().enumerate() {
            let path = entry_path("scales", position, None, Some(&scale.code));
            let levels: Vec<i64> = scale.levels.iter().map(|level| level.level).collect();
            if levels.is_empty() {
                self.add(&path, InstrumentError::ListEmpty);
            }
            self.ladder(&path, &levels, range);
        }
        let known: BTreeSet<&str> = document.scales.iter().map(|scale| scale.code.as_str()).collect();
        for (position, indicator) in document.indicators.iter().enumerate() {
            let path = entry_path("indicators", position, None, Some(&indicator.code));
            if let Some(scale) = &indicator.scale
                && !known.contains(scale.as_str())
            {
                let code = scale.clone();
                self.add(&format!("{path}.scale"), InstrumentError::ReferenceUnknown { kind: "scale", code });
            }
            let levels: Vec<i64> = indicator.levels.iter().map(|level| level.level).collect();
            self.ladder(&format!("{path}.levels"), &levels, range);
            for level in &indicator.levels {
                if let Some(required) = level.requires_level
                    && required >= level.level
                {
                    let error = InstrumentError::LevelRequirement { level: level.level, required };
                    self.add(&format!("{path}.levels"), error);
                }
                for value in &level.evidence_values {
                    self.number(&format!("{path}.levels"), value);
                }
            }
        }
    }

    fn ladder(&mut self, path: &str, levels: &[i64], range: (Ratio, Ratio)) {
        for level in levels {
            self.level_in_range(path, *level, range);
        }
        for pair in levels.windows(2) {
            if let [before, found] = *pair
                && found != before.saturating_add(1)
            {
                self.add(path, InstrumentError::LevelOrder { before, found });
            }
        }
        if let (Some(found), Ok(highest)) = (levels.last().copied(), i64::try_from(range.1.floor()))
            && found < highest
        {
            self.add(path, InstrumentError::LevelsIncomplete { found, highest });
        }
    }

    /// Predicates cover every possible index once, and their names differ.
    fn predicates(&mut self, document: &Document, (lowest, highest): (Ratio, Ratio)) -> Option<Vec<Cutoff>> {
        if document.predicates.is_empty() {
            self.add("predicates", InstrumentError::ListEmpty);
            return None;
        }
        let mut names = BTreeSet::new();
        let mut ranges = Vec::new();
        let mut readable = true;
        for (position, predicate) in document.predicates.iter().enumerate() {
            let path = entry_path("predicates", position, None, None);
            if !names.insert(predicate.name.id.as_str()) {
                self.add(&path, InstrumentError::CodeDuplicate { code: predicate.name.id.clone() });
            }
            let from = predicate.from.as_ref().and_then(|from| self.number(&path, from));
            if predicate.from.is_none() && position > 0 {
                self.add(&path, InstrumentError::Field { reason: "missing field `from`".to_owned() });
            }
            readable &= from.is_some() == (predicate.from.is_some() || position > 0);
            match self.number(&path, &predicate.to) {
                Some(to) => ranges.push((path, from, to)),
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
    fn cover(&mut self, ranges: &[(String, Option<Ratio>, Ratio)], start: Ratio, end: Ratio) {
        let mut reached = start;
        for (position, (path, from, to)) in ranges.iter().enumerate() {
            let from = from.unwrap_or(start.min(*to));
            if from >= *to {
                self.add(path, InstrumentError::RangeEmpty { from: from.to_string(), to: to.to_string() });
            } else if from > reached {
                self.add(path, InstrumentError::RangeGap { from: reached.to_string(), to: from.to_string() });
            } else if position > 0 && from < reached {
                self.add(path, InstrumentError::RangeOverlap { from: from.to_string(), to: reached.to_string() });
            }
            reached = reached.max(*to);
        }
        if reached < end
            && let Some((path, _, _)) = ranges.last()
        {
            self.add(path, InstrumentError::RangeGap { from: reached.to_string(), to: end.to_string() });
        }
    }

    fn publication(&mut self, document: &Document) {
        let publication = &document.publication;
        if publication.decimals > DECIMALS_LIMIT {
            let error = InstrumentError::Decimals { limit: DECIMALS_LIMIT, found: publication.decimals };
            self.add("publication.decimals", error);
        }
        for year in publication.predicate_basis_by_year.keys() {
            if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
                self.add("publication.predicate_basis_by_year", InstrumentError::Year { found: year.clone() });
            }
        }
    }

    fn measurements(&mut self, document: &Document) {
        for (position, measurement) in document.measurements.iter().enumerate() {
            let path = entry_path("measurements", position, None, Some(&measurement.code));
            if measurement.bands.is_empty() {
                self.add(&path, InstrumentError::ListEmpty);
            }
            let mut ranges = Vec::new();
            for band in &measurement.bands {
                if let (Some(from), Some(to)) = (self.number(&path, &band.from), self.number(&path, &band.to)) {
                    ranges.push((path.clone(), Some(from), to));
                }
                match (measurement.role, &band.value_from, &band.value_to) {
                    (_, Some(from), Some(to)) => {
                        self.number(&path, from);
                        self.number(&path, to);
                    }
                    (MeasurementRole::Value, _, _) => self.add(&path, InstrumentError::BandWithoutValue),
                    (MeasurementRole::Evidence, _, _) => {}
                }
            }
            if let (Some((_, Some(start), _)), Some((_, _, end))) = (ranges.first(), ranges.last()) {
                self.cover(&ranges, *start, *end);
            }
        }
        let known: BTreeSet<&str> = document.measurements.iter().map(|entry| entry.code.as_str()).collect();
        for (position, indicator) in document.indicators.iter().enumerate() {
            if let Some(code) = &indicator.measurement
                && !known.contains(code.as_str())
            {
                let path = entry_path("indicators", position, None, Some(&indicator.code));
                let error = InstrumentError::ReferenceUnknown { kind: "measurement", code: code.clone() };
                self.add(&format!("{path}.measurement"), error);
            }
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
        let mut parent_of = |checker: &mut Self, path: &str, tier: usize, parent: Option<&String>| {
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
                    let code = parent.cloned().unwrap_or_default();
                    sound = false;
                    checker.add(&format!("{path}.parent"), InstrumentError::ReferenceUnknown { kind: "parent", code });
                    None
                }
            }
        };
        let mut parents = Parents { tiers: Vec::new(), nodes: Vec::new(), indicators: Vec::new() };
        let mut tiers_known = true;
        for (position, node) in document.nodes.iter().enumerate() {
            let path = entry_path("nodes", position, Some(&node.tier), Some(&node.code));
            let Some(tier) = tier_of.get(node.tier.as_str()) else {
                tiers_known = false;
                let error = InstrumentError::ReferenceUnknown { kind: "tier", code: node.tier.clone() };
                self.add(&format!("{path}.tier"), error);
                continue;
            };
            parents.tiers.push(*tier);
            parents.nodes.push(parent_of(self, &path, *tier, node.parent.as_ref()));
        }
        for (position, indicator) in document.indicators.iter().enumerate() {
            let path = entry_path("indicators", position, None, Some(&indicator.code));
            parents.indicators.push(parent_of(self, &path, upper.len(), indicator.parent.as_ref()));
        }
        if document.indicators.is_empty() {
            self.add("indicators", InstrumentError::ListEmpty);
            sound = false;
        }
        for (position, (node, count)) in document.nodes.iter().zip(&children).enumerate() {
            if *count == 0 && node.tier != leaf_tier.code {
                let path = entry_path("nodes", position, Some(&node.tier), Some(&node.code));
                self.add(&path, InstrumentError::NodeEmpty);
            }
        }
        (sound && tiers_known).then_some(parents)
    }

    fn weight(&mut self, path: &str, text: &str) -> Option<Ratio> {
        let weight = self.number(path, text)?;
        if weight <= Ratio::ZERO {
            self.add(path, InstrumentError::WeightNotPositive { found: text.to_owned() });
            return None;
        }
        Some(weight)
    }

    fn weights(&mut self, document: &Document) -> Option<Weights> {
        let total = self.weight("total_weight", &document.total_weight);
        let mut nodes = Vec::new();
        for (position, node) in document.nodes.iter().enumerate() {
            let path = entry_path("nodes", position, Some(&node.tier), Some(&node.code));
            nodes.push(self.weight(&format!("{path}.weight"), &node.weight));
        }
        let (mut indicators, mut items) = (Vec::new(), Vec::new());
        for (position, indicator) in document.indicators.iter().enumerate() {
            let path = entry_path("indicators", position, None, Some(&indicator.code));
            let weight = self.weight(&format!("{path}.weight"), &indicator.weight);
            indicators.push(weight);
            items.push(if indicator.items.is_empty() {
                weight.map(|weight| vec![weight])
            } else {
                let path = format!("{path}.items");
                // Read all before giving up on one, so that every bad weight is reported.
                let read: Vec<_> = indicator.items.iter().map(|item| self.weight(&path, &item.weight)).collect();
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
        self.sum("total_weight", &top, weights.total);
        for (position, ((node, family), expected)) in
            document.nodes.iter().zip(&children).zip(&weights.nodes).enumerate()
        {
            if !family.is_empty() {
                let path = entry_path("nodes", position, Some(&node.tier), Some(&node.code));
                self.sum(&path, family, *expected);
            }
        }
        let indicators = document.indicators.iter().zip(&weights.items).zip(&weights.indicators);
        for (position, ((indicator, items), expected)) in indicators.enumerate() {
            let path = entry_path("indicators", position, None, Some(&indicator.code));
            self.sum(&path, items, *expected);
        }
    }

    fn sum(&mut self, path: &str, children: &[Ratio], expected: Ratio) {
        match children.iter().try_fold(Ratio::ZERO, |sum, weight| sum.checked_add(*weight)) {
            Ok(sum) if sum == expected => {}
            Ok(sum) => {
                let (sum, expected) = (sum.to_string(), expected.to_string());
                self.add(path, InstrumentError::WeightSum { count: children.len(), sum, expected });
            }
            Err(error) => self.add(path, InstrumentError::Number(error)),
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
                self.add("total_weight", InstrumentError::WeightsTooFine { limit: PARTS_LIMIT });
                None
            }
        }
    }
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
