"""Pairs across two tables on Spark are those of two columns."""

import pytest

import copydesk
from corpora import corpus
from frames import frame, records

TEXTS = corpus(copies=80)
#: Some documents are in both, and texts with equal words, or with none, on one side or both.
ONE = [*TEXTS[:160], "alone here words", "", None]
OTHER = [*TEXTS[100:], None, "Alone, here: words", "alone here words", "…"]
ARGUMENTS = [{}, {"expand": False}, {"measure": "containment", "threshold": 0.9}, {"threshold": 0.3}]


def both(spark):
    return frame(spark, ONE), frame(spark, OTHER, first=5000)


def local(**arguments):
    ids = {"ids": range(100, 100 + len(ONE)), "against_ids": range(5000, 5000 + len(OTHER))}
    return copydesk.near_duplicates(ONE, against=OTHER, **ids, **arguments)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
def test_pairs_across_are_the_local_ones(cs, spark, arguments):
    expected = local(**arguments)
    assert {"exact", "near"} <= set(expected["relation"]) or "measure" in arguments
    df, against = both(spark)
    for one_task in (0, 10**9):
        found = cs.near_duplicates(df, against=against, one_task=one_task, **arguments)
        assert found.columns == expected.columns
        assert records(found, expected.columns, "left", "right") == expected.to_list()


def test_an_empty_side_has_no_pairs(cs, spark):
    df, against = both(spark)
    empty = against.filter("false")
    for one_task in (0, 10**9):
        assert cs.near_duplicates(df, against=empty, one_task=one_task).count() == 0
        assert cs.near_duplicates(empty, against=df, one_task=one_task).count() == 0


@pytest.mark.parametrize("expand", [True, False])
def test_too_many_pairs_are_refused_before_they_are_made(cs, spark, expand):
    number = len(local(expand=expand))
    df, against = both(spark)
    with pytest.raises(copydesk.ParameterError, match=f"`max_pairs` must be at least {number}, .*got {number - 1}"):
        cs.near_duplicates(df, against=against, expand=expand, max_pairs=number - 1, one_task=0)
    found = cs.near_duplicates(df, against=against, expand=expand, max_pairs=number, one_task=0)
    assert found.count() == number


def test_the_other_table_has_the_same_columns_of_the_same_types(cs, spark):
    df, against = both(spark)
    with pytest.raises(TypeError, match=r'`against`: column "id" is string, expected bigint as in `df`; convert with'):
        cs.near_duplicates(df, against=against.selectExpr("cast(id as string) as id", "text"))
    with pytest.raises(copydesk.ParameterError, match="`text` must be one of the columns id, body, got 'text'"):
        cs.near_duplicates(df, against=against.withColumnRenamed("text", "body"))
    with pytest.raises(TypeError, match=r"`against` is builtins\.list, expected a Spark DataFrame"):
        cs.near_duplicates(df, against=OTHER)


def test_boilerplate_is_left_out_of_both_in_one_task(cs, spark):
    notice = "Sign up for the letter of the harbour and read every morning what moved the coast overnight, for nothing."
    one = [f"{text}\n\n{notice}" for text in ("Rain fell on Ardmere.", "Snow fell on Pellworth.")]
    other = [f"{text}\n\n{notice}" for text in ("Hail fell on Marlow for an hour.", "Rain fell on Ardmere.")]
    found = {}
    for ignore in (False, True):
        call = {"threshold": 0.3, "ignore_boilerplate": ignore}
        expected = copydesk.near_duplicates(one, against=other, ids=[100, 101], against_ids=[500, 501], **call)
        made = cs.near_duplicates(frame(spark, one), against=frame(spark, other, first=500), **call)
        found[ignore] = records(made, expected.columns, "left", "right")
        assert found[ignore] == expected.to_list()
    with pytest.raises(copydesk.ParameterError, match=r"`one_task` must be at least \d+ for `ignore_boilerplate`"):
        cs.near_duplicates(frame(spark, one), ignore_boilerplate=True, one_task=10)
