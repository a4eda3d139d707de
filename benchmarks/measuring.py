"""Tools and a corpus in, what each finds and costs out: every measurement is a process of its own."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Document, Marks, build, describe, write
from environments import InstallError, environment
from truth import Overlaps, disagreements, overlaps

HERE = Path(__file__).resolve().parent

Pairs = set[tuple[int, int]]


def band_shapes(threshold: float, hashes: int = 128) -> list[str]:
    """How to cut `hashes` into bands: the shape whose curve is steepest at the threshold, and one that misses less.

    Args:
        threshold: The Jaccard similarity looked for.
        hashes: Slots of a signature.

    Returns:
        Two shapes, bands x rows: 16x8 and 32x4 for 0.7.
    """
    shapes = [(hashes >> power, 1 << power) for power in range(hashes.bit_length())]
    middles = [(1 / bands) ** (1 / rows) for bands, rows in shapes]
    steepest = min(range(len(shapes)), key=lambda at: abs(middles[at] - threshold))
    return [f"{bands}x{rows}" for bands, rows in (shapes[steepest], shapes[max(0, steepest - 1)])]


def optimal_shape(threshold: float, hashes: int = 256) -> str:
    """The shape with the least sum of false positives and negatives, as text-dedup computes it by itself."""

    def error(bands: int, rows: int) -> float:
        grid = [(at + 0.5) / 400 for at in range(400)]
        caught = [1 - (1 - similarity**rows) ** bands for similarity in grid]
        return sum(c if s < threshold else 1 - c for s, c in zip(grid, caught, strict=True))

    shapes = [(bands, rows) for bands in range(1, hashes + 1) for rows in range(1, hashes // bands + 1)]
    return "{}x{}".format(*min(shapes, key=lambda shape: error(*shape)))


PEERS: dict[str, Callable[[float], list[str]]] = {
    "daft": lambda t: [*band_shapes(t), f"{band_shapes(t)[-1]} regex"],
    "gaoya": band_shapes,
    "rensa": lambda t: [*band_shapes(t), f"{band_shapes(t)[0]} rho"],
    "datasketch": band_shapes,
    "text-dedup": lambda t: [f"{band_shapes(t)[0]} cleaned", f"{optimal_shape(t)} cleaned", band_shapes(t)[0]],
    "SetSimilaritySearch": lambda t: ["all_pairs"],
}
"""Every peer with its settings at a threshold; 128 hashes but for text-dedup, which also runs at its own optimum."""


@dataclass
class Run:
    """What one tool did at one setting."""

    tool: str
    setting: str
    threads: int | None = None
    wall: float = math.nan
    cpu: float = math.nan
    peak: int = 0
    left: int = 0
    pairs: Pairs = field(default_factory=set)
    note: str = ""
    failed: str = ""

    @property
    def name(self) -> str:
        """The row's name in the tables."""
        threads = "" if self.threads is None else f", {self.threads} thread{'s' * (self.threads != 1)}"
        return f"{self.tool} {self.setting}{threads}"


@dataclass
class Corpus:
    """The documents, where they stand on disk, their size and what is true of them."""

    documents: list[Document]
    path: Path
    megabytes: float
    truth: Overlaps


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def measure(
    run: Run, python: Path | str, adapter: Path, corpus: Path, threshold: float, repeat: int, limit: float
) -> Run:
    """Fills in `run`: the least time of `repeat` processes, the most memory of them."""
    command = [str(python), str(HERE / "worker.py"), "--adapter", str(adapter), "--corpus", str(corpus)]
    command += ["--setting", run.setting, "--threshold", str(threshold), "--threads", str(run.threads or 1)]
    # No telemetry, no hub, no progress bars of data-set libraries: nothing here may touch the network.
    quiet = {"DO_NOT_TRACK": "true", "DAFT_ANALYTICS_ENABLED": "0", "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    quiet |= {"DAFT_PROGRESS_BAR": "0", "PYTHONPATH": str(HERE)}
    for _ in range(repeat):
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=limit, env=os.environ | quiet
            )
        except subprocess.TimeoutExpired:
            run.failed = f"stopped after {limit:.0f} s"
            break
        if done.returncode:
            said = done.stderr.strip().splitlines()
            run.failed = said[-1] if said else f"ended with exit code {done.returncode}"
            break
        answer = json.loads(done.stdout)
        run.wall = min(run.wall, answer["wall"]) if run.wall == run.wall else answer["wall"]
        run.cpu = min(run.cpu, answer["cpu"]) if run.cpu == run.cpu else answer["cpu"]
        run.peak, run.left = max(run.peak, answer["peak"]), max(run.left, answer["left"])
        run.pairs = {(left, right) for left, right in answer["pairs"]}
        run.note = answer["note"]
    say(f"{run.name}: {run.failed or f'{run.cpu:.2f} CPU s, {run.wall:.2f} s, {len(run.pairs):,} pairs'}")
    return run


def measure_copydesk(corpus: Corpus, threshold: float, threads: Sequence[int], repeat: int, limit: float) -> list[Run]:
    """Copydesk's rows: every method and the signatures alone on one thread, and the default on each other number."""
    jobs = [(setting, threads[0]) for setting in ("lsh", "exact", "containment", "signatures")]
    jobs += [("lsh", number) for number in threads[1:]]
    adapter = HERE / "peers" / "copydesk.py"
    return [
        measure(Run("copydesk", setting, number), sys.executable, adapter, corpus.path, threshold, repeat, limit)
        for setting, number in jobs
    ]


def shingling_alone(corpus: Corpus, threshold: float, repeat: int, limit: float) -> Run:
    """What it takes to cut words and shingles in Python, as peers without a tokeniser of their own need them."""
    adapter = HERE / "peers" / "shingles.py"
    return measure(Run("shingles in Python", "alone"), sys.executable, adapter, corpus.path, threshold, repeat, limit)


def measure_peers(
    names: Iterable[str], corpus: Corpus, threshold: float, repeat: int, limit: float, folder: Path
) -> list[Run]:
    """The peers' rows; one that does not install is a row that says why."""
    runs = []
    for name in names:
        requirements = HERE / "peers" / f"{name}.txt"
        pin = requirements.read_text().split()[0].replace("==", " ")
        try:
            python = environment(name, requirements, folder)
        except InstallError as reason:
            runs.append(Run(pin, "", failed=f"does not install: {reason}"))
            say(f"{name}: {runs[-1].failed}")
            continue
        adapter = HERE / "peers" / f"{name}.py"
        for setting in PEERS[name](threshold):
            runs.append(measure(Run(pin, setting), python, adapter, corpus.path, threshold, repeat, limit))
    return runs


def prepare(articles: Sequence[str], count: int, seed: int, marks: Marks, threshold: float, folder: Path) -> Corpus:
    """Builds a corpus, writes it for the workers, and works out its truth.

    Raises:
        SystemExit: the truth disagrees with a comparison of plain sets.
    """
    documents = build(articles, count, seed, marks)
    path = folder / f"corpus-{marks}.jsonl"
    write(documents, path)
    say(f"corpus, marks {marks}: {describe(documents)}")
    texts = [document.text for document in documents]
    truth = overlaps(texts, threshold)
    wrong = disagreements(texts, truth, threshold, sample=400)
    if wrong:
        raise SystemExit("the exact truth is not exact:\n" + "\n".join(wrong[:10]))
    size = sum(len(text.encode()) for text in texts) / 1e6
    return Corpus(documents, path, size, truth)
