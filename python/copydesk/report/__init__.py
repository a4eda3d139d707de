"""The report: articles, their clusters and their quotes as one HTML file that opens anywhere.

`render` takes plain records and returns the page, `write` puts it in a file. The page needs no network, no script and
no other file; whatever came from an article is text in it, never markup. One template per section, in the order in
which an editor reads: clusters, speakers, articles.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from copydesk.files.atomic import replacing
from copydesk.report.page import compose
from copydesk.report.view import build_view

__all__ = ["render", "write"]

Record = Mapping[str, Any]


def render(
    articles: Iterable[Record],
    clusters: Iterable[Record],
    quotes: Iterable[Record],
    *,
    title: str = "copydesk report",
    level: str | None = None,
) -> str:
    """Render the report as one self-contained HTML page.

    Args:
        articles: One mapping per article, in the row order that `clusters` and `quotes` were computed from: `text`
            (str or None), and where known `id`, `title`, `source` (the outlet) and `date`.
        clusters: The records of `copydesk.cluster`.
        quotes: The records of `copydesk.extract_quotes`; offsets are code points of `text`.
        title: The name of the page.
        level: The level of `clusters`, which headings and legends speak of; by default the one that its relations show.

    Returns:
        The page; the same input gives the same page.

    Raises:
        ParameterError: a record names a row that `articles` does not have, or there is no such level.

    Example:
        >>> page = render([{"text": "Hello"}], [], [])
        >>> page.startswith("<!doctype html>")
        True
    """
    return compose(build_view(list(articles), list(clusters), list(quotes), level=level), title=title)


def write(
    path: str | Path,
    articles: Iterable[Record],
    clusters: Iterable[Record],
    quotes: Iterable[Record],
    *,
    title: str = "copydesk report",
    level: str | None = None,
) -> None:
    """Write the report to a file, which appears whole or not at all; for the arguments see `render`."""
    page = render(articles, clusters, quotes, title=title, level=level)
    with replacing(path) as out:
        out.write(page.encode())
