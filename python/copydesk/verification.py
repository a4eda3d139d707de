"""Quotes against the transcripts that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copydesk import _copydesk
from copydesk.arguments import maybe_whole, one_of
from copydesk.progress import Progress, reporting
from copydesk.quote_table import quote_table
from copydesk.records import Records

__all__ = ["is_table", "verify_quotes"]


def verify_quotes(
    quotes: Any,
    sources: Any,
    *,
    match: str = "any",
    language: Any = "auto",
    ids: Any = None,
    source_ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Check whether quotes stand in a transcript, a speech, another article, and what was changed on the way.

    Words are compared; case, punctuation, quotation marks and the shape of an apostrophe never matter. Every quote that
    is given is checked, also what is reported without marks; keep what you want to check, such as
    `[quote for quote in quotes if quote["kind"] == "direct"]`.

    Args:
        quotes: The records of `extract_quotes`, or a table made from them (DataFrame, Arrow table, list of dicts) with
            the columns row, id, quote and text; or a column of strings, each one quote, with or without its marks (a
            missing one has no record).
        sources: One string per source, length n. A missing value holds nothing.
        match: "any" looks every quote up in all sources: one transcript for all, or many. "row" looks it up in the
            source of its own row only: one transcript per article.
        language: The language of the sources, for the stems of a paraphrase: "auto", a code of two letters or "none"
            for all, or one per source (missing or blank: "auto").
        ids: One str or int per quote, if `quotes` is a column of strings; by default a pandas index of integers or
            strings, else the position.
        source_ids: The same for `sources`.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in quotes read and checked and sources read.

    Returns:
        Records in the order of the quotes, one per quote:

        - row, id: the document of the quote; the position, and its id, if quotes came as strings
        - quote: the number of the quote; the position, if quotes came as strings
        - text: the quote as it came
        - status: the first of these that holds, in any source that was looked at:

          - "verbatim": all its words stand there in a row. What the quote has in [square brackets] is its editor's, and
            may stand for up to three words of the source; [t]he is read as one word
          - "ellipsis": all its words stand there in order, with gaps only where it has "…", "..." or "[…]"
          - "edited": two thirds of its words, and three, stand there in order; others were changed, put in, or left
            out without a mark
          - "spliced": the same, joined from two places or more: out of order, or with more than 15 words left out
            between them without a mark; each place gives four words in order or more
          - "paraphrase": words that carry at least half of its content, and three, stand together, and would hardly do
            so by chance in as long sources. Forms of one word count as one, rare words more. What reads as joined
            from several places is a paraphrase too if a fifth of its words or more are others
          - "not_found": none of these
        - source, source_id: the row of the source and its id; the earliest of equally good ones; None if not found
        - start, end: code points, so that `sources[source][start:end]` is the passage from the first to the last word
          that the quote took; the longest part of a spliced one
        - source_text: what stands there
        - similarity: for wordings 2 · equal words / (words of the quote and of the passage), without gaps that are
          marked, in [0.67, 1]; 1 also for a single word, which proves little. For "paraphrase" and "not_found" the
          share of the content that stands together in one place, each word weighed by its rarity, in [0, 1]
        - diff: what turns the passage into the quote, word by word, as [-left out-] and {+put in+}; None where the
          words are the same, or nothing was found

    Raises:
        ParameterError: `match` or `language` is none of its values, a number is out of range, or a quote's row has no
            source where `match` is "row".
        TypeError: `quotes` is neither a table nor a column of strings, `sources` is no column of strings; names the row
            and the type.
        ValueError: `quotes` lacks a column, or a column beside the sources differs in length.

    Example:
        >>> import copydesk
        >>> speech = "We will not sell the pier. It was built by our grandparents, and it belongs to the town."
        >>> article = "“We will never sell the pier … it belongs to the town,” said Ana Pell, the mayor."
        >>> quotes = copydesk.extract_quotes([article])
        >>> found = copydesk.verify_quotes(quotes, [speech])[0]
        >>> found["status"], found["similarity"]
        ('edited', 0.909090909)
        >>> print(found["diff"])
        We will [-not-]{+never+} sell the pier [-It was built by our grandparents, and-] it belongs to the town
        >>> copydesk.verify_quotes(["“Not sell the pier”", "“Sold!”"], [speech])["status"]
        ['verbatim', 'not_found']

    Source:
        Smith and Waterman 1981, "Identification of common molecular subsequences" (alignment, here of words); Spärck
        Jones 1972, "A statistical interpretation of term specificity" (rarity).
    """
    one_of("match", match, "any", "row")
    if is_table(quotes):
        if ids is not None:
            raise ValueError("`ids` goes with a column of strings; a table of quotes has its own column 'id'")
        quotes = quote_table(quotes, needed=("row", "id", "quote", "text"))
    with reporting(progress, "checking") as report:
        threads = maybe_whole("n_threads", n_threads)
        return Records(_copydesk.verify_quotes(quotes, sources, match, language, ids, source_ids, threads, report))


def is_table(quotes: Any) -> bool:
    """Whether it has columns; a list tells by its first element."""
    if isinstance(quotes, list | tuple):
        return any(isinstance(quote, Mapping) for quote in quotes[:1])
    return isinstance(quotes, Records | Mapping) or hasattr(quotes, "columns") or hasattr(quotes, "column_names")
