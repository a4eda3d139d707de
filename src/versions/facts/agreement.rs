//! Two values in, out whether they say the same in other clothes, and how well one fits a misprint of the other.

use super::figure::{Exactness, Figure};
use super::measure::{Measure, SCALE};

/// Whether two values say the same, one of them rounded or a bound.
#[must_use]
pub fn agree(left: &Figure, right: &Figure) -> bool {
    let (a, b) = (left.value, right.value);
    if a == b {
        return true;
    }
    if left.measure == Measure::Clock || !left.measure.is_amount() {
        return false;
    }
    let (small, large) = (a.min(b) as f64, a.max(b) as f64);
    let ratio = small / large;
    // Kilometres and miles are rounded each on its own.
    if matches!(left.measure, Measure::Metres | Measure::Kilograms | Measure::Hectares | Measure::Speed)
        && ratio > 0.98
        && left.written != right.written
    {
        return true;
    }
    let (coarse, fine) = if significant(a) <= significant(b) { (left, right) } else { (right, left) };
    let kept = significant(coarse.value);
    let cut = rounded(fine.value, kept) == coarse.value || truncated(fine.value, kept) == coarse.value;
    if kept < significant(fine.value) && cut {
        // One digit hides up to a third: 3 for 3.4 is a rounding, but so is 2,000 for 2,300 only where the text says "about".
        let least = if coarse.exactness == Exactness::Exact { 0.95 } else { 0.8 };
        if ratio >= least {
            return true;
        }
    }
    if unit_of(left) != unit_of(right) && (a - b).abs() <= unit_of(left).max(unit_of(right)) / 2 {
        // "almost two weeks" for twelve days
        return left.measure == Measure::Seconds || left.measure == Measure::Months;
    }
    let bound = |bound: &Figure, other: &Figure| {
        let (limit, value) = (bound.value as f64, other.value as f64);
        // "About 52" is no rounding of 57, but "about 50" is; two bounds are two claims.
        let coarser = significant(bound.value) < significant(other.value);
        match bound.exactness {
            Exactness::Exact => false,
            Exactness::Roughly => ratio >= 0.85,
            Exactness::About => coarser && ratio >= 0.9,
            Exactness::Least => other.exactness != Exactness::Least && value >= limit && value <= 1.3 * limit,
            Exactness::Most => other.exactness != Exactness::Most && value <= limit && value >= 0.7 * limit,
        }
    };
    bound(left, right) || bound(right, left)
}

/// How much one of the unit is in which a figure is written.
fn unit_of(figure: &Figure) -> i64 {
    if figure.written > 0 { figure.value.saturating_mul(SCALE) / figure.written } else { 0 }
}

/// Digits of a value without the zeros at either end.
fn digits(value: i64) -> String {
    value.to_string().trim_end_matches('0').to_owned()
}

fn significant(value: i64) -> usize {
    digits(value).len()
}

/// The value to so many digits.
fn rounded(value: i64, kept: usize) -> i64 {
    let unit = unit_of_last(value, kept);
    value.saturating_add(unit / 2) / unit * unit
}

/// The first so many digits of the value: "$14m" for 14.5 million, as headlines have it.
fn truncated(value: i64, kept: usize) -> i64 {
    let unit = unit_of_last(value, kept);
    value / unit * unit
}

/// What one of the last of so many digits is worth.
fn unit_of_last(value: i64, kept: usize) -> i64 {
    let mut unit = 1;
    while value / unit >= 10_i64.pow(u32::try_from(kept.min(18)).unwrap_or(18)) {
        unit *= 10;
    }
    unit
}

/// How well two numbers fit two digits that changed places, or one that is another.
#[must_use]
pub fn misread(left: i64, right: i64) -> f64 {
    let (one, other) = (digits(left), digits(right));
    let sorted = |digits: &str| {
        let mut digits: Vec<u8> = digits.bytes().filter(|&digit| digit != b'0').collect();
        digits.sort_unstable();
        digits
    };
    let (ones, others) = (sorted(&one), sorted(&other));
    let moved = one.len().abs_diff(other.len()) <= 1 && ones.len() >= 2 && ones == others;
    let differing = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    if moved {
        1.3
    } else if one.len() == other.len() && one.len() >= 2 && differing == 1 {
        0.5
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_changed_places_are_told_from_other_numbers() {
        let fits = |one: i64, other: i64| misread(one * SCALE, other * SCALE);
        assert!(fits(214_000, 241_000) > fits(52, 57));
        assert!(fits(52, 57) > fits(52, 78));
        assert_eq!(fits(3, 4).to_bits(), 0.0_f64.to_bits());
    }
}
