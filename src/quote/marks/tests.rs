//! What the scanner promises about marks, in sentences of our own.

use super::*;
use proptest::prelude::*;

fn marked(text: &str) -> Vec<&str> {
    scan(text).into_iter().map(|quote| quote.span.of(text)).collect()
}

fn closed(text: &str) -> Vec<bool> {
    scan(text).into_iter().map(|quote| quote.closed).collect()
}

#[test]
fn every_pair_of_marks_is_read() {
    for (text, quote) in [
        ("She said “no more” twice.", "“no more”"),
        ("She said ”no more” twice.", "”no more”"),
        ("She said \"no more\" twice.", "\"no more\""),
        ("She said ‘no more’ twice.", "‘no more’"),
        ("She said 'no more' twice.", "'no more'"),
        ("Elle dit « plus rien » deux fois.", "« plus rien »"),
        ("Elle dit «plus rien» deux fois.", "«plus rien»"),
        ("Sie sagte »nie mehr« und ging.", "»nie mehr«"),
        ("Sie sagte „nie mehr“ und ging.", "„nie mehr“"),
        ("Sie sagte ‚nie mehr‘ und ging.", "‚nie mehr‘"),
        ("Sie sagte ›nie mehr‹ und ging.", "›nie mehr‹"),
        ("Elle dit ‹ plus rien › deux fois.", "‹ plus rien ›"),
        ("彼女は「もう結構」と言った。", "「もう結構」"),
    ] {
        assert_eq!(marked(text), [quote], "{text}");
        assert_eq!(closed(text), [true], "{text}");
    }
}

#[test]
fn apostrophes_close_nothing() {
    for (text, quote) in [
        ("‘We won’t sell the nurses’ homes,’ he said.", "‘We won’t sell the nurses’ homes,’"),
        ("'We won't sell the nurses' homes,' he said.", "'We won't sell the nurses' homes,'"),
        ("‘It’s the ’90s again,’ the singer’s agent joked.", "‘It’s the ’90s again,’"),
        ("‘Rock ’n’ roll never left,’ she said.", "‘Rock ’n’ roll never left,’"),
        ("‘We’re goin’ nowhere,’ they sang.", "‘We’re goin’ nowhere,’"),
        ("The dockers’ leader called it a ‘bad joke’ at St James’ Hall.", "‘bad joke’"),
    ] {
        assert_eq!(marked(text), [quote], "{text}");
    }
}

#[test]
fn a_text_with_apostrophes_alone_holds_no_quote() {
    for text in [
        "The nurses’ rota, the ’90s, O’Hara’s hat and the dogs’ bowls.",
        "The nurses' rota, the '90s, O'Hara's hat and the dogs' bowls.",
        "A door of 6'2\" and a plank of 5’10\" fit.",
    ] {
        assert_eq!(marked(text), [""; 0], "{text}");
    }
}

#[test]
fn a_term_in_single_marks_ends_at_its_own_mark_before_the_next_quote() {
    assert_eq!(marked("The ‘paper tigers’ of the council met. ‘We stay,’ said one."), ["‘paper tigers’", "‘We stay,’"]);
}

#[test]
fn a_quote_inside_a_quote_has_no_record() {
    assert_eq!(
        marked("“He told us, ‘Go home,’ and we went,” she said. “Twice.”"),
        ["“He told us, ‘Go home,’ and we went,”", "“Twice.”"]
    );
    assert_eq!(marked("'He told us, \"Go home,\"' she said."), ["'He told us, \"Go home,\"'"]);
    assert_eq!(marked("„Er rief: ‚Raus!‘“, sagte sie."), ["„Er rief: ‚Raus!‘“"]);
}

#[test]
fn a_quote_that_crosses_a_blank_line_without_a_new_mark_is_one() {
    assert_eq!(
        marked("‘The years of waiting are over.\n\nWe build the bridge now, for the town’s children.’\nHale sat down."),
        ["‘The years of waiting are over.\n\nWe build the bridge now, for the town’s children.’"]
    );
    assert_eq!(
        marked("Hale said. “But we are not the owners.\n\nWe are the ones paying for it.”\nThe hall fell silent."),
        ["“But we are not the owners.\n\nWe are the ones paying for it.”"]
    );
}

#[test]
fn a_quote_without_a_close_ends_with_its_paragraph() {
    let text = "“The years of waiting are over, said Hale.\n\nThe council meets on Monday.";
    assert_eq!(marked(text), ["“The years of waiting are over, said Hale."]);
    assert_eq!(closed(text), [false]);
}

#[test]
fn a_quote_does_not_cross_into_another_speakers_turn() {
    let text = "HALE: “We never left.\n\nBRANDT: You did.”";
    assert_eq!(marked(text)[0], "“We never left.");
}

#[test]
fn paragraphs_that_reopen_the_mark_are_one_record_each() {
    let text = "“We came in spring.\n\n“We stayed for the summer.\n\n“Now we go,” she said.";
    assert_eq!(marked(text), ["“We came in spring.", "“We stayed for the summer.", "“Now we go,”"]);
    assert_eq!(closed(text), [false, false, true]);
    let continues: Vec<bool> = scan(text).iter().map(|quote| quote.continues).collect();
    assert_eq!(continues, [false, true, true]);
}

#[test]
fn a_missing_close_does_not_swallow_the_next_quote() {
    assert_eq!(marked("“We came, said Hale. “We saw,” said Brandt."), ["“We saw,”"]);
    assert_eq!(marked("\"We came, said Hale. \"We saw,\" said Brandt."), ["\"We saw,\""]);
}

#[test]
fn a_name_in_other_marks_inside_does_not_take_the_place_of_an_open_quote() {
    let text = "\"HALE: We saw “Low Tide” on Friday.\n\n\"BRANDT: So did we.\"";
    assert_eq!(marked(text), ["\"HALE: We saw “Low Tide” on Friday.", "\"BRANDT: So did we.\""]);
}

#[test]
fn a_mark_repeated_in_one_line_goes_on_with_the_quote() {
    assert_eq!(
        marked("Hale said: \"We came in spring. \"We stayed all summer.\" Nobody answered."),
        ["\"We came in spring. \"We stayed all summer.\""]
    );
}

#[test]
fn markup_that_a_scraper_left_holds_no_quote() {
    assert_eq!(marked("<a href=\"x\" title=\"y z\">“Gone,”</a> she said."), ["“Gone,”"]);
}

#[test]
fn hostile_marks_end_in_linear_time() {
    // A quadratic step would take hours on these; the test only has to end.
    for unit in [
        "“",
        "‘",
        "\"",
        "'",
        "«",
        "“a ",
        "‘a ",
        "“ ‘",
        "\"a\n\n",
        "“A.\n\n",
        "’s ",
        "s’ ",
        "x'",
        "‘s’ t’ ",
        "<a",
        "„“",
        "‘A b.\n\nC ",
    ] {
        let text = unit.repeat(400_000 / unit.len());
        let _ = scan(&text);
    }
}

/// The same marks by brute force, for texts of “, ” and words alone: a closing mark takes the nearest free opening one.
fn twin(text: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut base = 0;
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    for paragraph in &paragraphs {
        let marks: Vec<(usize, char)> = paragraph.char_indices().filter(|&(_, c)| c == '“' || c == '”').collect();
        let mut taken = vec![false; marks.len()];
        let mut pairs = Vec::new();
        for close in 0..marks.len() {
            if marks[close].1 == '”'
                && let Some(open) = (0..close).rev().find(|&i| marks[i].1 == '“' && !taken[i])
            {
                taken[open] = true;
                pairs.push((open, close));
            }
        }
        let last_pair = pairs.iter().map(|&(open, _)| open).max();
        let unclosed =
            (0..marks.len()).rev().find(|&i| marks[i].1 == '“' && !taken[i] && last_pair.is_none_or(|last| last < i));
        pairs.retain(|&(open, _)| unclosed.is_none_or(|u| open < u));
        let outermost = |&(open, close): &(usize, usize)| !pairs.iter().any(|&(o, c)| o < open && close < c);
        let mut records: Vec<_> = pairs
            .iter()
            .filter(|pair| outermost(pair))
            .map(|&(open, close)| (base + marks[open].0, base + marks[close].0 + '”'.len_utf8(), true))
            .collect();
        records.extend(unclosed.map(|u| (base + marks[u].0, base + paragraph.trim_end().len(), false)));
        records.sort_unstable();
        found.extend(records);
        base += paragraph.len() + 2;
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn curly_marks_pair_as_by_brute_force(
        words in proptest::collection::vec(prop_oneof![Just("“a"), Just("b”"), Just("c"), Just("d\n\ne")], 0..40)
    ) {
        let text = words.join(" ");
        let found: Vec<_> = scan(&text).into_iter().map(|q| (q.span.start, q.span.end, q.closed)).collect();
        prop_assert_eq!(found, twin(&text), "{}", text);
    }

    #[test]
    fn records_begin_at_a_mark_end_at_one_or_at_the_paragraph_and_never_overlap(
        text in "([“”\"‘’'«»„‚‹›]|[a-zA-Z.,?!:s]| |\n\n|\n|Hale|’s|<a b=\"c\">){0,80}"
    ) {
        let mut end = 0;
        for quote in scan(&text) {
            prop_assert!(end <= quote.span.start);
            prop_assert!(quote.span.contains(quote.inner) && !quote.inner.is_empty());
            let whole = quote.span.of(&text);
            prop_assert!(whole.starts_with(is_mark), "{}", whole);
            if quote.closed {
                prop_assert!(whole.ends_with(is_mark), "{}", whole);
            } else {
                let rest = &text[quote.span.end..];
                let space = &rest[..rest.len() - rest.trim_start().len()];
                prop_assert!(rest.trim().is_empty() || space.contains('\n'), "{}", whole);
            }
            end = quote.span.end;
        }
    }
}

fn is_mark(c: char) -> bool {
    "“”„‟\"‘’‚‛'«»‹›「」『』".contains(c)
}
