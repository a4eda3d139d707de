"""Articles in, pairs of articles out of which each holds a run of words copied from a third one, and what was planted.

The left article has the run as it is, the right one with some words replaced, dropped, added or exchanged. The hosts
come from different collections, so what they share beside the run is turns of phrase.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Shares of words that are edited.
EDITS = (0.0, 0.05, 0.1)
#: Lengths of runs, in words, from and up to.
LENGTHS = ((12, 20), (20, 40), (40, 80), (80, 160))

_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")


@dataclass(frozen=True)
class Planted:
    """A pair of texts with the words of the run in both."""

    left: str
    right: str
    #: Code points of the run.
    left_span: tuple[int, int]
    right_span: tuple[int, int]
    length: tuple[int, int]
    edits: float


def plant(hosts: Sequence[Sequence[str]], donors: Sequence[str], count: int, *, seed: int = 1) -> list[Planted]:
    """Make `count` pairs, the same for the same seed.

    Args:
        hosts: Two collections of articles; the left hosts come from the first.
        donors: Articles that runs are copied from.
        count: How many pairs.
        seed: Of the random numbers.
    """
    chance = random.Random(seed)
    vocabulary = sorted({word for text in donors[:200] for word in _WORD.findall(text)})
    donors = [text for text in donors if len(text.split()) > 200]
    found = []
    for number in range(count):
        length, edits = LENGTHS[number % len(LENGTHS)], EDITS[number // len(LENGTHS) % len(EDITS)]
        words = chance.choice(donors).split()
        size = chance.randrange(*length)
        start = chance.randrange(len(words) - size)
        run = words[start : start + size]
        left, left_span = _insert(chance.choice(hosts[0]), " ".join(run), chance)
        right, right_span = _insert(chance.choice(hosts[1]), " ".join(_edited(run, edits, vocabulary, chance)), chance)
        found.append(Planted(left, right, left_span, right_span, length, edits))
    return found


def _edited(run: Sequence[str], share: float, vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    """The run with that share of its words, rounded down, edited; the first and the last one stay."""
    words = list(run)
    places = sorted(chance.sample(range(1, len(words) - 1), int(share * len(words))), reverse=True)
    for at in places:
        how = chance.randrange(4)
        if how == 0:
            words[at] = chance.choice(vocabulary)
        elif how == 1:
            del words[at]
        elif how == 2:
            words.insert(at, chance.choice(vocabulary))
        else:
            words[at : at + 2] = reversed(words[at : at + 2])
    return words


def _insert(host: str, run: str, chance: random.Random) -> tuple[str, tuple[int, int]]:
    """The host with the run behind one of its words, and the place of the run."""
    ends = [word.end() for word in re.finditer(r"\S+", host)] or [0]
    at = chance.choice(ends)
    text = f"{host[:at]} {run} {host[at:]}"
    return text, (at + 1, at + 1 + len(run))


def words_between(text: str, one: int, other: int) -> int:
    """Words of `text` between two places."""
    return len(_WORD.findall(text[min(one, other) : max(one, other)]))


def shared(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share at least half of the shorter one."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * common >= min(one[1] - one[0], other[1] - other[0])
