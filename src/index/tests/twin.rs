//! The promise of the index, held by a twin that compares every two texts.

use super::{ADDING, Seen, billionths, create, incoming, open, run, seen, settings};
use crate::duplicate::{Level, Measure, Method, Origin, Pairing, Relation};
use crate::id::Ids;
use crate::index::content::Content;
use crate::index::live::Live;
use crate::index::settings::Depth;
use crate::index::{Adding, Id, OnConflict};
use crate::similarity::{Overlap, Similarity};
use crate::sketch::Sketcher;
use crate::text::tokenize::hash_tokens;
use proptest::prelude::*;

/// What an index is, in plain loops.
struct Twin {
    depth: Depth,
    threshold: f64,
    /// Id and text of each row in the order of adding; None once it is removed.
    rows: Vec<Option<(i64, Option<String>)>>,
}

impl Twin {
    fn compare(&self, text: &str, other: &str) -> Option<(Relation, Similarity)> {
        let tokens = |text: &str| {
            let mut tokens = Vec::new();
            hash_tokens(text, &mut tokens);
            tokens
        };
        let (own, its) = (tokens(text), tokens(other));
        if own.is_empty() || its.is_empty() {
            return None;
        }
        if own == its {
            return Some((Relation::Exact, Similarity::IDENTICAL));
        }
        let shingling = settings(self.depth, self.threshold).shingling;
        let similarity = Overlap::of(&shingling.set(text), &shingling.set(other)).similarity();
        match self.depth {
            Depth::Exact => None,
            _ if similarity.jaccard >= self.threshold => Some((Relation::Near, similarity)),
            Depth::Partial if similarity.containment() >= self.threshold => Some((Relation::Partial, similarity)),
            _ => None,
        }
    }

    fn matches(&self, row: u32, text: Option<&str>) -> Vec<Seen> {
        let Some(text) = text else { return Vec::new() };
        let live = self.rows.iter().flatten();
        live.filter_map(|(id, other)| {
            let (relation, similarity) = self.compare(text, other.as_deref()?)?;
            let shares = [similarity.jaccard, similarity.containment_left, similarity.containment_right];
            Some((row, Id::Integer(*id), relation, shares.map(billionths)))
        })
        .collect()
    }

    fn add(&mut self, ids: &[i64], texts: &[Option<String>], on_conflict: OnConflict) -> Vec<Seen> {
        let mut all = Vec::new();
        for (row, (&id, text)) in (0..).zip(ids.iter().zip(texts)) {
            let known = self.rows.iter().position(|known| known.as_ref().is_some_and(|known| known.0 == id));
            if let Some(known) = known {
                match on_conflict {
                    OnConflict::Skip => continue,
                    OnConflict::Replace => self.rows[known] = None,
                    OnConflict::Refuse => panic!("the test gives new ids"),
                }
            }
            all.extend(self.matches(row, text.as_deref()));
            self.rows.push(Some((id, text.clone())));
        }
        all
    }
}

fn texts() -> impl Strategy<Value = Vec<Option<String>>> {
    // Few words, so that all relations come about; some texts long enough to have a rare part and a common one.
    let word = prop::sample::select(vec!["a", "b", "c", "d", "e", "f"]);
    let short = prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "));
    let long = (0u32..6, 0u32..30, 30u32..60).prop_map(|(start, cut, end)| {
        (0..end).filter(|n| *n != cut).map(|n| format!("w{}", start * 3 + n)).collect::<Vec<_>>().join(" ")
    });
    prop::collection::vec(prop::option::weighted(0.95, prop_oneof![3 => short, 2 => long]), 0..40)
}

fn depths() -> impl Strategy<Value = Depth> {
    prop::sample::select(vec![Depth::Exact, Depth::Near, Depth::Partial])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_split_gives_the_matches_of_every_two_texts(
        texts in texts(),
        depth in depths(),
        threshold in 1u32..=10,
        splits in prop::collection::vec((1usize..20, 0u8..4), 1..12),
        on_conflict in prop::sample::select(vec![OnConflict::Skip, OnConflict::Replace]),
        ids in prop::collection::vec(0i64..60, 40),
    ) {
        let threshold = f64::from(threshold) / 10.0;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let run = run();
        let mut archive = create(&path, settings(depth, threshold));
        let mut twin = Twin { depth, threshold, rows: Vec::new() };
        let (mut at, mut splits) = (0, splits.into_iter().cycle());
        while at < texts.len() {
            let (length, then) = splits.next().unwrap();
            let end = texts.len().min(at + length);
            let (some, their_ids) = (&texts[at..end], &ids[at..end]);
            let adding = Adding { on_conflict, save: then != 1, ..ADDING };
            let asked = archive.query(&run, &incoming(some, Ids::Rows), u64::MAX).unwrap();
            let expected: Vec<Seen> =
                (0..).zip(some).flat_map(|(row, text)| twin.matches(row, text.as_deref())).collect();
            prop_assert_eq!(seen(&asked), expected);
            let found = archive.add(&run, &incoming(some, Ids::Integers(their_ids.to_vec())), adding).unwrap();
            prop_assert_eq!(seen(&found), twin.add(their_ids, some, on_conflict));
            at = end;
            match then {
                2 => {
                    drop(archive);
                    archive = open(&path);
                }
                3 => archive.compact(&run).unwrap(),
                _ => {}
            }
            if at % 3 == 0
                && let Some(row) = twin.rows.iter().position(Option::is_some)
            {
                let id = twin.rows[row].take().unwrap().0;
                prop_assert_eq!(archive.remove(&run, &Ids::Integers(vec![id]), 1, true).unwrap(), 1);
                prop_assert!(!archive.contains(&Id::Integer(id)).unwrap());
            }
            let live = twin.rows.iter().flatten();
            prop_assert_eq!(archive.state().live(), live.clone().count() as u64);
            for (id, _) in live {
                prop_assert!(archive.contains(&Id::Integer(*id)).unwrap());
            }
        }
        archive.save(&run).unwrap();
        let archive = open(&path);
        archive.verify(&run).unwrap();
        let state = archive.state();
        let live = Live::new(&state).unwrap();
        let rows: Vec<(i64, Option<String>)> = twin.rows.into_iter().flatten().collect();
        let expected: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
        prop_assert!(rows.is_empty() || live.ids().unwrap() == Ids::Integers(expected));
        // The clusters are those of the texts.
        let texts: Vec<Option<String>> = rows.into_iter().map(|(_, text)| text).collect();
        let level = [Level::Exact, Level::Near, Level::Partial][depth as usize];
        let pairing = Pairing {
            threshold,
            measure: Measure::Jaccard,
            method: Method::Lsh,
            shingling: settings(depth, threshold).shingling,
            sketcher: Sketcher::new(64).unwrap(),
            miss: 1e-6,
        };
        let of = |origin| crate::duplicate::cluster(&run, origin, level, &pairing).unwrap();
        prop_assert_eq!(of(Origin::Stored(&live)), of(Origin::Texts(&texts)));
        for (row, text) in texts.iter().enumerate() {
            let (part, local) = live.place(row);
            prop_assert_eq!(part.segment.text(local).unwrap(), text.as_deref());
        }
    }
}

#[test]
fn a_trimmed_copy_of_common_words_is_found_in_a_long_article() {
    // Every shingle of the short text stands in many articles, so that none is rare in the one that holds them all.
    let run = run();
    let folder = tempfile::tempdir().unwrap();
    let archive = create(&folder.path().join("index"), settings(Depth::Partial, 0.7));
    let common = |n: usize| (0..40).map(|w| format!("common{}", n * 5 + w)).collect::<Vec<_>>().join(" ");
    let mut texts: Vec<Option<String>> = (0..300)
        .map(|n| {
            let own: Vec<String> = (0..150).map(|w| format!("own{n}x{w}")).collect();
            Some(format!("{} {}", common(n % 7), own.join(" ")))
        })
        .collect();
    let long: Vec<String> = (0..200).map(|w| format!("long{w}")).collect();
    texts.push(Some(format!("{} {} {} {}", long.join(" "), common(0), common(3), common(6))));
    let mut twin = Twin { depth: Depth::Partial, threshold: 0.7, rows: Vec::new() };
    let ids: Vec<i64> = (0..).take(texts.len()).collect();
    let found = archive.add(&run, &incoming(&texts, Ids::Rows), ADDING).unwrap();
    assert_eq!(seen(&found), twin.add(&ids, &texts, OnConflict::Refuse));
    for n in 0..7 {
        let asked = archive.query(&run, &incoming(&[Some(common(n))], Ids::Rows), u64::MAX).unwrap();
        assert_eq!(seen(&asked), twin.matches(0, Some(&common(n))));
        assert!(asked.found.len() > 40);
    }
}

#[test]
fn ids_are_refused_with_their_name() {
    let run = run();
    let folder = tempfile::tempdir().unwrap();
    let archive = create(&folder.path().join("index"), settings(Depth::Near, 0.7));
    let texts = vec![Some("one".to_owned()), Some("two".to_owned())];
    let strings = |ids: [&str; 2]| Ids::Strings(ids.map(Box::from).to_vec());
    archive.add(&run, &incoming(&texts, strings(["x", "y"])), ADDING).unwrap();
    let refused = archive.add(&run, &incoming(&texts, strings(["z", "y"])), ADDING).unwrap_err().to_string();
    assert!(refused.contains("\"y\" (row 1)") && refused.contains("on_conflict"), "{refused}");
    let refused = archive.add(&run, &incoming(&texts, strings(["z", "z"])), ADDING).unwrap_err().to_string();
    assert!(refused.contains("earlier in the same column"), "{refused}");
    let refused = archive.add(&run, &incoming(&texts, Ids::Integers(vec![1, 2])), ADDING).unwrap_err().to_string();
    assert!(refused.contains("str") && refused.contains("int"), "{refused}");
    assert!(archive.add(&run, &incoming(&texts, Ids::Rows), ADDING).is_err());
    assert!(archive.remove(&run, &strings(["x", "q"]), 2, true).unwrap_err().to_string().contains("\"q\" (row 1)"));
    assert_eq!(open(&folder.path().join("index")).state().live(), 2);
}
