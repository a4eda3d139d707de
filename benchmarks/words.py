"""A text in, its words and their runs out: the tokenisation that every tool in the benchmarks is given.

The slow, obvious twin of copydesk's own: the words of UAX #29 as far as Latin, Greek and Cyrillic news text needs them,
folded, by one regular expression. It needs nothing but the standard library, because peers run it in environments of
their own. Where the truth is made from it, a disagreement with copydesk shows as lost recall or precision.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SIZE = 5
"""Words in a shingle."""

# A letter, a stop, a letter; or a digit, a stop, a digit: rules WB6, WB7, WB11 and WB12 of UAX #29.
# The stop stands before the look-behind, and ASCII has an expression of its own: together twice as fast, and the peers
# pay for this.
_WORD = re.compile(r"\w++(?:(?:[.':·](?<=[^\W\d_].)(?=[^\W\d_])|[.',;](?<=\d.)(?=\d))\w++)*+")
_ASCII_WORD = re.compile(r"[a-z0-9_]++(?:[.',:;](?:(?<=[a-z][.':])(?=[a-z])|(?<=[0-9][.',;])(?=[0-9]))[a-z0-9_]++)*+")
_INVISIBLE = re.compile("[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


def words(text: str) -> list[str]:
    """The folded words of a text, in order.

    Args:
        text: Any text.

    Returns:
        Lower-case words; `it’s` and `It's` are one, `1,000` and `U.S` stay whole, a hyphen separates.
    """
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'")
        if not text.isascii():
            text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
            found = _WORD.findall(text)
            folded = (w if w.isascii() else unicodedata.normalize("NFKC", w).casefold() for w in found)
            return [w.lower() for w in folded if w.strip("_")]
        found = [w.lower() for w in _WORD.findall(text)]
    else:
        found = _ASCII_WORD.findall(text.lower())
    return [w for w in found if w.strip("_")] if "_" in text else found


def shingles(text: str, size: int = SIZE) -> Iterator[str]:
    """The runs of `size` words of a text, each joined by spaces, repeats included.

    Args:
        text: Any text.
        size: Words in a run.

    Returns:
        One run if the text has fewer words than `size`, none if it has no word.
    """
    found = words(text)
    if len(found) <= size:
        return iter([" ".join(found)] if found else [])
    return map(" ".join, zip(*(found[at:] for at in range(size)), strict=False))
