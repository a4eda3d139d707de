//! The words of a number in, one by one, the number out: what may follow what, and what that makes.

/// A number in words as far as it is read.
#[derive(Debug, Default)]
pub struct Sum {
    total: i64,
    current: i64,
    /// The last part that was added; 0 before the first.
    pub last: i64,
    words: usize,
}

impl Sum {
    /// Whether no part is read yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words == 0
    }

    /// Whether a part may follow: a unit after tens, anything below a hundred after hundreds and thousands.
    #[must_use]
    pub fn takes(&self, value: i64) -> bool {
        self.words == 0
            || self.last >= 100
            || (self.last >= 20 && self.last % 10 == 0 && value < 10 && value > 0)
            // soixante-dix, quatre-vingt-dix-sept
            || (matches!(self.last, 60 | 80) && (10..20).contains(&value))
            // dix-huit
            || (self.last == 10 && (7..10).contains(&value))
            || (self.last == 4 && value == 20)
    }

    /// Adds a part; whether it may follow.
    pub fn add(&mut self, value: i64) -> bool {
        if !self.takes(value) {
            return false;
        }
        if self.last == 4 && value == 20 {
            self.current += 76;
            self.last = 80;
        } else {
            self.current += value;
            self.last = value;
        }
        self.words += 1;
        true
    }

    /// Multiplies by a hundred, a thousand, a million; none where that may not follow.
    pub fn multiply(&mut self, scale: i64) -> Option<()> {
        if scale == 100 {
            let tail = self.current % 100;
            if self.current > 99 || (self.words > 0 && tail == 0) {
                return None;
            }
            self.current = if self.words == 0 { 100 } else { self.current * 100 };
        } else {
            if self.current == 0 && self.words > 0 {
                return None;
            }
            let current = if self.words == 0 { 1 } else { self.current };
            self.total = self.total.checked_add(current.checked_mul(scale)?)?;
            self.current = 0;
        }
        self.last = scale;
        self.words += 1;
        Some(())
    }

    /// The number; none if it is too large.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        self.total.checked_add(self.current)
    }
}
