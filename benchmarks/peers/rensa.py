"""Rensa: R-MinHash in bulk, RMinHashLSH, and the estimate as the filter; or its rho pipeline, which names no pairs."""

from __future__ import annotations

import words
from rensa import RMinHash, RMinHashLSH


def prepare(texts: list[str]) -> list[str]:
    return texts


def find(texts: list[str], threshold: float, setting: str, threads: int) -> list[tuple[int, int]] | list[bool]:
    shape, _, pipeline = setting.partition(" ")
    bands, rows = map(int, shape.split("x"))
    sets = (list(words.shingles(text)) for text in texts)
    index = RMinHashLSH(threshold=threshold, num_perm=bands * rows, num_bands=bands)
    if pipeline == "rho":
        matrix = RMinHash.digest_matrix_from_token_sets_rho(sets, num_perm=bands * rows, seed=42)
        return index.query_duplicate_flags_matrix_one_shot(matrix)
    sketches = RMinHash.from_token_sets(sets, num_perm=bands * rows, seed=42)
    index.insert_many(sketches)
    return [
        (row, other)
        for row, others in enumerate(index.query_all(sketches))
        for other in others
        if row < other and sketches[row].jaccard(sketches[other]) >= threshold
    ]


def _flags(result: list[tuple[int, int]] | list[bool]) -> bool:
    return bool(result) and isinstance(result[0], bool)


def pairs(result: list[tuple[int, int]] | list[bool]) -> list[tuple[int, int]]:
    return [] if _flags(result) else result  # type: ignore[return-value]


def note(result: list[tuple[int, int]] | list[bool]) -> str:
    return f"says of {sum(result):,} documents that they have a copy, and names no pair" if _flags(result) else ""  # type: ignore[arg-type]
