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

from corpus import build, read_articles
from measuring import say
from scaling import archive
from tables import table
from truth import overlaps
from worker import Peak, cpu_seconds

THRESHOLD = 0.7
REPEAT = 3

RELEASES, ARTICLES = 1_000, 20_000
"""The sizes of the two collections of the part `against`."""

FEW, MANY = 10, 1_000_000
"""Those of the part `against-memory`."""


def against(files: Sequence[Path]) -> str:
    """1,000 releases against 20,000 articles: equal to the truth, and cheaper than the self-join of all 21,000."""
    documents = [document.text for document in build(read_articles(files), RELEASES + ARTICLES)]
    random.Random(1).shuffle(documents)
    left, right = documents[:RELEASES], documents[RELEASES:]
    true = overlaps(documents, THRESHOLD)
    rows = []
    with tempfile.TemporaryDirectory(prefix="copydesk-benchmark-") as folder:
        path = Path(folder) / "columns.json"
        path.write_text(json.dumps([left, right]), encoding="utf-8")
        for measure in ("jaccard", "containment"):
            expected = {
                (one, other - RELEASES) for one, other in true.pairs(measure, THRESHOLD) if one < RELEASES <= other
            }
            runs = {name: measured(f"{name} {measure}", path) for name in ("across", "turned", "both")}
            found = {name: {(one, other) for one, other in run["pairs"]} for name, run in runs.items()}
            found["turned"] = {(right, left) for left, right in found["turned"]}
            found["both"] = {(one, other - RELEASES) for one, other in found["both"] if one < RELEASES <= other}
            for name, title in TITLES.items():
                missed, wrong = len(expected - found[name]), len(found[name] - expected)
                cells = [measure, title, f"{runs[name]['cpu']:.2f}", f"{runs[name]['peak'] / 1e6:.0f}"]
                rows.append([*cells, f"{len(found[name]):,}", f"{missed}", f"{wrong}"])
    columns = ["measure", "call", "CPU s", "peak MB", "pairs across", "missed", "wrong"]
    return f"{RELEASES:,} documents and {ARTICLES:,}, threshold {THRESHOLD}, 1 thread:\n\n" + table(columns, rows)


TITLES = {
    "across": "texts=1,000, against=20,000",
    "turned": "texts=20,000, against=1,000",
    "both": "texts=21,000, alone",
}


def memory() -> str:
    """10 texts against 1,000,000 small ones, either way round: what is held above the texts."""
    rows = []
    for name in ("few", "many"):
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
        many = archive(MANY)
        few = many[:: MANY // FEW]
        left, right = (few, many) if what == "few" else (many, few)
        title, repeat, options = f"texts={len(left):,}, against={len(right):,}", 1, {}
    else:
        left, right = json.loads(columns.read_text(encoding="utf-8"))
        title, repeat, options = TITLES[what], REPEAT, {"measure": by}
        left, right = {"across": (left, right), "turned": (right, left), "both": (left + right, None)}[what]
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
