"""difflib and RapidFuzz on the quotes of stories: which are one utterance by likeness of characters, and what it costs.

Started with the interpreter of RapidFuzz's environment: reads quotes (text, story, document) from a JSON file, prints
CPU seconds and a group for each quote. Quotes of different documents of a story that reach the threshold are joined by
union-find, as users of either tool do it.
"""

from __future__ import annotations

import difflib
import itertools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import words
from rapidfuzz import fuzz

#: What users take, not fitted here: the cutoff of difflib's `get_close_matches`, and 80 of 100.
RATIO, TOKEN_SET = 0.6, 80


def by_difflib(one: str, other: str) -> bool:
    """Whether `ratio` reaches its threshold; the cheap bounds first, as difflib advises."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= RATIO and matcher.quick_ratio() >= RATIO and matcher.ratio() >= RATIO


def by_rapidfuzz(one: str, other: str) -> bool:
    """Whether `token_set_ratio` reaches its threshold."""
    return fuzz.token_set_ratio(one, other, score_cutoff=TOKEN_SET) >= TOKEN_SET


def joined(quotes: list[dict[str, Any]], same: Callable[[str, str], bool]) -> list[int]:
    """The group of each quote: the first quote that a chain of matches leads to."""
    folded = [" ".join(words.words(quote["text"])) for quote in quotes]
    parent = list(range(len(quotes)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    stories = defaultdict(list)
    for number, quote in enumerate(quotes):
        stories[quote["story"]].append(number)
    for members in stories.values():
        for left, right in itertools.combinations(members, 2):
            if quotes[left]["document"] != quotes[right]["document"] and same(folded[left], folded[right]):
                first, second = sorted((root(left), root(right)))
                parent[second] = first
    return [root(number) for number in range(len(quotes))]


def main() -> None:
    """Reads, joins, prints."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - the smallest script that can be
        quotes = json.load(file)
    found = {}
    for name, same in ((f"difflib ratio ≥ {RATIO}", by_difflib), (f"RapidFuzz token_set ≥ {TOKEN_SET}", by_rapidfuzz)):
        before = time.process_time()
        groups = joined(quotes, same)
        found[name] = {"cpu": time.process_time() - before, "groups": groups}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
