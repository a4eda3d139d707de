"""Records that a notebook shows together with the articles that they speak of."""

from __future__ import annotations

from copydesk._copydesk import Table
from copydesk.articles import Articles
from copydesk.records import Records

__all__ = ["QuoteRecords", "StoryRecords"]


class _WithArticles(Records):
    """Records that know where the caller's articles are; the texts are not copied."""

    __slots__ = ("_articles",)
    _articles: Articles

    def __init__(self, table: Table, articles: Articles) -> None:
        super().__init__(table)
        object.__setattr__(self, "_articles", articles)

    def _over(self, table: Table) -> Records:
        return type(self)(table, self._articles)


class QuoteRecords(_WithArticles):
    """The records of `extract_quotes`; like any `Records`, but a notebook shows each quote in its sentence."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from copydesk.report.notebook import quotes_html

        return quotes_html(self, self._articles)


class StoryRecords(_WithArticles):
    """The records of `cluster`; like any `Records`, but a notebook shows the clusters with their headlines."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from copydesk.report.notebook import stories_html

        return stories_html(self, self._articles)
