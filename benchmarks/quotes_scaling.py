"""Texts that are hard for a quote reader, at doubling sizes: what `extract_quotes` spends on them.

    python benchmarks/quotes_scaling.py [--bytes 10000000]

Each family is one text of repeated marks, cues or names. Printed are CPU seconds at a quarter, a half and the whole of
the size, and the factor of each doubling; a reader that is linear stays near 2, and somewhat above it where its memory
outgrows the processor's caches. A text of that size is one document, so that one thread reads it.
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
    worst = [0.0, 0.0]
    print("| family | ¼ | ½ | 1 | ½ to ¼ | 1 to ½ |\n|---|---|---|---|---|---|")
    for name, unit in FAMILIES.items():
        width = len(unit.encode())
        times = [cpu_seconds(unit * (size // part // width)) for part in (4, 2, 1)]
        factors = [later / max(earlier, 1e-9) for earlier, later in itertools.pairwise(times)]
        worst = [max(pair) for pair in zip(worst, factors, strict=True)]
        cells = [*(f"{seconds:.3f}" for seconds in times), *(f"{factor:.2f}" for factor in factors)]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    print(f"\nLargest factors: {worst[0]:.2f}, {worst[1]:.2f}")


if __name__ == "__main__":
    main()
