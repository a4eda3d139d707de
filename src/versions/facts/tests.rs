//! What the facts of versions must and must not tell, on sentences written for it.

use super::*;
use crate::id::DocId;
use crate::text::Language;
use crate::versions::disagreement::{Discrepancy, Relation, Topic, discrepancies};
use crate::versions::version::Article;
use measure::Measure;
use proptest::prelude::*;

fn found(texts: &[&str], language: Language) -> Vec<Discrepancy> {
    let articles: Vec<Article> = texts.iter().map(|text| Article::join(None, text)).collect();
    let versions: Vec<Version> = articles
        .iter()
        .enumerate()
        .map(|(row, article)| Version::read(DocId::from_index(row), article, language, None))
        .collect();
    discrepancies(&versions, &disagreements(&versions))
}

fn pairs(texts: &[&str], language: Language) -> Vec<(String, String)> {
    found(texts, language).iter().map(|found| (found.left.1.text.to_string(), found.right.1.text.to_string())).collect()
}

fn read(text: &str, language: Language) -> Vec<(Measure, String)> {
    let article = Article::join(None, text);
    let version = Version::read(DocId(0), &article, language, None);
    figures(&version).iter().map(|figure| (figure.measure, figure.measure.show(figure.value))).collect()
}

#[test]
fn one_value_is_read_from_all_its_clothes() {
    for (clothes, language) in [
        (
            &["It took two days.", "It took 48 hours.", "A 48-hour wait.", "It took two full days."][..],
            Language::English,
        ),
        (&["It costs £31.5m.", "It costs 31.5 million pounds."][..], Language::English),
        (&["It rang at 3.40am.", "It rang at 3:40 a.m. today.", "It rang at 03:40 sharp."][..], Language::English),
        (&["It rang at half past nine.", "It rang at 9.30pm.", "It rang at 21:30."][..], Language::English),
        (&["It took half an hour.", "It took 30 minutes.", "A 30-minute wait."][..], Language::English),
        (&["Es dauerte eine halbe Stunde.", "Es dauerte 30 Minuten."][..], Language::German),
        (&["Es begann um halb zehn.", "Es begann um 9.30 Uhr."][..], Language::German),
        (&["Cela a duré deux heures et demie.", "Cela a duré 150 minutes."][..], Language::French),
        (&["It came at 12 minutes past six.", "It came at 6.12 in the morning."][..], Language::English),
        (
            &["It closes on 14 June.", "It closes on June 14.", "It closes on Saturday, 14 June 2031."][..],
            Language::English,
        ),
        (&["They voted seven to four.", "A vote of 7 to 4.", "Backed by seven votes to four."][..], Language::English),
        (&["She bid 6.5 per cent.", "She bid 6.5 percent.", "She bid 6.5%."][..], Language::English),
        (&["Der Rat stimmte sechs zu drei ab.", "Sechs stimmten dafür, drei dagegen."][..], Language::German),
        (&["Es kostet 3,5 Millionen Euro.", "Es kostet 3.500.000 €."][..], Language::German),
        (
            &["Es kostet 3,5 Milliarden Euro.", "Es kostet 3,5 Mrd. Euro.", "Es kostet 3,5 Mrd. €."][..],
            Language::German,
        ),
        (&["Es kostet 61 Tausend Euro.", "Es kostet 61 Tsd. Euro."][..], Language::German),
        (&["Cela coûte 6 millions d’euros.", "Cela coûte 6 M€.", "Cela coûte 6 M d’euros."][..], Language::French),
        (&["Cela coûte 2,5 milliards d’euros.", "Cela coûte 2,5 Md€.", "Cela coûte 2,5 Mds €."][..], Language::French),
        (&["Es begann um 7.20 Uhr.", "Es begann um 7:20 Uhr."][..], Language::German),
        (&["L’eau monte à quatre heures du matin.", "À 4 heures, l’eau monte."][..], Language::French),
        (
            &["Il y a 2 300 barques.", "Il y a 2\u{202F}300 barques.", "Deux mille trois cents barques."][..],
            Language::French,
        ),
    ] {
        let first = read(clothes[0], language);
        assert_eq!(first.len(), 1, "{}: {first:?}", clothes[0]);
        for other in &clothes[1..] {
            assert_eq!(read(other, language), first, "{other}");
        }
    }
}

#[test]
fn shares_and_scores_are_read_and_ranges_are_not() {
    let shares = |text, language| read(text, language).into_iter().map(|(_, shown)| shown).collect::<Vec<_>>();
    assert_eq!(shares("She gave a quarter of the money, two thirds of the land.", Language::English), ["25 %", "67 %"]);
    assert_eq!(shares("Sie gab ein Drittel ab, dann die Hälfte.", Language::German), ["33 %", "50 %"]);
    assert_eq!(shares("Elle a donné la moitié de la terre, deux tiers.", Language::French), ["50 %", "67 %"]);
    assert_eq!(shares("A third person came. They won 3-1.", Language::English), ["3 to 1"]);
    assert_eq!(shares("It takes 10 to 15 minutes, 10-15 at best, in the season 2031-32.", Language::English), [""; 0]);
}

#[test]
fn what_is_part_of_a_name_is_no_figure() {
    for text in [
        "The Falcon-9 flew.",
        "They met in Room 6.",
        "See www.example.org/2031/4.",
        "The G7 met.",
        "Boots of the 1990s.",
    ] {
        assert_eq!(read(text, Language::English), [], "{text}");
    }
}

const HARBOUR: [&str; 3] = [
    "Ferry aground off Skarrow with 212 on board\n\nThe ferry Alma ran onto a sandbank off Skarrow early on Friday with 212 \
     passengers on board.\n\nA tug pulled her free after five hours. Nobody was hurt, the coastguard said. Repairs will cost \
     1.4 million crowns.",
    "Night on a sandbank\n\nThe ferry Alma ran onto a sandbank off Skarrow early on Friday with 221 passengers on board.\n\n\
     Repairs will cost 1.4m crowns.",
    "How the Alma came free\n\nIt took a tug 5 hours to pull the Alma from the sand off Skarrow. The 212 travellers drank tea. \
     The owner puts the bill for repairs at 1.4 million crowns.",
];

#[test]
fn the_odd_figure_is_told_and_agreeing_ones_are_not() {
    let found = found(&HARBOUR, Language::English);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&*found[0].left.1.text, &*found[0].right.1.text), ("212", "221"));
    assert_eq!((found[0].topic, found[0].relation), (Topic::Number, Relation::Conflicts));
    assert_eq!(found[0].detail, "passengers: 212 in 2 versions, 221 in 1 version");
}

#[test]
fn the_order_of_the_versions_changes_nothing() {
    let mut turned = HARBOUR;
    turned.reverse();
    assert_eq!(pairs(&HARBOUR, Language::English), pairs(&turned, Language::English));
}

#[test]
fn dates_of_one_event_conflict_in_each_language() {
    assert_eq!(
        pairs(
            &[
                "Die Brücke über die Lorn bleibt bis zum 18. März gesperrt, teilte die Stadt mit.",
                "Die Brücke über die Lorn bleibt bis zum 28. März gesperrt, teilte die Stadt mit."
            ],
            Language::German
        ),
        [("18. März".to_owned(), "28. März".to_owned())]
    );
    assert_eq!(
        pairs(
            &[
                "Le pont de la Lorne rouvrira dès lundi, a annoncé la mairie.",
                "Le pont de la Lorne rouvrira dès mardi, a annoncé la mairie."
            ],
            Language::French
        ),
        [("lundi".to_owned(), "mardi".to_owned())]
    );
}

#[test]
fn the_point_of_a_shortened_million_parts_no_amount_from_its_currency() {
    for (one, other, language) in [
        ("58 Mio. Euro", "85 Millionen Euro", Language::German),
        ("58 Mio. Euro", "85 Mio. Euro", Language::German),
        ("6 Mrd. Kronen", "7 Milliarden Kronen", Language::German),
        ("6 millions d’euros", "7 M€", Language::French),
        ("6 milliards d’euros", "7 Md€", Language::French),
    ] {
        let (before, after) = match language {
            Language::German => ("Der neue Deich bei Ardal kostet ", ", sagte die Bürgermeisterin am Hafen."),
            _ => ("La nouvelle digue d’Ardal coûte ", ", a dit la maire sur le port."),
        };
        let texts = [one, other].map(|amount| format!("{before}{amount}{after}"));
        assert_eq!(pairs(&[&texts[0], &texts[1]], language), [(one.to_owned(), other.to_owned())]);
    }
    // A point that ends the sentence is the abbreviation's too.
    assert_eq!(read("Es kostet 58 Mio. Das ist viel.", Language::German), [(Measure::Count, "58,000,000".to_owned())]);
}

#[test]
fn a_figure_of_something_else_answers_for_no_fact() {
    for (other, language) in [
        (" The haulier in Ardal owns about twenty lorries.", Language::English),
        (" The haulier in Ardal owns 23 lorries.", Language::English),
        (" Le patron d’Ardal possède une vingtaine de camions.", Language::French),
    ] {
        let told = |number: &str, more: &str| match language {
            Language::English => format!("Divers found {number} cracks in the old lock gate on Tuesday.{more}"),
            _ => format!("Des plongeurs ont trouvé {number} fissures dans la vieille écluse mardi.{more}"),
        };
        let found = pairs(&[&told("23", ""), &told("32", other)], language);
        assert_eq!(found, [("23".to_owned(), "32".to_owned())], "{other}");
    }
    // About the same of the same thing still is an answer.
    let texts = [
        "Divers found 23 cracks in the old lock gate on Tuesday.",
        "Divers found about twenty cracks in the old lock gate on Tuesday. They looked at 32 bolts as well.",
    ];
    assert_eq!(pairs(&texts, Language::English), []);
}

#[test]
fn a_sum_of_something_else_differs_and_a_wrong_sum_conflicts() {
    let told = |text| found(&[text], Language::English);
    let right = told(
        "Storm leaves 700 dead\n\nThe coast lost 400 villagers in March and another 300 in April, the governor said on the radio.",
    );
    assert_eq!(right.len(), 1, "{right:?}");
    assert_eq!(right[0].relation, Relation::Differs);
    let wrong = told(
        "The league sold 400 tickets in March and another 300 tickets in April. That makes a total of 900 tickets so far.",
    );
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0].relation, Relation::Conflicts);
    assert!(
        told("The league sold 400 tickets in March and another 300 tickets in April, a total of 700 tickets.")
            .is_empty()
    );
}

#[test]
fn a_headline_that_the_text_does_not_bear_out_is_told() {
    let text = "Mill owner sells 18 barges to rival\n\nThe owner of the Tarn mill sells 16 barges to a rival, the rival said. The \
                barges are old.";
    let found = found(&[text], Language::English);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&*found[0].left.1.text, &*found[0].right.1.text), ("18", "16"));
}

#[test]
fn what_will_be_and_what_could_be_differ() {
    let found = found(
        &[
            "The dam above Orlen would be dangerous for the lower town, engineers warn.",
            "The dam above Orlen could prove dangerous for the lower town, engineers warn.",
        ],
        Language::English,
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].topic, found[0].relation), (Topic::Modality, Relation::Differs));
}

#[test]
fn rounded_figures_and_bounds_agree() {
    for texts in [
        ["The fire in Ashby burned 1,250 hectares of pine.", "The fire in Ashby burned about 1,200 hectares of pine."],
        ["The march in Ashby drew 5,240 people.", "The march in Ashby drew more than 5,000 people."],
        ["The walk to Ashby is 12 miles long.", "The walk to Ashby is 19 km long."],
    ] {
        assert_eq!(pairs(&texts, Language::English), []);
    }
}

#[test]
fn a_story_without_versions_or_words_has_no_facts() {
    assert_eq!(pairs(&[], Language::English), []);
    assert_eq!(pairs(&["", "…", "\u{202E}\0"], Language::English), []);
}

#[test]
fn the_largest_numbers_overflow_nothing() {
    let texts = [
        "The fund lost 922,337,203,685,477 pounds.",
        "The fund lost 900,000,000,000,000 pounds and another 922,337,203,685,477 pounds.",
    ];
    let _ = found(&texts, Language::English);
    let _ = found(
        &["9 trillion trillion million miles, 922337203685477 miles, 4.9 centuries, 999999999999999 weeks"],
        Language::English,
    );
}

#[test]
fn numbers_without_end_take_no_time_without_end() {
    let numbers: String = (0..40_000).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
    let digits = "9".repeat(300_000);
    let words = "twenty ".repeat(30_000);
    let texts = [numbers.as_str(), &digits, &words, numbers.as_str()];
    let _ = found(&texts, Language::English);
}

proptest! {
    #[test]
    fn any_texts_have_an_answer(
        texts in prop::collection::vec(
            "([0-9]{1,4}|[-.,:%£€’' \n/]|\\PC|million|dreiund|hundert|quatre-|vingt|third|2nd|June|14 |am|to |more |\u{202F}|h ){0,60}",
            1..4,
        ),
        language in prop::sample::select(&[Language::English, Language::German, Language::French, Language::Russian, Language::None][..]),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for found in found(&texts, language) {
            prop_assert!((0.0..=1.0).contains(&found.severity));
            prop_assert!(!found.left.1.text.is_empty());
        }
    }
}
