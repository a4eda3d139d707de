//! The figures of each version in, out the facts for which one text gives two values: a headline that the text does not bear
//! out, a sum that its parts do not make up, a fact that is told twice.

use super::agreement::agree;
use super::evidence::{same_thing, weigh};
use super::measure::{Measure, SCALE};
use super::story::{Given, Story};
use super::tell;
use crate::span::ByteSpan;
use crate::versions::disagreement::{Disagreement, Mention, Relation, Topic, Value};
use std::collections::BTreeMap;

/// Points from which a figure of the headline and one of the text are taken for one fact. More than between versions: a text
/// gives many figures that its headline does not. Chosen on BASIL's 300 articles, which their editors had checked.
const ENOUGH: f64 = 3.2;
/// Share of two sentences of one text from which they tell one fact twice.
const TOLD_TWICE: f64 = 0.6;
/// Share by which a total may miss its parts, which are rounded each on its own.
const ROUNDED: f64 = 0.02;
/// Figures of one version that are compared with each other.
const FIGURES: usize = 120;
/// Sentences between a sum and its parts.
const REACH: usize = 3;

/// Facts for which a version gives two values.
///
/// # Complexity
/// Linear in the versions; quadratic in the figures of one, of which [`FIGURES`] are looked at.
#[must_use]
pub fn inside_versions(story: &Story<'_>) -> Vec<Disagreement> {
    let mut told: BTreeMap<Key, Disagreement> = BTreeMap::new();
    for own in (0..story.figures.len())
        .collect::<Vec<_>>()
        .chunk_by(|&a, &b| story.figures[a].version == story.figures[b].version)
    {
        let own = &own[..own.len().min(FIGURES)];
        let sums = sums(story, own);
        for (key, found) in sums.into_iter().chain(headline(story, own)).chain(told_twice(story, own)) {
            // Copies of one text say so again: their places are added.
            match told.get_mut(&key) {
                None => {
                    told.insert(key, found);
                }
                Some(known) => {
                    for (value, more) in known.values.iter_mut().zip(found.values) {
                        value.mentions.extend(more.mentions);
                        value.mentions.sort_unstable();
                        value.mentions.dedup();
                    }
                }
            }
        }
    }
    told.into_values().collect()
}

/// What makes two findings one: the measure and the values.
type Key = (Measure, i64, i64);

/// "1,200 in March and another 800 in April", "2,000 homeless": parts that make up a sum of something else, or a sum
/// that they do not make up.
fn sums(story: &Story<'_>, own: &[usize]) -> Vec<(Key, Disagreement)> {
    let mut found = Vec::new();
    let counted: Vec<usize> = own.iter().copied().filter(|&number| is_counted(story, number)).collect();
    for pair in counted.windows(2) {
        let (first, second) = (&story.figures[pair[0]], &story.figures[pair[1]]);
        let (a, b) = (&first.figure, &second.figure);
        let parts = b.more && !a.more && a.measure == b.measure && a.sentence == b.sentence;
        if !parts || a.value.min(b.value) <= SCALE {
            continue;
        }
        // Small numbers make up one another by chance.
        let Some(sum) = a.value.checked_add(b.value).filter(|&sum| sum >= 100 * SCALE) else { continue };
        let totals: Vec<usize> = own.iter().copied().filter(|&number| is_total(story, number, first, sum)).collect();
        // The sum of the parts is the headline's if one fits; else the figure that calls itself a total.
        let fitting: Vec<usize> =
            totals.iter().copied().filter(|&number| misses(story, number, sum) <= ROUNDED).collect();
        let fits = !fitting.is_empty();
        let totals = if fits { fitting } else { totals };
        let Some(&total) = totals.first() else { continue };
        let other_term = totals.iter().any(|&number| other_term(story, number, first));
        let (relation, severity) = match (fits, other_term) {
            (true, false) => continue,
            (true, true) => (Relation::Differs, 0.4),
            (false, _) => (Relation::Conflicts, 0.7),
        };
        let given = &story.figures[total];
        let text = story.versions[first.version].text;
        let term = |given: &Given| {
            given.figure.thing.words.map_or(String::new(), |words| format!(" {}", one_line(words.of(text))))
        };
        let measure = a.measure;
        let values = vec![
            Value {
                shown: format!("{}{}", measure.show(given.figure.value), term(given)),
                mentions: totals.iter().map(|&number| mention(story, number)).collect(),
            },
            Value {
                shown: format!("{} and {}{}", measure.show(a.value), measure.show(b.value), term(first)),
                mentions: vec![Mention { version: first.version, span: ByteSpan::new(a.span.start, b.span.end) }],
            },
        ];
        let topic = if measure == Measure::Count { Topic::Number } else { Topic::Money };
        let about = if fits { "a sum and its parts, counted as different things" } else { "a sum and its parts" };
        found.push((
            (measure, given.figure.value, sum),
            Disagreement { topic, relation, severity, about: about.into(), values },
        ));
    }
    found
}

/// Whether parts of it add up to a sum.
fn is_counted(story: &Story<'_>, number: usize) -> bool {
    matches!(story.figures[number].figure.measure, Measure::Count | Measure::Money(_))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mention(story: &Story<'_>, number: usize) -> Mention {
    let given = &story.figures[number];
    Mention { version: given.version, span: given.figure.span }
}

/// Whether a figure may be the sum of parts that begin with `first`: one that adds up, or a total close by.
fn is_total(story: &Story<'_>, number: usize, first: &Given, sum: i64) -> bool {
    let figure = &story.figures[number].figure;
    let near = figure.sentence.abs_diff(first.figure.sentence) <= REACH;
    figure.measure == first.figure.measure
        && !figure.more
        && (near || figure.span.start < story.versions[first.version].title)
        && figure.sentence != first.figure.sentence
        && (misses(story, number, sum) <= ROUNDED || (figure.total && misses(story, number, sum) < 0.5))
}

fn misses(story: &Story<'_>, number: usize, sum: i64) -> f64 {
    let value = story.figures[number].figure.value;
    (value - sum).abs() as f64 / sum.max(1) as f64
}

/// Whether the sum counts another thing than its parts.
fn other_term(story: &Story<'_>, number: usize, part: &Given) -> bool {
    let figure = &story.figures[number].figure;
    figure.thing.class.is_some() && part.figure.thing.stem.is_some() && same_thing(figure, &part.figure) == Some(false)
}

/// A figure of the headline that the text gives otherwise.
fn headline(story: &Story<'_>, own: &[usize]) -> Vec<(Key, Disagreement)> {
    let mut found = Vec::new();
    let (title, body): (Vec<usize>, Vec<usize>) = own.iter().copied().partition(|&number| {
        let given = &story.figures[number];
        given.figure.span.start < story.versions[given.version].title
    });
    for number in title {
        let head = &story.figures[number];
        let comparable = !matches!(
            head.figure.measure,
            Measure::Weekday | Measure::Month | Measure::Year | Measure::Clock | Measure::Age
        );
        let same = |&&other: &&usize| story.figures[other].figure.measure == head.figure.measure;
        let borne_out = body.iter().filter(same).any(|&other| agree(&head.figure, &story.figures[other].figure));
        if !comparable || borne_out || adds_up(story, &body, head) {
            continue;
        }
        let best = body
            .iter()
            .filter(same)
            .map(|&other| (other, weigh(story, head, &story.figures[other])))
            .filter(|(_, evidence)| evidence.points >= ENOUGH)
            .filter(|(_, evidence)| head.figure.measure != Measure::Count || evidence.same_thing == Some(true))
            .max_by(|a, b| a.1.points.total_cmp(&b.1.points).then(b.0.cmp(&a.0)));
        if let Some((other, evidence)) = best {
            let key = (head.figure.measure, head.figure.value, story.figures[other].figure.value);
            let told =
                tell::disagreement(story, &[&[number], &[other]], Relation::Conflicts, evidence.points - ENOUGH, true);
            found.push((key, told));
        }
    }
    found
}

/// Whether two figures of the text that stand in one sentence add up to `head`.
fn adds_up(story: &Story<'_>, body: &[usize], head: &Given) -> bool {
    let counted: Vec<usize> = body.iter().copied().filter(|&number| is_counted(story, number)).collect();
    counted.windows(2).any(|pair| {
        let (a, b) = (&story.figures[pair[0]].figure, &story.figures[pair[1]].figure);
        a.measure == head.figure.measure
            && b.measure == a.measure
            && a.sentence == b.sentence
            && a.value.checked_add(b.value) == Some(head.figure.value)
    })
}

/// Two sentences of one text that say the same with another figure.
fn told_twice(story: &Story<'_>, own: &[usize]) -> Vec<(Key, Disagreement)> {
    let mut found = Vec::new();
    for (at, &left) in own.iter().enumerate() {
        for &right in &own[at + 1..] {
            let (one, other) = (&story.figures[left], &story.figures[right]);
            let (a, b) = (&one.figure, &other.figure);
            let apart = a.measure == b.measure && a.sentence != b.sentence && !agree(a, b);
            let plain =
                !(a.more || b.more || a.total || b.total || a.measure.is_date() || a.measure == Measure::Ordinal);
            if !apart
                || !plain
                || story.sentences_share((one.version, a.sentence), (other.version, b.sentence)) < TOLD_TWICE
            {
                continue;
            }
            let evidence = weigh(story, one, other);
            let title = a.span.start < story.versions[one.version].title;
            if !title && evidence.is_alone && evidence.points >= ENOUGH && evidence.same_thing != Some(false) {
                let told =
                    tell::disagreement(story, &[&[left], &[right]], Relation::Differs, evidence.points - ENOUGH, false);
                found.push(((a.measure, a.value, b.value), told));
            }
        }
    }
    found
}
