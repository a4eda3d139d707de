"""Everything that a copy desk asks of a pile of articles, in one call."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np

from copydesk import _copydesk
from copydesk._copydesk import Table
from copydesk.arguments import maybe_whole
from copydesk.articles import Articles, as_moments
from copydesk.blocks import boilerplate, credits
from copydesk.dates import microseconds
from copydesk.duplicates import cluster
from copydesk.progress import Progress, Stages, reporting
from copydesk.quotes import extract_quotes
from copydesk.records import Records
from copydesk.reuse import overlap, passages
from copydesk.shown import QuoteRecords, StoryRecords
from copydesk.speakers import speakers
from copydesk.story_labels import story_labels
from copydesk.versions import version_arguments

__all__ = ["Desk", "analyze"]


class Desk:
    """What `analyze` found, as tables; a notebook shows the stories, the worst discrepancies and the quotes alone.

    Attributes:
        stories: `cluster(level="story")`, one record per document.
        quotes: `extract_quotes`, one record per quote, with the speakers that the versions of a story know together:
            where one says plainly who speaks, the same words after "he said" in another are that person's (rule
            "corroborated").
        variants: `match_quotes`, one record per quote in its group.
        speakers: `speakers`, one record per person.
        discrepancies: `discrepancies`, one record per pair of values, worst first.
        overlap, passages: of every two versions of a story, without boilerplate.
        credits, boilerplate: of every document.
        articles: the texts, headlines, outlets and dates that it was made from.
    """

    __slots__ = (
        "articles",
        *(
            "boilerplate",
            "credits",
            "discrepancies",
            "overlap",
            "passages",
            "quotes",
            "speakers",
            "stories",
            "variants",
        ),
    )
    stories: Records
    quotes: Records
    variants: Records
    speakers: Records
    discrepancies: Records
    overlap: Records
    passages: Records
    credits: Records
    boilerplate: Records
    articles: Articles

    #: The names of the tables, in the order in which a reader wants them.
    TABLES = (
        *("stories", "variants", "discrepancies", "speakers", "quotes"),
        *("overlap", "passages", "credits", "boilerplate"),
    )

    def __init__(self, articles: Articles, tables: dict[str, Records]) -> None:
        self.articles = articles
        for name in self.TABLES:
            setattr(self, name, tables[name])

    def tables(self) -> dict[str, Records]:
        """All tables by name, such as to save each: `for name, table in desk.tables().items(): …`."""
        return {name: getattr(self, name) for name in self.TABLES}

    def report(self, path: str | Path, *, title: str = "copydesk report", progress: Progress = None) -> None:
        """Write one HTML file to look at and to send on: stories, discrepancies, quotes and articles.

        The file needs no network and no other file. It shows the stories with their versions side by side, what they
        share and what only one of them has; where they contradict each other, worst first; who said what, in which
        wordings, by whom they are carried; and lets a reader search and filter by speaker, outlet and kind.

        Args:
            path: Where the page goes; it appears whole or not at all.
            title: The name of the page.
            progress: True for a bar while versions are compared, or a callable of (done, total).

        Raises:
            FileError: the folder does not exist or takes no new file.

        Example:
            >>> import copydesk, tempfile
            >>> desk = copydesk.analyze(["“Stay,” said Ana Pell.", "“Go,” said Ana Pell."])
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     desk.report(f"{folder}/report.html", title="The pier")
        """
        from copydesk.report import write

        write(path, self, title=title, progress=progress)

    def __repr__(self) -> str:
        stories = len({label for label in self.stories["cluster"] if label is not None})
        sizes = ", ".join(f"{len(getattr(self, name)):,} {name}" for name in self.TABLES[1:])
        return f"<Desk: {len(self.stories):,} documents in {stories:,} stories, {sizes}>"

    def _repr_html_(self) -> str:
        from copydesk.report.notebook import desk_html

        return desk_html(self)


#: What share of the time each stage takes, in the order in which they run: stories, quotes, versions, overlap,
#: passages, credits, boilerplate. Set by hand; only the time left that a bar shows depends on them.
_WEIGHTS = (5, 2, 3, 3, 3, 2, 2)


def analyze(
    texts: Any,
    *,
    titles: Any = None,
    sources: Any = None,
    dates: Any = None,
    people: Any = None,
    stories: Any = None,
    window: float | dt.timedelta | np.timedelta64 | None = None,
    language: Any = "auto",
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Desk:
    """Find the stories among articles, and of each story who copied whom, who said what, and where versions disagree.

    What the functions of this package find one by one, with each one's result handed to the next: stories are clustered
    once and quotes read once. Parameters that are not here have the defaults of those functions.

    Args:
        texts: One string per document, length n. A missing value takes part in nothing.
        titles: One headline per document, where the texts do not hold them.
        sources: One outlet per document.
        dates: One date per document: date, datetime, pandas or NumPy datetimes, ISO 8601 strings; without a zone UTC.
        people: A roster for `speakers`: column name, perhaps aliases; its other columns ride along.
        stories: One label per document, int or str, where you know the stories; by default they are found.
        window: Days between two reports of one story at most; needs `dates`.
        language: "auto", a code of two letters or "none" for all texts, or one per document (missing or blank: "auto").
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps.

    Returns:
        A `Desk`, whose attributes are Records.

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; a label is neither int nor str.
        ValueError: a column beside `texts` is not as long as it.
        ParameterError: a parameter is out of range.

    Example:
        >>> import copydesk
        >>> texts = [
        ...     "“The pier will be closed until spring,” said Ida Brandt, the mayor. Repairs cost 3 million crowns.",
        ...     "“The pier will be closed until spring,” she said. Repairs of the pier cost 4 million crowns.",
        ... ]
        >>> desk = copydesk.analyze(texts, stories=[1, 1])
        >>> [(quote["speaker_name"], quote["rule"]) for quote in desk.quotes]
        [('Ida Brandt', 'inverted'), ('Ida Brandt', 'corroborated')]
    """
    with reporting(progress, "reading the desk") as report:
        stages = Stages(report, _WEIGHTS)
        # Read once, so that strings that are no dates are told once.
        dates = as_moments(microseconds(dates, stacklevel=3))
        articles = Articles(texts, titles, sources, dates)
        beside: dict[str, Any] = {"titles": titles, "sources": sources}

        def shared() -> dict[str, Any]:
            return {"ids": ids, "n_threads": n_threads, "progress": stages.next()}

        if stories is None:
            found = cluster(texts, level="story", dates=dates, window=window, language=language, **beside, **shared())
            stories = found["cluster"]
        else:
            found = _as_clusters(texts, stories, dates, shared())
        numbers, _ = story_labels(stories)
        quotes = extract_quotes(texts, titles=titles, language=language, **shared())
        step = stages.next()
        arguments = version_arguments(texts, quotes, stories, titles, sources, dates, language, ids, n_threads, step)
        compared = _copydesk.compare_versions(arguments, maybe_whole("n_threads", n_threads), step)
        quotes, variants, discrepancies = (Records(table) for table in compared)
        quotes = QuoteRecords(quotes._table, articles)
        pairs = {"row": list(range(len(numbers))), "cluster": numbers}
        reuse: dict[str, Any] = {"pairs": pairs, "sources": sources, "dates": dates}
        tables = {
            "stories": StoryRecords(found._table, articles),
            "quotes": quotes,
            "variants": variants,
            "discrepancies": discrepancies,
            "speakers": speakers(quotes, people=people),
            "overlap": overlap(texts, **reuse, **shared()),
            "passages": passages(texts, **reuse, **shared()),
            "credits": credits(texts, titles=titles, sources=sources, language=language, **shared()),
            "boilerplate": boilerplate(texts, **beside, **shared()),
        }
        stages.end()
    return Desk(articles, tables)


def _as_clusters(texts: Any, stories: Any, dates: Any, shared: dict[str, Any]) -> Records:
    """Stories that the caller knows, in the columns of `cluster`: nothing ties one version to another but the label."""
    rows = cluster(texts, level="exact", **shared)
    numbers, _ = story_labels(stories)
    if len(numbers) != len(rows):
        raise ValueError(
            f"`stories` must have one value for each of the {len(rows)} rows of `texts`, got {len(numbers)}"
        )
    moments = microseconds(dates, stacklevel=4) or [None] * len(rows)
    members: dict[int, list[int]] = {}
    label = [None if text is None else number for number, text in zip(numbers, rows["cluster"], strict=True)]
    for row, number in enumerate(label):
        # A row without a label is a story of its own; one without a text is of none.
        if rows["cluster"][row] is not None:
            members.setdefault(-1 - row if number is None else number, []).append(row)
    columns: dict[str, list[Any]] = {name: [None] * len(rows) for name in rows.columns}
    columns["row"], columns["id"] = rows["row"], rows["id"]
    for of_story in members.values():
        dated = [(moment, row) for row in of_story if (moment := moments[row]) is not None]
        for row in of_story:
            columns["cluster"][row] = of_story[0]
            columns["members"][row] = len(of_story)
            columns["first"][row] = min(dated)[1] if dated else None
    return Records(Table.from_columns(rows._table.schema, [columns[name] for name in rows.columns]))
