//! The way of a single assessment through an instrument whose runs are neighbours: running totals of its answers,
//! eight at a time, of which every run is a difference.

use super::reciprocal::Publish;
use super::sums::{Draft, Shape};

/// Eight ones: times a word of bytes, every byte becomes the sum of those up to it.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The most items: their running totals have to fit a byte.
const ITEMS_LIMIT: usize = 255;
/// The bytes of running totals: one before the first item, and a whole word past the last.
pub(super) const TOTALS: usize = ITEMS_LIMIT + 1 + 8;

/// The integers of one node or of the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OneValue {
    /// The sum: the exact value times [`Measure::denominator`](super::Measure::denominator).
    pub sum: u64,
    /// The published value in units of its last decimal.
    pub published: u64,
}

/// Running totals of the answers of one assessment: the sum of those before each position.
pub(super) type Totals = [u8; TOTALS];

/// A plan for one assessment.
#[derive(Clone, Debug)]
pub(super) struct Shortcut {
    /// In each byte, what takes the lowest level to the top bit, and the highest to just below it.
    from_lowest: u64,
    from_highest: u64,
    lowest: u64,
    /// What a level counts at least.
    least: u8,
    /// Sums of neighbours of one weight, and runs that are part of others.
    direct: Vec<Direct>,
    /// All other sums term by term, children before parents.
    terms: Vec<Term>,
    places: usize,
}

#[derive(Clone, Copy, Debug)]
struct Direct {
    run: Run,
    line: Line,
    place: usize,
}

/// One term of a sum; the last one says where the sum goes.
#[derive(Clone, Copy, Debug)]
struct Term {
    from: usize,
    weight: u64,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug)]
struct End {
    line: Line,
    place: usize,
}

/// Neighbouring items: those before `end` from `start` on.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: u8,
    end: u8,
}

/// Published units: `(sum * multiplier + offset) >> shift`.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    multiplier: u64,
    offset: u64,
    shift: u32,
}

impl Line {
    fn of(publish: Publish) -> Option<Self> {
        match publish {
            Publish::Long { multiplier, offset, shift } => {
                Some(Self { multiplier: u64::from(multiplier), offset, shift })
            }
            Publish::Narrow(_) | Publish::Short(_) | Publish::Division(_) => None,
        }
    }

    #[inline(always)]
    const fn value(self, sum: u64) -> OneValue {
        let published = sum.wrapping_mul(self.multiplier).wrapping_add(self.offset).wrapping_shr(self.shift);
        OneValue { sum, published }
    }
}

impl Run {
    fn of(items: &[usize]) -> Option<Self> {
        let (first, last) = (items.first()?, items.last()?);
        let (start, end) = (u8::try_from(*first).ok()?, u8::try_from(last + 1).ok()?);
        (last + 1 - first == items.len()).then_some(Self { start, end })
    }

    /// The sum of the run, which fits a byte.
    #[inline(always)]
    fn sum(self, totals: &[u8; TOTALS]) -> u64 {
        // Both positions are bytes, and there are more totals than bytes.
        let at = |position: u8| totals.get(usize::from(position)).copied().unwrap_or(0);
        u64::from(at(self.end).wrapping_sub(at(self.start)))
    }
}

impl Shortcut {
    /// The plan, if all runs are neighbours, all answers together fit a byte, and every sum has a formula.
    pub(super) fn plan(drafts: &[Draft], shape: &Shape<'_>, items: usize, nodes: usize) -> Option<Self> {
        if items.checked_mul(usize::from(shape.highest.max(shape.least)))? > ITEMS_LIMIT || shape.highest > 127 {
            return None;
        }
        let mut shortcut = Self {
            from_lowest: u64::from(128 - shape.lowest) * ONES,
            from_highest: u64::from(127 - shape.highest) * ONES,
            lowest: u64::from(shape.lowest) * ONES,
            least: shape.least,
            direct: Vec::new(),
            terms: Vec::new(),
            places: nodes + 1,
        };
        for draft in drafts {
            let (line, place) = (Line::of(draft.line?)?, draft.node.unwrap_or(nodes));
            let run = |run: usize| Run::of(shape.runs.get(run)?);
            if let Some(run) = draft.alike.as_deref().and_then(Run::of) {
                shortcut.direct.push(Direct { run, line, place });
                continue;
            }
            for (from, weight) in &draft.runs {
                // A run of its own place behind the index, so that every term is of one kind.
                shortcut.direct.push(Direct { run: run(*from)?, line: Line::default(), place: shortcut.places });
                shortcut.terms.push(Term { from: shortcut.places, weight: *weight, end: None });
                shortcut.places += 1;
            }
            for (from, weight) in &draft.children {
                let from = drafts.get(*from)?.node.unwrap_or(nodes);
                shortcut.terms.push(Term { from, weight: *weight, end: None });
            }
            // Every sum has a term: a node without items is no part of a sound instrument.
            shortcut.terms.last_mut()?.end = Some(End { line, place });
        }
        Some(shortcut)
    }

    /// How many sums and units there is to be room for.
    pub(super) const fn places(&self) -> usize {
        self.places
    }

    /// Writes the value of every node, and of the index behind them. Returns whether every answer is within the range;
    /// if not, nothing of use is written.
    #[inline]
    pub(super) fn score(&self, answers: &[u8], totals: &mut Totals, values: &mut [OneValue]) -> bool {
        let valid =
            if self.least > 0 { self.add_up::<true>(answers, totals) } else { self.add_up::<false>(answers, totals) };
        if !valid {
            return false;
        }
        for direct in &self.direct {
            if let Some(value) = values.get_mut(direct.place) {
                *value = direct.line.value(direct.run.sum(totals));
            }
        }
        let mut terms = self.terms.iter();
        let mut total = 0_u64;
        for term in &mut terms {
            let Some(from) = values.get(term.from) else { return false };
            total = total.wrapping_add(from.sum.wrapping_mul(term.weight));
            if let Some(End { line, place }) = &term.end
                && let Some(value) = values.get_mut(*place)
            {
                *value = line.value(total);
                total = 0;
            }
        }
        true
    }

    /// Writes the running totals, and returns whether every answer is within the range.
    #[inline(never)]
    fn add_up<const RAISES: bool>(&self, answers: &[u8], totals: &mut Totals) -> bool {
        let (words, rest) = answers.as_chunks::<8>();
        let (_, slots) = totals.split_at_mut(1);
        let (slots, _) = slots.as_chunks_mut::<8>();
        let (mut before, mut wrong) = (0_u64, 0_u64);
        let mut slots = slots.iter_mut();
        for (word, slot) in words.iter().zip(&mut slots) {
            let word = u64::from_le_bytes(*word);
            wrong |= self.wrong(word);
            *slot = self.running::<RAISES>(word, &mut before);
        }
        if let (1.., Some(slot)) = (rest.len(), slots.next()) {
            // The last eight answers, without those that were read.
            let spare = 8 * (8 - rest.len());
            let word = match answers.last_chunk::<8>() {
                Some(last) => u64::from_le_bytes(*last) >> spare,
                None => rest.iter().rev().fold(0, |word, answer| word << 8 | u64::from(*answer)),
            };
            wrong |= self.wrong(word | self.lowest << (64 - spare));
            *slot = self.running::<RAISES>(word, &mut before);
        }
        wrong & (0x80 * ONES) == 0
    }

    /// A top bit somewhere if some byte lies outside the range. A sum runs over into the next byte only where a byte
    /// has its own top bit, and that is wrong already.
    #[inline(always)]
    const fn wrong(&self, word: u64) -> u64 {
        word | word.wrapping_add(self.from_highest) | !word.wrapping_add(self.from_lowest)
    }

    /// The running totals of eight answers after those `before`.
    #[inline(always)]
    fn running<const RAISES: bool>(&self, word: u64, before: &mut u64) -> [u8; 8] {
        let word = if RAISES {
            let mut levels = word.to_le_bytes();
            for level in &mut levels {
                *level = (*level).max(self.least);
            }
            u64::from_le_bytes(levels)
        } else {
            word
        };
        // Every total fits its byte for valid answers; others are not used.
        let running = word.wrapping_add(*before).wrapping_mul(ONES);
        *before = running >> 56;
        running.to_le_bytes()
    }
}
