//! A change that is thought of: an indicator, its new level, and who brings it about until when.

use std::fmt;
use std::str::FromStr;

use super::error::WhatIfError;
use crate::assessment::{ListColumn, ListEntry, Listed};
use crate::exact::Decimal;
use crate::issue::{Issues, Place};

/// A year, a month or a day: `2026`, `2026-07`, `2026-07-31`.
///
/// A year and a month mean their last day, and so dates are ordered; of the same last day the day comes before the
/// month, the month before the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date(String);

impl Date {
    /// Whether what is done by this date is done on the last day of `until`: `2026` is, by `2026-12-31`.
    #[must_use]
    pub fn is_within(&self, until: &Self) -> bool {
        self.last_day() <= until.last_day()
    }

    /// Year, month and day.
    fn last_day(&self) -> (&str, &str, u8) {
        let parts: Vec<&str> = self.0.split('-').collect();
        let part = |place: usize| parts.get(place).copied();
        let day = part(2).and_then(|day| day.parse().ok()).unwrap_or_else(|| days(&parts));
        (part(0).unwrap_or_default(), part(1).unwrap_or("12"), day)
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.last_day().cmp(&other.last_day()).then_with(|| other.0.len().cmp(&self.0.len()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Date {
    type Err = WhatIfError;

    fn from_str(text: &str) -> Result<Self, WhatIfError> {
        let unreadable = || WhatIfError::DateUnreadable { found: text.to_owned() };
        let parts: Vec<&str> = text.trim().split('-').collect();
        let lengths: &[usize] = &[4, 2, 2];
        let digits =
            |(part, length): (&&str, &usize)| part.len() == *length && part.bytes().all(|digit| digit.is_ascii_digit());
        let number = |place: usize| parts.get(place).and_then(|part| part.parse::<u8>().ok());
        let month = parts.len() < 2 || number(1).is_some_and(|month| (1..=12).contains(&month));
        let day = parts.len() < 3 || number(2).is_some_and(|day| (1..=days(&parts)).contains(&day));
        if parts.len() > lengths.len() || !parts.iter().zip(lengths).all(digits) || !month || !day {
            return Err(unreadable());
        }
        Ok(Self(text.trim().to_owned()))
    }
}

/// How many days the month has.
fn days(parts: &[&str]) -> u8 {
    let year: u16 = parts.first().and_then(|year| year.parse().ok()).unwrap_or_default();
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match parts.get(1) {
        Some(&"02") => 28 + u8::from(leap),
        Some(&("04" | "06" | "09" | "11")) => 30,
        _ => 31,
    }
}

/// A change that is thought of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The scenario that it is a part of; none where there is one scenario only.
    pub scenario: Option<String>,
    /// The indicator, or item, as files call it: `7`, `i07`, `35-1`.
    pub indicator: String,
    /// The new level, or value.
    pub to: Decimal,
    /// The responsible unit.
    pub unit: Option<String>,
    /// When it is done.
    pub date: Option<Date>,
    /// Where it was read, for messages.
    pub place: Place,
}

impl Change {
    /// A change of an indicator to a level.
    #[must_use]
    pub fn new(indicator: &str, to: Decimal) -> Self {
        Self {
            scenario: None,
            indicator: indicator.to_owned(),
            to,
            unit: None,
            date: None,
            place: Place::whole().column(indicator),
        }
    }

    /// The same in a scenario of that name.
    #[must_use]
    pub fn in_scenario(mut self, name: impl Into<String>) -> Self {
        self.scenario = Some(name.into());
        self
    }

    /// The same, done by a date.
    #[must_use]
    pub fn by(mut self, date: Date) -> Self {
        self.date = Some(date);
        self
    }

    /// The same, as the work of a unit.
    #[must_use]
    pub fn of_unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// The same, read from a file or list of that name.
    #[must_use]
    pub fn in_file(self, name: &str) -> Self {
        self.read_from(name)
    }

    /// Reads the changes of a file: CSV with the columns `indicator` and `to`, and as wanted `scenario`, `unit` and
    /// `date`; or a JSON list of objects with the same names.
    ///
    /// # Errors
    /// Every column that is missing or unknown, and every cell that cannot be read, with its place.
    pub fn read(bytes: &[u8]) -> Result<Vec<Self>, Issues<WhatIfError>> {
        Self::of_file(bytes)
    }
}

impl Listed for Change {
    type Error = WhatIfError;
    const COLUMNS: &'static [ListColumn] = &COLUMNS;

    fn of(entry: &mut ListEntry<'_, WhatIfError>) -> Option<Self> {
        let (to, date) = (entry.decimal(2), entry.read(4, |text, _| text.parse()));
        Some(Self {
            scenario: entry.text(0),
            indicator: entry.text(1)?,
            to: to?,
            unit: entry.text(3),
            date,
            place: entry.place(),
        })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

/// The columns of a list of changes, in the order in which they are read above.
const COLUMNS: [ListColumn; 5] = [
    ListColumn { name: "scenario", others: &["skenario"], needed: false },
    ListColumn { name: "indicator", others: &["indikator", "kode_indikator", "kode", "item", "butir"], needed: true },
    ListColumn {
        name: "to",
        others: &["menjadi", "ke", "level", "tingkat", "tingkat_kematangan", "value", "nilai", "target"],
        needed: true,
    },
    ListColumn {
        name: "unit",
        others: &["unit_kerja", "opd", "perangkat_daerah", "penanggung_jawab", "pic", "responsible_unit"],
        needed: false,
    },
    ListColumn {
        name: "date",
        others: &["tanggal", "waktu", "tenggat", "jatuh_tempo", "deadline", "due"],
        needed: false,
    },
];
