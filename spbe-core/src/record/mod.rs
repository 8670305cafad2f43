//! Records that bindings hand on: results as plain, serialisable data with a stable, documented form.
//!
//! Every binding gives exactly these, so that Rust, C, PHP, Python and the command line cannot differ.

mod agreement;
mod audit;
mod forecast;
mod instrument;
mod peers;
mod plan;
mod rank;
mod robustness;
mod score;
mod score_rows;
mod statistics;
mod trend;
mod what_if;
mod written_score;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use agreement::{AgreementFigures, AgreementRecord, ItemAgreementRecord, KappaRecord, ShiftRecord};
pub use audit::{AuditRecord, AuditRowRecord, AuditSummary, NodeFindingRecord, ReasonRecord, WayRecord};
pub use forecast::{
    ChanceRecord, DriverLevelRecord, DriverRecord, ForecastRecord, LearntLevelRecord, LearntRecord, OutlookRecord,
    PredicateChanceRecord, QuantileRecord, ScenarioChanceRecord, TargetRecord,
};
pub use instrument::InstrumentSummary;
pub use peers::{HostRecord, LessonRecord, PeerRecord, PeersRecord, VisitsRecord};
pub use plan::{
    FrontierPointRecord, FrontierRecord, OnePlanRecord, PlanLevelRecord, PlanPeriodRecord, PlanRecord, PlanStartRecord,
    PlanStepRecord, PlanTargetRecord, PlanUnitRecord,
};
pub use rank::{IfChangedRecord, RankNumber, RankRecord, Shown, UnrankedRecord, rank_records};
pub use robustness::{
    DrawnRecord, DuelRecord, DuelsRecord, FactorRecord, OutputRecord, RadiusRecord, RivalRecord, RobustnessRecord,
    SensitivityRecord, UnitRobustnessRecord, WeightsRecord,
};
pub use score::{HeadlineRecord, NextRecord, RangeRecord, ScoreRecord};
pub use score_rows::ScoreRows;
pub use statistics::{
    ComponentsRecord, CorrelationRecord, DistributionRecord, GroupRecord, PartRecord, StatisticsRecord, StructureRecord,
};

pub use trend::{
    ComparisonRecord, LinkedRecord, MeanRecord, PartRecord as ContributionRecord, PointRecord, TierRecord, TrackRecord,
    TransitionsRecord, TrendRecord,
};

pub use what_if::{
    ChangeRecord, LevelStepRecord, MilestoneRecord, NodeChangeRecord, RankShiftRecord, ScenarioRecord, UnitRecord,
    WhatIfRecord,
};
pub use written_score::WrittenScore;

/// A map that keeps the instrument's order: `9` before `10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered<V>(Vec<(String, V)>);

impl<V> Ordered<V> {
    /// The entries in order.
    #[must_use]
    pub fn entries(&self) -> &[(String, V)] {
        &self.0
    }
}

impl<V> Default for Ordered<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> FromIterator<(String, V)> for Ordered<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<V: Serialize> Serialize for Ordered<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod record_tests;
