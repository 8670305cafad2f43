//! Many assessments at once: read from files, then asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use spbe_core::Error;
use spbe_core::agreement::{AgreementOptions, AgreementStudy};
use spbe_core::assessment::{ReadOptions, read};
use spbe_core::cohort::{Cohort, CohortBuilder, CohortError, GroupKey, NodeName, Scores};
use spbe_core::data;
use spbe_core::exact::{Decimal, Ratio};
use spbe_core::forecast::{Belief, Forecast, ForecastError, ForecastOptions, LearnOptions, Probability};
use spbe_core::issue::{Issues, Language};
use spbe_core::peers::{PeerOptions, PeerStudy};
use spbe_core::plan::{
    Aim, Bound as StepBound, Capacity, Frontier, Grid, NodeTarget, Period, PlanError, PlanOptions, PlanStudy, Rule,
    StepCost,
};
use spbe_core::rank::{RankOptions, Ties, rank};
use spbe_core::record::{
    AgreementRecord, ComparisonRecord, ForecastRecord, FrontierRecord, PeersRecord, PlanRecord, RobustnessRecord,
    SensitivityRecord, Shown, StatisticsRecord, TrendRecord, WhatIfRecord, rank_records,
};
use spbe_core::robustness::{RobustnessOptions, RobustnessStudy, Stop, Uncertain, Weights};
use spbe_core::score::ScoreOptions;
use spbe_core::sensitivity::{Output, SensitivityOptions, SensitivityStudy};
use spbe_core::statistics::{StatisticsOptions, StatisticsStudy};
use spbe_core::trend::{compare, printed_means};
use spbe_core::what_if::{Change, Date, WhatIf, WhatIfError, WhatIfOptions};

use crate::convert;
use crate::failure::{compute, stoppable};
use crate::files::borrowed;
use crate::instrument::PyInstrument;
use crate::lists::{list_text, number_text, number_texts};

/// Files on their way to a cohort.
#[pyclass(name = "CohortReader", module = "spbe._spbe", frozen)]
#[derive(Default)]
pub(crate) struct PyCohortReader {
    inner: Mutex<CohortBuilder>,
}

#[pymethods]
impl PyCohortReader {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds the records of one file.
    #[pyo3(signature = (data, candidates, /, *, name = None, year = None, decimal_comma = None, language = "en"))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn add(
        &self,
        py: Python<'_>,
        data: &[u8],
        candidates: Vec<Py<PyInstrument>>,
        name: Option<&str>,
        year: Option<i64>,
        decimal_comma: Option<bool>,
        language: &str,
    ) -> PyResult<()> {
        let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
        let language = convert::language(language)?;
        let candidates = borrowed(&candidates);
        compute(py, language, || -> Result<(), Error> {
            let file = read(data, &candidates, &reading)?;
            if let Some(instrument) = candidates.get(file.instrument) {
                let mut builder = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
                builder.add(instrument, &file.records, name);
            }
            Ok(())
        })
    }

    /// The cohort of all files; every duplicate and every clash is raised at once.
    #[pyo3(signature = (*, language = "en"))]
    fn cohort(&self, py: Python<'_>, language: &str) -> PyResult<PyCohort> {
        let language = convert::language(language)?;
        let cohort = compute(py, language, || {
            let mut builder = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *builder).finish()
        })?;
        Ok(PyCohort { inner: Arc::new(cohort) })
    }
}

/// Many assessments at once: institutions of several years, stages and instruments.
#[pyclass(name = "Cohort", module = "spbe._spbe", frozen)]
pub(crate) struct PyCohort {
    inner: Arc<Cohort>,
}

impl PyCohort {
    /// Scores the cohort and asks it, with the interpreter released.
    fn ask<'py, T: serde::Serialize>(
        &self,
        py: Python<'py>,
        options: &ScoreOptions,
        language: Language,
        ask: impl FnOnce(&Scores<'_>) -> Result<T, CohortError> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.ask_for_all(py, options, language, |scores| ask(scores).map_err(Issues::one))
    }

    /// The same for questions whose problems are several, or of another stage.
    fn ask_for_all<'py, T: serde::Serialize, E: Into<Error>>(
        &self,
        py: Python<'py>,
        options: &ScoreOptions,
        language: Language,
        ask: impl FnOnce(&Scores<'_>) -> Result<T, E> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let json = compute(py, language, || -> Result<_, Error> {
            let scores = Scores::new(&self.inner, options)?;
            Ok(convert::json(&ask(&scores).map_err(Into::into)?))
        })?;
        convert::plain(py, &json?)
    }

    /// The same for questions that may take minutes, and look for a wish to stop.
    fn ask_stoppable<'py, T: serde::Serialize>(
        &self,
        py: Python<'py>,
        options: &ScoreOptions,
        language: Language,
        ask: impl FnOnce(&Scores<'_>, &Stop) -> Result<T, Error> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let stop = Stop::default();
        let json = stoppable(py, language, &stop, || -> Result<_, Error> {
            let scores = Scores::new(&self.inner, options)?;
            Ok(convert::json(&ask(&scores, &stop)?))
        })?;
        convert::plain(py, &json?)
    }

    fn keys(names: &[String]) -> Vec<GroupKey> {
        names.iter().map(|name| GroupKey::from(name.as_str())).collect()
    }

    fn nodes(&self, names: &[String]) -> Result<Vec<NodeName>, CohortError> {
        names.iter().map(|name| self.inner.node(name)).collect()
    }
}

#[pymethods]
impl PyCohort {
    fn __len__(&self) -> usize {
        self.inner.len()
    }

    fn __repr__(&self) -> String {
        let cohort = &self.inner;
        let years: Vec<String> = cohort
            .years_counted()
            .keys()
            .map(|year| year.map_or_else(|| "no year".to_owned(), |year| year.to_string()))
            .collect();
        let instruments: Vec<&str> = cohort.sheets().iter().map(|sheet| sheet.instrument().id()).collect();
        format!("<spbe.Cohort of {}: {} ({})>", cohort.len(), instruments.join(", "), years.join(", "))
    }

    /// The names of the institutions, in order, each once.
    #[getter]
    fn institutions(&self) -> Vec<String> {
        self.inner.institutions().values().to_vec()
    }

    /// The years, ascending.
    #[getter]
    fn years(&self) -> Vec<Option<u16>> {
        self.inner.years_counted().into_keys().collect()
    }

    /// The labels that institutions have, such as `province` and `type`.
    #[getter]
    fn labels(&self) -> Vec<String> {
        self.inner.labels().map(|(name, _)| name.to_owned()).collect()
    }

    /// The assessment that a name means: a dictionary with `institution`, `year`, `stage` and `instrument`.
    ///
    /// A name goes in any case and spacing, and a part of it that no other institution has is enough; an empty one
    /// means the only institution. Without a year it is the latest, without a stage the only one. All questions about
    /// one institution find it so.
    #[pyo3(signature = (institution, /, *, year = None, stage = None, language = "en"))]
    fn find<'py>(
        &self,
        py: Python<'py>,
        institution: &str,
        year: Option<i64>,
        stage: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyDict>> {
        let (year, language) = (convert::year(year)?, convert::language(language)?);
        let found = compute(py, language, || self.inner.find(institution, year, stage).map_err(Issues::one))?;
        let record = PyDict::new(py);
        if let Some(unit) = self.inner.unit(found) {
            record.set_item("institution", unit.institution())?;
            record.set_item("year", unit.year())?;
            record.set_item("stage", unit.stage())?;
            record.set_item("instrument", unit.instrument().id())?;
        }
        Ok(record)
    }

    /// The places of its institutions: the records of `spbe rank --format json`.
    ///
    /// Ranked `by` the index or a node, once in each grouping of `within` (among all unless given). Years, stages and
    /// instruments are ranked apart unless `mix` names them; `select` ranks only those with a value of a label. `ties`
    /// is `competition` (1, 2, 2, 4), `dense` (1, 2, 2, 3) or `fractional` (1, 2.5, 2.5, 4). `if_value` asks where an
    /// institution would stand if only its own value changed, by its name: `{"Kabupaten Mesuji": "2.60"}`.
    #[pyo3(signature = (
        *, by = "index", within = Vec::new(), mix = Vec::new(), select = Vec::new(), ties = "competition", top = None,
        bottom = None, if_value = None, missing = None, predicate_basis = None, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn rank<'py>(
        &self,
        py: Python<'py>,
        by: &str,
        within: Vec<Vec<String>>,
        mix: Vec<String>,
        select: Vec<(String, Vec<String>)>,
        ties: &str,
        top: Option<usize>,
        bottom: Option<usize>,
        if_value: Option<&Bound<'py, PyDict>>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let scoring = convert::score_options(missing, predicate_basis)?;
        // A number by its own digits: what it prints is what was meant.
        let asked = number_texts(if_value)?;
        let ties = convert::named("ties", ties, &Ties::ALL, Ties::name)?;
        let language = convert::language(language)?;
        if top.is_some() && bottom.is_some() {
            return Err(PyValueError::new_err("top: the best or the last of a group, not both"));
        }
        let shown = top.map(Shown::Top).or_else(|| bottom.map(Shown::Bottom)).unwrap_or_default();
        self.ask(py, &scoring, language, |scores| {
            let chosen = chosen(&select);
            let units = if chosen.is_empty() { None } else { Some(self.inner.select(&chosen)?) };
            let options = RankOptions::default().by(self.inner.node(by)?).mix(Self::keys(&mix)).ties(ties).units(units);
            let if_value = |(name, value): &(String, String)| Ok((self.inner.find(name, None, None)?, value.parse()?));
            let if_values = asked.iter().map(if_value).collect::<Result<Vec<_>, CohortError>>()?;
            let all = vec![Vec::new()];
            let mut records = Vec::new();
            for within in if within.is_empty() { &all } else { &within } {
                let ranking = rank(scores, &options.clone().within(Self::keys(within)))?;
                records.extend(rank_records(scores, &ranking, shown, &if_values)?);
            }
            Ok(records)
        })
    }

    /// What changed over the years, of one institution or of all: the record of `spbe trend --format json`.
    #[pyo3(signature = (institution = None, /, *, missing = None, predicate_basis = None, language = "en"))]
    fn trend<'py>(
        &self,
        py: Python<'py>,
        institution: Option<&str>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        self.ask(py, &scoring, language, |scores| {
            let units = match institution {
                None => (0..self.inner.len()).collect(),
                Some(name) => self.inner.institution(name)?,
            };
            TrendRecord::new(scores, &units, &printed_means())
        })
    }

    /// Two assessments side by side, their difference taken apart: the record of `spbe compare --format json`.
    ///
    /// Each is named by its institution, with year and stage where there are several:
    /// `Kota Denpasar 2021 (mandiri)`.
    #[pyo3(signature = (first, second, /, *, missing = None, predicate_basis = None, language = "en"))]
    fn compare<'py>(
        &self,
        py: Python<'py>,
        first: &str,
        second: &str,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        self.ask(py, &scoring, language, |scores| {
            let unit = |text| self.inner.find_described(text);
            let comparison = compare(scores, unit(first)?, unit(second)?)?;
            Ok(ComparisonRecord::new(scores, &comparison))
        })
    }

    /// Whom an institution can learn from: the record of `spbe peers --format json`.
    ///
    /// Compared are institutions of the same instrument, year and stage that share the labels of `within` (their
    /// `type` unless given). `peers` are the nearest better ones; `visits` the best sets of one visit, of two, and so
    /// on, among the `pool` nearest. `focus` limits what is learned to some nodes, `reach` how far one visit lifts one.
    #[pyo3(signature = (
        institution, /, *, year = None, stage = None, count = 5, visits = 3, pool = 50, reach = None, within = None,
        tier = None, focus = Vec::new(), missing = None, predicate_basis = None, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn peers<'py>(
        &self,
        py: Python<'py>,
        institution: &str,
        year: Option<i64>,
        stage: Option<&str>,
        count: usize,
        visits: usize,
        pool: usize,
        reach: Option<&str>,
        within: Option<Vec<String>>,
        tier: Option<String>,
        focus: Vec<String>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let year = convert::year(year)?;
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        self.ask(py, &scoring, language, |scores| {
            let unit = self.inner.find(institution, year, stage)?;
            let reach = reach.map(str::parse::<Decimal>).transpose()?.map(Ratio::from);
            let mut options = PeerOptions::default().count(count).visits(visits).pool(pool).reach(reach).tier(tier);
            options = options.focus(self.nodes(&focus)?);
            if let Some(names) = within {
                options = options.within(Self::keys(&names));
            }
            Ok(PeersRecord::new(scores, &PeerStudy::new(scores, unit, &options)?))
        })
    }

    /// The cheapest way to a target: the record of `spbe plan --format json`.
    ///
    /// Without `target`, `predicate`, `targets` and `budget` it is the way to the next predicate; with a budget and no
    /// target for the index, the best index that it buys. Each step costs 1 unless `costs` says otherwise. `costs`,
    /// `rules` (prerequisites), `bounds`, `capacities`, `periods` and `targets` are lists of dictionaries, or the text
    /// of a CSV or JSON file. `plans` asks for several, each of which differs from every better one in at least `differ`
    /// indicators. With `frontier` it is the least cost of every index instead. A search that is cut off after
    /// `most_nodes` says so: `optimal` is then `False`, and `bound` is what no plan can better.
    #[pyo3(signature = (
        institution, /, *, year = None, stage = None, target = None, predicate = None, targets = None, budget = None,
        costs = None, rules = None, bounds = None, locked = Vec::new(), capacities = None, periods = None, pace = None,
        most_changed = None, plans = 1, differ = 1, grid = "levels", most_nodes = None, frontier = false,
        missing = None, predicate_basis = None, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    fn plan<'py>(
        &self,
        py: Python<'py>,
        institution: &str,
        year: Option<i64>,
        stage: Option<&str>,
        target: Option<&Bound<'py, PyAny>>,
        predicate: Option<String>,
        targets: Option<&Bound<'py, PyAny>>,
        budget: Option<&Bound<'py, PyAny>>,
        costs: Option<&Bound<'py, PyAny>>,
        rules: Option<&Bound<'py, PyAny>>,
        bounds: Option<&Bound<'py, PyAny>>,
        locked: Vec<String>,
        capacities: Option<&Bound<'py, PyAny>>,
        periods: Option<&Bound<'py, PyAny>>,
        pace: Option<usize>,
        most_changed: Option<usize>,
        plans: usize,
        differ: usize,
        grid: &str,
        most_nodes: Option<usize>,
        frontier: bool,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let year = convert::year(year)?;
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        let (target, budget) = (number_text(target)?, number_text(budget)?);
        let (costs, targets) = (list_text(costs, "cost")?, list_text(targets, "value")?);
        let (rules, bounds) = (list_text(rules, "needs")?, list_text(bounds, "at_most")?);
        let (capacities, periods) = (list_text(capacities, "capacity")?, list_text(periods, "budget")?);
        let json = compute(py, language, || -> Result<_, Error> {
            let number = |text: String| text.parse::<Decimal>().map(Ratio::from).map_err(|error| one(error.into()));
            let mut options = PlanOptions::default()
                .budget(budget.map(number).transpose()?)
                .costs(listed(costs.as_deref(), "costs", StepCost::read_list, StepCost::in_file)?)
                .rules(listed(rules.as_deref(), "rules", Rule::read_list, Rule::in_file)?)
                .bounds(listed(bounds.as_deref(), "bounds", StepBound::read_list, StepBound::in_file)?)
                .capacities(listed(capacities.as_deref(), "capacities", Capacity::read_list, Capacity::in_file)?)
                .periods(listed(periods.as_deref(), "periods", Period::read_list, Period::in_file)?)
                .locked(locked)
                .pace(pace)
                .most_changed(most_changed)
                .plans(plans, differ)
                .grid(Grid::named(grid).map_err(one)?)
                .node_targets(
                    &self.inner,
                    &listed(targets.as_deref(), "targets", NodeTarget::read_list, NodeTarget::in_file)?,
                )?;
            if let Some(target) = target {
                options = options.target(NodeName::Index, Aim::AtLeast(number(target)?));
            }
            if let Some(predicate) = predicate {
                options = options.target(NodeName::Index, Aim::Predicate(predicate));
            }
            if let Some(nodes) = most_nodes {
                options = options.most_nodes(nodes);
            }
            let scores = Scores::new(&self.inner, &scoring)?;
            let unit = self.inner.find(institution, year, stage).map_err(Issues::one)?;
            let own = self.inner.unit(unit).map(|unit| unit.instrument());
            let instrument =
                own.ok_or_else(|| Issues::one(CohortError::SubjectUnknown { subject: institution.into() }))?;
            if frontier {
                let frontier = Frontier::of_unit(&scores, unit, &options)?;
                return Ok(convert::json(
                    &FrontierRecord::new(instrument, &frontier).map_err(|error| one(error.into()))?,
                ));
            }
            let study = PlanStudy::of_unit(&scores, unit, &options)?;
            Ok(convert::json(&PlanRecord::new(instrument, &study).map_err(|error| one(error.into()))?))
        })?;
        convert::plain(py, &json?)
    }

    /// How far two ratings agree, indicator by indicator: the record of `spbe agreement --format json`.
    ///
    /// `key` tells the ratings of an institution apart: its `stage`, or `year`. The first and the last rating are
    /// compared unless two are named; Krippendorff's alpha takes in all of them.
    #[pyo3(signature = (first = None, second = None, /, *, key = "stage", instrument = None, language = "en"))]
    fn agreement<'py>(
        &self,
        py: Python<'py>,
        first: Option<String>,
        second: Option<String>,
        key: &str,
        instrument: Option<String>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let language = convert::language(language)?;
        let options =
            AgreementOptions::default().key(GroupKey::from(key)).between(first.zip(second)).instrument(instrument);
        let json = compute(py, language, || -> Result<_, Error> {
            let study = AgreementStudy::new(&self.inner, &options).map_err(Issues::one)?;
            let instrument = self.inner.instrument(Some(&study.instrument)).map_err(Issues::one)?;
            Ok(convert::json(&AgreementRecord::new(instrument, &study)))
        })?;
        convert::plain(py, &json?)
    }

    /// How scores lie, go together and come about: the record of `spbe stats --format json`.
    ///
    /// Groups are made by year, stage and the labels of `within`; `nodes` are described in each (the index and the top
    /// tier unless given). The structure is of one `tier`, the finest that is known unless given, in the latest year.
    #[pyo3(signature = (
        *, within = Vec::new(), nodes = None, tier = None, instrument = None, missing = None, predicate_basis = None,
        language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn statistics<'py>(
        &self,
        py: Python<'py>,
        within: Vec<String>,
        nodes: Option<Vec<String>>,
        tier: Option<String>,
        instrument: Option<String>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        self.ask(py, &scoring, language, |scores| {
            let nodes = nodes.map(|nodes| self.nodes(&nodes)).transpose()?;
            let options = StatisticsOptions::default().within(Self::keys(&within)).nodes(nodes);
            let study = StatisticsStudy::new(scores, &options.tier(tier).instrument(instrument))?;
            Ok(StatisticsRecord::new(&study))
        })
    }

    /// How firm ranks and predicates are: the record of `spbe robustness --format json`.
    ///
    /// Each weight is up to `reach` (a quarter unless given; 0 leaves them) higher or lower, or their shares have a
    /// Dirichlet distribution with parameters that add up to `dirichlet`. `confidence` is the chance that a level is
    /// right, else it is one off; `confidences` that of single indicators. `only` ranks those with a value of a label;
    /// `against` names institutions that all are compared with. The result depends on the `seed`, not on `threads`.
    #[pyo3(signature = (
        *, year = None, stage = None, only = Vec::new(), tier = None, reach = None, dirichlet = None, confidence = None,
        confidences = None, draws = 10_000, seed = 0, coverage = None, against = Vec::new(), threads = 1, missing = None,
        predicate_basis = None, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn robustness<'py>(
        &self,
        py: Python<'py>,
        year: Option<i64>,
        stage: Option<String>,
        only: Vec<(String, Vec<String>)>,
        tier: Option<String>,
        reach: Option<&Bound<'py, PyAny>>,
        dirichlet: Option<&Bound<'py, PyAny>>,
        confidence: Option<&Bound<'py, PyAny>>,
        confidences: Option<&Bound<'py, PyDict>>,
        draws: u32,
        seed: u64,
        coverage: Option<&Bound<'py, PyAny>>,
        against: Vec<String>,
        threads: usize,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let year = convert::year(year)?;
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        let own = UncertainTexts::new(reach, dirichlet, confidence, confidences)?;
        let coverage = number_text(coverage)?;
        self.ask_stoppable(py, &scoring, language, |scores, stop| {
            let uncertain = own.read()?.year(year).stage(stage.clone()).only(chosen(&only)).tier(tier);
            let mut options = RobustnessOptions::default()
                .uncertain(uncertain.seed(seed).threads(threads).stop(stop.clone()))
                .draws(draws);
            if let Some(coverage) = number(coverage.as_deref())? {
                options = options.coverage(coverage);
            }
            let find = |name: &String| self.inner.find(name, year, stage.as_deref());
            let against = against.iter().map(find).collect::<Result<_, _>>().map_err(Issues::one)?;
            Ok(RobustnessRecord::new(scores, &RobustnessStudy::new(scores, &options.against(against))?))
        })
    }

    /// Which uncertainty moves the ranking: the record of `spbe sensitivity --format json`.
    ///
    /// Factors are the weights (one for each node of the tier `by`, if given), the levels where a `confidence` is given,
    /// the rule of publication and the way of aggregation (`publication`, `aggregation`). `outputs` are `rank_shift`,
    /// `predicate_change`, and of one `institution` its `index` and `rank`. Weights and levels are as in `robustness`.
    #[pyo3(signature = (
        institution = None, /, *, year = None, stage = None, only = Vec::new(), tier = None, reach = None,
        dirichlet = None, by = None, confidence = None, confidences = None, publication = true, aggregation = true,
        outputs = Vec::new(), samples = 1024, seed = 0, threads = 1, missing = None, predicate_basis = None,
        language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn sensitivity<'py>(
        &self,
        py: Python<'py>,
        institution: Option<&str>,
        year: Option<i64>,
        stage: Option<String>,
        only: Vec<(String, Vec<String>)>,
        tier: Option<String>,
        reach: Option<&Bound<'py, PyAny>>,
        dirichlet: Option<&Bound<'py, PyAny>>,
        by: Option<String>,
        confidence: Option<&Bound<'py, PyAny>>,
        confidences: Option<&Bound<'py, PyDict>>,
        publication: bool,
        aggregation: bool,
        outputs: Vec<String>,
        samples: u32,
        seed: u64,
        threads: usize,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let year = convert::year(year)?;
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        let own = UncertainTexts::new(reach, dirichlet, confidence, confidences)?;
        let outputs = outputs
            .iter()
            .map(|name| convert::named("outputs", name, &Output::ALL, Output::name))
            .collect::<PyResult<Vec<_>>>()?;
        self.ask_stoppable(py, &scoring, language, |scores, stop| {
            let find = |name| self.inner.find(name, year, stage.as_deref());
            let institution = institution.map(find).transpose().map_err(Issues::one)?;
            let uncertain = own.read()?.year(year).stage(stage.clone()).only(chosen(&only)).tier(tier);
            let options = SensitivityOptions::default()
                .uncertain(uncertain.seed(seed).threads(threads).stop(stop.clone()))
                .by(by)
                .publication(publication)
                .aggregation(aggregation)
                .outputs(outputs)
                .institution(institution)
                .samples(samples);
            Ok(SensitivityRecord::new(scores, &SensitivityStudy::new(scores, &options)?))
        })
    }

    /// What if levels were different: the record of `spbe whatif --format json`.
    ///
    /// `changes` are levels by indicator, or a list of dictionaries (`indicator`, `to`, and as wanted `scenario`, `unit`,
    /// `date`), or the text of a CSV file with these columns. Each scenario gets its score, what each change adds
    /// exactly, the course by date, and the rank, among all and among those that share the labels of `within`. `units`
    /// and `until` limit what is done. `steps` say what one level more of each indicator is worth.
    #[pyo3(signature = (
        institution, changes = None, /, *, units = Vec::new(), until = None, within = Vec::new(), year = None,
        stage = None, missing = None, predicate_basis = None, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn what_if<'py>(
        &self,
        py: Python<'py>,
        institution: &str,
        changes: Option<&Bound<'py, PyAny>>,
        units: Vec<String>,
        until: Option<&str>,
        within: Vec<String>,
        year: Option<i64>,
        stage: Option<&str>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let year = convert::year(year)?;
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        let changes = list_text(changes, "to")?;
        self.ask_for_all(py, &scoring, language, |scores| -> Result<_, Issues<WhatIfError>> {
            let unit =
                self.inner.find(institution, year, stage).map_err(|error| Issues::one(WhatIfError::from(error)))?;
            let until =
                until.map(str::parse::<Date>).transpose().map_err(|error| Issues::one(error).in_file("until"))?;
            let groups = if within.is_empty() { Vec::new() } else { vec![Self::keys(&within)] };
            let changes = listed(changes.as_deref(), "changes", Change::read, Change::in_file)?;
            let options = WhatIfOptions::default().units(units).until(until).within(groups);
            let study = WhatIf::new(scores, unit, &changes, &options)?;
            Ok(WhatIfRecord::new(scores, &study))
        })
    }

    /// How likely each predicate is: the record of `spbe forecast --format json`.
    ///
    /// `beliefs` are the confidence in the level of each indicator, or a list of dictionaries (`indicator` with `level`
    /// and `probability`, or with `confidence`; as wanted `scenario`), or the text of a CSV file with these columns.
    /// `confidence` is that in all others, and `downward` the share of doubt that lies below (a half unless given);
    /// `learn` names two stages, and takes what became of the answers of other institutions: with `smoothing` pairs more
    /// (1), spread evenly, and an indicator's own pairs as strong as all once they are `shrinkage` (10). `scenarios` have
    /// a probability each; `common` is that with which indicators follow one mood. `changes` are those of a plan, one
    /// outlook for each scenario of theirs; `target` is a predicate or an index, the next predicate unless given.
    #[pyo3(signature = (
        institution, beliefs = None, /, *, confidence = None, downward = None, learn = None, smoothing = None,
        shrinkage = None, scenarios = None, common = None, changes = None, until = None, target = None, quantiles = Vec::new(), year = None, stage = None,
        missing = None, predicate_basis = None, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn forecast<'py>(
        &self,
        py: Python<'py>,
        institution: &str,
        beliefs: Option<&Bound<'py, PyAny>>,
        confidence: Option<&Bound<'py, PyAny>>,
        downward: Option<&Bound<'py, PyAny>>,
        learn: Option<(String, String)>,
        smoothing: Option<&Bound<'py, PyAny>>,
        shrinkage: Option<&Bound<'py, PyAny>>,
        scenarios: Option<BTreeMap<String, Bound<'py, PyAny>>>,
        common: Option<&Bound<'py, PyAny>>,
        changes: Option<&Bound<'py, PyAny>>,
        until: Option<&str>,
        target: Option<&Bound<'py, PyAny>>,
        quantiles: Vec<Bound<'py, PyAny>>,
        year: Option<i64>,
        stage: Option<&str>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let year = convert::year(year)?;
        let scoring = convert::score_options(missing, predicate_basis)?;
        let language = convert::language(language)?;
        let (beliefs, changes) = (list_text(beliefs, "confidence")?, list_text(changes, "to")?);
        let (confidence, downward) = (number_text(confidence)?, number_text(downward)?);
        let (common, target) = (number_text(common)?, number_text(target)?);
        let (smoothing, shrinkage) = (number_text(smoothing)?, number_text(shrinkage)?);
        if learn.is_none() && (smoothing.is_some() || shrinkage.is_some()) {
            return Err(PyValueError::new_err(
                "smoothing and shrinkage are of what is learnt: name two stages as learn",
            ));
        }
        let text = |value: &Bound<'py, PyAny>| value.str()?.extract::<String>();
        let quantiles = quantiles.iter().map(text).collect::<PyResult<Vec<_>>>()?;
        let named = |(name, value): (&String, &Bound<'py, PyAny>)| Ok((name.clone(), text(value)?));
        let scenarios = scenarios.iter().flatten().map(named).collect::<PyResult<Vec<_>>>()?;
        self.ask_for_all(py, &scoring, language, |scores| -> Result<_, Issues<ForecastError>> {
            let one = |error: ForecastError| Issues::one(error);
            // A problem names the option that it is one of.
            let chance = |text: &str, of: &str| text.parse::<Probability>().map_err(|error| one(error).in_file(of));
            let optional = |text: &Option<String>, of: &str| text.as_deref().map(|text| chance(text, of)).transpose();
            let unit = self.inner.find(institution, year, stage).map_err(|error| one(error.into()))?;
            let changes = listed(changes.as_deref(), "changes", Change::read, Change::in_file)?;
            let scenario = |(name, text): (String, String)| chance(&text, "scenarios").map(|chance| (name, chance));
            let until =
                until.map(str::parse::<Date>).transpose().map_err(|error| one(error.into()).in_file("until"))?;
            let learn = learn.map(|(first, second)| LearnOptions::default().between(first, second));
            let smoothed = |learn: LearnOptions| learn.written(smoothing.as_deref(), shrinkage.as_deref());
            let learn = learn.map(smoothed).transpose().map_err(one)?;
            let mut options = ForecastOptions::default()
                .beliefs(listed(beliefs.as_deref(), "beliefs", Belief::read, Belief::in_file)?)
                .confidence(optional(&confidence, "confidence")?)
                .downward(optional(&downward, "downward")?)
                .learn(learn)
                .scenarios(scenarios.into_iter().map(scenario).collect::<Result<_, _>>()?)
                .quantiles(quantiles.iter().map(|text| chance(text, "quantiles")).collect::<Result<_, _>>()?)
                .changes(changes)
                .until(until)
                .target(target);
            if let Some(common) = optional(&common, "common")? {
                options = options.common(common);
            }
            let forecast = Forecast::new(scores, unit, &options)?;
            ForecastRecord::new(scores, &forecast).map_err(|error| one(error.into()))
        })
    }
}

fn one(error: PlanError) -> Issues<PlanError> {
    Issues::one(error)
}

/// What a reader reads of a list, whose problems name the list; nothing where there is none.
fn listed<L, E: Clone>(
    text: Option<&str>,
    name: &str,
    read: impl Fn(&[u8]) -> Result<Vec<L>, Issues<E>>,
    named: impl Fn(L, &str) -> L,
) -> Result<Vec<L>, Issues<E>> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let list = read(text.as_bytes()).map_err(|issues| issues.in_file(name))?;
    Ok(list.into_iter().map(|entry| named(entry, name)).collect())
}

/// What of weights and levels is uncertain, each number by its own digits.
struct UncertainTexts {
    reach: Option<String>,
    dirichlet: Option<String>,
    confidence: Option<String>,
    confidences: Vec<(String, String)>,
}

impl UncertainTexts {
    fn new(
        reach: Option<&Bound<'_, PyAny>>,
        dirichlet: Option<&Bound<'_, PyAny>>,
        confidence: Option<&Bound<'_, PyAny>>,
        confidences: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        if reach.is_some() && dirichlet.is_some() {
            return Err(PyValueError::new_err("reach: weights are uniform or Dirichlet, not both"));
        }
        Ok(Self {
            reach: number_text(reach)?,
            dirichlet: number_text(dirichlet)?,
            confidence: number_text(confidence)?,
            confidences: number_texts(confidences)?,
        })
    }

    fn read(&self) -> Result<Uncertain, Error> {
        let weights = Weights::of(number(self.reach.as_deref())?, number(self.dirichlet.as_deref())?);
        let single = |(code, value): &(String, String)| Ok((code.clone(), number(Some(value))?.unwrap_or(Ratio::ONE)));
        let confidence = number(self.confidence.as_deref())?;
        let confidences = self.confidences.iter().map(single).collect::<Result<_, Error>>()?;
        Ok(Uncertain::default().weights(weights).confidence(confidence).confidences(confidences))
    }
}

/// The number that a text is.
fn number(text: Option<&str>) -> Result<Option<Ratio>, Error> {
    text.map(|text| text.parse::<Decimal>().map(Ratio::from)).transpose().map_err(|error| Issues::one(error).into())
}

fn chosen(only: &[(String, Vec<String>)]) -> Vec<(GroupKey, Vec<String>)> {
    only.iter().map(|(key, values)| (GroupKey::from(key.as_str()), values.clone())).collect()
}

/// The text of a file of published data, by its name.
#[pyfunction]
#[pyo3(signature = (name, /))]
pub(crate) fn data_file(name: &str) -> Option<&'static str> {
    data::file(name)
}
