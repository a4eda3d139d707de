"""What `extract_quotes` promises, over the sample articles and over any text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk import sample

OPENING = "“\"‘'«»„‚‹›”’「『`"
CLOSING = "”\"’'»«“‘›‹」』"
ARTICLES = sample.articles()
TEXTS = [article["text"] for article in ARTICLES]
QUOTES = copydesk.extract_quotes(TEXTS).to_list()


def ends_its_paragraph(text, end):
    """Whether nothing but white space stands between `end` and the next line break."""
    return not text[end:].split("\n", 1)[0].strip()


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: str(quote["quote"]))
def test_a_record_is_one_marked_utterance_of_the_sample(quote):
    text = TEXTS[quote["row"]]
    assert text[quote["start"] : quote["end"]] == quote["text"]
    assert quote["text"][0] in OPENING
    if quote["closed"]:
        assert quote["text"][-1] in CLOSING
    else:
        assert ends_its_paragraph(text, quote["end"])
    inner = text[quote["inner_start"] : quote["inner_end"]]
    assert inner in quote["text"]
    assert inner.strip() == inner
    assert text[quote["sentence_start"] : quote["sentence_end"]].count(quote["text"]) >= 1
    for part in ("speaker", "cue"):
        if quote[part] is not None:
            assert text[quote[f"{part}_start"] : quote[f"{part}_end"]] == quote[part]
    assert (quote["speaker"] is None) == (quote["rule"] in ("no_cue", "no_subject", "quotes_nobody"))
    assert quote["kind"] in ("direct", "mixed", "scare")


def test_the_sample_holds_every_kind():
    assert {quote["kind"] for quote in QUOTES} == {"direct", "mixed", "scare"}
    assert [quote["quote"] for quote in QUOTES] == list(range(len(QUOTES)))
    places = [(quote["row"], quote["start"], quote["end"]) for quote in QUOTES]
    assert places == sorted(places)
    for (row, _, end), (next_row, next_start, _) in itertools.pairwise(places):
        assert row != next_row or end <= next_start


@pytest.mark.parametrize(
    ("text", "quote", "speaker", "cue"),
    [
        ("“We sail at dawn,” said Ana Pell.", "“We sail at dawn,”", "Ana Pell", "said"),
        ("“We sail at dawn,” Ana Pell said.", "“We sail at dawn,”", "Ana Pell", "said"),
        ('Ana Pell said: "We sail at dawn."', '"We sail at dawn."', "Ana Pell", "said"),
        ("According to Ana Pell, the boat is “not fit to sail”.", "“not fit to sail”", "Ana Pell", "According to"),
        ("‘It’s the crew’s boat,’ Mr Pell told the court.", "‘It’s the crew’s boat,’", "Mr Pell", "told"),
        ("'It's the '90s boats that leak,' Ana Pell said.", "'It's the '90s boats that leak,'", "Ana Pell", "said"),
        ("„Wir fahren morgen früh“, sagte Ana Pell.", "„Wir fahren morgen früh“", "Ana Pell", "sagte"),
        ("« Nous partons demain matin », a déclaré Ana Pell.", "« Nous partons demain matin »", "Ana Pell", None),
        ("“The boat\n\nleaks badly,” said Ana Pell.", "“The boat\n\nleaks badly,”", "Ana Pell", "said"),
    ],
)
def test_a_tag_beside_the_quote_names_its_speaker(text, quote, speaker, cue):
    record = copydesk.extract_quotes([text])[0]
    assert (record["text"], record["kind"]) == (quote, "mixed" if "According" in text else "direct")
    assert record["speaker"] == speaker
    if cue:
        assert record["cue"] == cue


def test_a_quote_without_its_closing_mark_ends_with_its_paragraph():
    text = "“We sail at dawn, said Ana Pell.\n\nThe crew slept. Nobody else came that night."
    record = copydesk.extract_quotes([text])[0]
    assert not record["closed"]
    assert ends_its_paragraph(text, record["end"])


@given(st.text(alphabet="“”‘’\"'«»„ ab.,\n—X", max_size=80))
def test_any_marks_give_records_that_slice_back_and_never_overlap(text):
    end = 0
    for quote in copydesk.extract_quotes([text]):
        assert end <= quote["start"] < quote["end"]
        assert text[quote["start"] : quote["end"]] == quote["text"]
        end = quote["end"]
