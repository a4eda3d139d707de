"""A word diff in the notation of wdiff in, its pieces out: what both have, what was left out, what was put in."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Piece", "pieces"]

EDIT = re.compile(r"\[-(?P<out>.*?)-\]|\{\+(?P<put>.*?)\+\}", re.DOTALL)


class Piece(NamedTuple):
    """A stretch of a diff; `kind` is "same", "out" or "put"."""

    kind: str
    text: str


def pieces(diff: str) -> list[Piece]:
    """Cut a diff into its pieces.

    Example:
        >>> [tuple(piece) for piece in pieces("will be [-closed-]{+shut+} until spring")]
        [('same', 'will be '), ('out', 'closed'), ('put', 'shut'), ('same', ' until spring')]
    """
    found, at = [], 0
    for edit in EDIT.finditer(diff):
        if edit.start() > at:
            found.append(Piece("same", diff[at : edit.start()]))
        found += [Piece(kind, text) for kind, text in edit.groupdict().items() if text is not None]
        at = edit.end()
    return found + ([Piece("same", diff[at:])] if at < len(diff) else [])
