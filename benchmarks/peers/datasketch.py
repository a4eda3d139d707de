"""datasketch: MinHash in bulk, MinHashLSH, and the estimate as the filter.

xxHash stands in for the default SHA-1; the documentation advises a faster hash where speed counts.
"""

from __future__ import annotations

import words
import xxhash
from datasketch import MinHash, MinHashLSH


def prepare(texts: list[str]) -> list[str]:
    return texts


def find(texts: list[str], threshold: float, setting: str, threads: int) -> list[tuple[int, int]]:
    bands, rows = map(int, setting.split("x"))
    hashes = bands * rows
    sets = ({*map(str.encode, words.shingles(text))} for text in texts)
    sketches = MinHash.bulk(sets, num_perm=hashes, hashfunc=xxhash.xxh32_intdigest, scheme="affine32")
    index = MinHashLSH(num_perm=hashes, params=(bands, rows))
    found = []
    for row, sketch in enumerate(sketches):
        if sketch.is_empty():
            continue
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= threshold:
                found.append((other, row))
        index.insert(row, sketch, check_duplication=False)
    return found


def pairs(result: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return result
