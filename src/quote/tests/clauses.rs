//! Clauses that somebody is said to have said, without marks, in sentences of our own.

use crate::quote::{Kind, Rule, read};
use crate::text::{Language, Spoken};

/// The clauses without marks, each with its speaker.
fn clauses(language: Language, text: &str) -> Vec<(&str, &str)> {
    let quotes = read(text, None, Spoken::In(language)).quotes.into_iter();
    let clauses = quotes.filter(|quote| quote.kind == Kind::Indirect);
    clauses.map(|quote| (quote.span.of(text), quote.speaker.map_or("", |speaker| speaker.of(text)))).collect()
}

fn assert_read(language: Language, cases: &[(&str, &str, &str)]) {
    for &(text, clause, speaker) in cases {
        assert!(clauses(language, text).contains(&(clause, speaker)), "{text}: {:?}", clauses(language, text));
    }
}

#[test]
fn a_german_sentence_goes_on_reporting_by_its_mood() {
    for (text, clause) in [
        (
            "„Der Pier ist morsch“, sagte Ida Brandt. Die Reparatur koste vier Millionen.",
            "Die Reparatur koste vier Millionen",
        ),
        (
            "Ida Brandt warnte vor dem Pier. Er sei seit Jahren nicht geprüft worden.",
            "Er sei seit Jahren nicht geprüft worden",
        ),
        ("Ida Brandt betonte, der Pier sei morsch. Die Balken hätten Risse.", "Die Balken hätten Risse"),
        (
            "Ida Brandt betonte, der Pier sei morsch. Es regnete. Das Geld, das vom Staat kam, liege bereit.",
            "Das Geld, das vom Staat kam, liege bereit",
        ),
    ] {
        assert_read(Language::German, &[(text, clause, "Ida Brandt")]);
    }
    let text = "„Der Pier ist morsch“, sagte Ida Brandt. Die Reparatur koste viel.";
    let quotes = read(text, None, Spoken::In(Language::German)).quotes;
    assert_eq!(quotes[1].rule, Rule::PreviousSentence);
}

#[test]
fn a_german_mood_of_the_narrators_own_reports_nothing() {
    for text in [
        // Nobody has spoken.
        "Der Pier sei morsch, dachte niemand. Er liege im Hafen.",
        // The main verb is the narrator's.
        "„Der Pier ist morsch“, sagte Ida Brandt. Der Fischer, der dort gewesen sei, hat ein neues Boot.",
        "„Der Pier ist morsch“, sagte Ida Brandt. Die Kinder hat man heimgeschickt, als sei nichts gewesen.",
        // A wish, an order, a question.
        "„Der Pier ist morsch“, sagte Ida Brandt. Der Fischer hätte lieber eine Brücke.",
        "„Der Pier ist morsch“, sagte Ida Brandt. Sei es, wie es will.",
        "„Der Pier ist morsch“, sagte Ida Brandt. Wer trage nun die Kosten?",
    ] {
        let found = clauses(Language::German, text);
        assert!(found.iter().all(|(clause, _)| clause.starts_with("Der Pier")), "{text}: {found:?}");
    }
}

#[test]
fn german_word_order_tells_a_clause() {
    assert_read(
        Language::German,
        &[
            (
                "Am Montag sagte Ida Brandt, die Fähren fahren wieder ab Mai.",
                "die Fähren fahren wieder ab Mai",
                "Ida Brandt",
            ),
            ("Wie die Polizei mitteilte, fiel der Kran ins Wasser.", "fiel der Kran ins Wasser", "die Polizei"),
            ("Der Kran ist gefallen, wie die Polizei mitteilte.", "Der Kran ist gefallen", "die Polizei"),
            ("Nach Angaben der Werft kostet der Kran zwei Millionen.", "kostet der Kran zwei Millionen", "der Werft"),
            ("Nach einem Bericht von Radio Ardal fiel der Kran um.", "fiel der Kran um", "Radio Ardal"),
            ("Nach Polizeiangaben fiel der Kran um.", "fiel der Kran um", "Polizeiangaben"),
            ("Laut Werft sei der Kran alt.", "sei der Kran alt", "Werft"),
            ("Der Kran sei alt, hieß es von der Werft.", "Der Kran sei alt", "der Werft"),
            ("Der Kran soll nach Angaben der Werft im Mai geprüft werden.", "im Mai geprüft werden", "der Werft"),
            ("Die Grünen verlangen, dass der Kran verschwindet.", "der Kran verschwindet", "Die Grünen"),
            ("Die Werft empfiehlt, den Kran zu prüfen.", "den Kran zu prüfen", "Die Werft"),
        ],
    );
    assert!(clauses(Language::German, "Nach dem Bericht fiel der Kran um.").is_empty());
    assert!(clauses(Language::German, "Es sprach Ida Brandt, die den Pier leitet.").is_empty());
}

#[test]
fn a_german_object_is_what_its_cue_reports() {
    assert_read(
        Language::German,
        &[
            ("Ida Brandt hält den Kran für eine Gefahr.", "den Kran für eine Gefahr", "Ida Brandt"),
            ("Ida Brandt nennt den Kran ein Wrack.", "den Kran ein Wrack", "Ida Brandt"),
            ("Für 2031 rechnet die Werft mit einem Verlust.", "mit einem Verlust", "die Werft"),
            ("Die Fischer hatten einen Sturm erwartet.", "einen Sturm", "Die Fischer"),
        ],
    );
    for text in ["Der Kran hält sich gut.", "Ida Brandt hält den Rekord.", "Der Sturm kam wie erwartet."] {
        assert!(clauses(Language::German, text).is_empty(), "{text}: {:?}", clauses(Language::German, text));
    }
}

#[test]
fn an_english_clause_is_read_over_what_stands_between() {
    assert_read(
        Language::English,
        &[
            ("Brandt noted, however, that the pier was rotten.", "the pier was rotten", "Brandt"),
            ("The clerk apologised and promised she would write.", "she would write", "The clerk"),
            (
                "Brandt says a clerk apologised and promised he would write.",
                "a clerk apologised and promised he would write",
                "Brandt",
            ),
            (
                "According to Ida Brandt, professor of harbours at Ardal, the pier leans.",
                "the pier leans",
                "Ida Brandt",
            ),
            ("The ferry left at nine; according to the port, nobody had paid.", "nobody had paid", "the port"),
            (
                "Boats of this kind usually sink within a year, the builder said.",
                "Boats of this kind usually sink within a year",
                "the builder",
            ),
            ("Fishermen expect a long winter.", "a long winter", "Fishermen"),
            ("Brandt urged the council to close the pier.", "the council to close the pier", "Brandt"),
            ("She asked owners of boats near the pier to leave.", "owners of boats near the pier to leave", "She"),
        ],
    );
    for text in [
        "He’s expected to leave on Monday.",
        "The crew, who mend nets all day, waved.",
        "It stood in a former paint shop.",
    ] {
        assert!(clauses(Language::English, text).is_empty(), "{text}: {:?}", clauses(Language::English, text));
    }
}

#[test]
fn a_french_clause_is_read_behind_its_verb_and_before_its_source() {
    assert_read(
        Language::French,
        &[
            ("Paul Vasse dit avoir été averti trop tard.", "avoir été averti trop tard", "Paul Vasse"),
            (
                "Paul Vasse a assuré que le quai tenait, ajoutant que la grue partirait.",
                "la grue partirait",
                "Paul Vasse",
            ),
            ("Le quai serait fermé dès lundi, selon Paul Vasse.", "Le quai serait fermé dès lundi", "Paul Vasse"),
            ("Paul Vasse soutient que le quai est sûr.", "le quai est sûr", "Paul Vasse"),
            ("Le quai ferme lundi prochain, confirme la mairie.", "Le quai ferme lundi prochain", "la mairie"),
        ],
    );
}

#[test]
fn no_clause_and_no_speaker_is_cut_inside_a_number() {
    for (language, cases) in [
        (
            Language::English,
            [
                (
                    "The mayor said a ferry for 640,000 crowns would do.",
                    "a ferry for 640,000 crowns would do",
                    "The mayor",
                ),
                (
                    "The pier needs 1,250,000 nails and 17.5 tonnes of tar, the mayor said.",
                    "The pier needs 1,250,000 nails and 17.5 tonnes of tar",
                    "the mayor",
                ),
                (
                    "A survey of 5,000 sailors suggests that the pier is loved.",
                    "the pier is loved",
                    "A survey of 5,000 sailors",
                ),
                ("The mayor said that £1.5m and $2,000 were lost.", "£1.5m and $2,000 were lost", "The mayor"),
                (
                    "The tar will cost less than €5, 40% of it 3 €, Ida Brandt said.",
                    "The tar will cost less than €5, 40% of it 3 €",
                    "Ida Brandt",
                ),
                ("The 3,200 members said the 17:30 ferry was late.", "the 17:30 ferry was late", "The 3,200 members"),
            ]
            .as_slice(),
        ),
        (
            Language::German,
            &[
                (
                    "Die Werft teilte mit, die Preise seien um 2,1 Prozent gestiegen.",
                    "die Preise seien um 2,1 Prozent gestiegen",
                    "Die Werft",
                ),
                (
                    "Der Umbau kostet nach Angaben der Werft 1.234,5 Millionen Kronen.",
                    "1.234,5 Millionen Kronen",
                    "der Werft",
                ),
                (
                    "Der Kran schafft vor dem 3,5-Milliarden-Umbau 1,4 %, sagte Ida Brandt.",
                    "Der Kran schafft vor dem 3,5-Milliarden-Umbau 1,4 %",
                    "Ida Brandt",
                ),
            ],
        ),
        (
            Language::French,
            &[
                (
                    "La mairie affirme que le pont a coûté 12,75 millions d’euros.",
                    "le pont a coûté 12,75 millions d’euros",
                    "La mairie",
                ),
                (
                    "La mairie affirme que 640\u{202f}000 couronnes ont disparu en 1,5 an.",
                    "640\u{202f}000 couronnes ont disparu en 1,5 an",
                    "La mairie",
                ),
            ],
        ),
        (
            Language::Spanish,
            &[(
                "El muelle costó 1.234.567,8 coronas y un 2,3 % más, dijo el alcalde.",
                "El muelle costó 1.234.567,8 coronas y un 2,3 % más",
                "el alcalde",
            )],
        ),
        (
            Language::Russian,
            &[
                ("Причал подорожал на 2,1 %, сообщил мэр.", "Причал подорожал на 2,1 %", "мэр"),
                (
                    "Причал стоит 1.234,5 кроны, сообщили 3,5 тысячи рыбаков.",
                    "Причал стоит 1.234,5 кроны",
                    "3,5 тысячи рыбаков",
                ),
            ],
        ),
    ] {
        assert_read(language, cases);
    }
}

#[test]
fn what_is_no_noun_for_somebody_speaks_nowhere() {
    for text in [
        // A noun of the cue's form behind a verb, behind “to”, behind an adjective.
        "The plan raises questions about whether the pier is safe.",
        "Ida Brandt could raise hopes that the pier will reopen.",
        "The guild has unveiled plans to mend the pier.",
        "There may be legal challenges to show that the pier is safe.",
        "The mayor dodged the sailors' questions that the pier is safe.",
        // An adjective behind its verb, a word for a thing.
        "Ida Brandt won, pleaded guilty in March to a fraud on the pier, and left.",
        "The pier is something that will be closed, the guild and the mayor deny.",
    ] {
        let found = clauses(Language::English, text);
        let wrong = |speaker: &str| {
            ["raises", "raise", "unveiled", "legal", "sailors", "guilty", "something"].contains(&speaker)
        };
        assert!(found.iter().all(|&(_, speaker)| !wrong(speaker)), "{text}: {found:?}");
    }
    assert_read(
        Language::English,
        &[
            // What stands between an auxiliary and its verb is an adverb, in a list or not.
            ("The guild has long said that the pier is rotten.", "the pier is rotten", "The guild"),
            ("The ferry has so far refused to call at the pier.", "to call at the pier", "The ferry"),
            ("The captain is openly saying that the pier is rotten.", "the pier is rotten", "The captain"),
            ("The captain has begun arguing that the pier is rotten.", "the pier is rotten", "The captain"),
            ("Officials concede privately that the pier is rotten.", "the pier is rotten", "Officials"),
            // An object is no subject.
            ("The clubs that back him say the pier is rotten.", "the pier is rotten", "The clubs"),
            ("Those around him believe that he will go.", "he will go", "Those"),
        ],
    );
}
