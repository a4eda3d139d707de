"""verify_quotes: what the border promises; what is decided, and why, is tested in the core."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import copydesk

SPEECH = (
    "We will not sell the pier. It was built by our grandparents, and it belongs to the town. The council has "
    "until March to find the money, and I am sure it will. Until then the ferries run as they always have."
)
ARTICLE = (
    "“We will not sell the pier,” said Ana Pell, the mayor. “It was built by our parents, and it belongs to the town.”"
)


TABLE = {"row": [0], "id": [0], "quote": [0], "text": ["a"]}


def statuses(*args, **options):
    return copydesk.verify_quotes(*args, **options)["status"]


def test_spans_are_code_points_of_the_source():
    source = "😀 « Là\u202f», dit-il. " + SPEECH
    for one in copydesk.verify_quotes(["“it belongs to the town”", "“belongs to this town”", "« là »"], [source]):
        assert source[one["start"] : one["end"]] == one["source_text"]
    assert copydesk.verify_quotes(["« là »"], [source])["source_text"] == ["Là"]


@pytest.mark.parametrize(
    "form",
    [
        lambda quotes: quotes,
        lambda quotes: quotes.to_list(),
        lambda quotes: quotes.to_pandas(),
        lambda quotes: quotes.to_polars(),
        lambda quotes: quotes.to_arrow(),
        lambda quotes: quotes.to_dict(),
        lambda quotes: quotes.to_pandas()[["row", "id", "quote", "text"]],
    ],
)
def test_quotes_come_as_any_table(form):
    quotes = copydesk.extract_quotes(["Nothing.", ARTICLE], ids=["a", "b"])
    found = copydesk.verify_quotes(form(quotes), [SPEECH])
    assert found["status"] == ["verbatim", "edited"]
    assert (found["row"], found["id"], found["quote"]) == ([1, 1], ["b", "b"], quotes["quote"])
    assert found["text"] == quotes["text"]


@pytest.mark.parametrize("column", [list, tuple, pd.Series, pl.Series, pa.array])
def test_quotes_and_sources_come_as_any_column_of_strings(column):
    quotes = column(["“sell the pier”", None, "“buy the pier now and for ever”"])
    found = copydesk.verify_quotes(quotes, column([None, SPEECH]))
    assert found["status"] == ["verbatim", "not_found"]
    assert (found["row"], found["quote"], found["source"]) == ([0, 2], [0, 2], [1, None])


def test_ids_ride_along():
    quotes = pd.Series(["“sell the pier”", "“never heard”"], index=["q1", "q2"])
    sources = pd.Series(["", SPEECH], index=["s1", "s2"])
    found = copydesk.verify_quotes(quotes, sources)
    assert (found["id"], found["source_id"]) == (["q1", "q2"], ["s2", None])
    found = copydesk.verify_quotes(["“sell the pier”"], [SPEECH], ids=[7], source_ids=[8])
    assert (found["id"], found["source_id"]) == ([7], [8])


def test_a_frame_that_was_filtered_keeps_its_rows():
    frame = copydesk.extract_quotes([ARTICLE]).to_pandas()
    found = copydesk.verify_quotes(frame[frame["quote"] == 1], [SPEECH])
    assert (found["quote"], found["status"]) == ([1], ["edited"])


def test_each_article_can_have_its_own_transcript():
    quotes = copydesk.extract_quotes([ARTICLE, ARTICLE, ARTICLE])
    sources = [SPEECH, "Nobody spoke.", None]
    assert statuses(quotes, sources, match="row") == ["verbatim", "edited", *["not_found"] * 4]
    assert statuses(quotes, sources) == ["verbatim", "edited"] * 3
    with pytest.raises(copydesk.ParameterError, match=r"rows in \[0, 2\).*got 2; pass one source for each document"):
        copydesk.verify_quotes(quotes, sources[:2], match="row")


def test_the_first_of_equal_sources_counts_and_the_best_status_wins():
    found = copydesk.verify_quotes(
        ["“sell the pier”", "“we will sell the pier”"], [SPEECH, SPEECH, "we will sell the pier"]
    )
    assert found["source"] == [0, 2]


def test_threads_change_nothing():
    quotes = [ARTICLE[at : at + 40] for at in range(60)]
    sources = [SPEECH[at:] + ARTICLE[at:] for at in range(20)]
    assert copydesk.verify_quotes(quotes, sources, n_threads=1) == copydesk.verify_quotes(quotes, sources, n_threads=3)


def test_languages_are_checked():
    with pytest.raises(copydesk.ParameterError, match="language"):
        copydesk.verify_quotes(["a"], ["a"], language="xx")
    assert statuses(["a"], ["a"], language=["de"]) == ["verbatim"]
    with pytest.raises(ValueError, match="`language` must have one value for each of the 1 rows of `sources`, got 2"):
        copydesk.verify_quotes(["a"], ["a"], language=["de", "en"])


@pytest.mark.parametrize(
    ("quotes", "sources", "options", "error", "message"),
    [
        ("“a”", ["a"], {}, TypeError, r"`quotes` is one string; for a single text pass \[quotes\]"),
        (["“a”"], "a", {}, TypeError, r"`sources` is one string, expected a column .* for a single text \[sources\]"),
        ([1], ["a"], {}, TypeError, "row 0 of `quotes` is int"),
        (["a"], ["a"], {"match": "all"}, copydesk.ParameterError, '`match` must be "any" or "row", got "all"'),
        ([{"row": 0, "text": "a"}], ["a"], {}, ValueError, "lacks the column 'id'"),
        (TABLE, ["a"], {"ids": [1]}, ValueError, "`ids` goes with a column"),
        (["a"], ["a"], {"source_ids": []}, ValueError, "each of the 1 rows of `sources`"),
    ],
)
def test_what_cannot_be_read_is_named(quotes, sources, options, error, message):
    with pytest.raises(error, match=message):
        copydesk.verify_quotes(quotes, sources, **options)


def test_nothing_in_nothing_out():
    assert copydesk.verify_quotes([], []) == []
    assert copydesk.verify_quotes([], ["a"]).columns[-1] == "diff"
    assert statuses(["a", ""], []) == ["not_found", "not_found"]
