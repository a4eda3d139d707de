"""What every function returns: a table that reads like a list of dicts and hands its columns on as they are."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from copydesk._copydesk import Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Records"]

#: Rows that a notebook shows; the rest is counted.
SHOWN_ROWS = 20
#: Characters of a cell that a notebook shows.
_SHOWN_CHARACTERS = 200


class Records:
    """An immutable table of records over Arrow columns.

    Reads like a list of dicts: `len(records)`, `for record in records`, `records[0]`, `records[2:5]` (Records again),
    `records == [{...}]`. `records["name"]` is a column as a list. polars, pyarrow and DuckDB read it through the Arrow
    stream without copying; for pandas there is `to_pandas()`, since `pd.DataFrame(records)` reads it as a list of dicts
    and knows neither its types nor, when it is empty, its columns.

    It is no `collections.abc.Sequence`: polars would then read it as a list and lose the columns of an empty one.

    Example:
        >>> import copydesk
        >>> records = copydesk.similarity(["the mayor said no"], ["The mayor said: no!"])
        >>> records[0]["jaccard"]
        1.0
        >>> records.columns
        ['row', 'jaccard', 'containment_left', 'containment_right']
    """

    __slots__ = ("_table",)
    _table: Table

    def __init__(self, table: Table) -> None:
        object.__setattr__(self, "_table", table)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Records are immutable; cannot set '{name}'")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Records are immutable; cannot delete '{name}'")

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return [name for name, _, _ in self._table.schema]

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._table.row(index) for index in range(len(self)))

    @overload
    def __getitem__(self, key: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: slice) -> Records: ...
    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    def __getitem__(self, key: int | slice | str) -> dict[str, Any] | Records | list[Any]:
        if isinstance(key, bool):
            raise TypeError("records are numbered, got True or False; to filter by a column use `.to_pandas()`")
        if isinstance(key, str):
            return self._table.column(key)
        rows = range(len(self))
        if isinstance(key, slice):
            chosen = rows[key]
            step = chosen.step if len(chosen) > 1 else 1
            return self._over(self._table.slice(chosen.start if chosen else 0, len(chosen), step))
        try:
            index = rows[key]
        except IndexError:
            raise IndexError(f"record {key} is out of range: there are {len(self)}") from None
        except TypeError:
            got = type(key).__name__
            raise TypeError(f"records take a row number, a slice or a column's name, got {got}") from None
        return self._table.row(index)

    def _over(self, table: Table) -> Records:
        """Records of the same kind over some rows of these."""
        return Records(table)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Records):
            return self.columns == other.columns and self.to_list() == other.to_list()
        if isinstance(other, list | tuple):
            return len(self) == len(other) and self.to_list() == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type[Records], tuple[Table]]:
        return (Records, (self._table,))

    def __repr__(self) -> str:
        return f"<Records: {len(self):,} × {', '.join(self.columns)}>"

    def to_list(self) -> list[dict[str, Any]]:
        """The records as a list of dicts of plain values, which `json.dumps` takes."""
        names = self.columns
        columns = [self._table.column(name) for name in names]
        return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]

    def to_dict(self) -> dict[str, list[Any]]:
        """The records as a dict of columns, each a list."""
        return {name: self._table.column(name) for name in self.columns}

    def to_pandas(self) -> pd.DataFrame:
        """The records as a pandas DataFrame with typed columns, also where there are none.

        Integers that may be missing are nullable `Int64`, other integers `int64`; needs pandas but not pyarrow.

        Raises:
            ImportError: pandas is not installed; `pip install 'copydesk[pandas]'`.
        """
        pandas = _need("pandas", "pandas")
        data = {name: self._pandas_column(pandas, name, kind, nullable) for name, kind, nullable in self._table.schema}
        frame: pd.DataFrame = pandas.DataFrame(data, index=pandas.RangeIndex(len(self)))
        return frame

    def _pandas_column(self, pandas: Any, name: str, kind: str, nullable: bool) -> Any:
        if kind in ("int", "float", "bool"):
            values, mask = self._table.numpy(name)
            if kind == "int" and nullable:
                return pandas.arrays.IntegerArray(values, mask)
            if kind == "bool" and nullable:
                return pandas.arrays.BooleanArray(values, mask)
            if kind == "float" and mask.any():
                values = values.copy()
                values[mask] = float("nan")
            return values
        if kind in ("hashes", "offsets"):
            # Arrays, not lists: 64-bit hashes as Python ints do not fit where pandas writes them to files.
            item = np.uint64 if kind == "hashes" else np.int64
            lists = [None if value is None else np.array(value, dtype=item) for value in self._table.column(name)]
            return pandas.Series(lists, dtype=object, index=pandas.RangeIndex(len(self)))
        dtype: Any = object
        if kind == "text" and int(pandas.__version__.split(".")[0]) >= 3:
            dtype = "str"
        return pandas.Series(self._table.column(name), dtype=dtype, index=pandas.RangeIndex(len(self)))

    def to_polars(self) -> pl.DataFrame:
        """The records as a polars DataFrame, without copying.

        Raises:
            ImportError: polars is not installed; `pip install 'copydesk[polars]'`.
        """
        frame: pl.DataFrame = _need("polars", "polars").DataFrame(self)
        return frame

    def to_arrow(self) -> pa.Table:
        """The records as a pyarrow Table, without copying.

        Raises:
            ImportError: pyarrow is not installed; `pip install 'copydesk[arrow]'`.
        """
        table: pa.Table = _need("pyarrow", "arrow").table(self)
        return table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        shown = self[:SHOWN_ROWS].to_list()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join("<tr>" + "".join(_cell(value) for value in record.values()) + "</tr>" for record in shown)
        more = f"first {len(shown)} of {len(self):,} records" if len(self) > len(shown) else f"{len(self):,} records"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{more}</p>"


def _cell(value: object) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, float):
        return f'<td style="text-align:right">{value:.4g}</td>'
    if isinstance(value, int) and not isinstance(value, bool):
        return f'<td style="text-align:right">{value}</td>'
    text = f"{len(value):,} values" if isinstance(value, list) else str(value)
    if len(text) > _SHOWN_CHARACTERS:
        text = text[:_SHOWN_CHARACTERS] + "…"
    # Direction marks in an article must not turn the cells after it around.
    return f'<td style="text-align:left"><bdi>{html.escape(text)}</bdi></td>'


def _need(module: str, extra: str) -> Any:
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"this needs {module}; pip install 'copydesk[{extra}]'") from error
