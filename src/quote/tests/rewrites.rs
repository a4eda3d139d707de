//! Articles of a content mill, in shapes that break simpler readers, in words of our own: every quote that an editor expects.

use crate::quote::{Field, Kind, SpeakerKind, extract};

/// Kind, first words and speaker's name of each quote in marks.
fn marked(text: &str) -> Vec<(Kind, &str, Option<String>)> {
    let quotes = extract(text).into_iter().filter_map(|quote| Some((quote.inner?, quote)));
    quotes
        .map(|(inner, quote)| {
            let words = inner.of(text);
            let end = words.char_indices().nth(20).map_or(words.len(), |(at, _)| at);
            (quote.kind, &words[..end], quote.speaker_name)
        })
        .collect()
}

const STORM: &str = "\
Harbour Authority Chief Warns Next Big Storm Would Be ‘Ruinous’ for Ardal as Coast Faces Worst Winter

In a tense address to the council, Harbour Authority Chief Ida Brandt issued a stark warning: the next big storm would be \
‘ruinous’ for Ardal.

Her remarks, reported by ‘Pier.no,’ came amid rising anger. ‘The coast is facing its worst winter since the great \
flood,’ Brandt declared, her voice heavy with the weight of it. ‘The time for patching is over.

We must act at once to save the harbour’s wall.’
Brandt outlined a plan. ‘Our task is to give them the stone, the crews’ boats and the money that they need,’ she said, \
her tone firm. ‘No town should underrate the sea.’ The plan spoke of help under a ‘league of the brave’ pact.

Minister Ole Vik, in a speech on Friday, dismissed her fears. ‘The real danger does not come from the sea,’ he said, his \
voice calm. ‘We have built good walls before.’ He called the plan ‘a leaking boat’ and a ‘waste of stone.’";

#[test]
fn single_marks_against_apostrophes_give_every_quote_its_kind_and_speaker() {
    let brandt = || Some("Ida Brandt".to_owned());
    let vik = || Some("Ole Vik".to_owned());
    let expected = [
        (Kind::Mixed, "Ruinous", brandt()),
        (Kind::Mixed, "ruinous", brandt()),
        (Kind::Scare, "Pier.no,", None),
        (Kind::Direct, "The coast is facing ", brandt()),
        (Kind::Direct, "The time for patchin", brandt()),
        (Kind::Direct, "Our task is to give ", brandt()),
        (Kind::Direct, "No town should under", brandt()),
        (Kind::Scare, "league of the brave", None),
        (Kind::Direct, "The real danger does", vik()),
        (Kind::Direct, "We have built good w", vik()),
        (Kind::Mixed, "a leaking boat", vik()),
        (Kind::Mixed, "waste of stone.", vik()),
    ];
    assert_eq!(marked(STORM), expected);
}

#[test]
fn a_quote_that_crosses_a_blank_line_is_one_and_the_next_line_goes_on_without_it() {
    let quotes = extract(STORM);
    let crossing = quotes.iter().find(|quote| quote.span.of(STORM).starts_with("‘The time")).unwrap();
    assert!(crossing.closed && crossing.span.of(STORM).ends_with("harbour’s wall.’"));
}

#[test]
fn a_headline_and_the_text_below_it_are_told_apart() {
    let quotes = extract(STORM);
    assert_eq!(quotes[0].field, Field::Title);
    assert!(quotes[1..].iter().all(|quote| quote.field == Field::Body));
    assert_eq!(quotes[0].speaker.unwrap().of(STORM), "Harbour Authority Chief");
}

#[test]
fn a_role_before_the_name_is_the_speakers_role() {
    let quotes = extract(STORM);
    for quote in quotes.iter().filter(|quote| quote.speaker_name.as_deref() == Some("Ida Brandt")) {
        assert_eq!(quote.speaker_role.unwrap().of(STORM), "Harbour Authority Chief");
        assert_eq!(quote.speaker_kind, Some(SpeakerKind::Person));
        assert!(quote.confidence.is_some_and(|confidence| (0.0..=1.0).contains(&confidence)));
    }
}

#[test]
fn a_line_break_inside_a_sentence_ends_nothing() {
    let text =
        "Brandt cited the U.S.\n\nNational Harbour Plan, and said the wall was ‘older than\nthe town.’ Nobody spoke.";
    let quotes: Vec<_> = extract(text).into_iter().filter(|quote| quote.inner.is_some()).collect();
    assert_eq!(quotes.len(), 1);
    assert_eq!(quotes[0].inner.unwrap().of(text), "older than\nthe town.");
    assert_eq!(quotes[0].speaker.unwrap().of(text), "Brandt");
}

#[test]
fn terms_behind_an_article_quote_nobody() {
    for text in [
        "A new plan has emerged in the form of an ‘unseen wall’ built by the town.",
        "The figures show the force of recent “hammer” tactics on the coast.",
        "The concept of an ‘unseen wall’ is old.",
    ] {
        let quotes = extract(text);
        assert!(quotes.iter().all(|quote| quote.kind == Kind::Scare), "{text}");
    }
}
