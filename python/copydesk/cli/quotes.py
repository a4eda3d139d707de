"""The commands about who says what: `quotes`, `speakers` and `verify`."""

from collections.abc import Sequence
from typing import Any

import click

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, load, load_others, read_beside
from copydesk.cli.options import reading, threads, transcripts, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, wants_progress
from copydesk.errors import ParameterError
from copydesk.files import Roles, Table, ids_of, texts_of
from copydesk.quotes import KINDS

_language = given.language("", "en, de, fr, es, ru")


@copydesk.command(
    also="extract_quotes",
    epilog="\b\nExample:\n  copydesk quotes articles.jsonl --out quotes.jsonl\n  copydesk quotes news/ | head -3",
)
@reading
@given.titling
@_language
@threads
@writing
def quotes(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    language: str,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """List who said what.

    One row per quote with its speaker and cue; start and end count code points of the article's text, or of its
    headline where field is title and the text does not begin with it. The other columns of the input ride along, its
    text does not.
    """
    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title)
    records = quotes_of(table, roles, threads=threads, language=language)
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    target.report(f"{count(len(records), 'quote')} in {count(len(table), 'article')}", found=len(records))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk speakers articles.jsonl --out speakers.csv\n"
    "  copydesk speakers articles.jsonl --people mps.csv --out speakers.csv"
)
@reading
@given.titling
@_language
@given.people
@threads
@writing
def speakers(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    language: str,
    people: str | None,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """List who is quoted, how often and at what length.

    One row per person across all articles: names, roles, articles, quotes, words, and the numbers of the quotes as
    `copydesk quotes` counts them. With --people, the columns of that file ride along for whoever it names.
    """
    from copydesk import speakers

    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title)
    roster = None if people is None else read_beside([people], encoding).columns
    records = speakers(quotes_of(table, roles, threads=threads, language=language), people=roster)
    target.write(records, Table({}), without=set())
    target.report(f"{count(len(records), 'speaker')} in {count(len(table), 'article')}", found=len(records))


@copydesk.command(
    also="verify_quotes",
    epilog="\b\nExample:\n  copydesk verify articles.jsonl --sources speech.txt --out checked.csv\n"
    "  copydesk verify news/ --sources transcripts/ --kind direct | head -3",
)
@reading
@given.titling
@_language
@transcripts
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    multiple=True,
    help="Check only quotes of this kind, as `copydesk quotes` tells it. May be given several times; default: all.",
)
@click.option(
    "--match",
    type=click.Choice(["any", "row"]),
    default="any",
    show_default=True,
    help="any: look in all sources; row: only in the source of the article's own row, one transcript per article.",
)
@threads
@writing
def verify(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    language: str,
    sources: Sequence[str],
    sources_text: str | None,
    sources_id: str | None,
    sources_language: str,
    kind: Sequence[str],
    match: str,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """Check the articles' quotes against transcripts.

    One row per quote: whether it stands in a source (verbatim, ellipsis, edited, spliced, paraphrase, not_found),
    where, and what was changed. start and end count code points of the source. Quotes without marks are checked too.
    """
    from copydesk import verify_quotes

    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title)
    others, their = load_others(sources, target, encoding, roles, sources_text, sources_id, prefix="sources-")
    if match == "row" and len(others) != len(table):
        counts = f"{count(len(table), 'article')} and {count(len(others), 'source')}"
        raise ParameterError(f"--match row wants one source per article, in the same order; there are {counts}")
    quotes = quotes_of(table, roles, threads=threads, language=language)
    records = verify_quotes(
        [quote for quote in quotes if quote["kind"] in kind] if kind else quotes,
        texts_of(others, their.text),
        match=match,
        language=others.columns.get(sources_language, sources_language),
        source_ids=ids_of(others, their.id),
        n_threads=threads,
        progress=wants_progress(),
    )
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    target.report(f"{count(len(records), 'quote')} against {count(len(others), 'source')}", found=len(records))


def quotes_of(table: Table, roles: Roles, *, threads: int | None, language: str = "auto") -> Any:
    """The quotes of a table's articles."""
    from copydesk import extract_quotes

    return extract_quotes(
        texts_of(table, roles.text),
        ids=ids_of(table, roles.id),
        language=table.columns.get(language, language),
        n_threads=threads,
        progress=wants_progress(),
        **beside_texts(table, titles=roles.title),
    )
