//! What became of answers like these: levels of one stage beside those of another, counted over a cohort.

use std::collections::BTreeMap;

use super::belief::Probability;
use super::error::ForecastError;
use crate::agreement::ShiftTable;
use crate::cohort::{Cohort, Unit};
use crate::exact::{NumberError, Ratio};
use crate::instrument::Instrument;

/// The options as users write them.
const SMOOTHING: &str = "smoothing";
const SHRINKAGE: &str = "shrinkage";

/// Between which stages is learnt, and how far counts are smoothed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnOptions {
    first: String,
    second: String,
    smoothing: Ratio,
    shrinkage: Ratio,
}

impl Default for LearnOptions {
    fn default() -> Self {
        Self {
            first: "mandiri".to_owned(),
            second: "akhir".to_owned(),
            smoothing: Ratio::ONE,
            shrinkage: Ratio::whole(10),
        }
    }
}

impl LearnOptions {
    /// The stage of the answers, and the stage that counts; `mandiri` and `akhir` unless given.
    #[must_use]
    pub fn between(mut self, first: impl Into<String>, second: impl Into<String>) -> Self {
        (self.first, self.second) = (first.into(), second.into());
        self
    }

    /// How many pairs are thought of beside those of all indicators, spread evenly over the levels; 1 unless given. More
    /// than 0, so that a level from which nobody began has chances.
    #[must_use]
    pub const fn smoothing(mut self, pairs: Ratio) -> Self {
        self.smoothing = pairs;
        self
    }

    /// How many pairs of an indicator weigh as much as those of all indicators together; 10 unless given. More than 0.
    #[must_use]
    pub const fn shrinkage(mut self, pairs: Ratio) -> Self {
        self.shrinkage = pairs;
        self
    }

    /// The same two as they are written, a decimal or a fraction such as `1/2`; `None` leaves one as it is.
    ///
    /// # Errors
    /// [`ForecastError::Pairs`] for what is no number; of one that is not above 0 [`Learnt::new`] tells.
    pub fn written(self, smoothing: Option<&str>, shrinkage: Option<&str>) -> Result<Self, ForecastError> {
        let read = |of: &'static str, text: Option<&str>, given: Ratio| match text.map(str::trim) {
            Some(text) => text.parse().map_err(|_| ForecastError::Pairs { of, found: text.to_owned() }),
            None => Ok(given),
        };
        let smoothing = read(SMOOTHING, smoothing, self.smoothing)?;
        let shrinkage = read(SHRINKAGE, shrinkage, self.shrinkage)?;
        Ok(self.smoothing(smoothing).shrinkage(shrinkage))
    }
}

/// What became of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// The stage of the answers.
    pub first: String,
    /// The stage that counts.
    pub second: String,
    /// How many institutions (and years) have both.
    pub institutions: usize,
    /// How many pairs are thought of beside all, spread evenly over the levels.
    pub smoothing: Ratio,
    /// How many pairs of an indicator weigh as much as those of all.
    pub shrinkage: Ratio,
    /// The pairs of all indicators.
    pub pooled: ShiftTable,
    /// The pairs by item.
    items: Vec<ShiftTable>,
    levels: Vec<Ratio>,
}

/// The answers of an institution at both stages.
type Pair = [Option<Vec<Option<Ratio>>>; 2];

impl Learnt {
    /// Counts the pairs of every institution but the one that the forecast is for.
    ///
    /// # Errors
    /// [`ForecastError::NoLevels`] where answers are no whole levels, [`ForecastError::NothingLearnt`] without a pair,
    /// [`ForecastError::Pairs`] for a smoothing or shrinkage that is not above 0.
    pub fn new(cohort: &Cohort, own: &Unit<'_>, options: &LearnOptions) -> Result<Self, ForecastError> {
        let instrument = own.instrument();
        for (of, pairs) in [(SMOOTHING, options.smoothing), (SHRINKAGE, options.shrinkage)] {
            if pairs <= Ratio::ZERO {
                return Err(ForecastError::Pairs { of, found: pairs.to_string() });
            }
        }
        let levels = levels(instrument)?;
        let mut ratings: BTreeMap<(&str, Option<u16>), Pair> = BTreeMap::new();
        let stages = [&options.first, &options.second].map(|stage| Some(cohort.stages().spelling(stage)));
        for unit in cohort.units().filter(|unit| unit.instrument().checksum() == instrument.checksum()) {
            let name = unit.institution();
            let place = stages.iter().position(|stage| unit.stage() == *stage);
            let place = place.filter(|_| name != own.institution());
            let (Some(place), Some(answers)) = (place, unit.answers()) else { continue };
            if let Some(slot) = ratings.entry((name, unit.year())).or_default().get_mut(place) {
                *slot = Some(answers);
            }
        }
        let mut items = vec![ShiftTable::default(); instrument.items().len()];
        let mut pooled = ShiftTable::default();
        let mut institutions = 0;
        for pair in ratings.values() {
            let [Some(first), Some(second)] = pair else { continue };
            institutions += 1;
            for ((table, first), second) in items.iter_mut().zip(first).zip(second) {
                table.add(*first, *second);
                pooled.add(*first, *second);
            }
        }
        let (first, second) = (options.first.clone(), options.second.clone());
        if pooled.pairs() == 0 {
            return Err(ForecastError::NothingLearnt { first, second });
        }
        let (smoothing, shrinkage) = (options.smoothing, options.shrinkage);
        Ok(Self { first, second, institutions, smoothing, shrinkage, pooled, items, levels })
    }

    /// How many pairs of all indicators began at a level.
    #[must_use]
    pub fn pairs_from(&self, level: Ratio) -> u64 {
        from(&self.pooled, level)
    }

    /// The levels of the instrument, lowest first.
    #[must_use]
    pub fn levels(&self) -> &[Ratio] {
        &self.levels
    }

    /// The chance of each level of an item whose answer is `level`.
    ///
    /// Over all indicators, the share of pairs that came to each level, with `smoothing` pairs more that are spread
    /// evenly; then the same of the item's own pairs, with `shrinkage` pairs more that are spread as over all.
    pub(super) fn chances(&self, item: usize, level: Ratio) -> Result<Vec<(Ratio, Probability)>, ForecastError> {
        let own = self.items.get(item);
        let count = |number: u64| Ratio::new(number.into(), 1);
        let of_all = count(self.pairs_from(level))?.checked_add(self.smoothing)?;
        let of_own = count(own.map_or(0, |own| from(own, level)))?.checked_add(self.shrinkage)?;
        let levels = Ratio::new(i128::try_from(self.levels.len()).map_err(|_| NumberError::Overflow)?, 1)?;
        let even = self.smoothing.checked_div(levels)?;
        let mut chances = Vec::with_capacity(self.levels.len());
        for to in &self.levels {
            let pooled = count(self.pooled.count(level, *to))?.checked_add(even)?.checked_div(of_all)?;
            let counted = count(own.map_or(0, |own| own.count(level, *to)))?;
            let chance = counted.checked_add(self.shrinkage.checked_mul(pooled)?)?.checked_div(of_own)?;
            chances.push((*to, Probability::exactly(chance)?));
        }
        Ok(chances)
    }
}

fn from(table: &ShiftTable, level: Ratio) -> u64 {
    table.cells().filter(|(first, _, _)| *first == level).map(|(_, _, count)| count).sum()
}

/// The levels of an instrument that has them.
pub(super) fn levels(instrument: &Instrument) -> Result<Vec<Ratio>, ForecastError> {
    const MOST: usize = 100;
    let none = || ForecastError::NoLevels { instrument: instrument.id().to_owned() };
    if !instrument.has_levels() {
        return Err(none());
    }
    let mut levels = vec![instrument.lowest_answer()];
    while let Some(last) = levels.last().copied().filter(|last| *last < instrument.highest_answer()) {
        if levels.len() >= MOST {
            return Err(none());
        }
        levels.push(last.checked_add(Ratio::ONE)?);
    }
    Ok(levels)
}
