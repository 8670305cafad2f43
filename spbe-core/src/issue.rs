//! How every stage reports problems: a catalogue code, a place, a message in the reader's language, all at once.
//!
//! Each stage has its own error enum ([`NumberError`](crate::exact::NumberError),
//! [`InstrumentError`](crate::instrument::InstrumentError), [`AssessmentError`](crate::assessment::AssessmentError),
//! [`ScoreError`](crate::score::ScoreError), [`AuditError`](crate::audit::AuditError)). This module holds what they
//! share.

use std::fmt;

use serde::Serialize;

/// The language of a message. Official terms stay Indonesian in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, the language of [`std::fmt::Display`].
    #[default]
    English,
    /// Bahasa Indonesia.
    Indonesian,
}

/// The catalogue entry of an error: a number and a dotted name whose meaning never changes.
///
/// Blocks by stage: 1xx numbers, 2xx instrument, 3xx assessment, 4xx score, 5xx audit, 6xx batch, 7xx requests, 8xx
/// cohort; 9xx belong to bindings; 1001 to 1019 what-ifs, 1021 to 1059 plans, 1061 to 1079 forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Code {
    /// The number, for C and PHP.
    pub number: u16,
    /// The dotted name, for people.
    pub name: &'static str,
}

impl Code {
    pub(crate) const fn new(number: u16, name: &'static str) -> Self {
        Self { number, name }
    }
}

/// What kind of value a document holds at a place, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueKind {
    /// An object of a JSON document.
    Object,
    /// A table of an instrument file, in JSON an object.
    Table,
    /// A list.
    List,
    /// A text.
    Text,
    /// A text with half of a surrogate pair.
    BrokenText,
    /// A number.
    Number,
    /// A whole number.
    WholeNumber,
    /// `true` or `false`.
    Truth,
    /// A date or time of TOML.
    Date,
    /// JSON's `null`.
    Null,
    /// What an answer, a year or a label of a document may be.
    TextNumberOrNull,
    /// What the answers of a request may be: by code, or by position.
    ObjectOrList,
    /// What the instrument of a request may be: an id, or a whole document.
    TextOrObject,
}

impl ValueKind {
    pub(crate) const fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Object, Language::English) => "an object",
            (Self::Object, Language::Indonesian) => "objek",
            (Self::Table, Language::English) => "a table of fields",
            (Self::Table, Language::Indonesian) => "tabel isian",
            (Self::List, Language::English) => "a list",
            (Self::List, Language::Indonesian) => "daftar",
            (Self::Text, Language::English) => "a text",
            (Self::Text, Language::Indonesian) => "teks",
            (Self::BrokenText, Language::English) => "a text that is not sound Unicode",
            (Self::BrokenText, Language::Indonesian) => "teks yang bukan Unicode utuh",
            (Self::Number, Language::English) => "a number",
            (Self::Number, Language::Indonesian) => "bilangan",
            (Self::WholeNumber, Language::English) => "a whole number",
            (Self::WholeNumber, Language::Indonesian) => "bilangan bulat",
            (Self::Truth, Language::English) => "`true` or `false`",
            (Self::Truth, Language::Indonesian) => "`true` atau `false`",
            (Self::Date, Language::English) => "a date",
            (Self::Date, Language::Indonesian) => "tanggal",
            (Self::Null, Language::English) => "`null`",
            (Self::Null, Language::Indonesian) => "`null`",
            (Self::TextNumberOrNull, Language::English) => "a text, a number or `null`",
            (Self::TextNumberOrNull, Language::Indonesian) => "teks, bilangan, atau `null`",
            (Self::ObjectOrList, Language::English) => "an object or a list",
            (Self::ObjectOrList, Language::Indonesian) => "objek atau daftar",
            (Self::TextOrObject, Language::English) => "a text or an object",
            (Self::TextOrObject, Language::Indonesian) => "teks atau objek",
        }
    }
}

/// An error with a catalogue code and a message in each language.
pub trait Catalogued: std::error::Error {
    /// The catalogue entry.
    fn code(&self) -> Code;
    /// The one-line message.
    fn message(&self, language: Language) -> String;
}

/// Where in the input a problem is. Every part is optional; parts count from one, as an editor shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The name of the file, where several are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of a table, or the line of a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Whether `row` counts lines; only words tell them apart.
    #[serde(skip)]
    counts_lines: bool,
    /// The heading of the column, or the code of the indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The path inside a document, such as `indicators.3.weight`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl Place {
    /// No place: the input as a whole.
    #[must_use]
    pub fn whole() -> Self {
        Self::default()
    }

    /// A row of a table.
    #[must_use]
    pub fn row(row: u64) -> Self {
        Self { row: Some(row), ..Self::default() }
    }

    /// A line of a text file.
    #[must_use]
    pub fn line(line: u64) -> Self {
        Self::whole().at_line(Some(line))
    }

    /// A path inside a document.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..Self::default() }
    }

    /// The same place with a column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// The same place in a document that is itself a part of another one.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.path = Some(self.path.map_or_else(|| outer.to_owned(), |path| format!("{outer}.{path}")));
        self
    }

    /// The same place on a sheet of a workbook.
    #[must_use]
    pub fn on_sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same place with the row of a table, where it is known.
    #[must_use]
    pub fn at_row(mut self, row: Option<u64>) -> Self {
        if row.is_some() {
            self.row = row;
            self.counts_lines = false;
        }
        self
    }

    /// The same place with the line of a text file, where it is known.
    #[must_use]
    pub fn at_line(mut self, line: Option<u64>) -> Self {
        if line.is_some() {
            self.row = line;
            self.counts_lines = true;
        }
        self
    }

    /// The same place in a file of that name, where it is known.
    #[must_use]
    pub fn in_file(mut self, file: Option<&str>) -> Self {
        if let Some(file) = file {
            self.file = Some(file.to_owned());
        }
        self
    }

    /// The place in words: `row 12, column 35-1` or `line 12, indicators.3`, empty for the whole input.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let row = match (language, self.counts_lines) {
            (Language::English, false) => "row",
            (Language::English, true) => "line",
            (Language::Indonesian, _) => "baris",
        };
        let (sheet, column) = match language {
            Language::English => ("sheet", "column"),
            Language::Indonesian => ("lembar", "kolom"),
        };
        let parts = [
            self.file.as_deref().map(shortened),
            self.sheet.as_ref().map(|name| format!("{sheet} {}", shown(name))),
            self.row.map(|number| format!("{row} {number}")),
            self.column.as_ref().map(|name| format!("{column} {}", shown(name))),
            self.path.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// One problem at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue<E> {
    /// Where.
    pub place: Place,
    /// What.
    pub error: E,
}

impl<E: Catalogued> Issue<E> {
    /// Place and message in one line.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let place = self.place.describe(language);
        let message = self.error.message(language);
        if place.is_empty() { message } else { format!("{place}: {message}") }
    }
}

/// All problems of one input, up to a limit; at least one.
///
/// [`Issues::total`] counts every problem, also those past the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issues<E> {
    listed: Vec<Issue<E>>,
    total: usize,
}

/// How many problems of one input are listed unless the caller asks for another limit.
pub const ISSUE_LIMIT: usize = 100;

impl<E> Issues<E> {
    /// One problem that concerns the input as a whole.
    pub fn one(error: E) -> Self {
        Self { listed: vec![Issue { place: Place::whole(), error }], total: 1 }
    }

    /// Problems that a binding finds, up to the usual limit; `None` where there are none.
    pub fn found(issues: impl IntoIterator<Item = Issue<E>>) -> Option<Self> {
        let mut found = Collector::new(ISSUE_LIMIT);
        issues.into_iter().for_each(|issue| found.add(issue.place, issue.error));
        found.into_issues()
    }

    /// The problems listed, in the order of the input.
    #[must_use]
    pub fn listed(&self) -> &[Issue<E>] {
        &self.listed
    }

    /// How many problems there are, listed or not.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// The same problems in a file, or a list, of that name.
    #[must_use]
    pub fn in_file(self, name: &str) -> Self {
        self.map(|place, error| (place.in_file(Some(name)), error))
    }

    /// The same problems as another stage reports them.
    pub(crate) fn map<F>(self, convert: impl Fn(Place, E) -> (Place, F)) -> Issues<F> {
        let convert = |issue: Issue<E>| {
            let (place, error) = convert(issue.place, issue.error);
            Issue { place, error }
        };
        Issues { listed: self.listed.into_iter().map(convert).collect(), total: self.total }
    }
}

impl<E: Catalogued> Issues<E> {
    /// The catalogue entry of the first problem.
    #[must_use]
    pub fn first_code(&self) -> Code {
        // There is at least one, by construction.
        self.listed.first().map_or(Code::new(0, "none"), |issue| issue.error.code())
    }

    /// All listed problems, one a line, and how many more there are.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let mut lines: Vec<String> = self.listed.iter().map(|issue| issue.describe(language)).collect();
        let hidden = self.total - self.listed.len();
        if hidden > 0 {
            lines.push(match language {
                Language::English => format!("... and {hidden} more"),
                Language::Indonesian => format!("... dan {hidden} lagi"),
            });
        }
        lines.join("\n")
    }
}

impl<E: Catalogued> fmt::Display for Issues<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.describe(Language::English))
    }
}

impl<E: Catalogued + fmt::Debug> std::error::Error for Issues<E> {}

/// Collects problems while a stage goes on reading.
#[derive(Debug)]
pub(crate) struct Collector<E> {
    listed: Vec<Issue<E>>,
    total: usize,
    limit: usize,
}

impl<E> Collector<E> {
    pub(crate) fn new(limit: usize) -> Self {
        Self { listed: Vec::new(), total: 0, limit: limit.max(1) }
    }

    pub(crate) fn add(&mut self, place: Place, error: E) {
        self.total += 1;
        if self.listed.len() < self.limit {
            self.listed.push(Issue { place, error });
        }
    }

    pub(crate) const fn total(&self) -> usize {
        self.total
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Takes over the problems that another reader has found.
    pub(crate) fn absorb<F>(&mut self, issues: Issues<F>, convert: impl Fn(Place, F) -> (Place, E)) {
        let hidden = issues.total - issues.listed.len();
        for issue in issues.listed {
            let (place, error) = convert(issue.place, issue.error);
            self.add(place, error);
        }
        self.total += hidden;
    }

    /// The value if no problem was found, else all problems.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Issues<E>> {
        match self.into_issues() {
            None => Ok(value),
            Some(issues) => Err(issues),
        }
    }

    pub(crate) fn into_issues(self) -> Option<Issues<E>> {
        (self.total > 0).then_some(Issues { listed: self.listed, total: self.total })
    }
}

/// Input as it is echoed in a message: in backticks, on one line, cut after 40 characters.
pub(crate) fn shown(text: &str) -> String {
    format!("`{}`", shortened(text))
}

/// A text as part of a place: on one line and not longer than a screen's.
pub(crate) fn brief(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut brief: String = text
        .chars()
        .take(LONGEST)
        .map(|character| if character.is_control() { char::REPLACEMENT_CHARACTER } else { character })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        brief.push_str("...");
    }
    brief
}

/// Input as it is echoed inside a path: on one line, cut after 40 characters.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push_str("...");
    }
    // `escape_debug` also escapes quotes, which are harmless between backticks.
    short.replace("\\\"", "\"").replace("\\'", "'")
}
