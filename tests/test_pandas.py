"""The pandas accessors give what the functions give, under the labels of the Series, whatever its index holds."""

import inspect
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
import copydesk.pandas
from copydesk import sample
from copydesk.pandas import Tables, Texts

ARTICLES = pd.DataFrame(sample.articles())
WIRE = "The board sold the pier on Monday, after a vote that nobody in the harbour had been told of before."
#: What a column may hold: copies, trimmed and edited ones, quotes, other outlets' names, boilerplate, nothing.
TEXTS = st.sampled_from(
    [
        None,
        "",
        WIRE,
        WIRE.upper(),
        WIRE.replace("Monday", "Friday") + " It cost 3 million crowns.",
        WIRE + " It cost 4 million crowns. “We will not sell the pier,” said Ana Pell, the mayor.\n\n© Lantern Media",
        "“We will never sell the pier,” said Ana Pell, the mayor, as reported by Reuters. It is her fourth year.",
    ]
)
ROWS = ("shingle", "cluster")
OF_TWO = ("similarity", "explain")
RECORDS = ("extract_quotes", "match_quotes", "credits", "boilerplate")
PAIRS = ("near_duplicates", "passages", "overlap", "discrepancies")
OPTIONS = {
    "near_duplicates": {"threshold": 0.3},
    "passages": {"min_words": 5},
    "match_quotes": {"stories": "one"},
    "discrepancies": {"stories": "one"},
}
METHODS = (*ROWS, *OF_TWO, *RECORDS, "verify_quotes", *PAIRS)


def indexes(size):
    """An index of some kind with so many labels, which may repeat."""
    few = st.integers(-3, 3)
    days = few.map(lambda day: pd.Timestamp("2025-03-04") + pd.Timedelta(days=day))
    kinds = [few, st.sampled_from(["a", "b", "ü"]), days, st.sampled_from([0.5, float("nan")]), st.none()]
    flat = [st.lists(kind, min_size=size, max_size=size).map(pd.Index) for kind in kinds]
    pairs = st.lists(st.tuples(few, st.sampled_from("ab")), min_size=size, max_size=size)
    several = pairs.map(lambda labels: pd.MultiIndex.from_tuples(labels, names=["day", "desk"]) if labels else None)
    ranges = st.just(pd.RangeIndex(5, 5 + size))
    return st.one_of(*flat, ranges, several).map(lambda index: pd.RangeIndex(size) if index is None else index)


@st.composite
def columns(draw):
    texts = draw(st.lists(TEXTS, max_size=6))
    kind = draw(st.sampled_from(["object", "category", "string", pd.ArrowDtype(pa.string())]))
    return pd.Series(texts, index=draw(indexes(len(texts))), dtype=object, name="body").astype(kind)


def options(name, texts):
    return {key: [1] * len(texts) if key == "stories" else value for key, value in OPTIONS.get(name, {}).items()}


@settings(max_examples=25)
@given(texts=columns())
@pytest.mark.parametrize("name", ROWS)
def test_one_line_a_row_under_the_rows_own_labels(name, texts):
    found = getattr(texts.copydesk, name)()
    plain = getattr(copydesk, name)(texts).to_pandas().drop(columns="id")
    pd.testing.assert_index_equal(found.index, texts.index)
    pd.testing.assert_frame_equal(found.reset_index(drop=True), plain)


@settings(max_examples=25)
@given(texts=columns())
@pytest.mark.parametrize("name", OF_TWO)
def test_a_comparison_of_two_columns_has_every_row_with_what_is_missing_missing(name, texts):
    other = pd.Series([WIRE] * len(texts), index=texts.index, dtype=object)
    found = getattr(texts.copydesk, name)(other)
    plain = getattr(copydesk, name)(texts, other).to_pandas()
    pd.testing.assert_index_equal(found.index, texts.index)
    assert found["row"].tolist() == list(range(len(texts)))
    there = found.reset_index(drop=True).loc[plain["row"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(there, plain, check_dtype=len(plain) > 0)
    absent = found.reset_index(drop=True).drop(index=plain["row"])
    assert absent.drop(columns="row").isna().all(axis=None)


@settings(max_examples=25)
@given(texts=columns())
@pytest.mark.parametrize("name", RECORDS)
def test_each_record_stands_under_the_label_of_its_row(name, texts):
    given = options(name, texts)
    found = getattr(texts.copydesk, name)(**given)
    plain = getattr(copydesk, name)(texts, **given).to_pandas()
    pd.testing.assert_index_equal(found.index, texts.index.take(plain["row"].to_numpy()))
    pd.testing.assert_frame_equal(found.reset_index(drop=True), plain)


@settings(max_examples=25)
@given(texts=columns())
def test_each_string_that_is_checked_stands_under_its_label(texts):
    found = texts.copydesk.verify_quotes([WIRE])
    plain = copydesk.verify_quotes(texts, [WIRE]).to_pandas()
    pd.testing.assert_index_equal(found.index, texts.index.take(plain["row"].to_numpy()))
    pd.testing.assert_frame_equal(found.reset_index(drop=True), plain)


@settings(max_examples=25)
@given(texts=columns())
@pytest.mark.parametrize("name", PAIRS)
def test_pairs_are_numbered_and_name_rows_by_position(name, texts):
    given = options(name, texts)
    found = getattr(texts.copydesk, name)(**given)
    pd.testing.assert_frame_equal(found, getattr(copydesk, name)(texts, **given).to_pandas())


@settings(max_examples=25)
@given(texts=columns())
def test_signatures_are_a_line_a_row(texts):
    found = texts.copydesk.signatures(num_hashes=16)
    pd.testing.assert_index_equal(found.index, texts.index)
    assert np.array_equal(found.to_numpy(), copydesk.signatures(texts, num_hashes=16))


@settings(max_examples=50)
@given(texts=columns(), data=st.data())
def test_labels_are_those_of_the_rows_or_missing(texts, data):
    rows = data.draw(st.lists(st.none() | st.integers(0, len(texts) - 1) if len(texts) else st.none(), max_size=5))
    numbers = pd.Series(rows, dtype="Int64", index=data.draw(indexes(len(rows))), name="link")
    found = texts.copydesk.labels(numbers)
    pd.testing.assert_index_equal(found.index, numbers.index)
    assert found.name == "link"
    for row, label in zip(rows, found.tolist(), strict=True):
        expected = None if row is None else texts.index[row]
        assert label == expected if expected is not None and expected == expected else pd.isna(label)


def test_clusters_join_a_frame_that_has_ids_and_titles_of_its_own():
    joined = ARTICLES.join(ARTICLES["text"].copydesk.cluster(level="partial"))
    assert joined["id"].tolist() == ARTICLES["id"].tolist()
    assert joined["cluster"].tolist() == copydesk.cluster(ARTICLES["text"], level="partial")["cluster"]


def test_columns_of_the_frame_go_in_as_they_are():
    df = ARTICLES.set_index("id")
    found = df["text"].copydesk.cluster(level="story", titles=df["title"], sources=df["source"], dates=df["date"])
    plain = copydesk.cluster(
        df["text"], level="story", titles=df["title"], sources=df["source"], dates=df["date"]
    ).to_pandas()
    pd.testing.assert_frame_equal(found.reset_index(drop=True), plain.drop(columns="id"))
    with pytest.raises(ValueError, match="index"):
        df["text"].copydesk.cluster(level="story", titles=ARTICLES["title"])


def test_ids_that_are_given_are_there():
    texts = ARTICLES["text"]
    assert texts.copydesk.cluster(ids=ARTICLES["id"])["id"].tolist() == ARTICLES["id"].tolist()
    assert "id" not in texts.copydesk.cluster()


def test_tables_go_from_method_to_method():
    df = ARTICLES.set_index("id")
    texts = df["text"].copydesk
    quotes = texts.extract_quotes()
    chosen = quotes[quotes["kind"] != "scare"]
    assert len(texts.match_quotes(quotes=chosen)) > 0
    assert len(texts.passages(pairs=texts.cluster())) == len(texts.passages(pairs=copydesk.cluster(df["text"])))
    speakers = chosen.copydesk.speakers(people=pd.DataFrame({"name": ["Dorrit Vane"], "party": ["Quay"]}))
    assert speakers["party"].notna().sum() == 1
    checked = chosen.copydesk.verify_quotes(df["text"], match="row")
    pd.testing.assert_index_equal(checked.index, chosen.index)
    assert set(checked["status"]) == {"verbatim"}
    assert checked["text"].tolist() == chosen["text"].tolist()


def test_matches_of_an_index_are_aligned(tmp_path):
    df = ARTICLES.set_index("id")
    archive = copydesk.Index(tmp_path / "archive")
    archive.add(df["text"])
    asked = df["text"].iloc[[3, 1]]
    matches = asked.copydesk.align(archive.query(asked))
    assert set(matches.index) == set(asked.index)
    assert (matches.index == matches["id"]).all()


def test_analyze_reads_columns_by_name_and_gives_the_tables_of_the_desk():
    df = ARTICLES.set_index("id")
    tables = df.copydesk.analyze("text", titles="title", sources="source", dates="date")
    desk = copydesk.analyze(df["text"], titles=df["title"], sources=df["source"], dates=df["date"])
    assert list(tables) == list(desk.TABLES)
    for name, table in desk.tables().items():
        plain = table.to_pandas()
        pd.testing.assert_frame_equal(
            tables[name].reset_index(drop=True), plain.drop(columns="id") if name == "stories" else plain
        )
        if "row" in plain:
            pd.testing.assert_index_equal(tables[name].index, df.index.take(plain["row"].to_numpy()))
    pd.testing.assert_index_equal(df.join(tables["stories"]).index, df.index)


def test_analyze_takes_columns_too_and_stories_that_are_known():
    tables = ARTICLES.copydesk.analyze("text", sources=ARTICLES["source"].tolist(), ids="id", stories=[1] * 12)
    assert tables["stories"]["id"].tolist() == ARTICLES["id"].tolist()
    assert tables["stories"]["members"].tolist() == [12] * 12


@pytest.mark.parametrize("values", [[1, 2], [1.5, None], [True], [pd.Timestamp("2025-03-04")]])
def test_a_series_of_something_else_says_so(values):
    with pytest.raises(AttributeError, match=r"reads texts, and the Series 'views' is .*\.astype\(str\)"):
        pd.Series(values, name="views").copydesk  # noqa: B018
    assert not hasattr(pd.Series(values), "copydesk")


def test_a_column_of_nothing_is_a_column_of_missing_texts():
    for empty in (pd.Series([np.nan, np.nan]), pd.Series([], dtype="float64"), pd.Series([None], dtype=object)):
        assert empty.copydesk.cluster()["cluster"].isna().all()
        assert len(empty.copydesk.extract_quotes()) == 0


def test_a_method_of_the_other_accessor_is_pointed_at():
    with pytest.raises(
        AttributeError, match=r'`cluster` reads one column of texts; call df\["body"\].copydesk.cluster'
    ):
        ARTICLES.copydesk.cluster("text")
    with pytest.raises(AttributeError, match=r"`analyze` reads a table; call df.copydesk.analyze"):
        ARTICLES["text"].copydesk.analyze()
    with pytest.raises(AttributeError, match=r"`\.copydesk` has no 'clusters'"):
        ARTICLES["text"].copydesk.clusters()


def test_one_row_that_is_no_text_is_named():
    with pytest.raises(TypeError, match="row 1 of `texts` is int"):
        pd.Series(["a", 1], dtype=object).copydesk.cluster()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda texts: texts.align(copydesk.near_duplicates([WIRE, WIRE])), "`records` must have a column `row`"),
        (lambda texts: texts.align(copydesk.cluster([WIRE] * 2)), "`records` must be of rows 0 to 0, got 0 to 1"),
        (lambda texts: texts.align([{"row": 0}]), "`records` must be Records, what a function returns, got list"),
        (lambda texts: texts.labels([-1]), "`rows` must be of rows 0 to 0, got -1 to -1"),
        (
            lambda _: ARTICLES.copydesk.analyze("body"),
            "`texts` must name a column, got 'body'; there are 'id', 'title'",
        ),
        (lambda _: ARTICLES.copydesk.analyze("text", dates="day"), "`dates` must name a column, got 'day'"),
        (lambda _: ARTICLES.copydesk.speakers(), "lacks the column"),
    ],
)
def test_what_does_not_fit_is_told_with_the_way_out(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call(pd.Series([WIRE]).copydesk)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_has_the_arguments_of_its_function_and_says_what_they_do(name):
    function, method = getattr(copydesk, name), getattr(pd.Series(["a"]).copydesk, name)
    theirs = list(inspect.signature(function).parameters.items())[1:]
    assert list(inspect.signature(method).parameters.items()) == theirs
    doc = inspect.getdoc(method)
    arguments = doc.split("Args:\n")[1].split("\nReturns:")[0]
    for parameter, _ in theirs:
        assert f"    {parameter}: " in arguments
    first = next(iter(inspect.signature(function).parameters))
    assert f"    {first}: " not in arguments
    assert "Example:" not in doc


def test_every_function_of_a_column_is_a_method():
    functions = {name for name in copydesk.__all__ if inspect.isfunction(getattr(copydesk, name))}
    methods = {name for of in (Texts, Tables) for name in vars(of) if not name.startswith("_")}
    assert functions - methods == set()
    assert methods - functions == {"align", "labels"}


def test_signatures_and_analyze_have_the_defaults_of_their_functions():
    for method, function in ((Texts.signatures, copydesk.signatures), (Tables.analyze, copydesk.analyze)):
        own, theirs = inspect.signature(method).parameters, inspect.signature(function).parameters
        assert [(name, own[name].default) for name in own if name not in ("self", "texts")] == [
            (name, theirs[name].default) for name in theirs if name != "texts"
        ]


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_the_package_alone_imports_no_pandas():
    done = run("import copydesk, copydesk.testing, sys; raise SystemExit('pandas' in sys.modules)")
    assert done.returncode == 0, done.stderr


def test_without_pandas_the_import_says_what_to_install():
    done = run("import sys; sys.modules['pandas'] = None; import copydesk.pandas")
    assert "ImportError: copydesk.pandas needs pandas; pip install 'copydesk[pandas]'" in done.stderr
