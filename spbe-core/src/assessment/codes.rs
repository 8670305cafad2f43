//! The codes of an instrument in all their spellings, and the instrument that fits the codes of a file.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::described;
use super::error::AssessmentError;
use super::headings::{bare_codes, key, without_value};
use crate::instrument::{Indicator, Instrument, Item, Node, Text};

/// Positions by spelling; `None` where a spelling could mean two of them.
type Spellings = HashMap<String, Option<usize>>;

/// Where to look an instrument's codes up.
#[derive(Debug)]
pub(super) struct Codes<'instrument> {
    instrument: &'instrument Instrument,
    /// Items by their code, to the letter.
    exact: HashMap<&'instrument str, usize>,
    /// Items by their code in lower case.
    own: Spellings,
    items: Spellings,
    /// Indicators that are scored as several items.
    split: Spellings,
    nodes: Spellings,
    /// Items and nodes by their official names; made for the first heading that is no code.
    names: OnceCell<Names>,
}

/// Positions by name.
#[derive(Debug, Default)]
struct Names {
    items: Spellings,
    nodes: Spellings,
}

/// The codes a file holds, and its years.
#[derive(Debug, Default)]
pub(super) struct Found<'file> {
    pub(super) kind: Kind,
    pub(super) codes: BTreeSet<&'file str>,
    /// Headings that mean an item in an instrument with such a code, and something else in all others.
    pub(super) perhaps: BTreeSet<&'file str>,
    pub(super) years: BTreeSet<u16>,
}

/// What the codes stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Indicators,
    /// Domains and aspects as tables spell them.
    Nodes,
    /// Domains and aspects as the official API spells them.
    ApiNodes,
}

/// How well an instrument fits the codes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// It lacks one of them.
    No,
    /// It has them all, and others.
    Contains,
    /// It has these and no others.
    Exact,
}

impl<'instrument> Codes<'instrument> {
    pub(super) fn new(instrument: &'instrument Instrument) -> Self {
        let mut codes = Self {
            instrument,
            exact: HashMap::new(),
            own: Spellings::new(),
            items: Spellings::new(),
            split: Spellings::new(),
            nodes: Spellings::new(),
            names: OnceCell::new(),
        };
        for (position, item) in instrument.items().iter().enumerate() {
            codes.exact.insert(item.code(), position);
            add(&mut codes.own, item.code().to_lowercase(), position);
            add(&mut codes.items, key(item.code()), position);
        }
        for (position, indicator) in instrument.indicators().iter().enumerate() {
            let items = indicator.items();
            let (spellings, target) =
                if items.len() == 1 { (&mut codes.items, items.start) } else { (&mut codes.split, position) };
            for code in
                std::iter::once(indicator.code()).chain(indicator.entry().code_variants.iter().map(String::as_str))
            {
                add(spellings, key(code), target);
            }
        }
        codes.add_nodes();
        codes
    }

    fn add_nodes(&mut self) {
        let Some((_, tiers)) = self.instrument.tiers().split_last() else { return };
        let letters: Vec<String> =
            tiers.iter().map(|tier| tier.code.chars().take(1).flat_map(char::to_lowercase).collect()).collect();
        for (position, node) in self.instrument.nodes().iter().enumerate() {
            let Some(tier) = tiers.get(node.tier_position()) else { continue };
            let mut prefixes: BTreeSet<String> = [Some(&tier.code), Some(&tier.name.id), tier.name.en.as_ref()]
                .into_iter()
                .flatten()
                .map(|name| key(name))
                .collect();
            // A letter stands for a tier only where no other tier begins with it.
            prefixes.extend(
                letters
                    .get(node.tier_position())
                    .filter(|letter| letters.iter().filter(|other| other == letter).count() == 1)
                    .cloned(),
            );
            for prefix in prefixes {
                add(&mut self.nodes, key(&format!("{prefix}_{}", node.code())), position);
                if node.code().starts_with(|first: char| first.is_ascii_digit()) {
                    add(&mut self.nodes, key(&format!("{prefix}{}", node.code())), position);
                }
            }
        }
    }

    /// The position of the item that `text` names: by its code (`7`, `Indikator 7`), by its code and words of its name
    /// (`Indikator 7 - Arsitektur`), or by its official name.
    pub(super) fn item(&self, text: &str) -> Option<usize> {
        let by_code = self.exact.get(text.trim()).copied().or_else(|| find(&self.items, text));
        by_code
            .or_else(|| {
                let names = |position: usize| {
                    let indicator =
                        self.instrument.indicators().get(self.instrument.items().get(position)?.indicator())?;
                    Some([Some(indicator.name()), indicator.entry().short_name.as_ref()])
                };
                described::position(text, |code| find(&self.items, code), names)
            })
            .or_else(|| self.named(text, |names| &names.items))
    }

    /// The position of what has this official name. One word is none: most headings are one, and the names need not be
    /// gathered for them.
    fn named(&self, text: &str, of: impl Fn(&Names) -> &Spellings) -> Option<usize> {
        let several = text.trim().contains(|letter: char| !letter.is_alphanumeric());
        several.then(|| of(self.names()).get(&described::name(text)).copied().flatten())?
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let mut names = Names::default();
            for (position, node) in self.instrument.nodes().iter().enumerate() {
                add_names(&mut names.nodes, node.name(), position);
            }
            for (position, item) in self.instrument.items().iter().enumerate() {
                if let Some(indicator) = self.instrument.indicators().get(item.indicator()) {
                    add_names(&mut names.items, indicator.name(), position);
                }
            }
            // Where a node and an indicator have the same name, it names the node.
            names.items.retain(|name, _| !names.nodes.contains_key(name));
            names
        })
    }

    /// The position of the item whose code is `text`, in any case: such a heading means the item, whatever else it
    /// means in other files.
    pub(super) fn own_item(&self, text: &str) -> Option<usize> {
        let text = text.trim();
        self.exact.get(text).copied().or_else(|| self.own.get(&text.to_lowercase()).copied().flatten())
    }

    /// The items of an indicator that is scored as several: their positions.
    pub(super) fn split_items(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let position = find(&self.split, text)?;
        self.instrument.indicators().get(position).map(Indicator::items)
    }

    /// Whether `text` names an item, or an indicator of several.
    pub(super) fn has_indicator(&self, text: &str) -> bool {
        self.item(text).is_some() || self.split_items(text).is_some()
    }

    /// The item that `text` names, or what is wrong with it.
    pub(super) fn expect_item(&self, text: &str) -> Result<usize, AssessmentError> {
        if let Some(position) = self.item(text) {
            return Ok(position);
        }
        match self.split_items(text) {
            Some(items) => {
                let items: Vec<&str> =
                    items.filter_map(|position| self.instrument.items().get(position)).map(Item::code).collect();
                Err(AssessmentError::CodeIsSplit { code: text.to_owned(), items: items.join(", ") })
            }
            None => Err(AssessmentError::code_unknown(text, self.instrument)),
        }
    }

    /// What is wrong with a node that the instrument does not have.
    pub(super) fn node_unknown(&self, text: &str) -> AssessmentError {
        AssessmentError::NodeUnknown { code: text.to_owned(), instrument: self.instrument.id().to_owned() }
    }

    /// The position of the node that a heading names.
    pub(super) fn node(&self, heading: &str) -> Option<usize> {
        let by_code = |text: &str| {
            let key = key(text);
            let spellings = [key.as_str(), without_value(&key)];
            spellings.iter().find_map(|spelling| self.nodes.get(*spelling).copied().flatten())
        };
        by_code(heading)
            .or_else(|| {
                let names = |position: usize| Some([Some(self.instrument.nodes().get(position)?.name()), None]);
                described::position(heading, by_code, names)
            })
            .or_else(|| self.named(heading, |names| &names.nodes))
    }

    /// The position of the node that a field of the official API names: the letter of its tier, two digits of the
    /// instrument's year, two digits of its code (`D2001`, `A2008`).
    pub(super) fn api_node(&self, field: &str) -> Option<usize> {
        let (letter, digits) = field.split_at_checked(1)?;
        let (year, code) = digits.split_at_checked(2)?;
        let sound = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let own = self.instrument.id().rsplit('-').next().filter(|year| year.len() == 4).unwrap_or_default();
        // An instrument whose id ends in no year takes fields of any.
        let same_year = own.parse::<u16>().is_err() || own.ends_with(year);
        (sound && same_year).then(|| self.node(&format!("{letter}{code}"))).flatten()
    }

    fn fit(&self, found: &Found<'_>) -> Fit {
        let mut covered: HashSet<usize> = found.perhaps.iter().filter_map(|code| self.own_item(code)).collect();
        if found.codes.is_empty() && covered.is_empty() && !found.perhaps.is_empty() {
            return Fit::No;
        }
        for code in &found.codes {
            let known = match found.kind {
                Kind::Indicators => {
                    self.item(code).map(|position| position..position + 1).or_else(|| self.split_items(code))
                }
                Kind::Nodes => self.node(code).map(|position| position..position + 1),
                Kind::ApiNodes => self.api_node(code).map(|position| position..position + 1),
            };
            match known {
                Some(positions) => covered.extend(positions),
                None => return Fit::No,
            }
        }
        // A results table need not show every tier, but those it shows it shows whole.
        let nodes = self.instrument.nodes();
        let tiers: HashSet<usize> =
            covered.iter().filter_map(|position| nodes.get(*position)).map(Node::tier_position).collect();
        let all = match found.kind {
            Kind::Indicators => self.instrument.items().len(),
            Kind::Nodes | Kind::ApiNodes => nodes.iter().filter(|node| tiers.contains(&node.tier_position())).count(),
        };
        if covered.len() == all && !covered.is_empty() { Fit::Exact } else { Fit::Contains }
    }
}

fn add(spellings: &mut Spellings, spelling: String, position: usize) {
    let slot = spellings.entry(spelling).or_insert(Some(position));
    if *slot != Some(position) {
        *slot = None;
    }
}

/// A code as it stands, or after `i`, `indikator`, `indicator`.
fn find(spellings: &Spellings, text: &str) -> Option<usize> {
    let key = key(text);
    std::iter::once(key.as_str())
        .chain(bare_codes(&key))
        .find_map(|spelling| spellings.get(spelling).copied().flatten())
}

fn add_names(spellings: &mut Spellings, name: &Text, position: usize) {
    for name in std::iter::once(&name.id).chain(&name.en) {
        let name = described::name(name);
        if !name.is_empty() {
            add(spellings, name, position);
        }
    }
}

/// The instrument of a file, as a position among the candidates.
///
/// One candidate was asked for by name and is taken, unless it lacks codes of the file and one built-in instrument
/// has them all: then one error says so, in place of one for each code.
pub(super) fn choose(candidates: &[&Instrument], found: &Found<'_>) -> Result<usize, AssessmentError> {
    if let [asked] = candidates {
        if Codes::new(asked).fit(found) != Fit::No {
            return Ok(0);
        }
        let others: Vec<Instrument> = Instrument::builtin_ids()
            .filter(|id| *id != asked.id())
            .filter_map(|id| Instrument::builtin(id).ok())
            .collect();
        let others: Vec<&Instrument> = others.iter().collect();
        return match unique(&others, found).and_then(|position| others.get(position)) {
            None => Ok(0),
            Some(fits) => Err(AssessmentError::InstrumentMismatch {
                instrument: asked.id().to_owned(),
                fits: fits.id().to_owned(),
            }),
        };
    }
    unique(candidates, found).ok_or_else(|| undetermined(candidates))
}

/// The error that names the candidates.
fn undetermined(candidates: &[&Instrument]) -> AssessmentError {
    AssessmentError::InstrumentUndetermined { known: ids(candidates) }
}

/// The ids of the candidates, as a list in a message.
pub(super) fn ids(candidates: &[&Instrument]) -> String {
    candidates.iter().map(|instrument| instrument.id()).collect::<Vec<_>>().join(", ")
}

/// The one instrument that fits the codes and is not contradicted by the years.
fn unique(instruments: &[&Instrument], found: &Found<'_>) -> Option<usize> {
    let fits: Vec<Fit> = instruments.iter().map(|instrument| Codes::new(instrument).fit(found)).collect();
    let all = |wanted: &dyn Fn(Fit) -> bool| -> Vec<usize> {
        fits.iter().enumerate().filter(|(_, fit)| wanted(**fit)).map(|(position, _)| position).collect()
    };
    let (fitting, exact) = (all(&|fit| fit != Fit::No), all(&|fit| fit == Fit::Exact));
    let in_use = |position: &usize| {
        instruments.get(*position).is_some_and(|instrument| {
            let used = &instrument.legal().used_years;
            !found.years.is_empty() && found.years.iter().all(|year| used.contains(year))
        })
    };
    let timely: Vec<usize> = fitting.iter().copied().filter(in_use).collect();
    match (exact.as_slice(), fitting.as_slice()) {
        // All codes of one instrument in a year of another one: the file may as well be a part of that other one.
        ([only], _) => (timely.is_empty() || timely.contains(only)).then_some(*only),
        ([], [only]) => Some(*only),
        ([], _) => single(&timely),
        _ => single(&exact.into_iter().filter(in_use).collect::<Vec<_>>()),
    }
}

fn single(positions: &[usize]) -> Option<usize> {
    match positions {
        [only] => Some(*only),
        _ => None,
    }
}
