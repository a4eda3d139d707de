"""Inputs of a command as tables, and their columns as arguments of the public functions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from copydesk.cli.target import Target
from copydesk.files import Roles, Table, choose_columns, ids_of, read, texts_of

__all__ = ["articles_of", "load", "load_others", "readable", "side_of"]


def load(inputs: Sequence[str], target: Target, encoding: str | None, **columns: str | None) -> tuple[Table, Roles]:
    """The input and the roles of its columns; refuses a target that cannot be written before and after reading."""
    target.check([])
    table = read(inputs, encoding=encoding)
    target.check(table)
    return table, choose_columns(table, **columns)


def load_others(
    against: Sequence[str],
    target: Target,
    encoding: str | None,
    roles: Roles,
    text: str | None,
    id: str | None,
    prefix: str = "against-",
) -> tuple[Table, Roles]:
    """The other side of a comparison; a column that has the same name there needs no naming.

    `prefix` is what the options begin with that name its columns.
    """
    table = read(against, encoding=encoding)
    target.check(table)
    text = text or (roles.text if roles.text in table.columns else None)
    id = id or (roles.id if roles.id in table.columns else None)
    return table, choose_columns(table, prefix, text=text, id=id)


def side_of(table: Table, roles: Roles) -> dict[str, Any]:
    """The columns of a table that say what shares wording and who was first."""
    beside_texts = {"sources": roles.source, "dates": roles.date}
    side: dict[str, Any] = {"texts": texts_of(table, roles.text), "ids": ids_of(table, roles.id)}
    for argument, column in beside_texts.items():
        side[argument] = None if column is None else [readable(value) for value in table.columns[column]]
    return side


def readable(value: Any) -> Any:
    """A headline, an outlet or a date as the file has it; what is none of them is missing."""
    return value if isinstance(value, str | dt.date) else None


def articles_of(table: Table, roles: Roles) -> list[dict[str, Any]]:
    """The articles of a table, a dict of its parts for each."""
    parts = {"id": roles.id, "title": roles.title, "source": roles.source, "date": roles.date, "text": roles.text}
    columns = {part: table.columns[name] for part, name in parts.items() if name is not None}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
