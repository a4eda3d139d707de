//! The versions of a story in, out the names that they spell in several ways.
//!
//! A name is read where it stands ([`spelled`]); two names are compared by their parts ([`rival`]): one given name and a surname a
//! slip away, one surname and a given name a slip away, parts turned round. Whoever is named beside each other in one version
//! is two people. Short forms join the spelling that they are short for.

mod genitive;
pub mod near;
mod rival;
mod spelled;

use super::disagreement::{Disagreement, Mention, Relation, Topic, Value};
use super::version::Version;
use crate::union_find::UnionFind;
use rival::{Rivalry, rivals};
use spelled::{Spelled, read};
use std::collections::BTreeMap;

/// The names that versions of one story spell in several ways, by the first version that has one.
///
/// # Complexity
/// Linear in the texts; quadratic in the names that share a given name, a surname, or how a surname begins or ends, of
/// which [`rival::CROWD`] are compared.
#[must_use]
pub fn disagreements(versions: &[Version<'_>]) -> Vec<Disagreement> {
    let names = read(versions);
    let found = rivals(versions, &names);
    let mut one = UnionFind::new(small(names.len()));
    for rivalry in &found {
        one.union(small(rivalry.left), small(rivalry.right));
    }
    let mut groups: BTreeMap<u32, Vec<&Rivalry>> = BTreeMap::new();
    for rivalry in &found {
        groups.entry(one.find(small(rivalry.left))).or_default().push(rivalry);
    }
    let mut all: Vec<Disagreement> =
        groups.values().filter_map(|group| disagreement(versions, &names, group)).collect();
    all.sort_by_key(|fact| fact.values.iter().map(|value| value.mentions[0]).min());
    all
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("rows fit 32 bits, and `spelled::NAMES` keeps their names below")
}

/// The names of one bearer and who else is called by a short form of them.
fn disagreement(versions: &[Version<'_>], names: &[Spelled], group: &[&Rivalry]) -> Option<Disagreement> {
    let mut members: Vec<usize> = group.iter().flat_map(|rivalry| [rivalry.left, rivalry.right]).collect();
    members.sort_unstable();
    members.dedup();
    let by_surname = members.iter().any(|&at| names[at].name.core() != names[members[0]].name.core());
    let key = |one: &Spelled| if by_surname { one.name.core().to_owned() } else { one.name.plain() };
    let mut spellings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &at in &members {
        spellings.entry(key(&names[at])).or_default().push(at);
    }
    if by_surname {
        // “Ms Solvane” is spelled like “Ingrid Solvane”, whom another version names in full.
        for (at, short) in names.iter().enumerate().filter(|(at, _)| !members.contains(at)) {
            if let Some(known) = spellings.get_mut(short.name.core())
                && known.iter().any(|&full| names[full].name.may_be(&short.name))
            {
                known.push(at);
            }
        }
    }
    let mut values: Vec<Value> = spellings.values().map(|known| value(versions, names, known)).collect();
    values.sort_by_key(|value| value.mentions[0]);
    let worst = group.iter().max_by(|a, b| a.severity.total_cmp(&b.severity))?;
    let office = members.iter().find_map(|&at| names[at].office.as_deref());
    let about = match office {
        Some(office) if worst.relation == Relation::Conflicts => format!("name of the {office}"),
        _ if worst.relation == Relation::Conflicts => "name of a person".to_owned(),
        _ => "name".to_owned(),
    };
    (values.len() > 1).then_some(Disagreement {
        topic: Topic::Name,
        relation: worst.relation,
        severity: worst.severity,
        about,
        values,
    })
}

/// One spelling: in each version the places of the fullest form that it has there.
fn value(versions: &[Version<'_>], names: &[Spelled], known: &[usize]) -> Value {
    let mut mentions: Vec<Mention> = Vec::new();
    for version in 0..versions.len() {
        let here = || known.iter().map(|&at| &names[at]).filter(|one| one.version == version);
        let fullest = here().map(|one| one.name.given.len()).max();
        let spans = here().filter(|one| Some(one.name.given.len()) == fullest).flat_map(|one| &one.spans);
        let first = mentions.len();
        mentions.extend(spans.map(|&span| Mention { version, span }));
        mentions[first..].sort_unstable();
    }
    let fullest =
        known.iter().map(|&at| &names[at]).max_by_key(|one| (one.name.given.len(), std::cmp::Reverse(one.version)));
    Value { shown: fullest.map_or_else(String::new, |one| one.shown.clone()), mentions }
}

#[cfg(test)]
mod tests;
