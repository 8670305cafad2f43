//! Nodes by name, in whichever instruments a cohort has.

use std::fmt;

use super::error::CohortError;
use super::unit::Cohort;
use crate::instrument::{Indicator, Instrument, Node, Text};
use crate::score::{Score, Value};

/// The index, a node above the indicators, or an indicator: what units are ranked and followed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeName {
    /// The index.
    #[default]
    Index,
    /// A node, by the code of its tier and its own.
    Node {
        /// The code of the tier, such as `domain`.
        tier: String,
        /// The code of the node, such as `4`.
        code: String,
    },
    /// An indicator, by its code.
    Indicator {
        /// The code.
        code: String,
    },
}

impl fmt::Display for NodeName {
    /// As results spell it: `index`, `domain:4`, `aspect:7`, `indicator:12`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index => formatter.write_str("index"),
            Self::Node { tier, code } => write!(formatter, "{tier}:{code}"),
            Self::Indicator { code } => write!(formatter, "indicator:{code}"),
        }
    }
}

/// Where a node stands in an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodePosition {
    Index,
    Node(usize),
    Indicator(usize),
}

impl NodeName {
    /// Where it stands in an instrument, if it has such a node.
    pub(crate) fn in_instrument(&self, instrument: &Instrument) -> Option<NodePosition> {
        match self {
            Self::Index => Some(NodePosition::Index),
            Self::Node { tier, code } => {
                let same = |node: &Node| node.tier() == tier && node.code() == code;
                instrument.nodes().iter().position(same).map(NodePosition::Node)
            }
            Self::Indicator { code } => {
                let position = instrument.indicators().iter().position(|indicator| indicator.code() == code);
                position.map(NodePosition::Indicator)
            }
        }
    }

    /// The parts of the index on one tier, by its position in [`Instrument::tiers`], with their weights in parts of the
    /// instrument's total; the last tier is that of the indicators.
    #[must_use]
    pub fn of_tier(instrument: &Instrument, tier: usize) -> Vec<(Self, i64)> {
        if tier + 1 == instrument.tiers().len() {
            let name = |code: &str| Self::Indicator { code: code.to_owned() };
            return instrument.indicators().iter().map(|own| (name(own.code()), own.parts())).collect();
        }
        let name = |node: &Node| Self::Node { tier: node.tier().to_owned(), code: node.code().to_owned() };
        let nodes = instrument.nodes().iter().filter(|node| node.tier_position() == tier);
        nodes.map(|node| (name(node), node.parts())).collect()
    }

    /// Its official name in an instrument, with the English one beside it; the index has none.
    #[must_use]
    pub fn name_in<'instrument>(&self, instrument: &'instrument Instrument) -> Option<&'instrument Text> {
        match self.in_instrument(instrument)? {
            NodePosition::Index => None,
            NodePosition::Node(node) => instrument.nodes().get(node).map(Node::name),
            NodePosition::Indicator(indicator) => instrument.indicators().get(indicator).map(Indicator::name),
        }
    }

    /// Its value in a score of that instrument, if it has one.
    #[must_use]
    pub fn value_in(&self, instrument: &Instrument, score: &Score) -> Option<Value> {
        value_at(score, self.in_instrument(instrument)?)
    }

    /// The name that a text stands for in an instrument: `index`, `domain:4` or `d4`, `aspect:7` or `a7`,
    /// `indicator:12` or `12`.
    fn read(text: &str, instrument: &Instrument) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if matches!(text.as_str(), "index" | "indeks") {
            return Some(Self::Index);
        }
        let (prefix, code) = match text.split_once(':') {
            Some((prefix, code)) => (prefix, code),
            None => text.split_at(text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(0)),
        };
        let upper = instrument.tiers().split_last().map_or(&[][..], |(_, upper)| upper);
        let names = upper.iter().filter(|tier| {
            // `d` and `a` are short for the tiers that begin with them; `aspek` is the Indonesian name.
            !prefix.is_empty() && (tier.code.starts_with(prefix) || tier.name.id.to_lowercase() == prefix)
        });
        for tier in names {
            if let Some(node) = instrument
                .nodes()
                .iter()
                .find(|node| node.tier() == tier.code && node.code().eq_ignore_ascii_case(code))
            {
                return Some(Self::Node { tier: tier.code.clone(), code: node.code().to_owned() });
            }
        }
        let bare = if matches!(prefix, "" | "i" | "indicator" | "indikator") { code } else { text.as_str() };
        let indicator = instrument.indicators().iter().find(|indicator| indicator.code().eq_ignore_ascii_case(bare))?;
        Some(Self::Indicator { code: indicator.code().to_owned() })
    }
}

/// The value of a node in a score.
pub(crate) fn value_at(score: &Score, at: NodePosition) -> Option<Value> {
    match at {
        NodePosition::Index => Some(score.index),
        NodePosition::Node(node) => score.nodes.get(node)?.value,
        NodePosition::Indicator(indicator) => score.indicators.get(indicator)?.value,
    }
}

impl Cohort {
    /// The node that a text names in the instruments of the cohort: `index`, `domain:4` or `d4`, `aspect:7` or `a7`,
    /// `indicator:12` or `12`.
    ///
    /// # Errors
    /// [`CohortError::NodeUnknown`] if no instrument here has it.
    pub fn node(&self, text: &str) -> Result<NodeName, CohortError> {
        let found = self.sheets.iter().find_map(|sheet| NodeName::read(text, sheet.instrument()));
        found.ok_or_else(|| {
            let ids: Vec<&str> = self.sheets.iter().map(|sheet| sheet.instrument().id()).collect();
            CohortError::NodeUnknown { node: text.to_owned(), instruments: ids.join(", ") }
        })
    }
}
