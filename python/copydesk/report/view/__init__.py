"""A desk in, what the page shows out: plain values, anchors and marked texts, with no HTML but those.

One module for each view: `stories`, `comparison` (their versions side by side), `contradictions`, `board` (quotes by
speaker), `singles` and `glance` (the few things to see first). `articles` says what is shown of one article, `grouping`
which of them are a story, `filters` what each entry can be found by.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from copydesk.progress import Progress
from copydesk.report.marks import Mark
from copydesk.report.view.articles import Pile
from copydesk.report.view.board import Speaker, board
from copydesk.report.view.comparison import Column, side_by_side
from copydesk.report.view.contradictions import Contradiction, contradictions, marks_of
from copydesk.report.view.filters import Filters
from copydesk.report.view.glance import Glance, glance
from copydesk.report.view.grouping import grouped
from copydesk.report.view.singles import Single, singles
from copydesk.report.view.stories import Outlets, Story, outlets_that_share, read_stories

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["View"]


class View:
    """All that a desk shows, each part made when it is asked for: a summary does without the texts side by side."""

    def __init__(self, desk: Desk, progress: Progress = None) -> None:
        self._desk, self._progress = desk, progress
        self._groups, self._alone = grouped(desk.stories.to_list())
        copies = {copy: row for group in self._groups for row, same in group.copies.items() for copy in same}
        self._story_of = {row: group.number for group in self._groups for row in group.rows}
        self._pile = Pile(
            desk.articles,
            desk.stories["id"],
            quotes=desk.quotes.to_list(),
            blocks=desk.boilerplate.to_list(),
            copies=copies,
        )
        self.filters = Filters(desk, self._pile)
        self.articles = len(self._pile)
        self.quotes = len(desk.quotes)

    @property
    def people(self) -> int:
        """How many speakers have a name."""
        return sum(speaker["kind"] != "anonymous" for speaker in self._desk.speakers)

    @cached_property
    def stories(self) -> list[Story]:
        """The stories told more than once, the largest first."""
        return read_stories(self._desk, self._pile, self.filters, self._groups, self.contradictions)

    @cached_property
    def columns(self) -> dict[int, list[Column]]:
        """The versions of each story side by side, by its number."""
        return side_by_side(
            self._desk, self._pile, self._groups, self.contradictions, self._facts, progress=self._progress
        )

    @cached_property
    def outlets(self) -> Outlets | None:
        """Which outlets tell the same stories."""
        return outlets_that_share(self.stories)

    @cached_property
    def contradictions(self) -> list[Contradiction]:
        """Where versions disagree, worst first."""
        return contradictions(self._desk, self._pile, self.filters, self._story_of)

    @cached_property
    def speakers(self) -> list[Speaker]:
        """Who said what."""
        return board(self._desk, self._pile, self.filters, self._story_of)

    @cached_property
    def singles(self) -> list[Single]:
        """The articles that stand in no column of a story."""
        return singles(self._pile, self.filters, self._groups, self._alone, self._facts)

    @cached_property
    def _facts(self) -> dict[int, list[Mark]]:
        """The marks of the discrepancies, by row."""
        return marks_of(self.contradictions)

    @cached_property
    def glance(self) -> Glance:
        """The few things to see first."""
        return glance(self._desk, self._pile, self.stories, self.contradictions, self.speakers)
