//! Which item of one instrument became which of the next.
//!
//! These links go by name, content and evidence; none is an official conversion of numbers. Their confidence is
//! medium: see docs/data.md.

use crate::instrument::Instrument;

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The item of the earlier instrument; none for what is new.
    pub from: Option<String>,
    /// The item of the later instrument; none for what is no longer there.
    pub to: Option<String>,
    /// `successor`, `split`, `one-of-three`, `evidence-reuse`, `evidence-update`, `evidence-partial`, `new`,
    /// `dropped` or `not-named`.
    pub relation: String,
    /// What changed.
    pub note: String,
}

/// The links between two instruments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crosswalk {
    from: &'static str,
    to: &'static str,
    levels: bool,
    links: Vec<Link>,
}

/// The earlier and the later instrument, whether levels of linked items mean the same steps, and the columns of the
/// two codes, the relation and the note.
type File = (&'static str, &'static str, bool, [usize; 4], &'static str);

const FILES: [File; 2] = [
    ("spbe-2018", "spbe-2020", true, [0, 2, 4, 5], include_str!("../../data/crosswalk-2018-2020.csv")),
    ("spbe-2020", "pemdi-2026", false, [0, 1, 2, 3], include_str!("../../data/crosswalk-2020-2026.csv")),
];

impl Crosswalk {
    /// The links from an instrument to a later one, where they are known.
    #[must_use]
    pub fn between(from: &Instrument, to: &Instrument) -> Option<Self> {
        let wanted = |file: &&File| file.0 == from.id() && file.1 == to.id();
        let (from, to, levels, columns, text) = FILES.iter().find(wanted)?;
        let mut links = Vec::new();
        for record in csv::Reader::from_reader(text.as_bytes()).records().filter_map(Result::ok) {
            let [from, to, relation, note] = columns.map(|column| record.get(column).unwrap_or_default().to_owned());
            let some = |code: String| Some(code).filter(|code| !code.is_empty());
            links.push(Link { from: some(from), to: some(to), relation, note });
        }
        Some(Self { from, to, levels: *levels, links })
    }

    /// The id of the earlier instrument.
    #[must_use]
    pub const fn from(&self) -> &'static str {
        self.from
    }

    /// The id of the later instrument.
    #[must_use]
    pub const fn to(&self) -> &'static str {
        self.to
    }

    /// Whether linked items are answered in levels of one kind, so that their difference says something. The links to
    /// 8/2026 name shared evidence only.
    #[must_use]
    pub const fn has_levels(&self) -> bool {
        self.levels
    }

    /// The links, in the order of the file.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }
}
