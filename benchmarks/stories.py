"""Level "story" measured: quality on labelled stories, false links in a haystack, cost.

    python benchmarks/stories.py --eval PATH/eval_stories.py
    python benchmarks/stories.py --eval PATH/eval_stories.py --only quality

Prints Markdown tables; progress goes to stderr. Needs the scorer (`--eval`, or `../eval/eval_stories.py` beside
COPYDESK_DATA) and the collections under COPYDESK_DATA; a part whose files are absent says so and is left out.
datasketch runs in an environment of its own, built once from `benchmarks/peers/datasketch.txt`; a sentence embedding
runs only where sentence-transformers and a model are installed already, nothing is downloaded.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from articles import data_folder
from environments import InstallError, environment
from story_data import Told, basil, collection, cut, families, halves, one_of_each, seeds, write_gold

import copydesk
from copydesk import _copydesk

HERE = Path(__file__).resolve().parent
PARTS = ("quality", "halves", "draws", "short", "haystack", "cost")

#: Cluster labels, scored pairs of rows, CPU seconds.
Found = tuple[Sequence[int], list[tuple[int, int, float]], float]


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def by_copydesk(articles: Sequence[Told]) -> Found:
    """The default; the ranking is by the larger of the two scores of every pair."""
    texts = [article.text for article in articles]
    before = time.process_time()
    labels = copydesk.cluster(texts, level="story", n_threads=1)["cluster"]
    spent = time.process_time() - before
    both = list(itertools.combinations(range(len(texts)), 2))
    told = copydesk.explain([texts[left] for left, _ in both], [texts[right] for _, right in both])
    scores = [max(pair) for pair in zip(told["story"], told["rewrite"], strict=True)]
    return labels, [(left, right, score) for (left, right), score in zip(both, scores, strict=True)], spent


def by_jaccard(articles: Sequence[Told]) -> Found:
    """Components of the pairs that share half of their five-word shingles, all pairs compared."""
    texts = [article.text for article in articles]
    before = time.process_time()
    labels = copydesk.cluster(texts, level="near", threshold=0.5, method="exact", n_threads=1)["cluster"]
    spent = time.process_time() - before
    pairs = copydesk.near_duplicates(texts, threshold=1e-6, method="exact")
    return labels, list(zip(pairs["left"], pairs["right"], pairs["jaccard"], strict=True)), spent


def by_datasketch(articles: Sequence[Told]) -> Found:
    """MinHash and LSH at 0.5, in its own environment."""
    python = environment("datasketch", HERE / "peers" / "datasketch.txt", HERE / ".peers")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps([article.text for article in articles]), encoding="utf-8")
        command = [str(python), str(HERE / "story_datasketch.py"), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(HERE)})
    if done.returncode:
        raise InstallError((done.stderr.strip().splitlines() or ["it failed"])[-1])
    answer = json.loads(done.stdout)
    return answer["labels"], [(left, right, score) for left, right, score in answer["pairs"]], answer["cpu"]


def by_embedding(articles: Sequence[Told]) -> Found:
    """all-MiniLM-L6-v2 from the local cache, components at the cosine that its documentation calls similar (0.7)."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer("all-MiniLM-L6-v2", local_files_only=True)
    before = time.process_time()
    vectors = model.encode([article.text for article in articles], normalize_embeddings=True)
    near = vectors @ vectors.T
    spent = time.process_time() - before
    label = list(range(len(articles)))
    pairs = []
    for left, right in itertools.combinations(range(len(articles)), 2):
        pairs.append((left, right, float(near[left, right])))
        if near[left, right] >= 0.7:
            old, new = max(label[left], label[right]), min(label[left], label[right])
            label = [new if one == old else one for one in label]
    return label, pairs, spent


def systems() -> dict[str, Callable[[Sequence[Told]], Found]]:
    """What is compared; the embedding only where it is there."""
    found: dict[str, Callable[[Sequence[Told]], Found]] = {
        'copydesk, level "story"': by_copydesk,
        "5-word Jaccard, all pairs, 0.5": by_jaccard,
        "datasketch 2.0.0, 0.5": by_datasketch,
    }
    if importlib.util.find_spec("sentence_transformers"):
        found["sentence embedding MiniLM-L6, 0.7"] = by_embedding
    else:
        say("no sentence-transformers here: the embedding's row is left out")
    return found


def scored(articles: Sequence[Told], labels: Sequence[int], pairs: Any, scorer: Path) -> dict[str, float]:
    """What the scorer prints, as numbers."""
    with tempfile.TemporaryDirectory() as name:
        gold, clusters, ranking = (Path(name) / file for file in ("gold.json", "clusters.jsonl", "pairs.jsonl"))
        write_gold(articles, gold)
        lines = (json.dumps({"doc": one.id, "cluster": label}) for one, label in zip(articles, labels, strict=True))
        clusters.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), "--clusters", str(clusters)]
        if pairs is not None:
            ids = [one.id for one in articles]
            lines = (json.dumps({"left": ids[a], "right": ids[b], "score": score}) for a, b, score in pairs)
            ranking.write_text("\n".join(lines), encoding="utf-8")
            command += ["--pairs", str(ranking)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {part.split("=")[0]: float(part.split("=")[1]) for part in said.split() if "=" in part}


def row(cells: Sequence[object]) -> str:
    """A line of a table."""
    return "| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"


def quality(scorer: Path) -> str:
    """Every system on BASIL, the seeds and the families."""
    lines = [row(["data", "system", "P", "R", "F1", "ARI", "AP", "CPU s"]), row(["---"] * 2 + ["---:"] * 6)]
    data = {"BASIL": basil(), "seeds": seeds(), "families": families()}
    for name, articles in data.items():
        if not articles:
            say(f"{name}: no files, left out")
        for system, find in systems().items() if articles else ():
            try:
                labels, pairs, spent = find(articles)
            except (InstallError, OSError) as reason:
                say(f"{system}: {reason}")
                continue
            found = scored(articles, labels, pairs, scorer)
            lines.append(row([name, system, *(found[part] for part in ("P", "R", "F1", "ARI", "AP")), f"{spent:.2f}"]))
    alone = []
    for _, group in itertools.groupby(data["families"], key=lambda article: article.story.split(" ")[0]):
        told = list(group)
        labels = copydesk.cluster([article.text for article in told], level="story")["cluster"]
        pairs = itertools.combinations(range(len(told)), 2)
        if any((labels[a] == labels[b]) != (told[a].story == told[b].story) for a, b in pairs):
            alone.append(told[0].story)
    lines.append(f"\nFamilies clustered one by one that come out wrong: {', '.join(alone) or 'none'}.")
    return "\n".join(lines)


def on_halves(scorer: Path) -> str:
    """BASIL's half that the models learn from and the half that they do not see, with what stands beside or not."""
    lines = [row(["half of the events", "texts", "P", "R", "F1", "ARI"]), row(["---"] * 2 + ["---:"] * 4)]
    articles = basil()
    for name, events in zip(("learnt from", "not seen"), halves(articles), strict=True):
        half = [article for article in articles if article.story in events]
        titles, dates = [article.title for article in half], [article.date for article in half]
        given: list[tuple[str, dict[str, Any]]] = [
            ("alone", {}),
            ("`titles`", {"titles": titles}),
            ("`titles`, `dates`, a week's `window`", {"titles": titles, "dates": dates, "window": 7}),
        ]
        for what, arguments in given:
            records = copydesk.cluster([article.text for article in half], level="story", **arguments)
            found = scored(half, records["cluster"], None, scorer)
            lines.append(row([name, what, *(found[part] for part in ("P", "R", "F1", "ARI"))]))
    return "\n".join(lines)


def draws(_: Path) -> str:
    """One article of each event, so that every link is false; the first twenty draws, sixty, and sixty with dates."""
    articles = basil()
    shares: dict[str, list[float]] = {"alone": [], "with dates": []}
    for seed in range(60):
        drawn = one_of_each(articles, seed)
        texts, dates = [article.text for article in drawn], [article.date for article in drawn]
        for name, arguments in (("alone", {}), ("with dates", {"dates": dates, "window": 7})):
            members = copydesk.cluster(texts, level="story", **arguments)["members"]
            shares[name].append(sum(count > 1 for count in members) / len(drawn))
    said = [
        f"{name} {sum(some) / len(some):.2%} of the documents in a cluster, {max(some):.0%} at most"
        for name, some in (
            ("20 draws:", shares["alone"][:20]),
            ("60 draws:", shares["alone"]),
            ("60 draws with dates and a week's window:", shares["with dates"]),
        )
    ]
    return f"One article per BASIL event, {'; '.join(said)}."


def short(scorer: Path) -> str:
    """BASIL as headlines and cut to its first words, by halves; and one article of each event, cut alike."""
    columns = ["text", "P, learnt from", "R", "P, not seen", "R", "in a cluster, one of each event"]
    lines = [row(columns), row(["---"] + ["---:"] * 5)]
    articles = basil()
    for words in (0, 8, 15, 30, 60):
        some = [cut(article, words) if words else replace(article, text=article.title) for article in articles]
        cells: list[object] = [f"first {words} words" if words else "headline"]
        for events in halves(some):
            half = [article for article in some if article.story in events]
            labels = copydesk.cluster([article.text for article in half], level="story")["cluster"]
            found = scored(half, labels, None, scorer)
            cells += [found["P"], found["R"]]
        share = 0.0
        for seed in range(20):
            drawn = one_of_each(some, seed)
            members = copydesk.cluster([article.text for article in drawn], level="story")["members"]
            share += sum(count > 1 for count in members) / len(drawn) / 20
        lines.append(row([*cells, f"{share:.1%}"]))
    return "\n".join(lines)


def between(articles: Sequence[Told], labels: Sequence[int]) -> str:
    """How many links between collections there are, of how many such pairs."""
    sizes = Counter(article.collection for article in articles)
    possible = sum(sizes[a] * sizes[b] for a, b in itertools.combinations(sizes, 2))
    clusters: dict[int, Counter[str]] = {}
    for article, label in zip(articles, labels, strict=True):
        clusters.setdefault(label, Counter())[article.collection] += 1
    wrong = sum(members[a] * members[b] for members in clusters.values() for a, b in itertools.combinations(members, 2))
    share = f"{wrong / possible * 1e6:.3f} in 10⁶ of {possible / 1e6:.1f} million such pairs"
    return f"{wrong} links between collections, {share}"


def headlines() -> list[Told]:
    """The headlines of three collections, those of BASIL first."""
    articles = [*basil(), *collection("bbc"), *collection("reuters21578")]
    return [replace(article, text=article.title) for article in articles if article.title.strip()]


def haystack(scorer: Path) -> str:
    """Seeds and families among articles of other years: a link between two collections is false. Headlines alike."""
    planted = [*seeds(), *families()]
    articles = [*planted]
    for name in ("reuters21578", "bbc", "isot_true", "isot_fake"):
        articles += collection(name)
    labels = copydesk.cluster([article.text for article in articles], level="story")["cluster"]
    stories: dict[str, set[int]] = {}
    for article, label in zip(planted, labels, strict=False):
        stories.setdefault(article.story, set()).add(label)
    broken = [story for story, found in stories.items() if len(found) > 1]
    joined = [story for story, found in stories.items() if any(found & stories[b] for b in stories if b != story)]
    return (
        f"Haystack of {len(articles):,} articles: {between(articles, labels)}. Planted stories not found whole: "
        f"{', '.join(broken) or 'none'}; joined with another planted story: {', '.join(joined) or 'none'}.\n\n"
        + headline_haystack(scorer)
    )


def headline_haystack(scorer: Path) -> str:
    """BASIL's headlines among those of other years."""
    articles = headlines()
    labels = copydesk.cluster([article.text for article in articles], level="story")["cluster"]
    told = sum(article.collection == "basil" for article in articles)
    found = scored(articles[:told], labels[:told], None, scorer)
    return (
        f"Haystack of {len(articles):,} headlines: {between(articles, labels)}; "
        f"BASIL's among them: P {found['P']:.3f}, R {found['R']:.3f}."
    )


def cost(_: Path) -> str:
    """CPU seconds and candidates as a collection grows."""
    texts = [article.text for article in collection("reuters21578")]
    more = texts + [article.text for article in collection("bbc")]
    lines = [
        row(["articles", "representatives", "CPU s, 1 thread", "level partial alone", "candidates a document"]),
        row(["---:"] * 5),
    ]
    for count in (1000, 10_000, len(texts), 20_000):
        some = more[:count]
        before = time.process_time()
        partial = copydesk.cluster(some, level="partial", n_threads=1)["cluster"]
        between = time.process_time()
        compared = story_candidates(some)
        after = time.process_time()
        heads = len(set(partial))
        lines.append(
            row(
                [
                    f"{count:,}",
                    f"{heads:,}",
                    f"{after - between:.2f}",
                    f"{between - before:.2f}",
                    f"{compared / heads:.1f}",
                ]
            )
        )
    return "\n".join(lines)


def story_candidates(texts: Sequence[str]) -> int:
    """Pairs that a run at level "story" looks at."""
    story = {"threshold": 0.5, "language": "auto", "titles": None, "sources": None, "window": None}
    arguments = (texts, "story", 0.7, "lsh", 5, "word", 256, 1e-6, False, None, None, story, 1, None)
    return _copydesk.cluster(*arguments)[2]


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, metavar="FILE", help="the scorer, eval_stories.py")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between them (%(default)s)")
    options = parser.parse_args()
    scorer = options.eval or data_folder().parent / "eval" / "eval_stories.py"
    if not scorer.is_file():
        parser.error(f"there is no scorer {scorer}; name eval_stories.py with --eval")
    unknown = set(options.only.split(",")) - set(PARTS)
    if unknown:
        parser.error(f"--only knows {', '.join(PARTS)}; got {', '.join(sorted(unknown))}")
    measure = {"quality": quality, "halves": on_halves, "draws": draws}
    measure |= {"short": short, "haystack": haystack, "cost": cost}
    for part in options.only.split(","):
        say(part)
        try:
            print(measure[part](scorer) + "\n", flush=True)
        except SystemExit as reason:
            say(f"{part} is left out: {reason}")


if __name__ == "__main__":
    main()
