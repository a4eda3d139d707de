"""The commands about who says what: `quotes`, `speakers` and `verify`."""

from collections.abc import Sequence
from typing import Any

import click

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, load, load_others
from copydesk.cli.options import reading, threads, transcripts, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, wants_progress
from copydesk.files import Roles, Table, ids_of, read, texts_of


@copydesk.command(
    epilog="\b\nExample:\n  copydesk quotes articles.jsonl --out quotes.jsonl\n  copydesk quotes news/ | head -3"
)
@reading
@given.titling
@given.language("", "en, de, fr, es, ru")
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
@click.option(
    "--people", metavar="FILE", help="People whom you know: column name, perhaps aliases; the others ride along."
)
@threads
@writing
def speakers(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
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
    table, roles = load(inputs, target, encoding, text=text, id=id)
    roster = None if people is None else read([people], encoding=encoding).columns
    records = speakers(quotes_of(table, roles, threads=threads), people=roster)
    target.write(records, Table({}), without=set())
    target.report(f"{count(len(records), 'speaker')} in {count(len(table), 'article')}", found=len(records))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk verify articles.jsonl --sources speech.txt --out checked.csv\n"
    "  copydesk verify news/ --sources transcripts/ | head -3"
)
@reading
@transcripts
@threads
@writing
def verify(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    sources: Sequence[str],
    sources_text: str | None,
    sources_id: str | None,
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
    table, roles = load(inputs, target, encoding, text=text, id=id)
    others, their = load_others(sources, target, encoding, roles, sources_text, sources_id, prefix="sources-")
    records = verify_quotes(
        quotes_of(table, roles, threads=threads),
        texts_of(others, their.text),
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
