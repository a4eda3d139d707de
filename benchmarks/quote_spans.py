"""Check every quote of every article, and print how many there are and how fast they were read.

    python benchmarks/quote_spans.py [FILE.jsonl | FOLDER …]

Without arguments it reads all articles under `COPYDESK_DATA`. Ends with status 1 if a promise is broken:
`text[start:end]` is the quote; a record in marks begins at an opening mark and ends at its closing mark, or at the end
of a paragraph with `closed` False; quotes in marks do not overlap; every article comes back.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from articles import articles, files

import copydesk

OPENING = "“\"‘'«»„‚‹›”’「『`"  # `` opens what typesetters close with two apostrophes
CLOSING = "”\"’'»«“‘›‹‟‛」』"


def broken(text: str, quote: dict[str, Any]) -> str | None:
    """What is wrong with a quote, or None."""
    start, end = quote["start"], quote["end"]
    if text[start:end] != quote["text"]:
        return "its text is not the slice"
    if quote["inner_start"] is not None and not start <= quote["inner_start"] <= quote["inner_end"] <= end:
        return "its inner span lies outside"
    if not quote["sentence_start"] <= start < end <= quote["sentence_end"]:
        return "its sentence does not hold it"
    if quote["kind"] == "indirect":
        return None
    if text[start] not in OPENING:
        # Turns behind dashes have no marks.
        return None if quote["language"] in ("es", "fr", "ru") else "it begins at no opening mark"
    if quote["closed"]:
        return None if text[end - 1] in CLOSING else "it ends at no closing mark"
    rest = text[end:]
    at_end = not rest.strip() or "\n" in rest[: len(rest) - len(rest.lstrip())]
    return None if at_end else "it is unclosed and ends inside a paragraph"


def main(arguments: list[str]) -> int:
    """Read, check, print; the number of broken promises."""
    faults = 0
    print(
        f"{'file':28} {'articles':>8} {'quotes':>8} {'direct':>8} {'mixed':>7} {'indirect':>10} {'scare':>7} "
        f"{'open':>6} {'MB/CPU-s':>9}"
    )
    for path in files(arguments):
        ids, texts = zip(*articles(path), strict=True)
        size = sum(len(text.encode("utf-8", "replace")) for text in texts)
        start = time.process_time()
        records = copydesk.extract_quotes(texts, ids=ids)
        rate = size / 1e6 / max(time.process_time() - start, 1e-9)
        if len(copydesk.cluster(texts, level="exact")) != len(texts):
            faults += 1
            print(f"{path.name}: articles were lost")
        last: dict[int, int] = {}
        for quote in records:
            problem = broken(texts[quote["row"]], quote)
            if quote["kind"] != "indirect":
                if last.get(quote["row"], 0) > quote["start"]:
                    problem = "it overlaps the one before"
                last[quote["row"]] = quote["end"]
            if problem:
                faults += 1
                print(f"{path.name}: {quote['id']} at {quote['start']}: {problem}: {quote['text'][:80]!r}")
        kinds = records["kind"]
        counts = " ".join(f"{kinds.count(kind):>{len(kind) + 2}}" for kind in ("direct", "mixed", "indirect", "scare"))
        print(f"{path.name:28} {len(texts):8} {len(records):8} {counts} {records['closed'].count(False):6} {rate:9.1f}")
    print(f"{faults} broken promises")
    return faults


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
