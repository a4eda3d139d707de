"""A DataFrame and the names of its columns in; out, columns that are there and that the steps can take.

What would otherwise come out of an executor as a page of Java is said here in a line, before any text is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from copydesk.arguments import shown
from copydesk.errors import ParameterError

__all__ = [
    "check_column",
    "check_finite",
    "check_ordering",
    "check_table",
    "check_texts",
    "named",
    "riding",
]

#: Columns of the tables between the steps.
_OWN = frozenset(
    [
        "_best",
        "_block",
        "_class",
        "_component",
        "_first",
        "_hash",
        "_hashes",
        "_keys",
        "_left_side",
        "_link",
        "_members",
        "_next",
        "_node",
        "_part",
        "_place",
        "_placed",
        "_print",
        "_representative",
        "_right_side",
        "_root",
        "_row",
        "_said",
        "_sequence",
        "_side",
        "_start",
        "_tokens",
    ]
)


def named(name: str) -> Column:
    """The column of that very name, whatever dots and marks it has."""
    return F.col("`" + name.replace("`", "``") + "`")


def check_table(parameter: str, df: Any) -> None:
    """Refuse what is no table of a classic session.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(df, DataFrame):
        got = f"{type(df).__module__}.{type(df).__qualname__}"
        raise TypeError(
            f"`{parameter}` is {got}, expected a Spark DataFrame; without Spark use copydesk's own functions"
        )
    if not hasattr(df, "_jdf"):
        raise TypeError(
            f"`{parameter}` is of Spark Connect, which has no caches to steer; pass one of a classic Spark session"
        )


def check_column(df: DataFrame, parameter: str, name: Any) -> str:
    """The name of a column of `df`.

    Raises:
        TypeError: it is no string, or `df` no Spark DataFrame.
        ParameterError: `df` has no such column.
    """
    check_table("df", df)
    if not isinstance(name, str):
        raise TypeError(f"`{parameter}` must be the name of a column, got {shown(name)} ({type(name).__name__})")
    if name not in df.columns:
        raise ParameterError(f"`{parameter}` must be one of the columns {', '.join(df.columns)}, got {shown(name)}")
    _check_single(df, name)
    _check_name(df, name)
    return str(name)


def check_ordering(df: DataFrame, id: Any, order: Any) -> list[str]:
    """The columns by which documents are sorted: `order` where there is one, then `id`.

    Raises:
        TypeError: one has a type without an order; else as `check_column`.
    """
    by = {"id": id} if order is None else {"order": order, "id": id}
    for parameter, name in by.items():
        kind = df.schema[check_column(df, parameter, name)].dataType
        if not _sorts(kind):
            raise TypeError(
                f'`{parameter}`: column "{name}" is {kind.simpleString()}, which Spark does not sort; make a column '
                "of it that it does, as with to_json()"
            )
    return list(dict.fromkeys(by.values()))


def _sorts(kind: T.DataType) -> bool:
    if isinstance(kind, T.ArrayType):
        return _sorts(kind.elementType)
    if isinstance(kind, T.StructType):
        return all(_sorts(field.dataType) for field in kind)
    return not isinstance(kind, T.MapType | T.VariantType)


def check_finite(df: DataFrame) -> None:
    """Refuse a stream: every document of a table is compared with all others.

    Raises:
        ParameterError: `df` is one.
    """
    if df.isStreaming:
        raise ParameterError(
            "`df` must be a whole table, got a stream; call the function on what is stored, or on each batch with "
            ".writeStream.foreachBatch(…)"
        )


def check_texts(df: DataFrame, parameter: str, name: Any) -> str:
    """The name of a column of strings; raises as `check_column`, and TypeError for another type."""
    column = check_column(df, parameter, name)
    kind = df.schema[column].dataType
    if not isinstance(kind, T.StringType):
        raise TypeError(
            f'`{parameter}`: column "{name}" is {kind.simpleString()}, expected string; convert with .cast("string")'
        )
    return column


def _folded(df: DataFrame) -> Callable[[str], str]:
    """What two names that are one for Spark have in common: "Text" is "text" unless it is told otherwise."""
    sensitive = df.sparkSession.conf.get("spark.sql.caseSensitive") == "true"
    return str if sensitive else str.lower


def _check_single(df: DataFrame, name: str) -> None:
    """Refuse a name that stands for several columns.

    Raises:
        ParameterError: there are several.
    """
    folded = _folded(df)
    same = [other for other in df.columns if folded(other) == folded(name)]
    if len(same) > 1:
        both = " and ".join(f'"{other}"' for other in same)
        raise ParameterError(
            f"`df` must have one column of a name, got {both}, which Spark does not tell apart; rename or drop one"
        )


def _check_name(df: DataFrame, name: str) -> None:
    """Refuse what Spark or `DataFrame.mapInArrow` cannot find or hand over.

    Raises:
        ParameterError: a dot or a backtick stands in it, or it is one that the steps use.
        TypeError: the column has a type that no Python worker gets.
    """
    if _folded(df)(name) in _OWN:
        raise ParameterError(
            f'`df` must have no column "{name}", a name of copydesk\'s own; use .withColumnRenamed("{name}", …)'
        )
    if set(name) & set(".`"):
        raise ParameterError(
            f"`df` must have no column with a dot or a backtick in its name, got {shown(name)}: Spark hands none to "
            "Python in batches; use .withColumnRenamed(…) or .drop(…)"
        )
    if isinstance(kind := df.schema[name].dataType, T.CalendarIntervalType | T.YearMonthIntervalType):
        raise TypeError(
            f'`df`: column "{name}" is {kind.simpleString()}, which Spark hands to no Python; convert with '
            '.cast("string") or .drop it'
        )


def riding(df: DataFrame, used: Sequence[str], made: Iterable[str]) -> list[str]:
    """The columns that ride along: all but those used.

    Raises:
        ParameterError: one has the name of a column that is made, or two have one name.
    """
    others = [name for name in df.columns if name not in used]
    folded, results = _folded(df), set(made)
    if taken := sorted(name for name in others if folded(name) in results):
        raise ParameterError(
            f'`df` must have no column "{taken[0]}" beside those used, the result has one of that name; '
            f'use .withColumnRenamed("{taken[0]}", …) or .drop("{taken[0]}")'
        )
    for name in others:
        _check_single(df, name)
        _check_name(df, name)
    return others
