"""Counts the English background table: in how many articles of two collections a stem or a phrase stands.

    python benchmarks/background.py            writes src/story/background_en.txt

Reads `news/bbc.docs.jsonl` and `news/isot_true.docs.jsonl` under COPYDESK_DATA and no other file: no article that the
story level is measured on may shape its weights. The table holds stems, pairs of stems and rounded counts, no text.
Stems are those of the installed copydesk; after a change of the tokeniser, the stemmer or the stop list the table is
counted anew.
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from articles import articles, data_folder

from copydesk import _copydesk

COLLECTIONS = ("bbc", "isot_true")
"""What is counted."""

LEAST_STEM, LEAST_PHRASE = 2, 3
"""Articles that a stem and a phrase must stand in to be listed; what stands in fewer is as good as new."""

MOST_ENTRIES = 50_000

TABLE = Path(__file__).resolve().parent.parent / "src" / "story" / "background_en.txt"


def rounded(count: int) -> int:
    """A count with its first two digits."""
    step = 10 ** max(0, int(math.log10(count)) - 1)
    return max(count // step, 1) * step


def count(texts: Sequence[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Articles of each stem, those that write it small somewhere, and articles of each phrase."""
    stems: Counter[str] = Counter()
    small: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for words in _copydesk.story_terms(list(texts), "en"):
        sequence = [stem for stem, _ in words]
        stems.update(set(sequence))
        small.update({stem for stem, is_small in words if is_small})
        phrases.update({f"{first} {second}" for first, second in itertools.pairwise(sequence)})
    return stems, small, phrases


def table(texts: Sequence[str]) -> Iterable[str]:
    """The lines of the table: every stem, then as many of the most frequent phrases as there is room for."""
    stems, small, phrases = count(texts)
    kept = [(n, term) for term, n in stems.items() if n >= LEAST_STEM]
    pairs = [(n, term) for term, n in phrases.items() if n >= LEAST_PHRASE]
    kept += sorted(pairs, key=lambda entry: (-entry[0], entry[1]))
    yield "# In how many articles of English news a stem or a phrase of two stems stands, rounded to two digits."
    names = " and ".join(COLLECTIONS)
    yield f"# Counted from the collections {names} by benchmarks/background.py; no other file is read."
    yield "# `documents`: the articles counted. `n`: at most half of the articles write it with a small letter."
    yield f"documents {len(texts)}"
    for n, term in sorted(kept[:MOST_ENTRIES], key=lambda entry: entry[1]):
        name = " n" if " " not in term and 2 * small[term] <= stems[term] else ""
        yield f"{term} {rounded(n)}{name}"


def main() -> None:
    """Counts and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=TABLE, metavar="FILE", help="where the table goes")
    options = parser.parse_args()
    files = [data_folder() / "news" / f"{name}.docs.jsonl" for name in COLLECTIONS]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        parser.error(f"there is no {missing[0]}; set COPYDESK_DATA to the folder that holds news/")
    texts = [text for file in files for _, text in articles(file)]
    lines = list(table(texts))
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 4:,} entries from {len(texts):,} articles: {options.out}")


if __name__ == "__main__":
    main()
