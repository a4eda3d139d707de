"""Near-duplicates side by side: copydesk and its peers on one corpus, held against the exact truth.

    python benchmarks/near_duplicates.py                                  generated articles
    python benchmarks/near_duplicates.py --articles A.jsonl B.jsonl       real ones
    python benchmarks/near_duplicates.py --scaling                        how copydesk grows with hard input

Prints Markdown tables; progress goes to stderr. Each measurement is a process of its own, and each peer has a virtual
environment of its own, built once from `benchmarks/peers/NAME.txt`. Building one needs the package index, measuring
needs no network. Reading the corpus and starting the interpreter are not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import scaling
from corpus import LEAST_CHARACTERS, Marks, describe, generate_articles, read_articles
from measuring import HERE, PEERS, Corpus, Run, measure_copydesk, measure_peers, prepare, say, shingling_alone
from tables import agreement, copydesk_table, expected, kinds_table, machine, main_table, measures_table


def located(path: str) -> Path:
    """A path as given, or below COPYDESK_DATA if it is not there."""
    given, root = Path(path), os.environ.get("COPYDESK_DATA")
    return Path(root) / given if root and not given.exists() else given


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    number = int
    parser.add_argument("--documents", type=number, default=20_000, help="documents in the corpus (%(default)s)")
    parser.add_argument("--threshold", type=float, default=0.7, help="in (0, 1] (%(default)s)")
    parser.add_argument(
        "--articles",
        nargs="+",
        metavar="FILE",
        help="JSON Lines with a field `text`; a relative path may start at COPYDESK_DATA (default: generated articles)",
    )
    parser.add_argument(
        "--least", type=number, default=LEAST_CHARACTERS, help="fewest characters of a base article (%(default)s)"
    )
    parser.add_argument("--curly", action="store_true", help="curly marks in most base articles of the main corpus")
    parser.add_argument("--seed", type=number, default=1, help="of the generator and the edits (%(default)s)")
    parser.add_argument("--peers", default=",".join(PEERS), help="which, with commas; none for copydesk alone (all)")
    parser.add_argument("--repeat", type=number, default=3, help="processes per measurement; the least time counts (3)")
    parser.add_argument("--threads", default="1,2", help="numbers of threads for copydesk; the first is compared (1,2)")
    parser.add_argument("--limit", type=float, default=1800, help="seconds until a process is stopped (%(default)s)")
    parser.add_argument("--marks", action="store_true", help="copydesk also on an ASCII and on a curly corpus")
    parser.add_argument("--environments", type=Path, default=HERE / ".peers", help="folder of the peers' environments")
    parser.add_argument("--out", type=Path, nargs="+", default=[], metavar="FILE", help="write to .md or .json files")
    parser.add_argument("--scaling", action="store_true", help="only: CPU time per doubling of hard families")
    parser.add_argument("--sizes", default=scaling.SIZES, help="documents of the families, with commas (%(default)s)")
    parser.add_argument(
        "--identical", type=number, default=1_000_000, help="identical articles for --scaling; 0 for none (%(default)s)"
    )
    parser.add_argument(
        "--large", type=number, default=1_000_000, help="articles of an archive for --scaling; 0 for none (%(default)s)"
    )
    options = parser.parse_args(given)
    if not 0 < options.threshold <= 1:
        parser.error(f"--threshold must be in (0, 1], got {options.threshold:g}")
    options.peers = [name for name in options.peers.split(",") if name not in ("", "none")]
    unknown = [name for name in options.peers if name not in PEERS]
    if unknown:
        parser.error(f"--peers knows {', '.join(PEERS)}; got {', '.join(unknown)}")
    try:
        options.threads = [int(part) for part in options.threads.split(",")]
        options.sizes = [int(part) for part in options.sizes.split(",")]
    except ValueError as reason:
        parser.error(f"--threads and --sizes take whole numbers with commas between them: {reason}")
    for out in options.out:
        if out.suffix not in (".md", ".json"):
            parser.error(f"--out takes .md or .json, got {out}")
    return options


def report(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Measures all that the options ask for: the tables, and the numbers behind them."""
    if options.articles:
        articles = read_articles([located(path) for path in options.articles], options.least)
        source = f"{len(articles):,} articles of {options.least} characters or more from {len(options.articles)} files"
    else:
        articles = generate_articles(round(options.documents * 0.6) + 3, options.seed)
        source = "generated articles"
    say(source)
    limits = (options.repeat, options.limit)
    with tempfile.TemporaryDirectory(prefix="copydesk-benchmark-") as name:
        folder = Path(name)
        marks: Marks = "curly" if options.curly else "given"
        corpus = prepare(articles, options.documents, options.seed, marks, options.threshold, folder)
        own = measure_copydesk(corpus, options.threshold, options.threads, *limits)
        runs = own + measure_peers(options.peers, corpus, options.threshold, *limits, options.environments)
        if options.peers:
            runs.append(shingling_alone(corpus, options.threshold, *limits))
        measured = [("as above", corpus, own)]
        others: list[tuple[str, Marks]] = [("ASCII only", "ascii"), ("curly marks in most", "curly")]
        for title, kind in others if options.marks else []:
            variant = prepare(articles, options.documents, options.seed, kind, options.threshold, folder)
            measured.append((title, variant, measure_copydesk(variant, options.threshold, options.threads, *limits)))
    made = Counter(document.kind for document in corpus.documents)
    base = made.pop("untouched")
    planted_text = ", ".join(f"{count:,} {kind}" for kind, count in sorted(made.items()))
    true = corpus.truth.pairs("jaccard", options.threshold), corpus.truth.pairs("containment", options.threshold)
    parts = [
        f"Corpus: {describe(corpus.documents)}; {base:,} base articles ({source}) and copies: {planted_text}. Truly at "
        f"the threshold: {len(true[0]):,} pairs by Jaccard, {len(true[1]):,} by containment.",
        main_table(runs, corpus, options.threshold),
        agreement(runs),
        kinds_table(runs, corpus, options.threshold),
        measures_table(runs, corpus, options.threshold),
        copydesk_table(measured, options.threshold),
    ]
    numbers = {
        "documents": len(corpus.documents),
        "megabytes": corpus.megabytes,
        "threshold": options.threshold,
        "runs": [numbers_of(run, corpus, options.threshold) for run in runs],
        "marks": {
            title: [numbers_of(run, of, options.threshold) for run in several] for title, of, several in measured[1:]
        },
    }
    return "\n\n".join(part for part in parts if part) + "\n", numbers


def numbers_of(run: Run, corpus: Corpus, threshold: float) -> dict[str, Any]:
    """One run for the JSON file."""
    if run.failed:
        return {"tool": run.tool, "setting": run.setting, "failed": run.failed}
    true = expected(run, corpus, threshold)
    numbers = {
        name: getattr(run, name) for name in ("tool", "setting", "threads", "wall", "cpu", "peak", "left", "note")
    }
    return numbers | {"pairs": len(run.pairs), "right": len(run.pairs & true), "true": len(true)}


def main() -> None:
    """Runs the benchmark."""
    options = arguments()
    on = f"Machine: {machine()}. Threshold {options.threshold:g}"
    if options.scaling:
        text, numbers = scaling.report(
            options.sizes, options.identical, options.large, options.threads[0], options.threshold, say
        )
        text = f"{on}.\n\n{text}"
    else:
        text, numbers = report(options)
        text = f"{on}, shingles of 5 words, seed {options.seed}, the least time of {options.repeat}.\n\n{text}"
    print(text)
    for out in options.out:
        out.write_text(text if out.suffix == ".md" else json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
