"""What two articles share, and what it says about whether they tell one story."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk.arguments import maybe_whole
from copydesk.progress import Progress, reporting
from copydesk.records import Records

__all__ = ["explain"]


def explain(
    left: Any,
    right: Any,
    *,
    language: Any = "auto",
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    """Compare the texts of two columns, row by row, as level "story" of `cluster` compares them.

    It judges the given texts alone, without headlines, outlets and dates. The numbers are those by which `cluster`
    decides, given the same distinct texts: how rare a word is depends on them, so a pair has other numbers here than in
    a larger corpus. A pair that both models find unlikely has no relation.

    Args:
        left: One string per row, length n.
        right: The texts to compare with, by position, length n. Two pandas Series must have equal indexes.
        language: "auto", a code, "none", or a column of them for both sides, by position; see `cluster`.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in texts.

    Returns:
        Records, one per row in which neither text is missing:

        - row (int)
        - story: the probability that both report one event
        - rewrite: the probability that both derive from one text
        - relation: "rewrite" or "story", whichever is likelier than not, rewrite first; None where neither is
        - lead: cosine of the stems by rarity, earlier mentions weighing more
        - opening: the same of the first sixty content words
        - events: the same of words that are neither names nor numbers
        - phrases: the same of pairs of content words that follow each other
        - numbers: numbers in common, by rarity
        - days: how the weekdays that they name agree, from -1 (two days) to 1 (the same); 0 where one names none
        - brevity: the logarithm of the shorter one's words over 250, at most 0
        - support: how much there is to judge by, the shared stems counted by rarity; two texts with less than 1.1 are
          not alike enough, whatever the cosines
        - why: the phrases and words that weigh most, as the left text writes them

    Raises:
        ParameterError: `language` or `n_threads` is out of range.
        TypeError: a column is not of strings.
        ValueError: the columns differ in length, or are Series with different indexes.

    Example:
        >>> import copydesk
        >>> left = "The harbour wall at Saltmere gave way on Friday. Mayor Ana Pell closed the pier."
        >>> right = "Saltmere’s pier is closed: on Friday its harbour wall gave way, Mayor Ana Pell said."
        >>> told = copydesk.explain([left], [right])[0]
        >>> told["relation"], told["why"]
        ('rewrite', 'gave way, harbour wall, Mayor Ana, pier, closed, Saltmere, Pell, Friday')

    Source:
        Spärck Jones 1972, "A statistical interpretation of term specificity"; the models are this project's own
        (docs/stories.md).
    """
    with reporting(progress, "explaining") as report:
        return Records(_copydesk.explain(left, right, language, maybe_whole("n_threads", n_threads), report))
