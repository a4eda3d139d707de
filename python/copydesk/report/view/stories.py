"""The groups of a desk in, out its stories, each with its versions, who shares with whom, and when they appeared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from copydesk.report.plots import Event, Matrix, Timeline, matrix, timeline
from copydesk.report.view.articles import Article, Pile, shown_moment
from copydesk.report.view.contradictions import Contradiction
from copydesk.report.view.filters import NO_KEYS, Filters, Keys
from copydesk.report.view.grouping import Group, letter_of

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["PROBABLE", "Member", "Outlets", "Story", "outlets_that_share", "outline", "read_stories"]

# Outlets in the matrix of who shares with whom, those with the most stories.
MOST_OUTLETS = 12
# The relations whose similarity is a probability; that of the others is a share of wording.
PROBABLE = ("rewrite", "story")

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Member:
    """An article of a story, and what ties it in."""

    article: Article
    letter: str | None
    relation: str | None
    similarity: float | None
    link: Article | None
    link_letter: str | None
    representative: bool
    why: str | None

    @property
    def likely(self) -> str | None:
        """How likely the tie is, where its similarity is a probability; one below 1 is never shown as certain."""
        if self.relation not in PROBABLE:
            return None
        return f"{int((self.similarity or 0) * 100)} % likely"


@dataclass(frozen=True)
class Story:
    """Articles that tell the same story, the fullest first."""

    number: int
    members: list[Member]
    timeline: Timeline | None
    matrix: Matrix | None = None
    keys: Keys = NO_KEYS
    contradictions: int = 0

    @property
    def anchor(self) -> str:
        """The id of the story on the page."""
        return f"story-{self.number}"

    @property
    def heading(self) -> str:
        """The headline of its fullest article."""
        return self.members[0].article.heading

    @property
    def outlets(self) -> list[str]:
        """Its outlets, in the order of its members."""
        return list(dict.fromkeys(member.article.outlet for member in self.members if member.article.outlet))

    @property
    def span(self) -> str:
        """First and last seen, or the only moment."""
        moments = sorted(member.article.moment for member in self.members if member.article.moment is not None)
        return " to ".join(dict.fromkeys(shown_moment(moment) for moment in (moments[:1] + moments[-1:])))


@dataclass(frozen=True)
class Outlets:
    """Which outlets tell the same stories."""

    matrix: Matrix
    left_out: int


def read_stories(
    desk: Desk, pile: Pile, filters: Filters, groups: Sequence[Group], found: Iterable[Contradiction]
) -> list[Story]:
    """The stories told more than once, each with what versions of it contradict each other in."""
    against: dict[int | None, list[Contradiction]] = defaultdict(list)
    for one in found:
        against[one.story].append(one)
    shares = _shares(desk)
    return [
        replace(
            outline(pile, group),
            matrix=_matrix(pile, group, shares),
            keys=filters.of_rows(group.rows, [one.type for one in against[group.number]]),
            contradictions=len(against[group.number]),
        )
        for group in groups
    ]


def outline(pile: Pile, group: Group) -> Story:
    """A story as its clusters alone tell it."""
    letters = group.letters
    letters |= {copy: letters[row] for row, same in group.copies.items() for copy in same}
    members = [_member(pile, record, letters) for record in group.records]
    return Story(group.number, members, _timeline(members))


def outlets_that_share(stories: Sequence[Story]) -> Outlets | None:
    """How many stories each two outlets both tell; None where no two do."""
    told: Counter[str] = Counter(outlet for story in stories for outlet in story.outlets)
    both: Counter[tuple[str, str]] = Counter()
    for story in stories:
        both.update(tuple(sorted(pair)) for pair in combinations(story.outlets, 2))  # type: ignore[misc]
    if len(stories) < 2 or not both:
        return None
    sharing = {outlet for pair in both for outlet in pair}
    names = sorted(sharing, key=lambda outlet: (-told[outlet], outlet))
    shown = names[:MOST_OUTLETS]
    most = max(both.values())
    cells = {
        (row, column): (both[min(one, other), max(one, other)] / most, str(both[min(one, other), max(one, other)]))
        for row, one in enumerate(shown)
        for column, other in enumerate(shown)
        if one != other and both[min(one, other), max(one, other)]
    }
    return Outlets(matrix(shown, [letter_of(place) for place in range(len(shown))], cells), len(names) - len(shown))


def _member(pile: Pile, record: Record, letters: Mapping[int, str]) -> Member:
    row, link = record["row"], record["link"]
    return Member(
        article=pile.article(row),
        letter=letters.get(row),
        relation=record["relation"],
        similarity=record["similarity"],
        link=None if link is None else pile.article(link),
        link_letter=letters.get(link),
        representative=record["representative"] == row,
        why=record["why"],
    )


def _timeline(members: Iterable[Member]) -> Timeline | None:
    """When the articles appeared; None unless two of them have different moments."""
    dated = [member for member in members if member.article.moment is not None]
    if len({member.article.moment for member in dated}) < 2:
        return None
    return timeline(list(_events(dated)))


def _events(members: Iterable[Member]) -> Iterator[Event]:
    for member in members:
        if member.article.moment is not None:
            kind = "first" if member.representative else member.relation or "story"
            yield Event(member.article.moment, member.letter or "", member.article.label, kind)


def _shares(desk: Desk) -> dict[tuple[int, int], float]:
    """The share of the words of each row that stand in another one."""
    shares = {}
    for pair in desk.overlap:
        shares[pair["left"], pair["right"]] = pair["share_left"]
        shares[pair["right"], pair["left"]] = pair["share_right"]
    return shares


def _matrix(pile: Pile, group: Group, shares: Mapping[tuple[int, int], float]) -> Matrix | None:
    cells = {
        (row, column): (share, f"{share:.0%}")
        for row, one in enumerate(group.columns)
        for column, other in enumerate(group.columns)
        if (share := shares.get((one, other)))
    }
    names = [pile.article(row).label for row in group.columns]
    return matrix(names, list(group.letters.values()), cells) if cells else None
