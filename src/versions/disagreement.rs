//! Values that versions give for one fact in, pairs that differ or conflict out.

use super::version::{Place, Version};
use crate::id::DocId;
use crate::span::ByteSpan;

/// What versions disagree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// How many, how far, how long, which in a row.
    Number,
    /// When.
    Date,
    /// How much money.
    Money,
    /// Which share.
    Percent,
    /// How a name is spelled.
    Name,
    /// Who said it.
    Speaker,
    /// What stands in the marks.
    QuoteWording,
    /// A quotation here, the outlet's own words there.
    QuoteVsParaphrase,
    /// Whether it will or could.
    Modality,
}

impl Topic {
    /// The topic as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Name => "name",
            Self::Speaker => "speaker",
            Self::QuoteWording => "quote_wording",
            Self::QuoteVsParaphrase => "quote_vs_paraphrase",
            Self::Modality => "modality",
        }
    }
}

/// How two values go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// They may both hold: they may count different things, or say the same with other words.
    Differs,
    /// At most one of them holds.
    Conflicts,
}

impl Relation {
    /// The relation as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::Conflicts => "conflicts",
        }
    }
}

/// A span of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The number of the version in its story.
    pub version: usize,
    /// In bytes of that version's text.
    pub span: ByteSpan,
}

/// One value of a fact and where it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// As it is shown in the detail: the normalised value, the name, the speaker.
    pub shown: String,
    /// Every place that gives it, ascending; not empty.
    pub mentions: Vec<Mention>,
}

/// A fact with two or more values.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// What the values are.
    pub topic: Topic,
    /// How any two of them go together.
    pub relation: Relation,
    /// How much an editor should care, in [0, 1].
    pub severity: f64,
    /// What the fact is, in a few words: "crew members injured".
    pub about: String,
    /// Two or more, distinct.
    pub values: Vec<Value>,
}

/// Two values of one fact, as a record shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// What the values are.
    pub topic: Topic,
    /// How they go together.
    pub relation: Relation,
    /// How much an editor should care, in [0, 1].
    pub severity: f64,
    /// The earliest row with the more common value.
    pub left: (DocId, Place),
    /// The earliest row with the other value.
    pub right: (DocId, Place),
    /// What the fact is, both values and how many versions give each.
    pub detail: String,
}

/// Values of one fact that are held against each other; of more each is held against the most common alone. A figure that
/// twenty versions give in twenty ways is none that an editor reconciles pair by pair.
const VALUES: usize = 20;

/// The pairs of distinct values of `disagreements`, worst first.
///
/// # Complexity
/// Linear in the mentions; quadratic in the distinct values of one fact, up to [`VALUES`].
#[must_use]
pub fn discrepancies(versions: &[Version<'_>], disagreements: &[Disagreement]) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    for fact in disagreements {
        let mut values: Vec<(&Value, usize, Mention)> =
            fact.values.iter().filter_map(|value| Some((value, carriers(value), earliest(versions, value)?))).collect();
        // The more common first; of equally common ones that of the earliest version.
        values.sort_by_key(|&(_, carriers, first)| (std::cmp::Reverse(carriers), order(versions, first)));
        for (number, &(left, left_carriers, left_at)) in values.iter().enumerate() {
            if number > 0 && values.len() > VALUES {
                break;
            }
            for &(right, right_carriers, right_at) in &values[number + 1..] {
                let of = |at: Mention| (versions[at.version].row, versions[at.version].place(at.span));
                found.push(Discrepancy {
                    topic: fact.topic,
                    relation: fact.relation,
                    severity: (fact.severity * 1e9).round() / 1e9,
                    left: of(left_at),
                    right: of(right_at),
                    detail: format!(
                        "{}: {} in {}, {} in {}",
                        fact.about,
                        left.shown,
                        versions_in_words(left_carriers),
                        right.shown,
                        versions_in_words(right_carriers),
                    ),
                });
            }
        }
    }
    found.sort_by(|a, b| b.severity.total_cmp(&a.severity).then_with(|| key(a).cmp(&key(b))));
    found
}

fn key(found: &Discrepancy) -> (Topic, DocId, usize, DocId, usize) {
    (found.topic, found.left.0, found.left.1.span.start, found.right.0, found.right.1.span.start)
}

fn versions_in_words(count: usize) -> String {
    if count == 1 { "1 version".to_owned() } else { format!("{count} versions") }
}

/// How many versions give the value.
fn carriers(value: &Value) -> usize {
    let mut versions: Vec<usize> = value.mentions.iter().map(|mention| mention.version).collect();
    versions.sort_unstable();
    versions.dedup();
    versions.len()
}

/// The first mention of the value in the earliest version that gives it.
fn earliest(versions: &[Version<'_>], value: &Value) -> Option<Mention> {
    value.mentions.iter().copied().min_by_key(|&mention| order(versions, mention))
}

/// Dated versions by date, then the others, then by row and place.
fn order(versions: &[Version<'_>], mention: Mention) -> (bool, Option<i64>, DocId, usize) {
    let version = &versions[mention.version];
    (version.date.is_none(), version.date, version.row, mention.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use crate::versions::version::Article;

    fn mention(version: usize, text: &str, word: &str) -> Mention {
        let at = text.find(word).unwrap();
        Mention { version, span: ByteSpan::new(at, at + word.len()) }
    }

    #[test]
    fn the_more_common_value_is_left_and_its_earliest_version_shows_it() {
        let texts = ["Nine died.", "Six died.", "Nine died."];
        let dates = [Some(3), Some(2), Some(1)];
        let articles: Vec<Article> = texts.iter().map(|text| Article::join(None, text)).collect();
        let versions: Vec<Version> = (0..3)
            .map(|row| Version::read(DocId::from_index(row), &articles[row], Language::English, dates[row]))
            .collect();
        let value = |shown: &str, rows: &[usize], word: &str| Value {
            shown: shown.into(),
            mentions: rows.iter().map(|&row| mention(row, texts[row], word)).collect(),
        };
        let fact = Disagreement {
            topic: Topic::Number,
            relation: Relation::Conflicts,
            severity: 0.9,
            about: "died".into(),
            values: vec![value("6", &[1], "Six"), value("9", &[0, 2], "Nine")],
        };
        let found = discrepancies(&versions, &[fact]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].left.0, found[0].right.0), (DocId(2), DocId(1)));
        assert_eq!(&*found[0].left.1.text, "Nine");
        assert_eq!(found[0].detail, "died: 9 in 2 versions, 6 in 1 version");
    }
}
