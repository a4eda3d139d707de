"""Versions measured: groups of quotes and discrepancies on labelled stories, beside difflib, RapidFuzz and a pattern.

    python benchmarks/versions.py --eval PATH/eval_versions.py [--verbose]
    python benchmarks/versions.py --only discrepancies --folder OTHER_FAMILIES

Prints Markdown tables; progress goes to stderr. Reads COPYDESK_DATA (families/, quotes/, news/, seeds_gold.json); a
part whose files are absent says so and is left out. `--folder` measures other families of the same form. The scorer is
`--eval`, or `../eval/eval_versions.py` beside COPYDESK_DATA. RapidFuzz runs in an environment of its own, built once
from `benchmarks/peers/rapidfuzz.txt`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from articles import data_folder
from blocks import scorer, table, timed
from environments import InstallError, environment
from quotes_scorer import rates, scorer_quotes, tallies
from tables import machine
from versions_gold import conflicts_met, false_joins, figures_apart, read, recovered, seeds
from versions_speed import growth, parts, related
from versions_strangers import strangers

import copydesk

PARTS = ("variants", "discrepancies", "seeds", "corroboration", "strangers", "verification", "speed")
HERE = Path(__file__).resolve().parent
#: Calls that a time of some milliseconds is the mean of.
REPEATS = 10
TYPES = ("number", "date", "name", "speaker", "quote_wording", "quote_vs_paraphrase")
#: The rows of the quotes' scorer that corroboration may change.
SPEAKER_ROWS = ("resolved name", "… pronoun", "… role", "… surname", "… name", "end to end", "speaker head")


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


class Families:
    """Stories with labels, as columns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        rows = read(folder / "articles.jsonl")
        self.texts, self.ids, self.labels = ([row[name] for row in rows] for name in ("text", "id", "family"))
        self.names = list(dict.fromkeys(self.labels))
        self.negatives = {row["id"] for row in rows if row["role"] == "negative"}
        # A hard negative is another story about the same people.
        self.stories = [
            f"{label}, other" if row["role"] == "negative" else label
            for row, label in zip(rows, self.labels, strict=True)
        ]
        self.variants, self.discrepancies, self.agreements = (
            read(folder / f"{name}.json") for name in ("variants", "discrepancies", "agreements")
        )
        # Every quote, for false joins and corroboration; families may have variants alone.
        self.quotes = read(folder / "quotes.jsonl") if (data_folder() / folder / "quotes.jsonl").is_file() else []

    def of(self, name: str | None, gold: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The labels of one family, or all."""
        return [one for one in gold if name in (None, one["family"])]

    def within(self, name: str | None, records: Iterable[Any], field: str) -> list[Any]:
        """The records of one family, or all."""
        family = dict(zip(self.ids, self.labels, strict=True))
        return [one for one in records if name in (None, family[one[field]])]

    def columns(self) -> list[tuple[str, Any]]:
        """Stories as the labels have them, as those that take each family for one do, and as they are found."""
        found = copydesk.cluster(self.texts, level="story", n_threads=1)["cluster"]
        return [("labels", self.stories), ("families whole", self.labels), ("found", found)]


def variants(eval_versions: Any, families: Families, verbose: bool) -> None:
    """Groups of variants: the scorer's numbers by where the stories come from, by family, beside the peers."""
    quotes = copydesk.extract_quotes(families.texts, ids=families.ids, n_threads=1)

    def row(name: str, records: Sequence[Any], family: str | None = None) -> tuple[object, ...]:
        pred = [{"doc_id": one["id"], **{key: one[key] for key in PREDICTED}} for one in records]
        scores = eval_versions.score_variants(families.of(family, families.variants), pred)
        joined, of, _ = joins(records).get("quotes", (0, 0, []))
        status = f"{scores['status']:.3f}" if records and records[0]["status"] else "–"
        return name, *(f"{scores[part]:.3f}" for part in ("P", "R", "F1")), status, f"{joined} of {of}"

    def joins(records: Sequence[Any]) -> dict[str, tuple[int, int, list[str]]]:
        present = {one["id"] for one in records}
        documents = [one for one in families.quotes if one["doc_id"] in present]
        return false_joins(eval_versions, documents, families.variants, records)

    rows, results, seconds = [], {}, {}
    for name, stories in families.columns():
        arguments = {"ids": families.ids, "quotes": quotes, "stories": stories, "n_threads": 1}
        found, spent = timed(
            lambda arguments=arguments: [copydesk.match_quotes(families.texts, **arguments) for _ in range(REPEATS)]
        )
        results[name], seconds[name] = list(found[0]), spent / REPEATS
        rows.append((*row(f"copydesk, stories: {name}", results[name]), f"{seconds[name]:.3f}", "1"))
    for name, groups, spent in peers(quotes, families.stories):
        records = [dict(quote) | {"group": group, "status": None} for quote, group in zip(quotes, groups, strict=True)]
        rows.append((*row(f"{name}, stories: labels", records), f"{spent:.3f}", f"{spent / seconds['labels']:.1f}"))
    print(f"\n{len(families.variants)} groups of {sum(len(one['members']) for one in families.variants)} members.\n")
    table(("", *("P", "R", "F1", "status", "false joins", "CPU s", "÷ copydesk")), rows)
    by_family = results["labels"]
    table(
        ("stories: labels", "P", "R", "F1", "status", "false joins"),
        [row(name, families.within(name, by_family, "id"), name) for name in families.names],
    )
    for kind, (joined, of, which) in sorted(joins(by_family).items()):
        print(f"Of {of} {kind} that are in no group, {joined} share one with another version.")
        print("".join(f"- {one}\n" for one in which) if verbose else "")
    members = [(one["doc_id"], one["start"], one["end"]) for group in families.variants for one in group["members"]]
    searched = [one for one in by_family if one["quote"] is None]
    right = sum(
        any(
            place == one["id"] and eval_versions.fits((one["start"], one["end"]), span, 0.5) for place, *span in members
        )
        for one in searched
    )
    print(f"Of {len(searched)} places that were found by search, {right} are labelled members.\n")


PREDICTED = ("start", "end", "group", "status")


def peers(quotes: Any, stories: Sequence[Any]) -> list[tuple[str, list[int], float]]:
    """The groups of difflib and RapidFuzz over the same quotes, with CPU seconds."""
    try:
        python = environment("rapidfuzz", HERE / "peers" / "rapidfuzz.txt", HERE / ".peers")
    except InstallError as error:
        print(f"RapidFuzz: {error}", file=sys.stderr)
        return []
    given = [{"text": one["text"], "story": stories[one["row"]], "document": one["row"]} for one in quotes]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(given, file)
        file.flush()
        command = [str(python), str(HERE / "wording_matchers.py"), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [(name, one["groups"], one["cpu"]) for name, one in json.loads(done.stdout).items()]


def discrepancies(eval_versions: Any, families: Families, verbose: bool) -> None:
    """Discrepancies: the scorer's numbers by where the stories come from, by family and type, beside a pattern."""

    def row(name: str, records: Sequence[Any], family: str | None = None) -> tuple[object, ...]:
        gold = families.of(family, families.discrepancies)
        scores = eval_versions.score_discrepancies(gold, families.of(family, families.agreements), records)
        counts = (scores["predicted"], scores["agreements_reported"])
        return name, *(f"{scores[part]:.3f}" for part in ("P", "R", "F1", "type")), *counts

    rows, results = [], {}
    for name, stories in families.columns():
        found = copydesk.discrepancies(families.texts, ids=families.ids, stories=stories, n_threads=1)
        results[name] = list(found)
        rows.append(row(f"copydesk, stories: {name}", results[name]))
    plain = figures_apart(families.texts, families.ids, families.stories)
    rows.append(row("two figures before one word, stories: labels", plain))
    head = ("P", "R", "F1", "type right", "records", "agreements reported")
    print(f"\n{len(families.discrepancies)} discrepancies, {len(families.agreements)} agreements.\n")
    table(("", *head), rows)
    by_label = results["labels"]
    table(
        ("stories: labels", *head),
        [row(name, families.within(name, by_label, "left_id"), name) for name in families.names],
    )
    scores = eval_versions.score_discrepancies(families.discrepancies, families.agreements, by_label)
    kinds = Counter(one["type"] for one in families.discrepancies)
    made = Counter(one["type"] for one in by_label)
    right = Counter(one["type"] for one in by_label if is_right(eval_versions, families, one))
    table(
        ("type, stories: labels", "labelled", "recall", "records", "of these right"),
        [
            (kind, kinds[kind], f"{scores[kind]:.3f}" if kinds[kind] else "–", made[kind], right[kind])
            for kind in sorted(kinds | made)
        ],
    )
    if verbose:
        for one in by_label:
            if not is_right(eval_versions, families, one):
                print(f"- {one['type']}, {one['left_id']} and {one['right_id']}: {one['detail']}")
        print()


def is_right(eval_versions: Any, families: Families, record: Any) -> bool:
    """Whether a record alone has full precision."""
    return bool(eval_versions.score_discrepancies(families.discrepancies, families.agreements, [record])["P"])


def of_seeds(eval_versions: Any, verbose: bool) -> None:
    """The five seed articles: which labelled groups and conflicts are found, and what else is."""
    gold = seeds()
    stories = copydesk.cluster(gold.texts, level="story", n_threads=1)["cluster"]
    matched = list(copydesk.match_quotes(gold.texts, stories=stories, ids=gold.ids, n_threads=1))
    groups = recovered(eval_versions, gold.groups, matched)
    whole = list(groups.values()).count("yes")
    print(f"\nStories found: {len(set(stories))}. {whole} of {len(groups)} groups recovered.\n")
    table(("group", "recovered"), groups.items())
    records = list(copydesk.discrepancies(gold.texts, stories=stories, ids=gold.ids, n_threads=1))
    met = conflicts_met(eval_versions, gold.conflicts, records)
    found = Counter(name for names in met for name in names)
    none = [record for record, names in zip(records, met, strict=True) if not names]
    print(f"{len(found)} of {len(gold.conflicts)} conflicts are among {len(records)} discrepancies.")
    print(f"{len(none)} of these match none.\n")
    table(("conflict", "about", "records"), [(one.name, one.about, found[one.name]) for one in gold.conflicts])
    if verbose:
        print("".join(f"- {one['type']}: {one['detail']}\n" for one in none))


def corroboration(families: Families) -> None:
    """The speakers of quotes before and after versions were compared, by the quotes' own scorer."""
    gold = seeds()
    of_seeds = read(Path("quotes/seeds_gold.jsonl"))
    rows = []
    for name, documents, stories in (
        ("families", families.quotes, families.stories),
        ("seeds", of_seeds, None),
    ):
        order = {one: at for at, one in enumerate(families.ids if name == "families" else gold.ids)}
        documents = sorted(documents, key=lambda one: order[one["doc_id"]])
        texts = [one["text"] for one in documents]
        before = copydesk.extract_quotes(texts, n_threads=1)
        after = copydesk.analyze(texts, stories=stories, n_threads=1).quotes
        scores = [score(documents, before), score(documents, after)]
        rows += [(f"{name}: {row}", *(f"{one[row]:.1f}" for one in scores)) for row in SPEAKER_ROWS if row in scores[0]]
    print()
    table(("", "extract_quotes", "analyze(…).quotes"), rows)


def score(documents: Sequence[Any], records: Any) -> dict[str, float]:
    """All rows of the quotes' scorer."""
    counts = (tallies(one, found) for one, found in zip(documents, scorer_quotes(documents, records), strict=True))
    return rates(sum(counts, Counter[str]()))


def verification() -> None:
    """Hands on to the script that measures `verify_quotes`."""
    sys.stdout.flush()
    subprocess.run([sys.executable, str(HERE / "verification.py")], check=True)


def speed(families: Families) -> None:
    """What everything costs together, how it grows, and what a large story costs."""
    growth()
    parts()
    related(families.texts, families.labels)


def main() -> None:
    """Runs the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--eval", type=Path, metavar="FILE", help="the scorer, eval_versions.py")
    folder = "families: a folder with articles.jsonl, a path or a name under COPYDESK_DATA"
    parser.add_argument("--folder", type=Path, default=Path("families"), help=folder)
    parser.add_argument("--verbose", action="store_true", help="list what is reported and not labelled")
    options = parser.parse_args()
    rules = scorer(options.eval or data_folder().parent / "eval" / "eval_versions.py")

    def families() -> Families:
        return Families(options.folder.resolve() if options.folder.is_dir() else options.folder)

    work = {
        "variants": lambda: variants(rules, families(), options.verbose),
        "discrepancies": lambda: discrepancies(rules, families(), options.verbose),
        "seeds": lambda: of_seeds(rules, options.verbose),
        "corroboration": lambda: corroboration(families()),
        "strangers": strangers,
        "verification": verification,
        "speed": lambda: speed(families()),
    }
    print(f"Machine: {machine()}.")
    for part in options.only or PARTS:
        say(part)
        try:
            work[part]()
        except FileNotFoundError as missing:
            print(f"\n{part}: {missing} is absent, so this part is left out.")


if __name__ == "__main__":
    main()
