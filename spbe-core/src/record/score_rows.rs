//! Scores as flat rows of CSV: the contract of `spbe score --format csv`.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::score::upper_tiers;
use crate::exact::Decimal;
use crate::instrument::{Indicator, Instrument};
use crate::score::{Score, ScoreSource, Value};

/// The columns that every row has before those of its nodes; the labels of the file stand behind the third.
const COLUMNS: [&str; 14] = [
    "institution",
    "year",
    "stage",
    "instrument",
    "index",
    "index_exact",
    "index_lowest",
    "index_highest",
    "predicate",
    "predicates_possible",
    "predicate_basis",
    "missing_policy",
    "missing",
    "official_rule",
];
const WHO: usize = 3;

/// What makes rows of scores: all with the same columns, values that are not determined empty beside their range.
#[derive(Debug)]
pub struct ScoreRows<'score> {
    instrument: &'score Instrument,
    labels: &'score [String],
    /// The nodes in the order of their columns: tier by tier, each in the order of the instrument.
    nodes: Vec<usize>,
    /// The indicators, whose contributions are known where answers are.
    indicators: &'score [Indicator],
}

impl<'score> ScoreRows<'score> {
    /// Rows of scores on one instrument, all from answers or all from printed values, with these labels of their files.
    #[must_use]
    pub fn new(instrument: &'score Instrument, source: ScoreSource, labels: &'score [String]) -> Self {
        let of_tier = |tier: &str| -> Vec<usize> {
            let nodes = instrument.nodes().iter().enumerate();
            nodes.filter(|(_, node)| node.tier() == tier).map(|(position, _)| position).collect()
        };
        let nodes = upper_tiers(instrument).into_iter().flat_map(of_tier).collect();
        let indicators = match source {
            ScoreSource::Answers => instrument.indicators(),
            ScoreSource::Printed => &[],
        };
        Self { instrument, labels, nodes, indicators }
    }

    /// The heading. A label of the file that is called like a column of ours gives way: `label_year`.
    #[must_use]
    pub fn heading(&self) -> String {
        let nodes = self.nodes.iter().filter_map(|position| self.instrument.nodes().get(*position));
        let nodes = nodes.map(|node| format!("{}_{}", node.tier(), node.code()));
        let contributions = self.indicators.iter().map(|own| format!("contribution_{}", own.code()));
        let published: Vec<String> = nodes.chain(contributions).collect();
        let exact: Vec<String> = published.iter().map(|name| format!("{name}_exact")).collect();
        let own: BTreeSet<&str> =
            COLUMNS.iter().copied().chain(published.iter().chain(&exact).map(String::as_str)).collect();
        let (who, rest) = COLUMNS.split_at(WHO);
        let mut row = Row::default();
        who.iter().for_each(|name| row.text(name));
        for label in self.labels {
            if own.contains(label.as_str()) { row.text(&format!("label_{label}")) } else { row.text(label) }
        }
        rest.iter().for_each(|name| row.text(name));
        published.iter().chain(&exact).for_each(|name| row.text(name));
        row.end();
        row.written
    }

    /// The rows of scores.
    #[must_use]
    pub fn rows(&self, scores: &[Score]) -> String {
        let mut row = Row::default();
        for score in scores {
            self.row(score, &mut row);
            row.end();
        }
        row.written
    }

    fn row(&self, score: &Score, row: &mut Row) {
        let Self { instrument, .. } = *self;
        let predicate =
            |position: usize| instrument.predicates().get(position).map_or("", |predicate| &predicate.name.id);
        row.text(&score.subject.institution);
        row.shown(score.subject.year);
        row.text(score.subject.stage.as_deref().unwrap_or_default());
        for label in self.labels {
            row.text(score.subject.labels.get(label).map_or("", String::as_str));
        }
        row.text(&score.instrument);
        row.published(Some(score.index));
        let exact = score.index.exact();
        row.shown(exact);
        row.shown(Some(exact.unwrap_or_else(|| score.index.lowest())));
        row.shown(Some(exact.unwrap_or_else(|| score.index.highest())));
        row.text(score.predicate.determined().map_or("", predicate));
        let possible: Vec<&str> = (score.predicate.lowest..=score.predicate.highest).map(predicate).collect();
        row.text(&possible.join("|"));
        row.text(score.predicate_basis.name());
        row.text(score.missing_policy.name());
        let missing = score.missing_items.iter().filter_map(|position| instrument.items().get(*position));
        row.text(&missing.map(crate::instrument::Item::code).collect::<Vec<_>>().join(" "));
        row.text(if score.is_official_rule() { "true" } else { "false" });
        let nodes = || self.nodes.iter().map(|position| score.nodes.get(*position).and_then(|node| node.value));
        let places = 0..self.indicators.len();
        let contributions = || places.clone().map(|place| score.indicators.get(place).and_then(|own| own.contribution));
        nodes().chain(contributions()).for_each(|value| row.published(value));
        nodes().chain(contributions()).for_each(|value| row.shown(value.and_then(|value| value.exact())));
    }
}

/// Rows as they are written: a cell is quoted where its text would be taken for something else.
#[derive(Default)]
struct Row {
    written: String,
    begun: bool,
}

impl Row {
    fn cell(&mut self) -> &mut String {
        if self.begun {
            self.written.push(',');
        }
        self.begun = true;
        &mut self.written
    }

    fn text(&mut self, text: &str) {
        let written = self.cell();
        if text.contains([',', '"', '\n', '\r']) {
            written.push('"');
            written.push_str(&text.replace('"', "\"\""));
            written.push('"');
        } else {
            written.push_str(text);
        }
    }

    /// A number, which needs no quotes.
    fn shown(&mut self, number: Option<impl Display>) {
        let written = self.cell();
        if let Some(number) = number {
            written.push_str(&number.to_string());
        }
    }

    /// A published number as JSON and Python write it: `3.0`.
    fn published(&mut self, value: Option<Value>) {
        let number = value.and_then(|value| value.published()).map(Decimal::to_f64);
        self.shown(number.map(|number| format!("{number:?}")));
    }

    fn end(&mut self) {
        self.written.push('\n');
        self.begun = false;
    }
}
