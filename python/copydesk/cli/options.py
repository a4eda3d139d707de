"""Arguments that several commands share, each defined once."""

from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from copydesk.errors import ParameterError

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def together(*decorators: Decorator) -> Decorator:
    """Apply decorators so that the first one stands first in the help."""

    def apply(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


def refuse_without_story(level: str, *names: str) -> None:
    """Refuse options that only stories have, where another level was asked for.

    Raises:
        ParameterError: one of them stands on the command line.
    """
    for name in names:
        given = click.get_current_context().get_parameter_source(name) == ParameterSource.COMMANDLINE
        if given and level != "story":
            raise ParameterError(f"--{name.replace('_', '-')} needs --level story, got --level {level}")


reading = together(
    click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    click.option("--text", metavar="COLUMN", help="Column of the text; guessed when one is obvious."),
    click.option("--id", metavar="COLUMN", help="Column of the id; guessed when one is obvious."),
    click.option("--encoding", metavar="NAME", help="Encoding of CSV, JSONL and text files; default UTF-8."),
)

outlet = click.option("--source", metavar="COLUMN", help="Column of the outlet; guessed when one is obvious.")

date = click.option("--date", metavar="COLUMN", help="Column of the date; guessed when one is obvious.")

dating = together(outlet, date)

titling = click.option("--title", metavar="COLUMN", help="Column of the headline; guessed when one is obvious.")

describing = together(titling, dating)


def language(of: str, codes: str) -> Decorator:
    """The language of the articles; `of` begins the help, `codes` are those that make a difference."""
    return click.option(
        "--language",
        metavar="CODE",
        default="auto",
        show_default=True,
        help=f"{of}{codes}, none, auto, or a column of them.",
    )


def _writing(default: str) -> Decorator:
    return together(
        click.option("--out", metavar="FILE", help=f"Output: .csv, .tsv, .jsonl or .parquet; default {default}."),
        click.option(
            "--format",
            type=click.Choice(["csv", "tsv", "jsonl", "parquet"]),
            help="Format, where the ending of --out does not say it; default jsonl.",
        ),
        click.option(
            "--raw", is_flag=True, help="Keep CSV cells that begin a formula; by default they get a leading '."
        ),
    )


writing = _writing("standard output")

writing_on_demand = _writing("a summary only; - is standard output")

threshold = click.option(
    "--threshold",
    type=float,
    default=0.7,
    show_default=True,
    help="Smallest Jaccard similarity (where containment counts: containment), in (0, 1].",
)

method = click.option(
    "--method",
    type=click.Choice(["lsh", "exact"]),
    default="lsh",
    show_default=True,
    help="lsh: banded signatures, which miss one pair at the threshold in a million; exact: a join that misses none.",
)

size = click.option("--size", type=int, default=5, show_default=True, help="Words per shingle.")

ignore_boilerplate = click.option(
    "--ignore-boilerplate", is_flag=True, help="Compare without what `copydesk boilerplate` lists."
)

level = click.option(
    "--level",
    type=click.Choice(["exact", "near", "partial", "story"]),
    default="near",
    show_default=True,
    help="exact: the same words; near: most of the wording; partial: also trimmed and embedded copies; "
    "story: also rewrites and reports of the same event.",
)

story_threshold = click.option(
    "--story-threshold",
    type=float,
    default=0.5,
    show_default=True,
    help="For stories: smallest probability that two articles of a story belong together, in (0, 1).",
)

story_language = language("For stories: ", "en, de, fr, es, it, pt, nl, sv, no, da, fi, ru")

window = click.option(
    "--window", type=float, metavar="DAYS", help="For stories: days that two articles may lie apart; needs dates."
)

clustering = together(level, threshold, story_threshold, method, size, ignore_boilerplate, story_language, window)

against = together(
    click.option(
        "--against",
        multiple=True,
        metavar="FILE",
        help="Another file or folder: only pairs of an article of INPUT and one of it. May be given several times.",
    ),
    click.option("--against-text", metavar="COLUMN", help="Its column of the text, where --text does not name it."),
    click.option("--against-id", metavar="COLUMN", help="Its column of the id, where --id does not name it."),
)

transcripts = together(
    click.option(
        "--sources",
        multiple=True,
        required=True,
        metavar="FILE",
        help="Transcripts: a file or folder. May be given several times.",
    ),
    click.option("--sources-text", metavar="COLUMN", help="Their column of the text, where --text does not name it."),
    click.option("--sources-id", metavar="COLUMN", help="Their column of the id, where --id does not name it."),
)

pairing = together(
    against,
    click.option(
        "--measure",
        type=click.Choice(["jaccard", "containment"]),
        default="jaccard",
        show_default=True,
        help="jaccard: most of the wording of both; containment: also trimmed and embedded copies.",
    ),
    threshold,
    method,
    size,
    ignore_boilerplate,
    click.option(
        "--expand/--no-expand",
        default=True,
        show_default=True,
        help="Every pair, or only those of one representative of each group of identical articles.",
    ),
)

which_pairs = together(
    click.option(
        "--pairs",
        metavar="FILE",
        help="Which articles to compare: a file with columns left and right, or row and cluster, of row numbers "
        "from 0, as `copydesk duplicates` and `copydesk cluster` write it; default: all that may share a passage.",
    ),
    click.option(
        "--level",
        type=click.Choice(["near", "partial", "story"]),
        help="Compare only articles of one cluster of this level; see `copydesk cluster`.",
    ),
)

own_wording = click.option(
    "--ignore-boilerplate/--no-ignore-boilerplate",
    default=True,
    show_default=True,
    help="Whether to leave out what `copydesk boilerplate` lists.",
)

min_words = click.option(
    "--min-words", type=int, default=8, show_default=True, help="Equal words that a passage has at least."
)

threads = click.option("--threads", type=int, metavar="N", help="Threads; default all cores.")
