"""Quotes with their cues and speakers."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk.progress import Progress, reporting
from copydesk.records import Records

__all__ = ["extract_quotes"]


def extract_quotes(
    texts: Any,
    *,
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Find what stands in quotation marks, and who says it.

    Every common pair of marks is read, nested or not: “ ” " " ‘ ’ ' ' « » „ “ ‚ ‘ ‹ ›. Apostrophes are told from
    closing marks. A line break ends no quote by itself; a quote whose closing mark is missing ends with its paragraph.
    No text is refused.

    Cues and speakers are read in English, German and French, whichever the text seems to be in; in other languages
    quotes are found, speakers hardly ever.

    Args:
        texts: One string per document, length n. A missing value has no quotes.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in documents.

    Returns:
        Records in the order of rows and offsets, one per quote. All offsets are code points of the text as it came,
        half-open: `text[start:end]` is the quote.

        - row, id: the document
        - quote: the number of the quote in this result
        - start, end, text: the quote with its marks
        - inner_start, inner_end: the quote without them
        - kind: "direct" (a whole utterance), "mixed" (a quoted fragment in a reporting sentence) or "scare" (marks that
          quote nobody: a term, an outlet, a title; also a few words that nobody nearby is found to say)
        - speaker, speaker_start, speaker_end: the words beside the quote that name who says it, which may be a pronoun
          ("she") or a role ("the mayor"); None where the text does not say
        - cue, cue_start, cue_end: the words that attribute it, such as "said" or "according to"; None without them
        - rule: the rule that found the speaker, or why there is none (docs/quotes.md lists them)
        - closed: False where the closing mark is missing
        - words: words between the marks
        - sentence_start, sentence_end: the sentence or sentences in which the quote stands

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; names the row and the type.
        ParameterError: `n_threads` is out of range.

    Example:
        >>> import copydesk
        >>> quotes = copydesk.extract_quotes(["“The harbour stays open,” said Ana Pell, the mayor."])
        >>> quotes[0]["text"], quotes[0]["speaker"], quotes[0]["cue"]
        ('“The harbour stays open,”', 'Ana Pell', 'said')

    Source:
        Pareti 2015, "Attribution: a computational approach", for the parts of an attribution (source, cue, content).
    """
    with reporting(progress, "reading quotes") as report:
        return Records(_copydesk.extract_quotes(texts, ids, n_threads, report))
