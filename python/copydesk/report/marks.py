"""Spans in, marked-up paragraphs out.

Quotes, speakers and cues may touch, nest or overlap; HTML elements may only nest. A mark that another one cuts is
closed and opened again, so each stays visible over its whole length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from copydesk.report.visible import visible, visible_markup

PARAGRAPH_END = re.compile(r"[\r\n]\s*")


@dataclass(frozen=True)
class Mark:
    """A span of a text, in code points, and how it is shown.

    Args:
        start: First code point.
        end: One past the last.
        style: CSS classes, from our own words only.
        anchor: Id of the element; a mark that is cut carries it on its first piece.
        number: Shown before its first piece; with `href` as a link.
        label: What a reader sees when pointing at it.
        group: What ties it to its counterparts elsewhere; on every piece.
        href: The anchor that the number leads to.
    """

    start: int
    end: int
    style: str
    anchor: str | None = None
    number: int | None = None
    label: str = ""
    group: int | None = None
    href: str | None = None


def mark_up(text: str, marks: Sequence[Mark]) -> Markup:
    """Return the text as HTML paragraphs with its marks.

    The text content of the result is `visible(text)`: paragraphs keep the line ends that they end in. Marks outside
    the text are cut to it, empty ones left out.

    Complexity: O(n + m log m + m·d) for n characters, m marks, at most d of them over one place.
    """
    size = len(text)
    inside = [mark for mark in marks if 0 <= mark.start < min(mark.end, size)]
    inside.sort(key=lambda mark: (mark.start, -mark.end))
    # Blank lines before the first word end no paragraph.
    breaks = {match.end() for match in PARAGRAPH_END.finditer(text) if match.start()} - {size}
    places = sorted({0, size} | breaks | {place for mark in inside for place in (mark.start, min(mark.end, size))})

    pieces: list[str] = [PARAGRAPH]
    open_marks: list[Mark] = []
    waiting = 0
    for place, following in zip(places, [*places[1:], size], strict=True):
        keep = next((depth for depth, mark in enumerate(open_marks) if mark.end <= place), len(open_marks))
        cut = 0 if place in breaks else keep
        again = [mark for mark in open_marks[cut:] if mark.end > place]
        pieces += [_close(mark) for mark in reversed(open_marks[cut:])]
        if place in breaks:
            pieces += [PARAGRAPH_CLOSE, PARAGRAPH]
        pieces += [_open(mark, again=True) for mark in again]
        open_marks[cut:] = again
        while waiting < len(inside) and inside[waiting].start == place:
            open_marks.append(inside[waiting])
            pieces.append(_open(inside[waiting]))
            waiting += 1
        pieces.append(visible_markup(text[place:following]))
    pieces += [_close(mark) for mark in reversed(open_marks)]
    return Markup("".join([*pieces, PARAGRAPH_CLOSE]))


PARAGRAPH = '<p dir="auto">'
PARAGRAPH_CLOSE = "</p>"


# Strings, not Markup, whose formatting would take most of the time of a large report: each value is escaped here. What
# is no part of the text (numbers) comes from style sheets, so that the text of the page is the text of the article.


def _tag(mark: Mark) -> str:
    return "mark" if mark.style.startswith("quote") else "span"


def _open(mark: Mark, *, again: bool = False) -> str:
    attributes = f' class="{escape(mark.style)}"'
    if mark.anchor and not again:
        attributes += f' id="{escape(mark.anchor)}"'
    if mark.group is not None:
        attributes += f' data-g="{mark.group:d}"'
    if mark.label:
        attributes += f' title="{escape(visible(mark.label))}"'
    return f"<{_tag(mark)}{attributes}>{'' if again else _number(mark)}"


def _number(mark: Mark) -> str:
    if mark.number is None:
        return ""
    if mark.href is None:
        return f'<span class="n" data-n="{mark.number:d}"></span>'
    said = f"{mark.number:d}, {escape(visible(mark.label))}"
    return f'<a class="n" href="#{escape(mark.href)}" data-n="{mark.number:d}" aria-label="{said}"></a>'


def _close(mark: Mark) -> str:
    return f"</{_tag(mark)}>"
