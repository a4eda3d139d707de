"""Quotes grouped by who says them, as far as their articles and the names alone tell.

A speaker has the fullest name that the article gives ("Mr Denholm", "he": Pascal Denholm), else the words beside the
quote. "Castellan" and "Councillor Imre Castellan" are one person here when no other longer name in the report ends in
"Castellan". "A spokesman for Castellan" is not: what a name adds must be capitalised.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

LONGEST_NAME = 12  # words; what is longer is a clause, and is left alone

# A pronoun names a different person in each article, so it must not become one.
PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them"})


def is_pronoun(name: str) -> bool:
    """Tell whether a speaker is named by a pronoun alone."""
    return name.strip().casefold() in PRONOUNS


def name_of(quote: Mapping[str, Any]) -> str | None:
    """Return the name under which a quote is listed; None for a pronoun without one and for a quote of nobody."""
    speaker: str | None = quote["speaker"]
    name: str | None = quote.get("speaker_name")
    return name or (None if speaker is None or is_pronoun(speaker) else speaker)


def fold_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name the longest name in which it is the end, or itself where several longer ones differ.

    Example:
        >>> fold_names(["Castellan", "Cllr Imre Castellan"])["Castellan"]
        'Cllr Imre Castellan'
        >>> fold_names(["Holm", "Ada Holm", "Ben Holm"])["Holm"]
        'Holm'
    """
    spelled = {name: tuple(re.findall(r"\w+", name.casefold())) or (name,) for name in dict.fromkeys(names)}
    longer: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, words in spelled.items():
        longer[words].append(name)
        added = re.findall(r"\w+", name)[:-1] if len(words) <= LONGEST_NAME else []
        for cut, word in enumerate(added, 1):
            if not word[0].isupper():
                break
            longer[words[cut:]].append(name)
    return {name: _longest(longer[words], spelled, name) for name, words in spelled.items()}


def _longest(names: list[str], spelled: dict[str, tuple[str, ...]], itself: str) -> str:
    longest = max(names, key=lambda name: len(spelled[name]))
    words = spelled[longest]
    one_chain = all(words[len(words) - len(spelled[name]) :] == spelled[name] for name in names)
    return longest if one_chain else itself
