//! Who says what in the shapes that newspapers use, and whom a phrase without a name stands for, in sentences of our own.

use crate::quote::{Kind, extract};

/// Speaker, cue and name of the last quote of `text` in marks.
fn last(text: &str) -> (&str, &str, Option<String>) {
    let quotes = extract(text).into_iter().filter(|quote| quote.inner.is_some());
    let mut quotes = quotes.rev();
    let quote = quotes.next().expect(text);
    (quote.speaker.map_or("", |span| span.of(text)), quote.cue.map_or("", |span| span.of(text)), quote.speaker_name)
}

fn assert_name(text: &str, name: Option<&str>) {
    assert_eq!(last(text).2.as_deref(), name, "{text}");
}

fn assert_tag(text: &str, speaker: &str, cue: &str) {
    let found = last(text);
    assert_eq!((found.0, found.1), (speaker, cue), "{text}");
}

#[test]
fn a_description_is_whoever_holds_the_role() {
    for (text, name) in [
        // A wider noun for the role that the text gives.
        ("Ardal United signed the midfielder Ole Vik. “I am glad,” the player said.", "Ole Vik"),
        ("Tore Lund, 22, won the race. Ida Brandt came second. “I am tired,” the 22-year-old said.", "Tore Lund"),
        (
            "Deputy Prime Minister Ole Vik met Prime Minister Ida Brandt. “We agree,” the prime minister said.",
            "Ida Brandt",
        ),
        (
            "The singer Ida Brandt met the mayor, Ole Vik. For the mayor it was a long night. “I was worried,” he said.",
            "Ole Vik",
        ),
        ("„Wir bleiben“, sagte Ida Brandt. „Das ist gut“, sagte die Werftchefin am Montag in Ardal.", "Ida Brandt"),
        ("Le maire Paul Vasse a parlé avec Jean Tissot. « Je reste », a dit ce dernier.", "Jean Tissot"),
    ] {
        assert_name(text, Some(name));
    }
}

#[test]
fn a_description_that_fits_nobody_has_no_name() {
    for text in [
        "Company president Lee Holm spoke first. “We agree,” the company said.",
        "Vice President Ole Vik met Ida Brandt. “We agree,” the president said.",
        "Ole Vik met Ida Brandt. “We agree,” the letter said.",
    ] {
        assert_name(text, None);
    }
}

#[test]
fn a_name_begins_behind_what_ties_it_to_a_place() {
    assert_name("“We will sail,” said Ardal-based Nordkraft.", Some("Nordkraft"));
    assert_name("“We will sail,” said the Ardal-born shipper Ole Vik.", Some("Ole Vik"));
    assert_name("“We will sail,” said Ole Vik of the guild-led Harbour Council.", Some("Ole Vik"));
}

#[test]
fn a_role_that_opens_a_sentence_is_no_part_of_the_name() {
    for (text, name, role) in [
        ("Shipbuilder Orla Venn climbed the mast. “It leaks,” Ms Venn said.", "Orla Venn", Some("Shipbuilder")),
        ("Clockmaker Orla Venn climbed the tower. “It ticks,” Venn said.", "Orla Venn", Some("Clockmaker")),
        (
            "Clockmaker Orla Venn climbed the tower. Later Orla Venn came down. “It ticks,” she said.",
            "Orla Venn",
            Some("Clockmaker"),
        ),
        ("The clockmaker slept. Clockmaker Venn climbed the tower. “It ticks,” said Venn.", "Venn", Some("Clockmaker")),
        // Without the noun elsewhere one word more may be a given name; inside a sentence its capital is a name's.
        ("Casper Venn climbed the tower. “It ticks,” said Venn.", "Casper Venn", None),
        (
            "Jesper Orla Venn climbed the tower. They saw Jesper Orla Venn. “It ticks,” said Venn.",
            "Jesper Orla Venn",
            None,
        ),
    ] {
        let quotes = extract(text);
        let quote = quotes.iter().rev().find(|quote| quote.inner.is_some()).expect(text);
        assert_eq!(quote.speaker_name.as_deref(), Some(name), "{text}");
        assert_eq!(quote.speaker_role.map(|span| span.of(text)), role, "{text}");
    }
}

#[test]
fn only_a_noun_for_a_person_is_a_role() {
    for (text, role) in [
        ("Ole Vik is a blessing. “We sail,” said Vik.", None),
        ("Ole Vik, speaking in Ardal, smiled. “We sail,” said Vik.", None),
        ("Ole Vik, along with Ida Brandt, smiled. “We sail,” said Vik.", None),
        ("Ole Vik, a candidate running for mayor, smiled. “We sail,” said Vik.", Some("candidate")),
        ("Ole Vik is a shipper. “We sail,” said Vik.", Some("shipper")),
        ("Ole Vik, managing director of the pier, smiled. “We sail,” said Vik.", Some("managing director of the pier")),
    ] {
        let quotes = extract(text);
        let quote = quotes.iter().rev().find(|quote| quote.inner.is_some()).expect(text);
        assert_eq!(quote.speaker_role.map(|span| span.of(text)), role, "{text}");
    }
}

#[test]
fn an_organisation_is_found_by_its_noun() {
    let text =
        "The Ardal Pier Museum has lost a boat. The museum said little. “We are looking for it,” the statement read.";
    assert_name(text, Some("Ardal Pier Museum"));
    assert_name("“We are looking for it,” said grid operator Nordkraft.", Some("Nordkraft"));
}

#[test]
fn a_word_of_a_title_is_no_verb() {
    for (text, speaker) in [
        ("“The ferry is late,” port press secretary Ida Brandt said.", "port press secretary Ida Brandt"),
        ("“The ferry is late,” state Sen. Ida Brandt said.", "state Sen. Ida Brandt"),
        ("“The ferry is late,” Ardal Public Advocate Ida Brandt said.", "Ardal Public Advocate Ida Brandt"),
    ] {
        assert_tag(text, speaker, "said");
    }
}

#[test]
fn the_verb_before_a_colon_or_comma_is_the_cue() {
    for (text, cue) in [
        ("Brandt said in a statement: “The ferry is late.”", "said"),
        ("Brandt went on: “The ferry is late.”", "went on"),
        ("As Brandt put it, “The ferry is late.”", "put it"),
        ("After Vik criticized the ferry in a debate, Brandt shot back, “The ferry is late.”", "shot back"),
        ("The pier “is rotten,” as Brandt said on Monday.", "said"),
        ("Brandt rallied the crew by warning that “the sea is rising.”", "warning"),
        ("Brandt tweeted back at Vik pointing out “a mistake.”", "pointing"),
        ("Brandt, who backs the plan, said the pier was “rotten.”", "said"),
        ("The plan, which some have called a gift, was “a joke,” Brandt said.", "said"),
    ] {
        assert_tag(text, "Brandt", cue);
    }
}

#[test]
fn a_subject_is_found_over_what_stands_between() {
    for text in [
        "Ida Brandt, who has in the past described the ferry as “a wreck,” left.",
        "Ida Brandt, during a talk in Leeds, Ohio, said the pier was “rotten.”",
        "Ida Brandt, 22, of Leeds, Ohio, said the pier was “rotten.”",
        "Ida Brandt, star of the show “Low Tide,” who now lives in Ardal, said her boss was “kind.”",
        "Ardal (AP) – Ida Brandt has been praised, saying that “the pier” is safe.",
    ] {
        assert_eq!(last(text).0, "Ida Brandt", "{text}");
    }
}

#[test]
fn signatures_stand_in_a_list_without_blank_lines() {
    let text = "“The ferry is late.” ― Ida Brandt\n“The pier is rotten.” ― Ole Vik\n\nMore below.";
    let speakers: Vec<_> = extract(text).iter().map(|quote| quote.speaker.unwrap().of(text)).collect();
    assert_eq!(speakers, ["Ida Brandt", "Ole Vik"]);
}

#[test]
fn german_parts_its_verbs_and_opens_with_whoever_listens() {
    for (text, speaker) in [
        ("Museumsleiter Ole Vik hat zur Eröffnung erklärt: „Der Pier bleibt.“", "Museumsleiter Ole Vik"),
        ("Am Montag hat Ida Brandt in Ardal erklärt: „Der Pier bleibt.“", "Ida Brandt"),
        ("Der Ardaler Zeitung sagte Ida Brandt: „Der Pier bleibt.“", "Ida Brandt"),
        ("Ähnlich äußerte sich der Hafenchef Ole Vik: „Der Pier bleibt.“", "der Hafenchef Ole Vik"),
        ("„Der Pier ist morsch“, so nannte ihn der Hafenchef Ole Vik.", "der Hafenchef Ole Vik"),
        ("„Der Pier bleibt“, heißt es in der Mitteilung.", "der Mitteilung"),
        ("Der Fall wird nach Angaben der Polizei Ardal „ganz besonders sorgfältig“ geprüft.", "der Polizei Ardal"),
    ] {
        assert_eq!(last(text).0, speaker, "{text}");
    }
    let topic =
        extract("Steuern: Die Stadt will den Pier „sofort“ sperren. Das meldet der Nachrichtensender „Radio Ardal“.");
    assert!(topic.iter().all(|quote| quote.kind == Kind::Scare));
}

#[test]
fn a_clause_without_marks_is_read_in_german_and_french() {
    for (text, clause) in [
        ("Ida Brandt betonte, der Pier sei morsch.", "der Pier sei morsch"),
        ("Ida Brandt sagte am Montag, dass der Pier morsch ist.", "der Pier morsch ist"),
        ("Ida Brandt versprach, den Pier zu retten.", "den Pier zu retten"),
        ("Laut Polizei ist der Pier gesperrt.", "ist der Pier gesperrt"),
        ("Ida Brandt a déclaré que le quai était pourri.", "le quai était pourri"),
        ("Ida Brandt promet de réparer le quai.", "de réparer le quai"),
    ] {
        let found = extract(text);
        assert_eq!(found.iter().map(|quote| quote.span.of(text)).collect::<Vec<_>>(), [clause], "{text}");
    }
    assert!(extract("Der Pier ist so morsch, dass er fällt. Es gibt Hinweise, dass er fällt.").is_empty());
}
