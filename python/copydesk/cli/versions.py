"""The commands that compare the versions of stories: `variants`, `discrepancies`, and `analyze`, which asks all."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, described, load, read_beside
from copydesk.cli.names import FOLDER
from copydesk.cli.options import describing, reading, threads, together, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, one_line, say, wants_progress
from copydesk.errors import ParameterError
from copydesk.files import Roles, Table, ids_of, texts_of

if TYPE_CHECKING:
    from copydesk import Desk

_versions = together(
    reading,
    describing,
    click.option(
        "--stories", metavar="COLUMN", help="Column of the story's label, where you know it; default: they are found."
    ),
    given.language("", "en, de, fr"),
    threads,
)

#: What asks everything at once, whatever becomes of the answers.
analysing = together(
    _versions,
    given.people,
    click.option("--window", type=float, metavar="DAYS", help="Days that two articles of a story may lie apart."),
)


@copydesk.command(
    also="match_quotes",
    epilog="\b\nExample:\n  copydesk variants articles.csv --out variants.csv\n"
    "  copydesk variants articles.csv --stories event --out variants.csv",
)
@_versions
@writing
def variants(out: str | None, format: str | None, raw: bool, **arguments: Any) -> None:
    """Follow each quote through the versions of its story.

    One row per quote: the group of its variants, its status against the fullest version (identical, trimmed, reworded,
    speaker_conflict, quote_vs_paraphrase, alone), what was changed, and how many articles and outlets have it. The
    other columns of the input ride along, its text does not.
    """
    from copydesk import match_quotes

    target = Target(out, format, raw)
    table, roles, columns = _columns(target, **arguments)
    records = match_quotes(columns.pop("texts"), **columns)
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    line = f"{count(len(records), 'quote')} in {count(len(set(records['group'])), 'group')}"
    target.report(line, found=len(records))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk discrepancies articles.csv --out discrepancies.csv\n"
    "  copydesk discrepancies articles.csv | head -3"
)
@_versions
@writing
def discrepancies(out: str | None, format: str | None, raw: bool, **arguments: Any) -> None:
    """List where versions of a story contradict each other, or an article itself.

    One row per pair of values of one fact, worst first: what kind of fact, whether both may hold, both values with
    their sentences, and why; with the headline, outlet and date of either article.
    """
    from copydesk import discrepancies

    target = Target(out, format, raw)
    table, roles, columns = _columns(target, **arguments)
    records = discrepancies(columns.pop("texts"), **columns)
    target.write(records, Table({}), without=set(), more=described(records, (table, roles), (table, roles)))
    found = "discrepancy" if len(records) == 1 else "discrepancies"
    target.report(f"{len(records):,} {found} in {count(len(table), 'article')}", found=len(records))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk analyze articles.csv --out desk\n"
    "  copydesk analyze articles.csv --people mps.csv --format csv --out desk"
)
@analysing
@click.option(
    "--out", metavar="FOLDER", type=FOLDER, required=True, help="Where the tables go; made if it is not there."
)
@click.option(
    "--format",
    type=click.Choice(["csv", "tsv", "jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="Format of the tables.",
)
@given.raw
def analyze(out: str, format: str, raw: bool, **arguments: Any) -> None:
    """Ask everything at once.

    Writes one file per table into a folder: stories, variants, discrepancies, speakers, quotes, overlap, passages,
    credits and boilerplate. Rows and ids are those of the input, whose other columns stay there.
    """
    from copydesk import Desk

    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise ParameterError(f"--out {out} is no folder; name one, or a new one")
    if not folder.absolute().parent.is_dir():
        raise ParameterError(f"--out {out}: there is no folder {folder.parent}; make it first")
    targets = {name: Target(str(folder / f"{name}.{format}"), format, raw) for name in Desk.TABLES}
    # Until the folder is there, its files cannot be checked; what is there must be no input.
    desk = analysis_of(*(targets.values() if folder.is_dir() else ()), **arguments)
    folder.mkdir(exist_ok=True)
    for name, records in desk.tables().items():
        targets[name].write(records, Table({}), without=set())
    sizes = ", ".join(f"{len(records):,} {name}" for name, records in desk.tables().items() if name != "stories")
    stories = len({label for label in desk.stories["cluster"] if label is not None})
    say(f"{count(len(desk.stories), 'article')}, {stories:,} stories, {sizes}: {one_line(out)}")


def analysis_of(
    *targets: Target, people: str | None, window: float | None, encoding: str | None, **arguments: Any
) -> "Desk":
    """What `analyze` finds in the input; refuses a target that is an input or cannot be written."""
    from copydesk import analyze

    for target in targets:
        target.check([])
    table, roles, columns = _columns(Target(None, None, False), encoding=encoding, **arguments)
    for target in targets:
        target.check(table)
    window = given.window_of(window, roles)
    roster = None if people is None else read_beside([people], encoding).columns
    return analyze(columns.pop("texts"), people=roster, window=window, **columns)


def _columns(
    target: Target,
    *,
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    date: str | None,
    stories: str | None,
    language: str,
    threads: int | None,
) -> tuple[Table, Roles, dict[str, Any]]:
    """The input, the roles of its columns, and the arguments of the function."""
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source, date=date)
    columns = {
        "texts": texts_of(table, roles.text),
        "ids": ids_of(table, roles.id),
        "language": table.columns.get(language, language),
        "stories": None if stories is None else _labels(table, stories),
        "n_threads": threads,
        "progress": wants_progress(),
    }
    columns |= beside_texts(table, titles=roles.title, sources=roles.source, dates=roles.date)
    return table, roles, columns


def _labels(table: Table, name: str) -> list[int | str | None]:
    """The labels of a column; an empty cell is none."""
    if name not in table.columns:
        there = ", ".join(f"`{column}`" for column in table.columns)
        raise ParameterError(f"--stories {name}: there is no such column; there are {there}")
    values = table.columns[name]
    if all(value is None or (isinstance(value, int) and not isinstance(value, bool)) for value in values):
        return list(values)
    return [None if value in (None, "") else str(value) for value in values]
