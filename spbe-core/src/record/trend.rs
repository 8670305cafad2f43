//! Changes as records: the contract of `spbe trend` and `spbe compare`, `--format json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Ordered;
use super::rank::predicate_name;
use crate::cohort::{Basis, CohortError, GroupKey, NodeName, Scores, Unit};
use crate::exact::{Decimal, Ratio, Rounding};
use crate::instrument::{Instrument, Text};
use crate::trend::{
    Comparison, Crosswalk, Difference, Linked, PrintedMean, TierAttribution, Track, Transitions, YearMean, means,
    tracks, transitions,
};

/// One unit as a point of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PointRecord {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The id of the instrument.
    pub instrument: String,
    /// `answers`, or `printed`.
    pub basis: &'static str,
    /// The index as published.
    pub index: Option<f64>,
    /// The exact index; absent where it is printed, or not one number.
    pub index_exact: Option<String>,
    /// The predicate; absent where it is not determined.
    pub predicate: Option<String>,
}

/// One node's part in a difference of indices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartRecord {
    /// The node, such as `aspect:7`.
    pub node: String,
    /// Its name.
    pub name: Text,
    /// Its value in the first.
    pub before_exact: String,
    /// Its value in the second.
    pub after_exact: String,
    /// What its change adds to the index, exact.
    pub contribution_exact: String,
    /// The same as the nearest number.
    pub contribution: f64,
}

/// The difference of indices by the nodes of one tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierRecord {
    /// The nodes.
    pub parts: Vec<PartRecord>,
    /// What they leave: `0` for answers, the effect of rounding for printed values. Parts and remainder add up to the
    /// change exactly.
    pub remainder_exact: String,
}

/// Two items that a crosswalk links.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkedRecord {
    /// The item of the earlier instrument.
    pub from: Option<String>,
    /// The item of the later one.
    pub to: Option<String>,
    /// How they are linked.
    pub relation: String,
    /// What changed.
    pub note: String,
    /// The value of the earlier item.
    pub before_exact: String,
    /// The value of the later one.
    pub after_exact: String,
}

/// Two units side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonRecord {
    /// The first.
    pub from: PointRecord,
    /// The second.
    pub to: PointRecord,
    /// The second index less the first, exact; of printed indices as printed.
    pub change_exact: Option<String>,
    /// The same as the nearest number.
    pub change: Option<f64>,
    /// Whether the two have different instruments, so that the difference is not a change of the institution alone.
    pub rule_changed: bool,
    /// What the attribution rests on: `answers`, or `printed` if a printed value takes part.
    pub attribution_basis: Option<&'static str>,
    /// The difference by tier (`domain`, `aspect`, `indicator`), where both have every node of it.
    pub attribution: Ordered<TierRecord>,
    /// Across instruments: whether links are known, and whether linked levels mean the same steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crosswalk_levels: Option<bool>,
    /// Across instruments: what can be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comparable: Vec<LinkedRecord>,
    /// Across instruments: the items of the first that cannot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only_before: Vec<String>,
    /// Across instruments: the items of the second that cannot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only_after: Vec<String>,
}

/// An institution over the years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrackRecord {
    /// The institution.
    pub institution: String,
    /// The stage.
    pub stage: Option<String>,
    /// Its assessments by year.
    pub points: Vec<PointRecord>,
    /// From each to the next.
    pub changes: Vec<ComparisonRecord>,
    /// Years in between without an assessment.
    pub gaps: Vec<u16>,
}

/// Institutions by predicate in one year and in the next that they have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitionsRecord {
    /// The earlier year.
    pub from: u16,
    /// The later year.
    pub to: u16,
    /// Whether the rule changed in between.
    pub rule_changed: bool,
    /// Counts by earlier and later predicate.
    pub counts: Ordered<Ordered<usize>>,
    /// Institutions with a predicate that is not determined.
    pub undetermined: usize,
}

/// A mean of a year, of all or of one kind of institution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeanRecord {
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The id of the instrument.
    pub instrument: String,
    /// The kind of institution; absent for all.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// How many institutions have an index.
    pub count: usize,
    /// How many have none.
    pub without: usize,
    /// The plain mean of the listed indices, two decimals.
    pub mean: Option<f64>,
    /// The same, exact.
    pub mean_exact: Option<String>,
    /// What the ministry's reports print, by report; several where they differ. It need not be the plain mean.
    pub printed: BTreeMap<String, String>,
}

/// Everything that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendRecord {
    /// Institutions in order of name.
    pub institutions: Vec<TrackRecord>,
    /// Predicates from year to year.
    pub transitions: Vec<TransitionsRecord>,
    /// Means by year, of all and by kind.
    pub means: Vec<MeanRecord>,
}

impl ComparisonRecord {
    /// The record of a comparison.
    #[must_use]
    pub fn new(scores: &Scores<'_>, comparison: &Comparison) -> Option<Self> {
        let cohort = scores.cohort();
        let (from, to) = (cohort.unit(comparison.from)?, cohort.unit(comparison.to)?);
        let tiers = comparison.attribution.iter().flat_map(|attribution| &attribution.tiers);
        let change = comparison.index.map(|index: Difference| index.change);
        let linked = |own: &Linked| LinkedRecord {
            from: own.link.from.clone(),
            to: own.link.to.clone(),
            relation: own.link.relation.clone(),
            note: own.link.note.clone(),
            before_exact: own.before.to_string(),
            after_exact: own.after.to_string(),
        };
        Some(Self {
            from: PointRecord::new(scores, &from),
            to: PointRecord::new(scores, &to),
            change_exact: change.map(|change| change.to_string()),
            change: change.map(Ratio::to_f64),
            rule_changed: comparison.rule_changed,
            attribution_basis: comparison.attribution.as_ref().map(|attribution| Basis::name(attribution.basis)),
            attribution: tiers.map(|tier| (tier.tier.clone(), TierRecord::new(from.instrument(), tier))).collect(),
            crosswalk_levels: comparison.crosswalk.as_ref().map(Crosswalk::has_levels),
            comparable: comparison.linked.iter().map(linked).collect(),
            only_before: comparison.only_before.clone(),
            only_after: comparison.only_after.clone(),
        })
    }
}

impl PointRecord {
    fn new(scores: &Scores<'_>, unit: &Unit<'_>) -> Self {
        let index = scores.index().value(unit.position());
        let published = index.and_then(|index| scores.published(unit.position(), &NodeName::Index, index));
        Self {
            institution: unit.institution().to_owned(),
            year: unit.year(),
            stage: unit.stage().map(ToOwned::to_owned),
            instrument: unit.instrument().id().to_owned(),
            basis: unit.basis().name(),
            index: published.map(Decimal::to_f64),
            index_exact: index.filter(|_| unit.basis() == Basis::Answers).map(|index| index.to_string()),
            predicate: predicate_name(scores, unit),
        }
    }
}

impl TierRecord {
    fn new(instrument: &Instrument, tier: &TierAttribution) -> Self {
        let name = |node: &NodeName| match node {
            NodeName::Index => None,
            NodeName::Node { tier, code } => instrument.node(tier, code).map(|node| node.name().clone()),
            NodeName::Indicator { code } => instrument.indicator(code).map(|own| own.name().clone()),
        };
        let parts = tier.parts.iter().map(|part| PartRecord {
            node: part.node.to_string(),
            name: name(&part.node).unwrap_or_else(|| Text { id: part.node.to_string(), en: None }),
            before_exact: part.value.before.to_string(),
            after_exact: part.value.after.to_string(),
            contribution_exact: part.contribution.to_string(),
            contribution: part.contribution.to_f64(),
        });
        Self { parts: parts.collect(), remainder_exact: tier.remainder.to_string() }
    }
}

impl TrendRecord {
    /// The trends of some units; `printed` are the ministry's means, to stand beside the plain ones.
    ///
    /// # Errors
    /// A number that does not fit.
    pub fn new(scores: &Scores<'_>, units: &[usize], printed: &[PrintedMean]) -> Result<Self, CohortError> {
        let tracks = tracks(scores, units)?;
        let mut all = means(scores, units, &[])?;
        if scores.cohort().label("type").is_some() {
            all.extend(means(scores, units, &[GroupKey::from("type")])?);
            all.sort_by(|left, right| {
                (left.year, &left.stage, &left.group).cmp(&(right.year, &right.stage, &right.group))
            });
        }
        let means = all.iter().map(|mean| MeanRecord::new(mean, printed)).collect::<Result<_, _>>()?;
        Ok(Self {
            institutions: tracks.iter().map(|track| TrackRecord::new(scores, track)).collect(),
            transitions: transitions(scores, &tracks).iter().map(TransitionsRecord::new).collect(),
            means,
        })
    }
}

impl TrackRecord {
    fn new(scores: &Scores<'_>, track: &Track) -> Self {
        let units = track.units.iter().filter_map(|unit| scores.cohort().unit(*unit));
        Self {
            institution: track.institution.clone(),
            stage: track.stage.clone(),
            points: units.map(|unit| PointRecord::new(scores, &unit)).collect(),
            changes: track.changes.iter().filter_map(|change| ComparisonRecord::new(scores, change)).collect(),
            gaps: track.gaps.clone(),
        }
    }
}

impl TransitionsRecord {
    fn new(own: &Transitions) -> Self {
        let row = |(name, counts): (&String, &Vec<usize>)| {
            (name.clone(), own.columns.iter().cloned().zip(counts.iter().copied()).collect())
        };
        Self {
            from: own.from,
            to: own.to,
            rule_changed: own.instrument.is_none(),
            counts: own.rows.iter().zip(&own.counts).map(row).collect(),
            undetermined: own.undetermined,
        }
    }
}

impl MeanRecord {
    fn new(mean: &YearMean, printed: &[PrintedMean]) -> Result<Self, CohortError> {
        let kind = mean.group.first().cloned().flatten();
        let scope = kind.as_deref().unwrap_or("nasional");
        // The reports' group `lembaga lainnya` takes in five of the kinds that the table tells apart.
        let same_group = |own: &PrintedMean| own.scope == scope && scope != "lembaga lainnya";
        let same = |own: &&PrintedMean| Some(own.year) == mean.year && same_group(own) && mean.stage.is_none();
        let rounded = mean.mean.map(|mean| Rounding::HalfUp.publish(mean, 2)).transpose()?;
        Ok(Self {
            year: mean.year,
            stage: mean.stage.clone(),
            instrument: mean.instrument.clone(),
            count: mean.count,
            without: mean.without,
            mean: rounded.map(Decimal::to_f64),
            mean_exact: mean.mean.map(|mean| mean.to_string()),
            printed: printed.iter().filter(same).map(|own| (own.source.clone(), own.value.clone())).collect(),
            kind,
        })
    }
}
