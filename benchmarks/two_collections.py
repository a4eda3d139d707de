"""Two collections side by side: what `near_duplicates(texts, against=…)` finds and costs. Parts of `reuse.py`.

Each measurement is a process of its own, started as `two_collections.py NAME FILE`, where the file holds both columns;
reading them and starting the interpreter are not counted. It prints the least CPU time of the repeats, the most memory
of them and the pairs as JSON.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from corpus import build, read_articles
from measuring import say
from tables import table
from truth import overlaps
from worker import Peak, cpu_seconds

THRESHOLD = 0.7
REPEAT = 3

RELEASES, ARTICLES = 1_000, 20_000
"""The sizes of the two collections of `against`."""

FEW, MANY = 10, 1_000_000
"""Those of `memory`."""


BORDERS = {"across": RELEASES, "turned": RELEASES, "halves": (RELEASES + ARTICLES) // 2, "alone": 0}
"""For each call how many of the documents stand in the first column, or in the second where the columns are turned."""


def against(files: Sequence[Path]) -> str:
    """1,000 releases against 20,000 articles, and what else can be made of the 21,000, held to the exact truth.

    For the self-join of all, the pairs across the 1,000 and the others count.
    """
    documents = [document.text for document in build(read_articles(files), RELEASES + ARTICLES)]
    random.Random(1).shuffle(documents)
    true = overlaps(documents, THRESHOLD)
    rows = []
    with tempfile.TemporaryDirectory(prefix="copydesk-benchmark-") as folder:
        path = Path(folder) / "documents.json"
        path.write_text(json.dumps(documents), encoding="utf-8")
        for measure in ("jaccard", "containment"):
            for name, border in BORDERS.items():
                run = measured(f"{name} {measure}", path)
                border = border or RELEASES
                shift = {"turned": (border, 0), "alone": (0, 0)}.get(name, (0, border))
                pairs = {tuple(sorted((one + shift[0], other + shift[1]))) for one, other in run["pairs"]}
                found, expected = (
                    {pair for pair in several if pair[0] < border <= pair[1]}
                    for several in (pairs, true.pairs(measure, THRESHOLD))
                )
                cells = [run["title"], measure, f"{run['cpu']:.3f}", f"{run['peak'] / 1e6:.0f}", f"{len(found):,}"]
                rows.append([*cells, str(len(expected - found)), str(len(found - expected))])
    columns = ["call", "measure", "CPU s", "peak MB", "pairs across", "missed", "wrong"]
    return f"Threshold {THRESHOLD}, 1 thread, the least time of {REPEAT}:\n\n" + table(columns, rows)


def notices(count: int) -> list[str]:
    """Different texts of 50 words, 0.35 KB."""
    rng = np.random.default_rng(6)
    vocabulary = np.array([f"{'w' * (1 + row % 5)}{row}" for row in range(30_000)], dtype=object)
    return [" ".join(vocabulary[rng.integers(30_000, size=50)].tolist()) for _ in range(count)]


def memory() -> str:
    """10 texts against 1,000,000 small ones, each of the ten with a word more, either way round.

    A list of Python strings costs a reference for each row, which is counted; an Arrow column is read where it lies.
    """
    rows = []
    for name in ("few list", "many list", "few arrow", "many arrow"):
        run = measured(name, Path())
        rows.append([run["title"], f"{run['cpu']:.1f}", f"{run['peak'] / 1e6:.1f}", f"{len(run['pairs']):,}"])
    return table(["call", "CPU s", "peak MB above the texts", "pairs"], rows)


def measured(name: str, columns: Path) -> dict[str, Any]:
    """Runs a measurement in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), name, str(columns)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise SystemExit(f"{name}: {said[-1] if said else f'exit code {done.returncode}'}")
    run = json.loads(done.stdout)
    say(f"{name}: {run['cpu']:.2f} CPU s, {run['peak'] / 1e6:.1f} MB, {len(run['pairs']):,} pairs")
    return run


def measure(name: str, columns: Path) -> dict[str, Any]:
    """One measurement in this process: the least CPU time of the repeats, the most memory of them, and the pairs."""
    import copydesk

    what, _, by = name.partition(" ")
    if what in ("few", "many"):
        many: Any = notices(MANY)
        few = [f"{text} Corrected." for text in many[:: MANY // FEW]]
        if by == "arrow":
            many = pa.array(many)
        left, right = (few, many) if what == "few" else (many, few)
        title = f"texts={len(left):,}, against={len(right):,}, the larger as {'a list' if by == 'list' else 'Arrow'}"
        repeat, options = 1, {}
    else:
        documents = json.loads(columns.read_text(encoding="utf-8"))
        left, right = documents[: BORDERS[what]], documents[BORDERS[what] :]
        if what == "turned":
            left, right = right, left
        elif what == "alone":
            left, right = documents, None
        title = f"texts={len(left):,}" + (f", against={len(right):,}" if right else "")
        repeat, options = REPEAT, {"measure": by}
    copydesk.near_duplicates(left[:100], against=right and right[:100])
    cpu = float("inf")
    with Peak() as peak:
        for _ in range(repeat):
            pairs = None
            start = cpu_seconds()
            pairs = copydesk.near_duplicates(left, against=right, threshold=THRESHOLD, n_threads=1, **options)
            cpu = min(cpu, cpu_seconds() - start)
    found = list(zip(pairs["left"], pairs["right"], strict=True))
    return {"title": title, "cpu": cpu, "peak": peak.highest - peak.before, "pairs": found}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
