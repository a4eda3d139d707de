"""Arguments that several commands share, each defined once."""

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def together(*decorators: Decorator) -> Decorator:
    """Apply decorators so that the first one stands first in the help."""

    def apply(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


reading = together(
    click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    click.option("--text", metavar="COLUMN", help="Column of the text; guessed when one is obvious."),
    click.option("--id", metavar="COLUMN", help="Column of the id; guessed when one is obvious."),
    click.option("--encoding", metavar="NAME", help="Encoding of CSV, JSONL and text files; default UTF-8."),
)

describing = together(
    click.option("--title", metavar="COLUMN", help="Column of the headline; guessed when one is obvious."),
    click.option("--source", metavar="COLUMN", help="Column of the outlet; guessed when one is obvious."),
    click.option("--date", metavar="COLUMN", help="Column of the date; guessed when one is obvious."),
)

writing = together(
    click.option("--out", metavar="FILE", help="Output: .csv, .tsv, .jsonl or .parquet; default standard output."),
    click.option(
        "--format",
        type=click.Choice(["csv", "tsv", "jsonl", "parquet"]),
        help="Format, where the ending of --out does not say it; default jsonl.",
    ),
    click.option("--raw", is_flag=True, help="Keep CSV cells that begin a formula; by default they get a leading '."),
)

clustering = together(
    click.option(
        "--level",
        type=click.Choice(["exact", "near", "partial", "story"]),
        default="near",
        show_default=True,
        help="exact: the same words; near: most of the wording; partial: also trimmed and embedded copies; "
        "story: also rewrites and reports of the same event.",
    ),
    click.option(
        "--threshold",
        type=float,
        default=0.7,
        show_default=True,
        help="Smallest Jaccard similarity (partial: containment), in (0, 1].",
    ),
    click.option(
        "--story-threshold",
        type=float,
        default=0.5,
        show_default=True,
        help="For stories: smallest probability that two articles of a story belong together, in (0, 1).",
    ),
    click.option("--size", type=int, default=5, show_default=True, help="Words per shingle."),
    click.option("--ignore-boilerplate", is_flag=True, help="Compare without what `copydesk boilerplate` lists."),
    click.option(
        "--language",
        metavar="CODE",
        default="auto",
        show_default=True,
        help="For stories: en, de, fr, es, it, pt, nl, sv, no, da, fi, ru, none, auto, or a column of them.",
    ),
    click.option(
        "--window", type=float, metavar="DAYS", help="For stories: days that two articles may lie apart; needs dates."
    ),
)

threads = click.option("--threads", type=int, metavar="N", help="Threads; default all cores.")
