"""What the benchmark of versions counts as found."""

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
gold = importlib.import_module("versions_gold")


def overlap(one, other):
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / max(1, min(one[1] - one[0], other[1] - other[0]))


SCORER = SimpleNamespace(overlap=overlap, fits=lambda found, wanted, least: overlap(found, wanted) >= least)


def record(left, right):
    return {
        **dict(zip(("left", "left_start", "left_end"), left, strict=True)),
        **dict(zip(("right", "right_start", "right_end"), right, strict=True)),
    }


def test_a_record_meets_a_conflict_only_where_its_values_are_worded_differently():
    values = (((0, 0, 6), "fourth"), ((1, 0, 6), "fourth"), ((2, 0, 6), "eighth"))
    conflict = gold.Conflict("C", "years", values)
    records = [record((0, 0, 6), (2, 0, 6)), record((0, 0, 6), (1, 0, 6)), record((0, 0, 6), (2, 50, 56))]
    assert gold.conflicts_met(SCORER, [conflict], records) == [["C"], [], []]


def member(row, start, end, group):
    return {"row": row, "start": start, "end": end, "group": group, "id": str(row)}


def test_a_group_is_recovered_by_two_documents_and_no_member_of_another():
    groups = {"A": [(0, 0, 9), (1, 0, 9)], "B": [(0, 20, 29), (1, 20, 29)], "C": [(0, 40, 49), (1, 40, 49)]}
    apart = [member(0, 0, 9, 1), member(1, 0, 9, 1), member(0, 20, 29, 2), member(1, 20, 29, 3)]
    assert gold.recovered(SCORER, groups, apart) == {"A": "yes", "B": "apart", "C": "apart"}
    mixed = [member(0, 0, 9, 1), member(1, 0, 9, 1), member(0, 20, 29, 1), member(1, 20, 29, 1)]
    assert gold.recovered(SCORER, groups, mixed)["A"] == "mixed with B"


def test_a_quote_of_no_group_is_joined_falsely_if_another_document_shares_its_group():
    quotes = [{"start": start, "end": start + 9, "kind": "direct", "text": "…"} for start in (0, 20)]
    documents = [{"doc_id": "0", "quotes": quotes}]
    records = [member(0, 0, 9, 1), member(1, 0, 9, 1), member(0, 20, 29, 2)]
    assert gold.false_joins(SCORER, documents, [], records) == {"quotes": (1, 2, ["0: …"])}


def test_the_baseline_pairs_different_figures_before_one_word_in_two_documents_of_a_story():
    texts = ["It took 9 hours and 3 boats.", "It took 8 hours and 3 boats.", "It took 7 hours."]
    found = gold.figures_apart(texts, ["a", "b", "c"], [1, 1, 2])
    assert [(one["left_id"], one["left_start"], one["right_id"], one["right_end"]) for one in found] == [
        ("a", 8, "b", 9)
    ]
