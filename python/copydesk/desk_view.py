"""A desk in a notebook: its stories, the worst discrepancies, and the quotes that one version alone has."""

from __future__ import annotations

import html
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["desk_html"]

#: Stories, discrepancies and quotes that are shown of each; the rest is counted.
_SHOWN = 10
#: Characters of a headline or a quote that are shown.
_CHARACTERS = 120


def desk_html(desk: Desk, texts: Any, titles: Any, sources: Any) -> str:
    """The page; plain HTML, no script, no style sheet, and every word of an article escaped."""
    of_story: dict[int, list[int]] = defaultdict(list)
    for row, label in zip(desk.stories["row"], desk.stories["cluster"], strict=True):
        if label is not None:
            of_story[label].append(row)
    several = sorted((rows for rows in of_story.values() if len(rows) > 1), key=lambda rows: (-len(rows), rows))
    told = {row for rows in several for row in rows}
    alone = [
        record
        for record in desk.variants
        if record["status"] == "alone" and record["row"] in told and record["speaker_name"] is not None
    ]
    # What stands in marks comes first: a quotation that nobody else has is what an editor checks.
    alone.sort(key=lambda record: record["text"][:1].isalnum())
    parts = [
        f"<p>{len(desk.stories):,} documents, {len(of_story):,} stories, {len(several):,} of them in several versions, "
        f"{len(desk.quotes):,} quotes by {len(desk.speakers):,} speakers, "
        f"{len(desk.discrepancies):,} discrepancies</p>",
        _table(
            "Stories",
            ("versions", "headline", "outlets"),
            [(len(rows), _headline(rows[0], texts, titles), _outlets(rows, sources)) for rows in several],
        ),
        _table(
            "Discrepancies, worst first",
            ("severity", "type", "one version", "another", "why"),
            [
                (f"{found['severity']:.2f}", found["type"], found["left_text"], found["right_text"], found["detail"])
                for found in desk.discrepancies[:_SHOWN]
            ],
            len(desk.discrepancies),
        ),
        _table(
            "Quotes that one version alone has",
            ("document", "speaker", "quote"),
            [(record["id"], record["speaker_name"], record["text"]) for record in alone],
        ),
    ]
    return "<div>" + "".join(parts) + "</div>"


def _table(heading: str, names: tuple[str, ...], rows: list[tuple[Any, ...]], total: int | None = None) -> str:
    total = len(rows) if total is None else total
    if not rows:
        return ""
    head = "".join(f"<th>{name}</th>" for name in names)
    body = "".join("<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in rows[:_SHOWN])
    more = f"<p>first {_SHOWN} of {total:,}</p>" if total > _SHOWN else ""
    return f"<h4>{heading}</h4><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    text = " ".join(str(value).split())
    if len(text) > _CHARACTERS:
        text = text[:_CHARACTERS] + "…"
    # Direction marks in an article must not turn the cells after it around.
    return f'<td style="text-align:left"><bdi>{html.escape(text)}</bdi></td>'


def _headline(row: int, texts: Any, titles: Any) -> str:
    for column in (titles, texts):
        value = None if column is None else _value(column, row)
        if isinstance(value, str) and value.strip():
            return value.strip().splitlines()[0]
    return ""


def _outlets(rows: list[int], sources: Any) -> str:
    if sources is None:
        return ""
    return ", ".join(dict.fromkeys(str(value) for row in rows if isinstance(value := _value(sources, row), str)))


def _value(column: Any, row: int) -> Any:
    """The value of a row, by position whatever the column's index."""
    try:
        value = column.iloc[row] if hasattr(column, "iloc") else column[row]
        return value.as_py() if hasattr(value, "as_py") else value
    except (IndexError, KeyError):  # the caller has changed the column since
        return None
