"""The commands about shared wording: `passages` and `overlap`."""

from collections.abc import Sequence
from typing import Any

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, described, load, load_others, load_pairs, side_of
from copydesk.cli.options import describing, reading, threads, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, wants_progress
from copydesk.errors import ParameterError
from copydesk.files import Roles, Table, texts_of


@copydesk.command(
    epilog="\b\nExample:\n  copydesk passages articles.csv --out passages.csv\n"
    "  copydesk passages releases.csv --against articles.csv --out passages.jsonl"
)
@reading
@describing
@given.against_described
@given.which_pairs
@given.min_words
@given.max_pairs(1_000_000)
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
@given.against_described
@given.which_pairs
@given.min_words
@given.max_pairs(1_000_000)
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
    against_title: str | None,
    against_source: str | None,
    against_date: str | None,
    pairs: str | None,
    level: str | None,
    min_words: int,
    max_pairs: int,
    ignore_boilerplate: bool,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """The commands `passages` and `overlap`."""
    import copydesk as package

    target = Target(out, format, raw)
    given.need_against(against)
    if level and (pairs or against):
        if given.typed("level"):
            raise ParameterError("--level finds the pairs itself, in one pile; leave out --pairs and --against")
        level = None
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source, date=date)
    side = side_of(table, roles)
    others = (table, roles)
    if against:
        described_by: dict[str, Any] = {"title": against_title, "source": against_source, "date": against_date}
        others = load_others(against, target, encoding, roles, against_text, against_id, **described_by)
        found = side_of(*others)
        side |= {"against": found.pop("texts")} | {f"against_{name}": column for name, column in found.items()}
    if pairs:
        side["pairs"] = load_pairs(pairs, target, encoding)
    elif level:
        side["pairs"] = _clusters_for_pairs(table, roles, level, threads)
    records = getattr(package, function)(
        side.pop("texts"),
        min_words=min_words,
        max_pairs=max_pairs,
        ignore_boilerplate=ignore_boilerplate,
        n_threads=threads,
        progress=wants_progress(),
        **side,
    )
    target.write(records, Table({}), without=set(), more=described(records, (table, roles), others))
    compared = count(len(table), "article") + (f" against {len(others[0]):,}" if against else "")
    target.report(f"{count(len(records), noun)} in {compared}", found=len(records))


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
