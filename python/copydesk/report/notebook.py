"""What Jupyter shows of a desk and of its tables: the views of the report without links, scripts and ids.

Their styles neither reach the notebook nor are reached by it; `page.compose_output` says how.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from copydesk.articles import Articles
from copydesk.quotes import KINDS
from copydesk.records import SHOWN_ROWS, Records
from copydesk.report.page import compose_output
from copydesk.report.view import View
from copydesk.report.view.articles import Pile, is_in_body
from copydesk.report.view.grouping import grouped
from copydesk.report.view.stories import outline
from copydesk.report.visible import visible_markup

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["desk_html", "quotes_html", "stories_html"]

#: Entries that are shown of each kind; the rest is counted.
SHOWN = 10
#: Characters of a sentence that are shown on either side of a quote, and of a quote at most.
SIDE, LONGEST_QUOTE = 160, 400


def desk_html(desk: Desk) -> str:
    """The glance of the report, and what lies behind it, to be opened."""
    return compose_output("notebook_desk.html.j2", view=View(desk), shown=SHOWN)


def stories_html(records: Records, articles: Articles) -> str:
    """The clusters of more than one article."""
    known = records.to_list()
    groups, alone = grouped(known)
    ids = {record["row"]: record["id"] for record in known}
    pile = Pile(articles, [ids.get(row, row) for row in range(max(ids, default=-1) + 1)])
    stories = [outline(pile, group) for group in groups[:SHOWN]]
    return compose_output("notebook_stories.html.j2", stories=stories, total=len(groups), alone=len(alone))


def quotes_html(records: Records, articles: Articles) -> str:
    """Each quote in its sentence, speaker and cue marked."""
    shown = records[:SHOWN_ROWS].to_list()
    rows = [(record, _in_sentence(record, articles)) for record in shown]
    return compose_output("notebook_quotes.html.j2", rows=rows, total=len(records))


def _in_sentence(record: dict[str, Any], articles: Articles) -> Markup:
    row = record["row"]
    in_body = is_in_body(record, articles.text(row), articles.title(row))
    text = articles.text(row) if in_body else articles.title(row)
    # Where the caller has changed the texts since, the quote is what is left.
    if text is None or text[record["start"] : record["end"]] != record["text"]:
        return visible_markup(record["text"][:LONGEST_QUOTE])
    return marked(text, record)


def marked(text: str, record: dict[str, Any]) -> Markup:
    """The sentence of a quote as HTML, with quote, speaker and cue marked; long ones are cut on both sides."""
    parts = {"quote": (record["start"], record["end"])}
    for part in ("speaker", "cue"):
        if record[f"{part}_start"] is not None:
            parts[part] = (record[f"{part}_start"], record[f"{part}_end"])
    first = max(record["sentence_start"], record["start"] - SIDE)
    last = min(record["sentence_end"], record["end"] + SIDE)
    # A speaker in the sentence before is worth a longer look back.
    first = min([first, *(start for start, _ in parts.values() if first - 2 * SIDE <= start)])
    last = max([last, *(end for _, end in parts.values() if end <= last + SIDE)])
    edges = sorted({first, last} | {min(max(edge, first), last) for span in parts.values() for edge in span})
    kind = record["kind"] if record["kind"] in KINDS else "other"
    tags = {"quote": ("mark", f"quote {kind}"), "speaker": ("b", "speaker"), "cue": ("i", "cue")}
    pieces = ["… " if first > record["sentence_start"] else ""]
    for start, end in itertools.pairwise(edges):
        piece = text[start:end]
        if len(piece) > LONGEST_QUOTE:
            piece = f"{piece[: LONGEST_QUOTE // 2]} … {piece[-LONGEST_QUOTE // 2 :]}"
        shown = str(visible_markup(piece))
        for part, (left, right) in parts.items():
            if left <= start and end <= right:
                tag, style = tags[part]
                shown = f'<{tag} class="{style}">{shown}</{tag}>'
        pieces.append(shown)
    pieces.append(" …" if last < record["sentence_end"] else "")
    return Markup("".join(pieces))
