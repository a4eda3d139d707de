"""Arguments that several commands share, each defined once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import click
from click.core import ParameterSource

from copydesk.cli.names import FOLDER, READ, WRITTEN
from copydesk.errors import ParameterError
from copydesk.files import Format, Kind, Roles

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def together(*decorators: Decorator) -> Decorator:
    """Apply decorators so that the first one stands first in the help."""

    def apply(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


class Aliased(click.Option):
    """An option whose first name is shown; its others, by which Python knows it, are understood."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The line of the help, without the other names."""
        record = super().get_help_record(ctx)
        return record and (record[0].replace(f", {', '.join(self.opts[1:])}", ""), record[1])


def typed(name: str) -> bool:
    """Whether an option stands on the command line, not in a file of defaults."""
    return click.get_current_context().get_parameter_source(name) == ParameterSource.COMMANDLINE


def story_only(level: str, options: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The options, without those that only stories have where another level was asked for.

    Raises:
        ParameterError: one of them stands on the command line; in a file of defaults it waits for stories.
    """
    if level == "story":
        return dict(options)
    for name in names:
        if typed(name):
            raise ParameterError(f"--{name.replace('_', '-')} needs --level story, got --level {level}")
    return {name: value for name, value in options.items() if name not in names}


def window_of(window: float | None, roles: Roles) -> float | None:
    """The window; None where it is a default, and there are no dates for it.

    Raises:
        ParameterError: it stands on the command line, and there are no dates.
    """
    if window is None or roles.date is not None:
        return window
    if typed("window"):
        raise ParameterError("--window needs dates; name their column with --date")
    return None


def need_against(against: Sequence[str]) -> None:
    """Refuse options about another file that is not there.

    Raises:
        ParameterError: one of them stands on the command line.
    """
    for role in ("text", "id", "title", "source", "date"):
        if not against and typed(f"against_{role}"):
            raise ParameterError(f"--against-{role} needs another file; name it with --against")


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta[f"copydesk.{parameter.name}"] = value


def remembered(name: str) -> Any:
    """The value of an option that says how files are read, which no command needs to hand on."""
    return click.get_current_context().meta.get(f"copydesk.{name}")


inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=READ)

text = click.option("--text", metavar="COLUMN", help="Column of the text; guessed when one is obvious.")

identity = click.option("--id", metavar="COLUMN", help="Column of the id; guessed when one is obvious; '' for none.")

encoding = together(
    click.option("--encoding", metavar="NAME", help="Encoding of CSV, JSONL and text files; default UTF-8."),
    click.option(
        "--input-format",
        type=click.Choice(get_args(Kind)),
        expose_value=False,
        callback=_remember,
        help="What - holds, or a file or folder that does not say it; default: the first bytes of - tell.",
    ),
)

reading = together(inputs, text, identity, encoding)

outlet = click.option(
    "--source", metavar="COLUMN", help="Column of the outlet; guessed when one is obvious; '' for none."
)

date_format = click.option(
    "--date-format",
    metavar="FORMAT",
    expose_value=False,
    callback=_remember,
    help="How dates are written that are neither ISO 8601 nor seconds since 1970 (or milliseconds, …), such as "
    "%d/%m/%Y.",
)

date = together(
    click.option("--date", metavar="COLUMN", help="Column of the date; guessed when one is obvious; '' for none."),
    date_format,
)

dating = together(outlet, date)

titling = click.option(
    "--title", metavar="COLUMN", help="Column of the headline; guessed when one is obvious; '' for none."
)

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


def _writing(default: str, *more: str) -> Decorator:
    formats = (*get_args(Format), *more)
    endings = f"{', '.join(f'.{one}' for one in formats[:-1])} or .{formats[-1]}"
    return together(
        click.option("--out", metavar="FILE", type=WRITTEN, help=f"Output: {endings}; default {default}."),
        click.option(
            "--format",
            type=click.Choice(formats),
            help="Format, where the ending of --out does not say it; default jsonl.",
        ),
        raw,
    )


raw = click.option("--raw", is_flag=True, help="Keep CSV cells that begin a formula; by default they get a leading '.")

writing = _writing("standard output")

writing_arrays = _writing("standard output", "npy")

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

size = click.option("--size", type=int, default=5, show_default=True, help="Words or characters per shingle.")

unit = click.option(
    "--unit",
    type=click.Choice(["word", "char"]),
    default="word",
    show_default=True,
    help="What a shingle is a run of; char: for languages without spaces.",
)

shingling = together(size, unit)

num_hashes = click.option(
    "--num-hashes", type=int, default=256, show_default=True, help="Hashes of a signature, in [16, 4096]."
)

sketching = together(
    num_hashes,
    click.option(
        "--miss",
        type=float,
        default=1e-6,
        show_default=True,
        help="Probability that lsh misses a pair at the threshold, in (0, 1).",
    ),
)


def max_pairs(most: int) -> Decorator:
    """The most pairs that a command makes."""
    return click.option(
        "--max-pairs", type=int, default=most, show_default=True, help="Most pairs; more end the command with an error."
    )


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

clustering = together(
    level,
    threshold,
    story_threshold,
    method,
    shingling,
    sketching,
    ignore_boilerplate,
    story_language,
    window,
)

against = together(
    click.option(
        "--against",
        multiple=True,
        metavar="FILE",
        type=READ,
        help="Another file or folder: only pairs of an article of INPUT and one of it. May be given several times.",
    ),
    click.option("--against-text", metavar="COLUMN", help="Its column of the text, where --text does not name it."),
    click.option("--against-id", metavar="COLUMN", help="Its column of the id, where --id does not name it."),
)

against_described = together(
    against,
    *(
        click.option(f"--against-{role}", metavar="COLUMN", help=f"Its column of the {what}, where --{role} does not.")
        for role, what in (("title", "headline"), ("source", "outlet"), ("date", "date"))
    ),
)

transcripts = together(
    click.option(
        "--sources",
        multiple=True,
        required=True,
        metavar="FILE",
        type=READ,
        help="Transcripts: a file or folder. May be given several times.",
    ),
    click.option("--sources-text", metavar="COLUMN", help="Their column of the text, where --text does not name it."),
    click.option("--sources-id", metavar="COLUMN", help="Their column of the id, where --id does not name it."),
    click.option(
        "--sources-language",
        metavar="CODE",
        default="auto",
        show_default=True,
        help="Their language: a code, none, auto, or a column of them.",
    ),
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
    shingling,
    sketching,
    max_pairs(100_000_000),
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
        type=READ,
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

threads = click.option(
    "--threads", "--n-threads", "threads", cls=Aliased, type=int, metavar="N", help="Threads; default all cores."
)

people = click.option(
    "--people",
    metavar="FILE",
    type=READ,
    help="People whom you know: column name, perhaps aliases; the others ride along.",
)

index_folder = click.argument("folder", metavar="INDEX", type=FOLDER)
