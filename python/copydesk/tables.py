"""A table in any form in, its columns as lists of plain values out.

Records, a pandas or polars DataFrame, a pyarrow Table, a dict of columns and a list of dicts are tables. What is
missing (None, NaN, NaT, `pd.NA`) is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from copydesk.arguments import shown
from copydesk.records import Records

__all__ = ["Columns", "inferred", "read_columns", "typed"]

Columns = dict[str, list[Any]]

_FORMS = "Records, a DataFrame, an Arrow table, a dict of columns or a list of dicts"


def read_columns(parameter: str, table: Any) -> Columns:
    """The columns of a table by name, each a list, equally long.

    Raises:
        TypeError: `table` is no table, or a column's name is no string.
        ValueError: two columns have one name, or their lengths differ.
    """
    if isinstance(table, Records):
        return table.to_dict()
    if isinstance(table, Mapping):
        return _equally_long(parameter, {_name(parameter, name): _values(column) for name, column in table.items()})
    names = getattr(table, "column_names", None) or getattr(table, "columns", None)
    if isinstance(table, list | tuple):
        return _from_rows(parameter, table)
    if names is None or not hasattr(table, "__getitem__") or isinstance(table, str | bytes):
        raise _no_table(parameter, table)
    read: Columns = {}
    for name in (_name(parameter, name) for name in names):
        if name in read:
            raise ValueError(f"`{parameter}` has two columns '{name}'; keep one of them")
        read[name] = []
        # With two columns of one name, a frame answers with a frame; the second is refused in its turn.
        if list(names).count(name) == 1:
            read[name] = _values(table[name])
    return _equally_long(parameter, read)


def typed(parameter: str, name: str, kind: str, values: list[Any], *, nullable: bool = True) -> list[Any]:
    """The values of a column as its type wants them; whole floats, as pandas makes of integers with gaps, become int.

    Args:
        parameter: The name of the table's argument, for messages.
        name: The name of the column.
        kind: int, float, bool or text.
        values: What the column holds.
        nullable: Whether None may stay.

    Raises:
        TypeError: a value has another type; names row and column.
        ValueError: a value is missing that may not be.
    """
    convert = {"int": _int, "float": _float, "bool": _bool, "text": _text}[kind]
    converted = []
    for row, value in enumerate(values):
        if value is None and not nullable:
            raise ValueError(f"row {row} of `{parameter}` has no '{name}'; drop the row or fill it in")
        plain = None if value is None else convert(value)
        if plain is None and value is not None:
            expected = {
                "int": "a whole number of 64 bits",
                "float": "a number",
                "bool": "True or False",
                "text": "a string",
            }[kind]
            got = f"{shown(value)} ({type(value).__name__})"
            raise TypeError(f"'{name}' in row {row} of `{parameter}` must be {expected}, got {got}")
        converted.append(plain)
    return converted


def inferred(parameter: str, name: str, values: list[Any]) -> tuple[str, list[Any]]:
    """The type of a column, the narrowest of bool, int, float and text that holds its values, and the values in it.

    Raises:
        TypeError: no type holds them all; names the row and the column.
    """
    known = [value for value in values if value is not None]
    if not known or isinstance(known[0], str):
        return "text", typed(parameter, name, "text", values)
    if isinstance(known[0], bool | np.bool_):
        return "bool", typed(parameter, name, "bool", values)
    whole = all(isinstance(value, int | np.integer) and not isinstance(value, bool) for value in known)
    # pandas writes whole numbers with gaps as floats.
    whole = whole or (len(known) < len(values) and all(_int(value) is not None for value in known))
    kind = "int" if whole else "float"
    try:
        return kind, typed(parameter, name, kind, values)
    except TypeError as error:
        raise TypeError(f"{error}; a column holds numbers, True and False, or text; use `.astype(str)`") from None


def _no_table(parameter: str, table: Any) -> TypeError:
    kind = type(table).__name__
    if hasattr(table, "__next__"):
        return TypeError(f"`{parameter}` must be {_FORMS}, got an iterator ({kind}); pass list(…)")
    return TypeError(f"`{parameter}` must be {_FORMS}, got {kind}")


def _name(parameter: str, name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"the columns of `{parameter}` must have strings as names, got {shown(name)}")
    return str(name)


def _from_rows(parameter: str, rows: Iterable[Any]) -> Columns:
    """A key that a row lacks is None there; the columns come in the order of first appearance."""
    rows = list(rows)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"row {number} of `{parameter}` must be a dict, got {type(row).__name__}")
    names = dict.fromkeys(_name(parameter, name) for row in rows for name in row)
    return {name: [_plain(row.get(name)) for row in rows] for name in names}


def _equally_long(parameter: str, columns: Columns) -> Columns:
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        shortest, longest = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
        raise ValueError(
            f"the columns of `{parameter}` must be equally long, got {lengths[shortest]} rows in '{shortest}' and "
            f"{lengths[longest]} in '{longest}'"
        )
    return columns


def _values(column: Any) -> list[Any]:
    for method in ("to_pylist", "tolist", "to_list"):
        if hasattr(column, method):
            column = getattr(column, method)()
            break
    if isinstance(column, str | bytes) or not isinstance(column, Iterable):
        column = [column]
    return [_plain(value) for value in column]


def _plain(value: Any) -> Any:
    """The value, None if it is missing."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float | np.floating) and value != value:
        return None
    return value


def _int(value: Any) -> int | None:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    whole = whole or (isinstance(value, float | np.floating) and float(value).is_integer())
    return int(value) if whole and -(2**63) <= value < 2**63 else None


def _float(value: Any) -> float | None:
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return float(value) if number else None


def _bool(value: Any) -> bool | None:
    return bool(value) if isinstance(value, bool | np.bool_) else None


def _text(value: Any) -> str | None:
    # A lone surrogate cannot go into a column; it becomes what texts show for it too.
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else None
