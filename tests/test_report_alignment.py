"""Sentences of versions: who tells what, and what the drawings make of numbers."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from copydesk.report.alignment import Sentence, align, touching
from copydesk.report.diffs import pieces
from copydesk.report.plots import MOST_ROWS, MOST_TICKS, Event, matrix, timeline
from copydesk.report.view.grouping import MOST_COLUMNS, grouped

WIRE = (
    "The harbour board sold the old pier on Monday after a vote that nobody had announced. "
    "The mayor of Saltmere called the sale a theft in daylight. "
    "Forty fishing boats have to leave their berths before the autumn storms begin."
)
REWRITE = (
    "Before the autumn storms begin, forty fishing boats must leave their berths. "
    "A heron was seen on the lighthouse stairs, eating chips from a paper bag. "
    "The harbour board sold the old pier on Monday, after a vote that nobody had announced."
)


def aligned(*texts):
    rows = list(range(len(texts)))
    passages = copydesk.passages(texts, pairs={"row": rows, "cluster": [0] * len(texts)})
    return align(dict(enumerate(texts)), [rows], passages.to_list())


def test_sentences_that_tell_the_same_have_one_group_wherever_they_stand():
    found = aligned(WIRE, REWRITE)
    assert [sentence.group for sentence in found[0]] == [1, None, 2]
    assert [sentence.group for sentence in found[1]] == [2, None, 1]
    assert [sentence.alone for sentence in found[0]] == [False, True, False]
    assert [sentence.alone for sentence in found[1]] == [False, True, False]


def test_the_spans_of_sentences_are_those_of_the_text():
    found = aligned("😀 " + WIRE, REWRITE)
    assert ("😀 " + WIRE)[found[0][1].start : found[0][1].end].startswith("The mayor of Saltmere")


SENTENCES = st.sampled_from(
    [*WIRE.split(". "), *REWRITE.split(". "), "He agreed", "It rained", "The board sold the pier", "A heron sold chips"]
)
TEXTS = st.lists(SENTENCES, max_size=8).map(lambda chosen: ". ".join(chosen) + ".")


@given(st.lists(TEXTS, min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_group_has_neighbours_of_two_versions_at_least_and_nothing_else(texts):
    found = aligned(*texts)
    members = {}
    for row, sentences in found.items():
        for index, sentence in enumerate(sentences):
            assert not (sentence.alone and sentence.told)
            if sentence.group is not None:
                assert not sentence.alone
                members.setdefault(sentence.group, []).append((row, index))
    assert sorted(members) == list(range(1, len(members) + 1))
    for spots in members.values():
        assert len({row for row, _ in spots}) > 1
        for row in {row for row, _ in spots}:
            indexes = [index for other, index in spots if other == row]
            assert max(indexes) - min(indexes) <= 1


@given(st.lists(st.integers(1, 5), max_size=6), st.integers(0, 30), st.integers(0, 30))
def test_the_sentences_that_a_span_touches_are_found_by_looking_at_each(lengths, start, end):
    sentences, at = [], 0
    for length in lengths:
        sentences.append(Sentence(at, at + length))
        at += length + 1
    expected = [n for n, one in enumerate(sentences) if one.start < end and start < one.end]
    if start < end:
        assert list(touching(sentences, start, end)) == expected


# Groups


def record(row, relation, link, similarity=0.9):
    tie = {"relation": relation, "similarity": similarity, "link": link}
    return {"row": row, "cluster": 0, "members": 9, "representative": 0, "why": None, **tie}


def test_rewrites_get_columns_before_near_copies_and_copies_of_a_text_get_none():
    records = [record(0, None, None)]
    records += [record(row, "near", 0, 0.9 - row / 100) for row in range(1, 12)]
    records += [record(12, "rewrite", 0), record(13, "exact", 0), record(14, "exact", 11)]
    (group,), alone = grouped(records)
    assert alone == []
    assert len(group.columns) == MOST_COLUMNS
    assert group.columns[0] == 0
    assert 12 in group.columns
    assert group.copies == {0: [13]}
    assert sorted(group.columns + group.beyond + [13]) == list(range(15))
    assert list(group.letters.values())[:3] == ["A", "B", "C"]


# Diffs


@given(st.lists(st.tuples(st.sampled_from(["same", "out", "put"]), st.text("ab c", min_size=1)), max_size=6))
def test_a_diff_is_cut_where_its_notation_says(parts):
    shown = {"same": "{}", "out": "[-{}-]", "put": "{{+{}+}}"}
    diff = "".join(shown[kind].format(text) for kind, text in parts)
    merged = []
    for kind, text in parts:
        if merged and kind == merged[-1][0] == "same":
            merged[-1] = (kind, merged[-1][1] + text)
        else:
            merged.append((kind, text))
    assert [tuple(piece) for piece in pieces(diff)] == merged


# Drawings

MOMENTS = st.datetimes().map(lambda at: at.replace(tzinfo=dt.UTC))


@given(st.lists(MOMENTS, min_size=2, max_size=50, unique=True))
def test_a_timeline_has_its_dots_in_order_inside_the_drawing_and_few_ticks(moments):
    plot = timeline([Event(moment, "A", "Gazette", "near") for moment in moments])
    assert [dot.event.moment for dot in plot.dots] == sorted(moments)[:MOST_ROWS]
    assert plot.left_out == max(0, len(moments) - MOST_ROWS)
    assert all(0 <= dot.x <= plot.width and 0 < dot.y < plot.height for dot in plot.dots)
    assert 1 <= len(plot.ticks) <= MOST_TICKS + 1
    assert all(0 <= tick.x <= plot.width for tick in plot.ticks)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2025-03-04T06:10", "2025-03-04T09:00", ["07:00", "08:00", "09:00"]),
        ("2025-03-04T18:00", "2025-03-05T13:00", ["18:00", "2025-03-05", "06:00", "12:00"]),
        ("2025-03-04T00:00", "2025-03-06T00:00", ["2025-03-04", "12:00", "2025-03-05", "12:00", "2025-03-06"]),
        ("2025-03-04T10:01", "2025-03-04T10:02", ["2025-03-04 10:01"]),
    ],
)
def test_ticks_are_whole_hours_or_days(first, last, labels):
    moments = [dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC) for moment in (first, last)]
    plot = timeline([Event(moment, "", "x", "first") for moment in moments])
    assert [tick.label for tick in plot.ticks] == labels


def test_a_matrix_has_a_cell_for_each_share_and_a_shade_by_fifths():
    plot = matrix(["Gazette", "Wire"], ["A", "B"], {(0, 1): (0.05, "5%"), (1, 0): (1.0, "100%")})
    assert [(cell.row, cell.column, cell.text, cell.step) for cell in plot.cells] == [
        ("Gazette", "Wire", "5%", 1),
        ("Wire", "Gazette", "100%", 5),
    ]
    assert all(cell.x + plot.size <= plot.width and cell.y + plot.size <= plot.height for cell in plot.cells)
