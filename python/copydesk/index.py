"""The archive on disk: which of today's articles do we have already, from whom, since when?"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from copydesk import _copydesk
from copydesk.arguments import flag, maybe_whole, number, one_of, shown, whole
from copydesk.dates import microseconds, window_microseconds
from copydesk.duplicates import STORY_THRESHOLD, warn_of_capped
from copydesk.errors import ParameterError
from copydesk.progress import Progress, reporting
from copydesk.records import Records

__all__ = ["Index"]

_LEVELS = ("exact", "near", "partial", "story")
_MAX_PAIRS = 10_000_000
_MICROSECONDS_OF_A_DAY = 86_400_000_000


class Index:
    """Articles on disk, and the matches of new ones among them.

    `Index(path)` makes a new index, `Index.open(path)` opens one. `add` returns for each new article the articles that
    were there before it and match it, whether they came years ago or a line above in the same column, and saves. A
    match is measured, none is missed, and it depends on the two articles alone: adding them one by one or all at once,
    with or without closing the index between, gives the same matches. Texts are not needed for that and are not kept
    unless you ask; an article takes some three to five kilobytes (docs/index.md).

    One process writes at a time; others go on reading what they opened, and see more after `refresh`. A `with` block
    saves what waits and closes the index; if it raises, rows that were added with `save=False` are given up.

    Args:
        path: The folder of the index; it must not exist, or be empty.
        level: How alike two articles are to match: "exact" (the same words in the same order), "near" (or a Jaccard
            similarity of at least `threshold`), "partial" (or one stands in the other: a containment of at least
            `threshold` either way), "story" (or they tell one story). The finer an index, the less it takes.
        threshold: Smallest Jaccard similarity, and smallest containment, of a match, in (0, 1].
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char"; see `shingle`.
        story_threshold: At level "story" the smallest probability, in (0, 1), that two articles tell one story.
        window: At level "story" days (a number, or a timedelta) that two articles of one story may lie apart; an
            article without a date is never too far.
        background: At level "story" a column of articles from which it is counted how common a word is, once and for
            all; by default the table that copydesk has for English. Some thousand of your own serve best.
        keep_text: Whether to keep the texts too, for `texts`.

    Raises:
        ParameterError: an argument is out of range, or `story_threshold`, `window` or `background` comes with another
            level than "story".
        FileExistsError: `path` holds something.
        OSError: the folder cannot be written.

    Example:
        >>> import copydesk, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> with copydesk.Index(folder.name + "/archive") as index:
        ...     monday = ["The council said no to the new harbour.", "Rain in the north."]
        ...     matches = index.add(monday, ids=["m1", "m2"], sources=["Herald", "Post"], dates=["2024-05-06"] * 2)
        ...     matches = index.add(["THE COUNCIL SAID NO to the new harbour"], ids=["t1"])
        >>> [(m["id"], m["match_id"], m["relation"], m["source"], m["date"]) for m in matches]
        [('t1', 'm1', 'exact', 'Herald', '2024-05-06T00:00:00Z')]
        >>> index = copydesk.Index.open(folder.name + "/archive")
        >>> len(index), "m2" in index, index.clusters()["cluster"]
        (3, True, [0, 1, 0])
        >>> folder.cleanup()

    Source:
        Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins in data cleaning" (the search);
        O'Neil et al. 1996, "The log-structured merge-tree" (the segments); Elias 1974 (the sets of shingles).
    """

    #: None once it is closed.
    _opened: _copydesk.Index | None
    _path: Path

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        level: Literal["exact", "near", "partial", "story"] = "near",
        threshold: float = 0.7,
        size: int = 5,
        unit: Literal["word", "char"] = "word",
        story_threshold: float = STORY_THRESHOLD,
        window: float | dt.timedelta | np.timedelta64 | None = None,
        background: Any = None,
        keep_text: bool = False,
    ) -> None:
        chosen = one_of("level", level, *_LEVELS)
        together = number("story_threshold", story_threshold)
        if chosen != "story":
            given = {
                "story_threshold": None if together == STORY_THRESHOLD else together,
                "window": window,
                "background": background,
            }
            for name, value in given.items():
                if value is not None:
                    # Articles are none of a message's business.
                    got = f"a {type(value).__name__}" if name == "background" else shown(value)
                    raise ParameterError(
                        f'`{name}` must come with level="story", got {got} at level "{chosen}"; leave it out'
                    )
        if hasattr(background, "__len__") and len(background) == 0:
            raise ParameterError(
                "`background` must be a column of articles, some thousand serve best, got an empty one; leave it out "
                "for the table that copydesk has for English"
            )
        parameters = {
            "level": chosen,
            "threshold": number("threshold", threshold),
            "size": whole("size", size),
            "unit": one_of("unit", unit, "word", "char"),
            "story_threshold": together,
            "window": window_microseconds(window, ()),
            "keep_text": flag("keep_text", keep_text),
        }
        articles = None if background is None else _articles(background)
        self._opened = _copydesk.Index.create(_folder(path), parameters, articles)
        self._path = Path(path)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """Open an index; every checksum is verified.

        Args:
            path: The folder of the index.

        Raises:
            IndexFormatError: it is none, was written by a newer version, or is damaged.
            FileNotFoundError: there is no index at `path`; `Index(path)` makes one.
        """
        index = cls.__new__(cls)
        index._opened = _copydesk.Index.open(_folder(path))
        index._path = Path(path)
        return index

    @property
    def _core(self) -> _copydesk.Index:
        if self._opened is None:
            raise ValueError(f"{self._path}: this index is closed; open it again with `Index.open`")
        return self._opened

    def add(
        self,
        texts: Any,
        *,
        ids: Any = None,
        titles: Any = None,
        sources: Any = None,
        dates: Any = None,
        language: Any = "auto",
        on_conflict: Literal["error", "skip", "replace"] = "error",
        max_pairs: int = _MAX_PAIRS,
        save: bool = True,
        n_threads: int | None = None,
        progress: Progress = None,
    ) -> Records:
        """Add articles; return for each its matches among the articles before it.

        Those before it are the ones of the index and the ones above it in the same column. It is all or nothing: an
        `add` that raises, is interrupted or is killed leaves the index as it was. Only if that happens while the
        manifest is swapped, at its very end, all rows are there; `len` tells.

        Args:
            texts: One string per article, length n. A missing value is a row without matches.
            ids: One str, or int of 64 bits, per article, new to the index; by default a pandas index of integers or
                strings, unless it is the one that pandas gives by itself, else running numbers. All ids are of one
                kind.
            titles: A headline per article; at level "story" it is read before the text.
            sources: An outlet per article, or one string for all; kept for the records of later matches.
            dates: A date per article, as for `cluster`; kept like the outlet, and for the `window`.
            language: For level "story": "auto", a code, "none", or a column of them; see `cluster`.
            on_conflict: What becomes of an article whose id the index has: "error" (nothing is added), "skip" (it is
                left out and has no record), "replace" (it takes the place of the old one, which is removed).
            max_pairs: More matches than these are an error.
            save: False keeps the rows in memory until `save`, the next `add` that saves, or the end of a `with`
                block: for many small additions one after the other. Nobody else can write meanwhile.
            n_threads: Threads, in [1, 1024]; by default one a core.
            progress: True for a bar, or a callable of (done, total) in steps.

        Returns:
            Records by row and then in the order in which the matching articles were added, one per match: row (int,
            in `texts`), id (of the row), match_id, relation ("exact", "near", "partial", "rewrite" or "story": the
            strongest that holds), similarity (on the scale of its relation, as in `cluster`), jaccard, containment_row
            (share of the row's shingles that stand in the match), containment_match, source and date (of the match; the
            date in ISO 8601, UTC).

        Raises:
            ParameterError: an id is in the index or stands twice, or ids are of another kind than the index's; there
                are more than `max_pairs` matches; an argument is out of range.
            IndexLockedError: another process is writing, or something else changed the index while rows waited.
            OSError: the disk is full or fails; the index is as it was, unless the message says that the change is made.
            TypeError, ValueError: a column is not what it should be, or of another length.
        """
        articles = _articles(texts, ids=ids, titles=titles, sources=sources, dates=dates, language=language)
        with reporting(progress, "adding") as report:
            return Records(
                self._core.add(
                    articles,
                    one_of("on_conflict", on_conflict, "error", "skip", "replace"),
                    whole("max_pairs", max_pairs),
                    flag("save", save),
                    maybe_whole("n_threads", n_threads),
                    report,
                )
            )

    def query(
        self,
        texts: Any,
        *,
        ids: Any = None,
        titles: Any = None,
        dates: Any = None,
        language: Any = "auto",
        max_pairs: int = _MAX_PAIRS,
        n_threads: int | None = None,
        progress: Progress = None,
    ) -> Records:
        """Return the matches of articles among those of the index, and add nothing.

        The rows do not see each other; `near_duplicates` compares those.

        Args:
            texts: One string per article, length n.
            ids: One str or int per article for the column `id`; by default a pandas index, else the row number.
            titles: See `add`.
            dates: See `add`.
            language: See `add`.
            max_pairs: More matches than these are an error.
            n_threads: Threads, in [1, 1024]; by default one a core.
            progress: True for a bar, or a callable of (done, total) in steps.

        Returns:
            Records as those of `add`.

        Raises:
            ParameterError: there are more than `max_pairs` matches, or an argument is out of range.
            IndexFormatError: the index is damaged.
            TypeError, ValueError: a column is not what it should be, or of another length.
        """
        articles = _articles(texts, ids=ids, titles=titles, dates=dates, language=language)
        with reporting(progress, "searching") as report:
            found = self._core.query(
                articles, whole("max_pairs", max_pairs), maybe_whole("n_threads", n_threads), report
            )
            return Records(found)

    def remove(self, ids: Any, *, save: bool = True) -> int:
        """Remove articles: they match nothing from now on; `compact` frees their space.

        Args:
            ids: A column of ids, or one id.
            save: See `add`.

        Returns:
            How many were removed.

        Raises:
            ParameterError: an id is not in the index; nothing is removed then.
            IndexLockedError: another process is writing.
            OSError: the disk is full or fails; the index is as it was.
        """
        column = _id_column(ids)
        return self._core.remove(column, len(column), flag("save", save))

    def clusters(self, *, n_threads: int | None = None, progress: Progress = None) -> Records:
        """Group the articles of the index, as `cluster` groups a column of their texts in the order of adding.

        Rows, and what refers to rows, are places in that order. At level "story" how common a word is comes from the
        `background` of the index, where `cluster` counts the column itself, and `why` is None.

        Args:
            n_threads: Threads, in [1, 1024]; by default one a core.
            progress: True for a bar, or a callable of (done, total) in steps.

        Returns:
            Records with the columns of `cluster`.

        Raises:
            IndexFormatError: the index is damaged.

        Warns:
            RuntimeWarning: as `cluster`, where hundreds of articles share so much wording that not all were compared.
        """
        with reporting(progress, "clustering") as report:
            table, capped = self._core.clusters(maybe_whole("n_threads", n_threads), report)
        warn_of_capped(capped, stacklevel=3)
        return Records(table)

    def texts(self, ids: Any) -> list[str | None]:
        """The texts of articles, such as the `match_id` of records; None for one that was missing.

        Raises:
            ParameterError: the index does not keep texts, or does not have an id.
        """
        column = _id_column(ids)
        return self._core.texts(column, len(column))

    def articles(self) -> dict[str, list[Any]]:
        """The articles in the order of adding, as columns: id, source and date."""
        return self._core.articles()

    def info(self) -> dict[str, Any]:
        """What the index is and holds.

        Articles, removed ones, segments, distinct shingles and bytes of the segments, whether rows wait to be saved,
        how often it was saved, the version of its format, and its parameters (the window in days).
        """
        info: dict[str, Any] = self._core.info()
        if info["window"] is not None:
            info["window"] /= _MICROSECONDS_OF_A_DAY
        return info

    def save(self) -> None:
        """Save the rows that were added with `save=False`.

        Raises:
            OSError: the disk is full or fails; what was saved before stands, and what waits still waits.
        """
        self._core.save()

    def close(self, *, save: bool = True) -> None:
        """Give the writer's lock and the files back; any later use is an error, closing again is none.

        Args:
            save: Whether rows that wait are saved, as a file that is closed writes what it still holds; False gives
                them up, and touches no file.

        Raises:
            OSError: the disk is full or fails; the index stays open, and what waits still waits.
            IndexLockedError: something else changed the index while rows waited; `save=False` closes it all the same.
        """
        if self._opened is not None:
            self._opened.close(flag("save", save))
            self._opened = None

    def compact(self, *, n_threads: int | None = None, progress: Progress = None) -> None:
        """Make one segment of all, without the removed articles. Small segments are merged by themselves.

        Raises:
            IndexLockedError: another process is writing.
            OSError: the disk is full or fails; the index is as it was.
        """
        with reporting(progress, "compacting") as report:
            self._core.compact(maybe_whole("n_threads", n_threads), report)

    def verify(self, *, n_threads: int | None = None, progress: Progress = None) -> None:
        """Read every file again and check all of it, down to each shingle, which opening does not.

        Raises:
            IndexFormatError: something is damaged; the message names the file and the damage.
        """
        with reporting(progress, "verifying") as report:
            self._core.verify(maybe_whole("n_threads", n_threads), report)

    def refresh(self) -> None:
        """See what other processes have saved since this index was opened.

        Raises:
            IndexFormatError: the index is damaged.
        """
        self._core.refresh()

    @property
    def path(self) -> Path:
        """The folder of the index, as it was given."""
        return self._path

    def __len__(self) -> int:
        """How many articles there are, removed ones left out."""
        return len(self._core)

    def __contains__(self, id: object) -> bool:
        """Whether an article has this id; True and False are none."""
        return not isinstance(id, bool | np.bool_) and self._core.contains(id)

    def __enter__(self) -> Self:
        self._core  # noqa: B018 - one that is closed is refused
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(save=kind is None)

    def __repr__(self) -> str:
        if self._opened is None:
            return f"<copydesk.Index {str(self.path)!r}: closed>"
        info = self.info()
        return f"<copydesk.Index {str(self.path)!r}: {info['articles']:,} articles at level {info['level']}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>" for name, value in self._shown()
        )
        return f"<table>{rows}</table>"

    def _shown(self) -> Iterable[tuple[str, Any]]:
        yield "path", self.path
        if self._opened is None:
            yield "closed", True
            return
        for name, value in self.info().items():
            yield name, f"{value:,}" if type(value) is int else value


def _folder(path: Any) -> str:
    folder = os.fspath(path)
    if not isinstance(folder, str):
        raise TypeError(f"`path` must be a str or a path, got {shown(path)} ({type(path).__name__})")
    # A later change of the working directory must not move the index; links and `..` mean what they mean to the system.
    return str(Path(folder).absolute()) if folder else folder


def _articles(
    texts: Any,
    *,
    ids: Any = None,
    titles: Any = None,
    sources: Any = None,
    dates: Any = None,
    language: Any = "auto",
) -> dict[str, Any]:
    return {
        "texts": texts,
        "ids": ids,
        "titles": titles,
        "sources": sources,
        "moments": microseconds(dates, stacklevel=4),
        "dates": dates,
        "language": language,
    }


def _id_column(ids: Any) -> list[Any]:
    """A column of ids as a list; one id alone, or what can be none, is a column of one."""
    # An array has an `__index__` and a length; the bytes of a bytes are no ids.
    is_one = hasattr(ids, "__index__") and not hasattr(ids, "__len__")
    return [ids] if is_one or isinstance(ids, str | bytes | bytearray) else list(ids)
