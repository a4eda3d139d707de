//! A folded word in, out what it does in a figure or a date: the words of the data files, one table a language.

use crate::text::Language;
use crate::text::stem::Stemmer;
use ahash::AHashMap;
use std::sync::OnceLock;

use super::measure::{Measure, SCALE};

/// What a word does. A word may do several things: "second", "may".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// A cardinal below a hundred.
    Number(i64),
    /// A hundred, a thousand, a million.
    Scale(i64),
    /// An abbreviation: a point right behind it is its own.
    Short,
    /// A dozen, a pair; whether it is never exact.
    Group(i64, bool),
    /// Which in a row.
    Ordinal(i64),
    /// What makes digits an ordinal.
    Suffix,
    /// A half, a quarter; times [`SCALE`].
    Part(i64),
    /// A unit and how many of the base unit it is, times [`SCALE`].
    Unit(Measure, i64),
    /// A half, a third, in how many pieces.
    Piece(i64),
    /// A month of the year.
    Month(i64),
    /// A day of the week, Monday is 1.
    Weekday(i64),
    /// May stand between a number and its unit.
    Filler,
    /// The number behind it is a name.
    Label,
    /// The number is rounded.
    About,
    /// The number is a lower bound.
    Least,
    /// The number is an upper bound.
    Most,
    /// Parts the two sides of a vote or a score.
    Versus,
    /// Votes for.
    For,
    /// Votes against.
    Against,
    /// The number adds to another.
    More,
    /// The number sums others up.
    Total,
    /// The date ends a span.
    Until,
    /// The date is after the end of a span.
    Before,
    /// The date begins a span.
    Since,
    /// How sure: 1 may, 2 will.
    Modal(u8),
    /// An indefinite article.
    Article,
    /// A year may follow.
    Year,
    /// Makes the number before it a time of day.
    Clock,
    /// Announces an age.
    Aged,
    /// A form of "to be".
    Is,
    /// Opens a range of numbers.
    From,
}

/// The table of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    senses: AHashMap<&'static str, Vec<Sense>>,
    things: AHashMap<String, &'static str>,
}

impl Lexicon {
    /// The table of a language; empty but for English, German and French.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static TABLES: OnceLock<[Lexicon; 4]> = OnceLock::new();
        let [english, german, french, none] = TABLES.get_or_init(|| {
            [
                Self::parse(include_str!("lexicon/en.txt"), Language::English),
                Self::parse(include_str!("lexicon/de.txt"), Language::German),
                Self::parse(include_str!("lexicon/fr.txt"), Language::French),
                Self::default(),
            ]
        });
        match language {
            Language::English => english,
            Language::German => german,
            Language::French => french,
            _ => none,
        }
    }

    fn parse(file: &'static str, language: Language) -> Self {
        let (mut table, stemmer) = (Self::default(), Stemmer::new(language));
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split(' ').collect();
            let (&class, word, value) = match fields.as_slice() {
                ["thing", class, word] => {
                    table.things.insert(stemmer.stem(word).into_owned(), class);
                    continue;
                }
                [class, word] => (class, *word, ""),
                [class, word, value] => (class, *word, *value),
                _ => continue,
            };
            if let Some(sense) = sense(class, value) {
                table.senses.entry(word).or_default().push(sense);
            }
        }
        table
    }

    /// What the folded `word` does.
    #[must_use]
    pub fn senses(&self, word: &str) -> &[Sense] {
        self.senses.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether the folded `word` does `sense`.
    #[must_use]
    pub fn has(&self, word: &str, sense: Sense) -> bool {
        self.senses(word).contains(&sense)
    }

    /// The first sense of the folded `word` that `pick` accepts.
    pub fn find<T>(&self, word: &str, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.senses(word).iter().find_map(|&sense| pick(sense))
    }

    /// The class of what is counted, by its stem.
    #[must_use]
    pub fn thing(&self, stem: &str) -> Option<&'static str> {
        self.things.get(stem).copied()
    }
}

fn sense(class: &str, value: &'static str) -> Option<Sense> {
    let whole = || value.parse::<i64>().unwrap_or_default();
    // A table of this file: at most four decimals, far below 2^52.
    #[allow(clippy::cast_possible_truncation)]
    let scaled = || (value.parse::<f64>().unwrap_or(1.0) * SCALE as f64).round() as i64;
    let unit = |measure| Some(Sense::Unit(measure, scaled()));
    match class {
        "number" => Some(Sense::Number(whole())),
        "scale" => Some(Sense::Scale(whole())),
        "short" => Some(Sense::Short),
        "group" => Some(Sense::Group(whole(), false)),
        "roughly" => Some(Sense::Group(whole(), true)),
        "ordinal" => Some(Sense::Ordinal(whole())),
        "suffix" => Some(Sense::Suffix),
        "piece" => Some(Sense::Piece(whole())),
        "part" => Some(Sense::Part(scaled())),
        "seconds" => unit(Measure::Seconds),
        "months" => unit(Measure::Months),
        "metres" => unit(Measure::Metres),
        "kilograms" => unit(Measure::Kilograms),
        "hectares" => unit(Measure::Hectares),
        "litres" => unit(Measure::Litres),
        "degrees" => unit(Measure::Degrees),
        "kilometres-per-hour" => unit(Measure::Speed),
        "percent" => Some(Sense::Unit(Measure::Percent, SCALE)),
        "points" => unit(Measure::Points),
        "money" => Some(Sense::Unit(Measure::Money(value), SCALE)),
        "month" => Some(Sense::Month(whole())),
        "weekday" => Some(Sense::Weekday(whole())),
        "filler" => Some(Sense::Filler),
        "label" => Some(Sense::Label),
        "about" => Some(Sense::About),
        "least" => Some(Sense::Least),
        "most" => Some(Sense::Most),
        "versus" => Some(Sense::Versus),
        "for" => Some(Sense::For),
        "against" => Some(Sense::Against),
        "more" => Some(Sense::More),
        "total" => Some(Sense::Total),
        "until" => Some(Sense::Until),
        "before" => Some(Sense::Before),
        "since" => Some(Sense::Since),
        "modal" => Some(Sense::Modal(u8::from(whole() > 1) + 1)),
        "article" => Some(Sense::Article),
        "year" => Some(Sense::Year),
        "clock" => Some(Sense::Clock),
        "aged" => Some(Sense::Aged),
        "is" => Some(Sense::Is),
        "from" => Some(Sense::From),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_files_is_read() {
        for (file, language) in [
            (include_str!("lexicon/en.txt"), Language::English),
            (include_str!("lexicon/de.txt"), Language::German),
            (include_str!("lexicon/fr.txt"), Language::French),
        ] {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let fields: Vec<&str> = line.split(' ').collect();
                let known = match fields.as_slice() {
                    ["thing", _, _] => true,
                    [class, word] => Lexicon::of(language).senses(word).contains(&sense(class, "").unwrap()),
                    [class, word, value] => Lexicon::of(language).senses(word).contains(&sense(class, value).unwrap()),
                    _ => false,
                };
                assert!(known, "{line}");
            }
        }
    }
}
