"""Texts that fit one task in; out, what the local function says of them, from a worker.

Moving numbers between machines costs more than comparing them while a corpus is small: below a budget of bytes one task
reads all texts, in the order of the ids, and calls the local function. Its warnings and errors come back beside the
records.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

import copydesk
from copydesk.errors import ParameterError
from copydesk.spark.kernels import Batches
from copydesk.spark.session import Kept, named

__all__ = ["ONE_TASK", "in_order", "text_bytes", "whole_clusters", "whole_pairs"]

#: Bytes of text: 100,000 articles, which with their records fit what a Python worker has beside a usual executor.
ONE_TASK = 300_000_000
#: Records of a batch that goes back.
_BATCH = 10_000
_SAID = T.StructField("_said", T.StringType())


def in_order(order: list[str], text: str) -> list[Column]:
    """What documents are sorted by: equal ids by a hash of their texts."""
    return [*map(named, order), F.xxhash64(named(text))]


def text_bytes(df: DataFrame, text: str) -> int:
    """Bytes of the texts of a DataFrame."""
    counted = df.agg(F.sum(F.octet_length(named(text)))).first()
    return int(counted[0] or 0) if counted else 0


def whole_clusters(
    df: DataFrame, kept: Kept, *, text: str, order: list[str], ride: list[str], fields: list[T.StructField], **call: Any
) -> DataFrame:
    """The records of `copydesk.cluster`, from one task."""
    ridden = [T.StructField(name, df.schema[name].dataType) for name in ride]
    kernel = partial(_clusters, text=text, ride=ride, made=[field.name for field in fields], call=call)
    return _from_one_task(df, kept, [*ridden, *fields], kernel, text=text, order=order, needed=ride)


def whole_pairs(
    df: DataFrame, kept: Kept, *, text: str, order: list[str], id: str, fields: list[T.StructField], **call: Any
) -> DataFrame:
    """The records of `copydesk.near_duplicates`, from one task."""
    kernel = partial(_pairs, text=text, id=id, made=[field.name for field in fields], call=call)
    return _from_one_task(df, kept, fields, kernel, text=text, order=order, needed=[id])


def _from_one_task(
    df: DataFrame,
    kept: Kept,
    fields: list[T.StructField],
    kernel: Any,
    *,
    text: str,
    order: list[str],
    needed: list[str],
) -> DataFrame:
    """Runs the kernel over all rows; raises and warns as it did on the worker."""
    columns = dict.fromkeys([*needed, *order, text])
    together = df.select(*map(named, columns)).repartition(1).sortWithinPartitions(*in_order(order, text))
    schema = T.StructType([*(T.StructField(field.name, field.dataType) for field in fields), _SAID])
    made = kept.keep(together.mapInArrow(kernel, schema))
    for row in made.filter(F.col("_said").isNotNull()).select("_said").collect():
        kind, _, message = row["_said"].partition(":")
        if kind == "error":
            kept.drop()
            raise ParameterError(message)
        warnings.warn(message, RuntimeWarning, stacklevel=4)
    return kept.release(made.filter(F.col("_said").isNull()).select(*(named(field.name) for field in fields)))


def _clusters(
    batches: Batches, *, text: str, ride: list[str], made: list[str], call: dict[str, Any]
) -> Iterator[pa.RecordBatch]:
    read = [*batches]
    if not read:
        return
    table = pa.Table.from_batches(read).combine_chunks()
    beside = {name: table.column(call[name]) for name in ("titles", "sources") if call.get(name) is not None}
    if call.get("dates") is not None:
        beside["dates"] = _moments(table.column(call["dates"]))
    records, said = _called(copydesk.cluster, table.column(text), call | beside)
    if records is None:
        yield from _answer(None, said, [*ride, *made])
        return
    columns = {name: table.column(name) for name in ride} | {name: records.column(name) for name in made}
    yield from _answer(columns, said, [*ride, *made])


def _pairs(batches: Batches, *, text: str, id: str, made: list[str], call: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    read = [*batches]
    if not read:
        return
    table = pa.Table.from_batches(read).combine_chunks()
    records, said = _called(copydesk.near_duplicates, table.column(text), call)
    if records is None:
        yield from _answer(None, said, made)
        return
    columns = {name: records.column(name) for name in made}
    for side in ("left", "right"):
        columns[f"{side}_id"] = table.column(id).take(records.column(side))
    yield from _answer(columns, said, made)


def _moments(column: pa.ChunkedArray) -> npt.NDArray[np.datetime64]:
    moments: npt.NDArray[np.datetime64] = column.cast(pa.timestamp("us")).to_numpy()
    return moments


def _called(function: Any, texts: pa.ChunkedArray, call: dict[str, Any]) -> tuple[pa.Table | None, list[str]]:
    """The records, and what was said besides; none if there was an error of the caller's."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            records = pa.table(function(texts, n_threads=1, **call))
        except ParameterError as error:
            return None, [f"error:{error}"]
    return records, [f"warning:{one.message}" for one in heard if one.category is RuntimeWarning]


def _answer(columns: dict[str, Any] | None, said: list[str], names: list[str]) -> Iterator[pa.RecordBatch]:
    """Batches of records, then what was said, each in a row of its own."""
    if columns is not None:
        table = pa.table(columns)
        table = table.append_column("_said", pa.nulls(len(table), pa.string()))
        yield from table.to_batches(max_chunksize=_BATCH)
    for message in said:
        row = {name: pa.nulls(1, columns[name].type if columns else None) for name in names}
        yield pa.RecordBatch.from_pydict(row | {"_said": pa.array([message])})
