//! The file form of an instrument: what a TOML or JSON file holds, field by field.
//!
//! Plain data. A [`Document`] may be wrong in any way; [`Instrument`](super::Instrument) is the checked form.
//! Numbers that enter the index are text (`"2.75"`, `"10/3"`), so that they stay exact and keep their printed form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exact::Rounding;
use crate::issue::Language;

/// The `schema` of every instrument file.
pub const SCHEMA: &str = "spbe-instrument/1";

/// A text in Indonesian, with English beside it where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Indonesian; the official wording where the text is a name.
    pub id: String,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The text in `language`; Indonesian where there is no English.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match (language, &self.en) {
            (Language::English, Some(english)) => english,
            _ => &self.id,
        }
    }
}

/// An instrument file, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The instrument's name for programs, such as `spbe-2020`.
    pub id: String,
    /// The edition of this data file; raised when its content changes.
    pub edition: u32,
    /// The instrument's title.
    pub title: Text,
    /// What all weights add up to, such as `"100"` for percent.
    pub total_weight: String,
    /// Remarks that concern the whole instrument.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The legal basis.
    pub legal: Legal,
    /// What an answer to an indicator is.
    pub answers: Answers,
    /// How results are published.
    pub publication: Publication,
    /// The tiers below the index, from the top down; the last is the tier of the indicators.
    pub tiers: Vec<Tier>,
    /// The predicates, lowest first.
    pub predicates: Vec<Predicate>,
    /// The scales, each a list of level names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<Scale>,
    /// The measurements of other agencies that indicators draw on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measurements: Vec<Measurement>,
    /// The nodes of every tier but the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<NodeEntry>,
    /// The nodes of the last tier.
    pub indicators: Vec<IndicatorEntry>,
    /// Facts on which sources disagree, and what was decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<Contested>,
    /// Where the facts come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// The legal basis of an instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legal {
    /// The regulation, as it is cited.
    pub basis: String,
    /// Where it was promulgated (`BN 2020/994`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gazette: Option<String>,
    /// The day it was signed (`2020-09-02`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// The day it was promulgated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promulgated: Option<String>,
    /// The day from which it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<String>,
    /// What it revokes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revokes: Option<String>,
    /// What revokes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_by: Option<String>,
    /// Guidelines issued under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guidelines: Vec<String>,
    /// The years in which assessments used it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_years: Vec<u16>,
    /// Whether the regulation's own text was read for this file.
    pub text_seen: bool,
}

/// Whether answers are whole levels or exact decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Whole levels.
    Level,
    /// Exact decimals.
    Value,
}

impl AnswerKind {
    /// The spelling in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Value => "value",
        }
    }
}

/// What happens to an indicator without an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MissingPolicy {
    /// An error that lists every missing answer.
    #[default]
    Reject,
    /// The scale's lowest level.
    Minimum,
    /// The value 0: what the ministry's system did for an unanswered aspect in 2023.
    Zero,
    /// Left out, the other weights scaled up; not the official index.
    Exclude,
    /// The lowest and highest index still possible.
    Interval,
}

impl MissingPolicy {
    /// All policies.
    pub const ALL: [Self; 5] = [Self::Reject, Self::Minimum, Self::Zero, Self::Exclude, Self::Interval];

    /// The spelling in files, options and results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::Minimum => "minimum",
            Self::Zero => "zero",
            Self::Exclude => "exclude",
            Self::Interval => "interval",
        }
    }
}

/// What an answer to an indicator is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Whole levels or exact decimals.
    pub kind: AnswerKind,
    /// The lowest answer.
    pub lowest: String,
    /// The highest answer.
    pub highest: String,
    /// What happens without an answer, unless the caller says otherwise.
    #[serde(default)]
    pub missing: MissingPolicy,
    /// Whether a level presupposes every level below it.
    #[serde(default)]
    pub cumulative: bool,
    /// Levels that enter the sum with another value than their own number (5/2018: level 0 counts as 1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub level_values: Vec<LevelValue>,
    /// For decimal values: the value once a level is complete (8/2026: 1.5, 2.5, 3.5, 4.0, 5.0).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub completed_levels: Vec<LevelValue>,
}

/// A level and the value it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelValue {
    /// The level.
    pub level: i64,
    /// Its value.
    pub value: String,
}

/// Which index a predicate is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredicateBasis {
    /// The exact index.
    Exact,
    /// The published, rounded index.
    Published,
}

impl PredicateBasis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Exact, Self::Published];

    /// The spelling in files, options and results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Published => "published",
        }
    }
}

/// How results are published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// How many decimals are printed.
    pub decimals: u8,
    /// How the last of them is found.
    pub rounding: Rounding,
    /// Which index the predicate is read from in years not listed.
    pub predicate_basis: PredicateBasis,
    /// Which index the predicate was read from, by year.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub predicate_basis_by_year: BTreeMap<String, PredicateBasis>,
    /// How well this is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
}

/// A tier of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The tier's name for programs: `domain`, `aspect`, `indicator`.
    pub code: String,
    /// The tier's name for people.
    pub name: Text,
}

/// A predicate and the index values it covers, from its lower bound up to but not including its upper one; the
/// last predicate includes its upper bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// The official name, with English beside it.
    pub name: Text,
    /// The lower bound, included; absent where the regulation prints none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The upper bound.
    pub to: String,
    /// The range as the regulation prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
}

/// A named scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The scale's name for programs: `process`, `service`.
    pub code: String,
    /// The scale's name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The levels, lowest first.
    pub levels: Vec<ScaleLevel>,
}

/// A level of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleLevel {
    /// The level.
    pub level: i64,
    /// Its name.
    pub name: Text,
    /// What it means on any indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Text>,
    /// Other names seen in files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
}

/// What another agency's index is to an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasurementRole {
    /// Its converted score is the indicator's value.
    Value,
    /// It is one piece of evidence for a level.
    Evidence,
}

/// An index of another agency that an indicator draws on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// The measurement's name for programs.
    pub code: String,
    /// The index as it is called.
    pub name: Text,
    /// The agency that measures it.
    pub owner: String,
    /// What it is to the indicator.
    pub role: MeasurementRole,
    /// The bands of its own scale, lowest first, without a gap.
    pub bands: Vec<Band>,
    /// How well bands and conversion are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A band of another agency's scale: from its lower bound up to but not including its upper one; the last band
/// includes its upper bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The level that the band stands for.
    pub level: i64,
    /// The lower bound, included.
    pub from: String,
    /// The upper bound.
    pub to: String,
    /// The indicator's value at the lower bound; the conversion is linear inside a band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_from: Option<String>,
    /// The indicator's value at the upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_to: Option<String>,
}

/// Another name of a node, as seen in files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The name.
    pub text: String,
    /// Where it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_in: Option<String>,
}

/// A node above the indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeEntry {
    /// The tier it belongs to.
    pub tier: String,
    /// Its code, unique in the tier.
    pub code: String,
    /// The code of its parent in the tier above; absent in the top tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its weight as printed, in units of the instrument's total.
    pub weight: String,
    /// Its name.
    pub name: Text,
    /// Other names seen in files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorEntry {
    /// Its code, unique among indicators.
    pub code: String,
    /// The code of its parent in the tier above; absent where indicators are the only tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its weight as printed, in units of the instrument's total.
    pub weight: String,
    /// Its official name.
    pub name: Text,
    /// A shorter name for tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Text>,
    /// The scale its levels belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// Other codes seen in files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub code_variants: Vec<String>,
    /// Other names seen in files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// The agencies that supervise it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// The code of the measurement it draws on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<String>,
    /// What proves any level of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How well its criteria are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// The items that are scored, where they are more than the indicator itself (5/2018, indicator 35).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemEntry>,
    /// The criteria, level by level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Criterion>,
}

/// A scored item of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemEntry {
    /// Its code, unique among items.
    pub code: String,
    /// Its weight, in units of the instrument's total.
    pub weight: String,
}

/// What a level of an indicator asks, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The level.
    pub level: i64,
    /// What the level asks.
    pub criterion: Text,
    /// What proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text>,
    /// The lower level that the criterion itself cites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_level: Option<i64>,
    /// For decimal values: what each piece of evidence adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence_values: Vec<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A fact on which sources disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contested {
    /// The fact.
    pub fact: String,
    /// What each source says.
    pub readings: Vec<Reading>,
    /// What this file follows, and why.
    pub resolution: String,
    /// How sure that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
}

/// What one source says of a contested fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The source, in words.
    pub source: String,
    /// What it says.
    pub reading: String,
}

/// A source of facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its short name in this file.
    pub code: String,
    /// What and where it is.
    pub text: String,
    /// How far it is trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
}
