"""Texts that are hard for a quote reader, at doubling sizes: what `extract_quotes` spends on them.

    python benchmarks/quotes_scaling.py [--bytes 10000000] [--repeat 3] [FAMILY …]

Each family is one text of repeated marks, cues or names; `{n}` in it is a number that grows. Printed are CPU seconds
at a quarter, a half and the whole of the size, the least of some runs, and the factor of each doubling; a reader that
is linear stays near 2, and somewhat above it where its memory outgrows the processor's caches. A text of that size is
one document, so that one thread reads it. The sizes take turns, so that a slow moment of the machine meets all of them.
Each run has a process of its own: the C library keeps smaller memory for the next run, which then pays for none.
"""

from __future__ import annotations

import argparse
import itertools
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import copydesk

FAMILIES = {
    "opening marks": "“",
    "closing marks": "”",
    "opening single marks": "‘",
    "apostrophes": "’",
    "straight marks": '"',
    "straight single marks": "'",
    "alternating nesting": "“‘",
    "all marks nested": "“‘«‹„‚「",
    "straight marks nested": "\"'",
    "doubled apostrophes": "``a'' ",
    "marks in words": "“a‘b",
    "possessives": "the crews’ boats' ",
    "angle marks": "« ",
    "turned angle marks": "»«",
    "low marks": "„",
    "corner marks": "「字」と言った。",
    "unclosed paragraphs": "\n\n“a. ",
    "quotes over paragraphs": "“a.\n\nB b.\n\n",
    "quotes and cues": "“a” said ",
    "cues": "said ",
    "cues and clauses": "X said that ",
    "clauses that hang": "it suggests a ",
    "participles": "Calling it “a,” X left, saying ",
    "sources": "according to ",
    "commas and cues": "a, b, said ",
    "things said": "her statement ",
    "pronouns": "He left. She ",
    "pronouns in one sentence": "Ida Brandt met her, he said ",
    "names": "Ida Brandt met Ole Vik. ",
    "names in one sentence": "Ida Brandt, ",
    "names all different": "Ida B{n}x met Ole V{n}x. “Yes,” she said. ",
    "one surname": "Ida Brandt{n} Hale rose. “Yes,” Hale said. ",
    "roles": "Ida Brandt, the mayor, ",
    "roles all different": "The mayor, Ida B{n}x, rose. “Yes,” the mayor said. ",
    "labels": "“HALE: I left.” Ida Brandt{n} left. ",
    "transcript": "HALE: I never left.\n",
    "colons": "X: ",
    "dash dialogue": "— Да, — сказал он. — Нет.\n",
    "German sources": "laut Vik ",
    "German accounts": "nach Angaben der Werft, ",
    "German moods": "Vik sagt, er sei da. Er sei da. ",
    "German objects": "Vik hatte erwartet, er hält ",
    "stops": ".” ",
    "line breaks": " \n",
    "one word": "A",
    "Chinese": "字",
    "Hebrew": "שלום “עולם” אמר ",
    "combining marks": "a\u0301“\u0301",
}
#: Read in another language than English.
LANGUAGES = {"dash dialogue": "ru"} | dict.fromkeys((name for name in FAMILIES if name.startswith("German")), "de")


def text_of(unit: str, size: int) -> str:
    """The family's unit as often as `size` bytes hold it."""
    if "{n}" not in unit:
        return unit * (size // len(unit.encode()))
    width = len(unit.replace("{n}", "12345").encode())
    return "".join(unit.replace("{n}", str(number)) for number in range(size // width))


def cpu_seconds(unit: str, size: int, language: str) -> float:
    """What one text of the family costs on one thread."""
    text = text_of(unit, size)
    start = time.process_time()
    copydesk.extract_quotes([text], language=language, n_threads=1)
    return time.process_time() - start


def least_seconds(name: str, sizes: list[int], repeat: int) -> list[float]:
    """The least of some runs for each size, each in a process of its own."""
    least = [float("inf")] * len(sizes)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for _, (place, size) in itertools.product(range(repeat), enumerate(sizes)):
            seconds = pool.submit(cpu_seconds, FAMILIES[name], size, LANGUAGES.get(name, "en")).result()
            least[place] = min(least[place], seconds)
    return least


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", nargs="*", help="only these")
    parser.add_argument("--bytes", type=int, default=10_000_000)
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the least counts")
    arguments = parser.parse_args()
    if unknown := set(arguments.family) - set(FAMILIES):
        parser.error(f"no family {', '.join(sorted(unknown))}")
    worst = [0.0, 0.0]
    print("| family | ¼ | ½ | 1 | ½ to ¼ | 1 to ½ |\n|---|---|---|---|---|---|")
    for name in arguments.family or FAMILIES:
        times = least_seconds(name, [arguments.bytes // part for part in (4, 2, 1)], arguments.repeat)
        factors = [later / max(earlier, 1e-9) for earlier, later in itertools.pairwise(times)]
        worst = [max(pair) for pair in zip(worst, factors, strict=True)]
        cells = [*(f"{seconds:.3f}" for seconds in times), *(f"{factor:.2f}" for factor in factors)]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    print(f"\nLargest factors: {worst[0]:.2f}, {worst[1]:.2f}")


if __name__ == "__main__":
    main()
