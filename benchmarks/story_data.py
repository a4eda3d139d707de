"""The labelled articles of the story benchmarks, as (id, text, title, story)."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from articles import data_folder


@dataclass(frozen=True)
class Told:
    """An article and the story that it tells."""

    id: str
    text: str
    title: str
    story: str
    collection: str
    date: str | None = None


def records(path: str) -> list[dict[str, Any]]:
    """The lines of a JSONL file below the data folder; ends the program with a message where it is absent."""
    file = data_folder() / path
    if not file.is_file():
        sys.exit(f"there is no {file}; set COPYDESK_DATA to the folder that holds news/ and families/")
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def basil() -> list[Told]:
    """Three independent reports of each of a hundred events."""
    found = records("news/basil.docs.jsonl")
    return [Told(one["id"], one["text"], one["title"], one["cluster"], "basil", one["date"]) for one in found]


def families() -> list[Told]:
    """Families of four rewrites and one hard negative; each negative is a story of its own."""
    found = records("families/articles.jsonl")
    negative = {"negative": " (other)"}
    return [
        Told(one["id"], one["text"], one["title"], one["family"] + negative.get(one["role"], ""), "families")
        for one in found
    ]


def seeds() -> list[Told]:
    """Four rewrites of one story and another story about the same man."""
    file = data_folder() / "news" / "seeds.clusters.json"
    folder = data_folder().parent / "seeds"
    if not file.is_file() or not folder.is_dir():
        return []
    clusters = json.loads(file.read_text(encoding="utf-8"))
    return [
        Told(name, (folder / f"{name}.txt").read_text(encoding="utf-8"), "", cluster["cluster"], "seeds")
        for cluster in clusters
        for name in cluster["ids"]
    ]


def collection(name: str) -> list[Told]:
    """A collection without labels: each article is a story of its own."""
    found = records(f"news/{name}.docs.jsonl")
    return [Told(one["id"], one["text"], one.get("title") or "", one["id"], name.split("_")[0]) for one in found]


def halves(articles: Sequence[Told]) -> tuple[set[str], set[str]]:
    """The events in two halves: one to learn from, one to be measured on."""
    events = sorted({article.story for article in articles})
    order = np.random.RandomState(0).permutation(events)
    return set(order[: len(events) // 2]), set(order[len(events) // 2 :])


def cut(article: Told, words: int) -> Told:
    """The first words of an article."""
    ends = [found.end() for found in re.finditer(r"\S+", article.text)]
    return article if len(ends) <= words else replace(article, text=article.text[: ends[words - 1]])


def one_of_each(articles: Sequence[Told], seed: int) -> list[Told]:
    """One article of each story, drawn with a seed."""
    rng = random.Random(seed)
    stories: dict[str, list[Told]] = {}
    for article in articles:
        stories.setdefault(article.story, []).append(article)
    return [rng.choice(stories[story]) for story in sorted(stories)]


def write_gold(articles: Sequence[Told], file: Path) -> None:
    """The gold clusters in the scorer's format."""
    stories: dict[str, list[str]] = {}
    for article in articles:
        stories.setdefault(article.story, []).append(article.id)
    file.write_text(json.dumps([{"cluster": story, "ids": ids} for story, ids in stories.items()]), encoding="utf-8")
