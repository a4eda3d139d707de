"""Quotes in any form in, out the core's table of them.

Records go on as they are; a DataFrame, an Arrow table, a dict of columns or a list of dicts, filtered and joined as the
caller likes, is read by the types that `extract_quotes` gives its columns.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from copydesk import _copydesk
from copydesk._copydesk import Table
from copydesk.errors import ParameterError
from copydesk.records import Records
from copydesk.tables import read_columns, typed

__all__ = ["quote_table"]


def quote_table(quotes: Any, *, needed: Collection[str], optional: Collection[str] = ()) -> Table:
    """The columns `needed` and, where they are there, `optional` of a table of quotes.

    Args:
        quotes: The records of `extract_quotes`, or a table made from them. Columns of other names are left out, but
            Records go on with all they have.
        needed: Columns that must be there.
        optional: Columns that may be missing.

    Raises:
        TypeError: `quotes` is no table, or a value has another type than its column; names row and column.
        ValueError: a column that is needed is missing, or a value that may not be.
    """
    schema = dict(_copydesk.schemas())["extract_quotes"]
    wanted = [(name, kind, nullable) for name, kind, nullable in schema if name in needed or name in optional]
    if isinstance(quotes, Records):
        have = {name: (kind, nullable) for name, kind, nullable in quotes._table.schema}
        _check(have, needed)
        if all(_fits(have[name], kind, nullable) for name, kind, nullable in wanted if name in have):
            return quotes._table
    columns = read_columns("quotes", quotes)
    if columns or len(quotes) > 0:
        _check(columns, needed)
    read, types = [], []
    for name, kind, nullable in wanted:
        if name not in columns and name not in needed:
            continue
        values = columns.get(name, [])
        if kind == "id":
            kind = "int" if all(isinstance(value, int | np.integer) for value in values) else "text"
        read.append(typed("quotes", name, kind, values, nullable=nullable))
        types.append((name, kind, nullable))
    return Table.from_columns(types, read)


def _fits(have: tuple[str, bool], kind: str, nullable: bool) -> bool:
    """Whether a column of Records can stand for one of `extract_quotes`."""
    kinds = ("int", "text") if kind == "id" else (kind,)
    return have[0] in kinds and (nullable or not have[1])


def _check(columns: Collection[str], needed: Collection[str]) -> None:
    for name in needed:
        if name not in columns:
            raise ParameterError(f"`quotes` lacks the column '{name}'; pass the records of `extract_quotes`")
