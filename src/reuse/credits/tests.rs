//! What is a credit and what is none, in sentences written for it.

use super::outlets::Outlets;
use super::{Credit, Kind, credits};
use crate::text::language::Language;

fn read(text: &str, language: Language) -> Vec<(Kind, &str, Option<&str>)> {
    let found = credits(text, Some(language), &Outlets::default());
    found
        .into_iter()
        .map(|Credit { span, source, kind, .. }| (kind, span.of(text), source.map(|s| s.of(text))))
        .collect()
}

#[test]
fn an_outlet_is_credited_beside_words_that_credit() {
    use Kind::{Contribution, Credit, Told};
    for (text, kind, phrase, source) in [
        ("He sold it, as reported by ‘Harbour.ru,’ on Monday.", Credit, "as reported by ‘Harbour.ru,’", "Harbour.ru"),
        ("According to ‘Harbour.ru’, he sold it.", Credit, "According to ‘Harbour.ru’", "Harbour.ru"),
        ("“No,” she told Reuters on Monday.", Told, "told Reuters", "Reuters"),
        ("“No,” she told the Saltmere Herald.", Told, "told the Saltmere Herald", "Saltmere Herald"),
        ("According to the Herald, he sold it.", Credit, "According to the Herald", "Herald"),
        ("The pier was sold, the Coast Gazette reported.", Credit, "Coast Gazette reported", "Coast Gazette"),
        (
            "The story was first published by Harbour Weekly.",
            Credit,
            "first published by Harbour Weekly",
            "Harbour Weekly",
        ),
        (
            "She spoke in an interview with Radio Saltmere.",
            Told,
            "in an interview with Radio Saltmere",
            "Radio Saltmere",
        ),
        ("With files from the Canadian Press", Contribution, "With files from the Canadian Press", "Canadian Press"),
        ("Reuters contributed to this report.", Contribution, "Reuters contributed to this report", "Reuters"),
        ("He told the newspaper Kestrel that it was over.", Told, "told the newspaper Kestrel", "Kestrel"),
        ("He told CNN’s crew.", Told, "told CNN", "CNN"),
        ("Papers seen by ‘Orbit Monthly’ say so.", Credit, "seen by ‘Orbit Monthly’", "Orbit Monthly"),
    ] {
        assert_eq!(read(text, Language::English), [(kind, phrase, Some(source))], "{text}");
    }
}

#[test]
fn other_languages_credit_in_their_words() {
    use Kind::{Credit, Told};
    for (text, language, kind, source) in [
        ("Der Hafen ist verkauft, wie der Spiegel berichtet.", Language::German, Credit, "Spiegel"),
        ("Laut dpa ist der Hafen verkauft.", Language::German, Credit, "dpa"),
        ("„Nein“, sagte Pell der Saltmere Zeitung.", Language::German, Told, "Saltmere Zeitung"),
        ("Selon l’AFP, le port est vendu.", Language::French, Credit, "AFP"),
        ("« Non », a indiqué le maire à l’AFP.", Language::French, Told, "AFP"),
        ("Le port est vendu, rapporte Le Monde.", Language::French, Credit, "Le Monde"),
        ("«No», dijo la alcaldesa a EFE.", Language::Spanish, Told, "EFE"),
        ("Il porto è venduto, ha detto il sindaco all'ANSA.", Language::Italian, Told, "ANSA"),
        ("O porto foi vendido, segundo a Lusa.", Language::Portuguese, Credit, "Lusa"),
        ("De haven is verkocht, meldt het ANP.", Language::Dutch, Credit, "ANP"),
        ("Порт продан, сообщает ТАСС.", Language::Russian, Credit, "ТАСС"),
    ] {
        let found = read(text, language);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].0, found[0].2), (kind, Some(source)), "{text}");
    }
}

#[test]
fn datelines_and_signatures_name_their_agency() {
    for (text, phrase) in [
        ("Pier Sold\n\nSALTMERE (AP) — The council sold the pier.", "SALTMERE (AP)"),
        ("SALTMERE, March 3 (Reuters) - The council sold the pier.", "SALTMERE, March 3 (Reuters)"),
        ("SALTMERE, March 3. /TASS/. The council sold the pier.", "SALTMERE, March 3. /TASS/"),
        ("(dpa) Der Hafen ist verkauft.", "(dpa)"),
        ("The council sold the pier. (AFP)", "(AFP)"),
        ("The council sold the pier.\n\nReuter", "Reuter"),
    ] {
        let found = read(text, Language::English);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].0, found[0].1), (Kind::Dateline, phrase), "{text}");
    }
}

#[test]
fn names_that_share_a_cue_are_credited_each() {
    for text in [
        "With files from AP and Reuters",
        "AP and Reuters contributed to this report.",
        "The pier is sold.\n\nSources: AP, Reuters",
    ] {
        let found = read(text, Language::English);
        let sources: Vec<_> = found.iter().map(|&(_, _, source)| source).collect();
        assert_eq!(sources, [Some("AP"), Some("Reuters")], "{text}");
    }
}

#[test]
fn a_claim_to_be_exclusive_credits_nobody() {
    let text = "Exclusive: Pier sold, says Harbour board\n\nThe pier is sold.";
    assert_eq!(read(text, Language::English), [(Kind::Exclusive, "Exclusive", None)]);
    assert!(read("Exclusive rights were sold to the pier.", Language::English).is_empty());
}

#[test]
fn a_claim_to_be_exclusive_may_have_a_second_word_and_any_language() {
    for (text, phrase) in [
        ("Exclusive interview: Ana Pell on the pier\n\nThe pier is sold.", "Exclusive interview"),
        ("EXCLUSIVE INTERVIEW Ana Pell on the pier\n\nThe pier is sold.", "EXCLUSIVE INTERVIEW"),
        ("Exklusiv: Pier sold\n\nThe pier is sold.", "Exklusiv"),
        ("Exklusiv-Interview: Pell und die Pier\n\nDie Pier ist verkauft.", "Exklusiv-Interview"),
        ("Exclusif : la jetée vendue\n\nLa jetée est vendue.", "Exclusif"),
    ] {
        assert_eq!(read(text, Language::English), [(Kind::Exclusive, phrase, None)], "{text}");
    }
    assert_eq!(read("Exclusive interviews are rare at the coast.", Language::English), []);
}

#[test]
fn labels_and_thanks_credit_an_outlet() {
    for (text, phrase, source) in [
        ("The pier is sold.\n\nSource: AP", "Source: AP", "AP"),
        ("The pier is sold. (Source: the Saltmere Herald)", "Source: the Saltmere Herald", "Saltmere Herald"),
        ("The pier is sold.\n\nh/t The Verge", "h/t The Verge", "Verge"),
        ("The pier is sold (h/t Coast Gazette).", "h/t Coast Gazette", "Coast Gazette"),
        ("The pier is sold.\n\nvia Reuters", "via Reuters", "Reuters"),
        ("Via Reuters: the pier is sold to a brewery.", "Via Reuters", "Reuters"),
        ("Quelle: dpa", "Quelle: dpa", "dpa"),
    ] {
        let language = if text.starts_with('Q') { Language::German } else { Language::English };
        assert_eq!(read(text, language), [(Kind::Credit, phrase, Some(source))], "{text}");
    }
    assert_eq!(read("She names a source: Herald readers.", Language::English), []);
}

#[test]
fn the_name_of_a_station_is_whole() {
    for (text, source) in [
        ("She told BBC Radio 4’s morning programme.", "BBC Radio 4"),
        ("She told BBC Radio 4 that it is sold.", "BBC Radio 4"),
        ("She told BBC Radio 5 Live on Monday.", "BBC Radio 5 Live"),
        ("She told the BBC World Service.", "BBC World Service"),
        ("She told BBC 4 times.", "BBC"),
        ("She told CNN on Monday.", "CNN"),
    ] {
        let found = read(text, Language::English);
        assert_eq!(found.iter().map(|one| one.2).collect::<Vec<_>>(), [Some(source)], "{text}");
    }
}

#[test]
fn outlets_of_the_column_are_credited() {
    let outlets = Outlets::of(["MetroWire", "Kestrel"].into_iter());
    let text = "MetroWire reported that the pier is sold; she told Kestrel the same.";
    let sources = |outlets| {
        let found = credits(text, Some(Language::English), outlets);
        found.into_iter().map(|one| one.source.unwrap().of(text)).collect::<Vec<_>>()
    };
    assert_eq!(sources(&outlets), ["MetroWire", "Kestrel"]);
    assert_eq!(sources(&Outlets::default()), Vec::<&str>::new());
}

#[test]
fn people_companies_and_papers_that_are_sold_are_credited_nothing() {
    for text in [
        "According to Ana Pell, the pier is sold.",
        "According to the board, the pier is sold.",
        "She told the council that the pier is sold.",
        "Reuters Holdings Plc reported a profit.",
        "Royal Mail reported a profit, according to the company.",
        "He bought the Saltmere Herald on Monday.",
        "It is time, the sun said to the star.",
        "According to ‘friends’, he left.",
        "The Environment Agency reported a leak.",
        "He posted a letter to the Post Office, according to police.",
    ] {
        assert_eq!(read(text, Language::English), [], "{text}");
    }
}

#[test]
fn any_text_is_read_in_time_that_grows_with_it() {
    for text in ["", "‘", "\u{0}", "told", "according to", "(AP", "AP)", "Exclusive", "told ‘"] {
        let _ = credits(text, None, &Outlets::default());
    }
    let listed = credits(&format!("With files from {}", "AP and Reuters, ".repeat(20_000)), None, &Outlets::default());
    assert!(listed.len() > 20 && listed.iter().all(|credit| credit.span.end - credit.span.start < 700));
    for piece in
        ["told the ", "Herald ", "‘A ", "(AP) ", "newspaper ", "newspaper Herald ", "AP and ", "l'", "AP\n", "The New "]
    {
        let _ = credits(&piece.repeat(30_000), None, &Outlets::default());
    }
}
