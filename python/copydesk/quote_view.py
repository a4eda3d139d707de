"""Quotes that a notebook shows in their sentences, speaker and cue marked."""

from __future__ import annotations

import html
import itertools
from typing import Any

from copydesk._copydesk import Table
from copydesk.cells import text_at
from copydesk.records import SHOWN_ROWS, Records

__all__ = ["QuoteRecords"]

#: Characters of a sentence that are shown on either side of a quote, and of a quote at most.
_SIDE, _QUOTE = 160, 400
#: What marks each part; a style beside the element, since notebooks strip style sheets.
_MARKS = {
    "quote": ('<mark style="background:#fff3bf;color:inherit">', "</mark>"),
    "speaker": ("<b>", "</b>"),
    "cue": ('<i style="text-decoration:underline">', "</i>"),
}


class QuoteRecords(Records):
    """The records of `extract_quotes`; like any `Records`, but a notebook shows each quote in its sentence.

    The texts are not copied: a sentence is looked up where the caller has it, and left out where it has changed.
    """

    __slots__ = ("_texts", "_titles")
    _texts: Any
    _titles: Any

    def __init__(self, table: Table, texts: Any, titles: Any = None) -> None:
        super().__init__(table)
        object.__setattr__(self, "_texts", texts)
        object.__setattr__(self, "_titles", titles)

    def _over(self, table: Table) -> Records:
        return QuoteRecords(table, self._texts, self._titles)

    def _repr_html_(self) -> str:
        shown = self[:SHOWN_ROWS].to_list()
        names = ("id", "kind", "in its sentence", "speaker", "role", "confidence")
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "".join(self._row(record) for record in shown)
        more = f"first {len(shown)} of {len(self):,} quotes" if len(self) > len(shown) else f"{len(self):,} quotes"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{more}</p>"

    def _row(self, record: dict[str, Any]) -> str:
        confidence = "" if record["confidence"] is None else f"{record['confidence']:.2f}"
        plain = [
            record["id"],
            record["kind"],
            None,
            record["speaker_name"] or record["speaker"],
            record["speaker_role"],
        ]
        cells = ["" if value is None else f"<bdi>{html.escape(str(value))}</bdi>" for value in plain]
        cells[2] = self._in_sentence(record)
        return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in [*cells, confidence]) + "</tr>"

    def _in_sentence(self, record: dict[str, Any]) -> str:
        own = self._titles if record["field"] == "title" and self._titles is not None else self._texts
        text = text_at(own, record["row"])
        if text is None or text[record["start"] : record["end"]] != record["text"]:
            return f"<bdi>{html.escape(record['text'][:_QUOTE])}</bdi>"
        return f"<bdi>{marked(text, record)}</bdi>"


def marked(text: str, record: dict[str, Any]) -> str:
    """The sentence of a quote as HTML, with quote, speaker and cue marked; long ones are cut on both sides."""
    parts = {"quote": (record["start"], record["end"])}
    for part in ("speaker", "cue"):
        if record[f"{part}_start"] is not None:
            parts[part] = (record[f"{part}_start"], record[f"{part}_end"])
    first = max(record["sentence_start"], record["start"] - _SIDE)
    last = min(record["sentence_end"], record["end"] + _SIDE)
    # A speaker in the sentence before is worth a longer look back.
    first = min([first, *(start for start, _ in parts.values() if first - 2 * _SIDE <= start)])
    last = max([last, *(end for _, end in parts.values() if end <= last + _SIDE)])
    edges = sorted({first, last} | {min(max(edge, first), last) for span in parts.values() for edge in span})
    pieces = ["… " if first > record["sentence_start"] else ""]
    for start, end in itertools.pairwise(edges):
        inside = [part for part, (left, right) in parts.items() if left <= start and end <= right]
        piece = text[start:end]
        if len(piece) > _QUOTE:
            piece = piece[: _QUOTE // 2] + " … " + piece[-_QUOTE // 2 :]
        piece = html.escape(piece).replace("\n", "<br>")
        for part in inside:
            opening, closing = _MARKS[part]
            piece = f"{opening}{piece}{closing}"
        pieces.append(piece)
    pieces.append(" …" if last < record["sentence_end"] else "")
    return "".join(pieces)
