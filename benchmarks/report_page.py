"""The report as scripts and tests in a browser know it: how one is made, and where its parts stand.

What the page's templates name is named here once more, and nowhere else outside the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import copydesk
from copydesk.report import write

#: Every section, by the id that the page's navigation leads to.
SECTIONS = ("clusters", "speakers", "articles")
#: The text of one article.
BODY = "#articles .body"
HEADING = "#articles h3"
#: Marks in the texts.
QUOTE, SPEAKER, CUE = "#articles .body mark.quote", "#articles .body .speaker", "#articles .body .cue"
#: The link from the list beside an article to a quote in it.
QUOTE_LINK = "#articles .margin a"
#: Pieces that stand in a row, each beside text from outside that may try to turn them around.
ROWS = ("#articles .facts", "#clusters tbody tr", "#clusters .facts")
#: The field that filters by outlet, and what it hides; None while the page has none.
OUTLET_FILTER: str | None = None
FILTERED = "#articles > article"
#: Ids are the templates' words and our numbers; nothing from outside.
OWN_ID = r"[a-z]+(-[a-z]+)*(-\d+)*(-heading)?"


def analyse(articles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the report shows of articles with `text` and where known `id`, `title`, `source` and `date`."""
    columns = {name: [article.get(name) for article in articles] for name in ("text", "title", "source", "id", "date")}
    texts = columns["text"]
    known = {"ids": [str(row) if one is None else one for row, one in enumerate(columns["id"])]}
    clusters = copydesk.cluster(
        texts, level="story", titles=columns["title"], sources=columns["source"], dates=columns["date"], **known
    )
    return {"articles": articles, "clusters": clusters, "quotes": copydesk.extract_quotes(texts, **known)}


def write_report(path: Path, analysed: Mapping[str, Any], *, title: str = "copydesk report") -> None:
    """Writes the page of what `analyse` found."""
    write(path, **analysed, title=title, level="story")
