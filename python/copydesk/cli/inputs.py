"""Inputs of a command as tables, and their columns as arguments of the public functions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import click

from copydesk.cli.names import has_standard_input
from copydesk.cli.options import remembered
from copydesk.cli.target import Target
from copydesk.cli.terminal import note
from copydesk.errors import ParameterError
from copydesk.files import STANDARD_INPUT, FileError, Roles, Table, choose_columns, dates_of, ids_of, read, texts_of

__all__ = [
    "beside_texts",
    "described",
    "guess",
    "load",
    "load_others",
    "load_pairs",
    "read_beside",
    "read_inputs",
    "side_of",
]

#: What is told of either article of a pair.
_DESCRIBING = ("title", "source", "date")
#: Columns of a file of pairs: the rows of each, or clusters of which every two rows are a pair.
_PAIRS = (("left", "right"), ("row", "cluster"))


def read_inputs(inputs: Sequence[str], encoding: str | None) -> Table:
    """The files of INPUT. --input-format is about standard input where that is read, and else about these."""
    elsewhere = STANDARD_INPUT not in inputs and has_standard_input(click.get_current_context())
    return read(inputs, encoding=encoding, kind=None if elsewhere else remembered("input_format"))


def read_beside(names: Sequence[str], encoding: str | None) -> Table:
    """Files of another option, of which --input-format speaks only if standard input is among them."""
    return read(names, encoding=encoding, kind=remembered("input_format") if STANDARD_INPUT in names else None)


def load(inputs: Sequence[str], target: Target, encoding: str | None, **columns: str | None) -> tuple[Table, Roles]:
    """The input and the roles of its columns; refuses a target that cannot be written before and after reading."""
    target.check([])
    table = read_inputs(inputs, encoding)
    target.check(table)
    return table, guess(table, **columns)


def guess(table: Table, **columns: str | None) -> Roles:
    """The roles of the columns of INPUT; those that were guessed are told."""
    roles = choose_columns(table, **columns)
    _tell_guesses(roles, columns, "")
    return roles


def load_others(
    against: Sequence[str],
    target: Target,
    encoding: str | None,
    roles: Roles,
    text: str | None,
    id: str | None,
    *,
    prefix: str = "against-",
    **describing: str | None,
) -> tuple[Table, Roles]:
    """The other side of a comparison; a column that has the same name there needs no naming.

    Args:
        against: Its files.
        target: Where the records go.
        encoding: Of its files.
        roles: The columns of the first side.
        text: Its column of the text, where that is named.
        id: Its column of the id, where that is named.
        prefix: What the options begin with that name its columns.
        describing: Its columns of the headline, the outlet and the date, where they matter; None where not named.
    """
    table = read_beside(against, encoding)
    target.check(table)
    named = {"text": text, "id": id} | describing
    alike = {role: getattr(roles, role) for role in named if getattr(roles, role) in table.columns}
    found = choose_columns(table, prefix, **{role: name or alike.get(role) for role, name in named.items()})
    _tell_guesses(found, named, " of the other side", alike)
    return table, found


def _tell_guesses(roles: Roles, named: Mapping[str, str | None], side: str, alike: Collection[str] = ()) -> None:
    """Say which columns were guessed by a name that is not the role's own."""
    guessed = {role: getattr(roles, role) for role, name in named.items() if name is None and role not in alike}
    if told := [f"`{name}` as the {role}" for role, name in guessed.items() if name not in (None, role)]:
        note(f"took the column {', '.join(told)}{side}")


def load_pairs(path: str, target: Target, encoding: str | None) -> dict[str, list[int | None]]:
    """A file of pairs, as the argument `pairs`.

    Raises:
        ParameterError: it has neither columns left and right nor row and cluster.
        FileError: a row number is none.
    """
    table = read_beside([path], encoding)
    target.check(table)
    form = next((form for form in _PAIRS if set(form) <= set(table.columns)), None)
    if form is None:
        names = ", ".join(f"`{name}`" for name in table.columns)
        raise ParameterError(f"--pairs {path}: expected columns left and right, or row and cluster; there are {names}")
    return {name: _row_numbers(table, name) for name in form}


def _row_numbers(table: Table, name: str) -> list[int | None]:
    numbers: list[int | None] = []
    for row, value in enumerate(table.columns[name]):
        try:
            # A cluster may be missing, where its article has no text.
            numbers.append(None if name == "cluster" and value in (None, "") else int(value))
        except (TypeError, ValueError):
            raise FileError(f"{table.places[row]}: `{name}` is {value!r}, expected a row number from 0") from None
    return numbers


def described(records: Any, left: tuple[Table, Roles], right: tuple[Table, Roles]) -> Table:
    """Headline, outlet and date of either article of each pair, as columns such as left_title."""
    columns: dict[str, list[Any]] = {}
    types: dict[str, Any] = {}
    for side, (table, roles) in (("left", left), ("right", right)):
        for role in _DESCRIBING:
            if (name := getattr(roles, role)) is not None:
                columns[f"{side}_{role}"] = [table.columns[name][row] for row in records[side]]
                if name in table.types:
                    types[f"{side}_{role}"] = table.types[name]
    return Table(columns, types=types)


def side_of(table: Table, roles: Roles) -> dict[str, Any]:
    """The columns of a table that say what shares wording and who was first."""
    side: dict[str, Any] = {"texts": texts_of(table, roles.text), "ids": ids_of(table, roles.id)}
    return side | beside_texts(table, sources=roles.source, dates=roles.date)


def beside_texts(table: Table, **columns: str | None) -> dict[str, Any]:
    """Headlines, outlets and dates by argument, as the file has them; what is none of them is missing."""

    def readable(value: Any) -> Any:
        # Outlets may be numbered.
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None

    return {
        argument: dates_of(table, name, remembered("date_format"))
        if argument == "dates"
        else name and [readable(value) for value in table.columns[name]]
        for argument, name in columns.items()
    }
