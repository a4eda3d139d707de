"""Hostile text made harmless: characters that act on the page are shown instead of obeyed.

A title with a right-to-left override can turn the words around it; a NUL can end a string in the wrong place. Such
characters appear as a symbol or as their code point; everything else stays what it is.
"""

import re
import unicodedata

from markupsafe import Markup, escape

# Control characters but tab and line ends; marks, overrides and isolates of the bidirectional algorithm; interlinear
# annotation; tags; halves of surrogate pairs, which UTF-8 cannot hold.
ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return the text with each acting character as a visible symbol.

    Example:
        >>> visible(f"a{chr(0)}b{chr(0x202E)}c")
        'a␀b[U+202E]c'
    """
    return ACTING.sub(lambda match: _symbol(match[0]), text)


def visible_markup(text: str) -> Markup:
    """Return the text escaped for HTML, each acting character as a labelled symbol.

    The text content of the result is `visible(text)`.
    """
    pieces: list[Markup] = []
    last = 0
    for match in ACTING.finditer(text):
        pieces += (_escaped(text[last : match.start()]), _labelled(match[0]))
        last = match.end()
    pieces.append(_escaped(text[last:]))
    return Markup("").join(pieces)


def _escaped(text: str) -> Markup:
    # A parser turns a raw carriage return into a line feed; a reference to one stays.
    return escape(text).replace("\r", Markup("&#13;"))


def _labelled(character: str) -> Markup:
    name = unicodedata.name(character, "CONTROL CHARACTER")
    label = f"U+{ord(character):04X} {name}"
    return Markup('<span class="control" title="{}">{}</span>').format(label, _symbol(character))


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the block of control pictures
    return "␡" if code == 0x7F else f"[U+{code:04X}]"
