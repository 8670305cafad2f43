//! Instruments of any shape, from a few numbers that a property test draws.

use std::collections::BTreeMap;

use num_traits::Zero;
use serde_json::{Value, json};

use crate::oracle::{BigRational, big};

/// What an instrument is made from. Every combination of numbers makes a sound instrument.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The number of tiers.
    pub tiers: usize,
    /// The parent of each entry of a tier, and how many entries a tier has, drawn in turn.
    pub picks: Vec<u16>,
    /// The weights of the items, over `denominator`; at least one.
    pub weights: Vec<Vec<u16>>,
    /// What the weights are divided by.
    pub denominator: u16,
    /// Whether answers are whole levels.
    pub levels: bool,
    /// The lowest answer.
    pub lowest: i64,
    /// How far the highest answer is above it.
    pub span: u8,
    /// Whether the lowest level counts as the one above it, as in 5/2018.
    pub lifted: bool,
    /// The number of predicates.
    pub predicates: u8,
    /// The decimals published, and the rounding: 0 half up, 1 half to even, 2 cut off.
    pub publication: (u8, u8),
}

/// The spellings of the rounding rules.
pub const ROUNDINGS: [&str; 3] = ["half_up", "half_even", "truncate"];

impl Recipe {
    /// The instrument file as plain data.
    #[must_use]
    pub fn data(&self) -> Value {
        let mut picks = self.picks.iter().copied().cycle().map(usize::from);
        let mut pick = |below: usize| picks.next().unwrap_or(0) % below;
        // From the indicators up: each tier has at most as many entries as the one below, and none is childless.
        let mut sizes = vec![self.weights.len()];
        for _ in 1..self.tiers {
            let below = sizes[sizes.len() - 1];
            sizes.push(1 + pick(below));
        }
        sizes.reverse();
        let code = |tier: usize, entry: usize| format!("t{tier}-{entry}");
        let mut parents: Vec<Vec<Option<usize>>> = vec![vec![None; sizes[0]]];
        for tier in 1..self.tiers {
            let above = sizes[tier - 1];
            let parent = |entry| if entry < above { entry } else { pick(above) };
            parents.push((0..sizes[tier]).map(parent).map(Some).collect());
        }

        let own = |items: &Vec<u16>| items.iter().map(|weight| u64::from(*weight)).sum::<u64>();
        let mut sums: Vec<Vec<u64>> = vec![self.weights.iter().map(own).collect()];
        for tier in (1..self.tiers).rev() {
            let mut above = vec![0; sizes[tier - 1]];
            for (parent, weight) in parents[tier].iter().zip(&sums[0]) {
                above[parent.unwrap_or(0)] += weight;
            }
            sums.insert(0, above);
        }

        let parent = |tier: usize, entry: usize| parents[tier][entry].map(|above| code(tier - 1, above));
        let mut nodes = Vec::new();
        for (tier, own) in sums.iter().enumerate().take(self.tiers - 1) {
            for (entry, sum) in own.iter().enumerate() {
                nodes.push(without_null(json!({
                    "tier": format!("tier{tier}"),
                    "code": code(tier, entry),
                    "parent": parent(tier, entry),
                    "weight": self.weight(*sum),
                    "name": { "id": format!("Simpul {entry}"), "en": format!("Node {entry}") },
                })));
            }
        }
        let last = self.tiers - 1;
        let indicators: Vec<Value> = (0..sizes[last])
            .map(|entry| {
                let items: Vec<Value> = (1..)
                    .zip(&self.weights[entry])
                    .map(|(item, weight)| json!({ "code": format!("i{entry}-{item}"), "weight": self.weight(u64::from(*weight)) }))
                    .collect();
                without_null(json!({
                    "code": format!("i{entry}"),
                    "parent": parent(last, entry),
                    "weight": self.weight(sums[last][entry]),
                    "name": { "id": format!("Indikator {entry}") },
                    "items": if items.len() > 1 { Value::from(items) } else { Value::Null },
                }))
            })
            .collect();
        let tiers: Vec<Value> = (0..self.tiers)
            .map(|tier| json!({ "code": format!("tier{tier}"), "name": { "id": format!("Tingkat {tier}") } }))
            .collect();
        json!({
            "schema": "spbe-instrument/1",
            "id": "generated",
            "edition": 1,
            "title": { "id": "Instrumen uji" },
            "total_weight": self.weight(sums[0].iter().sum()),
            "legal": { "basis": "-", "text_seen": false },
            "answers": self.answers(),
            "publication": {
                "decimals": self.publication.0,
                "rounding": ROUNDINGS[usize::from(self.publication.1)],
                "predicate_basis": "exact",
            },
            "tiers": tiers,
            "predicates": self.cutoffs(),
            "nodes": nodes,
            "indicators": indicators,
        })
    }

    fn answers(&self) -> Value {
        let highest = self.lowest + i64::from(self.span);
        let mut answers = json!({
            "kind": if self.levels { "level" } else { "value" },
            "lowest": self.lowest.to_string(),
            "highest": highest.to_string(),
        });
        if self.is_lifted() {
            answers["level_values"] = json!([{ "level": self.lowest, "value": (self.lowest + 1).to_string() }]);
        }
        answers
    }

    const fn is_lifted(&self) -> bool {
        self.lifted && self.levels && self.span > 1
    }

    /// Predicates of equal width; bounds need not be decimals.
    fn cutoffs(&self) -> Vec<Value> {
        let (count, lifted) = (i64::from(self.predicates), i64::from(self.is_lifted()));
        let (lowest, span) = (self.lowest + lifted, i64::from(self.span) - lifted);
        let bound = |place: i64| format!("{}/{count}", lowest * count + span * place);
        (0..count)
            .map(|place| {
                let mut predicate = json!({ "name": { "id": format!("Predikat {place}") }, "to": bound(place + 1) });
                if place > 0 {
                    predicate["from"] = bound(place).into();
                }
                predicate
            })
            .collect()
    }

    /// A weight as text: a decimal where the denominator is a power of ten, else a fraction.
    fn weight(&self, units: u64) -> String {
        match self.denominator {
            1 => units.to_string(),
            10 => format!("{}.{}", units / 10, units % 10),
            100 => format!("{}.{:02}", units / 100, units % 100),
            other => format!("{units}/{other}"),
        }
    }

    /// Answers by item code from drawn numbers; `None` is no answer.
    #[must_use]
    pub fn answers_from(&self, codes: &[String], drawn: &[Option<u16>]) -> BTreeMap<String, String> {
        let answer = |number: u16| {
            if self.levels {
                return (self.lowest + i64::from(number) % (i64::from(self.span) + 1)).to_string();
            }
            // Hundredths between the ends.
            let hundredths = self.lowest * 100 + i64::from(number) % (i64::from(self.span) * 100 + 1);
            format!("{hundredths}/100")
        };
        let drawn = drawn.iter().copied().cycle();
        codes.iter().zip(drawn).filter_map(|(code, number)| Some((code.clone(), answer(number?)))).collect()
    }

    /// The lower bounds of the predicates above the first.
    #[must_use]
    pub fn bounds(&self) -> Vec<BigRational> {
        self.cutoffs().iter().filter_map(|predicate| predicate["from"].as_str()).map(big).collect()
    }
}

fn without_null(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.retain(|_, field| !field.is_null());
    }
    value
}

/// A non-negative value as an instrument publishes it, in units of the last decimal.
///
/// # Panics
/// If the value is negative.
#[must_use]
pub fn published_units(value: &BigRational, decimals: u8, rounding: &str) -> num_bigint::BigInt {
    assert!(*value >= BigRational::zero(), "{value} is negative");
    let scaled = value * BigRational::from(num_bigint::BigInt::from(10).pow(decimals.into()));
    let (below, half) = (scaled.floor(), BigRational::new(1.into(), 2.into()));
    let rest = &scaled - &below;
    let even = (below.to_integer() % num_bigint::BigInt::from(2)).is_zero();
    let up = match rounding {
        "half_up" => rest >= half,
        "half_even" => rest > half || (rest == half && !even),
        _ => false,
    };
    below.to_integer() + i32::from(up)
}
