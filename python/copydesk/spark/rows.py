"""What each document tells by itself: shingles and quotes, batch by batch on the workers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute
from pyspark.sql import DataFrame
from pyspark.sql import types as T

import copydesk
from copydesk import _copydesk
from copydesk.duplicates import Unit
from copydesk.errors import ParameterError
from copydesk.spark.columns import check_column, check_texts, named, riding
from copydesk.spark.kernels import tabled
from copydesk.spark.workers import check_workers

__all__ = ["columns_of", "extract_quotes", "shingle"]

_TYPES: dict[str, T.DataType] = {
    "int": T.LongType(),
    "float": T.DoubleType(),
    "bool": T.BooleanType(),
    "text": T.StringType(),
    "hashes": T.ArrayType(T.LongType(), False),
    "offsets": T.ArrayType(T.LongType(), False),
}


def columns_of(function: str) -> dict[str, T.StructField]:
    """The columns of a local function that a table of Spark can hold as they are: all but the ids."""
    described = dict(_copydesk.schemas())[function]
    fields = (T.StructField(name, _TYPES[kind], nullable) for name, kind, nullable in described if kind in _TYPES)
    return {field.name: field for field in fields}


def shingle(
    df: DataFrame, *, text: str = "text", id: str = "id", size: int = 5, unit: Unit = "word", positions: bool = False
) -> DataFrame:
    """Cut the text of each row into overlapping runs of words or characters and hash them, as `copydesk.shingle`.

    Args:
        df: One document a row.
        text: The column of strings; a missing value has a row without shingles.
        id: The column that names the document, of any type.
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char".
        positions: Whether to say where in the text each shingle stands.

    Returns:
        A DataFrame, one row per document: the columns of `df` but `text`, then shingles (array of bigint: Spark has no
        unsigned integers, so a hash is the signed one of the same 64 bits; `hash & 0xFFFFFFFFFFFFFFFF` in Python is the
        local number; null for a missing text) and, with `positions`, starts and ends (code points). There is no `row`:
        a DataFrame has no order.

    Raises:
        ParameterError: an argument is out of range, a column is not there, or `df` has one that the result has too.
        TypeError: `df` is no Spark DataFrame, or `text` is not of strings.
        CopydeskError: a worker has no copydesk, or another Python or version.

    Example:
        >>> import copydesk.spark
        >>> df = spark.createDataFrame([(7, "The mayor said no")], "id long, text string")  # doctest: +SKIP
        >>> copydesk.spark.shingle(df, size=3, positions=True).select("id", "ends").collect()  # doctest: +SKIP
        [Row(id=7, ends=[14, 17])]

    Source:
        Broder 1997, "On the resemblance and containment of documents"; Unicode Standard Annex #29.
    """
    copydesk.shingle([], size=size, unit=unit, positions=positions)
    made = ["shingles", *(["starts", "ends"] if positions else [])]
    call = partial(_shingled, text=text, size=int(size), unit=unit, positions=positions)
    return _by_row(df, text, id, made, columns_of("shingle(positions=True)"), call)


def _shingled(batch: pa.RecordBatch, *, text: str, size: int, unit: Unit, positions: bool) -> Any:
    return copydesk.shingle(batch.column(text), size=size, unit=unit, positions=positions, n_threads=1)


def extract_quotes(
    df: DataFrame, *, text: str = "text", id: str = "id", titles: str | None = None, language: str = "auto"
) -> DataFrame:
    """Find what is quoted or reported, and who says it, as `copydesk.extract_quotes`.

    Args:
        df: One document a row.
        text: The column of strings; a missing value has no quotes.
        id: The column that names the document, of any type.
        titles: The column of headlines, where the texts do not hold them.
        language: "auto", a code of two letters or "none" for all texts, or the name of a column of them.

    Returns:
        A DataFrame, one row per quote: the columns of `df` but `text` (the quote has a `text` of its own), `titles` and
        a column of languages, then those of `copydesk.extract_quotes` but row. `quote` and `continues` number the
        quotes of one document, from 0, since no number runs through a table without order.

    Raises:
        ParameterError: `language` is neither a code nor a column, a column is not there, or `df` has one that the
            result has too.
        TypeError: `df` is no Spark DataFrame, or a column is not of strings.
        CopydeskError: a worker has no copydesk, or another Python or version.

    Example:
        >>> import copydesk.spark
        >>> df = spark.createDataFrame([(7, "“We stay,” said Ana Pell.")], "id long, text string")  # doctest: +SKIP
        >>> copydesk.spark.extract_quotes(df).select("id", "text", "speaker").collect()  # doctest: +SKIP
        [Row(id=7, text='“We stay,”', speaker='Ana Pell')]
    """
    columns = {"titles": titles} if titles is not None else {}
    if isinstance(language, str) and language in getattr(df, "columns", ()):
        columns["language"] = language
    else:
        copydesk.extract_quotes([], language=language)
    for parameter, name in columns.items():
        check_texts(df, parameter, name)
    fields = {name: field for name, field in columns_of("extract_quotes").items() if name not in ("row", "id")}
    call = partial(_quoted, text=text, columns=columns, language=language)
    return _by_row(df, text, id, list(fields), fields, call, dropped=list(columns.values()))


def _quoted(batch: pa.RecordBatch, *, text: str, columns: dict[str, str], language: str) -> Any:
    """The quotes of a batch, numbered from 0 within each document."""
    beside: dict[str, Any] = {"language": language} | {key: batch.column(name) for key, name in columns.items()}
    records = pa.table(copydesk.extract_quotes(batch.column(text), n_threads=1, **beside))
    rows = records.column("row").to_numpy()
    first = rows.searchsorted(rows)
    for name in ("quote", "continues"):
        numbers = pa.compute.subtract(records.column(name), pa.array(first))
        records = records.set_column(records.column_names.index(name), name, numbers)
    return records


def _by_row(
    df: DataFrame,
    text: str,
    id: str,
    made: list[str],
    fields: dict[str, T.StructField],
    call: Callable[[pa.RecordBatch], Any],
    dropped: list[str] | None = None,
) -> DataFrame:
    check_texts(df, "text", text)
    check_column(df, "id", id)
    if id == text:
        raise ParameterError(f'`id` must be another column than `text`, got "{id}" for both')
    ride = riding(df, [text, *(dropped or [])], made)
    check_workers(df.sparkSession)
    schema = T.StructType([df.schema[name] for name in ride] + [fields[name] for name in made])
    wanted = df.select(*map(named, dict.fromkeys([*ride, text, *(dropped or [])])))
    return wanted.mapInArrow(partial(tabled, ride=ride, made=made, call=call), schema)
