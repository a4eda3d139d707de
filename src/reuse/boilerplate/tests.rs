//! What is boilerplate and what is the article's own, in texts written for it.

use super::{Beside, Block, Kind, Masked, Reason, find, spans};
use crate::schedule::Run;
use crate::text::headline::Field;
use std::sync::Arc;

const ARTICLE: &str = "Council sells the pier at Saltmere\n\nThe council of Saltmere has sold its pier to a brewery from the \
     next valley, after a vote that nobody had announced. The pier was built by the harbour company and has been closed since \
     a storm tore off its roof.\n\nThe mayor, Ana Pell, said that the brewery would repair the planks and open a café. The \
     harbour company wanted to see the contract first. Fishermen fear that their boats will lose the berths below the \
     planks, where they have moored since the wall was raised.\n\nThe vote was eleven to nine. Two councillors left the hall \
     before it, and a third says that she was never told. The brewery hopes to open the café before the regatta.";

fn run() -> Run {
    Run::new(Some(2), Arc::default()).unwrap()
}

fn read(texts: &[String], sources: Option<&[Option<Box<str>>]>) -> Vec<Vec<(String, Block)>> {
    let texts: Vec<Option<String>> = texts.iter().cloned().map(Some).collect();
    let take = |_, text: Option<&str>, found: Vec<Block>| {
        found.into_iter().map(|block| (block.span.of(text.unwrap_or_default()).to_owned(), block)).collect()
    };
    find(&run(), &texts, Beside { titles: None, sources }, take).unwrap()
}

fn kinds(text: &str) -> Vec<(Kind, Reason, String)> {
    let found = read(&[text.to_owned()], None).remove(0);
    found.into_iter().map(|(text, block)| (block.kind, block.reason, text)).collect()
}

#[test]
fn lines_with_the_form_of_boilerplate_are_found() {
    for (line, kind) in [
        ("By Jana Moss and Tim Orr", Kind::Byline),
        ("Jana Moss, Staff Writer", Kind::Byline),
        ("Von Jana Moss", Kind::Byline),
        ("3 March 2031, 10.14 GMT", Kind::Dateline),
        ("Published 3 March 2031", Kind::Dateline),
        ("Reuters", Kind::Credit),
        ("dpa/AFP", Kind::Credit),
        ("Facebook Twitter WhatsApp Email", Kind::Share),
        ("Home > News > Coast", Kind::Navigation),
        ("desk@lantern.example", Kind::Contact),
        ("Read more: Seven piers to see before they go", Kind::ReadMore),
        ("© 2031 Lantern Media", Kind::Copyright),
        ("Advertisement", Kind::Advertisement),
    ] {
        let text = format!("{ARTICLE}\n\n{line}");
        assert_eq!(kinds(&text), [(kind, Reason::Form, line.to_owned())], "{line}");
        let text = ARTICLE.replacen("\n\n", &format!("\n\n{line}\n\n"), 1);
        assert_eq!(kinds(&text), [(kind, Reason::Form, line.to_owned())], "{line}");
    }
}

#[test]
fn the_articles_own_lines_are_not() {
    assert_eq!(kinds(ARTICLE), []);
    for line in [
        "The council meets again on Monday.",
        "What the brewery plans for the planks",
        "By Monday the planks were gone.",
        "Saturday, 26 February",
        "“Follow us,” she told the fishermen, and left the hall.",
        "Pell: “We had no choice but to sell the pier”",
        "Brewery wins the vote",
    ] {
        assert_eq!(kinds(&format!("{ARTICLE}\n\n{line}")), [], "{line}");
    }
}

#[test]
fn a_headline_of_another_story_at_the_end_is_unrelated() {
    let teaser = "Volcano Wakes Up Under a Glacier as Airlines Cancel Flights";
    let text = format!("{ARTICLE}\n\n{teaser}");
    assert_eq!(kinds(&text), [(Kind::Teaser, Reason::Unrelated, teaser.to_owned())]);
    assert_eq!(kinds(&format!("{ARTICLE}\n\nBest ferry – Kestrel\n\nBest lighthouse of the year – Zorn Point")), []);
    // Behind it the outlet's lines may follow.
    let found = kinds(&format!("{text}\n\n© Lantern Media"));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn what_speaks_to_the_readers_of_other_things_is_unrelated() {
    let line = "LANTERN EXTRA – Your daily dose of gossip, straight to your phone. It costs nothing.";
    let text = ARTICLE.replacen("\n\n", &format!("\n\n{line}\n\n"), 1);
    assert_eq!(kinds(&text), [(Kind::Other, Reason::Unrelated, line.to_owned())]);
    assert_eq!(
        kinds(&format!("{ARTICLE}\n\nThe pier and its planks are ours, and our harbour company should say so.")),
        []
    );
}

#[test]
fn links_below_a_heading_are_links() {
    let text = format!("{ARTICLE}\n\nRelated stories\n\nBrewery buys a second barrel\n\nThe mayor of the pier speaks");
    let found = kinds(&text);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|(kind, ..)| *kind == Kind::ReadMore));
}

/// Articles that share nothing, each with these lines below it.
fn with_lines(count: usize, lines: &[&str]) -> Vec<String> {
    let word = |n: usize| {
        let letters = "bcdfghklmnprst".as_bytes();
        let (a, b, c) = (n % 14, n / 14 % 14, n / 196 % 14);
        format!("{}a{}e{}o", char::from(letters[a]), char::from(letters[b]), char::from(letters[c]))
    };
    let article = |n: usize| {
        let words: Vec<String> = (0..120).map(|at| word(n * 120 + at)).collect();
        let sentences: Vec<String> = words.chunks(12).map(|words| format!("{}.", words.join(" "))).collect();
        format!("{}\n\n{}\n\n{}", sentences[..5].join(" "), sentences[5..].join(" "), lines.join("\n\n"))
    };
    (0..count).map(article).collect()
}

const LINE: &str = "The Lantern lights the coast from Ard to Zell";

#[test]
fn a_block_of_unrelated_documents_recurs() {
    for (count, expected) in [(1, 0), (2, 0), (3, 1), (5, 1)] {
        let found = read(&with_lines(count, &[LINE, "It rains."]), None);
        for blocks in &found {
            let of_line = blocks.iter().filter(|(text, block)| text == LINE && block.reason == Reason::Recurs);
            assert_eq!(of_line.count(), expected, "{count}");
            assert!(blocks.iter().all(|(text, block)| text != "It rains." && block.documents == count.max(1)));
        }
    }
}

#[test]
fn a_block_of_one_outlet_is_that_outlets() {
    let texts = with_lines(4, &[LINE]);
    let outlet = |name: &str| Some(Box::from(name));
    let found = read(&texts, Some(&vec![outlet("Lantern"); 4]));
    assert!(found.iter().all(|blocks| blocks[0].1.reason == Reason::Outlet && blocks[0].1.documents == 4));
    let found = read(&texts, Some(&[outlet("Lantern"), outlet("Herald"), outlet("Lantern"), None]));
    assert!(found.iter().all(|blocks| blocks[0].1.reason == Reason::Recurs));
}

#[test]
fn versions_of_one_text_count_once() {
    let mut texts = with_lines(1, &[LINE]);
    for n in 0..5 {
        texts.push(format!("{n} {}", texts[0]));
    }
    let recurs = |(_, block): &(String, Block)| block.reason == Reason::Recurs || block.documents > 1;
    assert!(!read(&texts, None).concat().iter().any(recurs));
}

#[test]
fn recurrence_equals_counting_by_hand() {
    let pool = ["Zorn kupf", "Lamb feld rohr", "Wim taz hok", "Ulm"];
    let texts: Vec<String> = (0..12)
        .map(|n| {
            let lines: Vec<&str> =
                pool.iter().enumerate().filter(|(at, _)| n % (at + 2) == 0).map(|(_, l)| *l).collect();
            let mut text = with_lines(n + 1, &lines).pop().unwrap();
            text.push_str("\n\nGarn ohne ende war es.");
            text
        })
        .collect();
    let found = read(&texts, None);
    for (row, text) in texts.iter().enumerate() {
        let expected: Vec<(&str, usize)> = pool
            .iter()
            .filter(|line| text.lines().any(|own| own == **line))
            .map(|line| (*line, texts.iter().filter(|other| other.lines().any(|own| own == *line)).count()))
            .filter(|&(_, documents)| documents >= 3)
            .collect();
        let counted: Vec<(&str, usize)> =
            found[row].iter().map(|(text, block)| (text.as_str(), block.documents)).collect();
        assert_eq!(counted, expected, "row {row}");
    }
}

#[test]
fn the_outlets_name_behind_a_headline_is_set_apart() {
    let texts = vec![Some(ARTICLE.to_owned())];
    let titles = [Some(Box::from("Pier sold | The Lantern"))];
    let sources = [Some(Box::from("the lantern"))];
    let beside = Beside { titles: Some(&titles), sources: Some(&sources) };
    let found = find(&run(), &texts, beside, |_, _, blocks| blocks).unwrap().remove(0);
    let block = found.iter().find(|block| block.kind == Kind::Masthead).unwrap();
    assert_eq!((block.field, block.apart), (Field::Title, true));
    assert_eq!(block.span.of("Pier sold | The Lantern"), "| The Lantern");
    assert!(spans(&run(), &texts, beside).unwrap()[0].is_empty());
}

#[test]
fn a_masked_column_is_the_column_without_its_boilerplate() {
    let text = format!("{ARTICLE}\n\nRead more: Seven piers");
    let texts: Vec<Option<String>> = vec![Some(text), None, Some(ARTICLE.to_owned())];
    let spans = spans(&run(), &texts, Beside::default()).unwrap();
    let masked = Masked::new(Arc::new(texts), spans);
    let read = run().map_rows(&masked, |_, text| text.map(|text| text.trim_end().to_owned())).unwrap();
    assert_eq!(read, [Some(ARTICLE.to_owned()), None, Some(ARTICLE.to_owned())]);
}

#[test]
fn any_text_is_read_in_time_that_grows_with_it() {
    let texts: Vec<String> = ["", "\n", "©", "\u{0}", "By", "|", ">", "@", "| | |", "Related:", "\u{202e}", "."]
        .iter()
        .map(|&text| text.to_owned())
        .chain(
            ["A\n", "Related:\n", "Read more\n\n", "By A B\n", "© ", "x.A", "A B C D E\n", "1 May 2031\n"]
                .map(|p| p.repeat(50_000)),
        )
        .collect();
    for (text, blocks) in texts.iter().zip(read(&texts, None)) {
        let mut end = 0;
        for (_, block) in blocks {
            assert!(block.span.start >= end && block.span.end <= text.len());
            end = block.span.end;
        }
    }
}
