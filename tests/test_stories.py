"""Level "story": what belongs together and what does not, and the same answer for any order and number of threads."""

import datetime as dt
import itertools
import json
import math
import random
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import copydesk
from copydesk import sample

#: Forty articles about invented people, written for this purpose: four rewrites and one other story of each family.
FAMILIES = [
    json.loads(line)
    for line in (Path(__file__).parent / "families.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]
TEXTS = [article["text"] for article in FAMILIES]
STORIES = [article["family"] + "/other" * (article["role"] == "negative") for article in FAMILIES]

FIRST = """Storm tears roof off the fish market in Port Ard

A storm tore the roof off the fish market in Port Ard early on Tuesday and threw it into the harbour basin. Nobody was
hurt, but forty stalls were crushed, the harbour master Eline Sorrow said. The damage is put at 3.4 million crowns.

"It sounded like a train," said the watchman, Oskar Lind, who had just locked the gates. The market, built in 1911, will
stay closed until the spring. Traders will sell from tents on the north quay."""
SECOND = """Port Ard traders count their losses after fish hall loses its roof

Fishmongers stood in the rain on the quay of Port Ard on Tuesday and looked at what the storm had left. The roof of
their hall, put up in 1911, lay in the water; under it forty stalls were crushed. Watchman Oskar Lind was the last to
leave. He told reporters that it sounded like a train.

Eline Sorrow, who runs the harbour, spoke of 3.4 million crowns in damage and was glad that no one had been hurt. Tents
will stand on the north quay until the market opens again in spring."""
OTHER = """Eline Sorrow to leave Port Ard harbour after nine years

The harbour master of Port Ard, Eline Sorrow, will step down in September. She told the council on Thursday that she
wants to teach navigation. Under her the harbour gained a ferry line and lost its coal trade.

"I have signed enough forms for two lives," she said. The council will advertise the post next month. The deputy, Jon
Arvid, is expected to apply."""

DAY = dt.date(2025, 3, 4)


def partition(texts, labels):
    """Clusters as sorted lists of texts."""
    clusters = {}
    for text, label in zip(texts, labels, strict=True):
        clusters.setdefault(label, []).append(text)
    return sorted(sorted(members) for members in clusters.values())


def labels(texts, **arguments):
    return copydesk.cluster(texts, level="story", **arguments)["cluster"]


def test_rewrites_find_each_other_and_another_story_about_the_same_person_stays_apart():
    assert labels([FIRST, SECOND, OTHER]) == [0, 0, 2]


def test_families_come_out_as_they_were_written():
    assert partition(TEXTS, labels(TEXTS)) == partition(TEXTS, STORIES)


@pytest.mark.parametrize("family", sorted({article["family"] for article in FAMILIES}))
def test_five_articles_are_enough(family):
    rows = [row for row, article in enumerate(FAMILIES) if article["family"] == family]
    texts = [TEXTS[row] for row in rows]
    assert partition(texts, labels(texts)) == partition(texts, [STORIES[row] for row in rows])


def test_the_sample_has_two_stories():
    articles = sample.articles()
    records = copydesk.cluster([article["text"] for article in articles], level="story")
    sizes = sorted({record["cluster"]: record["members"] for record in records}.values())
    assert sizes == [1, 1, 1, 3, 6]
    assert {record["relation"] for record in records} == {None, "exact", "near", "partial", "rewrite"}


def test_every_story_tie_says_why_and_leads_to_the_representative():
    records = copydesk.cluster(TEXTS, level="story")
    for record in records:
        is_story = record["relation"] in ("rewrite", "story")
        assert (record["why"] is not None) == is_story
        if is_story:
            assert 0.5 <= record["similarity"] <= 1
            heaviest = record["why"].split(", ")
            assert len(heaviest) >= 3
            for term in heaviest:
                assert all(word in TEXTS[record["row"]] for word in term.split(" "))
        row = record["row"]
        while records[row]["link"] is not None:
            row = records[row]["link"]
        assert row == record["representative"]


def test_a_tie_has_the_score_that_explain_gives():
    texts = [FIRST, SECOND, OTHER]
    record = next(record for record in copydesk.cluster(texts, level="story") if record["relation"])
    # The same distinct texts, so the same frequencies.
    told = copydesk.explain([texts[1], texts[2], None], [texts[0], texts[0], texts[1]])
    assert told["row"] == [0, 1]
    assert told[0]["relation"] == record["relation"] == "rewrite"
    assert told[0]["rewrite"] == record["similarity"]
    assert told[1]["relation"] is None


def mean_linkage(count, odds, floor=-6.7, best=0.25, stranger=-5.7, company=1.2):
    """Clusters merged one by one, every likeness counted anew from all pairs."""
    clusters = [[row] for row in range(count)]

    def judged(a, b):
        return min(max(odds.get((min(a, b), max(a, b)), floor), floor), 8.0)

    def knows(one, other):
        return all(sum(judged(a, b) for b in other) / len(other) >= stranger for a in one)

    def is_bridge(row):
        near = [other for other in range(count) if other != row and judged(row, other) >= 0]
        pairs = list(itertools.combinations(near, 2))
        strange = sum(judged(a, b) < stranger for a, b in pairs)
        return strange > 0 and 4 * strange >= len(pairs)

    bridges = {row for row in range(count) if is_bridge(row)}
    for kept_back in (bridges, set()):
        while True:
            found = None
            for one, other in itertools.combinations(range(len(clusters)), 2):
                if kept_back & {*clusters[one], *clusters[other]}:
                    continue
                if not (knows(clusters[one], clusters[other]) and knows(clusters[other], clusters[one])):
                    continue
                values = [judged(a, b) for a in clusters[one] for b in clusters[other]]
                likeness = best * max(values) + (1 - best) * sum(values) / len(values) + company * (len(values) > 1)
                if likeness >= 0 and (found is None or likeness > found[0]):
                    found = (likeness, one, other)
            if found is None:
                break
            clusters[found[1]] += clusters.pop(found[2])
    return [min(cluster) for row in range(count) for cluster in clusters if row in cluster]


def test_clusters_are_those_of_comparing_all_pairs():
    # Without what the finer levels join, so that both see the same documents.
    texts = [text for text, article in zip(TEXTS, FAMILIES, strict=True) if article["role"] != "truncated"]
    both = list(itertools.combinations(range(len(texts)), 2))
    told = copydesk.explain([texts[left] for left, _ in both], [texts[right] for _, right in both]).to_list()
    odds = {}
    for pair, one in zip(both, told, strict=True):
        score = max(one["story"], one["rewrite"])
        if 0 < score < 1 and one["lead"] >= 0.08:
            odds[pair] = math.log(score / (1 - score))
    assert labels(texts) == mean_linkage(len(texts), odds)


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_the_answer_does_not_depend_on_the_threads(threads):
    assert copydesk.cluster(TEXTS, level="story", n_threads=threads) == copydesk.cluster(TEXTS, level="story")


def test_shuffling_changes_neither_partition_nor_representatives_nor_reasons():
    def told(texts):
        records = copydesk.cluster(texts, level="story")
        return sorted(
            (texts[r["row"]], texts[r["representative"]], r["relation"] or "", r["similarity"] or 0, r["why"] or "")
            for r in records
        )

    expected = told(TEXTS)
    for seed in range(4):
        shuffled = TEXTS[:]
        random.Random(seed).shuffle(shuffled)
        assert told(shuffled) == expected


def test_levels_nest():
    texts = [*TEXTS, TEXTS[0].upper(), TEXTS[3] + " One more line.", *TEXTS[5:9]]
    levels = [copydesk.cluster(texts, level=level)["cluster"] for level in ("exact", "near", "partial", "story")]
    for finer, coarser in itertools.pairwise(levels):
        for left, right in itertools.combinations(range(len(texts)), 2):
            if finer[left] == finer[right]:
                assert coarser[left] == coarser[right]


def test_a_round_up_joins_no_strangers():
    energy, museum = TEXTS[0:4], TEXTS[30:34]
    whole = 0
    for one, other in itertools.product(energy, museum):
        round_up = f"The week in brief\n\n{one[:450]}\n\n{other[:450]}"
        found = labels([*energy, *museum, round_up])
        assert not set(found[:4]) & set(found[4:8])
        whole += len(set(found[:4])) == len(set(found[4:8])) == 1
    # An article that is little like the rest of its story may be lost over the new frequencies of its words.
    assert whole >= 14


@pytest.mark.parametrize(("one", "other"), [(0, 3), (3, 0), (1, 4), (2, 5)])
def test_a_round_up_of_two_whole_articles_joins_one_story_only(one, other):
    texts = [TEXTS[row] for row in (0, 2, 3, 5, 7, 8)]
    assert labels(texts) == [0, 0, 0, 3, 3, 3]
    found = labels([*texts, texts[one] + "\n\n" + texts[other]])
    assert not set(found[:3]) & set(found[3:6])
    # Over the new frequencies of its words a rewrite that is little like the others may be lost, but never the article.
    copied = (one, other - 3) if one < 3 else (other, one - 3)
    energy, strike = found[:3], found[3:6]
    assert energy.count(energy[copied[0]]) >= 2 or strike.count(strike[copied[1]]) >= 2
    if (one, other) == (0, 3):
        assert found[:6] == [0, 0, 0, 3, 3, 3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Police arrest man in Leeds", "Police arrest man in Texas"),
        ("\ud800", "\ud800 abc"),
        ("Storm warning", "Storm warning lifted"),
    ],
)
def test_a_few_words_say_little(one, other):
    told = copydesk.explain([one], [other])[0]
    assert told["relation"] is None
    assert max(told["story"], told["rewrite"]) < 0.2
    assert labels([one, other]) == [0, 1]


def test_a_live_blog_whose_versions_drift_stays_one_story():
    rng = random.Random(3)
    entries = [
        f"{hour}.{minute:02} – "
        + " ".join(rng.choice(["Crews", "Divers", "Traders", "Engineers", "Pilots", "Neighbours"]) for _ in range(1))
        + " "
        + " ".join(f"{rng.choice(WORDS)}" for _ in range(30))
        + "."
        for hour in range(6, 18)
        for minute in (0, 30)
    ]
    head = FIRST.split("\n\n")[0] + " – live\n\n" + FIRST.split("\n\n")[1]
    versions = [head + "\n\n" + "\n\n".join(reversed(entries[end - 6 : end])) for end in range(6, len(entries), 2)]
    assert len(set(copydesk.cluster(versions, level="partial")["cluster"])) > 1
    assert set(labels([*versions, OTHER])[:-1]) == {0}


WORDS = [
    *("crane", "rope", "tide", "diver", "barge", "beam", "nail", "truck", "ferry", "signal", "siren", "lamp", "ladder"),
    *("pump", "basin", "anchor", "chain", "stall", "crate", "ice", "herring", "cod", "ledger", "shutter", "gutter"),
    *("plank", "bolt", "tractor", "trailer", "fence", "queue", "kettle", "coffee", "blanket", "whistle", "radio"),
    *("forecast", "gust", "swell", "squall", "lull", "shift", "helmet", "glove", "torch", "cable", "winch", "wedge"),
]


def test_missing_empty_and_hostile_texts_are_rows_like_any_other():
    texts = [FIRST, None, "", "…", "\x00", "‮" + SECOND, "a" * 100_000, "“" * 5_000, "\ud800" + OTHER, "x\n" * 9_999]
    records = copydesk.cluster(texts, level="story")
    assert [record["row"] for record in records] == list(range(len(texts)))
    assert set(records[1].values()) == {1, None}
    assert records["cluster"] == [0, None, 2, 3, 4, 0, 6, 7, 8, 9]
    assert len(copydesk.cluster([], level="story")) == 0
    assert len(copydesk.explain([], [])) == 0
    assert copydesk.cluster([None, None], level="story")["cluster"] == [None, None]


def test_ids_ride_along():
    frame = pd.Series([FIRST, SECOND, OTHER], index=["a", "b", "c"])
    assert copydesk.cluster(frame, level="story")["id"] == ["a", "b", "c"]
    assert copydesk.cluster([FIRST, SECOND], level="story", ids=[7, 9])["id"] == [7, 9]


def test_texts_of_different_languages_are_not_joined():
    assert labels([FIRST, SECOND], language=["en", "de"]) == [0, 1]
    assert labels([FIRST, SECOND], language=["en-GB", None]) == [0, 0]
    assert labels([FIRST, SECOND], language=["en", " "]) == labels([FIRST, SECOND], language=["", ""]) == [0, 0]
    assert labels([FIRST, SECOND], language="none") == labels([FIRST, SECOND], language="en") == [0, 0]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"language": "tlh"}, copydesk.ParameterError, '`language` must be "auto", "none" or a code.*got "tlh"'),
        ({"language": None}, TypeError, "`language` is NoneType"),
        ({"language": ["en"]}, ValueError, "`language` must have one value for each of the 2 rows"),
        ({"titles": ["one"]}, ValueError, "`titles` must have one value for each of the 2 rows of `texts`, got 1"),
        ({"sources": "Lantern"}, TypeError, "`sources` is one string"),
        ({"dates": ["2025-03-04"]}, ValueError, "`dates` must have one value"),
        ({"dates": "2025-03-04"}, TypeError, "`dates` is str"),
        ({"dates": [1, 2]}, TypeError, "row 0 of `dates` is int"),
        ({"window": 3}, copydesk.ParameterError, "`window` must come with `dates`"),
        ({"window": -1, "dates": [None, None]}, copydesk.ParameterError, "`window` must be a number of days above 0"),
        ({"story_threshold": 1.0}, copydesk.ParameterError, r"`story_threshold` must be in \(0, 1\), got 1"),
        ({"story_threshold": 50}, copydesk.ParameterError, "`story_threshold`"),
        ({"story_threshold": "x"}, TypeError, r"`story_threshold` must be a number, got 'x' \(str\)"),
        ({"story_threshold": None}, TypeError, "`story_threshold` must be a number, got None"),
        ({"dates": pd.Timestamp("2025-03-04")}, TypeError, "`dates` is Timestamp, expected a list"),
        ({"dates": np.datetime64("2025-03-04")}, TypeError, "`dates` is datetime64, expected a list"),
        ({"dates": pd.NaT}, TypeError, "`dates` is NaTType"),
        ({"dates": dt.date(2025, 3, 4)}, TypeError, "`dates` is date, expected a list"),
        ({"dates": np.array([["2025-03-04"]] * 2, dtype="M8[D]")}, TypeError, "`dates` is an array of 2 dimensions"),
        ({"dates": np.array("2025-03-04", dtype="M8[D]")}, TypeError, "`dates` is an array of 0 dimensions"),
        ({"dates": pd.DataFrame({"date": ["2025-03-04"] * 2})}, TypeError, "`dates` is a table; pass one column"),
        ({"dates": pl.DataFrame({"date": [DAY] * 2})}, TypeError, "`dates` is a table; pass one column"),
        ({"dates": pa.table({"date": [DAY] * 2})}, TypeError, "`dates` is a table; pass one column"),
        (
            {"window": True, "dates": [None, None]},
            TypeError,
            "`window` must be a number of days or a timedelta, got True",
        ),
        (
            {"window": "3", "dates": [None, None]},
            TypeError,
            "`window` must be a number of days or a timedelta, got '3'",
        ),
        ({"window": math.nan, "dates": [None, None]}, copydesk.ParameterError, "days above 0, got nan"),
        ({"window": 10**400, "dates": [None, None]}, copydesk.ParameterError, "days above 0, got 1000.*pass None"),
        ({"window": -(10**5000), "dates": [None, None]}, copydesk.ParameterError, "days above 0, got a value of type"),
        ({"window": dt.timedelta(0), "dates": [None, None]}, copydesk.ParameterError, "days above 0"),
        ({"window": np.timedelta64(1, "M"), "dates": [None, None]}, copydesk.ParameterError, "of no fixed length"),
        ({"window": np.timedelta64("NaT", "D"), "dates": [None, None]}, copydesk.ParameterError, "days above 0"),
    ],
)
def test_wrong_arguments_say_what_is_expected(arguments, error, message):
    with pytest.raises(error, match=message):
        copydesk.cluster([FIRST, SECOND], level="story", **arguments)


def test_a_higher_threshold_joins_less():
    assert labels([FIRST, SECOND], story_threshold=0.999999) == [0, 1]
    few = len(set(labels(TEXTS, story_threshold=0.05)))
    assert few <= len(set(labels(TEXTS))) <= len(set(labels(TEXTS, story_threshold=0.95)))


@pytest.mark.parametrize(
    "dates",
    [
        [DAY, DAY - dt.timedelta(1), None],
        ["2025-03-04", "2025-03-03T23:00", None],
        [dt.datetime(2025, 3, 4), dt.datetime(2025, 3, 4, 1, tzinfo=dt.timezone(dt.timedelta(hours=5))), None],
        np.array(["2025-03-04", "2025-03-03", "NaT"], dtype="datetime64[D]"),
        pd.to_datetime(pd.Series(["2025-03-04", "2025-03-03", None])),
        pl.Series([DAY, DAY - dt.timedelta(1), None]),
        (DAY, DAY - dt.timedelta(1), float("nan")),
    ],
)
def test_the_earliest_of_any_kind_of_date_is_first(dates):
    assert copydesk.cluster([FIRST, SECOND, OTHER], level="story", dates=dates)["first"] == [1, 1, None]


def test_first_is_known_at_every_level_and_null_without_dates():
    texts = ["the council said no to the harbour"] * 2
    dates = ["2025-03-04", "2024-01-01"]
    for level in ("exact", "near", "partial", "story"):
        assert copydesk.cluster(texts, level=level, dates=dates)["first"] == [1, 1]
        assert copydesk.cluster(texts, level=level)["first"] == [None, None]


def test_a_window_keeps_distant_articles_apart():
    dates = ["2025-03-04", "2025-03-09"]
    assert labels([FIRST, SECOND], dates=dates, window=5) == [0, 0]
    assert labels([FIRST, SECOND], dates=dates, window=4.5) == [0, 1]
    assert labels([FIRST, SECOND], dates=[dates[0], None], window=1) == [0, 0]


class Days(float):
    """A number of a class of its own."""


@pytest.mark.parametrize(
    "window",
    [
        *(4, np.int64(4), np.float32(4.5), Days(4.5), dt.timedelta(days=4, hours=12)),
        *(pd.Timedelta("4D"), np.timedelta64(4, "D"), np.timedelta64(4 * 86_400, "s")),
    ],
)
def test_a_window_is_a_number_or_a_length_of_time(window):
    dates = ["2025-03-04", "2025-03-09"]
    assert labels([FIRST, SECOND], dates=dates, window=window) == [0, 1]
    assert labels([FIRST, SECOND], dates=dates, window=window * 2) == [0, 0]


@pytest.mark.parametrize(
    "dates",
    [
        [pd.NA, "2024-01-01", None],
        ["", "2024-01-01", " \t"],
        ["NaT", "2024-01-01", "nan"],
        [np.datetime64("NaT"), np.datetime64("2024-01-01"), np.float32("nan")],
        pd.Series([None, "2024-01-01", None], dtype="string"),
        pd.Series([None, "2024-01-01", None]).convert_dtypes(),
        pd.Series([None, pd.Timestamp("2024-01-01"), None], dtype="timestamp[ns][pyarrow]"),
        pd.Series([None, dt.date(2024, 1, 1), None], dtype="date32[pyarrow]"),
        np.ma.masked_array(np.array(["2025-01-01", "2024-01-01", "NaT"], dtype="M8[ns]"), mask=[1, 0, 0]),
        pa.array([None, dt.date(2024, 1, 1), None]),
        pa.chunked_array([[None], [dt.datetime(2024, 1, 1), None]], type=pa.timestamp("us")),
    ],
)
def test_a_missing_date_of_any_kind_is_missing_without_a_warning(dates):
    assert copydesk.cluster([FIRST, SECOND, OTHER], level="story", dates=dates)["first"] == [1, 1, None]


@pytest.mark.parametrize("argument", ["titles", "sources", "dates", "language"])
def test_a_series_in_another_order_is_refused(argument):
    texts = pd.Series([FIRST, SECOND], index=["a", "b"])
    column = pd.Series([None, None], index=["b", "a"], dtype="string")
    with pytest.raises(ValueError, match=f"`texts` and `{argument}` are Series with different indexes.*to_list"):
        copydesk.cluster(texts, level="story", **{argument: column})
    same = column.set_axis(texts.index)
    for fits in (same, column.to_list()):
        assert copydesk.cluster(texts, level="story", **{argument: fits})["cluster"] == [0, 0]


def test_a_language_in_another_order_is_refused_by_explain():
    texts, language = pd.Series([FIRST, SECOND]), pd.Series(["en", "en"], index=[1, 0])
    with pytest.raises(ValueError, match="`left` and `language` are Series with different indexes"):
        copydesk.explain(texts, texts, language=language)
    assert copydesk.explain(texts, texts, language=["", None])["relation"] == ["rewrite", "rewrite"]


def test_the_window_counts_the_dates_of_all_copies():
    texts = [FIRST, SECOND, FIRST, FIRST + "\n\nThe editors thank the watchman."]
    assert copydesk.cluster(texts, level="near")["cluster"] == [0, 1, 0, 0]
    for place in (0, 2, 3):
        dates = ["2024-01-01", "2025-03-09", "2024-01-01", "2024-01-01"]
        dates[place] = "2025-03-08"
        assert labels(texts, dates=dates, window=2) == [0, 0, 0, 0]
    # Copies stay together whatever their dates, and one without a date does not make the others undated.
    far = ["2024-01-01", "2025-03-09", None, "2023-01-01"]
    assert labels(texts, dates=far, window=2) == [0, 1, 0, 0]


def test_copies_that_differ_in_what_stands_beside_them_are_read_alike_in_any_order():
    copies = [
        (FIRST, "2025-03-04", "Fish hall loses its roof", "en", "Lantern"),
        (FIRST, "2024-01-01", None, None, "Beacon"),
        (FIRST.upper(), None, "Nine years at the helm", "de", None),
        (SECOND, "2025-03-05", None, "en", "Beacon"),
        (SECOND, "2021-03-05", "Traders count", "nl", None),
        (OTHER, "2025-03-04", "Harbour master leaves", None, "Lantern"),
        (OTHER, None, None, "en", None),
    ]

    def told(rows):
        texts, dates, titles, language, sources = map(list, zip(*rows, strict=True))
        found = copydesk.cluster(
            texts, level="story", dates=dates, window=3, titles=titles, language=language, sources=sources
        )
        scores = sorted((r["relation"] or "", r["similarity"] or 0, r["why"] or "") for r in found)
        clusters = {}
        for row, label in zip(rows, found["cluster"], strict=True):
            clusters.setdefault(label, []).append(str(row))
        return scores, sorted(sorted(members) for members in clusters.values())

    expected = told(copies)
    for seed in range(12):
        shuffled = copies[:]
        random.Random(seed).shuffle(shuffled)
        assert told(shuffled) == expected


def test_strings_that_are_no_dates_are_counted_in_one_warning():
    with pytest.warns(RuntimeWarning, match=r"2 of 3 `dates` are no ISO 8601 dates .* such as 'last Tuesday'"):
        records = copydesk.cluster(
            [FIRST, SECOND, OTHER], level="story", dates=["last Tuesday", "2025-03-04", "4/3/25"]
        )
    assert records["first"] == [1, 1, None]


@pytest.mark.parametrize(
    "date",
    [
        np.datetime64(2**40, "D"),
        np.datetime64(2**62, "Y"),
        np.datetime64(2**62, "s"),
        np.datetime64("10000-01-01T00:00:00.000000"),
        np.datetime64(-800, "Y") - 1200,
        "0001-01-01T00:00+05:00",
        pd.Timestamp(np.datetime64("20000-01-01", "s")),
    ],
)
def test_a_date_outside_the_years_of_the_calendar_is_missing_with_the_warning(date):
    """NumPy's coarse units wrapped around in silence: a typo of a year was a date of another century."""
    with pytest.warns(RuntimeWarning, match="1 of 3 `dates` are no ISO 8601 dates of the years 1 to 9999"):
        records = copydesk.cluster([FIRST, SECOND, OTHER], level="story", dates=[date, "2025-03-04", None])
    assert records["first"] == [1, 1, None]


@pytest.mark.parametrize("unit", ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"])
def test_a_date_of_every_unit_of_numpy_is_read(unit):
    dates = np.array([1, 0, "NaT"], dtype=f"datetime64[{unit}]")
    assert copydesk.cluster([FIRST, SECOND, OTHER], level="story", dates=dates)["first"] == (
        [0, 0, None] if unit in ("ns", "ps", "fs", "as") else [1, 1, None]
    )


def test_a_row_of_digits_is_no_day_of_the_18th_century():
    """Python's own reader takes 1712041200000, milliseconds since 1970, for 12 April 1712 at midnight."""
    with pytest.warns(RuntimeWarning, match=r"1 of 3 `dates` are no ISO 8601 dates .* such as '1712041200000'"):
        records = copydesk.cluster(
            [FIRST, SECOND, OTHER], level="story", dates=["1712041200000", "2025-03-04", "20240531"]
        )
    assert records["first"] == [1, 1, 2]


def test_lines_that_an_outlet_repeats_do_not_count():
    notice = "Our members keep the lamps of the coast alight: join the lighthouse circle at the quay office"
    texts = [f"{notice}\n\n{text}" for text in (FIRST, SECOND, OTHER)]
    same = copydesk.cluster(texts, level="story", sources=["Lantern"] * 3)
    plain = copydesk.cluster([FIRST, SECOND, OTHER], level="story")
    assert same["similarity"] == plain["similarity"]
    assert copydesk.cluster(texts, level="story")["similarity"] != plain["similarity"]


def test_a_headline_counts_once_whether_the_text_begins_with_it_or_not():
    title, body = FIRST.split("\n\n", 1)
    apart = copydesk.cluster([body, SECOND], level="story", titles=[title, None])
    assert apart["similarity"] == copydesk.cluster([FIRST, SECOND], level="story")["similarity"]
    assert apart["similarity"] == copydesk.cluster([FIRST, SECOND], level="story", titles=[title, None])["similarity"]


def test_progress_reaches_its_end():
    seen = []
    copydesk.cluster(TEXTS, level="story", progress=lambda done, total: seen.append((done, total)))
    assert seen
    assert seen[-1][0] == seen[-1][1]


def live_blog(versions, steps, *, window=10, seed=1):
    """Versions of a page that shows the last paragraphs of a stream; each moves on by one of `steps` paragraphs."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ol")]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 3))) for _ in range(4000)]
    names = [word.capitalize() for word in words[:12]]
    small = ["the", "of", "a", "in", "to", "and", "was", "that", "on", "for", "with", "as", "it", "at", "by", "from"]

    def paragraph():
        kinds = chance.choices((small, names, words), (4, 1, 5), k=30)
        return " ".join(chance.choice(kind) for kind in kinds).capitalize() + "."

    at = [0]
    while len(at) < versions:
        at.append(at[-1] + steps[len(at) % len(steps)])
    stream = [paragraph() for _ in range(at[-1] + window)]
    return ["\n\n".join(reversed(stream[start : start + window])) for start in at]


@pytest.mark.parametrize("versions", [20, 60, 99])
@pytest.mark.parametrize("steps", [[1], [2], [3], [4], [1, 1, 1, 3], [2, 1, 3]], ids=str)
def test_a_live_blog_that_drifts_stays_one_story(versions, steps):
    # The first and the last version share some names and nothing else.
    texts = live_blog(versions, steps)
    random.Random(versions).shuffle(texts)
    others = [article["text"] for article in sample.articles()[:3]]
    clusters = copydesk.cluster(texts + others, level="story")
    assert len(set(clusters["cluster"][:versions])) == 1
    assert not set(clusters["cluster"][:versions]) & set(clusters["cluster"][versions:])
