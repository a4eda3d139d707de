"""Hold the pairs of `near_duplicates` to brute force: a sample of documents against all.

    python benchmarks/brute_force.py FILE.jsonl [--sample 500] [--threshold 0.7] [--seed 0]

The twin shares no code with the library: it cuts words by a regular expression and compares Python sets of word tuples.
Words that the two cut differently (in texts beyond ASCII) are reported as differences, not hidden.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from articles import articles

import copydesk

#: UAX #29 on ASCII: letters and digits; a full stop or apostrophe inside letters or digits, a colon inside letters, a
#: comma or semicolon inside digits.
WORD = re.compile(r"(?:\w|(?<=[A-Za-z])[.':](?=[A-Za-z])|(?<=[0-9])[.',;](?=[0-9]))+", re.ASCII)


def shingles(text: str, size: int = 5) -> set[tuple[str, ...]]:
    """The word shingles of a text; one of all its words where there are fewer than `size`."""
    words = [word.lower() for word in WORD.findall(text.replace("’", "'")) if word.strip("_")]
    if not words:
        return set()
    size = min(size, len(words))
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def main() -> int:
    """Compare and print; the number of differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if not options.file.exists():
        sys.exit(f"no such file: {options.file}")
    texts = [text for _, text in articles(options.file)]
    start = time.process_time()
    found = copydesk.near_duplicates(texts, threshold=options.threshold)
    ours = time.process_time() - start
    start = time.process_time()
    sets = [shingles(text) for text in texts]
    sample = set(random.Random(options.seed).sample(range(len(texts)), min(options.sample, len(texts))))
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, one in enumerate(sets):
        for shingle in one:
            holders[shingle].append(row)
    truth = {}
    for row in sample:
        shared = Counter(other for shingle in sets[row] for other in holders[shingle] if other != row)
        for other, count in shared.items():
            jaccard = round(count / (len(sets[row]) + len(sets[other]) - count), 9)
            if jaccard >= options.threshold:
                truth[min(row, other), max(row, other)] = jaccard
    twin = time.process_time() - start
    pairs = {(p["left"], p["right"]): p["jaccard"] for p in found if p["left"] in sample or p["right"] in sample}
    differing = sorted(set(pairs.items()) ^ set(truth.items()))
    for (left, right), jaccard in differing[:20]:
        print(f"rows {left}, {right}: {jaccard} {'found' if (left, right) in pairs else 'only by brute force'}")
    print(f"{len(texts)} documents, {len(found)} pairs at {options.threshold}; {len(sample)} documents against all:")
    print(f"{len(truth)} pairs by brute force, {len(pairs)} found, {len(differing)} differences")
    print(f"{ours:.2f} CPU s for all pairs, {twin:.2f} for the sample by brute force")
    return len(differing)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
