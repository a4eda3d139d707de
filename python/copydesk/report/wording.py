"""Passages in, out the stretches of each text whose words stand in another one, without the words that were edited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

__all__ = ["Span", "equal_stretches"]

# Words of a passage whose edits are looked for; a longer one is shown as shared whole.
MOST_WORDS = 3000

Passage = Mapping[str, Any]
Span = tuple[int, int]
Word = tuple[str, Span]
"""A word without its case, and where it stands."""


def equal_stretches(text_of: Callable[[int], str | None], passages: Iterable[Passage]) -> dict[int, list[Span]]:
    """The stretches of each row whose words stand in another one, joined where they touch."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for passage in passages:
        # Without an edit there is nothing to look for.
        edited = passage["similarity"] < 1
        runs = _equal_runs(*(_words(text_of, passage, side) for side in ("left", "right"))) if edited else []
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


def _words(text_of: Callable[[int], str | None], passage: Passage, side: str) -> list[Word]:
    """The words of one side of a passage and where they stand."""
    text, start, end = text_of(passage[side]) or "", passage[f"{side}_start"], passage[f"{side}_end"]
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
