"""The aligned sentences of a story in, out each version as a column: marked text, and how much no other version tells.

Sentences that tell the same have one number and one colour in every version, and a link to the next one. Wording that
two versions share is filled with the colour, what is told in other words only underlined; what one version alone tells
is marked as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from copydesk.progress import Progress
from copydesk.report.alignment import Place, Sentence, align, touching
from copydesk.report.marks import Mark
from copydesk.report.view.articles import Article, Pile
from copydesk.report.view.contradictions import Contradiction
from copydesk.report.view.grouping import Group
from copydesk.report.wording import Span, equal_stretches

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["Column", "side_by_side"]

# Shared wording that a sentence has of a passage at least, in characters: the last word of a passage that ends in the
# next sentence is no wording of that one.
LEAST_SHARED = 12
# Hues that stay apart from each other and from the marks of quotes; groups beyond take them again.
COLOURS = 8

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One version beside the others."""

    letter: str
    article: Article
    body: Markup | None
    sentences: int
    alone: int
    copies: tuple[Article, ...] = ()
    """Articles with the same words."""


def side_by_side(
    desk: Desk,
    pile: Pile,
    groups: Sequence[Group],
    found: Sequence[Contradiction],
    facts: Mapping[int, Sequence[Mark]],
    *,
    progress: Progress = None,
) -> dict[int, list[Column]]:
    """The columns of each story, by its number.

    Args:
        desk: What `analyze` found.
        pile: Its articles.
        groups: Its stories.
        found: Its discrepancies.
        facts: Their marks, by row.
        progress: As everywhere.
    """
    number_of = {row: group.number for group in groups for row in group.columns}
    within: dict[int, list[Record]] = defaultdict(list)
    for passage in desk.passages.to_list():
        left, right = number_of.get(passage["left"]), number_of.get(passage["right"])
        if left is not None and left == right:
            within[left].append(passage)
    texts = {row: pile.text(row) or "" for row in number_of}
    passages = [passage for of_story in within.values() for passage in of_story]
    known = [*_variants(desk, pile), *_values(found)]
    sentences = align(texts, [group.columns for group in groups], passages, known, progress)
    return {group.number: _columns(pile, group, sentences, within[group.number], facts) for group in groups}


def _variants(desk: Desk, pile: Pile) -> Iterator[tuple[Place, Place]]:
    """The places of the variants of each quote, against the first of them."""
    first: dict[int, Place] = {}
    for variant in desk.variants.to_list():
        if pile.in_body(variant):
            place = variant["row"], variant["start"], variant["end"]
            if first.setdefault(variant["group"], place) != place:
                yield first[variant["group"]], place


def _values(found: Iterable[Contradiction]) -> Iterator[tuple[Place, Place]]:
    """The places of the two values of each fact."""
    for one in found:
        if one.left.place is not None and one.right.place is not None:
            yield (one.left.article.row, *one.left.place), (one.right.article.row, *one.right.place)


def _columns(
    pile: Pile,
    group: Group,
    sentences: Mapping[int, Sequence[Sentence]],
    passages: Iterable[Record],
    facts: Mapping[int, Sequence[Mark]],
) -> list[Column]:
    letters = group.letters
    holders = _holders(group.columns, sentences)
    shared = equal_stretches(pile.text, passages)
    columns = []
    for row in group.columns:
        marks = [
            *_sentence_marks(group.number, row, sentences[row], letters, holders),
            *_wording_marks(sentences[row], shared.get(row, [])),
            *facts.get(row, ()),
        ]
        copies = tuple(pile.article(copy) for copy in group.copies.get(row, ()))
        alone = sum(sentence.alone for sentence in sentences[row])
        body = pile.body(row, marks)
        columns.append(Column(letters[row], pile.article(row), body, len(sentences[row]), alone, copies))
    return columns


def _holders(rows: Sequence[int], sentences: Mapping[int, Sequence[Sentence]]) -> dict[int, list[int]]:
    """The rows that have a sentence of each group."""
    holders: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for group in dict.fromkeys(one.group for one in sentences[row] if one.group is not None):
            holders[group].append(row)
    return holders


def _sentence_marks(
    story: int,
    row: int,
    sentences: Sequence[Sentence],
    letters: Mapping[int, str],
    holders: Mapping[int, Sequence[int]],
) -> Iterable[Mark]:
    linked: set[int] = set()
    for sentence in sentences:
        group = sentence.group
        if sentence.alone:
            yield Mark(sentence.start, sentence.end, "only", label=f"only in {letters[row]}")
        elif group is not None:
            others = [other for other in holders[group] if other != row]
            # The next version to the right, else the first.
            place = holders[group].index(row)
            following = [*holders[group][place + 1 :], *others][0]
            first = group not in linked
            linked.add(group)
            yield Mark(
                sentence.start,
                sentence.end,
                f"told c{group % COLOURS}",
                anchor=f"told-{story}-{group}-{row}" if first else None,
                number=group if first else None,
                label=f"also in {', '.join(letters[other] for other in others)}",
                group=group,
                href=f"told-{story}-{group}-{following}",
            )


def _wording_marks(sentences: Sequence[Sentence], shared: Sequence[Span]) -> Iterable[Mark]:
    """Shared wording, cut at the ends of sentences, in the colour of each."""
    for first, last in shared:
        for index in touching(sentences, first, last):
            sentence = sentences[index]
            start, end = max(first, sentence.start), min(last, sentence.end)
            if end - start >= min(LEAST_SHARED, last - first, sentence.end - sentence.start):
                colour = "" if sentence.group is None else f" c{sentence.group % COLOURS}"
                yield Mark(start, end, f"same{colour}")
