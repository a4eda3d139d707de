"""CPU seconds of `analyze`: on articles of many stories, by its parts, and on one story of many versions."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from articles import articles, data_folder
from blocks import table, timed

import copydesk

#: Rows of the collection of which `analyze` is timed; the last is the goal's.
SIZES = (500, 1000, 2000)
#: Versions of one story.
VERSIONS = (150, 300, 600)


def bbc(rows: int) -> list[str]:
    """Articles of many stories."""
    path = data_folder() / "news" / "bbc.docs.jsonl"
    if not path.exists():
        raise FileNotFoundError(path)
    return [text for _, text in articles(path)][:rows]


def growth() -> None:
    """`analyze` on more and more articles."""
    rows = []
    for size in SIZES:
        texts = bbc(size)
        desk, spent = timed(lambda texts=texts: copydesk.analyze(texts, n_threads=1))
        counts = (len(set(desk.stories["cluster"])), len(desk.quotes), len(desk.discrepancies))
        rows.append((f"bbc, {len(texts):,} articles", f"{spent:.2f}", *(f"{count:,}" for count in counts)))
    print()
    table(("analyze", "CPU s", "stories", "quotes", "discrepancies"), rows)


def parts() -> None:
    """What each function that `analyze` calls costs alone; `shingle` stands for reading the texts once."""
    texts = bbc(SIZES[-1])
    alone: dict[str, Any] = {"n_threads": 1}
    clusters = copydesk.cluster(texts, level="story", **alone)
    quotes = copydesk.extract_quotes(texts, **alone)
    given = {"stories": clusters["cluster"], "quotes": quotes, **alone}
    work: dict[str, Callable[[], Any]] = {
        "shingle, for words cut and hashed once": lambda: copydesk.shingle(texts, **alone),
        'cluster(level="story")': lambda: copydesk.cluster(texts, level="story", **alone),
        "extract_quotes": lambda: copydesk.extract_quotes(texts, **alone),
        "match_quotes, of given quotes and stories": lambda: copydesk.match_quotes(texts, **given),
        "discrepancies, of the same": lambda: copydesk.discrepancies(texts, **given),
        "speakers": lambda: copydesk.speakers(quotes),
        "overlap, within stories": lambda: copydesk.overlap(texts, pairs=clusters, **alone),
        "passages, within stories": lambda: copydesk.passages(texts, pairs=clusters, **alone),
        "credits": lambda: copydesk.credits(texts, **alone),
        "boilerplate": lambda: copydesk.boilerplate(texts, **alone),
    }
    rows = [(name, f"{timed(call)[1]:.2f}") for name, call in work.items()]
    table((f"bbc, {len(texts):,} articles", "CPU s"), rows)


def related(texts: Sequence[str], labels: Sequence[str]) -> None:
    """One story of near-copies of one text, and one of texts mixed from the sentences of several versions."""
    first = labels[0]
    versions = [text for text, label in zip(texts, labels, strict=True) if label == first]
    rows = []
    for name, make in (("near-copies", near_copies), ("rewrites", rewrites)):
        for count in VERSIONS:
            story = make(versions, count)
            desk, spent = timed(lambda story=story: copydesk.analyze(story, stories=[0] * len(story), n_threads=1))
            quotes = desk.quotes
            given = {"stories": [0] * count, "quotes": quotes, "n_threads": 1}
            _, matching = timed(lambda story=story, given=given: copydesk.match_quotes(story, **given))
            _, comparing = timed(lambda story=story, given=given: copydesk.discrepancies(story, **given))
            times = (f"{one:.2f}" for one in (spent, matching, comparing))
            rows.append((f"{count} {name}", *times, f"{len(quotes):,}", f"{len(desk.passages):,}"))
    table(("one story", "analyze, CPU s", "match_quotes", "discrepancies", "quotes", "passages"), rows)


def near_copies(versions: Sequence[str], count: int) -> list[str]:
    """One text, of which each copy lacks one paragraph."""
    draw = random.Random(1)
    paragraphs = versions[0].split("\n\n")
    made = []
    for _ in range(count):
        gone = draw.randrange(1, len(paragraphs))
        made.append("\n\n".join(paragraphs[:gone] + paragraphs[gone + 1 :]))
    return made


def rewrites(versions: Sequence[str], count: int) -> list[str]:
    """Texts of paragraphs of all versions, drawn and shuffled."""
    draw = random.Random(2)
    paragraphs = [paragraph for text in versions for paragraph in text.split("\n\n")[1:]]
    heads = [text.split("\n\n")[0] for text in versions]
    made = []
    for _ in range(count):
        chosen = draw.sample(paragraphs, k=min(8, len(paragraphs)))
        made.append("\n\n".join([draw.choice(heads), *chosen]))
    return made
