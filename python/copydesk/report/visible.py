"""Hostile text made harmless: characters that act on the page are shown instead of obeyed.

A title with a right-to-left override can turn the words around it; a NUL can end a string in the wrong place. Such
characters appear as their code point; everything else stays what it is.
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
    """Return the text with each acting character as its code point, such as [U+0000].

    Example:
        >>> visible(f"a{chr(0)}b{chr(0x202E)}c")
        'a[U+0000]b[U+202E]c'
    """
    return ACTING.sub(lambda match: _symbol(match[0]), text)


def visible_markup(text: str) -> Markup:
    """Return the text escaped for HTML, each acting character as its code point in a frame.

    The text content of the result is `visible(text)`.
    """
    # None of the acting characters means anything to HTML, so they can be replaced in the escaped text. A parser turns
    # a raw carriage return into a line feed; a reference to one stays.
    escaped = str(escape(text)).replace("\r", "&#13;")
    return Markup(ACTING.sub(lambda match: _labelled(match[0]), escaped))


def _labelled(character: str) -> str:
    name = unicodedata.name(character, "CONTROL CHARACTER")
    return f'<span class="control" title="U+{ord(character):04X} {escape(name)}">{_symbol(character)}</span>'


def _symbol(character: str) -> str:
    # Unicode has pictures for some of these, and few fonts have the pictures.
    return f"[U+{ord(character):04X}]"
