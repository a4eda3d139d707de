"""Records in, a dozen lines for people out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from copydesk.cli.terminal import one_line
from copydesk.report.people import fold_names, name_of
from copydesk.report.view import STORY_RELATIONS, closeness, how_likely, level_of

Record = Mapping[str, Any]

WIDTH = 44  # for a name; the line stays within 80 columns
SPEAKERS = 12


def summarise(
    articles: Sequence[Record], clusters: Iterable[Record], passages: Iterable[Record], quotes: Iterable[Record]
) -> Iterator[str]:
    """Tell which articles are the same text, or tell the same story, what a rewrite kept, and who is quoted how often.

    Args:
        articles: Mappings with title and source.
        clusters: The records of `copydesk.cluster`.
        passages: The records of `copydesk.passages`.
        quotes: The records of `copydesk.extract_quotes`.

    Yields:
        Lines without line ends.
    """
    said, grouped = list(quotes), list(clusters)
    yield f"{len(articles)} articles, {len(said)} quotes"
    yield ""
    yield from _groups(articles, grouped)
    yield ""
    yield from _kept(articles, grouped, passages)
    yield from _who_said(said)


def _groups(articles: Sequence[Record], clusters: Sequence[Record]) -> Iterator[str]:
    yield "The same story" if level_of(clusters) == "story" else "The same text"
    groups: dict[int, list[Record]] = defaultdict(list)
    alone = 0
    for record in clusters:
        if (record["members"] or 0) > 1:
            groups[record["cluster"]].append(record)
        else:
            alone += 1
    for members in groups.values():
        first = members[0]["representative"]
        yield f"  {one_line(articles[first]['title'])}"
        representative = [record for record in members if record["row"] == first]
        tied = [record for record in members if record["row"] != first]
        tied.sort(key=lambda record: closeness(record["relation"], record["similarity"]))
        for record in representative + tied:
            outlet = articles[record["row"]]["source"]
            yield f"    {_fit(outlet, 26)} {_tie(record)}".rstrip()
    yield f"  {alone} articles stand alone"


def _kept(articles: Sequence[Record], clusters: Sequence[Record], passages: Iterable[Record]) -> Iterator[str]:
    """The longest passage that a rewrite, or another report of the event, shares with one that is neither."""
    told = {record["row"] for record in clusters if record["relation"] in STORY_RELATIONS}
    found = [one for one in passages if (one["left"] in told) != (one["right"] in told)]
    if not found:
        return
    longest = max(found, key=lambda one: one["words"])
    yield "What a rewrite kept"
    for side in ("left", "right"):
        wording = _fit(longest[f"{side}_text"], 48).rstrip()
        yield f"    {_fit(articles[longest[side]]['source'], 26)} {wording}"
    quoted = f"{longest['in_quote']:.0%} of them in quotation marks"
    yield f"  {longest['words']} equal words, {quoted}"
    yield ""


def _tie(record: Record) -> str:
    if record["relation"] is None:
        return "fullest version"
    if record["relation"] == "exact":
        return "exact"
    if record["relation"] in STORY_RELATIONS:
        return f"{record['relation']}, {how_likely(record['similarity'])}"
    return f"{record['relation']}, {record['similarity']:.2f}"


def _who_said(quotes: Sequence[Record]) -> Iterator[str]:
    yield "Who is quoted"
    names = fold_names(name for quote in quotes if (name := name_of(quote)))
    said: dict[str, list[Record]] = defaultdict(list)
    for quote in quotes:
        if name := name_of(quote):
            said[names[name]].append(quote)
    width = min(WIDTH, max(map(len, said), default=0))
    by_count = sorted(said.items(), key=lambda item: (-len(item[1]), item[0]))
    for name, records in by_count[:SPEAKERS]:
        articles = len({record["row"] for record in records})
        counts = f"{len(records):2} quote{'s' if len(records) > 1 else ''}"
        yield f"  {_fit(name, width)}  {counts:9} in {articles} article{'s' if articles > 1 else ''}"
    if len(by_count) > SPEAKERS:
        yield f"  and {len(by_count) - SPEAKERS} more"
    nameless = [quote for quote in quotes if not name_of(quote)]
    terms = sum(quote["kind"] == "scare" for quote in nameless)
    pronouns = sum(bool(quote["speaker"]) for quote in nameless)
    nobody = len(nameless) - pronouns - terms
    yield f"  {pronouns} by a pronoun, {nobody} without a speaker, {terms} marks that quote nobody"


def _fit(text: str, width: int) -> str:
    plain = one_line(text)
    return f"{plain if len(plain) <= width else plain[: width - 1] + '…':{width}}"
