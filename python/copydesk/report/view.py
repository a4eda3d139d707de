"""Records in, what the templates show out: cards, rows, marks and anchors, with no HTML but the marked text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup

from copydesk.errors import ParameterError
from copydesk.report.marks import Mark, mark_up
from copydesk.report.people import fold_names, is_pronoun, name_of

Record = Mapping[str, Any]

# A first line up to this length that ends in no full stop stands in for a missing title. It is only a heading on the
# page, so a wrong guess costs little; the length is that of a long sentence.
LONGEST_HEADLINE = 200
LONGEST_LABEL = 28  # two lines of the last column of a table


# The kinds that have a colour of their own; any other is still marked.
KINDS = ("direct", "mixed", "scare")

# The relations whose similarity is a probability.
STORY_RELATIONS = ("rewrite", "story")
RELATIONS = ("exact", "near", "partial", *STORY_RELATIONS)
LEVELS = ("exact", "near", "partial", "story")


def how_likely(probability: float | None) -> str:
    """Say a probability; one below 1 is never shown as certain.

    Example:
        >>> how_likely(0.9997)
        '99 % likely'
    """
    return f"{int((probability or 0) * 100)} % likely"


@dataclass(frozen=True)
class QuoteView:
    """One quote, as the margin and the speakers' tables show it."""

    row: int
    number: int
    text: str
    kind: str
    speaker: str | None
    name: str | None
    cue: str | None
    closed: bool

    @property
    def anchor(self) -> str:
        """The id of the mark in the article."""
        return f"quote-{self.row}-{self.number}"

    @property
    def style(self) -> str:
        """The class that colours it."""
        return self.kind if self.kind in KINDS else "other"


@dataclass(frozen=True)
class ArticleView:
    """One article with its marked text."""

    row: int
    heading: str
    id: str
    source: str
    date: str
    body: Markup | None
    quotes: list[QuoteView]
    cluster: int | None = None
    headline_in_text: bool = False

    @property
    def anchor(self) -> str:
        """The id of the article on the page."""
        return f"article-{self.row}"

    @property
    def label(self) -> str:
        """A short name for a link: the outlet, else the id, else the start of the headline."""
        if self.source:
            return self.source
        return self.id if len(self.id) <= LONGEST_LABEL else f"{self.heading[:LONGEST_LABEL]}…"


@dataclass(frozen=True)
class MemberView:
    """One article in a cluster and what ties it in."""

    article: ArticleView
    relation: str | None
    similarity: float | None
    link: ArticleView | None
    representative: bool
    why: str | None = None

    @property
    def likely(self) -> str | None:
        """How likely the tie is, where its similarity is a probability; other similarities are shares of wording."""
        return how_likely(self.similarity) if self.relation in STORY_RELATIONS else None


@dataclass(frozen=True)
class ClusterView:
    """Articles that are the same text or tell the same story; the representative comes first."""

    label: int
    members: list[MemberView]

    @property
    def anchor(self) -> str:
        """The id of the cluster on the page."""
        return f"cluster-{self.label}"

    @property
    def outlets(self) -> int:
        """How many different outlets carry it."""
        return len({member.article.source for member in self.members} - {""})

    @property
    def dates(self) -> str:
        """First and last date, or the only one."""
        found = {date for member in self.members if (date := _day(member.article.date))}
        return " to ".join(dict.fromkeys((min(found), max(found)))) if found else ""


@dataclass(frozen=True)
class WordingView:
    """One wording and the quotes that have it: the same words, whatever the marks and the capitals."""

    quotes: list[QuoteView]

    @property
    def attributions(self) -> list[str]:
        """Each way in which it is attributed, once."""
        parts = (", ".join(filter(None, (quote.speaker, quote.cue))) for quote in self.quotes)
        return [attribution for attribution in dict.fromkeys(parts) if attribution]


@dataclass(frozen=True)
class SpeakerView:
    """A speaker and their quotes, or the quotes of nobody."""

    name: str
    quotes: list[QuoteView]
    also: list[str] = field(default_factory=list)
    person: bool = True

    @property
    def articles(self) -> int:
        """In how many articles they speak."""
        return len({quote.row for quote in self.quotes})

    @property
    def wordings(self) -> list[WordingView]:
        """The quotes by wording, the one that most quotes have first."""
        found: dict[tuple[str, ...], list[QuoteView]] = defaultdict(list)
        for quote in self.quotes:
            words = re.findall(r"\w+", quote.text.casefold())
            found[tuple(words) or (quote.text,)].append(quote)
        return sorted(map(WordingView, found.values()), key=lambda wording: -len(wording.quotes))


@dataclass(frozen=True)
class View:
    """All that the page shows; `level` is that of the clusters."""

    level: str
    articles: list[ArticleView]
    clusters: list[ClusterView]
    alone: list[ArticleView]
    speakers: list[SpeakerView]

    @property
    def quotes(self) -> int:
        """How many quotes there are."""
        return sum(len(speaker.quotes) for speaker in self.speakers)

    @property
    def people(self) -> int:
        """How many speakers have a name."""
        return sum(speaker.person for speaker in self.speakers)

    @property
    def kinds(self) -> Counter[str]:
        """How many quotes there are of each kind."""
        return Counter(quote.kind for speaker in self.speakers for quote in speaker.quotes)


def build_view(
    articles: Sequence[Record], clusters: Sequence[Record], quotes: Sequence[Record], *, level: str | None = None
) -> View:
    """Arrange records for the page.

    Raises:
        ParameterError: a record names a row that there is no article for, or there is no such level.
    """
    if level not in (None, *LEVELS):
        raise ParameterError(f"`level` must be {' or '.join(LEVELS)}, got {level!r}")
    for name, records in (("clusters", clusters), ("quotes", quotes)):
        for record in records:
            if not 0 <= record["row"] < len(articles):
                wrong = f"`{name}` names row {record['row']}, but there are {len(articles)} articles"
                raise ParameterError(f"{wrong}; pass the articles that it was computed from")
    by_row: dict[int, list[Record]] = defaultdict(list)
    for quote in quotes:
        by_row[quote["row"]].append(quote)
    shared = {record["row"]: record["cluster"] for record in clusters if (record["members"] or 0) > 1}
    views = [_article(row, article, by_row[row], shared.get(row)) for row, article in enumerate(articles)]
    return View(
        level=level or level_of(clusters),
        articles=views,
        clusters=_clusters(clusters, views),
        alone=[view for view in views if view.cluster is None],
        speakers=_speakers([quote for view in views for quote in view.quotes]),
    )


# Articles


def _article(row: int, article: Record, quotes: Sequence[Record], cluster: int | None) -> ArticleView:
    text = article.get("text")
    shown = [_quote(quote) for quote in quotes]
    title = _shown(article.get("title")).strip()
    first_line = "" if title else _headline(text)
    return ArticleView(
        row=row,
        heading=title or first_line or _shown(article.get("id")) or f"Article {row}",
        headline_in_text=bool(first_line),
        id=_shown(article.get("id", row)),
        source=_shown(article.get("source")),
        date=_shown(article.get("date")),
        body=mark_up(text, _marks(quotes, shown)) if isinstance(text, str) else None,
        quotes=shown,
        cluster=cluster,
    )


def _day(date: str) -> str:
    """The day of an ISO 8601 date as it sorts, or nothing: other dates have no order that a string shows."""
    try:
        return datetime.fromisoformat(date).date().isoformat()
    except ValueError:
        return ""


def _headline(text: object) -> str:
    """The first line of a text, where it is a headline."""
    start = text.lstrip()[: LONGEST_HEADLINE + 1] if isinstance(text, str) else ""
    first, _, rest = start.partition("\n")
    return first.strip() if rest and not re.search(r"[.!?][\"'\u201d\u2019]*\s*$", first) else ""


def _shown(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _quote(quote: Record) -> QuoteView:
    return QuoteView(
        row=quote["row"],
        number=quote["quote"],
        text=quote["text"],
        kind=quote["kind"],
        speaker=quote["speaker"],
        name=name_of(quote),
        cue=quote["cue"],
        closed=quote["closed"],
    )


def _marks(quotes: Sequence[Record], views: Sequence[QuoteView]) -> list[Mark]:
    marks = []
    parts = set()
    for number, (quote, view) in enumerate(zip(quotes, views, strict=True), 1):
        facts = (view.kind, view.speaker, view.cue, None if view.closed else "no closing mark")
        label = " · ".join(filter(None, facts))
        style = f"quote {view.style}" if view.closed else f"quote {view.style} unclosed"
        marks.append(Mark(quote["start"], quote["end"], style, view.anchor, number, label))
        # Two quotes around one "she said" share speaker and cue.
        for part in ("speaker", "cue"):
            if quote[f"{part}_start"] is not None:
                parts.add((quote[f"{part}_start"], quote[f"{part}_end"], part))
    return marks + [Mark(start, end, part, label=part) for start, end, part in sorted(parts)]


# Clusters


def closeness(relation: str | None, similarity: float | None) -> tuple[int, float]:
    """What sorts the closest tie first: by relation, as the similarities of two relations do not compare."""
    return (RELATIONS.index(relation) if relation in RELATIONS else len(RELATIONS), -(similarity or 0))


def level_of(clusters: Iterable[Record]) -> str:
    """The level that clusters show: the coarsest relation in them, and at least "near"."""
    relations = {record["relation"] for record in clusters}
    if relations & {*STORY_RELATIONS}:
        return "story"
    return "partial" if "partial" in relations else "near"


def _clusters(records: Sequence[Record], articles: Sequence[ArticleView]) -> list[ClusterView]:
    members: dict[int, list[MemberView]] = defaultdict(list)
    for record in records:
        if (record["members"] or 0) > 1:
            members[record["cluster"]].append(_member(record, articles))
    for group in members.values():
        group.sort(
            key=lambda member: (
                not member.representative,
                closeness(member.relation, member.similarity),
                member.article.row,
            )
        )
    largest_first = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    return [ClusterView(label, group) for label, group in largest_first]


def _member(record: Record, articles: Sequence[ArticleView]) -> MemberView:
    link = record["link"]
    return MemberView(
        article=articles[record["row"]],
        relation=record["relation"],
        similarity=record["similarity"],
        link=None if link is None else articles[link],
        representative=record["representative"] == record["row"],
        why=record.get("why"),
    )


# Speakers


def _also(quotes: Sequence[QuoteView]) -> set[str]:
    """What else a speaker is called beside the quotes, pronouns aside."""
    return {quote.speaker for quote in quotes if quote.speaker and not is_pronoun(quote.speaker)}


def _speakers(quotes: Sequence[QuoteView]) -> list[SpeakerView]:
    people: dict[str, list[QuoteView]] = defaultdict(list)
    pronouns: list[QuoteView] = []
    nobody: list[QuoteView] = []
    terms: list[QuoteView] = []
    names = fold_names(quote.name for quote in quotes if quote.name)
    for quote in quotes:
        if quote.name:
            people[names[quote.name]].append(quote)
        elif quote.speaker:
            pronouns.append(quote)
        else:
            (terms if quote.kind == "scare" else nobody).append(quote)
    named = [
        SpeakerView(name, said, also=sorted(_also(said) - {name}))
        for name, said in sorted(people.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    rest = {"Named by a pronoun": pronouns, "No speaker found": nobody, "Marks that quote nobody": terms}
    return named + [SpeakerView(name, said, person=False) for name, said in rest.items() if said]
