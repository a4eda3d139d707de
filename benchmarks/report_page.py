"""The report as scripts and tests in a browser know it: how one is made, and where its parts stand.

What the page's templates name is named here once more, and nowhere else outside the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import copydesk

#: Every section, by the id that the page's navigation leads to.
SECTIONS = ("glance", "stories", "discrepancies", "quotes", "articles")
NAVIGATION = "nav a"

#: What the filter shows or hides, a piece each, and the sections that they stand in.
ENTRIES = "[data-o]"
FILTERED = ("stories", "discrepancies", "quotes", "articles")
FILTER = "#filter"
SEARCH = "#filter [name=words]"
#: Each choice and the attribute of an entry that it is held against.
CHOICES = {"speaker": ("#filter [name=s]", "s"), "outlet": ("#filter [name=o]", "o"), "kind": ("#filter [name=k]", "k")}
CLEAR = "#filter [type=reset]"
FOUND = "#filter output"

STORY = "#stories > .story"
VERSION = "#stories .version"
HEADING = "#stories .version h5"
BODY = "#stories .version .body"
#: The buttons that choose the versions of a story, and what says that one is chosen.
CHIP, CHOSEN = ".chips button", "aria-pressed"
#: Wording that versions share; `SHARED_AS` has the same value in each version of the story.
SHARED, SHARED_AS = ".version [data-g]", "data-g"

#: Pieces that stand in a row, each beside text from outside that may try to turn them around.
ROWS = (
    ".facts",
    "#stories tbody tr",
    "#quotes summary",
    "#quotes .by",
    "#articles summary",
    "#discrepancies figcaption",
)
#: Ids are the templates' words and our numbers; nothing from outside.
OWN_ID = r"[a-z]+(-[a-z]+|-\d+)*"


def desk_of(articles: Sequence[Mapping[str, Any]], **more: Any) -> copydesk.Desk:
    """What `analyze` finds in articles with `text` and where known `id`, `title`, `source` and `date`.

    Args:
        articles: One mapping per article.
        more: Other arguments of `analyze`.
    """
    columns = {name: [article.get(name) for article in articles] for name in ("title", "source", "date")}
    known = {f"{name}s": column for name, column in columns.items() if any(value is not None for value in column)}
    ids = [article.get("id", row) for row, article in enumerate(articles)]
    return copydesk.analyze([article["text"] for article in articles], ids=ids, **known, **more)
