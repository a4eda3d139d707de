"""The commands that write a page: `report` and `demo`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from copydesk.cli.duplicates import clusters_of
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import articles_of, load
from copydesk.cli.options import clustering, describing, reading, threads
from copydesk.cli.quotes import quotes_of
from copydesk.cli.summary import summarise
from copydesk.cli.target import STANDARD_OUTPUT, page_target
from copydesk.cli.terminal import count, data_output, one_line, say
from copydesk.files import Roles


@copydesk.command(epilog="\b\nExample:\n  copydesk report articles.parquet --out report.html")
@reading
@describing
@clustering
@threads
@click.option("--out", metavar="FILE", default="report.html", show_default=True, help="Where the page goes.")
def report(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    date: str | None,
    threads: int | None,
    out: str,
    **options: Any,
) -> None:
    """Write one HTML page to look at and to send on.

    It shows which articles are the same text (--level story: tell the same story), who said what, and every article
    with its quotes marked. The page needs no network and no other file.
    """
    target = page_target(out)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source, date=date)
    clusters = clusters_of(table, roles, threads=threads, **options)
    # The page marks quotes in the texts, so headlines are read where they stand in them.
    found = quotes_of(table, Roles(roles.text, roles.id), threads=threads)
    name = ", ".join(Path(path).name or path for path in inputs[:3]) + (" …" if len(inputs) > 3 else "")
    _write_page(out, articles_of(table, roles), clusters, found, title=name, level=options["level"])
    say(f"{count(len(table), 'article')}, {count(len(found), 'quote')}: {one_line(out)}")


@copydesk.command(epilog="\b\nExample:\n  copydesk demo --out saltmere.html")
@click.option("--out", metavar="FILE", default="copydesk-demo.html", show_default=True, help="Where the page goes.")
def demo(out: str) -> None:
    """Try it on a dozen invented articles.

    Prints what is found and writes it as a page.
    """
    from copydesk.sample import articles

    page_target(out).check([])
    sample = articles()
    texts, titles = [article["text"] for article in sample], [article["title"] for article in sample]
    known: dict[str, Any] = {
        "ids": [article["id"] for article in sample],
        "sources": [article["source"] for article in sample],
        "dates": [article["date"] for article in sample],
    }
    from copydesk import cluster, extract_quotes, passages

    clusters = cluster(texts, level="story", titles=titles, **known)
    shared, found = passages(texts, pairs=clusters, **known), extract_quotes(texts, ids=known["ids"])
    _write_page(out, sample, clusters, found, title="The Saltmere papers", level="story")
    for line in summarise(sample, clusters, shared, found):
        say(line)
    say()
    say(f"To look at it all: {one_line(out)}")


def _write_page(out: str, articles: Sequence[Any], clusters: Any, quotes: Any, **naming: str) -> None:
    from copydesk.report import render, write

    if out == STANDARD_OUTPUT:
        with data_output() as stream:
            stream.write(render(articles, clusters, quotes, **naming).encode())
    else:
        write(out, articles, clusters, quotes, **naming)
