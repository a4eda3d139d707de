"""How quotes fared from version to version of a story, and where versions disagree."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk._copydesk import Table
from copydesk.arguments import maybe_whole
from copydesk.dates import microseconds
from copydesk.progress import Progress, reporting
from copydesk.quote_table import quote_table
from copydesk.records import Records
from copydesk.story_labels import story_labels

__all__ = ["discrepancies", "match_quotes", "version_arguments"]


def match_quotes(
    texts: Any,
    *,
    quotes: Any = None,
    stories: Any = None,
    titles: Any = None,
    sources: Any = None,
    dates: Any = None,
    language: Any = "auto",
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Follow each quote through the versions of its story: who else has it, and in which words.

    Quotes of different documents of one story are one utterance if their wording says so, or if one speaker says them
    in the same place and either version has nothing else like it (docs/versions.md). Versions that have no quote of an
    utterance are searched for its words without marks. Two statements of one document become one only where they stand
    beside each other like the halves of one quotation, or one repeats the other.

    Args:
        texts: One string per document, length n. A missing value has no quotes.
        quotes: The records of `extract_quotes` over the same texts, or a table made from them; by default they are
            extracted.
        stories: One label per document, int or str; documents with one label are versions of one story, one without a
            label (None) has no other version. By default `cluster(level="story")` tells.
        titles: One headline per document, where the texts do not hold them.
        sources: One outlet per document, to count how many carry a quote.
        dates: One date per document; of equally full versions the earliest is the fullest.
        language: "auto", a code of two letters or "none" for all texts, or one per document (missing or blank: "auto").
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps.

    Returns:
        Records by group, within a group by row and place, one per quote or paraphrase. All offsets are code points of
        the text as it came, half-open.

        - group: the number of the utterance in this result
        - story: the label of the story; None for a document without one
        - row, id: the document
        - quote: the number of the quote in `quotes`; None for a place that says the same without being quoted or
          reported
        - start, end, text: the quote with its marks, or that place
        - speaker_name: whoever says it, under the name that the versions have for them together: a version's "he" or
          "the minister" is resolved where others name him
        - status: how it stands to the group's fullest version (in marks before without; then the most words; then the
          earliest): "identical" (the same words; the fullest version itself), "trimmed" (some of them in a row),
          "reworded" (other words), "speaker_conflict" (another speaker than most versions are sure of),
          "quote_vs_paraphrase" (in marks in one, without in the other), "alone" (no other version of the story has it:
          what an editor checks first)
        - similarity: words that it and the fullest version have in the same order, over the words of the longer, in
          [0, 1]
        - documents: how many documents of the story carry the utterance
        - sources: how many outlets do; None without `sources`
        - diff: what turns the fullest version into it, as `wdiff` shows it: [-taken away-]{+put in+}; None where the
          words are the same
        - field: "title" or "body"; offsets in a headline that is given apart count from its beginning

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; `quotes` is no table; a label is neither int
            nor str.
        ValueError: `stories`, `titles`, `sources`, `dates` or `language` is not as long as `texts`, or `quotes` lacks a
            column.
        ParameterError: `quotes` names rows that `texts` has not, or a parameter is out of range.

    Example:
        >>> import copydesk
        >>> texts = [
        ...     "“The pier will be closed until spring,” said Ida Brandt, the mayor.",
        ...     "“The pier will be shut until spring,” Brandt said on Monday.",
        ...     "The pier will be closed until spring, it emerged. “I saw it coming,” said Jon Hale.",
        ... ]
        >>> for record in copydesk.match_quotes(texts, stories=[1, 1, 1]):
        ...     print(record["row"], record["status"], record["documents"], record["diff"])
        0 identical 3 None
        1 reworded 3 The pier will be [-closed-]{+shut+} until spring
        2 quote_vs_paraphrase 3 None
        2 alone 1 None

    Source:
        Leskovec, Backstrom and Kleinberg 2009, "Meme-tracking and the dynamics of the news cycle", for groups of quotes
        that are each other's variants.
    """
    with reporting(progress, "matching quotes") as report:
        arguments = version_arguments(texts, quotes, stories, titles, sources, dates, language, ids, n_threads, report)
        table = _copydesk.match_quotes(arguments, maybe_whole("n_threads", n_threads), report)
    return Records(table)


def discrepancies(
    texts: Any,
    *,
    quotes: Any = None,
    stories: Any = None,
    titles: Any = None,
    sources: Any = None,
    dates: Any = None,
    language: Any = "auto",
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Find where versions of a story contradict each other, or a text itself, worst first.

    Args:
        texts: One string per document, length n. A missing value takes part in nothing.
        quotes: The records of `extract_quotes` over the same texts, or a table made from them; by default they are
            extracted.
        stories: One label per document, int or str; documents with one label are versions of one story, one without a
            label (None) is compared with itself alone. By default `cluster(level="story")` tells.
        titles: One headline per document, where the texts do not hold them.
        sources: One outlet per document, which helps to tell the stories.
        dates: One date per document; of versions with one value the earliest is shown.
        language: "auto", a code of two letters or "none" for all texts, or one per document (missing or blank: "auto").
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps.

    Returns:
        Records by severity, worst first: one for each pair of distinct values of one fact, however many documents give
        either. All offsets are code points of the text as it came, half-open.

        - story: the label of the story; None for a document without one
        - type: "number", "date", "money", "percent", "name" (one name spelled two ways), "speaker" (one quote, two
          speakers), "quote_wording" (other words in the marks), "quote_vs_paraphrase" (in marks here, without there),
          "modality" (will here, could there)
        - relation: "conflicts" (at most one holds) or "differs" (both may hold: they may count different things)
        - severity: how much an editor should care, in [0, 1]
        - left, right, left_id, right_id: the earliest document with the more common value, and the earliest with the
          other; one document twice where it contradicts itself
        - left_start, left_end, right_start, right_end, left_text, right_text: the values where they stand
        - detail: what the fact is, both values, and how many versions give each
        - left_sentence, right_sentence: the sentences around them, 2,000 bytes on either side at most
        - left_field, right_field: "title" or "body"; offsets in a headline that is given apart count from its beginning

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; `quotes` is no table; a label is neither int
            nor str.
        ValueError: `stories`, `titles`, `sources`, `dates` or `language` is not as long as `texts`, or `quotes` lacks a
            column.
        ParameterError: `quotes` names rows that `texts` has not, or a parameter is out of range.

    Example:
        >>> import copydesk
        >>> texts = [
        ...     "“The pier will be closed until spring,” said Ida Brandt, the mayor.",
        ...     "“The pier will be shut until spring,” said Ida Brandt, the mayor.",
        ... ]
        >>> record = copydesk.discrepancies(texts, stories=[1, 1])[0]
        >>> record["type"], record["relation"], record["left_text"][:28], record["right_text"][:26]
        ('quote_wording', 'conflicts', '“The pier will be closed unt', '“The pier will be shut unt')

    Source:
        De Marneffe, Rafferty and Manning 2008, "Finding contradictions in text", for the kinds of contradiction.
    """
    with reporting(progress, "looking for discrepancies") as report:
        arguments = version_arguments(texts, quotes, stories, titles, sources, dates, language, ids, n_threads, report)
        table = _copydesk.discrepancies(arguments, maybe_whole("n_threads", n_threads), report)
    return Records(table)


def version_arguments(
    texts: Any,
    quotes: Any,
    stories: Any,
    titles: Any,
    sources: Any,
    dates: Any,
    language: Any,
    ids: Any,
    n_threads: int | None,
    report: Any,
) -> dict[str, Any]:
    """What both functions hand to the core: quotes and stories are found where they are not given."""
    if stories is None:
        from copydesk.duplicates import cluster

        found = cluster(
            texts,
            level="story",
            titles=titles,
            sources=sources,
            dates=dates,
            language=language,
            n_threads=n_threads,
            progress=report,
        )
        stories = found["cluster"]
    numbers, labels = story_labels(stories)
    return {
        "texts": texts,
        "titles": titles,
        "language": language,
        "ids": ids,
        "sources": sources,
        "given_dates": dates,
        "dates": microseconds(dates, stacklevel=5),
        "stories": numbers,
        "labels": labels,
        "quotes": _quotes(texts, quotes, titles, language, n_threads, report),
    }


def _quotes(texts: Any, quotes: Any, titles: Any, language: Any, n_threads: int | None, report: Any) -> Table:
    if quotes is None:
        return _copydesk.extract_quotes(texts, titles, language, None, maybe_whole("n_threads", n_threads), report)
    needed, optional = _copydesk.quote_columns()
    return quote_table(quotes, needed=needed, optional=optional)
