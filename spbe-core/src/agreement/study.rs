//! Agreement in a cohort: of stages, of assessors, of any label that tells ratings of the same institution apart.

use std::collections::BTreeMap;

use super::coincidence::{Coincidences, Metric};
use super::kappa::{Kappa, KappaWeights};
use super::shift::ShiftTable;
use super::sign::{holm, sign_test};
use crate::assessment::folded;
use crate::cohort::{Cohort, CohortError, GroupKey, Unit};
use crate::exact::{NumberError, Ratio};
use crate::instrument::Instrument;

/// How two ratings of the same things agree: of one indicator, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Who gave what.
    pub shifts: ShiftTable,
    /// The mean of the first rating minus the second, in levels; `None` without pairs.
    pub mean_shift: Option<Ratio>,
    /// Kappa with linear weights; `None` where it does not exist.
    pub kappa_linear: Option<Kappa>,
    /// Kappa with quadratic weights.
    pub kappa_quadratic: Option<Kappa>,
    /// Krippendorff's alpha for ordered levels, over all ratings, not only the two compared.
    pub alpha: Option<Ratio>,
    /// The probability of so one-sided shifts by chance (sign test).
    pub probability: f64,
}

impl Agreement {
    fn new(shifts: ShiftTable, coincidences: &Coincidences) -> Result<Self, NumberError> {
        Ok(Self {
            mean_shift: shifts.mean_shift()?,
            kappa_linear: Kappa::new(&shifts, KappaWeights::Linear)?,
            kappa_quadratic: Kappa::new(&shifts, KappaWeights::Quadratic)?,
            alpha: coincidences.alpha(Metric::Ordinal)?,
            probability: sign_test(shifts.first_higher(), shifts.first_lower()),
            shifts,
        })
    }
}

/// The agreement on one scored item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemAgreement {
    /// The code of the item.
    pub code: String,
    /// The figures.
    pub agreement: Agreement,
    /// What the mean shift is worth in index points.
    pub worth: Option<Ratio>,
    /// The probability of the shifts, raised for the number of items looked at (Holm).
    pub probability_raised: f64,
}

impl ItemAgreement {
    /// Whether the first rating is above the second, or below it, more often than chance explains: the raised
    /// probability is at most 5 %.
    #[must_use]
    pub fn is_systematic(&self) -> bool {
        self.probability_raised <= 0.05
    }
}

/// The agreement of two ratings of the institutions of a cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementStudy {
    /// The id of the instrument.
    pub instrument: String,
    /// What tells the ratings apart.
    pub key: GroupKey,
    /// The first of the two that are compared.
    pub first: String,
    /// The second.
    pub second: String,
    /// All ratings that alpha takes in: stages in their order, others by name.
    pub ratings: Vec<String>,
    /// How many institutions (and years) have both.
    pub pairs: usize,
    /// All items together.
    pub overall: Agreement,
    /// By item, in the order of the instrument.
    pub items: Vec<ItemAgreement>,
}

/// Which ratings are compared. By default: the first stage of an evaluation with the last, of the only instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AgreementOptions {
    key: GroupKey,
    between: Option<(String, String)>,
    instrument: Option<String>,
}

impl Default for AgreementOptions {
    fn default() -> Self {
        Self { key: GroupKey::Stage, between: None, instrument: None }
    }
}

impl AgreementOptions {
    /// What tells ratings of the same institution apart: the stage, which may be an assessor's name, or the year. An
    /// institution has one assessment a year and stage, so nothing else does.
    #[must_use]
    pub fn key(mut self, key: GroupKey) -> Self {
        self.key = key;
        self
    }

    /// The two ratings that are compared; the first and the last there are unless given.
    #[must_use]
    pub fn between(mut self, ratings: Option<(String, String)>) -> Self {
        self.between = ratings;
        self
    }

    /// The instrument, by its id; needed where the cohort has several.
    #[must_use]
    pub fn instrument(mut self, id: Option<String>) -> Self {
        self.instrument = id;
        self
    }
}

/// The stages of an evaluation in the order in which they take place; other ratings come by name.
const STAGES: [&str; 5] = ["mandiri", "dokumen", "interviu", "visitasi", "akhir"];

/// The ratings of one institution: by what tells them apart, the answers.
type Ratings = BTreeMap<String, Vec<Option<Ratio>>>;

impl AgreementStudy {
    /// Compares two ratings of one instrument. What else tells units apart (year, stage unless it is the key) must be
    /// the same. Units known by printed values only have no answers and take no part.
    ///
    /// # Errors
    /// [`CohortError`] for a key other than stage and year, for an instrument or a rating that no unit with answers has,
    /// for two ratings that no institution has both of, and for numbers that do not fit.
    pub fn new(cohort: &Cohort, options: &AgreementOptions) -> Result<Self, CohortError> {
        let instrument = cohort.instrument(options.instrument.as_deref())?;
        let key = &options.key;
        if !matches!(key, GroupKey::Stage | GroupKey::Year) {
            return Err(CohortError::RatingKey { found: key.to_string() });
        }
        let subjects = subjects(cohort, instrument, key);
        let mut ratings: Vec<&str> = subjects.iter().flat_map(Ratings::keys).map(String::as_str).collect();
        ratings.sort_unstable();
        ratings.dedup();
        ratings.sort_by_cached_key(|own| {
            let own = folded(own);
            STAGES.iter().position(|stage| *stage == own).unwrap_or(STAGES.len())
        });
        let (first, second) = match (&options.between, ratings.as_slice()) {
            (Some((first, second)), _) => (spelling(&ratings, first), spelling(&ratings, second)),
            (None, [first, .., last]) => (*first, *last),
            (None, _) => return Err(CohortError::OneRating { key: key.to_string() }),
        };
        if let Some(value) = [first, second].into_iter().find(|value| !ratings.contains(value)) {
            return Err(CohortError::ValueUnknown { key: key.to_string(), value: value.to_owned() });
        }
        let items = instrument.items();
        let mut pooled = (ShiftTable::default(), Coincidences::default());
        let mut found = Vec::with_capacity(items.len());
        let both = || subjects.iter().filter_map(|ratings| Some((ratings.get(first)?, ratings.get(second)?)));
        let pairs = both().count();
        if pairs == 0 {
            return Err(CohortError::NoPairs { first: first.to_owned(), second: second.to_owned() });
        }
        for (position, item) in items.iter().enumerate() {
            let of = |answers: &Vec<Option<Ratio>>| answers.get(position).copied().flatten();
            let shifts = ShiftTable::new(both().map(|(first, second)| (of(first), of(second))));
            let mut coincidences = Coincidences::default();
            for ratings in &subjects {
                coincidences.add(ratings.values().map(of));
                pooled.1.add(ratings.values().map(of));
            }
            pooled.0.merge(&shifts);
            let agreement = Agreement::new(shifts, &coincidences)?;
            let weight = Ratio::new(item.parts().into(), instrument.total_parts().into())?;
            let worth = agreement.mean_shift.map(|shift| shift.checked_mul(weight)).transpose()?;
            found.push(ItemAgreement { code: item.code().to_owned(), agreement, worth, probability_raised: 1.0 });
        }
        let probabilities: Vec<f64> = found.iter().map(|item| item.agreement.probability).collect();
        for (item, raised) in found.iter_mut().zip(holm(&probabilities)) {
            item.probability_raised = raised;
        }
        Ok(Self {
            instrument: instrument.id().to_owned(),
            key: key.clone(),
            first: first.to_owned(),
            second: second.to_owned(),
            ratings: ratings.iter().map(|own| (*own).to_owned()).collect(),
            pairs,
            overall: Agreement::new(pooled.0, &pooled.1)?,
            items: found,
        })
    }
}

/// The ratings of each institution, in the order of the cohort.
fn subjects(cohort: &Cohort, instrument: &Instrument, key: &GroupKey) -> Vec<Ratings> {
    let mut places: BTreeMap<(String, Option<u16>, Option<String>), usize> = BTreeMap::new();
    let mut subjects: Vec<Ratings> = Vec::new();
    let units = cohort.units().filter(|unit| unit.instrument().checksum() == instrument.checksum());
    for unit in units {
        let (Some(answers), Some(rating)) = (unit.answers(), key.value(&unit)) else { continue };
        let place = *places.entry(subject(&unit, key)).or_insert_with(|| {
            subjects.push(Ratings::new());
            subjects.len() - 1
        });
        if let Some(ratings) = subjects.get_mut(place) {
            ratings.insert(rating, answers);
        }
    }
    subjects
}

/// A rating that is asked for in any case and spacing, as the cohort writes it.
fn spelling<'text>(ratings: &[&'text str], asked: &'text str) -> &'text str {
    let wanted = folded(asked);
    ratings.iter().copied().find(|own| folded(own) == wanted).unwrap_or(asked)
}

/// Who is rated: everything that tells units apart, but for the key.
fn subject(unit: &Unit<'_>, key: &GroupKey) -> (String, Option<u16>, Option<String>) {
    let year = unit.year().filter(|_| *key != GroupKey::Year);
    let stage = unit.stage().filter(|_| *key != GroupKey::Stage).map(str::to_owned);
    (folded(unit.institution()), year, stage)
}
