"""Text reuse: what its functions find and cost. One function a part; `--only` runs some of them.

    python benchmarks/reuse.py --articles A.jsonl B.jsonl
    python benchmarks/reuse.py --only against-memory

Prints Markdown; progress goes to stderr. Files of articles are JSON Lines with a field `text`; without them the script
makes articles of its own. Each measurement is a process of its own (`reuse.py --measure NAME FILE`), and reading the
corpus and starting the interpreter are not counted.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus import build, generate_articles, read_articles
from measuring import say
from near_duplicates import located
from scaling import archive
from tables import machine, table
from truth import overlaps
from worker import Peak, cpu_seconds

THRESHOLD = 0.7
REPEAT = 3

RELEASES, ARTICLES = 1_000, 20_000
"""The sizes of the two collections of the part `against`."""

FEW, MANY = 10, 1_000_000
"""Those of the part `against-memory`."""


# --- two collections ---


def against(articles: Sequence[str]) -> str:
    """1,000 releases against 20,000 articles: equal to the truth, and cheaper than the self-join of all 21,000."""
    documents = [document.text for document in build(articles, RELEASES + ARTICLES)]
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


def against_memory(_: Sequence[str]) -> str:
    """10 texts against 1,000,000 small ones, either way round: what is held above the texts."""
    rows = []
    for name in ("few", "many"):
        run = measured(name, Path())
        rows.append([run["title"], f"{run['cpu']:.1f}", f"{run['peak'] / 1e6:.1f}", f"{len(run['pairs']):,}"])
    return table(["call", "CPU s", "peak MB above the texts", "pairs"], rows)


# --- one measurement in a process of its own ---


def measured(name: str, columns: Path) -> dict[str, Any]:
    """Runs a measurement in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--measure", name, str(columns)]
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


PARTS: dict[str, Callable[[Sequence[str]], str]] = {"against": against, "against-memory": against_memory}


def main() -> None:
    """Runs the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas (%(default)s)")
    parser.add_argument("--articles", nargs="+", metavar="FILE", help="a relative path may start at COPYDESK_DATA")
    parser.add_argument("--measure", nargs=2, metavar=("NAME", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure[0], Path(options.measure[1]))))
        return
    names = options.only.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"--only knows {', '.join(PARTS)}; got {', '.join(unknown)}")
    print(f"Machine: {machine()}.")
    if options.articles:
        articles = read_articles([located(path) for path in options.articles])
    else:
        articles = generate_articles(round((RELEASES + ARTICLES) * 0.6) + 3)
    for name in names:
        print(f"\n{PARTS[name](articles)}", flush=True)


if __name__ == "__main__":
    main()
