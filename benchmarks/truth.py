"""Texts in, every pair that shares words out: the exact answer that the tools are held against.

Nothing here is copydesk's: words come from `words.py`, shingles are numbered without hashing, and every document is
compared with every other by counting through an inverted index. No candidate is left out, so nothing can be missed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from words import SIZE, shingles, words

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Overlaps:
    """All pairs of documents that share a shingle and reach the lowest score asked for, left < right."""

    left: Integers
    right: Integers
    jaccard: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]

    def pairs(self, measure: str, threshold: float) -> set[tuple[int, int]]:
        """The pairs whose `measure` ("jaccard", or "containment": the larger direction) reaches `threshold`."""
        reached = (self.jaccard if measure == "jaccard" else self.containment) >= threshold
        return set(zip(self.left[reached].tolist(), self.right[reached].tolist(), strict=True))


def number_shingles(texts: Iterable[str], size: int = SIZE) -> tuple[Integers, Integers]:
    """Distinct shingles of each text, as numbers that are equal exactly where the words are.

    Runs of words are numbered by joining runs already numbered, so there is no hash that could collide.

    Args:
        texts: The documents.
        size: Words in a shingle.

    Returns:
        The sorted shingle numbers of all documents after one another, and the n + 1 offsets of the documents in them.
    """
    # 0 stands for no word: it fills a text of fewer than `size` words up to one shingle.
    numbers: dict[str, int] = {"": 0}
    tokens: list[int] = []
    owners: list[int] = []
    count = 0
    for row, text in enumerate(texts):
        found = [numbers.setdefault(word, len(numbers)) for word in words(text)]
        found += [0] * (size - len(found)) if found else []
        tokens += found
        owners += [row] * len(found)
        count = row + 1
    token, owner = np.array(tokens, dtype=np.int64), np.array(owners, dtype=np.int64)
    if not len(token):
        return token, np.zeros(count + 1, dtype=np.int64)
    runs = token
    for length in range(1, size):
        if len(runs) < 2:
            break
        joined = runs[:-1] * (int(token.max()) + 1) + token[length:]
        runs = np.unique(joined, return_inverse=True)[1].astype(np.int64)
    whole = owner[: len(runs)] == owner[size - 1 :]
    runs, owner = runs[whole], owner[: len(whole)][whole]

    distinct = np.unique(owner * (int(runs.max()) + 1) + runs)
    owner, runs = np.divmod(distinct, int(runs.max()) + 1)
    return runs, np.searchsorted(owner, np.arange(count + 1))


def overlaps(texts: Sequence[str], least: float, size: int = SIZE) -> Overlaps:
    """Compares every document with every other.

    Args:
        texts: The documents.
        least: Smallest Jaccard similarity or containment to keep, in (0, 1].
        size: Words in a shingle.

    Returns:
        The pairs that reach `least` in either measure; scores are rounded to 1e-9, as copydesk's are.
    """
    runs, offsets = number_shingles(texts, size)
    lengths = np.diff(offsets)
    owner = np.repeat(np.arange(len(texts)), lengths)
    # The inverted index: the documents of shingle s stand at index[starts[s]:starts[s + 1]], in rising order.
    index = owner[np.argsort(runs, kind="stable")]
    sizes = np.bincount(runs) if len(runs) else np.zeros(1, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])

    lefts, rights, shareds = [], [], []
    for row in range(len(texts)):
        mine = runs[offsets[row] : offsets[row + 1]]
        mine = mine[sizes[mine] > 1]
        if not len(mine):
            continue
        # All postings of the shingles after one another, without a loop over the shingles.
        counts = sizes[mine]
        skips = np.repeat(starts[mine] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        shared = np.bincount(index[skips + np.arange(len(skips))], minlength=len(texts))[:row]
        others = np.flatnonzero(shared)
        found = shared[others]
        others_kept = found >= least * np.minimum(lengths[others], lengths[row]) - 1e-6
        lefts.append(others[others_kept])
        shareds.append(found[others_kept])
        rights.append(np.full(int(others_kept.sum()), row))
        if row % 5000 == 4999:
            print(f"  truth: {row + 1:,} of {len(texts):,} documents", file=sys.stderr)

    empty = np.zeros(0, dtype=np.int64)
    left, right, both = (np.concatenate([empty, *parts]) for parts in (lefts, rights, shareds))
    jaccard = np.round(both / (lengths[left] + lengths[right] - both), 9)
    containment = np.round(both / np.minimum(lengths[left], lengths[right]), 9)
    return Overlaps(left, right, jaccard, containment)


def disagreements(texts: Sequence[str], truth: Overlaps, least: float, sample: int, seed: int = 1) -> list[str]:
    """Holds the truth against plain Python sets, every pair of a sample compared.

    Half of the sample are documents that have a pair, with their partners; the other half is random.

    Args:
        texts: The documents.
        truth: What `overlaps` found in them.
        least: What it was asked for.
        sample: Number of documents to compare.
        seed: Seed of the choice.

    Returns:
        A line for each pair on which the two differ; none if all is well.
    """
    rng = random.Random(seed)
    rows = set(rng.sample(range(len(texts)), min(len(texts), sample // 2)))
    for at in rng.sample(range(len(truth.left)), min(len(truth.left), sample // 4)):
        rows |= {int(truth.left[at]), int(truth.right[at])}
    sets = {row: set(shingles(texts[row])) for row in sorted(rows)}
    expected = {}
    for left, one in sets.items():
        for right, other in sets.items():
            shared = len(one & other) if left < right else 0
            if shared and round(shared / min(len(one), len(other)), 9) >= least:
                expected[left, right] = (
                    round(shared / len(one | other), 9),
                    round(shared / min(len(one), len(other)), 9),
                )
    columns = zip(
        truth.left.tolist(), truth.right.tolist(), truth.jaccard.tolist(), truth.containment.tolist(), strict=True
    )
    found = {(left, right): scores for left, right, *scores in columns if left in sets and right in sets}
    found = {pair: tuple(scores) for pair, scores in found.items() if scores[1] >= least}
    return [
        f"rows {pair}: {found.get(pair)} by the index, {expected.get(pair)} by sets"
        for pair in sorted(set(found) | set(expected))
        if found.get(pair) != expected.get(pair)
    ]
