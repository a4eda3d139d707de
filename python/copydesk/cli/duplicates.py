"""The commands that compare articles as wholes: `cluster` and `duplicates`."""

from collections.abc import Sequence
from typing import Any

from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, load, load_others
from copydesk.cli.options import (
    clustering,
    describing,
    need_against,
    pairing,
    reading,
    story_only,
    threads,
    window_of,
    writing,
)
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, wants_progress
from copydesk.files import Roles, Table, ids_of, texts_of


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
    records = clusters_of(table, roles, threads=threads, **options)
    target.write(records, table, without={"id"} if roles.id == "id" else set())
    shared = [record["cluster"] for record in records if (record["members"] or 0) > 1]
    groups = count(len(set(shared)), "group")
    same = "story" if options["level"] == "story" else "text"
    line = f"{count(len(records), 'article')}, {len(shared)} of them in {groups} of the same {same}"
    target.report(line, found=len(shared))


@copydesk.command(
    also="near_duplicates",
    epilog="\b\nExample:\n  copydesk duplicates articles.csv --out pairs.csv\n"
    "  copydesk duplicates releases.csv --against articles.csv --measure containment --out pairs.csv",
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
    need_against(against)
    table, roles = load(inputs, target, encoding, text=text, id=id)
    others = load_others(against, target, encoding, roles, against_text, against_id) if against else None
    records = _pairs(table, roles, others, threads=threads, **options)
    target.write(records, Table({}), without=set())
    compared = count(len(table), "article") + (f" against {len(others[0]):,}" if others else "")
    target.report(f"{count(len(records), 'pair')} in {compared}", found=len(records))


def clusters_of(table: Table, roles: Roles, *, level: Any, language: str, threads: int | None, **options: Any) -> Any:
    """The clusters of a table's articles."""
    from copydesk import cluster

    options["window"] = window_of(options["window"], roles)
    options = story_only(level, options, "window", "story_threshold")
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
