"""Which ids ride into the records."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import copydesk

TEXTS = ["a b c d", "A b c d", "other words here"]


def ids_of(texts=TEXTS, **arguments):
    return copydesk.cluster(texts, **arguments)["id"]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["x", "y", "z"], ["x", "y", "z"]),
        ((7, 8, 7), [7, 8, 7]),
        (range(3), [0, 1, 2]),
        (np.array([1, 2, 3], dtype=np.uint8), [1, 2, 3]),
        ([np.int64(1), 2, 3], [1, 2, 3]),
        (np.array(["x", "y", "z"]), ["x", "y", "z"]),
        (pd.Series(["x", "y", "z"]), ["x", "y", "z"]),
        (pl.Series([4, 5, 6]), [4, 5, 6]),
        (pa.chunked_array([["x"], ["y", "z"]]), ["x", "y", "z"]),
        ([1, 2, 2**63], ["1", "2", "9223372036854775808"]),
    ],
)
def test_ids_are_integers_if_all_fit_else_strings(ids, expected):
    assert ids_of(ids=ids) == expected


def test_ids_ride_into_pairs_and_quotes():
    pair = copydesk.near_duplicates(TEXTS, ids=["x", "y", "z"])[0]
    assert (pair["left_id"], pair["right_id"]) == ("x", "y")
    quote = copydesk.extract_quotes(["nothing", "“No,” said Ana Pell."], ids=[10, 20])[0]
    assert (quote["row"], quote["id"]) == (1, 20)


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (None, [0, 1, 2]),
        ([5, 5, 9], [5, 5, 9]),
        (["x", "y", "z"], ["x", "y", "z"]),
        (pd.Index(["x", "y", "z"], dtype="string"), ["x", "y", "z"]),
        (pd.Index(["x", None, "z"], dtype=object), [0, 1, 2]),
        ([1.5, 2.5, 3.5], [0, 1, 2]),
        (pd.date_range("2026-01-01", periods=3), [0, 1, 2]),
        (pd.MultiIndex.from_tuples([(1, "a"), (1, "b"), (2, "a")]), [0, 1, 2]),
        ([True, False, True], [0, 1, 2]),
        (pd.Index([1, "b", 2], dtype=object), [0, 1, 2]),
    ],
)
def test_a_pandas_index_of_integers_or_strings_gives_the_ids(index, expected):
    assert ids_of(pd.Series(TEXTS, index=index)) == expected


def test_a_sliced_series_brings_its_own_labels():
    assert ids_of(pd.Series(TEXTS)[1:]) == [1, 2]
    assert ids_of(pd.Series(TEXTS).sample(frac=1, random_state=1)) == list(
        pd.Series(TEXTS).sample(frac=1, random_state=1).index
    )


def test_given_ids_win_over_the_index():
    assert ids_of(pd.Series(TEXTS, index=[5, 6, 7]), ids=["x", "y", "z"]) == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        (["x", "y"], ValueError, "one id for each of the 3 rows of `texts`, got 2"),
        (["x", 1, "z"], TypeError, r"`ids` mixes str \(row 0\) and int \(row 1\)"),
        ([True, False, True], TypeError, "row 0 of `ids` is bool"),
        (np.array([True, False, True]), TypeError, "row 0 of `ids` is bool"),
        (["x", None, "z"], ValueError, "row 1 of `ids` is missing"),
        ([1, float("nan"), 3], ValueError, "row 1 of `ids` is missing"),
        ([1.5, 2.5, 3.5], TypeError, "row 0 of `ids` is float"),
        (["x", "y\ud800", "z"], ValueError, "row 1 of `ids` holds a lone surrogate"),
        ("xyz", TypeError, r"`ids` is one string, .* pass the column itself, such as articles\[\"id\"\]"),
        (iter("xyz"), TypeError, "`ids` is"),
    ],
)
def test_ids_that_cannot_serve_are_refused(ids, error, message):
    with pytest.raises(error, match=message):
        ids_of(ids=ids)


def test_series_with_different_indexes_are_refused():
    left, right = pd.Series(TEXTS), pd.Series(TEXTS, index=[2, 1, 0])
    with pytest.raises(ValueError, match="different indexes"):
        copydesk.similarity(left, right)
    with pytest.raises(ValueError, match="different indexes"):
        copydesk.cluster(left, ids=right)
    assert len(copydesk.similarity(left, right.to_list())) == 3
