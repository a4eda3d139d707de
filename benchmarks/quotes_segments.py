"""Cut a text into what stands in one pair of quotation marks, as the labels of gold files are cut.

A plain cutter, independent of the library: it decides only where a labelled span that runs over several quotations, or
over the words between them, is divided.
"""

from __future__ import annotations

CLOSERS = {"“": '”"', "”": "”", "„": '“”"‟', "«": "»", "»": "«", '"': '"”'}


def opens(text: str, at: int) -> bool:
    """Whether a mark at `at` stands where one can open."""
    return at == 0 or text[at - 1].isspace() or text[at - 1] in '([{—–-/…“‘"'


def closes(text: str, at: int) -> bool:
    """Whether a mark at `at` stands where one can close."""
    return at + 1 >= len(text) or not text[at + 1].isalnum()


def quote_segments(text: str, *, german: bool, single: bool) -> list[tuple[int, int]]:
    """The outermost quotations, marks included; one that a paragraph leaves open ends with it."""
    found: list[tuple[int, int, bool]] = []
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        if line:
            paragraphs.append((start, start + len(line)))
            found += _in_line(text, start, start + len(line), german, single)
        start += len(line) + 1
    return sorted((a, b) for a, b, _ in _joined(text, paragraphs, found, single))


def _in_line(text: str, start: int, end: int, german: bool, single: bool) -> list[tuple[int, int, bool]]:
    found = []
    at = start
    while at < end:
        mark = text[at]
        if mark in '“„«"' or (mark == "”" and opens(text, at)) or (mark == "»" and german):
            if mark == '"' and not opens(text, at):
                at += 1
                continue
            to = at + 1
            while to < end and not _closes_double(text, at, to):
                if mark == "“" and text[to] == "“":
                    break
                to += 1
            if to < end and _closes_double(text, at, to):
                found.append((at, to + 1, True))
                at = to + 1
            else:
                found.append((at, at + len(text[at:to].rstrip()), False))
                at = max(to, at + 1)
            continue
        straight = mark == "'" and opens(text, at) and at + 1 < end and text[at + 1].isalpha()
        if single and (mark == "‘" or straight):
            to = _single_end(text, at, end)
            if to >= 0 and (mark == "‘" or to - at < 400):
                found.append((at, to + 1, True))
                at = to + 1
                continue
        at += 1
    return found


def _closes_double(text: str, opening: int, at: int) -> bool:
    if text[at] not in CLOSERS[text[opening]]:
        return False
    both_straight = text[at] == '"' and text[opening] == '"'
    return not (both_straight and opens(text, at) and not closes(text, at))


def _single_end(text: str, opening: int, end: int) -> int:
    closer = "’" if text[opening] == "‘" else "'"
    for at in range(opening + 1, end):
        if text[at] in '“”"':
            return -1
        if text[at] != closer or not closes(text, at):
            continue
        owned = text[at - 1] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
        if text[at - 1] not in ",.!?…—" and owned:
            # A plural’s possessive, if a closing mark still follows before anything opens.
            rest = text[at + 1 : end]
            stop = min((rest.find(mark) for mark in "‘“" if mark in rest), default=len(rest))
            if any(rest[k] == closer and closes(text, at + 1 + k) for k in range(stop)):
                continue
        return at
    return -1


def _joined(
    text: str, paragraphs: list[tuple[int, int]], found: list[tuple[int, int, bool]], single: bool
) -> list[tuple[int, int, bool]]:
    """Joins an open quotation to a closing mark in the next two lines that nothing opens before."""
    joined = list(found)
    for number, (start, end) in enumerate(paragraphs):
        last = len(text[:end].rstrip())
        left = [segment for segment in found if start <= segment[0] < end and not segment[2] and segment[1] >= last]
        opening = left[-1][0] if left else -1
        if opening < 0 and single:
            at = text.rfind("‘", start, end)
            inside = any(a <= at < b for a, b, _ in found)
            if at >= 0 and not inside and opens(text, at) and text.rstrip()[:end].rstrip()[-1:] in tuple(".!?,"):
                opening = at
        closer = {"‘": "’", "“": "”"}.get(text[opening] if opening >= 0 else "")
        if closer is None:
            continue
        for next_start, next_end in paragraphs[number + 1 : number + 3]:
            starts = [text.find(mark, next_start, next_end) for mark in '‘“"']
            stop = min([at for at in starts if at >= 0] or [next_end])
            ends = [
                at
                for at in range(next_start, stop)
                if text[at] == closer and text[at - 1] in ".,!?…" and closes(text, at)
            ]
            if ends:
                if left:
                    joined.remove(left[-1])
                joined.append((opening, ends[0] + 1, True))
                break
            if stop < next_end:
                break
    return joined
