//! Two units side by side, and their difference taken apart.

use super::crosswalk::{Crosswalk, Link};
use crate::cohort::{Basis, CohortError, NodeName, Scores, Unit};
use crate::exact::{NumberError, Ratio};
use crate::instrument::{Instrument, Item, Node};
use crate::score::Score;

/// A number of both units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Of the first.
    pub before: Ratio,
    /// Of the second.
    pub after: Ratio,
    /// The second less the first.
    pub change: Ratio,
}

impl Difference {
    fn of(before: Ratio, after: Ratio) -> Result<Self, NumberError> {
        Ok(Self { before, after, change: after.checked_sub(before)? })
    }
}

/// One node's part in the difference of the indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The node.
    pub node: NodeName,
    /// Its value in both.
    pub value: Difference,
    /// What its change adds to the index.
    pub contribution: Ratio,
}

/// The difference of the indices by the nodes of one tier: contributions and remainder add up to it exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierAttribution {
    /// The code of the tier.
    pub tier: String,
    /// The nodes, in the order of the instrument.
    pub parts: Vec<Part>,
    /// What the nodes do not explain: zero for answers, the effect of rounding where a printed value takes part.
    pub remainder: Ratio,
}

/// The difference of two indices of one instrument, tier by tier from the top down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// `Printed` if a printed value takes part.
    pub basis: Basis,
    /// The tiers of which both units have every node.
    pub tiers: Vec<TierAttribution>,
}

/// Two items of different instruments that a crosswalk links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The link.
    pub link: Link,
    /// The value of the item of the earlier instrument.
    pub before: Ratio,
    /// The value of the item of the later one.
    pub after: Ratio,
}

/// Two units side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The first unit.
    pub from: usize,
    /// The second unit.
    pub to: usize,
    /// The indices, where both are known. Across instruments their difference is not a change of the institution.
    pub index: Option<Difference>,
    /// The difference taken apart; absent across instruments, or where an index is not known.
    pub attribution: Option<Attribution>,
    /// Whether the two have different instruments: the rule changed.
    pub rule_changed: bool,
    /// Across instruments: whether there are links between them.
    pub crosswalk: Option<Crosswalk>,
    /// Across instruments: what can be compared, by the crosswalk.
    pub linked: Vec<Linked>,
    /// Across instruments: the items of the first without a counterpart, or without a value of it.
    pub only_before: Vec<String>,
    /// Across instruments: the items of the second without one.
    pub only_after: Vec<String>,
}

/// Sets two units side by side; `from` is the earlier, or the one that is measured against the other.
///
/// # Errors
/// [`CohortError::SubjectUnknown`] for a position that is no unit, a number that does not fit.
pub fn compare(scores: &Scores<'_>, from: usize, to: usize) -> Result<Comparison, CohortError> {
    let unit = |position: usize| {
        scores.cohort().unit(position).ok_or_else(|| CohortError::SubjectUnknown { subject: position.to_string() })
    };
    let (first, second) = (unit(from)?, unit(to)?);
    let (before, after) = (Side::of(scores, &first)?, Side::of(scores, &second)?);
    let index = match (before.index, after.index) {
        (Some(before), Some(after)) => Some(Difference::of(before, after)?),
        _ => None,
    };
    let mut comparison = Comparison {
        from,
        to,
        index,
        attribution: None,
        rule_changed: first.instrument().checksum() != second.instrument().checksum(),
        crosswalk: None,
        linked: Vec::new(),
        only_before: Vec::new(),
        only_after: Vec::new(),
    };
    if comparison.rule_changed {
        across(&mut comparison, &before, &after);
    } else if let Some(index) = index {
        comparison.attribution = Some(attribution(first.instrument(), &index, &before, &after)?);
    }
    Ok(comparison)
}

/// What is known of one unit: the value of each node, and what it adds to the index.
struct Side<'cohort> {
    instrument: &'cohort Instrument,
    basis: Basis,
    index: Option<Ratio>,
    nodes: Vec<Option<Known>>,
    indicators: Vec<Option<Known>>,
    /// The value of each item, of a unit with answers.
    items: Vec<Option<Ratio>>,
}

#[derive(Clone, Copy)]
struct Known {
    value: Ratio,
    share: Ratio,
}

impl<'cohort> Side<'cohort> {
    fn of(scores: &Scores<'cohort>, unit: &Unit<'cohort>) -> Result<Self, CohortError> {
        let instrument = unit.instrument();
        let index = scores.index().value(unit.position());
        match scores.score(unit.position())? {
            Some(score) => Self::answered(instrument, index, unit, &score),
            None => {
                let share = |value: Ratio, parts: i64| -> Result<Known, NumberError> {
                    let weight = Ratio::new(parts.into(), instrument.total_parts().into())?;
                    Ok(Known { value, share: value.checked_mul(weight)? })
                };
                let printed = |(position, node): (usize, &Node)| {
                    unit.printed_node(position).map(|value| share(value.into(), node.parts())).transpose()
                };
                Ok(Self {
                    instrument,
                    basis: unit.basis(),
                    index,
                    nodes: instrument.nodes().iter().enumerate().map(printed).collect::<Result<_, _>>()?,
                    indicators: vec![None; instrument.indicators().len()],
                    items: vec![None; instrument.items().len()],
                })
            }
        }
    }

    fn answered(
        instrument: &'cohort Instrument,
        index: Option<Ratio>,
        unit: &Unit<'cohort>,
        score: &Score,
    ) -> Result<Self, CohortError> {
        let known = |value: Option<crate::score::Value>, share: Option<crate::score::Value>| {
            Some(Known { value: value?.exact()?, share: share?.exact()? })
        };
        let indicators: Vec<Option<Known>> =
            score.indicators.iter().map(|own| known(own.value, own.contribution)).collect();
        let mut nodes = Vec::with_capacity(score.nodes.len());
        for (node, own) in instrument.nodes().iter().zip(&score.nodes) {
            // A node adds what its indicators add; each indicator is below a node as a whole.
            let mut below: Vec<usize> =
                node.items().iter().filter_map(|item| instrument.items().get(*item)).map(Item::indicator).collect();
            below.dedup();
            let mut share = Some(Ratio::ZERO);
            for indicator in below {
                let own = indicators.get(indicator).copied().flatten();
                share = match (share, own) {
                    (Some(sum), Some(own)) => Some(sum.checked_add(own.share)?),
                    _ => None,
                };
            }
            let value = own.value.and_then(|value| value.exact());
            nodes.push(value.zip(share).map(|(value, share)| Known { value, share }));
        }
        let answers = unit.answers().unwrap_or_default();
        let items = answers.into_iter().map(|answer| answer.map(|answer| instrument.value_of(answer))).collect();
        Ok(Self { instrument, basis: Basis::Answers, index, nodes, indicators, items })
    }

    fn item(&self, code: &str) -> Option<Ratio> {
        self.items.get(self.instrument.item_position(code)?).copied().flatten()
    }
}

fn attribution(
    instrument: &Instrument,
    index: &Difference,
    before: &Side<'_>,
    after: &Side<'_>,
) -> Result<Attribution, NumberError> {
    let mut tiers = Vec::new();
    for (position, tier) in instrument.tiers().iter().enumerate() {
        let last = position + 1 == instrument.tiers().len();
        let (mut names, mut pairs) = (Vec::new(), Vec::new());
        if last {
            pairs.extend(before.indicators.iter().zip(&after.indicators));
            names.extend(instrument.indicators().iter().map(|own| NodeName::Indicator { code: own.code().to_owned() }));
        } else {
            for ((node, before), after) in instrument.nodes().iter().zip(&before.nodes).zip(&after.nodes) {
                if node.tier_position() == position {
                    names.push(NodeName::Node { tier: tier.code.clone(), code: node.code().to_owned() });
                    pairs.push((before, after));
                }
            }
        }
        let mut remainder = index.change;
        let mut parts = Vec::with_capacity(names.len());
        let expected = names.len();
        for (node, pair) in names.into_iter().zip(pairs) {
            let (Some(before), Some(after)) = pair else { break };
            let contribution = after.share.checked_sub(before.share)?;
            remainder = remainder.checked_sub(contribution)?;
            parts.push(Part { node, value: Difference::of(before.value, after.value)?, contribution });
        }
        if parts.len() == expected {
            tiers.push(TierAttribution { tier: tier.code.clone(), parts, remainder });
        }
    }
    let printed = before.basis == Basis::Printed || after.basis == Basis::Printed;
    Ok(Attribution { basis: if printed { Basis::Printed } else { Basis::Answers }, tiers })
}

/// What two instruments share, and what they do not.
fn across(comparison: &mut Comparison, before: &Side<'_>, after: &Side<'_>) {
    let crosswalk = Crosswalk::between(before.instrument, after.instrument);
    for link in crosswalk.iter().flat_map(Crosswalk::links) {
        let values = link
            .from
            .as_deref()
            .and_then(|code| before.item(code))
            .zip(link.to.as_deref().and_then(|code| after.item(code)));
        if let Some((before, after)) = values {
            comparison.linked.push(Linked { link: link.clone(), before, after });
        }
    }
    let rest = |side: &Side<'_>, linked: &dyn Fn(&str) -> bool| -> Vec<String> {
        side.instrument.items().iter().map(|item| item.code().to_owned()).filter(|code| !linked(code)).collect()
    };
    let linked = &comparison.linked;
    comparison.only_before = rest(before, &|code| linked.iter().any(|own| own.link.from.as_deref() == Some(code)));
    comparison.only_after = rest(after, &|code| linked.iter().any(|own| own.link.to.as_deref() == Some(code)));
    comparison.crosswalk = crosswalk;
}
