"""What a broken promise looks like: how many break it, the first few of them, and all of them for a program."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from copydesk.plain import excerpt, one_line

__all__ = ["DETAIL", "SHOWN", "CheckFailed", "counted", "fail", "kept", "row_name"]

Record = dict[str, Any]

#: Offenders that a message shows; it says how many more there are.
SHOWN = 5
#: Characters of a line: what is left of 100 columns when a test runner has indented it.
_WIDTH = 92
#: Characters of a headline or a detail, such as an excerpt: two lines, or a little more.
DETAIL = 180
#: Characters of an id.
_ID = 40


class CheckFailed(AssertionError):
    """A promise about a batch does not hold.

    The message shows the first few records that break it.

    Attributes:
        check: The name of the assert.
        records: All records that break it, as dicts of plain values.
    """

    # Test runners print the qualified name.
    __module__ = "copydesk.testing"

    check: str
    records: list[Record]

    def __init__(self, message: str, check: str = "", records: Sequence[Record] = ()) -> None:
        super().__init__(message)
        self.check = check
        self.records = list(records)


def fail(check: str, summary: str, records: Iterable[Record], lines: Callable[[list[Record]], list[list[str]]]) -> None:
    """Raise for the records that break the promise.

    Args:
        check: The name of the assert.
        summary: What is wrong, with the number of offenders and what was promised; one line.
        records: All offenders.
        lines: Makes of the records that are shown a headline and details for each.

    Raises:
        CheckFailed: always.
    """
    __tracebackhide__ = True
    records = list(records)
    shown = lines(records[:SHOWN])
    message = [one_line(summary)]
    for headline, *details in shown:
        message += _wrapped(headline, "  ")
        for detail in details:
            message += _wrapped(detail, "    ")
    if len(records) > len(shown):
        message.append(f"  and {len(records) - len(shown):,} more; `records` of this error has all {len(records):,}")
    raise CheckFailed("\n".join(message), check, records)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        excerpt(text, DETAIL),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )


def row_name(row: int, id: Any = None) -> str:
    """A row as a message names it, with its id where that says more.

    Example:
        >>> row_name(3), row_name(3, 3), row_name(3, "wire")
        ('row 3', 'row 3', "row 3 ('wire')")
    """
    if id is None or id == row:
        return f"row {row}"
    return f"row {row} ('{excerpt(id, _ID)}')" if isinstance(id, str) else f"row {row} ({id})"


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as 1 quote, 2 quotes."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def kept(records: Iterable[Record], column: str, values: Sequence[str] | None) -> list[Record]:
    """The records whose column has one of the values; all where no values are asked for."""
    return [record for record in records if values is None or record[column] in values]
