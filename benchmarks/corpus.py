"""Base articles in, a corpus with planted copies of known kind out; the same seed makes the same corpus.

The articles come from JSON Lines files (field `text`), or from a generator of this module's own. Only the script is
kept in the repository: a corpus is made anew for each run.
"""

from __future__ import annotations

import json
import math
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Marks = Literal["given", "ascii", "curly"]

BASE_SHARE = 0.55
"""Share of the documents that are base articles; the rest are copies of them."""

LEAST_CHARACTERS = 500
"""Shorter articles (market notices, single headlines) are no base: an edit of one leaves nothing to find."""


@dataclass(frozen=True)
class Document:
    """A document, what was done to make it, and the rows of the articles that it was made from."""

    text: str
    kind: str
    origins: tuple[int, ...] = ()


# --- articles ---


def read_articles(files: Sequence[Path], least: int = LEAST_CHARACTERS) -> list[str]:
    """The texts of JSON Lines files, without repeats and without those shorter than `least` characters.

    Args:
        files: Files with one JSON object a line, each with a string `text`.
        least: Fewest characters of an article.

    Returns:
        The texts in the order of the files.

    Raises:
        SystemExit: a file is absent, or a line has no `text`.
    """
    texts: dict[str, None] = {}
    for file in files:
        if not file.is_file():
            raise SystemExit(
                f"there is no file {file}; give JSON Lines files with a field `text` by --articles, set COPYDESK_DATA "
                "to the folder that relative paths start from, or leave --articles out for generated articles"
            )
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                text = json.loads(line).get("text")
                if not isinstance(text, str):
                    raise SystemExit(f"{file}, line {number}: no string `text`")
                if len(text) >= least:
                    texts[text] = None
    return list(texts)


def generate_articles(count: int, seed: int = 1) -> list[str]:
    """Articles of a made-up language with the statistics of news text.

    Words follow Zipf's law with its usual exponent of 1 over 30,000 words, sentences have 6 to 32 words, lengths are
    log-normal around 2.2 KB (as the BBC's articles are), and some sentences are quotations.

    Args:
        count: Number of articles.
        seed: Seed of the generator.

    Returns:
        ASCII texts.
    """
    rng = random.Random(seed)
    onsets = [
        "",
        "b",
        "br",
        "c",
        "ch",
        "d",
        "dr",
        "f",
        "g",
        "h",
        "j",
        "k",
        "l",
        "m",
        "n",
        "p",
        "pr",
        "r",
        "s",
        "st",
        "t",
        "v",
    ]
    rimes = ["a", "an", "ar", "e", "en", "er", "est", "i", "in", "ing", "ion", "o", "on", "or", "ou", "u", "un", "y"]
    vocabulary: dict[str, None] = {}
    while len(vocabulary) < 30_000:
        # Frequent words are short, as in any language.
        syllables = 1 + min(3, int(math.log(len(vocabulary) + 2, 25)) + rng.randrange(2))
        vocabulary["".join(rng.choice(onsets) + rng.choice(rimes) for _ in range(syllables))] = None
    ranked = list(vocabulary)
    weights, total = [], 0.0
    for rank in range(1, len(ranked) + 1):
        total += 1 / rank
        weights.append(total)

    def sentence() -> str:
        found = rng.choices(ranked, cum_weights=weights, k=rng.randint(6, 32))
        if rng.random() < 0.3:
            at = rng.randrange(len(found))
            found[at] = str(rng.choice([rng.randint(2, 99), rng.randint(1900, 2030), f"{rng.randint(1, 99)},000"]))
        if rng.random() < 0.4:
            at = rng.randrange(1, len(found))
            found[at - 1] += ","
        if rng.random() < 0.2:
            at = rng.randrange(len(found))
            found[at] += "'s"
        text = " ".join(found)
        text = text[0].upper() + text[1:]
        return f'"{text}," said {rng.choice(ranked).title()}.' if rng.random() < 0.15 else text + "."

    articles = []
    for _ in range(count):
        length = min(12_000.0, max(LEAST_CHARACTERS + 100.0, rng.lognormvariate(math.log(1950), 0.5)))
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(" ".join(sentence() for _ in range(rng.randint(1, 4))))
        articles.append("\n\n".join(paragraphs))
    return articles


# --- edits ---

OUTLETS = [
    "Harbour Courier",
    "Evening Ledger",
    "North Coast Press",
    "Daily Register",
    "City Observer",
    "Valley Tribune",
    "Metro Chronicle",
    "Island Post",
]
_BOILERPLATE = (
    "Sign up to the {0} newsletter and get the day's stories in your inbox every morning. By signing up you agree to "
    "our terms of use and privacy policy. Follow the {0} on social media for more. Do you have a story for us? Write "
    "to our news desk, and we may publish what you send. Copyright {0}. All rights reserved. No part of this article "
    "may be reproduced without the written permission of the publisher, {0} Media Group."
)

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’]?\s+")


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part]


def _edit_words(rng: random.Random, text: str, share: float) -> str:
    """Replaces, drops, doubles or swaps about `share` of the words, in places that lie apart."""
    found = text.split(" ")
    for _ in range(max(1, round(len(found) * share))):
        at = rng.randrange(len(found))
        match rng.randrange(4):
            case 0:
                found[at] = rng.choice(found)
            case 1 if len(found) > 2:
                del found[at]
            case 2:
                found.insert(at, rng.choice(found))
            case _:
                other = min(at + 1, len(found) - 1)
                found[at], found[other] = found[other], found[at]
    return " ".join(found)


def _kept_run(rng: random.Random, text: str, least: float, most: float) -> str:
    """A run of the text that starts and ends between two words: the beginning, more often than not."""
    found = text.split(" ")
    length = max(1, round(len(found) * rng.uniform(least, most)))
    start = 0 if rng.random() < 0.7 else rng.randint(0, len(found) - length)
    return " ".join(found[start : start + length])


def _reprint(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = lines[at].upper() if rng.random() < 0.5 else lines[at].lower()
    text = rng.choice(["\n", "\n\n", " \n"]).join(lines)
    text = text.replace(", ", rng.choice([" - ", " , ", "; ", " "])).replace('"', rng.choice(["''", '"', "*"]))
    return text.replace(". ", rng.choice([".  ", ".\n", " . ", "! "]))


def _light(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    return _edit_words(rng, text, rng.uniform(0.002, 0.03))


def _heavy(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    text = _edit_words(rng, text, rng.uniform(0.02, 0.08))
    parts = _sentences(text)
    if len(parts) > 2:
        at = rng.randrange(len(parts) - 1)
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return " ".join(parts)


def _truncated(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    return _kept_run(rng, text, 0.35, 0.95)


def _dropped(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    parts = _sentences(text)
    share = rng.uniform(0.1, 0.4)
    kept = [part for part in parts if rng.random() > share] or parts[:1]
    return _edit_words(rng, " ".join(kept), rng.uniform(0.002, 0.02))


def _embedded(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    before = _kept_run(rng, others(), 0.2, 1.0)
    after = _kept_run(rng, others(), 0.2, 1.0)
    return "\n\n".join([before, text, after])


def _boilerplate(rng: random.Random, text: str, others: Callable[[], str]) -> str:
    return text + "\n\n" + _BOILERPLATE.format(rng.choice(OUTLETS))


EDITS: dict[str, Callable[[random.Random, str, Callable[[], str]], str]] = {
    "reprint": _reprint,
    "light edit": _light,
    "heavy edit": _heavy,
    "truncated": _truncated,
    "dropped and edited": _dropped,
    "embedded": _embedded,
    "boilerplate added": _boilerplate,
}
"""Edits of one article: (rng, text, another article) to the copy. "merged" has two origins and stands in `build`."""

KINDS = [*EDITS, "merged"]


# --- marks ---

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


def to_ascii(text: str) -> str:
    """The text with straight marks, and without what ASCII lacks."""
    return text if text.isascii() else text.translate(_STRAIGHT).encode("ascii", "ignore").decode()


def to_curly(text: str) -> str:
    """The text with curly marks; one that has no marks gets a pair around its first words."""
    curled = re.sub(r"(?<!\w)\"(?=\w)", "“", text).replace('"', "”")
    curled = re.sub(r"(?<!\w)'(?=\w)", "‘", curled).replace("'", "’")
    if curled == text and text.isascii():
        head, _, rest = text.partition(" ")
        curled = f"“{head}” {rest}"
    return curled


def with_marks(rng: random.Random, articles: Sequence[str], marks: Marks) -> list[str]:
    """The articles as they are, in ASCII, or with curly marks in nine of ten."""
    if marks == "ascii":
        return [to_ascii(text) for text in articles]
    if marks == "curly":
        return [to_curly(text) if rng.random() < 0.9 else text for text in articles]
    return list(articles)


# --- the corpus ---


def build(articles: Sequence[str], documents: int, seed: int = 1, marks: Marks = "given") -> list[Document]:
    """Mixes articles with planted copies of them, in random order.

    Args:
        articles: Base articles; the first `BASE_SHARE` of `documents` in a random order are taken, or all.
        documents: Number of documents to make.
        seed: Seed of the choice, of the edits and of the order.
        marks: Whether to leave the articles' marks, to make everything ASCII, or to plant curly marks.

    Returns:
        The documents; kind "untouched" for a base article, else one of `KINDS` with the rows of its origins.

    Raises:
        SystemExit: there are fewer than three articles, or fewer than three documents are asked for.
    """
    rng = random.Random(seed)
    base = with_marks(rng, rng.sample(list(articles), min(len(articles), round(documents * BASE_SHARE))), marks)
    if len(base) < 3:
        raise SystemExit(f"a corpus needs 3 base articles or more, got {len(base)} for {documents} documents")

    made = [Document(text, "untouched") for text in base]
    for number in range(documents - len(base)):
        kind = KINDS[number % len(KINDS)]
        origin = rng.randrange(len(base))
        if kind == "merged":
            other = rng.choice([row for row in rng.sample(range(len(base)), 2) if row != origin])
            halves = [_kept_run(rng, base[row], 0.75, 1.0) for row in (origin, other)]
            made.append(Document("\n\n".join(halves), kind, (origin, other)))
        else:
            text = EDITS[kind](rng, base[origin], lambda: rng.choice(base))
            made.append(Document(text, kind, (origin,)))
    if marks == "ascii":
        made = [Document(to_ascii(d.text), d.kind, d.origins) for d in made]

    order = list(range(len(made)))
    rng.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    return [Document(made[old].text, made[old].kind, tuple(place[o] for o in made[old].origins)) for old in order]


def write(documents: Sequence[Document], path: Path) -> None:
    """Writes a corpus as JSON Lines: text, kind, origins."""
    with path.open("w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")


def planted(documents: Sequence[Document]) -> Iterator[tuple[int, int, str]]:
    """The planted pairs: (smaller row, larger row, kind)."""
    for row, document in enumerate(documents):
        for origin in document.origins:
            yield min(row, origin), max(row, origin), document.kind


def describe(documents: Sequence[Document]) -> str:
    """One line on a corpus: documents, megabytes, share with curly marks."""
    size = sum(len(d.text.encode()) for d in documents)
    curly = sum(any(mark in d.text for mark in "‘’“”") for d in documents)
    return f"{len(documents):,} documents, {size / 1e6:.1f} MB, curly marks in {curly / len(documents):.0%}"


if __name__ == "__main__":
    print(describe(build(generate_articles(2000), 4000)), file=sys.stderr)
