"""Quotes grouped by who says them, as far as the names alone tell.

"Castellan" and "Councillor Imre Castellan" are one person here when no other longer name in the report ends in
"Castellan". Who "she" is, or that two different titles belong to one person, is not decided here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

# A pronoun names a different person in each article, so it must not become one.
PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them"})


def is_pronoun(name: str) -> bool:
    """Tell whether a speaker is named by a pronoun alone."""
    return name.strip().casefold() in PRONOUNS


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
        for cut in range(len(words)):
            longer[words[cut:]].append(name)
    return {name: _longest(longer[words], spelled, name) for name, words in spelled.items()}


def _longest(names: list[str], spelled: dict[str, tuple[str, ...]], itself: str) -> str:
    longest = max(names, key=lambda name: len(spelled[name]))
    words = spelled[longest]
    one_chain = all(words[len(words) - len(spelled[name]) :] == spelled[name] for name in names)
    return longest if one_chain else itself
