"""What `credits` and `boilerplate` promise."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk import sample

ARTICLE = """Council sells the pier at Saltmere

The council of Saltmere has sold its pier to a brewery from the next valley, after a vote that nobody had announced.
The pier was built by the harbour company and has been closed since a storm tore off its roof.

The mayor, Ana Pell, said that the brewery would repair the planks and open a café. The harbour company wanted to see
the contract first. Fishermen fear that their boats will lose the berths below the planks.

The vote was eleven to nine. Two councillors left the hall before it, and a third says that she was never told. The
brewery hopes to open the café before the regatta."""
OTHER = """Glacier loses a third of its ice

Surveyors who climbed the Zorn glacier with radar sledges report that it has lost a third of its ice since their
grandparents measured it with ropes.

Meltwater fills two lakes behind gravel walls. Engineers drain them with siphons every summer, and a siren warns the
villages below when a wall gives way. The cantonal office pays for both."""
FOOTER = ["THE LANTERN – All of the coast in your inbox. Subscribe for free.", "© 2031 Lantern Media"]


def with_footer(text):
    head, rest = text.split("\n\n", 1)
    return "\n\n".join([head, FOOTER[0], rest, FOOTER[1]])


def test_credits_of_rewrites_show_who_dropped_them():
    texts = [
        "Exclusive: Pier sold\n\nHis words, reported by ‘Harbour.ru,’ came late.",
        "Pier goes\n\nAccording to ‘Harbour.ru’, it is sold.",
        "Pier gone\n\nIt is sold.",
    ]
    records = copydesk.credits(texts, ids=["a", "b", "c"])
    assert [(r["id"], r["kind"], r["source_name"], r["field"]) for r in records] == [
        ("a", "exclusive", None, "title"),
        ("a", "credit", "Harbour.ru", "body"),
        ("b", "credit", "Harbour.ru", "body"),
    ]


def test_a_title_that_stands_apart_counts_its_own_code_points():
    title, text = "“Sold”, mayor tells Reuters", "The pier is sold."
    (record,) = copydesk.credits([text], titles=[title])
    assert title[record["start"] : record["end"]] == record["phrase"] == "tells Reuters"
    assert record["field"] == "title"
    # A text that begins with its title holds the credit once.
    assert len(copydesk.credits([f"{title}\n\n{text}"], titles=[title])) == 1


def test_a_text_that_begins_with_its_title_is_read_once():
    title = "Mayor: “We keep the pier, whatever it costs us”"
    text = f"{title}\n\nThe mayor spoke at noon."
    for records in (copydesk.credits([text], titles=[title]), copydesk.extract_quotes([text], titles=[title])):
        assert (
            records.to_list()
            == (copydesk.credits if "phrase" in records.columns else copydesk.extract_quotes)([text]).to_list()
        )
    quotes = copydesk.extract_quotes([text], titles=[title])
    assert [(quote["text"], quote["field"]) for quote in quotes] == [
        ("“We keep the pier, whatever it costs us”", "title")
    ]


def test_the_outlets_of_the_column_are_credited_and_no_outlet_credits_itself():
    texts = [
        "The pier is sold, MetroWire reported. “No,” she told the Herald.",
        "“No,” she told the Herald. It is sold, MetroWire reported.",
        "“No,” she told the Herald.",
    ]
    sources = ["Saltmere Herald", "MetroWire", None]
    records = copydesk.credits(texts, sources=sources)
    assert [(r["row"], r["source_name"]) for r in records] == [(0, "MetroWire"), (1, "Herald"), (2, "Herald")]
    assert copydesk.credits(texts)["source_name"] == ["Herald"] * 3
    # Another outlet of just that name is no part of the longer one.
    records = copydesk.credits(texts[:1], sources=["Saltmere Herald"]).to_list()
    assert records == []
    assert copydesk.credits(texts[2:] * 2, sources=["Saltmere Herald", "The Herald"])["row"] == [0]
    with pytest.raises(ValueError, match="sources"):
        copydesk.credits(texts, sources=["a"])


def test_languages_are_given_by_row_or_detected():
    text = "Der Hafen ist verkauft, wie der Spiegel berichtet. Das hat der Rat am Montag beschlossen."
    for language in ("auto", "de", ["de"], [None]):
        assert copydesk.credits([text], language=language)["source_name"] == ["Spiegel"]
    with pytest.raises(copydesk.ParameterError, match="language"):
        copydesk.credits([text], language="xx")


def test_boilerplate_of_articles_is_found_and_their_own_lines_are_not():
    records = copydesk.boilerplate([with_footer(ARTICLE), ARTICLE, None])
    assert [(r["row"], r["text"], r["kind"], r["reason"]) for r in records] == [
        (0, FOOTER[0], "subscription", "form"),
        (0, FOOTER[1], "copyright", "form"),
    ]
    assert records["documents"] == [1, 1]


def test_a_stray_headline_is_found_below_a_picture_credit_that_is_glued_to_the_last_sentence():
    stray = "Ten Ways to Bake a Pudding Without Eggs"
    for end in (ARTICLE, f"{ARTICLE}Featured image via Ana Pell"):
        found = copydesk.boilerplate([f"{end}\n\n{stray}"])
        assert (found[-1]["text"], found[-1]["kind"]) == (stray, "teaser")


def test_a_block_of_unrelated_articles_is_counted_over_them():
    line = "The Lantern lights the coast from Ard to Zell"
    third = ARTICLE.translate(str.maketrans("aeioubcdfg", "eioua" + "dfgbc"))
    texts = [f"{text}\n\n{line}" for text in (ARTICLE, OTHER, third)]
    records = copydesk.boilerplate(texts)
    assert [(r["text"], r["reason"], r["documents"]) for r in records] == [(line, "recurs", 3)] * 3
    records = copydesk.boilerplate(texts, sources=["Lantern"] * 3)
    assert set(records["reason"]) == {"outlet"}


def test_the_sample_is_not_taken_apart():
    texts = [article["text"] for article in sample.articles()]
    records = copydesk.boilerplate(texts)
    assert sum(r["end"] - r["start"] for r in records) < 0.1 * sum(map(len, texts))


def test_texts_are_compared_without_their_boilerplate():
    letters = "abcdefghijklmnopqrstuvwxyz"
    notice = "\n\n".join(f"Read more: {word} and what it means for all of us on the coast" for word in letters)
    texts = [f"{ARTICLE}\n\n{notice}", f"{OTHER}\n\n{notice}", ARTICLE]
    assert copydesk.cluster(texts, threshold=0.3)["members"] == [3, 3, 3]
    clusters = copydesk.cluster(texts, threshold=0.3, ignore_boilerplate=True)
    assert clusters["cluster"] == [0, 1, 0]
    assert sorted(map(str, clusters["relation"])) == ["None", "None", "exact"]
    pairs = copydesk.near_duplicates(texts, threshold=0.3, ignore_boilerplate=True)
    assert [(p["left"], p["right"], p["relation"]) for p in pairs] == [(0, 2, "exact")]


def test_ignoring_boilerplate_reads_any_column():
    series = pd.Series([with_footer(ARTICLE), None, ARTICLE, with_footer(OTHER)])
    for texts in (series, series.to_numpy(), list(series), series.astype("string")):
        clusters = copydesk.cluster(texts, ignore_boilerplate=True)
        assert clusters["cluster"] == [0, None, 0, 3]


def test_masking_a_long_column_keeps_rows_in_their_places():
    texts = [f"{ARTICLE} Case {n}.\n\n© {n} Lantern" if n % 3 else None for n in range(3000)]
    clusters = copydesk.cluster(texts, level="exact", ignore_boilerplate=True)
    plain = copydesk.cluster([text and text.split("\n\n©")[0] for text in texts], level="exact")
    assert clusters.to_list() == plain.to_list()


PIECES = [
    "told ",
    "Reuters",
    "(AP) —",
    "‘",
    "’",
    "\n",
    "\n\n",
    "©",
    "Read more:",
    "Exclusive",
    "é",
    "\U0001f600",
    "\ud800",
    " ",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_every_span_slices_back_to_its_text(text):
    for record in copydesk.credits([text]):
        if "\ufffd" not in record["phrase"]:
            assert text[record["start"] : record["end"]] == record["phrase"]
        assert record["source_name"] is None or record["source_name"] in record["phrase"]
    for record in copydesk.boilerplate([text]):
        if "\ufffd" not in record["text"]:
            assert text[record["start"] : record["end"]] == record["text"]


def test_a_column_beside_the_texts_has_their_length():
    with pytest.raises(ValueError, match="titles"):
        copydesk.boilerplate(["a"], titles=[])
    with pytest.raises(ValueError, match="sources"):
        copydesk.boilerplate(["a"], sources=["a", "b"])
    with pytest.raises(TypeError):
        copydesk.credits("a")


def test_any_number_of_threads_gives_the_same():
    texts = [with_footer(ARTICLE), with_footer(OTHER), f"{ARTICLE} (AP)"] * 20
    for function in (copydesk.credits, copydesk.boilerplate):
        assert function(texts, n_threads=1) == function(texts, n_threads=4).to_list()
