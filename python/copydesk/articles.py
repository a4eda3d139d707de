"""The columns that a result was made from, for what shows its articles afterwards.

They stay the caller's: nothing is copied, and a row that is no longer there is shown without its text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.cells import text_at

__all__ = ["Articles", "as_moments"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Articles:
    """Texts, headlines and outlets as they came, dates as moments; any but the texts may be missing."""

    texts: Any
    titles: Any = None
    sources: Any = None
    moments: Sequence[dt.datetime | None] | None = None

    def text(self, row: int) -> str | None:
        """The text of a row; None where there is none."""
        return text_at(self.texts, row)

    def title(self, row: int) -> str | None:
        """The headline of a row, where headlines stand beside the texts."""
        return text_at(self.titles, row)

    def outlet(self, row: int) -> str:
        """The outlet of a row, or nothing."""
        return (text_at(self.sources, row) or "").strip()

    def moment(self, row: int) -> dt.datetime | None:
        """When a row appeared."""
        return None if self.moments is None else self.moments[row]


def as_moments(microseconds: Sequence[int | None] | None) -> list[dt.datetime | None] | None:
    """Microseconds since 1970 as moments; those before the year 1 and after 9999 are left out."""
    if microseconds is None:
        return None
    return [None if at is None else _moment(at) for at in microseconds]


def _moment(microseconds: int) -> dt.datetime | None:
    try:
        return _EPOCH + dt.timedelta(microseconds=microseconds)
    except OverflowError:
        return None
