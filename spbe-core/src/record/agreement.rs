//! The agreement of two ratings as a record: the contract of `spbe agreement --format json`.

use serde::Serialize;

use crate::agreement::{Agreement, AgreementStudy, ItemAgreement, Kappa};
use crate::exact::Ratio;
use crate::instrument::{Instrument, Text};

/// How often the first rating was one level and the second another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShiftRecord {
    /// The first rating.
    pub first: String,
    /// The second.
    pub second: String,
    /// How often.
    pub count: u64,
}

/// A weighted kappa and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KappaRecord {
    /// The value, as the nearest double.
    pub value: f64,
    /// The value, exact.
    pub value_exact: String,
    /// Its large-sample standard error.
    pub standard_error: f64,
    /// The lower end of the 95 % interval.
    pub lowest: f64,
    /// The upper end of the 95 % interval.
    pub highest: f64,
}

/// The figures of one item, or of all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementFigures {
    /// How many pairs of ratings.
    pub pairs: u64,
    /// How many pairs lack one of them.
    pub incomplete: u64,
    /// How many are the same.
    pub same: u64,
    /// How many have the first above the second.
    pub first_higher: u64,
    /// How many have the first below the second.
    pub first_lower: u64,
    /// The share that is the same, as the nearest double.
    pub agreement: Option<f64>,
    /// The same, exact.
    pub agreement_exact: Option<String>,
    /// The mean of the first minus the second, in levels.
    pub mean_shift: Option<f64>,
    /// The same, exact.
    pub mean_shift_exact: Option<String>,
    /// Kappa with weights by distance.
    pub kappa_linear: Option<KappaRecord>,
    /// Kappa with weights by the square of the distance.
    pub kappa_quadratic: Option<KappaRecord>,
    /// Krippendorff's alpha for ordered levels.
    pub alpha: Option<f64>,
    /// The same, exact.
    pub alpha_exact: Option<String>,
    /// The probability of so one-sided shifts by chance.
    pub probability: f64,
    /// Who gave what: the pairs that occur.
    pub shifts: Vec<ShiftRecord>,
}

/// The agreement on one scored item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemAgreementRecord {
    /// The code of the item.
    pub code: String,
    /// The official name of its indicator, with the English one beside it.
    pub name: Option<Text>,
    /// What the mean shift is worth in index points, as the nearest double.
    pub worth: Option<f64>,
    /// The same, exact.
    pub worth_exact: Option<String>,
    /// The probability of the shifts, raised for the number of items (Holm).
    pub probability_raised: f64,
    /// Whether that is at most 5 %.
    pub systematic: bool,
    /// The figures.
    #[serde(flatten)]
    pub figures: AgreementFigures,
}

/// The agreement of two ratings of the institutions of a cohort.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementRecord {
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// What tells the ratings apart, such as `stage`.
    pub key: String,
    /// The first of the two compared.
    pub first: String,
    /// The second.
    pub second: String,
    /// All ratings that alpha takes in.
    pub ratings: Vec<String>,
    /// How many institutions and years have both.
    pub institutions: usize,
    /// All items together.
    pub overall: AgreementFigures,
    /// By item.
    pub items: Vec<ItemAgreementRecord>,
}

impl AgreementRecord {
    /// The record of a study on its instrument.
    #[must_use]
    pub fn new(instrument: &Instrument, study: &AgreementStudy) -> Self {
        let name = |item: &ItemAgreement| {
            let own = instrument.items().iter().find(|own| own.code() == item.code);
            let indicator = own.and_then(|own| instrument.indicators().get(own.indicator()));
            indicator.map(|indicator| indicator.name().clone())
        };
        Self {
            instrument: instrument.id().to_owned(),
            checksum: instrument.checksum().to_owned(),
            key: study.key.to_string(),
            first: study.first.clone(),
            second: study.second.clone(),
            ratings: study.ratings.clone(),
            institutions: study.pairs,
            overall: AgreementFigures::new(&study.overall),
            items: study
                .items
                .iter()
                .map(|item| ItemAgreementRecord {
                    code: item.code.clone(),
                    name: name(item),
                    worth: item.worth.map(Ratio::to_f64),
                    worth_exact: item.worth.map(|worth| worth.to_string()),
                    probability_raised: item.probability_raised,
                    systematic: item.is_systematic(),
                    figures: AgreementFigures::new(&item.agreement),
                })
                .collect(),
        }
    }
}

impl AgreementFigures {
    fn new(agreement: &Agreement) -> Self {
        let shifts = &agreement.shifts;
        let share = shifts.agreement();
        Self {
            pairs: shifts.pairs(),
            incomplete: shifts.incomplete(),
            same: shifts.same(),
            first_higher: shifts.first_higher(),
            first_lower: shifts.first_lower(),
            agreement: share.map(Ratio::to_f64),
            agreement_exact: share.map(|share| share.to_string()),
            mean_shift: agreement.mean_shift.map(Ratio::to_f64),
            mean_shift_exact: agreement.mean_shift.map(|shift| shift.to_string()),
            kappa_linear: agreement.kappa_linear.as_ref().map(KappaRecord::new),
            kappa_quadratic: agreement.kappa_quadratic.as_ref().map(KappaRecord::new),
            alpha: agreement.alpha.map(Ratio::to_f64),
            alpha_exact: agreement.alpha.map(|alpha| alpha.to_string()),
            probability: agreement.probability,
            shifts: shifts
                .cells()
                .map(|(first, second, count)| ShiftRecord {
                    first: first.to_string(),
                    second: second.to_string(),
                    count,
                })
                .collect(),
        }
    }
}

impl KappaRecord {
    fn new(kappa: &Kappa) -> Self {
        Self {
            value: kappa.value.to_f64(),
            value_exact: kappa.value.to_string(),
            standard_error: kappa.standard_error,
            lowest: kappa.lowest,
            highest: kappa.highest,
        }
    }
}
