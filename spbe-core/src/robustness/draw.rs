//! Random numbers that depend on nothing but a seed, a block number and a purpose.
//!
//! Each block of draws has its own stream, so that any thread may take any block. A stream starts from the counter-based
//! generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011) and goes
//! on with eight sfc32 generators (Doty-Humphrey, `PractRand`) side by side: integers only, the same on every machine.

use bytemuck::cast;

/// Draws side by side: a block.
pub(crate) const LANES: usize = 32;

/// One number for each draw of a block.
pub(crate) type Row = [u32; LANES];

const ABREAST: usize = 8;

/// What a stream is for; streams of different purposes have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Purpose {
    Weights = 1,
    Levels = 2,
    Choice = 3,
    Resampling = 4,
}

/// Ten rounds of Philox4x32.
#[must_use]
pub(super) fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    let halves = |product: u64| -> (u32, u32) {
        let [high, low] = [product >> 32, product & u64::from(u32::MAX)];
        (u32::try_from(high).unwrap_or_default(), u32::try_from(low).unwrap_or_default())
    };
    for _ in 0..10 {
        let [first, second, third, fourth] = counter;
        let (first_high, first_low) = halves(u64::from(first) * 0xd251_1f53);
        let (third_high, third_low) = halves(u64::from(third) * 0xcd9e_8d57);
        counter = [third_high ^ second ^ key[0], third_low, first_high ^ fourth ^ key[1], first_low];
        key = [key[0].wrapping_add(0x9e37_79b9), key[1].wrapping_add(0xbb67_ae85)];
    }
    counter
}

/// The random numbers of one block for one purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stream {
    a: [u32; ABREAST],
    b: [u32; ABREAST],
    c: [u32; ABREAST],
    counter: [u32; ABREAST],
}

impl Stream {
    /// `variant` tells streams of one purpose apart.
    pub(crate) fn new(seed: u64, block: u32, purpose: Purpose, variant: u32) -> Self {
        let half = |shift: u32| u32::try_from(seed >> shift & u64::from(u32::MAX)).unwrap_or_default();
        let mut stream = Self { a: [0; ABREAST], b: [0; ABREAST], c: [0; ABREAST], counter: [0; ABREAST] };
        let slots = stream.a.iter_mut().zip(&mut stream.b).zip(&mut stream.c).zip(&mut stream.counter);
        for (lane, (((a, b), c), counter)) in (0..).zip(slots) {
            [*a, *b, *c, *counter] = philox([block, lane, purpose as u32, variant], [half(0), half(32)]);
        }
        // Neighbouring lanes are mixed by Philox already; these rounds bring the counter into the state.
        for _ in 0..4 {
            stream.words();
        }
        stream
    }

    /// Eight random words.
    #[inline(always)]
    pub(crate) fn words(&mut self) -> [u32; ABREAST] {
        let mut words = [0; ABREAST];
        let state = self.a.iter_mut().zip(&mut self.b).zip(&mut self.c).zip(&mut self.counter);
        for (word, (((a, b), c), counter)) in words.iter_mut().zip(state) {
            *word = a.wrapping_add(*b).wrapping_add(*counter);
            *counter = counter.wrapping_add(1);
            *a = *b ^ (*b >> 9);
            *b = c.wrapping_add(*c << 3);
            *c = c.rotate_left(21).wrapping_add(*word);
        }
        words
    }

    /// A random word for each draw of the block.
    #[inline(always)]
    pub(crate) fn row(&mut self) -> Row {
        let mut row = [0; LANES];
        for eight in row.chunks_exact_mut(ABREAST) {
            eight.copy_from_slice(&self.words());
        }
        row
    }

    /// A random byte for each draw of the block.
    #[inline(always)]
    pub(crate) fn bytes(&mut self) -> [i8; LANES] {
        let mut words = self.words();
        for word in &mut words {
            // The bytes come in one order on every machine.
            *word = word.to_le();
        }
        cast(words)
    }
}
