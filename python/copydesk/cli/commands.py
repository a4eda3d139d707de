"""The commands. Each reads, calls one or two public functions, and writes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from copydesk import __version__
from copydesk.cli import options as given
from copydesk.cli.inputs import articles_of, beside_texts, described, load, load_others, load_pairs, side_of
from copydesk.cli.options import clustering, describing, pairing, reading, threads, transcripts, writing
from copydesk.cli.summary import summarise
from copydesk.cli.target import STANDARD_OUTPUT, Target, page_target
from copydesk.cli.terminal import data_output, one_line, say, wants_progress
from copydesk.errors import ParameterError
from copydesk.files import Roles, Table, ids_of, read, texts_of


@click.group(
    epilog="\b\nTry it:\n  copydesk demo",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="copydesk %(version)s")
@click.pass_context
def copydesk(context: click.Context) -> None:
    """Ask a pile of articles what a copy desk asks of it.

    INPUT is a .csv, .tsv, .jsonl or .parquet file with a row per article, a .txt file, or a folder of .txt files.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@copydesk.command(
    epilog="\b\nExample:\n  copydesk cluster articles.csv --out clusters.csv\n"
    "  copydesk cluster articles.csv --level story --out stories.csv"
)
@reading
@describing
@clustering
@threads
@writing
def cluster(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    date: str | None,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
    **options: Any,
) -> None:
    """Group articles that are the same text, or tell the same story.

    One row per article: its cluster, how many articles that has, which one represents it, and the relation and
    similarity that tie it in. The columns of the input ride along. Headline and outlet matter for stories only; with
    dates, the column first says which article of a cluster is the earliest.
    """
    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source, date=date)
    records = _cluster(table, roles, threads=threads, **options)
    target.write(records, table, without={"id"} if roles.id == "id" else set())
    shared = [record["cluster"] for record in records if (record["members"] or 0) > 1]
    groups = _count(len(set(shared)), "group")
    same = "story" if options["level"] == "story" else "text"
    line = f"{_count(len(records), 'article')}, {len(shared)} of them in {groups} of the same {same}"
    target.report(line, found=len(shared))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk duplicates articles.csv --out pairs.csv\n"
    "  copydesk duplicates releases.csv --against articles.csv --measure containment --out pairs.csv"
)
@reading
@pairing
@threads
@writing
def duplicates(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    against: Sequence[str],
    against_text: str | None,
    against_id: str | None,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
    **options: Any,
) -> None:
    """List pairs of articles that share most of their wording.

    One row per pair: the two rows and ids, their Jaccard similarity, the share of each that stands in the other, and
    the relation. With --against, left is an article of INPUT and right one of the other file.
    """
    target = Target(out, format, raw)
    if not against and (against_text or against_id):
        raise ParameterError("--against-text and --against-id need another file; name it with --against")
    table, roles = load(inputs, target, encoding, text=text, id=id)
    others = load_others(against, target, encoding, roles, against_text, against_id) if against else None
    records = _pairs(table, roles, others, threads=threads, **options)
    target.write(records, Table({}), without=set())
    compared = _count(len(table), "article") + (f" against {len(others[0]):,}" if others else "")
    target.report(f"{_count(len(records), 'pair')} in {compared}", found=len(records))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk passages articles.csv --out passages.csv\n"
    "  copydesk passages releases.csv --against articles.csv --out passages.jsonl"
)
@reading
@describing
@given.against
@given.which_pairs
@given.min_words
@given.own_wording
@threads
@writing
def passages(**arguments: Any) -> None:
    """List the passages that two articles share.

    One row per passage: where it stands in both, its words, how much of it was edited, how much of it is quoted speech,
    and, where dates or credits tell, which article had it first; with the headline, outlet and date of either. With
    --against, left is an article of INPUT and right one of the other file.
    """
    _shared_wording("passages", "passage", **arguments)


@copydesk.command(
    epilog="\b\nExample:\n  copydesk overlap articles.csv --out overlap.csv\n"
    "  copydesk overlap releases.csv --against articles.csv --out overlap.csv"
)
@reading
@describing
@given.against
@given.which_pairs
@given.min_words
@given.own_wording
@threads
@writing
def overlap(**arguments: Any) -> None:
    """Measure how much of two articles stands in the other.

    One row per pair that shares a passage: the share of each article that stands in the other, with and without quoted
    speech, and whether narration was copied; with the headline, outlet and date of either. With --against, left is an
    article of INPUT and right one of the other.
    """
    _shared_wording("overlap", "pair", **arguments)


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
    records = _quotes(table, roles, threads=threads, language=language)
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    target.report(f"{_count(len(records), 'quote')} in {_count(len(table), 'article')}", found=len(records))


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
    records = speakers(_quotes(table, roles, threads=threads), people=roster)
    target.write(records, Table({}), without=set())
    target.report(f"{_count(len(records), 'speaker')} in {_count(len(table), 'article')}", found=len(records))


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
        _quotes(table, roles, threads=threads),
        texts_of(others, their.text),
        source_ids=ids_of(others, their.id),
        n_threads=threads,
        progress=wants_progress(),
    )
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    target.report(f"{_count(len(records), 'quote')} against {_count(len(others), 'source')}", found=len(records))


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
    target.report(f"{_count(len(records), 'credit')} in {_count(len(table), 'article')}", found=len(records))


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
    target.report(f"{_count(len(records), 'block')} in {_count(len(table), 'article')}", found=len(records))


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
    clusters = _cluster(table, roles, threads=threads, **options)
    # The page marks quotes in the texts, so headlines are read where they stand in them.
    found = _quotes(table, Roles(roles.text, roles.id), threads=threads)
    name = ", ".join(Path(path).name or path for path in inputs[:3]) + (" …" if len(inputs) > 3 else "")
    _write_page(out, articles_of(table, roles), clusters, found, title=name, level=options["level"])
    say(f"{_count(len(table), 'article')}, {_count(len(found), 'quote')}: {one_line(out)}")


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


def _pairs(
    table: Table, roles: Roles, others: tuple[Table, Roles] | None, *, threads: int | None, **options: Any
) -> Any:
    from copydesk import near_duplicates

    if others is not None:
        options["against"] = texts_of(others[0], others[1].text)
        options["against_ids"] = ids_of(others[0], others[1].id)
    return near_duplicates(
        texts_of(table, roles.text),
        ids=ids_of(table, roles.id),
        n_threads=threads,
        progress=wants_progress(),
        **options,
    )


def _shared_wording(
    function: str,
    noun: str,
    *,
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    date: str | None,
    against: Sequence[str],
    against_text: str | None,
    against_id: str | None,
    pairs: str | None,
    level: str | None,
    min_words: int,
    ignore_boilerplate: bool,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """The commands `passages` and `overlap`."""
    import copydesk as package

    target = Target(out, format, raw)
    if not against and (against_text or against_id):
        raise ParameterError("--against-text and --against-id need another file; name it with --against")
    if level and (pairs or against):
        raise ParameterError("--level finds the pairs itself, in one pile; leave out --pairs and --against")
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source, date=date)
    side = side_of(table, roles)
    others = (table, roles)
    if against:
        others = load_others(against, target, encoding, roles, against_text, against_id, described=True)
        found = side_of(*others)
        side |= {"against": found.pop("texts")} | {f"against_{name}": column for name, column in found.items()}
    if pairs:
        side["pairs"] = load_pairs(pairs, target, encoding)
    elif level:
        side["pairs"] = _clusters_for_pairs(table, roles, level, threads)
    records = getattr(package, function)(
        side.pop("texts"),
        min_words=min_words,
        ignore_boilerplate=ignore_boilerplate,
        n_threads=threads,
        progress=wants_progress(),
        **side,
    )
    target.write(records, Table({}), without=set(), more=described(records, (table, roles), others))
    compared = _count(len(table), "article") + (f" against {len(others[0]):,}" if against else "")
    target.report(f"{_count(len(records), noun)} in {compared}", found=len(records))


def _clusters_for_pairs(table: Table, roles: Roles, level: str, threads: int | None) -> Any:
    """The clusters of a level, of which every two articles are compared."""
    from copydesk import cluster

    columns = {"titles": roles.title, "sources": roles.source} if level == "story" else {}
    return cluster(
        texts_of(table, roles.text),
        level=level,  # type: ignore[arg-type]
        n_threads=threads,
        progress=wants_progress(),
        **beside_texts(table, **columns),
    )


def _cluster(table: Table, roles: Roles, *, level: Any, language: str, threads: int | None, **options: Any) -> Any:
    from copydesk import cluster

    if options["window"] is not None and roles.date is None:
        raise ParameterError("--window needs dates; name their column with --date")
    if level != "story":
        for name in ("window", "story_threshold"):
            if click.get_current_context().get_parameter_source(name) == ParameterSource.COMMANDLINE:
                raise ParameterError(f"--{name.replace('_', '-')} needs --level story, got --level {level}")
    arguments = {"dates": roles.date}
    if level == "story":
        options["language"] = table.columns.get(language, language)
        arguments |= {"titles": roles.title, "sources": roles.source}
    options |= beside_texts(table, **arguments)
    return cluster(
        texts_of(table, roles.text),
        level=level,
        ids=ids_of(table, roles.id),
        n_threads=threads,
        progress=wants_progress(),
        **options,
    )


def _quotes(table: Table, roles: Roles, *, threads: int | None, language: str = "auto") -> Any:
    from copydesk import extract_quotes

    return extract_quotes(
        texts_of(table, roles.text),
        ids=ids_of(table, roles.id),
        language=table.columns.get(language, language),
        n_threads=threads,
        progress=wants_progress(),
        **beside_texts(table, titles=roles.title),
    )


def _write_page(out: str, articles: Sequence[Any], clusters: Any, quotes: Any, **naming: str) -> None:
    from copydesk.report import render, write

    if out == STANDARD_OUTPUT:
        with data_output() as stream:
            stream.write(render(articles, clusters, quotes, **naming).encode())
    else:
        write(out, articles, clusters, quotes, **naming)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
