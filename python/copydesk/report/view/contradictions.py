"""The discrepancies of a desk in, out each with both sentences and the words in them that disagree, worst first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copydesk.report.marks import Mark
from copydesk.report.view.articles import Article, Pile
from copydesk.report.view.filters import Filters, Keys

if TYPE_CHECKING:
    from copydesk.desk import Desk

__all__ = ["Contradiction", "Side", "contradictions", "marks_of"]

Record = Mapping[str, Any]

SPEAKS_FOR_ITSELF = 30  # characters
WORDS_AROUND = 3


@dataclass(frozen=True)
class Side:
    """One of two versions: its sentence in three parts, the middle of which disagrees."""

    article: Article
    before: str
    text: str
    after: str
    anchor: str
    place: tuple[int, int] | None
    """Code points of the text, if it stands there."""

    @property
    def around(self) -> tuple[str, str]:
        """A few words before and after; "fourth" alone says little, and a whole quote says enough."""
        if len(self.text) > SPEAKS_FOR_ITSELF:
            return "", ""
        before, after = self.before.split(), self.after.split()
        return " ".join(before[-WORDS_AROUND:]), " ".join(after[:WORDS_AROUND])


@dataclass(frozen=True)
class Contradiction:
    """Two versions that disagree, or one article with itself."""

    number: int
    type: str
    relation: str
    severity: float
    detail: str
    left: Side
    right: Side
    keys: Keys
    story: int | None

    @property
    def within(self) -> bool:
        """Whether an article contradicts itself."""
        return self.left.article.row == self.right.article.row

    @property
    def anchor(self) -> str:
        """The id of the entry on the page."""
        return f"discrepancy-{self.number}"

    @property
    def name(self) -> str:
        """What kind of fact, for people."""
        return NAMES.get(self.type, self.type.replace("_", " "))


NAMES = {
    "quote_wording": "wording of a quote",
    "quote_vs_paraphrase": "quoted or paraphrased",
    "modality": "how sure",
}


def contradictions(desk: Desk, pile: Pile, filters: Filters, story_of: Mapping[int, int]) -> list[Contradiction]:
    """Arrange the discrepancies in their own order.

    Args:
        desk: What `analyze` found.
        pile: Its articles.
        filters: What entries are found by.
        story_of: The number of the story of each row that is in one.
    """
    found = []
    for number, record in enumerate(desk.discrepancies.to_list(), 1):
        rows = (record["left"], record["right"])
        left, right = (_side(record, side, number, pile) for side in ("left", "right"))
        found.append(
            Contradiction(
                number=number,
                type=record["type"],
                relation=record["relation"],
                severity=record["severity"],
                detail=record["detail"] or "",
                left=left,
                right=right,
                keys=filters.keys(rows, _quotes_at(record, pile), [record["type"]]),
                story=story_of.get(record["left"]),
            )
        )
    return found


def marks_of(found: Iterable[Contradiction]) -> dict[int, list[Mark]]:
    """What is marked in the texts, by row."""
    marks: dict[int, list[Mark]] = defaultdict(list)
    for one in found:
        for side in (one.left, one.right):
            if side.place is not None:
                label = f"{one.relation}: {one.name}"
                marks[side.article.row].append(Mark(*side.place, f"fact {one.relation}", side.anchor, label=label))
    return marks


def _side(record: Record, side: str, number: int, pile: Pile) -> Side:
    row, start, text = record[side], record[f"{side}_start"], record[f"{side}_text"]
    in_body = pile.in_body({"row": row, "field": record[f"{side}_field"]})
    sentence = record[f"{side}_sentence"] or text
    whole = (pile.text(row) if in_body else pile.title(row)) or ""
    # The sentence holds the words; where it repeats them, the place in the text tells which ones are meant.
    begin = whole.rfind(sentence, 0, start + len(sentence))
    at = start - begin if begin >= 0 and sentence[start - begin :].startswith(text) else sentence.find(text)
    if at < 0:
        sentence, at = text, 0
    marked = in_body and pile.shows(row)
    return Side(
        article=pile.article(row),
        before=sentence[:at],
        text=text,
        after=sentence[at + len(text) :],
        anchor=f"fact-{number}-{side}" if marked else pile.article(row).anchor,
        place=(start, record[f"{side}_end"]) if marked else None,
    )


def _quotes_at(record: Record, pile: Pile) -> Iterable[int]:
    """The quotes that lie at one of the two places: whoever says them is whom the discrepancy is about."""
    for side in ("left", "right"):
        for quote in pile.quotes[record[side]]:
            if quote["start"] < record[f"{side}_end"] and record[f"{side}_start"] < quote["end"]:
                yield quote["quote"]
