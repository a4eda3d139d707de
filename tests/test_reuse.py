"""Shared passages and overlaps: what they promise, on texts of our own."""

import collections
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from copydesk import ParameterError, sample

RELEASE = (
    "Saltmere Water will spend two million crowns on the harbour wall, the company said. Work begins in March and ends "
    "before the first storms of the autumn, and the pier stays open throughout. “We owe the town a wall that holds,” "
    "said Ida Brandt, who runs the works. Divers found three cracks in January."
)
ARTICLE = (
    "The town is to get a new wall. Saltmere Water will spend three million crowns on the harbour wall, the company "
    "announced. Boats must be out by Friday, and until then the anglers have to find another place to stand. Work "
    "begins in March and ends before the first storms of the autumn, and the old pier stays open throughout."
)


def passages(left, right, **options):
    return copydesk.passages([left, right], pairs=[(0, 1)], **options)


def test_a_passage_goes_over_words_that_were_changed():
    found = passages(RELEASE, ARTICLE)
    assert found["left_text"] == [
        "Saltmere Water will spend two million crowns on the harbour wall, the company",
        "Work begins in March and ends before the first storms of the autumn, and the pier stays open throughout",
    ]
    assert found["words"] == [12, 19]
    assert found["similarity"] == [0.923076923, 0.95]


def test_shared_quotations_make_no_copy():
    wall, berth = (
        "“The wall that we build will outlast all of us,” {}.",
        "“Nobody will pay a crown more for a berth,” {}.",
    )
    one = f"{wall.format('said Ida Brandt')} {berth.format('she added')} Then she left."
    other = f"Anglers heard it first. {wall.format('Brandt told them')} {berth.format('Brandt promised')} It rained."
    pair = copydesk.overlap([one, other])[0]
    assert pair["share_left"] > 0.6
    # The name between the two quotations is all that they share outside marks.
    assert pair["share_left_unquoted"] < 0.15
    assert not pair["copied"]
    assert min(copydesk.passages([one, other])["in_quote"]) > 0.9
    # The same words, once without their marks, are still speech that one of the two marks as such.
    bare = other.replace("“", "").replace("”", "")
    assert min(copydesk.passages([one, bare])["in_quote"]) > 0.9
    assert copydesk.overlap([RELEASE, ARTICLE])[0]["copied"]


def test_an_outlets_own_lines_are_no_copy_unless_asked_for():
    footer = (
        "Read more: Seven piers of the coast that you should see before the storms of the autumn take them away\n\n"
        "Sign up for our letter and read all of the coast in your inbox every morning before the gulls are awake"
    )
    texts = [
        f"Wall to be mended\n\nThe harbour wall of Saltmere is mended in March, the company said.\n\n{footer}",
        f"Ferry fares rise\n\nTickets to the island cost a crown more from Sunday on, for adults only.\n\n{footer}",
    ]
    assert copydesk.overlap(texts).to_list() == []
    assert copydesk.passages(texts, pairs=[(0, 1)]).to_list() == []
    (pair,) = copydesk.overlap(texts, ignore_boilerplate=False)
    assert pair["copied"]
    (own,) = copydesk.overlap(texts, pairs=[(0, 1)])
    assert (own["copied"], own["share_left"], own["share_left_unquoted"]) == (False, 0.0, 0.0)
    assert own["words_left"] < pair["words_left"] - 30


def test_lines_that_one_outlet_repeats_are_its_own():
    line = "Zanzibar telegrams reach Brackwater desks by noon."
    unrelated = ("gazette-flower-show", "hinterland-ferry-fares", "courier-library-clock")
    texts = [f"{one['text'].strip()}\n\n{line}" for one in sample.articles() if one["id"] in unrelated]
    options = {"pairs": [(0, 1)], "min_words": 6}
    assert copydesk.passages(texts, **options)["left_text"] == [line.rstrip(".")]
    assert copydesk.passages(texts, sources=["Gazette"] * 3, **options).to_list() == []


def test_shares_count_the_words_of_the_passages():
    pair = copydesk.overlap([RELEASE, ARTICLE])[0]
    words = sum(copydesk.passages([RELEASE, ARTICLE])["words"])
    assert pair["share_left"] == round(words / pair["words_left"], 9)
    assert pair["share_right"] == round(words / pair["words_right"], 9)


def test_pairs_are_taken_in_every_form():
    texts = [RELEASE, ARTICLE, "Rain.", RELEASE]
    expected = copydesk.passages(texts, pairs=[(0, 1), (0, 3), (1, 3)]).to_list()
    clusters = copydesk.cluster(texts, level="story")
    assert clusters["cluster"] == [0, 0, 2, 0]
    frame = pd.DataFrame({"left": [1, 0, 0], "right": [3, 1, 3]})
    for pairs in (
        None,
        np.array([[0, 3], [0, 1], [1, 3]]),
        ((0, 1), (0, 1), (0, 3), (1, 3)),
        frame,
        {"left": [0, 0, 1], "right": [1, 3, 3]},
        clusters,
        clusters.to_pandas(),
        pd.DataFrame(clusters.to_list()).astype({"cluster": float}),
        copydesk.near_duplicates(texts, threshold=0.01, size=2),
        [record for record in clusters if record["members"] > 1],
        [record for record in copydesk.near_duplicates(texts, threshold=0.01, size=2) if record["jaccard"] > 0],
    ):
        assert copydesk.passages(texts, pairs=pairs).to_list() == expected
    # As given: left and right are not exchanged.
    assert (
        copydesk.passages(texts, pairs=[(1, 0)])["left_text"] == copydesk.passages(texts, pairs=[(0, 1)])["right_text"]
    )


@pytest.mark.parametrize(
    ("pairs", "error", "message"),
    [
        ([(0, 5)], ParameterError, r"`pairs` must be rows in \[0, 2\) on the right, got 5 in pair 0"),
        ([(0, 1), (-1, 1)], ParameterError, r"on the left, got -1 in pair 1"),
        ([(1, 1)], ParameterError, "`pairs` must be of two rows, got row 1 twice in pair 0"),
        ([(0, 1, 2)], ValueError, r"item 0 of `pairs` is \(0, 1, 2\), expected two row numbers"),
        ("ab", TypeError, "`pairs` is str, expected a list of"),
        (
            [("a", "b")],
            TypeError,
            r"item 0 of `pairs` is \('a', 'b'\), expected two row numbers, not ids; look them up",
        ),
        ([(0.5, 1)], TypeError, "`pairs` must be a whole number"),
        ([{"row": 0}], TypeError, "`pairs` is a list of dicts such as .*; each must have left and right, or row and"),
        (zip([0], [1], strict=True), TypeError, r"`pairs` is zip, which can be read only once; pass list\(pairs\)"),
        ({"one": [1]}, TypeError, "`pairs` has the columns one, expected"),
        (iter([(0, 1)]), TypeError, "`pairs` is list_iterator"),
    ],
)
def test_what_is_no_pair_is_refused(pairs, error, message):
    with pytest.raises(error, match=message):
        copydesk.passages([RELEASE, ARTICLE], pairs=pairs)


def test_arguments_out_of_range_are_refused():
    with pytest.raises(ParameterError, match=r"`min_words` must be in \[5, 1000000\], got 4"):
        copydesk.passages(["a"], min_words=4)
    with pytest.raises(ParameterError, match="`against_ids` must come with `against`"):
        copydesk.passages(["a"], against_ids=[1])
    with pytest.raises(ParameterError, match="`max_pairs` must be"):
        copydesk.passages([RELEASE] * 9, max_pairs=5)
    with pytest.raises(TypeError, match="`against` is one string"):
        copydesk.overlap(["a"], against="b")
    with pytest.raises(ValueError, match="`against_dates` must have one value for each of the 1 rows"):
        copydesk.overlap(["a"], against=["b"], against_dates=["2024-01-01"] * 2)


def test_two_collections_are_compared_across_only():
    releases = pd.Series([RELEASE, "Rain all day.", RELEASE], index=["r1", "r2", "r3"])
    articles = [None, ARTICLE, "Fog.", RELEASE]
    found = copydesk.passages(releases, against=articles, against_ids=["a", "b", "c", "d"])
    assert {(p["left_id"], p["right_id"]) for p in found} == {("r1", "b"), ("r1", "d"), ("r3", "b"), ("r3", "d")}
    for passage in found:
        assert releases.iloc[passage["left"]][passage["left_start"] : passage["left_end"]] == passage["left_text"]
        assert articles[passage["right"]][passage["right_start"] : passage["right_end"]] == passage["right_text"]
    given = copydesk.passages(
        releases, against=articles, against_ids=["a", "b", "c", "d"], pairs=[(0, 0), (0, 3), (2, 1)]
    )
    assert [(p["left"], p["right"]) for p in given] == [(0, 3), (2, 1), (2, 1)]
    turned = copydesk.overlap(articles, against=releases)
    assert len(turned) == 4
    assert turned["share_left"][0] == copydesk.overlap(releases, against=articles)["share_right"][0]


def test_clusters_of_one_column_name_no_pairs_across_two():
    clusters = copydesk.cluster([RELEASE, RELEASE])
    with pytest.raises(ParameterError, match="which are of one column"):
        copydesk.overlap([RELEASE, RELEASE], against=[ARTICLE, ARTICLE], pairs=clusters)


def test_where_nothing_is_shared_nobody_was_first():
    pair = copydesk.overlap([RELEASE, "Rain."], pairs=[(0, 1)], dates=["2024-03-01", "2024-03-02"])[0]
    assert (pair["direction"], pair["direction_evidence"]) == ("unknown", None)


def test_dates_say_who_was_first_and_likeness_does_not():
    texts = [RELEASE, ARTICLE]
    assert copydesk.overlap(texts)[0]["direction"] == "unknown"
    dated = copydesk.overlap(texts, dates=["2024-03-02", "2024-03-01"])[0]
    assert (dated["direction"], dated["direction_evidence"]) == ("right_first", "date")
    same = copydesk.overlap(texts, dates=["2024-03-02", "2024-03-02"])[0]
    assert (same["direction"], same["direction_evidence"]) == ("unknown", None)
    across = copydesk.passages([RELEASE], against=[ARTICLE], dates=["2024-03-01"], against_dates=["2024-03-02"])
    assert set(across["direction"]) == {"left_first"}


def test_a_text_that_holds_two_others_came_after_them():
    other = (
        "The library at Ard opens its new reading room on Sunday with a lecture about lighthouses. Entry is free, and "
        "the first hundred visitors get a map of the coast that the keeper's daughter drew in 1911."
    )
    merged = RELEASE + "\n\nIn other news: " + other
    found = copydesk.overlap([RELEASE, other, merged])
    verdicts = [(p["left"], p["right"], p["direction"], p["direction_evidence"]) for p in found]
    assert verdicts == [(0, 2, "left_first", "containment"), (1, 2, "left_first", "containment")]
    # Of given pairs it is not known what the two parts share.
    assert copydesk.overlap([RELEASE, other, merged], pairs=[(0, 2), (1, 2)])["direction"] == ["unknown"] * 2


def test_missing_and_empty_texts_share_nothing():
    texts = [None, RELEASE, "", "…", RELEASE, float("nan")]
    assert [(p["left"], p["right"]) for p in copydesk.passages(texts)] == [(1, 4)]
    pairs = copydesk.overlap(texts, pairs=[(0, 1), (1, 2), (1, 4)])
    assert [(p["left"], p["share_left"]) for p in pairs] == [(1, 0.0), (1, 1.0)]
    assert len(copydesk.passages([])) == 0


WORDS = st.sampled_from(["pier", "Wall", "“no", "yes”", "é", "漢字", "🎉", "\u0301", "\n\n", "don’t", "1,000", "-"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=60).map(" ".join), min_size=2, max_size=4), st.integers(5, 9))
def test_every_span_is_its_text_and_every_pair_its_mirror(texts, least):
    pairs = list(itertools.combinations(range(len(texts)), 2))
    found = copydesk.passages(texts, pairs=pairs, min_words=least)
    for record in found:
        for side in ("left", "right"):
            text = texts[record[side]]
            assert text[record[f"{side}_start"] : record[f"{side}_end"]] == record[f"{side}_text"]
        assert record["words"] >= least
        assert 0 < record["similarity"] <= 1
        assert 0 <= record["in_quote"] <= 1
    turned = copydesk.passages(texts, pairs=[(right, left) for left, right in pairs], min_words=least)
    sides = [("left", "left_start", "left_end"), ("right", "right_start", "right_end")]

    def places(records, sides):
        return collections.Counter(tuple(record[name] for side in sides for name in side) for record in records)

    assert places(found, sides) == places(turned, sides[::-1])
    assert found == copydesk.passages(texts, pairs=pairs, min_words=least, n_threads=2).to_list()


def test_pairs_that_are_looked_for_are_all_that_share_two_runs_of_five_words():
    words = [f"w{number}" for number in range(40)]
    generator = np.random.default_rng(5)
    texts = [" ".join(generator.choice(words, 12)) for _ in range(30)]
    texts += [f"{text} and then {text.split()[0]}" for text in texts[:10]]
    found = {(p["left"], p["right"]) for p in copydesk.passages(texts)}
    every = copydesk.passages(texts, pairs=list(itertools.combinations(range(len(texts)), 2)))
    assert found == {(p["left"], p["right"]) for p in every}
    assert len(found) >= 10


@pytest.mark.parametrize("text", ["a " * 200_000, "“" * 300_000, "a b c d e f g " * 30_000, "x" * 500_000])
def test_hostile_texts_are_compared_in_linear_time(text):
    # Quadratic work would take hours.
    assert len(copydesk.passages([text, text + " end"], pairs=[(0, 1)])) <= 2
