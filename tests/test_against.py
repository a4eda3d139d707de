"""`near_duplicates(texts, against=…)`: pairs across two columns, against slow, obvious twins."""

import itertools
import random

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk

WORDS = ["the", "council", "mayor", "harbour", "said", "no", "plan", "vote", "rain", "budget", "port", "ship"]
MEASURES = ("jaccard", "containment")


def article(rng, length=100):
    return " ".join(rng.choice(WORDS) + rng.choice(["", "", "", ",", "."]) for _ in range(length))


def edited(rng, text, share):
    words = text.split()
    for _ in range(int(len(words) * share)):
        words[rng.randrange(len(words))] = rng.choice(WORDS)
    return " ".join(words)


def columns(seed, releases=8, articles=20):
    """Releases, and articles that reprint, edit, cut or embed some of them; both with missing texts and repeats."""
    rng = random.Random(seed)
    left = [article(rng) for _ in range(releases)]
    left += [left[0].upper(), None, "", "…", "short text"]
    right = [article(rng) for _ in range(articles)]
    for text in left[: releases // 2]:
        right += [text, text.title(), edited(rng, text, 0.02), edited(rng, text, 0.1)]
        right += [" ".join(text.split()[:40]), f"{article(rng)} {text} {article(rng)}"]
    right += [None, "", "…", "Short text!"]
    rng.shuffle(left)
    rng.shuffle(right)
    return left, right


def brute_force(left, right, threshold, measure, **arguments):
    """Every pair of a left and a right text, measured by `similarity`."""
    rows = list(itertools.product(range(len(left)), range(len(right))))
    measured = copydesk.similarity([left[i] for i, _ in rows], [right[j] for _, j in rows], **arguments)
    pairs = {}
    for record in measured:
        containment = max(record["containment_left"], record["containment_right"])
        if (record["jaccard"] if measure == "jaccard" else containment) >= threshold:
            scores = (record["jaccard"], record["containment_left"], record["containment_right"])
            pairs[rows[record["row"]]] = scores
    return pairs


def found(left, right, **arguments):
    records = copydesk.near_duplicates(left, against=right, **arguments)
    keys = list(zip(records["left"], records["right"], strict=True))
    assert keys == sorted(set(keys))
    return {(p["left"], p["right"]): (p["jaccard"], p["containment_left"], p["containment_right"]) for p in records}


def turned(pairs):
    return {
        (right, left): (jaccard, of_right, of_left) for (left, right), (jaccard, of_left, of_right) in pairs.items()
    }


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("threshold", [0.05, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("seed", range(2))
def test_pairs_across_are_those_of_brute_force_whichever_column_is_the_smaller(measure, threshold, seed):
    left, right = columns(seed)
    expected = brute_force(left, right, threshold, measure)
    assert len(expected) > 10
    for method in ("lsh", "exact"):
        assert found(left, right, threshold=threshold, measure=measure, method=method) == expected
        assert turned(found(right, left, threshold=threshold, measure=measure, method=method)) == expected


TEXTS = st.lists(st.one_of(st.none(), st.text(alphabet="ab '.\n", max_size=14)), max_size=9)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(MEASURES), st.sampled_from([0.1, 0.5, 0.7, 1.0]), st.integers(1, 4))
def test_any_two_columns_give_the_pairs_of_brute_force(left, right, measure, threshold, size):
    expected = brute_force(left, right, threshold, measure, size=size)
    assert found(left, right, threshold=threshold, measure=measure, size=size) == expected


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(MEASURES), st.booleans())
def test_turning_the_columns_round_turns_the_pairs_round(left, right, measure, expand):
    there = copydesk.near_duplicates(left, against=right, measure=measure, expand=expand, size=2)
    back = copydesk.near_duplicates(right, against=left, measure=measure, expand=expand, size=2)
    keys = ("right", "left", "jaccard", "containment_right", "containment_left", "relation")
    names = ("left", "right", "jaccard", "containment_left", "containment_right", "relation")
    expected = [tuple(pair[name] for name in names) for pair in there]
    assert sorted(tuple(pair[key] for key in keys) for pair in back) == expected


@pytest.mark.parametrize("measure", MEASURES)
def test_two_columns_give_the_pairs_across_them_of_one_column_with_both(measure):
    left, right = columns(5, releases=30, articles=60)
    both = copydesk.near_duplicates(left + right, measure=measure, method="exact")
    across = [pair for pair in both if pair["left"] < len(left) <= pair["right"]]
    names = ("jaccard", "containment_left", "containment_right", "relation")
    expected = [(p["left"], p["right"] - len(left), *(p[name] for name in names)) for p in across]
    pairs = copydesk.near_duplicates(left, against=right, measure=measure)
    assert [(p["left"], p["right"], *(p[name] for name in names)) for p in pairs] == expected
    assert {pair["relation"] for pair in pairs} >= {"exact", "near"}


def test_a_column_against_itself_meets_each_text_in_itself():
    texts = ["the council said no to the wall", None, "rain fell on the port all day", "…"]
    pairs = copydesk.near_duplicates(texts, against=texts)
    assert [(pair["left"], pair["right"], pair["relation"]) for pair in pairs] == [(0, 0, "exact"), (2, 2, "exact")]


@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("measure", MEASURES)
def test_the_answer_does_not_depend_on_the_threads(threads, measure):
    left, right = columns(3, releases=40, articles=3000)
    expected = copydesk.near_duplicates(left, against=right, measure=measure)
    assert copydesk.near_duplicates(left, against=right, measure=measure, n_threads=threads) == expected


def test_each_side_brings_its_own_ids():
    left, right = ["one and the same text"] * 2, ["rain", "One and the same text."]
    records = copydesk.near_duplicates(left, against=right, ids=[70, 80], against_ids=["x", "y"])
    assert records.to_list()[0] == {
        "left": 0,
        "right": 1,
        "left_id": 70,
        "right_id": "y",
        "jaccard": 1.0,
        "containment_left": 1.0,
        "containment_right": 1.0,
        "relation": "exact",
    }
    assert records["left_id"] == [70, 80]
    series = pd.Series(right, index=["p", "q"])
    assert copydesk.near_duplicates(left, against=series)["right_id"] == ["q", "q"]
    assert copydesk.near_duplicates(left, against=series)["left_id"] == [0, 1]
    # The two columns are matched by nothing, so their indexes may differ.
    records = copydesk.near_duplicates(pd.Series(left, index=[5, 6]), against=series, against_ids=None)
    assert (records["left_id"], records["right_id"]) == ([5, 6], ["q", "q"])


@pytest.mark.parametrize(
    "kind", [tuple, np.array, pd.Series, pl.Series, pa.array, lambda texts: pd.Series(texts, dtype="string")]
)
def test_either_side_may_be_any_kind_of_column(kind):
    left, right = ["the mayor’s “no” to the wall", "rain"], ["Rain!", "“sun”", "The mayor's 'no' to the wall."]
    expected = copydesk.near_duplicates(left, against=right).to_list()
    assert [(pair["left"], pair["right"]) for pair in expected] == [(0, 2), (1, 0)]
    assert copydesk.near_duplicates(kind(left), against=kind(right)) == expected
    assert copydesk.near_duplicates(left, against=kind(right)) == expected


@pytest.mark.parametrize(
    ("left", "right"), [([], ["a"]), (["a"], []), ([], []), ([None], ["a"]), (["a"], [None, None]), (["…"], ["…", ""])]
)
def test_a_column_without_words_pairs_with_nothing(left, right):
    for measure in MEASURES:
        assert len(copydesk.near_duplicates(left, against=right, measure=measure)) == 0


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"against": "one text"}, TypeError, r"`against` is one string; for a single text pass \[against\]"),
        ({"against": b"bytes"}, TypeError, "`against` is bytes"),
        ({"against": (text for text in ["a"])}, TypeError, r"`against` is .*pass list\(against\)"),
        ({"against": ["a", 7]}, TypeError, "row 1 of `against` is int"),
        (
            {"against": ["a"], "against_ids": ["x", "y"]},
            ValueError,
            "`against_ids` must have one id for each of the 1 ",
        ),
        ({"against": ["a"], "against_ids": [True]}, TypeError, "row 0 of `against_ids` is bool"),
        ({"against": ["a", "b"], "against_ids": [1, "y"]}, TypeError, "`against_ids` mixes str"),
        ({"against": ["a"], "against_ids": "x"}, TypeError, "`against_ids` is "),
        ({"against_ids": ["x"]}, copydesk.ParameterError, "`against_ids` must come with `against`, got None; pass"),
        ({"against": ["a"], "threshold": 70}, copydesk.ParameterError, "for 70 % pass 0.7"),
        ({"against": ["a"], "miss": 0}, copydesk.ParameterError, "`miss` must be in"),
    ],
)
def test_what_is_wrong_with_the_other_column_is_said_of_it(arguments, error, message):
    with pytest.raises(error, match=message):
        copydesk.near_duplicates(["a"], **arguments)


def test_ids_of_the_other_column_with_another_index_are_refused():
    against, ids = pd.Series(["a", "b"], index=[1, 2]), pd.Series([8, 9], index=[2, 1])
    with pytest.raises(ValueError, match="`against` and `against_ids` are Series with different indexes"):
        copydesk.near_duplicates(["a"], against=against, against_ids=ids)


def test_a_hundred_thousand_identical_texts_on_either_side_are_compared_once():
    text = "one and the same text of some words that goes out to every paper"
    many, few = [text] * 100_000, [text.upper(), "rain", text + " today"]
    for left, right in ((many, few), (few, many)):
        assert len(copydesk.near_duplicates(left, against=right)) == 200_000
        assert len(copydesk.near_duplicates(left, against=right, expand=False)) == 100_001
    with pytest.raises(
        copydesk.ParameterError, match=r"`max_pairs` must be at least .*, got 100000000; `expand=False`"
    ):
        copydesk.near_duplicates(many, against=many)
    assert len(copydesk.near_duplicates(many, against=many, expand=False)) == 199_999


def test_without_expanding_each_side_is_represented_by_one_of_its_identical_texts():
    same = "the council said no to the new harbour wall on monday evening"
    left, right = [same, None, same.upper(), f"{same} again", "rain"], [f"{same}!", f"{same} again.", same, "sun"]
    every = copydesk.near_duplicates(left, against=right, size=3)
    few = copydesk.near_duplicates(left, against=right, size=3, expand=False)
    assert len(every) == 2 * 2 + 1 + 2 * 1 + 1 * 2
    assert [pair["relation"] for pair in few].count("exact") == (2 + 2 - 1) + 1
    assert [pair["relation"] for pair in few].count("near") == 2
    assert all(pair in every.to_list() for pair in few)


def test_the_most_pairs_are_a_limit_that_is_met_while_searching():
    left, right = ["one and the same text"] * 3, ["One and the same text!"] * 4
    assert len(copydesk.near_duplicates(left, against=right, max_pairs=12)) == 12
    with pytest.raises(copydesk.ParameterError, match="`max_pairs` must be at least 12, and the search is not at its"):
        copydesk.near_duplicates(left, against=right, max_pairs=11)
    assert len(copydesk.near_duplicates(left, against=right, max_pairs=6, expand=False)) == 6
    with pytest.raises(copydesk.ParameterError, match="a higher `threshold` finds fewer"):
        copydesk.near_duplicates(left, against=right, max_pairs=5, expand=False)


@pytest.mark.parametrize("measure", MEASURES)
def test_texts_of_one_template_are_told_apart_by_what_each_has_of_its_own(measure):
    """Most words are shared across the columns, and only true copies are pairs."""
    rng = random.Random(5)
    words = [f"w{n}" for n in range(20_000)]
    template = rng.choices(words, k=60)
    left = [" ".join(template + rng.choices(words, k=50)) for _ in range(300)]
    right = [" ".join(template + rng.choices(words, k=50)) for _ in range(2000)]
    right += [f"{text} and a line of an editor" for text in left[:30]]
    pairs = copydesk.near_duplicates(left, against=right, measure=measure)
    assert [(pair["left"], pair["right"]) for pair in pairs] == [(row, 2000 + row) for row in range(30)]


def test_a_text_that_comes_again_and_again_without_a_partner_is_compared_a_few_times():
    """Each comparison fails, and there are 20 million of them if each row makes its own."""
    rng = random.Random(7)
    words = [f"w{n}" for n in range(20_000)]
    template = rng.choices(words, k=200)
    left = [" ".join(template + rng.choices(words, k=60)) for _ in range(1000)]
    right = [" ".join(template + rng.choices(words, k=150))] * 20_000
    assert len(copydesk.near_duplicates(left, against=right, threshold=0.6)) == 0


def test_hostile_texts_on_either_side_are_read():
    left = ["a " * 200_000, "“" * 100_000, "x" * 300_000, "lone \ud800 surrogate \x00 here", "b c d e f g"]
    right = ["\ud801 lone \ud800 surrogate \x00 here", "a " * 100_000, "b c d e f g" * 20_000, *["”"] * 50]
    for measure in MEASURES:
        pairs = found(left, right, measure=measure, size=2)
        assert pairs == brute_force(left, right, 0.7, measure, size=2)
        assert turned(found(right, left, measure=measure, size=2)) == pairs


def test_progress_counts_the_texts_of_both_columns():
    steps = []
    left, right = columns(1, releases=50, articles=3000)
    copydesk.near_duplicates(left, against=right, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] >= len(left) + len(right)


def test_a_progress_callback_that_raises_ends_the_call():
    def stop(done, total):
        raise RuntimeError("enough")

    left, right = columns(1, releases=50, articles=3000)
    with pytest.raises(RuntimeError, match="enough"):
        copydesk.near_duplicates(left, against=right * 20, progress=stop)
