"""Fits the two models of level "story" and prints the numbers that stand in src/story/judgement.rs.

    python benchmarks/stories_fit.py

The story model learns from one half of BASIL's events, whole and cut to 25 to 200 words, and from the families' wrong
pairs; the families' rewrites are left to the rewrite model, which learns from them and from BASIL's pairs of different
events. No article of the haystack takes part. Logistic regression over the square roots of what `explain` measures.

Reads `news/basil.docs.jsonl`, `news/seeds.clusters.json`, `seeds/` beside the data folder and `families/articles.jsonl`
under COPYDESK_DATA.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from story_data import Told, basil, cut, families, halves, seeds

import copydesk

STORY = ("lead", "opening", "events", "phrases", "days", "brevity")
REWRITE = ("numbers", "phrases", "events", "brevity")
ROOTS = {"lead", "opening", "events", "phrases", "numbers"}

CUTS = (25, 40, 60, 100, 200)
"""Words to which articles are cut, so that the models know how little a short text shows."""

CUT_WEIGHT = 0.1
FAMILY_WEIGHT = 3.0
"""A family's pair counts as much as three of BASIL's, of which there are eight times as many; tried: 1, 2, 3, 4, 6."""

CAUTION = {"story": 1.1, "rewrite": 1.2}
"""Log odds that are taken off the fitted models, so that 0.5 is the threshold of a pair alone: a pair of strangers that
is joined costs more than a pair that is missed. Chosen on all of BASIL, one article of each event included, so that the
half that the weights do not learn from is not blind to these two."""

STRENGTH = {"story": 1.0, "rewrite": 10.0}
"""How little the weights are held back. Lead and opening say much the same, and unheld the lead takes all; tried for
the story model: 0.1, 0.3, 0.6, 1, 2, 4, 100."""


class Pairs:
    """All pairs of some documents: what they share and whether they belong together."""

    def __init__(self, documents: Sequence[Told]) -> None:
        """Measures them."""
        left, right = np.triu_indices(len(documents), 1)
        texts = [document.text for document in documents]
        shared = copydesk.explain([texts[at] for at in left], [texts[at] for at in right]).to_dict()
        self.shared = {name: np.array(shared[name]) for name in {*STORY, *REWRITE}}
        stories = np.array([document.story for document in documents])
        self.together = stories[left] == stories[right]
        self.both = (left, right)

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """One row a pair, one column a name, and ones."""
        columns = [np.sqrt(self.shared[name]) if name in ROOTS else self.shared[name] for name in names]
        return np.column_stack([*columns, np.ones(len(self.together))])


def fit(rows: np.ndarray, together: np.ndarray, weights: np.ndarray, strength: float) -> np.ndarray:
    """Logistic regression by Newton's method, with a quadratic penalty of 1 / strength on all but the last column."""
    found = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], 1 / strength)
    penalty[-1] = 0
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -500, 500)))
        slope = rows.T @ (weights * (likely - together)) + penalty * found
        curve = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-8:
            break
    return found


def main() -> None:
    """Fits and prints."""
    articles, rewrites, given = basil(), families(), seeds()
    known, _ = halves(articles)
    in_half = np.array([article.story in known for article in articles])
    story: list[tuple[Any, Any, Any]] = []
    rewrite: list[tuple[Any, Any, Any]] = []

    def learn(from_articles: Sequence[Told], from_rewrites: Sequence[Told], weight: float) -> None:
        pairs = Pairs(from_articles)
        half = in_half[pairs.both[0]] & in_half[pairs.both[1]]
        apart = half & ~pairs.together
        rows = pairs.matrix(STORY)
        story.append((rows[half], pairs.together[half], np.full(half.sum(), weight)))
        rewrite.append((pairs.matrix(REWRITE)[apart], pairs.together[apart], np.full(apart.sum(), weight)))
        pairs = Pairs(from_rewrites)
        wrong = ~pairs.together
        story.append((pairs.matrix(STORY)[wrong], pairs.together[wrong], np.full(wrong.sum(), weight * FAMILY_WEIGHT)))
        rewrite.append((pairs.matrix(REWRITE), pairs.together, np.full(len(wrong), weight)))

    learn(articles, rewrites, 1.0)
    for words in CUTS:
        learn([cut(one, words) for one in articles], [cut(one, words) for one in rewrites], CUT_WEIGHT)
    pairs = Pairs(given)
    wrong = ~pairs.together
    story.append((pairs.matrix(STORY)[wrong], pairs.together[wrong], np.full(wrong.sum(), FAMILY_WEIGHT)))
    rewrite.append((pairs.matrix(REWRITE), pairs.together, np.ones(len(wrong))))
    for name, names, sets in (("story", STORY, story), ("rewrite", REWRITE, rewrite)):
        rows, together, weights = (np.concatenate(parts) for parts in zip(*sets, strict=True))
        found = fit(rows, together.astype(float), weights, STRENGTH[name])
        found[-1] -= CAUTION[name]
        print(f"{name}:", "  ".join(f"{label} {value:.2f}" for label, value in zip([*names, "1"], found, strict=True)))


if __name__ == "__main__":
    main()
