"""Two wordings in, out the stretch around their first difference, word by word.

Differences are written as everywhere in the package: [-what the left has-]{+what the right has+}. Case and punctuation
make none. The core compares whole quotes; this shows a few words of texts of any length to a person.
"""

from __future__ import annotations

import difflib

__all__ = ["first_difference"]

#: Equal words that are shown before the first difference.
_BEFORE = 6
#: Words of either side that are compared; difflib takes the square of it at worst.
_WORDS = 24
#: Characters of either text that are looked at; what differs later is not found.
_CHARACTERS = 20_000


def first_difference(left: str, right: str) -> str | None:
    """The words around the first difference of two texts; None where their words are the same.

    Example:
        >>> first_difference("The pier will be closed until spring.", "The pier will be shut until spring")
        'The pier will be [-closed-]{+shut+} until spring.'
    """
    lefts, rights = left[:_CHARACTERS].split(), right[:_CHARACTERS].split()
    left_keys, right_keys = [_folded(word) for word in lefts], [_folded(word) for word in rights]
    both = zip(left_keys, right_keys, strict=False)
    equal = next((at for at, (one, other) in enumerate(both) if one != other), min(len(lefts), len(rights)))
    if equal == len(lefts) == len(rights):
        return None
    first = max(0, equal - _BEFORE)
    window = slice(first, first + _WORDS)
    cut = len(lefts) > window.stop or len(rights) > window.stop
    pieces = _pieces(lefts[window], rights[window], left_keys[window], right_keys[window], cut=cut)
    return " ".join((["…"] if first else []) + pieces + (["…"] if cut else []))


def _pieces(
    lefts: list[str], rights: list[str], left_keys: list[str], right_keys: list[str], *, cut: bool
) -> list[str]:
    steps = difflib.SequenceMatcher(None, left_keys, right_keys, autojunk=False).get_opcodes()
    # Where the window ends, one side has words whose partners lie beyond it.
    if cut and len(steps) > 2 and steps[-1][0] != "equal":
        steps.pop()
    pieces = []
    for step, left_start, left_end, right_start, right_end in steps:
        gone, come = " ".join(lefts[left_start:left_end]), " ".join(rights[right_start:right_end])
        if step == "equal":
            pieces.append(gone)
        else:
            pieces.append((f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    return pieces


def _folded(word: str) -> str:
    """What is compared of a word: its letters and digits, or the mark itself."""
    return "".join(filter(str.isalnum, word)).casefold() or word
