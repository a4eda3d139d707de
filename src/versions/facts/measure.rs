//! What a figure measures, and how its value is written out.

/// A value is a whole number of this fraction of its unit: four decimals, and up to nine hundred billion thousands.
pub const SCALE: i64 = 10_000;

/// What a figure measures. Two figures are compared only if they measure the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// How many.
    Count,
    /// Which in a row.
    Ordinal,
    /// Which share, in hundredths.
    Percent,
    /// Which share, in thirds or quarters; in hundredths.
    Fraction,
    /// Percentage points, or points.
    Points,
    /// An amount of a currency.
    Money(&'static str),
    /// How long, from seconds to weeks.
    Seconds,
    /// How long, in months and years.
    Months,
    /// How old, in years.
    Age,
    /// How far, in metres.
    Metres,
    /// How heavy.
    Kilograms,
    /// How wide.
    Hectares,
    /// How much of a liquid.
    Litres,
    /// How warm.
    Degrees,
    /// How fast, in kilometres an hour.
    Speed,
    /// The two sides of a vote or a match: the first times a thousand and the second.
    Score,
    /// A time of day, in minutes of twelve hours: not every text says which half.
    Clock,
    /// A day of a month: the month times a hundred and the day.
    Day,
    /// A month of a year: the year times a hundred and the month.
    MonthOfYear,
    /// A month of no year.
    Month,
    /// A day of the week.
    Weekday,
    /// A year.
    Year,
}

impl Measure {
    /// Whether it says when.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, Self::Day | Self::MonthOfYear | Self::Month | Self::Weekday | Self::Year)
    }

    /// Whether twice the value is twice as much.
    #[must_use]
    pub fn is_amount(self) -> bool {
        !self.is_date() && !matches!(self, Self::Ordinal | Self::Score | Self::Clock)
    }

    /// The measure in words, for a fact that has no better name.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Count => "number",
            Self::Ordinal => "rank",
            Self::Percent | Self::Fraction => "share",
            Self::Points => "points",
            Self::Money(_) => "amount",
            Self::Seconds | Self::Months => "duration",
            Self::Age => "age",
            Self::Metres => "length",
            Self::Kilograms => "weight",
            Self::Hectares => "area",
            Self::Litres => "volume",
            Self::Degrees => "temperature",
            Self::Speed => "speed",
            Self::Score => "score",
            Self::Clock => "time",
            Self::Day | Self::MonthOfYear | Self::Month | Self::Weekday | Self::Year => "date",
        }
    }

    /// A value of this measure as a reader writes it.
    #[must_use]
    pub fn show(self, value: i64) -> String {
        let whole = value / SCALE;
        let unit = |name: &str| format!("{} {name}", decimal(value));
        match self {
            Self::Count => decimal(value),
            Self::Ordinal => format!("{whole}{}", ending(whole)),
            Self::Percent => format!("{} %", decimal(value)),
            Self::Fraction => format!("{} %", decimal((value + SCALE / 2) / SCALE * SCALE)),
            Self::Points => unit("points"),
            Self::Money(currency) => unit(currency),
            Self::Seconds => {
                in_largest(value, &[(604_800, "weeks"), (86_400, "days"), (3600, "hours"), (60, "minutes")], "seconds")
            }
            Self::Months => in_largest(value, &[(12, "years")], "months"),
            Self::Age => unit("years old"),
            Self::Metres => in_largest(value, &[(1000, "km")], "m"),
            Self::Kilograms => in_largest(value, &[(1000, "tonnes")], "kg"),
            Self::Hectares => unit("ha"),
            Self::Litres => unit("l"),
            Self::Degrees => unit("degrees"),
            Self::Speed => unit("km/h"),
            Self::Score => format!("{} to {}", whole / 1000, whole % 1000),
            Self::Clock => format!("{}:{:02}", whole / 60, whole % 60),
            Self::Day => format!("{} {}", whole % 100, month(whole / 100)),
            Self::MonthOfYear => format!("{} {}", month(whole % 100), whole / 100),
            Self::Month => month(whole).to_owned(),
            Self::Weekday => weekday(whole).to_owned(),
            Self::Year => whole.to_string(),
        }
    }
}

fn in_largest(value: i64, units: &[(i64, &str)], base: &str) -> String {
    let (factor, name) =
        units.iter().copied().find(|&(factor, _)| value != 0 && value % (factor * SCALE) == 0).unwrap_or((1, base));
    format!("{} {name}", decimal(value / factor))
}

/// The number without needless zeros, thousands parted by commas.
fn decimal(value: i64) -> String {
    let (whole, rest) = (value / SCALE, value % SCALE);
    let digits = whole.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if rest > 0 {
        shown.push('.');
        shown.push_str(format!("{rest:04}").trim_end_matches('0'));
    }
    shown
}

fn ending(number: i64) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn month(number: i64) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("month")
}

fn weekday(number: i64) -> &'static str {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    usize::try_from(number - 1).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or("day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_a_reader_writes_them() {
        for (measure, value, shown) in [
            (Measure::Count, 214_000 * SCALE, "214,000"),
            (Measure::Percent, 32_500, "3.25 %"),
            (Measure::Seconds, 48 * 3600 * SCALE, "2 days"),
            (Measure::Seconds, 14 * 60 * SCALE, "14 minutes"),
            (Measure::Months, 60 * SCALE, "5 years"),
            (Measure::Ordinal, 22 * SCALE, "22nd"),
            (Measure::Money("crowns"), 4_200_000 * SCALE, "4,200,000 crowns"),
            (Measure::Score, 7004 * SCALE, "7 to 4"),
            (Measure::Day, 614 * SCALE, "14 June"),
            (Measure::Weekday, 7 * SCALE, "Sunday"),
            (Measure::Clock, 220 * SCALE, "3:40"),
        ] {
            assert_eq!(measure.show(value), shown);
        }
    }
}
