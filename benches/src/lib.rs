//! What the measurements share: levels that repeat from run to run, and places for every output.

use std::fmt::Write as _;

use spbe_core::batch::{Column, Kernel, NodeOutput, Outputs, bitmap_bytes};
use spbe_core::instrument::{Instrument, Item};
use spbe_core::peers::{Part, Profiles};
use spbe_core::robustness::Field;

/// A generator of repeatable numbers (splitmix64).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A level from 1 to 5.
    pub fn level(&mut self) -> u8 {
        1 + (self.bits() % 5) as u8
    }
}

/// So many levels from 1 to 5.
#[must_use]
pub fn levels(count: usize) -> Vec<u8> {
    let mut random = Random(20);
    let mut levels = Vec::with_capacity(count + 8);
    while levels.len() < count {
        // Eight bytes of one draw, each scaled to 0..5 without a division.
        levels.extend(random.bits().to_le_bytes().map(|byte| 1 + ((u16::from(byte) * 5) >> 8) as u8));
    }
    levels.truncate(count);
    levels
}

/// The cells of so many columns, one after the other, as columns.
#[must_use]
pub fn columns(cells: &[u8], rows: usize) -> Vec<Column<'_, u8>> {
    cells.chunks_exact(rows.max(1)).map(Column::new).collect()
}

/// The outputs that every measurement writes: published index and nodes in 16 bits, predicate and, on demand, validity.
#[derive(Clone, Debug)]
pub struct Places {
    published: Vec<Vec<u16>>,
    predicate: Vec<u8>,
    validity: Vec<u8>,
}

impl Places {
    /// Places for so many rows, written once so that no page is new to the kernel.
    #[must_use]
    pub fn new(kernel: &Kernel, rows: usize) -> Self {
        Self {
            published: vec![vec![1; rows]; kernel.nodes().len() + 1],
            predicate: vec![1; rows],
            validity: vec![1; bitmap_bytes(rows)],
        }
    }

    /// The outputs of a call.
    pub fn outputs(&mut self) -> Outputs<'_> {
        let nodes = self
            .published
            .iter_mut()
            .map(|published| NodeOutput { published: Some(published.as_mut_slice().into()), ..NodeOutput::default() });
        let mut nodes: Vec<NodeOutput<'_>> = nodes.collect();
        Outputs {
            index: nodes.pop().unwrap_or_default(),
            nodes,
            predicate: Some(&mut self.predicate),
            validity: Some(&mut self.validity),
        }
    }

    /// The published index of every row.
    #[must_use]
    pub fn index(&self) -> &[u16] {
        self.published.last().map_or(&[], Vec::as_slice)
    }

    /// Every output buffer, for a pass that only writes.
    pub fn buffers(&mut self) -> (&mut [Vec<u16>], &mut [u8], &mut [u8]) {
        (&mut self.published, &mut self.predicate, &mut self.validity)
    }
}

/// Units whose levels lie within two of each other, as those of one institution do, by indicators.
///
/// # Panics
/// If a weight is too large for 32 bits; those of built-in instruments are not.
fn parts(instrument: &Instrument, units: usize) -> Vec<Part> {
    let mut random = Random(20);
    let ability: Vec<u8> = (0..units).map(|_| random.level() + random.level()).collect();
    let mut part = |item: &Item| {
        let level = |ability: &u8| u32::from((ability + random.level() - 1) / 2).clamp(1, 5);
        let weight = u32::try_from(item.parts()).expect("a small weight");
        Part { weight, values: ability.iter().map(level).collect() }
    };
    instrument.items().iter().map(&mut part).collect()
}

/// Such units, to be compared.
///
/// # Panics
/// If weights are too large to be compared in 32 bits; those of built-in instruments are not.
#[must_use]
pub fn profiles(instrument: &Instrument, units: usize) -> Profiles {
    Profiles::new(&parts(instrument, units)).expect("sums of few bits")
}

/// Such units, to be ranked in draws of weights, and of levels where these are not certain.
#[must_use]
pub fn field(instrument: &Instrument, units: usize) -> Field {
    let parts = parts(instrument, units);
    let weights: Vec<u32> = parts.iter().map(|part| part.weight).collect();
    let values: Vec<u32> = (0..units).flat_map(|unit| parts.iter().map(move |part| part.values[unit])).collect();
    let falls = values.iter().map(|value| u32::from(*value > 1)).collect();
    let rises = values.iter().map(|value| u32::from(*value < 5)).collect();
    Field { weights, values, falls, rises, cutoffs: Vec::new() }
}

/// An instrument with so many indicators under ten nodes, with five weights in each.
///
/// # Panics
/// If the text it writes is no sound instrument, which a test holds.
#[must_use]
pub fn large_instrument(indicators: usize) -> Instrument {
    let per_node = indicators / 10;
    let weight = |position: usize| 1 + position % 5;
    let node_weight: usize = (0..per_node).map(weight).sum();
    let mut text = format!(
        "schema = \"spbe-instrument/1\"\nid = \"large\"\nedition = 1\ntitle = {{ id = \"Besar\" }}\n\
         total_weight = \"{}\"\n[legal]\nbasis = \"-\"\nused_years = [2025]\ntext_seen = false\n\
         [answers]\nkind = \"level\"\nlowest = \"1\"\nhighest = \"5\"\n\
         [publication]\ndecimals = 2\nrounding = \"half_up\"\npredicate_basis = \"exact\"\n\
         [[tiers]]\ncode = \"aspect\"\nname = {{ id = \"Aspek\" }}\n\
         [[tiers]]\ncode = \"indicator\"\nname = {{ id = \"Indikator\" }}\n\
         [[predicates]]\nname = {{ id = \"Kurang\" }}\nto = \"2.6\"\n\
         [[predicates]]\nname = {{ id = \"Baik\" }}\nfrom = \"2.6\"\nto = \"5\"\n",
        10 * node_weight
    );
    for node in 0..10 {
        let _ = write!(
            text,
            "[[nodes]]\ntier = \"aspect\"\ncode = \"{node}\"\nweight = \"{node_weight}\"\nname = {{ id = \"A{node}\" }}\n"
        );
    }
    for node in 0..10 {
        for position in 0..per_node {
            let _ = write!(
                text,
                "[[indicators]]\ncode = \"{node}-{position}\"\nparent = \"{node}\"\nweight = \"{}\"\nname = {{ id = \"I\" }}\n",
                weight(position)
            );
        }
    }
    Instrument::from_toml(&text).expect("a sound instrument")
}
