"""Promises about articles: no two share their wording, no versions contradict each other, no boilerplate is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from copydesk.arguments import number, several_of
from copydesk.blocks import boilerplate
from copydesk.cells import text_at
from copydesk.duplicates import Unit, near_duplicates
from copydesk.errors import ParameterError
from copydesk.reuse import passages
from copydesk.testing.failure import Record, counted, fail, kept, row_name
from copydesk.versions import discrepancies
from copydesk.word_diff import first_difference

__all__ = ["assert_no_boilerplate", "assert_no_discrepancies", "assert_no_near_duplicates"]

#: From here on figures, dates and speakers conflict (docs/versions.md); below are wordings and what may be no error.
_CONFLICTS = 0.65
#: What `discrepancies` and `boilerplate` tell apart.
TYPES = ("number", "date", "money", "percent", "name", "speaker", "quote_wording", "quote_vs_paraphrase", "modality")
KINDS = (
    *("advertisement", "byline", "contact", "copyright", "credit", "dateline", "masthead", "navigation", "notice"),
    *("picture", "read_more", "share", "subscription", "teaser", "other"),
)
#: Characters on either side of a value that are shown of its sentence.
_AROUND = 60


def assert_no_near_duplicates(
    texts: Any,
    *,
    against: Any = None,
    threshold: float = 0.7,
    measure: Literal["jaccard", "containment"] = "jaccard",
    method: Literal["lsh", "exact"] = "lsh",
    size: int = 5,
    unit: Unit = "word",
    ignore_boilerplate: bool = False,
    ids: Any = None,
    against_ids: Any = None,
    n_threads: int | None = None,
) -> None:
    """Promise that no two texts share most of their wording, or none of `texts` with one of `against`.

    It is `near_duplicates(…, expand=False)` without a pair: of texts with the same words one stands for all, so that
    n copies of one text break the promise n - 1 times. `threshold=1` lets all pass but copies that differ in case,
    punctuation and spacing alone. A missing text is like no other.

    Args:
        texts: One string per document, length n.
        against: Another column, such as yesterday's articles: only pairs across the two count.
        threshold: Smallest score that breaks the promise, in (0, 1].
        measure: What the score is, "jaccard" or "containment"; see `near_duplicates`.
        method: "lsh" or "exact"; see `near_duplicates`.
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char"; see `shingle`.
        ignore_boilerplate: Whether to compare the texts without the blocks that `boilerplate` finds.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        against_ids: The same for the documents of `against`.
        n_threads: Threads, in [1, 1024]; by default one a core.

    Raises:
        CheckFailed: there is such a pair; the message shows rows, ids, scores, and the words around the first
            difference in the longest passage that both share. `records` has the pairs of `near_duplicates`.
        ParameterError: an argument is out of range.
        TypeError: `texts` or `against` is one string, bytes, an iterator or not text; names the row and the type.
        ValueError: ids of another length than their column, or Series with different indexes.

    Example:
        >>> from copydesk.testing import assert_no_near_duplicates
        >>> wire = "The board sold the pier on Monday, after a vote that nobody had announced."
        >>> assert_no_near_duplicates([wire, "The ferry is late."])
        >>> assert_no_near_duplicates([wire, "Rain.", wire.replace("Monday", "Friday")], threshold=0.3)
        Traceback (most recent call last):
        copydesk.testing.CheckFailed: 1 near-duplicate pair among 3 texts, expected none with a jaccard of 0.3 or more
          near, jaccard 0.33: row 0 and row 2
            The board sold the pier on [-Monday,-]{+Friday,+} after a vote that nobody had announced
    """
    __tracebackhide__ = True
    found = near_duplicates(
        texts,
        against=against,
        threshold=threshold,
        measure=measure,
        method=method,
        size=size,
        unit=unit,
        expand=False,
        ignore_boilerplate=ignore_boilerplate,
        ids=ids,
        against_ids=against_ids,
        n_threads=n_threads,
    )
    if len(found) == 0:
        return
    of = counted(len(texts), "text") + ("" if against is None else f" and {len(against):,} of `against`")
    fail(
        "assert_no_near_duplicates",
        f"{counted(len(found), 'near-duplicate pair')} among {of}, "
        f"expected none with a {measure} of {threshold:.4g} or more",
        found,
        lambda pairs: _pair_lines(pairs, texts, texts if against is None else against, measure, against is not None),
    )


def assert_no_discrepancies(
    texts: Any,
    *,
    min_severity: float = _CONFLICTS,
    types: Sequence[str] | None = None,
    quotes: Any = None,
    stories: Any = None,
    titles: Any = None,
    sources: Any = None,
    dates: Any = None,
    language: Any = "auto",
    ids: Any = None,
    n_threads: int | None = None,
) -> None:
    """Promise that versions of a story do not contradict each other, nor a text itself, from a severity on.

    Args:
        texts: One string per document, length n. A missing value takes part in nothing.
        min_severity: Smallest severity that breaks the promise, in [0, 1]; from 0.65 on figures, dates and speakers
            conflict, and 0 counts every hint (docs/versions.md has the scale).
        types: Types of `discrepancies` that count, such as ("number", "date"); by default all.
        quotes: The records of `extract_quotes` over the same texts; by default they are extracted.
        stories: One label per document: documents with one label are versions of one story. By default
            `cluster(level="story")` tells.
        titles: One headline per document, where the texts do not hold them.
        sources: One outlet per document.
        dates: One date per document.
        language: "auto", a code of two letters or "none" for all texts, or one per document.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.

    Raises:
        CheckFailed: there is such a discrepancy; the message shows both documents, what they give, and both sentences.
            `records` has those of `discrepancies`, worst first.
        ParameterError: `min_severity` or another argument is out of range.
        TypeError: `texts` is one string, bytes, an iterator or not text.
        ValueError: a column beside the texts differs in length.

    Example:
        >>> from copydesk.testing import assert_no_discrepancies
        >>> versions = ["The ferry enters its fourth year.", "The ferry enters its eighth year."]
        >>> assert_no_discrepancies(versions, stories=[1, 1], types=["date"])
        >>> assert_no_discrepancies(versions, stories=[1, 1])
        Traceback (most recent call last):
        copydesk.testing.CheckFailed: 1 discrepancy among 2 texts, expected none with a severity of 0.65 or more
          number conflicts, severity 0.84: row 0 and row 1
            left: The ferry enters its fourth year.
            right: The ferry enters its eighth year.
    """
    __tracebackhide__ = True
    if not 0.0 <= (least := number("min_severity", min_severity)) <= 1.0:
        raise ParameterError(f"`min_severity` must be in [0, 1], got {min_severity}")
    types = several_of("types", types, *TYPES)
    found = discrepancies(
        texts,
        quotes=quotes,
        stories=stories,
        titles=titles,
        sources=sources,
        dates=dates,
        language=language,
        ids=ids,
        n_threads=n_threads,
    )
    worst = [record for record in kept(found, "type", types) if record["severity"] >= least]
    if not worst:
        return
    count = "1 discrepancy" if len(worst) == 1 else f"{len(worst):,} discrepancies"
    fail(
        "assert_no_discrepancies",
        f"{count} among {counted(len(texts), 'text')}, expected none with a severity of {least:.4g} or more",
        worst,
        lambda records: [_discrepancy_lines(record) for record in records],
    )


def assert_no_boilerplate(
    texts: Any,
    *,
    kinds: Sequence[str] | None = None,
    titles: Any = None,
    sources: Any = None,
    ids: Any = None,
    n_threads: int | None = None,
) -> None:
    r"""Promise that no block of a text is its outlet's rather than its own, such as behind a step that cleans texts.

    Args:
        texts: One string per document, length n. A missing value has no blocks.
        kinds: Kinds of `boilerplate` that count, such as ("subscription", "share"); by default all.
        titles: One headline per document, where the texts do not hold them.
        sources: An outlet per document.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.

    Raises:
        CheckFailed: there is such a block; the message shows row, place, kind, reason and text. `records` has those of
            `boilerplate`.
        ParameterError: `kinds` holds an unknown kind, or `n_threads` is out of range.
        TypeError: `texts` is one string, bytes, an iterator or not text.
        ValueError: `titles` or `sources` is not as long as `texts`.

    Example:
        >>> from copydesk.testing import assert_no_boilerplate
        >>> text = "Pier sold\n\nThe council sold the pier.\n\n© Lantern Media"
        >>> assert_no_boilerplate([text], kinds=["subscription"])
        >>> assert_no_boilerplate([text])
        Traceback (most recent call last):
        copydesk.testing.CheckFailed: 1 block of boilerplate in 1 of 1 text, expected none
          copyright, by its form: row 0, 39 to 54
            © Lantern Media
    """
    __tracebackhide__ = True
    kinds = several_of("kinds", kinds, *KINDS)
    found = kept(boilerplate(texts, titles=titles, sources=sources, ids=ids, n_threads=n_threads), "kind", kinds)
    if not found:
        return
    rows = len({record["row"] for record in found})
    fail(
        "assert_no_boilerplate",
        f"{counted(len(found), 'block')} of boilerplate in {rows:,} of {counted(len(texts), 'text')}, expected none",
        found,
        lambda records: [_block_lines(record) for record in records],
    )


def _pair_lines(pairs: list[Record], lefts: Any, rights: Any, measure: str, across: bool) -> list[list[str]]:
    """Both rows with their score, and the stretch in which the two agree or first differ."""
    sides = [(text_at(lefts, pair["left"]) or "", text_at(rights, pair["right"]) or "") for pair in pairs]
    shared = _longest_passages(sides)
    lines = []
    for at, pair in enumerate(pairs):
        right = row_name(pair["right"], pair["right_id"])
        score = pair["jaccard"] if measure == "jaccard" else max(pair["containment_left"], pair["containment_right"])
        names = f"{row_name(pair['left'], pair['left_id'])} and {right}{' of `against`' if across else ''}"
        left, right = shared.get(at, sides[at])
        difference = None if pair["relation"] == "exact" else first_difference(left, right)
        lines.append([f"{pair['relation']}, {measure} {score:.2f}: {names}", difference or f"both: {left}"])
    return lines


def _longest_passages(sides: list[tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """The longest passage that both texts share, in either's wording, by the number of the pair."""
    pairs = [(at, at) for at in range(len(sides))]
    lefts, rights = [left for left, _ in sides], [right for _, right in sides]
    longest: dict[int, Record] = {}
    for passage in passages(lefts, against=rights, pairs=pairs, ignore_boilerplate=False):
        if passage["words"] > longest.get(passage["left"], {"words": 0})["words"]:
            longest[passage["left"]] = passage
    return {at: (passage["left_text"], passage["right_text"]) for at, passage in longest.items()}


def _discrepancy_lines(record: Record) -> list[str]:
    sides = [row_name(record[side], record[f"{side}_id"]) for side in ("left", "right")]
    where = " and ".join(sides) if record["left"] != record["right"] else f"{sides[0]}, twice"
    headline = f"{record['type']} {record['relation']}, severity {record['severity']:.2f}: {where}"
    return [headline, *(f"{side}: {_sentence(record, side)}" for side in ("left", "right"))]


def _sentence(record: Record, side: str) -> str:
    """The sentence around the value, cut on both sides where it is long."""
    value, sentence = str(record[f"{side}_text"]), str(record[f"{side}_sentence"])
    at = max(sentence.find(value), 0)
    first, last = max(0, at - _AROUND), at + len(value) + _AROUND
    return ("…" if first else "") + sentence[first:last] + ("…" if last < len(sentence) else "")


def _block_lines(record: Record) -> list[str]:
    reasons = {"recurs": f"in {record['documents']} documents", "outlet": "of its outlet", "form": "by its form"}
    reason = reasons.get(record["reason"], "unrelated to its article")
    where = f"{row_name(record['row'], record['id'])}, {record['start']} to {record['end']}"
    where += " of the title" if record["field"] == "title" else ""
    return [f"{record['kind']}, {reason}: {where}", record["text"]]
