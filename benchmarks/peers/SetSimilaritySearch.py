"""SetSimilaritySearch: the exact join `all_pairs` on the shingle sets; every pair that reaches the threshold."""

from __future__ import annotations

import words
from SetSimilaritySearch import all_pairs


def prepare(texts: list[str]) -> list[str]:
    return texts


def find(texts: list[str], threshold: float, setting: str, threads: int) -> list[tuple[int, int]]:
    # 64-bit numbers take a third of the memory of the words.
    sets = [{hash(shingle) for shingle in words.shingles(text)} for text in texts]
    rows = [row for row, one in enumerate(sets) if one]
    found = all_pairs([sets[row] for row in rows], similarity_func_name="jaccard", similarity_threshold=threshold)
    return [(rows[int(left)], rows[int(right)]) for left, right, _ in found]


def pairs(result: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return result
