//! A column of labels: each text once, and a small number a row.

use std::collections::HashMap;

use crate::assessment::folded;

/// One label of every unit, such as its province. Equal texts are held once; a row may have none.
///
/// An empty text is no label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelColumn {
    codes: Vec<u32>,
    values: Vec<String>,
}

impl LabelColumn {
    /// The code of a row without a label.
    pub const NONE: u32 = u32::MAX;

    /// A column from its texts, row by row.
    pub fn from_texts<'text>(texts: impl IntoIterator<Item = Option<&'text str>>) -> Self {
        let mut interner = Interner::default();
        texts.into_iter().for_each(|text| interner.push(text));
        interner.column
    }

    /// A column from codes that point into a list of texts, as a dictionary of Arrow; a code past the list is
    /// [`LabelColumn::NONE`]. Texts may repeat or be empty.
    #[must_use]
    pub fn from_codes(codes: &[u32], values: &[String]) -> Self {
        let mut interner = Interner::default();
        let known: Vec<u32> = values.iter().map(|value| interner.code(value)).collect();
        let code = |code: &u32| usize::try_from(*code).ok().and_then(|code| known.get(code)).copied();
        interner.column.codes = codes.iter().map(|own| code(own).unwrap_or(Self::NONE)).collect();
        interner.column
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The label of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        self.value(*self.codes.get(row)?)
    }

    /// The text of a code.
    #[must_use]
    pub fn value(&self, code: u32) -> Option<&str> {
        self.values.get(usize::try_from(code).ok()?).map(String::as_str)
    }

    /// The code of a row, [`LabelColumn::NONE`] without a label.
    #[must_use]
    pub fn code(&self, row: usize) -> u32 {
        self.codes.get(row).copied().unwrap_or(Self::NONE)
    }

    /// The code of each row: a position in [`LabelColumn::values`], or [`LabelColumn::NONE`].
    #[must_use]
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Each text once, in the order of its first row.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// A text as the column writes what is the same in any case and spacing; as it is where the column has no such.
    #[must_use]
    pub fn spelling<'text>(&'text self, text: &'text str) -> &'text str {
        let wanted = folded(text);
        self.values.iter().find(|own| folded(own) == wanted).map_or(text, String::as_str)
    }

    /// The column with one spelling, the first, of texts that are the same in any case and spacing.
    pub(super) fn in_one_spelling(self) -> Self {
        let texts = self.values.len();
        let mut first: HashMap<String, u32> = HashMap::with_capacity(texts);
        let (mut values, mut same) = (Vec::with_capacity(texts), Vec::with_capacity(texts));
        for value in self.values {
            let next = u32::try_from(values.len()).unwrap_or(Self::NONE);
            let code = *first.entry(folded(&value)).or_insert(next);
            same.push(code);
            if code == next {
                values.push(value);
            }
        }
        if values.len() == texts {
            return Self { codes: self.codes, values };
        }
        let code = |code: &u32| usize::try_from(*code).ok().and_then(|code| same.get(code)).copied();
        Self { codes: self.codes.iter().map(|own| code(own).unwrap_or(Self::NONE)).collect(), values }
    }
}

/// A column while it is filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    column: LabelColumn,
    codes: HashMap<String, u32>,
}

impl Interner {
    /// The code of a text, new or known; none of an empty one.
    fn code(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return LabelColumn::NONE;
        }
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        // More texts than codes would be more rows than memory holds.
        let code = u32::try_from(self.column.values.len()).unwrap_or(LabelColumn::NONE);
        self.column.values.push(text.to_owned());
        self.codes.insert(text.to_owned(), code);
        code
    }

    pub(super) fn push(&mut self, text: Option<&str>) {
        let code = text.map_or(LabelColumn::NONE, |text| self.code(text));
        self.column.codes.push(code);
    }

    /// Rows without a label up to a number of rows.
    pub(super) fn pad(&mut self, rows: usize) {
        if self.column.codes.len() < rows {
            self.column.codes.resize(rows, LabelColumn::NONE);
        }
    }

    /// The rows of another column behind the own ones.
    pub(super) fn append(&mut self, other: LabelColumn) {
        if self.column.is_empty() && self.codes.is_empty() {
            self.codes = other.values.iter().cloned().zip(0..).collect();
            self.column = other;
            return;
        }
        let codes: Vec<u32> = other.values.iter().map(|value| self.code(value)).collect();
        let code = |code: &u32| usize::try_from(*code).ok().and_then(|code| codes.get(code)).copied();
        self.column.codes.extend(other.codes.iter().map(|own| code(own).unwrap_or(LabelColumn::NONE)));
    }

    pub(super) const fn column(&self) -> &LabelColumn {
        &self.column
    }

    /// Texts that are the same in any case and spacing become one, as the first is written.
    pub(super) fn unify(&mut self) {
        let texts = self.column.values.len();
        self.column = std::mem::take(&mut self.column).in_one_spelling();
        if self.column.values.len() < texts {
            self.codes = self.column.values.iter().cloned().zip(0..).collect();
        }
    }

    /// Gives a row the label of another, where it has none of its own; where the two differ, in more than case and
    /// spacing, it has none from here on. Gives the two texts that differ.
    pub(super) fn join(&mut self, row: usize, other: usize) -> Option<(String, String)> {
        let [own, new] = [row, other].map(|row| self.column.code(row));
        let (code, differ) = match (self.column.value(own), self.column.value(new)) {
            (Some(before), Some(found)) if own != new && folded(before) != folded(found) => {
                (LabelColumn::NONE, Some((before.to_owned(), found.to_owned())))
            }
            (Some(_), _) => (own, None),
            (None, _) => (new, None),
        };
        if let Some(slot) = self.column.codes.get_mut(row) {
            *slot = code;
        }
        differ
    }

    /// The column without the rows that are not kept.
    pub(super) fn finish(mut self, kept: Option<&[bool]>) -> LabelColumn {
        if let Some(kept) = kept {
            let mut flags = kept.iter();
            self.column.codes.retain(|_| flags.next().copied().unwrap_or(true));
        }
        self.column
    }
}
