//! The institutions that are ranked together, as a field.

use super::error::RobustnessError;
use super::field::{Cutoff, Field, Noise};
use super::uncertain::Uncertain;
use crate::cohort::{Basis, CohortError, NodeName, Scores, TierValues, scaled};
use crate::exact::Ratio;
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::{Collector, Place};
use crate::score::smallest_index;

/// Institutions of one instrument, year and stage, and the parts of their index.
#[derive(Clone, Debug)]
pub(crate) struct Group<'scores> {
    pub(crate) instrument: &'scores Instrument,
    pub(crate) year: Option<u16>,
    pub(crate) stage: Option<String>,
    pub(crate) tier: String,
    pub(crate) basis: Basis,
    pub(crate) predicate_basis: PredicateBasis,
    /// Whether the parts are indicators, each one level.
    pub(crate) has_levels: bool,
    pub(crate) parts: Vec<NodeName>,
    /// The values of the field are values of the instrument times this.
    pub(crate) denominator: i128,
    /// The units, as positions in the cohort.
    pub(crate) units: Vec<usize>,
    /// Those of which a part is not known.
    pub(crate) left_out: Vec<usize>,
    pub(crate) field: Field,
}

impl<'scores> Group<'scores> {
    pub(crate) fn new(scores: &'scores Scores<'_>, uncertain: &Uncertain) -> Result<Self, RobustnessError> {
        let cohort = scores.cohort();
        let mut chosen = cohort.select(&uncertain.only)?;
        let unit = |position: &usize| cohort.unit(*position);
        if let Some(stage) = &uncertain.stage {
            let stage = Some(cohort.stages().spelling(stage));
            chosen.retain(|own| unit(own).is_some_and(|own| own.stage() == stage));
        }
        let years = chosen.iter().filter_map(|own| unit(own)?.year());
        let year = uncertain.year.or_else(|| years.max());
        chosen.retain(|own| unit(own).is_some_and(|own| own.year() == year));
        let mut groups: Vec<String> = Vec::new();
        for own in chosen.iter().filter_map(unit) {
            let parts = [Some(own.instrument().id().to_owned()), own.stage().map(str::to_owned)];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            if !groups.contains(&name) {
                groups.push(name);
            }
        }
        if groups.len() > 1 {
            return Err(RobustnessError::SeveralGroups { choices: groups.join(", ") });
        }
        let Some(first) = chosen.first().and_then(unit) else { return Err(RobustnessError::NobodyKnown) };
        let instrument = first.instrument();
        let stage = first.stage().map(str::to_owned);
        let tiers = instrument.tiers();
        let group = |tier: usize| Self::of_tier(scores, instrument, &chosen, tier);
        let mut group = if let Some(code) = &uncertain.tier {
            let found = tiers.iter().position(|tier| tier.code == *code);
            group(found.ok_or_else(|| CohortError::no_tier(code, instrument))?)?
        } else {
            // The finest tier that is known of anyone.
            let mut finest = None;
            for tier in (0..tiers.len()).rev() {
                let group = group(tier)?;
                if !group.units.is_empty() {
                    finest = Some(group);
                    break;
                }
            }
            finest.ok_or(RobustnessError::NobodyKnown)?
        };
        if group.units.is_empty() {
            return Err(RobustnessError::NobodyKnown);
        }
        group.predicate_basis = scores.options().basis_on(instrument, year);
        for position in 1..instrument.predicates().len() {
            let Some(from) = instrument.predicate_from(position) else { continue };
            let (at, included) = smallest_index(instrument, from, group.predicate_basis)?;
            let at = at.checked_mul(Ratio::new(group.denominator, 1)?)?;
            group.field.cutoffs.push(Cutoff { at, included });
        }
        Ok(Self { year, stage, ..group })
    }

    /// The values of one tier as whole numbers; those who lack one are left out.
    fn of_tier(
        scores: &Scores<'_>,
        instrument: &'scores Instrument,
        chosen: &[usize],
        tier: usize,
    ) -> Result<Self, RobustnessError> {
        let values = TierValues::new(scores, instrument, tier, chosen, 1)?;
        let mut field = Field { weights: values.weights, ..Field::default() };
        for place in 0..values.units.len() {
            field.values.extend(values.columns.iter().filter_map(|column| column.get(place)));
        }
        Ok(Self {
            instrument,
            year: None,
            stage: None,
            tier: values.tier,
            basis: values.basis,
            predicate_basis: PredicateBasis::Exact,
            has_levels: tier + 1 == instrument.tiers().len(),
            parts: values.parts,
            denominator: values.denominator,
            units: values.units,
            left_out: values.left_out,
            field,
        })
    }

    /// What one level less and one more make of each value.
    fn with_steps(&mut self) -> Result<(), RobustnessError> {
        if !self.has_levels {
            return Err(RobustnessError::LevelsUnknown { tier: self.tier.clone() });
        }
        let instrument = self.instrument;
        let lowest = instrument.value_of(instrument.lowest_answer());
        let highest = instrument.value_of(instrument.highest_answer());
        let (lowest, highest) = (scaled(lowest, self.denominator)?, scaled(highest, self.denominator)?);
        let step = scaled(Ratio::ONE, self.denominator)?;
        let field = &mut self.field;
        field.falls = field.values.iter().map(|value| value.saturating_sub(lowest).min(step)).collect();
        field.rises = field.values.iter().map(|value| highest.saturating_sub(*value).min(step)).collect();
        Ok(())
    }

    /// Where a unit of the cohort stands in the field.
    pub(crate) fn place(&self, unit: usize) -> Option<usize> {
        self.units.binary_search(&unit).ok()
    }

    /// The confidence of each part: one for all, others for some, named by their code or as `indicator:12`.
    fn confidences(&self, all: Option<Ratio>, some: &[(String, Ratio)]) -> Result<Vec<Ratio>, Vec<RobustnessError>> {
        let mut confidences = vec![all.unwrap_or(Ratio::ONE); self.parts.len()];
        let mut problems = Vec::new();
        for found in all.iter().chain(some.iter().map(|(_, own)| own)) {
            if found.is_negative() || *found > Ratio::ONE {
                problems.push(RobustnessError::Confidence { found: found.to_string() });
            }
        }
        for (name, confidence) in some {
            let is_it = |part: &NodeName| {
                let full = part.to_string();
                full == *name || full.split_once(':').is_some_and(|(_, code)| code == name)
            };
            match self.parts.iter().position(is_it).and_then(|place| confidences.get_mut(place)) {
                Some(slot) => *slot = *confidence,
                None => {
                    let mut known: Vec<String> = self.parts.iter().take(5).map(ToString::to_string).collect();
                    known.push("…".to_owned());
                    problems.push(RobustnessError::PartUnknown { part: name.clone(), known: known.join(", ") });
                }
            }
        }
        if problems.is_empty() { Ok(confidences) } else { Err(problems) }
    }

    /// The noise of levels, where some are uncertain, and the steps of the field that it needs.
    pub(crate) fn noise(
        &mut self,
        uncertain: &Uncertain,
        problems: &mut Collector<RobustnessError>,
    ) -> (Noise, Option<Vec<Ratio>>) {
        if uncertain.confidence.is_none() && uncertain.confidences.is_empty() {
            return (Noise::default(), None);
        }
        if let Err(error) = self.with_steps() {
            problems.add(Place::path("confidence"), error);
            return (Noise::default(), None);
        }
        match self.confidences(uncertain.confidence, &uncertain.confidences) {
            Ok(found) => (Noise::of_confidences(found.iter().copied()), Some(found)),
            Err(found) => {
                found.into_iter().for_each(|error| problems.add(Place::path("confidence"), error));
                (Noise::default(), None)
            }
        }
    }
}
