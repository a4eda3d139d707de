"""Which column is the text, which the id: asked for by name, or guessed when one is obvious."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.errors import ParameterError
from copydesk.files.table import FileError, Table

# Each role has ranks: a name of an earlier rank is taken before any of a later one, and two names of one rank are a
# question for the caller. Texts have a single rank, because to read the wrong column is worse than to ask; an `id`
# beside a `url` is no question.
CANDIDATES: dict[str, tuple[tuple[str, ...], ...]] = {
    "text": (
        (
            *("text", "body", "content", "article", "fulltext", "full_text", "maintext", "main_text"),
            *("article_text", "article_body", "article_content", "body_text", "content_text", "plain_text"),
            *("plaintext", "clean_text", "raw_text", "news_text", "story_text"),
        ),
    ),
    "id": (
        ("id",),
        ("doc_id", "docid", "document_id", "article_id", "articleid", "story_id", "news_id", "_id", "uid"),
        ("uuid", "guid"),
        ("url", "link", "uri", "permalink"),
    ),
    "title": (("title",), ("headline",), ("article_title", "heading", "head", "hed")),
    "source": (("source",), ("outlet",), ("publisher", "publication", "newspaper", "site", "domain")),
    "date": (("date",), ("published", "published_at", "publication_date", "pub_date", "pubdate", "date_published")),
}

# What these name changes the result; the others only dress a page, and stay away where they are not obvious.
ESSENTIAL = ("text", "id")


@dataclass(frozen=True)
class Roles:
    """The column that plays each part; None for a part that no column plays."""

    text: str
    id: str | None = None
    title: str | None = None
    source: str | None = None
    date: str | None = None


def choose_columns(
    table: Table,
    prefix: str = "",
    /,
    *,
    text: str | None = None,
    id: str | None = None,
    title: str | None = None,
    source: str | None = None,
    date: str | None = None,
) -> Roles:
    """Find the column of each role.

    A name that the caller gives must exist; an empty one means no column. A role without a name goes to the only column
    whose name says so (case, spaces and hyphens aside), or, for the text, to the only column there is.

    Args:
        table: The table as read.
        prefix: What the names of the options begin with, for a table beside the first.
        text: Column of the article's text.
        id: Column of the article's id.
        title: Column of its headline.
        source: Column of its outlet.
        date: Column of its date.

    Returns:
        The roles; all but the text may be None.

    Raises:
        ParameterError: a column that was asked for is not there, several could be the text or the id, or none is
            obviously the text; the message lists the columns.
    """
    asked = {"text": text, "id": id, "title": title, "source": source, "date": date}
    found = {role: _column_of(role, name, table, prefix) for role, name in asked.items()}
    chosen = found.pop("text")
    if chosen is None:
        ways = f"choose one with --{prefix}text: {_names(table.columns)}"
        raise ParameterError(f"cannot tell which column is the text; {ways}")
    return Roles(chosen, **found)


def texts_of(table: Table, column: str) -> list[str | None]:
    """Return the texts of a column, checked.

    Raises:
        FileError: a value is not text; the message names its file and line.
    """
    values = table.columns[column]
    for row, value in enumerate(values):
        if value is not None and not isinstance(value, str):
            raise FileError(f"{table.places[row]}: `{column}` is {_kind(value)}, expected text or null")
    return values


def ids_of(table: Table, column: str | None) -> list[str] | list[int] | None:
    """Return the ids of a column as they stand in the file, checked; None without a column.

    Raises:
        FileError: an id is missing, is neither text nor a whole number, or is of another kind than the ids before
            it; the message names its file and line.
    """
    if column is None:
        return None
    values = table.columns[column]
    kinds = {str: "text", int: "a number"}
    for row, value in enumerate(values):
        if type(value) not in kinds:
            way_out = "; name another column with --id"
            raise FileError(f"{table.places[row]}: id `{column}` is {_kind(value)}, expected text or int{way_out}")
        if type(value) is not type(values[0]):
            first, this = kinds[type(values[0])], kinds[type(value)]
            raise FileError(f"{table.places[row]}: id `{column}` is {this}, and {first} before; use one kind")
        if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
            raise FileError(f"{table.places[row]}: id `{column}` holds half of a surrogate pair, no text")
    return values


def is_role_name(name: str) -> bool:
    """Whether a column of this name is known to play a part."""
    return any(_plain(name) in rank for ranks in CANDIDATES.values() for rank in ranks)


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def _column_of(role: str, asked: str | None, table: Table, prefix: str) -> str | None:
    if asked == "" and role != "text" and "" not in table.columns:
        return None
    if asked is not None:
        if asked not in table.columns:
            there = f"there are {_names(table.columns)}"
            raise ParameterError(f"--{prefix}{role} names `{asked}`, which is not a column; {there}")
        return asked
    plain = {name: _plain(name) for name in table.columns}
    for rank in CANDIDATES[role]:
        found = [name for name, spelled in plain.items() if spelled in rank]
        if len(found) == 1:
            return found[0]
        if found and role not in ESSENTIAL:
            return None
        if found:
            several = _names(found)
            ways = f"choose one with --{prefix}{role} out of {_names(plain)}"
            raise ParameterError(f"several columns could be the {role}: {several}; {ways}")
    return next(iter(plain)) if role == "text" and len(plain) == 1 else None


def _names(columns: Sequence[str] | dict[str, Any]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _kind(value: object) -> str:
    match value:
        case None:
            return "missing"
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {value}"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"of type {type(value).__name__}"
