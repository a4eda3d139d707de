"""Sources in, quotes with known edits out; the same seed plants the same quotes.

The status of each is known from how it was made, not from how it reads. The edits are those of a newsroom: a clause
dropped with or without its dots, a word changed, two answers joined, a sentence retold. What a retelling replaces is
taken from other articles or from a short list of synonyms, so that no rule of the library can know it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """A quote, how it was made, the statuses that are right, and the row of its source."""

    text: str
    kind: str
    right: tuple[str, ...]
    row: int | None


COUNTS = {
    "verbatim": 60,
    "other case and marks": 50,
    "one or two words": 30,
    "note in brackets": 30,
    "marked gap": 60,
    "words dropped": 45,
    "words changed": 45,
    "words put in": 40,
    "joined from two places": 50,
    "retold": 40,
    "in no source": 50,
}
"""Quotes of each kind: 500."""

FAR = 40
"""Words between two places that a quote is joined from, at least: two sentences."""

SYNONYMS = dict(
    pair.split(":")
    for pair in [
        "said:stated",
        "will:would",
        "big:large",
        "show:demonstrate",
        "showed:demonstrated",
        "start:begin",
        "started:began",
        "help:assist",
        "people:citizens",
        "money:funds",
        "need:require",
        "needs:requires",
        "children:youngsters",
        "job:post",
        "jobs:posts",
        "get:obtain",
        "made:produced",
        "make:produce",
        "found:discovered",
        "think:believe",
        "thought:believed",
        "want:wish",
        "wants:wishes",
        "year:twelvemonth",
        "last:previous",
        "next:following",
        "also:too",
        "many:numerous",
        "use:employ",
        "used:employed",
        "company:firm",
        "firm:company",
        "government:cabinet",
        "old:aged",
        "new:fresh",
        "before:prior",
        "after:following",
        "nobody:no-one",
        "told:informed",
        "rise:increase",
        "fall:decline",
        "bought:purchased",
        "buy:purchase",
        "sold:disposed",
        "end:finish",
        "ended:finished",
        "work:labour",
        "plan:scheme",
    ]
)
"""Words that a retelling puts for others."""

ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("s", ""))
"""What a retelling takes from a word that it inflects otherwise."""


def plant(sources: Sequence[str], strangers: Sequence[str], seed: int = 1) -> list[Planted]:
    """Plants `COUNTS` quotes in `sources`; those in no source come from `strangers`.

    Raises:
        SystemExit: the texts are too short to quote from.
    """
    rng = random.Random(seed)
    makers: dict[str, Callable[[random.Random, list[str], list[str]], str | None]] = {
        "verbatim": _verbatim,
        "other case and marks": _marks,
        "one or two words": _short,
        "note in brackets": _note,
        "marked gap": _marked_gap,
        "words dropped": _dropped,
        "words changed": _changed,
        "words put in": _put_in,
        "joined from two places": _joined,
        "retold": _retold,
    }
    right = {
        "marked gap": ("ellipsis",),
        "words dropped": ("edited",),
        "words changed": ("edited",),
        "words put in": ("edited",),
        "joined from two places": ("spliced",),
        "retold": ("paraphrase",),
    }
    planted = []
    for kind, maker in makers.items():
        tries = 0
        while sum(one.kind == kind for one in planted) < COUNTS[kind]:
            tries += 1
            if tries > 100 * COUNTS[kind]:
                raise SystemExit(f"the sources are too short to plant quotes of the kind: {kind}")
            row = rng.randrange(len(sources))
            quote = maker(rng, sources[row].split(), rng.choice(strangers).split())
            if quote:
                planted.append(Planted(f"“{quote}”", kind, right.get(kind, ("verbatim",)), row))
    known = {run for source in sources for run in _runs(source.split())}
    wanted = len(planted) + COUNTS["in no source"]
    while len(planted) < wanted:
        quote = _run(rng, rng.choice(strangers).split(), 8, 25)
        # Another outlet may have the same agency's sentence, or the same footer.
        if known.isdisjoint(_runs(quote.split())):
            planted.append(Planted(f"“{quote}”", "in no source", ("not_found",), None))
    return planted


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Every five words in a row."""
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def _run(rng: random.Random, words: Sequence[str], least: int, most: int) -> str:
    return " ".join(_cut(rng, words, least, most)[0])


def _cut(rng: random.Random, words: Sequence[str], least: int, most: int) -> tuple[list[str], int]:
    length = min(len(words), rng.randint(least, most))
    at = rng.randint(0, len(words) - length)
    return list(words[at : at + length]), at


def _is_word(word: str) -> bool:
    return re.fullmatch(r"[^\W\d_]{2,}", word) is not None


def _verbatim(rng: random.Random, words: list[str], other: list[str]) -> str:
    return _run(rng, words, 5, 30)


def _marks(rng: random.Random, words: list[str], other: list[str]) -> str:
    text = _run(rng, words, 5, 30)
    text = rng.choice([str.upper, str.lower, str.capitalize, str.title, str])(text)
    text = text.replace("’", "'") if rng.random() < 0.5 else text.replace("'", "’")
    return text.replace(", ", rng.choice([" – ", " ", "; "])).replace(". ", rng.choice(["! ", ", ", " "])).strip(".,")


def _short(rng: random.Random, words: list[str], other: list[str]) -> str | None:
    cut, _ = _cut(rng, words, 1, 2)
    return " ".join(cut) if all(map(_is_word, cut)) else None


def _note(rng: random.Random, words: list[str], other: list[str]) -> str:
    cut, _ = _cut(rng, words, 8, 25)
    at = rng.randrange(2, len(cut) - 3)
    gone = rng.randint(0, 2)
    return " ".join([*cut[:at], f"[{' '.join(other[:2]).strip('[]')}]", *cut[at + gone :]])


def _marked_gap(rng: random.Random, words: list[str], other: list[str]) -> str | None:
    cut, _ = _cut(rng, words, 12, 45)
    at, gone = rng.randrange(3, len(cut) - 6), rng.randint(1, 20)
    if at + gone > len(cut) - 3:
        return None
    return " ".join([*cut[:at], rng.choice(["…", "...", "[…]", "[...]", ". . .", "(…)"]), *cut[at + gone :]])


def _dropped(rng: random.Random, words: list[str], other: list[str]) -> str:
    cut, _ = _cut(rng, words, 10, 30)
    gone = rng.randint(1, 5)
    at = rng.randrange(2, len(cut) - gone - 1)
    return " ".join([*cut[:at], *cut[at + gone :]])


def _changed(rng: random.Random, words: list[str], other: list[str]) -> str:
    cut, _ = _cut(rng, words, 8, 30)
    for _ in range(rng.randint(1, max(1, len(cut) // 8))):
        at = rng.randrange(1, len(cut) - 1)
        cut[at] = rng.choice([word for word in other if word != cut[at]])
    return " ".join(cut)


def _put_in(rng: random.Random, words: list[str], other: list[str]) -> str:
    cut, _ = _cut(rng, words, 8, 30)
    for _ in range(rng.randint(1, max(1, len(cut) // 8))):
        cut.insert(rng.randrange(1, len(cut) - 1), rng.choice(other))
    return " ".join(cut)


def _joined(rng: random.Random, words: list[str], other: list[str]) -> str | None:
    one, at = _cut(rng, words, 6, 15)
    two, then = _cut(rng, words, 6, 15)
    if max(at, then) - min(at + len(one), then + len(two)) < FAR:
        return None
    return " ".join([*one, *two])


def _retold(rng: random.Random, words: list[str], other: list[str]) -> str | None:
    """A sentence in another order: clauses turned round, small words dropped, words inflected or put otherwise."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s", " ".join(words)) if 12 <= len(part.split()) <= 35]
    if not sentences:
        return None
    clauses = re.split(
        r",\s|\s(?=(?:and|but|which|that|because|when|und|dass|weil|et|que|mais)\s)", rng.choice(sentences)
    )
    if len(clauses) < 2:
        return None
    clauses.reverse()
    retold = []
    for word in " ".join(clauses).split():
        bare = word.strip('.,;:!?"“”‘’«»„()').lower()
        if bare in SYNONYMS:
            retold.append(SYNONYMS[bare])
        elif len(bare) <= 3 and rng.random() < 0.5:
            continue
        elif len(bare) > 4 and bare.isalpha() and rng.random() < 0.2:
            retold.append(rng.choice(other))
        elif len(bare) > 5 and rng.random() < 0.4:
            ending = next((end for end in ENDINGS if bare.endswith(end[0])), ("", ""))
            retold.append(bare.removesuffix(ending[0]) + (ending[1] or rng.choice(["", "s"])))
        else:
            retold.append(word)
    return " ".join(retold)
