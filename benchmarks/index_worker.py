"""One archive, one step: what it finds and what that costs, measured inside its own process. Started by `index.py`.

Runs with the interpreter of the tool's environment and needs nothing but the standard library and the tool. Each tool
is a class with `create`, `load`, `add` (pairs with the rows before, then the rows are in the archive), `query` (pairs
with the rows of the archive) and `save`; a row is known by its number. Prints one JSON object; starting the
interpreter, importing and reading the corpus are not counted.

datasketch and Rensa estimate: the pairs that meet in a band are kept where their signatures say so, as in
`near_duplicates.py`. Both are kept as their makers keep them, by `pickle`; a save writes all of it.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import pickle
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from words import shingles
from worker import Peak, cpu_seconds, resident

Pairs = list[tuple[int, int]]
"""Pairs of rows, the earlier one first."""

SEED = 42
AT_ONCE = 10_000
"""Texts of which a peer holds the shingles at a time."""


class Copydesk:
    """The index of copydesk; `setting` is its level."""

    def __init__(self, path: Path, setting: str, threshold: float, threads: int) -> None:
        import copydesk

        self.module, self.path, self.setting, self.threshold, self.threads = copydesk, path, setting, threshold, threads

    def create(self) -> None:
        """Makes an archive without rows."""
        level, _, _ = self.setting.partition(" ")
        self.index = self.module.Index(self.path, level=level, threshold=self.threshold)

    def load(self) -> None:
        """Opens the archive."""
        self.index = self.module.Index.open(self.path)

    def add(self, texts: Sequence[str], first: int, save: bool = True) -> Pairs:
        """Adds rows that are numbered from `first`."""
        ids = list(range(first, first + len(texts)))
        found = self.index.add(texts, ids=ids, save=save, n_threads=self.threads)
        return list(zip(found["match_id"], found["id"], strict=True))

    def query(self, texts: Sequence[str], first: int) -> Pairs:
        """Seeks rows that are numbered from `first`."""
        ids = list(range(first, first + len(texts)))
        found = self.index.query(texts, ids=ids, n_threads=self.threads)
        return list(zip(found["match_id"], found["id"], strict=True))

    def save(self) -> None:
        """Saves what waits."""
        self.index.save()

    def info(self) -> dict[str, Any]:
        """What the index says of itself."""
        return dict(self.index.info())


class Sketched:
    """An archive of signatures and their bands in one pickle; `setting` is bands x rows."""

    library = ""

    def __init__(self, path: Path, setting: str, threshold: float, threads: int) -> None:
        # Now, not while a pickle is read: importing is not counted.
        importlib.import_module(self.library)
        self.path, self.threshold = path, threshold
        self.bands, self.rows = map(int, setting.split("x"))
        self.sketches: list[Any] = []

    def load(self) -> None:
        """Reads the pickle."""
        with self.path.open("rb") as file:
            self.index, self.sketches = pickle.load(file)

    def save(self) -> None:
        """Writes the pickle and waits for the disk, beside the old one and then in its place."""
        fresh = self.path.with_suffix(".new")
        with fresh.open("wb") as file:
            pickle.dump((self.index, self.sketches), file, protocol=pickle.HIGHEST_PROTOCOL)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def info(self) -> dict[str, Any]:
        """Nothing more is known of it."""
        return {}

    def create(self) -> None:
        """Makes an archive without rows."""
        raise NotImplementedError

    def sketch(self, texts: Sequence[str]) -> Iterator[Any]:
        """Signatures of the texts, None of one without words."""
        raise NotImplementedError

    def put(self, row: int, sketch: Any) -> None:
        """Puts a signature into the bands."""
        raise NotImplementedError

    def met(self, sketch: Any) -> Pairs:
        """The rows whose signatures are alike enough."""
        return [row for row in self.index.query(sketch) if self.sketches[row].jaccard(sketch) >= self.threshold]

    def add(self, texts: Sequence[str], first: int, save: bool = True) -> Pairs:
        """Adds rows that are numbered from `first`."""
        found = []
        for row, sketch in enumerate(self.sketch(texts), first):
            self.sketches.append(sketch)
            if sketch is not None:
                found += [(other, row) for other in self.met(sketch)]
                self.put(row, sketch)
        if save:
            self.save()
        return found

    def query(self, texts: Sequence[str], first: int) -> Pairs:
        """Seeks rows that are numbered from `first`."""
        sketches = enumerate(self.sketch(texts), first)
        return [(other, row) for row, sketch in sketches if sketch is not None for other in self.met(sketch)]


class Datasketch(Sketched):
    """MinHashLSH with signatures in their lean form, xxHash in place of SHA-1."""

    library = "datasketch"

    def create(self) -> None:
        """Makes an archive without rows."""
        from datasketch import MinHashLSH

        self.index = MinHashLSH(num_perm=self.bands * self.rows, params=(self.bands, self.rows))

    def sketch(self, texts: Sequence[str]) -> Iterator[Any]:
        """Signatures in bulk."""
        import xxhash
        from datasketch import LeanMinHash, MinHash

        for start in range(0, len(texts), AT_ONCE):
            sets = ({*map(str.encode, shingles(text))} for text in texts[start : start + AT_ONCE])
            made = MinHash.bulk(
                sets, num_perm=self.bands * self.rows, hashfunc=xxhash.xxh32_intdigest, scheme="affine32"
            )
            yield from (None if sketch.is_empty() else LeanMinHash(sketch) for sketch in made)

    def put(self, row: int, sketch: Any) -> None:
        """Puts a signature into the bands."""
        self.index.insert(row, sketch, check_duplication=False)


class Rensa(Sketched):
    """RMinHashLSH with its signatures."""

    library = "rensa"

    def create(self) -> None:
        """Makes an archive without rows."""
        from rensa import RMinHashLSH

        self.index = RMinHashLSH(threshold=self.threshold, num_perm=self.bands * self.rows, num_bands=self.bands)

    def sketch(self, texts: Sequence[str]) -> Iterator[Any]:
        """Signatures in bulk."""
        from rensa import RMinHash

        for start in range(0, len(texts), AT_ONCE):
            sets = [list(shingles(text)) for text in texts[start : start + AT_ONCE]]
            made = RMinHash.from_token_sets(sets, num_perm=self.bands * self.rows, seed=SEED)
            yield from (sketch if tokens else None for sketch, tokens in zip(made, sets, strict=True))

    def put(self, row: int, sketch: Any) -> None:
        """Puts a signature into the bands."""
        self.index.insert(row, sketch)


TOOLS = {"copydesk": Copydesk, "datasketch": Datasketch, "rensa": Rensa}


def texts_of(corpus: Path, rows: str) -> tuple[list[str], int]:
    """Some rows of a corpus, and the number of the first."""
    first, last = map(int, rows.split(":"))
    with corpus.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for at, line in enumerate(lines) if first <= at < last], first


class Timed:
    """CPU and wall seconds while it is open."""

    def __enter__(self) -> Timed:
        self.wall, self.cpu = time.perf_counter(), cpu_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self.wall, cpu_seconds() - self.cpu

    def least(self, other: Timed | None) -> Timed:
        """Of two the one with less CPU time."""
        return self if other is None or self.cpu < other.cpu else other


def written() -> int:
    """Bytes that this process has handed to the file system; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/io").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("wchar:")), 0)


def daily(tool: Copydesk, texts: Sequence[str], batch: int) -> dict[str, Any]:
    """One batch a day: seconds, segments and bytes written of each."""
    tool.create()
    days = []
    for first in range(0, len(texts), batch):
        before = written()
        with Timed() as timed:
            tool.add(texts[first : first + batch], first)
        days.append([timed.cpu, timed.wall, tool.info()["segments"], written() - before])
    return {"days": days}


def singles(tool: Copydesk, texts: Sequence[str], first: int) -> dict[str, Any]:
    """One article at a time, saved at the end."""
    tool.load()
    with Timed() as adding:
        pairs = [pair for at, text in enumerate(texts) for pair in tool.add([text], first + at, save=False)]
    with Timed() as saving:
        tool.save()
    return {"pairs": pairs, "cpu": adding.cpu, "wall": adding.wall, "save": saving.wall, "save_cpu": saving.cpu}


def step(tool: Any, name: str, texts: Sequence[str], first: int, repeat: int) -> dict[str, Any]:
    """One measurement."""
    answer: dict[str, Any] = {}
    gc.collect()
    with Peak() as peak:
        if name == "build":
            with Timed() as timed:
                tool.create()
                pairs = tool.add(texts, first)
        else:
            opening: Timed | None = None
            for _ in range(repeat):
                with Timed() as once:
                    tool.load()
                opening = once.least(opening)
            assert opening is not None
            answer["open"], answer["open_cpu"] = opening.wall, opening.cpu
            best: Timed | None = None
            for at in range(1 if name == "add" else repeat):
                with Timed() as once:
                    pairs = tool.add(texts, first) if name == "add" else tool.query(texts, first)
                if at == 0:
                    answer["first"] = once.wall
                best = once.least(best)
            assert best is not None
            timed = best
    left = resident() - peak.before
    answer |= {"cpu": timed.cpu, "wall": timed.wall, "peak": peak.highest - peak.before, "left": left, "pairs": pairs}
    return answer


def main() -> None:
    """Runs one step and prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("step", choices=["build", "add", "query", "daily", "singles"])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--setting", required=True)
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--batch", type=int, default=1000)
    options = parser.parse_args()
    # Nothing that is printed by a tool may stand in the answer.
    out = os.dup(1)
    os.dup2(2, 1)
    texts, first = texts_of(options.corpus, options.rows)
    tool: Any = TOOLS[options.tool](options.archive, options.setting, options.threshold, options.threads)
    if options.step == "daily":
        answer = daily(tool, texts, options.batch)
    elif options.step == "singles":
        answer = singles(tool, texts, first)
    else:
        answer = step(tool, options.step, texts, first, options.repeat)
    held = options.archive
    files = held.rglob("*") if held.is_dir() else [held]
    answer["bytes"] = sum(file.stat().st_size for file in files if file.is_file())
    answer["info"] = tool.info()
    with os.fdopen(out, "w") as stream:
        json.dump(answer, stream)


if __name__ == "__main__":
    main()
