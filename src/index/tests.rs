//! An index against plain loops over all texts, however it is filled, saved and opened.

mod crafted;
mod faults;
mod telling;
mod twin;

use super::content::Id;
use super::disk::System;
use super::settings::{Depth, Settings};
use super::{Adding, Archive, Incoming, Matches, OnConflict, matches};
use crate::duplicate::Relation;
use crate::id::Ids;
use crate::schedule::Run;
use crate::shingle::{Shingling, Unit};
use crate::story::Beside;
use crate::text::{Language, Languages, Spoken};
use std::path::Path;
use std::sync::Arc;

pub(super) const ADDING: Adding = Adding { on_conflict: OnConflict::Refuse, most: u64::MAX, save: true };

/// A match as the caller sees it: row, id, relation, and the three shares in billionths.
pub(super) type Seen = (u32, Id, Relation, [u64; 3]);

pub(super) fn run() -> Run {
    Run::new(Some(2), Arc::default()).unwrap()
}

pub(super) fn settings(depth: Depth, threshold: f64) -> Settings {
    Settings {
        depth,
        threshold,
        shingling: Shingling::new(2, Unit::Word).unwrap(),
        story_threshold: 0.5,
        window: None,
        keep_text: true,
    }
}

pub(super) fn incoming(texts: &[Option<String>], ids: Ids) -> Incoming {
    Incoming {
        column: Arc::new(texts.to_vec()),
        ids,
        beside: Beside { languages: Languages::All(Spoken::In(Language::English)), titles: None, sources: None },
        sources: None,
        dates: None,
    }
}

pub(super) fn create(path: &Path, settings: Settings) -> Archive {
    Archive::create(Arc::new(System), path.to_owned(), settings, None).unwrap()
}

pub(super) fn open(path: &Path) -> Archive {
    Archive::open(Arc::new(System), path.to_owned()).unwrap()
}

pub(super) fn seen(found: &Matches) -> Vec<Seen> {
    let billionths = |share: f64| (share * 1e9).round() as u64;
    found
        .found
        .iter()
        .map(|one| {
            let shares = [one.similarity.jaccard, one.similarity.containment_left, one.similarity.containment_right];
            let id = matches::view(&found.parts, one).unwrap().id.to_owned();
            (one.row, id, one.relation, shares.map(billionths))
        })
        .collect()
}
