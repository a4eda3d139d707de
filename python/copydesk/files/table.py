"""`Table`: named columns of equal length, and for each row the place it was read from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.errors import CopydeskError

#: The name that stands for standard input, and for standard output.
STANDARD_INPUT = STANDARD_OUTPUT = "-"


class FileError(CopydeskError):
    """A file cannot be read or written as asked; the message names the file and the way out."""


class Place(NamedTuple):
    """Where a row stands: a file and, in a file of many rows, the line or row number, from 1."""

    path: Path
    number: int | None = None
    unit: str = "line"

    def __str__(self) -> str:
        """Return the place as people say it, such as `articles.csv, line 12`."""
        return str(self.path) if self.number is None else f"{self.path}, {self.unit} {self.number}"


@dataclass(frozen=True)
class Table:
    """Columns by name, each as long as `places`.

    Args:
        columns: The values of each column, in the order of the file.
        places: Where each row was read; empty for a table that was computed.
        types: Arrow types by column, for columns that came with one.
    """

    columns: dict[str, list[Any]]
    places: Sequence[Place] = ()
    types: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.columns.values()), self.places))


def concatenate(tables: Sequence[Table]) -> Table:
    """Put tables under each other; a column that one of them lacks is None there.

    Args:
        tables: The tables, in the order of their rows.

    Returns:
        One table with every column of any, in the order of first appearance.
    """
    if len(tables) == 1:
        return tables[0]
    names = dict.fromkeys(name for table in tables for name in table.columns)
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for table in tables:
        for name, column in columns.items():
            column.extend(table.columns.get(name) or [None] * len(table))
    types: dict[str, Any] = {}
    for name in names:
        found = [table.types.get(name) for table in tables if name in table.columns]
        if found[0] is not None and all(one == found[0] for one in found):
            types[name] = found[0]
    return Table(columns, [place for table in tables for place in table.places], types)
