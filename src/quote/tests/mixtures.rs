//! Any mixture of marks, cues, names, line breaks and rare characters, and what holds of its quotes all the same.

use crate::quote::{Field, Kind, Reading, read};
use crate::span::ByteSpan;
use crate::text::{Language, Spoken};
use proptest::prelude::*;

/// What texts are mixed from.
const PIECES: [&str; 92] = [
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "«",
    "»",
    "‹",
    "›",
    "„",
    "‚",
    "‛",
    "‟",
    "「",
    "」",
    "『",
    "』",
    "`",
    "``",
    "''",
    "—",
    "–",
    "-",
    " — ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u{a0}",
    "\u{202f}",
    "\t",
    ". ",
    ", ",
    ": ",
    "; ",
    "! ",
    "? ",
    "…",
    "(",
    ")",
    "[",
    "]",
    "/",
    "<b a=1>",
    "<",
    "said",
    " said ",
    " said that ",
    " according to ",
    "According to ",
    " sagte ",
    " sei ",
    " hätten ",
    " hieß es von ",
    "Nach Angaben ",
    " laut ",
    "Wie ",
    " hält ",
    " erwartet",
    " a dit ",
    " dijo ",
    " сказал ",
    " told ",
    "asked whether ",
    "calling it ",
    " her statement ",
    "Ida Brandt",
    "Ole Vik",
    "NATO",
    " the mayor",
    " she ",
    " he ",
    "HALE: ",
    "Mr. ",
    "Gov. ",
    " of ",
    " and ",
    " that ",
    "it",
    "5'10\"",
    "’90s",
    "s’ ",
    "е\u{301}",
    "\u{301}",
    "\u{200d}",
    "\u{feff}",
    "字",
    "שלום",
    "😀",
    "\u{fffd}",
    "ß",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..60).prop_map(|pieces| pieces.concat())
}

fn languages() -> impl Strategy<Value = Spoken> {
    let known =
        [Language::English, Language::German, Language::French, Language::Spanish, Language::Russian, Language::None];
    let spoken: Vec<Spoken> = known.into_iter().map(Spoken::In).chain([Spoken::Detect]).collect();
    prop::sample::select(spoken)
}

/// Fails unless `span` can be cut out of `text`.
fn slices(text: &str, span: ByteSpan) -> Result<(), TestCaseError> {
    prop_assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} of {text:?}");
    Ok(())
}

fn holds(text: &str, title: Option<usize>, reading: &Reading) -> Result<(), TestCaseError> {
    let mut end = 0;
    let mut last = (0, 0);
    for (place, quote) in reading.quotes.iter().enumerate() {
        let parts = [Some(quote.span), quote.inner, Some(quote.content), quote.speaker, quote.cue, quote.speaker_role];
        for span in parts.into_iter().flatten().chain([quote.sentence]) {
            slices(text, span)?;
        }
        prop_assert!(last <= (quote.span.start, quote.span.end), "order of {text:?}");
        last = (quote.span.start, quote.span.end);
        if quote.kind != Kind::Indirect {
            prop_assert!(end <= quote.span.start, "overlap in {text:?}");
            end = quote.span.end;
        }
        prop_assert!(!quote.span.is_empty());
        prop_assert!(quote.inner.is_none_or(|inner| quote.span.contains(inner) && !inner.is_empty()));
        prop_assert!(quote.sentence.contains(quote.span), "sentence of {quote:?} in {text:?}");
        prop_assert!(quote.continues.is_none_or(|before| before < place), "{quote:?} in {text:?}");
        prop_assert_eq!(quote.speaker.is_some(), quote.confidence.is_some());
        prop_assert_eq!(quote.speaker.is_some(), quote.speaker_kind.is_some());
        prop_assert!(quote.confidence.is_none_or(|share| (0.0..=1.0).contains(&share)));
        if let Some(title) = title {
            prop_assert_eq!(quote.field == Field::Title, quote.span.start < title);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn any_mixture_is_read(text in texts(), language in languages()) {
        holds(&text, None, &read(&text, None, language))?;
    }

    #[test]
    fn any_mixture_is_read_below_any_headline(title in texts(), text in texts(), language in languages()) {
        let whole = format!("{title}\n\n{text}");
        holds(&whole, Some(title.len()), &read(&whole, Some(title.len()), language))?;
    }
}

#[test]
fn a_subject_may_reach_over_the_preposition_that_it_is_cut_at() {
    // The pronoun behind “said” was the subject, and with what hung on it ended behind “of”.
    let text = " said it of  sagte said“'”";
    assert_eq!(read(text, None, Spoken::In(Language::English)).quotes.len(), 1);
}
