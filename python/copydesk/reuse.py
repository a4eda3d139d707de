"""Which wording two documents share, how much of each it is, and which of them had it first."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk.arguments import flag, maybe_whole, whole
from copydesk.dates import microseconds
from copydesk.errors import ParameterError
from copydesk.pairs import rows_of
from copydesk.progress import Progress, reporting
from copydesk.records import Records

__all__ = ["overlap", "passages"]


def passages(
    texts: Any,
    *,
    pairs: Any = None,
    against: Any = None,
    min_words: int = 8,
    sources: Any = None,
    dates: Any = None,
    against_sources: Any = None,
    against_dates: Any = None,
    max_pairs: int = 1_000_000,
    ignore_boilerplate: bool = True,
    ids: Any = None,
    against_ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Find the passages that two documents share, word for word or with small edits.

    A passage is a stretch of words that stands in both documents in the same order, but for a few that were changed,
    added or dropped; it holds at least five equal words in a row. It begins and ends with an equal word and goes on for
    as long as equal words outweigh edits; more than a dozen edits in a row part it in two. Words are folded as in
    `shingle`. Every stretch of the longer document has one partner, the longest.

    Args:
        texts: One string per document, length n. Missing values share nothing.
        pairs: Which documents to compare: a list of (left, right) row numbers, an array of shape (k, 2), records with
            columns left and right such as those of `near_duplicates`, or the records of `cluster` (all pairs within
            each cluster). With `against`, right is a row of `against`. By default every pair that shares two runs of
            five words which few documents hold (at most one in a hundred, or 100), and every near-duplicate.
        against: Another column, such as press releases against articles: only pairs across the two are compared.
        min_words: Equal words that a passage has at least, in [5, 1000000].
        sources: One outlet per document; a text that credits the other's outlet came after it, and lines that an
            outlet repeats are its own.
        dates: One date per document (date, datetime, ISO 8601 string); the earlier one was first.
        against_sources: The same for `against`.
        against_dates: The same for `against`.
        max_pairs: Most pairs that are looked for; more are an error.
        ignore_boilerplate: Whether to pass over the blocks that `boilerplate` finds, in all of `texts` and, apart, in
            all of `against`. False takes an outlet's own lines for wording like any other, and spares a reading of the
            texts, which takes longer than all the rest where few `pairs` are given.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        against_ids: The same for `against`.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps (texts read, pairs compared).

    Returns:
        Records sorted by (left, right, left_start), one per passage:

        - left, right (row numbers), left_id, right_id
        - left_start, left_end, right_start, right_end: code points, so that `texts[left][left_start:left_end]` is the
          passage
        - words: equal words
        - similarity: equal words over all words of the longer side, in (0, 1]
        - in_quote: the share of the equal words that stand in quotation marks in either document
        - direction: "left_first", "right_first" or "unknown", by evidence outside the wording alone: which one was
          first, not that the other was made of it
        - direction_evidence: "date", "credit" (one text names the other's outlet), "containment" (one text holds two
          others that share nothing, so it was made of them; only where all pairs were looked for), several of them
          with commas, "… against …" where they disagree, None where there is none
        - left_text, right_text: the wording

    Raises:
        ParameterError: a number is out of range, a pair names a row that there is not, or there are more than
            `max_pairs` pairs.
        TypeError: `texts` or `against` is one string, bytes, an iterator or not text; `pairs` is none of its forms.
        ValueError: a column beside the texts differs in length.

    Example:
        >>> import copydesk
        >>> release = "Saltmere Water will repair the harbour wall before the winter storms, its board said."
        >>> article = "Good news for boats: Saltmere Water will mend the harbour wall before the winter storms."
        >>> found = copydesk.passages([release], against=[article])[0]
        >>> found["words"], found["similarity"], found["right_text"]
        (10, 0.909090909, 'Saltmere Water will mend the harbour wall before the winter storms')

    Source:
        Wise 1993, "String similarity via greedy string tiling and running Karp-Rabin matching"; Needleman and Wunsch
        1970 (edits); Ruzzo and Tompa 1999, "A linear time algorithm for finding all maximal scoring subsequences".
    """
    with reporting(progress, "comparing") as report:
        arguments = _arguments(
            pairs,
            min_words,
            max_pairs,
            ignore_boilerplate,
            _side(texts, ids, sources, dates),
            _across(against, against_ids, against_sources, against_dates),
        )
        return Records(_copydesk.passages(arguments, maybe_whole("n_threads", n_threads), report))


def overlap(
    texts: Any,
    *,
    pairs: Any = None,
    against: Any = None,
    min_words: int = 8,
    sources: Any = None,
    dates: Any = None,
    against_sources: Any = None,
    against_dates: Any = None,
    max_pairs: int = 1_000_000,
    ignore_boilerplate: bool = True,
    ids: Any = None,
    against_ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Measure how much of each of two documents stands in the other, with and without quoted speech.

    It sums up what `passages` finds, and takes the same arguments. Two reports of one press conference share its
    quotations without either having copied the other; `share_left_unquoted` and `copied` leave quotations out.

    Args:
        texts: One string per document, length n. Missing values share nothing.
        pairs: Which documents to compare; see `passages`.
        against: Another column: only pairs across the two are compared.
        min_words: Equal words that a passage has at least, in [5, 1000000].
        sources: One outlet per document.
        dates: One date per document.
        against_sources: The same for `against`.
        against_dates: The same for `against`.
        max_pairs: Most pairs that are looked for; more are an error.
        ignore_boilerplate: Whether to pass over the blocks that `boilerplate` finds; see `passages`.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        against_ids: The same for `against`.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps (texts read, pairs compared).

    Returns:
        Records sorted by (left, right), one per pair; of pairs that were looked for, those that share a passage:

        - left, right (row numbers), left_id, right_id
        - words_left, words_right: words of the documents, without boilerplate where that is ignored
        - share_left: the share of the left document's words that stand in passages of both, in [0, 1]; for a release on
          the left and an article on the right, share_left says how much of the release was used, share_right how much
          of the article it fills
        - share_right: the same of the right document
        - share_left_unquoted: the share of its words outside quotation marks that the other has outside marks too
        - share_right_unquoted: the same of the right document
        - copied: whether they share narration, not only quotations with their tags: at least twelve words outside
          quotation marks, in stretches of eight or more. With `ignore_boilerplate=False` an outlet's own lines, such as
          an invitation to subscribe, count like any other wording
        - direction, direction_evidence: see `passages`

    Raises:
        ParameterError: a number is out of range, a pair names a row that there is not, or there are more than
            `max_pairs` pairs.
        TypeError: `texts` or `against` is one string, bytes, an iterator or not text; `pairs` is none of its forms.
        ValueError: a column beside the texts differs in length.

    Example:
        >>> import copydesk
        >>> quoted = "“The pier stays where it is, whatever the council of Ard may decide,” "
        >>> texts = [quoted + "said Ana Pell.", "At noon the mayor spoke. " + quoted + "she told us."]
        >>> pair = copydesk.overlap(texts)[0]
        >>> pair["share_left"], pair["share_left_unquoted"], pair["copied"]
        (0.8125, 0.0, False)

    Source:
        Clough, Gaizauskas, Piao and Wilks 2002, "METER: MEasuring TExt Reuse" (derivation measured by shared wording).
    """
    with reporting(progress, "comparing") as report:
        arguments = _arguments(
            pairs,
            min_words,
            max_pairs,
            ignore_boilerplate,
            _side(texts, ids, sources, dates),
            _across(against, against_ids, against_sources, against_dates),
        )
        return Records(_copydesk.overlap(arguments, maybe_whole("n_threads", n_threads), report))


def _side(texts: Any, ids: Any, sources: Any, dates: Any) -> dict[str, Any]:
    moments = microseconds(dates, stacklevel=4)
    return {"texts": texts, "ids": ids, "sources": sources, "given_dates": dates, "dates": moments}


def _across(against: Any, ids: Any, sources: Any, dates: Any) -> dict[str, Any] | None:
    if against is not None:
        return _side(against, ids, sources, dates)
    for name, value in (("ids", ids), ("sources", sources), ("dates", dates)):
        if value is not None:
            raise ParameterError(f"`against_{name}` must come with `against`, got no `against`; pass `{name}`")
    return None


def _arguments(
    pairs: Any, min_words: int, max_pairs: int, ignore_boilerplate: bool, left: Any, right: Any
) -> dict[str, Any]:
    return {
        "pairs": rows_of(pairs, across=right is not None),
        "min_words": whole("min_words", min_words),
        "max_pairs": whole("max_pairs", max_pairs),
        "ignore_boilerplate": flag("ignore_boilerplate", ignore_boilerplate),
        "left": left,
        "right": right,
    }
