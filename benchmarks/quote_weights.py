"""Fit the confidence of each rule of `extract_quotes` to a gold file and write it where the core reads it.

    python benchmarks/quote_weights.py GOLD.jsonl [--out src/quote/confidence.txt]

A number is the share of a rule's answers that are right: the quote is a quote of the gold file (IoU of at least .8 in
marks, .5 without) and the speaker's head word is its speaker's. Shares are drawn towards the mean of all rules by ten
imagined answers, so that a rule that hardly ever decides gets no extreme. Only these numbers are taken from the file.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from quotes_scorer import judged, read_gold

import copydesk

PRIOR = 10
OUT = Path(__file__).parent.parent / "src" / "quote" / "confidence.txt"
HEADER = """\
# How often a quote whose speaker a rule found is one, with that speaker: form, rule, share.
# Origin: written by benchmarks/quote_weights.py from labelled US news; a share is all that is taken from there.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    documents = read_gold(arguments.gold)
    records = copydesk.extract_quotes([document["text"] for document in documents])
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for document in judged(documents, records):
        for record, right in document:
            form = "unmarked" if record["kind"] == "indirect" else "marked"
            counts[form, record["rule"]][0] += right
            counts[form, record["rule"]][1] += 1
    lines = []
    for form in ("marked", "unmarked"):
        rows = {rule: count for (kind, rule), count in counts.items() if kind == form}
        mean = sum(right for right, _ in rows.values()) / max(sum(total for _, total in rows.values()), 1)
        for rule, (right, total) in sorted(rows.items()):
            lines.append(f"{form} {rule} {(right + PRIOR * mean) / (total + PRIOR):.3f}\n")
    arguments.out.write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} shares written to {arguments.out}")


if __name__ == "__main__":
    main()
