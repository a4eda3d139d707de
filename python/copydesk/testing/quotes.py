"""Promises about quotes: they stand in their texts word for word, somebody says them, offsets still hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from copydesk.arguments import number, one_of, several_of, shown
from copydesk.cells import text_at
from copydesk.errors import ParameterError
from copydesk.quotes import KINDS, MARKED
from copydesk.tables import Columns, read_columns, typed
from copydesk.testing.failure import DETAIL, Record, counted, fail, row_name
from copydesk.verification import is_table, verify_quotes
from copydesk.word_diff import first_difference

__all__ = ["assert_quotes_attributed", "assert_quotes_verbatim", "assert_spans_hold"]

#: What `verify_quotes` tells apart.
STATUSES = ("verbatim", "ellipsis", "edited", "spliced", "paraphrase", "not_found")
#: Half of a surrogate pair; records have U+FFFD in its place.
_SURROGATE = re.compile("[\ud800-\udfff]")


def assert_quotes_verbatim(
    quotes: Any,
    texts: Any,
    *,
    match: str = "any",
    allowed: Sequence[str] = ("verbatim",),
    kinds: Sequence[str] | None = MARKED,
    language: Any = "auto",
    ids: Any = None,
    source_ids: Any = None,
    n_threads: int | None = None,
) -> None:
    """Promise that quotes stand in the given texts word for word: in their articles, a speech, a transcript.

    Words are compared as `verify_quotes` compares them: case, punctuation and the shape of the marks never matter.

    Args:
        quotes: The records of `extract_quotes`, or a table made from them, such as the quotes that an editor has
            corrected, with the columns row, id, quote and text; or a column of strings, each one quote.
        texts: One string per text, length n, in which the quotes have to stand.
        match: "any" looks every quote up in all texts, "row" in the text of its own row only.
        allowed: Statuses of `verify_quotes` that keep the promise. With "ellipsis" a quote may leave words out where it
            has "…", "..." or "[…]".
        kinds: Kinds of quotes that are held to the promise, where the table has a column 'kind'; by default what stands
            in marks and is said by somebody. None: all.
        language: The language of the texts; see `verify_quotes`.
        ids: One str or int per quote, if `quotes` is a column of strings.
        source_ids: One str or int per text; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.

    Raises:
        CheckFailed: there is another quote; the message shows where it is, its status, and what was changed. `records`
            has those of `verify_quotes`.
        ParameterError: `match`, `allowed`, `kinds` or `language` is none of its values, or a quote's row has no text
            where `match` is "row".
        TypeError: `quotes` is neither a table nor a column of strings, `texts` is no column of strings.
        ValueError: `quotes` lacks a column, or a column beside another differs in length.

    Example:
        >>> from copydesk.testing import assert_quotes_verbatim
        >>> speech = "We will not sell the pier. It belongs to the town."
        >>> assert_quotes_verbatim(["“It belongs to the town,”"], [speech])
        >>> assert_quotes_verbatim(["“We will never sell the pier,”", "“Sold!”"], [speech])
        Traceback (most recent call last):
        copydesk.testing.CheckFailed: 2 of 2 quotes do not stand in their texts as they must, allowed: verbatim
          edited, similarity 0.83: row 0, in text 0
            We will [-not-]{+never+} sell the pier
          not_found: row 1
            “Sold!”
    """
    __tracebackhide__ = True
    allowed = several_of("allowed", allowed, *STATUSES) or []
    if not allowed:
        raise ParameterError(f"`allowed` must hold one of {', '.join(STATUSES)} at least, got none")
    if of_quotes := is_table(quotes):
        quotes = _of_kinds(read_columns("quotes", quotes), kinds)
    checked = verify_quotes(
        quotes, texts, match=match, language=language, ids=ids, source_ids=source_ids, n_threads=n_threads
    )
    found = [record for record in checked if record["status"] not in allowed]
    if not found:
        return
    verb = "does not stand in its text as it must" if len(found) == 1 else "do not stand in their texts as they must"
    fail(
        "assert_quotes_verbatim",
        f"{len(found):,} of {counted(len(checked), 'quote')} {verb}, allowed: {', '.join(allowed)}",
        found,
        lambda records: [_verified_lines(record, of_quotes) for record in records],
    )


def assert_quotes_attributed(
    quotes: Any, *, min_share: float = 1.0, min_confidence: float = 0.0, kinds: Sequence[str] | None = MARKED
) -> None:
    """Promise that quotes have a speaker, or a share of them does.

    A share that falls from one day to the next often means that a source has changed its format.

    Args:
        quotes: The records of `extract_quotes`, or a table made from them, with the columns row, text, kind and speaker
            (and confidence, for `min_confidence`).
        min_share: Smallest share of the quotes that must have one, in [0, 1].
        min_confidence: Smallest confidence, in [0, 1], at which a speaker counts.
        kinds: Kinds of quotes that are counted; by default what stands in marks and is said by somebody. None: all.

    Raises:
        CheckFailed: more quotes have none; the message shows where they stand and why there is no speaker. `records`
            has all quotes without a speaker that counts.
        ParameterError: a number is outside [0, 1], `kinds` holds an unknown kind, or a column is missing.
        TypeError: `quotes` is no table, or a value has another type than its column.

    Example:
        >>> import copydesk
        >>> from copydesk.testing import assert_quotes_attributed
        >>> quotes = copydesk.extract_quotes(["“The pier is sold,” said Ana Pell.", "“We will not sell the pier.”"])
        >>> assert_quotes_attributed(quotes, min_share=0.5)
        >>> assert_quotes_attributed(quotes, min_share=0.9)
        Traceback (most recent call last):
        copydesk.testing.CheckFailed: 1 of 2 quotes has no speaker, expected a share of 0.9 or more that have one
          no cue: row 1, quote 1
            “We will not sell the pier.”
    """
    __tracebackhide__ = True
    least, sure = _share("min_share", min_share), _share("min_confidence", min_confidence)
    columns = _of_kinds(read_columns("quotes", quotes), kinds)
    needed = ("row", "text", "speaker", *(("confidence",) if sure > 0 else ()))
    records = _records(columns, needed)
    unsaid = [
        record for record in records if not record["speaker"] or (sure > 0 and (record["confidence"] or 0) < sure)
    ]
    # A share of ten quotes is a whole number of them, whatever binary fractions make of it.
    if len(records) - len(unsaid) >= least * len(records) - 1e-9:
        return
    counts = "" if sure == 0 else f" of a confidence of {sure:.4g} or more"
    verb = "has" if len(unsaid) == 1 else "have"
    fail(
        "assert_quotes_attributed",
        f"{len(unsaid):,} of {counted(len(records), 'quote')} {verb} no speaker{counts}, "
        f"expected a share of {least:.4g} or more that have one",
        unsaid,
        lambda records: [_unsaid_lines(record) for record in records],
    )


def assert_spans_hold(records: Any, texts: Any, *, titles: Any = None) -> None:
    """Promise that records still fit their texts: `texts[row][start:end]` is what the record has as its text.

    Records that were stored stop fitting when articles are fetched again, cleaned, or sorted in another order.

    Args:
        records: The records of `extract_quotes`, `match_quotes`, `boilerplate` or `credits`, or a table with the
            columns row, start, end and text (or phrase), and perhaps field and id.
        texts: One string per document, length n.
        titles: One headline per document, where the records were made with `titles`; those whose field is "title"
            count code points of it.

    Raises:
        CheckFailed: a span does not fit; the message shows its place and what stands there. `records` has all of them,
            what stands there as `found` (None where there is no text).
        ParameterError: a column is missing.
        TypeError: `records` is no table, `texts` one string, or a value has another type than its column.

    Example:
        >>> import copydesk
        >>> from copydesk.testing import assert_spans_hold
        >>> text = "“The pier is sold,” said Ana Pell."
        >>> quotes = copydesk.extract_quotes([text])
        >>> assert_spans_hold(quotes, [text])
        >>> assert_spans_hold(quotes, ["Ard. " + text])
        Traceback (most recent call last):
        copydesk.testing.CheckFailed: 1 of 1 span does not fit its text, expected all to
          row 0, quote 0, 0 to 19
            the record has: “The pier is sold,”
            the text has: Ard. “The pier is s
    """
    __tracebackhide__ = True
    if isinstance(texts, str | bytes) or not hasattr(texts, "__len__"):
        raise TypeError(f"`texts` must be a column of strings, got {type(texts).__name__}; pass [text] for one")
    columns = read_columns("records", records)
    own = "phrase" if "phrase" in columns and "text" not in columns else "text"
    read = _records(columns, ("row", "start", "end", own), parameter="records")
    strays = []
    for record in read:
        of_title = titles is not None and record.get("field") == "title"
        text = text_at(titles if of_title else texts, record["row"]) if record["row"] >= 0 else None
        found = None if text is None else _SURROGATE.sub("\ufffd", text[record["start"] : record["end"]])
        if found != record[own]:
            strays.append({**record, "found": found})
    if not strays:
        return
    verb = "does not fit its text" if len(strays) == 1 else "do not fit their texts"
    fail(
        "assert_spans_hold",
        f"{len(strays):,} of {counted(len(read), 'span')} {verb}, expected all to",
        strays,
        lambda records: [_stray_lines(record, own) for record in records],
    )


def _share(name: str, value: Any) -> float:
    share = number(name, value)
    if not 0.0 <= share <= 1.0:
        raise ParameterError(f"`{name}` must be in [0, 1], got {shown(value)}; for 90 % pass 0.9")
    return share


def _of_kinds(columns: Columns, kinds: Sequence[str] | None) -> Columns:
    """The rows of these kinds; all where the table does not tell kinds."""
    kinds = several_of("kinds", kinds, *KINDS)
    if kinds is None or "kind" not in columns:
        return columns
    chosen = [one_of("kind", kind, *KINDS) in kinds for kind in typed("quotes", "kind", "text", columns["kind"])]
    return {
        name: [value for value, keep in zip(values, chosen, strict=True) if keep] for name, values in columns.items()
    }


def _records(columns: Columns, needed: Sequence[str], *, parameter: str = "quotes") -> list[Record]:
    """The rows of a table as dicts of plain values, those of the needed columns of their type.

    Raises:
        ParameterError: a column is missing though there are others.
    """
    if not columns:
        return []
    kinds = {"row": "int", "start": "int", "end": "int", "confidence": "float"}
    read = dict(columns)
    for name in needed:
        if name not in columns:
            raise ParameterError(f"`{parameter}` lacks the column '{name}'; pass the records of a function, or add it")
        nullable = name in ("speaker", "confidence")
        read[name] = typed(parameter, name, kinds.get(name, "text"), columns[name], nullable=nullable)
    return [dict(zip(read, values, strict=True)) for values in zip(*read.values(), strict=True)]


def _where(record: Record) -> str:
    number = f", quote {record['quote']}" if record.get("quote") is not None else ""
    return row_name(record["row"], record.get("id")) + number


def _verified_lines(record: Record, of_quotes: bool) -> list[str]:
    # Of strings the number of the quote is its row.
    where = _where(record) if of_quotes else row_name(record["row"], record["id"])
    if record["source"] is None:
        return [f"{record['status']}: {where}", record["text"]]
    place = row_name(record["source"], record["source_id"]).replace("row", "text", 1)
    difference = record["diff"] or record["text"]
    if len(difference) > DETAIL:
        difference = first_difference(record["source_text"], record["text"]) or difference
    return [f"{record['status']}, similarity {record['similarity']:.2f}: {where}, in {place}", difference]


def _unsaid_lines(record: Record) -> list[str]:
    reason = str(record.get("rule") or "no speaker").replace("_", " ")
    return [f"{reason}: {_where(record)}", record["text"]]


def _stray_lines(record: Record, own: str) -> list[str]:
    found = "nothing" if record["found"] is None else record["found"]
    place = f"{_where(record)}, {record['start']} to {record['end']}"
    return [place, f"the record has: {record[own]}", f"the text has: {found}"]
