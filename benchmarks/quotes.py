"""Score `extract_quotes` on gold files: all rows with intervals, names by confidence, errors by class, speed.

    python benchmarks/quotes.py [GOLD.jsonl …] [--markdown] [--draws 1000]

Without arguments it reads the known gold files under `COPYDESK_DATA`, and says of each that is absent that it is. An
interval is the 2.5th to the 97.5th percentile over documents drawn again. The same rows are printed for a pattern over
marks that takes the nearest name, which needs nothing installed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from articles import data_folder
from quotes_scorer import gold_segments, judged, match, normal, own_segments, rates, read_gold, scorer_quotes, tallies

import copydesk

GOLD = (
    *("quotes/polnear_dev.jsonl", "quotes/seeds_gold.jsonl", "families/quotes.jsonl"),
    *("quotes/gum_wikinews_a.jsonl", "quotes/dewikinews_dev.jsonl"),
)
NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
MARK = re.compile(r"“[^”]{2,2000}”|\"[^\"]{2,2000}\"|«[^»]{2,2000}»|„[^“]{2,2000}“")


def by_pattern(text: str) -> list[dict[str, Any]]:
    """The peer that always runs: what stands in double marks, said by the nearest name behind it."""
    quotes = []
    for found in MARK.finditer(text):
        near = NAME.search(text, found.end(), found.end() + 200)
        quote = {"start": found.start(), "end": found.end(), "kind": "direct", "rule": "pattern", "cue_text": None}
        quote |= {"speaker_text": near and near[0], "speaker_resolved": None}
        quotes.append(quote | {"speaker_start": near and near.start(), "speaker_end": near and near.end()})
    return quotes


def interval(counts: Sequence[Counter[str]], draws: int) -> dict[str, tuple[float, float]]:
    """The 95 % interval of each row over documents drawn again."""
    names = sorted(set().union(*counts))
    table = np.array([[count[name] for name in names] for count in counts])
    rows: dict[str, list[float]] = {}
    random = np.random.default_rng(20261125)
    for _ in range(draws):
        drawn = table[random.integers(0, len(counts), len(counts))].sum(axis=0)
        for name, rate in rates(Counter(dict(zip(names, drawn.tolist(), strict=True)))).items():
            rows.setdefault(name, []).append(rate)
    return {name: (float(np.percentile(v, 2.5)), float(np.percentile(v, 97.5))) for name, v in rows.items()}


def calibration_error(answers: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Mean distance of confidence from the share of right answers, over bins of equal width, weighted by their size."""
    error = 0.0
    for low in range(bins):
        inside = [(c, right) for c, right in answers if low / bins < c <= (low + 1) / bins]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            error += abs(mean - sum(right for _, right in inside) / len(inside)) * len(inside)
    return error / max(len(answers), 1)


def name_answers(documents: Sequence[Any], quotes: Sequence[Sequence[Any]]) -> list[tuple[float, bool]]:
    """Confidence of each matched quote, and whether its resolved name is right."""
    answers = []
    for document, found in zip(documents, quotes, strict=True):
        gold = gold_segments(document, ("direct", "mixed"))
        ours = own_segments(document["text"], found, ("direct", "mixed"))
        for a, b in match(gold, ours, 0.8):
            if gold[a][2].get("speaker_resolved"):
                name = ours[b][2]["speaker_resolved"] or ours[b][2]["speaker_text"]
                right = normal(name) == normal(gold[a][2]["speaker_resolved"])
                answers.append((ours[b][2]["confidence"] or 0.0, right))
    return answers


def report(path: Path, draws: int, markdown: bool) -> None:
    """Print everything about one gold file."""
    documents = read_gold(path)
    texts = [document["text"] for document in documents]
    start = time.process_time()
    records = copydesk.extract_quotes(texts)
    seconds = time.process_time() - start
    quotes = scorer_quotes(documents, records)
    counts = [tallies(document, found) for document, found in zip(documents, quotes, strict=True)]
    plain = [tallies(document, by_pattern(document["text"])) for document in documents]
    total, ranges = sum(counts, Counter[str]()), interval(counts, draws)
    theirs = rates(sum(plain, Counter[str]()))
    print(f"\n### {path.stem if path.stem != 'quotes' else path.parent.name}\n" if markdown else f"\n{path}")
    print(f"{len(documents)} documents, {len(records)} quotes\n")
    print("| row | copydesk | 95 % | nearest name |\n|---|---|---|---|" if markdown else "")
    for name, rate in rates(total).items():
        low, high = ranges[name]
        cells = (name, f"{rate:.1f}", f"{low:.1f}–{high:.1f}", f"{theirs[name]:.1f}" if name in theirs else "–")
        print(
            "| " + " | ".join(cells) + " |"
            if markdown
            else f"  {cells[0]:20} {cells[1]:>6} {cells[2]:>14} {cells[3]:>6}"
        )
    answers = [(quote["confidence"], right) for document in judged(documents, records) for quote, right in document]
    print(f"\nCalibration error of `confidence`, ten bins: {calibration_error(answers):.3f} of {len(answers)} speakers")
    named = sorted(name_answers(documents, quotes), reverse=True)
    if named:
        shares = []
        for coverage in (50, 80, 95):
            top = named[: max(1, round(len(named) * coverage / 100))]
            shares.append(f"{100 * sum(right for _, right in top) / len(top):.1f} at {coverage} %")
        print("Precision of the name by coverage: " + ", ".join(shares))
    errors = Counter({name.removeprefix("error "): n for name, n in total.items() if name.startswith("error ") and n})
    print("Errors: " + ", ".join(f"{name} {n}" for name, n in errors.most_common()))
    size = sum(len(text.encode()) for text in texts)
    print(f"{size / 1e6 / max(seconds, 1e-9):.0f} MB per CPU second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--markdown", action="store_true", help="tables for a documentation page")
    parser.add_argument("--draws", type=int, default=1000, help="how often documents are drawn again")
    arguments = parser.parse_args()
    for path in arguments.gold or [data_folder() / name for name in GOLD]:
        if path.is_file():
            report(path, arguments.draws, arguments.markdown)
        else:
            print(f"{path} is absent; skipped", file=sys.stderr)


if __name__ == "__main__":
    main()
