"""Credits to other outlets, and the blocks of an article that are not its own."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk.arguments import maybe_whole
from copydesk.progress import Progress, reporting
from copydesk.records import Records

__all__ = ["boilerplate", "credits"]


def credits(  # the name of the field, not the interpreter's notice
    texts: Any,
    *,
    titles: Any = None,
    sources: Any = None,
    language: Any = "auto",
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    r"""Find where a text credits another outlet, and where it claims to be exclusive.

    A name counts where words that credit stand beside it ("as reported by", "told", "contributed to this report"). It
    has to be an outlet's: an agency or outlet that is known by name, a name of their form ("the Saltmere Herald"), the
    address of a site, or a name that the text calls a newspaper, an agency, a broadcaster. People, companies and boards
    are sources too, but no outlets; `extract_quotes` has them. Words are known in English, German, French, Spanish,
    Italian, Portuguese, Dutch and Russian.

    Args:
        texts: One string per document, length n. A missing value has no credits.
        titles: One headline per document, where the texts do not hold them; a credit in it has the field "title" and
            counts code points of it. Without this argument, a first line that is a headline is recognised.
        sources: An outlet per document. The names in the column count as outlets where words that credit stand beside
            them, and what a document says of its own outlet ("told the Herald" in the Saltmere Herald) is left out.
        language: "auto", a code (en, de, fr, es, it, pt, nl, ru; others, and "none", try all of them), or a column of
            codes.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core.
        progress: True for a bar, or a callable of (done, total) in documents.

    Returns:
        Records in the order of rows and offsets, one per credit and outlet:

        - row, id: the document
        - start, end, phrase: the words that credit, the name among them; `text[start:end]` is the phrase, in code
          points, half-open
        - source_name: the outlet as it is named there, without marks; None for a claim to be exclusive
        - kind: "credit" (the outlet reported or published it), "told" (somebody spoke to the outlet), "dateline" (an
          agency at the head or the foot of the text), "contribution" (the outlet had a part in the text) or
          "exclusive" (the text says that nobody else has it)
        - field: "title" or "body"

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; names the row and the type.
        ValueError: `titles`, `sources` or `language` is not as long as `texts`.
        ParameterError: `language` is no known code, or `n_threads` is out of range.

    Example:
        >>> import copydesk
        >>> text = "Exclusive: Pier sold\n\nThe pier is sold, as reported by ‘Harbour.ru’. “No,” she told Reuters."
        >>> for credit in copydesk.credits([text]):
        ...     print(credit["kind"], credit["source_name"], "|", credit["phrase"])
        exclusive None | Exclusive
        credit Harbour.ru | as reported by ‘Harbour.ru’
        told Reuters | told Reuters

    Source:
        Lists of names and cues of our own; docs/reuse.md says what they hold.
    """
    with reporting(progress, "reading credits") as report:
        return Records(
            _copydesk.credits(texts, titles, sources, language, ids, maybe_whole("n_threads", n_threads), report),
        )


def boilerplate(
    texts: Any,
    *,
    titles: Any = None,
    sources: Any = None,
    ids: Any = None,
    n_threads: int | None = None,
    progress: Progress = None,
) -> Records:
    r"""Find the blocks of each text that are not the article's own.

    A block is a paragraph, a heading or a line between them; a credit behind the last sentence of a text counts too.
    Four reasons tell boilerplate: it recurs in documents that have nothing else to do with each other, or in those of
    one outlet; its words or its shape say so; or it reads like a headline and shares next to nothing with the article.
    Copies and excerpts of one text count as one document, so what a report shares with its reprints is no boilerplate.

    Args:
        texts: One string per document, length n. A missing value has no blocks.
        titles: One headline per document, where the texts do not hold them; the outlet's name behind it has the field
            "title" and counts code points of it. Without this argument, a first line that is a headline is recognised.
        sources: An outlet per document. A block that three documents of one outlet share may recur in it alone.
        ids: One str or int per document; by default a pandas index of integers or strings, else the row number.
        n_threads: Threads, in [1, 1024]; by default one a core. The result is the same for any number.
        progress: True for a bar, or a callable of (done, total) in steps (texts read, pairs compared).

    Returns:
        Records in the order of rows and offsets, one per block:

        - row, id: the document
        - start, end, text: the block; `text[start:end]` is it, in code points, half-open
        - kind: what it does: "advertisement", "byline", "contact", "copyright", "credit", "dateline", "masthead",
          "navigation", "notice", "picture", "read_more", "share", "subscription", "teaser" (another article's headline)
          or "other" (it recurs, and nothing else is known of it)
        - reason: "recurs" (three or more unrelated documents hold it), "outlet" (the same, all of one outlet), "form"
          (its words or shape) or "unrelated" (to its article)
        - documents: how many hold it, versions of one text counted once; 1 for what does not recur
        - field: "title" or "body"

    Raises:
        TypeError: `texts` is one string, bytes, an iterator or not text; names the row and the type.
        ValueError: `titles` or `sources` is not as long as `texts`.
        ParameterError: `n_threads` is out of range.

    Example:
        >>> import copydesk
        >>> text = "Pier sold\n\nThe council sold the pier.\n\nRead more: Seven piers\n\n© Lantern Media"
        >>> for block in copydesk.boilerplate([text]):
        ...     print(block["kind"], block["reason"], "|", block["text"])
        read_more form | Read more: Seven piers
        copyright form | © Lantern Media

    Source:
        Kohlschütter, Fankhauser and Nejdl 2010, "Boilerplate detection using shallow text features" (blocks of text);
        Broder 1997 (what versions of one text share); lists of phrases of our own.
    """
    with reporting(progress, "finding boilerplate") as report:
        return Records(
            _copydesk.boilerplate(texts, titles, sources, ids, maybe_whole("n_threads", n_threads), report),
        )
