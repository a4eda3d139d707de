"""The articles that stand in no column of a story, each with its marked text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from copydesk.report.marks import Mark
from copydesk.report.view.articles import Article, Pile
from copydesk.report.view.filters import Filters, Keys
from copydesk.report.view.grouping import Group

__all__ = ["Single", "singles"]


@dataclass(frozen=True)
class Single:
    """An article that stands for itself: alone in its story, or one of too many to stand side by side."""

    article: Article
    body: Markup | None
    quotes: int
    keys: Keys
    story: int | None


def singles(
    pile: Pile, filters: Filters, groups: Iterable[Group], alone: Iterable[int], facts: Mapping[int, Sequence[Mark]]
) -> list[Single]:
    """What has no column, near copies of large stories first; `facts` are the marks of discrepancies by row."""

    def single(row: int, story: int | None) -> Single:
        return Single(
            article=pile.article(row),
            body=pile.body(row, facts.get(row, ())),
            quotes=len(pile.quotes[row]),
            keys=filters.of_rows([row]),
            story=story,
        )

    beyond = [single(row, group.number) for group in groups for row in group.beyond]
    return beyond + [single(row, None) for row in alone]
