"""Shared wording measured: planted runs, articles of one story beside difflib and RapidFuzz, two collections, blocks.

    python benchmarks/reuse.py --eval PATH/eval_versions.py
    python benchmarks/reuse.py --only passages

Prints Markdown tables; progress goes to stderr. Reads the collections under COPYDESK_DATA; a part whose files are
absent says so and is left out. Boilerplate needs the scorer (`--eval`, or `../eval/eval_versions.py` beside
COPYDESK_DATA). RapidFuzz runs in an environment of its own, built once from
`benchmarks/peers/rapidfuzz.txt`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from articles import articles, data_folder
from blocks import boilerplate, credits, scorer
from environments import InstallError, environment
from planted_passages import EDITS, LENGTHS, Planted, plant, shared, words_between
from tables import machine
from two_collections import against, memory

import copydesk

PARTS = ("passages", "stories", "copied", "against", "against-memory", "boilerplate", "credits")
HERE = Path(__file__).resolve().parent
#: Calls that a time of some milliseconds is the mean of.
REPEATS = 10


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


NEWS = ("reuters21578", "bbc", "isot_true", "isot_fake", "basil")
"""The collections that articles are taken from where their kind does not matter."""


def news(name: str) -> Path:
    """The file of a collection of news."""
    path = data_folder() / "news" / f"{name}.docs.jsonl"
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def texts(name: str) -> list[str]:
    """The texts of a collection of news."""
    return [text for _, text in articles(news(name))]


def passages(count: int) -> None:
    """Planted runs: how many are found, within three words of their borders, and what else is."""
    planted = plant((texts("bbc"), texts("reuters21578")), texts("isot_true"), count)
    column = [side for pair in planted for side in (pair.left, pair.right)]
    before = time.process_time()
    found: dict[int, list[Any]] = defaultdict(list)
    for passage in _passages(column, pairs=[(2 * n, 2 * n + 1) for n in range(count)]):
        found[passage["left"] // 2].append(passage)
    spent = time.process_time() - before
    print(f"{count:,} pairs, {spent:.2f} CPU s.\n")
    print(
        "| words | edited | pairs | recall | within 3 words | precision |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for length in (*LENGTHS, None):
        for edits in (*EDITS, None) if length is None else EDITS:
            chosen = [
                number
                for number, pair in enumerate(planted)
                if length in (None, pair.length) and edits in (None, pair.edits)
            ]
            row = score([planted[number] for number in chosen], [found[number] for number in chosen])
            words = "all" if length is None else f"{length[0]} to {length[1] - 1}"
            share = "all" if edits is None else f"{edits:.0%}"
            print(f"| {words} | {share} | {len(chosen):,} | " + " | ".join(f"{value:.4f}" for value in row) + " |")


def score(planted: Sequence[Planted], found: Sequence[Sequence[Any]]) -> tuple[float, float, float]:
    """Recall; the share of runs of which one passage has all four borders within three words; precision."""
    met = exact = right = made = 0
    for pair, passages in zip(planted, found, strict=True):
        hits = [passage for passage in passages if touches(pair, passage)]
        met += bool(hits)
        exact += any(is_close(pair, passage) for passage in hits)
        right += len(hits)
        made += len(passages)
    return met / len(planted), exact / len(planted), right / max(1, made)


def touches(pair: Planted, passage: Any) -> bool:
    """Whether a passage shares half of the shorter one with the run, in both texts."""
    return shared((passage["left_start"], passage["left_end"]), pair.left_span) and shared(
        (passage["right_start"], passage["right_end"]), pair.right_span
    )


def is_close(pair: Planted, passage: Any) -> bool:
    """Whether all four borders lie within three words of the true ones."""
    borders = [
        (pair.left, passage["left_start"], pair.left_span[0]),
        (pair.left, passage["left_end"], pair.left_span[1]),
        (pair.right, passage["right_start"], pair.right_span[0]),
        (pair.right, passage["right_end"], pair.right_span[1]),
    ]
    return all(words_between(*border) <= 3 for border in borders)


def stories(rows: int) -> None:
    """All pairs inside the story clusters of BBC articles: copydesk beside difflib and RapidFuzz."""
    column = texts("bbc")[:rows]
    before = time.process_time()
    clusters = copydesk.cluster(column, level="story", n_threads=1)
    clustering = time.process_time() - before
    pairs = copydesk.overlap(column, pairs=clusters, ignore_boilerplate=False, n_threads=1)
    before = time.process_time()
    for _ in range(REPEATS):
        found = _passages(column, pairs=clusters)
    spent = (time.process_time() - before) / REPEATS
    print(
        f"\n{len(column):,} articles, {len(set(clusters['cluster'])):,} stories ({clustering:.2f} CPU s), "
        f"{len(pairs):,} pairs inside them.\n"
    )
    print("| | CPU s | ÷ copydesk | runs or passages of 8 words | words in them |\n| --- | ---: | ---: | ---: | ---: |")
    print(f"| copydesk.passages | {spent:.3f} | 1 | {len(found):,} | {sum(found['words']):,} |")
    texts_of_pairs = [(column[left], column[right]) for left, right in zip(pairs["left"], pairs["right"], strict=True)]
    for name, measured in aligned(texts_of_pairs).items():
        ratio = measured["cpu"] / spent
        print(f"| {name} | {measured['cpu']:.2f} | {ratio:.0f} | {measured['runs']:,} | {measured['words']:,} |")
    before = time.process_time()
    everywhere = _passages(column)
    spent = time.process_time() - before
    print(f"\nPassages of any two of the articles, found without pairs: {len(everywhere):,}, {spent:.2f} CPU s.")


def copied() -> None:
    """Whether boilerplate is ignored: what `copied` says of families of rewrites, and what the other costs."""
    file = data_folder() / "families" / "articles.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    every = list(itertools.combinations(range(len(rows)), 2))
    versions = [
        (left, right)
        for left, right in every
        if rows[left]["family"] == rows[right]["family"] and {rows[left]["role"], rows[right]["role"]} == COPIES
    ]
    print(f"\n{len(every)} pairs of the families, of which {len(versions)} are copies of one another.\n")
    print("| ignore_boilerplate | copied | of these copies | families: CPU s | bbc, pairs looked for | bbc, stories |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    bbc = texts("bbc")
    clusters = copydesk.cluster(bbc, level="story", n_threads=1)
    for ignore in (False, True):
        spent = []
        for column, pairs in (([row["text"] for row in rows], every), (bbc, None), (bbc, clusters)):
            before = time.process_time()
            found = copydesk.overlap(column, pairs=pairs, ignore_boilerplate=ignore, n_threads=1)
            spent.append(f"{time.process_time() - before:.2f}")
            if pairs is every:
                said = {(pair["left"], pair["right"]) for pair in found if pair["copied"]}
        print(f"| {ignore} | {len(said)} | {len(said & set(versions))} | " + " | ".join(spent) + " |")


#: The roles of the two articles of a family of which one was cut and copied from the other.
COPIES = {"close", "truncated"}


def _passages(column: list[str], pairs: Any = None) -> Any:
    """Shared wording as the other tools see it, boilerplate and all."""
    return copydesk.passages(column, pairs=pairs, ignore_boilerplate=False, n_threads=1)


def aligned(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """What difflib and RapidFuzz find and cost from texts on, each text cut into words once."""
    try:
        python = environment("rapidfuzz", HERE / "peers" / "rapidfuzz.txt", HERE / ".peers")
    except InstallError as error:
        print(f"RapidFuzz: {error}", file=sys.stderr)
        return {}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(pairs, file)
        file.flush()
        command = [str(python), str(HERE / "aligners.py"), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def main() -> None:
    """Runs the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--eval", type=Path, metavar="FILE", help="the scorer, eval_versions.py")
    parser.add_argument("--pairs", type=int, default=2400, help="planted pairs")
    options = parser.parse_args()
    parts = {
        "passages": lambda: passages(options.pairs),
        "stories": lambda: stories(2000),
        "copied": copied,
        "against": lambda: print(against([news(name) for name in NEWS])),
        "against-memory": lambda: print(memory()),
        "boilerplate": lambda: boilerplate(scorer(options.eval or data_folder().parent / "eval" / "eval_versions.py")),
        "credits": credits,
    }
    print(f"Machine: {machine()}.\n")
    for part in options.only or PARTS:
        say(part)
        try:
            parts[part]()
        except FileNotFoundError as missing:
            print(f"\n{part}: {missing} is absent, so this part is left out.")


if __name__ == "__main__":
    main()
