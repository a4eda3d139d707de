"""Texts that fit one task in; out, what the local function says of them, from a worker.

Moving numbers between machines costs more than comparing them while a corpus is small: below a budget of bytes one task
reads all texts, in the order of the ids, and calls the local function. Its warnings and errors come back beside the
records.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

import copydesk
from copydesk.arguments import whole
from copydesk.errors import ParameterError
from copydesk.spark.columns import named
from copydesk.spark.kept import Kept
from copydesk.spark.kernels import Batches, spark_batch
from copydesk.spark.plans import estimated_bytes, is_read
from copydesk.spark.workers import executor_cores

__all__ = [
    "ONE_TASK",
    "Asked",
    "answered",
    "budget_of",
    "clusters_of",
    "in_order",
    "release_heard",
    "text_bytes",
    "whole_clusters",
    "whole_pairs",
    "with_said",
]

#: Bytes of text: 150,000 articles, which with their records fit what a Python worker has beside a usual executor.
ONE_TASK = 500_000_000
#: Records of a batch that goes back.
_BATCH = 10_000
#: The column that tells rows of `against` from the others.
_SIDE = "_side"
_SAID = T.StructField("_said", T.StringType())


def in_order(order: list[str], text: str) -> list[Column]:
    """What documents are sorted by: equal ids by a hash of their texts."""
    return [*map(named, order), F.xxhash64(named(text))]


def budget_of(one_task: Any) -> int:
    """The bytes of text up to which one task takes them all.

    Raises:
        ParameterError: they are less than 0.
        TypeError: they are no whole number.
    """
    budget = whole("one_task", one_task)
    if budget < 0:
        raise ParameterError(f"`one_task` must be at least 0, got {budget}; 0 leaves all to the engine")
    return budget


def text_bytes(df: DataFrame, text: str) -> int:
    """Bytes of the texts of a DataFrame."""
    counted = df.agg(F.sum(F.octet_length(named(text)))).first()
    return int(counted[0] or 0) if counted else 0


@dataclass(frozen=True)
class Asked:
    """What is asked of `cluster`.

    Attributes:
        text: The column of texts.
        order: Columns whose order numbers the rows.
        ride: Columns that ride along.
        fields: Columns that are made.
        columns: Arguments of the local function that are columns of the table, with their names.
        call: Its other arguments.
    """

    text: str
    order: list[str]
    ride: list[str]
    fields: list[T.StructField]
    columns: dict[str, str]
    call: dict[str, Any]

    @property
    def needed(self) -> list[str]:
        """The columns that are read."""
        return list(dict.fromkeys([*self.ride, *self.columns.values(), *self.order, self.text]))

    def out(self, df: DataFrame) -> list[T.StructField]:
        """The columns of the result."""
        return [*(df.schema[name] for name in self.ride), *self.fields]


def whole_clusters(df: DataFrame, kept: Kept, asked: Asked, budget: int) -> DataFrame | None:
    """The records of `copydesk.cluster`, from one task; None where the texts have more bytes than the budget."""
    if not _may_fit([df], asked.text, budget):
        return None
    make = partial(clusters_of, asked=replace(asked, call=_threaded(df, asked.call)))
    together = _together(df, asked.needed, in_order(asked.order, asked.text))
    return _from_one_task(together, kept, asked.out(df), make, Most(asked.text, budget))


def whole_pairs(
    df: DataFrame,
    against: DataFrame | None,
    kept: Kept,
    *,
    text: str,
    order: list[str],
    id: str,
    fields: list[T.StructField],
    call: dict[str, Any],
    budget: int,
) -> DataFrame | None:
    """The records of `copydesk.near_duplicates`, from one task; None where there are more bytes than the budget."""
    if not _may_fit([df] if against is None else [df, against], text, budget):
        return None
    make = partial(_pairs, text=text, id=id, made=[field.name for field in fields], call=_threaded(df, call))
    needed = [*order, text]
    sides = df if against is None else _sides(df, against, needed)
    by = in_order(order, text)
    together = _together(sides, needed, by) if against is None else _together(sides, [*needed, _SIDE], [_SIDE, *by])
    return _from_one_task(together, kept, fields, make, Most(text, budget))


def _threaded(df: DataFrame, call: dict[str, Any]) -> dict[str, Any]:
    """The task has its executor to itself: its call takes a thread for each of the cores."""
    return call | {"n_threads": executor_cores(df.sparkSession)}


def _sides(df: DataFrame, against: DataFrame, columns: list[str]) -> DataFrame:
    """Both tables as one, each row with its side."""
    names = list(dict.fromkeys(columns))
    sides = (side.select(*map(named, names)) for side in (df, against))
    one, other = (side.withColumn(_SIDE, F.lit(number)) for number, side in enumerate(sides))
    return one.union(other)


def _may_fit(tables: list[DataFrame], text: str, budget: int) -> bool:
    """Whether the texts may have as few bytes as the budget: by the engine's guess, else counted.

    Counting reads them all; where the guess is too small, the task stops as it has read enough.
    """
    guessed = sum(estimated_bytes(table.select(named(text))) for table in tables)
    return guessed <= budget or sum(text_bytes(table, text) for table in tables) <= budget


def _together(df: DataFrame, columns: list[str], by: list[Any]) -> DataFrame:
    """All rows in one partition, in order.

    The one task reads what is stored itself: to read it in many and to move the texts takes longer than comparing them.
    """
    needed = df.select(*map(named, dict.fromkeys(columns)))
    return (needed.coalesce(1) if is_read(needed) else needed.repartition(1)).sortWithinPartitions(*by)


def _from_one_task(
    together: DataFrame, kept: Kept, fields: list[T.StructField], make: Callable[[pa.Table], dict[str, Any]], most: Most
) -> DataFrame | None:
    """What `make` makes of all rows; None where there is more than the most."""
    kernel = partial(answered, make=make, names=[field.name for field in fields], most=most)
    return release_heard(together.mapInArrow(kernel, with_said(fields)), kept, fields, stacklevel=5)


def with_said(fields: list[T.StructField]) -> T.StructType:
    """The columns of records, any of them null beside what is said."""
    return T.StructType([*(T.StructField(field.name, field.dataType) for field in fields), _SAID])


def release_heard(answers: DataFrame, kept: Kept, fields: list[T.StructField], *, stacklevel: int) -> DataFrame | None:
    """The records of `answered`, computed; raises and warns as it did on the worker. None where it had too much."""
    made = kept.keep(answers)
    for row in made.filter(F.col("_said").isNotNull()).select("_said").collect():
        kind, _, message = row["_said"].partition(":")
        if kind == "beyond":
            return None
        if kind == "error":
            raise ParameterError(message)
        warnings.warn(message, RuntimeWarning, stacklevel=stacklevel)
    return kept.release(made.filter(F.col("_said").isNull()).select(*(named(field.name) for field in fields)))


@dataclass(frozen=True)
class Most:
    """How many bytes the column of texts may have."""

    text: str
    bytes: int


def answered(
    batches: Batches, *, make: Callable[[pa.Table], dict[str, Any]], names: list[str], most: Most | None = None
) -> Iterator[pa.RecordBatch]:
    """What `make` makes of all batches; then, each in a row of its own, what it said besides."""
    read, length = [], 0
    for batch in batches:
        read.append(batch)
        if most is not None:
            length += pa.compute.sum(pa.compute.binary_length(batch.column(most.text))).as_py() or 0
            if length > most.bytes:
                yield from _sayings(["beyond:"], names, None)
                return
    if not read:
        return
    said, columns = [], None
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            columns = make(pa.Table.from_batches(read))
        except ParameterError as error:
            said.append(f"error:{error}")
    said += [f"warning:{one.message}" for one in heard if one.category is RuntimeWarning]
    if columns is not None:
        table = pa.table(columns)
        table = table.append_column("_said", pa.nulls(len(table), pa.string()))
        for batch in table.to_batches(max_chunksize=_BATCH):
            yield spark_batch(dict(zip(batch.schema.names, batch.columns, strict=True)))
    yield from _sayings(said, names, columns)


def _sayings(said: list[str], names: list[str], columns: dict[str, Any] | None) -> Iterator[pa.RecordBatch]:
    """What was said, each in a row without records; these have the types of `columns`, if there are any."""
    for message in said:
        row = {name: pa.nulls(1, columns[name].type if columns else None) for name in names}
        yield spark_batch(row | {"_said": pa.array([message])})


def clusters_of(table: pa.Table, *, asked: Asked) -> dict[str, Any]:
    """The columns that ride along and those of the local records, of a table in order."""
    beside: dict[str, Any] = {argument: table.column(name) for argument, name in asked.columns.items()}
    if "dates" in beside:
        beside["dates"] = _moments(beside["dates"])
    records = pa.table(copydesk.cluster(table.column(asked.text), **asked.call, **beside))
    made = {field.name: records.column(field.name) for field in asked.fields}
    return {name: table.column(name) for name in asked.ride} | made


def _pairs(table: pa.Table, *, text: str, id: str, made: list[str], call: dict[str, Any]) -> dict[str, Any]:
    left = right = table
    if _SIDE in table.column_names:
        left, right = (table.filter(pa.compute.field(_SIDE) == side) for side in (0, 1))
        call = call | {"against": right.column(text)}
    records = pa.table(copydesk.near_duplicates(left.column(text), **call))
    ids = {"left_id": left.column(id).take(records.column("left"))}
    ids["right_id"] = right.column(id).take(records.column("right"))
    return {name: ids[name] if name in ids else records.column(name) for name in made}


def _moments(column: pa.ChunkedArray) -> npt.NDArray[np.datetime64]:
    moments: npt.NDArray[np.datetime64] = column.cast(pa.timestamp("us")).to_numpy()
    return moments
