//! Stories in an index: a match depends on two articles, not on how the others were added.

use super::{ADDING, incoming, open, run, seen, settings};
use crate::duplicate::Relation;
use crate::id::Ids;
use crate::index::content::Id;
use crate::index::disk::System;
use crate::index::settings::{Depth, Settings};
use crate::index::stories::Stories;
use crate::index::{Adding, Archive, Incoming, Matches};
use crate::story::frozen::Frozen;
use std::path::Path;
use std::sync::Arc;

const WALL: [&str; 3] = [
    "Harbour wall gives way at Saltmere\n\nThe harbour wall at Saltmere gave way on Friday morning and 40 boats were torn from \
     their moorings, the harbour board said. Mayor Ana Pell closed the pier and the fish market. Nobody was hurt. Engineers \
     had warned of cracks in the wall in March.",
    "Forty boats adrift after Saltmere wall collapse\n\nEngineers warned of cracks in March; on Friday the old wall of Saltmere's \
     harbour collapsed. Some 40 boats were torn loose, and mayor Ana Pell had the pier and the market shut. No one was \
     injured, according to the harbour board.",
    "Saltmere pier closed\n\nMayor Ana Pell has closed Saltmere's pier and fish market. On Friday the harbour wall gave way \
     there, and 40 boats broke their moorings, the board of the harbour says. In March engineers found cracks.",
];
const OTHERS: [&str; 3] = [
    "Orchestra names conductor\n\nThe Westerholt Philharmonic has chosen Mira Okonjo as its conductor from autumn. She follows \
     Karl Brand, who led the orchestra for eleven years. Her first concert is of works by Sibelius.",
    "Barley prices rise\n\nFarmers in the Ostrand valley got 12 per cent more for barley in June than a year before, figures of the \
     grain exchange show. A dry spring cut the harvest; maltsters expect dearer beer.",
    "Tram line to reopen\n\nLine 7 between Elmgate and the hospital reopens on Monday after two years of works, the transport \
     office said. New rails and eleven stops cost 84 million.",
];

fn told(path: &Path, window: Option<i64>) -> Archive {
    let settings = Settings { window, ..settings(Depth::Story, 0.7) };
    Archive::create(Arc::new(System), path.to_owned(), settings, Some(Stories::new(Frozen::built_in()))).unwrap()
}

fn articles() -> Vec<Option<String>> {
    let mixed = [OTHERS[0], WALL[0], OTHERS[1], WALL[1], WALL[0], OTHERS[2], WALL[2]];
    mixed.into_iter().map(|text| Some(text.to_owned())).collect()
}

fn without_rows(found: &Matches, first: u32) -> Vec<super::Seen> {
    seen(found).into_iter().map(|(row, id, relation, shares)| (row + first, id, relation, shares)).collect()
}

#[test]
fn a_story_is_found_however_its_articles_are_added() {
    let folder = tempfile::tempdir().unwrap();
    let run = run();
    let texts = articles();
    let whole = told(&folder.path().join("whole"), None).add(&run, &incoming(&texts, Ids::Rows), ADDING).unwrap();
    let whole = seen(&whole);
    let of = |row: u32| -> Vec<(Id, Relation)> {
        whole.iter().filter(|one| one.0 == row).map(|one| (one.1.clone(), one.2)).collect()
    };
    assert_eq!(of(3).iter().map(|one| &one.0).collect::<Vec<_>>(), [&Id::Integer(1)]);
    assert!(matches!(of(3)[0].1, Relation::Rewrite | Relation::Story));
    assert_eq!(of(4).iter().find(|one| one.1 == Relation::Exact).unwrap().0, Id::Integer(1));
    assert_eq!(of(6).len(), 3);
    assert!([0, 1, 2, 5].into_iter().all(|row| of(row).is_empty()));
    for split in [1, 2, 3] {
        let path = folder.path().join(format!("split-{split}"));
        let mut index = told(&path, None);
        let mut all = Vec::new();
        for (number, some) in texts.chunks(split).enumerate() {
            let first = u32::try_from(number * split).unwrap();
            let found =
                index.add(&run, &incoming(some, Ids::Rows), Adding { save: number % 2 == 0, ..ADDING }).unwrap();
            all.extend(without_rows(&found, first));
            if number % 3 == 2 {
                index.save(&run).unwrap();
                drop(index);
                index = open(&path);
            }
        }
        index.compact(&run).unwrap();
        index.verify(&run).unwrap();
        assert_eq!(all, whole, "{split} at a time");
        let labels: Vec<u32> =
            index.clusters(&run).unwrap().clustering.memberships.iter().map(|one| one.unwrap().cluster.0).collect();
        assert_eq!(labels, [0, 1, 2, 1, 1, 5, 1]);
    }
}

#[test]
fn articles_of_one_story_may_lie_a_window_apart() {
    let folder = tempfile::tempdir().unwrap();
    let run = run();
    let day = 86_400_000_000;
    let index = told(&folder.path().join("index"), Some(3 * day));
    let dated = |text: &str, date: Option<i64>| Incoming {
        dates: Some(vec![date]),
        ..incoming(&[Some(text.to_owned())], Ids::Rows)
    };
    index.add(&run, &dated(WALL[0], Some(0)), ADDING).unwrap();
    for (date, expected) in [(Some(3 * day), 1), (Some(4 * day), 0), (None, 1), (Some(-3 * day), 1)] {
        let found = index.query(&run, &dated(WALL[1], date), u64::MAX).unwrap();
        assert_eq!(found.found.len(), expected, "{date:?}");
    }
    // The same text is the same text, years later.
    assert_eq!(index.query(&run, &dated(WALL[0], Some(900 * day)), u64::MAX).unwrap().found.len(), 1);
}
