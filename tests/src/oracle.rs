//! The regulation's own formulas, step by step, on big rationals.
//!
//! 59/2020, Lampiran: an aspect is the mean of its indicators by printed weight, a domain the mean of its aspects, the
//! index the mean of its domains. [`Oracle`] follows this nesting literally, from the plain data of an instrument file;
//! it shares neither the loader nor the whole parts nor the arithmetic of `spbe-core`. It is slow and simple.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::Zero;
use serde_json::Value;
use spbe_core::exact::Ratio;

/// The alias of num-rational comes with a feature of it that the core does not ask for; with it, the core would be built
/// once more.
pub type BigRational = num_rational::Ratio<BigInt>;

/// What an unanswered item becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// This value.
    Value(BigRational),
    /// Left out, and the weight of every node above it lowered by its weight.
    LeftOut,
}

/// The value of every node and of the index; `None` where nothing is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The index.
    pub index: Option<BigRational>,
    /// The nodes, by tier and code.
    pub nodes: BTreeMap<(String, String), Option<BigRational>>,
    /// The indicators, by code.
    pub indicators: BTreeMap<String, Option<BigRational>>,
}

/// The formulas of one instrument file.
#[derive(Clone, Debug)]
pub struct Oracle {
    data: Value,
}

/// A number written as `2.75`, `-3` or `10/3`.
///
/// # Panics
/// If it is written otherwise.
#[must_use]
pub fn big(text: &str) -> BigRational {
    let whole = |text: &str| text.parse::<BigInt>().unwrap_or_else(|error| panic!("{text}: {error}"));
    if let Some((numerator, denominator)) = text.split_once('/') {
        return BigRational::new(whole(numerator), whole(denominator));
    }
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let scale = BigInt::from(10).pow(u32::try_from(after.len()).expect("a short number"));
    BigRational::new(whole(&format!("{before}{after}")), scale)
}

/// The exact number of the core as a big rational.
#[must_use]
pub fn big_of(ratio: Ratio) -> BigRational {
    BigRational::new(ratio.numerator().into(), ratio.denominator().into())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// A mean by weight, with the weight it has further up.
type Weighed = Option<(BigRational, BigRational)>;

fn mean(children: Vec<Weighed>, printed: &BigRational, unanswered: &Unanswered) -> Weighed {
    let (mut sum, mut weight) = (BigRational::zero(), BigRational::zero());
    for (value, own) in children.into_iter().flatten() {
        sum += value * &own;
        weight += own;
    }
    if weight.is_zero() {
        return None;
    }
    // With everything answered the divisor is the printed weight of the node itself, as the formula has it.
    let divisor = if *unanswered == Unanswered::LeftOut { weight } else { printed.clone() };
    Some((sum / &divisor, divisor))
}

impl Oracle {
    /// The formulas of an instrument file, given as plain data.
    #[must_use]
    pub const fn new(data: Value) -> Self {
        Self { data }
    }

    /// The codes of the items that are answered, in the order of the file.
    #[must_use]
    pub fn item_codes(&self) -> Vec<String> {
        let mut codes = Vec::new();
        for indicator in list(&self.data["indicators"]) {
            let before = codes.len();
            codes.extend(list(&indicator["items"]).map(|item| word(&item["code"]).to_owned()));
            if codes.len() == before {
                codes.push(word(&indicator["code"]).to_owned());
            }
        }
        codes
    }

    /// The value with which an answer enters the sum.
    #[must_use]
    pub fn value_of(&self, answer: &BigRational) -> BigRational {
        let mut replaced = list(&self.data["answers"]["level_values"]);
        let found = replaced
            .find(|entry| BigRational::from(BigInt::from(entry["level"].as_i64().expect("a level"))) == *answer);
        found.map_or_else(|| answer.clone(), |entry| big(word(&entry["value"])))
    }

    /// The lowest or highest value that an item can have.
    #[must_use]
    pub fn end(&self, which: &str) -> BigRational {
        self.value_of(&big(word(&self.data["answers"][which])))
    }

    /// Works out every node from answers by item code; what is not answered becomes what `unanswered` says.
    #[must_use]
    pub fn work(&self, answers: &BTreeMap<String, BigRational>, unanswered: &Unanswered) -> Worked {
        let mut worked = Worked { index: None, nodes: BTreeMap::new(), indicators: BTreeMap::new() };
        let top = self.children(0, None, answers, unanswered, &mut worked);
        worked.index = mean(top, &big(word(&self.data["total_weight"])), unanswered).map(|(value, _)| value);
        worked
    }

    /// The children of a node in a tier, by depth from the top.
    fn children(
        &self,
        depth: usize,
        parent: Option<&str>,
        answers: &BTreeMap<String, BigRational>,
        unanswered: &Unanswered,
        worked: &mut Worked,
    ) -> Vec<Weighed> {
        let tiers: Vec<&str> = list(&self.data["tiers"]).map(|tier| word(&tier["code"])).collect();
        let belongs = |entry: &Value| entry["parent"].as_str() == parent;
        let mut found = Vec::new();
        if depth + 1 == tiers.len() {
            for indicator in list(&self.data["indicators"]).filter(|entry| belongs(entry)) {
                let value = self.indicator(indicator, answers, unanswered);
                let own = value.as_ref().map(|(value, _)| value.clone());
                worked.indicators.insert(word(&indicator["code"]).to_owned(), own);
                found.push(value);
            }
            return found;
        }
        for node in list(&self.data["nodes"]).filter(|node| word(&node["tier"]) == tiers[depth] && belongs(node)) {
            let code = word(&node["code"]);
            let children = self.children(depth + 1, Some(code), answers, unanswered, worked);
            let value = mean(children, &big(word(&node["weight"])), unanswered);
            let own = value.as_ref().map(|(value, _)| value.clone());
            worked.nodes.insert((tiers[depth].to_owned(), code.to_owned()), own);
            found.push(value);
        }
        found
    }

    fn indicator(
        &self,
        indicator: &Value,
        answers: &BTreeMap<String, BigRational>,
        unanswered: &Unanswered,
    ) -> Weighed {
        let item = |code: &str, weight: &str| match (answers.get(code), unanswered) {
            (Some(answer), _) => Some((self.value_of(answer), big(weight))),
            (None, Unanswered::Value(value)) => Some((value.clone(), big(weight))),
            (None, Unanswered::LeftOut) => None,
        };
        let weight = word(&indicator["weight"]);
        let items: Vec<Weighed> =
            list(&indicator["items"]).map(|entry| item(word(&entry["code"]), word(&entry["weight"]))).collect();
        if items.is_empty() { item(word(&indicator["code"]), weight) } else { mean(items, &big(weight), unanswered) }
    }
}
