"""The argument `pairs` in any of its forms, as two columns of row numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from copydesk.arguments import shown, whole
from copydesk.errors import ParameterError

__all__ = ["rows_of"]

_EXPECTED = (
    "a list of (left, right) row numbers, records with columns left and right, such as those of `near_duplicates`, "
    "or those of `cluster`"
)
#: Columns by which records name pairs, or clusters of which every two rows are a pair.
_FORMS = (("left", "right"), ("row", "cluster"))


def rows_of(pairs: Any, *, across: bool = False) -> tuple[list[int], list[int]] | None:
    """The left and the right rows; None for None.

    Records of `cluster` (columns row and cluster) stand for all pairs of two rows of one cluster. Some of the records,
    as a list of dicts, do as well as all of them.

    Args:
        pairs: The argument as it came.
        across: Whether right is a row of another column.

    Raises:
        ParameterError: clusters of one column are to name pairs across two.
        TypeError: `pairs` is nothing of the kind, or a row number is none.
        ValueError: an item is no pair.
    """
    if pairs is None:
        return None
    if hasattr(pairs, "__next__"):
        kind = type(pairs).__name__
        raise TypeError(f"`pairs` is {kind}, which can be read only once; pass list(pairs), expected {_EXPECTED}")
    if isinstance(pairs, str | bytes) or not hasattr(pairs, "__len__"):
        raise TypeError(f"`pairs` is {type(pairs).__name__}, expected {_EXPECTED}")
    if isinstance(pairs, list | tuple) and pairs and isinstance(pairs[0], Mapping):
        pairs = _columns_of(pairs)
    names = [str(name) for name in getattr(pairs, "columns", pairs if isinstance(pairs, dict) else ())]
    if {"left", "right"} <= set(names):
        return _numbers(pairs["left"]), _numbers(pairs["right"])
    if {"row", "cluster"} <= set(names) and across:
        raise ParameterError(
            "`pairs` must be rows of `texts` and rows of `against`, got the records of `cluster`, "
            "which are of one column"
        )
    if {"row", "cluster"} <= set(names):
        return _within_clusters(list(pairs["row"]), list(pairs["cluster"]))
    if names:
        raise TypeError(f"`pairs` has the columns {', '.join(names)}, expected {_EXPECTED}")
    lefts, rights = [], []
    for number, pair in enumerate(pairs):
        if isinstance(pair, str | bytes) or not hasattr(pair, "__len__") or len(pair) != 2:
            raise ValueError(f"item {number} of `pairs` is {shown(pair)}, expected two row numbers")
        if isinstance(pair[0], str) or isinstance(pair[1], str):
            raise TypeError(
                f"item {number} of `pairs` is {shown(pair)}, expected two row numbers, not ids; look them up in "
                "{id: row for row, id in enumerate(ids)}"
            )
        lefts.append(whole("pairs", pair[0]))
        rights.append(whole("pairs", pair[1]))
    return lefts, rights


def _columns_of(records: Any) -> dict[str, list[Any]]:
    """The columns of a list of dicts that name pairs; the others are not looked at."""
    for form in _FORMS:
        if all(isinstance(record, Mapping) and set(form) <= set(record) for record in records):
            return {name: [record[name] for record in records] for name in form}
    raise TypeError(
        f"`pairs` is a list of dicts such as {shown(records[0])}; each must have left and right, or row and cluster"
    )


def _numbers(column: Any) -> list[int]:
    numbers = list(column)
    # Looking at each takes most of the call where there are many.
    return numbers if set(map(type, numbers)) <= {int} else [whole("pairs", number) for number in numbers]


def _within_clusters(rows: list[Any], clusters: list[Any]) -> tuple[list[int], list[int]]:
    members: dict[Any, list[int]] = defaultdict(list)
    for row, cluster in zip(_numbers(rows), clusters, strict=True):
        # A row without a text has no cluster: None, NaN or pd.NA, by the library that holds it. One such row turns the
        # others into floats in a plain pandas column.
        if isinstance(cluster, float) and cluster.is_integer():
            members[int(cluster)].append(row)
        elif hasattr(cluster, "__index__"):
            members[cluster].append(row)
    pairs = [pair for found in members.values() if len(found) > 1 for pair in combinations(sorted(found), 2)]
    return [left for left, _ in pairs], [right for _, right in pairs]
