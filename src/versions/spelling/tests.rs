//! Which names are one spelled in two ways, and which are two.

use super::*;
use crate::id::DocId;
use crate::text::Language;
use crate::versions::version::Article;

/// Topic, relation and the spellings of every disagreement between `texts`.
fn found(language: Language, texts: &[&str]) -> Vec<(Relation, Vec<String>)> {
    let articles: Vec<Article> = texts.iter().map(|text| Article::join(None, text)).collect();
    let read = |(row, article)| Version::read(DocId::from_index(row), article, language, None);
    let versions: Vec<Version> = articles.iter().enumerate().map(read).collect();
    let shown = |fact: Disagreement| (fact.relation, fact.values.into_iter().map(|value| value.shown).collect());
    disagreements(&versions).into_iter().map(shown).collect()
}

fn english(texts: &[&str]) -> Vec<(Relation, Vec<String>)> {
    found(Language::English, texts)
}

#[test]
fn a_surname_a_slip_away_under_one_given_name_conflicts() {
    for (left, right) in [("Brandt", "Brant"), ("Keswick", "Kessick"), ("Marsh-Hale", "Hale-Marsh"), ("Meier", "Mayer")]
    {
        let ours = format!("The pier is safe, said Ida {left}, the engineer. Ms {left} built it.");
        let theirs = format!("Nobody needs to worry, according to Ida {right}, who built the pier.");
        let spellings = vec![format!("Ida {left}"), format!("Ida {right}")];
        assert_eq!(english(&[&ours, &theirs]), [(Relation::Conflicts, spellings)]);
    }
}

#[test]
fn a_short_form_counts_for_its_spelling() {
    let texts = [
        "The pier is safe, said Ida Brandt, the engineer.",
        "The pier is safe, Ms Brandt said on Monday.",
        "It is safe, said the engineer Ida Brant.",
    ];
    let articles = texts.map(|text| Article::join(None, text));
    let read = |row: usize| Version::read(DocId::from_index(row), &articles[row], Language::English, None);
    let facts = disagreements(&[read(0), read(1), read(2)]);
    let versions: Vec<Vec<usize>> =
        facts[0].values.iter().map(|value| value.mentions.iter().map(|mention| mention.version).collect()).collect();
    assert_eq!(versions, [vec![0, 1], vec![2]]);
}

#[test]
fn what_is_no_slip_is_not_reported() {
    for (language, left, right) in [
        (Language::English, "said Ida Brandt, the mayor.", "said Ida Brandt’s brother, Tom Brandt."),
        (Language::English, "said Hélène Brandt, the mayor.", "said Helene Brandt, the mayor."),
        (Language::English, "said Ida Müller, the mayor.", "said Ida Mueller, the mayor."),
        (Language::English, "said John Hale. Joan Hale nodded.", "said Joan Hale. John Hale left."),
        (Language::English, "said Ida Brandt, the mayor.", "said Ms Brandt, the mayor."),
        (Language::English, "said Ida Marsh-Brandt, the mayor.", "said Ida Brandt, the mayor."),
        (Language::English, "said a New Yorker, the mayor.", "said New Yorkers, and the mayor."),
        (Language::English, "said Ida Brandt, the mayor.", "said Ida Brandt, one of two Ida Brandts."),
        (Language::English, "in the Great Hall on Monday.", "near the Great Wall on Monday."),
        (Language::English, "said Ida Johnson.", "said Ms Johnston, not Ms Johnson."),
        (Language::English, "She left Syria on Monday.", "The Syrian army was said to be near Syria."),
        (
            Language::German,
            "sagte Ida Brandt, die Leiterin.",
            "sagte der Vater der Leiterin. Er nannte die Rede Ida Brandts gut.",
        ),
        (Language::French, "a dit Élodie Brandt, la maire.", "a dit Elodie Brandt, la maire."),
    ] {
        let texts = [format!("The pier is safe, {left}"), format!("The pier is safe, {right}")];
        assert_eq!(found(language, &[&texts[0], &texts[1]]), [], "{texts:?}");
    }
}

#[test]
fn a_letter_more_at_the_end_of_a_surname_is_a_slip_too() {
    for (language, left, right, before, behind) in [
        (
            Language::English,
            "Thora Wessel",
            "Thora Wessels",
            "The sluice holds, said ",
            ", the keeper of the lower dam.",
        ),
        (Language::English, "Ida Arden", "Ida Ardene", "The sluice holds, said ", ", the keeper of the lower dam."),
        (
            Language::French,
            "Sidonie Valcour",
            "Sidonie Valcourt",
            "L’écluse tient bon, a dit ",
            ", gardienne du barrage.",
        ),
        (Language::French, "Sidonie Morel", "Sidonie Morels", "L’écluse tient bon, a dit ", ", gardienne du barrage."),
        (Language::German, "Ida Vollert", "Ida Vollerts", "Die Schleuse hält, sagte ", ", die Leiterin des Wehrs."),
    ] {
        let texts = [left, right].map(|name| format!("{before}{name}{behind}"));
        let spellings = vec![left.to_owned(), right.to_owned()];
        assert_eq!(found(language, &[&texts[0], &texts[1]]), [(Relation::Conflicts, spellings)], "{texts:?}");
    }
}

#[test]
fn a_bare_surname_that_two_full_names_bear_out_otherwise_is_a_slip() {
    let full = "The sluice holds, said Ida Tarrent, the keeper. It was built long ago.";
    let texts = [full, full, "Nobody in Ardal should worry, Ms Tarent said on Monday."];
    let spellings = vec!["Ida Tarrent".to_owned(), "Tarent".to_owned()];
    assert_eq!(english(&texts), [(Relation::Conflicts, spellings)]);
}

#[test]
fn a_german_genitive_is_no_spelling() {
    for text in [
        "Ida Vollerts Worte an den Rat der Stadt blieben ohne Antwort, auch von der Leiterin des Wehrs.",
        "Ida Vollerts kluge Worte an den Rat blieben ohne Antwort, sagte die Leiterin des Wehrs.",
        "Im Rat wurde die Rede Ida Vollerts gelobt, auch von der Leiterin des Wehrs.",
        "Die Schleuse hält dank Ida Vollerts, der Leiterin des Wehrs.",
    ] {
        let other = "Die Schleuse hält, sagte Ida Vollert, die Leiterin des Wehrs.";
        assert_eq!(found(Language::German, &[other, text]), [], "{text}");
    }
}

#[test]
fn two_who_stand_beside_each_other_are_two() {
    let ours = "Mr Johnson met Mr Johnston about the harbour wall. Johnson left early, Johnston said.";
    assert_eq!(english(&[ours, ours]), []);
}

#[test]
fn a_list_of_names_takes_no_longer_than_its_names_are_many() {
    let list = |letter: char| {
        let surname =
            |number: usize| format!("{letter}ara{}", "abcdefghij".repeat(1 + number % 3)) + &number.to_string();
        (0..5_000).map(surname).fold(String::new(), |list, name| list + "Ida " + &name + " spoke. ")
    };
    let (ours, theirs) = (list('B'), list('C'));
    let _ = english(&[&ours, &theirs, &ours, &theirs]);
}

#[test]
fn any_text_is_read() {
    for text in
        ["", "\0", "A", "Ida", &"Ida Brandt ".repeat(500), &"x".repeat(100_000), "Ida Ida-", "Ida -Brandt, Ida B-"]
    {
        let _ = english(&[text, text, "Ida Brant was there."]);
    }
}
