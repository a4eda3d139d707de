"""Boilerplate and credits measured: quality on labelled families, what is found in collections, cost."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from articles import data_folder
from story_data import records, seeds

import copydesk

#: Articles of a collection that get another headline.
TEASERS = 1000
COLLECTIONS = ("bbc", "basil", "isot_true", "isot_fake", "reuters21578")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A Markdown table; all columns but the first are numbers."""
    print(f"| {' | '.join(head)} |")
    print(f"| --- |{' ---: |' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")
    print()


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """A result and the CPU seconds that it took."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def scorer(path: Path) -> Any:
    """The scorer as a module."""
    if not path.is_file():
        sys.exit(f"there is no {path}; name the scorer with --eval")
    spec = importlib.util.spec_from_file_location("eval_versions", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def boilerplate(eval_versions: Any) -> None:
    """Precision and recall on the families, and what is flagged in collections without labels."""
    articles = records("families/articles.jsonl")
    gold = eval_versions.load(data_folder() / "families", "boilerplate.json")

    def score(name: str, found: Iterable[Any]) -> tuple[object, ...]:
        spans = [{"doc_id": one["id"], "start": one["start"], "end": one["end"]} for one in found]
        scores = eval_versions.score_blocks(gold, spans)
        return name, *(f"{scores[part]:.3f}" for part in ("P", "R", "F1")), len(spans)

    def columns(articles: list[Any]) -> dict[str, Any]:
        return {"texts": [one["text"] for one in articles], "ids": [one["id"] for one in articles]}

    outlets = [one["outlet"] for one in articles]
    alone = [record for one in articles for record in copydesk.boilerplate(**columns([one]))]
    rows = [
        score("all articles together", copydesk.boilerplate(**columns(articles))),
        score("the same, with outlets", copydesk.boilerplate(**columns(articles), sources=outlets)),
        score("each article alone", alone),
    ]
    table(("families", "P", "R", "F1", "blocks"), rows)
    texts = [one.text for one in seeds()]
    for block in copydesk.boilerplate(texts):
        print(f"- seed {block['row']}: {block['kind']}, {block['reason']}: {block['text']}")
    print()
    rows = []
    for name in COLLECTIONS:
        articles = records(f"news/{name}.docs.jsonl")
        texts, titles = [one["text"] for one in articles], [one["title"] for one in articles]
        found, seconds = timed(lambda texts=texts, titles=titles: copydesk.boilerplate(texts, titles=titles))
        body = [one for one in found if one["field"] == "body"]
        share = sum(one["end"] - one["start"] for one in body) / sum(map(len, texts))
        reasons = Counter(one["reason"] for one in found)
        kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(one["kind"] for one in found).most_common(3))
        by_reason = [reasons[reason] for reason in ("recurs", "form", "unrelated")]
        megabytes = sum(len(text.encode()) for text in texts) / 1e6
        rows.append((name, len(texts), len(found), *by_reason, f"{share:.2%}", kinds, f"{megabytes / seconds:.0f}"))
    table(("collection", "articles", "blocks", "recurs", "form", "unrelated", "share", "kinds", "MB/CPU s"), rows)
    teasers()


def teasers() -> None:
    """Headlines set below an article: the next article's, and its own."""
    rows = []
    for name in ("bbc", "basil", "isot_fake"):
        articles = [one for one in records(f"news/{name}.docs.jsonl") if one["title"]][:TEASERS]
        titles = [one["title"].strip() for one in articles]

        def found(shift: int, articles: list[Any] = articles, titles: list[str] = titles) -> str:
            """The share of headlines that are found, those of the articles `shift` rows on."""
            last = titles[shift:] + titles[:shift]
            # One text at a time, so that nothing recurs.
            blocks = [
                copydesk.boilerplate([f"{article['text'].rstrip()}\n\n{title}"])["text"]
                for article, title in zip(articles, last, strict=True)
            ]
            return f"{sum(title in texts for title, texts in zip(last, blocks, strict=True)) / len(last):.3f}"

        rows.append((name, len(articles), found(len(articles) // 2), found(0)))
    table(("headline below the text", "articles", "another's, found", "its own, taken for one"), rows)


def credits() -> None:
    """Credits of the seeds and the families, and by kind in collections without labels."""
    for one in copydesk.credits([one.text for one in seeds()]):
        print(f"- seed {one['row']}: {one['kind']}, {one['source_name']}: {one['phrase']}")
    articles = records("families/articles.jsonl")
    for one in copydesk.credits([one["text"] for one in articles], ids=[one["id"] for one in articles]):
        print(f"- {one['id']}: {one['kind']}, {one['source_name']}: {one['phrase']}")
    print()
    rows = []
    for name in COLLECTIONS:
        texts = [one["text"] for one in records(f"news/{name}.docs.jsonl")]
        found, seconds = timed(lambda texts=texts: copydesk.credits(texts))
        kinds = Counter(one["kind"] for one in found)
        megabytes = sum(len(text.encode()) for text in texts) / 1e6
        by_kind = [kinds[kind] for kind in ("credit", "told", "dateline", "contribution", "exclusive")]
        rows.append((name, len(texts), *by_kind, f"{megabytes / seconds:.0f}"))
    head = ("collection", "articles", "credit", "told", "dateline", "contribution", "exclusive", "MB/CPU s")
    table(head, rows)
