"""The archive on disk: what building, adding, seeking and opening cost, beside datasketch and Rensa kept by pickle.

    python benchmarks/index.py                          100,000 generated articles, with both peers
    python benchmarks/index.py --articles 3000 --days 6 --story 1000 --peers none     the same in seconds

Prints Markdown tables; progress goes to stderr. Each measurement is a process of its own on one thread; reading the
corpus and starting the interpreter are not counted. Recall is held against `near_duplicates`: by `method="exact"`
at level near, by `measure="containment"` at level partial. Where COPYDESK_DATA is set, the sizes of
indexes of real news are printed, too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from corpus import build, describe, generate_articles, write
from environments import InstallError, environment
from measuring import HERE, band_shapes, say
from tables import machine, share, table

import copydesk

PEERS = ("datasketch", "rensa")
LEVELS = ("near", "partial", "story")
REAL = ("bbc", "reuters21578", "isot_true")

WAYS = (("at once", "build"), ("in batches", "daily"))
"""How an archive is made, and the worker's step for it."""

Pairs = set[tuple[int, int]]


def limit(shingles: int, articles: int) -> int:
    """Bytes that an index without texts may take: 8 a distinct shingle and 1,100 an article."""
    return 8 * shingles + 1100 * articles


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="articles of the archive (%(default)s)")
    parser.add_argument("--batch", type=int, default=1000, help="articles that are added, and sought (%(default)s)")
    parser.add_argument("--days", type=int, default=60, help="batches one after the other; 0 for none (%(default)s)")
    parser.add_argument("--story", type=int, default=2_000, help="articles of the archive at level story (%(default)s)")
    parser.add_argument("--levels", default="near,partial,story", help="which, with commas (%(default)s)")
    parser.add_argument("--threshold", type=float, default=0.7, help="in (0, 1] (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the generator and the edits (%(default)s)")
    parser.add_argument("--peers", default=",".join(PEERS), help="which, with commas, or none (%(default)s)")
    parser.add_argument("--repeat", type=int, default=3, help="openings, queries and additions; the least counts (3)")
    parser.add_argument("--limit", type=float, default=3600, help="seconds until a process is stopped (%(default)s)")
    parser.add_argument("--environments", type=Path, default=HERE / ".peers", help="folder of the peers' environments")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the tables to a file, too")
    options = parser.parse_args(given)
    options.peers = [name for name in options.peers.split(",") if name not in ("", "none")]
    options.levels = [name for name in options.levels.split(",") if name]
    for kind, names, known in (("--peers", options.peers, PEERS), ("--levels", options.levels, LEVELS)):
        if unknown := [name for name in names if name not in known]:
            parser.error(f"{kind} knows {', '.join(known)}; got {', '.join(unknown)}")
    if min(options.articles, options.batch) < 10 or options.repeat < 1 or not 0 < options.threshold <= 1:
        parser.error("--articles and --batch must be at least 10, --repeat at least 1, --threshold in (0, 1]")
    return options


@dataclass
class Bench:
    """Where the corpus and the archives are, and how to measure."""

    options: argparse.Namespace
    folder: Path
    corpus: Path

    def run(self, tool: str, python: Path | str, step: str, setting: str, rows: str, archive: Path) -> dict[str, Any]:
        """One step of one tool, in a process of its own; {"failed": why} where it does not end well."""
        command = [str(python), str(HERE / "index_worker.py"), tool, step, "--setting", setting, "--rows", rows]
        command += ["--corpus", str(self.corpus), "--archive", str(archive), "--batch", str(self.options.batch)]
        command += ["--threshold", str(self.options.threshold), "--repeat", str(self.options.repeat)]
        path = {"PYTHONPATH": str(HERE)}
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=self.options.limit, env=os.environ | path
            )
        except subprocess.TimeoutExpired:
            return {"failed": f"stopped after {self.options.limit:.0f} s"}
        if done.returncode:
            said = done.stderr.strip().splitlines()
            return {"failed": said[-1] if said else f"ended with exit code {done.returncode}"}
        answer: dict[str, Any] = json.loads(done.stdout)
        say(f"{tool} {setting} {step} {rows}: {answer.get('cpu', 0):.2f} CPU s, {answer['bytes'] / 1e6:.1f} MB")
        return answer

    def adding(self, tool: str, python: Path | str, setting: str, first: int, archive: Path) -> dict[str, Any]:
        """Adds a batch to copies of an archive; the least CPU time counts."""
        best: dict[str, Any] = {}
        for _ in range(self.options.repeat):
            copy = self.folder / f"{archive.name}-copy"
            _copy(archive, copy)
            answer = self.run(tool, python, "add", setting, f"{first}:{first + self.options.batch}", copy)
            _remove(copy)
            if "failed" in answer:
                return answer
            best = answer if not best or answer["cpu"] < best["cpu"] else best
        return best


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    _remove(target)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


def truth(texts: Sequence[str], threshold: float, levels: Iterable[str]) -> dict[str, Pairs]:
    """What near and partial have to find among all texts: pairs of rows, the earlier one first."""
    how: dict[str, dict[str, Any]] = {"near": {"method": "exact"}, "partial": {"measure": "containment"}}
    found = {}
    for level in ("near", *(level for level in levels if level == "partial")):
        records = copydesk.near_duplicates(texts, threshold=threshold, max_pairs=100_000_000, **how[level])
        found[level] = set(zip(records["left"], records["right"], strict=True))
        say(f"truth at level {level}: {len(found[level]):,} pairs")
    return found


def archive_table(bench: Bench, true: dict[str, Pairs]) -> tuple[str, str, dict[str, dict[str, Any]]]:
    """Every tool's archive built, opened, sought in and added to; and the sizes of copydesk's."""
    options = bench.options
    count, batch = options.articles, options.batch
    jobs: list[tuple[str, str, Path | str, int, str]] = []
    for level in options.levels:
        size = min(options.story, count) if level == "story" else count
        jobs.append(("copydesk", level, sys.executable, size, ""))
    for name in options.peers:
        pins = HERE / "peers" / f"{name}.txt"
        try:
            python, failed = environment(name, pins, options.environments), ""
        except InstallError as reason:
            python, failed = Path(), f"does not install: {reason}"
        jobs += [(name, shape, python, count, failed) for shape in band_shapes(options.threshold)]

    columns = ["tool, setting", "articles", "build CPU s", "÷ first", "peak MB", "MB on disk", "bytes an article"]
    columns += ["open s", "query CPU s", "query s", "÷ first", "add CPU s", "÷ first", "recall", "precision"]
    rows, sizes, kept = [], [], {}
    first: dict[str, float] = {}
    for tool, setting, python, size, failed in jobs:
        archive = bench.folder / f"{tool}-{setting}"
        made = {"failed": failed} if failed else bench.run(tool, python, "build", setting, f"0:{size}", archive)
        last = size + 2 * batch
        sought = made
        if "failed" not in made:
            sought = bench.run(tool, python, "query", setting, f"{size + batch}:{last}", archive)
        added = sought if "failed" in sought else bench.adding(tool, python, setting, size, archive)
        if "failed" in added:
            rows.append([f"{tool} {setting}", added["failed"], *[""] * (len(columns) - 2)])
            continue
        cost = {"build": made["cpu"], "query": sought["cpu"], "add": added["cpu"]}
        first = first or cost
        ratio = {name: f"{seconds / max(first[name], 1e-9):.1f}" for name, seconds in cost.items()}
        cells = [f"{tool} {setting}", f"{size:,}", f"{made['cpu']:.1f}", ratio["build"], f"{made['peak'] / 1e6:.0f}"]
        cells += [f"{made['bytes'] / 1e6:.1f}", f"{made['bytes'] / size:,.0f}", f"{sought['open']:.3f}"]
        cells += [f"{sought['cpu']:.2f}", f"{sought['wall']:.2f}", ratio["query"], f"{added['cpu']:.2f}", ratio["add"]]
        expected = true.get("near" if tool != "copydesk" else setting)
        if expected is None:
            cells += ["–", "–"]
        else:
            # The last batch was sought, not added: it has no pairs within itself, and none with the batch before it.
            expected = {(one, other) for one, other in expected if one < size or other < size + batch}
            found = {(one, other) for of in (made, sought, added) for one, other in of["pairs"]}
            right = len(found & expected)
            cells += [share(right, len(expected)), share(right, len(found))]
        rows.append(cells)
        if tool == "copydesk":
            kept[setting] = {"archive": archive, "size": size, "add": added}
            sizes.append(_size_row(f"level {setting}", made["info"], made["bytes"], len(made["pairs"])))
        else:
            _remove(archive)
    return table(columns, rows), table(_SIZES, sizes), kept


_SIZES = [
    "",
    "articles",
    "distinct shingles an article",
    "bytes an article",
    "bytes a shingle",
    "of the limit",
    "matches",
]


def _size_row(name: str, info: dict[str, Any], size: int, matches: int) -> list[str]:
    articles, shingles = info["articles"], info["shingles"]
    cells = [name, f"{articles:,}", f"{shingles / articles:.0f}", f"{size / articles:,.0f}", f"{size / shingles:.2f}"]
    return [*cells, f"{size / limit(shingles, articles):.0%}", f"{matches:,}"]


def growth_table(bench: Bench, kept: dict[str, dict[str, Any]]) -> str:
    """The same batch added to an archive of a tenth, and to all of it: both made at once, and both batch by batch."""
    rows = []
    for level, full in kept.items():
        for way, step in WAYS[: 1 if level == "story" else 2]:
            costs: list[float] = []
            cells = [level, way]
            for size in (full["size"] // 10, full["size"]):
                if size == full["size"] and step == "build":
                    added = full["add"]
                else:
                    archive = bench.folder / f"grown-{level}"
                    made = bench.run("copydesk", sys.executable, step, level, f"0:{size}", archive)
                    added = made
                    if "failed" not in made:
                        added = bench.adding("copydesk", sys.executable, level, full["size"], archive)
                    _remove(archive)
                if "failed" in added:
                    cells.append(added["failed"])
                    break
                costs.append(added["cpu"])
                cells += [f"{size:,}", str(added["info"]["segments"]), f"{added['cpu']:.3f}"]
            ratio = f"{costs[1] / max(costs[0], 1e-9):.2f}" if len(costs) == 2 else ""
            rows.append([*cells, *[""] * (8 - len(cells)), ratio])
    columns = ["level", "made", "articles", "segments then", "add CPU s", "articles", "segments then", "add CPU s"]
    return table([*columns, "ratio"], rows)


def daily_table(bench: Bench) -> str:
    """Batches one after the other, each saved: the first ten and the last ten."""
    options = bench.options
    days = min(options.days, options.articles // options.batch)
    rows = []
    for level in (level for level in options.levels if level != "story"):
        archive = bench.folder / f"daily-{level}"
        answer = bench.run("copydesk", sys.executable, "daily", level, f"0:{days * options.batch}", archive)
        _remove(archive)
        if "failed" in answer:
            rows.append([level, answer["failed"], *[""] * 7])
            continue
        several = answer["days"]
        ends = [median(day[0] for day in part) for part in (several[:10], several[-10:])]
        total = sum(day[3] for day in several)
        cells = [level, str(days), *(f"{cpu:.3f}" for cpu in ends), f"{ends[1] / max(ends[0], 1e-9):.2f}"]
        cells += [f"{max(day[0] for day in several):.2f}", str(max(day[2] for day in several)), str(several[-1][2])]
        rows.append([*cells, f"{total / 1e6:.0f}", f"{total / max(answer['bytes'], 1):.2f}"])
    columns = ["level", "batches", "first ten, CPU s", "last ten, CPU s", "ratio", "longest, CPU s", "most segments"]
    return table([*columns, "segments at the end", "MB written", "times the archive"], rows)


def singles_table(bench: Bench, kept: dict[str, dict[str, Any]]) -> str:
    """A batch added one by one without saving, and saved at the end."""
    rows = []
    for level, full in kept.items():
        first = full["size"]
        rows_of = f"{first}:{first + bench.options.batch}"
        answer = bench.run("copydesk", sys.executable, "singles", level, rows_of, full["archive"])
        if "failed" in answer:
            rows.append([level, answer["failed"], *[""] * 4])
            continue
        same = sorted(map(tuple, answer["pairs"])) == sorted(map(tuple, full["add"]["pairs"]))
        cells = [level, f"{bench.options.batch:,}", f"{answer['cpu']:.2f}", f"{answer['save_cpu']:.2f}"]
        rows.append([*cells, f"{full['add']['cpu']:.2f}", "yes" if same else "NO"])
    columns = ["level", "articles", "one by one, CPU s", "save, CPU s", "all at once and saved, CPU s", "same matches"]
    return table(columns, rows)


def real_table(options: argparse.Namespace, folder: Path) -> str:
    """Sizes on real news, without texts."""
    root = os.environ.get("COPYDESK_DATA")
    rows = []
    for name in REAL if root else ():
        file = Path(str(root)) / "news" / f"{name}.docs.jsonl"
        if not file.is_file():
            say(f"there is no {file}: left out")
            continue
        with file.open(encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        for level in options.levels:
            path = folder / f"{name}-{level}"
            with copydesk.Index(path, level=level, threshold=options.threshold) as index:
                found = index.add(
                    [article["text"] for article in articles],
                    ids=[str(article["id"]) for article in articles],
                    on_conflict="skip",
                )
                info = index.info()
            size = sum(part.stat().st_size for part in path.iterdir())
            rows.append(_size_row(f"{name}, level {level}", info, size, len(found)))
            shutil.rmtree(path)
        say(f"{name}: {len(articles):,} articles")
    return table(_SIZES, rows) if rows else ""


def parts(options: argparse.Namespace) -> Iterator[str]:
    """Measures all that the options ask for; each part as soon as it is there."""
    total = options.articles + 2 * options.batch
    documents = build(generate_articles(round(total * 0.6) + 3, options.seed), total, options.seed)
    texts = [document.text for document in documents]
    with tempfile.TemporaryDirectory(prefix="copydesk-index-") as name:
        folder = Path(name)
        corpus = folder / "corpus.jsonl"
        write(documents, corpus)
        yield (
            f"Corpus: {describe(documents)}. {options.batch:,} more articles are sought, {options.batch:,} added and "
            "saved. Ids are whole numbers, outlets and dates are not given. Recall and precision of all pairs: of the "
            "archive's articles with those before them, of the sought and of the added."
        )
        bench = Bench(options, folder, corpus)
        archives, sizes, kept = archive_table(bench, truth(texts, options.threshold, options.levels))
        yield archives
        yield "Size on disk without texts; the limit is 8 bytes a distinct shingle and 1,100 bytes an article:"
        yield sizes
        yield f"{options.batch:,} articles added to archives of two sizes:"
        yield growth_table(bench, kept)
        yield "One by one, into the same archives:"
        yield singles_table(bench, kept)
        if options.days:
            yield f"Day by day, {options.batch:,} articles each, every batch saved:"
            yield daily_table(bench)
        real = real_table(options, folder)
        if real:
            yield "Real news, one batch each:"
            yield real


def main() -> None:
    """Runs the benchmark."""
    options = arguments()
    text = (
        f"Machine: {machine()}. Threshold {options.threshold:g}, shingles of 5 words, seed {options.seed}, 1 thread, "
    )
    text += f"the least CPU time of {options.repeat} where it is repeated.\n"
    print(text, flush=True)
    for part in parts(options):
        text += f"\n{part}\n"
        print(f"{part}\n", flush=True)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
