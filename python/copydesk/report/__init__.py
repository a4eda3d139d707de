"""The report: what a desk found as one HTML file that opens anywhere, and the same views in a notebook.

`render` takes a `Desk` and returns the page, `write` puts it in a file; `Desk.report` calls it. The page needs no
network and no other file; whatever came from an article is text in it, never markup. `view` arranges what is shown,
`alignment` finds the sentences that versions share, `marks` puts spans into texts, `plots` lays out drawings, `page`
fills the templates, `notebook` shows the same in Jupyter.
"""

from __future__ import annotations

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


def render(desk: Desk, *, title: str = TITLE, progress: Progress = None) -> str:
    """Render a desk as one self-contained HTML page.

    Args:
        desk: What `copydesk.analyze` found.
        title: The name of the page.
        progress: True for a bar while versions are compared, or a callable of (done, total).

    Returns:
        The page; the same input gives the same page.

    Example:
        >>> import copydesk
        >>> page = render(copydesk.analyze(["“Stay,” said Ana Pell."]))
        >>> page.startswith("<!doctype html>")
        True
    """
    page = compose("page.html.j2", view=View(desk, progress), title=title, size=SIZE)
    return page.replace(SIZE, _shown_size(len(page.encode())))


def write(path: str | Path, desk: Desk, *, title: str = TITLE, progress: Progress = None) -> None:
    """Write the report to a file, which appears whole or not at all; for the arguments see `render`."""
    page = render(desk, title=title, progress=progress)
    with replacing(path) as out:
        out.write(page.encode())


# Stands where the page says its own size, which is known when it is there. No text brings a NUL in: `visible` shows it.
SIZE = Markup("\x00size\x00")


def _shown_size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} KB"
