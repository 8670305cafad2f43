//! The figures of a cohort: how scores lie, go together, and come about.

use std::collections::BTreeMap;
use std::iter::once;

use super::components::PrincipalComponents;
use super::correlation::Order;
use super::influence::Influence;
use super::moments::{Deviations, mean, standard_deviation};
use super::quantile::quantile_of;
use super::reliability::{cronbach_alpha, item_rest};
use crate::cohort::{CohortError, GroupKey, Grouping, NodeColumn, NodeName, Scores, Sheet};
use crate::exact::{NumberError, Ratio};
use crate::instrument::Instrument;

/// How the values of one node lie in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// How many units have a value.
    pub count: usize,
    /// How many have none.
    pub without: usize,
    /// The mean: the nearest double of the exact one.
    pub mean: Option<f64>,
    /// The sample standard deviation.
    pub standard_deviation: Option<f64>,
    /// The lowest value, the quartiles, the highest value: exact.
    pub quartiles: Option<[Ratio; 5]>,
}

impl Distribution {
    /// The distribution of a node over some units.
    ///
    /// # Errors
    /// [`NumberError`] if a quartile does not fit.
    pub fn new(column: &NodeColumn, units: &[usize]) -> Result<Self, NumberError> {
        // Whole numbers over one denominator, where there is one: a million ratios take long to sort.
        match column.common() {
            Some((denominator, numerators)) => {
                let own = units.iter().filter_map(|unit| numerators.get(*unit).copied());
                let known: Vec<i64> = own.filter(|numerator| *numerator != NodeColumn::NONE).collect();
                Self::of_known(known, units.len(), |numerator| Ratio::new(numerator.into(), denominator.into()))
            }
            None => Self::of_known(units.iter().filter_map(|unit| column.value(*unit)).collect(), units.len(), Ok),
        }
    }

    fn of_known<T: Copy + Ord>(
        mut known: Vec<T>,
        units: usize,
        exact: impl Fn(T) -> Result<Ratio, NumberError>,
    ) -> Result<Self, NumberError> {
        known.sort_unstable();
        let mut floats = Vec::with_capacity(known.len());
        for equal in known.chunk_by(|one, other| one == other) {
            if let Some(value) = equal.first() {
                let value = exact(*value)?.to_f64();
                floats.extend(std::iter::repeat_n(value, equal.len()));
            }
        }
        let at = |place: usize| known.get(place).map_or(Ok(Ratio::whole(0)), |value| exact(*value));
        let mut quartiles = [Ratio::whole(0); 5];
        for (quarter, slot) in (0..).zip(&mut quartiles) {
            *slot = quantile_of(known.len(), at, Ratio::new(quarter, 4)?)?.unwrap_or(Ratio::whole(0));
        }
        Ok(Self {
            count: known.len(),
            without: units - known.len(),
            mean: mean(&floats),
            standard_deviation: standard_deviation(&floats),
            quartiles: (!known.is_empty()).then_some(quartiles),
        })
    }
}

/// One group: how its index and nodes lie, and how many units have each predicate.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupStatistics {
    /// The position of the group in the grouping.
    pub group: usize,
    /// How many units are in it.
    pub units: usize,
    /// How many units have each predicate, in the instrument's order.
    pub predicates: Vec<usize>,
    /// How many have none that is determined.
    pub predicate_unknown: usize,
    /// The nodes asked for, with how their values lie.
    pub nodes: Vec<(NodeName, Distribution)>,
}

impl GroupStatistics {
    /// The statistics of each group. Units of other instruments are passed over; predicates count in the order of
    /// `instrument`.
    ///
    /// # Errors
    /// [`CohortError`] for numbers that do not fit.
    pub fn by_group(
        scores: &Scores<'_>,
        instrument: &Instrument,
        grouping: &Grouping,
        nodes: &[NodeName],
    ) -> Result<Vec<Self>, CohortError> {
        let cohort = scores.cohort();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); grouping.len()];
        let own = |sheet: &Sheet| sheet.instrument().checksum() == instrument.checksum();
        let own: Vec<bool> = cohort.sheets().iter().map(own).collect();
        for unit in cohort.units().filter(|unit| own.get(unit.sheet_position()).is_some_and(|own| *own)) {
            let group = grouping.group(unit.position()).and_then(|group| members.get_mut(group));
            group.into_iter().for_each(|members| members.push(unit.position()));
        }
        let mut found: Vec<Self> = Vec::with_capacity(members.len());
        for (group, members) in members.iter().enumerate() {
            let mut predicates = vec![0; instrument.predicates().len()];
            let mut predicate_unknown = 0;
            for unit in members {
                match scores.predicate(*unit).and_then(|predicate| predicates.get_mut(predicate)) {
                    Some(count) => *count += 1,
                    None => predicate_unknown += 1,
                }
            }
            found.push(Self { group, units: members.len(), predicates, predicate_unknown, nodes: Vec::new() });
        }
        for node in nodes {
            let column = scores.column(node)?;
            for (statistics, members) in found.iter_mut().zip(&members) {
                statistics.nodes.push((node.clone(), Distribution::new(&column, members)?));
            }
        }
        Ok(found)
    }
}

/// What is asked of a cohort. By default: the index and the nodes of the top tier, and how the indicators make up the
/// index (or the nodes, where no answers are known).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatisticsOptions {
    within: Vec<GroupKey>,
    nodes: Option<Vec<NodeName>>,
    tier: Option<String>,
    instrument: Option<String>,
}

impl StatisticsOptions {
    /// What makes a group, beside year and stage, which are never thrown together.
    #[must_use]
    pub fn within(mut self, keys: Vec<GroupKey>) -> Self {
        self.within = keys;
        self
    }

    /// The nodes whose values are described.
    #[must_use]
    pub fn nodes(mut self, nodes: Option<Vec<NodeName>>) -> Self {
        self.nodes = nodes;
        self
    }

    /// The tier whose parts make up the index, by its code; the finest that is known unless given.
    #[must_use]
    pub fn tier(mut self, code: Option<String>) -> Self {
        self.tier = code;
        self
    }

    /// The instrument, by its id; needed where the cohort has several.
    #[must_use]
    pub fn instrument(mut self, id: Option<String>) -> Self {
        self.instrument = id;
        self
    }
}

/// The figures of the units of one instrument.
#[derive(Clone, Debug)]
pub struct StatisticsStudy<'cohort> {
    /// The instrument.
    pub instrument: &'cohort Instrument,
    /// The groups.
    pub grouping: Grouping,
    /// Their figures, in their order.
    pub groups: Vec<GroupStatistics>,
    /// The year whose units the structure is of: the latest.
    pub year: Option<u16>,
    /// The stage whose units it is of: the one with the most units of that year.
    pub stage: Option<String>,
    /// How the parts of a tier make up the index of these units.
    pub structure: Structure,
}

impl<'cohort> StatisticsStudy<'cohort> {
    /// Studies a cohort.
    ///
    /// # Errors
    /// [`CohortError`] for an instrument, a label, a node or a tier that is not there, and for numbers that do not fit.
    pub fn new(scores: &Scores<'cohort>, options: &StatisticsOptions) -> Result<Self, CohortError> {
        let cohort = scores.cohort();
        let instrument = cohort.instrument(options.instrument.as_deref())?;
        let mut keys = vec![GroupKey::Year, GroupKey::Stage];
        keys.extend(options.within.iter().filter(|key| !matches!(key, GroupKey::Year | GroupKey::Stage)).cloned());
        let grouping = cohort.group(&keys)?;
        let top = || NodeName::of_tier(instrument, 0).into_iter().map(|(node, _)| node);
        let nodes = options.nodes.clone().unwrap_or_else(|| once(NodeName::Index).chain(top()).collect());
        let groups = GroupStatistics::by_group(scores, instrument, &grouping, &nodes)?;

        let own = || cohort.units().filter(|unit| unit.instrument().checksum() == instrument.checksum());
        let year = own().map(|unit| unit.year()).max().flatten();
        let mut by_stage: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for unit in own().filter(|unit| unit.year() == year) {
            by_stage.entry(unit.stage()).or_default().push(unit.position());
        }
        let (stage, units) = by_stage.into_iter().max_by_key(|(_, units)| units.len()).unwrap_or_default();
        let structure = match &options.tier {
            Some(code) => {
                let tier = instrument.tiers().iter().position(|tier| tier.code == *code);
                let tier = tier.ok_or_else(|| CohortError::no_tier(code, instrument))?;
                Structure::new(scores, instrument, tier, &units)?
            }
            None => {
                let mut tier = instrument.tiers().len().saturating_sub(1);
                loop {
                    let structure = Structure::new(scores, instrument, tier, &units)?;
                    if structure.units > 0 || tier == 0 {
                        break structure;
                    }
                    tier -= 1;
                }
            }
        };
        Ok(Self { instrument, grouping, groups, year, stage: stage.map(str::to_owned), structure })
    }
}

/// How strongly two nodes go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Of the values.
    pub pearson: Option<f64>,
    /// Of their ranks.
    pub spearman: Option<f64>,
    /// Of their order, pair by pair (tau-b).
    pub kendall: Option<f64>,
}

/// One part of the index over the units of a cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct PartStatistics {
    /// The part.
    pub part: NodeName,
    /// Its weight in the index.
    pub weight: Ratio,
    /// How much it really drives the index; `None` where all have the same index.
    pub influence: Option<Influence>,
    /// Its correlation with the sum of the others.
    pub item_rest: Option<f64>,
    /// Its correlations with the index.
    pub with_index: Correlation,
}

/// How the parts of one tier make up the index of some units.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// The tier, as a position in the instrument.
    pub tier: usize,
    /// How many units have a value of every part.
    pub units: usize,
    /// How many do not, and are left out.
    pub left_out: usize,
    /// The parts in the order of the instrument.
    pub parts: Vec<PartStatistics>,
    /// By part, then by part: their correlations.
    pub correlations: Vec<Vec<Correlation>>,
    /// Cronbach's alpha of the parts, each counting alike.
    pub cronbach_alpha: Option<f64>,
    /// The principal components of the parts.
    pub components: Option<PrincipalComponents>,
}

impl Structure {
    /// The structure on one tier, by its position in the instrument. The index is taken as the weighted sum of the
    /// parts, so that units known by printed parts take part as well.
    ///
    /// # Errors
    /// [`CohortError`] for numbers that do not fit.
    pub fn new(
        scores: &Scores<'_>,
        instrument: &Instrument,
        tier: usize,
        units: &[usize],
    ) -> Result<Self, CohortError> {
        let parts = NodeName::of_tier(instrument, tier);
        let mut columns = Vec::with_capacity(parts.len());
        for (part, _) in &parts {
            columns.push(scores.column(part)?);
        }
        let all_known = |unit: &&usize| {
            let own = scores.cohort().unit(**unit);
            own.is_some_and(|own| own.instrument().checksum() == instrument.checksum())
                && columns.iter().all(|column| column.value(**unit).is_some())
        };
        let known: Vec<usize> = units.iter().filter(all_known).copied().collect();
        let values: Vec<Vec<Ratio>> =
            columns.iter().map(|column| known.iter().filter_map(|unit| column.value(*unit)).collect()).collect();
        let mut index = vec![Ratio::whole(0); known.len()];
        let mut contributions: Vec<Vec<f64>> = Vec::with_capacity(parts.len());
        let mut weights = Vec::with_capacity(parts.len());
        for ((_, weight), values) in parts.iter().zip(&values) {
            let weight = Ratio::new((*weight).into(), instrument.total_parts().into())?;
            let mut contribution = Vec::with_capacity(values.len());
            for (index, value) in index.iter_mut().zip(values) {
                let share = value.checked_mul(weight)?;
                *index = index.checked_add(share)?;
                contribution.push(share.to_f64());
            }
            contributions.push(contribution);
            weights.push(weight);
        }
        let index: Vec<f64> = index.into_iter().map(Ratio::to_f64).collect();
        let values: Vec<Vec<f64>> =
            values.into_iter().map(|values| values.into_iter().map(Ratio::to_f64).collect()).collect();
        let slices: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
        let ranked: Vec<Ranked> = slices.iter().map(|values| Ranked::new(values)).collect();
        let ranked_index = Ranked::new(&index);
        let rests = item_rest(&slices);
        let parts = parts.into_iter().zip(weights).zip(&ranked).zip(&slices).zip(&contributions).zip(rests);
        Ok(Self {
            tier,
            units: known.len(),
            left_out: units.len() - known.len(),
            parts: parts
                .map(|((((((part, _), weight), ranked), values), contributions), item_rest)| PartStatistics {
                    part,
                    weight,
                    influence: Influence::new(values, contributions, &index),
                    item_rest,
                    with_index: ranked.with(&ranked_index),
                })
                .collect(),
            correlations: by_pairs(&ranked),
            cronbach_alpha: cronbach_alpha(&slices),
            components: PrincipalComponents::new(&slices),
        })
    }
}

/// A column's order, its deviations and those of its ranks, which many correlations share.
struct Ranked {
    order: Order,
    deviations: Option<Deviations>,
    ranks: Option<Deviations>,
}

impl Ranked {
    fn new(values: &[f64]) -> Self {
        let order = Order::of(values);
        Self { deviations: Deviations::of(values), ranks: Deviations::of(&order.mean_ranks()), order }
    }

    fn with(&self, other: &Self) -> Correlation {
        let correlation =
            |own: &Option<Deviations>, other: &Option<Deviations>| own.as_ref()?.correlation(other.as_ref()?);
        Correlation {
            pearson: correlation(&self.deviations, &other.deviations),
            spearman: correlation(&self.ranks, &other.ranks),
            kendall: self.order.kendall(&other.order),
        }
    }
}

/// The correlations of each column with each other one, each pair computed once; columns of one length.
#[must_use]
pub fn correlations(columns: &[&[f64]]) -> Vec<Vec<Correlation>> {
    by_pairs(&columns.iter().map(|values| Ranked::new(values)).collect::<Vec<Ranked>>())
}

fn by_pairs(columns: &[Ranked]) -> Vec<Vec<Correlation>> {
    let mut rows: Vec<Vec<Correlation>> = Vec::with_capacity(columns.len());
    for (position, first) in columns.iter().enumerate() {
        let known = rows.iter().filter_map(|row| row.get(position).copied());
        let row = known.chain(columns.iter().skip(position).map(|second| first.with(second))).collect();
        rows.push(row);
    }
    rows
}
