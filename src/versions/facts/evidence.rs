//! Two figures of one measure in, out how much speaks for their being given for one fact.

use super::agreement::misread;
use super::figure::{Bound, Figure};
use super::measure::{Measure, SCALE};
use super::story::{Given, Story};

/// What speaks for and against two figures being given for one fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The sum. Its weights are set by hand on the development families and held against stories that were written after.
    pub points: f64,
    /// How much of the sentences is shared.
    pub shared: f64,
    /// Whether both count the same; none if one of them does not say what it counts.
    pub same_thing: Option<bool>,
    /// Whether each is the only figure of its measure in its sentence.
    pub is_alone: bool,
}

/// Whether two figures count the same thing; none if one does not say.
#[must_use]
pub fn same_thing(left: &Figure, right: &Figure) -> Option<bool> {
    let (left, right) = (&left.thing, &right.thing);
    if left.class.is_some() && right.class.is_some() {
        return Some(left.class == right.class || left.stem.is_some() && left.stem == right.stem);
    }
    match (&left.stem, &right.stem) {
        (Some(left), Some(right)) => Some(left == right),
        _ => None,
    }
}

/// Adds up what speaks for and against `left` and `right` being given for one fact.
#[must_use]
pub fn weigh(story: &Story<'_>, left: &Given, right: &Given) -> Evidence {
    let (one, other) = (&left.figure, &right.figure);
    let places = ((left.version, one.sentence), (right.version, other.sentence));
    let shared = story.sentences_share(places.0, places.1);
    let around = story.windows_share(places.0, places.1);
    let same_thing = same_thing(one, other);
    let mut points = 3.0 * shared + 1.5 * around;
    points += match (same_thing, one.measure) {
        (Some(true), _) => 1.0,
        (Some(false), Measure::Ordinal) if one.is_said && other.is_said => -0.3,
        (Some(false), Measure::Ordinal) => -2.0,
        (Some(false), _) => -0.6,
        (None, _) => 0.0,
    };
    points += slip(one, other) + likeness(one, other) + kind(one) + role(story, left, right);
    points += company(story, left, right);
    if in_other_years(story, left, right) {
        points -= 1.0;
    }
    let crowd = crowd(story, left).max(crowd(story, right));
    points -= crowd;
    if one.measure == Measure::Ordinal && one.value.min(other.value) == SCALE {
        // Much is the first of something.
        points -= 1.3;
    }
    if one.is_said && other.is_said {
        points += 0.8;
    }
    if one.bound != other.bound {
        let apart = matches!((one.bound, other.bound), (Bound::Before, _) | (_, Bound::Before));
        points -= if apart { 1.5 } else { 0.4 };
    } else if one.bound != Bound::On {
        points += 0.5;
    }
    if one.more != other.more {
        points -= 0.5;
    }
    Evidence { points, shared, same_thing, is_alone: crowd == 0.0 }
}

/// Two digits that changed places, one digit that is another, the day or the rank beside: how a figure goes wrong.
fn slip(left: &Figure, right: &Figure) -> f64 {
    let (a, b) = (left.value / SCALE, right.value / SCALE);
    let apart = (a - b).abs();
    match left.measure {
        Measure::Weekday if matches!(apart, 1 | 6) => 0.6,
        Measure::Weekday => -0.9,
        Measure::Month | Measure::MonthOfYear | Measure::Ordinal if apart == 1 => 0.5,
        Measure::Day if a % 100 == b % 100 && apart == 100 => 0.7,
        Measure::Day if a / 100 != b / 100 => -0.5,
        Measure::Day if matches!(apart, 1 | 10) || a % 10 * 10 + a / 10 % 10 == b % 100 => 0.7,
        Measure::Year => 1.2 * misread(left.written, right.written),
        Measure::Score
        | Measure::Clock
        | Measure::Fraction
        | Measure::Ordinal
        | Measure::Day
        | Measure::Month
        | Measure::MonthOfYear => 0.0,
        _ => misread(left.written, right.written),
    }
}

/// Values of one fact are of one size.
fn likeness(left: &Figure, right: &Figure) -> f64 {
    if !left.measure.is_amount() {
        return 0.0;
    }
    let (a, b) = (left.value as f64, right.value as f64);
    let ratio = a.min(b) / a.max(b);
    match ratio {
        _ if ratio >= 0.7 => 0.4,
        _ if ratio >= 0.4 => 0.0,
        _ if ratio >= 0.1 => -1.2,
        _ => -3.0,
    }
}

/// A sum of money or a day of the year is seldom given for two facts of one story; a small number is.
fn kind(figure: &Figure) -> f64 {
    match figure.measure {
        Measure::Percent
        | Measure::Money(_)
        | Measure::Score
        | Measure::Age
        | Measure::MonthOfYear
        | Measure::Metres
        | Measure::Kilograms
        | Measure::Hectares
        | Measure::Litres
        | Measure::Degrees
        | Measure::Speed
        | Measure::Clock => 0.5,
        Measure::Day => 0.7,
        Measure::Points | Measure::Fraction | Measure::Seconds | Measure::Months => 0.2,
        Measure::Count if figure.value >= 100 * SCALE => 0.4,
        Measure::Count | Measure::Ordinal | Measure::Weekday => 0.0,
        Measure::Month => -0.2,
        Measure::Year => -0.6,
    }
}

/// What stands in the headline or on top is mostly the same fact.
fn role(story: &Story<'_>, left: &Given, right: &Given) -> f64 {
    const TOP: usize = 3;
    if left.figure.sentence < TOP && right.figure.sentence < TOP && story.versions.len() > 1 { 0.4 } else { 0.0 }
}

/// Another figure that both sentences give.
fn company(story: &Story<'_>, left: &Given, right: &Given) -> f64 {
    // Sentences of a table hold more; those say nothing.
    const HELD: usize = 12;
    let near = |given: &Given, step: usize| -> Vec<(Measure, i64)> {
        let at = given.figure.sentence;
        let sentences = if step == 0 { at..=at } else { at.saturating_sub(1)..=at + 1 };
        sentences
            .flat_map(|sentence| story.held(given.version, sentence).iter().take(HELD))
            .map(|&number| &story.figures[number].figure)
            .filter(|figure| figure.measure != given.figure.measure || figure.value != given.figure.value)
            .filter(|figure| tells(figure))
            .map(|figure| (figure.measure, figure.value))
            .collect()
    };
    let meet = |step: usize| {
        let others = near(right, step);
        near(left, step).iter().any(|figure| others.contains(figure))
    };
    if meet(0) {
        1.0
    } else if meet(1) {
        0.7
    } else {
        0.0
    }
}

/// Whether both sentences name years, and none that the other names.
fn in_other_years(story: &Story<'_>, left: &Given, right: &Given) -> bool {
    let years = |given: &Given| -> Vec<i64> {
        let held = story.held(given.version, given.figure.sentence).iter().map(|&number| &story.figures[number].figure);
        held.filter(|figure| figure.measure == Measure::Year).map(|figure| figure.value).take(4).collect()
    };
    let (one, other) = (years(left), years(right));
    left.figure.measure != Measure::Year
        && !one.is_empty()
        && !other.is_empty()
        && one.iter().all(|year| !other.contains(year))
}

/// Other figures of the measure in the sentence: its words do not say which of them they are about.
fn crowd(story: &Story<'_>, given: &Given) -> f64 {
    let others = story
        .held(given.version, given.figure.sentence)
        .iter()
        .map(|&number| &story.figures[number].figure)
        .filter(|other| other.measure == given.figure.measure && other.value != given.figure.value)
        .take(4)
        .count();
    0.25 * others as f64
}

/// Whether a figure tells a sentence from others.
fn tells(figure: &Figure) -> bool {
    match figure.measure {
        Measure::Count => figure.value >= 3 * SCALE,
        Measure::Ordinal | Measure::Month => false,
        _ => true,
    }
}
