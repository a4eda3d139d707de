//! Microseconds since 1970 (UTC) in, an ISO 8601 string out.

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The moment as `2024-05-31T18:30:00Z`, with six more digits where it has parts of a second.
///
/// The calendar is the Gregorian one, also before it was introduced. Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (`civil_from_days`).
#[must_use]
pub fn iso(microseconds: i64) -> String {
    let (days, rest) = (microseconds.div_euclid(DAY), microseconds.rem_euclid(DAY));
    // Days since the first of March of year 0: leap days then end a year.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (second, fraction) = (rest / 1_000_000, rest % 1_000_000);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_calendars_have_them() {
        let second = 1_000_000;
        for (moment, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_709_164_800 * second, "2024-02-29T00:00:00Z"),
            (1_732_725_296 * second + 5, "2024-11-27T16:34:56.000005Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
            (-2_208_988_800 * second, "1900-01-01T00:00:00Z"),
            (951_782_400 * second, "2000-02-29T00:00:00Z"),
            (4_102_444_800 * second, "2100-01-01T00:00:00Z"),
        ] {
            assert_eq!(iso(moment), expected);
        }
        assert!(iso(i64::MIN).starts_with('-') && iso(i64::MAX).ends_with('Z'));
    }
}
