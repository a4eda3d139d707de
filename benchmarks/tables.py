"""Measurements in, Markdown out."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from corpus import KINDS, describe, planted
from measuring import Corpus, Pairs, Run


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(columns) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [columns, rule, *rows])


def share(part: int, whole: int, digits: int = 4) -> str:
    """A share as text, cut, not rounded, so that 1 means all."""
    if not whole:
        return "–"
    return f"{math.floor(part / whole * 10**digits) / 10**digits:.{digits}f}"


def expected(run: Run, corpus: Corpus, threshold: float) -> Pairs:
    """The pairs that the run should have found."""
    return corpus.truth.pairs("containment" if run.setting == "containment" else "jaccard", threshold)


def main_table(runs: Sequence[Run], corpus: Corpus, threshold: float) -> str:
    """Cost and truth of every run."""
    columns = [
        "tool, setting",
        "wall s",
        "CPU s",
        "MB/CPU-s",
        "CPU ÷ copydesk",
        "peak MB",
        "pairs",
        "recall",
        "precision",
    ]
    reference = next((run.cpu for run in runs if run.tool == "copydesk" and run.setting == "lsh"), math.nan)
    rows, notes = [], []
    for run in runs:
        if run.failed:
            rows.append([run.name, run.failed, *[""] * (len(columns) - 2)])
            continue
        cells = [f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{corpus.megabytes / run.cpu:.1f}", f"{run.cpu / reference:.2f}"]
        cells.append(f"{run.peak / 1e6:.0f}")
        if run.note or run.setting == "signatures":
            notes.append(f"{run.name} {run.note or 'makes signatures alone, no pairs'}.")
            cells += ["–"] * 3
        else:
            true = expected(run, corpus, threshold)
            right = len(run.pairs & true)
            cells += [f"{len(run.pairs):,}", share(right, len(true)), share(right, len(run.pairs))]
        rows.append([run.name, *cells])
    return "\n\n".join([table(columns, rows), *notes])


def kinds_table(runs: Sequence[Run], corpus: Corpus, threshold: float) -> str:
    """Recall per kind of edit, of the planted pairs that truly reach the threshold by Jaccard."""
    by_kind = {kind: {(a, b) for a, b, made in planted(corpus.documents) if made == kind} for kind in KINDS}
    true = corpus.truth.pairs("jaccard", threshold)
    rows = [["true pairs, planted", *(f"{len(pairs & true):,} of {len(pairs):,}" for pairs in by_kind.values())]]
    for run in runs:
        if not run.failed and not run.note and run.setting not in ("containment", "signatures"):
            counts = ((len(pairs & true & run.pairs), len(pairs & true)) for pairs in by_kind.values())
            rows.append([run.name, *(share(found, all_of, 3) for found, all_of in counts)])
    return table(["recall of true pairs", *by_kind], rows)


def measures_table(runs: Sequence[Run], corpus: Corpus, threshold: float) -> str:
    """What each measure sees of all that was planted, and what copydesk finds of it."""
    by_kind = {kind: {(a, b) for a, b, made in planted(corpus.documents) if made == kind} for kind in KINDS}
    rows = []
    for setting, measure_name in (("lsh", "jaccard"), ("containment", "containment")):
        true = corpus.truth.pairs(measure_name, threshold)
        found = next((run.pairs for run in runs if run.tool == "copydesk" and run.setting == setting), set())
        reach = [f"{measure_name} ≥ {threshold:g}, truly", *(share(len(p & true), len(p), 3) for p in by_kind.values())]
        rows += [reach, ["… found by copydesk", *(share(len(p & found), len(p), 3) for p in by_kind.values())]]
    return table(["share of the planted pairs", *by_kind], rows)


def copydesk_table(measured: Sequence[tuple[str, Corpus, list[Run]]], threshold: float) -> str:
    """Copydesk's rates, threads and memory on each corpus."""
    columns = ["", *(name for name, _, _ in measured)]
    facts: list[dict[str, str]] = []
    for _, corpus, runs in measured:
        ok = [run for run in runs if not run.failed]
        pick = {(run.setting, run.threads): run for run in ok}
        first = next((run for run in ok if run.setting == "lsh"), None)
        sketch = next((run for run in ok if run.setting == "signatures"), None)
        fact = {"corpus": describe(corpus.documents)}
        if first is not None and sketch is not None:
            fact["strings to pairs, MB/CPU-s"] = f"{corpus.megabytes / first.cpu:.1f}"
            fact["strings to signatures, MB/CPU-s"] = f"{corpus.megabytes / sketch.cpu:.1f}"
            fact["the one over the other"] = f"{sketch.cpu / first.cpu:.2f}"
            for (setting, threads), run in pick.items():
                if setting == "lsh" and threads != first.threads:
                    fact[f"wall, {threads} threads over {first.threads}"] = f"{run.wall / first.wall:.2f}"
            allowance = 2.5e3 * len(corpus.documents) + 50e6
            fact["peak above the corpus, MB"] = (
                f"{first.peak / 1e6:.0f} (2.5 KB a document + 50 MB: {allowance / 1e6:.0f})"
            )
            fact["resident after the result is dropped, MB"] = f"{first.left / 1e6:+.0f}"
        for run in ok:
            if run.setting in ("lsh", "exact", "containment") and run.threads == ok[0].threads:
                true = expected(run, corpus, threshold)
                right = len(run.pairs & true)
                fact[f"recall, precision: {run.setting}"] = f"{share(right, len(true))}, {share(right, len(run.pairs))}"
        facts.append(fact)
    names = list(dict.fromkeys(name for fact in facts for name in fact))
    return table(columns, [[name, *(fact.get(name, "–") for fact in facts)] for name in names])


def agreement(runs: Sequence[Run]) -> str:
    """Whether the two exact joins give the same pairs."""
    exact = next((run for run in runs if run.tool == "copydesk" and run.setting == "exact" and not run.failed), None)
    peer = next((run for run in runs if run.tool.startswith("SetSimilaritySearch") and not run.failed), None)
    if exact is None or peer is None:
        return ""
    apart = len(exact.pairs ^ peer.pairs)
    verdict = "give the same pairs" if not apart else f"differ in {apart:,} pairs"
    return f'copydesk `method="exact"` and {peer.tool} {verdict} ({len(exact.pairs):,} and {len(peer.pairs):,}).'


def machine() -> str:
    """What the numbers were measured on."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    version = metadata.version("copydesk")
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} cores{load}, Python {platform.python_version()}, copydesk {version}"
