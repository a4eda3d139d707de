"""difflib and RapidFuzz on pairs of texts: the runs of equal words that each finds, and what it costs.

Started with the interpreter of RapidFuzz's environment: reads pairs of texts from a JSON file, prints CPU seconds and
words.
"""

from __future__ import annotations

import difflib
import json
import sys
import time

import words
from rapidfuzz.distance import LCSseq

#: Equal words of a run that counts, as `passages` has it by default.
LEAST = 8


def by_difflib(left: list[str], right: list[str]) -> list[int]:
    """Lengths of the matching blocks; without the heuristic that takes frequent words for junk."""
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [block.size for block in blocks]


def by_rapidfuzz(left: list[str], right: list[str]) -> list[int]:
    """Lengths of the equal stretches of a longest common subsequence."""
    return [code.src_end - code.src_start for code in LCSseq.opcodes(left, right) if code.tag == "equal"]


def main() -> None:
    """Reads, aligns, prints."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - the smallest script that can be
        pairs = [(words.words(left), words.words(right)) for left, right in json.load(file)]
    found = {}
    for name, align in (("difflib", by_difflib), ("RapidFuzz", by_rapidfuzz)):
        before = time.process_time()
        lengths = [length for left, right in pairs for length in align(left, right) if length >= LEAST]
        found[name] = {"cpu": time.process_time() - before, "runs": len(lengths), "words": sum(lengths)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
