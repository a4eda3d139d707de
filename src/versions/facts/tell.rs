//! Mentions of the values of one fact in, the disagreement as it is reported out.

use super::measure::Measure;
use super::story::{Given, Story};
use crate::versions::disagreement::{Disagreement, Mention, Relation, Topic, Value};

/// The topic of a measure.
fn topic(measure: Measure) -> Topic {
    match measure {
        Measure::Percent | Measure::Fraction | Measure::Points => Topic::Percent,
        Measure::Money(_) => Topic::Money,
        _ if measure.is_date() => Topic::Date,
        _ => Topic::Number,
    }
}

/// The disagreement of the values whose mentions are given, one list a value; `margin` says by how many points it was found.
#[must_use]
pub fn disagreement(
    story: &Story<'_>,
    values: &[&[usize]],
    relation: Relation,
    margin: f64,
    on_top: bool,
) -> Disagreement {
    let first = &story.figures[values[0][0]];
    let base = match relation {
        Relation::Conflicts => 0.65,
        Relation::Differs => 0.3,
    };
    let severity = (base + 0.06 * margin.clamp(0.0, 3.0) + if on_top { 0.1 } else { 0.0 }).min(1.0);
    Disagreement {
        topic: topic(first.figure.measure),
        relation,
        severity,
        about: about(story, values),
        values: values.iter().map(|mentions| value(story, mentions)).collect(),
    }
}

fn value(story: &Story<'_>, mentions: &[usize]) -> Value {
    let figure = &story.figures[mentions[0]].figure;
    let mut places: Vec<Mention> = mentions
        .iter()
        .map(|&number| &story.figures[number])
        .map(|given| Mention { version: given.version, span: given.figure.span })
        .collect();
    places.sort_unstable();
    Value { shown: figure.measure.show(figure.value), mentions: places }
}

/// What is counted, or else the words that the sentences share, or else what is measured.
fn about(story: &Story<'_>, values: &[&[usize]]) -> String {
    let givens = || values.iter().flat_map(|mentions| mentions.iter().map(|&number| &story.figures[number]));
    let known = givens().find(|given| given.figure.thing.class.is_some() && given.figure.thing.words.is_some());
    if let Some(words) = known
        .or_else(|| givens().find(|given| given.figure.thing.words.is_some()))
        .and_then(|given| thing(story, given))
    {
        return words;
    }
    let (left, right) = (&story.figures[values[0][0]], &story.figures[values[1][0]]);
    let shared = story.shared_words((left.version, left.figure.sentence), (right.version, right.figure.sentence));
    let measure = left.figure.measure.in_words();
    if shared.is_empty() { measure.to_owned() } else { format!("{measure} ({})", shared.join(", ")) }
}

/// The words behind the number, on one line.
fn thing(story: &Story<'_>, given: &Given) -> Option<String> {
    let words = given.figure.thing.words?.of(story.versions[given.version].text);
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
