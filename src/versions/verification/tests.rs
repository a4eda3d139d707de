//! Every status on sentences written for it, and the fast search against one that looks everywhere.

use super::*;
use crate::text::language::{Language, Spoken};
use std::sync::Arc;

fn checked_in(quotes: &[&str], sources: &[&str], language: Language) -> Vec<Checked> {
    let run = Run::new(Some(1), Arc::default()).unwrap();
    let quotes: Vec<Box<str>> = quotes.iter().map(|&quote| quote.into()).collect();
    let sources: Vec<Option<&str>> = sources.iter().map(|&source| Some(source)).collect();
    verify(&run, &quotes, &sources, &Languages::All(Spoken::In(language)), None).unwrap()
}

fn checked(quotes: &[&str], sources: &[&str]) -> Vec<Checked> {
    checked_in(quotes, sources, Language::English)
}

const SPEECH: &str = "Thank you all for coming out in this weather. The harbour wall was built by our grandfathers, and \
    it has held for ninety years. I will not be the mayor who lets it fall. We have asked the ministry for eleven million \
    crowns, and so far the ministry has sent us a letter. A letter does not stop the sea! Some of you have asked whether \
    the fish market can stay open while the divers work. It can, and it will, every morning except Sunday. We’ve found \
    cracks in nine of the forty caissons, the worst of them below the old crane. The repairs begin in March and they \
    should be finished before the first storms of autumn. If the money does not come we will borrow it, and we will send \
    the bill to the capital.";

#[track_caller]
fn assert_status(quote: &str, status: Status, text: Option<&str>) {
    let found = &checked(&[quote], &[SPEECH])[0];
    assert_eq!(found.status, status, "{quote}: {found:?}");
    if let Some(text) = text {
        assert_eq!(found.found.as_ref().map(|found| &*found.text), Some(text));
    }
}

#[test]
fn words_in_a_row_are_verbatim_whatever_their_case_and_marks() {
    assert_status("“I will not be the Mayor who lets it fall,”", Status::Verbatim, None);
    assert_status("‘a LETTER does not stop the sea’", Status::Verbatim, Some("A letter does not stop the sea"));
    assert_status("we've found cracks — in nine of the forty caissons", Status::Verbatim, None);
    assert_status("“…it has held for ninety years…”", Status::Verbatim, Some("it has held for ninety years"));
    let found = &checked(&["“We’ve found cracks”"], &[SPEECH])[0];
    assert_eq!((found.similarity, found.found.as_ref().unwrap().diff.clone()), (1.0, None));
}

#[test]
fn notes_of_an_editor_are_not_the_speakers_words() {
    assert_status(
        "“I will not be the mayor who lets [the wall] fall”",
        Status::Verbatim,
        Some("I will not be the mayor who lets it fall"),
    );
    assert_status("“[T]he repairs begin in March”", Status::Verbatim, None);
    assert_status(
        "“We have asked the ministry for eleven million crowns [about a million euros]”",
        Status::Verbatim,
        None,
    );
    assert_status("“[The mayor] will not be the mayor”", Status::Verbatim, Some("will not be the mayor"));
}

#[test]
fn marked_gaps_are_an_ellipsis_wherever_the_source_goes_on() {
    assert_status("“The harbour wall … has held for ninety years”", Status::Ellipsis, None);
    // Dots may be the speaker's own.
    assert_status("“The harbour wall … was built by our grandfathers”", Status::Verbatim, None);
    assert_status("“Thank you all for coming out … I will not be the mayor who lets it fall.”", Status::Ellipsis, None);
    assert_status(
        "“The repairs begin in March [...] before the first storms of autumn.”",
        Status::Ellipsis,
        Some("The repairs begin in March and they should be finished before the first storms of autumn"),
    );
}

#[test]
fn changes_without_a_mark_are_edits() {
    for quote in [
        "“The harbour wall was built by our fathers, and it has held for ninety years”",
        "“The harbour wall has held for ninety years”",
        "“We have found cracks in nine of the forty caissons, and the worst of them is below the old crane”",
        "“Some of you asked whether the market can stay open while the divers work”",
        "“A letter … does not ever stop the sea”",
    ] {
        assert_status(quote, Status::Edited, None);
    }
    let found = &checked(&["“a letter does not stop the tide”"], &[SPEECH])[0];
    assert!(found.status == Status::Edited && found.similarity > 0.8 && found.similarity < 1.0);
}

#[test]
fn two_places_joined_as_one_are_spliced() {
    for quote in [
        // Far apart.
        "“Thank you all for coming out in this weather. If the money does not come we will borrow it”",
        // Out of order, even with a mark.
        "“The repairs begin in March. I will not be the mayor who lets it fall.”",
        "“The repairs begin in March … I will not be the mayor who lets it fall.”",
        // One of three parts edited.
        "“The harbour wall was built by our grandfathers, the fish market can stay open, and we will send the whole bill to the capital”",
    ] {
        assert_status(quote, Status::Spliced, None);
    }
}

#[test]
fn the_same_in_other_words_is_a_paraphrase() {
    for quote in [
        "the divers will find work below the crane, where the caissons are cracked worst",
        "the wall, which their grandfathers built, held ninety years",
        "the ministry, asked for eleven million crowns, had answered with a letter only",
    ] {
        assert_status(quote, Status::Paraphrase, None);
    }
}

#[test]
fn what_nobody_said_is_not_found() {
    for quote in [
        "“The airport will close its second runway in June”",
        "“I will never resign, whatever the council says about me”",
        "“mayor fall sea”",
        "",
        "“…”",
        "[applause]",
    ] {
        let found = &checked(&[quote], &[SPEECH])[0];
        assert_eq!((found.status, &found.found), (Status::NotFound, &None), "{quote}");
    }
}

#[test]
fn short_quotes_are_found_as_whole_words_only() {
    assert_status("“divers”", Status::Verbatim, Some("divers"));
    assert_status("“eleven million”", Status::Verbatim, None);
    assert_status("“dive”", Status::NotFound, None);
    assert_status("“million letters”", Status::NotFound, None);
}

#[test]
fn ties_go_to_the_earliest_source_and_the_better_status_wins() {
    let sources =
        ["Nothing here.", "We sold the old pier today.", "So we sold the old pier.", "Then we sold the old pier."];
    let found = checked(&["“we sold the old pier”", "“then we sold the old pier”"], &sources);
    let rows: Vec<_> = found.iter().map(|one| one.found.as_ref().unwrap().source.0).collect();
    assert_eq!(rows, [1, 3]);
}

#[test]
fn languages_have_their_own_stems() {
    let source = "Die Hafenmauer wurde von unseren Großvätern gebaut. Die Reparaturen beginnen im März und kosten elf Millionen Kronen.";
    let quotes = [
        "„Die Reparaturen beginnen im März“",
        "die Reparatur der Mauer koste elf Millionen Kronen und beginne im März",
        "„Der Flughafen schließt im Juni seine zweite Startbahn“",
    ];
    let found: Vec<Status> = checked_in(&quotes, &[source], Language::German).iter().map(|one| one.status).collect();
    assert_eq!(found, [Status::Verbatim, Status::Paraphrase, Status::NotFound]);
}

#[test]
fn hostile_texts_have_a_verdict() {
    let long = "word ".repeat(100_000);
    let other = "word ".repeat(99_999) + "end";
    let digits = "1".repeat(100_000);
    let texts = ["", "\u{0}", "\u{202e}abc", "[[[[", "]…[…]", "”“’", "1 2 3", &digits, &long, &other, "word end"];
    let found = checked(&texts, &texts);
    assert_eq!(found.len(), texts.len());
    assert_eq!(found[8].status, Status::Verbatim);
}

#[test]
fn a_long_quote_with_one_word_changed_is_edited() {
    let words: Vec<String> = (0..5000).map(|n| format!("w{}", n * 7919 % 3001)).collect();
    let source = words.join(" ");
    let mut changed = words;
    changed[2500] = "other".into();
    let found = &checked(&[&changed.join(" ")], &[&source])[0];
    assert_eq!(found.status, Status::Edited);
    assert!(found.similarity > 0.999);
}

mod twins {
    use super::*;
    use crate::versions::verification::align::{Memory, align};
    use crate::versions::verification::cover::best_alignment;
    use crate::versions::verification::exact::{self, NOTE};
    use crate::versions::verification::gist::Content;
    use crate::versions::verification::windows::windows;
    use crate::versions::verification::wording::Joint;
    use proptest::prelude::*;
    use std::ops::Range;

    const WITHOUT: Limits = Limits { windows: usize::MAX, places: usize::MAX };

    fn read(quote: &str, texts: &[String]) -> (Query, Sources) {
        let run = Run::new(Some(1), Arc::default()).unwrap();
        let words = wording(quote);
        let vocabulary = Vocabulary::new(words.iter());
        let column: Vec<Option<&String>> = texts.iter().map(Some).collect();
        let languages = Languages::All(Spoken::In(Language::English));
        let sources = Sources::read(&run, &column, &languages, &vocabulary).unwrap();
        (Query::new(&words, &vocabulary), sources)
    }

    /// Whether the words from `word` on can stand from `at` on, trying every gap that a mark allows.
    fn stands(query: &Query, sources: &Sources, row: &Range<usize>, word: usize, at: usize) -> bool {
        if word == query.words.len() {
            return true;
        }
        let most = match query.joints[word] {
            Joint::Next => 0,
            Joint::Note => NOTE,
            Joint::Ellipsis => row.len(),
        };
        (at..=at + if word == 0 { 0 } else { most }).any(|at| {
            row.contains(&at) && sources.words[at] == query.words[word] && stands(query, sources, row, word + 1, at + 1)
        })
    }

    /// Few words, some of them stop words and forms of one another, so that much repeats.
    macro_rules! words {
        ($before:literal, $after:literal) => {
            concat!($before, "(piers? |the |boats? |of |sold |harbour |mayor |and )", $after)
        };
    }

    proptest! {
        #[test]
        fn what_stands_in_order_is_found(
            quote in words!("(", "|… |\\[x\\] ){1,6}"),
            texts in prop::collection::vec(words!("", "{0,25}"), 1..4),
        ) {
            let (query, sources) = read(&quote, &texts);
            let all = 0..sources.words.len();
            let found = exact::find(&query, &sources, &all);
            let rows = (0..sources.rows()).map(|row| sources.row(row));
            let expected = !query.words.is_empty()
                && rows.clone().any(|row| row.clone().any(|at| stands(&query, &sources, &row, 0, at)));
            prop_assert_eq!(found.is_some(), expected);
            if let Some(pairs) = found {
                prop_assert!(pairs.iter().enumerate().all(|(word, pair)| pair.0 == word));
                prop_assert!(pairs.iter().all(|&(word, at)| sources.words[at] == query.words[word]));
                prop_assert!(pairs.windows(2).all(|pair| pair[0].1 < pair[1].1));
            }
        }

        #[test]
        fn the_best_alignment_of_the_windows_is_that_of_the_whole_source(
            quote in words!("", "{1,8}"),
            texts in prop::collection::vec(words!("(word |other |next ){0,30}", "{0,60}"), 1..3),
        ) {
            let (query, sources) = read(&quote, &texts);
            let part = 0..query.words.len();
            let memory = &mut Memory::default();
            let found = best_alignment(&query, &part, &sources, &(0..sources.words.len()), WITHOUT, memory);
            let whole = (0..sources.rows()).filter_map(|row| {
                let worth = query.worth(part.clone(), sources.lexicon(row));
                let mut found = align(&query.words, &worth, &sources.words[sources.row(row)], memory)?;
                found.pairs.iter_mut().for_each(|pair| pair.1 += sources.row(row).start);
                Some((row, found))
            });
            prop_assert_eq!(found, whole.collect::<Vec<_>>());
        }

        #[test]
        fn the_fullest_window_has_the_gist_of_the_whole_source(
            quote in words!("", "{1,8}"),
            text in words!("(word |other |next ){0,30}", "{0,60}"),
        ) {
            let (query, sources) = read(&quote, &[text]);
            let all = 0..sources.words.len();
            let content = Content::new(&query, sources.lexicon(0));
            let whole = content.best(&sources, all.clone());
            let most = windows(&query, 0..query.words.len(), &sources, &all, WITHOUT)
                .into_iter()
                .filter_map(|window| content.best(&sources, window))
                .fold(0.0, |most: f64, gist| most.max(gist.share));
            prop_assert_eq!(most.to_bits(), whole.map_or(0.0, |gist| gist.share).to_bits());
        }

        #[test]
        fn any_quote_and_source_have_a_verdict(
            quote in "([a-c ]|[\\[\\]….’]|\\PC){0,40}",
            source in "([a-c ]|[\\[\\]….’\u{202f}]|\\PC){0,80}",
        ) {
            for one in checked(&[&quote, &source], &[&source, &quote]) {
                prop_assert!((0.0..=1.0).contains(&one.similarity));
                prop_assert_eq!(one.found.is_none(), one.status == Status::NotFound);
            }
        }
    }
}
