"""Articles and what was found in them in, out what is shown of each: heading, outlet, moment, and the marked text."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from copydesk.articles import Articles
from copydesk.quotes import KINDS
from copydesk.report.marks import Mark, mark_up

__all__ = ["Article", "Pile", "is_in_body"]

Record = Mapping[str, Any]

# A first line up to this length that ends in no full stop stands in for a missing title. It is only a heading on the
# page, so a wrong guess costs little; the length is that of a long sentence.
LONGEST_HEADLINE = 200
LONGEST_LABEL = 28  # what fits above a column and beside a plot
LONGEST_OPENING = 90  # of a text without headline


@dataclass(frozen=True)
class Article:
    """What stands above an article."""

    row: int
    heading: str
    headed: bool
    """Whether the heading is the first line of the text."""
    id: str
    outlet: str
    moment: dt.datetime | None
    anchor: str
    """The id of its text on the page; that of another article, where both have the same words."""

    @property
    def label(self) -> str:
        """A short name: the outlet, else the id, cut where it is long."""
        name = self.outlet or self.id
        return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"

    @property
    def when(self) -> str:
        """The day, and the time where there is one."""
        return shown_moment(self.moment)


def shown_moment(moment: dt.datetime | None) -> str:
    """A moment as people read it in any country; midnight is a day without a time.

    Example:
        >>> shown_moment(dt.datetime(2025, 3, 4, 8, 30)), shown_moment(dt.datetime(2025, 3, 4))
        ('2025-03-04 08:30', '2025-03-04')
    """
    if moment is None:
        return ""
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date().isoformat() + ("" if midnight else f" {moment:%H:%M}")


class Pile:
    """Articles by row, and what was found in each.

    Args:
        articles: Their columns.
        ids: The id of each row.
        quotes: The records of `extract_quotes`, to be marked.
        blocks: The records of `boilerplate`, to be marked.
        copies: For an article that is not shown, since another one has the same words, the row of that one.
    """

    def __init__(
        self,
        articles: Articles,
        ids: Sequence[int | str],
        *,
        quotes: Iterable[Record] = (),
        blocks: Iterable[Record] = (),
        copies: Mapping[int, int] | None = None,
    ) -> None:
        self._articles, self._ids, self._copies = articles, ids, copies or {}
        self.text, self.title = articles.text, articles.title
        self.article = cache(self._article)
        self.quotes: dict[int, list[Record]] = defaultdict(list)
        self._blocks: dict[int, list[Record]] = defaultdict(list)
        for quote in quotes:
            self.quotes[quote["row"]].append(quote)
        for block in blocks:
            self._blocks[block["row"]].append(block)

    def __len__(self) -> int:
        return len(self._ids)

    def shows(self, row: int) -> bool:
        """Whether a row is shown itself, not another one of the same words."""
        return row not in self._copies

    def anchor_of(self, quote: Record) -> str:
        """Where a quote is marked on the page, or where its article begins."""
        row = quote["row"]
        if quote["quote"] is None or not self.shows(row) or not self.in_body(quote):
            return self.article(row).anchor
        return f"quote-{quote['quote']}"

    def body(self, row: int, more: Iterable[Mark] = ()) -> Markup | None:
        """The text with its quotes, what is not its own, and further marks; None without a text."""
        text = self.text(row)
        if text is None:
            return None
        quotes = [quote for quote in self.quotes[row] if self.in_body(quote)]
        blocks = [block for block in self._blocks[row] if self.in_body(block)]
        return mark_up(text, [*more, *_quote_marks(quotes), *map(_block_mark, blocks)])

    def in_body(self, record: Record) -> bool:
        """Whether the offsets of a record are of its text, not of a headline beside it."""
        return is_in_body(record, self.text(record["row"]), self.title(record["row"]))

    def _article(self, row: int) -> Article:
        text, title = self.text(row), (self.title(row) or "").strip()
        first_line = "" if title else _headline(text)
        return Article(
            row=row,
            heading=title or first_line or _opening(text) or f"Article {self._ids[row]}",
            headed=bool(first_line),
            id=str(self._ids[row]),
            outlet=self._articles.outlet(row),
            moment=self._articles.moment(row),
            anchor=f"article-{self._copies.get(row, row)}",
        )


def is_in_body(record: Record, text: str | None, title: str | None) -> bool:
    """Whether the offsets of a record are of the text, not of a headline beside it."""
    if record["field"] != "title" or title is None:
        return text is not None
    # A headline that the text begins with is read there.
    return text is not None and text.lstrip().startswith(title.strip())


def _headline(text: str | None) -> str:
    """The first line of a text, where it is a headline."""
    start = (text or "").lstrip()[: LONGEST_HEADLINE + 1]
    first, _, rest = start.partition("\n")
    return first.strip() if rest and not re.search(r"[.!?][\"'\u201d\u2019]*\s*$", first) else ""


def _opening(text: str | None) -> str:
    words = " ".join((text or "")[: 4 * LONGEST_OPENING].split())
    return words if len(words) <= LONGEST_OPENING else f"{words[:LONGEST_OPENING].rsplit(' ', 1)[0]} …"


def _quote_marks(quotes: Sequence[Record]) -> list[Mark]:
    marks, parts = [], set()
    for quote in quotes:
        closed = quote["closed"] or quote["inner_start"] is None
        facts = (quote["kind"], quote["speaker_name"] or quote["speaker"], None if closed else "no closing mark")
        kind = quote["kind"] if quote["kind"] in KINDS else "other"
        style = f"quote {kind}" if closed else f"quote {kind} unclosed"
        label = " · ".join(filter(None, facts))
        marks.append(Mark(quote["start"], quote["end"], style, anchor=f"quote-{quote['quote']}", label=label))
        # Two quotes around one "she said" share speaker and cue.
        for part in ("speaker", "cue"):
            if quote[f"{part}_start"] is not None:
                parts.add((quote[f"{part}_start"], quote[f"{part}_end"], part))
    return marks + [Mark(start, end, part) for start, end, part in sorted(parts)]


def _block_mark(block: Record) -> Mark:
    label = f"not the article’s own: {block['kind'].replace('_', ' ')}"
    return Mark(block["start"], block["end"], "block", label=label)
