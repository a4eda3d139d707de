//! What an editor expects of the quote reader, case by case, in sentences of our own.

use super::*;
use proptest::prelude::*;

/// Kind, words without marks, speaker and cue of each quote of `text`.
fn read(text: &str) -> Vec<(&'static str, &str, &str, &str)> {
    extract(text)
        .iter()
        .filter(|quote| quote.kind != Kind::Indirect)
        .map(|quote| {
            let of = |span: Option<ByteSpan>| span.map_or("", |span| span.of(text));
            (quote.kind.as_str(), of(quote.inner), of(quote.speaker), of(quote.cue))
        })
        .collect()
}

/// Speaker and cue of the first quote of `text`.
fn first(text: &str) -> (&str, &str) {
    read(text).first().map_or(("", ""), |&(_, _, speaker, cue)| (speaker, cue))
}

#[test]
fn a_tag_behind_the_quote_names_its_speaker() {
    for (text, speaker, cue) in [
        ("“The ferry is late,” said Ida Brandt.", "Ida Brandt", "said"),
        ("“The ferry is late,” Ida Brandt said.", "Ida Brandt", "said"),
        ("“The ferry is late,” she told reporters on the pier.", "she", "told"),
        ("“The ferry is late,” said the harbour master, Ole Vik.", "the harbour master, Ole Vik", "said"),
        ("“The ferry is late,” Ole Vik, the harbour master, said.", "Ole Vik", "said"),
        ("“The ferry is late,” Ms Brandt, who runs the pier, told a meeting.", "Ms Brandt", "told"),
        ("“Is the ferry late?” Brandt asked.", "Brandt", "asked"),
        ("“Stop it!” he shouted.", "he", "shouted"),
        ("“The ferry is late,” Sen. Ida Brandt (D-Ore.) said.", "Sen. Ida Brandt", "said"),
        ("“The ferry is late,” Brandt has repeatedly said.", "Brandt", "said"),
        ("“The ferry is late,” according to the harbour office.", "the harbour office", "according to"),
        ("“The ferry is late,” Brandt and Vik said.", "Brandt and Vik", "said"),
        ("“The ferry is late,” a voice on the line said.", "a voice", "said"),
        ("“The ferry is late,” thundered the captain.", "the captain", "thundered"),
    ] {
        assert_eq!(first(text), (speaker, cue), "{text}");
        assert_eq!(read(text)[0].0, "direct", "{text}");
    }
}

#[test]
fn a_cue_before_the_quote_names_its_speaker() {
    for (text, speaker, cue) in [
        ("Ida Brandt said: “The ferry is late.”", "Ida Brandt", "said"),
        ("Ida Brandt, the harbour master, said, “The ferry is late.”", "Ida Brandt", "said"),
        ("The harbour master shrugged and said: “The ferry is late.”", "The harbour master", "said"),
        ("On Friday, Brandt told the paper: “The ferry is late.”", "Brandt", "told"),
        ("Brandt was blunt, saying: “The ferry is late.”", "Brandt", "saying"),
        ("Brandt added:\n\n“The ferry is late.”", "Brandt", "added"),
    ] {
        assert_eq!(first(text), (speaker, cue), "{text}");
        assert_eq!(read(text)[0].0, "direct", "{text}");
    }
}

#[test]
fn a_fragment_belongs_to_the_subject_of_its_sentence() {
    for (text, speaker, cue) in [
        ("Brandt said the crossing would be “rough as ever” this week.", "Brandt", "said"),
        ("Brandt gave a long speech on Monday, calling the plan “a leaking boat” to applause.", "Brandt", "calling"),
        (
            "The winter began with Captain Ida Brandt warning that the pier was “rotten” below.",
            "Captain Ida Brandt",
            "warning",
        ),
        ("Describing the plan as ‘brave and costly,’ Brandt asked for time.", "Brandt", "Describing"),
        ("While praising Vik’s ‘calm hand,’ Brandt asked for time.", "Brandt", "praising"),
        ("The crossing was “not safe”, she added.", "she", "added"),
        ("Whether the pier is ‘rotten’ in places, as Brandt claims, is open.", "Brandt", "claims"),
        ("Brandt’s claim that the pier is “rotten” was denied.", "Brandt", "claim"),
    ] {
        assert_eq!(first(text), (speaker, cue), "{text}");
        assert_eq!(read(text)[0].0, "mixed", "{text}");
    }
}

#[test]
fn a_split_quote_is_two_records_with_one_speaker() {
    assert_eq!(
        read("“The ferry is late,” Brandt said, “and so are we.”"),
        [("direct", "The ferry is late,", "Brandt", "said"), ("direct", "and so are we.", "Brandt", "said"),]
    );
}

#[test]
fn the_next_quote_of_a_paragraph_keeps_the_speaker() {
    let text = "“The ferry is late,” Brandt said, his voice low. “Nobody is to blame.”";
    assert_eq!(read(text)[1], ("direct", "Nobody is to blame.", "Brandt", "said"));
    assert_eq!(extract(text)[1].rule, Rule::PreviousQuote);
}

#[test]
fn paragraphs_of_one_quotation_share_their_speaker() {
    let text = "“We came in spring.\n\n“We stayed all summer,” the founder said.";
    let quotes = extract(text);
    assert_eq!(quotes[0].speaker, quotes[1].speaker);
    assert!(!quotes[0].closed && quotes[1].closed);
    assert_eq!(quotes[0].rule, Rule::ContinuedParagraph);
}

#[test]
fn a_label_or_a_headline_colon_names_the_speaker() {
    assert_eq!(first("“HALE: I never left the bridge.”"), ("HALE", ":"));
    assert_eq!(first("Harbour Chief: Ferry Crews ‘Exhausted’ After Long Winter"), ("Harbour Chief", ":"));
    assert_eq!(first("“I never left the bridge.” — Ida Brandt\n"), ("Ida Brandt", "—"));
}

#[test]
fn marks_that_quote_nobody_are_scare_and_have_no_speaker() {
    for text in [
        "The ships sailed under a ‘flag of truce’ pact of the two ports.",
        "Fishermen say that this ‘silent fleet’ never lands.",
        "The figures, first reported by ‘Pier.no’, were wrong.",
        "The film, “Low Tide, High Hopes”, opens on Friday.",
        "The boat is called “Shelly”.",
        "Brandt told “The Pier Gazette”.",
    ] {
        assert_eq!(read(text)[0].0, "scare", "{text}");
        assert_eq!(first(text), ("", ""), "{text}");
    }
}

#[test]
fn nobody_is_named_rather_than_guessed() {
    let quotes = extract("“The ferry is late and the pier is closed.”");
    assert_eq!((quotes[0].speaker, quotes[0].rule), (None, Rule::NoCue));
}

#[test]
fn german_and_french_tags_are_read() {
    for (text, speaker, cue) in [
        ("„Die Fähre ist spät“, sagte Hafenchefin Ida Brandt und ging in das Haus.", "Hafenchefin Ida Brandt", "sagte"),
        ("„Die Fähre ist spät, und das ist gut“, so die Hafenchefin.", "die Hafenchefin", "so"),
        (
            "„Die Fähre ist spät und das Meer ist hoch“, hatte Hafenchefin Brandt in Ardal erklärt.",
            "Hafenchefin Brandt",
            "erklärt",
        ),
        ("Am Freitag sagte die Hafenchefin: „Die Fähre ist spät und das Meer ist hoch.“", "die Hafenchefin", "sagte"),
        (
            "« Le bac est en retard », a expliqué la capitaine, Ida Brandt, à la presse.",
            "la capitaine, Ida Brandt",
            "expliqué",
        ),
        ("« Le bac est en retard et la mer est haute », ajoute-t-elle.", "elle", "ajoute"),
    ] {
        assert_eq!(first(text), (speaker, cue), "{text}");
    }
}

#[test]
fn the_sentence_of_a_quote_runs_to_the_end_of_its_tag() {
    let text = "It rained. “Is the ferry late?” Brandt asked on Monday. Nobody knew.";
    assert_eq!(extract(text)[0].sentence.of(text), "“Is the ferry late?” Brandt asked on Monday.");
    let text = "It rained. “We wait. We hope,” Brandt said. Nobody knew.";
    assert_eq!(extract(text)[0].sentence.of(text), "“We wait. We hope,” Brandt said.");
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let mut names: Vec<_> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
}

#[test]
fn a_term_with_a_colon_is_nobodys_turn() {
    let quotes = extract(" he „’A:\"");
    assert!(quotes.iter().all(|quote| quote.kind != Kind::Scare || quote.speaker.is_none()));
}

#[test]
fn hostile_cues_end_in_linear_time() {
    for unit in
        ["“a” said ", "said ", "“A,” he, she, ", "“a” ", "X said “a”, ", "“A.” ", "“A?” B ", "a, “b” c, ", "(“a” "]
    {
        let text = unit.repeat(300_000 / unit.len());
        let _ = extract(&text);
    }
}

proptest! {
    #[test]
    fn spans_slice_back_and_records_never_overlap(
        text in "([“”\"‘’'«»„]|[A-Za-z.,?!:—(-]| |\n\n|\n| said | he |Brandt| according to |, who |\\PC){0,80}"
    ) {
        let mut end = 0;
        for quote in extract(&text) {
            if quote.kind != Kind::Indirect {
                prop_assert!(end <= quote.span.start);
                end = quote.span.end;
            }
            for span in [Some(quote.span), Some(quote.content), quote.inner, quote.speaker_role, quote.speaker, quote.cue, Some(quote.sentence)].into_iter().flatten() {
                prop_assert!(!span.of(&text).is_empty());
            }
            prop_assert!(quote.sentence.start <= quote.span.start && quote.span.end <= quote.sentence.end);
            prop_assert_eq!(quote.kind == Kind::Scare && quote.speaker.is_some(), false);
        }
    }
}

mod attributions;
mod clauses;
mod mixtures;
mod rewrites;
