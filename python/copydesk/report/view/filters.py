"""What each entry of the page can be found by: outlets, speakers and kinds, as numbers of the options that it carries.

The page writes the numbers into attributes of its own (`data-o`, `data-s`, `data-k`), never a name: names come from
outside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copydesk.quotes import KINDS
from copydesk.report.view.articles import Pile

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["NO_KEYS", "Filters", "Keys"]

# Speakers that the list offers, the most quoted first; a longer list is no help, and the search field finds the others.
MOST_SPEAKERS = 300

Option = tuple[int, str]
"""A number and the name that it stands for."""


@dataclass(frozen=True)
class Keys:
    """The numbers of what an entry is about, as its attributes say them."""

    outlets: str
    speakers: str
    kinds: str


#: Of an entry that nothing filters.
NO_KEYS = Keys("", "", "")


class Filters:
    """The options of the page's filters, by name, and the keys of entries."""

    def __init__(self, desk: Desk, pile: Pile) -> None:
        self._pile = pile
        names = sorted({pile.article(row).outlet for row in range(len(pile))} - {""}, key=str.casefold)
        self.outlets: list[Option] = list(enumerate(names))
        self._outlets = {name: number for number, name in self.outlets}

        people = [(number, one) for number, one in enumerate(desk.speakers) if one["kind"] != "anonymous"]
        named = [(number, one["name"]) for number, one in people[:MOST_SPEAKERS]]
        self.speakers: list[Option] = sorted(named, key=lambda option: option[1].casefold())
        self._speakers: dict[int, set[int]] = defaultdict(set)
        for number, one in people:
            for quote in one["quote_numbers"]:
                self._speakers[quote].add(number)

        present = set(desk.quotes["kind"])
        self.quote_kinds = [kind for kind in KINDS if kind in present]
        self.types = sorted(set(desk.discrepancies["type"]))
        self._kinds = {kind: number for number, kind in enumerate([*self.quote_kinds, *self.types])}

    def kind(self, name: str) -> int:
        """The number of a kind of quote or a type of discrepancy."""
        return self._kinds[name]

    def of_rows(self, rows: Iterable[int], types: Iterable[str] = ()) -> Keys:
        """The keys of an entry that shows whole articles."""
        rows = list(rows)
        quotes = [quote for row in rows for quote in self._pile.quotes[row]]
        kinds = {quote["kind"] for quote in quotes} | set(types)
        return self.keys(rows, [quote["quote"] for quote in quotes], kinds)

    def keys(self, rows: Iterable[int], quotes: Iterable[int], kinds: Iterable[str]) -> Keys:
        """The keys of an entry about these rows, these quotes by their numbers, and these kinds."""
        outlets = {self._pile.article(row).outlet for row in rows} - {""}
        return Keys(
            _numbers(self._outlets[outlet] for outlet in outlets),
            _numbers(number for quote in quotes for number in self._speakers.get(quote, ())),
            _numbers(self._kinds[kind] for kind in kinds if kind in self._kinds),
        )


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, sorted(set(numbers))))
