"""text-dedup: its own signature function with 32-bit xxHash, and its hash tables; it filters nothing.

Its command line reads and writes data sets on disk and prints clusters; here its function and tables run on the texts
in memory, and pairs are documents in one bucket, which is what it makes its clusters of.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict

import numpy as np
from text_dedup.minhash import INDEX_COLUMN, RNG, SIGNATURE_COLUMN, embed_func
from text_dedup.utils import xxh3_32hash

# It counts an empty word between two marks or spaces; "cleaned" leaves one space between words, and it finds more.
SEPARATORS = re.compile(r"\W+")
HIGHEST, PRIME = np.uint32((1 << 32) - 1), np.uint32((1 << 32) - 5)


def prepare(texts: list[str]) -> list[str]:
    return texts


def find(texts: list[str], threshold: float, setting: str, threads: int) -> set[tuple[int, int]]:
    shape, _, text_is = setting.partition(" ")
    bands, rows = map(int, shape.split("x"))
    hashes = bands * rows
    permutations = (
        RNG.randint(1, PRIME, size=(hashes,), dtype=np.uint32),
        RNG.randint(0, PRIME, size=(hashes,), dtype=np.uint32),
    )
    tables: list[dict[bytes, set[int]]] = [defaultdict(set) for _ in range(bands)]
    ranges = [(band * rows, (band + 1) * rows) for band in range(bands)]
    for row, text in enumerate(texts):
        if text_is == "cleaned":
            text = SEPARATORS.sub(" ", text).strip()
        embedded = embed_func(
            text,
            row,
            num_perm=hashes,
            ngram_size=5,
            min_length=1,
            hashranges=ranges,
            permutations=permutations,
            hash_func=xxh3_32hash,
            dtype=np.uint32,
            max_hash=HIGHEST,
            modulo_prime=PRIME,
        )
        for table, signature in zip(tables, embedded[SIGNATURE_COLUMN], strict=True):
            table[signature].add(embedded[INDEX_COLUMN])
    found: set[tuple[int, int]] = set()
    for table in tables:
        for bucket in table.values():
            if len(bucket) > 1:
                found.update(itertools.combinations(sorted(bucket), 2))
    return found


def pairs(result: set[tuple[int, int]]) -> list[tuple[int, int]]:
    return list(result)
