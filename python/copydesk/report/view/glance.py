"""What was arranged in, out the few things to see first: stories, the worst of each kind, what is no article's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copydesk.quotes import MARKED
from copydesk.report.view.articles import Article, Pile
from copydesk.report.view.board import ALONE, DIFFERS, Quote, Speaker, Wording
from copydesk.report.view.contradictions import Contradiction
from copydesk.report.view.stories import Story

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["Change", "Glance", "Stray", "glance"]

SHOWN = 4  # of each; the sections below have all
# Share of the words that a changed quote keeps for its change to be clear.
LEAST_KEPT = 0.4
# Blocks that an editor has to take out, the most urgent first; the others are an outlet's everyday lines.
STRAY = ("teaser", "read_more")
CALLED = {"teaser": "stray headline"}


@dataclass(frozen=True)
class Change:
    """A quote that differs: its fullest wording and another one."""

    speaker: Speaker
    quote: Quote
    wording: Wording


@dataclass(frozen=True)
class Stray:
    """A block that is not its article's own."""

    article: Article
    text: str
    kind: str


@dataclass(frozen=True)
class Glance:
    """The few things to see first, and how many there are of each."""

    articles: int
    told: int
    """Articles that tell a story that another one tells too."""
    stories: list[Story]
    stories_count: int
    contradictions: list[Contradiction]
    contradictions_count: int
    changes: list[Change]
    differing: int
    alone: int
    strays: list[Stray]
    blocks: int


def glance(
    desk: Desk, pile: Pile, stories: Sequence[Story], found: Sequence[Contradiction], speakers: Sequence[Speaker]
) -> Glance:
    """Choose what to see first."""
    changes = [
        Change(speaker, quote, wording)
        for speaker in speakers
        for quote in speaker.quotes
        if quote.state == DIFFERS and quote.kind in MARKED
        for wording in sorted(quote.wordings[1:], key=_clarity)[:1]
        if wording.diff
    ]
    changes.sort(key=_telling)
    # A line that an outlet repeats is one thing to see.
    blocks = {block["text"]: block for block in sorted(desk.boilerplate, key=_urgency, reverse=True)}
    strays = [
        Stray(pile.article(block["row"]), block["text"], CALLED.get(block["kind"], block["kind"].replace("_", " ")))
        for block in sorted(blocks.values(), key=_urgency)
    ]
    return Glance(
        articles=len(pile),
        stories=list(stories[:SHOWN]),
        stories_count=len(stories),
        told=sum(len(story.members) for story in stories),
        contradictions=_worst(found),
        contradictions_count=len(found),
        changes=changes[:SHOWN],
        differing=sum(speaker.count(DIFFERS) for speaker in speakers),
        alone=sum(speaker.count(ALONE) for speaker in speakers),
        strays=strays[:SHOWN],
        blocks=len(desk.boilerplate),
    )


def _clarity(wording: Wording) -> tuple[bool, bool, float]:
    """What sorts the wordings of a quote: other words in marks first, those that keep most of it first.

    A quote of which little is left may have been taken for another one, and a paraphrase has other words by its nature.
    """
    return (
        wording.kind not in MARKED or wording.status != "reworded",
        wording.similarity < LEAST_KEPT,
        -wording.similarity,
    )


def _telling(change: Change) -> tuple[bool, bool, bool, int, int]:
    """What sorts changed quotes: clear changes first, of named speakers, of quotes that many have."""
    apart, little, _ = _clarity(change.wording)
    return apart, little, change.speaker.kind is None, -change.quote.documents, change.quote.number


def _worst(found: Sequence[Contradiction]) -> list[Contradiction]:
    """The worst of each type, worst first, then the next ones: ten changed quotes must not hide a wrong number."""
    first_of_type = {one.type: one for one in reversed(found)}
    chosen = sorted(first_of_type.values(), key=lambda one: one.number)[:SHOWN]
    rest = [one for one in found if one not in chosen]
    return (chosen + rest)[:SHOWN]


def _urgency(block: Mapping[str, Any]) -> tuple[int, int, int]:
    rank = STRAY.index(block["kind"]) if block["kind"] in STRAY else len(STRAY)
    return rank, block["documents"], block["row"]
