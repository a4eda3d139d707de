//! Who is one person, and who is not.

use super::roster::{Known, Roster};
use super::*;

/// A quote of five words in document `row` by `name`.
fn said(row: i64, number: i64, name: &'static str) -> Said<'static> {
    Said {
        row,
        id: ["a", "b", "c", "d"][usize::try_from(row).unwrap()],
        number,
        speaker: Some(name),
        name: Some(name),
        kind: Some(SpeakerKind::Person),
        role: None,
        words: 5,
        language: Language::English,
    }
}

fn body(row: i64, number: i64, name: &'static str) -> Said<'static> {
    Said { kind: Some(SpeakerKind::Organisation), ..said(row, number, name) }
}

/// Id and quotes of each speaker.
fn who(said: &[Said<'_>], roster: &Roster) -> Vec<(String, Vec<i64>)> {
    let mut found: Vec<_> = speakers(said, roster).into_iter().map(|one| (one.id, one.quotes)).collect();
    found.sort();
    found
}

fn alone(names: &[(i64, &'static str)]) -> Vec<(String, Vec<i64>)> {
    let quotes: Vec<Said> = (0..).zip(names).map(|(number, &(row, name))| said(row, number, name)).collect();
    who(&quotes, &Roster::default())
}

fn roster(names: &[(&str, &[&str])]) -> Roster {
    let known = |&(name, aliases): &(&str, &[&str])| Known {
        name: name.into(),
        aliases: aliases.iter().map(|&alias| alias.into()).collect(),
    };
    Roster::new(names.iter().map(known).collect()).unwrap()
}

#[test]
fn titles_initials_and_short_forms_are_one_person() {
    let names = [
        (0, "Ida Brandt"),
        (1, "Brandt"),
        (2, "Mrs Brandt"),
        (3, "Port Secretary General Ida Brandt"),
        (1, "I. Brandt"),
        (2, "Ida M. Brandt"),
        (3, "Brandt, Ida"),
    ];
    assert_eq!(alone(&names), [("ida-m-brandt".into(), vec![0, 1, 2, 3, 4, 5, 6])]);
    assert_eq!(
        alone(&[(0, "Jan van der Hale"), (1, "van der Hale"), (2, "Hale")]),
        [("jan-van-der-hale".into(), vec![0, 1, 2])]
    );
    assert_eq!(alone(&[(0, "Tom O’Hale MP"), (1, "Lord O'Hale of Ardal")]), [("tom-ohale".into(), vec![0, 1])]);
    assert_eq!(alone(&[(0, "Hélène Roc"), (1, "Helene Roc")]).len(), 1);
    assert_eq!(alone(&[(0, "Viktor Hale"), (1, "Hale Viktor")]).len(), 1);
}

#[test]
fn a_surname_that_two_bear_is_neither_unless_its_document_names_one() {
    let names = [(0, "George Hale"), (1, "Laura Hale"), (1, "Hale"), (2, "Hale")];
    assert_eq!(
        alone(&names),
        [("george-hale".into(), vec![0]), ("hale".into(), vec![3]), ("laura-hale".into(), vec![1, 2])]
    );
    let kin = [(0, "George W. Hale"), (1, "George H. W. Hale"), (2, "George Hale")];
    assert_eq!(alone(&kin).len(), 3);
}

#[test]
fn an_organisation_is_its_acronym_where_one_document_has_both() {
    let quotes =
        [body(0, 0, "European Harbour Bank"), body(0, 1, "EHB"), body(1, 2, "EHB"), body(2, 3, "Energy Hub Board")];
    assert_eq!(
        who(&quotes, &Roster::default()),
        [("energy-hub-board".into(), vec![3]), ("european-harbour-bank".into(), vec![0, 1, 2])]
    );
    let apart = [body(0, 0, "European Harbour Bank"), body(1, 1, "EHB")];
    assert_eq!(who(&apart, &Roster::default()).len(), 2);
}

#[test]
fn whoever_has_no_name_is_somebody_else_in_each_document() {
    let official = |row, number, speaker| Said {
        name: None,
        speaker: Some(speaker),
        kind: Some(SpeakerKind::Anonymous),
        ..said(row, number, "")
    };
    let quotes = [
        official(0, 0, "a port official"),
        official(0, 1, "the official"),
        official(1, 2, "an official"),
        official(1, 3, "she"),
        Said { speaker: None, ..official(1, 4, "") },
    ];
    assert_eq!(who(&quotes, &Roster::default()), [("official@a".into(), vec![0, 1]), ("official@b".into(), vec![2])]);
    let speaker = &speakers(&quotes, &Roster::default())[0];
    assert_eq!(
        (&*speaker.name, speaker.aliases.as_slice()),
        ("a port official", ["the official".to_owned()].as_slice())
    );
}

#[test]
fn those_who_speak_together_each_have_the_quote() {
    let together = Said { kind: Some(SpeakerKind::Group), ..said(0, 0, "Ida Brandt; Tom Hale") };
    let found = speakers(&[together, said(1, 1, "Hale")], &Roster::default());
    let shown: Vec<_> = found.iter().map(|one| (&*one.id, one.quotes.len(), one.kind)).collect();
    assert_eq!(shown, [("tom-hale", 2, SpeakerKind::Person), ("ida-brandt", 1, SpeakerKind::Person)]);
}

#[test]
fn an_address_is_no_role() {
    let quote = |number, role| Said { role: Some(role), ..said(0, number, "Ida Brandt") };
    let quotes =
        [quote(0, "interview Mrs"), quote(1, "Mayor Dame"), quote(2, "mayor"), quote(3, "engineer"), quote(4, "Mrs")];
    assert_eq!(speakers(&quotes, &Roster::default())[0].roles, ["mayor", "engineer"]);
}

#[test]
fn the_roster_names_whom_it_knows() {
    let roster = roster(&[("Ida Brandt", &["Mayor B", "Iron Ida"]), ("Tom Hale", &[]), ("Ann Hale", &[])]);
    let quotes = [
        said(0, 0, "Mrs Ida Brandt"),
        said(1, 1, "Brandt"),
        said(2, 2, "Iron Ida"),
        said(2, 3, "Hale"),
        said(3, 4, "Tom J. Hale"),
        said(3, 5, "Ben Coe"),
    ];
    let found = speakers(&quotes, &roster);
    let of =
        |known| found.iter().filter(|one| one.known == known).flat_map(|one| one.quotes.clone()).collect::<Vec<_>>();
    assert_eq!(of(Some(0)), [0, 1, 2]);
    assert_eq!(of(Some(1)), [4], "a surname that two of the roster bear is neither");
    assert_eq!(of(None).len(), 2);
    assert_eq!(found[0].name, "Ida Brandt");
}

#[test]
fn a_surname_in_the_roster_is_not_taken_for_another_bearer() {
    let roster = roster(&[("Ida Brandt", &[])]);
    let found = speakers(&[said(0, 0, "Otto Brandt"), said(1, 1, "Brandt")], &roster);
    assert!(found.iter().all(|one| one.known.is_none()));
}

#[test]
fn a_name_that_two_rows_share_is_refused_with_both() {
    let twice = |name: &str| Known { name: name.into(), aliases: vec!["Ida B".into()] };
    let message = Roster::new(vec![twice("Ida Brandt"), twice("Ida Bell")]).unwrap_err().to_string();
    assert!(message.contains("\"Ida B\" in rows 0 and 1"), "{message}");
    assert!(Roster::new(vec![twice("…")]).is_err());
}

#[test]
fn the_order_of_the_quotes_changes_no_person() {
    let names = ["Ida Brandt", "Brandt", "Ida M. Brandt", "Tom Hale", "T. Hale", "Hale", "Ann Hale", "Brandt Ida"];
    let quotes: Vec<Said> = (0..).zip(names).map(|(number, name)| said(number % 4, number, name)).collect();
    let forth = who(&quotes, &Roster::default());
    let back: Vec<Said> = quotes.into_iter().rev().collect();
    assert_eq!(forth, who(&back, &Roster::default()));
}
