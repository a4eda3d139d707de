"""Families of documents that are hard for a near-duplicate search, at doubling sizes: what copydesk spends on them.

Each measurement is a process of its own, started as `scaling.py FAMILY COUNT THREADS THRESHOLD`; it makes its texts,
clusters them up to three times, and prints the least CPU time and the highest memory as JSON. A family stops doubling
where four times its last cost would pass `LIMIT_SECONDS` or `LIMIT_BYTES`.
"""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SIZES = "4000,8000,16000,32000"
REPEAT = 3
LIMIT_SECONDS, LIMIT_BYTES = 300, 6e9


def _stream(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    return [f"w{rng.randrange(5000)}" for _ in range(count)]


def identical(count: int) -> list[str]:
    """One article of 2.2 KB, each time as a string of its own."""
    article = " ".join(_stream(1, 375)) + "."
    return [(article + " ")[:-1] for _ in range(count)]


def boilerplate(count: int, own: int = 120, common: int = 80) -> list[str]:
    """Different articles of 120 words, each with the same 80 words below: Jaccard 0.24 for every two."""
    below = " ".join(_stream(2, common))
    words = _stream(3, count * own)
    return [" ".join(words[row * own : (row + 1) * own]) + "\n\n" + below for row in range(count)]


def mostly_boilerplate(count: int) -> list[str]:
    """Different notices of 40 words, each with the same 80 words below: Jaccard 0.46 for every two."""
    return boilerplate(count, own=40)


def same_token(count: int) -> list[str]:
    """One word, repeated 5 to 204 times: all have the same only shingle."""
    return ["no " * (5 + row % 200) for row in range(count)]


def drifting(count: int) -> list[str]:
    """Windows of 300 words that move on by 3: each is near its neighbours, and far from all others."""
    words = _stream(4, count * 3 + 300)
    return [" ".join(words[row * 3 : row * 3 + 300]) for row in range(count)]


def archive(count: int) -> list[str]:
    """Different articles of 300 words, 1.9 KB, each twice: the second time with ten words in a row replaced."""
    rng = np.random.default_rng(5)
    vocabulary = np.array([f"{'w' * (2 + row % 5)}{row}" for row in range(30_000)], dtype=object)
    texts = []
    for at in range(0, count, 2):
        words = vocabulary[(30_000 ** rng.random(300)).astype(np.int64)].tolist()
        texts.append(" ".join(words))
        words[at % 280 : at % 280 + 10] = [f"new{at}"] * 10
        texts.append(" ".join(words))
    return texts[:count]


FAMILIES: dict[str, Callable[[int], list[str]]] = {
    function.__name__: function
    for function in (identical, boilerplate, mostly_boilerplate, same_token, drifting, archive)
}


def measure(family: str, count: int, threads: int, threshold: float) -> dict[str, float]:
    """Clusters a family in this process."""
    from worker import Peak, cpu_seconds

    import copydesk

    texts = FAMILIES[family](count)
    copydesk.cluster(texts[:100], n_threads=threads)
    best, wall = float("inf"), float("inf")
    with Peak() as peak:
        for _ in range(REPEAT):
            found = None
            cpu, clock = cpu_seconds(), time.perf_counter()
            found = copydesk.cluster(texts, threshold=threshold, n_threads=threads)
            best, wall = min(best, cpu_seconds() - cpu), min(wall, time.perf_counter() - clock)
            if wall > 5:
                break
    clusters = len(set(found["cluster"]))
    return {"cpu": best, "wall": wall, "peak": peak.highest - peak.before, "clusters": clusters}


def _in_a_process(family: str, count: int, threads: int, threshold: float) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), family, str(count), str(threads), str(threshold)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise SystemExit(f"{family}, {count:,} documents: {said[-1] if said else f'exit code {done.returncode}'}")
    return json.loads(done.stdout)


def report(
    sizes: list[int], one_article: int, large: int, threads: int, threshold: float, say: Callable[[str], None]
) -> tuple[str, dict[str, Any]]:
    """Measures every family at every size, and many identical articles and a large archive once.

    Args:
        sizes: Documents, each twice the one before.
        one_article: Number of identical articles; 0 for none.
        large: Articles of the large archive; 0 for none.
        threads: Threads to give copydesk.
        threshold: Its threshold.
        say: Where progress goes.

    Returns:
        A Markdown table with a paragraph, and the numbers behind them.
    """
    numbers: dict[str, Any] = {}
    lines = [
        f"| CPU s of `cluster`, {threads} thread{'s' * (threads != 1)} | "
        + " | ".join(f"{size:,}" for size in sizes)
        + " | × per doubling | clusters | peak MB |",
        "|---|" + "---:|" * (len(sizes) + 3),
    ]
    for family in FAMILIES:
        runs = []
        for size in sizes:
            if runs and (runs[-1]["wall"] * 4 > LIMIT_SECONDS or runs[-1]["peak"] * 4 > LIMIT_BYTES):
                say(f"{family}, {size:,}: not run, its cost may pass {LIMIT_SECONDS} s or {LIMIT_BYTES / 1e9:g} GB")
                break
            runs.append(_in_a_process(family, size, threads, threshold))
            say(f"{family}, {size:,}: {runs[-1]['cpu']:.2f} CPU s")
        numbers[family] = dict(zip(map(str, sizes), runs, strict=False))
        ratios = [f"{after['cpu'] / before['cpu']:.2f}" for before, after in itertools.pairwise(runs)]
        cells = [f"{run['cpu']:.2f}" for run in runs] + ["not run"] * (len(sizes) - len(runs))
        last = f"{runs[-1]['clusters']:,} | {runs[-1]['peak'] / 1e6:.0f}"
        lines.append(f"| {family.replace('_', ' ')} | {' | '.join(cells)} | {', '.join(ratios)} | {last} |")
    text = "\n".join(lines) + "\n"
    if one_article:
        run = numbers["one article"] = _in_a_process("identical", one_article, threads, threshold)
        text += (
            f"\n{one_article:,} identical articles of 2.2 KB: {run['wall']:.1f} s, {run['cpu']:.1f} CPU s, peak "
            f"{run['peak'] / 1e6:.0f} MB above the texts, {run['clusters']:,} cluster{'s' * (run['clusters'] != 1)}.\n"
        )
    if large:
        run = numbers["large archive"] = _in_a_process("archive", large, threads, threshold)
        text += (
            f"\n{large:,} articles of 1.9 KB, each twice but for ten words: {run['wall']:.1f} s, "
            f"{run['cpu']:.1f} CPU s, "
            f"peak {run['peak'] / 1e6:,.0f} MB above the texts, {run['peak'] / large:,.0f} bytes a document, "
            f"{run['clusters']:,} clusters where {(large + 1) // 2:,} are right.\n"
        )
    return text, numbers


if __name__ == "__main__":
    name, documents, workers, score = sys.argv[1:]
    print(json.dumps(measure(name, int(documents), int(workers), float(score))))
