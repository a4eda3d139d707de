"""The aligned sentences of a story in, out each version as a column: marked text, and how much no other version tells.

Sentences that tell the same have one number and one colour in every version, and a link to the next one. Wording that
two versions share is filled with the colour, what is told in other words only underlined; what one version alone tells
is marked as such.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from copydesk.progress import Progress
from copydesk.report.alignment import Place, Sentence, align, touching
from copydesk.report.marks import Mark
from copydesk.report.view.articles import Article, Pile
from copydesk.report.view.contradictions import Contradiction, marks_of
from copydesk.report.view.grouping import Group

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["Column", "side_by_side"]

# Shared wording that a sentence has of a passage at least, in characters: the last word of a passage that ends in the
# next sentence is no wording of that one.
LEAST_SHARED = 12
# Words of a passage whose edits are looked for; a longer one is shown as shared whole.
MOST_WORDS = 3000
# Hues that stay apart from each other and from the marks of quotes; groups beyond take them again.
COLOURS = 8

Record = Mapping[str, Any]
Span = tuple[int, int]
Word = tuple[str, Span]
"""A word without its case, and where it stands."""


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
    desk: Desk, pile: Pile, groups: Sequence[Group], found: Sequence[Contradiction], progress: Progress = None
) -> dict[int, list[Column]]:
    """The columns of each story, by its number.

    Args:
        desk: What `analyze` found.
        pile: Its articles.
        groups: Its stories.
        found: Its discrepancies, which are marked.
        progress: As everywhere.
    """
    number_of = {row: group.number for group in groups for row in group.columns}
    within: dict[int, list[Record]] = defaultdict(list)
    for passage in desk.passages:
        left, right = number_of.get(passage["left"]), number_of.get(passage["right"])
        if left is not None and left == right:
            within[left].append(passage)
    texts = {row: pile.text(row) or "" for row in number_of}
    passages = [passage for of_story in within.values() for passage in of_story]
    known = [*_variants(desk, pile), *_values(found)]
    sentences = align(texts, [group.columns for group in groups], passages, known, progress)
    facts = marks_of(found)
    return {group.number: _columns(pile, group, sentences, within[group.number], facts) for group in groups}


def _variants(desk: Desk, pile: Pile) -> Iterator[tuple[Place, Place]]:
    """The places of the variants of each quote, against the first of them."""
    first: dict[int, Place] = {}
    for variant in desk.variants:
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
    shared = _shared(pile, passages)
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


def _shared(pile: Pile, passages: Iterable[Record]) -> dict[int, list[Span]]:
    """The stretches of each row whose words stand in another one, joined where they touch."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for passage in passages:
        runs = _equal_runs(*(_words(pile, passage, side) for side in ("left", "right")))
        for number, side in enumerate(("left", "right")):
            whole = [(passage[f"{side}_start"], passage[f"{side}_end"])]
            spans[passage[side]] += [run[number] for run in runs] or whole
    return {row: _joined(of_row) for row, of_row in spans.items()}


def _equal_runs(left: Sequence[Word], right: Sequence[Word]) -> list[tuple[Span, Span]]:
    """The runs of words that both have; none where there are too many words to look, or hardly one is found."""
    if max(len(left), len(right)) > MOST_WORDS:
        return []
    # Words of which a long passage is full are left out of the search and found beside others ("autojunk"), or a text
    # of two words in turn would take minutes.
    blocks = SequenceMatcher(None, [word for word, _ in left], [word for word, _ in right]).get_matching_blocks()
    if 2 * sum(block.size for block in blocks) < min(len(left), len(right)):
        return []

    def span(words: Sequence[Word], start: int, size: int) -> Span:
        return words[start][1][0], words[start + size - 1][1][1]

    return [(span(left, one.a, one.size), span(right, one.b, one.size)) for one in blocks if one.size]


def _words(pile: Pile, passage: Record, side: str) -> list[Word]:
    """The words of one side of a passage and where they stand."""
    text, start, end = pile.text(passage[side]) or "", passage[f"{side}_start"], passage[f"{side}_end"]
    found = re.compile(r"\w+").finditer(text, start, end)
    return [(word[0].casefold(), word.span()) for word in found]


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


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
