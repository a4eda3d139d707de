"""One tool, one setting, one corpus: what it finds and what that costs, measured inside its own process.

Started by the benchmarks with the interpreter of the tool's environment; needs nothing but the standard library. An
adapter is a module with

    prepare(texts)                                  the corpus as the tool likes it; not counted
    find(prepared, threshold, setting, threads)     the result; counted
    pairs(result)                                   the result as pairs of rows; not counted

Prints one JSON object: pairs, wall and cpu (seconds), peak (bytes of resident memory above what was there before),
left (the same after the result is dropped), and what the adapter's `note` says, where it has one.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import importlib.util
import json
import os
import resource
import sys
import threading
import time
from pathlib import Path
from types import ModuleType


def load(path: Path) -> ModuleType:
    """The adapter, under a name that hides no package."""
    spec = importlib.util.spec_from_file_location(f"adapter_of_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cpu_seconds() -> float:
    """User and system time of this process and of the children it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def resident() -> int:
    """Bytes of resident memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Peak:
    """The highest resident memory while it is open: the kernel's own mark if it can be reset, else samples."""

    def __enter__(self) -> Peak:
        gc.collect()
        # Freed memory that the allocator holds would hide what the tool allocates.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)
        self.before = self.highest = resident()
        self.stopped = threading.Event()
        self.sampler: threading.Thread | None = None
        try:
            Path("/proc/self/clear_refs").write_text("5")
        except OSError:
            self.sampler = threading.Thread(target=self._sample, daemon=True)
            self.sampler.start()
        return self

    def _sample(self) -> None:
        while not self.stopped.wait(0.005):
            self.highest = max(self.highest, resident())

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        if self.sampler is not None:
            self.sampler.join()
            self.highest = max(self.highest, resident())
            return
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                self.highest = int(line.split()[1]) * 1024


def main() -> None:
    """Runs one measurement and prints it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--setting", default="")
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    # Nothing that is printed by a tool may stand in the answer.
    answer = os.dup(1)
    os.dup2(2, 1)

    adapter = load(options.adapter)
    with options.corpus.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    prepared = adapter.prepare(texts)
    with Peak() as peak:
        cpu, wall = cpu_seconds(), time.perf_counter()
        result = adapter.find(prepared, options.threshold, options.setting, options.threads)
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    found = adapter.pairs(result)
    note = adapter.note(result) if hasattr(adapter, "note") else ""
    del result
    gc.collect()
    measured = {
        "pairs": sorted({(min(a, b), max(a, b)) for a, b in found if a != b}),
        "wall": wall,
        "cpu": cpu,
        "peak": peak.highest - peak.before,
        "left": resident() - peak.before,
        "note": note,
    }
    with os.fdopen(answer, "w") as out:
        json.dump(measured, out)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
