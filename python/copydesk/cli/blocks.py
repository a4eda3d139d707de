"""The commands about what is not the article's own: `credits` and `boilerplate`."""

from collections.abc import Sequence

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, load
from copydesk.cli.options import reading, threads, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, wants_progress
from copydesk.files import ids_of, texts_of


@copydesk.command(
    epilog="\b\nExample:\n  copydesk credits articles.jsonl --out credits.csv\n  copydesk credits news/ | head -3"
)
@reading
@given.titling
@given.outlet
@given.language("", "en, de, fr, es, it, pt, nl, ru")
@threads
@writing
def credits(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    language: str,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """List which other outlets each article credits.

    One row per credit: its words, the outlet's name, and what it says (credit, told, dateline, contribution), or a
    claim to be exclusive, which has no name. start and end count code points of the article's text, or of its headline
    where field is title and the text does not begin with it. Where the outlets are known (--source), what an article
    says of its own is left out.
    """
    from copydesk import credits

    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source)
    records = credits(
        texts_of(table, roles.text),
        ids=ids_of(table, roles.id),
        language=table.columns.get(language, language),
        n_threads=threads,
        progress=wants_progress(),
        **beside_texts(table, titles=roles.title, sources=roles.source),
    )
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    target.report(f"{count(len(records), 'credit')} in {count(len(table), 'article')}", found=len(records))


@copydesk.command(epilog="\b\nExample:\n  copydesk boilerplate articles.jsonl --out boilerplate.csv")
@reading
@given.titling
@given.outlet
@threads
@writing
def boilerplate(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """List the blocks of each article that are not its own.

    One row per block: its words, what it does (read_more, copyright, teaser, ...), why it is taken for boilerplate
    (recurs, outlet, form, unrelated) and in how many articles it stands.
    """
    from copydesk import boilerplate

    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source)
    records = boilerplate(
        texts_of(table, roles.text),
        ids=ids_of(table, roles.id),
        n_threads=threads,
        progress=wants_progress(),
        **beside_texts(table, titles=roles.title, sources=roles.source),
    )
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    target.report(f"{count(len(records), 'block')} in {count(len(table), 'article')}", found=len(records))
