"""The commands that write a page: `report` and `demo`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import copydesk
from copydesk.cli.names import WRITTEN
from copydesk.cli.options import Decorator
from copydesk.cli.summary import summarise
from copydesk.cli.target import STANDARD_OUTPUT, page_target
from copydesk.cli.terminal import count, data_output, one_line, say, wants_progress
from copydesk.cli.versions import analysing, analysis_of

if TYPE_CHECKING:
    from copydesk.desk import Desk


def _out(default: str) -> Decorator:
    """Where a page goes."""
    return click.option(
        "--out",
        metavar="FILE",
        type=WRITTEN,
        default=default,
        show_default=True,
        help="Where the page goes; - is standard output.",
    )


@copydesk.command(
    epilog="\b\nExample:\n  copydesk report articles.parquet --out report.html\n"
    "  copydesk report news/ --page-title 'Friday’s papers' --out friday.html"
)
@analysing
@click.option(
    "--out", metavar="FILE", type=WRITTEN, default="report.html", show_default=True, help="Where the page goes."
)
@click.option("--page-title", metavar="TEXT", help="The name of the page; default: the names of the files.")
def report(out: str, page_title: str | None, inputs: Sequence[str], **arguments: Any) -> None:
    """Write one HTML page to look at and to send on.

    It shows the stories with their versions side by side, where they contradict each other, who said what in which
    wordings, and lets a reader search and filter. The page needs no network and no other file.
    """
    desk = analysis_of(page_target(out), inputs=inputs, **arguments)
    names = ", ".join(Path(path).name or path for path in inputs[:3]) + (" …" if len(inputs) > 3 else "")
    _write_page(out, desk, page_title or names)
    found = len(desk.discrepancies)
    disagreements = f"{found:,} {'discrepancy' if found == 1 else 'discrepancies'}"
    if out != STANDARD_OUTPUT:
        articles, quotes = count(len(desk.stories), "article"), count(len(desk.quotes), "quote")
        say(f"{articles}, {quotes}, {disagreements}: {one_line(out)}")


@copydesk.command(epilog="\b\nExample:\n  copydesk demo --out saltmere.html")
@click.option(
    "--out", metavar="FILE", type=WRITTEN, default="copydesk-demo.html", show_default=True, help="Where the page goes."
)
def demo(out: str) -> None:
    """Try it on a dozen invented articles.

    Prints what is found and writes it as a page.
    """
    from copydesk import analyze
    from copydesk.sample import articles

    page_target(out).check([])
    sample = articles()
    desk = analyze(
        [article["text"] for article in sample],
        titles=[article["title"] for article in sample],
        sources=[article["source"] for article in sample],
        dates=[article["date"] for article in sample],
        ids=[article["id"] for article in sample],
    )
    _write_page(out, desk, "The Saltmere papers")
    if out != STANDARD_OUTPUT:
        for line in summarise(desk):
            say(line)
        say()
        say(f"To look at it all: {one_line(out)}")


def _write_page(out: str, desk: Desk, title: str) -> None:
    from copydesk.report import render

    if out == STANDARD_OUTPUT:
        with data_output() as stream:
            stream.write(render(desk, title=title, progress=wants_progress()).encode())
    else:
        desk.report(out, title=title, progress=wants_progress())
