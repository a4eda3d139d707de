"""Shingles, signatures, exact similarity, near-duplicate pairs and their clusters."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from copydesk import _copydesk
from copydesk.arguments import flag, maybe_whole, number, one_of, shown, whole
from copydesk.articles import Articles, as_moments
from copydesk.dates import microseconds, window_microseconds
from copydesk.errors import ParameterError
from copydesk.progress import Progress, reporting
from copydesk.records import Records
from copydesk.shown import StoryRecords

__all__ = ["cluster", "near_duplicates", "shingle", "signatures", "similarity"]

Unit = Literal["word", "char"]
_UNITS = ("word", "char")
_METHODS = ("lsh", "exact")
STORY_THRESHOLD = 0.5
#: What may tie a document to another, from the closest to the loosest.
RELATIONS = ("exact", "near", "partial", "rewrite", "story")


def shingle(
    texts: Any,
    *,
    size: int = 5,
    unit: Unit = "word",
    positions: bool = False,
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Cut each text into overlapping runs of words or characters and hash them.

    Words are those of UAX #29, folded: case, width, the shape of an apostrophe within a word (' ‘ ’) and characters
    that show nothing make no difference; an accent or a backtick typed as an apostrophe, and a zero-width space, part
    words as UAX #29 has it. A text of fewer than `size` units has one shingle, all of it; a text without words has
    none. The hashes are xxh3-64 and the same on every machine and in every version.

    Args:
        texts: One string per document, length n: list, tuple, Series, NumPy array or Arrow column. A missing value has
            a record without shingles.
        size: Words or characters in a shingle, in [1, 100].
        unit: "word", or "char" for code points of the folded words joined by one space.
        positions: Whether to say where in the text each shingle stands.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in documents.

    Returns:
        Records, one per document: row (int), id, shingles (list of unsigned 64-bit hashes in the order of the text,
        repeats included; None for a missing text) and, with `positions`, starts and ends (lists of code points,
        half-open: shingle k stands at `text[starts[k]:ends[k]]`).

    Raises:
        ParameterError: `size`, `unit` or `n_threads` is out of range.
        TypeError: `texts` is one string, bytes, an iterator or not text; names the row and the type.

    Example:
        >>> import copydesk
        >>> record = copydesk.shingle(["The mayor said no"], size=3, positions=True)[0]
        >>> len(record["shingles"]), record["starts"], record["ends"]
        (2, [0, 4], [14, 17])

    Source:
        Broder 1997, "On the resemblance and containment of documents"; Unicode Standard Annex #29.
    """
    with reporting(progress, "shingling") as report:
        return Records(
            _copydesk.shingle(
                texts,
                whole("size", size),
                one_of("unit", unit, *_UNITS),
                flag("positions", positions),
                ids,
                maybe_whole("n_threads", n_threads),
                report,
            )
        )


def signatures(
    texts: Any,
    *,
    num_hashes: int = 256,
    size: int = 5,
    unit: Unit = "word",
    n_threads: int | None = None,
    progress: Progress = None,
) -> npt.NDArray[np.uint32]:
    """Sketch each text as a fixed number of hashes whose agreement estimates Jaccard similarity.

    One-permutation MinHash with optimal densification: two rows agree in a slot with probability equal to the Jaccard
    similarity of their shingle sets. The estimate from k slots has a standard error of about sqrt(J (1 - J) / k).

    Args:
        texts: One string per document, length n.
        num_hashes: Slots of a signature, in [16, 4096].
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char"; see `shingle`.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in documents.

    Returns:
        An array of shape (n, num_hashes), dtype uint32. A missing text and a text without words have 0xFFFFFFFF in
        every slot, a value that no other text has.

    Raises:
        ParameterError: a number is out of range.
        TypeError: `texts` is not a column of strings.

    Example:
        >>> import copydesk
        >>> left, right = copydesk.signatures(["the mayor said no to it"] * 2, num_hashes=64)
        >>> float((left == right).mean())
        1.0

    Source:
        Li, Owen and Zhang 2012, "One permutation hashing"; Shrivastava 2017, "Optimal densification for fast and
        accurate minwise hashing".
    """
    with reporting(progress, "sketching") as report:
        return _copydesk.signatures(
            texts,
            whole("num_hashes", num_hashes),
            whole("size", size),
            one_of("unit", unit, *_UNITS),
            maybe_whole("n_threads", n_threads),
            report,
        )


def similarity(
    left: Any,
    right: Any,
    *,
    size: int = 5,
    unit: Unit = "word",
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Measure how much the texts of two columns share, row by row, exactly.

    Args:
        left: One string per row, length n.
        right: The texts to compare with, by position, length n. Two pandas Series must have equal indexes.
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char"; see `shingle`.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in texts.

    Returns:
        Records, one per row in which neither text is missing: row (int), jaccard (shared shingles over all distinct
        shingles), containment_left (shared over the distinct shingles of `left`) and containment_right, all in [0, 1].
        A text without words shares nothing.

    Raises:
        ParameterError: a number is out of range.
        TypeError: a column is not of strings.
        ValueError: the columns differ in length, or are Series with different indexes.

    Example:
        >>> import copydesk
        >>> copydesk.similarity(["a b c d"], ["a b c d e f"], size=2).to_list()
        [{'row': 0, 'jaccard': 0.6, 'containment_left': 1.0, 'containment_right': 0.6}]

    Source:
        Broder 1997, "On the resemblance and containment of documents".
    """
    with reporting(progress, "comparing") as report:
        return Records(
            _copydesk.similarity(
                left,
                right,
                whole("size", size),
                one_of("unit", unit, *_UNITS),
                maybe_whole("n_threads", n_threads),
                report,
            )
        )


def near_duplicates(
    texts: Any,
    *,
    against: Any = None,
    threshold: float = 0.7,
    measure: Literal["jaccard", "containment"] = "jaccard",
    method: Literal["lsh", "exact"] = "lsh",
    size: int = 5,
    unit: Unit = "word",
    num_hashes: int = 256,
    miss: float = 1e-6,
    max_pairs: int = 100_000_000,
    expand: bool = True,
    ignore_boilerplate: bool = False,
    ids: Any = None,
    against_ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Find pairs of documents that share most of their wording.

    Candidates come from banded sketches; every pair returned was then compared exactly, so `jaccard` is a measurement,
    not an estimate. A pair at the threshold is missed with probability at most `miss`, a pair above it with less; use
    `method="exact"` where none may be.

    With `against`, only pairs of a document of `texts` and one of `against` are made: press releases and articles, the
    wire and a site. The smaller column is indexed and the larger one read past it, so that memory follows the smaller
    one and the pairs; which of the two is smaller changes no answer.

    Args:
        texts: One string per document, length n. Missing values and texts without words match nothing.
        against: Another column, of any length, with which `texts` is compared instead of with itself.
        threshold: Smallest score to report, in (0, 1].
        measure: What the score is: "jaccard", or "containment" (the larger of the two directions), which also finds
            copies that were cut or built into a longer text.
        method: "lsh" for banded signatures (Jaccard) or sampled shingles (containment), or "exact" for a prefix-filter
            join that misses nothing. Low Jaccard thresholds, where a band would have one row only, and texts of one
            template, where nearly every pair would be a candidate, use the join by themselves. With `against` both are
            a join that misses nothing, and `num_hashes` and `miss` change nothing.
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char"; see `shingle`.
        num_hashes: Slots of a signature, in [16, 4096].
        miss: Largest probability, in (0, 1), of missing a pair at the threshold.
        max_pairs: Most pairs to make; they are counted first. 100,000 identical texts have 5 billion.
        expand: Whether to make every pair. If not, documents with the same words in the same order are tied to one
            representative only, which alone is paired with others: n identical texts have n - 1 pairs. With `against`
            each column has representatives of its own: n texts of one column identical with m of the other have
            n + m - 1 pairs, and a copy of theirs with changes has one.
        ignore_boilerplate: Whether to compare the texts without the blocks that `boilerplate` finds, in either column.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        against_ids: The same for the documents of `against`.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps (texts read, pairs compared).

    Returns:
        Records sorted by (left, right), one per pair: left, right (row numbers, left < right; with `against` left is a
        row of `texts` and right one of `against`), left_id, right_id, jaccard, containment_left (share of the left
        document that stands in the right one), containment_right, relation ("exact": equal words in equal order;
        "near": Jaccard at the threshold; "partial": containment only).

    Raises:
        ParameterError: an argument is out of range, or there are more than `max_pairs` pairs; `expand=False` makes
            fewer, and `cluster` groups documents without making any; or `against_ids` comes without `against`.
        TypeError: `texts` or `against` is one string, bytes, an iterator or not text; names the row and the type.
        ValueError: ids of another length than their column, or Series with different indexes.

    Example:
        >>> import copydesk
        >>> texts = ["the council said no to the new harbour", "The council said no to the new harbour plan", "rain"]
        >>> pairs = copydesk.near_duplicates(texts, threshold=0.7, size=3)
        >>> [(p["left"], p["right"], round(p["jaccard"], 3), p["relation"]) for p in pairs]
        [(0, 1, 0.857, 'near')]
        >>> articles = ["Fog.", "“The council said no to the new harbour plan”, the mayor said on Monday."]
        >>> pairs = copydesk.near_duplicates(texts, against=articles, measure="containment", size=3)
        >>> [(p["left"], p["right"], p["containment_left"]) for p in pairs]
        [(0, 1, 1.0), (1, 1, 1.0)]

    Source:
        Broder 1997; Indyk and Motwani 1998, "Approximate nearest neighbors"; Cohen and Kaplan 2007, "Summarizing data
        using bottom-k sketches" (the samples); Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search"
        (the join); Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins in data cleaning" (the
        join of two columns).
    """
    if against is None and against_ids is not None:
        raise ParameterError("`against_ids` must come with `against`, got None; pass the column that they number")
    with reporting(progress, "pairing") as report:
        return Records(
            _copydesk.near_duplicates(
                texts,
                against,
                number("threshold", threshold),
                one_of("measure", measure, "jaccard", "containment"),
                one_of("method", method, *_METHODS),
                whole("size", size),
                one_of("unit", unit, *_UNITS),
                whole("num_hashes", num_hashes),
                number("miss", miss),
                whole("max_pairs", max_pairs),
                flag("expand", expand),
                flag("ignore_boilerplate", ignore_boilerplate),
                ids,
                against_ids,
                maybe_whole("n_threads", n_threads),
                report,
            )
        )


def cluster(
    texts: Any,
    *,
    level: Literal["exact", "near", "partial", "story"] = "near",
    threshold: float = 0.7,
    method: Literal["lsh", "exact"] = "lsh",
    size: int = 5,
    unit: Unit = "word",
    num_hashes: int = 256,
    miss: float = 1e-6,
    ignore_boilerplate: bool = False,
    story_threshold: float = STORY_THRESHOLD,
    language: Any = "auto",
    titles: Any = None,
    sources: Any = None,
    dates: Any = None,
    window: float | dt.timedelta | np.timedelta64 | None = None,
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Group documents that are the same text or tell the same story, and say what ties each one in.

    "exact" joins documents with the same words in the same order, whatever their case, marks and spacing. "near" joins
    the connected components of the pairs that `near_duplicates` finds. "partial" ties each near cluster to at most one
    text that contains it. "story" joins what is left by what it tells: rewrites of one text and independent reports of
    one event (docs/stories.md says how). Each cluster lies within one cluster of the next level, so that at level
    "story" exact, near and partial copies stay together whatever `language`, `dates` and `window` say of them.

    Args:
        texts: One string per document, length n. A missing value has a record without a cluster; a text without words
            is a cluster of its own.
        level: "exact", "near", "partial" or "story".
        threshold: Smallest Jaccard similarity that ties two documents at level "near", and smallest containment that
            ties one to its container from level "partial" on, in (0, 1].
        method: "lsh" or "exact"; see `near_duplicates`.
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char"; see `shingle`.
        num_hashes: Slots of a signature, in [16, 4096].
        miss: Largest probability, in (0, 1), of missing a pair at the threshold.
        ignore_boilerplate: Whether to compare the texts without the blocks that `boilerplate` finds; it is told the
            `titles` and `sources` too.
        story_threshold: Smallest probability, in (0, 1), that two documents of a story belong together, averaged over
            its pairs. Higher joins less.
        language: For level "story": "auto" (each text's own, told by its stop words and letters), a code of two
            letters, "none", or a column of them, in which a missing or blank one is detected. Texts of different
            languages are not joined. Stop words and stems are known of en, de, fr, es, it, pt, nl, sv, no, da, fi and
            ru; in any other language words are compared as they are.
        titles: For level "story": a headline per document, read before the text unless the text begins with it.
        sources: For level "story": an outlet per document. Short lines that three articles of an outlet repeat are its
            own and left out.
        dates: A date per document: date, datetime, pandas or NumPy datetimes, ISO 8601 strings; without a zone UTC.
            None, NaN, NaT, `pd.NA` and blank strings are missing; other strings count as missing, with one warning.
        window: For level "story": days (a number, or a timedelta) that two documents of one story may lie apart; needs
            `dates`. Copies and excerpts count as one document with all their dates, and stay together whatever these
            are; a document without any date is never too far.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps (texts read, pairs compared).

    Returns:
        Records in the order of the rows, one per document: row (int), id, cluster (the first row of the cluster),
        members (documents in it), representative (the row with the most distinct shingles), first (the row with the
        earliest of `dates`; None without them), relation ("exact", "near", "partial", "rewrite" (derived from the same
        text) or "story" (reports of the same event): the closest that holds to `link`), similarity (how close, on the
        scale of its relation: Jaccard for near, where exact is 1.0; containment for partial; for rewrite and story the
        calibrated probability that the two belong together; numbers of different scales do not compare), link (the row
        that ties it in: its neighbour in the maximum spanning tree, on the way to the representative), why (for rewrite
        and story the shared phrases and words that weigh most). From relation on they are None for the representative,
        and all from cluster on for a missing text. The order of the rows changes neither the partition nor any
        representative's text.

    Raises:
        ParameterError: an argument is out of range, or `window` or another `story_threshold` than the default comes
            with a level below "story", where it would do nothing.
        TypeError: an argument has a wrong type, or `texts` is one string, bytes, an iterator or not text; names the row
            and the type.
        ValueError: a column beside the texts has another length, or is a Series with another index than `texts`.

    Warns:
        RuntimeWarning: hundreds of documents share so much wording that they were compared with some of their group
            only, and not all of them turned out to be near-duplicates; or strings among `dates` are no dates; or
            `titles`, `sources` or `language` come with a level below "story", where they do nothing (but `titles` and
            `sources` serve `ignore_boilerplate` at any level).

    Example:
        >>> import copydesk
        >>> texts = ["rain in the north", "the council said no to the harbour", "The council said no to the harbour."]
        >>> copydesk.cluster(texts)["cluster"]
        [0, 1, 1]

    Source:
        Broder 1997, "On the resemblance and containment of documents"; Kruskal 1956 (the ties); Spärck Jones 1972
        (rarity); Porter 2001, "Snowball" (the stems); Sokal and Michener 1958 (average linkage).
    """
    together = number("story_threshold", story_threshold)
    if level in ("exact", "near", "partial"):
        _check_level(level, window, together, language, () if ignore_boilerplate else (titles, sources))
    story = {
        "threshold": together,
        "language": language,
        "titles": titles,
        "sources": sources,
        "dates": dates,
        "window": window_microseconds(window, dates),
    }
    moments = microseconds(dates)
    with reporting(progress, "clustering") as report:
        table, capped, _ = _copydesk.cluster(
            texts,
            one_of("level", level, "exact", "near", "partial", "story"),
            number("threshold", threshold),
            one_of("method", method, *_METHODS),
            whole("size", size),
            one_of("unit", unit, *_UNITS),
            whole("num_hashes", num_hashes),
            number("miss", miss),
            flag("ignore_boilerplate", ignore_boilerplate),
            ids,
            moments,
            story,
            maybe_whole("n_threads", n_threads),
            report,
        )
    warn_of_capped(capped, stacklevel=3)
    return StoryRecords(table, Articles(texts, titles, sources, as_moments(moments)))


def warn_of_capped(capped: int, *, stacklevel: int) -> None:
    """Say that so many groups were not compared pair by pair, if any."""
    if capped:
        warnings.warn(
            f"{capped} groups of more than 256 documents that share much of their wording were not compared pair by "
            'pair; some of their near-duplicates may be in clusters of their own (the method "exact" compares all)',
            RuntimeWarning,
            stacklevel=stacklevel,
        )


def _check_level(level: str, window: Any, story_threshold: float, language: Any, columns: tuple[Any, ...]) -> None:
    """Refuse numbers, and warn of columns, that say something about stories at a level that looks for none."""
    threshold = None if story_threshold == STORY_THRESHOLD else story_threshold
    for name, value in (("window", window), ("story_threshold", threshold)):
        if value is not None:
            raise ParameterError(f'`{name}` must come with level="story", got {shown(value)} at level "{level}"')
    warn_of_idle(level, language, columns, stacklevel=4)


def warn_of_idle(level: str, language: Any, columns: tuple[Any, ...], *, stacklevel: int) -> None:
    """Warn of columns (titles, sources) and a language, if any, that do nothing at a level without stories."""
    given = dict(zip(("titles", "sources"), columns, strict=False))
    given["language"] = None if isinstance(language, str) and language == "auto" else language
    if idle := [f"`{name}`" for name, value in given.items() if value is not None]:
        warnings.warn(
            f'{", ".join(idle)}: without effect at level "{level}", only stories need them; pass level="story"',
            RuntimeWarning,
            stacklevel=stacklevel,
        )
