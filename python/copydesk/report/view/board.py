"""The variants of a desk in, out who said what: for each speaker the quotes, each in all its wordings, and who has it.

What one version of a story alone has comes first, then what differs between versions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copydesk.quotes import KINDS, MARKED
from copydesk.report.diffs import Piece, pieces
from copydesk.report.view.articles import Article, Pile
from copydesk.report.view.filters import Filters, Keys

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["Carrier", "Quote", "Speaker", "Wording", "board"]

Record = Mapping[str, Any]

ALONE, DIFFERS, SAME, SINGLE = "alone", "differs", "same", "single"
#: What each state is called beside a quote.
STATES = {
    ALONE: "stands alone",
    DIFFERS: "differs",
    SAME: "same words",
    SINGLE: "one report",
}
#: The order of the wordings of a quote.
STATUSES = ("identical", "trimmed", "reworded", "speaker_conflict", "quote_vs_paraphrase", "alone")
#: The groups of quotes that have no named speaker, in their order.
UNNAMED, NOBODY, TERMS = "Speakers without a name", "No speaker found", "Marks that quote nobody"


@dataclass(frozen=True)
class Carrier:
    """An article that has a wording, and where."""

    article: Article
    anchor: str
    attribution: str


@dataclass(frozen=True)
class Wording:
    """The same words, whatever the marks and the capitals, and the articles that have them."""

    text: str
    kind: str
    status: str
    similarity: float
    """How much of it the fullest wording has, in [0, 1]."""
    diff: list[Piece]
    carriers: list[Carrier]
    closed: bool

    @property
    def attributions(self) -> list[str]:
        """Each way in which it is attributed, once."""
        return list(dict.fromkeys(carrier.attribution for carrier in self.carriers if carrier.attribution))


@dataclass(frozen=True)
class Quote:
    """A quote in all its wordings, the fullest first."""

    number: int
    state: str
    wordings: list[Wording]
    documents: int
    outlets: int
    story: int | None
    keys: Keys

    @property
    def called(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def kind(self) -> str:
        """The kind of its fullest wording."""
        return self.wordings[0].kind


@dataclass(frozen=True)
class Speaker:
    """Who is quoted, or a group of quotes that have no named speaker (`kind` None)."""

    name: str
    kind: str | None
    aliases: str
    roles: str
    quotes: list[Quote]
    words: int

    @property
    def articles(self) -> int:
        """In how many articles they are quoted."""
        carriers = (carrier for quote in self.quotes for one in quote.wordings for carrier in one.carriers)
        return len({carrier.article.row for carrier in carriers})

    def count(self, state: str) -> int:
        """How many quotes are in a state."""
        return sum(quote.state == state for quote in self.quotes)


def board(desk: Desk, pile: Pile, filters: Filters, story_of: Mapping[int, int]) -> list[Speaker]:
    """Arrange the quotes by speaker; `story_of` has the number of the story of each row that several articles tell."""
    quoted = {quote["quote"]: quote for of_row in pile.quotes.values() for quote in of_row}
    groups: dict[int, list[Record]] = defaultdict(list)
    for variant in desk.variants.to_list():
        groups[variant["group"]].append(variant)
    whose = _whose(desk)
    of_speaker: dict[int | str, list[Quote]] = defaultdict(list)
    for number, members in groups.items():
        quote = _quote(number, members, quoted, pile, filters, story_of)
        of_speaker[_speaker_of(members, whose, quoted)].append(quote)
    for quotes in of_speaker.values():
        quotes.sort(key=_attention)
    named = [
        Speaker(
            name=one["name"],
            kind=one["kind"],
            aliases=one["aliases"] or "",
            roles=one["roles"] or "",
            quotes=of_speaker[number],
            words=one["words"],
        )
        for number, one in enumerate(desk.speakers)
        if number in of_speaker
    ]
    rest = [Speaker(name, None, "", "", of_speaker[name], 0) for name in (UNNAMED, NOBODY, TERMS) if name in of_speaker]
    return named + rest


def _whose(desk: Desk) -> dict[int, list[int | str]]:
    """Who says each quote, by its number."""
    whose: dict[int, list[int | str]] = defaultdict(list)
    for number, one in enumerate(desk.speakers):
        for quote in one["quote_numbers"]:
            whose[quote].append(UNNAMED if one["kind"] == "anonymous" else number)
    return whose


def _speaker_of(
    members: Sequence[Record], whose: Mapping[int, list[int | str]], quoted: Mapping[int, Record]
) -> int | str:
    """Who says most of the members of a group; a name goes before none."""
    numbers = [member["quote"] for member in members if member["quote"] is not None]
    counts = Counter(speaker for number in numbers for speaker in whose.get(number, ()))
    if counts:
        return max(counts, key=lambda speaker: (isinstance(speaker, int), counts[speaker], -_rank(speaker)))
    return TERMS if all(quoted[number]["kind"] == "scare" for number in numbers) else NOBODY


def _rank(speaker: int | str) -> int:
    return speaker if isinstance(speaker, int) else 0


def _quote(
    number: int,
    members: Sequence[Record],
    quoted: Mapping[int, Record],
    pile: Pile,
    filters: Filters,
    story_of: Mapping[int, int],
) -> Quote:
    wordings: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for member in members:
        words = re.findall(r"\w+", member["text"].casefold())
        wordings[tuple(words) or (member["text"],)].append(member)
    shown = [_wording(same, quoted, pile) for same in wordings.values()]
    shown.sort(key=lambda wording: (STATUSES.index(wording.status), KINDS.index(wording.kind)))
    rows = [member["row"] for member in members]
    story = story_of.get(rows[0])
    documents = len(set(rows))
    if story is None:
        state = SINGLE
    elif documents == 1:
        state = ALONE
    else:
        state = SAME if all(member["status"] == "identical" for member in members) else DIFFERS
    numbers = [member["quote"] for member in members if member["quote"] is not None]
    kinds = {quoted[number]["kind"] for number in numbers}
    return Quote(
        number=number,
        state=state,
        wordings=shown,
        documents=documents,
        outlets=len({pile.article(row).outlet for row in rows} - {""}),
        story=story,
        keys=filters.keys(rows, numbers, kinds),
    )


def _wording(members: Sequence[Record], quoted: Mapping[int, Record], pile: Pile) -> Wording:
    first = min(members, key=lambda member: STATUSES.index(member["status"]))
    own = [quoted.get(member["quote"]) for member in members]
    said = next((quote for quote in own if quote is not None), None)
    return Wording(
        text=first["text"],
        kind=said["kind"] if said is not None and said["kind"] in KINDS else "indirect",
        status=first["status"],
        similarity=first["similarity"],
        diff=pieces(first["diff"]) if first["diff"] else [],
        carriers=[
            Carrier(pile.article(member["row"]), pile.anchor_of(member), _attribution(quote))
            for member, quote in zip(members, own, strict=True)
        ],
        closed=said is None or said["closed"] or said["inner_start"] is None,
    )


def _attribution(quote: Record | None) -> str:
    """The words beside a quote that give it to somebody, or that it has none."""
    if quote is None:
        return "in the outlet’s own words"
    return ", ".join(filter(None, (quote["speaker"], quote["cue"])))


def _attention(quote: Quote) -> tuple[int, int, int, int]:
    """What sorts the quotes of a speaker: quotations that stand alone, then what differs, then the rest."""
    marks = quote.kind in MARKED
    rank = {ALONE: 0 if marks else 2, DIFFERS: 1, SAME: 3, SINGLE: 4}[quote.state]
    return rank, KINDS.index(quote.kind), -quote.documents, quote.number
