//! The whole road against a twin that compares everything with everything, in plain loops over plain sets.

use copydesk::duplicate::{Level, Making, Measure, Method, Origin, Pairing, cluster, near_duplicates};
use copydesk::schedule::Run;
use copydesk::shingle::{Shingling, Unit};
use copydesk::sketch::Sketcher;
use copydesk::text::tokenize;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

const SIZE: usize = 2;

const ALL: Making = Making { most: 1000, expand: true };

fn pairing(threshold: f64, measure: Measure, method: Method) -> Pairing {
    Pairing {
        threshold,
        measure,
        method,
        shingling: Shingling::new(SIZE, Unit::Word).unwrap(),
        sketcher: Sketcher::new(256).unwrap(),
        miss: 1e-9,
    }
}

/// Distinct windows of token hashes: what shingles stand for.
fn windows(text: &str) -> BTreeSet<Vec<u64>> {
    let hashes: Vec<u64> = tokenize(text).iter().map(|token| token.hash).collect();
    if hashes.is_empty() {
        return BTreeSet::new();
    }
    hashes.windows(SIZE.min(hashes.len())).map(<[u64]>::to_vec).collect()
}

fn brute_force(texts: &[Option<String>], threshold: f64, measure: Measure) -> Vec<(u32, u32)> {
    let sets: Vec<_> = texts.iter().map(|text| text.as_deref().map(windows).unwrap_or_default()).collect();
    let mut pairs = Vec::new();
    for left in 0..sets.len() {
        for right in left + 1..sets.len() {
            let shared = sets[left].intersection(&sets[right]).count();
            let whole = match measure {
                Measure::Jaccard => sets[left].union(&sets[right]).count(),
                Measure::Containment => sets[left].len().min(sets[right].len()),
            };
            if shared > 0 && shared as f64 / whole as f64 >= threshold - 1e-9 {
                pairs.push((u32::try_from(left).unwrap(), u32::try_from(right).unwrap()));
            }
        }
    }
    pairs
}

/// Texts over few words, so that pairs of every similarity occur; some missing, some empty, some repeated in capitals.
fn texts() -> impl Strategy<Value = Vec<Option<String>>> {
    let word = prop::sample::select(vec!["dock", "vote", "rain", "Pier’s", "größe"]);
    let text = prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "));
    prop::collection::vec(prop::option::weighted(0.9, text), 0..16).prop_map(|mut texts| {
        let shouted: Vec<_> =
            texts.iter().step_by(3).map(|text| text.as_ref().map(|text| text.to_uppercase())).collect();
        texts.extend(shouted);
        texts
    })
}

proptest! {
    #[test]
    fn pairs_are_those_of_brute_force(texts in texts(), threshold in 1u32..=10, containment in any::<bool>(), exact in any::<bool>()) {
        let threshold = f64::from(threshold) / 10.0;
        let measure = if containment { Measure::Containment } else { Measure::Jaccard };
        let method = if exact { Method::Exact } else { Method::Lsh };
        let run = Run::new(Some(2), Arc::default()).unwrap();
        let pairs = near_duplicates(&run, &texts, &pairing(threshold, measure, method), ALL).unwrap();
        let found: Vec<_> = pairs.iter().map(|pair| (pair.left.0, pair.right.0)).collect();
        prop_assert_eq!(found, brute_force(&texts, threshold, measure));
    }

    #[test]
    fn clusters_are_the_components_of_brute_force(texts in texts()) {
        let run = Run::new(Some(2), Arc::default()).unwrap();
        let clustering = cluster(&run, Origin::Texts(&texts), Level::Near, &pairing(0.6, Measure::Jaccard, Method::Lsh)).unwrap();
        let mut labels: Vec<usize> = (0..texts.len()).collect();
        for (left, right) in brute_force(&texts, 0.6, Measure::Jaccard) {
            let (one, other) = (labels[left as usize], labels[right as usize]);
            let (old, new) = (one.max(other), one.min(other));
            labels.iter_mut().filter(|label| **label == old).for_each(|label| *label = new);
        }
        for (row, membership) in clustering.memberships.iter().enumerate() {
            let label = membership.map(|membership| membership.cluster.0 as usize);
            prop_assert_eq!(label, texts[row].as_ref().map(|_| labels[row]));
        }
    }
}
