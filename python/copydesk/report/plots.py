"""Events and shares in, the places of dots, cells and labels in a drawing out; the templates make them SVG.

Coordinates are those of the drawing's own box, in units that are CSS pixels at full size.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Event", "Matrix", "Timeline", "matrix", "timeline"]

WIDTH = 620
ROW = 24  # a line of text of 13 pixels and air
NAMES = 190  # room for a label of 28 characters of 13 pixels
EDGE = 14
# Steps between ticks, the smallest first; the first that makes at most MOST_TICKS of the whole span is used.
STEPS = [dt.timedelta(hours=hours) for hours in (1, 3, 6, 12)] + [
    dt.timedelta(days=days) for days in (1, 2, 7, 14, 30, 91, 182, 365, 3650)
]
MOST_TICKS = 6
MOST_ROWS = 40
CELL = 38


@dataclass(frozen=True)
class Event:
    """An article and when it appeared; `kind` is the relation that ties it in, or "first"."""

    moment: dt.datetime
    letter: str
    label: str
    kind: str

    @property
    def when(self) -> str:
        """The day, for who cannot see the drawing."""
        return self.moment.date().isoformat()


@dataclass(frozen=True)
class Dot:
    """An event in the drawing."""

    x: float
    y: float
    event: Event
    label_before: bool
    """Whether its label stands to the left of it."""


@dataclass(frozen=True)
class Tick:
    """A moment of the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """Dots on lines, the earliest on top."""

    width: int
    height: int
    dots: list[Dot]
    ticks: list[Tick]
    left_out: int


@dataclass(frozen=True)
class Cell:
    """How much a row has of a column; `step` is the shade, from 1 to 5."""

    x: float
    y: float
    text: str
    step: int
    row: str
    column: str


@dataclass(frozen=True)
class Matrix:
    """Named rows, lettered columns, and the cells that are not empty."""

    width: int
    height: int
    left: int
    size: int
    rows: list[tuple[float, str, str]]
    """Height, letter, name."""
    columns: list[tuple[float, str]]
    cells: list[Cell]


def timeline(events: Sequence[Event]) -> Timeline:
    """Lay events out in the order of their moments, at most MOST_ROWS of them, on one axis."""
    ordered = sorted(events, key=lambda event: (event.moment, event.letter, event.label))
    shown = ordered[:MOST_ROWS]
    first, last = shown[0].moment, shown[-1].moment
    whole = max((last - first).total_seconds(), 1.0)

    def place(moment: dt.datetime) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (moment - first).total_seconds() / whole, 1)

    dots = [
        Dot(x, ROW * (row + 1), event, x > WIDTH - NAMES)
        for row, event in enumerate(shown)
        for x in [place(event.moment)]
    ]
    ticks = [Tick(place(moment), label) for moment, label in _ticks(first, last)]
    return Timeline(WIDTH, ROW * (len(shown) + 2), dots, ticks, len(ordered) - len(shown))


def _ticks(first: dt.datetime, last: dt.datetime) -> list[tuple[dt.datetime, str]]:
    span = last - first
    step = next((step for step in STEPS if span / step <= MOST_TICKS), max(STEPS[-1], span / MOST_TICKS))
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[tuple[dt.datetime, str]] = []
    # Counted from the first midnight, so that ticks are whole days or hours; as spans, since the last step may lead
    # beyond the calendar.
    number = -((midnight - first) // step)
    while number * step <= last - midnight:
        moment = midnight + number * step
        hours = step < STEPS[4] and moment.hour
        ticks.append((moment, moment.strftime("%H:%M") if hours else moment.date().isoformat()))
        number += 1
    # Two moments within an hour have no whole hour between them.
    return ticks or [(first, f"{first.date().isoformat()} {first:%H:%M}")]


def matrix(names: Sequence[str], letters: Sequence[str], cells: Mapping[tuple[int, int], tuple[float, str]]) -> Matrix:
    """Lay out how much each row has of each column.

    Args:
        names: What each row stands for; columns stand for the same.
        letters: The short names, for the columns.
        cells: By row and column a share in (0, 1] and the text that says it.
    """
    top = ROW
    return Matrix(
        width=NAMES + CELL * len(names) + 2,
        height=top + CELL * len(names) + 2,
        left=NAMES,
        size=CELL,
        rows=[
            (top + CELL * (row + 0.5), letter, name)
            for row, (letter, name) in enumerate(zip(letters, names, strict=True))
        ],
        columns=[(NAMES + CELL * (column + 0.5), letter) for column, letter in enumerate(letters)],
        cells=[
            Cell(NAMES + CELL * column, top + CELL * row, text, _step(share), names[row], names[column])
            for (row, column), (share, text) in sorted(cells.items())
        ],
    )


def _step(share: float) -> int:
    """The shade of a share: equal steps, so that two shades that differ also differ by a fifth at most."""
    return max(1, min(5, 1 + int(share * 5)))
