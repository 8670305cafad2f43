//! The form of a table: told from its heading row, and where that is not enough, from the cells below.

use std::collections::HashSet;

use super::cells::{self, folded, present};
use super::codes::Codes;
use super::error::AssessmentError;
use super::headings::{
    BARE_NAME, Known, key, looks_like_code, looks_like_node, may_be_index, may_be_institution_code, meanings,
};
use super::row::Row;

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One row an institution, one column an indicator.
    Wide,
    /// One row an answer.
    Long,
    /// One row an institution, printed values of domains and aspects.
    Results,
}

/// The form, and what the columns are known as.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) form: Form,
    /// In the order of the columns; `None` for codes, labels, and columns without a heading.
    pub(super) meanings: Vec<Option<Known>>,
}

impl Layout {
    /// The layout under this heading row; `None` if the row is no heading.
    pub(super) fn of<'cell>(heading: impl IntoIterator<Item = &'cell str>, candidates: &[Codes<'_>]) -> Option<Self> {
        let cells: Vec<&str> = heading.into_iter().collect();
        let meanings = meanings(cells.iter().copied());
        let has = |name| meanings.contains(&Some(name));
        let named = has(Known::Institution);
        let (mut codes, mut nodes, mut perhaps) = (false, false, false);
        // Without institutions, only what a candidate knows counts as a code.
        let mut sure: HashSet<String> = HashSet::new();
        for (cell, meaning) in cells.iter().zip(&meanings) {
            if meaning.is_some() {
                perhaps = perhaps || may_be_own(cell, *meaning, candidates);
            } else {
                codes = codes || is_code(cell, candidates);
                nodes = nodes || is_node(cell, candidates);
            }
            if !named && is_own(cell, *meaning, candidates) {
                sure.insert(key(cell));
            }
        }
        let is_long = has(Known::Indicator) && has(Known::Level);
        let may_have_index =
            || has(Known::Index) || cells.iter().zip(&meanings).any(|(cell, meaning)| stands_for_index(cell, *meaning));
        let form = if named {
            if codes {
                Form::Wide
            } else if nodes {
                Form::Results
            } else if is_long {
                Form::Long
            } else if perhaps {
                Form::Wide
            } else if may_have_index() {
                Form::Results
            } else {
                return None;
            }
        } else if is_long && !codes {
            Form::Long
        } else if sure.len() > 1 {
            Form::Wide
        } else {
            return None;
        };
        Some(Self { form, meanings })
    }

    /// Whether there is a column of institutions.
    pub(super) fn is_named(&self) -> bool {
        self.column(Known::Institution).is_some()
    }

    /// The first column known by this name.
    pub(super) fn column(&self, wanted: Known) -> Option<usize> {
        self.meanings.iter().position(|meaning| *meaning == Some(wanted))
    }

    /// Decides by the cells what the headings leave open.
    ///
    /// `kode` and `nilai` are an indicator and its level, or an institution's code and its index; `nama` is the name
    /// of an institution or of an indicator. One subject needs no column of institutions; several do.
    pub(super) fn settle(
        &mut self,
        heading: &Row,
        rows: &[Row],
        candidates: &[Codes<'_>],
    ) -> Result<(), AssessmentError> {
        if self.form == Form::Long {
            self.settle_long(heading, rows, candidates);
        }
        if self.form == Form::Results && self.column(Known::Index).is_none() {
            let index =
                heading.cells().zip(&mut self.meanings).find(|(cell, meaning)| stands_for_index(cell, **meaning));
            if let Some((_, meaning)) = index {
                *meaning = Some(Known::Index);
            }
        }
        self.settle_period(heading, rows);
        let one_subject = self.form == Form::Long || (self.form == Form::Wide && rows.len() == 1);
        if self.is_named() || one_subject {
            return Ok(());
        }
        Err(AssessmentError::ColumnMissing { column: "institution".to_owned() })
    }

    fn settle_long(&mut self, heading: &Row, rows: &[Row], candidates: &[Codes<'_>]) {
        let (Some(indicator), Some(level)) = (self.column(Known::Indicator), self.column(Known::Level)) else { return };
        let is_known = |text: &str| candidates.iter().any(|codes| codes.has_indicator(text));
        let mut indicators = rows.iter().filter_map(|row| present(row.cell(indicator)));
        let some_known = indicators.clone().any(is_known);
        let perhaps = heading.cells().zip(&self.meanings).any(|(cell, meaning)| may_be_own(cell, *meaning, candidates));
        if perhaps && !some_known {
            self.form = Form::Wide;
            return;
        }
        let ambiguous =
            may_be_institution_code(&key(heading.cell(indicator))) && may_be_index(&key(heading.cell(level)));
        if let Some(institution) = self.column(Known::Institution) {
            let bare_name = key(heading.cell(institution)) == BARE_NAME;
            if (bare_name || ambiguous) && !self.repeats_a_subject(rows, institution) {
                if bare_name && rows.len() > 1 && (!ambiguous || indicators.all(is_known)) {
                    // Each row has a name and an indicator of its own: the name is the indicator's.
                    self.forget(institution);
                } else if ambiguous {
                    self.form = Form::Results;
                }
            } else if ambiguous && !some_known {
                self.form = Form::Results;
            }
        } else if ambiguous && !some_known {
            self.form = Form::Results;
        }
    }

    /// A period is a year, or half of one: then it is a label.
    fn settle_period(&mut self, heading: &Row, rows: &[Row]) {
        let Some(year) = self.column(Known::Year) else { return };
        let is_year = |row: &Row| present(row.cell(year)).is_some_and(|text| cells::year(text).is_ok());
        if key(heading.cell(year)).starts_with("period") && !rows.iter().any(is_year) {
            self.forget(year);
        }
    }

    fn forget(&mut self, column: usize) {
        if let Some(meaning) = self.meanings.get_mut(column) {
            *meaning = None;
        }
    }

    /// Whether two rows are of the same institution, year and stage, as those of a long table are.
    fn repeats_a_subject(&self, rows: &[Row], institution: usize) -> bool {
        let (year, stage) = (self.column(Known::Year), self.column(Known::Stage));
        let mut seen = HashSet::new();
        let text = |row: &Row, column: Option<usize>| column.map(|column| folded(row.cell(column)));
        rows.iter()
            .filter(|row| present(row.cell(institution)).is_some())
            .any(|row| !seen.insert((text(row, Some(institution)), text(row, year), text(row, stage))))
    }
}

/// Whether a heading that is known as something else may be the code of an item: where an instrument has it to the
/// letter. A column of institutions stays one.
pub(super) fn may_be_own(heading: &str, meaning: Option<Known>, candidates: &[Codes<'_>]) -> bool {
    meaning.is_some_and(|known| known != Known::Institution)
        && candidates.iter().any(|codes| codes.own_item(heading).is_some())
}

/// Whether a heading that means nothing else stands for an indicator, of a candidate or by its look.
pub(super) fn is_code(heading: &str, candidates: &[Codes<'_>]) -> bool {
    looks_like_code(&key(heading)) || candidates.iter().any(|codes| codes.has_indicator(heading))
}

/// Whether a heading stands for an indicator of a candidate.
fn is_own(heading: &str, meaning: Option<Known>, candidates: &[Codes<'_>]) -> bool {
    match meaning {
        Some(_) => may_be_own(heading, meaning, candidates),
        None => candidates.iter().any(|codes| codes.has_indicator(heading)),
    }
}

/// Whether a heading that means nothing else stands for a node above the indicators, of a candidate or by its look.
pub(super) fn is_node(heading: &str, candidates: &[Codes<'_>]) -> bool {
    looks_like_node(&key(heading)) || candidates.iter().any(|codes| codes.node(heading).is_some())
}

fn stands_for_index(heading: &str, meaning: Option<Known>) -> bool {
    meaning == Some(Known::Level) && may_be_index(&key(heading))
}
