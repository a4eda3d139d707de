"""gaoya: its own analyser and MinHash index, all documents inserted and then all queried, filtered by its estimate.

Its analyser splits words at apostrophes and decimal points too; words cut in Python would cost more than they save.
"""

from __future__ import annotations

from gaoya.minhash import MinHashStringIndex


def prepare(texts: list[str]) -> list[str]:
    return texts


def find(texts: list[str], threshold: float, setting: str, threads: int) -> list[list[int]]:
    bands, rows = map(int, setting.split("x"))
    index = MinHashStringIndex(32, threshold, bands, rows, None, "word", True, (5, 5), "smallvec")
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    return index.par_bulk_query(texts)


def pairs(result: list[list[int]]) -> list[tuple[int, int]]:
    return [(row, other) for row, others in enumerate(result) for other in others]
