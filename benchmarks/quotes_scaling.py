"""Texts that are hard for a quote reader, at doubling sizes: what `extract_quotes` spends on them.

    python benchmarks/quotes_scaling.py [--bytes 10000000]

Each family is one text of repeated marks, cues or names. Printed are CPU seconds at a quarter, a half and the whole of
the size, and the largest factor between two of them; a reader that is linear stays near 2. A text of that size is one
document, so that one thread reads it.
"""

from __future__ import annotations

import argparse
import itertools
import time

import copydesk

FAMILIES = {
    "opening marks": "“",
    "closing marks": "”",
    "opening single marks": "‘",
    "apostrophes": "’",
    "straight marks": '"',
    "straight single marks": "'",
    "alternating nesting": "“‘",
    "marks in words": "“a‘b",
    "possessives": "the crews’ boats' ",
    "angle marks": "« ",
    "turned angle marks": "»«",
    "low marks": "„",
    "unclosed paragraphs": "\n\n“a. ",
    "cues": "said ",
    "cues and clauses": "X said that ",
    "sources": "according to ",
    "quotes and cues": "“a” said ",
    "commas and cues": "a, b, said ",
    "pronouns": "He left. She ",
    "names": "Ida Brandt met Ole Vik. ",
    "roles": "Ida Brandt, the mayor, ",
    "colons": "X: ",
    "corner marks": "「",
    "things said": "her statement ",
}
REPEAT = 2


def cpu_seconds(text: str) -> float:
    """The least of some runs on one thread."""
    times = []
    for _ in range(REPEAT):
        start = time.process_time()
        copydesk.extract_quotes([text], language="en", n_threads=1)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=10_000_000)
    size = parser.parse_args().bytes
    worst = 0.0
    print("| family | ¼ | ½ | 1 | largest factor |\n|---|---|---|---|---|")
    for name, unit in FAMILIES.items():
        width = len(unit.encode())
        times = [cpu_seconds(unit * (size // part // width)) for part in (4, 2, 1)]
        factor = max(later / max(earlier, 1e-9) for earlier, later in itertools.pairwise(times))
        worst = max(worst, factor)
        print(f"| {name} | {times[0]:.3f} | {times[1]:.3f} | {times[2]:.3f} | {factor:.2f} |", flush=True)
    print(f"\nLargest factor of all: {worst:.2f}")


if __name__ == "__main__":
    main()
