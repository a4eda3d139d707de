"""Clusters in, out the stories in the order of the page, and which of their articles stand side by side."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.duplicates import RELATIONS

__all__ = ["Group", "grouped", "letter_of"]

# Versions that stand side by side and in plots. More cannot be read there, and each costs a look at every other.
MOST_COLUMNS = 10

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """The articles of one story.

    Attributes:
        number: Its place on the page, from 1.
        records: Of `cluster`; the representative first, then the closest tie first.
        columns: The rows that stand side by side, the representative first.
        copies: For each of `columns` the rows with the same words, which need no column.
        beyond: The rows that are neither: near copies in a story of many.
    """

    number: int
    records: list[Record]
    columns: list[int]
    copies: dict[int, list[int]]
    beyond: list[int]

    @property
    def rows(self) -> list[int]:
        """All rows, in the order of the records."""
        return [record["row"] for record in self.records]

    @property
    def letters(self) -> dict[int, str]:
        """The letter of each version that stands side by side with others, in their order."""
        return {row: letter_of(place) for place, row in enumerate(self.columns)}


def grouped(clusters: Sequence[Record]) -> tuple[list[Group], list[int]]:
    """The stories of more than one article, the largest first, and the rows of all others."""
    of_story: dict[int, list[Record]] = defaultdict(list)
    alone: list[int] = []
    for record in clusters:
        if (record["members"] or 0) > 1:
            of_story[record["cluster"]].append(record)
        else:
            alone.append(record["row"])
    largest_first = sorted(of_story.values(), key=lambda records: (-len(records), records[0]["cluster"]))
    return [_group(number, records) for number, records in enumerate(largest_first, 1)], alone


def _group(number: int, records: list[Record]) -> Group:
    records = sorted(records, key=lambda one: (one["representative"] != one["row"], *closeness(one), one["row"]))
    first = records[0]["row"]
    copies: dict[int, list[int]] = defaultdict(list)
    others: list[int] = []
    for record in records[1:]:
        if record["relation"] == "exact":
            copies[record["link"]].append(record["row"])
        else:
            others.append(record["row"])
    # What is told in other words is more to compare than one more near copy, so those are the last to be left out.
    by_row = {record["row"]: record for record in records}
    told_apart = sorted(others, key=lambda row: (closeness(by_row[row])[0] <= 1, others.index(row)))
    chosen = {first, *told_apart[: MOST_COLUMNS - 1]}
    columns = [record["row"] for record in records if record["row"] in chosen]
    beyond = [row for row in others if row not in chosen]
    beyond += [copy for row in list(copies) if row not in chosen for copy in copies.pop(row)]
    return Group(number, records, columns, dict(copies), beyond)


def letter_of(place: int) -> str:
    """The letter of a version: A to Z, then A2, B2 and so on.

    Example:
        >>> letter_of(0), letter_of(27)
        ('A', 'B2')
    """
    turn, letter = divmod(place, len(string.ascii_uppercase))
    return string.ascii_uppercase[letter] + (str(turn + 1) if turn else "")


def closeness(record: Record) -> tuple[int, float]:
    """What sorts the closest tie first: by relation, as the similarities of two relations do not compare."""
    relation = record["relation"]
    return (RELATIONS.index(relation) if relation in RELATIONS else len(RELATIONS), -(record["similarity"] or 0))
