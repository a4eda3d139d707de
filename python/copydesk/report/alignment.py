"""Versions of stories in, out for each of their sentences which sentences of the other versions tell the same.

A sentence is looked up in each other version as `verify_quotes` looks a quote up in a transcript: word for word,
edited, or by its content in other words. Sentences that were found in each other make a group, at most two neighbours
of each version, so that no chain of likenesses ties a whole article together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk import _copydesk
from copydesk.progress import Progress
from copydesk.verification import verify_quotes

__all__ = ["Passage", "Place", "Sentence", "align", "touching"]

# Sentences below this many words ("He agreed.") are told everywhere and nowhere: that one stands alone says nothing.
LEAST_WORDS = 4
# Sentences of a version that are looked up, from its first one: each is looked up in every other version.
MOST_SENTENCES = 300
# Neighbours of one version in a group: an outlet splits a sentence of another in two, seldom in three.
NEIGHBOURS = 2

Passage = Mapping[str, Any]
Spot = tuple[int, int]
"""A row and the number of a sentence in it."""
Place = tuple[int, int, int]
"""A row and the code points of a stretch of it."""
Tie = tuple[float, Spot, Spot]
"""How firmly two sentences are tied, and which."""

# How firmly a sentence is tied to what was found of it; the similarity is added to it.
FIRMNESS = {"verbatim": 3, "ellipsis": 3, "edited": 2, "spliced": 1, "paraphrase": 0}
SHARED_PASSAGE = 1.5
KNOWN = 1.4


@dataclass
class Sentence:
    """A sentence of a version.

    Attributes:
        start, end: Code points of the text.
        told: The rows of the other versions that tell it too.
        group: The group of its counterparts, counted from 1 over the story; None without one.
        alone: Whether no other version tells it.
    """

    start: int
    end: int
    told: set[int] = field(default_factory=set)
    group: int | None = None
    alone: bool = False


def align(
    texts: Mapping[int, str],
    stories: Iterable[Sequence[int]],
    passages: Iterable[Passage],
    known: Iterable[tuple[Place, Place]] = (),
    progress: Progress = None,
) -> dict[int, list[Sentence]]:
    """Align the sentences of the versions of each story.

    Args:
        texts: The text of each row that stands in a story.
        stories: The rows of the versions of each story, the fullest first: groups are counted in its order.
        passages: The records of `passages` between such rows.
        known: Pairs of places that tell the same, such as a quote and its variant, or two values of one fact.
        progress: True for a bar, or a callable of (done, total) in sentences looked up and texts read.

    Returns:
        For each row its sentences, in order.

    Complexity: for each two versions of a story the sentences of both, each looked up in the other.
    """
    stories = [list(story) for story in stories]
    rows = [row for story in stories for row in story]
    spans = _copydesk.sentences([texts[row] for row in rows], None, None)
    found = {
        row: [Sentence(start, end) for start, end in of_row or ()] for row, of_row in zip(rows, spans, strict=True)
    }
    passages = list(passages)
    ties: dict[int, list[Tie]] = defaultdict(list)
    story_of = {row: number for number, story in enumerate(stories) for row in story}
    for number, tie in _looked_up(texts, stories, found, progress):
        ties[number].append(tie)
    shared = [(_place(passage, "left"), _place(passage, "right")) for passage in passages]
    for firmness, pairs in ((SHARED_PASSAGE, shared), (KNOWN, known)):
        for left, right in pairs:
            number = story_of.get(left[0], -1)
            if number >= 0 and number == story_of.get(right[0]) and left[0] != right[0]:
                ties[number] += _between(found, left, right, firmness)
    covered = [place for pair in shared for place in pair if place[0] in story_of]
    for number, story in enumerate(stories):
        _group(story, found, ties[number])
    _find_alone(texts, found, covered)
    return found


def _place(passage: Passage, side: str) -> Place:
    return passage[side], passage[f"{side}_start"], passage[f"{side}_end"]


def _looked_up(
    texts: Mapping[int, str],
    stories: Sequence[Sequence[int]],
    found: Mapping[int, list[Sentence]],
    progress: Progress,
) -> Iterator[tuple[int, Tie]]:
    """The ties of each sentence to what each other version of its story has of it, all in one call."""
    rows = [row for story in stories for row in story]
    position = {row: number for number, row in enumerate(rows)}
    asked: list[tuple[int, Spot, int]] = [
        (number, (row, index), other)
        for number, story in enumerate(stories)
        for row in story
        for index in range(min(len(found[row]), MOST_SENTENCES))
        for other in story
        if other != row
    ]
    if not asked:
        return
    table = {
        "row": [position[other] for _, _, other in asked],
        "id": list(range(len(asked))),
        "quote": list(range(len(asked))),
        "text": [texts[row][found[row][index].start : found[row][index].end] for _, (row, index), _ in asked],
    }
    verified = verify_quotes(table, [texts[row] for row in rows], match="row", progress=progress)
    columns = (verified[name] for name in ("status", "similarity", "start", "end"))
    for (number, spot, other), status, similarity, start, end in zip(asked, *columns, strict=True):
        if status in FIRMNESS and start is not None:
            found[spot[0]][spot[1]].told.add(other)
            for index in _covered(found[other], start, end):
                yield number, (FIRMNESS[status] + similarity, spot, (other, index))


def touching(sentences: Sequence[Sentence], start: int, end: int) -> range:
    """The numbers of the sentences that a span touches."""
    first = bisect_right(sentences, start, key=lambda one: one.end)
    return range(first, max(first, bisect_left(sentences, end, key=lambda one: one.start)))


def _covered(sentences: Sequence[Sentence], start: int, end: int) -> list[int]:
    """The sentences that a span has at least half of; failing that, the one it has most of."""
    shared = {
        index: min(sentences[index].end, end) - max(sentences[index].start, start)
        for index in touching(sentences, start, end)
    }
    most = [index for index, size in shared.items() if 2 * size >= sentences[index].end - sentences[index].start]
    return most or ([max(shared, key=lambda index: (shared[index], -index))] if shared else [])


def _between(found: Mapping[int, list[Sentence]], left: Place, right: Place, firmness: float) -> Iterator[Tie]:
    """The ties of the sentences at two places; over several sentences both have them in the same order."""
    sides = [[(row, index) for index in _covered(found[row], start, end)] for row, start, end in (left, right)]
    if len(sides[0]) == len(sides[1]):
        for one, other in zip(*sides, strict=True):
            yield firmness, one, other


def _group(story: Sequence[int], found: Mapping[int, list[Sentence]], ties: Sequence[Tie]) -> None:
    """Join sentences by their ties, the firmest first."""
    members: dict[Spot, list[Spot]] = {}
    for _, left, right in sorted(ties, key=lambda tie: (-tie[0], tie[1:])):
        one, other = members.setdefault(left, [left]), members.setdefault(right, [right])
        if one is not other and _may_join([*one, *other]):
            one += other
            members.update(dict.fromkeys(other, one))
    number = 0
    for row in story:
        for index, sentence in enumerate(found[row]):
            group = members.get((row, index), [])
            if len({holder for holder, _ in group}) > 1 and sentence.group is None:
                number += 1
                for holder, at in group:
                    found[holder][at].group = number


def _may_join(spots: Sequence[Spot]) -> bool:
    places: dict[int, list[int]] = defaultdict(list)
    for row, index in spots:
        places[row].append(index)
    return all(max(indexes) - min(indexes) < NEIGHBOURS for indexes in places.values())


def _find_alone(texts: Mapping[int, str], found: Mapping[int, list[Sentence]], covered: Iterable[Place]) -> None:
    """Say which sentences no other version tells; `covered` are the places of wording that another one has too."""
    shared: dict[Spot, int] = defaultdict(int)
    for row, start, end in covered:
        for index in touching(found[row], start, end):
            sentence = found[row][index]
            shared[row, index] += min(end, sentence.end) - max(start, sentence.start)
    for row, sentences in found.items():
        for index, sentence in enumerate(sentences[:MOST_SENTENCES]):
            words = len(re.findall(r"\w+", texts[row][sentence.start : sentence.end]))
            half = 2 * shared[row, index] >= sentence.end - sentence.start
            told = sentence.told or sentence.group is not None or half
            sentence.alone = words >= LEAST_WORDS and not told
