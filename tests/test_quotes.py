"""What `extract_quotes` promises, over the sample articles and over any text."""

import itertools
import pickle

import pandas as pd
import polars as pl
import pyarrow as pa
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
    assert quote["content_start"] < quote["content_end"]
    if quote["kind"] == "indirect":
        assert quote["inner_start"] is None
        assert (quote["content_start"], quote["content_end"]) == (quote["start"], quote["end"])
    else:
        assert quote["text"][0] in OPENING
        inner = text[quote["inner_start"] : quote["inner_end"]]
        assert inner in quote["text"]
        assert inner.strip() == inner
        if quote["closed"]:
            assert quote["text"][-1] in CLOSING
        else:
            assert ends_its_paragraph(text, quote["end"])
    assert text[quote["sentence_start"] : quote["sentence_end"]].count(quote["text"]) >= 1
    for part in ("speaker", "cue"):
        if quote[part] is not None:
            assert text[quote[f"{part}_start"] : quote[f"{part}_end"]] == quote[part]
    assert (quote["speaker"] is None) == (quote["rule"] in ("no_cue", "no_subject", "quotes_nobody"))
    assert (quote["speaker"] is None) == (quote["speaker_kind"] is None) == (quote["confidence"] is None)
    assert quote["kind"] in ("direct", "mixed", "indirect", "scare")
    assert quote["field"] in ("title", "body")
    assert quote["language"] == "en"


def test_the_sample_holds_every_kind():
    assert {quote["kind"] for quote in QUOTES} == {"direct", "mixed", "indirect", "scare"}
    assert [quote["quote"] for quote in QUOTES] == list(range(len(QUOTES)))
    places = [(quote["row"], quote["start"], quote["end"]) for quote in QUOTES]
    assert places == sorted(places)
    marked = [place for place, quote in zip(places, QUOTES, strict=True) if quote["kind"] != "indirect"]
    for (row, _, end), (next_row, next_start, _) in itertools.pairwise(marked):
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
        if quote["kind"] == "indirect":
            continue
        assert end <= quote["start"] < quote["end"]
        assert text[quote["start"] : quote["end"]] == quote["text"]
        end = quote["end"]


PIECES = [
    *(
        "“",
        "”",
        "‘",
        "’",
        '"',
        "'",
        "«",
        "»",
        "„",
        "‚",
        "‹",
        "›",
        "「",
        "」",
        "『",
        "』",
        "`",
        "—",
        "–",
        "…",
        "``",
        "''",
    ),
    *("\n", "\n\n", "\r\n", " ", ". ", ", ", ": ", "? ", "(", ")", "\u2028"),
    *("Ida Brandt", "Ole Vik", "NATO", " the mayor", " he ", " she ", "HALE: ", " said ", " said that ", " sagte "),
    *(" a dit ", " according to ", "her statement", "calling it ", "It rained. ", "the pier ", "— Да, — сказал он"),
    *("\ud800", "\udc00", "е\u0301", "\u200d", "\ufeff", "字", "שלום", "😀", "\0"),
]
MIXED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
LANGUAGES = st.sampled_from(["auto", "en", "de", "fr", "es", "ru", "fi", "none"])


def shown(text):
    """A text as it is read: a lone surrogate is no character, and becomes U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


@given(st.lists(st.tuples(st.none() | MIXED, MIXED), max_size=4), LANGUAGES)
def test_any_mixture_of_marks_cues_and_names_is_read(rows, language):
    titles, texts = [title for title, _ in rows], [text for _, text in rows]
    quotes = copydesk.extract_quotes(texts, titles=titles, language=language, n_threads=1)
    for n_threads in (2, 7):
        assert copydesk.extract_quotes(texts, titles=titles, language=language, n_threads=n_threads) == quotes
    places = [(quote["row"], quote["field"] != "title", quote["start"], quote["end"]) for quote in quotes]
    # Where no headline was given, one is a part of the text.
    assert places == sorted(places)
    for number, quote in enumerate(quotes):
        given_title = (titles[quote["row"]] or "").strip() != ""
        text = shown(titles[quote["row"]] if given_title and quote["field"] == "title" else texts[quote["row"]])
        assert quote["quote"] == number
        assert text[quote["start"] : quote["end"]] == quote["text"] != ""
        for part in ("speaker", "cue"):
            if quote[f"{part}_start"] is not None:
                assert text[quote[f"{part}_start"] : quote[f"{part}_end"]] == quote[part]
        if quote["inner_start"] is not None:
            assert quote["start"] <= quote["inner_start"] <= quote["inner_end"] <= quote["end"]
        assert quote["sentence_start"] <= quote["start"]
        assert quote["end"] <= quote["sentence_end"] <= len(text)
        assert quote["content_start"] <= quote["content_end"] <= len(text)
        if quote["continues"] is not None:
            before = quotes[quote["continues"]]
            assert before["quote"] < number
            assert before["row"] == quote["row"]
        assert (quote["speaker"] is None) == (quote["confidence"] is None)


@pytest.mark.parametrize(
    ("text", "content", "speaker", "cue"),
    [
        ("Ana Pell said that the pier is rotten.", "the pier is rotten", "Ana Pell", "said"),
        ("Ana Pell said on Monday the pier was rotten.", "the pier was rotten", "Ana Pell", "said"),
        ("The pier is rotten, said Ana Pell.", "The pier is rotten", "Ana Pell", "said"),
        ("The pier was sold, according to the board.", "The pier was sold", "the board", "according to"),
        ("According to the board, the pier was sold.", "the pier was sold", "the board", "According to"),
        ("Ana Pell asked whether the pier was safe.", "whether the pier was safe", "Ana Pell", "asked"),
        ("Ana Pell told reporters that the pier was sold.", "the pier was sold", "Ana Pell", "told"),
        ("Ana Pell promised to mend the pier.", "to mend the pier", "Ana Pell", "promised"),
        ("Ana Pell believes the pier will hold.", "the pier will hold", "Ana Pell", "believes"),
    ],
)
def test_a_reported_clause_is_a_quote_without_marks(text, content, speaker, cue):
    (record,) = copydesk.extract_quotes([text])
    assert (record["kind"], record["text"]) == ("indirect", content)
    assert (record["speaker"], record["cue"]) == (speaker, cue)


def test_a_fragment_has_the_whole_clause_as_its_content():
    text = "Ana Pell said the pier was “beyond repair” after the storm."
    (record,) = copydesk.extract_quotes([text])
    assert record["kind"] == "mixed"
    assert text[record["content_start"] : record["content_end"]] == "the pier was “beyond repair” after the storm"


@pytest.mark.parametrize(
    ("text", "speaker", "name"),
    [
        ("Ana Pell rose. “We wait,” she said.", "she", "Ana Pell"),
        ("Ole Vik sat down. Ana Pell rose. “We wait,” he said.", "he", "Ole Vik"),
        ("The mayor, Ana Pell, rose. “We wait,” the mayor said.", "the mayor", "Ana Pell"),
        ("Harbour minister Ana Pell rose. “We wait,” Pell said.", "Pell", "Ana Pell"),
        ("Ana Pell met Ole Vik. “We wait,” Pell and Vik said.", "Pell and Vik", "Ana Pell; Ole Vik"),
        ("“We wait,” a woman on the pier said.", "a woman", None),
        ("“We wait,” it said.", "it", None),
    ],
)
def test_a_speaker_has_the_fullest_name_of_the_document(text, speaker, name):
    record = next(quote for quote in copydesk.extract_quotes([text]) if quote["kind"] == "direct")
    assert (record["speaker"], record["speaker_name"]) == (speaker, name)


def test_a_speaker_has_a_kind_and_a_role():
    texts = [
        "Pier Authority director Ana Pell rose. “We wait,” she said.",
        "“We wait,” said Norrail Ltd.",
        "“We wait,” residents said.",
        "“We wait,” a source said.",
    ]
    quotes = copydesk.extract_quotes(texts)
    assert quotes["speaker_kind"] == ["person", "organisation", "group", "anonymous"]
    assert quotes["speaker_role"][0] == "Pier Authority director"


def test_a_headline_apart_lends_its_names_and_keeps_its_offsets():
    title, text = "Ana Pell: pier ‘beyond repair’", "“We wait,” Pell said."
    first, second = copydesk.extract_quotes([text], titles=[title])
    assert (first["field"], title[first["start"] : first["end"]]) == ("title", "‘beyond repair’")
    assert (second["field"], text[second["start"] : second["end"]]) == ("body", "“We wait,”")
    assert first["speaker_name"] == second["speaker_name"] == "Ana Pell"


def test_a_first_line_that_is_a_headline_is_the_title():
    text = "Pier is ‘beyond repair’, mayor says\n\nThe mayor said it was “beyond repair”."
    assert copydesk.extract_quotes([text])["field"] == ["title", "body"]


def test_paragraphs_that_reopen_the_mark_are_tied():
    text = "It rained.\n\n“We wait,” said Ana Pell. “We wait here.\n\n“We wait all night.”"
    quotes = copydesk.extract_quotes(["“No,” he said.", text])
    assert quotes["continues"] == [None, None, None, 2]


def test_a_language_is_given_for_all_for_each_or_detected():
    texts = [
        "„Wir warten hier“, sagte die Chefin.",
        "“We wait here,” she said.",
        "”Me odotamme täällä koko yön”, hän sanoi eilen. Satama on suljettu myrskyn vuoksi eikä lauttoja enää kulje.",
    ]
    assert copydesk.extract_quotes(texts)["language"] == ["de", "en", "fi"]
    assert copydesk.extract_quotes(texts, language="en")["language"] == ["en", "en", "en"]
    quotes = copydesk.extract_quotes(texts, language=["de", None, "fi"])
    assert quotes["language"] == ["de", "en", "fi"]
    assert (quotes[2]["speaker"], quotes[2]["rule"]) == (None, "unknown_language")
    assert copydesk.extract_quotes(texts, language="de-AT")["language"] == ["de", "de", "de"]
    assert set(copydesk.extract_quotes(texts, language="none")["speaker"]) == {None}
    for code in ("german", ["de", "tlh", None]):
        with pytest.raises(copydesk.errors.ParameterError, match='`language` must be "auto", "none" or a code'):
            copydesk.extract_quotes(texts, language=code)
    with pytest.raises(TypeError, match="`language` is NoneType"):
        copydesk.extract_quotes(texts, language=None)
    with pytest.raises(ValueError, match="titles"):
        copydesk.extract_quotes(texts, titles=["one"])


@pytest.mark.parametrize(
    ("text", "quote", "speaker", "cue"),
    [
        (
            "«Esperamos aquí», dijo la alcaldesa Ana Pell ayer en el puerto.",
            "«Esperamos aquí»",
            "la alcaldesa Ana Pell",
            "dijo",
        ),
        ("«Мы ждём здесь», — сказала мэр Анна Пелл журналистам.", "«Мы ждём здесь»", "мэр Анна Пелл", "сказала"),
    ],
)
def test_spanish_and_russian_tags_are_read(text, quote, speaker, cue):
    record = copydesk.extract_quotes([text])[0]
    assert (record["text"], record["speaker"], record["cue"]) == (quote, speaker, cue)


def test_a_notebook_shows_a_quote_in_its_sentence():
    text = "It rained. “We <wait>,” said Ana Pell. Nobody left."
    shown = copydesk.extract_quotes([text])._repr_html_()
    assert '“We &lt;wait&gt;,”</mark> <i class="cue">said</i> <b class="speaker">Ana Pell</b>.' in shown
    assert "Nobody left" not in shown
    assert "1 quote</p>" in shown


def test_a_notebook_shows_quotes_of_any_column_and_after_the_texts_are_gone():
    text = "“We wait,” said Ana Pell."
    for column in (pd.Series([text], index=[7]), pl.Series([text]), pa.array([text]), (text,)):
        assert ">Ana Pell</b>" in copydesk.extract_quotes(column)._repr_html_()
    texts = [text]
    records = copydesk.extract_quotes(texts)
    texts[0] = "changed"
    assert "“We wait,”" in records._repr_html_()
    assert isinstance(records[:1], copydesk.Records)
    assert pickle.loads(pickle.dumps(records)) == records
