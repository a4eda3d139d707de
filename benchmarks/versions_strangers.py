"""Utterances that `match_quotes` finds where there are none: unrelated articles of one outlet, taken for one story."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

from articles import articles, data_folder
from blocks import table

import copydesk

#: Articles of one outlet each, and how many are drawn at a time, how often.
OUTLETS = ("bbc", "isot_true")
DRAWN, DRAWS = 30, 6
#: Bounds of the similarity of a group: of that of its members that is least like the fullest.
BOUNDS = (0.1, 0.2, 0.35, 1.0)


def least_alike(texts: list[str]) -> list[float]:
    """The least similarity in each group that two documents have."""
    members = defaultdict(list)
    for record in copydesk.match_quotes(texts, stories=[0] * len(texts), language="en", n_threads=1):
        members[record["group"]].append(record)
    shared = (group for group in members.values() if len({record["row"] for record in group}) > 1)
    return [min(record["similarity"] for record in group) for group in shared]


def strangers() -> None:
    """Prints how many groups unrelated articles share, by how alike their members are."""
    rows = []
    for outlet in OUTLETS:
        path = data_folder() / "news" / f"{outlet}.docs.jsonl"
        if not path.exists():
            raise FileNotFoundError(path)
        texts = [text for _, text in articles(path)]
        found: list[float] = []
        for seed in range(DRAWS):
            found += least_alike(random.Random(seed).sample(texts, DRAWN))
        counts = Counter(next((bound for bound in BOUNDS if one < bound), "same") for one in found)
        rows.append((outlet, len(found), *(counts[bound] for bound in (*BOUNDS, "same"))))
    print(f"\nGroups of {DRAWS} draws of {DRAWN} unrelated articles each, by their least similarity.\n")
    table(("", "groups", *(f"< {bound:g}" for bound in BOUNDS), "same words"), rows)
