"""difflib and RapidFuzz on quotes and sources: how well each quote fits somewhere, and what it costs.

Started with the interpreter of RapidFuzz's environment: reads quotes, sources and for each quote the row of its own
source from a JSON file, prints CPU seconds and a score in [0, 1] for each quote.
"""

from __future__ import annotations

import difflib
import json
import sys
import time

import words
from rapidfuzz import fuzz, process


def by_difflib(quotes: list[str], sources: list[str], rows: list[int]) -> list[float]:
    """Words of the matching blocks over words of the quote, in its own source alone: all sources would take hours."""
    cut = [words.words(source) for source in sources]
    scores = []
    for quote, row in zip(quotes, rows, strict=True):
        own = words.words(quote)
        blocks = difflib.SequenceMatcher(None, cut[row], own, autojunk=False).get_matching_blocks()
        scores.append(sum(block.size for block in blocks) / max(1, len(own)))
    return scores


def by_rapidfuzz(quotes: list[str], sources: list[str], rows: list[int]) -> list[float]:
    """The best `partial_ratio` of the folded characters in any source."""
    folded = [" ".join(words.words(source)) for source in sources]
    scores = []
    for quote in quotes:
        best = process.extractOne(" ".join(words.words(quote)), folded, scorer=fuzz.partial_ratio)
        scores.append(best[1] / 100 if best else 0.0)
    return scores


def main() -> None:
    """Reads, matches, prints."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - the smallest script that can be
        given = json.load(file)
    found = {}
    for name, match in (("difflib", by_difflib), ("RapidFuzz", by_rapidfuzz)):
        before = time.process_time()
        scores = match(given["quotes"], given["sources"], given["rows"])
        found[name] = {"cpu": time.process_time() - before, "scores": scores}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
