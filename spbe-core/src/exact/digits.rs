//! The text of a number, written from its last digit to its first: one write, however many numbers there are.

/// Room for two numbers of 128 bits, a sign and a stroke.
const LENGTH: usize = 88;

/// A text that grows at its front.
pub(super) struct Digits {
    text: [u8; LENGTH],
    start: usize,
}

impl Digits {
    pub(super) const fn new() -> Self {
        Self { text: [b'0'; LENGTH], start: LENGTH }
    }

    /// Puts a character before the text.
    pub(super) fn push(&mut self, character: u8) {
        if let Some(start) = self.start.checked_sub(1)
            && let Some(slot) = self.text.get_mut(start)
        {
            (*slot, self.start) = (character, start);
        }
    }

    /// Puts a number before the text, and gives what is left of it after `count` digits.
    pub(super) fn push_last(&mut self, number: u128, count: u8) -> u128 {
        let mut rest = number;
        for _ in 0..count {
            self.push_digit(&mut rest);
        }
        rest
    }

    /// Puts a whole number before the text.
    pub(super) fn push_number(&mut self, number: u128) {
        let mut rest = number;
        loop {
            self.push_digit(&mut rest);
            if rest == 0 {
                return;
            }
        }
    }

    fn push_digit(&mut self, rest: &mut u128) {
        // Most numbers fit one word, which is divided several times faster than two.
        let digit = if let Ok(word) = u64::try_from(*rest) {
            *rest = u128::from(word / 10);
            u128::from(word % 10)
        } else {
            let digit = *rest % 10;
            *rest /= 10;
            digit
        };
        self.push(b'0' + u8::try_from(digit).unwrap_or(0));
    }

    pub(super) fn as_str(&self) -> &str {
        self.text.get(self.start..).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }
}
