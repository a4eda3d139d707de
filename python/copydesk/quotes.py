"""Quotes with their cues and speakers."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk.arguments import maybe_whole
from copydesk.articles import Articles
from copydesk.progress import Progress, reporting
from copydesk.records import Records
from copydesk.shown import QuoteRecords

__all__ = ["KINDS", "MARKED", "extract_quotes"]

#: What `kind` may be.
KINDS = ("direct", "mixed", "indirect", "scare")
#: The kinds that stand in marks and are said by somebody.
MARKED = ("direct", "mixed")


def extract_quotes(
    texts: Any,
    *,
    titles: Any = None,
    language: Any = "auto",
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Find what is quoted or reported, and who says it.

    Every common pair of marks is read, nested or not: “ ” " " ‘ ’ ' ' « » „ “ ‚ ‘ ‹ › 「 」. Apostrophes are told from
    closing marks. A line break ends no quote by itself; a quote whose closing mark is missing ends with its paragraph.
    No text is refused.

    Cues and speakers are read in English, German and French, with less of a lexicon in Spanish and Russian; in other
    languages quotes in marks are found, without speakers.

    Args:
        texts: One string per document, length n. A missing value has no quotes.
        titles: One headline per document, where the texts do not hold them; quotes in it have the field "title" and
            count code points of it. Without this argument, a first line that is a headline is recognised.
        language: "auto", a code of two letters or "none" for all texts, or one per document (missing or blank: "auto").
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in documents.

    Returns:
        Records in the order of rows and offsets, one per quote; a notebook shows each in its sentence. All offsets are
        code points of the text as it came, half-open: `text[start:end]` is the quote. Quotes without marks may lie
        inside one another; those in marks never overlap.

        - row, id: the document
        - quote: the number of the quote in this result
        - start, end, text: the quote with its marks
        - inner_start, inner_end: the quote without them; None where there are no marks
        - content_start, content_end: the whole reported clause; start and end but for a fragment
        - kind: "direct" (a whole utterance), "mixed" (a quoted fragment in a reporting sentence), "indirect" (reported
          without marks: she said that the pier is closed) or "scare" (marks that quote nobody: a term, an outlet, a
          title; also a few words that nobody nearby is found to say)
        - speaker, speaker_start, speaker_end: the words beside the quote that name who says it, which may be a pronoun
          ("she") or a role ("the mayor"); None where the text does not say; no offsets if it stands in the headline and
          the quote below, or the other way round
        - speaker_name: the fullest name that the document has for the speaker; names joined by "; " if several speak
          together; None where it has none
        - speaker_kind: "person", "organisation", "group" or "anonymous" (left unnamed: a source, a witness)
        - speaker_role: the document's words for what the speaker is, such as "NATO Secretary General"
        - cue, cue_start, cue_end: the words that attribute it, such as "said" or "according to"; None without them
        - rule: the rule that found the speaker, or why there is none (docs/quotes.md lists them)
        - confidence: how likely it is that this is a quote and the speaker is right, in [0, 1]; None without a speaker
        - closed: False where the closing mark is missing
        - continues: the number of the quote that this one goes on from, where a paragraph repeats the opening mark
        - words: words between the marks
        - sentence_start, sentence_end: the sentence or sentences in which the quote stands
        - field: "title" or "body"
        - language: the code of the language in which the text was read

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; names the row and the type.
        ValueError: `titles` or `language` is not as long as `texts`.
        ParameterError: `language` holds what is no code, or `n_threads` is out of range.

    Example:
        >>> import copydesk
        >>> quotes = copydesk.extract_quotes(["“The harbour stays open,” said Ana Pell, the mayor."])
        >>> quotes[0]["text"], quotes[0]["speaker"], quotes[0]["cue"]
        ('“The harbour stays open,”', 'Ana Pell', 'said')
        >>> text = "The mayor, Ana Pell, spoke on Monday. She said that the harbour stays open."
        >>> quote = copydesk.extract_quotes([text])[0]
        >>> quote["kind"], quote["text"], quote["speaker"], quote["speaker_name"], quote["speaker_role"]
        ('indirect', 'the harbour stays open', 'She', 'Ana Pell', 'mayor')

    Source:
        Pareti 2015, "Attribution: a computational approach", for the parts of an attribution (source, cue, content).
    """
    with reporting(progress, "reading quotes") as report:
        table = _copydesk.extract_quotes(texts, titles, language, ids, maybe_whole("n_threads", n_threads), report)
    return QuoteRecords(table, Articles(texts, titles))
