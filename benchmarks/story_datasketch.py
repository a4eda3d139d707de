"""datasketch for stories: clusters and scores at 0.5, as its documentation would have it.

Started with the interpreter of its own environment: reads texts from a JSON file, prints labels and scored pairs.
"""

from __future__ import annotations

import json
import sys
import time

import words
import xxhash
from datasketch import MinHash, MinHashLSH

THRESHOLD = 0.5


def main() -> None:
    """Reads, clusters, prints."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - the smallest script that can be
        texts = json.load(file)
    before = time.process_time()
    sketches = []
    index = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    for row, text in enumerate(texts):
        sketch = MinHash(num_perm=128, hashfunc=xxhash.xxh32_intdigest)
        sketch.update_batch([shingle.encode() for shingle in words.shingles(text)] or [b""])
        index.insert(row, sketch)
        sketches.append(sketch)
    label = list(range(len(texts)))

    def root(row: int) -> int:
        while label[row] != row:
            row = label[row]
        return row

    pairs = []
    for row, sketch in enumerate(sketches):
        for other in sorted(index.query(sketch)):
            if other < row:
                score = sketch.jaccard(sketches[other])
                pairs.append((other, row, score))
                if score >= THRESHOLD:
                    one, two = sorted((root(other), root(row)))
                    label[two] = one
    spent = time.process_time() - before
    json.dump({"labels": [root(row) for row in range(len(texts))], "pairs": pairs, "cpu": spent}, sys.stdout)


if __name__ == "__main__":
    main()
