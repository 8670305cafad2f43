//! A set of whole numbers, one bit each: the sums that answers can give to a node.

use super::error::ScoreError;

/// How much more work a question may take before it is refused; counted in words of 64 bits.
///
/// A row of the national table takes a few thousand; an instrument whose sums need more than this is too fine.
pub(crate) struct Work<'instrument> {
    left: u64,
    instrument: &'instrument str,
}

impl<'instrument> Work<'instrument> {
    /// Some seconds on any machine of today.
    const LIMIT: u64 = 1 << 31;

    pub(super) const fn on(instrument: &'instrument str) -> Self {
        Self { left: Self::LIMIT, instrument }
    }

    /// Takes `times` passes over `words` words from what is left.
    pub(super) fn take(&mut self, times: usize, words: usize) -> Result<(), ScoreError> {
        let work = u64::try_from(times).unwrap_or(u64::MAX).saturating_mul(u64::try_from(words).unwrap_or(u64::MAX));
        self.left = self.left.checked_sub(work).ok_or_else(|| self.too_fine())?;
        Ok(())
    }

    pub(super) fn too_fine(&self) -> ScoreError {
        ScoreError::TooFine { instrument: self.instrument.to_owned() }
    }
}

/// A set of whole numbers from 0 to a largest one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sums {
    words: Vec<u64>,
}

impl Sums {
    /// The set of 0 alone, with room for numbers up to `largest`.
    pub(super) fn zero(largest: usize) -> Self {
        let mut sums = Self { words: vec![0; largest / 64 + 1] };
        if let Some(word) = sums.words.first_mut() {
            *word = 1;
        }
        sums
    }

    /// The same set with room for numbers up to `largest`.
    pub(super) fn with_room(mut self, largest: usize) -> Self {
        self.words.resize(largest / 64 + 1, 0);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(super) const fn words(&self) -> usize {
        self.words.len()
    }

    fn count(&self) -> usize {
        self.words.iter().map(|word| usize::try_from(word.count_ones()).unwrap_or(64)).sum()
    }

    /// The members, lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(position, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = usize::try_from(left.trailing_zeros()).ok()?;
                left &= left - 1;
                Some(position * 64 + bit)
            })
        })
    }

    /// The highest member.
    pub(crate) fn last(&self) -> Option<usize> {
        let (position, word) = self.words.iter().enumerate().rfind(|(_, word)| **word != 0)?;
        Some(position * 64 + usize::try_from(word.ilog2()).ok()?)
    }

    /// The words of this set moved up by `distance`, from the word where it then begins.
    fn moved(&self, distance: usize) -> impl Iterator<Item = u64> + '_ {
        let bits = distance % 64;
        let mut carried = 0_u64;
        self.words.iter().chain([&0]).map(move |word| {
            let moved = word << bits | carried;
            carried = if bits == 0 { 0 } else { word >> (64 - bits) };
            moved
        })
    }

    /// Adds every member of `other` moved up by `distance`; there must be room for them.
    fn take_moved(&mut self, other: &Self, distance: usize) {
        for (target, source) in self.words.iter_mut().skip(distance / 64).zip(other.moved(distance)) {
            *target |= source;
        }
    }

    /// Whether some member moved up by `distance` is a member of `other`.
    fn meets_moved(&self, other: &Self, distance: usize) -> bool {
        other.words.iter().skip(distance / 64).zip(self.moved(distance)).any(|(target, source)| target & source != 0)
    }

    /// Every sum of a member and one of `steps`.
    pub(super) fn plus_each(&self, steps: impl Iterator<Item = usize>) -> Self {
        let mut grown = Self { words: vec![0; self.words.len()] };
        for step in steps {
            grown.take_moved(self, step);
        }
        grown
    }

    /// Every sum of a member of each, with room for numbers up to `largest`.
    pub(super) fn plus(&self, other: &Self, largest: usize, work: &mut Work<'_>) -> Result<Self, ScoreError> {
        let (few, many) = if self.count() <= other.count() { (self, other) } else { (other, self) };
        let mut sums = Self { words: vec![0; largest / 64 + 1] };
        work.take(few.count(), many.words.len())?;
        for distance in few.iter() {
            sums.take_moved(many, distance);
        }
        Ok(sums)
    }

    /// Keeps the members from `first` to `last`.
    pub(super) fn keep_between(&mut self, first: i128, last: i128) {
        for (position, word) in self.words.iter_mut().enumerate() {
            let start = i128::try_from(position).unwrap_or(i128::MAX / 64) * 64;
            let below = first.saturating_sub(start).clamp(0, 64);
            let upto = last.saturating_sub(start).saturating_add(1).clamp(0, 64);
            let low_bits = |bits: i128| if bits == 64 { u64::MAX } else { (1_u64 << bits) - 1 };
            *word &= low_bits(upto) & !low_bits(below);
        }
    }

    /// Keeps the members that some member of `others` completes to a member of `total`.
    pub(super) fn keep_completed(
        &mut self,
        others: &Self,
        total: &Self,
        work: &mut Work<'_>,
    ) -> Result<(), ScoreError> {
        work.take(self.count(), others.words.len())?;
        for member in self.iter().collect::<Vec<_>>() {
            if !others.meets_moved(total, member)
                && let Some(word) = self.words.get_mut(member / 64)
            {
                *word &= !(1 << (member % 64));
            }
        }
        Ok(())
    }
}
