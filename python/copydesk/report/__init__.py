"""The report: what a desk found as one HTML file that opens anywhere, and the same views in a notebook.

`render` takes a `Desk` and returns the page, `write` puts it in a file; `Desk.report` calls it. The page needs no
network and no other file; whatever came from an article is text in it, never markup. `view` arranges what is shown,
`alignment` finds the sentences that versions share, `marks` puts spans into texts, `plots` lays out drawings, `page`
fills the templates, `notebook` shows the same in Jupyter.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from copydesk.files.atomic import replacing
from copydesk.progress import Progress
from copydesk.report.page import compose
from copydesk.report.view import View

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["render", "write"]

TITLE = "copydesk report"
# Bytes beyond which a page opens slowly; some ten thousand articles.
LARGE = 80_000_000


def render(desk: Desk, *, title: str = TITLE, progress: Progress = None) -> str:
    """Render a desk as one self-contained HTML page.

    Args:
        desk: What `copydesk.analyze` found.
        title: The name of the page.
        progress: True for a bar while versions are compared, or a callable of (done, total).

    Returns:
        The page; the same input gives the same page.

    Warns:
        RuntimeWarning: the page is larger than browsers open well.

    Example:
        >>> import copydesk
        >>> page = render(copydesk.analyze(["“Stay,” said Ana Pell."]))
        >>> page.startswith("<!doctype html>")
        True
    """
    page = compose("page.html.j2", view=View(desk, progress), title=title, size=SIZE)
    size = len(page.encode())
    if size > LARGE:
        warnings.warn(
            f"the page has {_shown_size(size)}, more than browsers open well; analyze fewer articles at a time, "
            f"such as those of a week, or only those of stories that are told more than once",
            RuntimeWarning,
            stacklevel=2,
        )
    return page.replace(SIZE, _shown_size(size))


def write(path: str | Path, desk: Desk, *, title: str = TITLE, progress: Progress = None) -> None:
    """Write the report to a file, which appears whole or not at all; for the arguments see `render`."""
    page = render(desk, title=title, progress=progress)
    with replacing(path) as out:
        out.write(page.encode())


# Stands where the page says its own size, which is known when it is there. No text brings a NUL in: `visible` shows it.
SIZE = Markup("\x00size\x00")


def _shown_size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} KB"
