"""A desk in, some two dozen lines for people out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from copydesk.cli.terminal import count, one_line
from copydesk.report.view import View
from copydesk.report.view.contradictions import Side
from copydesk.report.view.stories import PROBABLE, Member, Story

if TYPE_CHECKING:
    from copydesk.desk import Desk

WIDTH = 44  # for a name; the line stays within 80 columns
SHOWN = 12


def summarise(desk: Desk) -> Iterator[str]:
    """Tell which articles tell the same story, what a rewrite kept, where versions disagree, and who is quoted.

    Yields:
        Lines without line ends.
    """
    view = View(desk)
    yield f"{count(view.articles, 'article')}, {count(view.quotes, 'quote')}"
    yield ""
    yield from _stories(view)
    yield from _kept(desk, view.stories)
    yield from _disagreements(view)
    yield from _who_said(desk)


def _stories(view: View) -> Iterator[str]:
    yield "The same story"
    for story in view.stories:
        yield f"  {_fit(story.heading, 2 * WIDTH - 12).rstrip()}"
        for member in story.members:
            yield f"    {_fit(member.article.label, 26)} {_tie(member)}".rstrip()
    yield f"  {count(view.glance.articles - view.glance.told, 'article')} alone"
    yield ""


def _tie(member: Member) -> str:
    if member.relation is None:
        return "fullest article" if member.representative else ""
    if member.relation == "exact":
        return "exact"
    return f"{member.relation}, {member.likely or f'{member.similarity:.2f}'}"


def _kept(desk: Desk, stories: Sequence[Story]) -> Iterator[str]:
    """The longest passage that a rewrite, or another report of the event, shares with one that is neither."""
    members = {member.article.row: member for story in stories for member in story.members}
    told = {row for row, member in members.items() if member.relation in PROBABLE}
    found = [one for one in desk.passages if (one["left"] in told) != (one["right"] in told)]
    if not found:
        return
    longest = max(found, key=lambda one: one["words"])
    yield "What a rewrite kept"
    for side in ("left", "right"):
        wording = _fit(longest[f"{side}_text"], 48).rstrip()
        yield f"    {_fit(members[longest[side]].article.label, 26)} {wording}"
    quoted = f"{longest['in_quote']:.0%} of them in quotation marks"
    yield f"  {longest['words']} equal words, {quoted}"
    yield ""


def _disagreements(view: View) -> Iterator[str]:
    """The worst discrepancy of each type."""
    if not view.contradictions:
        return
    yield f"Where versions disagree, the worst of {count(len(view.contradictions), 'finding')}"
    for one in view.glance.contradictions:
        yield f"  {one.name}"
        for side in (one.left, one.right):
            yield f"    {_fit(side.article.label, 26)} {_fit(_around(side), 48).rstrip()}"
    yield ""


def _around(side: Side) -> str:
    before, after = side.around
    return " ".join(filter(None, (before, side.text, after)))


def _who_said(desk: Desk) -> Iterator[str]:
    named = [one for one in desk.speakers if one["kind"] != "anonymous"]
    yield "Who is quoted"
    width = min(WIDTH, max((len(one["name"]) for one in named), default=0))
    for one in named[:SHOWN]:
        quotes = f"{one['quotes']:2} {'quote' if one['quotes'] == 1 else 'quotes':6}"
        yield f"  {_fit(one['name'], width)}  {quotes} in {count(one['documents'], 'article')}"
    if len(named) > SHOWN:
        yield f"  and {len(named) - SHOWN} more"
    said = {number for one in desk.speakers for number in one["quote_numbers"]}
    rest = [quote for quote in desk.quotes if quote["quote"] not in said]
    terms = sum(quote["kind"] == "scare" for quote in rest)
    yield f"  {len(rest) - terms} without a speaker, {terms} marks that quote nobody"


def _fit(text: str, width: int) -> str:
    plain = one_line(text)
    return f"{plain if len(plain) <= width else plain[: width - 1] + '…':{width}}"
