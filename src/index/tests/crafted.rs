//! Segments that somebody wrote to do harm: their checksums are right, their numbers are not. Each is damage, or answers something.

use super::{ADDING, create, incoming, run, settings};
use crate::id::Ids;
use crate::index::build::build;
use crate::index::content::{Content, IdKind, IdRef};
use crate::index::disk::Bytes;
use crate::index::merged::Merged;
use crate::index::search::{Scratch, Sought};
use crate::index::segment::Segment;
use crate::index::settings::{Depth, Settings};
use crate::index::stories::Stories;
use crate::story::frozen::Frozen;
use proptest::prelude::*;
use std::sync::OnceLock;

const PARTIAL: fn() -> Settings = || settings(Depth::Partial, 0.6);

fn image() -> &'static [u8] {
    static IMAGE: OnceLock<Vec<u8>> = OnceLock::new();
    IMAGE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let index = create(&folder.path().join("index"), PARTIAL());
        let mut texts: Vec<Option<String>> = (0..12)
            .map(|n| {
                let words: Vec<String> = (0..70).map(|w| format!("w{}", n * 31 + w)).collect();
                Some(words.join(" "))
            })
            .collect();
        texts.extend([None, Some(String::new()), Some("w1 w2 w3".to_owned()), texts[3].clone()]);
        let ids = Ids::Strings((0..texts.len()).map(|n| format!("id-{n}").into()).collect());
        index.add(&run(), &incoming(&texts, ids), ADDING).unwrap();
        index.state().parts[0].segment.bytes().to_vec()
    })
}

/// Asks a segment everything that it can be asked.
fn ask(segment: &Segment) {
    let settings = PARTIAL();
    let mut scratch = Scratch::default();
    for row in 0..segment.rows() {
        let _ = segment.row(row);
        let _ = segment.text(row);
        let _ = segment.id(row).and_then(|id| segment.rows_with(id));
    }
    let _ = segment.rows_with(IdRef::Text("id-3"));
    for class in 0..segment.classes() {
        let number = u32::try_from(class).unwrap();
        let _ = segment.rows_of(number).map(Iterator::count);
        let mut hashes = Vec::new();
        if let (Ok(view), Ok(())) = (segment.class(class), segment.hashes_into(number, &mut hashes)) {
            let sought = Sought { sequence: view.sequence, tokens: view.tokens, hashes: &hashes };
            scratch.take(sought);
            let _ = scratch.hits(segment, &settings, sought);
            let _ = scratch.hits(segment, &Settings { depth: Depth::Exact, ..settings }, sought);
        }
    }
    if let Ok(merged) = Merged::new(vec![segment, segment], |_, row| row % 3 != 0) {
        let _ = build(&run(), &merged, &settings, IdKind::Text, None, Vec::new(), "crafted".as_ref());
    }
}

fn open(bytes: Vec<u8>) {
    if let Ok(segment) = Segment::open(Bytes::Held(bytes), PARTIAL(), IdKind::Text) {
        ask(&segment);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_in_the_place_of_others_do_no_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = image().to_vec();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        open(bytes);
    }

    #[test]
    fn any_numbers_in_the_place_of_counts_and_starts_do_no_harm(
        at in any::<prop::sample::Index>(),
        value in prop_oneof![
            Just(0u64), Just(1), Just(u64::MAX), Just(u64::from(u32::MAX)), Just(1 << 31), Just(1 << 40), any::<u64>()
        ],
        short in any::<bool>(),
    ) {
        // The frame and the tables' own trailers: everything that is not a shingle.
        let mut bytes = image().to_vec();
        let at = at.index(bytes.len() - 8);
        let width = if short { 4 } else { 8 };
        bytes[at..at + width].copy_from_slice(&value.to_le_bytes()[..width]);
        open(bytes);
    }

    #[test]
    fn any_bytes_are_no_segment(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        open(bytes);
    }
}

#[test]
fn every_number_of_the_frame_is_looked_at() {
    let image = image();
    assert!(Segment::open(Bytes::Held(image.to_vec()), PARTIAL(), IdKind::Text).is_ok());
    // From the table of sections to the end.
    for at in image.len() - 40 - 13 * 24..image.len() {
        for flip in [1, 0x80, 0xff] {
            let mut bytes = image.to_vec();
            bytes[at] ^= flip;
            open(bytes);
        }
    }
    for length in 0..image.len() {
        assert!(Segment::open(Bytes::Held(image[..length].to_vec()), PARTIAL(), IdKind::Text).is_err());
    }
}

#[test]
fn a_table_of_frequencies_is_one_or_damage() {
    let bytes = Stories::new(Frozen::count(&[])).to_bytes();
    assert_eq!(Stories::parse(&bytes).unwrap().to_bytes(), bytes);
    for length in (0..bytes.len()).step_by(997).chain(0..200) {
        assert!(Stories::parse(&bytes[..length]).is_err());
    }
    for at in 0..200 {
        for value in [0, 1, 0x7f, 0xff] {
            let mut crafted = bytes.clone();
            crafted[at] = value;
            let _ = Stories::parse(&crafted);
        }
    }
}
