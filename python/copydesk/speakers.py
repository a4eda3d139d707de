"""People across documents: who is quoted, how often, at what length."""

from __future__ import annotations

from typing import Any

from copydesk import _copydesk
from copydesk._copydesk import Table
from copydesk.errors import ParameterError
from copydesk.quote_table import quote_table
from copydesk.records import Records
from copydesk.tables import inferred, read_columns, typed

__all__ = ["speakers"]

_NEEDED = ("row", "id", "quote", "speaker", "speaker_name", "speaker_kind", "speaker_role", "words")
#: What stands between the names of one person.
_BETWEEN = ";"


def speakers(quotes: Any, *, people: Any = None) -> Records:
    """Tell who is quoted across documents, and with what.

    Within a document `extract_quotes` says who speaks. Here those names are tied to each other: titles, case and
    diacritics make no difference; initials and middle names may be missing ("John F. Kennedy", "John Kennedy"); a
    surname alone is the one person who bears it in these quotes, or the one whom its own document quotes by a full
    name. A surname that several bear has a record of its own rather than a guess. An acronym is the organisation with
    those initials if one document quotes both. Two spellings of a name are two records, since nothing here says which
    one is wrong; two people of one name are one. Speakers without a name ("an official", "analysts") have one record
    per document and noun: the official of one article is not that of another. Nobody's gender is guessed.

    Args:
        quotes: The records of `extract_quotes`, or a table made from them: DataFrame, Arrow table, dict of columns or
            list of dicts with the columns row, id, quote, speaker, speaker_name, speaker_kind, speaker_role, words.
        people: People whom you know, as a table with the column `name` and, if you like, `aliases` (a list, or names
            joined by ";"). A speaker whose name or alias stands there is that person; so is a surname alone, and a
            fuller or shorter form of the name, that fits nobody else. All other columns (numbers, True and False,
            text) ride along.

    Returns:
        Records, the most quoted first, one per speaker:

        - speaker_id: the name in lower case ("ana-pell"), the same in every result in which the fullest name is the
          same; for a speaker without a name the noun and the document's id ("official@17")
        - name: the name in `people`, else the fullest form in these quotes, the most common of equally full ones; for
          a speaker without a name the words that stand for it
        - aliases: other forms that were seen, joined by "; ", the most common first; None without them
        - roles: what the documents call the speaker, joined by "; ", the most common first; None without them
        - kind: "person", "organisation", "group" or "anonymous", as in most of the quotes
        - documents, quotes, words: rows with a quote, quotes, and words of all quotes
        - quote_numbers: the numbers of the quotes in the column `quote` (list of int)
        - the columns of `people` but for name and aliases, None for whoever is not in it

        A quote of several people counts for each. A quote without a speaker, or of a "she" whom its document does not
        name, counts for nobody.

    Raises:
        TypeError: `quotes` or `people` is no table, or a value has the wrong type; names the row and the column.
        ValueError: a column is missing.
        ParameterError: `people` has a column that these records have too, or a name in two rows; names both.

    Example:
        >>> import copydesk
        >>> texts = [
        ...     "“The harbour stays open,” said Ana Pell, the mayor. “We won’t sell it,” Pell said.",
        ...     "“Not one stone,” Mayor Ana Pell told the council.",
        ... ]
        >>> quotes = copydesk.extract_quotes(texts)
        >>> roster = [{"name": "Ana Pell", "party": "Harbour List"}]
        >>> found = copydesk.speakers(quotes, people=roster)
        >>> [(one["speaker_id"], one["quotes"], one["documents"], one["party"]) for one in found]
        [('ana-pell', 3, 2, 'Harbour List')]

        From speakers back to their quotes:

        >>> whose = found.to_pandas().explode("quote_numbers").set_index("quote_numbers")["speaker_id"]
        >>> quotes.to_pandas().join(whose, on="quote")["speaker_id"].tolist()
        ['ana-pell', 'ana-pell', 'ana-pell']

    Source:
        Rules of our own for names; no list of people and no model.
    """
    table = quote_table(quotes, needed=_NEEDED, optional=("language",))
    names, aliases, columns = _roster(people)
    return Records(_copydesk.speakers(table, names, aliases, columns))


def _roster(people: Any) -> tuple[list[str], list[list[str]], Table | None]:
    """The names, the aliases and the other columns of a roster."""
    columns = {} if people is None else read_columns("people", people)
    if not columns:
        return [], [], None
    if "name" not in columns:
        raise ParameterError(f"`people` lacks the column 'name'; it has {', '.join(columns)}")
    names = typed("people", "name", "text", columns.pop("name"), nullable=False)
    aliases = [_aliases(row, value) for row, value in enumerate(columns.pop("aliases", [None] * len(names)))]
    own = {column for column, _, _ in dict(_copydesk.schemas())["speakers"]}
    for name in columns:
        if name in own:
            raise ParameterError(f"`people` must have no column '{name}', since the records have one; rename it")
    types, values = [], []
    for name, column in columns.items():
        kind, plain = inferred("people", name, column)
        types.append((name, kind, True))
        values.append(plain)
    return names, aliases, Table.from_columns(types, values) if columns else None


def _aliases(row: int, value: Any) -> list[str]:
    if value is None:
        return []
    several = value.split(_BETWEEN) if isinstance(value, str) else value
    if isinstance(several, bytes) or not hasattr(several, "__iter__"):
        several = [several]
    if not all(isinstance(one, str) for one in several):
        raise TypeError(f"'aliases' in row {row} of `people` must be a list of strings or one string, got {value!r}")
    return [one.strip() for one in several if one.strip()]
