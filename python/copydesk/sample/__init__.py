"""A dozen invented articles to try the package on.

Saltmere, its people and its newspapers do not exist. The pile holds what a real one holds: a reprint that differs only
in typography, a trimmed copy, a lightly edited copy, two rewrites in which quotes drift, become narration or change
their speaker, a second story in three versions, boilerplate lines, and unrelated pieces, one of them about a person
from the first story.
"""

import json
from importlib import resources
from typing import TypedDict

__all__ = ["Article", "articles"]


class Article(TypedDict):
    """One sample article."""

    id: str
    title: str
    source: str
    date: str
    text: str


def articles() -> list[Article]:
    """Return the sample articles, story by story.

    Returns:
        A new list of dicts: id (str), title (str), source (str, the outlet), date (str, ISO 8601) and text (str).

    Example:
        >>> from copydesk import sample
        >>> sample.articles()[0]["source"]
        'Saltmere Courier'
    """
    folder = resources.files(__name__)
    # Bytes, decoded here: reading in text mode would translate line ends, and the offsets would no longer fit the file.
    lines = (folder / "index.jsonl").read_bytes().decode().splitlines()
    entries: list[Article] = [json.loads(line) for line in lines]
    for entry in entries:
        entry["text"] = (folder / "articles" / f"{entry['id']}.txt").read_bytes().decode()
    return entries
