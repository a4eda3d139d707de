"""The archive on disk: what `Index` takes, gives, refuses, and how it ends."""

import datetime as dt
import os
import pickle
import re
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import copydesk
from copydesk import Index, _copydesk, sample

SAID = "The council said no to the new harbour, and the mayor left the room."
SAID_ALOUD = "THE COUNCIL said no to the new harbour — and the mayor left the room!"
RAIN = "Rain in the north, and wind from the sea for the rest of the week."


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def index(folder):
    return Index(folder)


def matches(records):
    return [(record["row"], record["match_id"], record["relation"]) for record in records]


def state(index):
    """All that an index answers, from disk."""
    fresh = Index.open(index.path)
    fresh.verify()
    return fresh.articles(), fresh.clusters().to_list(), fresh.query([SAID, RAIN]).to_list()


# What comes back


def test_a_row_matches_what_was_there_before_it_in_the_index_or_above_it(index):
    assert index.add([SAID, RAIN], sources=["Herald", None], dates=["2024-05-06", None]) == []
    records = index.add([SAID_ALOUD, "Snow.", SAID])
    assert matches(records) == [(0, 0, "exact"), (2, 0, "exact"), (2, 2, "exact")]
    assert records[0] == {
        "row": 0,
        "id": 2,
        "match_id": 0,
        "relation": "exact",
        "similarity": 1.0,
        "jaccard": 1.0,
        "containment_row": 1.0,
        "containment_match": 1.0,
        "source": "Herald",
        "date": "2024-05-06T00:00:00Z",
    }
    assert (records[2]["source"], records[2]["date"]) == (None, None)


def test_a_query_adds_nothing_and_its_rows_do_not_see_each_other(index):
    index.add([SAID], ids=["a"])
    records = index.query([SAID, SAID_ALOUD, RAIN, RAIN])
    assert matches(records) == [(0, "a", "exact"), (1, "a", "exact")]
    assert records["id"] == [0, 1]
    assert index.query([SAID], ids=[7])["id"] == [7]
    assert len(index) == len(Index.open(index.path)) == 1


def test_the_columns_of_matches_are_those_of_the_schema_the_readme_and_the_docstring(index):
    columns = [column for column, _, _ in dict(_copydesk.schemas())["Index.query"]]
    assert index.add([SAID]).columns == index.query([SAID]).columns == columns
    page = Path(__file__).parent.parent / "README.md"
    for function in ("add", "query"):
        if page.is_file():
            (row,) = re.findall(
                rf"^\| `Index\.{function}` \|[^|]*\| ([^|]*) \|$", page.read_text("utf-8"), re.MULTILINE
            )
            assert row.split(", ") == columns
    returns = Index.add.__doc__.split("Returns:")[1].split("Raises:")[0]
    at = 0
    for column in columns:
        at = re.compile(rf"\b{column}\b").search(returns, at).end()


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("exact", []),
        ("near", []),
        ("partial", [("partial", 1.0)]),
    ],
)
def test_a_level_says_how_alike_two_articles_are_to_match(tmp_path, level, expected):
    index = Index(tmp_path / level, level=level)
    index.add([f"{SAID} {RAIN}"])
    assert [(one["relation"], one["similarity"]) for one in index.query([SAID])] == expected


def test_a_story_is_told_by_headlines_languages_and_the_window(tmp_path):
    articles = sample.articles()
    harbour = [article for article in articles if article["id"].endswith("harbour-wall")]
    columns = {"texts": [one["text"] for one in harbour], "titles": [one["title"] for one in harbour]}
    told = Index(tmp_path / "story", level="story").add(**columns, ids=[one["id"] for one in harbour])
    assert {"exact", "near", "partial", "rewrite"} <= set(told["relation"])
    rewritten = [record for record in told if record["relation"] == "rewrite"]
    assert all(0.5 <= record["similarity"] <= 1 for record in rewritten)
    apart = Index(tmp_path / "window", level="story", window=dt.timedelta(days=1))
    dates = [dt.date(2024, 1, 1 + 2 * n) for n in range(len(harbour))]
    assert "rewrite" not in apart.add(**columns, dates=dates)["relation"]
    assert apart.info()["window"] == 1.0
    strict = Index(tmp_path / "strict", level="story", story_threshold=0.999_999)
    assert "rewrite" not in strict.add(**columns, language="en")["relation"]


def test_a_background_makes_its_words_common(tmp_path):
    article, other = (sample.articles()[n]["text"] for n in (0, 5))
    scores = []
    for name, background in (("own", [article, other] * 400), ("table", None)):
        index = Index(tmp_path / name, level="story", background=background, story_threshold=1e-9)
        index.add([article])
        scores.append(next(iter(index.query([other])["similarity"]), 0.0))
    assert scores[0] < scores[1]


def test_texts_come_back_as_they_were_where_they_are_kept(folder):
    texts = ["a\r\n\x00 b", "", None, "…", "ﬁn 🎉 \u202e", "x" * 100_000]
    Index(folder, keep_text=True).add(texts, ids=list("abcdef"))
    index = Index.open(folder)
    assert index.texts(list("abcdef")) == texts
    assert index.texts("f") == texts[-1:]
    assert index.texts([]) == []
    with pytest.raises(copydesk.ParameterError, match=r'`ids` must be ids that are in the index, got "z" \(row 1\)'):
        index.texts(["a", "z"])


def test_texts_that_were_not_kept_are_not_there(index):
    index.add([SAID])
    with pytest.raises(copydesk.ParameterError, match="`keep_text` must be True when the index is created"):
        index.texts([0])


# Ids


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["x", "y"], ["x", "y"]),
        (("é", "e\u0301"), ["é", "e\u0301"]),
        (["", " "], ["", " "]),
        ((7, -8), [7, -8]),
        (range(2), [0, 1]),
        (np.array([1, 2], dtype=np.uint8), [1, 2]),
        ([2**63 - 1, -(2**63)], [2**63 - 1, -(2**63)]),
        (pd.Series(["x", "y"]), ["x", "y"]),
        (pl.Series([4, 5]), [4, 5]),
        (pa.chunked_array([["x"], ["y"]]), ["x", "y"]),
    ],
)
def test_ids_of_any_column_are_kept_and_found(index, ids, expected):
    index.add([SAID, RAIN], ids=ids)
    opened = Index.open(index.path)
    assert opened.articles()["id"] == expected
    assert all(id in opened for id in expected)
    assert matches(opened.query([RAIN])) == [(0, expected[1], "exact")]
    assert opened.remove(expected[0]) == 1
    assert expected[0] not in opened
    assert len(opened) == 1


def test_an_id_beyond_64_bits_is_refused_and_the_ids_of_the_index_stay_whole(index):
    """One such id of a first batch made text of all, for good."""
    with pytest.raises(copydesk.ParameterError, match=r"got 9223372036854775808 \(row 1\); pass the ids .* as strings"):
        index.add([SAID, RAIN], ids=[1, 2**63])
    index.add([SAID], ids=[1])
    with pytest.raises(copydesk.ParameterError, match="64 bits"):
        index.remove([2**70])
    with pytest.raises(copydesk.ParameterError, match=r"a longer number \(row 0\)"):
        index.add([RAIN], ids=[10**5000])
    assert index.articles()["id"] == [1]


def test_refused_ids_that_nobody_passed_are_said_to_be_the_index_of_the_column(index):
    texts = pd.Series([SAID, RAIN, "Snow."])[1:]
    index.add(texts)
    with pytest.raises(copydesk.ParameterError, match="these ids are the pandas index of `texts`: pass `ids`"):
        index.add(texts)


def test_one_outlet_may_stand_for_all_rows_and_none_with_a_lone_surrogate(index):
    index.add([SAID, RAIN], sources="Herald")
    assert index.articles()["source"] == ["Herald", "Herald"]
    for sources in (["Herald", "\ud800"], ("Herald", "\ud801"), "\ud800"):
        with pytest.raises(copydesk.ParameterError, match="`sources` must be outlets that a file can store"):
            index.add([SAID, RAIN], sources=sources)
    index.add([SAID], sources=["\ufffd"])
    assert index.articles()["source"][2:] == ["\ufffd"]


def test_a_closed_index_saves_gives_back_the_lock_and_refuses_use(index):
    index.add([SAID], save=False)
    index.close()
    index.close()
    assert len(Index.open(index.path)) == 1
    for use in (len, repr, Index.save, Index.info, lambda closed: closed.query([SAID]), Index.__enter__):
        if use is repr:
            assert use(index).endswith(": closed>")
            continue
        with pytest.raises(ValueError, match="this index is closed; open it again"):
            use(index)
    other = Index.open(index.path)
    other.add([RAIN], save=False)
    other.close(save=False)
    assert len(Index.open(index.path)) == 1


def test_a_with_block_that_raises_after_its_folder_is_gone_raises_what_it_raised(index):
    index.add([SAID], save=False)

    def fail():
        with index:
            shutil.rmtree(index.path)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


def test_the_one_who_is_refused_is_told_who_holds_the_lock(index):
    """A second object of one process was told of another process."""
    index.add([SAID], save=False)
    with pytest.raises(copydesk.IndexLockedError, match=r"this process, through another `Index` .*: save or close"):
        Index.open(index.path).add([RAIN])


def test_what_stands_in_the_way_of_a_file_is_named(tmp_path, index):
    (index.path / "segment-00000000").mkdir()
    with pytest.raises(copydesk.IndexFormatError, match=r"segment-00000000: something .* move it away"):
        index.add([SAID])
    (index.path / "segment-00000000").rmdir()
    index.add([SAID])
    (tmp_path / "other" / "manifest").mkdir(parents=True)
    with pytest.raises(copydesk.IndexFormatError, match="manifest: something that is no file of the index"):
        Index.open(tmp_path / "other")


def test_what_is_no_id_is_in_no_index(index):
    index.add([SAID], ids=[1])
    assert 1 in index
    assert np.int64(1) in index
    for other in (True, np.True_, "1", 1.5, None, 2**70, "\ud800", object(), [1]):
        assert other not in index


def test_without_ids_rows_get_running_numbers_that_are_never_given_twice(index):
    index.add([SAID, RAIN])
    index.remove([1])
    index.compact()
    index.add(["Snow.", None])
    assert Index.open(index.path).articles()["id"] == [0, 2, 3]


def test_the_index_that_pandas_gives_by_itself_is_no_id(index):
    index.add(pd.Series([SAID, RAIN]))
    index.add(pd.Series([SAID, RAIN]))
    assert index.articles()["id"] == [0, 1, 2, 3]
    # A slice has labels that somebody chose.
    index.add(pd.Series([SAID] * 10)[8:])
    assert index.articles()["id"] == [0, 1, 2, 3, 8, 9]


def test_a_pandas_index_of_strings_or_integers_gives_the_ids(tmp_path):
    for name, labels in (("str", ["x", "y"]), ("int", [5, 3])):
        index = Index(tmp_path / name)
        index.add(pd.Series([SAID, RAIN], index=labels))
        assert index.articles()["id"] == labels
        with pytest.raises(copydesk.ParameterError, match="ids that are new"):
            index.add(pd.Series([SAID], index=labels[:1]))
    index = Index(tmp_path / "dates")
    index.add(pd.Series([SAID, RAIN], index=pd.date_range("2024-01-01", periods=2)))
    assert index.articles()["id"] == [0, 1]


def test_an_id_that_is_there_is_refused_by_name_and_nothing_is_added(index):
    index.add([SAID], ids=["a"])
    before = state(index)
    place = "in the index already; nothing was added"
    with pytest.raises(
        copydesk.ParameterError, match=rf'`ids` must be ids that are new, got "a" \(row 1\), which is {place}'
    ):
        index.add([RAIN, SAID], ids=["b", "a"])
    with pytest.raises(copydesk.ParameterError, match=r'"b" \(row 1\), which is earlier in the same column'):
        index.add([RAIN, SAID], ids=["b", "b"])
    with pytest.raises(copydesk.ParameterError, match=r"`ids` must be str, as the ids of this index are, got int"):
        index.add([RAIN], ids=[1])
    with pytest.raises(copydesk.ParameterError, match=r"`ids` must be given: the ids of this index are str"):
        index.add([RAIN])
    assert state(index) == before


def test_a_running_number_that_was_given_as_an_id_is_refused_with_the_way_out(index):
    index.add([SAID], ids=[1])
    with pytest.raises(copydesk.ParameterError, match="without `ids` the running number 1 is taken; pass `ids`"):
        index.add([RAIN])


def test_skip_leaves_rows_out_whose_id_is_there(index):
    index.add([SAID], ids=["a"])
    records = index.add([RAIN, SAID, SAID_ALOUD], ids=["a", "b", "b"], on_conflict="skip")
    assert matches(records) == [(1, "a", "exact")]
    assert index.articles()["id"] == ["a", "b"]
    saves = index.info()["saves"]
    assert index.add([RAIN], ids=["a"], on_conflict="skip") == []
    assert index.info()["saves"] == saves


def test_replace_puts_a_row_in_place_of_the_old_one_which_it_does_not_match(index):
    index.add([SAID, RAIN], ids=["a", "b"], sources=["old", None])
    records = index.add([SAID_ALOUD, RAIN], ids=["a", "c"], sources=["new", None], on_conflict="replace")
    assert matches(records) == [(1, "b", "exact")]
    assert index.articles() == {"id": ["b", "a", "c"], "source": [None, "new", None], "date": [None] * 3}
    assert index.query([SAID])["source"] == ["new"]
    # The last of several stays, and a row sees what is replaced only later.
    records = index.add([SAID, SAID, SAID], ids=["d", "d", "a"], on_conflict="replace")
    assert matches(records) == [(0, "a", "exact"), (1, "a", "exact"), (2, "d", "exact")]
    assert (len(index), index.info()["removed"]) == (4, 3)


def test_an_unknown_way_out_of_a_conflict_is_refused(index):
    with pytest.raises(
        copydesk.ParameterError, match='`on_conflict` must be "error" or "skip" or "replace", got "keep"'
    ):
        index.add([SAID], on_conflict="keep")


# Columns


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("sources", pd.Series(["Herald"], index=[9])),
        ("dates", pd.Series(["2024-01-01"], index=[9])),
        ("titles", pd.Series(["No"], index=[9])),
        ("ids", pd.Series(["a"], index=[9])),
    ],
)
def test_series_with_another_index_are_refused(index, name, column):
    with pytest.raises(ValueError, match=f"`texts` and `{name}` are Series with different indexes"):
        index.add(pd.Series([SAID]), **{name: column})
    assert len(index) == 0


@pytest.mark.parametrize("name", ["ids", "sources", "dates", "titles", "language"])
def test_a_column_of_another_length_is_refused(index, name):
    with pytest.raises(ValueError, match=f"`{name}`"):
        index.add([SAID, RAIN], **{name: ["en"] if name != "dates" else [None]})
    assert len(index) == 0


def test_missing_texts_keep_their_place_and_match_nothing(index):
    records = index.add([None, float("nan"), pd.NA, None], ids=list("abcd"))
    assert records == []
    assert len(index) == 4
    assert index.query([None]) == []
    assert [record["cluster"] for record in index.clusters()] == [None] * 4
    assert Index.open(index.path).articles()["id"] == list("abcd")


@pytest.mark.parametrize(
    "texts", [[], (), np.array([], dtype=str), pd.Series([], dtype=str), pa.array([], pa.string())]
)
def test_an_empty_column_adds_nothing_and_saves_nothing(index, texts):
    assert index.add(texts) == []
    assert index.query(texts) == []
    assert (index.info()["saves"], index.info()["segments"]) == (0, 0)
    # No id has been given, so that the kind is still open.
    index.add([SAID], ids=["a"])


@pytest.mark.parametrize("level", ["partial", "story"])
def test_hostile_texts_go_in_and_come_out(tmp_path, level):
    texts = [
        "",
        " ",
        ".",
        "\x00",
        "\x00" * 1000,
        "a" * 1_000_000,
        "a " * 100_000,
        "1 " * 5000,
        "\u202e\u2066x\u200b",
        "\ud800 half",
        "🎉" * 1000,
        "“" * 5000,
        "a" + "\u0301" * 5000,
        "\r\n" * 5000,
        "ß ﬁ İ ǅ",
    ]
    index = Index(tmp_path / "archive", level=level, keep_text=True)
    index.add(
        texts,
        titles=texts[::-1],
        sources=[text.replace("\ud800", "\ufffd") for text in texts],
        ids=[f"{n}\x00\u202e" for n in range(len(texts))],
    )
    opened = Index.open(index.path)
    opened.verify()
    kept = [text.replace("\ud800", "\ufffd") for text in texts]
    assert opened.texts(opened.articles()["id"]) == kept
    assert opened.articles()["source"] == kept
    with_words = {row for row, n in enumerate(copydesk.shingle(texts)["shingles"]) if n}
    exact = {record["row"] for record in opened.query(texts) if record["relation"] == "exact"}
    assert with_words == exact


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-05-31", "2024-05-31T00:00:00Z"),
        ("2024-05-31T18:30+02:00", "2024-05-31T16:30:00Z"),
        (dt.date(2024, 5, 31), "2024-05-31T00:00:00Z"),
        (dt.datetime(2024, 5, 31, 18, 30, 0, 5), "2024-05-31T18:30:00.000005Z"),
        (dt.datetime(2024, 5, 31, tzinfo=dt.timezone(dt.timedelta(hours=2))), "2024-05-30T22:00:00Z"),
        (pd.Timestamp("2024-05-31"), "2024-05-31T00:00:00Z"),
        (np.datetime64("2024-05-31"), "2024-05-31T00:00:00Z"),
        (dt.date(1, 1, 1), "0001-01-01T00:00:00Z"),
        (dt.datetime.max, "9999-12-31T23:59:59.999999Z"),
        (None, None),
        (pd.NaT, None),
        ("", None),
        (float("nan"), None),
    ],
)
def test_dates_of_every_type_are_kept(index, date, expected):
    index.add([SAID], dates=[date])
    assert Index.open(index.path).articles()["date"] == [expected]
    assert index.query([SAID])["date"] == [expected]


def test_dates_of_a_column_of_any_library_are_kept(tmp_path):
    days = ["2024-05-31", None]
    stamps = [dt.datetime(2024, 5, 31), None]
    columns = [pd.to_datetime(pd.Series(days)), pl.Series(stamps), pa.array(stamps), np.array(days, "M8[D]")]
    for number, column in enumerate(columns):
        index = Index(tmp_path / str(number))
        index.add([SAID, RAIN], dates=column)
        assert index.articles()["date"] == ["2024-05-31T00:00:00Z", None]


def test_a_string_that_is_no_date_warns_at_the_callers_line(index):
    with pytest.warns(RuntimeWarning, match="1 of 2 `dates` are no ISO 8601 dates") as caught:
        index.add([SAID, RAIN], dates=["2024-05-31", "yesterday"])
    assert caught[0].filename == __file__
    assert index.articles()["date"] == ["2024-05-31T00:00:00Z", None]


def test_a_date_that_no_calendar_has_is_missing_with_the_warning(index):
    with pytest.warns(RuntimeWarning, match="1 of 2 `dates` are no ISO 8601 dates of the years 1 to 9999"):
        index.add([SAID, RAIN], dates=np.array([2**40, 19874], dtype="datetime64[D]"))
    assert index.articles()["date"] == [None, "2024-05-31T00:00:00Z"]


# Making and opening


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"level": "close"}, '`level` must be "exact" or "near" or "partial" or "story", got "close"'),
        ({"threshold": 0}, r"`threshold` must be in \(0, 1\]"),
        ({"threshold": 70}, r"`threshold` must be in \(0, 1\]"),
        ({"size": 0}, r"`size` must be in \[1, 100\]"),
        ({"unit": "byte"}, '`unit` must be "word" or "char"'),
        ({"story_threshold": 0.6}, '`story_threshold` must come with level="story", got 0.6 at level "near"'),
        ({"window": 3}, '`window` must come with level="story"'),
        ({"background": ["a"]}, '`background` must come with level="story", got a list at level "near"; leave it out'),
        (
            {"level": "story", "background": []},
            "`background` must be a column of articles, .* got an empty one; leave it out",
        ),
        ({"level": "story", "story_threshold": 1}, r"`story_threshold` must be in \(0, 1\)"),
        ({"level": "story", "window": 0}, "`window` must be a number of days above 0"),
    ],
)
def test_arguments_outside_their_range_are_refused_and_leave_no_folder(folder, arguments, message):
    with pytest.raises(copydesk.ParameterError, match=message):
        Index(folder, **arguments)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"keep_text": 1}, "`keep_text` must be True or False"),
        ({"size": 2.5}, "`size` must be a whole number"),
        ({"level": None}, "`level` must be"),
        ({"threshold": "0.7"}, "`threshold` must be a number"),
        ({"level": "story", "background": "one text"}, "`texts` is one string"),
    ],
)
def test_arguments_of_another_type_are_refused(folder, arguments, message):
    with pytest.raises(TypeError, match=message):
        Index(folder, **arguments)
    assert not folder.exists()


@pytest.mark.parametrize("kind", [str, Path, os.fsencode])
def test_a_path_is_a_string_or_a_path(folder, kind):
    if kind is os.fsencode:
        with pytest.raises(TypeError, match="`path` must be a str or a path"):
            Index(kind(folder))
        return
    Index(kind(folder)).add([SAID])
    assert len(Index.open(kind(folder))) == 1
    assert Index.open(kind(folder)).path == folder


def test_a_relative_path_is_settled_when_it_is_given(tmp_path, monkeypatch):
    """After a change of the working directory an open index wrote to nowhere."""
    monkeypatch.chdir(tmp_path)
    index = Index("archive")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    index.add([SAID])
    assert len(Index.open(tmp_path / "archive")) == 1
    assert len(Index.open("../archive")) == 1


@pytest.mark.parametrize("name", ["Archiv für Größen", "архив", "a b\n'c", "🗞"])
def test_a_path_may_have_any_name(tmp_path, name):
    Index(tmp_path / name).add([SAID])
    opened = Index.open(tmp_path / name)
    assert opened.path == tmp_path / name
    assert len(opened) == 1


def test_a_folder_that_holds_something_is_no_place_for_an_index(tmp_path, index):
    with pytest.raises(FileExistsError, match="an index is there already"):
        Index(index.path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="something else is there"):
        Index(tmp_path / "notes")
    with pytest.raises(FileNotFoundError):
        Index(tmp_path / "no" / "such" / "folder")
    (tmp_path / "empty").mkdir()
    assert len(Index(tmp_path / "empty")) == 0


def test_what_is_no_index_is_not_opened(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no index; `Index"):
        Index.open(tmp_path / "nothing")
    with pytest.raises(copydesk.IndexFormatError, match="it is no index of copydesk: it has no manifest"):
        Index.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(copydesk.IndexFormatError, match="no index"):
        Index.open(tmp_path / "file")


def test_damage_is_an_error_that_names_the_file(index):
    index.add([SAID])
    (segment,) = index.path.glob("segment-*")
    data = bytearray(segment.read_bytes())
    data[50] ^= 4
    segment.unlink()
    segment.write_bytes(data)
    with pytest.raises(copydesk.IndexFormatError, match=f"{segment.name}: its checksum does not match"):
        Index.open(index.path)
    with pytest.raises(copydesk.IndexFormatError, match=segment.name):
        index.verify()
    segment.unlink()
    with pytest.raises(copydesk.IndexFormatError, match=f"{segment.name}: it is missing"):
        Index.open(index.path)


def test_info_tells_the_parameters_and_what_there_is(folder):
    index = Index(folder, level="story", threshold=0.8, size=4, story_threshold=0.7, window=2.5, keep_text=True)
    index.add([SAID, RAIN], save=False)
    told = {"level": "story", "threshold": 0.8, "size": 4, "unit": "word", "story_threshold": 0.7, "window": 2.5}
    info = index.info()
    assert told.items() <= info.items()
    assert (info["articles"], info["removed"], info["unsaved"], info["saves"]) == (2, 0, True, 0)
    index.save()
    index.remove([0])
    info = index.info()
    assert (info["articles"], info["removed"], info["unsaved"], info["saves"], info["format"]) == (1, 1, False, 2, 1)
    assert info["bytes"] == sum(path.stat().st_size for path in folder.glob("segment-*"))
    assert info["shingles"] == sum(len(set(one)) for one in copydesk.shingle([SAID, RAIN], size=4)["shingles"])


def test_it_is_shown_in_a_line_and_in_a_notebook_with_nothing_to_run(tmp_path):
    index = Index(tmp_path / "<b>&\"'")
    index.add([SAID])
    assert repr(index) == f"<copydesk.Index {str(index.path)!r}: 1 articles at level near>"
    html = index._repr_html_()
    assert html.startswith("<table>")
    assert "&lt;b&gt;&amp;&quot;" in html
    assert "<b>" not in html


def test_it_is_not_pickled(index):
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(index)


# Saving


def test_rows_that_wait_are_matched_and_saved_together(index):
    index.add([SAID], save=False)
    assert matches(index.add([SAID_ALOUD], save=False)) == [(0, 0, "exact")]
    assert (len(index), len(Index.open(index.path))) == (2, 0)
    index.save()
    assert (index.info()["saves"], len(Index.open(index.path))) == (1, 2)
    index.save()
    assert index.info()["saves"] == 1


@pytest.mark.parametrize("call", [lambda index: index.add([]), lambda index: index.remove([]), Index.compact])
def test_rows_that_wait_are_saved_by_the_next_call_that_saves_also_if_that_changes_nothing(index, call):
    index.add([SAID], save=False)
    call(index)
    assert not index.info()["unsaved"]
    assert Index.open(index.path).articles()["id"] == [0]


def test_a_with_block_saves_at_its_end(folder):
    with Index(folder) as index:
        index.add([SAID, RAIN], save=False)
        index.remove([1], save=False)
        assert len(Index.open(folder)) == 0
    assert Index.open(folder).articles()["id"] == [0]


def test_a_with_block_that_raises_gives_up_what_waits(folder):
    index = Index(folder)
    index.add([SAID])
    before = state(index)

    def fail(save):
        with Index.open(folder) as index:
            index.add([RAIN], save=save)
            index.remove([0], save=save)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(save=False)
    assert state(index) == before
    # What was saved inside stays.
    with pytest.raises(ZeroDivisionError):
        fail(save=True)
    assert Index.open(folder).articles()["id"] == [1]


def test_removed_rows_match_nothing_and_compact_frees_them(index):
    index.add([SAID, RAIN, SAID], ids=["a", "b", "c"])
    assert index.remove(["a", "b"]) == 2
    assert matches(index.query([SAID, RAIN])) == [(0, "c", "exact")]
    assert "a" not in index
    before = index.info()["bytes"]
    index.compact()
    assert (index.info()["removed"], index.info()["segments"]) == (0, 1)
    assert index.info()["bytes"] < before
    assert matches(Index.open(index.path).query([SAID, RAIN])) == [(0, "c", "exact")]
    index.add([RAIN], ids=["a"])
    assert index.articles()["id"] == ["c", "a"]


def test_removing_an_id_that_is_not_there_removes_nothing(index):
    index.add([SAID, RAIN], ids=["a", "b"])
    for ids in (["a", "z"], ["z"], "z", [1]):
        with pytest.raises(copydesk.ParameterError, match="`ids` must be ids that are in the index"):
            index.remove(ids)
    assert index.remove([]) == 0
    assert index.remove(["a", "a"]) == 1
    assert len(index) == 1


def test_more_matches_than_allowed_are_refused_and_nothing_is_added(index):
    index.add([SAID] * 3)
    before = state(index)
    with pytest.raises(copydesk.ParameterError, match="`max_pairs` must be at least the number of matches"):
        index.add([SAID] * 2, max_pairs=6)
    with pytest.raises(copydesk.ParameterError, match="`max_pairs`"):
        index.query([SAID], max_pairs=2)
    assert state(index) == before
    assert len(index.add([SAID] * 2, max_pairs=7)) == 7


# Readers, writers and interruptions


def test_a_reader_sees_what_it_opened_until_it_refreshes(index):
    reader = Index.open(index.path)
    index.add([SAID])
    assert (len(reader), reader.query([SAID])) == (0, [])
    reader.refresh()
    assert len(reader) == len(reader.query([SAID])) == 1
    index.remove([0])
    index.compact()
    # The files that it has open are gone, and still there for it.
    assert len(reader.query([SAID])) == 1


def test_a_second_writer_is_refused_until_the_first_has_saved(index):
    second = Index.open(index.path)
    index.add([SAID], save=False)
    with pytest.raises(copydesk.IndexLockedError, match="archive") as caught:
        second.add([RAIN])
    assert isinstance(caught.value, BlockingIOError)
    with pytest.raises(copydesk.IndexLockedError):
        second.remove([])
    assert second.query([SAID]) == []
    index.save()
    assert matches(second.add([SAID])) == [(0, 0, "exact")]
    assert len(second) == 2
    assert matches(index.add([SAID])) == [(0, 0, "exact"), (0, 1, "exact")]


def test_a_lock_ends_with_its_process(index):
    script = f"""
        import copydesk, os
        index = copydesk.Index.open({str(index.path)!r})
        index.add(["held"], save=False)
        print("held", flush=True)
        input()
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(copydesk.IndexLockedError):
            index.add([SAID])
        holder.kill()
    index.add([SAID])
    assert Index.open(index.path).articles()["id"] == [0]


def test_two_threads_add_to_one_index(index):
    texts = [" ".join(f"plan{number}-{word}" for word in range(20)) for number in range(20)]
    found = {}

    def add(name):
        for number, text in enumerate(texts):
            found[name, number] = len(index.add([text], ids=[f"{name}-{number}"], save=number % 3 == 0))

    threads = [threading.Thread(target=add, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    queries = [len(index.query(texts)) for _ in range(20)]
    for thread in threads:
        thread.join()
    index.save()
    assert queries == sorted(queries)
    assert len(Index.open(index.path)) == 40
    # Of each two that are alike one came first, and the other one met it.
    assert sum(found.values()) == 20
    index.verify()


def test_progress_is_reported_and_one_that_raises_leaves_the_index_as_it_was(index, capsys):
    texts = [f"text number {number} of the day" for number in range(5000)]
    steps = []
    index.add(texts, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] >= 5000
    before = state(index)

    def report(done, total):
        raise ZeroDivisionError

    for call in (index.add, index.query):
        with pytest.raises(ZeroDivisionError):
            call(texts, progress=report)
    # Where the addition is about to be saved, it comes too late: then all of it is there.
    assert state(index) == before or len(Index.open(index.path)) == len(index) == 10_000
    index.verify(progress=True)
    index.clusters(progress=True)
    index.compact(progress=True)
    assert "verifying" in capsys.readouterr().err
    for call in (index.verify, index.clusters, index.compact):
        with pytest.raises(copydesk.ParameterError, match="`n_threads`"):
            call(n_threads=0)


def test_a_large_addition_that_fails_midway_is_in_nobodys_way(index):
    # Its first segment was written and left, and the next save took the same number.
    index.add([SAID], ids=[-1], save=False)
    texts = [f"text{number}" for number in range(33_000)] + [RAIN] * 9
    with pytest.raises(copydesk.ParameterError, match="`max_pairs`"):
        index.add(texts, ids=range(len(texts)), max_pairs=8)
    index.save()
    assert Index.open(index.path).articles()["id"] == [-1]
    assert sorted(path.name for path in index.path.iterdir()) == ["lock", "manifest", "segment-00000000"]


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C")
@pytest.mark.parametrize("wait", [0.05, 0.4])
def test_ctrl_c_ends_an_addition_and_leaves_the_index_as_it_was(index, wait):
    index.add([SAID])
    before = state(index)
    script = f"""
        import copydesk, os, signal, threading, time
        index = copydesk.Index.open({str(index.path)!r})
        texts = [" ".join(str(n * k % 9973) for n in range(2000)) for k in range(1, 3000)]
        def interrupt():
            time.sleep({wait})
            os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=interrupt).start()
        try:
            index.add(texts, ids=range(1, 3000))
        except KeyboardInterrupt:
            print("ended", len(index), index.info()["unsaved"])
        index.add(["the lock is free"], ids=[-1])
        index.remove([-1])
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "ended 1 False\n"
    assert state(index) == before


@pytest.mark.skipif(os.name != "posix", reason="sends the signal that nobody catches")
def test_a_process_that_is_killed_leaves_the_old_state_or_the_new_one(index):
    index.add([SAID])
    script = f"""
        import copydesk
        index = copydesk.Index.open({str(index.path)!r})
        for number in range(1, 10_000):
            index.add([f"article {{number}} of the day"], ids=[number])
            print(number, flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        for _ in range(20):
            writer.stdout.readline()
        time.sleep(0.01)
        writer.kill()
        told = [int(line) for line in writer.stdout if line.endswith(b"\n")]
    ids = Index.open(index.path).articles()["id"]
    assert ids == list(range(len(ids)))
    assert len(ids) >= (told[-1] if told else 20) + 1
    state(index)


# Any split, and what the functions say

WORDS = ["pier", "Pell", "vote", "fog", "Monday", "said", "no", "harbour"]
some_text = st.one_of(
    st.none(),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.sampled_from(["", "…", f"{SAID} {RAIN}", SAID, SAID_ALOUD, RAIN]),
)
some_date = st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 9)))
rows = st.lists(st.tuples(some_text, some_date, st.sampled_from([None, "Herald", "Post"])), max_size=25)
shapes = {"size": st.integers(1, 4), "threshold": st.sampled_from([0.3, 0.5, 0.7, 1.0])}
unhurried = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
counter = iter(range(10**9))


def columns(rows):
    return {"texts": [row[0] for row in rows], "dates": [row[1] for row in rows], "sources": [row[2] for row in rows]}


@pytest.mark.parametrize("level", ["exact", "near", "partial", "story"])
@unhurried
@given(
    rows=rows,
    cuts=st.lists(st.tuples(st.integers(0, 25), st.sampled_from(["open", "save", "wait", "compact"])), max_size=5),
    **shapes,
)
def test_any_split_gives_the_same_records(tmp_path, level, rows, cuts, size, threshold):
    options = {"level": level, "size": size, "threshold": threshold}
    at_once = Index(tmp_path / str(next(counter)), **options)
    expected = at_once.add(**columns(rows)).to_list()
    split = Index(tmp_path / str(next(counter)), **options)
    found, start = [], 0
    for end, then in [*sorted(cuts, key=lambda cut: cut[0]), (len(rows), "save")]:
        records = split.add(**columns(rows[start:end]), save=then != "wait")
        found += [record | {"row": record["row"] + start} for record in records]
        start = max(start, min(end, len(rows)))
        if then == "compact":
            split.compact()
        elif then == "open":
            split = Index.open(split.path)
    split.save()
    assert found == expected
    assert split.articles() == at_once.articles()
    assert split.clusters() == at_once.clusters()
    texts = [row[0] for row in rows]
    assert split.query(texts) == at_once.query(texts)
    split.verify()


@pytest.mark.parametrize("level", ["exact", "near", "partial"])
@unhurried
@given(rows=rows, gone=st.sets(st.integers(0, 24)), **shapes)
def test_clusters_are_those_of_the_live_texts(tmp_path, level, rows, gone, size, threshold):
    index = Index(tmp_path / str(next(counter)), level=level, size=size, threshold=threshold)
    index.add(**columns(rows))
    index.remove([id for id in sorted(gone) if id < len(rows)])
    live = [row for number, row in enumerate(rows) if number not in gone]
    given = columns(live)
    expected = copydesk.cluster(given["texts"], level=level, size=size, threshold=threshold, dates=given["dates"])

    def without_id(records):
        return [{name: value for name, value in record.items() if name != "id"} for record in records]

    assert without_id(index.clusters()) == without_id(expected)


@unhurried
@given(texts=st.lists(some_text, max_size=25), unit=st.sampled_from(["word", "char"]), **shapes)
def test_matches_are_the_pairs_of_the_exact_join(tmp_path, texts, unit, size, threshold):
    index = Index(tmp_path / str(next(counter)), level="partial", size=size, threshold=threshold, unit=unit)
    records = index.add(texts)
    pairs = copydesk.near_duplicates(
        texts, measure="containment", method="exact", size=size, threshold=threshold, unit=unit
    )
    names = ("jaccard", "containment_right", "containment_left")
    expected = sorted((pair["right"], pair["left"], *(pair[name] for name in names)) for pair in pairs)
    names = ("row", "match_id", "jaccard", "containment_row", "containment_match")
    assert [tuple(record[name] for name in names) for record in records] == expected
    relations = {(pair["right"], pair["left"]): pair["relation"] for pair in pairs}
    for record in records:
        known = relations[record["row"], record["match_id"]]
        assert record["relation"] == known or {record["relation"], known} <= {"near", "partial"}


def test_ids_to_remove_come_as_any_column_and_bytes_are_none(folder):
    index = Index(folder, keep_text=True)
    index.add([SAID, RAIN, "Snow.", "Hail.", "Fog."], ids=[65, 66, 7, 8, 9])
    for ids in (b"AB", bytearray(b"AB"), [b"A"]):
        with pytest.raises(TypeError, match="expected str or int"):
            index.remove(ids)
    assert index.remove(np.array([65, 7])) == 2
    assert index.texts(np.array([66])) == [RAIN]
    assert index.remove(np.int64(66)) == 1
    assert index.remove(pd.Series([8])) == 1
    assert index.articles()["id"] == [9]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_forked_child_cannot_write_the_rows_that_its_parent_has_waiting(folder):
    """The child has the parent's rows and its lock: both saved, and each lost what the other had been told is there."""
    script = textwrap.dedent(f"""
        import os
        from copydesk import Index, IndexLockedError
        index = Index({str(folder)!r})
        index.add(["one", "two"], save=False)
        child = os.fork()
        if child == 0:
            for write in (index.save, index.compact, lambda: index.add(["of the child"])):
                try:
                    write()
                    os._exit(1)
                except IndexLockedError:
                    pass
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        waiting = os.fork()
        if waiting == 0:
            import time
            time.sleep(60)
            os._exit(0)
        index.add(["of the parent"])
        # The lock is free again, although the child that does nothing has its file open.
        assert len(Index.open({str(folder)!r})) == 3
        other = Index.open({str(folder)!r})
        other.add(["of another"])
        os.kill(waiting, 9)
        os.waitpid(waiting, 0)
    """)
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(Index.open(folder)) == 4
