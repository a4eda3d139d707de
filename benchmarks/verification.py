"""Quotes against their sources measured: 500 with known edits, beside difflib and RapidFuzz, and rewrites of stories.

    python benchmarks/verification.py
    python benchmarks/verification.py --seed 7 --without-peers

Prints Markdown tables; progress goes to stderr. The invented families of stories in `tests/families.jsonl` are always
measured; BBC articles (strangers: another agency's) where COPYDESK_DATA has them, once as 500 sources and once as one
long one; and where it has the labelled groups of variants, quotes of one version against the text of another. RapidFuzz
runs in an environment of its own, built once from `benchmarks/peers/rapidfuzz.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from environments import InstallError, environment
from planted_quotes import COUNTS, Planted, plant
from tables import machine, table

import copydesk

HERE = Path(__file__).resolve().parent
FAMILIES = HERE.parent / "tests" / "families.jsonl"
#: Families that no quote of the others comes from.
STRANGERS = ("energy", "strike")
#: Words of an article, at least, to quote from it.
LEAST_WORDS = 100
SOURCES = 500
STATUSES = ("verbatim", "ellipsis", "edited", "spliced", "paraphrase", "not_found")
#: Scores from which a peer's match is called verbatim, and found at all: what their users take, not fitted here.
SAME, FOUND = 0.995, 0.8


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; none where it is absent."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def collections() -> dict[str, tuple[list[str], list[str]]]:
    """Sources and strangers by name."""
    families = read(FAMILIES)
    own = [one["text"] for one in families if one["family"] not in STRANGERS]
    found = {"families (en, de, fr)": (own, [one["text"] for one in families if one["family"] in STRANGERS])}
    news = Path(os.environ.get("COPYDESK_DATA", "")) / "news"
    bbc, others = (
        [one["text"] for one in read(news / f"{name}.docs.jsonl") if len(one["text"].split()) >= LEAST_WORDS]
        for name in ("bbc", "isot_true")
    )
    if bbc and others:
        found[f"bbc, {SOURCES} sources"] = (bbc[:SOURCES], others)
        found["bbc, one source of 200 articles"] = (["\n\n".join(bbc[SOURCES : SOURCES + 200])], others)
    else:
        say("no news under COPYDESK_DATA: those parts are left out")
    return found


def peers(quotes: Sequence[Planted], sources: Sequence[str]) -> dict[str, Any]:
    """Scores and CPU seconds of difflib and RapidFuzz."""
    try:
        python = environment("rapidfuzz", HERE / "peers" / "rapidfuzz.txt", HERE / ".peers")
    except InstallError as error:
        say(f"RapidFuzz: {error}")
        return {}
    given = {"quotes": [one.text for one in quotes], "sources": list(sources), "rows": [one.row or 0 for one in quotes]}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(given, file)
        file.flush()
        done = subprocess.run(
            [str(python), str(HERE / "quote_matchers.py"), file.name], capture_output=True, text=True, check=True
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def called(score: float) -> str:
    """The status that a score alone can tell."""
    if score >= SAME:
        return "verbatim"
    return "edited" if score >= FOUND else "not_found"


def planted(name: str, sources: list[str], strangers: list[str], seed: int, with_peers: bool) -> None:
    """Accuracy by kind, of copydesk and its peers, and what copydesk's statuses were."""
    quotes = plant(sources, strangers, seed)
    before = time.process_time()
    records = copydesk.verify_quotes([one.text for one in quotes], sources)
    tools = {"copydesk": {"cpu": time.process_time() - before, "statuses": records["status"]}}
    for tool, measured in (peers(quotes, sources) if with_peers else {}).items():
        tools[tool] = {"cpu": measured["cpu"], "statuses": [called(score) for score in measured["scores"]]}
    print(f"## {name}: {len(quotes)} quotes, {sum(map(len, sources)) / 1e6:.2f} MB\n")
    rows = []
    for kind in [*COUNTS, "all"]:
        chosen = [at for at, one in enumerate(quotes) if kind in (one.kind, "all")]
        right = [sum(tool["statuses"][at] in quotes[at].right for at in chosen) for tool in tools.values()]
        rows.append([kind, str(len(chosen)), *(f"{count / len(chosen):.3f}" for count in right)])
    costs = [tool["cpu"] for tool in tools.values()]
    rows.append(["CPU seconds", "", *(f"{cpu:.2f}" for cpu in costs)])
    rows.append(["CPU ÷ copydesk", "", *(f"{cpu / costs[0]:.1f}" for cpu in costs)])
    print(table(["status accuracy", "quotes", *tools], rows), "\n")
    rows = []
    for kind in COUNTS:
        counts = Counter(record["status"] for one, record in zip(quotes, records, strict=True) if one.kind == kind)
        rows.append([kind, *(str(counts[status] or "") for status in STATUSES)])
    print(table(["copydesk says", *STATUSES], rows), "\n")


def rewrites() -> None:
    """Quotes of one version against the text of another that has the same statement, and against other stories."""
    folder = Path(os.environ.get("COPYDESK_DATA", "")) / "families"
    if not (folder / "variants.json").is_file():
        say("no families under COPYDESK_DATA: rewrites are left out")
        return
    articles = {one["id"]: one for one in read(folder / "articles.jsonl")}
    groups = json.loads((folder / "variants.json").read_text(encoding="utf-8"))
    same, other = Counter[str](), Counter[str]()
    for group in groups:
        holders = sorted({member["doc_id"] for member in group["members"]})
        for member in group["members"]:
            if len(member["text"].split()) < 4:
                continue
            for holder in holders:
                if holder != member["doc_id"]:
                    found = copydesk.verify_quotes([member["text"]], [articles[holder]["text"]])
                    same[found["status"][0]] += 1
            strangers = [one["text"] for one in articles.values() if one["family"] != group["family"]]
            other[copydesk.verify_quotes([member["text"]], strangers)["status"][0]] += 1
    print("## Versions of invented stories: quotes of four words and more\n")
    rows = [
        [name, str(counts.total()), *(str(counts[status] or "") for status in STATUSES)]
        for name, counts in (("another version that has it", same), ("all articles of other stories", other))
    ]
    print(table(["against", "quotes", *STATUSES], rows), "\n")


def main() -> None:
    """Runs all parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-peers", action="store_true")
    options = parser.parse_args()
    print(f"Machine: {machine()}.\n")
    for name, (sources, strangers) in collections().items():
        say(name)
        sources = [source for source in sources if len(source.split()) >= LEAST_WORDS]
        planted(name, sources, strangers, options.seed, not options.without_peers)
    rewrites()


if __name__ == "__main__":
    main()
