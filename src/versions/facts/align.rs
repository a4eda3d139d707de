//! The figures of a story in, the facts for which versions give different values out.

use super::agreement::agree;
use super::evidence::{Evidence, same_thing, weigh};
use super::figure::Exactness;
use super::measure::{Measure, SCALE};
use super::story::{Given, Story};
use super::tell;
use crate::versions::disagreement::{Disagreement, Relation};
use std::collections::BTreeSet;

/// Points from which two values are taken for values of one fact. On the eight development families the right pairs have 1.98
/// and more, the wrong ones 1.33 and less; BASIL's independent reports of one event have 0.4 pairs a story above it.
const ENOUGH: f64 = 1.8;
/// Distinct values of one measure that are compared with each other, those of most versions first.
const VALUES: usize = 400;
/// Facts of one value that are told apart.
const FACTS: usize = 12;
/// Numbers below it turn up in a story for two things by chance; at 20, the lorries of a haulier answered for the cracks in a
/// bridge.
const LARGE: i64 = 100 * SCALE;
/// Mentions of a value that speak for it.
const SPEAKERS: usize = 6;

/// A value that some versions give for what looks like one fact.
#[derive(Debug)]
pub struct Node {
    /// Numbers of figures, ascending.
    pub mentions: Vec<usize>,
    /// Versions that give it, ascending.
    pub versions: BTreeSet<usize>,
    /// Versions that give it or a value that agrees with it.
    answered: BTreeSet<usize>,
}

/// Facts on which the versions of `story` differ.
#[must_use]
pub fn between_versions(story: &Story<'_>) -> Vec<Disagreement> {
    let nodes = nodes(story);
    let mut edges: Vec<(usize, usize, Evidence)> = Vec::new();
    let mut from = 0;
    for same_measure in nodes.chunk_by(|a, b| first(story, a).figure.measure == first(story, b).figure.measure) {
        let mut numbers: Vec<usize> = (from..from + same_measure.len()).collect();
        from += same_measure.len();
        numbers.sort_by_key(|&number| (std::cmp::Reverse(nodes[number].versions.len()), number));
        numbers.truncate(VALUES);
        numbers.sort_unstable();
        for (at, &left) in numbers.iter().enumerate() {
            for &right in &numbers[at + 1..] {
                if let Some(evidence) = compare(story, &nodes[left], &nodes[right]) {
                    edges.push((left, right, evidence));
                }
            }
        }
    }
    edges.sort_by(|a, b| b.2.points.total_cmp(&a.2.points).then((a.0, a.1).cmp(&(b.0, b.1))));
    clusters(&nodes, &edges)
        .into_iter()
        .map(|(members, evidence)| disagreement(story, &nodes, &members, evidence))
        .collect()
}

fn first<'s>(story: &'s Story<'_>, node: &Node) -> &'s Given {
    &story.figures[node.mentions[0]]
}

/// The values of the story, by measure and value, and the versions that give each.
fn nodes(story: &Story<'_>) -> Vec<Node> {
    let key = |&number: &usize| {
        let given = &story.figures[number];
        (given.figure.measure, given.figure.value, given.version, number)
    };
    let mut order: Vec<usize> = (0..story.figures.len()).collect();
    order.sort_unstable_by_key(key);
    let mut nodes: Vec<Node> = Vec::new();
    for same in order.chunk_by(|a, b| {
        let of = |number: &usize| (story.figures[*number].figure.measure, story.figures[*number].figure.value);
        of(a) == of(b)
    }) {
        let from = nodes.len();
        for &number in same {
            let given = &story.figures[number];
            // More than a few facts of one value are not told apart.
            let fits = |node: &&mut Node| {
                node.mentions.iter().take(SPEAKERS).any(|&other| is_same(story, given, &story.figures[other]))
            };
            let place = nodes[from..].iter_mut().take(FACTS).find(fits);
            match place {
                Some(node) => {
                    node.mentions.push(number);
                    node.versions.insert(given.version);
                }
                None => nodes.push(Node {
                    mentions: vec![number],
                    versions: BTreeSet::from([given.version]),
                    answered: BTreeSet::new(),
                }),
            }
        }
    }
    answer(story, &mut nodes);
    nodes
}

/// Whether two values that agree are given for one fact: equal large numbers always, others if both count the same.
fn is_same(story: &Story<'_>, left: &Given, right: &Given) -> bool {
    let (one, other) = (&left.figure, &right.figure);
    let shared = || story.sentences_share((left.version, one.sentence), (right.version, other.sentence));
    match one.measure {
        Measure::Ordinal => same_thing(one, other) == Some(true) || shared() >= 0.3,
        Measure::Weekday => {
            let places = ((left.version, one.sentence), (right.version, other.sentence));
            shared() >= 0.1 || story.windows_share(places.0, places.1) >= 0.12
        }
        Measure::Count if one.value < LARGE || one.value != other.value => match same_thing(one, other) {
            Some(true) => true,
            Some(false) => shared() >= 0.2,
            // Twenty of who knows what answer for twenty-three of something only where the text is the same.
            None => one.value == other.value || shared() >= 0.1,
        },
        _ => true,
    }
}

/// Notes for each value the versions that give one that agrees with it. Agreeing values are of one size, so only neighbours
/// in value are looked at.
fn answer(story: &Story<'_>, nodes: &mut [Node]) {
    const NEIGHBOURS: usize = 24;
    for at in 0..nodes.len() {
        let mut answered = nodes[at].versions.clone();
        let given = first(story, &nodes[at]);
        for other in at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(nodes.len()) {
            let beside = first(story, &nodes[other]);
            if other != at
                && beside.figure.measure == given.figure.measure
                && pairs(&nodes[at], &nodes[other])
                    .map(|(a, b)| (&story.figures[a], &story.figures[b]))
                    .any(|(a, b)| agree(&a.figure, &b.figure) && is_same(story, a, b))
            {
                answered.extend(&nodes[other].versions);
            }
        }
        nodes[at].answered = answered;
    }
}

/// Mentions of two values, one from each.
fn pairs<'n>(left: &'n Node, right: &'n Node) -> impl Iterator<Item = (usize, usize)> + 'n {
    let some = |node: &'n Node| node.mentions.iter().copied().take(SPEAKERS);
    some(left).flat_map(move |one| some(right).map(move |other| (one, other)))
}

/// What speaks for two values being given for one fact, if it is enough and no version gives both.
fn compare(story: &Story<'_>, left: &Node, right: &Node) -> Option<Evidence> {
    if !left.answered.is_disjoint(&right.versions) || !right.answered.is_disjoint(&left.versions) {
        return None;
    }
    let mut best: Option<Evidence> = None;
    for (one, other) in pairs(left, right) {
        let (one, other) = (&story.figures[one], &story.figures[other]);
        if agree(&one.figure, &other.figure) {
            return None;
        }
        let evidence = weigh(story, one, other);
        if best.is_none_or(|best| evidence.points > best.points) {
            best = Some(evidence);
        }
    }
    let mut evidence = best?;
    // A value that two versions bear out is the story's; the other is the odd one.
    evidence.points += match left.versions.len().max(right.versions.len()) {
        0 | 1 => 0.0,
        2 => 0.3,
        _ => 0.6,
    };
    (evidence.points >= ENOUGH).then_some(evidence)
}

/// Values of one fact: the best pairs first, each value in one fact, no version with two values.
fn clusters(nodes: &[Node], edges: &[(usize, usize, Evidence)]) -> Vec<(Vec<usize>, Evidence)> {
    let mut of: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut found: Vec<(Vec<usize>, Evidence)> = Vec::new();
    for &(left, right, evidence) in edges {
        match (of[left], of[right]) {
            (None, None) => {
                (of[left], of[right]) = (Some(found.len()), Some(found.len()));
                found.push((vec![left, right], evidence));
            }
            (Some(cluster), None) | (None, Some(cluster)) => {
                let new = if of[left].is_none() { left } else { right };
                if found[cluster].0.iter().all(|&member| nodes[member].answered.is_disjoint(&nodes[new].versions)) {
                    of[new] = Some(cluster);
                    found[cluster].0.push(new);
                }
            }
            _ => {}
        }
    }
    found
}

/// The mentions of each distinct value, those of the first member first: one value may be given for what was taken for two facts.
fn by_value(story: &Story<'_>, nodes: &[Node], members: &[usize]) -> Vec<Vec<usize>> {
    let mut values: Vec<(i64, Vec<usize>)> = Vec::new();
    for &member in members {
        let value = first(story, &nodes[member]).figure.value;
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, mentions)) => mentions.extend(&nodes[member].mentions),
            None => values.push((value, nodes[member].mentions.clone())),
        }
    }
    values.into_iter().map(|(_, mentions)| mentions).collect()
}

fn disagreement(story: &Story<'_>, nodes: &[Node], members: &[usize], evidence: Evidence) -> Disagreement {
    let mentions = by_value(story, nodes, members);
    let mentions: Vec<&[usize]> = mentions.iter().map(Vec::as_slice).collect();
    let figures = || mentions.iter().flat_map(|mentions| mentions.iter().map(|&number| &story.figures[number]));
    let rounded = figures().any(|given| given.figure.exactness != Exactness::Exact);
    let measure = first(story, &nodes[members[0]]).figure.measure;
    let sure = match measure {
        Measure::Count | Measure::Ordinal => evidence.same_thing == Some(true) || evidence.shared >= 0.5,
        Measure::Month | Measure::Year => evidence.shared >= 0.5,
        Measure::Age => evidence.shared >= 0.3,
        _ => evidence.points >= ENOUGH + 0.5 || evidence.shared >= 0.3,
    };
    let relation =
        if sure && !(rounded && evidence.points < ENOUGH + 1.0) { Relation::Conflicts } else { Relation::Differs };
    let on_top = figures().any(|given| given.figure.sentence < 2);
    tell::disagreement(story, &mentions, relation, evidence.points - ENOUGH, on_top)
}
