"""The commands that compare two columns of texts, row by row: `similarity` and `explain`."""

from typing import Any

import click

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import guess, read_inputs
from copydesk.cli.names import READ
from copydesk.cli.options import encoding, identity, text, threads, together, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, note, wants_progress
from copydesk.errors import ParameterError
from copydesk.files import Table, ids_of, texts_of

#: Names of two columns that say themselves which two are meant; `copydesk passages` writes the second pair.
_PAIRS = (("left", "right"), ("left_text", "right_text"), ("text_left", "text_right"), ("text_1", "text_2"))

_two_columns = together(
    click.argument("one", metavar="LEFT", type=READ),
    click.argument("other", metavar="[RIGHT]", required=False, type=READ),
    click.option("--left", metavar="COLUMN", help="Of one file: column of the left text; guessed when obvious."),
    click.option("--right", metavar="COLUMN", help="Of one file: column of the right text; guessed when obvious."),
    text,
    identity,
    encoding,
)


@copydesk.command(
    epilog="\b\nExample:\n  copydesk similarity drafts.csv --left before --right after --out similarity.csv\n"
    "  copydesk similarity before.txt after.txt"
)
@_two_columns
@given.shingling
@threads
@writing
def similarity(**arguments: Any) -> None:
    """Measure how much two texts share, row by row.

    LEFT is a file with two columns of texts, or the first of two files: then row 1 of LEFT is compared with row 1 of
    RIGHT, and so on. One row per pair: Jaccard similarity, and the share of each text that stands in the other.
    `copydesk duplicates` compares all articles with all.
    """
    _compared("similarity", **arguments)


@copydesk.command(
    epilog="\b\nExample:\n  copydesk explain drafts.csv --left before --right after --out why.csv\n"
    "  copydesk explain herald.txt post.txt"
)
@_two_columns
@given.language("", "en, de, fr, es, it, pt, nl, sv, no, da, fi, ru")
@threads
@writing
def explain(**arguments: Any) -> None:
    """Tell what two articles share, and whether they tell one story, row by row.

    LEFT is a file with two columns of texts, or the first of two files: then row 1 of LEFT is compared with row 1 of
    RIGHT, and so on. One row per pair: the probabilities that both report one event and that one is a rewrite of the
    other, the numbers that these come from, and the words that weigh most.
    """
    _compared("explain", **arguments)


def _compared(
    function: str,
    *,
    one: str,
    other: str | None,
    left: str | None,
    right: str | None,
    text: str | None,
    id: str | None,
    encoding: str | None,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
    **options: Any,
) -> None:
    """The commands `similarity` and `explain`."""
    import copydesk as package

    target = Target(out, format, raw)
    target.check([])
    tables = [read_inputs([name], encoding) for name in (one, other) if name is not None]
    for table in tables:
        target.check(table)
    texts, beside, without = _of_two(tables, text, id) if other is not None else _of_one(tables[0], left, right)
    if "language" in options:
        options["language"] = tables[0].columns.get(options["language"], options["language"])
    records = getattr(package, function)(*texts, n_threads=threads, progress=wants_progress(), **options)
    target.write(records, beside, without=without)
    target.report(count(len(records), "pair"), found=len(records))


def _of_one(table: Table, left: str | None, right: str | None) -> tuple[list[Any], Table, set[str]]:
    """The two columns of one file, and the others."""
    guessed = next((pair for pair in _PAIRS if set(pair) <= set(table.columns)), (None, None))
    chosen = [name or guess for name, guess in zip((left, right), guessed, strict=True)]
    names = ", ".join(f"`{name}`" for name in table.columns)
    found = []
    for side, name in zip(("left", "right"), chosen, strict=True):
        if name is None:
            raise ParameterError(
                f"cannot tell which two columns to compare; name them with --left and --right: {names}; or give a "
                "second file"
            )
        if name not in table.columns:
            raise ParameterError(f"--{side} names `{name}`, which is not a column; there are {names}")
        found.append(name)
    if not (left and right) and guessed != _PAIRS[0]:
        note(f"took the column `{found[0]}` as the left text, `{found[1]}` as the right text")
    return [texts_of(table, name) for name in found], table, set(found)


def _of_two(tables: list[Table], text: str | None, id: str | None) -> tuple[list[Any], Table, set[str]]:
    """The texts of two files, and the ids of both."""
    if given.typed("left") or given.typed("right"):
        raise ParameterError("--left and --right name two columns of one file, got two files; leave out the second")
    if len(tables[0]) != len(tables[1]):
        rows = " and ".join(count(len(table), "row") for table in tables)
        way_out = "`copydesk duplicates LEFT --against RIGHT` compares all with all"
        raise ParameterError(f"LEFT and RIGHT have {rows}, and are compared row by row; {way_out}")
    texts, beside = [], Table({})
    for side, table in zip(("left", "right"), tables, strict=True):
        roles = guess(table, text=text, id=id)
        texts.append(texts_of(table, roles.text))
        ids = ids_of(table, roles.id)
        if ids is not None:
            beside.columns[f"{side}_id"] = list(ids)
    return texts, beside, set()
