"""Invented articles with what is hard: borderline pairs, chains, a story of 300 copies, empty and missing texts."""

import random

_SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "ai", "or", "en")]


def _words(rng, count):
    return ["".join(rng.choice(_SYLLABLES) for _ in range(3)) for _ in range(count)]


def edited(rng, words, changes):
    """Some words replaced."""
    words = list(words)
    for _ in range(changes):
        words[rng.randrange(len(words))] = rng.choice(_SYLLABLES)
    return words


def corpus(*, families=60, copies=300, chain=40, seed=5):
    """Texts in no order."""
    rng = random.Random(seed)
    texts = [None, "", "…", None, "two words", "Two words!"]
    for _ in range(families):
        article = _words(rng, rng.randrange(60, 160))
        texts.append(" ".join(article))
        # At five words a shingle and 100 words, 3 to 5 changes are on either side of 0.7.
        texts += [" ".join(edited(rng, article, rng.choice([0, 1, 3, 4, 5]))).title() for _ in range(rng.randrange(4))]
        if rng.random() < 0.4:
            texts.append(" ".join(article[: len(article) // 2]))
            texts.append(" ".join(_words(rng, 90) + article + _words(rng, 40)))
    story = _words(rng, 150)
    texts += [" ".join(edited(rng, story, rng.randrange(1, 9))) for _ in range(copies)]
    long = _words(rng, 100 + 5 * chain)
    texts += [" ".join(long[5 * at : 5 * at + 100]) for at in range(chain)]
    rng.shuffle(texts)
    return texts
