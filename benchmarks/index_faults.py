"""An index whose process is killed, whose disk fails and whose files are damaged: what is left of it each time.

    python benchmarks/index_faults.py                                   all parts; some minutes
    python benchmarks/index_faults.py --kills 50 --flips 300 --parts kills,flips

`kills`: a process adds, replaces, removes and compacts, and is killed at a random moment; afterwards the index opens,
all of it verifies, and it holds what the last finished call left or what the one after it would have. `calls`: one save
is killed at each of its system calls, and each call that can fail is made to fail with "no space left" and with
"input/output error" (by strace, a Debian package: apt-get install strace; Linux only). `flips`: random bits of all
files, and every truncation of each (of the table of frequencies, 0.6 MB, two thousand); opening always ends with
IndexFormatError, in a process that may not take 256 MB more. Prints counts and the first failures; the exit code is 1
if there is any.

Whoever does the work here is forked from a nursery: a process that has imported copydesk and never called it.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import copydesk

LEVELS = ("near", "partial", "story", "exact")
SMALL, CUTS = 1 << 16, 2000
"""Bytes of a file that is cut at every length, and at how many lengths a larger one is: the table of frequencies."""
ROOM = 256 << 20
"""Bytes of address space that a process may take beyond what it has."""

KILLED_AT = """openat write writev fsync fdatasync rename renameat2 unlink mkdir flock fcntl getdents64 statx newfstatat
    fstat lseek read pread64 mmap munmap close ftruncate"""
FAILING = "openat write writev fsync fdatasync rename renameat2 unlink mkdir flock getdents64 ftruncate"
ERRORS = ("ENOSPC", "EIO")

DONE, REFUSED, DAMAGED, OTHER = 0, 3, 4, 5
"""How a process that was made to fail ends."""


@dataclass
class Outcome:
    """What a part has seen."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def count(self, name: str, by: int = 1) -> None:
        """Counts a case."""
        self.counts[name] = self.counts.get(name, 0) + by

    def text(self, title: str) -> str:
        """The counts, and the first failures."""
        lines = [f"{title}: " + ", ".join(f"{count:,} {name}" for name, count in self.counts.items())]
        lines += [f"  FAILED: {failure}" for failure in self.failures[:10]]
        return "\n".join([*lines, f"  {len(self.failures)} failures"])


# --- what is done, and what it leaves ---

Model = dict[str, str]
"""The articles of an index in the order of adding: id and text."""


def article(rng: random.Random) -> str:
    """Some words, some of them often."""
    return " ".join(f"w{int(rng.paretovariate(0.6)) % 3000}" for _ in range(rng.randint(8, 60)))


def operation(seed: int, number: int, model: Model) -> tuple[str, Any]:
    """The call with a number, which depends on the seed and on what the index holds: its kind and what it is given."""
    rng = random.Random(f"{seed} {number}")
    kind = rng.choices(["add", "replace", "remove", "compact"], [6, 3, 1, 1])[0] if model else "add"
    if kind == "remove":
        return kind, rng.sample(list(model), min(len(model), 3))
    if kind == "compact":
        return kind, None
    rows = {f"{number}-{row}": article(rng) for row in range(rng.randint(1, 6))}
    if kind == "replace":
        rows |= {old: article(rng) for old in rng.sample(list(model), min(len(model), 2))}
    if model and rng.random() < 0.5:
        # A copy, so that there are matches and collapsed rows.
        rows[f"{number}-copy"] = rng.choice(list(model.values()))
    return kind, rows


def after(model: Model, kind: str, given: Any) -> Model:
    """What the index holds after a call."""
    model = dict(model)
    if kind == "remove":
        for old in given:
            del model[old]
    elif kind != "compact":
        for new, text in given.items():
            model.pop(new, None)
            model[new] = text
    return model


def call(index: copydesk.Index, kind: str, given: Any) -> None:
    """Does it."""
    if kind == "remove":
        index.remove(given)
    elif kind == "compact":
        index.compact()
    else:
        index.add(list(given.values()), ids=list(given), on_conflict="replace", n_threads=1)


def create(path: Path, level: str) -> None:
    """An empty index that keeps texts, so that they can be compared."""
    background = [article(random.Random(number)) for number in range(40)] if level == "story" else None
    copydesk.Index(path, level=level, keep_text=True, background=background)


def held(path: Path) -> Model:
    """What an index holds, all of it verified."""
    index = copydesk.Index.open(path)
    index.verify()
    ids = index.articles()["id"]
    texts = index.texts(ids)
    if len(index) != len(ids) or len(set(ids)) != len(ids):
        raise AssertionError(f"{len(index)} articles, {len(ids)} ids, {len(set(ids))} different ones")
    return {id: str(text) for id, text in zip(ids, texts, strict=True)}


# --- processes ---


class Nursery:
    """Forks processes that run a function of this module; started before copydesk is called."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), "--nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def fork(self, *command: object) -> int:
        """Starts a process; returns its number."""
        assert self.process.stdin is not None
        self.process.stdin.write("\t".join(map(str, command)) + "\n")
        self.process.stdin.flush()
        return int(self.line().split()[1])

    def line(self) -> str:
        """The next line that the process or the nursery says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the nursery has ended")
        return line

    def ended(self) -> tuple[int, int]:
        """Waits for the end of the process; returns how many calls it said were finished, and its wait status."""
        finished = 0
        while not (line := self.line()).startswith("ended"):
            finished += line.startswith("done")
        return finished, int(line.split()[1])

    def close(self) -> None:
        """Ends it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def nursery() -> None:
    """Forks for each line of input; a child's lines and the nursery's own go through one pipe, in their order."""
    for line in sys.stdin:
        name, *given = line.rstrip("\n").split("\t")
        wait, go = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            # Not before its number was said.
            os.read(wait, 1)
            status = OTHER
            try:
                status = WORK[name](*given)
            except BaseException as error:
                os.write(2, f"{name}: {type(error).__name__}: {error}\n".encode())
            finally:
                os._exit(status)
        os.close(wait)
        os.write(1, f"pid {child}\n".encode())
        os.write(go, b"g")
        os.close(go)
        _, status = os.waitpid(child, 0)
        os.write(1, f"ended {status}\n".encode())


def keep_calling(path: str, seed: str, number: str) -> int:
    """Calls one thing after the other and says so, until it is killed."""
    model = held(Path(path))
    index = copydesk.Index.open(path)
    os.write(1, b"ready\n")
    for at in range(int(number), int(number) + 100_000):
        kind, given = operation(int(seed), at, model)
        call(index, kind, given)
        model = after(model, kind, given)
        os.write(1, b"done\n")
    return DONE


def call_once(path: str, seed: str, number: str, gate: str) -> int:
    """Calls one thing after the file `gate` has come."""
    index = copydesk.Index.open(path)
    kind, given = operation(int(seed), int(number), held(Path(path)))
    Path(gate + ".ready").touch()
    while not Path(gate).exists():
        time.sleep(0.002)
    try:
        call(index, kind, given)
    except copydesk.IndexFormatError:
        return DAMAGED
    except OSError:
        return REFUSED
    return DONE


# --- killed at a random moment ---


def kills(trials: int, seed: int, folder: Path) -> Outcome:
    """Kills a process that saves, again and again."""
    outcome, rng, parent = Outcome(), random.Random(seed), Nursery()
    number, model, path = 0, Model(), folder / "none"
    for trial in range(trials):
        if trial % 40 == 0:
            # Not one index alone: the levels, and short archives as well as grown ones.
            level = LEVELS[trial // 40 % len(LEVELS)]
            path, number, model = folder / f"kills-{trial}", 0, Model()
            create(path, level)
        child = parent.fork("keep_calling", path, seed, number)
        parent.line()
        time.sleep(rng.random() * 0.05)
        os.kill(child, signal.SIGKILL)
        finished, _ = parent.ended()
        for _ in range(finished):
            number, model = _next(seed, number, model)
            outcome.count("calls finished")
        later = after(model, *operation(seed, number, model))
        outcome.count("kills")
        if any(part.name not in ("lock", "manifest") and part.suffix == ".new" for part in path.iterdir()):
            outcome.count("with a new manifest half way")
        try:
            found = held(path)
        except Exception as error:
            outcome.failures.append(f"trial {trial}, call {number}: {type(error).__name__}: {error}")
            number = 0
            continue
        # The order counts, too.
        if list(found.items()) == list(model.items()):
            outcome.count("with the last finished state")
        elif list(found.items()) == list(later.items()):
            outcome.count("with the next one")
            number, model = number + 1, later
        else:
            outcome.failures.append(f"trial {trial}, call {number}: neither the old nor the new state")
    parent.close()
    return outcome


def _next(seed: int, number: int, model: Model) -> tuple[int, Model]:
    return number + 1, after(model, *operation(seed, number, model))


# --- each system call ---


def without_strace() -> str:
    """Why calls cannot be made to fail here; empty if they can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is missing: on Debian apt-get install strace"
    done = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return f"strace may not trace here: {done.stderr.strip()}" if done.returncode else ""


SEED_OF_SAVE = 4


def prepared(path: Path) -> tuple[int, Model]:
    """An index whose next call replaces, removes and merges; the number of that call, and what the index holds."""
    create(path, "story")
    index = copydesk.Index.open(path)
    model = Model()
    for number in range(1000):
        kind, given = operation(SEED_OF_SAVE, number, model)
        if kind == "replace" and index.info()["segments"] == 3 and index.info()["removed"]:
            return number, model
        if kind != "compact":
            call(index, kind, given)
            model = after(model, kind, given)
    raise AssertionError("no such call")


def calls(folder: Path, most: int) -> Outcome:
    """Kills one save at each of its system calls, and makes each that can fail do so; `most` of each kind."""
    outcome = Outcome()
    source = folder / "source"
    number, before = prepared(source)
    later = after(before, *operation(SEED_OF_SAVE, number, before))
    parent = Nursery()
    jobs = [(name, "signal=KILL") for name in KILLED_AT.split()]
    jobs += [(name, f"error={error}") for error in ERRORS for name in FAILING.split()]
    for name, fault in jobs:
        for when in range(1, most + 1):
            case = f"{name}:{fault}:when={when}"
            path, gate = folder / "calls", folder / "gate"
            shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(source, path)
            log = folder / "strace.log"
            status = _struck(parent, ("call_once", path, SEED_OF_SAVE, number, gate), gate, case, log)
            said = log.read_text(errors="replace")
            struck = os.WIFSIGNALED(status) if "KILL" in fault else "(INJECTED)" in said
            if not struck:
                break
            outcome.count(f"by {fault.partition('=')[2]}")
            try:
                found = held(path)
            except Exception as error:
                outcome.failures.append(f"{case}: {type(error).__name__}: {error}")
                continue
            state = {tuple(before.items()): "old", tuple(later.items()): "new"}.get(tuple(found.items()), "NEITHER")
            if "KILL" in fault:
                outcome.count(f"killed, {state} state")
                wrong = state == "NEITHER"
            else:
                ending = os.WEXITSTATUS(status) if os.WIFEXITED(status) else OTHER
                how = {DONE: "no error", REFUSED: "OSError"}.get(ending, f"ending {status}")
                # With the new manifest in place its way to the disk can still fail; nothing can undo the swap then.
                if ending == REFUSED and was_swapped(said):
                    how = "OSError after the swap"
                outcome.count(f"{how}, {state} state")
                right = {("no error", "new"), ("OSError", "old"), ("OSError after the swap", "new")}
                wrong = (how, state) not in right
            if wrong:
                outcome.failures.append(f"{case}: {state} state, wait status {status}")
    parent.close()
    return outcome


def was_swapped(said: str) -> bool:
    """Whether the manifest had its new name before the call that was made to fail."""
    before = said[: said.index("(INJECTED)")].splitlines()[:-1]
    return any("rename" in line and line.rstrip().endswith("= 0") for line in before)


def _struck(parent: Nursery, command: Sequence[object], gate: Path, case: str, log: Path) -> int:
    """Runs a process under strace, which lets one call fail; returns its wait status."""
    ready = Path(f"{gate}.ready")
    for file in (gate, ready):
        file.unlink(missing_ok=True)
    child = parent.fork(*command)
    _wait_for(ready.exists)
    name = case.partition(":")[0]
    tracer = subprocess.Popen(
        [
            "strace",
            "-f",
            "-o",
            str(log),
            "-e",
            f"trace={name},rename,renameat,renameat2",
            "-e",
            f"inject={case}",
            "-p",
            str(child),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    if "attached" not in said:
        raise SystemExit(f"strace: {said.strip()}")
    gate.touch()
    _, status = parent.ended()
    tracer.stderr.read()
    tracer.wait()
    tracer.stderr.close()
    return status


def _wait_for(is_there: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not is_there():
        if time.monotonic() > last:
            raise SystemExit("a process that was forked does nothing")
        time.sleep(0.001)


# --- damaged files ---


def damage(path: Path, flips: int, cuts: int, seed: int, outcome: Outcome) -> None:
    """Flips bits of all files, and cuts each at `cuts` lengths (0: at every one); each time the index is opened."""
    rng = random.Random(seed)
    files = {file: file.read_bytes() for file in sorted(path.iterdir()) if file.stat().st_size}
    outcome.count("files", len(files))
    outcome.count("bytes", sum(map(len, files.values())))
    lengths = [len(content) for content in files.values()]
    evenly = [1] * len(files)

    def opened(file: Path, content: bytes, kind: str, what: str) -> None:
        # A fresh file, never one that is mapped.
        file.unlink()
        file.write_bytes(content)
        try:
            copydesk.Index.open(path).verify()
            outcome.failures.append(f"{file.name}, {what}: opens and verifies")
        except copydesk.IndexFormatError:
            outcome.count(kind)
        except BaseException as error:
            outcome.failures.append(f"{file.name}, {what}: {type(error).__name__}: {error}")

    for at in range(flips):
        # Half of them by bytes, half by files: a manifest is small.
        file, content = rng.choices(list(files.items()), lengths if at % 2 else evenly)[0]
        bit = rng.randrange(8 * len(content))
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        opened(file, bytes(changed), "flips refused", f"bit {bit}")
        file.unlink()
        file.write_bytes(content)
    for file, content in files.items():
        lengths_of = range(len(content))
        most = cuts or (len(lengths_of) if len(content) <= SMALL else CUTS)
        for length in rng.sample(lengths_of, min(most, len(content))):
            opened(file, content[:length], "truncations refused", f"cut at {length}")
        file.unlink()
        file.write_bytes(content)


def damaged(path: str, flips: str, cuts: str, seed: str, out: str) -> int:
    """`damage` with little room for memory; the outcome goes to a file."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
    if pages:
        most = pages * resource.getpagesize() + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    outcome = Outcome()
    damage(Path(path), int(flips), int(cuts), int(seed), outcome)
    lines = [f"{count}\t{name}" for name, count in outcome.counts.items()]
    Path(out).write_text("\n".join([*lines, *(f"-\t{failure}" for failure in outcome.failures)]))
    return DONE


def flips(count: int, cuts: int, seed: int, folder: Path) -> Outcome:
    """Damages small indexes, which have every kind of file."""
    outcome, parent = Outcome(), Nursery()
    for level in ("partial", "story"):
        path, out = folder / level, folder / f"{level}.txt"
        create(path, level)
        rng = random.Random(seed)
        index = copydesk.Index.open(path)
        for batch in range(2):
            texts = [article(rng) for _ in range(6)]
            dates = ["2024-05-06"] * len(texts)
            index.add(texts, ids=[f"{batch}-{row}" for row in range(len(texts))], sources=["Herald"] * 6, dates=dates)
        index.remove("0-3")
        del index
        parent.fork("damaged", path, count // 2, cuts, seed, out)
        _, status = parent.ended()
        for line in out.read_text().splitlines() if out.exists() else ():
            what, _, name = line.partition("\t")
            if what == "-":
                outcome.failures.append(f"level {level}: {name}")
            else:
                outcome.count(name, int(what))
        if status:
            outcome.failures.append(f"level {level}: the process ended with wait status {status}")
        held(path)
    parent.close()
    return outcome


WORK: dict[str, Callable[..., int]] = {"keep_calling": keep_calling, "call_once": call_once, "damaged": damaged}
PARTS = ("kills", "calls", "flips")


def main() -> None:
    """Runs the parts and prints what they saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000, help="processes to kill at a random moment (%(default)s)")
    parser.add_argument("--flips", type=int, default=5000, help="bits to flip (%(default)s)")
    parser.add_argument(
        "--cuts", type=int, default=0, help="lengths to cut each file at; 0 for every one (%(default)s)"
    )
    parser.add_argument("--calls", type=int, default=10_000, help="calls of one kind to strike (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", default=",".join(PARTS), help="which, with commas (%(default)s)")
    parser.add_argument("--nursery", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.nursery:
        nursery()
        return
    failed = False
    for part in options.parts.split(","):
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="copydesk-faults-") as name:
            folder = Path(name)
            if part == "calls" and (reason := without_strace()):
                print(f"calls: left out, {reason}")
                continue
            if part == "kills":
                outcome = kills(options.kills, options.seed, folder)
            elif part == "calls":
                outcome = calls(folder, options.calls)
            elif part == "flips":
                outcome = flips(options.flips, options.cuts, options.seed, folder)
            else:
                parser.error(f"--parts knows {', '.join(PARTS)}; got {part}")
        print(f"{outcome.text(part)}, {time.monotonic() - start:.0f} s", flush=True)
        failed = failed or bool(outcome.failures)
    sys.exit(failed)


if __name__ == "__main__":
    main()
