"""Result records beside the columns of the articles that they came from."""

from collections.abc import Collection, Mapping
from typing import Any

from copydesk.files.table import Table

PREFIX = "input_"


def beside(results: Mapping[str, list[Any]], articles: Table, *, without: Collection[str] = ()) -> Table:
    """Lay the articles' columns to the right of the results, row by row.

    Results keep their names. A column of the articles that has the name of a result gets the prefix `input_`.

    Args:
        results: Result columns by name; `row` says which article each record is about.
        articles: The table that the results were computed from.
        without: Columns of the articles to leave out.

    Returns:
        A table with one row per record.

    Example:
        >>> beside({"row": [1, 1], "text": ["a", "b"]}, Table({"text": ["x", "y"], "date": [7, 8]})).columns
        {'row': [1, 1], 'text': ['a', 'b'], 'input_text': ['y', 'y'], 'date': [8, 8]}
    """
    columns = dict(results)
    types = {}
    for name, values in articles.columns.items():
        if name in without:
            continue
        free = name
        while free in columns or (free != name and free in articles.columns):
            free = PREFIX + free
        columns[free] = [values[row] for row in results["row"]]
        if name in articles.types:
            types[free] = articles.types[name]
    return Table(columns, types=types)
